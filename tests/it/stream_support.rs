//! What the tests of the stream share: a judge that does what the payload says, a producer, a reader, a worker at hand.

use std::collections::{BTreeMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use rdkafka::consumer::{BaseConsumer, Consumer as _};
use rdkafka::error::KafkaError;
use rdkafka::message::{Header, Headers as _, Message as _, OwnedHeaders, OwnedMessage};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer as _};
use rdkafka::{ClientConfig, Offset, TopicPartitionList};
use vigie::config::Config;
use vigie::conversation::Size;
use vigie::engine::{Engine, Judge, Outcome, Record};
use vigie::kind::Kind;
use vigie::message::{FlagId, Hit, PackIdentity, Reason, ReasonClass, SCHEMA_NAME, Severity, Source, Verdict};
use vigie::private::Private;
use vigie::stream::{Error, Handle, Worker};
use vigie::telemetry::{Judged, Metrics, Tally};

/// Nothing here takes longer, even on a loaded machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) const MESSAGES: &str = "messages";
pub(crate) const FLAGS: &str = "moderation.flags";
pub(crate) const DEAD: &str = "messages.dead-letters";

/// Waits until something is true.
#[track_caller]
pub(crate) fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < deadline, "not within {PATIENCE:?}: {what}");
        thread::sleep(Duration::from_millis(20));
    }
}

/// A configuration for the broker at `servers`, in a group of its own.
pub(crate) fn config(servers: &str, group: &str) -> Config {
    let mut config = Config::default();
    config.kafka.bootstrap_servers = servers.to_owned();
    config.kafka.group_id = group.to_owned();
    config.kafka.instance_id = "test".to_owned();
    config.kafka.start_timeout_seconds = 30;
    config.worker.shutdown_timeout_seconds = 10;
    config.kafka.consumer.insert("session.timeout.ms".to_owned(), Private::new("6000".to_owned()));
    config
}

/// Judges by the payload's first word: `flag` is flagged, `bad` a dead letter, `panic` a panic, `long N` flagged with a
/// text of N bytes, `wait` waits for the word of a
/// test that has a gate; anything else is clean.
pub(crate) struct Plant {
    digest: Arc<str>,
    waits: Option<Waits>,
}

/// Where a planted judge says that it waits, and what it waits for.
#[derive(Clone)]
pub(crate) struct Waits {
    reached: Sender<()>,
    go: Arc<Mutex<Receiver<()>>>,
}

/// The test's end of [`Waits`].
pub(crate) struct Gate {
    pub(crate) reached: Receiver<()>,
    pub(crate) go: Sender<()>,
}

pub(crate) fn gate() -> (Waits, Gate) {
    let (reached_in, reached) = channel();
    let (go, go_out) = channel();
    (Waits { reached: reached_in, go: Arc::new(Mutex::new(go_out)) }, Gate { reached, go })
}

impl Plant {
    pub(crate) fn new() -> Self {
        Self { digest: "sha256:planted".into(), waits: None }
    }

    pub(crate) fn waiting(waits: Waits) -> Self {
        Self { waits: Some(waits), ..Self::new() }
    }
}

impl Judge for Plant {
    fn judge(&mut self, record: &Record<'_>, tally: &mut Tally) -> Outcome {
        let Some(payload) = record.payload else {
            tally.message(Judged::Tombstone, 0);
            return Outcome::Tombstone;
        };
        let text = std::str::from_utf8(payload).unwrap_or("bad");
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        let mut count = |judged| tally.message(judged, payload.len());
        match word {
            "flag" | "long" => {
                count(Judged::Flagged);
                let bytes = rest.parse().ok().filter(|_| word == "long").unwrap_or(5);
                Outcome::Flagged(Box::new(verdict(record, &self.digest, "x".repeat(bytes))))
            }
            "bad" => {
                count(Judged::DeadLetter);
                Outcome::DeadLetter(Reason { line: 1, column: 2, ..Reason::of(ReasonClass::NotJson) })
            }
            "panic" => panic!("planted: {text}"),
            "wait" => {
                count(Judged::Clean);
                if let Some(waits) = &self.waits {
                    waits.reached.send(()).expect("the test listens");
                    waits.go.lock().expect("one lane at a time").recv_timeout(PATIENCE).expect("the test says go");
                }
                Outcome::Clean
            }
            _ => {
                count(Judged::Clean);
                Outcome::Clean
            }
        }
    }

    fn reload(&mut self, engine: Arc<Engine>) {
        self.digest = engine.pack().digest.clone();
    }
}

/// How long a slow replay takes for each record: with some hundred records it outlasts a rebalance on a machine busy with other things too.
const REPLAY_SLOW: Duration = Duration::from_millis(60);

/// A judge with a little memory: `say WORD` is remembered with its conversation, `sum` is flagged with all words of its
/// conversation, which are then forgotten; anything else is clean.
#[derive(Clone)]
pub(crate) struct Recall {
    digest: Arc<str>,
    /// By partition, in order: offset, conversation, word.
    words: BTreeMap<i32, Vec<(i64, Vec<u8>, String)>>,
    /// While it is set, a replay is slow.
    slow: Arc<AtomicBool>,
}

impl Recall {
    pub(crate) fn new() -> Self {
        Self::slow(Arc::default())
    }

    pub(crate) fn slow(slow: Arc<AtomicBool>) -> Self {
        Self { digest: "sha256:planted".into(), words: BTreeMap::new(), slow }
    }

    /// Takes a record into memory; what is known of its conversation, where it asks for that.
    fn hear(&mut self, record: &Record<'_>) -> Option<String> {
        let words = self.words.entry(record.partition).or_default();
        let key = record.key.unwrap_or_default();
        match std::str::from_utf8(record.payload.unwrap_or_default()).expect("text").split_once(' ') {
            Some(("say", word)) => words.push((record.offset, key.to_vec(), word.to_owned())),
            Some(("sum", _)) => {
                let known = words.extract_if(.., |(_, conversation, _)| conversation == key);
                return Some(known.map(|(_, _, word)| word).collect::<Vec<_>>().join("+"));
            }
            _ => {}
        }
        None
    }
}

impl Judge for Recall {
    fn judge(&mut self, record: &Record<'_>, tally: &mut Tally) -> Outcome {
        let known = self.hear(record);
        let judged = if known.is_some() { Judged::Flagged } else { Judged::Clean };
        tally.message(judged, record.payload.map_or(0, <[u8]>::len));
        known.map_or(Outcome::Clean, |known| Outcome::Flagged(Box::new(verdict(record, &self.digest, known))))
    }

    fn reload(&mut self, engine: Arc<Engine>) {
        self.digest = engine.pack().digest.clone();
        self.words.clear();
    }

    fn replay(&mut self, record: &Record<'_>) {
        if self.slow.load(Ordering::Relaxed) {
            thread::sleep(REPLAY_SLOW);
        }
        self.hear(record);
    }

    fn forget(&mut self, _: &str, partition: i32) {
        self.words.remove(&partition);
    }

    fn memory(&self) -> Size {
        let words = self.words.values().map(Vec::len).sum();
        Size { conversations: words, bytes: 10 * words }
    }

    fn replay_from(&self, _: &str, partition: i32) -> Option<i64> {
        self.words.get(&partition)?.first().map(|(offset, ..)| *offset)
    }
}

/// What each flag's first hit says, by the input record's partition and offset.
pub(crate) fn texts(flags: &[OwnedMessage]) -> BTreeMap<(i64, i64), String> {
    let text = |flag: &OwnedMessage| {
        let json: serde_json::Value = serde_json::from_slice(flag.payload().expect("a flag")).expect("JSON");
        json["hits"][0]["text"].as_str().expect("text").to_owned()
    };
    let texts: BTreeMap<_, _> = flags.iter().map(|flag| (source_offset(flag), text(flag))).collect();
    assert_eq!(texts.len(), flags.len(), "a record is flagged once");
    texts
}

/// A flag for a record: its key is the conversation, its offset the message.
fn verdict(record: &Record<'_>, digest: &Arc<str>, text: String) -> Verdict {
    let conversation = String::from_utf8(record.key.unwrap_or(b"none").to_vec()).expect("test keys are text");
    let message = format!("{}-{}", record.partition, record.offset);
    let bytes = text.len();
    let text = Some(Private::new(text));
    let hit = Hit {
        kind: Kind::Phone,
        detector: "planted".into(),
        start: 0,
        end: bytes,
        text: text.clone(),
        value: text,
        excerpt: None,
        excerpt_start: None,
        confidence: 97,
        disguises: Vec::new(),
        evidence: Vec::new(),
        parts: Vec::new(),
    };
    Verdict {
        schema: SCHEMA_NAME,
        flag_id: FlagId::new(digest, &conversation, &message, 0),
        message_id: message,
        conversation_id: conversation,
        sender_id: "u-1".to_owned(),
        recipient_id: None,
        sent_at_ms: record.timestamp_ms,
        flagged: true,
        severity: Some(Severity::Contact),
        score: 97,
        truncated: false,
        hits: vec![hit],
        hits_total: 1,
        supersedes: Vec::new(),
        pack: PackIdentity { version: "0".into(), digest: digest.clone() },
        source: Some(Source { topic: record.topic.to_owned(), partition: record.partition, offset: record.offset }),
    }
}

/// A worker that runs in this process.
pub(crate) struct Running {
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) handle: Handle,
    worker: Worker,
}

impl Running {
    pub(crate) fn start<J: Judge + Send + 'static>(config: &Config, judge: impl FnMut() -> J) -> Self {
        if std::env::var_os("VIGIE_TEST_LOG").is_some() {
            let _ = vigie::telemetry::start_logs(vigie::telemetry::Format::Pretty, vigie::telemetry::Level::Debug);
        }
        let metrics = Arc::new(Metrics::new());
        let worker = Worker::start(Arc::new(config.clone()), metrics.clone(), judge).expect("threads");
        Self { metrics, handle: worker.handle(), worker }
    }

    /// A metric's value, summed over the series whose line contains every one of `labels`.
    pub(crate) fn metric(&self, name: &str, labels: &[&str]) -> f64 {
        let text = self.metrics.text();
        let is_it = |line: &&str| {
            line.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '{']))
                && labels.iter().all(|label| line.contains(label))
        };
        text.lines().filter(is_it).filter_map(|line| line.rsplit_once(' ')?.1.parse::<f64>().ok()).sum()
    }

    /// Waits until so many messages are judged and committed.
    #[track_caller]
    pub(crate) fn judged(&self, messages: usize) {
        eventually(&format!("{messages} messages judged"), || {
            self.metric("vigie_messages_total", &[]) >= messages as f64
        });
    }

    pub(crate) fn stop(self) -> Result<(), Error> {
        self.handle.stop();
        self.worker.wait()
    }

    /// Waits until it ends by itself.
    pub(crate) fn end(self) -> Result<(), Error> {
        self.worker.wait()
    }
}

/// A record to be produced.
pub(crate) struct Sent<'a> {
    pub(crate) partition: Option<i32>,
    pub(crate) key: Option<&'a [u8]>,
    pub(crate) payload: Option<&'a [u8]>,
    pub(crate) headers: &'a [(&'a str, &'a str)],
}

impl<'a> Sent<'a> {
    pub(crate) fn text(key: &'a str, payload: &'a str) -> Self {
        Self { partition: None, key: Some(key.as_bytes()), payload: Some(payload.as_bytes()), headers: &[] }
    }
}

/// Produces records, in order, and waits until they are there.
pub(crate) fn produce<'a>(servers: &str, topic: &str, records: impl IntoIterator<Item = Sent<'a>>) {
    let producer: BaseProducer = ClientConfig::new()
        .set("bootstrap.servers", servers)
        .set("partitioner", "murmur2_random")
        .set("enable.idempotence", "true")
        .set("linger.ms", "5")
        .create()
        .expect("producer");
    for sent in records {
        let headers = sent
            .headers
            .iter()
            .fold(OwnedHeaders::new(), |headers, (key, value)| headers.insert(Header { key, value: Some(*value) }));
        let mut record = BaseRecord::<[u8], [u8]>::to(topic).headers(headers);
        (record.key, record.payload, record.partition) = (sent.key, sent.payload, sent.partition);
        while let Err((error, back)) = producer.send(record) {
            assert_eq!(error.rdkafka_error_code(), Some(rdkafka::types::RDKafkaErrorCode::QueueFull));
            producer.poll(Duration::from_millis(10));
            record = back;
        }
    }
    producer.flush(PATIENCE).expect("the broker takes the records");
}

/// Everything a topic holds, as a reader of committed records sees it: per partition in order.
pub(crate) fn read(servers: &str, topic: &str) -> Vec<OwnedMessage> {
    let consumer: BaseConsumer = ClientConfig::new()
        .set("bootstrap.servers", servers)
        .set("group.id", "reader")
        .set("isolation.level", "read_committed")
        .set("enable.auto.commit", "false")
        .set("enable.partition.eof", "true")
        .set("fetch.queue.backoff.ms", "5")
        .create()
        .expect("consumer");
    let metadata = consumer.fetch_metadata(Some(topic), PATIENCE).expect("metadata");
    let mut left = HashSet::new();
    let mut list = TopicPartitionList::new();
    for partition in metadata.topics()[0].partitions() {
        list.add_partition_offset(topic, partition.id(), Offset::Beginning).expect("an offset");
        left.insert(partition.id());
    }
    consumer.assign(&list).expect("assigned");
    let mut messages = Vec::new();
    let deadline = Instant::now() + PATIENCE;
    while !left.is_empty() {
        assert!(Instant::now() < deadline, "topic {topic} could not be read to its end");
        match consumer.poll(Duration::from_millis(100)) {
            Some(Ok(message)) => messages.push(message.detach()),
            Some(Err(KafkaError::PartitionEOF(partition))) => drop(left.remove(&partition)),
            Some(Err(_)) | None => {}
        }
    }
    messages
}

/// Waits until a topic holds so many records, and returns them.
#[track_caller]
pub(crate) fn await_records(servers: &str, topic: &str, count: usize) -> Vec<OwnedMessage> {
    let mut records = Vec::new();
    eventually(&format!("{count} records on {topic}"), || {
        records = read(servers, topic);
        records.len() >= count
    });
    assert_eq!(records.len(), count, "records on {topic}");
    records
}

/// A header's value as text.
pub(crate) fn header(message: &OwnedMessage, name: &str) -> Option<String> {
    let headers = message.headers()?;
    let value = headers.iter().find(|header| header.key == name)?.value?;
    Some(String::from_utf8(value.to_vec()).expect("text"))
}

/// Offset of the input record that a flag is about.
pub(crate) fn source_offset(flag: &OwnedMessage) -> (i64, i64) {
    let json: serde_json::Value = serde_json::from_slice(flag.payload().expect("a flag")).expect("JSON");
    let number = |name: &str| json["source"][name].as_i64().expect("a number");
    (number("partition"), number("offset"))
}
