//! Ordinary marketplace chat, invented: French and English, with prices, hours, dates and sizes, some 170 bytes a message,
//! in conversations of 2 to 40 messages that go on side by side. The same seed gives the same chat.

/// Share of the messages that hold a contact, in thousandths, if nothing else is said.
const CONTACTS: u64 = 30;
/// Conversations under way at a time.
const OPEN: usize = 2_000;

const SENTENCES: [&str; 44] = [
    "Bonjour, est-ce que le vélo est toujours disponible ?",
    "Je peux passer {d} vers {n}h si cela vous convient.",
    "Vous feriez un prix à {p} € pour les deux ?",
    "Parfait, je vous confirme ça {d} dans la matinée.",
    "Les dimensions sont {p} x {p} cm environ, hauteur comprise.",
    "Désolée, il est déjà réservé pour quelqu'un d'autre.",
    "Je l'ai payé {p} euros neuf il y a {n} mois, j'ai encore la facture.",
    "Merci beaucoup pour votre réponse rapide !",
    "C'est négociable ou le prix est ferme ?",
    "La couleur est un peu plus foncée que sur la photo n° {n}.",
    "On peut se retrouver devant la gare, il y a un parking juste en face.",
    "L'envoi est possible, comptez {p} € de frais de port.",
    "Pourriez-vous m'envoyer d'autres photos s'il vous plaît ?",
    "Il démarre bien mais fait un petit bruit au début 🙂",
    "J'habite au {n}ème étage sans ascenseur, il faudra être deux.",
    "Ma fille ne l'a porté que {n} fois, elle a grandi trop vite.",
    "Je vous le garde jusqu'à {d}, après je le remets en ligne.",
    "Le paiement sécurisé me convient mieux, on est couverts tous les deux.",
    "Ok pour {n}h devant la mairie, à {d} alors.",
    "Non merci, c'est un peu trop cher pour moi.",
    "slt c koi la taille svp ?",
    "dac pas de pb, merci bcp 👍",
    "Quelle est la taille exacte ? Sur l'annonce je vois {n}.",
    "Le logement est libre du {n} au {n} août, ménage compris.",
    "Je suis en déplacement cette semaine, je vous réponds ce soir sans faute.",
    "Il manque juste la notice, mais je peux la retrouver.",
    "Hi, is the corner sofa still available?",
    "I can come by {d} around {n}pm if that works for you.",
    "Would you take {p} for it, shipping included?",
    "Thanks a lot for the quick reply, I'll confirm {d}.",
    "It's like new, I bought it {n} months ago and hardly used it.",
    "The measurements are roughly {p} by {p} cm.",
    "Sorry, it is already reserved for someone else.",
    "I'd rather meet in person if possible, there's free parking across the street.",
    "Could you send me a few more pictures please?",
    "My offer still stands at {p} including postage.",
    "I paid {p} new and I still have the box.",
    "The battery lasts about {n} hours in my tests.",
    "No worries, I totally understand.",
    "I'm on the {n}th floor without a lift, we'd need two people.",
    "Is the price negotiable or firm? I can't go lower than {p}, sorry.",
    "ok thx, u still got it?",
    "The flat sleeps {n}, check-in is from {n}pm and the code is sent through the app.",
    "Great, thank you! See you {d} then.",
];

const DAYS: [&str; 12] = [
    "lundi",
    "mardi",
    "jeudi",
    "samedi",
    "demain",
    "ce soir",
    "on Monday",
    "on Friday",
    "tomorrow",
    "tonight",
    "this weekend",
    "next week",
];

const CONTACT: [&str; 8] = [
    "Appelez-moi au 06 39 98 {t} {t}.",
    "mon mail : camille.{t}@example.org",
    "zéro six trente-neuf quatre-vingt-dix-huit douze {t} le soir",
    "insta : marie.dup_{t}",
    "see www.atelier-{t}.example.com for more",
    "zoe{t} arobase gmail point com",
    "WhatsApp +33 6 39 98 {t} {t}",
    "call me on +44 7700 9001{t}",
];

/// A small generator of numbers (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len() as u64) as usize]
    }

    fn uuid(&mut self) -> String {
        let mut part = |bound: u64| self.below(bound);
        let (a, b, c, d, e) = (part(1 << 32), part(1 << 16), part(1 << 12), part(1 << 12), part(1 << 48));
        format!("{a:08x}-{b:04x}-4{c:03x}-a{d:03x}-{e:012x}")
    }
}

/// An id as a message or a conversation has one; the same seed gives the same.
pub(crate) fn uuid(seed: u64) -> String {
    Random(seed).uuid()
}

struct Conversation {
    id: String,
    left: u64,
    member: u64,
}

/// Messages without an end.
pub(crate) struct Chat {
    random: Random,
    open: Vec<Conversation>,
    count: u64,
    contacts: u64,
}

/// One message, as it stands on the topic.
pub(crate) struct Message {
    pub(crate) key: String,
    pub(crate) payload: String,
}

impl Chat {
    pub(crate) fn new(seed: u64) -> Self {
        Self { random: Random(seed), open: Vec::new(), count: 0, contacts: CONTACTS }
    }

    /// Says in how many messages of a thousand there is a contact.
    pub(crate) fn contacts(&mut self, thousandths: u64) {
        self.contacts = thousandths;
    }

    fn text(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..1 + self.random.below(5) {
            let sentence = self.random.pick(&SENTENCES);
            self.fill(sentence, &mut text);
        }
        if self.random.below(1_000) < self.contacts {
            let contact = self.random.pick(&CONTACT);
            self.fill(contact, &mut text);
        }
        text
    }

    fn fill(&mut self, sentence: &str, text: &mut String) {
        if !text.is_empty() {
            text.push(' ');
        }
        let mut rest = sentence;
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            match &after[..1] {
                "d" => text.push_str(self.random.pick(&DAYS)),
                "n" => *text += &(1 + self.random.below(20)).to_string(),
                "t" => *text += &(10 + self.random.below(89)).to_string(),
                _ => *text += &(5 * (1 + self.random.below(60))).to_string(),
            }
            rest = &after[2..];
        }
        text.push_str(rest);
    }
}

impl Iterator for Chat {
    type Item = Message;

    fn next(&mut self) -> Option<Message> {
        if self.open.len() < OPEN {
            let (id, left) = (self.random.uuid(), 2 + self.random.below(39));
            let member = self.random.below(1_000_000);
            self.open.push(Conversation { id, left, member });
        }
        let at = self.random.below(self.open.len() as u64) as usize;
        let (message, text, side) = (self.random.uuid(), self.text(), self.random.below(2));
        self.count += 1;
        let (minutes, seconds) = (self.count / 60 % 60, self.count % 60);
        let Conversation { id, left, member } = &mut self.open[at];
        *left -= 1;
        let (key, sender, recipient) = (id.clone(), *member + side, *member + 1 - side);
        if *left == 0 {
            self.open.swap_remove(at);
        }
        let payload = format!(
            r#"{{"message_id":"{message}","conversation_id":"{key}","sender_id":"u_{sender}","recipient_id":"u_{recipient}","sent_at":"2026-05-01T10:{minutes:02}:{seconds:02}.000Z","text":"{text}"}}"#
        );
        Some(Message { key, payload })
    }
}
