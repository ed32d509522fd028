//! What stops a worker, each with what to do about it.

use rdkafka::types::RDKafkaErrorCode;

use crate::message::Reason;

/// Why a worker stopped by itself. The texts name brokers, topics and settings, never a record's content nor a secret.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A property that the client refuses.
    #[error("kafka.{section}: the client refuses {}; see librdkafka's CONFIGURATION.md for its properties and their values", property(.key))]
    Property {
        /// `consumer` or `producer`.
        section: &'static str,
        /// Its name; `None` where it is the combination that does not work.
        key: Option<String>,
    },
    /// No broker answered within the time given for the start.
    #[error(
        "no broker at {servers} answered within {seconds} s ({code}): is it running, and is kafka.bootstrap_servers right?"
    )]
    Unreachable {
        /// The configured brokers.
        servers: String,
        /// How long it was tried.
        seconds: u64,
        /// The last failure.
        code: RDKafkaErrorCode,
    },
    /// The broker does not accept who we say we are.
    #[error(
        "the broker at {servers} refused the login ({code}): check security.protocol, sasl.* and ssl.* under kafka.consumer and kafka.producer"
    )]
    Authentication {
        /// The configured brokers.
        servers: String,
        /// The failure.
        code: RDKafkaErrorCode,
    },
    /// The broker knows us and does not let us.
    #[error("the broker does not let this worker {doing} ({code}): {grant}")]
    Unauthorised {
        /// What was attempted.
        doing: String,
        /// The failure.
        code: RDKafkaErrorCode,
        /// The access rights to give.
        grant: String,
    },
    /// A topic that is not there.
    #[error(
        "topic `{topic}` does not exist on {servers}: create it (kafka-topics --bootstrap-server {servers} --create --topic {topic} --partitions 6), or correct the configuration"
    )]
    MissingTopic {
        /// Its name.
        topic: String,
        /// The configured brokers.
        servers: String,
    },
    /// Not even the smallest form of a record fits the topic.
    #[error(
        "a dead letter for {source_record} does not fit topic `{topic}` even without payload, headers and key: raise the topic's max.message.bytes"
    )]
    Unwritable {
        /// The dead-letter topic.
        topic: String,
        /// Topic, partition and offset of the input record.
        source_record: String,
    },
    /// Another process uses the same transactional id and will not give way.
    #[error(
        "another worker keeps taking over the transactional id `{id}`: give each process its own kafka.instance_id"
    )]
    Fenced {
        /// The transactional id.
        id: String,
    },
    /// Too large a part of the records could not be judged.
    #[error(
        "{letters} of the last {records} records were dead letters, more than the limit of {percent} % (the latest: {latest}): has a producer changed its format? See the headers on `{topic}`, correct the producer or the field names, and start again"
    )]
    TooManyDeadLetters {
        /// Dead letters that count.
        letters: u64,
        /// Records looked at.
        records: u64,
        /// The limit.
        percent: f64,
        /// Why the latest one was a dead letter.
        latest: Reason,
        /// The dead-letter topic.
        topic: String,
    },
    /// A lane's thread could not be started, or ended by a bug.
    #[error("lane {lane} {what}")]
    Lane {
        /// Its number, from 0.
        lane: usize,
        /// What happened.
        what: &'static str,
    },
}

impl Error {
    /// The process's exit code for it.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Property { .. } => 3,
            Error::Unreachable { .. }
            | Error::Authentication { .. }
            | Error::Unauthorised { .. }
            | Error::MissingTopic { .. }
            | Error::Unwritable { .. } => 4,
            Error::Fenced { .. } | Error::TooManyDeadLetters { .. } | Error::Lane { .. } => 5,
        }
    }
}

fn property(key: &Option<String>) -> String {
    key.as_ref().map_or_else(|| "the properties together".to_owned(), |key| format!("property `{key}` or its value"))
}
