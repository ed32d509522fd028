//! Numbers that are put right after they were given: "645 11 28 30… no, the 30 is a 74".

use crate::scan::detect::View;
use crate::scan::read::{Against, Class, TokenKind};

/// Tokens after a number within which it may be put right: about twenty words.
const TOKENS_MAX: usize = 44;
/// Tokens after a number within which something must say that it is wrong.
const SAID_TOKENS_MAX: usize = 24;
/// Digits of the group that is put right at most.
const DIGITS_MAX: usize = 4;
/// Groups that are named: the wrong one, the right one, and one of them once more.
const GROUPS_MAX: usize = 3;

/// What tells to take one thing for another: "cambia el 30 por 74", "lies 940".
#[rustfmt::skip]
const CHANGES: &[&str] = &[
    "cambia", "cambie", "cambialo", "cambias", "sustituye", "sustituya", "reemplaza", "corrige", "pon", "ponga", "lee", "marca",
    "cambi", "sostituisci", "sostituisca", "leggi", "legga", "metti", "metta", "correggi", "scambia",
    "troca", "troque", "troca-se", "substitui", "substitua", "corrige", "muda", "mude", "poe", "ponha", "le", "leia",
    "remplace", "remplacez", "change", "changez", "lis", "lisez", "mets", "mettez", "corrige", "corrigez", "lire",
    "replace", "swap", "read", "make", "should", "meant", "typo", "ersetze", "ersetz", "tausche", "tausch", "statt", "lies", "vervang",
    "wissel", "verander", "lees", "moet",
];

/// A number that was put right: one past what says so, and the number as it is meant.
pub(super) struct Amended {
    pub(super) end: usize,
    pub(super) value: String,
}

/// A group of digits in what follows a number.
struct Named {
    digits: String,
    first: usize,
    end: usize,
}

/// Reads on from a number's end to what puts one of its groups right.
pub(super) fn amended(view: &View<'_>, end: usize, value: &str) -> Option<Amended> {
    let (groups, last) = named(view, end)?;
    let unit = |g: &Named| {
        view.against_after(g.end).is_some()
            || view.against_before(g.first).is_some_and(|(a, _)| matches!(a, Against::Price | Against::Time))
    };
    if groups.iter().any(unit) {
        return None;
    }
    let after = groups.last()?.end;
    let (wrong, right) = match &groups[..] {
        [right] if last || right.digits.len() > 1 && is_last_word(view, right) => {
            (value.get(value.len().checked_sub(right.digits.len())?..)?, &right.digits)
        }
        [one, other, rest @ ..] if one.digits.len() == other.digits.len() && one.digits != other.digits => {
            let again = |g: &Named| g.digits == one.digits || g.digits == other.digits;
            if !rest.iter().all(again) {
                return None;
            }
            if value.contains(one.digits.as_str()) {
                (one.digits.as_str(), &other.digits)
            } else if value.contains(other.digits.as_str()) {
                (other.digits.as_str(), &one.digits)
            } else {
                return None;
            }
        }
        _ => return None,
    };
    Some(Amended { end: after, value: mended(value, Some(wrong), right) })
}

/// A number as it was meant, its last digits or those that were wrong replaced.
pub(super) fn mended(value: &str, wrong: Option<&str>, right: &str) -> String {
    let wrong = wrong.filter(|wrong| value.contains(wrong));
    let at = wrong.and_then(|wrong| value.rfind(wrong).map(|at| at..at + wrong.len()));
    let at = at.unwrap_or(value.len().saturating_sub(right.len())..value.len());
    format!("{}{right}{}", &value[..at.start], &value[at.end..])
}

/// Whether what mends a number leads right to a group, and nothing follows it: "perdón, 851".
fn is_last_word(view: &View<'_>, group: &Named) -> bool {
    let before = view.ending_at(view.skip_comma_back(group.first), |c| matches!(c, Class::Correction | Class::Instead));
    let after = view.skip_spaces(group.end);
    before.is_some()
        && (after >= view.reading.tokens().len() || matches!(view.sign(after), Some("." | "!" | ")" | "," | ";")))
}

/// The groups of digits that are named in what says that a number is wrong, and whether its end is.
fn named(view: &View<'_>, end: usize) -> Option<(Vec<Named>, bool)> {
    let (reading, tokens) = (view.reading, view.reading.tokens());
    let limit = tokens.len().min(end + TOKENS_MAX);
    let (mut said, mut last) = (false, false);
    let mut groups: Vec<Named> = Vec::new();
    let mut numbers = Vec::new();
    let mut at = end;
    while at < limit {
        let several = |class: Class| reading.longest(at, |c| c == class).is_some_and(|l| l.end as usize > at + 1);
        said |= reading.is(at, |c| c == Class::Correction) || several(Class::Correction) || several(Class::Instead);
        said |= groups.is_empty() && CHANGES.contains(&view.word(at));
        last |= reading.is(at, |c| c == Class::Last);
        let digits = match tokens[at].kind {
            TokenKind::Newline => break,
            TokenKind::Sign if matches!(view.sign(at), Some("." | "!" | "?")) && !groups.is_empty() => break,
            TokenKind::Digits => Some((view.word(at).to_owned(), at + 1)),
            // "un 7", "o 7": an article is no digit.
            TokenKind::Word if reading.is(at, |c| c == Class::Number) => {
                reading.numbers(at, view.vocabulary, &mut numbers);
                numbers.first().filter(|n| n.value > 1).map(|n| (n.value.to_string(), n.end))
            }
            _ => None,
        };
        if !said && at >= end + SAID_TOKENS_MAX {
            return None;
        }
        let Some((digits, after)) = digits else {
            at += 1;
            continue;
        };
        if !said || digits.len() > DIGITS_MAX || groups.len() == GROUPS_MAX {
            return None;
        }
        groups.push(Named { digits, first: at, end: after });
        at = after;
    }
    (!groups.is_empty()).then_some((groups, last))
}
