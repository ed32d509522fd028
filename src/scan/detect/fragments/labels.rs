//! Labels: what counts the pieces of a detail, and is no part of it: "1/3 : ", "partie 2", "(2 of 3)", "3)".

use crate::kind::Kind;
use crate::scan::detect::phone::ORDINALS;
use crate::scan::read::{Class, Classes, TokenKind};

use super::Reader;

/// Pieces that are counted at most: nobody says a contact in more.
const PIECES_MAX: u32 = 12;

impl Reader<'_> {
    /// Covers the phrases whose number is not one of the digits: "the last four", "without the zero".
    pub(super) fn phrases(&mut self) {
        for lexeme in self.view.reading.lexemes() {
            let (first, end) = (lexeme.first as usize, lexeme.end as usize);
            let of_number = match lexeme.entry.class {
                Class::First | Class::Last => true,
                // "mets un zéro devant" says a digit.
                Class::Filler | Class::Cue(Kind::Phone) => {
                    (first + 1..end).any(|at| self.is_zero(at)) && !self.view.reading.has(end - 1, Classes::FIRST)
                }
                _ => false,
            };
            if of_number && end > first + 1 {
                self.covered[first..end].fill(true);
            }
        }
    }

    /// Covers the labels of a text, so that nothing in them is read as digits or counted as words.
    pub(super) fn labels(&mut self) {
        let mut at = 0;
        while at < self.covered.len() {
            match Some(at).filter(|&at| self.may_begin(at)).and_then(|at| self.label(at)) {
                Some(end) => {
                    self.covered[at..end].fill(true);
                    self.labelled = true;
                    at = end;
                }
                None => at += 1,
            }
        }
    }

    /// Whether a token could begin a label: figures, a sign before them, a letter that counts, a word for a part.
    fn may_begin(&self, at: usize) -> bool {
        let view = self.view;
        let word = view.is_word(at) && (view.word(at).len() == 1 || view.reading.is(at, |c| c == Class::Part));
        word || view.is_digits(at) || view.sign(at).is_some()
    }

    /// Whether a word is a zero.
    fn is_zero(&self, at: usize) -> bool {
        let zero = |l: &crate::scan::read::Lexeme| l.entry.class == Class::Number && l.entry.value == 0;
        self.view.is_word(at) && self.view.reading.at(at).iter().any(zero)
    }

    /// One past the label that begins at a token.
    fn label(&self, at: usize) -> Option<usize> {
        let view = self.view;
        if at > 0 && view.is_alphanumeric(at - 1) {
            return None;
        }
        let dotted =
            |end: usize| view.sign(end).is_some() && view.is_alphanumeric(end + 1) && view.sign(end) != Some(":");
        if let Some(part) = view.reading.longest(at, |c| c == Class::Part).filter(|part| !dotted(part.end as usize)) {
            // "1er trozo 7 2 2": what is counted already is not counted again.
            let ordered = |before: usize| self.covered[before] || view.reading.is(before, |c| c == Class::Ordinal);
            let counted = view.skip_spaces_back(at).checked_sub(1).is_some_and(ordered);
            let counter = if counted { None } else { self.counter(part.end as usize) };
            return Some(counter.unwrap_or(part.end as usize));
        }
        // "en cinq fois. 1 : 06"
        let first = view.skip_spaces(0) == at || view.sign_before(at, ".") && view.skip_spaces_back(at) < at;
        match view.sign(at) {
            Some("(" | "[") => {
                self.share(at + 1).filter(|&end| matches!(view.sign(end), Some(")" | "]"))).map(|end| end + 1)
            }
            None if first && self.is_keycap(at) => Some(at + 1).filter(|&end| self.goes_on(end)),
            Some("#") if first => self.count(at + 1).filter(|&end| self.goes_on(end)),
            _ => self
                .ordinal(at)
                .or_else(|| self.share(at).filter(|&end| (first && self.goes_on(end)) || end == self.covered.len()))
                .or_else(|| self.numbered(at).filter(|_| first)),
        }
    }

    /// "partie 2", "part two", "part n°2 of 3": one past the number that counts, where more follows it.
    fn counter(&self, part: usize) -> Option<usize> {
        let mut at = self.view.skip_spaces(part);
        if self.view.sign(at) == Some("#") || self.view.word(at) == "n" || self.view.word(at) == "no" {
            at = self.view.skip_spaces(at + 1);
            if matches!(self.view.sign(at), Some("°" | "º" | ".")) {
                at = self.view.skip_spaces(at + 1);
            }
        }
        let end = self.share(at).or_else(|| self.count(at)).or_else(|| self.spelled(at))?;
        let single = end == at + 1 && self.text(at, end).len() == 1;
        (self.goes_on(end) || (single && self.view.skip_spaces(end) == self.covered.len())).then_some(end)
    }

    /// "1/3", "2 of 3", "2 sur 3".
    fn share(&self, at: usize) -> Option<usize> {
        let view = self.view;
        let number = self.number(at)?;
        let sign = view.skip_spaces(at + 1);
        let between = view.sign(sign) == Some("/") || view.reading.is(sign, |c| c == Class::Slash) || self.is_of(sign);
        let of = view.skip_spaces(sign + 1);
        let all = self.number(of).filter(|_| between)?;
        (number >= 1 && number <= all && (2..=PIECES_MAX).contains(&all)).then_some(of + 1)
    }

    fn is_of(&self, at: usize) -> bool {
        matches!(self.view.word(at), "of" | "sur" | "von" | "van" | "de" | "di" | "su")
    }

    /// "1) ", "2. ", "3: ", "b) ".
    fn numbered(&self, at: usize) -> Option<usize> {
        let view = self.view;
        let letter = view.word(at).len() == 1 && view.sign(at + 1) == Some(")");
        let number = self.count(at).is_some() && matches!(view.sign(at + 1), Some(")" | "." | ":"));
        let apart = view.sign(at + 1) == Some(")") || view.skip_spaces(at + 2) > at + 2;
        // "2 : 39"
        let colon = view.skip_spaces(at + 1);
        let spaced = colon > at + 1 && view.sign(colon) == Some(":") && view.skip_spaces(colon + 1) > colon + 1;
        if spaced && self.count(at).is_some() && self.text(at, at + 1).len() == 1 && self.goes_on(colon + 1) {
            return Some(colon + 1);
        }
        ((letter || (number && apart)) && self.goes_on(at + 2)).then_some(at + 2)
    }

    /// "1er", "2e", "3rd", and neither "9O" nor, before what joins it to the next figures, "4o en 8".
    fn ordinal(&self, at: usize) -> Option<usize> {
        let tokens = self.view.reading.tokens();
        let drawn = || tokens.get(at + 1).is_some_and(|t| t.len() == 1 && self.view.folded.is_upper(t.start as usize));
        let ordinal = self.count(at).is_some()
            && ORDINALS.contains(&self.view.word(at + 1))
            && !drawn()
            && !self.view.is_alphanumeric(at + 2)
            && !(self.view.word(at + 1) == "o" && self.is_joined(at + 2))
            && self.goes_on(at + 2);
        ordinal.then_some(at + 2)
    }

    /// "4o en 8": whether a word that joins figures comes next.
    fn is_joined(&self, end: usize) -> bool {
        self.view.reading.is(self.view.skip_spaces(end), |c| c == Class::Joiner)
    }

    /// "1️⃣ 06": a number as a picture before plain digits.
    fn is_keycap(&self, at: usize) -> bool {
        let view = self.view;
        let written = |at: usize| view.folded.original(view.reading.bytes(at, at + 1)).len();
        let next = view.skip_spaces(at + 1);
        let plain =
            view.reading.tokens().get(next).is_some_and(|t| t.kind == TokenKind::Digits && t.len() == written(next));
        self.number(at).is_some() && written(at) > 2 && next > at + 1 && plain
    }

    /// One past a number in figures that may count pieces.
    fn count(&self, at: usize) -> Option<usize> {
        self.number(at).filter(|number| (1..=PIECES_MAX).contains(number)).map(|_| at + 1)
    }

    /// One past a number in words that may count pieces.
    fn spelled(&self, at: usize) -> Option<usize> {
        let counts = |l: &&crate::scan::read::Lexeme| {
            l.entry.class == Class::Number && (1..=PIECES_MAX as u16).contains(&l.entry.value)
        };
        self.view.reading.at(at).iter().find(counts).map(|l| l.end as usize)
    }

    fn number(&self, at: usize) -> Option<u32> {
        let token = self.view.reading.tokens().get(at).filter(|t| t.kind == TokenKind::Digits && t.len() <= 2)?;
        self.text(at, at + 1).parse().ok().filter(|_| token.len() == 1 || !self.text(at, at + 1).starts_with('0'))
    }

    /// Whether digits or words follow, apart from what ends here.
    fn goes_on(&self, end: usize) -> bool {
        let view = self.view;
        let mut at = end;
        while let Some(token) = view.reading.tokens().get(at) {
            match token.kind {
                TokenKind::Word | TokenKind::Digits => return at > end,
                _ => at += 1,
            }
        }
        false
    }
}
