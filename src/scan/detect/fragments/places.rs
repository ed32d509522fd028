//! Streets and towns that are no address yet.

use std::ops::Range;

use crate::kind::Kind;
use crate::scan::Finding;
use crate::scan::detect::{View, address, handle};
use crate::scan::read::{Class, Classes, Lexeme, TokenKind};

use super::seeds::PLACING;
use super::{Form, Found, LOOSE_NEAR_MAX, LOOSE_PURE_MAX, PHRASE_TOKENS_MAX, Reader};

/// Words for a postcode, folded.
const POSTCODES: &[&str] = &[
    "postcode",
    "postal",
    "cp",
    "zip",
    "plz",
    "postleitzahl",
    "cap",
    "cep",
    "gps",
    "navi",
    "satnav",
    "navigatore",
    "navegador",
];

/// Tokens from a word for a postcode to it at most.
const POSTCODE_TOKENS_NEAR: usize = 7;

/// Words beside a street with its type, or a postcode with its town, at most: neither is said of much else.
pub(super) const STREET_LOOSE_MAX: u8 = LOOSE_NEAR_MAX + 6;

/// From this confidence on, in percent, a phone is said whole.
const WHOLE_SURE: u8 = 50;

/// The tokens of a house's number with a letter, or of one figure, that a text begins with: "12a, Klingel oben", "8, Hinterhof", "au 7 bis".
pub(super) fn lettered(view: &View<'_>) -> Option<(usize, usize)> {
    /// Words that lead to a house's number.
    const LEADS: &[&str] = &["au", "le", "al", "el", "il", "n", "nr", "no", "numéro", "numero"];
    const DIGITS_MAX: usize = 3;
    let tokens = view.reading.tokens();
    let figures = |at: usize| tokens.get(at).is_some_and(|t| t.kind == TokenKind::Digits && t.len() <= DIGITS_MAX);
    let first = if LEADS.contains(&view.word(0)) { view.skip_spaces(1) } else { 0 };
    if !figures(first) {
        return None;
    }
    // "23 bis, sonnette du haut"; "7 bis 9 Uhr" are hours.
    let letter = view.skip_spaces(first + 1);
    let between = !view.is_home(&["fr", "it", "es"]) && view.is_word(view.skip_spaces(letter + 1));
    if matches!(view.word(letter), "bis" | "ter" | "quater")
        && !view.is_digits(view.skip_spaces(letter + 1))
        && !between
    {
        return Some((first, letter + 1));
    }
    if first > 0 {
        return None;
    }
    // "8, hinterhof"
    let digit = tokens[0].len() == 1 && view.sign(1) == Some(",") && view.is_word(view.skip_spaces(2));
    if digit {
        return Some((0, 1));
    }
    let letter = tokens.get(1).is_some_and(|t| t.kind == TokenKind::Word && t.len() == 1);
    let house = letter && matches!(view.word(1), "a" | "b" | "c" | "d" | "e" | "f") && !view.text().starts_with('0');
    let ends = matches!(tokens.get(2).map(|t| t.kind), None | Some(TokenKind::Sign | TokenKind::Newline));
    (house && ends && !matches!(view.sign(2), Some("/" | ":" | "€" | "'"))).then_some((0, 2))
}

/// A postcode of five figures or more that a text begins with, or has after a "yes", and more beside it.
pub(super) fn begins_with_code(view: &View<'_>) -> Option<(usize, usize)> {
    const FIGURES_MIN: usize = 5;
    let first = view.skip_spaces(0);
    let yes = view.reading.is(first, |c| c == Class::Confirmation);
    let after = view.skip_spaces(first + 1);
    let at = match (yes, view.sign(after)) {
        (false, _) => first,
        (true, Some(",")) => view.skip_spaces(after + 1),
        (true, _) => after,
    };
    if !view.is_digits(at) {
        return None;
    }
    let end = address::postcode_at(view, at)?;
    let text = &view.text()[view.reading.bytes(at, end)];
    let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b'-') && text.len() >= FIGURES_MIN;
    (plain && end < view.reading.tokens().len()).then_some((at, end))
}

/// Whether a text is in English, and could be in no other language.
fn is_english(view: &View<'_>) -> bool {
    !view.is_home(&["fr", "es", "de", "it", "pt", "nl"])
}

/// The token before another and the space between.
fn back(view: &View<'_>, at: usize) -> Option<usize> {
    view.skip_spaces_back(at).checked_sub(1)
}

/// Whether a phone is said whole; where a plan's numbers are of many lengths, more may follow.
pub(super) fn says_phone(findings: &[Finding]) -> bool {
    let open = |f: &Finding| f.evidence.iter().any(|name| name == "loose-plan");
    findings.iter().any(|f| f.kind == Kind::Phone && f.confidence >= WHOLE_SURE && !open(f))
}

/// Where a text asks for a contact, or offers to leave.
pub(super) fn asks(view: &View<'_>, findings: &[Finding]) -> Option<(usize, usize)> {
    tokens_of(view, findings, Kind::Intent).first().copied()
}

/// The ranges of tokens that the findings of a kind cover, in the order of the text.
pub(super) fn tokens_of(view: &View<'_>, findings: &[Finding], kind: Kind) -> Vec<(usize, usize)> {
    let spans: Vec<&Range<usize>> = findings.iter().filter(|f| f.kind == kind).map(|f| &f.span).collect();
    if spans.is_empty() {
        return Vec::new();
    }
    let mut ranges = vec![None; spans.len()];
    for at in 0..view.reading.tokens().len() {
        let original = view.folded.original(view.reading.bytes(at, at + 1));
        let after = spans.partition_point(|span| span.start <= original.start);
        if let Some(of) = after.checked_sub(1).filter(|&of| original.end <= spans[of].end) {
            ranges[of] = Some((ranges[of].map_or(at, |(first, _)| first), at + 1));
        }
    }
    ranges.into_iter().flatten().collect()
}

impl Reader<'_> {
    /// Streets that were found, or that a word for "street" begins; postcodes with their town.
    pub(super) fn places(&mut self, findings: &[Finding]) {
        let view = self.view;
        let tokens = view.reading.tokens();
        for (first, end) in tokens_of(view, findings, Kind::Address) {
            if self.is_street(first, end) {
                self.push(Form::Street, first, end, u8::MAX);
            }
        }
        // No part of a phone is a postcode.
        let phones = tokens_of(view, findings, Kind::Phone);
        let mut dialled = vec![false; tokens.len()];
        phones.into_iter().for_each(|(first, end)| dialled[first..end].fill(true));
        for (at, dialled) in dialled.into_iter().enumerate() {
            if self.free(at) && !dialled && !self.is_spelled(at) && (at == 0 || !view.is_alphanumeric(at - 1)) {
                self.town(at);
            }
        }
        self.house();
        self.lettered_house();
        for at in 0..tokens.len() {
            let named = view.reading.is(at, |c| c == Class::StreetType) && view.is_home_word(at);
            if self.free(at) && named && !self.is_spelled(at) {
                self.street(at);
            } else if self.free(at) && address::is_compound(view, at) {
                self.push(Form::Street, at, at + 1, STREET_LOOSE_MAX);
            }
        }
        self.lone_street();
    }

    /// Whether an address that was found has a street's name, and is neither "14, place 78" nor "4200-319 Porto, 2º esq".
    fn is_street(&self, first: usize, end: usize) -> bool {
        let view = self.view;
        let typed = |at: usize| view.reading.is(at, |c| c == Class::StreetType);
        let named = (first..end).any(|at| view.is_alphanumeric(at) && !view.is_digits(at) && !typed(at));
        let town =
            address::postcode_at(view, first).and_then(|code| address::town_at(view, view.skip_spaces(code), true));
        let town = town.filter(|&town| view.sign(town) == Some(",") && !(first..town).any(typed));
        named && town.is_none()
    }

    /// "Erlenkamp 19", "Wilgenpad 62 b": a name that nothing knows, written large, and a house's number, where a message says nothing else:
    /// a street, if a town follows with its postcode.
    fn lone_street(&mut self) {
        const NAME_BYTES_MIN: usize = 5;
        const DIGITS_MAX: usize = 3;
        let view = self.view;
        let Some(at) = (0..self.covered.len()).find(|&at| self.words(at + 1) > 0) else { return };
        let number = view.skip_spaces(at + 1);
        let tokens = view.reading.tokens();
        let figures = tokens.get(number).is_some_and(|t| t.kind == TokenKind::Digits && t.len() <= DIGITS_MAX);
        if !figures || number == at + 1 || !self.free(at) || self.starts(at) {
            return;
        }
        let named = view.is_large(at) && !view.is_ordinary(at) && tokens[at].len() >= NAME_BYTES_MIN;
        let letter = view.skip_spaces(number + 1);
        let lettered = view.is_word(letter) && tokens[letter].len() == 1;
        let end = if lettered { letter + 1 } else { number + 1 };
        if named && self.alone(at, end) && !self.found.iter().any(|f| f.form == Form::Street) {
            self.found.push(Found { doubt: true, ..Found::of(Form::Street, at, end, LOOSE_PURE_MAX) });
        }
    }

    /// "M-A-R-G-O": whether a token is one of some letters with hyphens between.
    fn is_spelled(&self, at: usize) -> bool {
        let hyphen = |at: usize| self.view.sign(at) == Some("-");
        self.view.is_word(at) && self.view.word(at).len() == 1 && (hyphen(at + 1) || at > 0 && hyphen(at - 1))
    }

    /// A town at a token: after its postcode, before it, or alone.
    fn town(&mut self, at: usize) {
        let view = self.view;
        if let Some(end) = address::postcode_at(view, at) {
            let word = self.town_after(at, end);
            // "6448 California 2": what a number follows is a street.
            let numbered = |town: usize| view.skip_spaces(town) > town && view.is_digits(view.skip_spaces(town));
            match address::town_at(view, word, true).filter(|_| word > end) {
                // "auf 7108 endet das Ganze"
                Some(_) if view.reading.has(word, PLACING) => {}
                Some(town) if numbered(town) => {}
                // "the address is 2606 Broadway": in English the postcode comes last.
                Some(town) if self.is_figures(at, end) && is_english(view) => self.push_town(at, town, 1),
                Some(town) => self.push(Form::Town, at, town, STREET_LOOSE_MAX),
                // "1722 first street"
                // "4700-218, estaciona em cima do passeio", "35133 e la città è quella": doubtful beside so much.
                None if begins_with_code(view) == Some((at, end)) => {
                    self.found.push(Found { doubt: true, ..Found::of(Form::Town, at, end, STREET_LOOSE_MAX) });
                }
                None if !self.ends_clause(end) && !self.is_code_said(at, end) => {}
                None => {
                    // "RG4 7QX", "postcode RG4 7QX"
                    let letters = (at..end).filter(|&at| view.is_word(at)).count() as u8;
                    // "Zeist, 3702 GL. Koffie staat klaar"
                    let written =
                        self.found.iter().any(|f| f.form == Form::Town) || letters > 0 && self.is_large_code(at, end);
                    let sure = written || self.is_postcode_told(at);
                    self.push_town(at, end, if sure { LOOSE_NEAR_MAX } else { 1 + letters + u8::from(at == 0) });
                }
            }
            return;
        }
        let upper = view.folded.is_upper(view.reading.tokens()[at].start as usize);
        // "numéro de réunion"
        let told = |l: &&Lexeme| {
            matches!(l.entry.class, Class::Cue(_))
                && l.first as usize <= at
                && at < l.end as usize
                && l.end > l.first + 1
        };
        let known = view.reading.is(at, |c| c == Class::Region)
            && (upper || !view.is_ordinary(at))
            && !(at.saturating_sub(PHRASE_TOKENS_MAX)..=at).any(|from| view.reading.at(from).iter().any(|l| told(&l)));
        let large = upper
            && view.reading.at(at).iter().all(|l| matches!(l.entry.class, Class::StreetType | Class::Region))
            && !view.is_ordinary(at);
        let joint = self.is_led_to(at);
        let led = large && joint && !known;
        let Some(town) = address::town_at(view, at, known || led).filter(|_| known || large || led) else { return };
        self.untyped_street(at, town);
        // "Rest 23125" is none.
        let code = self.with_postcode(town).filter(|&end| known || !self.is_figures(town, end));
        if let Some(end) = code.or_else(|| self.with_postcode_apart(town, known || led)) {
            self.push(Form::Town, at, end, LOOSE_NEAR_MAX);
            return;
        }
        if led || known && joint {
            // "oui à Cholet, sonnez chez Marchand": a place at least.
            self.found.push(Found { doubt: true, ..Found::of(Form::Town, at, town, LOOSE_NEAR_MAX) });
            return;
        }
        // "Enjoy!"
        if view.sign(town) == Some("!") {
            return;
        }
        let ends = town == view.reading.tokens().len() || matches!(view.sign(town), Some("," | "."));
        let first = view.skip_spaces_back(at) == 0;
        let others = match (ends, known, first) {
            (true, true, _) => LOOSE_PURE_MAX + 1,
            (true, false, true) => LOOSE_PURE_MAX,
            _ => 1,
        };
        let own = (at..town).filter(|&at| view.is_alphanumeric(at)).count() as u8;
        // "Benfica, Lisboa"
        let next = view.skip_spaces(town + 1);
        let around = view.sign(town) == Some(",") && view.reading.is(next, |c| c == Class::Region);
        let end = if around && self.free(next) { next + 1 } else { town };
        // "des Tanneurs": what an article begins is a street's name.
        let article = back(view, at).filter(|&before| view.word(before) == "des" && view.skip_spaces(0) == before);
        self.found.push(Found { doubt: joint, ..Found::of(Form::Town, article.unwrap_or(at), end, others + own) });
    }

    /// Whether the letters of a postcode are written large.
    fn is_large_code(&self, first: usize, end: usize) -> bool {
        let start = self.view.reading.bytes(first, end).start;
        let text = self.text(first, end).as_bytes();
        (0..text.len()).all(|at| !text[at].is_ascii_alphabetic() || self.view.folded.is_upper(start + at))
    }

    /// "Am Krummen Steg": a name right after words that lead to streets in German, first in a text: a street, if a town follows with its
    /// postcode.
    fn untyped_street(&mut self, at: usize, end: usize) {
        const LEADS: &[&str] = &["am", "im", "zum", "zur", "der", "dem", "den"];
        let view = self.view;
        let Some(before) = back(view, at).filter(|&before| LEADS.contains(&view.word(before))) else { return };
        let first = view.skip_spaces(0);
        let leads = before == first || back(view, before) == Some(first);
        if leads && self.ends_clause(end) {
            let own = (first..end).filter(|&at| view.is_alphanumeric(at)).count() as u8;
            self.found.push(Found { doubt: true, ..Found::of(Form::Street, first, end, LOOSE_PURE_MAX + own) });
        }
    }

    /// "postcode's YO7 3QX", "le code postal, c'est le 44000": whether a word for a postcode stands not far before one.
    fn is_postcode_told(&self, at: usize) -> bool {
        let told = |at: usize| POSTCODES.contains(&self.view.word(at));
        (at.saturating_sub(POSTCODE_TOKENS_NEAR)..at).any(told)
    }

    /// "à Cholet", "celui d'Aubagne", "the one in Leith": whether what stands before a name says that it is a place.
    fn is_led_to(&self, at: usize) -> bool {
        /// What says of which town something is,
        const OF: &[&str] = &["d", "de", "di", "do", "of", "von", "van", "aus", "uit"];
        /// and what that is.
        const ONES: &[&str] =
            &["celui", "celle", "one", "el", "la", "quello", "quella", "o", "a", "der", "die", "das", "dat"];
        let view = self.view;
        let elided = |at: usize| if view.sign(at) == Some("'") { at.checked_sub(1) } else { Some(at) };
        let Some(before) = back(view, at).and_then(elided) else { return false };
        let one = || back(view, before).is_some_and(|one| ONES.contains(&view.word(one)));
        let joint = match view.word(before) {
            // "there are no Indonesian restaurants"
            "a" | "no" | "te" | "em" => !is_english(view),
            word => address::JOINTS.contains(&word),
        };
        joint || OF.contains(&view.word(before)) && one()
    }

    /// "12a", "46 b, ganz oben": figures with a letter, first in a text, and a sign or nothing after them.
    fn lettered_house(&mut self) {
        let Some((first, end)) = lettered(self.view) else { return };
        if self.free(first) {
            let form = Form::Digits(self.text(first, first + 1).len() as u8);
            self.covered[first..end].fill(true);
            self.found.push(Found { doubt: true, ..Found::of(form, first, end, STREET_LOOSE_MAX) });
        }
    }

    /// "c'est au 8 bis": a house's number that is announced, and ends what is said.
    fn house(&mut self) {
        const DIGITS_MAX: usize = 4;
        let view = self.view;
        let holds = view.reading.holds();
        let asked = holds.any(Classes::PLACE_QUESTION) && !holds.cue(Kind::Phone);
        if !holds.cue(Kind::Address) && !asked {
            return;
        }
        // "hausnr 57, 3. hof"
        let leads = |class: Class| class == Class::Cue(Kind::Address) || asked && class == Class::PlaceQuestion;
        let cues = view.reading.lexemes().iter().filter(|l| leads(l.entry.class));
        let numbers = cues.map(|l| view.skip_spaces(l.end as usize)).filter(|&at| {
            let token = view.reading.tokens().get(at);
            token.is_some_and(|t| t.kind == TokenKind::Digits && t.len() <= DIGITS_MAX)
                && !self.text(at, at + 1).starts_with('0')
        });
        let Some(at) = numbers.last().filter(|&at| self.free(at)) else { return };
        let letter = view.skip_spaces(at + 1);
        let lettered = matches!(view.word(letter), "bis" | "ter" | "quater" | "a" | "b" | "c" | "d");
        let end = if lettered { letter + 1 } else { at + 1 };
        if self.ends_clause(end) && view.sign(end) != Some(":") {
            let form = Form::Digits(self.text(at, at + 1).len() as u8);
            self.covered[at..end].fill(true);
            self.found.push(Found { doubt: !lettered && !asked, ..Found::of(form, at, end, LOOSE_NEAR_MAX) });
        }
    }

    fn is_figures(&self, first: usize, end: usize) -> bool {
        !self.text(first, end).bytes().any(|b| b.is_ascii_alphabetic())
    }

    /// Where a town begins after its postcode: "80000 Amiens", "79000, Niort".
    fn town_after(&self, at: usize, end: usize) -> usize {
        const DIGITS: usize = 5;
        let view = self.view;
        let apart = view.skip_spaces(end + 1);
        let code = self.is_figures(at, end) && self.text(at, end).len() == DIGITS;
        let comma = code && view.sign(end) == Some(",") && view.is_large(apart) && !view.is_ordinary(apart);
        if comma { apart } else { view.skip_spaces(end) }
    }

    /// "postcode's YO7 3QX if the satnav asks", "2014 KD voor de navigatie": whether a postcode is one whatever follows it: it is said to be
    /// one, or its letters are written large, and what follows is not.
    fn is_code_said(&self, at: usize, end: usize) -> bool {
        let next = self.view.skip_spaces(end);
        let plain = next > end && self.view.is_word(next) && !self.view.is_large(next);
        plain && if self.is_figures(at, end) { self.is_postcode_told(at) } else { self.is_large_code(at, end) }
    }

    /// One past a town, and the postcode that a comma parts from it: "Cheltenham, GL52 3QT"; one in figures only after what is known to be a
    /// place: "en Chiclana, 11130".
    fn with_postcode_apart(&self, town: usize, known: bool) -> Option<usize> {
        const DIGITS: usize = 5;
        let view = self.view;
        let next = view.skip_spaces(town + 1);
        let end = address::postcode_at(view, next).filter(|_| view.sign(town) == Some(",") && next > town + 1)?;
        let figures = self.is_figures(next, end);
        let sure = if figures { known && self.text(next, end).len() == DIGITS } else { self.is_large_code(next, end) };
        (sure && self.ends_clause(end)).then_some(end)
    }

    /// One past a town, and the postcode that follows it: "London SE15 4QT".
    fn with_postcode(&self, town: usize) -> Option<usize> {
        let next = self.view.skip_spaces(town);
        address::postcode_at(self.view, next).filter(|_| next > town)
    }

    /// A lone postcode reads as digits too ("59000" may be either), and a town as a name.
    fn push_town(&mut self, first: usize, end: usize, loose_max: u8) {
        self.found.push(Found::of(Form::Town, first, end, loose_max));
    }

    /// A street from its type on, where nothing in it was enough for an address.
    fn street(&mut self, at: usize) {
        const NAME_TOKENS_MAX: usize = 9;
        const SMALL_BYTES_MAX: usize = 3;
        let (view, tokens) = (self.view, self.view.reading.tokens());
        let mut first = at;
        let before = view.skip_spaces_back(at);
        if before > 0 && before < at && tokens[before - 1].kind == TokenKind::Digits && tokens[before - 1].len() <= 4 {
            first = before - 1;
        }
        let (mut end, mut named) = (at + 1, false);
        for (next, token) in tokens.iter().enumerate().take(at + NAME_TOKENS_MAX).skip(at + 1) {
            match token.kind {
                TokenKind::Word => {
                    let large = view.folded.is_upper(token.start as usize);
                    let small = token.len() <= SMALL_BYTES_MAX || address::is_connector(view.word(next));
                    // "cours sur Zoom"
                    if !large && !small || handle::service(view, next).is_some() {
                        break;
                    }
                    named |= large;
                    end = if large { next + 1 } else { end };
                }
                TokenKind::Space | TokenKind::Hyphen => {}
                TokenKind::Sign if view.sign(next) == Some("'") => {}
                _ => break,
            }
        }
        let number = view.skip_spaces(end);
        if number > end && tokens.get(number).is_some_and(|t| t.kind == TokenKind::Digits && t.len() <= 4) {
            end = number + 1;
        }
        if named {
            let end = self.with_town(end).unwrap_or(end);
            self.push(Form::Street, first, end, STREET_LOOSE_MAX);
        } else if let Some(first) = self.named_before(at) {
            self.push(Form::Street, first, at + 1, STREET_LOOSE_MAX);
        } else if first < at && self.ends_clause(at + 1) && view.sign(at + 1) != Some("'") {
            // "17 rue"
            self.push(Form::Street, first, at + 1, LOOSE_PURE_MAX);
        }
    }

    /// "Jardim Novo, Limeira": one past the town that a comma ties to a name without a number.
    fn with_town(&self, end: usize) -> Option<usize> {
        let view = self.view;
        let word = view.skip_spaces(end + 1);
        let town = view.sign(end) == Some(",") && !view.is_digits(end - 1);
        (town && view.is_large(word) && !view.is_ordinary(word) && self.free(word)).then_some(word + 1)
    }

    /// "Larkspur Road": the first word of the name before a type, both written large.
    fn named_before(&self, at: usize) -> Option<usize> {
        const NAME_WORDS_MAX: usize = 3;
        let view = self.view;
        let before = |at: &usize| {
            let back = view.skip_spaces_back(*at);
            back.checked_sub(1).filter(|&word| back < *at && view.is_large(word) && !view.is_ordinary(word))
        };
        std::iter::successors(Some(at).filter(|&at| view.is_large(at)), before).skip(1).take(NAME_WORDS_MAX).last()
    }
}
