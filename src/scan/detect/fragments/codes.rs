//! Letters that are no word, and may be part of a meeting's code: "kqv", "-tzmd-", "q s b".

use crate::scan::detect::View;
use crate::scan::read::TokenKind;

use super::seeds::is_strange;
use super::{Form, Found, LOOSE_NEAR_MAX, Reader};

/// Letters of a part of a code,
const PART_BYTES: std::ops::RangeInclusive<usize> = 3..=4;
/// and tokens of one that is spelled: "q s b", "w z r k".
const SPELLED_TOKENS: [usize; 2] = [7, 5];
/// Words beside such letters at most.
const LETTERS_LOOSE_MAX: u8 = LOOSE_NEAR_MAX + 3;

/// Whether there could be letters of a code.
pub(super) fn may_be_lettered(view: &View<'_>) -> bool {
    (0..view.reading.tokens().len()).any(|at| letters_end(view, at).is_some())
}

/// One past the letters of a code that begin at a token: three or four that are no word, set apart from what is said around them.
fn letters_end(view: &View<'_>, at: usize) -> Option<usize> {
    let tokens = view.reading.tokens();
    let first = tokens.get(at).filter(|t| t.kind == TokenKind::Word)?;
    if first.len() == 1 {
        return spelled_end(view, at).filter(|&end| is_set_apart(view, at, end, false));
    }
    // "-nfe. Até amanhã"
    let hyphened = at == 1 && view.sign(0) == Some("-");
    if !PART_BYTES.contains(&first.len()) || view.is_large(at) || !(hyphened || is_strange(view, at)) {
        return None;
    }
    let spoken = view.word(at).bytes().any(|b| b"aeiouy".contains(&b));
    let plain = view.word(at).bytes().all(|b| b.is_ascii_lowercase());
    (plain && is_set_apart(view, at, at + 1, !spoken)).then_some(at + 1)
}

/// "q s b": one past three or four letters with spaces between.
fn spelled_end(view: &View<'_>, at: usize) -> Option<usize> {
    let tokens = view.reading.tokens();
    let letter = |at: usize| view.is_word(at) && tokens[at].len() == 1;
    let spelled = |count: &usize| {
        let mut run = (at..at + count).step_by(2);
        at + count <= tokens.len()
            && run.all(letter)
            && (at + 1..at + count).step_by(2).all(|at| tokens[at].kind == TokenKind::Space)
    };
    SPELLED_TOKENS.into_iter().find(spelled).map(|count| at + count)
}

/// Whether signs, or nothing, stand on both sides of some letters, or words said around pieces; after those that nobody can `speak` a
/// word may stand.
fn is_set_apart(view: &View<'_>, first: usize, end: usize, mute: bool) -> bool {
    let sign = |at: Option<usize>| {
        at.and_then(|at| view.reading.tokens().get(at))
            .is_none_or(|t| !matches!(t.kind, TokenKind::Word | TokenKind::Digits))
    };
    let around = |at: usize| view.reading.has(at, super::AROUND);
    let before = view.skip_spaces_back(first).checked_sub(1);
    let elided = before.is_some_and(|at| view.sign(at) == Some("'"));
    let after = view.skip_spaces(end);
    !elided
        && (sign(before) || before.is_some_and(around))
        && (sign(Some(after)) && view.sign(after) != Some("'") || around(after) || mute)
}

impl Reader<'_> {
    /// "trois blocs, le premier : kqv", "xoc , sexta às 19h"
    pub(super) fn code_letters(&mut self) {
        let mut at = 0;
        while at < self.covered.len() {
            let end = letters_end(self.view, at).filter(|&end| (at..end).all(|at| self.free(at)));
            if let Some(end) = end {
                self.covered[at..end].fill(true);
                self.found.push(Found::of(Form::Letters, at, end, LETTERS_LOOSE_MAX));
            }
            at = end.unwrap_or(at + 1);
        }
    }
}
