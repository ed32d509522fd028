//! Keys: what a text says that letters or signs stand for in its number, "9X …, où X vaut huit", "a=1, b=2 … : o f c i".

use crate::kind::Kind;
use crate::scan::detect::View;
use crate::scan::read::{Class, TokenKind, Traits};

use super::lattice::{Digits, look_alike};

/// Letters or signs of one kind that stand for as many digits at most: "XX vaut 45".
const SYMBOL_BYTES_MAX: usize = 2;
/// Tokens between a number and what its letters stand for: " (où le ".
const DEFINITION_TOKENS_MAX: usize = 8;
/// Letters of a number written by an alphabet at least.
const LETTERS_MIN: usize = 8;
/// Figures beside letters that stand for others at least; fewer are no number, save where an equals sign explains an alphabet.
const FIGURES_MIN: usize = 6;
/// What is explained in one text at most: an alphabet, and some.
const DEFINITIONS_MAX: usize = 32;
/// Letters of an alphabet's number in one word at most.
const WORD_BYTES_MAX: usize = 15;

/// What stands for digits in a view, and where it is said.
#[derive(Default)]
pub(super) struct Key {
    /// By token: the digits it stands for.
    digits: Vec<(usize, Digits)>,
    /// First and one past the last token of each definition.
    definitions: Vec<(usize, usize)>,
    is_alphabet: bool,
    /// Whether a letter stands for what it does not look like.
    is_needed: bool,
}

/// "X vaut huit": the symbol, what it stands for and where it is said.
struct Definition {
    symbol: char,
    digits: Digits,
    first: usize,
    end: usize,
}

impl Key {
    /// The key of a view, most often empty.
    pub(super) fn of(view: &View<'_>) -> Self {
        let mut key = Self::default();
        let holds = view.reading.holds();
        let stands = holds.traits.any(Traits::STANDS) || holds.sign(b'=') || holds.beyond_ascii;
        let explains = stands && (holds.digits >= FIGURES_MIN || holds.sign(b'='));
        let roman_said = holds.cue(Kind::Phone) && is_roman(view);
        if !explains && !roman_said {
            return key;
        }
        let count = view.reading.tokens().len();
        if roman_said {
            let numerals = (0..count).filter(|&at| view.is_word(at));
            key.digits.extend(numerals.filter_map(|at| Some((at, Digits::number(roman(view.word(at))?)))));
            return key;
        }
        let definitions: Vec<Definition> =
            (0..count).filter_map(|at| definition(view, at)).take(DEFINITIONS_MAX).collect();
        // "E49-55I, the E is a three": what is drawn like its digit needs no word.
        let drawn = |d: &Definition| {
            let digit = u8::try_from(d.symbol).ok().and_then(|symbol| look_alike(symbol, true));
            digit.is_some_and(|(digit, _)| d.digits.as_slice() == [digit])
        };
        if definitions.is_empty() {
            return key;
        }
        key.is_needed = !definitions.iter().all(drawn);
        let within = |at: usize| definitions.iter().any(|d| (d.first..d.end).contains(&at));
        for at in (0..count).filter(|&at| !within(at)) {
            if let Some((symbol, len)) = symbol(view, at)
                && let Some(found) = definitions.iter().find(|d| d.symbol == symbol && d.digits.len() == len)
                && (beside_figures(view, at) || len > 1 || !symbol.is_ascii_alphabetic())
            {
                key.digits.push((at, found.digits));
            }
        }
        if let Some(alphabet) = alphabet(&definitions) {
            key.read_letters(view, &alphabet, within);
        }
        key.definitions = definitions.iter().map(|d| (d.first, d.end)).collect();
        key
    }

    /// The digits that a token stands for.
    pub(super) fn at(&self, token: usize) -> Option<Digits> {
        self.digits.binary_search_by_key(&token, |d| d.0).ok().map(|at| self.digits[at].1)
    }

    /// The tokens that stand for digits.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> {
        self.digits.iter().map(|(at, _)| *at)
    }

    /// Whether nothing stands for digits.
    pub(super) fn is_empty(&self) -> bool {
        self.digits.is_empty()
    }

    /// Whether a token tells what others stand for.
    pub(super) fn tells(&self, token: usize) -> bool {
        !self.digits.is_empty() && self.definitions.iter().any(|&(first, end)| (first..end).contains(&token))
    }

    /// One past the definition that follows a number closely, of what stands in it.
    pub(super) fn definition_end(&self, view: &View<'_>, first: usize, end: usize) -> Option<usize> {
        let used = self.digits.iter().any(|(at, _)| (first..end).contains(at));
        let near = |(from, _): &&(usize, usize)| (end..=end + DEFINITION_TOKENS_MAX).contains(from);
        let &(from, after) =
            self.definitions.iter().find(near).filter(|_| used && self.is_needed && !self.is_alphabet)?;
        let opened = (end..from).any(|at| view.sign(at) == Some("("));
        Some(after + usize::from(opened && view.sign(after) == Some(")")))
    }

    /// The longest run of letters of an alphabet, each by itself, in pairs or all in one word.
    fn read_letters(&mut self, view: &View<'_>, alphabet: &[Option<u8>; 26], within: impl Fn(usize) -> bool) {
        let tokens = view.reading.tokens();
        let read = |at: usize| {
            let word = view.word(at).as_bytes();
            let letters = view.is_word(at) && !within(at) && word.len() <= WORD_BYTES_MAX;
            let digit = |b: &u8| alphabet.get(usize::from(b.wrapping_sub(b'a'))).copied().flatten();
            let digits = word.iter().map(digit).collect::<Option<Vec<u8>>>().filter(|_| letters)?;
            Digits::default().and(&digits)
        };
        let mut at = 0;
        while at < tokens.len() {
            let Some(digits) = read(at) else {
                at += 1;
                continue;
            };
            let size = digits.len();
            let mut run = vec![(at, digits)];
            let mut total = size;
            while let Some(next) = run.last().map(|last| last.0 + 2).filter(|&next| next < tokens.len())
                && !matches!(tokens[next - 1].kind, TokenKind::Word | TokenKind::Digits | TokenKind::Newline)
                && let Some(digits) = read(next).filter(|digits| digits.len() <= size)
            {
                total += digits.len();
                run.push((next, digits));
            }
            at = run.last().map_or(at, |last| last.0) + 1;
            if total >= LETTERS_MIN && (size <= 2 || run.len() == 1) {
                self.is_alphabet = true;
                self.digits.extend(run);
            }
        }
        self.digits.sort_by_key(|d| d.0);
        self.digits.dedup_by_key(|d| d.0);
    }
}

/// Whether the text says that its numerals are Roman.
fn is_roman(view: &View<'_>) -> bool {
    let roman = |word: &str| {
        matches!(
            word,
            "romain" | "romains" | "roman" | "romano" | "romanos" | "romani" | "romische" | "romischen" | "romeinse"
        )
    };
    (0..view.reading.tokens().len()).any(|at| view.is_word(at) && roman(view.word(at)))
}

/// A Roman numeral below a hundred.
fn roman(word: &str) -> Option<u16> {
    const TENS: [&str; 10] = ["", "x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc"];
    const UNITS: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let units = |rest: &str| UNITS.iter().position(|unit| *unit == rest);
    let numerals = TENS.iter().enumerate().rev();
    let (tens, unit) = numerals.filter_map(|(at, ten)| Some((at, units(word.strip_prefix(ten)?)?))).next()?;
    u16::try_from(tens * 10 + unit).ok().filter(|value| *value > 0)
}

/// What "a=1, b=2 … o=zéro" makes of each letter: those between go on counting.
fn alphabet(definitions: &[Definition]) -> Option<[Option<u8>; 26]> {
    let place = |d: &Definition| match d.symbol {
        letter @ 'a'..='z' if d.digits.len() == 1 => Some((letter as u8 - b'a', d.digits.as_slice()[0] - b'0')),
        _ => None,
    };
    let places: Vec<(u8, u8)> = definitions.iter().filter_map(place).collect();
    let begins = places.iter().find(|(letter, digit)| *letter == 0 && *digit <= 1)?.1;
    let mut alphabet = [None; 26];
    for letter in 0..10 - begins {
        alphabet[usize::from(letter)] = Some(b'0' + begins + letter);
    }
    for (letter, digit) in places {
        alphabet[usize::from(letter)] = Some(b'0' + digit);
    }
    Some(alphabet)
}

/// A letter once or twice, or a sign, that may stand for digits; and how many.
fn symbol(view: &View<'_>, at: usize) -> Option<(char, usize)> {
    let token = view.reading.tokens().get(at)?;
    let text = token.text(view.text());
    let first = text.chars().next()?;
    match token.kind {
        TokenKind::Word if text.len() <= SYMBOL_BYTES_MAX && first.is_ascii() && text.chars().all(|c| c == first) => {
            Some((first, text.len()))
        }
        TokenKind::Sign if matches!(first, '?' | '*' | '_' | '#') || !first.is_ascii() => Some((first, 1)),
        _ => None,
    }
}

/// Whether a word says that one thing stands for another.
pub(in crate::scan::detect) fn is_standing(word: &str) -> bool {
    #[rustfmt::skip]
    const STANDS: &[&str] = &[
        "vaut", "est", "egale", "egal", "remplace", "represente", "signifie", "is", "equals", "means", "vale", "es", "ist", "steht", "e",
        "gleich", "significa", "betekent",
    ];
    STANDS.contains(&word)
}

/// "X vaut huit", "le ? est un 1", "a=1" at a token.
fn definition(view: &View<'_>, at: usize) -> Option<Definition> {
    #[rustfmt::skip]
    const LINKS: &[&str] = &["un", "le", "a", "chiffre", "fur", "der", "die", "eine", "an", "the", "el", "il", "o", "een", "de"];
    let (symbol, len) = symbol(view, at)?;
    if view.is_alphanumeric(at + 1) || at.checked_sub(1).is_some_and(|before| view.is_alphanumeric(before)) {
        return None;
    }
    let mut next = view.skip_spaces(at + 1);
    let mut stands = false;
    for _ in 0..3 {
        next = match view.word(next) {
            "=" | "→" if !stands => {
                stands = true;
                next + 1
            }
            "," if !stands => next + 1,
            "c" if !stands && view.sign(next + 1) == Some("'") => next + 2,
            _ if !stands && view.reading.traits(next).any(Traits::STANDS) => {
                stands = true;
                next + 1
            }
            word if stands && LINKS.contains(&word) => next + 1,
            _ => break,
        };
        next = view.skip_spaces(next);
    }
    if !stands {
        return None;
    }
    let (digits, end) = match view.reading.tokens().get(next)?.kind {
        TokenKind::Digits => (Digits::default().and(view.word(next).as_bytes())?, next + 1),
        _ => {
            let mut numbers = Vec::new();
            view.reading.numbers(next, view.vocabulary, &mut numbers);
            let number = numbers.first()?;
            (Digits::number(number.value), number.end)
        }
    };
    let counted = view.reading.is(view.skip_spaces(end), |c| matches!(c, Class::Against(_)));
    (digits.len() == len && !counted && !view.is_alphanumeric(end)).then_some(Definition {
        symbol,
        digits,
        first: at,
        end,
    })
}

/// Whether figures, or letters that stand for some, touch a token.
fn beside_figures(view: &View<'_>, at: usize) -> bool {
    view.is_digits(at + 1) || at.checked_sub(1).is_some_and(|before| view.is_digits(before))
}
