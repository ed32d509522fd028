//! Why a pack was refused: file, detector and reason, never a line of the file itself.

use std::sync::Arc;

/// A refused pattern file: where, which detector, and why.
///
/// # Example
///
/// ```
/// let error = vigie::patterns::PackError::new("phone.toml", "no `[[detector]]` in it").of("phone.fr");
/// assert_eq!(error.to_string(), "phone.toml: detector `phone.fr`: no `[[detector]]` in it");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {}{reason}", .id.as_ref().map(|id| format!("detector `{id}`: ")).unwrap_or_default())]
pub struct PackError {
    file: Arc<str>,
    id: Option<Arc<str>>,
    reason: String,
}

impl PackError {
    /// An error of a whole file.
    pub fn new(file: impl Into<Arc<str>>, reason: impl Into<String>) -> Self {
        Self { file: file.into(), id: None, reason: reason.into() }
    }

    /// The same error, of one detector of the file.
    #[must_use]
    pub fn of(mut self, id: impl Into<Arc<str>>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// The file, relative to the pack's folder.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The detector, where the error is one detector's.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// What is wrong and what to do.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}
