//! E-mail addresses: an at-sign, however written, with a local part before it and a host or provider after it.

use crate::kind::Kind;
use crate::scan::read::{Class, Lexeme, TokenKind};

use super::evidence::Evidence;
use super::host::{self, Dot};
use super::local::{self, LOCAL_BYTES_MAX, Local};
use super::{Candidate, Found, View, bridge, handle};

/// Local parts that name an office, not a person: no ordinary words here.
const ROLES: &[&str] = &[
    "accueil",
    "admin",
    "atelier",
    "booking",
    "bookings",
    "bureau",
    "commande",
    "commandes",
    "compta",
    "contact",
    "contacto",
    "contato",
    "devis",
    "hello",
    "info",
    "infos",
    "kontakt",
    "office",
    "reservation",
    "reservas",
    "reservations",
    "sales",
    "ventas",
    "verkauf",
    "verkoop",
];

/// How the at-sign was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
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
    /// Whether its end begins a sentence: "ticket@kiosk.Valid".
    sentence: bool,
}

/// From this confidence on, in percent, no other reading of the same tokens is looked for.
const SURE: u8 = 50;

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
            .or_else(|| glued_provider(view, token))
            .or_else(|| glued_words(view, token));
        if let Some((candidate, end)) = candidate {
            // What is hardly one may hide a better one: "bei gmail als …".
            done = if candidate.confidence >= SURE { end } else { done };
            found.candidates.push(candidate);
        }
    }
}

/// An at-sign at a token: how it is written, and one past its last token.
fn at(view: &View<'_>, token: usize) -> Option<(At, usize)> {
    match view.sign(token) {
        Some("@") => return Some((At::Sign, token + 1 + usize::from(view.sign(token + 1) == Some("@")))),
        Some("(" | "[" | "{" | "<" | "_" | "-" | "*" | "/" | "|" | "~" | "\"") => return enclosed_at(view, token),
        // "🐌", "📧", "🐒": any picture between a name and a provider stands for the sign.
        Some(sign) if !sign.is_ascii() => return Some((At::Emoji, token + 1)),
        _ => {}
    }
    let lexeme = view.reading.longest(token, |c| matches!(c, Class::At | Class::AtWeak))?;
    let before_ok = token == 0 || !view.is_alphanumeric(token - 1);
    let after_ok = !view.is_alphanumeric(lexeme.end as usize);
    let at = if lexeme.entry.class == Class::At { At::Word } else { At::Weak };
    (before_ok && after_ok).then_some((at, lexeme.end as usize))
}

/// "(at)", "[@]", "_at_", " -at- ", "/ @ /": between brackets, or twice the same sign.
fn enclosed_at(view: &View<'_>, token: usize) -> Option<(At, usize)> {
    let open = view.sign(token)?;
    let inner = view.skip_spaces(token + 1);
    let bracket = matches!(open, "(" | "[" | "{" | "<");
    let after = match view.sign(inner) {
        Some("@") => inner + 1,
        // "salon / a / cuisine" is a list.
        _ if !bracket && inner > token + 1 => return None,
        _ => {
            view.reading
                .longest(inner, |c| {
                    c == Class::At || (c == Class::AtWeak && (bracket || matches!(view.word(inner), "at" | "chez")))
                })?
                .end as usize
        }
    };
    let after = view.skip_spaces(after);
    let close = match open {
        "(" => ")",
        "[" => "]",
        "{" => "}",
        "<" => ">",
        same => same,
    };
    (view.sign(after) == Some(close)).then_some((At::Bracketed, after + 1))
}

fn assemble(view: &View<'_>, at: At, first: usize, end: usize) -> Option<(Candidate, usize)> {
    let spaced = view.skip_comma(end);
    let domain = domain(view, spaced, at)
        .or_else(|| domain(view, host::skip_padding(view, spaced), at))
        .or_else(|| domain(view, spaced + 1, at).filter(|_| at == At::Sign && view.is_newline(spaced)))?;
    let named = domain.evidence != "domain";
    // "le-site-de-paul.fr": between hyphens a weak word is a sign only where the dots are written too; and it is of the text's language.
    let foreign = |at: usize| {
        view.word(at) != "at"
            && !view.reading.at(at).iter().any(|l| l.entry.class == Class::AtWeak && view.reading.is_plausible(l.entry))
    };
    let unlikely = match at {
        At::Emoji => true,
        At::Weak => foreign(first),
        At::Bracketed => view.sign(first).is_some_and(|open| "-_".contains(open)) && domain.dot != Some(Dot::Bracketed),
        _ => false,
    };
    if unlikely && !named && view.sign(view.skip_spaces(first + 1)) != Some("@") {
        return None;
    }
    let local = local::before(view, first, at, named)?;
    // "sou o @duarte.surf": a word of the sentence and a user name.
    if at == At::Sign && spaced == end && !local.glued && local.ordinary && !named {
        return None;
    }
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
    evidence.add(match domain.evidence {
        "provider-twin" if at == At::Weak => "provider-twin-weak",
        other => other,
    });
    evidence.add_if(matches!(domain.dot, Some(Dot::Word | Dot::Bracketed)), "dot-written");
    evidence.add_if(matches!(domain.dot, Some(Dot::Comma | Dot::Bullet)), "dot-odd");
    let username = local.name.contains(|c: char| c.is_ascii_digit() || matches!(c, '.' | '_' | '-'));
    let role = ROLES.contains(&local.name.as_str());
    let weak = at == At::Weak && domain.evidence == "domain";
    evidence.add_if(weak, "weak-domain");
    evidence.add_if(role, "role");
    evidence.add_if(weak && domain.dot == Some(Dot::Word) && domain.name.ends_with(".com"), "weak-dot-com");
    // What is written as an address is one, whatever its words: "contact@maison.fr".
    let written = at == At::Sign && local.glued && domain.dot == Some(Dot::Plain) && !domain.sentence;
    evidence.add_if(domain.ordinary && !written, "ordinary-domain");
    evidence.add_if(username, "username");
    evidence.add_if(local.ordinary && !username && !role && !written, "ordinary-word");
    evidence.add_if(local.parts > 1, "local-parts");
    evidence.add_if(local.spelled, "spelled");
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

/// The host or provider at a token.
fn domain(view: &View<'_>, first: usize, at: At) -> Option<Domain> {
    if let Some(domain) = spelled_provider(view, first) {
        return Some(domain);
    }
    let provider = view.reading.longest(first, |c| c == Class::Provider);
    let host = host::host(view, first);
    let known = host.as_ref().is_some_and(|h| view.vocabulary.provider_domains.contains(&h.name));
    if !known
        && let Some(provider) = provider.filter(|p| p.end as usize > first + 1)
        && let Some(domain) = provider_and_tld(view, &provider)
    {
        return Some(domain);
    }
    if let Some(host) = host {
        // "gémèl point com", "gm4il.com": a misspelled provider.
        let meant = provider.filter(|p| {
            !known
                && host.labels.get(1).is_some_and(|&tld| tld >= p.end as usize)
                && (p.disguised || host.dot > Dot::Plain)
        });
        let name = match meant {
            Some(provider) => {
                canonical(view, provider.entry.value, &host.name[host.name.find('.').map_or(0, |d| d + 1)..])
            }
            None => host.name,
        };
        // "blue hyphen barn" begins with an ordinary word and is none.
        let whole = name.split('.').next() == Some(view.word(first));
        return Some(Domain {
            evidence: if known || meant.is_some() { "provider-domain" } else { "domain" },
            name,
            end: host.end,
            dot: Some(host.dot),
            ordinary: !known && meant.is_none() && view.is_ordinary(first) && whole,
            sentence: host::is_capital(view, host.tld) && !host::is_capital(view, host.labels[0]),
        });
    }
    if let Some(provider) = provider {
        return provider_and_tld(view, &provider).or_else(|| {
            let end = provider.end as usize;
            let name = view.vocabulary.providers[usize::from(provider.entry.value)].clone();
            (!view.is_alphanumeric(end)).then_some(Domain {
                name,
                end,
                evidence: "provider",
                dot: None,
                ordinary: false,
                sentence: false,
            })
        });
    }
    // "arobase orange": an everyday word is a provider after an at-sign.
    if let Some(twin) = view.reading.longest(first, |c| c == Class::ProviderTwin).filter(|_| at != At::Missing) {
        if let Some(domain) = provider_and_tld(view, &twin).filter(|d| d.dot.is_some()) {
            return Some(domain);
        }
        let end = twin.end as usize;
        let name = view.vocabulary.providers[usize::from(twin.entry.value)].clone();
        return (!view.is_alphanumeric(end)).then_some(Domain {
            name,
            end,
            evidence: "provider-twin",
            dot: None,
            ordinary: false,
            sentence: false,
        });
    }
    glued_tld(view, first).filter(|_| at != At::Weak)
}

/// "ge eme a i ele punto com": a provider letter by letter.
fn spelled_provider(view: &View<'_>, first: usize) -> Option<Domain> {
    let (name, end) = local::spelled_at(view, first)?;
    let entry = *view.vocabulary.word(&name).iter().find(|e| e.class == Class::Provider)?;
    let lexeme = Lexeme { entry, first: first as u32, end: end as u32, disguised: true };
    provider_and_tld(view, &lexeme).or_else(|| {
        let name = view.vocabulary.providers[usize::from(entry.value)].clone();
        Some(Domain { name, end, evidence: "provider", dot: None, ordinary: false, sentence: false })
    })
}

/// "gmail com", "gmail/com", "g mail point com": a provider and its top-level domain, however they are joined.
fn provider_and_tld(view: &View<'_>, provider: &Lexeme) -> Option<Domain> {
    let end = provider.end as usize;
    let spaced = view.skip_spaces(end);
    let (dot, next) = match host::dot(view, end) {
        Some((dot, next)) => (Some(dot), next),
        None if matches!(view.sign(end), Some("/" | "-" | "_" | ":" | ";" | "*" | "|")) => (None, end + 1),
        None if spaced > end => (None, spaced),
        None => return None,
    };
    let (tld, end) = match view.reading.longest(next, |c| c == Class::Tld) {
        Some(tld) => (view.vocabulary.tlds[usize::from(tld.entry.value)].as_str(), tld.end as usize),
        None if dot.is_some() => (view.word(next), next + 1),
        None => return None,
    };
    let value = provider.entry.value;
    let name = canonical(view, value, tld);
    // Without a dot only the provider's own ending counts: "gmail de Paul".
    let own = dot.is_some() || view.vocabulary.providers[usize::from(value)].ends_with(tld);
    let known = host::is_known(&name) && !view.is_alphanumeric(end);
    (own && known).then_some(Domain { name, end, evidence: "provider-domain", dot, ordinary: false, sentence: false })
}

/// A provider's domain under a top-level domain.
fn canonical(view: &View<'_>, provider: u16, tld: &str) -> String {
    let domain = &view.vocabulary.providers[usize::from(provider)];
    format!("{}.{tld}", domain.split('.').next().unwrap_or(domain))
}

/// "gmailcom": the dot left out, glued.
fn glued_tld(view: &View<'_>, first: usize) -> Option<Domain> {
    let token = view.reading.tokens().get(first).filter(|t| t.kind == TokenKind::Word)?;
    let word = token.text(view.text());
    ["com", "fr", "net", "de", "es", "it", "be", "ch", "nl", "pt", "br"].into_iter().find_map(|tld| {
        let name = word.strip_suffix(tld)?;
        let entry = view.vocabulary.word(name).iter().find(|e| e.class == Class::Provider)?;
        let name = canonical(view, entry.value, tld);
        Some(Domain { name, end: first + 1, evidence: "provider-domain", dot: None, ordinary: false, sentence: false })
    })
}

/// "jean.dupont75 gmail", "mon gmail c'est jeandupont75": a provider beside a user name, the at-sign left out.
fn provider_beside(view: &View<'_>, token: usize) -> Option<(Candidate, usize)> {
    let provider = view.reading.longest(token, |c| matches!(c, Class::Provider | Class::ProviderTwin))?;
    if token > 0 && view.is_alphanumeric(token - 1) {
        return None;
    }
    let sure = provider.entry.class == Class::Provider;
    if let Some((first, name)) = name_before_provider(view, token).filter(|_| sure) {
        let domain = domain(view, token, At::Missing)?;
        let local = Local { name, first, ordinary: false, parts: 1, spelled: false, glued: false };
        let end = domain.end;
        return weigh(view, At::Missing, &local, &domain).map(|c| (c, end));
    }
    let first = bridge::binders(view, provider.end as usize).filter(|_| sure || address_before(view, token))?;
    let (name, end) = name_at(view, first)?;
    // "mon gmail : peinturebernard": a word that is none of the language.
    let own = sure && handle::possessive(view, token) && name.len() > 5 && end == first + 1 && !view.is_ordinary(first);
    if !(is_username(&name) || own) || view.sign(end) == Some("@") {
        return None;
    }
    let local = Local { name, first, ordinary: false, parts: 1, spelled: false, glued: false };
    let name = view.vocabulary.providers[usize::from(provider.entry.value)].clone();
    let domain = Domain { name, end, evidence: "provider", dot: None, ordinary: false, sentence: false };
    weigh(view, At::Missing, &local, &domain).map(|c| (c, end))
}

/// Whether "mail" or "adresse" stands right before a provider that is an ordinary word too: "mon adresse orange".
fn address_before(view: &View<'_>, token: usize) -> bool {
    const ADDRESS: &[&str] =
        &["adresse", "adress", "address", "mail", "email", "direccion", "correo", "indirizzo", "endereco", "adres"];
    let before = view.skip_spaces_back(token);
    before > 0 && before < token && ADDRESS.contains(&view.word(before - 1))
}

/// The user name before a provider, words of "and it's at" between: "jean.dupont75, et c'est du gmail".
fn name_before_provider(view: &View<'_>, token: usize) -> Option<(usize, String)> {
    const BETWEEN: &[&str] = &[
        "et", "c", "est", "cest", "du", "un", "une", "compte", "adresse", "de", "en", "sur", "chez", "via", "and",
        "it", "s", "its", "is", "on", "the", "und", "ist", "bei", "auf", "y", "es", "con", "por", "e", "su", "con",
        "no", "na", "com", "op", "bij", "via", "met",
    ];
    let mut end = token;
    for _ in 0..BETWEEN_MAX {
        let before = view.skip_spaces_back(end);
        if let Some((first, name)) = local::chunk_before(view, before).filter(|(_, name)| is_username(name)) {
            return (before < token).then_some((first, name));
        }
        let skipped = before.checked_sub(1)?;
        let between = match view.reading.tokens()[skipped].kind {
            TokenKind::Word => BETWEEN.contains(&view.word(skipped)),
            TokenKind::Sign | TokenKind::Hyphen => {
                matches!(view.word(skipped), "," | "'" | "(" | "-" | "/" | ":" | "+")
            }
            _ => false,
        };
        if !between {
            return None;
        }
        end = skipped;
    }
    None
}

/// Words and signs between a user name and its provider: "et c'est du".
const BETWEEN_MAX: usize = 7;

/// Letters, digits and signs of a name from a token on.
pub(super) fn name_at(view: &View<'_>, first: usize) -> Option<(String, usize)> {
    let mut end = first;
    // Bounded by tokens, one byte each at least: names are looked for at many tokens.
    while end <= first + NAME_TOKENS_MAX && view.is_alphanumeric(end)
        || (matches!(view.sign(end), Some("." | "_" | "-"))
            && (view.is_alphanumeric(end + 1) || view.sign(end + 1) == Some("_")))
        || (end > first && view.sign(end) == Some("_"))
    {
        end += 1;
    }
    (end > first && end <= first + NAME_TOKENS_MAX)
        .then(|| (view.text()[view.reading.bytes(first, end)].to_owned(), end))
}

/// Tokens of a name at most: no name of any service is longer, no segment of a path that people type.
const NAME_TOKENS_MAX: usize = 64;

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
    let (first, _) = local::chunk_before(view, token + 1)?;
    if (at == 0 && first == token) || host.dot > Dot::Spaced {
        return None;
    }
    let bytes = view.reading.bytes(first, token + 1);
    let local_end = bytes.end - provider.len();
    let name = view.text()[bytes.start..local_end].to_owned();
    if name.len() < 3 || name.ends_with(['.', '-']) {
        return None;
    }
    let local = Local { name, first, ordinary: false, parts: 1, spelled: false, glued: false };
    let domain_name = format!("{provider}{}", &host.name[word.len()..]);
    let domain = Domain {
        name: domain_name,
        end: host.end,
        evidence: "provider-domain",
        dot: Some(host.dot),
        ordinary: false,
        sentence: false,
    };
    weigh(view, At::Missing, &local, &domain).map(|c| (c, host.end))
}

/// "jeandupontarobasegmailpointcom": the whole address in words, written as one.
fn glued_words(view: &View<'_>, token: usize) -> Option<(Candidate, usize)> {
    const AT: &[&str] = &["arobase", "arroba", "chiocciola", "apenstaartje", "klammeraffe"];
    const DOTS: &[&str] = &["point", "punkt", "punto", "ponto", "punt", "dot"];
    let word = view
        .reading
        .tokens()
        .get(token)
        .filter(|t| t.kind == TokenKind::Word && t.len() > GLUED_BYTES_MIN)?
        .text(view.text());
    let (name, rest) = AT.iter().find_map(|at| word.split_once(at)).filter(|(name, _)| name.len() > 2)?;
    let (host, dotted) = match DOTS.iter().find_map(|dot| rest.split_once(dot)) {
        Some((label, tld)) => (format!("{label}.{tld}"), true),
        None => {
            let entry = view.vocabulary.word(rest).iter().find(|e| e.class == Class::Provider)?;
            (view.vocabulary.providers[usize::from(entry.value)].clone(), false)
        }
    };
    let known = host::is_known(&host) && host.len() > 3;
    let (first, _) = local::chunk_before(view, token + 1).filter(|_| known)?;
    let bytes = view.reading.bytes(first, token + 1);
    let local_end = bytes.end - (word.len() - name.len());
    let name = view.text()[bytes.start..local_end].to_owned();
    let local = Local { name, first, ordinary: false, parts: 1, spelled: false, glued: false };
    let evidence = if view.vocabulary.provider_domains.contains(&host) { "provider-domain" } else { "domain" };
    let dot = dotted.then_some(Dot::Word);
    let domain = Domain { name: host, end: token + 1, evidence, dot, ordinary: false, sentence: false };
    weigh(view, At::Word, &local, &domain).map(|c| (c, token + 1))
}

/// A shorter word holds no name, at-word and provider.
const GLUED_BYTES_MIN: usize = 13;
