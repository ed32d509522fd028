//! E-mail addresses: an at-sign, however written, with a local part before it and a host or provider after it.

use crate::kind::Kind;
use crate::scan::read::{Class, TokenKind};

use super::evidence::Evidence;
use super::host::{self, Dot};
use super::{Candidate, Found, View};

/// Parts of a local part at most ("jean point dupont point 75").
const LOCAL_PARTS_MAX: usize = 8;
/// Octets of a local part at most (RFC 5321, 4.5.3.1.1).
const LOCAL_BYTES_MAX: usize = 64;

/// How the at-sign was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Sign,
    Bracketed,
    Word,
    Weak,
    Emoji,
    /// Nothing at all: "jean.dupont75 gmail".
    Missing,
}

/// What stands after the at-sign.
struct Domain {
    name: String,
    end: usize,
    evidence: &'static str,
    dot: Option<Dot>,
    /// Whether its first label is an ordinary word.
    ordinary: bool,
}

/// What stands before it.
struct Local {
    name: String,
    first: usize,
    ordinary: bool,
    parts: usize,
}

/// Reads every address of a view.
pub(super) fn detect(view: &View<'_>, found: &mut Found) {
    let mut done = 0;
    for token in 0..view.reading.tokens().len() {
        if token < done {
            continue;
        }
        let candidate = at(view, token)
            .and_then(|(at, end)| assemble(view, at, token, end))
            .or_else(|| provider_beside(view, token))
            .or_else(|| glued_provider(view, token));
        if let Some((candidate, end)) = candidate {
            found.candidates.push(candidate);
            done = end;
        }
    }
}

/// An at-sign at a token: how it is written, and one past its last token.
fn at(view: &View<'_>, token: usize) -> Option<(At, usize)> {
    match view.sign(token) {
        Some("@") => return Some((At::Sign, token + 1)),
        Some("📧" | "✉" | "📩" | "📨" | "🌀") => return Some((At::Emoji, token + 1)),
        Some(open @ ("(" | "[" | "{" | "<" | "_" | "-" | "*" | "/" | "|" | "~")) => {
            let inner = view.skip_spaces(token + 1);
            let after = match view.sign(inner) {
                Some("@") => inner + 1,
                _ => {
                    view.reading
                        .longest(inner, |c| c == Class::At || (c == Class::AtWeak && "([{<".contains(open)))?
                        .end as usize
                }
            };
            let after = view.skip_spaces(after);
            let close = match open {
                "_" | "-" | "*" | "/" | "|" | "~" if inner > token + 1 => return None,
                "(" => ")",
                "[" => "]",
                "{" => "}",
                "<" => ">",
                same => same,
            };
            return (view.sign(after) == Some(close)).then_some((At::Bracketed, after + 1));
        }
        _ => {}
    }
    let lexeme = view.reading.longest(token, |c| matches!(c, Class::At | Class::AtWeak))?;
    let before_ok = token == 0 || !view.is_alphanumeric(token - 1);
    let after_ok = !view.is_alphanumeric(lexeme.end as usize);
    let at = if lexeme.entry.class == Class::At { At::Word } else { At::Weak };
    (before_ok && after_ok).then_some((at, lexeme.end as usize))
}

fn assemble(view: &View<'_>, at: At, first: usize, end: usize) -> Option<(Candidate, usize)> {
    let spaced = view.skip_spaces(end);
    let domain = domain(view, spaced, at).or_else(|| domain(view, host::skip_padding(view, spaced), at))?;
    let first = if at == At::Sign { first } else { host::skip_padding_back(view, first) };
    let local = local(view, first, at)?;
    let candidate = weigh(view, at, &local, &domain)?;
    Some((candidate, domain.end))
}

fn weigh(view: &View<'_>, at: At, local: &Local, domain: &Domain) -> Option<Candidate> {
    let value = format!("{}@{}", local.name, domain.name);
    if view.own.addresses.contains(&value) || view.own.hosts.iter().any(|h| is_under(&domain.name, h)) {
        return None;
    }
    let mut evidence = Evidence::new(view.weights, Kind::Email);
    evidence.add(match at {
        At::Sign => "at-sign",
        At::Bracketed => "at-bracketed",
        At::Word => "at-word",
        At::Weak => "at-weak",
        At::Emoji => "at-emoji",
        At::Missing => "at-missing",
    });
    evidence.add(domain.evidence);
    evidence.add_if(matches!(domain.dot, Some(Dot::Word | Dot::Bracketed)), "dot-written");
    evidence.add_if(matches!(domain.dot, Some(Dot::Comma | Dot::Bullet)), "dot-odd");
    let username = local.name.contains(|c: char| c.is_ascii_digit() || matches!(c, '.' | '_' | '-'));
    let weak = at == At::Weak && domain.evidence == "domain";
    evidence.add_if(weak, "weak-domain");
    evidence.add_if(weak && domain.dot == Some(Dot::Word) && domain.name.ends_with(".com"), "weak-dot-com");
    evidence.add_if(domain.ordinary, "ordinary-domain");
    evidence.add_if(username, "username");
    evidence.add_if(local.ordinary && !username, "ordinary-word");
    evidence.add_if(local.parts > 1, "local-parts");
    let cue = view.cue(local.first, domain.end, Kind::Email);
    evidence.add_if(cue.near, "cue");
    evidence.add_if(!cue.near && (cue.far || cue.other), "cue-far");
    if evidence.sum() < super::CANDIDATE_MIN {
        return None;
    }
    let mut candidate = view.candidate(Kind::Email, local.first, domain.end, value, evidence);
    if at != At::Sign || !matches!(domain.dot, Some(Dot::Plain)) {
        candidate.disguises.push("written-signs");
    }
    Some(candidate)
}

/// Whether a host is another or below it.
pub(super) fn is_under(host: &str, above: &str) -> bool {
    host.strip_suffix(above).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

fn domain(view: &View<'_>, first: usize, at: At) -> Option<Domain> {
    let provider = view.reading.longest(first, |c| c == Class::Provider);
    let named = |value: u16| view.vocabulary.providers[usize::from(value)].clone();
    if let Some(host) = host::host(view, first) {
        let evidence = if view.vocabulary.provider_domains.contains(&host.name) { "provider-domain" } else { "domain" };
        return Some(Domain {
            name: host.name,
            end: host.end,
            evidence,
            dot: Some(host.dot),
            ordinary: evidence == "domain" && view.is_ordinary(first),
        });
    }
    if let Some(provider) = provider {
        let end = provider.end as usize;
        let name = named(provider.entry.value);
        // "gmail com": the dot left out.
        let next = view.skip_spaces(end);
        let tld = view
            .reading
            .longest(next, |c| c == Class::Tld)
            .filter(|_| next > end || !view.is_alphanumeric(end.saturating_sub(1)));
        if let Some(tld) = tld.filter(|t| name.ends_with(&view.vocabulary.tlds[usize::from(t.entry.value)])) {
            return Some(Domain {
                name,
                end: tld.end as usize,
                evidence: "provider-domain",
                dot: None,
                ordinary: false,
            });
        }
        // "gmail/com", "gmail-com"
        if matches!(view.sign(end), Some("/" | "-" | "_" | ":" | ";" | "*"))
            && let Some(tld) = view.reading.longest(end + 1, |c| c == Class::Tld)
            && name.ends_with(&view.vocabulary.tlds[usize::from(tld.entry.value)])
        {
            return Some(Domain {
                name,
                end: tld.end as usize,
                evidence: "provider-domain",
                dot: None,
                ordinary: false,
            });
        }
        return (!view.is_alphanumeric(end)).then_some(Domain {
            name,
            end,
            evidence: "provider",
            dot: None,
            ordinary: false,
        });
    }
    // "gmailcom": the dot left out, glued.
    let token = view.reading.tokens().get(first).filter(|t| t.kind == TokenKind::Word)?;
    let word = token.text(view.text());
    let provider = ["com", "fr", "net", "de", "es", "it", "be", "ch", "nl", "pt", "br"].into_iter().find_map(|tld| {
        let name = word.strip_suffix(tld)?;
        let entry = view.vocabulary.word(name).iter().find(|e| e.class == Class::Provider)?;
        Some(format!(
            "{}.{tld}",
            if named(entry.value).starts_with(name) {
                name
            } else {
                named(entry.value).split('.').next()?.to_owned().leak()
            }
        ))
    });
    provider.filter(|_| at != At::Weak).map(|name| Domain {
        name,
        end: first + 1,
        evidence: "provider-domain",
        dot: None,
        ordinary: false,
    })
}

/// The local part that ends before a token.
fn local(view: &View<'_>, end: usize, at: At) -> Option<Local> {
    let mut end = view.skip_spaces_back(end);
    // "jean(remove-me)@": what stands in brackets before the sign is not part of the name.
    if matches!(view.sign(end.checked_sub(1)?), Some(")" | "]" | "}")) {
        end = opening(view, end)?;
    }
    let (mut first, mut name) = chunk_before(view, end)?;
    let mut ordinary = first + 1 == end && view.is_ordinary(first);
    let mut parts = 1;
    while parts < LOCAL_PARTS_MAX && name.len() <= LOCAL_BYTES_MAX {
        let Some((earlier, sign)) = joined_before(view, first) else { break };
        let Some((start, part)) = chunk_before(view, earlier) else { break };
        name = format!("{part}{sign}{name}");
        first = start;
        parts += 1;
        ordinary = false;
    }
    // "lucas martin arobase": names before an unmistakable sign, up to a word that the lexicon knows.
    while matches!(at, At::Word | At::Bracketed) && parts < 4 {
        let before = view.skip_spaces_back(first);
        if before == first || before == 0 {
            break;
        }
        let Some((start, part)) = chunk_before(view, before) else { break };
        let known = !view.reading.at(start).is_empty() || part.len() < 2;
        let digits_after = name.bytes().all(|b| b.is_ascii_digit());
        if !digits_after && (known || view.is_ordinary(start)) {
            break;
        }
        name = format!("{part}{name}");
        first = start;
        parts += 1;
        ordinary = false;
    }
    (name.len() <= LOCAL_BYTES_MAX).then_some(Local { name, first, ordinary, parts })
}

/// The token of the bracket that closes right before `end`.
fn opening(view: &View<'_>, end: usize) -> Option<usize> {
    let from = end.saturating_sub(8);
    (from..end).rev().find(|&at| matches!(view.sign(at), Some("(" | "[" | "{"))).map(|at| view.skip_spaces_back(at))
}

/// The letters, digits and signs of a name that end before a token, with its text.
fn chunk_before(view: &View<'_>, end: usize) -> Option<(usize, String)> {
    let mut first = end;
    while first > 0 {
        let is_part = view.is_alphanumeric(first - 1)
            || (matches!(view.sign(first - 1), Some("." | "_" | "-" | "+"))
                && (first < end || view.sign(first - 1) == Some("_")));
        if !is_part {
            break;
        }
        first -= 1;
    }
    while first < end && !view.is_alphanumeric(first) && view.sign(first) != Some("_") {
        first += 1;
    }
    if first == end {
        return None;
    }
    // A number in words is written in figures.
    let name = view.text()[view.reading.bytes(first, end)].to_owned();
    Some((first, name))
}

/// A sign in words, or between spaces, that ends before a token: where it starts and what it stands for.
fn joined_before(view: &View<'_>, first: usize) -> Option<(usize, &'static str)> {
    let before = view.skip_spaces_back(first);
    if before == 0 {
        return None;
    }
    if let Some(lexeme) =
        view.ending_at(before, |c| matches!(c, Class::Dot | Class::Dash | Class::Underscore | Class::Plus))
    {
        let sign = match lexeme.entry.class {
            Class::Dot => ".",
            Class::Dash => "-",
            Class::Underscore => "_",
            _ => "+",
        };
        let start = lexeme.first as usize;
        let bracket = matches!(view.sign(before), Some(")"));
        let earlier = view.skip_spaces_back(start);
        return (earlier < start || bracket).then_some((earlier, sign));
    }
    let sign = match view.sign(before - 1) {
        Some(".") => ".",
        Some("_") => "_",
        Some("-") => "-",
        Some(")" | "]") => return bracketed_before(view, before),
        _ => return None,
    };
    let earlier = view.skip_spaces_back(before - 1);
    (before < first && earlier < before - 1).then_some((earlier, sign))
}

/// "(dot)" before a token.
fn bracketed_before(view: &View<'_>, end: usize) -> Option<(usize, &'static str)> {
    let inner_end = view.skip_spaces_back(end - 1);
    let (start, sign) = match view.sign(inner_end.checked_sub(1)?) {
        Some(".") => (inner_end - 1, "."),
        Some("_") => (inner_end - 1, "_"),
        Some("-") => (inner_end - 1, "-"),
        _ => {
            let lexeme = view.ending_at(inner_end, |c| matches!(c, Class::Dot | Class::Dash | Class::Underscore))?;
            let sign = match lexeme.entry.class {
                Class::Dot => ".",
                Class::Dash => "-",
                _ => "_",
            };
            (lexeme.first as usize, sign)
        }
    };
    let open = view.skip_spaces_back(start).checked_sub(1)?;
    matches!(view.sign(open), Some("(" | "[")).then(|| (view.skip_spaces_back(open), sign))
}

/// "jean.dupont75 gmail", "gmail : jeandupont75": a provider beside a user name, the at-sign left out.
fn provider_beside(view: &View<'_>, token: usize) -> Option<(Candidate, usize)> {
    let provider = view.reading.longest(token, |c| c == Class::Provider)?;
    let end = provider.end as usize;
    if token > 0 && view.is_alphanumeric(token - 1) {
        return None;
    }
    let before = view.skip_spaces_back(token);
    let slash = matches!(view.sign(token.checked_sub(1).unwrap_or(token)), Some("/"));
    if before < token || slash {
        let before = if slash { token - 1 } else { before };
        if let Some((first, name)) = chunk_before(view, before).filter(|(_, name)| is_username(name)) {
            let domain = domain(view, token, At::Missing)?;
            let local = Local { name, first, ordinary: false, parts: 1 };
            let end = domain.end;
            return weigh(view, At::Missing, &local, &domain).map(|c| (c, end));
        }
    }
    let colon = view.skip_spaces(end);
    if view.sign(colon) != Some(":") {
        return None;
    }
    let first = view.skip_spaces(colon + 1);
    let (name, end) = name_at(view, first)?;
    if !is_username(&name) || view.sign(end) == Some("@") {
        return None;
    }
    let local = Local { name, first, ordinary: false, parts: 1 };
    let name = view.vocabulary.providers[usize::from(provider.entry.value)].clone();
    let domain = Domain { name, end, evidence: "provider", dot: None, ordinary: false };
    weigh(view, At::Missing, &local, &domain).map(|c| (c, end))
}

/// Letters, digits and signs of a name from a token on.
pub(super) fn name_at(view: &View<'_>, first: usize) -> Option<(String, usize)> {
    let mut end = first;
    while view.is_alphanumeric(end)
        || (matches!(view.sign(end), Some("." | "_" | "-"))
            && (view.is_alphanumeric(end + 1) || view.sign(end + 1) == Some("_")))
        || (end > first && view.sign(end) == Some("_"))
    {
        end += 1;
    }
    (end > first).then(|| (view.text()[view.reading.bytes(first, end)].to_owned(), end))
}

/// Whether a name could only be a user name: letters with digits, dots or underscores inside.
pub(super) fn is_username(name: &str) -> bool {
    let letters = name.bytes().filter(u8::is_ascii_alphabetic).count();
    let inner = name.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    letters >= 3
        && name.len() <= LOCAL_BYTES_MAX
        && inner.bytes().any(|b| b.is_ascii_digit() || matches!(b, b'.' | b'_'))
}

/// "jean.dupont75gmail.com": the at-sign left out, glued.
fn glued_provider(view: &View<'_>, token: usize) -> Option<(Candidate, usize)> {
    let tokens = view.reading.tokens();
    let word = tokens.get(token).filter(|t| t.kind == TokenKind::Word)?.text(view.text());
    let (provider, at) =
        ["gmail", "hotmail", "outlook", "yahoo", "icloud", "laposte", "protonmail", "wanadoo", "googlemail"]
            .into_iter()
            .find_map(|name| word.strip_suffix(name).map(|rest| (name, rest.len())))?;
    let host = host::host(view, token)?;
    let (first, _) = chunk_before(view, token + 1)?;
    if (at == 0 && first == token) || host.dot > Dot::Spaced {
        return None;
    }
    let bytes = view.reading.bytes(first, token + 1);
    let local_end = bytes.end - provider.len();
    let name = view.text()[bytes.start..local_end].to_owned();
    if name.len() < 3 || name.ends_with(['.', '-']) {
        return None;
    }
    let local = Local { name, first, ordinary: false, parts: 1 };
    let domain_name = format!("{provider}{}", &host.name[word.len()..]);
    let domain =
        Domain { name: domain_name, end: host.end, evidence: "provider-domain", dot: Some(host.dot), ordinary: false };
    weigh(view, At::Missing, &local, &domain).map(|c| (c, host.end))
}
