//! Names said in pieces that no sign ties: "pulizie", "rosa, tutto unito", ".it"; and addresses whose host is said first.

use std::ops::Range;

use crate::kind::Kind;
use crate::scan::{Form, Place};

use super::assembly::{Assembly, Found};
use super::family::Family;
use super::joined::{Glue, Item, Joined};
use super::order::FIGURES_MAX;
use super::plausible::is_mixed;

/// Messages from a piece of a name to the next at most.
const NEXT_MESSAGES_MAX: usize = 6;
/// Words in a clause beside a piece that is said to be glued to another, at most,
const GLUED_LOOSE_MAX: u8 = 4;
/// beside one that is said next,
const NEXT_LOOSE_MAX: u8 = 2;
/// and beside figures at the end of a name.
const FIGURES_LOOSE_MAX: u8 = 2;
/// A shorter word for a provider is a word of other things too: "web", "pm".
const PROVIDER_BYTES_MIN: usize = 4;
/// Messages from an ending that the other guessed to the true one at most.
const GUESS_MESSAGES_MAX: usize = 2;

impl Assembly<'_, '_, '_> {
    /// "sparky", "add mo": whether a piece of a name goes on with one that its sender said before: one says so, or where it stands, or they
    /// are all that their messages say, and the other waits for the second.
    pub(super) fn is_piece_next(&self, first: usize, second: usize) -> bool {
        let (before, item) = (&self.items[first], &self.items[second]);
        let near = before.said < item.said && item.said <= before.said + NEXT_MESSAGES_MAX;
        if !near || !self.is_of(before, item.said) || self.is_host(first) {
            return false;
        }
        let told = matches!(item.place, Place::Then | Place::Last);
        let begun = before.place == Place::First;
        let ends = is_mixed(item.text) && item.loose <= NEXT_LOOSE_MAX && before.loose <= GLUED_LOOSE_MAX;
        let alone = |item: &Item<'_>| self.messages[item.said].loose == 0;
        if told || begun {
            return item.loose <= if told { GLUED_LOOSE_MAX } else { NEXT_LOOSE_MAX };
        }
        let pure = item.loose <= 1 && before.loose <= 1 && (alone(item) || alone(before));
        (pure || ends) && self.is_untold_between(before.said, item.said)
    }

    /// Whether the sender of a message says no name between it and an earlier one, and the other waits, or nothing is said.
    fn is_untold_between(&self, first: usize, said: usize) -> bool {
        let mut between = self.items.iter().filter(|item| (first + 1..said).contains(&item.said));
        between.all(|item| !(self.is_of(item, said) && item.form == Form::Name))
    }

    /// "et 73 comme la savoie", "plus le 77": whether figures end the name that their sender said last.
    pub(super) fn is_figures_end(&self, name: usize, at: usize) -> bool {
        let (before, item) = (&self.items[name], &self.items[at]);
        let figures = matches!(item.form, Form::Digits(..=FIGURES_MAX)) && !item.plain().is_empty();
        let told = matches!(item.place, Place::Then | Place::Last) || before.place != Place::Next;
        figures
            && item.plain().bytes().all(|b| b.is_ascii_digit())
            && before.said <= item.said
            && item.said <= before.said + NEXT_MESSAGES_MAX
            && self.is_of(before, item.said)
            && item.loose <= FIGURES_LOOSE_MAX
            && before.form == Form::Name
            && (before.place != Place::Next || before.loose <= 1)
            && told
    }

    /// Whether a handle's pieces are said as pieces of one name: one sender's, of several messages, told to be pieces.
    pub(super) fn is_name_in_pieces(&self, parts: &[(usize, Range<usize>)]) -> bool {
        let pieces: Vec<&Item<'_>> =
            parts.iter().map(|(at, _)| &self.items[*at]).filter(|item| item.form != Form::Service).collect();
        let Some((first, rest)) = pieces.split_first() else { return false };
        let told = |item: &&Item<'_>| item.place != Place::Next || item.text.starts_with(['_', '.', '-']);
        rest.iter().all(|item| self.is_of(item, first.said))
            && rest.iter().any(|item| item.said != first.said)
            && pieces.iter().any(told)
            && pieces.iter().all(|item| item.loose <= GLUED_LOOSE_MAX)
    }

    /// "pulizie", "rosa, tutto unito", "punto it": the address or link that the last names of one sender make when they are glued; `None` where
    /// there are no two of them.
    pub(super) fn stuck_link(&mut self, said: usize, order: &[usize]) -> Option<Found> {
        let order = self.with_figures(&self.without_guesses(order, said), said);
        let piece = |at: &usize| matches!(self.items[*at].form, Form::Name | Form::Digits(_));
        let last = order.iter().rposition(&piece)?;
        let mut from = last;
        while from > 0 && self.is_stuck(order[from - 1], order[from]) {
            from -= 1;
        }
        let pieces: Vec<usize> = order[from..].iter().copied().filter(|at| piece(at)).collect();
        if pieces.len() < 2 {
            return None;
        }
        let found = self.read_glued(Family::Link, said, &order[from..], Glue::Stuck)?;
        pieces.iter().all(|at| found.1.contains(at)).then_some(found)
    }

    /// The pieces of a link, and the figures that end a name of theirs.
    fn with_figures(&self, order: &[usize], said: usize) -> Vec<usize> {
        let mut all = order.to_vec();
        for at in 0..self.items.len() {
            let before = order.iter().rev().find(|&&name| name < at && self.items[name].form == Form::Name);
            let ends = |&name: &usize| self.items[at].said <= said && self.is_figures_end(name, at);
            if before.is_some_and(ends) {
                all.push(at);
            }
        }
        all.sort_unstable();
        all
    }

    fn is_stuck(&self, first: usize, second: usize) -> bool {
        let ties = |at: usize| matches!(self.items[at].form, Form::Link { .. });
        let own = self.is_of(&self.items[first], self.items[second].said);
        own && (ties(first) && !self.is_host(first)
            || ties(second)
            || self.is_piece_next(first, second)
            || self.is_figures_end(first, second))
    }

    /// Whether an item names a provider, or is a host of its own.
    fn is_host(&self, at: usize) -> bool {
        let item = &self.items[at];
        let dotted = || item.text.contains('.') && !item.text.contains('/') && matches!(item.form, Form::Link { .. });
        let sure = item.text.len() >= PROVIDER_BYTES_MIN || self.messages[item.said].loose <= 1;
        let provider = matches!(item.form, Form::Link { provider: true, .. }) && sure;
        provider || dotted() && self.is_flagged(item, Kind::Url)
    }

    /// "su tiscali.it", "B: e prima della chiocciola?", "caterinasarti", "92 in coda": the address whose host its sender said first, where the
    /// other waits for what stands before it, or its sender says that it does, or the sign.
    pub(super) fn turned_address(&mut self, said: usize, order: &[usize]) -> Option<Found> {
        let start = order.iter().rposition(|&at| self.is_host(at))?;
        let host_said = self.items[order[start]].said;
        let end_of = |at: &&usize| matches!(self.items[**at].form, Form::Link { opens: true, closes: false, .. });
        let ends = order[start + 1..].iter().take_while(end_of).count();
        let (host, after) = (order[start..=start + ends].to_vec(), &order[start + 1 + ends..]);
        // "@gmail.com ?", "oui", "et devant ?": a host that the other guessed is gone on with.
        let begins = |item: &Item<'_>| {
            matches!(item.form, Form::Name | Form::Link { opens: false, closes: true, provider: false })
        };
        let owner = after.iter().map(|&at| &self.items[at]).find(|item| begins(item)).map(|item| item.said)?;
        if !self.is_of(&self.items[order[start]], owner) && !self.messages[host_said].asks {
            return None;
        }
        let own = |at: &usize| self.is_of(&self.items[*at], owner);
        let (signs, local): (Vec<usize>, Vec<usize>) =
            after.iter().copied().filter(own).partition(|&at| self.is_lone_sign(at));
        let mut local = self.with_figures(&local, said);
        let first = *local.iter().find(|at| begins(&self.items[**at]))?;
        local.retain(|at| *at >= first);
        if local.iter().any(|&at| self.items[at].loose > GLUED_LOOSE_MAX) {
            return None;
        }
        let at_sign = signs.iter().copied().find(|&at| self.is_at(at));
        local.extend(signs.iter().filter(|&&at| Some(at) != at_sign));
        local.sort_unstable();
        if !(at_sign.is_some() || self.is_asked_before(first, host_said) || self.items[first].place != Place::Next) {
            return None;
        }
        // "at btinternet dot com" has a sign of its own.
        let own = self.items[host[0]].has_weak_at();
        [!own, own].into_iter().find_map(|sign| self.read_turned(said, &local, at_sign, &host, sign))
    }

    /// "marta ponto gil", "sapo", "com arroba antes, claro", "ponto pt": the address of the last name before a host, where either says its sign,
    /// wherever that is.
    pub(super) fn signed_address(&mut self, said: usize, order: &[usize]) -> Option<Found> {
        let start = order.iter().rposition(|&at| self.is_host(at))?;
        let host_said = self.items[order[start]].said;
        let ends = |at: &usize| matches!(self.items[*at].form, Form::Link { opens: true, closes: false, .. });
        let host: Vec<usize> = order[start..].iter().copied().filter(|&at| at == order[start] || ends(&at)).collect();
        let named = |at: &usize| self.items[*at].form == Form::Name && self.is_of(&self.items[*at], host_said);
        let last = order[..start].iter().rposition(named)?;
        let mut from = last;
        while from > 0 && self.is_stuck(order[from - 1], order[from]) {
            from -= 1;
        }
        let local = order[from..=last].to_vec();
        let first_said = self.items[local[0]].said;
        let most = |at: usize| if is_mixed(self.items[at].text) { GLUED_LOOSE_MAX } else { 1 };
        if local.iter().any(|&at| self.items[at].loose > most(at)) {
            return None;
        }
        let within = |at: &usize| (first_said..=said).contains(&self.items[*at].said) && self.is_lone_sign(*at);
        let signs: Vec<usize> = (0..self.items.len()).filter(within).filter(|at| !local.contains(at)).collect();
        let sign = signs.into_iter().rev().find(|&at| self.is_at(at))?;
        self.read_turned(said, &local, Some(sign), &host, true)
    }

    /// Reads an address from its local part and its host, with a sign between that nobody may have said.
    fn read_turned(
        &mut self,
        said: usize,
        local: &[usize],
        at_sign: Option<usize>,
        host: &[usize],
        sign: bool,
    ) -> Option<Found> {
        let (mut joined, mut before) = (Joined::default(), None);
        for &at in local {
            joined.push(at, &self.items[at], before, Glue::Stuck);
            before = Some(self.items[at].form);
        }
        if sign {
            joined.tie_at(at_sign);
        }
        for &at in host {
            joined.push(at, &self.items[at], before, Family::Link.glue());
            before = Some(self.items[at].form);
        }
        let order: Vec<usize> = local.iter().chain(host).chain(&at_sign).copied().collect();
        let (detail, mut items) = self.read_joined(Family::Link, said, &order, &joined)?;
        let whole = detail.finding.kind == Kind::Email && local.iter().all(|at| items.contains(at));
        if !whole {
            return None;
        }
        let Some(at) = at_sign.filter(|at| !items.contains(at)) else { return Some((detail, items)) };
        items.push(at);
        let parts: Vec<(usize, Range<usize>)> = items.iter().map(|&at| (at, 0..self.items[at].text.len())).collect();
        Some((self.detail(detail.finding, &parts, said), items))
    }

    /// Whether an item is a sign, in words or not, and nothing else.
    fn is_lone_sign(&self, at: usize) -> bool {
        matches!(self.items[at].form, Form::Link { opens: true, closes: true, provider: false })
    }

    /// Whether a sign is an at-sign.
    fn is_at(&mut self, at: usize) -> bool {
        let item = &self.items[at];
        if item.text.contains('@') {
            return true;
        }
        let text = format!("anna.b {} gmail.com", item.text);
        self.read_text(&text, &[at])
            .is_some_and(|finding| finding.kind == Kind::Email && finding.span == (0..text.len()))
    }

    /// "Und vorne?": whether the other waits right before an item for something, since its sender said the host.
    fn is_asked_before(&self, at: usize, host_said: usize) -> bool {
        let item = &self.items[at];
        let asks = |said: usize| {
            self.messages[said].asks || self.items.iter().any(|other| other.said == said && other.form == Form::Prompt)
        };
        let mut between = host_said + 1..item.said;
        between.any(|said| !self.is_of(item, said) && asks(said))
    }

    /// "punto com?", "no, punto es": whether the other guessed an ending right before its owner says another.
    pub(super) fn is_end_anew(&self, end: &Item<'_>) -> bool {
        self.items.iter().any(|guess| {
            matches!(guess.form, Form::Link { opens: true, closes: false, .. })
                && guess.said < end.said
                && end.said <= guess.said + GUESS_MESSAGES_MAX
                && !self.is_of(guess, end.said)
        })
    }
}
