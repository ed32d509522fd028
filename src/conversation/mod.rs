//! The conversation: what was said in pieces, remembered within named bounds and put together again. Pure: no clock, no I/O.
//!
//! A [`Memory`] belongs to one partition. Of each conversation it keeps what recent messages left ([`Said`]): their fragments,
//! never whole texts, and which details of theirs were flagged. [`assemble`] joins the fragments with those of the message
//! in hand and has the same scanner read the joined text; each finding is mapped back to the messages that it came from.
//!
//! # What makes a memory the same whoever rebuilds it
//!
//! - What a message leaves follows from its own record alone, never from what was said before; of a message that comes again,
//!   edited or not, the latest record counts. So a memory is its latest records, and a replay of those makes it anew.
//! - What dies, dies by records of its own partition: by a message of the conversation that comes [`Settings::hours_max`] or more
//!   later by its own time, by lying [`Settings::offsets_max`] behind the record in hand, by newer ones that crowd it out
//!   ([`SAID_MAX`]), by a deletion or tombstone. Only the partition's cap looks further than the conversation: where it evicts, a
//!   replay may remember more than was remembered before (counted in vigie_conversation_evictions_total).
//! - A message that comes late, or whose clock was set back, kills nothing and is joined in the order of the offsets, else in that
//!   of the times; equal times keep the offsets' order. One whose clock jumped ahead kills what it seems to come so long after, and is itself
//!   bound to what follows. A message without any time neither kills nor is killed by time.

mod account;
mod assembly;
mod family;
mod gathered;
mod joined;
mod meeting;
mod memory;
mod mend;
mod named;
mod order;
mod plausible;
mod said;
mod site;
mod stuck;
mod told;

use serde::{Deserialize, Serialize};

pub use assembly::{Detail, Part, Speech, assemble};
pub use memory::{Conversation, Eviction, Key, Memory, Size};
pub use said::{Flagged, Said};

/// Messages that a conversation remembers at most: a number said digit by digit has ten, with the other side's talk between.
pub const SAID_MAX: usize = 24;

/// The `[conversation]` settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Whether details split over messages are looked for.
    pub enabled: bool,
    /// A fragment dies when its conversation goes on this much later.
    pub hours_max: u32,
    /// A fragment dies this many offsets behind the record in hand: the longest replay.
    pub offsets_max: u64,
    /// Bytes that one partition's memory may take; beyond, the oldest fragments go.
    pub partition_bytes_max: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { enabled: true, hours_max: 48, offsets_max: 200_000, partition_bytes_max: 64 << 20 }
    }
}
