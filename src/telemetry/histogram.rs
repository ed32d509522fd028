//! A histogram that is filled without a lock, by its owner, and merged once per batch.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use prometheus::core::{Collector, Desc};
use prometheus::proto;

/// Upper bounds in seconds: chat is scanned in microseconds, and the worst text allowed in milliseconds.
const BOUNDS: [f64; 14] = [1e-6, 2.5e-6, 5e-6, 1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4, 1e-3, 2.5e-3, 1e-2, 1e-1, 1.0];

/// Counts by bucket, owned by whoever observes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Buckets {
    counts: [u64; BOUNDS.len()],
    count: u64,
    seconds: f64,
}

impl Buckets {
    /// Adds one observation.
    pub fn observe(&mut self, elapsed: Duration) {
        let seconds = elapsed.as_secs_f64();
        if let Some(bucket) = BOUNDS.iter().position(|&bound| seconds <= bound) {
            self.counts[bucket] += 1;
        }
        self.count += 1;
        self.seconds += seconds;
    }

    /// How many observations there were.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Adds another's observations.
    pub fn merge(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count += more;
        }
        self.count += other.count;
        self.seconds += other.seconds;
    }
}

/// The published side of [`Buckets`]; clones share it.
#[derive(Clone)]
pub(super) struct Merged {
    desc: Desc,
    buckets: Arc<Mutex<Buckets>>,
}

impl fmt::Debug for Merged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Merged")
    }
}

impl Merged {
    pub(super) fn new(name: &str, help: &str) -> prometheus::Result<Self> {
        let desc = Desc::new(name.to_owned(), help.to_owned(), Vec::new(), HashMap::new())?;
        Ok(Self { desc, buckets: Arc::default() })
    }

    pub(super) fn merge(&self, more: &Buckets) {
        self.buckets.lock().unwrap_or_else(PoisonError::into_inner).merge(more);
    }
}

impl Collector for Merged {
    fn desc(&self) -> Vec<&Desc> {
        vec![&self.desc]
    }

    fn collect(&self) -> Vec<proto::MetricFamily> {
        self.family()
    }
}

impl Merged {
    fn family(&self) -> Vec<proto::MetricFamily> {
        let buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut cumulative = 0;
        let written = BOUNDS.iter().zip(buckets.counts).map(|(&bound, count)| {
            cumulative += count;
            let mut bucket = proto::Bucket::default();
            bucket.set_upper_bound(bound);
            bucket.set_cumulative_count(cumulative);
            bucket
        });
        let mut histogram = proto::Histogram::default();
        histogram.set_bucket(written.collect());
        histogram.set_sample_count(buckets.count);
        histogram.set_sample_sum(buckets.seconds);
        let mut metric = proto::Metric::default();
        metric.set_histogram(histogram);
        let mut family = proto::MetricFamily::default();
        family.set_name(self.desc.fq_name.clone());
        family.set_help(self.desc.help.clone());
        family.set_field_type(proto::MetricType::HISTOGRAM);
        family.set_metric(vec![metric]);
        vec![family]
    }
}
