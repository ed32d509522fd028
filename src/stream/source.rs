//! Where records come from: a consumer whose callbacks decide nothing. They turn what happens to the group and the
//! connection into [`Event`]s, in order, and the lane reads those between two polls.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

use rdkafka::client::ClientContext;
use rdkafka::config::RDKafkaLogLevel;
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer, ConsumerContext, ConsumerGroupMetadata, Rebalance};
use rdkafka::error::{KafkaError, KafkaResult};
use rdkafka::message::BorrowedMessage;
use rdkafka::metadata::Metadata;
use rdkafka::topic_partition_list::TopicPartitionListElem;
use rdkafka::types::RDKafkaErrorCode;
use rdkafka::{Offset, TopicPartitionList};
use serde::Deserialize;

use super::offsets::{Commit, Commits, Partition};
use super::{Error, Shared, clients};
use crate::config::Kafka;

/// A broker that has just started may not know its topics yet: a missing one is asked for again for this long.
const TOPIC_GRACE: Duration = Duration::from_secs(3);

/// Pause between two attempts at the start.
const ATTEMPT_PAUSE: Duration = Duration::from_millis(200);

/// What happened to the group or the connection.
#[derive(Debug)]
pub(super) enum Event {
    /// These partitions are now ours; none is an answer too: the lane is a standby.
    Assigned(Vec<Partition>),
    /// These are to be handed over.
    Revoked(Vec<Partition>),
    /// These are another's already.
    Lost(Vec<Partition>),
    /// Something is wrong with a broker or a topic.
    Trouble(RDKafkaErrorCode),
    /// Where the partitions end, from the client's own counts.
    Statistics(Statistics),
}

/// What is read of librdkafka's statistics.
#[derive(Debug, Default)]
pub(super) struct Statistics {
    /// Whether any broker is connected.
    pub(super) connected: bool,
    /// The ends of the partitions that are read.
    pub(super) ends: Vec<(Partition, End)>,
}

/// How far a partition is read, and how far it goes.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct End {
    /// One past the last record that may be read: the last stable offset.
    #[serde(rename = "ls_offset")]
    pub(super) end: i64,
    /// The next offset to fetch: beyond the last record by the transaction markers.
    #[serde(rename = "next_offset")]
    pub(super) fetched: i64,
    /// Records fetched and not polled yet.
    #[serde(rename = "fetchq_cnt")]
    pub(super) waiting: i64,
    /// What is committed, as far as the client knows; below 0 where it does not.
    #[serde(rename = "committed_offset")]
    pub(super) committed: i64,
}

/// The callbacks: each sends a value.
pub(super) struct Callbacks(Sender<Event>);

impl Callbacks {
    fn send(&self, event: Event) {
        // The receiver goes first only while the consumer is being closed, when nobody needs the news.
        let _ = self.0.send(event);
    }
}

impl ClientContext for Callbacks {
    fn log(&self, _: RDKafkaLogLevel, facility: &str, message: &str) {
        // State changes are told by the lane; these are the client's details, of brokers and never of records.
        tracing::debug!(facility, text = message, "kafka client");
    }

    fn stats_raw(&self, json: &[u8]) {
        if let Some(statistics) = Statistics::parse(json) {
            self.send(Event::Statistics(statistics));
        }
    }

    fn error(&self, error: KafkaError, _: &str) {
        if let Some(code) = error.rdkafka_error_code() {
            self.send(Event::Trouble(code));
        }
    }
}

impl ConsumerContext for Callbacks {
    fn pre_rebalance(&self, consumer: &BaseConsumer<Self>, rebalance: &Rebalance<'_>) {
        self.send(match rebalance {
            Rebalance::Assign(list) => Event::Assigned(partitions(list)),
            Rebalance::Revoke(list) if consumer.assignment_lost() => Event::Lost(partitions(list)),
            Rebalance::Revoke(list) => Event::Revoked(partitions(list)),
            Rebalance::Error(error) => Event::Trouble(code(error)),
        });
    }
}

fn partitions(list: &TopicPartitionList) -> Vec<Partition> {
    list.elements().iter().map(|element| Partition::new(element.topic(), element.partition())).collect()
}

/// One lane's consumer.
pub(super) struct Source {
    consumer: BaseConsumer<Callbacks>,
    events: Receiver<Event>,
}

impl Source {
    /// Connects, makes sure that every topic is there, and subscribes.
    ///
    /// # Errors
    ///
    /// When no broker can be used before `deadline`, or a topic is missing; see [`Error`].
    pub(super) fn connect(kafka: &Kafka, lane: usize, deadline: Instant, shared: &Shared) -> Result<Self, Error> {
        let (sender, events) = mpsc::channel();
        let consumer: BaseConsumer<Callbacks> = clients::consumer(kafka, lane, Callbacks(sender))?;
        let source = Self { consumer, events };
        let topics = kafka.input_topics.iter().chain([&kafka.flags_topic, &kafka.dead_letters_topic]);
        for topic in topics {
            source.find(kafka, topic, deadline, || {
                shared.pulse(lane).beat();
                shared.stopping()
            })?;
        }
        let inputs: Vec<&str> = kafka.input_topics.iter().map(String::as_str).collect();
        source.consumer.subscribe(&inputs).map_err(|_| Error::Property { section: "input_topics", key: None })?;
        Ok(source)
    }

    /// Waits until the broker knows a topic, or a stop is asked for.
    fn find(&self, kafka: &Kafka, topic: &str, deadline: Instant, stopping: impl Fn() -> bool) -> Result<(), Error> {
        let servers = || kafka.bootstrap_servers.clone();
        let grace = Instant::now() + TOPIC_GRACE;
        loop {
            let code = match self.consumer.fetch_metadata(Some(topic), ATTEMPT_TIMEOUT) {
                Ok(metadata) => match topic_error(&metadata, topic) {
                    None => return Ok(()),
                    Some(code) => code,
                },
                Err(error) => code(&error),
            };
            // What the connection itself met says more than a timeout does.
            self.serve(ATTEMPT_PAUSE);
            let code = self.troubles().find(|&code| is_login(code)).unwrap_or(code);
            match code {
                code if is_login(code) => return Err(Error::Authentication { servers: servers(), code }),
                code if is_denied(code) => return Err(unauthorised(code, topic, kafka)),
                RDKafkaErrorCode::UnknownTopicOrPartition | RDKafkaErrorCode::UnknownTopic
                    if Instant::now() >= grace.min(deadline) =>
                {
                    return Err(Error::MissingTopic { topic: topic.to_owned(), servers: servers() });
                }
                code if Instant::now() >= deadline => {
                    return Err(Error::Unreachable { servers: servers(), seconds: kafka.start_timeout_seconds, code });
                }
                _ if stopping() => return Ok(()),
                _ => {}
            }
        }
    }

    /// Lets the callbacks run for a while, before anything is subscribed to.
    fn serve(&self, time: Duration) {
        let end = Instant::now() + time;
        while let Some(left) = end.checked_duration_since(Instant::now()) {
            self.consumer.poll(left);
        }
    }

    /// The next record, within `wait`. `None` also when an event came: see [`Source::event`].
    pub(super) fn poll(&self, wait: Duration) -> Option<KafkaResult<BorrowedMessage<'_>>> {
        self.consumer.poll(wait)
    }

    /// The next event. To be read empty after each poll, before its record is looked at.
    pub(super) fn event(&self) -> Option<Event> {
        self.events.try_recv().ok()
    }

    fn troubles(&self) -> impl Iterator<Item = RDKafkaErrorCode> {
        self.events.try_iter().filter_map(|event| match event {
            Event::Trouble(code) => Some(code),
            _ => None,
        })
    }

    /// Who we are in the group at this moment; to be asked anew for each transaction.
    pub(super) fn membership(&self) -> Option<ConsumerGroupMetadata> {
        self.consumer.group_metadata()
    }

    /// What the broker has committed for these partitions, once no transaction is pending on them.
    pub(super) fn committed(&self, asked: impl Iterator<Item = Partition>, timeout: Duration) -> KafkaResult<Commits> {
        let mut list = TopicPartitionList::new();
        for partition in asked {
            list.add_partition(&partition.topic, partition.number);
        }
        let committed = self.consumer.committed_offsets(list, timeout)?;
        let mut commits = Commits::new();
        for element in committed.elements() {
            element.error()?;
            if let Offset::Offset(next) = element.offset() {
                // rdkafka panics on metadata that is not UTF-8: none of ours.
                let read = || Commit::read(next, element.metadata());
                let commit = catch_unwind(AssertUnwindSafe(read)).unwrap_or(Commit { next, replay_from: None });
                commits.insert(Partition::new(element.topic(), element.partition()), commit);
            }
        }
        Ok(commits)
    }

    /// The first offset that is there, and one past the last.
    pub(super) fn watermarks(&self, partition: &Partition, timeout: Duration) -> KafkaResult<(i64, i64)> {
        self.consumer.fetch_watermarks(&partition.topic, partition.number, timeout)
    }

    /// Sets partitions back, each to its offset: what is polled from now on begins there. The answer of each.
    pub(super) fn seek(
        &self,
        wanted: &[(Partition, i64)],
        timeout: Duration,
    ) -> KafkaResult<Vec<(Partition, Result<(), RDKafkaErrorCode>)>> {
        let mut list = TopicPartitionList::with_capacity(wanted.len());
        for (partition, offset) in wanted {
            list.add_partition_offset(&partition.topic, partition.number, Offset::Offset(*offset))?;
        }
        let sought = self.consumer.seek_partitions(list, timeout)?;
        let answer = |element: &TopicPartitionListElem<'_>| {
            let partition = Partition::new(element.topic(), element.partition());
            (partition, element.error().map_err(|error| code(&error)))
        };
        Ok(sought.elements().iter().map(answer).collect())
    }

    /// Commits without a transaction, and waits for the answer.
    pub(super) fn commit(&self, offsets: &TopicPartitionList) -> KafkaResult<()> {
        self.consumer.commit(offsets, CommitMode::Sync)
    }
}

/// How long one attempt at the start may take: short, for the client tells why only between attempts.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(2);

fn topic_error(metadata: &Metadata, topic: &str) -> Option<RDKafkaErrorCode> {
    let Some(found) = metadata.topics().iter().find(|found| found.name() == topic) else {
        return Some(RDKafkaErrorCode::UnknownTopicOrPartition);
    };
    match found.error() {
        Some(error) => Some(error.into()),
        None if found.partitions().is_empty() => Some(RDKafkaErrorCode::UnknownTopicOrPartition),
        None => None,
    }
}

/// The code of any error.
pub(super) fn code(error: &KafkaError) -> RDKafkaErrorCode {
    error.rdkafka_error_code().unwrap_or(RDKafkaErrorCode::Unknown)
}

/// The broker does not accept the login.
pub(super) fn is_login(code: RDKafkaErrorCode) -> bool {
    matches!(
        code,
        RDKafkaErrorCode::Authentication
            | RDKafkaErrorCode::SaslAuthenticationFailed
            | RDKafkaErrorCode::UnsupportedSASLMechanism
            | RDKafkaErrorCode::SSL
    )
}

/// The broker knows us and does not let us.
pub(super) fn is_denied(code: RDKafkaErrorCode) -> bool {
    matches!(
        code,
        RDKafkaErrorCode::TopicAuthorizationFailed
            | RDKafkaErrorCode::GroupAuthorizationFailed
            | RDKafkaErrorCode::ClusterAuthorizationFailed
            | RDKafkaErrorCode::TransactionalIdAuthorizationFailed
    )
}

/// What is denied, and the right to give; `topic` where one is known to be concerned.
pub(super) fn unauthorised(code: RDKafkaErrorCode, topic: &str, kafka: &Kafka) -> Error {
    let (doing, grant) = match code {
        RDKafkaErrorCode::GroupAuthorizationFailed => {
            (format!("join group `{}`", kafka.group_id), format!("grant it Read on group `{}`", kafka.group_id))
        }
        RDKafkaErrorCode::TransactionalIdAuthorizationFailed => {
            let ids = clients::transactional_id(kafka, 0);
            (
                format!("use the transactional id `{ids}`"),
                format!("grant it Write and Describe on transactional id `{ids}` and those of the other lanes"),
            )
        }
        RDKafkaErrorCode::ClusterAuthorizationFailed => {
            ("produce idempotently".to_owned(), "grant it IdempotentWrite on the cluster".to_owned())
        }
        _ if kafka.input_topics.iter().any(|input| input == topic) => {
            (format!("read topic `{topic}`"), format!("grant it Read and Describe on topic `{topic}`"))
        }
        _ => (format!("write topic `{topic}`"), format!("grant it Write and Describe on topic `{topic}`")),
    };
    Error::Unauthorised { doing, code, grant }
}

impl Statistics {
    fn parse(json: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Raw {
            #[serde(default)]
            brokers: HashMap<String, Broker>,
            #[serde(default)]
            topics: HashMap<String, Topic>,
        }
        #[derive(Deserialize)]
        struct Broker {
            state: String,
        }
        #[derive(Deserialize)]
        struct Topic {
            partitions: HashMap<i32, End>,
        }
        let raw: Raw = serde_json::from_slice(json).ok()?;
        let connected = raw.brokers.values().any(|broker| broker.state == "UP");
        let mut ends = Vec::new();
        for (topic, Topic { partitions }) in raw.topics {
            // Partition -1 is the client's own, and one that is not fetched has no end.
            let read = partitions.into_iter().filter(|(number, end)| *number >= 0 && end.end >= 0);
            ends.extend(read.map(|(number, end)| (Partition::new(&topic, number), end)));
        }
        Some(Self { connected, ends })
    }
}
