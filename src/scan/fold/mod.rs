//! The fold: one canonical form of a text, with a map from each of its bytes back to the original.
//!
//! Lower case, no accents, no invisible characters; compatibility forms, other scripts' digits, entities and look-alikes
//! read as what they stand for. A look-alike is judged by its word: in a word that also holds Latin letters or digits it is
//! a disguise, in a Cyrillic speaker's word it is Cyrillic. Every detector reads this form; every span goes back by the map.

mod chars;
mod look_alikes;
mod markup;
mod plain;
mod turned;
mod views;

use std::ops::Range;

use chars::Piece;
pub(crate) use views::{cleaned, compacted, reversed, words_reversed};

/// How a folded character came to be: a bit set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Marks(u8);

impl Marks {
    pub(crate) const INVISIBLE: Marks = Marks(1);
    pub(crate) const STYLED: Marks = Marks(1 << 1);
    pub(crate) const LOOK_ALIKE: Marks = Marks(1 << 2);
    pub(crate) const EMOJI: Marks = Marks(1 << 3);
    pub(crate) const ENCODED: Marks = Marks(1 << 4);
    pub(crate) const UPPER: Marks = Marks(1 << 5);
    pub(crate) const REVERSED: Marks = Marks(1 << 6);
    pub(crate) const SPACED: Marks = Marks(1 << 7);

    /// Each mark that is a disguise, with its name in a flag.
    const DISGUISES: [(Marks, &'static str); 7] = [
        (Marks::INVISIBLE, "invisible"),
        (Marks::STYLED, "styled"),
        (Marks::LOOK_ALIKE, "look-alikes"),
        (Marks::EMOJI, "emoji"),
        (Marks::ENCODED, "encoded"),
        (Marks::REVERSED, "reversed"),
        (Marks::SPACED, "spaced-letters"),
    ];

    pub(crate) const fn with(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }

    pub(crate) const fn has(self, other: Marks) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether any mark but upper case is set.
    pub(crate) const fn is_disguised(self) -> bool {
        self.0 & !Marks::UPPER.0 != 0
    }

    pub(crate) fn disguises(self) -> impl Iterator<Item = &'static str> {
        Self::DISGUISES.into_iter().filter(move |(mark, _)| self.has(*mark)).map(|(_, name)| name)
    }
}

/// A folded text and its map; reused from text to text.
#[derive(Default)]
pub(crate) struct Folded {
    text: String,
    /// For each byte of `text`: the original bytes it stands for, and how it came to be.
    origin: Vec<Origin>,
    pieces: Vec<Piece>,
}

/// Where a folded byte comes from.
#[derive(Clone, Copy)]
struct Origin {
    start: u32,
    end: u32,
    marks: Marks,
}

impl std::fmt::Debug for Folded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Folded").field("len", &self.text.len()).finish_non_exhaustive()
    }
}

impl Folded {
    /// Folds a text anew.
    pub(crate) fn fold(&mut self, text: &str) {
        self.clear();
        if !plain::fold(text, self) {
            self.fold_fully(text);
        }
    }

    /// Folds a text of whatever characters.
    fn fold_fully(&mut self, text: &str) {
        self.clear();
        let mut pieces = std::mem::take(&mut self.pieces);
        chars::pieces(text, &mut pieces);
        chars::judge_look_alikes(&mut pieces);
        for piece in &pieces {
            self.push(piece.c, Origin { start: piece.start, end: piece.end, marks: piece.marks });
        }
        self.pieces = pieces;
    }

    /// The folded text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The original bytes that a folded range stands for.
    pub(crate) fn original(&self, range: Range<usize>) -> Range<usize> {
        // Not the ends of the range alone: in right-to-left and reversed text the map runs backwards.
        let origins = &self.origin[range];
        let start = origins.iter().map(|o| o.start).min().unwrap_or(0);
        let end = origins.iter().map(|o| o.end).max().unwrap_or(start);
        start as usize..end as usize
    }

    /// How the characters of a folded range came to be, all together.
    pub(crate) fn marks(&self, range: Range<usize>) -> Marks {
        self.origin[range].iter().fold(Marks::default(), |all, o| all.with(o.marks))
    }

    /// Whether the character at a folded byte was an upper-case letter.
    pub(crate) fn is_upper(&self, at: usize) -> bool {
        self.origin.get(at).is_some_and(|o| o.marks.has(Marks::UPPER))
    }

    fn clear(&mut self) {
        self.text.clear();
        self.origin.clear();
    }

    fn push(&mut self, c: char, origin: Origin) {
        self.text.push(c);
        self.origin.extend(std::iter::repeat_n(origin, c.len_utf8()));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fold(text: &str) -> String {
        let mut folded = Folded::default();
        folded.fold(text);
        folded.text
    }

    #[test]
    fn disguises_fold_to_what_they_stand_for() {
        for (text, want) in [
            ("Été ŒUVRE Straße", "ete oeuvre strasse"),
            ("𝟎𝟔 ０６ ⓪⑥ ⁰⁶ ٠٦ ❶➁", "06 06 06 06 06 12"),
            ("0\u{FE0F}\u{20E3}6\u{FE0F}\u{20E3}", "06"),
            ("0\u{200B}6\u{AD}1\u{336}", "061"),
            ("gm\u{430}il \u{441}om", "gmail com"),
            ("jean&#64;gmail&#46;com &commat; a&amp;b", "jean@gmail.com @ a&b"),
            ("jean%40gmail.com, -10%20", "jean@gmail.com, -10%20"),
            ("%30%36 39%20%30, 10%30%40", "06 39%20%30, 10%30%40"),
            ("ɯoɔ˙lᴉɐɯƃ@ǝᴉlnɾ ok, no ǝɥʇ", "julie@gmail.com ok, no the"),
            ("ϛᄅ Ɛᄅ 86 6Ɛ 90", "06 39 98 23 25"),
            ("ɛte sɛn? mɛba ɔkyena", "ete sen? meba ɔkyena"),
            ("paypal.me∕x t.me⁄y", "paypal.me/x t.me/y"),
            ("06<b>12</b>", "06 12 "),
            ("\u{202E}87\u{202C} 1", "78 1"),
            ("a\u{A0}b\u{202F}c – d’e", "a b c - d'e"),
            ("gmail。com ＠", "gmail.com @"),
            ("🅰🄱🇨", "abc"),
            ("ɯoɔ˙lᴉɐɯƃ@ɐuuɐ ok", "anna@gmail.com ok"),
            ("snap sqɯnld‾ǝʇɐu", "snap nate_plumbs"),
        ] {
            assert_eq!(fold(text), want, "{text}");
        }
    }

    #[test]
    fn a_cyrillic_speaker_is_not_an_evader() {
        assert_eq!(fold("Здравствуйте, когда вы свободны"), "здравствуите, когда вы свободны");
        assert_eq!(fold("он сор"), "он сор");
    }

    proptest! {
        #[test]
        fn the_map_keeps_to_the_text(text in ".{0,60}") {
            let mut folded = Folded::default();
            folded.fold(&text);
            prop_assert_eq!(folded.origin.len(), folded.text.len());
            for (at, c) in folded.text.char_indices() {
                let origin = folded.original(at..at + c.len_utf8());
                prop_assert!(origin.start < origin.end);
                prop_assert!(text.get(origin).is_some());
            }
        }

        #[test]
        fn folding_twice_changes_nothing(text in "[ -~à-ÿ０-９]{0,40}") {
            // Entities and tags may nest; everything else is a fixed point.
            prop_assume!(!text.contains(['&', '%', '<']));
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
