//! Payment cards: an issuer's prefix and length, a card's grouping, then Luhn's sum.
//!
//! Sources: ISO/IEC 7812-1 (Luhn in annex B) and the issuer ranges that the networks publish: Visa, Mastercard, American
//! Express, Diners, Discover, JCB, UnionPay, Maestro, RuPay, Mir, Hipercard.

use super::{Proof, alphanumerics, digit_for, goes_on, proven};

/// First and last prefix of a range, and the lengths it has.
#[rustfmt::skip]
static RANGES: &[(u32, u32, &[usize])] = &[
    (4, 4, &[16, 19, 13]),
    (51, 55, &[16]), (2221, 2720, &[16]),
    (34, 34, &[15]), (37, 37, &[15]),
    (300, 305, &[14]), (3095, 3095, &[14]), (36, 36, &[14]), (38, 39, &[14]),
    (6011, 6011, &[16, 19]), (644, 649, &[16, 19]), (65, 65, &[16, 19]),
    (3528, 3589, &[16, 19]),
    (62, 62, &[16, 17, 18, 19]),
    (5018, 5018, &[16, 19, 13]), (5020, 5020, &[16, 19, 13]), (5038, 5038, &[16, 19, 13]), (5893, 5893, &[16, 19, 13]),
    (6304, 6304, &[16, 19, 13]), (6759, 6759, &[16, 19, 13]), (6761, 6763, &[16, 19, 13]),
    (508, 508, &[16]), (60, 60, &[16]), (81, 82, &[16]),
    (2200, 2204, &[16, 19]),
];

/// Fewer true digits than this, and the letters between them are words.
const DIGITS_MIN: usize = 11;

/// Cards of so many digits were given out long ago: in one run they are rather an article's number.
const DIGITS_OLD: usize = 13;

/// Proves a card number at the start of a folded match.
pub(crate) fn card(text: &str) -> Option<Proof> {
    let characters = alphanumerics(text);
    if characters.iter().filter(|(b, _)| b.is_ascii_digit()).count() < DIGITS_MIN {
        return None;
    }
    let digits: Vec<u8> =
        characters.iter().map_while(|(b, _)| if b.is_ascii_digit() { Some(*b) } else { digit_for(*b) }).collect();
    let lengths = RANGES.iter().find(|(first, last, _)| in_range(&digits, *first, *last))?.2;
    lengths.iter().find_map(|&length| {
        let digits = digits.get(..length)?;
        let end = characters.get(length - 1)?.1;
        let value = String::from_utf8(digits.to_vec()).ok()?;
        let is_card = !goes_on(text, end) && is_grouped(&text[..end]) && luhn(digits);
        let is_card = is_card && (length > DIGITS_OLD || end > length);
        is_card.then(|| Proof { value, length: proven(text.len(), end) })
    })
}

fn in_range(digits: &[u8], first: u32, last: u32) -> bool {
    let length = first.ilog10() as usize + 1;
    let prefix = digits.iter().take(length).fold(0, |n, b| n * 10 + u32::from(b - b'0'));
    digits.len() > length && (first..=last).contains(&prefix)
}

/// Whether digits stand together as on a card: in one, in groups of three or more, or each alone; a list of pairs is no card.
fn is_grouped(text: &str) -> bool {
    let groups: Vec<usize> =
        text.split(|c: char| !c.is_ascii_alphanumeric()).map(str::len).filter(|len| *len > 0).collect();
    let (_, but_last) = groups.split_last().unwrap_or((&0, &[]));
    groups.iter().all(|len| *len == 1) || but_last.iter().all(|len| *len >= 3)
}

/// Whether Luhn's sum ends in 0; ten times the same digit is a filler.
fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, b)| match (at % 2, u32::from(b - b'0')) {
            (1, digit) if digit > 4 => digit * 2 - 9,
            (1, digit) => digit * 2,
            (_, digit) => digit,
        })
        .sum();
    sum.is_multiple_of(10) && digits[6..].iter().any(|b| *b != digits[6])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_networks_own_test_numbers() {
        for (text, want) in [
            ("4242 4242 4242 4242", "4242424242424242"),
            ("4000-0566-5566-5556", "4000056655665556"),
            ("5105/1051/0510/5100", "5105105105105100"),
            ("2223003122003222", "2223003122003222"),
            ("3782 822463 10005", "378282246310005"),
            ("3056 9309 0259 04", "30569309025904"),
            ("6011.1111.1111.1117", "6011111111111117"),
            ("3530 1113 3330 0000", "3530111333300000"),
            ("6200 0000 0000 0005", "6200000000000005"),
            ("4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2", "4242424242424242"),
            ("42a2 4242", ""),
            ("4z42 42o0", ""),
        ] {
            assert_eq!(card(text).map(|p| p.value).unwrap_or_default(), want, "{text}");
        }
    }

    #[test]
    fn what_follows_is_left_out() {
        let proof = card("4242 4242 4242 4242 04 3").unwrap();
        assert_eq!((proof.value.as_str(), proof.length), ("4242424242424242", Some(19)));
    }

    #[test]
    fn letters_for_digits_are_repaired() {
        assert_eq!(card("4o0o 0566 5566 5556").unwrap().value, "4000056655665556");
        assert_eq!(card("4ooo o566 ss66 sss6"), None, "too few digits are left to be sure");
    }

    #[test]
    fn look_alikes_are_none() {
        for text in [
            "4539 5787 6362 1487", // a wrong sum
            "352099001761481",     // a telephone's serial number
            "2019 2020 2021 2022", // years
            "42 42 42 42 42 42 42 42",
            "4444 4444 4444 4444",
            "3017620422003",
            "42424242424242424242",
            "",
        ] {
            assert_eq!(card(text), None, "{text}");
        }
    }
}
