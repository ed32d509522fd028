//! What a text holds somewhere: a few bits that tell most detectors that there is nothing for them.

use crate::kind::Kind;

use super::tokens::{Token, TokenKind};
use super::vocabulary::{Class, Entry};
use super::words::Traits;

/// Some classes of words, as a bit set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Classes(u32);

impl Classes {
    pub(crate) const SERVICE: Self = Self(1);
    pub(crate) const SERVICE_TWIN: Self = Self(1 << 1);
    pub(crate) const SERVICE_EMOJI: Self = Self(1 << 2);
    pub(crate) const PERIPHRASE: Self = Self(1 << 3);
    pub(crate) const SYMBOL: Self = Self(1 << 4);
    pub(crate) const REVERSED: Self = Self(1 << 5);
    pub(crate) const NAME_PART: Self = Self(1 << 6);
    pub(crate) const PROVIDER: Self = Self(1 << 7);
    pub(crate) const PROVIDER_TWIN: Self = Self(1 << 8);
    pub(crate) const AT: Self = Self(1 << 9);
    pub(crate) const AT_WEAK: Self = Self(1 << 10);
    pub(crate) const DOT: Self = Self(1 << 11);
    pub(crate) const HASH: Self = Self(1 << 12);
    pub(crate) const WWW: Self = Self(1 << 13);
    pub(crate) const NUMBER: Self = Self(1 << 14);
    pub(crate) const STREET_TYPE: Self = Self(1 << 15);
    pub(crate) const PART: Self = Self(1 << 16);
    pub(crate) const REGION: Self = Self(1 << 17);
    pub(crate) const SLASH: Self = Self(1 << 18);
    pub(crate) const TLD: Self = Self(1 << 19);
    pub(crate) const RIDDLE: Self = Self(1 << 20);
    pub(crate) const ASIDE: Self = Self(1 << 21);
    pub(crate) const STREET_CORNER: Self = Self(1 << 22);
    pub(crate) const UNDERSCORE: Self = Self(1 << 23);
    pub(crate) const STREET_COMPLEMENT: Self = Self(1 << 24);
    pub(crate) const LETTER: Self = Self(1 << 25);
    pub(crate) const SHIFT: Self = Self(1 << 26);
    pub(crate) const COLON: Self = Self(1 << 27);
    /// What figures are, no contact.
    pub(crate) const AGAINST: Self = Self(1 << 28);

    /// All of both.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn of(entry: Entry) -> Self {
        match entry.class {
            Class::Service => Self::SERVICE,
            Class::ServiceTwin => Self::SERVICE_TWIN,
            Class::ServiceEmoji => Self::SERVICE_EMOJI,
            Class::Periphrase => Self::PERIPHRASE,
            Class::Symbol => Self::SYMBOL,
            Class::Reversed => Self::REVERSED,
            Class::NamePart => Self::NAME_PART,
            Class::Provider => Self::PROVIDER,
            Class::ProviderTwin => Self::PROVIDER_TWIN,
            Class::At => Self::AT,
            Class::AtWeak => Self::AT_WEAK,
            Class::Dot => Self::DOT,
            Class::Hash => Self::HASH,
            Class::Www => Self::WWW,
            Class::Letter => Self::LETTER,
            Class::Number => Self::NUMBER,
            Class::StreetType => Self::STREET_TYPE,
            Class::Part => Self::PART,
            Class::Region => Self::REGION,
            Class::Slash => Self::SLASH,
            Class::Tld => Self::TLD,
            Class::Riddle => Self::RIDDLE,
            Class::Aside => Self::ASIDE,
            Class::StreetCorner => Self::STREET_CORNER,
            Class::StreetComplement => Self::STREET_COMPLEMENT,
            Class::Underscore => Self::UNDERSCORE,
            Class::Shift => Self::SHIFT,
            Class::Colon => Self::COLON,
            Class::Against(_) => Self::AGAINST,
            _ => Self::default(),
        }
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
        self.classes = self.classes.and(Classes::of(entry));
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
        self.classes.0 & classes.0 != 0
    }

    /// Whether words announce a kind.
    pub(crate) fn cue(self, kind: Kind) -> bool {
        self.cues & (1 << kind as u16) != 0
    }

    /// Whether a sign of ASCII is there.
    pub(crate) fn sign(self, sign: u8) -> bool {
        self.signs & (1 << sign) != 0
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
