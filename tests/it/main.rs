//! The one integration-test binary.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails; clippy knows only functions marked as tests")]

mod config;
mod message;
mod policy;
mod telemetry;
