//! A lane: one thread, one consumer, one producer, one judge. Gather, judge, commit, over and over; nothing is shared on
//! the way, and no rebalance can meet an open transaction, for callbacks run inside polls and polls only gather.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use rdkafka::error::KafkaError;

use super::outage::Outage;
use super::replay::SEEK_PAUSE;
use super::sink::{Failure, Fences, Sink};
use super::source::{Event, Source, code, is_login};
use super::work::Work;
use super::{CALL_TIMEOUT, Error, Shared};
use crate::config::Config;
use crate::engine::Judge;
use crate::telemetry::{RebalanceEvent, TransactionResult};

/// How long an idle lane waits for a record before it looks for a stop or a reload.
const IDLE_WAIT: Duration = Duration::from_millis(100);

/// Pause between two attempts at the start.
const START_PAUSE: Duration = Duration::from_millis(200);

/// Pauses before a failed batch is written again, doubling from the one to the other.
const RETRY_WAIT_MIN: Duration = Duration::from_millis(50);
/// See [`RETRY_WAIT_MIN`].
const RETRY_WAIT_MAX: Duration = Duration::from_secs(1);

/// Once started, a lost broker is waited for without an end.
const FOR_EVER: Duration = Duration::from_secs(10 * 365 * 24 * 3_600);

pub(super) struct Lane<J> {
    config: Arc<Config>,
    shared: Arc<Shared>,
    number: usize,
    source: Source,
    sink: Sink,
    work: Work<J>,
    /// Set while the batch in hand failed to be written.
    retry: Option<Retry>,
    writing: Outage,
    fences: Fences,
    /// Which reload the judge has.
    engine: u64,
}

/// When to write again, and how long to wait should that fail too.
struct Retry {
    at: Instant,
    wait: Duration,
}

impl<J: Judge> Lane<J> {
    /// Connects, within the time given for the start.
    pub(super) fn start(config: Arc<Config>, shared: Arc<Shared>, number: usize, judge: J) -> Result<Self, Error> {
        let deadline = Instant::now() + config.kafka.start_timeout();
        let source = Source::connect(&config.kafka, number, deadline, &shared)?;
        let mut sink = Sink::new(config.clone(), number);
        while let Err(failure) = sink.settle() {
            let servers = config.kafka.bootstrap_servers.clone();
            match failure {
                Failure::Stop(error) => return Err(error),
                Failure::Again(code) if is_login(code) => return Err(Error::Authentication { servers, code }),
                Failure::Again(code) if Instant::now() >= deadline => {
                    return Err(Error::Unreachable { servers, seconds: config.kafka.start_timeout_seconds, code });
                }
                Failure::Again(_) if shared.stopping() => break,
                Failure::Again(_) => thread::sleep(START_PAUSE),
            }
            shared.pulse(number).beat();
        }
        let work = Work::new(config.clone(), shared.clone(), number, judge);
        let writing = Outage::new(number, "a batch cannot be committed");
        Ok(Self {
            config,
            shared,
            number,
            source,
            sink,
            work,
            retry: None,
            writing,
            fences: Fences::default(),
            engine: 0,
        })
    }

    /// Works until a stop is asked for, or something stops it.
    pub(super) fn run(mut self) -> Result<(), Error> {
        while !self.shared.stopping() {
            self.shared.pulse(self.number).beat();
            self.reload();
            self.gather()?;
            self.commit()?;
        }
        self.finish()
    }

    /// Swaps the engine, between batches.
    fn reload(&mut self) {
        if self.work.batch.is_empty()
            && let Some((number, engine)) = self.shared.newer_engine(self.engine)
        {
            self.engine = number;
            self.work.reload(engine);
        }
    }

    /// Polls and judges until the batch is due, or until an idle poll found nothing. (Replayed records fill no batch: so
    /// that the loop comes round, they are counted here.)
    fn gather(&mut self) -> Result<(), Error> {
        for _ in 0..self.config.worker.batch_messages_max {
            self.work.rebuild(&self.source);
            let Some(wait) = self.wait() else { break };
            let polled = self.source.poll(wait);
            // What happened to the partitions comes before the record that follows.
            while let Some(event) = self.source.event() {
                self.work.heed(event)?;
            }
            match polled {
                Some(Ok(message)) => self.work.take(&message),
                Some(Err(KafkaError::MessageConsumptionFatal(code))) => {
                    if self.fences.one_more() {
                        return Err(Error::Fenced { id: self.config.kafka.instance_id.clone() });
                    }
                    tracing::warn!(lane = self.number, code = %code, "the consumer failed for good");
                    return self.start_over();
                }
                Some(Err(error)) => self.work.heed(Event::Trouble(code(&error)))?,
                None => {
                    self.sink.serve();
                    if self.work.batch.is_empty() {
                        break;
                    }
                }
            }
            if let Some(retry) = self.retry.as_ref().filter(|_| self.work.is_full()) {
                // A full batch takes in one record for each try, so that events are heard still. (Pausing the partitions
                // is no way: librdkafka keeps one paused even when it comes back from another member.)
                thread::sleep(retry.at.saturating_duration_since(Instant::now()));
                return if self.work.is_overfull() { self.start_over() } else { Ok(()) };
            }
        }
        Ok(())
    }

    /// How long to poll for; `None` when the batch is due. Whole milliseconds: below one, the client would spin. Never
    /// longer than an idle lane waits, so that a stop is seen.
    fn wait(&self) -> Option<Duration> {
        let idle = if self.work.is_rebuilding() { SEEK_PAUSE } else { IDLE_WAIT };
        let due = match &self.retry {
            _ if self.shared.stopping() => return None,
            Some(retry) => retry.at,
            None if self.work.batch.is_empty() => return Some(idle),
            None if self.work.is_full() => return None,
            None => self.work.opened + self.config.worker.batch_wait(),
        };
        let left = due.saturating_duration_since(Instant::now()).min(idle).as_millis() as u64;
        (left > 0).then(|| Duration::from_millis(left))
    }

    /// Writes the batch and its offsets as one. A failure keeps the batch for another try.
    fn commit(&mut self) -> Result<(), Error> {
        if self.work.batch.is_empty() && self.retry.is_none() {
            return Ok(());
        }
        self.work.check()?;
        let began = Instant::now();
        match self.write() {
            Ok(()) => {
                // What was left to do may have been nothing.
                if !self.work.batch.is_empty() {
                    self.shared.metrics.transaction(TransactionResult::Committed, began.elapsed());
                    self.work.committed();
                }
                self.writing.over();
                self.retry = None;
                Ok(())
            }
            Err(Failure::Stop(error)) => Err(error),
            Err(Failure::Again(code)) => {
                self.shared.metrics.transaction(TransactionResult::Aborted, began.elapsed());
                self.writing.met(code);
                let wait = self.retry.as_ref().map_or(RETRY_WAIT_MIN, |retry| (retry.wait * 2).min(RETRY_WAIT_MAX));
                self.retry = Some(Retry { at: Instant::now() + wait, wait });
                Ok(())
            }
        }
    }

    fn write(&mut self) -> Result<(), Failure> {
        if self.retry.is_some() {
            self.sink.settle()?;
        }
        if self.retry.is_some() && !self.work.batch.is_empty() {
            // The failed commit may have been made, its answer lost: what the broker has decides what is left to do.
            let asked = self.work.batch.parts().iter().map(|part| part.partition.clone());
            let committed = self.source.committed(asked, CALL_TIMEOUT).map_err(|error| Failure::Again(code(&error)))?;
            let done = self.work.batch.settle(&committed);
            self.work.publish(done);
        }
        if self.work.batch.is_empty() {
            return Ok(());
        }
        self.work.note_replay_offsets();
        self.sink.write(&mut self.work.batch, &self.source)
    }

    /// Drops what is in hand and takes another consumer, which begins at the committed offsets.
    fn start_over(&mut self) -> Result<(), Error> {
        tracing::warn!(lane = self.number, "starting over from the committed offsets");
        self.work.lose_all(RebalanceEvent::Lost);
        self.source = Source::connect(&self.config.kafka, self.number, Instant::now() + FOR_EVER, &self.shared)?;
        Ok(())
    }

    /// Commits what is in hand and leaves the group, within the time given for it.
    fn finish(mut self) -> Result<(), Error> {
        let deadline = Instant::now() + self.config.worker.shutdown_timeout();
        self.commit()?;
        while let Some(retry) = &self.retry
            && Instant::now() < deadline
        {
            // Only to hear of the partitions: a record that comes now is left to the next owner.
            let _ = self.source.poll(retry.wait);
            while let Some(event) = self.source.event() {
                self.work.heed(event)?;
            }
            self.commit()?;
        }
        let left = self.work.batch.records();
        if left > 0 {
            tracing::warn!(
                lane = self.number,
                messages = left,
                "stopped before these were committed: they are judged again by whoever reads them next"
            );
        }
        self.work.lose_all(RebalanceEvent::Revoked);
        Ok(())
    }
}
