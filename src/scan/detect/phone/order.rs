//! Numbers told out of order: "le troisième c'est 98, le premier 06 …", "3) 98 1) 06 …".

use crate::kind::Kind;
use crate::scan::detect::View;
use crate::scan::detect::evidence::Evidence;
use crate::scan::prove::plan::{self, Line};
use crate::scan::read::{TokenKind, Traits};

use super::lattice::{Digits, ORDINALS};
use super::{Candidate, Found, Nearness};

/// What an ordinal that counts from the end stands for, until the number of groups is known.
const LAST: usize = usize::MAX;
/// Groups that are told by their place, from and to.
const GROUPS: std::ops::RangeInclusive<usize> = 3..=10;
/// Tokens between a group, its place and the next at most: " en premier. Le ".
const APART_TOKENS_MAX: usize = 10;
/// Digits of a group at most.
const GROUP_DIGITS_MAX: usize = 4;

/// A group of digits, or the place of one.
enum What {
    Group(Digits),
    Place(usize),
}

struct Item {
    what: What,
    first: usize,
    end: usize,
}

/// Whether places enough for a number are told.
pub(super) fn may_stand(view: &View<'_>) -> bool {
    let told =
        |at: &usize| (view.is_digits(*at) || view.reading.traits(*at).any(Traits::PLACE)) && place(view, *at).is_some();
    let count = if view.reading.holds().traits.any(Traits::PLACE) {
        (0..view.reading.tokens().len()).filter(told).count()
    } else {
        view.reading.countable().filter(told).count()
    };
    count >= *GROUPS.start()
}

/// Reads the numbers of a view whose groups are told by their places, in another order than they are dialled.
pub(super) fn detect(view: &View<'_>, nearness: &[Nearness], found: &mut Found) {
    if !may_stand(view) {
        return;
    }
    let items = items(view);
    let mut from = 0;
    while from < items.len() {
        let close = |w: &[Item]| w[1].first <= w[0].end + APART_TOKENS_MAX;
        let end = from + 1 + items[from..].windows(2).take_while(|w| close(w)).count();
        found.candidates.extend(ordered(&items[from..end]).and_then(|digits| {
            let last = items[end - 1].end;
            weigh(view, nearness, digits, items[from].first, last)
        }));
        from = end;
    }
}

/// The digits of a run of groups in the order of their places; `None` where they are in order already, or no places of a number.
fn ordered(run: &[Item]) -> Option<Digits> {
    let mut pairs = Vec::new();
    for pair in run.chunks(2) {
        pairs.push(match pair {
            [Item { what: What::Group(group), .. }, Item { what: What::Place(place), .. }]
            | [Item { what: What::Place(place), .. }, Item { what: What::Group(group), .. }] => (*place, *group),
            _ => return None,
        });
    }
    if !GROUPS.contains(&pairs.len()) {
        return None;
    }
    let count = pairs.len();
    for (place, _) in &mut pairs {
        // What is neither a place nor counted from the end is no order.
        *place = count.checked_sub(LAST - *place).unwrap_or(*place);
    }
    if pairs.is_sorted_by_key(|pair| pair.0) {
        return None;
    }
    pairs.sort_by_key(|pair| pair.0);
    let whole = pairs.iter().enumerate().all(|(at, pair)| pair.0 == at + 1);
    whole.then(|| pairs.iter().try_fold(Digits::default(), |all, pair| all.and(pair.1.as_slice()))).flatten()
}

fn weigh(view: &View<'_>, nearness: &[Nearness], digits: Digits, first: usize, end: usize) -> Option<Candidate> {
    let mut dials = Vec::new();
    plan::dials(digits.as_slice(), false, &mut dials);
    let near = |dial: &&plan::Dial| nearness[dial.plan] != Nearness::Abroad && dial.has_trunk();
    let dial = *dials.iter().find(near)?;
    let mut evidence = Evidence::new(view.weights, Kind::Phone);
    evidence.add(match (dial.line, nearness[dial.plan]) {
        (Line::Mobile, Nearness::Near) => "mobile-near",
        (Line::Mobile, _) => "mobile-home",
        (Line::Fixed, Nearness::Near) => "fixed-near",
        (Line::Fixed, _) => "fixed-home",
    });
    evidence.add("groups-plan");
    evidence.add("fillers");
    evidence.add_if(view.cue(first, end, Kind::Phone).near, "cue");
    evidence.note(dial.evidence());
    let mut candidate = view.candidate(Kind::Phone, first, end, dial.e164(digits.as_slice()), evidence);
    candidate.disguises.push("fillers");
    Some(candidate)
}

/// Every group and every place of one in a view, in order.
fn items(view: &View<'_>) -> Vec<Item> {
    let count = view.reading.tokens().len();
    let mut items = Vec::new();
    let mut at = 0;
    while at < count {
        let item = place(view, at)
            .map(|(place, end)| Item { what: What::Place(place), first: at, end })
            .or_else(|| group(view, at).map(|(digits, end)| Item { what: What::Group(digits), first: at, end }));
        match item {
            Some(item) => {
                at = item.end;
                items.push(item);
            }
            None => at += 1,
        }
    }
    items
}

/// Whether a word tells which group is meant.
pub(in crate::scan::detect) fn is_place(word: &str) -> bool {
    PLACES.iter().any(|(_, words)| words.contains(&word))
}

/// Words for the places of groups.
#[rustfmt::skip]
const PLACES: &[(usize, &[&str])] = &[
    (1, &["premier", "premiere", "first", "erste", "ersten", "primero", "primera", "primer", "primo", "prima", "eerste", "primeiro", "primeira"]),
    (2, &["second", "seconde", "deuxieme", "zweite", "zweiten", "segundo", "segunda", "secondo", "seconda", "tweede"]),
    (3, &["troisieme", "third", "dritte", "dritten", "tercero", "tercera", "tercer", "terzo", "terza", "derde", "terceiro", "terceira"]),
    (4, &["quatrieme", "fourth", "vierte", "vierten", "cuarto", "cuarta", "quarto", "quarta", "vierde"]),
    (5, &["cinquieme", "fifth", "funfte", "funften", "quinto", "quinta", "vijfde"]),
    (6, &["sixieme", "sixth", "sechste", "sechsten", "sexto", "sexta", "sesto", "sesta", "zesde"]),
    (LAST, &["dernier", "derniere", "last", "letzte", "letzten", "ultimo", "ultima", "laatste"]),
];

/// "2)", "3e", "troisième", "avant-dernier" at a token, and one past it.
fn place(view: &View<'_>, at: usize) -> Option<(usize, usize)> {
    if view.is_digits(at) {
        let number = view.word(at).parse().ok().filter(|number| GROUPS.end() >= number && *number > 0)?;
        let counts = view.sign(at + 1) == Some(")") || ORDINALS.contains(&view.word(at + 1));
        return counts.then_some((number, at + 2));
    }
    let word = view.word(at);
    let &(place, _) = PLACES.iter().find(|(_, words)| view.is_word(at) && words.contains(&word))?;
    let before = at >= 2 && place == LAST && matches!(view.word(at - 2), "avant" | "second" | "vor" | "voor");
    Some((if before { LAST - 1 } else { place }, at + 1))
}

/// A group of digits at a token, in figures or words, and one past it.
fn group(view: &View<'_>, at: usize) -> Option<(Digits, usize)> {
    if view.reading.tokens()[at].kind == TokenKind::Digits {
        let short = view.word(at).len() <= GROUP_DIGITS_MAX && !view.is_word(at + 1);
        return Digits::default().and(view.word(at).as_bytes()).filter(|_| short).map(|digits| (digits, at + 1));
    }
    let mut digits = Digits::default();
    let (mut numbers, mut next, mut end) = (Vec::new(), at, at);
    loop {
        view.reading.numbers(next, view.vocabulary, &mut numbers);
        // "un" is an article as often.
        let Some(number) = numbers.first().filter(|n| n.value != 1 || end > at) else { break };
        digits = digits.and(Digits::number(number.value).as_slice())?;
        end = number.end;
        next = view.skip_spaces(end);
        if next == end {
            break;
        }
    }
    (end > at && digits.len() <= GROUP_DIGITS_MAX).then_some((digits, end))
}
