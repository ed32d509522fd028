//! Hits for people: what was found, where, how sure, and why.

use std::fmt::{self, Write as _};
use std::io::{self, Write};
use std::ops::Range;

use anstyle::{AnsiColor, Style};

use crate::kind::Kind;
use crate::message::{Hit, Severity};

/// The styles, or none of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Palette {
    contact: Style,
    invitation: Style,
    faint: Style,
    strong: Style,
    /// Whether spans need ⟦marks⟧ to be seen.
    plain: bool,
}

impl Palette {
    /// Colours, or marks where there are none.
    pub(super) fn new(colours: bool) -> Self {
        if !colours {
            let none = Style::new();
            return Self { contact: none, invitation: none, faint: none, strong: none, plain: true };
        }
        Self {
            contact: AnsiColor::Red.on_default().bold(),
            invitation: AnsiColor::Yellow.on_default().bold(),
            faint: Style::new().dimmed(),
            strong: Style::new().bold(),
            plain: false,
        }
    }

    pub(super) fn of_kind(&self, kind: Kind) -> Style {
        if kind.is_contact() { self.contact } else { self.invitation }
    }

    pub(super) fn of_severity(&self, severity: Severity) -> Style {
        match severity {
            Severity::Contact => self.contact,
            Severity::Invitation => self.invitation,
        }
    }

    pub(super) fn faint(&self) -> Style {
        self.faint
    }

    pub(super) fn strong(&self) -> Style {
        self.strong
    }
}

/// Text that cannot command a terminal: control characters and those that turn the line's direction are shown as U+FFFD.
pub(super) struct Safe<'a>(pub(super) &'a str);

impl fmt::Display for Safe<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            f.write_char(if (c.is_control() && c != '\t') || turns { '\u{fffd}' } else { c })?;
        }
        Ok(())
    }
}

/// A text with its spans coloured, or between ⟦marks⟧.
pub(super) fn marked(
    out: &mut dyn Write,
    palette: Palette,
    text: &str,
    spans: &[(Range<usize>, Kind)],
) -> io::Result<()> {
    let mut spans: Vec<_> = spans.to_vec();
    spans.sort_by_key(|(span, _)| (span.start, span.end));
    let mut at = 0;
    for (span, kind) in spans {
        // A span that is not this text's (never, but a panic would print the text) or that overlaps is left out.
        let (Some(before), Some(inside)) = (text.get(at..span.start), text.get(span.clone())) else { continue };
        let style = palette.of_kind(kind);
        let (open, close) = if palette.plain { ("⟦", "⟧") } else { ("", "") };
        write!(out, "{}{open}{style}{}{style:#}{close}", Safe(before), Safe(inside))?;
        at = span.end;
    }
    write!(out, "{}", Safe(text.get(at..).unwrap_or_default()))
}

/// A hit as it is shown, from whichever form it came in.
pub(super) struct Shown<'a> {
    pub(super) kind: Kind,
    pub(super) percent: u8,
    pub(super) value: Option<&'a str>,
    pub(super) detector: &'a str,
    /// Disguises, then evidence.
    pub(super) reasons: Vec<&'a str>,
}

impl<'a> From<&'a Hit> for Shown<'a> {
    fn from(hit: &'a Hit) -> Self {
        let evidence = hit.evidence.iter().map(|evidence| &**evidence);
        Self {
            kind: hit.kind,
            percent: hit.confidence,
            value: hit.value.as_ref().map(|value| value.get().as_str()),
            detector: &hit.detector,
            reasons: hit.disguises.iter().copied().chain(evidence).collect(),
        }
    }
}

/// One hit on a line of its own.
pub(super) fn hit(out: &mut dyn Write, palette: Palette, hit: &Shown<'_>) -> io::Result<()> {
    let (style, faint) = (palette.of_kind(hit.kind), palette.faint());
    write!(out, "    {style}{:<8}{style:#} {:>3} %", hit.kind.name(), hit.percent)?;
    if let Some(value) = hit.value {
        write!(out, "  {}", Safe(value))?;
    }
    write!(out, "  {faint}{}", hit.detector)?;
    if !hit.reasons.is_empty() {
        write!(out, " · {}", hit.reasons.join(", "))?;
    }
    writeln!(out, "{faint:#}")
}
