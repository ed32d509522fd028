//! Overlaps: of candidates that share bytes, the one that explains the text best stays.

use crate::kind::{Kind, Mode};

use super::detect::Candidate;

/// A candidate that is at least this sure swallows what lies inside it: the phone in a wa.me link is no second hit.
const SWALLOWS_MIN: u8 = 50;

/// Keeps, of overlapping candidates of one mode, the best; `mode_of` tells a detector's mode.
pub(super) fn resolve(candidates: &mut Vec<Candidate>, mode_of: impl Fn(usize) -> Mode) {
    candidates.sort_by(|a, b| {
        rank(b)
            .cmp(&rank(a))
            .then(a.span.start.cmp(&b.span.start))
            .then(b.span.end.cmp(&a.span.end))
            .then(a.detector.cmp(&b.detector))
    });
    let mut kept: Vec<Candidate> = Vec::with_capacity(candidates.len());
    for candidate in candidates.drain(..) {
        let mode = mode_of(candidate.detector);
        if !kept.iter().any(|k| overlaps(k, &candidate) && mode_of(k.detector) == mode) {
            kept.push(candidate);
        }
    }
    kept.sort_by_key(|c| (c.span.start, c.span.end, c.detector));
    *candidates = kept;
}

/// Sure contacts first, the longest first among them, an address before the link that it could be read as; then by confidence.
fn rank(candidate: &Candidate) -> (bool, usize, bool, u8) {
    let sure = candidate.kind.is_contact() && candidate.confidence >= SWALLOWS_MIN;
    let length = match candidate.kind {
        // What encloses another detail by its nature.
        Kind::Url | Kind::Email | Kind::Handle | Kind::Payment | Kind::Address | Kind::Phone | Kind::Meeting
            if sure =>
        {
            candidate.span.len()
        }
        _ => 0,
    };
    // A meeting's id stands beside its service's name, which says more than a plan that fits.
    let named = matches!(candidate.kind, Kind::Email | Kind::Meeting);
    (sure, length, sure && named, candidate.confidence)
}

fn overlaps(a: &Candidate, b: &Candidate) -> bool {
    // "Pay me by Zelle" proposes, "Zelle" is where: two facts.
    let invitations = matches!((a.kind, b.kind), (Kind::Mention, Kind::Intent) | (Kind::Intent, Kind::Mention));
    !invitations && a.span.start < b.span.end && b.span.start < a.span.end
}
