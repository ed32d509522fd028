//! The scan of chat, on one core: ordinary, with contacts, full of them; beside UTF-8 validation of the same texts. With the conversations'
//! memory, from JSON, on two threads; what it allocates; how long it takes to start.

use std::hint::black_box;
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use serde::Deserialize;
use vigie::check;
use vigie::config::Config;
use vigie::engine::{Engine, Judge as _, Record, Watch};
use vigie::patterns::Pack;
use vigie::scan::{Input, Scanner, Scratch, Settings};
use vigie::telemetry::Tally;

use crate::allocations;
use crate::chat::{Chat, Message};
use crate::{median, report};

/// The bars: times the reference, messages a second, threads' gain, seconds.
const CLEAN_TIMES: f64 = 10.0;
const MIXED_TIMES: f64 = 14.0;
const DENSE_PER_SECOND: f64 = 150_000.0;
const MEMORY_TIMES: f64 = 1.3;
const DECODE_PER_SECOND: f64 = 1_200_000.0;
const THREADS_TIMES: f64 = 1.9;
const START_SECONDS: f64 = 1.0;

/// Disguised contacts, one a message.
const DISGUISED: [&str; 8] = [
    "mon numéro : zéro six trente-neuf quatre-vingt-dix-huit douze trente-quatre, le soir plutôt",
    "écris-moi à zoe.martin arobase gmail point com pour la suite",
    "o6 39 9B l2 34 si tu veux qu'on en parle",
    "ajoute moi sur 1nsta : marie.dup_92",
    "my number is oh seven seven double oh nine hundred one two three",
    "the site is atelier-bulle (dot) example (dot) com, have a look",
    "call me on ⓪⑦⑦⓪⓪ nine 0 0 one two three after work",
    "j e a n . d u p o n t @ g m a i l . c o m, à bientôt",
];

#[derive(Deserialize)]
struct Payload {
    text: String,
}

struct Texts {
    clean: Vec<String>,
    mixed: Vec<String>,
    dense: Vec<String>,
    messages: Vec<Message>,
}

impl Texts {
    fn new(count: usize) -> Self {
        let messages: Vec<Message> = Chat::new(5).take(count).collect();
        let text = |message: &Message| serde_json::from_str::<Payload>(&message.payload).unwrap().text;
        let mut clean = Chat::new(6);
        clean.contacts(0);
        Self {
            clean: clean.take(count).map(|message| text(&message)).collect(),
            mixed: messages.iter().map(text).collect(),
            dense: DISGUISED.iter().cycle().take(count / 8).map(|text| (*text).to_owned()).collect(),
            messages,
        }
    }
}

/// Nanoseconds a text, over all of some.
fn each(texts: &[String], mut look: impl FnMut(&str)) -> f64 {
    let began = Instant::now();
    texts.iter().for_each(|text| look(black_box(text)));
    began.elapsed().as_nanos() as f64 / texts.len() as f64
}

pub(crate) fn measure(small: bool, is_wanted: impl Fn(&str) -> bool) {
    let ids = ["scan/", "decode/", "alloc/", "threads/", "start"];
    if !ids
        .into_iter()
        .any(|id| is_wanted(id) || is_wanted(&format!("{id}{}", "clean")) || is_wanted(&format!("{id}mixed")))
    {
        return;
    }
    if is_wanted("start") {
        start(small);
    }
    let (count, rounds) = if small { (400, 1) } else { (40_000, 7) };
    let texts = Texts::new(count);
    let scanner = Scanner::new(&Pack::embedded().unwrap(), &Settings::default()).unwrap();
    let mut scratch = Scratch::default();
    let engine = Arc::new(Engine::new(&Config::default()).unwrap());
    let mut rows: [Vec<f64>; 7] = Default::default();
    for _ in 0..=rounds {
        let mut scan = |texts: &[String]| {
            each(texts, |text| {
                black_box(scanner.scan(Input { text, locale: None }, &mut scratch));
            })
        };
        let (clean, mixed, dense) = (scan(&texts.clean), scan(&texts.mixed), scan(&texts.dense));
        let validate = |text: &str| {
            black_box(simdutf8::basic::from_utf8(text.as_bytes()).is_ok());
        };
        let (clean_utf8, mixed_utf8) = (each(&texts.clean, validate), each(&texts.mixed, validate));
        let fragments = each(&texts.mixed, |text| {
            black_box(scanner.scan_for_fragments(Input { text, locale: None }, &mut scratch));
        });
        let decoded = judged(&engine, &texts.messages);
        let row = [clean, clean_utf8, mixed, mixed_utf8, dense, fragments, decoded];
        rows.iter_mut().zip(row).for_each(|(row, value)| row.push(value));
    }
    // The first round warms the automata.
    let [clean, clean_utf8, mixed, mixed_utf8, dense, fragments, decoded] =
        rows.map(|row| median(row.into_iter().skip(1).collect()));
    let show = |id: &str, value: f64, unit: &str, reference: f64| {
        if is_wanted(id) {
            report(id, value, unit, reference);
        }
    };
    show("scan/clean", clean, "ns/message", clean_utf8);
    show("scan/mixed", mixed, "ns/message", mixed_utf8);
    show("scan/dense", 1e9 / dense, "messages/s", DENSE_PER_SECOND);
    show("scan/memory", fragments, "ns/message", mixed);
    show("decode/mixed", 1e9 / decoded, "messages/s", DECODE_PER_SECOND);
    eprintln!("bars: scan/clean {CLEAN_TIMES}x, scan/mixed {MIXED_TIMES}x, scan/memory {MEMORY_TIMES}x at most");
    if is_wanted("alloc/clean") {
        let before = allocations();
        each(&texts.clean, |text| {
            black_box(scanner.scan(Input { text, locale: None }, &mut scratch));
        });
        report("alloc/clean", (allocations() - before) as f64 / texts.clean.len() as f64, "allocations/message", 0.0);
    }
    if is_wanted("threads/two") {
        threads(&scanner, &texts.mixed, rounds);
    }
}

/// Nanoseconds a message from its JSON to its verdict, the conversations' memory on.
fn judged(engine: &Arc<Engine>, messages: &[Message]) -> f64 {
    let mut watch = Watch::new(engine.clone());
    let mut tally = Tally::default();
    let began = Instant::now();
    for (offset, message) in messages.iter().enumerate() {
        let record = Record::line(message.payload.as_bytes(), None).at(offset as i64);
        black_box(watch.judge(&record, &mut tally));
    }
    began.elapsed().as_nanos() as f64 / messages.len() as f64
}

/// What two threads do beside one.
fn threads(scanner: &Scanner, texts: &[String], rounds: usize) {
    let run = |threads: usize| {
        let began = Instant::now();
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    let mut scratch = Scratch::default();
                    each(texts, |text| {
                        black_box(scanner.scan(Input { text, locale: None }, &mut scratch));
                    })
                });
            }
        });
        (threads * texts.len()) as f64 / began.elapsed().as_secs_f64()
    };
    let (mut one, mut two) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        one.push(run(1));
        two.push(run(2));
    }
    report("threads/two", median(two), "messages/s", median(one));
    eprintln!("bar: threads/two {THREADS_TIMES}x at least");
}

/// From the files' text to the first message scanned.
fn start(small: bool) {
    let seconds = |_| {
        let began = Instant::now();
        let pack = Pack::embedded().unwrap();
        check::check(&pack, &Settings::default()).map_err(|errors| errors.len()).unwrap();
        let scanner = Scanner::new(&pack, &Settings::default()).unwrap();
        let text = "appelle-moi au 06 39 98 12 34";
        assert_eq!(scanner.scan(Input { text, locale: None }, &mut Scratch::default()).findings.len(), 1);
        began.elapsed().as_secs_f64()
    };
    report("start", median((0..if small { 1 } else { 7 }).map(seconds).collect()), "s", START_SECONDS);
}
