//! E-mail addresses: an at-sign, however written, with a local part before it and a host or provider after it.

use crate::kind::Kind;
use crate::scan::read::{Class, Lexeme, Traits, Vocabulary};

use super::evidence::Evidence;
use super::host::{self, Dot};
use super::local::{self, LOCAL_BYTES_MAX, Local};
use super::name::says_glued;
use super::{Candidate, Found, View, beside, described, handle};

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
    /// "at" in a text that is not English.
    Foreign,
    /// Nothing at all: "jean.dupont75 gmail".
    Missing,
}

/// What stands after the at-sign.
pub(super) struct Domain {
    pub(super) name: String,
    pub(super) end: usize,
    pub(super) evidence: &'static str,
    pub(super) dot: Option<Dot>,
    /// Whether its first label is an ordinary word.
    pub(super) ordinary: bool,
    /// Whether its end begins a sentence: "ticket@kiosk.Valid".
    pub(super) sentence: bool,
}

impl Domain {
    /// One that is no everyday word, by the evidence that it is one.
    pub(super) fn named(name: String, end: usize, evidence: &'static str, dot: Option<Dot>) -> Self {
        Self { name, end, evidence, dot, ordinary: false, sentence: false }
    }
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
        if let Some((candidate, _)) = described::detect(view, token) {
            found.candidates.push(candidate);
        }
        // What is hardly one may hide a better one: "bei gmail als …".
        let sure = |found: &Option<(Candidate, usize)>| found.as_ref().is_some_and(|(c, _)| c.confidence >= SURE);
        let signed = at(view, token).and_then(|(at, end)| assemble(view, at, token, end));
        let candidate = if sure(&signed) { signed } else { beside::detect(view, token).or(signed) };
        if sure(&candidate) {
            done = candidate.as_ref().map_or(done, |(_, end)| *end);
        }
        found.candidates.extend(candidate.map(|(candidate, _)| candidate));
    }
}

/// An at-sign at a token: how it is written, and one past its last token.
fn at(view: &View<'_>, token: usize) -> Option<(At, usize)> {
    match view.sign(token) {
        Some("@") => return Some((At::Sign, token + 1 + usize::from(view.sign(token + 1) == Some("@")))),
        Some("(" | "[" | "{" | "<" | "_" | "-" | "*" | "/" | "|" | "~" | "\"" | ")" | "]" | "}" | ">") => {
            return enclosed_at(view, token).or_else(|| odd_sign(view, token));
        }
        Some("&" | "^" | "+") => return odd_sign(view, token),
        // "joost # kpnmail.nl": another key's sign.
        Some("#" | "$" | "=") => return Some((At::Emoji, token + 1)),
        // "🐌", "📧", "🐒": any picture between a name and a provider stands for the sign.
        // "payé 8 € neuf": after figures a currency's is the price's.
        Some("€" | "£") if view.skip_spaces_back(token).checked_sub(1).is_some_and(|at| view.is_digits(at)) => {}
        Some(sign) if !sign.is_ascii() => return Some((At::Emoji, token + 1)),
        _ => {}
    }
    let lexeme = view.reading.longest(token, |c| matches!(c, Class::At | Class::AtWeak))?;
    let before_ok = token == 0 || !view.is_alphanumeric(token - 1);
    let after_ok = !view.is_alphanumeric(lexeme.end as usize);
    let at = match lexeme.entry.class {
        Class::At => At::Word,
        _ if is_shouted(view, token) => At::Word,
        _ if view.word(token) == "at" && lexeme.end as usize == token + 1 && !view.is_home(&["en", "de"]) => {
            At::Foreign
        }
        _ => At::Weak,
    };
    (before_ok && after_ok).then_some((at, lexeme.end as usize))
}

/// "lina.morel*gmail.com": another key's sign, glued between a name and what follows.
fn odd_sign(view: &View<'_>, token: usize) -> Option<(At, usize)> {
    let sign = matches!(view.sign(token), Some("*" | "|" | "~" | "&" | "^" | "+"));
    let glued = token > 0 && view.is_alphanumeric(token - 1) && view.is_alphanumeric(token + 1);
    (sign && glued).then_some((At::Emoji, token + 1))
}

/// "elena AT caravanas DOT es": a word for the sign in capitals, between words that are not.
fn is_shouted(view: &View<'_>, token: usize) -> bool {
    let capitals = |at: usize| {
        let start = view.reading.tokens()[at].start as usize;
        view.folded.is_upper(start) && view.folded.is_upper(start + 1)
    };
    let small = |at: usize| view.is_word(at) && view.word(at).len() > 1 && !capitals(at);
    let before = view.skip_spaces_back(token).checked_sub(1);
    view.word(token) == "at" && capitals(token) && before.is_some_and(small) && small(view.skip_spaces(token + 1))
}

/// "(at)", "[@]", "_at_", " -at- ", "/ @ /": between brackets, or twice the same sign.
fn enclosed_at(view: &View<'_>, token: usize) -> Option<(At, usize)> {
    let open = view.sign(token)?;
    let bracket = matches!(open, "(" | "[" | "{" | "<" | ")" | "]" | "}" | ">");
    let inner = view.skip_spaces(host::skip_repeated(view, token));
    let after = match view.sign(inner) {
        Some("@") => inner + 1,
        // "salon / a / cuisine" is a list.
        _ if !bracket && view.skip_spaces_back(inner) < inner => return None,
        _ => {
            let at = |inner: usize| {
                view.reading.longest(inner, |c| {
                    c == Class::At || (c == Class::AtWeak && (bracket || matches!(view.word(inner), "at" | "chez")))
                })
            };
            // "(la a con rabito)"
            at(inner).or_else(|| at(view.skip_spaces(inner + 1)))?.end as usize
        }
    };
    let after = view.skip_spaces(after);
    let close = match open {
        "(" => ")",
        "[" => "]",
        "{" => "}",
        "<" => ">",
        // "jan]at[": the brackets turned outward.
        ")" => "(",
        "]" => "[",
        "}" => "{",
        ">" => "<",
        same => same,
    };
    // "(arobase}"
    let closed = view.sign(after) == Some(close) || bracket && matches!(view.sign(after), Some(")" | "]" | "}"));
    closed.then(|| (At::Bracketed, host::skip_repeated(view, after)))
}

fn assemble(view: &View<'_>, at: At, first: usize, end: usize) -> Option<(Candidate, usize)> {
    let glossed = if at == At::Sign { end } else { host::skip_gloss(view, end) };
    let spaced = view.skip_comma(glossed);
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
    // "( <#> pm)": another key's sign stands only before a whole domain.
    let key = at == At::Emoji && view.sign(first).is_some_and(|sign| sign.is_ascii());
    if key && domain.evidence != "provider-domain" {
        return None;
    }
    let local = local::before(view, first, at, named)?;
    // "résa moins chère sur le-gite.ch": between words of a sentence "less" is no dash.
    let less = |at: usize| view.reading.is(at, |c| c == Class::Dash) && view.is_ordinary(at);
    if at == At::Weak && !named && (local.first..first).any(less) {
        return None;
    }
    // "if you r @ home"
    if domain.evidence == "provider-twin" && domain.dot.is_none() && local.name.len() == 1 && !local.glued {
        return None;
    }
    // "mi insta: arroba dani": what the colon announces begins with the sign.
    let service = view.reading.is(local.first, |c| c == Class::Service) && local.parts == 1;
    if service && !named && view.sign_before(first, ":") {
        return None;
    }
    // "sou o @duarte.surf": a word of the sentence and a user name.
    let bare = domain.evidence == "provider-twin" && domain.dot.is_none();
    // "then @icloud.com": what comes next in a name that was said before.
    let told =
        |c| matches!(c, Class::Then | Class::First | Class::Middle | Class::Last | Class::Filler | Class::Joiner);
    let told = local.ordinary && view.reading.is(local.first, told);
    // "c'est tjrs @orange.fr chez vous": a word of the sentence and a provider.
    let within = view.skip_spaces_back(local.first).checked_sub(1).is_some_and(|at| view.is_word(at))
        && !ROLES.contains(&local.name.as_str())
        && !view.cue(local.first, domain.end, Kind::Email).near;
    if at == At::Sign && spaced == end && !local.glued && (bare || told || local.ordinary && (!named || within)) {
        return None;
    }
    // "c'est ça, arobase laposte": a word of the sentence, and the rest of a name that was said before.
    let apart = view.sign(local.first + 1) == Some(",") && local.parts == 1;
    if at == At::Word && apart && (local.ordinary || local.name.len() < 3) && !ROLES.contains(&local.name.as_str()) {
        return None;
    }
    let local = if at == At::Sign { local } else { local::widened(view, local, domain.end) };
    let mut domain = domain;
    if domain.dot.is_none() {
        domain.end = described_ending(view, domain.end).unwrap_or(domain.end);
    }
    let candidate = weigh(view, at, &local, &domain)?;
    Some((candidate, domain.end))
}

/// "…, Endung wie immer bei uns": the ending of a provider that is described, up to the clause's end.
fn described_ending(view: &View<'_>, end: usize) -> Option<usize> {
    const ENDINGS: &[&str] = &["ending", "endung", "einde", "extensie", "extension", "suffix", "domain", "tld"];
    const ARTICLES: &[&str] = &["the", "die", "de", "das", "het", "mit", "with", "met"];
    let at = view.skip_comma(end);
    let at = if ARTICLES.contains(&view.word(at)) { view.skip_spaces(at + 1) } else { at };
    if view.sign(end) != Some(",") || !ENDINGS.contains(&view.word(at)) {
        return None;
    }
    let said = |at: usize| view.is_alphanumeric(at) || view.word(at) == " " || view.sign(at) == Some("'");
    let last = (at..at + ENDING_TOKENS_MAX).find(|&at| !said(at))?;
    Some(view.skip_spaces_back(last))
}

/// Tokens of an ending that is described at most.
const ENDING_TOKENS_MAX: usize = 20;

pub(super) fn weigh(view: &View<'_>, at: At, local: &Local, domain: &Domain) -> Option<Candidate> {
    let value = format!("{}@{}", local.name, domain.name);
    if view.own.addresses.contains(&value) || view.own.hosts.iter().any(|h| is_under(&domain.name, h)) {
        return None;
    }
    // "pardon non c'est @yahoo.fr"
    let answers = |c| matches!(c, Class::Denial | Class::Confirmation | Class::Correction);
    if !local.glued && local.name == view.word(local.first) && view.reading.is(local.first, answers) {
        return None;
    }
    let mut evidence = Evidence::new(view.weights, Kind::Email);
    evidence.add(match at {
        At::Sign => "at-sign",
        At::Bracketed => "at-bracketed",
        At::Word => "at-word",
        At::Weak => "at-weak",
        At::Foreign => "at-foreign",
        At::Emoji => "at-emoji",
        At::Missing => "at-missing",
    });
    evidence.add(match domain.evidence {
        "provider-twin" if matches!(at, At::Weak | At::Foreign) => "provider-twin-weak",
        other => other,
    });
    evidence.add_if(matches!(domain.dot, Some(Dot::Word | Dot::Bracketed)), "dot-written");
    evidence.add_if(matches!(domain.dot, Some(Dot::Comma | Dot::Bullet)), "dot-odd");
    let username = local.name.contains(|c: char| c.is_ascii_digit() || matches!(c, '.' | '_' | '-'));
    let role = ROLES.contains(&local.name.as_str());
    let weak = at == At::Weak && domain.evidence == "domain";
    evidence.add_if(weak, "weak-domain");
    // "cercate su google barca a vela trani punto com": what is announced is a site.
    let site =
        || view.cue(local.first, domain.end, Kind::Url).near && !view.cue(local.first, domain.end, Kind::Email).near;
    evidence.add_if(weak && local.parts == 1 && site(), "weak-site");
    // "l.petit chez atelierpetit point fr"
    let parted = local.name.split(['.', '_']).filter(|part| part.bytes().any(|b| b.is_ascii_alphabetic())).count() > 1;
    let said = domain.dot == Some(Dot::Word) && (parted || domain.name.contains('-'));
    evidence.add_if(weak && said && !local.ordinary, "weak-username");
    // "lina.morel chez orange"
    let named_after = at == At::Weak && domain.evidence == "provider-twin" && local.parts == 1;
    let words = |at: usize| view.is_word(at) && view.is_ordinary(at);
    let dotted_name = named_after && parted && !(local.first..local.first + 3).any(words);
    evidence.add_if(dotted_name && !local.name.contains('-'), "dotted-username");
    evidence.add_if(role, "role");
    let dotted = domain.name.ends_with(".com") || domain.name.matches('.').count() > 1;
    evidence.add_if(weak && domain.dot == Some(Dot::Word) && dotted, "weak-dot-com");
    // What is written as an address is one, whatever its words: "contact@maison.fr".
    let written = at == At::Sign && local.glued && domain.dot == Some(Dot::Plain) && !domain.sentence;
    evidence.add_if(domain.ordinary && !written, "ordinary-domain");
    evidence.add_if(username, "username");
    evidence.add_if(local.ordinary && !username && !role && !written, "ordinary-word");
    evidence.add_if(local.parts > 1, "local-parts");
    evidence.add_if(local.joined, "words-joined");
    evidence.add_if(local.spelled, "spelled");
    let unknown = !local.spelled && view.reading.at(local.first).is_empty();
    evidence.add_if(unknown && local.parts == 1 && local.name.len() >= LONG_BYTES_MIN, "long-name");
    let cue = view.cue(local.first, domain.end, Kind::Email);
    evidence.add_if(cue.near, "cue");
    let named = domain.evidence.starts_with("provider");
    evidence.add_if(named && unknown && local.parts == 1 && view.alone(local.first, domain.end), "alone");
    // "la mail è coachfilippo at proton"
    let announced =
        cue.adjacent && domain.evidence == "provider-twin" && !local.ordinary && !view.sign_before(local.first, ",");
    evidence.add_if(announced, "twin-announced");
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

/// From so many letters on, a word that the lexicon lacks is a name even where nothing announces it.
pub(super) const LONG_BYTES_MIN: usize = 12;

/// Whether a host is another or below it.
pub(super) fn is_under(host: &str, above: &str) -> bool {
    host.strip_suffix(above).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// The host or provider at a token.
pub(super) fn domain(view: &View<'_>, first: usize, at: At) -> Option<Domain> {
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
            // "web de"
            let whole = at != At::Weak && end > first + 1 && name.rsplit('.').next() == Some(view.word(end - 1));
            (!view.is_alphanumeric(end)).then_some(Domain::named(
                name,
                end,
                if whole { "provider-domain" } else { "provider" },
                None,
            ))
        });
    }
    // "arobase orange": an everyday word is a provider after an at-sign.
    if let Some(twin) = view.reading.longest(first, |c| c == Class::ProviderTwin).filter(|_| at != At::Missing) {
        if let Some(domain) = provider_and_tld(view, &twin).filter(|d| d.dot.is_some()) {
            return Some(domain);
        }
        let end = twin.end as usize;
        let name = view.vocabulary.providers[usize::from(twin.entry.value)].clone();
        return (!view.is_alphanumeric(end)).then_some(Domain::named(name, end, "provider-twin", None));
    }
    glued_tld(view, first).filter(|_| at != At::Weak).or_else(|| said_in_words(view, first, at))
}

/// "taller lola punto es": a domain that is said as several words.
fn said_in_words(view: &View<'_>, first: usize, at: At) -> Option<Domain> {
    let unknown = view.reading.at(first).is_empty();
    if !(matches!(at, At::Sign | At::Bracketed | At::Word) || at == At::Weak && unknown) {
        return None;
    }
    let of_name = |at: usize| {
        let other = |c| matches!(c, Class::At | Class::Dot | Class::Provider | Class::Filler | Class::Number);
        view.is_word(at) && (host::is_small(view.word(at)) || !view.reading.is(at, other))
    };
    let mut next = first;
    for _ in 1..DOMAIN_WORDS_MAX {
        let after = next + 1;
        if !of_name(next) {
            return None;
        }
        next = view.skip_spaces(after);
        if next == after || !of_name(next) {
            return None;
        }
        if let Some(host) = host::host(view, next).filter(|h| matches!(h.dot, Dot::Word | Dot::Bracketed)) {
            let before = view.text()[view.reading.bytes(first, next)].replace(' ', "");
            return Some(Domain::named(format!("{before}{}", host.name), host.end, "domain", Some(host.dot)));
        }
    }
    None
}

/// Words of a domain at most.
const DOMAIN_WORDS_MAX: usize = 4;

/// "ge eme a i ele punto com": a provider letter by letter.
fn spelled_provider(view: &View<'_>, first: usize) -> Option<Domain> {
    let (name, end) = local::spelled_at(view, first)?;
    let entry = *view.vocabulary.word(&name).iter().find(|e| e.class == Class::Provider)?;
    let lexeme = Lexeme { entry, first: first as u32, end: end as u32, disguised: true };
    provider_and_tld(view, &lexeme).or_else(|| {
        let name = view.vocabulary.providers[usize::from(entry.value)].clone();
        Some(Domain::named(name, end, "provider", None))
    })
}

/// "gmail com", "gmail/com", "g mail point com": a provider and its top-level domain, however they are joined.
pub(super) fn provider_and_tld(view: &View<'_>, provider: &Lexeme) -> Option<Domain> {
    let end = provider.end as usize;
    let spaced = view.skip_spaces(end);
    let (dot, next) = match host::dot(view, end) {
        Some((dot, next)) => (Some(dot), next),
        // "hotmail virgule com", "gmail comma com"
        None if let Some(comma) = view.reading.longest(spaced, |c| c == Class::Decimal) => {
            (None, view.skip_spaces(comma.end as usize))
        }
        None if matches!(view.sign(end), Some("/" | "-" | "_" | ":" | ";" | "*" | "|")) => (None, end + 1),
        None if spaced > end => (None, spaced),
        // "yahoo. co .uk": one word after a full stop may begin a sentence.
        None if view.sign(end) == Some(".") => {
            let double = |l: &Lexeme| l.end > l.first + 1;
            let tld = view.reading.longest(view.skip_spaces(end + 1), |c| c == Class::Tld).filter(double)?;
            (None, tld.first as usize)
        }
        None => return None,
    };
    // "a dot, then com"
    let is_tld = |at: usize| view.reading.is(at, |c| c == Class::Tld);
    let next = if dot.is_none() || is_tld(next) {
        next
    } else {
        Some(host::skip_padding(view, next)).filter(|&at| is_tld(at)).unwrap_or(next)
    };
    let (tld, end) = match view.reading.longest(next, |c| c == Class::Tld) {
        Some(tld) => (view.vocabulary.tlds[usize::from(tld.entry.value)].as_str(), tld.end as usize),
        None if dot.is_some() => (view.word(next), next + 1),
        None => return None,
    };
    let value = provider.entry.value;
    let name = canonical(view, value, tld);
    // Without a dot only the provider's own ending counts: "gmail de Paul".
    let domain = view.vocabulary.providers[usize::from(value)].as_str();
    let national = || {
        let many = NATIONAL.contains(&domain.split('.').next().unwrap_or(domain));
        many && (tld.contains('.') || tld.len() == 2)
            && (tld.contains('.') || handle::ends_clause(view, end) || says_glued(view, end, end + GLUED_TOKENS))
    };
    let own = dot.is_some() || domain.ends_with(tld) || national();
    let known = host::is_known(&name) && !view.is_alphanumeric(end);
    (own && known).then_some(Domain::named(name, end, "provider-domain", dot))
}

/// Providers that have a domain in many countries: "jean at yahoo fr".
const NATIONAL: [&str; 5] = ["yahoo", "hotmail", "live", "outlook", "msn"];

/// Tokens after an address within which it may be said to be written as one: "tout attaché".
const GLUED_TOKENS: usize = 4;

/// A provider's domain under a top-level domain.
fn canonical(view: &View<'_>, provider: u16, tld: &str) -> String {
    let domain = &view.vocabulary.providers[usize::from(provider)];
    format!("{}.{tld}", domain.split('.').next().unwrap_or(domain))
}

/// "gmailcom": the dot left out, glued.
fn glued_tld(view: &View<'_>, first: usize) -> Option<Domain> {
    let word = Some(view.word(first)).filter(|_| view.reading.traits(first).any(Traits::PROVIDER_AND_END))?;
    let (provider, tld) = provider_and_end(word, view.vocabulary)?;
    Some(Domain::named(canonical(view, provider, tld), first + 1, "provider-domain", None))
}

/// A provider and the top-level domain that is glued to it.
fn provider_and_end(word: &str, vocabulary: &Vocabulary) -> Option<(u16, &'static str)> {
    ["com", "fr", "net", "de", "es", "it", "be", "ch", "nl", "pt", "br"].into_iter().find_map(|tld| {
        let meanings = vocabulary.word(word.strip_suffix(tld)?);
        meanings.iter().find(|e| e.class == Class::Provider).map(|e| (e.value, tld))
    })
}

/// Whether a word is a provider glued to its top-level domain.
pub(super) fn is_provider_and_end(word: &str, vocabulary: &Vocabulary) -> bool {
    provider_and_end(word, vocabulary).is_some()
}

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
