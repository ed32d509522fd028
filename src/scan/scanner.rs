//! The compiled scanner, shared, and the scratch that belongs to a thread.

use std::sync::Arc;

use regex::RegexBuilder;
use rustc_hash::FxHashSet;

use crate::kind::{Kind, Mode};
use crate::patterns::{Detector, Pack, PackError, Source};
use crate::private::Private;

use super::detect::fragments;
use super::detect::{Candidate, Direction, Found, Needs, Numerals, Own, Pattern, Reader, View, Weights, traits_of};
use super::explain::{self, Explanation};
use super::fold::{self, Folded};
use super::gate::{Awake, Gate, Keys};
use super::read::{Judge, Reading, Sought, Traits, Vocabulary, Words};
use super::required::Required;
use super::{Finding, Findings, Fragments, Input, prove, resolve};

/// Bytes that one pattern's compiled program may take: a pattern over it is unbounded in all but name.
const REGEX_BYTES_MAX: usize = 4 << 20;
/// Bytes of one pattern's lazy DFA, a thread: the default of 2 MiB is thrown away and built anew all the time by the larger patterns.
const DFA_BYTES_MAX: usize = 16 << 20;
/// Findings of one text at most: a flag carries 64, and a text with more is a list, not a chat.
const FINDINGS_MAX: usize = 256;

/// What the configuration tells the scan.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The platform's own hosts, subdomains included: never findings.
    pub hosts: Vec<String>,
    /// The platform's own e-mail and postal addresses.
    pub addresses: Vec<String>,
    /// The platform's own phone numbers.
    pub phones: Vec<String>,
    /// A longer text is scanned up to here.
    pub text_bytes_max: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { hosts: Vec::new(), addresses: Vec::new(), phones: Vec::new(), text_bytes_max: 64 << 10 }
    }
}

/// One detector, compiled.
#[derive(Debug)]
struct Compiled {
    /// Its place in the pack.
    place: usize,
    id: Arc<str>,
    mode: Mode,
    work: Work,
}

#[derive(Debug)]
enum Work {
    Pattern(Box<Pattern>),
    Reader(Reader),
}

/// Every detector, compiled; immutable and shared by all threads.
#[derive(Debug)]
pub struct Scanner {
    detectors: Vec<Compiled>,
    gate: Gate,
    vocabulary: Vocabulary,
    weights: Weights,
    own: Own,
    text_bytes_max: usize,
    gated: bool,
}

/// What the readers and the gate look for in single words.
#[derive(Debug)]
struct Judgement {
    keys: Arc<Keys>,
}

impl Judge for Judgement {
    fn traits(&self, word: &str, vocabulary: &Vocabulary) -> Traits {
        traits_of(word, vocabulary)
    }

    fn sought(&self, word: &str, sought: &mut Vec<Sought>) {
        self.keys.of(word, sought);
    }
}

/// A thread's own working memory: reused from text to text.
#[derive(Debug, Default)]
pub struct Scratch {
    views: Views,
    awake: Awake,
    found: Found,
    findings: Vec<Finding>,
    fragments: Fragments,
    detector: Option<Arc<str>>,
}

impl Scratch {
    /// The id of the detector at work, or `none`: after a panic it names the culprit.
    #[must_use]
    pub fn detector(&self) -> &str {
        self.detector.as_deref().unwrap_or("none")
    }
}

impl Scanner {
    /// Compiles a pack.
    ///
    /// # Errors
    ///
    /// When a detector or a lexicon does not compile, with its file, id and reason.
    pub fn new(pack: &Pack, settings: &Settings) -> Result<Self, PackError> {
        let lexicon = pack.lexicon();
        let refused = |reason| PackError::new("lexicon", reason);
        let compiled = pack.detectors().iter().enumerate().map(|(place, d)| compile(place, d));
        let (detectors, required): (Vec<_>, Vec<_>) = compiled.collect::<Result<Vec<_>, _>>()?.into_iter().unzip();
        let anchors = pack.detectors().iter().map(|d| d.anchors.as_slice());
        let common: FxHashSet<&str> =
            lexicon.languages.iter().flat_map(|l| &l.common.words).map(String::as_str).collect();
        let gate = Gate::new(anchors.zip(required), |word| common.contains(word)).map_err(refused)?;
        Ok(Self {
            detectors,
            vocabulary: Vocabulary::new(lexicon, Box::new(Judgement { keys: gate.keys() })).map_err(refused)?,
            gate,
            weights: Weights::new(&lexicon.evidence).map_err(refused)?,
            own: own(settings),
            text_bytes_max: settings.text_bytes_max,
            gated: true,
        })
    }

    /// The same scanner without its gate: every text is read in full. For proving that the gate changes no verdict.
    #[must_use]
    pub fn ungated(mut self) -> Self {
        self.gated = false;
        self
    }

    /// Scans one text.
    ///
    /// # Example
    ///
    /// ```
    /// use vigie::{patterns::Pack, scan::{Input, Scanner, Scratch, Settings}};
    ///
    /// let scanner = Scanner::new(&Pack::embedded().unwrap(), &Settings::default()).unwrap();
    /// let mut scratch = Scratch::default();
    /// let text = "appelle-moi au 06 39 98 12 34";
    /// let found = scanner.scan(Input { text, locale: None }, &mut scratch);
    /// assert_eq!(&text[found.findings[0].span.clone()], "06 39 98 12 34");
    /// ```
    pub fn scan<'s>(&self, input: Input<'_>, scratch: &'s mut Scratch) -> Findings<'s> {
        let text = &input.text[..boundary(input.text, self.text_bytes_max)];
        let mut truncated = text.len() < input.text.len();
        scratch.findings.clear();
        self.read(Input { text, ..input }, &self.detectors, scratch);
        truncated |= scratch.found.truncated;
        Findings { findings: &scratch.findings, truncated }
    }

    /// Scans one text and says too what in it could become part of a detail said over several messages.
    pub fn scan_for_fragments<'s>(&self, input: Input<'_>, scratch: &'s mut Scratch) -> (Findings<'s>, &'s Fragments) {
        let truncated = self.scan(input, scratch).truncated;
        let text = &input.text[..boundary(input.text, self.text_bytes_max)];
        let view = self.view(Input { text, ..input }, &scratch.views.0[0], Direction::Forward);
        fragments::read(&view, &scratch.findings, &mut scratch.fragments);
        (Findings { findings: &scratch.findings, truncated }, &scratch.fragments)
    }

    /// The code of a language by its place in the lexicon.
    #[must_use]
    pub fn language(&self, place: u8) -> Option<&str> {
        self.vocabulary.languages.get(usize::from(place)).map(|language| language.code.as_str())
    }

    /// Scans one text with a single detector, by its place in the pack: for proving the detector's own examples.
    pub(crate) fn scan_with<'s>(&self, detector: usize, text: &str, scratch: &'s mut Scratch) -> &'s [Finding] {
        scratch.findings.clear();
        self.read(Input { text, locale: None }, &self.detectors[detector..=detector], scratch);
        &scratch.findings
    }

    /// Reads a text in every view that it calls for, and resolves what was found.
    fn read(&self, input: Input<'_>, detectors: &[Compiled], scratch: &mut Scratch) {
        self.gather(input, detectors, scratch);
        settle(detectors, scratch);
    }

    /// Gathers what every detector finds in every view that a text calls for.
    fn gather(&self, input: Input<'_>, detectors: &[Compiled], scratch: &mut Scratch) {
        let Scratch { views, awake, found, detector, .. } = scratch;
        found.candidates.clear();
        found.truncated = false;
        in_every_view(input.text, &self.vocabulary, views, |_, direction, read| {
            let view = self.view(input, read, direction);
            self.gate.wake(view.text(), view.reading.holds(), view.reading.sought(), awake);
            let needs = self.gated.then(|| Needs::of(&view));
            detect(detectors, awake, needs.as_ref(), &view, found, detector);
        });
        *detector = None;
    }

    /// Explains one text: how it is read, and every candidate, those that others displaced too.
    ///
    /// # Example
    ///
    /// ```
    /// use vigie::{patterns::Pack, scan::{Input, Scanner, Settings}};
    ///
    /// let scanner = Scanner::new(&Pack::embedded().unwrap(), &Settings::default()).unwrap();
    /// let explained = scanner.explain(Input { text: "Zéro SIX", locale: None });
    /// assert_eq!(explained.views[0].folded.get(), "zero six");
    /// ```
    #[must_use]
    pub fn explain(&self, input: Input<'_>) -> Explanation {
        let mut scratch = Scratch::default();
        let text = &input.text[..boundary(input.text, self.text_bytes_max)];
        self.gather(Input { text, ..input }, &self.detectors, &mut scratch);
        let all: Vec<Finding> = scratch.found.candidates.iter().map(|c| finding(&self.detectors, c.clone())).collect();
        settle(&self.detectors, &mut scratch);
        Explanation {
            views: explain::views(text, &self.vocabulary, &mut scratch.views),
            candidates: explain::candidates(all, &scratch.findings),
            truncated: text.len() < input.text.len() || scratch.found.truncated,
        }
    }

    /// Every weight of the evidence table, in tenths of a logit, by kind and name.
    #[must_use]
    pub fn weights(&self) -> Vec<(Kind, String, i16)> {
        self.weights.all()
    }

    /// Changes a weight of the evidence table, for tuning it.
    pub fn reweigh(&mut self, kind: Kind, evidence: &str, weight: i16) {
        self.weights.set(kind, evidence, weight);
    }

    /// What a piece of evidence weighs for a kind, in tenths of a logit; 0 for what only notes.
    #[must_use]
    pub fn weight(&self, kind: Kind, evidence: &str) -> i16 {
        self.weights.of(kind, evidence)
    }

    fn view<'a>(&'a self, input: Input<'a>, read: &'a Read, direction: Direction) -> View<'a> {
        View {
            original: input.text,
            folded: &read.folded,
            reading: &read.reading,
            numerals: &read.numerals,
            vocabulary: &self.vocabulary,
            weights: &self.weights,
            own: &self.own,
            locale: input.locale,
            direction,
        }
    }
}

/// Resolves what was gathered into findings.
fn settle(detectors: &[Compiled], scratch: &mut Scratch) {
    let Scratch { found, findings, .. } = scratch;
    resolve::resolve(&mut found.candidates, |at| detectors[at].mode);
    found.truncated |= found.candidates.len() > FINDINGS_MAX;
    findings.extend(found.candidates.drain(..).take(FINDINGS_MAX).map(|c| finding(detectors, c)));
}

/// A folded text, its reading, and its numbers where they were asked for.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) folded: Folded,
    pub(super) reading: Reading,
    numerals: Numerals,
}

impl Read {
    fn read(&mut self, vocabulary: &Vocabulary, words: &mut Words) {
        self.numerals.forget();
        self.reading.read(&self.folded, vocabulary, words);
    }
}

/// A text as it is read, twice: as written, and in whatever other way; and the words that both read.
pub(super) type Views = ([Read; 2], Words);

/// Reads a text in every way that it calls for, and has each seen under its name; what is as written stays in the first place.
pub(super) fn in_every_view(
    text: &str,
    vocabulary: &Vocabulary,
    views: &mut Views,
    mut see: impl FnMut(&'static str, Direction, &Read),
) {
    type View = fn(&Folded, &mut Folded) -> bool;
    const OTHERS: [(&str, View); 2] =
        [("spaced letters joined", fold::compacted), ("padding taken out", fold::cleaned)];
    let ([written, other], words) = views;
    written.folded.fold(text);
    written.read(vocabulary, words);
    see("as written", Direction::Forward, written);
    for (name, view) in OTHERS {
        if view(&written.folded, &mut other.folded) {
            other.read(vocabulary, words);
            see(name, Direction::Forward, other);
        }
    }
    if let Some(direction) = backwards(&written.folded, &written.reading) {
        fold::reversed(&written.folded, &mut other.folded);
        other.read(vocabulary, words);
        see("backwards", direction, other);
        fold::words_reversed(&written.folded, &mut other.folded);
        other.read(vocabulary, words);
        see("each word backwards", direction, other);
    }
}

/// Runs every detector over a view.
fn detect(
    detectors: &[Compiled],
    awake: &Awake,
    needs: Option<&Needs>,
    view: &View<'_>,
    found: &mut Found,
    at_work: &mut Option<Arc<str>>,
) {
    for (at, detector) in detectors.iter().enumerate() {
        let wanted = match &detector.work {
            Work::Reader(reader) => needs.is_none_or(|needs| needs.are_met(*reader)),
            Work::Pattern(_) => awake.is(detector.place, needs.is_some()),
        };
        if !wanted {
            continue;
        }
        *at_work = Some(detector.id.clone());
        let from = found.candidates.len();
        match &detector.work {
            Work::Reader(reader) => reader.detect(view, found),
            Work::Pattern(pattern) => pattern.detect(view, found),
        }
        for candidate in &mut found.candidates[from..] {
            candidate.detector = at;
        }
    }
}

fn finding(detectors: &[Compiled], candidate: Candidate) -> Finding {
    let detector = &detectors[candidate.detector];
    let mut disguises = candidate.disguises;
    disguises.sort_unstable();
    disguises.dedup();
    Finding {
        kind: candidate.kind,
        detector: detector.id.clone(),
        mode: detector.mode,
        span: candidate.span,
        value: Private::new(candidate.value),
        confidence: candidate.confidence,
        disguises,
        evidence: candidate.evidence,
    }
}

/// Whether the text calls for being read backwards: it says so, or the ends of links stand at its beginnings.
fn backwards(folded: &Folded, reading: &Reading) -> Option<Direction> {
    if reading.holds().reversed() {
        return Some(Direction::SaidBackward);
    }
    const ENDS: [&str; 8] = ["moc.", "rf.", "ten.", ".www", "ptth", "liamg", "liamtoh", "gro."];
    let turned = reading.holds().traits.any(Traits::TURNED) && ENDS.iter().any(|end| folded.text().contains(end));
    turned.then_some(Direction::Backward)
}

fn compile(place: usize, detector: &Detector) -> Result<(Compiled, Option<Required>), PackError> {
    let refused = |reason: String| PackError::new(detector.file.clone(), reason).of(detector.id.clone());
    let mut required = None;
    let work = match detector.source() {
        None => return Err(refused("needs either a `regex` or a `reader`, not both".to_owned())),
        Some(Source::Reader(name)) => {
            let reader = Reader::named(name)
                .ok_or_else(|| refused(format!("no reader `{name}`: there are {}", Reader::NAMES)))?;
            if reader.kind() != detector.kind {
                return Err(refused(format!("reader `{name}` finds {}, not {}", reader.kind(), detector.kind)));
            }
            Work::Reader(reader)
        }
        Some(Source::Regex(regex)) => {
            let validate = match &detector.validate {
                None => None,
                Some(name) => {
                    let unknown = || {
                        refused(format!(
                            "no validator `{name}`: there are {}",
                            prove::names().collect::<Vec<_>>().join(", ")
                        ))
                    };
                    Some(prove::validator(name).ok_or_else(unknown)?)
                }
            };
            let confidence = (detector.confidence * 100.0).round();
            if !(1.0..=100.0).contains(&confidence) {
                return Err(refused("`confidence` is a number from 0.01 to 1".to_owned()));
            }
            let regex = {
                let (regex, needs) = regex_of(regex).map_err(refused)?;
                required = Some(needs);
                regex
            };
            let spanned = regex.capture_names().flatten().any(|name| name == "span");
            let refuses = |name: Option<&str>| name.is_some_and(|n| n.starts_with("not"));
            let refusals =
                regex.capture_names().enumerate().filter(|(_, name)| refuses(*name)).map(|(at, _)| at).collect();
            let pattern =
                Pattern { regex, refusals, spanned, validate, kind: detector.kind, confidence: confidence as u8 };
            Work::Pattern(Box::new(pattern))
        }
    };
    Ok((Compiled { place, id: detector.id.clone(), mode: detector.mode, work }, required))
}

/// Compiles a pattern, and says what a text must hold for it; refuses one that has no bound on what it may match.
fn regex_of(pattern: &str) -> Result<(regex::Regex, Required), String> {
    let hir = regex_syntax::parse(pattern).map_err(|e| match e {
        regex_syntax::Error::Parse(e) => {
            format!("`regex` does not parse: {} at character {}", e.kind(), e.span().start.offset)
        }
        regex_syntax::Error::Translate(e) => format!("`regex` does not parse: {}", e.kind()),
        _ => "`regex` does not parse".to_owned(),
    })?;
    match hir.properties().maximum_len() {
        None => {
            return Err(
                "`regex` is unbounded: give every repetition an upper bound, `{0,40}` in place of `*`".to_owned()
            );
        }
        Some(0) => return Err("`regex` matches nothing but the empty text".to_owned()),
        Some(_) => {}
    }
    if hir.properties().minimum_len() == Some(0) {
        return Err("`regex` matches the empty text: require something".to_owned());
    }
    let regex =
        RegexBuilder::new(pattern).size_limit(REGEX_BYTES_MAX).dfa_size_limit(DFA_BYTES_MAX).build().map_err(|_| {
            format!("`regex` is too large: over {} MiB compiled; split it, or lower its bounds", REGEX_BYTES_MAX >> 20)
        })?;
    Ok((regex, Required::of(&hir)))
}

fn own(settings: &Settings) -> Own {
    let folded = |list: &[String]| {
        let mut fold = Folded::default();
        let fold_one = |text: &String| {
            fold.fold(text.trim());
            fold.text().to_owned()
        };
        list.iter().map(fold_one).collect::<Vec<_>>()
    };
    let digits = |phone: &String| phone.chars().filter(|c| c.is_ascii_digit()).collect();
    Own {
        hosts: folded(&settings.hosts),
        addresses: folded(&settings.addresses),
        phones: settings.phones.iter().map(digits).collect(),
    }
}

/// The last character boundary at or before `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}
