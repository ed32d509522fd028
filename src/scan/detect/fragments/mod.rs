//! Fragments: what of a text is no detail yet and could become part of one that is said over several messages.
//!
//! Digits that no unit or word explains, user names, at-signs and dots in words, providers, services, streets and towns.
//! What is a fragment follows from the text alone, never from what was said before: so a memory of fragments is the same
//! whoever rebuilds it. The more else a message says, the surer a fragment must be: "34" alone is one, "on sera 34" is none.

mod digits;
mod labels;
mod links;
mod places;
mod seeds;

use std::ops::Range;

use crate::kind::Kind;
use crate::scan::Finding;
use crate::scan::read::{Class, Lexeme, VOTES_MIN};

use super::View;
use super::phone::Lattice;
pub(crate) use seeds::may_hold;

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
    },
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
}

/// Which part of a detail a fragment is said to be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// "it starts with".
    First,
    /// Whatever comes next.
    #[default]
    Next,
    /// "the end is".
    Last,
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
    /// The language that it is in, where no other could be: by its place in the lexicon.
    pub language: Option<u8>,
}

impl Fragments {
    /// Forgets all.
    pub(crate) fn clear(&mut self) {
        self.list.clear();
        (self.loose, self.corrects, self.language) = Default::default();
    }
}

/// Reads the fragments of a view; `findings` are what the detectors found in the text.
pub(crate) fn read(view: &View<'_>, findings: &[Finding], out: &mut Fragments) {
    let none = vec![false; view.reading.tokens().len()];
    let mut reader = Reader {
        view,
        lattice: Lattice::over(view),
        chunks: Chunks::of(view),
        words: words(view),
        covered: none.clone(),
        labels: none,
        found: Vec::new(),
        asks: None,
        whole: false,
    };
    reader.labels();
    reader.places(findings);
    reader.links();
    reader.services();
    reader.accounts();
    reader.digits();
    reader.finish(out);
}

/// For each token and the text's end, how many words stand before it that are not said around pieces.
fn words(view: &View<'_>) -> Vec<u32> {
    let around = |at| view.reading.is(at, is_around);
    let mut words = vec![0];
    for at in 0..view.reading.tokens().len() {
        let word = view.is_alphanumeric(at) && !around(at);
        words.push(words[at] + u32::from(word));
    }
    words
}

/// Whether a word is said around the pieces of a detail, and is none.
fn is_around(class: Class) -> bool {
    matches!(class, Class::Filler | Class::First | Class::Last | Class::Ordinal | Class::Part | Class::Correction)
}

/// Whether a word is not loose: said around pieces, a number, or what announces one.
fn is_said(class: Class) -> bool {
    is_around(class) || matches!(class, Class::Cue(_) | Class::Number | Class::Joiner)
}

/// A fragment before it is known how much else the message says.
struct Found {
    form: Form,
    first: usize,
    end: usize,
    /// How many loose words the message may have.
    loose_max: u8,
    doubt: bool,
}

impl Found {
    /// One that is beyond doubt.
    fn of(form: Form, first: usize, end: usize, loose_max: u8) -> Self {
        Self { form, first, end, loose_max, doubt: false }
    }
}

/// For each token, one past the chunk of letters, digits and inner signs that it begins: of a name, or of a path.
struct Chunks {
    names: Vec<usize>,
    paths: Vec<usize>,
}

impl Chunks {
    fn of(view: &View<'_>) -> Self {
        let ends = |path: bool| {
            let count = view.reading.tokens().len();
            let mut ends = vec![count; count + 1];
            for at in (0..count).rev() {
                let inner = match view.sign(at) {
                    Some("." | "_" | "-" | "+") => true,
                    Some("/" | "?" | "=" | "&") => path,
                    _ => false,
                };
                let goes_on = view.is_alphanumeric(at) || (inner && view.is_alphanumeric(at + 1));
                ends[at] = if goes_on { ends[at + 1] } else { at };
            }
            ends
        };
        Self { names: ends(false), paths: ends(true) }
    }
}

struct Reader<'v> {
    view: &'v View<'v>,
    lattice: Lattice<'v>,
    chunks: Chunks,
    covered: Vec<bool>,
    /// For each token, how many words stand before it that are not said around pieces.
    words: Vec<u32>,
    /// Tokens that count the pieces.
    labels: Vec<bool>,
    found: Vec<Found>,
    /// Where the text asks for a contact, or offers to leave.
    asks: Option<(usize, usize)>,
    /// Whether the text says a phone whole.
    whole: bool,
}

impl Reader<'_> {
    fn push(&mut self, form: Form, first: usize, end: usize, loose_max: u8) {
        self.covered[first..end].fill(true);
        self.found.push(Found::of(form, first, end, loose_max));
    }

    /// Says of what was pushed last whether it is doubtful.
    fn doubt_last(&mut self, doubt: bool) {
        self.found.last_mut().into_iter().for_each(|found| found.doubt = doubt);
    }

    fn free(&self, at: usize) -> bool {
        self.covered.get(at).is_some_and(|covered| !covered)
    }

    fn text(&self, first: usize, end: usize) -> &str {
        &self.view.text()[self.view.reading.bytes(first, end)]
    }

    /// Whether a range of tokens is too long for a fragment, so that what it says need not be read.
    fn is_overlong(&self, first: usize, end: usize) -> bool {
        self.view.reading.bytes(first, end).len() > FRAGMENT_BYTES_MAX
    }

    /// Counts the loose words, drops what is too unsure beside them, and writes the rest out.
    fn finish(mut self, out: &mut Fragments) {
        let view = self.view;
        out.list.clear();
        out.language = language(view);
        out.corrects = view.reading.tokens().first().is_some_and(|t| t.text(view.text()) == "*")
            || self.found.iter().any(|f| f.first > 0 && view.sign(f.first - 1) == Some("*"));
        let mut places: Vec<(usize, Place)> = Vec::new();
        for lexeme in view.reading.lexemes().iter().filter(|l| view.reading.is_plausible(l.entry)) {
            match lexeme.entry.class {
                Class::Correction => out.corrects = true,
                Class::First => places.push((lexeme.first as usize, Place::First)),
                Class::Last => places.push((lexeme.first as usize, Place::Last)),
                _ => {}
            }
            if is_said(lexeme.entry.class) {
                self.covered[lexeme.first as usize..lexeme.end as usize].fill(true);
            }
        }
        out.loose = u8::try_from((0..self.covered.len()).filter(|&at| self.is_loose(at)).count()).unwrap_or(u8::MAX);
        self.sift(out.loose);
        self.announce(out.loose);
        self.found.sort_by_key(|f| (f.first, f.end));
        let spans = self.found.iter().map(|f| (f, view.folded.original(view.reading.bytes(f.first, f.end))));
        for (found, span) in spans.filter(|(_, span)| span.len() <= FRAGMENT_BYTES_MAX).take(FRAGMENTS_MAX) {
            // "78 à la fin": what is said after the only one is said of it too.
            let before = places[..places.partition_point(|(at, _)| *at < found.first)].last();
            let after = places.first().filter(|_| self.found.len() <= 2);
            let place = before.or(after).map_or(Place::Next, |(_, place)| *place);
            let doubt = found.doubt && place == Place::Next;
            out.list.push(Fragment { form: found.form, span, place, doubt });
        }
    }

    fn is_loose(&self, at: usize) -> bool {
        self.view.is_word(at) && !self.covered[at]
    }

    /// Drops what is no fragment beside so many loose words, and says what is doubtful beside them.
    fn sift(&mut self, loose: u8) {
        let view = self.view;
        let crowded = loose > LOOSE_NEAR_MAX || self.whole;
        self.found.retain_mut(|found| {
            let digits = matches!(found.form, Form::Digits(_));
            // Digits beside a few words too many may be digits still.
            let spare = if matches!(found.form, Form::Digits(2..)) { LOOSE_SPARE } else { 0 };
            let zero = view.text()[view.reading.bytes(found.first, found.end)].starts_with(['0', '+']);
            found.doubt |= found.loose_max < loose || (digits && crowded && !zero);
            found.loose_max = found.loose_max.saturating_add(spare);
            found.doubt |= found.form == Form::Name && found.loose_max == LOOSE_NEAR_MAX && loose > LOOSE_PURE_MAX;
            found.loose_max >= loose
        });
    }

    /// Adds the words that announce a phone or a meeting.
    fn announce(&mut self, loose: u8) {
        let reading = self.view.reading;
        let first = |kind, wanted: &dyn Fn(&Lexeme) -> bool| {
            let said = |l: &&Lexeme| l.entry.class == Class::Cue(kind) && wanted(l) && reading.is_plausible(l.entry);
            reading.lexemes().iter().find(said).map(|l| (l.first as usize, l.end as usize))
        };
        let near = loose <= LOOSE_NEAR_MAX;
        let digits = self.found.iter().any(|f| matches!(f.form, Form::Digits(_) | Form::Account));
        let phone = first(Kind::Phone, &|l| digits || (near && l.end > l.first + 1)).or(self.asks);
        let call = first(Kind::Meeting, &|_| near);
        self.found.extend(phone.map(|(first, end)| Found::of(Form::Cue, first, end, 0)));
        self.found.extend(call.map(|(first, end)| Found::of(Form::Call, first, end, 0)));
    }
}

/// The language that a text is in, where no other could be: by its place in the lexicon.
fn language(view: &View<'_>) -> Option<u8> {
    let votes = view.reading.votes();
    let best = votes.iter().copied().max().unwrap_or(0);
    let mut spoken = (0..votes.len()).filter(|&at| votes[at] * 5 >= best * 3);
    let clear = spoken.next().filter(|_| best >= VOTES_MIN && spoken.next().is_none());
    clear.and_then(|at| u8::try_from(at).ok())
}
