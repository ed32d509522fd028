//! The scan: one text in, findings out; knows nothing of Kafka, policy or conversations.

mod detect;
mod explain;
mod finding;
mod fold;
mod gate;
mod prove;
mod read;
mod required;
mod resolve;
mod scanner;

pub use detect::fragments::{FRAGMENT_BYTES_MAX, Form, Fragment, Fragments, LOOSE_NEAR_MAX, LOOSE_PURE_MAX, Place};
pub use explain::{Explained, Explanation, Fate, Word};
pub use finding::{Finding, Findings, Input};
pub(crate) use prove::iban;
pub use scanner::{Scanner, Scratch, Settings};
