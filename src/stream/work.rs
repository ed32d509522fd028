//! What a lane has in hand: the batch, the judge that fills it, and the partitions it is responsible for. It judges each
//! record where the client holds it, and heeds each event before the record that came after it.
//!
//! Of each partition the judge remembers what comes of the committed records and of those in the batch: what leaves the batch
//! uncommitted is forgotten with the rest of its partition, and if that stays, its memory is rebuilt.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use jiff::Timestamp;
use rdkafka::message::{BorrowedMessage, Message as _};
use rdkafka::types::RDKafkaErrorCode;

use super::batch::{Batch, Part, Position};
use super::dead_letters::Guard;
use super::offsets::{Commit, Partition};
use super::outage::Outage;
use super::output::Output;
use super::replay::{Rebuilds, Turn};
use super::source::{End, Event, Source, Statistics, is_denied, unauthorised};
use super::{Error, Shared};
use crate::config::Config;
use crate::conversation::Size;
use crate::engine::{Engine, Judge, Outcome, Record};
use crate::message::{Reason, ReasonClass};
use crate::telemetry::{Judged, Metrics, RebalanceEvent, Tally};

pub(super) struct Work<J> {
    pub(super) batch: Batch,
    /// When the batch's first record came.
    pub(super) opened: Instant,
    judge: J,
    guard: Guard,
    config: Arc<Config>,
    shared: Arc<Shared>,
    lane: usize,
    /// Our partitions, and how far each is committed.
    assigned: BTreeMap<Partition, Option<Position>>,
    /// Those of them whose memory is not there yet.
    rebuilds: Rebuilds,
    /// How much is remembered, as it was last told: lanes share the gauges.
    remembered: Size,
    brokers_lost: Outage,
    trouble: Outage,
}

impl<J: Judge> Work<J> {
    pub(super) fn new(config: Arc<Config>, shared: Arc<Shared>, lane: usize, judge: J) -> Self {
        let rebuilds = Rebuilds::new(lane, config.conversation.offsets_max, shared.metrics.clone());
        Self {
            batch: Batch::default(),
            opened: Instant::now(),
            judge,
            guard: Guard::new(config.dead_letters.clone()),
            config,
            shared,
            lane,
            assigned: BTreeMap::new(),
            rebuilds,
            remembered: Size::default(),
            brokers_lost: Outage::new(lane, "no kafka broker can be reached"),
            trouble: Outage::new(lane, "kafka reports trouble"),
        }
    }

    /// Takes a record in: judges it, or, where that was done before, has the judge remember it.
    pub(super) fn take(&mut self, message: &BorrowedMessage<'_>) {
        let record = Record {
            topic: message.topic(),
            partition: message.partition(),
            offset: message.offset(),
            timestamp_ms: message.timestamp().to_millis(),
            key: message.key(),
            payload: message.payload(),
        };
        match self.rebuilds.turn(&record) {
            Turn::Judge => self.judge(&record, message),
            // A record that made the judge panic did so, and was counted, when it was judged.
            Turn::Replay => drop(catch_unwind(AssertUnwindSafe(|| self.judge.replay(&record)))),
            Turn::Pass => {}
        }
    }

    /// Judges a record and keeps what is to be written for it.
    fn judge(&mut self, record: &Record<'_>, message: &BorrowedMessage<'_>) {
        if self.batch.is_empty() {
            self.opened = Instant::now();
        }
        let Some(part) = self.batch.admit(record) else { return self.set_back(record) };
        self.guard.record();
        let output = match survive(&mut self.judge, record, &mut part.tally) {
            Outcome::Clean | Outcome::Repeated | Outcome::Deleted | Outcome::Tombstone => return,
            Outcome::Flagged(verdict) => Output::flag(verdict, message.detach()),
            Outcome::DeadLetter(reason) => {
                self.guard.letter(&reason, record.key, record.offset);
                Output::letter(reason, message.detach())
            }
        };
        self.batch.put(output);
    }

    /// The consumer was set back: what was gathered of the partition comes again, to a memory that knows nothing of it.
    fn set_back(&mut self, record: &Record<'_>) {
        let partition = Partition::new(record.topic, record.partition);
        tracing::warn!(lane = self.lane, %partition, offset = record.offset, "set back: judging again what is not committed");
        let first = self.batch.forget(&partition);
        self.judge.forget(record.topic, record.partition);
        self.rebuilds.begin(partition, Some(first.map_or(record.offset, |first| first.min(record.offset))));
    }

    /// Whether partitions wait for their memory to be rebuilt.
    pub(super) fn is_rebuilding(&self) -> bool {
        self.rebuilds.is_waiting()
    }

    /// Has the memory of new partitions rebuilt, as far as it can be done now.
    pub(super) fn rebuild(&mut self, source: &Source) {
        if !self.rebuilds.is_due() {
            return;
        }
        for (partition, commit) in self.rebuilds.serve(source) {
            if let Some(position) = self.assigned.get_mut(&partition) {
                position.get_or_insert(Position { next: commit.next, newest_ms: None });
            }
        }
    }

    /// Notes with each part of the batch from where its partition's memory is to be rebuilt once it is committed.
    pub(super) fn note_replay_offsets(&mut self) {
        for part in self.batch.parts_mut() {
            part.replay_from = self.judge.replay_from(&part.partition.topic, part.partition.number);
        }
    }

    /// Whether the batch has reached one of its bounds.
    pub(super) fn is_full(&self) -> bool {
        let worker = &self.config.worker;
        self.batch.records() >= worker.batch_messages_max || self.batch.bytes() >= worker.batch_bytes_max
    }

    /// Whether the batch is twice as large as it should be: it could not be written for a long time.
    pub(super) fn is_overfull(&self) -> bool {
        let worker = &self.config.worker;
        self.batch.records() / 2 >= worker.batch_messages_max || self.batch.bytes() / 2 >= worker.batch_bytes_max
    }

    /// Stops the worker where too many records are dead letters.
    pub(super) fn check(&self) -> Result<(), Error> {
        self.guard.check(&self.config.kafka.dead_letters_topic)
    }

    /// Goes on with another engine; between batches only. What the memory held is read again, for the other engine to see.
    pub(super) fn reload(&mut self, engine: Arc<Engine>) {
        let standing: Vec<(Partition, Option<Commit>)> = self
            .assigned
            .iter()
            .map(|(partition, position)| {
                let needed = self.judge.replay_from(&partition.topic, partition.number);
                (partition.clone(), position.map(|position| Commit::new(position.next, needed)))
            })
            .collect();
        self.judge.reload(engine);
        for (partition, commit) in standing {
            self.rebuilds.again(&partition, commit);
        }
        self.tell_memory();
    }

    /// Takes an event in.
    pub(super) fn heed(&mut self, event: Event) -> Result<(), Error> {
        match event {
            Event::Assigned(partitions) => self.gain(partitions),
            Event::Revoked(partitions) => self.lose(&partitions, RebalanceEvent::Revoked),
            Event::Lost(partitions) => self.lose(&partitions, RebalanceEvent::Lost),
            Event::Trouble(code) if is_denied(code) => {
                let topic = self.config.kafka.input_topics.first().map_or("", String::as_str);
                return Err(unauthorised(code, topic, &self.config.kafka));
            }
            Event::Trouble(RDKafkaErrorCode::AllBrokersDown) => {
                self.brokers_lost.met(RDKafkaErrorCode::AllBrokersDown);
            }
            // One broker of several, or an address that does not resolve just now: news once all are gone.
            Event::Trouble(RDKafkaErrorCode::BrokerTransportFailure | RDKafkaErrorCode::Resolve) => {}
            Event::Trouble(code) => self.trouble.met(code),
            Event::Statistics(statistics) => self.measure(&statistics),
        }
        Ok(())
    }

    fn gain(&mut self, partitions: Vec<Partition>) {
        let before = self.assigned.len();
        for partition in partitions {
            self.rebuilds.begin(partition.clone(), None);
            self.assigned.insert(partition, None);
        }
        let gained = self.assigned.len() - before;
        self.metrics().rebalance(RebalanceEvent::Assigned);
        self.metrics().partitions_assigned(gained as i64);
        // An assignment that changes nothing ends each round of a cooperative rebalance: no news but the first time.
        if self.shared.pulse(self.lane).joined() || gained > 0 {
            tracing::info!(lane = self.lane, gained, partitions = self.assigned.len(), "partitions assigned");
        }
    }

    fn lose(&mut self, partitions: &[Partition], event: RebalanceEvent) {
        let before = self.assigned.len();
        for partition in partitions {
            // The broker checks who commits, not whose the partitions are: kept, its records would be flagged twice.
            self.batch.forget(partition);
            self.rebuilds.forget(partition);
            self.judge.forget(&partition.topic, partition.number);
            self.assigned.remove(partition);
            self.metrics().forget_partition(&partition.topic, partition.number);
        }
        let gone = before - self.assigned.len();
        self.tell_memory();
        self.metrics().rebalance(event);
        self.metrics().partitions_assigned(-(gone as i64));
        tracing::info!(lane = self.lane, gone, partitions = self.assigned.len(), event = ?event, "partitions gone");
    }

    /// Drops everything: the consumer it came from is no more.
    pub(super) fn lose_all(&mut self, event: RebalanceEvent) {
        let partitions: Vec<Partition> = self.assigned.keys().cloned().collect();
        self.lose(&partitions, event);
        self.batch.take();
    }

    fn measure(&mut self, statistics: &Statistics) {
        self.tell_memory();
        if statistics.connected {
            self.brokers_lost.over();
            self.trouble.over();
        }
        let now = Timestamp::now().as_millisecond();
        for (partition, end) in &statistics.ends {
            if let Some(position) = self.assigned.get(partition) {
                let records = self.lag(partition, position.as_ref(), end);
                let newest = position.and_then(|position| position.newest_ms).filter(|_| records > 0);
                let seconds = newest.map_or(0.0, |newest| (now - newest).max(0) as f64 / 1000.0);
                self.metrics().lag(&partition.topic, partition.number, records, seconds);
            }
        }
    }

    fn lag(&self, partition: &Partition, position: Option<&Position>, end: &End) -> i64 {
        // Transaction markers take offsets that no record has: once all is fetched and committed, nothing lags.
        let idle = end.waiting == 0 && end.fetched >= end.end && !self.batch.holds(partition);
        let next = position.map_or(end.committed, |position| position.next);
        if idle { 0 } else { (end.end - next.max(0)).max(0) }
    }

    /// Publishes what the whole batch counted, now that it is committed, and begins another.
    pub(super) fn committed(&mut self) {
        let records = self.batch.records();
        let parts = self.batch.take();
        self.metrics().batch(records);
        self.publish(parts);
        self.tell_memory();
        self.trouble.over();
    }

    /// Tells how much is remembered.
    fn tell_memory(&mut self) {
        let now = self.judge.memory();
        let before = std::mem::replace(&mut self.remembered, now);
        let change = |now: usize, before: usize| now as i64 - before as i64;
        let (conversations, bytes) = (change(now.conversations, before.conversations), change(now.bytes, before.bytes));
        self.metrics().conversations(conversations, bytes);
    }

    /// Publishes parts that are committed.
    pub(super) fn publish(&mut self, parts: Vec<Part>) {
        let now = Timestamp::now().as_millisecond();
        let mut tally = Tally::default();
        for part in parts {
            let flags = part.outputs.iter().filter(|output| output.severity().is_some());
            for since in flags.filter_map(Output::timestamp_ms) {
                self.metrics().flag_latency((now - since) as f64 / 1000.0);
            }
            if let Some(position) = self.assigned.get_mut(&part.partition) {
                *position = Some(part.position());
            }
            self.judge.committed(&part.partition.topic, part.partition.number);
            tally.merge(part.tally);
        }
        self.metrics().publish(&tally);
    }

    fn metrics(&self) -> &Metrics {
        &self.shared.metrics
    }
}

/// Judges a record; should the judge itself panic, that record is a dead letter and the lane lives.
fn survive<J: Judge>(judge: &mut J, record: &Record<'_>, tally: &mut Tally) -> Outcome {
    catch_unwind(AssertUnwindSafe(|| judge.judge(record, tally))).unwrap_or_else(|_| {
        let class = ReasonClass::Panic;
        tally.panic("none");
        tally.dead_letter(class);
        tally.message(Judged::DeadLetter, record.payload.map_or(0, <[u8]>::len));
        Outcome::DeadLetter(Reason::of(class))
    })
}
