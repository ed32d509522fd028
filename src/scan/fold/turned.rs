//! Letters turned upside down: a run of them is read from its end, each as the letter that it is.

use super::Marks;
use super::chars::Piece;

/// Turned characters of a run at least: fewer are phonetics, or a slip.
const TURNED_MIN: usize = 2;

/// Turns runs of words back that stand on their heads: "ɯoɔ˙lᴉɐɯƃ" is "gmail.com".
pub(super) fn turn_back(text: &str, pieces: &mut [Piece]) {
    let original = |piece: &Piece| text[piece.start as usize..].chars().next().unwrap_or(' ');
    if pieces.iter().all(|p| p.c.is_ascii() && original(p).is_ascii() || turned(original(p)).is_none()) {
        return;
    }
    let mut at = 0;
    while at < pieces.len() {
        let mut end = at;
        let (mut count, mut last) = (0, at);
        // A run of words, each with a turned character or of such figures alone as look alike turned.
        while end < pieces.len() {
            let word_end = end + pieces[end..].iter().take_while(|p| !original(p).is_whitespace()).count();
            let in_word = pieces[end..word_end].iter().filter(|p| turned(original(p)).is_some()).count();
            let figures = word_end > end && pieces[end..word_end].iter().all(|p| matches!(p.c, '0' | '6' | '8' | '9'));
            if in_word == 0 && !figures {
                break;
            }
            count += in_word;
            last = word_end;
            end = (word_end + 1).min(pieces.len());
        }
        if count >= TURNED_MIN {
            for piece in &mut pieces[at..last] {
                let c = original(piece);
                piece.turn(turned(c).or_else(|| upright(c)).unwrap_or(c));
                piece.marks = piece.marks.with(Marks::REVERSED);
            }
            pieces[at..last].reverse();
        }
        let rest = last.max(at);
        at = rest + pieces[rest..].iter().take_while(|p| !original(p).is_whitespace()).count() + 1;
    }
}

/// What a character is that is only written to be turned.
fn turned(c: char) -> Option<char> {
    Some(match c {
        'ɐ' => 'a',
        'ɔ' => 'c',
        'ǝ' => 'e',
        'ɟ' => 'f',
        'ƃ' | 'ᵷ' | 'ɓ' => 'g',
        'ɥ' => 'h',
        'ᴉ' | 'ı' => 'i',
        'ɾ' | 'ſ' => 'j',
        'ʞ' => 'k',
        'ɯ' => 'm',
        'ɹ' => 'r',
        'ʇ' => 't',
        'ʌ' => 'v',
        'ʍ' => 'w',
        'ʎ' => 'y',
        '˙' => '.',
        '‾' => '_',
        'Ɩ' | '⇂' => '1',
        'ᄅ' | 'ᘔ' => '2',
        'Ɛ' => '3',
        'ㄣ' => '4',
        'ϛ' => '5',
        'ㄥ' => '7',
        _ => return None,
    })
}

/// What an everyday character is when turned.
fn upright(c: char) -> Option<char> {
    Some(match c.to_ascii_lowercase() {
        'b' => 'q',
        'd' => 'p',
        'n' => 'u',
        'p' => 'd',
        'q' => 'b',
        'u' => 'n',
        '6' => '9',
        '9' => '6',
        '\'' => ',',
        '(' => ')',
        ')' => '(',
        other => other,
    })
}
