//! Dead letters: how a record that cannot be judged is put aside whole, and when there are so many that the worker stops.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use rdkafka::message::{Header, Message as _, OwnedHeaders, OwnedMessage};

use super::Error;
use crate::config::DeadLetters;
use crate::message::{Reason, ReasonClass};

/// How much of the original a letter carries. Each is smaller than the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Carried {
    /// Key, payload and headers, unchanged.
    Whole,
    /// Key and headers: the payload does not fit the topic.
    NoPayload,
    /// The key: not even the headers do.
    NoHeaders,
    /// Nothing but where the original stands.
    Nothing,
}

impl Carried {
    /// The next smaller form.
    pub(super) fn less(self) -> Option<Self> {
        match self {
            Carried::Whole => Some(Carried::NoPayload),
            Carried::NoPayload => Some(Carried::NoHeaders),
            Carried::NoHeaders => Some(Carried::Nothing),
            Carried::Nothing => None,
        }
    }

    pub(super) fn payload(self, original: &OwnedMessage) -> Option<&[u8]> {
        original.payload().filter(|_| self == Carried::Whole)
    }

    pub(super) fn key(self, original: &OwnedMessage) -> Option<&[u8]> {
        original.key().filter(|_| self != Carried::Nothing)
    }

    fn headers(self, original: &OwnedMessage) -> OwnedHeaders {
        let kept = original.headers().filter(|_| matches!(self, Carried::Whole | Carried::NoPayload));
        kept.cloned().unwrap_or_default()
    }
}

/// The original's headers and those that say why it is here, named as Kafka Connect names them.
pub(super) fn headers(original: &OwnedMessage, reason: &Reason, carried: Carried) -> OwnedHeaders {
    let (stage, judge) = match reason.class {
        ReasonClass::Panic => ("SCAN", "vigie::scan::Scanner"),
        ReasonClass::FlagTooLarge => ("PRODUCE", "vigie::stream::Sink"),
        _ => ("DECODE", "vigie::message::Decoder"),
    };
    let timestamp = original.timestamp().to_millis().map(|ms| ms.to_string());
    let told = [
        ("__connect.errors.topic", Some(original.topic().to_owned())),
        ("__connect.errors.partition", Some(original.partition().to_string())),
        ("__connect.errors.offset", Some(original.offset().to_string())),
        ("__connect.errors.timestamp", timestamp),
        ("__connect.errors.stage", Some(stage.to_owned())),
        ("__connect.errors.class.name", Some(judge.to_owned())),
        ("__connect.errors.exception.class.name", Some(reason.class.label().to_owned())),
        ("__connect.errors.exception.message", Some(reason.to_string())),
        ("vigie.version", Some(env!("CARGO_PKG_VERSION").to_owned())),
        ("vigie.truncated", (carried != Carried::Whole).then(|| "true".to_owned())),
    ];
    let given = told.iter().filter_map(|(key, value)| Some((*key, value.as_deref()?)));
    given.fold(carried.headers(original), |headers, (key, value)| headers.insert(Header { key, value: Some(value) }))
}

/// After this many times [`DeadLetters::records_min`] counting starts anew, so that a long clean past cannot hide a producer
/// that has just broken.
const WINDOW: u64 = 10;

/// Counts one lane's dead letters against the configured limit.
#[derive(Debug)]
pub(super) struct Guard {
    limit: DeadLetters,
    records: u64,
    letters: u64,
    /// Hashes of the keys seen, never more than are asked for.
    keys: HashSet<u64>,
    latest: Option<Reason>,
}

impl Guard {
    pub(super) fn new(limit: DeadLetters) -> Self {
        Self { limit, records: 0, letters: 0, keys: HashSet::new(), latest: None }
    }

    /// Counts a record, whatever became of it.
    pub(super) fn record(&mut self) {
        if self.records >= (self.limit.records_min as u64).saturating_mul(WINDOW) {
            *self = Self::new(self.limit.clone());
        }
        self.records += 1;
    }

    /// Counts a dead letter, unless a single member could have caused it.
    pub(super) fn letter(&mut self, reason: &Reason, key: Option<&[u8]>, offset: i64) {
        if reason.class.is_members() {
            return;
        }
        self.letters += 1;
        self.latest = Some(*reason);
        if self.keys.len() < self.limit.keys_min {
            let mut hasher = DefaultHasher::new();
            // Records without a key belong to no conversation, so each stands for itself.
            match key {
                Some(key) => key.hash(&mut hasher),
                None => offset.hash(&mut hasher),
            }
            self.keys.insert(hasher.finish());
        }
    }

    /// Looks whether there are too many.
    pub(super) fn check(&self, topic: &str) -> Result<(), Error> {
        let enough = self.records >= self.limit.records_min as u64 && self.keys.len() >= self.limit.keys_min;
        let ratio = self.letters as f64 / self.records.max(1) as f64;
        match self.latest {
            Some(latest) if enough && ratio > self.limit.ratio_max => Err(Error::TooManyDeadLetters {
                letters: self.letters,
                records: self.records,
                percent: 100.0 * self.limit.ratio_max,
                latest,
                topic: topic.to_owned(),
            }),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: DeadLetters = DeadLetters { ratio_max: 0.1, records_min: 1_000, keys_min: 50 };

    /// Feeds `records`, every `nth` of them a letter of `class` from one of `keys` keys.
    fn guard(class: ReasonClass, records: u64, nth: u64, keys: u64) -> Guard {
        let mut guard = Guard::new(LIMIT);
        for at in 0..records {
            guard.record();
            if at % nth == 0 {
                let key = format!("c-{}", (at / nth) % keys);
                guard.letter(&Reason::of(class), Some(key.as_bytes()), at as i64);
            }
        }
        guard
    }

    #[test]
    fn a_broken_producer_stops_the_worker_and_is_told() {
        let error = guard(ReasonClass::NotJson, 1_000, 5, 60).check("dead").unwrap_err();
        assert_eq!(error.exit_code(), 5);
        let text = error.to_string();
        assert!(
            text.starts_with("200 of the last 1000 records were dead letters, more than the limit of 10 %"),
            "{text}"
        );
    }

    #[test]
    fn few_records_few_keys_or_a_small_share_do_not() {
        assert!(guard(ReasonClass::NotJson, 999, 2, 60).check("dead").is_ok());
        assert!(guard(ReasonClass::NotJson, 5_000, 2, 49).check("dead").is_ok());
        assert!(guard(ReasonClass::NotJson, 5_000, 10, 60).check("dead").is_ok());
    }

    #[test]
    fn what_a_member_can_write_never_counts() {
        for class in ReasonClass::ALL.into_iter().filter(|class| class.is_members()) {
            assert!(guard(class, 5_000, 1, 5_000).check("dead").is_ok(), "{class:?}");
        }
    }

    #[test]
    fn letters_without_a_key_count_each_for_itself() {
        let mut guard = Guard::new(LIMIT);
        for offset in 0..1_000 {
            guard.record();
            guard.letter(&Reason::of(ReasonClass::NotJson), None, offset);
        }
        assert!(guard.check("dead").is_err());
    }

    #[test]
    fn a_long_clean_past_does_not_hide_a_break() {
        let mut guard = guard(ReasonClass::NotJson, LIMIT.records_min as u64 * WINDOW, u64::MAX, 1);
        for offset in 0..2_000 {
            guard.record();
            guard.letter(&Reason::of(ReasonClass::NotJson), None, offset);
        }
        assert!(guard.check("dead").is_err());
    }
}
