//! Digits that no unit or word explains, and beginnings of account numbers.

use rustc_hash::FxHashSet;

use crate::kind::Kind;
use crate::scan::detect::phone::{Gap, How};
use crate::scan::read::{Against, Class, TokenKind};

use super::{Form, LOOSE_NEAR_MAX, LOOSE_PURE_MAX, Reader};

/// Letters and digits of half a wallet's address at least: no word, no model number is as long.
pub(super) const TOKEN_BYTES_MIN: usize = 14;

/// Words beside digits that begin like a phone, at most.
pub(super) const LOOSE_ZERO_MAX: u8 = LOOSE_NEAR_MAX + 4;

/// Groups at the end of a run that what follows may explain, each alone.
const GROUPS_TOLD_MAX: usize = 3;

impl Reader<'_> {
    /// Account numbers by their country and check digits, and halves of a wallet's address.
    pub(super) fn accounts(&mut self) {
        let names: FxHashSet<usize> = self.found.iter().filter(|f| f.form == Form::Name).map(|f| f.first).collect();
        let mut accounts: Vec<(usize, usize)> = Vec::new();
        let mut done = 0;
        for at in 0..self.covered.len() {
            let inside = at > 0 && self.view.is_alphanumeric(at - 1);
            if at < done || inside || !(self.free(at) || names.contains(&at)) {
                continue;
            }
            if let Some(end) = self.account(at) {
                accounts.push((at, end));
                done = end;
            }
        }
        self.found.retain(|f| {
            let next = accounts.partition_point(|&(_, end)| end <= f.first);
            accounts.get(next).is_none_or(|&(first, _)| f.end <= first)
        });
        for (first, end) in accounts {
            self.push(Form::Account, first, end, LOOSE_NEAR_MAX);
        }
    }

    /// One past the account number, or the half of a wallet's address, that begins at a token.
    fn account(&self, at: usize) -> Option<usize> {
        let end = self.chunk(at);
        if end == at || self.is_overlong(at, end) {
            return None;
        }
        let head = self.text(at, end).as_bytes();
        let figures = |part: &[u8]| part.iter().any(u8::is_ascii_digit);
        if head.len() >= TOKEN_BYTES_MIN
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
            let Some(whole) = groups.last() else {
                at += 1;
                continue;
            };
            let announced = self.view.cue(at, whole.end, Kind::Phone).far;
            // "30, après 18h": what explains the last group says nothing of those before it.
            let timed = self.view.reading.is(whole.end, |c| c == Class::Against(Against::Time));
            let groups_max = if timed { GROUPS_TOLD_MAX } else { 1 };
            let told = groups
                .iter()
                .rev()
                .take(groups_max)
                .map(|run| (run, self.doubt(run, announced)))
                .find(|(_, doubt)| doubt.is_some());
            let end = whole.end;
            match told {
                Some((run, Some(doubt))) if !self.is_overlong(run.first, run.end) => {
                    let loose_max = run.loose_max(announced);
                    self.push(Form::Digits(run.count), run.first, run.end, loose_max);
                    self.doubt_last(doubt);
                    self.covered[run.end..end].fill(true);
                }
                _ => self.covered[at..end].fill(true),
            }
            at = end;
        }
    }

    /// The runs of digits from a token on, each a group longer than the one before.
    fn run(&self, first: usize) -> Vec<Run> {
        let view = self.view;
        let mut runs: Vec<Run> = Vec::new();
        if first > 0 && view.is_alphanumeric(first - 1) || !self.lattice.starts(first) {
            return runs;
        }
        let plus = first.checked_sub(1).filter(|&at| view.sign(at) == Some("+"));
        let from = plus.unwrap_or(first);
        let (mut steps, mut at) = (Vec::new(), first);
        while self.free(at) {
            steps.clear();
            self.lattice.steps(at, &mut steps);
            let Some(step) = steps.iter().filter(|s| s.how != How::Homophone && s.end > at).max_by_key(|s| s.end)
            else {
                break;
            };
            let zero = plus.is_some() || step.digits.as_slice()[0] == b'0';
            let before = runs.last().map_or(Run { first: from, end: first, count: 0, figures: true, zero }, Run::clone);
            let end = step.end;
            runs.push(Run {
                end,
                count: before.count.saturating_add(u8::try_from(step.digits.len()).unwrap_or(u8::MAX)),
                figures: before.figures && step.how != How::Words,
                ..before
            });
            let between = self.lattice.gaps(end, Some(0)).into_iter().flatten().find(|b| b.loose == 0 && !b.decimal);
            match between {
                Some(b) if b.next >= end && (b.gap < Gap::Letters || b.gap == Gap::Filler) => at = b.next,
                _ => break,
            }
        }
        runs
    }

    /// Whether it is doubtful that digits are no price, time, date or measure; `None` where what stands around them says
    /// that they are.
    fn doubt(&self, run: &Run, announced: bool) -> Option<bool> {
        let view = self.view;
        let tokens = view.reading.tokens();
        let unit = |at: usize| {
            view.reading
                .at(at)
                .iter()
                .any(|l| matches!(l.entry.class, Class::Against(_)) && view.reading.is_plausible(l.entry))
        };
        let spaced = view.skip_spaces(run.end);
        let sign = view.sign(spaced);
        if view.is_alphanumeric(run.end) || matches!(sign, Some("€" | "$" | "£" | "%" | "°" | ":" | "/" | "@")) {
            return None;
        }
        let before = view.skip_spaces_back(run.first).checked_sub(1);
        let labelled = before.map(|at| view.skip_spaces_back(at)).and_then(|at| at.checked_sub(1));
        let announced = announced || labelled.is_some_and(|at| self.labels[at]);
        if announced {
            return Some(false);
        }
        if before.is_some_and(|at| matches!(view.sign(at), Some("€" | "$" | "£" | "/" | "#"))) {
            return None;
        }
        let known = |at: usize| tokens.get(at).is_some_and(|t| t.kind == TokenKind::Word && t.len() > 1) && unit(at);
        if known(spaced) || view.against_before(run.first).is_some_and(|(_, at)| !self.covered[at]) {
            return None;
        }
        let figures = self.text(run.first, run.end);
        let year = figures.len() == 4
            && (figures.starts_with("19") || figures.starts_with("20"))
            && figures.bytes().all(|b| b.is_ascii_digit());
        let told = before.is_some_and(|at| view.sign(at) == Some(":"));
        let shaped = self.shaped(run.first, run.end);
        // "98.61" and "12-34" may be pairs, where what went before began a number.
        let pairs = shaped && figures.len() == 5 && matches!(figures.as_bytes()[2], b'.' | b'-' | b',');
        if shaped && !pairs { None } else { Some(year || told || pairs) }
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

/// A run of digits.
#[derive(Debug, Clone)]
struct Run {
    first: usize,
    end: usize,
    count: u8,
    /// Whether it is in figures, all of it.
    figures: bool,
    /// Whether a zero or a plus begins it.
    zero: bool,
}

impl Run {
    /// How many words may stand beside it.
    fn loose_max(&self, announced: bool) -> u8 {
        match (self.figures, self.count) {
            // "t'as un portable ?"
            (figures, count) if announced && (figures || count > 1) => u8::MAX,
            (_, 2..) if self.zero => LOOSE_ZERO_MAX,
            (_, 4..) => LOOSE_NEAR_MAX,
            (true, 2..) => LOOSE_NEAR_MAX - 2,
            (false, 2..) => LOOSE_PURE_MAX,
            _ => 1,
        }
    }
}
