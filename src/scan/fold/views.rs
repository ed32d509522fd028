//! Other readings of a folded text: letters written apart joined again, and the text backwards.

use super::{Folded, Marks, Origin};

/// Fewer letters apart than this are initials ("J. R. R."), not a disguised word.
const APART_MIN: usize = 4;
/// Letters of a run at least.
const LETTERS_MIN: usize = 3;

/// Joins letters written apart ("g m a i l", "w-h-a-t-s"); `false` where there is nothing to join.
///
/// A run is single letters or digits, at least [`APART_MIN`] with three letters, or three with a dot between, each parted from the next by
/// the same separator; a longer gap ends a word of it, and a sign that stands apart too ("@", ".") stays.
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
    let mut separator = None;
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
        // What stands apart like a word before it is short as well: "g_m_a_i_l … c_o_m".
        let alike = separator.is_some() && separator == chars.get(i + 1).map(|c| c.1) && letters >= 2;
        let dotted = kept.iter().any(|&k| chars[k].1 == '.');
        if ((joined >= APART_MIN || dotted) && letters >= LETTERS_MIN) || alike {
            found = true;
            separator = chars.get(i + 1).map(|c| c.1);
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

/// Whether enough characters stand alone, near one another, for any to be letters written apart; a cheap look for the many texts without.
fn may_be_apart(text: &str) -> bool {
    if text.is_ascii() {
        are_apart(text, text.bytes().map(|b| b.is_ascii_alphanumeric()))
    } else {
        are_apart(text, text.chars().map(char::is_alphanumeric))
    }
}

/// The same, where it is told of each character whether it is a letter or figure.
fn are_apart(text: &str, characters: impl Iterator<Item = bool>) -> bool {
    let (mut last, mut count) = (0, 0);
    // Whether a letter or figure stands before, and at the place itself.
    let (mut before, mut here) = (false, false);
    for (at, after) in characters.chain([false]).enumerate() {
        let alone = here && !before && !after;
        (before, here) = (here, after);
        if !alone {
            continue;
        }
        count = if count > 0 && at - last <= STEP_MAX { count + 1 } else { 1 };
        // "t . m e"
        if count >= APART_MIN || (count == LETTERS_MIN && text.contains(" . ")) {
            return true;
        }
        last = at;
    }
    false
}

/// Characters from one that stands alone to the next of its run at most: a sign between two separators.
const STEP_MAX: usize = 4;

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
        } else if chars.get(after + 1).is_some_and(|c| matches!(c.1, '@' | '.' | '-' | '_' | '/' | ':'))
            && separator != chars.get(after + 1).map(|c| c.1)
            && separator == chars.get(after + 2).map(|c| c.1)
            && alone(after + 3)
        {
            kept.extend([after + 1, after + 3]);
            i = after + 3;
        } else {
            return after;
        }
    }
}

/// A word with fewer letters in between than this is no disguise: "banana" has three.
const BETWEEN_MIN: usize = 4;

/// Takes out what is only put between: one letter after every other ("gZmZaZiZl"), pictures beside signs ("gite🏠.bois"); `false` where there is none.
pub(crate) fn cleaned(from: &Folded, into: &mut Folded) -> bool {
    into.clear();
    let bytes = from.text.as_bytes();
    let pictures = !from.text.is_ascii() && holds_picture(&from.text);
    let alike = |w: &[u8]| w[1] == w[3] && w[3] == w[5] && between_at(w).is_some();
    if !pictures && !bytes.windows(6).any(alike) {
        return false;
    }
    let mut found = false;
    let mut at = 0;
    for chunk in from.text.split_inclusive([' ', '\n', '\t']) {
        let between = between(chunk);
        let mut before = None;
        let mut chars = chunk.char_indices().peekable();
        while let Some((i, c)) = chars.next() {
            let after = chars.peek().map(|c| c.1);
            let picture = !c.is_ascii() && !c.is_alphanumeric() && is_beside_sign(before, after);
            // The letter itself is kept where a name begins with it.
            let padding = between == Some(c) && before.is_some_and(|b: char| b.is_ascii_alphanumeric() && b != c);
            if picture || padding {
                found = true;
            } else {
                copy(from, into, (at + i, c), Marks::default());
            }
            before = Some(c);
        }
        at += chunk.len();
    }
    found
}

/// Whether a picture stands between a name's letter and its sign anywhere.
fn holds_picture(text: &str) -> bool {
    let mut chars = text.char_indices();
    let after = |at: usize| text[at..].chars().next();
    chars.by_ref().any(|(at, c)| {
        !c.is_ascii()
            && !c.is_alphanumeric()
            && is_beside_sign(text[..at].chars().next_back(), after(at + c.len_utf8()))
    })
}

/// Whether what stands between two characters parts a name's letter from its sign: "gite🏠.bois".
fn is_beside_sign(before: Option<char>, after: Option<char>) -> bool {
    let sign = |c: char| matches!(c, '.' | '@' | '-' | '_');
    let (Some(before), Some(after)) = (before, after) else { return false };
    (sign(before) && after.is_ascii_alphanumeric()) || (before.is_ascii_alphanumeric() && sign(after))
}

/// The letter that stands between the first three of a word: "gZmZaZ".
fn between_at(window: &[u8]) -> Option<u8> {
    let [a, x, b, y, c, z] = *window else { return None };
    let alternates = x == y && y == z && x.is_ascii_alphabetic() && ![a, b, c].contains(&x);
    (alternates && [a, b, c].iter().all(u8::is_ascii_alphanumeric)).then_some(x)
}

/// The letter that stands between every two others of a chunk, if one does.
fn between(chunk: &str) -> Option<char> {
    let x = chunk.as_bytes().windows(6).find_map(between_at)?;
    let pairs = chunk.as_bytes().windows(2);
    let alternate = pairs.clone().all(|p| !p.iter().all(u8::is_ascii_alphanumeric) || (p[0] == x) != (p[1] == x));
    let count = chunk.bytes().filter(|b| *b == x).count();
    (alternate && count >= BETWEEN_MIN).then_some(char::from(x))
}

/// The text backwards.
pub(crate) fn reversed(from: &Folded, into: &mut Folded) {
    into.clear();
    for (at, c) in from.text.char_indices().rev() {
        copy(from, into, (at, c), Marks::REVERSED);
    }
}

/// Each word and each run of figures backwards, where it stands: "orez xis".
pub(crate) fn words_reversed(from: &Folded, into: &mut Folded) {
    into.clear();
    let chars: Vec<(usize, char)> = from.text.char_indices().collect();
    for word in chars.chunk_by(|a, b| a.1.is_alphanumeric() && b.1.is_alphanumeric()) {
        for &c in word.iter().rev() {
            copy(from, into, c, Marks::REVERSED);
        }
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
    fn padding_is_taken_out() {
        let clean = |text: &str| {
            let (mut from, mut into) = (Folded::default(), Folded::default());
            from.fold(text);
            cleaned(&from, &mut into).then(|| into.text.clone())
        };
        assert_eq!(clean("lXuXcXiXe@oXrXaXnXgXe.fXr ok").as_deref(), Some("lucie@orange.fr ok"));
        assert_eq!(clean("chalet🌲.du-lac✨.fr").as_deref(), Some("chalet.du-lac.fr"));
        assert_eq!(clean("des bananes, 20 🍌 au total."), None);
    }

    #[test]
    fn letters_apart_are_joined() {
        assert_eq!(compact("j e a n @ g m a i l . c o m ok").as_deref(), Some("jean@gmail.com ok"));
        assert_eq!(compact("mon s-n-a-p ici").as_deref(), Some("mon snap ici"));
        assert_eq!(compact("z é r o  s i x").as_deref(), Some("zero six"));
        assert_eq!(compact("n*o*e*l*@*f*r*e*e*.*f*r").as_deref(), Some("noel@free.fr"));
        assert_eq!(compact("n_o_e_l (a) f_r_e_e (point) f_r").as_deref(), Some("noel (a) free (point) fr"));
        assert_eq!(compact("z.é.r.o s.i.x").as_deref(), Some("zero six"));
        assert_eq!(compact("t . m e / lina").as_deref(), Some("t.me / lina"));
        assert_eq!(compact("J. R. Tolkien, 0 6 1 2 3 4"), None);
        assert_eq!(compact("il y a 2 ou 3"), None);
    }
}
