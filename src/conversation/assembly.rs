//! The assembly: fragments of several messages joined, read by the same scanner, and mapped back.
//!
//! What was complete before is found first, message by message, so that later words that merely follow complete nothing anew;
//! an extension of what was complete, or its correction, supersedes it. All of it follows from what is remembered and the
//! message in hand.

use std::ops::Range;

use crate::kind::{Kind, Mode};
use crate::private::Private;
use crate::scan::{Finding, Form, Fragment, LOOSE_PURE_MAX, Place};

use super::Said;
use super::joined::{Glue, Item, Joined};

/// The confidence from which a detail counts as complete.
const SURE_MIN: u8 = 50;
/// No plan's number is shorter.
const NUMBER_DIGITS_MIN: usize = 8;

/// Reads a joined text in the language of its messages: the scanner, behind its door.
pub type Speech<'f> = dyn FnMut(&str, Option<u8>) -> Vec<Finding> + 'f;

/// The parts of a finding: an item's place, and the bytes of its text.
type Pieces = Vec<(usize, Range<usize>)>;

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

/// What is assembled together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    /// Phones, account and card numbers.
    Number,
    /// E-mail addresses and links.
    Link,
    /// A service and a user name.
    Handle,
    /// A street and a town.
    Place,
    /// A meeting's id or code, and the words that say what it is.
    Meeting,
}

const FAMILIES: [Family; 5] = [Family::Number, Family::Link, Family::Handle, Family::Place, Family::Meeting];

impl Family {
    fn takes(self, form: Form) -> bool {
        match self {
            Self::Number => matches!(form, Form::Digits(_) | Form::Account | Form::Cue),
            Self::Link => matches!(form, Form::Name | Form::Link { .. }),
            Self::Handle => matches!(form, Form::Name | Form::Service | Form::Link { .. }),
            Self::Place => matches!(form, Form::Street | Form::Town),
            Self::Meeting => {
                matches!(form, Form::Digits(_) | Form::Name | Form::Link { .. } | Form::Service | Form::Call)
            }
        }
    }

    fn finds(self, kind: Kind) -> bool {
        match self {
            Self::Number => matches!(kind, Kind::Phone | Kind::Payment),
            Self::Link => matches!(kind, Kind::Email | Kind::Url),
            Self::Handle => matches!(kind, Kind::Handle | Kind::Payment),
            Self::Place => kind == Kind::Address,
            Self::Meeting => kind == Kind::Meeting,
        }
    }

    fn glue(self) -> Glue {
        match self {
            Self::Number => Glue::Lines,
            Self::Link => Glue::Ties,
            Self::Handle => Glue::Colon,
            Self::Place => Glue::Comma,
            Self::Meeting => Glue::Spaces,
        }
    }

    /// Whether a join of these could hold anything.
    fn enough(self, items: &[&Item<'_>]) -> bool {
        let has = |wanted: fn(Form) -> bool| items.iter().any(|item| wanted(item.form));
        match self {
            Self::Number => {
                let digits = |item: &&Item<'_>| match item.form {
                    Form::Digits(count) => usize::from(count),
                    Form::Account => item.text.bytes().filter(u8::is_ascii_digit).count(),
                    _ => 0,
                };
                items.iter().map(digits).sum::<usize>() >= NUMBER_DIGITS_MIN
            }
            Self::Link => has(|form| matches!(form, Form::Link { .. })),
            Self::Handle => has(|form| form == Form::Service) && has(|form| form != Form::Service),
            Self::Place => has(|form| form == Form::Street) && has(|form| form == Form::Town),
            Self::Meeting => {
                has(|form| matches!(form, Form::Call | Form::Service))
                    && has(|form| !matches!(form, Form::Call | Form::Service))
            }
        }
    }
}

/// The details that a message completes; `past` is what is remembered, by offset.
///
/// Of each family of details one at most: a message that completes two of a kind is flagged for the first.
#[must_use]
pub fn assemble(past: &[&Said], current: &Said, speech: &mut Speech<'_>) -> Vec<Detail> {
    if past.is_empty() {
        return Vec::new();
    }
    let messages: Vec<&Said> = past.iter().copied().chain([current]).collect();
    let items: Vec<Item<'_>> = messages
        .iter()
        .enumerate()
        .flat_map(|(said, message)| {
            message.fragments().map(move |(fragment, text)| {
                let Fragment { form, span, place } = fragment;
                Item { said, form, place, span, text }
            })
        })
        .collect();
    let mut assembly = Assembly { messages, done: vec![false; items.len()], items, complete: Vec::new(), speech };
    FAMILIES.into_iter().filter_map(|family| assembly.family(family)).collect()
}

/// What was complete: its items, and the message that was flagged for it.
struct Complete {
    items: Vec<usize>,
    said: usize,
}

struct Assembly<'s, 'f, 'g> {
    messages: Vec<&'s Said>,
    items: Vec<Item<'s>>,
    done: Vec<bool>,
    complete: Vec<Complete>,
    speech: &'f mut Speech<'g>,
}

impl Assembly<'_, '_, '_> {
    /// Tells, message by message, what was complete; what the last one completes.
    fn family(&mut self, family: Family) -> Option<Detail> {
        self.done.fill(false);
        self.complete.clear();
        let current = self.messages.len() - 1;
        let mine = |item: &&Item<'_>| family.takes(item.form) && item.form != Form::Cue;
        if !self.items.iter().filter(|item| item.said == current).any(|item| mine(&item)) {
            return None;
        }
        for said in 0..=current {
            self.complete_alone(family, said);
            let fresh = |at: usize| self.items[at].said == said && mine(&&self.items[at]) && !self.done[at];
            if !(0..self.items.len()).any(fresh) {
                continue;
            }
            if let Some((detail, items)) = self.completed_by(family, said) {
                if said == current {
                    return Some(detail);
                }
                items.iter().for_each(|&at| self.done[at] = true);
                self.complete.push(Complete { items, said });
            }
        }
        None
    }

    /// Notes what a message said whole.
    fn complete_alone(&mut self, family: Family, said: usize) {
        for flagged in self.messages[said].flagged().iter().filter(|flagged| family.finds(flagged.kind)) {
            let inside = |item: &Item<'_>| {
                item.said == said && item.span.start < flagged.end as usize && (flagged.start as usize) < item.span.end
            };
            // A provider's domain is a link of its own, and the end of an address.
            let ends =
                |item: &Item<'_>| flagged.kind == Kind::Url && matches!(item.form, Form::Link { opens: true, .. });
            let whole = |item: &Item<'_>| family.takes(item.form) && inside(item) && !ends(item);
            let items: Vec<usize> = (0..self.items.len()).filter(|&at| whole(&self.items[at])).collect();
            items.iter().for_each(|&at| self.done[at] = true);
            self.complete.push(Complete { items, said });
        }
    }

    /// What the fragments up to a message make, its own among them: those of its sender first, then those of all.
    fn completed_by(&mut self, family: Family, said: usize) -> Option<(Detail, Vec<usize>)> {
        let sender = self.messages[said].sender;
        let reach = |this: &Self, at: usize, all: bool| {
            let item = &this.items[at];
            item.said <= said && family.takes(item.form) && (all || this.messages[item.said].sender == sender)
        };
        let mut tried = Vec::new();
        let mut bare = None;
        for all in [false, true] {
            let open: Vec<usize> = (0..self.items.len()).filter(|&at| reach(self, at, all) && !self.done[at]).collect();
            if open != tried
                && let Some(found) = self.join(family, said, &open)
            {
                // One sender's digits could be a number of their own, and be the rest of one that the other began.
                if !is_bare(&found.0.finding) {
                    return Some(found);
                }
                bare = bare.or(Some(found));
            }
            tried = open;
        }
        if bare.is_some() {
            return bare;
        }
        // What was complete last, with what came since.
        let last = self.complete.iter().rposition(|complete| !complete.items.is_empty())?;
        let Complete { items, said: flagged } = &self.complete[last];
        let (items, flagged) = (items.clone(), *flagged);
        let since = |at: &usize| {
            let item = &self.items[*at];
            let late = item.said >= flagged || item.form == Form::Service;
            items.contains(at) || (reach(self, *at, false) && !self.done[*at] && late)
        };
        let open: Vec<usize> = (0..self.items.len()).filter(since).collect();
        let (mut detail, found) = self.join(family, said, &open)?;
        let whole = items.iter().all(|at| found.contains(at));
        if !(whole || self.messages[said].corrects) || flagged == said {
            return None;
        }
        detail.supersedes.push(flagged);
        Some((detail, found))
    }

    /// Joins items in the order they were said, else in that of their times.
    fn join(&mut self, family: Family, said: usize, open: &[usize]) -> Option<(Detail, Vec<usize>)> {
        let chosen: Vec<&Item<'_>> = open.iter().map(|&at| &self.items[at]).collect();
        if !family.enough(&chosen) || chosen.iter().all(|item| item.said == said) {
            return None;
        }
        let mut order = open.to_vec();
        order.sort_by_key(|&at| self.rank(family, at));
        if let Some(found) = self.read(family, said, &order) {
            return Some(found);
        }
        if family == Family::Link {
            // Without the words that may be names, and may be words.
            let sure = |at: &usize| self.items[*at].form != Form::Name || is_mixed(self.items[*at].text);
            let sure: Vec<usize> = order.iter().copied().filter(sure).collect();
            return if sure.len() < order.len() { self.read(family, said, &sure) } else { None };
        }
        let mut timely = order.clone();
        timely.sort_by_key(|&at| (self.rank(family, at), self.messages[self.items[at].said].time_ms));
        if timely == order { None } else { self.read(family, said, &timely) }
    }

    /// What stands before what, whenever it was said.
    fn rank(&self, family: Family, at: usize) -> (u8, Place) {
        let item = &self.items[at];
        match (family, item.form) {
            (Family::Number, Form::Cue)
            | (Family::Handle, Form::Service)
            | (Family::Meeting, Form::Service | Form::Call)
            | (Family::Place, Form::Street) => (0, Place::First),
            (Family::Number, _) => (1, item.place),
            _ => (1, Place::Next),
        }
    }

    fn read(&mut self, family: Family, said: usize, order: &[usize]) -> Option<(Detail, Vec<usize>)> {
        let mut joined = Joined::default();
        let mut before = None;
        let mut mended: Option<(usize, String)> = None;
        let order = match family {
            Family::Handle => self.service_and_name(order),
            Family::Meeting => self.call_and_code(order),
            _ => order.to_vec(),
        };
        for &at in &order {
            let item = &self.items[at];
            if let Form::Digits(count) = item.form
                && self.messages[item.said].corrects
                && family == Family::Number
                && before.is_some()
            {
                if mended.as_ref().is_none_or(|(said, _)| *said != item.said) {
                    mended = Some((item.said, joined.text.clone()));
                    if !joined.cut(count.into()) {
                        return None;
                    }
                } else if mended.as_ref().is_some_and(|(_, was)| was.ends_with(item.text)) {
                    // "82, not 81": what was said before is said again only to be taken back.
                    continue;
                }
            }
            joined.push(at, item, before, family.glue());
            before = Some(item.form);
        }
        let language = self.language(&order);
        let findings = (self.speech)(&joined.text, language);
        let mut best: Option<(Finding, Pieces)> = None;
        for finding in findings {
            if finding.mode != Mode::Live || finding.confidence < SURE_MIN || !family.finds(finding.kind) {
                continue;
            }
            let mut parts = joined.parts(&finding.span);
            if matches!(family, Family::Handle | Family::Meeting) {
                // The service is part of the detail, not of its span.
                let service = order.iter().find(|&&at| matches!(self.items[at].form, Form::Service | Form::Call));
                parts.extend(service.map(|&at| (at, 0..self.items[at].text.len())));
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
        let (finding, parts) = best?;
        Some((self.detail(finding, &parts, said), parts.iter().map(|(at, _)| *at).collect()))
    }

    /// The language that most of the messages of some items are in, the latest first.
    fn language(&self, order: &[usize]) -> Option<u8> {
        let spoken = || order.iter().rev().filter_map(|&at| self.messages[self.items[at].said].language);
        spoken().max_by_key(|language| spoken().filter(|other| other == language).count())
    }

    /// Whether what was found is more than numbers that happened to be said one after another.
    fn plausible(&self, family: Family, finding: &Finding, parts: &[(usize, Range<usize>)]) -> bool {
        match family {
            Family::Number if finding.kind == Kind::Phone => self.is_number(finding, parts),
            Family::Handle => parts.iter().any(|(at, _)| {
                let item = &self.items[*at];
                item.form != Form::Service && is_mixed(item.text)
            }),
            _ => true,
        }
    }

    /// A number without its leading zero or country code is one only where it is announced, or where one sender said nothing
    /// else, and not in round figures.
    fn is_number(&self, finding: &Finding, parts: &[(usize, Range<usize>)]) -> bool {
        let saids = || parts.iter().map(|(at, _)| self.messages[self.items[*at].said]);
        let announced = parts.iter().any(|(at, _)| {
            let said = self.items[*at].said;
            self.items.iter().any(|item| item.said == said && item.form == Form::Cue)
        }) || parts.iter().any(|(at, _)| self.items[*at].place != Place::Next);
        if announced {
            return true;
        }
        // Two who name numbers in turn are playing or haggling.
        let mut senders = saids().map(|said| said.sender);
        let first = senders.next();
        if senders.any(|sender| Some(sender) != first) {
            return false;
        }
        if !is_bare(finding) {
            return !finding.evidence.contains(&"loose-plan".into());
        }
        let pure = saids().all(|said| said.loose < LOOSE_PURE_MAX);
        // Offers and counts are of two digits, in round figures, and come again.
        let figures: Vec<&str> = parts.iter().map(|(at, _)| self.items[*at].text).collect();
        let again = figures.iter().enumerate().any(|(at, text)| text.len() > 1 && figures[..at].contains(text));
        let longest = parts.iter().map(|(at, _)| match self.items[*at].form {
            Form::Digits(count) => count,
            _ => 0,
        });
        let known = saids().any(|said| said.language.is_some()) && parts.len() > 3;
        pure && !again && !self.is_round(finding.value.get(), parts) && (longest.max() >= Some(3) || known)
    }

    /// The last service, and the last name: with what it continues ("@transfert", "_rapide").
    fn service_and_name(&self, order: &[usize]) -> Vec<usize> {
        let is_service = |at: &usize| self.items[*at].form == Form::Service;
        let names: Vec<usize> = order.iter().filter(|at| !is_service(at)).copied().collect();
        let mut from = names.len().saturating_sub(1);
        while from > 0 && self.continues(names[from - 1], names[from]) {
            from -= 1;
        }
        let service = order.iter().rev().find(|at| is_service(at)).copied();
        service.into_iter().chain(names[from..].iter().copied()).collect()
    }

    /// Whether a name goes on with another: a sign ties them, or the first was complete and the second is no word.
    fn continues(&self, first: usize, second: usize) -> bool {
        let signs = ['_', '.', '-', '#'];
        let (before, item) = (&self.items[first], &self.items[second]);
        let pure = self.messages[item.said].loose <= 1;
        let tied = item.text.starts_with(signs) || before.text.ends_with(signs);
        pure && (tied || (self.was_complete(first) && is_mixed(item.text)))
    }

    fn was_complete(&self, at: usize) -> bool {
        self.complete.iter().any(|complete| complete.items.contains(&at))
    }

    /// The last words for a meeting, and what came with and after them.
    fn call_and_code(&self, order: &[usize]) -> Vec<usize> {
        let is_call = |at: &usize| matches!(self.items[*at].form, Form::Call | Form::Service);
        let Some(call) = order.iter().rev().find(|at| is_call(at)).copied() else { return Vec::new() };
        let since = self.items[call].said;
        let code = order.iter().filter(|at| !is_call(at) && self.items[**at].said >= since).copied();
        [call].into_iter().chain(code).collect()
    }

    /// Whether half the pieces or more end in 0 or 5, as offers do.
    fn is_round(&self, value: &str, parts: &[(usize, Range<usize>)]) -> bool {
        let mut end = value.len();
        let mut round = 0;
        for (at, _) in parts.iter().rev() {
            let Form::Digits(count) = self.items[*at].form else { continue };
            round += usize::from(value[..end].ends_with(['0', '5']));
            end = end.saturating_sub(count.into());
        }
        round * 2 >= parts.len()
    }

    fn detail(&self, mut finding: Finding, parts: &[(usize, Range<usize>)], said: usize) -> Detail {
        let mut parts: Vec<Part> = parts
            .iter()
            .map(|(at, range)| {
                let item = &self.items[*at];
                Part {
                    said: item.said,
                    span: item.span.start + range.start..item.span.start + range.end,
                    text: Private::new(item.text[range.clone()].to_owned()),
                }
            })
            .collect();
        parts.sort_by_key(|part| (part.said, part.span.start));
        let mine = || parts.iter().filter(|part| part.said == said);
        let start = mine().map(|part| part.span.start).min().unwrap_or(0);
        let end = mine().map(|part| part.span.end).max().unwrap_or(start);
        finding.span = start..end;
        finding.evidence.push("split".into());
        Detail { finding, parts, supersedes: Vec::new() }
    }
}

/// Whether a name is no ordinary word: it holds digits or signs.
fn is_mixed(name: &str) -> bool {
    name.bytes().any(|b| b.is_ascii_digit() || matches!(b, b'_' | b'.' | b'@' | b'-'))
}

/// Whether a number was found without its leading zero or the plus of its country code.
fn is_bare(finding: &Finding) -> bool {
    finding.evidence.iter().any(|name| matches!(&**name, "no-trunk" | "bare-code" | "bare-code-fixed"))
}
