//! Paths of links: as written, with spaces, or with "slash" in words.

use crate::scan::read::Class;

use super::View;

/// Bytes of a path at most: longer ones are cut, the link is found all the same.
const PATH_BYTES_MAX: usize = 2048;

/// Where a link's port, path and query end, from its host's end on, in folded bytes.
pub(super) fn path(view: &View<'_>, from: usize, end: usize) -> (usize, bool) {
    let rest = &view.text()[from..];
    let port = match rest.strip_prefix(':') {
        Some(digits) => {
            let n = digits.bytes().take(5).take_while(u8::is_ascii_digit).count();
            if n >= 2 { n + 1 } else { 0 }
        }
        None => 0,
    };
    let tail = &rest[port..];
    if !tail.starts_with(['/', '?', '#']) {
        return slash_words(view, end).map_or((from + port, port > 0), |at| (at, true));
    }
    let stop = tail
        .char_indices()
        .take_while(|(at, _)| *at < PATH_BYTES_MAX)
        .find(|(_, c)| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '|' | '\\' | '^' | '`' | '{' | '}'))
        .map_or(tail.len().min(floor(tail, PATH_BYTES_MAX)), |(at, _)| at);
    let mut path = &tail[..stop];
    // Closing punctuation belongs to the sentence, a closing bracket too unless the path opens it.
    loop {
        let trimmed = path.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '…', '*']);
        let trimmed = match trimmed.strip_suffix(')') {
            Some(inner) if inner.matches('(').count() <= inner.matches(')').count() => inner,
            _ => trimmed.strip_suffix(']').unwrap_or(trimmed),
        };
        if trimmed.len() == path.len() {
            break;
        }
        path = trimmed;
    }
    let stop = from + port + path.len();
    // "airtable.com/ shrQ8vLm2": a code of letters and figures after a closing slash.
    if path.ends_with('/')
        && let Some(end) = code_after(view, stop)
    {
        return (end, true);
    }
    (stop, path.len() > 1)
}

/// Where a code of letters and figures ends that stands after a space from a place on, in folded bytes.
fn code_after(view: &View<'_>, from: usize) -> Option<usize> {
    let rest = view.text()[from..].strip_prefix(' ')?;
    let code = rest.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    let mixed = code.bytes().any(|b| b.is_ascii_digit()) && code.bytes().any(|b| b.is_ascii_alphabetic());
    (mixed && code.len() >= CODE_BYTES_MIN).then_some(from + 1 + code.len())
}

/// Shorter ones are counts: "2x".
const CODE_BYTES_MIN: usize = 5;

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

/// " slash contact", " / meeting / x": a path in words or with spaces; where it ends in folded bytes.
fn slash_words(view: &View<'_>, mut end: usize) -> Option<usize> {
    let mut found = None;
    for _ in 0..SEGMENTS_MAX {
        let word = view.skip_comma(end);
        // "un slash", "puis slash"
        let led =
            matches!(view.word(word), "un" | "une" | "a" | "ein" | "een" | "una" | "uma" | "le" | "puis" | "then");
        let slash = if led { view.skip_spaces(word + 1) } else { word };
        let word = if view.reading.is(slash, |c| c == Class::Slash) { slash } else { word };
        let open = usize::from(matches!(view.sign(word), Some("(" | "[")));
        let after = if view.sign(word) == Some("/") && (word > end || found.is_some()) {
            word + 1
        } else if open > 0 && view.sign(word + 1) == Some("/") && matches!(view.sign(word + 2), Some(")" | "]")) {
            word + 3
        } else {
            match view.reading.longest(word + open, |c| c == Class::Slash).filter(|_| word > end) {
                Some(slash) => slash.end as usize + open,
                None => break,
            }
        };
        let segment = view.skip_comma(after);
        // "slash at lina_deco"
        let segment = if view.word(segment) == "at" { view.skip_spaces(segment + 1) } else { segment };
        // "free.fr / 06 39 …": the next detail.
        if view.is_digits(segment) && view.word(segment).starts_with('0') {
            break;
        }
        // "slash cartes pokemon attaché"
        let glued = super::name::several_words(view, segment).map(|name| name.end);
        let Some(next) = glued.or_else(|| super::name::spoken_name(view, segment)) else { break };
        end = next;
        found = Some(view.reading.bytes(next - 1, next).end);
    }
    found
}

/// Segments of a path in words at most.
const SEGMENTS_MAX: usize = 4;

/// The path as its original was written: paths keep their case.
pub(super) fn path_value(view: &View<'_>, bytes: std::ops::Range<usize>) -> String {
    if bytes.is_empty() {
        return String::new();
    }
    let original = &view.original[view.folded.original(bytes)];
    if original == "/" { String::new() } else { original.replace(char::is_whitespace, "") }
}
