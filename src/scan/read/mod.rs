//! The reading: a folded text as tokens, and what the lexicon says of each word and phrase.

mod disguised;
mod holds;
mod numbers;
mod tokens;
mod vocabulary;
mod words;

use crate::kind::Kind;
use crate::scan::fold::Folded;

pub(crate) use holds::{Classes, Holds};
pub(crate) use tokens::{Token, TokenKind};
pub(crate) use vocabulary::{Against, Class, Entry, Vocabulary};
use words::Word;
pub(crate) use words::{Judge, Sought, Traits, Words};

/// A word or phrase of the lexicon in the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lexeme {
    pub(crate) entry: Entry,
    pub(crate) first: u32,
    /// One past the last token.
    pub(crate) end: u32,
    /// Whether it was written with leet or masked letters.
    pub(crate) disguised: bool,
}

/// The longest cue, in folded bytes: a phrase of eight words.
const CUE_BYTES_MAX: usize = 80;

/// What a reference's name may begin with as well as a phone's: "mon numéro d'adhérent".
const NUMBER_NAMES: [&str; 8] = ["numero", "numeros", "number", "nummer", "num", "nr", "no", "nro"];

/// Letters of "de", "of", "von" and the like at most.
const SMALL_WORD_MAX: usize = 3;
/// Such words one after the other at most.
const SMALL_WORDS_MAX: usize = 2;

/// How far after a number, in bytes, the name of what it is may begin: " est mon ".
const REFERENCE_BYTES_AFTER: usize = 16;

/// How many tokens before a word a phrase that holds it may start: "n° de série du", with its spaces.
const PHRASE_TOKENS_BEFORE: usize = 8;

/// A cue in the text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Announced {
    /// The kind it announces.
    pub(crate) kind: Kind,
    /// Its folded bytes.
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// One past its last token.
    pub(crate) last: u32,
}

/// Under this many votes (two common words) a text is in no language yet, and every language's words count.
pub(crate) const VOTES_MIN: u32 = 6;

/// A folded text, read; reused from text to text.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    tokens: Vec<Token>,
    lexemes: Vec<Lexeme>,
    /// For each token, where its lexemes start in `lexemes`; one more at the end.
    index: Vec<u32>,
    votes: Vec<u32>,
    plausible: Vec<bool>,
    /// The cues of plausible languages, by place.
    cues: Vec<Announced>,
    /// Where what would be a cue begins, were it not a reference's name: "numéro de commande".
    references: Vec<u32>,
    /// For each kind, the first tokens of its first and last cue.
    cue_bounds: [Option<(u32, u32)>; Kind::ALL.len()],
    holds: Holds,
    /// For each token, the classes of what begins with it.
    classes: Vec<Classes>,
    /// The tokens that are figures or could be read as digits, by themselves or among others.
    countable: Vec<u32>,
    /// The tokens that are signs, hyphens among them.
    signs: Vec<u32>,
    /// The tokens that are a single letter or figure.
    lone: Vec<u32>,
    /// What each token is by itself.
    words: Vec<Word>,
    /// What the words hold of what is sought, before any is parted.
    sought: Vec<Sought>,
    split: Vec<Token>,
}

impl Reading {
    /// Whether what is said to be reversed is one figure: "la E è un tre al contrario".
    fn is_of_figure(&self, reversed: &Lexeme, text: &str) -> bool {
        const ARTICLES: [&str; 12] = ["un", "una", "uno", "um", "uma", "el", "il", "une", "ein", "een", "a", "the"];
        let Some(figure) = (reversed.first as usize).checked_sub(2) else { return false };
        let Some(article) = figure.checked_sub(2).map(|at| &self.tokens[at]) else { return false };
        let one = self.tokens[figure].kind == TokenKind::Digits && self.tokens[figure].len() == 1;
        let word = |l: &Lexeme| l.entry.class == Class::Number && l.entry.value < 10 && l.end as usize == figure + 1;
        let before = |at: usize| at.checked_sub(2).is_some_and(|at| self.is(at, |c| c == Class::Number));
        (one || self.at(figure).iter().any(word)) && ARTICLES.contains(&article.text(text)) && !before(figure - 2)
    }

    /// Reads a folded text anew.
    pub(crate) fn read(&mut self, folded: &Folded, vocabulary: &Vocabulary, words: &mut Words) {
        let text = folded.text();
        tokens::tokenize(text, &mut self.tokens);
        words.use_with(vocabulary);
        self.sought.clear();
        let mut traits = self.judge(text, vocabulary, words);
        if traits.any(Traits::GLUED) {
            disguised::split_glued_numbers(text, &mut self.tokens, &mut self.split, vocabulary);
            // What is sought may stand across the parts.
            let whole = self.sought.len();
            traits = traits.and(self.judge(text, vocabulary, words));
            self.sought.truncate(whole);
        }
        self.lexemes.clear();
        self.index.clear();
        self.votes.clear();
        self.votes.resize(vocabulary.languages.len(), 0);
        for first in 0..self.tokens.len() {
            self.index.push(self.lexemes.len() as u32);
            self.look_up(text, first, vocabulary);
            disguised::look_up(text, &self.tokens, first, vocabulary, &mut self.lexemes);
            disguised::look_up_syllables(text, &self.tokens, first, vocabulary, &mut self.lexemes);
        }
        self.index.push(self.lexemes.len() as u32);
        let best = self.votes.iter().copied().max().unwrap_or(0);
        self.plausible.clear();
        self.plausible.extend(self.votes.iter().map(|v| best < VOTES_MIN || v * 5 >= best * 3));
        self.cues.clear();
        self.references.clear();
        self.cue_bounds = [None; Kind::ALL.len()];
        self.classes.clear();
        self.classes.resize(self.tokens.len(), Classes::default());
        let mut holds = Holds::of_words(traits);
        for lexeme in &self.lexemes {
            let of = &mut self.classes[lexeme.first as usize];
            *of = of.and(Classes::of(lexeme.entry.class));
            if lexeme.entry.class == Class::Reversed && self.is_of_figure(lexeme, text) {
                continue;
            }
            holds.note(lexeme.entry);
            // "text me" is said in other languages too; a single word may be another one's.
            if let Class::Cue(kind) = lexeme.entry.class
                && (self.is_plausible(lexeme.entry) || self.is_of_two_words(lexeme))
            {
                if self.is_in_reference(lexeme, text) {
                    self.references.push(self.tokens[lexeme.first as usize].start);
                    continue;
                }
                let bytes = self.bytes(lexeme.first as usize, lexeme.end as usize);
                let (start, end) = (bytes.start as u32, bytes.end as u32);
                self.cues.push(Announced { kind, start, end, last: lexeme.end });
                let bounds = &mut self.cue_bounds[kind as usize];
                *bounds = Some((bounds.map_or(lexeme.first, |(first, _)| first), lexeme.first));
            }
        }
        holds.note_tokens(&self.tokens, text);
        self.holds = holds;
        self.sort();
    }

    /// Sorts out the tokens that readers look for: most are none of them.
    fn sort(&mut self) {
        self.countable.clear();
        self.signs.clear();
        self.lone.clear();
        for (at, token) in self.tokens.iter().enumerate() {
            let place = at as u32;
            match token.kind {
                TokenKind::Space | TokenKind::Newline => continue,
                TokenKind::Hyphen | TokenKind::Sign => self.signs.push(place),
                TokenKind::Word | TokenKind::Digits if token.len() == 1 => self.lone.push(place),
                TokenKind::Word | TokenKind::Digits => {}
            }
            let counts = token.kind == TokenKind::Digits
                || self.words[at].traits.any(Traits::COUNTABLE)
                || self.classes[at].any(Classes::NUMERIC);
            if counts {
                self.countable.push(place);
            }
        }
    }

    /// Judges every token by itself; what they are all together.
    fn judge(&mut self, text: &str, vocabulary: &Vocabulary, words: &mut Words) -> Traits {
        self.words.clear();
        let mut all = Traits::default();
        for token in &self.tokens {
            if matches!(token.kind, TokenKind::Space | TokenKind::Newline) {
                self.words.push(Word::SILENT);
                continue;
            }
            let from = self.sought.len();
            let word = words.hear(token.text(text), vocabulary, &mut self.sought);
            self.sought[from..].iter_mut().for_each(|sought| sought.at += token.start);
            self.words.push(word);
            all = all.and(word.traits);
        }
        all
    }

    /// Whether a word for a number, or for how often one stands, begins with a token.
    #[inline]
    pub(crate) fn is_numeric(&self, token: usize) -> bool {
        self.has(token, Classes::NUMERIC)
    }

    /// Whether what begins with a token is of any of some classes.
    #[inline]
    pub(crate) fn has(&self, token: usize, classes: Classes) -> bool {
        self.classes.get(token).is_some_and(|of| of.any(classes))
    }

    /// The tokens that are figures, number words, or letters that could be either.
    pub(crate) fn countable(&self) -> impl Iterator<Item = usize> + Clone {
        self.countable.iter().map(|at| *at as usize)
    }

    /// The tokens that are signs or hyphens.
    pub(crate) fn signs(&self) -> impl Iterator<Item = usize> + Clone {
        self.signs.iter().map(|at| *at as usize)
    }

    /// The tokens that are a single letter or figure.
    pub(crate) fn lone(&self) -> impl Iterator<Item = usize> + Clone {
        self.lone.iter().map(|at| *at as usize)
    }

    /// What the words hold of what is sought.
    pub(crate) fn sought(&self) -> &[Sought] {
        &self.sought
    }

    /// What a token is by itself.
    #[inline]
    pub(crate) fn traits(&self, token: usize) -> Traits {
        self.words.get(token).map_or(Traits::default(), |word| word.traits)
    }

    fn look_up(&mut self, text: &str, first: usize, vocabulary: &Vocabulary) {
        let Some(mut node) = self.words[first].node else { return };
        let mut soft = 0;
        let mut end = first + 1;
        self.note(first, end, vocabulary.meanings(node));
        while let Some(token) = self.tokens.get(end) {
            let next = vocabulary.after(node, self.words[end].id);
            end += 1;
            match next {
                Some(next) => {
                    node = next;
                    soft = 0;
                    self.note(first, end, vocabulary.meanings(node));
                }
                // Two, for "trait d' union" and "quatre - vingt".
                None if soft < 3 && end > first + 1 && token.is_soft(text) => soft += 1,
                None => break,
            }
        }
    }

    /// Notes what a range of tokens means.
    fn note(&mut self, first: usize, end: usize, meanings: &[Entry]) {
        // The letter of "4l" stands for a digit, if for anything.
        let votes = end > first + 1 || !self.is_letter_beside_figures(first);
        for &entry in meanings {
            if votes {
                self.vote(entry);
            }
            self.lexemes.push(Lexeme { entry, first: first as u32, end: end as u32, disguised: false });
        }
    }

    fn is_letter_beside_figures(&self, at: usize) -> bool {
        let figures = |at: usize| self.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Digits);
        self.tokens[at].len() == 1 && (figures(at + 1) || at.checked_sub(1).is_some_and(figures))
    }

    fn is_of_two_words(&self, lexeme: &Lexeme) -> bool {
        let tokens = &self.tokens[lexeme.first as usize..lexeme.end as usize];
        tokens.iter().filter(|t| t.kind == TokenKind::Word && t.len() > 1).count() > 1
    }

    fn vote(&mut self, entry: Entry) {
        let weight = match entry.class {
            Class::Common => 3,
            Class::Number | Class::Cue(_) | Class::Filler | Class::At | Class::Dot => 1,
            _ => 0,
        };
        if let Some(votes) = self.votes.get_mut(usize::from(entry.language)) {
            *votes += weight;
        }
    }

    /// The tokens, none left out.
    #[inline]
    pub(crate) fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// What starts at a token, shorter phrases first.
    #[inline]
    pub(crate) fn at(&self, token: usize) -> &[Lexeme] {
        match (self.index.get(token), self.index.get(token + 1)) {
            (Some(&start), Some(&end)) => &self.lexemes[start as usize..end as usize],
            _ => &[],
        }
    }

    /// The longest phrase of a class that starts at a token.
    #[inline]
    pub(crate) fn longest(&self, token: usize, wanted: impl Fn(Class) -> bool) -> Option<Lexeme> {
        self.at(token).iter().rev().find(|l| wanted(l.entry.class)).copied()
    }

    /// Whether a single token has a meaning of a class.
    #[inline]
    pub(crate) fn is(&self, token: usize, wanted: impl Fn(Class) -> bool) -> bool {
        self.at(token).iter().any(|l| wanted(l.entry.class))
    }

    /// Every lexeme, by first token.
    #[inline]
    pub(crate) fn lexemes(&self) -> &[Lexeme] {
        &self.lexemes
    }

    /// Whether a word is part of a reference's name, or of what announces another kind: "numéro" in "numéro de série" or in
    /// "numéro de réunion" announces no phone.
    pub(crate) fn is_in_reference(&self, lexeme: &Lexeme, text: &str) -> bool {
        let from = (lexeme.first as usize).saturating_sub(PHRASE_TOKENS_BEFORE);
        let of_reference = |at: usize| self.is(at, |c| c == Class::Against(Against::Reference));
        if self.names_reference(lexeme, text, of_reference) {
            return true;
        }
        // "mon numéro" in "mon numéro de compte"
        let goes_on = |of: &Lexeme| of.entry.class == Class::Against(Against::Reference) && of.end > lexeme.end;
        if (lexeme.first as usize + 1..lexeme.end as usize).flat_map(|at| self.at(at)).any(goes_on) {
            return true;
        }
        (from..=lexeme.first as usize).flat_map(|at| self.at(at)).any(|of| {
            let other = match (of.entry.class, lexeme.entry.class) {
                (Class::Cue(other), Class::Cue(kind)) => other != kind,
                (class, _) => class == Class::Against(Against::Reference),
            };
            other && of.end >= lexeme.end && of.end - of.first > lexeme.end - lexeme.first
        })
    }

    /// Whether a number's name stands with a reference's: "numéro d'adhérent", "número de" before "encomenda", "pedido número".
    fn names_reference(&self, lexeme: &Lexeme, text: &str, of_reference: impl Fn(usize) -> bool) -> bool {
        let (first, end) = (lexeme.first as usize, lexeme.end as usize);
        let named = |at: usize| NUMBER_NAMES.contains(&self.tokens[at].text(text));
        let spaced = |at: usize| self.tokens.get(at).is_some_and(|t| t.kind == TokenKind::Space);
        let of = end >= first + 3 && self.tokens[end - 1].len() <= SMALL_WORD_MAX && named(end - 3);
        ((first..end).any(named) && self.after_of(end).is_some_and(&of_reference))
            || (of && spaced(end) && of_reference(end + 1))
            || (end == first + 1 && named(first) && first >= 2 && spaced(first - 1) && of_reference(first - 2))
    }

    /// The token after the small words that follow, "de la" or "of": "numéro d'adhérent".
    fn after_of(&self, end: usize) -> Option<usize> {
        let kind = |at: usize| self.tokens.get(at).map(|t| t.kind);
        let mut at = end + usize::from(kind(end) == Some(TokenKind::Space));
        let start = at;
        for _ in 0..SMALL_WORDS_MAX {
            let small = kind(at) == Some(TokenKind::Word) && self.tokens[at].len() <= SMALL_WORD_MAX;
            if small && matches!(kind(at + 1), Some(TokenKind::Space | TokenKind::Sign)) {
                at += 2;
            }
        }
        (at > start).then_some(at)
    }

    /// Whether a reference's name begins right after a place: "0639… est mon numéro de commande".
    pub(crate) fn is_reference_after(&self, at: usize) -> bool {
        let from = self.references.partition_point(|start| (*start as usize) < at);
        self.references.get(from).is_some_and(|start| *start as usize - at <= REFERENCE_BYTES_AFTER)
    }

    /// What it holds somewhere.
    #[inline]
    pub(crate) fn holds(&self) -> Holds {
        self.holds
    }

    /// The cues from so many bytes before a place on, a phrase's length more.
    pub(crate) fn cues_from(&self, at: usize, before: usize) -> &[Announced] {
        let from = self.cues.partition_point(|cue| (cue.start as usize) + before + CUE_BYTES_MAX < at);
        &self.cues[from..]
    }

    /// The first tokens of the first and last cue of a kind.
    pub(crate) fn cue_bounds(&self, kind: Kind) -> Option<(u32, u32)> {
        self.cue_bounds[kind as usize]
    }

    /// How much speaks for each language, in the order of the lexicon.
    pub(crate) fn votes(&self) -> &[u32] {
        &self.votes
    }

    /// Whether an entry's language could be the text's: "mon" is Monday in English only.
    #[inline]
    pub(crate) fn is_plausible(&self, entry: Entry) -> bool {
        self.is_language_plausible(usize::from(entry.language))
    }

    /// Whether a language, by its place in the lexicon, could be the text's.
    #[inline]
    pub(crate) fn is_language_plausible(&self, language: usize) -> bool {
        self.plausible.get(language).copied().unwrap_or(true)
    }

    /// The folded bytes of a range of tokens.
    #[inline]
    pub(crate) fn bytes(&self, first: usize, end: usize) -> std::ops::Range<usize> {
        self.tokens[first].start as usize..self.tokens[end - 1].end as usize
    }
}
