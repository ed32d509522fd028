//! A partition's memory: conversations by id, bounded, with an undo log for batches that are not committed.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::size_of;

use rustc_hash::FxHashMap;

use super::{SAID_MAX, Said, Settings};

/// What the two maps take for a conversation and a message, beside what they hold.
const CONVERSATION_OVERHEAD_BYTES: usize = 48;
const SAID_OVERHEAD_BYTES: usize = 40;

/// A conversation's id, hashed: 128 bits, so that no two conversations of a partition meet by chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(u64, u64);

impl Key {
    /// The key of a conversation's id.
    #[must_use]
    pub fn of(conversation_id: &[u8]) -> Self {
        let half = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            (salt, conversation_id).hash(&mut hasher);
            hasher.finish()
        };
        Self(half(0), half(1))
    }
}

/// What a conversation remembers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conversation {
    /// In the order of their offsets; no room is kept for more, as most say one thing.
    said: Box<[Said]>,
}

impl Conversation {
    /// What was said, by offset.
    #[must_use]
    pub fn said(&self) -> &[Said] {
        &self.said
    }

    /// Changes what was said.
    fn change(&mut self, change: impl FnOnce(&mut Vec<Said>)) {
        let mut said = std::mem::take(&mut self.said).into_vec();
        change(&mut said);
        self.said = said.into_boxed_slice();
    }

    /// What a message left, and its place.
    #[must_use]
    pub fn find(&self, message_id: &str) -> Option<(usize, &Said)> {
        self.said.iter().enumerate().find(|(_, said)| said.message_id() == message_id)
    }

    fn bytes(&self) -> usize {
        let said: usize = self.said.iter().map(|said| said.bytes() + SAID_OVERHEAD_BYTES).sum();
        size_of::<Key>() + size_of::<Self>() + CONVERSATION_OVERHEAD_BYTES + said
    }
}

/// Why something was forgotten.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Eviction {
    /// Its conversation went on much later.
    Time,
    /// It lay too far behind the record in hand.
    Offsets,
    /// Newer fragments of its conversation.
    Crowded,
    /// The partition's cap.
    Cap,
}

impl Eviction {
    /// Every cause.
    pub const ALL: [Eviction; 4] = [Eviction::Time, Eviction::Offsets, Eviction::Crowded, Eviction::Cap];

    /// The label.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Eviction::Time => "time",
            Eviction::Offsets => "offsets",
            Eviction::Crowded => "crowded",
            Eviction::Cap => "cap",
        }
    }
}

/// How much is remembered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Size {
    /// Conversations with something remembered.
    pub conversations: usize,
    /// Bytes of memory, as they are counted against the cap.
    pub bytes: usize,
}

/// Everything that one partition's conversations remember.
///
/// # Example
///
/// ```
/// use vigie::conversation::{Key, Memory, Settings};
///
/// let mut memory = Memory::new(Settings::default());
/// memory.advance(17);
/// assert_eq!(memory.replay_from(), None);
/// assert!(memory.recall(Key::of(b"c-9"), Some(0)).is_none());
/// ```
#[derive(Clone)]
pub struct Memory {
    settings: Settings,
    conversations: FxHashMap<Key, Conversation>,
    by_offset: BTreeMap<i64, Key>,
    bytes: usize,
    /// What the conversations touched since the last commit were before; `None`: nothing.
    undo: FxHashMap<Key, Option<Conversation>>,
    evicted: [u64; Eviction::ALL.len()],
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory").field("size", &self.size()).finish_non_exhaustive()
    }
}

impl Memory {
    /// An empty memory.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            conversations: FxHashMap::default(),
            by_offset: BTreeMap::new(),
            bytes: 0,
            undo: FxHashMap::default(),
            evicted: [0; Eviction::ALL.len()],
        }
    }

    /// A record is in hand: what lies too far behind it is forgotten.
    pub fn advance(&mut self, offset: i64) {
        let oldest = offset.saturating_sub(self.settings.offsets_max.cast_signed());
        while let Some((&first, &key)) = self.by_offset.first_key_value().filter(|(first, _)| **first <= oldest) {
            self.drop_said(key, first);
            self.evicted[Eviction::Offsets as usize] += 1;
        }
    }

    /// What a conversation remembers when a message of this time comes; what is too old by then is forgotten.
    pub fn recall(&mut self, key: Key, time_ms: Option<i64>) -> Option<&Conversation> {
        let conversation = self.conversations.get(&key)?;
        if let Some(now) = time_ms {
            let lifetime = i64::from(self.settings.hours_max) * 3_600_000;
            let dead = |said: &Said| said.time_ms.is_some_and(|then| now.saturating_sub(then) > lifetime);
            if conversation.said.iter().any(dead) {
                let offsets: Vec<i64> =
                    conversation.said.iter().filter(|said| dead(said)).map(|said| said.offset).collect();
                self.evicted[Eviction::Time as usize] += offsets.len() as u64;
                offsets.into_iter().for_each(|offset| self.drop_said(key, offset));
            }
        }
        self.conversations.get(&key)
    }

    /// Remembers what a message left, in place of what it left before.
    pub fn keep(&mut self, key: Key, said: Said) {
        self.remove(key, said.message_id());
        self.touch(key);
        let conversation = self.conversations.entry(key).or_default();
        self.bytes -= if conversation.said.is_empty() { 0 } else { conversation.bytes() };
        if conversation.said.len() == SAID_MAX {
            self.by_offset.remove(&conversation.said[0].offset);
            conversation.change(|all| drop(all.remove(0)));
            self.evicted[Eviction::Crowded as usize] += 1;
        }
        self.by_offset.insert(said.offset, key);
        conversation.change(|all| {
            all.reserve_exact(1);
            all.push(said);
        });
        self.bytes += conversation.bytes();
        while self.bytes > self.settings.partition_bytes_max
            && let Some((&first, &oldest)) = self.by_offset.first_key_value()
        {
            self.drop_said(oldest, first);
            self.evicted[Eviction::Cap as usize] += 1;
        }
    }

    /// Forgets what a message left.
    pub fn remove(&mut self, key: Key, message_id: &str) {
        let known = self.conversations.get(&key).and_then(|conversation| conversation.find(message_id));
        if let Some((_, said)) = known {
            let offset = said.offset;
            self.drop_said(key, offset);
        }
    }

    /// Forgets a conversation.
    pub fn forget(&mut self, key: Key) {
        if self.conversations.contains_key(&key) {
            self.touch(key);
            self.put(key, None);
        }
    }

    /// What was done since the last commit stays.
    pub fn commit(&mut self) {
        self.undo.clear();
    }

    /// What was done since the last commit is undone.
    pub fn abort(&mut self) {
        let undo = std::mem::take(&mut self.undo);
        // Every changed conversation goes before any comes back: an offset may have moved from one to another.
        undo.keys().for_each(|key| self.put(*key, None));
        undo.into_iter().for_each(|(key, before)| self.put(key, before));
    }

    /// The oldest offset that something remembered stands at.
    #[must_use]
    pub fn replay_from(&self) -> Option<i64> {
        self.by_offset.first_key_value().map(|(offset, _)| *offset)
    }

    /// How much is remembered.
    #[must_use]
    pub fn size(&self) -> Size {
        Size { conversations: self.conversations.len(), bytes: self.bytes }
    }

    /// How much was forgotten since this was last asked, by cause.
    pub fn take_evictions(&mut self) -> [u64; Eviction::ALL.len()] {
        std::mem::take(&mut self.evicted)
    }

    /// Whether two memories remember the same.
    #[must_use]
    pub fn remembers_as(&self, other: &Self) -> bool {
        self.conversations == other.conversations && self.by_offset == other.by_offset && self.bytes == other.bytes
    }

    /// Notes what a conversation was before its first change since the last commit.
    fn touch(&mut self, key: Key) {
        if !self.undo.contains_key(&key) {
            self.undo.insert(key, self.conversations.get(&key).cloned());
        }
    }

    /// Puts another state of a conversation in the place of the one there.
    fn put(&mut self, key: Key, conversation: Option<Conversation>) {
        if let Some(gone) = self.conversations.remove(&key) {
            self.bytes -= gone.bytes();
            for said in &*gone.said {
                self.by_offset.remove(&said.offset);
            }
        }
        if let Some(conversation) = conversation {
            self.bytes += conversation.bytes();
            self.by_offset.extend(conversation.said.iter().map(|said| (said.offset, key)));
            self.conversations.insert(key, conversation);
        }
    }

    fn drop_said(&mut self, key: Key, offset: i64) {
        self.touch(key);
        self.by_offset.remove(&offset);
        let Some(conversation) = self.conversations.get_mut(&key) else { return };
        self.bytes -= conversation.bytes();
        conversation.change(|all| all.retain(|said| said.offset != offset));
        if conversation.said.is_empty() {
            self.conversations.remove(&key);
        } else {
            self.bytes += conversation.bytes();
        }
    }
}
