//! The one integration-test binary.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails; clippy knows only functions marked as tests")]

mod canary;
mod cli;
mod config;
mod contacts;
mod conversation;
mod conversation_cuts;
mod detectors;
mod gate;
mod innocents;
mod kafka;
mod kafka_chaos;
mod kafka_memory;
mod kafka_split;
mod kafka_stream;
mod message;
mod metamorphic;
mod policy;
mod process;
mod readme;
mod spoken;
mod stream;
mod stream_memory;
mod stream_support;
mod tables;
mod telemetry;

/// So many random cases of a property of what is found: the same ones every time, so that a run of the tests tells what changed, unless
/// `PROPTEST_RNG_SEED` names others.
pub(crate) fn cases_of_detection(cases: u32) -> proptest::prelude::ProptestConfig {
    use proptest::test_runner::RngSeed;
    let mut config = proptest::prelude::ProptestConfig::with_cases(cases);
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(1);
    }
    config
}
