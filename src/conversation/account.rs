//! An account's number in pieces: its length and check digits prove it, whatever is said around them.

use std::ops::Range;

use crate::scan::{Form, iban};

use super::assembly::{Assembly, Found, Pieces};
use super::joined::Item;

/// Messages from the head of an account's number to its last piece at most.
const ACCOUNT_MESSAGES_MAX: usize = 16;
/// Pieces between its own that are none of it, at most: an hour, a price, one said twice.
const SKIPPED_MAX: usize = 3;
/// Letters of a country's code, and of a bank's.
const COUNTRY_BYTES: usize = 2;
const BANK_BYTES: usize = 4;

/// What an item is of an account's number, and the bytes of its text that say it.
struct Digest {
    at: usize,
    range: Range<usize>,
    text: String,
}

impl Assembly<'_, '_, '_> {
    /// "NL67", "B: oké", "TRIO dan 0417", "3952 en als toetje 64": the account's number that one sender says from its country on, where a
    /// message says the last of it.
    pub(super) fn account(&mut self, said: usize) -> Option<Found> {
        let head = |at: &usize| {
            let item = &self.items[*at];
            item.said <= said
                && said <= item.said + ACCOUNT_MESSAGES_MAX
                && self.is_of(item, said)
                && is_account_head(item)
        };
        let heads: Vec<usize> = (0..self.items.len()).rev().filter(head).collect();
        let order = heads.into_iter().find_map(|head| self.account_from(head, said))?;
        let text: String = order.iter().map(|piece| piece.text.as_str()).collect();
        let items: Vec<usize> = order.iter().map(|piece| piece.at).collect();
        let finding = self.read_text(&text.to_uppercase(), &items)?;
        let again = self.said_again(&items, said).into_iter().map(|at| (at, 0..self.items[at].text.len()));
        let parts: Pieces = order.into_iter().map(|piece| (piece.at, piece.range)).chain(again).collect();
        Some((self.detail(finding, &parts, said), items))
    }

    /// Where either side says one of some pieces again: "0044 hab ich".
    pub(super) fn said_again(&self, order: &[usize], said: usize) -> Vec<usize> {
        let again = |at: &usize| {
            let item = &self.items[*at];
            let same = |&piece: &usize| {
                self.items[piece].said < item.said && characters(&self.items[piece]) == characters(item)
            };
            let kind = matches!(
                item.form,
                Form::Digits(_) | Form::Account | Form::Letters | Form::Name | Form::Street | Form::Town
            );
            kind && item.said <= said && !order.contains(at) && item.text.len() > 1 && order.iter().any(same)
        };
        (0..self.items.len()).filter(again).collect()
    }

    /// The pieces from an account's head to the message in hand that make a whole number.
    fn account_from(&self, head: usize, said: usize) -> Option<Vec<Digest>> {
        let first = whole(&self.items[head], head);
        let country = <[u8; COUNTRY_BYTES]>::try_from(first.text.as_bytes().get(..COUNTRY_BYTES)?).ok()?;
        let (length, _) = iban::form(country)?;
        let piece = |at: &usize| {
            let item = &self.items[*at];
            // "INGB dan zeker?"
            item.said <= said && is_account_piece(item) && (self.is_of(item, said) || is_bank(item))
        };
        let pieces: Vec<usize> = (head + 1..self.items.len()).filter(piece).collect();
        let text = first.text.clone();
        let mut order = vec![first];
        self.complete_account(&pieces, text, (length, said), SKIPPED_MAX, &mut order)
            .then_some(order)
            .filter(|order| order.iter().any(|piece| self.items[piece.at].said < said))
    }

    /// Adds pieces to those of an account's number until it is whole and proved, its last in the message in hand; whether it is.
    fn complete_account(
        &self,
        pieces: &[usize],
        text: String,
        whole: (usize, usize),
        skips: usize,
        order: &mut Vec<Digest>,
    ) -> bool {
        let (length, said) = whole;
        let ends = order.last().is_some_and(|last| self.items[last.at].said == said);
        if text.len() >= length {
            return text.len() == length && ends && iban::iban(&text).is_some();
        }
        for (skipped, &at) in pieces.iter().enumerate().take(skips + 1) {
            let last = order.last().map(|last| &self.items[last.at]);
            // "4819" may be a postcode too.
            let twice = last.is_some_and(|l| l.said == self.items[at].said && self.items[at].span.start < l.span.end);
            if twice {
                continue;
            }
            for piece in readings(&self.items[at], at) {
                let more = format!("{text}{}", piece.text);
                order.push(piece);
                if self.complete_account(&pieces[skipped + 1..], more, whole, skips - skipped, order) {
                    return true;
                }
                order.pop();
            }
        }
        false
    }

    /// Whether pieces of a number follow the head of an account's that is not whole yet, and nothing announces a phone since.
    pub(super) fn is_accounts(&self, items: &[&Item<'_>]) -> bool {
        let Some(first) = items.iter().map(|item| item.said).min() else { return false };
        let head = |at: &usize| {
            let head = &self.items[*at];
            head.said <= first
                && first <= head.said + ACCOUNT_MESSAGES_MAX
                && self.is_of(head, first)
                && is_account_head(head)
                && !self.is_done(*at)
        };
        let Some(head) = (0..self.items.len()).rev().find(head) else { return false };
        let last = items.iter().map(|item| item.said).max().unwrap_or(first);
        let since = self.items[head].said + 1;
        !self.items.iter().any(|item| item.form == Form::Cue && (since..=last).contains(&item.said))
    }
}

/// "NL67 TRIO", "FR": whether an item begins an account's number.
pub(super) fn is_account_head(item: &Item<'_>) -> bool {
    let text = characters(item);
    let (country, rest) = text.as_bytes().split_at(text.len().min(COUNTRY_BYTES));
    item.form == Form::Account
        && <[u8; COUNTRY_BYTES]>::try_from(country).is_ok_and(|country| iban::form(country).is_some())
        && rest.iter().take(COUNTRY_BYTES).all(u8::is_ascii_digit)
}

/// Whether an item may be part of an account's number past its head: figures, a group with letters, or a bank's code.
fn is_account_piece(item: &Item<'_>) -> bool {
    match item.form {
        Form::Digits(_) | Form::Account => true,
        _ => is_bank(item),
    }
}

/// "TRIO": whether an item may be the letters of a bank.
fn is_bank(item: &Item<'_>) -> bool {
    matches!(item.form, Form::Name | Form::Town | Form::Account)
        && item.text.len() == BANK_BYTES
        && item.text.bytes().all(|b| b.is_ascii_uppercase())
}

/// All of an item.
fn whole(item: &Item<'_>, at: usize) -> Digest {
    Digest { at, range: 0..item.text.len(), text: characters(item) }
}

/// What an item may be of an account's number: all of it, or its figures without the words beside them, which count them or are none of
/// them: "Die letzten sechs: 3061 57", "1643 19 ten name van".
fn readings(item: &Item<'_>, at: usize) -> Vec<Digest> {
    let mut readings = vec![whole(item, at)];
    let figure = |c: char| c.is_ascii_digit();
    if let (false, Some(start), Some(last)) = (item.figures.is_empty(), item.text.find(figure), item.text.rfind(figure))
    {
        let said = &item.text[start..=last];
        if !said.contains(char::is_alphabetic) {
            readings.push(Digest {
                at,
                range: start..last + 1,
                text: said.chars().filter(char::is_ascii_digit).collect(),
            });
        }
    }
    readings
}

/// The letters and digits of an item, in lower case.
pub(super) fn characters(item: &Item<'_>) -> String {
    match item.form {
        Form::Digits(_) => item.digits().trim_start_matches('+').to_owned(),
        _ => item.text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect(),
    }
}
