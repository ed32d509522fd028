//! Mentions: an outside service proposed or asked for as the place to talk, book or pay.

use crate::kind::Kind;
use crate::scan::read::{Class, TokenKind};

use super::evidence::Evidence;
use super::{Found, View, handle};

/// How many tokens before a service may propose it: "on peut continuer à discuter sur WhatsApp".
const PROPOSAL_TOKENS: usize = 16;

/// Words that propose a place right before its name ("sur", "via"), by how they bind.
const PREPOSITIONS: &[&str] = &[
    "sur", "via", "par", "on", "over", "through", "by", "en", "por", "per", "su", "auf", "uber", "bei", "ueber", "no",
    "na", "pelo", "pela", "op", "met", "with", "avec", "mit", "con", "com", "to", "a", "al", "le", "l", "your", "ton",
    "ta", "tes", "votre", "vos", "tu", "teu", "seu", "dein", "deine", "tuo", "jouw", "je", "mon", "my", "mein", "mi",
    "mio", "meu", "mijn",
];

/// Verbs and phrases that propose or ask for a place to talk, book or pay, as stems of folded words.
const PROPOSALS: &[&str] = &[
    "passe", "pass", "bascul", "discut", "parl", "continu", "echang", "contact", "ecri", "ajout", "add", "move",
    "talk", "chat", "text", "messag", "msg", "ping", "reach", "hit", "switch", "dm", "call", "appel", "joign",
    "rejoin", "join", "viens", "venir", "come", "let", "lets", "habl", "escrib", "pasa", "agreg", "contin", "chatt",
    "schreib", "meld", "rede", "wechsel", "anruf", "scriv", "sent", "parla", "aggiun", "fala", "chama", "manda",
    "adicion", "app", "appen", "bel", "stuur", "praat", "voeg", "pay", "paie", "paye", "pago", "pagar", "paga",
    "bezahl", "zahl", "betal", "reserv", "book", "buch", "prenot", "boek", "vire", "envoi", "send", "invi", "envia",
    "use", "utilis", "dispo", "avail", "trouv", "find", "encuentr", "trov", "vind", "find", "cherch", "look", "busca",
    "cerca", "such", "zoek", "suis", "follow", "prefer", "prefier", "plus", "faster", "easier", "repond", "reply",
    "answer", "as", "t'as", "got", "have", "hast", "tienes", "hai", "tens", "tem", "heb", "donne", "give", "dame",
    "gib", "dammi", "geef", "file", "better", "plutot", "rather", "mieux",
];

/// Reads every mention of a view.
pub(super) fn detect(view: &View<'_>, found: &mut Found) {
    for token in 0..view.reading.tokens().len() {
        let Some(service) = handle::service(view, token) else { continue };
        let end = service.end as usize;
        let known = &view.vocabulary.services[usize::from(service.entry.value)];
        let mut evidence = Evidence::new(view.weights, Kind::Mention);
        evidence.add(match service.entry.class {
            Class::Service => "service",
            Class::ServiceTwin => "service-twin",
            Class::ServiceEmoji => "service-emoji",
            _ => "periphrase",
        });
        evidence.add_if(service.disguised, "disguised");
        evidence.add_if(view.marks(token, end).is_disguised(), "disguised");
        evidence.add_if(matches!(known.sort.as_str(), "messenger"), "messenger");
        evidence.add_if(preposition_before(view, token), "preposition");
        evidence.add_if(proposal_around(view, token, end), "proposal");
        evidence.add_if(asks(view, end), "question");
        evidence.add_if(negated(view, token), "negation");
        evidence.add_if(view.alone(token, end), "alone");
        evidence.note(format!("service:{}", known.name));
        if evidence.sum() >= super::CANDIDATE_MIN {
            found.candidates.push(view.candidate(Kind::Mention, token, end, known.name.clone(), evidence));
        }
    }
}

fn word_before(view: &View<'_>, token: usize) -> Option<usize> {
    let mut at = token;
    while at > 0 {
        at -= 1;
        match view.reading.tokens()[at].kind {
            TokenKind::Word => return Some(at),
            TokenKind::Space | TokenKind::Hyphen => {}
            TokenKind::Sign if view.sign(at) == Some("'") => {}
            _ => return None,
        }
    }
    None
}

fn preposition_before(view: &View<'_>, token: usize) -> bool {
    word_before(view, token).is_some_and(|at| PREPOSITIONS.contains(&view.reading.tokens()[at].text(view.text())))
}

fn proposal_around(view: &View<'_>, token: usize, end: usize) -> bool {
    let tokens = view.reading.tokens();
    let is_proposal = |at: usize| {
        let token = &tokens[at];
        token.kind == TokenKind::Word
            && PROPOSALS.iter().any(|stem| {
                if stem.len() <= 4 {
                    token.text(view.text()) == *stem
                } else {
                    token.text(view.text()).starts_with(stem)
                }
            })
    };
    let before = token.saturating_sub(PROPOSAL_TOKENS)..token;
    let after = end..(end + PROPOSAL_TOKENS / 2).min(tokens.len());
    before.chain(after).any(is_proposal)
        || view.reading.lexemes().iter().any(|l| {
            matches!(l.entry.class, Class::Cue(Kind::Handle | Kind::Phone))
                && (l.end as usize) <= token
                && l.end as usize + PROPOSAL_TOKENS / 2 >= token
        })
}

fn asks(view: &View<'_>, end: usize) -> bool {
    let tokens = view.reading.tokens();
    tokens[end..].iter().take(6).any(|t| t.text(view.text()) == "?")
}

fn negated(view: &View<'_>, token: usize) -> bool {
    view.reading
        .lexemes()
        .iter()
        .any(|l| l.entry.class == Class::Negation && (l.end as usize) <= token && l.end as usize + 12 >= token)
}
