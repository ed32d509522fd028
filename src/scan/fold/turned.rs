//! Letters turned upside down: "ɯoɔ˙lᴉɐɯƃ" is "gmail.com", read from its end.

use super::Marks;
use super::chars::Piece;

/// Turned characters by what they stand for upright. The fold has made small letters of capitals before.
#[rustfmt::skip]
const TURNED: &[(char, char)] = &[
    ('ɐ', 'a'), ('ɒ', 'a'), ('ɔ', 'c'), ('ǝ', 'e'), ('ɟ', 'f'), ('ƃ', 'g'), ('ᵷ', 'g'), ('ɥ', 'h'), ('ᴉ', 'i'),
    ('ɾ', 'j'), ('ʞ', 'k'), ('ꞁ', 'l'), ('ɯ', 'm'), ('ɹ', 'r'), ('ʇ', 't'), ('ʌ', 'v'), ('ʍ', 'w'), ('ʎ', 'y'), ('ɩ', '1'), ('ᄅ', '2'),
    ('ᘔ', '2'), ('ɛ', '3'), ('ㄣ', '4'), ('ߤ', '4'), ('ϛ', '5'), ('ㄥ', '7'), ('∀', 'a'), ('⅄', 'y'), ('⊥', 't'), ('ⅎ', 'f'),
];

/// Characters that are others, or themselves, upside down; they count only among turned ones.
#[rustfmt::skip]
const UPRIGHT: &[(char, char)] = &[
    ('0', '0'), ('1', '1'), ('6', '9'), ('8', '8'), ('9', '6'), ('b', 'q'), ('d', 'p'), ('i', 'i'), ('ı', 'i'), ('l', 'l'),
    ('n', 'u'), ('o', 'o'), ('p', 'd'), ('q', 'b'), ('s', 's'), ('u', 'n'), ('x', 'x'), ('z', 'z'), ('@', '@'), ('-', '-'),
    ('.', '.'), ('\'', ','), ('‾', '_'), ('_', '_'), ('/', '/'), (':', ':'), ('·', '.'), ('+', '+'),
];

/// Fewer turned letters in a row of words are a sound or a symbol; two of them are letters of Akan and Ewe, and prove nothing.
const TURNED_MIN: usize = 2;

fn upright(c: char) -> Option<char> {
    TURNED.iter().chain(UPRIGHT).find(|(turned, _)| *turned == c).map(|(_, upright)| *upright)
}

fn is_turned(piece: &Piece) -> bool {
    !piece.c.is_ascii() && TURNED.iter().any(|(turned, _)| *turned == piece.c)
}

/// Turns what is written upside down: words with turned letters, and what stands between them.
pub(super) fn turn(pieces: &mut [Piece]) {
    let mut at = 0;
    while let Some(from) = pieces[at..].iter().position(is_turned).map(|found| at + found) {
        at = turn_words(pieces, from);
    }
}

/// Turns the words around the first turned letter; one past the last of them.
fn turn_words(pieces: &mut [Piece], from: usize) -> usize {
    let turnable = |piece: &Piece| upright(piece.c).is_some();
    let before = pieces[..from].iter().rev().take_while(|piece| turnable(piece)).count();
    // Figures that are figures upside down too, in words of their own, go along.
    let end = from + pieces[from..].iter().take_while(|piece| turnable(piece) || piece.c == ' ').count();
    let figure = |piece: &&Piece| matches!(piece.c, '0' | '1' | '6' | '8' | '9' | ' ');
    let start = from - before;
    let start = start - pieces[..start].iter().rev().take_while(figure).count();
    let start = start + pieces[start..from].iter().take_while(|piece| piece.c == ' ').count();
    let last = pieces[from..end].iter().rposition(is_turned).map_or(from, |last| from + last);
    let last = last + pieces[last + 1..end].iter().take_while(|piece| piece.c != ' ').count();
    let last = last + pieces[last + 1..end].iter().take_while(figure).count();
    let last = last - pieces[from..=last].iter().rev().take_while(|piece| piece.c == ' ').count();
    let run = &mut pieces[start..=last];
    let sure = |piece: &&Piece| is_turned(piece) && !matches!(piece.c, 'ɔ' | 'ɛ');
    if run.iter().filter(|piece| is_turned(piece)).count() < TURNED_MIN || run.iter().filter(sure).count() == 0 {
        return last + 1;
    }
    run.reverse();
    for piece in run {
        piece.c = upright(piece.c).unwrap_or(piece.c);
        piece.twin = None;
        piece.marks = piece.marks.with(Marks::REVERSED).with(Marks::LOOK_ALIKE);
    }
    last + 1
}
