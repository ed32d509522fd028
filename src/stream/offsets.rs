//! Offsets as values: what a batch covers, what is to be committed for it, and what of it is left after a failure. Pure.

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

/// Offsets to commit, or committed: for each partition the next one to read.
pub(super) type Offsets = BTreeMap<Partition, i64>;

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
