//! vigie, a lookout for marketplace messaging: reads member-to-member messages from Kafka, finds contact details and references to
//! outside sites, however disguised, and flags them with exact proof on a moderation topic, exactly once. It flags; people decide.
//!
//! # How a message flows
//!
//! ```text
//! stream::source ─record─► engine ─text─► scan ─findings─► conversation ─► policy ─verdict─► stream::sink ─► flags + offsets,
//!       │                     │                                                                            one transaction
//!       │                     └─ what does not decode, or panics a detector ─────► dead letters, in the same transaction
//!       └ rebalance events are values: assigned, revoked, lost
//! ```
//!
//! One lane is one thread with one consumer, one transactional producer and one scanner's scratch; lanes and processes share the work by
//! partitions. A record is judged while it is polled, on the borrowed payload; a batch is committed between two polls, so no rebalance meets
//! an open transaction. After any failure the broker's committed offsets decide what is left to do ([`stream`]).
//!
//! # The rooms
//!
//! | room | what it is for |
//! |---|---|
//! | [`kind`], [`private`] | the vocabulary; what must never be printed |
//! | [`patterns`] | TOML to detectors and lexicons: data, nothing compiled |
//! | [`scan`] | one text in, findings out: fold, read, detect, prove, resolve |
//! | [`conversation`] | what was said in pieces: remembered within bounds, put together again |
//! | [`check`], [`evaluate`] | proves a pack by its own examples; measures it on marked files |
//! | [`message`] | the wire types: messages in, verdicts out, reasons of dead letters |
//! | [`policy`] | what of the findings flags, and how much text a flag shows |
//! | [`engine`] | everything that decides a verdict, compiled and shared; what a reload swaps |
//! | [`stream`] | Kafka: lanes, transactions, dead letters, the embedded broker |
//! | [`telemetry`], [`http`] | metrics, logs, health |
//! | [`config`], [`cli`] | settings in layers; the commands, thin |
//!
//! # How a text is scanned
//!
//! 1. **fold**: one canonical form with a map from each of its bytes back to the original. Invisible characters go, compatibility forms,
//!    other scripts' digits and entities are read as what they stand for, look-alikes where their word is a disguise.
//! 2. **read**: tokens, and what the lexicons of seven languages say of each word and phrase; only words of a language that the text could be in count.
//! 3. **detect**: reading detectors assemble candidates from tokens (a phone is a path through a lattice of digits and number words that some
//!    numbering plan could dial); pattern detectors are regular expressions with a linear-time engine, each with its own examples.
//! 4. **evidence**: named weights from a table that is data decide the confidence, in whole numbers, so that verdicts are equal byte for byte.
//! 5. **resolve**: of overlapping candidates the one that explains most stays.
//!
//! A text that holds letters written apart, or that is written backwards, is read once more in that view, through the same map.
//!
//! # Invariants
//!
//! - `scan` knows nothing of Kafka, `stream` nothing of patterns, `policy` neither.
//! - Text + `pack.digest` decide a verdict byte for byte.
//! - No message text and no contact value is in a log, metric, error or `Debug`.
//! - Every queue, batch, text and pattern has a named bound with its reason beside it; patterns without an upper bound are refused.
//!
//! # What is absent
//!
//! A look at the raw bytes that ends clean texts early: every text is read in full, and `scan::gate` only says what runs on it. Any store beside Kafka: the memory of conversations is made anew from the input ([`conversation`], [`stream`]). Any decision
//! about people, any change to a message, any model that is trained: what flags a text is named in its evidence.
//!
//! # Example
//!
//! ```
//! use vigie::{patterns::Pack, scan::{Input, Scanner, Scratch, Settings}};
//!
//! let scanner = Scanner::new(&Pack::embedded().unwrap(), &Settings::default()).unwrap();
//! let mut scratch = Scratch::default();
//! let found = scanner.scan(Input { text: "zéro six 39 98 douze trente-quatre", locale: None }, &mut scratch);
//! assert_eq!(found.findings[0].value.get(), "+33639981234");
//! ```

pub mod check;
pub mod cli;
pub mod config;
pub mod conversation;
pub mod engine;
pub mod evaluate;
pub mod http;
pub mod kind;
pub mod message;
pub mod patterns;
pub mod policy;
pub mod private;
pub mod scan;
pub mod stream;
pub mod telemetry;
