//! `vigie evaluate`: how well the detectors do on marked files.

use std::fs;
use std::path::Path;

use anyhow::{Context, anyhow};

use super::arguments::Evaluate;
use super::{Failure, Streams, cannot_write, exit, load};
use crate::config::Config;
use crate::engine::Engine;
use crate::evaluate::{self, Case, Hit, Tally};
use crate::scan::{Input, Scratch};

pub(super) fn evaluate(arguments: Evaluate, streams: &mut Streams<'_>) -> Result<u8, Failure> {
    let config = load(Config::default(), &arguments.settings).map_err(Failure::configuration)?;
    let engine = Engine::new(&config).map_err(Failure::configuration)?;
    let mut scratch = Scratch::default();
    for file in &arguments.files {
        let cases = read(file).map_err(|e| Failure::new(exit::BAD_INPUT, e))?;
        let mut tally = Tally::default();
        let mut misses = Vec::new();
        for case in &cases {
            if let Some(miss) = tally.judge(case, &hits(&engine, case, &mut scratch)) {
                misses.push((miss, case.id.as_str()));
            }
        }
        if arguments.json {
            let rows: serde_json::Map<_, _> =
                tally.rows().map(|(name, hit, of)| (name.to_owned(), serde_json::json!([hit, of]))).collect();
            let row = serde_json::json!({ "file": file, "cases": cases.len(), "pack": engine.pack().digest, "figures": rows });
            writeln!(streams.out, "{row}").map_err(cannot_write)?;
            continue;
        }
        writeln!(streams.out, "{}  {} cases, pack {}", file.display(), cases.len(), engine.pack().digest)
            .map_err(cannot_write)?;
        for (name, hit, of) in tally.rows() {
            writeln!(streams.out, "{name:28} {hit:5}/{of:<5} {:.4}", hit as f64 / of as f64).map_err(cannot_write)?;
        }
        for (miss, id) in misses.iter().filter(|_| arguments.misses) {
            writeln!(streams.out, "{miss:?} {id}").map_err(cannot_write)?;
        }
    }
    Ok(exit::DONE)
}

fn read(file: &Path) -> anyhow::Result<Vec<Case>> {
    let text = fs::read_to_string(file).map_err(|e| anyhow!("{}: {}", file.display(), e.kind()))?;
    evaluate::cases(&text).with_context(|| file.display().to_string())
}

/// What would flag each message of a case, every message read on its own.
fn hits(engine: &Engine, case: &Case, scratch: &mut Scratch) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (at, message) in case.messages.iter().enumerate() {
        let found = engine.scanner().scan(Input { text: &message.text, locale: None }, scratch);
        let counted = found.findings.iter().filter(|f| engine.policy().counts(f, None));
        hits.extend(counted.map(|f| (f.kind, vec![(at, f.span.clone())])));
    }
    hits
}
