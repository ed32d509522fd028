//! A broker inside this process, for the demo and for tests: librdkafka's own mock, spoken to by the real client.

use rdkafka::error::KafkaError;
use rdkafka::mocking::MockCluster;
use rdkafka::producer::DefaultProducerContext;
use rdkafka::types::RDKafkaErrorCode;

/// The embedded broker could not be started.
#[derive(Debug, thiserror::Error)]
#[error("the embedded broker could not be started ({0}): is the loopback interface up?")]
pub struct EmbeddedError(RDKafkaErrorCode);

impl From<KafkaError> for EmbeddedError {
    fn from(error: KafkaError) -> Self {
        Self(error.rdkafka_error_code().unwrap_or(RDKafkaErrorCode::Unknown))
    }
}

/// A broker on a free port of the loopback interface, gone when it is dropped. It keeps some 5 MB for each partition.
///
/// It forgets offsets that were committed in a transaction, so after a rebalance it has everything read again: give it
/// one lane, or at-least-once delivery.
pub struct Broker {
    cluster: MockCluster<'static, DefaultProducerContext>,
}

impl Broker {
    /// Starts it with these topics, each with its number of partitions.
    ///
    /// # Errors
    ///
    /// When it cannot listen, or refuses a topic.
    pub fn start(topics: &[(&str, i32)]) -> Result<Self, EmbeddedError> {
        let cluster = MockCluster::new(1)?;
        for (topic, partitions) in topics {
            cluster.create_topic(topic, *partitions, 1)?;
        }
        Ok(Self { cluster })
    }

    /// Where it listens.
    #[must_use]
    pub fn bootstrap_servers(&self) -> String {
        self.cluster.bootstrap_servers()
    }

    /// The mock itself: tests make it fail.
    #[must_use]
    pub fn cluster(&self) -> &MockCluster<'static, DefaultProducerContext> {
        &self.cluster
    }
}
