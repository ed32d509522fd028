//! The demo's moderator: reads flags and dead letters as any team would, from their topics.

use std::io::{self, Write};
use std::time::Duration;

use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::KafkaResult;
use rdkafka::message::Headers;
use rdkafka::{ClientConfig, Message, Offset, TopicPartitionList};
use serde_json::Value;

use crate::cli::show::{self, Palette, Safe, Shown};
use crate::config::Kafka;
use crate::kind::Kind;
use crate::message::Severity;

/// What came out of the worker.
pub(super) enum News {
    Flag(Flag),
    /// A dead letter, by its reason.
    Letter(String),
}

/// A flag, as it was read.
pub(super) struct Flag(Value);

/// Reads both output topics from their beginning.
pub(super) struct Reader {
    consumer: BaseConsumer,
    flags_topic: String,
}

impl Reader {
    pub(super) fn new(kafka: &Kafka) -> KafkaResult<Self> {
        let consumer: BaseConsumer = ClientConfig::new()
            .set("bootstrap.servers", &kafka.bootstrap_servers)
            .set("group.id", "vigie-demo-moderator")
            .set("enable.auto.commit", "false")
            .set("isolation.level", "read_committed")
            .set("fetch.wait.max.ms", "50")
            .create()?;
        let mut topics = TopicPartitionList::new();
        for topic in [&kafka.flags_topic, &kafka.dead_letters_topic] {
            topics.add_partition_offset(topic, 0, Offset::Beginning)?;
        }
        consumer.assign(&topics)?;
        Ok(Self { consumer, flags_topic: kafka.flags_topic.clone() })
    }

    /// The next record, where there is one in time.
    pub(super) fn next(&mut self, wait: Duration) -> Option<News> {
        let record = self.consumer.poll(wait)?.ok()?;
        if record.topic() == self.flags_topic {
            let flag = serde_json::from_slice(record.payload()?).ok()?;
            return Some(News::Flag(Flag(flag)));
        }
        let headers = record.headers()?;
        let reason = headers.iter().find(|header| header.key == "__connect.errors.exception.message")?.value?;
        Some(News::Letter(String::from_utf8_lossy(reason).into_owned()))
    }
}

impl Flag {
    /// Two lines and one for each hit: who and how sure, the words around the best hit, and what was found.
    pub(super) fn show(&self, out: &mut dyn Write, palette: Palette) -> io::Result<()> {
        let text = |name: &str| Safe(self.0[name].as_str().unwrap_or_default());
        let severity = match self.0["severity"].as_str() {
            Some("contact") => Severity::Contact,
            _ => Severity::Invitation,
        };
        let (style, faint) = (palette.of_severity(severity), palette.faint());
        writeln!(
            out,
            "{style}● {}{style:#}  {} wrote in {}  {faint}{} {}{faint:#}",
            severity.name(),
            text("sender_id"),
            text("conversation_id"),
            text("message_id"),
            text("sent_at")
        )?;
        let hits: &[Value] = self.0["hits"].as_array().map_or(&[], Vec::as_slice);
        if let Some(best) = hits.first() {
            write!(out, "  ")?;
            excerpt(out, palette, best, hits)?;
        }
        for hit in hits {
            show::hit(out, palette, &shown(hit))?;
        }
        writeln!(out)
    }
}

/// The words around the best hit, with every hit in them marked.
fn excerpt(out: &mut dyn Write, palette: Palette, best: &Value, hits: &[Value]) -> io::Result<()> {
    let Some(text) = best["excerpt"].as_str() else { return writeln!(out) };
    let from = number(best, "excerpt_start");
    let spans = hits.iter().filter_map(|hit| {
        let start = number(hit, "start").checked_sub(from)?;
        let end = number(hit, "end").checked_sub(from)?;
        (end <= text.len()).then(|| (start..end, kind(hit)))
    });
    if from > 0 {
        write!(out, "…")?;
    }
    show::marked(out, palette, text, &spans.collect::<Vec<_>>())?;
    writeln!(out)
}

fn number(hit: &Value, name: &str) -> usize {
    hit[name].as_u64().and_then(|number| usize::try_from(number).ok()).unwrap_or_default()
}

fn kind(hit: &Value) -> Kind {
    Kind::ALL.into_iter().find(|kind| hit["kind"] == kind.name()).unwrap_or(Kind::Mention)
}

fn shown(hit: &Value) -> Shown<'_> {
    let words = |name: &str| hit[name].as_array().into_iter().flatten().filter_map(Value::as_str);
    Shown {
        kind: kind(hit),
        // A percentage that was written as a fraction.
        percent: (hit["confidence"].as_f64().unwrap_or_default() * 100.0).round() as u8,
        value: hit["value"].as_str(),
        detector: hit["detector"].as_str().unwrap_or_default(),
        reasons: words("disguises").chain(words("evidence")).collect(),
    }
}
