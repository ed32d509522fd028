//! Fragments: what of a text is no detail yet and could become part of one that is said over several messages.
//!
//! Digits that no unit or word explains, user names, at-signs and dots in words, providers, services, streets and towns.
//! What is a fragment follows from the text alone, never from what was said before: so a memory of fragments is the same
//! whoever rebuilds it. The more else a message says, the surer a fragment must be: "34" alone is one, "on sera 34" is none.

mod codes;
mod counted;
mod dictated;
mod digits;
mod groups;
mod labels;
mod links;
mod places;
mod seeds;
mod sites;

use std::cell::OnceCell;
use std::ops::Range;

use crate::kind::Kind;
use crate::scan::Finding;
use crate::scan::read::{Against, Class, Classes, Lexeme, Token, TokenKind, Traits, VOTES_MIN};

use super::View;
use super::phone::{self, Lattice};
use super::whose;
use seeds::{PLACING, Seeds};

/// Fragments of one message at most: a message with more is a list.
const FRAGMENTS_MAX: usize = 8;
/// Bytes of a fragment at most: the longest local part (64), or an account number with its gaps.
pub const FRAGMENT_BYTES_MAX: usize = 96;
/// With this many words beside it at most, a message says nothing but its fragment ("et après tu as 34").
pub const LOOSE_PURE_MAX: u8 = 2;
/// With more words than this beside it, a fragment must be announced, or be unmistakable.
pub const LOOSE_NEAR_MAX: u8 = 6;

/// With this many words too many beside them, digits are doubtful; with more, they are none.
const LOOSE_SPARE: u8 = 3;

/// What a fragment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// Digits, in figures or words; how many.
    Digits(u8),
    /// The beginning of an account number: "FR76 3000".
    Account,
    /// A name or label: "jean.dupont75", "monsite".
    Name,
    /// Part of an address or link that ties to what stands before it, after it, or both: "arobase", "@gmail", ".fr", "/coach".
    Link {
        /// Whether it ties to what stands before.
        opens: bool,
        /// Whether it ties to what stands after.
        closes: bool,
        /// Whether it names a provider: the next one named takes its place.
        provider: bool,
    },
    /// Figures that what they count, or their unit, explains; how many digits: part of a number only where a riddle hides it.
    Counted(u8),
    /// A few letters that are no word: part of a meeting's code.
    Letters,
    /// An outside service, by name.
    Service,
    /// A street, with or without number.
    Street,
    /// A town, with or without postcode.
    Town,
    /// Words that announce a phone.
    Cue,
    /// Words that announce a meeting: "code Meet".
    Call,
    /// Words for what a meeting asks for beside its id: "code", "password".
    Code,
    /// The place that a phone is of: "numéro belge".
    Region,
    /// Words that say that a number is no phone: "numéro de commande".
    Reference,
    /// "no": what the other guessed is wrong.
    Denial,
    /// "jot this down", "bit by bit": what follows is to be written down, or comes in pieces.
    Dictation,
    /// "go on", "and then?": the other waits for the next piece; "what goes in front": for the first.
    Prompt,
    /// "name?": the other waits for a name.
    Question {
        /// Whether for that of an account: "what's your user".
        user: bool,
    },
    /// "which town?", "and the house number": the other waits for a part of an address.
    Where,
    /// "te paso las medidas": figures that follow are sizes, prices, counts or references.
    Topic,
    /// "our site": a site is told, or asked for.
    Site,
    /// A word that may be a piece of a site's name where one is told, and is none otherwise.
    Word,
    /// "www", in words or not, with no host after it.
    Www,
    /// "read only the numbers", "all in order": figures are not what they seem to be.
    Hint,
}

impl Form {
    /// Whether it is part of a detail itself, not words about one.
    pub(crate) fn is_material(self) -> bool {
        use Form::{
            Code, Counted, Cue, Denial, Dictation, Hint, Prompt, Question, Reference, Region, Site, Topic, Where, Word,
            Www,
        };
        !matches!(
            self,
            Code | Counted(_)
                | Cue
                | Region
                | Reference
                | Denial
                | Dictation
                | Hint
                | Prompt
                | Question { .. }
                | Site
                | Topic
                | Where
                | Word
                | Www
        )
    }
}

/// A stretch of a text that could become part of a detail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fragment {
    /// What it is.
    pub form: Form,
    /// UTF-8 bytes of the original text, on character boundaries.
    pub span: Range<usize>,
    /// Which part of the detail the text says that it is.
    pub place: Place,
    /// Whether it may as well be something else: a part only of what is sure without it.
    pub doubt: bool,
    /// Words in its clause that are no fragment, nor said around one.
    pub loose: u8,
    /// The digits of a number that is said in words or letters, in part at least; the sign that part of a link begins with in words; empty
    /// for any other fragment.
    pub figures: String,
}

/// Which part of a detail a fragment is said to be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// "it starts with".
    First,
    /// Whatever comes next.
    #[default]
    Next,
    /// What the text says comes next: "and then".
    Then,
    /// "in between".
    Middle,
    /// "the end is".
    Last,
    /// None: "not 34" takes it back.
    Not,
}

/// What a text says that could become part of a detail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fragments {
    /// In the order of the text, at most eight.
    pub list: Vec<Fragment>,
    /// Words that are no fragment, nor said around one.
    pub loose: u8,
    /// "oups", or an asterisk before it.
    pub corrects: bool,
    /// Whether it ends in a question mark.
    pub asks: bool,
    /// The language that it is in, where no other could be: by its place in the lexicon.
    pub language: Option<u8>,
}

impl Fragments {
    /// Forgets all.
    pub(crate) fn clear(&mut self) {
        self.list.clear();
        (self.loose, self.corrects, self.asks, self.language) = Default::default();
    }
}

/// Reads the fragments of a view; `findings` are what the detectors found in the text.
pub(crate) fn read(view: &View<'_>, findings: &[Finding], out: &mut Fragments) {
    out.clear();
    let seeds = Seeds::of(view, findings);
    if !seeds.is_none() {
        pieces(view, findings, seeds, out);
    }
    if seeds.counted {
        counted::read(view, out);
    }
}

/// Reads the pieces that a text could hold.
fn pieces(view: &View<'_>, findings: &[Finding], seeds: Seeds, out: &mut Fragments) {
    let mut reader = Reader::over(view, findings);
    reader.phrases();
    if seeds.labels {
        reader.labels();
    }
    if seeds.places {
        reader.places(findings);
    }
    if seeds.links {
        reader.links(findings);
    }
    if seeds.sites {
        reader.sites();
    }
    if seeds.services {
        reader.services(findings);
    }
    if seeds.accounts {
        reader.accounts();
    }
    if seeds.digits {
        reader.digits();
        reader.code_groups();
    }
    if seeds.letters {
        reader.code_letters();
    }
    // What is found says more with the words about it.
    let told = seeds.told || !findings.is_empty();
    if reader.found.is_empty() && !told {
        return;
    }
    reader.finish(told, out);
    // What is said beside nothing is nobody's business.
    if out.list.is_empty() && findings.is_empty() {
        out.clear();
    }
}

/// What fragments ask of single words.
pub(super) fn traits(word: &str) -> Traits {
    Traits::ROLE
        .if_so(links::ROLES.contains(&word))
        .and(Traits::CODE.if_so(CODES.contains(&word)))
        .and(Traits::ID.if_so(IDS.contains(&word)))
}

/// For each token and the text's end, how many words stand before it that are not said around pieces.
fn words(view: &View<'_>) -> Vec<u32> {
    let around = |at| view.reading.has(at, AROUND);
    let mut words = Vec::with_capacity(view.reading.tokens().len() + 1);
    words.push(0);
    for at in 0..view.reading.tokens().len() {
        let word = view.is_alphanumeric(at) && !around(at);
        words.push(words[at] + u32::from(word));
    }
    words
}

/// Classes of words that are said around the pieces of a detail, and are none.
const AROUND: Classes = Classes::FILLER
    .and(Classes::FIRST)
    .and(Classes::MIDDLE)
    .and(Classes::LAST)
    .and(Classes::ORDINAL)
    .and(Classes::PART)
    .and(Classes::CORRECTION)
    .and(Classes::THEN)
    .and(Classes::MORE)
    .and(Classes::DENIAL)
    .and(Classes::INSTEAD)
    .and(Classes::DICTATION);

/// Whether a word is said around the pieces of a detail, and is none.
fn is_around(class: Class) -> bool {
    Classes::of(class).any(AROUND)
}

/// Tokens of a phrase of the lexicon at most: eight words, and what may stand between each two.
const PHRASE_TOKENS_MAX: usize = 32;

/// Words that say which part of a detail stands beside them.
struct SaidPlace {
    first: usize,
    end: usize,
    place: Place,
}

/// Every such phrase of a view, by its first token.
fn said_places(view: &View<'_>) -> Vec<SaidPlace> {
    let place = |class: Class| match class {
        Class::First => Some(Place::First),
        Class::Middle => Some(Place::Middle),
        Class::Last => Some(Place::Last),
        Class::Then => Some(Place::Then),
        _ => None,
    };
    // "il resto 907", "e 66": a rest need not be the end.
    let rest = |l: &Lexeme| (l.first as usize..l.end as usize).any(|at| RESTS.contains(&view.word(at)));
    let place = |l: &Lexeme| {
        place(l.entry.class).map(|place| if place == Place::Last && rest(l) { Place::Then } else { place })
    };
    if !view.reading.holds().any(PLACING) {
        return Vec::new();
    }
    let plausible = view.reading.lexemes().iter().filter(|l| view.reading.is_plausible(l.entry));
    plausible
        .filter_map(|l| Some(SaidPlace { first: l.first as usize, end: l.end as usize, place: place(l)? }))
        .collect()
}

/// With more words beside it, a word that may be a name and may be a word is a word.
const UNSURE_LOOSE_MAX: u8 = 2;

/// With more words beside it, a user name that nothing announces is no part of an address.
const STRONG_LOOSE_MAX: u8 = LOOSE_NEAR_MAX + 3;

/// With more words beside it, a word that nothing knows is no host's name, though it is said to be a place.
const LED_LOOSE_MAX: u8 = LOOSE_NEAR_MAX + 5;

/// The clauses of a text.
struct Clauses {
    /// For each token, its clause.
    of: Vec<usize>,
    /// For each clause, how many loose words it holds.
    loose: Vec<u8>,
    /// Of a long text each clause counts for so many at least.
    least: u8,
}

/// With more loose words in all, what stands in a clause of its own is no piece for that.
const APART_LOOSE_MAX: u8 = 6;

impl Clauses {
    /// The loose words of a fragment's clause.
    fn loose(&self, found: &Found) -> u8 {
        let least = if found.is_sure() { self.least / 2 } else { self.least };
        self.of.get(found.first).map_or(0, |&clause| self.loose[clause].max(least))
    }

    /// "haha sorry, kind aan mijn been. apestaartje": whether part of an address or link is all that its clause says.
    fn is_apart(&self, found: &Found) -> bool {
        let sign = matches!(found.form, Form::Link { .. });
        sign && self.of.get(found.first).is_some_and(|&clause| self.loose[clause] == 0)
    }
}

/// With more words beside it, an at-sign alone may be one that is spoken of.
const AT_LOOSE_MAX: u8 = 2;

/// How many loose words of a whole text a clause of it counts for at least: two thirds.
const fn share(loose: u8) -> u8 {
    (loose as u16 * 2 / 3) as u8
}

/// Words beside a phrase that gives a number, at most.
const OFFER_LOOSE_MAX: u8 = 12;
/// Tokens of such a phrase at least: three words, and the spaces between.
const OFFER_TOKENS_MIN: u32 = 4;

/// Tokens from a number's name to that of what it is of, at most: "mon numéro de dossier".
const REFERENCE_TOKENS_NEAR: usize = 3;

/// Tokens from a reference's name to its figures at most: "départements couverts : 06".
const REFERENCE_TOKENS_FAR: usize = 7;

/// Shorter words of the kind are abbreviations of other things too.
const REFERENCE_BYTES_MIN: usize = 5;

/// A question for a reference has no more words: "your booking ref?".
const QUESTION_LOOSE_MAX: u8 = 3;

/// Words beside a reference's name of one word that is asked for, at most: "votre référence ?", and no "dispo, la table ?".
const REFERENCE_LOOSE_MAX: u8 = 1;

/// Words right before what a question asks the number of.
#[rustfmt::skip]
const WHICH: &[&str] = &[
    "quel", "quelle", "votre", "ton", "ta", "which", "what", "whats", "your", "ur", "cual", "tu", "su", "vuestro", "quale", "che",
    "tuo", "suo", "tua", "sua", "qual", "teu", "seu", "welche", "welcher", "welches", "dein", "deine", "ihr", "ihre", "eure",
    "welk", "welke", "je", "jouw", "uw",
];

/// Words between one that announces a number and the reference that it is of, at most.
const CUE_WORDS_NEAR: u32 = 2;

/// What a meeting asks for beside its id.
const CODES: &[&str] = &[
    "code",
    "password",
    "passcode",
    "pin",
    "pass",
    "mdp",
    "codigo",
    "clave",
    "contrasena",
    "senha",
    "codice",
    "passwort",
    "kennwort",
    "kenncode",
    "zugangscode",
    "wachtwoord",
    "toegangscode",
];

/// Words for an id, of a meeting mostly, where digits follow.
const IDS: &[&str] = &["id", "identifiant", "identificador", "identificativo", "identifier", "kennung"];

/// Words for what is still to come: said after a piece they say nothing of it.
const RESTS: &[&str] =
    &["rest", "reste", "resto", "restante", "remaining", "falta", "queda", "sobra", "manca", "resta"];

/// Shorter words for what figures are stand beside these: "m", "kg", "nif".
const TOPIC_BYTES_MIN: usize = 3;

/// Words beside what figures are at most, where nothing asks for them: "te paso las medidas".
const TOPIC_LOOSE_MAX: u8 = 3;

/// Words beside a "no" that is all that is said, at most.
const DENIAL_LOOSE_MAX: u8 = 1;

/// Words after a reference's name that its message gives or asks for, at most: "your ref pls", and no "booking is complete".
const REFERENCE_WORDS_AFTER_MAX: u32 = 1;

/// Words beside "go on" at most.
const PROMPT_LOOSE_MAX: u8 = 3;

/// Words at a text's beginning of which one may say no: "ah non".
const DENIAL_WORDS_MAX: usize = 2;

/// Classes of words that are not loose: said around pieces, a number, or what announces one.
const SAID: Classes = AROUND.and(Classes::CUE).and(Classes::NUMBER).and(Classes::JOINER);

/// Whether a word is not loose.
fn is_said(class: Class) -> bool {
    Classes::of(class).any(SAID)
}

/// A fragment before it is known how much else the message says.
struct Found {
    form: Form,
    first: usize,
    end: usize,
    /// How many loose words the message may have.
    loose_max: u8,
    doubt: bool,
    figures: String,
}

impl Found {
    /// One that is beyond doubt.
    fn of(form: Form, first: usize, end: usize, loose_max: u8) -> Self {
        Self { form, first, end, loose_max, doubt: false, figures: String::new() }
    }

    /// Whether it is a sign, an end, a provider or a user name, whatever is said in other clauses.
    fn is_sure(&self) -> bool {
        let named = self.form == Form::Name && self.loose_max >= STRONG_LOOSE_MAX && self.loose_max != LED_LOOSE_MAX;
        named || matches!(self.form, Form::Link { .. })
    }

    /// Whether it is an at-sign and nothing else.
    fn is_at(&self) -> bool {
        self.loose_max == AT_LOOSE_MAX && self.form == Form::Link { opens: true, closes: true, provider: false }
    }

    /// Whether it may be a name and may be a word, and is a name only beside next to nothing else.
    fn is_word(&self) -> bool {
        self.form == Form::Name && self.loose_max <= UNSURE_LOOSE_MAX
    }
}

/// For each token, one past the chunk of letters, digits and inner signs that it begins: of a name, or of a path.
struct Chunks {
    names: Vec<usize>,
    paths: Vec<usize>,
}

impl Chunks {
    fn of(view: &View<'_>) -> Self {
        let (tokens, text) = (view.reading.tokens(), view.text().as_bytes());
        let ends = |path: bool| {
            let mut ends = vec![tokens.len(); tokens.len() + 1];
            let mut alphanumeric = false;
            for (at, token) in tokens.iter().enumerate().rev() {
                let next =
                    std::mem::replace(&mut alphanumeric, matches!(token.kind, TokenKind::Word | TokenKind::Digits));
                let inner = || match text[token.start as usize] {
                    b'.' | b'_' | b'-' | b'+' => true,
                    b'/' | b'?' | b'=' | b'&' => path,
                    _ => false,
                };
                ends[at] = if alphanumeric || next && inner() { ends[at + 1] } else { at };
            }
            ends
        };
        Self { names: ends(false), paths: ends(true) }
    }
}

struct Reader<'v> {
    view: &'v View<'v>,
    /// What not every text asks for is read once it is.
    chunks: OnceCell<Chunks>,
    covered: Vec<bool>,
    /// For each token, how many words stand before it that are not said around pieces.
    words: OnceCell<Vec<u32>>,
    /// Whether the text counts its pieces.
    labelled: bool,
    /// Words that say which part of a detail stands beside them.
    places: Vec<SaidPlace>,
    found: Vec<Found>,
    /// Where the text asks for a contact, or offers to leave.
    asks: Option<(usize, usize)>,
    /// Whether the text says a phone whole.
    whole: bool,
}

impl<'v> Reader<'v> {
    fn over(view: &'v View<'v>, findings: &[Finding]) -> Self {
        Self {
            view,
            chunks: OnceCell::new(),
            words: OnceCell::new(),
            covered: vec![false; view.reading.tokens().len()],
            labelled: false,
            places: said_places(view),
            found: Vec::new(),
            asks: places::asks(view, findings),
            whole: places::says_phone(findings),
        }
    }

    fn lattice(&self) -> Lattice<'v> {
        Lattice::over(self.view)
    }

    fn chunks(&self) -> &Chunks {
        self.chunks.get_or_init(|| Chunks::of(self.view))
    }

    /// How many words stand before a token that are not said around pieces.
    fn words(&self, before: usize) -> u32 {
        self.words.get_or_init(|| words(self.view))[before]
    }

    fn push(&mut self, form: Form, first: usize, end: usize, loose_max: u8) {
        self.covered[first..end].fill(true);
        self.found.push(Found::of(form, first, end, loose_max));
    }

    fn free(&self, at: usize) -> bool {
        self.covered.get(at).is_some_and(|covered| !covered)
    }

    /// Whether digits begin at a token; most words need no lattice to tell that none do. Letters that only a key in the text makes
    /// digits are not seen.
    fn starts(&self, at: usize) -> bool {
        at < self.covered.len()
            && (phone::starts_digits(self.view, at) || phone::may_be_misspelt(self.view, at))
            && self.lattice().starts(at)
    }

    fn text(&self, first: usize, end: usize) -> &str {
        &self.view.text()[self.view.reading.bytes(first, end)]
    }

    /// Whether a range of tokens is too long for a fragment, so that what it says need not be read.
    fn is_overlong(&self, first: usize, end: usize) -> bool {
        self.view.reading.bytes(first, end).len() > FRAGMENT_BYTES_MAX
    }

    /// Counts the loose words, drops what is too unsure beside them, and writes the rest out.
    fn finish(mut self, told: bool, out: &mut Fragments) {
        let view = self.view;
        for lexeme in view.reading.lexemes().iter().filter(|l| is_said(l.entry.class)) {
            if view.reading.is_plausible(lexeme.entry) {
                self.covered[lexeme.first as usize..lexeme.end as usize].fill(true);
            }
        }
        self.glosses();
        out.loose = u8::try_from((0..self.covered.len()).filter(|&at| self.is_loose(at)).count()).unwrap_or(u8::MAX);
        // Where more is said, a word is a word.
        if !told && out.loose > UNSURE_LOOSE_MAX && self.found.iter().all(Found::is_word) {
            return;
        }
        let clauses = self.clauses();
        self.sift(out.loose, &clauses);
        self.surer_words();
        if self.found.is_empty() && !told {
            return;
        }
        out.language = language(view);
        let space = |t: &&Token| matches!(t.kind, TokenKind::Space | TokenKind::Newline);
        let last = view.reading.tokens().iter().rev().find(|t| !space(t));
        out.asks = last.is_some_and(|t| t.text(view.text()) == "?");
        let corrects = |l: &Lexeme| l.entry.class == Class::Correction && view.reading.is_plausible(l.entry);
        out.corrects = view.sign(0) == Some("*")
            || self.found.iter().any(|f| f.first > 0 && view.sign(f.first - 1) == Some("*"))
            || view.reading.lexemes().iter().any(corrects);
        self.announce(out.loose, out.asks);
        self.denial(out.loose);
        self.dictation(out.loose, out.asks);
        self.question(out.loose, out.asks);
        self.topic(out.loose, out.asks);
        self.found.sort_by_key(|f| (f.first, f.end));
        let spans = self.found.iter().map(|f| (f, view.folded.original(view.reading.bytes(f.first, f.end))));
        for (found, span) in spans.filter(|(_, span)| span.len() <= FRAGMENT_BYTES_MAX).take(FRAGMENTS_MAX) {
            let place = self.place(found);
            let sure = match place {
                Place::Next => false,
                // "y luego cena"
                Place::Then if found.form == Form::Name => self.is_glued(found),
                Place::Then => found.form != Form::Digits(1) && clauses.loose(found) <= LOOSE_NEAR_MAX,
                _ => true,
            };
            let figures = if found.figures.is_empty() { self.sign_of(found).to_owned() } else { found.figures.clone() };
            let form = found.form;
            let loose =
                if clauses.is_apart(found) { clauses.loose(found).min(LOOSE_PURE_MAX) } else { clauses.loose(found) };
            out.list.push(Fragment { form, span, place, doubt: found.doubt && !sure, loose, figures });
        }
    }

    /// Which part of a detail the text says that a fragment is.
    fn place(&self, found: &Found) -> Place {
        if found.form == Form::Prompt {
            return self.prompted_place(found);
        }
        let before = self.places[..self.places.partition_point(|place| place.first < found.first)].last();
        // "31 15, pas 30"
        let back = self.view.skip_spaces_back(found.first);
        let alike = |other: &&Found| std::mem::discriminant(&other.form) == std::mem::discriminant(&found.form);
        let several = found.form != Form::Service && self.found.iter().filter(alike).nth(1).is_some();
        if several && self.view.ending_at(back, |c| c == Class::Instead).is_some() {
            return Place::Not;
        }
        // "78 à la fin": what is said after the only one is said of it too.
        let counts = |f: &&Found| {
            use Form::{Dictation, Prompt, Question, Site, Topic, Where, Word, Www};
            !matches!(f.form, Dictation | Prompt | Question { .. } | Site | Topic | Where | Word | Www)
        };
        let few = self.found.iter().filter(counts).nth(2).is_none();
        // "0633 en straks de rest"
        let rest = |p: &SaidPlace| (p.first..p.end).any(|at| RESTS.contains(&self.view.word(at)));
        // "120 com café. termina em 350": what stands right before other figures is said of those.
        let digits = matches!(found.form, Form::Digits(_));
        let leads = |p: &SaidPlace| {
            let next = self.view.skip_spaces(p.end);
            digits && self.found.iter().any(|f| f.first == next && matches!(f.form, Form::Digits(_)))
        };
        let said_after =
            || self.places.iter().find(|p| p.first >= found.end && p.place != Place::Then && !rest(p) && !leads(p));
        // "six trois neuf, avec un 0 devant"
        let right = |p: &&SaidPlace| self.view.skip_spaces(found.end) == p.first && self.ends_clause(p.end);
        let after = said_after().filter(|p| few || digits && right(p)).map(|p| p.place);
        // "+ 64"
        let more = before.is_none() && self.view.sign(0) == Some("+") && self.view.skip_spaces(1) == found.first;
        let added = matches!(found.form, Form::Digits(..=4)) && self.text(found.first, found.end).starts_with("+ ");
        let behind = || self.is_told_behind(found) || self.is_glued(found);
        if more && found.first > 1 || added || after.is_none() && before.is_none() && behind() {
            return Place::Then;
        }
        // "cherchez nox": what is called by a name begins with it.
        if found.form == Form::Name && before.is_none() && after.is_none() && self.is_called(found) {
            return Place::First;
        }
        match before.map(|p| p.place) {
            Some(Place::Then) => after.unwrap_or(Place::Then),
            before => before.or(after).unwrap_or_default(),
        }
    }

    /// Whether a verb that calls a name stands right before one, and no cue alone.
    fn is_called(&self, found: &Found) -> bool {
        self.view.reading.holds().traits.any(Traits::CALLS) && whose::called_before(self.view, found.first)
    }

    /// "x7 erachter", "_93 à la suite": whether what is said to come next is said before the words that say so, and nothing after.
    fn is_told_behind(&self, found: &Found) -> bool {
        let named = matches!(found.form, Form::Name | Form::Link { .. } | Form::Digits(..=4));
        let last = |p: &SaidPlace| self.view.skip_spaces(found.end) == p.first && self.ends_clause(p.end);
        named && self.places.iter().any(|p| p.place == Place::Then && last(p))
    }

    /// Which piece the other waits for.
    fn prompted_place(&self, prompt: &Found) -> Place {
        let before = self.view.reading.at(prompt.first).iter().any(|l| l.entry.class == Class::BeforeQuestion);
        let said = self.places.iter().find(|place| place.first == prompt.first).map(|place| place.place);
        if before { Place::First } else { said.unwrap_or_default() }
    }

    fn is_loose(&self, at: usize) -> bool {
        self.view.is_word(at) && !self.covered[at]
    }

    /// The clauses of the text, and how many loose words each holds.
    fn clauses(&self) -> Clauses {
        let view = self.view;
        let glued = |at: usize| at > 0 && view.is_alphanumeric(at - 1) && view.is_alphanumeric(at + 1);
        let ends = |at: usize| {
            view.is_newline(at)
                || (matches!(view.sign(at), Some("," | "." | "!" | "?" | ";" | ":" | "…" | "(")) && !glued(at))
        };
        let mut clauses = Clauses { of: Vec::with_capacity(self.covered.len()), loose: vec![0], least: 0 };
        for at in 0..self.covered.len() {
            let last = clauses.loose.len() - 1;
            clauses.of.push(last);
            clauses.loose[last] = clauses.loose[last].saturating_add(u8::from(self.is_loose(at)));
            if ends(at) {
                clauses.loose.push(0);
            }
        }
        clauses.least = share(clauses.loose.iter().fold(0u8, |all, loose| all.saturating_add(*loose)));
        clauses
    }

    /// Drops what is no fragment beside so many loose words, and says what is doubtful beside them.
    fn sift(&mut self, all: u8, clauses: &Clauses) {
        let view = self.view;
        let whole = self.whole;
        let unsure = |found: &Found| found.is_word() || found.form == Form::Name && found.loose_max == LED_LOOSE_MAX;
        let sign = |found: &Found| matches!(found.form, Form::Link { opens: true, closes: true, .. });
        let surer = self
            .found
            .iter()
            .any(|f| matches!(f.form, Form::Name | Form::Link { .. }) && !unsure(f) && !f.doubt && !sign(f));
        // "tape couture-minute sur ton navigateur"
        let label = self.found.iter().any(|f| f.form == Form::Name && f.end > f.first + 1);
        self.found.retain_mut(|found| {
            if label && found.form == Form::Name && found.end == found.first + 1 {
                return false;
            }
            // A word that may be a name is one beside next to nothing else, and no likelier one.
            let unsure = unsure(found);
            if unsure && surer {
                return false;
            }
            let loose = if found.is_word() { all } else { clauses.loose(found) };
            let crowded = loose > LOOSE_NEAR_MAX || whole;
            let digits = matches!(found.form, Form::Digits(_));
            // Digits beside a few words too many may be digits still.
            let spare = match found.form {
                Form::Digits(2..) => LOOSE_SPARE,
                // "et l'arobase entre les deux je suppose"
                _ if found.is_at() => LOOSE_NEAR_MAX - AT_LOOSE_MAX,
                _ => 0,
            };
            let zero = view.text()[view.reading.bytes(found.first, found.end)].starts_with(['0', '+']);
            found.doubt |= found.loose_max < loose || (digits && crowded && !zero);
            found.loose_max = found.loose_max.saturating_add(spare);
            let unannounced = matches!(found.loose_max, LOOSE_NEAR_MAX | STRONG_LOOSE_MAX);
            // "Finders Corner", beside so many words, is a street if a postcode says so.
            found.doubt |= found.form == Form::Street && crowded;
            found.doubt |= found.form == Form::Name && unannounced && loose > LOOSE_PURE_MAX;
            found.loose_max >= loose || all <= APART_LOOSE_MAX && clauses.is_apart(found)
        });
    }

    /// Adds the words that announce a phone or a meeting, or that say that a number is neither.
    fn announce(&mut self, loose: u8, asks: bool) {
        let reading = self.view.reading;
        let near = loose <= LOOSE_NEAR_MAX;
        let digits = self.found.iter().any(|f| matches!(f.form, Form::Digits(_) | Form::Account));
        let cues = |kind| {
            // "le 06/03", "libre le 06 ?"
            let date = |l: &Lexeme| {
                let end = l.end as usize;
                self.view.sign(end) == Some("/")
                    || (self.view.is_digits(end - 1) && self.view.word(l.first as usize) == "le")
            };
            let said =
                move |l: &&Lexeme| l.entry.class == Class::Cue(kind) && reading.is_plausible(l.entry) && !date(l);
            reading.lexemes().iter().filter(said)
        };
        let place = |l: &Lexeme| (l.first as usize, l.end as usize);
        // "numéro", "mon numéro de dossier"
        let of = |l: &Lexeme, first: usize| (l.end as usize..=l.end as usize + REFERENCE_TOKENS_NEAR).contains(&first);
        // "mon n° de dossier"
        let goes_on =
            |l: &Lexeme, (first, end)| (l.first as usize..l.end as usize).contains(&first) && end > l.end as usize;
        let lone = |l: &Lexeme, of_it: (usize, usize)| {
            let within = reading.is_in_reference(l, self.view.text());
            // "call when youre at the gate": a word far before it is of no reference.
            let near = of_it.0 < l.end as usize || self.words(of_it.0) - self.words(l.end as usize) <= CUE_WORDS_NEAR;
            l.end == l.first + 1 && near || within || of(l, of_it.0) || goes_on(l, of_it)
        };
        let reference = self.reference().filter(|&of_it| cues(Kind::Phone).all(|l| lone(l, of_it)));
        // "dossier 0639", "ISBN starts 978"
        let numbers = |end: usize| (end..end + REFERENCE_TOKENS_FAR).any(|at| self.view.is_digits(at));
        // "numéro de commande", "votre référence ?", and no "la stanza è singola?"
        let number = cues(Kind::Phone).next().is_some()
            || loose <= QUESTION_LOOSE_MAX
                && asks
                && reference.is_some_and(|(first, end)| self.is_asked_after(first, end, loose))
            || reference.is_some_and(|(first, end)| {
                let named = self.view.reading.bytes(first, end).len() >= REFERENCE_BYTES_MIN;
                // "your ref pls"
                let named = named || first > 0;
                let told = self.words(self.covered.len()) - self.words(end) <= REFERENCE_WORDS_AFTER_MAX;
                numbers(end) || named && told && !digits && loose <= QUESTION_LOOSE_MAX
            });
        if let Some((first, end)) = reference.filter(|_| number) {
            self.found.extend((digits || near).then(|| Found::of(Form::Reference, first, end, 0)));
        } else {
            // "te paso el móvil a trozos que si no me lo tapan": a phrase that gives a number gives it whatever else is said.
            let offered = |l: &Lexeme| loose <= OFFER_LOOSE_MAX && l.end > l.first + OFFER_TOKENS_MIN;
            // The words that announce a number said whole announce no more.
            let said = |l: &&Lexeme| !self.whole && (digits || (near && (asks || l.end > l.first + 1) || offered(l)));
            let phone = cues(Kind::Phone).find(said).map(place).or(self.asks);
            self.found.extend(phone.map(|(first, end)| Found::of(Form::Cue, first, end, 0)));
        }
        let region = reading.lexemes().iter().find(|l| l.entry.class == Class::Region).filter(|_| digits).map(place);
        self.found.extend(region.map(|(first, end)| Found::of(Form::Region, first, end, 0)));
        let codes = |at: &usize| self.view.reading.traits(*at).any(Traits::CODE);
        // "0677 kenncode", "067 sans mot de passe": what a meeting asks for is no id.
        let id = |l: &&Lexeme| {
            let first = l.first as usize;
            !digits || (l.end > l.first + 1 || !codes(&first)) && !self.is_without(first)
        };
        let call = cues(Kind::Meeting).find(id).filter(|_| near).map(place);
        self.found.extend(call.map(|(first, end)| Found::of(Form::Call, first, end, 0)));
        // "il demande un code", "l'ID c'est 842"
        let ids = |at: &usize| self.view.reading.traits(*at).any(Traits::ID);
        let code = (0..self.covered.len()).find(|at| near && codes(at) || (near || digits) && ids(at));
        let code = code.filter(|_| call.is_none());
        self.found.extend(code.map(|at| Found::of(Form::Code, at, at + 1, 0)));
    }

    /// "votre référence ?", "numéro de commande ?", and no "la stanza è singola?": whether a question asks for what a reference names.
    fn is_asked_after(&self, first: usize, end: usize, loose: u8) -> bool {
        let before = || self.view.skip_spaces_back(first).checked_sub(1);
        let which = || before().is_some_and(|at| WHICH.contains(&self.view.word(at)));
        let last = self.words(self.covered.len()) == self.words(end);
        // "la référence ?"
        let alone = || (0..first).filter(|&at| self.view.is_alphanumeric(at)).nth(1).is_none();
        end > first + 1 || last && loose <= REFERENCE_LOOSE_MAX && (alone() || which())
    }

    /// "sans mot de passe": whether a token stands right after a word for without.
    fn is_without(&self, first: usize) -> bool {
        const WITHOUT: &[&str] = &[
            "sans", "without", "no", "ohne", "kein", "keine", "zonder", "geen", "sin", "senza", "sem", "pas", "nessun",
        ];
        let before = self.view.skip_spaces_back(first).checked_sub(1);
        before.is_some_and(|at| WITHOUT.contains(&self.view.word(at)))
    }

    /// Where the text names an order, an account or the like.
    fn reference(&self) -> Option<(usize, usize)> {
        let view = self.view;
        let names = |l: &&Lexeme| {
            let at = l.first as usize;
            let other = |c| matches!(c, Class::Cue(Kind::Phone) | Class::Filler | Class::AtWeak);
            let long = view.reading.bytes(at, l.end as usize).len() > 2 && !view.reading.is(at, other);
            // "area code"
            let placed = || {
                let near = self.places.partition_point(|place| place.first + PHRASE_TOKENS_MAX < at);
                let before = self.places[near..].iter().take_while(|place| place.first < at);
                before.into_iter().any(|place| place.end >= l.end as usize)
            };
            l.entry.class == Class::Against(Against::Reference)
                && !placed()
                // "ups, 48"
                && !view.reading.is(at, |c| c == Class::Correction)
                && view.reading.is_plausible(l.entry)
                && (long || l.end > l.first + 1)
        };
        let first = view.reading.lexemes().iter().find(names)?.first as usize;
        let longest = view.reading.longest(first, |c| c == Class::Against(Against::Reference))?;
        Some((first, longest.end as usize))
    }

    /// "jot this down: 0770", "doing it bit by bit"; and of the other: "go on", "and then?".
    fn dictation(&mut self, loose: u8, asks: bool) {
        let reading = self.view.reading;
        // "ouin le reste"
        let material = self.found.iter().any(|f| f.form.is_material() && !f.is_word());
        let prompts = loose <= PROMPT_LOOSE_MAX && (asks || !material);
        let form = |class: Class| match class {
            Class::Dictation if loose <= OFFER_LOOSE_MAX => Some(Form::Dictation),
            Class::Prompt | Class::Then | Class::Last if prompts => Some(Form::Prompt),
            Class::First | Class::BeforeQuestion if prompts && !material => Some(Form::Prompt),
            _ => None,
        };
        let said = reading.lexemes().iter().filter_map(|l| Some((form(l.entry.class)?, l)));
        let told = said.filter(|(_, l)| reading.is_plausible(l.entry));
        let told = told.map(|(form, l)| (form, l.first as usize, l.end as usize));
        let told = told.min_by_key(|&(form, first, end)| (form, first, std::cmp::Reverse(end)));
        self.found.extend(told.map(|(form, first, end)| Found::of(form, first, end, 0)));
    }

    /// "naam?", "ok whats ur user": the other waits for a name.
    fn question(&mut self, loose: u8, asks: bool) {
        let reading = self.view.reading;
        let form = |class: Class| match class {
            Class::UserQuestion => Some(Form::Question { user: true }),
            Class::NameQuestion if asks || loose <= QUESTION_LOOSE_MAX => Some(Form::Question { user: false }),
            _ => None,
        };
        let said = reading.lexemes().iter().filter(|l| reading.is_plausible(l.entry));
        let told = said.filter_map(|l| Some((form(l.entry.class)?, l.first as usize, l.end as usize)));
        // The longest says it best: "what's your user", not "user".
        let told = told.max_by_key(|&(form, first, end)| (form, end - first)).filter(|_| loose <= LOOSE_NEAR_MAX);
        self.found.extend(told.map(|(form, first, end)| Found::of(form, first, end, 0)));
        let place = reading.lexemes().iter().find(|l| {
            l.entry.class == Class::PlaceQuestion
                && reading.is_plausible(l.entry)
                && self.is_place_asked(l, loose, asks)
        });
        let place = place.map(|l| (l.first as usize, l.end as usize)).or_else(|| self.street_asked(loose, asks));
        self.found.extend(place.map(|(first, end)| Found::of(Form::Where, first, end, 0)));
    }

    /// "code postal ?", "postcode for the sat nav": whether words for a part of an address ask for it: they stand right before a question
    /// mark, begin what is said, or are nearly all of it; a word alone does only where the text asks.
    fn is_place_asked(&self, place: &Lexeme, loose: u8, asks: bool) -> bool {
        let (first, end) = (place.first as usize, place.end as usize);
        let lone = end == first + 1;
        let marked = self.view.sign(self.view.skip_spaces(end)) == Some("?");
        let leads = self.view.skip_spaces(0) == first;
        let most = match (marked, (leads || asks) && !lone) {
            // "I know it well, I used to work nearby. Which door?"
            (true, _) if !lone => OFFER_LOOSE_MAX,
            (true, _) | (_, true) => LOOSE_NEAR_MAX,
            _ if lone && !asks && !leads => return false,
            _ => QUESTION_LOOSE_MAX,
        };
        loose <= most
    }

    /// "¿calle?", "rue ?": a word for a street, and nothing after it but the question mark.
    fn street_asked(&self, loose: u8, asks: bool) -> Option<(usize, usize)> {
        let view = self.view;
        let last = (0..self.covered.len()).rev().find(|&at| view.is_alphanumeric(at)).filter(|_| asks)?;
        let street = view.reading.is(last, |c| c == Class::StreetType) && view.is_home_word(last);
        // "kev1 tout court ?"
        (street && !self.covered[last] && loose <= QUESTION_LOOSE_MAX).then_some((last, last + 1))
    }

    /// "te paso las medidas": says what figures are that follow in other messages, where nothing announces a phone.
    fn topic(&mut self, loose: u8, asks: bool) {
        let reading = self.view.reading;
        let other = |f: &Found| matches!(f.form, Form::Cue | Form::Reference) || f.form.is_material();
        if loose > (if asks { LOOSE_NEAR_MAX } else { TOPIC_LOOSE_MAX }) {
            return;
        }
        if let Some((first, end)) = self.title() {
            self.found.push(Found::of(Form::Topic, first, end, 0));
            return;
        }
        if self.found.iter().any(other) {
            return;
        }
        // "sì, 60 trattabili" says its own figures.
        if !asks && reading.holds().digits > 0 {
            return;
        }
        // "have a nice day", "thanks a lot": what counts is a topic only where it is asked after, or to be written down.
        let counts = asks || self.found.iter().any(|f| f.form == Form::Dictation);
        let figures = |class: Class| match class {
            Class::Against(Against::Count) => counts,
            Class::Against(against) => !matches!(against, Against::Time | Against::Date),
            _ => false,
        };
        // "vale", "aaah": no voucher, and no measure.
        let said = |c| matches!(c, Class::Filler | Class::Confirmation | Class::Correction);
        // "un pezzo alla volta" counts nothing.
        let around = |l: &Lexeme| {
            let holds = |other: &Lexeme| other.first <= l.first && l.end <= other.end && other.end > other.first + 1;
            let first = l.first as usize;
            let mut near = (first.saturating_sub(PHRASE_TOKENS_MAX)..=first).flat_map(|at| reading.at(at));
            near.any(|other| holds(other) && is_around(other.entry.class))
        };
        let names = |l: &&Lexeme| {
            figures(l.entry.class)
                && reading.is_plausible(l.entry)
                && !reading.is(l.first as usize, said)
                && (l.entry.class != Class::Against(Against::Reference)
                    || !asks
                    || self.is_asked_after(l.first as usize, l.end as usize, loose))
                && reading.bytes(l.first as usize, l.end as usize).len() >= TOPIC_BYTES_MIN
                && !around(l)
        };
        let topic = reading.lexemes().iter().find(names);
        self.found.extend(topic.map(|l| Found::of(Form::Topic, l.first as usize, l.end as usize, 0)));
    }

    /// "tombola! 32": what is numbered, all of a text's first clause, before figures.
    fn title(&self) -> Option<(usize, usize)> {
        let view = self.view;
        let named = view.reading.longest(view.skip_spaces(0), |c| c == Class::Against(Against::Reference))?;
        let end = named.end as usize;
        let digits = self.found.iter().any(|f| matches!(f.form, Form::Digits(_)));
        let title = digits && matches!(view.sign(view.skip_spaces(end)), Some("!" | ":"));
        (title && view.reading.is_plausible(named.entry)).then_some((named.first as usize, end))
    }

    /// "non", "nein, …": the first word denies what the other said.
    fn denial(&mut self, loose: u8) {
        let mut words = (0..self.covered.len()).filter(|&at| self.view.is_alphanumeric(at)).take(DENIAL_WORDS_MAX);
        let denial = words.find_map(|at| self.view.reading.longest(at, |c| c == Class::Denial));
        if let Some(denial) = denial.filter(|_| loose <= DENIAL_LOOSE_MAX || !self.found.is_empty()) {
            self.found.push(Found::of(Form::Denial, denial.first as usize, denial.end as usize, 0));
        }
    }
}

/// The language that a text is in, where no other could be: by its place in the lexicon. Where they do not tell, the number words
/// do, and the phrases said around pieces.
fn language(view: &View<'_>) -> Option<u8> {
    let votes = view.reading.votes();
    let best = votes.iter().copied().max().unwrap_or(0);
    let told = if best >= VOTES_MIN { only(votes, (best * 3).div_ceil(5)) } else { None };
    if told.is_some() {
        return told;
    }
    let mut numbers = vec![0; votes.len()];
    for lexeme in view.reading.lexemes() {
        let weight = match lexeme.entry.class {
            Class::Number => 1,
            // "un pezzo alla volta": a phrase is of one language, "un" of three.
            Class::First | Class::Last | Class::Dictation | Class::Prompt | Class::BeforeQuestion
                if lexeme.end > lexeme.first + 1 =>
            {
                2
            }
            _ => 0,
        };
        if let Some(votes) = numbers.get_mut(usize::from(lexeme.entry.language)) {
            *votes += weight;
        }
    }
    let best = numbers.iter().copied().max().unwrap_or(0);
    if best > 0 { only(&numbers, best) } else { None }
}

/// The only language with so many votes.
fn only(votes: &[u32], least: u32) -> Option<u8> {
    let mut spoken = (0..votes.len()).filter(|&at| votes[at] >= least);
    let clear = spoken.next().filter(|_| spoken.next().is_none());
    clear.and_then(|at| u8::try_from(at).ok())
}
