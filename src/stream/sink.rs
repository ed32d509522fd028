//! Where flags, dead letters and offsets go: one transaction for a batch, begun and ended between two polls. For
//! at-least-once delivery: first the records, and once they are there, the offsets.
//!
//! Every call is bounded in time, and so is every write. What a failure leaves behind is settled before the next write:
//! an aborted transaction, or a new producer of the same id, whose start ends whatever the old one left open.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use rdkafka::client::ClientContext;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::error::{KafkaError, KafkaResult};
use rdkafka::producer::{
    BaseProducer, BaseRecord, DeliveryResult, NoCustomPartitioner, Producer, ProducerContext, PurgeConfig,
};
use rdkafka::types::RDKafkaErrorCode;
use rdkafka::{Offset, TopicPartitionList};

use super::batch::Batch;
use super::output::Output;
use super::source::{Source, code, is_denied, is_login, unauthorised};
use super::{CALL_TIMEOUT, Error, clients};
use crate::config::{Config, Delivery, Kafka};

/// A write is given up after this long: the broker aborts a transaction that is older than `transaction.timeout.ms`.
const WRITE_TIMEOUT: Duration = Duration::from_secs(12);

/// Pause before a call is made again that failed as retriable.
const RETRY_PAUSE: Duration = Duration::from_millis(20);

/// Pause between two looks at what is in flight: rdkafka's own waiting would take all of a core, or 100 ms.
const DRAIN_PAUSE: Duration = Duration::from_millis(1);

/// Events looked through for the cause of a failed start; a connection that fails reports a handful.
const EVENTS_MAX: usize = 64;

/// More fences than this within [`FENCE_WINDOW`] are no zombie that wakes up, but two processes of one name.
const FENCES_MAX: usize = 5;
/// See [`FENCES_MAX`].
const FENCE_WINDOW: Duration = Duration::from_secs(60);

/// Why a batch was not written.
#[derive(Debug)]
pub(super) enum Failure {
    /// Something in the way: settle, ask the broker what is left to do, and write again.
    Again(RDKafkaErrorCode),
    /// Nothing that would pass.
    Stop(Error),
}

/// What the producer's callbacks report.
enum Report {
    /// This output of the batch was not taken.
    Refused(usize, RDKafkaErrorCode),
    /// Something is wrong with a broker.
    Trouble(RDKafkaErrorCode),
}

struct Callbacks(Sender<Report>);

impl ClientContext for Callbacks {
    fn log(&self, _: RDKafkaLogLevel, facility: &str, message: &str) {
        tracing::debug!(facility, text = message, "kafka client");
    }

    fn error(&self, error: KafkaError, _: &str) {
        if let Some(code) = error.rdkafka_error_code() {
            let _ = self.0.send(Report::Trouble(code));
        }
    }
}

impl ProducerContext<NoCustomPartitioner> for Callbacks {
    type DeliveryOpaque = usize;

    fn delivery(&self, result: &DeliveryResult<'_>, output: usize) {
        if let Err((error, _)) = result {
            let code = code(error);
            let _ = self.0.send(Report::Refused(output, code));
        }
    }
}

/// What stopped a write half-way.
enum Stumble {
    Call(KafkaError),
    Refused(usize, RDKafkaErrorCode),
    Stop(Error),
}

impl From<KafkaError> for Stumble {
    fn from(error: KafkaError) -> Self {
        Stumble::Call(error)
    }
}

/// How often a client was taken over by another of its name.
#[derive(Debug, Default)]
pub(super) struct Fences(VecDeque<Instant>);

impl Fences {
    /// Counts one; `true` when it is for good.
    pub(super) fn one_more(&mut self) -> bool {
        let now = Instant::now();
        self.0.push_back(now);
        self.0.retain(|&at| now.duration_since(at) < FENCE_WINDOW);
        self.0.len() > FENCES_MAX
    }
}

/// One lane's producer.
pub(super) struct Sink {
    config: Arc<Config>,
    lane: usize,
    link: Option<Link>,
    fences: Fences,
    /// Whether records are written one by one, to learn which of them its topic does not take.
    singly: bool,
    json: Vec<u8>,
}

/// A producer and what it reports.
struct Link {
    producer: BaseProducer<Callbacks>,
    reports: Receiver<Report>,
    /// Whether it may write: its transactions are initialised.
    ready: bool,
}

impl Sink {
    pub(super) fn new(config: Arc<Config>, lane: usize) -> Self {
        Self { config, lane, link: None, fences: Fences::default(), singly: false, json: Vec::new() }
    }

    /// Makes sure that there is a producer without an open transaction, its own or a past life's.
    pub(super) fn settle(&mut self) -> Result<(), Failure> {
        let link = match &mut self.link {
            Some(link) => link,
            none => none.insert(Link::new(&self.config.kafka, self.lane).map_err(Failure::Stop)?),
        };
        if link.ready {
            return Ok(());
        }
        if self.config.kafka.delivery == Delivery::ExactlyOnce
            && let Err(error) = link.producer.init_transactions(CALL_TIMEOUT)
        {
            // What the connection itself met says more than a timeout does.
            let login = link.login_trouble();
            let stumble = Stumble::Call(error);
            self.retreat(&stumble);
            return Err(login.map_or_else(|| self.failure(stumble, ""), Failure::Again));
        }
        link.ready = true;
        Ok(())
    }

    /// Writes a batch and commits its offsets, or leaves nothing of it that a reader of committed records could see.
    /// (At-least-once: flags of a batch that failed may be there already.)
    pub(super) fn write(&mut self, batch: &mut Batch, source: &Source) -> Result<(), Failure> {
        let Some(link) = &self.link else { return Err(Failure::Again(RDKafkaErrorCode::State)) };
        let deadline = Instant::now() + WRITE_TIMEOUT;
        // What a past write left in the reports is about other outputs.
        link.reports.try_iter().for_each(drop);
        let write = Write { link, kafka: &self.config.kafka, singly: self.singly, deadline };
        let written = match self.config.kafka.delivery {
            Delivery::ExactlyOnce => write.transaction(batch, source, &mut self.json),
            Delivery::AtLeastOnce => write.in_order(batch, source, &mut self.json),
        };
        let Err(stumble) = written else {
            self.singly = false;
            return Ok(());
        };
        self.retreat(&stumble);
        let mut topic = self.config.kafka.flags_topic.clone();
        if let Stumble::Refused(at, code) = stumble
            && let Some(output) = batch.outputs_mut().nth(at)
        {
            topic = output.topic(&self.config.kafka).to_owned();
            // Records are refused in company; only one that was written alone is known to be the culprit.
            if is_too_large(code) && std::mem::replace(&mut self.singly, true) {
                output.shrink(&self.config.kafka).map_err(Failure::Stop)?;
            }
        }
        Err(self.failure(stumble, &topic))
    }

    /// Lets the callbacks run while there is nothing to write.
    pub(super) fn serve(&self) {
        if let Some(link) = &self.link {
            link.producer.poll(Duration::ZERO);
            // Refusals are read while writing; troubles are seen by the consumer too.
            link.reports.try_iter().for_each(drop);
        }
    }

    /// After a stumble: takes back what was begun, or, where that is not possible, parts with the producer.
    fn retreat(&mut self, stumble: &Stumble) {
        let fatal = matches!(stumble, Stumble::Call(error) if is_fatal(error));
        let usable = match &self.link {
            Some(link) if fatal || !link.ready => !fatal,
            Some(link) => self.config.kafka.delivery == Delivery::ExactlyOnce && link.abort().is_ok(),
            None => false,
        };
        if !usable {
            self.link = None;
        }
    }

    /// Whether to go on after a stumble; `topic` is the one that was written to.
    fn failure(&mut self, stumble: Stumble, topic: &str) -> Failure {
        let code = match stumble {
            Stumble::Stop(error) => return Failure::Stop(error),
            Stumble::Call(error) => code(&error),
            Stumble::Refused(_, code) => code,
        };
        let kafka = &self.config.kafka;
        if is_denied(code) {
            return Failure::Stop(unauthorised(code, topic, kafka));
        }
        let id = clients::transactional_id(kafka, self.lane);
        if is_fence(code) && self.fences.one_more() {
            return Failure::Stop(Error::Fenced { id });
        }
        Failure::Again(code)
    }
}

impl Link {
    fn new(kafka: &Kafka, lane: usize) -> Result<Self, Error> {
        let (sender, reports) = mpsc::channel();
        Ok(Self { producer: clients::producer(kafka, lane, Callbacks(sender))?, reports, ready: false })
    }

    /// Whether the broker refused the login.
    fn login_trouble(&self) -> Option<RDKafkaErrorCode> {
        for _ in 0..EVENTS_MAX {
            self.producer.poll(Duration::ZERO);
        }
        self.reports.try_iter().find_map(|report| match report {
            Report::Trouble(code) if is_login(code) => Some(code),
            _ => None,
        })
    }

    /// Takes back what was begun.
    fn abort(&self) -> Result<(), Stumble> {
        let deadline = Instant::now() + CALL_TIMEOUT;
        self.producer.purge(PurgeConfig::default().queue().inflight());
        // What was purged is reported as refused: news of no use.
        let _ = self.drain(deadline);
        self.again(deadline, || self.producer.abort_transaction(CALL_TIMEOUT))
    }

    /// Waits until everything sent is answered.
    fn drain(&self, deadline: Instant) -> Result<(), Stumble> {
        loop {
            let before = self.producer.in_flight_count();
            if before == 0 {
                break;
            }
            self.producer.poll(Duration::ZERO);
            if self.producer.in_flight_count() < before {
                continue;
            }
            if Instant::now() >= deadline {
                return Err(KafkaError::Flush(RDKafkaErrorCode::OperationTimedOut).into());
            }
            thread::sleep(DRAIN_PAUSE);
        }
        let refused = self.reports.try_iter().find_map(|report| match report {
            Report::Refused(output, code) => Some(Stumble::Refused(output, code)),
            Report::Trouble(_) => None,
        });
        refused.map_or(Ok(()), Err)
    }

    /// Makes a call again, as it is, for as long as it fails as retriable.
    fn again(&self, deadline: Instant, call: impl Fn() -> KafkaResult<()>) -> Result<(), Stumble> {
        loop {
            match call() {
                Err(error) if is_retriable(&error) && Instant::now() < deadline => {
                    self.producer.poll(Duration::ZERO);
                    thread::sleep(RETRY_PAUSE);
                }
                answer => return Ok(answer?),
            }
        }
    }
}

/// One write of one batch.
struct Write<'w> {
    link: &'w Link,
    kafka: &'w Kafka,
    singly: bool,
    deadline: Instant,
}

impl Write<'_> {
    fn transaction(&self, batch: &mut Batch, source: &Source, json: &mut Vec<u8>) -> Result<(), Stumble> {
        let Link { producer, .. } = self.link;
        self.again(|| producer.begin_transaction())?;
        self.records(batch, json)?;
        // Asked anew each time: the generation is the proof that the partitions are still ours to commit.
        let membership = source.membership().ok_or(KafkaError::Canceled)?;
        let offsets = offsets(batch)?;
        self.again(|| producer.send_offsets_to_transaction(&offsets, &membership, CALL_TIMEOUT))?;
        // Drained here, for the commit's own waiting takes 100 ms at a time.
        self.link.drain(self.deadline)?;
        self.again(|| producer.commit_transaction(CALL_TIMEOUT))
    }

    fn in_order(&self, batch: &mut Batch, source: &Source, json: &mut Vec<u8>) -> Result<(), Stumble> {
        self.records(batch, json)?;
        self.link.drain(self.deadline)?;
        Ok(source.commit(&offsets(batch)?)?)
    }

    fn again(&self, call: impl Fn() -> KafkaResult<()>) -> Result<(), Stumble> {
        self.link.again(self.deadline, call)
    }

    fn records(&self, batch: &mut Batch, json: &mut Vec<u8>) -> Result<(), Stumble> {
        for (at, output) in batch.outputs_mut().enumerate() {
            self.record(at, output, json)?;
            if self.singly {
                self.link.drain(self.deadline)?;
            }
        }
        Ok(())
    }

    /// Sends one record, made smaller until the client takes it.
    fn record(&self, at: usize, output: &mut Output, json: &mut Vec<u8>) -> Result<(), Stumble> {
        loop {
            match self.send(at, output, json) {
                Err(KafkaError::MessageProduction(code)) if is_too_large(code) => {
                    output.shrink(self.kafka).map_err(Stumble::Stop)?;
                }
                sent => return Ok(sent?),
            }
        }
    }

    fn send(&self, at: usize, output: &Output, json: &mut Vec<u8>) -> KafkaResult<()> {
        let wire = output.wire(self.kafka, json);
        let mut record = BaseRecord::<[u8], [u8], usize>::with_opaque_to(wire.topic, at).headers(wire.headers);
        (record.key, record.payload) = (wire.key, wire.payload);
        loop {
            match self.link.producer.send(record) {
                Err((KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull), back))
                    if Instant::now() < self.deadline =>
                {
                    record = back;
                    self.link.producer.poll(Duration::ZERO);
                    thread::sleep(DRAIN_PAUSE);
                }
                sent => return sent.map_err(|(error, _)| error),
            }
        }
    }
}

/// What to commit for a batch: with each offset, in its metadata, from where its partition's memory is rebuilt.
fn offsets(batch: &Batch) -> KafkaResult<TopicPartitionList> {
    let mut list = TopicPartitionList::new();
    for part in batch.parts() {
        let commit = part.commit();
        let mut element = list.add_partition(&part.partition.topic, part.partition.number);
        element.set_offset(Offset::Offset(commit.next))?;
        element.set_metadata(commit.metadata());
    }
    Ok(list)
}

/// The producer is of no more use. What carries no flag at all is taken for the worst.
fn is_fatal(error: &KafkaError) -> bool {
    match error {
        KafkaError::Transaction(error) => error.is_fatal() || !(error.txn_requires_abort() || error.is_retriable()),
        KafkaError::MessageProduction(code) => {
            matches!(code, RDKafkaErrorCode::Fatal | RDKafkaErrorCode::State | RDKafkaErrorCode::Fenced)
        }
        _ => false,
    }
}

fn is_retriable(error: &KafkaError) -> bool {
    match error {
        KafkaError::Transaction(error) => !error.is_fatal() && !error.txn_requires_abort() && error.is_retriable(),
        KafkaError::Flush(code) => *code == RDKafkaErrorCode::OperationTimedOut,
        _ => false,
    }
}

fn is_fence(code: RDKafkaErrorCode) -> bool {
    matches!(code, RDKafkaErrorCode::Fenced | RDKafkaErrorCode::ProducerFenced | RDKafkaErrorCode::InvalidProducerEpoch)
}

/// The topic does not take this record, now or later. (`InvalidRecord`: a compacted topic takes none without a key.)
fn is_too_large(code: RDKafkaErrorCode) -> bool {
    matches!(
        code,
        RDKafkaErrorCode::MessageSizeTooLarge
            | RDKafkaErrorCode::MessageBatchTooLarge
            | RDKafkaErrorCode::InvalidMessageSize
            | RDKafkaErrorCode::InvalidRecord
    )
}
