//! The one integration-test binary.

mod config;
mod stream;
mod stream_support;
