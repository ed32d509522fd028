//! Digits as a lattice: at each token, every way to read digits from it; between them, the gaps that people put there.

use crate::scan::read::{Class, TokenKind};

use super::View;

/// Digits of an international number and its prefixes at most (E.164: 15 digits), and some to see that a run goes on.
pub(crate) const DIGITS_MAX: usize = 18;

/// A few digits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Digits {
    bytes: [u8; DIGITS_MAX],
    len: u8,
}

impl Digits {
    pub(crate) fn as_slice(&self) -> &[u8] {
        &self.bytes[..usize::from(self.len)]
    }

    pub(crate) fn len(&self) -> usize {
        usize::from(self.len)
    }

    /// Appends digits; `None` where they do not fit.
    pub(crate) fn and(mut self, more: &[u8]) -> Option<Self> {
        let (start, end) = (self.len(), self.len() + more.len());
        self.bytes.get_mut(start..end)?.copy_from_slice(more);
        self.len = end as u8;
        Some(self)
    }

    fn number(value: u16) -> Self {
        let mut digits = Self::default();
        for unit in [100, 10, 1] {
            if value >= unit || unit == 1 {
                digits.bytes[digits.len()] = b'0' + (value / unit % 10) as u8;
                digits.len += 1;
            }
        }
        digits
    }
}

/// How digits were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// As digits.
    Figures,
    /// As a number word.
    Words,
    /// Letters for some digits: "O6".
    Letters,
    /// As an everyday word that sounds like a number.
    Homophone,
}

/// One way to read digits at a token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub(crate) digits: Digits,
    /// One past the last token.
    pub(crate) end: usize,
    pub(crate) how: How,
    /// How many numbers the step holds, where it is more than one ("double seven" is two).
    pub(crate) disguised: bool,
}

/// What lies between two groups of digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    Nothing,
    Space,
    /// One usual separator: `.`, `-`, `/`, spaces around it or not.
    Sign,
    /// Unusual or repeated separators.
    OddSign,
    Newline,
    /// Letters glued between digits.
    Letters,
    /// "puis", "et".
    Filler,
    /// A unit: "€", "h", "x".
    Unit,
}

/// Words between two groups at most.
const GAP_WORDS_MAX: usize = 4;
/// Tokens between two groups at most: "06......12" has six, with fillers around them a few more.
const GAP_TOKENS_MAX: usize = 24;
/// Letters glued between two groups at most: "06num12tel34".
const GAP_LETTERS_MAX: usize = 6;

/// Every way to read digits at a token.
pub(crate) fn steps(view: &View<'_>, token: usize, out: &mut Vec<Step>) {
    out.clear();
    let tokens = view.reading.tokens();
    let Some(first) = tokens.get(token) else { return };
    let text = view.text();
    match first.kind {
        TokenKind::Digits => {
            let figures = first.text(text).as_bytes();
            if let Some(digits) = Digits::default().and(figures) {
                out.push(Step { digits, end: token + 1, how: How::Figures, disguised: false });
            }
            chunk_with_letters(view, token, out);
        }
        TokenKind::Word => {
            number_words(view, token, out);
            chunk_with_letters(view, token, out);
            let lone = first.len() == 1 && out.is_empty();
            if let Some(digit) = look_alike_digit(first.text(text).as_bytes()[0]).filter(|_| lone)
                && let Some(digits) = Digits::default().and(&[digit])
            {
                out.push(Step { digits, end: token + 1, how: How::Homophone, disguised: true });
            }
        }
        TokenKind::Sign if first.text(text) == "*" => number_words(view, token, out),
        _ => {}
    }
}

fn number_words(view: &View<'_>, token: usize, out: &mut Vec<Step>) {
    let mut numbers = Vec::new();
    view.reading.numbers(token, view.vocabulary, &mut numbers);
    for number in &numbers {
        let disguised = view.reading.at(token).iter().any(|l| l.disguised && l.end as usize == number.end);
        out.push(Step { digits: Digits::number(number.value), end: number.end, how: How::Words, disguised });
    }
    for lexeme in view.reading.at(token) {
        let end = lexeme.end as usize;
        match lexeme.entry.class {
            Class::Oh => {
                let how = if view.reading.bytes(token, end).len() > 1 { How::Words } else { How::Homophone };
                out.push(Step { digits: Digits::number(0), end, how, disguised: false });
            }
            Class::Homophone if numbers.is_empty() => {
                out.push(Step {
                    digits: Digits::number(lexeme.entry.value),
                    end,
                    how: How::Homophone,
                    disguised: false,
                });
            }
            Class::Repeat => repeats(view, end, lexeme.entry.value, out),
            _ => {}
        }
    }
}

/// "double seven": the next digit, or pair, as often as said.
fn repeats(view: &View<'_>, end: usize, times: u16, out: &mut Vec<Step>) {
    let tokens = view.reading.tokens();
    let next = end
        + tokens[end.min(tokens.len())..]
            .iter()
            .take_while(|t| matches!(t.kind, TokenKind::Space | TokenKind::Hyphen))
            .count();
    if next == end || next > end + 2 || times > 4 {
        return;
    }
    let mut inner = Vec::new();
    match tokens.get(next) {
        Some(t) if t.kind == TokenKind::Digits && t.len() <= 2 => {
            if let Some(digits) = Digits::default().and(t.text(view.text()).as_bytes()) {
                inner.push((digits, next + 1));
            }
        }
        Some(_) => {
            let mut numbers = Vec::new();
            view.reading.numbers(next, view.vocabulary, &mut numbers);
            inner.extend(numbers.iter().filter(|n| n.value < 100).map(|n| (Digits::number(n.value), n.end)));
            let oh = view.reading.longest(next, |c| c == Class::Oh);
            inner.extend(oh.map(|l| (Digits::number(0), l.end as usize)));
        }
        None => {}
    }
    for (once, end) in inner {
        let repeated = (0..times).try_fold(Digits::default(), |all, _| all.and(once.as_slice()));
        if let Some(digits) = repeated {
            out.push(Step { digits, end, how: How::Words, disguised: true });
        }
    }
}

/// A chunk that mixes digits with letters that look like digits: "O6", "7B", "3OOO".
fn chunk_with_letters(view: &View<'_>, token: usize, out: &mut Vec<Step>) {
    let tokens = view.reading.tokens();
    let in_chunk = |at: usize| tokens.get(at).is_some_and(|t| matches!(t.kind, TokenKind::Digits | TokenKind::Word));
    if token > 0 && in_chunk(token - 1) {
        return;
    }
    let mut digits = Digits::default();
    let (mut figures, mut letters, mut end) = (0, 0, token);
    while in_chunk(end) {
        let part = tokens[end].text(view.text()).as_bytes();
        match tokens[end].kind {
            TokenKind::Digits => figures += part.len(),
            _ => letters += part.len(),
        }
        for &b in part {
            let Some(all) = look_alike_digit(b).and_then(|d| digits.and(&[d])) else { return };
            digits = all;
        }
        end += 1;
    }
    let all_letters = figures == 0
        && letters >= 2
        && tokens[token].text(view.text()).bytes().all(|b| matches!(b, b'o' | b'i' | b'l'));
    if letters > 0 && figures > 0 {
        out.push(Step { digits, end, how: How::Letters, disguised: true });
    } else if all_letters {
        out.push(Step { digits, end, how: How::Homophone, disguised: true });
    }
}

/// The digit that an ASCII letter or digit is or looks like.
pub(crate) fn look_alike_digit(b: u8) -> Option<u8> {
    Some(match b {
        b'0'..=b'9' => b,
        b'o' | b'q' | b'd' => b'0',
        b'i' | b'l' => b'1',
        b'z' => b'2',
        b'e' => b'3',
        b'a' => b'4',
        b's' => b'5',
        b'g' => b'6',
        b't' => b'7',
        b'b' => b'8',
        _ => return None,
    })
}

/// What lies from `end` to the next token at which digits start, and that token.
pub(crate) fn gap(view: &View<'_>, end: usize) -> Option<(Gap, usize)> {
    let tokens = view.reading.tokens();
    let text = view.text();
    let mut gap = Gap::Nothing;
    let (mut words, mut signs, mut at) = (0, 0, end);
    while at < tokens.len().min(end + GAP_TOKENS_MAX) {
        let token = &tokens[at];
        if starts_digits(view, at)
            && !(at == end && token.kind == TokenKind::Word && gap == Gap::Nothing && !follows_directly(view, at))
        {
            return Some((gap, at));
        }
        match token.kind {
            TokenKind::Space => gap = gap.max(Gap::Space),
            TokenKind::Newline => gap = gap.max(Gap::Newline),
            TokenKind::Hyphen => {
                signs += 1;
                gap = gap.max(if signs > 1 { Gap::OddSign } else { Gap::Sign });
            }
            TokenKind::Sign => {
                let sign = token.text(text);
                if matches!(sign, "=" | "@" | "#" | "%" | "?" | "!") {
                    return None;
                }
                signs += 1;
                let usual = matches!(sign, "." | "/" | "(" | ")" | "," | ";" | ":") && signs <= 2;
                let unit = matches!(sign, "€" | "$" | "£" | "°");
                gap = gap.max(if unit {
                    Gap::Unit
                } else if usual {
                    Gap::Sign
                } else {
                    Gap::OddSign
                });
            }
            TokenKind::Word => {
                words += 1;
                if words > GAP_WORDS_MAX {
                    return None;
                }
                let (kind, next) = word_gap(view, at)?;
                gap = gap.max(kind);
                at = next;
                continue;
            }
            TokenKind::Digits => return None,
        }
        at += 1;
    }
    None
}

/// Whether a word that could be digits directly follows digits without a space ("5six").
fn follows_directly(view: &View<'_>, at: usize) -> bool {
    view.reading.is(at, |c| c == Class::Number)
}

fn word_gap(view: &View<'_>, at: usize) -> Option<(Gap, usize)> {
    let tokens = view.reading.tokens();
    let word = tokens[at].text(view.text());
    let glued_before = at > 0 && tokens[at - 1].kind == TokenKind::Digits;
    let glued_after = tokens.get(at + 1).is_some_and(|t| t.kind == TokenKind::Digits);
    if glued_before && matches!(word, "h" | "x" | "e" | "eur" | "euros" | "min" | "cm" | "mm" | "kg" | "g") {
        return Some((Gap::Unit, at + 1));
    }
    if glued_before && glued_after && word.len() <= GAP_LETTERS_MAX {
        return Some((Gap::Letters, at + 1));
    }
    let filler = view.reading.longest(at, |c| {
        matches!(c, Class::Filler | Class::Dot | Class::Dash | Class::Slash | Class::Joiner | Class::Plus)
    })?;
    Some((Gap::Filler, filler.end as usize))
}

/// Whether digits can be read at a token.
pub(crate) fn starts_digits(view: &View<'_>, at: usize) -> bool {
    let Some(token) = view.reading.tokens().get(at) else { return false };
    match token.kind {
        TokenKind::Digits => true,
        TokenKind::Word => {
            let word = token.text(view.text());
            view.reading.is(at, |c| matches!(c, Class::Number | Class::Homophone | Class::Oh | Class::Repeat))
                || (word.len() <= 4 && word.bytes().all(|b| matches!(b, b'o' | b'i' | b'l')))
                || (word.len() <= 2
                    && word.bytes().all(|b| look_alike_digit(b).is_some())
                    && view.reading.tokens().get(at + 1).is_some_and(|t| t.kind == TokenKind::Digits))
        }
        TokenKind::Sign => token.text(view.text()) == "*" && view.reading.is(at, |c| c == Class::Number),
        _ => false,
    }
}
