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
    /// The languages in which a national number is this country's first.
    pub(crate) home: &'static [&'static str],
    /// The languages in which its national numbers are met too.
    pub(crate) near: &'static [&'static str],
    shapes: &'static [Shape],
    /// How its people group a national number, trunk prefix included, each digit the size of a group: "22222".
    pub(crate) groups: &'static [&'static str],
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
    /// As within the country, its trunk zero left out: "6 12 34 56 78".
    Truncated,
    /// With `+` or `00`.
    International,
    /// With the country code alone.
    BareCode,
}

const fn shape(prefix: &'static str, lengths: std::ops::RangeInclusive<u8>, line: Line) -> Shape {
    Shape { prefix, lengths, line }
}

type Languages = &'static [&'static str];

const fn plan(
    region: &'static str,
    code: &'static str,
    trunk: Trunk,
    (home, near): (Languages, Languages),
    shapes: &'static [Shape],
    groups: &'static [&'static str],
) -> Plan {
    Plan { region, code, trunk, home, near, shapes, groups }
}

use Line::{Fixed, Mobile};

/// Every plan that is read nationally; where two fit alike, the earlier one is taken.
#[rustfmt::skip]
pub(crate) static PLANS: &[Plan] = &[
    // The overseas plans come before France: 0692 is Réunion's, whatever the text's language.
    plan("RE", "262", Trunk::Zero, (&["fr"], &[]), &[shape("69[23]", 9..=9, Mobile), shape("262", 9..=9, Fixed)], &["4222", "22222", "433"]),
    plan("YT", "262", Trunk::Zero, (&["fr"], &[]), &[shape("639[0-8]", 9..=9, Mobile), shape("6399[0-79]", 9..=9, Mobile), shape("269", 9..=9, Fixed)], &["4222"]),
    plan("GP", "590", Trunk::Zero, (&["fr"], &[]), &[shape("69[01]", 9..=9, Mobile), shape("590", 9..=9, Fixed)], &["4222", "22222", "433"]),
    plan("GF", "594", Trunk::Zero, (&["fr"], &[]), &[shape("694", 9..=9, Mobile), shape("594", 9..=9, Fixed)], &["4222", "22222"]),
    plan("MQ", "596", Trunk::Zero, (&["fr"], &[]), &[shape("69[67]", 9..=9, Mobile), shape("596", 9..=9, Fixed)], &["4222", "22222", "433"]),
    plan("FR", "33", Trunk::Zero, (&["fr"], &[]), &[shape("[67]", 9..=9, Mobile), shape("[1-5]", 9..=9, Fixed), shape("9", 9..=9, Fixed), shape("8[0-289]", 9..=9, Fixed)], &["22222", "4222", "424", "244"]),
    plan("BE", "32", Trunk::Zero, (&[], &["fr", "nl", "de"]), &[shape("4[5-9]", 9..=9, Mobile), shape("[1-9]", 8..=8, Fixed)], &["4222", "433", "46", "2322", "3222", "333", "234"]),
    plan("CH", "41", Trunk::Zero, (&[], &["fr", "de", "it"]), &[shape("7[4-9]", 9..=9, Mobile), shape("[2-6]", 9..=9, Fixed)], &["3322", "334", "37"]),
    plan("LU", "352", Trunk::None, (&[], &["fr", "de"]), &[shape("6[2-9]1", 9..=9, Mobile)], &["333", "3222"]),
    plan("MA", "212", Trunk::Zero, (&[], &["fr"]), &[shape("[67]", 9..=9, Mobile), shape("5", 9..=9, Fixed)], &["22222", "4222", "46"]),
    plan("DZ", "213", Trunk::Zero, (&[], &["fr"]), &[shape("[567]", 9..=9, Mobile), shape("[234]", 8..=8, Fixed)], &["4222", "22222", "3222"]),
    plan("TN", "216", Trunk::None, (&[], &["fr"]), &[shape("[259]", 8..=8, Mobile), shape("[37]", 8..=8, Fixed)], &["233"]),
    plan("SN", "221", Trunk::None, (&[], &["fr"]), &[shape("7[05678]", 9..=9, Mobile), shape("33", 9..=9, Fixed)], &["2322", "234"]),
    plan("CI", "225", Trunk::None, (&[], &["fr"]), &[shape("0[157]", 10..=10, Mobile), shape("2[157]", 10..=10, Fixed)], &["22222"]),
    plan("CM", "237", Trunk::None, (&[], &["fr"]), &[shape("6", 9..=9, Mobile), shape("2", 9..=9, Fixed)], &["3222", "333", "12222"]),
    plan("ML", "223", Trunk::None, (&[], &[]), &[shape("[5-9]", 8..=8, Mobile), shape("2", 8..=8, Fixed)], &["2222"]),
    plan("BF", "226", Trunk::None, (&[], &[]), &[shape("[567]", 8..=8, Mobile), shape("2", 8..=8, Fixed)], &["2222"]),
    plan("TG", "228", Trunk::None, (&[], &[]), &[shape("[79]", 8..=8, Mobile), shape("2", 8..=8, Fixed)], &["2222"]),
    plan("BJ", "229", Trunk::None, (&[], &[]), &[shape("01", 10..=10, Mobile), shape("[4569]", 8..=8, Mobile)], &["22222", "2222"]),
    plan("NC", "687", Trunk::None, (&[], &[]), &[shape("[5789]", 6..=6, Mobile), shape("[234]", 6..=6, Fixed)], &["222"]),
    plan("PF", "689", Trunk::None, (&[], &[]), &[shape("8[79]", 8..=8, Mobile), shape("4", 8..=8, Fixed)], &["2222"]),
    plan("GB", "44", Trunk::Zero, (&["en"], &[]), &[shape("7[1-9]", 10..=10, Mobile), shape("1", 9..=10, Fixed), shape("[2389]", 10..=10, Fixed), shape("800", 9..=9, Fixed)], &["56", "533", "434", "344", "443", "47", "38", "353"]),
    plan("IE", "353", Trunk::Zero, (&[], &["en"]), &[shape("8[35-9]", 9..=9, Mobile), shape("1", 8..=8, Fixed), shape("[2-79]", 8..=9, Fixed)], &["334", "37", "343"]),
    plan("US", "1", Trunk::OptionalOne, (&["en"], &[]), &[shape("[2-9][0-8].[2-9]", 10..=10, Mobile)], &["334", "1334", "37", "64", "3322"]),
    plan("IN", "91", Trunk::OptionalZero, (&["en"], &[]), &[shape("[6-9]", 10..=10, Mobile)], &["55", "433", "334", "22222", "424"]),
    plan("NG", "234", Trunk::Zero, (&[], &["en"]), &[shape("[789][01]", 10..=10, Mobile)], &["434", "443", "4322", "47"]),
    plan("GH", "233", Trunk::Zero, (&[], &["en"]), &[shape("[25]", 9..=9, Mobile)], &["334"]),
    plan("KE", "254", Trunk::Zero, (&[], &["en"]), &[shape("[17]", 9..=9, Mobile)], &["433", "46"]),
    plan("ZA", "27", Trunk::Zero, (&[], &["en"]), &[shape("[678]", 9..=9, Mobile)], &["334"]),
    plan("AU", "61", Trunk::Zero, (&[], &["en"]), &[shape("4", 9..=9, Mobile)], &["433"]),
    plan("PK", "92", Trunk::Zero, (&[], &[]), &[shape("3", 10..=10, Mobile)], &["47", "434"]),
    plan("DE", "49", Trunk::Zero, (&["de"], &[]), &[shape("1[567]", 10..=11, Mobile), shape("[2-9]", 7..=11, Fixed)], &["47", "48", "57", "434", "443", "444", "4323", "453", "4322", "433", "43222", "4332", "353", "38"]),
    plan("AT", "43", Trunk::Zero, (&[], &["de"]), &[shape("6[5-9]", 9..=12, Mobile), shape("[1-57]", 7..=11, Fixed)], &["4322", "47", "434", "43", "4222"]),
    plan("ES", "34", Trunk::None, (&["es"], &[]), &[shape("[67]", 9..=9, Mobile), shape("[89]", 9..=9, Fixed)], &["333", "3222", "2322", "2232"]),
    plan("IT", "39", Trunk::None, (&["it"], &[]), &[shape("3", 10..=10, Mobile), shape("3[36]", 9..=9, Mobile), shape("0[1-9]", 8..=11, Fixed)], &["334", "37", "3322", "343", "3223", "244", "28", "27", "344", "3222"]),
    plan("PT", "351", Trunk::None, (&["pt"], &[]), &[shape("9[1236]", 9..=9, Mobile), shape("[23]", 9..=9, Fixed)], &["333", "2322", "2232"]),
    plan("BR", "55", Trunk::OptionalZero, (&["pt"], &[]), &[shape("[1-9][1-9]9", 11..=11, Mobile), shape("[1-9][1-9][2-5]", 10..=10, Fixed)], &["254", "2144", "244", "29", "28"]),
    plan("NL", "31", Trunk::Zero, (&["nl"], &[]), &[shape("6[1-58]", 9..=9, Mobile), shape("[1-57]", 9..=9, Fixed), shape("[89]00", 9..=9, Fixed)], &["28", "22222", "244", "2422", "334", "37", "3322", "2233", "433"]),
    plan("MX", "52", Trunk::None, (&[], &["es"]), &[shape("[2-9][1-9]", 10..=10, Mobile)], &["334", "244", "22222"]),
    plan("CO", "57", Trunk::None, (&[], &["es"]), &[shape("3", 10..=10, Mobile)], &["334", "37"]),
    plan("AR", "54", Trunk::OptionalZero, (&[], &[]), &[shape("11", 10..=10, Mobile), shape("911", 11..=11, Mobile), shape("[23]", 10..=10, Mobile), shape("[23]..15", 12..=12, Mobile), shape("1115", 12..=12, Mobile)], &["244"]),
    plan("CL", "56", Trunk::None, (&[], &[]), &[shape("9", 9..=9, Mobile), shape("2", 9..=9, Fixed)], &["144"]),
    plan("PE", "51", Trunk::None, (&[], &[]), &[shape("9", 9..=9, Mobile)], &["333"]),
    plan("UY", "598", Trunk::Zero, (&[], &["es"]), &[shape("9[1-9]", 8..=8, Mobile)], &["333"]),
    plan("EC", "593", Trunk::Zero, (&[], &["es"]), &[shape("9", 9..=9, Mobile)], &["343", "334", "37"]),
    plan("VE", "58", Trunk::Zero, (&[], &["es"]), &[shape("4[12][246]", 10..=10, Mobile)], &["434", "47", "4322"]),
    plan("AO", "244", Trunk::None, (&[], &[]), &[shape("9", 9..=9, Mobile)], &["333"]),
    plan("PL", "48", Trunk::None, (&[], &[]), &[shape("[4-8]", 9..=9, Mobile)], &["333"]),
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
    /// Whether digits are its country's calling code.
    pub(crate) fn has_code(&self, digits: &str) -> bool {
        self.code == digits
    }

    /// Whether its numbers have fewer than eight digits: only a text that names the place can mean one.
    pub(crate) fn is_tiny(&self) -> bool {
        self.shapes.iter().all(|s| *s.lengths.end() < 8)
    }

    /// Whether any of its numbers has so many digits.
    fn takes(&self, digits: usize) -> bool {
        self.shapes.iter().any(|shape| shape.lengths.contains(&(digits as u8)))
    }

    fn line(&self, national: &[u8]) -> Option<Line> {
        self.shapes.iter().find(|s| s.fits(national)).map(|s| s.line)
    }
}

/// Every way in which `digits` (ASCII) can be dialled; `plus` where a `+` stands before them.
pub(crate) fn dials(digits: &[u8], plus: bool, out: &mut Vec<Dial>) {
    out.clear();
    let international = if plus { Some(0) } else { digits.starts_with(b"00").then_some(2) };
    let zero = digits.first() == Some(&b'0');
    for (at, plan) in PLANS.iter().enumerate() {
        let mut add = |start: usize, form: Form| {
            if !plan.takes(digits.len().saturating_sub(start)) {
                return;
            }
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
        match plan.trunk {
            Trunk::Zero if zero => add(1, Form::National),
            Trunk::Zero => add(0, Form::Truncated),
            Trunk::OptionalZero => add(usize::from(zero), Form::National),
            Trunk::OptionalOne => {
                add(0, Form::National);
                if digits.first() == Some(&b'1') {
                    add(1, Form::National);
                }
            }
            Trunk::None => add(0, Form::National),
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
        value.push_str(self.plan().code);
        value.extend(digits[usize::from(self.national)..].iter().map(|b| char::from(*b)));
        value
    }

    /// The plan it is dialled by.
    pub(crate) fn plan(&self) -> &'static Plan {
        &PLANS[self.plan]
    }

    /// Whether nearly any digits fit: a plan whose landlines may have many lengths.
    pub(crate) fn is_loose(&self) -> bool {
        self.line == Line::Fixed && matches!(self.plan().region, "DE" | "AT" | "IE" | "IT" | "BE")
    }

    /// Whether a fourth or more of all runs of its length fit: a country of ten digits and no trunk.
    pub(crate) fn is_wide(&self) -> bool {
        matches!(self.plan().region, "US" | "IN" | "MX" | "BR")
    }

    /// Whether it is a number of North America, whose area codes stand in brackets.
    pub(crate) fn is_nanp(&self) -> bool {
        self.plan().region == "US" && self.form == Form::National
    }

    /// Whether so few digits make a number that many other things fit.
    pub(crate) fn is_short(&self) -> bool {
        self.plan().shapes.iter().any(|s| *s.lengths.end() <= 8) && self.plan().trunk == Trunk::None
    }

    /// Whether a trunk prefix was written: a string of digits that fits without one is a weaker sign.
    pub(crate) fn has_trunk(&self) -> bool {
        self.national > 0 || self.zero
    }

    /// Whether a trunk prefix was written that is seldom dialled.
    pub(crate) fn has_idle_trunk(&self) -> bool {
        self.national > 0 && matches!(self.plan().trunk, Trunk::OptionalZero | Trunk::OptionalOne)
    }

    /// Whether groups that end at the digits of `ends` are one of the plan's own groupings, or cut one finer.
    pub(crate) fn is_grouped(&self, ends: u32) -> bool {
        let ends = match self.form {
            Form::National => ends,
            // "6 12 34 56 78": as if the zero were there.
            Form::Truncated => ends << 1,
            Form::International | Form::BareCode => return false,
        };
        self.plan().groups.iter().any(|groups| fits_groups(groups, ends))
    }

    /// The plan's region and the line, as evidence.
    pub(crate) fn evidence(&self) -> String {
        let line = match self.line {
            Line::Mobile => "mobile",
            Line::Fixed => "fixed",
        };
        format!("plan:{}-{line}", self.plan().region)
    }
}

/// Whether every group of `groups` ends at a bit of `ends`, and both end together.
fn fits_groups(groups: &str, ends: u32) -> bool {
    let mut at = 0;
    let inside = groups.bytes().all(|size| {
        at += u32::from(size - b'0');
        ends & 1 << at != 0
    });
    inside && ends >> at == 1
}

/// A number of a country without a plan here, written internationally: metadata decides. Says whether the number is valid, too:
/// a number that is possible only could still be dialled.
pub(crate) fn elsewhere(digits: &[u8], plus: bool) -> Option<(String, bool)> {
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
    let util = &rlibphonenumber::PHONE_NUMBER_UTIL;
    let parsed = util.parse(&written, None).ok()?;
    let valid = util.is_valid_number(&parsed);
    (valid || util.is_possible_number(&parsed)).then_some((written, valid))
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
        assert_eq!(elsewhere(b"81312345678", true), Some(("+81312345678".to_owned(), true)));
        assert_eq!(elsewhere(b"18001234567", true), Some(("+18001234567".to_owned(), false)));
        assert_eq!(elsewhere(b"99912345678", true), None);
    }

    #[test]
    fn groups_may_be_cut_finer() {
        // 06 12 34 56 78, 0 6 12 34 56 78 and 061 234 5678: a bit for the end of each group.
        assert!(fits_groups("22222", 0b101_0101_0100));
        assert!(fits_groups("22222", 0b101_0101_0110));
        assert!(!fits_groups("22222", 0b100_0100_1000));
    }
}
