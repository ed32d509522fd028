//! The command line: arguments to a command, a command to an exit code. Thin: what is worth testing lives elsewhere.

mod arguments;
mod check;
mod conversation;
mod demo;
mod evaluate;
mod explain;
mod lines;
mod reload;
mod run;
mod scan;
mod service;
mod show;
mod weigh;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use clap::Parser;

use crate::config::{self, Config, Override};
use arguments::{Arguments, Command, Settings};

/// Exit codes, as design and README list them.
pub mod exit {
    /// Done, or stopped on request.
    pub const DONE: u8 = 0;
    /// A check failed.
    pub const CHECK_FAILED: u8 = 1;
    /// Bad input, unreadable file, or usage.
    pub const BAD_INPUT: u8 = 2;
    /// Configuration, secret, pattern pack or port unusable.
    pub const CONFIGURATION: u8 = 3;
}

/// Why a command ended before its time: an error, and the exit code that goes with it.
#[derive(Debug)]
pub struct Failure {
    code: u8,
    error: anyhow::Error,
}

impl Failure {
    fn new(code: u8, error: impl Into<anyhow::Error>) -> Self {
        Self { code, error: error.into() }
    }

    fn configuration(error: impl Into<anyhow::Error>) -> Self {
        Self::new(exit::CONFIGURATION, error)
    }
}

/// Where a command writes.
pub struct Streams<'a> {
    /// Results.
    pub out: &'a mut dyn Write,
    /// Messages.
    pub err: &'a mut dyn Write,
    /// Whether results may be coloured.
    pub colours: bool,
}

/// Runs the command that the arguments name, and gives the process's exit code.
///
/// # Example
///
/// ```
/// use vigie::cli::{Streams, run};
///
/// let (mut out, mut err) = (Vec::new(), Vec::new());
/// let streams = Streams { out: &mut out, err: &mut err, colours: false };
/// assert_eq!(run(["vigie", "check"].map(Into::into), streams), 0);
/// assert!(String::from_utf8(out).unwrap().contains("detectors"));
/// ```
pub fn run(arguments: impl IntoIterator<Item = OsString>, mut streams: Streams<'_>) -> u8 {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(usage) => return explain_usage(&usage, &mut streams),
    };
    let outcome = match arguments.command {
        Command::Run(run) => run::run(run),
        Command::Demo(demo) => demo::demo(demo, &mut streams),
        Command::Scan(scan) => scan::scan(scan, &mut streams),
        Command::Check(check) => check::check(check, &mut streams),
        Command::Explain(explain) => explain::explain(explain, &mut streams),
        Command::Evaluate(evaluate) => evaluate::evaluate(evaluate, &mut streams),
    };
    let flushed = outcome.and_then(|code| streams.out.flush().map(|()| code).map_err(cannot_write));
    match flushed {
        Ok(code) => code,
        Err(Failure { code, .. }) if code == exit::DONE => code,
        Err(Failure { code, error }) => {
            // Nowhere is left to say that standard error is gone.
            let _ = writeln!(streams.err, "vigie: {error:#}");
            code
        }
    }
}

/// Help and version are no errors; wrong usage is.
fn explain_usage(usage: &clap::Error, streams: &mut Streams<'_>) -> u8 {
    let text = usage.render();
    let shown = |colours: bool| if colours { text.ansi().to_string() } else { text.to_string() };
    if usage.use_stderr() {
        let _ = write!(streams.err, "{}", shown(io::stderr().is_terminal()));
        return exit::BAD_INPUT;
    }
    let _ = write!(streams.out, "{}", shown(streams.colours)).and_then(|()| streams.out.flush());
    exit::DONE
}

/// A reader that goes away has read enough: that ends a command quietly.
fn cannot_write(error: io::Error) -> Failure {
    let code = if error.kind() == io::ErrorKind::BrokenPipe { exit::DONE } else { exit::BAD_INPUT };
    Failure::new(code, anyhow::anyhow!("the output cannot be written: {}", error.kind()))
}

/// Defaults, the file, the environment and `--set`, in this order.
fn load(defaults: Config, settings: &Settings) -> Result<Config, config::ConfigError> {
    let environment = std::env::vars_os().filter_map(|(name, value)| -> Option<Override> {
        Some((name.into_string().ok()?, value.to_string_lossy().into_owned()))
    });
    config::load(defaults, settings.config.as_deref().map(Path::new), environment, &settings.set)
}
