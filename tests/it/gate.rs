//! The gate changes no verdict: mixtures of the pieces of every case are read the same with it and without, findings and fragments.

use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;
use vigie::patterns::Pack;
use vigie::scan::{Input, Scanner, Scratch, Settings};

/// Mixtures tried.
const MIXTURES: u32 = 2_000;
/// Texts of a file that are read otherwise and shown, at most.
const SHOWN_MAX: usize = 20;
/// Pieces of one mixture at most: a message of a few sentences.
const PIECES_MAX: usize = 14;

/// What stands between two pieces, a space as often as all else.
const BETWEEN: [&str; 20] =
    [" ", ", ", ". ", ": ", "", "\n", " - ", "/", ".", "-", "_", "  ", " ", " ", " ", " ", " ", " ", " ", " "];

/// The words of every case, marks taken away.
static PIECES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut pieces = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let file = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let quoted = file.split('"').skip(1).step_by(2).map(|text| text.replace(['⟦', '⟧'], ""));
        pieces.extend(quoted.flat_map(|text| text.split(' ').map(str::to_owned).collect::<Vec<_>>()));
    }
    pieces.sort();
    pieces.dedup();
    pieces
});

static SCANNERS: LazyLock<[Scanner; 2]> = LazyLock::new(|| {
    let scanner = || Scanner::new(&Pack::embedded().unwrap(), &Settings::default()).unwrap();
    [scanner(), scanner().ungated()]
});

proptest! {
    #![proptest_config(crate::cases_of_detection(MIXTURES))]

    #[test]
    fn the_gate_changes_no_verdict(picks in prop::collection::vec((any::<prop::sample::Index>(), 0..BETWEEN.len()), 1..PIECES_MAX)) {
        let text: String = picks.iter().map(|(at, sign)| format!("{}{}", at.get(&PIECES), BETWEEN[*sign])).collect();
        let input = Input { text: &text, locale: None };
        let mut scratches = [Scratch::default(), Scratch::default()];
        let [gated, open] = &mut scratches;
        let (findings, fragments) = SCANNERS[0].scan_for_fragments(input, gated);
        let (all, every) = SCANNERS[1].scan_for_fragments(input, open);
        prop_assert_eq!(findings.findings, all.findings, "{}", text);
        prop_assert_eq!(&fragments.list, &every.list, "{}", text);
    }
}

/// Every text of two characters of ASCII, and of one beyond it between them: the shortest texts have no token before or after.
#[test]
fn the_shortest_texts_are_read() {
    let mut scratches = [Scratch::default(), Scratch::default()];
    let ascii = || (b' '..=b'~').map(char::from);
    for (first, last) in ascii().flat_map(|first| ascii().map(move |last| (first, last))) {
        for text in [format!("{first}{last}"), format!("{first}\u{1F4DE}{last}")] {
            let input = Input { text: &text, locale: None };
            let [gated, open] = &mut scratches;
            let (findings, fragments) = SCANNERS[0].scan_for_fragments(input, gated);
            let (all, every) = SCANNERS[1].scan_for_fragments(input, open);
            assert_eq!((findings.findings, &fragments.list), (all.findings, &every.list), "{text}");
        }
    }
}

/// The texts of a file, a line each, are read the same with the gate and without: for files too large for every run.
///
/// `VIGIE_TEXTS=texts.txt cargo test --release --test it -- --ignored a_file_of_texts`
#[test]
#[ignore = "reads the file that VIGIE_TEXTS names"]
fn a_file_of_texts_is_read_the_same() {
    let path = std::env::var_os("VIGIE_TEXTS").expect("VIGIE_TEXTS names a file of texts, a line each");
    let texts = std::fs::read_to_string(&path).unwrap();
    let texts: Vec<&str> = texts.lines().filter(|text| !text.is_empty()).collect();
    assert!(!texts.is_empty(), "{path:?} holds no text");
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let found = std::thread::scope(|scope| {
        let shares = texts.chunks(texts.len().div_ceil(threads));
        let look = |share: &[&str]| {
            let mut scratches = [Scratch::default(), Scratch::default()];
            let (mut found, mut other) = (0, Vec::new());
            for text in share {
                let input = Input { text, locale: None };
                let [gated, open] = &mut scratches;
                let (findings, all) = (SCANNERS[0].scan(input, gated).findings, SCANNERS[1].scan(input, open).findings);
                found += findings.len();
                if findings != all {
                    other.push(((*text).to_owned(), findings.to_vec(), all.to_vec()));
                }
            }
            (found, other)
        };
        let threads: Vec<_> = shares.map(|share| scope.spawn(move || look(share))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    let other: Vec<_> = found.iter().flat_map(|(_, other)| other).collect();
    assert!(other.is_empty(), "{} texts are read otherwise: {:#?}", other.len(), &other[..other.len().min(SHOWN_MAX)]);
    let found: usize = found.iter().map(|(found, _)| found).sum();
    println!("{} texts, {found} findings, the same with the gate and without", texts.len());
}

/// A thread keeps what words are by themselves: neither what it heard before nor another scanner's words change what it finds.
#[test]
fn what_was_heard_before_changes_no_verdict() {
    let mut kept = Scratch::default();
    let texts: Vec<String> = PIECES.chunks(PIECES_MAX).map(|pieces| pieces.join(" ")).collect();
    assert!(texts.len() > 100);
    for text in texts.iter().chain(&texts) {
        let input = Input { text, locale: None };
        let fresh = SCANNERS[0].scan_for_fragments(input, &mut Scratch::default()).0.findings.to_vec();
        assert_eq!(SCANNERS[0].scan(input, &mut kept).findings, fresh, "{text}");
        assert_eq!(SCANNERS[1].scan(input, &mut kept).findings, fresh, "{text}");
    }
}

/// Texts that fuzzing found to be read wrongly, as short as they still showed it.
#[test]
fn what_fuzzing_found_is_read() {
    for text in [
        "oдwwwwwwwwwwwwwwemehotmailrsola",
        "rliamtohemewwwwwwwwwwwwwwдо",
        "compimy\"a as.\" as.",
        "(al fin.) com",
        "The bus will am \\and *he",
    ] {
        let input = Input { text, locale: None };
        let (mut gated, mut open) = (Scratch::default(), Scratch::default());
        let (findings, fragments) = SCANNERS[0].scan_for_fragments(input, &mut gated);
        let (all, every) = SCANNERS[1].scan_for_fragments(input, &mut open);
        assert_eq!((findings.findings, &fragments.list), (all.findings, &every.list), "{text}");
    }
}
