//! A street and its number, in either order: by its type, by its ending, or by the postcode and town that follow.

use crate::scan::detect::said::is_thousand;
use crate::scan::detect::{View, host};
use crate::scan::read::{Against, Class, Classes, Lexeme, Token, TokenKind, Traits, Vocabulary};

use super::tail::{JOINTS, is_complement, postcode_at, separators, tail, town_at, word_end};
use super::{Street, is_weak, text};

/// Words of a street's name at most ("rue du Général de Gaulle" has four after its type).
const NAME_WORDS_MAX: usize = 6;
/// Small words inside names of streets and towns, of all languages.
const CONNECTORS: &[&str] = &[
    "de", "du", "des", "la", "le", "les", "l", "d", "del", "della", "dei", "degli", "di", "do", "da", "dos", "das",
    "el", "los", "las", "of", "the", "van", "den", "der", "zum", "zur", "am", "an", "im", "en", "sur", "sous", "saint",
    "st", "ste", "sainte", "s", "e", "y", "delle", "dello", "dell", "degl", "aux", "al", "alla", "ai", "van", "het",
    "ten", "ter", "op", "dem", "und", "et",
];
/// Whether a small word may stand inside the name of a street or town: "via delle Magnolie".
pub(in crate::scan::detect) fn is_connector(word: &str) -> bool {
    CONNECTORS.contains(&word)
}

/// What numbers a house in words: "numéro huit", "porta dezanove".
#[rustfmt::skip]
const NUMBERING: &[&str] = &[
    "n", "nr", "no", "num", "numero", "nummer", "number", "hausnummer", "hausnr", "huisnummer", "huisnr", "porta",
    "civico", "portal",
    "lote",
];
/// What leads from a street to its number: "rue Hugo, au 45", "viale dei Tigli al civico 3".
const TO_NUMBER: &[&str] = &["au", "al", "a", "at", "no", "op", "bei", "mit", "met", "con", "com", "avec"];
/// What joins a number and its street even where nothing says that it is a number.
const OF: &[&str] = &["de", "la", "l", "'", "du", "di", "da", "del", "do", "of", "van"];
/// What leads from a number to its street: "au douze de la rue", "nummer 3 in de Beukenlaan".
const TO_STREET: &[&str] = &[
    "de", "la", "l", "'", "du", "di", "da", "del", "della", "do", "of", "van", "on", "in", "der", "dem", "an", "aan",
    "op", "en", "het", "the", "na", "no", "nella", "dans", "sur", "auf",
];

/// What a French street may be called by alone: "Grande Rue", "Vieille Route".
const ADJECTIVES: &[&str] =
    &["grande", "grand", "petite", "petit", "vieille", "vieux", "haute", "basse", "ancienne", "belle", "nouvelle"];

/// "12 bis, rue des Lilas", "221B Baker St".
pub(super) fn number_first(view: &View<'_>, token: usize) -> Option<Street> {
    let (after, in_words) = number(view, token, HOUSE_DIGITS_BEFORE_MAX)?;
    // "3rd quarter", "3e passage": an ordinal, no number and its road.
    // "12rue de la Paix"
    let glued =
        !in_words && matches!(text(view, after), "rue" | "avenue" | "boulevard" | "allee" | "chemin" | "impasse");
    if view.is_alphanumeric(after) && !glued || (text(view, after - 1) == "e" && !in_words) {
        return None;
    }
    let mut at = commas(view, view.skip_spaces(after));
    // "118 / Harcourt Terrace"
    let slash = matches!(view.sign(at), Some("/" | "|")) && at > after && view.skip_spaces(at + 1) > at + 1;
    if slash && host::is_capital(view, at + 2) {
        at += 2;
    }
    // "14 bis-rue des Carmes"
    if view.sign(at) == Some("-") && view.reading.is(at + 1, |c| c == Class::StreetType) {
        at += 1;
    }
    let numbered = is_numbered(view, token);
    // "au quatre de l'impasse"
    for _ in 0..3 {
        if TO_STREET.contains(&text(view, at)) && (numbered || OF.contains(&text(view, at))) {
            at = view.skip_spaces(at + 1);
        }
    }
    if let Some(end) = Some(at).filter(|_| numbered).and_then(|at| street_word(view, at)) {
        let capital = host::is_capital(view, at);
        return Some(Street {
            first: token,
            end,
            number: true,
            number_in_words: in_words,
            capital,
            weak: !capital,
            small: false,
        });
    }
    // English has its types after the name, or of two words.
    let first = street_types(view, at).find(|l| !view.is_of(l.entry, "en") || l.end as usize > at + 1);
    if let Some(kind) = first {
        let weak = is_weak(view, at) && !numbered;
        // "35a High Street": a type of two words has its name within.
        let whole = (kind.end as usize > at + 1 && view.is_of(kind.entry, "en"))
            .then(|| (kind.end as usize, host::is_capital(view, at)));
        // "2 Villa 1, Palace 0": scores, no street that a number names.
        let named = after_type(view, kind.end as usize);
        let team = |at: usize| view.is_word(at) && host::is_capital(view, at);
        let before = view.skip_spaces_back(token).checked_sub(1).filter(|&at| at + 2 == token && team(at));
        let scored = view.is_digits(named) && !in_words && before.is_some() && team(at);
        // "physics 70, chem 64": marks in a row, no abbreviated street that a number names.
        let parted = view.sign(view.skip_spaces(after)) == Some(",");
        let listed = view.is_digits(named) && !in_words && parted && text(view, at).len() < TYPE_SURE_BYTES;
        if let Some((end, capital)) = whole.or_else(|| name(view, named)).filter(|_| !scored && !listed) {
            let number_in_words = in_words;
            return Some(Street { first: token, end, number: true, number_in_words, capital, weak, small: false });
        }
    }
    // "12 bis Grande Rue": a few streets are called by an adjective before the type.
    if ADJECTIVES.contains(&text(view, at))
        && let Some(kind) = street_type(view, view.skip_spaces(at + 1)).filter(|l| view.is_of(l.entry, "fr"))
    {
        let (end, capital) = (kind.end as usize, host::is_capital(view, kind.first as usize));
        let number_in_words = in_words;
        return Some(Street {
            first: token,
            end,
            number: true,
            number_in_words,
            capital,
            weak: !capital,
            small: false,
        });
    }
    // "1069 B Street": the letter is the street's, not the number's.
    name_first(view, token, at, in_words).or_else(|| {
        (after > token + 1).then(|| name_first(view, token, view.skip_spaces(token + 1), in_words)).flatten()
    })
}

/// Whether a word before a number says that it numbers a house: "numéro huit", "Haus Nr. 14".
fn is_numbered(view: &View<'_>, token: usize) -> bool {
    let mut before = view.skip_spaces_back(token);
    if before > 0 && matches!(view.sign(before - 1), Some("." | "°" | "º" | ":")) {
        before -= 1;
    }
    before > 0 && NUMBERING.contains(&text(view, before - 1))
}

/// "Lindenweg", "Beukenlaan": whether a word written large, or said alone in German or Dutch, is a street's name, its type within.
pub(in crate::scan::detect) fn is_compound(view: &View<'_>, at: usize) -> bool {
    let word = text(view, at);
    // "ahornallee" beside other words may be any noun.
    let alone = || (0..view.reading.tokens().len()).all(|other| other == at || !view.is_alphanumeric(other));
    ends_like_street(view, at)
        && (host::is_capital(view, at) || view.is_home(&["de", "nl"]) && alone())
        && !view.is_ordinary(at)
        && !NUMBERED_PLACES.contains(&word)
        && COMPOUND_ENDS.iter().any(|end| word.len() > end.len() && word.ends_with(end))
}

/// Ends of words that are streets' names though no number follows: longer than those of many other words ("ring", "hof").
const COMPOUND_ENDS: &[&str] = &[
    "strasse", "str", "weg", "allee", "platz", "gasse", "straat", "laan", "plein", "gracht", "singel", "steeg", "kade",
    "dreef",
];

/// One past a word that ends as streets do: "Ringstraße", "Beukenlaan".
fn street_word(view: &View<'_>, at: usize) -> Option<usize> {
    let word = view.reading.tokens().get(at).filter(|t| t.kind == TokenKind::Word)?.text(view.text());
    let ends = |suffix: &String| word.len() > suffix.len() && word.ends_with(suffix.as_str());
    let mut suffixes = view.vocabulary.languages.iter().flat_map(|l| &l.street_suffixes);
    (suffixes.any(ends) && !view.is_ordinary(at)).then_some(at + 1)
}

/// English: the type after the name ("48 Larkspur Road", "1325 9th Avenue", "240 W. Pine Ave"), whose words are written
/// large or in no lexicon.
fn name_first(view: &View<'_>, token: usize, mut at: usize, in_words: bool) -> Option<Street> {
    let tokens = view.reading.tokens();
    let (mut capital, mut ordinary) = (true, false);
    let loud = view.skip_spaces_back(token).checked_sub(1).is_some_and(|before| is_loud(view, before));
    for words in 0..NAME_WORDS_MAX {
        let word = tokens.get(at).filter(|t| matches!(t.kind, TokenKind::Word | TokenKind::Digits))?;
        // "Notting Hill Gate"
        let goes_on = |end: usize| {
            LANDSCAPE.contains(&text(view, at)) && view.is_word(end + 1) && host::is_capital(view, end + 1)
        };
        // "2G cambridge leisure park cherry hinton road"
        let small = || LARGE_TYPES.contains(&text(view, at)) && !host::is_capital(view, at);
        let is_type = |l: &Lexeme| words > 0 && view.is_of(l.entry, "en") && !goes_on(l.end as usize) && !small();
        if let Some(kind) = street_types(view, at).find(is_type) {
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
            let short = view.reading.bytes(at, end).len() <= 3 || matches!(text(view, at), "blvd" | "cres");
            // "2 GO N E WAY IM BROKE"
            if ordinary && is_shouted(view, at) && is_loud(view, view.skip_spaces(end)) {
                return None;
            }
            let abbreviated = short && view.skip_spaces(end + 1) > end + 1;
            if view.sign(end) == Some(".") && abbreviated {
                end += 1;
            }
            return Some(Street {
                first: token,
                end,
                number: true,
                number_in_words: in_words,
                capital,
                weak: !(capital || sure) || LANDSCAPE.contains(&text(view, end - 1)),
                small: !capital,
            });
        }
        let large = !loud && (host::is_capital(view, at) || view.folded.is_upper(word.start as usize));
        at = match word.kind {
            // "1325 9th Avenue"
            TokenKind::Digits if words < 2 && word.len() <= 3 && is_english_ordinal(text(view, at + 1)) => at + 2,
            TokenKind::Digits => return None,
            _ => {
                if view.is_ordinary(at) && !large {
                    return None;
                }
                capital &= large;
                ordinary |= is_loud(view, at);
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

/// Whether a word beside a street is an ordinary one in capitals: in such a text a capital says nothing.
fn is_loud(view: &View<'_>, at: usize) -> bool {
    view.is_ordinary(at) && is_shouted(view, at)
}

/// Whether a word is written in capitals.
fn is_shouted(view: &View<'_>, at: usize) -> bool {
    view.is_word(at) && {
        let word = &view.reading.tokens()[at];
        word.len() > 1 && view.folded.is_upper(word.start as usize + 1)
    }
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

/// Southern street types that are everyday words too, and streets whenever a name and a number follow.
const SOUTHERN_SURE_TYPES: &[&str] =
    &["rua", "calle", "avenida", "travessa", "plaza", "piazza", "viale", "praca", "alameda"];
/// English street types that are one only where they are written large.
const LARGE_TYPES: &[&str] = &["park", "view", "lawn", "lawns", "downs"];

/// English street types that as often end another name: "4 Silent Hill games".
const LANDSCAPE: &[&str] = &[
    "park", "view", "lawn", "lawns", "downs", "green", "hill", "rise", "row", "walk", "vale", "mount", "grange",
    "dene", "chase", "brow", "strand", "gate",
];

fn is_english_ordinal(word: &str) -> bool {
    matches!(word, "st" | "nd" | "rd" | "th")
}

/// Every reading of a token as a street type, longest first: of the text's language, or too long to be a word of another.
fn street_types<'v>(view: &'v View<'_>, at: usize) -> impl Iterator<Item = Lexeme> + 'v {
    // What a likely language has for a type is none of another language.
    let known =
        view.reading.at(at).iter().any(|l| l.entry.class == Class::StreetType && view.reading.is_plausible(l.entry));
    view.reading.at(at).iter().rev().copied().filter(move |l| {
        let end = l.end as usize;
        let written = &view.text()[view.reading.bytes(at, end)];
        let long = || written.len() >= TYPE_SURE_BYTES && !view.is_ordinary(at);
        // "C.so Francia", "12 r. des Lilas": abbreviated in any language.
        let dotted = || {
            (written.contains(['.', '/']) || view.sign(end) == Some("."))
                && name(view, after_type(view, end)).is_some_and(|(_, capital)| capital)
        };
        // "40 Queen's Rd" in a text that few words place, "1 Rue Daunou" in any.
        let sure = || {
            (written == "rue" || view.is_of(l.entry, "en") && ENGLISH_SURE_TYPES.contains(&written))
                && host::is_capital(view, at)
        };
        let plausible = view.reading.is_plausible(l.entry);
        l.entry.class == Class::StreetType && (plausible || (!known && (long() || dotted() || sure())))
    })
}

/// Whether the number of a house could be said at a token.
pub(super) fn is_number_said(view: &View<'_>, at: usize) -> bool {
    view.reading.is_numeric(at) && number(view, at, HOUSE_DIGITS_BEFORE_MAX).is_some()
}

/// Whether a street's type stands at a token.
pub(super) fn is_type(view: &View<'_>, at: usize) -> bool {
    street_type(view, at).is_some()
}

fn street_type(view: &View<'_>, at: usize) -> Option<Lexeme> {
    street_types(view, at).next()
}

/// Whether a small word that leads to a street's name stands at a token: "r. des Lilas".
pub(super) fn names_of(view: &View<'_>, at: usize) -> bool {
    let of = OF_NAMES.contains(&text(view, at)) || matches!(text(view, at), "des" | "du" | "d" | "van");
    of && view.is_word(view.skip_spaces(at + 1 + usize::from(view.sign(at + 1) == Some("'"))))
}

/// A street type of this length ("calle", "avenue") is no other language's word.
const TYPE_SURE_BYTES: usize = 5;

/// A house number after its street's name; five digits are a postcode.
const HOUSE_DIGITS_MAX: usize = 4;
/// A house number before its street's name: American ones have up to five digits.
const HOUSE_DIGITS_BEFORE_MAX: usize = 5;

/// A house number: digits with a letter or "bis", or a number in words.
fn number(view: &View<'_>, token: usize, digits_max: usize) -> Option<(usize, bool)> {
    let tokens = view.reading.tokens();
    let first = tokens.get(token)?;
    let figures = |at: usize| tokens.get(at).is_some_and(|t| t.kind == TokenKind::Digits);
    let glued = token.checked_sub(1).is_some_and(|before| {
        // "nº9"
        view.is_alphanumeric(before) && !NUMBERING.contains(&text(view, before))
            || matches!(view.sign(before), Some("/" | "€"))
            // "3.12", but "Hauptstr.12"
            || (matches!(view.sign(before), Some("." | ",")) && before.checked_sub(1).is_some_and(figures))
    });
    if glued {
        return None;
    }
    let (mut end, in_words) = match first.kind {
        // No house has the number 0: "City 0".
        TokenKind::Digits if first.len() <= digits_max && text(view, token) != "0" => (token + 1, false),
        TokenKind::Word if view.reading.is_numeric(token) => {
            // "mil quinhentos e vinte"
            if let Some(end) = thousands(view, token) {
                return Some((end, true));
            }
            let mut numbers = Vec::new();
            view.reading.numbers(token, view.vocabulary, &mut numbers);
            // "the way Sirius dies" says no Spanish ten.
            let said = |l: &Lexeme| l.entry.class == Class::Number && view.reading.is_plausible(l.entry);
            if !view.reading.at(token).iter().any(said) {
                return None;
            }
            let first = *numbers.first().filter(|n| n.value > 0)?;
            let end = digit_words(view, first.end, first.value);
            // "un" alone is an article, "numéro un" a number.
            (Some(end).filter(|end| first.value > 1 || *end > first.end || is_numbered(view, token))?, true)
        }
        _ => return None,
    };
    // "5 1 0"
    if first.kind == TokenKind::Digits && first.len() == 1 {
        let single = |at: usize| tokens.get(at).is_some_and(|t| t.kind == TokenKind::Digits && t.len() == 1);
        // "5 2.º dto": a floor is none of it.
        let floor = |at: usize| {
            let sign = at + 1 + usize::from(view.sign(at + 1) == Some("."));
            let word = text(view, sign);
            word.len() <= 2 && word.starts_with(['o', 'a']) && !view.folded.is_upper(tokens[sign].start as usize)
        };
        let more = |end: usize| view.skip_spaces(end) > end && single(view.skip_spaces(end));
        while more(end) && !floor(view.skip_spaces(end)) && end < token + 2 * digits_max - 1 {
            end = view.skip_spaces(end) + 1;
        }
    }
    // "221B", "12 bis", "5-7", "120/2/14"
    for _ in 0..2 {
        if matches!(view.sign(end), Some("-" | "/"))
            && tokens.get(end + 1).is_some_and(|t| t.kind == TokenKind::Digits && t.len() <= 4)
            && !is_floor(view, end + 1)
        {
            end += 2;
        }
    }
    // "12a", "5-A", "3/b"
    let letter = end + usize::from(matches!(view.sign(end), Some("-" | "/")));
    if tokens.get(letter).is_some_and(|t| t.kind == TokenKind::Word && t.len() == 1) {
        end = letter + 1;
    }
    let next = view.skip_spaces(end);
    // "14,bis", "14-bis"
    let parted = end + usize::from(matches!(view.sign(end), Some("," | "." | "-")));
    let next = if matches!(text(view, parted), "bis" | "ter" | "quater") { parted } else { next };
    // "ventisette barra B"
    if let Some(slash) = view.reading.longest(next, |c| c == Class::Slash).filter(|_| next > end) {
        let after = view.skip_spaces(slash.end as usize);
        let stair = tokens.get(after).is_some_and(|t| {
            after > slash.end as usize
                && (t.kind == TokenKind::Word && t.len() == 1 || t.kind == TokenKind::Digits && t.len() <= 3)
        });
        if stair {
            return Some((after + 1, in_words));
        }
    }
    if matches!(text(view, next), "bis" | "ter" | "quater")
        || (tokens.get(next).is_some_and(|t| t.len() == 1 && t.kind == TokenKind::Word)
            && view.folded.is_upper(tokens[next].start as usize))
    {
        end = next + 1;
    }
    Some((end, in_words))
}

/// Whether a number after a hyphen is a floor's: "9-3ºDto", "14-2o esq".
fn is_floor(view: &View<'_>, number: usize) -> bool {
    let word = text(view, number + 1);
    view.is_word(number + 1) && (word.len() > 1 || matches!(word, "o" | "a")) && text(view, number).len() <= 2
}

/// One past a number in words of a thousand or more: "mil quinhentos e vinte", "deux mille trois".
fn thousands(view: &View<'_>, token: usize) -> Option<usize> {
    let number = |at: usize| {
        let mut numbers = Vec::new();
        view.reading.numbers(at, view.vocabulary, &mut numbers);
        numbers.first().copied()
    };
    let at = number(token).filter(|n| n.value < 10).map_or(token, |n| view.skip_spaces(n.end));
    let plausible =
        |l: &&Lexeme| l.entry.class == Class::Magnitude && view.reading.is_plausible(l.entry) && is_thousand(view, l);
    let thousand = view.reading.at(at).iter().find(plausible)?.end as usize;
    let rest = view.skip_spaces(thousand);
    let joiner = view.reading.longest(rest, |c| c == Class::Joiner);
    let rest = joiner.map_or(rest, |joiner| view.skip_spaces(joiner.end as usize));
    Some(number(rest).map_or(thousand, |n| n.end))
}

/// One past the digits that follow a digit, each in words: "one one seven".
fn digit_words(view: &View<'_>, mut end: usize, first: u16) -> usize {
    let mut numbers = Vec::new();
    for _ in 1..HOUSE_DIGITS_MAX {
        let next = view.skip_spaces(end);
        view.reading.numbers(next, view.vocabulary, &mut numbers);
        match numbers.first() {
            Some(digit) if first < 10 && digit.value < 10 && next > end => end = digit.end,
            _ => break,
        }
    }
    end
}

/// "Calle Mayor 12", "via Garibaldi, 5", "rua das Flores nº 7".
pub(super) fn type_first(view: &View<'_>, token: usize) -> Option<Street> {
    // "Walk In Wardrobes 3": a landscape's name leads no street.
    let kind = street_type(view, token).filter(|_| !LANDSCAPE.contains(&text(view, token)))?;
    // "R16 91V": a letter without its dot is no street.
    let letter = kind.end as usize == token + 1
        && text(view, token).len() == 1
        && !matches!(view.sign(token + 1), Some("." | "/"));
    if letter || (token > 0 && view.is_alphanumeric(token - 1)) {
        return None;
    }
    // "across the street. Is 93": after a word that is whole a dot ends the sentence.
    let dot = kind.end as usize;
    let ended = view.sign(dot) == Some(".") && view.skip_spaces(dot + 1) > dot + 1;
    let word = text(view, dot - 1);
    if ended && (word.len() >= WHOLE_BYTES_MIN || WHOLE.contains(&word)) {
        return None;
    }
    let begin = after_type(view, dot);
    let small = name(view, begin).is_none_or(|(end, capital)| !capital && number_after(view, end, false).is_none());
    let southern = ["es", "it", "pt"].into_iter().any(|code| view.is_of(kind.entry, code));
    let said = (small && southern && view.reading.is_plausible(kind.entry)).then(|| small_name(view, begin)).flatten();
    let (end, capital) = said.map(|end| (end, false)).or_else(|| name(view, begin))?;
    // "Ham 3 Burnley 1": only where streets have numbers for names.
    if view.is_digits(begin) && !southern {
        return None;
    }
    // "montée de gamme 2024"
    let year = |number: &str| number.len() == 4 && matches!(number.get(..2), Some("19" | "20"));
    let number = number_after(view, end, false);
    if number.is_some_and(|(end, said)| !(capital || said) && year(text(view, end - 1))) {
        return None;
    }
    let small = said.is_some();
    let said = number.is_some_and(|(_, said)| said);
    Some(Street {
        first: token,
        end: number.map_or(end, |(end, _)| end),
        number: number.is_some(),
        number_in_words: false,
        capital,
        weak: is_weak(view, token)
            && !(said && capital)
            && !(small && SOUTHERN_SURE_TYPES.contains(&text(view, token))),
        small,
    })
}

/// Whether a token is a word that a number follows.
pub(super) fn precedes_number(view: &View<'_>, token: usize) -> bool {
    let is_gap = |at: usize| matches!(view.sign(at), Some("." | ",")) || view.skip_spaces(at) > at;
    let number = |at: usize| {
        let numbering = |at: usize| view.reading.traits(at).any(Traits::NUMBERING);
        let named = |at: usize| numbering(at) && NUMBERING.contains(&text(view, at));
        // "de Lindelaan op nummer vierentwintig"
        let led = || numbering(at) && TO_NUMBER.contains(&text(view, at)) && named(view.skip_spaces(at + 1));
        let said = || view.reading.has(at, Classes::NUMBER);
        view.is_digits(at) || said() || named(at) || led()
    };
    view.is_word(token) && (token + 1..token + 5).find(|&at| !is_gap(at)).is_some_and(number)
}

/// Whether a token is a word that ends like a street of any language.
pub(super) fn ends_like_street(view: &View<'_>, at: usize) -> bool {
    view.is_word(at) && view.reading.traits(at).any(Traits::STREET)
}

/// Whether a word says that a number is a house's, or leads to one.
pub(in crate::scan::detect) fn is_numbering(word: &str) -> bool {
    NUMBERING.contains(&word) || TO_NUMBER.contains(&word)
}

/// Whether a word ends like a street of any language.
pub(in crate::scan::detect) fn is_like_street(word: &str, vocabulary: &Vocabulary) -> bool {
    let mut suffixes = vocabulary.languages.iter().flat_map(|language| &language.street_suffixes);
    vocabulary.may_end_like_street(word) && suffixes.any(|suffix| word.ends_with(suffix.as_str()))
}

/// Whether a token is a preposition, written large, that German streets begin with.
pub(super) fn leads_street(view: &View<'_>, at: usize) -> bool {
    view.reading.traits(at).any(Traits::LEADS_STREET) && view.is_large(at)
}

/// Whether a word is a preposition that German streets begin with.
pub(in crate::scan::detect) fn is_leading_street(word: &str) -> bool {
    LED_STREETS.contains(&word)
}

/// "Lindenstraße 5", "Dorpsstraat 12a", "Lange Straße 3".
pub(super) fn suffix(view: &View<'_>, token: usize) -> Option<Street> {
    // Most words end here.
    if !precedes_number(view, token) {
        return None;
    }
    let folded = text(view, token);
    // "Bahnsteig 7", "Parkplatz 14": what numbers tell apart is no street, unless "Am" leads to it.
    let numbered =
        || view.reading.is(token, |c| c == Class::Against(Against::Reference)) || NUMBERED_PLACES.contains(&folded);
    let led = || view.skip_spaces_back(token).checked_sub(1).is_some_and(|before| leads_street(view, before));
    if numbered() && !led() {
        return None;
    }
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
    // "Tulpenstr . 9"
    let apart = view.skip_spaces(end);
    if view.sign(end) == Some(".") || suffix == "str" && view.sign(apart) == Some(".") {
        end = apart + 1;
    }
    // "schillerstr": hardly any other word ends so.
    let sure = suffix.len() >= 5 || (suffix == "str" && folded.len() > 5);
    let (number, _) = number_after(view, end, suffix.len() >= 6)?;
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
        // "Wiedner Hauptstraße", "Korte Nieuwstraat"
        (false, true, _)
            if LED_STREETS.contains(&text(view, before - 1))
                || text(view, before - 1).ends_with("er")
                || LARGE_AND_SMALL.contains(&text(view, before - 1)) =>
        {
            before - 1
        }
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
        weak: !(sure || capital),
        small: false,
    })
}

/// Places and ways that end as streets do, and have numbers of their own.
#[rustfmt::skip]
const NUMBERED_PLACES: &[&str] = &[
    "spielplatz", "sportplatz", "tennisplatz", "fussballplatz", "bolzplatz", "werkplatz", "lagerplatz", "bauplatz", "zeltplatz",
    "campingplatz", "rastplatz", "golfplatz", "stehplatz", "standplatz", "liegeplatz", "fensterplatz", "gangplatz", "schulplatz",
    "studienplatz", "ausbildungsplatz", "betreuungsplatz", "kitaplatz", "krippenplatz", "therapieplatz", "listenplatz", "startplatz",
    "tabellenplatz", "speicherplatz", "rundweg", "wanderweg", "radweg", "gehweg", "umweg", "heimweg", "ruckweg", "hinweg", "rueckweg",
    "ehering", "ohrring", "schlusselring", "boxring", "burgersteig", "aufstieg", "abstieg", "einstieg", "ausstieg", "umstieg",
    "anstieg", "snelweg", "omweg", "fietspad", "wandelpad", "voetpad", "speelplein", "schoolplein", "voorhof", "gerechtshof",
    "kerkhof", "ringweg", "uitweg", "terugweg", "heenweg", "zahlenstrahl", "schulhof", "innenhof", "hinterhof",
];

/// "angle rue Nationale / rue de Béthune", "esquina de Corrientes y Callao": two streets say where as well as a number does.
pub(super) fn corner(view: &View<'_>, token: usize) -> Option<Street> {
    let end = view.reading.longest(token, |c| c == Class::StreetCorner)?.end as usize;
    let first = after_joints(view, end);
    let one = crossing(view, first)?;
    let joint = view.skip_spaces(one);
    let joined = matches!(view.sign(joint), Some("/" | "-" | "," | "&" | "+"))
        || matches!(text(view, joint), "con" | "com" | "mit" | "met" | "avec")
        || view.reading.is(joint, |c| c == Class::Joiner);
    let other = Some(after_joints(view, joint + 1)).filter(|_| joined)?;
    let end = crossing(view, other)?;
    Some(Street { first, end, number: true, number_in_words: false, capital: true, weak: false, small: false })
}

/// Past spaces and what leads to a street.
fn after_joints(view: &View<'_>, at: usize) -> usize {
    let mut at = view.skip_spaces(at);
    for _ in 0..2 {
        if TO_STREET.contains(&text(view, at)) || matches!(text(view, at), "a" | "o" | "as" | "os") {
            at = view.skip_spaces(at + 1);
        }
    }
    at
}

/// One past the name of one of two streets that cross, written large: typed or not.
fn crossing(view: &View<'_>, at: usize) -> Option<usize> {
    if let Some(kind) = street_type(view, at) {
        return name(view, after_type(view, kind.end as usize)).filter(|(_, capital)| *capital).map(|(end, _)| end);
    }
    let ordinal = view.reading.tokens().get(at)?.kind == TokenKind::Digits && is_english_ordinal(text(view, at + 1));
    if !ordinal && !host::is_capital(view, at) {
        return None;
    }
    let end = at + 1 + usize::from(ordinal);
    let next = view.skip_spaces(end);
    let typed = street_types(view, next).find(|l| next > end && view.is_of(l.entry, "en"));
    Some(typed.map_or(end, |l| l.end as usize))
}

/// What sets a German or Dutch street apart from its namesake.
const LARGE_AND_SMALL: &[&str] = &[
    "alte", "neue", "grosse", "kleine", "lange", "kurze", "breite", "hohe", "obere", "untere", "korte", "oude",
    "nieuwe", "grote", "hoge", "lage", "eerste", "tweede", "derde", "erste", "zweite", "dritte",
];

/// What is numbered within a building.
#[rustfmt::skip]
const ROOMS: &[&str] = &[
    "despacho", "escritorio", "sala", "aula", "oficina", "ufficio", "stanza", "gabinete", "consulta", "consultorio", "box", "nave",
    "puerta", "local", "almacen", "trastero", "garaje", "gate", "terminal", "butaca", "fila", "mesa", "cabina", "camarote",
    "litera", "parcela", "bungalow", "loja", "quarto", "camera", "posto", "tenda", "habitacion", "planta", "taquilla", "taller",
    "estanteria", "pasillo", "quirofano", "laboratorio", "armazem", "pavilhao", "stand", "padiglione", "magazzino", "cantina",
];

/// Letters of what numbers a flight or a room, and is no street's name.
const ROOM_BYTES_MAX: usize = 3;

/// Words of a street that no type tells at most.
const UNTYPED_WORDS_MAX: usize = 5;

/// "Am Alten Markt 5, 50667 Köln", "1 le Bourg, 24290 Valojoulx": what postcode and town after a name and a number say is a street.
pub(super) fn untyped(view: &View<'_>, token: usize) -> Option<Street> {
    let first = view.reading.tokens().get(token)?;
    if first.kind == TokenKind::Digits {
        let (after, number_in_words) =
            number(view, token, HOUSE_DIGITS_MAX).filter(|(after, _)| !view.is_alphanumeric(*after))?;
        // "16 Go 3200, RX": a measure.
        if view.reading.is(view.skip_spaces(after), |c| c == Class::Against(Against::Measure)) {
            return None;
        }
        let (end, capital) = name(view, view.skip_spaces(after)).filter(|(_, capital)| *capital)?;
        return is_placed(view, end).then_some(Street {
            first: token,
            end,
            number: true,
            number_in_words,
            capital,
            weak: false,
            small: false,
        });
    }
    let starts = first.kind == TokenKind::Word
        && view.folded.is_upper(first.start as usize)
        && !(token > 0 && view.is_alphanumeric(token - 1));
    if !starts {
        return None;
    }
    // "Pedido 11-98665 …": what an order is called is no street.
    let reference = view.reading.is(token, |c| c == Class::Against(Against::Reference));
    if is_noun_before_name(view, token) || reference && view.is_ordinary(token) {
        return None;
    }
    let (mut first, mut at) = (token, token);
    for _ in 0..UNTYPED_WORDS_MAX {
        let word = view.reading.tokens().get(at).filter(|t| t.kind == TokenKind::Word)?;
        let large = view.folded.is_upper(word.start as usize);
        if !(large || is_connector(word.text(view.text()))) {
            return None;
        }
        // "Mill Lane, Little Wittenham, OX14 4RD": a sure type and a postcode need no number.
        let sure = at > token
            && ENGLISH_SURE_TYPES.contains(&text(view, at))
            && street_types(view, at).any(|l| view.is_of(l.entry, "en"));
        if sure && tail(view, at + 1).1 {
            return Some(Street {
                first,
                end: at + 1,
                number: false,
                number_in_words: false,
                capital: true,
                weak: false,
                small: false,
            });
        }
        at += 1;
        let next = view.reading.tokens().get(at)?;
        if !matches!(next.kind, TokenKind::Space | TokenKind::Hyphen) {
            return None;
        }
        at += 1;
        // "Abholung In der Au 7": written large within, a preposition begins the street.
        if LED_STREETS.contains(&text(view, at)) && view.folded.is_upper(view.reading.tokens()[at].start as usize) {
            first = at;
        }
        if view.reading.tokens().get(at)?.kind == TokenKind::Digits {
            let (end, number_in_words) = number(view, at, HOUSE_DIGITS_MAX)?;
            // Four digits may be a year, but not before a door.
            let short = text(view, at).len() < HOUSE_DIGITS_MAX;
            // "Habitación 612, planta 6", "TP 1943, porta 22"
            let alone = at == view.skip_spaces(first + 1);
            let word = text(view, first);
            let room = alone && (view.is_ordinary(first) || word.len() <= ROOM_BYTES_MAX || ROOMS.contains(&word));
            let placed = (short && is_placed(view, end))
                || (short && is_led_street(view, first, at) && is_in_town(view, end))
                || !room && is_before_door(view, end);
            return placed.then_some(Street {
                first,
                end,
                number: true,
                number_in_words,
                capital: true,
                weak: false,
                small: false,
            });
        }
    }
    None
}

/// "Abholung Gartengasse 7": an ordinary word before a name is none of it, if it neither leads a street nor describes one.
fn is_noun_before_name(view: &View<'_>, token: usize) -> bool {
    let word = text(view, token);
    let led = LED_STREETS.contains(&word) || LARGE_AND_SMALL.contains(&word) || word.ends_with("er");
    let next = view.skip_spaces(token + 1);
    let name = next > token + 1 && view.is_word(next) && host::is_capital(view, next);
    name && view.is_ordinary(token) && !led && word.len() > 3
}

/// Whether the word for a floor or a flat follows, as after "Rivadavia 4520, piso 3" in Spanish and Portuguese.
pub(super) fn is_before_door(view: &View<'_>, end: usize) -> bool {
    let at = separators(view, end);
    at > end
        && view.is_alphanumeric(end - 1)
        && view.reading.at(at).iter().any(|l| is_door(view, l))
        && view.reading.tokens().get(view.skip_spaces(at + 1)).is_some_and(|t| t.len() <= 3)
}

/// Whether a word for a floor or a flat, of Spanish or Portuguese, stands anywhere.
pub(super) fn holds_door(view: &View<'_>) -> bool {
    view.reading.lexemes().iter().any(|l| is_door(view, l))
}

fn is_door(view: &View<'_>, lexeme: &Lexeme) -> bool {
    lexeme.entry.class == Class::StreetComplement
        && (view.is_of(lexeme.entry, "es") || view.is_of(lexeme.entry, "pt"))
        && view.reading.is_plausible(lexeme.entry)
        && view.reading.bytes(lexeme.first as usize, lexeme.end as usize).len() >= DOOR_BYTES_MIN
}

/// Letters of a door's word that is hardly another: "piso", "depto".
const DOOR_BYTES_MIN: usize = 4;

/// The prepositions that German streets begin with: "Am Markt", "Unter den Eichen".
const LED_STREETS: &[&str] = &[
    "am", "an", "im", "in", "auf", "unter", "zum", "zur", "hinter", "vor", "beim", "bei", "hinterm", "unterm", "vorm",
];

/// Whether a German street that is told by its preposition stands between two tokens, and no date.
fn is_led_street(view: &View<'_>, first: usize, end: usize) -> bool {
    let name = view.skip_spaces_back(end) - 1;
    view.reading.traits(first).any(Traits::LEADS_STREET)
        && first < name
        && !view.reading.is(name, |c| matches!(c, Class::Against(_)))
}

/// Whether a town follows, after a comma or what joins them.
fn is_in_town(view: &View<'_>, end: usize) -> bool {
    let comma = view.sign(end) == Some(",");
    let next = if comma { view.skip_spaces(end + 1) } else { view.skip_spaces(end) };
    let joined = text(view, next) == "in";
    let town = if joined { view.skip_spaces(next + 1) } else { next };
    (comma || joined) && town_at(view, town, false).is_some() && !view.is_ordinary(town)
}

/// Whether a postcode and its town follow.
fn is_placed(view: &View<'_>, end: usize) -> bool {
    let at = separators(view, end);
    // "Saal 030, Vitrine 23125": a word that follows is no town's postcode.
    let door = view.reading.is(at, |c| c == Class::StreetComplement);
    let word = view.is_word(at) && !door && !JOINTS.contains(&text(view, at));
    if word && postcode_at(view, at).is_none() {
        return false;
    }
    // "in 2019": a year is no postcode, but "2000 Antwerpen" after a comma is.
    let year = view.sign(end) != Some(",")
        && text(view, at).len() == 4
        && matches!(text(view, at).get(..2), Some("19" | "20"));
    let (_, postcode, town) = tail(view, end);
    postcode && town && !year
}

/// Whether a word goes before this one in its sentence.
fn within_sentence(view: &View<'_>, token: usize) -> bool {
    view.skip_spaces_back(token).checked_sub(1).is_some_and(|at| view.is_alphanumeric(at))
}

/// Commas skipped, as many as a hasty hand writes: "Bovio,,, 6".
fn commas(view: &View<'_>, mut at: usize) -> usize {
    for _ in 0..COMMAS_MAX {
        if view.sign(at) != Some(",") {
            break;
        }
        at = view.skip_spaces(at + 1);
    }
    at
}

/// Commas between a street and its number at most.
const COMMAS_MAX: usize = 4;

/// One past the number after a street's name, and whether something says that it is one; in words only then, or where the name is `sure`.
fn number_after(view: &View<'_>, end: usize, sure: bool) -> Option<(usize, bool)> {
    let mut at = commas(view, view.skip_spaces(end));
    if let Some(beside) = beside_number(view, at) {
        return Some((beside, true));
    }
    let numbers = |at: usize| NUMBERING.contains(&text(view, at)) || view.sign(at) == Some("#");
    let leading = text(view, at);
    let led = !numbers(at) && TO_NUMBER.contains(&leading);
    if led {
        at = view.skip_spaces(at + 1);
    }
    // "Plaza de España s/n"
    if text(view, at) == "s"
        && view.sign(at + 1) == Some("/")
        && text(view, at + 2) == "n"
        && !view.is_alphanumeric(at + 3)
    {
        return Some((at + 3, true));
    }
    let numbered = numbers(at);
    if led && !numbered && !matches!(leading, "au" | "al") {
        return None;
    }
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
    // "via Mazzini ventidue, Lecce": a number in words closes its phrase, and so does one that is led to: "rue Hugo, au 45".
    // "rue des Lilas, 12 ans"
    let counted = !numbered && view.against_after(end).is_some();
    if counted {
        return None;
    }
    ((numbered || closes(view, end) || (!led && (sure || !in_words))) && !ordinal).then_some((end, numbered || led))
}

/// Letters of a street's type that is hardly cut short.
const WHOLE_BYTES_MIN: usize = 5;
/// Shorter ones that are whole too.
#[rustfmt::skip]
const WHOLE: &[&str] = &[
    "beco", "cais", "cite", "clos", "cote", "cour", "gate", "hill", "kade", "lane", "mail", "mas", "mews", "moll", "patio", "pont",
    "quai", "quay", "rang", "rise", "road", "row", "rua", "rue", "via", "vico", "vila", "voie", "walk", "way",
];

/// ", la maison juste avant le 14", "en face du 3": one past the number of a house beside the one meant.
fn beside_number(view: &View<'_>, from: usize) -> Option<usize> {
    #[rustfmt::skip]
    const BESIDE: &[&str] = &[
        "apres", "avant", "face", "cote", "after", "before", "opposite", "nach", "vor", "gegenuber", "neben", "despues", "antes", "frente",
        "lado", "dopo", "prima", "fronte", "depois", "defronte", "naast", "tegenover", "voorbij",
    ];
    #[rustfmt::skip]
    const LINKS: &[&str] = &[
        "a", "al", "au", "cote", "de", "del", "di", "do", "door", "du", "else", "en", "face", "house", "immeuble", "impair", "juste", "just",
        "l", "la", "le", "maison", "na", "next", "n", "no", "number", "numero", "pair", "portail", "porte", "the", "to", "von", "van",
    ];
    let mut beside = false;
    for at in from..from + BESIDE_TOKENS_MAX {
        if view.is_digits(at) {
            let house = beside && text(view, at).len() <= HOUSE_DIGITS_MAX && closes(view, at + 1);
            return house.then_some(at + 1);
        }
        beside |= BESIDE.contains(&text(view, at));
        let leads = BESIDE.contains(&text(view, at)) || LINKS.contains(&text(view, at));
        if !leads && view.sign(at) != Some("'") && view.skip_spaces(at) == at {
            return None;
        }
    }
    None
}

/// Tokens from a street to the number beside the house at most: ", au numéro pair juste après le 16".
const BESIDE_TOKENS_MAX: usize = 16;

fn after_type(view: &View<'_>, end: usize) -> usize {
    let end = if matches!(view.sign(end), Some("." | "/")) { end + 1 } else { end };
    view.skip_spaces(end)
}

/// Whether a number in words, written small, closes its phrase: "largo Augusto sette, Milano".
fn is_last_number(view: &View<'_>, at: usize) -> bool {
    let mut numbers = Vec::new();
    view.reading.numbers(at, view.vocabulary, &mut numbers);
    numbers.first().is_some_and(|n| n.value > 1 && closes(view, n.end)) && !host::is_capital(view, at)
}

/// Whether a phrase ends at a token, or its door or town follows.
fn closes(view: &View<'_>, end: usize) -> bool {
    let next = view.skip_spaces(end);
    let tokens = view.reading.tokens();
    let parted = |t: &Token| matches!(t.kind, TokenKind::Newline | TokenKind::Sign | TokenKind::Hyphen);
    tokens.get(next).is_none_or(parted)
        || JOINTS.contains(&text(view, next))
        || THANKS.contains(&text(view, next))
        || is_complement(view, next)
}

/// What closes a message in seven languages.
const THANKS: &[&str] = &[
    "merci", "svp", "stp", "bisous", "thanks", "thx", "please", "pls", "cheers", "danke", "bitte", "bedankt", "dank",
    "graag", "gracias", "porfa", "grazie", "obrigado", "obrigada", "valeu", "ok", "xx",
];

/// Whether a full stop stands between a first name's capital letter and the name after it.
fn is_initial(view: &View<'_>, dot: usize) -> bool {
    let letter = dot - 1;
    let capital = |at: usize| view.folded.is_upper(view.reading.tokens()[at].start as usize);
    let next = view.skip_spaces(dot + 1);
    text(view, letter).len() == 1 && capital(letter) && next > dot + 1 && view.is_word(next) && capital(next)
}

/// "das flores", "sete de setembro", "xx settembre": a street's name of ordinary words, written small, its number right after it.
fn small_name(view: &View<'_>, first: usize) -> Option<usize> {
    let mut at = first;
    for words in 0..SMALL_WORDS_MAX {
        let word = text(view, at);
        let connector = is_connector(word);
        let numbered = view.reading.is(at, |c| c == Class::Number) || view.is_digits(at) && word.len() <= 2;
        let led = words > 0 && CONNECTORS.contains(&text(view, view.skip_spaces_back(at) - 1));
        let month = words > 0 && view.reading.is(at, |c| c == Class::Against(Against::Date));
        // "a rua é calma", "plaza de garaje", "praça de alimentação"
        let other = words == 0 && connector && !OF_NAMES.contains(&word)
            || !connector && (view.reading.is(at, |c| c == Class::StreetComplement) || PLACES_OF.contains(&word));
        let known = other || view.is_ordinary(at) && !(connector || led || month);
        if !(view.is_word(at) || numbered) || known || word.len() < 2 && !connector && !numbered {
            return None;
        }
        let end = at + 1;
        if !connector && number_after(view, end, false).is_some() {
            return Some(end);
        }
        at = view.skip_spaces(end);
        if at == end {
            return None;
        }
    }
    None
}

/// Small words that a street's name begins with.
#[rustfmt::skip]
const OF_NAMES: &[&str] = &[
    "de", "del", "da", "do", "das", "dos", "di", "della", "dei", "delle", "degli", "dello", "dell", "la", "las", "los", "el",
];
/// What makes a square or a park of another sort: "plaza de toros", "parque de estacionamento".
#[rustfmt::skip]
const PLACES_OF: &[&str] = &[
    "garaje", "garagem", "parking", "aparcamiento", "estacionamiento", "estacionamento", "toros", "alimentacao", "cine", "tren",
    "avion", "verano", "casa", "vuelta", "regreso", "ida", "volta", "trabajo", "trabalho", "enfrente", "frente", "tras", "cima",
    "baixo", "arriba", "abajo", "atras", "lado", "medio", "meio", "mezzo", "fuga", "escape", "salida", "saida", "uscita",
];

/// Words of a name that is written small at most: "nossa senhora da luz".
const SMALL_WORDS_MAX: usize = 5;

/// Whether a full stop shortens the word before it in a name, and a name's word follows: "S. Marco", "Sta. Ana".
fn is_shortened(view: &View<'_>, stop: usize) -> bool {
    #[rustfmt::skip]
    const SHORTENED: &[&str] = &[
        "s", "ss", "st", "sta", "sto", "ste", "sra", "sr", "nsa", "dr", "dra", "gral", "gen", "cap", "cte", "cnel", "prof", "prov",
        "ing", "mons", "card", "fr", "fco", "ma", "av", "pte", "pres", "f", "g", "l", "m", "j", "p", "a", "c", "d",
    ];
    let (word, next) = (stop - 1, view.skip_spaces(stop + 1));
    // "Vitt.": hardly a whole word of these languages.
    let tail = text(view, word).as_bytes();
    let cut = matches!(tail, [_, .., a, b] if ![a, b].into_iter().any(|l| b"aeiouy".contains(l)) && tail.len() <= CUT_BYTES_MAX);
    host::is_capital(view, word)
        && (cut || SHORTENED.contains(&text(view, word)))
        && view.is_word(next)
        && host::is_capital(view, next)
}

/// Letters of a word that is cut short at most.
const CUT_BYTES_MAX: usize = 6;

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
            // "Bac-à-Sel"
            TokenKind::Word if end.is_some() && view.sign(at - 1) == Some("-") && view.sign(at + 1) == Some("-") => {}
            TokenKind::Word if NUMBERING.contains(&word) && end.is_some() => break,
            TokenKind::Word if view.is_ordinary(at) && !host::is_capital(view, at) => break,
            TokenKind::Word if end.is_some() && is_complement(view, at) => break,
            TokenKind::Word if end.is_some() && is_last_number(view, at) => break,
            TokenKind::Word => {
                // "rang B": a letter names no street.
                capital |= host::is_capital(view, at) && token.len() > 1;
                at = word_end(view, at) - 1;
                end = Some(at + 1);
            }
            // "rue du 8 mai", "calle 14"
            TokenKind::Digits if end.is_none() && token.len() <= 2 && !word.starts_with('0') => end = Some(at + 1),
            _ => break,
        }
        words += 1;
        at += 1;
        at = match view.reading.tokens().get(at) {
            Some(t) if matches!(t.kind, TokenKind::Space | TokenKind::Hyphen) => at + 1,
            Some(t) if t.text(view.text()) == "'" => at + 1,
            Some(t) if t.text(view.text()) == "." && view.is_alphanumeric(at + 1) => at + 1,
            // "rue V. Hugo"
            Some(t) if t.text(view.text()) == "." && is_initial(view, at) => at + 2,
            // "S. Marco", "Gral. Paz"
            Some(t) if t.text(view.text()) == "." && is_shortened(view, at) => view.skip_spaces(at + 1),
            Some(t) if t.kind == TokenKind::Word => at,
            _ => break,
        };
    }
    // "100 av. J.-C."
    let end = end?;
    (!view.reading.tokens()[first..end].iter().all(|t| t.len() == 1) || view.sign(end) != Some("."))
        .then_some((end, capital))
}
