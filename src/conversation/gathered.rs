//! All the figures that one says, whatever they seem to count, where they are a number: "06 plates and 39 glasses", "98 forks, read on",
//! "13 bowls, 60 spoons".

use crate::kind::{Kind, Mode};
use crate::scan::{Finding, Form, Place};

use super::assembly::{Assembly, Found, SURE_MIN, is_written_twice};
use super::joined::{Glue, Item, Joined};
use super::plausible::{distinct, has, has_any, is_cut_as_said, is_monotone, is_series, is_shaped};

/// Digits of a number that is gathered at least, and at most.
const DIGITS_MIN: usize = 9;
const DIGITS_MAX: usize = 12;
/// Pieces of one at least,
const PIECES_MIN: usize = 3;
/// and of one that a zero begins and nothing hints at.
const BEGUN_PIECES_MIN: usize = 4;
/// So many digits, a zero first, begin a number whatever its pieces are.
const BEGUN_DIGITS_MIN: usize = 6;
/// Messages from one piece to the next at most,
const NEXT_MESSAGES_MAX: usize = 4;
/// and from a hint to the first.
const HINT_MESSAGES_MAX: usize = 4;
/// and from a question, or the words that dictate, to it.
const ASKED_MESSAGES_MAX: usize = 2;
/// Digits of one piece at most.
const PIECE_DIGITS_MAX: usize = 6;

/// What makes figures of one sender a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// "read only the numbers", "all in order".
    Hinted,
    /// A zero begins them.
    Begun,
    /// The other asked for a number, or waits for the next piece.
    Asked,
    /// They are said to be written down.
    Dictated,
    /// "(303)": a bracket says that they begin with an area code.
    Opened,
}

/// Whether figures could be gathered: a zero or a bracket begins some, or words speak for them.
pub(super) fn may_be_gathered(items: &[Item<'_>]) -> bool {
    items.iter().any(|item| match item.form {
        Form::Hint | Form::Prompt | Form::Cue | Form::Dictation => true,
        Form::Digits(_) | Form::Counted(_) => item.text.starts_with('(') || item.digits().starts_with('0'),
        _ => false,
    })
}

impl Assembly<'_, '_, '_> {
    /// A number that all the figures are that a message's sender says in a row, the last of them in the message.
    pub(super) fn gathered(&mut self, said: usize) -> Option<Found> {
        let mut figures: Vec<usize> = (0..self.items.len()).filter(|&at| self.is_gathered(at, said)).collect();
        figures.dedup_by(|next, before| self.is_said_twice(*before, *next));
        // "yes, 2! 900": a figure of one digit may be talk.
        let longer: Vec<usize> = figures.iter().copied().filter(|&at| self.items[at].digits().len() > 1).collect();
        let found = self.gathered_of(&figures, said);
        if found.is_none() && longer.len() < figures.len() { self.gathered_of(&longer, said) } else { found }
    }

    /// "five five five, so 555"
    fn is_said_twice(&self, before: usize, next: usize) -> bool {
        let (before, next) = (&self.items[before], &self.items[next]);
        is_written_twice(before, next) && before.digits() == next.digits()
    }

    fn gathered_of(&mut self, figures: &[usize], said: usize) -> Option<Found> {
        let own = figures.iter().position(|&at| self.items[at].said == said)?;
        for end in (own..figures.len()).rev() {
            let mut count = 0;
            for start in (0..=end).rev() {
                count += self.items[figures[start]].digits().len();
                if count > DIGITS_MAX {
                    break;
                }
                let order = &figures[start..=end];
                if count >= DIGITS_MIN
                    && let Some(told) = self.told_gathered(order, said)
                    && let Some(found) = self.read_gathered(order, said, told)
                {
                    return Some(found);
                }
            }
        }
        None
    }

    /// Whether an item is figures of a message's sender that nothing else holds.
    fn is_gathered(&self, at: usize, said: usize) -> bool {
        let item = &self.items[at];
        matches!(item.form, Form::Digits(_) | Form::Counted(_))
            && item.said <= said
            && item.place != Place::Not
            // "06/03"
            && !item.text.contains('/')
            && item.digits().len() <= PIECE_DIGITS_MAX
            && self.is_of(item, said)
            && !self.is_done(at)
            && !self.is_flagged(item, Kind::Phone)
    }

    /// What speaks for some figures being a number.
    fn told_gathered(&self, order: &[usize], said: usize) -> Option<Told> {
        let items: Vec<&Item<'_>> = order.iter().map(|&at| &self.items[at]).collect();
        let first = items[0].said;
        let near = items.windows(2).all(|pair| pair[1].said - pair[0].said <= NEXT_MESSAGES_MAX);
        if first == said || !near {
            return None;
        }
        let hint = |item: &Item<'_>| {
            let near = item.said <= said && first <= item.said + HINT_MESSAGES_MAX;
            item.form == Form::Hint && near && self.is_of(item, said)
        };
        if items.len() >= PIECES_MIN && self.items.iter().any(hint) {
            return Some(Told::Hinted);
        }
        let reference = |item: &Item<'_>| item.form == Form::Reference && item.said <= first && self.is_of(item, said);
        let rises = items.len() > PIECES_MIN && is_monotone(&items[1..]);
        if rises || is_series(&items) || self.is_asked_figures(first) || self.items.iter().any(reference) {
            return None;
        }
        if is_begun(&items) {
            return Some(Told::Begun);
        }
        if items[0].text.starts_with('(') {
            return Some(Told::Opened);
        }
        if items.len() < PIECES_MIN
            || distinct(items.iter().map(|item| item.said)) < PIECES_MIN
            || is_monotone(&items)
            || self.is_told_apart(&items)
        {
            return None;
        }
        let before = |item: &Item<'_>| item.said < said && first <= item.said + ASKED_MESSAGES_MAX;
        let waits =
            |item: &Item<'_>| matches!(item.form, Form::Prompt | Form::Cue) && before(item) && !self.is_of(item, said);
        let dictates = |item: &Item<'_>| {
            item.form == Form::Dictation && before(item) && item.said <= first && self.is_of(item, said)
        };
        if self.items.iter().any(waits) {
            return Some(Told::Asked);
        }
        self.items.iter().any(dictates).then_some(Told::Dictated)
    }

    /// Reads some figures, joined: a number holds them all.
    fn read_gathered(&mut self, order: &[usize], said: usize, told: Told) -> Option<Found> {
        let mut joined = Joined::default();
        let mut before = None;
        for &at in order {
            joined.push(at, &self.items[at], before, Glue::Figures);
            before = Some(Form::Digits(1));
        }
        let language = self.language(order);
        let findings = (self.speech)(&joined.text, language);
        let items: Vec<&Item<'_>> = order.iter().map(|&at| &self.items[at]).collect();
        for finding in findings {
            let parts = joined.parts(&finding.span, &self.items);
            let whole = finding.kind == Kind::Phone
                && finding.mode == Mode::Live
                && finding.confidence >= SURE_MIN
                && parts.len() == order.len();
            if whole && is_gathered_number(&finding, &items, told) {
                return Some((self.detail(finding, &parts, said), order.to_vec()));
            }
        }
        None
    }
}

/// Whether a zero begins figures as it begins a number: one of a few digits where all are said to be there, and nobody counts them.
fn is_begun(items: &[&Item<'_>]) -> bool {
    let counted = |item: &&&Item<'_>| matches!(item.form, Form::Counted(_));
    let begun = items[0].digits();
    let enough = match items.len() {
        BEGUN_PIECES_MIN.. => true,
        PIECES_MIN => items.iter().filter(counted).count() <= 1 && !counted(&&items[0]),
        _ => begun.len() >= BEGUN_DIGITS_MIN,
    };
    // "06", "39", "9h12"
    let short = |item: &&Item<'_>| counted(&item) && item.digits().len() < 2;
    // "le 06 juillet"
    let named = !counted(&&items[0]) && items[0].doubt;
    begun.starts_with('0') && enough && !named && !items.iter().any(short)
}

/// Whether a finding is the number that figures are said to be, or could be.
fn is_gathered_number(finding: &Finding, items: &[&Item<'_>], told: Told) -> bool {
    let american = has(finding, "plan:US-mobile");
    let home = has_any(finding, &["mobile-home", "international", "region-named"]);
    match told {
        Told::Hinted => {
            (!american || is_shaped(items)) && (home || has(finding, "fixed-home")) && !has(finding, "trunk-missing")
        }
        Told::Begun => has(finding, "mobile-home") && is_cut_as_said(finding) && !american,
        Told::Asked if american => is_shaped(items),
        Told::Opened => american && is_shaped(items),
        Told::Dictated => {
            let counted = items.iter().any(|item| matches!(item.form, Form::Counted(_)));
            has(finding, "mobile-home") && is_cut_as_said(finding) && !american && !counted
        }
        Told::Asked => has(finding, "mobile-home") && !has(finding, "trunk-missing"),
    }
}
