//! The judge by an engine: decodes, scans, remembers, rules.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use super::{Engine, Judge, Outcome, Record, Ruled};
use crate::conversation::{self, Conversation, Detail, Flagged, Key, Memory, Said, Size, assemble};
use crate::kind::Mode;
use crate::message::{self, Buffers, Message, Reason, ReasonClass, Verdict};
use crate::policy::{Assembled, Ruling};
use crate::scan::{Finding, Fragments, Input, Scratch};
use crate::telemetry::{Judged, Tally};

/// The judge by an [`Engine`]: a thread's own.
///
/// # Example
///
/// ```
/// use std::sync::Arc;
/// use vigie::config::Config;
/// use vigie::engine::{Engine, Judge, Outcome, Record, Watch};
/// use vigie::telemetry::Tally;
///
/// let mut watch = Watch::new(Arc::new(Engine::new(&Config::default())?));
/// let payload = br#"{"message_id":"m-1","conversation_id":"c-9","sender_id":"u-1","text":"Bonjour !"}"#;
/// let outcome = watch.judge(&Record::line(payload, None), &mut Tally::default());
/// assert_eq!(outcome, Outcome::Clean);
/// # Ok::<(), vigie::engine::EngineError>(())
/// ```
#[derive(Debug)]
pub struct Watch {
    engine: Arc<Engine>,
    buffers: Buffers,
    mind: Mind,
}

/// All that a watch works with and remembers.
#[derive(Debug, Default)]
struct Mind {
    scratch: Scratch,
    /// For the joined texts of split details, while the message's own findings are in `scratch`.
    joined: Scratch,
    memories: Memories,
    /// Warned about a key that is not its conversation's id; counted ever after.
    warned: bool,
}

/// A memory for each partition.
#[derive(Debug, Default)]
struct Memories {
    list: Vec<(Box<str>, i32, Memory)>,
    /// The one asked for last: records come in runs of a partition.
    last: usize,
}

impl Memories {
    fn place(&self, topic: &str, partition: i32) -> Option<usize> {
        let is = |(name, number, _): &(Box<str>, i32, Memory)| *number == partition && **name == *topic;
        self.list.get(self.last).is_some_and(is).then_some(self.last).or_else(|| self.list.iter().position(is))
    }

    fn get(&self, topic: &str, partition: i32) -> Option<&Memory> {
        self.place(topic, partition).map(|at| &self.list[at].2)
    }

    fn get_mut(&mut self, topic: &str, partition: i32) -> Option<&mut Memory> {
        self.place(topic, partition).map(|at| &mut self.list[at].2)
    }

    fn of(&mut self, record: &Record<'_>, settings: conversation::Settings) -> &mut Memory {
        self.last = self.place(record.topic, record.partition).unwrap_or_else(|| {
            self.list.push((record.topic.into(), record.partition, Memory::new(settings)));
            self.list.len() - 1
        });
        &mut self.list[self.last].2
    }
}

/// A message, and how it stands.
struct Weighed<'a> {
    message: Message<'a>,
    standing: Standing,
    ruled: Ruled,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Fresh,
    Repeated,
    Deleted,
}

impl Watch {
    /// A watch with fresh scratch memory, that remembers nothing.
    #[must_use]
    pub fn new(engine: Arc<Engine>) -> Self {
        Self { engine, buffers: Buffers::default(), mind: Mind::default() }
    }

    /// The verdict on one message, flagged or not: `vigie scan` prints every one.
    ///
    /// # Errors
    ///
    /// When the payload does not decode, or a detector panicked.
    pub fn verdict(&mut self, record: &Record<'_>, tally: &mut Tally) -> Result<Verdict, Reason> {
        let payload = record.payload.unwrap_or_default();
        let weighed = self.mind.weigh(&self.engine, payload, &mut self.buffers, record, tally)?;
        let verdict = self.engine.verdict(&weighed.message, record, weighed.ruled);
        // Nobody takes a line back.
        self.committed(record.topic, record.partition);
        Ok(verdict)
    }

    /// What flags a bare text, of nobody and in no conversation, if anything.
    ///
    /// # Errors
    ///
    /// When a detector panicked.
    pub fn text(&mut self, text: &str, tally: &mut Tally) -> Result<Option<Ruling>, Reason> {
        Ok(self.mind.look(&self.engine, &Message::bare(text), None, None, tally)?.ruled.ruling)
    }

    fn examine(&mut self, record: &Record<'_>, tally: &mut Tally) -> Result<Outcome, Reason> {
        let Some(payload) = record.payload else {
            let key = record.key.map(Key::of);
            let memory = self.mind.memories.of(record, self.engine.conversation);
            memory.advance(record.offset);
            key.into_iter().for_each(|key| memory.forget(key));
            return Ok(Outcome::Tombstone);
        };
        let weighed = self.mind.weigh(&self.engine, payload, &mut self.buffers, record, tally)?;
        Ok(match weighed.standing {
            Standing::Deleted => Outcome::Deleted,
            Standing::Repeated => Outcome::Repeated,
            Standing::Fresh if weighed.ruled.ruling.is_none() => Outcome::Clean,
            Standing::Fresh => Outcome::Flagged(Box::new(self.engine.verdict(&weighed.message, record, weighed.ruled))),
        })
    }
}

impl Mind {
    /// Decodes a record, rules on its message, and remembers what it leaves.
    fn weigh<'a>(
        &mut self,
        engine: &Engine,
        payload: &'a [u8],
        buffers: &'a mut Buffers,
        record: &Record<'_>,
        tally: &mut Tally,
    ) -> Result<Weighed<'a>, Reason> {
        let message = engine.decoder.decode(payload, buffers)?;
        tally.invalid_fields(message.invalid);
        self.check_key(&message, record, tally);
        let key = Key::of(message.conversation_id.as_bytes());
        let mut memories = std::mem::take(&mut self.memories);
        let memory = memories.of(record, engine.conversation);
        memory.advance(record.offset);
        let weighed = self.weigh_within(engine, message, record, key, memory, tally);
        tally.evicted(memory.take_evictions());
        self.memories = memories;
        weighed
    }

    fn weigh_within<'a>(
        &mut self,
        engine: &Engine,
        message: Message<'a>,
        record: &Record<'_>,
        key: Key,
        memory: &mut Memory,
        tally: &mut Tally,
    ) -> Result<Weighed<'a>, Reason> {
        if message.deleted {
            memory.remove(key, message.message_id);
            return Ok(Weighed { message, standing: Standing::Deleted, ruled: Ruled::default() });
        }
        if !engine.conversation.enabled {
            let ruled = self.look(engine, &message, None, None, tally)?.ruled;
            return Ok(Weighed { message, standing: Standing::Fresh, ruled });
        }
        let time_ms = message.sent_at_ms.or_else(|| record.time_ms());
        let past = memory.recall(key, time_ms);
        let looked = self.look(engine, &message, time_ms, past, tally)?;
        match looked.said {
            Some(mut said) => {
                (said.offset, said.revision) = (record.offset, message.revision);
                memory.keep(key, said);
            }
            None if looked.known => memory.remove(key, message.message_id),
            None => {}
        }
        Ok(Weighed { message, standing: looked.standing, ruled: looked.ruled })
    }

    fn check_key(&mut self, message: &Message<'_>, record: &Record<'_>, tally: &mut Tally) {
        if record.key.is_none_or(|key| key == message.conversation_id.as_bytes()) {
            return;
        }
        tally.foreign_key();
        if !self.warned {
            self.warned = true;
            tracing::warn!(
                topic = record.topic,
                partition = record.partition,
                offset = record.offset,
                "a record's key is not its conversation's id: details split over messages may be missed (said once, counted in vigie_foreign_keys_total)"
            );
        }
    }

    /// Scans and rules; a panic costs this one message and the scratch it may have left half written.
    fn look(
        &mut self,
        engine: &Engine,
        message: &Message<'_>,
        time_ms: Option<i64>,
        past: Option<&Conversation>,
        tally: &mut Tally,
    ) -> Result<Looked, Reason> {
        let began = Instant::now();
        let looked = catch_unwind(AssertUnwindSafe(|| look(engine, message, time_ms, past, self, tally)));
        tally.scanned(began.elapsed());
        looked.map_err(|_| {
            tally.panic(self.scratch.detector());
            (self.scratch, self.joined) = Default::default();
            Reason::of(ReasonClass::Panic)
        })
    }
}

/// What a look at a message gave.
struct Looked {
    ruled: Ruled,
    standing: Standing,
    /// Whether the conversation remembers the message.
    known: bool,
    said: Option<Said>,
}

fn look(
    engine: &Engine,
    message: &Message<'_>,
    time_ms: Option<i64>,
    past: Option<&Conversation>,
    mind: &mut Mind,
    tally: &mut Tally,
) -> Looked {
    let (policy, stage) = (&engine.policy, message.stage);
    let input = Input { text: message.text, locale: message.locale };
    // Who keeps no conversations asks for no fragments.
    let none = Fragments::default();
    let (found, fragments) = match engine.conversation.enabled {
        true => engine.scanner.scan_for_fragments(input, &mut mind.scratch),
        false => (engine.scanner.scan(input, &mut mind.scratch), &none),
    };
    let counts = |finding: &&Finding| policy.counts(finding, stage);
    let flagged: Vec<Flagged> =
        found.findings.iter().filter(counts).filter(|f| f.mode == Mode::Live).map(Flagged::of).collect();
    let mut said = Said::pack(message.message_id, message.sender_id, message.text, fragments, &flagged);
    if let Some(said) = &mut said {
        said.time_ms = time_ms;
    }
    let known = past.and_then(|past| past.find(message.message_id));
    let mut ruled = Ruled { truncated: found.truncated, ..Ruled::default() };
    if known.is_some_and(|(_, known)| known.revision >= message.revision) {
        return Looked { ruled, standing: Standing::Repeated, known: true, said };
    }
    let joined = &mut mind.joined;
    let mut speech = |text: &str, language: Option<u8>| {
        let locale = message.locale.or_else(|| engine.scanner.language(language?));
        engine.scanner.scan(Input { text, locale }, joined).findings.to_vec()
    };
    // A message that leaves nothing completes nothing.
    let before = past.filter(|_| said.is_some()).map_or(&[][..], Conversation::said);
    let own = known.map(|(at, _)| at);
    let others: Vec<&Said> =
        before.iter().enumerate().filter(|(at, _)| own != Some(*at)).map(|(_, other)| other).collect();
    let mut details = said.as_ref().map(|said| assemble(&others, said, &mut speech)).unwrap_or_default();
    details.retain(|detail| policy.counts(&detail.finding, stage));
    if let Some((at, old)) = known {
        // An edit that says only what its message was flagged for already says nothing new.
        let before: Vec<&Said> = past.into_iter().flat_map(|past| &past.said()[..at]).collect();
        let old_details = assemble(&before, old, &mut speech);
        let was = |new: Flagged| {
            let same = |old: &Flagged| (old.kind, old.value) == (new.kind, new.value);
            old.flagged().iter().any(same) || old_details.iter().any(|old| same(&Flagged::of(&old.finding)))
        };
        if flagged.iter().all(|new| was(*new)) && details.iter().all(|new| was(Flagged::of(&new.finding))) {
            return Looked { ruled, standing: Standing::Repeated, known: true, said };
        }
    }
    let inner = |finding: &Finding| details.iter().any(|detail| detail.encloses(others.len(), finding));
    let own: Vec<Finding>;
    let findings = if details.is_empty() {
        found.findings
    } else {
        own = found.findings.iter().filter(|finding| !inner(finding)).cloned().collect();
        &own
    };
    for finding in findings.iter().filter(counts).chain(details.iter().map(|detail| &detail.finding)) {
        tally.hit(finding.kind, &finding.detector, finding.mode);
    }
    let flag = |at: &usize| engine.flag_id(message.conversation_id, others[*at].message_id(), others[*at].revision);
    ruled.supersedes = details.iter().flat_map(|detail| detail.supersedes.iter().map(flag)).collect();
    ruled.supersedes.dedup();
    let assembled: Vec<Assembled> = details.into_iter().map(|d| assembled(d, message, &others)).collect();
    ruled.ruling = policy.rule_all(message.text, stage, findings, &assembled);
    Looked { ruled, standing: Standing::Fresh, known: known.is_some(), said }
}

/// A detail with its parts as a flag names them.
fn assembled(detail: Detail, message: &Message<'_>, others: &[&Said]) -> Assembled {
    let parts = detail.parts.into_iter().map(|part| {
        let (message_id, sender_id) = match others.get(part.said) {
            Some(said) => (said.message_id(), said.sender_id()),
            None => (message.message_id, message.sender_id),
        };
        message::Part {
            message_id: message_id.to_owned(),
            sender_id: sender_id.to_owned(),
            start: part.span.start,
            end: part.span.end,
            text: Some(part.text),
        }
    });
    Assembled { parts: parts.collect(), finding: detail.finding }
}

impl Judge for Watch {
    fn judge(&mut self, record: &Record<'_>, tally: &mut Tally) -> Outcome {
        let outcome = self.examine(record, tally).unwrap_or_else(Outcome::DeadLetter);
        let judged = match &outcome {
            Outcome::Clean => Judged::Clean,
            Outcome::Repeated => Judged::Repeated,
            Outcome::Deleted => Judged::Deleted,
            Outcome::Tombstone => Judged::Tombstone,
            Outcome::Flagged(verdict) => {
                verdict.severity.into_iter().for_each(|severity| tally.flag(severity));
                Judged::Flagged
            }
            Outcome::DeadLetter(reason) => {
                tally.dead_letter(reason.class);
                Judged::DeadLetter
            }
        };
        tally.message(judged, record.payload.map_or(0, <[u8]>::len));
        outcome
    }

    fn reload(&mut self, engine: Arc<Engine>) {
        self.engine = engine;
        self.mind.memories = Memories::default();
    }

    fn replay(&mut self, record: &Record<'_>) {
        // What it would have been judged is known; what it leaves is the same as then.
        let _ = self.examine(record, &mut Tally::default());
        self.committed(record.topic, record.partition);
    }

    fn committed(&mut self, topic: &str, partition: i32) {
        self.mind.memories.get_mut(topic, partition).into_iter().for_each(Memory::commit);
    }

    fn aborted(&mut self, topic: &str, partition: i32) {
        self.mind.memories.get_mut(topic, partition).into_iter().for_each(Memory::abort);
    }

    fn forget(&mut self, topic: &str, partition: i32) {
        if let Some(at) = self.mind.memories.place(topic, partition) {
            self.mind.memories.list.swap_remove(at);
        }
    }

    fn replay_from(&self, topic: &str, partition: i32) -> Option<i64> {
        self.mind.memories.get(topic, partition).and_then(Memory::replay_from)
    }

    fn memory(&self) -> Size {
        let sizes = self.mind.memories.list.iter().map(|(.., memory)| memory.size());
        sizes.fold(Size::default(), |all, one| Size {
            conversations: all.conversations + one.conversations,
            bytes: all.bytes + one.bytes,
        })
    }
}
