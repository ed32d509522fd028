//! What a scan is given and what it answers.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::kind::{Kind, Mode};
use crate::private::Private;

/// A text to scan.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// What the member wrote.
    pub text: &'a str,
    /// The member's language or region (`fr`, `fr-BE`), where known.
    pub locale: Option<&'a str>,
}

/// One detail found in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// The detector's id.
    pub detector: Arc<str>,
    /// Whether it flags.
    pub mode: Mode,
    /// UTF-8 bytes of the original text, on character boundaries.
    pub span: Range<usize>,
    /// The canonical form: `+33639981234`, `jane@example.com`, `instagram:jane`.
    pub value: Private<String>,
    /// Percent, 1 to 100: whole numbers keep verdicts equal byte for byte on every machine.
    pub confidence: u8,
    /// How it was disguised: `number-words`, `look-alikes`…
    pub disguises: Vec<&'static str>,
    /// What spoke for and against it; never a member's words.
    pub evidence: Vec<Cow<'static, str>>,
}

/// The answer of one scan.
#[derive(Clone, Copy, Debug)]
pub struct Findings<'s> {
    /// The findings, in the order of the text, none overlapping another of its mode.
    pub findings: &'s [Finding],
    /// Whether a named bound cut the scan short.
    pub truncated: bool,
}
