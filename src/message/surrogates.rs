//! Lone surrogates in JSON escapes, read as U+FFFD: a member's half character must neither dodge the scan nor stop the worker.

/// Copies a payload with each lone surrogate escape (`\ud800`) replaced by `\ufffd`; `false` when there was none.
///
/// The replacement is as long as what it replaces, so lines and columns stay true.
pub(super) fn repair(json: &str, out: &mut String) -> bool {
    out.clear();
    let bytes = json.as_bytes();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &bytes[at..]) {
        at += found;
        match unit(bytes, at) {
            Some(0xD800..=0xDBFF) if matches!(unit(bytes, at + 6), Some(0xDC00..=0xDFFF)) => at += 12,
            Some(0xD800..=0xDFFF) => {
                out.push_str(&json[copied..at]);
                out.push_str("\\ufffd");
                at += 6;
                copied = at;
            }
            // Past the escaped character, so that the second of two backslashes opens nothing.
            _ => at = (at + 2).min(bytes.len()),
        }
    }
    if copied == 0 {
        return false;
    }
    out.push_str(&json[copied..]);
    true
}

/// The UTF-16 unit of the `\uXXXX` at `at`, if there is one.
fn unit(bytes: &[u8], at: usize) -> Option<u16> {
    let digits = bytes.get(at..at + 6)?.strip_prefix(b"\\u")?;
    digits.iter().try_fold(0, |unit, &digit| Some(unit << 4 | char::from(digit).to_digit(16)? as u16))
}

#[cfg(test)]
mod tests {
    use super::repair;

    #[track_caller]
    fn check(json: &str, expected: Option<&str>) {
        let mut out = String::new();
        let repaired = repair(json, &mut out);
        assert_eq!(repaired.then_some(out.as_str()), expected);
    }

    #[test]
    fn only_lone_surrogates_are_replaced() {
        check(r#""plain""#, None);
        check(r#""\ud83d\ude00 a pair""#, None);
        check(r#""\ud83d alone""#, Some(r#""\ufffd alone""#));
        check(r#""\ude00\ud83d turned""#, Some(r#""\ufffd\ufffd turned""#));
        check(r#""\ud83d\ud83d\ude00""#, Some(r#""\ufffd\ud83d\ude00""#));
        check(r#""\\ud83d is text""#, None);
        check(r#""\\\ud83d""#, Some(r#""\\\ufffd""#));
        check(r#""cut \ud8"#, None);
        check("\"\\", None);
        check("\"\\é\\ud800", Some("\"\\é\\ufffd"));
    }
}
