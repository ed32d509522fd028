//! What no type can say: ranges, names, and settings that contradict one another.

use std::ops::RangeInclusive;

use crate::conversation;

use super::{Config, ConfigError, DeadLetters, Detection, Kafka, Worker};

/// Kafka's own limit on a topic's name.
const TOPIC_CHARS_MAX: usize = 249;
/// A thread each; more would be a typing error.
const LANES: RangeInclusive<usize> = 1..=256;
/// A batch is held in memory and done again as a whole after a failure.
const BATCH_MESSAGES: RangeInclusive<usize> = 1..=100_000;
/// From one small record to what a small container can hold twice.
const BATCH_BYTES: RangeInclusive<usize> = 1 << 10..=1 << 30;
/// Over a second, the wait and not the broker would set the latency.
const BATCH_WAIT_MS: RangeInclusive<u64> = 1..=1_000;
/// Over ten minutes, whoever asked for the stop has long killed the process.
const SHUTDOWN_SECONDS: RangeInclusive<u64> = 1..=600;
/// Over an hour, a start is not one.
const START_SECONDS: RangeInclusive<u64> = 1..=3_600;
/// A day between two looks at the pattern folder at most.
const POLL_SECONDS: RangeInclusive<u64> = 0..=86_400;
/// A long chat message is 1 KiB; Kafka's own record limit is near 1 MiB.
const TEXT_BYTES: RangeInclusive<usize> = 1 << 10..=1 << 20;
/// Ten million records of a partition would take a minute to replay.
const OFFSETS: RangeInclusive<u64> = 1..=10_000_000;

/// From an hour to what a topic keeps at most.
const HOURS: RangeInclusive<u32> = 1..=24 * 365;
/// From a few conversations to what a large container holds.
const PARTITION_BYTES: RangeInclusive<usize> = 64 << 10..=16 << 30;

pub(super) fn validate(config: &Config) -> Result<(), ConfigError> {
    kafka(&config.kafka)?;
    worker(&config.worker)?;
    dead_letters(&config.dead_letters)?;
    detection(&config.detection)?;
    conversation(&config.conversation)?;
    within("patterns.poll_seconds", config.patterns.poll_seconds, POLL_SECONDS)?;
    crate::message::Decoder::new(&config.message).map_err(|e| {
        let text = e.to_string();
        let (key, problem) = text.split_once(": ").unwrap_or(("message", &text));
        ConfigError::invalid(key, problem)
    })?;
    let lists = [
        ("platform.hosts", &config.platform.hosts),
        ("platform.addresses", &config.platform.addresses),
        ("platform.phones", &config.platform.phones),
        ("policy.contact_allowed_stages", &config.policy.contact_allowed_stages),
    ];
    for (key, list) in lists {
        if list.iter().any(|item| item.trim().is_empty()) {
            return Err(ConfigError::invalid(key, "an item is empty: take it out"));
        }
    }
    Ok(())
}

fn kafka(kafka: &Kafka) -> Result<(), ConfigError> {
    let named = [
        ("kafka.bootstrap_servers", &kafka.bootstrap_servers),
        ("kafka.group_id", &kafka.group_id),
        ("kafka.instance_id", &kafka.instance_id),
    ];
    for (key, value) in named {
        if value.trim().is_empty() || value.chars().any(char::is_control) {
            return Err(ConfigError::invalid(key, "it must not be empty or hold control characters"));
        }
    }
    if kafka.input_topics.is_empty() {
        return Err(ConfigError::invalid("kafka.input_topics", "at least one topic is needed"));
    }
    for topic in &kafka.input_topics {
        check_topic("kafka.input_topics", topic)?;
    }
    check_topic("kafka.flags_topic", &kafka.flags_topic)?;
    check_topic("kafka.dead_letters_topic", &kafka.dead_letters_topic)?;
    if kafka.flags_topic == kafka.dead_letters_topic {
        return Err(ConfigError::invalid("kafka.dead_letters_topic", "it is the flags topic too: keep them apart"));
    }
    for (key, topic) in
        [("kafka.flags_topic", &kafka.flags_topic), ("kafka.dead_letters_topic", &kafka.dead_letters_topic)]
    {
        if kafka.input_topics.contains(topic) {
            return Err(ConfigError::invalid(key, "it is an input topic too: the worker would feed itself"));
        }
    }
    within("kafka.start_timeout_seconds", kafka.start_timeout_seconds, START_SECONDS)
}

fn check_topic(key: &str, topic: &str) -> Result<(), ConfigError> {
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if topic.is_empty() || topic.len() > TOPIC_CHARS_MAX || !topic.chars().all(legal) || matches!(topic, "." | "..") {
        let problem =
            format!("a topic's name is 1 to {TOPIC_CHARS_MAX} letters, digits, dots, underscores and hyphens");
        return Err(ConfigError::invalid(key, problem));
    }
    Ok(())
}

fn worker(worker: &Worker) -> Result<(), ConfigError> {
    within("worker.lanes", worker.lanes, LANES)?;
    within("worker.batch_messages_max", worker.batch_messages_max, BATCH_MESSAGES)?;
    within("worker.batch_bytes_max", worker.batch_bytes_max, BATCH_BYTES)?;
    within("worker.batch_wait_ms", worker.batch_wait_ms, BATCH_WAIT_MS)?;
    within("worker.shutdown_timeout_seconds", worker.shutdown_timeout_seconds, SHUTDOWN_SECONDS)
}

fn dead_letters(limit: &DeadLetters) -> Result<(), ConfigError> {
    within("dead_letters.ratio_max", limit.ratio_max, 0.0..=1.0)?;
    within("dead_letters.records_min", limit.records_min, 1..=1_000_000)?;
    within("dead_letters.keys_min", limit.keys_min, 1..=100_000)
}

fn detection(detection: &Detection) -> Result<(), ConfigError> {
    within("detection.text_bytes_max", detection.text_bytes_max, TEXT_BYTES)?;
    for (kind, &threshold) in &detection.thresholds {
        within(&format!("detection.thresholds.{kind}"), threshold, 0.0..=1.0)?;
    }
    Ok(())
}

fn conversation(conversation: &conversation::Settings) -> Result<(), ConfigError> {
    within("conversation.hours_max", conversation.hours_max, HOURS)?;
    within("conversation.offsets_max", conversation.offsets_max, OFFSETS)?;
    within("conversation.partition_bytes_max", conversation.partition_bytes_max, PARTITION_BYTES)
}

fn within<N: PartialOrd + std::fmt::Display>(
    key: &str,
    number: N,
    range: RangeInclusive<N>,
) -> Result<(), ConfigError> {
    if range.contains(&number) {
        return Ok(());
    }
    Err(ConfigError::invalid(key, format!("a number from {} to {} is expected", range.start(), range.end())))
}
