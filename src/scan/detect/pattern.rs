//! Pattern detectors: a regular expression of a pattern file over the folded text.

use regex::Regex;

use crate::kind::Kind;
use crate::scan::prove::{Proof, Validator};

use super::{Candidate, Found, View};

/// Matches of one pattern in one text at most: more say nothing new of it.
const MATCHES_MAX: usize = 64;

/// A compiled pattern.
#[derive(Debug)]
pub(crate) struct Pattern {
    pub(crate) regex: Regex,
    /// The groups whose name begins with `not`: where one takes part in a match, what was said is refused or of something else.
    pub(crate) refusals: Vec<usize>,
    /// Whether the pattern has a group named `span`.
    pub(crate) spanned: bool,
    pub(crate) validate: Option<Validator>,
    pub(crate) kind: Kind,
    pub(crate) confidence: u8,
}

impl Pattern {
    /// Adds what the pattern finds in a view.
    pub(crate) fn detect(&self, view: &View<'_>, found: &mut Found) {
        let text = view.text();
        // Room for groups is made for a text that matches: most do not.
        if !self.regex.is_match(text) {
            return;
        }
        for captures in self.regex.captures_iter(text).take(MATCHES_MAX) {
            if self.refusals.iter().any(|&group| captures.get(group).is_some()) {
                continue;
            }
            // Where the pattern names a span, an alternative without it is what looks alike and is not meant.
            let group = if self.spanned { captures.name("span") } else { captures.get(0) };
            let Some(span) = group else { continue };
            let mut bytes = span.range();
            let mut value = text[bytes.clone()].to_owned();
            if let Some(validator) = self.validate {
                let original = &view.original[view.folded.original(bytes.clone())];
                match validator(&text[bytes.clone()], original) {
                    Some(Proof { value: proven, length }) => {
                        value = proven;
                        bytes.end = bytes.start + length.unwrap_or(bytes.len());
                    }
                    None => continue,
                }
            }
            if bytes.is_empty() {
                continue;
            }
            let marks = view.folded.marks(bytes.clone());
            found.candidates.push(Candidate {
                kind: self.kind,
                detector: 0,
                span: view.folded.original(bytes),
                value,
                confidence: self.confidence,
                disguises: marks.disguises().collect(),
                evidence: Vec::new(),
            });
        }
    }
}
