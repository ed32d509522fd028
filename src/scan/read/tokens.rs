//! Tokens: the folded text cut into words, digits, signs and spaces.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// Letters of any script.
    Word,
    /// ASCII digits.
    Digits,
    /// Spaces and tabs.
    Space,
    /// One or more line ends, spaces among them.
    Newline,
    /// A single hyphen: it joins words and number words.
    Hyphen,
    /// Any other single character.
    Sign,
}

/// A stretch of the folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Token {
    /// The token's text.
    #[inline]
    pub(crate) fn text<'t>(&self, folded: &'t str) -> &'t str {
        &folded[self.start as usize..self.end as usize]
    }

    #[inline]
    pub(crate) fn len(&self) -> usize {
        (self.end - self.start) as usize
    }
}

/// The kinds of ASCII's characters.
const ASCII: [TokenKind; 128] = {
    let mut kinds = [TokenKind::Sign; 128];
    let mut at = 0;
    while at < 128 {
        kinds[at] = match at as u8 {
            b'0'..=b'9' => TokenKind::Digits,
            b'\n' | b'\r' => TokenKind::Newline,
            b'-' => TokenKind::Hyphen,
            b' ' | b'\t' | 0x0B | 0x0C => TokenKind::Space,
            b'a'..=b'z' | b'A'..=b'Z' => TokenKind::Word,
            _ => TokenKind::Sign,
        };
        at += 1;
    }
    kinds
};

fn kind_of(c: char) -> TokenKind {
    match c {
        c if c.is_ascii() => ASCII[c as usize],
        c if c.is_alphabetic() => TokenKind::Word,
        c if c.is_whitespace() => TokenKind::Space,
        _ => TokenKind::Sign,
    }
}

/// Cuts a folded text into tokens, none left out.
pub(crate) fn tokenize(folded: &str, out: &mut Vec<Token>) {
    out.clear();
    let bytes = folded.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let kind = match bytes[at] {
            b if b.is_ascii() => {
                let kind = ASCII[usize::from(b)];
                at += 1;
                if matches!(kind, TokenKind::Word | TokenKind::Digits) {
                    let same = |b: &&u8| b.is_ascii() && ASCII[usize::from(**b)] == kind;
                    at += bytes[at..].iter().take_while(same).count();
                }
                kind
            }
            _ => {
                let Some(c) = folded[at..].chars().next() else { return };
                at += c.len_utf8();
                kind_of(c)
            }
        };
        let end = at as u32;
        match out.last_mut() {
            Some(last) if last.kind == kind && !matches!(kind, TokenKind::Sign | TokenKind::Hyphen) => last.end = end,
            Some(last) if last.kind == TokenKind::Newline && kind == TokenKind::Space => last.end = end,
            Some(last) if last.kind == TokenKind::Space && kind == TokenKind::Newline => {
                last.kind = kind;
                last.end = end;
            }
            _ => out.push(Token { kind, start: start as u32, end }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_in_a_token() {
        let text = "tel:06 12\n o6…é";
        let mut tokens = Vec::new();
        tokenize(text, &mut tokens);
        let parts: Vec<&str> = tokens.iter().map(|t| t.text(text)).collect();
        assert_eq!(parts, ["tel", ":", "06", " ", "12", "\n ", "o", "6", "…", "é"]);
        assert_eq!(parts.concat(), text);
    }
}
