//! The worker on a real broker: its CPU beside that of consumers that do less, its latency, its memory.
//!
//! Each contestant is a process of its own (this binary, run as `child`), so that its CPU and its memory are its own. They
//! read one topic in turn, round by round: a topic filled slowly, or read cold, costs more to read.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rdkafka::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer as _};
use rdkafka::message::{Headers as _, Message as _};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer as _};
use serde::Deserialize;
use vigie::config::Config;
use vigie::engine::{Engine, Judge as _, Record, Watch};
use vigie::stream::Worker;
use vigie::telemetry::{Judged, Metrics, Tally};

use crate::broker::Broker;
use crate::chat::{Chat, Message};
use crate::{median, report};

const PARTITIONS: i32 = 6;
const FLAGS: &str = "flags";
const DEAD: &str = "dead";
/// Nothing here takes longer, beside the messages themselves.
const PATIENCE: Duration = Duration::from_secs(120);
/// Messages judged before any that count.
const WARM_MESSAGES: usize = 5_000;
/// The bars.
const LATENCY_MS: f64 = 250.0;
const IDLE_MIB: f64 = 100.0;
const LANE_MIB: f64 = 30.0;

/// How much is done: to measure, or only to see that it works.
struct Scale {
    messages: u64,
    rounds: usize,
    /// Time before, and time while, latencies count.
    warm: Duration,
    steady: Duration,
    settle: Duration,
}

pub(crate) fn measure(small: bool, is_wanted: impl Fn(&str) -> bool) {
    let ids = ["worker/cpu", "worker/latency", "memory/idle"];
    if !ids.into_iter().any(&is_wanted) {
        return;
    }
    let scale = if small {
        let second = Duration::from_secs(1);
        Scale { messages: 5_000, rounds: 1, warm: second, steady: second, settle: Duration::ZERO }
    } else {
        let seconds = Duration::from_secs;
        Scale { messages: 500_000, rounds: 7, warm: seconds(10), steady: seconds(20), settle: seconds(5) }
    };
    let broker = Broker::start();
    broker.create(&[("chat", PARTITIONS), ("live", PARTITIONS), ("idle", PARTITIONS), (FLAGS, 3), (DEAD, 1)]);
    // Half of what a worker can do; without a round that told, of what one does at least.
    let mut capacity = 10_000.0;
    if is_wanted("worker/cpu") {
        capacity = cpu(&broker, &scale);
    }
    if is_wanted("worker/latency") {
        latency(&broker, &scale, if small { 1_000.0 } else { capacity / 2.0 });
    }
    if is_wanted("memory/idle") {
        memory(&broker, &scale);
    }
}

/// How long so many messages may take, a millisecond each on a very slow machine; with fewer by then, some are missing.
fn patience(messages: u64) -> Duration {
    PATIENCE + Duration::from_millis(messages)
}

/// What a child tells of a round.
struct Round {
    cpu_us: f64,
    per_second: f64,
    flagged: u64,
}

/// Prints the CPU that each contestant takes for a message; returns how many the worker does in a second.
fn cpu(broker: &Broker, scale: &Scale) -> f64 {
    produce(&broker.servers, "chat", scale.messages);
    let mut rounds: [Vec<Round>; 3] = Default::default();
    for round in 0..scale.rounds {
        for (kind, rounds) in ["bare", "decode", "worker"].into_iter().zip(&mut rounds) {
            rounds.push(run(kind, broker, scale.messages, &format!("{kind}-{round}")));
        }
        let [bare, decode, worker] = rounds.each_ref().map(|rounds| &rounds[round]);
        let (bare, decode, worker_us) = (bare.cpu_us, decode.cpu_us, worker.cpu_us);
        eprintln!(
            "round {round}: bare {bare:.3}, decode {decode:.3}, worker {worker_us:.3} us; {} flags",
            worker.flagged
        );
    }
    let [bare, decode, worker] = rounds.each_ref().map(|rounds| median(rounds.iter().map(|it| it.cpu_us).collect()));
    let flagged = rounds[2][0].flagged;
    assert!(flagged > 0 && rounds[2].iter().all(|round| round.flagged == flagged), "the same chat, the same flags");
    report("worker/bare", bare, "us/message", decode);
    report("worker/cpu", worker, "us/message", decode);
    let per_second = median(rounds[2].iter().map(|round| round.per_second).collect());
    report("worker/throughput", per_second, "messages/s", median(rounds[1].iter().map(|it| it.per_second).collect()));
    per_second
}

/// Runs a contestant over the topic, in a process of its own.
fn run(kind: &str, broker: &Broker, messages: u64, group: &str) -> Round {
    let count = messages.to_string();
    let mut child = spawn(&["child", kind, &broker.servers, "chat", group, &count]);
    let words = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok).last().unwrap_or_default();
    assert!(child.wait().unwrap().success(), "{kind} did not read the topic to its end");
    let numbers: Vec<f64> = words.split_whitespace().map(|word| word.parse().unwrap()).collect();
    Round { cpu_us: numbers[0], per_second: numbers[1], flagged: numbers[2] as u64 }
}

fn spawn(arguments: &[&str]) -> Child {
    let this = std::env::current_exe().unwrap();
    Command::new(this).args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap()
}

/// One contestant: `KIND SERVERS TOPIC GROUP MESSAGES`; 0 messages: until it is killed.
pub(crate) fn child(arguments: &[String]) {
    let [kind, servers, topic, group, messages] = arguments else { panic!("KIND SERVERS TOPIC GROUP MESSAGES") };
    let messages: u64 = messages.parse().unwrap();
    let (cpu, began, flagged) = match kind.as_str() {
        "bare" => consume(servers, topic, group, messages, |_| {}),
        "decode" => {
            let mut conversations: HashMap<String, u64> = HashMap::new();
            consume(servers, topic, group, messages, |payload| {
                let chat: Borrowed<'_> = serde_json::from_slice(payload).unwrap();
                assert!(!chat.message_id.0.is_empty() && !chat.sender_id.0.is_empty() && !chat.text.0.is_empty());
                match conversations.get_mut(&*chat.conversation_id.0) {
                    Some(messages) => *messages += 1,
                    None => drop(conversations.insert(chat.conversation_id.0.into_owned(), 1)),
                }
            })
        }
        _ => work(servers, topic, group, messages),
    };
    let (cpu, elapsed) = (cpu_time() - cpu, began.elapsed());
    let count = messages as f64;
    println!("{} {} {flagged}", cpu.as_secs_f64() * 1e6 / count, count / elapsed.as_secs_f64());
    // Nobody waits for a consumer to leave its group.
    std::process::exit(0);
}

/// A text that is borrowed where it holds no escapes. (In a bare `Option<Cow<str>>` serde would always copy.)
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

#[derive(Deserialize)]
struct Borrowed<'a> {
    #[serde(borrow)]
    message_id: Text<'a>,
    #[serde(borrow)]
    conversation_id: Text<'a>,
    #[serde(borrow)]
    sender_id: Text<'a>,
    #[serde(borrow)]
    text: Text<'a>,
}

/// Reads messages with a consumer that has the worker's settings.
fn consume(
    servers: &str,
    topic: &str,
    group: &str,
    messages: u64,
    mut take: impl FnMut(&[u8]),
) -> (Duration, Instant, u64) {
    let (cpu, began) = (cpu_time(), Instant::now());
    let consumer: BaseConsumer = ClientConfig::new()
        .set("bootstrap.servers", servers)
        .set("group.id", group)
        .set("auto.offset.reset", "earliest")
        .set("isolation.level", "read_committed")
        .set("queued.max.messages.kbytes", "32768")
        .set("fetch.max.bytes", "16777216")
        .set("fetch.queue.backoff.ms", "20")
        .create()
        .unwrap();
    consumer.subscribe(&[topic]).unwrap();
    let (mut left, mut bytes) = (messages, 0);
    while left > 0 {
        assert!(began.elapsed() < patience(messages), "{left} messages are missing");
        if let Some(Ok(message)) = consumer.poll(Duration::from_millis(100)) {
            let payload = message.payload().unwrap();
            bytes += payload.len();
            take(payload);
            left -= 1;
        }
    }
    assert!(bytes > 0);
    (cpu, began, 0)
}

fn config(servers: &str, topic: &str, group: &str) -> Config {
    let mut config = Config::default();
    config.kafka.bootstrap_servers = servers.to_owned();
    config.kafka.group_id = group.to_owned();
    config.kafka.instance_id = "bench".to_owned();
    config.kafka.input_topics = vec![topic.to_owned()];
    config.kafka.flags_topic = FLAGS.to_owned();
    config.kafka.dead_letters_topic = DEAD.to_owned();
    config
}

/// The worker itself, on one lane.
fn work(servers: &str, topic: &str, group: &str, messages: u64) -> (Duration, Instant, u64) {
    let config = config(servers, topic, group);
    let engine = Arc::new(Engine::new(&config).unwrap());
    let metrics = Arc::new(Metrics::new());
    // What a worker does once in its life (tables built at their first use, automata filled) is not a message's cost.
    let mut watch = Watch::new(engine);
    for message in Chat::new(3).take(WARM_MESSAGES) {
        let _ = watch.judge(&Record::line(message.payload.as_bytes(), None), &mut Tally::default());
    }
    watch.forget("", 0);
    let mut watch = Some(watch);
    let (cpu, began) = (cpu_time(), Instant::now());
    let _worker = Worker::start(Arc::new(config), metrics.clone(), || watch.take().expect("one lane")).unwrap();
    while messages == 0 || Judged::ALL.iter().map(|&result| metrics.judged(result)).sum::<u64>() < messages {
        assert!(messages == 0 || began.elapsed() < patience(messages), "messages are missing");
        thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(metrics.judged(Judged::DeadLetter), 0);
    (cpu, began, metrics.judged(Judged::Flagged))
}

/// CPU time of this process, all its threads; the kernel counts it in hundredths of a second.
fn cpu_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux's /proc");
    // The name, in brackets, may hold anything; the 12th and 13th field behind it are user's and system's time.
    let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
    let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
    Duration::from_millis(ticks * 10)
}

fn producer(servers: &str, linger_ms: &str) -> BaseProducer {
    ClientConfig::new()
        .set("bootstrap.servers", servers)
        .set("compression.type", "lz4")
        .set("partitioner", "murmur2_random")
        .set("linger.ms", linger_ms)
        .set("batch.size", "1000000")
        .create()
        .unwrap()
}

fn send(producer: &BaseProducer, topic: &str, message: &Message) {
    let mut record = BaseRecord::to(topic).key(&message.key).payload(&message.payload);
    while let Err((_, back)) = producer.send(record) {
        producer.poll(Duration::from_millis(10));
        record = back;
    }
}

fn produce(servers: &str, topic: &str, messages: u64) {
    let producer = producer(servers, "50");
    Chat::new(1).take(messages as usize).for_each(|message| send(&producer, topic, &message));
    producer.flush(patience(messages)).unwrap();
}

/// Prints how long after its message's time a flag can be read, at so many messages a second.
fn latency(broker: &Broker, scale: &Scale, per_second: f64) {
    let mut child = spawn(&["child", "worker", &broker.servers, "live", "latency", "0"]);
    let consumer: BaseConsumer = ClientConfig::new()
        .set("bootstrap.servers", &broker.servers)
        .set("group.id", "latency-reader")
        .set("isolation.level", "read_committed")
        .set("auto.offset.reset", "latest")
        .create()
        .unwrap();
    consumer.subscribe(&[FLAGS]).unwrap();
    let (servers, time) = (broker.servers.clone(), scale.warm + scale.steady);
    let feeding = thread::spawn(move || {
        let (producer, began) = (producer(&servers, "5"), Instant::now());
        for (at, message) in Chat::new(2).enumerate() {
            let due = Duration::from_secs_f64(at as f64 / per_second);
            if due >= time {
                break;
            }
            while began.elapsed() < due {
                producer.poll(Duration::ZERO);
                thread::sleep(Duration::from_millis(1));
            }
            send(&producer, "live", &message);
        }
        producer.flush(PATIENCE).unwrap();
    });
    let (began, mut latencies) = (Instant::now(), Vec::new());
    while began.elapsed() < time {
        let Some(Ok(flag)) = consumer.poll(Duration::from_millis(100)) else { continue };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64();
        let time = flag.headers().unwrap().iter().find(|header| header.key == "ce_time").unwrap().value.unwrap();
        let time: jiff::Timestamp = std::str::from_utf8(time).unwrap().parse().unwrap();
        if began.elapsed() >= scale.warm {
            latencies.push((now * 1e3 - time.as_millisecond() as f64).max(0.0));
        }
    }
    feeding.join().unwrap();
    // It was started for this.
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(scale.rounds == 1 || latencies.len() > 1_000, "too few flags: {}", latencies.len());
    latencies.sort_by(f64::total_cmp);
    let at = |share: f64| latencies.get((latencies.len() as f64 * share) as usize).copied().unwrap_or(0.0);
    eprintln!("{per_second:.0} messages/s, {} flags: p50 {:.0} ms, p90 {:.0} ms", latencies.len(), at(0.5), at(0.9));
    report("worker/latency", at(0.99), "ms", LATENCY_MS);
}

/// Prints what `vigie run` holds resident while there is nothing to read.
fn memory(broker: &Broker, scale: &Scale) {
    const LANES: u32 = 3;
    let [one, several] = [1, LANES].map(|lanes| idle_mib(broker, lanes, scale.settle));
    report("memory/idle", one, "MiB", IDLE_MIB);
    report("memory/lane", (several - one).max(0.0) / f64::from(LANES - 1), "MiB", LANE_MIB);
}

fn idle_mib(broker: &Broker, lanes: u32, settle: Duration) -> f64 {
    let settings = [
        format!("kafka.bootstrap_servers={}", broker.servers),
        format!("kafka.group_id=idle-{lanes}"),
        "kafka.input_topics=idle".to_owned(),
        format!("kafka.flags_topic={FLAGS}"),
        format!("kafka.dead_letters_topic={DEAD}"),
        "http.listen=127.0.0.1:0".to_owned(),
        "log.format=json".to_owned(),
        format!("worker.lanes={lanes}"),
    ];
    let mut command = Command::new(env!("CARGO_BIN_EXE_vigie"));
    command.arg("run").args(settings.iter().flat_map(|setting| ["--set", setting])).stderr(Stdio::piped());
    let mut worker = command.stdin(Stdio::null()).spawn().unwrap();
    let log = BufReader::new(worker.stderr.take().unwrap()).lines().map_while(Result::ok);
    let joined = log.filter(|line| line.contains("partitions assigned")).take(lanes as usize).count();
    assert_eq!(joined, lanes as usize, "a lane did not join");
    thread::sleep(settle);
    let status = std::fs::read_to_string(format!("/proc/{}/status", worker.id())).unwrap();
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    let kib: f64 = resident.trim().trim_end_matches(" kB").parse().unwrap();
    // It was started for this, and has nothing to lose.
    worker.kill().unwrap();
    worker.wait().unwrap();
    kib / 1024.0
}
