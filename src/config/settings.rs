//! The settings themselves.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::policy::{self, Thresholds};
use crate::private::Private;
use crate::{conversation, message, scan, telemetry};

/// librdkafka properties by name. Values are private: passwords are among them.
pub type Properties = BTreeMap<String, Private<String>>;

/// The whole configuration.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Topics, group and connection.
    pub kafka: Kafka,
    /// Lanes, batches and deadlines.
    pub worker: Worker,
    /// The limit on dead letters.
    pub dead_letters: DeadLetters,
    /// Metrics and health.
    pub http: Http,
    /// Logs.
    pub log: Log,
    /// The pattern pack.
    pub patterns: Patterns,
    /// Names of the payload's fields.
    pub message: message::Fields,
    /// The platform's own contacts.
    pub platform: Platform,
    /// Thresholds and bounds of the scan.
    pub detection: Detection,
    /// What becomes a flag, and what a flag shows.
    pub policy: policy::Settings,
    /// What is remembered of conversations.
    pub conversation: conversation::Settings,
}

/// How flags and offsets are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Delivery {
    /// Flags, dead letters and offsets in one transaction.
    #[default]
    ExactlyOnce,
    /// Without transactions: after a failure some flags come again, with the same id.
    AtLeastOnce,
}

/// `[kafka]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Kafka {
    /// `host:port`, several by commas.
    pub bootstrap_servers: String,
    /// The consumer group.
    pub group_id: String,
    /// Topics of messages.
    pub input_topics: Vec<String>,
    /// Topic of flags.
    pub flags_topic: String,
    /// Topic of dead letters.
    pub dead_letters_topic: String,
    /// How flags and offsets are written.
    pub delivery: Delivery,
    /// Stable name of this process; once loaded, never empty.
    pub instance_id: String,
    /// How long to try the broker before giving up at the start.
    pub start_timeout_seconds: u64,
    /// librdkafka properties of the consumers.
    #[serde(skip_serializing, deserialize_with = "super::properties::private")]
    pub consumer: Properties,
    /// librdkafka properties of the producers.
    #[serde(skip_serializing, deserialize_with = "super::properties::private")]
    pub producer: Properties,
}

impl Default for Kafka {
    fn default() -> Self {
        Self {
            bootstrap_servers: "localhost:9092".to_owned(),
            group_id: "vigie".to_owned(),
            input_topics: vec!["messages".to_owned()],
            flags_topic: "moderation.flags".to_owned(),
            dead_letters_topic: "messages.dead-letters".to_owned(),
            delivery: Delivery::ExactlyOnce,
            instance_id: String::new(),
            start_timeout_seconds: 60,
            consumer: Properties::new(),
            producer: Properties::new(),
        }
    }
}

impl Kafka {
    /// How long to try the broker before giving up at the start.
    #[must_use]
    pub fn start_timeout(&self) -> Duration {
        Duration::from_secs(self.start_timeout_seconds)
    }
}

/// `[worker]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Worker {
    /// Threads, each with a consumer, a producer and a scanner of its own.
    pub lanes: usize,
    /// A batch ends at this many messages.
    pub batch_messages_max: usize,
    /// A batch ends at this many bytes of payloads.
    pub batch_bytes_max: usize,
    /// A batch ends this long after its first message.
    pub batch_wait_ms: u64,
    /// How long a stop may take to drain, commit and leave the group.
    pub shutdown_timeout_seconds: u64,
}

impl Default for Worker {
    fn default() -> Self {
        Self {
            lanes: 1,
            batch_messages_max: 10_000,
            batch_bytes_max: 16 << 20,
            batch_wait_ms: 20,
            shutdown_timeout_seconds: 20,
        }
    }
}

impl Worker {
    /// How long a batch waits for more messages.
    #[must_use]
    pub fn batch_wait(&self) -> Duration {
        Duration::from_millis(self.batch_wait_ms)
    }

    /// How long a stop may take.
    #[must_use]
    pub fn shutdown_timeout(&self) -> Duration {
        Duration::from_secs(self.shutdown_timeout_seconds)
    }
}

/// `[dead_letters]`: when the worker stops rather than drain a topic into the dead letters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DeadLetters {
    /// Share of dead letters, 0 to 1, over which the worker stops; 1 never stops it.
    pub ratio_max: f64,
    /// The share is taken over at least this many records.
    pub records_min: usize,
    /// And the dead letters must be of at least this many keys.
    pub keys_min: usize,
}

impl Default for DeadLetters {
    fn default() -> Self {
        Self { ratio_max: 0.1, records_min: 1_000, keys_min: 50 }
    }
}

/// `[http]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Http {
    /// Address of /metrics, /livez and /readyz.
    pub listen: SocketAddr,
}

impl Default for Http {
    fn default() -> Self {
        Self { listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 9464)) }
    }
}

/// `[log]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// How lines look.
    pub format: telemetry::Format,
    /// The least grave line.
    pub level: telemetry::Level,
}

/// `[patterns]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Patterns {
    /// Folder of the pack; without it, the one in the binary.
    pub directory: Option<PathBuf>,
    /// How often the folder is looked at for a change; 0 never.
    pub poll_seconds: u64,
}

impl Default for Patterns {
    fn default() -> Self {
        Self { directory: None, poll_seconds: 10 }
    }
}

/// `[platform]`: its own, never flagged.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Platform {
    /// Hosts, subdomains included.
    pub hosts: Vec<String>,
    /// E-mail and postal addresses.
    pub addresses: Vec<String>,
    /// Phone numbers.
    pub phones: Vec<String>,
}

/// `[detection]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Detection {
    /// A longer text is scanned up to here.
    pub text_bytes_max: usize,
    /// Confidence from which a finding counts, by kind.
    pub thresholds: Thresholds,
}

impl Default for Detection {
    fn default() -> Self {
        Self { text_bytes_max: scan::Settings::default().text_bytes_max, thresholds: policy::default_thresholds() }
    }
}

impl Config {
    /// What the scan is told.
    #[must_use]
    pub fn scan(&self) -> scan::Settings {
        scan::Settings {
            hosts: self.platform.hosts.clone(),
            addresses: self.platform.addresses.clone(),
            phones: self.platform.phones.clone(),
            text_bytes_max: self.detection.text_bytes_max,
        }
    }
}
