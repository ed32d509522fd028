//! Numbers that are no phone and are said rather than written: an account, a card, a Pix key, a meeting's id, in words or
//! parted by talk.
//!
//! Digits are read as a phone's are; a check sum proves an account, a meeting's name beside it a meeting's id.

use std::ops::Range;

use crate::kind::Kind;
use crate::scan::prove::{Proof, Validator, iban, validator};
use crate::scan::read::{Against, Class, Lexeme, TokenKind, Traits};

use super::evidence::Evidence;
use super::phone::{Between, Gap, How, Lattice, Step};
use super::{Found, View};

/// Characters of an account at most: Russia's, with 33, has the longest IBAN in use.
const CHARACTERS_MAX: usize = 34;
/// Everyday words between two groups at most.
const LOOSE_WORDS_MAX: u8 = 1;
/// Digits of a meeting's id.
const MEETING_DIGITS: std::ops::RangeInclusive<usize> = 9..=12;
/// How far from a meeting's id, in bytes, its service's name may stand.
const SERVICE_BYTES: usize = 60;
/// Figures and number words of an account at least: Belgium's, of fourteen digits, in pairs.
const ACCOUNT_UNITS_MIN: usize = 7;
/// Digits of a card.
const CARD_DIGITS: std::ops::RangeInclusive<usize> = 13..=19;
/// Digits of a CPF.
const CPF_DIGITS: usize = 11;
/// What an account may lack of its IBAN: the check digits too where they are the same for all of a country (a RIB, a NIB).
const BEGINNINGS: [&str; 10] = ["fr76", "pt50", "fr", "pt", "es", "de", "be", "at", "ch", "lu"];

/// A letter or digit, and the token it ends with.
#[derive(Clone, Copy)]
struct Character {
    byte: u8,
    end: usize,
}

/// Characters that follow each other, whatever parts them.
#[derive(Default)]
struct Run {
    characters: Vec<Character>,
    /// Whether a group of digits was said, talk or odd signs part two, or each stands alone.
    said: bool,
}

impl Run {
    fn text(&self) -> String {
        self.characters.iter().map(|c| char::from(c.byte)).collect()
    }

    fn len(&self) -> usize {
        self.characters.len()
    }

    fn end(&self) -> usize {
        self.characters.last().map_or(0, |c| c.end)
    }

    fn push(&mut self, bytes: &[u8], end: usize) {
        self.characters.extend(bytes.iter().map(|&byte| Character { byte, end }));
    }

    /// Reads digits on from a token.
    fn read(&mut self, lattice: &Lattice<'_>, mut at: usize) {
        let mut steps = Vec::new();
        let mut alone = true;
        loop {
            steps.clear();
            lattice.steps(at, &mut steps);
            let Some(step) = steps.first() else { return };
            // An everyday word may stand for a digit within a number, not begin it.
            if step.how == How::Homophone && self.characters.is_empty() {
                return;
            }
            let (digits, end) = thousands(lattice, step);
            self.said |= step.how != How::Figures;
            alone &= digits.len() == 1;
            self.push(digits.as_bytes(), end);
            if self.len() >= CHARACTERS_MAX {
                return;
            }
            let Some(between) = on(lattice, end) else {
                self.said |= alone;
                return;
            };
            self.said |= between.gap >= Gap::OddSign;
            at = between.next;
        }
    }
}

/// Words for what opens a meeting or an account beside its number.
#[rustfmt::skip]
const PASSCODES: &[&str] = &[
    "mdp", "passe", "password", "passcode", "pwd", "pin", "clave", "contrasena", "kennwort", "passwort", "senha", "wachtwoord",
    "kenncode", "parola",
];

/// What leads from a group to the next: no farther than to the first word for a digit ("dan een": 1).
fn on(lattice: &Lattice<'_>, end: usize) -> Option<Between> {
    let view = lattice.view();
    // "846 3350 1279, a las siete"
    let told = |at: usize| {
        let time = |l: &Lexeme| l.entry.class == Class::Against(Against::Time) && l.end as usize > at + 1;
        view.reading.at(at).iter().any(|l| time(l) && view.reading.is_plausible(l.entry))
    };
    // "4410, 2096 y la clave es gato22"
    let passcode = |at: usize| PASSCODES.contains(&view.word(at));
    let ways = lattice.gaps(end, Some(0)).into_iter().flatten();
    let leads = |b: &Between| !(end..b.next).any(|at| told(at) || passcode(at));
    ways.filter(|b| b.gap != Gap::Unit && b.loose <= LOOSE_WORDS_MAX && leads(b)).min_by_key(|b| b.next)
}

/// The digits of a group that may be of thousands: "cinq mille trois cent nonante".
fn thousands(lattice: &Lattice<'_>, step: &Step) -> (String, usize) {
    let view = lattice.view();
    let digits = text_of(step.digits.as_slice());
    let thousand = |at: usize| view.reading.longest(at, |c| c == Class::Magnitude).filter(|l| is_thousand(view, l));
    let Some(thousand) = thousand(view.skip_spaces(step.end)) else { return (digits, step.end) };
    let end = thousand.end as usize;
    let mut rest = Vec::new();
    let next = view.skip_spaces(end);
    if lattice.starts(next) {
        lattice.steps(next, &mut rest);
    }
    match rest.first().filter(|r| r.how != How::Figures && r.digits.len() <= 3) {
        Some(rest) => (format!("{digits}{:0>3}", text_of(rest.digits.as_slice())), rest.end),
        None => (format!("{digits}000"), end),
    }
}

/// Whether a magnitude is a thousand.
pub(super) fn is_thousand(view: &View<'_>, lexeme: &Lexeme) -> bool {
    matches!(view.word(lexeme.first as usize), "mille" | "mil" | "thousand" | "tausend" | "duizend" | "mila")
}

/// Whether an account that is said could stand anywhere: it is announced, or a country begins it.
pub(super) fn may_stand(view: &View<'_>) -> bool {
    view.reading.cue_bounds(Kind::Payment).is_some() || view.reading.holds().any_service() || begins_account(view)
}

/// Reads every account, card and Pix key of a view that is said.
pub(super) fn accounts(view: &View<'_>, found: &mut Found) {
    if !may_stand(view) {
        return;
    }
    let lattice = Lattice::over(view);
    let mut done = 0;
    for token in 0..view.reading.tokens().len() {
        if token < done {
            continue;
        }
        let account = country(view, token).and_then(|(code, end)| of_country(&lattice, code, end));
        let account =
            account.or_else(|| lattice.starts(token).then(|| without_country(&lattice, token, &mut done)).flatten());
        let Some((value, end)) = account else { continue };
        let mut evidence = Evidence::new(view.weights, Kind::Payment);
        evidence.add("proven");
        let mut candidate = view.candidate(Kind::Payment, token, end, value, evidence);
        candidate.disguises.push("number-words");
        found.candidates.push(candidate);
        done = end;
    }
}

/// Whether a country's letters stand right before a number, and digits enough for an account follow somewhere.
fn begins_account(view: &View<'_>) -> bool {
    let tokens = view.reading.tokens();
    let number = |at: usize| match tokens.get(at) {
        Some(t) if t.kind == TokenKind::Digits => t.len(),
        Some(_) if view.reading.is(at, |c| c == Class::Number) => 1,
        _ => 0,
    };
    let begins = |at: usize| country(view, at).is_some_and(|(_, end)| number(view.skip_spaces(end)) > 0);
    let lettered = |at: &usize| view.reading.traits(*at).any(Traits::COUNTRY.and(Traits::LONE));
    (0..tokens.len()).filter(lettered).any(begins) && (0..tokens.len()).map(number).sum::<usize>() >= ACCOUNT_UNITS_MIN
}

/// Whether a word is the letters of a country whose accounts begin with them.
pub(super) fn is_country(word: &str) -> bool {
    <[u8; 2]>::try_from(word.as_bytes()).is_ok_and(|code| iban::form(code).is_some())
}

/// The two letters of a country at a token, together or apart, and one past them.
fn country(view: &View<'_>, at: usize) -> Option<([u8; 2], usize)> {
    let letter = |at: usize| Some(view.word(at).as_bytes()).filter(|word| view.is_word(at) && word.len() == 1);
    let (code, end) = match view.word(at).as_bytes() {
        [a, b] => ([*a, *b], at + 1),
        [a] => ([*a, letter(at + 2)?[0]], at + 3),
        _ => return None,
    };
    iban::form(code).map(|_| (code, end))
}

/// An IBAN from one past its country's letters on.
fn of_country(lattice: &Lattice<'_>, code: [u8; 2], end: usize) -> Option<(String, usize)> {
    let (length, letters) = iban::form(code)?;
    let mut run = Run::default();
    run.push(&code, end);
    let first = on(lattice, end)?.next;
    if letters == 0 {
        run.read(lattice, first);
    } else {
        read_bank(lattice, first, letters, &mut run)?;
    }
    let characters = run.characters.get(..length)?;
    let end = characters[length - 1].end;
    let whole = run.characters.get(length).is_none_or(|next| next.end > end);
    let proof = iban::iban(&run.text()[..length]).filter(|_| whole && run.said)?;
    Some((proof.value, end))
}

/// Reads two check digits, together or apart; one past them.
fn check_digits(lattice: &Lattice<'_>, mut at: usize, run: &mut Run) -> Option<usize> {
    let mut steps = Vec::new();
    for _ in 0..2 {
        steps.clear();
        lattice.steps(at, &mut steps);
        let step = steps.first()?;
        run.said |= step.how != How::Figures;
        run.push(step.digits.as_slice(), step.end);
        match run.len() {
            4 => return Some(step.end),
            3 => at = on(lattice, step.end)?.next,
            _ => return None,
        }
    }
    None
}

/// Check digits, a bank's letters and the digits after them.
fn read_bank(lattice: &Lattice<'_>, first: usize, letters: usize, run: &mut Run) -> Option<()> {
    let view = lattice.view();
    let check = check_digits(lattice, first, run)?;
    let (mut at, mut left) = (check, letters);
    while left > 0 {
        let token = view.reading.tokens().get(at)?;
        match token.kind {
            // "ABNA", or "A B N A"
            TokenKind::Word if token.len() <= left => {
                run.push(view.word(at).as_bytes(), at + 1);
                run.said |= token.len() < letters;
                left -= token.len();
            }
            TokenKind::Word | TokenKind::Digits | TokenKind::Newline => return None,
            TokenKind::Space | TokenKind::Hyphen | TokenKind::Sign => {}
        }
        at += 1;
    }
    let between = on(lattice, at)?;
    run.read(lattice, between.next);
    Some(())
}

/// A RIB, a NIB, a card or a CPF from a token on; `done` is moved past the digits read.
fn without_country(lattice: &Lattice<'_>, token: usize, done: &mut usize) -> Option<(String, usize)> {
    let mut run = Run::default();
    run.read(lattice, token);
    *done = run.end();
    let (digits, end, view) = (run.text(), run.end(), lattice.view());
    let proven = |name: &str| validator(name).and_then(|validate: Validator| validate(&digits, &digits));
    let national = || BEGINNINGS.iter().find_map(|begin| whole_iban(&format!("{begin}{digits}")));
    let national = || view.reading.cue_bounds(Kind::Payment).and_then(|_| national());
    let card = || (run.said && CARD_DIGITS.contains(&digits.len())).then(|| proven("card")).flatten();
    let cpf = || (run.said && digits.len() == CPF_DIGITS && names(view, "pix")).then(|| proven("cpf")).flatten();
    let Proof { value, length } = national().or_else(card).or_else(cpf)?;
    length.is_none().then_some((value, end))
}

/// Proves an IBAN that has as many characters as its country's.
fn whole_iban(text: &str) -> Option<Proof> {
    let country = [*text.as_bytes().first()?, *text.as_bytes().get(1)?];
    iban::form(country).filter(|(length, _)| *length == text.len()).and_then(|_| iban::iban(text))
}

/// Whether a service is named.
fn names(view: &View<'_>, service: &str) -> bool {
    services(view).any(|l| view.vocabulary.services[usize::from(l.entry.value)].name == service)
}

fn services<'v>(view: &'v View<'_>) -> impl Iterator<Item = &'v Lexeme> {
    let is_service = |l: &&Lexeme| matches!(l.entry.class, Class::Service | Class::ServiceTwin);
    view.reading.lexemes().iter().filter(is_service)
}

/// Reads every meeting's id of a view that is said.
pub(super) fn meetings(view: &View<'_>, found: &mut Found) {
    let places: Vec<_> = services(view)
        .filter(|l| view.vocabulary.services[usize::from(l.entry.value)].sort == "meeting")
        .map(|l| view.reading.bytes(l.first as usize, l.end as usize))
        .collect();
    if places.is_empty() && view.reading.cue_bounds(Kind::Meeting).is_none() {
        return;
    }
    let lattice = Lattice::over(view);
    let mut done = 0;
    for token in 0..view.reading.tokens().len() {
        if token < done || !lattice.starts(token) {
            continue;
        }
        let mut run = Run::default();
        run.read(&lattice, token);
        done = run.end().max(token + 1);
        let dialled = matches!(run.characters.first(), Some(Character { byte: b'0' | b'1', .. }));
        if dialled || !run.said || !MEETING_DIGITS.contains(&run.len()) {
            continue;
        }
        let bytes = view.reading.bytes(token, run.end());
        let near = |s: &Range<usize>| bytes.start <= s.end + SERVICE_BYTES && s.start <= bytes.end + SERVICE_BYTES;
        // "zoom 24-70 mm f/2.8 et un 70-200"
        let measured = |l: &Lexeme| {
            let bytes = view.reading.bytes(l.first as usize, l.end as usize).len();
            l.entry.class == Class::Against(Against::Measure) && bytes >= MEASURE_BYTES_MIN
        };
        let figures = |at: usize| view.skip_spaces_back(at).checked_sub(1).is_some_and(|at| view.is_digits(at));
        let unit = |at: usize| view.reading.at(at).iter().any(measured) && figures(at);
        if (token..run.end()).any(unit) {
            continue;
        }
        let service = places.iter().any(near);
        let cue = view.cue(token, run.end(), Kind::Meeting);
        let mut evidence = Evidence::new(view.weights, Kind::Meeting);
        evidence.add("id-said");
        evidence.add_if(service, "service");
        evidence.add_if(cue.near, "cue");
        evidence.add_if(view.cue(token, run.end(), Kind::Phone).adjacent && !cue.adjacent, "cue-phone");
        if evidence.sum() < super::CANDIDATE_MIN {
            continue;
        }
        let mut candidate = view.candidate(Kind::Meeting, token, run.end(), run.text(), evidence);
        candidate.disguises.push("number-words");
        found.candidates.push(candidate);
    }
}

/// Shorter units may be letters between digits.
const MEASURE_BYTES_MIN: usize = 2;

fn text_of(digits: &[u8]) -> String {
    digits.iter().map(|&b| char::from(b)).collect()
}
