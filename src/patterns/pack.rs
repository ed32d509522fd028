//! Where a pack comes from: the one embedded in the binary, or a directory.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{Detector, Lexicon, PackError, lexicon};

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/patterns");

/// A pattern directory larger than this is a mistake (the shipped one is under 1 MiB): refuse it before reading it into memory.
const PACK_BYTES_MAX: u64 = 16 << 20;
/// Folders within folders: the shipped pack has one level (`lexicon/`).
const DEPTH_MAX: usize = 4;

/// Every pattern file, read and parsed; nothing compiled yet.
///
/// # Example
///
/// ```
/// let pack = vigie::patterns::Pack::embedded().unwrap();
/// assert!(pack.detectors().iter().any(|detector| detector.kind == vigie::kind::Kind::Phone));
/// ```
#[derive(Debug, Clone)]
pub struct Pack {
    files: BTreeMap<Arc<str>, Vec<u8>>,
    detectors: Vec<Detector>,
    lexicon: Lexicon,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PatternFile {
    detector: Vec<Detector>,
}

impl Pack {
    /// The pack shipped in the binary.
    ///
    /// # Errors
    ///
    /// When a file does not parse; a test proves that the shipped ones do.
    pub fn embedded() -> Result<Self, PackError> {
        fn collect(dir: &Dir<'_>, files: &mut BTreeMap<Arc<str>, Vec<u8>>) {
            for file in dir.files() {
                if let Some(name) = file.path().to_str().filter(|name| name.ends_with(".toml")) {
                    files.insert(name.into(), file.contents().to_vec());
                }
            }
            for dir in dir.dirs() {
                collect(dir, files);
            }
        }
        let mut files = BTreeMap::new();
        collect(&EMBEDDED, &mut files);
        Self::parse(files)
    }

    /// Every `*.toml` under a directory.
    ///
    /// # Errors
    ///
    /// When the directory cannot be read, holds no pattern file, or one does not parse.
    pub fn from_dir(dir: &Path) -> Result<Self, PackError> {
        let mut files = BTreeMap::new();
        let mut bytes_left = PACK_BYTES_MAX;
        read_dir(dir, "", DEPTH_MAX, &mut bytes_left, &mut files)?;
        if files.is_empty() {
            return Err(PackError::new(
                dir.display().to_string(),
                "no *.toml file in it: name a folder that holds a pattern pack",
            ));
        }
        Self::parse(files)
    }

    fn parse(files: BTreeMap<Arc<str>, Vec<u8>>) -> Result<Self, PackError> {
        let mut detectors: Vec<Detector> = Vec::new();
        let mut lexicon = Lexicon::default();
        for (name, bytes) in &files {
            let text = std::str::from_utf8(bytes)
                .map_err(|e| PackError::new(name.clone(), format!("not UTF-8 after byte {}", e.valid_up_to())))?;
            if let Some(file) = name.strip_prefix("lexicon/") {
                lexicon.add(file, text).map_err(|reason| PackError::new(name.clone(), reason))?;
                continue;
            }
            let file: PatternFile = toml::from_str(text).map_err(|e| parse_error(name, text, &e))?;
            for mut detector in file.detector {
                detector.file = name.clone();
                if let Some(twin) = detectors.iter().find(|twin| twin.id == detector.id) {
                    let reason = format!("the id is already taken in {}: ids are unique over the pack", twin.file);
                    return Err(PackError::new(name.clone(), reason).of(detector.id));
                }
                detectors.push(detector);
            }
        }
        Ok(Self { files, detectors, lexicon })
    }

    /// The detectors, in the order of their files' names.
    #[must_use]
    pub fn detectors(&self) -> &[Detector] {
        &self.detectors
    }

    /// The words the reading detectors read by.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The engine's version: with the files it decides what is found.
    #[must_use]
    pub fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }

    /// Feeds every file's path and bytes, in the order of the paths, with their lengths so that no two packs collide.
    pub fn digest_into(&self, hasher: &mut Sha256) {
        hasher.update(self.version());
        for (name, bytes) in &self.files {
            for part in [name.as_bytes(), bytes] {
                hasher.update((part.len() as u64).to_be_bytes());
                hasher.update(part);
            }
        }
    }
}

fn read_dir(
    dir: &Path,
    prefix: &str,
    depth: usize,
    bytes_left: &mut u64,
    files: &mut BTreeMap<Arc<str>, Vec<u8>>,
) -> Result<(), PackError> {
    let shown = dir.display().to_string();
    let unreadable = |e: std::io::Error| PackError::new(shown.clone(), format!("cannot be read: {}", e.kind()));
    if depth == 0 {
        return Err(PackError::new(shown, format!("more than {DEPTH_MAX} folders deep")));
    }
    for entry in fs::read_dir(dir).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        // Names that begin with a dot are an editor's or Kubernetes' own (`..data`).
        let Some(name) = path.file_name().and_then(|n| n.to_str()).filter(|n| !n.starts_with('.')) else { continue };
        let relative = format!("{prefix}{name}");
        let meta = fs::metadata(&path)
            .map_err(|e| PackError::new(relative.clone(), format!("cannot be read: {}", e.kind())))?;
        if meta.is_dir() {
            read_dir(&path, &format!("{relative}/"), depth - 1, bytes_left, files)?;
        } else if name.ends_with(".toml") {
            *bytes_left = bytes_left.checked_sub(meta.len()).ok_or_else(|| {
                PackError::new(
                    relative.clone(),
                    format!("the pack is over {} MiB: is this the right folder?", PACK_BYTES_MAX >> 20),
                )
            })?;
            let bytes = fs::read(&path)
                .map_err(|e| PackError::new(relative.clone(), format!("cannot be read: {}", e.kind())))?;
            files.insert(relative.into(), bytes);
        }
    }
    Ok(())
}

/// toml's own `Display` prints the offending line; its message may quote a value. Only the place and the class are kept.
fn parse_error(name: &Arc<str>, text: &str, error: &toml::de::Error) -> PackError {
    let reason = lexicon::place_and_class(text, error);
    let id = error.span().and_then(|span| id_before(&text[..span.end.min(text.len())]));
    let error = PackError::new(name.clone(), reason);
    match id {
        Some(id) => error.of(id),
        None => error,
    }
}

/// The `id = "…"` of the entry in which `text` ends.
fn id_before(text: &str) -> Option<String> {
    let entry = &text[text.rfind("[[detector]]")?..];
    let line = entry.lines().find(|line| line.trim_start().starts_with("id"))?;
    Some(line.split('"').nth(1)?.to_owned())
}
