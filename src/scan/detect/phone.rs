//! Phones: runs of digits, however written, that some country's plan could dial.

use crate::kind::Kind;
use crate::scan::prove::plan::{self, Dial, Form, Line, PLANS};
use crate::scan::read::{Against, Class, TokenKind};

use super::digits::{self, Digits, Gap, How, Step};
use super::evidence::Evidence;
use super::{Candidate, Found, View};

/// Paths tried from one starting token: a phone in number words has at most a dozen groups with two or three readings each,
/// and the plan prunes most; past it the longest readings have been tried.
const PATHS_MAX: usize = 160;
/// Starting tokens tried in one text: a 64 KiB text of digits holds more and is no chat; the verdict then says `truncated`.
const STARTS_MAX: usize = 4096;
/// The fewest digits of a number in any plan.
const DIGITS_MIN: usize = 8;

/// One group of a path: where it is, how it was written and what lies before it.
#[derive(Clone, Copy)]
struct Group {
    first: usize,
    step: Step,
    gap: Gap,
}

/// Reads every phone of a view.
pub(super) fn detect(view: &View<'_>, found: &mut Found) {
    let mut search = Search { view, path: Vec::new(), dials: Vec::new(), paths_left: 0, best: None };
    let mut starts = 0;
    for token in 0..view.reading.tokens().len() {
        if !digits::starts_digits(view, token) {
            continue;
        }
        starts += 1;
        if starts > STARTS_MAX {
            found.truncated = true;
            return;
        }
        search.paths_left = PATHS_MAX;
        search.best = None;
        search.extend(token, Gap::Nothing, Digits::default());
        if let Some((_, candidate)) = search.best.take() {
            found.candidates.push(candidate);
        }
    }
}

struct Search<'v> {
    view: &'v View<'v>,
    path: Vec<Group>,
    dials: Vec<Dial>,
    paths_left: usize,
    best: Option<(i16, Candidate)>,
}

impl Search<'_> {
    /// Reads on from a token, every way there is, and weighs each prefix that a plan could dial.
    fn extend(&mut self, token: usize, gap: Gap, before: Digits) {
        let mut steps = Vec::new();
        digits::steps(self.view, token, &mut steps);
        for step in steps {
            if self.paths_left == 0 {
                return;
            }
            self.paths_left -= 1;
            let Some(digits) = before.and(step.digits.as_slice()) else { continue };
            self.path.push(Group { first: token, step, gap });
            if digits.len() >= DIGITS_MIN {
                self.weigh(digits);
            }
            if let Some((gap, next)) = digits::gap(self.view, step.end) {
                self.extend(next, gap, digits);
            }
            self.path.pop();
        }
    }

    fn weigh(&mut self, digits: Digits) {
        // A run that begins or ends with an everyday word is that word, not a digit.
        let edge = [self.path.first(), self.path.last()].into_iter().flatten().any(|g| g.step.how == How::Homophone);
        if edge && self.path.iter().filter(|g| g.step.how == How::Homophone).count() * 2 > self.path.len() {
            return;
        }
        let first = self.path[0].first;
        let plus = self.view.sign_before(first, "+");
        let mut dials = std::mem::take(&mut self.dials);
        plan::dials(digits.as_slice(), plus, &mut dials);
        for &dial in &dials {
            self.weigh_dial(digits, Some(dial), plus);
        }
        if dials.is_empty()
            && (plus || digits.as_slice().starts_with(b"00"))
            && plan::elsewhere(digits.as_slice(), plus).is_some()
        {
            self.weigh_dial(digits, None, plus);
        }
        self.dials = dials;
    }

    fn weigh_dial(&mut self, digits: Digits, dial: Option<Dial>, plus: bool) {
        let evidence = self.evidence(digits, dial);
        let sum = evidence.sum();
        if self.best.as_ref().is_some_and(|(best, _)| *best >= sum) || sum < super::CANDIDATE_MIN {
            return;
        }
        let value = match dial {
            Some(dial) => dial.e164(digits.as_slice()),
            None => plan::elsewhere(digits.as_slice(), plus).unwrap_or_default(),
        };
        if self
            .view
            .own
            .phones
            .iter()
            .any(|own| value.ends_with(own.trim_start_matches('0')) && own.len() >= DIGITS_MIN)
        {
            return;
        }
        let first = if plus { self.view.skip_spaces_back(self.path[0].first) - 1 } else { self.path[0].first };
        let first = self.view.open_bracket_before(first, self.path.last().map_or(first, |g| g.step.end));
        let end = self.path.last().map_or(first + 1, |g| g.step.end);
        let mut candidate = self.view.candidate(Kind::Phone, first, end, value, evidence);
        self.add_disguises(&mut candidate);
        self.best = Some((sum, candidate));
    }

    fn add_disguises(&self, candidate: &mut Candidate) {
        let mut add = |holds: bool, name| {
            if holds {
                candidate.disguises.push(name);
            }
        };
        add(self.path.iter().any(|g| matches!(g.step.how, How::Words | How::Homophone)), "number-words");
        add(self.path.iter().any(|g| g.step.how == How::Letters || g.step.disguised), "letters-for-digits");
        add(self.path.iter().any(|g| matches!(g.gap, Gap::Filler | Gap::Letters)), "fillers");
        add(self.path.iter().any(|g| matches!(g.gap, Gap::OddSign | Gap::Unit | Gap::Newline)), "separators");
    }

    fn evidence(&self, digits: Digits, dial: Option<Dial>) -> Evidence<'_> {
        let view = self.view;
        let mut evidence = Evidence::new(view.weights, Kind::Phone);
        self.weigh_plan(dial, &mut evidence);
        self.weigh_shape(digits, dial, &mut evidence);
        let first = self.path[0].first;
        let end = self.path.last().map_or(first + 1, |g| g.step.end);
        let cue = view.cue(first, end, Kind::Phone);
        evidence.add_if(cue.near, "cue");
        evidence.add_if(!cue.near && (cue.far || cue.other), "cue-far");
        evidence.add_if(view.alone(first, end), "alone");
        self.weigh_against(first, end, cue.near, &mut evidence);
        evidence
    }

    fn weigh_plan(&self, dial: Option<Dial>, evidence: &mut Evidence<'_>) {
        let Some(dial) = dial else { return evidence.add("international") };
        let plan = &PLANS[dial.plan];
        let home = self.view.is_home(plan.languages);
        evidence.add(match (dial.form, dial.line, home) {
            (Form::International, _, _) => "international",
            (Form::BareCode, Line::Mobile, _) => "bare-code",
            (Form::BareCode, Line::Fixed, _) => "bare-code-fixed",
            (Form::National, Line::Mobile, true) => "mobile-home",
            (Form::National, Line::Mobile, false) => "mobile-abroad",
            (Form::National, Line::Fixed, true) => "fixed-home",
            (Form::National, Line::Fixed, false) => "fixed-abroad",
        });
        evidence.add_if(dial.form == Form::National && !dial.has_trunk(), "no-trunk");
        evidence.add_if(dial.form == Form::National && !dial.has_trunk() && !home, "no-trunk-abroad");
        evidence.add_if(dial.form == Form::National && plan.region == "TN", "short-plan");
        evidence.add_if(dial.is_loose() && dial.form == Form::National, "loose-plan");
        evidence.note(dial.evidence());
    }

    fn weigh_shape(&self, digits: Digits, dial: Option<Dial>, evidence: &mut Evidence<'_>) {
        let path = &self.path;
        let figures: Vec<usize> = path.iter().map(|g| g.step.digits.len()).collect();
        let words = path.iter().filter(|g| g.step.how == How::Words).count();
        let homophones = path.iter().filter(|g| g.step.how == How::Homophone).count();
        let all_ones = figures.len() >= 7 && figures.iter().all(|n| *n == 1);
        evidence.add(match figures.len() {
            1 => "compact",
            _ if all_ones => "digit-by-digit",
            _ if usual_groups(&figures, dial) => "groups",
            _ if words * 2 >= path.len() => "groups-spoken",
            _ => "groups-odd",
        });
        evidence.add_if(words * 2 >= path.len() && words > 1, "words");
        evidence.add_if(words > 0 && words * 2 < path.len(), "some-words");
        let spoken = words > 0 || path.iter().any(|g| g.step.how == How::Letters);
        for _ in 0..homophones.min(3) {
            evidence.add(if spoken { "homophone" } else { "homophone-in-figures" });
        }
        evidence.add_if(path.iter().any(|g| g.step.how == How::Letters), "letters-for-digits");
        let marks = self.view.marks(path[0].first, path[path.len() - 1].step.end);
        evidence.add_if(marks.is_disguised(), "disguised");
        let most = path[1..].iter().map(|g| g.gap).max().unwrap_or(Gap::Nothing);
        evidence.add_if(path[1..].iter().any(|g| matches!(g.gap, Gap::Filler | Gap::Letters)), "fillers");
        evidence.add_if(most == Gap::OddSign, "odd-separators");
        evidence.add_if(path[1..].iter().any(|g| g.gap == Gap::Unit), "units-between");
        evidence.add_if(
            path[1..].iter().filter(|g| g.gap != path[1].gap).count() > 1 && most <= Gap::Sign,
            "mixed-separators",
        );
        evidence.add_if(is_counting(digits.as_slice(), &figures), "counting");
        evidence.add_if(self.looks_like_dates(), "date-shape");
    }

    /// Whether the groups, with their signs, are a date or a list of prices: "05.10.1986", "12/03/2026 14:30".
    fn looks_like_dates(&self) -> bool {
        let [day, month, year, ..] = &self.path[..] else { return false };
        let value = |g: &Group| g.step.digits.as_slice().iter().fold(0u32, |n, d| n * 10 + u32::from(d - b'0'));
        let (day_n, month_n, year_n) = (value(day), value(month), value(year));
        let signs = month.gap == Gap::Sign && year.gap == Gap::Sign;
        let plausible = |d: u32, m: u32| (1..=31).contains(&d) && (1..=12).contains(&m);
        let dmy = year.step.digits.len() == 4
            && (1900..2100).contains(&year_n)
            && (plausible(day_n, month_n) || plausible(month_n, day_n));
        let ymd = day.step.digits.len() == 4 && (1900..2100).contains(&day_n) && plausible(year_n, month_n);
        signs && (dmy || ymd)
    }

    fn weigh_against(&self, first: usize, end: usize, cue: bool, evidence: &mut Evidence<'_>) {
        let view = self.view;
        if let Some(against) = view.against_before(first).filter(|_| !cue) {
            evidence.add(match against {
                Against::Price => "price-before",
                Against::Time => "time-before",
                Against::Date => "date-before",
                Against::Measure => "measure-before",
                Against::Reference => "reference-before",
                Against::Count => "count-before",
                Against::Score => "score-before",
            });
        }
        evidence.add_if(view.against_after(end).is_some(), "unit-after");
        evidence.add_if(self.runs_on_before(first), "runs-on");
        evidence.add_if(self.runs_on_after(end), "runs-on");
    }

    /// Whether more digits stand directly before, parted as these are.
    fn runs_on_before(&self, first: usize) -> bool {
        let tokens = self.view.reading.tokens();
        let text = self.view.text();
        let Some(before) = first.checked_sub(1) else { return false };
        let digits_at =
            |at: usize| tokens[at].kind == TokenKind::Digits || self.view.reading.is(at, |c| c == Class::Number);
        match tokens[before].kind {
            TokenKind::Digits => true,
            TokenKind::Space | TokenKind::Hyphen => before > 0 && digits_at(before - 1),
            TokenKind::Sign => {
                matches!(tokens[before].text(text), "." | "," | "/" | ":" | "€") && before > 0 && digits_at(before - 1)
            }
            TokenKind::Word => tokens[before].len() > 12,
            TokenKind::Newline => false,
        }
    }

    fn runs_on_after(&self, end: usize) -> bool {
        let tokens = self.view.reading.tokens();
        let text = self.view.text();
        let digits_at = |at: usize| {
            tokens.get(at).is_some_and(|t| t.kind == TokenKind::Digits)
                || self.view.reading.is(at, |c| c == Class::Number)
        };
        match tokens.get(end).map(|t| (t.kind, t.text(text))) {
            Some((TokenKind::Digits, _)) => true,
            Some((TokenKind::Space | TokenKind::Hyphen, _)) => digits_at(end + 1),
            Some((TokenKind::Sign, "." | "," | "/" | ":" | "€" | "%")) => {
                tokens.get(end + 1).is_some_and(|t| t.kind == TokenKind::Digits)
            }
            _ => false,
        }
    }
}

/// Whether the groups are ones that people use for phones.
fn usual_groups(sizes: &[usize], dial: Option<Dial>) -> bool {
    let region = dial.map_or("", |d| PLANS[d.plan].region);
    if region == "US" {
        let tail = if sizes.first() == Some(&1) { &sizes[1..] } else { sizes };
        return tail == [3, 3, 4] || tail == [3, 7] || tail == [6, 4];
    }
    (sizes.len() == 2 && (2..=5).contains(&sizes[0]) && sizes[1] <= 8)
        || sizes.len() <= 7
            && sizes.iter().all(|n| (1..=6).contains(n))
            && sizes.iter().filter(|n| **n == 1).count() <= 2
}

/// "1 2 3 4 5", "10 20 30 40 50", one digit over and over.
fn is_counting(digits: &[u8], sizes: &[usize]) -> bool {
    if digits.iter().all(|d| *d == digits[digits.len() - 1]) {
        return true;
    }
    let mut groups = Vec::new();
    let mut at = 0;
    for size in sizes {
        groups.push(digits[at..at + size].iter().fold(0i64, |n, d| n * 10 + i64::from(d - b'0')));
        at += size;
    }
    let singles: Vec<i64> = digits.iter().map(|d| i64::from(*d)).collect();
    let even = |values: &[i64]| {
        values.len() >= 4 && values.windows(3).all(|w| w[1] - w[0] == w[2] - w[1]) && values[0] != values[1]
    };
    even(&groups) || even(&singles) || digits == b"1234567890" || digits == b"0123456789"
}
