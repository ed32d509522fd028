//! Coordinates: a pair of degrees on the globe, or an Open Location Code.
//!
//! Sources: ISO 6709 for the ranges; the Open Location Code specification (plus codes) for alphabet and lengths.

use super::Proof;

/// Proves decimal degrees: latitude, then longitude; a decimal comma is read as a point.
pub(crate) fn coordinates(text: &str) -> Option<Proof> {
    let mut numbers = numbers(text);
    let (latitude, longitude) = (numbers.next()?, numbers.next()?);
    let fits = |number: &str, limit: f64| number.parse::<f64>().is_ok_and(|n| n.abs() <= limit);
    let is_place =
        numbers.next().is_none() && fits(&latitude, 90.0) && fits(&longitude, 180.0) && (latitude != longitude);
    is_place.then(|| Proof { value: format!("{latitude}, {longitude}"), length: None })
}

/// The decimal numbers of a text, with their signs.
fn numbers(text: &str) -> impl Iterator<Item = String> {
    let split = |c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-'));
    text.split(split).flat_map(parted).filter(|n| n.contains(|c: char| c.is_ascii_digit()))
}

/// Parts "50.6,3.05", where the comma stands between the numbers, and reads the comma of "50,6" as a point.
fn parted(word: &str) -> Vec<String> {
    let word = word.trim_end_matches([',', '.']);
    if word.contains('.') { word.split(',').map(str::to_owned).collect() } else { vec![word.replacen(',', ".", 1)] }
}

/// The alphabet of Open Location Code: no vowel, and no letter that looks like a digit.
const CODE: &str = "23456789cfghjmpqrvwx";

/// Proves a plus code: an even number of characters up to eight before the plus, two or three after, a letter among them.
pub(crate) fn plus_code(text: &str) -> Option<Proof> {
    let (area, place) = text.split_once('+')?;
    let in_code = |part: &str| part.chars().all(|c| CODE.contains(c));
    let lengths = matches!(area.len(), 4 | 6 | 8) && matches!(place.len(), 2 | 3);
    // Without a letter it is a sum.
    let has_letter = text.contains(|c: char| c.is_ascii_alphabetic());
    (lengths && in_code(area) && in_code(place) && has_letter)
        .then(|| Proof { value: text.to_ascii_uppercase(), length: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_on_the_globe() {
        for (text, want) in [
            ("50.62925, 3.05726", "50.62925, 3.05726"),
            ("50.62925,3.05726", "50.62925, 3.05726"),
            ("50,62925 / -3,05726", "50.62925, -3.05726"),
            ("-33.8568 151.2153", "-33.8568, 151.2153"),
        ] {
            assert_eq!(coordinates(text).map(|p| p.value).as_deref(), Some(want), "{text}");
        }
        for text in ["95.1234, 3.1234", "50.1234, 190.1234", "1.2345", "1.2345, 1.2345", "1.1234 2.1234 3.1234"] {
            assert_eq!(coordinates(text), None, "{text}");
        }
    }

    #[test]
    fn plus_codes_have_their_alphabet_and_lengths() {
        for code in ["8fvc+9g", "8fw4v75v+8q", "9c3w9qcj+2vx"] {
            assert!(plus_code(code).is_some(), "{code}");
        }
        for text in ["2345+67", "8fvc9g", "8fa+9g", "8fvc+9", "ab12+34"] {
            assert_eq!(plus_code(text), None, "{text}");
        }
    }
}
