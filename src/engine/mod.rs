//! Everything that decides a verdict, compiled once and shared: decoder, scanner, policy, and the identity of it all.
//!
//! An [`Engine`] is immutable; a reload makes another and swaps it between batches. A [`Watch`] is a thread's own: it judges
//! records by an engine, with scratch memory of its own, and survives a detector's panic.

mod watch;

use std::sync::Arc;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::check::{Report, check};
use crate::config::Config;
use crate::conversation::{self, Size};
use crate::kind::Kind;
use crate::message::{Decoder, FieldsError, FlagId, Message, PackIdentity, Reason, SCHEMA_NAME, Source, Verdict};
use crate::patterns::{Pack, PackError};
use crate::policy::{Policy, Ruling};
use crate::scan::{self, Scanner};
use crate::telemetry::Tally;

pub use watch::Watch;

/// Why no engine could be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// The pattern pack was refused, for one reason or several.
    #[error("the pattern pack is refused: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Pack(Vec<PackError>),
    /// The field names make no sense.
    #[error(transparent)]
    Fields(#[from] FieldsError),
}

/// Decoder, scanner and policy, compiled.
#[derive(Debug)]
pub struct Engine {
    decoder: Decoder,
    scanner: Scanner,
    policy: Policy,
    conversation: conversation::Settings,
    pack: PackIdentity,
}

impl Engine {
    /// Loads, compiles and proves the pattern pack the configuration names, with its settings.
    ///
    /// # Errors
    ///
    /// When the pack is refused, or the field names are.
    pub fn new(config: &Config) -> Result<Self, EngineError> {
        let pack = match &config.patterns.directory {
            Some(directory) => Pack::from_dir(directory),
            None => Pack::embedded(),
        };
        let pack = pack.map_err(|refused| EngineError::Pack(vec![refused]))?;
        Ok(Self::prove(&pack, config)?.0)
    }

    /// Compiles and proves a pack that was loaded already, and says what was proven.
    ///
    /// # Errors
    ///
    /// As [`Engine::new`].
    pub fn prove(pack: &Pack, config: &Config) -> Result<(Self, Report), EngineError> {
        // Examples are proven for a platform of nobody: one that owns example.com must be able to start.
        let report = check(pack, &scan::Settings::default()).map_err(EngineError::Pack)?;
        let settings = config.scan();
        let engine = Self {
            decoder: Decoder::new(&config.message)?,
            scanner: Scanner::new(pack, &settings).map_err(|refused| EngineError::Pack(vec![refused]))?,
            policy: Policy::new(&config.policy, &config.detection.thresholds),
            conversation: config.conversation,
            pack: Self::identify(pack, config),
        };
        Ok((engine, report))
    }

    /// What an engine of this pack and these settings is called, without compiling it.
    ///
    /// The digest covers all that decides a verdict: engine and files (the pack feeds both) and the effective settings.
    ///
    /// # Panics
    ///
    /// Never: settings are plain data.
    #[must_use]
    pub fn identify(pack: &Pack, config: &Config) -> PackIdentity {
        let mut hasher = Sha256::new();
        pack.digest_into(&mut hasher);
        let settings = serde_json::to_vec(&(&config.detection, &config.policy, &config.platform, &config.conversation));
        hasher.update(settings.expect("settings are plain data with text keys"));
        let digest = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        PackIdentity { version: pack.version().into(), digest: format!("sha256:{digest}").into() }
    }

    /// Which pack, with which settings.
    #[must_use]
    pub fn pack(&self) -> &PackIdentity {
        &self.pack
    }

    /// The policy alone, for looking at one finding.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The scanner alone, for looking at one text.
    #[must_use]
    pub fn scanner(&self) -> &Scanner {
        &self.scanner
    }

    /// Changes a weight of the evidence table, for tuning it: the pack's identity stays that of the files.
    pub fn reweigh(&mut self, kind: Kind, evidence: &str, weight: i16) {
        self.scanner.reweigh(kind, evidence, weight);
    }

    /// The id of a flag of this engine.
    fn flag_id(&self, conversation_id: &str, message_id: &str, revision: u64) -> FlagId {
        FlagId::new(&self.pack.digest, conversation_id, message_id, revision)
    }

    fn verdict(&self, message: &Message<'_>, record: &Record<'_>, ruled: Ruled) -> Verdict {
        let Ruled { ruling, supersedes, truncated } = ruled;
        let severity = ruling.as_ref().map(|ruling| ruling.severity);
        let score = ruling.as_ref().map_or(0, |ruling| ruling.score);
        let (hits, hits_total) = ruling.map_or_else(Default::default, |ruling| (ruling.hits, ruling.hits_total));
        Verdict {
            schema: SCHEMA_NAME,
            flag_id: self.flag_id(message.conversation_id, message.message_id, message.revision),
            message_id: message.message_id.to_owned(),
            conversation_id: message.conversation_id.to_owned(),
            sender_id: message.sender_id.to_owned(),
            recipient_id: message.recipient_id.map(str::to_owned),
            sent_at_ms: message.sent_at_ms.or_else(|| record.time_ms()),
            flagged: severity.is_some(),
            severity,
            score,
            truncated,
            hits,
            hits_total,
            supersedes,
            pack: self.pack.clone(),
            source: record.source(),
        }
    }
}

/// One record, as it was read.
#[derive(Clone, Copy)]
pub struct Record<'a> {
    /// The input topic; empty where there is none (`vigie scan`).
    pub topic: &'a str,
    /// Its partition.
    pub partition: i32,
    /// Its offset.
    pub offset: i64,
    /// The record's own time, in milliseconds since the epoch.
    pub timestamp_ms: Option<i64>,
    /// The key: the conversation's id.
    pub key: Option<&'a [u8]>,
    /// The message; none is a tombstone.
    pub payload: Option<&'a [u8]>,
}

impl<'a> Record<'a> {
    /// A payload that came from no topic.
    #[must_use]
    pub fn line(payload: &'a [u8], timestamp_ms: Option<i64>) -> Self {
        Self { topic: "", partition: 0, offset: 0, timestamp_ms, key: None, payload: Some(payload) }
    }

    /// The same at an offset: the line's number, by which a conversation's order is told.
    #[must_use]
    pub fn at(self, offset: i64) -> Self {
        Self { offset, ..self }
    }

    fn source(&self) -> Option<Source> {
        (!self.topic.is_empty()).then(|| Source {
            topic: self.topic.to_owned(),
            partition: self.partition,
            offset: self.offset,
        })
    }

    /// The record's time, where it can be written as a date.
    fn time_ms(&self) -> Option<i64> {
        self.timestamp_ms.filter(|&ms| Timestamp::from_millisecond(ms).is_ok())
    }
}

/// How a record was judged.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Nothing found.
    Clean,
    /// A known revision of a known message.
    Repeated,
    /// The message was taken back.
    Deleted,
    /// A null payload: the conversation is forgotten.
    Tombstone,
    /// A flag to be produced.
    Flagged(Box<Verdict>),
    /// Not to be judged; the record goes, whole, to the dead letters.
    DeadLetter(Reason),
}

/// Whoever judges records: all that a lane knows of scanning.
pub trait Judge {
    /// Judges one record, and counts what it saw: nothing else needs to be counted of it.
    fn judge(&mut self, record: &Record<'_>, tally: &mut Tally) -> Outcome;

    /// Goes on with another engine, and with an empty memory: whoever asks replays what the memory needs.
    fn reload(&mut self, engine: Arc<Engine>);

    /// Takes in a record that was judged before: what it does to the memory of its conversation, and nothing else.
    fn replay(&mut self, _record: &Record<'_>) {}

    /// What was judged of a partition is committed: what that changed in the memory stays.
    fn committed(&mut self, _topic: &str, _partition: i32) {}

    /// What was judged of a partition since it was last committed is undone: the memory is as it was then.
    fn aborted(&mut self, _topic: &str, _partition: i32) {}

    /// A partition is another's: all memory of it goes.
    fn forget(&mut self, _topic: &str, _partition: i32) {}

    /// The oldest offset of a partition whose record the memory still needs, what is not yet committed included; `None`
    /// where it needs none. To be stored with the committed offset: a replay starts there.
    fn replay_from(&self, _topic: &str, _partition: i32) -> Option<i64> {
        None
    }

    /// How much is remembered, of all partitions together.
    fn memory(&self) -> Size {
        Size::default()
    }
}

/// What the policy said of a scan.
#[derive(Debug, Default)]
struct Ruled {
    ruling: Option<Ruling>,
    supersedes: Vec<FlagId>,
    truncated: bool,
}
