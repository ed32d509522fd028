//! Bridges: what lies between a service or a cue and the user name that it announces.

use crate::scan::read::{Class, TokenKind};

use super::name::{Name, is_unmistakable, name, sigil_word, sign_in_words, spaced_dashes};
use super::{View, handle, host};

/// Tokens between a service and the name it introduces: "Skype, ça marche encore ? Le mien c'est : marie".
const BINDER_TOKENS_MAX: usize = 16;
/// Tokens between a service and a name that nothing binds to it.
const DISTANT_TOKENS_MAX: usize = 10;
/// The same where a colon stands before the name: "comme ici mais avec un point au milieu : nina.gardes".
const COLON_TOKENS_MAX: usize = 30;
/// Tokens of a remark in brackets: "(sans espaces)".
const REMARK_TOKENS_MAX: usize = 8;

/// How a service or cue leads to a name.
pub(super) struct Bridge {
    /// The name's first token.
    pub(super) at: usize,
    /// Words or signs that bind: "c'est", ":".
    pub(super) bound: bool,
    /// A sign or line's end that parts: only what can be nothing but a user name is one beyond it.
    pub(super) parted: bool,
    /// Ordinary words between: "insta si tu veux : lina_deco".
    pub(super) wordy: bool,
}

impl Bridge {
    /// A bridge that ends where a name is called.
    pub(super) fn named(at: usize) -> Self {
        Self { at, bound: true, parted: false, wordy: false }
    }

    /// Whether a name may stand beyond what parts it.
    pub(super) fn reaches(&self, name: &Name) -> bool {
        let direct = !(self.parted || self.wordy);
        let digits = !self.wordy || self.bound;
        // "facebook accounts than mlb.com": a link of its own.
        name.sigil || name.full || direct || (is_unmistakable(&name.value, digits) && !host::is_site(&name.value))
    }
}

/// "sur l'appli photo tu tapes lila.crea": what can be nothing but a user name, in the same sentence.
pub(super) fn distant_name(view: &View<'_>, from: usize) -> Option<Name> {
    let end = (from + COLON_TOKENS_MAX).min(view.reading.tokens().len());
    for at in from..end {
        if at >= from + DISTANT_TOKENS_MAX && !view.sign_before(at, ":") {
            continue;
        }
        if handle::is_live(view, at) {
            return None;
        }
        match view.reading.tokens()[at].kind {
            TokenKind::Newline => return None,
            TokenKind::Sign if matches!(view.sign(at), Some("." | "!" | "?" | "@")) => return None,
            TokenKind::Word if at > 0 && !view.is_alphanumeric(at - 1) => {}
            _ => continue,
        }
        let told = view.sign_before(at, ":");
        // "mon tiktok facilement, c'est chef point mamadou point officiel"
        let spelled = |n: &Name| told || !n.ordinary && n.value.matches('.').count() > 1 && is_bound(view, at);
        let found = name(view, at).filter(|n| {
            is_unmistakable(&n.value, told)
                && (!n.spelled || n.value.contains('_') || spelled(n))
                && !host::is_site(&n.value)
        });
        if let Some(name) = found {
            return (view.sign(name.end) != Some("@")).then_some(name);
        }
    }
    None
}

/// What lies between a service or cue, which ends before a token, and the name that it announces.
pub(super) fn bridge(view: &View<'_>, from: usize) -> Bridge {
    let mut bridge = Bridge { at: from, bound: false, parted: false, wordy: false };
    let mut comma = false;
    let limit = (from + BINDER_TOKENS_MAX).min(view.reading.tokens().len());
    while bridge.at < limit {
        bridge.at = match view.reading.tokens()[bridge.at].kind {
            TokenKind::Space => bridge.at + 1,
            TokenKind::Newline => {
                bridge.parted = true;
                bridge.at + 1
            }
            TokenKind::Hyphen => {
                // "snap - marie", not "pseudo-science".
                let apart = view.skip_spaces_back(bridge.at) < bridge.at;
                bridge.bound |= apart;
                bridge.parted |= !apart;
                bridge.at + 1
            }
            TokenKind::Sign => match view.word(bridge.at) {
                "@" | "_" => break,
                "(" | "[" if view.sign(view.skip_spaces(bridge.at + 1)) == Some("@") => view.skip_spaces(bridge.at + 1),
                // "(arroba) taller"
                "(" | "[" if view.reading.is(view.skip_spaces(bridge.at + 1), |c| c == Class::At) => {
                    bridge.at = view.skip_spaces(bridge.at + 1);
                    break;
                }
                "(" if let Some(end) = remark(view, bridge.at) => {
                    bridge.bound = true;
                    end
                }
                ":" | "=" | ">" | "→" | "➡" | "👉" | "\"" | "(" | "«" | "*" | "|" | "/" => {
                    bridge.bound = true;
                    bridge.at + 1
                }
                "'" | ")" | "+" => bridge.at + 1,
                sign => {
                    comma = sign == "," && !bridge.parted;
                    bridge.parted = true;
                    bridge.at + 1
                }
            },
            TokenKind::Digits => break,
            TokenKind::Word if sigil_word(view, bridge.at).is_some() => break,
            TokenKind::Word => match binder(view, bridge.at).or_else(|| other_service(view, bridge.at)) {
                Some(next) => {
                    bridge.bound |= binder(view, bridge.at).is_some();
                    // "Instagram, pseudo : lina" is of one piece.
                    bridge.parted &= !(comma && NAMES.contains(&view.word(bridge.at)));
                    next
                }
                // "sous le nom Les Jardins de Thérèse"
                None if bridge.bound && !bridge.parted && begins_title(view, bridge.at) => break,
                // "Skype, tu l'utilises ? Le mien …": nobody's name is asked.
                None if view.sign(view.skip_spaces(bridge.at + 1)) == Some("?") => {
                    bridge.wordy = true;
                    bridge.at + 1
                }
                None if view.is_ordinary(bridge.at) && !begins_name(view, bridge.at) => {
                    bridge.wordy = true;
                    bridge.at + 1
                }
                None => break,
            },
        };
    }
    bridge
}

/// One past a remark in brackets that holds no name: "(sans espaces)".
fn remark(view: &View<'_>, open: usize) -> Option<usize> {
    let end = (open + REMARK_TOKENS_MAX).min(view.reading.tokens().len());
    let close = (open + 1..end).find(|&at| view.sign(at) == Some(")"))?;
    let says_nothing = |at: usize| !view.is_alphanumeric(at) || (view.is_word(at) && view.is_ordinary(at));
    let filler = view.reading.longest(open + 1, |c| c == Class::Filler).is_some_and(|l| l.end as usize == close);
    (filler || (open + 1..close).all(says_nothing)).then_some(close + 1)
}

/// One past another service that shares the name: "insta, snap : lina_deco".
fn other_service(view: &View<'_>, at: usize) -> Option<usize> {
    let service = view.reading.longest(at, |c| matches!(c, Class::Service | Class::ServiceTwin))?;
    let end = service.end as usize;
    (!view.is_alphanumeric(end) && !begins_name(view, end - 1)).then_some(end)
}

/// Whether two words with capitals begin at a token.
fn begins_title(view: &View<'_>, at: usize) -> bool {
    let next = view.skip_spaces(at + 1);
    host::is_capital(view, at) && next > at + 1 && view.is_word(next) && host::is_capital(view, next)
}

/// Whether a token is only the first part of a name: "le.mecano", "maison_2".
fn begins_name(view: &View<'_>, at: usize) -> bool {
    matches!(view.sign(at + 1), Some("." | "_" | "-")) && view.is_alphanumeric(at + 2)
        || view.sign(at + 1) == Some("_")
        || handle::is_live(view, at)
        || sign_in_words(view, at + 1).is_some()
        || spaced_dashes(view, at + 1).is_some()
        || view.reading.tokens().get(at + 1).is_some_and(|t| t.kind == TokenKind::Digits)
}

/// The end of what stands before a name and the words that bind it: "mon site c'est" ends at "mon site".
pub(super) fn unbound_before(view: &View<'_>, first: usize) -> usize {
    let mut end = view.skip_spaces_back(first);
    for _ in 0..4 {
        let Some(last) = end.checked_sub(1) else { break };
        if !(matches!(view.sign(last), Some(":" | "=" | "'" | "\"" | "→" | "👉")) || binder(view, last).is_some()) {
            break;
        }
        end = view.skip_spaces_back(last);
    }
    end
}

/// One past the words and signs that bind a name to what stands before it ("c'est :"), where there are any.
pub(super) fn binders(view: &View<'_>, from: usize) -> Option<usize> {
    let mut at = view.skip_spaces(from);
    let mut bound = false;
    for _ in 0..BINDER_TOKENS_MAX {
        let next = match view.sign(at) {
            Some(":" | "=" | ">" | "→" | "➡" | "👉" | "\"" | "(" | "'") => at + 1,
            Some(_) => break,
            None => match binder(view, at) {
                Some(next) => next,
                None => break,
            },
        };
        bound = true;
        at = view.skip_spaces(next);
    }
    bound.then_some(at)
}

/// Whether a word that binds stands right before a token: "la page s'appelle".
pub(super) fn is_bound(view: &View<'_>, at: usize) -> bool {
    view.skip_spaces_back(at).checked_sub(1).is_some_and(|last| binder(view, last).is_some())
}

/// Words for a user name.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "nom", "name", "nome", "nombre", "naam", "namen", "pseudo", "nick", "nickname", "user", "username", "handle",
    "usuario", "utente", "identifiant", "id", "tag", "compte", "account", "konto", "cuenta", "conta", "profil",
    "profile", "perfil", "profilo", "profiel",
];

/// Words between a service and its name: "c'est", "is", "es", "ist", "è", "é", "pseudo", "sous le nom de".
fn binder(view: &View<'_>, at: usize) -> Option<usize> {
    #[rustfmt::skip]
    const WORDS: &[&str] = &[
        "account", "accountnaam", "acha", "acho", "ai", "aka", "alias", "als", "am", "aparezco", "apelle", "appelle",
        "appelles", "appelons", "as", "au", "being", "ben", "benutzername", "bin", "boutique", "buchstabiert",
        "busca", "buscame", "by", "c", "ca", "called", "canal", "canale", "ce", "cerca", "cest", "cet", "chaine",
        "chamamos", "chamo", "channel", "cherche", "cherchez", "chiamiamo", "chiamo", "chui", "come", "como",
        "compte", "conta", "cuenta", "deletrea", "dem", "deren", "dit", "e", "ecrit", "eh", "encontra", "epelle",
        "es", "escreve", "escribe", "est", "esta", "estoy", "figuro", "find", "found", "ga", "gebruiker",
        "gebruikersnaam", "gehe", "geschrieben", "gespeld", "gevonden", "gleich", "gleicher", "go", "goes", "handle",
        "heet", "heis", "heiss", "heisse", "heissen", "heisst", "heten", "hetzelfde", "i", "ich", "id", "idem",
        "igual", "ik", "im", "intitule", "intitulee", "is", "ist", "it", "its", "j", "je", "jsuis", "kanaal", "kanal",
        "konto", "lauf", "laufe", "lautet", "le", "llamamos", "llamo", "m", "mand", "me", "mein", "mesmo", "meu",
        "mi", "mich", "mijn", "mine", "mio", "mismo", "moi", "mon", "my", "naam", "name", "named", "namen", "nennt",
        "nick", "nickname", "nom", "nombre", "nome", "nomme", "nommee", "nous", "nutzer", "nutzername", "onder",
        "one", "ones", "page", "pagina", "par", "pareil", "pareille", "perfil", "perso", "pro", "procura", "profiel",
        "profil", "profile", "profilname", "profilo", "pseudo", "recherche", "registered", "retrouve", "s", "salgo",
        "salimos", "same", "sappelle", "schreibe", "schreibt", "scrive", "search", "seite", "shop", "siamo", "sind",
        "soletra", "sommes", "somos", "son", "sono", "sou", "sous", "soy", "spell", "spelled", "spelt", "sta",
        "stesso", "sto", "store", "such", "suche", "suis", "t", "ta", "tag", "tape", "tapez", "titel", "titulo",
        "trouve", "trouvera", "trouverez", "trouves", "trova", "trovi", "trovo", "uguale", "under", "unter", "unterm",
        "user", "username", "uso", "usuario", "utente", "utilisateur", "utilizador", "va", "vais", "vind", "votre",
        "we", "wir", "written", "y", "zelf", "zelfde", "zijn", "zit", "zoek",
    ];
    // "au nom de"
    let of = matches!(view.word(at), "de" | "di" | "of" | "von" | "van")
        && at > 1
        && NAMES.contains(&view.word(view.skip_spaces_back(at) - 1));
    // "sur insta on est salonhibou"
    let we = view.word(at) == "on" && matches!(view.word(view.skip_spaces(at + 1)), "est" | "s");
    ((of || we || NAMES.contains(&view.word(at)) || WORDS.contains(&view.word(at))) && !begins_name(view, at))
        .then_some(at + 1)
}
