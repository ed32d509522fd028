//! `vigie evaluate`: how well the detectors do on marked files.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, anyhow};

use super::arguments::{Evaluate, Part};
use super::{Failure, Streams, cannot_write, conversation, exit, load, weigh};
use crate::config::Config;
use crate::engine::{Engine, Watch};
use crate::evaluate::{self, Case, Hit, Tally};

pub(super) fn evaluate(arguments: Evaluate, streams: &mut Streams<'_>) -> Result<u8, Failure> {
    let config = load(Config::default(), &arguments.settings).map_err(Failure::configuration)?;
    let engine = Arc::new(Engine::new(&config).map_err(Failure::configuration)?);
    if arguments.weights {
        let mut cases = Vec::new();
        for file in &arguments.files {
            cases.extend(read(file, arguments.ids).map_err(|e| Failure::new(exit::BAD_INPUT, e))?);
        }
        weigh::weigh(streams.out, engine, &cases, hits).map_err(cannot_write)?;
        return Ok(exit::DONE);
    }
    for file in &arguments.files {
        let cases = read(file, arguments.ids).map_err(|e| Failure::new(exit::BAD_INPUT, e))?;
        let mut tally = Tally::default();
        let mut misses = Vec::new();
        for case in &cases {
            if let Some(miss) = tally.judge(case, &hits(&engine, case)) {
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

fn read(file: &Path, part: Option<Part>) -> anyhow::Result<Vec<Case>> {
    let text = fs::read_to_string(file).map_err(|e| anyhow!("{}: {}", file.display(), e.kind()))?;
    let cases = if file.extension().is_some_and(|end| end == "toml") { evaluate::toml_cases } else { evaluate::cases };
    let mut cases = cases(&text).with_context(|| file.display().to_string())?;
    cases.retain(|case| part.is_none_or(|part| part.holds(&case.id)));
    Ok(cases)
}

/// What flags each message of a case, read as one conversation.
fn hits(engine: &Arc<Engine>, case: &Case) -> Vec<Hit> {
    let mut watch = Watch::new(engine.clone());
    let mut hits = Vec::new();
    for (at, message) in case.messages.iter().enumerate() {
        // A message that cannot be judged is one that nothing was found in.
        let Some(verdict) = conversation::judge(&mut watch, &case.id, at, &message.sender, &message.text) else {
            continue;
        };
        for hit in verdict.hits {
            let parts = hit.parts.iter().filter_map(|part| Some((part.message_id.parse().ok()?, part.start..part.end)));
            let whole = hit.parts.is_empty().then_some((at, hit.start..hit.end));
            hits.push((hit.kind, parts.chain(whole).collect()));
        }
    }
    hits
}
