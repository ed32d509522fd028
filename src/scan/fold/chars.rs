//! Character by character: what each stands for, and which look-alikes are disguises.

use std::sync::LazyLock;

use regex_syntax::hir::{Class, HirKind};
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use super::Marks;
use super::look_alikes::LOOK_ALIKES;
use super::markup;
use super::turned;

/// One folded character on its way, before its word is judged.
#[derive(Clone, Copy)]
pub(super) struct Piece {
    pub(super) c: char,
    /// What the character looks like, where its word turns out to be a disguise.
    pub(super) twin: Option<char>,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) marks: Marks,
}

/// The ranges of decimal digits of every script; each holds whole runs of ten (Unicode general category Nd).
static DECIMAL_DIGITS: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let hir = regex_syntax::parse(r"\p{Nd}").expect("a constant pattern");
    match hir.kind() {
        HirKind::Class(Class::Unicode(class)) => class.ranges().iter().map(|r| (r.start(), r.end())).collect(),
        _ => Vec::new(),
    }
});

/// Reads `text` into pieces.
pub(super) fn pieces(text: &str, out: &mut Vec<Piece>) {
    out.clear();
    let mut marks = Marks::default();
    let mut right_to_left: Option<usize> = None;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let before = out.last().map(|p: &Piece| (p.c, p.end as usize == at && p.marks.has(Marks::ENCODED)));
        if let Some((meaning, len)) = markup::read(rest, before.map(|b| b.0), before.is_some_and(|b| b.1)) {
            // "+49&#8203;157": an entity may stand for what takes no room.
            if is_invisible(meaning) {
                marks = Marks::INVISIBLE;
            } else {
                push(out, meaning, at..at + len, marks.with(Marks::ENCODED));
                marks = Marks::default();
            }
            at += len;
            continue;
        }
        let span = at..at + c.len_utf8();
        at = span.end;
        match c {
            '\u{202E}' => right_to_left = Some(out.len()),
            '\u{202C}' | '\u{202D}' | '\n' => reverse_from(out, right_to_left.take()),
            // The keycap's enclosing mark turns the digit before it into an emoji.
            '\u{20E3}' => extend_last(out, span.end, Marks::EMOJI),
            _ => {}
        }
        if is_invisible(c) {
            // Between two characters it is a disguise; after an emoji it is part of it.
            marks = Marks::INVISIBLE;
        } else if c == '\u{20E3}' || is_combining_mark(c) {
            extend_last(
                out,
                span.end,
                if ('\u{334}'..='\u{338}').contains(&c) { Marks::STYLED } else { Marks::default() },
            );
        } else if c.is_ascii() {
            let upper = if c.is_ascii_uppercase() { Marks::UPPER } else { Marks::default() };
            push(out, c.to_ascii_lowercase(), span, marks.with(upper));
            marks = Marks::default();
        } else if matches!(c, 'ⓐ' | 'Ⓐ' | '🅐' | '🅰') && stands_between(out.last(), &text[at..]) {
            push(out, '@', span, marks.with(Marks::STYLED));
            marks = Marks::default();
        } else {
            push_meaning(out, c, span, marks);
            marks = Marks::default();
        }
    }
    reverse_from(out, right_to_left);
    turned::turn(out);
}

/// Whether plain letters or figures stand on both sides: a letter in a circle is no letter of a word there.
fn stands_between(before: Option<&Piece>, rest: &str) -> bool {
    before.is_some_and(|p| p.c.is_ascii_alphanumeric() && !p.marks.has(Marks::STYLED))
        && rest.starts_with(|c: char| c.is_ascii_alphanumeric())
}

fn push(out: &mut Vec<Piece>, c: char, span: std::ops::Range<usize>, marks: Marks) {
    // Texts are bounded by `text_bytes_max`, far below 4 GiB.
    let (start, end) = (span.start as u32, span.end as u32);
    out.push(Piece { c, twin: None, start, end, marks });
}

fn extend_last(out: &mut [Piece], end: usize, marks: Marks) {
    if let Some(last) = out.last_mut() {
        last.end = end as u32;
        last.marks = last.marks.with(marks);
    }
}

fn reverse_from(out: &mut [Piece], from: Option<usize>) {
    if let Some(from) = from {
        out[from..].reverse();
        for piece in &mut out[from..] {
            piece.marks = piece.marks.with(Marks::REVERSED);
        }
    }
}

/// Pushes what a non-ASCII character stands for.
fn push_meaning(out: &mut Vec<Piece>, c: char, span: std::ops::Range<usize>, marks: Marks) {
    let plain = match c {
        '\u{2028}' | '\u{2029}' | '\u{85}' => Some('\n'),
        _ if c.is_whitespace() => Some(' '),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' => Some('-'),
        '\u{2018}' | '\u{2019}' | '\u{2BC}' | '\u{B4}' => Some('\''),
        '\u{201C}'..='\u{201E}' | '\u{AB}' | '\u{BB}' | '\u{2039}' | '\u{203A}' => Some('"'),
        '\u{3002}' | '\u{FF61}' | '\u{2024}' | '\u{2D9}' => Some('.'),
        // Strokes of mathematics, boxes and music that are drawn like the keyboard's own signs.
        '\u{2044}' | '\u{2215}' | '\u{2571}' | '\u{29F8}' | '\u{27CB}' | '\u{1735}' => Some('/'),
        '\u{2236}' | '\u{A789}' | '\u{2D0}' => Some(':'),
        '\u{203E}' | '\u{203F}' | '\u{2CD}' | '\u{2040}' => Some('_'),
        '\u{266F}' => Some('#'),
        'ø' | 'Ø' => Some('o'),
        'ł' | 'Ł' => Some('l'),
        'đ' | 'Đ' => Some('d'),
        _ => None,
    };
    if let Some(plain) = plain {
        return push(out, plain, span, marks);
    }
    let pair = match c {
        'œ' | 'Œ' => Some(['o', 'e']),
        'æ' | 'Æ' => Some(['a', 'e']),
        'ß' | 'ẞ' => Some(['s', 's']),
        '\u{1F51F}' => Some(['1', '0']),
        _ => None,
    };
    if let Some(pair) = pair {
        return pair.into_iter().for_each(|c| push(out, c, span.clone(), marks));
    }
    if let Some(number) = enclosed_number(c) {
        if number >= 10 {
            push(out, '1', span.clone(), marks.with(Marks::STYLED));
        }
        return push(out, char::from(b'0' + number % 10), span, marks.with(Marks::STYLED));
    }
    if let Some(letter) = enclosed_letter(c) {
        return push(out, letter, span, marks.with(Marks::STYLED));
    }
    if let Some(letter) = small_capital(c) {
        return push(out, letter, span, marks.with(Marks::STYLED));
    }
    if let Some(digit) = decimal_digit(c) {
        return push(out, digit, span, marks.with(Marks::STYLED));
    }
    let from = out.len();
    decompose_compatible(c, |part| {
        if !is_combining_mark(part) && out.len() < from + PARTS_MAX {
            push_part(out, c, part, span.clone(), marks);
        }
    });
}

/// A single character decomposes to at most 18; more than a word's worth says nothing about a contact.
const PARTS_MAX: usize = 8;

fn push_part(out: &mut Vec<Piece>, whole: char, part: char, span: std::ops::Range<usize>, mut marks: Marks) {
    // A canonical decomposition (é) is ordinary writing; a compatibility one (fullwidth, mathematical, circled) is styled.
    if part.is_ascii() && !is_latin_accented(whole) && whole != '…' && whole != '²' {
        marks = marks.with(Marks::STYLED);
    }
    for lower in part.to_lowercase().filter(|l| !is_combining_mark(*l)) {
        if part.is_uppercase() {
            marks = marks.with(Marks::UPPER);
        }
        push(out, lower, span.clone(), marks);
        if !lower.is_ascii()
            && let Some(last) = out.last_mut()
        {
            last.twin = look_alike(part).or_else(|| look_alike(lower));
        }
    }
}

/// Latin-1 Supplement to Latin Extended-B, and Latin Extended Additional: accented letters, not styled ones.
fn is_latin_accented(c: char) -> bool {
    matches!(c, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}')
}

fn look_alike(c: char) -> Option<char> {
    // Used for their looks, and in no table of what is hard to tell apart.
    match c {
        'ε' | 'ɛ' | 'є' | 'э' | 'ǝ' => return Some('e'),
        'η' => return Some('n'),
        'ω' => return Some('w'),
        'β' => return Some('b'),
        'μ' => return Some('u'),
        'λ' => return Some('a'),
        'я' => return Some('r'),
        'и' => return Some('n'),
        _ => {}
    }
    LOOK_ALIKES.binary_search_by_key(&c, |row| row.0).ok().map(|at| char::from(LOOK_ALIKES[at].1))
}

fn decimal_digit(c: char) -> Option<char> {
    let at = DECIMAL_DIGITS.partition_point(|&(_, last)| last < c);
    let &(first, _) = DECIMAL_DIGITS.get(at).filter(|&&(first, last)| (first..=last).contains(&c))?;
    char::from_digit((u32::from(c) - u32::from(first)) % 10, 10)
}

/// Dingbat and negative circled numbers, clock faces, dice and CJK numerals, which have no compatibility decomposition.
fn enclosed_number(c: char) -> Option<u8> {
    let (first, base) = match c {
        '\u{2474}'..='\u{2486}' => ('\u{2474}', 1),
        '\u{2776}'..='\u{277F}' => ('\u{2776}', 1),
        '\u{2780}'..='\u{2789}' => ('\u{2780}', 1),
        '\u{278A}'..='\u{2793}' => ('\u{278A}', 1),
        '\u{24F5}'..='\u{24FE}' => ('\u{24F5}', 1),
        '\u{24EB}'..='\u{24F3}' => ('\u{24EB}', 11),
        '\u{24FF}' => ('\u{24FF}', 0),
        // Roman numerals that are one character are digits in disguise; the letters of "Louis XIV" are letters.
        '\u{2160}'..='\u{2168}' => ('\u{2160}', 1),
        '\u{1F550}'..='\u{1F55B}' => ('\u{1F550}', 1),
        '\u{2680}'..='\u{2685}' => ('\u{2680}', 1),
        '\u{3220}'..='\u{3228}' => ('\u{3220}', 1),
        '\u{3280}'..='\u{3288}' => ('\u{3280}', 1),
        // A billiard ball and medals show their number.
        '\u{1F3B1}' => return Some(8),
        '\u{1F947}'..='\u{1F949}' => ('\u{1F947}', 1),
        '〇' | '零' => return Some(0),
        '一' => return Some(1),
        '二' => return Some(2),
        '三' => return Some(3),
        '四' => return Some(4),
        '五' => return Some(5),
        '六' => return Some(6),
        '七' => return Some(7),
        '八' => return Some(8),
        '九' => return Some(9),
        _ => return None,
    };
    u8::try_from(u32::from(c) - u32::from(first)).ok().map(|n| n + base)
}

/// Parenthesised letters, negative circled and squared ones, and regional indicators (flags read as their country's letters).
fn enclosed_letter(c: char) -> Option<char> {
    let first = match c {
        '\u{1F150}'..='\u{1F169}' => '\u{1F150}',
        '\u{1F170}'..='\u{1F189}' => '\u{1F170}',
        '\u{1F1E6}'..='\u{1F1FF}' => '\u{1F1E6}',
        '\u{249C}'..='\u{24B5}' => '\u{249C}',
        '\u{1F110}'..='\u{1F129}' => '\u{1F110}',
        _ => return None,
    };
    u8::try_from(u32::from(c) - u32::from(first)).ok().map(|n| char::from(b'a' + n))
}

/// Small capitals (U+1D00…, and those of phonetic alphabets): no language of ours is written in them, so a whole word of them is styled.
fn small_capital(c: char) -> Option<char> {
    match c {
        'ꜰ' => Some('f'),
        'ꜱ' => Some('s'),
        'ǫ' => Some('q'),
        '\u{1D00}'..='\u{1D22}' | 'ɢ' | 'ɪ' | 'ɴ' | 'ʀ' | 'ʏ' | 'ʙ' | 'ʜ' | 'ʟ' => look_alike(c),
        _ => None,
    }
}

/// Default-ignorable characters (Unicode `Default_Ignorable_Code_Point`) and bidi controls: they take no room on the screen.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
        || (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}'))
}

/// Reads look-alikes as what they look like, where their word is a disguise.
///
/// A word that mixes scripts is one; a word wholly of look-alikes ("сом") is one where the rest of the text is Latin.
pub(super) fn judge_look_alikes(pieces: &mut [Piece]) {
    if pieces.iter().all(|p| p.twin.is_none()) {
        return;
    }
    let latin = pieces.iter().filter(|p| p.c.is_ascii_alphabetic()).count();
    let foreign = pieces.iter().filter(|p| !p.c.is_ascii() && p.c.is_alphabetic()).count();
    // Who mixes scripts in one word hides other words too.
    let evades = pieces
        .chunk_by(|a, b| a.c.is_alphanumeric() && b.c.is_alphanumeric())
        .any(|word| word.iter().any(|p| p.twin.is_some()) && word.iter().any(|p| p.c.is_ascii_alphabetic()));
    for word in pieces.chunk_by_mut(|a, b| a.c.is_alphanumeric() && b.c.is_alphanumeric()) {
        let ascii = word.iter().filter(|p| p.c.is_ascii_alphanumeric()).count();
        let all_twins = word.iter().all(|p| p.c.is_ascii() || p.twin.is_some());
        if ascii == 0 && !(all_twins && (latin > foreign || evades)) {
            continue;
        }
        for piece in word {
            if let Some(twin) = piece.twin.take() {
                piece.c = twin;
                piece.marks = piece.marks.with(Marks::LOOK_ALIKE);
            }
        }
    }
}
