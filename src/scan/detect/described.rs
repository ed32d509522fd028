//! Addresses that are described: "my first name dot last name, the google one".

use crate::kind::Kind;
use crate::scan::read::{Class, TokenKind};

use super::evidence::Evidence;
use super::name::says_glued;
use super::{Candidate, View, email, host};

/// Tokens from the first part of a described name to its provider at most: about a dozen words.
const TOKENS_MAX: usize = 30;

/// An address whose parts are described, from a token on, with one past its last token.
pub(super) fn detect(view: &View<'_>, token: usize) -> Option<(Candidate, usize)> {
    let Some(part) = view.reading.longest(token, |c| c == Class::NamePart) else { return named(view, token) };
    // What is asked of the other ("votre nom") describes nothing.
    if asked(view, token) {
        return None;
    }
    let provider = provider_after(view, part.end as usize)?;
    if complete(view, token, provider.first) {
        return None;
    }
    let between = token..provider.first;
    let is = |at: usize, wanted: fn(Class) -> bool| view.reading.is(at, wanted);
    let signs =
        between.clone().filter(|&at| is(at, |c| matches!(c, Class::Dot | Class::Dash | Class::Underscore))).count();
    let parts = between.clone().filter(|&at| is(at, |c| c == Class::NamePart)).count();
    let at_sign = between.clone().any(|at| view.sign(at) == Some("@") || is(at, |c| c == Class::At));
    let mut evidence = Evidence::new(view.weights, Kind::Email);
    evidence.add("described");
    evidence.add(provider.evidence);
    evidence.add_if(parts > 1, "local-parts");
    evidence.add_if(signs > 0, "dot-written");
    evidence.add_if(at_sign, "at-word");
    evidence.add_if(says_glued(view, token, provider.first), "described-glued");
    evidence.add_if(between.clone().any(|at| view.sign(at) == Some("(")), "described-name");
    let cue = view.cue(token, provider.end, Kind::Email);
    evidence.add_if(cue.near, "cue");
    if evidence.sum() < super::CANDIDATE_MIN {
        return None;
    }
    let first = view.skip_spaces_back(token).checked_sub(1).filter(|&at| OWN.contains(&view.word(at))).unwrap_or(token);
    let value = format!("?@{}", provider.name);
    let mut candidate = view.candidate(Kind::Email, first, provider.end, value, evidence);
    candidate.disguises.push("written-signs");
    Some((candidate, provider.end))
}

/// "Tunde Bakare, all one word, 1979 after it, and then google's mail": a name, how it is written, and the provider.
fn named(view: &View<'_>, token: usize) -> Option<(Candidate, usize)> {
    let remark = view.reading.longest(token, |c| c == Class::Filler).map_or(token + 1, |l| l.end as usize);
    if !says_glued(view, token, remark) {
        return None;
    }
    let mut first = view.skip_comma_back(token);
    if first == view.skip_spaces_back(token) {
        return None;
    }
    let end = first;
    let mut words = 0;
    while words < NAME_WORDS_MAX {
        let Some(at) = view.skip_spaces_back(first).checked_sub(1) else { break };
        let own = view.is_word(at) && (host::is_capital(view, at) || !view.is_ordinary(at)) || view.is_digits(at);
        if !own {
            break;
        }
        first = at;
        words += 1;
    }
    let provider = provider_after(view, remark).filter(|_| words > 0)?;
    let mut evidence = Evidence::new(view.weights, Kind::Email);
    evidence.add("described");
    evidence.add(provider.evidence);
    evidence.add("described-glued");
    evidence.add("described-name");
    evidence.add_if(view.cue(first, provider.end, Kind::Email).near, "cue");
    if evidence.sum() < super::CANDIDATE_MIN {
        return None;
    }
    let name = view.text()[view.reading.bytes(first, end)].replace(' ', "");
    let mut candidate = view.candidate(Kind::Email, first, provider.end, format!("{name}@{}", provider.name), evidence);
    candidate.disguises.push("written-signs");
    Some((candidate, provider.end))
}

/// Words of a name before what says how it is written at most.
const NAME_WORDS_MAX: usize = 4;

/// Whether an address stands after its description: "prénom et nom collés : nabilacherif arobase".
fn complete(view: &View<'_>, first: usize, provider: usize) -> bool {
    let end = host::skip_padding_back(view, provider);
    let Some(at) =
        view.ending_at(end, |c| matches!(c, Class::At | Class::AtWeak)).filter(|at| at.first as usize > first)
    else {
        return view.sign(end.saturating_sub(1)) == Some("@") && view.is_alphanumeric(end.saturating_sub(2));
    };
    let end = view.skip_comma_back(at.first as usize);
    let Some(last) = end.checked_sub(1).filter(|&last| view.is_alphanumeric(last)) else { return false };
    let named = view.ending_at(view.skip_spaces_back(last), |c| c == Class::NamePart).is_some();
    view.reading.at(last).is_empty() && !named
}

/// Whose name it is.
const OWN: &[&str] = &["my", "mon", "mein", "mijn", "mi", "il", "mio", "meu", "o"];

/// Whether a part of a name is the other's, or one to be filled in.
fn asked(view: &View<'_>, token: usize) -> bool {
    #[rustfmt::skip]
    const OTHERS: &[&str] = &[
        "votre", "vos", "ton", "ta", "tes", "son", "sa", "ses", "your", "his", "her", "their", "dein", "deine", "ihr", "ihre",
        "sein", "jouw", "uw", "zijn", "haar", "tu", "su", "sus", "tus", "tuo", "suo", "teu", "seu",
    ];
    view.skip_spaces_back(token).checked_sub(1).is_some_and(|at| OTHERS.contains(&view.word(at)))
}

/// A provider that ends a description.
struct Provider {
    first: usize,
    end: usize,
    name: String,
    evidence: &'static str,
}

/// The first provider after a token in the same sentence.
fn provider_after(view: &View<'_>, from: usize) -> Option<Provider> {
    let tokens = view.reading.tokens();
    let end = (from + TOKENS_MAX).min(tokens.len());
    for (at, token) in tokens.iter().enumerate().take(end).skip(from) {
        match token.kind {
            TokenKind::Newline => return None,
            TokenKind::Sign
                if matches!(view.sign(at), Some("." | "!" | "?" | "…")) && !view.is_alphanumeric(at + 1) =>
            {
                return None;
            }
            TokenKind::Word if !view.is_alphanumeric(at - 1) => {}
            _ => continue,
        }
        let sure = view.reading.longest(at, |c| c == Class::Provider);
        // An everyday word is a provider here only where it could be little else.
        let twin = || view.reading.longest(at, |c| c == Class::ProviderTwin).filter(|_| view.word(at).len() > 5);
        let Some(lexeme) = sure.or_else(twin) else { continue };
        let domain = email::provider_and_tld(view, &lexeme);
        let name = view.vocabulary.providers[usize::from(lexeme.entry.value)].clone();
        return Some(match domain {
            Some(domain) => Provider { first: at, end: domain.end, name: domain.name, evidence: domain.evidence },
            None => Provider { first: at, end: lexeme.end as usize, name, evidence: "provider" },
        });
    }
    None
}
