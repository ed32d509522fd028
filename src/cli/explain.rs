//! `vigie explain`: what is found in one text, and what spoke for and against it.

use std::io::{self, Write};

use super::arguments::Explain;
use super::show::{self, Palette};
use super::{Failure, Streams, cannot_write, exit, load};
use crate::config::Config;
use crate::engine::Engine;
use crate::kind::Mode;
use crate::scan::{Finding, Input, Scratch};

pub(super) fn explain(arguments: Explain, streams: &mut Streams<'_>) -> Result<u8, Failure> {
    let config = load(Config::default(), &arguments.settings).map_err(Failure::configuration)?;
    let engine = Engine::new(&config).map_err(Failure::configuration)?;
    let text = arguments.text.join(" ");
    let mut scratch = Scratch::default();
    let found = engine.scanner().scan(Input { text: &text, locale: None }, &mut scratch);
    let palette = Palette::new(streams.colours);
    print(streams.out, palette, &text, &engine, found.findings).map_err(cannot_write)?;
    if found.truncated {
        writeln!(streams.out, "a bound cut the scan short").map_err(cannot_write)?;
    }
    Ok(exit::DONE)
}

fn print(out: &mut dyn Write, palette: Palette, text: &str, engine: &Engine, findings: &[Finding]) -> io::Result<()> {
    let (faint, strong) = (palette.faint(), palette.strong());
    let spans: Vec<_> = findings.iter().map(|finding| (finding.span.clone(), finding.kind)).collect();
    show::marked(out, palette, text, &spans)?;
    writeln!(out)?;
    if findings.is_empty() {
        return writeln!(out, "{faint}nothing found{faint:#}");
    }
    for finding in findings {
        let style = palette.of_kind(finding.kind);
        let verdict = match (finding.mode, engine.policy().counts(finding, None)) {
            (Mode::Shadow, _) => "shadow: counted, flags nothing",
            (Mode::Live, true) => "flags",
            (Mode::Live, false) => "under its threshold",
        };
        writeln!(
            out,
            "{style}{}{style:#} {strong}{}{strong:#}  bytes {}..{}, {} %: {verdict}",
            finding.kind,
            show::Safe(finding.value.get()),
            finding.span.start,
            finding.span.end,
            finding.confidence
        )?;
        writeln!(out, "    detector   {}", finding.detector)?;
        if !finding.disguises.is_empty() {
            writeln!(out, "    disguises  {}", finding.disguises.join(", "))?;
        }
        if !finding.evidence.is_empty() {
            writeln!(out, "    evidence   {}", finding.evidence.join(", "))?;
        }
    }
    Ok(())
}
