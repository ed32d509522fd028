//! Corrections of an address that was complete: its host, its ending or part of its name, said anew.

use crate::kind::Kind;
use crate::scan::{Form, Place};

use super::assembly::{Assembly, Found, Pieces};
use super::family::Family;
use super::joined::{Item, Joined};
use super::order::FIGURES_MAX;

/// Letters that a name and its correction differ in at most.
const LETTERS_APART_MAX: usize = 2;
/// Letters of the shorter of two that one letter or two may part, at least.
const LETTERS_MIN: usize = 4;
/// Messages from an address to the figures that it lacks at most, and words beside those.
const LENGTHENED_MESSAGES_MAX: usize = 4;
const LENGTHENED_LOOSE_MAX: u8 = 3;
/// Bytes before them at most: "ay, me faltó el ".
const LENGTHENED_BYTES_MAX: usize = 24;
/// Bytes of a name that is compared with another at most.
const NAME_BYTES_MAX: usize = 64;
/// Words beside a name that corrects by being much like another, at most.
const ALIKE_LOOSE_MAX: u8 = 2;

impl Assembly<'_, '_, '_> {
    /// The address that was complete last, as a message of the same sender corrects it.
    pub(super) fn mended_address(&mut self, said: usize) -> Option<Found> {
        let last = self.complete.iter().rfind(|complete| !complete.items.is_empty())?;
        let (items, flagged) = (last.items.clone(), last.said);
        if flagged == said || self.messages[flagged].sender_id() != self.messages[said].sender_id() {
            return None;
        }
        if let Some(found) = self.lengthened_address(said, &items, flagged) {
            return Some(found);
        }
        let own =
            |at: &usize| self.items[*at].said == said && matches!(self.items[*at].form, Form::Name | Form::Link { .. });
        let (news, olds): (Vec<usize>, Vec<usize>) =
            (0..self.items.len()).filter(own).partition(|&at| self.items[at].place != Place::Not);
        let told = self.messages[said].corrects || !olds.is_empty();
        if news.is_empty() || !(told || self.messages[said].loose <= ALIKE_LOOSE_MAX) {
            return None;
        }
        let old = self.address_of(&items)?;
        let (new, address) = news.iter().find_map(|&at| {
            let taken = |place: &usize| self.items[*place].text;
            let name = self.items[at].text.to_lowercase();
            Some((at, mended(&old, &name, olds.first().map(taken), told)?))
        })?;
        let finding = self.read_text(&address, &items)?;
        if finding.kind != Kind::Email || finding.span != (0..address.len()) {
            return None;
        }
        let parts: Pieces = items.iter().copied().chain([new]).map(|at| (at, 0..self.items[at].text.len())).collect();
        let mut detail = self.detail(finding, &parts, said);
        detail.supersedes.push(flagged);
        Some((detail, items.into_iter().chain([new]).collect()))
    }

    /// "me faltó el 88 detrás de luna": the address with figures at the end of its name, where they are said to go there.
    fn lengthened_address(&mut self, said: usize, items: &[usize], flagged: usize) -> Option<Found> {
        let figures = |item: &Item<'_>| {
            item.said == said
                && item.span.start <= LENGTHENED_BYTES_MAX
                && item.is_told_next()
                && matches!(item.form, Form::Digits(..=FIGURES_MAX))
        };
        let near = said <= flagged + LENGTHENED_MESSAGES_MAX && self.messages[said].loose <= LENGTHENED_LOOSE_MAX;
        let at = self.items.iter().position(figures).filter(|_| near)?;
        let old = self.address_of(items)?;
        let (local, host) = old.rsplit_once('@')?;
        let finding = self.read_text(&format!("{local}{}@{host}", self.items[at].plain()), items)?;
        if finding.kind != Kind::Email {
            return None;
        }
        let parts: Pieces = items.iter().copied().chain([at]).map(|at| (at, 0..self.items[at].text.len())).collect();
        let mut detail = self.detail(finding, &parts, said);
        detail.supersedes.push(flagged);
        Some((detail, items.iter().copied().chain([at]).collect()))
    }

    /// The address that some items make.
    fn address_of(&mut self, items: &[usize]) -> Option<String> {
        let (mut joined, mut before) = (Joined::default(), None);
        for &at in items {
            joined.push(at, &self.items[at], before, Family::Link.glue());
            before = Some(self.items[at].form);
        }
        let finding = self.read_text(&joined.text, items)?;
        (finding.kind == Kind::Email).then(|| finding.value.get().to_owned())
    }
}

/// An address with what a message says in the place of what it is said for.
fn mended(address: &str, new: &str, old: Option<&str>, told: bool) -> Option<String> {
    let (local, host) = address.rsplit_once('@')?;
    let new = new.trim_start_matches('@');
    if new == local || local.split(['.', '_', '-']).any(|part| part == new) {
        return None;
    }
    if let Some(end) = new.strip_prefix('.') {
        // "anna.b@gmail.com", ".fr"
        let (base, _) = host.split_once('.')?;
        return (told && host.matches('.').count() == 1).then(|| format!("{local}@{base}.{end}"));
    }
    if let Some(old) = old.map(str::to_lowercase)
        && let Some((before, after)) = address.split_once(old.as_str())
    {
        return Some(format!("{before}{new}{after}"));
    }
    if told && new.contains('.') && new.split('.').next().is_some_and(|label| are_alike(label, first_label(host))) {
        return Some(format!("{local}@{new}"));
    }
    let label = first_label(host);
    if are_alike(new, label) {
        return Some(format!("{local}@{new}{}", &host[label.len()..]));
    }
    if are_alike(new, local) {
        return Some(format!("{new}@{host}"));
    }
    let part = local.split(['.', '_', '-']).find(|part| are_alike(new, part))?;
    Some(format!("{}@{host}", local.replacen(part, new, 1)))
}

fn first_label(host: &str) -> &str {
    host.split('.').next().unwrap_or(host)
}

/// Whether one of two names is the other with a letter or two more, fewer or other.
fn are_alike(a: &str, b: &str) -> bool {
    let least = a.len().min(b.len());
    let begins = least + 1 >= LETTERS_MIN && (a.starts_with(b) || b.starts_with(a));
    let apart = || distance(a.as_bytes(), b.as_bytes());
    a != b
        && a.len().max(b.len()) <= NAME_BYTES_MAX
        && a.len().abs_diff(b.len()) <= LETTERS_APART_MAX
        && (begins || least >= LETTERS_MIN && apart() <= LETTERS_APART_MAX)
}

/// Letters to be put in, taken away or changed to make one name the other.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, x) in a.iter().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], at + 1);
        for (place, y) in b.iter().enumerate() {
            let changed = corner + usize::from(x != y);
            corner = row[place + 1];
            row[place + 1] = changed.min(row[place].min(corner) + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::mended;

    #[test]
    fn says_anew_what_was_wrong() {
        let of = |new, old| mended("lena.vial@gmial.com", new, old, true);
        assert_eq!(of("gmail.com", None).as_deref(), Some("lena.vial@gmail.com"));
        assert_eq!(of("gmail", Some("gmial")).as_deref(), Some("lena.vial@gmail.com"));
        assert_eq!(of("vialle", None).as_deref(), Some("lena.vialle@gmial.com"));
        assert_eq!(of(".fr", None).as_deref(), Some("lena.vial@gmial.fr"));
        assert_eq!(of("bonjour", None), None);
        assert_eq!(of("vial", None), None);
    }
}
