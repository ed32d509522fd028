//! Every case of tests/cases/*.toml: what is marked is found, in its kind, span and value; what is innocent is not.

use std::path::Path;

use serde::Deserialize;
use vigie::check;
use vigie::kind::Kind;
use vigie::patterns::{Marked, Pack};
use vigie::scan::{Input, Scanner, Scratch, Settings};

#[test]
fn the_embedded_pack_is_proven() {
    let pack = Pack::embedded().unwrap();
    if let Err(errors) = check::check(&pack, &Settings::default()) {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"));
    }
}
