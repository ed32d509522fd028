//! Handles: a user name on an outside service, bound to the service by its words.

use crate::kind::Kind;
use crate::scan::read::{Class, Lexeme, TokenKind};

use super::evidence::Evidence;
use super::{Candidate, Found, View};

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
}

/// Reads every handle of a view.
pub(super) fn detect(view: &View<'_>, found: &mut Found) {
    let mut done = 0;
    for token in 0..view.reading.tokens().len() {
        if token < done {
            continue;
        }
        let service = service(view, token);
        let candidate = service
            .and_then(|s| after_service(view, &s))
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
    let mut at = service.end as usize;
    let mut bound = false;
    let limit = (at + BINDER_TOKENS_MAX).min(view.reading.tokens().len());
    while at < limit {
        let token = view.reading.tokens()[at];
        match token.kind {
            TokenKind::Space => at += 1,
            TokenKind::Newline => return None,
            TokenKind::Hyphen => {
                bound = true;
                at += 1;
            }
            TokenKind::Sign => match token.text(view.text()) {
                ":" | "=" | ">" | "→" | "➡" | "👉" | "\"" | "(" | "«" | "*" | "|" | "'" | "/" => {
                    bound = bound || !matches!(token.text(view.text()), "'");
                    at += 1;
                }
                "@" => break,
                _ => return None,
            },
            TokenKind::Digits => break,
            TokenKind::Word => {
                if let Some(next) = binder(view, at) {
                    bound = true;
                    at = next;
                } else {
                    break;
                }
            }
        }
    }
    let name = name(view, at)?;
    weigh(view, service, &name, bound, "service-before")
}

/// Words between a service and its name: "c'est", "is", "es", "ist", "è", "é", "pseudo", "sous le nom de".
fn binder(view: &View<'_>, at: usize) -> Option<usize> {
    const WORDS: &[&str] = &[
        "account", "als", "am", "as", "ben", "bin", "by", "c", "called", "cest", "chamo", "chiamo", "como", "come",
        "compte", "dem", "e", "eh", "es", "est", "go", "goes", "handle", "heet", "heiss", "heisse", "heisst", "i",
        "ich", "id", "ik", "im", "is", "ist", "it", "je", "lautet", "le", "llamo", "m", "me", "mein", "meu", "mi",
        "mich", "mijn", "mio", "moi", "mon", "my", "naam", "name", "namen", "nennt", "nick", "nickname", "nom",
        "nombre", "nome", "onder", "perfil", "perso", "pro", "profiel", "profil", "profile", "profilo", "pseudo", "s",
        "son", "sono", "sou", "sous", "soy", "suis", "tag", "under", "unter", "user", "username", "usuario", "utente",
    ];
    let token = view.reading.tokens()[at];
    // Part of a name ("le.mecano"), no word between.
    if matches!(view.sign(at + 1), Some("." | "_" | "-")) && view.is_alphanumeric(at + 2)
        || view.reading.tokens().get(at + 1).is_some_and(|t| t.kind == TokenKind::Digits)
    {
        return None;
    }
    WORDS.contains(&token.text(view.text())).then_some(at + 1)
}

/// "marie.dup_92 sur insta", "@marie on telegram".
fn before_service(view: &View<'_>, token: usize) -> Option<(Candidate, usize)> {
    let name = name(view, token)?;
    let mut at = view.skip_spaces(name.end);
    let mut linked = false;
    for _ in 0..4 {
        if view.reading.tokens().get(at).is_some_and(|t| {
            matches!(
                t.text(view.text()),
                "sur"
                    | "on"
                    | "en"
                    | "auf"
                    | "bei"
                    | "su"
                    | "no"
                    | "na"
                    | "op"
                    | "in"
                    | "chez"
                    | "via"
                    | "dans"
                    | "("
                    | ","
                    | "="
                    | "-"
                    | "de"
                    | "mon"
                    | "my"
                    | "l"
                    | "'"
            )
        }) {
            linked = true;
            at = view.skip_spaces(at + 1);
        }
    }
    let service = service(view, at)?;
    if !linked || (!name.sigil && !name.mixed) {
        return None;
    }
    let mut result = weigh(view, &service, &name, true, "service-after")?;
    result.1 = name.end;
    Some(result)
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
        if view.sign(hash) == Some("#")
            && tokens.get(number).is_some_and(|t| t.kind == TokenKind::Digits && t.len() == 4)
        {
            evidence.add("discriminator");
            (
                name.first,
                number + 1,
                format!("discord:{}", text[view.reading.bytes(name.first, number + 1)].replace(' ', "")),
            )
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
    let service = view.reading.lexemes().iter().any(|l| matches!(l.entry.class, Class::Service | Class::ServiceEmoji));
    evidence.add_if(service, "service-somewhere");
    if evidence.sum() < super::CANDIDATE_MIN {
        return None;
    }
    Some((view.candidate(Kind::Handle, first, end, value, evidence), end))
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
    evidence.add(place);
    evidence.add(match service.entry.class {
        Class::Service => "service",
        Class::ServiceTwin => "service-twin",
        Class::ServiceEmoji => "service-emoji",
        _ => "periphrase",
    });
    evidence.add_if(service.disguised, "service-disguised");
    evidence.add_if(bound, "bound");
    evidence.add_if(!bound && !name.sigil && !name.mixed && !name.spelled, "unbound");
    evidence.add_if(possessive(view, service.first as usize), "possessive");
    evidence.add_if(name.sigil, "sigil");
    evidence.add_if(name.mixed, "name-mixed");
    evidence.add_if(name.spelled, "name-spelled");
    evidence.add_if(name.ordinary && !name.mixed, "ordinary-word");
    evidence.add_if(!name.mixed && !name.sigil && name.value.len() < 5, "short-name");
    evidence.add_if(!name.mixed && !name.sigil && !name.spelled && !ends_clause(view, name.end), "goes-on");
    let (from, to) = (name.first.min(service.first as usize), name.end.max(service.end as usize));
    let cue = view.cue(from, to, Kind::Handle);
    let own =
        service.first > 1 && view.reading.is(service.first as usize - 2, |c| matches!(c, Class::Cue(Kind::Handle)));
    evidence.add_if(cue.near || own, "cue");
    evidence.add_if(view.alone(from, to), "alone");
    evidence.add_if(known.handle.as_ref().is_some_and(|shape| !fits(shape, &name.value)), "shape-wrong");
    evidence.note(format!("service:{}", known.name));
    if evidence.sum() < super::CANDIDATE_MIN {
        return None;
    }
    let kind = if known.sort == "payment" { Kind::Payment } else { Kind::Handle };
    let value = format!("{}:{}", known.name, name.value);
    let mut candidate = view.candidate(kind, name.first, name.end, value, evidence);
    if name.spelled {
        candidate.disguises.push("written-signs");
    }
    Some((candidate, to))
}

/// "mon insta", "my snap": the service is somebody's account there.
fn possessive(view: &View<'_>, first: usize) -> bool {
    const WORDS: &[&str] = &[
        "mon", "ma", "mes", "my", "mein", "meine", "mi", "mio", "meu", "minha", "mijn", "notre", "our", "nosso",
        "nuestro", "unser", "nostro", "ons",
    ];
    let before = view.skip_spaces_back(first);
    before > 0 && before < first && WORDS.contains(&view.reading.tokens()[before - 1].text(view.text()))
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
    let sigil = view.sign(at) == Some("@") || arobase.is_some();
    let sigil_end = arobase.map_or(at + 1, |l| view.skip_spaces(l.end as usize));
    let from = if sigil { view.skip_spaces(sigil_end) } else { at };
    let (mut value, mut end) = super::email::name_at(view, from).or_else(|| leading_underscore(view, from))?;
    let mut spelled = arobase.is_some();
    let single = end == from + 1;
    let mut ordinary = single
        && (view.is_ordinary(from)
            || view
                .reading
                .is(from, |c| matches!(c, Class::Service | Class::Provider | Class::ServiceTwin | Class::Dot)));
    while let Some((sign, next)) = sign_in_words(view, end) {
        let Some((part, after)) = super::email::name_at(view, next) else { break };
        value.push_str(sign);
        value.push_str(&part);
        end = after;
        spelled = true;
        ordinary = false;
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
    if value.starts_with(|c: char| c.is_ascii_digit()) && (letters < 3 || spaced || !sigil) {
        return None;
    }
    let inner = value.trim_matches('.');
    let mixed =
        inner.contains(|c: char| c.is_ascii_digit() || matches!(c, '_' | '.' | '-')) && !is_hyphenated_word(inner);
    Some(Name { value: inner.to_owned(), first: at, end, sigil, mixed, ordinary, spelled })
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
    let word = view.skip_spaces(end);
    if word == end {
        return None;
    }
    if let Some(sign) = ["_", "."].into_iter().find(|s| view.sign(word) == Some(s)) {
        let next = view.skip_spaces(word + 1);
        return (next > word + 1 && view.is_alphanumeric(next)).then_some((sign, next));
    }
    let lexeme = view.reading.longest(word, |c| matches!(c, Class::Dot | Class::Dash | Class::Underscore))?;
    let sign = match lexeme.entry.class {
        Class::Dot => ".",
        Class::Dash => "-",
        _ => "_",
    };
    let next = view.skip_spaces(lexeme.end as usize);
    (next > lexeme.end as usize && view.is_alphanumeric(next)).then_some((sign, next))
}
