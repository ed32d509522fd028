//! The gate: which patterns could match in a folded text, so that the others never run.
//!
//! A pattern is awake where the text holds one of its anchors, if it has any, and what its expression requires. The gate may wake a
//! pattern that finds nothing, never let one sleep that would find something. What a literal needs of a single word is looked for once
//! for each word that a thread hears ([`Keys`]); in a text only the rest of it is compared.

use std::cell::LazyCell;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::FxHashMap;

use super::read::{Holds, Sought};
use super::required::{Clause, Literal, Required, is_like_figure};

/// How often a word of the commonest is heard, beside any other: a clause of rare ones is asked first.
const COMMON: usize = 64;
/// A part of a word of so few letters is in many words.
const SHORT_BYTES: usize = 3;
const SHORT: usize = 16;

/// The parts of literals that single words hold.
#[derive(Debug)]
pub(super) struct Keys {
    searcher: AhoCorasick,
    /// For each key of the searcher, whom it serves.
    served: Vec<Vec<Served>>,
}

/// A literal with a key.
#[derive(Debug, Clone, Copy)]
struct Served {
    literal: u16,
    /// Whether the word must begin or end with the key.
    begins: bool,
    ends: bool,
}

impl Keys {
    /// Adds the literals whose key a word of a text holds.
    pub(super) fn of(&self, word: &str, sought: &mut Vec<Sought>) {
        // A letter beyond ASCII may part or join what bounds a word of ASCII.
        let ascii = word.is_ascii();
        for found in self.searcher.find_overlapping_iter(word) {
            let (begins, ends) = (found.start() == 0, found.end() == word.len());
            let fits = |s: &&Served| !ascii || (begins || !s.begins) && (ends || !s.ends);
            let at = found.start() as u32;
            sought.extend(self.served[found.pattern()].iter().filter(fits).map(|s| Sought { literal: s.literal, at }));
        }
    }
}

/// A literal, and what it is for.
#[derive(Debug)]
struct Looked {
    literal: Literal,
    /// Where its key begins in it; `None` where the key is all of it.
    key_at: Option<usize>,
    /// Patterns of which it is an anchor, by place.
    anchors: Vec<u16>,
    /// Branches that are asked about where it is found.
    opens: Vec<u16>,
}

/// A choice of a pattern, with the literals of its other clauses.
#[derive(Debug)]
struct Branch {
    pattern: usize,
    others: Vec<Vec<u16>>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Pattern {
    digits: usize,
    run: usize,
    stretch: usize,
}

/// What every pattern of a pack needs.
#[derive(Debug)]
pub(super) struct Gate {
    keys: Arc<Keys>,
    literals: Vec<Looked>,
    keyless: Vec<Keyless>,
    branches: Vec<Branch>,
    patterns: Vec<Pattern>,
    /// By place in the pack: whether there is no anchor.
    unanchored: Vec<bool>,
    /// The patterns of which a branch asks for no literal.
    open: Vec<usize>,
}

/// A literal without a letter or figure, which no word holds, and the signs of ASCII in it, a bit each.
#[derive(Debug)]
struct Keyless {
    literal: u16,
    signs: u128,
}

/// Which patterns are awake in a text; reused from text to text.
#[derive(Debug, Default)]
pub(super) struct Awake {
    /// By place in the pack: an anchor was found, or there is none.
    anchored: Vec<bool>,
    /// By place in the pack: every clause of a branch was met.
    met: Vec<bool>,
    /// By literal: the round in which it was seen last.
    seen: Vec<u32>,
    /// The text at hand.
    round: u32,
    /// Branches to be asked about.
    asked: Vec<u16>,
}

impl Awake {
    /// Whether a pattern could match, by its place in the pack; without the gate its anchors alone decide.
    pub(super) fn is(&self, place: usize, gated: bool) -> bool {
        self.anchored[place] && (!gated || self.met[place])
    }

    /// Begins a text, none of so many literals seen.
    fn begin(&mut self, literals: usize) {
        self.asked.clear();
        self.round = self.round.wrapping_add(1);
        // Another gate has other literals; a round that comes again would find the marks of its namesake.
        if self.seen.len() != literals || self.round == 0 {
            self.round = 1;
            self.seen.clear();
            self.seen.resize(literals, 0);
        }
    }

    fn is_seen(&self, literal: u16) -> bool {
        self.seen[usize::from(literal)] == self.round
    }
}

impl Gate {
    /// Compiles the anchors and needs of each detector, in the order of the pack; a reader has neither.
    ///
    /// # Errors
    ///
    /// When there are more literals, or longer keys, than can be told apart.
    pub(super) fn new<'a>(
        detectors: impl Iterator<Item = (&'a [String], Option<Required>)>,
        is_common: impl Fn(&str) -> bool,
    ) -> Result<Self, String> {
        let mut literals = Literals::default();
        let (mut branches, mut patterns) = (Vec::new(), Vec::new());
        let (mut unanchored, mut open) = (Vec::new(), Vec::new());
        for (place, (anchors, required)) in detectors.enumerate() {
            let (mut pattern, mut is_open) = (Pattern::default(), true);
            unanchored.push(anchors.is_empty());
            for anchor in anchors {
                let literal = Literal { text: anchor.clone(), begins: false, ends: false };
                let at = literals.add(literal)?;
                literals.list[usize::from(at)].anchors.push(number(place)?);
            }
            if let Some(required) = required {
                Required { digits: pattern.digits, run: pattern.run, stretch: pattern.stretch, .. } = required;
                is_open = required.branches.iter().any(Vec::is_empty);
                for mut clauses in required.branches.into_iter().filter(|clauses| !clauses.is_empty()) {
                    clauses.sort_by_key(|clause| commonness(clause, &is_common));
                    let branch = number(branches.len())?;
                    let mut others = Vec::new();
                    for (at, clause) in clauses.into_iter().enumerate() {
                        let clause = clause.into_iter().map(|l| literals.add(l)).collect::<Result<Vec<_>, _>>()?;
                        match at {
                            0 => clause.iter().for_each(|l| literals.list[usize::from(*l)].opens.push(branch)),
                            _ => others.push(clause),
                        }
                    }
                    branches.push(Branch { pattern: place, others });
                }
            }
            open.extend(is_open.then_some(place));
            patterns.push(pattern);
        }
        let (keys, keyless) = literals.keys()?;
        Ok(Self { keys: Arc::new(keys), literals: literals.list, keyless, branches, patterns, unanchored, open })
    }

    /// What single words are looked for.
    pub(super) fn keys(&self) -> Arc<Keys> {
        self.keys.clone()
    }

    /// Marks the patterns that could find something in a folded text, of which words hold the keys of `sought`.
    pub(super) fn wake(&self, text: &str, holds: Holds, sought: &[Sought], awake: &mut Awake) {
        let stretched = LazyCell::new(|| stretch(text));
        let enough =
            |p: &Pattern| holds.digits >= p.digits && holds.run >= p.run && (p.stretch == 0 || *stretched >= p.stretch);
        awake.anchored.clone_from(&self.unanchored);
        awake.met.clear();
        awake.met.resize(self.patterns.len(), false);
        for &place in &self.open {
            awake.met[place] = enough(&self.patterns[place]);
        }
        awake.begin(self.literals.len());
        for &Sought { literal, at } in sought {
            let place = usize::from(literal);
            if !awake.is_seen(literal) && self.literals[place].stands(text, at as usize) {
                self.see(literal, awake);
            }
        }
        for Keyless { literal, signs } in &self.keyless {
            if holds.signs(*signs) && text.contains(&self.literals[usize::from(*literal)].literal.text) {
                self.see(*literal, awake);
            }
        }
        for &branch in &awake.asked {
            let Branch { pattern, others } = &self.branches[usize::from(branch)];
            let seen = |clause: &Vec<u16>| clause.iter().any(|literal| awake.is_seen(*literal));
            if !awake.met[*pattern] && enough(&self.patterns[*pattern]) && others.iter().all(seen) {
                awake.met[*pattern] = true;
            }
        }
    }

    fn see(&self, literal: u16, awake: &mut Awake) {
        let looked = &self.literals[usize::from(literal)];
        awake.seen[usize::from(literal)] = awake.round;
        looked.anchors.iter().for_each(|pattern| awake.anchored[usize::from(*pattern)] = true);
        awake.asked.extend(&looked.opens);
    }
}

impl Looked {
    /// Whether it stands in a text where its key does.
    fn stands(&self, text: &str, key: usize) -> bool {
        let Some(key_at) = self.key_at else { return true };
        let Literal { text: wanted, begins, ends } = &self.literal;
        let bytes = text.as_bytes();
        let parts = |b: Option<&u8>| b.is_none_or(|b| !b.is_ascii_alphanumeric());
        key.checked_sub(key_at).is_some_and(|from| {
            bytes[from..].starts_with(wanted.as_bytes())
                && (!begins || parts(from.checked_sub(1).and_then(|at| bytes.get(at))))
                && (!ends || parts(bytes.get(from + wanted.len())))
        })
    }
}

/// The most figures, and letters that look like some, that no other letter of ASCII parts.
fn stretch(text: &str) -> usize {
    let (mut longest, mut count) = (0, 0);
    for b in text.bytes() {
        match b {
            b if is_like_figure(b) => count += 1,
            b if b.is_ascii_alphanumeric() => count = 0,
            _ => continue,
        }
        longest = longest.max(count);
    }
    longest
}

/// How often one of a clause's literals stands in a text, beside other clauses.
fn commonness(clause: &Clause, is_common: &impl Fn(&str) -> bool) -> usize {
    let of = |literal: &Literal| match key(literal) {
        Some(key) if key.is_whole() && is_common(key.text) => COMMON,
        Some(key) if !key.is_whole() && key.text.len() <= SHORT_BYTES => SHORT,
        Some(_) => 1,
        None => COMMON,
    };
    clause.iter().map(of).sum()
}

/// The longest run of letters, or of figures, of a literal: what a single word holds of it.
struct Key<'l> {
    text: &'l str,
    at: usize,
    begins: bool,
    ends: bool,
}

impl Key<'_> {
    /// Whether it is a whole word.
    fn is_whole(&self) -> bool {
        self.begins && self.ends
    }
}

fn key(literal: &Literal) -> Option<Key<'_>> {
    let text = literal.text.as_str();
    let sort = |c: char| (c.is_ascii_alphabetic(), c.is_ascii_digit());
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut before = None;
    for (at, c) in text.char_indices() {
        match runs.last_mut() {
            Some(run) if before == Some(sort(c)) => run.1 = at + c.len_utf8(),
            _ => runs.push((at, at + c.len_utf8())),
        }
        before = Some(sort(c));
    }
    let (from, to) = runs
        .into_iter()
        .filter(|(from, to)| text[*from..*to].bytes().all(|b| b.is_ascii_alphanumeric()))
        .max_by_key(|(from, to)| to - from)?;
    let begins = if from == 0 { literal.begins } else { text.as_bytes()[from - 1].is_ascii() };
    let ends = if to == text.len() { literal.ends } else { text.as_bytes()[to].is_ascii() };
    Some(Key { text: &text[from..to], at: from, begins, ends })
}

/// Literals, each once.
#[derive(Default)]
struct Literals {
    list: Vec<Looked>,
    places: FxHashMap<(String, bool, bool), u16>,
}

impl Literals {
    fn add(&mut self, literal: Literal) -> Result<u16, String> {
        let name = (literal.text.clone(), literal.begins, literal.ends);
        if let Some(&place) = self.places.get(&name) {
            return Ok(place);
        }
        let place = number(self.list.len())?;
        self.places.insert(name, place);
        let key_at = key(&literal).filter(|key| key.text.len() < literal.text.len()).map(|key| key.at);
        self.list.push(Looked { literal, key_at, anchors: Vec::new(), opens: Vec::new() });
        Ok(place)
    }

    /// The keys of all, and the literals without one.
    fn keys(&self) -> Result<(Keys, Vec<Keyless>), String> {
        let (mut texts, mut served, mut keyless) = (Vec::new(), Vec::<Vec<Served>>::new(), Vec::new());
        let mut places = FxHashMap::default();
        for (at, looked) in self.list.iter().enumerate() {
            let literal = number(at)?;
            let Some(key) = key(&looked.literal) else {
                let signs = looked.literal.text.bytes().filter(u8::is_ascii_punctuation);
                keyless.push(Keyless { literal, signs: signs.fold(0, |all, sign| all | 1 << sign) });
                continue;
            };
            let place = *places.entry(key.text).or_insert_with(|| {
                texts.push(key.text);
                served.push(Vec::new());
                served.len() - 1
            });
            served[place].push(Served { literal, begins: key.begins, ends: key.ends });
        }
        let searcher = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&texts);
        Ok((Keys { searcher: searcher.map_err(|e| e.to_string())?, served }, keyless))
    }
}

fn number(len: usize) -> Result<u16, String> {
    u16::try_from(len).map_err(|_| "more than 65,535 literals in the patterns".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_wakes_by_its_anchors_and_by_what_it_requires() {
        let required = |pattern: &str| Some(Required::of(&regex_syntax::parse(pattern).unwrap()));
        let anchors: [Vec<String>; 3] = [vec![], vec!["zoom".into(), "meet".into()], vec![]];
        let expressions = [None, required(r"(?:zoom|meet)\s+code"), required(r"iban\s+[0-9]{4}")];
        let gate = Gate::new(anchors.iter().map(Vec::as_slice).zip(expressions), |_| false).unwrap();
        let mut awake = Awake::default();
        let mut woken = |text: &str, digits: usize| {
            let mut holds = Holds::default();
            (holds.digits, holds.run) = (digits, digits);
            let mut sought = Vec::new();
            for (at, word) in text.match_indices(|c: char| c.is_ascii_alphanumeric()) {
                let end = text[at..].find(' ').map_or(text.len(), |len| at + len);
                let first = at == 0 || text.as_bytes()[at - 1] == b' ';
                let from = sought.len();
                if first && !word.is_empty() {
                    gate.keys().of(&text[at..end], &mut sought);
                }
                sought[from..].iter_mut().for_each(|s| s.at += at as u32);
            }
            gate.wake(text, holds, &sought, &mut awake);
            [false, true].map(|gated| [0, 1, 2].map(|place| awake.is(place, gated)))
        };
        assert_eq!(woken("a zoom call", 0), [[true, true, true], [true, false, false]]);
        assert_eq!(woken("the zoom code", 0), [[true, true, true], [true, true, false]]);
        assert_eq!(woken("the code, my iban", 0), [[true, false, true], [true, false, false]]);
        assert_eq!(woken("my iban 1234", 4), [[true, false, true], [true, false, true]]);
    }
}
