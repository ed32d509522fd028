//! What people put between two groups of digits.

use crate::kind::Kind;
use crate::scan::fold::Marks;
use crate::scan::read::{Against, Class, Lexeme, TokenKind};

use super::lattice::{Lattice, ORDINALS};
use crate::scan::detect::View;

/// Words or phrases between two groups at most: "et pour finir tu mets un".
const GAP_WORDS_MAX: usize = 7;
/// Tokens between two groups at most: "06......12" has six, with fillers around them more.
const GAP_TOKENS_MAX: usize = 44;
/// Letters glued between two groups at most: "06num12tel34".
const GAP_LETTERS_MAX: usize = 6;
/// Tokens of an aside between two groups at most: "(dai che è finito)".
const ASIDE_TOKENS_MAX: usize = 20;
/// Tokens of a group that is said once more at most: "quatre-vingt-dix-huit".
const REPEATED_TOKENS_MAX: usize = 7;
/// Everyday words between two groups at most, beside a word that leads on.
pub(super) const LOOSE_WORDS_MAX: u8 = 3;

/// Whether a word is a unit that may stand between two groups.
fn is_unit(class: Class) -> bool {
    matches!(class, Class::Against(Against::Price | Against::Measure | Against::Time))
}

/// Whether a word or phrase leads on to more digits by itself.
fn leads_on(class: Class) -> bool {
    let signs = matches!(class, Class::Dot | Class::Dash | Class::Slash | Class::Joiner | Class::Plus);
    let pieces = matches!(class, Class::First | Class::Last | Class::Part | Class::Ordinal);
    signs || pieces || matches!(class, Class::Filler | Class::Confirmation) || class == Class::Cue(Kind::Phone)
}

/// Whether a word or phrase between two groups is no everyday word that counts.
pub(super) fn is_leading(class: Class) -> bool {
    leads(class) || is_unit(class) || class == Class::Against(Against::Count)
}

/// Whether everyday words may follow a word or phrase between two groups.
pub(super) fn leads(class: Class) -> bool {
    leads_on(class) || matches!(class, Class::Decimal | Class::Magnitude)
}

/// Whether a sign that no letters or figures hold ends a run of groups.
pub(super) fn ends_run(view: &View<'_>, at: usize) -> bool {
    let glued = at > 0 && view.is_alphanumeric(at - 1) && view.is_alphanumeric(at + 1);
    !glued
        && matches!(view.sign(at), Some("=" | "@" | "#" | "?" | "!"))
        && !is_each_groups(view, at)
        && !is_equal(view, at)
}

/// Whether an equals sign stands between pairs of figures, a space on both sides: "0696 = 30 = 81".
fn is_equal(view: &View<'_>, at: usize) -> bool {
    let before = view.skip_spaces_back(at);
    let pair = |at: usize| view.is_digits(at) && view.word(at).len() >= 2;
    view.sign(at) == Some("=") && before > 0 && before < at && pair(before - 1) && pair(view.skip_spaces(at + 1))
}

/// Whether every group has its hash: "#6 #1 #2".
fn is_each_groups(view: &View<'_>, at: usize) -> bool {
    let hash = |at: usize| view.sign(at) == Some("#") && view.is_digits(at + 1);
    let before = view.skip_spaces_back(at).checked_sub(2);
    hash(at) && before.is_some_and(hash)
}

/// What lies between two groups, from the least sign of disguise to the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::scan::detect) enum Gap {
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

/// A gap, and where it leads.
#[derive(Debug, Clone, Copy)]
pub(in crate::scan::detect) struct Between {
    pub(in crate::scan::detect) gap: Gap,
    /// The token at which the next digits start.
    pub(in crate::scan::detect) next: usize,
    /// Everyday words in it, that do not lead on by themselves.
    pub(in crate::scan::detect) loose: u8,
    /// Whether it is the sign before a fraction, in words.
    pub(in crate::scan::detect) decimal: bool,
    /// Whether it is, or has, a comma.
    pub(super) comma: bool,
    /// Whether it is an equals sign.
    pub(super) equals: bool,
    /// The token of the unit in it.
    pub(super) unit: Option<usize>,
}

impl Between {
    pub(super) const START: Self =
        Self { gap: Gap::Nothing, next: 0, loose: 0, decimal: false, comma: false, equals: false, unit: None };
}

impl Lattice<'_> {
    /// The ways from `end` to the next digits, after so many groups: two where glued letters may be digits or part them, or where a
    /// phrase that leads on ends with a word that may be a digit ("puis un").
    pub(in crate::scan::detect) fn gaps(&self, end: usize, groups: Option<usize>) -> [Option<Between>; 2] {
        match self.gaps_known(end) {
            Some(known) => *known.get_or_init(|| self.read_gaps(end, groups)),
            None => self.read_gaps(end, groups),
        }
    }

    fn read_gaps(&self, end: usize, groups: Option<usize>) -> [Option<Between>; 2] {
        let tokens = self.view.reading.tokens();
        let glued = tokens.get(end).is_some_and(|t| t.kind == TokenKind::Word) && self.starts(end);
        let figures = end > 0 && tokens[end - 1].kind == TokenKind::Digits;
        if glued && figures {
            let read = Some(Between { next: end, ..Between::START }).filter(|_| self.reads_glued(end));
            return [read, self.gap(end, groups, &mut None)];
        }
        if self.starts(end) {
            return [Some(Between { next: end, ..Between::START }), None];
        }
        let mut shorter = None;
        let whole = self.gap(end, groups, &mut shorter);
        // "gevolgd door een-en-vijftig": a number of more words is one.
        let goes_on = |next: usize| {
            let mut numbers = Vec::new();
            self.view.reading.numbers(next, self.view.vocabulary, &mut numbers);
            numbers.first().is_some_and(|n| n.end > next + 1)
        };
        if shorter.is_some_and(|b| goes_on(b.next)) { [shorter, whole] } else { [whole, shorter] }
    }

    /// Whether a word glued to figures is digits too: "7eight", "7O".
    fn reads_glued(&self, at: usize) -> bool {
        if self.is_keyed(at) {
            return true;
        }
        let word = |c| matches!(c, Class::Number | Class::Homophone | Class::Oh | Class::Repeat);
        // "0ito" is a number word, no 0 and three letters.
        let letters = || self.reads_as_letters(at) && !self.begins_word(at - 1);
        (self.view.reading.is(at, word) && self.view.reading.tokens()[at].len() > 1) || letters()
    }

    /// The way to the next digits; and the `shorter` one, to a word for a digit that the last phrase ends with.
    fn gap(&self, end: usize, groups: Option<usize>, shorter: &mut Option<Between>) -> Option<Between> {
        let tokens = self.view.reading.tokens();
        let mut between = Between { next: end, ..Between::START };
        let (mut words, mut leads, mut signs, mut at) = (0, false, 0, end);
        let mut confirmed = false;
        while at < tokens.len().min(end + GAP_TOKENS_MAX) {
            if at > end
                && between.gap > Gap::Nothing
                && let Some(after) = groups.and_then(|groups| label(self.view, at, Some(groups + 1)))
            {
                (leads, at, words) = (true, after, 0);
                between.gap = between.gap.max(Gap::Filler);
                continue;
            }
            if at > end && self.starts(at) && !self.is_led_past(at, end) {
                if let Some(after) = self.repeated(end, at).filter(|_| confirmed) {
                    at = after;
                    continue;
                }
                let apart = between.comma || between.gap == Gap::Filler;
                if apart && (self.is_moment(at) || self.is_told_time(end, at)) {
                    return None;
                }
                between.next = at;
                return (between.loose == 0 || (leads && between.loose <= LOOSE_WORDS_MAX)).then_some(between);
            }
            if let Some(after) = self.aside(at).or_else(|| self.gloss(end, at)) {
                (leads, at) = (true, after);
                between.gap = between.gap.max(Gap::Filler);
                continue;
            }
            if let Some(after) = self.comparison(at) {
                (leads, at) = (true, after);
                between.gap = between.gap.max(Gap::Filler);
                continue;
            }
            if self.is_in_riddle(at, end) {
                (leads, at, words) = (true, at + 1, words + 1);
                between.gap = between.gap.max(Gap::Filler);
                continue;
            }
            // "(O=0 S=5)": a key to what was written, no more of it.
            let key = self.view.sign(at) == Some("(")
                && matches!(self.view.word(self.view.skip_spaces(at + 2)), "=" | ":" | "is" | "ist" | "steht")
                && self.view.word(at + 1).len() == 1;
            if key || self.explains_letter(at) {
                return None;
            }
            confirmed |= self.view.reading.is(at, |c| c == Class::Confirmation);
            match tokens[at].kind {
                TokenKind::Space => between.gap = between.gap.max(Gap::Space),
                TokenKind::Newline => between.gap = between.gap.max(Gap::Newline),
                TokenKind::Hyphen | TokenKind::Sign => {
                    signs += 1;
                    self.sign_gap(at, signs, &mut between)?;
                }
                TokenKind::Word | TokenKind::Digits => {
                    words += 1;
                    if words > GAP_WORDS_MAX {
                        return None;
                    }
                    let (leading, next) = self.word_gap(at, at <= end + 1, leads, &mut between)?;
                    leads |= leading;
                    if shorter.is_none() && next > at + 1 && self.view.reading.is(next - 1, |c| c == Class::Number) {
                        *shorter = Some(Between { next: next - 1, ..between });
                    }
                    at = next;
                    continue;
                }
            }
            at += 1;
        }
        None
    }

    fn sign_gap(&self, at: usize, signs: usize, between: &mut Between) -> Option<()> {
        let tokens = self.view.reading.tokens();
        let sign = tokens[at].text(self.view.text());
        if ends_run(self.view, at) {
            return None;
        }
        between.comma |= matches!(sign, "," | ";");
        between.equals |= sign == "=";
        let usual = matches!(sign, "." | "/" | "(" | ")" | "," | ";" | ":" | "-") && signs <= 2;
        let gap = match sign {
            "€" | "$" | "£" | "°" | "%" => {
                between.unit = between.unit.or(Some(at));
                Gap::Unit
            }
            _ if usual && (sign != "-" || signs == 1) => Gap::Sign,
            _ => Gap::OddSign,
        };
        between.gap = between.gap.max(gap);
        Some(())
    }

    /// A word between digits: whether it leads on to more, and one past it; `None` where the run ends here.
    fn word_gap(&self, at: usize, first: bool, led: bool, between: &mut Between) -> Option<(bool, usize)> {
        let reading = self.view.reading;
        let tokens = reading.tokens();
        let word = tokens[at].text(self.view.text());
        let figures = |at: usize| tokens.get(at).filter(|t| t.kind == TokenKind::Digits);
        let before = at.checked_sub(1).and_then(figures);
        let after = figures(at + 1);
        let single = before.is_some_and(|t| t.len() == 1) && after.is_some_and(|t| t.len() == 1);
        let glued_unit = matches!(word, "h" | "x" | "e" | "eur" | "euros" | "min" | "cm" | "mm" | "kg" | "g");
        // "äh" is no ampere-hour.
        // "612 345 messages in 987 days": hundreds of something, no two digits and a word that hides them.
        let hundreds = || at.checked_sub(2).and_then(figures).is_some_and(|t| t.len() >= 3);
        let spaced_unit = || {
            let word = first && before.is_none() && tokens[at].kind == TokenKind::Word;
            let unit = |c| is_unit(c) || (c == Class::Against(Against::Count) && hundreds());
            word && reading.is(at, unit) && !reading.is(at, |c| c == Class::Filler)
        };
        if (before.is_some() && glued_unit && !single) || spaced_unit() {
            between.gap = between.gap.max(Gap::Unit);
            between.unit = between.unit.or(Some(at));
            return Some((false, at + 1));
        }
        if before.is_some() && after.is_some() && word.len() <= GAP_LETTERS_MAX {
            between.gap = between.gap.max(Gap::Letters);
            return Some((false, at + 1));
        }
        between.gap = between.gap.max(Gap::Filler);
        if let Some(decimal) = reading.longest(at, |c| c == Class::Decimal) {
            // "nove, vírgula, quatro": a comma beside it parts more than a fraction.
            let end = decimal.end as usize;
            between.decimal |= !between.comma && self.view.sign(end) != Some(",");
            return Some((true, end));
        }
        if let Some(end) = self.thousands(at) {
            return Some((true, end));
        }
        let filler = reading.longest(at, leads_on);
        let alternative = reading.longest(at, |c| c == Class::Alternative);
        let reference = reading.longest(at, |c| c == Class::Against(Against::Reference));
        // "44, número de série 4150…"
        let reference = reference.filter(|l| l.end as usize > at + 1 && reading.is_plausible(l.entry));
        let ends = |other: Lexeme| filler.is_none_or(|filler| filler.end <= other.end);
        if alternative.is_some_and(ends) || reference.is_some_and(ends) {
            return None;
        }
        if let Some(filler) = filler {
            if filler.entry.class == Class::Part && reading.is(at, |c| c == Class::Against(Against::Count)) {
                between.gap = between.gap.max(Gap::Unit);
                between.unit = between.unit.or(Some(at));
            }
            between.decimal |= filler.entry.class == Class::Dot;
            return Some((true, filler.end as usize));
        }
        // "and then the page: 12": another number is announced.
        let named =
            || reading.is(at, |c| c == Class::Against(Against::Reference)) && self.view.sign(at + 1) == Some(":");
        if tokens[at].kind == TokenKind::Digits || named() {
            return None;
        }
        if reading.is(at, |c| c == Class::Common) || led {
            between.loose += 1;
            return Some((false, at + 1));
        }
        None
    }

    /// One past "millions" or "mille" between figures of three: a number read as if it counted, "639 millions 981 mille 244".
    fn thousands(&self, at: usize) -> Option<usize> {
        let view = self.view;
        let figures = |at: usize| view.reading.tokens().get(at).filter(|t| t.kind == TokenKind::Digits && t.len() == 3);
        let magnitude = view.reading.longest(at, |c| c == Class::Magnitude)?.end as usize;
        view.skip_spaces_back(at).checked_sub(1).and_then(figures)?;
        figures(view.skip_spaces(magnitude)).map(|_| magnitude)
    }

    /// Whether a word that may be a digit is none here.
    fn is_led_past(&self, at: usize, end: usize) -> bool {
        self.is_phrase(at) || self.is_pause(at) || self.is_article(at) || self.is_in_riddle(at, end)
    }

    /// Whether a letter that may be a zero is an article here: "o menos", not "o 7".
    fn is_article(&self, at: usize) -> bool {
        let (reading, next) = (self.view.reading, self.view.skip_spaces(at + 1));
        let zero = reading.tokens()[at].len() == 1 && reading.is(at, |c| c == Class::Oh);
        zero && reading.is(at, |c| c == Class::Filler) && next > at + 1 && self.view.is_word(next) && !self.starts(next)
    }

    /// Whether a word means nothing in the text's language, and is a number in a less likely one only: "um".
    fn is_pause(&self, at: usize) -> bool {
        let reading = self.view.reading;
        let votes = |wanted: fn(Class) -> bool| {
            let of = reading.at(at).iter().filter(move |l| l.end as usize == at + 1 && wanted(l.entry.class));
            of.filter_map(|l| reading.votes().get(usize::from(l.entry.language))).max().copied()
        };
        let number = votes(|c| matches!(c, Class::Number | Class::Homophone | Class::Oh | Class::Repeat));
        reading.tokens()[at].kind == TokenKind::Word && votes(|c| c == Class::Filler) > number && number.is_some()
    }

    /// Whether what follows tells which figure a letter is drawn for: "la E è un tre", "o O é zero".
    fn explains_letter(&self, at: usize) -> bool {
        let view = self.view;
        let letter = view.skip_spaces(at + 1);
        let verb = view.skip_spaces(letter + 1);
        matches!(view.word(at), "la" | "el" | "l" | "o" | "a" | "il" | "le" | "the" | "das" | "de" | "i")
            && letter > at + 1
            && view.is_word(letter)
            && view.word(letter).len() == 1
            && view.folded.is_upper(view.reading.bytes(letter, letter + 1).start)
            && verb > letter + 1
            && matches!(view.word(verb), "e" | "es" | "is" | "est" | "ist" | "sono" | "son" | "sao")
    }

    /// Whether a phrase of two words or more says right before a number that it is a time: "dopo le sei".
    fn is_told_time(&self, end: usize, at: usize) -> bool {
        let phrase = self.view.ending_at(self.view.skip_spaces_back(at), |c| c == Class::Against(Against::Time));
        phrase
            .is_some_and(|l| l.first as usize >= end && l.end > l.first + 1 && self.view.reading.is_plausible(l.entry))
    }

    /// Whether a date with its year or a time of day stands at a token: "16/05/2024", "16:40", "10h39".
    fn is_moment(&self, at: usize) -> bool {
        let digits = |at: usize, most: u64| {
            let token = self.view.reading.tokens().get(at).filter(|t| t.kind == TokenKind::Digits && t.len() <= 4)?;
            token
                .text(self.view.text())
                .parse()
                .ok()
                .filter(|value: &u64| *value <= most)
                .map(|value| (value, token.len()))
        };
        let sign = |at: usize| self.view.sign(at).filter(|sign| matches!(*sign, "/" | "." | "-"));
        let year = digits(at + 4, 2100).is_some_and(|(year, len)| len == 4 && year >= 1900);
        let date = year && sign(at + 1).is_some() && sign(at + 1) == sign(at + 3);
        let date = date && digits(at, 31).is_some() && digits(at + 2, 31).is_some();
        let time = matches!(self.view.word(at + 1), ":" | "h") && digits(at, 24).is_some();
        let time = time && digits(at + 2, 59).is_some_and(|(_, len)| len == 2);
        date || (time && self.view.word(at + 3) != self.view.word(at + 1))
    }

    /// Whether a phrase that leads on starts with a number word: "un autre".
    fn is_phrase(&self, at: usize) -> bool {
        let leads = |c| matches!(c, Class::Filler | Class::Aside | Class::Confirmation);
        let several = |l: &Lexeme| l.end as usize > at + 1 && leads(l.entry.class);
        self.view.reading.tokens()[at].kind == TokenKind::Word && self.view.reading.at(at).iter().any(several)
    }

    /// One past an aside in brackets that holds no digits: "(tu suis ?)".
    fn aside(&self, at: usize) -> Option<usize> {
        let tokens = self.view.reading.tokens();
        let text = self.view.text();
        if tokens[at].text(text) != "(" || tokens.get(at + 1)?.kind != TokenKind::Word {
            return None;
        }
        let inside = tokens[at + 1..].iter().take(ASIDE_TOKENS_MAX);
        let close = at + 1 + inside.take_while(|t| t.text(text) != ")" && t.kind != TokenKind::Digits).count();
        let closed = tokens.get(close)?.text(text) == ")";
        (closed && !(at + 1..close).any(|at| self.starts(at))).then_some(close + 1)
    }

    /// Whether a word is one of those that a text tells to leave out: no digits of it, or an article between figures.
    fn is_in_riddle(&self, at: usize, end: usize) -> bool {
        let reading = self.view.reading;
        let figures = || reading.tokens()[end - 1].kind == TokenKind::Digits;
        let article = || {
            let one = |l: &Lexeme| matches!(l.entry.class, Class::Number | Class::Homophone) && l.entry.value == 1;
            figures() && reading.at(at).iter().any(one)
        };
        reading.holds().riddle() && reading.tokens()[at].kind == TokenKind::Word && (!self.starts(at) || article())
    }

    /// One past what a group of digits is compared with, a comma or the next digits: "98 comme la coupe du monde, ".
    fn comparison(&self, at: usize) -> Option<usize> {
        let reading = self.view.reading;
        let tokens = reading.tokens();
        let from = reading.longest(at, |c| c == Class::Aside)?.end as usize;
        let closes = |at: usize| match tokens[at].kind {
            TokenKind::Digits | TokenKind::Newline => true,
            TokenKind::Sign => matches!(tokens[at].text(self.view.text()), "," | ";" | "." | "…" | ")"),
            TokenKind::Word => reading.at(at).iter().any(|l| l.entry.class == Class::Number && l.entry.value > 1),
            TokenKind::Space | TokenKind::Hyphen => false,
        };
        (from..tokens.len().min(from + ASIDE_TOKENS_MAX)).find(|&at| closes(at))
    }

    /// One past the digits at `at` where they are those that end at `end` once more: "98, oui, 98".
    fn repeated(&self, end: usize, at: usize) -> Option<usize> {
        let again = self.steps_at(at).first()?;
        let from = (end.saturating_sub(REPEATED_TOKENS_MAX)..end).filter(|&from| self.starts(from));
        let mut before = from.flat_map(|from| self.steps_at(from));
        before.any(|step| step.end == end && step.digits == again.digits).then_some(again.end)
    }

    /// One past figures in brackets that say the last group once more: "trente-neuf (39)".
    fn gloss(&self, end: usize, at: usize) -> Option<usize> {
        let close = at + 2;
        // "(2)(2)" is two groups.
        let enclosed = self.view.sign(end) == Some(")");
        if enclosed || self.view.sign(at) != Some("(") || self.view.sign(close) != Some(")") {
            return None;
        }
        self.repeated(end, at + 1).filter(|after| *after == close).map(|after| after + 1)
    }

    /// Whether a letter is a capital or another alphabet's, as no ordinal's is: "4O".
    pub(super) fn is_drawn(&self, at: usize) -> bool {
        is_drawn(self.view, at)
    }
}

/// One past a label that counts the groups, the one of a number or any: "2)", "b)", "2e :".
pub(super) fn label(view: &View<'_>, at: usize, number: Option<usize>) -> Option<usize> {
    let tokens = view.reading.tokens();
    let text = view.text();
    let token = tokens.get(at)?;
    let word = token.text(text);
    let counts = match token.kind {
        TokenKind::Digits => number.is_none_or(|number| word.parse() == Ok(number)),
        TokenKind::Word => {
            let letter = |number: usize| b'a'.wrapping_add(number as u8).wrapping_sub(1);
            word.len() == 1 && number.is_none_or(|number| word.as_bytes()[0] == letter(number))
        }
        _ => false,
    };
    let next = tokens.get(at + 1).map(|t| t.text(text))?;
    let marks = match token.kind {
        TokenKind::Digits => next == ")" || (ORDINALS.contains(&next) && !is_drawn(view, at + 1)),
        _ => next == ")",
    };
    // "(4)(0)(6)": what brackets hold is a group where no other follows.
    let after = view.skip_spaces(at + 2);
    let enclosed = at > 0 && view.sign(at - 1) == Some("(");
    let held = enclosed && !view.is_alphanumeric(after);
    (counts && marks && !held).then_some(at + 2)
}

fn is_drawn(view: &View<'_>, at: usize) -> bool {
    let bytes = view.reading.bytes(at, at + 1);
    view.folded.is_upper(bytes.start) || view.folded.marks(bytes).has(Marks::LOOK_ALIKE)
}
