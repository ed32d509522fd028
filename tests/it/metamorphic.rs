//! However a phone, e-mail address or link is dressed up, its canonical value is the same, and its span is all of it: random valid
//! ones, in any of the {glyphs} × {separators} × {words for some groups, at-sign and dots}, composed. Each is announced, in its
//! member's language. A million compositions held, a third of each kind.
//!
//! Not composed, for they do not hold (of 100,000 each): figures that are Cyrillic letters, 1 of 1,000 ("О17О"); digits one by one in words in German and Dutch, where a shorter number is one too, 3 of 100; Brazil's area code in words, nearly all;
//! what `is_sayable` leaves out; and an address in words at a host that is an everyday word ("jane12 at example dot org").

use std::cell::RefCell;
use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::select;
use vigie::kind::Kind;
use vigie::scan::{Finding, Input, Scratch};

use crate::contacts::talk;
use crate::conversation::engine;
use crate::spoken::{is_sayable, speech};

/// Numbers of twenty countries: language, country, country code, and how one is written nationally; `d` is any digit.
/// In the ranges kept for fiction where the plan has one.
const PLANS: [(&str, &str, &str, &str); 20] = [
    ("fr", "FR", "+33", "06 39 98 dd dd"),
    ("fr", "BE", "+32", "0475 dd dd dd"),
    ("fr", "CH", "+41", "079 ddd dd dd"),
    ("fr", "LU", "+352", "621 ddd ddd"),
    ("fr", "MA", "+212", "06 61 dd dd dd"),
    ("fr", "DZ", "+213", "0550 dd dd dd"),
    ("fr", "SN", "+221", "77 ddd dd dd"),
    ("fr", "RE", "+262", "0692 dd dd dd"),
    ("en", "GB", "+44", "07700 900ddd"),
    ("en", "IE", "+353", "087 ddd dddd"),
    ("en", "US", "+1", "202 555 01dd"),
    ("en", "IN", "+91", "98214 ddddd"),
    ("en", "NG", "+234", "0803 ddd dddd"),
    ("es", "ES", "+34", "612 dd dd dd"),
    ("de", "DE", "+49", "0171 ddd dd dd"),
    ("de", "AT", "+43", "0664 ddd dd dd"),
    ("it", "IT", "+39", "347 ddd dddd"),
    ("pt", "PT", "+351", "912 ddd ddd"),
    ("pt", "BR", "+55", "11 9dddd dddd"),
    ("nl", "NL", "+31", "06 2d dd dd dd"),
];

/// What parts a number's groups.
const SEPARATORS: [&str; 12] = [" ", ".", "-", "/", ", ", "  ", "*", "_", "|", "...", " - ", "\n"];
const ATS: [&str; 4] = ["@", " @ ", "(at)", " [at] "];
const DOTS: [&str; 4] = [".", " . ", "(.)", " [dot] "];
const LANGS: [&str; 7] = ["fr", "en", "es", "de", "it", "pt", "nl"];
const DOMAINS: [&str; 4] = ["gmail.com", "orange.fr", "atelier-peyrolle.fr", "saltmarsh-cottage.co.uk"];
const HOSTS: [&str; 5] =
    ["studio-lavande.fr", "serrurier-lambesc.fr", "fietsenmaker-otte.nl", "reformas-talavera.es", "dj-korvin.net"];

/// How characters are drawn.
#[derive(Debug, Clone, Copy)]
enum Glyphs {
    Plain,
    /// Nothing that is seen, between any two.
    ZeroWidth(char),
    /// Spaces that do not break.
    Nbsp,
    Fullwidth,
    MathBold,
    Keycap,
    /// Letters of another alphabet.
    Cyrillic,
}

fn glyphs() -> impl Strategy<Value = Glyphs> {
    prop_oneof![
        Just(Glyphs::Plain),
        select(vec!['\u{200b}', '\u{200c}', '\u{2060}', '\u{ad}']).prop_map(Glyphs::ZeroWidth),
        Just(Glyphs::Nbsp),
        Just(Glyphs::Fullwidth),
        Just(Glyphs::MathBold),
        Just(Glyphs::Keycap),
        Just(Glyphs::Cyrillic),
    ]
}

impl Glyphs {
    fn draw(self, text: &str) -> String {
        let mut drawn = String::new();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            self.push(c, &mut drawn);
            if let (Glyphs::ZeroWidth(nothing), true) = (self, chars.peek().is_some()) {
                drawn.push(nothing);
            }
        }
        drawn
    }

    fn push(self, c: char, drawn: &mut String) {
        let shifted = |by: u32| char::from_u32(u32::from(c) + by).unwrap();
        match (self, c) {
            (Glyphs::Nbsp, ' ') => drawn.push('\u{a0}'),
            (Glyphs::Fullwidth, '!'..='~') => drawn.push(shifted(0xfee0)),
            (Glyphs::MathBold, '0'..='9') => drawn.push(shifted(0x1d7ce - 0x30)),
            (Glyphs::MathBold, 'a'..='z') => drawn.push(shifted(0x1d41a - 0x61)),
            (Glyphs::Keycap, '0'..='9') => write!(drawn, "{c}\u{fe0f}\u{20e3}").unwrap(),
            (Glyphs::Cyrillic, _) => drawn.push(cyrillic(c)),
            _ => drawn.push(c),
        }
    }
}

fn cyrillic(c: char) -> char {
    match c {
        'a' => 'а',
        'c' => 'с',
        'e' => 'е',
        'i' => 'і',
        'o' => 'о',
        'p' => 'р',
        'x' => 'х',
        'y' => 'у',
        _ => c,
    }
}

/// A detail as it is said, and what it stands for.
#[derive(Debug)]
struct Said {
    kind: Kind,
    value: String,
    locale: String,
    announced: &'static str,
    written: String,
}

impl Said {
    /// Whether it is found for what it is, by a span that covers it.
    fn is_found(&self) -> Result<(), String> {
        thread_local!(static SCRATCH: RefCell<Scratch> = RefCell::default());
        let text = format!("{}{}", self.announced, self.written);
        let input = Input { text: &text, locale: Some(&self.locale) };
        let found = SCRATCH.with_borrow_mut(|scratch| engine().scanner().scan(input, scratch).findings.to_vec());
        let is = |f: &&Finding| f.kind == self.kind && *f.value.get() == self.value && f.confidence >= 50;
        match found.iter().find(is) {
            Some(finding) if finding.span == (self.announced.len()..text.len()) => Ok(()),
            Some(finding) => Err(format!("only {:?}", &text[finding.span.clone()])),
            None => {
                Err(format!("{:?}", found.iter().map(|f| (f.kind, f.value.get(), f.confidence)).collect::<Vec<_>>()))
            }
        }
    }
}

/// A number of a plan: its digits by group, and its canonical value.
fn number((_, _, code, written): (&str, &str, &str, &str), digits: u64) -> (String, String) {
    let mut left = digits;
    let mut any = || {
        let digit = (left % 10) as u8;
        left /= 10;
        char::from(b'0' + digit)
    };
    let national: String = written.chars().map(|c| if c == 'd' { any() } else { c }).collect();
    let bare: String = national.chars().filter(char::is_ascii_digit).collect();
    // Italy's zero would stay; its mobiles have none.
    let value = format!("{code}{}", bare.strip_prefix('0').unwrap_or(&bare));
    (national, value)
}

/// Where a shorter number is one too, digits in words may be left behind a sign; Brazil's area code in words is no beginning.
fn is_unsure(region: &str, at: usize, group: &str) -> bool {
    match region {
        "DE" | "AT" | "NL" => group.len() != 2 || group.starts_with('0'),
        "BR" => at == 0,
        _ => false,
    }
}

fn phone() -> impl Strategy<Value = Said> {
    (select(&PLANS[..]), any::<u64>(), any::<u8>(), select(&SEPARATORS[..]), glyphs(), any::<bool>()).prop_map(
        |(plan, digits, words, separator, glyphs, abroad)| {
            let (lang, region, code, _) = plan;
            let (national, value) = number(plan, digits);
            let said = |at: usize, group: &str| {
                words >> at & 1 == 1 && is_sayable(lang, group) && !is_unsure(region, at, group)
            };
            let group = |(at, group): (usize, &str)| match (at, abroad) {
                (0, true) => format!("{code} {}", group.strip_prefix('0').unwrap_or(group)),
                _ if said(at, group) => speech(lang).group(group),
                _ => group.to_owned(),
            };
            let groups: Vec<String> = national.split(' ').enumerate().map(group).collect();
            let written = glyphs.draw(&groups.join(separator));
            Said { kind: Kind::Phone, value, locale: format!("{lang}-{region}"), announced: talk(lang).phone, written }
        },
    )
}

/// A sign of an address or link, in one of several ways: as a sign, or in a word.
fn sign(signs: [&'static str; 4], way: usize, word: &str) -> String {
    signs.get(way).map_or_else(|| format!(" {word} "), |sign| (*sign).to_owned())
}

fn email() -> impl Strategy<Value = Said> {
    ("[a-z]{3,6}[.]?[a-z]{3,6}[0-9]{2}", select(&DOMAINS[..]), select(&LANGS[..]), 0..5_usize, 0..5_usize, glyphs())
        .prop_map(|(local, domain, lang, at, dot, glyphs)| {
            let (at, dot) = (sign(ATS, at, speech(lang).at), sign(DOTS, dot, speech(lang).dot));
            let written = glyphs.draw(&format!("{local}{at}{}", domain.replace('.', &dot)));
            Said {
                kind: Kind::Email,
                value: format!("{local}@{domain}"),
                locale: lang.to_owned(),
                announced: talk(lang).email,
                written,
            }
        })
}

fn url() -> impl Strategy<Value = Said> {
    (select(&HOSTS[..]), select(&LANGS[..]), 0..5_usize, glyphs()).prop_map(|(host, lang, dot, glyphs)| {
        let dot = sign(DOTS, dot, speech(lang).dot);
        let written = glyphs.draw(&host.replace('.', &dot));
        Said { kind: Kind::Url, value: host.to_owned(), locale: lang.to_owned(), announced: talk(lang).url, written }
    })
}

proptest! {
    #![proptest_config(crate::cases_of_detection(1_000))]

    #[test]
    fn a_phone_keeps_its_value(said in phone()) {
        prop_assert_eq!(said.is_found(), Ok(()), "{:?}", said);
    }

    #[test]
    fn an_email_keeps_its_value(said in email()) {
        prop_assert_eq!(said.is_found(), Ok(()), "{:?}", said);
    }

    #[test]
    fn a_link_keeps_its_value(said in url()) {
        prop_assert_eq!(said.is_found(), Ok(()), "{:?}", said);
    }
}
