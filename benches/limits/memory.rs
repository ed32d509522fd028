//! What a conversation that said pieces of details costs in memory: counted, and as the kernel sees it.

use std::sync::Arc;

use vigie::config::Config;
use vigie::conversation::Size;
use vigie::engine::{Engine, Judge as _, Outcome, Record, Watch};
use vigie::telemetry::Tally;

use crate::chat::uuid;
use crate::report;

/// The bar.
const CONVERSATION_BYTES: f64 = 512.0;
/// As a worker commits them.
const BATCH_MESSAGES: i64 = 500;

/// What members say in pieces, a conversation each; what leaves a fragment is remembered.
const PIECES: [&[&str]; 8] = [
    &["mon numéro commence par 06", "39 98"],
    &["zéro six", "trente-neuf"],
    &["my email is jane_miller81"],
    &["je suis sur insta"],
    &["07700", "go on", "900"],
    &["c'est 12 rue des Lilas"],
    &["note lucie.vannier22", "arobase"],
    &["FR76 3000 6000", "0112"],
];

/// Prints bytes a conversation, as the memory counts them against its cap and as the process grows by.
///
/// Run first: what others freed would be taken again, and not be seen to grow.
pub(crate) fn measure(small: bool, is_wanted: impl Fn(&str) -> bool) {
    let ids = ["memory/conversations", "memory/conversations-resident"];
    if !ids.into_iter().any(&is_wanted) {
        return;
    }
    let conversations: u64 = if small { 2_000 } else { 1_000_000 };
    let mut config = Config::default();
    config.conversation.partition_bytes_max = usize::MAX;
    config.conversation.offsets_max = i64::MAX as u64;
    let mut watch = Watch::new(Arc::new(Engine::new(&config).unwrap()));
    // What is made once, at the first use.
    remember(&mut watch, 1_000);
    watch.forget("", 0);
    let before = resident();
    remember(&mut watch, conversations);
    let grown = (resident() - before) as f64;
    let Size { conversations: remembered, bytes } = watch.memory();
    assert_eq!(remembered as u64, conversations, "each left something");
    report(ids[0], bytes as f64 / conversations as f64, "bytes", CONVERSATION_BYTES);
    report(ids[1], grown / conversations as f64, "bytes", CONVERSATION_BYTES);
}

/// Has so many conversations say their pieces.
fn remember(watch: &mut Watch, conversations: u64) {
    let mut tally = Tally::default();
    let mut offset = 0;
    for at in 0..conversations {
        let conversation = uuid(at);
        for text in PIECES[(at % PIECES.len() as u64) as usize] {
            let message = uuid(u64::MAX - offset as u64);
            let payload = format!(
                r#"{{"message_id":"{message}","conversation_id":"{conversation}","sender_id":"u_{at}","sent_at":{offset},"text":"{text}"}}"#
            );
            let outcome = watch.judge(&Record::line(payload.as_bytes(), None).at(offset), &mut tally);
            assert!(!matches!(outcome, Outcome::DeadLetter(_)), "{text}");
            offset += 1;
            if offset % BATCH_MESSAGES == 0 {
                watch.committed("", 0);
            }
        }
    }
    watch.committed("", 0);
}

/// Bytes of this process that are in memory.
fn resident() -> i64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux's /proc");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<i64>().unwrap() * 1024
}
