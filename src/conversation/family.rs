//! What is assembled together: which fragments a kind of detail is made of, and how they are joined.

use crate::kind::Kind;
use crate::scan::Form;

use super::joined::{Glue, Item};

/// A house's number has no more digits.
const HOUSE_DIGITS_MAX: u8 = 4;
/// No plan's number is shorter.
const NUMBER_DIGITS_MIN: usize = 8;

/// What is assembled together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// Phones, account and card numbers.
    Number,
    /// E-mail addresses and links.
    Link,
    /// A service and a user name.
    Handle,
    /// A street and a town.
    Place,
    /// A meeting's id or code, and the words that say what it is.
    Meeting,
}

/// Of two that share a piece, the first holds it.
pub(super) const FAMILIES: [Family; 5] = [Family::Meeting, Family::Number, Family::Link, Family::Handle, Family::Place];

impl Family {
    pub(super) fn takes(self, form: Form) -> bool {
        match self {
            Self::Number => matches!(form, Form::Digits(_) | Form::Account | Form::Cue | Form::Region),
            // A service may be the first label of a host: "discord", ".gg".
            // What looks like an account's number may be a link's path.
            Self::Link => matches!(form, Form::Name | Form::Link { .. } | Form::Service | Form::Account),
            // A host ties to nothing, and is nobody's name.
            Self::Handle => {
                matches!(form, Form::Name | Form::Service | Form::Digits(_))
                    || matches!(form, Form::Link { opens, closes, .. } if opens || closes)
            }
            Self::Place => matches!(form, Form::Street | Form::Town | Form::Digits(1..=HOUSE_DIGITS_MAX)),
            Self::Meeting => {
                matches!(
                    form,
                    Form::Digits(_) | Form::Name | Form::Letters | Form::Link { .. } | Form::Service | Form::Call
                )
            }
        }
    }

    pub(super) fn finds(self, kind: Kind) -> bool {
        match self {
            Self::Number => matches!(kind, Kind::Phone | Kind::Payment),
            Self::Link => matches!(kind, Kind::Email | Kind::Url | Kind::Payment),
            Self::Handle => matches!(kind, Kind::Handle | Kind::Payment),
            Self::Place => kind == Kind::Address,
            Self::Meeting => kind == Kind::Meeting,
        }
    }

    /// Whose pieces are joined, one try after the other: whether those of all, and whether the doubtful ones too.
    pub(super) fn passes(self) -> &'static [(bool, bool)] {
        match self {
            // A name that may be a word is its sender's before it is the other's; a sign that the other guesses ties even such a name.
            Self::Link => &[(false, false), (false, true), (true, false), (true, true)],
            // "I had you down as 333 7 something?", "0 1 4 then", "558"
            Self::Number => &[(false, false), (true, false), (false, true), (true, true)],
            _ => &[(false, false), (true, false), (false, true)],
        }
    }

    pub(super) fn glue(self) -> Glue {
        match self {
            Self::Number => Glue::Figures,
            Self::Link => Glue::Ties,
            Self::Handle => Glue::Colon,
            Self::Place => Glue::Comma,
            Self::Meeting => Glue::Spaces,
        }
    }

    /// Whether a join of these could hold anything.
    pub(super) fn enough(self, items: &[&Item<'_>]) -> bool {
        let has = |wanted: fn(Form) -> bool| items.iter().any(|item| wanted(item.form));
        match self {
            Self::Number => {
                let digits = |item: &&Item<'_>| match item.form {
                    Form::Digits(count) => usize::from(count),
                    Form::Account => item.text.bytes().filter(u8::is_ascii_digit).count(),
                    _ => 0,
                };
                items.iter().map(digits).sum::<usize>() >= NUMBER_DIGITS_MIN
            }
            Self::Link => has(|form| matches!(form, Form::Link { .. })),
            Self::Handle => {
                has(|form| form == Form::Service) && has(|form| !matches!(form, Form::Service | Form::Digits(_)))
            }
            // A district may be named like a street.
            Self::Place => has(|form| form == Form::Street) && items.len() > 1,
            Self::Meeting => {
                has(|form| matches!(form, Form::Call | Form::Service))
                    && has(|form| !matches!(form, Form::Call | Form::Service))
            }
        }
    }
}
