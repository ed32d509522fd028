//! Whether what was put together is a detail, or words and numbers that happened to be said one after another.

use std::ops::Range;

use crate::kind::Kind;
use crate::scan::{Finding, Form, LOOSE_NEAR_MAX, LOOSE_PURE_MAX, Place};

use super::assembly::Assembly;
use super::family::Family;
use super::joined::Item;

/// The parts of a finding: an item's place, and the bytes of its text.
pub(super) type Pieces = [(usize, Range<usize>)];

impl Assembly<'_, '_, '_> {
    /// Whether what was found is more than numbers that happened to be said one after another.
    pub(super) fn plausible(&self, family: Family, finding: &Finding, parts: &Pieces) -> bool {
        match family {
            Family::Number if finding.kind == Kind::Phone => self.is_number(finding, parts),
            Family::Number => self.is_account(finding, parts),
            Family::Handle => parts
                .iter()
                .map(|(at, _)| &self.items[*at])
                .any(|item| item.form != Form::Service && !item.doubt && is_mixed(item.text)),
            _ => true,
        }
    }

    /// A number is one where it is announced, or where one sender says nothing else; without its leading zero or country code
    /// it must not look like offers, counts or postcodes either.
    fn is_number(&self, finding: &Finding, parts: &Pieces) -> bool {
        let items = || parts.iter().map(|(at, _)| &self.items[*at]);
        let loose = |item: &Item<'_>| self.messages[item.said].loose;
        let bare = is_bare(finding);
        let begun = items().any(|item| !item.doubt && item.text.starts_with(['0', '+']));
        let doubtful = items().any(|item| item.doubt);
        let abroad = ["no-trunk-abroad", "mobile-abroad", "fixed-abroad"].iter().any(|name| has(finding, name));
        if (doubtful && (bare || !begun)) || (bare && abroad) {
            return false;
        }
        let cued = |item: &Item<'_>| {
            item.place != Place::Next || (loose(item) <= LOOSE_NEAR_MAX && self.is_announced(item.said))
        };
        if items().any(cued) {
            return items().all(|item| loose(item) <= LOOSE_NEAR_MAX || cued(item));
        }
        let pure = items().all(|item| loose(item) < LOOSE_PURE_MAX);
        // Two who name numbers in turn are playing or haggling.
        let sender = |item: &Item<'_>| self.messages[item.said].sender;
        let alone = items().all(|item| sender(item) == sender(&self.items[parts[0].0]));
        if !bare {
            let begins = items().next().is_some_and(|item| item.text.starts_with(['0', '+']));
            return !has(finding, "loose-plan") && (alone || (pure && begins));
        }
        let asked = self.items.iter().any(|item| item.form == Form::Cue);
        alone && pure && !self.is_offers(finding, parts) && (asked || self.is_grouped(finding, parts))
    }

    /// Whether a message announces a phone.
    fn is_announced(&self, said: usize) -> bool {
        self.items.iter().any(|item| item.said == said && item.form == Form::Cue)
    }

    /// Whether figures come again, or in round figures, as offers and counts do.
    fn is_offers(&self, finding: &Finding, parts: &Pieces) -> bool {
        let figures: Vec<&str> = parts.iter().map(|(at, _)| self.items[*at].text).collect();
        let again = figures.iter().enumerate().any(|(at, text)| text.len() > 1 && figures[..at].contains(text));
        again || self.is_round(finding.value.get(), parts)
    }

    /// Whether the pieces are as a number's groups are.
    fn is_grouped(&self, finding: &Finding, parts: &Pieces) -> bool {
        let saids = || parts.iter().map(|(at, _)| self.messages[self.items[*at].said]);
        let counts = || {
            parts.iter().map(|(at, _)| match self.items[*at].form {
                Form::Digits(count) => count,
                _ => 0,
            })
        };
        let longest = counts().max().unwrap_or(0);
        // "3", "4471": a floor and a code.
        let uneven = longest > 2 && counts().any(|count| count == 1);
        let known = saids().any(|said| said.language.is_some()) && parts.len() > 3;
        match parts.len() {
            // "613 77": a postcode or a price is in one piece.
            2 => {
                has(finding, "groups-plan")
                    || parts.iter().all(|(at, _)| self.items[*at].text.contains([' ', '.', '-']))
            }
            _ => !uneven && (longest > 2 || known),
        }
    }

    /// A card's number is said in fours.
    fn is_account(&self, finding: &Finding, parts: &Pieces) -> bool {
        let fours = |(at, _): &(usize, Range<usize>)| match self.items[*at].form {
            Form::Digits(count) => count % 4 == 0,
            _ => true,
        };
        let letters = finding.value.get().bytes().any(|b| b.is_ascii_alphabetic());
        letters || parts.split_last().is_none_or(|(_, before)| before.iter().all(fours))
    }

    /// Whether half the pieces or more end in 0 or 5, as offers do.
    fn is_round(&self, value: &str, parts: &Pieces) -> bool {
        let mut end = value.len();
        let mut round = 0;
        for (at, _) in parts.iter().rev() {
            let Form::Digits(count) = self.items[*at].form else { continue };
            round += usize::from(count > 1 && value[..end].ends_with(['0', '5']));
            end = end.saturating_sub(count.into());
        }
        round * 2 >= parts.len()
    }
}

/// Whether a name is no ordinary word: it holds digits or signs.
pub(super) fn is_mixed(name: &str) -> bool {
    name.bytes().any(|b| b.is_ascii_digit() || matches!(b, b'_' | b'.' | b'@' | b'-'))
}

/// Whether a number was found without its leading zero or the plus of its country code.
pub(super) fn is_bare(finding: &Finding) -> bool {
    finding
        .evidence
        .iter()
        .any(|name| matches!(&**name, "no-trunk" | "trunk-missing" | "bare-code" | "bare-code-fixed"))
}

/// Whether a finding's evidence has a name.
fn has(finding: &Finding, name: &str) -> bool {
    finding.evidence.iter().any(|evidence| evidence == name)
}
