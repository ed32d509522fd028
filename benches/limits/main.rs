//! The bars of the hot path, each beside its reference, measured in one run: a line for each,
//! `id<TAB>value<TAB>unit<TAB>reference<TAB>ratio`.
//!
//!     cargo bench --bench limits                 all of them
//!     cargo bench --bench limits -- worker       those whose id begins so
//!
//! As a test (`cargo test --benches`) each runs once, in small, and nothing is claimed.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a bench prints, and ends where it cannot go on"
)]

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

mod broker;
mod chat;
mod conversation;
mod hostile;
mod memory;
mod scan;
mod worker;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// How often memory was allocated so far.
fn allocations() -> usize {
    let stats = ALLOCATOR.stats();
    stats.allocations + stats.reallocations
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(("child", rest)) = arguments.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return worker::child(rest);
    }
    // Cargo says `--bench` where something is to be measured, as to criterion.
    let small = !arguments.iter().any(|argument| argument == "--bench")
        || arguments.iter().any(|argument| argument == "--test");
    let wanted: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with('-')).collect();
    let is_wanted = |id: &str| wanted.is_empty() || wanted.iter().any(|wanted| id.starts_with(wanted.as_str()));
    memory::measure(small, is_wanted);
    scan::measure(small, is_wanted);
    hostile::measure(small, is_wanted);
    conversation::measure(small, is_wanted);
    worker::measure(small, is_wanted);
}

/// Prints one bar.
fn report(id: &str, value: f64, unit: &str, reference: f64) {
    println!("{id}\t{value:.3}\t{unit}\t{reference:.3}\t{:.3}", value / reference);
}

/// The middle of several rounds.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
