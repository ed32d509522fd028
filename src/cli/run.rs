//! `vigie run`: the worker.

use tokio::sync::oneshot;

use super::arguments::Run;
use super::service::Service;
use super::{Failure, exit, load};
use crate::config::Config;
use crate::telemetry::{hide_panic_texts, start_logs};

pub(super) fn run(arguments: Run) -> Result<u8, Failure> {
    let config = load(Config::default(), &arguments.settings).map_err(Failure::configuration)?;
    start_logs(config.log.format, config.log.level).map_err(Failure::configuration)?;
    hide_panic_texts();
    // Nobody stops it from within: the sender lives as long as the service.
    let (_stop, stopped) = oneshot::channel();
    let outcome = Service::prepare(config).and_then(|service| {
        tracing::info!(
            version = env!("CARGO_PKG_VERSION"),
            http = %service.address(),
            digest = &*service.identity().digest,
            "vigie is starting"
        );
        service.run(stopped)
    });
    match outcome {
        Ok(()) => {
            tracing::info!("stopped on request");
            Ok(exit::DONE)
        }
        // From here on, messages are log lines: this is the last one.
        Err(Failure { code, error }) => {
            tracing::error!(exit_code = code, "{error:#}");
            Ok(code)
        }
    }
}
