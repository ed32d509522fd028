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

/// The public texts beside a checkout, where they are.
const SHARED: &str = "../shared";

/// What each set of contacts is, in the README's words.
const CONTACTS: [(&str, &str); 10] = [
    ("craigslist_obf_en", "phones and mail disguised in real ads"),
    ("presidio_research", "generated sentences; ZIPs, bare places and military boxes are marked as addresses"),
    ("presidio_tests", "another tool's tests, many of bare numbers without a word"),
    ("libphonenumber", "the phone library's contexts, numbers of all countries"),
    ("fx_linkify_it", "link fixtures"),
    ("fx_linkify_rs", "link and mail fixtures"),
    ("fx_twitter_text", "link fixtures, many in scripts without spaces"),
    ("fx_isemail", "mail addresses at the standard's edge (quotes, IPs, no dot)"),
    ("dd_sds", "check sums: mostly look-alikes"),
    ("nemo_spoken", "numbers said, no context; most are amounts, dates and hours"),
];

/// Chat in which no contact is expected.
const CHATS: [(&str, &str); 10] = [
    ("sgd", "task dialogues, English"),
    ("multidogo", "customer service, English"),
    ("camrest", "restaurant bookings, English"),
    ("sms_uci_en", "SMS, ham and spam, English"),
    ("neg_selfdialogue_en", "chat, English"),
    ("neg_xpersona_en", "chat, English"),
    ("neg_tatoeba_en", "sentences, English"),
    ("neg_tatoeba_fr", "sentences, French"),
    ("neg_tatoeba_de", "sentences, German"),
    ("neg_tatoeba_nl", "sentences, Dutch"),
];

impl Figures {
    /// Of a file beside the checkout, with options before it.
    fn of_shared(options: &[&str], file: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(SHARED).join(file).with_extension("jsonl");
        let arguments = [&["evaluate", "--json"], options, &[path.to_str().unwrap()]].concat();
        serde_json::from_slice(&fed(&arguments, b"").stdout).unwrap()
    }

    /// The first of some figures that there is: "79 of 82".
    fn first(&self, names: &[&str]) -> String {
        let figure = names.iter().find_map(|name| self.figures.get(*name));
        figure.map_or_else(|| "–".to_owned(), |(hits, of)| format!("{hits} of {of}"))
    }

    /// A figure by 10,000 lines of all that may hold nothing.
    fn by_10_000(&self, name: &str) -> String {
        let ((hits, _), (_, lines)) = (self.figures[name], self.figures["fp.hard"]);
        format!("{:.1} ({hits})", hits as f64 * 10_000.0 / lines as f64)
    }
}

/// What the public texts come to.
fn corpora(date: &str) -> String {
    let mut table = String::from("| contacts | | found | right kind | right span | innocent, flagged |\n");
    table += "|---|---|---:|---:|---:|---:|\n";
    for (name, about) in CONTACTS {
        let of = Figures::of_shared(&[], &format!("corpora/{name}"));
        let [found, kind, span, flagged] =
            ["recall.message", "recall.kind.single", "span.iou80.single", "fp.hard"].map(|figure| of.first(&[figure]));
        writeln!(table, "| {name} | {about} | {found} | {kind} | {span} | {flagged} |").unwrap();
    }
    table += "\n| ordinary chat | | lines | contacts per 10,000 | invitations per 10,000 |\n|---|---|---:|---:|---:|\n";
    for (name, about) in CHATS {
        let of = Figures::of_shared(&[], &format!("corpora/{name}"));
        let [contacts, invitations] = ["fp.hard", "fp.soft"].map(|figure| of.by_10_000(figure));
        let lines = of.figures["fp.hard"].1;
        writeln!(table, "| {name} | {about} | {lines} | {contacts} | {invitations} |").unwrap();
    }
    table += "\n| evasions, ids | one message | several | right kind | invitations | innocent, flagged |\n";
    table += "|---|---:|---:|---:|---:|---:|\n";
    let mut pack = String::new();
    for ids in ["even", "odd"] {
        let of = Figures::of_shared(&["--ids", ids], "evasions");
        let figures = ["recall.message.single", "recall.message.split", "recall.kind", "recall.soft", "fp.hard"];
        writeln!(table, "| {ids} | {} |", figures.map(|figure| of.first(&[figure])).join(" | ")).unwrap();
        pack = of.pack;
    }
    format!(
        "Measured on {date}, pack `{pack}`, the texts in `{SHARED}` beside the checkout:\n\n    \
         vigie evaluate {SHARED}/corpora/*.jsonl\n    vigie evaluate --ids even {SHARED}/evasions.jsonl\n    \
         vigie evaluate --ids odd {SHARED}/evasions.jsonl\n\n{table}"
    )
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
    let date = date(&written, anew);
    let mut parts = vec![("sample", sample()), ("detectors", detectors()), ("evaluation", evaluation(&date))];
    // They take minutes, and are not beside every checkout.
    if anew && Path::new(env!("CARGO_MANIFEST_DIR")).join(SHARED).join("corpora").is_dir() {
        parts.push(("corpora", corpora(&date)));
    }
    for (name, content) in parts {
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
