//! What may be typed, and what `--help` teaches.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::config::Override;

const EXAMPLES: &str = "\
Examples:
  vigie demo                             watch it work, without any Kafka
  echo 'call 07700 900123' | vigie scan  what is in this line?
  vigie scan messages.jsonl              one verdict a line
  vigie explain 'jane at example.com'    why?
  vigie check patterns                   prove a pattern pack
  vigie run --config config/vigie.toml   the worker

Exit codes:
  0 done · 1 check failed · 2 bad input or usage
  3 configuration, secret, pattern pack or port unusable
  4 broker unusable · 5 stopped by its own guard · 130, 143 second signal";

/// A lookout for marketplace messaging: finds contact details, however disguised, and flags them with proof.
#[derive(Debug, Parser)]
#[command(name = "vigie", version, after_help = EXAMPLES, max_term_width = 110)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Run(Run),
    Demo(Demo),
    Scan(Scan),
    Explain(Explain),
    Check(Check),
    Evaluate(Evaluate),
}

/// Where settings come from.
#[derive(Debug, Args)]
pub(super) struct Settings {
    /// Configuration file; config/vigie.toml documents every setting
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// One setting, over the file's and the environment's (VIGIE__KAFKA__GROUP_ID): --set kafka.group_id=trial
    #[arg(long, value_name = "KEY=VALUE", value_parser = setting)]
    pub(super) set: Vec<Override>,
}

fn setting(text: &str) -> Result<Override, &'static str> {
    let (key, value) = text.split_once('=').ok_or("write it as KEY=VALUE")?;
    Ok((key.trim().to_owned(), value.to_owned()))
}

/// The worker: read messages from Kafka, produce flags
///
/// SIGTERM or SIGINT: commit what is in hand, leave the group, exit 0; a second one stops at once. SIGHUP: look at the
/// pattern folder now.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  vigie run --config config/vigie.toml
  VIGIE__KAFKA__BOOTSTRAP_SERVERS=kafka:9092 vigie run")]
pub(super) struct Run {
    #[command(flatten)]
    pub(super) settings: Settings,
}

/// Watch it work: broker, invented conversations, worker and flags, all in this process
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  vigie demo
  vigie demo --messages 200 --rate 100
  curl -s localhost:9464/metrics | grep ^vigie_    while it runs")]
pub(super) struct Demo {
    #[command(flatten)]
    pub(super) settings: Settings,
    /// End by itself after so many messages
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) messages: Option<u64>,
    /// Messages a second
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(super) rate: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Each line a message; findings for people
    Text,
    /// Each line a message in JSON; one verdict a line, in order
    Jsonl,
}

/// Scan lines: no Kafka, findings out
///
/// With --format jsonl, exactly one JSON line comes out for each that goes in, in order: a verdict
/// (schema vigie.flag.v1), or {"error":"…","line":N} where the line is no message, and then exit code 2 at the end.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  vigie scan chat.txt
  vigie scan messages.jsonl | jq 'select(.flagged)'
  kafka-console-consumer … | vigie scan --format jsonl -")]
pub(super) struct Scan {
    #[command(flatten)]
    pub(super) settings: Settings,
    /// How lines are read; jsonl where FILE ends in .jsonl or .ndjson, else text
    #[arg(long, value_enum)]
    pub(super) format: Option<Format>,
    /// File to read; - or none is standard input
    pub(super) file: Option<PathBuf>,
}

/// Prove a pattern pack, and with --config every setting, without connecting
///
/// Compiles every detector and runs every example of it; says file, detector and reason of each refusal.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  vigie check patterns
  vigie check --config /etc/vigie/vigie.toml")]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) settings: Settings,
    /// Folder of the pack; else the one the configuration names, else the one in the binary
    pub(super) patterns: Option<PathBuf>,
}

/// Say why: how a text is read, what could have been found, and what spoke for and against it
///
/// Of several messages, read as one conversation, it says too what each leaves to be completed, and what it completes.
/// A message may begin with its sender, one capital letter: "B: ok".
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  vigie explain 'appelle-moi au zéro six 39 98 douze 34'
  vigie explain 'mon num : 06 39' 'B: oui ?' 'A: 98 12 34'")]
pub(super) struct Explain {
    #[command(flatten)]
    pub(super) settings: Settings,
    /// The messages, each in quotes
    #[arg(required = true, value_name = "MESSAGE")]
    pub(super) messages: Vec<String>,
}

/// For pattern authors: recall, false alarms, kinds and spans on files of marked messages
///
/// Each line is a JSON object: a marked sentence ("marked": "call [[phone|06 39 98 12 34]]", with "set" and "level"), a marked conversation
/// ("messages"), or a corpus line ("text", "spans" in code points, "label"). A file that ends in .toml holds cases as tests/cases does.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  vigie evaluate --misses cases.jsonl
  vigie evaluate --ids odd cases.jsonl                the cases that no rule was written from
  vigie evaluate --weights cases.jsonl corpus.jsonl   which weights of the evidence table to change")]
pub(super) struct Evaluate {
    #[command(flatten)]
    pub(super) settings: Settings,
    /// Name the cases that fail, by id
    #[arg(long)]
    pub(super) misses: bool,
    /// One JSON object a file in place of a table
    #[arg(long)]
    pub(super) json: bool,
    /// What would change if one weight of the evidence table were more or less, over all files; minutes for thousands of cases
    #[arg(long, conflicts_with_all = ["misses", "json"])]
    pub(super) weights: bool,
    /// Only the cases whose id ends in such a figure
    #[arg(long, value_name = "PART")]
    pub(super) ids: Option<Part>,
    /// Files of marked messages
    #[arg(required = true)]
    pub(super) files: Vec<PathBuf>,
}

/// A half of a file's cases, where rules are written from one and measured on the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Part {
    Even,
    Odd,
}

impl Part {
    /// Whether a case is of it, by the last figure of its id.
    pub(super) fn holds(self, id: &str) -> bool {
        let odd = id.bytes().next_back().filter(u8::is_ascii_digit).map(|figure| figure % 2 == 1);
        odd == Some(self == Self::Odd)
    }
}
