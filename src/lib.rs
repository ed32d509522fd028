//! vigie: a lookout for marketplace messaging.

pub mod check;
pub mod cli;
pub mod config;
pub mod engine;
pub mod evaluate;
pub mod http;
pub mod kind;
pub mod message;
pub mod patterns;
pub mod policy;
pub mod private;
pub mod scan;
pub mod stream;
pub mod telemetry;
