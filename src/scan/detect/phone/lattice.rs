//! Digits as a lattice: at each token, every way to read digits from it.

use std::cell::{Cell, OnceCell};

use crate::kind::Kind;
use crate::scan::detect::{Direction, View};
use crate::scan::fold::Marks;
use crate::scan::read::{Class, Classes, Entry, Lexeme, TokenKind, Traits, Vocabulary};

use super::gap::{self, Between, LOOSE_WORDS_MAX};
use super::key::Key;
use super::order;
use super::{DIGITS_MIN, DIGITS_MIN_NAMED};

/// Digits of an international number and its prefixes at most (E.164: 15 digits), and some to see that a run goes on.
const DIGITS_MAX: usize = 18;
/// A text with fewer units holds no phone: a figure is one unit, a number word three, as many figures as it can stand for.
/// This is what the gate may ask of a text; the missing figures of eight may be misspelt words.
const UNITS_MIN: usize = 6;
/// Figures that a digit said in the plural could stand for: four.
const PLURAL_UNITS: usize = 4;
/// Figures that a word which repeats what follows could stand for: four times a pair.
const REPEATED_UNITS: usize = 8;
/// Figures of "thousand".
const MAGNITUDE_UNITS: usize = 3;
/// Misspelt number words looked for in one text: a phone has a dozen words.
const MISSPELT_MAX: usize = 48;
/// How many tokens from a number a misspelt one may stand.
const MISSPELT_TOKENS: usize = 8;
/// Letters that stand for digits beside figures, at most: "3OOO".
const LETTERS_MAX: usize = 4;
/// Parts of a chunk that are looked at to tell letters that stand for digits from letters that part them.
const CHUNK_PARTS_MAX: usize = 40;

/// What is written behind a figure to count: "2e", "2nd", "2o".
pub(in crate::scan::detect) const ORDINALS: [&str; 12] =
    ["er", "e", "eme", "ere", "nd", "rd", "th", "st", "o", "a", "ste", "te"];

/// A few digits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::scan::detect) struct Digits {
    bytes: [u8; DIGITS_MAX],
    len: u8,
}

impl Digits {
    pub(in crate::scan::detect) fn as_slice(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }

    pub(in crate::scan::detect) fn len(&self) -> usize {
        usize::from(self.len)
    }

    /// Appends digits; `None` where they do not fit.
    pub(super) fn and(mut self, more: &[u8]) -> Option<Self> {
        let (start, end) = (self.len(), self.len() + more.len());
        self.bytes.get_mut(start..end)?.copy_from_slice(more);
        self.len = end as u8;
        Some(self)
    }

    /// The digits from the last to the first.
    pub(super) fn backwards(mut self) -> Self {
        let len = self.len();
        self.bytes[..len].reverse();
        self
    }

    /// Each digit so much more, 0 after 9.
    pub(super) fn shifted(mut self, by: u8) -> Self {
        for digit in &mut self.bytes[..usize::from(self.len)] {
            *digit = b'0' + (*digit - b'0' + by) % 10;
        }
        self
    }

    /// The number that the digits are.
    pub(super) fn value(&self) -> u64 {
        self.as_slice().iter().fold(0, |n, d| n * 10 + u64::from(d - b'0'))
    }

    pub(super) fn number(value: u16) -> Self {
        let mut digits = Self::default();
        for unit in [100, 10, 1] {
            if value >= unit || unit == 1 {
                digits.bytes[digits.len()] = b'0' + (value / unit % 10) as u8;
                digits.len += 1;
            }
        }
        digits
    }
}

/// How digits were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::scan::detect) enum How {
    /// As digits.
    Figures,
    /// As a number word.
    Words,
    /// As a number word that is misspelt beyond what the lexicon lists.
    Misspelt,
    /// As letters beside figures: "O6".
    Letters,
    /// As letters beside figures that look less like digits: "3G".
    WeakLetters,
    /// As an everyday word that sounds like a number.
    Homophone,
}

/// One way to read digits at a token.
#[derive(Debug, Clone, Copy)]
pub(in crate::scan::detect) struct Step {
    pub(in crate::scan::detect) digits: Digits,
    /// One past the last token.
    pub(in crate::scan::detect) end: usize,
    pub(in crate::scan::detect) how: How,
    /// Whether the words were masked, repeated or in leet.
    pub(super) disguised: bool,
    /// Whether a longer number could be read here: "soixante" of "soixante-dix".
    pub(super) split: bool,
}

/// A view's digits, read where they are first asked for and once for all who ask; the memory is reused from text to text.
#[derive(Default)]
pub(crate) struct Numerals {
    read: OnceCell<Tables>,
    spare: Cell<Tables>,
}

/// They are members' numbers: none is shown.
impl std::fmt::Debug for Numerals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Numerals").finish_non_exhaustive()
    }
}

impl Numerals {
    /// Forgets the view before.
    pub(crate) fn forget(&mut self) {
        if let Some(tables) = self.read.take() {
            self.spare.set(tables);
        }
    }

    fn of(&self, view: &View<'_>) -> &Tables {
        self.read.get_or_init(|| {
            let mut tables = self.spare.take();
            tables.read(view);
            tables
        })
    }
}

/// What a lattice knows of a view.
#[derive(Default)]
struct Tables {
    /// For each token, whether digits can be read at it.
    starts: Vec<bool>,
    /// Misspelt number words by token, in order.
    misspelt: Vec<(usize, u16)>,
    key: Key,
    /// Whether something could count the groups, so that what lies between two depends on how many there are.
    labelled: bool,
    /// For each token, what is read at it: the paths of a number come by again and again.
    steps: OnceCell<Cells<Vec<Step>>>,
    /// For each token and the end, the ways from it to the next digits.
    gaps: OnceCell<Cells<[Option<Between>; 2]>>,
}

/// A cell for each token; there are none before the first is asked for, as most texts ask for none.
type Cells<T> = Box<[OnceCell<T>]>;

/// The cell of a token.
fn cell<T: Clone>(cells: &OnceCell<Cells<T>>, tokens: usize, at: usize) -> Option<&OnceCell<T>> {
    cells.get_or_init(|| vec![OnceCell::new(); tokens + 1].into()).get(at)
}

impl Tables {
    fn read(&mut self, view: &View<'_>) {
        self.key = Key::of(view);
        self.steps.take();
        self.gaps.take();
        self.starts.clear();
        self.starts.resize(view.reading.tokens().len(), false);
        for at in view.reading.countable() {
            self.starts[at] = starts_digits(view, at) && !self.key.tells(at);
        }
        self.key.places().for_each(|at| self.starts[at] = true);
        // "one too high": what says that digits are others is none of them.
        if view.reading.holds().any(Classes::SHIFT) {
            for shift in view.reading.lexemes().iter().filter(|l| l.entry.class == Class::Shift) {
                self.starts[shift.first as usize..shift.end as usize].fill(false);
            }
        }
        self.find_misspelt(view);
        let mut counts = view.reading.countable().filter(|&at| view.is_digits(at)).chain(view.reading.lone());
        self.labelled = counts.any(|at| gap::label(view, at, None).is_some());
    }

    /// Number words with a letter wrong, near numbers.
    fn find_misspelt(&mut self, view: &View<'_>) {
        self.misspelt.clear();
        // "revés" backwards is no "seven".
        if view.direction != Direction::Forward || !view.reading.holds().traits.any(Traits::MISSPELT_NUMBER) {
            return;
        }
        let tokens = view.reading.tokens();
        let mut last_start = None;
        let mut next_start = 0;
        let mut looked_at = 0;
        for at in 0..tokens.len() {
            if self.starts[at] {
                last_start = Some(at);
                continue;
            }
            next_start = next_start.max(at);
            while next_start < tokens.len().min(at + MISSPELT_TOKENS) && !self.starts[next_start] {
                next_start += 1;
            }
            let near = last_start.is_some_and(|last| at - last <= MISSPELT_TOKENS)
                || (next_start < tokens.len().min(at + MISSPELT_TOKENS) && self.starts[next_start]);
            let word = tokens[at].text(view.text());
            let unknown = tokens[at].kind == TokenKind::Word
                && is_misspelling(word)
                && view.reading.at(at).is_empty()
                && view.vocabulary.may_be_near_number(word);
            if !near || !unknown {
                continue;
            }
            looked_at += 1;
            if looked_at > MISSPELT_MAX {
                break;
            }
            if let Some(value) = correct(view, word) {
                self.misspelt.push((at, value));
            }
        }
        for &(at, _) in &self.misspelt {
            self.starts[at] = true;
        }
    }
}

/// The number word one letter away, in a language of the text.
fn correct(view: &View<'_>, word: &str) -> Option<u16> {
    view.vocabulary
        .near_numbers(word)
        .find(|(right, entry)| view.reading.is_plausible(*entry) && is_near(word, right))
        .map(|(_, entry)| entry.value)
}

/// The lattice over a view.
#[derive(Clone, Copy)]
pub(in crate::scan::detect) struct Lattice<'v> {
    pub(super) view: &'v View<'v>,
    tables: &'v Tables,
}

impl<'v> Lattice<'v> {
    /// Reads a view, or asks who did before.
    pub(in crate::scan::detect) fn over(view: &'v View<'v>) -> Self {
        Self { view, tables: view.numerals.of(view) }
    }

    /// The view that it was read from.
    pub(in crate::scan::detect) fn view(&self) -> &'v View<'v> {
        self.view
    }

    /// Whether digits can be read at a token.
    pub(in crate::scan::detect) fn starts(&self, at: usize) -> bool {
        self.tables.starts.get(at).copied().unwrap_or(false)
    }

    /// Whether the text says what a token stands for.
    pub(in crate::scan::detect) fn is_keyed(&self, at: usize) -> bool {
        self.tables.key.at(at).is_some()
    }

    /// One past what the text says, right after a number, that letters or signs in it stand for.
    pub(super) fn definition_end(&self, first: usize, end: usize) -> Option<usize> {
        self.tables.key.definition_end(self.view, first, end)
    }

    fn misspelt_at(&self, token: usize) -> Option<u16> {
        self.tables.misspelt.binary_search_by_key(&token, |m| m.0).ok().map(|at| self.tables.misspelt[at].1)
    }

    /// For each token, how many digits could be read on from it at most: most runs of an ordinary text are short of a phone.
    pub(super) fn reach(&self) -> Vec<usize> {
        let count = self.tables.starts.len();
        // What counts the groups, "2)" or "2e", is digits or none by how many there are.
        if self.tables.labelled {
            return self.tables.starts.iter().map(|starts| if *starts { DIGITS_MAX } else { 0 }).collect();
        }
        let mut reach = vec![0; count + 1];
        for at in (0..count).rev().filter(|&at| self.tables.starts[at]) {
            let on =
                |end: usize| self.gaps(end, None).into_iter().flatten().map(|gap| reach[gap.next]).max().unwrap_or(0);
            reach[at] = self.steps_at(at).iter().map(|step| step.digits.len() + on(step.end)).max().unwrap_or(0);
        }
        reach
    }

    /// Adds every way to read digits at a token, the longest number first.
    pub(in crate::scan::detect) fn steps(&self, token: usize, out: &mut Vec<Step>) {
        out.extend_from_slice(self.steps_at(token));
    }

    /// Every way to read digits at a token, the longest number first.
    pub(super) fn steps_at(&self, token: usize) -> &[Step] {
        let read = || {
            let mut steps = Vec::new();
            self.read_steps(token, &mut steps);
            steps
        };
        cell(&self.tables.steps, self.tables.starts.len(), token).map_or(&[], |steps| steps.get_or_init(read))
    }

    /// The ways from `end` to the next digits, read before or now.
    pub(super) fn gaps_known(&self, end: usize) -> Option<&OnceCell<[Option<Between>; 2]>> {
        if self.tables.labelled { None } else { cell(&self.tables.gaps, self.tables.starts.len(), end) }
    }

    fn read_steps(&self, token: usize, out: &mut Vec<Step>) {
        let Some(first) = self.view.reading.tokens().get(token) else { return };
        if let Some(digits) = self.tables.key.at(token) {
            out.push(Step { digits, end: token + 1, how: How::Letters, disguised: true, split: false });
            return;
        }
        match first.kind {
            TokenKind::Digits => {
                let figures = first.text(self.view.text()).as_bytes();
                if let Some(digits) = Digits::default().and(figures) {
                    let plain = Step { digits, end: token + 1, how: How::Figures, disguised: false, split: false };
                    out.push(self.counted(digits.value(), token + 1).unwrap_or(plain));
                }
                if self.begins_word(token) {
                    self.number_words(token, out);
                }
            }
            TokenKind::Word => {
                let from = out.len();
                self.number_words(token, out);
                if let Some(value) = self.misspelt_at(token) {
                    let digits = Digits::number(value);
                    out.push(Step { digits, end: token + 1, how: How::Misspelt, disguised: true, split: false });
                }
                // "prends que les chiffres : t1t4n": a letter is none.
                if out.len() == from
                    && let Some(value) = roman(self.view, token)
                {
                    let digits = Digits::number(value);
                    out.push(Step { digits, end: token + 1, how: How::Words, disguised: true, split: false });
                } else if out.len() == from && !self.view.reading.holds().riddle() {
                    self.letters(token, out);
                }
            }
            // "*ix", "$ix", "€inq"
            TokenKind::Sign => self.number_words(token, out),
            _ => {}
        }
    }

    /// Whether figures begin a number word: "0ito".
    pub(super) fn begins_word(&self, figures: usize) -> bool {
        let word = |l: &Lexeme| l.entry.class == Class::Number && l.end as usize > figures + 1;
        self.view.reading.at(figures).iter().any(word)
    }

    fn number_words(&self, token: usize, out: &mut Vec<Step>) {
        let view = self.view;
        let mut numbers = Vec::new();
        view.reading.numbers(token, view.vocabulary, &mut numbers);
        let longest = numbers.first().map_or(0, |n| n.end);
        for number in &numbers {
            if let Some(step) = self.counted(number.value.into(), number.end) {
                out.push(step);
                continue;
            }
            out.extend(self.with_misspelt_unit(number.value, number.end));
            out.extend(self.with_figure(number.value, number.end));
            let disguised = view.reading.at(token).iter().any(|l| l.disguised && l.end as usize == number.end);
            let digits = Digits::number(number.value);
            out.extend(self.repeated_before(&digits, number.end));
            out.push(Step { digits, end: number.end, how: How::Words, disguised, split: number.end < longest });
        }
        for lexeme in view.reading.at(token) {
            let end = lexeme.end as usize;
            match lexeme.entry.class {
                // The "o" of "o6" is a letter for a digit, not the word.
                Class::Oh if !(end == token + 1 && view.word(token).len() == 1 && beside_figures(view, token)) => {
                    let how = if view.reading.bytes(token, end).len() > 1 { How::Words } else { How::Homophone };
                    out.push(Step { digits: Digits::number(0), end, how, disguised: false, split: false });
                }
                Class::Homophone if numbers.is_empty() => {
                    let digits = Digits::number(lexeme.entry.value);
                    out.push(Step { digits, end, how: How::Homophone, disguised: false, split: false });
                }
                Class::Repeat => self.repeats(end, lexeme.entry.value, out),
                _ => {}
            }
        }
    }

    /// "trente neuv": tens and a unit that is misspelt.
    fn with_misspelt_unit(&self, tens: u16, end: usize) -> Option<Step> {
        let joined = matches!(self.view.reading.tokens().get(end)?.kind, TokenKind::Space | TokenKind::Hyphen);
        let unit = self.misspelt_at(end + usize::from(joined))?;
        let composes = (20..=90).contains(&tens) && tens.is_multiple_of(10) && (1..10).contains(&unit);
        let (digits, end) = (Digits::number(tens + unit), end + usize::from(joined) + 1);
        composes.then_some(Step { digits, end, how: How::Misspelt, disguised: true, split: false })
    }

    /// "quarante4", "novanta8": tens and a unit in figures, glued.
    fn with_figure(&self, tens: u16, end: usize) -> Option<Step> {
        let view = self.view;
        let unit = view.reading.tokens().get(end).filter(|t| t.kind == TokenKind::Digits && t.len() == 1)?;
        let unit: u16 = unit.text(view.text()).parse().ok()?;
        let composes = (20..=90).contains(&tens) && tens.is_multiple_of(10) && unit > 0;
        let digits = Digits::number(tens + unit);
        composes.then_some(Step { digits, end: end + 1, how: How::Words, disguised: true, split: false })
    }

    /// "three zeros": a digit, as often as said.
    fn counted(&self, times: u64, end: usize) -> Option<Step> {
        let at = self.view.skip_spaces(end);
        let plural = self.view.reading.longest(at, |c| c == Class::Plural).filter(|_| (2..=4).contains(&times))?;
        let digit = [b'0' + plural.entry.value as u8];
        let digits = (0..times).try_fold(Digits::default(), |all, _| all.and(&digit))?;
        Some(Step { digits, end: plural.end as usize, how: How::Words, disguised: true, split: false })
    }

    /// "double seven": the next digit, or pair, as often as said.
    fn repeats(&self, end: usize, times: u16, out: &mut Vec<Step>) {
        let view = self.view;
        let tokens = view.reading.tokens();
        let next = end
            + tokens[end.min(tokens.len())..]
                .iter()
                .take_while(|t| matches!(t.kind, TokenKind::Space | TokenKind::Hyphen))
                .count();
        // "doublezero": a glued word is parted without a space.
        let glued = next == end && view.is_word(next);
        if (next == end && !glued) || next > end + 2 || times > 4 {
            return;
        }
        let mut push = |once: Digits, zeros: &[u8], end: usize| {
            let repeated = (0..times).try_fold(Digits::default(), |all, _| all.and(once.as_slice()));
            // "trois fois treize" may be a sum too.
            let product = (once.len() > 1).then(|| Digits::number(once.value() as u16 * times));
            for digits in repeated.and_then(|all| all.and(zeros)).into_iter().chain(product) {
                out.push(Step { digits, end, how: How::Words, disguised: true, split: false });
            }
        };
        match tokens.get(next) {
            Some(t) if t.kind == TokenKind::Digits && t.len() <= 2 => {
                if let Some(digits) = Digits::default().and(t.text(view.text()).as_bytes()) {
                    push(digits, b"", next + 1);
                }
            }
            Some(_) => {
                let mut numbers = Vec::new();
                view.reading.numbers(next, view.vocabulary, &mut numbers);
                for number in &numbers {
                    match number.value {
                        0..100 => push(Digits::number(number.value), b"", number.end),
                        // "double seven hundred": the digit twice, then its hundreds.
                        hundreds if hundreds % 100 == 0 => push(Digits::number(hundreds / 100), b"00", number.end),
                        _ => {}
                    }
                }
                if let Some(oh) = view.reading.longest(next, |c| c == Class::Oh) {
                    push(Digits::number(0), b"", oh.end as usize);
                }
            }
            None => {}
        }
    }

    /// "five, zero twice, two": what ends a group says how often the digit before it stands.
    fn repeated_before(&self, digit: &Digits, end: usize) -> Option<Step> {
        let view = self.view;
        let times = view.reading.longest(view.skip_spaces(end), |c| c == Class::Repeat)?;
        let after = times.end as usize;
        let closed = view.reading.tokens().get(after).is_none_or(|t| t.kind != TokenKind::Space);
        if digit.len() != 1 || !closed || times.entry.value > 4 || view.skip_spaces(end) == end {
            return None;
        }
        let digits = (0..times.entry.value).try_fold(Digits::default(), |all, _| all.and(digit.as_slice()))?;
        Some(Step { digits, end: after, how: How::Words, disguised: true, split: false })
    }

    /// Letters that stand for digits: beside figures ("O6", "7B", "3OOO"), or zeros and ones by themselves ("OO", "l").
    fn letters(&self, token: usize, out: &mut Vec<Step>) {
        let view = self.view;
        let word = &view.reading.tokens()[token];
        let text = word.text(view.text());
        if text.len() > 1
            && ORDINALS.contains(&text)
            && token > 0
            && view.reading.tokens()[token - 1].kind == TokenKind::Digits
        {
            return;
        }
        let mut digits = Digits::default();
        let mut weak = false;
        for (at, b) in text.bytes().enumerate() {
            let upper = view.folded.is_upper(word.start as usize + at);
            let Some((digit, strong)) = look_alike(b, upper) else { return };
            weak |= !strong;
            match digits.and(&[digit]) {
                Some(all) => digits = all,
                None => return,
            }
        }
        let foreign = view.folded.marks(view.reading.bytes(token, token + 1)).has(Marks::LOOK_ALIKE);
        let beside = beside_figures(view, token) || is_lone_letter(view, token) || is_drawn_group(view, token);
        let how = match (foreign || beside, weak) {
            (true, false) => How::Letters,
            (true, true) => How::WeakLetters,
            (false, _) => How::Homophone,
        };
        out.push(Step { digits, end: token + 1, how, disguised: true, split: false });
    }

    /// Whether the letters of a token all look much like digits.
    pub(super) fn is_figure(&self, token: usize) -> bool {
        self.view.word(token).bytes().all(|b| matches!(look_alike(b, false), Some((_, true))))
    }

    /// Whether the letters of a token, inside a chunk, stand for digits: not where most letters of the chunk could not.
    pub(super) fn reads_as_letters(&self, token: usize) -> bool {
        let tokens = self.view.reading.tokens();
        let in_chunk = |at: usize| matches!(tokens[at].kind, TokenKind::Digits | TokenKind::Word);
        let from = (token.saturating_sub(CHUNK_PARTS_MAX)..token).rev().take_while(|&at| in_chunk(at)).last();
        let (mut words, mut others) = (0, 0);
        for at in (from.unwrap_or(token)..tokens.len().min(token + CHUNK_PARTS_MAX)).take_while(|&at| in_chunk(at)) {
            if tokens[at].kind == TokenKind::Word {
                words += 1;
                others += usize::from(!self.starts(at));
            }
        }
        self.starts(token) && (words < 3 || others == 0)
    }
}

/// Whether a phone could stand anywhere: digits enough for one, in one run.
pub(in crate::scan::detect) fn may_stand(view: &View<'_>) -> bool {
    may_hold_run(view) || (order::may_stand(view) && units(view, UNITS_MIN) >= UNITS_MIN) || !Key::of(view).is_empty()
}

/// Whether enough digits for a phone could be read in one run: with no more everyday words between two of them than a gap may have. What
/// a gap asks for besides is left to it.
fn may_hold_run(view: &View<'_>) -> bool {
    let holds = view.reading.holds();
    let enough = if holds.any(Classes::REGION) { DIGITS_MIN_NAMED } else { DIGITS_MIN };
    // An aside, a comparison or a riddle may hold any words.
    let aside =
        [b'(', b'[', b'{'].into_iter().any(|sign| holds.sign(sign)) || holds.any(Classes::RIDDLE.and(Classes::ASIDE));
    let words_max = if aside { usize::MAX } else { usize::from(LOOSE_WORDS_MAX) };
    if digits(view, enough) < enough {
        return false;
    }
    let (mut units, mut words, mut phrase_end) = (0, 0, 0);
    // Whether a word led on since the last digits, and whether what stands between ends a run.
    let (mut led, mut ended) = (false, false);
    for (at, token) in view.reading.tokens().iter().enumerate() {
        if matches!(token.kind, TokenKind::Space | TokenKind::Newline | TokenKind::Hyphen) {
            continue;
        }
        let more = digits_or_misspelt(view, at);
        if more > 0 {
            units = if ended || words > words_max { more } else { units + more };
            // "2)", "2e": what counts the groups leads on.
            (words, ended, led) = (0, false, is_label(view, at));
        }
        for lexeme in view.reading.at(at) {
            if gap::is_leading(lexeme.entry.class) || lexeme.entry.is_numeric() {
                phrase_end = phrase_end.max(lexeme.end as usize);
            }
            led |= gap::leads(lexeme.entry.class);
        }
        match token.kind {
            _ if more > 0 => {}
            TokenKind::Word if token.len() > 1 && at >= phrase_end && !beside_figures(view, at) => {
                words += 1;
                ended |= !aside && !led && !view.reading.has(at, Classes::COMMON);
            }
            TokenKind::Word => led |= is_label(view, at),
            TokenKind::Sign => ended |= !aside && gap::ends_run(view, at),
            _ => {}
        }
        if units >= enough {
            return true;
        }
    }
    false
}

/// Whether what counts the groups could stand at a token: "2)", "b)", "2e".
fn is_label(view: &View<'_>, at: usize) -> bool {
    let next = view.word(at + 1);
    next == ")" || (view.is_digits(at) && ORDINALS.contains(&next))
}

/// How many digits a token could add to a number, with a letter wrong in a word of them too.
fn digits_or_misspelt(view: &View<'_>, at: usize) -> usize {
    match digits_at(view, at) {
        0 if may_be_misspelt(view, at) => 3,
        digits => digits,
    }
}

/// How many digits could be read in a view, counted no further than needed; what a text says that letters stand for is left out.
pub(in crate::scan::detect) fn digits(view: &View<'_>, enough: usize) -> usize {
    summed(view, enough, digits_or_misspelt)
}

/// What the tokens of a view count together, summed no further than needed.
fn summed(view: &View<'_>, enough: usize, of: impl Fn(&View<'_>, usize) -> usize) -> usize {
    let mut sum = 0;
    for at in view.reading.countable() {
        sum += of(view, at);
        if sum >= enough {
            break;
        }
    }
    sum
}

/// How many digits a token could add to a number: no number that words make up has more than all of them alone.
fn digits_at(view: &View<'_>, at: usize) -> usize {
    let token = &view.reading.tokens()[at];
    let numeric = view.reading.is_numeric(at);
    match token.kind {
        TokenKind::Space | TokenKind::Newline | TokenKind::Hyphen => return 0,
        // Most words end here.
        TokenKind::Word if !numeric && !view.reading.traits(at).any(Traits::LIKE_DIGITS) => {
            return usize::from(roman(view, at).is_some());
        }
        _ => {}
    }
    let said = |l: &Lexeme| match l.entry.class {
        Class::Number | Class::Homophone => Digits::number(l.entry.value).len(),
        Class::Oh => 1,
        Class::Repeat => REPEATED_UNITS,
        Class::Plural => PLURAL_UNITS,
        Class::Magnitude => MAGNITUDE_UNITS,
        _ => 0,
    };
    let said = if numeric { view.reading.at(at).iter().map(said).max().unwrap_or(0) } else { 0 };
    match token.kind {
        TokenKind::Digits => token.len().max(said),
        // Letters one by one, or a Roman numeral.
        TokenKind::Word if starts_digits(view, at) => {
            said.max(if view.reading.traits(at).any(Traits::LIKE_DIGITS) { token.len() } else { 1 })
        }
        TokenKind::Word | TokenKind::Sign => said,
        _ => 0,
    }
}

/// Whether a word that the lexicon lacks could be a number word with a letter wrong.
pub(in crate::scan::detect) fn may_be_misspelt(view: &View<'_>, at: usize) -> bool {
    view.reading.traits(at).any(Traits::MISSPELT_NUMBER) && view.reading.at(at).is_empty()
}

/// Whether a word could be a number word of any language with a letter wrong, or one for zero.
pub(in crate::scan::detect) fn misspelt(word: &str, vocabulary: &Vocabulary) -> Traits {
    if !is_misspelling(word) || !vocabulary.may_be_near_number(word) {
        return Traits::default();
    }
    let zero = |right: &str, entry: &Entry| {
        entry.class == Class::Number && entry.value == 0 && one_letter_apart(word.as_bytes(), right.as_bytes())
    };
    vocabulary.near_numbers(word).fold(Traits::default(), |all, (right, entry)| {
        all.and(Traits::MISSPELT_NUMBER.if_so(is_near(word, right)))
            .and(Traits::MISSPELT_ZERO.if_so(zero(right, entry)))
    })
}

/// Whether a number word is meant by a word with a letter wrong: a short one begins with the right letter.
fn is_near(word: &str, right: &str) -> bool {
    right.len() >= 4
        && (word.len() > 4 || right.as_bytes().first() == word.as_bytes().first())
        && one_letter_apart(word.as_bytes(), right.as_bytes())
}

/// How many digits could be read in a view, counted no further than needed.
pub(in crate::scan::detect) fn units(view: &View<'_>, enough: usize) -> usize {
    summed(view, enough, units_at)
}

/// Whether a word that the lexicon lacks could be a word for zero with a letter wrong, in any language.
pub(in crate::scan::detect) fn may_be_zero(view: &View<'_>, at: usize) -> bool {
    view.reading.traits(at).any(Traits::MISSPELT_ZERO) && view.reading.at(at).is_empty()
}

/// Whether all letters of a word look like digits.
pub(in crate::scan::detect) fn is_like_digits(word: &str) -> bool {
    word.len() <= LETTERS_MAX && word.bytes().all(|b| look_alike(b, false).is_some())
}

/// Whether a word is as long as a misspelt number word.
fn is_misspelling(word: &str) -> bool {
    (4..=12).contains(&word.len()) && word.is_ascii()
}

/// How many digits could be read at a token.
fn units_at(view: &View<'_>, at: usize) -> usize {
    let token = &view.reading.tokens()[at];
    match token.kind {
        TokenKind::Digits => token.len(),
        TokenKind::Word if starts_digits(view, at) => {
            // "double" goes for pairs too.
            if view.reading.has(at, Classes::REPEAT) { REPEATED_UNITS } else { token.len().clamp(3, LETTERS_MAX) }
        }
        TokenKind::Sign if starts_digits(view, at) => 3,
        // "three zeros"
        TokenKind::Word if view.reading.has(at, Classes::PLURAL) => PLURAL_UNITS,
        _ => 0,
    }
}

/// Whether digits can be read at a token, misspelt words apart.
pub(in crate::scan::detect) fn starts_digits(view: &View<'_>, at: usize) -> bool {
    let token = &view.reading.tokens()[at];
    match token.kind {
        TokenKind::Digits => true,
        // "and I'll show you"
        TokenKind::Word if token.len() == 1 && view.sign(at + 1) == Some("'") && view.is_word(at + 2) => false,
        TokenKind::Word => {
            // What tells to read the digits only has no letters for them.
            let letters = || !view.reading.holds().riddle();
            view.reading.has(at, Classes::NUMBER.and(Classes::OH).and(Classes::REPEAT))
                || view.reading.has(at, Classes::HOMOPHONE) && letters()
                || token.len() <= 2 && letters() && is_lone_letter(view, at)
                || roman(view, at).is_some()
                || (view.reading.traits(at).any(Traits::LIKE_DIGITS) && letters() && {
                    token.text(view.text()).bytes().all(|b| matches!(b, b'o' | b'i' | b'l'))
                        || beside_figures(view, at)
                        || is_drawn_group(view, at)
                })
        }
        TokenKind::Sign => view.reading.has(at, Classes::NUMBER),
        _ => false,
    }
}

/// Whether a token stands directly beside figures.
fn beside_figures(view: &View<'_>, at: usize) -> bool {
    let tokens = view.reading.tokens();
    let figures = |at: usize| tokens.get(at).is_some_and(|t| t.kind == TokenKind::Digits);
    figures(at + 1) || at.checked_sub(1).is_some_and(figures)
}

/// A Roman numeral below ten among as many as make a phone, in a text that announces one: "VI II VIII IV I I VII".
fn roman(view: &View<'_>, at: usize) -> Option<u16> {
    if !view.reading.traits(at).any(Traits::ROMAN) || !view.reading.holds().cue(Kind::Phone) {
        return None;
    }
    let tokens = view.reading.tokens();
    let value = |at: usize| {
        let token = tokens.get(at).filter(|t| t.kind == TokenKind::Word && t.len() <= 4)?;
        let place = ROMAN.iter().position(|numeral| *numeral == token.text(view.text()))?;
        view.folded.is_upper(token.start as usize).then_some(place as u16 + 1)
    };
    let found = value(at)?;
    let near = at.saturating_sub(ROMAN_TOKENS)..tokens.len().min(at + ROMAN_TOKENS);
    (near.filter(|&at| value(at).is_some()).count() >= ROMAN_MIN).then_some(found)
}

/// Whether a word is a Roman numeral below ten.
pub(in crate::scan::detect) fn is_roman_numeral(word: &str) -> bool {
    ROMAN.contains(&word)
}

const ROMAN: [&str; 9] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
/// Tokens before and after a Roman numeral within which others stand, and how many.
const ROMAN_TOKENS: usize = 24;
const ROMAN_MIN: usize = 7;

/// Whether capitals that all look like digits are a group beside one that mixes them with figures, in a text that announces a
/// phone: "G7Z OB4 SSI".
fn is_drawn_group(view: &View<'_>, at: usize) -> bool {
    let tokens = view.reading.tokens();
    let capitals = |at: usize| {
        let token = &tokens[at];
        token.kind == TokenKind::Word
            && (0..token.len()).all(|i| view.folded.is_upper(token.start as usize + i))
            && token.text(view.text()).bytes().all(|b| look_alike(b, true).is_some())
    };
    if tokens[at].len() < 2 || !view.reading.holds().cue(Kind::Phone) || !capitals(at) {
        return false;
    }
    let mixed = |group: &mut dyn Iterator<Item = usize>| {
        let (mut figures, mut letters) = (false, false);
        for at in group.take(CHUNK_PARTS_MAX).take_while(|&at| view.is_alphanumeric(at)) {
            match tokens[at].kind {
                TokenKind::Digits => figures = true,
                _ if capitals(at) => letters = true,
                _ => return false,
            }
        }
        figures && letters
    };
    let parts = |at: usize| tokens.get(at).is_some_and(|t| matches!(t.kind, TokenKind::Space | TokenKind::Hyphen));
    let before = at > 0 && parts(at - 1) && mixed(&mut (0..at - 1).rev());
    before || parts(at + 1) && mixed(&mut (at + 2..tokens.len()))
}

/// Whether a token is a letter or two much like digits, apart by the same sign as the figures or letters beside: "6.B.8", "8-Zo-14";
/// two capitals by spaces too: "98 l4 OO".
fn is_lone_letter(view: &View<'_>, at: usize) -> bool {
    let tokens = view.reading.tokens();
    let text = view.text();
    let lone = |at: usize| {
        let token = tokens.get(at)?;
        let short = token.len() <= 2 && matches!(token.kind, TokenKind::Word | TokenKind::Digits);
        let like = |b| matches!(b, b'0'..=b'9' | b'o' | b'i' | b'l' | b'z' | b's' | b'b');
        (short && token.text(text).bytes().all(like)).then_some(())
    };
    let sign =
        |at: usize| tokens.get(at).filter(|t| t.len() == 1 && !matches!(t.kind, TokenKind::Word | TokenKind::Digits));
    let apart = |sign_at: Option<usize>, other: Option<usize>| {
        let part = sign_at.and_then(sign)?;
        other.and_then(lone).map(|()| part.text(text))
    };
    tokens[at].kind == TokenKind::Word && lone(at).is_some() && {
        let before = apart(at.checked_sub(1), at.checked_sub(2));
        let after = apart(Some(at + 1), Some(at + 2));
        let pair = tokens[at].len() > 1;
        let start = tokens[at].start as usize;
        let capitals = pair && view.folded.is_upper(start) && view.folded.is_upper(start + 1);
        match (before, after) {
            (Some(before), Some(after)) => before == after && (!pair || before != " " || capitals),
            // At the end of a run one side is enough, unless only a space parts it.
            (Some(sign), None) => sign != " " && !pair || capitals,
            (None, Some(sign)) => sign != " " && !pair || capitals && is_mixed_group(view, at + 2),
            (None, None) => false,
        }
    }
}

/// Whether figures and capitals drawn for figures are one group: "9B7O4".
fn is_mixed_group(view: &View<'_>, from: usize) -> bool {
    let tokens = view.reading.tokens();
    let group = from..tokens.len().min(from + CHUNK_PARTS_MAX);
    let (mut figures, mut letters) = (0, 0);
    for at in group.take_while(|&at| view.is_alphanumeric(at)) {
        let drawn = |(i, b)| {
            let upper = view.folded.is_upper(tokens[at].start as usize + i);
            upper && matches!(look_alike(b, true), Some((_, true)))
        };
        match tokens[at].kind {
            TokenKind::Digits => figures += 1,
            _ if view.word(at).bytes().enumerate().all(drawn) => letters += 1,
            _ => return false,
        }
    }
    figures > 1 && letters > 0
}

/// The digit that a letter looks like, and whether it much does; a small g is a 9, a capital one a 6.
pub(in crate::scan::detect) fn look_alike(b: u8, upper: bool) -> Option<(u8, bool)> {
    Some(match b {
        b'o' => (b'0', true),
        b'i' | b'l' => (b'1', true),
        b'z' => (b'2', true),
        b's' => (b'5', true),
        b'b' => (b'8', true),
        b'q' if !upper => (b'9', false),
        b'q' | b'd' => (b'0', false),
        b'e' => (b'3', false),
        b'a' => (b'4', false),
        b'g' if upper => (b'6', false),
        b'g' => (b'9', false),
        b't' => (b'7', false),
        _ => return None,
    })
}

/// Whether one letter more, less, other or two swapped make one word the other.
fn one_letter_apart(a: &[u8], b: &[u8]) -> bool {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same..], &b[same..]);
    match (a, b) {
        ([], []) => true,
        ([_, a @ ..], b) if a == b => true,
        (a, [_, b @ ..]) if a == b => true,
        ([a0, a1, rest @ ..], [b0, b1, other @ ..]) if a0 == b1 && a1 == b0 && rest == other => true,
        ([_, a @ ..], [_, b @ ..]) => a == b,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::one_letter_apart;

    #[test]
    fn misspelt_words_are_one_letter_apart() {
        for (a, b) in [("nite", "nine"), ("ninne", "nine"), ("nne", "nine"), ("trheee", "threee")] {
            assert!(one_letter_apart(a.as_bytes(), b.as_bytes()), "{a} {b}");
        }
        assert!(!one_letter_apart(b"vingt", b"trente"));
    }
}
