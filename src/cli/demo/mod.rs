//! `vigie demo`: everything in one process. A broker, invented conversations, and the very worker of `vigie run`.

mod conversations;
mod flags;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rdkafka::ClientConfig;
use rdkafka::producer::{BaseRecord, Producer, ThreadedProducer};
use tokio::sync::oneshot;

use super::arguments::Demo;
use super::service::Service;
use super::show::Palette;
use super::{Failure, Streams, cannot_write, exit, load};
use crate::config::{Config, Kafka};
use crate::message::Texts;
use crate::stream::Broker;
use crate::telemetry::{Judged, Level, Metrics, hide_panic_texts, start_logs};
use conversations::Chatter;
use flags::{News, Reader};

/// Partitions of the demo's input topic: the embedded broker keeps some megabytes for each.
const PARTITIONS: i32 = 3;
/// How long one look for flags waits.
const LOOK: Duration = Duration::from_millis(50);
/// The reader may be behind the count for so long at the end.
const LAST_FLAGS: Duration = Duration::from_secs(10);

pub(super) fn demo(arguments: Demo, streams: &mut Streams<'_>) -> Result<u8, Failure> {
    let mut defaults = Config::default();
    // What is shown is invented; and flags, not log lines, are what a demo is for.
    defaults.policy.flag_text = Texts::Excerpt;
    defaults.log.level = Level::Warn;
    let mut config = load(defaults, &arguments.settings).map_err(Failure::configuration)?;
    start_logs(config.log.format, config.log.level).map_err(Failure::configuration)?;
    hide_panic_texts();

    let broker = start_broker(&config.kafka)?;
    config.kafka.bootstrap_servers = broker.bootstrap_servers();
    // The embedded broker asks for no login.
    (config.kafka.consumer, config.kafka.producer) = Default::default();
    let kafka = config.kafka.clone();
    let service = Service::prepare(config)?;
    let metrics = service.metrics();
    let palette = Palette::new(streams.colours);
    introduce(streams, palette, &service).map_err(cannot_write)?;

    let mut reader = Reader::new(&kafka).map_err(unusable)?;
    let producing = Producing::start(&kafka, &arguments).map_err(unusable)?;
    let (stop, stopped) = oneshot::channel();
    let service = thread::spawn(move || service.run(stopped));
    let began = Instant::now();
    let shown = watch(streams, palette, &mut reader, &producing, &metrics, &service);
    producing.end();
    // A service that has ended by itself needs no telling.
    let _ = stop.send(());
    let outcome =
        service.join().unwrap_or_else(|_| Err(Failure::new(exit::CONFIGURATION, anyhow::anyhow!("stopped by a bug"))));
    shown.and_then(|()| conclude(streams, palette, &metrics, began.elapsed())).map_err(cannot_write)?;
    outcome.map(|()| exit::DONE)
}

fn unusable(error: rdkafka::error::KafkaError) -> Failure {
    let code = error.rdkafka_error_code().map(|code| code.to_string()).unwrap_or_default();
    Failure::configuration(anyhow::anyhow!("the embedded broker cannot be used: {code}"))
}

fn start_broker(kafka: &Kafka) -> Result<Broker, Failure> {
    let inputs = kafka.input_topics.iter().map(|topic| (topic.as_str(), PARTITIONS));
    let outputs = [(kafka.flags_topic.as_str(), 1), (kafka.dead_letters_topic.as_str(), 1)];
    let topics: Vec<_> = inputs.chain(outputs).collect();
    Broker::start(&topics).map_err(Failure::configuration)
}

fn introduce(streams: &mut Streams<'_>, palette: Palette, service: &Service) -> std::io::Result<()> {
    let (strong, faint) = (palette.strong(), palette.faint());
    writeln!(
        streams.out,
        "{strong}vigie{strong:#} reads invented French and English conversations from an embedded broker"
    )?;
    writeln!(streams.out, "and flags those that share a contact or propose to leave. Ctrl-C ends it.")?;
    writeln!(streams.out, "{faint}metrics: http://{}/metrics{faint:#}\n", service.address())?;
    streams.out.flush()
}

/// Shows flags as they come, until the messages are all judged or the service ends.
fn watch(
    streams: &mut Streams<'_>,
    palette: Palette,
    reader: &mut Reader,
    producing: &Producing,
    metrics: &Metrics,
    service: &JoinHandle<Result<(), Failure>>,
) -> std::io::Result<()> {
    let mut flags = 0;
    let mut letters = 0;
    let mut last = Instant::now();
    loop {
        match reader.next(LOOK) {
            Some(News::Flag(flag)) => {
                flags += 1;
                flag.show(streams.out, palette)?;
                streams.out.flush()?;
                last = Instant::now();
            }
            Some(News::Letter(reason)) => {
                letters += 1;
                let faint = palette.faint();
                writeln!(
                    streams.out,
                    "{faint}  a record that is no message went to the dead letters: {reason}{faint:#}\n"
                )?;
                last = Instant::now();
            }
            None => {}
        }
        let judged: u64 = Judged::ALL.into_iter().map(|result| metrics.judged(result)).sum();
        let all_judged = service.is_finished() || producing.all().is_some_and(|all| judged >= all);
        let all_shown = flags >= metrics.judged(Judged::Flagged) && letters >= metrics.judged(Judged::DeadLetter);
        if !all_judged {
            last = Instant::now();
        } else if all_shown || last.elapsed() > LAST_FLAGS {
            return Ok(());
        }
    }
}

fn conclude(streams: &mut Streams<'_>, palette: Palette, metrics: &Metrics, elapsed: Duration) -> std::io::Result<()> {
    let strong = palette.strong();
    let judged: u64 = Judged::ALL.into_iter().map(|result| metrics.judged(result)).sum();
    let (flagged, letters) = (metrics.judged(Judged::Flagged), metrics.judged(Judged::DeadLetter));
    writeln!(
        streams.out,
        "{strong}{judged} messages, {flagged} flagged, {letters} dead letters, in {:.0} s{strong:#}\n",
        elapsed.as_secs_f64()
    )?;
    writeln!(streams.out, "Try next:")?;
    writeln!(streams.out, "  vigie explain 'call me on 07700 900123'   why a text is flagged")?;
    writeln!(streams.out, "  echo 'your own text' | vigie scan         your own lines, no Kafka")?;
    writeln!(streams.out, "  vigie run --config config/vigie.toml      your own Kafka")
}

/// The thread that produces the conversations.
struct Producing {
    stop: Arc<AtomicBool>,
    produced: Arc<AtomicU64>,
    limit: Option<u64>,
    thread: JoinHandle<()>,
}

impl Producing {
    fn start(kafka: &Kafka, arguments: &Demo) -> Result<Self, rdkafka::error::KafkaError> {
        let producer: ThreadedProducer<_> = ClientConfig::new()
            .set("bootstrap.servers", &kafka.bootstrap_servers)
            .set("partitioner", "murmur2_random")
            .set("linger.ms", "5")
            .create::<ThreadedProducer<rdkafka::producer::DefaultProducerContext>>()?;
        let (stop, produced) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let limit = arguments.messages;
        let topic = kafka.input_topics[0].clone();
        let pace = Duration::from_secs(1) / arguments.rate;
        let thread = thread::spawn({
            let (stop, produced) = (stop.clone(), produced.clone());
            move || {
                let mut chatter = Chatter::new();
                let mut due = Instant::now();
                while !stop.load(Ordering::Relaxed)
                    && limit.is_none_or(|limit| produced.load(Ordering::Relaxed) < limit)
                {
                    let record = chatter.next(Timestamp::now().as_millisecond());
                    let record = BaseRecord::to(&topic).key(&record.key).payload(&record.payload);
                    // The embedded broker takes everything; what did not go out is not counted.
                    if producer.send(record).is_ok() {
                        produced.fetch_add(1, Ordering::Relaxed);
                    }
                    due += pace;
                    thread::sleep(due.saturating_duration_since(Instant::now()));
                }
                let _ = producer.flush(LAST_FLAGS);
            }
        });
        Ok(Self { stop, produced, limit, thread })
    }

    /// How many there are, once all were produced.
    fn all(&self) -> Option<u64> {
        self.limit.filter(|&limit| self.produced.load(Ordering::Relaxed) >= limit)
    }

    fn end(self) {
        self.stop.store(true, Ordering::Relaxed);
        // It ended, or its panic was logged.
        let _ = self.thread.join();
    }
}
