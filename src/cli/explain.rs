//! `vigie explain`: how messages are read, what could have been found in them, and what spoke for and against it.

use std::io::{self, Write};
use std::sync::Arc;

use super::arguments::Explain;
use super::show::{self, Palette, Safe};
use super::{Failure, Streams, cannot_write, conversation, exit, load};
use crate::config::Config;
use crate::engine::{Engine, Watch};
use crate::kind::Mode;
use crate::message::{Hit, Texts};
use crate::scan::{Explained, Fate, Finding, Form, Fragments, Input, Scratch};

pub(super) fn explain(arguments: Explain, streams: &mut Streams<'_>) -> Result<u8, Failure> {
    let mut defaults = Config::default();
    defaults.policy.flag_text = Texts::Text;
    let config = load(defaults, &arguments.settings).map_err(Failure::configuration)?;
    let engine = Arc::new(Engine::new(&config).map_err(Failure::configuration)?);
    let palette = Palette::new(streams.colours);
    let mut explainer = Explainer {
        watch: Watch::new(engine.clone()),
        engine,
        scratch: Scratch::default(),
        out: &mut *streams.out,
        palette,
        several: arguments.messages.len() > 1,
    };
    for (at, message) in arguments.messages.iter().enumerate() {
        explainer.message(at, message).map_err(cannot_write)?;
    }
    Ok(exit::DONE)
}

struct Explainer<'s> {
    engine: Arc<Engine>,
    watch: Watch,
    scratch: Scratch,
    out: &'s mut dyn Write,
    palette: Palette,
    /// Whether the messages are numbered, and begin with their sender ("B: ").
    several: bool,
}

impl Explainer<'_> {
    fn message(&mut self, at: usize, message: &str) -> io::Result<()> {
        let (sender, text) = if self.several { sender(message) } else { (DEFAULT_SENDER, message) };
        let explained = self.engine.scanner().explain(Input { text, locale: None });
        let (faint, palette) = (self.palette.faint(), self.palette);
        if self.several {
            let gap = if at > 0 { "\n" } else { "" };
            write!(self.out, "{gap}{faint}{} {sender}:{faint:#} ", at + 1)?;
        }
        let kept = explained.candidates.iter().filter(|(_, fate)| *fate == Fate::Kept);
        let spans: Vec<_> = kept.map(|(finding, _)| (finding.span.clone(), finding.kind)).collect();
        show::marked(self.out, palette, text, &spans)?;
        writeln!(self.out)?;
        for view in &explained.views {
            self.view(view)?;
        }
        if explained.candidates.is_empty() {
            writeln!(self.out, "{faint}nothing found{faint:#}")?;
        }
        for (finding, fate) in &explained.candidates {
            self.candidate(finding, fate)?;
        }
        if explained.truncated {
            writeln!(self.out, "a bound cut the scan short")?;
        }
        if self.several {
            self.fragments(text)?;
            self.assembled(at, sender, text)?;
        }
        Ok(())
    }

    /// A way of reading, with what the lexicon says of its words.
    fn view(&mut self, view: &Explained) -> io::Result<()> {
        let (faint, out) = (self.palette.faint(), &mut *self.out);
        writeln!(out, "{faint}read {}:{faint:#} {}", view.name, Safe(view.folded.get()))?;
        let words = view.words.iter().filter(|word| !word.meanings.is_empty());
        for word in words {
            let text = Safe(word.text.get()).to_string();
            writeln!(out, "    {text:<14} {faint}{}{faint:#}", word.meanings.join("; "))?;
        }
        Ok(())
    }

    fn candidate(&mut self, finding: &Finding, fate: &Fate) -> io::Result<()> {
        let (strong, style) = (self.palette.strong(), self.palette.of_kind(finding.kind));
        let verdict = match (fate, finding.mode, self.engine.policy().counts(finding, None)) {
            (Fate::Displaced { by, span }, ..) => {
                format!("rejected: the {by} at bytes {}..{} explains more", span.start, span.end)
            }
            (Fate::Dropped, ..) => "rejected: found better otherwise".to_owned(),
            (Fate::Kept, Mode::Shadow, _) => "shadow: counted, flags nothing".to_owned(),
            (Fate::Kept, Mode::Live, true) => "flags".to_owned(),
            (Fate::Kept, Mode::Live, false) => "rejected: under its kind's threshold".to_owned(),
        };
        writeln!(
            self.out,
            "{style}{}{style:#} {strong}{}{strong:#}  bytes {}..{}, {} %: {verdict}",
            finding.kind,
            Safe(finding.value.get()),
            finding.span.start,
            finding.span.end,
            finding.confidence
        )?;
        writeln!(self.out, "    detector   {}", finding.detector)?;
        if !finding.disguises.is_empty() {
            writeln!(self.out, "    disguises  {}", finding.disguises.join(", "))?;
        }
        if !finding.evidence.is_empty() {
            writeln!(self.out, "    evidence   {}", self.evidence(finding))?;
        }
        Ok(())
    }

    /// Each piece of evidence with its weight in tenths of a logit, the kind's own first.
    fn evidence(&self, finding: &Finding) -> String {
        let names = std::iter::once("base").chain(finding.evidence.iter().map(|name| &**name));
        let weighed = names.map(|name| match self.engine.scanner().weight(finding.kind, name) {
            0 => name.to_owned(),
            weight => format!("{name} {weight:+}"),
        });
        weighed.collect::<Vec<_>>().join(", ")
    }

    /// What the message leaves to the conversation's memory.
    fn fragments(&mut self, text: &str) -> io::Result<()> {
        let scanner = self.engine.scanner();
        let (_, Fragments { list, .. }) = scanner.scan_for_fragments(Input { text, locale: None }, &mut self.scratch);
        for fragment in list {
            let form = match fragment.form {
                Form::Digits(count) => format!("{count} digits"),
                Form::Link { .. } => "part of a link or address".to_owned(),
                form => format!("{form:?}").to_lowercase(),
            };
            writeln!(self.out, "remembered: {form} {}", Safe(text.get(fragment.span.clone()).unwrap_or_default()))?;
        }
        Ok(())
    }

    /// What the message completes, said before by either side.
    fn assembled(&mut self, at: usize, sender: &str, text: &str) -> io::Result<()> {
        // A message that cannot be judged completes nothing.
        let verdict = conversation::judge(&mut self.watch, "explained", at + 1, sender, text);
        let hits = verdict.map(|verdict| verdict.hits).unwrap_or_default();
        for hit in hits.iter().filter(|hit| !hit.parts.is_empty()) {
            self.detail(hit)?;
        }
        Ok(())
    }

    fn detail(&mut self, hit: &Hit) -> io::Result<()> {
        let (style, strong) = (self.palette.of_kind(hit.kind), self.palette.strong());
        let value = hit.value.as_ref().map_or("", |value| value.get());
        let parts: Vec<String> = hit
            .parts
            .iter()
            .map(|part| format!("message {} bytes {}..{}", part.message_id, part.start, part.end))
            .collect();
        writeln!(
            self.out,
            "{style}{}{style:#} {strong}{}{strong:#}  {} %, completed here: {}",
            hit.kind,
            Safe(value),
            hit.confidence,
            parts.join(", ")
        )
    }
}

/// Whoever's messages name no sender.
const DEFAULT_SENDER: &str = "A";

/// The sender that a message begins with ("B: "), and the rest.
fn sender(message: &str) -> (&str, &str) {
    match message.split_once(": ") {
        Some((sender, rest)) if sender.len() == 1 && sender.as_bytes()[0].is_ascii_uppercase() => (sender, rest),
        _ => (DEFAULT_SENDER, message),
    }
}
