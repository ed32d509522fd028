//! Street addresses: a number and a street, with what leads to the door and the town after them.
//!
//! `street` finds a street with its number, `tail` reads on to floor, door, postcode and town; here it is weighed.

mod street;
mod tail;

use crate::kind::Kind;
use crate::scan::read::{Class, Classes, TokenKind, Traits};

use super::evidence::Evidence;
use super::{Found, View, host};
use street::{corner, number_first, suffix, type_first, untyped};
pub(super) use street::{is_compound, is_connector, is_leading_street, is_like_street, is_numbering};
use tail::tail;
pub(super) use tail::{JOINTS, postcode_at, town_at};

/// What leads to a place, in seven languages: an address that nothing leads to and nothing sets apart may be a title.
const LEADING: &[&str] = &[
    "a",
    "au",
    "aux",
    "chez",
    "est",
    "suis",
    "habite",
    "rdv",
    "adresse",
    "vers",
    "at",
    "to",
    "on",
    "in",
    "from",
    "is",
    "en",
    "de",
    "al",
    "es",
    "vivo",
    "la",
    "el",
    "bei",
    "der",
    "die",
    "zur",
    "zum",
    "ist",
    "wohne",
    "auf",
    "nach",
    "via",
    "nella",
    "alla",
    "in",
    "na",
    "no",
    "fica",
    "moro",
    "e",
    "op",
    "aan",
    "het",
    "naar",
    "is",
    "woon",
    "of",
    "by",
    "near",
    "number",
    "numero",
    "n",
    "no",
    "nr",
    "dans",
    "par",
    "pour",
    "the",
    "live",
    "lives",
    "le",
    "devant",
    "derriere",
    "face",
    "outside",
    "behind",
    "opposite",
    "facing",
    "sotto",
    "davanti",
    "vor",
    "neben",
    "gegenuber",
    "tegenover",
    "voor",
    "frente",
    "delante",
    "viens",
    "venez",
    "come",
    "komm",
    "kom",
    "ven",
    "vieni",
    "vem",
    "venha",
];

/// A street with its number: the tokens it covers and what speaks for it.
#[derive(Clone, Copy)]
struct Street {
    first: usize,
    end: usize,
    number: bool,
    number_in_words: bool,
    capital: bool,
    weak: bool,
    /// An English street of which nothing is written large.
    small: bool,
}

/// Whether an address could stand in a view: a corner; or a number, and a street's type, ending or preposition, a postcode or a door.
pub(super) fn may_stand(view: &View<'_>) -> bool {
    let holds = view.reading.holds();
    let door = holds.any(Classes::STREET_COMPLEMENT) && street::holds_door(view);
    // A postcode places a street where a number stands beside it.
    let numbers = || view.reading.countable().filter(|&at| view.is_digits(at)).take(2).count();
    let coded = || holds.digits > 0 && (holds.any(Classes::NUMBER) || numbers() > 1);
    let tokens = || 0..view.reading.tokens().len();
    let leads = holds.traits.any(Traits::LEADS_STREET);
    holds.any(Classes::STREET_CORNER)
        || holds_place(view)
            && (may_be_typed(view)
                || leads && tokens().any(|at| street::leads_street(view, at))
                || coded() && tokens().any(|at| postcode_at(view, at).is_some())
                || door && tokens().any(|at| street::is_before_door(view, at + 1)))
}

/// Whether a street's type or ending stands anywhere.
fn may_be_typed(view: &View<'_>) -> bool {
    let holds = view.reading.holds();
    let typed = |at: usize| view.reading.has(at, Classes::STREET_TYPE) && street::is_type(view, at);
    let numbered = || holds.traits.any(Traits::NUMBERING);
    holds.any(Classes::STREET_TYPE) && (0..view.reading.tokens().len()).any(typed)
        || holds.traits.any(Traits::STREET)
            && (0..view.reading.tokens().len())
                .any(|at| street::ends_like_street(view, at) && (numbered() || street::precedes_number(view, at)))
}

/// Reads every address of a view.
pub(super) fn detect(view: &View<'_>, found: &mut Found) {
    if !holds_place(view) {
        return;
    }
    let mut done = 0;
    let typed = may_be_typed(view);
    for token in 0..view.reading.tokens().len() {
        if token < done {
            continue;
        }
        let by_type = typed.then(|| type_first(view, token)).flatten();
        let street = corner(view, token)
            .or_else(|| typed.then(|| number_first(view, token)).flatten())
            .or_else(|| by_type.filter(|s| s.number))
            .or_else(|| suffix(view, token))
            .or_else(|| untyped(view, token))
            .or(by_type);
        if let Some(street) = street.filter(|s| s.first >= done)
            && let Some(end) = weigh(view, &street, found)
        {
            done = end;
        }
    }
}

/// Whether there is any number or corner in the text: without one there is no street-level place.
fn holds_place(view: &View<'_>) -> bool {
    let holds = view.reading.holds();
    // "s/n": a house without a number.
    holds.digits > 0
        || holds.any(Classes::STREET_CORNER)
        || holds.sign(b'/')
        || holds.any(Classes::NUMBER) && view.reading.countable().any(|at| street::is_number_said(view, at))
}

fn weigh(view: &View<'_>, street: &Street, found: &mut Found) -> Option<usize> {
    let (end, postcode, town) = tail(view, street.end);
    if !street.number && !postcode {
        return None;
    }
    let mut evidence = Evidence::new(view.weights, Kind::Address);
    evidence.add(if street.number { "number-and-street" } else { "street" });
    evidence.add_if(street.number_in_words && !street.capital, "number-in-words");
    evidence.add_if(street.capital, "capital-name");
    evidence.add_if(street.weak, if street.capital { "type-ordinary-capital" } else { "type-ordinary" });
    evidence.add_if(street.small, "lower-case");
    evidence.add_if(postcode, "postcode");
    evidence.add_if(town, "town");
    let cue = view.cue(street.first, end, Kind::Address);
    evidence.add_if(cue.near, "cue");
    let apart = set_apart(view, street.first, end);
    evidence.add_if(apart, "set-apart");
    evidence.add_if(!(apart || cue.near || postcode || town || led_to(view, street.first)), "loose");
    if evidence.sum() < super::CANDIDATE_MIN {
        return None;
    }
    let bytes = view.reading.bytes(street.first, end);
    let value = view.original[view.folded.original(bytes)].split_whitespace().collect::<Vec<_>>().join(" ");
    if view.own.addresses.iter().any(|own| own.eq_ignore_ascii_case(&value)) {
        return None;
    }
    let mut candidate = view.candidate(Kind::Address, street.first, end, value, evidence);
    if street.number_in_words {
        candidate.disguises.push("number-words");
    }
    found.candidates.push(candidate);
    Some(end)
}

/// Whether a range stands for itself: between line ends, commas and the like on both sides.
fn set_apart(view: &View<'_>, first: usize, end: usize) -> bool {
    let tokens = view.reading.tokens();
    let closed = |at: Option<&crate::scan::read::Token>| {
        at.is_none_or(|t| t.kind == TokenKind::Newline || matches!(t.kind, TokenKind::Sign | TokenKind::Hyphen))
    };
    let before = view.skip_spaces_back(first).checked_sub(1).and_then(|at| tokens.get(at));
    closed(before) && closed(tokens.get(view.skip_spaces(end)))
}

/// Whether a word that leads to places stands right before.
fn led_to(view: &View<'_>, first: usize) -> bool {
    view.skip_spaces_back(first).checked_sub(1).is_some_and(|at| LEADING.contains(&text(view, at)))
}

/// Whether a street type may be an ordinary word, or a short word of another language ("3 ham burger").
fn is_weak(view: &View<'_>, at: usize) -> bool {
    let word = text(view, at);
    // "6 r. des Lilas", "4 av. de la Gare"
    let measured = view.reading.is(at, |c| matches!(c, Class::Against(_)));
    if !measured && view.sign(at + 1) == Some(".") && street::names_of(view, view.skip_spaces(at + 2)) {
        return false;
    }
    let unsaid = word.len() <= 3
        && word != "rue"
        && !host::is_capital(view, at)
        && !matches!(view.sign(at + 1), Some("." | "/"))
        && view.reading.votes().iter().all(|votes| *votes == 0);
    unsaid || view.reading.is(at, |c| matches!(c, Class::Common | Class::Against(_)))
}

#[inline]
fn text<'v>(view: &'v View<'_>, at: usize) -> &'v str {
    view.reading.tokens().get(at).map_or("", |t| t.text(view.text()))
}
