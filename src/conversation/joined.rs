//! The joined text: fragments of several messages in one line, with a map back to each.

use std::ops::Range;

use crate::scan::{Form, Place};

/// A fragment as it takes part in an assembly.
#[derive(Debug, Clone)]
pub(super) struct Item<'s> {
    /// The place of its message.
    pub(super) said: usize,
    pub(super) form: Form,
    pub(super) place: Place,
    pub(super) doubt: bool,
    /// Its bytes in the message.
    pub(super) span: Range<usize>,
    pub(super) text: &'s str,
}

/// How fragments are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Glue {
    /// Each on a line of its own: digits of one do not run on into the next, and still are one number.
    Lines,
    /// As an address or link is written: tied where one of two ties, else on a line of its own.
    Ties,
    /// "service: name", a name in pieces glued.
    Colon,
    /// "code: piece piece".
    Spaces,
    /// "street, town".
    Comma,
}

/// Fragments, joined.
#[derive(Debug, Default)]
pub(super) struct Joined {
    pub(super) text: String,
    /// Bytes of the text, by the item they come from.
    pieces: Vec<(Range<usize>, usize)>,
}

impl Joined {
    /// Appends an item, by its number.
    pub(super) fn push(&mut self, number: usize, item: &Item<'_>, before: Option<Form>, glue: Glue) {
        let between = match glue {
            _ if self.text.is_empty() => "",
            // Nothing is read across an equals sign: what announces a number is no part of it.
            Glue::Lines if before == Some(Form::Cue) => " = ",
            // An account number or wallet cut within a word.
            Glue::Lines if before == Some(Form::Account) && item.form == Form::Account => "",
            Glue::Lines => "\n",
            Glue::Colon | Glue::Spaces if matches!(before, Some(Form::Service | Form::Call)) => " : ",
            Glue::Colon => "",
            Glue::Spaces => {
                if self.is_tied(item, before) {
                    self.tie(item, before)
                } else {
                    " "
                }
            }
            Glue::Comma if matches!(before, Some(Form::Digits(_))) => " ",
            Glue::Comma => ", ",
            Glue::Ties => self.tie(item, before),
        };
        self.text.push_str(between);
        let start = self.text.len();
        self.text.push_str(item.text);
        self.pieces.push((start..self.text.len(), number));
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
        self.pieces.retain(|(range, _)| range.start < end);
        self.pieces.iter_mut().for_each(|(range, _)| range.end = range.end.min(end));
        true
    }

    /// The items that a span of the text reaches into, each with the bytes of its own text.
    pub(super) fn parts(&self, span: &Range<usize>) -> Vec<(usize, Range<usize>)> {
        let reached = self.pieces.iter().filter(|(range, _)| range.start < span.end && span.start < range.end);
        reached
            .map(|(range, number)| {
                (*number, span.start.max(range.start) - range.start..span.end.min(range.end) - range.start)
            })
            .collect()
    }
}
