//! The explanation of a scan: how a text was folded and read, and what became of each candidate.

use std::ops::Range;

use crate::kind::Kind;
use crate::private::Private;

use super::Finding;
use super::fold::Folded;
use super::read::{Class, Reading, Vocabulary};
use super::scanner::{Read, Views, in_every_view};

/// Why a text's verdict is what it is.
#[derive(Debug)]
pub struct Explanation {
    /// The text as it is read: forwards first, then in each other way that it called for.
    pub views: Vec<Explained>,
    /// What could have been found, in the order of the text.
    pub candidates: Vec<(Finding, Fate)>,
    /// Whether a named bound cut the scan short.
    pub truncated: bool,
}

/// One way in which a text was read.
#[derive(Debug)]
pub struct Explained {
    /// Which: "as written", "spaced letters joined", "padding taken out", "backwards".
    pub name: &'static str,
    /// The folded text.
    pub folded: Private<String>,
    /// Its words, numbers and signs, without the spaces.
    pub words: Vec<Word>,
}

/// A token with what the lexicon says of it.
#[derive(Debug)]
pub struct Word {
    /// The token, folded.
    pub text: Private<String>,
    /// "number 6", "cue phone", "service instagram"; of a phrase that begins here, with the number of its tokens.
    pub meanings: Vec<String>,
}

/// What became of a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is a finding; the policy's threshold for its kind decides whether it counts.
    Kept,
    /// A better one over the same bytes was kept in its place.
    Displaced {
        /// The better one's kind.
        by: Kind,
        /// Its bytes.
        span: Range<usize>,
    },
    /// The same was found better elsewhere, or a bound cut it off.
    Dropped,
}

/// Each candidate with its fate; what was gathered in several views and lost to itself is told once.
pub(super) fn candidates(all: Vec<Finding>, kept: &[Finding]) -> Vec<(Finding, Fate)> {
    let mut told: Vec<(Finding, Fate)> = Vec::new();
    for candidate in all {
        if told.iter().any(|(other, _)| *other == candidate) {
            continue;
        }
        let overlaps = |k: &&Finding| k.span.start < candidate.span.end && candidate.span.start < k.span.end;
        let fate = if kept.contains(&candidate) {
            Fate::Kept
        } else {
            let by = kept.iter().filter(|k| k.mode == candidate.mode).find(overlaps);
            by.map_or(Fate::Dropped, |by| Fate::Displaced { by: by.kind, span: by.span.clone() })
        };
        told.push((candidate, fate));
    }
    told.sort_by_key(|(finding, fate)| (finding.span.start, *fate != Fate::Kept));
    told
}

/// A text in every view that it calls for.
pub(super) fn views(text: &str, vocabulary: &Vocabulary, scratch: &mut Views) -> Vec<Explained> {
    let mut views = Vec::new();
    in_every_view(text, vocabulary, scratch, |name, _, Read { folded, reading, .. }| {
        views.push(view(name, folded, reading, vocabulary));
    });
    views
}

fn view(name: &'static str, folded: &Folded, reading: &Reading, vocabulary: &Vocabulary) -> Explained {
    let word = |at: usize| {
        let text = reading.tokens()[at].text(folded.text());
        let lexemes = reading.at(at).iter().filter(|l| reading.is_plausible(l.entry));
        let mut meanings: Vec<String> = Vec::new();
        for lexeme in lexemes {
            let name = meaning(lexeme.entry.class, lexeme.entry.value, vocabulary);
            let tokens = lexeme.end as usize - at;
            let meaning = if tokens == 1 { name } else { format!("{name} ({tokens} tokens)") };
            // Several languages say the same of it.
            if !meanings.contains(&meaning) {
                meanings.push(meaning);
            }
        }
        (!text.trim().is_empty()).then(|| Word { text: Private::new(text.to_owned()), meanings })
    };
    Explained {
        name,
        folded: Private::new(folded.text().to_owned()),
        words: (0..reading.tokens().len()).filter_map(word).collect(),
    }
}

/// A meaning in words: the class, and what the entry stands for.
fn meaning(class: Class, value: u16, vocabulary: &Vocabulary) -> String {
    let at = usize::from(value);
    match class {
        Class::Number => format!("number {value}"),
        Class::Homophone => format!("sounds like {value}"),
        Class::Repeat => format!("{value} times"),
        Class::Letter => format!("letter {}", char::from(value as u8)),
        Class::Cue(kind) => format!("announces {kind}"),
        Class::Against(what) => format!("against: {what:?}").to_lowercase(),
        Class::Tld => format!("tld {}", vocabulary.tlds[at]),
        Class::Region => format!("region {}", vocabulary.regions[at]),
        Class::Service => format!("service {}", vocabulary.services[at].name),
        Class::ServiceTwin => format!("service {}, or the everyday word", vocabulary.services[at].name),
        Class::Periphrase => format!("service {}, paraphrased", vocabulary.services[at].name),
        Class::ServiceEmoji => format!("service {}, as emoji", vocabulary.services[at].name),
        Class::Provider => format!("provider {}", vocabulary.providers[at]),
        Class::ProviderTwin => format!("provider {}, or the everyday word", vocabulary.providers[at]),
        other => format!("{other:?}").to_lowercase(),
    }
}
