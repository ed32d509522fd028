//! Digits that no unit or word explains, and beginnings of account numbers.

use std::ops::RangeInclusive;

use rustc_hash::FxHashSet;

use crate::kind::Kind;
use crate::scan::detect::View;
use crate::scan::detect::address;
use crate::scan::detect::phone::{Gap, How, Step, look_alike};
use crate::scan::prove::iban;
use crate::scan::prove::plan::PLANS;
use crate::scan::read::{Against, Class, Classes, Lexeme, TokenKind, Traits};

use super::places::STREET_LOOSE_MAX;
use super::seeds::is_headed;
use super::{Form, LOOSE_NEAR_MAX, LOOSE_PURE_MAX, Place, Reader};

/// Letters and digits of half a wallet's address at least: no word, no model number is as long.
pub(super) const TOKEN_BYTES_MIN: usize = 14;

/// Letters and digits of a longer group of an account's number that holds one letter.
const GROUP_LONG_BYTES: RangeInclusive<usize> = 7..=13;

/// Letters before the figures of a user name at least: an account begins with fewer.
const STEM_BYTES_MIN: usize = 6;

/// Words beside digits that begin like a phone, at most.
pub(super) const LOOSE_ZERO_MAX: u8 = LOOSE_NEAR_MAX + 4;

/// So many digits in groups, a zero first, are the beginning of a number, and nothing else.
pub(super) const BEGUN_DIGITS_MIN: usize = 6;

/// How many tokens from digits the words may stand that say which part of a number they are: "la suite c'est le 34".
const PLACE_TOKENS_NEAR: usize = 8;

/// The same, where a colon stands right before the digits.
const PLACE_TOKENS_COLON_NEAR: usize = 24;

/// Tokens from the words that say that what follows is to be written down to it at most: "note bien pour plus tard : 06".
const DICTATED_TOKENS_NEAR: usize = 12;

/// A house's number has no more digits.
const HOUSE_DIGITS_MAX: u8 = 4;

/// Tokens from a word that corrects, or denies, to the colon before the right digits at most.
const MENDED_TOKENS_NEAR: usize = 12;

/// Tokens from a word for an id to its digits at most: "the ID is long: 391 204".
const ID_TOKENS_NEAR: usize = 9;

/// The hours of a day.
const DAY_HOURS: u8 = 24;

/// Digits of a price beside the words that announce a phone, at most.
const PRICED_DIGITS_MAX: u8 = 4;

/// Digits of a door's or a floor's number at most.
const DOOR_DIGITS_MAX: u8 = 2;

/// So many digits in a row count no hours and no days.
pub(super) const COUNTED_DIGITS_NOT: usize = 4;

/// So many digits one by one are a number's.
const SPELLED_GROUPS_MIN: u8 = 3;

/// Tokens from a letter that is drawn for a digit to the word for that digit at most: "le g c'est un neuf".
const EXPLAINED_TOKENS_NEAR: usize = 10;

/// Tokens between digits and the words that say which part they are, where those stand right by them, at most.
const LABEL_TOKENS_NEAR: usize = 4;

/// Words for one that are no article too.
const ONES: &[&str] = &["one", "uno", "eins"];

/// Words before the second of two numbers of which one is meant.
const OR: &[&str] = &["ou", "or", "oder", "o", "u", "of"];

/// Groups at the end of a run that what follows may explain, each alone.
const GROUPS_TOLD_MAX: usize = 3;

impl Reader<'_> {
    /// Account numbers by their country and check digits, and halves of a wallet's address.
    pub(super) fn accounts(&mut self) {
        let names: FxHashSet<usize> = self.found.iter().filter(|f| f.form == Form::Name).map(|f| f.first).collect();
        let mut accounts: Vec<(usize, usize)> = Vec::new();
        let mut done = 0;
        for at in 0..self.covered.len() {
            // ".du59"
            let tied = |at: usize| matches!(self.view.sign(at), Some("." | "_" | "@"));
            let inside = at > 0 && (self.view.is_alphanumeric(at - 1) || tied(at - 1));
            if at < done || inside || !(self.free(at) || names.contains(&at)) {
                continue;
            }
            // "GL52 3QT" is a postcode.
            if let Some(end) = self.account(at).filter(|_| address::postcode_at(self.view, at).is_none()) {
                accounts.push((at, end));
                done = end;
            }
        }
        self.found.retain(|f| {
            let next = accounts.partition_point(|&(_, end)| end <= f.first);
            accounts.get(next).is_none_or(|&(first, _)| f.end <= first)
        });
        let headed = accounts.iter().any(|&(first, _)| is_headed(self.view, first));
        for (first, end) in accounts {
            // "FR76 3000": nothing else is written so, whatever is said beside it.
            let loose_max = match (is_headed(self.view, first), end > first + 2) {
                (true, true) => u8::MAX,
                (true, false) => STREET_LOOSE_MAX,
                _ => LOOSE_NEAR_MAX,
            };
            self.push(Form::Account, first, end, loose_max);
        }
        if headed {
            self.bank_letters();
        }
    }

    /// "NL09, en dan de letters van de bank, INGB": four large letters beside an account's head.
    fn bank_letters(&mut self) {
        const BANK_BYTES: usize = 4;
        for at in 0..self.covered.len() {
            let view = self.view;
            let start = view.reading.tokens()[at].start as usize;
            let bank = view.is_word(at) && view.reading.tokens()[at].len() == BANK_BYTES;
            if bank && (start..start + BANK_BYTES).all(|byte| view.folded.is_upper(byte)) {
                self.push(Form::Account, at, at + 1, STREET_LOOSE_MAX);
            }
        }
    }

    /// "6M02": whether a group of an account number, figures and large letters, is all that is said, or all but figures.
    fn is_group(&self, at: usize, end: usize, group: &[u8]) -> bool {
        const GROUP_BYTES: usize = 4;
        let view = self.view;
        let figures = group.iter().filter(|b| b.is_ascii_digit()).count();
        let shaped = group.len() == GROUP_BYTES && (2..GROUP_BYTES).contains(&figures) && group[0].is_ascii_digit();
        // "0628417M033": a French account's end.
        let long = GROUP_LONG_BYTES.contains(&group.len()) && group[0].is_ascii_digit() && group.len() - figures == 1;
        let start = view.reading.bytes(at, end).start;
        let large = || (0..group.len()).all(|i| group[i].is_ascii_digit() || view.folded.is_upper(start + i));
        let beside =
            |other: usize| (at..end).contains(&other) || !view.is_word(other) || view.reading.is(other, super::is_said);
        // "BANX 0417", "NL76 en dan BANX": a bank's code, and figures.
        let bank = group.len() == GROUP_BYTES && figures == 0 && view.reading.holds().digits > 0;
        (shaped || bank || long)
            && group.iter().all(u8::is_ascii_alphanumeric)
            && large()
            && (long || (0..self.covered.len()).all(|at| beside(at) || view.is_digits(at + 1)))
    }

    /// "FR soixante-seize 2004", "D E 6 9": one past a country's code, written large, that figures follow.
    fn country(&self, at: usize) -> Option<usize> {
        let (view, tokens) = (self.view, self.view.reading.tokens());
        let large = |at: usize| view.is_word(at) && view.folded.is_upper(tokens[at].start as usize);
        let end = match tokens[at].len() {
            2 if view.folded.is_upper(tokens[at].start as usize + 1) => at + 1,
            1 if view.skip_spaces(at + 1) == at + 2 && large(at + 2) && tokens[at + 2].len() == 1 => at + 3,
            _ => return None,
        };
        let code: String = self.text(at, end).split(' ').collect();
        let known = <[u8; 2]>::try_from(code.as_bytes()).is_ok_and(|code| iban::form(code).is_some());
        let next = view.skip_spaces(end);
        (large(at) && known && next > end && self.starts(next)).then_some(end)
    }

    /// One past the account number, or the half of a wallet's address, that begins at a token.
    fn account(&self, at: usize) -> Option<usize> {
        let end = self.chunk(at);
        if end == at || self.is_overlong(at, end) {
            return None;
        }
        if let Some(end) = self.country(at) {
            return Some(end);
        }
        let head = self.text(at, end).as_bytes();
        let figures = |part: &[u8]| part.iter().any(u8::is_ascii_digit);
        // "verbouwing1963"
        let stem = head.iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let username = stem >= STEM_BYTES_MIN && head[stem..].iter().all(u8::is_ascii_digit);
        if self.is_group(at, end, head) {
            let figures = self.view.skip_spaces(end);
            return Some(if self.view.is_digits(figures) && !self.view.is_digits(at) { figures + 1 } else { end });
        }
        if head.len() >= TOKEN_BYTES_MIN
            && !username
            && figures(head)
            && head.iter().any(u8::is_ascii_alphabetic)
            && head.iter().all(u8::is_ascii_alphanumeric)
        {
            return Some(end);
        }
        let is_head = head.len() >= 4
            && head[..2].iter().all(u8::is_ascii_lowercase)
            && head[2..4].iter().all(u8::is_ascii_digit);
        if !is_head {
            return None;
        }
        let mut last = end;
        loop {
            let next = self.view.skip_spaces(last);
            let more = self.chunk(next);
            if more == next || self.is_overlong(at, more) {
                return Some(last);
            }
            let group = self.text(next, more).as_bytes();
            if !group.iter().all(u8::is_ascii_alphanumeric) || (!figures(group) && group.len() != 4) {
                return Some(last);
            }
            last = more;
        }
    }

    pub(super) fn digits(&mut self) {
        let mut at = 0;
        while at < self.covered.len() {
            let groups = if self.free(at) { self.run(at) } else { Vec::new() };
            let Some(end) = groups.last().map(|group| group.end) else {
                at += 1;
                continue;
            };
            let met = self.view.cue(at, end, Kind::Meeting).near || self.is_identified(at);
            let announced = met || self.view.cue(at, end, Kind::Phone).far;
            // "30, après 18h": what explains the last group says nothing of those before it.
            let timed = self.view.reading.is(end, |c| c == Class::Against(Against::Time));
            let told_max = if timed { GROUPS_TOLD_MAX } else { 1 };
            let tell = |count: usize| {
                let run = Run::of(&groups[..count]);
                self.doubt(&run, announced).map(|doubt| (count, run, doubt))
            };
            let mut told = (1..=groups.len()).rev().take(told_max).find_map(tell);
            // "entre as 9 e as 11. Aponte já 916", "three one two, after 6 pm": what explains some groups says nothing of those that words
            // part from them.
            let parted = (1..groups.len()).find(|&group| told.is_none() && groups[group].apart);
            told = told.or_else(|| parted.and_then(tell));
            if let Some((count, run, doubt)) = told.filter(|(_, run, _)| !self.is_overlong(run.first, run.end)) {
                let loose_max = self.loose_max(&run, announced);
                // "17 puis 66": a piece each.
                for piece in groups[..count].chunk_by(|_, next| !next.apart) {
                    let piece = Run::of(piece);
                    if self.is_explained(&piece) || self.is_reckoned(&piece) || self.is_of_digits(&piece) {
                        continue;
                    }
                    // "mon 06" is a phone, and may be the beginning of its number.
                    let named = self.is_named(&piece) && !self.is_zero_in_front(&piece);
                    let doubt = doubt || named || self.is_stopped(piece.count, piece.end);
                    self.push_digits(piece, loose_max, doubt);
                }
            }
            let end = parted.map_or(end, |group| groups[group].first);
            self.covered[at..end].fill(true);
            at = end;
        }
    }

    /// "mejor el ID: 924": whether a word for a meeting's id stands not far before digits.
    fn is_identified(&self, first: usize) -> bool {
        let from = first.saturating_sub(ID_TOKENS_NEAR);
        (from..first).any(|at| self.view.reading.traits(at).any(Traits::ID))
    }

    /// "after 6. 0712": whether a sentence ends after one digit, and another begins.
    fn is_stopped(&self, count: u8, end: usize) -> bool {
        let next = self.view.skip_spaces(end + 1);
        count == 1 && self.view.sign(end) == Some(".") && next > end + 1 && next < self.covered.len()
    }

    /// "termina en 35. Un saludo": whether a small number in words, and no more of them, begins a sentence, or counts after a comma.
    fn begins_sentence(&self, at: usize, step: &Step) -> bool {
        let view = self.view;
        let stop = view.skip_spaces_back(at);
        let next = view.skip_spaces(step.end);
        let sign = stop.checked_sub(1).filter(|_| stop < at).and_then(|stop| view.sign(stop));
        // "07700, two kids in the car"
        let counts = || sign == Some(",") && !view.reading.has(next, super::AROUND.and(Classes::JOINER));
        let stopped = matches!(sign, Some("." | "!")) || counts();
        stopped
            && step.how != How::Figures
            && step.digits.len() == 1
            && view.is_alphanumeric(next)
            && !self.starts(next)
    }

    /// "dix chiffres, je t'en donne cinq": whether a small number only says how many digits there are.
    fn is_of_digits(&self, run: &Run) -> bool {
        const DIGITS: &[&str] = &[
            "chiffres",
            "digits",
            "figures",
            "ziffern",
            "stellen",
            "cifras",
            "digitos",
            "algarismos",
            "cifre",
            "cijfers",
        ];
        let next = self.view.skip_spaces(run.end);
        run.count <= 2 && !run.digits.starts_with('0') && DIGITS.contains(&self.view.word(next))
    }

    /// "le g c un neuf", "o = nul", "la i è un uno": whether a digit only says what a letter stands for that is drawn for it.
    fn is_explained(&self, run: &Run) -> bool {
        let view = self.view;
        let digit = match run.digits.split_once(' ') {
            Some(("1", digit)) => digit,
            None => &run.digits,
            _ => return false,
        };
        let drawn = |at: usize| {
            let letter =
                view.is_word(at) && !view.is_alphanumeric(at + 1) && (at == 0 || !view.is_alphanumeric(at - 1));
            let like = |b: &u8| look_alike(*b, view.folded.is_upper(view.reading.tokens()[at].start as usize));
            letter && matches!(view.word(at).as_bytes(), [b] if like(b).is_some_and(|(d, _)| digit.as_bytes() == [d]))
        };
        let from = run.first.saturating_sub(EXPLAINED_TOKENS_NEAR);
        digit.len() == 1 && (from..run.first).any(|at| drawn(at) && self.is_standing(at + 1, run.first))
    }

    /// Whether the words between a letter and a digit say that one stands for the other.
    fn is_standing(&self, first: usize, end: usize) -> bool {
        let view = self.view;
        let stands = |at: usize| {
            let said = view.reading.traits(at).any(Traits::STANDS) || view.reading.has(at, Classes::GLOSS);
            said || matches!(view.word(at), "=" | "c")
        };
        // "avec un o qui est un zéro"
        let mut words = (first..end).filter(|&at| view.is_word(at) || view.sign(at) == Some("=")).take(2);
        words.any(stands)
    }

    /// "mets un 0 devant", "put the zero up front": whether a zero is said to stand before what was said.
    fn is_zero_in_front(&self, run: &Run) -> bool {
        let next = self.view.skip_spaces(run.end);
        run.digits == "0" && self.places.iter().any(|p| p.place == Place::First && p.first == next)
    }

    /// Whether digits are part of the words that announce a phone.
    fn is_named(&self, run: &Run) -> bool {
        let around = |l: &&Lexeme| l.first as usize <= run.first && run.end <= l.end as usize;
        self.view.reading.lexemes().iter().filter(around).any(|l| l.entry.class == Class::Cue(Kind::Phone))
    }

    fn push_digits(&mut self, mut run: Run, loose_max: u8, doubt: bool) {
        // "3 bis", of a house.
        let bis = self.view.skip_spaces(run.end);
        let complement = self.view.reading.is(bis, |c| c == Class::StreetComplement);
        if run.count <= HOUSE_DIGITS_MAX
            && run.figures
            && complement
            && self.view.word(bis).len() == 3
            && self.ends_clause(bis + 1)
        {
            run.end = bis + 1;
        }
        // "(85)"
        let closed = run.end + usize::from(self.view.sign(run.end) == Some(")"));
        let first = self.view.open_bracket_before(run.first, closed);
        run.end = if first < run.first { closed } else { run.end };
        let ends = || self.ends_clause(run.end) || self.leads_on(run.end);
        if run.count == 1 && !run.figures && (run.misspelt || !ends()) && !self.is_zero_in_front(&run) {
            return;
        }
        // "en douce"
        if run.misspelt && !self.alone(run.first, run.end) {
            return;
        }
        // Figures written otherwise are not those of the text: "３４７".
        let folded = self.view.reading.bytes(first, run.end);
        let same = self.view.folded.original(folded.clone()).len() == folded.len();
        let plain = run.figures && same && self.text(first, run.end).bytes().all(|b| !b.is_ascii_alphabetic());
        self.push(Form::Digits(run.count), first, run.end, loose_max);
        if let Some(found) = self.found.last_mut() {
            found.doubt = doubt;
            found.figures = if plain { String::new() } else { run.digits };
        }
    }

    /// The groups of digits from a token on.
    pub(super) fn run(&self, first: usize) -> Vec<Run> {
        let view = self.view;
        let mut groups: Vec<Run> = Vec::new();
        if first > 0 && view.is_alphanumeric(first - 1) || !self.starts(first) || self.is_lettered(first) {
            return groups;
        }
        let plus = first.checked_sub(1).filter(|&at| view.sign(at) == Some("+")).or_else(|| self.spoken_plus(first));
        let (mut steps, mut at, mut apart) = (Vec::new(), first, false);
        while self.free(at) {
            steps.clear();
            self.lattice().steps(at, &mut steps);
            let spoken = groups.last().is_some_and(|group| !group.figures);
            let drawn = |s: &Step| s.how == How::Homophone && self.is_drawn(at, &groups);
            let is_digit =
                |s: &&Step| s.end > at && (s.how != How::Homophone || (spoken && self.closes(s.end)) || drawn(s));
            let Some(&(mut step)) = steps.iter().filter(is_digit).max_by_key(|s| s.end) else { break };
            if drawn(&step) {
                step.how = How::Letters;
            }
            let step = &step;
            if !groups.is_empty() && self.begins_sentence(at, step) {
                break;
            }
            let sign = plus.filter(|_| groups.is_empty());
            match groups.last_mut().filter(|tens| !apart && tens.takes_unit(step)) {
                Some(tens) => tens.take_unit(step),
                None => groups.push(Run { apart, ..Run::said(step, at, sign) }),
            }
            let end = step.end;
            // "18k"
            if step.how == How::Figures && view.is_word(end) && !self.starts(end) {
                break;
            }
            if groups.len() == 1 && self.is_stopped(groups[0].count, end) {
                break;
            }
            let between = self.lattice().gaps(end, Some(0)).into_iter().flatten().find(|b| b.loose == 0 && !b.decimal);
            match between {
                Some(b) if b.next >= end && (b.gap < Gap::Letters || b.gap == Gap::Filler) => {
                    // "00... 47"
                    let rests = || matches!(self.text(end, b.next).trim(), "..." | "…");
                    // "90. oh two oh"
                    let stops = || {
                        let timed = view.is_digits(view.skip_spaces(b.next + 1));
                        let words = view.is_word(b.next) && self.text(end, b.next) == ". " && !timed;
                        words && groups.last().is_some_and(|group| group.figures)
                    };
                    (at, apart) = (b.next, b.gap == Gap::Filler || rests() || stops());
                }
                _ => break,
            }
        }
        if self.is_counted(&groups) || self.is_count_before(&groups) {
            groups.remove(0);
        }
        // "six trois neuf avec un 0"
        for at in (1..groups.len()).rev() {
            if groups[at - 1].apart && self.is_counted(&groups[at - 1..]) {
                groups.remove(at - 1);
                groups[at - 1].apart = true;
            }
        }
        groups
    }

    /// "c'est un 06", "encore deux 45", and no "uno 2": whether the first group counts what follows.
    fn is_counted(&self, groups: &[Run]) -> bool {
        let [count, number, rest @ ..] = groups else { return false };
        let article = count.digits == "1" && !ONES.contains(&self.view.word(count.first));
        let counts = article || (rest.is_empty() && count.digits.parse() == Ok(number.count));
        // "un zéro devant"
        let zero = || rest.is_empty() && self.is_zero_in_front(number);
        counts && !count.figures && (number.figures || zero())
    }

    /// "the remaining five: 17": whether a number word before a colon counts what follows.
    fn is_count_before(&self, groups: &[Run]) -> bool {
        let [count, _, ..] = groups else { return false };
        count.count == 1 && !count.figures && self.view.sign(self.view.skip_spaces(count.end)) == Some(":")
    }

    /// "3 2 o", "79 O", "5 o 2 7": whether a letter by itself is drawn for a digit: a capital, or it ends what is said, or goes on as the
    /// figures before it.
    fn is_drawn(&self, at: usize, groups: &[Run]) -> bool {
        let view = self.view;
        let large = view.folded.is_upper(view.reading.tokens()[at].start as usize);
        let next = view.skip_spaces(at + 1);
        let digit = |at: usize| view.is_digits(at) && view.reading.tokens()[at].len() == 1;
        // "4*O*2 (O is a zero)"
        if at > 0 && view.sign(at - 1) == Some("(") {
            return false;
        }
        match view.word(at) {
            "oo" if large => true,
            // "lO", and no "Il"
            "lo" | "il" | "li" => !large && view.folded.is_upper(view.reading.tokens()[at].start as usize + 1),
            "o" if groups.is_empty() => large && digit(next),
            "o" => {
                let spelled = groups.iter().all(|group| group.count == 1);
                let goes_on = || spelled && digit(next) && digit(view.skip_spaces(next + 1));
                groups.iter().all(|group| group.figures) && (large || self.ends_clause(at + 1) || goes_on())
            }
            _ => false,
        }
    }

    /// "Q3", "B12", "900g": a letter that looks little like a digit, before figures, counts questions, doors or seats, and
    /// after them is a unit.
    fn is_lettered(&self, first: usize) -> bool {
        // "S4, the s is a five"
        if self.lattice().is_keyed(first) {
            return false;
        }
        // "*ix" begins with a sign.
        let end = self.chunk(first);
        if end == first {
            return false;
        }
        let text = self.text(first, end).as_bytes();
        let figures = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
        match text {
            [letter @ b'a'..=b'z', rest @ ..] if figures(rest) => {
                rest.len() <= 2 && !matches!(letter, b'o' | b'l' | b'i')
            }
            [rest @ .., b'a' | b'd' | b'e' | b'g' | b'q' | b't'] => figures(rest),
            _ => false,
        }
    }

    /// "plus trente-trois", "Plus 49": the word before a country's code, first in its text.
    fn spoken_plus(&self, first: usize) -> Option<usize> {
        let view = self.view;
        let plus = view.ending_at(view.skip_spaces_back(first), |c| c == Class::Plus)?;
        let before = view.skip_spaces_back(plus.first as usize);
        let colon = before > 0 && view.sign(before - 1) == Some(":");
        let begins = colon || self.words(plus.first as usize) == 0;
        (begins && (view.is_word(first) || self.is_country_code(first))).then_some(plus.first as usize)
    }

    /// Whether figures are all of a country's code.
    fn is_country_code(&self, at: usize) -> bool {
        self.view.is_digits(at) && PLANS.iter().any(|plan| plan.has_code(self.text(at, at + 1)))
    }

    /// "sette e 3", "six and then nine": whether a word that joins follows, and more digits.
    fn leads_on(&self, end: usize) -> bool {
        let view = self.view;
        let joins = |c| matches!(c, Class::Joiner | Class::Then);
        let joint = view.reading.longest(view.skip_spaces(end), joins).map(|l| view.skip_spaces(l.end as usize));
        // "and then"
        let next = joint.map(|at| view.reading.longest(at, joins).map_or(at, |l| view.skip_spaces(l.end as usize)));
        next.is_some_and(|at| self.starts(at))
    }

    /// "3, sorry, I dropped it": whether digits are all that the first clause of a text says.
    fn leads(&self, first: usize, end: usize) -> bool {
        self.view.skip_spaces(0) == first && leads_text(self.view, end)
    }

    /// Whether the words that say which part of a number they are stand right before or after digits, or a colon after them.
    fn is_labelled(&self, first: usize, end: usize) -> bool {
        let view = self.view;
        let colon = view.skip_spaces_back(first).checked_sub(1).is_some_and(|at| view.sign(at) == Some(":"));
        let beside = |before: usize, after: usize| before <= after && after - before <= LABEL_TOKENS_NEAR;
        self.places.iter().any(|p| beside(p.end, first) || p.place != Place::Then && beside(end, p.first))
            || colon && self.is_placed(first, end)
    }

    /// Whether nothing but a sign follows.
    pub(super) fn ends_clause(&self, end: usize) -> bool {
        !self.view.is_alphanumeric(self.view.skip_spaces(end))
    }

    /// Whether a range that ends here ends the text, or leads on to more digits: there an everyday word may be one.
    fn closes(&self, end: usize) -> bool {
        let next = self.view.skip_spaces(end);
        next == self.covered.len() || self.starts(next)
    }

    /// Whether it is doubtful that digits are no price, time, date or measure; `None` where what stands around them says
    /// that they are.
    fn doubt(&self, run: &Run, announced: bool) -> Option<bool> {
        let view = self.view;
        let tokens = view.reading.tokens();
        // "un 5 au bout"
        let said = |at: usize| self.places.binary_search_by_key(&at, |place| place.first).is_ok();
        let unit = |at: usize| {
            !said(at)
                // "39 21 et ?": no hour of the East
                && !view.reading.is(at, |c| c == Class::Joiner)
                && view.is_unit(at)
        };
        if self.is_parted(run.first) {
            return None;
        }
        let spaced = view.skip_spaces(run.end);
        let sign = view.sign(spaced);
        let parts = matches!(sign, Some(":" | "/")) && view.is_alphanumeric(spaced + 1);
        if view.is_alphanumeric(run.end) || parts || matches!(sign, Some("€" | "$" | "£" | "%" | "°" | "@")) {
            return None;
        }
        if self.is_date(run.first, run.end) {
            return None;
        }
        let before = view.skip_spaces_back(run.first).checked_sub(1);
        if self.is_hour(run, before) {
            return None;
        }
        let placed = self.is_placed(run.first, run.end);
        // "1. Versuch: 0,171"
        if self.text(run.first, run.end).starts_with("0,") && run.groups <= 2 && self.shaped(run.first, run.end) {
            return None;
        }
        // "mon tel en 5 fois", "15 min, call me", "110 Franken, rufen Sie an"
        let counted = !run.zero
            && unit(spaced)
            && match run.count {
                1 => true,
                2 => self.is_timed(spaced) || self.is_priced(spaced),
                count => count <= PRICED_DIGITS_MAX && self.is_priced(spaced),
            };
        // "call-out is £65"
        let priced = before.is_some_and(|at| matches!(view.sign(at), Some("€" | "$" | "£")));
        if priced && !run.zero {
            return None;
        }
        if (announced && !counted) || ((placed || self.labelled) && !unit(spaced)) {
            return Some(false);
        }
        if before.is_some_and(|at| matches!(view.sign(at), Some("€" | "$" | "£" | "/" | "#"))) {
            return None;
        }
        let door = view.reading.is(spaced, |c| c == Class::StreetComplement);
        let known =
            |at: usize| !door && tokens.get(at).is_some_and(|t| t.kind == TokenKind::Word && t.len() > 1) && unit(at);
        // "le matin c'est zéro six": nobody says an hour so.
        let spoken = run.count > 1 && (!run.figures || run.groups > 1);
        let idle = |against| match against {
            Against::Count | Against::Score => run.zero,
            Against::Time | Against::Date => run.zero && spoken,
            _ => false,
        };
        let told = |against: Against| match run.begins() {
            true => matches!(against, Against::Reference | Against::Price),
            false => !idle(against),
        };
        let dictated = self.dictated_before(run.first);
        // "per il preventivo annoti: 347"
        let since = |at: usize| dictated.is_none_or(|end| end <= at);
        // "ups, 48"
        let mends = |at: usize| view.reading.is(at, |c| c == Class::Correction);
        let against = view
            .against_before(run.first)
            .filter(|(against, at)| !self.covered[*at] && told(*against) && since(*at) && !mends(*at));
        // "7093 dag en nacht": nobody counts so many days.
        let many = usize::from(run.count) >= COUNTED_DIGITS_NOT && run.groups == 1 && !self.is_priced(spaced);
        // "2 one 2 kids": nothing is counted digit by digit.
        let spelled = run.groups >= SPELLED_GROUPS_MIN && run.groups == run.count;
        if known(spaced) && !(many || spelled) || against.is_some() {
            return None;
        }
        let figures = self.text(run.first, run.end);
        let year = figures.len() == 4
            && (figures.starts_with("19") || figures.starts_with("20"))
            && figures.bytes().all(|b| b.is_ascii_digit());
        // "scusi: 54", "quase, mais um: 48"
        let mending = |c| matches!(c, Class::Correction | Class::Denial);
        let mends = |colon: usize| {
            (colon.saturating_sub(MENDED_TOKENS_NEAR)..colon).any(|at| view.reading.longest(at, mending).is_some())
        };
        let told = before.is_some_and(|at| view.sign(at) == Some(":") && !mends(at))
            && run.figures
            && !run.zero
            && dictated.is_none();
        // "un 06 ou un 07"
        let other = before.is_some_and(|at| OR.contains(&view.word(at)) && (0..at).any(|at| self.starts(at)));
        let shaped = self.shaped(run.first, run.end);
        // "98.61" and "12-34" may be pairs, where what went before began a number.
        let pairs = shaped && figures.len() == 5 && matches!(figures.as_bytes()[2], b'.' | b'-' | b',');
        // "porte 12"
        let door = !run.zero
            && run.count <= DOOR_DIGITS_MAX
            && before.is_some_and(|at| view.reading.is(at, |c| c == Class::StreetComplement));
        if shaped && !pairs { None } else { Some(year || told || other || pairs || door || known(spaced)) }
    }

    /// "dopo le 18", "às 21": whether figures are an hour right after words that say so.
    fn is_hour(&self, run: &Run, before: Option<usize>) -> bool {
        let hour = run.figures && !run.zero && run.digits.parse().is_ok_and(|hour: u8| hour <= DAY_HOURS);
        let timed = |c| c == Class::Against(Against::Time);
        let told = || before.and_then(|at| self.view.ending_at(at + 1, timed));
        hour && told().is_some_and(|l| self.view.reading.is_plausible(l.entry))
    }

    /// Whether a word is a unit of time.
    fn is_timed(&self, at: usize) -> bool {
        self.view.reading.is(at, |c| c == Class::Against(Against::Time))
    }

    /// Whether a word is a unit of money, or a measure.
    fn is_priced(&self, at: usize) -> bool {
        self.view.reading.is(at, |c| matches!(c, Class::Against(Against::Price | Against::Measure)))
    }

    /// One past the words, not far before a token, that say that what follows is to be written down.
    fn dictated_before(&self, first: usize) -> Option<usize> {
        let from = first.saturating_sub(DICTATED_TOKENS_NEAR);
        let dictates = |l: &&Lexeme| l.entry.class == Class::Dictation && self.view.reading.is_plausible(l.entry);
        let ends = (from..first).flat_map(|at| self.view.reading.at(at)).filter(dictates).map(|l| l.end as usize);
        ends.filter(|end| *end <= first).max()
    }

    /// "notez : 06 39": whether words that say that what follows is to be written down, and a colon, stand right before digits.
    fn is_dictated_right_before(&self, first: usize) -> bool {
        let sign = self.view.skip_spaces_back(first).checked_sub(1).filter(|&at| self.view.sign(at) == Some(":"));
        sign.is_some_and(|sign| self.dictated_before(sign).is_some_and(|end| self.view.skip_spaces_back(sign) <= end))
    }

    /// Whether the text says, right beside digits, which part of a number they are.
    pub(super) fn is_placed(&self, first: usize, end: usize) -> bool {
        let next = self.places.partition_point(|place| place.first < first);
        let before = next.checked_sub(1).map(|at| &self.places[at]);
        let after = self.places[next..].iter().find(|place| place.first >= end);
        // "suite et fin d'hier soir : 50 16"
        let colon = self.view.skip_spaces_back(first).checked_sub(1).is_some_and(|at| self.view.sign(at) == Some(":"));
        let near = if colon { PLACE_TOKENS_COLON_NEAR } else { PLACE_TOKENS_NEAR };
        before.is_some_and(|place| first.saturating_sub(place.end) <= near)
            || after.is_some_and(|place| place.place != Place::Then && place.first - end <= PLACE_TOKENS_NEAR)
    }

    /// "12 h 00", "45 x 143": whether a unit of a letter or two ties digits to those before them.
    fn is_parted(&self, first: usize) -> bool {
        let view = self.view;
        let unit =
            view.skip_spaces_back(first).checked_sub(1).filter(|&at| matches!(view.word(at), "h" | "x" | "u" | "uhr"));
        unit.is_some_and(|at| view.skip_spaces_back(at).checked_sub(1).is_some_and(|at| view.is_digits(at)))
    }

    /// "06/03": no digits of a number, whatever announces them.
    fn is_date(&self, first: usize, end: usize) -> bool {
        let value = |part: &str| part.parse::<u8>().ok();
        let mut parts = self.text(first, end).split('/');
        let (day, month) = (parts.next().and_then(value), parts.next().and_then(value));
        matches!((day, month), (Some(1..=31), Some(1..=12)))
    }

    /// "6 x 14", "3.20": no digits of a number, whatever announces them.
    fn is_reckoned(&self, run: &Run) -> bool {
        let text = self.text(run.first, run.end);
        let figures = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let price = |(whole, part): (&str, &str)| {
            whole.len() == 1 && whole != "0" && part.len() == 2 && figures(whole) && figures(part)
        };
        let times = |(one, other): (&str, &str)| figures(one) && figures(other);
        text.split_once(" x ").is_some_and(times) || text.split_once(['.', ',']).is_some_and(price)
    }

    /// How many words may stand beside digits.
    fn loose_max(&self, run: &Run, announced: bool) -> u8 {
        match (run.figures, run.count) {
            // "t'as un portable ?"
            (figures, count) if announced && (figures || count > 1) => u8::MAX,
            _ if run.begins() => u8::MAX,
            // "comme maître retraité j'aime dicter. Notez : six, trente-neuf"
            (_, 2..) if self.is_dictated_right_before(run.first) => u8::MAX,
            // "zum Schluss 48, und melden Sie sich gern, wenn der Paketbote wieder weg ist"
            (_, 2..) if self.is_labelled(run.first, run.end) => u8::MAX,
            (_, 2..) if run.zero => LOOSE_ZERO_MAX,
            (false, 1) if self.leads_on(run.end) => LOOSE_PURE_MAX,
            (figures, count) if self.leads(run.first, run.end) && (figures || count > 1) => LOOSE_NEAR_MAX,
            (figures, count) if (figures || count > 1) && self.is_placed(run.first, run.end) => LOOSE_NEAR_MAX,
            (_, 4..) => LOOSE_NEAR_MAX,
            (true, 2..) => LOOSE_NEAR_MAX - 2,
            (false, 2..) => LOOSE_PURE_MAX,
            _ if self.is_zero_in_front(run) => LOOSE_NEAR_MAX,
            // "et tout dernier un 8"
            (true, _) if self.is_labelled(run.first, run.end) => LOOSE_PURE_MAX,
            (true, _) => 1,
            // "un", "sei", "one": articles and verbs too.
            (false, _) => 0,
        }
    }

    /// "14:30", "12/03", "3-2", "12,50", "2.5": figures with one sign between that make a time, date, score or price.
    fn shaped(&self, first: usize, end: usize) -> bool {
        let text = self.text(first, end);
        let Some(sign) = text.find([':', '/', '-', ',', '.']) else { return false };
        let (left, right) = (&text[..sign], &text[sign + 1..]);
        let figures = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !figures(left) || !right.bytes().all(|b| b.is_ascii_digit() || b == text.as_bytes()[sign]) {
            return false;
        }
        let more = right.bytes().filter(|b| !b.is_ascii_digit()).count();
        match text.as_bytes()[sign] {
            b':' => true,
            b'/' => more <= 1 && left.len() <= 2,
            b'-' => {
                more == 0 && left.len() <= 2 && right.len() <= 2 && !left.starts_with('0')
                    || more == 2 && left.len() == 4
            }
            _ => more == 0 && right.len() <= 3 && !(left.len() == 2 && left.starts_with('0')),
        }
    }
}

/// Whether a sign right after some token ends a clause, and more is said after it: "3, sorry".
pub(super) fn leads_text(view: &View<'_>, end: usize) -> bool {
    let next = view.skip_spaces(end + 1);
    matches!(view.sign(end), Some("," | ";" | "." | "!" | "…")) && next > end + 1
}

/// A run of digits, or one group of it.
#[derive(Debug, Clone)]
pub(super) struct Run {
    first: usize,
    pub(super) end: usize,
    count: u8,
    groups: u8,
    /// Whether it is in figures, all of it.
    figures: bool,
    /// Whether a zero or a plus begins it.
    zero: bool,
    /// Whether words part it from what stands before it.
    apart: bool,
    /// Whether it is a number word misspelt.
    misspelt: bool,
    /// Its digits in groups, a plus before them where there is one.
    digits: String,
}

impl Run {
    /// One group of digits, from a token on, or from the plus before it.
    fn said(step: &Step, first: usize, plus: Option<usize>) -> Self {
        let digits = String::from_utf8_lossy(step.digits.as_slice());
        Self {
            first: plus.unwrap_or(first),
            end: step.end,
            count: u8::try_from(step.digits.len()).unwrap_or(u8::MAX),
            groups: 1,
            figures: matches!(step.how, How::Figures | How::Letters | How::WeakLetters),
            zero: plus.is_some() || digits.starts_with('0'),
            apart: false,
            misspelt: step.how == How::Misspelt,
            digits: if plus.is_some() { format!("+{digits}") } else { digits.into_owned() },
        }
    }

    fn take_unit(&mut self, step: &Step) {
        self.digits.pop();
        self.digits.push_str(&String::from_utf8_lossy(step.digits.as_slice()));
        self.end = step.end;
    }

    /// The run of some groups, one at least.
    fn of(groups: &[Run]) -> Self {
        let mut run = groups[0].clone();
        for group in &groups[1..] {
            run.end = group.end;
            run.count = run.count.saturating_add(group.count);
            run.groups = run.groups.saturating_add(1);
            run.figures &= group.figures;
            run.misspelt &= group.misspelt;
            run.digits.push(' ');
            run.digits.push_str(&group.digits);
        }
        run
    }

    /// Whether figures are the units of a number that words begin: "quarante 7", "soixante et 5".
    fn takes_unit(&self, step: &Step) -> bool {
        let tens = self.digits.as_bytes();
        !self.figures
            && step.how == How::Figures
            && step.digits.len() == 1
            && step.digits.as_slice() != b"0"
            && matches!(tens, [b'2'..=b'9', b'0'])
    }

    /// "06 39 98": pairs that begin a number, whatever else is said; no date.
    fn begins(&self) -> bool {
        let mut groups = self.digits.split(' ').map(|group| group.parse().unwrap_or(0));
        let date = matches!((groups.next(), groups.next()), (Some(1..=31), Some(1..=12)));
        self.zero && self.groups >= 3 && usize::from(self.count) >= BEGUN_DIGITS_MIN && !date
    }
}
