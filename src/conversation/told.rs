//! What speaks for the pieces of a number being one, weighed: what announced it, who waited for it, how it is cut, what else is said.
//!
//! No sign of it is needed, and hardly any tells alone: "347", "B: e poi?", "551 e mi trova dopo le 18", "B: ok", "2086".

use crate::scan::{Finding, Form, LOOSE_NEAR_MAX, Place};

use super::assembly::Assembly;
use super::joined::Item;
use super::plausible::{
    Digits, Pieces, bounds, distinct, has, has_any, is_cut_as_said, is_monotone, is_series, is_shaped,
};

/// The weight from which pieces are a number.
const TOLD_MIN: i8 = 6;

/// Messages from the words that announce a number to its first piece at most,
const CUE_MESSAGES_MAX: usize = 8;
/// and from those that ask for it, where it is the answer.
const ASKED_MESSAGES_MAX: usize = 2;

/// Of signs that may come often so many count.
const SIGNS_MAX: usize = 2;
/// So many messages, or pieces that say which part they are, count.
const MANY_MAX: usize = 3;

/// Evidence of a plan of another country.
const ABROAD: &[&str] = &["international-possible", "no-trunk-abroad", "mobile-abroad", "fixed-abroad"];

/// A sign of no number that outweighs two of one.
const AGAINST: i8 = 2;
/// A sign of something else.
const OTHER: i8 = 4;

impl Assembly<'_, '_, '_> {
    /// Whether more speaks for pieces being a number of a plan than against it.
    pub(super) fn is_told(&self, finding: &Finding, parts: &Pieces, digits: &Digits<'_>) -> bool {
        let said = self.announced(digits) + self.prompts(digits);
        // Nothing tells what "20", "47", "88" are; "06", "39", "98" say it themselves, where one says them.
        let told = said >= i8::from(digits.bare || !digits.alone);
        // Scores and lots are a landline's digits, or those of another country, as often as not.
        let rare = digits.bare && (has_any(finding, ABROAD) || has(finding, "fixed-home"));
        // A neighbour's plan takes what the country's own would, where the language is not known.
        let near = digits.bare && has_any(finding, &["mobile-near", "fixed-near"]);
        if !told || near || rare && !(digits.asked || digits.dictated) || self.is_begun_before(digits) {
            return false;
        }
        let weight = |fit| fit + said + 2 * self.echoes(digits) + cut(&digits.items);
        fit(finding, &digits.items)
            .is_some_and(|fit| weight(fit) - self.spoken_of_else(finding, parts, digits) >= TOLD_MIN)
    }

    /// "+33", "(0)6", "39.98": whether its sender begins a number right before, and not with the first piece.
    fn is_begun_before(&self, digits: &Digits<'_>) -> bool {
        let (first, last) = bounds(&digits.items);
        let begins = |item: &Item<'_>| item.text.starts_with('+') && item.said <= last && self.is_of(item, first);
        let held = |item: &Item<'_>| digits.items.iter().any(|piece| piece.text == item.text);
        self.items.iter().any(|item| begins(item) && first <= item.said + CUE_MESSAGES_MAX && !held(item))
    }

    /// What announces a number, or asks for it, and says which part a piece is: "my number", "jot down", "it ends in".
    fn announced(&self, digits: &Digits<'_>) -> i8 {
        let items = &digits.items;
        let (first, last) = bounds(items);
        let near = |item: &Item<'_>| {
            let asked = item.said < first && first <= item.said + ASKED_MESSAGES_MAX && !self.is_of(item, first);
            if item.said == first || asked { 2 } else { 1 }
        };
        let cues = self
            .items
            .iter()
            .filter(|item| item.form == Form::Cue && item.said <= last && first <= item.said + CUE_MESSAGES_MAX);
        let placed = distinct(items.iter().filter(|item| item.place != Place::Next).map(|item| item.said));
        cues.map(near).max().unwrap_or(0) + 2 * i8::from(digits.dictated) + few(placed, MANY_MAX)
    }

    /// How often the other waits for the next piece: "go on", "and the rest?".
    fn prompts(&self, digits: &Digits<'_>) -> i8 {
        let (first, last) = bounds(&digits.items);
        let prompts = |item: &&Item<'_>| {
            item.form == Form::Prompt && (first..=last).contains(&item.said) && !self.is_of(item, first)
        };
        few(self.items.iter().filter(prompts).count(), SIGNS_MAX)
    }

    /// How often the other says a piece again.
    fn echoes(&self, digits: &Digits<'_>) -> i8 {
        let items = &digits.items;
        let (first, last) = bounds(items);
        let again = |item: &&Item<'_>| {
            let same = |piece: &&Item<'_>| self.is_of(piece, first) && piece.digits() == item.digits();
            matches!(item.form, Form::Digits(2..))
                && (first..=last).contains(&item.said)
                && !self.is_of(item, first)
                && items.iter().any(same)
        };
        few(self.items.iter().filter(again).count(), SIGNS_MAX)
    }

    /// What makes figures something else: prices, counts and dates, two who name figures in turn, talk around them.
    fn spoken_of_else(&self, finding: &Finding, parts: &Pieces, digits: &Digits<'_>) -> i8 {
        let items = &digits.items;
        let (first, last) = bounds(items);
        let left = |item: &Item<'_>| {
            let piece = || items.iter().any(|piece| piece.said == item.said && piece.span == item.span);
            matches!(item.form, Form::Digits(_))
                && (first..=last).contains(&item.said)
                && self.is_of(item, first)
                && !piece()
        };
        let placed = items.iter().any(|item| item.place != Place::Next);
        let crowded = few(items.iter().filter(|item| item.loose > LOOSE_NEAR_MAX).count(), items.len());
        let others = i8::from(has(finding, "loose-plan")) + i8::from(self.items.iter().any(left));
        i8::from(!digits.alone)
            + crowded * if placed { 1 } else { AGAINST }
            + i8::from(has(finding, "plan:US-mobile"))
            + i8::from(has_any(finding, &["mobile-near", "fixed-near"]))
            + AGAINST * i8::from(has_any(finding, ABROAD))
            + AGAINST * i8::from(is_monotone(items))
            + AGAINST * i8::from(!self.is_untaken(items))
            + AGAINST * i8::from(self.is_asked_figures(first))
            + (AGAINST + 1) * others
            + OTHER * i8::from(is_years(items))
            + OTHER * i8::from(self.is_told_apart(items))
            + OTHER * i8::from(self.is_offers(finding, parts) || is_series(items))
            - AGAINST * i8::from(!digits.bare)
            - AGAINST * i8::from(items[0].text.starts_with('+'))
    }
}

/// "2003", "2011": whether several pieces are years.
fn is_years(items: &[&Item<'_>]) -> bool {
    let year = |item: &&&Item<'_>| {
        item.doubt && item.text.len() == 4 && (item.text.starts_with("20") || item.text.starts_with("19"))
    };
    items.iter().filter(year).count() > 1
}

/// How well digits fit a plan; `None` where next to all do, as those of an American number.
fn fit(finding: &Finding, items: &[&Item<'_>]) -> Option<i8> {
    let home = has_any(finding, &["mobile-home", "fixed-home", "international", "region-named"]);
    match (home, is_cut_as_said(finding)) {
        _ if has(finding, "plan:US-mobile") && !is_shaped(items) || has(finding, "trunk-missing") => None,
        (true, true) => Some(4),
        (false, false) => None,
        _ => Some(2),
    }
}

/// How pieces are cut: over how many messages, in words or spaced, with nothing beside them.
fn cut(items: &[&Item<'_>]) -> i8 {
    let many = |wanted: &dyn Fn(&Item<'_>) -> bool| items.iter().filter(|item| wanted(item)).count();
    let messages = distinct(items.iter().map(|item| item.said)).saturating_sub(2);
    let spoken = many(&|item| !item.figures.is_empty() && matches!(item.form, Form::Digits(2..)));
    let spaced = many(&|item| item.figures.is_empty() && item.grouped().contains(' '));
    let pure = many(&|item| item.loose == 0);
    few(messages, MANY_MAX)
        + few(spoken, SIGNS_MAX)
        + few(spaced, SIGNS_MAX)
        + i8::from(pure == items.len())
        + i8::from(pure * 2 >= items.len())
}

/// A count, of which no more than so many count.
fn few(count: usize, most: usize) -> i8 {
    i8::try_from(count.min(most)).unwrap_or(i8::MAX)
}
