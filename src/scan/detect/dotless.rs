//! Hosts whose dot or ending is left out, or said elsewhere: "monsitedeco fr", "facebook slash name", "en point fr : margot".

use crate::kind::Kind;
use crate::scan::read::{Class, TokenKind};

use super::evidence::Evidence;
use super::host::{self, Dot, Host};
use super::path::path;
use super::{Candidate, View, bridge, handle, name};

/// "mon site en point fr : margot-poterie": the ending said before the name, from its dot on.
pub(super) fn ending_first(view: &View<'_>, dot: usize) -> Option<Candidate> {
    let tld = match view.sign(dot) {
        Some(".") => dot + 1,
        Some(_) => return None,
        None => view.skip_spaces(view.reading.longest(dot, |c| c == Class::Dot)?.end as usize),
    };
    let lead = view.skip_spaces_back(dot).checked_sub(1).filter(|&at| at + 1 < dot)?;
    let led = matches!(view.word(lead), "en" | "a" | "un" | "in" | "ein" | "een" | "le" | "il" | "the" | "el" | "um");
    let comma = view.skip_spaces(tld + 1);
    if !led || !host::COMMON_TLDS.contains(&view.word(tld)) || !matches!(view.sign(comma), Some("," | ":")) {
        return None;
    }
    let first = view.skip_spaces(comma + 1);
    let (name, end) = host::label(view, first)?;
    let unknown = view.reading.at(first).is_empty() || name.contains('-');
    let own = unknown && name.len() >= NAME_BYTES_MIN && handle::ends_clause(view, end);
    if !own || !view.cue(dot, tld + 1, Kind::Url).near {
        return None;
    }
    let mut evidence = Evidence::new(view.weights, Kind::Url);
    evidence.add("tld-common");
    evidence.add("dot-word");
    evidence.add("cue");
    Some(view.candidate(Kind::Url, first, end, format!("{name}.{}", view.word(tld)), evidence))
}

/// Letters of a name whose ending is said before it at least.
const NAME_BYTES_MIN: usize = 5;

/// "youtube com slash name", "t me slash name": a service's host with its dot left out, and a path.
pub(super) fn service_without_dot(view: &View<'_>, at: usize) -> Option<Host> {
    let service = view.reading.longest(at, |c| c == Class::Service);
    let end = service.map_or(at + 1, |service| service.end as usize);
    // "bit/ly/3kqz": a sign in place of the dot.
    let signed = matches!(view.sign(end), Some("/" | "_" | "-" | "|"));
    let tld = if signed { end + 1 } else { view.skip_spaces(end) };
    let slash = view.skip_spaces(tld + 1);
    if !(view.sign(slash) == Some("/") || view.reading.is(slash, |c| c == Class::Slash)) {
        return None;
    }
    let word = view.reading.tokens().get(tld).filter(|t| tld > end && t.kind == TokenKind::Word)?.text(view.text());
    let name = format!("{}.{word}", &view.text()[view.reading.bytes(at, end)]);
    let host = Host { name, end: tld + 1, tld, labels: vec![at, tld], dot: Dot::Spaced };
    (view.vocabulary.service_hosts.contains(&host.name) && path(view, view.reading.bytes(tld, tld + 1).end, tld + 1).1)
        .then_some(host)
}

/// "facebook slash lesruchersdanatole": a service's host with its ending left out, and a name for its path.
pub(super) fn service_without_ending(view: &View<'_>, at: usize) -> Option<Host> {
    if !view.reading.holds().account() {
        return None;
    }
    let service = view.reading.longest(at, |c| matches!(c, Class::Service | Class::ServiceTwin))?;
    let end = service.end as usize;
    let slash = view.skip_spaces(end);
    let said = view.reading.longest(slash, |c| c == Class::Slash).filter(|_| slash > end)?;
    // "instagram slash facebook" is a choice.
    let name = name::name(view, view.skip_spaces(said.end as usize))?;
    let sure = service.entry.class == Class::Service;
    let own = name.mixed || name.sigil || sure && !name.ordinary && view.reading.at(name.first).is_empty();
    let name = format!("{}.com", view.vocabulary.services[usize::from(service.entry.value)].name);
    own.then(|| Host { name, end, tld: at, labels: vec![at, at], dot: Dot::Missing })
}

/// Top-level domains that are no words, where the dot before them is left out.
pub(super) const SURE_TLDS: &[&str] = &["com", "fr", "net", "org", "eu", "nl", "ch", "pt"];

/// "mon site : monsitedeco fr": the dot left out, right after what announces a site.
pub(super) fn dot_missing(view: &View<'_>, at: usize) -> Option<Host> {
    let (name, end) = host::label(view, at)?;
    let tld = view.skip_spaces(end);
    // "harrowlanemusic co uk": an ending of two words is hardly anything else.
    let double = || view.reading.longest(tld, |c| c == Class::Tld).filter(|l| l.end as usize > tld + 2);
    if tld > end
        && matches!(view.word(tld), "co" | "com")
        && let Some(double) = double()
        && let Some(ending) = view.vocabulary.tlds.get(usize::from(double.entry.value)).filter(|t| t.contains('.'))
        && name.len() >= 6
        && view.reading.at(at).is_empty()
    {
        let name = format!("{name}.{ending}");
        return Some(Host { name, end: double.end as usize, tld, labels: vec![at, tld], dot: Dot::Spaced });
    }
    let known = SURE_TLDS.contains(&view.word(tld)) && tld > end && !view.is_alphanumeric(tld + 1);
    if !known || name.len() < 6 || view.is_ordinary(at) || end > at + 1 && !name.contains('-') {
        return None;
    }
    let before = bridge::unbound_before(view, at);
    // "y'a tout sur atelier-bulle fr"
    let on = || {
        let at = view.skip_spaces_back(at);
        name.contains('-') && at > 0 && matches!(view.word(at - 1), "sur" | "on" | "auf" | "su" | "en" | "op" | "no")
    };
    if view.ending_at(before, |c| c == Class::Cue(Kind::Url)).is_none() && !on() {
        return None;
    }
    let name = format!("{name}.{}", view.word(tld));
    Some(Host { name, end: tld + 1, tld, labels: vec![at, tld], dot: Dot::Missing })
}
