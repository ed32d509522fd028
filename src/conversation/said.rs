//! What one message left in its conversation's memory, packed: hundreds of thousands are held.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::size_of;
use std::ops::Range;

use crate::kind::Kind;
use crate::scan::{Finding, Form, Fragments, Place};

use super::joined::Item;

/// Details remembered of one message at most: a message that holds more is flagged for the first, and is a list.
const FLAGGED_MAX: usize = 8;

/// A detail that a message was flagged for, without its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flagged {
    /// What it is.
    pub kind: Kind,
    /// A digest of its value.
    pub value: u64,
    /// Its bytes in the message.
    pub start: u32,
    /// One past them.
    pub end: u32,
}

impl Flagged {
    /// Of a finding that flags.
    #[must_use]
    pub fn of(finding: &Finding) -> Self {
        Self {
            kind: finding.kind,
            value: digest(finding.value.get()),
            start: clamp(finding.span.start),
            end: clamp(finding.span.end),
        }
    }
}

impl Flagged {
    /// Whether it and a range of its message's bytes have some in common.
    pub(super) fn holds(&self, span: &Range<usize>) -> bool {
        span.start < self.end as usize && (self.start as usize) < span.end
    }
}

/// A digest of a value: never stored beyond this process, so the hasher may change with the compiler.
pub(super) fn digest(value: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// A fragment: where it stands in its message, and in [`Said::packed`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    start: u32,
    packed: u16,
    len: u16,
    /// Bytes of its figures, after its text.
    figures: u8,
    form: Form,
    place: Place,
    doubt: bool,
    loose: u8,
}

/// What one message left.
#[derive(Clone, PartialEq, Eq)]
pub struct Said {
    /// The message's id, its sender's, then the texts of its fragments, each with its figures.
    packed: Box<str>,
    id_len: u16,
    sender_len: u16,
    pieces: Box<[Piece]>,
    flagged: Box<[Flagged]>,
    pub(super) loose: u8,
    pub(super) corrects: bool,
    pub(super) asks: bool,
    pub(super) language: Option<u8>,
    /// The message's revision.
    pub revision: u64,
    /// The record's offset.
    pub offset: i64,
    /// When it was said; `None` where nothing tells.
    pub time_ms: Option<i64>,
}

impl fmt::Debug for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Said").field("offset", &self.offset).field("pieces", &self.pieces.len()).finish_non_exhaustive()
    }
}

impl Said {
    /// Packs what a message left; `None` where it left nothing (or an id is beyond reason).
    #[must_use]
    pub fn pack(
        message_id: &str,
        sender_id: &str,
        text: &str,
        fragments: &Fragments,
        flagged: &[Flagged],
    ) -> Option<Self> {
        let len = |id: &str| u16::try_from(id.len()).ok().filter(|_| id.len() <= ID_BYTES_MAX);
        let (id_len, sender_len) = (len(message_id)?, len(sender_id)?);
        if fragments.list.is_empty() && flagged.is_empty() {
            return None;
        }
        let bytes = fragments.list.iter().map(|f| f.span.len() + f.figures.len()).sum::<usize>();
        let mut packed = String::with_capacity(message_id.len() + sender_id.len() + bytes);
        packed.push_str(message_id);
        packed.push_str(sender_id);
        let mut pieces = Vec::with_capacity(fragments.list.len());
        for fragment in &fragments.list {
            let piece = Piece {
                start: clamp(fragment.span.start),
                packed: packed.len() as u16,
                len: fragment.span.len() as u16,
                figures: fragment.figures.len() as u8,
                form: fragment.form,
                place: fragment.place,
                doubt: fragment.doubt,
                loose: fragment.loose,
            };
            packed.push_str(&text[fragment.span.clone()]);
            packed.push_str(&fragment.figures);
            pieces.push(piece);
        }
        Some(Self {
            packed: packed.into(),
            id_len,
            sender_len,
            pieces: pieces.into(),
            flagged: flagged.iter().take(FLAGGED_MAX).copied().collect(),
            loose: fragments.loose,
            corrects: fragments.corrects,
            asks: fragments.asks,
            language: fragments.language,
            revision: 0,
            offset: 0,
            time_ms: None,
        })
    }

    /// The message's id.
    #[must_use]
    pub fn message_id(&self) -> &str {
        &self.packed[..usize::from(self.id_len)]
    }

    /// The id of who said it.
    #[must_use]
    pub fn sender_id(&self) -> &str {
        &self.packed[usize::from(self.id_len)..][..usize::from(self.sender_len)]
    }

    /// What the message was flagged for on its own.
    #[must_use]
    pub fn flagged(&self) -> &[Flagged] {
        &self.flagged
    }

    /// The fragments as they take part in an assembly, the message's place among the others given.
    pub(super) fn items(&self, said: usize) -> impl Iterator<Item = Item<'_>> {
        self.pieces.iter().map(move |piece| {
            let (start, len) = (piece.start as usize, usize::from(piece.len));
            let (text, figures) = self.packed[usize::from(piece.packed)..].split_at(len);
            let Piece { form, place, doubt, loose, .. } = *piece;
            let figures = &figures[..usize::from(piece.figures)];
            Item { said, form, place, doubt, loose, span: start..start + len, text, figures }
        })
    }

    /// Whether it says what may be a part of any detail, not only words about one.
    pub(super) fn is_material(&self) -> bool {
        self.has_pieces() || self.pieces.iter().any(|piece| matches!(piece.form, Form::Counted(_)))
    }

    /// Whether it holds what is part of a detail whatever else is said.
    pub(super) fn has_pieces(&self) -> bool {
        self.pieces.iter().any(|piece| piece.form.is_material())
    }

    /// Whether it begins with a "no".
    pub(super) fn denies(&self) -> bool {
        self.pieces.iter().any(|piece| piece.form == Form::Denial)
    }

    /// Bytes of memory it takes.
    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>() + self.packed.len() + size_of_val(&*self.pieces) + size_of_val(&*self.flagged)
    }
}

/// A longer id of a message or a member is no id: nothing of its message is remembered.
const ID_BYTES_MAX: usize = 1024;

fn clamp(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
