//! What is said about one message: the verdict, its hits, and how they are written.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize, Serializer};
use uuid::Uuid;

use crate::kind::Kind;
use crate::private::Private;

/// The name of the flag contract.
pub const SCHEMA_NAME: &str = "vigie.flag.v1";

/// The flag contract as a JSON Schema (draft 2020-12); tests hold every verdict against it.
pub const SCHEMA: &str = include_str!("vigie.flag.v1.json");

/// How grave a flag is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A contact kind is among the hits.
    Contact,
    /// Only invitations are.
    Invitation,
}

impl Severity {
    /// Both, the graver first.
    pub const ALL: [Severity; 2] = [Severity::Contact, Severity::Invitation];

    /// The name in flags and metrics.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Contact => "contact",
            Severity::Invitation => "invitation",
        }
    }
}

/// The id of a flag: the same for the same message, revision and pack, whoever computes it and whenever.
///
/// # Example
///
/// ```
/// use vigie::message::FlagId;
///
/// let id = FlagId::new("sha256:00", "c-9", "m-1", 0);
/// assert_eq!(id, FlagId::new("sha256:00", "c-9", "m-1", 0));
/// assert_ne!(id, FlagId::new("sha256:00", "c-9", "m-1", 1));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FlagId(Uuid);

impl FlagId {
    /// UUIDv5 in the URL namespace over its parts, separated by NUL.
    #[must_use]
    pub fn new(digest: &str, conversation_id: &str, message_id: &str, revision: u64) -> Self {
        let name = format!("{digest}\0{conversation_id}\0{message_id}\0{revision}");
        Self(Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes()))
    }
}

impl fmt::Display for FlagId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for FlagId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// What found it: the engine's version, and the digest of all that decides a verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackIdentity {
    /// The engine's version.
    pub version: Arc<str>,
    /// `sha256:` and 64 hexadecimal digits.
    pub digest: Arc<str>,
}

/// Where the message stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The input topic.
    pub topic: String,
    /// Its partition.
    pub partition: i32,
    /// The record's offset.
    pub offset: i64,
}

/// How much of the text a flag carries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Texts {
    /// Hit texts and values as they are.
    Text,
    /// The same, with up to 40 characters on each side.
    Excerpt,
    /// First and last character, the rest `•`.
    #[default]
    Masked,
    /// Offsets only.
    None,
}

/// A span of one message that makes up a detail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// The message it stands in.
    pub message_id: String,
    /// Who wrote it.
    pub sender_id: String,
    /// First byte in that message's text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The span's text, as far as the configuration lets it out.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "private")]
    pub text: Option<Private<String>>,
}

/// One detail of a flagged message.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// What it is.
    pub kind: Kind,
    /// The detector's id.
    pub detector: Arc<str>,
    /// First byte in the message's text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The span's text, as far as the configuration lets it out.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "private")]
    pub text: Option<Private<String>>,
    /// The canonical form, as far as the configuration lets it out.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "private")]
    pub value: Option<Private<String>>,
    /// The span with its surroundings, in [`Texts::Excerpt`] only.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "private")]
    pub excerpt: Option<Private<String>>,
    /// First byte of the excerpt in the message's text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excerpt_start: Option<usize>,
    /// Percent, written as a fraction.
    #[serde(serialize_with = "fraction")]
    pub confidence: u8,
    /// How it was disguised.
    pub disguises: Vec<&'static str>,
    /// What spoke for and against it.
    pub evidence: Vec<Cow<'static, str>>,
    /// The spans it was assembled from, where there are several messages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}

/// What is said about one message: the value of a flag, and a line of `vigie scan`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// [`SCHEMA_NAME`].
    pub schema: &'static str,
    /// See [`FlagId`].
    pub flag_id: FlagId,
    /// The message.
    pub message_id: String,
    /// Its conversation: the flag's key.
    pub conversation_id: String,
    /// Who wrote it.
    pub sender_id: String,
    /// Who was written to.
    pub recipient_id: Option<String>,
    /// When, in milliseconds since the epoch; written as RFC 3339 in UTC.
    #[serde(rename = "sent_at", serialize_with = "time")]
    pub sent_at_ms: Option<i64>,
    /// Whether there are hits.
    pub flagged: bool,
    /// How grave; `None` where not flagged.
    pub severity: Option<Severity>,
    /// The highest confidence in percent, written as a fraction.
    #[serde(serialize_with = "fraction")]
    pub score: u8,
    /// Whether a named bound cut the scan short.
    pub truncated: bool,
    /// Best first, at most 64.
    pub hits: Vec<Hit>,
    /// How many there were.
    pub hits_total: usize,
    /// Earlier flags that this one completes or corrects.
    pub supersedes: Vec<FlagId>,
    /// What found it.
    pub pack: PackIdentity,
    /// Where the message stood; `None` in `vigie scan`.
    pub source: Option<Source>,
}

impl Verdict {
    /// Appends the verdict as one line of JSON, without the line's end.
    pub fn to_json(&self, out: &mut Vec<u8>) {
        // Strings, numbers and lists into memory: there is nothing that could fail.
        serde_json::to_writer(out, self).expect("a verdict is always JSON");
    }

    /// The same verdict with offsets only ([`Texts::None`]), for a flag that outgrew its topic's records.
    #[must_use]
    pub fn without_texts(mut self) -> Self {
        for hit in &mut self.hits {
            (hit.text, hit.value, hit.excerpt, hit.excerpt_start) = (None, None, None, None);
            for part in &mut hit.parts {
                part.text = None;
            }
        }
        self
    }

    /// The conversation: the flag's key.
    #[must_use]
    pub fn conversation_id(&self) -> &str {
        &self.conversation_id
    }

    /// How grave; `None` where not flagged.
    #[must_use]
    pub fn severity(&self) -> Option<Severity> {
        self.severity
    }

    /// The flag's id.
    #[must_use]
    pub fn flag_id(&self) -> FlagId {
        self.flag_id
    }
}

fn private<S: Serializer>(text: &Option<Private<String>>, serializer: S) -> Result<S::Ok, S::Error> {
    text.as_ref().map(Private::get).serialize(serializer)
}

/// Percent as a fraction; nothing found is a plain `0`.
fn fraction<S: Serializer>(percent: &u8, serializer: S) -> Result<S::Ok, S::Error> {
    match percent {
        0 => serializer.serialize_u8(0),
        percent => serializer.serialize_f64(f64::from(*percent) / 100.0),
    }
}

fn time<S: Serializer>(ms: &Option<i64>, serializer: S) -> Result<S::Ok, S::Error> {
    ms.and_then(|ms| Timestamp::from_millisecond(ms).ok()).map(|time| time.to_string()).serialize(serializer)
}
