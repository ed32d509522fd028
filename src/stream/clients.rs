//! How the Kafka clients are set up: our defaults, then the user's properties, then those the promises rest on.

use rdkafka::ClientConfig;
use rdkafka::client::ClientContext;
use rdkafka::config::{FromClientConfigAndContext, RDKafkaLogLevel};
use rdkafka::error::{KafkaError, KafkaResult};

use super::Error;
use crate::config::{Delivery, Kafka, Properties};

/// Defaults of the consumer, each with its reason.
const CONSUMER: [(&str, &str); 9] = [
    // librdkafka's own default would skip what was written before the group was new.
    ("auto.offset.reset", "earliest"),
    // A partition that stays where it is goes on being read during a rebalance.
    ("partition.assignment.strategy", "cooperative-sticky"),
    // Memory: what is fetched ahead by one lane. With the librdkafka default of 64 MiB a lane was no faster.
    ("queued.max.messages.kbytes", "32768"),
    // Memory: one answer of one broker, by default 50 MiB.
    ("fetch.max.bytes", "16777216"),
    // A lane that is faster than its fetches would wait for a second each time its queue had been full.
    ("fetch.queue.backoff.ms", "20"),
    // A broker that comes back is found within two seconds rather than ten.
    ("reconnect.backoff.max.ms", "2000"),
    // Lag is read from these: a worker that has just begun shows it soon, and a second's are parsed in a millisecond.
    ("statistics.interval.ms", "1000"),
    // Idle connections are closed by brokers every ten minutes; that is no news.
    ("log.connection.close", "false"),
    ("socket.keepalive.enable", "true"),
];

/// Defaults of the producer.
const PRODUCER: [(&str, &str); 8] = [
    // Flags of one batch are sent in one burst; waiting longer than that only adds latency.
    ("linger.ms", "1"),
    ("compression.type", "lz4"),
    // The partition that Java clients choose for the same key; without a key, any.
    ("partitioner", "murmur2_random"),
    // Memory: flags of one batch are far fewer; by default it would be 1 GiB.
    ("queue.buffering.max.kbytes", "65536"),
    // An open transaction holds readers back: that of a killed worker for no longer than this.
    ("transaction.timeout.ms", "15000"),
    ("reconnect.backoff.max.ms", "2000"),
    ("log.connection.close", "false"),
    ("socket.keepalive.enable", "true"),
];

/// Makes a consumer of one lane.
pub(super) fn consumer<C, T>(kafka: &Kafka, lane: usize, context: C) -> Result<T, Error>
where
    C: ClientContext,
    T: FromClientConfigAndContext<C>,
{
    let mut config = client(kafka, lane, &CONSUMER, &kafka.consumer);
    if kafka.consumer.get("group.protocol").is_some_and(|protocol| protocol.get().eq_ignore_ascii_case("consumer")) {
        // There the broker assigns, and the client refuses the property.
        config.remove("partition.assignment.strategy");
    }
    // Offsets are committed with the flags, and nothing is read that may yet be taken back.
    let promised = [
        ("group.id", kafka.group_id.as_str()),
        ("enable.auto.commit", "false"),
        ("enable.auto.offset.store", "false"),
        ("isolation.level", "read_committed"),
        ("allow.auto.create.topics", "false"),
        ("enable.partition.eof", "false"),
    ];
    set(&mut config, &promised);
    create(&config, context, "consumer", &kafka.consumer)
}

/// Makes a producer of one lane: transactional, or, for at-least-once delivery, idempotent only.
pub(super) fn producer<C, T>(kafka: &Kafka, lane: usize, context: C) -> Result<T, Error>
where
    C: ClientContext,
    T: FromClientConfigAndContext<C>,
{
    let mut config = client(kafka, lane, &PRODUCER, &kafka.producer);
    config.set("enable.idempotence", "true");
    match kafka.delivery {
        Delivery::ExactlyOnce => config.set("transactional.id", transactional_id(kafka, lane)),
        Delivery::AtLeastOnce => config.remove("transaction.timeout.ms"),
    };
    create(&config, context, "producer", &kafka.producer)
}

/// The id that fences the same lane's past lives: `GROUP.INSTANCE.LANE`.
pub(super) fn transactional_id(kafka: &Kafka, lane: usize) -> String {
    format!("{}.{}.{lane}", kafka.group_id, kafka.instance_id)
}

fn client(kafka: &Kafka, lane: usize, defaults: &[(&str, &str)], user: &Properties) -> ClientConfig {
    let mut config = ClientConfig::new();
    // What is worth logging is chosen by the context, not by the client.
    config.set_log_level(RDKafkaLogLevel::Info);
    set(&mut config, defaults);
    for (key, value) in user {
        config.set(key, value.get());
    }
    config.set("bootstrap.servers", &kafka.bootstrap_servers);
    config.set("client.id", format!("vigie.{}.{lane}", kafka.instance_id));
    config
}

fn set(config: &mut ClientConfig, properties: &[(&str, &str)]) {
    for (key, value) in properties {
        config.set(*key, *value);
    }
}

fn create<C, T>(config: &ClientConfig, context: C, section: &'static str, user: &Properties) -> Result<T, Error>
where
    C: ClientContext,
    T: FromClientConfigAndContext<C>,
{
    let created: KafkaResult<T> = config.create_with_context(context);
    // The client's own words may quote a value, and so a password: only names of properties leave here.
    created.map_err(|refused| Error::Property {
        section,
        key: match refused {
            KafkaError::ClientConfig(_, _, key, _) => Some(key),
            KafkaError::ClientCreation(why) => user.keys().find(|&key| why.contains(key.as_str())).cloned(),
            _ => None,
        },
    })
}

#[cfg(test)]
mod tests {
    use rdkafka::consumer::{BaseConsumer, DefaultConsumerContext};

    use super::*;
    use crate::private::Private;

    fn kafka(key: &str, value: &str) -> Kafka {
        let mut kafka = Kafka { instance_id: "host-1".to_owned(), ..Kafka::default() };
        kafka.consumer.insert(key.to_owned(), Private::new(value.to_owned()));
        kafka
    }

    fn refused(kafka: &Kafka) -> Error {
        consumer::<_, BaseConsumer>(kafka, 0, DefaultConsumerContext).err().expect("refused")
    }

    #[test]
    fn a_refused_property_is_named_and_its_value_is_not() {
        for (key, value) in [("fetch.max.bytes", "many-secrets"), ("no.such.property", "many-secrets")] {
            let error = refused(&kafka(key, value));
            assert_eq!(error.exit_code(), 3);
            let text = error.to_string();
            assert!(text.contains(key) && text.contains("kafka.consumer"), "{text}");
            assert!(!text.contains(value) && !format!("{error:?}").contains(value), "{text}");
        }
    }

    #[test]
    fn a_certificate_that_cannot_be_read_is_told_by_its_property() {
        let mut kafka = kafka("ssl.ca.location", "/nowhere/ca.pem");
        kafka.consumer.insert("security.protocol".to_owned(), Private::new("ssl".to_owned()));
        let text = refused(&kafka).to_string();
        assert!(text.contains("ssl.ca.location"), "{text}");
    }

    #[test]
    fn the_broker_side_protocol_takes_no_assignment_strategy() {
        let kafka = kafka("group.protocol", "consumer");
        assert!(consumer::<_, BaseConsumer>(&kafka, 0, DefaultConsumerContext).is_ok());
    }

    #[test]
    fn the_promises_cannot_be_overridden() {
        let kafka = kafka("isolation.level", "read_uncommitted");
        let mut config = client(&kafka, 0, &CONSUMER, &kafka.consumer);
        set(&mut config, &[("isolation.level", "read_committed")]);
        assert_eq!(config.get("isolation.level"), Some("read_committed"));
    }

    #[test]
    fn a_transactional_id_is_group_instance_lane() {
        assert_eq!(transactional_id(&kafka("client.rack", "a"), 3), "vigie.host-1.3");
    }
}
