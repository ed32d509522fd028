//! What a word is by itself, judged once a thread: chat says the same few thousand words over and over.

use rustc_hash::FxHashMap;

use super::disguised;
use super::vocabulary::{UNKNOWN_WORD, Vocabulary};

/// Words that a thread keeps: 768 KiB of slots.
const SLOTS: usize = 1 << 14;
/// Different lists of what words hold of what is sought, at most: as many as there are words kept.
const LISTS_MAX: usize = 1 << 14;
/// A longer word is judged each time: hardly any is said twice.
const BYTES_MAX: usize = 23;

/// What a word could be, or be a part of; a bit set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Traits(u64);

impl Traits {
    /// Number words without spaces, or a word for the dot and an ending.
    pub(crate) const GLUED: Self = Self(1);
    /// All of its letters look like digits.
    pub(crate) const LIKE_DIGITS: Self = Self(1 << 1);
    /// A number word with a letter wrong.
    pub(crate) const MISSPELT_NUMBER: Self = Self(1 << 2);
    /// A word for zero with a letter wrong.
    pub(crate) const MISSPELT_ZERO: Self = Self(1 << 3);
    /// It ends like a street.
    pub(crate) const STREET: Self = Self(1 << 4);
    /// It tells which group of a number is meant.
    pub(crate) const PLACE: Self = Self(1 << 5);
    /// A link begins or ends with it.
    pub(crate) const OF_LINK: Self = Self(1 << 6);
    /// A top-level domain that is no word.
    pub(crate) const SURE_TLD: Self = Self(1 << 7);
    /// The end of a host, which may be said without its dot.
    pub(crate) const HOST_END: Self = Self(1 << 8);
    /// A provider with its ending, a dot left out.
    pub(crate) const PROVIDER_AND_END: Self = Self(1 << 9);
    /// Letters that hold a word for the at-sign, or a provider.
    pub(crate) const ADDRESS_IN_ONE: Self = Self(1 << 10);
    /// It ends with a provider.
    pub(crate) const PROVIDER_LAST: Self = Self(1 << 11);
    /// What is said to be at a service: "in", "at".
    pub(crate) const IN: Self = Self(1 << 12);
    pub(crate) const AT: Self = Self(1 << 13);
    /// Its beginning or end is that of a link or an address, turned round.
    pub(crate) const TURNED: Self = Self(1 << 14);
    /// A single letter or figure.
    pub(crate) const LONE: Self = Self(1 << 15);
    /// A single letter "h", with which a scheme may begin.
    pub(crate) const H: Self = Self(1 << 16);
    /// What says that a number is a house's, or leads to one.
    pub(crate) const NUMBERING: Self = Self(1 << 17);
    /// The end of a service's host: "me" of t.me.
    pub(crate) const SERVICE_END: Self = Self(1 << 18);
    /// The letters of a country that accounts begin with.
    pub(crate) const COUNTRY: Self = Self(1 << 19);
    /// A Roman numeral below ten.
    pub(crate) const ROMAN: Self = Self(1 << 20);
    /// It says that one thing stands for another.
    pub(crate) const STANDS: Self = Self(1 << 21);
    /// A preposition that German streets begin with.
    pub(crate) const LEADS_STREET: Self = Self(1 << 22);

    /// A verb that proposes a place to talk, book or pay.
    pub(crate) const PROPOSES: Self = Self(1 << 23);
    /// What others do at a service.
    pub(crate) const THEY: Self = Self(1 << 24);
    /// A verb that asks whether the other has a service.
    pub(crate) const HAS: Self = Self(1 << 25);
    /// What one pays with or for.
    pub(crate) const PAYS: Self = Self(1 << 26);
    /// What somebody saw, had or suffered at a service.
    pub(crate) const SEEN: Self = Self(1 << 27);
    /// What one teaches, works at or is good at.
    pub(crate) const SUBJECT: Self = Self(1 << 28);
    /// Rules and advice.
    pub(crate) const RULES: Self = Self(1 << 29);
    /// The platform's own till, or what befell somebody.
    pub(crate) const WARNS: Self = Self(1 << 30);
    /// It doubts what somebody else proposed.
    pub(crate) const DOUBTS: Self = Self(1 << 31);
    /// A small word that refuses.
    pub(crate) const REFUSES: Self = Self(1 << 32);
    /// A verb that calls a name.
    pub(crate) const CALLS: Self = Self(1 << 33);
    /// What may stand between it and the name.
    pub(crate) const CALLED: Self = Self(1 << 34);

    /// An everyday word that is a local part, said alone.
    pub(crate) const ROLE: Self = Self(1 << 35);
    /// What a meeting asks for beside its id.
    pub(crate) const CODE: Self = Self(1 << 36);

    /// What could be read as digits though it is neither figures nor a number word.
    pub(crate) const COUNTABLE: Self =
        Self::LIKE_DIGITS.and(Self::MISSPELT_NUMBER).and(Self::MISSPELT_ZERO).and(Self::ROMAN);

    /// All of both.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// These, if a condition holds.
    pub(crate) const fn if_so(self, holds: bool) -> Self {
        if holds { self } else { Self(0) }
    }

    /// Whether any of some traits is there.
    pub(crate) const fn any(self, of: Self) -> bool {
        self.0 & of.0 != 0
    }
}

/// A word as it was judged.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    /// Its id, or that of the word that is drawn out in it.
    pub(super) id: u32,
    pub(super) traits: Traits,
    /// The node of the phrases that begin with it.
    pub(super) node: Option<u32>,
    /// What it holds of what is sought, by its place in the thread's lists.
    sought: u32,
}

impl Word {
    /// What no letter says anything of: a space.
    pub(super) const SILENT: Self = Self { id: UNKNOWN_WORD, traits: Traits(0), node: None, sought: 0 };
}

/// A literal of which a word holds the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Sought {
    pub(crate) literal: u16,
    /// Where the key begins: in its word, and then in the text.
    pub(crate) at: u32,
}

/// Tells what words are by themselves.
pub(crate) trait Judge: std::fmt::Debug + Send + Sync {
    /// What a word could be.
    fn traits(&self, word: &str, vocabulary: &Vocabulary) -> Traits;

    /// Adds what it holds of what is sought.
    fn sought(&self, word: &str, sought: &mut Vec<Sought>);
}

/// A word's bytes and its length.
type Key = [u64; 3];

fn key(text: &str) -> Option<Key> {
    let bytes = text.as_bytes();
    let mut padded = [0; BYTES_MAX + 1];
    padded.get_mut(..BYTES_MAX.min(bytes.len())).filter(|part| part.len() == bytes.len())?.copy_from_slice(bytes);
    padded[BYTES_MAX] = bytes.len() as u8;
    let eight = |at: usize| padded[at..].first_chunk().map_or(0, |chunk| u64::from_le_bytes(*chunk));
    Some([eight(0), eight(8), eight(16)])
}

/// Where a word has its pair of slots: a product's upper bits mix all lower ones.
fn slot(key: &Key) -> usize {
    const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
    let mixed = key.iter().fold(0, |mixed: u64, part| (mixed.rotate_left(29) ^ part).wrapping_mul(MIX));
    (mixed >> (64 - SLOTS.ilog2())) as usize & !1
}

/// The words that a thread has judged, by one vocabulary; they are members' words, and shown nowhere.
#[derive(Default)]
pub(crate) struct Words {
    /// By [`slot`], the word heard last before another.
    slots: Vec<(Key, Word)>,
    /// What words hold of what is sought, each list once; the first is empty.
    lists: Vec<Box<[Sought]>>,
    places: FxHashMap<Box<[Sought]>, u32>,
    fresh: Vec<Sought>,
    /// The vocabulary's [`identity`](Vocabulary::identity).
    vocabulary: u64,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words").field("slots", &self.slots.len()).finish_non_exhaustive()
    }
}

impl Words {
    /// Forgets what another vocabulary said.
    pub(super) fn use_with(&mut self, vocabulary: &Vocabulary) {
        if self.vocabulary != vocabulary.identity() {
            self.vocabulary = vocabulary.identity();
            self.forget();
        }
    }

    fn forget(&mut self) {
        self.places.clear();
        self.lists.clear();
        self.lists.push(Box::default());
        self.places.insert(Box::default(), 0);
        self.slots.clear();
        // No word has no letters: an empty slot answers to none.
        self.slots.resize(SLOTS, ([0; 3], Word::SILENT));
    }

    fn judge(text: &str, vocabulary: &Vocabulary) -> Word {
        let glued = Traits::GLUED.if_so(disguised::is_glued(text, vocabulary));
        let id = vocabulary.id_as_said(text);
        let traits = vocabulary.judge().traits(text, vocabulary).and(glued);
        Word { id, traits, node: vocabulary.root(id), sought: 0 }
    }

    /// The place of the fresh list, from now on.
    fn keep(&mut self) -> u32 {
        if self.lists.len() >= LISTS_MAX {
            self.forget();
        }
        let place = self.lists.len() as u32;
        self.lists.push(self.fresh.as_slice().into());
        self.places.insert(self.fresh.as_slice().into(), place);
        place
    }

    /// A word, judged now or before; adds what it holds of what is sought, by its place in the word.
    #[inline]
    pub(super) fn hear(&mut self, text: &str, vocabulary: &Vocabulary, sought: &mut Vec<Sought>) -> Word {
        let Some(key) = key(text) else {
            vocabulary.judge().sought(text, sought);
            return Self::judge(text, vocabulary);
        };
        let slot = slot(&key);
        if self.slots[slot].0 != key {
            // The word that was heard longer ago makes room.
            self.slots.swap(slot, slot + 1);
        }
        if self.slots[slot].0 != key {
            let mut word = Self::judge(text, vocabulary);
            self.fresh.clear();
            vocabulary.judge().sought(text, &mut self.fresh);
            word.sought = self.places.get(self.fresh.as_slice()).copied().unwrap_or_else(|| self.keep());
            self.slots[slot] = (key, word);
        }
        let word = self.slots[slot].1;
        sought.extend_from_slice(&self.lists[word.sought as usize]);
        word
    }
}
