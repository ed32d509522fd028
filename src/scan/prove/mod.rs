//! Named validators: what a pattern found is proven by its own rules before it counts.

pub(crate) mod plan;

/// What a validator proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Proof {
    /// The canonical value.
    pub(crate) value: String,
    /// Bytes of the folded text that are proven, where fewer than were given.
    pub(crate) length: Option<usize>,
}

/// Proves a match, given as folded and as written.
pub(crate) type Validator = fn(folded: &str, original: &str) -> Option<Proof>;

/// A validator by its name in a pattern file.
pub(crate) fn validator(name: &str) -> Option<Validator> {
    let _ = name;
    None
}

/// Every validator's name, for errors.
pub(crate) const NAMES: &[&str] = &[];
