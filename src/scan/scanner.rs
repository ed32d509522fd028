//! The compiled scanner, shared, and the scratch that belongs to a thread.

use crate::patterns::{Pack, PackError};

use super::{Finding, Findings, Input};

/// What the configuration tells the scan.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The platform's own hosts, subdomains included: never findings.
    pub hosts: Vec<String>,
    /// The platform's own e-mail and postal addresses.
    pub addresses: Vec<String>,
    /// The platform's own phone numbers.
    pub phones: Vec<String>,
    /// A longer text is scanned up to here.
    pub text_bytes_max: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { hosts: Vec::new(), addresses: Vec::new(), phones: Vec::new(), text_bytes_max: 64 << 10 }
    }
}

/// Every detector, compiled; immutable and shared by all threads.
#[derive(Debug)]
pub struct Scanner {
    settings: Settings,
}

/// A thread's own working memory: reused from text to text.
#[derive(Debug, Default)]
pub struct Scratch {
    findings: Vec<Finding>,
    detector: Option<std::sync::Arc<str>>,
}

impl Scratch {
    /// The id of the detector at work, or `none`: after a panic it names the culprit.
    #[must_use]
    pub fn detector(&self) -> &str {
        self.detector.as_deref().unwrap_or("none")
    }
}

impl Scanner {
    /// Compiles a pack.
    ///
    /// # Errors
    ///
    /// When a detector does not compile, with its file and id.
    pub fn new(_pack: &Pack, settings: &Settings) -> Result<Self, PackError> {
        Ok(Self { settings: settings.clone() })
    }

    /// Scans one text.
    pub fn scan<'s>(&self, input: Input<'_>, scratch: &'s mut Scratch) -> Findings<'s> {
        scratch.findings.clear();
        Findings { findings: &scratch.findings, truncated: input.text.len() > self.settings.text_bytes_max }
    }
}
