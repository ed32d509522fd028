//! Everyday characters, folded without a look-up in Unicode's tables: what most texts hold alone.

use super::{Folded, Marks, Origin};

/// The letters of U+00C0 to U+00FF without their accents; `?` for what is more than an accented letter.
const LATIN_1: &[u8; 64] = b"aaaaaa?ceeeeiiii?nooooo??uuuuy??aaaaaa?ceeeeiiii?nooooo??uuuuy?y";

/// Folds a text of everyday characters alone; `false`, with the fold half made, at the first other one.
pub(super) fn fold(text: &str, into: &mut Folded) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let b = bytes[at];
        if b < 0x80 {
            let run = bytes[at..].iter().take_while(|b| ASCII[usize::from(**b)]).count();
            if run == 0 {
                return false;
            }
            push_ascii(into, &text[at..at + run], at);
            at += run;
            continue;
        }
        let Some(c) = text[at..].chars().next() else { return false };
        let span = at..at + c.len_utf8();
        at = span.end;
        match c {
            '\u{C0}'..='\u{FF}' => {
                let letter = LATIN_1[(u32::from(c) - 0xC0) as usize];
                if letter == b'?' {
                    return false;
                }
                push(into, letter, span, c < '\u{DF}');
            }
            '\u{A0}' | '\u{202F}' => push(into, b' ', span, false),
            '\u{2010}'..='\u{2015}' => push(into, b'-', span, false),
            '\u{2018}' | '\u{2019}' => push(into, b'\'', span, false),
            '\u{201C}'..='\u{201E}' | '\u{AB}' | '\u{BB}' => push(into, b'"', span, false),
            '…' => (0..3).for_each(|_| push(into, b'.', span.clone(), false)),
            '€' | '°' | '£' => into.push(c, origin(span, false)),
            // Faces, hands and things; clocks, "10", the eight ball and medals are digits.
            '\u{1F300}'..='\u{1F64F}' | '\u{1F680}'..='\u{1F6FF}' | '\u{1F900}'..='\u{1F9FF}' if !matches!(c, '\u{1F51F}' | '\u{1F550}'..='\u{1F567}' | '\u{1F3B1}' | '\u{1F947}'..='\u{1F949}') =>
            {
                into.push(c, origin(span, false));
            }
            _ => return false,
        }
    }
    true
}

/// The characters of ASCII that are folded here: '&', '%' and '<' may begin markup, a control character may be an invisible one.
const ASCII: [bool; 256] = {
    let mut plain = [false; 256];
    let mut b = 0;
    while b < 0x7F {
        plain[b] = b >= 0x20 || (b >= 0x09 && b <= 0x0D);
        b += 1;
    }
    plain[b'&' as usize] = false;
    plain[b'%' as usize] = false;
    plain[b'<' as usize] = false;
    plain
};

fn push_ascii(into: &mut Folded, run: &str, start: usize) {
    let from = into.text.len();
    into.text.push_str(run);
    into.text[from..].make_ascii_lowercase();
    into.origin
        .extend(run.bytes().enumerate().map(|(at, b)| origin(start + at..start + at + 1, b.is_ascii_uppercase())));
}

fn push(into: &mut Folded, byte: u8, span: std::ops::Range<usize>, upper: bool) {
    into.text.push(char::from(byte));
    into.origin.push(origin(span, upper));
}

fn origin(span: std::ops::Range<usize>, upper: bool) -> Origin {
    // Texts are bounded by `text_bytes_max`, far below 4 GiB.
    Origin {
        start: span.start as u32,
        end: span.end as u32,
        marks: if upper { Marks::UPPER } else { Marks::default() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every character that is folded here, alone and beside a letter, comes out as the full fold has it.
    #[test]
    fn everyday_characters_fold_as_ever() {
        let mut seen = 0;
        for c in (0..=0x1FFFF).filter_map(char::from_u32) {
            let text = format!("a{c}b");
            let (mut plain, mut full) = (Folded::default(), Folded::default());
            if !fold(&text, &mut plain) {
                continue;
            }
            seen += 1;
            full.fold_fully(&text);
            assert_eq!(plain.text, full.text, "{:x}", u32::from(c));
            let origins = |folded: &Folded| folded.origin.iter().map(|o| (o.start, o.end, o.marks)).collect::<Vec<_>>();
            assert_eq!(origins(&plain), origins(&full), "{:x}", u32::from(c));
        }
        assert!(seen > 1_000, "{seen}");
    }
}
