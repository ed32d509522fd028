//! One `[[detector]]` entry, as written.

use std::sync::Arc;

use serde::Deserialize;

use crate::kind::{Kind, Mode};

/// A detector as its file states it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Detector {
    /// Unique over the pack: `kind.what`.
    pub id: Arc<str>,
    /// One sentence for the README's table and for moderators.
    pub about: String,
    /// What its findings are.
    pub kind: Kind,
    /// A regular expression over the folded text; the group named `span`, where there is one, is the finding's span.
    pub regex: Option<String>,
    /// The reading detector that does the work, in place of a `regex`.
    pub reader: Option<String>,
    /// Literals (folded); where none is in the folded text, the regex never runs.
    #[serde(default)]
    pub anchors: Vec<String>,
    /// The validator that must agree.
    pub validate: Option<String>,
    /// Confidence of a finding, 0 to 1.
    #[serde(default = "default_confidence")]
    pub confidence: f64,
    /// Whether findings flag or are only counted.
    #[serde(default)]
    pub mode: Mode,
    /// Sentences in which exactly the ⟦marked⟧ spans are found.
    #[serde(rename = "match")]
    pub matches: Vec<String>,
    /// Sentences in which this detector finds nothing.
    pub no_match: Vec<String>,
    /// The file it came from, for errors.
    #[serde(skip)]
    pub file: Arc<str>,
}

fn default_confidence() -> f64 {
    0.9
}

/// What does a detector's work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source<'a> {
    /// A regular expression.
    Regex(&'a str),
    /// A reading detector of [`crate::scan`], by name.
    Reader(&'a str),
}

impl Detector {
    /// The regex or the reader; `None` where the entry names neither or both.
    #[must_use]
    pub fn source(&self) -> Option<Source<'_>> {
        match (&self.regex, &self.reader) {
            (Some(regex), None) => Some(Source::Regex(regex)),
            (None, Some(reader)) => Some(Source::Reader(reader)),
            _ => None,
        }
    }
}
