//! Figures that what they count, or their unit, explains, and letters that look like figures: pieces of a number only where a riddle hides
//! one ("06 plates, 39 glasses"), or where they are all that one says ("O6", "S4").

use crate::scan::detect::View;
use crate::scan::detect::phone::{ORDINALS, look_alike};
use crate::scan::read::{Against, Class, Classes, TokenKind};

use super::{FRAGMENTS_MAX, Form, Fragment, Fragments, LOOSE_PURE_MAX, OFFER_LOOSE_MAX, Place, language, share};

/// Letters and figures of one such piece at most.
const COUNTED_BYTES_MAX: usize = 4;
/// Figures of a day or an hour at most.
const DAY_BYTES_MAX: usize = 2;
/// Pieces of one text at most: a text with more is a list.
const COUNTED_MAX: usize = 5;
/// Classes of words that say that figures are not what they seem to be.
const HINTS: Classes = Classes::HINT.and(Classes::RIDDLE);

/// Figures of their own, by their tokens.
struct Counted {
    first: usize,
    end: usize,
    /// Its digits, where letters stand for some; its groups, where it has some.
    figures: String,
    lettered: bool,
}

/// Whether a text could hold counted figures, or hint at them: a zero first, two of them, or one and little else.
pub(super) fn may_be_counted(view: &View<'_>, loose: u8) -> bool {
    let holds = view.reading.holds();
    if holds.any(HINTS) {
        return loose <= OFFER_LOOSE_MAX;
    }
    let figures = || view.reading.countable().filter(|&at| view.is_digits(at));
    holds.digits > 0
        && share(loose) <= OFFER_LOOSE_MAX
        && (loose <= LOOSE_PURE_MAX
            || view.is_digits(view.reading.tokens().len().saturating_sub(1))
            || figures().nth(1).is_some()
            || figures().any(|at| is_zero_first(view, at)))
}

/// Adds the counted figures of a text, and the words that hint at them.
pub(super) fn read(view: &View<'_>, out: &mut Fragments) {
    if out.list.is_empty() {
        out.language = language(view);
    }
    let hints = |class| Classes::of(class).any(HINTS);
    let said = if view.reading.holds().any(HINTS) { view.reading.lexemes() } else { &[] };
    let hint = said.iter().find(|l| hints(l.entry.class) && view.reading.is_plausible(l.entry));
    if let Some(hint) = hint {
        add(view, out, Form::Hint, hint.first as usize..hint.end as usize, String::new());
    }
    let counted = all(view);
    if counted.len() <= COUNTED_MAX || hint.is_some() {
        for tied in counted.chunk_by(|last, next| is_beside(view, last, next)) {
            // "g8 2B", where the second is digits whatever stands before it
            let apart = tied.len() > 1 && tied.iter().any(|one| overlaps(view, out, one.first..one.end));
            for part in tied.chunks(if apart { 1 } else { tied.len() }) {
                let figures = part.iter().map(|one| one.figures.as_str()).collect::<Vec<_>>().join(" ");
                let count = u8::try_from(figures.bytes().filter(u8::is_ascii_digit).count()).unwrap_or(u8::MAX);
                let figures = if part.iter().any(|one| one.lettered) { figures } else { String::new() };
                let end = part.last().map_or(part[0].end, |last| last.end);
                add(view, out, Form::Counted(count), part[0].first..end, figures);
            }
        }
    }
    out.list.sort_by_key(|f| f.span.start);
}

/// Every figure that stands for itself.
fn all(view: &View<'_>) -> Vec<Counted> {
    let mut all: Vec<Counted> = Vec::new();
    for at in view.reading.countable().filter(|&at| view.is_digits(at)) {
        if all.last().is_none_or(|last| last.end <= at) {
            all.extend(counted(view, at));
        }
    }
    all
}

/// "6:12", "g8 2B": whether one sign parts two, which are one.
fn is_beside(view: &View<'_>, last: &Counted, next: &Counted) -> bool {
    last.end + 1 == next.first && (view.sign(last.end) == Some(":") || view.skip_spaces(last.end) == next.first)
}

/// Whether digits of a fragment stand among some tokens.
fn overlaps(view: &View<'_>, out: &Fragments, tokens: std::ops::Range<usize>) -> bool {
    let span = view.folded.original(view.reading.bytes(tokens.start, tokens.end));
    let overlaps = |f: &Fragment| {
        matches!(f.form, Form::Digits(_) | Form::Account) && f.span.start < span.end && span.start < f.span.end
    };
    out.list.iter().any(overlaps)
}

/// Adds a fragment that no digits of another overlap.
fn add(view: &View<'_>, out: &mut Fragments, form: Form, tokens: std::ops::Range<usize>, figures: String) {
    let free = form == Form::Hint || !overlaps(view, out, tokens.clone());
    let span = view.folded.original(view.reading.bytes(tokens.start, tokens.end));
    if out.list.len() < FRAGMENTS_MAX && free {
        out.list.push(Fragment { form, span, place: Place::Next, doubt: true, loose: 0, figures });
    }
}

/// "06", "O2": whether figures begin with a zero, and are no day and no hour.
fn is_zero_first(view: &View<'_>, at: usize) -> bool {
    let timed = |c| matches!(c, Class::Against(Against::Time | Against::Date));
    let token = &view.reading.tokens()[at];
    let zero = token.len() > 1 && view.text().as_bytes()[token.start as usize] == b'0';
    let letter = at > 0 && view.word(at - 1) == "o";
    (zero || letter) && !view.reading.is(view.skip_spaces(at + 1), timed)
}

/// "39", "g8", "O2", and no "12.50", "12/03" or "marie92": a few figures of their own, letters that look like some among them.
fn counted(view: &View<'_>, at: usize) -> Option<Counted> {
    let tokens = view.reading.tokens();
    let timed = |c| matches!(c, Class::Against(Against::Time | Against::Date));
    let tied = |sign: Option<&str>| matches!(sign, Some("." | "," | "/" | "-" | "_" | "@"));
    let (mut first, mut end) = (at, at + 1);
    while first > 0 && view.is_alphanumeric(first - 1) {
        first -= 1;
    }
    // "6cm", and no "3g", where the g is said to be a nine
    let said = |letter: &str| (0..tokens.len()).any(|other| other != at + 1 && view.word(other) == letter);
    while view.is_alphanumeric(end) && !(end == at + 1 && view.is_unit(end) && !said(view.word(end))) {
        end += 1;
    }
    // "9 h 30"
    let hour = view.skip_spaces_back(first).checked_sub(1).is_some_and(|at| matches!(view.word(at), "h" | "x" | "uhr"));
    let before = hour || first >= 2 && tied(view.sign(first - 1)) && view.is_alphanumeric(first - 2);
    let after = tied(view.sign(end)) && view.is_alphanumeric(end + 1)
        // "9h12"
        || view.is_alphanumeric(end) && view.is_alphanumeric(end + 1);
    let bytes = view.reading.bytes(first, end);
    // "06 juillet"
    let zero = view.text().as_bytes()[view.reading.tokens()[first].start as usize] == b'0';
    let dated = zero && bytes.len() <= DAY_BYTES_MAX && view.reading.is(view.skip_spaces(end), timed);
    // "2e"
    let ordinal = (first..end).any(|at| view.is_word(at) && ORDINALS.contains(&view.word(at)));
    if before || after || dated || ordinal || bytes.len() > COUNTED_BYTES_MAX {
        return None;
    }
    let start = bytes.start;
    let digit = |(i, b): (usize, u8)| match b {
        b'0'..=b'9' => Some(char::from(b)),
        _ => look_alike(b, view.folded.is_upper(start + i)).map(|(digit, _)| char::from(digit)),
    };
    let figures: String = view.text()[bytes].bytes().enumerate().map(digit).collect::<Option<_>>()?;
    Some(Counted { first, end, figures, lettered: tokens[first..end].iter().any(|t| t.kind == TokenKind::Word) })
}
