//! The vocabulary: every lexicon entry compiled into one trie of words, looked up token by token.

use std::sync::atomic::{AtomicU64, Ordering};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::kind::Kind;
use crate::patterns::{Lexicon, Order, Words};
use crate::scan::fold::Folded;

use super::tokens::{Token, TokenKind, tokenize};
use super::words::Judge;

/// What a word or phrase of the lexicon is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Class {
    /// A number word; the value is the number.
    Number,
    /// An everyday word that stands for a number inside a run of digits.
    Homophone,
    /// A word for 0 inside a run of digits.
    Oh,
    /// A word for the sign before a fraction.
    Decimal,
    /// "thousand" and beyond.
    Magnitude,
    /// A word that announces a phone's extension.
    Extension,
    /// A place with a numbering plan; the value is its place in [`Vocabulary::regions`].
    Region,
    /// The "and" of a compound number.
    Joiner,
    /// "double"; the value is how often the next digit counts.
    Repeat,
    /// "zeros", to count: the value is the digit.
    Plural,
    /// "like", "the age of": what follows is said of a group of digits.
    Aside,
    /// "yes", "I repeat": the last group of digits may follow once more.
    Confirmation,
    /// "or".
    Alternative,
    /// "only the digits": whatever stands between digits parts them.
    Riddle,
    /// "each digit is one too high": the digits are others.
    Shift,
    At,
    AtWeak,
    Dot,
    Dash,
    Underscore,
    Slash,
    Plus,
    /// "hash": the sign before a number.
    Hash,
    /// "www" in words.
    Www,
    /// "colon", of a scheme.
    Colon,
    /// A spelled letter; the value is the letter.
    Letter,
    /// A top-level domain as heard; the value is its place in [`Vocabulary::tlds`].
    Tld,
    Filler,
    /// A word that announces a contact.
    Cue(Kind),
    /// A word that exonerates a number.
    Against(Against),
    Negation,
    StreetType,
    StreetComplement,
    /// "the corner of": two streets follow.
    StreetCorner,
    Reversed,
    /// "it starts with": the beginning of a detail said in pieces.
    First,
    /// "the end is".
    Last,
    /// "in between".
    Middle,
    /// "part", "bloc": a piece of a detail, by its number or alone.
    Part,
    /// "second": which piece it is.
    Ordinal,
    /// "oups": what follows mends what was said before.
    Correction,
    /// "and then": what follows goes on with what was said before.
    Then,
    /// "stuck to it", "all one word": a piece of a name is glued to what was said before.
    More,
    /// "as in", "without an accent": what follows is about the piece of a name right before.
    Gloss,
    /// "no", in answer to a guess.
    Denial,
    /// "not", "instead of": what follows is taken back.
    Instead,
    /// "jot this down", "bit by bit": what follows is to be written down, or comes in pieces.
    Dictation,
    /// "go on": the other waits for the next piece.
    Prompt,
    /// "name?": the other waits for a name.
    NameQuestion,
    /// "what's your user": the other waits for a user name.
    UserQuestion,
    /// "and before that?": the other waits for the beginning.
    BeforeQuestion,
    /// "all in order", "if you see what I mean": figures are not what they seem to be.
    Hint,
    /// "which town?": the other waits for a part of an address.
    PlaceQuestion,
    /// An ordinary word: no name, no local part.
    Common,
    /// A service; the value is its place in [`Vocabulary::services`].
    Service,
    /// A service by a word that is ordinary too.
    ServiceTwin,
    /// A service by periphrase.
    Periphrase,
    /// What is on a service's logo: names it beside a [`Class::StandIn`].
    Symbol,
    /// "app", "the one": a word that stands for a service.
    StandIn,
    /// "first name": a part of an address that is described.
    NamePart,
    /// A service by its emoji.
    ServiceEmoji,
    /// A mail provider; the value is its place in [`Vocabulary::providers`].
    Provider,
    /// A mail provider by a word that is ordinary too.
    ProviderTwin,
}

/// What a number is, where it is no contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Against {
    Price,
    Time,
    Date,
    Measure,
    Reference,
    Count,
    Score,
}

/// One meaning of a word or phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) class: Class,
    /// The language's place in the lexicon; [`ANY_LANGUAGE`] for services and providers.
    pub(crate) language: u8,
    pub(crate) value: u16,
}

/// The language of entries that belong to none.
pub(crate) const ANY_LANGUAGE: u8 = u8::MAX;

/// A service as the detectors need it.
#[derive(Debug, Clone)]
pub(crate) struct Service {
    pub(crate) name: String,
    pub(crate) sort: String,
    pub(crate) handle: Option<regex::Regex>,
}

/// A language's rules beside its words.
#[derive(Debug, Clone)]
pub(crate) struct Language {
    pub(crate) code: String,
    pub(crate) units_first: bool,
    /// Whether 80 is said as four times twenty.
    pub(crate) scores: bool,
    pub(crate) street_suffixes: Vec<String>,
    /// Matches only where a text begins.
    pub(crate) postcode: Option<regex::Regex>,
}

/// Every word and phrase of the lexicon, with its meanings.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    ids: FxHashMap<Box<str>, u32>,
    /// For each word, the node of the phrases that begin with it, or [`NOWHERE`].
    roots: Vec<u32>,
    /// From a node that is not the root, by a word.
    edges: FxHashMap<(u32, u32), u32>,
    /// The meanings of each node while the phrases are added.
    entries: Vec<Vec<Entry>>,
    nodes: Vec<Node>,
    /// The meanings of every node, one after the other.
    meanings: Vec<Entry>,
    pub(crate) languages: Vec<Language>,
    pub(crate) services: Vec<Service>,
    pub(crate) providers: Vec<String>,
    /// Every domain of a mail provider.
    pub(crate) provider_domains: FxHashSet<String>,
    /// Every host of a service.
    pub(crate) service_hosts: FxHashSet<String>,
    /// The last labels of them.
    service_ends: FxHashSet<String>,
    pub(crate) tlds: Vec<String>,
    /// Codes of the regions that words name.
    pub(crate) regions: Vec<String>,
    /// Number words of one word, for masked and glued ones.
    pub(crate) number_words: Vec<(Box<str>, Entry)>,
    /// For each first letter of a number word, its second letters: a bit each.
    number_starts: [u32; 26],
    /// The first two and the last two letters of every number word, a bit each: a word that is one letter away from a number word keeps
    /// either.
    ends: Box<[u8]>,
    /// The last three letters of every street's ending.
    street_ends: FxHashSet<[u8; 3]>,
    /// For each number word, and each form of it with one letter left out, by their hashes, its places in `number_words`.
    near_numbers: FxHashMap<u64, Vec<u16>>,
    identity: u64,
    judge: Box<dyn Judge>,
}

/// What a phrase means, and what may follow it.
#[derive(Debug, Clone, Copy)]
struct Node {
    /// Its meanings' place in [`Vocabulary::meanings`].
    from: u32,
    to: u32,
    next: Next,
}

/// The words that longer phrases go on with, a bit for those whose ids end alike: most words that follow need no look-up.
#[derive(Debug, Clone, Copy, Default)]
struct Next(u64);

impl Next {
    fn of(word: u32) -> Self {
        Self(1 << (word % u64::BITS))
    }

    /// Whether a word may go on.
    #[inline]
    fn may_be(self, word: u32) -> bool {
        self.0 & Self::of(word).0 != 0
    }
}

/// The last identity that was given.
static IDENTITY: AtomicU64 = AtomicU64::new(0);

/// A word that is drawn out is hardly longer.
const DRAWN_OUT_BYTES_MAX: usize = 40;

/// The id of a word that is in no phrase.
pub(crate) const UNKNOWN_WORD: u32 = u32::MAX;

/// A node that is not there.
const NOWHERE: u32 = u32::MAX;

/// A phrase longer than this is no phrase but a sentence.
pub(crate) const PHRASE_WORDS_MAX: usize = 8;

impl Vocabulary {
    /// Compiles a lexicon; the reason where it is refused.
    pub(crate) fn new(lexicon: &Lexicon, judge: Box<dyn Judge>) -> Result<Self, String> {
        let mut this = Self::empty(judge);
        for words in &lexicon.languages {
            this.add_language(words)?;
        }
        for service in &lexicon.services {
            let value = index(this.services.len())?;
            let handle = match service.handle.as_str() {
                "" => None,
                shape => {
                    Some(anchored(shape).map_err(|()| format!("service `{}`: `handle` is no regex", service.name))?)
                }
            };
            this.service_hosts.extend(service.hosts.iter().cloned());
            this.service_ends
                .extend(service.hosts.iter().filter_map(|host| host.rsplit('.').next()).map(str::to_owned));
            this.services.push(Service { name: service.name.clone(), sort: service.sort.clone(), handle });
            this.add_sounds(&service.sounds, Entry { class: Class::Service, language: ANY_LANGUAGE, value })?;
            for (class, words) in [
                (Class::Service, &service.words),
                (Class::ServiceTwin, &service.twins),
                (Class::Periphrase, &service.periphrases),
                (Class::Symbol, &service.symbols),
                (Class::ServiceEmoji, &service.emoji),
            ] {
                this.add_all(words, Entry { class, language: ANY_LANGUAGE, value })?;
            }
        }
        for provider in &lexicon.providers {
            let value = index(this.providers.len())?;
            this.providers.push(provider.domain.clone());
            this.provider_domains.extend(provider.domains.iter().chain([&provider.domain]).cloned());
            this.add_sounds(&provider.sounds, Entry { class: Class::Provider, language: ANY_LANGUAGE, value })?;
            this.add_all(&provider.words, Entry { class: Class::Provider, language: ANY_LANGUAGE, value })?;
            this.add_all(&provider.twins, Entry { class: Class::ProviderTwin, language: ANY_LANGUAGE, value })?;
        }
        for region in &lexicon.regions {
            let value = index(this.regions.len())?;
            this.regions.push(region.code.clone());
            this.add_all(&region.words, Entry { class: Class::Region, language: ANY_LANGUAGE, value })?;
        }
        this.close();
        this.ends = vec![0; PAIRS].into();
        for (at, (word, entry)) in this.number_words.iter().enumerate() {
            if entry.class == Class::Number {
                let at = index(at)?;
                if let ([first, second, ..], [.., before, last]) = (word.as_bytes(), word.as_bytes()) {
                    this.ends[pair(*first, *second)] |= BEGINS;
                    this.ends[pair(*before, *last)] |= ENDS;
                }
                for form in forms(word.as_bytes()) {
                    let places = this.near_numbers.entry(form).or_default();
                    if !places.contains(&at) {
                        places.push(at);
                    }
                }
            }
            if let (
                [first @ b'a'..=b'z', second @ b'a'..=b'z', ..],
                Class::Number | Class::Homophone | Class::Repeat | Class::Oh,
            ) = (word.as_bytes(), entry.class)
            {
                this.number_starts[usize::from(first - b'a')] |= 1 << (second - b'a');
            }
        }
        let suffixes = this.languages.iter().flat_map(|language| &language.street_suffixes);
        this.street_ends = suffixes.filter_map(|suffix| suffix.as_bytes().last_chunk().copied()).collect();
        Ok(this)
    }

    fn empty(judge: Box<dyn Judge>) -> Self {
        Self {
            ids: FxHashMap::default(),
            roots: Vec::new(),
            edges: FxHashMap::default(),
            entries: vec![Vec::new()],
            nodes: Vec::new(),
            meanings: Vec::new(),
            languages: Vec::new(),
            services: Vec::new(),
            providers: Vec::new(),
            provider_domains: FxHashSet::default(),
            service_hosts: FxHashSet::default(),
            service_ends: FxHashSet::default(),
            tlds: Vec::new(),
            regions: Vec::new(),
            number_words: Vec::new(),
            number_starts: [0; 26],
            ends: Box::default(),
            street_ends: FxHashSet::default(),
            near_numbers: FxHashMap::default(),
            identity: 1 + IDENTITY.fetch_add(1, Ordering::Relaxed),
            judge,
        }
    }

    /// Tells this vocabulary from every other of the process; never 0.
    pub(super) fn identity(&self) -> u64 {
        self.identity
    }

    /// Who tells what words are by themselves.
    pub(super) fn judge(&self) -> &dyn Judge {
        self.judge.as_ref()
    }

    fn add_language(&mut self, words: &Words) -> Result<(), String> {
        let language = u8::try_from(self.languages.len()).map_err(|_| "more than 255 languages")?;
        let entry = |class, value| Entry { class, language, value };
        for (number, spellings) in &words.numbers {
            let value =
                number.parse().ok().filter(|n| *n < 1000).ok_or(format!("[numbers]: `{number}` is not 0 to 999"))?;
            self.add_all(spellings, entry(Class::Number, value))?;
            for word in spellings {
                let folded = folded(word);
                if folded.chars().all(char::is_alphanumeric) {
                    self.number_words.push((folded.into(), entry(Class::Number, value)));
                }
            }
        }
        self.add_all(&words.number_rules.joiners, entry(Class::Joiner, 0))?;
        for joiner in &words.number_rules.joiners {
            self.number_words.push((folded(joiner).into(), entry(Class::Joiner, 0)));
        }
        self.add_all(&words.number_rules.oh, entry(Class::Oh, 0))?;
        self.add_all(&words.number_rules.decimals, entry(Class::Decimal, 0))?;
        self.add_all(&words.number_rules.magnitudes, entry(Class::Magnitude, 0))?;
        self.add_all(&words.number_rules.pauses, entry(Class::Filler, 0))?;
        self.add_all(&words.number_rules.asides, entry(Class::Aside, 0))?;
        self.add_all(&words.number_rules.confirmations, entry(Class::Confirmation, 0))?;
        self.add_all(&words.number_rules.alternatives, entry(Class::Alternative, 0))?;
        self.add_all(&words.number_rules.riddles, entry(Class::Riddle, 0))?;
        self.add_all(&words.number_rules.shifts, entry(Class::Shift, 0))?;
        for (word, digit) in &words.number_rules.plurals {
            let digit = u16::try_from(*digit).ok().filter(|d| *d < 10).ok_or("plurals: not a digit")?;
            self.add(word, entry(Class::Plural, digit))?;
        }
        for (word, times) in &words.number_rules.repeat {
            let repeat = entry(Class::Repeat, u16::try_from(*times).map_err(|_| "repeat: too often")?);
            self.add(word, repeat)?;
            self.note_glued(word, repeat);
        }
        for word in &words.number_rules.oh {
            self.note_glued(word, entry(Class::Oh, 0));
        }
        for (word, number) in &words.homophones {
            let homophone = entry(Class::Homophone, u16::try_from(*number).map_err(|_| "homophones: too large")?);
            self.add(word, homophone)?;
            self.number_words.push((folded(word).into(), homophone));
        }
        for (sign, spellings) in &words.signs {
            let class = match sign.as_str() {
                "at" => Class::At,
                "at-weak" => Class::AtWeak,
                "dot" => Class::Dot,
                "dash" => Class::Dash,
                "underscore" => Class::Underscore,
                "slash" => Class::Slash,
                "plus" => Class::Plus,
                "hash" => Class::Hash,
                "www" => Class::Www,
                "colon" => Class::Colon,
                "extension" => Class::Extension,
                _ => return Err(format!("[signs]: unknown sign `{sign}`")),
            };
            self.add_all(spellings, entry(class, 0))?;
        }
        for (name, letter) in &words.letters {
            let letter = letter.bytes().next().filter(u8::is_ascii_alphanumeric).ok_or("[letters]: not a letter")?;
            self.add(name, entry(Class::Letter, letter.into()))?;
        }
        for (heard, tld) in &words.tlds {
            let value = index(self.tlds.len())?;
            self.tlds.push(tld.clone());
            self.add(heard, entry(Class::Tld, value))?;
        }
        for (class, list) in [
            (Class::Filler, &words.fillers),
            (Class::Negation, &words.negation),
            (Class::Reversed, &words.reversed),
            (Class::Common, &words.common),
        ] {
            self.add_all(&list.words, entry(class, 0))?;
        }
        for (class, list) in [
            (Class::StandIn, &words.paraphrases.services),
            (Class::NamePart, &words.paraphrases.people),
            (Class::First, &words.pieces.first),
            (Class::Last, &words.pieces.last),
            (Class::Middle, &words.pieces.middle),
            (Class::Part, &words.pieces.parts),
            (Class::Ordinal, &words.pieces.ordinals),
            (Class::Correction, &words.pieces.corrections),
            (Class::Then, &words.pieces.next),
            (Class::More, &words.names.more),
            (Class::First, &words.names.before),
            (Class::Gloss, &words.names.glosses),
            (Class::NameQuestion, &words.names.questions),
            (Class::UserQuestion, &words.names.user_questions),
            (Class::Denial, &words.pieces.denials),
            (Class::Instead, &words.pieces.instead),
            (Class::Dictation, &words.pieces.dictation),
            (Class::Prompt, &words.pieces.prompts),
            (Class::NameQuestion, &words.pieces.name_questions),
            (Class::UserQuestion, &words.pieces.user_questions),
            (Class::BeforeQuestion, &words.pieces.before_questions),
            (Class::Hint, &words.pieces.hints),
            (Class::PlaceQuestion, &words.pieces.place_questions),
        ] {
            self.add_all(list, entry(class, 0))?;
        }
        for (name, list) in &words.cues {
            let kind =
                Kind::ALL.into_iter().find(|k| k.name() == name).ok_or(format!("[cues]: unknown kind `{name}`"))?;
            self.add_all(list, entry(Class::Cue(kind), 0))?;
        }
        for (name, list) in &words.against {
            let against = match name.as_str() {
                "price" => Against::Price,
                "time" => Against::Time,
                "date" => Against::Date,
                "measure" => Against::Measure,
                "reference" => Against::Reference,
                "count" => Against::Count,
                "score" => Against::Score,
                _ => return Err(format!("[against]: unknown name `{name}`")),
            };
            self.add_all(list, entry(Class::Against(against), 0))?;
        }
        self.add_all(&words.street.types, entry(Class::StreetType, 0))?;
        self.add_all(&words.street.complements, entry(Class::StreetComplement, 0))?;
        self.add_all(&words.street.corners, entry(Class::StreetCorner, 0))?;
        let postcode = words.street.postcode.as_deref().map(anchored).transpose();
        self.languages.push(Language {
            code: words.language.clone(),
            units_first: words.number_rules.order == Order::UnitsFirst,
            scores: words.number_rules.scores,
            street_suffixes: words.street.suffixes.iter().map(|s| folded(s)).collect(),
            postcode: postcode.map_err(|()| "[street]: `postcode` is no regex")?,
        });
        Ok(())
    }

    /// Notes a word that may stand glued among number words: "doublezero".
    fn note_glued(&mut self, word: &str, entry: Entry) {
        let folded = folded(word);
        if folded.len() > 1 && folded.bytes().all(|b| b.is_ascii_lowercase()) {
            self.number_words.push((folded.into(), entry));
        }
    }

    /// Adds every spelling that patterns of sounds stand for, and that means nothing yet.
    fn add_sounds(&mut self, patterns: &[String], entry: Entry) -> Result<(), String> {
        for pattern in patterns {
            for spelling in spellings(pattern)? {
                if self.phrase(&spelling).is_empty() {
                    self.add(&spelling, entry)?;
                }
            }
        }
        Ok(())
    }

    /// What a phrase means, word by word.
    fn phrase(&self, phrase: &str) -> &[Entry] {
        let text = folded(phrase);
        let step = |node, word: &str| self.step(node, self.id(word));
        text.split(' ').try_fold(Self::ROOT, step).map_or(&[], |node| &self.entries[node as usize])
    }

    fn add_all(&mut self, phrases: &[String], entry: Entry) -> Result<(), String> {
        phrases.iter().try_for_each(|phrase| self.add(phrase, entry))
    }

    fn add(&mut self, phrase: &str, entry: Entry) -> Result<(), String> {
        let text = folded(phrase);
        let mut tokens = Vec::new();
        tokenize(&text, &mut tokens);
        let mut node = 0;
        let mut words = 0;
        let only_soft = tokens.iter().all(|t| t.is_soft(&text));
        for token in tokens.iter().filter(|t| only_soft || !t.is_soft(&text)) {
            let next_id = self.ids.len() as u32;
            let id = *self.ids.entry(token.text(&text).into()).or_insert(next_id);
            if id == next_id {
                self.roots.push(NOWHERE);
            }
            let fresh = self.entries.len() as u32;
            let edge = match node {
                Self::ROOT => &mut self.roots[id as usize],
                _ => self.edges.entry((node, id)).or_insert(NOWHERE),
            };
            if *edge == NOWHERE {
                *edge = fresh;
                self.entries.push(Vec::new());
            }
            node = *edge;
            words += 1;
        }
        if words == 0 || words > PHRASE_WORDS_MAX {
            return Err(format!("an entry of {words} words: one to {PHRASE_WORDS_MAX} are read"));
        }
        let entries = &mut self.entries[node as usize];
        if !entries.contains(&entry) {
            entries.push(entry);
        }
        Ok(())
    }

    /// The trie's root.
    const ROOT: u32 = 0;

    /// The id of a word, or [`UNKNOWN_WORD`].
    pub(crate) fn id(&self, word: &str) -> u32 {
        self.ids.get(word).copied().unwrap_or(UNKNOWN_WORD)
    }

    /// The id of a word, or of the word that is drawn out in it: "zeroooo" is "zero", "zooom" is "zoom".
    pub(crate) fn id_as_said(&self, word: &str) -> u32 {
        let id = self.id(word);
        let bytes = word.as_bytes();
        let drawn = |w: &[u8]| w[0] == w[1] && w[1] == w[2] && w[0].is_ascii_lowercase();
        if id != UNKNOWN_WORD || bytes.len() > DRAWN_OUT_BYTES_MAX || !word.is_ascii() || !bytes.windows(3).any(drawn) {
            return id;
        }
        // A letter of three and more is one letter, or a double one.
        let kept = |most: usize| -> String {
            bytes
                .chunk_by(|a, b| a == b)
                .flat_map(|run| &run[..if run.len() > 2 { most } else { run.len() }])
                .map(|&b| char::from(b))
                .collect()
        };
        [1, 2].into_iter().map(|most| self.id(&kept(most))).find(|id| *id != UNKNOWN_WORD).unwrap_or(id)
    }

    /// The node after `node` by a word's id.
    #[inline]
    fn step(&self, node: u32, word: u32) -> Option<u32> {
        match node {
            Self::ROOT => self.roots.get(word as usize).copied().filter(|node| *node != NOWHERE),
            _ if word == UNKNOWN_WORD => None,
            _ => self.edges.get(&(node, word)).copied(),
        }
    }

    /// The node of a word, which stands at a phrase's beginning.
    #[inline]
    pub(super) fn root(&self, word: u32) -> Option<u32> {
        self.step(Self::ROOT, word)
    }

    /// The node after one that is not the root, by a word's id.
    #[inline]
    pub(super) fn after(&self, node: u32, word: u32) -> Option<u32> {
        self.nodes[node as usize].next.may_be(word).then(|| self.step(node, word)).flatten()
    }

    /// Closes the trie, once every phrase is in it.
    fn close(&mut self) {
        for entries in std::mem::take(&mut self.entries) {
            let from = self.meanings.len() as u32;
            self.meanings.extend(entries);
            self.nodes.push(Node { from, to: self.meanings.len() as u32, next: Next::default() });
        }
        for &(node, word) in self.edges.keys() {
            self.nodes[node as usize].next.0 |= Next::of(word).0;
        }
    }

    /// Whether a number word begins with the first two letters of `word`, which is lower-case ASCII.
    #[inline]
    pub(crate) fn begins_number(&self, word: &str) -> bool {
        match word.as_bytes() {
            [first @ b'a'..=b'z', second @ b'a'..=b'z', ..] => {
                self.number_starts[usize::from(first - b'a')] & (1 << (second - b'a')) != 0
            }
            _ => false,
        }
    }

    /// Whether a word of five letters or more could be a letter away from a number word, by its ends; most are not.
    pub(crate) fn may_be_near_number(&self, word: &str) -> bool {
        match (word.as_bytes(), word.as_bytes()) {
            ([first, second, _, _, _, ..], [.., before, last]) => {
                self.ends[pair(*first, *second)] & BEGINS != 0 || self.ends[pair(*before, *last)] & ENDS != 0
            }
            _ => true,
        }
    }

    /// Whether a word could end like a street, by its last three letters; most do not.
    pub(crate) fn may_end_like_street(&self, word: &str) -> bool {
        word.as_bytes().last_chunk().is_some_and(|end| self.street_ends.contains(end))
    }

    /// Whether the host of a service ends with a word.
    pub(crate) fn ends_service_host(&self, word: &str) -> bool {
        self.service_ends.contains(word)
    }

    /// The number words that may be a letter away from `word`: all that are, and few others, in the order of the lexicon.
    pub(crate) fn near_numbers(&self, word: &str) -> impl Iterator<Item = &(Box<str>, Entry)> {
        // Two words a letter apart (left out, put in, changed or swapped) share a form that lacks one letter at most.
        let found = forms(word.as_bytes()).filter_map(|form| self.near_numbers.get(&form));
        let mut places: Vec<u16> = found.flatten().copied().collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().map(|at| &self.number_words[usize::from(at)])
    }

    /// What the phrase that ends at `node` means.
    #[inline]
    pub(crate) fn meanings(&self, node: u32) -> &[Entry] {
        let Node { from, to, .. } = self.nodes[node as usize];
        &self.meanings[from as usize..to as usize]
    }

    /// What a single word means.
    pub(crate) fn word(&self, word: &str) -> &[Entry] {
        self.step(Self::ROOT, self.id(word)).map_or(&[], |node| self.meanings(node))
    }
}

impl Token {
    /// Whether a phrase is read across this token.
    pub(super) fn is_soft(&self, text: &str) -> bool {
        matches!(self.kind, TokenKind::Space | TokenKind::Hyphen)
            || (self.kind == TokenKind::Sign && matches!(self.text(text), "'" | "." | "`"))
    }
}

/// Pairs of bytes, by their low five bits.
const PAIRS: usize = 1 << 10;
/// A number word begins with a pair.
const BEGINS: u8 = 1;
/// A number word ends with a pair.
const ENDS: u8 = 2;

/// The place of a pair of bytes; pairs of letters have places of their own.
fn pair(first: u8, second: u8) -> usize {
    usize::from(first & 31) << 5 | usize::from(second & 31)
}

/// The hashes of a word and of its forms with each letter left out in turn (FNV-1a).
fn forms(word: &[u8]) -> impl Iterator<Item = u64> {
    let hash =
        |bytes: &[u8], start: u64| bytes.iter().fold(start, |h, &b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01B3));
    let start = 0xCBF2_9CE4_8422_2325;
    (0..word.len()).map(move |at| hash(&word[at + 1..], hash(&word[..at], start))).chain([hash(word, start)])
}

/// Spellings of one pattern of sounds at most.
const SPELLINGS_MAX: usize = 8192;

/// Every spelling that a pattern with choices between brackets stands for: "b(oo|u)k".
fn spellings(pattern: &str) -> Result<Vec<String>, String> {
    let mut all = vec![String::new()];
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('(') {
        let (choices, after) = after.split_once(')').ok_or("sounds: a bracket is open")?;
        let one =
            |start: &String| choices.split('|').map(|choice| format!("{start}{before}{choice}")).collect::<Vec<_>>();
        all = all.iter().flat_map(one).collect();
        if all.len() > SPELLINGS_MAX {
            return Err(format!("sounds: more than {SPELLINGS_MAX} spellings"));
        }
        rest = after;
    }
    Ok(all.into_iter().map(|start| start + rest).collect())
}

fn folded(word: &str) -> String {
    let mut folded = Folded::default();
    folded.fold(word.trim());
    folded.text().to_owned()
}

fn index(len: usize) -> Result<u16, String> {
    u16::try_from(len).map_err(|_| "more than 65,535 entries of one class".to_owned())
}

fn anchored(shape: &str) -> Result<regex::Regex, ()> {
    regex::Regex::new(&format!("^(?:{shape})")).map_err(|_| ())
}
