//! The scan: one text in, findings out; knows nothing of Kafka, policy or conversations.

mod finding;
mod scanner;

pub use finding::{Finding, Findings, Input};
pub use scanner::{Scanner, Scratch, Settings};
