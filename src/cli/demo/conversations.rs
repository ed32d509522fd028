//! The demo's stream of messages: invented conversations, several at a time, the same in every run.

use std::collections::VecDeque;

use serde_json::json;

const CONVERSATIONS: &str = include_str!("conversations.txt");

/// Conversations going on at a time.
const OPEN: usize = 9;
/// One record in so many is no message, as happens where several teams write to a topic.
const POISON_EVERY: u64 = 97;

/// A record to produce.
#[derive(Debug, PartialEq)]
pub(super) struct Produced {
    pub(super) key: String,
    pub(super) payload: Vec<u8>,
}

struct Conversation {
    id: u64,
    locale: &'static str,
    lines: VecDeque<&'static str>,
}

/// An endless stream of messages.
pub(super) struct Chatter {
    scripts: Vec<(&'static str, Vec<&'static str>)>,
    open: Vec<Conversation>,
    begun: u64,
    messages: u64,
    dice: u64,
}

impl Chatter {
    pub(super) fn new() -> Self {
        let scripts = CONVERSATIONS.split("\n## ").skip(1).map(|script| {
            let mut lines = script.lines();
            (lines.next().unwrap_or_default(), lines.filter(|line| !line.is_empty()).collect())
        });
        // Any odd number will do; a fixed one makes every demo the same.
        Self { scripts: scripts.collect(), open: Vec::new(), begun: 0, messages: 0, dice: 0x9E37_79B9_7F4A_7C15 }
    }

    /// The next record; `now_ms` is when it is sent.
    pub(super) fn next(&mut self, now_ms: i64) -> Produced {
        self.messages += 1;
        let number = self.messages;
        if number.is_multiple_of(POISON_EVERY) {
            let payload = json!({ "event": "listing_viewed", "listing": number }).to_string().into_bytes();
            return Produced { key: format!("listing-{number}"), payload };
        }
        while self.open.len() < OPEN {
            self.begin();
        }
        let at = self.roll(OPEN as u64);
        let conversation = &mut self.open[at];
        let line = conversation.lines.pop_front().unwrap_or_default();
        let (asker, answerer) = (format!("u-{}", conversation.id * 2), format!("u-{}", conversation.id * 2 + 1));
        let (sender, recipient) = if line.starts_with('>') { (asker, answerer) } else { (answerer, asker) };
        let key = format!("c-{}", conversation.id);
        let payload = json!({
            "message_id": format!("m-{number}"), "conversation_id": key, "sender_id": sender, "recipient_id": recipient,
            "sent_at": now_ms, "text": line.get(2..).unwrap_or_default(), "locale": conversation.locale, "stage": "inquiry",
        });
        if conversation.lines.is_empty() {
            self.open.swap_remove(at);
        }
        Produced { key, payload: payload.to_string().into_bytes() }
    }

    fn begin(&mut self) {
        // A step that shares no factor with the number of scripts visits them all in a scattered order.
        let at = (self.begun as usize * 7) % self.scripts.len();
        let (locale, lines) = &self.scripts[at];
        self.begun += 1;
        self.open.push(Conversation { id: self.begun, locale, lines: lines.iter().copied().collect() });
    }

    /// Xorshift: scattered enough for a demo, and the same everywhere.
    fn roll(&mut self, sides: u64) -> usize {
        self.dice ^= self.dice << 13;
        self.dice ^= self.dice >> 7;
        self.dice ^= self.dice << 17;
        (self.dice % sides) as usize
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Chatter, POISON_EVERY};
    use crate::message::{Buffers, Decoder, Fields};

    #[test]
    fn every_line_is_said_and_every_record_but_the_poison_decodes() {
        let mut chatter = Chatter::new();
        assert!(chatter.scripts.len() >= 60);
        assert_ne!(chatter.scripts.len() % 7, 0, "the step must visit every script");
        let lines: HashSet<&str> =
            chatter.scripts.iter().flat_map(|(_, lines)| lines.iter().map(|line| &line[2..])).collect();
        assert!(chatter.scripts.iter().all(|(locale, lines)| matches!(*locale, "fr" | "en") && lines.len() >= 4));

        let decoder = Decoder::new(&Fields::default()).unwrap();
        let mut buffers = Buffers::default();
        let mut said = HashSet::new();
        let mut poison = 0;
        for number in 1..=2_000 {
            let produced = chatter.next(1_772_359_200_000 + number);
            match decoder.decode(&produced.payload, &mut buffers) {
                Ok(message) => {
                    assert_eq!(message.conversation_id, produced.key);
                    said.extend(lines.get(message.text));
                }
                Err(_) => poison += 1,
            }
        }
        assert_eq!(said, lines);
        assert_eq!(poison, 2_000 / POISON_EVERY);
    }
}
