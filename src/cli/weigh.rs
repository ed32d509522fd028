//! `vigie evaluate --weights`: what each weight of the evidence table decides on marked files, one weight at a time.
//!
//! The table (patterns/lexicon/evidence.toml) is tuned with it: change what gains and costs no false alarm, and run it again.

use std::io::{self, Write};
use std::sync::Arc;

use crate::engine::Engine;
use crate::evaluate::{Case, Hit, Tally};
use crate::kind::Kind;

/// How far a weight is moved, in tenths of a logit: a confidence of 50 % becomes 65 % or 35 %.
const STEP: i16 = 6;
/// What a false alarm costs, in details found: moderators' days are the scarcer good.
const FALSE_ALARM: i64 = 4;

/// What the weights come to on all cases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Score {
    found: i64,
    kinds: i64,
    invitations: i64,
    false_alarms: i64,
}

impl Score {
    fn of(cases: &[Case], mut hits: impl FnMut(&Case) -> Vec<Hit>) -> Self {
        let mut tally = Tally::default();
        for case in cases {
            tally.judge(case, &hits(case));
        }
        let sum = |named: fn(&str) -> bool| {
            tally.rows().filter(|(name, ..)| named(name)).map(|(_, hits, _)| hits as i64).sum::<i64>()
        };
        Self {
            found: sum(|name| name == "recall.message"),
            kinds: sum(|name| matches!(name, "recall.kind.single" | "recall.kind.split" | "recall.kind")),
            invitations: sum(|name| name == "recall.soft"),
            false_alarms: sum(|name| matches!(name, "fp.hard" | "fp.soft")),
        }
    }

    fn worth(self) -> i64 {
        self.found + self.kinds + self.invitations - FALSE_ALARM * self.false_alarms
    }

    fn since(self, before: Self) -> Self {
        Self {
            found: self.found - before.found,
            kinds: self.kinds - before.kinds,
            invitations: self.invitations - before.invitations,
            false_alarms: self.false_alarms - before.false_alarms,
        }
    }
}

/// Prints, best first, each change of one weight that changes a figure; `hits` judges a case by an engine.
pub(super) fn weigh(
    out: &mut dyn Write,
    mut engine: Arc<Engine>,
    cases: &[Case],
    hits: impl Fn(&Arc<Engine>, &Case) -> Vec<Hit>,
) -> io::Result<()> {
    let before = Score::of(cases, |case| hits(&engine, case));
    let mut rows: Vec<(Score, Kind, String, i16, i16)> = Vec::new();
    for (kind, name, weight) in engine.scanner().weights() {
        for to in [weight - STEP, weight + STEP] {
            reweigh(&mut engine, kind, &name, to);
            let change = Score::of(cases, |case| hits(&engine, case)).since(before);
            if change != Score::default() {
                rows.push((change, kind, name.clone(), weight, to));
            }
        }
        reweigh(&mut engine, kind, &name, weight);
    }
    rows.sort_by_key(|(change, ..)| -change.worth());
    writeln!(out, "found  kinds  invitations  false alarms")?;
    for (change, kind, name, from, to) in rows {
        let Score { found, kinds, invitations, false_alarms } = change;
        writeln!(out, "{found:+5}  {kinds:+5}  {invitations:+11}  {false_alarms:+12}   {kind} {name}: {from} -> {to}")?;
    }
    Ok(())
}

/// Between two evaluations nobody else holds the engine.
fn reweigh(engine: &mut Arc<Engine>, kind: Kind, name: &str, weight: i16) {
    if let Some(engine) = Arc::get_mut(engine) {
        engine.reweigh(kind, name, weight);
    }
}
