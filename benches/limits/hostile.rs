//! Texts made to be slow: near-misses of every detector, repeated. Each is scanned at 1 KiB and at 64 KiB: what is linear
//! takes as long a byte at both.

use std::hint::black_box;
use std::time::Instant;

use vigie::patterns::Pack;
use vigie::scan::{Input, Scanner, Scratch, Settings};

use super::{median, report};

/// Near-misses by what they are aimed at; each is repeated to the length wanted.
const NEAR_MISSES: [(&str, &str); 24] = [
    ("digits", "0123456789"),
    ("digits-spaced", "1 2 3 4 5 6 7 8 9 "),
    ("pairs", "06 12 "),
    ("number-words", "soixante dix huit "),
    ("number-words-glued", "soixantedixhuitvingt"),
    ("letters-for-digits", "1a"),
    ("leet", "s1x "),
    ("at", "@"),
    ("at-spaced", "a @ "),
    ("at-words", "arobase "),
    ("provider", "gmail "),
    ("dots", "a.b."),
    ("commas", "a, "),
    ("hosts", "a.fr "),
    ("schemes", "http://"),
    ("paths", "wa.me/"),
    ("services", "insta "),
    ("names", "a_"),
    ("streets", "12 rue de la "),
    ("accounts", "fr76 3000 "),
    ("letters-apart", "a b c "),
    ("combining", "e\u{301}\u{302}"),
    ("zero-width", "a\u{200b}"),
    ("look-alikes", "гмаил "),
];

const SHORT_BYTES: usize = 1 << 10;
const LONG_BYTES: usize = 64 << 10;

/// Prints MB/s at 64 KiB beside MB/s at 1 KiB, for each.
pub(crate) fn measure(small: bool, is_wanted: impl Fn(&str) -> bool) {
    let rounds = if small { 1 } else { 7 };
    let scanner = Scanner::new(&Pack::embedded().unwrap(), &Settings::default()).unwrap();
    for (name, near_miss) in NEAR_MISSES {
        let id = format!("hostile/{name}");
        if !is_wanted(&id) {
            continue;
        }
        let repeated = |bytes: usize| near_miss.repeat(bytes.div_ceil(near_miss.len()));
        let (short, long) = (repeated(SHORT_BYTES), repeated(LONG_BYTES));
        let mut scratch = Scratch::default();
        let mut seconds = |text: &str, times: usize| {
            let began = Instant::now();
            for _ in 0..times {
                let _ =
                    black_box(scanner.scan_for_fragments(Input { text: black_box(text), locale: None }, &mut scratch));
            }
            began.elapsed().as_secs_f64()
        };
        // As many bytes in one round of either, so that both are disturbed alike.
        let times = if small { 1 } else { LONG_BYTES / SHORT_BYTES };
        let (mut shorts, mut longs) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            shorts.push((short.len() * times) as f64 / 1e6 / seconds(&short, times));
            longs.push(long.len() as f64 / 1e6 / seconds(&long, 1));
        }
        report(&id, median(longs), "MB/s", median(shorts));
    }
}
