//! Why a configuration is refused: which key, where it came from, what was expected, never the value.

use std::path::PathBuf;

/// A refused configuration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{}: cannot be read ({problem}): name a configuration file with --config", .file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// The kind of failure.
        problem: String,
    },
    /// The file is not TOML.
    #[error("{}: line {line}, column {column}: {problem}", .file.display())]
    NotToml {
        /// The file.
        file: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column in bytes, from 1.
        column: usize,
        /// The kind of failure.
        problem: &'static str,
    },
    /// A key that is no setting.
    #[error("unknown setting `{key}`{origin}{}", .nearest.as_ref().map(|near| format!(": did you mean `{near}`?")).unwrap_or_default())]
    UnknownKey {
        /// The key.
        key: String,
        /// The known one most like it.
        nearest: Option<String>,
        /// Which layer it stands in, as words.
        origin: String,
    },
    /// A value of a wrong type, or none of those allowed.
    #[error("`{key}`{origin}: {expected} is expected")]
    WrongType {
        /// The key.
        key: String,
        /// What would be right.
        expected: String,
        /// Which layer it stands in, as words.
        origin: String,
    },
    /// A value that makes no sense.
    #[error("`{key}`: {problem}")]
    Invalid {
        /// The key.
        key: String,
        /// What is wrong and what would be right.
        problem: String,
    },
    /// A librdkafka property that would break a promise.
    #[error("`{key}` may not be set: {reason}")]
    Refused {
        /// The key.
        key: String,
        /// Why.
        reason: &'static str,
    },
    /// A librdkafka property it does not know, or a value it does not take.
    #[error("`{key}`: librdkafka knows no such property or does not take its value: see its CONFIGURATION.md")]
    Property {
        /// The key.
        key: String,
    },
    /// A secret's file.
    #[error("`{key}`: the secret file {} cannot be used: {problem}", .file.display())]
    Secret {
        /// The key.
        key: String,
        /// The file.
        file: PathBuf,
        /// The kind of failure.
        problem: String,
    },
}

impl ConfigError {
    pub(super) fn wrong_type(key: impl Into<String>, expected: impl Into<String>) -> Self {
        Self::WrongType { key: key.into(), expected: expected.into(), origin: String::new() }
    }

    pub(super) fn invalid(key: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Invalid { key: key.into(), problem: problem.into() }
    }

    /// The same error, saying which layer its key stands in.
    pub(super) fn in_layer(mut self, layer: impl FnOnce(&str) -> String) -> Self {
        if let Self::UnknownKey { key, origin, .. } | Self::WrongType { key, origin, .. } = &mut self {
            *origin = layer(key);
        }
        self
    }
}
