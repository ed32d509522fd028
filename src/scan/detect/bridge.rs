//! Bridges: what lies between a service or a cue and the user name that it announces.

use crate::scan::read::TokenKind;

use super::name::{Name, is_unmistakable, name, sign_in_words};
use super::{View, host};

/// Tokens between a service and the name it introduces: "mon insta c'est : marie".
const BINDER_TOKENS_MAX: usize = 10;

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
    /// Whether a name may stand beyond what parts it.
    pub(super) fn reaches(&self, name: &Name) -> bool {
        let direct = !(self.parted || self.wordy);
        let digits = !self.wordy || self.bound;
        // "facebook accounts than mlb.com": a link of its own.
        name.sigil || name.full || direct || (is_unmistakable(&name.value, digits) && !host::is_known(&name.value))
    }
}

/// "sur l'appli photo tu tapes lila.crea": what can be nothing but a user name, in the same sentence.
pub(super) fn distant_name(view: &View<'_>, from: usize) -> Option<Name> {
    let end = (from + BINDER_TOKENS_MAX).min(view.reading.tokens().len());
    for at in from..end {
        match view.reading.tokens()[at].kind {
            TokenKind::Newline => return None,
            TokenKind::Sign if matches!(view.sign(at), Some("." | "!" | "?" | "@")) => return None,
            TokenKind::Word if at > 0 && !view.is_alphanumeric(at - 1) => {}
            _ => continue,
        }
        let found =
            name(view, at).filter(|n| is_unmistakable(&n.value, false) && !n.spelled && !host::is_known(&n.value));
        if let Some(name) = found {
            return (view.sign(name.end) != Some("@")).then_some(name);
        }
    }
    None
}

/// What lies between a service or cue, which ends before a token, and the name that it announces.
pub(super) fn bridge(view: &View<'_>, from: usize) -> Bridge {
    let mut bridge = Bridge { at: from, bound: false, parted: false, wordy: false };
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
                ":" | "=" | ">" | "→" | "➡" | "👉" | "\"" | "(" | "«" | "*" | "|" | "/" => {
                    bridge.bound = true;
                    bridge.at + 1
                }
                "'" => bridge.at + 1,
                _ => {
                    bridge.parted = true;
                    bridge.at + 1
                }
            },
            TokenKind::Digits => break,
            TokenKind::Word => match binder(view, bridge.at) {
                Some(next) => {
                    bridge.bound = true;
                    next
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

/// Whether a token is only the first part of a name: "le.mecano", "maison_2".
fn begins_name(view: &View<'_>, at: usize) -> bool {
    matches!(view.sign(at + 1), Some("." | "_" | "-")) && view.is_alphanumeric(at + 2)
        || view.sign(at + 1) == Some("_")
        || (view.word(at) == "live" && view.sign(at + 1) == Some(":"))
        || sign_in_words(view, at + 1).is_some()
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

/// Words between a service and its name: "c'est", "is", "es", "ist", "è", "é", "pseudo", "sous le nom de".
fn binder(view: &View<'_>, at: usize) -> Option<usize> {
    #[rustfmt::skip]
    const WORDS: &[&str] = &[
        "account", "ai", "aka", "als", "am", "appelle", "as", "au", "being", "ben", "bin", "busca", "buscame", "by",
        "c", "called", "cerca", "cest", "chamo", "cherche", "cherchez", "chiamo", "chui", "come", "como", "compte",
        "dem", "dit", "e", "eh", "es", "est", "find", "go", "goes", "handle", "heet", "heiss", "heisse", "heisst",
        "i", "ich", "id", "ik", "im", "intitule", "is", "ist", "it", "je", "jsuis", "lautet", "le", "llamo", "m",
        "me", "mein", "meu", "mi", "mich", "mijn", "mio", "moi", "mon", "my", "naam", "name", "named", "namen",
        "nennt", "nick", "nickname", "nom", "nombre", "nome", "onder", "one", "ones", "perfil", "perso", "pro",
        "procura", "profiel", "profil", "profile", "profilo", "pseudo", "recherche", "registered", "s", "sappelle",
        "search", "son", "sono", "sou", "sous", "soy", "such", "suche", "suis", "t", "ta", "tag", "tape", "tapez",
        "under", "unter", "user", "username", "usuario", "utente", "votre", "zelf", "zoek",
    ];
    (WORDS.contains(&view.word(at)) && !begins_name(view, at)).then_some(at + 1)
}
