//! Phones: runs of digits, however written, that some country's plan could dial.
//!
//! Digits are read as a lattice ("soixante dix huit" is 78, or 60 18), groups are parted by whatever people put there, and
//! the numbering plans decide. Of readings that share a place in the text, the one with most evidence stays.

mod amend;
mod correction;
mod gap;
mod key;
mod lattice;
mod order;
mod parts;
mod weigh;

use crate::kind::Kind;
use crate::scan::prove::plan::{self, Dial, PLANS};
use crate::scan::read::{Class, Classes, TokenKind};

use super::evidence::Evidence;
use super::{Candidate, Direction, Found, View};
pub(super) use gap::{Between, Gap};
pub(super) use key::is_standing;
use lattice::Digits;
pub(crate) use lattice::Numerals;
pub(super) use lattice::{
    How, Lattice, ORDINALS, Step, digits, is_like_digits, is_roman_numeral, look_alike, may_be_misspelt, may_be_zero,
    misspelt, starts_digits, units,
};
pub(super) use order::is_place;

/// Paths tried from one starting token: a phone in number words has a dozen groups, most with one reading only; the longest
/// readings come first.
const PATHS_MAX: usize = 200;
/// Numbers of one path that are read apart though they could be one: "soixante" and "dix" for 60 10.
const SPLITS_MAX: u8 = 2;
/// Starting tokens tried in one text: a 64 KiB text of digits holds more and is no chat; the verdict then says `truncated`.
const STARTS_MAX: usize = 4096;
/// Paths tried in one text: five times what any chat seen took (779), so that a hostile text costs milliseconds; past it the
/// verdict says `truncated`.
const PATHS_TEXT_MAX: usize = 4096;
/// The fewest digits of a number that could be anyone's.
const DIGITS_MIN: usize = 8;
/// The fewest where the text names a place of such short numbers (New Caledonia).
const DIGITS_MIN_NAMED: usize = 6;
/// From this sum of evidence on a number is taken as read, and none is looked for inside it.
const SETTLED_MIN: i16 = 15;
/// Number words that tell their language, at least.
const SPOKEN_MIN: u32 = 4;
/// Digits of an extension at most.
const EXTENSION_DIGITS_MAX: usize = 7;

/// One group of a path: where it is, how it was written and what lies before it.
#[derive(Clone, Copy)]
struct Group {
    first: usize,
    step: Step,
    before: Between,
}

/// How near a plan's country is to the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nearness {
    /// The text names it.
    Named,
    /// It is the first country of the text's language.
    Home,
    /// Its people write the text's language too.
    Near,
    Abroad,
}

/// How a run of digits is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Written,
    /// From the last to the first.
    Backwards,
    /// Each digit one more or one less.
    Shifted,
}

/// The best reading from one starting token.
struct Best<'v> {
    first: usize,
    /// One past the last group's last token.
    path_end: usize,
    /// The same with an extension that follows.
    end: usize,
    value: String,
    evidence: Evidence<'v>,
    disguises: Vec<&'static str>,
    settled: bool,
}

struct Search<'l, 'v> {
    lattice: &'l Lattice<'v>,
    view: &'v View<'v>,
    nearness: Vec<Nearness>,
    digits_min: usize,
    /// Whether the text says that something is written backwards.
    backwards: bool,
    /// Whether the text says that each digit is one more or less than written.
    shifted: bool,
    path: Vec<Group>,
    dials: Vec<Dial>,
    paths_left: usize,
    best: Option<Best<'v>>,
}

/// Reads every phone of a view.
pub(super) fn detect(view: &View<'_>, found: &mut Found) {
    whole(view, found);
    parts::detect(view, found);
}

/// Whether a phone could stand in a view.
pub(super) fn may_stand(view: &View<'_>) -> bool {
    lattice::may_stand(view) || parts::may_stand(view)
}

/// Reads every phone whose digits are all there.
fn whole(view: &View<'_>, found: &mut Found) {
    let lattice = Lattice::over(view);
    let nearness = nearness(view);
    let short = |(plan, near): (&plan::Plan, &Nearness)| *near == Nearness::Named && plan.is_tiny();
    let mut search = Search {
        lattice: &lattice,
        view,
        digits_min: if PLANS.iter().zip(&nearness).any(short) { DIGITS_MIN_NAMED } else { DIGITS_MIN },
        nearness,
        backwards: view.direction == Direction::Forward && view.reading.holds().reversed(),
        shifted: view.direction == Direction::Forward && view.reading.holds().any(Classes::SHIFT),
        path: Vec::new(),
        dials: Vec::new(),
        paths_left: 0,
        best: None,
    };
    let reach = lattice.reach();
    let (mut starts, mut settled, mut left) = (0, 0, PATHS_TEXT_MAX);
    let mut pending: Option<Best<'_>> = None;
    for (token, &digits) in reach.iter().enumerate() {
        if token < settled || digits < search.digits_min || closes_phrase(view, token) {
            continue;
        }
        starts += 1;
        if starts > STARTS_MAX || left == 0 {
            found.truncated = true;
            break;
        }
        let most = left.min(PATHS_MAX);
        search.paths_left = most;
        search.extend(token, Between::START, Digits::default(), 0);
        left -= most - search.paths_left;
        let Some(best) = search.best.take() else { continue };
        if best.settled {
            settled = best.end;
        }
        match &pending {
            Some(before) if best.first < before.end => {
                // The same number from further on lacks its country code.
                if best.evidence.sum() > before.evidence.sum() && best.value != before.value {
                    pending = Some(best);
                }
            }
            _ => {
                let before = pending.replace(best);
                found.candidates.extend(before.map(|b| b.candidate(view)));
            }
        }
    }
    found.candidates.extend(pending.map(|b| b.candidate(view)));
    order::detect(view, &search.nearness, found);
}

/// Whether a digit only ends what is said of a number: "sans le zéro : 6 39 …".
fn closes_phrase(view: &View<'_>, token: usize) -> bool {
    view.is_word(token)
        && view.ending_at(token + 1, |c| c == Class::Filler).is_some_and(|l| (l.first as usize) < token)
        && view.sign(view.skip_spaces(token + 1)).is_some()
}

/// The language of most number words, where there are some.
fn spoken<'v>(view: &View<'v>) -> Option<&'v str> {
    let mut words = vec![0_u32; view.vocabulary.languages.len()];
    for lexeme in view.reading.lexemes().iter().filter(|l| l.entry.class == Class::Number) {
        if let Some(count) = words.get_mut(usize::from(lexeme.entry.language)) {
            *count += 1;
        }
    }
    let most = words.iter().copied().max().filter(|most| *most >= SPOKEN_MIN)?;
    let mut languages = view.vocabulary.languages.iter().zip(&words).filter(|(_, count)| **count == most);
    let (language, _) = languages.next()?;
    languages.next().is_none().then_some(language.code.as_str())
}

/// How near each plan's country is.
fn nearness(view: &View<'_>) -> Vec<Nearness> {
    let mut named: Vec<&str> = Vec::new();
    for lexeme in view.reading.lexemes().iter().filter(|l| l.entry.class == Class::Region) {
        let code = view.vocabulary.regions[usize::from(lexeme.entry.value)].as_str();
        if !named.contains(&code) {
            named.push(code);
        }
    }
    let spoken = spoken(view);
    let near = |languages: &[&str]| {
        // What is read backwards is in no language.
        let home = || view.is_home(languages) || spoken.is_some_and(|code| languages.contains(&code));
        !languages.is_empty() && (view.direction != Direction::Forward || home())
    };
    let region = view.locale.and_then(region);
    let local = |plan: &plan::Plan| region.is_some_and(|region| plan.region.eq_ignore_ascii_case(region));
    // France's overseas plans are as much at home as its own.
    let elsewhere = PLANS.iter().any(|plan| local(plan) && plan.region != "FR");
    PLANS
        .iter()
        .map(|plan| match plan {
            _ if named.contains(&plan.region) => Nearness::Named,
            _ if local(plan) => Nearness::Home,
            _ if near(plan.home) => {
                if elsewhere {
                    Nearness::Near
                } else {
                    Nearness::Home
                }
            }
            _ if near(plan.near) => Nearness::Near,
            _ => Nearness::Abroad,
        })
        .collect()
}

/// The region of a locale whose plan is known: "BE" of "fr-BE", "nl_BE.UTF-8", "fr-Latn-BE"; Canada dials as the United States do.
fn region(locale: &str) -> Option<&str> {
    // What follows a single letter is an extension: "en-u-ca-gregory".
    let mut parts = locale.split(['-', '_', '.', '@']).skip(1).take_while(|part| part.len() > 1);
    let region = parts.find(|part| part.len() == 2)?;
    Some(if region.eq_ignore_ascii_case("CA") { "US" } else { region })
}

impl Search<'_, '_> {
    /// Reads on from a token, every way there is, and weighs each prefix that a plan could dial.
    fn extend(&mut self, token: usize, before: Between, digits: Digits, splits: u8) {
        let lattice = self.lattice;
        for &step in lattice.steps_at(token) {
            let splits = splits + u8::from(step.split);
            if self.paths_left == 0 || splits > SPLITS_MAX {
                break;
            }
            self.paths_left -= 1;
            let Some(digits) = digits.and(step.digits.as_slice()) else { continue };
            self.path.push(Group { first: token, step, before });
            if digits.len() >= self.digits_min {
                self.weigh(digits, splits);
            }
            for between in self.lattice.gaps(step.end, Some(self.path.len())).into_iter().flatten() {
                self.extend(between.next, between, digits, splits);
            }
            self.path.pop();
        }
    }

    fn weigh(&mut self, digits: Digits, splits: u8) {
        if self.homophone_at_edge() || self.stutters() {
            return;
        }
        let first = self.path[0].first;
        self.weigh_as(digits, self.plus_before(first).filter(|&at| !self.is_more(at)), splits, Way::Written);
        if self.shifted {
            self.weigh_as(digits.shifted(1), None, splits, Way::Shifted);
            self.weigh_as(digits.shifted(9), None, splits, Way::Shifted);
        }
        if self.backwards {
            self.weigh_as(digits.backwards(), None, splits, Way::Backwards);
            let groups = self.path.iter().rev().try_fold(Digits::default(), |all, g| all.and(g.step.digits.as_slice()));
            if let Some(groups) = groups {
                self.weigh_as(groups, None, splits, Way::Backwards);
            }
        }
    }

    /// A run that begins or ends with an everyday word is that word, not a digit; save where all is said.
    fn homophone_at_edge(&self) -> bool {
        let is = |g: &Group| g.step.how == How::Homophone;
        let words = |g: &Group| matches!(g.step.how, How::Words | How::Misspelt);
        // "o zes": the zero of a number that goes on in words.
        let zero = self.path[0].step.digits.as_slice() == b"0" && self.path.get(1).is_some_and(words);
        let edge = (is(&self.path[0]) && !zero) || self.path.last().is_some_and(is);
        edge && !self.path.iter().all(|g| matches!(g.step.how, How::Homophone | How::Words | How::Misspelt))
    }

    /// Whether the first group is said once more before the number goes on: "mon 07 c'est 07 56 …", "mon 06 : 06 39 …", "06... zéro six …".
    fn stutters(&self) -> bool {
        let [one, again, ..] = &self.path[..] else { return false };
        let gap = again.before.gap;
        let said = self.path[1..].iter().take(one.step.digits.len()).scan(Digits::default(), |all, g| {
            *all = all.and(g.step.digits.as_slice())?;
            Some(*all)
        });
        (gap >= Gap::OddSign || self.view.sign_before(again.first, ":"))
            && (one.step.how != again.step.how || self.path[2..].iter().all(|g| g.before.gap != gap))
            && said.into_iter().any(|said| said == one.step.digits)
    }

    /// Whether a word for the plus only says "more" before one run of figures that nothing announces: "non va più 16277…".
    fn is_more(&self, plus: usize) -> bool {
        let run = self.path.len() == 1 && self.path[0].step.how == How::Figures;
        run && self.view.is_word(plus) && !self.view.cue(plus, self.path_end(), Kind::Phone).near
    }

    /// The first token of a plus, as a sign or in words, that stands before a token.
    fn plus_before(&self, first: usize) -> Option<usize> {
        let before = self.view.skip_spaces_back(first);
        if self.view.sign_before(first, "+") {
            return Some(before - 1).filter(|&plus| before == first || !self.adds(plus));
        }
        self.view.ending_at(before, |c| c == Class::Plus).map(|l| l.first as usize)
    }

    /// Whether a plus with spaces on both sides adds to the figures before it: "27,80 + 12,00".
    fn adds(&self, plus: usize) -> bool {
        let before = self.view.skip_spaces_back(plus);
        before < plus && before > 0 && self.view.is_digits(before - 1)
    }

    fn weigh_as(&mut self, digits: Digits, plus: Option<usize>, splits: u8, way: Way) {
        let mut dials = std::mem::take(&mut self.dials);
        let slice = digits.as_slice();
        plan::dials(slice, plus.is_some(), &mut dials);
        let said = plus.is_some_and(|at| self.view.reading.tokens()[at].kind == TokenKind::Word);
        // "plus trente-trois six …" is a prefix, "plus 06 12 …" only leads on.
        let plus = if said && dials.is_empty() {
            plan::dials(slice, false, &mut dials);
            None
        } else {
            plus
        };
        let ends = self.shape().ends;
        let best = dials
            .iter()
            .filter(|d| !self.is_far_fetched(d))
            .map(|d| (self.plan_sum(d, digits.len(), ends), *d))
            .reduce(|best, next| if next.0 > best.0 { next } else { best });
        self.dials = dials;
        let other = || plan::elsewhere(slice, plus.is_some());
        // Most paths are dropped: the value of a plan's number is written for those that stay.
        let (reading, value) = match best {
            Some((_, dial)) => (weigh::Reading::Plan(dial), None),
            None => match other() {
                Some((value, valid)) => (weigh::Reading::Elsewhere { valid }, Some(value)),
                None if way == Way::Written && plus.is_none() && self.is_orderly() => {
                    (weigh::Reading::Unknown, Some(String::from_utf8_lossy(slice).into_owned()))
                }
                None => return,
            },
        };
        let Some(mut evidence) = self.evidence(digits, reading, splits, way) else { return };
        let sum = evidence.sum();
        // Of equals the longer is the whole number, and the first has the longest numbers.
        let (end, now) = (self.path_end(), self.best.as_ref().map(|best| (best.evidence.sum(), best.path_end)));
        if now.is_some_and(|(best, best_end)| best > sum || (best == sum && best_end >= end))
            || sum < super::CANDIDATE_MIN
        {
            return;
        }
        if let Some((_, dial)) = best {
            evidence.note(dial.evidence());
        }
        let value = value.or_else(|| best.map(|(_, dial)| dial.e164(slice))).unwrap_or_default();
        let own = |own: &String| value.ends_with(own.trim_start_matches('0')) && own.len() >= DIGITS_MIN;
        if self.view.own.phones.iter().any(own) {
            return;
        }
        let path_end = end;
        let first = plus.unwrap_or(self.path[0].first);
        let first = self.view.open_bracket_before(first, end);
        let figures = self.path[0].step.how == How::Figures;
        let settled = sum >= SETTLED_MIN
            && figures
            && best.is_some_and(|(_, d)| d.has_trunk())
            && !(self.backwards || self.shifted);
        let end = self.extension_end(end);
        let end = self.lattice.definition_end(first, end).unwrap_or(end);
        let amended = if sum > 0 { amend::amended(self.view, end, &value) } else { None };
        let amended = amended.or_else(|| if sum > 0 { correction::after(self.view, end, &value) } else { None });
        let (end, value) = amended.map_or((end, value), |amended| (amended.end, amended.value));
        self.best = Some(Best { first, path_end, end, value, evidence, disguises: self.disguises(), settled });
    }

    /// Whether plain figures or plain words are parted alike: what no plan knows must look like a phone at least.
    fn is_orderly(&self) -> bool {
        let how = self.path[0].step.how;
        matches!(how, How::Figures | How::Words)
            && self.path.iter().all(|g| g.step.how == how && g.before.gap <= Gap::Sign && !g.before.comma)
    }

    fn path_end(&self) -> usize {
        self.path.last().map_or(0, |g| g.step.end)
    }

    /// A number abroad without its trunk zero, or of a short plan nobody names, could be anything.
    fn is_far_fetched(&self, dial: &Dial) -> bool {
        let near = self.nearness[dial.plan];
        match dial.form {
            plan::Form::Truncated => !matches!(near, Nearness::Named | Nearness::Home),
            plan::Form::National => {
                near != Nearness::Named && (dial.plan().is_tiny() || (dial.is_short() && near == Nearness::Abroad))
            }
            plan::Form::BareCode => dial.plan().is_tiny(),
            plan::Form::International => false,
        }
    }

    /// One past an extension that follows: "ext. 12", "x456", "#3456".
    fn extension_end(&self, end: usize) -> usize {
        let (reading, text) = (self.view.reading, self.view.text());
        let tokens = reading.tokens();
        let skip = |mut at: usize| {
            while tokens.get(at).is_some_and(|t| t.kind == TokenKind::Space || matches!(t.text(text), "," | "." | ":"))
            {
                at += 1;
            }
            at
        };
        let at = skip(end);
        let after = match tokens.get(at).map(|t| t.text(text)) {
            Some("#") => at + 1,
            Some("x") if at == end || tokens.get(at + 1).is_some_and(|t| t.kind != TokenKind::Word) => at + 1,
            Some(_) => match reading.longest(at, |c| c == Class::Extension) {
                Some(word) => word.end as usize,
                None => return end,
            },
            None => return end,
        };
        let number = skip(after);
        let is_number = tokens
            .get(number)
            .is_some_and(|t| t.kind == TokenKind::Digits && (2..=EXTENSION_DIGITS_MAX).contains(&t.len()));
        if is_number { number + 1 } else { end }
    }

    fn disguises(&self) -> Vec<&'static str> {
        let how = |wanted: fn(How) -> bool| self.path.iter().any(|g| wanted(g.step.how));
        let gap = |wanted: fn(Gap) -> bool| self.path[1..].iter().any(|g| wanted(g.before.gap));
        let names = [
            (how(|h| matches!(h, How::Words | How::Misspelt | How::Homophone)), "number-words"),
            (
                how(|h| matches!(h, How::Letters | How::WeakLetters)) || self.path.iter().any(|g| g.step.disguised),
                "letters-for-digits",
            ),
            (gap(|g| matches!(g, Gap::Filler | Gap::Letters)), "fillers"),
            (gap(|g| matches!(g, Gap::OddSign | Gap::Unit | Gap::Newline)), "separators"),
        ];
        names.into_iter().filter(|(holds, _)| *holds).map(|(_, name)| name).collect()
    }
}

impl Best<'_> {
    fn candidate(self, view: &View<'_>) -> Candidate {
        let mut candidate = view.candidate(Kind::Phone, self.first, self.end, self.value, self.evidence);
        candidate.disguises.extend(self.disguises);
        candidate
    }
}
