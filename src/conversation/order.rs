//! The order that fragments are joined in, where it is not that of their messages.

use crate::kind::Kind;
use crate::scan::{Form, LOOSE_NEAR_MAX, Place};

use super::assembly::Assembly;
use super::joined::Item;
use super::plausible::is_mixed;

/// Words beside a district that is named like a street at most: "Jardim Novo perto do mercadinho".
const DISTRICT_LOOSE_MAX: u8 = 3;
/// Bytes before a district, or a postcode with its town, in an answer at most: "no, a bit further out, ".
const ANSWER_BYTES_MAX: usize = 32;

/// Messages between a street and its town at most, of those that are remembered.
const TOWN_MESSAGES_MAX: usize = 7;

/// and from a town that answers a question to its street.
const TOWN_BEFORE_MESSAGES_MAX: usize = 6;

/// So many digits are no hour.
pub(super) const HOUR_DIGITS_NOT: u8 = 3;

/// Messages from the question for a name to the last piece of the answer at most,
const NAME_MESSAGES_MAX: usize = 8;
/// and from talk of an account to it.
const ACCOUNT_MESSAGES_MAX: usize = 2;
/// Words beside a piece that is said to be stuck to a name at most: "er zit nog vlinder aan vast".
const TOLD_LOOSE_MAX: u8 = 4;

/// Figures at the end of a user name at most.
pub(super) const FIGURES_MAX: u8 = 4;

/// Bytes of a word that a hyphen in the next message ties, whatever else its own says, at least.
const TIED_BYTES_MIN: usize = 8;

/// Letters of the parts of a meeting's code.
const CODE_LETTERS: [usize; 3] = [3, 4, 3];

/// Words beside a town that is asked for, said to be a place or has its postcode, at most,
const TOWN_LOOSE_MAX: usize = 5;
/// and beside one that nothing tells to be a place.
const TOWN_ALONE_LOOSE_MAX: usize = 0;
/// Words beside a number, or the word for one, that is asked at most: "q numero?".
const ASKED_LOOSE_MAX: u8 = 2;
/// Messages from a street to its number that is asked for at most,
const HOUSE_MESSAGES_MAX: usize = 6;
/// and from the question to it.
const HOUSE_ASKED_MESSAGES_MAX: usize = 2;
/// Bytes between two that a comma or a space parts, at most,
const COMMA_BYTES_MAX: usize = 3;
/// and between a town's name and its postcode: ", Postleitzahl ".
const BESIDE_BYTES_MAX: usize = 20;
/// Letters of a postcode in a row at most: "2014 KD".
const CODE_LETTERS_MAX: usize = 2;
/// Words in a clause beside a house's number that is asked for, at most.
const HOUSE_LOOSE_MAX: u8 = 8;
/// and in its message.
const HOUSE_WORDS_MAX: u8 = 13;
/// Bytes before a house's number in an answer at most: "it's number ".
const HOUSE_BYTES_MAX: usize = 12;

impl Assembly<'_, '_, '_> {
    /// The last service, and the last name: with what it continues ("@transfert", "_rapide").
    pub(super) fn service_and_name(&self, order: &[usize]) -> Vec<usize> {
        let is_service = |at: &usize| self.items[*at].form == Form::Service;
        let closes = |at: usize| matches!(self.items[at].form, Form::Link { closes: true, .. });
        let mut names: Vec<usize> = Vec::with_capacity(order.len());
        for &at in order.iter().filter(|at| !is_service(at)) {
            // "tiret du bas", "33": digits are part of a name where a sign ties them to it, or words: "et puis 33".
            let figures = matches!(self.items[at].form, Form::Digits(_));
            let again =
                |&last: &usize| figures && matches!(self.items[last].form, Form::Digits(_)) && self.is_mended(last, at);
            if names.last().is_some_and(again) {
                // "+ 64", "pardon *40"
                names.pop();
                names.push(at);
                continue;
            }
            if !figures
                || names.last().is_some_and(|&last| {
                    closes(last)
                        || self.is_told_next(last, at)
                        || self.is_figures_next(last, at)
                        || self.is_figures_end(last, at)
                })
            {
                names.push(at);
            }
        }
        let mut from = names.len().saturating_sub(1);
        while from > 0 && self.continues(names[from - 1], names[from]) {
            from -= 1;
        }
        if names.last().is_some_and(|&last| self.is_sign_in_words(last)) {
            // "sir", "underscore": more is to come.
            return Vec::new();
        }
        let service = order.iter().rev().find(|at| is_service(at)).copied();
        service.into_iter().chain(names[from..].iter().copied()).collect()
    }

    /// Whether an everyday word is all that its message says, or a long one nothing knows, and its sender says a sign right before or after it.
    pub(super) fn is_tied_word(&self, at: usize, said: usize) -> bool {
        let item = &self.items[at];
        let long = item.text.len() >= TIED_BYTES_MIN;
        let lone = item.form == Form::Name && (self.messages[item.said].loose <= 1 || long);
        // "hundeschule", "-pfotenwerk"
        let hyphened = |other: &Item<'_>| long && other.said > item.said && other.text.starts_with(['-', '_']);
        let ties = |beside: usize| {
            self.items.get(beside).is_some_and(|other| {
                (self.is_sign_in_words(beside) || hyphened(other))
                    && other.said <= said
                    && other.said.abs_diff(item.said) == 1
                    && self.is_of(other, item.said)
            })
        };
        lone && (ties(at + 1) || at.checked_sub(1).is_some_and(ties))
    }

    /// Whether an item is a sign in words.
    fn is_sign_in_words(&self, at: usize) -> bool {
        matches!(self.items[at].form, Form::Link { opens: true, closes: true, provider: false })
            && self.items[at].text.chars().all(|c| c.is_alphabetic() || c == ' ')
    }

    /// Whether figures are said to come next, or last, in a name that was complete, and their message says little else.
    fn is_told_next(&self, name: usize, at: usize) -> bool {
        let item = &self.items[at];
        item.is_told_next()
            && self.messages[item.said].loose <= 1
            && self.is_of(item, self.items[name].said)
            && self.was_complete(name)
    }

    /// Whether a message that corrects says little but what stands in the place of an item of its sender.
    fn is_mended(&self, old: usize, new: usize) -> bool {
        let (old, new) = (&self.items[old], &self.items[new]);
        let said = &self.messages[new.said];
        said.corrects && said.loose <= 1 && old.said < new.said && self.is_of(old, new.said)
    }

    /// The question for a name that an item answers, with little else in its message.
    fn question(&self, at: usize) -> Option<usize> {
        let item = &self.items[at];
        let figures =
            matches!(item.form, Form::Digits(..=FIGURES_MAX)) && item.text.bytes().all(|b| b.is_ascii_digit());
        let named = figures || matches!(item.form, Form::Name | Form::Link { provider: false, .. });
        let placed = matches!(item.place, Place::Then | Place::Last);
        if !named || self.messages[item.said].loose > if placed { TOLD_LOOSE_MAX } else { 1 } {
            return None;
        }
        (0..self.items.len()).rfind(|&asked| {
            let question = &self.items[asked];
            let user = match question.form {
                Form::Question { user } => user,
                _ => return false,
            };
            let near = question.said < item.said && item.said <= question.said + NAME_MESSAGES_MAX;
            near && !self.is_of(question, item.said) && (user || self.is_of_account(question.said))
        })
    }

    /// Whether a question for a name comes right after talk of an account: "add me on snap", "name?".
    fn is_of_account(&self, asked: usize) -> bool {
        let near = |item: &Item<'_>| item.said <= asked && asked <= item.said + ACCOUNT_MESSAGES_MAX;
        let cued = |said: usize| self.items.iter().any(|item| item.said == said && item.form == Form::Cue);
        self.items
            .iter()
            .any(|item| item.form == Form::Service && near(item) && (item.said == asked || cued(item.said)))
    }

    /// Whether an item is a name that the other asked for.
    pub(super) fn is_answer(&self, at: usize) -> bool {
        self.question(at).is_some()
    }

    /// Whether two names answer the same question, one after the other.
    fn answer_one(&self, first: usize, second: usize) -> bool {
        let question = self.question(second);
        question.is_some()
            && question == self.question(first)
            && self.is_of(&self.items[first], self.items[second].said)
            && self.is_waited_for(first, second)
    }

    /// "petite", "braise", "69": whether figures that are all that is said come right after a name that the other asked for.
    fn is_figures_next(&self, name: usize, at: usize) -> bool {
        let item = &self.items[at];
        item.said == self.items[name].said + 1 && self.messages[item.said].loose == 0 && self.answer_one(name, at)
    }

    /// Whether nobody but the other says anything between two pieces, and waits for the second.
    fn is_waited_for(&self, first: usize, second: usize) -> bool {
        let (before, item) = (&self.items[first], &self.items[second]);
        let between = || self.items.iter().filter(|other| (before.said + 1..item.said).contains(&other.said));
        let begun = before.place == Place::First;
        let waits = |other: &Item<'_>| {
            let again = other.form == Form::Name && before.text.contains(other.text);
            other.form == Form::Prompt || again || self.messages[other.said].asks
        };
        item.said == before.said + 1
            || between().all(|other| !self.is_of(other, item.said))
                && (begun || between().next().is_none() || between().any(waits))
    }

    /// Whether a name goes on with another: a sign ties them, or the first was complete and the second is no word, or all that
    /// is said next.
    fn continues(&self, first: usize, second: usize) -> bool {
        let signs = ['_', '.', '-', '#'];
        let (before, item) = (&self.items[first], &self.items[second]);
        let tied = item.text.starts_with(signs)
            || before.text.ends_with(signs)
            // "leaa", "tiret du bas m0rin"
            || matches!(item.form, Form::Link { opens: true, provider: false, .. })
                && item.text.starts_with(char::is_alphabetic)
            || matches!(before.form, Form::Link { closes: true, .. })
            || self.is_told_next(first, second)
            || self.is_name_told_next(first, second)
            || self.answer_one(first, second);
        let next = self.is_waited_for(first, second) && self.is_of(before, item.said);
        let said = &self.messages[item.said];
        let alone = next && said.loose <= 1 && item.text.bytes().all(|b| b.is_ascii_lowercase());
        // ".nijm" goes on no word of the other's.
        let tied = tied && (self.is_of(before, item.said) || self.messages[before.said].asks);
        // "nina, ça commence comme ça", "poterie"
        let begun = before.place == Place::First && said.loose <= 1 && self.is_of(before, item.said) && next;
        // "manca _bo di bologna"
        let beside = if item.place == Place::Then { TOLD_LOOSE_MAX } else { 2 };
        self.is_piece_next(first, second)
            || self.is_figures_end(first, second)
            || item.loose <= beside
                && (tied || begun || (self.was_complete(first) && item.loose <= 1 && (is_mixed(item.text) || alone)))
    }

    /// "pixel", "er zit nog vlinder aan vast": whether a name is said to be stuck to one that was all its message said.
    fn is_name_told_next(&self, first: usize, second: usize) -> bool {
        let (before, item) = (&self.items[first], &self.items[second]);
        item.form == Form::Name
            && matches!(item.place, Place::Then | Place::Last)
            && before.said < item.said
            && self.is_of(before, item.said)
            && self.messages[item.said].loose <= TOLD_LOOSE_MAX
            && self.messages[before.said].loose <= 1
    }

    fn was_complete(&self, at: usize) -> bool {
        self.complete.iter().any(|complete| complete.items.contains(&at))
    }

    /// The last words for a meeting, and the codes said since any of them.
    pub(super) fn call_and_code(&self, order: &[usize]) -> Vec<usize> {
        let is_call = |at: &usize| matches!(self.items[*at].form, Form::Call | Form::Service);
        let Some(call) = order.iter().rev().find(|at| is_call(at)).copied() else { return Vec::new() };
        let since = order.iter().filter(|at| is_call(at)).map(|&at| self.items[at].said).min().unwrap_or(0);
        let since = |at: usize| self.items[at].said >= since && !self.is_hour(at) && !self.is_before_call(at);
        let code = order.iter().filter(|at| !is_call(at) && since(**at)).copied();
        [call].into_iter().chain(code).collect()
    }

    /// The last service for meetings, and the figures said since.
    pub(super) fn service_and_code(&self, order: &[usize]) -> Option<Vec<usize>> {
        let service = order.iter().rev().find(|at| self.items[**at].form == Form::Service).copied()?;
        let code = order.iter().filter(|at| **at > service && matches!(self.items[**at].form, Form::Digits(_)));
        Some(std::iter::once(service).chain(code.copied()).collect())
    }

    /// "kdz", "wape", "qrh": the words for a meeting, and the parts of its code, each the first name of its message.
    pub(super) fn call_and_letters(&self, order: &[usize]) -> Option<Vec<usize>> {
        let (&call, code) = order.split_first()?;
        let first = |at: usize| {
            let item = &self.items[at];
            item.form == Form::Name
                && !self.items[..at].iter().any(|other| other.said == item.said && other.form == Form::Name)
        };
        let names: Vec<usize> = code.iter().copied().filter(|&at| first(at)).collect();
        let names = &names[names.len().checked_sub(CODE_LETTERS.len())?..];
        let fits = |(&at, letters): (&usize, usize)| {
            let text = self.items[at].text;
            text.len() == letters && text.bytes().all(|b| b.is_ascii_alphabetic())
        };
        let code = names.iter().zip(CODE_LETTERS).all(fits);
        code.then(|| std::iter::once(call).chain(names.iter().copied()).collect())
    }

    /// "no worries, meeting id is 961": whether a word stands before the words for the meeting that its message says.
    fn is_before_call(&self, at: usize) -> bool {
        let item = &self.items[at];
        let call =
            |other: &Item<'_>| other.said == item.said && other.form == Form::Call && item.span.end < other.span.start;
        item.form == Form::Name && !is_mixed(item.text) && self.items.iter().any(call)
    }

    /// "zoom às 18, id 845 3320": whether a figure or two stand before longer ones of the same message.
    pub(super) fn is_hour(&self, at: usize) -> bool {
        let item = &self.items[at];
        let longer = |other: &Item<'_>| {
            other.said == item.said
                && item.span.end < other.span.start
                && matches!(other.form, Form::Digits(HOUR_DIGITS_NOT..))
        };
        matches!(item.form, Form::Digits(..HOUR_DIGITS_NOT)) && self.items.iter().any(longer)
    }

    /// The pieces of an address or link without the services that begin no host: ".gg" says next that one does.
    pub(super) fn without_services(&self, order: &[usize]) -> Vec<usize> {
        let ends = |at: usize, service: usize| {
            let item = &self.items[at];
            item.text.starts_with('.') && item.text.len() > 1 && self.is_of(item, self.items[service].said)
        };
        let kept = |place: usize| {
            let at = order[place];
            self.items[at].form != Form::Service || order.get(place + 1).is_some_and(|&next| ends(next, at))
        };
        (0..order.len()).filter(|&place| kept(place)).map(|place| order[place]).collect()
    }

    /// The pieces of an address or link without what the other guessed, where its owner says it anew: "gmail ?", "non, proton".
    pub(super) fn without_guesses(&self, order: &[usize], said: usize) -> Vec<usize> {
        let end = |at: usize| match self.items[at].form {
            Form::Link { opens: true, closes: false, provider, .. } => Some(provider),
            _ => None,
        };
        let anew = |place: usize| {
            let at = order[place];
            // "the microsoft one, outlook"
            let again = end(at) == Some(true) && order.get(place + 1).is_some_and(|&next| end(next) == Some(true));
            let later =
                |&&other: &&usize| end(other) == end(at) && !self.is_of(&self.items[at], self.items[other].said);
            again
                || self.is_guess(at, said)
                || (end(at).is_some() && order[place + 1..].iter().any(|other| later(&other)))
        };
        (0..order.len()).filter(|&place| !anew(place)).map(|place| order[place]).collect()
    }

    /// The last street, its number where that was said right before, and its town: with its postcode, where that is said apart.
    pub(super) fn street_and_town(&self, order: &[usize]) -> Vec<usize> {
        let form = |at: &usize| self.items[*at].form;
        let Some(street) = order.iter().rev().find(|at| form(at) == Form::Street).copied() else { return Vec::new() };
        let numbered = self.is_numbered(street);
        let digits = |at: &&usize| matches!(form(at), Form::Digits(_));
        let before = order.iter().filter(|at| **at < street).filter(digits).max().copied();
        let house = before.filter(|at| !numbered && self.is_house(*at, street));
        let late = order.iter().find(|at| **at > street && !numbered && house.is_none() && self.is_house(**at, street));
        let name = self.street_name(street, order);
        let number = house.or(late.copied());
        let others: Vec<usize> = order.iter().copied().filter(|at| *at != street && name != Some(*at)).collect();
        let tail = self.town_of(street, number, &others);
        house.into_iter().chain([street]).chain(name).chain(late.copied()).chain(tail).collect()
    }

    /// The town of a street, with its postcode where that is said apart: what is said after the street before what is said first, and what
    /// its sender says before what the other asks ("de Madrid?", "sí, 28012 Madrid").
    fn town_of(&self, street: usize, number: Option<usize>, order: &[usize]) -> Vec<usize> {
        // "Verzeihung, die 31"
        let leads = |at: usize| {
            let house = number.map(|number| &self.items[number]);
            let item = &self.items[at];
            !self.is_numbered(at) && house.is_some_and(|h| h.said == item.said && item.span.end < h.span.start)
        };
        // "trentuno, citofona Bassi"
        let called = |at: usize| {
            let (house, item) = (number.map(|number| &self.items[number]), &self.items[at]);
            let after = |h: &Item<'_>| h.said == item.said && h.span.end + COMMA_BYTES_MAX < item.span.start;
            !self.is_numbered(at) && !item.doubt && house.is_some_and(after)
        };
        let towns = order.iter().copied().filter(|&at| self.is_town(at, street) && !leads(at) && !called(at));
        let (after, before): (Vec<usize>, Vec<usize>) = towns.partition(|&at| at > street);
        let all: Vec<usize> = after.iter().copied().chain(before.into_iter().rev()).collect();
        let named = |at: &&usize| self.has_name(**at);
        let own = |at: &&usize| self.is_of(&self.items[**at], self.items[street].said);
        // "Porto, 4050-431 Porto"
        let coded = |at: &&usize| self.has_name(**at) && self.is_numbered(**at);
        let mine = after.iter().filter(own).find(coded).or_else(|| after.iter().filter(own).find(named));
        let town = mine.or_else(|| all.iter().find(named)).copied();
        // "the Reading one", "RG4 7QX"; "Torino, vero?", "sì, 10123"
        let told = |town: usize, at: usize| {
            self.messages[self.items[town].said].asks
                && self.is_code_of(at, town)
                && self.is_tail(at, &self.items[street])
        };
        let coded = town.is_some_and(|town| self.is_numbered(town));
        let code = all.iter().copied().find(|at| !self.has_name(*at)).filter(|_| !coded);
        let code = code.or_else(|| town.and_then(|town| order.iter().copied().find(|&at| told(town, at))));
        let code = code.or_else(|| town.filter(|_| !coded).and_then(|town| self.beside(town, order)));
        let town = town.or_else(|| code.and_then(|code| self.beside(code, order)));
        let mut tail: Vec<usize> = town.into_iter().chain(code).collect();
        tail.sort_unstable();
        tail
    }

    /// "17 rue", "B: rue de quoi ?", "des Tanneurs": the name of a street that was said without one.
    fn street_name(&self, street: usize, order: &[usize]) -> Option<usize> {
        let item = &self.items[street];
        let names = |at: &usize| {
            let name = &self.items[*at];
            name.form == Form::Town
                && name.said > item.said
                && name.said <= item.said + 2
                && self.is_of(name, item.said)
                && !self.is_numbered(*at)
                && name.span.start <= HOUSE_BYTES_MAX
        };
        order.iter().copied().find(names).filter(|_| is_nameless(item.text))
    }

    /// "in Leipzig, Postleitzahl 04109", "50823, also Köln": the postcode right beside a town's name in its message, or the name right beside
    /// a postcode.
    fn beside(&self, at: usize, order: &[usize]) -> Option<usize> {
        let (item, named) = (&self.items[at], self.has_name(at));
        let near = |other: &Item<'_>| {
            let gap = other.span.start.checked_sub(item.span.end).or(item.span.start.checked_sub(other.span.end));
            other.said == item.said && gap.is_some_and(|gap| gap <= BESIDE_BYTES_MAX)
        };
        let other = |&other: &usize| {
            let town = self.items[other].form == Form::Town && self.has_name(other) != named;
            town && self.is_numbered(other) == named && near(&self.items[other])
        };
        order.iter().copied().find(other)
    }

    /// Whether a town is more than its postcode.
    fn has_name(&self, at: usize) -> bool {
        let name = |word: &str| word.chars().count() > CODE_LETTERS_MAX && !word.contains(|c: char| c.is_ascii_digit());
        !self.is_numbered(at) || self.items[at].text.split([' ', ',']).any(name)
    }

    /// Whether a postcode is a town's that was said without one.
    pub(super) fn is_code_of(&self, at: usize, town: usize) -> bool {
        let (code, name) = (&self.items[at], &self.items[town]);
        let next = name.said.abs_diff(code.said) <= TOWN_MESSAGES_MAX;
        let towns = code.form == Form::Town && name.form == Form::Town;
        towns && next && self.is_numbered(at) && !self.has_name(at) && !self.is_numbered(town)
    }

    fn is_numbered(&self, at: usize) -> bool {
        self.items[at].text.bytes().any(|b| b.is_ascii_digit())
    }

    /// "Travessa do Ipê, 86", "bairro?", "Jardim Novo": a street, and the district that is asked after, named like a street.
    pub(super) fn street_and_district(&self, order: &[usize]) -> Option<Vec<usize>> {
        let district = order.iter().rev().copied().find(|&at| self.items[at].form == Form::Street)?;
        let item = &self.items[district];
        let street = |at: &&usize| {
            let street = &self.items[**at];
            street.form == Form::Street
                && self.is_numbered(**at)
                && self.is_of(street, item.said)
                && street.said < item.said
                && item.said <= street.said + TOWN_MESSAGES_MAX
                && self.is_asked_where(street.said, item.said, true)
        };
        let answers = self.messages[item.said].loose <= DISTRICT_LOOSE_MAX && item.span.start <= ANSWER_BYTES_MAX;
        let street = order.iter().rev().find(street).copied().filter(|_| answers && !self.is_numbered(district))?;
        Some(vec![street, district])
    }

    /// Whether a town is the street's: its sender says it, or the other asks, soon after; or its sender right before, or where the
    /// other then asks for the street.
    fn is_town(&self, at: usize, street: usize) -> bool {
        let (item, street) = (&self.items[at], &self.items[street]);
        let asked = || self.is_asked_where(item.said, street.said, true);
        let near = match street.said.checked_sub(item.said) {
            // What was said before a street that is complete is its town only where that was asked for.
            Some(before @ 1..) => {
                let placed = before <= TOWN_BEFORE_MESSAGES_MAX && self.is_place_answered(item);
                let coded = before <= TOWN_BEFORE_MESSAGES_MAX && self.has_name(at) && self.is_numbered(at);
                (before == 1 || placed || coded) && !self.is_complete(street) || before <= 2 && asked()
            }
            _ => item.said - street.said <= TOWN_MESSAGES_MAX,
        };
        let own = self.is_of(item, street.said) || (item.said > street.said && self.messages[item.said].asks);
        // "Rue de Berne" holds no town.
        let other = self.items.iter().any(|other| {
            let overlaps = other.span.start < item.span.end && item.span.start < other.span.end;
            other.said == item.said && other.form == Form::Street && overlaps
        });
        let tail = item.form == Form::Town && near && own && !other;
        tail && item.place != Place::Not && self.is_tail(at, street) && !self.is_choice(at)
    }

    /// "waar woon je?", "in Utrecht": whether a town that is said to be one, or has its postcode, answers a question.
    fn is_place_answered(&self, town: &Item<'_>) -> bool {
        let before = town.said.checked_sub(1).map(|before| self.messages[before]);
        let asked =
            before.is_some_and(|before| before.asks && before.sender_id() != self.messages[town.said].sender_id());
        asked && !self.messages[town.said].asks
    }

    /// Whether a street was an address by itself.
    fn is_complete(&self, street: &Item<'_>) -> bool {
        self.is_flagged(street, Kind::Address)
    }

    /// Whether a town ends an address, and is no name beside other talk: with its postcode, said to be a place ("à Cholet"), asked,
    /// asked for, or all that its message says.
    fn is_tail(&self, at: usize, street: &Item<'_>) -> bool {
        let item = &self.items[at];
        let said = &self.messages[item.said];
        let words = item.text.split([' ', '-', '\'']).count();
        // "38200 Vienne. sonnez chez Marco": a postcode with its town is a place, whatever else is said.
        // "Il s'agit de l'avenue Foch, et nous sommes à 57000 Metz"
        let behind = item.said == street.said && street.span.end <= item.span.start;
        let coded = self.is_numbered(at) && words > 1 && (item.span.start <= ANSWER_BYTES_MAX || behind);
        if coded && usize::from(item.loose) <= words + TOWN_LOOSE_MAX {
            return true;
        }
        // The name of who is written to or called is no town.
        let called = said.flagged().iter().any(|flagged| flagged.kind != Kind::Address);
        // "25 rue de Paris", "non", "et Lille ?"
        let denied = |other: &Item<'_>| {
            other.form == Form::Denial
                && (street.said + 1..item.said).contains(&other.said)
                && !self.is_of(other, street.said)
        };
        if self.is_of(item, street.said) && said.asks && self.items.iter().any(denied) {
            return false;
        }
        if !self.is_numbered(at) && self.is_placed(item, street) {
            return false;
        }
        // "auf 40125": a postcode is a place, whatever its message says before.
        let code = self.is_numbered(at) && !self.has_name(at);
        let late = item.said >= street.said && self.is_of(item, street.said);
        // "35133 e la città è quella": what may be a postcode is one where a place is asked for.
        if late && code && item.doubt && self.is_asked_where(street.said, item.said, true) {
            return true;
        }
        if late && code && item.loose <= TOLD_LOOSE_MAX || self.is_town_before(item, street) {
            return true;
        }
        let asked = said.asks || self.is_asked_where(street.said, item.said, true);
        let beside = if asked || item.doubt { TOWN_LOOSE_MAX } else { TOWN_ALONE_LOOSE_MAX };
        !called && said.loose <= LOOSE_NEAR_MAX && usize::from(said.loose) <= words + beside
    }

    /// "À Bordeaux, près des quais. La rue est la rue des Faussets", "where?", "York, inside the walls": whether a town that is alone in its
    /// clause, first in its message or led to, stands before the street there, or answers a question before it.
    fn is_town_before(&self, town: &Item<'_>, street: &Item<'_>) -> bool {
        let own = town.said == street.said && town.span.end < street.span.start;
        let answers = town.said < street.said && self.is_place_answered(town);
        let first = town.doubt || town.span.start <= COMMA_BYTES_MAX;
        (own || answers) && first && town.loose <= 1 && self.is_of(town, street.said)
    }

    /// "puis Saintes, rue des Écoles", "14 ans à Rochefort": whether a street's message names its town right before it, and another is said
    /// later that nobody asked for.
    fn is_placed(&self, town: &Item<'_>, street: &Item<'_>) -> bool {
        let before = |item: &Item<'_>| {
            let gap = street.span.start.checked_sub(item.span.end);
            item.form == Form::Town && item.said == street.said && gap.is_some_and(|gap| gap <= COMMA_BYTES_MAX)
        };
        town.said > street.said && self.items.iter().any(before) && !self.is_asked_where(street.said, town.said, false)
    }

    /// Whether the other asks where it is between two messages, or names a number, a street or a town (or what may be one, where `names`), and
    /// asks.
    fn is_asked_where(&self, first: usize, said: usize, names: bool) -> bool {
        self.items.iter().filter(|item| (first + 1..said).contains(&item.said)).any(|item| {
            let message = self.messages[item.said];
            let guess = message.asks
                && match item.form {
                    Form::Street | Form::Town => true,
                    Form::Digits(_) | Form::Cue => message.loose <= ASKED_LOOSE_MAX,
                    // "bridgwater?"
                    Form::Name => names && message.loose <= 1,
                    _ => false,
                };
            !self.is_of(item, said) && (item.form == Form::Where || guess)
        })
    }

    /// "à Nevers ou à Decize ?": whether a question names another town beside it, and so neither.
    fn is_choice(&self, at: usize) -> bool {
        let item = &self.items[at];
        let town = |beside: usize| {
            self.items.get(beside).is_some_and(|other| {
                other.form == Form::Town
                    && other.said == item.said
                    && (other.span.end < item.span.start || item.span.end < other.span.start)
            })
        };
        self.messages[item.said].asks && (town(at + 1) || at.checked_sub(1).is_some_and(town))
    }

    /// Whether figures are all that the message before or after the street's says, or answer a question for them.
    fn is_house(&self, at: usize, street: usize) -> bool {
        let (item, street) = (&self.items[at], &self.items[street]);
        let digits = matches!(item.form, Form::Digits(_)) && self.is_of(item, street.said);
        let apart = item.said.abs_diff(street.said);
        let late = (1..=HOUSE_MESSAGES_MAX).contains(&apart);
        if self.is_door(at) {
            return false;
        }
        let told = || item.said > street.said && self.is_house_told(at) || self.is_house_weighed(at, street);
        if digits && late && (self.is_house_asked(at) || told()) {
            return true;
        }
        let figures = item.text.starts_with(|c: char| c.is_ascii_digit());
        // "prendi il 19 fino a Porta Nuova", "il 3": what has its own figures is asked for.
        let numbered = self
            .items
            .iter()
            .any(|other| other.said == street.said && other.said != item.said && matches!(other.form, Form::Digits(_)));
        let alone = !item.doubt && self.messages[item.said].loose <= 1 && !self.messages[item.said].asks && !numbered;
        let few = !item.doubt || self.messages[item.said].loose <= TOLD_LOOSE_MAX;
        let lettered = item.text.ends_with(char::is_alphabetic) && few && apart <= HOUSE_MESSAGES_MAX;
        let asked = || {
            let (first, last) = (item.said.min(street.said), item.said.max(street.said));
            item.span.start <= HOUSE_BYTES_MAX && self.is_asked_where(first, last, false)
        };
        // "18, sechs", "3, due fermate"
        let written = item.text.bytes().filter(u8::is_ascii_digit).count();
        let one = written == 0 || written == item.digits().len();
        digits && figures && one && (lettered || apart <= 2 && (alone || asked()))
    }

    /// "porte 34": whether what has a number of its own stands right before figures.
    fn is_door(&self, at: usize) -> bool {
        self.items.iter().any(|other| other.form == Form::Reference && self.stands_right(other, at))
    }

    /// Whether an item stands right before another in its message.
    fn stands_right(&self, before: &Item<'_>, at: usize) -> bool {
        let item = &self.items[at];
        let gap = item.span.start.checked_sub(before.span.end);
        before.said == item.said && gap.is_some_and(|gap| gap <= COMMA_BYTES_MAX)
    }

    /// "je suis au 27 bis", "op 53, bel werkt", "vierundvierzig", "B: 44 was?": whether more speaks for figures being a house's number than
    /// a few that are said beside a street: their letter, what leads to them, the other's question for what they are of, how little stands
    /// around them, and how near the street is.
    fn is_house_weighed(&self, at: usize, street: &Item<'_>) -> bool {
        const WEIGHT_MIN: usize = 4;
        let item = &self.items[at];
        let said = &self.messages[item.said];
        let short = matches!(item.form, Form::Digits(1..=3)) && !item.digits().starts_with(['0', '+']);
        let other = |other: &&Item<'_>| other.said == item.said && other.span != item.span;
        let others = self.items.iter().filter(other).any(|other| matches!(other.form, Form::Digits(1..=3)));
        if !short || others || said.asks {
            return false;
        }
        let last = item.said.max(street.said);
        // "quatorze de quoi"
        let asked = |other: &&Item<'_>| {
            let message = self.messages[other.said];
            other.said < last && !self.is_of(other, item.said) && (message.asks || message.loose <= ASKED_LOOSE_MAX)
        };
        let again = |other: &Item<'_>| {
            other.said > item.said && matches!(other.form, Form::Digits(_)) && other.digits() == item.digits()
        };
        // "27 bis", and no "3, due"
        let written = item.text.bytes().filter(u8::is_ascii_digit).count() == item.digits().len();
        let lettered = written && item.text.ends_with(char::is_alphabetic);
        let led = self.items.iter().any(|i| matches!(i.form, Form::Cue | Form::Where) && self.stands_right(i, at));
        let back = self.items.iter().filter(asked).any(again);
        // "waar woon je?", or "bij mij in Utrecht", which answers that
        let placed =
            |i: &Item<'_>| i.form == Form::Town && i.doubt && self.is_of(i, item.said) && self.is_place_answered(i);
        let place = self
            .items
            .iter()
            .filter(|i| i.said < last)
            .any(|i| i.form == Form::Where && !self.is_of(i, item.said) || placed(i));
        let strong = [lettered, led, back].into_iter().filter(|&told| told).count();
        let weak = [
            place,
            item.loose <= 1,
            item.span.start <= HOUSE_BYTES_MAX,
            said.loose <= TOLD_LOOSE_MAX,
            item.said.abs_diff(street.said) <= 2,
        ];
        (strong > 0 || place)
            && 2 * strong + weak.into_iter().filter(|&told| told).count() >= WEIGHT_MIN + usize::from(item.doubt)
    }

    /// "hausnr 57", "nummer 16": whether words for a house's number, or for a number, stand right before figures, and little else in their
    /// clause.
    fn is_house_told(&self, at: usize) -> bool {
        let item = &self.items[at];
        let tells = |other: &Item<'_>| matches!(other.form, Form::Where | Form::Cue) && self.stands_right(other, at);
        let short = matches!(item.form, Form::Digits(1..=3)) && item.loose <= TOLD_LOOSE_MAX;
        short && !item.digits().starts_with(['0', '+']) && self.items.iter().any(tells)
    }

    /// "which door?", "the ugly green one, 14B", "B: op welk nummer?", "drieënvijftig": whether figures, in words or not, are the first in
    /// a message that comes right after a question for a part of an address, and says little else.
    fn is_house_asked(&self, at: usize) -> bool {
        let item = &self.items[at];
        let digits = |other: &Item<'_>| other.said == item.said && matches!(other.form, Form::Digits(_));
        let first = !self.items[..at].iter().any(digits);
        let whole = !item.text.contains(' ') || !item.text.contains(|c: char| c.is_ascii_digit());
        // "3e, porte 12"
        let lettered = item.text.starts_with(|c: char| c.is_ascii_digit()) && item.text.ends_with(char::is_alphabetic);
        let right = |other: &Item<'_>| {
            other.form == Form::Where && other.said + 1 == item.said && !self.is_of(other, item.said)
        };
        let sure = !item.doubt
            || self.items.iter().any(right)
            || item.span.start == 0
            || lettered
            || item.loose > LOOSE_NEAR_MAX;
        let near = item.loose <= HOUSE_LOOSE_MAX && self.messages[item.said].loose <= HOUSE_WORDS_MAX;
        let asks = |other: &Item<'_>| {
            let told = other.form == Form::Cue && self.messages[other.said].loose <= ASKED_LOOSE_MAX;
            let right = other.said < item.said && item.said <= other.said + HOUSE_ASKED_MESSAGES_MAX;
            right
                && !self.is_of(other, item.said)
                && (other.form == Form::Where || told && self.messages[other.said].asks)
        };
        first && whole && sure && near && item.span.start <= ANSWER_BYTES_MAX && self.items.iter().any(asks)
    }
}

/// "17 rue": whether a street is its number and its type.
pub(super) fn is_nameless(street: &str) -> bool {
    let mut words = street.split(' ');
    let number = words.next().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    number && words.next().is_some_and(|word| word.starts_with(char::is_lowercase)) && words.next().is_none()
}
