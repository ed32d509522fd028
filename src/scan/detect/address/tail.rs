//! What follows a street: floor and door, postcode and town.

use crate::scan::detect::{View, host};
use crate::scan::read::{Class, Token, TokenKind};

use super::text;

/// Words of a town's name at most.
const TOWN_WORDS_MAX: usize = 4;
/// Small words inside a town's name: "Aix-en-Provence", "Vila Nova de Gaia", "Newcastle upon Tyne".
const TOWN_CONNECTORS: &[&str] = &[
    "de", "du", "des", "la", "le", "les", "l", "d", "del", "della", "di", "do", "da", "dos", "das", "los", "las",
    "sur", "sous", "en", "aux", "saint", "st", "ste", "sainte", "upon", "on", "van", "der", "den",
];

/// What follows a street: floor and door, postcode, town. Where it ends, and whether postcode and town are there.
pub(super) fn tail(view: &View<'_>, street_end: usize) -> (usize, bool, bool) {
    let mut end = street_end;
    let mut at = separators(view, aside(view, end).unwrap_or(end));
    let mut doors = false;
    // Floor, flat and door count only between street and town.
    for _ in 0..6 {
        let Some(next) = complement(view, at).filter(|_| postcode_at(view, at).is_none()) else { break };
        doors = true;
        (end, at) = (next, separators(view, next));
    }
    let doors_end = std::mem::replace(&mut end, street_end);
    let (mut postcode, mut town) = (false, false);
    // "Kirchgasse 3 in 8001 Zürich"
    // "27, giù a Livorno"
    let joint = |at: usize| {
        let next = view.skip_spaces(at + 1);
        let at = if HERE.contains(&text(view, at)) && JOINTS.contains(&text(view, next)) { next } else { at };
        if JOINTS.contains(&text(view, at)) { view.skip_spaces(at + 1) } else { at }
    };
    // "en la calle Betis en 2009"
    let code = |at: usize| postcode_at(view, at).filter(|&end| !is_lone_year(view, at, end));
    if let Some(next) = postcode_at(view, at).or_else(|| Some(joint(at)).filter(|&next| next > at).and_then(code)) {
        postcode = true;
        end = past_bracket(view, at, next);
        at = separators(view, end);
    }
    let from = quarter(view, joint(at));
    let joined = from > at;
    // A name that follows a street or a bell directly is no town.
    let direct = at == view.skip_spaces(if doors { doors_end } else { street_end }) && !postcode && !joined;
    let here = HERE.contains(&text(view, at));
    let announced = joined && (here || !matches!(text(view, at), "a" | "no") || is_accented(view, at));
    let last = view.sign(at.saturating_sub(1)) == Some(",") || (at > 1 && view.sign(at - 2) == Some(","));
    let announced = announced || (last && is_last_word(view, from));
    // "sc. B int. 9 Roma": a town that is known.
    let direct = direct && !(doors && view.reading.is(from, |c| c == Class::Region) && host::is_capital(view, from));
    let town_end = town_at(view, from, announced || postcode).filter(|_| !direct);
    if let Some(next) = town_end.filter(|&next| {
        !begins_sentence(view, street_end, at) || closes_phrase(view, next) || postcode_beyond(view, next).is_some()
    }) {
        town = true;
        end = town_beyond(view, next).unwrap_or(next);
        end = county(view, end).or_else(|| district(view, end)).unwrap_or(end);
        if !postcode && let Some(next) = postcode_beyond(view, end) {
            postcode = true;
            end = next;
        }
    }
    (end, postcode, town)
}

/// Whether figures are a year, which no town's name follows: "in 2009", and no "in 2000 Antwerpen".
fn is_lone_year(view: &View<'_>, at: usize, end: usize) -> bool {
    let year = text(view, at).len() == 4 && matches!(text(view, at).get(..2), Some("19" | "20"));
    let next = view.skip_spaces(end);
    year && !(view.is_word(next) && host::is_capital(view, next))
}

/// One past the word for a quarter, abbreviated or not, before its name: "Col.Del Valle", "Bairro Alto".
fn quarter(view: &View<'_>, at: usize) -> usize {
    #[rustfmt::skip]
    const QUARTERS: &[&str] = &[
        "col", "colonia", "fracc", "fraccionamiento", "urb", "urbanizacion", "barrio", "bo", "bairro", "jd", "res", "loc", "fraz", "frazione",
    ];
    let dot = at + 1 + usize::from(view.sign(at + 1) == Some("."));
    let name = view.skip_spaces(dot);
    let named = name > at + 1 && view.is_word(name) && host::is_capital(view, name);
    if QUARTERS.contains(&text(view, at)) && named { name } else { at }
}

/// One past a remark in brackets between a street and its town: "(yes like the flower)".
fn aside(view: &View<'_>, street_end: usize) -> Option<usize> {
    let open = view.skip_spaces(street_end);
    let tokens = view.reading.tokens();
    let inside = tokens.iter().enumerate().skip(open + 1).take(ASIDE_TOKENS_MAX);
    let close = inside
        .take_while(|(_, t)| t.kind != TokenKind::Digits)
        .map(|(at, _)| at)
        .find(|&at| view.sign(at) == Some(")"))?;
    let said = view.sign(open) == Some("(") && view.sign(close + 1) == Some(",");
    // "(Hinterhaus), 10623 Berlin" is a door.
    let door = |at: usize| view.reading.is(at, |c| c == Class::StreetComplement) && text(view, at).len() > 2;
    (said && !(open + 1..close).any(door)).then_some(close + 1)
}

/// Tokens of a remark between a street and its town at most.
const ASIDE_TOKENS_MAX: usize = 16;

/// One past the bracket that closes after what it opened before: "(97434) St-Gilles".
fn past_bracket(view: &View<'_>, first: usize, end: usize) -> usize {
    end + usize::from(view.sign_before(first, "(") && view.sign(end) == Some(")"))
}

/// Whether a word that no lexicon knows, or a known town, ends what is said: "12 rue des lilas, nantes".
fn is_last_word(view: &View<'_>, at: usize) -> bool {
    let meanings = view.reading.at(at);
    let town = meanings.iter().all(|l| matches!(l.entry.class, Class::Region | Class::Tld));
    let next = view.reading.tokens().get(view.skip_spaces(at + 1));
    let ends =
        next.is_none_or(|t| t.kind == TokenKind::Newline || matches!(t.text(view.text()), "," | "." | ";" | "!" | "("));
    view.is_word(at) && town && ends
}

/// Whether a full stop or a line's end is what parts a place from the street.
fn begins_sentence(view: &View<'_>, street_end: usize, at: usize) -> bool {
    let last = view.skip_spaces_back(at).checked_sub(1).filter(|&last| last >= street_end);
    last.is_some_and(|last| view.sign(last) == Some(".") || view.is_newline(last))
}

/// Whether a phrase ends at a token.
fn closes_phrase(view: &View<'_>, end: usize) -> bool {
    let closed = |t: &Token| matches!(t.kind, TokenKind::Newline | TokenKind::Sign);
    view.reading.tokens().get(view.skip_spaces(end)).is_none_or(closed)
}

/// Whether a word is written with an accent: the "à" that leads to a place.
fn is_accented(view: &View<'_>, at: usize) -> bool {
    !view.original[view.folded.original(view.reading.bytes(at, at + 1))].is_ascii()
}

/// One past the town that follows its quarter: "Aïn Diab, Casablanca"; nothing may follow it.
fn town_beyond(view: &View<'_>, quarter: usize) -> Option<usize> {
    // "Del Valle-CDMX", "Boa Vista-PE": a state or a city by its capitals.
    let short = quarter + 1;
    let capitals = |at: usize| {
        let token = &view.reading.tokens()[at];
        (2..=4).contains(&token.len()) && (0..token.len()).all(|i| view.folded.is_upper(token.start as usize + i))
    };
    if view.sign(quarter) == Some("-") && view.is_word(short) && capitals(short) && !view.is_alphanumeric(short + 1) {
        return Some(short + 1);
    }
    let dash = view.skip_spaces(quarter);
    // "rue du Four à Chaux à Nantes": what looked like the town was of the street's name.
    let joint = view.skip_spaces(quarter);
    let town = view.skip_spaces(joint + 1);
    if joint > quarter
        && JOINTS.contains(&text(view, joint))
        && view.reading.is(town, |c| c == Class::Region)
        && host::is_capital(view, town)
    {
        return town_at(view, town, true).filter(|&end| closes_phrase(view, end));
    }
    // "Jardins - São Paulo"
    let parted = view.sign(quarter) == Some(",") || dash > quarter && view.sign(dash) == Some("-");
    let at = parted.then(|| view.skip_spaces(dash + 1))?;
    let door = view.reading.is(at, |c| c == Class::StreetComplement);
    // "São Paulo" begins with an everyday word.
    let known = view.reading.is(at, |c| c == Class::Region);
    let end = town_at(view, at, false).filter(|_| !door && (known || !view.is_ordinary(at)))?;
    closes_phrase(view, end).then_some(end)
}

/// One past an Irish county that follows its town: ", Co. Mayo".
fn county(view: &View<'_>, town: usize) -> Option<usize> {
    let at = (view.sign(town) == Some(",")).then(|| view.skip_spaces(town + 1))?;
    let abbreviated = matches!(text(view, at), "co" | "county").then_some(at + 1)?;
    let name = view.skip_spaces(abbreviated + usize::from(view.sign(abbreviated) == Some(".")));
    (view.is_word(name) && host::is_capital(view, name)).then_some(name + 1)
}

/// One past the number of a town's district, where its phrase ends: "Dublin 8", "Paris 11e".
fn district(view: &View<'_>, town: usize) -> Option<usize> {
    let at = view.skip_spaces(town);
    let known = view.ending_at(town, |c| c == Class::Region).is_some();
    let number: u8 = text(view, at).parse().ok().filter(|_| known && at > town && view.is_digits(at))?;
    let ordinal = matches!(text(view, at + 1), "e" | "eme" | "er" | "w");
    let end = at + 1 + usize::from(ordinal);
    ((1..=DISTRICT_MAX).contains(&number) && closes_phrase(view, end)).then_some(end)
}

/// The highest number of a town's district: Dublin's, Vienna's 23 and Paris's 20 are lower.
const DISTRICT_MAX: u8 = 24;

/// What leads on to where a street is: "giù a Livorno", "allí en Getafe".
const HERE: &[&str] =
    &["giu", "su", "qui", "li", "qua", "aqui", "ahi", "alli", "aca", "alla", "ali", "la", "ici", "hier", "here"];

/// What joins a street and its town.
pub(in crate::scan::detect) const JOINTS: &[&str] = &["a", "in", "en", "em", "te", "sur", "at", "pres", "dans", "no"];

/// Names between a street's quarter and its postcode at most: the town and the state.
const REGIONS_MAX: usize = 3;

/// One past a postcode that follows a town or its quarter, with town or state between: "Bela Vista, Recife - PE, 50000-000".
fn postcode_beyond(view: &View<'_>, mut end: usize) -> Option<usize> {
    for _ in 0..REGIONS_MAX {
        let at = separators(view, end);
        if let Some(next) = postcode_at(view, at) {
            return Some(next);
        }
        end = town_at(view, at, false)?;
    }
    postcode_at(view, separators(view, end))
}

/// "35000.Rennes": a full stop between a postcode and its town.
fn is_dotted_town(view: &View<'_>, dot: usize) -> bool {
    view.is_digits(dot - 1) && view.reading.tokens()[dot - 1].len() >= 4 && host::is_capital(view, dot + 1)
}

/// Spaces, line ends and the signs that part the lines of an address, skipped.
pub(super) fn separators(view: &View<'_>, mut at: usize) -> usize {
    for _ in 0..5 {
        let Some(token) = view.reading.tokens().get(at) else { break };
        let skip = matches!(token.kind, TokenKind::Space | TokenKind::Newline | TokenKind::Hyphen)
            || matches!(token.text(view.text()), "," | "(" | ")" | "/" | "|" | ";")
            || (token.text(view.text()) == "."
                && at > 0
                && view.reading.tokens()[at - 1].len() <= 5
                && (!view.is_alphanumeric(at + 1) || is_dotted_town(view, at)));
        if !skip {
            break;
        }
        at += 1;
    }
    at
}

/// Whether a word, written small, names a part of a building.
pub(super) fn is_complement(view: &View<'_>, at: usize) -> bool {
    view.reading.is(at, |c| c == Class::StreetComplement) && !host::is_capital(view, at) && text(view, at).len() > 2
}

/// "bât B", "2e étage", "appt 14", "3ºB", "2.º Esq.".
fn complement(view: &View<'_>, at: usize) -> Option<usize> {
    let tokens = view.reading.tokens();
    // The "a" of "à Toulon" leads to the town, and the "no" of "no Porto".
    let leads = matches!(text(view, at), "a" | "no") && view.is_word(view.skip_spaces(at + 1));
    if let Some(kind) = view.reading.longest(at, |c| c == Class::StreetComplement).filter(|_| !leads) {
        let mut end = kind.end as usize;
        if view.sign(end) == Some(".") {
            end += 1;
        }
        let value = view.skip_spaces(end);
        let short = tokens.get(value).is_some_and(|t| {
            // "sc. B"
            let letter = t.len() == 1 && view.folded.is_upper(t.start as usize);
            matches!(t.kind, TokenKind::Digits | TokenKind::Word)
                && t.len() <= 3
                && (letter || !view.is_ordinary(value))
        });
        if short {
            end = value + 1;
            while view.is_alphanumeric(end) {
                end += 1;
            }
        }
        // "unit three"
        let mut said = Vec::new();
        if !short && value > kind.end as usize {
            view.reading.numbers(value, view.vocabulary, &mut said);
        }
        return Some(said.first().map_or(end, |number| number.end));
    }
    // "primeiro direito", "premier étage", "first floor"
    let ordinal = view.reading.longest(at, |c| c == Class::Ordinal).filter(|_| view.is_word(at));
    let floor =
        ordinal.map(|ordinal| view.skip_spaces(ordinal.end as usize)).filter(|&floor| text(view, floor).len() > 2);
    if let Some(door) = floor.and_then(|floor| view.reading.longest(floor, |c| c == Class::StreetComplement)) {
        return Some(door.end as usize);
    }
    tokens.get(at).filter(|t| t.kind == TokenKind::Digits && t.len() <= 2)?;
    let ordinal = at + 1 + usize::from(view.sign(at + 1) == Some("."));
    // "2e étage", "3º izq"
    let word =
        (at + 1..at + 5).find(|&n| view.reading.is(n, |c| c == Class::StreetComplement) && text(view, n).len() > 1);
    if let Some(word) = word {
        return Some(view.reading.longest(word, |c| c == Class::StreetComplement)?.end as usize);
    }
    // "3ºB", "4o C", "2n 1a", "3a"
    // "3ºDto": the ordinal's sign and the door, glued.
    let door = |word: &str| {
        let door = |e: &crate::scan::read::Entry| e.class == Class::StreetComplement;
        word.is_char_boundary(1) && view.vocabulary.word(&word[1..]).iter().any(door)
    };
    let marked = tokens.get(ordinal).is_some_and(|t| {
        t.kind == TokenKind::Word
            && (t.len() <= 3 || door(t.text(view.text())))
            && matches!(t.text(view.text()).as_bytes()[0], b'o' | b'a' | b'n' | b'e')
    });
    if !marked {
        return None;
    }
    let door = view.skip_spaces(ordinal + 1);
    let lettered = tokens.get(door).is_some_and(|t| t.kind == TokenKind::Word && t.len() == 1);
    Some(if lettered { door + 1 } else { ordinal + 1 })
}

/// One past a word that may hold signs and digits for letters: "M@rs3ille".
pub(super) fn word_end(view: &View<'_>, at: usize) -> usize {
    let tokens = view.reading.tokens();
    let leet = |at: usize| {
        tokens.get(at).is_some_and(|t| {
            (t.kind == TokenKind::Digits && t.len() == 1) || matches!(t.text(view.text()), "@" | "$" | "€")
        })
    };
    let mut end = at + 1;
    while leet(end) && (view.is_word(end + 1) || (leet(end + 1) && view.is_word(end + 2))) {
        end += if view.is_word(end + 1) { 2 } else { 3 };
    }
    end
}

/// One past a postcode that begins at a token, in the form of any of the languages.
pub(in crate::scan::detect) fn postcode_at(view: &View<'_>, at: usize) -> Option<usize> {
    let token = view.reading.tokens().get(at).filter(|t| !matches!(t.kind, TokenKind::Space | TokenKind::Newline))?;
    // "S21 256": what is glued to a letter is no postcode.
    if at > 0 && view.is_word(at - 1) {
        return None;
    }
    let is_postcode = |code: &str| {
        let mut codes = view.vocabulary.languages.iter().filter_map(|l| l.postcode.as_ref());
        codes.any(|p| p.find(code).is_some_and(|m| m.len() == code.len()))
    };
    if let Some((_, end)) = view.single_digits(at).filter(|(code, _)| code.len() >= 4 && is_postcode(code)) {
        return Some(end);
    }
    let rest = &view.text()[token.start as usize..];
    if !may_be_postcode(rest) {
        return None;
    }
    let window = &rest[..(0..=rest.len().min(POSTCODE_BYTES_MAX)).rev().find(|&i| rest.is_char_boundary(i))?];
    let end = view
        .vocabulary
        .languages
        .iter()
        .filter_map(|l| l.postcode.as_ref())
        .filter_map(|p| p.find(window))
        .map(|m| m.end())
        .max()?;
    // It ends where a token ends.
    let end = token.start as usize + end;
    let last = view.reading.tokens().partition_point(|t| (t.end as usize) < end);
    let whole = view.reading.tokens().get(last).is_some_and(|t| t.end as usize == end);
    (whole && window.len() >= 4).then_some(last + 1)
}

/// Whether a text begins like a postcode of any language: four figures, or two and three, or a few letters with figures behind them.
fn may_be_postcode(rest: &str) -> bool {
    let bytes = rest.as_bytes();
    let figures = |from: usize, count: usize| {
        bytes.get(from..from + count).is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    match bytes.iter().take(LETTERS_BEFORE_MAX).position(u8::is_ascii_digit) {
        None => false,
        Some(0) => figures(0, 4) || figures(0, 2) && matches!(bytes.get(2), Some(b' ' | b'.')) && figures(3, 3),
        // "SE15 4QT", "GIR 0AA"; "B-1000", "C.P. 1234".
        Some(at) => bytes[at - 1].is_ascii_alphabetic() || figures(at, 4) || rest.starts_with("gir"),
    }
}

/// Letters and signs before the first figure of a postcode, and that figure.
const LETTERS_BEFORE_MAX: usize = 6;

/// The longest postcode ("C.P. 1234567").
const POSTCODE_BYTES_MAX: usize = 12;

/// A town: words written large, or one unknown word where something announced it.
pub(in crate::scan::detect) fn town_at(view: &View<'_>, mut at: usize, announced: bool) -> Option<usize> {
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
        at = word_end(view, at);
        if large || unknown {
            end = Some(at);
        }
        match view.reading.tokens().get(at) {
            Some(t) if matches!(t.kind, TokenKind::Space | TokenKind::Hyphen) || t.text(view.text()) == "'" => at += 1,
            _ => break,
        }
    }
    // "Lekki Phase 1"
    let numbered = end.filter(|&end| view.reading.is(end - 1, |c| c == Class::StreetComplement));
    let figures =
        |at: &usize| view.reading.tokens().get(*at).is_some_and(|t| t.kind == TokenKind::Digits && t.len() < 3);
    numbered.map(|end| view.skip_spaces(end)).filter(figures).map(|number| number + 1).or(end)
}
