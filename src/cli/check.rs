//! `vigie check`: proves a pattern pack, and with a configuration every setting, without connecting.

use super::arguments::Check;
use super::{Failure, Streams, cannot_write, exit, load};
use crate::config::Config;
use crate::engine::{Engine, EngineError};
use crate::patterns::Pack;

pub(super) fn check(arguments: Check, streams: &mut Streams<'_>) -> Result<u8, Failure> {
    let failed = |error: anyhow::Error| Failure::new(exit::CHECK_FAILED, error);
    let mut config = load(Config::default(), &arguments.settings).map_err(|e| failed(e.into()))?;
    if let Some(folder) = arguments.patterns {
        config.patterns.directory = Some(folder);
    }
    let pack = match &config.patterns.directory {
        Some(folder) => Pack::from_dir(folder),
        None => Pack::embedded(),
    };
    let pack = pack.map_err(|e| failed(e.into()))?;
    let (engine, report) = match Engine::prove(&pack, &config) {
        Ok(proven) => proven,
        Err(EngineError::Pack(refusals)) => {
            for refusal in &refusals {
                writeln!(streams.err, "{refusal}").map_err(cannot_write)?;
            }
            return Err(failed(anyhow::anyhow!("the pattern pack is refused ({} errors)", refusals.len())));
        }
        Err(error) => return Err(failed(error.into())),
    };
    let told = if arguments.settings.config.is_some() { "every setting is valid; " } else { "" };
    let (detectors, examples) = (report.detectors, report.examples);
    let identity = engine.pack();
    writeln!(streams.out, "{told}{detectors} detectors compiled, {examples} examples proven").map_err(cannot_write)?;
    writeln!(streams.out, "pack {} {}", identity.version, identity.digest).map_err(cannot_write)?;
    Ok(exit::DONE)
}
