//! Other readings of a folded text: letters written apart joined again, and the text backwards.

use super::{Folded, Marks, Origin};

/// Fewer letters apart than this are initials ("J. R. R."), not a disguised word.
const APART_MIN: usize = 4;

/// Joins letters written apart ("g m a i l", "w-h-a-t-s"); `false` where there is nothing to join.
///
/// A run is single letters or digits, at least [`APART_MIN`] with three letters, each parted from the next by the same separator;
/// a longer gap ends a word of it, and a sign that stands apart too ("@", ".") stays.
pub(crate) fn compacted(from: &Folded, into: &mut Folded) -> bool {
    into.clear();
    if !may_be_apart(&from.text) {
        return false;
    }
    let chars: Vec<(usize, char)> = from.text.char_indices().collect();
    let alone = |i: usize| {
        chars.get(i).is_some_and(|c| c.1.is_alphanumeric() || matches!(c.1, '@' | '$' | '€'))
            && !i.checked_sub(1).is_some_and(|b| chars[b].1.is_alphanumeric())
            && !chars.get(i + 1).is_some_and(|c| c.1.is_alphanumeric())
    };
    let mut found = false;
    let mut i = 0;
    while i < chars.len() {
        if !alone(i) {
            copy(from, into, chars[i], Marks::default());
            i += 1;
            continue;
        }
        let mut kept = Vec::new();
        let end = run(&chars, i, &alone, &mut kept);
        let letters = kept.iter().filter(|&&k| chars[k].1.is_alphabetic()).count();
        let joined = kept.iter().filter(|&&k| chars[k].1.is_alphanumeric()).count();
        if joined >= APART_MIN && letters >= 3 {
            found = true;
            for &k in &kept {
                copy(from, into, chars[k], Marks::SPACED);
            }
        } else {
            for &c in &chars[i..end] {
                copy(from, into, c, Marks::default());
            }
        }
        i = end;
    }
    found
}

/// Whether enough characters stand alone for any to be letters written apart; a cheap look for the many texts without.
fn may_be_apart(text: &str) -> bool {
    // Everything beyond ASCII counts as alone, so that only too much is let through.
    let alone = |at: Option<&u8>| at.is_none_or(|b| !b.is_ascii_alphanumeric());
    let bytes = text.as_bytes();
    let mut count = 0;
    for at in 0..bytes.len() {
        let beside = alone(bytes.get(at + 1)) && alone(at.checked_sub(1).and_then(|before| bytes.get(before)));
        count += usize::from(beside && (bytes[at].is_ascii_alphanumeric() || bytes[at] >= 0x80));
    }
    count >= APART_MIN
}

/// The end of the run of lone characters at `i`; `kept` gets the characters that stay.
fn run(chars: &[(usize, char)], mut i: usize, alone: &impl Fn(usize) -> bool, kept: &mut Vec<usize>) -> usize {
    let separator = chars.get(i + 1).map(|c| c.1);
    kept.push(i);
    loop {
        let after = i + 1;
        // "z.e.r.o s.i.x": a space ends a word of a run parted by signs.
        let word_ends = separator != Some(' ')
            && chars.get(after).is_some_and(|c| c.1 == ' ')
            && alone(after + 1)
            && chars.get(after + 2).map(|c| c.1) == separator;
        if word_ends {
            kept.extend([after, after + 1]);
            i = after + 1;
            continue;
        }
        if chars.get(after).map(|c| c.1) != separator {
            return after;
        }
        if alone(after + 1) {
            kept.push(after + 1);
            i = after + 1;
        } else if separator == Some(' ') && chars.get(after + 1).is_some_and(|c| c.1 == ' ') && alone(after + 2) {
            // A wider gap ends a word.
            kept.extend([after, after + 2]);
            i = after + 2;
        } else if separator == Some(' ')
            && chars.get(after + 1).is_some_and(|c| matches!(c.1, '@' | '.' | '-' | '_' | '/' | ':'))
            && chars.get(after + 2).is_some_and(|c| c.1 == ' ')
            && alone(after + 3)
        {
            kept.extend([after + 1, after + 3]);
            i = after + 3;
        } else {
            return after;
        }
    }
}

/// The text backwards.
pub(crate) fn reversed(from: &Folded, into: &mut Folded) {
    into.clear();
    for (at, c) in from.text.char_indices().rev() {
        copy(from, into, (at, c), Marks::REVERSED);
    }
}

fn copy(from: &Folded, into: &mut Folded, (at, c): (usize, char), mark: Marks) {
    let origin = from.origin[at];
    into.push(c, Origin { marks: origin.marks.with(mark), ..origin });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compact(text: &str) -> Option<String> {
        let (mut from, mut into) = (Folded::default(), Folded::default());
        from.fold(text);
        compacted(&from, &mut into).then(|| into.text.clone())
    }

    #[test]
    fn letters_apart_are_joined() {
        assert_eq!(compact("j e a n @ g m a i l . c o m ok").as_deref(), Some("jean@gmail.com ok"));
        assert_eq!(compact("mon s-n-a-p ici").as_deref(), Some("mon snap ici"));
        assert_eq!(compact("z é r o  s i x").as_deref(), Some("zero six"));
        assert_eq!(compact("z.é.r.o s.i.x").as_deref(), Some("zero six"));
        assert_eq!(compact("J. R. Tolkien, 0 6 1 2 3 4"), None);
        assert_eq!(compact("il y a 2 ou 3"), None);
    }
}
