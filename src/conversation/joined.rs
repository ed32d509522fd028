//! The joined text: fragments of several messages in one line, with a map back to each.

use std::ops::Range;

use crate::scan::{Form, Place};

use super::order::is_nameless;

/// Words for an at-sign that are words of every sentence: alone, between the pieces of an address, they are the sign.
const WEAK_ATS: &[&str] =
    &["at", "At", "AT", "chez", "Chez", "bei", "Bei", "bij", "Bij", "presso", "Presso", "en", "em", "su"];

/// Words for where an address is, before its host.
const LEADS: &[&str] = &["chez", "sur", "bei", "bij", "op", "presso", "su", "en", "em", "no", "na", "do", "da"];

/// Digits of the other's that one says again, and goes on with, at least.
const RESUMED_DIGITS_MIN: usize = 3;

/// Letters and figures of a group drawn for digits at most.
const DRAWN_BYTES_MAX: usize = 6;

/// A fragment as it takes part in an assembly.
#[derive(Debug, Clone)]
pub(super) struct Item<'s> {
    /// The place of its message.
    pub(super) said: usize,
    pub(super) form: Form,
    pub(super) place: Place,
    pub(super) doubt: bool,
    /// Words in its clause that are no fragment.
    pub(super) loose: u8,
    /// Its bytes in the message.
    pub(super) span: Range<usize>,
    pub(super) text: &'s str,
    /// Its digits, where its text is more than figures.
    pub(super) figures: &'s str,
}

impl Item<'_> {
    /// Its digits, and the plus before them.
    pub(super) fn digits(&self) -> String {
        figures(if self.figures.is_empty() { self.text } else { self.figures })
    }

    /// "O6 3g", "2l": whether letters stand among the figures of some digits, and no words.
    pub(super) fn is_drawn(&self) -> bool {
        let mixed = |group: &str| {
            group.contains(|c: char| c.is_ascii_digit())
                && group.contains(char::is_alphabetic)
                && group.len() <= DRAWN_BYTES_MAX
        };
        matches!(self.form, Form::Digits(_)) && !self.figures.is_empty() && self.text.split(' ').any(mixed)
    }

    /// Whether it is figures that are said to come next, or last.
    pub(super) fn is_told_next(&self) -> bool {
        matches!(self.form, Form::Digits(_))
            && matches!(self.place, Place::Then | Place::Last)
            && self.plain().bytes().all(|b| b.is_ascii_digit())
    }

    /// Bytes of the word before a host that says where an address is, and is no part of it: "chez orange point fr".
    pub(super) fn lead(&self) -> usize {
        let (word, rest) = self.text.split_once(' ').unwrap_or((self.text, ""));
        let leads = matches!(self.form, Form::Link { opens: true, .. }) && !rest.is_empty();
        if leads && LEADS.contains(&word.to_lowercase().as_str()) { word.len() + 1 } else { 0 }
    }

    /// Whether a word for an at-sign stands before its host.
    pub(super) fn has_weak_at(&self) -> bool {
        self.text.split_once(' ').is_some_and(|(word, _)| WEAK_ATS.contains(&word))
    }

    /// Its text without the plus that adds it to a name: "+ 27".
    pub(super) fn plain(&self) -> &str {
        self.text.strip_prefix("+ ").unwrap_or(self.text)
    }

    /// Its digits in the groups that they are said in.
    pub(super) fn grouped(&self) -> String {
        if !self.figures.is_empty() {
            return self.figures.to_owned();
        }
        let groups = self.text.split(|c: char| !is_figure(c)).filter(|group| !group.is_empty());
        groups.collect::<Vec<_>>().join(" ")
    }

    /// The bytes of its text that a range of its grouped digits stands at: all of them, where it is said in words.
    fn bytes_of(&self, range: Range<usize>) -> Range<usize> {
        let grouped = self.grouped();
        if !self.figures.is_empty() || range == (0..grouped.len()) {
            return 0..self.text.len();
        }
        let count = |end: usize| figures(&grouped[..end]).len();
        let places = || self.text.char_indices().filter(|(_, c)| is_figure(*c)).map(|(at, _)| at);
        let start = places().nth(count(range.start)).unwrap_or(0);
        start..places().nth(count(range.end).saturating_sub(1)).map_or(self.text.len(), |last| last + 1)
    }
}

/// How fragments are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Glue {
    /// Each on a line of its own, as figures: those of one do not run on into the next, and still are one number.
    Figures,
    /// The same, digits that are said one by one as one group.
    Groups,
    /// The same, as they were said.
    Lines,
    /// As an address or link is written: tied where one of two ties, else on a line of its own.
    Ties,
    /// As [`Glue::Ties`], a name in pieces glued.
    Stuck,
    /// "service: name", a name in pieces glued.
    Colon,
    /// "code: piece piece".
    Spaces,
    /// "code: abc-defg-hij".
    Hyphens,
    /// "street, town".
    Comma,
    /// "street - district".
    Dash,
}

/// A stretch of the joined text, by the item that it comes from.
#[derive(Debug)]
struct Stretch {
    range: Range<usize>,
    item: usize,
    shown: Shown,
}

/// What of an item stands in the joined text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// Its text.
    Text,
    /// Its digits, in their groups.
    Figures,
    /// Something else that stands for all of it.
    Whole,
}

/// Fragments, joined.
#[derive(Debug, Default)]
pub(super) struct Joined {
    pub(super) text: String,
    pieces: Vec<Stretch>,
    /// Where its digits begin, after what announces them.
    from: usize,
}

impl Joined {
    /// Appends an item, by its number.
    pub(super) fn push(&mut self, number: usize, item: &Item<'_>, before: Option<Form>, glue: Glue) {
        let weak_at =
            matches!(glue, Glue::Ties | Glue::Stuck) && is_sign(item.form) && WEAK_ATS.contains(&item.text.trim());
        let lines = matches!(glue, Glue::Lines | Glue::Figures | Glue::Groups);
        let between = match glue {
            _ if self.text.is_empty() || weak_at => "",
            // Nothing is read across an equals sign: what announces a number is no part of it.
            _ if lines && matches!(before, Some(Form::Cue | Form::Region)) => " = ",
            // An account number or wallet cut within a word.
            _ if lines && before == Some(Form::Account) && item.form == Form::Account => "",
            Glue::Lines | Glue::Figures | Glue::Groups => "\n",
            Glue::Colon | Glue::Spaces | Glue::Hyphens
                if matches!(before, Some(Form::Service | Form::Call | Form::Code)) =>
            {
                " : "
            }
            Glue::Colon => {
                let word = |text: &str| text.ends_with(char::is_alphabetic);
                // "leaa", "tiret du bas m0rin"
                let opens = matches!(item.form, Form::Link { opens: true, .. })
                    && item.text.contains(' ')
                    && item.text.starts_with(char::is_alphabetic);
                let spoken =
                    before.is_some_and(closes) && word(&self.text) || is_sign(item.form) && word(item.text) || opens;
                if spoken { " " } else { "" }
            }
            Glue::Hyphens => "-",
            Glue::Spaces => {
                if self.is_tied(item, before) {
                    self.tie(item, before)
                } else {
                    " "
                }
            }
            Glue::Comma if matches!(before, Some(Form::Digits(_))) && item.form == Form::Street => " ",
            Glue::Comma if before == Some(Form::Street) && is_nameless(&self.text) => " ",
            // "8023 PK Zwolle"
            Glue::Comma if before == Some(Form::Town) && self.ends_in_code() => " ",
            Glue::Comma => ", ",
            Glue::Dash => " - ",
            Glue::Ties => self.tie(item, before),
            // "papa", "lebt": no line parts the pieces of a name.
            Glue::Stuck => self.tie(item, before).trim_end_matches('\n'),
        };
        self.text.push_str(between);
        let start = self.text.len();
        if matches!(before, Some(Form::Cue | Form::Region)) {
            self.from = start;
        }
        let (text, shown) = match (glue, item.form) {
            (Glue::Groups, Form::Digits(_)) if is_spelled(&item.grouped()) => (item.digits(), Shown::Whole),
            (Glue::Figures | Glue::Groups, Form::Digits(_) | Form::Counted(_)) => (item.grouped(), Shown::Figures),
            // "seven eight three one" of a meeting's id
            (Glue::Spaces, Form::Digits(_)) if !item.figures.is_empty() => (item.grouped(), Shown::Figures),
            // "quarante et un" of a house
            (Glue::Comma, Form::Digits(_)) if !item.text.contains(|c: char| c.is_ascii_digit()) => {
                (item.digits(), Shown::Whole)
            }
            _ if weak_at => ("@".to_owned(), Shown::Whole),
            (_, Form::Www) => ("www.".to_owned(), Shown::Whole),
            // "7 7 3", "quatre-vingt-huit" at the end of a name
            (Glue::Colon | Glue::Stuck, Form::Digits(_))
                if matches!(before, Some(Form::Name | Form::Link { .. }))
                    && (is_spelled(&item.grouped()) || !item.figures.is_empty()) =>
            {
                (item.digits(), Shown::Whole)
            }
            (Glue::Colon | Glue::Stuck, Form::Digits(_)) => (item.plain().to_owned(), Shown::Text),
            (Glue::Ties | Glue::Stuck, _) => (compact(item.text), Shown::Text),
            _ => (item.text.to_owned(), Shown::Text),
        };
        let shown = if shown == Shown::Text && text.len() != item.text.len() { Shown::Whole } else { shown };
        self.text.push_str(&text);
        self.pieces.push(Stretch { range: start..self.text.len(), item: number, shown });
    }

    /// Appends an at-sign that stands for an item said elsewhere, or for nothing.
    pub(super) fn tie_at(&mut self, sign: Option<usize>) {
        let start = self.text.len();
        self.text.push('@');
        self.pieces.extend(sign.map(|item| Stretch { range: start..start + 1, item, shown: Shown::Whole }));
    }

    /// Notes an item that only says again what the text begins with, or what the other said last, or that says it all again and
    /// more; whether it did.
    pub(super) fn echo(&mut self, number: usize, item: &Item<'_>, digits_min: usize, answers: bool) -> bool {
        let (head, tail) = self.text.split_at(self.from);
        let (said, again) = (figures(tail), item.digits());
        if tail.contains(char::is_alphabetic) {
            return false;
        }
        let last = self.pieces.last().map_or(0..0, |last| last.range.clone());
        // "empezaba por 655?", "sí, 655 31"
        let resumed =
            answers && said.len() >= RESUMED_DIGITS_MIN && again.len() > said.len() && again.starts_with(&said);
        let before = figures(&self.text[last.clone()]);
        let whole = answers && again.len() >= RESUMED_DIGITS_MIN;
        let range = if answers && again.len() > 1 && (before.starts_with(&again) || before.ends_with(&again)) {
            last
        } else if whole && said.ends_with(&again) {
            // "settantadue", "zero cinque", "B: 72 05"
            self.after(said.len() - again.len())..self.text.len()
        } else if !(resumed || whole && said.starts_with(&again))
            && (again.len() < digits_min || !said.starts_with(['0', '+']))
        {
            return false;
        } else if said.starts_with(&again) {
            self.from..self.after(again.len())
        } else if said.len() > 1 && again.starts_with(&said) {
            self.restate(&format!("{head}{}", item.grouped()));
            self.from..self.text.len()
        } else {
            return false;
        };
        self.pieces.push(Stretch { range, item: number, shown: Shown::Whole });
        true
    }

    /// Notes an item that says again what was joined last.
    pub(super) fn again(&mut self, number: usize) {
        let last = self.pieces.last().map(|last| last.range.clone());
        self.pieces.extend(last.map(|range| Stretch { range, item: number, shown: Shown::Whole }));
    }

    /// Puts a text in the place of its own that begins with the same digits.
    fn restate(&mut self, text: &str) {
        let count = |at: usize| figures(self.text.get(self.from..at).unwrap_or("")).len();
        let counts: Vec<_> =
            self.pieces.iter().map(|Stretch { range, .. }| (count(range.start), count(range.end))).collect();
        self.text = text.to_owned();
        for (at, (start, end)) in counts.into_iter().enumerate().filter(|(_, (_, end))| *end > 0) {
            let range = self.after(start)..self.after(end);
            let piece = &mut self.pieces[at];
            (piece.range, piece.shown) = (range, Shown::Whole);
        }
    }

    /// One past so many of its digits.
    fn after(&self, count: usize) -> usize {
        let digits = self.text[self.from..].char_indices().filter(|(_, c)| is_figure(*c));
        let ends = digits.map(|(at, _)| self.from + at + 1);
        std::iter::once(self.from).chain(ends).nth(count).unwrap_or(self.text.len())
    }

    /// "3572 BK", "44000": whether all that stands after the last comma is a postcode.
    fn ends_in_code(&self) -> bool {
        let last = self.text.rsplit(", ").next().unwrap_or("");
        last.starts_with(|c: char| c.is_ascii_digit()) && !last.contains(char::is_lowercase)
    }

    fn is_tied(&self, item: &Item<'_>, before: Option<Form>) -> bool {
        matches!(before, Some(Form::Link { closes: true, .. })) || matches!(item.form, Form::Link { opens: true, .. })
    }

    /// What joins an item of an address or link to what stands before it.
    fn tie(&self, item: &Item<'_>, before: Option<Form>) -> &'static str {
        let signs = ['.', '@', '/', '_', '-'];
        let glued = self.text.ends_with(signs) || item.text.starts_with(signs);
        match (self.is_tied(item, before), glued) {
            (true, true) => "",
            (true, false) => " ",
            (false, true) if self.text.ends_with(signs) => "",
            (false, _) => "\n",
        }
    }

    /// Takes the last `count` digits away, for those that mend them; `false` where there are none to take.
    pub(super) fn cut(&mut self, mut count: usize) -> bool {
        while count > 0 {
            match self.text.pop() {
                Some(c) if c.is_numeric() => count -= 1,
                Some(c) if c.is_alphabetic() => return false,
                Some(_) => {}
                None => return false,
            }
        }
        self.text.truncate(self.text.trim_end_matches(|c: char| !c.is_numeric()).len());
        let end = self.text.len();
        if end < self.from {
            return false;
        }
        self.pieces.retain(|piece| piece.range.start < end);
        self.pieces.iter_mut().for_each(|piece| piece.range.end = piece.range.end.min(end));
        true
    }

    /// Puts an item's digits in the place of as many that it takes back; whether those are there.
    pub(super) fn replace(&mut self, old: &str, number: usize, item: &Item<'_>) -> bool {
        let new = item.digits();
        let Some(at) = self.text.rfind(old).filter(|at| *at >= self.from && new.len() == old.len()) else {
            return false;
        };
        let range = at..at + old.len();
        self.text.replace_range(range.clone(), &new);
        self.pieces.push(Stretch { range, item: number, shown: Shown::Whole });
        true
    }

    /// How many digits the item that was joined last stands for.
    pub(super) fn last_len(&self) -> usize {
        self.pieces
            .last()
            .filter(|piece| piece.shown == Shown::Figures)
            .map_or(0, |piece| figures(&self.text[piece.range.clone()]).len())
    }

    /// The items that a span of the text reaches into, each with the bytes of its own text.
    pub(super) fn parts(&self, span: &Range<usize>, items: &[Item<'_>]) -> Vec<(usize, Range<usize>)> {
        let reached = self.pieces.iter().filter(|piece| piece.range.start < span.end && span.start < piece.range.end);
        reached
            .map(|Stretch { range, item, shown }| {
                let local = span.start.max(range.start) - range.start..span.end.min(range.end) - range.start;
                let local = match shown {
                    Shown::Text => local,
                    Shown::Figures => items[*item].bytes_of(local),
                    Shown::Whole => 0..items[*item].text.len(),
                };
                (*item, local)
            })
            .collect()
    }
}

/// A piece of an address or link without the spaces around its signs: "t . me", "/ coach".
fn compact(text: &str) -> String {
    // "T-O-M", letter by letter
    let letters = text.split('-').all(|letter| letter.len() == 1 && letter.as_bytes()[0].is_ascii_alphabetic());
    if letters && text.len() > 4 {
        return text.replace('-', "");
    }
    let mut compact = text.replace(" . ", ".");
    for sign in ["/", ".", "-", "_"] {
        if let Some(rest) = compact.strip_prefix(sign).and_then(|rest| rest.strip_prefix(' ')) {
            compact = format!("{sign}{rest}");
        }
    }
    compact
}

/// Whether an item ties to what follows: "tiret du bas", "dave underscore".
fn closes(form: Form) -> bool {
    matches!(form, Form::Link { closes: true, provider: false, .. })
}

/// Whether an item ties to both sides: a sign, in words or not.
fn is_sign(form: Form) -> bool {
    matches!(form, Form::Link { opens: true, closes: true, .. })
}

/// "3 6 6": whether groups of digits are of one each.
pub(super) fn is_spelled(grouped: &str) -> bool {
    grouped.len() > 1 && grouped.split(' ').all(|group| group.len() == 1)
}

/// The digits of a text.
fn figures(text: &str) -> String {
    text.chars().filter(|c| is_figure(*c)).collect()
}

fn is_figure(c: char) -> bool {
    c.is_ascii_digit() || c == '+'
}
