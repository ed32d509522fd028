//! Any text: the scan does not panic, spans stand on character boundaries, and the gate changes neither findings nor fragments.
#![no_main]

use std::cell::RefCell;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use vigie::patterns::Pack;
use vigie::scan::{Finding, Fragments, Input, Scanner, Scratch, Settings};

static SCANNERS: LazyLock<[Scanner; 2]> = LazyLock::new(|| {
    let pack = Pack::embedded().expect("the shipped pack is read");
    let scanner = || Scanner::new(&pack, &Settings::default()).expect("the shipped pack compiles");
    [scanner(), scanner().ungated()]
});

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

fuzz_target!(|text: &str| {
    let [gated, ungated] = SCANNERS.each_ref().map(|scanner| look(scanner, text));
    assert_eq!(gated, ungated, "the gate changes the verdict");
    for finding in &gated.0 {
        assert!(text.get(finding.span.clone()).is_some_and(|span| !span.is_empty()));
    }
});

fn look(scanner: &Scanner, text: &str) -> (Vec<Finding>, Fragments) {
    SCRATCH.with_borrow_mut(|scratch| {
        let (found, fragments) = scanner.scan_for_fragments(Input { text, locale: None }, scratch);
        (found.findings.to_vec(), fragments.clone())
    })
}
