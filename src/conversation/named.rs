//! Names said in pieces, what speaks for each piece weighed: "search for sparky", "B: hundreds of those", "add mo", "88".
//!
//! Only what their sender says is a piece; the other's words tell that a piece was waited for.

use crate::kind::Kind;
use crate::scan::{Finding, Form, Place};

use super::account::characters;
use super::assembly::{Assembly, Found};
use super::family::Family;
use super::joined::{Glue, Item, Joined};
use super::order::FIGURES_MAX;
use super::plausible::is_mixed;

/// The weight from which an item is a piece,
const PIECE_MIN: i16 = 2;
/// and from which some pieces are a name.
const NAME_MIN: i16 = 5;
/// Messages from one piece to the next at most,
const NEXT_MESSAGES_MAX: usize = 6;
/// from the service, or the question for a name, to the first piece,
const SERVED_MESSAGES_MAX: usize = 8;
/// and from the first piece to the last.
const NAME_MESSAGES_MAX: usize = 12;
/// Pieces of a name at most.
const PIECES_MAX: usize = 6;
/// Words in a clause beside a piece that speak against none.
const LOOSE_FREE: u8 = 2;

impl Assembly<'_, '_, '_> {
    /// The name on a service, or the site, that its sender says in pieces, the last of them in a message; what was complete with fewer
    /// of them is no more.
    pub(super) fn told_name(&mut self, family: Family, said: usize) -> Option<Found> {
        let service = self.service(said);
        // ".porto", where a name on a service is told, is no host's end.
        if (family == Family::Handle) != service.is_some() {
            return None;
        }
        let start = self.start(service, said);
        let (pieces, weight) = self.pieces_from(service, start, said)?;
        if weight < NAME_MIN {
            return None;
        }
        let order: Vec<usize> = service.into_iter().chain(pieces.iter().copied()).collect();
        let glue = if service.is_some() { Glue::Colon } else { Glue::Stuck };
        let (mut joined, mut before) = (Joined::default(), None);
        for &at in &order {
            joined.push(at, &self.items[at], before, glue);
            before = Some(self.items[at].form);
        }
        let kind = if service.is_some() { Kind::Handle } else { Kind::Url };
        // The whole of it, or other words stand within.
        let whole =
            |f: &Finding, len: usize| f.kind == kind && f.span.end == len && (service.is_some() || f.span.start == 0);
        let mut finding = self.read_text(&joined.text, &order).filter(|f| whole(f, joined.text.len()));
        if finding.is_none() && service.is_none() {
            // ".studio": an end that is a word too, where all tells that it is one.
            let sited = format!("www.{}", joined.text);
            finding = self.read_text(&sited, &order).filter(|f| whole(f, sited.len()));
        }
        let finding = finding?;
        let parts: Vec<_> = order.iter().map(|&at| (at, 0..self.items[at].text.len())).collect();
        let mut detail = self.detail(finding, &parts, said);
        let held = self.complete.iter().filter(|old| old.said < said && old.items.iter().any(|at| order.contains(at)));
        detail.supersedes.extend(held.map(|old| old.said));
        detail.supersedes.sort_unstable();
        detail.supersedes.dedup();
        Some((detail, order))
    }

    /// The service that was named last.
    fn service(&self, said: usize) -> Option<usize> {
        let near = |item: &Item<'_>| item.said <= said && said <= item.said + SERVED_MESSAGES_MAX + NAME_MESSAGES_MAX;
        self.items.iter().rposition(|item| item.form == Form::Service && near(item))
    }

    /// The message, and the byte of it, that a name begins at: its first piece, else after the question for it, else after its service.
    fn start(&self, service: Option<usize>, said: usize) -> (usize, usize) {
        let near = |item: &Item<'_>| item.said <= said && said <= item.said + NAME_MESSAGES_MAX;
        let after = |item: &Item<'_>| {
            if self.is_of(item, said) { (item.said, item.span.end) } else { (item.said + 1, 0) }
        };
        let first = self
            .items
            .iter()
            .rfind(|item| item.place == Place::First && is_named(item) && self.is_of(item, said) && near(item));
        if let Some(first) = first {
            return (first.said, first.span.start);
        }
        let asked = self.items.iter().rfind(|item| {
            matches!(item.form, Form::Question { .. }) && near(item) && (item.said < said || self.is_of(item, said))
        });
        let served = service.and_then(|service| {
            let name = self.items[service].text;
            let same = |item: &&Item<'_>| item.form == Form::Service && item.text == name && item.said < said;
            self.items.iter().find(same)
        });
        let earliest = (said.saturating_sub(NAME_MESSAGES_MAX), 0);
        asked.map(after).or_else(|| served.map(after)).unwrap_or(earliest).max(earliest)
    }

    /// The pieces that a message's sender says from a place on, in their order, and what speaks for them.
    fn pieces_from(&self, service: Option<usize>, start: (usize, usize), said: usize) -> Option<(Vec<usize>, i16)> {
        let mut pieces: Vec<usize> = Vec::new();
        let mut weight = 0;
        for at in 0..self.items.len() {
            let item = &self.items[at];
            let own = self.is_of(item, said) && item.place != Place::Not && !self.is_held(at);
            let within = (item.said, item.span.start) >= start && item.said <= said;
            // "@ alba"
            let tagged = service.is_some() && is_tagged(item);
            if !own || !within || !(is_piece(item) || tagged) {
                continue;
            }
            let last = pieces.last().map(|&last| &self.items[last]);
            let overlaps = last.is_some_and(|last| last.said == item.said && item.span.start < last.span.end);
            // "va voir monsite": a word that may be a host's end is one right after its dot only.
            if is_bare_end(item) && !pieces.last().is_some_and(|&last| self.is_spoken_sign(last)) {
                continue;
            }
            let begins = last.is_none();
            let figures = matches!(item.form, Form::Digits(_));
            let speaks = self.weight(at);
            if overlaps || begins && figures || speaks < PIECE_MIN {
                continue;
            }
            // What is said long after is another thing.
            if last.is_some_and(|last| item.said > last.said + NEXT_MESSAGES_MAX) {
                pieces.clear();
                weight = 0;
            }
            pieces.push(at);
            weight += speaks;
        }
        if service.is_none() {
            let after = |n: usize| n.checked_sub(1).is_some_and(|before| self.is_spoken_sign(pieces[before]));
            let ends = |n: usize| is_ending(&self.items[pieces[n]]) || after(n) && is_bare_end(&self.items[pieces[n]]);
            let end = (0..pieces.len()).find(|&n| self.items[pieces[n]].said == said && ends(n))?;
            pieces.truncate(end + 1);
        }
        // "punto, cioè .": a sign that nothing stands before, or another follows, is said twice, or of what is no piece.
        let lone: Vec<bool> = pieces.iter().map(|&at| self.is_spoken_sign(at)).collect();
        let opens = |at: usize| matches!(self.items[at].form, Form::Link { opens: true, .. });
        let vain = |n: usize| {
            lone[n] && (n == 0 || pieces.get(n + 1).is_some_and(|&next| opens(next) && !is_bare_end(&self.items[next])))
        };
        let mut pieces: Vec<usize> = (0..pieces.len()).filter(|&n| !vain(n)).map(|n| pieces[n]).collect();
        let last = self.items[*pieces.last()?].said.max(service.map_or(0, |at| self.items[at].said));
        let told = pieces.len() > 1 && pieces.len() <= PIECES_MAX && last == said;
        let several = self.items[pieces[0]].said < said;
        // "_lyon", "B: et ça commence ?", "@amelie"
        pieces.sort_by_key(|&at| self.items[at].place != Place::First && !is_tagged(&self.items[at]));
        (told && several).then_some((pieces, weight))
    }

    /// What speaks for an item being a piece of a name: that it is said to be one, a sign in it, who waits for it, and how little else its
    /// message says.
    fn weight(&self, at: usize) -> i16 {
        let item = &self.items[at];
        let message = self.messages[item.said];
        let placed = item.place != Place::Next;
        // Of several words beside each other none is a piece; nor is one beside a sign or figures: "88 en chiffres".
        let other = |other: &Item<'_>| {
            other.said == item.said
                && other.span != item.span
                && (other.form == Form::Name && other.place == Place::Next
                    || is_piece(other) && other.span.end <= item.span.start)
        };
        let crowded = item.form == Form::Name && !placed && !is_mixed(item.text) && self.items.iter().any(other);
        let large = item.text.starts_with(char::is_uppercase) && message.loose > 1;
        2 * i16::from(placed)
            + 2 * i16::from(is_signed(item))
            + i16::from(is_mixed(item.text))
            + i16::from(item.loose == 0)
            + i16::from(message.loose <= 1)
            + i16::from(self.is_awaited(at))
            - i16::from(item.doubt && item.loose > 0)
            - i16::from(large)
            - 2 * i16::from(crowded)
            - i16::from(item.loose.saturating_sub(LOOSE_FREE))
    }

    /// Whether the other asks, waits, or says a piece again right before an item.
    pub(super) fn is_awaited(&self, at: usize) -> bool {
        let item = &self.items[at];
        let Some(before) = item.said.checked_sub(1) else { return false };
        let other = self.messages[before].sender_id() != self.messages[item.said].sender_id();
        let waits = |it: &Item<'_>| {
            it.said == before && (matches!(it.form, Form::Prompt | Form::Question { .. }) || self.is_echo(it))
        };
        other && (self.messages[before].asks || self.items.iter().any(waits))
    }

    /// "zoe_ quoi": whether an item only says again what the other said of a name before it.
    pub(super) fn is_echo(&self, again: &Item<'_>) -> bool {
        let text = characters(again);
        if !is_named(again) || text.len() < 2 {
            return false;
        }
        let mut all = String::new();
        for item in
            self.items.iter().filter(|item| item.said < again.said && again.said <= item.said + NEXT_MESSAGES_MAX)
        {
            if !self.is_of(item, again.said) && is_piece(item) {
                all.push_str(&characters(item));
            }
        }
        all.contains(&text)
    }

    /// Whether an item is a sign in words, and nothing else.
    fn is_spoken_sign(&self, at: usize) -> bool {
        let item = &self.items[at];
        let form = Form::Link { opens: true, closes: true, provider: false };
        item.form == form && item.text.chars().all(|c| c.is_alphabetic() || c == ' ')
    }

    /// Whether an item is part of what is whole without it: an address, a link, a number.
    fn is_held(&self, at: usize) -> bool {
        self.is_done(at) && !self.complete.iter().any(|complete| complete.items.contains(&at))
    }
}

/// Whether an item may be a piece of a name.
fn is_piece(item: &Item<'_>) -> bool {
    let figures = matches!(item.form, Form::Digits(..=FIGURES_MAX));
    is_named(item) || figures
}

/// Whether it is one with letters or signs.
fn is_named(item: &Item<'_>) -> bool {
    match item.form {
        Form::Name | Form::Letters => true,
        Form::Link { opens, closes, provider } => (opens || closes) && !provider && !item.text.contains(['@', '/']),
        _ => false,
    }
}

/// Whether a sign is part of an item, written or in words; a word that may be a host's end is none.
fn is_signed(item: &Item<'_>) -> bool {
    let signs = ['_', '.', '-'];
    let spoken = || item.text.contains(' ') || matches!(item.form, Form::Link { opens: true, closes: true, .. });
    matches!(item.form, Form::Link { .. }) && (item.text.contains(signs) || spoken())
}

/// Whether it is a host's end with its dot: ".it", "punto es".
fn is_ending(item: &Item<'_>) -> bool {
    matches!(item.form, Form::Link { opens: true, closes: false, provider: false }) && is_signed(item)
}

/// Whether an item begins with the sign that names have on a service: "@alba".
fn is_tagged(item: &Item<'_>) -> bool {
    item.text.starts_with('@') && matches!(item.form, Form::Link { provider: false, .. }) && item.text.len() > 1
}

/// Whether an item is a host's end without its dot: "be" of "punt en dan be".
fn is_bare_end(item: &Item<'_>) -> bool {
    matches!(item.form, Form::Link { opens: true, closes: false, .. }) && !item.text.contains(['.', ' '])
}
