//! What an operator sees: metrics, logs, and the place (never the words) of a panic.
//!
//! Nobody counts through a lock: whoever works owns a [`Tally`] of plain numbers and hands it to [`Metrics::publish`] once per
//! batch, when the batch is committed. No label can be influenced by a member, and no log line carries a member's text.

mod histogram;
mod log;
mod metrics;
mod tally;

pub use histogram::Buckets;
pub use log::{Format, Level, LogError, hide_panic_texts, start_logs};
pub use metrics::{Metrics, RebalanceEvent, ReloadResult, TransactionResult};
pub use tally::{Judged, Tally};
