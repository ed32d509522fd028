//! Details split over messages, on a real broker, by `vigie run` as processes: read in one go, or with workers killed and
//! partitions handed over at random moments, the same topic gives the same flags, byte for byte.
//!
//! `VIGIE_SEED` and `VIGIE_CHAOS_MESSAGES` as in `kafka_chaos`; from 100,000 messages on, ten are killed:
//!
//!     VIGIE_CHAOS_MESSAGES=100000 cargo test --release --test it kafka_split -- --nocapture

#![allow(clippy::print_stdout, reason = "a run that fails is repeated by the seed that it printed")]

use std::collections::BTreeMap;
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use rdkafka::ClientConfig;
use rdkafka::admin::{AdminClient, AdminOptions};
use rdkafka::client::DefaultClientContext;
use rdkafka::error::RDKafkaErrorCode;
use rdkafka::message::{Headers as _, Message as _, OwnedMessage};

use crate::kafka::{Broker, create_topics};
use crate::kafka_chaos::{
    Crew, DEAD, FAULT_GAP, FLAGS, Fault, GROUP, INPUT, PARTITIONS, Random, await_the_end, feed, let_pass, number_of,
    seed, settings, strike,
};
use crate::stream_support::read;

/// Flags of the run in one go.
const ONCE: &str = "once.flags";
/// A broker forgets a killed member after its session of 45 s, by default; twice that, for a loaded machine.
const MEMBERS_GONE_MAX: Duration = Duration::from_secs(90);
/// Messages of one conversation.
const STEPS: u64 = 20;

/// What is said in a conversation, one after another, with small talk between.
const SCRIPTS: [&[&str]; 8] = [
    &["mon numéro commence par 06 39", "98 12", "et la fin 34"],
    &["zéro six", "trente-neuf", "quatre-vingt-dix-huit", "douze", "trente-quatre"],
    &["my number starts with 07700", "900", "and ends 123"],
    &["jean.dupont75", "arobase", "gmail", "point com"],
    &["calendly.com", "/coach-mehdi"],
    &["je suis sur insta", "c'est jeandup_75"],
    &["appelle-moi au 06 39 98 12 34 le soir", "ou écris à zoe.martin@example.org"],
    &["on sera 4", "12 et 14 ans", "arrivée le 12", "à 18h", "ok 340"],
];
const SMALL_TALK: [&str; 5] =
    ["Bonjour, c'est encore libre ?", "d'accord merci", "et la suite ?", "sounds good, noted", "parfait pour samedi"];

fn conversation(number: u64, messages: u64) -> u64 {
    number % (messages / STEPS).max(1)
}

/// A message by its number: of its conversation's script in order, or small talk; some come twice, are edited or taken back.
fn record(number: u64, messages: u64, seed: u64) -> (String, Vec<u8>) {
    let conversation = conversation(number, messages);
    let key = format!("c-{conversation}");
    let mut random = Random(Random(seed).next() ^ conversation);
    let script = SCRIPTS[random.below(SCRIPTS.len() as u64) as usize];
    let mut places: Vec<u64> = (0..STEPS).collect();
    random.shuffle(&mut places);
    places.truncate(script.len());
    places.sort_unstable();
    let step = number / (messages / STEPS).max(1);
    let said = places.iter().position(|&place| place == step).map(|at| script[at]);
    let mut random = Random(Random(seed).next() ^ number ^ (1 << 40));
    let text = said.unwrap_or(SMALL_TALK[random.below(SMALL_TALK.len() as u64) as usize]);
    let sender = if said.is_some() { 1 } else { 1 + random.below(2) };
    let before = number.saturating_sub((messages / STEPS).max(1));
    let fields = match random.below(40) {
        // The message before it, once more, taken back, or edited.
        0 => format!(r#""message_id":"m-{before}","sender_id":"u-1","text":"{text}""#),
        1 => format!(r#""message_id":"m-{before}","sender_id":"u-1","deleted":true"#),
        2 => format!(r#""message_id":"m-{before}","sender_id":"u-1","revision":1,"text":"{text}""#),
        _ => format!(r#""message_id":"m-{number}","sender_id":"u-{sender}","text":"{text}""#),
    };
    let payload = format!(r#"{{"conversation_id":"{key}",{fields}}}"#).into_bytes();
    (key, payload)
}

fn faults(messages: u64, random: &mut Random) -> Vec<Fault> {
    let mut faults = vec![Fault::Kill, Fault::Kill, Fault::Join, Fault::Leave];
    if messages >= 100_000 {
        faults.extend([Fault::Kill; 8]);
        faults.extend([Fault::Join, Fault::Leave, Fault::Join]);
    }
    random.shuffle(&mut faults);
    faults
}

/// Everything of a flag that its reader sees, but where in the topic it stands and when it was written.
fn whole(flag: &OwnedMessage) -> Vec<String> {
    let text = |bytes: Option<&[u8]>| String::from_utf8(bytes.unwrap_or_default().to_vec()).unwrap();
    let headers = flag.headers().unwrap().iter().map(|header| format!("{}: {}", header.key, text(header.value)));
    [text(flag.key()), text(flag.payload())].into_iter().chain(headers).collect()
}

fn flags(servers: &str, topic: &str) -> BTreeMap<Vec<String>, usize> {
    let mut flags = BTreeMap::new();
    read(servers, topic).iter().for_each(|flag| *flags.entry(whole(flag)).or_default() += 1);
    flags
}

/// Forgets how far the group has read, as soon as the broker lets it: a killed worker is its member until the session ends.
fn begin_again(servers: &str) {
    let admin: AdminClient<DefaultClientContext> =
        ClientConfig::new().set("bootstrap.servers", servers).create().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let delete = || runtime.block_on(admin.delete_groups(&[GROUP], &AdminOptions::new())).unwrap().remove(0);
    let asked = Instant::now();
    while let Err((_, why)) = delete() {
        assert_eq!(why, RDKafkaErrorCode::NonEmptyGroup, "the group cannot be deleted");
        assert!(asked.elapsed() < MEMBERS_GONE_MAX, "the group has members for ever");
        thread::sleep(Duration::from_millis(500));
    }
}

#[test]
fn split_details_give_the_same_flags_whatever_dies() {
    let seed = seed();
    let messages = number_of("VIGIE_CHAOS_MESSAGES").unwrap_or(20_000);
    println!("split: VIGIE_SEED={seed} VIGIE_CHAOS_MESSAGES={messages}, {PARTITIONS} partitions");
    let mut random = Random(seed);
    let faults = faults(messages, &mut random);

    let broker = Broker::start();
    let servers = broker.servers.clone();
    create_topics(&servers, &[(INPUT, PARTITIONS, &[]), (FLAGS, 3, &[]), (ONCE, 1, &[]), (DEAD, 1, &[])]);
    let folder = tempfile::tempdir().unwrap();
    let logs = folder.path().join("logs");
    std::fs::create_dir(&logs).unwrap();
    let settings_of = |flags: &str| settings(&servers, seed, flags, folder.path());
    let mut crew = Crew { settings: settings_of(FLAGS), logs, workers: BTreeMap::new() };
    crew.start("first");
    crew.start("second");

    let (hurry, hurried) = channel();
    let (to, time) = (servers.clone(), (FAULT_GAP * 2) * faults.len() as u32);
    let feeding = thread::spawn(move || feed(to, messages, time, &hurried, |number| record(number, messages, seed)));
    for fault in &faults {
        let_pass(random.around(FAULT_GAP));
        println!("split: {fault:?}");
        strike(*fault, &mut crew, &broker, &mut random);
        crew.check_alive();
    }
    drop(hurry);
    feeding.join().unwrap();
    let input = read(&servers, INPUT);
    await_the_end(&servers, &input, &mut crew);
    crew.leave("first");
    crew.leave("second");
    let replays = ["first", "second"].map(|name| crew.log_text(name).matches("memory rebuilt").count());

    begin_again(&servers);
    crew.settings = settings_of(ONCE);
    crew.start("alone");
    await_the_end(&servers, &input, &mut crew);
    crew.leave("alone");

    let (disturbed, once) = (flags(&servers, FLAGS), flags(&servers, ONCE));
    let missing: Vec<_> = once.iter().filter(|(flag, count)| disturbed.get(*flag) != Some(count)).collect();
    let more: Vec<_> = disturbed.iter().filter(|(flag, count)| once.get(*flag) != Some(count)).collect();
    let some =
        |flags: &[(&Vec<String>, &usize)]| flags.iter().take(3).map(|flag| format!("{flag:?}\n")).collect::<String>();
    assert!(
        missing.is_empty() && more.is_empty(),
        "{} flags only in one go:\n{}{} only with faults:\n{}",
        missing.len(),
        some(&missing),
        more.len(),
        some(&more)
    );
    let split = once.keys().filter(|flag| flag[1].contains("\"parts\"")).count();
    println!(
        "split: {} flags, {split} of split details, the same byte for byte in one go and with {} faults and {} replays",
        once.len(),
        faults.len(),
        replays.iter().sum::<usize>()
    );
    assert!(split as u64 >= messages / 100 && replays.iter().sum::<usize>() > 0, "nothing was put to the test");
    assert!(read(&servers, DEAD).is_empty());
}
