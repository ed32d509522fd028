//! Whether what was put together is a detail, or words and numbers that happened to be said one after another.

use std::ops::{Range, RangeInclusive};

use crate::kind::Kind;
use crate::scan::{Finding, Form, LOOSE_NEAR_MAX, LOOSE_PURE_MAX, Place};

use super::Said;
use super::assembly::Assembly;
use super::family::Family;
use super::joined::Item;
use super::order::HOUR_DIGITS_NOT;

/// Messages from the words that say that a number is an order's to its first piece at most.
const REFERRED_MESSAGES_MAX: usize = 4;
/// So many digits with a zero first begin a number, whatever stands around them.
const BEGUN_DIGITS_MIN: usize = 6;
/// Letters of a host's name without a hyphen at least: few words that the lexicon lacks are as long.
const HOST_BYTES_MIN: usize = 10;
/// Messages from a host's name to its end at most, where others are said between.
const HOST_MESSAGES_MAX: usize = 4;

/// So many signs alone are talk of signs, and no name.
const LISTED_SIGNS_MIN: usize = 3;

/// Words beside a user name in its message at most.
const NAME_LOOSE_MAX: u8 = 10;
/// Words beside a piece of a number without its leading zero, in its message, at most.
const BARE_LOOSE_MAX: u8 = 12;

/// Messages from the words that announce a number, or ask for one, to its first piece at most.
const ASKED_MESSAGES_MAX: usize = 8;

/// Messages from the words that say that pieces follow to the first of them at most.
const DICTATED_MESSAGES_MAX: usize = 2;

/// Words beside a piece that is to be written down, in its clause, at most,
const DICTATED_LOOSE_MAX: u8 = 4;
/// and beside one in a message that does not say so.
const DICTATED_NEXT_LOOSE_MAX: u8 = 1;

/// Words in a clause beside three digits in words at most.
const SPOKEN_LOOSE_MAX: u8 = 2;

/// Messages from words for a contact to a number whose pieces could be prices at most.
const CALLED_MESSAGES_MAX: usize = 3;

/// Messages after a question that may be its answer.
const ANSWERED_MESSAGES_MAX: usize = 2;

/// Changes of who speaks between the pieces of a number that both recall, at least,
const RECALLED_TURNS_MIN: usize = 1;
/// and pieces that say which they are.
const RECALLED_PLACED_MIN: usize = 2;

/// and words beside each at most: "mi hai dato 366 ieri e poi sei sparito".
const RECALLED_LOOSE_MAX: u8 = 8;

/// Digits of a number that one asks after by them, at least.
const HALF_DIGITS_MIN: usize = 3;

/// Pieces of a number in words and figures at once, at least: nobody counts or prices so twice.
const HALF_SPOKEN_MIN: usize = 2;

/// Places that have a number, of a few digits, and words for what is none: "no problem".
const NUMBERED_PLACES: &[&str] = &[
    "porte",
    "chambre",
    "salle",
    "table",
    "place",
    "appartement",
    "appart",
    "problème",
    "room",
    "door",
    "flat",
    "apartment",
    "seat",
    "problem",
    "zimmer",
    "raum",
    "tür",
    "wohnung",
    "tisch",
    "habitación",
    "puerta",
    "mesa",
    "piso",
    "sala",
    "problema",
    "stanza",
    "camera",
    "porta",
    "tavolo",
    "posto",
    "kamer",
    "zaal",
    "deur",
    "tafel",
    "probleem",
    "quarto",
    "lugar",
];

/// Digits of each of two halves of a mobile number that nothing announces, at least.
const HALF_NUMBER_DIGITS_MIN: usize = 5;

/// Days of a week, and of a month at most.
const WEEK_DAYS: u32 = 7;
const MONTH_DAYS_MAX: u32 = 31;
/// From one size to the next at most.
const SIZE_STEPS_MAX: u32 = 2;
/// Years that one tells of.
const YEARS: RangeInclusive<u32> = 1960..=2039;

/// Messages from the words that say what figures are to the first of them at most.
const TOPIC_MESSAGES_MAX: usize = 2;

/// Pieces of a number that nothing announces, at least.
const UNANNOUNCED_MIN: usize = 3;

/// Words in a clause beside each piece of a number, on average, that one sender says unannounced.
const LOOSE_ALONE_MAX: usize = 5;

/// So many pieces in words are a number that is dictated, however it is cut.
const DICTATED_MIN: usize = 5;

/// Messages of a number that one sender says a figure or two at a time, at least.
const RUN_MESSAGES_MIN: usize = 4;

/// Digits of each half of a number whose rest the other waits for, at least: a price or a count is shorter.
const HALVES_DIGITS_MIN: usize = 4;

/// Words in a clause beside a piece that the other asked or waits for, at most.
const ANSWER_LOOSE_MAX: u8 = 3;

/// Words beside a piece that the other only guesses, at most.
const GUESS_LOOSE_MAX: u8 = 1;

/// Digits of the half of a number that its owner completes, at least.
const COMPLETED_DIGITS_MIN: usize = 5;

/// So many messages of pairs that a zero begins, and that the other waits for, are a phone, whatever was numbered before.
const PAIRS_MESSAGES_MIN: usize = 4;

/// The parts of a finding: an item's place, and the bytes of its text.
pub(super) type Pieces = [(usize, Range<usize>)];

/// What is known of the pieces of a number.
pub(super) struct Digits<'a> {
    /// In the order of the number.
    pub(super) items: Vec<&'a Item<'a>>,
    /// Whether its leading zero or country code is missing.
    pub(super) bare: bool,
    /// Whether the pieces are as a plan groups them, or pairs.
    pub(super) grouped: bool,
    /// Whether one sender says them all.
    pub(super) alone: bool,
    /// Whether one is said to be the first.
    pub(super) first: bool,
    /// Whether little is said beside each.
    pub(super) near: bool,
    /// Whether a number was announced or asked for not long before.
    pub(super) asked: bool,
    /// Whether they are said to be written down, or to come in pieces.
    pub(super) dictated: bool,
    /// Whether the other asked to go on between them.
    pub(super) prompted: bool,
    /// Words beside all of them.
    pub(super) loose: usize,
}

impl Assembly<'_, '_, '_> {
    /// Whether what was found is more than numbers that happened to be said one after another.
    pub(super) fn plausible(&self, family: Family, finding: &Finding, parts: &Pieces) -> bool {
        match family {
            Family::Number if finding.kind == Kind::Phone => self.is_number(finding, parts),
            Family::Number => self.is_account(finding, parts),
            // What follows a meeting's id may be its code.
            Family::Meeting => (!has(finding, "shape-wrong") || !self.complete.is_empty()) && !self.are_hours(parts),
            Family::Link => self.is_link(finding, parts),
            Family::Handle => {
                let names = || parts.iter().map(|(at, _)| &self.items[*at]).filter(|item| item.form != Form::Service);
                let sign = |item: &Item<'_>| matches!(item.form, Form::Link { opens: true, closes: true, .. });
                let tagged = |item: &Item<'_>| !item.doubt && (sign(item) || is_mixed(&item.text.replace('-', "")));
                let answers =
                    || parts.iter().all(|(at, _)| self.items[*at].form == Form::Service || self.is_answer(*at));
                // The host of a link is nobody's name.
                let host = |item: &Item<'_>| item.text.trim_start_matches('/').starts_with("www.");
                // "insta, ça commence par lola"
                let begun = || {
                    let served = |name: &Item<'_>| {
                        self.items.iter().any(|item| item.said == name.said && item.form == Form::Service)
                    };
                    names().next().is_some_and(|name| name.place == Place::First && served(name))
                };
                let pieces = self.is_name_in_pieces(parts);
                // "arobase, point, tiret": signs that are spoken of
                let listed = names().filter(|item| sign(item)).count() >= LISTED_SIGNS_MIN;
                !listed
                    && (names().any(tagged) || begun() || answers() || pieces)
                    && !names().any(host)
                    && (pieces || names().all(|item| self.messages[item.said].loose <= NAME_LOOSE_MAX))
            }
            // "Erlenkamp 19", "44879 Bochum": what may be a street is one with a postcode.
            Family::Place => {
                let items = || parts.iter().map(|(at, _)| &self.items[*at]);
                let coded = |item: &Item<'_>| item.form == Form::Town && item.text.bytes().any(|b| b.is_ascii_digit());
                !items().any(|item| item.form == Form::Street && item.doubt) || items().any(coded)
            }
        }
    }

    /// "zoom at 3?", "1530 works", "1600 better": whether both say the digits of what only a service's name makes a meeting's, or one says
    /// so few that they are an hour.
    fn are_hours(&self, parts: &Pieces) -> bool {
        let items = || parts.iter().map(|(at, _)| &self.items[*at]);
        let mut digits = items().filter(|item| matches!(item.form, Form::Digits(_)));
        let called = items().any(|item| item.form == Form::Call);
        let short = digits.clone().any(|item| matches!(item.form, Form::Digits(..HOUR_DIGITS_NOT)));
        let first = digits.next();
        !called && (short || first.is_some_and(|first| digits.any(|item| !self.is_of(item, first.said))))
    }

    /// A number is one where it is announced, or where one sender says little else; without its leading zero or country code
    /// it must be announced, or asked for, or said in words.
    fn is_number(&self, finding: &Finding, parts: &Pieces) -> bool {
        let digits = self.digits_of(finding, parts);
        let doubtful =
            digits.items.iter().any(|item| item.doubt && !self.is_announced(item.said) && !self.is_whole(item));
        let abroad = has_any(finding, &["international-possible", "no-trunk-abroad", "mobile-abroad", "fixed-abroad"]);
        // A plan of any length takes most digits that follow one another.
        let far = has(finding, "fixed-abroad") || has(finding, "fixed-near") && !has(finding, "groups-plan");
        let any = has(finding, "loose-plan") && far;
        let doubtful = doubtful && !digits.prompted && !self.is_recalled(finding, &digits);
        // "texte moi, 514", "555", "0147": an American number is cut as no other is.
        let shaped = digits.alone && is_shaped(&digits.items) && self.is_announced(digits.items[0].said);
        let unlikely = digits.bare && (doubtful || abroad && !shaped);
        let referred = self.is_referred(finding, &digits) && !is_pairs(finding, &digits);
        if referred || is_series(&digits.items) || self.is_accounts(&digits.items) {
            return false;
        }
        if self.is_told(finding, parts, &digits) {
            return true;
        }
        // What may be none of it is the other's piece only where all speaks for it.
        let others = !digits.alone && digits.items.iter().any(|item| item.doubt && !self.is_announced(item.said));
        if any || unlikely || others && !digits.prompted {
            return false;
        }
        if digits.bare { self.is_bare_number(finding, parts, &digits) } else { self.is_begun_number(finding, &digits) }
    }

    /// What is to be known of a number's pieces.
    fn digits_of<'a>(&'a self, finding: &Finding, parts: &Pieces) -> Digits<'a> {
        let items: Vec<&Item<'_>> = parts.iter().map(|(at, _)| &self.items[*at]).collect();
        let begins = |item: &Item<'_>| {
            let digits = item.digits();
            digits.starts_with(['0', '+']) && (!item.doubt || digits.len() >= BEGUN_DIGITS_MIN)
        };
        let begun = items.iter().any(|item| begins(item));
        let pairs = begun && items.iter().all(|item| matches!(item.form, Form::Digits(count) if count % 2 == 0));
        let beside = |item: &&Item<'_>| items[0].said.abs_diff(item.said) <= ASKED_MESSAGES_MAX;
        let (first, last) = bounds(&items);
        let leads = |item: &Item<'_>| item.said <= last && first <= item.said + DICTATED_MESSAGES_MAX;
        let between = |item: &Item<'_>| (first + 1..last).contains(&item.said) && !self.is_of(item, items[0].said);
        Digits {
            bare: is_bare(finding) || !begun || !items[0].digits().starts_with(['0', '+']),
            grouped: pairs || has(finding, "groups-plan"),
            alone: items.iter().all(|item| self.is_of(item, items[0].said)),
            first: items.iter().any(|item| item.place == Place::First),
            near: items.iter().all(|item| item.loose <= LOOSE_NEAR_MAX),
            asked: self.items.iter().filter(beside).any(|item| item.form == Form::Cue),
            dictated: self.items.iter().any(|item| item.form == Form::Dictation && leads(item)),
            prompted: self.items.iter().any(|item| item.form == Form::Prompt && between(item)),
            loose: items.iter().map(|item| usize::from(item.loose)).sum(),
            items,
        }
    }

    /// Whether digits without a beginning are a number: announced or placed, else one sender's and nothing but digits.
    fn is_bare_number(&self, finding: &Finding, parts: &Pieces, digits: &Digits<'_>) -> bool {
        let Digits { items, alone, first, .. } = digits;
        let all = |most: u8| items.iter().all(|item| self.messages[item.said].loose <= most);
        let shaped = is_shaped(items);
        // "(617) 555-01"
        let opened = items[0].text.starts_with('(') && shaped;
        // "mi número: 612 34 56 78", "perdón: 79"
        let mended = self.is_whole(items[0]);
        let announced = *first || opened || mended || items.iter().any(|item| self.is_announced(item.said));
        // "52, die Hose 48", "43, ruf ruhig an": what answers a question for sizes is announced by no later word.
        let told = self.is_told_apart(items);
        if announced
            && !told
            && digits.near
            && all(BARE_LOOSE_MAX)
            && (*alone
                || *first && self.placed_messages(items) >= RECALLED_PLACED_MIN
                || self.is_announced(items[0].said) && self.is_asked_half(finding, items))
        {
            return true;
        }
        if self.is_asked_for(finding, digits)
            || self.is_half_said(finding, digits)
            || self.is_completed(finding, items)
            || digits.near && self.is_half_asked(finding, items)
            || self.is_half_recalled(finding, digits)
        {
            return true;
        }
        // An American number begins with any digits.
        let american = has(finding, "plan:US-mobile");
        let cut = shaped || is_half_spoken(items) || items.iter().all(|item| item.form == Form::Digits(1));
        let beside = |item: &&Item<'_>| item.loose == 0 || self.is_dictated(item);
        // "303 is how mine begins", "B: 555?", "01 after that", "49"
        let cut = cut && items.iter().all(beside) || shaped && items[0].place == Place::First;
        if self.is_recalled(finding, digits) && (!american || cut) && !told {
            return true;
        }
        if digits.dictated
            && *alone
            && (!american || cut)
            && !told
            && items.iter().all(|item| self.is_written_down(item))
        {
            return true;
        }
        if *alone && !told && (is_half_spoken(items) && digits.near || digits.prompted && is_prompted(finding, items)) {
            return true;
        }
        let spoken = items.iter().all(|item| !item.figures.is_empty());
        // "nove três seis": nothing else is said in threes, digit by digit.
        let threes =
            spoken && items.iter().all(|item| matches!(item.form, Form::Digits(3..)) && item.loose <= SPOKEN_LOOSE_MAX);
        if threes && *alone && self.is_grouped(finding, parts) {
            return true;
        }
        let unasked = *alone && !american && !told;
        let worded = spoken && items.iter().all(|item| item.loose <= SPOKEN_LOOSE_MAX);
        let few =
            digits.loose <= items.len() && is_near(items) && !self.is_offers(finding, parts) && !is_monotone(items);
        if unasked
            && ((worded || few) && self.is_unasked_mobile(finding, digits)
                || self.is_unasked_run(finding, digits, few)
                || is_halves(finding, items))
        {
            return true;
        }
        let offers = !spoken && !shaped && !self.is_called_for(finding, digits) && self.is_offers(finding, parts);
        let pure = *alone && all(u8::from(digits.grouped)) && !offers && !has(finding, "trunk-missing");
        pure && (digits.asked
            || (spoken && self.is_grouped(finding, parts))
            || (shaped && digits.loose == 0 && !told)
            || (!american && !told && self.is_unasked_mobile(finding, digits)))
    }

    /// Whether an item's message was flagged for it.
    fn is_whole(&self, item: &Item<'_>) -> bool {
        self.is_flagged(item, Kind::Phone)
    }

    /// How many messages say which part of a number they say.
    fn placed_messages(&self, items: &[&Item<'_>]) -> usize {
        distinct(items.iter().filter(|item| item.place != Place::Next).map(|item| item.said))
    }

    /// "el fijo era el 91 53 y algo más?", "sí, 2 07 44": whether the other asks after a number by what it begins with.
    fn is_asked_half(&self, finding: &Finding, items: &[&Item<'_>]) -> bool {
        let (half, rest) = (items[0], &items[1..]);
        self.messages[half.said].asks
            && half.digits().len() >= HALF_DIGITS_MIN
            && rest.iter().all(|item| !self.is_of(item, half.said) && item.said <= half.said + ANSWERED_MESSAGES_MAX)
            && has_any(finding, &["mobile-home", "fixed-home"])
    }

    /// "is it still 303 555 something?", "no, the end is 0139": whether one asks after half of a mobile number, and the other says which part
    /// of it follows.
    fn is_half_asked(&self, finding: &Finding, items: &[&Item<'_>]) -> bool {
        items[0].digits().len() >= COMPLETED_DIGITS_MIN
            && self.is_asked_half(finding, items)
            && items[1..].iter().all(|item| item.place != Place::Next)
            && has(finding, "groups-plan")
    }

    /// "sì, 320 77", "B: il resto: 145", "B: e 66": whether one recalls half of a mobile number, and its owner says the rest of it, and that
    /// it is the rest, or a phone.
    fn is_half_recalled(&self, finding: &Finding, digits: &Digits<'_>) -> bool {
        let [half, rest @ ..] = &digits.items[..] else { return false };
        half.digits().len() >= COMPLETED_DIGITS_MIN
            && half.loose <= DICTATED_NEXT_LOOSE_MAX
            && rest.iter().all(|item| !self.is_of(item, half.said) && item.loose <= DICTATED_NEXT_LOOSE_MAX)
            && rest.iter().any(|item| item.place != Place::Next)
            && is_home_mobile(finding)
    }

    /// "eras 603, no?", "sí, y luego 91", "y acababa en 54": whether both say a number together, a piece each, and most pieces say which
    /// they are.
    fn is_recalled(&self, finding: &Finding, digits: &Digits<'_>) -> bool {
        let items = &digits.items;
        let turns = items.windows(2).filter(|pair| !self.is_of(pair[0], pair[1].said)).count();
        let prompted = |item: &Item<'_>| {
            let asks = |other: &Item<'_>| other.form == Form::Prompt && other.said + 1 == item.said;
            self.items.iter().any(|other| asks(other) && !self.is_of(other, item.said))
        };
        // "era 338 20?", "sì, 338 20 41"
        let resumes = |item: &Item<'_>| {
            let shorter = |other: &&Item<'_>| {
                other.said < item.said && other.digits().len() > 2 && item.digits().starts_with(&other.digits())
            };
            items.iter().any(shorter)
        };
        // "eras el 91 44 algo?"
        let half = |item: &Item<'_>| self.messages[item.said].asks && item.digits().len() >= HALVES_DIGITS_MIN;
        let placed = |item: &&&Item<'_>| item.place != Place::Next || prompted(item) || resumes(item) || half(item);
        let placed = distinct(items.iter().filter(placed).map(|item| item.said));
        let twice = |item: &&Item<'_>| items.iter().filter(|other| other.digits() == item.digits()).count() > 1;
        // "350", "dann 340", "danach 330"
        let offers = items.iter().all(|item| item.digits().ends_with(['0', '5']));
        items.len() >= UNANNOUNCED_MIN
            && turns >= RECALLED_TURNS_MIN
            && placed >= RECALLED_PLACED_MIN
            && items.iter().all(|item| item.loose <= RECALLED_LOOSE_MAX)
            && !offers
            && !items.iter().any(twice)
            && has_any(finding, &["mobile-home", "fixed-home"])
    }

    /// Whether little is said beside a piece of what is dictated.
    fn is_written_down(&self, item: &Item<'_>) -> bool {
        item.loose <= if self.is_dictated(item) { DICTATED_LOOSE_MAX } else { DICTATED_NEXT_LOOSE_MAX }
    }

    /// Whether a piece's message says that it is to be written down.
    fn is_dictated(&self, item: &Item<'_>) -> bool {
        self.items.iter().any(|other| other.said == item.said && other.form == Form::Dictation)
    }

    /// "te paso las medidas", "612": whether words right before some pieces say that they are sizes, prices or the like.
    pub(super) fn is_told_apart(&self, items: &[&Item<'_>]) -> bool {
        let (first, _) = bounds(items);
        let before = |item: &Item<'_>| item.said <= first && first <= item.said + TOPIC_MESSAGES_MAX;
        // "quantos lugares tem?", "B: cinco", "912": what one asks is answered by the other.
        let answer = |item: &Item<'_>, asked: usize| {
            matches!(item.form, Form::Digits(_)) && (asked..first).contains(&item.said) && !self.is_of(item, first)
        };
        let own = |item: &Item<'_>| {
            let asked = self.messages[item.said].asks && self.is_of(item, first);
            asked && self.items.iter().any(|other| answer(other, item.said))
        };
        self.items.iter().any(|item| item.form == Form::Topic && before(item) && !own(item))
    }

    /// "me das un tlf?", "634", "718", "y 205, por la tarde": whether one sender says a mobile number in its groups right after the other
    /// asked for one, or to talk.
    fn is_asked_for(&self, finding: &Finding, digits: &Digits<'_>) -> bool {
        let (first, _) = bounds(&digits.items);
        let asks = |item: &Item<'_>| {
            let before = item.said < first && first <= item.said + ANSWERED_MESSAGES_MAX;
            item.form == Form::Cue && before && !self.is_of(item, first)
        };
        digits.alone && is_home_mobile(finding) && is_near(&digits.items) && self.items.iter().any(asks)
    }

    /// "328 90", "B: e il resto?", "trentasei 41 5": whether the other waits for the rest of a mobile number that one sender says in long
    /// pieces, and in its groups.
    fn is_half_said(&self, finding: &Finding, digits: &Digits<'_>) -> bool {
        let long = |item: &&Item<'_>| item.digits().len() >= HALVES_DIGITS_MIN;
        digits.prompted
            && digits.alone
            && digits.items.iter().filter(|item| long(item)).count() >= 2
            && is_near(&digits.items)
            && is_home_mobile(finding)
    }

    /// "avevo il suo numero, era 366 124", "B: 0857": whether its owner completes a number that the other names the beginning of, and
    /// says nothing else.
    fn is_completed(&self, finding: &Finding, items: &[&Item<'_>]) -> bool {
        let [half, rest @ ..] = items else { return false };
        let pure = |item: &&Item<'_>| item.loose == 0 && !self.is_of(item, half.said);
        half.digits().len() >= COMPLETED_DIGITS_MIN
            && self.is_announced(half.said)
            && rest.iter().all(pure)
            && is_home_mobile(finding)
    }

    /// "7", "22", "08", "49", "16": whether one sender says a mobile number over many messages, next to nothing else, or in its groups
    /// beside `few` words that make no offers; figures that only grow are counted, those that the other answers with figures are a game's.
    fn is_unasked_run(&self, finding: &Finding, digits: &Digits<'_>, few: bool) -> bool {
        let items = &digits.items;
        let (first, _) = bounds(items);
        let messages = distinct(items.iter().map(|item| item.said));
        messages >= RUN_MESSAGES_MIN
            && has(finding, "mobile-home")
            && (digits.loose == 0 || few && is_cut_as_said(finding))
            && !is_monotone(items)
            && self.is_untaken(items)
            && !self.is_asked_figures(first)
            // "il primo è il 3"
            && (self.messages[first].loose == 0 || items[0].place != Place::First)
    }

    /// Whether the other says no figures between some pieces, but what one of them says: figures in turn are a game's, or haggled for.
    pub(super) fn is_untaken(&self, items: &[&Item<'_>]) -> bool {
        let (first, last) = bounds(items);
        let echo = |other: &Item<'_>| {
            let same = || items.iter().any(|item| item.digits() == other.digits());
            (other.loose == 0 || self.messages[other.said].asks) && same()
        };
        let long = |other: &Item<'_>| items.iter().any(|item| item.form == other.form);
        let piece = |other: &Item<'_>| items.iter().any(|item| item.said == other.said && item.span == other.span);
        let taken = |other: &Item<'_>| {
            matches!(other.form, Form::Digits(_))
                && (first..=last).contains(&other.said)
                && !self.is_of(other, first)
                && other.loose <= ANSWER_LOOSE_MAX
                && long(other)
                && !piece(other)
                && !echo(other)
        };
        is_spaced(items) || !self.items.iter().any(taken)
    }

    /// Whether the other asks for figures right before a message.
    pub(super) fn is_asked_figures(&self, said: usize) -> bool {
        let from = said.saturating_sub(ANSWERED_MESSAGES_MAX);
        let figures = |item: &Item<'_>| {
            matches!(item.form, Form::Topic | Form::Reference | Form::Digits(_))
                && (from..said).contains(&item.said)
                && self.messages[item.said].asks
                && !self.is_of(item, said)
        };
        self.items.iter().any(figures)
    }

    /// Whether the other asks something right before a message.
    fn is_asked(&self, said: usize) -> bool {
        let from = said.saturating_sub(ANSWERED_MESSAGES_MAX);
        let asks = |before: &&Said| before.asks && before.sender_id() != self.messages[said].sender_id();
        self.messages[from..said].iter().any(asks)
    }

    /// "654", "21 08", "93": whether one sender says a mobile number in its groups, not in answer to a question.
    fn is_unasked_mobile(&self, finding: &Finding, digits: &Digits<'_>) -> bool {
        let items = &digits.items;
        let (first, last) = bounds(items);
        // "quanto è largo?", "0274": no measure begins with a zero.
        let answers = |said: usize| {
            let next = items.iter().find(|item| item.said > said);
            let zero = next.is_some_and(|item| item.loose == 0 && item.digits().starts_with('0'));
            let message = self.messages[said];
            message.asks && message.sender_id() != self.messages[first].sender_id() && !zero
        };
        let count = |item: &&Item<'_>| item.digits().len();
        items.len() >= UNANNOUNCED_MIN
            // Lots are drawn in numbers of one digit and of two.
            && items.iter().map(count).min() >= Some(2)
            && items.iter().map(count).max() >= Some(3)
            // "612", "613", "627": rooms of a floor.
            && items.iter().any(|item| item.digits().chars().next() != items[0].digits().chars().next())
            && has(finding, "mobile-home")
            && has(finding, "groups-plan")
            && self.is_untaken(items)
            && !self.is_asked(first)
            && !(first..last).any(answers)
    }

    /// "fale comigo por fora", "912", "640", "385": whether one says a mobile number in its groups right after leaving was spoken of.
    fn is_called_for(&self, finding: &Finding, digits: &Digits<'_>) -> bool {
        let (first, _) = bounds(&digits.items);
        let near = |item: &Item<'_>| item.said < first && first <= item.said + CALLED_MESSAGES_MAX;
        digits.alone
            && digits.items.len() >= UNANNOUNCED_MIN
            && has(finding, "mobile-home")
            && has(finding, "groups-plan")
            && self.items.iter().any(|item| item.form == Form::Cue && near(item))
    }

    /// Whether digits that begin like a number are one, beside so many words.
    fn is_begun_number(&self, finding: &Finding, digits: &Digits<'_>) -> bool {
        let Digits { items, grouped, alone, near, loose, .. } = digits;
        let begins = items[0].digits().starts_with(['0', '+']);
        // "85 ça irait ?" is an offer, and no guess.
        let offered = |item: &&Item<'_>| {
            let guess = self.messages[item.said].asks && !self.is_of(item, items[0].said);
            guess && item.place == Place::Next && item.loose > GUESS_LOOSE_MAX
        };
        if items.iter().any(offered) {
            return false;
        }
        let strong = *alone || (begins && items[0].digits().len() >= BEGUN_DIGITS_MIN);
        let announces = |item: &&Item<'_>| {
            matches!(item.place, Place::First | Place::Middle | Place::Last)
                || (item.loose <= LOOSE_NEAR_MAX && self.is_announced(item.said))
        };
        if digits.asked || digits.dictated || digits.prompted || items.iter().any(announces) {
            let spare = if has_any(finding, &["mobile-home", "international"]) { 3 } else { 1 };
            return (*near && (*grouped || *loose <= spare * items.len())) || (strong && begins && *grouped);
        }
        if *near && *grouped && self.is_asked_half(finding, items) {
            return true;
        }
        // Pairs in many messages may tell no language.
        let messages = distinct(items.iter().map(|item| item.said));
        let figures = items.iter().all(|item| item.figures.is_empty());
        let abroad = *alone
            && figures
            && messages >= UNANNOUNCED_MIN
            && has(finding, "mobile-abroad")
            && has(finding, "groups-plan");
        let home = abroad || has_any(finding, &["mobile-home", "fixed-home", "international", "region-named"]);
        let each = match (*grouped, strong) {
            _ if abroad => 1,
            (true, true) => LOOSE_ALONE_MAX,
            // Two who name numbers in turn are playing or haggling, unless one goes on where the other stopped.
            (true, false) if self.is_answered(items) => 2,
            (true, false) if *loose * 2 > items.len() => 0,
            _ => 1,
        };
        let pure = *alone && *loose == 0 && *grouped;
        begins && !has(finding, "loose-plan") && (pure || (home && *loose <= each * items.len()))
    }

    /// Whether one of some pieces is asked, or said to be the next.
    fn is_answered(&self, items: &[&Item<'_>]) -> bool {
        items.iter().any(|item| item.place != Place::Next || self.messages[item.said].asks)
    }

    /// An address without its sign is one where both of its pieces stand for themselves; so does a word's link.
    fn is_link(&self, finding: &Finding, parts: &Pieces) -> bool {
        if finding.kind == Kind::Url && self.are_whole(parts) || is_providers_own(finding) {
            return false;
        }
        let mut items = parts.iter().map(|(at, _)| &self.items[*at]);
        // "can you email it?", "at btinternet": what ends an address begins none.
        let ends = |item: &Item<'_>| matches!(item.form, Form::Link { opens: true, closes: false, .. });
        let tail = |item: &Item<'_>| ends(item) && item.text.starts_with(char::is_alphabetic);
        if finding.kind == Kind::Email && items.clone().next().is_some_and(tail) {
            return false;
        }
        match finding.kind {
            Kind::Email if has(finding, "at-missing") => {
                let named = |item: &Item<'_>| item.form == Form::Name && is_mixed(item.text);
                let mixed = items.clone().any(named);
                let asked = |item: &Item<'_>| 2 * u8::from(self.messages[item.said].asks);
                let names = || items.clone().filter(|item| item.form == Form::Name);
                // "oficina.tavares, ainda?", "sim, é sapo"
                let others = |at: usize| {
                    let item = &self.items[at];
                    matches!(item.form, Form::Link { provider: true, .. })
                        && names().all(|name| !self.is_of(name, item.said) && self.messages[name.said].asks)
                };
                let guessed = parts.iter().any(|(at, _)| self.is_guessed_provider(*at) || others(*at));
                let most = |item: &Item<'_>| match mixed {
                    true if guessed => NAME_LOOSE_MAX,
                    true => 3 + asked(item),
                    false if item.form == Form::Name => 2,
                    false => 0,
                };
                // "question random", "laposte point net": two words are an address where nothing else is said.
                let beside = |item: &Item<'_>| if mixed { item.loose } else { self.messages[item.said].loose };
                let first = items.clone().next();
                let alone = first.is_some_and(|first| items.clone().all(|item| self.is_of(item, first.said)));
                (mixed || alone || guessed) && items.all(|item| beside(item) <= most(item) + u8::from(!mixed))
            }
            // "mi lasci la mail?", "@tiscali.it": a word of the other's question is nobody's name.
            Kind::Email => {
                let sender = parts.iter().map(|(at, _)| &self.items[*at]).rfind(|item| item.form != Form::Name);
                let other = |item: &Item<'_>| sender.is_some_and(|sign| !self.is_of(sign, item.said));
                let asks = |item: &Item<'_>| {
                    let said = self.messages[item.said];
                    said.loose > 1 || self.is_announced(item.said) || said.asks && item.span.start > 0
                };
                // "the kids are crab mad", "it's at btinternet"
                let talk = |item: &Item<'_>| item.loose > LOOSE_PURE_MAX && item.place == Place::Next;
                let word = |item: &Item<'_>| item.form == Form::Name && !is_mixed(item.text);
                items.all(|item| !word(item) || !(other(item) && asks(item) || talk(item)))
            }
            // A provider's host is nobody's link.
            Kind::Url if items.clone().any(|item| matches!(item.form, Form::Link { provider: true, .. })) => false,
            Kind::Url => {
                let pieces: Vec<&Item<'_>> = items.collect();
                // "chat.whatsapp.com/", "then slap this on the end"
                let path = |at: usize| {
                    at > 0
                        && matches!(pieces[at - 1].form, Form::Link { closes: true, .. })
                        && pieces[at - 1].text.ends_with('/')
                };
                let alone = |item: &Item<'_>| self.messages[item.said].loose == 0;
                (0..pieces.len()).all(|at| match pieces[at].form {
                    Form::Name if path(at) => {
                        is_mixed(pieces[at].text) || pieces[at].place == Place::Next && alone(pieces[at])
                    }
                    Form::Name => is_mixed(pieces[at].text) || pieces[at].loose <= 1 || self.is_ended(pieces[at]),
                    // "you need the dot co dot uk bit"
                    Form::Link { .. } if pieces[at].doubt && !self.is_end_anew(pieces[at]) => pieces
                        .iter()
                        .any(|name| self.is_host_like(name) && self.is_ended_by(name, pieces[at], HOST_MESSAGES_MAX)),
                    _ => true,
                })
            }
            _ => true,
        }
    }

    /// Whether pieces of two messages were hosts of their own: "espn.com", "www.rapalje.com".
    fn are_whole(&self, parts: &Pieces) -> bool {
        let whole = |(at, _): &&(usize, Range<usize>)| {
            let item = &self.items[*at];
            item.form != Form::Name && self.is_flagged(item, Kind::Url)
        };
        let mut hosts = parts.iter().filter(whole).map(|(at, _)| self.items[*at].said);
        let first = hosts.next();
        hosts.any(|said| Some(said) != first)
    }

    /// "larkandthistlephoto", "atelier-chene": whether a name could be a host's, and hardly a word ("Sonnenuntergang").
    fn is_host_like(&self, name: &Item<'_>) -> bool {
        let long = name.text.contains('-') || name.text.len() >= HOST_BYTES_MIN;
        let noun = name.text.starts_with(char::is_uppercase) && self.messages[name.said].loose <= 1;
        name.form == Form::Name && long && !noun
    }

    /// Whether a piece is the end of a host that the same sender named before.
    fn is_ended_by(&self, name: &Item<'_>, end: &Item<'_>, messages_max: usize) -> bool {
        matches!(end.form, Form::Link { opens: true, closes: false, provider: false })
            && (name.said + 1..=name.said + messages_max).contains(&end.said)
            && self.is_of(end, name.said)
    }

    /// "kijk eens op lichtvantrui", "punt nl": whether its sender says a host's end next, and nothing else.
    fn is_ended(&self, name: &Item<'_>) -> bool {
        self.items.iter().any(|end| {
            self.is_ended_by(name, end, 2) && self.messages[end.said].loose <= 1
                || self.is_host_like(name)
                    && self.is_ended_by(name, end, HOST_MESSAGES_MAX)
                    && end.loose <= LOOSE_NEAR_MAX
        })
    }

    /// Whether the words before the last of some items say that they are an order's or an account's; the numbers of rooms and doors
    /// are shorter than a whole phone in its groups.
    fn is_referred(&self, finding: &Finding, digits: &Digits<'_>) -> bool {
        let items = &digits.items;
        let whole =
            digits.alone && is_cut_as_said(finding) && has_any(finding, &["mobile-home", "mobile-near", "fixed-home"]);
        // "ma ligne porte le 0163"
        let whole = whole || digits.alone && is_shaped(items);
        let place = |item: &Item<'_>| whole && NUMBERED_PLACES.contains(&item.text.to_lowercase().as_str());
        let (first, last) = bounds(items);
        let near = |item: &Item<'_>| item.said <= last && first <= item.said + REFERRED_MESSAGES_MAX;
        // "il tavolo è disponibile?", "sì, 60", "347": a question is answered once.
        let answered = |item: &Item<'_>| {
            let own = |said: usize| self.is_of(items[0], said);
            self.messages[item.said].asks && !own(item.said) && (item.said + 1..first).any(own)
        };
        let says = |item: &&Item<'_>| {
            near(item) && matches!(item.form, Form::Cue | Form::Reference) && !answered(item) && !place(item)
        };
        self.items.iter().rfind(says).is_some_and(|item| item.form == Form::Reference)
    }

    /// Whether a message announces a phone.
    pub(super) fn is_announced(&self, said: usize) -> bool {
        self.items.iter().any(|item| item.said == said && item.form == Form::Cue)
    }

    /// Whether figures come again, or in round figures, as offers and counts do.
    pub(super) fn is_offers(&self, finding: &Finding, parts: &Pieces) -> bool {
        let figures: Vec<&str> = parts.iter().map(|(at, _)| self.items[*at].text).collect();
        let again = figures.iter().enumerate().any(|(at, text)| text.len() > 1 && figures[..at].contains(text));
        again || self.is_round(finding.value.get(), parts)
    }

    /// Whether the pieces are as a number's groups are.
    fn is_grouped(&self, finding: &Finding, parts: &Pieces) -> bool {
        let saids = || parts.iter().map(|(at, _)| self.messages[self.items[*at].said]);
        let counts = || {
            parts.iter().map(|(at, _)| match self.items[*at].form {
                Form::Digits(count) => count,
                _ => 0,
            })
        };
        let longest = counts().max().unwrap_or(0);
        // "3", "4471": a floor and a code.
        let uneven = parts.len() < DICTATED_MIN && longest > 2 && counts().any(|count| count == 1);
        let known = saids().any(|said| said.language.is_some()) && parts.len() > 3;
        match parts.len() {
            // "613 77": a postcode or a price is in one piece.
            2 => {
                has(finding, "groups-plan")
                    || parts.iter().all(|(at, _)| self.items[*at].text.contains([' ', '.', '-']))
            }
            _ => !uneven && (longest > 2 || known),
        }
    }

    /// A card's number is said in fours.
    fn is_account(&self, finding: &Finding, parts: &Pieces) -> bool {
        let fours = |(at, _): &(usize, Range<usize>)| match self.items[*at].form {
            Form::Digits(count) => count % 4 == 0,
            _ => true,
        };
        let letters = finding.value.get().bytes().any(|b| b.is_ascii_alphabetic());
        letters || parts.split_last().is_none_or(|(_, before)| before.iter().all(fours))
    }

    /// Whether half the pieces or more end in 0 or 5, as offers do.
    fn is_round(&self, value: &str, parts: &Pieces) -> bool {
        let mut end = value.len();
        let mut round = 0;
        for (at, _) in parts.iter().rev() {
            let Form::Digits(count) = self.items[*at].form else { continue };
            round += usize::from(count > 1 && value[..end].ends_with(['0', '5']));
            end = end.saturating_sub(count.into());
        }
        round * 2 >= parts.len()
    }
}

/// "gmail?", "si, @gmail.com": whether an address has its provider's name before its sign too.
fn is_providers_own(finding: &Finding) -> bool {
    let address = finding.value.get().split_once('@');
    finding.kind == Kind::Email && address.is_some_and(|(local, host)| host.split('.').next() == Some(local))
}

/// "06", "13", "20": the days of some weeks; "39", "40", "41": sizes, one after the other; "2003", "2011": years.
pub(super) fn is_series(items: &[&Item<'_>]) -> bool {
    let number = |item: &Item<'_>| item.digits().parse::<u32>().ok().filter(|_| !item.digits().starts_with('+'));
    let day = |item: &Item<'_>| number(item).filter(|day| (1..=MONTH_DAYS_MAX).contains(day));
    let weekly = |pair: &[&Item<'_>]| day(pair[0]).is_some_and(|first| day(pair[1]) == Some(first + WEEK_DAYS));
    let size = |item: &Item<'_>| number(item).filter(|_| item.form == Form::Digits(2));
    let next = |pair: &[&Item<'_>]| {
        let steps = size(pair[0]).zip(size(pair[1])).and_then(|(first, second)| second.checked_sub(first));
        steps.is_some_and(|steps| (1..=SIZE_STEPS_MAX).contains(&steps))
    };
    let twice = |fits: &dyn Fn(&[&Item<'_>]) -> bool| {
        let pairs: Vec<bool> = items.windows(2).map(fits).collect();
        pairs.windows(2).any(|two| two == [true, true])
    };
    let year = |item: &&&Item<'_>| item.form == Form::Digits(4) && number(item).is_some_and(|n| YEARS.contains(&n));
    twice(&weekly) || twice(&next) || items.iter().filter(year).count() > 1
}

/// The first and the last message of some items.
pub(super) fn bounds(items: &[&Item<'_>]) -> (usize, usize) {
    let saids = || items.iter().map(|item| item.said);
    (saids().min().unwrap_or(0), saids().max().unwrap_or(0))
}

/// "415", "555", "0147", or cut elsewhere: "415 555", "01", "47".
pub(super) fn is_shaped(items: &[&Item<'_>]) -> bool {
    let sizes = |grouped: bool| -> Vec<usize> {
        let digits = items.iter().map(|item| item.digits()).collect();
        let groups = if grouped { items.iter().map(|item| item.grouped()).collect() } else { digits };
        let groups: Vec<String> = groups;
        groups.iter().flat_map(|item| item.split(' ')).map(str::len).collect()
    };
    let fits = |sizes: &[usize]| {
        let (code, rest) = sizes.split_at(sizes.len().min(2));
        code == [3, 3] && rest.iter().sum::<usize>() == 4
    };
    fits(&sizes(false)) || fits(&sizes(true))
}

/// "312 five", "55 zero 1": whether pieces are said in words and figures at once.
fn is_half_spoken(items: &[&Item<'_>]) -> bool {
    let words = |text: &str| text.split(' ').any(|word| word.len() > 2 && word.chars().all(char::is_alphabetic));
    let mixed = |item: &&&Item<'_>| words(item.text) && item.text.split(' ').any(|word| word.parse::<u32>().is_ok());
    items.iter().filter(mixed).count() >= HALF_SPOKEN_MIN
}

/// "347", "118", "e poi?", "29 60": whether the pieces that the other waits for are cut as a number's groups are.
fn is_prompted(finding: &Finding, items: &[&Item<'_>]) -> bool {
    let home = is_home_mobile(finding);
    let count = |item: &&Item<'_>| item.digits().len();
    items.len() >= UNANNOUNCED_MIN
        && items.iter().all(|item| item.loose <= DICTATED_NEXT_LOOSE_MAX)
        && items.iter().map(count).min() >= Some(2)
        && items.iter().map(count).max() >= Some(3)
        && (is_shaped(items) || home)
}

/// Whether a finding is a mobile number of the conversation's country, in pieces that its groups are made of.
fn is_home_mobile(finding: &Finding) -> bool {
    has(finding, "mobile-home") && has(finding, "groups-plan") && !has(finding, "plan:US-mobile")
}

/// Whether the pieces of a number are cut as its plan groups it, or digit by digit.
pub(super) fn is_cut_as_said(finding: &Finding) -> bool {
    has_any(finding, &["groups-plan", "digit-by-digit"])
}

/// "328 90", "trentasei 41 5": whether a mobile number of the country is said in long pieces, in groups all.
fn is_halves(finding: &Finding, items: &[&Item<'_>]) -> bool {
    let half = |item: &&Item<'_>| item.digits().len() >= HALF_NUMBER_DIGITS_MIN && item.grouped().contains(' ');
    items.iter().all(half) && is_near(items) && is_home_mobile(finding)
}

/// "2 51", "8 0": whether one of some pieces is cut as no price, count or score is.
fn is_spaced(items: &[&Item<'_>]) -> bool {
    items.iter().any(|item| item.figures.is_empty() && item.grouped().contains(' '))
}

/// Whether figures of one length, or nearly, only grow, or only fall.
pub(super) fn is_monotone(items: &[&Item<'_>]) -> bool {
    let lengths = || items.iter().map(|item| item.digits().len());
    if is_spaced(items) || lengths().max() > lengths().min().map(|least| least + 1) {
        return false;
    }
    let value = |item: &Item<'_>| item.digits().parse::<u32>().unwrap_or(0);
    let grows = items.windows(2).all(|pair| value(pair[0]) < value(pair[1]));
    grows || items.windows(2).all(|pair| value(pair[0]) > value(pair[1]))
}

/// How many different messages there are among some.
pub(super) fn distinct(saids: impl Iterator<Item = usize>) -> usize {
    let mut saids: Vec<usize> = saids.collect();
    saids.sort_unstable();
    saids.dedup();
    saids.len()
}

/// Whether little is said beside any of some pieces.
fn is_near(items: &[&Item<'_>]) -> bool {
    items.iter().all(|item| item.loose <= ANSWER_LOOSE_MAX)
}

/// "la porte : 04", "93", "27 60", "B: il manque un bout ?", "18": whether one sender says a number of the country in pairs over many
/// messages, and the other waits for them.
fn is_pairs(finding: &Finding, digits: &Digits<'_>) -> bool {
    let messages = distinct(digits.items.iter().map(|item| item.said));
    !digits.bare
        && digits.alone
        && digits.prompted
        && messages >= PAIRS_MESSAGES_MIN
        && digits.items.iter().all(|item| matches!(item.form, Form::Digits(count) if count % 2 == 0))
        && has_any(finding, &["mobile-home", "fixed-home"])
}

/// Whether a name is no ordinary word: it holds digits or signs, in words or not.
pub(super) fn is_mixed(name: &str) -> bool {
    name.bytes().any(|b| b.is_ascii_digit() || matches!(b, b'_' | b'.' | b'@' | b'-' | b'$' | b' '))
}

/// Whether a number was found without its leading zero or the plus of its country code.
pub(super) fn is_bare(finding: &Finding) -> bool {
    finding
        .evidence
        .iter()
        .any(|name| matches!(&**name, "no-trunk" | "trunk-missing" | "bare-code" | "bare-code-fixed"))
}

/// Whether a finding's evidence has one of some names.
pub(super) fn has_any(finding: &Finding, names: &[&str]) -> bool {
    names.iter().any(|name| has(finding, name))
}

/// Whether a finding's evidence has a name.
pub(super) fn has(finding: &Finding, name: &str) -> bool {
    finding.evidence.iter().any(|evidence| evidence == name)
}
