//! Payment links: the host's dots and the path's slashes, in words or with spaces around, read as signs.

use super::Proof;

/// Words written for a dot, in the seven languages.
const DOTS: &[&str] = &["dot", "point", "punkt", "punto", "ponto", "punt"];
/// Words written for a slash; of two, the last one.
const SLASHES: &[&str] = &["slash", "barra", "schragstrich", "streep", "oblique"];
/// Words that only say which slash.
const SLASH_KINDS: &[&str] = &["forward", "barre", "schuine"];

/// Reads a payment link as its compact form.
pub(crate) fn link(text: &str) -> Option<Proof> {
    let text = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
    let mut value = String::with_capacity(text.len());
    for part in text.split([' ', '\n', '(', ')', '[', ']']).filter(|part| !part.is_empty()) {
        match part {
            _ if DOTS.contains(&part) => value.push('.'),
            _ if SLASHES.contains(&part) => value.push('/'),
            _ if SLASH_KINDS.contains(&part) => {}
            _ => value.push_str(part),
        }
    }
    let value = value.strip_prefix("www.").unwrap_or(&value).to_owned();
    Some(Proof { value, length: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_spaces_are_read_as_signs() {
        for (text, want) in [
            ("paypal.me/clairepoterie", "paypal.me/clairepoterie"),
            ("https://www.paypal.me/clairepoterie", "paypal.me/clairepoterie"),
            ("paypal . me / tonio-serrures", "paypal.me/tonio-serrures"),
            ("paypal point me slash gaston", "paypal.me/gaston"),
            ("paypal dot me forward slash bellaclean", "paypal.me/bellaclean"),
            ("paypal (dot) me/bella", "paypal.me/bella"),
        ] {
            assert_eq!(link(text).unwrap().value, want, "{text}");
        }
    }
}
