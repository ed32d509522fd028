//! The gate: one pass over a folded text tells which patterns could match in it, so that the others never run.
//!
//! A pattern is awake where the text holds one of its anchors, if it has any, and what its expression requires. The gate may wake a
//! pattern that finds nothing, never let one sleep that would find something.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::read::Holds;
use super::required::{Literal, Required};

/// What every pattern of a pack needs, searched together.
#[derive(Debug)]
pub(super) struct Gate {
    searcher: AhoCorasick,
    /// The literals, in the searcher's order.
    literals: Vec<Served>,
    /// For each branch of a pattern: its pattern's place in the pack, and the clauses that it asks for, a bit each.
    branches: Vec<(usize, u8)>,
    patterns: Vec<Pattern>,
}

/// Whom a literal serves.
#[derive(Debug, Clone, Copy)]
enum Service {
    /// The anchors of a pattern, by its place.
    Anchors(usize),
    /// A clause of a branch, by the branch's place and the clause's bit.
    Clause(usize, u8),
}

/// A literal's text, its bounds and whom it serves.
#[derive(Debug)]
struct Served {
    literal: Literal,
    by: Vec<Service>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Pattern {
    anchored: bool,
    digits: usize,
    run: usize,
    /// Whether a branch of it asks for no literal.
    open: bool,
}

/// Which patterns are awake in a text; reused from text to text.
#[derive(Debug, Default)]
pub(super) struct Awake {
    /// By place in the pack: an anchor was found, or there is none.
    anchored: Vec<bool>,
    /// By place in the pack: every clause of a branch was met.
    met: Vec<bool>,
    /// By branch: the clauses met.
    clauses: Vec<u8>,
    /// By literal: seen before.
    seen: Vec<bool>,
}

impl Awake {
    /// Whether a pattern could match, by its place in the pack; without the gate its anchors alone decide.
    pub(super) fn is(&self, place: usize, gated: bool) -> bool {
        self.anchored[place] && (!gated || self.met[place])
    }
}

impl Gate {
    /// Compiles the anchors and needs of each detector, in the order of the pack; a reader has neither.
    ///
    /// # Errors
    ///
    /// When they are too many for one automaton.
    pub(super) fn new<'a>(
        detectors: impl Iterator<Item = (&'a [String], Option<Required>)>,
    ) -> Result<Self, aho_corasick::BuildError> {
        let mut literals: Vec<Served> = Vec::new();
        let mut places = std::collections::HashMap::new();
        let mut serve = |literal: Literal, service: Service| {
            let place = *places.entry((literal.text.clone(), literal.begins, literal.ends)).or_insert_with(|| {
                literals.push(Served { literal, by: Vec::new() });
                literals.len() - 1
            });
            literals[place].by.push(service);
        };
        let (mut branches, mut patterns) = (Vec::new(), Vec::new());
        for (place, (anchors, required)) in detectors.enumerate() {
            let mut pattern = Pattern { anchored: anchors.is_empty(), open: true, ..Pattern::default() };
            for anchor in anchors {
                serve(Literal { text: anchor.clone(), begins: false, ends: false }, Service::Anchors(place));
            }
            if let Some(required) = required {
                (pattern.digits, pattern.run) = (required.digits, required.run);
                pattern.open = required.branches.iter().any(Vec::is_empty);
                for clauses in required.branches {
                    branches.push((place, (1 << clauses.len()) - 1));
                    for (at, clause) in clauses.into_iter().enumerate() {
                        let service = Service::Clause(branches.len() - 1, 1 << at);
                        clause.into_iter().for_each(|literal| serve(literal, service));
                    }
                }
            }
            patterns.push(pattern);
        }
        let searcher = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            // Twice the speed of the default, for some megabytes that all threads share.
            .kind(Some(AhoCorasickKind::DFA))
            .build(literals.iter().map(|served| &served.literal.text))?;
        Ok(Self { searcher, literals, branches, patterns })
    }

    /// Marks the patterns that could find something in a folded text.
    pub(super) fn wake(&self, text: &str, holds: Holds, awake: &mut Awake) {
        let enough = |p: &Pattern| holds.digits >= p.digits && holds.run >= p.run;
        awake.anchored.clear();
        awake.anchored.extend(self.patterns.iter().map(|p| p.anchored));
        awake.met.clear();
        awake.met.extend(self.patterns.iter().map(|p| p.open && enough(p)));
        awake.clauses.clear();
        awake.clauses.resize(self.branches.len(), 0);
        awake.seen.clear();
        awake.seen.resize(self.literals.len(), false);
        let parts = |b: Option<&u8>| b.is_none_or(|b| !b.is_ascii_alphanumeric());
        let bytes = text.as_bytes();
        for found in self.searcher.find_overlapping_iter(text) {
            let place = found.pattern().as_usize();
            let Served { literal, by } = &self.literals[place];
            let stands = (!literal.begins || parts(found.start().checked_sub(1).and_then(|at| bytes.get(at))))
                && (!literal.ends || parts(bytes.get(found.end())));
            if !stands || std::mem::replace(&mut awake.seen[place], true) {
                continue;
            }
            for service in by {
                match *service {
                    Service::Anchors(place) => awake.anchored[place] = true,
                    Service::Clause(branch, clause) => {
                        awake.clauses[branch] |= clause;
                        let (place, all) = self.branches[branch];
                        awake.met[place] |= awake.clauses[branch] == all && enough(&self.patterns[place]);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_wakes_by_its_anchors_and_by_what_it_requires() {
        let required = |pattern: &str| Some(Required::of(&regex_syntax::parse(pattern).unwrap()));
        let anchors: [Vec<String>; 3] = [vec![], vec!["zoom".into(), "meet".into()], vec![]];
        let expressions = [None, required(r"(?:zoom|meet)\s+code"), required(r"iban\s+[0-9]{4}")];
        let gate = Gate::new(anchors.iter().map(Vec::as_slice).zip(expressions)).unwrap();
        let mut awake = Awake::default();
        let mut woken = |text: &str, digits: usize| {
            let mut holds = Holds::default();
            (holds.digits, holds.run) = (digits, digits);
            gate.wake(text, holds, &mut awake);
            [false, true].map(|gated| [0, 1, 2].map(|place| awake.is(place, gated)))
        };
        assert_eq!(woken("a zoom call", 0), [[true, true, true], [true, false, false]]);
        assert_eq!(woken("the zoom code", 0), [[true, true, true], [true, true, false]]);
        assert_eq!(woken("the code, my iban", 0), [[true, false, true], [true, false, false]]);
        assert_eq!(woken("my iban 1234", 4), [[true, false, true], [true, false, true]]);
    }
}
