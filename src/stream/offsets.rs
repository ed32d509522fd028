//! Offsets as values: what a batch covers, what is to be committed for it, what of it is left after a failure, and what is to
//! be read again to rebuild memory. Pure.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// A partition of a topic.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Partition {
    pub(super) topic: Arc<str>,
    pub(super) number: i32,
}

impl Partition {
    pub(super) fn new(topic: &str, number: i32) -> Self {
        Self { topic: topic.into(), number }
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]", self.topic, self.number)
    }
}

/// What is committed, by partition.
pub(super) type Commits = BTreeMap<Partition, Commit>;

/// What is committed of a partition, or to be committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Commit {
    /// The next offset to read.
    pub(super) next: i64,
    /// The oldest offset that the memory needs, `next` where it needs none: kept in the offset's metadata. `None` where
    /// nothing is kept there, or nothing that this version understands.
    pub(super) replay_from: Option<i64>,
}

/// What the metadata begins with: who wrote it, and the version of what follows, an offset in digits. (Kafka takes 4,096
/// bytes; these are 28 at most.)
const METADATA: &str = "vigie/1 ";

impl Commit {
    /// What to commit, where the memory needs this offset, or none.
    pub(super) fn new(next: i64, needed: Option<i64>) -> Self {
        Self { next, replay_from: Some(needed.map_or(next, |needed| needed.clamp(0, next))) }
    }

    /// What was committed with this metadata.
    pub(super) fn read(next: i64, metadata: &str) -> Self {
        let offset = metadata.strip_prefix(METADATA).and_then(|digits| digits.parse().ok());
        Self { next, replay_from: offset.filter(|offset| (0..=next).contains(offset)) }
    }

    /// The metadata to commit with it.
    pub(super) fn metadata(&self) -> String {
        format!("{METADATA}{}", self.replay_from.unwrap_or(self.next))
    }

    /// What is to be read again, but no more than so many offsets.
    pub(super) fn stretch(&self, offsets_max: i64) -> Option<Stretch> {
        let from = self.replay_from?.max(self.next.saturating_sub(offsets_max));
        (from < self.next).then_some(Stretch { from, until: self.next })
    }
}

/// Offsets to read again: from the one up to the other, which is not among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) from: i64,
    pub(super) until: i64,
}

impl Stretch {
    /// None: a place to read on from.
    pub(super) fn empty_at(offset: i64) -> Self {
        Self { from: offset, until: offset }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.from >= self.until
    }

    /// What of it is not below the first offset that is still there.
    pub(super) fn above(self, low: i64) -> Option<Self> {
        let left = Self { from: self.from.max(low), ..self };
        (!left.is_empty()).then_some(left)
    }
}

/// The offsets that one partition's records in a batch cover. Gaps are normal: transaction markers take offsets, and
/// compaction takes records away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    first: i64,
    next: i64,
}

/// What of a span is still to be committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Left {
    /// All of it.
    All,
    /// Only what stands at this offset or later.
    From(i64),
    /// Nothing: the commit whose answer was lost had been made.
    Nothing,
}

impl Span {
    pub(super) fn starting(offset: i64) -> Self {
        Self { first: offset, next: offset + 1 }
    }

    /// Takes a record in. `false` when its offset is not beyond what is covered: the consumer was set back.
    pub(super) fn extend(&mut self, offset: i64) -> bool {
        let ahead = offset >= self.next;
        if ahead {
            self.next = offset + 1;
        }
        ahead
    }

    /// The offset of the first record.
    pub(super) fn first(&self) -> i64 {
        self.first
    }

    /// The offset to commit: one past the last record.
    pub(super) fn next(&self) -> i64 {
        self.next
    }

    /// Compares with what the broker says is committed; `None` where nothing ever was.
    pub(super) fn left(&self, committed: Option<i64>) -> Left {
        match committed {
            Some(offset) if offset >= self.next => Left::Nothing,
            Some(offset) if offset > self.first => Left::From(offset),
            _ => Left::All,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_commits_one_past_its_last_record_whatever_the_gaps() {
        let mut span = Span::starting(10);
        assert_eq!(span.next(), 11);
        assert!(span.extend(11));
        assert!(span.extend(40));
        assert_eq!(span.next(), 41);
    }

    #[test]
    fn a_record_set_back_is_refused_and_changes_nothing() {
        let mut span = Span::starting(10);
        assert!(!span.extend(10));
        assert!(!span.extend(3));
        assert_eq!(span, Span::starting(10));
    }

    #[test]
    fn a_replay_offset_goes_through_the_metadata() {
        for (needed, kept) in [(None, 50), (Some(7), 7), (Some(0), 0), (Some(50), 50), (Some(99), 50)] {
            let commit = Commit::new(50, needed);
            assert_eq!(commit.replay_from, Some(kept), "needed {needed:?}");
            assert_eq!(Commit::read(50, &commit.metadata()), commit);
        }
        assert!(Commit::new(i64::MAX, None).metadata().len() <= 28);
    }

    #[test]
    fn metadata_of_another_kind_is_none() {
        for metadata in ["", "vigie/1 ", "vigie/1 x", "vigie/1 -3", "vigie/1 51", "vigie/2 7", "vigie/1 7 8", "7", "é"]
        {
            let commit = Commit::read(50, metadata);
            assert_eq!(commit, Commit { next: 50, replay_from: None }, "{metadata:?}");
            assert_eq!(commit.stretch(10), None);
        }
    }

    #[test]
    fn what_is_read_again_is_bounded_by_the_setting_and_by_what_is_there() {
        let commit = Commit::new(50, Some(20));
        assert_eq!(commit.stretch(100), Some(Stretch { from: 20, until: 50 }));
        assert_eq!(commit.stretch(10), Some(Stretch { from: 40, until: 50 }));
        assert_eq!(Commit::new(50, None).stretch(100), None);
        let stretch = Stretch { from: 20, until: 50 };
        assert_eq!(stretch.above(10), Some(stretch));
        assert_eq!(stretch.above(30), Some(Stretch { from: 30, until: 50 }));
        assert_eq!(stretch.above(50), None);
    }

    #[test]
    fn the_broker_decides_what_is_left() {
        let mut span = Span::starting(10);
        assert!(span.extend(19));
        for (committed, left) in [
            (None, Left::All),
            (Some(0), Left::All),
            (Some(10), Left::All),
            (Some(11), Left::From(11)),
            (Some(19), Left::From(19)),
            (Some(20), Left::Nothing),
            (Some(99), Left::Nothing),
        ] {
            assert_eq!(span.left(committed), left, "committed {committed:?}");
        }
    }
}
