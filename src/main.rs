//! The `vigie` binary: arguments in, exit code out.

use std::io;
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use vigie::cli::{Streams, run};

fn main() -> ExitCode {
    let colours = AutoStream::choice(&io::stdout()) != ColorChoice::Never;
    let streams = Streams { out: &mut io::stdout(), err: &mut io::stderr(), colours };
    ExitCode::from(run(std::env::args_os(), streams))
}
