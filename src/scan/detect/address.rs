//! Street addresses: a number and a street, with what leads to the door and the town after them.

use crate::kind::Kind;
use crate::scan::read::{Class, Lexeme, TokenKind};

use super::evidence::Evidence;
use super::{Found, View, host};

/// Words of a street's name at most ("rue du Général de Gaulle" has four after its type).
const NAME_WORDS_MAX: usize = 6;
/// Words of a town's name at most.
const TOWN_WORDS_MAX: usize = 4;
/// Small words inside names of streets and towns, of all languages.
const CONNECTORS: &[&str] = &[
    "de", "du", "des", "la", "le", "les", "l", "d", "del", "della", "dei", "degli", "di", "do", "da", "dos", "das",
    "el", "los", "las", "of", "the", "van", "den", "der", "zum", "zur", "am", "an", "im", "en", "sur", "sous", "saint",
    "st", "ste", "sainte", "s", "e", "y", "delle", "dello", "dell", "degl", "aux", "al", "alla", "ai", "van", "het",
    "ten", "ter", "op", "dem", "und", "et",
];
/// Small words inside a town's name: "Aix-en-Provence", "Vila Nova de Gaia", "Newcastle upon Tyne".
const TOWN_CONNECTORS: &[&str] = &[
    "de", "du", "des", "la", "le", "les", "l", "d", "del", "della", "di", "do", "da", "dos", "das", "los", "las",
    "sur", "sous", "en", "aux", "saint", "st", "ste", "sainte", "upon", "on", "van", "der", "den",
];
/// What leads to a place, in seven languages: an address that nothing leads to and nothing sets apart may be a title.
const LEADING: &[&str] = &[
    "a", "au", "aux", "chez", "est", "suis", "habite", "rdv", "adresse", "vers", "at", "to", "on", "in", "from", "is",
    "en", "de", "al", "es", "vivo", "la", "el", "bei", "der", "die", "zur", "zum", "ist", "wohne", "auf", "nach",
    "via", "nella", "alla", "in", "na", "no", "fica", "moro", "e", "op", "aan", "het", "naar", "is", "woon", "of",
    "by", "near", "number", "numero", "n", "no", "nr", "dans", "par", "pour", "the", "live", "lives",
];
/// What numbers a house in words: "numéro huit", "porta dezanove".
const NUMBERING: &[&str] =
    &["n", "nr", "no", "num", "numero", "nummer", "number", "hausnummer", "huisnummer", "porta", "civico", "portal"];

/// A street with its number: the tokens it covers and what speaks for it.
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

/// Reads every address of a view.
pub(super) fn detect(view: &View<'_>, found: &mut Found) {
    if !holds_number(view) {
        return;
    }
    let mut done = 0;
    for token in 0..view.reading.tokens().len() {
        if token < done {
            continue;
        }
        let street = number_first(view, token).or_else(|| type_first(view, token)).or_else(|| suffix(view, token));
        if let Some(street) = street.filter(|s| s.first >= done)
            && let Some(end) = weigh(view, &street, found)
        {
            done = end;
        }
    }
}

/// Whether there is any number in the text: without one there is no street-level place.
fn holds_number(view: &View<'_>) -> bool {
    view.reading.tokens().iter().any(|t| t.kind == TokenKind::Digits)
        || view.reading.lexemes().iter().any(|l| l.entry.class == Class::Number)
}

fn weigh(view: &View<'_>, street: &Street, found: &mut Found) -> Option<usize> {
    let (end, postcode, town) = tail(view, street.end);
    if !street.number && !postcode {
        return None;
    }
    let mut evidence = Evidence::new(view.weights, Kind::Address);
    evidence.add(if street.number { "number-and-street" } else { "street" });
    evidence.add_if(street.number_in_words, "number-in-words");
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

/// "12 bis, rue des Lilas", "221B Baker St".
fn number_first(view: &View<'_>, token: usize) -> Option<Street> {
    let (after, in_words) = number(view, token, HOUSE_DIGITS_BEFORE_MAX)?;
    // "3rd quarter": an ordinal, no number and its road.
    if view.is_alphanumeric(after) {
        return None;
    }
    let mut at = view.skip_spaces(after);
    if view.sign(at) == Some(",") {
        at = view.skip_spaces(at + 1);
    }
    // "au douze de la rue"
    for _ in 0..2 {
        if matches!(text(view, at), "de" | "la" | "l" | "'" | "du") {
            at = view.skip_spaces(at + 1);
        }
    }
    if let Some(kind) = street_type(view, at) {
        let weak = is_weak(view, at);
        let (end, capital) = name(view, after_type(view, kind.end as usize))?;
        return Some(Street {
            first: token,
            end,
            number: true,
            number_in_words: in_words,
            capital,
            weak,
            small: false,
        });
    }
    // "1069 B Street": the letter is the street's, not the number's.
    name_first(view, token, at, in_words).or_else(|| {
        (after > token + 1).then(|| name_first(view, token, view.skip_spaces(token + 1), in_words)).flatten()
    })
}

/// English: the type after the name ("48 Larkspur Road", "1325 9th Avenue", "240 W. Pine Ave"), whose words are written
/// large or in no lexicon.
fn name_first(view: &View<'_>, token: usize, mut at: usize, in_words: bool) -> Option<Street> {
    let tokens = view.reading.tokens();
    let mut capital = true;
    for words in 0..NAME_WORDS_MAX {
        let word = tokens.get(at).filter(|t| matches!(t.kind, TokenKind::Word | TokenKind::Digits))?;
        if let Some(kind) = street_types(view, at).find(|l| words > 0 && view.is_of(l.entry, "en")) {
            let mut end = kind.end as usize;
            let sure = ENGLISH_SURE_TYPES.contains(&text(view, at));
            // "Old Quay Street": the last type is the type.
            let next = view.skip_spaces(end);
            if next > end
                && let Some(last) = street_types(view, next).find(|l| view.is_of(l.entry, "en"))
                && host::is_capital(view, next) == host::is_capital(view, at)
            {
                end = last.end as usize;
            }
            let abbreviated = view.reading.bytes(at, end).len() <= 4 && view.skip_spaces(end + 1) > end + 1;
            if view.sign(end) == Some(".") && abbreviated {
                end += 1;
            }
            return Some(Street {
                first: token,
                end,
                number: true,
                number_in_words: in_words,
                capital,
                weak: !(capital || sure),
                small: !capital,
            });
        }
        let large = host::is_capital(view, at) || view.folded.is_upper(word.start as usize);
        at = match word.kind {
            // "1325 9th Avenue"
            TokenKind::Digits if words < 2 && word.len() <= 3 && is_english_ordinal(text(view, at + 1)) => at + 2,
            TokenKind::Digits => return None,
            _ => {
                if view.is_ordinary(at) && !large {
                    return None;
                }
                capital &= large;
                at + 1
            }
        };
        if view.sign(at) == Some(".") {
            at += 1;
        }
        at = view.skip_spaces(at);
        if view.sign(at) == Some("'") {
            at += 1;
            at = if text(view, at) == "s" { view.skip_spaces(at + 1) } else { at };
        }
        if view.sign(at) == Some("-") {
            at += 1;
        }
    }
    None
}

/// English street types that are hardly anything else; a court, a close, a drive or a place may be ordinary.
const ENGLISH_SURE_TYPES: &[&str] = &[
    "street",
    "st",
    "road",
    "rd",
    "avenue",
    "ave",
    "lane",
    "ln",
    "boulevard",
    "blvd",
    "crescent",
    "cres",
    "highway",
    "hwy",
    "parkway",
    "pkwy",
    "mews",
];

fn is_english_ordinal(word: &str) -> bool {
    matches!(word, "st" | "nd" | "rd" | "th")
}

/// Every reading of a token as a street type, longest first: of the text's language, or too long to be a word of another.
fn street_types<'v>(view: &'v View<'_>, at: usize) -> impl Iterator<Item = Lexeme> + 'v {
    view.reading.at(at).iter().rev().copied().filter(move |l| {
        let long = || view.reading.bytes(at, l.end as usize).len() >= TYPE_SURE_BYTES && !view.is_ordinary(at);
        l.entry.class == Class::StreetType && (view.reading.is_plausible(l.entry) || long())
    })
}

fn street_type(view: &View<'_>, at: usize) -> Option<Lexeme> {
    street_types(view, at).next()
}

/// A street type of this length ("calle", "avenue") is no other language's word.
const TYPE_SURE_BYTES: usize = 5;

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

/// A house number after its street's name; five digits are a postcode.
const HOUSE_DIGITS_MAX: usize = 4;
/// A house number before its street's name: American ones have up to five digits.
const HOUSE_DIGITS_BEFORE_MAX: usize = 5;

/// A house number: digits with a letter or "bis", or a number in words.
fn number(view: &View<'_>, token: usize, digits_max: usize) -> Option<(usize, bool)> {
    let tokens = view.reading.tokens();
    let first = tokens.get(token)?;
    let glued =
        token > 0 && (view.is_alphanumeric(token - 1) || matches!(view.sign(token - 1), Some("." | "," | "/" | "€")));
    if glued {
        return None;
    }
    let (mut end, in_words) = match first.kind {
        TokenKind::Digits if first.len() <= digits_max => (token + 1, false),
        TokenKind::Word => {
            let mut numbers = Vec::new();
            view.reading.numbers(token, view.vocabulary, &mut numbers);
            (numbers.first().filter(|n| n.value > 1)?.end, true)
        }
        _ => return None,
    };
    // "221B", "12 bis", "5-7"
    if matches!(view.sign(end), Some("-" | "/"))
        && tokens.get(end + 1).is_some_and(|t| t.kind == TokenKind::Digits && t.len() <= 4)
    {
        end += 2;
    }
    if tokens.get(end).is_some_and(|t| t.kind == TokenKind::Word && t.len() == 1) {
        end += 1;
    }
    let next = view.skip_spaces(end);
    if matches!(text(view, next), "bis" | "ter" | "quater")
        || (tokens.get(next).is_some_and(|t| t.len() == 1 && t.kind == TokenKind::Word)
            && view.folded.is_upper(tokens[next].start as usize))
    {
        end = next + 1;
    }
    Some((end, in_words))
}

/// "Calle Mayor 12", "via Garibaldi, 5", "rua das Flores nº 7".
fn type_first(view: &View<'_>, token: usize) -> Option<Street> {
    let kind = street_type(view, token)?;
    if token > 0 && view.is_alphanumeric(token - 1) {
        return None;
    }
    let (end, capital) = name(view, after_type(view, kind.end as usize))?;
    let number = number_after(view, end, false);
    Some(Street {
        first: token,
        end: number.unwrap_or(end),
        number: number.is_some(),
        number_in_words: false,
        capital,
        weak: is_weak(view, token),
        small: false,
    })
}

/// "Lindenstraße 5", "Dorpsstraat 12a", "Lange Straße 3".
fn suffix(view: &View<'_>, token: usize) -> Option<Street> {
    let word = view.reading.tokens().get(token).filter(|t| t.kind == TokenKind::Word)?;
    // A number must follow; most words end here.
    let after =
        (token + 1..token + 5).find(|&at| !matches!(view.sign(at), Some("." | ",")) && view.skip_spaces(at) == at)?;
    let numbered = view.reading.tokens().get(after)?.kind == TokenKind::Digits
        || view.reading.is(after, |c| c == Class::Number)
        || NUMBERING.contains(&text(view, after));
    if !numbered {
        return None;
    }
    let folded = word.text(view.text());
    let voted = |language: usize| view.reading.votes().get(language).is_some_and(|votes| *votes > 0);
    let languages = view.vocabulary.languages.iter().enumerate();
    let suffixes = languages.flat_map(|(at, l)| l.street_suffixes.iter().map(move |suffix| (at, suffix)));
    // A short ending closes words of other languages too ("during").
    let fits = |(language, suffix): &(usize, &String)| {
        folded.ends_with(suffix.as_str())
            && view.reading.is_language_plausible(*language)
            && (suffix.len() >= 5 || voted(*language) || view.reading.votes().iter().all(|votes| *votes == 0))
    };
    let (_, suffix) = suffixes.filter(fits).max_by_key(|(_, suffix)| suffix.len())?;
    let whole = folded.len() == suffix.len();
    let mut end = token + 1;
    if view.sign(end) == Some(".") {
        end += 1;
    }
    let number = number_after(view, end, suffix.len() >= 5)?;
    let before = view.skip_spaces_back(token);
    // "Oude Gracht": an ordinary word written large within a sentence is a name.
    let named = before < token
        && before > 0
        && host::is_capital(view, before - 1)
        && (!view.is_ordinary(before - 1) || within_sentence(view, before - 1));
    let hyphenated = token > 1 && view.sign(token - 1) == Some("-") && view.is_alphanumeric(token - 2);
    let first = match (whole, named, hyphenated) {
        (_, _, true) => token - 2,
        (true, true, _) => before - 1,
        (true, false, _) => return None,
        (false, ..) => token,
    };
    // A short ending ("ring", "weg") closes many ordinary words: the street's name is then written large.
    let capital = host::is_capital(view, token) || host::is_capital(view, first);
    Some(Street {
        first,
        end: number,
        number: true,
        number_in_words: false,
        capital,
        weak: suffix.len() < 5 && !capital,
        small: false,
    })
}

/// Whether a word goes before this one in its sentence.
fn within_sentence(view: &View<'_>, token: usize) -> bool {
    view.skip_spaces_back(token).checked_sub(1).is_some_and(|at| view.is_alphanumeric(at))
}

/// A number after a street's name; in words where something says that it is one, or where the name is `sure`.
fn number_after(view: &View<'_>, end: usize, sure: bool) -> Option<usize> {
    let mut at = view.skip_spaces(end);
    if view.sign(at) == Some(",") {
        at = view.skip_spaces(at + 1);
    }
    let numbered = NUMBERING.contains(&text(view, at));
    if numbered {
        at += 1;
        while matches!(view.sign(at), Some("." | "°" | "º")) || text(view, at) == "o" {
            at += 1;
        }
        at = view.skip_spaces(at);
    }
    // "Résidence Les Tamaris, 19 allée des Pins": the number is the next street's.
    if number_first(view, at).is_some() {
        return None;
    }
    let (end, in_words) = number(view, at, HOUSE_DIGITS_MAX)?;
    // "3e sans ascenseur": an ordinal is a floor, no number.
    let ordinal = view.is_alphanumeric(end)
        || matches!(text(view, end - 1), "e" | "º" | "°")
        || matches!(view.sign(end), Some("º" | "°"));
    ((numbered || sure || !in_words) && !ordinal).then_some(end)
}

fn after_type(view: &View<'_>, end: usize) -> usize {
    let end = if matches!(view.sign(end), Some("." | "/")) { end + 1 } else { end };
    view.skip_spaces(end)
}

/// The name of a street: where it ends, and whether it is written large.
fn name(view: &View<'_>, mut at: usize) -> Option<(usize, bool)> {
    let first = at;
    let mut end = None;
    let mut capital = false;
    let mut words = 0;
    while words < NAME_WORDS_MAX {
        let Some(token) = view.reading.tokens().get(at) else { break };
        let word = token.text(view.text());
        match token.kind {
            TokenKind::Word if CONNECTORS.contains(&word) && !host::is_capital(view, at) => {}
            TokenKind::Word if NUMBERING.contains(&word) && end.is_some() => break,
            TokenKind::Word if view.is_ordinary(at) && !host::is_capital(view, at) => break,
            TokenKind::Word => {
                capital |= host::is_capital(view, at);
                end = Some(at + 1);
            }
            // "rue du 8 mai", "calle 14"
            TokenKind::Digits if end.is_none() && token.len() <= 2 => end = Some(at + 1),
            _ => break,
        }
        words += 1;
        at += 1;
        at = match view.reading.tokens().get(at) {
            Some(t) if matches!(t.kind, TokenKind::Space | TokenKind::Hyphen) => at + 1,
            Some(t) if t.text(view.text()) == "'" => at + 1,
            Some(t) if t.text(view.text()) == "." && view.is_alphanumeric(at + 1) => at + 1,
            Some(t) if t.kind == TokenKind::Word => at,
            _ => break,
        };
    }
    // "100 av. J.-C."
    let end = end?;
    (!view.reading.tokens()[first..end].iter().all(|t| t.len() == 1) || view.sign(end) != Some("."))
        .then_some((end, capital))
}

/// What follows a street: floor and door, postcode, town. Where it ends, and whether postcode and town are there.
fn tail(view: &View<'_>, street_end: usize) -> (usize, bool, bool) {
    let mut end = street_end;
    let mut at = separators(view, end);
    // Floor, flat and door count only between street and town.
    for _ in 0..6 {
        let Some(next) = complement(view, at) else { break };
        at = separators(view, next);
    }
    let (mut postcode, mut town) = (false, false);
    if let Some(next) = postcode_at(view, at) {
        postcode = true;
        end = next;
        at = separators(view, next);
    }
    let joined = matches!(text(view, at), "a" | "in" | "en" | "em" | "te" | "sur" | "at" | "près");
    let from = if joined { view.skip_spaces(at + 1) } else { at };
    let direct = at == view.skip_spaces(street_end) && !postcode && !joined;
    if let Some(next) = town_at(view, from, joined || postcode).filter(|_| !direct) {
        town = true;
        end = next;
        if !postcode && let Some(next) = postcode_at(view, separators(view, end)) {
            postcode = true;
            end = next;
        }
    }
    (end, postcode, town)
}

fn separators(view: &View<'_>, mut at: usize) -> usize {
    for _ in 0..4 {
        let Some(token) = view.reading.tokens().get(at) else { break };
        let skip = matches!(token.kind, TokenKind::Space | TokenKind::Newline | TokenKind::Hyphen)
            || matches!(token.text(view.text()), "," | "(" | "/" | "|" | ";")
            || (token.text(view.text()) == "."
                && at > 0
                && view.reading.tokens()[at - 1].len() <= 5
                && !view.is_alphanumeric(at + 1));
        if !skip {
            break;
        }
        at += 1;
    }
    at
}

/// "bât B", "2e étage", "appt 14".
fn complement(view: &View<'_>, at: usize) -> Option<usize> {
    let tokens = view.reading.tokens();
    if let Some(kind) = view.reading.longest(at, |c| c == Class::StreetComplement) {
        let mut end = kind.end as usize;
        if view.sign(end) == Some(".") {
            end += 1;
        }
        let value = view.skip_spaces(end);
        let short = tokens.get(value).is_some_and(|t| {
            matches!(t.kind, TokenKind::Digits | TokenKind::Word) && t.len() <= 3 && !view.is_ordinary(value)
        });
        if short {
            end = value + 1;
            while view.is_alphanumeric(end) {
                end += 1;
            }
        }
        return Some(end);
    }
    // "2e étage", "3º izq"
    tokens.get(at).filter(|t| t.kind == TokenKind::Digits && t.len() <= 2)?;
    let next = (at + 1..at + 4).find(|&n| view.reading.is(n, |c| c == Class::StreetComplement))?;
    Some(view.reading.longest(next, |c| c == Class::StreetComplement)?.end as usize)
}

pub(super) fn postcode_at(view: &View<'_>, at: usize) -> Option<usize> {
    let token = view.reading.tokens().get(at)?;
    let rest = &view.text()[token.start as usize..];
    // A postcode has a digit among its first four characters; most tokens end here.
    if !rest.bytes().take(4).any(|b| b.is_ascii_digit()) {
        return None;
    }
    let window = &rest[..(0..=rest.len().min(12)).rev().find(|&i| rest.is_char_boundary(i))?];
    let end = view
        .vocabulary
        .languages
        .iter()
        .filter_map(|l| l.postcode.as_ref())
        .filter_map(|p| p.find(window))
        .filter(|m| m.start() == 0)
        .map(|m| m.end())
        .max()?;
    // It ends where a token ends.
    let end = token.start as usize + end;
    let last = view.reading.tokens().partition_point(|t| (t.end as usize) < end);
    let whole = view.reading.tokens().get(last).is_some_and(|t| t.end as usize == end);
    (whole && window.len() >= 4).then_some(last + 1)
}

/// A town: words written large, or one unknown word where something announced it.
pub(super) fn town_at(view: &View<'_>, mut at: usize, announced: bool) -> Option<usize> {
    let mut end = None;
    for words in 0..TOWN_WORDS_MAX {
        let Some(token) = view.reading.tokens().get(at).filter(|t| t.kind == TokenKind::Word) else { break };
        if words > 0 && postcode_at(view, at).is_some() {
            break;
        }
        let large = view.folded.is_upper(token.start as usize);
        let connector = words > 0 && TOWN_CONNECTORS.contains(&token.text(view.text()));
        let unknown = announced && words == 0 && !view.is_ordinary(at) && token.len() > 2;
        if !(large || connector || unknown) {
            break;
        }
        if large || unknown {
            end = Some(at + 1);
        }
        at += 1;
        match view.reading.tokens().get(at) {
            Some(t) if matches!(t.kind, TokenKind::Space | TokenKind::Hyphen) || t.text(view.text()) == "'" => at += 1,
            _ => break,
        }
    }
    end
}

/// Whether a street type may be an ordinary word, or a short word of another language ("3 ham burger").
fn is_weak(view: &View<'_>, at: usize) -> bool {
    let word = text(view, at);
    let unsaid = word.len() <= 3
        && word != "rue"
        && !host::is_capital(view, at)
        && !matches!(view.sign(at + 1), Some("." | "/"))
        && view.reading.votes().iter().all(|votes| *votes == 0);
    unsaid || view.reading.is(at, |c| matches!(c, Class::Common | Class::Against(_)))
}

fn text<'v>(view: &'v View<'_>, at: usize) -> &'v str {
    view.reading.tokens().get(at).map_or("", |t| t.text(view.text()))
}
