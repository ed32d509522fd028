//! Handles: a user name on an outside service, bound to the service by its words.

use crate::kind::Kind;
use crate::scan::fold::Marks;
use crate::scan::read::{Class, Lexeme, TokenKind};

use super::evidence::Evidence;
use super::local::spelled_at;
use super::{Candidate, Found, View, host};

/// Tokens between a service and the name it introduces: "mon insta c'est : marie".
const BINDER_TOKENS_MAX: usize = 10;
/// The longest user name of any service (Discord's old form, Instagram: 30).
const NAME_BYTES_MAX: usize = 40;

/// A user name: its text, its tokens and how sure it is to be one.
struct Name {
    value: String,
    first: usize,
    end: usize,
    sigil: bool,
    /// Digits, underscores or dots inside: no ordinary word.
    mixed: bool,
    ordinary: bool,
    spelled: bool,
    /// Two capitalised words or more: how a person is called on Facebook.
    full: bool,
}

/// How a service or cue leads to a name.
struct Bridge {
    /// The name's first token.
    at: usize,
    /// Words or signs that bind: "c'est", ":".
    bound: bool,
    /// A sign or line's end that parts: only what can be nothing but a user name is one beyond it.
    parted: bool,
    /// Ordinary words between: "insta si tu veux : lina_deco".
    wordy: bool,
}

impl Bridge {
    /// Whether a name may stand beyond what parts it.
    fn reaches(&self, name: &Name) -> bool {
        let direct = !(self.parted || self.wordy);
        let digits = !self.wordy || self.bound;
        // "facebook accounts than mlb.com": a link of its own.
        name.sigil || name.full || direct || (is_unmistakable(&name.value, digits) && !host::is_known(&name.value))
    }
}

/// Reads every handle of a view.
pub(super) fn detect(view: &View<'_>, found: &mut Found) {
    let mut done = 0;
    for token in 0..view.reading.tokens().len() {
        if token < done {
            continue;
        }
        let candidate = service(view, token)
            .and_then(|s| after_service(view, &s))
            .or_else(|| after_cue(view, token))
            .or_else(|| before_service(view, token))
            .or_else(|| lone(view, token));
        if let Some((candidate, end)) = candidate {
            found.candidates.push(candidate);
            done = end;
        }
    }
}

/// A service named at a token.
pub(super) fn service(view: &View<'_>, token: usize) -> Option<Lexeme> {
    let is_service = |c| matches!(c, Class::Service | Class::ServiceTwin | Class::ServiceEmoji | Class::Periphrase);
    let lexeme = view.reading.longest(token, is_service)?;
    let glued = (token > 0 && view.is_alphanumeric(token - 1)) || view.is_alphanumeric(lexeme.end as usize);
    (!glued || lexeme.disguised).then_some(lexeme)
}

/// "insta : marie.dup_92", "mon snap c'est …", "ajoute moi sur snapchat …".
fn after_service(view: &View<'_>, service: &Lexeme) -> Option<(Candidate, usize)> {
    let bridge = bridge(view, service.end as usize);
    if view.word(bridge.at) == "live" && view.sign(bridge.at + 1) == Some(":") {
        return None;
    }
    let near = full_name(view, &bridge)
        .or_else(|| name(view, bridge.at))
        .filter(|name| bridge.reaches(name))
        .and_then(|name| weigh(view, service, &name, bridge.bound, "service-before"));
    if near.as_ref().is_some_and(|(candidate, _)| candidate.confidence >= SURE) {
        return near;
    }
    distant_name(view, bridge.at).and_then(|name| weigh(view, service, &name, false, "service-before")).or(near)
}

/// From this confidence on, in percent, no name farther off is looked for.
const SURE: u8 = 50;

/// "sur l'appli photo tu tapes lila.crea": what can be nothing but a user name, in the same sentence.
fn distant_name(view: &View<'_>, from: usize) -> Option<Name> {
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
fn bridge(view: &View<'_>, from: usize) -> Bridge {
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

/// Whether a name could be nothing but a user name, whatever stands before it.
fn is_unmistakable(name: &str, by_digits: bool) -> bool {
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    let letters = name.bytes().filter(u8::is_ascii_alphabetic).count();
    name.contains('_')
        || (by_digits && digits > 0 && letters >= 4)
        || name.split('.').filter(|part| part.len() > 2).count() > 1
}

/// "mon pseudo c'est lina_deco", "même nom partout : …": a cue that announces a user name, no service named.
fn after_cue(view: &View<'_>, token: usize) -> Option<(Candidate, usize)> {
    const EVERYWHERE: &[&str] = &[
        "partout",
        "everywhere",
        "uberall",
        "ueberall",
        "overal",
        "ovunque",
        "dappertutto",
        "lados",
        "lado",
        "todo",
        "todos",
        "em",
        "en",
    ];
    const NAMES: &[&str] = &[
        "@",
        "pseudo",
        "psd",
        "username",
        "user",
        "nick",
        "nickname",
        "handle",
        "usuario",
        "utente",
        "benutzername",
        "nutzername",
        "gebruikersnaam",
        "identifiant",
        "blaze",
        "utilisateur",
    ];
    let cue = view.reading.longest(token, |c| c == Class::Cue(Kind::Handle))?;
    let mut from = cue.end as usize;
    for _ in 0..3 {
        let word = view.skip_spaces(from);
        if !EVERYWHERE.contains(&view.word(word)) {
            break;
        }
        from = word + 1;
    }
    let bridge = bridge(view, from);
    let name = name(view, bridge.at)?;
    const OWN: &[&str] = &["meme", "same", "mismo", "stesso", "mesmo", "zelfde", "gleiche", "gleicher", "selber"];
    let own =
        possessive(view, token) || (token..cue.end as usize).any(|at| is_own(view, at) || OWN.contains(&view.word(at)));
    let colon = view.sign(view.skip_spaces(from)) == Some(":");
    let names = (own || colon) && (token..cue.end as usize).any(|at| NAMES.contains(&view.word(at)));
    let sure = name.sigil || is_unmistakable(&name.value, bridge.bound) || (names && bridge.bound && !name.ordinary);
    // "we're on asp.net": a host is announced by other words.
    let hosts = !bridge.bound && !name.sigil && host::is_known(&name.value);
    if !sure || hosts || !bridge.reaches(&name) || view.sign(name.end) == Some("@") {
        return None;
    }
    let mut evidence = Evidence::new(view.weights, Kind::Handle);
    evidence.add("cue-before");
    evidence.add_if(names, "name-cue");
    evidence.add_if(bridge.bound, "bound");
    evidence.add_if(!bridge.bound && !name.sigil && !name.value.contains('_'), "unbound");
    weigh_name(view, &name, name.end, &mut evidence);
    evidence.add_if(view.cue(name.first, name.end, Kind::Handle).near, "cue");
    if evidence.sum() < super::CANDIDATE_MIN {
        return None;
    }
    Some((view.candidate(Kind::Handle, name.first, name.end, name.value, evidence), name.end))
}

/// The quote that closes a name of several words which begins at a token.
fn closing_quote(view: &View<'_>, first: usize) -> Option<usize> {
    let end = (first + QUOTED_TOKENS_MAX).min(view.reading.tokens().len());
    let close = (first..end).find(|&at| {
        !matches!(view.reading.tokens()[at].kind, TokenKind::Word | TokenKind::Space | TokenKind::Digits)
    })?;
    (view.sign(close) == Some("\"") && close > first + 2).then_some(close)
}

/// Tokens of a quoted name at most: four words.
const QUOTED_TOKENS_MAX: usize = 8;

/// "mon fb c'est Lina Decorte": two or three capitalised words that are no words of the language.
fn full_name(view: &View<'_>, bridge: &Bridge) -> Option<Name> {
    if bridge.wordy || !(bridge.bound || bridge.parted) {
        return None;
    }
    if let Some(end) =
        bridge.at.checked_sub(1).filter(|&at| view.sign(at) == Some("\"")).and_then(|_| closing_quote(view, bridge.at))
    {
        let value = view.text()[view.reading.bytes(bridge.at, end)].to_owned();
        let (mixed, spelled) = (is_unmistakable(&value, true), false);
        return Some(Name { value, first: bridge.at, end, sigil: false, mixed, ordinary: false, spelled, full: true });
    }
    let mut end = bridge.at;
    let mut words = 0;
    while words < 3 && view.is_word(end) && host::is_capital(view, end) && !view.is_ordinary(end) {
        words += 1;
        let next = view.skip_spaces(end + 1);
        if !(view.is_word(next) && host::is_capital(view, next) && !view.is_ordinary(next)) || words == 3 {
            end += 1;
            break;
        }
        end = next;
    }
    let value = || view.text()[view.reading.bytes(bridge.at, end)].to_owned();
    (words >= 2).then(|| Name {
        value: value(),
        first: bridge.at,
        end,
        sigil: false,
        mixed: false,
        ordinary: false,
        spelled: false,
        full: true,
    })
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

/// One past a name that may be said: "maud tiret bas gateaux", "33 6 48 27", "alquiler guion cadiz 7".
pub(super) fn spoken_name(view: &View<'_>, at: usize) -> Option<usize> {
    if view.reading.tokens().get(at)?.kind == TokenKind::Digits {
        let mut end = at + 1;
        while view.reading.tokens().get(view.skip_spaces(end)).is_some_and(|t| t.kind == TokenKind::Digits) {
            end = view.skip_spaces(end) + 1;
        }
        if view.word(at).len() > 3 || end > at + 3 {
            return Some(end);
        }
    }
    name(view, at).map(|n| n.end).or_else(|| super::email::name_at(view, at).map(|(_, end)| end))
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
    const WORDS: &[&str] = &[
        "account",
        "ai",
        "aka",
        "als",
        "am",
        "appelle",
        "as",
        "au",
        "being",
        "ben",
        "bin",
        "busca",
        "buscame",
        "by",
        "c",
        "called",
        "cerca",
        "cest",
        "chamo",
        "cherche",
        "cherchez",
        "chiamo",
        "chui",
        "come",
        "como",
        "compte",
        "dem",
        "dit",
        "e",
        "eh",
        "es",
        "est",
        "find",
        "go",
        "goes",
        "handle",
        "heet",
        "heiss",
        "heisse",
        "heisst",
        "i",
        "ich",
        "id",
        "ik",
        "im",
        "intitule",
        "is",
        "ist",
        "it",
        "je",
        "jsuis",
        "lautet",
        "le",
        "llamo",
        "m",
        "me",
        "mein",
        "meu",
        "mi",
        "mich",
        "mijn",
        "mio",
        "moi",
        "mon",
        "my",
        "naam",
        "name",
        "named",
        "namen",
        "nennt",
        "nick",
        "nickname",
        "nom",
        "nombre",
        "nome",
        "onder",
        "one",
        "ones",
        "perfil",
        "perso",
        "pro",
        "procura",
        "profiel",
        "profil",
        "profile",
        "profilo",
        "pseudo",
        "recherche",
        "registered",
        "s",
        "sappelle",
        "search",
        "son",
        "sono",
        "sou",
        "sous",
        "soy",
        "such",
        "suche",
        "suis",
        "t",
        "ta",
        "tag",
        "tape",
        "tapez",
        "under",
        "unter",
        "user",
        "username",
        "usuario",
        "utente",
        "votre",
        "zelf",
        "zoek",
    ];
    (WORDS.contains(&view.word(at)) && !begins_name(view, at)).then_some(at + 1)
}

/// "marie.dup_92 sur insta", "@marie on telegram", "ajoute linadeco sur snap".
fn before_service(view: &View<'_>, token: usize) -> Option<(Candidate, usize)> {
    const LINKS: &[&str] = &[
        "sur", "on", "en", "auf", "bei", "su", "no", "na", "op", "in", "chez", "via", "dans", "de", "mon", "my", "l",
        "the", "le", "mein", "mi", "meu", "mijn", "il", "mio", "em", "per",
    ];
    let name = name(view, token)?;
    let mut at = view.skip_spaces(name.end);
    let mut linked = false;
    for _ in 0..4 {
        if !(LINKS.contains(&view.word(at)) || matches!(view.word(at), "(" | "," | "=" | "-" | "'" | "\"" | "/" | ":"))
        {
            break;
        }
        linked = true;
        at = view.skip_spaces(at + 1);
    }
    let service = service(view, at).filter(|_| linked)?;
    let called = called_before(view, token);
    if !(name.sigil || name.mixed || (called && !name.ordinary)) {
        return None;
    }
    let mut result = weigh(view, &service, &name, called, "service-after")?;
    result.1 = name.end;
    Some(result)
}

/// Whether a cue ends right before a name: "ajoute", "add", "cherche moi".
fn called_before(view: &View<'_>, first: usize) -> bool {
    const CALLS: &[&str] = &[
        "ajoute", "ajoutez", "cherche", "cherchez", "add", "find", "follow", "suis", "suivez", "search", "busca",
        "sigue", "cerca", "segui", "procura", "segue", "suche", "suchen", "zoek", "volg", "pseudo",
    ];
    let end = view.skip_spaces_back(first);
    let end = if end > 0 && view.sign(end - 1) == Some("\"") { view.skip_spaces_back(end - 1) } else { end };
    view.ending_at(end, |c| c == Class::Cue(Kind::Handle)).is_some()
        || end.checked_sub(1).is_some_and(|at| CALLS.contains(&view.word(at)))
}

/// "name#1234", "live:name", "@marie_92" beside a cue, "in/name".
fn lone(view: &View<'_>, token: usize) -> Option<(Candidate, usize)> {
    if token > 0
        && (view.is_alphanumeric(token - 1) || matches!(view.sign(token - 1), Some("." | "/" | "@" | "_" | "-")))
    {
        return None;
    }
    let tokens = view.reading.tokens();
    let text = view.text();
    let word = tokens.get(token)?.text(text);
    let mut evidence = Evidence::new(view.weights, Kind::Handle);
    let (first, end, value) = if word == "live" && view.sign(token + 1) == Some(":") {
        let at = token + 2 + usize::from(view.sign(token + 2) == Some("."));
        let (_, end) = super::email::name_at(view, at).filter(|(name, _)| name.len() >= 4)?;
        evidence.add("live-id");
        (token, end, format!("skype:{}", &text[view.reading.bytes(token, end)]))
    } else if word == "in" && view.sign(token + 1) == Some("/") {
        let (_, end) = super::email::name_at(view, token + 2).filter(|(name, _)| name.len() >= 4)?;
        evidence.add("in-path");
        (token, end, text[view.reading.bytes(token, end)].to_owned())
    } else {
        let name = name(view, token)?;
        let hash = view.skip_spaces(name.end);
        let number = view.skip_spaces(hash + 1);
        let apart = hash > name.end;
        if name.value.contains('#') {
            evidence.add("discriminator");
            (name.first, name.end, format!("discord:{}", name.value))
        } else if view.sign(hash) == Some("#")
            && tokens.get(number).is_some_and(|t| t.kind == TokenKind::Digits && t.len() == 4)
            && (name.mixed || !apart || any_service(view))
        {
            evidence.add("discriminator");
            // "dossier #4821"
            evidence.add_if(name.ordinary, "ordinary-word");
            (
                name.first,
                number + 1,
                format!("discord:{}", text[view.reading.bytes(name.first, number + 1)].replace(' ', "")),
            )
        } else if name.value.contains('_') && reversed_account(view) {
            evidence.add("reversed");
            evidence.add("name-mixed");
            (name.first, name.end, name.value.chars().rev().collect())
        } else if name.sigil {
            evidence.add("sigil");
            evidence.add_if(name.mixed, "name-mixed");
            evidence.add_if(name.ordinary, "ordinary-word");
            (name.first, name.end, name.value)
        } else {
            return None;
        }
    };
    let cue = view.cue(first, end, Kind::Handle);
    evidence.add_if(cue.near, "cue");
    evidence.add_if(view.alone(first, end), "alone");
    evidence.add_if(any_service(view), "service-somewhere");
    if evidence.sum() < super::CANDIDATE_MIN {
        return None;
    }
    Some((view.candidate(Kind::Handle, first, end, value, evidence), end))
}

/// Whether the text says that something is written backwards, and names a service.
fn reversed_account(view: &View<'_>) -> bool {
    any_account(view) && view.reading.lexemes().iter().any(|l| l.entry.class == Class::Reversed)
}

/// Whether a service is named, by a word that is ordinary too or not.
fn any_account(view: &View<'_>) -> bool {
    view.reading
        .lexemes()
        .iter()
        .any(|l| matches!(l.entry.class, Class::Service | Class::ServiceTwin | Class::Periphrase))
}

/// Whether a service is named anywhere in the text.
fn any_service(view: &View<'_>) -> bool {
    view.reading.lexemes().iter().any(|l| matches!(l.entry.class, Class::Service | Class::ServiceEmoji))
}

fn weigh(
    view: &View<'_>,
    service: &Lexeme,
    name: &Name,
    bound: bool,
    place: &'static str,
) -> Option<(Candidate, usize)> {
    let known = &view.vocabulary.services[usize::from(service.entry.value)];
    let mut evidence = Evidence::new(view.weights, Kind::Handle);
    // "ma télé" is none.
    let word = service.entry.class == Class::ServiceTwin && view.is_ordinary(service.first as usize);
    let possessive = !word && possessive(view, service.first as usize);
    let direct = matches!(view.sign(view.skip_spaces(service.end as usize)), Some(":" | "=" | "/" | "→"));
    evidence.add(place);
    evidence.add(match service.entry.class {
        Class::Service => "service",
        Class::ServiceTwin if service.disguised || direct => "service-twin-bound",
        Class::ServiceTwin if possessive => "service-twin-bound",
        Class::ServiceTwin => "service-twin",
        Class::ServiceEmoji => "service-emoji",
        _ => "periphrase",
    });
    evidence.add_if(service.disguised, "service-disguised");
    evidence.add_if(bound, "bound");
    evidence.add_if(!bound && !name.sigil && !name.mixed && !name.spelled, "unbound");
    evidence.add_if(!bound && name.full && !ends_clause(view, name.end), "goes-on");
    evidence.add_if(possessive, "possessive");
    weigh_name(view, name, name.end.max(service.end as usize), &mut evidence);
    let (from, to) = (name.first.min(service.first as usize), name.end.max(service.end as usize));
    let cue = view.cue(from, to, Kind::Handle);
    let own =
        service.first > 1 && view.reading.is(service.first as usize - 2, |c| matches!(c, Class::Cue(Kind::Handle)));
    evidence.add_if(cue.near || own, "cue");
    evidence.add_if(view.alone(from, to), "alone");
    evidence.add_if(!name.full && known.handle.as_ref().is_some_and(|shape| !fits(shape, &name.value)), "shape-wrong");
    evidence.note(format!("service:{}", known.name));
    if evidence.sum() < super::CANDIDATE_MIN {
        return None;
    }
    let kind = match known.sort.as_str() {
        "payment" => Kind::Payment,
        // What is named after a meeting service is a room.
        "meeting" if !matches!(known.name.as_str(), "calendly") => Kind::Meeting,
        _ => Kind::Handle,
    };
    let value = format!("{}:{}", known.name, name.value);
    let mut candidate = view.candidate(kind, name.first, name.end, value, evidence);
    if name.spelled {
        candidate.disguises.push("written-signs");
    }
    Some((candidate, to))
}

/// What a name's own shape says, and whether the clause goes on after `end`.
fn weigh_name(view: &View<'_>, name: &Name, end: usize, evidence: &mut Evidence<'_>) {
    evidence.add_if(name.sigil, "sigil");
    evidence.add_if(name.mixed, "name-mixed");
    evidence.add_if(name.spelled, "name-spelled");
    evidence.add_if(name.full, "name-full");
    evidence.add_if(name.value.contains('#'), "discriminator");
    evidence.add_if(name.ordinary && (!name.mixed || name.spelled), "ordinary-word");
    let plain = !name.mixed && !name.sigil;
    evidence.add_if(plain && name.value.len() < 5, "short-name");
    evidence.add_if(plain && !name.spelled && !name.full && !ends_clause(view, end), "goes-on");
}

/// "mon insta", "my snap", "mon compte insta": the service is somebody's account there.
fn possessive(view: &View<'_>, first: usize) -> bool {
    const ACCOUNTS: &[&str] = &[
        "account", "compte", "konto", "cuenta", "conta", "profil", "profile", "perfil", "profilo", "profiel", "pseudo",
        "perso", "personal", "page", "nouveau", "new", "nom", "name", "user", "username", "nick",
    ];
    let before = view.skip_spaces_back(first);
    let mine = |end: usize| end > 0 && is_own(view, end - 1);
    let account = before > 1 && ACCOUNTS.contains(&view.word(before - 1));
    before < first && (mine(before) || (account && mine(view.skip_spaces_back(before - 1))))
}

/// Whether a token is a possessive of the first person.
fn is_own(view: &View<'_>, at: usize) -> bool {
    matches!(
        view.word(at),
        "mon"
            | "ma"
            | "mes"
            | "my"
            | "mein"
            | "meine"
            | "mi"
            | "mio"
            | "mia"
            | "meu"
            | "minha"
            | "mijn"
            | "notre"
            | "our"
            | "nosso"
            | "nuestro"
            | "unser"
            | "nostro"
            | "ons"
            | "moj"
            | "me"
    )
}

fn fits(shape: &regex::Regex, name: &str) -> bool {
    shape.find(name).is_some_and(|m| m.end() == name.len())
}

/// Whether a clause ends at a token: the text's end, a sign, or a line's end.
fn ends_clause(view: &View<'_>, end: usize) -> bool {
    match view.reading.tokens().get(view.skip_spaces(end)) {
        None => true,
        Some(token) => matches!(token.kind, TokenKind::Newline | TokenKind::Sign | TokenKind::Hyphen),
    }
}

/// A user name at a token: with its sigil, signs in words ("tiret bas"), and digits in words after them.
fn name(view: &View<'_>, at: usize) -> Option<Name> {
    let arobase = view.reading.longest(at, |c| c == Class::At).filter(|l| !view.is_alphanumeric(l.end as usize));
    // "L'@telier" is a shop.
    let inner = at > 0 && (view.is_alphanumeric(at - 1) || view.sign(at - 1) == Some("'"));
    let sigil = (view.sign(at) == Some("@") && !inner) || arobase.is_some();
    // "( @ ) name"
    let bracket = usize::from(matches!(view.sign(view.skip_spaces(at + 1)), Some(")" | "]")));
    let sigil_end = arobase.map_or_else(
        || if bracket > 0 { view.skip_spaces(at + 1) + 1 } else { at + 1 },
        |l| view.skip_spaces(l.end as usize),
    );
    let from = if sigil { view.skip_spaces(sigil_end) } else { at };
    let letters = spelled_at(view, from);
    let by_letters = letters.is_some();
    let (mut value, mut end) =
        letters.or_else(|| super::email::name_at(view, from)).or_else(|| leading_underscore(view, from))?;
    let mut spelled = arobase.is_some() || by_letters || view.marks(from, end).has(Marks::SPACED);
    let single = end == from + 1;
    let mut ordinary = single
        && (view.is_ordinary(from)
            || view
                .reading
                .is(from, |c| matches!(c, Class::Service | Class::Provider | Class::ServiceTwin | Class::Dot)));
    while value.len() <= NAME_BYTES_MAX
        && let Some((sign, next)) = sign_in_words(view, end)
    {
        let Some((part, after)) = part_at(view, next) else { break };
        value.push_str(sign);
        value.push_str(&part);
        // "het punt dat": words and a sign that is a word too are a sentence.
        ordinary &= sign == "." && after == next + 1 && view.is_ordinary(next);
        end = after;
        spelled = true;
    }
    // "lina#4821"
    let number = view.reading.tokens().get(end + 1).filter(|t| t.kind == TokenKind::Digits && t.len() == 4);
    if view.sign(end) == Some("#") && number.is_some() && !ordinary {
        value.push('#');
        value.push_str(view.word(end + 1));
        end += 2;
    }
    // "jean tiret bas dup 75": figures after a spelled name belong to it.
    let figures = view.skip_spaces(end);
    if spelled
        && figures > end
        && view.reading.tokens().get(figures).is_some_and(|t| t.kind == TokenKind::Digits && t.len() <= 4)
    {
        value.push_str(view.reading.tokens()[figures].text(view.text()));
        end = figures + 1;
    }
    let letters = value.bytes().filter(u8::is_ascii_alphabetic).count();
    if value.len() > NAME_BYTES_MAX || value.len() < 3 || letters < 2 {
        return None;
    }
    // "@ 3pm", "@ 10 euros": an hour or a price, no name.
    let spaced = sigil && from > sigil_end;
    if value.starts_with(|c: char| c.is_ascii_digit()) && (letters < 3 || spaced || !(sigil || value.contains('_'))) {
        return None;
    }
    let inner = value.trim_matches('.');
    let mixed =
        inner.contains(|c: char| c.is_ascii_digit() || matches!(c, '_' | '.' | '-')) && !is_hyphenated_word(inner);
    Some(Name { value: inner.to_owned(), first: at, end, sigil, mixed, ordinary, spelled, full: false })
}

/// A part of a name after a sign in words: a number in words, letters spelled, or as it is written.
fn part_at(view: &View<'_>, at: usize) -> Option<(String, usize)> {
    figures(view, at).or_else(|| spelled_at(view, at)).or_else(|| super::email::name_at(view, at))
}

/// A number in words at a token, in figures.
fn figures(view: &View<'_>, at: usize) -> Option<(String, usize)> {
    if !view.reading.is(at, |c| c == Class::Number) {
        return None;
    }
    let mut numbers = Vec::new();
    view.reading.numbers(at, view.vocabulary, &mut numbers);
    numbers.first().map(|n| (n.value.to_string(), n.end))
}

fn is_hyphenated_word(name: &str) -> bool {
    name.contains('-') && name.chars().all(|c| c.is_ascii_alphabetic() || c == '-')
}

fn leading_underscore(view: &View<'_>, at: usize) -> Option<(String, usize)> {
    if view.sign(at) != Some("_") {
        return None;
    }
    let (name, end) = super::email::name_at(view, at + 1)?;
    Some((format!("_{name}"), end))
}

/// A sign in words between two parts of a name.
fn sign_in_words(view: &View<'_>, end: usize) -> Option<(&'static str, usize)> {
    let word = view.skip_comma(end);
    if word == end {
        return None;
    }
    if let Some(sign) = ["_", "."].into_iter().find(|s| view.sign(word) == Some(s)) {
        let next = view.skip_spaces(word + 1);
        // "tablets . Reaction" is a new sentence.
        let name = next > word + 1 && view.is_alphanumeric(next) && !(sign == "." && host::is_capital(view, next));
        return name.then_some((sign, next));
    }
    let lexeme = view.reading.longest(word, |c| matches!(c, Class::Dot | Class::Dash | Class::Underscore))?;
    let sign = match lexeme.entry.class {
        Class::Dot => ".",
        Class::Dash => "-",
        _ => "_",
    };
    let next = view.skip_comma(lexeme.end as usize);
    (next > lexeme.end as usize && view.is_alphanumeric(next)).then_some((sign, next))
}
