//! One conversation, as pattern authors give it: its messages judged in order, as the worker would.

use crate::engine::{Record, Watch};
use crate::message::Verdict;
use crate::telemetry::Tally;

/// From one message to the next: said in one go.
const MESSAGE_MS: i64 = 20_000;

/// The verdict on a message, whose id is its place among the conversation's; `None` where it cannot be judged.
pub(super) fn judge(watch: &mut Watch, conversation: &str, place: usize, sender: &str, text: &str) -> Option<Verdict> {
    let payload = serde_json::json!({
        "message_id": place, "conversation_id": conversation, "sender_id": sender, "text": text,
    });
    let payload = payload.to_string();
    let record = Record::line(payload.as_bytes(), Some(place as i64 * MESSAGE_MS)).at(place as i64);
    watch.verdict(&record, &mut Tally::default()).ok()
}
