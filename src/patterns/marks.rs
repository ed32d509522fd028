//! ⟦marks⟧: an example sentence that shows its own spans.

use std::ops::Range;

/// A sentence with its marked spans taken out.
///
/// # Example
///
/// ```
/// let marked = vigie::patterns::Marked::parse("mail ⟦jane@example.com⟧, ok?").unwrap();
/// assert_eq!(marked.text, "mail jane@example.com, ok?");
/// assert_eq!(marked.spans, [5..21]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// The sentence without its marks.
    pub text: String,
    /// Byte spans in `text`, in order.
    pub spans: Vec<Range<usize>>,
}

/// Marks that do not pair up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MarksError {
    /// A `⟧` without its `⟦`, or a second `⟦` before the first was closed.
    #[error("the marks ⟦ and ⟧ do not alternate")]
    Unpaired,
    /// `⟦⟧`.
    #[error("a mark is empty")]
    Empty,
}

impl Marked {
    /// Reads a marked sentence.
    ///
    /// # Errors
    ///
    /// When the marks do not alternate or one is empty.
    pub fn parse(marked: &str) -> Result<Self, MarksError> {
        let mut text = String::with_capacity(marked.len());
        let mut spans = Vec::new();
        let mut open = None;
        for c in marked.chars() {
            match (c, open) {
                ('⟦', None) => open = Some(text.len()),
                ('⟧', Some(start)) if start == text.len() => return Err(MarksError::Empty),
                ('⟧', Some(start)) => {
                    spans.push(start..text.len());
                    open = None;
                }
                ('⟦' | '⟧', _) => return Err(MarksError::Unpaired),
                (c, _) => text.push(c),
            }
        }
        if open.is_some() { Err(MarksError::Unpaired) } else { Ok(Self { text, spans }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_pair_up() {
        assert_eq!(Marked::parse("a ⟦b⟧ ⟦c").unwrap_err(), MarksError::Unpaired);
        assert_eq!(Marked::parse("a ⟧").unwrap_err(), MarksError::Unpaired);
        assert_eq!(Marked::parse("a ⟦⟧").unwrap_err(), MarksError::Empty);
        assert_eq!(Marked::parse("é⟦b⟧⟦c⟧").unwrap().spans, [2..3, 3..4]);
    }
}
