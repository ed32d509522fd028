//! Numbers of which only the beginning and the end are given as digits, with a riddle between: "it starts with 33, then the year of
//! the cup, and ends in 45 09".

use crate::kind::Kind;
use crate::scan::detect::evidence::Evidence;
use crate::scan::detect::{Candidate, Found, View};
use crate::scan::read::{Against, Class, Classes, Lexeme, TokenKind};

/// Tokens from the beginning to the end at most: about forty words.
const TOKENS_MAX: usize = 90;
/// Tokens from the words that announce a part to its digits at most: "por un ".
const LEAD_TOKENS_MAX: usize = 5;
/// Digits that are given at least; one or two at each end say little.
const DIGITS_MIN: usize = 4;
/// Digits that are given at most: more are several numbers.
const DIGITS_MAX: usize = 14;
/// A number that is as sure needs no second reading.
const SURE: u8 = 50;

/// Whether a number that is given by its ends could stand in a view: a phone is announced, and a beginning and an end.
pub(super) fn may_stand(view: &View<'_>) -> bool {
    let holds = view.reading.holds();
    holds.cue(Kind::Phone)
        && (holds.digits >= DIGITS_MIN || holds.any(Classes::NUMBER))
        && holds.any(Classes::FIRST)
        && holds.any(Classes::LAST)
}

/// Reads every number of a view that is given by its ends.
pub(super) fn detect(view: &View<'_>, found: &mut Found) {
    if !may_stand(view) {
        return;
    }
    let mut done = 0;
    for begin in view.reading.lexemes().iter().filter(|l| l.entry.class == Class::First) {
        if (begin.first as usize) < done || !view.reading.is_plausible(begin.entry) {
            continue;
        }
        let Some(candidate) = from(view, begin) else { continue };
        done = candidate.1;
        let covered = |c: &Candidate| {
            let apart = c.span.end <= candidate.0.span.start || candidate.0.span.end <= c.span.start;
            c.kind == Kind::Phone && c.confidence >= SURE && !apart
        };
        if !found.candidates.iter().any(covered) {
            found.candidates.push(candidate.0);
        }
    }
}

/// A number that begins after what announces its beginning, with one past its last token.
fn from(view: &View<'_>, begin: &Lexeme) -> Option<(Candidate, usize)> {
    let first = digits_after(view, begin.end as usize)?;
    let tokens = view.reading.tokens();
    let limit = tokens.len().min(first + TOKENS_MAX);
    let last = (first + 1..limit).find_map(|at| {
        let last = view.reading.longest(at, |c| c == Class::Last)?;
        digits_after(view, last.end as usize)
    })?;
    let end = run_end(view, last);
    let count = |at: usize| match tokens[at].kind {
        TokenKind::Digits => tokens[at].len(),
        TokenKind::Word if view.reading.is(at, |c| c == Class::Number) => 1,
        _ => 0,
    };
    let digits: usize = (first..end).map(count).sum();
    let cue = view.cue(first, end, Kind::Phone);
    let against = view.against_before(begin.first as usize).is_some_and(|(a, _)| a == Against::Reference);
    if !cue.near || against || !(DIGITS_MIN..=DIGITS_MAX).contains(&digits) || view.against_after(end).is_some() {
        return None;
    }
    let mut evidence = Evidence::new(view.weights, Kind::Phone);
    evidence.add("said-by-ends");
    evidence.add("cue");
    evidence.add_if(cue.adjacent, "cue-adjacent");
    let figures = (first..end).filter(|&at| view.is_digits(at)).map(|at| view.word(at)).collect();
    Some((view.candidate(Kind::Phone, first, end, figures, evidence), end))
}

/// The first token of digits that stand right after a token, an article or a comma between.
fn digits_after(view: &View<'_>, from: usize) -> Option<usize> {
    let is_digits = |at: usize| {
        view.is_digits(at) || view.reading.at(at).iter().any(|l| l.entry.class == Class::Number && l.entry.value > 1)
    };
    let small = |at: usize| view.is_word(at) && view.word(at).len() <= 3;
    let between = |at: usize| small(at) || view.skip_spaces(at) > at || matches!(view.sign(at), Some("," | ":"));
    let at = (from..from + LEAD_TOKENS_MAX).find(|&at| is_digits(at) || !between(at))?;
    is_digits(at).then_some(at)
}

/// One past a run of digits, in figures or words, parted by a space or a sign.
fn run_end(view: &View<'_>, first: usize) -> usize {
    let mut numbers = Vec::new();
    let mut end = first + 1;
    let mut at = first;
    loop {
        if view.is_digits(at) {
            end = at + 1;
        } else if view.reading.is(at, |c| c == Class::Number) {
            view.reading.numbers(at, view.vocabulary, &mut numbers);
            match numbers.first() {
                Some(number) => end = number.end,
                None => return end,
            }
        } else {
            return end;
        }
        at = view.skip_spaces(end);
        if at == end && matches!(view.sign(end), Some("-" | "." | "/")) {
            at = end + 1;
        }
    }
}
