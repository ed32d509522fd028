//! Logs on standard error, as JSON or for people; and a panic hook that keeps a panic's words to itself.

use std::io::{self, IsTerminal};

use serde::{Deserialize, Serialize};
use tracing::Level as TracingLevel;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt;

/// How log lines look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// For people on a terminal, JSON elsewhere.
    #[default]
    Auto,
    /// One JSON object a line.
    Json,
    /// For people.
    Pretty,
}

/// The least grave line that is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// What stopped, or must be looked at.
    Error,
    /// What is odd and survived.
    Warn,
    /// Changes of state.
    #[default]
    Info,
    /// Each step; never messages.
    Debug,
}

impl From<Level> for LevelFilter {
    fn from(level: Level) -> Self {
        LevelFilter::from_level(match level {
            Level::Error => TracingLevel::ERROR,
            Level::Warn => TracingLevel::WARN,
            Level::Info => TracingLevel::INFO,
            Level::Debug => TracingLevel::DEBUG,
        })
    }
}

/// Logs were started twice in one process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("logs were already started in this process")]
pub struct LogError;

/// Sends the process's logs to standard error.
///
/// # Errors
///
/// When they were started already.
pub fn start_logs(format: Format, level: Level) -> Result<(), LogError> {
    let terminal = io::stderr().is_terminal();
    let builder = fmt().with_max_level(level).with_writer(io::stderr).with_target(false);
    let json = match format {
        Format::Auto => !terminal,
        Format::Json => true,
        Format::Pretty => false,
    };
    let started = if json {
        builder.json().flatten_event(true).with_current_span(false).with_span_list(false).try_init()
    } else {
        builder.with_ansi(terminal).compact().try_init()
    };
    started.map_err(|_| LogError)
}

/// Makes panics say where they happened and nothing else: the message of a slice's panic quotes the text.
pub fn hide_panic_texts() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location();
        let file = place.map_or("unknown", std::panic::Location::file);
        let line = place.map_or(0, std::panic::Location::line);
        let thread = std::thread::current();
        tracing::error!(file, line, thread = thread.name().unwrap_or("unnamed"), "panic");
    }));
}
