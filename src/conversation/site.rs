//! Sites said in pieces, what speaks for each piece weighed: "on our own site: bright", "glue panes to it", "dot", "co dot uk".
//!
//! Whatever names the host stands between the words that tell of a site and the end of the host; all of it is its owner's, but for an
//! end that the other guesses.

use std::ops::Range;

use crate::kind::Kind;
use crate::scan::{Finding, Form, Place};

use super::account::characters;
use super::assembly::{Assembly, Found};
use super::joined::{Glue, Item, Joined};
use super::plausible::is_mixed;

/// The weight from which an item is a piece of a site's name,
const PIECE_MIN: i16 = 3;
/// and from which some pieces are one where no site is told of.
const UNSITED_MIN: i16 = 6;
/// Messages from the words for a site to its end at most,
const SITE_MESSAGES_MAX: usize = 12;
/// from those words to a piece that they announce,
const ANNOUNCED_MESSAGES_MAX: usize = 2;
/// from one piece to the next,
const NEXT_MESSAGES_MAX: usize = 6;
/// from a piece to the other's that says it again,
const ECHO_MESSAGES_MAX: usize = 2;
/// from a site to its path,
const PATH_MESSAGES_MAX: usize = 6;
/// with so many words beside it at most,
const PATH_LOOSE_MAX: u8 = 10;
/// and from a dot to its end.
const DOT_MESSAGES_MAX: usize = 3;
/// Pieces of a site's name at most.
const PIECES_MAX: usize = 8;
/// Letters of a piece that is hardly a word, at least.
const LONG_BYTES_MIN: usize = 10;
/// Words in a clause beside a piece that speak against none.
const LOOSE_FREE: u8 = 2;
/// Beyond so many, more speak no louder against it.
const LOOSE_WEIGHT_MAX: u8 = 3;
/// Bytes before an end that its dot's message does not hold, at most: "nee, ".
const END_BYTES_MAX: usize = 16;

impl Assembly<'_, '_, '_> {
    /// The site whose end a message says, with all the pieces of its name; what was complete with fewer of them is no more.
    pub(super) fn told_site(&mut self, said: usize) -> Option<Found> {
        let Some(end) = self.site_end(said) else { return self.told_path(said) };
        let first = end[0];
        let (mut pieces, weight) = self.site_pieces(first, said)?;
        let sited = self.items.iter().any(|item| {
            matches!(item.form, Form::Site | Form::Www) && item.said <= said && said <= item.said + SITE_MESSAGES_MAX
        });
        if !sited && weight < UNSITED_MIN {
            return None;
        }
        let ends = end.len();
        pieces.extend(end);
        let several = pieces.iter().any(|&at| self.items[at].said < said);
        if !several || pieces.len() > PIECES_MAX + ends {
            return None;
        }
        let mut finding = self.read_site(&pieces)?;
        // ".com puis slash /debutant"
        let after = |path: &Vec<usize>| self.items[path[0]].span.start >= self.items[pieces[pieces.len() - 1]].span.end;
        if let Some(path) = self.path(said).filter(after)
            && let Some(whole) = self.read_path(&finding, &path, &pieces)
        {
            finding = whole;
            pieces.extend(path);
        }
        let parts: Vec<(usize, Range<usize>)> = pieces.iter().map(|&at| (at, 0..self.items[at].text.len())).collect();
        let mut detail = self.detail(finding, &parts, said);
        detail.add(self.site_echoes(&pieces, said).into_iter().map(|at| &self.items[at]));
        let held = self.complete.iter().filter(|old| old.said < said && old.items.iter().any(|at| pieces.contains(at)));
        detail.supersedes.extend(held.map(|old| old.said));
        detail.supersedes.sort_unstable();
        detail.supersedes.dedup();
        Some((detail, pieces))
    }

    /// "y entra en /outlet", "slash quotes": the site that was complete last, with the path that a message of its owner says.
    fn told_path(&mut self, said: usize) -> Option<Found> {
        let path = self.path(said).filter(|_| self.messages[said].loose <= PATH_LOOSE_MAX)?;
        let old = self.complete.iter().rfind(|old| old.said < said && said <= old.said + PATH_MESSAGES_MAX)?;
        let (mut pieces, flagged) = (old.items.clone(), old.said);
        let owner = *pieces.first()?;
        let provider = |&at: &usize| matches!(self.items[at].form, Form::Link { provider: true, .. });
        if !self.is_of(&self.items[owner], said) || pieces.iter().any(provider) {
            return None;
        }
        let (mut joined, mut before) = (Joined::default(), None);
        for &at in &pieces {
            joined.push(at, &self.items[at], before, Glue::Stuck);
            before = Some(self.items[at].form);
        }
        let host = self.read_text(&joined.text, &pieces).filter(|f| f.kind == Kind::Url)?;
        let finding = self.read_path(&host, &path, &pieces)?;
        pieces.extend(path);
        let parts: Vec<(usize, Range<usize>)> = pieces.iter().map(|&at| (at, 0..self.items[at].text.len())).collect();
        let mut detail = self.detail(finding, &parts, said);
        detail.supersedes.push(flagged);
        Some((detail, pieces))
    }

    /// Reads a host with a path.
    fn read_path(&mut self, host: &Finding, path: &[usize], pieces: &[usize]) -> Option<Finding> {
        let named: String = path.iter().map(|&at| after_slash(&self.items[at])).collect();
        let link = format!("{}/{named}", host.value.get());
        self.read_text(&link, pieces).filter(|f| f.kind == Kind::Url && f.span == (0..link.len()))
    }

    /// The path that a message says: one with its slash, or a slash and the name that follows it.
    fn path(&self, said: usize) -> Option<Vec<usize>> {
        let mut mine = (0..self.items.len()).filter(|&at| self.items[at].said == said);
        let slashed = |item: &Item<'_>| matches!(item.form, Form::Link { opens: true, .. }) && sign(item) == Some('/');
        let lone = |item: &Item<'_>| slashed(item) && matches!(item.form, Form::Link { closes: true, .. });
        let first = mine.find(|&at| slashed(&self.items[at]))?;
        if !lone(&self.items[first]) {
            return Some(vec![first]);
        }
        let next = mine.find(|&at| is_word(&self.items[at]) || slashed(&self.items[at]))?;
        Some(if lone(&self.items[next]) {
            return None;
        } else if slashed(&self.items[next]) {
            vec![next]
        } else {
            vec![first, next]
        })
    }

    /// "stucwerkvandijk, en dan?": where the other says pieces of a site again by the end of a message.
    fn site_echoes(&self, pieces: &[usize], said: usize) -> Vec<usize> {
        let first = pieces.iter().map(|&at| self.items[at].said).min().unwrap_or(said);
        let name: String = pieces.iter().map(|&at| characters(&self.items[at])).collect();
        let owner = self.items[pieces[0]].said;
        let again = |at: &usize| {
            let item = &self.items[*at];
            let text = characters(item);
            (first + 1..=said).contains(&item.said)
                && !self.is_of(item, owner)
                && matches!(item.form, Form::Name | Form::Word | Form::Town | Form::Link { provider: false, .. })
                && text.len() > 2
                && !pieces.contains(at)
                && name.contains(&text)
        };
        (0..self.items.len()).filter(again).collect()
    }

    /// Reads the link that some pieces make; `None` where other words stand within, or an end is none.
    fn read_site(&mut self, pieces: &[usize]) -> Option<Finding> {
        let (mut joined, mut before) = (Joined::default(), None);
        for &at in pieces {
            joined.push(at, &self.items[at], before, Glue::Stuck);
            before = Some(self.items[at].form);
        }
        let whole = |f: &Finding, len: usize| f.kind == Kind::Url && f.span == (0..len);
        let plain = self.read_text(&joined.text, pieces).filter(|f| whole(f, joined.text.len()));
        if plain.is_some() {
            return plain;
        }
        // ".studio": an end that is a word too, where all tells that it is one.
        let sited = format!("www.{}", joined.text.trim_start_matches("www."));
        let sited = if let [.., dot, end] = pieces
            && is_dot(&self.items[*dot])
        {
            let (dot, end) = (self.items[*dot].text, self.items[*end].text);
            sited.replace(&format!(" {dot} {end}"), &format!(".{end}"))
        } else {
            sited
        };
        self.read_text(&sited, pieces).filter(|f| whole(f, sited.len()))
    }

    /// The end of a host that a message says: ".it", "punto es", or "be" after the "punt" that its owner said before.
    fn site_end(&self, said: usize) -> Option<Vec<usize>> {
        let own = |at: &usize| self.items[*at].said == said && self.items[*at].place != Place::Not;
        let mine = || (0..self.items.len()).filter(own);
        let whole = mine().find(|&at| is_ending(&self.items[at])).map(|end| vec![end]);
        whole.or_else(|| mine().filter(|&at| is_bare_end(&self.items[at])).find_map(|end| self.dotted_end(end, said)))
    }

    /// An end without its dot, and the dot that was said before it.
    fn dotted_end(&self, end: usize, said: usize) -> Option<Vec<usize>> {
        // "photo, comme le métier, avec un . juste avant"
        let behind = |&at: &usize| self.items[at].said == said && self.items[at].text == ".";
        if let Some(dot) = (end + 1..self.items.len()).find(behind) {
            return Some(vec![dot, end]);
        }
        let dot = (0..end).rfind(|&at| {
            let item = &self.items[at];
            item.said + DOT_MESSAGES_MAX >= said && is_named(item) && !self.is_idle(at, end)
        })?;
        let (sign, item) = (&self.items[dot], &self.items[end]);
        let near = sign.said == item.said || item.span.start <= END_BYTES_MAX;
        (near && is_dot(sign)).then(|| vec![dot, end])
    }

    /// Whether an item between a dot and its end is only what the other guessed for the end, or the end itself.
    fn is_idle(&self, at: usize, end: usize) -> bool {
        let (item, end) = (&self.items[at], &self.items[end]);
        let overlaps = item.said == end.said && item.span.start < end.span.end && end.span.start < item.span.end;
        overlaps || !self.is_of(item, end.said) && !is_spoken_sign(item)
    }

    /// The pieces of the site's name that end where its end begins, of who owns it, and what speaks for them.
    fn site_pieces(&self, end: usize, said: usize) -> Option<(Vec<usize>, i16)> {
        // "dulcesdemarta", "B: pto com?"
        let both = [!self.messages[said].asks, self.messages[said].asks];
        let pieces = both.into_iter().filter_map(|own| self.pieces_of(end, said, own));
        pieces.reduce(|first, second| if second.1 > first.1 { second } else { first })
    }

    /// The same of the end's sender, or of the other.
    fn pieces_of(&self, end: usize, said: usize, own: bool) -> Option<(Vec<usize>, i16)> {
        let end = &self.items[end];
        let (mut pieces, mut weight): (Vec<usize>, i16) = (Vec::new(), 0);
        for at in 0..self.items.len() {
            let item = &self.items[at];
            let before = (item.said, item.span.end) <= (end.said, end.span.start);
            let mine = self.is_of(item, said) == own && before && said <= item.said + SITE_MESSAGES_MAX;
            let last = pieces.last().map(|&last: &usize| &self.items[last]);
            let www = |item: &Item<'_>| item.form == Form::Www;
            // "3w", "point lacabane"
            let piece = is_named(item) && (!is_ending(item) || last.is_some_and(www));
            if !mine || item.place == Place::Not || !piece || self.is_elsewhere(at) {
                continue;
            }
            // "gnocchi trattino", "giovedi"
            let next = last.is_some_and(|last| last.said < item.said && item.said <= last.said + DOT_MESSAGES_MAX);
            let tied = next && last.is_some_and(|last| matches!(last.form, Form::Link { closes: true, .. }));
            let speaks = self.site_weight(at) + i16::from(next) + 2 * i16::from(tied);
            if speaks < PIECE_MIN && !www(item) {
                continue;
            }
            if last.is_some_and(|last| last.said == item.said && item.span.start < last.span.end) {
                continue;
            }
            if last.is_some_and(|last| item.said > last.said + NEXT_MESSAGES_MAX) {
                (pieces, weight) = (Vec::new(), 0);
            }
            pieces.push(at);
            weight += speaks;
        }
        // "punto", "B: com?", "no, punto es": a dot that the end has as well.
        while pieces.last().is_some_and(|&last| is_dot(&self.items[last])) {
            pieces.pop();
        }
        let named = |&at: &usize| !is_spoken_sign(&self.items[at]) && self.items[at].form != Form::Www;
        let begins = pieces.iter().position(|at| !is_spoken_sign(&self.items[*at]))?;
        pieces.drain(..begins);
        pieces.iter().any(named).then_some((pieces, weight))
    }

    /// Whether something else that is complete holds an item: an address, a site said whole.
    fn is_elsewhere(&self, at: usize) -> bool {
        self.is_done(at) && !self.complete.iter().any(|complete| complete.items.contains(&at))
    }

    /// What speaks for an item being a piece of a site's name: that a site is told right before it, that it is said to be a piece, a sign in
    /// it, who waits for it or says it again, and how little else its message says.
    fn site_weight(&self, at: usize) -> i16 {
        let item = &self.items[at];
        let message = self.messages[item.said];
        let told = |other: &Item<'_>| {
            matches!(other.form, Form::Site | Form::Www) && other.said == item.said && other.span.end <= item.span.start
        };
        // "avete un sito?" asks for one.
        let from = self.items.iter().find(|other| told(other)).filter(|_| !message.asks).map(|site| site.span.end);
        let announced = from.is_some();
        let near = |other: &Item<'_>| {
            matches!(other.form, Form::Site | Form::Www)
                && other.said != item.said
                && item.said.abs_diff(other.said) <= ANNOUNCED_MESSAGES_MAX
        };
        let led = self.items.iter().any(near);
        let other = |other: &Item<'_>| {
            other.said == item.said
                && other.span != item.span
                && other.span.start >= from.map_or(0, |_| item.span.end)
                && is_word(other)
                && other.place == Place::Next
        };
        let plain = is_word(item) && item.place == Place::Next && !is_mixed(item.text);
        let crowded = plain && item.form == Form::Name && self.items.iter().any(other);
        let long = is_word(item) && item.text.len() >= LONG_BYTES_MIN;
        let loose = item.loose.saturating_sub(LOOSE_FREE).min(LOOSE_WEIGHT_MAX);
        let free = long || item.place != Place::Next || announced && is_word(item);
        let against = if free { 0 } else { i16::from(loose) };
        // "Gewone site"
        let large = is_word(item) && item.text.starts_with(char::is_uppercase) && message.loose > 1;
        // "not allowed to paste it: w w w"
        let after = |other: &Item<'_>| other.form == Form::Www && item.span.end <= other.span.start;
        let before = is_word(item) && self.items.iter().any(|other| other.said == item.said && after(other));
        // Whoever asks for a site names none.
        let asks = message.asks && self.items.iter().any(|other| other.said == item.said && other.form == Form::Site);
        3 * i16::from(announced && is_word(item))
            + i16::from(led)
            + 2 * i16::from(item.place != Place::Next)
            + 2 * i16::from(is_signed(item))
            + i16::from(is_mixed(item.text))
            + 2 * i16::from(long)
            + i16::from(item.form == Form::Word)
            + i16::from(item.loose == 0)
            + i16::from(message.loose <= 1)
            + i16::from(self.is_awaited(at))
            + 2 * i16::from(self.is_said_again(item))
            - 2 * i16::from(crowded)
            - against
            - PIECE_MIN * i16::from(asks || before)
            - 2 * i16::from(large)
    }

    /// "pulizie", "B: pulizie… e poi?": whether the other says a piece again right after it.
    fn is_said_again(&self, item: &Item<'_>) -> bool {
        let text = characters(item);
        let again = |other: &Item<'_>| {
            (item.said + 1..=item.said + ECHO_MESSAGES_MAX).contains(&other.said)
                && !self.is_of(other, item.said)
                && characters(other).contains(&text)
        };
        text.len() > 2 && self.items.iter().any(again)
    }
}

/// What an item says of a path, without its slash.
fn after_slash<'i>(item: &Item<'i>) -> &'i str {
    let rest = item.text.trim_start_matches('/').trim_start();
    match item.form {
        Form::Link { closes: true, .. } => "",
        // "slash quotes"
        _ if rest.len() == item.text.len() && !item.figures.is_empty() => rest.rsplit(' ').next().unwrap_or(rest),
        _ => rest,
    }
}

/// Whether an item may be a piece of a site's name, or a sign in it.
fn is_named(item: &Item<'_>) -> bool {
    match item.form {
        Form::Name | Form::Word | Form::Www => true,
        // "gnocchi trattino", "-a-gand"
        Form::Link { opens, closes, provider } => {
            let tied = closes && !opens || sign(item).is_some();
            tied && !provider && !item.text.contains(['@', '/']) && sign(item) != Some('/')
        }
        _ => false,
    }
}

/// Whether it is a word, or a name.
fn is_word(item: &Item<'_>) -> bool {
    matches!(item.form, Form::Name | Form::Word)
}

/// Whether a sign is part of an item, written or in words; a word that may be a host's end is none.
fn is_signed(item: &Item<'_>) -> bool {
    matches!(item.form, Form::Link { .. }) && (item.text.contains(['.', '-', '_', ' ']) || !item.figures.is_empty())
}

/// Whether it is a host's end with its dot: ".it", "punto es".
fn is_ending(item: &Item<'_>) -> bool {
    matches!(item.form, Form::Link { opens: true, closes: false, provider: false })
        && sign(item) == Some('.')
        && item.text.len() > 1
        && !item.text.contains('@')
}

/// The sign that part of a link begins with, in words or not.
fn sign(item: &Item<'_>) -> Option<char> {
    let written = item.text.chars().next().filter(|c| c.is_ascii_punctuation());
    written.or_else(|| item.figures.chars().next())
}

/// Whether it may be one without its dot: "be", "shop".
fn is_bare_end(item: &Item<'_>) -> bool {
    let end = matches!(item.form, Form::Name | Form::Link { opens: true, closes: false, provider: false });
    end && item.text.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Whether it is a sign, in words or not, and nothing else.
fn is_spoken_sign(item: &Item<'_>) -> bool {
    item.form == Form::Link { opens: true, closes: true, provider: false }
        && matches!(sign(item), Some('.' | '-' | '_'))
}

/// Whether it is a dot, in words or not, and nothing else.
fn is_dot(item: &Item<'_>) -> bool {
    is_spoken_sign(item) && sign(item) == Some('.')
}
