//! The assembly: fragments of several messages joined, read by the same scanner, and mapped back.
//!
//! What was complete before is found first, message by message, so that later words that merely follow complete nothing anew;
//! an extension of what was complete, or its correction, supersedes it. All of it follows from what is remembered and the
//! message in hand.

use std::ops::{Range, RangeInclusive};

use crate::kind::{Kind, Mode};
use crate::private::Private;
use crate::scan::{Finding, Form, LOOSE_PURE_MAX, Place};

use super::Said;
use super::account::is_account_head;
use super::family::{FAMILIES, Family};
use super::gathered::may_be_gathered;
use super::joined::{Glue, Item, Joined, is_spelled};
use super::plausible::{is_bare, is_mixed};

/// The same sender says digits again where so many of them are those that the number begins with.
const ECHO_DIGITS_MIN: usize = 4;

/// Languages of the lexicon.
const LANGUAGES: u8 = 7;
/// Pieces of a number in no language at least,
const UNTOLD_PIECES_MIN: usize = 4;
/// and its digits: those of a mobile without a zero first.
const UNTOLD_DIGITS: RangeInclusive<usize> = 9..=11;

/// Pieces of a number that are left where figures beside other words are none of it, at least.
const PURE_PIECES_MIN: usize = 3;
/// Digits of the piece beside which a digit by itself may be none of it, at least.
const PURE_DIGITS_MIN: u8 = 3;

/// What a message that corrects puts its digits in place of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mend {
    /// As many as it says, by a later piece of its message: "44 10, no aspetti, 44 01".
    Within,
    /// As many as it says.
    Count,
    /// The piece that was said last.
    Last,
    /// What it takes back by name.
    Replace,
    Nothing,
}

/// Under this confidence, in percent, a number in figures may be another where it is said in words.
const DOUBTED_MAX: u8 = 75;

/// The digits of a meeting's id,
const MEETING_DIGITS: RangeInclusive<u8> = 9..=12;
/// Digits of the first groups of an id, which may be a code of another thing, at least,
const CODE_DIGITS_MIN: u8 = 6;
/// and messages from it to its passcode at most, of those that are remembered.
const MEETING_MESSAGES_MAX: usize = 4;

/// Messages from a number's end to the question for its beginning at most,
const BEFORE_MESSAGES_MAX: usize = 6;
/// and from there to the answer.
const ANSWER_MESSAGES_MAX: usize = 2;

/// Messages from an address to another end of its host at most.
const END_MESSAGES_MAX: usize = 2;

/// Messages from a piece to the other's that says it again, and is taken for it, at most.
const AGAIN_MESSAGES_MAX: usize = 2;

/// Messages from a number that was complete to another of its pieces at most.
const RENUMBERED_MESSAGES_MAX: usize = 4;

/// The confidence from which a detail counts as complete.
pub(super) const SURE_MIN: u8 = 50;

/// Reads a joined text in the language of its messages: the scanner, behind its door.
pub type Speech<'f> = dyn FnMut(&str, Option<u8>) -> Vec<Finding> + 'f;

/// The parts of a finding: an item's place, and the bytes of its text.
pub(super) type Pieces = Vec<(usize, Range<usize>)>;

/// A detail, and the items that it is made of.
pub(super) type Found = (Detail, Vec<usize>);

/// A detail put together from several messages.
#[derive(Debug, Clone)]
pub struct Detail {
    /// What was found; its span is that of the message in hand.
    pub finding: Finding,
    /// Where it stands, in the order of the messages.
    pub parts: Vec<Part>,
    /// The places of the messages whose flags it completes or corrects.
    pub supersedes: Vec<usize>,
}

impl Detail {
    /// Whether two details have a stretch of a message in common.
    fn shares(&self, other: &Self) -> bool {
        let overlaps = |a: &Part, b: &Part| a.said == b.said && a.span.start < b.span.end && b.span.start < a.span.end;
        self.parts.iter().any(|a| other.parts.iter().any(|b| overlaps(a, b)))
    }

    /// Adds what says parts of it again.
    pub(super) fn add<'i>(&mut self, items: impl Iterator<Item = &'i Item<'i>>) {
        let part = |item: &Item<'_>| Part {
            said: item.said,
            span: item.span.clone(),
            text: Private::new(item.text.to_owned()),
        };
        self.parts.extend(items.map(part));
        self.parts.sort_by_key(|part| (part.said, part.span.start));
    }

    /// Whether a finding of the message at a place lies inside the detail: it is no second hit.
    #[must_use]
    pub fn encloses(&self, said: usize, finding: &Finding) -> bool {
        let overlaps =
            |part: &Part| part.said == said && part.span.start < finding.span.end && finding.span.start < part.span.end;
        self.parts.iter().any(overlaps)
    }
}

/// A span of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The message's place among those remembered; one past them: the message in hand.
    pub said: usize,
    /// The fragment's text within the span.
    pub text: Private<String>,
    /// Bytes of the message.
    pub span: Range<usize>,
}

/// The details that a message completes; `past` is what is remembered, by offset.
///
/// Of each family of details one at most: a message that completes two of a kind is flagged for the first.
#[must_use]
pub fn assemble(past: &[&Said], current: &Said, speech: &mut Speech<'_>) -> Vec<Detail> {
    if past.is_empty() || !current.is_material() {
        return Vec::new();
    }
    let messages: Vec<&Said> = past.iter().copied().chain([current]).collect();
    let all = messages.iter().enumerate().flat_map(|(said, message)| message.items(said));
    let mut items: Vec<Item<'_>> = all.collect();
    read_drawn(&messages, &mut items);
    let gathers = may_be_gathered(&items);
    let drawn = || items.iter().any(|item| item.said == past.len() && matches!(item.form, Form::Digits(_)));
    if !gathers && !current.has_pieces() && !drawn() {
        return Vec::new();
    }
    place_answers(&messages, &mut items);
    let denied = denied(&messages);
    let done = vec![false; items.len()];
    let mut assembly =
        Assembly { messages, items, denied, done, gathers, complete: Vec::new(), retracted: Vec::new(), speech };
    let mut details: Vec<Detail> = Vec::new();
    for detail in FAMILIES.into_iter().filter_map(|family| assembly.family(family)) {
        // What is part of an address is no name.
        if !details.iter().any(|other| other.shares(&detail)) {
            details.push(detail);
        }
    }
    details
}

/// "O6 3g", "S4": figures with letters among them are digits where their sender draws letters for others.
fn read_drawn(messages: &[&Said], items: &mut [Item<'_>]) {
    let waits = |item: &Item<'_>| matches!(item.form, Form::Counted(_)) && !item.figures.is_empty();
    if !items.iter().any(waits) {
        return;
    }
    let sender = |item: &Item<'_>| messages[item.said].sender_id();
    let drawing = items.iter().filter(|item| item.is_drawn()).map(&sender).collect::<Vec<_>>();
    for item in items.iter_mut().filter(|item| waits(item) && drawing.contains(&sender(item))) {
        if let Form::Counted(count) = item.form {
            (item.form, item.doubt) = (Form::Digits(count), false);
        }
    }
}

/// "so what goes in front": the digits that answer it are the first.
fn place_answers(messages: &[&Said], items: &mut [Item<'_>]) {
    let digits = |item: &Item<'_>| matches!(item.form, Form::Digits(_));
    // "prima" is "before" in Italian, "fine" in Dutch.
    let sure = |item: &&Item<'_>| messages[item.said].asks || item.text.contains(' ');
    let asks = items.iter().filter(|item| item.form == Form::Prompt && item.place == Place::First).filter(sure);
    let asks: Vec<usize> = asks.map(|item| item.said).collect();
    for asked in asks {
        let other = |item: &Item<'_>| messages[item.said].sender_id() != messages[asked].sender_id();
        let begun = |item: &Item<'_>| digits(item) && item.said < asked && asked <= item.said + BEFORE_MESSAGES_MAX;
        let answers = |item: &Item<'_>| {
            digits(item) && item.said > asked && item.said <= asked + ANSWER_MESSAGES_MAX && other(item)
        };
        let Some(answer) = items.iter().find(|item| answers(item)).map(|item| item.said) else { continue };
        if items.iter().any(|item| begun(item) && other(item)) {
            let next = |item: &&mut Item<'_>| item.said == answer && item.place == Place::Next;
            items.iter_mut().filter(next).for_each(|item| item.place = Place::First);
        }
    }
}

/// For each message, the one whose "no" says that what it asked is wrong; none: one past the last.
fn denied(messages: &[&Said]) -> Vec<usize> {
    let mut denied = vec![messages.len(); messages.len()];
    for (at, pair) in messages.windows(2).enumerate() {
        if pair[0].asks && pair[1].denies() && pair[0].sender_id() != pair[1].sender_id() {
            denied[at] = at + 1;
        }
    }
    denied
}

/// What was complete: its items, and the message that was flagged for it.
#[derive(Clone)]
pub(super) struct Complete {
    pub(super) items: Vec<usize>,
    pub(super) said: usize,
}

/// Of one family after the other, what the messages make.
pub(super) struct Assembly<'s, 'f, 'g> {
    pub(super) messages: Vec<&'s Said>,
    /// Every fragment, by message.
    pub(super) items: Vec<Item<'s>>,
    /// For each message, the one that says that what it guessed is wrong.
    denied: Vec<usize>,
    /// For each item, whether something complete holds it.
    done: Vec<bool>,
    pub(super) complete: Vec<Complete>,
    /// Whether figures that seem to count something could be a number.
    gathers: bool,
    /// What was complete by a guess that was denied.
    retracted: Vec<Complete>,
    pub(super) speech: &'f mut Speech<'g>,
}

impl Assembly<'_, '_, '_> {
    /// Tells, message by message, what was complete; what the last one completes.
    fn family(&mut self, family: Family) -> Option<Detail> {
        self.done.fill(false);
        self.complete.clear();
        self.retracted.clear();
        let current = self.messages.len() - 1;
        let mine = |item: &&Item<'_>| {
            // "faltó el 88": figures of an address's name
            let told = family == Family::Link && item.is_told_next();
            (family.takes(item.form) || told) && item.form.is_material()
        };
        let counted =
            |item: &Item<'_>| family == Family::Number && matches!(item.form, Form::Digits(_) | Form::Counted(_));
        if !self.items.iter().filter(|item| item.said == current).any(|item| mine(&item) || counted(item)) {
            return None;
        }
        for said in 0..=current {
            self.retract(said);
            let mut found = self.completed_around(family, said);
            if found.is_none() {
                self.complete_alone(family, said);
                let fresh = |at: usize| self.items[at].said == said && mine(&&self.items[at]) && !self.done[at];
                if (0..self.items.len()).any(fresh) {
                    found = self.completed_by(family, said);
                }
            }
            if found.is_none() && family == Family::Number {
                found = self.renumbered(said);
            }
            if found.is_none() && self.gathers && self.items.iter().any(|item| item.said == said && counted(item)) {
                found = self.gathered(said);
            }
            let Some((mut detail, items)) = found else { continue };
            let echoes = if family == Family::Number { self.repeats(&items, said) } else { Vec::new() };
            detail.add(echoes.iter().map(|&at| &self.items[at]));
            let mended = |old: &mut Complete| old.items.iter().any(|at| items.contains(at));
            let retracted = self.retracted.extract_if(.., mended).map(|old| old.said);
            detail.supersedes.extend(retracted.filter(|&old| old < said));
            if said == current {
                return Some(detail);
            }
            let complete = Complete { items, said };
            let others = |&at: &usize| !self.is_of(&self.items[at], said);
            if family == Family::Link && self.messages[said].asks && complete.items.iter().any(others) {
                // What the other only asked is complete until it is said.
                self.retracted.push(complete);
                continue;
            }
            complete.items.iter().chain(&echoes).for_each(|&at| self.done[at] = true);
            self.complete.push(complete);
        }
        None
    }

    /// What a guess completed is no more where a message says that it was wrong.
    fn retract(&mut self, said: usize) {
        let denied = |complete: &Complete| self.denied[complete.said] == said;
        let (gone, complete): (Vec<_>, Vec<_>) = std::mem::take(&mut self.complete).into_iter().partition(denied);
        self.complete = complete;
        gone.iter().flat_map(|gone| &gone.items).for_each(|&at| self.done[at] = false);
        self.retracted.extend(gone);
    }

    /// What was begun before, where the message's part of it is a detail of its own too: "info@", then "rues-vertes.fr".
    fn completed_around(&mut self, family: Family, said: usize) -> Option<Found> {
        let begun = |item: &Item<'_>| {
            matches!(
                (family, item.form),
                (Family::Number, Form::Account)
                    | (Family::Link, Form::Link { closes: true, .. })
                    | (Family::Handle, Form::Service)
                    | (Family::Place, Form::Town)
            )
        };
        let inner = |kind| match family {
            Family::Place => kind == Kind::Address,
            _ => matches!(kind, Kind::Phone | Kind::Url | Kind::Handle),
        };
        let own = self.messages[said].flagged().iter().any(|flagged| inner(flagged.kind));
        let waits = |at: usize| self.items[at].said < said && !self.done[at] && begun(&self.items[at]);
        if !own || !(0..self.items.len()).any(waits) {
            return None;
        }
        let outer =
            |kind| matches!(kind, Kind::Email | Kind::Payment) || matches!(family, Family::Handle | Family::Place);
        self.completed_by(family, said).filter(|(detail, _)| outer(detail.finding.kind))
    }

    /// Notes what a message said whole.
    fn complete_alone(&mut self, family: Family, said: usize) {
        if family == Family::Handle {
            // The domain of an address is nobody's name.
            let whole = self.messages[said]
                .flagged()
                .iter()
                .filter(|f| matches!(f.kind, Kind::Email | Kind::Url | Kind::Phone));
            for flagged in whole {
                let inside = |item: &Item<'_>| item.said == said && flagged.holds(&item.span);
                let items = self.items.iter().zip(&mut self.done).filter(|(item, _)| inside(item));
                items.for_each(|(_, done)| *done = true);
            }
        }
        for flagged in self.messages[said].flagged().iter().filter(|flagged| family.finds(flagged.kind)) {
            let inside = |item: &Item<'_>| item.said == said && flagged.holds(&item.span);
            // A provider's domain is a link of its own, and the end of an address.
            let ends = |item: &Item<'_>| {
                matches!(flagged.kind, Kind::Url | Kind::Handle) && matches!(item.form, Form::Link { opens: true, .. })
            };
            let named = |item: &Item<'_>| item.said == said && item.form == Form::Service;
            // The rest of an account number may be a phone's digits too.
            let account = |(item, done): (&Item<'_>, &bool)| {
                item.form == Form::Account && item.said <= said && self.is_of(item, said) && !done
            };
            if flagged.kind == Kind::Phone && self.items.iter().zip(&self.done).any(account) {
                continue;
            }
            let whole = |item: &Item<'_>| family.takes(item.form) && (inside(item) || named(item)) && !ends(item);
            let items: Vec<usize> = (0..self.items.len()).filter(|&at| whole(&self.items[at])).collect();
            if flagged.kind == Kind::Email && self.is_host_alone(&items) {
                self.retracted.push(Complete { items, said });
                continue;
            }
            items.iter().for_each(|&at| self.done[at] = true);
            self.complete.push(Complete { items, said });
        }
    }

    /// "my mail is at btinternet dot com": whether of an address nothing but its sign and host is a piece, so that a word beside them stands
    /// for its name.
    fn is_host_alone(&self, items: &[usize]) -> bool {
        let opens = |&at: &usize| matches!(self.items[at].form, Form::Link { opens: true, .. });
        items.first().is_some_and(opens)
    }

    /// What the fragments up to a message make, its own among them: those of its sender first, then those of all.
    fn completed_by(&mut self, family: Family, said: usize) -> Option<Found> {
        if family == Family::Meeting
            && let Some(found) = self.passcode(said)
        {
            return Some(found);
        }
        if family == Family::Link
            && let Some(found) = self.mended_address(said)
        {
            return Some(found);
        }
        let told = match family {
            Family::Meeting => self.meeting(said),
            Family::Number => self.account(said),
            _ => None,
        };
        if told.is_some() {
            return told;
        }
        let joined = self.joined_by(family, said);
        if !matches!(family, Family::Handle | Family::Link) {
            return joined;
        }
        let email = |found: &Found| found.0.finding.kind != Kind::Url && family == Family::Link;
        if joined.as_ref().is_some_and(email) {
            // "no la encuentro en google", "punto com barra menus": a provider that the other talks of makes no address of a site.
            let guess = |found: &Found| found.1.iter().any(|&at| self.is_others_provider(at, said));
            let talked = joined.as_ref().is_some_and(guess);
            return talked.then(|| self.told_site(said)).flatten().or(joined);
        }
        // The more pieces the better.
        let more = |other: &Found, found: Option<&Found>| found.is_none_or(|found| other.1.len() >= found.1.len());
        let named = self.told_name(family, said).filter(|named| more(named, joined.as_ref())).or(joined);
        if family == Family::Handle {
            return named;
        }
        self.told_site(said).filter(|site| more(site, named.as_ref())).or(named)
    }

    /// What the fragments up to a message make where they are joined as they were said, its sender's first, then those of all.
    fn joined_by(&mut self, family: Family, said: usize) -> Option<Found> {
        let mut bare = None;
        let mut tried = Vec::new();
        // What the other completed by a guess is what is gone on with.
        let guessed = self.complete.last().is_some_and(|last| {
            self.messages[last.said].asks && self.messages[last.said].sender_id() != self.messages[said].sender_id()
        });
        if guessed && let Some(found) = self.extended_by(family, said) {
            return Some(found);
        }
        for &(all, doubt) in family.passes() {
            let open = |&at: &usize| {
                let town = family == Family::Place && self.items[at].form == Form::Town;
                let named = family == Family::Handle && (self.is_answer(at) || self.is_asked_name(at));
                let announced = family == Family::Number && all && self.is_announced(self.items[at].said);
                let sure = doubt || !self.items[at].doubt || town || named || announced || self.is_tied_word(at, said);
                // "Teams?", "the code, 312 448"
                let code = family == Family::Meeting && matches!(self.items[at].form, Form::Digits(CODE_DIGITS_MIN..));
                self.reaches(family, said, at, all) && !self.done[at] && (sure || code)
            };
            let open: Vec<usize> = (0..self.items.len()).filter(open).collect();
            // What may be a word of one is tied to a piece of the other's by an at-sign only.
            let tied = |found: &Found| family != Family::Link || !(all && doubt) || found.0.finding.kind == Kind::Email;
            let signed = family != Family::Link || !(all && doubt) || open.iter().any(|&at| self.is_sign(at));
            if signed
                && open != tried
                && let Some(found) = self.join(family, said, &open).filter(tied)
            {
                // One sender's digits could be a number of their own, and be the rest of one that the other began; a name and ".com"
                // a link, and the rest of an address whose sign the other guessed.
                let guessed = !all && found.0.finding.kind == Kind::Url && self.is_sign_guessed(&found.1, said);
                if !(is_bare(&found.0.finding) || guessed) {
                    return Some(found);
                }
                bare = bare.or(Some(found));
            }
            if !all
                && !doubt
                && bare.is_none()
                && let Some(found) = self.extended_by(family, said)
            {
                return Some(found);
            }
            tried = open;
        }
        bare
    }

    /// Where pieces of a number are said again by the end of a message, by the other or right beside them: "01 99", "B: 01, ok";
    /// "3 3, 33".
    fn repeats(&self, found: &[usize], said: usize) -> Vec<usize> {
        let mut pieces: Vec<&Item<'_>> = found.iter().map(|&at| &self.items[at]).collect();
        pieces.sort_by_key(|item| (item.said, item.span.start));
        let held = |at: &usize| found.contains(at) || self.complete.iter().any(|complete| complete.items.contains(at));
        let again = |at: &usize| {
            let (item, digits) = (&self.items[*at], self.items[*at].digits());
            let before = || pieces.iter().filter(|piece| (piece.said, piece.span.start) < (item.said, item.span.start));
            let beside = |piece: &Item<'_>| piece.said == item.said || !self.is_of(item, piece.said);
            let told: String = before().map(|piece| piece.digits()).collect();
            let last =
                before().next_back().is_some_and(|piece| beside(piece) && says_again(&digits, &piece.digits(), &told));
            // "9 um", "B: 91", where the other's is the piece
            let same = || {
                let near =
                    |piece: &&&Item<'_>| piece.said.abs_diff(item.said) <= AGAIN_MESSAGES_MAX || piece.said < item.said;
                let says = |piece: &Item<'_>| {
                    piece.digits() == digits || item.said < piece.said && piece.digits().ends_with(&digits)
                };
                pieces.iter().filter(near).any(|piece| beside(piece) && says(piece))
            };
            let begins = || told.starts_with(&digits) && pieces.first().is_some_and(|piece| beside(piece));
            matches!(item.form, Form::Digits(2..)) && item.said <= said && !held(at) && (last || same() || begins())
        };
        (0..self.items.len()).filter(again).collect()
    }

    /// Whether an item may take part in what a message completes.
    fn reaches(&self, family: Family, said: usize, at: usize, all: bool) -> bool {
        let item = &self.items[at];
        let near = all || !item.form.is_material() || self.is_of(item, said);
        let taken = item.place == Place::Not && family != Family::Number;
        // "zoe_ quoi": what only says a name again is no more of it.
        let echo = || family == Family::Handle && all && !self.is_of(item, said) && self.is_echo(item);
        item.said <= said && family.takes(item.form) && near && !taken && self.denied[item.said] > said && !echo()
    }

    /// Whether something complete holds an item.
    pub(super) fn is_done(&self, at: usize) -> bool {
        self.done[at]
    }

    /// Whether an item is of a message's sender.
    pub(super) fn is_of(&self, item: &Item<'_>, said: usize) -> bool {
        self.messages[item.said].sender_id() == self.messages[said].sender_id()
    }

    /// Whether an item is only what the other asked.
    pub(super) fn is_guess(&self, at: usize, said: usize) -> bool {
        let item = &self.items[at];
        item.said < said && self.messages[item.said].asks && !self.is_of(item, said)
    }

    /// Whether an item is an at-sign, or names a provider: "gmail ?", "nah, proton".
    fn is_sign(&self, at: usize) -> bool {
        self.items[at].text.contains('@') || matches!(self.items[at].form, Form::Link { provider: true, .. })
    }

    /// Whether an item is a provider that its message asks.
    pub(super) fn is_guessed_provider(&self, at: usize) -> bool {
        let item = &self.items[at];
        matches!(item.form, Form::Link { provider: true, .. }) && self.messages[item.said].asks
    }

    /// "no la encuentro en google": whether an item is a provider that the other names without its sign.
    fn is_others_provider(&self, at: usize, said: usize) -> bool {
        let item = &self.items[at];
        let provider = matches!(item.form, Form::Link { provider: true, .. });
        provider && !item.text.contains('@') && !self.is_of(item, said)
    }

    /// "c'est bien titi ton snap ?": whether an item is a name that its message asks after, beside its service.
    fn is_asked_name(&self, at: usize) -> bool {
        let item = &self.items[at];
        let service = |other: &Item<'_>| other.said == item.said && other.form == Form::Service;
        item.form == Form::Name && self.messages[item.said].asks && self.items.iter().any(service)
    }

    /// "tallerpaco74", "B: @gmail?", ".com": whether the other said the sign between the pieces of a link.
    fn is_sign_guessed(&self, pieces: &[usize], said: usize) -> bool {
        let (first, last) = (pieces.iter().min(), pieces.iter().max());
        let between = |at: usize| first.is_some_and(|first| *first < at) && last.is_some_and(|last| at < *last);
        (0..self.items.len()).any(|at| between(at) && self.is_sign(at) && !self.is_of(&self.items[at], said))
    }

    /// What a message says of a meeting whose id was said: "mot de passe : kiwi22".
    fn passcode(&mut self, said: usize) -> Option<Found> {
        let (id, id_said) = self.meeting_id(said)?;
        let call = (0..self.items.len()).rfind(|&at| {
            let item = &self.items[at];
            matches!(item.form, Form::Call | Form::Code)
                && (id_said + 1..=said).contains(&item.said)
                && said <= item.said + 2
        })?;
        let own = |&at: &usize| self.items[at].said == said && at != call && Family::Meeting.takes(self.items[at].form);
        let code = (0..self.items.len()).filter(own);
        let order: Vec<usize> = id.into_iter().chain([call]).chain(code).collect();
        self.read(Family::Meeting, said, &order)
    }

    /// The meeting that was complete last, else digits of the same sender that may be the id of one ("join with 614 209 8830").
    fn meeting_id(&self, said: usize) -> Option<(Vec<usize>, usize)> {
        if let Some(last) = self.complete.iter().rfind(|complete| !complete.items.is_empty()) {
            return Some((last.items.clone(), last.said));
        }
        let id = |item: &Item<'_>| {
            matches!(item.form, Form::Digits(count) if MEETING_DIGITS.contains(&count)) && !item.doubt
        };
        let near = |item: &Item<'_>| item.said < said && said <= item.said + MEETING_MESSAGES_MAX;
        let at = (0..self.items.len())
            .rfind(|&at| id(&self.items[at]) && near(&self.items[at]) && self.is_of(&self.items[at], said))?;
        Some((vec![at], self.items[at].said))
    }

    /// What was complete last, with what came since.
    fn extended_by(&mut self, family: Family, said: usize) -> Option<Found> {
        let last = self.complete.iter().rposition(|complete| !complete.items.is_empty())?;
        let Complete { items, said: flagged } = &self.complete[last];
        let (items, flagged) = (items.clone(), *flagged);
        let since = |at: &usize| {
            let item = &self.items[*at];
            let late = item.said >= flagged || item.form == Form::Service;
            let told = matches!(item.place, Place::Then | Place::Last);
            let named =
                family == Family::Handle && (self.is_answer(*at) || self.messages[item.said].loose <= 1 || told);
            // "591 désolé, j'étais en réunion"
            let digits = if self.messages[item.said].loose == 0 { 1 } else { 2 };
            let id = family == Family::Meeting
                && matches!(item.form, Form::Digits(count) if count >= digits)
                && item.span.start == 0;
            // "point me, comme moi en anglais"
            let end = family == Family::Link
                && matches!(item.form, Form::Link { opens: true, closes: false, .. })
                && item.said == said
                && said <= flagged + END_MESSAGES_MAX;
            let sure = !item.doubt || family == Family::Place || named || id || end || self.is_tied_word(*at, said);
            items.contains(at) || (self.reaches(family, said, *at, false) && !self.done[*at] && sure && late)
        };
        let open: Vec<usize> = (0..self.items.len()).filter(since).collect();
        let (mut detail, found) = self.join(family, said, &open)?;
        let named = |at: &usize| family == Family::Link && self.items[*at].form == Form::Service;
        let whole = items.iter().all(|at| found.contains(at) || self.is_guess(*at, said) || named(at));
        let replaces = self.items.iter().any(|item| item.said == said && item.place == Place::Not);
        // "pardon, 22" may have been taken for the last piece, until one more was said.
        let mended = family == Family::Number && found.iter().any(|&at| self.mends_number(self.items[at].said));
        // "delcourtt" mends an address only where the message says so.
        let renames = |at: &usize| {
            let item = &self.items[*at];
            let placed = item.place == Place::First && is_mixed(item.text);
            item.said == said && item.form == Form::Name && !placed
        };
        if detail.finding.kind == Kind::Email && found.iter().any(renames) && !self.messages[said].corrects {
            return None;
        }
        let corrects = self.messages[said].corrects || family == Family::Number && self.mends_number(said);
        if !(whole || replaces || mended || corrects) || flagged == said {
            return None;
        }
        detail.supersedes.push(flagged);
        Some((detail, found))
    }

    /// "06", "B: 15 ?", "presque, 16", and "80" later: the number that was complete last without what was none of it, and with what came
    /// since.
    fn renumbered(&mut self, said: usize) -> Option<Found> {
        let Complete { items, said: flagged } = self.complete.last()?.clone();
        let first = items.iter().map(|&at| self.items[at].said).min()?;
        let fresh = |at: &usize| {
            let item = &self.items[*at];
            item.said >= first && self.is_of(item, said) && !self.done[*at] && item.place != Place::Not
        };
        let near = flagged < said && said <= flagged + RENUMBERED_MESSAGES_MAX && first < flagged;
        let pieces: Vec<usize> = (0..self.items.len())
            .filter(|at| {
                matches!(self.items[*at].form, Form::Digits(_) | Form::Cue | Form::Region)
                    && self.items[*at].said <= said
            })
            .filter(|at| items.contains(at) || fresh(at) || !self.is_figures(*at))
            .collect();
        let own = |at: &usize| self.items[*at].said == said && self.is_figures(*at);
        let pure = |at: &usize| !own(at) || self.items[*at].loose <= LOOSE_PURE_MAX;
        if !near || !pieces.iter().any(own) || !pieces.iter().all(pure) {
            return None;
        }
        for stray in self.strays(&items, said) {
            let open: Vec<usize> = pieces.iter().copied().filter(|at| !stray.contains(at)).collect();
            let whole = self.join(Family::Number, said, &open).filter(|found| self.holds_all(found, &open));
            if let Some((mut detail, found)) = whole {
                detail.supersedes.push(flagged);
                return Some((detail, found));
            }
        }
        None
    }

    /// What of a number may be none of it, one guess after the other: all that the other said, then each piece that no zero begins and
    /// that was said first, by the other, or beside other words.
    fn strays(&self, items: &[usize], said: usize) -> Vec<Vec<usize>> {
        let others: Vec<usize> = items.iter().copied().filter(|&at| !self.is_of(&self.items[at], said)).collect();
        let first = items.iter().copied().filter(|at| self.is_figures(*at)).min();
        let stray = |at: &usize| {
            let item = &self.items[*at];
            let begins = item.digits().starts_with(['0', '+']);
            self.is_figures(*at) && !begins && (Some(*at) == first || item.loose > 0 || others.contains(at))
        };
        let each = items.iter().copied().filter(stray).map(|at| vec![at]);
        let all = Some(others.clone()).filter(|others| !others.is_empty() && others.len() < items.len());
        all.into_iter().chain(each).collect()
    }

    /// Joins items in the order they were said, else otherwise.
    fn join(&mut self, family: Family, said: usize, open: &[usize]) -> Option<Found> {
        let chosen: Vec<&Item<'_>> = open.iter().map(|&at| &self.items[at]).collect();
        if !family.enough(&chosen) || chosen.iter().all(|item| item.said == said) {
            return None;
        }
        let mut order = open.to_vec();
        order.sort_by_key(|&at| self.rank(family, at));
        match family {
            Family::Link => {
                let order = self.without_services(&order);
                self.join_link(said, &order)
            }
            Family::Number => {
                let bare = |at: usize| {
                    is_account_head(&self.items[at]) && !self.items[at].text.ends_with(|c: char| c.is_ascii_digit())
                };
                order.retain(|&at| !self.is_before_dictation(at) && !bare(at));
                self.join_number(said, &order)
            }
            Family::Handle => {
                let order = self.service_and_name(&order);
                self.read(family, said, &order)
            }
            Family::Meeting => {
                let order = self.call_and_code(&order);
                if let Some(letters) = self.call_and_letters(&order)
                    && let Some(found) = self.read_glued(family, said, &letters, Glue::Hyphens)
                {
                    return Some(found);
                }
                // "871 44", "52 0936": an id that was cut within a group.
                let figures = |&at: &usize| matches!(self.items[at].form, Form::Call | Form::Service | Form::Digits(_));
                let cut: Vec<usize> = order.iter().copied().filter(figures).collect();
                // "the link gets eaten so the id is 918": words between the figures are words.
                let plain = |&at: &usize| figures(&at) || !is_mixed(self.items[at].text);
                let worded = cut.len() < order.len() && order.iter().all(plain);
                let mut found = self.read(family, said, &order);
                if worded && found.is_none() {
                    found = self.read(family, said, &cut);
                }
                if (worded || cut == order) && found.is_none() {
                    found = self.read_glued(family, said, &cut, Glue::Colon);
                }
                // "Teams?", "the code, 312 448": the service says what the code is of.
                if found.is_none()
                    && let Some(served) = self.service_and_code(open)
                {
                    found = self.read(family, said, &served);
                }
                found
            }
            Family::Place => {
                if let Some(district) = self.street_and_district(&order)
                    && let Some(found) = self.read_glued(family, said, &district, Glue::Dash)
                {
                    return Some(found);
                }
                let mut order = self.street_and_town(&order);
                let mut found = self.read(family, said, &order);
                // "in Zwolle", "8023 PK": a postcode stands before its town.
                if let [.., town, code] = order[..]
                    && self.is_code_of(code, town)
                    && !found.as_ref().is_some_and(|found| found.1.contains(&code))
                {
                    let mut turned = order.clone();
                    turned.swap(order.len() - 2, order.len() - 1);
                    let read = self.read(family, said, &turned);
                    found = read.or_else(|| self.read_glued(family, said, &turned, Glue::Spaces)).or(found);
                }
                // "14", "Hafenstraße", where the number stands last; "Mill Lane", "22", where it stands first.
                let house = order.iter().position(|&at| matches!(self.items[at].form, Form::Digits(_)));
                let Some(house) = house.filter(|_| found.is_none() && order.len() > 1) else { return found };
                let number = order.remove(house);
                order.insert(usize::from(house == 0), number);
                self.read(family, said, &order)
            }
        }
    }

    /// "às 9. aponte aí 912": whether figures stand before the words that say what is to be written down, and others after them.
    fn is_before_dictation(&self, at: usize) -> bool {
        let item = &self.items[at];
        let mut mine = self.items.iter().filter(|other| other.said == item.said && item.span.end <= other.span.start);
        let told = mine.any(|other| other.form == Form::Dictation);
        told && mine.any(|other| matches!(other.form, Form::Digits(_)))
    }

    /// Joins the pieces of an address or link: without what the other guessed, all of them, without the words that may be names
    /// and may be words, and with the end first ("it's a gmail address", then the name before the sign).
    fn join_link(&mut self, said: usize, order: &[usize]) -> Option<Found> {
        let sure = |at: &usize| self.items[*at].form != Form::Name || is_mixed(self.items[*at].text);
        let ends = |at: &usize| {
            !self.items[*at].doubt && matches!(self.items[*at].form, Form::Link { opens: true, closes: false, .. })
        };
        let (ends, mut turned): (Vec<usize>, Vec<usize>) = order.iter().copied().partition(ends);
        let late = ends.last() < turned.last();
        turned.extend(if late { ends } else { Vec::new() });
        let mut orders: Vec<Vec<usize>> =
            vec![self.without_guesses(order, said), order.to_vec(), order.iter().copied().filter(sure).collect()];
        // ".noor_" goes on with what stands before it.
        let begins = turned.first().is_some_and(|&at| !self.items[at].text.starts_with(['.', '_', '-', '/']));
        orders.extend((late && begins).then_some(turned));
        // "prezzi senza commissioni", "ceramichedelpozzo", ".it": the last name, and what follows it.
        let last = order.iter().rposition(|&at| self.items[at].form == Form::Name);
        orders.extend(last.map(|last| order[last..].to_vec()));
        orders.dedup();
        let mut link = None;
        for order in orders {
            match self.read(Family::Link, said, &order) {
                Some(found) if found.0.finding.kind == Kind::Email => {
                    link = Some(found);
                    break;
                }
                found => link = link.or(found),
            }
        }
        if link.as_ref().is_none_or(|found| found.0.finding.kind != Kind::Email)
            && let Some(told) = self.turned_address(said, order).or_else(|| self.signed_address(said, order))
        {
            return Some(told);
        }
        // "pulizie", "rosa", "punto it": more pieces make more of it.
        let stuck = self.stuck_link(said, order);
        let more = |stuck: &Found| link.as_ref().is_none_or(|link| link.1.iter().all(|at| stuck.1.contains(at)));
        stuck.filter(more).or(link)
    }

    /// Joins the pieces of a number: in the order that they are said to stand in, else in that of time; without the figures that stand
    /// beside other words, where the number holds them not all; and what is said to come first backwards, the last of it foremost.
    fn join_number(&mut self, said: usize, order: &[usize]) -> Option<Found> {
        let mut timely = order.to_vec();
        timely.sort_by_key(|&at| (self.rank(Family::Number, at), self.messages[self.items[at].said].time_ms));
        let mut found = self.join_figures(said, order);
        if found.is_none() && timely != order {
            found = self.join_figures(said, &timely);
        }
        if found.as_ref().is_some_and(|found| self.holds_all(found, order)) {
            return found;
        }
        let strays = [self.without_strays(order, false), self.without_strays(order, true), self.without_single(order)];
        for rest in strays.into_iter().flatten() {
            let pure = self.join_figures(said, &rest);
            if pure.as_ref().is_some_and(|pure| self.holds_all(pure, &rest)) {
                return pure;
            }
        }
        if found.is_some() {
            return found;
        }
        if let Some(backwards) = self.firsts_backwards(order) {
            found = self.join_figures(said, &backwards);
        }
        // "06, and eight more", "the first four are 2814": the first of what is still to come.
        let mut told = order.to_vec();
        told.sort_by_key(|&at| (self.is_figures(at), at));
        if found.is_none() && told != order {
            found = self.join_figures(said, &told);
        }
        found.or_else(|| self.join_untold(said, order))
    }

    /// "34", "72", "16", "09", "53": a number that one sender says in many messages and no words, which tell no language; so that of the
    /// number's own plan.
    fn join_untold(&mut self, said: usize, order: &[usize]) -> Option<Found> {
        let digits = |at: &usize| self.items[*at].digits().len();
        let pure =
            |at: &usize| self.is_figures(*at) && self.items[*at].loose == 0 && self.items[*at].figures.is_empty();
        let untold = self.language(order).is_none()
            && order.len() >= UNTOLD_PIECES_MIN
            && order.iter().all(pure)
            && UNTOLD_DIGITS.contains(&order.iter().map(digits).sum());
        // "pásame tu num", "6 4 7", "1 0 2", "8 3 5": what announces it may be as short.
        let cued = self.language(order).is_none() && order.iter().any(|at| self.items[*at].form == Form::Cue);
        if !(untold || cued) {
            return None;
        }
        let joined = self.join_digits(order, Mend::Nothing, Glue::Figures)?;
        let mut best = None;
        for language in 0..LANGUAGES {
            let found = self.read_as(Family::Number, said, order, &joined, Some(language));
            best = self.surer(best, found);
        }
        best
    }

    /// Whether a message mends digits: it says so, or says no to a phone that its sender said right before.
    fn mends_number(&self, said: usize) -> bool {
        let message = self.messages[said];
        let before = said.checked_sub(1).map(|before| self.messages[before]);
        let own = before.filter(|before| before.sender_id() == message.sender_id());
        let phone = own.is_some_and(|own| own.flagged().iter().any(|flagged| flagged.kind == Kind::Phone));
        message.corrects || phone && message.denies()
    }

    /// Whether an item's message was flagged for a detail of a kind that it is part of.
    pub(super) fn is_flagged(&self, item: &Item<'_>, kind: Kind) -> bool {
        self.messages[item.said].flagged().iter().any(|flagged| flagged.kind == kind && flagged.holds(&item.span))
    }

    fn is_figures(&self, at: usize) -> bool {
        matches!(self.items[at].form, Form::Digits(_))
    }

    /// The surer of two, else the first; what takes pieces whole is surer than what cuts one.
    fn surer(&self, first: Option<Found>, second: Option<Found>) -> Option<Found> {
        let sure =
            |found: &Option<Found>| found.as_ref().map(|found| (self.is_uncut(found), found.0.finding.confidence));
        if sure(&second) > sure(&first) { second } else { first }
    }

    /// Whether what was found holds all of each piece that it holds a part of.
    fn is_uncut(&self, found: &Found) -> bool {
        let cut = |at: &usize| {
            let item = &self.items[*at];
            let within = |part: &Part| {
                part.said == item.said && item.span.start <= part.span.start && part.span.end <= item.span.end
            };
            let mut parts = found.0.parts.iter().filter(|part| within(part)).peekable();
            parts.peek().is_some() && parts.all(|part| part.span != item.span)
        };
        !found.1.iter().any(|at| self.is_figures(*at) && cut(at))
    }

    /// Whether what was found holds the figures of every piece, and all of them.
    fn holds_all(&self, found: &Found, order: &[usize]) -> bool {
        self.is_uncut(found) && order.iter().all(|at| !self.is_figures(*at) || found.1.contains(at))
    }

    /// The pieces of a number without the figures that stand beside other words, in their clause or their `message`, where one sender says
    /// the rest: "53", "900, minder niet", "70".
    fn without_strays(&self, order: &[usize], message: bool) -> Option<Vec<usize>> {
        let beside = |item: &Item<'_>| {
            let other = |other: &Item<'_>| {
                other.said == item.said
                    && other.form.is_material()
                    && !matches!(other.form, Form::Digits(_) | Form::Town)
            };
            self.messages[item.said].loose > 0 || self.items.iter().any(other)
        };
        let stray = |at: &usize| {
            let item = &self.items[*at];
            self.is_figures(*at)
                && (item.loose > 0 || message && beside(item))
                && item.place == Place::Next
                && !item.digits().starts_with(['0', '+'])
                && !self.is_announced(item.said)
        };
        let rest: Vec<usize> = order.iter().copied().filter(|at| !stray(at)).collect();
        let mut figures = rest.iter().filter(|at| self.is_figures(**at)).map(|&at| &self.items[at]);
        let first = figures.next()?;
        let (mut count, mut alone) = (1, true);
        for item in figures {
            count += 1;
            alone &= self.is_of(item, first.said);
        }
        (rest.len() < order.len() && alone && count >= PURE_PIECES_MIN).then_some(rest)
    }

    /// "yes 2! 900": the pieces of a number without a digit by itself, where its message says a longer piece.
    fn without_single(&self, order: &[usize]) -> Option<Vec<usize>> {
        let longer = |at: usize, said: usize| {
            self.items[at].said == said && matches!(self.items[at].form, Form::Digits(PURE_DIGITS_MIN..))
        };
        let single = |at: &usize| {
            let item = &self.items[*at];
            item.form == Form::Digits(1)
                && item.place == Place::Next
                && order.iter().any(|&other| longer(other, item.said))
        };
        let rest: Vec<usize> = order.iter().copied().filter(|at| !single(at)).collect();
        (rest.len() < order.len()).then_some(rest)
    }

    /// "la fin : 36 52", "B: et avant ?", "00", "et tout devant 01 99": the pieces of a number of which several are said to come first,
    /// the last of them foremost.
    fn firsts_backwards(&self, order: &[usize]) -> Option<Vec<usize>> {
        let first = |at: &&usize| self.is_figures(**at) && self.items[**at].place == Place::First;
        let mut firsts: Vec<usize> = order.iter().filter(first).copied().collect();
        let several = firsts.iter().any(|&at| self.items[at].said != self.items[firsts[0]].said);
        firsts.sort_by_key(|&at| (std::cmp::Reverse(self.items[at].said), at));
        let mut turned = firsts.into_iter();
        several.then(|| order.iter().map(|at| if first(&at) { turned.next().unwrap_or(*at) } else { *at }).collect())
    }

    /// Joins the pieces of a number as figures, what is said again said once, and what is mended mended; else as they were said.
    fn join_figures(&mut self, said: usize, order: &[usize]) -> Option<Found> {
        let corrects = order.iter().any(|&at| self.mends_number(self.items[at].said));
        let replaces = order.iter().any(|&at| self.items[at].place == Place::Not);
        let spoken = order.iter().any(|&at| !self.items[at].figures.is_empty());
        let mends: &[Mend] = match (replaces, corrects) {
            (true, _) => &[Mend::Replace, Mend::Count, Mend::Last, Mend::Nothing],
            (false, true) => &[Mend::Within, Mend::Count, Mend::Last, Mend::Nothing],
            (false, false) => &[Mend::Nothing],
        };
        // "il manque un 5 au bout" mends nothing: of two ways the surer one, else the first.
        let mut best = None;
        for &mend in mends {
            let found = self.read_digits(said, order, mend, Glue::Figures);
            best = self.surer(best, found);
        }
        // "tre sei sei", "918", "4402": of groups of other lengths each is one.
        if is_doubted(best.as_ref()) && self.is_partly_spelled(order) {
            let found = self.read_digits(said, order, mends[0], Glue::Groups);
            best = self.surer(best, found);
        }
        // "quarante 5" is two digits where it is said, three in figures.
        if spoken && is_doubted(best.as_ref()) {
            let found = self.read_digits(said, order, Mend::Nothing, Glue::Lines);
            best = self.surer(best, found);
        }
        best
    }

    /// Reads the digits of some items in a row, joined in one way.
    fn read_digits(&mut self, said: usize, order: &[usize], mend: Mend, glue: Glue) -> Option<Found> {
        let joined = self.join_digits(order, mend, glue)?;
        self.read_joined(Family::Number, said, order, &joined)
    }

    /// Whether some pieces are said digit by digit, and others are not.
    fn is_partly_spelled(&self, order: &[usize]) -> bool {
        let spelled = |at: &usize| is_spelled(&self.items[*at].grouped());
        let longer = |at: &usize| matches!(self.items[*at].form, Form::Digits(2..)) && !spelled(at);
        order.iter().any(|at| self.is_figures(*at) && spelled(at)) && order.iter().any(longer)
    }

    /// The digits of some items in a row; `None` where there is nothing to mend.
    fn join_digits(&self, order: &[usize], mend: Mend, glue: Glue) -> Option<Joined> {
        let mut joined = Joined::default();
        let (mut before, mut mended, mut last) = (None, None, None);
        let mut told = String::new();
        for &at in order {
            let item = &self.items[at];
            let Form::Digits(count) = item.form else {
                joined.push(at, item, before, glue);
                before = Some(item.form);
                continue;
            };
            if item.place == Place::Not {
                // "45, pas 44"
                let new =
                    order.iter().find(|&&new| self.items[new].said == item.said && self.items[new].place != Place::Not);
                if let (Some(&new), Mend::Replace) = (new, mend)
                    && !joined.replace(&item.digits(), new, &self.items[new])
                {
                    return None;
                }
                continue;
            }
            let replaces = |at: usize| self.items[at].said == item.said && self.items[at].place == Place::Not;
            if mend == Mend::Replace && order.iter().any(|&at| replaces(at)) {
                continue;
            }
            let within = || last.is_some_and(|last: &Item<'_>| last.said == item.said);
            let corrects = self.mends_number(item.said)
                && (matches!(mend, Mend::Count | Mend::Last) || mend == Mend::Within && within());
            if corrects && matches!(before, Some(Form::Digits(_))) && mended != Some(item.said) {
                mended = Some(item.said);
                if !joined.cut(if mend == Mend::Last { joined.last_len() } else { count.into() }) {
                    return None;
                }
            } else if matches!(before, Some(Form::Digits(_))) {
                // "06 39 98", and again "06 39 98 30"; "07 ?" of the other is no more of the number.
                let first = order.iter().map(|&at| &self.items[at]).find(|item| matches!(item.form, Form::Digits(_)));
                let own = first.is_some_and(|first| self.is_of(first, item.said));
                let answers =
                    last.is_some_and(|last: &Item<'_>| !self.is_of(last, item.said) || is_written_twice(last, item));
                let spoken = glue == Glue::Lines;
                let again = |last: &Item<'_>| says_again(&item.digits(), &last.digits(), &told);
                if spoken && answers && last.is_some_and(again) {
                    joined.again(at);
                    continue;
                }
                if !spoken && joined.echo(at, item, if own { ECHO_DIGITS_MIN } else { 2 }, answers) {
                    continue;
                }
            }
            joined.push(at, item, before, glue);
            told.push_str(&item.digits());
            (before, last) = (Some(item.form), Some(item));
        }
        Some(joined)
    }

    /// What stands before what, whenever it was said.
    fn rank(&self, family: Family, at: usize) -> (u8, Place, bool) {
        let item = &self.items[at];
        match (family, item.form) {
            (Family::Number, Form::Cue | Form::Region)
            | (Family::Handle, Form::Service)
            | (Family::Meeting, Form::Service | Form::Call)
            | (Family::Place, Form::Street) => (0, Place::First, false),
            // "before that 98, and in front of it all 0639"
            (Family::Number, _) => {
                let place = self.placed(at);
                (1, place, place == Place::First && !item.digits().starts_with(['0', '+']))
            }
            _ => (1, Place::Next, false),
        }
    }

    /// Where a piece stands: what is said to come next goes on with what stands before it in its message.
    fn placed(&self, at: usize) -> Place {
        let item = &self.items[at];
        // "in between 7B and then 903"
        let before = self.items[..at].iter().rfind(|other| {
            other.said == item.said
                && matches!(other.form, Form::Digits(_))
                && !matches!(other.place, Place::Then | Place::Not)
        });
        match item.place {
            Place::Then => before.map_or(Place::Next, |before| before.place),
            Place::Not => Place::Next,
            place => place,
        }
    }

    fn read(&mut self, family: Family, said: usize, order: &[usize]) -> Option<Found> {
        self.read_glued(family, said, order, family.glue())
    }

    pub(super) fn read_glued(&mut self, family: Family, said: usize, order: &[usize], glue: Glue) -> Option<Found> {
        let mut joined = Joined::default();
        let mut before = None;
        for &at in order {
            joined.push(at, &self.items[at], before, glue);
            before = Some(self.items[at].form);
        }
        self.read_joined(family, said, order, &joined)
    }

    pub(super) fn read_joined(
        &mut self,
        family: Family,
        said: usize,
        order: &[usize],
        joined: &Joined,
    ) -> Option<Found> {
        self.read_as(family, said, order, joined, self.language(order))
    }

    /// Reads a joined text in a language.
    fn read_as(
        &mut self,
        family: Family,
        said: usize,
        order: &[usize],
        joined: &Joined,
        language: Option<u8>,
    ) -> Option<Found> {
        // A detail is of the message in hand and of others.
        let own = order.iter().filter(|&&at| self.items[at].said == said).count();
        if own == 0 || own == order.len() {
            return None;
        }
        let findings = (self.speech)(&joined.text, language);
        let mut best: Option<(Finding, Pieces)> = None;
        for finding in findings {
            if finding.mode != Mode::Live || finding.confidence < SURE_MIN || !family.finds(finding.kind) {
                continue;
            }
            let mut parts = joined.parts(&finding.span, &self.items);
            if matches!(family, Family::Handle | Family::Meeting) {
                // The service is part of the detail, not of its span.
                let service = order.iter().find(|&&at| matches!(self.items[at].form, Form::Service | Form::Call));
                // So is the id that a passcode is of.
                let id = order.first().filter(|_| family == Family::Meeting);
                parts.extend(service.or(id).map(|&at| (at, 0..self.items[at].text.len())));
            }
            let reaches = |wanted: bool| parts.iter().any(|(at, _)| (self.items[*at].said == said) == wanted);
            if reaches(true) && reaches(false) && self.plausible(family, &finding, &parts) {
                let better = |best: &(Finding, _)| {
                    (finding.kind != Kind::Url, finding.span.len()) > (best.0.kind != Kind::Url, best.0.span.len())
                };
                if best.as_ref().is_none_or(better) {
                    best = Some((finding, parts));
                }
            }
        }
        let (finding, mut parts) = best?;
        let items: Vec<usize> = parts.iter().map(|(at, _)| *at).collect();
        if family == Family::Place {
            parts.extend(self.said_again(&items, said).into_iter().map(|at| (at, 0..self.items[at].text.len())));
        }
        Some((self.detail(finding, &parts, said), items))
    }

    /// The surest finding of a text.
    pub(super) fn read_text(&mut self, text: &str, order: &[usize]) -> Option<Finding> {
        let language = self.language(order);
        let sure = |f: &Finding| f.mode == Mode::Live && f.confidence >= SURE_MIN;
        (self.speech)(text, language).into_iter().filter(sure).max_by_key(|f| f.confidence)
    }

    /// The language that most of the messages of some items are in; of two the one that more of all messages are in, then the latest.
    pub(super) fn language(&self, order: &[usize]) -> Option<u8> {
        let all = || self.messages.iter().rev().filter_map(|said| said.language);
        let among_all = |language: &u8| all().filter(|other| other == language).count();
        let spoken = || order.iter().rev().filter_map(|&at| self.messages[self.items[at].said].language);
        let among = |language: &u8| spoken().filter(|other| other == language).count();
        let most = spoken().max_by_key(|language| (among(language), among_all(language)));
        // Figures are in no language: what is said around them is.
        most.or_else(|| all().max_by_key(among_all))
    }

    pub(super) fn detail(&self, mut finding: Finding, parts: &[(usize, Range<usize>)], said: usize) -> Detail {
        let part = |(at, range): &(usize, Range<usize>)| {
            let item = &self.items[*at];
            let lead = if item.lead() < range.end { item.lead() } else { 0 };
            let range = range.start.max(lead)..range.end;
            let part = Part {
                said: item.said,
                span: item.span.start + range.start..item.span.start + range.end,
                text: Private::new(item.text[range.clone()].to_owned()),
            };
            (part, matches!(item.form, Form::Service | Form::Call))
        };
        let mut parts: Vec<(Part, bool)> = parts.iter().map(part).collect();
        parts.sort_by_key(|(part, _)| (part.said, part.span.start));
        // A service's name may be a piece too.
        parts.dedup_by(|(next, _), (part, _)| next.said == part.said && next.span == part.span);
        let parts = merged(parts);
        let mine = || parts.iter().filter(|part| part.said == said);
        let start = mine().map(|part| part.span.start).min().unwrap_or(0);
        let end = mine().map(|part| part.span.end).max().unwrap_or(start);
        finding.span = start..end;
        finding.evidence.push("split".into());
        Detail { finding, parts, supersedes: Vec::new() }
    }
}

/// "-", "tzmd", "-" of one message: parts that nothing parts are one, but for the words that name a service.
fn merged(parts: Vec<(Part, bool)>) -> Vec<Part> {
    let mut all: Vec<(Part, bool)> = Vec::with_capacity(parts.len());
    for (part, names) in parts {
        match all.last_mut() {
            Some((last, named)) if last.said == part.said && last.span.end == part.span.start && !names && !*named => {
                last.text = Private::new([last.text.get().as_str(), part.text.get()].concat());
                last.span.end = part.span.end;
            }
            _ => all.push((part, names)),
        }
    }
    all.into_iter().map(|(part, _)| part).collect()
}

/// Whether digits say again some that were `told`, or those of the `last` piece.
fn says_again(digits: &str, last: &str, told: &str) -> bool {
    let whole = digits.len() > 2 && (told.starts_with(digits) || told.ends_with(digits));
    whole || digits.len() > 1 && (last.starts_with(digits) || last.ends_with(digits))
}

/// "five five five, so 555", "B3l, that's eight three one": whether a message writes digits twice, once in words or letters.
pub(super) fn is_written_twice(first: &Item<'_>, second: &Item<'_>) -> bool {
    let plain = first.figures.is_empty() && second.figures.is_empty();
    first.said == second.said && !plain && first.text != second.text
}

/// Whether nothing was found, or nothing sure.
fn is_doubted(found: Option<&Found>) -> bool {
    found.is_none_or(|(detail, _)| detail.finding.confidence < DOUBTED_MAX)
}
