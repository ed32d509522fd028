//! User names: as written, with their sigil, signs and figures in words, letters spelled; full names and names of several words.

use crate::scan::fold::Marks;
use crate::scan::read::{Class, Lexeme, TokenKind};

use super::bridge::{Bridge, is_bound};
use super::host::{self, Dot};
use super::local::spelled_at;
use super::{View, email, handle, wording};

/// The longest user name of any service (Discord's old form, Instagram: 30).
const NAME_BYTES_MAX: usize = 40;

/// A user name: its text, its tokens and how sure it is to be one.
pub(super) struct Name {
    pub(super) value: String,
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) sigil: bool,
    /// Digits, underscores or dots inside: no ordinary word.
    pub(super) mixed: bool,
    pub(super) ordinary: bool,
    pub(super) spelled: bool,
    /// Two capitalised words or more: how a person is called on Facebook.
    pub(super) full: bool,
}

impl Name {
    /// One that is said in words and figures.
    fn said(value: String, first: usize, end: usize) -> Self {
        Self { value, first, end, sigil: false, mixed: true, ordinary: false, spelled: true, full: false }
    }

    /// Whether it is one word that the lexicon lacks, and ends a clause.
    pub(super) fn is_unknown(&self, view: &View<'_>) -> bool {
        self.value.len() >= OWN_BYTES_MIN
            && self.end == self.first + 1
            && view.reading.at(self.first).is_empty()
            && handle::ends_clause(view, self.end)
    }

    /// Whether nothing but its place tells that it is one.
    pub(super) fn is_plain(&self) -> bool {
        !(self.sigil || self.mixed || self.spelled || self.full)
    }

    /// Whether it is one long word, in small letters, that the lexicon lacks.
    pub(super) fn is_lone(&self, view: &View<'_>) -> bool {
        self.value.len() >= LONE_BYTES_MIN
            && self.end == self.first + 1
            && !host::is_capital(view, self.first)
            && view.reading.at(self.first).is_empty()
    }

    /// Whether it could hardly be anything else: signs or figures between letters, and a word that is none of the language.
    pub(super) fn is_own(&self, view: &View<'_>) -> bool {
        let own = |at: usize| view.is_word(at) && view.word(at).len() > 2 && !view.is_ordinary(at);
        !self.full
            && self.value.len() >= OWN_BYTES_MIN
            && is_unmistakable(&self.value, true)
            && (self.first..self.end).any(own)
    }
}

/// Shorter words that the lexicon lacks are as often a language's.
const LONE_BYTES_MIN: usize = 8;

/// Shorter ones are sizes and models: "mp3", "ps5".
const OWN_BYTES_MIN: usize = 6;

/// "vintage pat, collé": words that the text says are written as one.
pub(super) fn several_words(view: &View<'_>, first: usize) -> Option<Name> {
    let from = if view.sign(first) == Some("@") { view.skip_spaces(first + 1) } else { first };
    let from = view.reading.longest(first, |c| c == Class::At).map_or(from, |at| view.skip_spaces(at.end as usize));
    let limit = (first + SEVERAL_TOKENS_MAX).min(view.reading.tokens().len());
    let glued = (first..limit).find(|&at| GLUED.contains(&view.word(at)))?;
    // What says so: "tout collé", "(no gaps", ", en un mot".
    let mut end = glued;
    // "lespetitsplats 2 nawel (le 2 en chiffre, tout collé)"
    if let Some(open) = (from..glued).find(|&at| view.sign(at) == Some("(")) {
        end = open;
    }
    while end > first
        && matches!(
            view.word(end - 1),
            " " | ","
                | "("
                | "tout"
                | "no"
                | "sans"
                | "en"
                | "un"
                | "seul"
                | "all"
                | "one"
                | "without"
                | "todo"
                | "tutto"
                | "tudo"
                | "sin"
                | "senza"
                | "sem"
                | "alles"
                | "ohne"
                | "aan"
                | "zonder"
                | "pero"
                | "mas"
                | "ma"
                | "mais"
                | "but"
                | "aber"
                | "maar"
                | "em"
                | "del"
                | "do"
                | "lugar"
                | "vez"
                | "underline"
                | "com"
                | "con"
        )
    {
        end -= 1;
    }
    // "zouk machine 97 sur snap, sans espaces"
    let end = (from..end).find(|&at| is_place(view, at)).map_or(end, |at| view.skip_spaces_back(at));
    let parts = view.reading.tokens()[from.min(end)..end].iter().filter(|t| t.kind == TokenKind::Word).count();
    let plain = (from..end).all(|at| view.is_alphanumeric(at) || matches!(view.word(at), " " | "." | "_" | "-"));
    let listed = || parts > 0 && is_listed(view, from, end);
    if !((2..=SEVERAL_WORDS_MAX).contains(&parts) && plain || listed()) {
        return None;
    }
    let value = view.text()[view.reading.bytes(from, end)].replace([' ', ','], "");
    Some(Name { value, first, end, sigil: from > first, mixed: false, ordinary: false, spelled: true, full: true })
}

/// "con usuario profe, jota, mates, pégalo todo": a name told piece by piece, not far after a service, right after what binds.
pub(super) fn in_pieces(view: &View<'_>, from: usize) -> Option<Name> {
    let limit = (from + PIECES_TOKENS_MAX).min(view.reading.tokens().len());
    let first = (from..limit).find(|&at| view.is_word(at) && (view.sign_before(at, ":") || is_bound(view, at)))?;
    several_words(view, first).filter(|name| is_listed(view, first, name.end))
}

/// Tokens from a service to a name that is told piece by piece at most.
const PIECES_TOKENS_MAX: usize = 10;

/// "gato, negro, 88": the pieces of a name, told one by one.
fn is_listed(view: &View<'_>, first: usize, end: usize) -> bool {
    let piece = |at: usize| view.is_alphanumeric(at) || matches!(view.word(at), " " | "," | "_" | "-" | ".");
    let (mut pieces, mut tokens) = (1, 0);
    for at in first..end {
        tokens += 1;
        if view.sign(at) == Some(",") {
            pieces += 1;
            tokens = 0;
        }
        // The last may say how it is written: "y el 3 en número".
        if !piece(at) || tokens > if pieces > 2 { LAST_PIECE_TOKENS_MAX } else { PIECE_TOKENS_MAX } {
            return false;
        }
    }
    pieces >= PIECES_MIN
}

/// Pieces of a name that is told piece by piece at least.
const PIECES_MIN: usize = 3;
/// Tokens of a piece at most, and of the last ones.
const PIECE_TOKENS_MAX: usize = 4;
const LAST_PIECE_TOKENS_MAX: usize = 14;

/// Whether a small word and a service stand at a token: "sur snap".
pub(super) fn is_place(view: &View<'_>, at: usize) -> bool {
    matches!(view.word(at), "sur" | "on" | "auf" | "bei" | "su" | "en" | "no" | "na" | "op" | "in" | "em" | "at")
        && view
            .reading
            .is(view.skip_spaces(at + 1), |c| matches!(c, Class::Service | Class::ServiceTwin | Class::Periphrase))
}

/// "grimpeur fou dièse 0421", "manon la menace 203": words with the number that closes them.
pub(super) fn words_with_number(view: &View<'_>, first: usize) -> Option<Name> {
    let own = |at: usize| view.is_word(at) && view.word(at).len() > 2 && view.reading.at(at).is_empty();
    if !own(first) {
        return None;
    }
    let mut end = first + 1;
    let mut value = view.word(first).to_owned();
    for words in 1..=NUMBERED_WORDS_MAX {
        if let Some((figures, after)) = hash_in_words(view, end) {
            let value = format!("{value}#{figures}");
            return (words > 1).then(|| Name::said(value, first, after));
        }
        let next = view.skip_spaces(end);
        if next == end {
            return None;
        }
        let digits = view.reading.tokens().get(next).filter(|t| t.kind == TokenKind::Digits && t.len() <= FIGURES_MAX);
        if let Some((mut number, mut after)) =
            figures(view, next).or_else(|| digits.map(|t| (t.text(view.text()).to_owned(), next + 1)))
        {
            // "97 un"
            if let Some((more, further)) = figures(view, view.skip_spaces(after)) {
                number.push_str(&more);
                after = further;
            }
            let closes = handle::ends_clause(view, after) || is_place(view, view.skip_spaces(after));
            // "moderador desde 2018"
            let dates = DATING.contains(&view.word(end - 1));
            return (closes && !dates).then(|| Name::said(value + &number, first, after));
        }
        if !view.is_word(next) || view.reading.is(next, |c| c == Class::Service) {
            return None;
        }
        value.push_str(view.word(next));
        end = next + 1;
    }
    None
}

/// Small words before a number that is a date, a time or a price, and no part of a name.
#[rustfmt::skip]
const DATING: &[&str] = &[
    "desde", "hasta", "hace", "sobre", "depuis", "jusque", "vers", "pour", "since", "until", "from", "for", "dal", "dalla", "dalle", "fino",
    "verso", "seit", "bis", "ab", "vor", "sinds", "tot", "vanaf", "ate", "faz", "por", "con", "com", "para", "per", "fur",
];

/// Words of a name before the number that closes it at most.
const NUMBERED_WORDS_MAX: usize = 4;

/// Words that say that others are written as one.
#[rustfmt::skip]
const GLUED: &[&str] = &[
    "colle", "colles", "attache", "attaches", "attaccato", "unito", "junto", "pegado", "together", "joined",
    "zusammen", "elkaar", "gaps", "spaces", "espace", "espaces", "espacios", "spazi", "espacos", "leerzeichen",
    "spaties", "mot", "word", "juntos", "juntas", "pegados", "attaccati", "uniti", "juntinho", "accole", "accoles", "aneinander", "vast", "pegalo", "pegala", "pegalos", "juntalo", "juntalos", "unelo", "pegadito", "pegaditos", "juntito", "espacio", "espaco", "spazio", "attaccalo", "attaccali", "uniscili", "attaccatissimo", "grudado", "grudadinho", "coladinho", "emendado", "juntinhos", "gap", "zusammengeschrieben", "aneinandergeschrieben", "aaneen", "aaneengeschreven",
];

/// Whether a range of tokens says that words are written as one.
pub(super) fn says_glued(view: &View<'_>, first: usize, end: usize) -> bool {
    (first..end).any(|at| GLUED.contains(&view.word(at)))
}

/// Words of a name in several words at most: "les petits plats de sonia".
const SEVERAL_WORDS_MAX: usize = 6;

/// Tokens of a name in several words and of what says that they are one.
const SEVERAL_TOKENS_MAX: usize = 24;

/// Whether a name could be nothing but a user name, whatever stands before it.
pub(super) fn is_unmistakable(name: &str, by_digits: bool) -> bool {
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    let letters = name.bytes().filter(u8::is_ascii_alphabetic).count();
    name.contains('_')
        || (by_digits && digits > 0 && letters >= 4)
        || name.split('.').filter(|part| part.len() > 2).count() > 1
}

/// The quote that closes a name of several words which begins at a token.
fn closing_quote(view: &View<'_>, first: usize) -> Option<usize> {
    let end = (first + QUOTED_TOKENS_MAX).min(view.reading.tokens().len());
    let close = (first..end).find(|&at| {
        !matches!(view.reading.tokens()[at].kind, TokenKind::Word | TokenKind::Space | TokenKind::Digits)
    })?;
    (view.sign(close) == Some("\"") && close > first + 2).then_some(close)
}

/// Tokens of a quoted name at most: four words.
const QUOTED_TOKENS_MAX: usize = 8;

/// "mon fb c'est Lina Decorte": two or three capitalised words that are no words of the language.
pub(super) fn full_name(view: &View<'_>, bridge: &Bridge) -> Option<Name> {
    if bridge.wordy && !is_bound(view, bridge.at) || !(bridge.bound || bridge.parted) {
        return None;
    }
    if let Some(end) =
        bridge.at.checked_sub(1).filter(|&at| view.sign(at) == Some("\"")).and_then(|_| closing_quote(view, bridge.at))
    {
        let value = view.text()[view.reading.bytes(bridge.at, end)].to_owned();
        let (mixed, spelled) = (is_unmistakable(&value, true), false);
        return Some(Name { value, first: bridge.at, end, sigil: false, mixed, ordinary: false, spelled, full: true });
    }
    let (end, ordinary) = title(view, bridge.at)?;
    // "your fb page. Ugh I": a sentence of its own.
    if ordinary && bridge.parted {
        return None;
    }
    let value = view.text()[view.reading.bytes(bridge.at, end)].to_owned();
    Some(Name { value, first: bridge.at, end, sigil: false, mixed: false, ordinary: false, spelled: false, full: true })
}

/// One past a name with capitals, and whether a word of it is ordinary: two words or more, small ones and a number may stand in it
/// ("Les Jardins de Thérèse", "Toiletteuse Nomade 44", "Dave's Van Hire").
fn title(view: &View<'_>, first: usize) -> Option<(usize, bool)> {
    #[rustfmt::skip]
    const SMALL: &[&str] = &[
        "a", "and", "au", "aux", "chez", "d", "da", "de", "del", "della", "der", "des", "di", "do", "dos", "du", "e",
        "en", "et", "l", "la", "le", "les", "of", "s", "the", "und", "van", "von", "y", "&", "'",
    ];
    let (mut end, mut at) = (first, first);
    let (mut capitals, mut ordinary) = (0, 0);
    while capitals < TITLE_WORDS_MAX {
        if view.word(at).len() > 1 && view.is_word(at) && host::is_capital(view, at) {
            capitals += 1;
            ordinary += usize::from(view.is_ordinary(at));
            end = at + 1;
            // "Jean-Marc Ferrandier"
            if view.sign(end) == Some("-") && view.is_word(end + 1) && host::is_capital(view, end + 1) {
                end += 2;
                at = end - 1;
            }
        } else if capitals == 0 || !SMALL.contains(&view.word(at)) {
            break;
        }
        at = view.skip_spaces(at + 1);
    }
    let number = view.reading.tokens().get(at).is_some_and(|t| t.kind == TokenKind::Digits && t.len() <= 4);
    if number && at == view.skip_spaces(end) {
        end = at + 1;
    }
    (capitals >= 2 && ordinary < capitals).then_some((end, ordinary > 0))
}

/// Words with capitals of a name at most: those of a shop's page.
const TITLE_WORDS_MAX: usize = 5;

/// One past a name that may be said: "maud tiret bas gateaux", "33 6 48 27", "alquiler guion cadiz 7".
pub(super) fn spoken_name(view: &View<'_>, at: usize) -> Option<usize> {
    if view.reading.tokens().get(at)?.kind == TokenKind::Digits {
        let mut end = at + 1;
        while view.reading.tokens().get(view.skip_spaces(end)).is_some_and(|t| t.kind == TokenKind::Digits) {
            end = view.skip_spaces(end) + 1;
        }
        if view.word(at).len() > 3 || end > at + 3 {
            return Some(end);
        }
    }
    name(view, at).map(|n| n.end).or_else(|| email::name_at(view, at).map(|(_, end)| end))
}

/// A user name at a token: with its sigil, signs in words ("tiret bas"), and digits in words after them.
pub(super) fn name(view: &View<'_>, at: usize) -> Option<Name> {
    // "apenstaart en laag streepje": signs that are spoken of.
    let spoken_of = |end: usize| view.reading.is(view.skip_spaces(end), |c| c == Class::Joiner);
    let arobase = view
        .reading
        .longest(at, |c| c == Class::At)
        .filter(|l| !view.is_alphanumeric(l.end as usize) && !spoken_of(l.end as usize));
    let arobase = arobase.or_else(|| sigil_word(view, at));
    // "L'@telier" is a shop, "telegram@lina" a user.
    let glued = at > 0 && (view.is_alphanumeric(at - 1) || view.sign(at - 1) == Some("'"));
    let inner = glued && view.ending_at(at, |c| c == Class::Service).is_none();
    let sigil = (view.sign(at) == Some("@") && !inner) || arobase.is_some();
    // "( @ ) name"
    let bracket = usize::from(matches!(view.sign(view.skip_spaces(at + 1)), Some(")" | "]")));
    let sigil_end = arobase.map_or_else(
        || if bracket > 0 { view.skip_spaces(at + 1) + 1 } else { at + 1 },
        |l| {
            // "(arroba) taller"
            let end = view.skip_spaces(l.end as usize);
            let closed = view.sign_before(at, "(") && view.sign(end) == Some(")");
            if closed { view.skip_spaces(end + 1) } else { view.skip_comma(l.end as usize) }
        },
    );
    let from = if sigil { skip_joints(view, sigil_end) } else { at };
    let apart = sigil && from > sigil_end;
    let letters = spelled_at(view, from);
    let by_letters = letters.is_some();
    let (mut value, mut end) =
        letters.or_else(|| email::name_at(view, from)).or_else(|| leading_underscore(view, from, apart))?;
    let mut spelled = arobase.is_some() || by_letters || view.marks(from, end).has(Marks::SPACED);
    let single = end == from + 1;
    let mut ordinary = single
        && (view.is_ordinary(from)
            || view.reading.is(from, |c| {
                matches!(c, Class::Service | Class::Provider | Class::ServiceTwin | Class::StandIn | Class::Dot)
            }));
    while value.len() <= NAME_BYTES_MAX
        && let Some((sign, next)) = sign_in_words(view, end)
            .or_else(|| stray_space(view, &value, end))
            .or_else(|| letters_told(view, end).and_then(|told| sign_in_words(view, told)))
            .or_else(|| spaced_sign(view, end).filter(|_| apart))
            .or_else(|| spaced_dashes(view, end))
            .or_else(|| odd_dot(view, end, sigil))
    {
        let Some((mut part, mut after)) = part_at(view, next) else { break };
        // "jocelyne tiret bas pointe à pitre, collé"
        if sign_in_words(view, after).is_none()
            && let Some(glued) = several_words(view, next).filter(|glued| !glued.sigil && glued.end > after)
        {
            (part, after) = (glued.value, glued.end);
        }
        // "peint point pas de majuscule": the sentence goes on.
        let goes_on =
            sign == "." && after == next + 1 && view.is_ordinary(next) && view.is_word(view.skip_spaces(after));
        if goes_on && sign_in_words(view, after).is_none() {
            break;
        }
        // "please underscore every verb"
        let known = sign != "." && after == next + 1 && view.is_ordinary(next) && view.is_word(view.skip_spaces(after));
        if known && ordinary && !sigil {
            return None;
        }
        value.push_str(sign);
        value.push_str(&part);
        // "het punt dat": words and a sign that is a word too are a sentence.
        ordinary &= sign == "." && after == next + 1 && view.is_ordinary(next);
        end = after;
        spelled = true;
    }
    spelled |= letters_told(view, end).is_some();
    // "lu . personal _"
    for _ in 0..UNDERSCORES_MAX {
        let trailing = view.skip_spaces(end);
        let alike = (apart && spelled) || value.starts_with("__");
        if !alike || view.sign(trailing) != Some("_") {
            break;
        }
        value.push('_');
        end = trailing + 1;
    }
    if let Some((figures, after)) = hash_in_words(view, end) {
        value = format!("{value}#{figures}");
        end = after;
        spelled = true;
    }
    // "lina#4821", "l i n a # 4 8 2 1"
    let spaced = view.marks(from, end).has(Marks::SPACED);
    let beside = |at: usize| if spaced { view.skip_spaces(at) } else { at };
    if view.sign(beside(end)) == Some("#")
        && !ordinary
        && let Some((figures, after)) = tag(view, beside(beside(end) + 1))
    {
        value = format!("{value}#{figures}");
        end = after;
    }
    // "jean tiret bas dup 75": figures after a spelled name belong to it.
    let figures = view.skip_spaces(end);
    if spelled
        && figures > end
        && view.reading.tokens().get(figures).is_some_and(|t| t.kind == TokenKind::Digits && t.len() <= 4)
    {
        value.push_str(view.reading.tokens()[figures].text(view.text()));
        end = figures + 1;
    }
    // "arobase lina quatre-vingt-douze": so do figures in words that close the phrase.
    else if spelled
        && figures > end
        && let Some((said, after)) = self::figures(view, figures).filter(|(_, after)| handle::ends_clause(view, *after))
    {
        value.push_str(&said);
        end = after;
    }
    // "danique met drie q's en dan 2010"
    if !ordinary && let Some((longer, after)) = wording::after(view, &value, end) {
        (value, end, spelled) = (longer, after, true);
    }
    let letters = value.bytes().filter(u8::is_ascii_alphabetic).count();
    if value.len() > NAME_BYTES_MAX || value.len() < 3 || letters < 2 {
        return None;
    }
    // "@ 3pm", "@ 10 euros": an hour or a price, no name.
    if value.starts_with(|c: char| c.is_ascii_digit()) && (letters < 3 || apart || !(sigil || value.contains('_'))) {
        return None;
    }
    let inner = value.trim_matches('.');
    // "ok.merci" is two sentences.
    let sentences = !spelled
        && inner.contains('.')
        && inner.chars().all(|c| c.is_ascii_alphabetic() || c == '.')
        && (from..end).all(|at| !view.is_word(at) || view.is_ordinary(at));
    let mixed = inner.contains(|c: char| c.is_ascii_digit() || matches!(c, '_' | '.' | '-'))
        && !is_hyphenated_word(inner)
        && !sentences;
    Some(Name { value: inner.to_owned(), first: at, end, sigil, mixed, ordinary, spelled, full: false })
}

/// "Mirage # 4410": the name with the number that one service gives it, spaces between.
pub(super) fn with_number(view: &View<'_>, mut name: Name) -> Name {
    let hash = view.skip_spaces(name.end);
    if view.sign(hash) == Some("#")
        && !name.ordinary
        && let Some((figures, end)) = tag(view, view.skip_spaces(hash + 1))
    {
        name.value = format!("{}#{figures}", name.value);
        name.end = end;
    }
    name
}

/// The four figures of a discriminator, and one past them: "#0417", "# 0 4 1 7".
pub(super) fn tag(view: &View<'_>, at: usize) -> Option<(String, usize)> {
    let whole = view.is_digits(at).then(|| (view.word(at).to_owned(), at + 1));
    let four = |tag: &(String, usize)| tag.0.len() == FIGURES_MAX;
    whole.filter(four).or_else(|| view.single_digits(at).filter(four)).or_else(|| drawn_tag(view, at))
}

/// "#1O77": four figures of which some are drawn as letters.
fn drawn_tag(view: &View<'_>, at: usize) -> Option<(String, usize)> {
    let end = (at..at + FIGURES_MAX + 1).find(|&at| !view.is_alphanumeric(at)).filter(|&end| end > at)?;
    let written = &view.text()[view.reading.bytes(at, end)];
    let figures = written.bytes().filter(u8::is_ascii_digit).count();
    if written.len() != FIGURES_MAX || figures < 2 {
        return None;
    }
    let figure = |c: char| match c {
        'o' => Some('0'),
        'i' | 'l' => Some('1'),
        'z' => Some('2'),
        's' => Some('5'),
        'b' => Some('8'),
        _ => c.is_ascii_digit().then_some(c),
    };
    written.chars().map(figure).collect::<Option<String>>().map(|tag| (tag, end))
}

/// "at" after a colon, before what could be nothing but a user name.
pub(super) fn sigil_word(view: &View<'_>, at: usize) -> Option<Lexeme> {
    if view.word(at) != "at" || !view.sign_before(at, ":") {
        return None;
    }
    let word = view.reading.longest(at, |c| c == Class::AtWeak)?;
    let (name, _) = email::name_at(view, view.skip_spaces(word.end as usize))?;
    is_unmistakable(&name, true).then_some(word)
}

/// A part of a name after a sign in words: a number in words, letters spelled, or as it is written.
fn part_at(view: &View<'_>, at: usize) -> Option<(String, usize)> {
    figures(view, at).or_else(|| spelled_at(view, at)).or_else(|| email::name_at(view, at))
}

/// Numbers in words at a token, in figures: "novantadue", "zero sete um três".
pub(super) fn figures(view: &View<'_>, at: usize) -> Option<(String, usize)> {
    let mut figures = String::new();
    let mut numbers = Vec::new();
    let (mut at, mut end) = (at, at);
    while figures.len() < FIGURES_MAX {
        // "2 fois zéro", "drie keer nul"
        let repeat = view.reading.longest(at, |c| c == Class::Repeat);
        let number_at = repeat.map_or(at, |l| view.skip_spaces(l.end as usize));
        if !view.reading.is(number_at, |c| c == Class::Number) {
            break;
        }
        view.reading.numbers(number_at, view.vocabulary, &mut numbers);
        let Some(number) = numbers.first() else { break };
        figures.push_str(&number.value.to_string().repeat(repeat.map_or(1, |l| l.entry.value.into())));
        end = number.end;
        at = view.skip_spaces(end);
    }
    (!figures.is_empty()).then_some((figures, end))
}

/// Figures in words of a name at most: a year, or what follows the hash.
const FIGURES_MAX: usize = 4;

/// "vektor cancelletto quattro quattro uno due", "zephyr dièse 2207": what follows the sign in words.
fn hash_in_words(view: &View<'_>, end: usize) -> Option<(String, usize)> {
    let word = view.skip_comma(end);
    let hash = view.reading.longest(word, |c| c == Class::Hash).filter(|_| word > end)?;
    let at = view.skip_comma(hash.end as usize);
    let digits = view.reading.tokens().get(at).filter(|t| t.kind == TokenKind::Digits);
    let figures = digits.map(|t| (t.text(view.text()).to_owned(), at + 1)).or_else(|| figures(view, at))?;
    (figures.0.len() == FIGURES_MAX).then_some(figures)
}

/// "zora(.)77", "k3v1n•du•13", "@_maelys..bijoux": a dot that is not plain, glued.
fn odd_dot(view: &View<'_>, end: usize, sigil: bool) -> Option<(&'static str, usize)> {
    let (dot, next) = host::dot(view, end).filter(|(_, next)| view.is_alphanumeric(*next))?;
    let glued = view.skip_spaces(end) == end && view.skip_spaces_back(next) == next;
    match dot {
        Dot::Bracketed => Some((".", next)),
        Dot::Bullet if glued => Some((".", next)),
        Dot::Doubled if sigil => Some(("..", next)),
        _ => None,
    }
}

/// " - " or " . " between two parts of a name that is written with spaces everywhere.
fn spaced_sign(view: &View<'_>, end: usize) -> Option<(&'static str, usize)> {
    let at = view.skip_spaces(end);
    let next = view.skip_spaces(at + 1);
    let sign = match view.sign(at)? {
        "-" => "-",
        "." => ".",
        _ => return None,
    };
    (at > end && next > at + 1 && view.is_alphanumeric(next)).then_some((sign, next))
}

/// "duda - - 07": dashes one after the other, spaces between them, glued to nothing.
pub(super) fn spaced_dashes(view: &View<'_>, end: usize) -> Option<(&'static str, usize)> {
    let (mut at, mut dashes) = (end, 0);
    while dashes < DASHES_MAX && view.sign(view.skip_spaces(at)) == Some("-") && view.skip_spaces(at) > at {
        dashes += 1;
        at = view.skip_spaces(at) + 1;
    }
    let next = view.skip_spaces(at);
    (dashes > 1 && next > at && view.is_alphanumeric(next)).then_some(("--", next))
}

/// Dashes between two parts of a name at most.
const DASHES_MAX: usize = 3;

/// Spaces, quotes and plus signs between a sigil and its name: "\"@\" + \"lina\"".
fn skip_joints(view: &View<'_>, from: usize) -> usize {
    let joint = |at: usize| view.skip_spaces(at) > at || matches!(view.word(at), "\"" | "+" | "'");
    let end = (from..from + JOINTS_MAX).find(|&at| !joint(at));
    end.unwrap_or(from)
}

/// Signs and spaces between a sigil and its name at most.
const JOINTS_MAX: usize = 7;

fn is_hyphenated_word(name: &str) -> bool {
    name.contains('-') && name.chars().all(|c| c.is_ascii_alphabetic() || c == '-')
}

/// "_lina"; `apart` says that spaces stand everywhere.
fn leading_underscore(view: &View<'_>, at: usize, apart: bool) -> Option<(String, usize)> {
    if view.sign(at) != Some("_") {
        return None;
    }
    let (mut from, mut signs) = (at, 0);
    // "_ _ sterre": as many as stand before it.
    while signs < UNDERSCORES_MAX && view.sign(from) == Some("_") {
        signs += 1;
        from = if apart || signs > 0 && view.sign(view.skip_spaces(from + 1)) == Some("_") {
            view.skip_spaces(from + 1)
        } else {
            from + 1
        };
    }
    let (name, end) = email::name_at(view, if signs > 1 { view.skip_spaces(from) } else { from })?;
    Some((format!("{}{name}", "_".repeat(signs)), end))
}

/// Underscores before or behind a name at most.
const UNDERSCORES_MAX: usize = 4;

/// A sign in words between two parts of a name.
pub(super) fn sign_in_words(view: &View<'_>, end: usize) -> Option<(&'static str, usize)> {
    let word = view.skip_comma(end);
    if word == end {
        return None;
    }
    if let Some(sign) = ["_", "."].into_iter().find(|s| view.sign(word) == Some(s)) {
        let next = view.skip_spaces(word + 1);
        // "tablets . Reaction" is a new sentence.
        // "lina .deco92", no sentence that begins with its dot
        let glued = next == word + 1 && !view.is_ordinary(next) && !host::COMMON_TLDS.contains(&view.word(next));
        let apart = next > word + 1 || sign == "_" || glued;
        let name = apart && view.is_alphanumeric(next) && !(sign == "." && host::is_capital(view, next));
        return name.then_some((sign, next));
    }
    // "lina + tiret du bas + deco"
    if view.sign(word) == Some("+")
        && let Some((sign, next)) = sign_in_words(view, word + 1)
    {
        return Some((sign, next));
    }
    // "jip en dan twee underscores en dan janneke"
    let twice =
        view.reading.longest(word, |c| matches!(c, Class::Repeat | Class::Number)).filter(|l| l.entry.value == 2);
    if let Some(twice) = twice
        && let Some(sign) = view.reading.longest(view.skip_spaces(twice.end as usize), |c| c == Class::Underscore)
    {
        let next = view.skip_comma(sign.end as usize);
        let next = then(view, next).map_or(next, |then| view.skip_comma(then.end as usize));
        return (next > sign.end as usize && view.is_alphanumeric(next)).then_some(("__", next));
    }
    // "bram (underscore) wood"
    let inner = word + usize::from(view.sign(word) == Some("("));
    let lexeme = view
        .reading
        .longest(inner, |c| matches!(c, Class::Dot | Class::Dash | Class::Underscore))
        .or_else(|| led_underscore(view, word))?;
    let close = lexeme.end as usize + usize::from(inner > word);
    if inner > word && view.sign(close - 1) != Some(")") {
        return None;
    }
    let sign = match lexeme.entry.class {
        Class::Dot => ".",
        Class::Dash => "-",
        _ => "_",
    };
    let mut next = view.skip_comma(close);
    if view.sign(next) == Some("+") && next > close {
        next = view.skip_spaces(next + 1);
    }
    if lexeme.entry.class == Class::Underscore
        && let Some(then) = then(view, next)
    {
        next = view.skip_comma(then.end as usize);
    }
    (next > lexeme.end as usize && view.is_alphanumeric(next)).then_some((sign, next))
}

/// "lina_ deco", "zephyr_ .04": a space after the sign that a name's first part ends with.
fn stray_space(view: &View<'_>, value: &str, end: usize) -> Option<(&'static str, usize)> {
    let next = view.skip_spaces(end);
    if next == end || !value.ends_with(['_', '.']) || value.len() < 4 {
        return None;
    }
    let closes = handle::ends_clause(view, next + 1);
    let own = view.is_digits(next) || (view.is_word(next) && !view.is_ordinary(next) && !host::is_capital(view, next));
    (own && closes && value.ends_with('_')).then_some(("", next))
}

/// ", avec deux i,": how often a letter stands in a name; one past it.
fn letters_told(view: &View<'_>, end: usize) -> Option<usize> {
    let with = view.skip_comma(end);
    if !matches!(view.word(with), "avec" | "with" | "mit" | "con" | "com" | "met") || with == end {
        return None;
    }
    let number = view.skip_spaces(with + 1);
    let letter = view.skip_spaces(number + 1);
    let told = view.reading.is(number, |c| c == Class::Number) || view.is_digits(number);
    let single = |at: usize| view.is_word(at) && view.word(at).len() == 1 && !view.is_alphanumeric(at + 1);
    (told && single(letter) && view.sign(letter + 1) != Some("'")).then_some(letter + 1)
}

/// "puis tiret bas": no everyday word, so that others may lead to it.
fn led_underscore(view: &View<'_>, word: usize) -> Option<Lexeme> {
    let then = then(view, word)?;
    view.reading.longest(view.skip_comma(then.end as usize), |c| c == Class::Underscore)
}

/// A word that leads from one part of a name to the next.
fn then(view: &View<'_>, at: usize) -> Option<Lexeme> {
    #[rustfmt::skip]
    const THEN: &[&str] = &[
        "puis", "ensuite", "apres", "suivi", "then", "followed", "dann", "danach", "luego", "despues", "seguido", "poi",
        "seguito", "depois", "dan", "daarna", "gevolgd",
    ];
    view.reading.longest(at, |c| c == Class::Filler).filter(|_| THEN.contains(&view.word(at)))
}
