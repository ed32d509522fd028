//! Every metric, its name, its labels and what it means, in one table: [`Metrics::new`].

use std::time::Duration;

use prometheus::core::Collector;
use prometheus::{
    GaugeVec, Histogram, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry,
    TextEncoder,
};

use super::histogram::Merged;
use super::{Judged, Tally};
use crate::conversation::Eviction;
use crate::message::{Field, PackIdentity, ReasonClass, Severity};

/// How a transaction ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransactionResult {
    /// Flags, dead letters and offsets are visible.
    Committed,
    /// Nothing of it is; the batch is done again.
    Aborted,
}

/// What the group did to a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RebalanceEvent {
    /// Partitions came.
    Assigned,
    /// Partitions were handed over.
    Revoked,
    /// Partitions were gone before they could be handed over.
    Lost,
}

/// How a reload of the pattern pack ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReloadResult {
    /// The new pack is at work.
    Applied,
    /// The new pack was refused, the old one goes on.
    Refused,
    /// The same pack as before.
    Unchanged,
}

impl TransactionResult {
    const ALL: [Self; 2] = [Self::Committed, Self::Aborted];

    const fn label(self) -> &'static str {
        match self {
            Self::Committed => "committed",
            Self::Aborted => "aborted",
        }
    }
}

impl RebalanceEvent {
    const ALL: [Self; 3] = [Self::Assigned, Self::Revoked, Self::Lost];

    const fn label(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::Revoked => "revoked",
            Self::Lost => "lost",
        }
    }
}

impl ReloadResult {
    const ALL: [Self; 3] = [Self::Applied, Self::Refused, Self::Unchanged];

    const fn label(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Refused => "refused",
            Self::Unchanged => "unchanged",
        }
    }
}

/// Seconds from a message's time to its flag: from a warm worker's milliseconds to a backlog's hour.
const LATENCY_SECONDS: &[f64] = &[0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 3600.0];
/// Seconds of a transaction: a few milliseconds on a warm broker, its timeout at worst.
const TRANSACTION_SECONDS: &[f64] = &[0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0];
/// Seconds of a replay: it is bounded in records, so minutes at worst.
const REPLAY_SECONDS: &[f64] = &[0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 30.0, 60.0, 300.0];
/// Messages of a batch, up to the highest bound the configuration takes.
const BATCH_MESSAGES: &[f64] = &[1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1_000.0, 3_000.0, 10_000.0, 30_000.0, 100_000.0];

/// The process's metrics, shared by its lanes.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    messages: IntCounterVec,
    message_bytes: IntCounter,
    hits: IntCounterVec,
    flags: IntCounterVec,
    dead_letters: IntCounterVec,
    invalid_fields: IntCounterVec,
    foreign_keys: IntCounter,
    panics: IntCounterVec,
    scan_seconds: Merged,
    flag_latency_seconds: Histogram,
    batch_messages: Histogram,
    transactions: IntCounterVec,
    transaction_seconds: HistogramVec,
    rebalances: IntCounterVec,
    partitions_assigned: IntGauge,
    lag_records: IntGaugeVec,
    lag_seconds: GaugeVec,
    replayed_messages: IntCounter,
    replay_seconds: Histogram,
    replay_offsets_missing: IntCounter,
    conversations: IntGauge,
    conversation_bytes: IntGauge,
    conversation_evictions: IntCounterVec,
    pack_info: IntGaugeVec,
    reloads: IntCounterVec,
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// Every metric, at zero.
    ///
    /// # Panics
    ///
    /// Never: the names are constants, and a test registers them all.
    #[must_use]
    #[rustfmt::skip] // A table: one metric a line.
    pub fn new() -> Self {
        let table = Table { registry: Registry::new() };
        let build = table.gauges("vigie_build_info", "Always 1: what is running.", &["version", "revision"]);
        build.with_label_values(&[env!("CARGO_PKG_VERSION"), option_env!("VIGIE_REVISION").unwrap_or("unknown")]).set(1);
        let metrics = Self {
            messages: table.counters("vigie_messages_total", "Messages judged, by how it ended.", &["result"]),
            message_bytes: table.counter("vigie_message_bytes_total", "Bytes of their payloads."),
            hits: table.counters("vigie_hits_total", "Findings over their threshold; shadow ones flag nothing.", &["kind", "detector", "mode"]),
            flags: table.counters("vigie_flags_total", "Flags produced.", &["severity"]),
            dead_letters: table.counters("vigie_dead_letters_total", "Records sent to the dead-letter topic.", &["reason"]),
            invalid_fields: table.counters("vigie_invalid_fields_total", "Optional fields of a wrong type, read as missing.", &["field"]),
            foreign_keys: table.counter("vigie_foreign_keys_total", "Records whose key is not their conversation's id."),
            panics: table.counters("vigie_panics_total", "Panics of a detector, each of one message.", &["detector"]),
            scan_seconds: table.merged("vigie_scan_seconds", "Time to scan one message."),
            flag_latency_seconds: table.histogram("vigie_flag_latency_seconds", "From a message's time to its flag's commit.", LATENCY_SECONDS),
            batch_messages: table.histogram("vigie_batch_messages", "Messages of a batch.", BATCH_MESSAGES),
            transactions: table.counters("vigie_transactions_total", "Transactions, by how they ended.", &["result"]),
            transaction_seconds: table.histograms("vigie_transaction_seconds", "From a transaction's begin to its end.", TRANSACTION_SECONDS, &["result"]),
            rebalances: table.counters("vigie_rebalances_total", "Events of the consumer group.", &["event"]),
            partitions_assigned: table.gauge("vigie_partitions_assigned", "Partitions this process reads."),
            lag_records: table.gauges("vigie_lag_records", "Records behind the end of the partition (transaction markers included).", &["topic", "partition"]),
            lag_seconds: table.float_gauges("vigie_lag_seconds", "Age of the last record judged.", &["topic", "partition"]),
            replayed_messages: table.counter("vigie_replayed_messages_total", "Messages read again to rebuild conversations."),
            replay_seconds: table.histogram("vigie_replay_seconds", "Time to rebuild a partition's conversations.", REPLAY_SECONDS),
            replay_offsets_missing: table.counter("vigie_replay_offsets_missing_total", "Partitions that came without a replay offset beside their committed one."),
            conversations: table.gauge("vigie_conversations", "Conversations with living fragments."),
            conversation_bytes: table.gauge("vigie_conversation_bytes", "Memory of their fragments."),
            conversation_evictions: table.counters("vigie_conversation_evictions_total", "Fragments forgotten.", &["cause"]),
            pack_info: table.gauges("vigie_pack_info", "Always 1: the pattern pack at work.", &["version", "digest"]),
            reloads: table.counters("vigie_reloads_total", "Reloads of the pattern pack.", &["result"]),
            registry: table.registry,
        };
        metrics.start_at_zero();
        metrics
    }

    /// Labels that are known beforehand show as 0, so that a rate over their first event is seen.
    fn start_at_zero(&self) {
        let zero = |counters: &IntCounterVec, labels: &mut dyn Iterator<Item = &'static str>| {
            for label in labels {
                counters.with_label_values(&[label]);
            }
        };
        zero(&self.messages, &mut Judged::ALL.into_iter().map(Judged::label));
        zero(&self.flags, &mut Severity::ALL.into_iter().map(Severity::name));
        zero(&self.dead_letters, &mut ReasonClass::ALL.into_iter().map(ReasonClass::label));
        zero(&self.transactions, &mut TransactionResult::ALL.into_iter().map(TransactionResult::label));
        zero(&self.rebalances, &mut RebalanceEvent::ALL.into_iter().map(RebalanceEvent::label));
        zero(&self.reloads, &mut ReloadResult::ALL.into_iter().map(ReloadResult::label));
    }

    /// Adds what was counted in a batch, once it is committed.
    pub fn publish(&self, tally: &Tally) {
        let add = |counters: &IntCounterVec, label: &str, count: u64| {
            if count > 0 {
                counters.with_label_values(&[label]).inc_by(count);
            }
        };
        for result in Judged::ALL {
            add(&self.messages, result.label(), tally.messages[result as usize]);
        }
        for severity in Severity::ALL {
            add(&self.flags, severity.name(), tally.flags[severity as usize]);
        }
        for class in ReasonClass::ALL {
            add(&self.dead_letters, class.label(), tally.dead_letters[class as usize]);
        }
        for field in Field::ALL {
            add(&self.invalid_fields, field.name(), tally.invalid_fields[field as usize]);
        }
        for (detector, &count) in &tally.panics {
            add(&self.panics, detector, count);
        }
        for ((kind, detector, mode), &count) in &tally.hits {
            self.hits.with_label_values(&[kind.name(), detector, mode.name()]).inc_by(count);
        }
        self.message_bytes.inc_by(tally.message_bytes);
        self.foreign_keys.inc_by(tally.foreign_keys);
        self.scan_seconds.merge(&tally.scan_seconds);
        for (cause, count) in Eviction::ALL.into_iter().zip(tally.evictions).filter(|(_, count)| *count > 0) {
            self.conversation_evictions(cause.label(), count);
        }
    }

    /// Messages that were judged this way and published.
    #[must_use]
    pub fn judged(&self, result: Judged) -> u64 {
        self.messages.with_label_values(&[result.label()]).get()
    }

    /// Notes a batch's size.
    pub fn batch(&self, messages: usize) {
        self.batch_messages.observe(messages as f64);
    }

    /// Notes the time from a message to its flag's commit, in seconds; a message of the future counts as 0.
    pub fn flag_latency(&self, seconds: f64) {
        self.flag_latency_seconds.observe(seconds.max(0.0));
    }

    /// Counts a transaction.
    pub fn transaction(&self, result: TransactionResult, elapsed: Duration) {
        self.transactions.with_label_values(&[result.label()]).inc();
        self.transaction_seconds.with_label_values(&[result.label()]).observe(elapsed.as_secs_f64());
    }

    /// Counts an event of the consumer group.
    pub fn rebalance(&self, event: RebalanceEvent) {
        self.rebalances.with_label_values(&[event.label()]).inc();
    }

    /// Adds partitions that came, or, below zero, went: lanes share the gauge.
    pub fn partitions_assigned(&self, change: i64) {
        self.partitions_assigned.add(change);
    }

    /// Sets a partition's lag.
    pub fn lag(&self, topic: &str, partition: i32, records: i64, seconds: f64) {
        let partition = partition.to_string();
        self.lag_records.with_label_values(&[topic, &partition]).set(records);
        self.lag_seconds.with_label_values(&[topic, &partition]).set(seconds);
    }

    /// Takes a partition's series away: another process shows them now.
    pub fn forget_partition(&self, topic: &str, partition: i32) {
        let partition = partition.to_string();
        // A series that was never set is no error here.
        let _ = self.lag_records.remove_label_values(&[topic, &partition]);
        let _ = self.lag_seconds.remove_label_values(&[topic, &partition]);
    }

    /// Counts messages that were replayed.
    pub fn replayed(&self, messages: u64) {
        self.replayed_messages.inc_by(messages);
    }

    /// Notes how long it took until a partition's conversations were rebuilt.
    pub fn rebuilt(&self, elapsed: Duration) {
        self.replay_seconds.observe(elapsed.as_secs_f64());
    }

    /// Counts a committed offset without a replay offset that could be read.
    pub fn replay_offset_missing(&self) {
        self.replay_offsets_missing.inc();
    }

    /// Adds conversations and bytes that came into memory, or, below zero, left it: partitions share the gauges.
    pub fn conversations(&self, conversations: i64, bytes: i64) {
        self.conversations.add(conversations);
        self.conversation_bytes.add(bytes);
    }

    /// Counts fragments forgotten, by cause.
    pub fn conversation_evictions(&self, cause: &'static str, fragments: u64) {
        self.conversation_evictions.with_label_values(&[cause]).inc_by(fragments);
    }

    /// Names the pattern pack at work, in place of the one before.
    pub fn pack(&self, pack: &PackIdentity) {
        self.pack_info.reset();
        self.pack_info.with_label_values(&[&*pack.version, &*pack.digest]).set(1);
    }

    /// Counts a reload.
    pub fn reload(&self, result: ReloadResult) {
        self.reloads.with_label_values(&[result.label()]).inc();
    }

    /// The Prometheus text format.
    ///
    /// # Panics
    ///
    /// Never: every family was made by [`Metrics::new`].
    #[must_use]
    pub fn text(&self) -> String {
        TextEncoder::new().encode_to_string(&self.registry.gather()).expect("every family was made by the table")
    }
}

/// Makes and registers the rows of the table.
struct Table {
    registry: Registry,
}

impl Table {
    fn add<C: Collector + Clone + 'static>(&self, made: prometheus::Result<C>) -> C {
        let collector = made.expect("metric names are constants");
        self.registry.register(Box::new(collector.clone())).expect("each metric is registered once");
        collector
    }

    fn counter(&self, name: &str, help: &str) -> IntCounter {
        self.add(IntCounter::new(name, help))
    }

    fn counters(&self, name: &str, help: &str, labels: &[&str]) -> IntCounterVec {
        self.add(IntCounterVec::new(Opts::new(name, help), labels))
    }

    fn gauge(&self, name: &str, help: &str) -> IntGauge {
        self.add(IntGauge::new(name, help))
    }

    fn gauges(&self, name: &str, help: &str, labels: &[&str]) -> IntGaugeVec {
        self.add(IntGaugeVec::new(Opts::new(name, help), labels))
    }

    fn float_gauges(&self, name: &str, help: &str, labels: &[&str]) -> GaugeVec {
        self.add(GaugeVec::new(Opts::new(name, help), labels))
    }

    fn histogram(&self, name: &str, help: &str, buckets: &[f64]) -> Histogram {
        self.add(Histogram::with_opts(HistogramOpts::new(name, help).buckets(buckets.to_vec())))
    }

    fn histograms(&self, name: &str, help: &str, buckets: &[f64], labels: &[&str]) -> HistogramVec {
        self.add(HistogramVec::new(HistogramOpts::new(name, help).buckets(buckets.to_vec()), labels))
    }

    fn merged(&self, name: &str, help: &str) -> Merged {
        self.add(Merged::new(name, help))
    }
}
