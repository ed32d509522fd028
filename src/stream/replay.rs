//! Rebuilding memory: what a judge remembers of a partition is kept nowhere but in the partition itself. One that comes is
//! first asked about (what is committed of it, and from where its memory begins), then set back to there; its records below
//! the committed offset are replayed, silently, and the others judged.
//!
//! Until a partition is set back, whatever of it the client had fetched is passed over: it comes again, in its turn. Nothing
//! waits for a replay: it goes on poll by poll, beside the records of other partitions.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rdkafka::error::KafkaResult;
use rdkafka::types::RDKafkaErrorCode;

use super::offsets::{Commit, Partition, Stretch};
use super::outage::Outage;
use super::source::{Source, code};
use crate::engine::Record;
use crate::telemetry::Metrics;

/// How long a question about a partition may hold up the others: the committed offsets are withheld while a transaction of a
/// dead worker is pending.
const ASK_TIMEOUT: Duration = Duration::from_secs(2);
/// Pause after a question without an answer, for the other partitions' sake.
const ASK_PAUSE: Duration = Duration::from_millis(500);
/// Pause before a partition is set back again that the client has not begun to read.
pub(super) const SEEK_PAUSE: Duration = Duration::from_millis(10);

/// What is to be done with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// To be judged.
    Judge,
    /// It was judged before: to be taken into memory.
    Replay,
    /// It comes again.
    Pass,
}

/// One partition's way back.
struct Rebuild {
    partition: Partition,
    began: Instant,
    stage: Stage,
    /// The first record that was passed over.
    passed: Option<i64>,
}

#[derive(Debug, Clone, Copy)]
enum Stage {
    /// What is committed is not known yet.
    Asking,
    /// What is committed: to be held against what the partition still has.
    Known(Option<Commit>),
    /// To be set back to the stretch's start.
    Seeking(Stretch),
    /// Its records are read, so many so far.
    Reading(Stretch, u64),
}

/// The partitions of a lane whose memory is not there yet.
pub(super) struct Rebuilds {
    lane: usize,
    offsets_max: i64,
    metrics: Arc<Metrics>,
    list: Vec<Rebuild>,
    /// No question and no seek before this.
    next_try: Instant,
    /// Said once: whoever committed before us kept no memory, or another version of us did.
    warned: bool,
    trouble: Outage,
}

impl Rebuilds {
    pub(super) fn new(lane: usize, offsets_max: u64, metrics: Arc<Metrics>) -> Self {
        Self {
            lane,
            offsets_max: i64::try_from(offsets_max).unwrap_or(i64::MAX),
            metrics,
            list: Vec::new(),
            next_try: Instant::now(),
            warned: false,
            trouble: Outage::new(lane, "the committed offsets of new partitions cannot be read"),
        }
    }

    /// Begins with a partition of which nothing is known, but that its records from `passed` on are still to be judged.
    pub(super) fn begin(&mut self, partition: Partition, passed: Option<i64>) {
        self.put(partition, Stage::Asking, passed);
    }

    /// Begins anew with a partition whose memory was emptied; `commit` says where it stands and what it needs.
    pub(super) fn again(&mut self, partition: &Partition, commit: Option<Commit>) {
        match self.list.iter_mut().find(|rebuild| rebuild.partition == *partition) {
            // Half of it went with the memory.
            Some(Rebuild { stage, .. }) => {
                if let Stage::Reading(Stretch { from, until }, _) = *stage {
                    *stage = Stage::Known(Some(Commit { next: until, replay_from: Some(from) }));
                }
            }
            None => {
                if commit.is_some_and(|commit| commit.stretch(self.offsets_max).is_some()) {
                    self.put(partition.clone(), Stage::Known(commit), None);
                }
            }
        }
    }

    fn put(&mut self, partition: Partition, stage: Stage, passed: Option<i64>) {
        self.forget(&partition);
        self.list.push(Rebuild { partition, began: Instant::now(), stage, passed });
        self.next_try = Instant::now();
    }

    /// Leaves a partition that is another's now.
    pub(super) fn forget(&mut self, partition: &Partition) {
        if let Some(at) = self.list.iter().position(|rebuild| rebuild.partition == *partition)
            && let Stage::Reading(_, messages) = self.list.remove(at).stage
        {
            self.metrics.replayed(messages);
        }
    }

    /// Whether a question or a seek is still to be made.
    pub(super) fn is_waiting(&self) -> bool {
        self.list.iter().any(|rebuild| !matches!(rebuild.stage, Stage::Reading(..)))
    }

    /// Whether it is to be made now.
    pub(super) fn is_due(&self) -> bool {
        self.is_waiting() && Instant::now() >= self.next_try
    }

    /// Says what is to be done with a record that was polled.
    pub(super) fn turn(&mut self, record: &Record<'_>) -> Turn {
        if self.list.is_empty() {
            return Turn::Judge;
        }
        let is_its = |rebuild: &Rebuild| {
            rebuild.partition.number == record.partition && *rebuild.partition.topic == *record.topic
        };
        let Some(at) = self.list.iter().position(is_its) else { return Turn::Judge };
        let rebuild = &mut self.list[at];
        let Stage::Reading(stretch, messages) = &mut rebuild.stage else {
            rebuild.passed.get_or_insert(record.offset);
            return Turn::Pass;
        };
        let turn = if record.offset < stretch.until { Turn::Replay } else { Turn::Judge };
        *messages += u64::from(turn == Turn::Replay);
        if record.offset + 1 >= stretch.until {
            self.end(at);
        }
        turn
    }

    fn end(&mut self, at: usize) {
        let Rebuild { partition, began, stage, .. } = self.list.swap_remove(at);
        if let Stage::Reading(_, messages) = stage {
            let elapsed = began.elapsed();
            self.metrics.replayed(messages);
            self.metrics.rebuilt(elapsed);
            let seconds = elapsed.as_secs_f64();
            tracing::info!(lane = self.lane, %partition, messages, seconds, "memory rebuilt");
        }
    }

    /// Asks what is committed and sets back what can be set back. Returns what was learned; what fails is tried again later.
    pub(super) fn serve(&mut self, source: &Source) -> Vec<(Partition, Commit)> {
        let mut learned = Vec::new();
        let served = self.ask(source, &mut learned).and_then(|()| self.aim(source)).and_then(|()| self.seek(source));
        let pause = match served {
            Ok(()) => {
                self.trouble.over();
                SEEK_PAUSE
            }
            Err(error) => {
                self.trouble.met(code(&error));
                ASK_PAUSE
            }
        };
        self.next_try = Instant::now() + pause;
        learned
    }

    /// Asks the group's coordinator about the partitions that are new.
    fn ask(&mut self, source: &Source, learned: &mut Vec<(Partition, Commit)>) -> KafkaResult<()> {
        let asking = |rebuild: &&Rebuild| matches!(rebuild.stage, Stage::Asking);
        let asked: Vec<Partition> = self.list.iter().filter(asking).map(|it| it.partition.clone()).collect();
        if asked.is_empty() {
            return Ok(());
        }
        let committed = source.committed(asked.iter().cloned(), ASK_TIMEOUT)?;
        for partition in asked {
            let commit = committed.get(&partition).copied();
            if let Some(rebuild) = self.list.iter_mut().find(|rebuild| rebuild.partition == partition) {
                rebuild.stage = Stage::Known(commit);
            }
            let Some(commit) = commit else { continue };
            if commit.replay_from.is_none() {
                self.miss();
            }
            learned.push((partition, commit));
        }
        Ok(())
    }

    /// Counts a commit that does not say where its memory begins.
    fn miss(&mut self) {
        self.metrics.replay_offset_missing();
        if !std::mem::replace(&mut self.warned, true) {
            tracing::warn!(
                lane = self.lane,
                "a committed offset has no replay offset of this version beside it: details whose first part was read before it may be missed (said once, counted in vigie_replay_offsets_missing_total)"
            );
        }
    }

    /// Decides where to set each partition back to, if at all.
    fn aim(&mut self, source: &Source) -> KafkaResult<()> {
        for at in (0..self.list.len()).rev() {
            let Rebuild { partition, stage, passed, .. } = &self.list[at];
            let Stage::Known(commit) = *stage else { continue };
            let stretch = commit.and_then(|commit| commit.stretch(self.offsets_max));
            if stretch.is_none() && passed.is_none() {
                // The client reads it from where it should be read.
                self.list.swap_remove(at);
                continue;
            }
            let (low, high) = source.watermarks(partition, ASK_TIMEOUT)?;
            // A partition that does not reach to what is committed is not the one it was: nothing of it was judged.
            let is_there = |offset: i64| (low..=high).contains(&offset);
            let stretch = stretch.filter(|stretch| is_there(stretch.until)).and_then(|stretch| stretch.above(low));
            let resume = commit.map(|commit| commit.next).filter(|&next| is_there(next)).or(*passed);
            match stretch.or(resume.filter(|_| passed.is_some()).map(Stretch::empty_at)) {
                Some(stretch) => self.list[at].stage = Stage::Seeking(stretch),
                None => drop(self.list.swap_remove(at)),
            }
        }
        Ok(())
    }

    /// Sets back what the client reads already.
    fn seek(&mut self, source: &Source) -> KafkaResult<()> {
        let seeking = |rebuild: &Rebuild| match rebuild.stage {
            Stage::Seeking(stretch) => Some((rebuild.partition.clone(), stretch.from)),
            _ => None,
        };
        let wanted: Vec<(Partition, i64)> = self.list.iter().filter_map(seeking).collect();
        if wanted.is_empty() {
            return Ok(());
        }
        for (partition, answer) in source.seek(&wanted, ASK_TIMEOUT)? {
            let Some(at) = self.list.iter().position(|rebuild| rebuild.partition == partition) else { continue };
            match (answer, self.list[at].stage) {
                (Ok(()), Stage::Seeking(stretch)) if stretch.is_empty() => drop(self.list.swap_remove(at)),
                (Ok(()), Stage::Seeking(stretch)) => {
                    let Stretch { from, until } = stretch;
                    tracing::info!(lane = self.lane, %partition, from, until, "rebuilding memory");
                    self.list[at].stage = Stage::Reading(stretch, 0);
                }
                // It has not begun to be read: in a moment it will have.
                (Err(RDKafkaErrorCode::State | RDKafkaErrorCode::PreviousInProgress), _) => {}
                (Err(code), _) => self.trouble.met(code),
                (Ok(()), _) => {}
            }
        }
        Ok(())
    }
}
