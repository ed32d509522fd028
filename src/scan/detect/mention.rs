//! Mentions: an outside service proposed or asked for as the place to talk, book or pay.
//!
//! Most names of services in a chat propose nothing: somebody saw the advert there, sells followers, or warns of it. So a name alone
//! is no mention; a verb that proposes, a question whether the other has it, or a payment to be made there makes it one.

use crate::kind::Kind;
use crate::scan::read::{Class, Lexeme, TokenKind, Traits};

use super::evidence::Evidence;
use super::{Found, View, handle, host};

/// How many tokens before a service may propose it: "on peut continuer à discuter sur WhatsApp".
const BEFORE_TOKENS: usize = 28;
/// And after it: "Wero, ça vous irait pour l'acompte ?".
const AFTER_TOKENS: usize = 14;
/// How near a refusal stands before what it refuses: "je ne vais pas sur WhatsApp".
const REFUSAL_TOKENS: usize = 10;

/// A refusal of the place itself: "pas sur".
const NOT_TOKENS: usize = 4;

/// Words that put a place or means right before its name ("sur", "via").
#[rustfmt::skip]
const PREPOSITIONS: &[&str] = &[
    "sur", "via", "par", "on", "over", "through", "by", "en", "por", "per", "su", "auf", "uber", "bei", "ueber", "no",
    "na", "pelo", "pela", "pro", "pra", "op", "met", "with", "avec", "mit", "con", "com", "to", "al", "im", "sul", "nel", "naar",
    "zu", "in", "appel", "call", "visio", "meeting", "reunion", "llamada", "chiamata", "chamada", "videollamada",
    "videochiamata", "gesprek", "anruf",
];

/// Words that make it somebody's or one of many: "ton WhatsApp", "un Wero".
#[rustfmt::skip]
const DETERMINERS: &[&str] = &[
    "a", "le", "l", "your", "ton", "ta", "tes", "votre", "vos", "tu", "teu", "seu", "dein", "deine", "tuo", "jouw",
    "je", "mon", "my", "mein", "mi", "mio", "meu", "mijn", "un", "une", "ein", "een", "uma", "um", "il", "o", "el",
    "petit", "meglio", "mieux", "better", "besser", "mejor", "melhor", "liever", "plutot", "lieber", "prefere",
    "prefer", "or", "ou", "oder", "of", "solo", "apenas", "only", "seulement", "nur", "soltanto", "alleen",
];

/// Verbs that propose or ask for a place to talk, book or pay, as stems of folded words; up to four letters a whole word.
#[rustfmt::skip]
const PROPOSALS: &[&str] = &[
    "passe", "pass", "bascul", "discut", "parl", "continu", "echang", "contact", "ecri", "ajout", "add", "move",
    "moving", "talk", "chat", "text", "messag", "msg", "ping", "reach", "hit", "switch", "dm", "call", "appel",
    "joign", "rejoin", "join", "viens", "viendr", "venez", "come", "let", "lets", "habl", "escrib", "pasa", "pasar",
    "pasam", "agreg", "contin", "chatt", "schreib", "meld", "rede", "reden", "wechsel", "anruf", "scriv", "senti",
    "parla", "aggiun", "fala", "falam", "falar", "chama", "manda", "mand", "adicion", "appen", "bel", "bellen",
    "stuur", "praat", "prat", "voeg", "book", "buch", "prenot", "boek", "reserv", "vire", "virez", "envoi", "envoy",
    "send", "invi", "envia", "mande", "utilis", "dispo", "avail", "repond", "reply", "answer", "reactif", "give",
    "dame", "gib", "dammi", "geef", "file", "app", "bas", "dort", "alli", "booking", "inbox", "retrouv", "rdv",
    "causer", "causon", "capte", "capter", "finir", "finalis", "demand", "bestell", "kontakt", "erreich", "trovi",
    "seguim", "sigue", "segui", "vemos", "choisi", "choose", "irait", "arrange", "facile", "simple", "easier",
    "faster", "vite", "quicker", "plus", "prefer", "prefier", "handig", "einfach", "facil", "comodo", "komm", "kommt",
    "bloque", "hop", "hmu", "expedi", "works", "jump", "aussi", "also", "notif", "notifs", "hablam", "hablem", "hablar",
    "hablad", "charlam", "charlem", "parliam", "convers", "escrev", "buscame", "buscam", "busquem", "cercam", "cercat",
    "anadem", "spostiam", "spost", "espero", "aspetto", "rapido", "veloce", "bora", "muda", "mudam", "mudar", "vamos", "passiam",
    "choix", "choice", "scegli", "scelta", "keuze", "kies", "wahl", "elige", "escolh",
];

/// What others do there proposes nothing: "su Telegram parlano male di …".
#[rustfmt::skip]
const THEY: &[&str] = &[
    "parlent", "parlano", "parlavano", "hablan", "hablaban", "falam", "falavam", "conversam", "scrivono", "escriben",
    "escrevem", "ecrivent",
];

/// Verbs that ask whether the other has it or takes it, or offer one's own; right before the name.
#[rustfmt::skip]
const HAVE: &[&str] = &[
    "as", "tas", "ta", "avez", "have", "got", "hast", "habt", "haben", "tienes", "tiene", "teneis", "hai", "avete",
    "tens", "tem", "heb", "hebt", "hebben", "use", "usas", "usa", "usi", "utilises", "utilisez", "do", "take",
    "accept", "accepte", "acceptes", "acceptez", "prends", "prend", "prenez", "fais", "faites", "nutzt", "nimmst",
    "aceptas", "aceita", "accetti", "gebruik", "tu", "you", "du", "vous", "t", "connais", "connaissez", "know",
    "conoces", "conosci", "kennst", "ken", "conheces", "fai", "faz", "haces", "doe", "machst", "ai", "jai", "faire", "make",
    "mach", "machen", "haz", "hacer", "hacerme", "fammi", "fare", "fazer", "doen",
];

/// What one has on a service.
#[rustfmt::skip]
const ACCOUNTS: &[&str] = &[
    "compte", "page", "profil", "account", "konto", "cuenta", "conta", "pagina", "perfil", "profilo", "profiel", "seite",
];

/// What one pays with or for.
#[rustfmt::skip]
const PAYMENTS: &[&str] = &[
    "pay", "paye", "payer", "payes", "payez", "paie", "paies", "paiement", "payment", "paid", "regle", "regler",
    "regles", "reglement", "pago", "pagar", "pagas", "pague", "pagues", "paga", "pagame", "pagamento", "pagamenti",
    "zahlen", "zahl", "zahlung", "bezahlen", "bezahl", "bezahlung", "betaal", "betalen", "betaling", "acompte",
    "caution", "arrhes", "virement", "virer", "vire", "deposit", "fianza", "senal", "caparra", "anzahlung", "kaution",
    "aanbetaling", "borg", "sinal", "envoie", "envoyez", "send", "sende", "schick", "stuur", "envia", "manda",
    "argent", "money", "geld", "dinero", "soldi", "dinheiro", "somme", "€", "$", "£", "eur", "euro", "euros",
    "upfront", "frais", "fee", "fees", "commission", "gebuhren",
];

/// What somebody saw, had or suffered there proposes nothing.
#[rustfmt::skip]
const SEEN: &[&str] = &[
    "vu", "vue", "vus", "vues", "partage", "partagee", "decouvert", "saw", "seen", "spotted", "found", "bought",
    "posted", "gesehen", "gefunden", "geteilt", "visto", "vista", "vi", "encontre", "comprado", "compartido",
    "trovato", "comprato", "condiviso", "gezien", "gevonden", "gekocht", "stond", "stand", "server", "crashed",
    "pirate", "pirater", "hacked", "gehackt", "hackeado", "soucis", "souci", "probleme", "problemes", "problem",
    "problems", "problema", "problemen", "blocked", "arnaque", "arnaquer", "scam", "scammed", "betrug", "estafa",
    "truffa", "gere", "gerer", "formation", "formations", "manage", "managing", "ads", "visuels", "grafiche", "community", "vie",
    "fils", "fille", "ado", "ados", "enfants", "mari", "kids", "kid", "daughter", "son", "neighbour", "neighbor",
    "cousine", "hijo", "hija", "figlio", "figlia", "sohn", "tochter", "zoon", "dochter", "filho", "filha", "notice",
    "caido", "caida", "caiu", "crashato", "gestiona", "gestisce", "gestisco", "gerencia", "lleva", "panne", "apprendre", "learn", "retire", "reseaux", "sociaux",
    "update", "updated", "upgrade", "reinstall", "error", "errors", "bug", "bugs", "version", "erreur", "erreurs", "fehler",
    "fehlermeldung", "aktualisieren", "erro", "errore", "actualizar", "aggiornare", "atualizar", "bijwerken", "updaten",
    "foutmelding", "versie", "versione", "versao",
    "vole", "stolen", "gestohlen", "robado", "robaron", "rubato", "roubado", "roubaram", "gestolen",
];

/// What one teaches, works at or is good at proposes nothing either: "cours de", "arbeite bei", "mexer no".
#[rustfmt::skip]
const SUBJECTS: &[&str] = &[
    "api", "bot", "arbeite", "arbeitest", "arbeitet", "aula", "aulas", "auskennst", "auskennt", "bosse", "bosses",
    "bossez", "bots", "certified", "clases", "classes", "competences", "corsi", "corso", "cours", "course", "courses",
    "curso", "cursos", "cursus", "dealt", "developer", "developers", "developpeur", "enseigne", "enseigner",
    "entwickler", "experience", "expert", "experte", "formateur", "formatrice", "former", "gearbeitet", "gekundigt",
    "gestionar", "gestire", "insegno", "klantenservice", "kurs", "kurse", "kursen", "lavoravo", "lavoro", "lavorato",
    "lecon", "lecons", "lessen", "lesson", "lessons", "lezioni", "maitrise", "maitriser", "maitrises", "maitrisez",
    "managed", "manejar", "manejas", "marketing", "mexer", "overweg", "schulung", "schulungen", "skills", "taught",
    "teach", "teaches", "teaching", "trabaja", "trabajaba", "trabaje", "trabajo", "trabalha", "trabalhei", "trabalho",
    "travaille", "travailler", "travailles", "travaillez", "unterricht", "unterrichte", "werk", "werkt", "werkte",
    "worked", "working",
];

/// How near before a service stands what it is the subject of: "maitrise WhatsApp Business et l'API".
const SUBJECT_TOKENS: usize = 16;

/// And what it is the very object of: "geef les in WhatsApp".
const OBJECT_TOKENS: usize = 4;

/// Rules and advice name services to warn of them.
#[rustfmt::skip]
const RULES: &[&str] = &[
    "charte", "regles", "reglement", "guidelines", "rules", "policy", "terms", "nobody", "conseil", "conseils",
    "consejo", "consejos", "consiglio", "regeln", "hinweis", "regels", "regras", "normas", "interdit", "interdite",
    "verboten", "prohibido", "vietato", "proibido", "verboden", "jamais", "never", "nunca", "niemals", "nooit", "mai",
    "evitez", "evite", "avoid", "beware", "mefie", "mefiez", "desconocidos",
];

/// Where one pays within the platform.
const TILLS: &[&str] = &["checkout", "carrello", "pasarela", "warenkorb", "winkelwagen"];

/// What befell somebody there warns of it.
#[rustfmt::skip]
const SUFFERED: &[&str] = &[
    "truffato", "truffata", "truffati", "estafado", "estafada", "estafaron", "timaron", "timado", "timada", "enganado",
    "enganada", "burlado", "burlada", "clonado", "clonada", "clonaram", "clonaron", "clonato", "hackeada",
    "hackearon", "hackearam", "hackerato", "hackerata", "robaron",
    "roubaram", "rubato", "rubata",
];

/// What one says of a proposal that somebody else made, to report it or to ask whether it is honest.
#[rustfmt::skip]
const DOUBTS: &[&str] = &[
    "arnaque", "arnaques", "arnaqueur", "signalez", "scam", "scammer", "phishing", "estafa", "timo", "truffa", "betrug",
    "abzocke", "masche", "oplichting", "golpe", "burla", "normal", "normale", "normaal", "louche", "suspect", "fishy",
];

/// Small words that refuse what follows.
#[rustfmt::skip]
const REFUSALS: &[&str] = &[
    "pas", "not", "don't", "dont", "doesn't", "nicht", "kein", "keine", "keinen", "niet", "geen", "nao", "non", "no",
    "sans", "without", "ohne", "sin", "senza", "sem", "zonder", "ni",
];

/// What answers one's own question.
const NOES: &[&str] = &["no", "non", "nein", "nee", "nao", "nope"];

/// Who is to be called on it: "whatsapp me".
#[rustfmt::skip]
const ME: &[&str] = &[
    "me", "moi", "us", "mir", "mij", "nous", "uns",
];

/// What has a signal: "phone signal".
const RECEPTION: &[&str] = &["phone", "mobile", "cell", "wifi", "network", "gps", "radio", "handy", "gsm"];

/// What stands between a preposition and a service that is described.
const ARTICLES: &[&str] =
    &["the", "that", "den", "dem", "die", "der", "das", "de", "het", "dat", "le", "la", "l", "el", "il", "o", "a"];

/// What a word says of the services near it, by itself.
pub(super) fn traits(word: &str) -> Traits {
    let proposes = |stem: &&str| if stem.len() <= 4 { word == *stem } else { word.starts_with(stem) };
    [
        (Traits::PROPOSES, !THEY.contains(&word) && PROPOSALS.iter().any(proposes)),
        (Traits::THEY, THEY.contains(&word)),
        (Traits::HAS, HAVE.contains(&word)),
        (Traits::PAYS, PAYMENTS.contains(&word)),
        (Traits::SEEN, SEEN.contains(&word)),
        (Traits::SUBJECT, SUBJECTS.contains(&word)),
        (Traits::RULES, RULES.contains(&word)),
        (Traits::WARNS, TILLS.contains(&word) || SUFFERED.contains(&word)),
        (Traits::DOUBTS, DOUBTS.contains(&word)),
        (Traits::REFUSES, REFUSALS.contains(&word)),
    ]
    .into_iter()
    .fold(Traits::default(), |all, (its, holds)| all.and(its.if_so(holds)))
}

/// Reads every mention of a view.
pub(super) fn detect(view: &View<'_>, found: &mut Found) {
    for token in 0..view.reading.tokens().len() {
        let Some(service) = handle::service(view, token) else { continue };
        let known = &view.vocabulary.services[usize::from(service.entry.value)];
        let evidence = weigh(view, &service, &known.sort);
        if evidence.sum() >= super::CANDIDATE_MIN {
            found.candidates.push(view.candidate(
                Kind::Mention,
                token,
                service.end as usize,
                known.name.clone(),
                evidence,
            ));
        }
    }
}

fn weigh<'v>(view: &View<'v>, service: &Lexeme, sort: &str) -> Evidence<'v> {
    let (token, end) = (service.first as usize, service.end as usize);
    let twin = service.entry.class == Class::ServiceTwin;
    let near = Clause::around(view, token, end);
    let mut evidence = Evidence::new(view.weights, Kind::Mention);
    evidence.add(match service.entry.class {
        Class::Service => "service",
        // An ordinary word in leet is none: "sn4p".
        Class::ServiceTwin if service.disguised => "service",
        Class::ServiceTwin => "service-twin",
        Class::ServiceEmoji => "service-emoji",
        _ => "periphrase",
    });
    evidence.add_if(service.disguised || view.marks(token, end).is_disguised(), "disguised");
    evidence.add(match sort {
        "messenger" => "messenger",
        "payment" => "payment",
        "meeting" => "meeting",
        "showcase" => "showcase",
        _ => "public",
    });
    let before = word_before(view, token);
    // "auf den blauen Messenger mit dem Papierflieger", "to the app with the white ghost"
    let described = service.entry.class == Class::Periphrase;
    let before = before
        .filter(|&at| described && ARTICLES.contains(&view.word(at)))
        .and_then(|at| word_before(view, at))
        .or(before);
    let is_before = |words: &[&str]| before.is_some_and(|at| words.contains(&view.word(at)));
    // "por el Messenger"
    let named = matches!(service.entry.class, Class::Service | Class::ServiceTwin);
    let article =
        before.filter(|&at| named && matches!(view.word(at), "el" | "la" | "il" | "lo" | "o" | "the" | "den"));
    let led = article.and_then(|at| word_before(view, at)).is_some_and(|at| PREPOSITIONS.contains(&view.word(at)));
    evidence.add_if(is_before(PREPOSITIONS) || led, "preposition");
    evidence.add_if(is_before(DETERMINERS), "determiner");
    evidence.add_if(twin && token > 0 && host::is_capital(view, token) && !view.is_home(&["de"]), "capital");
    evidence.add_if(twin && is_everyday(view, token, is_before(PREPOSITIONS), &near), "everyday");
    let anybody = near.asks(view) && near.asks_anybody(view);
    let asks = near.asks(view) && !anybody;
    // "whatsapp me": the service is the verb.
    let next = view.skip_spaces(end);
    // "Facebook me propose votre annonce": in Romance languages it is the subject.
    let subject = view.word(next) == "me" && view.is_home(&["fr", "es", "pt", "it"]);
    let verb = next > end && ME.contains(&view.word(next)) && !subject;
    // "vous avez une page facebook ?"
    let account = |at: usize| if ACCOUNTS.contains(&view.word(at)) { word_before(view, at) } else { Some(at) };
    let through = before
        .and_then(account)
        .filter(|&at| (!twin || sort == "payment") && (DETERMINERS.contains(&view.word(at)) || view.word(at) == "the"));
    // "t'as pas insta ?"
    let denied =
        before.filter(|&at| asks && matches!(view.word(at), "pas" | "po")).and_then(|at| word_before(view, at));
    // "ti faccio PayPal", not "faccio video su YouTube"
    let has = |at: usize| view.reading.traits(at).any(Traits::HAS);
    let have = before.is_some_and(has)
        || (sort == "payment" && is_before(&["faccio", "hago", "faco"]))
        || denied.is_some_and(has)
        || through.and_then(|at| word_before(view, at)).is_some_and(has);
    evidence.add_if(have || verb, "have");
    let wanted = asks || near.proposes(view) || near.has(view, Traits::PAYS.and(Traits::HAS));
    evidence.add_if(wanted && listed(view, token, end), "listed");
    let compound = view.sign(end) == Some("-") && view.is_word(end + 1) || twin && is_before(RECEPTION);
    evidence.add_if(compound, "compound");
    evidence.add_if(asks, "question");
    evidence.add_if(near.proposes(view), "proposal");
    let paid = sort == "payment" && !asks && near.has_paid(view);
    evidence.add_if(sort == "payment" && near.has(view, Traits::PAYS) && !paid, "pay");
    evidence.add_if(near.has(view, Traits::SEEN.and(Traits::THEY)) && !asks || paid || anybody, "seen");
    evidence.add_if(sort != "meeting" && near.is_subject(view, SUBJECT_TOKENS), "subject");
    evidence.add_if(sort != "meeting" && near.is_subject(view, OBJECT_TOKENS), "object");
    evidence.add_if(near.warns(view), "rules");
    evidence.add_if(near.refuses(view) || is_within_platform(view, end), "negation");
    evidence.add_if(!asks && near.declines(view, REFUSAL_TOKENS), "refusal");
    // "pas sur PayPal"
    evidence.add_if(!asks && (near.declines(view, NOT_TOKENS) || given_up(view, token)), "refusal");
    evidence.add_if(view.alone(token, end), "alone");
    evidence
}

/// "send more pix of it", "is it wise to pay now", "whats her number": an everyday word of English where it stands.
fn is_everyday(view: &View<'_>, token: usize, led: bool, near: &Clause) -> bool {
    const PAID: &[&str] = &["pay", "paying", "paid", "payment", "money", "deposit", "transfer", "cash"];
    const COPULAS: &[&str] = &["it", "is", "be", "was", "seems", "sounds", "very", "so", "too", "more", "not"];
    const WHOSE: &[&str] =
        &["her", "his", "their", "your", "ur", "my", "our", "its", "the", "this", "that", "up", "it"];
    let english = view.is_home(&["en"]) && !view.is_home(&["pt"]);
    let before = word_before(view, token).map_or("", |at| view.word(at));
    english
        && match view.word(token) {
            "pix" => !led && !near.words().any(|at| PAID.contains(&view.word(at))),
            "wise" => COPULAS.contains(&before),
            "whats" | "wats" => WHOSE.contains(&view.word(view.skip_spaces(token + 1))),
            _ => false,
        }
}

/// "Wero ou PayPal via le site": what the platform itself offers.
fn is_within_platform(view: &View<'_>, end: usize) -> bool {
    #[rustfmt::skip]
    const THROUGH: &[&str] = &["via", "through", "par", "uber", "ueber", "durch", "tramite", "attraverso", "mediante", "pelo", "pela"];
    #[rustfmt::skip]
    const PLATFORMS: &[&str] = &[
        "site", "appli", "application", "plateforme", "platform", "website", "app", "seite", "plattform", "web",
        "pagina", "plataforma", "aplicacion", "sito", "piattaforma", "aplicativo",
    ];
    // "PayPal-Käuferschutz über die Plattform"
    let end = if view.sign(end) == Some("-") && view.is_word(end + 1) { end + 2 } else { end };
    // "PayPal est accepté sur la plateforme ?"
    #[rustfmt::skip]
    const ACCEPTED: &[&str] = &[
        "accepte", "acceptee", "accepted", "akzeptiert", "aceptado", "aceptan", "accettato", "aceite", "aceito", "geaccepteerd",
        "possible", "moglich", "moeglich", "posible", "possibile", "possivel", "mogelijk",
    ];
    let through = view.skip_spaces(listed_end(view, end));
    let within = |tokens: usize, words: &[&str]| (through..through + tokens).any(|at| words.contains(&view.word(at)));
    THROUGH.contains(&view.word(through)) && within(PLATFORM_TOKENS + 1, PLATFORMS)
        || within(ACCEPTED_TOKENS, ACCEPTED) && within(ACCEPTED_TOKENS, PLATFORMS)
}

/// From a service to "accepted" and the platform, in whatever order, at most: "est accepté sur votre plateforme".
const ACCEPTED_TOKENS: usize = 9;

/// From what leads to the platform to its name at most: "via l'appli", "through the app".
const PLATFORM_TOKENS: usize = 5;

/// "plus de WhatsApp", "n'acceptent plus WhatsApp": what was given up.
fn given_up(view: &View<'_>, token: usize) -> bool {
    let no_more = word_before(view, token).filter(|&at| view.word(at) == "plus");
    let verb = no_more.and_then(|at| word_before(view, at));
    if verb.and_then(|at| word_before(view, at)).is_some_and(|at| matches!(view.word(at), "n" | "ne")) {
        return true;
    }
    let before = word_before(view, token).filter(|&at| matches!(view.word(at), "de" | "d"));
    before.and_then(|at| word_before(view, at)).is_some_and(|at| view.word(at) == "plus")
}

/// "Telegram ou Signal", "Lydia, Wero": beside another service.
fn listed(view: &View<'_>, token: usize, end: usize) -> bool {
    let joins = |at: usize| {
        matches!(
            view.word(at),
            "ou" | "or" | "oder" | "o" | "of" | "et" | "and" | "und" | "y" | "e" | "en" | "," | "/" | "&"
        )
    };
    let other = |c| matches!(c, Class::Service | Class::Periphrase);
    let before = view.skip_spaces_back(token);
    let earlier = before > 0 && joins(before - 1) && view.ending_at(view.skip_spaces_back(before - 1), other).is_some();
    let after = view.skip_spaces(end);
    earlier || (joins(after) && view.reading.longest(view.skip_spaces(after + 1), other).is_some())
}

/// One past the service that another is listed with: what is said after "Signal ou Telegram" is said of both.
fn listed_end(view: &View<'_>, end: usize) -> usize {
    let at = view.skip_spaces(end);
    let service = |c| matches!(c, Class::Service | Class::Periphrase);
    let joined = matches!(view.word(at), "ou" | "or" | "oder" | "o" | "of" | "et" | "and" | "und" | "y" | "e" | "en");
    let other = if joined { view.reading.longest(view.skip_spaces(at + 1), service) } else { None };
    other.map_or(end, |other| other.end as usize)
}

/// The tokens around a service that speak of it: up to the sentence's ends.
struct Clause {
    first: usize,
    service: usize,
    after: usize,
    end: usize,
}

impl Clause {
    fn around(view: &View<'_>, service: usize, after: usize) -> Self {
        let tokens = view.reading.tokens();
        let parts = |at: usize| {
            tokens[at].kind == TokenKind::Newline
                || (matches!(view.sign(at), Some("." | "!" | "?" | "…")) && !view.is_alphanumeric(at + 1))
        };
        let earliest = service.saturating_sub(BEFORE_TOKENS);
        let first = (earliest..service).rev().find(|&at| parts(at)).map_or(earliest, |at| at + 1);
        let latest = (listed_end(view, after) + AFTER_TOKENS).min(tokens.len());
        let end = (after..latest).find(|&at| parts(at)).map_or(latest, |at| at + 1);
        Self { first, service, after, end }
    }

    fn words(&self) -> impl Iterator<Item = usize> {
        (self.first..self.service).chain(self.after..self.end)
    }

    /// Whether any word of some traits stands around the service.
    fn has(&self, view: &View<'_>, traits: Traits) -> bool {
        self.words().any(|at| view.reading.traits(at).any(traits))
    }

    /// Whether what one teaches, works at or is good at stands near before the service.
    fn is_subject(&self, view: &View<'_>, within: usize) -> bool {
        let from = self.first.max(self.service.saturating_sub(within));
        // "je geef les in", "kennst du dich mit … aus"
        let lesson = |at: usize| {
            view.word(at) == "les" && at > 1 && matches!(view.word(at - 2), "geef" | "geeft" | "geven" | "jaren")
        };
        let subject = |at: usize| view.reading.traits(at).any(Traits::SUBJECT);
        (from..self.service).any(|at| subject(at) || lesson(at))
            // "bei Telegram gekündigt"
            || (self.after..self.end.min(self.after + 3)).any(subject)
            || view.word(self.end.saturating_sub(2)) == "aus" && (from..self.service).any(|at| view.word(at) == "kennst")
    }

    /// Whether rules or warnings stand before the service, or what befell somebody or the platform's own till beside it.
    fn warns(&self, view: &View<'_>) -> bool {
        let is = |at: usize, traits| view.reading.traits(at).any(traits);
        (self.first..self.service).any(|at| is(at, Traits::RULES))
            || self.has(view, Traits::WARNS)
            // "… sur WhatsApp, c'est une arnaque", not "pas d'arnaque"
            || (self.after..self.end).any(|at| is(at, Traits::DOUBTS)) && !self.reassures(view)
    }

    /// Whether it asks who does so, not the other: "qui a encore un Skype ?".
    fn asks_anybody(&self, view: &View<'_>) -> bool {
        matches!(view.word(view.skip_spaces(self.first)), "qui" | "who" | "wer" | "quien" | "chi" | "quem")
    }

    /// Whether somebody says that it is paid already: "j'ai payé par PayPal".
    fn has_paid(&self, view: &View<'_>) -> bool {
        #[rustfmt::skip]
        const PAID: &[&str] = &[
            "paye", "regle", "paid", "pagado", "pagato", "bezahlt", "gezahlt", "betaald", "pago",
        ];
        #[rustfmt::skip]
        const HAS: &[&str] = &[
            "ai", "jai", "avons", "ont", "i", "have", "ve", "ho", "abbiamo", "he", "hemos", "habe", "haben", "heb", "hebben",
        ];
        let has = |at: usize| word_before(view, at).is_some_and(|before| HAS.contains(&view.word(before)));
        self.words().any(|at| PAID.contains(&view.word(at)) && has(at))
    }

    /// Whether a small word of refusal stands after the service.
    fn reassures(&self, view: &View<'_>) -> bool {
        (self.after..self.end).any(|at| view.reading.traits(at).any(Traits::REFUSES))
    }

    /// Whether the sentence ends in a question mark, and the next does not say no at once: "WhatsApp web? No. It is …".
    fn asks(&self, view: &View<'_>) -> bool {
        let answered = |at: usize| {
            let answer = view.skip_spaces(at + 1);
            NOES.contains(&view.word(answer)) && matches!(view.sign(answer + 1), Some("." | ":" | "," | "!"))
        };
        (self.after..self.end).any(|at| view.sign(at) == Some("?") && !answered(at))
    }

    fn proposes(&self, view: &View<'_>) -> bool {
        let is_proposal = |at: usize| view.is_word(at) && view.reading.traits(at).any(Traits::PROPOSES);
        // "mi insta" announces a name: that the service is within it proposes nothing.
        let cue = |at: usize| {
            let mut lexemes = view.reading.at(at).iter().filter(|l| l.end as usize <= self.service);
            lexemes.any(|l| {
                matches!(l.entry.class, Class::Cue(Kind::Handle | Kind::Phone)) && view.reading.is_plausible(l.entry)
            })
        };
        self.words().any(is_proposal) || (self.first..self.service).any(cue)
    }

    /// Whether a phrase of refusal stands before the service.
    fn refuses(&self, view: &View<'_>) -> bool {
        // "por la app verde" is another app than "por la app".
        let apart = |l: &Lexeme| l.entry.class == Class::Negation && l.end as usize <= self.service;
        (self.first..self.service).any(|at| view.reading.at(at).iter().any(apart))
    }

    /// Whether a small word of refusal stands near before it; "no WhatsApp" is Portuguese for "on".
    fn declines(&self, view: &View<'_>, within: usize) -> bool {
        let earliest = self.first.max(self.service.saturating_sub(within));
        let from = (earliest..self.service).rev().find(|&at| view.sign(at) == Some(",")).unwrap_or(earliest);
        // "me chama no direct do insta"
        let place = view.is_home(&["pt"]) && !view.is_home(&["es", "it", "en"]);
        (from..self.service).any(|at| {
            let no = view.word(at) == "no";
            view.reading.traits(at).any(Traits::REFUSES) && !(no && (place || at + 2 >= self.service))
        })
    }
}

fn word_before(view: &View<'_>, token: usize) -> Option<usize> {
    let mut at = token;
    while at > 0 {
        at -= 1;
        match view.reading.tokens()[at].kind {
            TokenKind::Word => return Some(at),
            TokenKind::Space | TokenKind::Hyphen => {}
            TokenKind::Sign if matches!(view.sign(at), Some("'" | "\"")) => {}
            _ => return None,
        }
    }
    None
}
