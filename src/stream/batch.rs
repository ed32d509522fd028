//! A batch: what was judged since the last commit, kept by partition, so that a partition that leaves takes its records,
//! its outputs and its counts with it.

use rdkafka::message::{BorrowedMessage, Message as _};

use super::offsets::{Left, Offsets, Partition, Span};
use super::output::Output;
use crate::telemetry::Tally;

/// One partition's share of a batch.
pub(super) struct Part {
    pub(super) partition: Partition,
    pub(super) outputs: Vec<Output>,
    pub(super) tally: Tally,
    span: Span,
    records: usize,
    bytes: usize,
    /// The last record's time.
    newest_ms: Option<i64>,
}

/// Where a partition stands once its part is committed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Position {
    pub(super) next: i64,
    pub(super) newest_ms: Option<i64>,
}

impl Part {
    pub(super) fn position(&self) -> Position {
        Position { next: self.span.next(), newest_ms: self.newest_ms }
    }
}

/// What was judged and is not yet committed.
#[derive(Default)]
pub(super) struct Batch {
    parts: Vec<Part>,
    /// The part of the last record: records come in runs of one partition.
    current: usize,
    records: usize,
    bytes: usize,
}

impl Batch {
    /// Messages in it.
    pub(super) fn records(&self) -> usize {
        self.records
    }

    /// Bytes of their payloads and outputs.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Whether there is nothing to commit.
    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Counts a record in, and returns the part that its outcome belongs to.
    pub(super) fn admit(&mut self, message: &BorrowedMessage<'_>) -> &mut Part {
        let at = self.find(message.topic(), message.partition(), message.offset());
        let bytes = message.payload_len() + message.key_len();
        self.records += 1;
        self.bytes += bytes;
        self.current = at;
        let part = &mut self.parts[at];
        part.records += 1;
        part.bytes += bytes;
        part.newest_ms = message.timestamp().to_millis();
        part
    }

    /// Adds what is to be written for the record last admitted.
    pub(super) fn put(&mut self, output: Output) {
        let part = &mut self.parts[self.current];
        let bytes = output.bytes();
        part.outputs.push(output);
        part.bytes += bytes;
        self.bytes += bytes;
    }

    /// The index of the record's part, which then covers its offset.
    fn find(&mut self, topic: &str, number: i32, offset: i64) -> usize {
        let is_it = |part: &Part| part.partition.number == number && &*part.partition.topic == topic;
        let found = match self.parts.get(self.current) {
            Some(part) if is_it(part) => Some(self.current),
            _ => self.parts.iter().position(is_it),
        };
        if let Some(at) = found {
            if self.parts[at].span.extend(offset) {
                return at;
            }
            // The consumer was set back, so what was gathered comes again: kept, it would be there twice.
            self.remove(at);
        }
        self.parts.push(Part {
            partition: Partition::new(topic, number),
            outputs: Vec::new(),
            tally: Tally::default(),
            span: Span::starting(offset),
            records: 0,
            bytes: 0,
            newest_ms: None,
        });
        self.parts.len() - 1
    }

    fn remove(&mut self, at: usize) -> Part {
        let part = self.parts.swap_remove(at);
        self.records -= part.records;
        self.bytes -= part.bytes;
        self.current = 0;
        part
    }

    /// Whether there are records of this partition in it.
    pub(super) fn holds(&self, partition: &Partition) -> bool {
        self.parts.iter().any(|part| part.partition == *partition)
    }

    /// Drops a partition's part, where there is one: whoever reads it now does it again.
    pub(super) fn forget(&mut self, partition: &Partition) {
        if let Some(at) = self.parts.iter().position(|part| part.partition == *partition) {
            self.remove(at);
        }
    }

    /// Takes out the parts that the broker has committed already, and of the others what it has: returns the former.
    pub(super) fn settle(&mut self, committed: &Offsets) -> Vec<Part> {
        let mut done = Vec::new();
        for at in (0..self.parts.len()).rev() {
            let part = &mut self.parts[at];
            match part.span.left(committed.get(&part.partition).copied()) {
                Left::All => {}
                Left::From(offset) => part.outputs.retain(|output| output.offset() >= offset),
                Left::Nothing => done.push(self.remove(at)),
            }
        }
        done
    }

    /// Everything, leaving the batch empty.
    pub(super) fn take(&mut self) -> Vec<Part> {
        std::mem::take(self).parts
    }

    pub(super) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// What is to be written, in order: that of the records within a partition, and so within a conversation.
    pub(super) fn outputs_mut(&mut self) -> impl Iterator<Item = &mut Output> {
        self.parts.iter_mut().flat_map(|part| &mut part.outputs)
    }
}
