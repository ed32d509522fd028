//! What a view must hold for a reader to find anything in it: conditions that cost little, and are never narrower than what the
//! reader itself asks for. The readers that may find nothing are not run.

use crate::kind::Kind;
use crate::scan::read::{Class, Classes, Traits};

use super::{Reader, View, address, beside, handle, host, local, phone, said, url};

/// How many readers there are.
const READERS: usize = Reader::Meeting as usize + 1;

/// Units of digits in an account, a card or a meeting's id that is said, at least: a number word counts three, "thousand" makes it four digits,
/// and nine are the fewest.
const SAID_UNITS_MIN: usize = 6;

/// Digits of an account, a card or a meeting's id at least: a meeting's.
const SAID_DIGITS_MIN: usize = 9;

/// The readers that could find something in a view.
pub(crate) struct Needs {
    /// By [`Reader`], in its order.
    met: [bool; READERS],
}

impl Needs {
    /// Looks at a view once for all readers.
    pub(crate) fn of(view: &View<'_>) -> Self {
        let holds = view.reading.holds();
        let host = host::may_stand(view);
        let mut met = [false; READERS];
        met[Reader::Phone as usize] = phone::may_stand(view);
        met[Reader::Email as usize] = email(view, host);
        met[Reader::Url as usize] = host || url::may_stand_without_host(view);
        met[Reader::Handle as usize] = handle(view);
        met[Reader::Address as usize] = address::may_stand(view);
        met[Reader::Mention as usize] = holds.any_service();
        // What stands for other digits than it looks like may be a phone's as well.
        let said = phone::units(view, SAID_UNITS_MIN) >= SAID_UNITS_MIN
            && (met[Reader::Phone as usize] || phone::digits(view, SAID_DIGITS_MIN) >= SAID_DIGITS_MIN);
        met[Reader::Account as usize] = said && said::may_stand(view);
        met[Reader::Meeting as usize] = said && (holds.any_service() || holds.cue(Kind::Meeting));
        Self { met }
    }

    /// Whether a reader's needs are met.
    pub(crate) fn are_met(&self, reader: Reader) -> bool {
        self.met[reader as usize]
    }
}

/// A provider where an address could hold it, or an at-sign that a host or a spelled provider could follow.
fn email(view: &View<'_>, host: bool) -> bool {
    let holds = view.reading.holds();
    let twin = holds.any(Classes::PROVIDER_TWIN);
    let signed =
        [b'@', b'#', b'%', b'$', b'=', b'*', b'|', b'~', b'&', b'^', b'+'].into_iter().any(|sign| holds.sign(sign));
    let sure_at = signed || holds.beyond_ascii || holds.any(Classes::AT) || holds.traits.any(Traits::AT);
    let at = sure_at || holds.any(Classes::AT_WEAK);
    holds.any(Classes::PROVIDER)
        || (twin && holds.any(Classes::NAME_PART))
        || (twin && twins(view).any(|at| follows_at(view, at) || beside::is_owned(view, at)))
        || (at && (host || local::may_spell(view)))
        || (sure_at && holds.traits.any(Traits::PROVIDER_AND_END))
        || holds.traits.any(Traits::ADDRESS_IN_ONE)
        || (host && holds.traits.any(Traits::PROVIDER_LAST))
}

/// The first tokens of everyday words that are providers too.
fn twins(view: &View<'_>) -> impl Iterator<Item = usize> {
    view.reading.lexemes().iter().filter(|l| l.entry.class == Class::ProviderTwin).map(|l| l.first as usize)
}

/// Whether an at-sign could stand right before a token, padding between.
fn follows_at(view: &View<'_>, token: usize) -> bool {
    let mut end = token;
    for _ in 0..=host::PADDING_MAX {
        end = view.skip_comma_back(end);
        let Some(last) = end.checked_sub(1) else { return false };
        match view.sign(last) {
            Some("." | "!" | "?") => return false,
            Some(_) => return true,
            None if view.is_newline(last) => return true,
            None if view.ending_at(end, |c| matches!(c, Class::At | Class::AtWeak)).is_some() => return true,
            None => {}
        }
        let Some(filler) = view.ending_at(end, |c| c == Class::Filler) else { return false };
        // "et le": read forwards, a filler's first word may be the sign, and its last one padding.
        if (filler.first as usize..end).any(|at| view.reading.has(at, Classes::AT.and(Classes::AT_WEAK))) {
            return true;
        }
        end = filler.first as usize;
    }
    false
}

/// A service, words that announce a user name, or a sign that only user names have.
fn handle(view: &View<'_>) -> bool {
    let holds = view.reading.holds();
    holds.any_service()
        || holds.cue(Kind::Handle)
        || holds.sign(b'@')
        || holds.sign(b'#')
        || holds.any(Classes::AT.and(Classes::HASH))
        || (holds.sign(b':')
            && (holds.traits.any(Traits::AT) || (0..view.reading.tokens().len()).any(|at| handle::is_live(view, at))))
        || ((holds.sign(b'/') || holds.any(Classes::SLASH)) && holds.traits.any(Traits::IN))
}
