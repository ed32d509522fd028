//! The pattern pack: detectors and lexicons as data, read from TOML, each with the examples that prove it.
//!
//! A [`Pack`] is what the files say, nothing compiled. [`crate::scan::Scanner`] compiles it;
//! [`crate::check`] proves every example through that very scanner. Errors name file, detector and reason,
//! and never quote a file's line: a pattern directory may hold what must not reach a log.

mod detector;
mod error;
mod lexicon;
mod marks;
mod pack;

pub use detector::{Detector, Source};
pub use error::PackError;
pub use lexicon::{Lexicon, List, NumberRules, Order, Provider, Service, Street, Words};
pub use marks::{Marked, MarksError};
pub use pack::Pack;
