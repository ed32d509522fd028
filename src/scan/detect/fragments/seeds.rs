//! Whether a text could hold a fragment at all: conditions that cost little, and are never narrower than the reader's.
//!
//! The more words a text says beside its pieces, the surer a piece must be; most messages say more than any piece of theirs bears.

use crate::kind::Kind;
use crate::scan::Finding;
use crate::scan::detect::View;
use crate::scan::detect::address::postcode_at;
use crate::scan::detect::phone;
use crate::scan::detect::whose;
use crate::scan::read::{Against, Class, Classes, Lexeme, TokenKind, Traits};

use super::digits::{BEGUN_DIGITS_MIN, LOOSE_ZERO_MAX, TOKEN_BYTES_MIN};
use super::links::{ROLES, is_led};
use super::{
    CLAUSES_TYPICAL, CODES, DENIAL_LOOSE_MAX, LED_LOOSE_MAX, LOOSE_NEAR_MAX, LOOSE_PURE_MAX, LOOSE_SPARE,
    OFFER_LOOSE_MAX, PROMPT_LOOSE_MAX, TOPIC_BYTES_MIN, TOPIC_LOOSE_MAX, is_said,
};

/// Loose words at most beside digits that begin like a number,
const BESIDE_ZERO_MAX: u8 = LOOSE_ZERO_MAX + LOOSE_SPARE;
/// beside four digits,
const BESIDE_DIGITS_MAX: u8 = LOOSE_NEAR_MAX + LOOSE_SPARE;
/// beside two digits, a town, a street, or whatever is announced or named,
const BESIDE_ANY_MAX: u8 = LED_LOOSE_MAX;
/// beside a word that may be a name.
const BESIDE_NAME_MAX: u8 = LOOSE_PURE_MAX + 2;
/// Figures that any digits could be, a word three.
const DIGITS_MIN: usize = 4;

/// A word that may be a name has so many letters at least.
const NAME_BYTES_MIN: usize = 3;

/// Tokens from one word for a digit to the next of the same number at most: a word or two between.
const SEVERAL_TOKENS_NEAR: usize = 6;

/// Tokens from a street's type to the last that its name covers at most.
const STREET_TOKENS_NEAR: usize = 12;

/// Shorter words may be part of a street's or town's name.
const LOOSE_BYTES_MIN: usize = 4;

/// Whether a view could hold a fragment; `findings` are what the detectors found in it.
pub(crate) fn may_hold(view: &View<'_>, findings: &[Finding]) -> bool {
    let holds = view.reading.holds();
    // What is found, announced or named may stand beside any number of words; brackets, labels and account numbers cover words.
    if !findings.is_empty()
        || holds.any_service()
        || holds.any(Classes::PART)
        || [b'(', b'[', b'#'].into_iter().any(|sign| holds.sign(sign))
        || is_announced(view)
        || holds.run >= TOKEN_BYTES_MIN
        || covers_words(view)
    {
        return true;
    }
    // The words of a piece's clause count, and of a long text a share of all.
    let loose = loose(view, (BESIDE_ZERO_MAX + 1) * CLAUSES_TYPICAL);
    let begun = || begins_number(view);
    match loose / CLAUSES_TYPICAL {
        _ if may_be_told(view, loose) => true,
        0..=BESIDE_ANY_MAX
            if may_be_dialled(view, loose) || may_be_sure(view) || may_be_placed(view) || may_be_named(view, loose) =>
        {
            true
        }
        ..=BESIDE_DIGITS_MAX if phone::units(view, DIGITS_MIN) >= DIGITS_MIN => true,
        ..=BESIDE_ZERO_MAX => phone::units(view, 2) >= 2 && begun(),
        // "06 39 98", whatever else is said.
        _ => phone::units(view, BEGUN_DIGITS_MIN) >= BEGUN_DIGITS_MIN && begun(),
    }
}

/// Words at most that are no loose ones because a piece covers them which is dropped in the end: "*he", "am \\and".
const COVERED_MAX: u8 = 4;

/// Whether there could be words about a detail, beside so few others.
fn may_be_told(view: &View<'_>, loose: u8) -> bool {
    let holds = view.reading.holds();
    let loose = loose.saturating_sub(COVERED_MAX);
    let asks = holds.sign(b'?');
    let lexemes = view.reading.lexemes();
    let dictates = || lexemes.iter().any(|l| l.entry.class == Class::Dictation);
    let figures = |told: Against| match told {
        Against::Time | Against::Date => false,
        Against::Count => asks || dictates(),
        _ => true,
    };
    let names = |l: &Lexeme| {
        l.end > l.first + 1 || view.reading.bytes(l.first as usize, l.end as usize).len() >= TOPIC_BYTES_MIN
    };
    let near = loose <= TOPIC_LOOSE_MAX || loose <= LOOSE_NEAR_MAX && (asks || holds.digits > 0);
    let said = |l: &Lexeme| match l.entry.class {
        Class::Denial => loose <= DENIAL_LOOSE_MAX,
        Class::Dictation => true,
        Class::Prompt | Class::Then | Class::First | Class::Last | Class::BeforeQuestion => loose <= PROMPT_LOOSE_MAX,
        Class::NameQuestion | Class::UserQuestion => loose <= LOOSE_NEAR_MAX,
        Class::Against(told) => near && figures(told) && names(l),
        _ => false,
    };
    let code = |at: usize| CODES.contains(&view.word(at));
    loose <= OFFER_LOOSE_MAX
        && (lexemes.iter().any(said) || loose <= LOOSE_NEAR_MAX && (0..view.reading.tokens().len()).any(code))
}

/// Whether there could be digits beside so many words: of one digit few.
fn may_be_dialled(view: &View<'_>, loose: u8) -> bool {
    let holds = view.reading.holds();
    let beside = loose / CLAUSES_TYPICAL;
    if holds.digits > 1 || holds.digits == 1 && (beside <= 1 || is_placed(view)) {
        return true;
    }
    let tokens = 0..view.reading.tokens().len();
    // "trentte", and nothing else
    if loose <= 1 && tokens.clone().any(|at| phone::may_be_misspelt(view, at)) {
        return true;
    }
    if !tokens.clone().any(|at| says_digit(view, at)) {
        return false;
    }
    loose <= LOOSE_PURE_MAX
        || holds.digits > 0
        || beside <= BESIDE_DIGITS_MAX && says_several(view)
        || begins_number(view)
}

/// Whether words could say more than one digit: a word for ten or more, or two words close together.
fn says_several(view: &View<'_>) -> bool {
    let long = |at: usize| {
        let tens = |l: &Lexeme| match l.entry.class {
            Class::Number => l.entry.value > 9,
            class => matches!(class, Class::Repeat | Class::Plural),
        };
        view.reading.at(at).iter().any(tens) || view.reading.at(at).is_empty() && view.reading.tokens()[at].len() > 1
    };
    let mut last: Option<(usize, bool)> = None;
    (0..view.reading.tokens().len()).any(|at| {
        let says = says_digit(view, at);
        if !says && !phone::may_be_misspelt(view, at) {
            return false;
        }
        let before = last.replace((at, says));
        let close = before.is_some_and(|(last, said)| at - last <= SEVERAL_TOKENS_NEAR && (said || says));
        close || says && long(at)
    })
}

/// Whether a word could begin digits: an everyday word that sounds like one never does.
fn says_digit(view: &View<'_>, at: usize) -> bool {
    let sounds = |c| matches!(c, Class::Homophone);
    let says = |c| matches!(c, Class::Number | Class::Oh | Class::Repeat | Class::Plural);
    let token = &view.reading.tokens()[at];
    let everyday = token.len() > 2
        && view.reading.is(at, sounds)
        && !view.reading.is(at, says)
        && !view.reading.traits(at).any(Traits::LIKE_DIGITS);
    phone::starts_digits(view, at) && !everyday
}

/// Whether words say which part of a detail stands beside them.
fn is_placed(view: &View<'_>) -> bool {
    let places = |l: &Lexeme| matches!(l.entry.class, Class::First | Class::Middle | Class::Last | Class::Then);
    view.reading.lexemes().iter().any(places)
}

/// Whether there could be a name, or a sign in words, beside so many others.
fn may_be_named(view: &View<'_>, loose: u8) -> bool {
    let tokens = view.reading.tokens();
    let weak = |c| matches!(c, Class::AtWeak | Class::Tld | Class::ProviderTwin);
    let sure_sign = |l: &Lexeme| is_sign(l.entry.class) && !weak(l.entry.class);
    // "da."
    let lone = tokens.len() == 1 || tokens.len() == 2 && view.sign(1) == Some(".");
    if lone || view.reading.lexemes().iter().any(sure_sign) {
        return true;
    }
    // "I know... at"
    let last = |l: &Lexeme| weak(l.entry.class) && view.skip_spaces(l.end as usize) == tokens.len();
    if loose < (LOOSE_PURE_MAX + 1) * CLAUSES_TYPICAL && view.reading.lexemes().iter().any(last) {
        return true;
    }
    let weak_sign = || view.reading.lexemes().iter().any(|l| weak(l.entry.class));
    // "com tout simplement"
    let ends = |c| matches!(c, Class::Tld | Class::ProviderTwin);
    if loose == 0 && weak_sign() || loose <= BESIDE_NAME_MAX && view.reading.is(0, ends) {
        return true;
    }
    let role = |at: usize| ROLES.contains(&view.word(at));
    if loose <= LOOSE_PURE_MAX && (0..tokens.len()).any(role) {
        return true;
    }
    let letter = |at: usize| view.is_word(at) && tokens[at].len() == 1;
    let joined = |at: usize| {
        view.is_alphanumeric(at) && view.is_alphanumeric(at + 1)
            || letter(at) && letter(at + 2) && letter(at + 4)
            || view.sign(at) == Some("+")
            // "t . me", ". fr"
            || view.sign(at) == Some(".") && (at == 0 || view.skip_spaces_back(at) < at)
    };
    if (0..tokens.len()).any(joined) {
        return true;
    }
    let mut strange = (0..tokens.len()).filter(|&at| is_strange(view, at)).peekable();
    let tied = |at: usize| {
        let beside = at.saturating_sub(NEXT_TOKENS)..(at + NEXT_TOKENS).min(tokens.len());
        beside.into_iter().any(|at| view.reading.is(at, weak))
    };
    let single = loose <= LOOSE_PURE_MAX;
    let near = loose < 2 * CLAUSES_TYPICAL;
    strange.peek().is_some()
        && (single
            || view.reading.holds().any(Classes::NAME_PART)
            || is_placed(view)
            || strange.any(|at| near && tied(at) || is_led(view, at, at + 1) || whose::called_before(view, at)))
}

/// Whether the lexicon lacks a word that is as long as a name.
fn is_strange(view: &View<'_>, at: usize) -> bool {
    let known = |l: &Lexeme| !matches!(l.entry.class, Class::Letter | Class::Homophone);
    view.is_word(at) && view.reading.tokens()[at].len() >= NAME_BYTES_MIN && !view.reading.at(at).iter().any(known)
}

/// Whether words announce what could be digits, or a name that is beyond doubt.
fn is_announced(view: &View<'_>) -> bool {
    let holds = view.reading.holds();
    let name = || {
        holds.any(Classes::AT.and(Classes::PROVIDER))
            || [b'@', b'/', b'_'].into_iter().any(|sign| holds.sign(sign))
            || (0..view.reading.tokens().len()).any(|at| {
                let inner = view.sign(at) == Some(".") && view.is_alphanumeric(at + 1);
                inner || view.is_alphanumeric(at) && view.is_alphanumeric(at + 1)
            })
    };
    (view.reading.cue_bounds(Kind::Phone).is_some() && (holds.digits > 0 || says_several(view)))
        || ([Kind::Email, Kind::Url, Kind::Handle].into_iter().any(|kind| holds.cue(kind)) && name())
}

/// Whether there could be a label that counts pieces ("1/3", "1)"), or an account number: letters and then figures.
fn covers_words(view: &View<'_>) -> bool {
    let begins = view.skip_spaces(0);
    let counted = view.word(begins).len() == 1 && view.sign(begins + 1) == Some(")")
        || view.is_digits(begins) && matches!(view.sign(begins + 1), Some(")" | "." | ":"));
    let of = |at: usize| {
        let sign = view.skip_spaces(at + 1);
        let next = view.skip_spaces(sign + 1);
        view.is_digits(next) && (view.is_word(sign) || view.sign(sign) == Some("/"))
    };
    let glued = |at: usize| at > 0 && view.is_word(at - 1);
    counted || (0..view.reading.tokens().len()).any(|at| view.is_digits(at) && (of(at) || glued(at)))
}

/// Whether digits could begin like a phone: with a zero or a plus.
fn begins_number(view: &View<'_>) -> bool {
    let zero = |l: &Lexeme| {
        matches!(l.entry.class, Class::Oh | Class::Repeat) || l.entry.class == Class::Number && l.entry.value == 0
    };
    let begins = |at: usize| {
        let word = view.word(at);
        match word.as_bytes()[0] {
            b'0' | b'+' => true,
            b'o' if view.is_word(at) && phone::starts_digits(view, at) => true,
            _ => view.is_word(at) && phone::may_be_zero(view, at),
        }
    };
    view.reading.lexemes().iter().any(zero) || (0..view.reading.tokens().len()).any(begins)
}

/// Whether there could be a name beyond doubt, or words that announce a piece.
fn may_be_sure(view: &View<'_>) -> bool {
    let holds = view.reading.holds();
    let inner = |at: usize| view.sign(at) == Some(".") && view.is_alphanumeric(at + 1);
    Kind::ALL.into_iter().any(|kind| holds.cue(kind))
        || holds.any(Classes::AT.and(Classes::PROVIDER))
        || [b':', b'@', b'/', b'_', b'#', b'-', b'$'].into_iter().any(|sign| holds.sign(sign))
        || (0..view.reading.tokens().len()).any(inner)
}

/// Whether there could be a street or a town.
fn may_be_placed(view: &View<'_>) -> bool {
    let large = |at: usize| {
        view.is_word(at)
            && view.folded.is_upper(view.reading.tokens()[at].start as usize)
            && !view.is_ordinary(at)
            && view.reading.at(at).iter().all(|l| matches!(l.entry.class, Class::StreetType | Class::Region))
    };
    let upper = |at: usize| view.is_word(at) && view.folded.is_upper(view.reading.tokens()[at].start as usize);
    let holds = view.reading.holds();
    let region = |l: &Lexeme| {
        let at = l.first as usize;
        l.entry.class == Class::Region && (upper(at) || !view.is_ordinary(at) || l.end > l.first + 1)
    };
    let street = |l: &Lexeme| {
        let at = l.first as usize;
        let name = at.saturating_sub(STREET_TOKENS_NEAR)..(at + STREET_TOKENS_NEAR).min(view.reading.tokens().len());
        l.entry.class == Class::StreetType && name.into_iter().any(|other| other != at && upper(other))
    };
    holds.any(Classes::REGION) && view.reading.lexemes().iter().any(region)
        || holds.any(Classes::STREET_TYPE) && view.reading.lexemes().iter().any(street)
        || (0..view.reading.tokens().len()).any(|at| large(at) || postcode_at(view, at).is_some())
}

/// Words that are surely loose, counted up to one more than `most`: words that are no part of a phrase said around pieces and no sign, and
/// words that the lexicon lacks where nothing announces a name and no sign stands beside them.
fn loose(view: &View<'_>, most: u8) -> u8 {
    let holds = view.reading.holds();
    let names = [Kind::Email, Kind::Url, Kind::Handle].into_iter().any(|kind| holds.cue(kind)) || holds.sign(b':');
    let coded = (0..view.reading.tokens().len()).any(|at| postcode_at(view, at).is_some());
    let streets = streets(view);
    let in_street = |at: usize| streets.iter().any(|street| at.abs_diff(*street) <= STREET_TOKENS_NEAR);
    // The first tokens that no phrase covers, and that no sign before them ties to it.
    let (mut covered, mut untied) = (0, 0);
    let (mut count, mut pending) = (0, 0);
    // Whether the word before is no name: what it ties to by a weak sign is nothing.
    let mut after_everyday = true;
    for (at, token) in view.reading.tokens().iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Word) {
        let lexemes = view.reading.at(at);
        let (mut everyday, mut sign, mut strong, mut digits) = (false, false, false, false);
        for lexeme in lexemes {
            let class = lexeme.entry.class;
            everyday |= !matches!(class, Class::Letter | Class::Homophone);
            digits |= matches!(class, Class::Oh | Class::Repeat);
            sign |= is_sign(class);
            strong |= is_sign(class) && !matches!(class, Class::AtWeak | Class::Tld | Class::ProviderTwin);
            if is_said(class) || is_sign(class) {
                covered = covered.max(lexeme.end as usize);
            }
        }
        count += if sign { 0 } else { pending };
        pending = 0;
        let local =
            (coded || in_street(at)) && (token.len() < LOOSE_BYTES_MIN || view.folded.is_upper(token.start as usize));
        if at >= covered && !digits && !local && stands_apart(view, at) {
            if everyday {
                count += 1;
            } else if lexemes.is_empty() && !names && at >= untied {
                // To be counted unless a sign follows.
                pending = u8::from(!view.vocabulary.may_be_near_number(token.text(view.text())));
            }
        }
        if strong || sign && !after_everyday {
            untied = covered + NEXT_TOKENS;
        }
        after_everyday = everyday && !sign;
        if count > most {
            return count;
        }
    }
    count + pending
}

/// Where a street's type stands, or a word that ends like one.
fn streets(view: &View<'_>) -> Vec<usize> {
    let holds = view.reading.holds();
    if !holds.any(Classes::STREET_TYPE) && !holds.traits.any(Traits::STREET) {
        return Vec::new();
    }
    let street =
        |at: &usize| view.reading.is(*at, |c| c == Class::StreetType) || view.reading.traits(*at).any(Traits::STREET);
    (0..view.reading.tokens().len()).filter(street).collect()
}

/// Whether a word is joined to nothing before or after it, but for a dot that ends its sentence.
fn stands_apart(view: &View<'_>, at: usize) -> bool {
    let joins = |at: usize| {
        view.is_alphanumeric(at) || matches!(view.sign(at), Some("." | "_" | "-" | "+" | "/" | "@" | "#" | "=" | "&"))
    };
    let ends = view.sign(at + 1) == Some(".") && !view.is_alphanumeric(at + 2);
    (ends || !joins(at + 1)) && !(at > 0 && joins(at - 1))
}

/// Tokens from a sign in words to the end of the word that it ties to: a space or two signs between.
const NEXT_TOKENS: usize = 4;

/// Whether a word may be a sign or an end of a link, and so part of a name.
fn is_sign(class: Class) -> bool {
    matches!(
        class,
        Class::At
            | Class::AtWeak
            | Class::Dot
            | Class::Dash
            | Class::Underscore
            | Class::Slash
            | Class::Tld
            | Class::Provider
            | Class::ProviderTwin
    )
}
