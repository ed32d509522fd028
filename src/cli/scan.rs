//! `vigie scan`: lines in, findings out, in order and in constant memory.

use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::path::Path;
use std::sync::Arc;

use indicatif::{ProgressBar, ProgressStyle};

use super::arguments::{Format, Scan};
use super::lines::{LINE_BYTES_MAX, Line, Lines};
use super::show::{self, Palette};
use super::{Failure, Streams, cannot_write, exit, load};
use crate::config::Config;
use crate::engine::{Engine, Record, Watch};
use crate::message::{Hit, Texts};
use crate::telemetry::Tally;

/// Results are handed over in pieces of this size.
const WRITE_BYTES: usize = 256 << 10;
/// A shorter file is scanned before a progress bar could be read.
const PROGRESS_BYTES_MIN: u64 = 32 << 20;
/// The bar moves once for so many bytes.
const PROGRESS_STEP: u64 = 4 << 20;

pub(super) fn scan(arguments: Scan, streams: &mut Streams<'_>) -> Result<u8, Failure> {
    let mut defaults = Config::default();
    // Whoever scans a file has its texts: there is nobody to hide them from, unless asked to.
    defaults.policy.flag_text = Texts::Text;
    let config = load(defaults, &arguments.settings).map_err(Failure::configuration)?;
    let engine = Engine::new(&config).map_err(Failure::configuration)?;
    let watch = Watch::new(Arc::new(engine));

    let file = arguments.file.filter(|file| file != Path::new("-"));
    let named_json = file.as_deref().and_then(Path::extension).is_some_and(|end| end == "jsonl" || end == "ndjson");
    let format = arguments.format.unwrap_or(if named_json { Format::Jsonl } else { Format::Text });
    let (input, length): (Box<dyn Read>, u64) = match &file {
        None => (Box::new(io::stdin().lock()), 0),
        Some(path) => {
            let unreadable = |e: io::Error| {
                Failure::new(exit::BAD_INPUT, anyhow::anyhow!("{}: cannot be read: {}", path.display(), e.kind()))
            };
            let file = File::open(path).map_err(unreadable)?;
            let meta = file.metadata().map_err(unreadable)?;
            if meta.is_dir() {
                return Err(unreadable(io::ErrorKind::IsADirectory.into()));
            }
            (Box::new(file), meta.len())
        }
    };
    Scanning {
        watch,
        tally: Tally::default(),
        palette: Palette::new(streams.colours),
        out: io::BufWriter::with_capacity(WRITE_BYTES, &mut *streams.out),
        err: &mut *streams.err,
        progress: Progress::new(length),
        line: 0,
        bad: 0,
        last_sent_at_ms: None,
        json: Vec::new(),
    }
    .run(input, format)
}

struct Scanning<'s> {
    watch: Watch,
    tally: Tally,
    palette: Palette,
    out: io::BufWriter<&'s mut dyn Write>,
    err: &'s mut dyn Write,
    progress: Progress,
    line: u64,
    /// Lines that were no message.
    bad: u64,
    /// A message without a time has the one before's.
    last_sent_at_ms: Option<i64>,
    json: Vec<u8>,
}

impl Scanning<'_> {
    fn run(mut self, input: Box<dyn Read>, format: Format) -> Result<u8, Failure> {
        let mut lines = Lines::new(input);
        loop {
            if lines.may_wait() {
                self.out.flush().map_err(cannot_write)?;
            }
            let next = lines.next().map_err(|e| {
                Failure::new(exit::BAD_INPUT, anyhow::anyhow!("the input cannot be read: {}", e.kind()))
            })?;
            let Some((line, bytes)) = next else { break };
            self.line += 1;
            match format {
                Format::Text => self.text(line),
                Format::Jsonl => self.json(line),
            }
            .map_err(cannot_write)?;
            self.progress.add(bytes);
        }
        self.out.flush().map_err(cannot_write)?;
        self.progress.finish();
        if self.bad > 0 {
            let (bad, lines) = (self.bad, self.line);
            return Err(Failure::new(exit::BAD_INPUT, anyhow::anyhow!("{bad} of {lines} lines could not be scanned")));
        }
        Ok(exit::DONE)
    }

    fn json(&mut self, line: Line<'_>) -> io::Result<()> {
        let judged = match line {
            Line::Whole(payload) => {
                let record = Record::line(payload, self.last_sent_at_ms).at(self.line as i64);
                self.watch.verdict(&record, &mut self.tally).map_err(|reason| reason.to_string())
            }
            Line::TooLong => Err(format!("too_long, over {} MiB", LINE_BYTES_MAX >> 20)),
        };
        self.json.clear();
        match judged {
            Ok(verdict) => {
                self.last_sent_at_ms = verdict.sent_at_ms;
                verdict.to_json(&mut self.json);
            }
            Err(reason) => {
                self.bad += 1;
                // A reason is plain words, without a character that JSON would escape.
                write!(self.json, r#"{{"error":"{reason}","line":{}}}"#, self.line)?;
            }
        }
        self.json.push(b'\n');
        self.out.write_all(&self.json)
    }

    fn text(&mut self, line: Line<'_>) -> io::Result<()> {
        let text = match line {
            Line::Whole(bytes) => match simdutf8::basic::from_utf8(bytes) {
                Ok(text) => text.strip_suffix('\r').unwrap_or(text),
                Err(_) => return self.skip("not UTF-8"),
            },
            Line::TooLong => return self.skip("too long"),
        };
        match self.watch.text(text, &mut self.tally) {
            Ok(None) => Ok(()),
            Ok(Some(ruling)) => self.show(text, &ruling.hits),
            Err(reason) => self.skip(reason.class.label()),
        }
    }

    fn skip(&mut self, why: &str) -> io::Result<()> {
        self.bad += 1;
        writeln!(self.err, "vigie: line {}: {why}: skipped", self.line)
    }

    fn show(&mut self, text: &str, hits: &[Hit]) -> io::Result<()> {
        let faint = self.palette.faint();
        write!(self.out, "{faint}{}:{faint:#} ", self.line)?;
        let spans: Vec<_> = hits.iter().map(|hit| (hit.start..hit.end, hit.kind)).collect();
        show::marked(&mut self.out, self.palette, text, &spans)?;
        writeln!(self.out)?;
        for hit in hits {
            show::hit(&mut self.out, self.palette, &hit.into())?;
        }
        Ok(())
    }
}

/// A bar on standard error, where somebody watches, nothing else is written there, and the file is long.
struct Progress {
    bar: Option<ProgressBar>,
    pending: u64,
}

impl Progress {
    fn new(length: u64) -> Self {
        let watched = io::stderr().is_terminal() && !io::stdout().is_terminal() && length >= PROGRESS_BYTES_MIN;
        let style = ProgressStyle::with_template("{bar:40} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left");
        let bar = style.ok().filter(|_| watched).map(|style| ProgressBar::new(length).with_style(style));
        Self { bar, pending: 0 }
    }

    fn add(&mut self, bytes: usize) {
        self.pending += bytes as u64;
        if self.pending >= PROGRESS_STEP
            && let Some(bar) = &self.bar
        {
            bar.inc(std::mem::take(&mut self.pending));
        }
    }

    fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
