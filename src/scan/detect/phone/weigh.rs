//! What speaks for and against a run of digits as a phone: its plan, its shape and what stands around it.

use crate::kind::Kind;
use crate::scan::detect::evidence::Evidence;
use crate::scan::prove::plan::{self, Dial, Form, Line};
use crate::scan::read::{Against, Class, TokenKind};

use super::gap::{Between, Gap};
use super::lattice::{Digits, How};
use super::{Nearness, Search, Way};

/// The digits of a number that no plan here knows: as many as are dialled anywhere.
const UNKNOWN_DIGITS: std::ops::RangeInclusive<usize> = 8..=13;
/// The longest cue that is looked for at the end of a word glued before a number.
const GLUED_CUE_MAX: usize = 12;
/// The highest number of most lotteries.
const DRAWN_MAX: i64 = 59;
/// How many tokens before a number a reference's name is surely about it: "commande n° : ".
const REFERENCE_TOKENS_NEAR: usize = 6;
/// Digits of what is listed at most: longer ones are the next phone.
const LISTED_DIGITS_MAX: usize = 3;
/// Days of a list that go on after what could be a number at most.
const LISTED_DAYS_MAX: usize = 6;
/// Bytes of a month's name at least: "mai".
const MONTH_BYTES_MIN: usize = 3;
/// Numbers that follow each other in a series at least.
const COUNTED_MIN: usize = 7;
/// Tokens from the name of a number's half to its digits at most.
const HALF_TOKENS: usize = 6;
/// Digits after a country's code, each by itself, at least.
const DIGITS_APART_MIN: usize = 7;
/// Homophones that are counted against a run.
const HOMOPHONES_COUNTED: usize = 3;

/// As what a run of digits is read.
#[derive(Clone, Copy)]
pub(super) enum Reading {
    Plan(Dial),
    /// As a number of a country without a plan here.
    Elsewhere {
        valid: bool,
    },
    /// As a number of no known plan: only where the text announces a phone.
    Unknown,
}

/// The groups of a path as they look: figures that touch are one group.
pub(super) struct Shape {
    /// Sizes of the groups.
    sizes: Vec<u8>,
    /// A bit for the number of digits at each group's end.
    pub(super) ends: u32,
}

impl<'v> Search<'_, 'v> {
    /// The evidence for a reading; `None` where it needs a cue and has none.
    pub(super) fn evidence(&self, digits: Digits, reading: Reading, splits: u8, way: Way) -> Option<Evidence<'v>> {
        let view = self.view;
        let (first, end) = (self.path[0].first, self.path_end());
        let cue = view.cue(first, end, Kind::Phone);
        let glued = self.glued_cue(first);
        let near = cue.near || glued;
        if matches!(reading, Reading::Unknown) && !(near && UNKNOWN_DIGITS.contains(&digits.len())) {
            return None;
        }
        let mut evidence = Evidence::new(view.weights, Kind::Phone);
        let shape = self.shape();
        match reading {
            Reading::Plan(dial) => {
                self.plan_evidence(&dial, digits.len(), |name| evidence.add(name));
                evidence.add_if(dial.form == Form::Truncated && self.ends_like_a_list(), "enumerated");
                let bare = dial.form == Form::BareCode || dial.form == Form::National && !dial.has_trunk();
                evidence.add_if(bare && self.are_amounts(), "amounts");
                // "9508 200114": nobody parts a number of a wide plan so.
                let odd = bare && dial.is_wide() && !near && shape.sizes.len() == 2 && shape.sizes[0] > 3;
                evidence.add_if(odd, "wide-grouped-oddly");
            }
            Reading::Elsewhere { valid } => {
                evidence.add(if valid { "international" } else { "international-possible" })
            }
            Reading::Unknown => evidence.add("plan-unknown"),
        }
        let grouped = matches!(reading, Reading::Plan(dial) if dial.is_grouped(shape.ends));
        self.weigh_shape(&shape, grouped, &mut evidence);
        self.weigh_writing(&mut evidence);
        self.weigh_counter_shapes(digits, &shape, grouped, &mut evidence);
        for _ in 0..splits {
            evidence.add("split-number");
        }
        // Who says a number in words says it as in the country of the text's language, or with the country's code.
        let spoken = self.path.iter().filter(|g| g.step.how == How::Words).count() * 2 >= self.path.len();
        let abroad = |dial: Dial| self.nearness[dial.plan] == Nearness::Abroad && !dial.has_trunk();
        let abroad = matches!(reading, Reading::Plan(dial) if dial.form == Form::National && abroad(dial));
        evidence.add_if(spoken && abroad && !near, "words-abroad");
        evidence.add_if(way == Way::Backwards, "backwards");
        evidence.add_if(way == Way::Shifted, "shifted");
        evidence.add_if(self.backwards && way != Way::Backwards, "said-backwards");
        evidence.add_if(near, "cue");
        evidence.add_if(glued || cue.adjacent, "cue-adjacent");
        evidence.add_if(!near && (cue.far || cue.other), "cue-far");
        evidence.add_if(!near && view.cue(first, end, Kind::Meeting).adjacent, "cue-meeting");
        let alone = view.alone(first, end);
        evidence.add_if(alone, "alone");
        let cued = near || cue.far || cue.other;
        let open = matches!(reading, Reading::Plan(dial) if dial.form == Form::National && !dial.has_trunk());
        evidence.add_if(open && !cued && !alone && !view.reading.holds().riddle() && self.is_strewn(), "strewn");
        if !cued && shape.sizes.len() == 1 && self.path.iter().all(|g| g.step.how == How::Figures) {
            self.weigh_bare(reading, alone, &mut evidence);
        }
        self.weigh_around(first, end, cue.before_end, &mut evidence);
        Some(evidence)
    }

    /// A run of figures that nothing announces or groups: as much an order's number, where no plus and no trunk zero begins it.
    fn weigh_bare(&self, reading: Reading, alone: bool, evidence: &mut Evidence<'_>) {
        let unsure = alone && !self.view.is_language_known();
        match reading {
            Reading::Plan(dial) if dial.form == Form::International => {}
            Reading::Plan(dial) if dial.form == Form::National && dial.has_trunk() && !dial.is_wide() => {
                let usual = dial.line == Line::Mobile && self.nearness[dial.plan] == Nearness::Home;
                evidence.add_if(unsure && !usual, "bare-unsure");
            }
            Reading::Plan(dial) => {
                let near = self.nearness[dial.plan] != Nearness::Abroad;
                evidence.add_if(dial.is_wide() || (dial.form == Form::BareCode && !near), "bare-wide");
                evidence.add_if(unsure, "bare-alone");
            }
            Reading::Elsewhere { valid } => evidence.add_if(!valid, "bare-possible"),
            Reading::Unknown => {}
        }
    }

    /// What a plan weighs, for choosing among those that fit; `ends` are the shape's.
    pub(super) fn plan_sum(&self, dial: &Dial, digits: usize, ends: u32) -> i16 {
        let mut sum = 0i16;
        let mut add = |name| sum = sum.saturating_add(self.view.weights.of(Kind::Phone, name));
        self.plan_evidence(dial, digits, &mut add);
        add(if dial.is_grouped(ends) { "groups-plan" } else { "groups" });
        sum
    }

    /// Whether commas, an "and" or letters part figures, and nothing that leads on: "772, 774 und 779", "2a 3b 4d".
    fn is_strewn(&self) -> bool {
        let and = |g: &super::Group| {
            let before = self.view.ending_at(self.view.skip_spaces_back(g.first), |c| c == Class::Joiner);
            before.is_some_and(|l| self.view.is_digits(self.view.skip_spaces_back(l.first as usize) - 1))
        };
        let leads = |g: &super::Group| g.before.gap == Gap::Filler && g.before.loose == 0 && !and(g);
        let parted = |g: &super::Group| g.before.comma || matches!(g.before.gap, Gap::Filler | Gap::Letters);
        let gaps = &self.path[1..];
        // "6;3;8;1;9": digit by digit, the same sign glued between all.
        let glued = |g: &super::Group| {
            g.step.digits.len() == 1 && g.before.gap == Gap::Sign && self.view.is_digits(g.first.saturating_sub(2))
        };
        !gaps.iter().all(glued)
            && self.path.iter().all(|g| g.step.how != How::Words)
            && gaps.iter().any(parted)
            && !gaps.iter().any(leads)
    }

    /// "(352) 691 …": what stands between brackets before a number is its country's code.
    fn is_first_enclosed(&self) -> bool {
        let (first, end) = (self.path[0].first, self.path[0].step.end);
        self.view.sign_before(first, "(") && self.view.sign(end) == Some(")")
    }

    /// "34 9-1-5 / 4-4 / 8-2": a country's code by itself, and every digit after it by itself.
    fn is_code_apart(&self) -> bool {
        let [code, rest @ ..] = &self.path[..] else { return false };
        let single = |g: &super::Group| g.step.digits.len() == 1;
        rest.len() >= DIGITS_APART_MIN && code.step.digits.len() > 1 && rest.iter().all(single)
    }

    fn plan_evidence(&self, dial: &Dial, digits: usize, mut add: impl FnMut(&'static str)) {
        let near = self.nearness[dial.plan];
        add(match (dial.form, dial.line, near) {
            (Form::International, _, _) => "international",
            (Form::BareCode, _, _) if self.is_first_enclosed() => "international",
            (Form::BareCode, Line::Fixed, Nearness::Named | Nearness::Home) if self.is_code_apart() => "bare-code",
            (Form::BareCode, Line::Mobile, _) => "bare-code",
            (Form::BareCode, Line::Fixed, _) => "bare-code-fixed",
            (_, Line::Mobile, Nearness::Named | Nearness::Home) => "mobile-home",
            (_, Line::Mobile, Nearness::Near) => "mobile-near",
            (_, Line::Mobile, Nearness::Abroad) => "mobile-abroad",
            (_, Line::Fixed, Nearness::Named | Nearness::Home) => "fixed-home",
            (_, Line::Fixed, Nearness::Near) => "fixed-near",
            (_, Line::Fixed, Nearness::Abroad) => "fixed-abroad",
        });
        if near == Nearness::Named {
            add("region-named");
        }
        // "(438) 555-0139"
        if dial.is_nanp() && self.is_first_enclosed() && self.path[0].step.digits.len() == 3 {
            add("area-enclosed");
        }
        match dial.form {
            Form::Truncated => add("trunk-missing"),
            Form::National if !dial.has_trunk() => {
                add("no-trunk");
                if near == Nearness::Abroad {
                    add("no-trunk-abroad");
                }
            }
            Form::National if dial.has_idle_trunk() => add("trunk-idle"),
            _ => {}
        }
        let national = matches!(dial.form, Form::National | Form::Truncated);
        if national && dial.is_short() && near != Nearness::Named {
            add("short-plan");
        }
        if national && dial.is_loose() {
            add("loose-plan");
        }
        if digits < 8 {
            add("few-digits");
        }
    }

    pub(super) fn shape(&self) -> Shape {
        let mut shape = Shape { sizes: Vec::with_capacity(self.path.len()), ends: 0 };
        let mut total = 0;
        let figures = |how| matches!(how, How::Figures | How::Letters | How::WeakLetters);
        for (at, group) in self.path.iter().enumerate() {
            let size = group.step.digits.len() as u8;
            let touches = at > 0
                && group.before.gap == Gap::Nothing
                && (figures(group.step.how) || figures(self.path[at - 1].step.how));
            match shape.sizes.last_mut().filter(|_| touches) {
                Some(last) => {
                    *last += size;
                    shape.ends &= !(1 << total);
                }
                None => shape.sizes.push(size),
            }
            total += u32::from(size);
            shape.ends |= 1 << total;
        }
        shape
    }

    fn weigh_shape(&self, shape: &Shape, grouped: bool, evidence: &mut Evidence<'_>) {
        let sizes = &shape.sizes;
        let words = self.path.iter().filter(|g| matches!(g.step.how, How::Words | How::Misspelt)).count();
        let singles = sizes.iter().filter(|n| **n == 1).count();
        let usual = (sizes.len() == 2 && (2..=5).contains(&sizes[0]) && sizes[1] <= 8)
            || (sizes.len() <= 7 && sizes.iter().all(|n| (1..=6).contains(n)) && singles <= 2);
        evidence.add(match sizes.len() {
            1 => "compact",
            n if n >= 7 && singles == n => "digit-by-digit",
            _ if self.is_code_apart() => "digit-by-digit",
            _ if grouped => "groups-plan",
            _ if usual => "groups",
            _ if words * 2 >= self.path.len() => "groups-spoken",
            _ => "groups-odd",
        });
        evidence.add_if(words * 2 >= self.path.len() && words > 1, "words");
        evidence.add_if(words > 0 && words * 2 < self.path.len(), "some-words");
    }

    /// How the digits were written, and what parts them.
    fn weigh_writing(&self, evidence: &mut Evidence<'_>) {
        let path = &self.path;
        let count = |how: How| path.iter().filter(|g| g.step.how == how).count();
        let letters = count(How::Letters) + count(How::WeakLetters);
        let spoken = count(How::Words) > 0;
        for _ in 0..count(How::Homophone).min(HOMOPHONES_COUNTED) {
            evidence.add(if spoken { "homophone" } else { "homophone-in-figures" });
        }
        for _ in 0..count(How::Misspelt) {
            evidence.add("misspelt");
        }
        evidence.add_if(letters > 0, "letters-for-digits");
        for _ in 0..count(How::WeakLetters).min(HOMOPHONES_COUNTED) {
            evidence.add("letter-unlike");
        }
        // "Q1 7/10": a letter that numbers something.
        evidence.add_if(path[0].step.how == How::WeakLetters && path[0].step.digits.len() == 1, "letter-first");
        let marks = self.view.marks(path[0].first, self.path_end());
        evidence.add_if(marks.is_disguised(), "disguised");
        let gaps = || path[1..].iter().map(|g| &g.before);
        let most = gaps().map(|b| b.gap).max().unwrap_or(Gap::Nothing);
        let filled = |b: &Between| matches!(b.gap, Gap::Filler | Gap::Letters);
        evidence.add_if(gaps().filter(|b| filled(b)).count() > 1, "fillers");
        evidence.add_if(self.drops_a_figure(), "figure-dropped");
        // "… 78 après 18 h", "le 12 et 06 …": a single group beyond words is another number.
        if path.len() > 3 && gaps().filter(|b| b.gap == Gap::Filler).count() == 1 {
            let first = path[1].before.gap == Gap::Filler && self.stands(&path[1..]);
            let last = path[path.len() - 1].before.gap == Gap::Filler && self.stands(&path[..path.len() - 1]);
            evidence.add_if(first || last, "edge-by-words");
        }
        evidence.add_if(most == Gap::OddSign, "odd-separators");
        for _ in 0..gaps().map(|b| b.loose).sum::<u8>().min(6) {
            evidence.add("loose-word");
        }
        if most == Gap::Unit && !self.view.reading.holds().riddle() {
            let disguise = self.units_disguise();
            evidence.add(match disguise {
                true => "units-disguise",
                false if count(How::Words) > 0 => "units-spoken",
                false if gaps().any(|b| b.unit.is_some_and(|at| self.counts(at))) => "units-counted",
                false => "units-between",
            });
            // "017 mm, Stück 2001": measured and counted in turn.
            let mut units = gaps().filter_map(|b| b.unit).map(|at| self.view.word(at));
            let unit = units.next();
            evidence.add_if(!disguise && units.any(|other| Some(other) != unit), "units-between");
        }
        let parted = || gaps().filter(|b| b.gap > Gap::Nothing);
        let unlike = parted().next().is_some_and(|one| parted().filter(|b| b.gap != one.gap).count() > 1);
        evidence.add_if(unlike && most <= Gap::Sign, "mixed-separators");
    }

    /// Whether some groups are by themselves a number that the text's country could dial.
    fn stands(&self, groups: &[super::Group]) -> bool {
        let digits = groups.iter().try_fold(Digits::default(), |all, g| all.and(g.step.digits.as_slice()));
        let mut dials = Vec::new();
        plan::dials(digits.unwrap_or_default().as_slice(), false, &mut dials);
        let near = |dial: &Dial| matches!(self.nearness[dial.plan], Nearness::Named | Nearness::Home | Nearness::Near);
        dials.iter().any(|dial| near(dial) && dial.form == Form::National)
    }

    /// Whether a letter much like a figure, glued to figures, is left out: "4O5", where another is a figure or no other parts groups.
    fn drops_a_figure(&self) -> bool {
        let path = &self.path;
        let glued =
            |end: usize| self.view.is_digits(end - 1) && self.lattice.starts(end) && self.lattice.is_figure(end);
        let parts = |w: &&[super::Group]| matches!(w[1].before.gap, Gap::Letters | Gap::Filler) && glued(w[0].step.end);
        let end = self.path_end();
        match path.windows(2).filter(parts).count() {
            0 => glued(end) && self.lattice.is_drawn(end),
            1 => true,
            _ => path.iter().any(|g| g.step.how == How::Letters),
        }
    }

    /// Whether a word is of things counted: "messages".
    fn counts(&self, at: usize) -> bool {
        self.view.reading.is(at, |c| c == Class::Against(Against::Count))
    }

    /// Whether a zero and pairs of figures say a number whole, spaces or the same sign between: "07 92 84 23 73 cc je peux …".
    fn is_whole(&self) -> bool {
        let pair = |g: &super::Group| g.step.how == How::Figures && g.step.digits.len() == 2;
        let alike = self.path[1..].iter().all(|g| g.before.gap == self.path[1].before.gap && g.before.gap <= Gap::Sign);
        self.path.len() == 5 && self.path.iter().all(pair) && alike && self.path[0].step.digits.as_slice()[0] == b'0'
    }

    /// Whether every group carries the same unit and they begin with 0 as no price does: "06€ 12€ 34€ …", "£077 £009 …".
    fn units_disguise(&self) -> bool {
        let text = self.view.text();
        let unit = |at: Option<usize>| at.map(|at| self.view.reading.tokens()[at].text(text));
        let first = unit(self.path.get(1).and_then(|g| g.before.unit));
        let zero = |g: &super::Group| g.step.digits.as_slice().first() == Some(&b'0');
        let pairs = self.path.iter().all(|g| g.step.digits.len() == 2);
        let long = self.path.iter().all(|g| g.step.digits.len() >= 2) && self.path[1..].iter().any(zero);
        zero(&self.path[0])
            && self.path.len() >= 4
            && (pairs || long)
            && first.is_some()
            && self.path[1..].iter().all(|g| unit(g.before.unit) == first)
    }

    /// Shapes of other things: counting, dates, times, fractions, lists.
    fn weigh_counter_shapes(&self, digits: Digits, shape: &Shape, grouped: bool, evidence: &mut Evidence<'_>) {
        let path = &self.path;
        let spoken = |at: usize| matches!(path[at].step.how, How::Words | How::Misspelt);
        let said = path.iter().all(|g| g.step.how == How::Words);
        let words = path.iter().filter(|g| g.step.how == How::Words).count();
        let counted = words >= NINE.len() && holds_all_nine(digits.as_slice())
            || said && (counts(digits.as_slice()) || never_falls(digits.as_slice(), &shape.sizes));
        evidence.add_if(counted || is_counting(digits.as_slice(), &shape.sizes), "counting");
        evidence.add_if(
            is_ascending(digits.as_slice(), &shape.sizes) && !path.iter().any(|g| g.step.how == How::Words),
            "ascending",
        );
        let dates = self.looks_like_dates() || self.is_compact_date() || self.is_date_and_hour() || self.are_dates();
        evidence.add_if(dates, "date-shape");
        evidence.add_if(self.looks_like_times() || self.is_clock_and_more(), "time-shape");
        let decimals = (1..path.len()).filter(|&at| path[at].before.decimal && spoken(at) && spoken(at - 1)).count();
        let spoken_decimals = decimals > 0 && decimals * 3 <= path.len();
        evidence.add_if(spoken_decimals || self.is_pair_of_decimals() || self.is_priced(), "decimal-shape");
        evidence.add_if(self.has_thousands(), "thousands");
        evidence.add_if(self.are_fractions(), "fractions");
        evidence.add_if(self.are_added(), "sum-shape");
        evidence.add_if(self.is_a_series(), "series");
        let equals = path[1..].iter().filter(|g| g.before.equals).count();
        evidence.add_if(equals > 0 && equals < path.len() - 1, "sum-shape");
        // Four digits may be a group of a plan's own.
        let least = if grouped { 5 } else { 4 };
        let long = |g: &super::Group| g.step.how == How::Figures && g.step.digits.len() >= least;
        // "6124 y la segunda 58793": two halves are no list.
        let halves = |end: usize, next: usize| {
            let piece = |c| matches!(c, Class::First | Class::Last | Class::Part | Class::Ordinal | Class::Middle);
            path.len() == 2 && (end..next).any(|at| self.view.reading.is(at, piece))
        };
        let listed = path.windows(2).any(|w| {
            (w[1].before.comma || w[1].before.gap == Gap::Filler)
                && long(&w[0])
                && long(&w[1])
                && !halves(w[0].step.end, w[1].first)
        });
        evidence.add_if(self.is_halved(), "said-in-halves");
        evidence.add_if(listed, "list-of-long");
    }

    /// "la primera mitad es 6124 y la segunda 58793": what stands before the first group is its half's name, and the other is named too.
    fn is_halved(&self) -> bool {
        let view = self.view;
        let [one, other] = &self.path[..] else { return false };
        let piece = |c| matches!(c, Class::First | Class::Last | Class::Part | Class::Ordinal);
        let named = |from: usize, to: usize| (from..to).any(|at| view.reading.is(at, piece));
        named(one.first.saturating_sub(HALF_TOKENS), one.first) && named(one.step.end, other.first)
    }

    /// Whether a sign alone stands right between a group and the one before it.
    fn is_glued_by(&self, group: &super::Group, sign: &str) -> bool {
        group.before.gap == Gap::Sign
            && group.first > 1
            && self.view.sign(group.first - 1) == Some(sign)
            && self.view.is_digits(group.first - 2)
    }

    /// "7/10, Q2 12/15": marks out of so many, two pairs at least, and more than a slash between them.
    fn are_fractions(&self) -> bool {
        let path = &self.path;
        let slashed = |at: usize| path.get(at).is_some_and(|g| self.is_glued_by(g, "/"));
        let value = |at: usize| path[at].step.digits.value();
        let pairs: Vec<usize> = (1..path.len()).filter(|&at| slashed(at)).collect();
        let apart =
            |at: &&usize| !slashed(**at - 1) && !slashed(**at + 1) && value(**at - 1) <= value(**at) && value(**at) > 0;
        let parted = |w: &[usize]| path[w[0] + 1..w[1]].iter().any(|g| g.before.comma);
        pairs.len() >= 2 && pairs.iter().filter(apart).count() == pairs.len() && pairs.windows(2).all(parted)
    }

    /// "234,50 + 89,90": amounts with a plus between them.
    fn are_added(&self) -> bool {
        let cents = |g: &&super::Group| self.is_glued_by(g, ",") && g.step.digits.len() == 2;
        let plus = |g: &super::Group| self.view.sign_before(g.first, "+");
        self.path[1..].iter().filter(cents).count() >= 2 && self.path[1..].iter().any(plus)
    }

    /// "0415-22 und 0416-23": two numbers that begin and are parted alike, an "and" between them.
    fn is_a_series(&self) -> bool {
        let path = &self.path;
        let Some(half) = path.len().checked_div(2).filter(|half| half * 2 == path.len() && *half > 0) else {
            return false;
        };
        let joined = |g: &super::Group| {
            self.view.ending_at(self.view.skip_spaces_back(g.first), |c| c == Class::Joiner).is_some()
        };
        let (one, other) = path.split_at(half);
        let alike = one.iter().zip(other).all(|(a, b)| a.step.digits.len() == b.step.digits.len());
        let (a, b) = (one[0].step.digits, other[0].step.digits);
        let begins = a.len() > 2 && a.as_slice()[..a.len() - 1] == b.as_slice()[..b.len() - 1];
        alike && begins && joined(&other[0]) && !path[1..half].iter().any(joined)
    }

    /// "35.008 31.354": two numbers with as many decimals.
    fn is_pair_of_decimals(&self) -> bool {
        let [_, one, other, two] = &self.path[..] else { return false };
        let point = |g: &super::Group| g.before.gap == Gap::Sign && self.view.sign(g.first - 1) == Some(".");
        let decimals = one.step.digits.len();
        point(one) && point(two) && other.before.gap == Gap::Space && decimals > 2 && two.step.digits.len() == decimals
    }

    /// "£1.50", "€ 12,90" among the groups: a price, where not every group carries the sign.
    fn is_priced(&self) -> bool {
        let view = self.view;
        let price = |w: &[super::Group]| {
            let signed = ["£", "$", "€"].iter().any(|sign| view.sign_before(w[0].first, sign));
            let cents = self.is_glued_by(&w[1], ".") || self.is_glued_by(&w[1], ",");
            signed && cents && w[1].step.digits.len() == 2
        };
        self.path.windows(2).any(price) && !self.units_disguise()
    }

    /// Whether the groups, with their signs, begin with a date: "05.10.1986", "12/03/2026 14:30".
    fn looks_like_dates(&self) -> bool {
        let [day, month, year, ..] = &self.path[..] else { return false };
        let value = |g: &super::Group| g.step.digits.value();
        let (day_n, month_n, year_n) = (value(day), value(month), value(year));
        let signs = month.before.gap == Gap::Sign && year.before.gap == Gap::Sign;
        let plausible = |d: u64, m: u64| (1..=31).contains(&d) && (1..=12).contains(&m);
        let dmy = year.step.digits.len() == 4
            && (1900..2100).contains(&year_n)
            && (plausible(day_n, month_n) || plausible(month_n, day_n));
        let ymd = day.step.digits.len() == 4 && (1900..2100).contains(&day_n) && plausible(year_n, month_n);
        // "2023-24": a season.
        let season = day.step.digits.len() == 4
            && (1900..2100).contains(&day_n)
            && month.step.digits.len() == 2
            && month_n == (day_n + 1) % 100;
        // "03/2015 – 03/2016"
        let months = matches!(&self.path[..], [m, y, n, z] if is_month(m, y) && is_month(n, z));
        season || months || (signs && (dmy || ymd))
    }

    /// "17.12. um 16:30": whether the groups are a day of a month and an hour, a word between at most.
    fn is_date_and_hour(&self) -> bool {
        let [day, month, between @ .., hour, minute] = &self.path[..] else { return false };
        let word = |g: &super::Group| g.step.how != How::Figures && g.step.digits.len() == 1;
        let clock = hour.step.digits.value() < 24 && minute.step.digits.len() == 2 && minute.step.digits.value() < 60;
        let colon = self.view.sign(hour.step.end) == Some(":") && minute.first == hour.step.end + 1;
        is_day_of_month(day, month)
            && [".", "/"].iter().any(|sign| self.is_glued_by(month, sign))
            && matches!(between, [] | [_])
            && between.iter().all(word)
            && clock
            && colon
    }

    /// "13/07, le 20/07 et le 27/07": whether days with their months stand among the groups, three at least.
    fn are_dates(&self) -> bool {
        let [first, .., last] = &self.path[..] else { return false };
        let view = self.view;
        let value = |at: usize, most: u8| {
            let word = view.word(at);
            word.len() == 2 && word.parse().is_ok_and(|value: u8| (1..=most).contains(&value))
        };
        let slash = |at: usize| view.sign(at) == Some("/");
        let date = |at: &usize| {
            let apart = !slash(at + 3) && at.checked_sub(1).is_none_or(|before| !slash(before));
            value(*at, 31) && slash(at + 1) && value(at + 2, 12) && apart
        };
        // The groups may begin within one, or be the last ones: "… 20/07 et le 27/07".
        let (from, to) = (first.first.saturating_sub(2), last.step.end);
        (from..to).any(|at| date(&at))
            && (from.saturating_sub(DATES_TOKENS_NEAR)..to + DATES_TOKENS_NEAR).filter(date).count() >= DATES_MIN
    }

    /// "20240613", "06252018 50".
    fn is_compact_date(&self) -> bool {
        let date = |g: &super::Group| {
            let value = g.step.digits.value();
            let (year, month, day) = (value / 10_000, value / 100 % 100, value % 100);
            g.step.digits.len() == 8
                && (1900..2100).contains(&year)
                && (1..=12).contains(&month)
                && (1..=31).contains(&day)
        };
        // "06252018 50": month or day first, and more beside it.
        let ends_in_year = |g: &super::Group| {
            let value = g.step.digits.value();
            let (one, two) = (value / 1_000_000, value / 10_000 % 100);
            let plausible = |d: u64, m: u64| (1..=31).contains(&d) && (1..=12).contains(&m);
            g.step.digits.len() == 8
                && (1900..2100).contains(&(value % 10_000))
                && (plausible(one, two) || plausible(two, one))
        };
        self.path.iter().any(date) || self.path.len() > 1 && self.path.iter().any(ends_in_year)
    }

    /// Whether the groups are times, two at least, and perhaps whole hours: "06h30, 09h39", "9:30 a 13:30".
    fn looks_like_times(&self) -> bool {
        let text = self.view.text();
        let is_hour_sign = |at: usize| matches!(self.view.reading.tokens()[at].text(text), "h" | "uhr" | "u");
        let joined = |g: &super::Group, before: &super::Group| {
            g.before.next - before.step.end == 1
                && (g.before.unit.is_some_and(is_hour_sign) || self.view.sign(before.step.end) == Some(":"))
        };
        let (mut times, mut at) = (0, 0);
        while at < self.path.len() {
            let run = 1 + self.path[at..].windows(2).take_while(|w| joined(&w[1], &w[0])).count();
            let (hour, rest) = (self.path[at].step.digits.value(), &self.path[at + 1..at + run]);
            if hour > 24 || rest.len() > 2 || rest.iter().any(|g| g.step.digits.value() > 59) {
                return false;
            }
            times += usize::from(run > 1);
            at += run;
        }
        times >= 2
    }

    /// Whether a time is all that is told, and talk parts it from the rest: "at 09.15 as they say, or …".
    fn is_clock_and_more(&self) -> bool {
        let [hour, minute, next, ..] = &self.path[..] else { return false };
        let pair = |g: &super::Group| g.step.how == How::Figures && g.step.digits.len() == 2;
        let told = self
            .view
            .against_before(hour.first)
            .is_some_and(|(against, at)| against == Against::Time && self.view.skip_spaces(at + 1) == hour.first);
        told && pair(hour) && pair(minute) && minute.before.gap == Gap::Sign && next.before.gap >= Gap::Filler
    }

    /// Whether a single comma parts thousands: "1,515".
    fn has_thousands(&self) -> bool {
        let text = self.view.text();
        let thousands = |w: &&[super::Group]| {
            let (size, rest) = (w[0].step.digits.len(), w[1].step.digits.len());
            let comma = w[1].first - w[0].step.end == 1 && self.view.reading.tokens()[w[0].step.end].text(text) == ",";
            comma && (1..=3).contains(&size) && rest == 3
        };
        self.path.windows(2).filter(thousands).count() == 1
    }

    /// What the words and digits around say that the run is.
    fn weigh_around(&self, first: usize, end: usize, cue_end: Option<usize>, evidence: &mut Evidence<'_>) {
        let view = self.view;
        // Of a cue and a word that exonerates, the nearer one is meant.
        let against = view.against_before(first).filter(|(_, at)| cue_end.is_none_or(|cue| cue <= *at));
        let against = against.filter(|(against, at)| {
            *against != Against::Reference
                || !(view.is_reference_denied(*at, first, end) || view.is_told_here(*at, first))
        });
        // "l'annonce : +352 691 …": no order's number begins with a plus.
        let against = against.filter(|(against, _)| *against != Against::Reference || view.sign(first) != Some("+"));
        let riddle = view.reading.holds().riddle();
        // "kamer 06, gang 48, …": what leads to a door is part of the riddle.
        let door = |at: usize| view.ending_at(at + 1, |c| c == Class::StreetComplement).is_some();
        let against = against.filter(|(against, at)| {
            *against == Against::Reference && !(riddle && door(*at))
                || !(riddle || (*against == Against::Price && self.units_disguise()))
        });
        if let Some((against, at)) = against {
            evidence.add(match against {
                Against::Price => "price-before",
                Against::Time => "time-before",
                Against::Date => "date-before",
                Against::Measure => "measure-before",
                Against::Reference if first - at > REFERENCE_TOKENS_NEAR => "reference-far",
                Against::Reference => "reference-before",
                Against::Count => "count-before",
                Against::Score => "score-before",
            });
        }
        // Inches, but for a quote that closes.
        let quoted = first > 0 && view.sign(first - 1) == Some("\"") && view.sign(end) == Some("\"");
        let unit = view.against_after(end).is_some() && !quoted;
        evidence.add_if(unit && !riddle && !self.units_disguise() && !self.is_whole(), "unit-after");
        let word = |at: Option<usize>| {
            at.and_then(|at| view.reading.tokens().get(at)).is_some_and(|t| t.kind == TokenKind::Word)
        };
        evidence.add_if(
            word(first.checked_sub(1)) && self.path[0].step.how == How::Figures && !self.glued_cue(first),
            "glued-before",
        );
        evidence.add_if(word(Some(end)) && self.path[self.path.len() - 1].step.how == How::Figures, "glued-after");
        evidence.add_if(self.runs_on_before(first), "runs-on");
        evidence.add_if(self.runs_on_after(end), "runs-on");
        evidence.add_if(self.is_listed(first, end), "listed");
        evidence.add_if(self.is_cut_from_list(first, end) && !riddle, "cut-from-list");
        evidence.add_if(self.is_enumerated(), "enumerated");
        evidence.add_if(self.are_days(end), "dates");
        evidence.add_if(view.reading.is_reference_after(view.reading.bytes(first, end).end), "reference-after");
        evidence.add_if(self.is_in_code(first), "in-code");
        evidence.add_if(self.is_sum(first, end), "sum");
        let magnitude = |c| c == Class::Magnitude;
        let after = view.skip_spaces(end);
        evidence.add_if(
            view.reading.is(after, magnitude) || view.ending_at(view.skip_spaces_back(first), magnitude).is_some(),
            "magnitude",
        );
    }

    /// Whether the run goes on a code with letters in it: "7c0f5a1e-93b2-8f70-2b8a4c90de11".
    fn is_in_code(&self, first: usize) -> bool {
        let lettered = self.path[1..].iter().any(|group| group.before.gap == Gap::Letters);
        // "T480 i5-8350U"
        let lettered_first = self.path[0].step.how == How::WeakLetters
            || first > 0 && self.view.is_word(first - 1) && !self.glued_cue(first);
        let model =
            lettered_first && !lettered && self.view.is_word(self.path_end()) && !self.view.reading.holds().riddle();
        // "A415, 2014"
        let begins =
            self.path[0].step.how == How::WeakLetters && self.path[0].step.digits.as_slice().first() != Some(&b'0');
        model
            || begins
            || lettered && first > 1 && self.view.sign(first - 1) == Some("-") && self.view.is_alphanumeric(first - 2)
    }

    /// Whether signs of arithmetic stand between the figures: "6x3=18, 9x9=81".
    fn is_sum(&self, first: usize, end: usize) -> bool {
        let equals = (first..end).filter(|&at| self.view.sign(at) == Some("=")).count();
        equals > 0
            && equals < self.path.len() / 2 + 1
            && self.path[1..].iter().any(|group| group.before.gap >= Gap::Letters)
    }

    /// Whether a word glued before the number ends in a cue: "numerotel0612…".
    fn glued_cue(&self, first: usize) -> bool {
        let tokens = self.view.reading.tokens();
        let Some(token) = first.checked_sub(1).map(|at| &tokens[at]).filter(|t| t.kind == TokenKind::Word) else {
            return false;
        };
        let word = token.text(self.view.text());
        let tail = word.char_indices().map(|(at, _)| &word[at..]).skip(word.len().saturating_sub(GLUED_CUE_MAX));
        tail.filter(|tail| tail.len() >= 3)
            .any(|tail| self.view.vocabulary.word(tail).iter().any(|e| e.class == Class::Cue(Kind::Phone)))
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
            TokenKind::Word | TokenKind::Newline => false,
        }
    }

    /// Whether another number stands beside, after a comma.
    fn is_listed(&self, first: usize, end: usize) -> bool {
        let (view, tokens) = (self.view, self.view.reading.tokens());
        let digits = |at: usize| tokens.get(at).is_some_and(|t| t.kind == TokenKind::Digits);
        let comma = |at: usize| matches!(view.sign(at), Some("," | ";"));
        let before = view.skip_spaces_back(first);
        (before >= 2 && comma(before - 1) && digits(before - 2)) || (comma(end) && digits(view.skip_spaces(end + 1)))
    }

    /// Whether every group has its article: "le 6, le 39, le 42 et le 18".
    fn is_enumerated(&self) -> bool {
        const ARTICLES: [&str; 11] = ["le", "la", "les", "the", "die", "der", "el", "il", "o", "de", "het"];
        let view = self.view;
        let article = |g: &super::Group| {
            view.skip_spaces_back(g.first).checked_sub(1).is_some_and(|at| ARTICLES.contains(&view.word(at)))
        };
        self.path.len() > 3 && self.path.iter().all(article)
    }

    /// Whether the groups are days of a month: the month follows ("06, 07, 12 ou 13 juillet"), or three of them have their article ("12 le 06,
    /// 14 le 07, 25 le 08").
    fn are_days(&self, end: usize) -> bool {
        let view = self.view;
        let figures = |g: &super::Group| g.step.how == How::Figures && g.step.digits.len() <= 2;
        if !self.path.iter().all(figures) {
            return false;
        }
        let is_day = |g: &super::Group| (1..=31).contains(&g.step.digits.value());
        let article = |g: &&super::Group| {
            view.skip_spaces_back(g.first)
                .checked_sub(1)
                .is_some_and(|at| matches!(view.word(at), "le" | "el" | "il" | "am"))
        };
        let next = view.skip_spaces(view.skip_comma(end));
        // "… 14 le 07, 25 le 08": the list goes on.
        let goes_on = view.word(next) == "le" && view.is_digits(view.skip_spaces(next + 1));
        let dated = self.path.iter().filter(article).count() + usize::from(goes_on);
        if dated > 2 && self.path.iter().filter(article).all(is_day) {
            return true;
        }
        let joins = |c| matches!(c, Class::Joiner | Class::Alternative);
        let joined = |at: usize| {
            let at = view.skip_comma(at);
            view.reading.longest(at, joins).map_or(at, |l| view.skip_spaces(l.end as usize))
        };
        let mut at = view.skip_spaces(end);
        for _ in 0..LISTED_DAYS_MAX {
            let next = joined(at);
            if !view.is_digits(next) || view.word(next).len() > 2 {
                break;
            }
            at = view.skip_spaces(next + 1);
        }
        let month = |l: &crate::scan::read::Lexeme| {
            l.entry.class == Class::Against(Against::Date)
                && view.reading.bytes(l.first as usize, l.end as usize).len() >= MONTH_BYTES_MIN
        };
        let listed = self.path.iter().filter(|g| g.before.comma).count() > 1;
        listed && self.path.iter().all(is_day) && view.reading.at(at).iter().any(month)
    }

    /// Whether commas part the groups, and an "and" the last: "6, 20, 31, 45 en 87".
    fn ends_like_a_list(&self) -> bool {
        let view = self.view;
        let joined =
            |g: &super::Group| view.ending_at(view.skip_spaces_back(g.first), |c| c == Class::Joiner).is_some();
        let [between @ .., last] = &self.path[1..] else { return false };
        between.iter().filter(|g| g.before.comma).count() > 1 && joined(last) && !between.iter().any(joined)
    }

    /// Whether two groups or more, in words, are whole hundreds: "six hundred, six fifty, seven hundred".
    fn are_amounts(&self) -> bool {
        let hundreds = |g: &&super::Group| {
            g.step.how == How::Words && g.step.digits.len() == 3 && g.step.digits.as_slice().ends_with(b"00")
        };
        self.path.iter().filter(hundreds).count() > 1 || self.are_decimals()
    }

    /// Whether commas and words part numbers with two decimals each: "(44.)20, 38.75 and 51.10".
    fn are_decimals(&self) -> bool {
        let point = |g: &super::Group| {
            self.view.sign(g.first - 1) == Some(".") && g.before.gap == Gap::Sign && g.step.digits.len() == 2
        };
        let parted = |g: &super::Group| g.before.comma || g.before.gap == Gap::Filler;
        let gaps = &self.path[1..];
        gaps.len() > 2 && gaps.windows(2).all(|w| (point(&w[0]) && parted(&w[1])) || (parted(&w[0]) && point(&w[1])))
    }

    /// Whether groups parted by commas are but a part of a list that goes on: "13, ⟦34, 83, 84, 06⟧ et 30".
    fn is_cut_from_list(&self, first: usize, end: usize) -> bool {
        let view = self.view;
        let gaps = &self.path[1..];
        let commas = gaps.iter().filter(|g| g.before.comma).count();
        if commas < 2 || commas * 3 < gaps.len() {
            return false;
        }
        let tokens = view.reading.tokens();
        let short = |at: usize| match tokens.get(at) {
            Some(t) if t.kind == TokenKind::Digits => t.len() <= LISTED_DIGITS_MAX,
            _ => view.reading.is(at, |c| c == Class::Number),
        };
        let comma = |at: usize| view.sign(at) == Some(",");
        let before = view.skip_spaces_back(first);
        let after = view.skip_spaces(end);
        let joined = || {
            view.reading.longest(after, |c| c == Class::Joiner).is_some_and(|l| short(view.skip_spaces(l.end as usize)))
        };
        (before >= 2 && comma(before - 1) && short(before - 2))
            || (comma(after) && short(view.skip_spaces(after + 1)))
            || joined()
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

/// Dates beside one another that are no pairs of a phone, at least.
const DATES_MIN: usize = 3;
/// Tokens before and after them that are looked at for more.
const DATES_TOKENS_NEAR: usize = 32;

/// "17.12": whether two groups in figures are a day and a month.
fn is_day_of_month(day: &super::Group, month: &super::Group) -> bool {
    let within = |g: &super::Group, most: u64| {
        g.step.how == How::Figures && g.step.digits.len() == 2 && (1..=most).contains(&g.step.digits.value())
    };
    within(day, 31) && within(month, 12)
}

/// Whether two groups are a month and its year: "03/2015".
fn is_month(month: &super::Group, year: &super::Group) -> bool {
    year.before.gap == Gap::Sign
        && year.step.digits.len() == 4
        && (1900..2100).contains(&year.step.digits.value())
        && (1..=12).contains(&month.step.digits.value())
}

/// The groups as numbers.
fn values(digits: &[u8], sizes: &[u8]) -> impl Iterator<Item = i64> {
    let mut at = 0;
    sizes.iter().map(move |size| {
        let group = &digits[at..at + usize::from(*size)];
        at += usize::from(*size);
        group.iter().fold(0i64, |n, d| n * 10 + i64::from(d - b'0'))
    })
}

/// "1 2 3 4 5", "10 20 30 40 50", one digit over and over.
fn is_counting(digits: &[u8], sizes: &[u8]) -> bool {
    if digits.iter().all(|d| *d == digits[digits.len() - 1]) {
        return true;
    }
    even(values(digits, sizes), sizes.len())
        || has_successors(digits, sizes)
        || even(digits.iter().map(|d| i64::from(*d)), digits.len())
        || digits == b"1234567890"
        || digits == b"0123456789"
}

/// "204, 205, 206": three groups of three digits, each one more than the last.
fn has_successors(digits: &[u8], sizes: &[u8]) -> bool {
    let values: Vec<i64> = values(digits, sizes).collect();
    let follow = |v: &[i64]| v[1] == v[0] + 1 && v[2] == v[1] + 1;
    sizes.windows(3).zip(values.windows(3)).any(|(sizes, values)| sizes == [3, 3, 3] && follow(values))
}

/// "un deux trois quatre cinq six sept huit, et un deux …": who says digits one by one from 1 on, or from 9 down, is counting.
fn counts(digits: &[u8]) -> bool {
    digits.starts_with(b"123456") || digits.starts_with(b"987654")
}

/// "uno dos tres … nueve, y luego al revés": all nine digits in their order, or backwards.
fn holds_all_nine(digits: &[u8]) -> bool {
    digits.windows(NINE.len()).any(|nine| nine == NINE || nine.iter().rev().eq(NINE))
}

/// The digits as one counts.
const NINE: &[u8] = b"123456789";

/// "null, eins, eins, zwei, drei, fünf, acht, dreizehn": seven numbers or more, none below the one before.
fn never_falls(digits: &[u8], sizes: &[u8]) -> bool {
    sizes.len() >= COUNTED_MIN && values(digits, sizes).is_sorted()
}

/// Whether the steps from number to number are all the same, and none is 0.
fn even(mut values: impl Iterator<Item = i64>, len: usize) -> bool {
    let (Some(first), Some(second)) = (values.next(), values.next()) else { return false };
    let mut last = second;
    len >= 4 && first != second && values.all(|v| v - std::mem::replace(&mut last, v) == second - first)
}

/// Four groups or more, each larger than the one before and none over what is drawn or worn: a draw, sizes.
fn is_ascending(digits: &[u8], sizes: &[u8]) -> bool {
    let mut last = -1;
    sizes.len() >= 4
        && sizes.iter().filter(|n| **n >= 2).count() >= 4
        && values(digits, sizes).all(|v| v <= DRAWN_MAX && std::mem::replace(&mut last, v) < v)
}
