//! Groups of figures that are part of a code or an account, whatever is said before them.

use std::ops::RangeInclusive;

use super::{Form, Found, LOOSE_NEAR_MAX, Reader};

/// Figures of a group,
pub(super) const GROUP_DIGITS: RangeInclusive<usize> = 3..=4;
/// and groups.
const GROUPS: RangeInclusive<usize> = 2..=4;

impl Reader<'_> {
    /// "avec le code, 312 448", "que iba en el metro, 3185 2946": groups of three or four figures each, which end what is said, are part
    /// of a code or an account whatever word stands before them.
    pub(super) fn code_groups(&mut self) {
        let view = self.view;
        let tokens = view.reading.tokens();
        let is_group = |at: usize| view.is_digits(at) && GROUP_DIGITS.contains(&tokens[at].len());
        let mut at = 0;
        while at < tokens.len() {
            let free_before = at == 0
                || !view.is_alphanumeric(at - 1)
                    && !matches!(view.sign(at - 1), Some("€" | "$" | "£" | "." | "-" | "/"));
            if !is_group(at) || !free_before {
                at += 1;
                continue;
            }
            let (first, mut end, mut groups, mut count) = (at, at + 1, 1, tokens[at].len());
            while view.skip_spaces(end) == end + 1 && is_group(end + 1) {
                count += tokens[end + 1].len();
                (end, groups) = (end + 2, groups + 1);
            }
            at = end;
            let year = |at: usize| {
                tokens[at].len() == 4 && matches!(self.text(at, at + 1).as_bytes(), [b'1', b'9', ..] | [b'2', b'0', ..])
            };
            let told = self.found.iter().any(|f| f.first < end && first < f.end) || (first..end).step_by(2).all(year);
            let stops =
                self.ends_clause(end) && matches!(view.sign(view.skip_spaces(end)), None | Some("." | "," | "!"));
            if GROUPS.contains(&groups) && !told && stops {
                let form = Form::Digits(count as u8);
                self.found.push(Found { doubt: true, ..Found::of(form, first, end, LOOSE_NEAR_MAX) });
            }
        }
    }
}
