//! Memory in the stream, on a real broker: the replay offset goes with a transaction, and what is committed with it decides.

use rdkafka::admin::{AdminClient, AdminOptions};
use rdkafka::client::DefaultClientContext;
use rdkafka::consumer::{BaseConsumer, Consumer as _};
use rdkafka::{ClientConfig, Offset, TopicPartitionList};
use vigie::config::{Config, Delivery};
use vigie::private::Private;

use crate::kafka::servers;
use crate::kafka_stream::set_up;
use crate::stream_support::{PATIENCE, Recall, Running, Sent, await_records, eventually, produce, read, texts};

const PARTITIONS: i32 = 4;

/// One record for each partition.
fn everywhere<'a>(payload: &'a str) -> impl Iterator<Item = Sent<'a>> {
    (0..PARTITIONS).map(move |at| Sent { partition: Some(at), ..Sent::text("c-1", payload) })
}

fn input(config: &Config) -> &str {
    &config.kafka.input_topics[0]
}

/// The texts of all flags, in order of their records within each partition.
fn said(config: &Config) -> Vec<String> {
    texts(&read(&config.kafka.bootstrap_servers, &config.kafka.flags_topic)).into_values().collect()
}

/// A detail in three parts, a worker for each.
fn remembers_over_restarts(adjust: impl FnOnce(&mut Config)) {
    let servers = servers();
    let mut config = set_up(&servers, PARTITIONS, &[]);
    adjust(&mut config);
    for (round, payload) in ["say 06", "say 12", "sum up"].into_iter().enumerate() {
        produce(&servers, input(&config), everywhere("clean").chain(everywhere(payload)));
        let running = Running::start(&config, Recall::new);
        running.judged(2 * PARTITIONS as usize);
        // From "say 06" on: 1 record, then 3.
        let replayed = [0, 1, 3][round] * PARTITIONS;
        assert_eq!(running.metric("vigie_replayed_messages_total", &[]), f64::from(replayed), "round {round}");
        assert_eq!(running.metric("vigie_messages_total", &[]), f64::from(2 * PARTITIONS), "round {round}");
        running.stop().expect("a clean stop");
    }
    assert_eq!(said(&config), vec!["06+12"; PARTITIONS as usize]);
}

#[test]
fn exactly_once_remembers_over_restarts() {
    remembers_over_restarts(|_| {});
}

#[test]
fn exactly_once_with_two_lanes_and_the_brokers_own_group_protocol_remembers_over_restarts() {
    remembers_over_restarts(|config| {
        config.worker.lanes = 2;
        config.kafka.consumer.clear();
        config.kafka.consumer.insert("group.protocol".to_owned(), Private::new("consumer".to_owned()));
    });
}

#[test]
fn at_least_once_remembers_over_restarts() {
    remembers_over_restarts(|config| config.kafka.delivery = Delivery::AtLeastOnce);
}

#[test]
fn an_eager_group_remembers_over_restarts() {
    remembers_over_restarts(|config| {
        let strategy = ("partition.assignment.strategy".to_owned(), Private::new("range".to_owned()));
        config.kafka.consumer.extend([strategy]);
    });
}

#[test]
fn a_rebalance_between_two_workers_takes_the_memory_along() {
    let servers = servers();
    let config = set_up(&servers, PARTITIONS, &[]);
    let other = Config {
        kafka: vigie::config::Kafka { instance_id: "other".to_owned(), ..config.kafka.clone() },
        ..config.clone()
    };
    let assigned = |worker: &Running| worker.metric("vigie_partitions_assigned", &[]);

    produce(&servers, input(&config), everywhere("say a"));
    let first = Running::start(&config, Recall::new);
    first.judged(PARTITIONS as usize);
    let second = Running::start(&other, Recall::new);
    eventually("the partitions are shared", || assigned(&first) == 2.0 && assigned(&second) == 2.0);
    produce(&servers, input(&config), everywhere("say b"));
    eventually("all is judged", || {
        [&first, &second].iter().map(|worker| worker.metric("vigie_messages_total", &[])).sum::<f64>() == 8.0
    });
    first.stop().expect("a clean stop");
    eventually("the second has all", || assigned(&second) == f64::from(PARTITIONS));
    produce(&servers, input(&config), everywhere("sum up"));
    await_records(&servers, &config.kafka.flags_topic, PARTITIONS as usize);
    second.stop().expect("a clean stop");
    assert_eq!(said(&config), vec!["a+b"; PARTITIONS as usize]);
}

#[test]
fn what_retention_took_is_not_replayed() {
    let servers = servers();
    let mut config = set_up(&servers, 1, &[]);
    // A replay that began below what is left would go on at the end, and lose all that was not judged.
    config.kafka.consumer.insert("auto.offset.reset".to_owned(), Private::new("latest".to_owned()));
    let run = |payloads: &[&str]| {
        let running = Running::start(&config, Recall::new);
        eventually("it has its partition", || running.metric("vigie_partitions_assigned", &[]) == 1.0);
        // Where nothing is committed, the end is where it begins: it must have found it.
        if !payloads.is_empty() {
            eventually("it is judged", || {
                produce(&servers, input(&config), [Sent::text("c-1", "probe")]);
                running.metric("vigie_messages_total", &[]) >= 1.0
            });
        }
        let before = running.metric("vigie_messages_total", &[]);
        produce(&servers, input(&config), payloads.iter().map(|payload| Sent::text("c-1", payload)));
        eventually("all is judged", || running.metric("vigie_messages_total", &[]) >= before + payloads.len() as f64);
        running
    };
    run(&["say a", "say b", "say c"]).stop().expect("a clean stop");
    let consumer: BaseConsumer = ClientConfig::new()
        .set("bootstrap.servers", &servers)
        .set("group.id", &config.kafka.group_id)
        .create()
        .expect("a consumer");
    let mut asked = TopicPartitionList::new();
    asked.add_partition(input(&config), 0);
    let committed = consumer.committed_offsets(asked, PATIENCE).expect("an answer");
    let (metadata, next) = {
        let element = &committed.elements()[0];
        (element.metadata().to_owned(), element.offset())
    };
    let Offset::Offset(next) = next else { panic!("nothing is committed") };
    assert_eq!(metadata, format!("vigie/1 {}", next - 3), "the replay offset, beside the committed one");

    produce(&servers, input(&config), [Sent::text("c-1", "sum up")]);
    let admin: AdminClient<DefaultClientContext> =
        ClientConfig::new().set("bootstrap.servers", &servers).create().expect("an admin client");
    let mut below = TopicPartitionList::new();
    below.add_partition_offset(input(&config), 0, Offset::Offset(next - 1)).expect("an offset");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(admin.delete_records(&below, &AdminOptions::new())).expect("deleted");
    let running = run(&[]);
    await_records(&servers, &config.kafka.flags_topic, 1);
    assert_eq!(running.metric("vigie_replayed_messages_total", &[]), 1.0);
    running.stop().expect("a clean stop");
    assert_eq!(said(&config), ["c"]);
}
