//! The detectors: what a text could hold, each candidate with its evidence.
//!
//! Reading detectors (phone, email, url, handle, address, mention, account, meeting) assemble candidates from the tokens of a view; pattern detectors
//! run a regular expression of patterns/*.toml over its folded text. A view is the folded text, or another reading of it:
//! letters written apart joined, or the text backwards.

mod address;
mod beside;
mod bridge;
mod context;
mod described;
mod dotless;
mod email;
mod evidence;
pub(super) mod fragments;
mod handle;
mod host;
mod local;
mod mention;
mod name;
mod needs;
mod paraphrase;
mod path;
mod pattern;
mod phone;
mod said;
mod traits;
mod url;
mod whose;
mod wording;

use std::borrow::Cow;
use std::ops::Range;

pub(crate) use evidence::{Evidence, Weights};
pub(crate) use needs::Needs;
pub(crate) use pattern::Pattern;
pub(crate) use phone::Numerals;
pub(crate) use traits::of as traits_of;

use crate::kind::Kind;

use super::fold::{Folded, Marks};
use super::read::{Reading, Vocabulary};

/// A candidate under this sum of evidence is not kept: no threshold in the configuration reaches so low (about 5 %).
const CANDIDATE_MIN: i16 = -30;

/// One reading of a text, and what is needed to judge it.
pub(crate) struct View<'a> {
    pub(crate) original: &'a str,
    pub(crate) folded: &'a Folded,
    pub(crate) reading: &'a Reading,
    pub(crate) vocabulary: &'a Vocabulary,
    pub(crate) weights: &'a Weights,
    pub(crate) own: &'a Own,
    /// The member's language, where the message says it.
    pub(crate) locale: Option<&'a str>,
    pub(crate) direction: Direction,
    pub(crate) numerals: &'a Numerals,
}

/// Which way a view reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Forward,
    /// Backwards, because ends of links stand at beginnings: only what is unmistakable counts.
    Backward,
    /// Backwards, because the text says so.
    SaidBackward,
}

/// The platform's own hosts, addresses and numbers, folded.
#[derive(Debug, Default)]
pub(crate) struct Own {
    pub(crate) hosts: Vec<String>,
    pub(crate) addresses: Vec<String>,
    pub(crate) phones: Vec<String>,
}

/// What could be a finding.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) kind: Kind,
    /// Place of the detector in the scanner's list; set by the scanner.
    pub(crate) detector: usize,
    /// Bytes of the original text.
    pub(crate) span: Range<usize>,
    pub(crate) value: String,
    pub(crate) confidence: u8,
    pub(crate) disguises: Vec<&'static str>,
    pub(crate) evidence: Vec<Cow<'static, str>>,
}

/// What the detectors found in a text.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) truncated: bool,
}

/// A reading detector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    Phone,
    Email,
    Url,
    Handle,
    Address,
    Mention,
    /// Accounts, cards and keys that are said.
    Account,
    /// Meetings' ids that are said.
    Meeting,
}

impl Reader {
    /// By its name in a pattern file.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "phone" => Self::Phone,
            "email" => Self::Email,
            "url" => Self::Url,
            "handle" => Self::Handle,
            "address" => Self::Address,
            "mention" => Self::Mention,
            "account" => Self::Account,
            "meeting" => Self::Meeting,
            _ => return None,
        })
    }

    /// Every name, for errors.
    pub(crate) const NAMES: &str = "phone, email, url, handle, address, mention, account, meeting";

    /// The kind of its findings.
    pub(crate) fn kind(self) -> Kind {
        match self {
            Self::Phone => Kind::Phone,
            Self::Email => Kind::Email,
            Self::Url => Kind::Url,
            Self::Handle => Kind::Handle,
            Self::Address => Kind::Address,
            Self::Mention => Kind::Mention,
            Self::Account => Kind::Payment,
            Self::Meeting => Kind::Meeting,
        }
    }

    /// Adds what the reader finds in a view.
    pub(crate) fn detect(self, view: &View<'_>, found: &mut Found) {
        if view.direction == Direction::Backward && !matches!(self, Self::Email | Self::Url) {
            return;
        }
        match self {
            Self::Phone => phone::detect(view, found),
            Self::Email => email::detect(view, found),
            Self::Url => url::detect(view, found),
            Self::Handle => handle::detect(view, found),
            Self::Address => address::detect(view, found),
            Self::Mention => mention::detect(view, found),
            Self::Account => said::accounts(view, found),
            Self::Meeting => said::meetings(view, found),
        }
    }
}

impl View<'_> {
    pub(crate) fn text(&self) -> &str {
        self.folded.text()
    }

    /// A candidate over a range of tokens.
    fn candidate(&self, kind: Kind, first: usize, end: usize, value: String, evidence: Evidence<'_>) -> Candidate {
        self.candidate_at(kind, self.reading.bytes(first, end), value, evidence)
    }

    /// A candidate over a range of folded bytes.
    fn candidate_at(&self, kind: Kind, bytes: Range<usize>, value: String, evidence: Evidence<'_>) -> Candidate {
        let marks = self.folded.marks(bytes.clone());
        Candidate {
            kind,
            detector: 0,
            span: self.folded.original(bytes),
            value,
            confidence: evidence.confidence(),
            disguises: marks.disguises().collect(),
            evidence: evidence.into_names(),
        }
    }

    /// How the characters of a range of tokens came to be.
    fn marks(&self, first: usize, end: usize) -> Marks {
        self.folded.marks(self.reading.bytes(first, end))
    }
}
