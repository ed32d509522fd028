//! Services by what is on their logo or done there: "l'appli au petit fantôme", "the bird app".

use crate::scan::read::{Class, Entry, Lexeme};

use super::View;

/// Small words between a word for an app and a symbol: "avec le", "col", "mit dem kleinen".
const LINKS_MAX: usize = 4;

/// Colours of logos.
#[rustfmt::skip]
const COLOURS: &[&str] = &[
    "vert", "verte", "bleu", "bleue", "jaune", "blanc", "blanche", "rose", "violet", "violette", "noir", "noire",
    "rouge", "orange", "green", "blue", "yellow", "white", "pink", "purple", "black", "red", "verde", "azul", "amarillo",
    "amarilla", "blanco", "blanca", "rosa", "morado", "negro", "negra", "azzurro", "azzurra", "blu", "giallo",
    "gialla", "bianco", "bianca", "viola", "nero", "amarelo", "amarela", "branco", "branca", "roxo", "preto",
];

/// A service paraphrased from a token on.
pub(super) fn service(view: &View<'_>, token: usize) -> Option<Lexeme> {
    symbol_after(view, token).or_else(|| symbol_before(view, token)).map(|service| with_looks(view, service))
}

/// A paraphrase with what else is said of its looks: "l'appli au fantôme jaune", "le machin vert à bulles".
pub(super) fn with_looks(view: &View<'_>, mut service: Lexeme) -> Lexeme {
    #[rustfmt::skip]
    const LINKS: &[&str] = &[
        "a", "au", "aux", "avec", "de", "with", "con", "col", "mit", "met", "com",
    ];
    #[rustfmt::skip]
    const SHAPES: &[&str] = &[
        "bulle", "bulles", "telephone", "combine", "logo", "bubble", "bubbles", "phone", "burbujas", "bocadillo",
        "telefono", "telefonito", "fumetto", "fumetti", "cornetta", "sprechblase", "horer", "baloes", "balao", "telefone",
        "tekstballon", "tekstballonnen", "telefoontje",
    ];
    let is = |at: usize, words: &[&str]| view.is_word(at) && words.contains(&view.word(at));
    let colour = view.skip_spaces(service.end as usize);
    if colour > service.end as usize && is(colour, COLOURS) {
        service.end = colour as u32 + 1;
    }
    let link = view.skip_spaces(service.end as usize);
    let shape = view.skip_spaces(link + 1);
    if link > service.end as usize && is(link, LINKS) && is(shape, SHAPES) {
        service.end = shape as u32 + 1;
    }
    service
}

/// "l'appli avec le fantôme", "quella col fantasmino".
fn symbol_after(view: &View<'_>, token: usize) -> Option<Lexeme> {
    #[rustfmt::skip]
    const LINKS: &[&str] = &[
        "a", "al", "au", "aux", "avec", "col", "con", "d", "da", "das", "de", "dei", "del", "dell", "della", "delle",
        "dem", "den", "der", "des", "die", "do", "dos", "du", "een", "einem", "el", "het", "i", "il", "l", "la", "las",
        "le", "les", "los", "met", "mit", "o", "of", "os", "para", "petit", "petite", "petits", "petites", "pour", "ptit", "p",
        "tit", "tits", "the", "un", "una", "une", "van", "von", "with", "little", "small", "klein", "kleine", "kleinen",
        "kleiner", "piccolo", "piccola", "pequeno", "pequena", "gros", "grand", "big",
    ];
    let noun = view.reading.longest(token, |c| c == Class::StandIn)?;
    let mut at = view.skip_spaces(noun.end as usize);
    // "l'appli jaune au fantôme"
    if COLOURS.contains(&view.word(at)) {
        at = view.skip_spaces(at + 1);
    }
    for links in 0..=LINKS_MAX {
        if links > 0
            && let Some(symbol) = view.reading.longest(at, |c| c == Class::Symbol)
        {
            return Some(named(noun.first, &symbol, symbol.end));
        }
        if !LINKS.contains(&view.word(at)) {
            return None;
        }
        at = view.skip_spaces(at + 1);
        at += usize::from(view.sign(at) == Some("'"));
    }
    None
}

/// "the ghost app", "Geister-App".
fn symbol_before(view: &View<'_>, token: usize) -> Option<Lexeme> {
    let symbol = view.reading.longest(token, |c| c == Class::Symbol)?;
    let end = symbol.end as usize;
    let next = if view.sign(end) == Some("-") { end + 1 } else { view.skip_spaces(end) };
    let noun = view.reading.longest(next, |c| c == Class::StandIn).filter(|_| next > end)?;
    // Articles that can stand alone ("die mit …") name nothing after a symbol.
    (view.word(next).len() > 2).then(|| named(symbol.first, &symbol, noun.end))
}

/// "fantôme : lea_08", "beim Geist mit gelbem Logo: nils_bmx": a symbol by itself, before a colon.
pub(super) fn symbol(view: &View<'_>, token: usize) -> Option<Lexeme> {
    let symbol = view.reading.longest(token, |c| c == Class::Symbol)?;
    let end = symbol.end as usize;
    let colon = (end..end + COLON_TOKENS_MAX).find(|&at| !(view.is_word(at) || view.word(at) == " "))?;
    (view.sign(colon) == Some(":")).then(|| named(symbol.first, &symbol, symbol.end))
}

/// Tokens between a symbol and its colon: "mit gelbem Logo".
const COLON_TOKENS_MAX: usize = 8;

fn named(first: u32, symbol: &Lexeme, end: u32) -> Lexeme {
    let entry = Entry { class: Class::Periphrase, ..symbol.entry };
    Lexeme { entry, first, end, disguised: false }
}
