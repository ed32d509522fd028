//! A contact planted wherever one could stand appears nowhere an operator looks.

use std::fs;
use std::io;
use std::panic;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::message::Headers;
use rdkafka::{ClientConfig, Message, Offset, TopicPartitionList};
use serde_json::json;
use tempfile::TempDir;
use tracing_subscriber::fmt::MakeWriter;
use vigie::patterns::Pack;
use vigie::scan::{Input, Scanner, Scratch, Settings};
use vigie::stream::Broker;
use vigie::telemetry::hide_panic_texts;

use crate::process::{Running, fed, produce, text, vigie};

/// What is planted: a part of it that no masking leaves.
const CANARY: &str = "canary.bird.7319";
const CONTACT: &str = "canary.bird.7319@example.com";

#[track_caller]
fn assert_silent(what: &str, text: &str) {
    assert!(!text.contains(CANARY), "{what} tells the canary:\n{text}");
}

/// Payloads that carry the canary in every place, the wrong ones included.
fn payloads() -> Vec<Vec<u8>> {
    let message = |id: u64| json!({"message_id": id, "conversation_id": "c", "sender_id": "s", "text": format!("mail {CONTACT}")});
    let mut payloads = vec![message(1).to_string().into_bytes()];
    for (id, (field, value)) in (2..).zip([
        ("message_id", json!([CONTACT])),
        ("text", json!({"inner": CONTACT})),
        ("sent_at", json!(CONTACT)),
        ("revision", json!(CONTACT)),
        (CONTACT, json!(CONTACT)),
    ]) {
        let mut payload = message(id);
        payload[field] = value;
        payloads.push(payload.to_string().into_bytes());
    }
    payloads.push(format!("{{\"text\": \"{CONTACT}").into_bytes());
    payloads.push(format!("\"{CONTACT}\"").into_bytes());
    payloads.push(format!("{{}} {CONTACT}").into_bytes());
    payloads.push([CONTACT.as_bytes(), b"\xff"].concat());
    payloads
}

#[test]
fn a_workers_log_metrics_and_dead_letter_headers_are_silent() {
    let broker = Broker::start(&[("messages", 1), ("moderation.flags", 1), ("messages.dead-letters", 1)]).unwrap();
    let running = Running::start(&broker.bootstrap_servers(), &["log.level=debug".to_owned()]);
    let payloads = payloads();
    let records: Vec<(&str, &[u8])> = payloads.iter().map(|payload| (CONTACT, payload.as_slice())).collect();
    produce(&broker, "messages", &records);
    // The first message, and those whose optional fields alone are wrong.
    running.until_page("/metrics", "vigie_messages_total{result=\"flagged\"} 4\n");
    let page = running.until_page("/metrics", "vigie_messages_total{result=\"dead_letter\"} 6\n");
    assert_silent("/metrics", &page);
    running.signal("TERM");
    let (code, log) = running.end();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains("a record's key is not its conversation's id"));
    assert_silent("the log", &log);

    let consumer: BaseConsumer = ClientConfig::new()
        .set("bootstrap.servers", broker.bootstrap_servers())
        .set("group.id", "canary")
        .create()
        .unwrap();
    let mut topics = TopicPartitionList::new();
    for topic in ["moderation.flags", "messages.dead-letters"] {
        topics.add_partition_offset(topic, 0, Offset::Beginning).unwrap();
    }
    consumer.assign(&topics).unwrap();
    let (mut flags, mut letters) = (0, 0);
    while flags + letters < 10 {
        let record = consumer.poll(Duration::from_secs(30)).unwrap().unwrap();
        if record.topic() == "moderation.flags" {
            flags += 1;
            assert_silent("a masked flag", text(record.payload().unwrap()));
        } else {
            letters += 1;
            assert!(payloads.iter().any(|payload| record.payload() == Some(payload)), "a dead letter is whole");
        }
        for header in record.headers().unwrap().iter() {
            assert_silent("a header", &String::from_utf8_lossy(header.value.unwrap_or_default()));
        }
    }
    assert_eq!((flags, letters), (4, 6));
}

#[test]
fn a_scans_errors_are_silent() {
    let input = payloads().join(&b'\n');
    let output = fed(&["scan", "--format", "jsonl", "--set", "policy.flag_text=masked"], &input);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stdout).lines().count(), payloads().len());
    assert_silent("a verdict or an error line", text(&output.stdout));
    assert_silent("standard error", text(&output.stderr));
    let output = fed(&["scan", "--set", "policy.flag_text=none"], &payloads().pop().unwrap());
    assert_silent("standard error", text(&output.stderr));
}

#[test]
fn configuration_and_secrets_are_silent() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("vigie.toml");
    fs::write(folder.path().join("secret"), CONTACT).unwrap();
    let contact = format!("'{CONTACT}'");
    let configurations = [
        format!("[kafka]\ngroup_id = {CONTACT}\n"),
        format!("[kafka]\ndelivery = {contact}\n"),
        format!("[kafka]\ninput_topics = {contact}\n"),
        format!("[worker]\nlanes = {contact}\n"),
        format!("[log]\nlevel = {contact}\n"),
        format!("[kafka.consumer]\nsecurity.protocol = {contact}\n"),
        format!("[kafka.consumer]\nsasl.password = [[{contact}]]\n"),
        format!("[kafka.producer]\ngroup.id = {contact}\n"),
        "[kafka.producer]\nsecurity.protocol_file = 'secret'\n".to_owned(),
        "[kafka.consumer]\nsecurity.protocol = 'ssl'\nssl.ca.pem_file = 'secret'\n".to_owned(),
        format!("[kafka.consumer]\nsasl.mechanism = {contact}\nsecurity.protocol = 'sasl_plaintext'\n"),
    ];
    for configuration in configurations {
        fs::write(&file, &configuration).unwrap();
        let output = vigie()
            .args(["run", "--set", "kafka.start_timeout_seconds=1", "--set", "http.listen=127.0.0.1:0"])
            .args(["--set", "log.format=json", "--config", file.to_str().unwrap()])
            .output()
            .unwrap();
        let said = [&output.stdout[..], &output.stderr[..]].concat();
        assert_eq!(output.status.code(), Some(3), "{configuration}{}", text(&said));
        assert_silent("an error", text(&said));
    }
    let output =
        vigie().args(["scan", "--set", "worker.lanes=x"]).env("VIGIE__KAFKA__DELIVERY", CONTACT).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert_silent("an error", text(&output.stderr));
}

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Written {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[test]
fn a_panic_tells_its_place_only() {
    let written = Written::default();
    let subscriber = tracing_subscriber::fmt().json().with_writer(written.clone()).finish();
    let usual = panic::take_hook();
    let caught = tracing::subscriber::with_default(subscriber, || {
        hide_panic_texts();
        panic::catch_unwind(|| CONTACT[..format!("{CONTACT}!").len()].len())
    });
    panic::set_hook(usual);
    assert!(caught.is_err());
    let log = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("\"message\":\"panic\"") && log.contains("canary.rs") && log.contains("\"line\":"), "{log}");
    assert_silent("a panic", &log);
}

#[test]
fn what_a_thread_has_heard_is_silent_in_debug() {
    let scanner = Scanner::new(&Pack::embedded().unwrap(), &Settings::default()).unwrap();
    let mut scratch = Scratch::default();
    let text = format!("{CONTACT} canary oiseau 7319");
    let found = scanner.scan_for_fragments(Input { text: &text, locale: None }, &mut scratch);
    assert_eq!(found.0.findings.len(), 1);
    let found = format!("{found:?}");
    let bytes = format!("{:?}", "canary".as_bytes());
    let number = u64::from_le_bytes(*b"canary\0\0").to_string();
    let shown = format!("{found} {scratch:?}");
    for told in ["canary", "oiseau", "7319", bytes.trim_matches(['[', ']']), &number] {
        assert!(!shown.contains(told), "{told}");
    }
}
