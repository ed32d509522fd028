//! Number words: every way in which the words at a token can be one number below a thousand.
//!
//! "soixante dix huit" is 78, or 60 then 18, or 60 then 10 then 8: all of them are given, and the numbering plan decides.

use super::{Class, Lexeme, Reading, TokenKind, Vocabulary};

/// One reading of the words from a token on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number {
    pub(crate) value: u16,
    /// One past the last token.
    pub(crate) end: usize,
    language: u8,
}

impl Reading {
    /// Every number that starts at a token, longest first.
    pub(crate) fn numbers(&self, token: usize, vocabulary: &Vocabulary, out: &mut Vec<Number>) {
        out.clear();
        for atom in self.atoms(token) {
            self.compose(atom, vocabulary, out);
        }
        out.sort_by_key(|n| (std::cmp::Reverse(n.end), n.value));
        out.dedup_by_key(|n| (n.end, n.value));
    }

    fn atoms(&self, token: usize) -> impl Iterator<Item = Number> {
        self.at(token).iter().filter(|l| l.entry.class == Class::Number).map(Number::of)
    }

    fn compose(&self, atom: Number, vocabulary: &Vocabulary, out: &mut Vec<Number>) {
        out.push(atom);
        if atom.value >= 100 {
            return self.add_rest(atom, vocabulary, out);
        }
        let language = vocabulary.languages.get(usize::from(atom.language));
        let (units_first, scores) = language.map_or((false, false), |l| (l.units_first, l.scores));
        if let 1..=9 = atom.value
            && let Some(hundred) = self.following(atom, |n| n == 100)
        {
            let hundreds = Number { value: atom.value * 100, ..hundred };
            out.push(hundreds);
            self.add_rest(hundreds, vocabulary, out);
        }
        // "quatre vingt", each word written in its own way: as one phrase the lexicon has it.
        if scores
            && atom.value == 4
            && let Some(score) = self.following(atom, |n| n == 20)
        {
            let eighty = Number { value: 80, ..score };
            out.push(eighty);
            self.add_below_hundred(eighty, scores, out);
        }
        if units_first {
            self.add_tens_after_unit(atom, out);
        } else {
            self.add_below_hundred(atom, scores, out);
        }
    }

    /// 20 to 90 and what makes it 21 to 99; in French 60 and 80 go on to 79 and 99.
    fn add_below_hundred(&self, tens: Number, scores: bool, out: &mut Vec<Number>) {
        let value = tens.value;
        if !(20..=90).contains(&value) || !value.is_multiple_of(10) {
            return;
        }
        let most = if scores && matches!(value, 60 | 80) { 19 } else { 9 };
        for start in self.next_words(tens.end, tens.language) {
            for rest in self.atoms(start).filter(|n| n.language == tens.language && (1..=most).contains(&n.value)) {
                out.push(Number { value: tens.value + rest.value, ..rest });
            }
        }
    }

    /// "neun-und-dreißig": unit, joiner, tens.
    fn add_tens_after_unit(&self, unit: Number, out: &mut Vec<Number>) {
        if !(1..=9).contains(&unit.value) {
            return;
        }
        let Some(joiner) = self.next_word(unit.end).and_then(|at| self.joiner(at, unit.language)) else { return };
        let Some(at) = self.next_word(joiner.end as usize) else { return };
        for tens in
            self.atoms(at).filter(|n| n.language == unit.language && (20..=90).contains(&n.value) && n.value % 10 == 0)
        {
            out.push(Number { value: tens.value + unit.value, ..tens });
        }
    }

    /// What follows the hundreds.
    fn add_rest(&self, hundreds: Number, vocabulary: &Vocabulary, out: &mut Vec<Number>) {
        let language = vocabulary.languages.get(usize::from(hundreds.language));
        let (units_first, scores) = language.map_or((false, false), |l| (l.units_first, l.scores));
        for start in self.next_words(hundreds.end, hundreds.language) {
            for rest in self.atoms(start).filter(|n| n.language == hundreds.language && (1..100).contains(&n.value)) {
                let from = out.len();
                out.push(Number { value: rest.value, ..rest });
                if units_first {
                    self.add_tens_after_unit(rest, out);
                } else {
                    self.add_below_hundred(rest, scores, out);
                }
                out[from..].iter_mut().for_each(|n| n.value += hundreds.value);
            }
        }
    }

    fn following(&self, atom: Number, wanted: impl Fn(u16) -> bool) -> Option<Number> {
        let at = self.next_word(atom.end)?;
        self.atoms(at).find(|n| n.language == atom.language && wanted(n.value))
    }

    /// The next word's token, and the one after a joiner.
    fn next_words(&self, end: usize, language: u8) -> impl Iterator<Item = usize> {
        let direct = self.next_word(end);
        let joined =
            direct.and_then(|at| self.joiner(at, language)).and_then(|joiner| self.next_word(joiner.end as usize));
        direct.into_iter().chain(joined)
    }

    fn joiner(&self, token: usize, language: u8) -> Option<&Lexeme> {
        self.at(token).iter().find(|l| l.entry.class == Class::Joiner && l.entry.language == language)
    }

    /// The word that follows directly, by a hyphen or by one space.
    fn next_word(&self, end: usize) -> Option<usize> {
        let is_word = |at: usize| self.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Word);
        let token = self.tokens.get(end)?;
        match token.kind {
            TokenKind::Word => Some(end),
            TokenKind::Space if token.len() <= 2 && is_word(end + 1) => Some(end + 1),
            TokenKind::Hyphen if is_word(end + 1) => Some(end + 1),
            _ => None,
        }
    }
}

impl Number {
    fn of(lexeme: &Lexeme) -> Self {
        Self { value: lexeme.entry.value, end: lexeme.end as usize, language: lexeme.entry.language }
    }
}
