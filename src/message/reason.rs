//! Why a record is a dead letter: class, field, line and column, never a word of the payload.

use std::fmt;

use super::Field;

/// The class of a failure: the label of `vigie_dead_letters_total` and of the dead letter's headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReasonClass {
    /// A payload without a byte.
    Empty,
    /// A payload that is not UTF-8.
    NotUtf8,
    /// A payload that is not JSON.
    NotJson,
    /// JSON, yet not exactly one object.
    NotOneObject,
    /// A required field is missing or null.
    MissingField,
    /// A required field is of a wrong type, or an empty id.
    WrongType,
    /// A detector panicked on the text.
    Panic,
    /// The flag outgrew what its topic takes, even without its texts.
    FlagTooLarge,
}

impl ReasonClass {
    /// Every class.
    pub const ALL: [ReasonClass; 8] = [
        ReasonClass::Empty,
        ReasonClass::NotUtf8,
        ReasonClass::NotJson,
        ReasonClass::NotOneObject,
        ReasonClass::MissingField,
        ReasonClass::WrongType,
        ReasonClass::Panic,
        ReasonClass::FlagTooLarge,
    ];

    /// The label.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            ReasonClass::Empty => "empty",
            ReasonClass::NotUtf8 => "not_utf8",
            ReasonClass::NotJson => "not_json",
            ReasonClass::NotOneObject => "not_one_object",
            ReasonClass::MissingField => "missing_field",
            ReasonClass::WrongType => "wrong_type",
            ReasonClass::Panic => "panic",
            ReasonClass::FlagTooLarge => "flag_too_large",
        }
    }

    /// Whether what one member writes can cause it. Such letters never count towards the limit that stops the worker:
    /// no member may stop the lookout for all others.
    #[must_use]
    pub const fn is_members(self) -> bool {
        // Some producers pass a member's broken characters through as they are; a text full of hits makes a long flag.
        matches!(self, ReasonClass::NotUtf8 | ReasonClass::Panic | ReasonClass::FlagTooLarge)
    }
}

/// Why a record could not be judged.
///
/// # Example
///
/// ```
/// use vigie::message::{Field, Reason, ReasonClass};
///
/// let reason = Reason { class: ReasonClass::WrongType, field: Some(Field::Text), line: 1, column: 20 };
/// assert_eq!(reason.to_string(), "wrong_type, field text, line 1, column 20");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// What failed.
    pub class: ReasonClass,
    /// The field it failed at, by the contract's name.
    pub field: Option<Field>,
    /// Line of the payload, from 1; 0 where there is none to tell.
    pub line: usize,
    /// Column in bytes, from 1; 0 where there is none to tell.
    pub column: usize,
}

impl Reason {
    /// A reason without a place.
    #[must_use]
    pub const fn of(class: ReasonClass) -> Self {
        Self { class, field: None, line: 0, column: 0 }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.class.label())?;
        if let Some(field) = self.field {
            write!(f, ", field {}", field.name())?;
        }
        if self.line > 0 {
            write!(f, ", line {}, column {}", self.line, self.column)?;
        }
        Ok(())
    }
}

impl std::error::Error for Reason {}
