//! Exactly once under fire: `vigie run` as processes, on a broker of their own, while they are killed, stopped, woken,
//! joined and left, and the broker is killed too. Then every flag must be there once, in order, and nothing else.
//!
//! What happens is decided by `VIGIE_SEED` (printed; a new one each time unless given), how much by
//! `VIGIE_CHAOS_MESSAGES` (20,000; from 100,000 on there are two faults of each kind and more):
//!
//!     VIGIE_CHAOS_MESSAGES=100000 cargo test --release --test it kafka_chaos -- --nocapture

#![allow(clippy::print_stdout, reason = "a run that fails is repeated by the seed that it printed")]

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rdkafka::consumer::{BaseConsumer, Consumer as _};
use rdkafka::message::{Message as _, OwnedMessage};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer as _};
use rdkafka::{ClientConfig, Offset, TopicPartitionList};

use crate::kafka::{Broker, create_topics};
use crate::process::vigie;
use crate::stream_support::{PATIENCE, read};

pub(crate) const INPUT: &str = "messages";
pub(crate) const FLAGS: &str = "moderation.flags";
pub(crate) const DEAD: &str = "messages.dead-letters";
pub(crate) const GROUP: &str = "chaos";
pub(crate) const PARTITIONS: i32 = 6;

/// A member that is silent for this long is thrown out; a zombie sleeps for longer.
const SESSION: Duration = Duration::from_secs(6);
/// Messages of one conversation.
const CONVERSATION_MESSAGES: u64 = 20;
/// Time between two faults, on average: some fall on work in full swing, some on a recovery.
pub(crate) const FAULT_GAP: Duration = Duration::from_secs(4);
/// All must be done this long after the last fault, on however slow a machine.
const RECOVERY: Duration = Duration::from_secs(180);

/// A small generator (SplitMix64): the same seed, the same faults.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    /// Around `mean`, between nothing and twice as much.
    pub(crate) fn around(&mut self, mean: Duration) -> Duration {
        Duration::from_millis(self.below(2 * mean.as_millis() as u64))
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at as u64 + 1) as usize);
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fault {
    /// A worker dies by `kill -9` and is started again under its name.
    Kill,
    /// A worker is asked to stop, and started again.
    Leave,
    /// A third worker comes, and goes.
    Join,
    /// A worker is stopped for longer than its session, and woken.
    Zombie,
    /// The broker dies by `kill -9` and is started again.
    Broker,
}

/// Every kind of fault once, or, in a long run, as often as makes twelve; the broker's is one.
fn faults(messages: u64, random: &mut Random) -> Vec<Fault> {
    let mut faults = vec![Fault::Kill, Fault::Leave, Fault::Join, Fault::Zombie, Fault::Broker];
    if messages >= 100_000 {
        faults.extend([Fault::Kill, Fault::Kill, Fault::Kill, Fault::Leave, Fault::Join, Fault::Zombie, Fault::Zombie]);
    }
    random.shuffle(&mut faults);
    faults
}

/// What a message is, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plan {
    Chat,
    Contact,
    Poison,
}

fn plan(number: u64, seed: u64) -> Plan {
    match Random(Random(seed).next() ^ number).below(1_000) {
        0..5 => Plan::Poison,
        5..45 => Plan::Contact,
        _ => Plan::Chat,
    }
}

fn conversation(number: u64, messages: u64) -> u64 {
    number % (messages / CONVERSATION_MESSAGES).max(1)
}

fn payload(number: u64, messages: u64, plan: Plan) -> Vec<u8> {
    let text = match plan {
        Plan::Chat => "Bonjour, le logement est-il encore libre pour deux personnes ?",
        Plan::Contact => "Le mieux est de m'appeler au 06 39 98 12 34, le soir",
        // Cut in the middle, and not even text: it must come out as it went in.
        Plan::Poison => return [format!("{{\"message_id\":\"m-{number}\",").as_bytes(), b"\xff\x00\r\n\xc3"].concat(),
    };
    let conversation = conversation(number, messages);
    format!(r#"{{"message_id":"m-{number}","conversation_id":"c-{conversation}","sender_id":"u-1","text":"{text}"}}"#)
        .into_bytes()
}

/// The workers, by name.
pub(crate) struct Crew {
    pub(crate) settings: PathBuf,
    pub(crate) logs: PathBuf,
    pub(crate) workers: BTreeMap<String, Child>,
}

impl Crew {
    pub(crate) fn start(&mut self, name: &str) {
        let log = File::options().create(true).append(true).open(self.log(name)).unwrap();
        let instance = format!("kafka.instance_id={name}");
        let mut command = vigie();
        command.args(["run", "--set", &instance, "--config"]).arg(&self.settings);
        let worker = command.stdout(Stdio::null()).stderr(log).spawn().unwrap();
        assert!(self.workers.insert(name.to_owned(), worker).is_none(), "{name} is running already");
    }

    fn log(&self, name: &str) -> PathBuf {
        self.logs.join(format!("{name}.log"))
    }

    /// All that a worker of this name has said.
    pub(crate) fn log_text(&self, name: &str) -> String {
        std::fs::read_to_string(self.log(name)).unwrap()
    }

    /// The end of every log, for whoever must find out what went wrong.
    fn last_words(&self) -> String {
        let mut words = String::new();
        for file in std::fs::read_dir(&self.logs).unwrap().map(|file| file.unwrap().path()) {
            let text = std::fs::read_to_string(&file).unwrap();
            let lines: Vec<&str> = text.lines().collect();
            words += &format!("{}:\n{}\n", file.display(), lines[lines.len().saturating_sub(40)..].join("\n"));
        }
        words
    }

    fn signal(&self, name: &str, signal: &str) {
        send(signal, self.workers[name].id());
    }

    fn end(&mut self, name: &str, signal: &str) -> ExitStatus {
        self.signal(name, signal);
        self.workers.remove(name).unwrap().wait().unwrap()
    }

    /// Asks a worker to stop: it must do so, and say that all is well.
    pub(crate) fn leave(&mut self, name: &str) {
        let status = self.end(name, "TERM");
        assert_eq!(status.code(), Some(0), "{name} on SIGTERM\n{}", self.last_words());
    }

    pub(crate) fn check_alive(&mut self) {
        let ended: Vec<_> = self
            .workers
            .iter_mut()
            .filter_map(|(name, worker)| Some((name.clone(), worker.try_wait().unwrap()?)))
            .collect();
        assert!(ended.is_empty(), "ended by themselves: {ended:?}\n{}", self.last_words());
    }
}

impl Drop for Crew {
    fn drop(&mut self) {
        for worker in self.workers.values_mut() {
            let _ = worker.kill();
            let _ = worker.wait();
        }
    }
}

fn send(signal: &str, process: u32) {
    let sent = std::process::Command::new("kill").arg(format!("-{signal}")).arg(process.to_string()).status();
    assert!(sent.unwrap().success(), "kill -{signal}");
}

/// Faults happen in time: this waiting is what is tested, not how the test keeps step.
pub(crate) fn let_pass(time: Duration) {
    thread::sleep(time);
}

pub(crate) fn strike(fault: Fault, crew: &mut Crew, broker: &Broker, random: &mut Random) {
    let victim = ["first", "second"][random.below(2) as usize];
    match fault {
        Fault::Kill => {
            crew.end(victim, "KILL");
            let_pass(random.around(Duration::from_secs(1)));
            crew.start(victim);
        }
        Fault::Leave => {
            crew.leave(victim);
            let_pass(random.around(Duration::from_secs(1)));
            crew.start(victim);
        }
        Fault::Join => {
            crew.start("third");
            let_pass(Duration::from_secs(4) + random.around(Duration::from_secs(2)));
            crew.leave("third");
        }
        Fault::Zombie => {
            crew.signal(victim, "STOP");
            let_pass(SESSION + Duration::from_secs(2) + random.around(Duration::from_secs(1)));
            crew.signal(victim, "CONT");
        }
        Fault::Broker => {
            broker.kill();
            let_pass(random.around(Duration::from_secs(2)));
            broker.start_again();
        }
    }
}

/// Produces every message in order, spread over `time`; the rest at once when told that the last fault has struck.
pub(crate) fn feed(
    servers: String,
    messages: u64,
    time: Duration,
    hurry: &Receiver<()>,
    record: impl Fn(u64) -> (String, Vec<u8>),
) {
    let producer: BaseProducer = ClientConfig::new()
        .set("bootstrap.servers", servers)
        .set("enable.idempotence", "true")
        .set("partitioner", "murmur2_random")
        .set("reconnect.backoff.max.ms", "500")
        .set("linger.ms", "5")
        .create()
        .unwrap();
    let began = Instant::now();
    let mut late = false;
    for number in 0..messages {
        let due = time.mul_f64(number as f64 / messages as f64);
        while !late && began.elapsed() < due {
            late = hurry.recv_timeout(Duration::from_millis(5)) != Err(RecvTimeoutError::Timeout);
            producer.poll(Duration::ZERO);
        }
        let (key, value) = record(number);
        let mut sent = BaseRecord::to(INPUT).key(&key).payload(&value);
        while let Err((_, back)) = producer.send(sent) {
            producer.poll(Duration::from_millis(10));
            sent = back;
        }
    }
    producer.flush(PATIENCE).expect("every message is written");
}

/// Waits until the group has committed up to the last record of every partition.
pub(crate) fn await_the_end(servers: &str, input: &[OwnedMessage], crew: &mut Crew) {
    let mut ends = BTreeMap::new();
    for message in input {
        ends.insert(message.partition(), message.offset() + 1);
    }
    let consumer: BaseConsumer =
        ClientConfig::new().set("bootstrap.servers", servers).set("group.id", GROUP).create().unwrap();
    let deadline = Instant::now() + RECOVERY;
    loop {
        let mut asked = TopicPartitionList::new();
        for partition in ends.keys() {
            asked.add_partition(INPUT, *partition);
        }
        let committed = consumer.committed_offsets(asked, PATIENCE).unwrap();
        let left: Vec<_> = committed
            .elements()
            .iter()
            .filter(|element| match element.offset() {
                Offset::Offset(offset) => offset < ends[&element.partition()],
                _ => true,
            })
            .map(|element| (element.partition(), element.offset(), ends[&element.partition()]))
            .collect();
        if left.is_empty() {
            return;
        }
        crew.check_alive();
        assert!(
            Instant::now() < deadline,
            "not processed (partition, committed, end): {left:?}\n{}",
            crew.last_words()
        );
        thread::sleep(Duration::from_millis(200));
    }
}

/// Holds what came out against what went in.
fn check(input: &[OwnedMessage], flags: &[OwnedMessage], letters: &[OwnedMessage], seed: u64) {
    let number = |message: &OwnedMessage| {
        let text = String::from_utf8_lossy(message.payload().unwrap()).into_owned();
        let digits = text.split("\"m-").nth(1).unwrap().chars().take_while(char::is_ascii_digit);
        digits.collect::<String>().parse::<u64>().unwrap()
    };
    let planned = |wanted: Plan| {
        let numbers = input.iter().map(number).filter(|&number| plan(number, seed) == wanted);
        let mut numbers: Vec<u64> = numbers.collect();
        numbers.sort_unstable();
        numbers
    };
    let (mut flagged, mut last) = (Vec::new(), HashMap::new());
    for flag in flags {
        let json: serde_json::Value = serde_json::from_slice(flag.payload().unwrap()).unwrap();
        let id = json["message_id"].as_str().unwrap();
        let number: u64 = id.strip_prefix("m-").unwrap().parse().unwrap();
        flagged.push(number);
        let conversation = json["conversation_id"].as_str().unwrap().to_owned();
        assert_eq!(flag.key(), Some(conversation.as_bytes()));
        // A conversation's numbers rise in its input, and one partition of the flags holds all of it.
        let before = last.insert(conversation, (flag.partition(), number));
        assert!(before.is_none_or(|(at, before)| at == flag.partition() && before < number), "{id} is out of order");
    }
    flagged.sort_unstable();
    assert_same("flags", &flagged, &planned(Plan::Contact));

    let by_number: HashMap<u64, &OwnedMessage> = input.iter().map(|message| (number(message), message)).collect();
    let mut poison: Vec<u64> = letters.iter().map(number).collect();
    for letter in letters {
        let original = by_number[&number(letter)];
        assert_eq!((letter.key(), letter.payload()), (original.key(), original.payload()), "a letter's bytes");
    }
    poison.sort_unstable();
    assert_same("dead letters", &poison, &planned(Plan::Poison));
}

/// Two sorted lists; what is there twice or missing is told, not the lists.
#[track_caller]
fn assert_same(what: &str, found: &[u64], expected: &[u64]) {
    let twice: Vec<_> = found.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    let missing: Vec<_> = expected.iter().filter(|number| found.binary_search(number).is_err()).collect();
    assert!(twice.is_empty() && missing.is_empty(), "{what}: twice {twice:?}, missing {missing:?}");
    assert_eq!(found, expected, "{what}");
}

pub(crate) fn number_of(name: &str) -> Option<u64> {
    let value = std::env::var(name).ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{name} must be a whole number")))
}

/// What decides all that is by chance.
pub(crate) fn seed() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as u64;
    number_of("VIGIE_SEED").unwrap_or(now % 1_000_000)
}

pub(crate) fn settings(servers: &str, seed: u64, flags: &str, folder: &Path) -> PathBuf {
    // Both ways to belong to a group, and one lane or two: by the seed.
    let lanes = 1 + seed % 2;
    let protocol = if (seed / 2).is_multiple_of(2) {
        format!("session.timeout.ms = {}", SESSION.as_millis())
    } else {
        "group.protocol = \"consumer\"".to_owned()
    };
    println!("chaos: {lanes} lanes each, {protocol}");
    let path = folder.join(format!("{flags}.toml"));
    let text = format!(
        "[kafka]\nbootstrap_servers = \"{servers}\"\ngroup_id = \"{GROUP}\"\nflags_topic = \"{flags}\"\n[kafka.consumer]\n{protocol}\n\
         [worker]\nlanes = {lanes}\n[http]\nlisten = \"127.0.0.1:0\"\n[log]\nformat = \"json\"\n"
    );
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn every_flag_exactly_once_whatever_dies() {
    let seed = seed();
    let messages = number_of("VIGIE_CHAOS_MESSAGES").unwrap_or(20_000);
    println!("chaos: VIGIE_SEED={seed} VIGIE_CHAOS_MESSAGES={messages}, {PARTITIONS} partitions");
    let mut random = Random(seed);
    let faults = faults(messages, &mut random);

    let broker = Broker::start();
    create_topics(&broker.servers, &[(INPUT, PARTITIONS, &[]), (FLAGS, 3, &[]), (DEAD, 1, &[])]);
    let folder = tempfile::tempdir().unwrap();
    let logs = folder.path().join("logs");
    std::fs::create_dir(&logs).unwrap();
    let settings = settings(&broker.servers, seed, FLAGS, folder.path());
    let mut crew = Crew { settings, logs, workers: BTreeMap::new() };
    crew.start("first");
    crew.start("second");

    let began = Instant::now();
    let (hurry, hurried) = channel();
    let (servers, time) = (broker.servers.clone(), (FAULT_GAP * 2) * faults.len() as u32);
    let feeding = thread::spawn(move || {
        feed(servers, messages, time, &hurried, |number| {
            (format!("c-{}", conversation(number, messages)), payload(number, messages, plan(number, seed)))
        });
    });
    for fault in &faults {
        let_pass(random.around(FAULT_GAP));
        println!("chaos: {:5.1} s {fault:?}", began.elapsed().as_secs_f64());
        strike(*fault, &mut crew, &broker, &mut random);
        crew.check_alive();
    }
    let last_fault = Instant::now();
    drop(hurry);
    feeding.join().unwrap();
    let input = read(&broker.servers, INPUT);
    assert_eq!(input.len() as u64, messages, "every message is in the input topic, once");
    await_the_end(&broker.servers, &input, &mut crew);
    let recovered = last_fault.elapsed();
    crew.leave("first");
    crew.leave("second");

    let (flags, letters) = (read(&broker.servers, FLAGS), read(&broker.servers, DEAD));
    check(&input, &flags, &letters, seed);
    println!(
        "chaos: {messages} messages, {} faults: {} flags and {} dead letters, each exactly once and in order; \
         all processed {:.1} s after the last fault, {:.1} s in all",
        faults.len(),
        flags.len(),
        letters.len(),
        recovered.as_secs_f64(),
        began.elapsed().as_secs_f64()
    );
}
