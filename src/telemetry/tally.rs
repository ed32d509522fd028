//! Plain counters, owned by whoever counts: kept per partition and batch, so that what is dropped with a revoked
//! partition is not counted either.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use crate::conversation::Eviction;
use crate::kind::{Kind, Mode};
use crate::message::{Field, FieldSet, ReasonClass, Severity};

use super::Buckets;

/// How judging a message ended: the label of `vigie_messages_total`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Judged {
    /// Nothing found.
    Clean,
    /// A flag.
    Flagged,
    /// Not to be decoded, or a detector panicked.
    DeadLetter,
    /// A null payload.
    Tombstone,
    /// Taken back by its sender.
    Deleted,
    /// A known revision of a known message.
    Repeated,
}

impl Judged {
    /// Every way.
    pub const ALL: [Judged; 6] =
        [Judged::Clean, Judged::Flagged, Judged::DeadLetter, Judged::Tombstone, Judged::Deleted, Judged::Repeated];

    /// The label.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Judged::Clean => "clean",
            Judged::Flagged => "flagged",
            Judged::DeadLetter => "dead_letter",
            Judged::Tombstone => "tombstone",
            Judged::Deleted => "deleted",
            Judged::Repeated => "repeated",
        }
    }
}

/// What was counted while judging some messages.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    pub(super) messages: [u64; Judged::ALL.len()],
    pub(super) message_bytes: u64,
    pub(super) hits: HashMap<(Kind, Arc<str>, Mode), u64>,
    pub(super) flags: [u64; Severity::ALL.len()],
    pub(super) dead_letters: [u64; ReasonClass::ALL.len()],
    pub(super) panics: HashMap<Arc<str>, u64>,
    pub(super) invalid_fields: [u64; Field::ALL.len()],
    pub(super) foreign_keys: u64,
    pub(super) evictions: [u64; Eviction::ALL.len()],
    pub(super) scan_seconds: Buckets,
}

impl Tally {
    /// Counts a judged message and its payload's bytes.
    pub fn message(&mut self, result: Judged, bytes: usize) {
        self.messages[result as usize] += 1;
        self.message_bytes += bytes as u64;
    }

    /// Counts a finding over its threshold.
    pub fn hit(&mut self, kind: Kind, detector: &Arc<str>, mode: Mode) {
        *self.hits.entry((kind, detector.clone(), mode)).or_default() += 1;
    }

    /// Counts a flag.
    pub fn flag(&mut self, severity: Severity) {
        self.flags[severity as usize] += 1;
    }

    /// Counts a dead letter.
    pub fn dead_letter(&mut self, class: ReasonClass) {
        self.dead_letters[class as usize] += 1;
    }

    /// Counts a panic of a detector.
    pub fn panic(&mut self, detector: &str) {
        *self.panics.entry(detector.into()).or_default() += 1;
    }

    /// Counts optional fields that had a wrong type.
    pub fn invalid_fields(&mut self, fields: FieldSet) {
        for field in fields.iter() {
            self.invalid_fields[field as usize] += 1;
        }
    }

    /// Counts a record whose key is not its conversation's id.
    pub fn foreign_key(&mut self) {
        self.foreign_keys += 1;
    }

    /// Counts what conversations forgot, by cause.
    pub fn evicted(&mut self, evictions: [u64; Eviction::ALL.len()]) {
        add(&mut self.evictions, evictions);
    }

    /// Notes how long one scan took.
    pub fn scanned(&mut self, elapsed: Duration) {
        self.scan_seconds.observe(elapsed);
    }

    /// Messages judged, however they ended.
    #[must_use]
    pub fn messages(&self) -> u64 {
        self.messages.iter().sum()
    }

    /// Messages that ended one way.
    #[must_use]
    pub fn count(&self, result: Judged) -> u64 {
        self.messages[result as usize]
    }

    /// Adds what another counted.
    pub fn merge(&mut self, other: Tally) {
        add(&mut self.messages, other.messages);
        add(&mut self.flags, other.flags);
        add(&mut self.dead_letters, other.dead_letters);
        add(&mut self.invalid_fields, other.invalid_fields);
        add(&mut self.evictions, other.evictions);
        self.message_bytes += other.message_bytes;
        self.foreign_keys += other.foreign_keys;
        for (key, count) in other.hits {
            *self.hits.entry(key).or_default() += count;
        }
        for (detector, count) in other.panics {
            *self.panics.entry(detector).or_default() += count;
        }
        self.scan_seconds.merge(&other.scan_seconds);
    }
}

fn add<const N: usize>(counts: &mut [u64; N], more: [u64; N]) {
    for (count, more) in counts.iter_mut().zip(more) {
        *count += more;
    }
}
