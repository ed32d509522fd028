//! Local parts of addresses: names, signs in words, spelled letters and figures in words, read backwards from the at-sign.

use crate::kind::Kind;
use crate::scan::read::{Class, Classes, TokenKind};

use super::bridge;
use super::email::At;
use super::name::says_glued;
use super::{View, host};

/// Parts of a local part at most ("jean point dupont point 75").
const LOCAL_PARTS_MAX: usize = 8;
/// Octets of a local part at most (RFC 5321, 4.5.3.1.1).
pub(super) const LOCAL_BYTES_MAX: usize = 64;
/// Letters spelled one by one at most: the longest first names, and a surname.
const SPELLED_MAX: usize = 24;
/// Words of a number before an at-sign at most: "quatre-vingt-dix-neuf" is four, a year three more.
const FIGURE_WORDS_MAX: usize = 8;

/// Verbs after which an address's end stands: "lena.petit and ends @…".
const ENDS: &[&str] = &["ends", "ending", "finit", "termine", "endet", "acaba", "termina", "finisce", "eindigt"];

/// Tokens of a remark in brackets before an at-sign: "(com ponto no meio)".
const BRACKET_TOKENS_MAX: usize = 16;

/// What stands before an at-sign.
pub(super) struct Local {
    pub(super) name: String,
    pub(super) first: usize,
    pub(super) ordinary: bool,
    pub(super) parts: usize,
    /// Letter by letter, or with figures in words.
    pub(super) spelled: bool,
    /// Whether it touches the at-sign.
    pub(super) glued: bool,
    /// Whether the text says that its words are written as one.
    pub(super) joined: bool,
}

/// A part of it: its text and its first token.
struct Part {
    name: String,
    first: usize,
    spelled: bool,
}

/// The local part that ends before an at-sign at a token; `named` says that a known provider follows.
pub(super) fn before(view: &View<'_>, first: usize, at: At, named: bool) -> Option<Local> {
    // "torre3 arroba@": the sign is said and written.
    if at == At::Sign
        && let Some(said) = first.checked_sub(1).filter(|&word| view.reading.is(word, |c| c == Class::At))
        && let Some(local) = before(view, said, At::Word, named)
    {
        return Some(local);
    }
    let mut end = match at {
        At::Sign if first > 0 && view.is_newline(first - 1) => first - 1,
        At::Sign
            if matches!(
                view.sign(view.skip_spaces_back(first).checked_sub(1)?),
                Some("\"" | "/" | "'" | "+" | "*" | "|")
            ) =>
        {
            host::skip_padding_back(view, first)
        }
        // "x, tu ajoutes @"
        At::Sign
            if view
                .ending_at(view.skip_spaces_back(first), |c| c == Class::Filler)
                .is_some_and(|l| l.end > l.first + 1 || ENDS.contains(&view.word(l.first as usize))) =>
        {
            host::skip_padding_back(view, first)
        }
        At::Sign => first,
        _ => host::skip_padding_back(view, remarks_before(view, view.skip_comma_back(first))),
    };
    // "valou.dfr (arobase gmail)"
    if at != At::Sign && end > 0 && view.sign(end - 1) == Some("(") {
        end = view.skip_spaces_back(end - 1);
    }
    end = remarks_before(view, view.skip_comma_back(end));
    // "jean(remove-me)@": what stands in brackets before the sign is not part of the name.
    if matches!(view.sign(end.checked_sub(1)?), Some(")" | "]" | "}")) {
        end = opening(view, end)?;
    }
    let glued = end == first;
    let said = !(at == At::Sign && glued);
    let part = part_before(view, end, said)?;
    // "gmail ?", "nee @kpnmail.nl": an answer to what the other guessed.
    let answers = |c| matches!(c, Class::Denial | Class::Confirmation);
    if !glued && part.first + 1 == end && part.first == view.skip_spaces(0) && view.reading.is(part.first, answers) {
        return None;
    }
    let no_name =
        |at: usize| view.is_ordinary(at) || view.reading.is(at, |c| matches!(c, Class::Provider | Class::Service));
    let ordinary = part.first + 1 == end && no_name(part.first);
    let mut local =
        Local { name: part.name, first: part.first, ordinary, parts: 1, spelled: part.spelled, glued, joined: false };
    local.join_signs(view, said);
    if matches!(at, At::Word | At::Bracketed) || (named && said) {
        names_before(view, at, &mut local);
        local.join_signs(view, said);
    }
    let named = glued || local.name.bytes().any(|b| b.is_ascii_alphabetic());
    (local.name.len() <= LOCAL_BYTES_MAX && named).then_some(local)
}

/// "garage du lac arobase gmail point com, tout attaché": words that the text says are written as one, from what announces them on.
pub(super) fn widened(view: &View<'_>, mut local: Local, end: usize) -> Local {
    let from = local.first.saturating_sub(REMARK_TOKENS_MAX);
    let after = (end + REMARK_TOKENS_MAX).min(view.reading.tokens().len());
    // "« petits pois at laposte point net »"
    let quoted = view.sign(view.skip_spaces(end)) == Some("\"");
    if !quoted && !says_glued(view, from, after) {
        return local;
    }
    let mut first = local.first;
    for words in 0..=GLUED_WORDS_MAX {
        let before = view.skip_spaces_back(first);
        let announced = before == 0
            || !view.is_word(before - 1)
            || bridge::is_bound(view, first)
            || view.ending_at(before, |c| c == Class::Cue(Kind::Email)).is_some();
        if announced {
            // "mon mail, tout attaché lacroix at icloud"
            first = host::skip_padding(view, first);
            // "mon nom complet attaché mathieu at icloud" says it of what follows.
            let named = view.ending_at(view.skip_spaces_back(first), |c| c == Class::NamePart).is_some();
            let led = says_glued(view, first, local.first) && (named || view.is_ordinary(first));
            let led = led || (quoted && !view.sign_before(first, "\""));
            if words > 0 && first < local.first && !led {
                local.name = view.text()[view.reading.bytes(first, local.first)].replace(' ', "") + &local.name;
                local.first = first;
                local.parts += 1;
                local.ordinary = false;
                local.joined = true;
            }
            return local;
        }
        first = before - 1;
    }
    local
}

/// Words of a name that are written as one at most, and tokens after the address of what says so.
const GLUED_WORDS_MAX: usize = 4;
const REMARK_TOKENS_MAX: usize = 8;

impl Local {
    /// A user name as it is written.
    pub(super) fn written(name: String, first: usize) -> Self {
        Self { name, first, ordinary: false, parts: 1, spelled: false, glued: false, joined: false }
    }

    /// Parts joined by signs, in words or not: "jean point dupont".
    fn join_signs(&mut self, view: &View<'_>, said: bool) {
        while self.parts < LOCAL_PARTS_MAX && self.name.len() <= LOCAL_BYTES_MAX {
            let Some((earlier, sign)) = joined_before(view, self.first) else { break };
            let Some(part) = part_before(view, earlier, said) else { break };
            self.prepend(part, sign);
        }
    }

    fn prepend(&mut self, part: Part, sign: &str) {
        self.name = format!("{}{sign}{}", part.name, self.name);
        self.first = part.first;
        self.spelled |= part.spelled;
        self.parts += 1;
        self.ordinary = false;
    }
}

/// "lucas martin arobase", "marie 92 at": names before an unmistakable sign, up to a word that the lexicon knows.
fn names_before(view: &View<'_>, at: At, local: &mut Local) {
    for _ in 0..NAMES_MAX {
        let figures = local.name.bytes().all(|b| b.is_ascii_digit());
        // "je lis d.rochette (at)": a user name is complete; one with figures in words may go on.
        let written = |c: char| matches!(c, '.' | '_' | '-') || (c.is_ascii_digit() && !local.spelled);
        let complete = !figures && local.name.contains(written);
        if complete || (matches!(at, At::Weak | At::Sign) && !(figures || local.spelled)) {
            return;
        }
        let beside = view.skip_comma_back(local.first);
        // "zagarella numero sette"
        let before = if figures { host::skip_padding_back(view, local.first) } else { beside };
        if before == local.first || before == 0 {
            return;
        }
        // "Napoli Otranto e 33"
        let joiner = view.ending_at(before, |c| c == Class::Joiner).filter(|_| figures);
        let initials = joiner.and_then(|joiner| initials_before(view, view.skip_comma_back(joiner.first as usize)));
        let part = initials.or_else(|| part_before(view, before, figures)).or_else(|| explained_letter(view, before));
        let Some(part) = figures_between(view, before, local).or(part) else { return };
        let paused = beside < view.skip_spaces_back(local.first);
        let padded = before < beside;
        let known = (!figures || padded) && (!view.reading.at(part.first).is_empty() || part.name.len() < 2 || paused);
        // "k nine"
        let letter = figures && part.name.len() == 1 && view.is_word(part.first);
        // "clem du treize"
        let of = figures && matches!(part.name.as_str(), "du" | "de" | "del" | "do" | "aus");
        // "javi guion bajo monta 78 arroba"
        let joined = || figures && joined_before(view, part.first).is_some();
        if (view.is_ordinary(part.first) && !letter && !of && !joined() || known) && !part.spelled {
            return;
        }
        local.prepend(part, "");
    }
}

/// "bastien trois legoff": a number in words between two names.
fn figures_between(view: &View<'_>, end: usize, local: &Local) -> Option<Part> {
    let part = figures_before(view, end)?;
    let name = view.skip_spaces_back(part.first).checked_sub(1)?;
    let unknown = |at: usize| view.is_word(at) && view.word(at).len() > 2 && view.reading.at(at).is_empty();
    (unknown(name) && unknown(local.first)).then_some(part)
}

/// Names before an at-sign at most: first, middle and last, and an initial.
const NAMES_MAX: usize = 4;

/// "j for juliet" before a token.
fn explained_letter(view: &View<'_>, end: usize) -> Option<Part> {
    let (letter, first, explained) = letter_before(view, end)?;
    explained.then(|| Part { name: letter.to_string(), first, spelled: true })
}

/// A part that ends before a token; `said` where it may be in words.
fn part_before(view: &View<'_>, end: usize, said: bool) -> Option<Part> {
    // "lucette.onze" is written as it is.
    let written = |part: &Part| {
        let sign = part.first.checked_sub(1).is_some_and(|at| matches!(view.sign(at), Some("." | "_" | "-")));
        sign && part.first > 1 && view.is_alphanumeric(part.first - 2)
    };
    let figures = || figures_before(view, end).filter(|part| !written(part));
    if said && let Some(part) = spelled_before(view, end).or_else(figures).or_else(|| initials_before(view, end)) {
        return Some(part);
    }
    let leet = if said { leet_before(view, end) } else { None };
    let (first, name) = leet.or_else(|| chunk_before(view, end))?;
    // "w-e-n-d-y": letters by themselves.
    if said && name.len() > 4 && name.split('-').all(|letter| letter.len() == 1) {
        return Some(Part { name: name.replace('-', ""), first, spelled: true });
    }
    Some(Part { name, first, spelled: false })
}

/// "L comme Louis, U comme Ursule, C", "m, a, r, i, e": two letters or more, spelled.
fn spelled_before(view: &View<'_>, end: usize) -> Option<Part> {
    let mut name = String::new();
    let (mut first, mut at, mut explained, mut doubtful) = (end, end, false, false);
    while name.len() < SPELLED_MAX {
        let Some((letter, start, word)) = letter_before(view, at) else { break };
        name.insert(0, letter);
        explained |= word;
        doubtful |= !word && view.word(start).len() > 1;
        first = start;
        at = view.skip_comma_back(start);
        if at == start {
            break;
        }
    }
    let long = name.len() >= if explained { 2 } else { 3 };
    (long && (explained || !doubtful)).then_some(Part { name, first, spelled: true })
}

/// "Ancona Roma Livorno": words written large of which each gives its first letter, where the text says so.
fn initials_before(view: &View<'_>, end: usize) -> Option<Part> {
    let mut name = String::new();
    let (mut first, mut at) = (end, end);
    while name.len() < SPELLED_MAX {
        let Some(word) = at.checked_sub(1).filter(|&word| view.is_word(word) && host::is_capital(view, word)) else {
            break;
        };
        name.insert(0, view.word(word).chars().next()?);
        first = word;
        at = view.skip_comma_back(word);
        if at == word {
            break;
        }
    }
    (name.len() >= INITIALS_MIN && spells(view, end)).then_some(Part { name, first, spelled: true })
}

/// Words that stand for their first letters at least: two are a name and a surname.
const INITIALS_MIN: usize = 3;

/// Whether the text around a token speaks of letters or of spelling.
fn spells(view: &View<'_>, at: usize) -> bool {
    #[rustfmt::skip]
    const SPELLING: &[&str] = &[
        "letra", "letras", "inicial", "iniciales", "deletreo", "deletrear", "lettera", "lettere", "iniziale", "iniziali", "inicias",
        "iniciais", "soletro", "soletrar", "soletrando", "lettre", "lettres", "initiale", "initiales", "epelle", "letter", "letters",
        "initial", "initials", "spell", "spelling", "spelled", "spelt", "buchstabe", "buchstaben", "buchstabiere",
        "anfangsbuchstaben", "spel", "spellen", "beginletters", "ciudades", "citta", "cidades", "villes", "cities", "alfabeto",
        "alphabet", "sigla", "siglas", "sigle", "nato", "deletree", "deletreado",
    ];
    let to = (at + SPELLING_TOKENS).min(view.reading.tokens().len());
    (at.saturating_sub(SPELLING_TOKENS)..to).any(|at| SPELLING.contains(&view.word(at)))
}

/// How many tokens before and after a name its spelling is spoken of at most.
const SPELLING_TOKENS: usize = 40;

/// A letter that ends before a token: alone, by its name, or "b comme Bernard"; the last tells whether a word explains it.
fn letter_before(view: &View<'_>, end: usize) -> Option<(char, usize, bool)> {
    let letter = |at: usize| {
        let alone =
            at == 0 || !view.is_alphanumeric(at - 1) && !matches!(view.sign(at - 1), Some("'" | "." | "_" | "-"));
        view.word(at).chars().next().filter(|c| alone && view.word(at).len() == 1 && c.is_ascii_alphanumeric())
    };
    let last = end.checked_sub(1)?;
    if let Some(lexeme) = view.ending_at(end, |c| c == Class::Letter) {
        let sure = !view.is_ordinary(lexeme.first as usize) || lexeme.end > lexeme.first + 1;
        return Some((char::from(lexeme.entry.value as u8), lexeme.first as usize, sure));
    }
    if let Some(c) = letter(last) {
        return Some((c, last, false));
    }
    // "l comme louis", "i as in india"
    let mut like = view.skip_spaces_back(last).checked_sub(1)?;
    if view.word(like) == "in" {
        like = view.skip_spaces_back(like).checked_sub(1)?;
    }
    let before = view.skip_spaces_back(like);
    let first = before.checked_sub(1).filter(|_| LIKE.contains(&view.word(like)))?;
    // "uve de valencia": by its name and a word.
    let named = || {
        let named = view.ending_at(before, |c| c == Class::Letter)?;
        Some((char::from(named.entry.value as u8), named.first as usize))
    };
    let letter = letter(first).map(|c| (c, first)).or_else(named);
    letter.filter(|(c, _)| view.word(last).starts_with(*c)).map(|(c, first)| (c, first, true))
}

/// Letters spelled from a token on ("ge eme a i ele", "t comme Thomas, o …"): three at least, with one past the last token.
pub(super) fn spelled_at(view: &View<'_>, first: usize) -> Option<(String, usize)> {
    let end = spelled_end(view, first)?;
    Some((letters_at(view, first).map(|(letter, ..)| letter).collect(), end))
}

/// One past the letters spelled from a token on, where they are enough and more than single letters.
fn spelled_end(view: &View<'_>, first: usize) -> Option<usize> {
    let all = letters_at(view, first);
    let (bytes, end, named) = all.fold((0, first, false), |(bytes, _, named), (letter, end, by_name)| {
        (bytes + letter.len_utf8(), end, named || by_name)
    });
    (bytes >= 3 && named).then_some(end)
}

/// The letters spelled from a token on, each as [`letter_at`] has it.
fn letters_at(view: &View<'_>, first: usize) -> impl Iterator<Item = (char, usize, bool)> {
    let (mut next, mut bytes) = (Some(first), 0);
    std::iter::from_fn(move || {
        let letter = letter_at(view, next.filter(|_| bytes < SPELLED_MAX)?)?;
        let at = view.skip_comma(letter.1);
        next = Some(at).filter(|at| *at > letter.1);
        bytes += letter.0.len_utf8();
        Some(letter)
    })
}

/// Whether letters are spelled anywhere.
pub(super) fn may_spell(view: &View<'_>) -> bool {
    let spelled = |at: usize| spelled_end(view, at).is_some();
    let named = || (0..view.reading.tokens().len()).filter(|&at| view.reading.has(at, Classes::LETTER));
    view.reading.lone().any(spelled) || view.reading.holds().any(Classes::LETTER) && named().any(spelled)
}

/// A letter at a token: alone, by its name, or "b comme Bernard"; the last tells whether it is more than alone.
fn letter_at(view: &View<'_>, at: usize) -> Option<(char, usize, bool)> {
    let word = view.word(at);
    let alone = word.chars().next().filter(|c| word.len() == 1 && c.is_ascii_alphanumeric());
    if let Some(c) = alone {
        let like = view.skip_spaces(at + 1);
        let explained = view.skip_spaces(like + 1);
        if LIKE.contains(&view.word(like)) && view.word(explained).starts_with(c) && view.word(explained).len() > 1 {
            return Some((c, explained + 1, true));
        }
    }
    let named = view.reading.longest(at, |c| c == Class::Letter);
    match named {
        Some(lexeme) => {
            let (letter, end) = (char::from(lexeme.entry.value as u8), lexeme.end as usize);
            let like = view.skip_spaces(end);
            let word = view.skip_spaces(like + 1);
            if LIKE.contains(&view.word(like)) && view.word(word).len() > 1 && view.word(word).starts_with(letter) {
                return Some((letter, word + 1, true));
            }
            let sure = !view.is_ordinary(at) || end > at + 1;
            Some((letter, end, sure))
        }
        None => alone.map(|c| (c, at + 1, false)),
    }
}

/// Words that explain a letter: "b comme Bernard".
const LIKE: &[&str] = &["comme", "for", "wie", "come", "como", "van", "de", "as", "like", "als"];

/// "quatre-vingt-douze", "thirty three": a number in words as figures.
fn figures_before(view: &View<'_>, end: usize) -> Option<Part> {
    let is_number = |at: usize| view.reading.is(at, |c| c == Class::Number);
    let (mut first, mut at) = (end, end);
    for _ in 0..FIGURE_WORDS_MAX {
        let Some(word) = at.checked_sub(1).filter(|w| view.reading.tokens()[*w].kind == TokenKind::Word) else { break };
        if is_number(word) {
            first = word;
        } else if first == end || !view.reading.is(word, |c| c == Class::Joiner) {
            break;
        }
        // Parts of a word that was written glued ("ottantuno") touch.
        at = word
            - usize::from(
                word > 0 && matches!(view.reading.tokens()[word - 1].kind, TokenKind::Space | TokenKind::Hyphen),
            );
    }
    let mut name = String::new();
    let mut numbers = Vec::new();
    let mut token = first;
    while token < end {
        view.reading.numbers(token, view.vocabulary, &mut numbers);
        match numbers.iter().find(|n| n.end <= end) {
            Some(number) => {
                name.push_str(&number.value.to_string());
                token = number.end;
            }
            None => token += 1,
        }
    }
    (!name.is_empty()).then_some(Part { name, first, spelled: true })
}

/// Where a name ends that remarks follow: "zoe point martin, avec le e sans accent, arobase".
fn remarks_before(view: &View<'_>, mut end: usize) -> usize {
    for _ in 0..REMARKS_MAX {
        let from = end.saturating_sub(host::REMARK_TOKENS_MAX);
        let comma = (from..end).rev().find(|&at| view.sign(at) == Some(","));
        match comma.filter(|&comma| host::is_remark(view, comma + 1, end)) {
            Some(comma) => end = view.skip_spaces_back(comma),
            None => break,
        }
    }
    end
}

/// Remarks on how one name is written at most: "one word, number 3 on the end".
const REMARKS_MAX: usize = 2;

/// The token of the bracket that closes right before `end`.
fn opening(view: &View<'_>, end: usize) -> Option<usize> {
    let from = end.saturating_sub(BRACKET_TOKENS_MAX);
    (from..end).rev().find(|&at| matches!(view.sign(at), Some("(" | "[" | "{"))).map(|at| view.skip_spaces_back(at))
}

/// The letters, digits and signs of a name that end before a token, with its text.
pub(super) fn chunk_before(view: &View<'_>, end: usize) -> Option<(usize, String)> {
    let mut first = end;
    // Bounded by tokens, one byte each at least: local parts are looked for at many tokens.
    while first > end.saturating_sub(LOCAL_BYTES_MAX + 1) {
        let is_part = view.is_alphanumeric(first - 1)
            || (matches!(view.sign(first - 1), Some("." | "_" | "-" | "+"))
                && (first < end || view.sign(first - 1) == Some("_")));
        if !is_part {
            break;
        }
        first -= 1;
    }
    while first < end && !view.is_alphanumeric(first) && view.sign(first) != Some("_") {
        first += 1;
    }
    if first == end {
        return None;
    }
    let name = view.text()[view.reading.bytes(first, end)].to_owned();
    Some((first, name))
}

/// "ch10e.m@rt1n [at]": a name in leet, whose at-sign is a letter as another one is written out.
fn leet_before(view: &View<'_>, end: usize) -> Option<(usize, String)> {
    let (last, after) = chunk_before(view, end)?;
    let sign = last.checked_sub(1).filter(|&at| view.sign(at) == Some("@"))?;
    let (first, before) = chunk_before(view, sign).filter(|_| view.is_alphanumeric(sign - 1))?;
    Some((first, format!("{before}a{after}")))
}

/// A sign in words, or between spaces, that ends before a token: where it starts and what it stands for.
fn joined_before(view: &View<'_>, first: usize) -> Option<(usize, &'static str)> {
    let before = view.skip_comma_back(first);
    if before == 0 {
        return None;
    }
    if let Some(lexeme) =
        view.ending_at(before, |c| matches!(c, Class::Dot | Class::Dash | Class::Underscore | Class::Plus))
    {
        let sign = match lexeme.entry.class {
            Class::Dot => ".",
            Class::Dash => "-",
            Class::Underscore => "_",
            _ => "+",
        };
        let start = lexeme.first as usize;
        let bracket = matches!(view.sign(before), Some(")"));
        let earlier = view.skip_comma_back(start);
        return (earlier < start || bracket).then_some((earlier, sign));
    }
    let sign = match view.sign(before - 1) {
        Some(".") => ".",
        Some("_") => "_",
        Some(")" | "]") => return bracketed_before(view, before),
        _ => return None,
    };
    let earlier = view.skip_spaces_back(before - 1);
    (before < first && earlier < before - 1).then_some((earlier, sign))
}

/// "(dot)" before a token.
fn bracketed_before(view: &View<'_>, end: usize) -> Option<(usize, &'static str)> {
    let inner_end = view.skip_spaces_back(end - 1);
    let (start, sign) = match view.sign(inner_end.checked_sub(1)?) {
        Some(".") => (inner_end - 1, "."),
        Some("_") => (inner_end - 1, "_"),
        Some("-") => (inner_end - 1, "-"),
        _ => {
            let lexeme = view.ending_at(inner_end, |c| matches!(c, Class::Dot | Class::Dash | Class::Underscore))?;
            let sign = match lexeme.entry.class {
                Class::Dot => ".",
                Class::Dash => "-",
                _ => "_",
            };
            (lexeme.first as usize, sign)
        }
    };
    let open = view.skip_spaces_back(start).checked_sub(1)?;
    matches!(view.sign(open), Some("(" | "[")).then(|| (view.skip_spaces_back(open), sign))
}
