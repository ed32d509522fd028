//! Keeps the README in step with what it shows. `VIGIE_WRITE_TABLES=1 cargo test readme` writes its generated parts anew.

use std::fmt::Write as _;
use std::path::Path;

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

#[test]
fn the_readme_is_in_step() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let written = std::fs::read_to_string(&path).unwrap();
    let mut expected = written.clone();
    for (name, content) in [("sample", sample()), ("detectors", detectors())] {
        let (begin, end) = (format!("<!-- {name}: begin -->\n"), format!("<!-- {name}: end -->"));
        let from = expected.find(&begin).unwrap() + begin.len();
        let to = expected.find(&end).unwrap();
        expected.replace_range(from..to, &format!("\n{content}\n"));
    }
    if std::env::var_os("VIGIE_WRITE_TABLES").is_some() {
        std::fs::write(&path, &expected).unwrap();
        return;
    }
    assert!(written == expected, "README.md is behind: VIGIE_WRITE_TABLES=1 cargo test readme");
}
