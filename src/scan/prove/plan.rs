//! Numbering plans: which countries could dial a string of digits, and how.
//!
//! Sources: ITU-T E.164 and its national numbering plans (<https://www.itu.int/oth/T0202.aspx?parent=T0202>), ARCEP decision
//! 2022-1583 (France, fiction ranges included), Ofcom, NANPA, BNetzA, CNMC, AGCOM, ANACOM, ACM, BIPT, OFCOM (CH), ANRT, ARPCE, ARTP.
//! A plan is read loosely: a number that *could* be dialled fits, ranges not yet given out and ranges for fiction included.

/// What a number of a plan is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Line {
    Mobile,
    Fixed,
}

/// One shape of a country's national numbers.
struct Shape {
    /// The first digits: each character is a digit, or `[…]` a choice of digits, or `.` any.
    prefix: &'static str,
    /// Digits without the trunk prefix.
    lengths: std::ops::RangeInclusive<u8>,
    line: Line,
}

/// A country's plan.
pub(crate) struct Plan {
    pub(crate) region: &'static str,
    /// The country calling code.
    code: &'static str,
    /// What is dialled before the national number within the country.
    trunk: Trunk,
    /// The languages in which its numbers are usually written nationally.
    pub(crate) languages: &'static [&'static str],
    shapes: &'static [Shape],
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Trunk {
    /// Always dialled.
    Zero,
    /// Sometimes dialled.
    OptionalZero,
    /// A leading 1 may be dialled.
    OptionalOne,
    /// There is none.
    None,
}

/// How a string of digits can be dialled in a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dial {
    /// Place in [`PLANS`].
    pub(crate) plan: usize,
    pub(crate) line: Line,
    pub(crate) form: Form,
    /// Where the national number starts in the digits.
    national: u8,
    /// Whether the national number itself begins with 0 (Italy's landlines).
    zero: bool,
}

/// How a number was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// As within the country.
    National,
    /// With `+` or `00`.
    International,
    /// With the country code alone.
    BareCode,
}

const fn shape(prefix: &'static str, lengths: std::ops::RangeInclusive<u8>, line: Line) -> Shape {
    Shape { prefix, lengths, line }
}

const fn plan(
    region: &'static str,
    code: &'static str,
    trunk: Trunk,
    languages: &'static [&'static str],
    shapes: &'static [Shape],
) -> Plan {
    Plan { region, code, trunk, languages, shapes }
}

use Line::{Fixed, Mobile};

/// Every plan that is read nationally; where two fit alike, the earlier one is taken.
#[rustfmt::skip]
pub(crate) static PLANS: &[Plan] = &[
    // The overseas plans come before France: 0692 is Réunion's, whatever the text's language.
    plan("RE", "262", Trunk::Zero, &["fr"], &[shape("69[23]", 9..=9, Mobile), shape("262", 9..=9, Fixed)]),
    plan("YT", "262", Trunk::Zero, &["fr"], &[shape("639[0-8]", 9..=9, Mobile), shape("6399[0-79]", 9..=9, Mobile), shape("269", 9..=9, Fixed)]),
    plan("GP", "590", Trunk::Zero, &["fr"], &[shape("69[01]", 9..=9, Mobile), shape("590", 9..=9, Fixed)]),
    plan("GF", "594", Trunk::Zero, &["fr"], &[shape("694", 9..=9, Mobile), shape("594", 9..=9, Fixed)]),
    plan("MQ", "596", Trunk::Zero, &["fr"], &[shape("69[67]", 9..=9, Mobile), shape("596", 9..=9, Fixed)]),
    plan("FR", "33", Trunk::Zero, &["fr"], &[shape("[67]", 9..=9, Mobile), shape("[1-5]", 9..=9, Fixed), shape("9", 9..=9, Fixed), shape("8[0-289]", 9..=9, Fixed)]),
    plan("BE", "32", Trunk::Zero, &["fr", "nl", "de"], &[shape("4[5-9]", 9..=9, Mobile), shape("[1-9]", 8..=8, Fixed)]),
    plan("CH", "41", Trunk::Zero, &["fr", "de", "it"], &[shape("7[4-9]", 9..=9, Mobile), shape("[2-6]", 9..=9, Fixed)]),
    plan("LU", "352", Trunk::None, &["fr", "de"], &[shape("6[2-9]1", 9..=9, Mobile)]),
    plan("MA", "212", Trunk::Zero, &["fr"], &[shape("[67]", 9..=9, Mobile), shape("5", 9..=9, Fixed)]),
    plan("DZ", "213", Trunk::Zero, &["fr"], &[shape("[567]", 9..=9, Mobile), shape("[234]", 8..=8, Fixed)]),
    plan("TN", "216", Trunk::None, &["fr"], &[shape("[259]", 8..=8, Mobile), shape("[37]", 8..=8, Fixed)]),
    plan("SN", "221", Trunk::None, &["fr"], &[shape("7[05678]", 9..=9, Mobile), shape("33", 9..=9, Fixed)]),
    plan("CI", "225", Trunk::None, &["fr"], &[shape("0[157]", 10..=10, Mobile), shape("2[157]", 10..=10, Fixed)]),
    plan("CM", "237", Trunk::None, &["fr"], &[shape("6", 9..=9, Mobile), shape("2", 9..=9, Fixed)]),
    plan("GB", "44", Trunk::Zero, &["en"], &[shape("7[1-9]", 10..=10, Mobile), shape("[12]", 9..=10, Fixed), shape("3", 10..=10, Fixed)]),
    plan("IE", "353", Trunk::Zero, &["en"], &[shape("8[35-9]", 9..=9, Mobile), shape("1", 8..=8, Fixed), shape("[2-79]", 8..=9, Fixed)]),
    plan("US", "1", Trunk::OptionalOne, &["en"], &[shape("[2-9][0-8].[2-9]", 10..=10, Mobile)]),
    plan("IN", "91", Trunk::OptionalZero, &["en"], &[shape("[6-9]", 10..=10, Mobile)]),
    plan("NG", "234", Trunk::Zero, &["en"], &[shape("[789][01]", 10..=10, Mobile)]),
    plan("GH", "233", Trunk::Zero, &["en"], &[shape("[25]", 9..=9, Mobile)]),
    plan("KE", "254", Trunk::Zero, &["en"], &[shape("[17]", 9..=9, Mobile)]),
    plan("ZA", "27", Trunk::Zero, &["en"], &[shape("[678]", 9..=9, Mobile)]),
    plan("AU", "61", Trunk::Zero, &["en"], &[shape("4", 9..=9, Mobile)]),
    plan("DE", "49", Trunk::Zero, &["de"], &[shape("1[567]", 10..=11, Mobile), shape("[2-9]", 7..=11, Fixed)]),
    plan("AT", "43", Trunk::Zero, &["de"], &[shape("6[5-9]", 10..=12, Mobile), shape("[1-57]", 7..=11, Fixed)]),
    plan("ES", "34", Trunk::None, &["es"], &[shape("[67]", 9..=9, Mobile), shape("[89]", 9..=9, Fixed)]),
    plan("IT", "39", Trunk::None, &["it"], &[shape("3", 9..=10, Mobile), shape("0[1-9]", 8..=11, Fixed)]),
    plan("PT", "351", Trunk::None, &["pt"], &[shape("9[1236]", 9..=9, Mobile), shape("[23]", 9..=9, Fixed)]),
    plan("BR", "55", Trunk::OptionalZero, &["pt"], &[shape("[1-9][1-9]9", 11..=11, Mobile), shape("[1-9][1-9][2-5]", 10..=10, Fixed)]),
    plan("NL", "31", Trunk::Zero, &["nl"], &[shape("6[1-58]", 9..=9, Mobile), shape("[1-57]", 9..=9, Fixed)]),
    plan("MX", "52", Trunk::None, &["es"], &[shape("[2-9][1-9]", 10..=10, Mobile)]),
    plan("CO", "57", Trunk::None, &["es"], &[shape("3", 10..=10, Mobile)]),
    plan("PL", "48", Trunk::None, &[], &[shape("[4-8]", 9..=9, Mobile)]),
];

impl Shape {
    fn fits(&self, national: &[u8]) -> bool {
        self.lengths.contains(&(national.len() as u8)) && prefix_fits(self.prefix.as_bytes(), national)
    }
}

/// Whether digits start with a prefix of [`Shape`].
fn prefix_fits(mut prefix: &[u8], digits: &[u8]) -> bool {
    for &digit in digits {
        let (fits, rest) = match prefix {
            [] => return true,
            [b'.', rest @ ..] => (true, rest),
            [b'[', rest @ ..] => {
                let end = rest.iter().position(|b| *b == b']').unwrap_or(rest.len());
                (choice_fits(&rest[..end], digit), rest.get(end + 1..).unwrap_or(&[]))
            }
            [first, rest @ ..] => (*first == digit, rest),
        };
        if !fits {
            return false;
        }
        prefix = rest;
    }
    prefix.is_empty()
}

fn choice_fits(choice: &[u8], digit: u8) -> bool {
    choice.contains(&digit) || choice.windows(3).any(|w| w[1] == b'-' && (w[0]..=w[2]).contains(&digit))
}

impl Plan {
    fn line(&self, national: &[u8]) -> Option<Line> {
        self.shapes.iter().find(|s| s.fits(national)).map(|s| s.line)
    }
}

/// Every way in which `digits` (ASCII) can be dialled; `plus` where a `+` stands before them.
pub(crate) fn dials(digits: &[u8], plus: bool, out: &mut Vec<Dial>) {
    out.clear();
    let international = if plus { Some(0) } else { digits.starts_with(b"00").then_some(2) };
    for (at, plan) in PLANS.iter().enumerate() {
        let mut add = |start: usize, form: Form| {
            if let Some(line) = digits.get(start..).and_then(|national| plan.line(national)) {
                out.push(Dial { plan: at, line, form, national: start as u8, zero: digits[start] == b'0' });
            }
        };
        if let Some(from) = international {
            if digits[from..].starts_with(plan.code.as_bytes()) {
                let after = from + plan.code.len();
                add(after, Form::International);
                // "+33 (0)6": the trunk zero written out.
                if digits.get(after) == Some(&b'0') && plan.trunk != Trunk::None {
                    add(after + 1, Form::International);
                }
            }
            continue;
        }
        let zero = digits.first() == Some(&b'0');
        match plan.trunk {
            Trunk::Zero if zero => add(1, Form::National),
            Trunk::OptionalZero => add(usize::from(zero), Form::National),
            Trunk::OptionalOne => {
                add(0, Form::National);
                if digits.first() == Some(&b'1') {
                    add(1, Form::National);
                }
            }
            Trunk::None => add(0, Form::National),
            Trunk::Zero => {}
        }
        if plan.code.len() > 1 && digits.starts_with(plan.code.as_bytes()) {
            add(plan.code.len(), Form::BareCode);
            if digits.get(plan.code.len()) == Some(&b'0') && plan.trunk == Trunk::Zero {
                add(plan.code.len() + 1, Form::BareCode);
            }
        }
    }
}

impl Dial {
    /// The number in E.164 form.
    pub(crate) fn e164(&self, digits: &[u8]) -> String {
        let mut value = String::with_capacity(16);
        value.push('+');
        value.push_str(PLANS[self.plan].code);
        value.extend(digits[usize::from(self.national)..].iter().map(|b| char::from(*b)));
        value
    }

    /// Whether nearly any digits fit: a plan whose landlines may have many lengths.
    pub(crate) fn is_loose(&self) -> bool {
        self.line == Line::Fixed && matches!(PLANS[self.plan].region, "DE" | "AT" | "IE" | "IT")
    }

    /// Whether a trunk prefix was written: a string of digits that fits without one is a weaker sign.
    pub(crate) fn has_trunk(&self) -> bool {
        self.national > 0 || self.zero
    }

    /// The plan's region and the line, as evidence.
    pub(crate) fn evidence(&self) -> String {
        let line = match self.line {
            Line::Mobile => "mobile",
            Line::Fixed => "fixed",
        };
        format!("plan:{}-{line}", PLANS[self.plan].region)
    }
}

/// A number of a country without a plan here, written internationally: metadata decides.
pub(crate) fn elsewhere(digits: &[u8], plus: bool) -> Option<String> {
    let from = if plus {
        0
    } else if digits.starts_with(b"00") {
        2
    } else {
        return None;
    };
    let number = std::str::from_utf8(digits.get(from..)?).ok()?;
    if !(8..=15).contains(&number.len()) {
        return None;
    }
    let written = format!("+{number}");
    let parsed = rlibphonenumber::PHONE_NUMBER_UTIL.parse(&written, None).ok()?;
    rlibphonenumber::PHONE_NUMBER_UTIL.is_valid_number(&parsed).then_some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn regions(digits: &str, plus: bool) -> Vec<(String, &'static str)> {
        let mut out = Vec::new();
        dials(digits.as_bytes(), plus, &mut out);
        out.iter().map(|d| (d.e164(digits.as_bytes()), PLANS[d.plan].region)).collect()
    }

    #[test]
    fn plans_dial() {
        assert!(regions("0639981234", false).contains(&("+33639981234".to_owned(), "FR")));
        assert_eq!(regions("0692123456", false)[0], ("+262692123456".to_owned(), "RE"));
        assert!(regions("33639981234", false).contains(&("+33639981234".to_owned(), "FR")));
        assert!(regions("330639981234", true).contains(&("+33639981234".to_owned(), "FR")));
        assert!(regions("2025550143", false).contains(&("+12025550143".to_owned(), "US")));
        assert!(regions("07700900123", false).contains(&("+447700900123".to_owned(), "GB")));
        assert!(regions("3201234567", false).contains(&("+393201234567".to_owned(), "IT")));
        assert_eq!(regions("1250", false), []);
    }

    #[test]
    fn metadata_knows_the_rest_of_the_world() {
        assert_eq!(elsewhere(b"81312345678", true).as_deref(), Some("+81312345678"));
        assert_eq!(elsewhere(b"99912345678", true), None);
    }
}
