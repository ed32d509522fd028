//! Fragments: what of a text is no detail yet and could become part of one that is said over several messages.
//!
//! Digits that no unit or word explains, user names, at-signs and dots in words, providers, services, streets and towns.
//! What is a fragment follows from the text alone, never from what was said before: so a memory of fragments is the same
//! whoever rebuilds it. The more else a message says, the surer a fragment must be: "34" alone is one, "on sera 34" is none.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::kind::Kind;
use crate::scan::Finding;
use crate::scan::read::{Class, TokenKind, VOTES_MIN};

use super::phone::{Gap, How, Lattice};
use super::{View, address, email, handle, host};

/// Fragments of one message at most: a message with more is a list.
const FRAGMENTS_MAX: usize = 8;
/// A path of fewer digits is the denominator of something ("/10").
const PATH_DIGITS_MIN: usize = 5;
/// Letters and digits of half a wallet's address at least: no word, no model number is as long.
const TOKEN_BYTES_MIN: usize = 14;
/// Bytes of a fragment at most: the longest local part (64), or an account number with its gaps.
pub const FRAGMENT_BYTES_MAX: usize = 96;
/// With this many words beside it at most, a message says nothing but its fragment ("et après tu as 34").
pub const LOOSE_PURE_MAX: u8 = 2;
/// With more words than this beside it, a fragment must be announced, or be unmistakable.
const LOOSE_NEAR_MAX: u8 = 6;

/// What a fragment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// Digits, in figures or words; how many.
    Digits(u8),
    /// The beginning of an account number: "FR76 3000".
    Account,
    /// A name or label: "jean.dupont75", "monsite".
    Name,
    /// Part of an address or link that ties to what stands before it, after it, or both: "arobase", "@gmail", ".fr", "/coach".
    Link {
        /// Whether it ties to what stands before.
        opens: bool,
        /// Whether it ties to what stands after.
        closes: bool,
    },
    /// An outside service, by name.
    Service,
    /// A street, with or without number.
    Street,
    /// A town, with or without postcode.
    Town,
    /// Words that announce a phone.
    Cue,
    /// Words that announce a meeting: "code Meet".
    Call,
}

/// A stretch of a text that could become part of a detail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fragment {
    /// What it is.
    pub form: Form,
    /// UTF-8 bytes of the original text, on character boundaries.
    pub span: Range<usize>,
    /// Which part of the detail the text says that it is.
    pub place: Place,
}

/// Which part of a detail a fragment is said to be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// "it starts with".
    First,
    /// Whatever comes next.
    #[default]
    Next,
    /// "the end is".
    Last,
}

/// What a text says that could become part of a detail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fragments {
    /// In the order of the text, at most eight.
    pub list: Vec<Fragment>,
    /// Words that are no fragment, nor said around one.
    pub loose: u8,
    /// "oups", or an asterisk before it.
    pub corrects: bool,
    /// The language that it is in, where no other could be: by its place in the lexicon.
    pub language: Option<u8>,
}

impl Fragments {
    /// Forgets all.
    pub(crate) fn clear(&mut self) {
        self.list.clear();
        (self.loose, self.corrects, self.language) = Default::default();
    }
}

/// Reads the fragments of a view; `findings` are what the detectors found in the text.
pub(crate) fn read(view: &View<'_>, findings: &[Finding], out: &mut Fragments) {
    let covered = vec![false; view.reading.tokens().len()];
    let mut reader =
        Reader { view, lattice: Lattice::over(view), chunks: Chunks::of(view), covered, found: Vec::new() };
    reader.places(findings);
    reader.links();
    reader.services();
    reader.accounts();
    reader.digits();
    reader.finish(out);
}

/// A fragment before it is known how much else the message says.
struct Found {
    form: Form,
    first: usize,
    end: usize,
    /// How many loose words the message may have.
    loose_max: u8,
}

/// For each token, one past the chunk of letters, digits and inner signs that it begins: of a name, or of a path.
struct Chunks {
    names: Vec<usize>,
    paths: Vec<usize>,
}

impl Chunks {
    fn of(view: &View<'_>) -> Self {
        let ends = |path: bool| {
            let count = view.reading.tokens().len();
            let mut ends = vec![count; count + 1];
            for at in (0..count).rev() {
                let inner = match view.sign(at) {
                    Some("." | "_" | "-" | "+") => true,
                    Some("/" | "?" | "=" | "&") => path,
                    _ => false,
                };
                let goes_on = view.is_alphanumeric(at) || (inner && view.is_alphanumeric(at + 1));
                ends[at] = if goes_on { ends[at + 1] } else { at };
            }
            ends
        };
        Self { names: ends(false), paths: ends(true) }
    }
}

struct Reader<'v> {
    view: &'v View<'v>,
    lattice: Lattice<'v>,
    chunks: Chunks,
    covered: Vec<bool>,
    found: Vec<Found>,
}

impl Reader<'_> {
    fn push(&mut self, form: Form, first: usize, end: usize, loose_max: u8) {
        self.covered[first..end].fill(true);
        self.found.push(Found { form, first, end, loose_max });
    }

    fn free(&self, at: usize) -> bool {
        self.covered.get(at).is_some_and(|covered| !covered)
    }

    fn text(&self, first: usize, end: usize) -> &str {
        &self.view.text()[self.view.reading.bytes(first, end)]
    }

    /// Streets that were found, or that a word for "street" begins; postcodes with their town.
    fn places(&mut self, findings: &[Finding]) {
        let view = self.view;
        let tokens = view.reading.tokens();
        for (first, end) in self.tokens_of(findings, Kind::Address) {
            self.push(Form::Street, first, end, u8::MAX);
        }
        for at in 0..tokens.len() {
            if !self.free(at) || (at > 0 && view.is_alphanumeric(at - 1)) {
                continue;
            }
            if let Some(end) = address::postcode_at(view, at) {
                let word = view.skip_spaces(end);
                match address::town_at(view, word, true).filter(|_| word > end) {
                    Some(town) => self.push(Form::Town, at, town, LOOSE_NEAR_MAX),
                    None => self.push_postcode(at, end),
                }
            } else if view.folded.is_upper(tokens[at].start as usize)
                && view.reading.at(at).iter().all(|l| l.entry.class == Class::StreetType)
                && !view.is_ordinary(at)
                && let Some(town) = address::town_at(view, at, false)
            {
                let ends = town == tokens.len() || matches!(view.sign(town), Some("," | "." | "!"));
                let loose_max = if ends && at == 0 { LOOSE_NEAR_MAX } else { 1 };
                self.found.push(Found { form: Form::Town, first: at, end: town, loose_max });
            }
        }
        for at in 0..tokens.len() {
            if self.free(at) && view.reading.is(at, |c| c == Class::StreetType) && view.is_home_word(at) {
                self.street(at);
            }
        }
    }

    /// The ranges of tokens that the findings of a kind cover, in the order of the text.
    fn tokens_of(&self, findings: &[Finding], kind: Kind) -> Vec<(usize, usize)> {
        let view = self.view;
        let spans: Vec<&Range<usize>> = findings.iter().filter(|f| f.kind == kind).map(|f| &f.span).collect();
        if spans.is_empty() {
            return Vec::new();
        }
        let mut ranges = vec![None; spans.len()];
        for at in 0..view.reading.tokens().len() {
            let original = view.folded.original(view.reading.bytes(at, at + 1));
            let after = spans.partition_point(|span| span.start <= original.start);
            if let Some(of) = after.checked_sub(1).filter(|&of| original.end <= spans[of].end) {
                ranges[of] = Some((ranges[of].map_or(at, |(first, _)| first), at + 1));
            }
        }
        ranges.into_iter().flatten().collect()
    }

    /// A lone postcode reads as digits too: "59000" may be either.
    fn push_postcode(&mut self, first: usize, end: usize) {
        self.found.push(Found { form: Form::Town, first, end, loose_max: 1 });
    }

    /// A street from its type on, where nothing in it was enough for an address.
    fn street(&mut self, at: usize) {
        const NAME_TOKENS_MAX: usize = 9;
        let (view, tokens) = (self.view, self.view.reading.tokens());
        let mut first = at;
        let before = view.skip_spaces_back(at);
        if before > 0 && before < at && tokens[before - 1].kind == TokenKind::Digits && tokens[before - 1].len() <= 4 {
            first = before - 1;
        }
        let (mut end, mut named) = (at + 1, false);
        for (next, token) in tokens.iter().enumerate().take(at + NAME_TOKENS_MAX).skip(at + 1) {
            match token.kind {
                TokenKind::Word => {
                    let large = view.folded.is_upper(token.start as usize);
                    if !large && token.len() > 3 {
                        break;
                    }
                    named |= large;
                    end = if large { next + 1 } else { end };
                }
                TokenKind::Space | TokenKind::Hyphen => {}
                TokenKind::Sign if view.sign(next) == Some("'") => {}
                _ => break,
            }
        }
        let number = view.skip_spaces(end);
        if number > end && tokens.get(number).is_some_and(|t| t.kind == TokenKind::Digits && t.len() <= 4) {
            end = number + 1;
        }
        if named {
            self.push(Form::Street, first, end, LOOSE_NEAR_MAX);
        }
    }

    fn services(&mut self) {
        let view = self.view;
        for at in 0..view.reading.tokens().len() {
            if !self.free(at) {
                continue;
            }
            let Some(service) = handle::service(view, at) else { continue };
            let cue = view.cue(at, service.end as usize, Kind::Handle).far;
            let loose_max = match service.entry.class {
                Class::ServiceTwin if !cue => 1,
                _ => u8::MAX,
            };
            self.push(Form::Service, at, service.end as usize, loose_max);
        }
    }

    /// Runs of names, signs and providers.
    fn links(&mut self) {
        let mut at = 0;
        while at < self.covered.len() {
            let Some(mut run) = self.material(at).filter(|_| self.free(at)) else {
                at += 1;
                continue;
            };
            loop {
                let next = self.view.skip_spaces(run.end);
                let Some(more) = self.material(next).filter(|m| self.free(next) && m.follows(&run, next)) else {
                    break;
                };
                run.strong |= more.strong;
                (run.end, run.closes, run.parts) = (more.end, more.closes, run.parts + 1);
            }
            (run.first, run.end) = self.brackets(run.first, run.end);
            at = run.end;
            let before = self.view.skip_spaces_back(run.first);
            let told = before > 0 && self.view.sign(before - 1) == Some(":");
            let form = match (run.opens, run.closes) {
                (false, false) => Form::Name,
                (opens, closes) => Form::Link { opens, closes },
            };
            let cue = [Kind::Email, Kind::Url, Kind::Handle].into_iter().any(|kind| {
                let cue = self.view.cue(run.first, run.end, kind);
                cue.near
            });
            let loose_max = match (run.strong, cue) {
                (true, true) => u8::MAX,
                (true, false) => LOOSE_NEAR_MAX,
                (false, true) => LOOSE_NEAR_MAX,
                (false, false) if told => LOOSE_NEAR_MAX,
                (false, false) => 1,
            };
            if run.strong || run.parts <= 3 {
                self.push(form, run.first, run.end, loose_max);
            }
        }
    }

    /// A bracket beside a sign belongs to it: "(at)".
    fn brackets(&self, first: usize, end: usize) -> (usize, usize) {
        let open = first > 0 && matches!(self.view.sign(first - 1), Some("(" | "[" | "{"));
        let close = matches!(self.view.sign(end), Some(")" | "]" | "}"));
        if open && close { (first - 1, end + 1) } else { (first, end) }
    }

    /// What can be part of an address or link at a token.
    fn material(&self, at: usize) -> Option<Material> {
        let view = self.view;
        let sign = |end: usize, strong| Some(Material { first: at, end, strong, opens: true, closes: true, parts: 1 });
        let free_before = at == 0 || !view.is_alphanumeric(at - 1);
        match view.sign(at) {
            Some("@") => return sign(at + 1, true),
            Some("/") if free_before && view.is_alphanumeric(at + 1) => {
                let end = self.path_chunk(at + 1);
                let path = self.text(at, end);
                let strong = path.len() > PATH_DIGITS_MIN || path.bytes().any(|b| b.is_ascii_alphabetic());
                return strong.then_some(Material { first: at, end, strong, opens: true, closes: false, parts: 1 });
            }
            Some("." | "_" | "-" | "#") if free_before && view.is_alphanumeric(at + 1) => {
                let end = self.chunk(at + 1);
                return Some(Material { first: at, end, strong: false, opens: true, closes: false, parts: 1 });
            }
            Some("." | "_") if free_before && view.reading.tokens().len() == 1 => return sign(at + 1, false),
            Some(_) => return None,
            None => {}
        }
        if !view.is_alphanumeric(at) || !free_before {
            return None;
        }
        let whole = |end: u32| !view.is_alphanumeric(end as usize);
        if let Some(l) = view.reading.longest(at, |c| c == Class::At).filter(|l| whole(l.end)) {
            return sign(l.end as usize, true);
        }
        if matches!(self.text(at, at + 1), "http" | "https")
            && view.sign(at + 1) == Some(":")
            && view.sign(at + 2) == Some("/")
        {
            let end = self.path(self.chunk(at + 4)).max(at + 1);
            let closes = self.text(at, end).ends_with('/');
            return Some(Material { first: at, end, strong: true, opens: false, closes, parts: 1 });
        }
        let end = self.chunk(at);
        if let Some(l) = view.reading.longest(at, |c| matches!(c, Class::Provider)).filter(|l| l.end as usize >= end) {
            return Some(Material {
                first: at,
                end: l.end as usize,
                strong: true,
                opens: true,
                closes: false,
                parts: 1,
            });
        }
        let text = self.text(at, end);
        let dotted = text.contains('.') && host::is_known(text.trim_end_matches('.'));
        if dotted {
            let opens = view.vocabulary.provider_domains.contains(text);
            let end = self.path(end);
            let closes = self.text(at, end).ends_with('/');
            return Some(Material { first: at, end, strong: true, opens, closes, parts: 1 });
        }
        let signs = |c| matches!(c, Class::Dot | Class::Dash | Class::Underscore | Class::Slash | Class::AtWeak);
        if let Some(l) = view.reading.longest(at, signs).filter(|l| whole(l.end) && l.end as usize >= end) {
            return sign(l.end as usize, false);
        }
        if let Some(l) = view.reading.longest(at, |c| c == Class::Tld).filter(|l| whole(l.end) && l.end as usize >= end)
        {
            return Some(Material {
                first: at,
                end: l.end as usize,
                strong: false,
                opens: true,
                closes: false,
                parts: 1,
            });
        }
        let username = email::is_username(text);
        if !username && self.lattice.starts(at) {
            return None;
        }
        let unknown = end == at + 1
            && view.reading.at(at).iter().all(|l| matches!(l.entry.class, Class::Letter | Class::Homophone))
            && view.reading.tokens()[at].kind == TokenKind::Word
            && text.len() >= 3;
        // "dwk-", "marie_": a sign that waits for the rest.
        let waits =
            matches!(view.sign(end), Some("-" | "_" | ".")) && view.reading.tokens().len() == end + 1 && end > at;
        let (end, closes) = if waits && view.sign(end) != Some(".") { (end + 1, true) } else { (end, false) };
        (username || unknown || (end > at + 1 && self.is_label(text))).then_some(Material {
            first: at,
            end,
            strong: username,
            opens: false,
            closes,
            parts: 1,
        })
    }

    /// "monsite-depannage", "k1p9": no word, and no number with its unit.
    fn is_label(&self, text: &str) -> bool {
        text.len() >= 3 && text.starts_with(|c: char| c.is_ascii_alphabetic())
    }

    /// One past the chunk of a name at a token; past the last token, that place.
    fn chunk(&self, first: usize) -> usize {
        self.chunks.names.get(first).copied().unwrap_or(first)
    }

    /// One past the chunk of a path at a token.
    fn path_chunk(&self, first: usize) -> usize {
        self.chunks.paths.get(first).copied().unwrap_or(first)
    }

    /// One past the path that follows a host.
    fn path(&self, end: usize) -> usize {
        if self.view.sign(end) == Some("/") { self.path_chunk(end + 1).max(end + 1) } else { end }
    }

    /// Account numbers by their country and check digits, and halves of a wallet's address.
    fn accounts(&mut self) {
        let names: FxHashSet<usize> = self.found.iter().filter(|f| f.form == Form::Name).map(|f| f.first).collect();
        let mut accounts: Vec<(usize, usize)> = Vec::new();
        let mut done = 0;
        for at in 0..self.covered.len() {
            let inside = at > 0 && self.view.is_alphanumeric(at - 1);
            if at < done || inside || !(self.free(at) || names.contains(&at)) {
                continue;
            }
            if let Some(end) = self.account(at) {
                accounts.push((at, end));
                done = end;
            }
        }
        self.found.retain(|f| {
            let next = accounts.partition_point(|&(_, end)| end <= f.first);
            accounts.get(next).is_none_or(|&(first, _)| f.end <= first)
        });
        for (first, end) in accounts {
            self.push(Form::Account, first, end, LOOSE_NEAR_MAX);
        }
    }

    /// One past the account number, or the half of a wallet's address, that begins at a token.
    fn account(&self, at: usize) -> Option<usize> {
        let end = self.chunk(at);
        if end == at || self.is_overlong(at, end) {
            return None;
        }
        let head = self.text(at, end).as_bytes();
        let figures = |part: &[u8]| part.iter().any(u8::is_ascii_digit);
        if head.len() >= TOKEN_BYTES_MIN
            && figures(head)
            && head.iter().any(u8::is_ascii_alphabetic)
            && head.iter().all(u8::is_ascii_alphanumeric)
        {
            return Some(end);
        }
        let is_head = head.len() >= 4
            && head[..2].iter().all(u8::is_ascii_lowercase)
            && head[2..4].iter().all(u8::is_ascii_digit);
        if !is_head {
            return None;
        }
        let mut last = end;
        loop {
            let next = self.view.skip_spaces(last);
            let more = self.chunk(next);
            if more == next || self.is_overlong(at, more) {
                return Some(last);
            }
            let group = self.text(next, more).as_bytes();
            if !group.iter().all(u8::is_ascii_alphanumeric) || (!figures(group) && group.len() != 4) {
                return Some(last);
            }
            last = more;
        }
    }

    /// Whether a range of tokens is too long for a fragment, so that what it says need not be read.
    fn is_overlong(&self, first: usize, end: usize) -> bool {
        self.view.reading.bytes(first, end).len() > FRAGMENT_BYTES_MAX
    }

    fn digits(&mut self) {
        let mut at = 0;
        while at < self.covered.len() {
            match Some(at).filter(|&at| self.free(at)).and_then(|at| self.run(at)) {
                Some((end, count, figures, zero)) => {
                    let announced = self.view.cue(at, end, Kind::Phone).far;
                    if !self.is_overlong(at, end) && !self.explained(at, end, announced) {
                        let loose_max = match (figures, count) {
                            _ if announced => u8::MAX,
                            (_, 2..) if zero => LOOSE_NEAR_MAX + 4,
                            (_, 4..) => LOOSE_NEAR_MAX,
                            (true, 2..) => LOOSE_NEAR_MAX - 2,
                            (false, 2..) => LOOSE_PURE_MAX,
                            _ => 1,
                        };
                        self.push(Form::Digits(count), at, end, loose_max);
                    } else {
                        self.covered[at..end].fill(true);
                    }
                    at = end;
                }
                None => at += 1,
            }
        }
    }

    /// A run of digits from a token on: one past it, how many, whether in figures, whether a zero begins it.
    fn run(&self, first: usize) -> Option<(usize, u8, bool, bool)> {
        let view = self.view;
        if first > 0 && view.is_alphanumeric(first - 1) || !self.lattice.starts(first) {
            return None;
        }
        let (mut steps, mut at, mut end, mut count) = (Vec::new(), first, first, 0);
        let (mut figures, mut zero) = (true, false);
        loop {
            steps.clear();
            self.lattice.steps(at, &mut steps);
            let Some(step) = steps.iter().filter(|s| s.how != How::Homophone && s.end > at).max_by_key(|s| s.end)
            else {
                break;
            };
            if !self.free(at) {
                break;
            }
            if count == 0 {
                zero = step.digits.as_slice()[0] == b'0';
            }
            count += step.digits.len();
            figures &= step.how != How::Words;
            end = step.end;
            let between = self.lattice.gaps(end, 0).into_iter().flatten().find(|b| b.loose == 0 && !b.decimal);
            match between {
                Some(b) if b.next >= end && (b.gap < Gap::Letters || b.gap == Gap::Filler) => at = b.next,
                _ => break,
            }
        }
        let plus = view.sign_before(first, "+");
        (end > first).then_some((end, u8::try_from(count).unwrap_or(u8::MAX), figures, zero || plus))
    }

    /// Whether digits are a price, a time, a date, a measure: what stands around or between them says so.
    fn explained(&self, first: usize, end: usize, announced: bool) -> bool {
        let view = self.view;
        let tokens = view.reading.tokens();
        let unit = |at: usize| {
            view.reading
                .at(at)
                .iter()
                .any(|l| matches!(l.entry.class, Class::Against(_)) && view.reading.is_plausible(l.entry))
        };
        let spaced = view.skip_spaces(end);
        if view.is_alphanumeric(end) || matches!(view.sign(spaced), Some("€" | "$" | "£" | "%" | "°" | ":" | "/" | "@"))
        {
            return true;
        }
        let before = view.skip_spaces_back(first).checked_sub(1);
        if before.is_some_and(|at| matches!(view.sign(at), Some("€" | "$" | "£" | ":" | "/" | "#")) && !announced) {
            return true;
        }
        if announced {
            return false;
        }
        let figures = self.text(first, end);
        if figures.len() == 4
            && (figures.starts_with("19") || figures.starts_with("20"))
            && figures.bytes().all(|b| b.is_ascii_digit())
        {
            return true;
        }
        let known = |at: usize| tokens.get(at).is_some_and(|t| t.kind == TokenKind::Word && t.len() > 1) && unit(at);
        known(spaced) || view.against_before(first).is_some() || self.shaped(first, end)
    }

    /// "14:30", "12/03", "3-2", "12,50", "2.5": figures with one sign between that make a time, date, score or price.
    fn shaped(&self, first: usize, end: usize) -> bool {
        let text = self.text(first, end);
        let Some(sign) = text.find([':', '/', '-', ',', '.']) else { return false };
        let (left, right) = (&text[..sign], &text[sign + 1..]);
        let figures = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !figures(left) || !right.bytes().all(|b| b.is_ascii_digit() || b == text.as_bytes()[sign]) {
            return false;
        }
        let more = right.bytes().filter(|b| !b.is_ascii_digit()).count();
        match text.as_bytes()[sign] {
            b':' => true,
            b'/' => more <= 1 && left.len() <= 2,
            b'-' => {
                more == 0 && left.len() <= 2 && right.len() <= 2 && !left.starts_with('0')
                    || more == 2 && left.len() == 4
            }
            _ => more == 0 && right.len() <= 3 && !(left.len() == 2 && left.starts_with('0')),
        }
    }

    /// Counts the loose words, drops what is too unsure beside them, and writes the rest out.
    fn finish(mut self, out: &mut Fragments) {
        let view = self.view;
        let tokens = view.reading.tokens();
        out.list.clear();
        out.corrects = false;
        let mut places: Vec<(usize, Place)> = Vec::new();
        let votes = view.reading.votes();
        let best = votes.iter().copied().max().unwrap_or(0);
        let mut spoken = (0..votes.len()).filter(|&at| votes[at] * 5 >= best * 3);
        let clear = spoken.next().filter(|_| best >= VOTES_MIN && spoken.next().is_none());
        out.language = clear.and_then(|at| u8::try_from(at).ok());
        for lexeme in view.reading.lexemes().iter().filter(|l| view.reading.is_plausible(l.entry)) {
            match lexeme.entry.class {
                Class::Correction => out.corrects = true,
                Class::First => places.push((lexeme.first as usize, Place::First)),
                Class::Last => places.push((lexeme.first as usize, Place::Last)),
                _ => {}
            }
            let around = matches!(
                lexeme.entry.class,
                Class::Filler
                    | Class::Cue(_)
                    | Class::Correction
                    | Class::First
                    | Class::Last
                    | Class::Number
                    | Class::Joiner
            );
            if around {
                self.covered[lexeme.first as usize..lexeme.end as usize].fill(true);
            }
        }
        out.corrects |= tokens.first().is_some_and(|t| t.text(view.text()) == "*")
            || self.found.iter().any(|f| f.first > 0 && view.sign(f.first - 1) == Some("*"));
        let loose = (0..tokens.len()).filter(|&at| tokens[at].kind == TokenKind::Word && !self.covered[at]).count();
        out.loose = u8::try_from(loose).unwrap_or(u8::MAX);
        self.found.retain(|f| f.loose_max >= out.loose);
        let digits = self.found.iter().any(|f| matches!(f.form, Form::Digits(_) | Form::Account));
        if digits {
            let cue = view
                .reading
                .lexemes()
                .iter()
                .find(|l| l.entry.class == Class::Cue(Kind::Phone) && view.reading.is_plausible(l.entry));
            self.found.extend(cue.map(|l| Found {
                form: Form::Cue,
                first: l.first as usize,
                end: l.end as usize,
                loose_max: 0,
            }));
        }
        let call = view
            .reading
            .lexemes()
            .iter()
            .find(|l| l.entry.class == Class::Cue(Kind::Meeting) && view.reading.is_plausible(l.entry));
        if out.loose <= LOOSE_NEAR_MAX {
            self.found.extend(call.map(|l| Found {
                form: Form::Call,
                first: l.first as usize,
                end: l.end as usize,
                loose_max: 0,
            }));
        }
        self.found.sort_by_key(|f| (f.first, f.end));
        for found in &self.found {
            let bytes = view.reading.bytes(found.first, found.end);
            let span = view.folded.original(bytes);
            if out.list.len() == FRAGMENTS_MAX {
                break;
            }
            if span.len() <= FRAGMENT_BYTES_MAX {
                // "78 à la fin": what is said after the only one is said of it too.
                let before = places[..places.partition_point(|(at, _)| *at < found.first)].last();
                let after = places.first().filter(|_| self.found.len() <= 2);
                let place = before.or(after).map_or(Place::Next, |(_, place)| *place);
                out.list.push(Fragment { form: found.form, span, place });
            }
        }
    }
}

/// Part of a run of names and signs.
struct Material {
    first: usize,
    end: usize,
    /// Whether it is unmistakable: a user name, an at-sign, a provider.
    strong: bool,
    opens: bool,
    closes: bool,
    parts: usize,
}

impl Material {
    /// Whether it goes on a run: directly, or tied over a space.
    fn follows(&self, run: &Material, first: usize) -> bool {
        first == run.end || self.opens || run.closes
    }
}
