//! The stream: Kafka in, judged, Kafka out, exactly once.
//!
//! A [`Worker`] runs lanes; a lane is one thread with a consumer (`source`), a producer (`sink`) and a
//! [`Judge`](crate::engine::Judge), which is all it knows of scanning. Its loop is four steps (`lane`):
//!
//! 1. **reload**, where there is another engine;
//! 2. **gather**: poll, heed what happened to the partitions, judge the record where the client holds it, until the
//!    batch is full or old enough; a partition that leaves takes its part of the batch along (`batch`);
//! 3. **commit**: flags, dead letters and the offsets behind them in one transaction, which so begins and ends between
//!    two polls, and no rebalance can meet it half-way;
//! 4. on a failure, keep the batch, poll (or nobody would tell us that we were thrown out), end what may still be
//!    pending, ask the broker what is committed, and write what is left of the batch.
//!
//! So the broker's committed offsets alone decide what is done. Nothing is kept on disk and nothing is shared between
//! lanes; they, and processes, share the partitions through the consumer group.
//!
//! What the judge remembers of a partition is rebuilt from the partition's own records: each commit carries, in its metadata,
//! the oldest offset that the memory needs, and a partition that comes is read from there, silently, up to what is committed
//! (`replay`). So a restart, a rebalance or another pack changes no flag.
//!
//! With at-least-once delivery step 3 writes the records, waits for them, and then commits the offsets: after a failure
//! some flags are there twice, with the same id.
//!
//! Rebalances and broken connections are values (`source::Event`), what went wrong for good is an [`Error`], and what
//! will pass is waited for and said once (`outage`).

mod batch;
mod clients;
mod dead_letters;
mod embedded;
mod error;
mod lane;
mod offsets;
mod outage;
mod output;
mod replay;
mod sink;
mod source;
mod work;
mod worker;

use std::time::Duration;

pub use embedded::{Broker, EmbeddedError};
pub use error::Error;
pub use worker::{Handle, Worker};

use worker::Shared;

/// How long a single call to the broker may block a lane: heartbeats go on meanwhile, polls do not.
const CALL_TIMEOUT: Duration = Duration::from_secs(5);
