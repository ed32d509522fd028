//! A meeting's code or id in pieces: letters that are no words, or digits that words for a meeting announce.

use std::ops::{Range, RangeInclusive};

use crate::kind::Kind;
use crate::scan::{Finding, Form};

use super::assembly::{Assembly, Complete, Found, Pieces};
use super::joined::Item;

/// Messages from the words for a meeting to the last piece of its code at most.
const MEETING_MESSAGES_MAX: usize = 14;
/// Letters of the parts of a meeting's code, the last first.
const CODE_LETTERS: [usize; 3] = [3, 4, 3];
/// Messages from one part of a code to the next at most.
const PART_MESSAGES_MAX: usize = 5;
/// Digits of a meeting's id.
const ID_DIGITS: RangeInclusive<usize> = 9..=13;
/// Words beside a piece of an id at most, where nothing says which part it is.
const PIECE_LOOSE_MAX: u8 = 4;
/// Words for the meetings whose code is of letters.
const LETTERED: &[&str] = &["meet", "google"];
/// Signs in words of four letters or fewer.
const SIGNS: &[&str] = &["dash", "com"];

/// Letters of a sign in words at least, where it is a piece beside a part of a code.
const SIGNED_MIN: usize = 4;

/// A run of letters of an item: a part of a code.
struct Letters {
    at: usize,
    range: Range<usize>,
}

impl Assembly<'_, '_, '_> {
    /// The code or id of a meeting that one sender says in pieces after it was named, where a message says the last of it.
    pub(super) fn meeting(&mut self, said: usize) -> Option<Found> {
        self.meeting_letters(said).or_else(|| self.meeting_digits(said))
    }

    /// "on Meet", "code : kqv", "-tzmd-", "hpw": three letters, four and three, which are no words.
    fn meeting_letters(&mut self, said: usize) -> Option<Found> {
        let named = |item: &&Item<'_>| {
            let text = || item.text.to_lowercase();
            let served = matches!(item.form, Form::Service | Form::Link { .. } | Form::Name | Form::Town);
            is_recent(item, said)
                && (item.form == Form::Call || served && LETTERED.iter().any(|word| text().contains(word)))
        };
        let from = self.items.iter().find(named)?.said;
        let parts = self.code_parts(said, from)?;
        let letters = |part: &Letters| self.items[part.at].text[part.range.clone()].replace(' ', "");
        let code: Vec<String> = parts.iter().map(letters).collect();
        let order: Vec<usize> = parts.iter().map(|part| part.at).collect();
        let finding = self.read_text(&format!("meet: {}", code.join("-").to_lowercase()), &order)?;
        if finding.kind != Kind::Meeting {
            return None;
        }
        let mut pieces: Pieces = Vec::new();
        for part in parts {
            // "hqd tiret"
            let beside =
                self.runs(part.at).into_iter().filter(|run| run.range != part.range && SIGNED_MIN <= run.range.len());
            pieces.extend(beside.map(|run| (run.at, run.range)));
            pieces.push((part.at, self.with_hyphens(part.at, part.range)));
        }
        pieces.extend(self.said_again(&order, said).into_iter().map(|at| (at, 0..self.items[at].text.len())));
        let served = |at: &usize| {
            let item = &self.items[*at];
            (from..=said).contains(&item.said) && matches!(item.form, Form::Service | Form::Call)
        };
        let service = (0..self.items.len()).rfind(served);
        pieces.extend(service.map(|at| (at, 0..self.items[at].text.len())));
        pieces.extend(self.link_before(said, from, &order));
        let detail = self.detail(finding, &pieces, said);
        let items = pieces.into_iter().map(|(at, _)| at).collect();
        Some((detail, items))
    }

    /// The last three runs of letters of a message's sender that are as long as a code's, in more messages than one.
    fn code_parts(&self, said: usize, from: usize) -> Option<Vec<Letters>> {
        let mine = |at: &usize| {
            let item = &self.items[*at];
            (from..=said).contains(&item.said)
                && self.is_of(item, said)
                && (matches!(item.form, Form::Letters | Form::Name) || is_written_link(item))
                && !self.is_named_service(item)
        };
        let mut runs: Vec<Letters> = (0..self.items.len()).filter(mine).flat_map(|at| self.letters(at)).collect();
        let mut parts: Vec<Letters> = Vec::new();
        let mut next = said;
        for letters in CODE_LETTERS {
            let fits = |run: &Letters| {
                let item = &self.items[run.at];
                run.range.len() == letters
                    && next <= item.said + PART_MESSAGES_MAX
                    && (!parts.is_empty() || item.said == said)
            };
            let place = runs.iter().rposition(fits)?;
            let run = runs.drain(place..).next()?;
            next = self.items[run.at].said;
            parts.push(run);
        }
        parts.reverse();
        (next < said).then_some(parts)
    }

    /// A range of an item's text with the hyphens and slashes around it: "-tzmd-".
    fn with_hyphens(&self, at: usize, range: Range<usize>) -> Range<usize> {
        let text = self.items[at].text;
        let sign = |c: char| matches!(c, '-' | '/');
        let before = text[..range.start].trim_end_matches(sign).len();
        let after = text[range.end..].len() - text[range.end..].trim_start_matches(sign).len();
        before..range.end + after
    }

    /// The runs of letters of an item without its signs in words.
    fn letters(&self, at: usize) -> Vec<Letters> {
        let text = self.items[at].text;
        // "q s b"
        let spelled = self.items[at].form == Form::Letters && text.contains(' ');
        if spelled {
            return vec![Letters { at, range: 0..text.len() }];
        }
        let mut runs = self.runs(at);
        let plain = |run: &Letters| text[run.range.clone()].bytes().all(|b| b.is_ascii_alphabetic());
        runs.retain(|run| plain(run) && !SIGNS.contains(&&text[run.range.clone()]));
        runs
    }

    /// The runs of letters and figures of an item.
    fn runs(&self, at: usize) -> Vec<Letters> {
        let text = self.items[at].text;
        let mut runs: Vec<Letters> = Vec::new();
        for (start, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            let end = start + c.len_utf8();
            match runs.last_mut().filter(|run| run.range.end == start) {
                Some(run) => run.range.end = end,
                None => runs.push(Letters { at, range: start..end }),
            }
        }
        runs
    }

    /// The pieces of the link that a code ends: "meet.google.com", "barre oblique".
    fn link_before(&self, said: usize, from: usize, code: &[usize]) -> Pieces {
        let link = |item: &Item<'_>| matches!(item.form, Form::Link { .. }) && self.is_of(item, said);
        let host = |item: &Item<'_>| LETTERED.iter().any(|word| item.text.to_lowercase().contains(word));
        let within = |at: &usize| {
            let item = &self.items[*at];
            (from..=said).contains(&item.said) && link(item) && !code.contains(at) && !self.is_named_service(item)
        };
        let mut pieces = (0..self.items.len()).filter(within).skip_while(|&at| !host(&self.items[at])).peekable();
        let begun = pieces.peek().is_some();
        pieces.filter(|_| begun).map(|at| (at, 0..self.items[at].text.len())).collect()
    }

    /// Whether an item is part of a service's name: "google meet".
    fn is_named_service(&self, item: &Item<'_>) -> bool {
        let holds = |other: &Item<'_>| other.span.start <= item.span.start && item.span.end <= other.span.end;
        self.items.iter().any(|other| other.said == item.said && other.form == Form::Service && holds(other))
    }

    /// "Zoom", "l'ID commence par 864 22", "la suite 19", "et 7035": as many digits as an id has, said by one sender since words for a
    /// meeting, where something says that they are an id.
    fn meeting_digits(&mut self, said: usize) -> Option<Found> {
        let named = |item: &Item<'_>| is_recent(item, said) && matches!(item.form, Form::Service | Form::Call);
        let from = self.items.iter().find(|item| named(item))?.said;
        let tells =
            |item: &&Item<'_>| (from..=said).contains(&item.said) && matches!(item.form, Form::Call | Form::Code);
        let since = self.items.iter().find(tells)?.said;
        let order = self.id_pieces(said, since)?;
        let names: Vec<usize> = (0..self.items.len()).rev().filter(|&at| named(&self.items[at])).collect();
        let (finding, name) = names.into_iter().find_map(|name| {
            let finding = self.id_of(self.items[name].text, &order)?;
            Some((finding, name))
        })?;
        let pieces = std::iter::once(name).chain(order.iter().copied()).chain(self.said_again(&order, said));
        let parts: Pieces = pieces.map(|at| (at, 0..self.items[at].text.len())).collect();
        let mut detail = self.detail(finding, &parts, said);
        let longer = |complete: &&Complete| complete.said < said && complete.items.iter().any(|at| order.contains(at));
        detail.supersedes.extend(self.complete.iter().filter(longer).map(|complete| complete.said));
        Some((detail, order.into_iter().chain([name]).collect()))
    }

    /// The id that some pieces make after what names a meeting: in the groups they are said in, as they are written ("871 44", "52 0936"),
    /// else without any.
    fn id_of(&mut self, name: &str, order: &[usize]) -> Option<Finding> {
        let each = |said: fn(&Item<'_>) -> String| order.iter().map(|&at| said(&self.items[at])).collect::<Vec<_>>();
        let ways = [
            each(|item| item.grouped()).join(" "),
            each(|item| if item.figures.is_empty() { item.text.to_owned() } else { item.grouped() }).concat(),
            each(|item| item.digits()).concat(),
        ];
        let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
        ways.into_iter().find_map(|id| {
            let finding = self.read_text(&format!("{name}: {id}"), order)?;
            (finding.kind == Kind::Meeting && digits(finding.value.get()) == digits(&id)).then_some(finding)
        })
    }

    /// The digits of a message's sender, up to its last, that are as many as an id's: as many as may be.
    fn id_pieces(&self, said: usize, since: usize) -> Option<Vec<usize>> {
        let piece = |at: &usize| {
            let item = &self.items[*at];
            (since..=said).contains(&item.said)
                && self.is_of(item, said)
                && matches!(item.form, Form::Digits(_))
                && !item.digits().starts_with('+')
                && item.loose <= PIECE_LOOSE_MAX
                && !self.is_hour(*at)
        };
        let pieces: Vec<usize> = (0..self.items.len()).filter(piece).collect();
        let last = pieces.last().is_some_and(|&at| self.items[at].said == said);
        let count = |at: &usize| self.items[*at].digits().len();
        let fits = |from: &usize| {
            let order = &pieces[*from..];
            let id = ID_DIGITS.contains(&order.iter().map(count).sum());
            id && order.iter().any(|&at| self.items[at].said < said)
        };
        let from = (0..pieces.len()).find(fits).filter(|_| last)?;
        Some(pieces[from..].to_vec())
    }
}

/// "-tzmd-", "hqd tiret", and no "sur", "sur google": whether an item is part of a link, and no word that says where it is.
fn is_written_link(item: &Item<'_>) -> bool {
    let sign = |c: char| c.is_ascii_punctuation() || c == ' ';
    matches!(item.form, Form::Link { .. }) && item.text.contains(sign) && item.lead() == 0
}

/// Whether an item was said not long before a message.
fn is_recent(item: &Item<'_>, said: usize) -> bool {
    item.said <= said && said <= item.said + MEETING_MESSAGES_MAX
}
