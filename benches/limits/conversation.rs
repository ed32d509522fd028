//! What the conversations' memory costs in speed: ordinary chat, judged with it and without.

use std::sync::Arc;
use std::time::Instant;

use vigie::config::Config;
use vigie::engine::{Engine, Judge as _, Record, Watch};
use vigie::telemetry::{Judged, Tally};

use crate::chat::{Chat, Message};
use crate::{median, report};

const ID: &str = "conversation/throughput";
/// The bar: this much of the speed without memory is left.
const SHARE_MIN: f64 = 0.8;
/// As a worker commits them.
const BATCH_MESSAGES: usize = 500;

/// Prints messages a second with memory, beside those without.
pub(crate) fn measure(small: bool, is_wanted: impl Fn(&str) -> bool) {
    if !is_wanted(ID) {
        return;
    }
    let (messages, rounds) = if small { (5_000, 1) } else { (50_000, 7) };
    let chat: Vec<Message> = Chat::new(4).take(messages).collect();
    let [mut with, mut without] = [true, false].map(|enabled| {
        let mut config = Config::default();
        config.conversation.enabled = enabled;
        Watch::new(Arc::new(Engine::new(&config).unwrap()))
    });
    let (mut ons, mut offs) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        let (on, flagged) = per_second(&mut with, &chat);
        assert!(with.memory().conversations > 0, "ordinary chat leaves fragments too");
        let (off, flagged_off) = per_second(&mut without, &chat);
        assert_eq!(without.memory().conversations, 0);
        assert!(flagged_off > 0 && flagged >= flagged_off, "memory takes no flag away: {flagged} of {flagged_off}");
        eprintln!("round {round}: {on:.0} messages/s with memory, {off:.0} without; {flagged} and {flagged_off} flags");
        ons.push(on);
        offs.push(off);
        with.forget("", 0);
    }
    let (on, off) = (median(ons), median(offs));
    eprintln!("{:.3} of the speed is left, {SHARE_MIN} must be", on / off);
    report(ID, on, "messages/s", off);
}

/// How fast a watch judges, and how many messages it flags.
fn per_second(watch: &mut Watch, chat: &[Message]) -> (f64, u64) {
    let mut tally = Tally::default();
    let began = Instant::now();
    for (at, Message { key, payload }) in chat.iter().enumerate() {
        let record = Record { key: Some(key.as_bytes()), ..Record::line(payload.as_bytes(), None).at(at as i64) };
        let _ = watch.judge(&record, &mut tally);
        if at % BATCH_MESSAGES == 0 {
            watch.committed("", 0);
        }
    }
    let elapsed = began.elapsed().as_secs_f64();
    assert_eq!((tally.messages(), tally.count(Judged::DeadLetter)), (chat.len() as u64, 0));
    (chat.len() as f64 / elapsed, tally.count(Judged::Flagged))
}
