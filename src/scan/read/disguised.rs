//! Words of the lexicon in disguise: number words glued together, leet, and letters masked with stars.

use super::Lexeme;
use super::tokens::{Token, TokenKind};
use super::vocabulary::{ANY_LANGUAGE, Class, Entry, Vocabulary};

/// The longest number word of any language ("siebenundneunzig" is two words and a joiner here).
const NUMBER_WORD_MAX: usize = 16;
/// The shortest two number words glued: "unsix".
const GLUED_WORD_MIN: usize = 5;
/// A phone number in glued French words is at most about 100 letters; longer words are noise, and looking further would cost.
const GLUED_WORD_MAX: usize = 160;
/// The longest syllable, the most of them in a number word, and the shortest such word that is parted.
const SYLLABLE_MAX: usize = 6;
const SYLLABLES_MAX: usize = 4;
const SYLLABLES_BYTES_MIN: usize = 3;
/// The longest word that is read as leet.
const LEET_WORD_MAX: usize = 24;

/// Splits words that are several ("zerosixdouze") into their parts.
pub(super) fn split_glued_numbers(
    text: &str,
    tokens: &mut Vec<Token>,
    split: &mut Vec<Token>,
    vocabulary: &Vocabulary,
) {
    split.clear();
    for &token in tokens.iter() {
        let Some(ends) = parts(token.text(text), vocabulary) else {
            split.push(token);
            continue;
        };
        let mut start = token.start;
        for end in ends {
            split.push(Token { kind: TokenKind::Word, start, end: token.start + end });
            start = token.start + end;
        }
    }
    std::mem::swap(tokens, split);
}

/// Whether a word is several, written without spaces.
pub(super) fn is_glued(word: &str, vocabulary: &Vocabulary) -> bool {
    parts(word, vocabulary).is_some()
}

/// The ends of the parts of a word that is several.
fn parts(word: &str, vocabulary: &Vocabulary) -> Option<Vec<u32>> {
    if !(GLUED_WORD_MIN..=GLUED_WORD_MAX).contains(&word.len()) {
        return None;
    }
    let glued = vocabulary.begins_number(word) && word.is_ascii() && vocabulary.word(word).is_empty();
    let numbers = if glued { segment(word, vocabulary) } else { None };
    numbers.or_else(|| dotted_end(word).map(|at| vec![at as u32, word.len() as u32]))
}

/// Where the ending begins in a word that is a word for the dot and an ending: "puntocom".
fn dotted_end(word: &str) -> Option<usize> {
    const DOTS: [&str; 6] = ["point", "punkt", "punto", "ponto", "punt", "dot"];
    const HOME: [&str; 7] = ["punktde", "punktat", "punktch", "puntoes", "puntoit", "pontopt", "puntbe"];
    if !(6..=9).contains(&word.len()) || !matches!(word.as_bytes()[0], b'p' | b'd') {
        return None;
    }
    let dot = DOTS.iter().find(|dot| word.starts_with(*dot))?;
    let ending = &word[dot.len()..];
    let common = matches!(ending, "com" | "fr" | "nl" | "org" | "eu" | "uk" | "br" | "info");
    (common || HOME.contains(&word)).then_some(dot.len())
}

/// The ends of the fewest number words of one language that make up `word`, two at least.
fn segment(word: &str, vocabulary: &Vocabulary) -> Option<Vec<u32>> {
    // Most words that begin like a number are none: in no language, nor in all of them together, do parts reach the end.
    let parts = Parts::of(word, vocabulary)?;
    (0..vocabulary.languages.len()).find_map(|language| parts.of_language(language as u8))
}

/// The number words, joiners and everyday words that sound like numbers inside a word.
struct Parts<'v> {
    len: usize,
    /// Start, end and meanings, by start.
    list: Vec<(usize, usize, &'v [Entry])>,
}

/// Whether a word of this class may be glued to number words: "zerodoubleseven" too.
fn is_part(class: Class, len: usize) -> bool {
    match class {
        // "cinquantuno" ends in no zero.
        Class::Oh => len > 1,
        _ => matches!(class, Class::Number | Class::Homophone | Class::Joiner | Class::Repeat),
    }
}

impl<'v> Parts<'v> {
    /// The parts that can be reached from the word's start; `None` where they do not reach its end.
    fn of(word: &str, vocabulary: &'v Vocabulary) -> Option<Self> {
        let mut list = Vec::new();
        let mut reached = [false; GLUED_WORD_MAX + 1];
        reached[0] = true;
        for start in 0..word.len() {
            if !reached[start] {
                continue;
            }
            for end in start + 1..=word.len().min(start + NUMBER_WORD_MAX) {
                let entries = vocabulary.word(&word[start..end]);
                if entries.iter().any(|e| is_part(e.class, end - start)) {
                    reached[end] = true;
                    list.push((start, end, entries));
                }
            }
        }
        reached[word.len()].then_some(Self { len: word.len(), list })
    }

    fn of_language(&self, language: u8) -> Option<Vec<u32>> {
        // best[i]: the least cost to end at byte i, and where the last word starts; a word costs two, a joiner one, an
        // everyday word that sounds like a number four, so that "drie-en-dertig" beats "dri-een-dertig" and "drieen-dertig". A joiner neither starts nor ends the whole.
        let mut best: Vec<Option<(u32, usize)>> = vec![None; self.len + 1];
        best[0] = Some((0, 0));
        for &(start, end, entries) in &self.list {
            let Some((count, _)) = best[start] else { continue };
            let costs = entries.iter().filter(|e| e.language == language).filter_map(|e| match e.class {
                Class::Number | Class::Repeat => Some(2),
                Class::Oh if end - start > 1 => Some(2),
                Class::Homophone => Some(4),
                Class::Joiner if start > 0 && end < self.len => Some(1),
                _ => None,
            });
            if let Some(cost) = costs.min().filter(|cost| best[end].is_none_or(|(least, _)| count + cost < least)) {
                best[end] = Some((count + cost, start));
            }
        }
        let (count, _) = best[self.len]?;
        if count < 4 {
            return None;
        }
        let mut ends = Vec::with_capacity(count as usize / 2);
        // Everyday words alone ("for" and "to") are no number.
        let mut number = false;
        let mut end = self.len;
        while end > 0 {
            let (_, start) = best[end]?;
            ends.push(end as u32);
            number |= self.list.iter().any(|&(from, to, entries)| {
                (from, to) == (start, end) && entries.iter().any(|e| e.language == language && e.class == Class::Number)
            });
            end = start;
        }
        ends.reverse();
        number.then_some(ends)
    }
}

/// Looks up the chunk that starts at a token as leet or as a masked number word.
pub(super) fn look_up(text: &str, tokens: &[Token], first: usize, vocabulary: &Vocabulary, out: &mut Vec<Lexeme>) {
    let in_chunk = |t: &Token| match t.kind {
        TokenKind::Word | TokenKind::Digits => true,
        TokenKind::Sign => matches!(t.text(text), "€" | "$" | "@" | "!" | "|" | "*" | "£" | "+" | "∆"),
        _ => false,
    };
    // Most tokens stand alone, or begin with a space.
    if !tokens.get(first + 1).is_some_and(in_chunk) || !in_chunk(&tokens[first]) {
        return;
    }
    // What follows an at-sign may be a word of its own: "jean@gm4il".
    let goes_on = |before: usize| in_chunk(&tokens[before]) && tokens[before].text(text) != "@";
    if first.checked_sub(1).is_some_and(goes_on) {
        return;
    }
    let start = tokens[first].start as usize;
    let within = |t: &&Token| in_chunk(t) && t.end as usize - start <= LEET_WORD_MAX;
    let mut end = first + tokens[first..].iter().take_while(within).count();
    // "oh snap!"
    while end > first && matches!(tokens[end - 1].text(text), "!" | "*" | "+") {
        end -= 1;
    }
    let has = |kind| tokens[first..end].iter().any(|t| t.kind == kind);
    if end < first + 2 || !has(TokenKind::Word) || !(has(TokenKind::Digits) || has(TokenKind::Sign)) {
        return;
    }
    let chunk = &text[start..tokens[end - 1].end as usize];
    // "9u45", "8h30": a time of day, no word.
    let letters = chunk.bytes().filter(u8::is_ascii_alphabetic).count();
    if letters == 1
        && matches!(
            tokens[first..end].iter().map(|t| t.kind).collect::<Vec<_>>()[..],
            [TokenKind::Digits, TokenKind::Word, TokenKind::Digits]
        )
    {
        return;
    }
    let push = |entry: Entry, out: &mut Vec<Lexeme>| {
        out.push(Lexeme { entry, first: first as u32, end: end as u32, disguised: true });
    };
    if chunk.contains('*') {
        for (_, entry) in
            vocabulary.number_words.iter().filter(|(word, e)| e.class == Class::Number && masks(chunk, word))
        {
            push(*entry, out);
        }
        return;
    }
    for one in ['i', 'l'] {
        let plain: String = chunk.chars().map(|c| unleet(c, one)).collect();
        for &entry in vocabulary.word(&plain) {
            let shortest = match entry.class {
                Class::AtWeak => 2,
                // An ordinary word in leet is no accident: "sn@p".
                Class::ServiceTwin => 4,
                Class::Number | Class::At | Class::Dot | Class::Tld | Class::Repeat => 3,
                Class::ProviderTwin => continue,
                _ if entry.language == ANY_LANGUAGE => 3,
                _ => continue,
            };
            if plain.len() >= shortest
                && plain.chars().all(char::is_alphabetic)
                && !out.iter().rev().take(8).any(|l| l.disguised && l.entry == entry)
            {
                push(entry, out);
            }
        }
    }
}

/// Looks up the number or sign whose syllables hyphens part from a token on: "nu-ll", "se-ven", "tre-s", "ar-ro-ba".
pub(super) fn look_up_syllables(
    text: &str,
    tokens: &[Token],
    first: usize,
    vocabulary: &Vocabulary,
    out: &mut Vec<Lexeme>,
) {
    let hyphen = |at: usize| tokens.get(at).is_some_and(|t| t.kind == TokenKind::Hyphen && t.len() == 1);
    if !hyphen(first + 1) {
        return;
    }
    let syllable = |at: usize| {
        let token = tokens.get(at).filter(|t| t.kind == TokenKind::Word && t.len() <= SYLLABLE_MAX)?;
        Some(token.text(text))
    };
    let number = |e: &Entry| matches!(e.class, Class::Number | Class::Repeat);
    let stands_alone = |word: &str| vocabulary.word(word).iter().any(number);
    let Some(start) = syllable(first) else { return };
    let mut word = start.to_owned();
    // "forty-two" is two words, "tre-s" one.
    let mut parted = !stands_alone(start);
    for more in 1..SYLLABLES_MAX {
        let at = first + 2 * more;
        let Some(next) = syllable(at).filter(|_| hyphen(at - 1)) else { break };
        word.push_str(next);
        parted |= !stands_alone(next);
        if !parted || word.len() < SYLLABLES_BYTES_MIN {
            continue;
        }
        out.extend(
            vocabulary
                .word(&word)
                .iter()
                .filter(|e| number(e) || matches!(e.class, Class::At | Class::Dot))
                .map(|&entry| Lexeme { entry, first: first as u32, end: at as u32 + 1, disguised: true }),
        );
    }
}

fn unleet(c: char, one: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' | '|' => one,
        '3' | '€' => 'e',
        '4' | '@' | '∆' => 'a',
        '5' | '$' => 's',
        '7' | '+' => 't',
        '8' => 'b',
        '9' => 'g',
        '£' => 'l',
        c => c,
    }
}

/// Whether `chunk`, its stars any one letter each, is `word`.
fn masks(chunk: &str, word: &str) -> bool {
    let letters = chunk.chars().filter(|c| *c != '*').count();
    letters * 2 >= word.len()
        && chunk.chars().count() == word.len()
        && chunk.chars().zip(word.chars()).all(|(c, w)| c == '*' || c == w)
}
