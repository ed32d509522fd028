//! A batch: what was judged since the last commit, kept by partition, so that a partition that leaves takes its records,
//! its outputs and its counts with it.

use super::offsets::{Commit, Commits, Left, Partition, Span};
use super::output::Output;
use crate::engine::Record;
use crate::telemetry::Tally;

/// One partition's share of a batch.
pub(super) struct Part {
    pub(super) partition: Partition,
    pub(super) outputs: Vec<Output>,
    pub(super) tally: Tally,
    /// The oldest offset that the partition's memory needs once this part is in it.
    pub(super) replay_from: Option<i64>,
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

    pub(super) fn commit(&self) -> Commit {
        Commit::new(self.span.next(), self.replay_from)
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

    /// Counts a record in, and returns the part that its outcome belongs to; `None` where its offset is not beyond what is
    /// there: the consumer was set back.
    pub(super) fn admit(&mut self, record: &Record<'_>) -> Option<&mut Part> {
        let at = self.find(record)?;
        let bytes = record.payload.map_or(0, <[u8]>::len) + record.key.map_or(0, <[u8]>::len);
        self.records += 1;
        self.bytes += bytes;
        self.current = at;
        let part = &mut self.parts[at];
        part.records += 1;
        part.bytes += bytes;
        part.newest_ms = record.timestamp_ms;
        Some(part)
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
    fn find(&mut self, record: &Record<'_>) -> Option<usize> {
        let is_its = |part: &Part| part.partition.number == record.partition && *part.partition.topic == *record.topic;
        let found = match self.parts.get(self.current) {
            Some(part) if is_its(part) => Some(self.current),
            _ => self.parts.iter().position(is_its),
        };
        if let Some(at) = found {
            return self.parts[at].span.extend(record.offset).then_some(at);
        }
        self.parts.push(Part {
            partition: Partition::new(record.topic, record.partition),
            outputs: Vec::new(),
            tally: Tally::default(),
            replay_from: None,
            span: Span::starting(record.offset),
            records: 0,
            bytes: 0,
            newest_ms: None,
        });
        Some(self.parts.len() - 1)
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

    /// Drops a partition's part, where there is one: whoever reads it now does it again. Returns the first offset of it.
    pub(super) fn forget(&mut self, partition: &Partition) -> Option<i64> {
        let at = self.parts.iter().position(|part| part.partition == *partition)?;
        Some(self.remove(at).span.first())
    }

    /// Takes out the parts that the broker has committed already, and of the others what it has: returns the former.
    pub(super) fn settle(&mut self, committed: &Commits) -> Vec<Part> {
        let mut done = Vec::new();
        for at in (0..self.parts.len()).rev() {
            let part = &mut self.parts[at];
            match part.span.left(committed.get(&part.partition).map(|commit| commit.next)) {
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

    pub(super) fn parts_mut(&mut self) -> &mut [Part] {
        &mut self.parts
    }

    /// What is to be written, in order: that of the records within a partition, and so within a conversation.
    pub(super) fn outputs_mut(&mut self) -> impl Iterator<Item = &mut Output> {
        self.parts.iter_mut().flat_map(|part| &mut part.outputs)
    }
}
