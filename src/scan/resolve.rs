//! Overlaps: of candidates that share bytes, the one that explains the text best stays.

use std::collections::BTreeMap;
use std::ops::Range;

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
    let mut grounds: [Ground; 2] = Default::default();
    candidates.retain(|candidate| {
        let ground = &mut grounds[usize::from(mode_of(candidate.detector) == Mode::Shadow)];
        ground.take(candidate.kind, &candidate.span)
    });
    candidates.sort_by_key(|c| (c.span.start, c.span.end, c.detector));
}

/// What of a text is taken already, by what.
#[derive(Default)]
struct Ground {
    contacts: Taken,
    mentions: Taken,
    intents: Taken,
}

impl Ground {
    /// Takes a span, or says that it may not be had: "Pay me by Zelle" proposes, "Zelle" is where; two facts may share bytes.
    fn take(&mut self, kind: Kind, span: &Range<usize>) -> bool {
        let Self { contacts, mentions, intents } = self;
        let free = match kind {
            Kind::Mention => contacts.is_free(span) && mentions.is_free(span),
            Kind::Intent => contacts.is_free(span) && intents.is_free(span),
            _ => contacts.is_free(span) && mentions.is_free(span) && intents.is_free(span),
        };
        let taken = match kind {
            Kind::Mention => mentions,
            Kind::Intent => intents,
            _ => contacts,
        };
        if free {
            taken.0.insert(span.start, span.end);
        }
        free
    }
}

/// Spans that share no byte: the end of each by its start.
#[derive(Default)]
struct Taken(BTreeMap<usize, usize>);

impl Taken {
    fn is_free(&self, span: &Range<usize>) -> bool {
        self.0.range(..span.end).next_back().is_none_or(|(_, &end)| end <= span.start)
    }
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
    // A meeting's id stands beside its service's name, which says more than a plan that fits; a payment's link is a link too.
    let named = matches!(candidate.kind, Kind::Email | Kind::Meeting | Kind::Payment);
    (sure, length, sure && named, candidate.confidence)
}
