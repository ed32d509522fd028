//! Any payload, as a sequence of records of one conversation: the watch does not panic, and answers with a verdict or a reason.
#![no_main]

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use vigie::config::Config;
use vigie::engine::{Engine, Judge, Outcome, Record, Watch};
use vigie::message::ReasonClass;
use vigie::telemetry::Tally;

static ENGINE: LazyLock<Arc<Engine>> =
    LazyLock::new(|| Arc::new(Engine::new(&Config::default()).expect("the defaults make an engine")));

fuzz_target!(|payload: &[u8]| {
    let mut watch = Watch::new(ENGINE.clone());
    for (at, line) in payload.split(|&byte| byte == b'\n').take(8).enumerate() {
        let record = Record::line(line, None).at(at as i64);
        if let Outcome::DeadLetter(reason) = watch.judge(&record, &mut Tally::default()) {
            assert_ne!(reason.class, ReasonClass::Panic);
        }
    }
});
