//! The scanner over haystacks whose hits are counted first, and the decoding of JSON.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use serde::Deserialize;
use vigie::message::{Buffers, Decoder, Fields};
use vigie::patterns::Pack;
use vigie::policy::{self, Policy};
use vigie::scan::{Finding, Input, Scanner, Scratch, Settings};

#[derive(Deserialize)]
struct File {
    haystack: Vec<Haystack>,
}

#[derive(Deserialize)]
struct Haystack {
    name: String,
    #[expect(dead_code, reason = "it is for whoever reads the file")]
    analysis: String,
    lines: Vec<String>,
    #[serde(default = "once")]
    repeat: usize,
    /// Whether the lines make one message.
    #[serde(default)]
    joined: bool,
}

fn once() -> usize {
    1
}

impl Haystack {
    /// The texts, and how many hits are marked in them.
    fn texts(&self) -> (Vec<String>, usize) {
        let marked = self.lines.concat().matches('⟦').count() * self.repeat;
        let once = self.lines.iter().map(|line| line.replace(['⟦', '⟧'], ""));
        let mut lines: Vec<String> = std::iter::repeat_n(once, self.repeat).flatten().collect();
        if self.joined {
            lines = vec![lines.concat()];
        }
        (lines, marked)
    }
}

fn scan(criterion: &mut Criterion) {
    let pack = Pack::embedded().expect("the shipped pack is read");
    let scanner = Scanner::new(&pack, &Settings::default()).expect("the shipped pack compiles");
    let policy = Policy::new(&policy::Settings::default(), &policy::default_thresholds());
    let file: File = toml::from_str(include_str!("haystacks.toml")).expect("the haystacks are TOML");
    let mut group = criterion.benchmark_group("scan");
    for haystack in file.haystack {
        let (texts, marked) = haystack.texts();
        let mut scratch = Scratch::default();
        let mut count = |counts: fn(&Policy, &Finding) -> bool| -> usize {
            let mut found = 0;
            for text in &texts {
                let findings = scanner.scan(Input { text: black_box(text), locale: None }, &mut scratch).findings;
                found += findings.iter().filter(|finding| counts(&policy, finding)).count();
            }
            found
        };
        assert_eq!(count(|policy, finding| policy.counts(finding, None)), marked, "hits in {}", haystack.name);
        group.throughput(Throughput::Bytes(texts.iter().map(|text| text.len() as u64).sum()));
        group.bench_function(&haystack.name, |bencher| bencher.iter(|| count(|_, _| true)));
    }
    group.finish();
}

fn decode(criterion: &mut Criterion) {
    let plain = r#"{"message_id":"m-104823","conversation_id":"c-9","sender_id":"u-1","recipient_id":"u-2","sent_at":"2026-03-01T10:15:00Z","text":"Bonjour, est-ce que le vélo est toujours disponible ?","locale":"fr","stage":"inquiry","revision":0,"deleted":false}"#;
    let escaped = plain.replace('é', "\\u00e9").replace("Bonjour, ", "Bonjour,\\n");
    let half = plain.replace("Bonjour", "Bonjour \\ud83d");
    let foreign = plain.replacen('{', r#"{"meta":{"trace":[1,2,{"a":"b"}],"tags":["x","y"]},"unread":true,"#, 1);
    let decoder = Decoder::new(&Fields::default()).expect("the default names");
    let mut group = criterion.benchmark_group("decode");
    for (name, payload) in
        [("plain", plain), ("escaped", &escaped), ("half-character", &half), ("foreign-fields", &foreign)]
    {
        let mut buffers = Buffers::default();
        let length = decoder.decode(payload.as_bytes(), &mut buffers).map(|message| message.text.len());
        assert!(length.is_ok_and(|length| length > 50), "{name} is read");
        group.throughput(Throughput::Bytes(payload.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let message = decoder.decode(black_box(payload.as_bytes()), &mut buffers);
                message.map(|message| message.text.len())
            });
        });
    }
    group.finish();
}

criterion_group!(benches, scan, decode);
criterion_main!(benches);
