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
