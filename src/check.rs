//! Proves a pack: compiles every detector and runs every example through the very scanner that will use it.

use crate::patterns::{Detector, Marked, Pack, PackError};
use crate::scan::{Scanner, Scratch, Settings};

/// A finding under this confidence flags nothing by default, so it proves nothing either.
const CONFIDENCE_MIN: u8 = 50;

/// What a proven pack holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Report {
    /// Detectors compiled.
    pub detectors: usize,
    /// Examples proven.
    pub examples: usize,
}

/// Compiles and proves a pack.
///
/// A `match` example must be found in exactly its ⟦marked⟧ spans, a `no-match` example not at all, by its detector alone.
///
/// # Example
///
/// ```
/// let pack = vigie::patterns::Pack::embedded().unwrap();
/// let report = vigie::check::check(&pack, &Default::default()).unwrap();
/// assert!(report.examples >= report.detectors);
/// ```
///
/// # Errors
///
/// Every refusal, not only the first: file, detector and reason.
pub fn check(pack: &Pack, settings: &Settings) -> Result<Report, Vec<PackError>> {
    let scanner = Scanner::new(pack, settings).map_err(|e| vec![e])?;
    let mut scratch = Scratch::default();
    let mut errors = Vec::new();
    let mut examples = 0;
    for (at, detector) in pack.detectors().iter().enumerate() {
        let refused = |reason: String| PackError::new(detector.file.clone(), reason).of(detector.id.clone());
        if detector.matches.is_empty() || detector.no_match.is_empty() {
            errors.push(refused("needs at least one example in `match` and one in `no-match`".to_owned()));
        }
        for (list, number, example) in numbered(detector) {
            examples += 1;
            if let Err(reason) = prove(&scanner, at, list, example, &mut scratch) {
                errors.push(refused(format!("example {number} of `{list}`: {reason}")));
            }
        }
    }
    if errors.is_empty() { Ok(Report { detectors: pack.detectors().len(), examples }) } else { Err(errors) }
}

fn numbered(detector: &Detector) -> impl Iterator<Item = (&'static str, usize, &str)> {
    let matches = detector.matches.iter().enumerate().map(|(n, e)| ("match", n + 1, e.as_str()));
    matches.chain(detector.no_match.iter().enumerate().map(|(n, e)| ("no-match", n + 1, e.as_str())))
}

fn prove(scanner: &Scanner, detector: usize, list: &str, example: &str, scratch: &mut Scratch) -> Result<(), String> {
    let marked = Marked::parse(example).map_err(|e| e.to_string())?;
    if (list == "match") == marked.spans.is_empty() {
        return Err(format!("a `{list}` example has {} ⟦mark⟧", if list == "match" { "at least one" } else { "no" }));
    }
    let found = scanner.scan_with(detector, &marked.text, scratch);
    let spans: Vec<_> = found.iter().filter(|f| f.confidence >= CONFIDENCE_MIN).map(|f| f.span.clone()).collect();
    if spans == marked.spans {
        return Ok(());
    }
    // Offsets only: an example may hold what must not reach a log.
    Err(format!("found at bytes {spans:?}, marked at {:?}", marked.spans))
}
