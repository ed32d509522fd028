//! Whether a text could hold a fragment at all: conditions that cost little, and are never narrower than the reader's.
//!
//! The more words a text says beside its pieces, the surer a piece must be; most messages say more than any piece of theirs bears.

use crate::kind::Kind;
use crate::scan::Finding;
use crate::scan::detect::View;
use crate::scan::detect::address::postcode_at;
use crate::scan::detect::phone::{self, ORDINALS};
use crate::scan::read::{Class, Classes, Lexeme, TokenKind};

use super::digits::{BEGUN_DIGITS_MIN, LOOSE_ZERO_MAX, TOKEN_BYTES_MIN};
use super::{CLAUSES_TYPICAL, LED_LOOSE_MAX, LOOSE_NEAR_MAX, LOOSE_PURE_MAX, LOOSE_SPARE, is_said};

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
        _ if loose <= BESIDE_NAME_MAX || loose <= LOOSE_NEAR_MAX && holds.any(Classes::AGAINST) => true,
        0..=BESIDE_ANY_MAX if holds_digits(view) || may_be_sure(view) || may_be_placed(view) || may_be_named(view) => {
            true
        }
        ..=BESIDE_DIGITS_MAX if phone::units(view, DIGITS_MIN) >= DIGITS_MIN => true,
        ..=BESIDE_ZERO_MAX => begun(),
        // "06 39 98", whatever else is said.
        _ => phone::units(view, BEGUN_DIGITS_MIN) >= BEGUN_DIGITS_MIN && begun(),
    }
}

/// Whether there could be a name that something calls or places, or a sign in words.
fn may_be_named(view: &View<'_>) -> bool {
    let strange = |at: usize| {
        view.is_word(at)
            && view.reading.at(at).iter().all(|l| {
                matches!(l.entry.class, Class::Letter | Class::Homophone)
                    || (is_sign(l.entry.class) && l.entry.class != Class::AtWeak)
            })
    };
    let signs = |l: &Lexeme| is_sign(l.entry.class) && l.entry.class != Class::AtWeak;
    view.reading.lexemes().iter().any(signs) || (0..view.reading.tokens().len()).any(strange)
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
    (view.reading.cue_bounds(Kind::Phone).is_some() && holds_digits(view))
        || ([Kind::Email, Kind::Url, Kind::Handle].into_iter().any(|kind| holds.cue(kind)) && name())
}

/// Whether digits could be read anywhere, in figures, in words or in what looks like either.
fn holds_digits(view: &View<'_>) -> bool {
    view.reading.holds().digits > 0 || (0..view.reading.tokens().len()).any(|at| phone::starts_digits(view, at))
}

/// Whether there could be a label that counts pieces ("2e", "1/3", "1)"), or an account number: letters and then figures.
fn covers_words(view: &View<'_>) -> bool {
    let begins = view.skip_spaces(0);
    let numbered = matches!(view.sign(begins + 1), Some(")" | "." | ":")) && view.is_alphanumeric(begins);
    let of = |at: usize| {
        let sign = view.skip_spaces(at + 1);
        let next = view.skip_spaces(sign + 1);
        view.is_digits(next) && (view.is_word(sign) || view.sign(sign) == Some("/"))
    };
    numbered
        || (0..view.reading.tokens().len()).any(|at| {
            view.is_digits(at) && (ORDINALS.contains(&view.word(at + 1)) || of(at) || at > 0 && view.is_word(at - 1))
        })
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
    view.reading.holds().any(Classes::STREET_TYPE.and(Classes::REGION))
        || (0..view.reading.tokens().len()).any(|at| large(at) || postcode_at(view, at).is_some())
}

/// Words that are surely loose, counted up to one more than `most`: words that are no part of a phrase said around pieces and no sign, and
/// words that the lexicon lacks where nothing announces a name and no sign stands beside them.
fn loose(view: &View<'_>, most: u8) -> u8 {
    let holds = view.reading.holds();
    let names = [Kind::Email, Kind::Url, Kind::Handle].into_iter().any(|kind| holds.cue(kind)) || holds.sign(b':');
    let placed = may_be_placed(view);
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
        let local = placed && (token.len() < LOOSE_BYTES_MIN || view.folded.is_upper(token.start as usize));
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
