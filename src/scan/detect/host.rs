//! Host names: labels and dots, however the dots are written, up to a known top-level domain.

use crate::scan::read::{Class, Classes, Lexeme, TokenKind, Traits};

use super::View;

/// Labels of a host at most (more than any real one has), each label of at most 63 bytes (RFC 1035).
const LABELS_MAX: usize = 8;
const LABEL_BYTES_MAX: usize = 63;

/// Top-level domains under which most of a chat's links are: a dot before one is a sign by itself.
pub(super) const COMMON_TLDS: &[&str] = &[
    "com", "fr", "net", "org", "eu", "de", "uk", "io", "nl", "be", "ch", "es", "it", "pt", "br", "lu", "at", "ie",
    "ca", "us", "info", "biz", "ma", "dz", "sn", "ng", "in", "pl", "app", "shop", "online", "site", "store", "xyz",
    "dev", "co", "me", "tv", "gg", "ly", "link", "page", "bzh", "eus", "gal", "frl", "koeln", "quebec", "swiss",
];

/// How a dot was written, the plainest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dot {
    /// `.`
    Plain,
    /// `(.)`, `[dot]`: nobody writes that by accident.
    Bracketed,
    /// ` . `
    Spaced,
    /// `..`, as often the end of a sentence.
    Doubled,
    /// "point", "dot".
    Word,
    /// `•`, an emoji.
    Bullet,
    /// `,` or `;`
    Comma,
    /// Nothing but a space.
    Missing,
}

/// A host name.
#[derive(Debug, Clone)]
pub(super) struct Host {
    /// In lower case, with plain dots.
    pub(super) name: String,
    /// One past the last token.
    pub(super) end: usize,
    /// The first token of the last label.
    pub(super) tld: usize,
    /// The first tokens of all labels.
    pub(super) labels: Vec<usize>,
    /// The least plain dot.
    pub(super) dot: Dot,
}

/// A label: its text and one past its last token; a dash in words joins its parts.
pub(super) fn label(view: &View<'_>, first: usize) -> Option<(String, usize)> {
    let (mut name, mut end) = plain_label(view, first)?;
    while let Some((sign, next)) = dash_word(view, end) {
        let Some((part, after)) = plain_label(view, next) else { break };
        name.push(sign);
        name.push_str(&part);
        end = after;
        if name.len() > LABEL_BYTES_MAX {
            return None;
        }
    }
    Some((name, end))
}

/// A label without dashes in words.
fn plain_label(view: &View<'_>, first: usize) -> Option<(String, usize)> {
    if !view.is_alphanumeric(first) {
        return None;
    }
    let mut end = first + 1;
    // Bounded by bytes, not by the text: a label is looked for at many tokens.
    while view.reading.bytes(first, end).len() <= LABEL_BYTES_MAX {
        let hyphen = matches!(view.sign(end), Some("-" | "_")) && !written_sign(view, end);
        if view.is_alphanumeric(end) || (hyphen && view.is_alphanumeric(end + 1)) {
            end += 1;
        } else if hyphen && view.sign(end + 1) == Some("-") && view.is_alphanumeric(end + 2) {
            // "xn--…", RFC 5890.
            end += 2;
        } else {
            break;
        }
    }
    let bytes = view.reading.bytes(first, end);
    (bytes.len() <= LABEL_BYTES_MAX).then(|| (view.text()[bytes].to_owned(), end))
}

/// Whether a dot or at-sign in words stands between two equal signs from a token on: "_point_".
fn written_sign(view: &View<'_>, at: usize) -> bool {
    let sign = view.reading.longest(at + 1, |c| matches!(c, Class::Dot | Class::At));
    let end = sign.map_or(at + 2, |l| l.end as usize);
    // "-de-" is part of many names, "-at-" of hardly any.
    (sign.is_some() || matches!(view.word(at + 1), "at" | "chez")) && view.sign(end) == view.sign(at)
}

/// " tiret " between two parts of a label.
fn dash_word(view: &View<'_>, end: usize) -> Option<(char, usize)> {
    let word = skip_retracted(view, skip_said_of(view, view.skip_comma(end)));
    if word == end {
        return None;
    }
    let lexeme = view.reading.longest(word, |c| matches!(c, Class::Dash | Class::Underscore))?;
    let next = view.skip_comma(lexeme.end as usize);
    let sign = if lexeme.entry.class == Class::Underscore { '_' } else { '-' };
    (next > lexeme.end as usize && view.is_alphanumeric(next)).then_some((sign, next))
}

/// One past a sign that is taken back: "traslochi, una barra, no aspetti, un trattino".
fn skip_retracted(view: &View<'_>, at: usize) -> usize {
    let article = matches!(view.word(at), "una" | "un" | "uma" | "um" | "une" | "ein" | "een" | "a" | "la" | "el");
    let sign = if article { view.skip_spaces(at + 1) } else { at };
    let signs = |c| matches!(c, Class::Slash | Class::Dot | Class::Dash | Class::Underscore);
    let Some(said) = view.reading.longest(sign, signs).or_else(|| view.reading.longest(at, signs)) else { return at };
    let next = view.skip_comma(said.end as usize);
    match view.reading.longest(next, |c| c == Class::Correction).filter(|_| next > said.end as usize) {
        Some(correction) => view.skip_comma(correction.end as usize),
        None => at,
    }
}

/// One past a phrase on how the word before it is written, up to its comma: "soleil, sans accent, tiret sud".
fn skip_said_of(view: &View<'_>, at: usize) -> usize {
    let phrase = view.reading.longest(at, |c| c == Class::Filler).map(|l| l.end as usize);
    match phrase.filter(|&end| end > at + 1 && view.sign(end) == Some(",")) {
        Some(end) => view.skip_comma(end),
        None => at,
    }
}

/// "leo @gmail, com": a comma with a space after it, between a mail service and the ending of what is said.
fn provider_comma(view: &View<'_>, comma: usize) -> Option<usize> {
    let next = view.skip_spaces(comma + 1);
    let ends = !view.is_word(view.skip_spaces(next + 1));
    let provider = view.ending_at(comma, |c| c == Class::Provider).is_some();
    (ends && provider && COMMON_TLDS.contains(&view.word(next))).then_some(next)
}

/// A dot at a token: how it is written, and the token after it.
pub(super) fn dot(view: &View<'_>, at: usize) -> Option<(Dot, usize)> {
    let start = view.skip_spaces(at);
    let spaced = start > at;
    match view.sign(start) {
        Some(".") => plain_dot(view, at, start),
        Some("," | ";") if !spaced && view.is_alphanumeric(start + 1) => Some((Dot::Comma, start + 1)),
        Some("," | ";") if spaced && view.is_alphanumeric(start + 1) => Some((Dot::Comma, start + 1)),
        Some(",") if !spaced && provider_comma(view, start).is_some() => {
            provider_comma(view, start).map(|next| (Dot::Comma, next))
        }
        // "t*me": another sign in place of the dot.
        Some("*" | "^" | "~" | "!" | "=") if !spaced && view.is_alphanumeric(start + 1) => {
            Some((Dot::Comma, start + 1))
        }
        Some(",") if spaced && view.skip_spaces(start + 1) > start + 1 => {
            Some((Dot::Comma, view.skip_spaces(start + 1)))
        }
        Some("(" | "[" | "{" | "<" | "_" | "-" | "*" | "/" | "~" | "|" | "\"" | "'") => {
            let led = || led_by_remark(view, start).map(|next| (Dot::Word, next));
            enclosed_dot(view, start).or_else(|| dot_word(view, start, spaced)).or_else(led)
        }
        Some(sign) if BULLETS.contains(&sign) => Some((Dot::Bullet, view.skip_spaces(start + 1))),
        Some(sign) if !spaced && !sign.is_ascii() && !is_arrow(sign) && view.is_alphanumeric(start + 1) => {
            Some((Dot::Bullet, start + 1))
        }
        // "+ . +"
        Some("+") if view.sign(skip_padding(view, start)) == Some(".") => {
            Some((Dot::Spaced, skip_padding(view, view.skip_spaces(skip_padding(view, start) + 1))))
        }
        Some(_) => dot_word(view, start, spaced).or_else(|| led_by_remark(view, start).map(|next| (Dot::Word, next))),
        None if view.is_newline(at) && view.sign(at + 1) == Some(".") && view.is_newline(at + 2) => {
            Some((Dot::Spaced, at + 3))
        }
        None => dot_word(view, start, spaced),
    }
}

/// Round or square signs that stand for a dot, spaces after them or not.
#[rustfmt::skip]
const BULLETS: &[&str] = &[
    "•", "·", "∙", "⋅", "●", "🔴", "⚫", "⏺", "🔵", "⚪", "•️", "∘", "◦", "۔", "⊙", "☉", "◉", "◎", "○", "⚬", "⦿", "🔘",
    "⭕", "🟢", "🟠", "🟡", "🟣", "🟤", "▪", "▫", "■", "□", "◾", "◽", "◆", "◇",
];

/// Arrows point to a detail, they are no part of it.
fn is_arrow(sign: &str) -> bool {
    sign.chars()
        .next()
        .is_some_and(|c| matches!(c, '\u{2190}'..='\u{21FF}' | '\u{2794}'..='\u{27BF}' | '\u{1F446}'..='\u{1F449}'))
}

/// ".", " . ", "..": the sign itself, at `start` after spaces from `at` on.
fn plain_dot(view: &View<'_>, at: usize, start: usize) -> Option<(Dot, usize)> {
    let spaced = start > at;
    if view.sign(start + 1) == Some(".") {
        let next = start + 2 + usize::from(view.sign(start + 2) == Some("."));
        return (!spaced && view.is_alphanumeric(next)).then_some((Dot::Doubled, next));
    }
    let next = view.skip_spaces(start + 1);
    let dot = if spaced || next > start + 1 { Dot::Spaced } else { Dot::Plain };
    // "Bonjour. Je" ends a sentence: a dot with a space after it only is hardly ever one of a host.
    (spaced || next == start + 1 || is_loose(view, start, next)).then_some((dot, next))
}

/// One past a sign that is written once or several times: "--at--".
pub(super) fn skip_repeated(view: &View<'_>, at: usize) -> usize {
    (at + 1..at + REPEATED_MAX).find(|&next| view.sign(next) != view.sign(at)).unwrap_or(at + REPEATED_MAX)
}

/// The same sign in a row at most.
const REPEATED_MAX: usize = 3;

/// "gites-du-ventoux. fr", "youtube. com/x": a dot with a space after it only, between what could hardly be two sentences.
fn is_loose(view: &View<'_>, dot: usize, next: usize) -> bool {
    let Some(last) = dot.checked_sub(1).filter(|&at| view.is_alphanumeric(at)) else { return false };
    // "description. ça marche": an accent is no ending's.
    let plain = |at: usize| {
        let bytes = view.reading.bytes(at, at + 1);
        view.folded.original(bytes.clone()).len() == bytes.len()
    };
    let tld = view.is_word(next) && !is_capital(view, next) && COMMON_TLDS.contains(&view.word(next)) && plain(next);
    let service = view.ending_at(dot, |c| c == Class::Service).is_some();
    let shaped = last > 1 && view.sign(last - 1) == Some("-") && view.is_alphanumeric(last - 2);
    let long = view.word(last).len() >= LOOSE_BYTES_MIN && view.reading.at(last).is_empty();
    // "vtt-du-lac. forumeur .com": the next dot stands apart as no sentence's does.
    let further = view.skip_spaces(next + 1);
    let apart = further > next + 1
        && view.sign(further) == Some(".")
        && COMMON_TLDS.contains(&view.word(further + 1))
        && view.is_word(next)
        && !is_capital(view, next);
    if apart && (shaped || long) {
        return true;
    }
    let ending = || !view.is_ordinary(next) || matches!(view.word(next), "fr" | "com" | "net" | "org");
    tld && (service || shaped || long && ending())
}

/// Letters of a word that the lexicon lacks and that is rather a site's name than the last of a sentence.
const LOOSE_BYTES_MIN: usize = 11;

/// "(dot)", "[.]", "_point_", " -dot- ", "\" . \"": between brackets, or twice the same sign.
fn enclosed_dot(view: &View<'_>, start: usize) -> Option<(Dot, usize)> {
    let open = view.sign(start)?;
    let inner = view.skip_spaces(skip_repeated(view, start));
    // "(encore un point)"
    let inner = if view.reading.is(inner, |c| c == Class::Dot) { inner } else { skip_padding(view, inner) };
    let after = match view.sign(inner) {
        Some("." | ",") => inner + 1,
        // "proximus {p} be"
        _ if matches!(open, "[" | "{" | "<") && matches!(view.word(inner), "p" | "d") => inner + 1,
        _ => view.reading.longest(inner, |c| c == Class::Dot)?.end as usize,
    };
    let after = view.skip_spaces(after);
    let close = match open {
        "(" => ")",
        "[" => "]",
        "{" => "}",
        "<" => ">",
        same => same,
    };
    (view.sign(after) == Some(close)).then(|| (Dot::Bracketed, view.skip_spaces(skip_repeated(view, after))))
}

/// " point ", ", dot, ", ", tout attaché, point": a word for the dot.
fn dot_word(view: &View<'_>, start: usize, spaced: bool) -> Option<(Dot, usize)> {
    let padded = skip_padding(view, start);
    if let Some(found) = dot_led(view, padded).filter(|_| spaced || padded > start) {
        return Some(found);
    }
    let is_dot = |at: usize| view.reading.is(at, |c| c == Class::Dot);
    let word = if is_dot(padded) { padded } else { skip_remark(view, start).unwrap_or(padded) };
    // "ziggo (zonder spatie) .nl"
    if view.sign(word) == Some(".") && word > start + 1 && view.is_word(word + 1) {
        return Some((Dot::Spaced, word + 1));
    }
    let lexeme = view.reading.longest(word, |c| c == Class::Dot)?;
    let after = lexeme.end as usize;
    let next = view.skip_comma(skip_gloss(view, after));
    // "DOT-COM"
    let hyphened = view.sign(after) == Some("-") && view.reading.is(after + 1, |c| c == Class::Tld);
    if hyphened && (spaced || word > start) {
        return Some((Dot::Word, after + 1));
    }
    // "puntocom" is one word.
    ((spaced || word > start) && (next > after || view.is_word(after))).then_some((Dot::Word, next))
}

/// One past what a sign in words is likened to, up to a comma or in brackets: "at as in the curly one,", "dot (full stop)".
pub(super) fn skip_gloss(view: &View<'_>, end: usize) -> usize {
    let at = view.skip_comma(end);
    let bracket = view.sign(at) == Some("(");
    if !bracket && view.reading.longest(at, |c| c == Class::Aside).is_none() {
        return end;
    }
    let close = if bracket { ")" } else { "," };
    let spoken = |at: &usize| view.is_word(*at) || view.skip_spaces(*at) > *at || view.sign(*at) == Some("'");
    let last = (at + 1..at + REMARK_TOKENS_MAX).take_while(spoken).last().unwrap_or(at);
    match view.sign(last + 1) {
        Some(sign) if sign == close => last + 1 + usize::from(bracket),
        _ => end,
    }
}

/// Whether a dot of a host could stand anywhere, however it is written: what [`dot`] asks for, but for what stands before it.
pub(super) fn may_stand(view: &View<'_>) -> bool {
    let holds = view.reading.holds();
    let signs = [b'.', b',', b';', b'*', b'^', b'~', b'!', b'='];
    holds.any(Classes::DOT)
        || (holds.beyond_ascii || signs.into_iter().any(|sign| holds.sign(sign)))
            && view.reading.signs().any(|at| may_be_dot(view, at))
        || holds.traits.any(Traits::HOST_END) && (0..view.reading.tokens().len()).any(|at| is_followed(view, at))
}

/// Whether a word ends hosts that are said without their dot: "suivi du fr".
pub(super) fn is_end_left_alone(word: &str) -> bool {
    matches!(word, "com" | "fr" | "net" | "org" | "nl" | "eu")
}

/// Whether a token could be the dot of a host: a label, or a sign that a dot is padded with, follows.
fn may_be_dot(view: &View<'_>, at: usize) -> bool {
    let Some(sign) = view.sign(at) else { return false };
    let glued = at > 0 && view.is_alphanumeric(at - 1);
    let next = view.skip_spaces(at + 1);
    match sign {
        "." | "," if glued && may_close(view, at) => true,
        "." if glued => {
            // "..." goes on to the next sentence.
            let last = (at + 1..at + 3).take_while(|&dot| view.sign(dot) == Some(".")).last().unwrap_or(at);
            begins_label(view, last + 1)
                // ".@pp"
                || view.reading.is(last + 1, |c| c == Class::Tld)
                || (last == at
                    && view.is_word(next)
                    && !is_capital(view, next)
                    && COMMON_TLDS.contains(&view.word(next)))
        }
        "." => at.checked_sub(1).is_none_or(|before| view.sign(before) != Some(".")),
        "," | ";" => !glued || begins_label(view, at + 1) || provider_comma(view, at).is_some(),
        "*" | "^" | "~" | "!" | "=" => glued && begins_label(view, at + 1),
        sign => !sign.is_ascii() && (BULLETS.contains(&sign) || glued && view.is_alphanumeric(at + 1)),
    }
}

/// Whether a dot could be the last of what two signs enclose: "\"a as.\"".
fn may_close(view: &View<'_>, dot: usize) -> bool {
    let Some(close) = view.sign(view.skip_spaces(dot + 1)) else { return false };
    let open = match close {
        ")" => "(",
        "]" => "[",
        "}" => "{",
        ">" => "<",
        "_" | "-" | "*" | "/" | "~" | "|" | "\"" | "'" => close,
        _ => return false,
    };
    (dot.saturating_sub(ENCLOSED_TOKENS_MAX)..dot).any(|at| view.sign(at) == Some(open))
}

/// Tokens between a sign that opens and a dot, at most: as much padding as is skipped, of eight words each and what stands between them.
const ENCLOSED_TOKENS_MAX: usize = (PADDING_MAX + 1) * 32;

/// Whether a word begins at a token, or figures with letters glued to them: "1n".
fn begins_label(view: &View<'_>, at: usize) -> bool {
    view.is_word(at) || view.is_digits(at) && view.is_word(at + 1)
}

/// "et tu rajoutes .com", "en .fr", "it's a dot com": a dot after what leads from a name to its end.
fn dot_led(view: &View<'_>, from: usize) -> Option<(Dot, usize)> {
    #[rustfmt::skip]
    const LEADS: &[&str] = &[
        "a", "avec", "c", "com", "con", "de", "der", "du", "een", "ein", "en", "endung", "est", "estensione", "extensao",
        "extension", "extensie", "het", "il", "in", "is", "it", "l", "la", "le", "met", "mit", "s", "terminaison", "the",
        "un", "with",
    ];
    let mut at = from;
    for _ in 0..LEADS_MAX {
        if view.sign(at) == Some(".") || !(LEADS.contains(&view.word(at)) || view.sign(at) == Some("'")) {
            break;
        }
        at = view.skip_spaces(at + 1);
    }
    if is_followed(view, from) {
        return Some((Dot::Word, from));
    }
    let plain = view.sign(at) == Some(".") && at > 0 && !view.is_alphanumeric(at - 1);
    (plain && COMMON_TLDS.contains(&view.word(at + 1)) && !view.is_alphanumeric(at + 2)).then_some((Dot::Word, at + 1))
}

/// ", c'est un site en .com", "(attention, .eu": a dot after a comma or a bracket and what leads to it.
fn led_by_remark(view: &View<'_>, start: usize) -> Option<usize> {
    #[rustfmt::skip]
    const LEADS: &[&str] = &[
        "a", "address", "adresse", "and", "attention", "au", "avec", "bout", "but", "c", "careful", "con", "die", "domaine", "dominio", "ein", "el",
        "en", "ending", "ends", "es", "est", "et", "fini", "finit", "il", "in", "is", "it", "its", "la", "le", "mais", "mit", "on", "ou",
        "page", "pagina", "par", "pas", "qui", "s", "se", "seite", "site", "sito", "termine", "the", "un", "una", "une", "web", "website", "with",
    ];
    let open = view.sign(start).filter(|sign| matches!(*sign, "," | "("))?;
    let from = view.skip_spaces(start + 1);
    let leads = |at: usize| {
        LEADS.contains(&view.word(at)) || view.skip_spaces(at) > at || matches!(view.sign(at), Some("'" | ","))
    };
    let dot = (from..from + REMARK_TOKENS_MAX).find(|&at| !leads(at)).filter(|&at| at > from || open == "(")?;
    let ends = COMMON_TLDS.contains(&view.word(dot + 1)) && !view.is_alphanumeric(dot + 2);
    (view.sign(dot) == Some(".") && !view.is_alphanumeric(dot - 1) && ends).then_some(dot + 1)
}

/// Whether an end stands at a token that what people say before it leaves without its dot: "suivi du fr".
fn is_followed(view: &View<'_>, at: usize) -> bool {
    #[rustfmt::skip]
    const FOLLOWED: &[&str] = &[
        "auf", "by", "com", "con", "da", "de", "door", "du", "em", "en", "in", "met", "mit", "op", "par", "por", "von", "with",
    ];
    view.reading.traits(at).any(Traits::HOST_END)
        && !view.is_alphanumeric(at + 1)
        && view
            .ending_at(view.skip_spaces_back(at), |c| c == Class::Filler)
            .is_some_and(|l| l.end > l.first + 1 && FOLLOWED.contains(&view.word(l.end as usize - 1)))
}

/// Words that lead from a name to its end at most: "c'est un".
const LEADS_MAX: usize = 5;

/// One past ", avec des tirets,": a remark on how a name is written, before what goes on with it.
fn skip_remark(view: &View<'_>, start: usize) -> Option<usize> {
    let open = view.sign(start).filter(|sign| matches!(*sign, "," | "("))?;
    let close = if open == "(" { ")" } else { "," };
    let end = (start + 1..start + REMARK_TOKENS_MAX).find(|&at| view.sign(at) == Some(close))?;
    is_remark(view, start + 1, end).then(|| view.skip_comma(end + 1))
}

/// Whether a range of tokens says how a name is written: "avec le e sans accent", "all one word", "number 3 on the end".
pub(super) fn is_remark(view: &View<'_>, first: usize, end: usize) -> bool {
    #[rustfmt::skip]
    const SIGNS: &[&str] = &[
        "accent", "accents", "accento", "accenti", "acento", "acentos", "bindestrich", "bindestrichen", "caps",
        "capitals", "dash", "dashes", "guiones", "grossgeschrieben", "hifens", "hoofdletter", "hoofdletters", "hyphen",
        "hyphens", "kleingeschrieben", "lowercase", "majuscule", "majuscules", "maiusc", "maiuscola", "maiuscole",
        "mayuscula", "mayusculas", "minuscola", "minuscole", "minuscula", "minusculas", "minuscule", "minuscules",
        "space", "spaces", "spatie", "spaties", "spazi", "spazio", "espace", "espaces", "espacio", "espacios", "espaco",
        "espacos", "gap", "gaps", "leerzeichen", "streepje", "streepjes", "tilde", "tildes", "tiret", "tirets", "tracos", "trattini", "umlaut", "unterstrichen",
    ];
    let place = |at: usize| {
        view.word(at) == "on" && matches!(view.word(at + 4), "end")
            || matches!(
                view.word(at),
                "fin"
                    | "ende"
                    | "final"
                    | "fine"
                    | "fim"
                    | "einde"
                    | "eind"
                    | "entre"
                    | "between"
                    | "zwischen"
                    | "tra"
                    | "fra"
                    | "tussen"
                    | "milieu"
                    | "middle"
                    | "mitte"
                    | "medio"
                    | "mezzo"
                    | "meio"
                    | "midden"
            )
    };
    end > first && super::name::says_glued(view, first, end)
        || (first..end).any(|at| SIGNS.contains(&view.word(at)) || place(at))
}

/// Tokens of a remark on how a name is written at most.
pub(super) const REMARK_TOKENS_MAX: usize = 16;

/// The longest host with a known top-level domain that starts at a token.
pub(super) fn host(view: &View<'_>, first: usize) -> Option<Host> {
    let (name, mut end) = label(view, first)?;
    let mut host = Host { name, end, tld: first, labels: vec![first], dot: Dot::Plain };
    let mut best = None;
    for _ in 1..LABELS_MAX {
        let Some((dot, next)) = dot(view, end) else { break };
        let suffixed = |at: usize| {
            let (name, after) = top_or_label(view, at, dot, &host.name)?;
            Some((format!("{}.{name}", host.name), at, after))
        };
        let direct = suffixed(next);
        // "point puis fr": what people say between a dot in words and what follows it.
        let padded = || suffixed(skip_padding(view, next)).filter(|(name, ..)| is_known(name));
        let chosen = match direct {
            Some(direct) if dot < Dot::Spaced || is_known(&direct.0) => Some(direct),
            direct if dot >= Dot::Spaced => padded().or(direct),
            direct => direct,
        };
        let Some((name, next, after)) = chosen else { break };
        host.name = name;
        host.dot = host.dot.max(dot);
        host.tld = next;
        host.labels.push(next);
        host.end = after;
        end = after;
        if is_known(&host.name) {
            best = Some(host.clone());
        }
    }
    best
}

/// Tokens of a top-level domain in letters apart, as of "c o m".
const SPACED_TLD_TOKENS: usize = 5;

/// A label, or a top-level domain as heard ("comme", "èf èr") after a dot that is not plain.
fn top_or_label(view: &View<'_>, at: usize, dot: Dot, host: &str) -> Option<(String, usize)> {
    if let Some(lexeme) = view.reading.longest(at, |c| c == Class::Tld)
        && (dot != Dot::Plain
            || lexeme.disguised
            || lexeme.end as usize >= at + SPACED_TLD_TOKENS
            || (lexeme.end as usize > at + 2 && view.word(at).len() == 1 && host.len() >= LOOSE_BYTES_MIN))
    {
        let end = lexeme.end as usize;
        let glued = view.is_alphanumeric(end) || (view.sign(end) == Some("-") && view.is_alphanumeric(end + 1));
        if !glued {
            return Some((view.vocabulary.tlds[usize::from(lexeme.entry.value)].clone(), end));
        }
    }
    if let Some(found) = leet_tld(view, at, host) {
        return Some(found);
    }
    if dot > Dot::Plain
        && let Some(found) = spelled_tld(view, at)
    {
        return Some(found);
    }
    let (name, end) = plain_label(view, at)?;
    // "…point com minus the dots": a dash in words goes on only where the host could not end before it.
    if dash_word(view, end).is_none() || is_known(&format!("{host}.{name}")) {
        return Some((name, end));
    }
    label(view, at)
}

/// "pr0t0n.m3": an ending in leet, as the label before it is.
fn leet_tld(view: &View<'_>, at: usize, host: &str) -> Option<(String, usize)> {
    let mixed = |text: &str| text.bytes().any(|b| b.is_ascii_digit()) && text.bytes().any(|b| b.is_ascii_alphabetic());
    let end = (at..at + LEET_TOKENS_MAX).find(|&at| !view.is_alphanumeric(at)).filter(|&end| end > at + 1)?;
    let written = &view.text()[view.reading.bytes(at, end)];
    if !mixed(written) || !mixed(host.rsplit('.').next()?) {
        return None;
    }
    let name = written.replace('0', "o").replace('1', "i").replace('3', "e").replace('7', "t");
    COMMON_TLDS.contains(&name.as_str()).then_some((name, end))
}

/// Tokens of an ending in leet, and one more.
const LEET_TOKENS_MAX: usize = 4;

/// "el why", "bê érre": an ending of two letters by their names.
fn spelled_tld(view: &View<'_>, at: usize) -> Option<(String, usize)> {
    let letter = |at: usize| match view.reading.longest(at, |c| c == Class::Letter) {
        Some(named) => Some((char::from(named.entry.value as u8), named.end as usize)),
        None => view
            .word(at)
            .chars()
            .next()
            .filter(|c| view.word(at).len() == 1 && c.is_ascii_lowercase())
            .map(|c| (c, at + 1)),
    };
    let two = |led: bool| {
        let lead = |at: usize| if led { skip_lead(view, at) } else { at };
        let (first, after) = letter(lead(at))?;
        let next = view.skip_comma(after);
        let (second, end) = letter(lead(next)).filter(|_| next > after)?;
        let name = String::from_iter([first, second]);
        (COMMON_TLDS.contains(&name.as_str()) && !view.is_alphanumeric(end)).then_some((name, end))
    };
    two(false).or_else(|| two(true))
}

/// Articles and the like before a letter's name skipped: "la e y la ese", "con una i".
fn skip_lead(view: &View<'_>, mut at: usize) -> usize {
    #[rustfmt::skip]
    const LEADS: &[&str] = &[
        "la", "una", "el", "un", "il", "uma", "um", "con", "com", "luego", "poi", "depois", "le", "une", "et", "puis", "and",
        "then", "und", "ein", "een", "en", "dann", "dan", "letra", "lettera", "lettre", "letter", "seguida", "mas", "piu", "mais",
    ];
    // "e la i", "e um o": joiners that are letters too.
    const JOINERS: &[&str] = &["e", "y", "o", "a", "i"];
    for _ in 0..LEADS_MAX {
        let next = view.skip_spaces(at + 1);
        let joins = JOINERS.contains(&view.word(at)) && LEADS.contains(&view.word(next));
        if next == at + 1 || !(joins || LEADS.contains(&view.word(at))) {
            break;
        }
        at = next;
    }
    at
}

/// Whether a host ends in a suffix of the Public Suffix List (which holds every IANA top-level domain), with a label before it.
pub(super) fn is_known(host: &str) -> bool {
    // RFC 2606 keeps these for examples: nobody can visit them, and every example is written with them.
    let reserved =
        [".example", ".test", ".invalid"].iter().any(|tld| host.strip_suffix(tld).is_some_and(|rest| !rest.is_empty()));
    reserved
        || psl::suffix(host.as_bytes()).is_some_and(|suffix| {
            // "stmarys.sch.uk" is a suffix by a wildcard, and a site.
            let whole = suffix.as_bytes().len() == host.len();
            // "carrd.co/marlowe": whose clients have sites below it is a site as well.
            let private = host.contains('.') && suffix.typ() == Some(psl::Type::Private);
            suffix.is_known() && (!whole || private || host.matches('.').count() > 1)
        })
}

/// Whether a name that could be a user's is rather a site: "mlb.com", not "kylian.moto".
pub(super) fn is_site(name: &str) -> bool {
    is_known(name) && COMMON_TLDS.contains(&name.rsplit('.').next().unwrap_or_default())
}

/// The place, among a host's labels, of the one that is registered: before the public suffix.
pub(super) fn registered(host: &Host) -> usize {
    let labels = psl::suffix(host.name.as_bytes()).map_or(1, |s| s.as_bytes().split(|b| *b == b'.').count());
    // A top-level domain as heard ("co uk") is one label of the text and two of the name.
    let of_text = host.labels.len();
    let of_name = host.name.split('.').count();
    of_text.saturating_sub(1 + labels.saturating_sub(of_name - of_text))
}

/// Whether a word is a small one within a site's name.
pub(super) fn is_small(word: &str) -> bool {
    #[rustfmt::skip]
    const SMALL: &[&str] = &[
        "and", "da", "de", "del", "di", "do", "du", "la", "le", "les", "of", "the", "van", "von", "&",
    ];
    SMALL.contains(&word)
}

/// Words and signs that people put around a written sign ("puis un point puis", "+ point +"): one past them.
pub(super) fn skip_padding(view: &View<'_>, mut at: usize) -> usize {
    for _ in 0..PADDING_MAX {
        if matches!(
            view.sign(at),
            Some("+" | "*" | "|" | "~" | "\"" | "'" | ">" | "<" | "=" | "_" | "-" | "," | ":" | "/")
        ) {
            at += 1;
        } else if let Some(filler) = view
            .reading
            .longest(at, |c| c == Class::Filler)
            .filter(|l| !view.reading.is(at, |c| c == Class::Dot) || l.end as usize > at + 1)
        {
            at = filler.end as usize;
        } else {
            break;
        }
        at = view.skip_spaces(at);
    }
    at
}

/// The same backwards: one past the last token that is none.
pub(super) fn skip_padding_back(view: &View<'_>, mut end: usize) -> usize {
    for _ in 0..PADDING_MAX {
        let before = view.skip_spaces_back(end);
        if before == 0 {
            break;
        }
        if matches!(view.sign(before - 1), Some("+" | "*" | "|" | "~" | "\"" | "'" | ">" | "<" | "=" | "," | ":" | "/"))
        {
            end = before - 1;
        } else if let Some(filler) = view.ending_at(before, |c| c == Class::Filler).filter(|f| stands_apart(view, f)) {
            end = filler.first as usize;
        } else {
            break;
        }
    }
    view.skip_spaces_back(end)
}

/// Whether a word is no part of a name: not joined to what is before it, and no single letter.
fn stands_apart(view: &View<'_>, word: &Lexeme) -> bool {
    let first = word.first as usize;
    view.reading.bytes(first, word.end as usize).len() > 1
        && first.checked_sub(1).is_none_or(|before| !matches!(view.sign(before), Some("." | "_" | "-" | "+")))
}

/// Padding around one sign at most: two words with a sign each.
pub(super) const PADDING_MAX: usize = 4;

/// Whether a token's text begins with an upper-case letter in the original.
pub(super) fn is_capital(view: &View<'_>, token: usize) -> bool {
    let token = &view.reading.tokens()[token];
    token.kind == TokenKind::Word
        && view.folded.is_upper(token.start as usize)
        && !(token.len() > 1 && view.folded.is_upper(token.start as usize + 1))
}

#[cfg(test)]
mod tests {
    use super::is_known;

    #[test]
    fn top_level_domains_are_known() {
        for host in ["example.com", "a.co.uk", "x.services", "y.example"] {
            assert!(is_known(host), "{host}");
        }
        for host in ["etc.merci", "node.js", "com"] {
            assert!(!is_known(host), "{host}");
        }
    }
}
