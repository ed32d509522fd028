//! Keeps the README in step with what it shows. `VIGIE_WRITE_TABLES=1 cargo test readme` writes its generated parts anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;
use vigie::kind::Kind;
use vigie::patterns::Pack;

use crate::process::{fed, text};

/// What the README shows being scanned: invented, and in the ranges reserved for fiction.
const SAMPLE: &str = "\
Bonjour, le vélo est-il toujours disponible ?
Oui ! Appelez-moi au zéro six 39 98 douze trente-quatre
On part sur 165 € au lieu de 180, rendez-vous le 12/03 à 14h30
my mail: jane.doe (at) example (dot) com
mon insta c'est marie.dup_92
Could we do it on WhatsApp instead?
See you on Saturday then, thank you!
";

fn sample() -> String {
    let output = fed(&["scan"], SAMPLE.as_bytes());
    assert!(output.status.success() && output.stderr.is_empty());
    let indent = |lines: &str| lines.lines().fold(String::new(), |text, line| text + "    " + line + "\n");
    format!("    $ cat chat.txt\n{}    $ vigie scan chat.txt\n{}", indent(SAMPLE), indent(text(&output.stdout)))
}

fn detectors() -> String {
    let pack = Pack::embedded().unwrap();
    let mut detectors: Vec<_> = pack.detectors().iter().collect();
    detectors.sort_by_key(|detector| (detector.kind, detector.id.clone()));
    let mut table = String::from("| detector | kind | what it finds | examples |\n|---|---|---|---:|\n");
    for detector in detectors {
        let (about, examples) = (detector.about.replace('|', "\\|"), detector.matches.len() + detector.no_match.len());
        writeln!(table, "| `{}` | {} | {about} | {examples} |", detector.id, detector.kind).unwrap();
    }
    table
}

/// Figures of `vigie evaluate`, by name.
#[derive(Deserialize)]
struct Figures {
    cases: u64,
    pack: String,
    figures: BTreeMap<String, (u64, u64)>,
}

/// What the repository's own cases come to, file by file.
fn evaluation(date: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let file = |kind: &str| folder.join(kind).with_extension("toml").into_os_string().into_string().unwrap();
    let mut table = String::from(
        "| cases | | found | right kind | right span | innocent, flagged |\n|---|---:|---:|---:|---:|---:|\n",
    );
    let mut pack = String::new();
    for name in Kind::ALL.map(Kind::name).into_iter().chain(["split"]) {
        let output = fed(&["evaluate", "--json", &file(name)], b"");
        let of: Figures = serde_json::from_slice(&output.stdout).unwrap();
        let figure = |figures: &[&str]| {
            let (hits, all) = figures
                .iter()
                .find_map(|figure| of.figures.get(*figure))
                .filter(|_| name != "split" || figures[0] != "fp.hard")?;
            Some(format!("{hits} of {all}"))
        };
        let [found, kind, span, flagged] = [
            &["recall.message", "recall.soft"][..],
            &["recall.kind.single", "recall.kind.split"],
            &["span.iou80.single", "span.iou80.split"],
            &["fp.hard"],
        ]
        .map(|figures| figure(figures).unwrap_or_else(|| "–".to_owned()));
        writeln!(table, "| {name} | {} | {found} | {kind} | {span} | {flagged} |", of.cases).unwrap();
        pack = of.pack;
    }
    format!("Measured on {date}, pack `{pack}`:\n\n    vigie evaluate tests/cases/*.toml\n\n{table}")
}

/// The date that an evaluation has: today's where it is written anew, else the one it was written on.
fn date(readme: &str, anew: bool) -> String {
    let written = readme.split_once("Measured on ").map(|(_, after)| after[..10].to_owned());
    written.filter(|_| !anew).unwrap_or_else(|| jiff::Timestamp::now().to_string()[..10].to_owned())
}

#[test]
fn the_readme_is_in_step() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let written = std::fs::read_to_string(&path).unwrap();
    let anew = std::env::var_os("VIGIE_WRITE_TABLES").is_some();
    let mut expected = written.clone();
    let evaluation = evaluation(&date(&written, anew));
    for (name, content) in [("sample", sample()), ("detectors", detectors()), ("evaluation", evaluation)] {
        let (begin, end) = (format!("<!-- {name}: begin -->\n"), format!("<!-- {name}: end -->"));
        let from = expected.find(&begin).unwrap() + begin.len();
        let to = expected.find(&end).unwrap();
        expected.replace_range(from..to, &format!("\n{content}\n"));
    }
    if anew {
        std::fs::write(&path, &expected).unwrap();
        return;
    }
    assert!(written == expected, "README.md is behind: VIGIE_WRITE_TABLES=1 cargo test readme");
}
