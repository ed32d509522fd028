//! Sites told in pieces: the words that announce one, those that may be its name, "www" in words, and its end beside other talk.

use std::ops::Range;

use crate::kind::Kind;
use crate::scan::detect::{View, host, url};
use crate::scan::read::{Class, Classes, Lexeme};

use super::{AROUND, Form, Found, Reader, seeds};

/// With more words beside it, nothing is a piece of a site.
const SITE_LOOSE_MAX: u8 = 20;
/// Letters of a word that may be a site's name where one is announced, at least,
const WORD_BYTES_MIN: usize = 3;
/// and where it only is all that the last sentence says.
const APART_BYTES_MIN: usize = 5;
/// and of one that nothing knows, after a comma.
const STRANGE_BYTES_MIN: usize = 8;
/// Words from what announces a site to the last word of its message at most: "auf meiner Seite, die heißt fliesen".
const NAMED_WORDS_MAX: u32 = 3;
/// and from what says that a piece is glued to it: "pegado va mi apellido ruiz".
const GLUED_WORDS_MAX: u32 = 4;
/// Tokens from a dot to the end that words part from it, at most.
const PARTED_TOKENS_MAX: usize = 12;
/// Letters of an end that begins what is said, at least: shorter ones are words of every sentence.
const END_BYTES_MIN: usize = 3;
/// Words beside such an end that no sign parts from the rest, at most: "nah studio we're fancy".
const END_LOOSE_MAX: u32 = 4;

/// Classes of words that are no piece of a site's name.
const NO_NAME: Classes = AROUND
    .and(Classes::CONFIRMATION)
    .and(Classes::JOINER)
    .and(Classes::SERVICE)
    .and(Classes::STAND_IN)
    .and(Classes::NAME_PART)
    .and(Classes::PROMPT)
    .and(Classes::CUE)
    .and(Classes::DOT)
    .and(Classes::DASH)
    .and(Classes::UNDERSCORE)
    .and(Classes::SLASH);

/// Whether a text could tell of a site, or hold a piece of its name.
pub(super) fn may_be_sited(view: &View<'_>) -> bool {
    let holds = view.reading.holds();
    holds.cue(Kind::Url)
        || holds.any(Classes::WWW.and(Classes::DOT).and(Classes::SLASH))
        || holds.any(Classes::MORE) && gluing(view).next().is_some()
        || apart(view).is_some()
        || first_end(view).is_some()
}

/// What says that words are glued; "plus", "más" and the like compare as well, and say so of no site.
fn gluing<'v>(view: &'v View<'_>) -> impl Iterator<Item = &'v Lexeme> {
    let glues = |l: &&Lexeme| {
        l.entry.class == Class::More
            && view.reading.is_plausible(l.entry)
            && (l.end > l.first + 1 || !view.reading.is(l.first as usize, |c| c == Class::Common))
    };
    view.reading.lexemes().iter().filter(glues)
}

/// The last word of a text, without the signs behind it.
fn last_word(view: &View<'_>) -> Option<usize> {
    let tokens = view.reading.tokens().len();
    let last = (0..tokens).rev().find(|&at| view.is_alphanumeric(at))?;
    view.is_word(last).then_some(last)
}

/// "qui ne carico tre. fotonozze": the word, written small, that is all that the last sentence says.
fn apart(view: &View<'_>) -> Option<usize> {
    let last = last_word(view)?;
    let token = &view.reading.tokens()[last];
    let back = view.skip_spaces_back(last);
    let sign = if back < last { back.checked_sub(1).and_then(|at| view.sign(at)) } else { None };
    let strange = || token.len() >= STRANGE_BYTES_MIN && seeds::is_strange(view, last);
    let parted = matches!(sign, Some("." | ":" | "…" | "!" | "?" | ")")) || sign == Some(",") && strange();
    let word = token.len() >= APART_BYTES_MIN && !view.folded.is_upper(token.start as usize);
    (parted && word && !view.reading.has(last, NO_NAME)).then_some(last)
}

/// "shop, mio nipote dice", "non, boutique", "nah studio": where a host's end begins what is said, but for a no or a yes.
fn first_end(view: &View<'_>) -> Option<usize> {
    const LED_TOKENS_MAX: usize = 4;
    let around = |c| matches!(c, Class::Denial | Class::Confirmation | Class::Filler | Class::Joiner);
    let mut at = view.skip_spaces(0);
    let mut denied = false;
    while let Some(led) = view.reading.longest(at, around).filter(|l| (l.end as usize) <= LED_TOKENS_MAX) {
        denied |= led.entry.class == Class::Denial;
        at = view.skip_comma(led.end as usize);
    }
    let token = view.reading.tokens().get(at)?;
    let dotted = view.sign(at) == Some(".") && view.skip_spaces(0) == at;
    if dotted {
        let end = view.skip_spaces(at + 1);
        return (end > at + 1 && is_end(view, end)).then_some(end);
    }
    let closed = matches!(view.sign(at + 1), Some("," | "!" | "?" | "…"));
    let word = view.is_word(at) && token.len() >= END_BYTES_MIN && !view.reading.has(at, AROUND);
    (word && (closed || denied) && is_end(view, at)).then_some(at)
}

/// Whether a word is a host's end.
fn is_end(view: &View<'_>, at: usize) -> bool {
    view.is_word(at)
        && !view.is_alphanumeric(at + 1)
        && (view.reading.is(at, |c| c == Class::Tld) || host::is_known(&format!("x.{}", view.word(at))))
}

impl Reader<'_> {
    /// The pieces of a site that is told beside other talk.
    pub(super) fn sites(&mut self) {
        self.ends_aside();
        self.paths_aside();
        if let Some(at) = first_end(self.view) {
            self.end_first(at);
        }
        let holds = self.view.reading.holds();
        self.double_w();
        if holds.cue(Kind::Url) || self.found.iter().any(|f| f.form == Form::Www) {
            self.sited();
        }
        if holds.any(Classes::MORE) {
            self.glued_words();
        }
        if let Some(at) = apart(self.view) {
            self.site_word(at);
        }
    }

    /// "sul nostro sito: pulizie": the words that announce a site, and the last word of their message.
    fn sited(&mut self) {
        let view = self.view;
        let cue = |l: &&Lexeme| l.entry.class == Class::Cue(Kind::Url) && view.reading.is_plausible(l.entry);
        let www = |l: &&Lexeme| url::www(view, l.first as usize).is_some();
        let cues = || view.reading.lexemes().iter().filter(cue).filter(|l| !www(l));
        let mut ends: Vec<usize> = cues().map(|l| l.end as usize).collect();
        if let Some(first) = cues().next() {
            self.found.push(Found::of(Form::Site, first.first as usize, first.end as usize, SITE_LOOSE_MAX));
        }
        let Some(name) = self.named_last() else { return };
        let strange = !view.is_ordinary(name);
        let www = |f: &&Found| f.form == Form::Www && strange && f.end <= name && self.words(name) == self.words(f.end);
        ends.extend(self.found.iter().filter(www).map(|f| f.end));
        let parted = view.skip_spaces_back(name).checked_sub(1).is_some_and(|at| view.sign(at).is_some());
        let near = |&end: &usize| end <= name && (parted || self.words(name) - self.words(end) <= NAMED_WORDS_MAX);
        if ends.iter().any(near) {
            self.site_word(name);
        }
    }

    /// "bright like the sun": the last word of a text, before what is said about it.
    fn named_last(&self) -> Option<usize> {
        let view = self.view;
        let gloss = |l: &&Lexeme| l.entry.class == Class::Gloss && view.reading.is_plausible(l.entry);
        let all = self.words(self.covered.len());
        let short = |l: &&Lexeme| all - self.words(l.end as usize) <= NAMED_WORDS_MAX;
        let glossed = view.reading.lexemes().iter().filter(gloss).filter(short).find_map(|l| {
            let mut back = view.skip_spaces_back(l.first as usize);
            if back.checked_sub(1).is_some_and(|at| view.sign(at) == Some(",")) {
                back = view.skip_spaces_back(back - 1);
            }
            back.checked_sub(1).filter(|&at| view.is_word(at))
        });
        Some(self.chunk_start(glossed.or_else(|| last_word(view))?))
    }

    /// "traslochi e attaccato serafini", "viejos pegado a lo anterior": the words before and after what says that they are glued.
    fn glued_words(&mut self) {
        let view = self.view;
        let mores: Vec<(usize, usize)> = gluing(view).map(|l| (l.first as usize, l.end as usize)).collect();
        for (first, end) in mores {
            let mut before = view.skip_spaces_back(first);
            if before.checked_sub(1).is_some_and(|at| view.sign(at) == Some(",")) {
                before = view.skip_spaces_back(before - 1);
            }
            if let Some(joiner) = view.ending_at(before, |c| c == Class::Joiner) {
                before = view.skip_spaces_back(joiner.first as usize);
            }
            if let Some(at) = before.checked_sub(1).filter(|&at| view.is_word(at)) {
                self.site_word(self.chunk_start(at));
            }
            let stops = |at: &usize| view.sign(*at).is_some_and(|sign| sign != "'") || view.is_newline(*at);
            let clause = (end..self.covered.len()).find(stops).unwrap_or(self.covered.len());
            let last = (end..clause).rev().find(|&at| view.is_word(at));
            let named = self.found.iter().any(|f| f.form == Form::Name);
            let near = |at: &usize| !named && self.words(*at + 1) - self.words(end) <= GLUED_WORDS_MAX;
            // "sem acentos"
            let said = |at: &usize| {
                let back = view.skip_spaces_back(*at);
                view.ending_at(back, |c| matches!(c, Class::Gloss | Class::Negation)).is_none()
            };
            if let Some(at) = last.filter(near).map(|at| self.chunk_start(at)).filter(said) {
                self.site_word(at);
            }
        }
    }

    /// Notes a word that may be a piece of a site's name, where no surer piece stands.
    fn site_word(&mut self, first: usize) {
        let view = self.view;
        let end = self.chunk(first);
        let bytes = view.reading.bytes(first, end);
        let small = view.is_word(first) && !view.folded.is_upper(bytes.start);
        let word = end > first && small && bytes.len() >= WORD_BYTES_MIN && !self.is_overlong(first, end);
        if word && !view.reading.has(first, NO_NAME) && !self.overlaps(&(first..end)) {
            self.found.push(Found { doubt: true, ..Found::of(Form::Word, first, end, SITE_LOOSE_MAX) });
        }
    }

    /// The first token of the chunk that a token ends.
    fn chunk_start(&self, last: usize) -> usize {
        let end = self.chunk(last);
        let mut first = last;
        while first > 0 && self.view.is_alphanumeric(first - 1) | self.view.sign(first - 1).is_some() {
            if self.chunk(first - 1) != end {
                break;
            }
            first -= 1;
        }
        (first..=last).find(|&at| self.view.is_alphanumeric(at)).unwrap_or(last)
    }

    /// The sign that part of an address or link begins with in words.
    pub(super) fn sign_of(&self, found: &Found) -> &'static str {
        if !matches!(found.form, Form::Link { opens: true, .. }) {
            return "";
        }
        let sign = |class: Class| match class {
            Class::Dot => ".",
            Class::Dash => "-",
            Class::Underscore => "_",
            Class::Slash => "/",
            _ => "",
        };
        let spoken = self.view.reading.longest(found.first, |c| !sign(c).is_empty());
        spoken.filter(|l| l.end as usize <= found.end).map_or("", |l| sign(l.entry.class))
    }

    /// Drops the words that are surer pieces as well, and those of a phrase that says that a piece is glued: "collé dessous".
    pub(super) fn surer_words(&mut self) {
        if self.view.reading.holds().any(Classes::MORE) {
            let lexemes = self.view.reading.lexemes();
            let phrase = |l: &&Lexeme| l.entry.class == Class::More && l.end > l.first + 1;
            let phrases: Vec<Range<usize>> =
                lexemes.iter().filter(phrase).map(|l| l.first as usize..l.end as usize).collect();
            let within = |f: &Found| phrases.iter().any(|p| p.start <= f.first && f.end <= p.end);
            self.found.retain(|f| !(f.form == Form::Name && within(f)));
        }
        if !self.found.iter().any(|f| f.form == Form::Word) {
            return;
        }
        let piece = |f: &&Found| matches!(f.form, Form::Name | Form::Link { .. });
        let sure: Vec<Range<usize>> = self.found.iter().filter(piece).map(|f| f.first..f.end).collect();
        let twice = |f: &Found| sure.iter().any(|range| f.first < range.end && range.start < f.end);
        self.found.retain(|f| f.form != Form::Word || !twice(f));
    }

    /// Whether what was found reaches into a range of tokens.
    fn overlaps(&self, range: &Range<usize>) -> bool {
        let piece = |f: &&Found| matches!(f.form, Form::Link { .. } | Form::Word | Form::Www);
        self.found.iter().filter(piece).any(|f| f.first < range.end && range.start < f.end)
    }

    /// "y la de la ruta norte es barra norte": a slash in words, and the last word of its sentence.
    fn paths_aside(&mut self) {
        let view = self.view;
        let slash = |l: &&Lexeme| l.entry.class == Class::Slash && view.reading.is_plausible(l.entry);
        let firsts: Vec<usize> = view.reading.lexemes().iter().filter(slash).map(|l| l.first as usize).collect();
        for first in firsts {
            let Some(end) = view.reading.longest(first, |c| c == Class::Slash).map(|l| l.end as usize) else {
                continue;
            };
            let path = view.skip_spaces(end);
            let last = self.chunk(path);
            let named = path > end && view.is_alphanumeric(path) && !view.reading.has(path, AROUND);
            let around = self.found.iter().any(|f| f.form != Form::Site && f.first < last && first < f.end);
            // "après la barre oblique, mettez sophie-carrieres"
            let apart = || self.found.iter().any(|f| f.form == Form::Name && f.first > end && f.end > f.first + 1);
            if !named && !around && apart() {
                let form = Form::Link { opens: true, closes: true, provider: false };
                self.found.push(Found { doubt: true, ..Found::of(form, first, end, SITE_LOOSE_MAX) });
            } else if named && self.ends_clause(last) && !around && !self.is_overlong(first, last) {
                let form = Form::Link { opens: true, closes: false, provider: false };
                self.found.push(Found { doubt: true, ..Found::of(form, first, last, SITE_LOOSE_MAX) });
            }
        }
    }

    /// "3w", "tre vu doppie": "www" with no host right after it.
    fn double_w(&mut self) {
        let view = self.view;
        let mut at = 0;
        while at < self.covered.len() {
            let free = at == 0 || !view.is_alphanumeric(at - 1);
            let Some(end) = url::www(view, at).filter(|_| free && self.free(at)) else {
                at += 1;
                continue;
            };
            if !view.is_alphanumeric(end) && !self.overlaps(&(at..end)) {
                self.found.push(Found::of(Form::Www, at, end, SITE_LOOSE_MAX));
                return;
            }
            at = end.max(at + 1);
        }
    }

    /// "shop, mio nipote dice che vende di più": a host's end that begins what is said.
    fn end_first(&mut self, at: usize) {
        let view = self.view;
        let dot = view.skip_spaces_back(at).checked_sub(1).filter(|&dot| view.sign(dot) == Some("."));
        let first = dot.unwrap_or(at);
        let beside = self.words(self.covered.len()) - self.words(at + 1);
        let parted = dot.is_some() || view.sign(at + 1).is_some();
        if !parted && beside > END_LOOSE_MAX || self.end_found(&(first..at + 1)) {
            return;
        }
        self.found.retain(|f| !(f.form == Form::Name && f.first < at + 1 && first < f.end));
        let form = |closes| Form::Link { opens: true, closes, provider: false };
        self.found.push(Found { doubt: true, ..Found::of(form(false), first, at + 1, SITE_LOOSE_MAX) });
        // "photo, comme le métier, avec un . juste avant"
        let lone =
            |at: &usize| view.sign(*at) == Some(".") && view.skip_spaces(at + 1) > at + 1 && self.is_sign_alone(*at);
        if let Some(dot) = dot.map_or_else(|| (at + 1..self.covered.len()).find(lone), |_| None) {
            self.found.push(Found { doubt: true, ..Found::of(form(true), dot, dot + 1, SITE_LOOSE_MAX) });
        }
    }

    /// Whether part of a link was found that covers a range.
    fn end_found(&self, range: &Range<usize>) -> bool {
        self.found.iter().any(|f| matches!(f.form, Form::Link { .. }) && f.first <= range.start && range.end <= f.end)
    }

    /// "ponle punto com barra menus", "un bel punto e design in fondo", "con punto y al final es de españa": hosts' ends beside other talk,
    /// with the words that part them from their dots.
    fn ends_aside(&mut self) {
        let view = self.view;
        let mut at = 0;
        while at < self.covered.len() {
            let free = at == 0 || !view.is_alphanumeric(at - 1);
            let spoken = || view.reading.longest(at, |c| c == Class::Dot).map(|l| l.end as usize);
            let Some(dot) = free.then(spoken).flatten() else {
                at += 1;
                continue;
            };
            let first = self.without_article(at);
            let next = view.skip_spaces(dot);
            if let Some(end) = self.spoken_end(next) {
                self.note_end(first, end, None);
                at = end;
            } else if let Some(end) = self.end_apart(dot) {
                self.note_end(first, dot, Some(end));
                at = end + 1;
            } else {
                at = dot;
            }
        }
    }

    /// "com", "com ponto br", "com barra menus": one past the end that stands right after its dot, where little goes on its sentence.
    fn spoken_end(&self, at: usize) -> Option<usize> {
        let view = self.view;
        let longest = |at: usize, class: fn(Class) -> bool| view.reading.longest(at, class).map(|l| l.end as usize);
        let mut end = longest(at, |c| c == Class::Tld).filter(|&end| !view.is_alphanumeric(end))?;
        while let Some(dot) = longest(view.skip_spaces(end), |c| c == Class::Dot) {
            let Some(next) = longest(view.skip_spaces(dot), |c| c == Class::Tld) else { break };
            end = next;
        }
        let slash = view.skip_spaces(end);
        if let Some(sign) = longest(slash, |c| c == Class::Slash) {
            let path = view.skip_spaces(sign);
            if view.is_alphanumeric(path) && !view.reading.has(path, AROUND) {
                return Some(self.chunk(path));
            }
        }
        (self.ends_clause(end) || self.goes_idle(end)).then_some(end)
    }

    /// Whether what is said after an end says something about it: "es de españa", "design in fondo".
    pub(super) fn goes_idle(&self, end: usize) -> bool {
        let view = self.view;
        let next = view.skip_spaces(end);
        let around = AROUND.and(Classes::GLOSS).and(Classes::SLASH);
        view.reading.longest(next, |c| Classes::of(c).any(around)).is_some_and(|l| l.end as usize > next + 1)
            || matches!(view.word(next), "de" | "of" | "von" | "van" | "di")
    }

    /// The end that words said around pieces part from its dot: "e poi be", "y al final es", "et ensuite fr".
    fn end_apart(&self, dot: usize) -> Option<usize> {
        let view = self.view;
        let around = |c| Classes::of(c).any(AROUND.and(Classes::JOINER));
        let mut at = view.skip_comma(dot);
        let mut parted = false;
        while at < self.covered.len() && at <= dot + PARTED_TOKENS_MAX {
            if parted && is_end(view, at) && (self.ends_clause(at + 1) || self.goes_idle(at + 1)) {
                return Some(at);
            }
            let said = view.reading.longest(at, around)?;
            parted = true;
            at = view.skip_comma(said.end as usize);
        }
        None
    }

    /// Notes an end, whole or apart from its dot, in the place of what of it was found.
    fn note_end(&mut self, first: usize, end: usize, apart: Option<usize>) {
        let stretch = first..apart.map_or(end, |at| at + 1);
        let form = |closes| Form::Link { opens: true, closes, provider: false };
        let ends = |f: &Found| matches!(f.form, Form::Link { opens: true, .. }) && stretch.end <= f.end;
        if self.end_found(&stretch) || self.found.iter().any(|f| ends(f) && f.first < stretch.end) {
            return;
        }
        // What of a run reaches before the dot is a piece of its own.
        if self.found.iter().any(|f| f.first < stretch.start && stretch.start < f.end) {
            return;
        }
        self.found.retain(|f| {
            !(matches!(f.form, Form::Name | Form::Link { .. }) && f.first < stretch.end && stretch.start < f.end)
        });
        let pieces = match apart {
            None => vec![(form(false), first, end)],
            Some(at) => vec![(form(true), first, end), (form(false), at, at + 1)],
        };
        for (form, first, end) in pieces {
            self.found.push(Found { doubt: true, ..Found::of(form, first, end, SITE_LOOSE_MAX) });
        }
    }
}
