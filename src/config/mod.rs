//! Every setting, typed, with its default: what `config/vigie.toml` documents.
//!
//! Layers: defaults, then the file, then the environment (`VIGIE__KAFKA__GROUP_ID`), then flags. The whole is validated before
//! anything connects. No error prints a value, for any value may be a secret put in the wrong place.

mod error;
mod load;
mod properties;
mod settings;
mod validate;

pub use error::ConfigError;
pub use load::{Override, load};
pub use settings::{
    Config, DeadLetters, Delivery, Detection, Http, Kafka, Log, Patterns, Platform, Properties, Worker,
};
