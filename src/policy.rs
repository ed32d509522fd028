//! From findings to hits: what counts, in which order, and how much of the text goes out. Pure; it knows neither Kafka nor patterns.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::kind::{Kind, Mode};
use crate::message::{Hit, Part, Severity, Texts};
use crate::private::Private;
use crate::scan::Finding;

/// Hits in one flag: a moderator reads the first few, and a flag must fit a record.
pub const HITS_MAX: usize = 64;

/// Characters of an excerpt on each side of the span (the flag contract).
const EXCERPT_CHARS: usize = 40;

/// Percent from which a finding counts, unless configured: every detector states its confidence so that half is the line.
const THRESHOLD_DEFAULT: f64 = 0.5;

/// The `[policy]` settings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// How much text a flag carries.
    pub flag_text: Texts,
    /// Stages in which contact kinds are no hits; payments and invitations always are.
    pub contact_allowed_stages: Vec<String>,
}

/// Confidence, 0 to 1, from which a finding of each kind is a hit: `[detection.thresholds]`.
pub type Thresholds = BTreeMap<Kind, f64>;

/// The thresholds unless configured.
#[must_use]
pub fn default_thresholds() -> Thresholds {
    Kind::ALL.into_iter().map(|kind| (kind, THRESHOLD_DEFAULT)).collect()
}

/// Decides which findings are hits.
///
/// # Example
///
/// ```
/// use vigie::policy::{Policy, Settings, default_thresholds};
///
/// let policy = Policy::new(&Settings::default(), &default_thresholds());
/// assert!(policy.rule("on se voit demain ?", None, &[]).is_none());
/// ```
#[derive(Debug)]
pub struct Policy {
    /// Percent, by kind.
    thresholds: [u8; Kind::ALL.len()],
    texts: Texts,
    contact_allowed_stages: Vec<String>,
}

/// What makes a message flagged.
#[derive(Debug, Clone, PartialEq)]
pub struct Ruling {
    /// Contact if any hit is of a contact kind.
    pub severity: Severity,
    /// The highest confidence, in percent.
    pub score: u8,
    /// Best first, at most [`HITS_MAX`].
    pub hits: Vec<Hit>,
    /// How many there were.
    pub hits_total: usize,
}

/// A detail put together from several messages: the finding, its span that of the message in hand, and every part with its whole text.
#[derive(Debug, Clone, PartialEq)]
pub struct Assembled {
    /// What was found.
    pub finding: Finding,
    /// Where it stands.
    pub parts: Vec<Part>,
}

impl Policy {
    /// Compiles the settings; a kind without a threshold has the default one.
    #[must_use]
    pub fn new(settings: &Settings, thresholds: &Thresholds) -> Self {
        let percent = |kind| {
            let threshold = thresholds.get(&kind).copied().unwrap_or(THRESHOLD_DEFAULT);
            // The cast saturates; the configuration refused what is not within 0 and 1.
            (threshold * 100.0).round() as u8
        };
        Self {
            thresholds: Kind::ALL.map(percent),
            texts: settings.flag_text,
            contact_allowed_stages: settings.contact_allowed_stages.clone(),
        }
    }

    /// Whether a finding, of whatever mode, is sure enough and not allowed by the stage.
    #[must_use]
    pub fn counts(&self, finding: &Finding, stage: Option<&str>) -> bool {
        let kind = finding.kind;
        let allowed = kind.is_contact()
            && kind != Kind::Payment
            && stage.is_some_and(|stage| self.contact_allowed_stages.iter().any(|allowed| allowed == stage));
        finding.confidence >= self.thresholds[kind as usize] && !allowed
    }

    /// The hits of a message, or `None` where nothing flags it.
    ///
    /// # Panics
    ///
    /// When a finding's span is not within `text` on character boundaries; the scan promises that it is.
    #[must_use]
    pub fn rule(&self, text: &str, stage: Option<&str>, findings: &[Finding]) -> Option<Ruling> {
        self.rule_all(text, stage, findings, &[])
    }

    /// The same, with what was put together from several messages.
    ///
    /// # Panics
    ///
    /// As [`Policy::rule`].
    #[must_use]
    pub fn rule_all(
        &self,
        text: &str,
        stage: Option<&str>,
        findings: &[Finding],
        assembled: &[Assembled],
    ) -> Option<Ruling> {
        let whole = findings.iter().map(|finding| (finding, &[][..]));
        let all = whole.chain(assembled.iter().map(|assembled| (&assembled.finding, &assembled.parts[..])));
        let mut counted: Vec<(&Finding, &[Part])> =
            all.filter(|(finding, _)| finding.mode == Mode::Live && self.counts(finding, stage)).collect();
        let score = counted.iter().map(|(finding, _)| finding.confidence).max()?;
        let contact = counted.iter().any(|(finding, _)| finding.kind.is_contact());
        counted.sort_by_key(|(f, _)| (Reverse(f.confidence), f.kind, f.span.start, f.span.end));
        Some(Ruling {
            severity: if contact { Severity::Contact } else { Severity::Invitation },
            score,
            hits: counted.iter().take(HITS_MAX).map(|(finding, parts)| self.hit(text, finding, parts)).collect(),
            hits_total: counted.len(),
        })
    }

    /// A part with as much of its text as the configuration lets out.
    fn part(&self, part: &Part) -> Part {
        let text = part.text.as_ref().map(Private::get);
        let text = match self.texts {
            Texts::Text | Texts::Excerpt => text.cloned(),
            Texts::Masked => text.map(|text| mask(text)),
            Texts::None => None,
        };
        Part { text: text.map(Private::new), ..part.clone() }
    }

    fn hit(&self, text: &str, finding: &Finding, parts: &[Part]) -> Hit {
        let span = &text[finding.span.clone()];
        let value = finding.value.get();
        let (text_out, value_out) = match self.texts {
            Texts::Text | Texts::Excerpt => (Some(span.to_owned()), Some(value.clone())),
            Texts::Masked => (Some(mask(span)), Some(mask(value))),
            Texts::None => (None, None),
        };
        let excerpt = (self.texts == Texts::Excerpt).then(|| excerpt(text, finding.span.start, finding.span.end));
        Hit {
            kind: finding.kind,
            detector: finding.detector.clone(),
            start: finding.span.start,
            end: finding.span.end,
            text: text_out.map(Private::new),
            value: value_out.map(Private::new),
            excerpt_start: excerpt.map(|(start, _)| start),
            excerpt: excerpt.map(|(_, excerpt)| Private::new(excerpt.to_owned())),
            confidence: finding.confidence,
            disguises: finding.disguises.clone(),
            evidence: finding.evidence.clone(),
            parts: parts.iter().map(|part| self.part(part)).collect(),
        }
    }
}

/// First and last character, the rest `•`. Of one or two characters nothing is left: fragments that short, each shown
/// whole, would spell the detail.
///
/// # Example
///
/// ```
/// assert_eq!(vigie::policy::mask("été 06"), "é••••6");
/// assert_eq!(vigie::policy::mask("06"), "••");
/// ```
#[must_use]
pub fn mask(text: &str) -> String {
    let last = text.chars().count().saturating_sub(1);
    let shown = |at: usize| last > 1 && (at == 0 || at == last);
    text.chars().enumerate().map(|(at, c)| if shown(at) { c } else { '•' }).collect()
}

fn excerpt(text: &str, start: usize, end: usize) -> (usize, &str) {
    let from = text[..start].char_indices().rev().take(EXCERPT_CHARS).last().map_or(start, |(at, _)| at);
    let to = text[end..].char_indices().nth(EXCERPT_CHARS).map_or(text.len(), |(at, _)| end + at);
    (from, &text[from..to])
}
