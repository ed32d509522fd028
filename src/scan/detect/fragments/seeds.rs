//! Which pieces a text could hold: conditions that cost little, and tell most texts that there is nothing to be read for.
//!
//! The more words a text says beside its pieces, the surer a piece must be; most messages say more than any piece of theirs bears.

use crate::kind::Kind;
use crate::scan::Finding;
use crate::scan::detect::View;
use crate::scan::detect::address::{is_compound, postcode_at};
use crate::scan::detect::phone;
use crate::scan::detect::whose;
use crate::scan::read::{Against, Class, Classes, Lexeme, Token, TokenKind, Traits};

use super::codes::may_be_lettered;
use super::counted::may_be_counted;
use super::digits::{BEGUN_DIGITS_MIN, COUNTED_DIGITS_NOT, LOOSE_ZERO_MAX, TOKEN_BYTES_MIN, leads_text};
use super::groups::GROUP_DIGITS;
use super::links::{HYPHENED_BYTES_MIN, MEETING_LOOSE_MAX, is_apart, is_led};
use super::places::{STREET_LOOSE_MAX, begins_with_code, lettered};
use super::sites::may_be_sited;
use super::{
    DENIAL_LOOSE_MAX, LED_LOOSE_MAX, LOOSE_NEAR_MAX, LOOSE_PURE_MAX, LOOSE_SPARE, OFFER_LOOSE_MAX, OFFER_TOKENS_MIN,
    PROMPT_LOOSE_MAX, QUESTION_LOOSE_MAX, SAID, TOPIC_BYTES_MIN, TOPIC_LOOSE_MAX, UNSURE_LOOSE_MAX, share,
};

/// Loose words are counted so far: beside more, nothing is a piece that need count them.
const LOOSE_COUNTED_MAX: u8 = 2 * BESIDE_ZERO_MAX;
/// Loose words at most beside digits that begin like a number,
const BESIDE_ZERO_MAX: u8 = LOOSE_ZERO_MAX + LOOSE_SPARE;
/// beside four digits,
const BESIDE_FOUR_MAX: u8 = LOOSE_NEAR_MAX + LOOSE_SPARE;
/// beside two,
const BESIDE_TWO_MAX: u8 = BESIDE_FOUR_MAX - 2;
/// beside a word that may be a name.
const BESIDE_NAME_MAX: u8 = LOOSE_PURE_MAX + 2;

/// Tokens of a text before what is said about its first word at most.
const GLOSSED_TOKENS_MAX: usize = 6;

/// A word that may be a name has so many letters at least.
const NAME_BYTES_MIN: usize = 3;

/// Tokens from one word for a digit to the next of the same number at most: a word or two between.
const SEVERAL_TOKENS_NEAR: usize = 6;

/// Letters of a bank's code in an account number.
const BANK_BYTES: usize = 4;

/// Figures of a postcode at least: "E1 6AN".
const POSTCODE_DIGITS_MIN: usize = 2;

/// Tokens from a street's type to the last that its name covers at most.
const STREET_TOKENS_NEAR: usize = 12;

/// Which pieces a view could hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seeds {
    pub(super) labels: bool,
    pub(super) digits: bool,
    pub(super) links: bool,
    /// Pieces of a site beside other talk.
    pub(super) sites: bool,
    pub(super) places: bool,
    pub(super) services: bool,
    pub(super) accounts: bool,
    pub(super) letters: bool,
    /// Figures that what they count explains.
    pub(super) counted: bool,
    /// Words about a detail.
    pub(super) told: bool,
}

impl Seeds {
    /// Looks at a view once for all pieces; `findings` are what the detectors found in it.
    pub(super) fn of(view: &View<'_>, findings: &[Finding]) -> Self {
        let holds = view.reading.holds();
        let found = |kinds: &[Kind]| findings.iter().any(|f| kinds.contains(&f.kind));
        let loose = loose(view, LOOSE_COUNTED_MAX);
        let cue = |kind: Kind| view.reading.cue_bounds(kind).is_some();
        let numbered = cue(Kind::Phone) && (holds.digits > 0 || says_several(view));
        let beside = share(loose);
        let services = may_be_served(view, beside) || beside <= MEETING_LOOSE_MAX && found(&[Kind::Mention]);
        let led = services && beside <= LOOSE_NEAR_MAX
            || beside <= LED_LOOSE_MAX && (may_be_sure(view, beside) || may_be_named(view, loose));
        let digits = numbered
            || found(&[Kind::Phone, Kind::Payment, Kind::Meeting])
            || may_be_dialled(view, loose)
            || may_be_identified(view)
            || has_groups(view);
        let links = led || is_announced(view) || found(&[Kind::Email, Kind::Url, Kind::Handle]);
        let accounts =
            found(&[Kind::Payment]) || (beside <= LOOSE_NEAR_MAX && may_be_accounted(view) || may_be_headed(view));
        Self {
            labels: (digits || links || accounts) && may_be_labelled(view),
            digits,
            links,
            sites: beside <= LED_LOOSE_MAX && may_be_sited(view),
            places: found(&[Kind::Address])
                || beside <= LOOSE_NEAR_MAX && may_be_placed(view)
                || beside <= STREET_LOOSE_MAX
                    && (may_be_street(view)
                        || holds.digits > 0 && (lettered(view).is_some() || begins_with_code(view).is_some())),
            services,
            accounts,
            letters: beside <= LOOSE_NEAR_MAX && may_be_lettered(view),
            counted: !found(&[Kind::Phone, Kind::Payment]) && may_be_counted(view, loose),
            told: found(&[Kind::Intent]) || may_be_told(view, loose),
        }
    }

    /// Whether there is nothing to be read for.
    pub(super) fn is_none(self) -> bool {
        !(self.digits
            || self.links
            || self.sites
            || self.places
            || self.services
            || self.accounts
            || self.letters
            || self.told)
    }
}

/// Classes of words about a detail.
const TELLING: Classes = Classes::DENIAL
    .and(Classes::DICTATION)
    .and(Classes::PROMPT)
    .and(Classes::THEN)
    .and(Classes::FIRST)
    .and(Classes::LAST)
    .and(Classes::BEFORE_QUESTION)
    .and(Classes::NAME_QUESTION)
    .and(Classes::USER_QUESTION)
    .and(Classes::PLACE_QUESTION)
    .and(Classes::STREET_TYPE)
    .and(Classes::CUE)
    .and(Classes::AGAINST);

/// Whether there could be words about a detail, beside so few others.
fn may_be_told(view: &View<'_>, loose: u8) -> bool {
    let holds = view.reading.holds();
    let asks = holds.sign(b'?');
    let lexemes = view.reading.lexemes();
    let dictates = || holds.any(Classes::DICTATION);
    let figures = |told: Against| match told {
        Against::Time | Against::Date => false,
        Against::Count => asks || dictates(),
        _ => true,
    };
    let names = |l: &Lexeme| {
        l.end > l.first + 1 || view.reading.bytes(l.first as usize, l.end as usize).len() >= TOPIC_BYTES_MIN
    };
    let near = loose <= TOPIC_LOOSE_MAX || loose <= LOOSE_NEAR_MAX && (asks || holds.digits > 0);
    let said = |l: &Lexeme| match l.entry.class {
        Class::Denial => loose <= DENIAL_LOOSE_MAX,
        Class::Dictation => true,
        Class::Prompt | Class::Then | Class::First | Class::Last | Class::BeforeQuestion => loose <= PROMPT_LOOSE_MAX,
        Class::NameQuestion | Class::UserQuestion => loose <= LOOSE_NEAR_MAX,
        Class::PlaceQuestion => true,
        Class::StreetType => asks && loose <= QUESTION_LOOSE_MAX,
        Class::Cue(Kind::Phone | Kind::Meeting) => loose <= LOOSE_NEAR_MAX || l.end > l.first + OFFER_TOKENS_MIN,
        Class::Against(told) => near && figures(told) && names(l),
        _ => false,
    };
    loose <= OFFER_LOOSE_MAX
        && (holds.any(TELLING) && lexemes.iter().any(said)
            || loose <= LOOSE_NEAR_MAX && holds.traits.any(Traits::CODE.and(Traits::ID)))
}

/// Whether there could be digits beside so many words: the fewer digits, the fewer.
fn may_be_dialled(view: &View<'_>, loose: u8) -> bool {
    let beside = share(loose);
    // "06 39 98", whatever else is said.
    let least = if beside <= BESIDE_TWO_MAX {
        1
    } else if beside <= BESIDE_ZERO_MAX {
        2
    } else {
        BEGUN_DIGITS_MIN
    };
    if phone::units(view, least) < least {
        return loose <= 1 && is_misspelt(view);
    }
    let figures = untold_figures(view);
    let enough = match figures {
        0 => false,
        1 => beside <= 1 || beside <= LOOSE_NEAR_MAX && (is_placed(view) || is_led_by_digits(view)),
        2..4 => beside <= BESIDE_TWO_MAX || beside <= BESIDE_FOUR_MAX && is_placed(view),
        _ => beside <= BESIDE_FOUR_MAX,
    };
    enough || may_be_spelled(view, loose, figures) || begins_number(view)
}

/// "3, sorry, I dropped it": whether digits are all that the first clause says.
fn is_led_by_digits(view: &View<'_>) -> bool {
    let first = view.skip_spaces(0);
    view.is_digits(first) && leads_text(view, first + 1)
}

/// "3185 2946": whether groups of figures stand apart that may be part of a code or an account.
fn has_groups(view: &View<'_>) -> bool {
    let tokens = view.reading.tokens();
    let group = |at: usize| view.is_digits(at) && GROUP_DIGITS.contains(&tokens[at].len());
    view.reading.holds().digits >= 2 * GROUP_DIGITS.start()
        && (0..tokens.len()).any(|at| group(at) && view.skip_spaces(at + 1) == at + 2 && group(at + 2))
}

/// "mejor el ID: nu3ve uno": whether a word for an id stands beside digits.
fn may_be_identified(view: &View<'_>) -> bool {
    let holds = view.reading.holds();
    holds.traits.any(Traits::ID) && (holds.digits > 0 || holds.any(Classes::NUMBER))
}

/// Whether words could say digits beside so many others: one word alone only beside next to nothing, or beside figures and little else.
fn may_be_spelled(view: &View<'_>, loose: u8, figures: usize) -> bool {
    let beside = share(loose);
    let says = || view.reading.countable().any(|at| says_digit(view, at));
    if loose <= LOOSE_PURE_MAX || figures > 0 && beside <= LOOSE_PURE_MAX {
        return says();
    }
    beside <= BESIDE_FOUR_MAX && says() && says_several(view)
}

/// "trentte", and nothing else.
fn is_misspelt(view: &View<'_>) -> bool {
    view.reading.countable().any(|at| phone::may_be_misspelt(view, at))
}

/// Figures that no unit beside them tells to be a price, a time or a measure; of those that begin with a zero all.
fn untold_figures(view: &View<'_>) -> usize {
    let tokens = view.reading.tokens();
    let money = |sign: Option<&str>| matches!(sign, Some("€" | "$" | "£"));
    let priced = |c| matches!(c, Class::Against(Against::Price | Against::Measure));
    // "48 am Schluss", "7093 dag en nacht"
    let is_idle = |at: usize, next: usize| {
        view.reading.has(next, PLACING) || tokens[at].len() >= COUNTED_DIGITS_NOT && !view.reading.is(next, priced)
    };
    let told = |at: usize| {
        let next = view.skip_spaces(at + 1);
        let before = view.skip_spaces_back(at).checked_sub(1);
        let long = tokens.get(next).is_some_and(|t| t.kind == TokenKind::Word && (next == at + 1 || t.len() > 1));
        let clock = view.sign(at + 1) == Some(":") && view.is_digits(at + 2);
        money(view.sign(next))
            || matches!(view.sign(next), Some("%" | "°"))
            || clock
            || long && view.is_unit(next) && !is_idle(at, next)
            || before.is_some_and(|at| money(view.sign(at)))
    };
    let untold = |(at, _): &(usize, &Token)| view.text().as_bytes()[tokens[*at].start as usize] == b'0' || !told(*at);
    let figures = view.reading.countable().map(|at| (at, &tokens[at])).filter(|(_, t)| t.kind == TokenKind::Digits);
    figures.filter(untold).map(|(_, token)| token.len()).sum()
}

/// Whether words could say more than one digit: a word for ten or more, or two words close together.
fn says_several(view: &View<'_>) -> bool {
    let long = |at: usize| {
        let tens = |l: &Lexeme| match l.entry.class {
            Class::Number => l.entry.value > 9,
            class => matches!(class, Class::Repeat | Class::Plural),
        };
        view.reading.at(at).iter().any(tens)
    };
    let mut last: Option<(usize, bool)> = None;
    view.reading.countable().any(|at| {
        // "il y a un parking": letters that look like digits, in a word that everybody uses.
        let says = says_digit(view, at) && (view.reading.has(at, WORDED) || !view.is_ordinary(at));
        if !says && !phone::may_be_misspelt(view, at) {
            return false;
        }
        let before = last.replace((at, says));
        let close = before.is_some_and(|(last, said)| at - last <= SEVERAL_TOKENS_NEAR && (said || says));
        close || says && long(at)
    })
}

/// Classes of words for digits,
const SAYS: Classes = Classes::NUMBER.and(Classes::OH).and(Classes::REPEAT).and(Classes::PLURAL);
/// and of those that sound like one.
const WORDED: Classes = SAYS.and(Classes::HOMOPHONE);

/// Whether a word could say digits: an everyday word that sounds like one never does.
fn says_digit(view: &View<'_>, at: usize) -> bool {
    let token = &view.reading.tokens()[at];
    let everyday = token.len() > 2
        && view.reading.has(at, Classes::HOMOPHONE)
        && !view.reading.has(at, SAYS)
        && !view.reading.traits(at).any(Traits::LIKE_DIGITS);
    view.is_word(at) && phone::starts_digits(view, at) && !everyday
}

/// Classes of words that say which part of a detail stands beside them.
pub(super) const PLACING: Classes = Classes::FIRST.and(Classes::MIDDLE).and(Classes::LAST).and(Classes::THEN);

/// Whether words say which part of a detail stands beside them.
fn is_placed(view: &View<'_>) -> bool {
    view.reading.holds().any(PLACING)
}

/// Whether there could be a name, or a sign in words, beside so many others.
fn may_be_named(view: &View<'_>, loose: u8) -> bool {
    let tokens = view.reading.tokens();
    let holds = view.reading.holds();
    // "da.", "4u"
    let lone = tokens.len() == 1 || tokens.len() == 2 && (view.sign(1) == Some(".") || view.is_alphanumeric(1));
    if lone || holds.any(SURE) {
        return true;
    }
    // "I know... at"
    let last = |l: &Lexeme| Classes::of(l.entry.class).any(WEAK) && view.skip_spaces(l.end as usize) == tokens.len();
    if share(loose) <= LOOSE_PURE_MAX && holds.any(WEAK) && view.reading.lexemes().iter().any(last) {
        return true;
    }
    // "com tout simplement"
    let ends = || view.reading.has(0, Classes::TLD.and(Classes::PROVIDER_TWIN));
    if loose == 0 && holds.any(WEAK) || loose <= BESIDE_NAME_MAX && ends() {
        return true;
    }
    if holds.traits.any(Traits::ROLE) && (loose <= LOOSE_PURE_MAX || holds.sign(b':')) {
        return true;
    }
    let letter = |at: usize| view.is_word(at) && tokens[at].len() == 1;
    let joined = |(at, token): (usize, &Token)| match token.kind {
        TokenKind::Word | TokenKind::Digits => is_glued(view, at) || letter(at) && letter(at + 2) && letter(at + 4),
        TokenKind::Hyphen => is_of_name(view, at, loose),
        // "t . me", ". fr"
        TokenKind::Sign => view.sign(at) == Some(".") && (at == 0 || view.skip_spaces_back(at) < at),
        TokenKind::Space | TokenKind::Newline => false,
    };
    if view.reading.holds().sign(b'+') || tokens.iter().enumerate().any(joined) {
        return true;
    }
    // "add mo", "dem comme déménagement"
    let begun = || (0..tokens.len().min(GLOSSED_TOKENS_MAX)).any(|at| view.reading.has(at, Classes::GLOSS));
    if loose <= LOOSE_NEAR_MAX
        && (holds.any(Classes::MORE) || holds.traits.any(Traits::CALLS) || holds.any(Classes::GLOSS) && begun())
    {
        return true;
    }
    let mut strange = (0..tokens.len()).filter(|&at| is_strange(view, at)).peekable();
    let tied = |at: usize| {
        let beside = at.saturating_sub(NEXT_TOKENS)..(at + NEXT_TOKENS).min(tokens.len());
        beside.into_iter().any(|at| view.reading.has(at, WEAK))
    };
    let single = loose <= LOOSE_PURE_MAX;
    // "uni al final"
    if loose <= 1 && is_placed(view) || loose <= LOOSE_PURE_MAX && holds.any(Classes::FIRST) {
        return true;
    }
    let near = share(loose) <= UNSURE_LOOSE_MAX;
    strange.peek().is_some()
        && (single
            || loose <= LOOSE_PURE_MAX + 1 && (view.reading.holds().any(Classes::NAME_PART) || is_placed(view))
            || strange.any(|at| {
                near && tied(at)
                    || is_led(view, at, at + 1)
                    || is_apart(view, at, at + 1)
                    || whose::called_before(view, at)
            }))
}

/// Whether letters and figures are one word at a token, and neither a measure nor an ordinal: "marie92", and no "15h30".
fn is_glued(view: &View<'_>, at: usize) -> bool {
    let told = |at: usize| {
        view.is_word(at)
            && (view.reading.is(at, |c| matches!(c, Class::Against(_))) || phone::ORDINALS.contains(&view.word(at)))
    };
    view.is_alphanumeric(at + 1) && view.is_alphanumeric(at) && !told(at) && !told(at + 1)
}

/// Whether a hyphen could stand in a name: beside a word that the lexicon lacks, beside figures, or beside nothing; what it joins is no
/// shorter than a name where more is said ("check-in").
fn is_of_name(view: &View<'_>, hyphen: usize, loose: u8) -> bool {
    let named = |at: usize| view.is_digits(at) || is_strange(view, at) || !view.is_alphanumeric(at);
    let Some(before) = hyphen.checked_sub(1) else { return true };
    let joins = view.is_word(before) && view.is_word(hyphen + 1);
    let long = || view.reading.bytes(before, hyphen + 2).len() >= HYPHENED_BYTES_MIN || view.sign(hyphen + 2).is_some();
    (named(before) || named(hyphen + 1)) && (!joins || share(loose) <= LOOSE_NEAR_MAX || long())
}

/// Whether the lexicon lacks a word that is as long as a name.
pub(super) fn is_strange(view: &View<'_>, at: usize) -> bool {
    let known = |l: &Lexeme| !matches!(l.entry.class, Class::Letter | Class::Homophone);
    view.is_word(at) && view.reading.tokens()[at].len() >= NAME_BYTES_MIN && !view.reading.at(at).iter().any(known)
}

/// Whether words announce a name that is beyond doubt.
fn is_announced(view: &View<'_>) -> bool {
    let holds = view.reading.holds();
    let name = || {
        holds.any(Classes::AT.and(Classes::PROVIDER))
            || [b'@', b'/', b'_'].into_iter().any(|sign| holds.sign(sign))
            || (0..view.reading.tokens().len()).any(|at| is_inner_dot(view, at) || is_glued(view, at))
    };
    [Kind::Email, Kind::Url, Kind::Handle].into_iter().any(|kind| holds.cue(kind)) && name()
}

/// Whether a dot stands right before letters or figures.
fn is_inner_dot(view: &View<'_>, at: usize) -> bool {
    view.sign(at) == Some(".") && view.is_alphanumeric(at + 1)
}

/// Whether there could be a label that counts pieces: "part 2", "1/3", "(1)", "1.", "1er".
fn may_be_labelled(view: &View<'_>) -> bool {
    let holds = view.reading.holds();
    let sign = |sign| holds.sign(sign);
    holds.any(Classes::PART)
        || [b'(', b'[', b'#', b')'].into_iter().any(sign)
        || holds.digits > 0 && (0..view.reading.tokens().len()).any(|at| view.is_digits(at) && may_count(view, at))
}

/// Whether figures could count pieces: with what is written behind to count, with how many there are, or before all else.
fn may_count(view: &View<'_>, at: usize) -> bool {
    let sign = view.skip_spaces(at + 1);
    let of = || view.is_digits(view.skip_spaces(sign + 1)) && (view.is_word(sign) || view.sign(sign) == Some("/"));
    view.reading.tokens()[at].len() <= 2 && (at <= 1 || view.is_word(at + 1) || view.sign(sign) == Some(":") || of())
}

/// "Je vous dicte le compte : FR76 3000": whether a country's letters and check digits begin an account's number, whatever is said before.
fn may_be_headed(view: &View<'_>) -> bool {
    let tokens = view.reading.tokens();
    let head =
        |at: usize| tokens[at].len() == 2 && view.is_digits(at + 1) && tokens[at + 1].len() == 2 && is_headed(view, at);
    view.reading.holds().digits > 0 && (0..tokens.len()).any(head)
}

/// Whether a word is a country's code that begins account numbers, written large.
pub(super) fn is_headed(view: &View<'_>, at: usize) -> bool {
    let start = view.reading.tokens()[at].start as usize;
    view.is_word(at)
        && view.folded.is_upper(start)
        && view.folded.is_upper(start + 1)
        && <[u8; 2]>::try_from(view.word(at).as_bytes()).is_ok_and(|code| crate::scan::iban::form(code).is_some())
}

/// Whether there could be an account number, letters and then figures, or half of a wallet's address.
fn may_be_accounted(view: &View<'_>) -> bool {
    let glued = |at: usize| view.is_word(at) && view.reading.tokens()[at].len() == 2 && view.is_digits(at + 1);
    // "6M02"
    let within = |at: usize| view.is_digits(at) && view.is_word(at + 1) && view.is_digits(at + 2);
    // "BANX 0417"
    let bank = |at: usize| {
        let len = view.reading.tokens()[at].len();
        view.is_word(at)
            && len == BANK_BYTES
            && view.is_large(at)
            && at <= 1
            && view.reading.holds().digits > 0
            && view.folded.is_upper(view.reading.tokens()[at].start as usize + 1)
    };
    // "FR soixante-seize", "D E 6 9"
    let large = |at: usize| view.folded.is_upper(view.reading.tokens()[at].start as usize);
    let country = |at: usize| {
        let len = view.reading.tokens()[at].len();
        let next = view.skip_spaces(at + 1);
        let figures = || view.is_digits(next) || view.reading.has(next, Classes::NUMBER);
        let spelled = || view.is_word(next) && view.reading.tokens()[next].len() == 1 && large(next);
        view.is_word(at) && large(at) && (len == 2 && figures() || len == 1 && spelled())
    };
    let holds = view.reading.holds();
    let glued = |at: usize| glued(at) || (holds.digits > 0 || holds.any(Classes::NUMBER)) && country(at);
    let tokens = 0..view.reading.tokens().len();
    view.reading.holds().run >= TOKEN_BYTES_MIN || tokens.into_iter().any(|at| glued(at) || within(at) || bank(at))
}

/// Whether digits could begin like a phone: with a zero or a plus.
fn begins_number(view: &View<'_>) -> bool {
    let zero = |l: &Lexeme| l.entry.class == Class::Number && l.entry.value == 0;
    let holds = view.reading.holds();
    let zeros = holds.any(Classes::OH) || holds.any(Classes::NUMBER) && view.reading.lexemes().iter().any(zero);
    let text = view.text().as_bytes();
    let misspelt = view.reading.holds().traits.any(Traits::MISSPELT_ZERO);
    let begins = |(at, token): (usize, &Token)| match text[token.start as usize] {
        b'0' => !(at >= 2 && view.is_digits(at - 2) && view.sign(at - 1).is_some()),
        b'+' => true,
        b'o' if token.kind == TokenKind::Word && phone::starts_digits(view, at) => true,
        _ => misspelt && phone::may_be_zero(view, at),
    };
    let mut tokens = view.reading.countable().chain(view.reading.signs()).map(|at| (at, &view.reading.tokens()[at]));
    zeros || tokens.any(begins)
}

/// Whether a service could be named: what is an everyday word too ("juste en face") only beside few others, or where a name is announced.
fn may_be_served(view: &View<'_>, beside: u8) -> bool {
    let holds = view.reading.holds();
    holds.service()
        || holds.any(Classes::PERIPHRASE.and(Classes::SYMBOL))
        || holds.any(Classes::SERVICE_TWIN) && (beside <= MEETING_LOOSE_MAX || holds.cue(Kind::Handle))
}

/// Whether there could be a name beyond doubt, or words that announce a piece: beside more than a few others ("sent through the app"), one
/// of letters and figures.
fn may_be_sure(view: &View<'_>, beside: u8) -> bool {
    let holds = view.reading.holds();
    let named = || beside <= LOOSE_NEAR_MAX || (0..view.reading.tokens().len()).any(|at| is_glued(view, at));
    let dotted = || holds.sign(b'.') && view.reading.signs().any(|at| is_inner_dot(view, at));
    [Kind::Email, Kind::Url, Kind::Handle, Kind::Meeting].into_iter().any(|kind| holds.cue(kind)) && named()
        || holds.any(Classes::AT.and(Classes::PROVIDER))
        || [b'@', b'/', b'_', b'#', b'$'].into_iter().any(|sign| holds.sign(sign))
        || dotted()
}

/// Whether a street's type stands beside a name, or a word written large ends like one.
fn may_be_street(view: &View<'_>) -> bool {
    let tokens = view.reading.tokens();
    // "Ma fille ne l'a porte que 6 fois": what begins a sentence is written large anyway, and names a street right beside its type only.
    let begins = |at: usize| {
        let before = view.skip_spaces_back(at).checked_sub(1);
        before.is_none_or(|at| view.is_newline(at) || matches!(view.sign(at), Some("." | "!" | "?")))
    };
    let street = |l: &Lexeme| {
        let at = l.first as usize;
        let name = at.saturating_sub(STREET_TOKENS_NEAR)..(at + STREET_TOKENS_NEAR).min(tokens.len());
        let names = |other: usize| {
            other != at && view.is_large(other) && (other + 2 == at || !begins(other) || !view.is_ordinary(other))
        };
        // "17 rue"
        let numbered = at == 2 && view.is_digits(0) || at > 2 && view.is_digits(at - 2);
        l.entry.class == Class::StreetType && (numbered || name.into_iter().any(names))
    };
    let holds = view.reading.holds();
    holds.any(Classes::STREET_TYPE) && view.reading.lexemes().iter().any(street)
        || holds.traits.any(Traits::STREET) && (0..tokens.len()).any(|at| is_compound(view, at))
}

/// Whether there could be a street or a town.
fn may_be_placed(view: &View<'_>) -> bool {
    let large = |at: usize| {
        view.is_large(at)
            && !view.is_ordinary(at)
            && view.reading.at(at).iter().all(|l| matches!(l.entry.class, Class::StreetType | Class::Region))
    };
    let holds = view.reading.holds();
    let region = |l: &Lexeme| {
        let at = l.first as usize;
        l.entry.class == Class::Region && (view.is_large(at) || !view.is_ordinary(at) || l.end > l.first + 1)
    };
    // "c'est au 8 bis"
    let house = || holds.digits > 0 && (holds.cue(Kind::Address) || holds.any(Classes::PLACE_QUESTION));
    house()
        || holds.any(Classes::REGION) && view.reading.lexemes().iter().any(region)
        || may_be_street(view)
        || lettered(view).is_some()
        || (0..view.reading.tokens().len())
            .any(|at| large(at) || holds.digits >= POSTCODE_DIGITS_MIN && postcode_at(view, at).is_some())
}

/// Words that are loose if no piece covers them, counted up to one more than `most`: those that are no sign and no part of a phrase said
/// around pieces.
fn loose(view: &View<'_>, most: u8) -> u8 {
    let (mut count, mut covered) = (0, 0);
    for (at, token) in view.reading.tokens().iter().enumerate().filter(|(_, token)| token.kind != TokenKind::Space) {
        const COVERING: Classes = SAID.and(SIGNS);
        if view.reading.has(at, COVERING) {
            let said = view.reading.at(at).iter().filter(|l| Classes::of(l.entry.class).any(COVERING));
            covered = said.fold(covered, |covered, l| covered.max(l.end as usize));
        }
        count += u8::from(token.kind == TokenKind::Word && at >= covered);
        if count > most {
            break;
        }
    }
    count
}

/// Tokens from a sign in words to the end of the word that it ties to: a space or two signs between.
const NEXT_TOKENS: usize = 4;

/// Classes of signs and ends of links that are everyday words too,
const WEAK: Classes = Classes::AT_WEAK.and(Classes::TLD).and(Classes::PROVIDER_TWIN);
/// and those that are hardly anything else.
const SURE: Classes = Classes::AT
    .and(Classes::DOT)
    .and(Classes::DASH)
    .and(Classes::UNDERSCORE)
    .and(Classes::SLASH)
    .and(Classes::PROVIDER);
/// All signs and ends of links in words.
pub(super) const SIGNS: Classes = SURE.and(WEAK);
