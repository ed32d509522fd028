//! Corrections: what is said right after a number of its last digits, "… 50. Pardon, pas 50 mais 15".

use crate::scan::detect::View;
use crate::scan::read::{Against, Class, TokenKind};

use super::amend::{Amended, mended};

/// Digits that are corrected at most.
const DIGITS_MAX: usize = 4;
/// Words and signs between a number and what corrects it at most: ". Euh, pardon, c'est ".
const LEADING_TOKENS_MAX: usize = 20;

/// The correction that follows a number.
pub(super) fn after(view: &View<'_>, end: usize, value: &str) -> Option<Amended> {
    #[rustfmt::skip]
    const LINKS: &[&str] = &[
        "c", "est", "cest", "'", "mais", "it", "s", "is", "but", "es", "ist", "e", "son", "sino", "ma", "sondern", "maar", "mas", "plutot",
        "rather", "le", "the", "finit", "par", "des",
    ];
    let mut at = end;
    let (mut corrects, mut denies, mut wrong) = (false, false, None);
    while at < end + LEADING_TOKENS_MAX {
        let token = view.reading.tokens().get(at)?;
        let correction = view.reading.longest(at, |c| matches!(c, Class::Correction | Class::Denial));
        if let Some(correction) = correction {
            corrects |= correction.entry.class == Class::Correction;
            denies = true;
            at = correction.end as usize;
            continue;
        }
        if let Some(instead) = view.reading.longest(at, |c| c == Class::Instead).filter(|_| denies && wrong.is_none()) {
            let (said, after) = digits(view, view.skip_spaces(instead.end as usize))?;
            wrong = Some(said);
            at = after;
            continue;
        }
        if let Some((right, after)) = digits(view, at).filter(|_| denies) {
            let same = wrong.as_ref().is_none_or(|wrong| wrong.len() == right.len());
            let sure = corrects || wrong.is_some() || right.len() == 2;
            let closed = same && sure && is_closed(view, after);
            return closed.then(|| Amended { end: after, value: mended(value, wrong.as_deref(), &right) });
        }
        let filler = view.reading.longest(at, |c| c == Class::Filler);
        at = match token.kind {
            TokenKind::Space | TokenKind::Newline | TokenKind::Hyphen => at + 1,
            TokenKind::Sign if matches!(view.word(at), "," | "." | "…" | "!" | "(" | ":" | ";" | "'") => at + 1,
            TokenKind::Word if denies && LINKS.contains(&view.word(at)) => at + 1,
            _ => filler?.end as usize,
        };
    }
    None
}

/// A few digits at a token, in figures or words, and one past them.
fn digits(view: &View<'_>, at: usize) -> Option<(String, usize)> {
    if view.is_digits(at) {
        return (view.word(at).len() <= DIGITS_MAX).then(|| (view.word(at).to_owned(), at + 1));
    }
    let mut numbers = Vec::new();
    view.reading.numbers(at, view.vocabulary, &mut numbers);
    // "un" is an article as often.
    numbers.first().filter(|n| n.value > 1).map(|n| (n.value.to_string(), n.end))
}

/// Whether nothing goes on with the digits that end before a token: no more of them, no unit, no hour.
fn is_closed(view: &View<'_>, end: usize) -> bool {
    let next = view.skip_spaces(end);
    let parted = |at: usize| view.sign(at).is_some() && view.is_digits(at + 1);
    let timed = |c| matches!(c, Class::Against(Against::Time | Against::Date));
    let counted = view.against_after(end).is_some() || (view.word(next).len() > 2 && view.reading.is(next, timed));
    !view.is_alphanumeric(end) && !view.is_digits(next) && !parted(end) && !counted && view.word(next) != "h"
}
