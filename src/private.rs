//! What a member wrote never reaches a log: [`Private`] holds it and prints nothing of it.

use std::fmt;

/// A value that holds message text or a contact: its `Debug` is redacted and it has no `Display`.
///
/// # Example
///
/// ```
/// let phone = vigie::private::Private::new("+33639981234".to_owned());
/// assert_eq!(format!("{phone:?}"), "<private>");
/// assert_eq!(phone.get(), "+33639981234");
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Private<T>(T);

impl<T> Private<T> {
    /// Wraps a value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself: never format it into anything but a flag.
    pub const fn get(&self) -> &T {
        &self.0
    }

    /// Unwraps the value.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Private<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<private>")
    }
}
