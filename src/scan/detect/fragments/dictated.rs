//! Pieces of names that are everyday words, told to be pieces by the words around them: "add mo", "dem comme déménagement".

use crate::scan::detect::whose;
use crate::scan::read::{Class, Classes, Lexeme};

use super::{AROUND, Form, Found, Reader};

/// Tokens from a piece to the end of what is said about it at most.
const GLOSS_TOKENS_MAX: usize = 16;
/// Words between what announces a piece and the piece at most: "mon prénom c'est didier".
const LEAD_WORDS_MAX: usize = 3;

/// Classes of words that announce a piece of a name right before it.
const LEADING: Classes =
    Classes::FIRST.and(Classes::THEN).and(Classes::LAST).and(Classes::MORE).and(Classes::NAME_PART);

/// Classes of words that are no piece of a name, whatever announces them.
const NO_PIECE: Classes = AROUND
    .and(Classes::CONFIRMATION)
    .and(Classes::JOINER)
    .and(Classes::SERVICE)
    .and(Classes::SERVICE_TWIN)
    .and(Classes::STAND_IN)
    .and(Classes::NAME_PART)
    .and(Classes::PROMPT)
    .and(Classes::CUE)
    .and(Classes::AGAINST);

impl Reader<'_> {
    /// "search for sparky", "add mo", "momo comme maman": whether an everyday word is told to be a piece of a name: what announces one stands
    /// right before it and little after it, or it is the first word and what is said about it follows.
    pub(super) fn is_dictated(&self, at: usize) -> bool {
        let view = self.view;
        let end = self.chunk(at);
        let word = view.is_word(at) && view.reading.tokens()[at].len() > 1 && end <= at + 2;
        if !word || self.starts(at) || view.reading.has(at, NO_PIECE) {
            return false;
        }
        let next = view.skip_spaces(end);
        let glossed = self.is_glossed(end);
        let closed = glossed
            || self.ends_clause(end)
            || view.reading.has(next, AROUND.and(Classes::JOINER).and(Classes::DOT).and(Classes::DASH))
            || view.reading.has(next, Classes::UNDERSCORE.and(Classes::AT));
        let called = || self.is_announced_piece(at) || whose::called_before(view, at);
        // "rosa, tutto unito"
        let glued = || self.is_more(view.reading.longest(view.skip_comma(end), |c| c == Class::More));
        closed && (called() || (glossed && !view.is_ordinary(at) || glued()) && self.words(at) == 0)
    }

    /// Whether words that announce a piece of a name stand right before a token.
    pub(super) fn is_announced_piece(&self, at: usize) -> bool {
        self.view.reading.holds().any(LEADING) && self.is_announced_by(at, |c| Classes::of(c).any(LEADING))
    }

    /// Whether what is said about the piece before it follows a token: "comme le fruit", ", sans accent".
    fn is_glossed(&self, end: usize) -> bool {
        let view = self.view;
        let next = view.skip_comma(end);
        next > end
            && view.reading.longest(next, |c| c == Class::Gloss).is_some_and(|l| view.reading.is_plausible(l.entry))
    }

    /// "73 comme la savoie", "carpinteria sin acento": what is said about a piece that nothing but words around pieces stands before is not
    /// loose, and no piece.
    pub(super) fn glosses(&mut self) {
        if !self.view.reading.holds().any(Classes::GLOSS) {
            return;
        }
        let piece = |f: &&Found| matches!(f.form, Form::Name | Form::Link { .. } | Form::Digits(..=4));
        let begun = |f: &&Found| self.words(f.first) == 0 && self.is_glossed(f.end);
        let Some(end) = self.found.iter().filter(piece).find(begun).map(|f| f.end) else { return };
        let sign = |at: &usize| self.view.sign(*at).is_some() || self.view.is_newline(*at);
        let from = self.view.skip_comma(end);
        let last = (from..self.covered.len()).find(sign).unwrap_or(self.covered.len()).min(from + GLOSS_TOKENS_MAX);
        self.covered[from..last].fill(true);
        self.found.retain(|f| !(f.is_word() && f.first >= from && f.end <= last));
    }

    /// "rosa, tutto unito", "plus cat", "cat collez derrière": whether words beside a piece of a name say that it is glued to what was said
    /// before.
    pub(super) fn is_glued(&self, found: &Found) -> bool {
        let view = self.view;
        if !matches!(found.form, Form::Name | Form::Word | Form::Link { .. } | Form::Digits(2..=4))
            || !view.reading.holds().any(Classes::MORE)
        {
            return false;
        }
        let more = |c| c == Class::More;
        let next = view.skip_comma(found.end);
        // "traslochi e attaccato serafini"
        let joiner = view.reading.longest(next, |c| c == Class::Joiner).filter(|_| found.form == Form::Word);
        let next = joiner.map_or(next, |l| view.skip_spaces(l.end as usize));
        self.is_more(view.reading.longest(next, more)) || self.is_announced_by(found.first, more)
    }

    fn is_more(&self, phrase: Option<Lexeme>) -> bool {
        phrase.is_some_and(|l| self.view.reading.is_plausible(l.entry))
    }

    /// Whether a phrase of a class stands right before a token, with fillers between at most.
    fn is_announced_by(&self, at: usize, class: fn(Class) -> bool) -> bool {
        let view = self.view;
        let mut end = view.skip_spaces_back(at);
        for _ in 0..LEAD_WORDS_MAX {
            if view.ending_at(end, class).is_some_and(|l| view.reading.is_plausible(l.entry)) {
                return true;
            }
            let Some(filler) = view.ending_at(end, |c| c == Class::Filler) else { return false };
            end = view.skip_spaces_back(filler.first as usize);
        }
        false
    }
}
