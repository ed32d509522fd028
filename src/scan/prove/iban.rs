//! IBANs: the country's length, then ISO 7064 MOD 97-10, letters written for digits repaired.
//!
//! Sources: ISO 13616-1 and the SWIFT IBAN Registry (release 99) for lengths and structures; for the African countries and
//! Iran that issue IBANs without being registered, the lengths their central banks publish.

use super::{Proof, alphanumerics, digit_for, goes_on, proven};

/// Country, characters in all, letters that begin the BBAN.
#[rustfmt::skip]
static COUNTRIES: &[(&[u8; 2], u8, u8)] = &[
    (b"ad", 24, 0), (b"ae", 23, 0), (b"al", 28, 0), (b"at", 20, 0), (b"az", 28, 4), (b"ba", 20, 0), (b"be", 16, 0),
    (b"bg", 22, 4), (b"bh", 22, 4), (b"bi", 27, 0), (b"br", 29, 0), (b"by", 28, 4), (b"ch", 21, 0), (b"cr", 22, 0),
    (b"cy", 28, 0), (b"cz", 24, 0), (b"de", 22, 0), (b"dj", 27, 0), (b"dk", 18, 0), (b"do", 28, 4), (b"ee", 20, 0),
    (b"eg", 29, 0), (b"es", 24, 0), (b"fi", 18, 0), (b"fk", 18, 2), (b"fo", 18, 0), (b"fr", 27, 0), (b"gb", 22, 4),
    (b"ge", 22, 2), (b"gi", 23, 4), (b"gl", 18, 0), (b"gr", 27, 0), (b"gt", 28, 4), (b"hn", 28, 4), (b"hr", 21, 0),
    (b"hu", 28, 0), (b"ie", 22, 4), (b"il", 23, 0), (b"iq", 23, 4), (b"is", 26, 0), (b"it", 27, 1), (b"jo", 30, 4),
    (b"kw", 30, 4), (b"kz", 20, 0), (b"lb", 28, 0), (b"lc", 32, 4), (b"li", 21, 0), (b"lt", 20, 0), (b"lu", 20, 0),
    (b"lv", 21, 4), (b"ly", 25, 0), (b"mc", 27, 0), (b"md", 24, 0), (b"me", 22, 0), (b"mk", 19, 0), (b"mn", 20, 0),
    (b"mr", 27, 0), (b"mt", 31, 4), (b"mu", 30, 4), (b"ni", 28, 4), (b"nl", 18, 4), (b"no", 15, 0), (b"om", 23, 0),
    (b"pk", 24, 4), (b"pl", 28, 0), (b"ps", 29, 4), (b"pt", 25, 0), (b"qa", 29, 4), (b"ro", 24, 4), (b"rs", 22, 0),
    (b"ru", 33, 0), (b"sa", 24, 0), (b"sc", 31, 4), (b"sd", 18, 0), (b"se", 24, 0), (b"si", 19, 0), (b"sk", 24, 0),
    (b"sm", 27, 1), (b"so", 23, 0), (b"st", 25, 0), (b"sv", 28, 4), (b"tl", 23, 0), (b"tn", 24, 0), (b"tr", 26, 0),
    (b"ua", 29, 0), (b"va", 22, 0), (b"vg", 24, 4), (b"xk", 20, 0), (b"ye", 30, 4),
    // Not in the registry.
    (b"ao", 25, 0), (b"bf", 28, 2), (b"bj", 28, 2), (b"cf", 27, 0), (b"cg", 27, 0), (b"ci", 28, 2), (b"cm", 27, 0),
    (b"cv", 25, 0), (b"dz", 26, 0), (b"ga", 27, 0), (b"gq", 27, 0), (b"gw", 25, 2), (b"ir", 26, 0), (b"km", 27, 0),
    (b"ma", 28, 0), (b"mg", 27, 0), (b"ml", 28, 2), (b"mz", 25, 0), (b"ne", 28, 2), (b"sn", 28, 2), (b"td", 27, 0),
    (b"tg", 28, 2),
];

/// The characters of a country's IBAN, and the letters that begin its BBAN.
pub(crate) fn form(country: [u8; 2]) -> Option<(usize, usize)> {
    let (_, length, letters) = COUNTRIES.iter().find(|(code, ..)| **code == country)?;
    Some((usize::from(*length), usize::from(*letters)))
}

/// Proves an IBAN at the start of a folded match; what follows its country's length is not of it.
pub(crate) fn iban(text: &str) -> Option<Proof> {
    let characters = alphanumerics(text);
    let country = [characters.first()?.0, characters.get(1)?.0];
    let (length, letters) = form(country)?;
    let characters = characters.get(..length)?;
    let end = characters.last()?.1;
    let bank_end = characters.get(3 + letters)?.1;
    if goes_on(text, end) || cuts_word(text, end) || holds_words(&text[bank_end..end]) {
        return None;
    }
    let bytes: Vec<u8> = characters.iter().map(|(b, _)| *b).collect();
    // ISO 7064 gives 02 to 98: "no. 0031…" is an order's number.
    if matches!(&bytes[2..4], b"00" | b"01" | b"99") {
        return None;
    }
    let value =
        REPAIRS.iter().map(|repair| repaired(&bytes, letters, *repair)).find(|iban| remainder(iban) == Some(1))?;
    let value = String::from_utf8(value).ok()?.to_ascii_uppercase();
    Some(Proof { value, length: proven(text.len(), end) })
}

/// Whether the last character is a letter inside a word.
fn cuts_word(text: &str, end: usize) -> bool {
    let letter = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_alphabetic);
    letter(end - 1) && letter(end)
}

/// Letters past the bank's at most, where the groups are not the usual fours: more is prose.
const LETTERS_MAX: usize = 4;

/// Whether prose stands in an IBAN's account: a group of letters that no one writes for digits, or letters in odd groups.
fn holds_words(account: &str) -> bool {
    let groups = || account.split(|c: char| !c.is_ascii_alphanumeric()).filter(|group| !group.is_empty());
    let is_word = |group: &str| {
        group.len() != 4
            && group.len() > 1
            && group.bytes().all(|b| b.is_ascii_alphabetic())
            && !group.bytes().all(|b| b"oils".contains(&b))
    };
    let fours = groups().rev().skip(1).all(|group| group.len() == 4);
    let letters = account.bytes().filter(u8::is_ascii_alphabetic).count();
    groups().count() > 1 && (groups().any(is_word) || (letters > LETTERS_MAX && !fours))
}

/// How letters are read where the country allows digits: fewer changes first, so that a true letter stays.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Repair {
    None,
    /// o, i and l are the usual ones.
    Round,
    All,
    /// Read as [`Repair::All`], but b as 6 and g as 9.
    Other,
}

const REPAIRS: [Repair; 4] = [Repair::None, Repair::Round, Repair::All, Repair::Other];

fn repaired(iban: &[u8], letters: usize, repair: Repair) -> Vec<u8> {
    let read = |(at, &b): (usize, &u8)| match (at, repair) {
        (0 | 1, _) => b,
        // The check digits are digits in every country.
        (2 | 3, _) => digit_for(b).unwrap_or(b),
        (_, Repair::None) => b,
        (at, _) if at < 4 + letters => match b {
            b'0' => b'o',
            b'1' => b'i',
            b'5' => b's',
            _ => b,
        },
        (_, Repair::Round) if !matches!(b, b'o' | b'i' | b'l') => b,
        (_, Repair::Other) if b == b'b' => b'6',
        (_, Repair::Other) if b == b'g' || b == b'q' => b'9',
        _ => digit_for(b).unwrap_or(b),
    };
    iban.iter().enumerate().map(read).collect()
}

/// The remainder by 97 of the number that an IBAN is, its first four characters put last and letters counted from 10.
fn remainder(iban: &[u8]) -> Option<u32> {
    let (head, bban) = iban.split_at_checked(4)?;
    bban.iter().chain(head).try_fold(0, |rest, b| {
        let value = char::from(*b).to_digit(36)?;
        Some((rest * if value < 10 { 10 } else { 100 } + value) % 97)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &str) {
        assert_eq!(iban(text).map(|p| p.value).as_deref(), Some(want), "{text}");
    }

    #[test]
    fn the_registry_s_own_examples() {
        for example in [
            "AD1200012030200359100100",
            "AE070331234567890123456",
            "AL47212110090000000235698741",
            "AT611904300234573201",
            "AZ21NABZ00000000137010001944",
            "BA391290079401028494",
            "BE68539007547034",
            "BG80BNBG96611020345678",
            "BH67BMAG00001299123456",
            "BR1800360305000010009795493C1",
            "CH9300762011623852957",
            "CR05015202001026284066",
            "CY17002001280000001200527600",
            "CZ6508000000192000145399",
            "DE89370400440532013000",
            "DK5000400440116243",
            "DO28BAGR00000001212453611324",
            "EE382200221020145685",
            "ES9121000418450200051332",
            "FI2112345600000785",
            "FO6264600001631634",
            "FR1420041010050500013M02606",
            "GB29NWBK60161331926819",
            "GE29NB0000000101904917",
            "GI75NWBK000000007099453",
            "GL8964710001000206",
            "GR1601101250000000012300695",
            "GT82TRAJ01020000001210029690",
            "HR1210010051863000160",
            "HU42117730161111101800000000",
            "IE29AIBK93115212345678",
            "IL620108000000099999999",
            "IS140159260076545510730339",
            "IT60X0542811101000000123456",
            "JO94CBJO0010000000000131000302",
            "KW81CBKU0000000000001234560101",
            "KZ86125KZT5004100100",
            "LB62099900000001001901229114",
            "LI21088100002324013AA",
            "LT121000011101001000",
            "LU280019400644750000",
            "LV80BANK0000435195001",
            "MC5811222000010123456789030",
            "MD24AG000225100013104168",
            "ME25505000012345678951",
            "MK07250120000058984",
            "MT84MALT011000012345MTLCAST001S",
            "MU17BOMM0101101030300200000MUR",
            "NL91ABNA0417164300",
            "NO9386011117947",
            "PK36SCBL0000001123456702",
            "PL61109010140000071219812874",
            "PT50000201231234567890154",
            "QA58DOHB00001234567890ABCDEFG",
            "RO49AAAA1B31007593840000",
            "RS35260005601001611379",
            "SA0380000000608010167519",
            "SE4550000000058398257466",
            "SI56263300012039086",
            "SK3112000000198742637541",
            "SM86U0322509800000000270100",
            "TN5910006035183598478831",
            "TR330006100519786457841326",
            "UA213223130000026007233566001",
            "VG96VPVG0000012345678901",
            "XK051212012345678906",
        ] {
            check(&example.to_ascii_lowercase(), example);
        }
    }

    #[test]
    fn separators_and_what_follows_are_left_out() {
        let text = "fr76 3000-6000.0112/3456 7890 189 merci beau";
        let proof = iban(text).unwrap();
        assert_eq!(proof.value, "FR7630006000011234567890189");
        assert_eq!(proof.length, Some("fr76 3000-6000.0112/3456 7890 189".len()));
    }

    #[test]
    fn letters_for_digits_are_repaired() {
        check("fr76 3ooo 6ooo o112 3456 789o 189", "FR7630006000011234567890189");
        check("de89 37o4 oo44 os32 o13o oo", "DE89370400440532013000");
        check("gb29 nwbk 6o16 1331 9268 19", "GB29NWBK60161331926819");
        check("gb29 nwbk b0ib 1331 9268 19", "GB29NWBK60161331926819");
    }

    #[test]
    fn a_wrong_sum_country_or_length_is_none() {
        for text in [
            "fr75 3000 6000 0112 3456 7890 189",
            "zz76 3000 6000 0112 3456 7890 189",
            "fr76 3000 6000 0112",
            "no 758 356 9046 add",
            "is 604-257-8584, the entry is free",
            "be68 5390 0754 70345",
            "",
        ] {
            assert_eq!(iban(text), None, "{text}");
        }
    }

    #[test]
    fn the_table_is_sorted_within_its_parts_and_holds_no_country_twice() {
        let mut codes: Vec<_> = COUNTRIES.iter().map(|c| c.0).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), COUNTRIES.len());
    }
}
