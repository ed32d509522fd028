//! What a text must hold for a pattern to match, read from the pattern's own expression: literals, figures, a long run of letters
//! and figures. So nobody has to say it beside the expression, and it cannot be wrong.

use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};

/// Literals of one clause at most: more are hardly ever all absent.
const LITERALS_MAX: usize = 96;
/// Clauses of one branch at most: those that tell most.
const CLAUSES_MAX: usize = 8;
/// A shorter literal is in every text, unless it stands by itself or is a figure.
const LITERAL_BYTES_MIN: usize = 2;
/// Literals longer than this tell as much cut short.
const LITERAL_BYTES_MAX: usize = 16;
/// Characters of a class that are taken one by one.
const CLASS_CHARS_MAX: usize = 4;
/// Repetitions that are written out.
const REPEATED_MAX: u32 = 3;

/// Characters that a text must hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Literal {
    pub(super) text: String,
    /// Whether no letter or figure of ASCII stands before it.
    pub(super) begins: bool,
    /// Whether none stands after it.
    pub(super) ends: bool,
}

impl Literal {
    /// Whether a text that holds another literal holds this one too.
    fn is_in(&self, other: &Literal) -> bool {
        match (self.begins, self.ends) {
            (false, false) => other.text.contains(&self.text),
            (true, false) => other.begins && other.text.starts_with(&self.text),
            (false, true) => other.ends && other.text.ends_with(&self.text),
            (true, true) => self == other,
        }
    }
}

/// Literals of which a text must hold one.
pub(super) type Clause = Vec<Literal>;

/// What a text must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Required {
    /// Every clause of one branch at least.
    pub(super) branches: Vec<Vec<Clause>>,
    /// So many figures.
    pub(super) digits: usize,
    /// A run of so many letters and figures.
    pub(super) run: usize,
    /// So many figures, or letters that look like some, with no other letter between.
    pub(super) stretch: usize,
}

impl Required {
    /// Reads an expression.
    pub(super) fn of(hir: &Hir) -> Self {
        Self { branches: branches(hir), digits: digits(hir), run: run(hir), stretch: stretch(hir).longest }
    }
}

/// The branches of the widest choice that every match goes through, each with its clauses and those around the choice.
fn branches(hir: &Hir) -> Vec<Vec<Clause>> {
    match hir.kind() {
        HirKind::Capture(capture) => branches(&capture.sub),
        HirKind::Alternation(choices) => choices.iter().map(|choice| chosen(clauses(choice))).collect(),
        HirKind::Concat(parts) => {
            let width = |part: &Hir| branches_count(part);
            let Some(widest) = (0..parts.len()).max_by_key(|&at| width(&parts[at])).filter(|&at| width(&parts[at]) > 1)
            else {
                return vec![chosen(clauses(hir))];
            };
            let around = [&parts[..widest], &parts[widest + 1..]].map(concat_clauses).concat();
            let within = branches(&parts[widest]).into_iter();
            within.map(|inner| chosen(inner.into_iter().chain(around.iter().cloned()).collect())).collect()
        }
        _ => vec![chosen(clauses(hir))],
    }
}

fn branches_count(hir: &Hir) -> usize {
    match hir.kind() {
        HirKind::Capture(capture) => branches_count(&capture.sub),
        HirKind::Alternation(choices) => choices.len(),
        HirKind::Concat(parts) => parts.iter().map(branches_count).max().unwrap_or(0),
        _ => 1,
    }
}

/// The clauses that tell most.
fn chosen(mut clauses: Vec<Clause>) -> Vec<Clause> {
    clauses.sort_by_key(|clause| std::cmp::Reverse(worth(clause)));
    clauses.dedup();
    clauses.truncate(CLAUSES_MAX);
    clauses
}

/// How much a clause tells: its shortest literal, a bound as much as a letter, then how few they are.
fn worth(clause: &Clause) -> (usize, usize) {
    let told = |l: &Literal| (l.text.len() + usize::from(l.begins) + usize::from(l.ends)).min(8);
    (clause.iter().map(told).min().unwrap_or(0), LITERALS_MAX - clause.len())
}

/// What every match of an expression holds.
fn clauses(hir: &Hir) -> Vec<Clause> {
    match hir.kind() {
        HirKind::Concat(parts) => concat_clauses(parts),
        HirKind::Capture(capture) => clauses(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => clauses(&repetition.sub),
        HirKind::Literal(_) => Run::of(hir).and_then(Run::clause).into_iter().collect(),
        HirKind::Alternation(choices) => {
            if let Some(clause) = Run::of(hir).and_then(Run::clause) {
                return vec![clause];
            }
            // One of the best of each choice.
            let best = |choice: &Hir| clauses(choice).into_iter().max_by_key(worth);
            let all: Option<Vec<Clause>> = choices.iter().map(best).collect();
            all.map(|all| all.concat()).and_then(pruned).into_iter().collect()
        }
        HirKind::Empty | HirKind::Class(_) | HirKind::Look(_) | HirKind::Repetition(_) => Vec::new(),
    }
}

/// Texts that parts of an expression make up, one of which stands in every match.
struct Run {
    texts: Vec<String>,
    begins: bool,
    ends: bool,
}

impl Run {
    fn of(hir: &Hir) -> Option<Self> {
        Some(Self { texts: language(hir)?, begins: false, ends: false })
    }

    /// The run as a clause, if it tells anything: nothing that is in every text, nothing twice.
    fn clause(self) -> Option<Clause> {
        let is_word = |b: u8| b.is_ascii_alphanumeric();
        let literal = |mut text: String| {
            let end = (0..=text.len().min(LITERAL_BYTES_MAX)).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
            let whole = end == text.len();
            text.truncate(end);
            let begins = self.begins && text.bytes().next().is_some_and(is_word);
            let ends = self.ends && whole && text.bytes().last().is_some_and(is_word);
            Literal { text, begins, ends }
        };
        pruned(self.texts.into_iter().map(literal).collect())
    }
}

/// Literals as a clause, without those that hold another; nothing where one is in every text.
fn pruned(mut literals: Vec<Literal>) -> Option<Clause> {
    literals.sort_by_key(|literal| (literal.text.len(), literal.begins, literal.ends));
    let mut kept: Clause = Vec::new();
    for literal in literals {
        if !kept.iter().any(|shorter| shorter.is_in(&literal)) {
            kept.push(literal);
        }
    }
    kept.sort();
    let figure = |l: &Literal| l.text.bytes().all(|b| b.is_ascii_digit());
    let tells =
        |l: &Literal| l.text.len() >= LITERAL_BYTES_MIN || l.text.len() == 1 && (l.begins && l.ends || figure(l));
    (kept.len() <= LITERALS_MAX && kept.iter().all(tells)).then_some(kept)
}

/// The clauses of parts that follow one another: those that are words are read on from one to the next.
fn concat_clauses(parts: &[Hir]) -> Vec<Clause> {
    let mut found = Vec::new();
    let mut run = Run { texts: vec![String::new()], begins: false, ends: false };
    // Whether no letter or figure stands right before the next part.
    let mut apart = false;
    for part in parts {
        let next = language(part);
        let longer = next.as_ref().and_then(|next| product(&run.texts, next));
        match (next, longer) {
            (Some(_), Some(longer)) => {
                if run.texts.iter().all(String::is_empty) {
                    run.begins = apart;
                }
                let bound = matches!(part.kind(), HirKind::Look(look) if is_bound(*look));
                run.ends = bound || run.ends && longer == run.texts;
                run.texts = longer;
            }
            (Some(texts), None) => {
                found.extend(std::mem::replace(&mut run, Run { texts, begins: apart, ends: false }).clause());
            }
            (None, _) => {
                run.ends |= parts_before(part);
                let fresh = Run { texts: vec![String::new()], begins: false, ends: false };
                found.extend(std::mem::replace(&mut run, fresh).clause());
                found.extend(clauses(part));
            }
        }
        apart = parts_after(part, apart);
    }
    found.extend(run.clause());
    found
}

/// Whether no letter or figure stands right before what follows an expression; `before`: before the expression itself.
fn parts_after(hir: &Hir, before: bool) -> bool {
    match hir.kind() {
        HirKind::Empty => before,
        HirKind::Look(look) => before || is_bound(*look),
        HirKind::Literal(literal) => literal.0.last().is_some_and(|b| !b.is_ascii_alphanumeric()),
        HirKind::Class(class) => is_apart(class),
        HirKind::Repetition(repetition) => parts_after(&repetition.sub, before) && (repetition.min > 0 || before),
        HirKind::Capture(capture) => parts_after(&capture.sub, before),
        HirKind::Concat(parts) => parts.iter().fold(before, |before, part| parts_after(part, before)),
        HirKind::Alternation(choices) => choices.iter().all(|choice| parts_after(choice, before)),
    }
}

/// Whether an expression begins with what is no letter or figure, whatever it matches.
fn parts_before(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty => false,
        HirKind::Look(look) => is_bound(*look),
        HirKind::Literal(literal) => literal.0.first().is_some_and(|b| !b.is_ascii_alphanumeric()),
        HirKind::Class(class) => is_apart(class),
        HirKind::Repetition(repetition) => repetition.min > 0 && parts_before(&repetition.sub),
        HirKind::Capture(capture) => parts_before(&capture.sub),
        HirKind::Concat(parts) => parts.first().is_some_and(parts_before),
        HirKind::Alternation(choices) => choices.iter().all(parts_before),
    }
}

/// Whether a word ends or begins at a bound: beside a letter or figure it says that none stands on the other side.
fn is_bound(look: Look) -> bool {
    matches!(look, Look::WordAscii | Look::WordUnicode | Look::Start | Look::StartLF | Look::StartCRLF)
}

/// Every text that an expression matches, if they are few.
fn language(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(vec![String::new()]),
        HirKind::Literal(literal) => Some(vec![String::from_utf8(literal.0.to_vec()).ok()?]),
        HirKind::Class(class) => {
            let chars: Vec<char> = match class {
                Class::Unicode(class) => {
                    class.iter().flat_map(|range| range.start()..=range.end()).take(CLASS_CHARS_MAX + 1).collect()
                }
                Class::Bytes(class) => {
                    let ascii = class.is_ascii().then_some(class)?;
                    let bytes = ascii.iter().flat_map(|range| range.start()..=range.end());
                    bytes.take(CLASS_CHARS_MAX + 1).map(char::from).collect()
                }
            };
            (chars.len() <= CLASS_CHARS_MAX).then(|| chars.into_iter().map(String::from).collect())
        }
        HirKind::Repetition(Repetition { min, max: Some(max), sub, .. }) if *max <= REPEATED_MAX => {
            let once = language(sub)?;
            let mut all = Vec::new();
            let mut repeated = vec![String::new()];
            for times in 0..=*max {
                if times >= *min {
                    all.extend(repeated.iter().cloned());
                }
                repeated = product(&repeated, &once)?;
            }
            (all.len() <= LITERALS_MAX).then_some(all)
        }
        HirKind::Repetition(_) => None,
        HirKind::Capture(capture) => language(&capture.sub),
        HirKind::Concat(parts) => {
            parts.iter().try_fold(vec![String::new()], |all, part| product(&all, &language(part)?))
        }
        HirKind::Alternation(choices) => {
            let all: Vec<String> =
                choices.iter().map(language).collect::<Option<Vec<_>>>()?.into_iter().flatten().collect();
            (all.len() <= LITERALS_MAX).then_some(all)
        }
    }
}

/// Each of one followed by each of the other.
fn product(one: &[String], other: &[String]) -> Option<Vec<String>> {
    (one.len() * other.len() <= LITERALS_MAX)
        .then(|| one.iter().flat_map(|first| other.iter().map(move |second| format!("{first}{second}"))).collect())
}

/// The fewest figures of a match.
fn digits(hir: &Hir) -> usize {
    match hir.kind() {
        HirKind::Class(class) => usize::from(is_within(class, |c| c.is_ascii_digit())),
        HirKind::Literal(literal) => literal.0.iter().filter(|b| b.is_ascii_digit()).count(),
        HirKind::Repetition(repetition) => repetition.min as usize * digits(&repetition.sub),
        HirKind::Capture(capture) => digits(&capture.sub),
        HirKind::Concat(parts) => parts.iter().map(digits).sum(),
        HirKind::Alternation(choices) => choices.iter().map(digits).min().unwrap_or(0),
        HirKind::Empty | HirKind::Look(_) => 0,
    }
}

/// The longest run of letters and figures of ASCII that every match has.
fn run(hir: &Hir) -> usize {
    match hir.kind() {
        HirKind::Repetition(repetition) => match repetition.sub.kind() {
            HirKind::Class(class) if is_within(class, |c| c.is_ascii_alphanumeric()) => repetition.min as usize,
            _ if repetition.min > 0 => run(&repetition.sub),
            _ => 0,
        },
        HirKind::Capture(capture) => run(&capture.sub),
        HirKind::Concat(parts) => parts.iter().map(run).max().unwrap_or(0),
        HirKind::Alternation(choices) => choices.iter().map(run).min().unwrap_or(0),
        HirKind::Literal(_) | HirKind::Class(_) | HirKind::Empty | HirKind::Look(_) => 0,
    }
}

/// The figures, and letters that look like some, of an expression that no other letter or figure parts.
#[derive(Clone, Copy, Default)]
struct Stretch {
    /// How many stand together somewhere.
    longest: usize,
    /// How many at its beginning, and at its end; all where nothing else is in it.
    first: usize,
    last: usize,
    /// Whether nothing else is in it.
    pure: bool,
}

impl Stretch {
    /// What matches no letter or figure but so many that look like figures.
    fn pure(count: usize) -> Self {
        Self { longest: count, first: count, last: count, pure: true }
    }

    fn then(self, next: Self) -> Self {
        Self {
            longest: self.longest.max(next.longest).max(self.last + next.first),
            first: if self.pure { self.first + next.first } else { self.first },
            last: if next.pure { next.last + self.last } else { next.last },
            pure: self.pure && next.pure,
        }
    }

    fn or(self, other: Self) -> Self {
        Self {
            longest: self.longest.min(other.longest),
            first: self.first.min(other.first),
            last: self.last.min(other.last),
            pure: self.pure && other.pure,
        }
    }
}

/// The least that every match has.
fn stretch(hir: &Hir) -> Stretch {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Stretch::pure(0),
        HirKind::Class(class) if is_within(class, |c| u8::try_from(c).is_ok_and(is_like_figure)) => Stretch::pure(1),
        HirKind::Class(class) if is_apart(class) => Stretch::pure(0),
        HirKind::Class(_) => Stretch::default(),
        HirKind::Literal(literal) => literal.0.iter().fold(Stretch::pure(0), |all, &b| {
            all.then(match b {
                b if is_like_figure(b) => Stretch::pure(1),
                b if b.is_ascii_alphanumeric() => Stretch::default(),
                _ => Stretch::pure(0),
            })
        }),
        HirKind::Repetition(repetition) => {
            let once = stretch(&repetition.sub);
            match repetition.min {
                _ if once.pure => Stretch::pure(once.longest * repetition.min as usize),
                0 => Stretch::default(),
                _ => once,
            }
        }
        HirKind::Capture(capture) => stretch(&capture.sub),
        HirKind::Concat(parts) => parts.iter().map(stretch).fold(Stretch::pure(0), Stretch::then),
        HirKind::Alternation(choices) => choices.iter().map(stretch).reduce(Stretch::or).unwrap_or_default(),
    }
}

/// Whether a character is a figure or a letter that stands for one.
pub(super) fn is_like_figure(b: u8) -> bool {
    matches!(b, b'0'..=b'9' | b'o' | b'i' | b'l' | b's' | b'z' | b'b' | b'g' | b'q')
}

/// Whether no character of a class is a letter or figure of ASCII.
fn is_apart(class: &Class) -> bool {
    let holds = |c: u8| match class {
        Class::Unicode(class) => class.iter().any(|r| r.start() <= char::from(c) && char::from(c) <= r.end()),
        Class::Bytes(class) => class.iter().any(|r| r.start() <= c && c <= r.end()),
    };
    !(0..128u8).filter(u8::is_ascii_alphanumeric).any(holds)
}

/// Whether every character of a class is of some sort of ASCII.
fn is_within(class: &Class, sort: impl Fn(char) -> bool) -> bool {
    match class {
        Class::Unicode(class) => {
            class.iter().all(|r| r.end().is_ascii() && (r.start()..=r.end()).all(&sort))
                && class.iter().next().is_some()
        }
        Class::Bytes(class) => {
            class.iter().all(|r| (r.start()..=r.end()).all(|b| b.is_ascii() && sort(char::from(b))))
                && class.iter().next().is_some()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn required(pattern: &str) -> Required {
        Required::of(&regex_syntax::parse(pattern).unwrap())
    }

    #[test]
    fn literals_figures_and_runs_are_read_from_an_expression() {
        let clauses = |pattern| required(pattern).branches;
        assert_eq!(clauses(r"\bdonne[- ]moi ton"), [vec![vec!["|donne-moi ton", "|donne moi ton"]]].map(sorted));
        // What may be left out is no need.
        assert_eq!(clauses(r"(?:pas )?num(?:ero)?\s{1,3}\d\d"), [vec![vec!["num|", "numero|"]]].map(sorted));
        assert_eq!(
            clauses(r"(?:hors\s+site|entre\s+nous)"),
            [vec![vec!["hors|"], vec!["|site"]], vec![vec!["entre|"], vec!["|nous"]]].map(sorted)
        );
        let figures = required("[0-9]{4}(?:[ -]?[0-9]{4}){3}").digits;
        assert_eq!((figures, required("[a-z0-9]{30,40}x?").run), (16, 30));
        assert_eq!(required(r"\w{3,9}@").branches, [Vec::<Clause>::new()]);
        for (pattern, stretch) in [
            ("[2-6](?:[ .-]{0,3}[0-9oil]){12,18}", 13),
            ("(?:a|[0-9]{4})[0-9]{3}", 3),
            ("[0-9]{2} ?h ?[0-9]{3}", 3),
            ("x[0-9]+-?(?:[0-9]{2}|ab)", 1),
        ] {
            assert_eq!(required(pattern).stretch, stretch, "{pattern}");
        }
    }

    fn sorted(branch: Vec<Vec<&str>>) -> Vec<Clause> {
        let literal = |text: &str| Literal {
            text: text.trim_matches('|').to_owned(),
            begins: text.starts_with('|'),
            ends: text.ends_with('|'),
        };
        let sorted = |clause: Vec<&str>| {
            let mut clause: Clause = clause.into_iter().map(literal).collect();
            clause.sort();
            clause
        };
        chosen(branch.into_iter().map(sorted).collect())
    }
}
