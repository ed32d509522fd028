//! What a text holds somewhere: a few bits that tell most detectors that there is nothing for them.

use crate::kind::Kind;

use super::tokens::{Token, TokenKind};
use super::vocabulary::{Class, Entry};
use super::words::Traits;

/// Some classes of words, as a bit set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Classes(u64);

/// Names a bit for each class of words.
macro_rules! classes {
    ($($name:ident = $class:pat,)*) => {
        /// The place of each class's bit.
        #[allow(clippy::upper_case_acronyms, non_camel_case_types, reason = "each is named as the constant that it places")]
        enum Bit {
            $($name,)*
        }

        impl Classes {
            $(pub(crate) const $name: Self = Self(1 << Bit::$name as u64);)*

            /// The bit of a class.
            pub(crate) const fn of(class: Class) -> Self {
                match class {
                    $($class => Self::$name,)*
                }
            }
        }
    };
}

classes! {
    SERVICE = Class::Service,
    SERVICE_TWIN = Class::ServiceTwin,
    SERVICE_EMOJI = Class::ServiceEmoji,
    PERIPHRASE = Class::Periphrase,
    SYMBOL = Class::Symbol,
    STAND_IN = Class::StandIn,
    REVERSED = Class::Reversed,
    NAME_PART = Class::NamePart,
    PROVIDER = Class::Provider,
    PROVIDER_TWIN = Class::ProviderTwin,
    AT = Class::At,
    AT_WEAK = Class::AtWeak,
    DOT = Class::Dot,
    DASH = Class::Dash,
    UNDERSCORE = Class::Underscore,
    SLASH = Class::Slash,
    PLUS = Class::Plus,
    HASH = Class::Hash,
    WWW = Class::Www,
    COLON = Class::Colon,
    LETTER = Class::Letter,
    TLD = Class::Tld,
    NUMBER = Class::Number,
    HOMOPHONE = Class::Homophone,
    OH = Class::Oh,
    DECIMAL = Class::Decimal,
    MAGNITUDE = Class::Magnitude,
    EXTENSION = Class::Extension,
    REGION = Class::Region,
    JOINER = Class::Joiner,
    REPEAT = Class::Repeat,
    PLURAL = Class::Plural,
    ASIDE = Class::Aside,
    CONFIRMATION = Class::Confirmation,
    ALTERNATIVE = Class::Alternative,
    RIDDLE = Class::Riddle,
    SHIFT = Class::Shift,
    FILLER = Class::Filler,
    NEGATION = Class::Negation,
    STREET_TYPE = Class::StreetType,
    STREET_COMPLEMENT = Class::StreetComplement,
    STREET_CORNER = Class::StreetCorner,
    FIRST = Class::First,
    LAST = Class::Last,
    MIDDLE = Class::Middle,
    PART = Class::Part,
    ORDINAL = Class::Ordinal,
    CORRECTION = Class::Correction,
    THEN = Class::Then,
    MORE = Class::More,
    GLOSS = Class::Gloss,
    DENIAL = Class::Denial,
    INSTEAD = Class::Instead,
    DICTATION = Class::Dictation,
    PROMPT = Class::Prompt,
    NAME_QUESTION = Class::NameQuestion,
    USER_QUESTION = Class::UserQuestion,
    BEFORE_QUESTION = Class::BeforeQuestion,
    HINT = Class::Hint,
    PLACE_QUESTION = Class::PlaceQuestion,
    COMMON = Class::Common,
    CUE = Class::Cue(_),
    AGAINST = Class::Against(_),
}

impl Classes {
    /// A number, or how often one stands.
    pub(crate) const NUMERIC: Self =
        Self::NUMBER.and(Self::HOMOPHONE).and(Self::OH).and(Self::REPEAT).and(Self::PLURAL).and(Self::MAGNITUDE);

    /// All of both.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// All others.
    pub(crate) const fn others(self) -> Self {
        Self(!self.0)
    }

    /// Whether any of some classes is there.
    pub(crate) const fn any(self, of: Self) -> bool {
        self.0 & of.0 != 0
    }
}

impl Entry {
    /// Whether it is a number, or how often one stands.
    pub(crate) fn is_numeric(self) -> bool {
        Classes::of(self.class).any(Classes::NUMERIC)
    }
}

/// What a text holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Holds {
    classes: Classes,
    /// The kinds that words announce, a bit each.
    cues: u16,
    /// The signs of ASCII, a bit each.
    signs: u128,
    /// A sign beyond ASCII.
    pub(crate) beyond_ascii: bool,
    /// What its words are, each by itself.
    pub(crate) traits: Traits,
    /// Figures.
    pub(crate) digits: usize,
    /// Bytes of the longest run of letters and figures.
    pub(crate) run: usize,
}

impl Holds {
    /// Of words that are of some traits, each by itself.
    pub(super) fn of_words(traits: Traits) -> Self {
        Self { traits, ..Self::default() }
    }

    /// Notes a word's meaning.
    pub(super) fn note(&mut self, entry: Entry) {
        self.classes = self.classes.and(Classes::of(entry.class));
        if let Class::Cue(kind) = entry.class {
            self.cues |= 1 << kind as u16;
        }
    }

    /// Notes the characters of all tokens.
    pub(super) fn note_tokens(&mut self, tokens: &[Token], text: &str) {
        let mut run = 0;
        if self.cue(Kind::Phone) && counts_things(tokens, text) {
            self.classes = self.classes.and(Classes::RIDDLE);
        }
        for token in tokens {
            match token.kind {
                TokenKind::Word | TokenKind::Digits => {
                    run += token.len();
                    self.run = self.run.max(run);
                    self.digits += if token.kind == TokenKind::Digits { token.len() } else { 0 };
                    continue;
                }
                TokenKind::Sign | TokenKind::Hyphen => match text.as_bytes()[token.start as usize] {
                    sign if sign.is_ascii() => self.signs |= 1 << sign,
                    _ => self.beyond_ascii = true,
                },
                TokenKind::Space | TokenKind::Newline => {}
            }
            run = 0;
        }
    }

    /// Whether a word of any of some classes is there.
    pub(crate) fn any(self, classes: Classes) -> bool {
        self.classes.any(classes)
    }

    /// Whether words announce a kind.
    pub(crate) fn cue(self, kind: Kind) -> bool {
        self.cues & (1 << kind as u16) != 0
    }

    /// Whether a sign of ASCII is there.
    pub(crate) fn sign(self, sign: u8) -> bool {
        self.signs & (1 << sign) != 0
    }

    /// Whether all of some signs of ASCII are there, a bit each.
    pub(crate) fn signs(self, signs: u128) -> bool {
        self.signs & signs == signs
    }

    /// A service by a word or picture that means nothing else.
    pub(crate) fn service(self) -> bool {
        self.any(Classes::SERVICE.and(Classes::SERVICE_EMOJI))
    }

    /// A service by a word, ordinary too or not.
    pub(crate) fn account(self) -> bool {
        self.any(Classes::SERVICE.and(Classes::SERVICE_TWIN).and(Classes::PERIPHRASE))
    }

    /// A service however it is named, what is on its logo too.
    pub(crate) fn any_service(self) -> bool {
        self.service() || self.account() || self.any(Classes::SYMBOL)
    }

    /// That something is written backwards.
    pub(crate) fn reversed(self) -> bool {
        self.any(Classes::REVERSED)
    }

    /// That only the digits of something count.
    pub(crate) fn riddle(self) -> bool {
        self.any(Classes::RIDDLE)
    }
}

/// Digits before things at least, and of them zeros: nobody counts what is not there, save who hides a number.
const COUNTED_MIN: usize = 8;
const ZEROS_MIN: usize = 2;

/// Words of one thing that is counted at most: "2 pakken melk".
const THING_WORDS_MAX: usize = 2;

/// Whether things are counted that are not there, one after the other: "0 leeks, 7 carrots, 7 plums, 0 beans …".
fn counts_things(tokens: &[Token], text: &str) -> bool {
    let kind = |at: usize| tokens.get(at).map(|t| t.kind);
    let single = |at: usize| kind(at) == Some(TokenKind::Digits) && tokens[at].len() == 1;
    let (mut count, mut zeros, mut next) = (0, 0, usize::MAX);
    for at in (0..tokens.len()).filter(|&at| single(at)) {
        let before = at.checked_sub(1).and_then(kind);
        if matches!(before, Some(TokenKind::Word | TokenKind::Digits | TokenKind::Hyphen)) {
            continue;
        }
        // One past the thing: its words, and what parts it from the next.
        let (mut end, mut words) = (at + 1, 0);
        while words < THING_WORDS_MAX && kind(end) == Some(TokenKind::Space) && kind(end + 1) == Some(TokenKind::Word) {
            (end, words) = (end + 2, words + 1);
        }
        if words == 0 {
            continue;
        }
        if at != next {
            (count, zeros) = (0, 0);
        }
        count += 1;
        zeros += usize::from(tokens[at].text(text) == "0");
        if count >= COUNTED_MIN && zeros >= ZEROS_MIN {
            return true;
        }
        let parts = |t: &&Token| matches!(t.kind, TokenKind::Space | TokenKind::Newline | TokenKind::Sign);
        next = end + tokens[end.min(tokens.len())..].iter().take_while(parts).count();
    }
    false
}
