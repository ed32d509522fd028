//! The stream on the embedded broker: a real client, no network. What the mock forgets (offsets committed in a
//! transaction) is proven on a real broker.

use rdkafka::message::Message as _;
use rdkafka::types::{RDKafkaApiKey, RDKafkaRespErr};
use vigie::config::{Config, Delivery};
use vigie::engine::Engine;
use vigie::message::ReasonClass;
use vigie::private::Private;
use vigie::stream::Broker;

use crate::stream_support::{
    DEAD, FLAGS, MESSAGES, Plant, Running, Sent, await_records, config, eventually, gate, header, produce, read,
    source_offset,
};

fn broker(partitions: i32) -> (Broker, String) {
    let broker = Broker::start(&[(MESSAGES, partitions), (FLAGS, 2), (DEAD, 1)]).expect("broker");
    let servers = broker.bootstrap_servers();
    (broker, servers)
}

#[test]
fn flags_carry_cloud_events_and_the_trace() {
    let (_broker, servers) = broker(1);
    let trace = [("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"), ("other", "stays")];
    let flagged = Sent { headers: &trace, ..Sent::text("c-1", "flag") };
    produce(&servers, MESSAGES, [Sent::text("c-1", "hello"), flagged]);

    let running = Running::start(&config(&servers, "g"), Plant::new);
    let flags = await_records(&servers, FLAGS, 1);
    running.judged(2);
    assert_eq!(running.metric("vigie_flag_latency_seconds_count", &[]), 1.0);
    assert!(running.metric("vigie_transactions_total", &["committed"]) >= 1.0);
    assert_eq!(running.metric("vigie_partitions_assigned", &[]), 1.0);
    assert!(running.handle.is_ready() && running.handle.is_live());
    running.stop().expect("a clean stop");

    let flag = &flags[0];
    assert_eq!(flag.key(), Some(&b"c-1"[..]));
    assert_eq!(source_offset(flag), (0, 1));
    assert_eq!(header(flag, "traceparent").as_deref(), Some(trace[0].1));
    assert_eq!(header(flag, "other"), None);
    assert_eq!(header(flag, "ce_type").as_deref(), Some("vigie.flag.v1"));
    assert_eq!(header(flag, "ce_specversion").as_deref(), Some("1.0"));
    assert_eq!(header(flag, "ce_source").as_deref(), Some("/vigie/g"));
    let id =
        serde_json::from_slice::<serde_json::Value>(flag.payload().expect("a flag")).expect("JSON")["flag_id"].clone();
    assert_eq!(header(flag, "ce_id").as_deref(), id.as_str());
    let time: jiff::Timestamp = header(flag, "ce_time").expect("a time").parse().expect("RFC 3339");
    assert!(jiff::Timestamp::now().duration_since(time).as_secs() < 60);
}

#[test]
fn a_dead_letter_keeps_key_payload_and_headers_and_says_why() {
    let (_broker, servers) = broker(1);
    let payload = b"bad \xff\x00 bytes\n";
    let bad = Sent { payload: Some(b"bad bytes \x00\n"), headers: &[("kept", "as it was")], ..Sent::text("c-1", "") };
    let raw = Sent { payload: Some(payload), key: Some(b"\xfe"), ..Sent::text("", "") };
    produce(&servers, MESSAGES, [bad, raw, Sent::text("c-1", "fine")]);

    let running = Running::start(&config(&servers, "g"), Plant::new);
    let letters = await_records(&servers, DEAD, 2);
    running.judged(3);
    running.stop().expect("a clean stop");

    assert_eq!(letters[0].payload(), Some(&b"bad bytes \x00\n"[..]));
    assert_eq!(letters[0].key(), Some(&b"c-1"[..]));
    for (name, value) in [
        ("kept", "as it was"),
        ("__connect.errors.topic", MESSAGES),
        ("__connect.errors.partition", "0"),
        ("__connect.errors.offset", "0"),
        ("__connect.errors.stage", "DECODE"),
        ("__connect.errors.class.name", "vigie::message::Decoder"),
        ("__connect.errors.exception.class.name", "not_json"),
        ("__connect.errors.exception.message", "not_json, line 1, column 2"),
        ("vigie.version", env!("CARGO_PKG_VERSION")),
    ] {
        assert_eq!(header(&letters[0], name).as_deref(), Some(value), "{name}");
    }
    assert!(header(&letters[0], "__connect.errors.timestamp").is_some());
    assert_eq!(header(&letters[0], "vigie.truncated"), None);
    assert_eq!((letters[1].key(), letters[1].payload()), (Some(&b"\xfe"[..]), Some(&payload[..])));
}

#[test]
fn a_panic_costs_one_message_and_the_lane_lives() {
    let (_broker, servers) = broker(1);
    produce(&servers, MESSAGES, [Sent::text("c-1", "panic now"), Sent::text("c-1", "flag")]);
    let running = Running::start(&config(&servers, "g"), Plant::new);
    let letters = await_records(&servers, DEAD, 1);
    await_records(&servers, FLAGS, 1);
    running.judged(2);
    assert_eq!(running.metric("vigie_panics_total", &[]), 1.0);
    assert_eq!(running.metric("vigie_dead_letters_total", &["panic"]), 1.0);
    running.stop().expect("a clean stop");
    assert_eq!(letters[0].payload(), Some(&b"panic now"[..]));
    assert_eq!(header(&letters[0], "__connect.errors.exception.message").as_deref(), Some(ReasonClass::Panic.label()));
}

#[test]
fn too_many_dead_letters_stop_the_worker() {
    let (_broker, servers) = broker(1);
    let mut config = config(&servers, "g");
    (config.dead_letters.records_min, config.dead_letters.keys_min) = (100, 20);
    let keys: Vec<String> = (0..30).map(|at| format!("c-{at}")).collect();
    // One key alone, however broken, stops nothing.
    produce(&servers, MESSAGES, (0..200).map(|_| Sent::text("c-1", "bad")));
    let running = Running::start(&config, Plant::new);
    running.judged(200);
    produce(&servers, MESSAGES, keys.iter().map(|key| Sent::text(key, "bad")));
    let error = running.end().expect_err("stopped by its guard");
    assert_eq!(error.exit_code(), 5);
    assert!(error.to_string().contains("dead letters, more than the limit of 10 %"), "{error}");
    // The batch that tripped it was not committed.
    assert!(read(&servers, DEAD).len() < 230);
}

#[test]
fn a_flag_that_does_not_fit_loses_its_texts_and_nothing_else() {
    let (_broker, servers) = broker(1);
    produce(&servers, MESSAGES, [Sent::text("c-1", "long 600000"), Sent::text("c-1", "long 10")]);
    let running = Running::start(&config(&servers, "g"), Plant::new);
    let flags = await_records(&servers, FLAGS, 2);
    running.stop().expect("a clean stop");
    let hits = |at: usize| {
        serde_json::from_slice::<serde_json::Value>(flags[at].payload().expect("a flag")).expect("JSON")["hits"].clone()
    };
    assert_eq!(hits(0)[0]["end"], 600_000);
    assert_eq!(hits(0)[0].get("text"), None);
    assert_eq!(hits(1)[0]["text"], "xxxxxxxxxx");
}

#[test]
fn what_fits_nowhere_becomes_smaller_until_it_does() {
    let (_broker, servers) = broker(1);
    let mut config = config(&servers, "g");
    // The least that librdkafka takes: no flag fits that names its conversation twice at such a length.
    config.kafka.producer.insert("message.max.bytes".to_owned(), Private::new("1000".to_owned()));
    let (key, long_key, long) = ("k".repeat(450), "k".repeat(900), format!("flag {}", "y".repeat(2_000)));
    produce(&servers, MESSAGES, [Sent::text(&key, "flag"), Sent::text(&key, &long), Sent::text(&long_key, &long)]);
    let running = Running::start(&config, Plant::new);
    let letters = await_records(&servers, DEAD, 3);
    running.judged(3);
    running.stop().expect("a clean stop");
    assert!(read(&servers, FLAGS).is_empty());
    let parts = |at: usize| (letters[at].key(), letters[at].payload(), header(&letters[at], "vigie.truncated"));
    assert_eq!(parts(0), (Some(key.as_bytes()), Some(&b"flag"[..]), None));
    assert_eq!(parts(1), (Some(key.as_bytes()), None, Some("true".to_owned())));
    assert_eq!(parts(2), (None, None, Some("true".to_owned())));
    for (at, letter) in letters.iter().enumerate() {
        assert_eq!(header(letter, "__connect.errors.offset"), Some(at.to_string()));
        assert_eq!(header(letter, "__connect.errors.exception.class.name").as_deref(), Some("flag_too_large"));
    }
}

#[test]
fn a_partition_that_leaves_takes_its_records_along() {
    let (_broker, servers) = broker(2);
    let config = Config { kafka: config(&servers, "g").kafka, ..Config::default() };
    let (waits, gate) = gate();
    let on = |partition, payload: &'static str| Sent { partition: Some(partition), ..Sent::text("c-1", payload) };
    produce(&servers, MESSAGES, [on(0, "flag"), on(1, "flag"), on(0, "wait")]);
    // The first worker holds a batch of both partitions open for as long as the test wants.
    let mut slow = config.clone();
    slow.worker.batch_wait_ms = 3_600_000;
    let first = Running::start(&slow, || Plant::waiting(waits.clone()));
    gate.reached.recv_timeout(crate::stream_support::PATIENCE).expect("the first worker reads");
    gate.go.send(()).expect("it waits");

    // A second one takes one of them over: its flag comes once, from the second; the other's is still held.
    let mut other = config;
    other.kafka.instance_id = "second".to_owned();
    let second = Running::start(&other, Plant::new);
    eventually("the partitions are shared", || {
        second.metric("vigie_partitions_assigned", &[]) == 1.0 && first.metric("vigie_partitions_assigned", &[]) == 1.0
    });
    await_records(&servers, FLAGS, 1);
    assert_eq!(first.metric("vigie_messages_total", &[]), 0.0);
    assert_eq!(first.metric("vigie_rebalances_total", &["revoked"]), 1.0);
    first.stop().expect("a clean stop");
    let mut flagged: Vec<_> = await_records(&servers, FLAGS, 2).iter().map(source_offset).collect();
    flagged.sort_unstable();
    assert_eq!(flagged, [(0, 0), (1, 0)]);
    second.stop().expect("a clean stop");
}

#[test]
fn a_stop_commits_what_is_in_hand() {
    let (_broker, servers) = broker(1);
    produce(&servers, MESSAGES, [Sent::text("c-1", "flag"), Sent::text("c-1", "wait")]);
    let (waits, gate) = gate();
    let mut config = config(&servers, "g");
    config.worker.batch_wait_ms = 3_600_000;
    let running = Running::start(&config, || Plant::waiting(waits.clone()));
    gate.reached.recv_timeout(crate::stream_support::PATIENCE).expect("both are read");
    assert_eq!(read(&servers, FLAGS).len(), 0);
    running.handle.stop();
    gate.go.send(()).expect("it waits");
    running.stop().expect("a clean stop");
    assert_eq!(read(&servers, FLAGS).len(), 1);
}

#[test]
fn a_reload_is_taken_between_batches() {
    let (_broker, servers) = broker(1);
    let mut tested = config(&servers, "g");
    tested.platform.hosts = vec!["example.com".to_owned()];
    let engine = std::sync::Arc::new(Engine::new(&tested).expect("the embedded pack"));
    let digest = engine.pack().digest.to_string();

    produce(&servers, MESSAGES, [Sent::text("c-1", "flag")]);
    let running = Running::start(&tested, Plant::new);
    await_records(&servers, FLAGS, 1);
    running.handle.reload(engine);
    produce(&servers, MESSAGES, [Sent::text("c-1", "clean")]);
    running.judged(2);
    produce(&servers, MESSAGES, [Sent::text("c-1", "flag")]);
    let flags = await_records(&servers, FLAGS, 2);
    running.stop().expect("a clean stop");
    let packs: Vec<String> = flags
        .iter()
        .map(|flag| {
            let json: serde_json::Value = serde_json::from_slice(flag.payload().expect("a flag")).expect("JSON");
            json["pack"]["digest"].as_str().expect("text").to_owned()
        })
        .collect();
    assert_eq!(packs, ["sha256:planted".to_owned(), digest]);
}

#[test]
fn at_least_once_needs_no_transactions_and_goes_on_where_it_was() {
    let (_broker, servers) = broker(2);
    let mut config = config(&servers, "g");
    config.kafka.delivery = Delivery::AtLeastOnce;
    produce(&servers, MESSAGES, (0..20).map(|_| Sent::text("c-1", "flag")));
    let running = Running::start(&config, Plant::new);
    running.judged(20);
    running.stop().expect("a clean stop");
    assert_eq!(read(&servers, FLAGS).len(), 20);

    produce(&servers, MESSAGES, [Sent::text("c-1", "flag"), Sent::text("c-1", "bad")]);
    let running = Running::start(&config, Plant::new);
    await_records(&servers, DEAD, 1);
    running.stop().expect("a clean stop");
    assert_eq!(read(&servers, FLAGS).len(), 21, "the first twenty were not read again");
}

#[test]
fn a_lost_broker_is_waited_for() {
    let (broker, servers) = broker(1);
    produce(&servers, MESSAGES, [Sent::text("c-1", "flag")]);
    let running = Running::start(&config(&servers, "g"), Plant::new);
    await_records(&servers, FLAGS, 1);
    broker.cluster().broker_down(-1).expect("down");
    broker.cluster().broker_up(-1).expect("up");
    produce(&servers, MESSAGES, [Sent::text("c-1", "flag")]);
    await_records(&servers, FLAGS, 2);
    running.stop().expect("a clean stop");
}

#[test]
fn a_transaction_that_fails_is_written_again_once() {
    let (broker, servers) = broker(1);
    produce(&servers, MESSAGES, (0..10).map(|_| Sent::text("c-1", "flag")));
    // The group's coordinator refuses the offsets once, as it does to a member that was thrown out: the batch is aborted.
    let refusal = [RDKafkaRespErr::RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION];
    broker.cluster().request_errors(RDKafkaApiKey::TxnOffsetCommit, &refusal);
    let running = Running::start(&config(&servers, "g"), Plant::new);
    running.judged(10);
    assert!(running.metric("vigie_transactions_total", &["aborted"]) >= 1.0);
    running.stop().expect("a clean stop");
    let flags = read(&servers, FLAGS);
    let mut offsets: Vec<_> = flags.iter().map(source_offset).collect();
    offsets.dedup();
    assert_eq!(offsets, (0..10).map(|offset| (0, offset)).collect::<Vec<_>>());
}

#[test]
fn lanes_share_the_partitions_of_a_process() {
    let (_broker, servers) = broker(4);
    let mut config = config(&servers, "g");
    config.worker.lanes = 2;
    config.kafka.delivery = Delivery::AtLeastOnce;
    let running = Running::start(&config, Plant::new);
    eventually("both lanes have joined", || running.handle.is_ready());
    eventually("all partitions are read", || running.metric("vigie_partitions_assigned", &[]) == 4.0);
    let keys: Vec<String> = (0..40).map(|at| format!("c-{at}")).collect();
    produce(&servers, MESSAGES, keys.iter().map(|key| Sent::text(key, "flag")));
    await_records(&servers, FLAGS, 40);
    running.judged(40);
    running.stop().expect("a clean stop");
}
