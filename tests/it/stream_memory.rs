//! Memory in the stream, on the embedded broker: rebuilt after restarts, rebalances and reloads, by replaying. Delivery is
//! at-least-once where a commit must outlive its worker: the mock forgets what a transaction commits.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer as _};
use rdkafka::types::{RDKafkaApiKey, RDKafkaRespErr};
use rdkafka::{ClientConfig, Offset, TopicPartitionList};
use vigie::config::{Config, Delivery};
use vigie::engine::Engine;
use vigie::private::Private;
use vigie::stream::Broker;

use crate::stream_support::{
    DEAD, FLAGS, MESSAGES, Recall, Running, Sent, await_records, config, eventually, produce, read, texts,
};

fn broker(partitions: i32) -> (Broker, Config) {
    let broker = Broker::start(&[(MESSAGES, partitions), (FLAGS, 1), (DEAD, 1)]).expect("broker");
    let mut config = config(&broker.bootstrap_servers(), "g");
    config.kafka.delivery = Delivery::AtLeastOnce;
    (broker, config)
}

/// Has a worker judge these messages of one conversation, and stop.
fn judge(config: &Config, payloads: &[&str]) {
    produce(&config.kafka.bootstrap_servers, MESSAGES, payloads.iter().map(|payload| Sent::text("c-1", payload)));
    let running = Running::start(config, Recall::new);
    running.judged(payloads.len());
    running.stop().expect("a clean stop");
}

/// The text of each flag, in order of the input records.
fn said(config: &Config) -> Vec<String> {
    texts(&read(&config.kafka.bootstrap_servers, FLAGS)).into_values().collect()
}

#[test]
fn a_restart_in_the_middle_of_a_detail_changes_nothing() {
    let (_broker, config) = broker(1);
    let servers = &config.kafka.bootstrap_servers;
    judge(&config, &["clean", "say 06", "say 12"]);
    produce(
        servers,
        MESSAGES,
        [Sent::text("c-2", "say other"), Sent::text("c-1", "say 34"), Sent::text("c-1", "sum up")],
    );
    let running = Running::start(&config, Recall::new);
    running.judged(3);
    assert_eq!(running.metric("vigie_messages_total", &[]), 3.0, "what is replayed is not counted again");
    // From the first that is needed, not from the beginning.
    assert_eq!(running.metric("vigie_replayed_messages_total", &[]), 2.0);
    assert_eq!(running.metric("vigie_replay_seconds_count", &[]), 1.0);
    // One word of another conversation is left, and nothing once the partition is another's.
    eventually("it is told how much is remembered", || running.metric("vigie_conversation_bytes", &[]) == 10.0);
    assert_eq!(running.metric("vigie_conversations", &[]), 1.0);
    let metrics = running.metrics.clone();
    running.stop().expect("a clean stop");
    assert!(metrics.text().contains("vigie_conversation_bytes 0"));
    assert_eq!(said(&config), ["06+12+34"]);

    // Only c-2 is still waiting, and with it what lies behind.
    judge(&config, &["sum up"]);
    produce(servers, MESSAGES, [Sent::text("c-2", "sum up")]);
    let running = Running::start(&config, Recall::new);
    running.judged(1);
    assert_eq!(running.metric("vigie_replayed_messages_total", &[]), 4.0);
    running.stop().expect("a clean stop");
    assert_eq!(said(&config), ["06+12+34", "", "other"]);

    // Nobody waits: nothing is read again.
    produce(servers, MESSAGES, [Sent::text("c-2", "sum up")]);
    let running = Running::start(&config, Recall::new);
    running.judged(1);
    assert_eq!(running.metric("vigie_replayed_messages_total", &[]), 0.0);
    assert_eq!(running.metric("vigie_replay_offsets_missing_total", &[]), 0.0);
    running.stop().expect("a clean stop");
}

#[test]
fn how_far_back_a_replay_goes_is_bounded() {
    let (_broker, mut config) = broker(1);
    judge(&config, &["say a", "say b", "say c"]);
    config.conversation.offsets_max = 2;
    judge(&config, &["sum up"]);
    assert_eq!(said(&config), ["b+c"]);
}

#[test]
fn metadata_of_another_kind_is_counted_and_replays_nothing() {
    for (metadata, at) in [("", 1), ("of someone else", 1), ("vigie/1 9", 1), ("vigie/9 0", 1)] {
        let (_broker, config) = broker(1);
        let servers = &config.kafka.bootstrap_servers;
        produce(
            servers,
            MESSAGES,
            [Sent::text("c-1", "say lost"), Sent::text("c-1", "say b"), Sent::text("c-1", "sum up")],
        );
        let consumer: BaseConsumer =
            ClientConfig::new().set("bootstrap.servers", servers).set("group.id", "g").create().expect("a consumer");
        let mut list = TopicPartitionList::new();
        let mut element = list.add_partition(MESSAGES, 0);
        element.set_offset(Offset::Offset(at)).expect("an offset");
        element.set_metadata(metadata);
        consumer.commit(&list, CommitMode::Sync).expect("committed");
        let running = Running::start(&config, Recall::new);
        running.judged(2);
        assert_eq!(running.metric("vigie_replay_offsets_missing_total", &[]), 1.0, "{metadata:?}");
        assert_eq!(running.metric("vigie_replayed_messages_total", &[]), 0.0, "{metadata:?}");
        running.stop().expect("a clean stop");
        assert_eq!(said(&config), ["b"], "{metadata:?}");
    }
}

#[test]
fn a_reload_rebuilds_the_memory_for_the_other_pack() {
    let (_broker, mut config) = broker(2);
    config.platform.hosts = vec!["example.com".to_owned()];
    let engine = Arc::new(Engine::new(&config).expect("the embedded pack"));
    let digest = engine.pack().digest.to_string();
    let servers = &config.kafka.bootstrap_servers;
    let on = |partition, payload: &'static str| Sent { partition: Some(partition), ..Sent::text("c-1", payload) };
    produce(servers, MESSAGES, [on(0, "clean"), on(0, "say a"), on(1, "say b"), on(1, "sum up"), on(0, "clean")]);
    let running = Running::start(&config, Recall::new);
    running.judged(5);
    running.handle.reload(engine);
    eventually("the memory is rebuilt", || running.metric("vigie_replay_seconds_count", &[]) == 1.0);
    // Of the other partition nothing was needed.
    assert_eq!(running.metric("vigie_replayed_messages_total", &[]), 2.0);
    produce(servers, MESSAGES, [on(0, "say b"), on(0, "sum up"), on(1, "sum up")]);
    running.judged(8);
    assert_eq!(running.metric("vigie_messages_total", &[]), 8.0);
    running.stop().expect("a clean stop");
    let flags = read(servers, FLAGS);
    let texts = texts(&flags);
    assert_eq!(texts[&(0, 4)], "a+b");
    assert_eq!((&*texts[&(1, 1)], &*texts[&(1, 2)]), ("b", ""));
    let newest = flags.iter().filter(|flag| {
        String::from_utf8_lossy(rdkafka::message::Message::payload(*flag).expect("a flag")).contains(&digest)
    });
    assert_eq!(newest.count(), 2);
}

#[test]
fn a_batch_that_is_aborted_and_written_again_is_remembered_once() {
    let (broker, mut config) = broker(1);
    config.kafka.delivery = Delivery::ExactlyOnce;
    let servers = config.kafka.bootstrap_servers.clone();
    let refusal = [RDKafkaRespErr::RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION];
    broker.cluster().request_errors(RDKafkaApiKey::TxnOffsetCommit, &refusal);
    produce(&servers, MESSAGES, ["say a", "sum up", "say b"].map(|payload| Sent::text("c-1", payload)));
    let running = Running::start(&config, Recall::new);
    running.judged(3);
    assert!(running.metric("vigie_transactions_total", &["aborted"]) >= 1.0);
    produce(&servers, MESSAGES, [Sent::text("c-1", "sum up")]);
    await_records(&servers, FLAGS, 2);
    running.stop().expect("a clean stop");
    assert_eq!(said(&config), ["a", "b"]);
}

#[test]
fn a_partition_that_leaves_in_the_middle_of_its_replay_is_forgotten() {
    const WORDS: usize = 600;
    let (_broker, mut config) = broker(2);
    // News of the group comes behind what was fetched ahead: that must be little, for the slow worker to hear it in time.
    for (name, value) in
        [("heartbeat.interval.ms", "300"), ("queued.min.messages", "1"), ("max.partition.fetch.bytes", "1000")]
    {
        config.kafka.consumer.insert(name.to_owned(), Private::new(value.to_owned()));
    }
    let servers = config.kafka.bootstrap_servers.clone();
    let on = |partition, payload| Sent { partition: Some(partition), ..Sent::text("c-1", payload) };
    let running = Running::start(&config, Recall::new);
    for _ in 0..WORDS / 10 {
        produce(&servers, MESSAGES, (0..10).flat_map(|_| [on(0, "say x"), on(1, "say y")]));
    }
    running.judged(2 * WORDS);
    running.stop().expect("a clean stop");

    // The first worker has hardly begun to replay both when the second takes one of them over.
    let slow = Arc::new(AtomicBool::new(true));
    let first = Running::start(&config, || Recall::slow(slow.clone()));
    eventually("it has both", || first.metric("vigie_partitions_assigned", &[]) == 2.0);
    config.kafka.instance_id = "second".to_owned();
    let second = Running::start(&config, Recall::new);
    eventually("the partitions are shared", || {
        [&first, &second].iter().all(|worker| worker.metric("vigie_partitions_assigned", &[]) == 1.0)
    });
    assert_eq!(first.metric("vigie_replay_seconds_count", &[]), 0.0, "it was not in the middle of a replay");
    // What the second has replayed and judged is not undone by the first.
    produce(&servers, MESSAGES, [on(0, "sum up"), on(1, "sum up")]);
    await_records(&servers, FLAGS, 1);
    slow.store(false, Ordering::Relaxed);
    await_records(&servers, FLAGS, 2);
    thread::sleep(Duration::from_millis(300));
    assert_eq!(first.metric("vigie_messages_total", &[]), 1.0);
    first.stop().expect("a clean stop");
    second.stop().expect("a clean stop");
    assert_eq!(said(&config), [vec!["x"; WORDS].join("+"), vec!["y"; WORDS].join("+")]);
}
