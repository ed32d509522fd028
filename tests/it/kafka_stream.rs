//! The stream on a real broker: what the embedded one cannot show.

use std::thread;

use rdkafka::message::Message as _;
use vigie::config::{Config, Delivery};
use vigie::private::Private;

use crate::kafka::{create_topics, own, servers, unique};
use crate::stream_support::{
    Plant, Running, Sent, await_records, config, eventually, header, produce, read, source_offset,
};

/// Topics and a group of a test's own.
pub(crate) fn set_up(servers: &str, partitions: i32, flags: &[(&str, &str)]) -> Config {
    let name = unique("t");
    let mut config = config(servers, &format!("{name}.group"));
    config.kafka.input_topics = vec![format!("{name}.messages")];
    config.kafka.flags_topic = format!("{name}.flags");
    config.kafka.dead_letters_topic = format!("{name}.dead");
    let kafka = &config.kafka;
    create_topics(
        servers,
        &[
            (&kafka.input_topics[0], partitions, &[]),
            (&kafka.flags_topic, 3, flags),
            (&kafka.dead_letters_topic, 1, &[]),
        ],
    );
    config
}

fn set(config: &mut Config, properties: &[(&str, &str)]) {
    for (key, value) in properties {
        for section in [&mut config.kafka.consumer, &mut config.kafka.producer] {
            section.insert((*key).to_owned(), Private::new((*value).to_owned()));
        }
    }
}

/// Produces, works, stops, and does so again: each record is judged once, whatever the delivery and the protocol.
fn goes_on_where_it_was(mut adjust: impl FnMut(&mut Config)) {
    let servers = servers();
    let mut config = set_up(&servers, 4, &[]);
    adjust(&mut config);
    let input = config.kafka.input_topics[0].clone();
    let keys: Vec<String> = (0..50).map(|at| format!("c-{at}")).collect();
    for round in 1..=3 {
        produce(&servers, &input, keys.iter().map(|key| Sent::text(key, "flag")));
        produce(&servers, &input, [Sent::text("c-1", "bad")]);
        let running = Running::start(&config, Plant::new);
        running.judged(51);
        assert_eq!(running.metric("vigie_messages_total", &[]), 51.0, "round {round}");
        running.stop().expect("a clean stop");
        assert_eq!(read(&servers, &config.kafka.flags_topic).len(), 50 * round);
        assert_eq!(read(&servers, &config.kafka.dead_letters_topic).len(), round);
    }
    let mut flagged: Vec<_> = read(&servers, &config.kafka.flags_topic).iter().map(source_offset).collect();
    flagged.sort_unstable();
    flagged.dedup();
    assert_eq!(flagged.len(), 150, "each flag is about another record");
}

#[test]
fn exactly_once_goes_on_where_it_was() {
    goes_on_where_it_was(|_| {});
}

#[test]
fn exactly_once_with_the_brokers_own_group_protocol() {
    goes_on_where_it_was(|config| {
        config.kafka.consumer.clear();
        config.kafka.consumer.insert("group.protocol".to_owned(), Private::new("consumer".to_owned()));
    });
}

#[test]
fn exactly_once_with_two_lanes() {
    goes_on_where_it_was(|config| config.worker.lanes = 2);
}

#[test]
fn at_least_once_goes_on_where_it_was() {
    goes_on_where_it_was(|config| config.kafka.delivery = Delivery::AtLeastOnce);
}

#[test]
fn a_flag_that_only_the_broker_finds_too_large_loses_its_texts() {
    let servers = servers();
    // The client would send a megabyte: the topic takes less, and refuses whole batches for one record of theirs.
    let config = set_up(&servers, 1, &[("max.message.bytes", "2000"), ("compression.type", "uncompressed")]);
    let mut config = Config { kafka: config.kafka.clone(), ..config };
    config.kafka.producer.insert("compression.type".to_owned(), Private::new("none".to_owned()));
    let input = config.kafka.input_topics[0].clone();
    produce(&servers, &input, [Sent::text("c", "flag"), Sent::text("c", "long 3000"), Sent::text("c", "flag")]);
    let running = Running::start(&config, Plant::new);
    let flags = await_records(&servers, &config.kafka.flags_topic, 3);
    running.judged(3);
    assert!(running.metric("vigie_transactions_total", &["aborted"]) >= 1.0);
    running.stop().expect("a clean stop");
    let texts: Vec<bool> = flags
        .iter()
        .map(|flag| {
            let json: serde_json::Value = serde_json::from_slice(flag.payload().expect("a flag")).expect("JSON");
            json["hits"][0].get("text").is_some()
        })
        .collect();
    assert_eq!(texts, [true, false, true]);
    assert_eq!(flags.iter().map(source_offset).collect::<Vec<_>>(), [(0, 0), (0, 1), (0, 2)]);
}

#[test]
fn lag_is_told_and_goes_with_its_partition() {
    let servers = servers();
    let config = set_up(&servers, 1, &[]);
    let input = config.kafka.input_topics[0].clone();
    produce(&servers, &input, (0..10).map(|_| Sent::text("c", "flag")));
    let mut config = config;
    config.kafka.consumer.insert("statistics.interval.ms".to_owned(), Private::new("200".to_owned()));
    let running = Running::start(&config, Plant::new);
    running.judged(10);
    eventually("a lag of nothing is told", || running.metrics.text().contains("vigie_lag_records{"));
    eventually("all is committed", || running.metric("vigie_lag_records", &[&input]) == 0.0);
    let metrics = running.metrics.clone();
    running.stop().expect("a clean stop");
    assert!(!metrics.text().contains(&input), "a series of a partition that is no longer ours");
}

#[test]
fn an_unreachable_broker_is_told() {
    let mut config = config("127.0.0.1:1", "g");
    config.kafka.start_timeout_seconds = 1;
    let error = Running::start(&config, Plant::new).end().expect_err("nobody listens there");
    assert_eq!(error.exit_code(), 4);
    let text = error.to_string();
    assert!(text.starts_with("no broker at 127.0.0.1:1 answered within 1 s"), "{text}");
}

#[test]
fn a_missing_topic_is_told_with_how_to_create_it() {
    let servers = servers();
    let mut config = set_up(&servers, 1, &[]);
    config.kafka.dead_letters_topic = "nowhere".to_owned();
    let error = Running::start(&config, Plant::new).end().expect_err("it is missing");
    assert_eq!(error.exit_code(), 4);
    let text = error.to_string();
    assert!(text.contains("`nowhere`") && text.contains("--create --topic nowhere"), "{text}");
}

#[test]
fn a_refused_login_is_told_without_the_password() {
    let mut config = config(&own().login_servers, "g");
    set(
        &mut config,
        &[
            ("security.protocol", "sasl_plaintext"),
            ("sasl.mechanism", "PLAIN"),
            ("sasl.username", "admin"),
            ("sasl.password", "not-the-one-0639980000"),
        ],
    );
    let error = Running::start(&config, Plant::new).end().expect_err("refused");
    assert_eq!(error.exit_code(), 4);
    let text = format!("{error} {error:?}");
    assert!(text.contains("refused the login") && text.contains("sasl."), "{text}");
    assert!(!text.contains("0639980000"), "{text}");
}

#[test]
fn a_login_that_may_not_read_is_told_which_right_to_grant() {
    let broker = own();
    let mut config = set_up(&broker.servers, 1, &[]);
    config.kafka.bootstrap_servers = broker.login_servers.clone();
    set(
        &mut config,
        &[
            ("security.protocol", "sasl_plaintext"),
            ("sasl.mechanism", "PLAIN"),
            ("sasl.username", "stranger"),
            ("sasl.password", "stranger-password"),
        ],
    );
    let error = Running::start(&config, Plant::new).end().expect_err("a stranger may do nothing");
    assert_eq!(error.exit_code(), 4);
    let text = error.to_string();
    assert!(text.contains("grant it Read and Describe on topic"), "{text}");
}

#[test]
fn two_workers_of_one_name_do_not_fence_each_other_for_ever() {
    let servers = servers();
    let config = set_up(&servers, 2, &[]);
    let input = config.kafka.input_topics[0].clone();
    let twins = [Running::start(&config, Plant::new), Running::start(&config, Plant::new)];
    let handles = twins.each_ref().map(|twin| twin.handle.clone());
    let ended = twins.map(|twin| thread::spawn(|| twin.end()));
    let on = |partition| Sent { partition: Some(partition), ..Sent::text("c", "flag") };
    eventually("one of them gives way", || {
        // Work for both, for as long as it takes.
        produce(&servers, &input, [on(0), on(1)]);
        ended.iter().any(thread::JoinHandle::is_finished)
    });
    handles.iter().for_each(|handle| handle.stop());
    let ended = ended.map(|twin| twin.join().expect("no panic"));
    let error = ended.into_iter().find_map(Result::err).expect("one was fenced");
    assert_eq!(error.exit_code(), 5);
    assert!(error.to_string().contains("kafka.instance_id"), "{error}");
}

#[test]
fn a_dead_letter_from_a_real_broker_is_unchanged() {
    let servers = servers();
    let config = set_up(&servers, 1, &[]);
    let payload: Vec<u8> = (0..=255).collect();
    let sent = Sent { payload: Some(&payload), headers: &[("kept", "as it was")], ..Sent::text("c-1", "") };
    produce(&servers, &config.kafka.input_topics[0], [sent]);
    let running = Running::start(&config, Plant::new);
    let letters = await_records(&servers, &config.kafka.dead_letters_topic, 1);
    running.stop().expect("a clean stop");
    assert_eq!((letters[0].key(), letters[0].payload()), (Some(&b"c-1"[..]), Some(&payload[..])));
    assert_eq!(header(&letters[0], "kept").as_deref(), Some("as it was"));
}
