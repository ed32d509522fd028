//! The scan: one text in, findings out; knows nothing of Kafka, policy or conversations.

mod anchors;
mod detect;
mod finding;
mod fold;
mod gate;
mod prove;
mod read;
mod resolve;
mod scanner;

pub use finding::{Finding, Findings, Input};
pub use scanner::{Scanner, Scratch, Settings};
