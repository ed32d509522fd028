//! Markup that stands for a character: HTML entities, percent escapes, tags.

/// The longest entity or tag that is read: longer ones stand for nothing in a chat, and looking further would not be linear.
const MARKUP_BYTES_MAX: usize = 40;

/// Named entities that stand for a sign of an address (HTML Living Standard, section 13.5).
const ENTITIES: &[(&str, char)] = &[
    ("amp", '&'),
    ("bsol", '\\'),
    ("colon", ':'),
    ("comma", ','),
    ("commat", '@'),
    ("dash", '-'),
    ("gt", '>'),
    ("hyphen", '-'),
    ("lowbar", '_'),
    ("lt", '<'),
    ("nbsp", ' '),
    ("num", '#'),
    ("period", '.'),
    ("plus", '+'),
    ("shy", ' '),
    ("sol", '/'),
];

/// What the markup at the start of `rest` stands for, and its length in bytes.
///
/// `before` is the folded character before it, and `encoded` says that it is an escape itself.
pub(super) fn read(rest: &str, before: Option<char>, encoded: bool) -> Option<(char, usize)> {
    match rest.as_bytes().first()? {
        b'&' => entity(rest),
        b'%' => percent(rest, before, encoded),
        b'<' => tag(rest),
        _ => None,
    }
}

fn entity(rest: &str) -> Option<(char, usize)> {
    let end = rest.bytes().take(MARKUP_BYTES_MAX).position(|b| b == b';')?;
    let name = rest.get(1..end)?;
    let meaning = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| c.is_ascii() && !c.is_ascii_control())?.to_ascii_lowercase()
        }
        None => ENTITIES.iter().find(|(entity, _)| *entity == name).map(|(_, meaning)| *meaning)?,
    };
    Some((meaning, end + 1))
}

/// A percent escape of a character of an address; "20 %40" and "-10%20" stay percentages.
fn percent(rest: &str, before: Option<char>, encoded: bool) -> Option<(char, usize)> {
    let code = escape(rest)?;
    let next = rest.as_bytes().get(3);
    let meaning = char::from(code).to_ascii_lowercase();
    let glued = before.is_some_and(|c| !c.is_whitespace());
    let is_address = match meaning {
        '@' | ':' | '/' => glued && next.is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'%')),
        '.' | '-' | '_' | 'a'..='z' => glued && !before.is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    };
    (is_address || encoded && is_graphic(code) || begins_escapes(rest, before)).then_some((meaning, 3))
}

/// The character code of a percent escape.
fn escape(rest: &str) -> Option<u8> {
    let digits = rest.strip_prefix('%')?.get(..2).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u8::from_str_radix(digits, 16).ok()
}

fn is_graphic(code: u8) -> bool {
    code.is_ascii_graphic() && code != b'%'
}

/// Whether two escapes of letters, digits or signs stand together, no percentage before them: "%30%36" for 06.
fn begins_escapes(rest: &str, before: Option<char>) -> bool {
    let graphic = |rest: &str| escape(rest).is_some_and(is_graphic);
    !before.is_some_and(|c| c.is_ascii_digit()) && graphic(rest) && rest.get(3..).is_some_and(graphic)
}

/// Tags that chat and mail editors leave behind; "<at>" is none of them.
const TAGS: &[&str] = &[
    "a", "b", "big", "br", "code", "div", "em", "font", "h1", "h2", "h3", "hr", "i", "img", "li", "ol", "p", "pre",
    "s", "small", "span", "strong", "sub", "sup", "td", "tr", "tt", "u", "ul", "wbr",
];

/// A tag reads as a space: it separates on the screen, or hides nothing.
fn tag(rest: &str) -> Option<(char, usize)> {
    let end = rest.bytes().take(MARKUP_BYTES_MAX).position(|b| b == b'>')?;
    let name = rest[1..end].strip_prefix('/').unwrap_or(&rest[1..end]);
    let letters = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let is_tag = TAGS.contains(&name[..letters].to_ascii_lowercase().as_str())
        && name[letters..].chars().all(|c| !matches!(c, '<' | '@'))
        && matches!(name.as_bytes().get(letters), None | Some(b' ' | b'/'));
    is_tag.then_some((' ', end + 1))
}
