//! Addresses without a sign for "at": a user name beside a provider ("jean.dupont75 gmail"), or the whole written as one word.

use crate::kind::Kind;
use crate::scan::read::{Class, TokenKind, Traits};

use super::email::{At, Domain, LONG_BYTES_MIN, domain, is_username, name_at, weigh};
use super::host::{self, Dot};
use super::local::{self, LOCAL_BYTES_MAX, Local};
use super::{Candidate, View, bridge, handle, name, whose};

/// An address at a token whose at-sign is left out, with one past its last token.
pub(super) fn detect(view: &View<'_>, token: usize) -> Option<(Candidate, usize)> {
    provider_beside(view, token)
        .or_else(|| glued_provider(view, token))
        .or_else(|| glued_words(view, token))
        .or_else(|| shouted(view, token))
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
        let local = Local::written(name, first);
        let end = domain.end;
        return weigh(view, At::Missing, &local, &domain).map(|c| (c, end));
    }
    if sure && let Some(found) = said_before(view, token).or_else(|| plain_name_beside(view, token)) {
        return Some(found);
    }
    let after = provider.end as usize;
    // "mon mail : x.y": what one calls an address is no provider's name.
    if !sure && view.reading.is(token, |c| matches!(c, Class::Cue(Kind::Email | Kind::Url))) {
        return None;
    }
    // "mi ig": a service too.
    let service = view.reading.is(token, |c| matches!(c, Class::Service | Class::ServiceTwin));
    let possessive = !service && whose::possessive(view, token);
    // "mon adresse gmail zoemartin92"
    let beside = || {
        let first = view.skip_spaces(after);
        let own = first > after && (address_before(view, token) || possessive);
        name_at(view, first)
            .filter(|(name, end)| own && is_username(name) && handle::ends_clause(view, *end))
            .map(|_| first)
    };
    let first =
        named_after(view, after).filter(|_| sure || address_before(view, token) || possessive).or_else(beside)?;
    // "gmail : paulo menuiserie 33, tout attaché"
    let glued = name::several_words(view, first).filter(|name| sure && !name.sigil).map(|name| (name.value, name.end));
    let told = glued.is_some();
    let (name, end) =
        glued.or_else(|| name_at(view, first)).filter(|(_, end)| told || !is_sentences(view, first, *end))?;
    // "mon gmail : peinturebernard": a word that is none of the language.
    let own = sure && whose::possessive(view, token) && name.len() > 5 && end == first + 1 && !view.is_ordinary(first);
    // "mi web: studio-lavande.fr": what is called one's web has a host.
    let site = !sure && host::host(view, first).is_some_and(|host| host.end >= end);
    // "mon mail, lina.dupont arobase free": the at-sign is said.
    let at_sign = view.sign(end) == Some("@") || view.reading.is(view.skip_spaces(end), |c| c == Class::At);
    if !(is_username(&name) || own || told) || at_sign || site {
        return None;
    }
    let local = Local::written(name, first);
    let name = view.vocabulary.providers[usize::from(provider.entry.value)].clone();
    let domain = Domain::named(name, end, "provider", None);
    weigh(view, At::Missing, &local, &domain).map(|c| (c, end))
}

/// "im Support.Das passt": a full stop between two sentences, the space left out.
fn is_sentences(view: &View<'_>, first: usize, end: usize) -> bool {
    (first..end).any(|at| view.sign(at) == Some(".") && host::is_capital(view, at + 1) && view.is_ordinary(at + 1))
}

/// "lola punto flores gmail punto com": a name joined by signs in words right before a provider and its ending.
fn said_before(view: &View<'_>, token: usize) -> Option<(Candidate, usize)> {
    let domain = domain(view, token, At::Missing).filter(|d| d.evidence == "provider-domain")?;
    let local = local::before(view, token, At::Missing, true)
        .filter(|local| local.parts > 1 && local.name.contains(['.', '_', '-']) && local.name.len() > 4)?;
    let touches = view.skip_spaces_back(token) < token && view.is_alphanumeric(view.skip_spaces_back(token) - 1);
    let end = domain.end;
    weigh(view, At::Missing, &local, &domain).filter(|_| touches).map(|c| (c, end))
}

/// "fisicaconborja gmail", "emeline gmail com": a word that is none of the language right before a provider.
fn plain_name_beside(view: &View<'_>, token: usize) -> Option<(Candidate, usize)> {
    let end = view.skip_spaces_back(token);
    let first = end.checked_sub(1).filter(|&at| end < token && view.is_word(at))?;
    let apart = first.checked_sub(1).is_none_or(|before| !view.is_alphanumeric(before) && view.sign(before).is_none());
    let name = view.word(first).to_owned();
    let unknown = view.reading.at(first).is_empty() && name.len() >= PLAIN_BYTES_MIN && name.is_ascii();
    if !apart || !unknown {
        return None;
    }
    let domain = domain(view, token, At::Missing)?;
    let cue = view.cue(first, domain.end, Kind::Email);
    let ends = match view.reading.tokens().get(domain.end).map(|t| t.kind) {
        None | Some(TokenKind::Newline | TokenKind::Sign) => true,
        Some(_) => false,
    };
    let long = ends && name.len() >= LONG_BYTES_MIN;
    if !(cue.near || long || domain.evidence == "provider-domain") {
        return None;
    }
    let local = Local::written(name, first);
    let end = domain.end;
    weigh(view, At::Missing, &local, &domain).map(|c| (c, end))
}

/// Letters of a name of one word at least.
const PLAIN_BYTES_MIN: usize = 6;

/// Where a user name stands that a provider before it announces: "gmail : x", "sur gmail mon adresse c'est x", "gmail, x".
fn named_after(view: &View<'_>, from: usize) -> Option<usize> {
    let mut at = view.skip_comma(from);
    let mut found = (at > view.skip_spaces(from)).then_some(at);
    for _ in 0..BETWEEN_MAX {
        if ADDRESS.contains(&view.word(at)) {
            at = view.skip_spaces(at + 1);
        }
        let Some(next) = bridge::binders(view, at) else { break };
        at = next;
        found = Some(at);
    }
    found
}

/// Words for an address.
#[rustfmt::skip]
const ADDRESS: &[&str] = &[
    "adresse", "adress", "address", "mail", "email", "direccion", "correo", "indirizzo", "endereco", "adres", "boite",
    "courriel", "messagerie",
];

/// Whether a provider that is an ordinary word too is somebody's mail there: "mon adresse orange", "il mio libero".
pub(super) fn is_owned(view: &View<'_>, token: usize) -> bool {
    address_before(view, token) || whose::possessive(view, token)
}

/// Whether "mail" or "adresse" stands right before a provider that is an ordinary word too: "mon adresse orange".
fn address_before(view: &View<'_>, token: usize) -> bool {
    let before = view.skip_spaces_back(token);
    before > 0 && before < token && ADDRESS.contains(&view.word(before - 1))
}

/// The user name before a provider, words of "and it's at" between: "jean.dupont75, et c'est du gmail".
fn name_before_provider(view: &View<'_>, token: usize) -> Option<(usize, String)> {
    const BETWEEN: &[&str] = &[
        "et",
        "c",
        "est",
        "cest",
        "du",
        "do",
        "da",
        "un",
        "une",
        "compte",
        "adresse",
        "de",
        "en",
        "sur",
        "chez",
        "via",
        "and",
        "it",
        "s",
        "its",
        "is",
        "on",
        "the",
        "und",
        "ist",
        "bei",
        "auf",
        "y",
        "es",
        "con",
        "por",
        "e",
        "su",
        "con",
        "no",
        "na",
        "com",
        "op",
        "bij",
        "via",
        "met",
        "boite",
        "mail",
        "email",
        "messagerie",
        "at",
        "account",
        "konto",
        "cuenta",
        "conta",
        "la",
        "le",
        "el",
        "il",
        "o",
        "a",
        "correo",
        "box",
        "su",
        "ma",
        "my",
        "mon",
        "mi",
        "mein",
    ];
    let mut end = token;
    for _ in 0..BETWEEN_MAX {
        let before = view.skip_spaces_back(end);
        if let Some((first, name)) = local::chunk_before(view, before).filter(|(_, name)| is_username(name)) {
            if is_sentences(view, first, before) {
                return None;
            }
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

/// Providers that end a word which begins with a local part.
const GLUED_PROVIDERS: &[&str] =
    &["gmail", "hotmail", "outlook", "yahoo", "icloud", "laposte", "protonmail", "wanadoo", "googlemail"];

/// Words for the at-sign within a word.
const GLUED_ATS: &[&str] = &["arobase", "arroba", "chiocciola", "apenstaartje", "klammeraffe"];

/// Whether a word could be a whole address in words.
pub(super) fn is_address_in_one(word: &str) -> bool {
    (word.len() >= GLUED_BYTES_MIN && GLUED_ATS.iter().chain(GLUED_PROVIDERS).any(|part| word.contains(part)))
        || may_be_shouted(word)
}

/// Whether a word could be a local part glued to a provider.
pub(super) fn ends_with_provider(word: &str) -> bool {
    GLUED_PROVIDERS.iter().any(|provider| word.ends_with(provider))
}

/// "jean.dupont75gmail.com": the at-sign left out, glued.
fn glued_provider(view: &View<'_>, token: usize) -> Option<(Candidate, usize)> {
    let tokens = view.reading.tokens();
    let word = tokens.get(token).filter(|t| t.kind == TokenKind::Word)?.text(view.text());
    let (provider, at) =
        GLUED_PROVIDERS.iter().find_map(|name| word.strip_suffix(name).map(|rest| (*name, rest.len())))?;
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
    let local = Local::written(name, first);
    let domain_name = format!("{provider}{}", &host.name[word.len()..]);
    let domain = Domain::named(domain_name, host.end, "provider-domain", Some(host.dot));
    weigh(view, At::Missing, &local, &domain).map(|c| (c, host.end))
}

/// "jeandupontarobasegmailpointcom": the whole address in words, written as one.
fn glued_words(view: &View<'_>, token: usize) -> Option<(Candidate, usize)> {
    let word = view
        .reading
        .tokens()
        .get(token)
        .filter(|t| t.kind == TokenKind::Word && t.len() >= GLUED_BYTES_MIN)?
        .text(view.text());
    let at_provider = || {
        GLUED_PROVIDERS
            .iter()
            .find_map(|p| word.split_once(&format!("at{p}")).map(|(name, _)| word.split_at(name.len())))
    };
    let digits = token.checked_sub(1).is_some_and(|before| view.is_alphanumeric(before));
    let (name, rest) = GLUED_ATS
        .iter()
        .find_map(|at| word.split_once(at))
        .or_else(|| at_provider().map(|(name, rest)| (name, &rest[2..])))
        .filter(|(name, _)| digits || name.len() > 2)?;
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
    let local = Local::written(name, first);
    let evidence = if view.vocabulary.provider_domains.contains(&host) { "provider-domain" } else { "domain" };
    let dot = dotted.then_some(Dot::Word);
    let domain = Domain::named(host, token + 1, evidence, dot);
    weigh(view, At::Word, &local, &domain).map(|c| (c, token + 1))
}

/// "lenadorf88ATwebPUNKTde": an address written as one, its signs the words in capitals among small letters.
fn shouted(view: &View<'_>, token: usize) -> Option<(Candidate, usize)> {
    // What is glued in another way may hold letters of any alphabet.
    let shouted = view.reading.traits(token).any(Traits::ADDRESS_IN_ONE) && may_be_shouted(view.word(token));
    if !shouted || token > 0 && matches!(view.sign(token - 1), Some("." | "@")) {
        return None;
    }
    let start = view.reading.tokens()[token].start as usize;
    let capital = |at: usize| view.folded.is_upper(start + at);
    let word = view.word(token);
    let shouted = |from: usize, signs: &[&'static str]| {
        let sign_at = |at: usize| signs.iter().copied().find(|sign| word[at..].starts_with(sign));
        let stands = |at: usize, sign: &str| {
            let end = at + sign.len();
            (at..end).all(capital) && (at == 0 || !capital(at - 1)) && end < word.len() && !capital(end)
        };
        (from..word.len()).find_map(|at| sign_at(at).filter(|sign| stands(at, sign)).map(|sign| (at, at + sign.len())))
    };
    let (at, after) = shouted(0, SHOUTED_ATS)?;
    let (dot, ending) = shouted(after, DOTS)?;
    let host = format!("{}.{}", &word[after..dot], &word[ending..]);
    let (first, _) = local::chunk_before(view, token + 1)?;
    let name = view.text()[view.reading.bytes(first, token + 1).start..start + at].to_owned();
    if !(SHOUTED_NAME_MIN..=LOCAL_BYTES_MAX).contains(&name.len()) || !host::is_known(&host) {
        return None;
    }
    let evidence = if view.vocabulary.provider_domains.contains(&host) { "provider-domain" } else { "domain" };
    let domain = Domain::named(host, token + 1, evidence, Some(Dot::Word));
    weigh(view, At::Word, &Local::written(name, first), &domain).map(|c| (c, token + 1))
}

/// Whether a word could hold an at-sign and a dot in words, a name or figures before them.
fn may_be_shouted(word: &str) -> bool {
    word.is_ascii()
        && word.len() >= SHOUTED_BYTES_MIN
        && SHOUTED_ATS.iter().any(|at| word.contains(at))
        && DOTS.iter().any(|dot| word.contains(dot))
}

/// Letters of a name before a sign in capitals at least.
const SHOUTED_NAME_MIN: usize = 3;
/// "ATgmxDOTde" after figures is as short as it gets.
const SHOUTED_BYTES_MIN: usize = 10;
/// Words for the at-sign that stand out in capitals.
const SHOUTED_ATS: &[&str] =
    &["arobase", "arroba", "chiocciola", "apenstaartje", "klammeraffe", "aet", "chez", "bei", "at"];
/// Words for the dot within a word.
const DOTS: &[&str] = &["point", "punkt", "punto", "ponto", "punt", "dot"];

/// A shorter word holds no name, at-word and provider.
const GLUED_BYTES_MIN: usize = 13;
