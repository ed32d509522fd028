//! Evidence: what speaks for and against a candidate, weighed by a table that is data (patterns/lexicon/evidence.toml).
//!
//! Weights are tenths of a logit, whole numbers; their sum is a confidence by the logistic function, from a table of
//! whole percents: no floating point, so a verdict is the same byte for byte on every machine.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::kind::Kind;

/// The weights of every kind, by the evidence's name.
#[derive(Debug, Default)]
pub(crate) struct Weights {
    by_kind: [FxHashMap<Box<str>, i16>; Kind::ALL.len()],
}

impl Weights {
    /// Compiles the table; the reason where it is refused.
    pub(crate) fn new(table: &BTreeMap<String, BTreeMap<String, i16>>) -> Result<Self, String> {
        let mut this = Self::default();
        for (kind, weights) in table {
            let found =
                Kind::ALL.into_iter().find(|k| k.name() == kind).ok_or_else(|| format!("unknown kind `{kind}`"))?;
            this.by_kind[found as usize].extend(weights.iter().map(|(name, weight)| (name.as_str().into(), *weight)));
        }
        Ok(this)
    }

    /// Every weight, by kind and name.
    pub(crate) fn all(&self) -> Vec<(Kind, String, i16)> {
        let of = |kind: Kind| {
            self.by_kind[kind as usize].iter().map(move |(name, weight)| (kind, name.to_string(), *weight))
        };
        let mut all: Vec<_> = Kind::ALL.into_iter().flat_map(of).collect();
        all.sort();
        all
    }

    /// Changes a weight.
    pub(crate) fn set(&mut self, kind: Kind, name: &str, weight: i16) {
        self.by_kind[kind as usize].insert(name.into(), weight);
    }

    /// What a piece of evidence weighs for a kind; 0 for what the table does not name.
    pub(crate) fn of(&self, kind: Kind, name: &str) -> i16 {
        self.by_kind[kind as usize].get(name).copied().unwrap_or(0)
    }
}

/// What speaks for and against one candidate.
#[derive(Debug)]
pub(crate) struct Evidence<'w> {
    weights: &'w Weights,
    kind: Kind,
    sum: i16,
    /// On the stack: most candidates are dropped, and a candidate is weighed for every plan that could dial it.
    names: [&'static str; NAMES_MAX],
    len: usize,
    notes: Vec<String>,
}

/// Pieces of evidence of one candidate at most; what comes after them is weighed and not named.
const NAMES_MAX: usize = 24;

impl<'w> Evidence<'w> {
    /// A candidate of a kind, with the kind's base weight.
    pub(crate) fn new(weights: &'w Weights, kind: Kind) -> Self {
        Self { weights, kind, sum: weights.of(kind, "base"), names: [""; NAMES_MAX], len: 0, notes: Vec::new() }
    }

    /// Adds a piece of evidence by its name in the table.
    pub(crate) fn add(&mut self, name: &'static str) {
        self.sum = self.sum.saturating_add(self.weights.of(self.kind, name));
        if let Some(place) = self.names.get_mut(self.len) {
            *place = name;
            self.len += 1;
        }
    }

    /// Adds a piece of evidence where it holds.
    pub(crate) fn add_if(&mut self, holds: bool, name: &'static str) {
        if holds {
            self.add(name);
        }
    }

    /// Notes what weighs nothing of its own.
    pub(crate) fn note(&mut self, what: String) {
        self.notes.push(what);
    }

    /// The weights' sum, in tenths of a logit.
    pub(crate) fn sum(&self) -> i16 {
        self.sum
    }

    /// The confidence, in percent from 1 to 99.
    pub(crate) fn confidence(&self) -> u8 {
        confidence(self.sum)
    }

    /// The names, in the order they were found, and the notes after them.
    pub(crate) fn into_names(self) -> Vec<Cow<'static, str>> {
        let names = self.names[..self.len].iter().map(|name| Cow::Borrowed(*name));
        names.chain(self.notes.into_iter().map(Cow::Owned)).collect()
    }
}

/// Percent of the logistic function at 0, 0.1, 0.2 … 4.5; beyond it is 99.
const LOGISTIC: [u8; 46] = [
    50, 52, 55, 57, 60, 62, 65, 67, 69, 71, 73, 75, 77, 79, 80, 82, 83, 85, 86, 87, 88, 89, 90, 91, 92, 92, 93, 94, 94,
    95, 95, 96, 96, 96, 97, 97, 97, 98, 98, 98, 98, 98, 99, 99, 99, 99,
];

fn confidence(sum: i16) -> u8 {
    let upper = LOGISTIC[usize::from(sum.unsigned_abs()).min(LOGISTIC.len() - 1)];
    if sum >= 0 { upper } else { 100 - upper }
}

#[cfg(test)]
mod tests {
    use super::confidence;

    #[test]
    fn confidence_is_the_logistic_function() {
        for sum in -60i16..=60 {
            let exact = 100.0 / (1.0 + (-f64::from(sum) / 10.0).exp());
            assert!((f64::from(confidence(sum)) - exact).abs() <= 1.0, "{sum}");
        }
    }
}
