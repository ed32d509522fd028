//! Trouble told when it begins, once a minute while it lasts, and when it is over: never once per failure.

use std::time::{Duration, Instant};

use rdkafka::types::RDKafkaErrorCode;

/// The least time between two lines about the same trouble.
const REPEAT: Duration = Duration::from_secs(60);

/// One kind of trouble of one lane.
#[derive(Debug)]
pub(super) struct Outage {
    lane: usize,
    what: &'static str,
    /// When it began, and when it was last spoken of.
    lasting: Option<(Instant, Instant)>,
}

impl Outage {
    pub(super) fn new(lane: usize, what: &'static str) -> Self {
        Self { lane, what, lasting: None }
    }

    /// Notes that it is there.
    pub(super) fn met(&mut self, code: RDKafkaErrorCode) {
        let (lane, what, now) = (self.lane, self.what, Instant::now());
        match &mut self.lasting {
            None => {
                tracing::warn!(lane, code = %code, "{what}: waiting and trying again");
                self.lasting = Some((now, now));
            }
            Some((began, said)) if now.duration_since(*said) >= REPEAT => {
                let seconds = now.duration_since(*began).as_secs();
                tracing::warn!(lane, code = %code, seconds, "{what}: still waiting and trying again");
                *said = now;
            }
            Some(_) => {}
        }
    }

    /// Notes that it is gone.
    pub(super) fn over(&mut self) {
        if let Some((began, _)) = self.lasting.take() {
            let (lane, what, seconds) = (self.lane, self.what, began.elapsed().as_secs_f64());
            tracing::info!(lane, seconds, "{what}: over");
        }
    }
}
