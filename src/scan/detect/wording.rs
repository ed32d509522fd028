//! What goes on with a name after its last letter, in words: letters that count more than once, and what follows them.

use crate::scan::read::{Class, TokenKind};

use super::{View, name};

/// Things said of one name at most: "with two n's, then 04, then a dot".
const ITEMS_MAX: usize = 4;
/// Tokens from what describes a number to the number: "the year i was born, 07".
const DESCRIBED_TOKENS_MAX: usize = 12;
/// Figures that close a name: a year at most.
const FIGURES_MAX: usize = 4;

/// A name with all that is said of it after its end, and one past that: "danique met drie q's en dan 2010".
pub(super) fn after(view: &View<'_>, name: &str, end: usize) -> Option<(String, usize)> {
    let mut whole = name.to_owned();
    let mut last = end;
    for _ in 0..ITEMS_MAX {
        let at = view.skip_comma(last);
        if at == last || view.reading.tokens().get(at).is_none() {
            break;
        }
        let comma = last > end && at > last + 1;
        let item = with_letters(view, &whole, at)
            .or_else(|| at_its_end(view, &whole, at))
            .or_else(|| then(view, &whole, at, comma));
        match item {
            Some((longer, after)) => (whole, last) = (longer, after),
            None => break,
        }
    }
    (last > end).then_some((whole, last))
}

/// "with two n's", "mit doppel l", "met drie q's", "with a k": a letter of the name, and how often it stands there.
fn with_letters(view: &View<'_>, name: &str, at: usize) -> Option<(String, usize)> {
    const WITH: &[&str] = &["with", "mit", "met", "avec", "con", "com"];
    const ARTICLES: &[&str] = &["a", "an", "the", "ein", "einem", "een", "un", "une", "uno", "um"];
    const BUT: &[&str] = &["but", "aber", "maar", "und", "and", "en"];
    let at = if BUT.contains(&view.word(at)) { view.skip_spaces(at + 1) } else { at };
    let led = WITH.contains(&view.word(at));
    let mut from = if led { view.skip_spaces(at + 1) } else { at };
    // "with a z" has its article, "3 times o" none.
    if led && ARTICLES.contains(&view.word(from)) && !letter(view, view.skip_spaces(from + 1)).is_some_and(|l| l.2) {
        from = view.skip_spaces(from + 1);
    }
    let repeat = view.reading.longest(from, |c| c == Class::Repeat);
    let number = view.reading.longest(from, |c| c == Class::Number).filter(|l| (1..=4).contains(&l.entry.value));
    let figure = view.word(from).parse().ok().filter(|n| (2..=4).contains(n) && view.is_digits(from));
    let (times, next) = match (repeat, number, figure) {
        (Some(repeat), ..) => (usize::from(repeat.entry.value), repeat.end as usize),
        (_, Some(number), _) if led => (usize::from(number.entry.value), number.end as usize),
        (.., Some(times)) if led => (times, from + 1),
        _ if led => return one_letter(view, from).map(|end| (name.to_owned(), instead(view, end).unwrap_or(end))),
        _ => return None,
    };
    let (letter, end, _) = letter(view, view.skip_spaces(next))?;
    let counted = letter.to_string().repeat(times);
    let end = behind(view, view.skip_spaces(end)).unwrap_or(end);
    let whole = match name.rfind(letter) {
        // "… 3 times o at the end" has them all behind.
        Some(place) if led => format!("{}{counted}{}", name[..place].trim_end_matches(letter), &name[place + 1..]),
        _ => format!("{name}{counted}"),
    };
    Some((whole, end))
}

/// One past a letter or two that a name is written with: "with an ie", "mit y", "met ph".
fn one_letter(view: &View<'_>, at: usize) -> Option<usize> {
    const PAIRS: &[&str] = &[
        "ie", "ey", "th", "ph", "ck", "ij", "ei", "ai", "ay", "dt", "tz", "ss", "ll", "tt", "nn", "ff", "qu", "ea",
        "ee", "oo",
    ];
    let word = view.word(at);
    let alone = view.is_word(at) && !view.is_alphanumeric(at + 1) && view.sign(at + 1) != Some("'");
    (alone && (word.len() == 1 && word.is_ascii() || PAIRS.contains(&word))).then_some(at + 1)
}

/// One past the letter that another stands for: "mit ie statt i", "with a k not a c".
fn instead(view: &View<'_>, end: usize) -> Option<usize> {
    const INSTEAD: &[&str] = &["statt", "stat", "not", "instead", "nicht", "niet", "ipv"];
    const SMALL: &[&str] = &["of", "a", "an", "mit", "met", "with", "einem", "een"];
    let mut at = view.skip_comma(end);
    if !INSTEAD.contains(&view.word(at)) {
        return None;
    }
    at = view.skip_spaces(at + 1);
    for _ in 0..2 {
        if SMALL.contains(&view.word(at))
            && view.word(view.skip_spaces(at + 1)).len() <= 2
            && view.is_word(view.skip_spaces(at + 1))
        {
            at = view.skip_spaces(at + 1);
        }
    }
    one_letter(view, at)
}

/// A letter by itself, in the plural or not ("q's", "ls"), and one past it; the last tells that it is plain.
fn letter(view: &View<'_>, at: usize) -> Option<(char, usize, bool)> {
    let word = view.word(at);
    let mut chars = word.chars();
    let letter = chars.next().filter(char::is_ascii_alphabetic).filter(|_| view.is_word(at))?;
    match chars.as_str() {
        "" if view.sign(at + 1) == Some("'") && view.word(at + 2) == "s" => Some((letter, at + 3, true)),
        "" => (!view.is_alphanumeric(at + 1)).then_some((letter, at + 1, true)),
        "s" => Some((letter, at + 1, false)),
        _ => None,
    }
}

/// "99 at the end", "mit 04 dahinter", "met 22 erachter": figures, and that they stand behind.
fn at_its_end(view: &View<'_>, name: &str, at: usize) -> Option<(String, usize)> {
    const WITH: &[&str] = &["with", "mit", "met", "and", "und", "en"];
    let from = if WITH.contains(&view.word(at)) { view.skip_spaces(at + 1) } else { at };
    let (figures, end) = figures(view, from)?;
    let end = behind(view, view.skip_spaces(end))?;
    Some((format!("{name}{figures}"), end))
}

/// One past a phrase that says that something stands behind a name.
pub(super) fn behind(view: &View<'_>, at: usize) -> Option<usize> {
    #[rustfmt::skip]
    const PHRASES: &[&[&str]] = &[
        &["at", "the", "end"], &["on", "the", "end"], &["at", "the", "back"], &["after", "it"], &["after", "that"],
        &["behind", "it"], &["afterwards"], &["dahinter"], &["hintendran"], &["hinten", "dran"], &["hinten"],
        &["am", "ende"], &["danach"], &["erachter"], &["erachteraan"], &["achteraan"], &["achterop"], &["erna"],
        &["op", "het", "eind"], &["op", "het", "einde"], &["aan", "het", "eind"], &["aan", "het", "einde"],
    ];
    PHRASES.iter().find_map(|phrase| {
        let mut end = at;
        for (place, word) in phrase.iter().enumerate() {
            end = if place == 0 { at } else { view.skip_spaces(end) };
            if view.word(end) != *word {
                return None;
            }
            end += 1;
        }
        Some(end)
    })
}

/// "then 99", "und dann punkt 04", "en dan 2010", "then kiki": what follows a name; `comma` says that only a comma leads to it, after more.
fn then(view: &View<'_>, name: &str, at: usize, comma: bool) -> Option<(String, usize)> {
    const THEN: &[&str] = &[
        "then", "dann", "danach", "dan", "daarna", "puis", "luego", "poi", "depois", "followed", "gefolgt", "gevolgd",
    ];
    let leads = |c| matches!(c, Class::Filler | Class::Then);
    let says_then = |end: usize| (at..end).any(|at| THEN.contains(&view.word(at)));
    // "then the year …" is "then" and a year.
    let led = view.reading.at(at).iter().filter(|l| leads(l.entry.class)).map(|l| l.end as usize);
    let described = |end: &usize| described_figures(view, view.skip_comma(*end)).is_some();
    let mut led = led.filter(|&end| says_then(end)).collect::<Vec<_>>();
    let led = led.iter().copied().find(described).or_else(|| led.pop());
    let from = match led {
        Some(end) => view.skip_comma(end),
        None if comma => at,
        None => return None,
    };
    if let Some((figures, end)) = figures(view, from) {
        return Some((format!("{name}{figures}"), end));
    }
    led?;
    if let Some(sign) = view.reading.longest(from, |c| matches!(c, Class::Dot | Class::Dash | Class::Underscore)) {
        let sign_end = sign.end as usize;
        let written = match sign.entry.class {
            Class::Dot => ".",
            Class::Dash => "-",
            _ => "_",
        };
        let mut next = view.skip_comma(sign_end);
        // "dan underscore dan danst"
        if THEN.contains(&view.word(next)) {
            next = view.skip_comma(next + 1);
        }
        let (part, end) = figures(view, next).or_else(|| word(view, next))?;
        return Some((format!("{name}{written}{part}"), end));
    }
    described_figures(view, from).or_else(|| word(view, from)).map(|(part, end)| (format!("{name}{part}"), end))
}

/// "the year i was born, 07": figures that are explained before they are said.
fn described_figures(view: &View<'_>, at: usize) -> Option<(String, usize)> {
    let described = view.reading.longest(at, |c| matches!(c, Class::Aside | Class::NamePart))?;
    let last = (described.end as usize + DESCRIBED_TOKENS_MAX).min(view.reading.tokens().len());
    for at in described.end as usize..last {
        match view.reading.tokens()[at].kind {
            TokenKind::Digits => return figures(view, at),
            TokenKind::Newline => return None,
            TokenKind::Sign if matches!(view.sign(at), Some("." | "!" | "?")) => return None,
            _ => {}
        }
    }
    None
}

/// A few figures, or a number in words.
fn figures(view: &View<'_>, at: usize) -> Option<(String, usize)> {
    if view.is_digits(at) && view.word(at).len() <= FIGURES_MAX && !view.is_alphanumeric(at + 1) {
        return Some((view.word(at).to_owned(), at + 1));
    }
    name::figures(view, at)
}

/// A word that the lexicon lacks.
fn word(view: &View<'_>, at: usize) -> Option<(String, usize)> {
    let unknown = view.is_word(at) && view.word(at).len() > 2 && view.reading.at(at).is_empty();
    (unknown && !view.is_alphanumeric(at + 1)).then(|| (view.word(at).to_owned(), at + 1))
}
