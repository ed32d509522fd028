//! Evaluates a scanner on marked files: recall, kinds, spans and false alarms, by file.
//!
//! Four shapes of line are read: a marked sentence (`{"id","lang","set":"positive|negative","level","marked":"call [[phone|06…]]"}`),
//! a marked conversation (`{…,"messages":[{"from","marked"},…]}`), and a corpus line with code point offsets
//! (`{"id","lang","text","spans":[{"start","end","kind"}],"label":"span|contains|none"}`; lines marked `suspect` are left out),
//! and a line of a catalogue (`{"id","lang","label":"pos|neg","type","messages":["…"]}`, "A: " before a message names its sender).
//! Beside these, the files of tests/cases: TOML, with ⟦marks⟧ whose kinds `want` tells.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::kind::Kind;
use crate::patterns::Marked;

/// A case: its messages, each with the details marked in it.
#[derive(Debug, Clone)]
pub struct Case {
    /// The case's name in its file.
    pub id: String,
    /// The language, as the file says it.
    pub language: String,
    /// plain, light, obfuscated, heavy, split; for corpora the label.
    pub level: String,
    /// Whether nothing may be found.
    pub negative: bool,
    /// What is to be found somewhere in the messages, where no detail is marked.
    pub contains: Option<Kind>,
    /// The messages, in order.
    pub messages: Vec<Message>,
}

/// A message of a case.
#[derive(Debug, Clone)]
pub struct Message {
    /// Who wrote it.
    pub sender: String,
    /// What was written, without the marks.
    pub text: String,
    /// The details marked in it, by kind and bytes.
    pub details: Vec<Detail>,
}

/// A marked detail.
pub type Detail = (Kind, Range<usize>);

/// A line that is no case.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct CaseError {
    /// From 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: &'static str,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    #[serde(default)]
    lang: String,
    #[serde(default)]
    set: String,
    #[serde(default)]
    level: String,
    marked: Option<String>,
    messages: Option<Vec<LineMessage>>,
    #[serde(rename = "type")]
    kind: Option<String>,
    text: Option<String>,
    #[serde(default)]
    spans: Vec<Span>,
    label: Option<String>,
    #[serde(default)]
    suspect: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum LineMessage {
    Marked { from: String, marked: String },
    Plain(String),
}

#[derive(Deserialize)]
struct Span {
    start: usize,
    end: usize,
    kind: String,
}

/// Reads the cases of a file.
///
/// # Errors
///
/// At the first line that is none of the four shapes.
pub fn cases(file: &str) -> Result<Vec<Case>, CaseError> {
    let mut out = Vec::new();
    for (at, line) in file.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let error = |reason| CaseError { line: at + 1, reason };
        let line: Line = serde_json::from_str(line).map_err(|_| error("not a JSON object of a known shape"))?;
        out.extend(case(line).map_err(error)?);
    }
    Ok(out)
}

fn case(line: Line) -> Result<Option<Case>, &'static str> {
    let mut case = Case {
        id: line.id,
        language: line.lang,
        level: line.level,
        negative: line.set == "negative" || line.label.as_deref() == Some("neg"),
        contains: line.kind.as_deref().and_then(kind),
        messages: Vec::new(),
    };
    if let (Some(text), Some(label)) = (line.text, line.label) {
        let byte = |n: usize| text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
        let spans: Vec<_> =
            line.spans.iter().filter_map(|s| Some((kind(&s.kind)?, byte(s.start)..byte(s.end)))).collect();
        if line.suspect || (label == "span" && spans.is_empty()) {
            return Ok(None);
        }
        case.negative = label == "none";
        case.level = label;
        case.messages.push(Message { sender: "A".to_owned(), text, details: spans });
    } else if let Some(messages) = line.messages {
        for message in messages {
            case.messages.push(match message {
                LineMessage::Marked { from, marked } => {
                    let (text, details) = unmark(&marked)?;
                    Message { sender: from, text, details }
                }
                LineMessage::Plain(said) => said_by(&said),
            });
        }
    } else {
        let (text, spans) = unmark(&line.marked.ok_or("neither `marked`, `messages` nor `text` and `label`")?)?;
        case.messages.push(Message { sender: "A".to_owned(), text, details: spans });
    }
    Ok(Some(case))
}

/// A file of tests/cases.
#[derive(Deserialize)]
struct Toml {
    cases: Vec<Spanned<TomlCase>>,
}

#[derive(Deserialize)]
struct TomlCase {
    lang: String,
    level: Option<String>,
    text: Option<String>,
    #[serde(default)]
    messages: Vec<String>,
    #[serde(default)]
    want: Wanted,
}

/// For each mark a kind and a value; one for all of a conversation.
#[derive(Default, Deserialize)]
#[serde(untagged)]
enum Wanted {
    #[default]
    Nothing,
    All(String),
    Each(Vec<String>),
}

/// Reads the cases of a file as those of tests/cases: each is called by its place.
///
/// # Errors
///
/// Where the file is no TOML of that shape, or a case's marks do not pair up or are of no known kind.
pub fn toml_cases(file: &str) -> Result<Vec<Case>, CaseError> {
    let error = |at: usize, reason| CaseError { line: 1 + file[..at].matches('\n').count(), reason };
    let Toml { cases } = toml::from_str(file)
        .map_err(|e| error(e.span().map_or(0, |span| span.start), "not TOML of the shape of tests/cases"))?;
    let case = |(at, case): (usize, Spanned<TomlCase>)| {
        let start = case.span().start;
        toml_case(at, case.into_inner())
            .ok_or_else(|| error(start, "its marks do not pair up, or are of no known kind"))
    };
    cases.into_iter().enumerate().map(case).collect()
}

fn toml_case(at: usize, case: TomlCase) -> Option<Case> {
    let TomlCase { lang, level, text, messages, want } = case;
    let kind_of = |wanted: &String| kind(wanted.split(' ').next()?);
    let mut wanted: Box<dyn Iterator<Item = Option<Kind>>> = match &want {
        Wanted::Nothing => Box::new(std::iter::empty()),
        Wanted::All(wanted) => Box::new(std::iter::repeat(kind_of(wanted))),
        Wanted::Each(wanted) => Box::new(wanted.iter().map(kind_of)),
    };
    let mut said = Vec::new();
    for message in text.into_iter().chain(messages) {
        let Message { sender, text, .. } = said_by(&message);
        let Marked { text, spans } = Marked::parse(&text).ok()?;
        let details: Option<_> = spans.into_iter().map(|span| Some((wanted.next()??, span))).collect();
        said.push(Message { sender, text, details: details? });
    }
    Some(Case {
        id: at.to_string(),
        language: lang,
        level: level.unwrap_or_else(|| "split".to_owned()),
        negative: said.iter().all(|message| message.details.is_empty()),
        contains: None,
        messages: said,
    })
}

/// A message of a catalogue: "B: oui" is B's, anything else A's.
fn said_by(said: &str) -> Message {
    let (sender, text) = match said.split_once(": ") {
        Some((sender @ ("A" | "B"), text)) => (sender, text),
        _ => ("A", said),
    };
    Message { sender: sender.to_owned(), text: text.to_owned(), details: Vec::new() }
}

fn kind(name: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|k| k.name() == name)
}

/// Takes `[[kind|…]]` marks out of a sentence.
fn unmark(marked: &str) -> Result<(String, Vec<Detail>), &'static str> {
    let (mut text, mut spans, mut rest) = (String::with_capacity(marked.len()), Vec::new(), marked);
    while let Some(open) = rest.find("[[") {
        let Some((kind, inner)) = rest[open + 2..].split_once('|').and_then(|(name, inner)| Some((kind(name)?, inner)))
        else {
            text.push_str(&rest[..open + 2]);
            rest = &rest[open + 2..];
            continue;
        };
        text.push_str(&rest[..open]);
        let mut end = inner.find("]]").ok_or("a mark is not closed")?;
        // "[[url|a[.]b]]]": the last of a run of brackets closes the mark.
        while inner[end + 2..].starts_with(']') {
            end += 1;
        }
        spans.push((kind, text.len()..text.len() + end));
        text.push_str(&inner[..end]);
        rest = &inner[end + 2..];
    }
    text.push_str(rest);
    Ok((text, spans))
}

/// A hit as the evaluation needs it: its kind and the message and bytes of each part.
pub type Hit = (Kind, Vec<(usize, Range<usize>)>);

/// What one case came to, where it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Miss {
    /// A contact or invitation was not found.
    Missed,
    /// A contact kind was found where there is none.
    FalseAlarm,
    /// An invitation was found where there is none.
    FalseInvitation,
}

/// Counts by name: how many of how many.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<String, (u64, u64)>);

impl Tally {
    fn count(&mut self, name: impl Into<String>, hit: bool) -> bool {
        let row = self.0.entry(name.into()).or_default();
        row.0 += u64::from(hit);
        row.1 += 1;
        hit
    }

    /// Every figure: its name, hits and cases.
    pub fn rows(&self) -> impl Iterator<Item = (&str, u64, u64)> {
        self.0.iter().map(|(name, (hits, of))| (name.as_str(), *hits, *of))
    }

    /// Judges a case of which only the kind is known, or not even that; whether it was missed.
    fn judge_unmarked(&mut self, case: &Case, hits: &[Hit]) -> bool {
        let found_contact = hits.iter().any(|(k, _)| k.is_contact());
        match case.contains {
            Some(kind) if !kind.is_contact() => !self.count("recall.soft", hits.iter().any(|(k, _)| !k.is_contact())),
            Some(kind) => {
                let right = hits.iter().any(|(k, _)| *k == kind);
                self.count("recall.kind", right);
                self.count(format!("recall.kind.{kind}"), right);
                let shape = if case.messages.len() > 1 { "split" } else { "single" };
                self.count(format!("recall.message.{shape}"), found_contact);
                !self.count("recall.message", found_contact)
            }
            None => !self.count("recall.message", found_contact),
        }
    }

    /// Judges one case by its hits; whether and how it failed.
    pub fn judge(&mut self, case: &Case, hits: &[Hit]) -> Option<Miss> {
        let found_contact = hits.iter().any(|(k, _)| k.is_contact());
        let group = if case.language == "fr" { "fr" } else { "multi" };
        if case.negative {
            self.count(if case.messages.len() > 1 { "fp.hard.conv" } else { "fp.hard.single" }, found_contact);
            self.count("fp.hard", found_contact);
            self.count(format!("fp.hard.{group}"), found_contact);
            if found_contact {
                return Some(Miss::FalseAlarm);
            }
            return self.count("fp.soft", !hits.is_empty()).then_some(Miss::FalseInvitation);
        }
        let wanted: Vec<(Kind, usize, &Range<usize>)> = case
            .messages
            .iter()
            .enumerate()
            .flat_map(|(m, message)| message.details.iter().map(move |(k, span)| (*k, m, span)))
            .collect();
        if wanted.is_empty() {
            return self.judge_unmarked(case, hits).then_some(Miss::Missed);
        }
        let contacts: Vec<_> = wanted.iter().filter(|(k, ..)| k.is_contact()).collect();
        if contacts.is_empty() {
            let found = hits.iter().any(|(k, _)| !k.is_contact());
            return (!self.count("recall.soft", found)).then_some(Miss::Missed);
        }
        let messages: std::collections::BTreeSet<usize> = contacts.iter().map(|(_, m, _)| *m).collect();
        let split = messages.len() > 1;
        let shape = if split { "split" } else { "single" };
        let reaches = |parts: &[(usize, Range<usize>)]| {
            let reached =
                contacts.iter().filter(|(_, m, span)| parts.iter().any(|(pm, p)| pm == m && overlap(p, span) > 0));
            reached.map(|(_, m, _)| *m).collect::<std::collections::BTreeSet<_>>().len() >= 2
        };
        let found = if split {
            hits.iter().any(|(k, parts)| contacts.iter().any(|c| c.0 == *k) && reaches(parts))
        } else {
            found_contact
        };
        self.count("recall.message", found);
        self.count(format!("recall.message.{}", if split { "split" } else { case.level.as_str() }), found);
        self.count(format!("recall.message.{group}.{shape}"), found);
        self.count(format!("recall.message.lang.{}", case.language), found);
        let kinds: std::collections::BTreeSet<Kind> = contacts.iter().map(|(k, ..)| *k).collect();
        for kind in kinds {
            let right = hits.iter().any(|(k, parts)| {
                *k == kind
                    && contacts
                        .iter()
                        .any(|(wk, m, span)| *wk == kind && parts.iter().any(|(pm, p)| pm == m && overlap(p, span) > 0))
            });
            self.count(format!("recall.kind.{shape}"), right);
            self.count(format!("recall.kind.{shape}.{kind}"), right);
        }
        for (_, m, span) in &contacts {
            let exact = hits
                .iter()
                .filter(|(k, _)| k.is_contact())
                .any(|(_, parts)| parts.iter().any(|(pm, p)| pm == m && near(p, span)));
            self.count(format!("span.iou80.{shape}"), exact);
        }
        (!found).then_some(Miss::Missed)
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// Whether the overlap is at least 0.8 of the union.
fn near(a: &Range<usize>, b: &Range<usize>) -> bool {
    overlap(a, b) * 10 >= (a.end.max(b.end) - a.start.min(b.start)) * 8
}
