//! Every case of tests/cases/*.toml: what is marked is found in its kind, span and value, what is innocent is not; with the gate and without.
//!
//! A case marked `open = true` is one that vigie does not do yet. It must fail: whoever mends it takes the mark away.

use std::path::Path;

use serde::Deserialize;
use vigie::check;
use vigie::patterns::{Marked, Pack};
use vigie::scan::{Finding, Input, Scanner, Scratch, Settings};

/// The default threshold of every kind, in percent.
const THRESHOLD: u8 = 50;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) lang: String,
    pub(crate) level: String,
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) want: Vec<String>,
    #[serde(default)]
    pub(crate) open: bool,
}

/// The cases of a file of tests/cases, by its name.
pub(crate) fn cases(name: &str) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name).with_extension("toml");
    let file: File = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(!file.cases.is_empty());
    file.cases
}

#[test]
fn the_embedded_pack_is_proven() {
    let pack = Pack::embedded().unwrap();
    if let Err(errors) = check::check(&pack, &Settings::default()) {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"));
    }
}

#[test]
fn every_case_holds() {
    let pack = Pack::embedded().unwrap();
    let gated = Scanner::new(&pack, &Settings::default()).unwrap();
    let ungated = Scanner::new(&pack, &Settings::default()).unwrap().ungated();
    let mut scratch = Scratch::default();
    let mut wrong = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if name == "split" {
            // Conversations: tests/it/conversation.rs.
            continue;
        }
        for (at, case) in cases(&name).iter().enumerate() {
            let marked = Marked::parse(&case.text).unwrap();
            let input = Input { text: &marked.text, locale: None };
            let found = gated.scan(input, &mut scratch).findings.to_vec();
            assert_eq!(found, ungated.scan(input, &mut scratch).findings, "{name} {at}: the gate changes the verdict");
            let outcome = judge(&name, case, &marked, &found);
            match (outcome, case.open) {
                (Ok(()), true) => wrong.push(format!("{name} {at}: holds now, take `open` away")),
                (Err(why), false) => wrong.push(format!("{name} {at} ({}, {}): {why}", case.lang, case.level)),
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{} cases\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_locale_s_region_says_whose_plan_a_number_is_of() {
    let scanner = Scanner::new(&Pack::embedded().unwrap(), &Settings::default()).unwrap();
    let mut scratch = Scratch::default();
    for (locale, text, want) in [
        ("fr-BE", "mon numéro : 0475 41 57 23", "+32475415723"),
        ("nl_BE.UTF-8", "mijn nummer: 0475 41 57 23", "+32475415723"),
        ("de-CH", "meine Nummer: 079 541 57 23", "+41795415723"),
        ("fr-MA", "mon numéro : 0661 54 15 72", "+212661541572"),
        ("en-CA", "call me: 416 555 0142", "+14165550142"),
        ("pt-BR", "meu número: 11 95550 1234", "+5511955501234"),
        // France's plan comes before its overseas ones; a neighbour's number stays one.
        ("fr-FR", "mon numéro : 0692 54 15 72", "+262692541572"),
        ("fr-BE", "mon numéro : 06 39 98 15 72", "+33639981572"),
        ("fr", "mon numéro : 06 39 98 15 72", "+33639981572"),
    ] {
        let found = &scanner.scan(Input { text, locale: Some(locale) }, &mut scratch).findings;
        assert_eq!(found.first().map(|f| f.value.get().as_str()), Some(want), "{locale}: {text}");
    }
}

fn judge(file: &str, case: &Case, marked: &Marked, found: &[Finding]) -> Result<(), String> {
    assert_eq!(case.want.len(), marked.spans.len(), "one `want` a mark: {file}");
    let live: Vec<&Finding> = found.iter().filter(|f| f.confidence >= THRESHOLD).collect();
    if case.level == "innocent" {
        let invitations = matches!(file, "mention" | "intent");
        return match live.iter().find(|f| f.kind.is_contact() || invitations) {
            Some(f) => Err(format!("{} at {:?} in an innocent text", f.kind, f.span)),
            None => Ok(()),
        };
    }
    for (want, span) in case.want.iter().zip(&marked.spans) {
        let (kind, value) = want.split_once(' ').map_or((want.as_str(), None), |(kind, value)| (kind, Some(value)));
        let Some(finding) = live.iter().find(|f| f.kind.name() == kind && near(&f.span, span)) else {
            return Err(format!("no {kind} at {span:?}"));
        };
        // The numbering plan, the address and the account are exact; how a link, handle or intent is named is looser.
        if let Some(value) = value.filter(|v| matches!(kind, "phone" | "email") && *v != finding.value.get()) {
            return Err(format!("{kind} read as {} in place of {value}", finding.value.get()));
        }
    }
    Ok(())
}

/// Whether two spans share at least four fifths of what they cover.
fn near(a: &std::ops::Range<usize>, b: &std::ops::Range<usize>) -> bool {
    let shared = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    shared * 5 >= (a.end.max(b.end) - a.start.min(b.start)) * 4
}
