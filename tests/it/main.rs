//! The one integration-test binary.

mod config;
mod kafka;
mod kafka_stream;
mod stream;
mod stream_support;
