//! The wire types: what a message is when it comes in, what a verdict is when it goes out.
//!
//! A [`Decoder`] turns one payload into a [`Message`] that borrows from it; where that fails, a [`Reason`] says which
//! class of failure, which field, which line and column, and never a word of the payload. A [`Verdict`] is what is said
//! about one message; its JSON is [`SCHEMA`].

mod decode;
mod fields;
mod reason;
mod surrogates;
mod verdict;

pub use decode::{Buffers, Decoder, Message};
pub use fields::{Field, FieldSet, Fields, FieldsError};
pub use reason::{Reason, ReasonClass};
pub use verdict::{FlagId, Hit, PackIdentity, Part, SCHEMA, SCHEMA_NAME, Severity, Source, Texts, Verdict};
