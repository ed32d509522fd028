//! Named validators: what a pattern found is proven by its own rules before it counts.

mod card;
mod coordinates;
mod cpf;
mod crypto;
pub(crate) mod iban;
mod link;
pub(crate) mod plan;

/// What a validator proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Proof {
    /// The canonical value.
    pub(crate) value: String,
    /// Bytes of the folded text that are proven, where fewer than were given.
    pub(crate) length: Option<usize>,
}

/// Proves a match, given as folded and as written.
pub(crate) type Validator = fn(folded: &str, original: &str) -> Option<Proof>;

/// Every validator, by its name in a pattern file.
const VALIDATORS: &[(&str, Validator)] = &[
    ("account-parts", |folded, _| account_parts(folded)),
    ("card", |folded, _| card::card(folded)),
    ("coordinates", |folded, _| coordinates::coordinates(folded)),
    ("cpf", |folded, _| cpf::cpf(folded)),
    ("crypto", crypto::crypto),
    ("iban", |folded, _| iban::iban(folded)),
    ("meet-code", |folded, _| meet_code(folded)),
    ("payment-link", |folded, _| link::link(folded)),
    ("plus-code", |folded, _| coordinates::plus_code(folded)),
    ("written", written),
];

/// A validator by its name in a pattern file.
pub(crate) fn validator(name: &str) -> Option<Validator> {
    VALIDATORS.iter().find(|(known, _)| *known == name).map(|(_, validator)| *validator)
}

/// Every validator's name, for errors.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    VALIDATORS.iter().map(|(name, _)| *name)
}

/// Takes a match for what it is, its value as written: a passcode's capitals count.
fn written(_folded: &str, original: &str) -> Option<Proof> {
    Some(Proof { value: original.to_owned(), length: None })
}

/// Groups of letters, one of which at least has no vowel and so is no word.
fn meet_code(folded: &str) -> Option<Proof> {
    let mute = |group: &str| !group.contains(['a', 'e', 'i', 'o', 'u', 'y']);
    folded.split(' ').any(mute).then(|| Proof { value: folded.replace(' ', "-"), length: None })
}

/// Digits of the longest part of an account at least; branches, keys and an account's last digits have fewer.
const ACCOUNT_DIGITS_MIN: usize = 5;

/// An account in its parts, one of which at least is as long as an account's number.
fn account_parts(folded: &str) -> Option<Proof> {
    let digits = |part: &str| part.bytes().filter(u8::is_ascii_digit).count();
    let long = folded.split(|c: char| c.is_alphabetic()).any(|part| digits(part) >= ACCOUNT_DIGITS_MIN);
    long.then(|| Proof { value: folded.to_owned(), length: None })
}

/// The letters and digits of a match, each with the byte after it: separators left out.
fn alphanumerics(text: &str) -> Vec<(u8, usize)> {
    text.bytes().enumerate().filter(|(_, b)| b.is_ascii_alphanumeric()).map(|(at, b)| (b, at + 1)).collect()
}

/// Whether a digit follows directly: what ends here is then only a part of something longer.
fn goes_on(text: &str, end: usize) -> bool {
    text.as_bytes().get(end).is_some_and(u8::is_ascii_digit)
}

/// The digit that a letter is written for, `None` for other letters.
fn digit_for(letter: u8) -> Option<u8> {
    Some(match letter {
        b'o' | b'q' => b'0',
        b'i' | b'l' => b'1',
        b'z' => b'2',
        b's' => b'5',
        b'g' => b'6',
        b'b' => b'8',
        _ => return None,
    })
}

/// How much of a match of `length` bytes is proven by its first `end`.
fn proven(length: usize, end: usize) -> Option<usize> {
    (end < length).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_validator_is_found_by_its_name() {
        for name in names() {
            assert!(validator(name).is_some(), "{name}");
        }
        assert!(validator("luhn").is_none());
        assert!(VALIDATORS.is_sorted_by_key(|(name, _)| *name), "sorted by name");
    }

    #[test]
    fn a_passcode_keeps_its_capitals() {
        assert_eq!(validator("written").unwrap()("kf7mq2", "Kf7mQ2").unwrap().value, "Kf7mQ2");
    }
}
