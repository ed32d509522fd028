//! When the pattern folder changed, and whether what it holds now may take over.

use std::sync::Arc;

use crate::config::Config;
use crate::engine::{Engine, EngineError};
use crate::patterns::{Pack, PackError};

/// Why the folder is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// Somebody asked for it, and wants an answer.
    Signal,
    /// It was time to look.
    Poll,
}

/// How a look at the folder ended.
#[derive(Debug)]
pub(super) enum Attempt {
    /// Nothing new, and nobody asked.
    Nothing,
    /// Nothing new.
    Unchanged,
    /// Another pack, compiled and proven.
    Applied(Arc<Engine>),
    /// Another pack that is not fit for work.
    Refused(Vec<PackError>),
}

/// Compares the folder with the pack at work, by content.
pub(super) struct Reloader {
    config: Arc<Config>,
    at_work: Arc<str>,
    /// What was refused last: said once, not at every look.
    refused: Option<Refused>,
}

#[derive(PartialEq)]
enum Refused {
    /// It could not even be read.
    Unread(PackError),
    /// The digest of one that did not compile or prove.
    Unfit(Arc<str>),
}

impl Reloader {
    pub(super) fn new(config: Arc<Config>, at_work: Arc<str>) -> Self {
        Self { config, at_work, refused: None }
    }

    /// Reads the folder, and compiles and proves what it holds where that is new.
    pub(super) fn attempt(&mut self, cause: Cause) -> Attempt {
        let nothing = match cause {
            Cause::Signal => Attempt::Unchanged,
            Cause::Poll => Attempt::Nothing,
        };
        let Some(folder) = &self.config.patterns.directory else { return nothing };
        let pack = match Pack::from_dir(folder) {
            Ok(pack) => pack,
            Err(error) => return self.refuse(cause, Refused::Unread(error.clone()), vec![error]),
        };
        let digest = Engine::identify(&pack, &self.config).digest;
        if digest == self.at_work {
            self.refused = None;
            return nothing;
        }
        if cause == Cause::Poll && self.refused == Some(Refused::Unfit(digest.clone())) {
            return Attempt::Nothing;
        }
        match Engine::prove(&pack, &self.config) {
            Ok((engine, _)) => {
                self.at_work = digest;
                self.refused = None;
                Attempt::Applied(Arc::new(engine))
            }
            Err(EngineError::Pack(errors)) => self.refuse(cause, Refused::Unfit(digest), errors),
            // The field names were accepted at the start and do not change.
            Err(EngineError::Fields(_)) => Attempt::Nothing,
        }
    }

    fn refuse(&mut self, cause: Cause, refused: Refused, errors: Vec<PackError>) -> Attempt {
        let known = self.refused.as_ref() == Some(&refused);
        self.refused = Some(refused);
        if known && cause == Cause::Poll { Attempt::Nothing } else { Attempt::Refused(errors) }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::Arc;

    use super::{Attempt, Cause, Reloader};
    use crate::config::Config;
    use crate::engine::Engine;

    const DETECTOR: &str = r#"[[detector]]
id = "email.test"
about = "An address."
kind = "email"
anchors = ["@"]
regex = '(?i)\b[a-z]{1,64}@[a-z]{1,64}\.com\b'
match = ["to ⟦jane@example.com⟧"]
no-match = ["to jane"]
"#;

    #[test]
    fn a_change_is_applied_once_and_a_refusal_said_once() {
        let folder = tempfile::TempDir::new().unwrap();
        let file = folder.path().join("test.toml");
        fs::write(&file, DETECTOR).unwrap();
        let mut config = Config::default();
        config.patterns.directory = Some(folder.path().into());
        let engine = Engine::new(&config).unwrap();
        let mut reloader = Reloader::new(Arc::new(config), engine.pack().digest.clone());
        assert!(matches!(reloader.attempt(Cause::Poll), Attempt::Nothing));
        assert!(matches!(reloader.attempt(Cause::Signal), Attempt::Unchanged));

        fs::write(&file, DETECTOR.replace("An address", "An e-mail address")).unwrap();
        let Attempt::Applied(changed) = reloader.attempt(Cause::Poll) else { panic!("a new pack takes over") };
        assert_ne!(changed.pack().digest, engine.pack().digest);
        assert!(matches!(reloader.attempt(Cause::Poll), Attempt::Nothing));

        for broken in
            [DETECTOR.replace("kind = \"email\"", "kind = \"emial\""), DETECTOR.replace("[a-z]{1,64}@", "[a-z@")]
        {
            fs::write(&file, broken).unwrap();
            let Attempt::Refused(errors) = reloader.attempt(Cause::Poll) else { panic!("a bad pack is refused") };
            assert_eq!((errors[0].file(), errors[0].id()), ("test.toml", Some("email.test")));
            assert!(matches!(reloader.attempt(Cause::Poll), Attempt::Nothing));
            assert!(matches!(reloader.attempt(Cause::Signal), Attempt::Refused(_)));
        }

        fs::write(&file, DETECTOR.replace("An address", "An e-mail address")).unwrap();
        assert!(matches!(reloader.attempt(Cause::Poll), Attempt::Nothing), "the pack at work is back");
    }
}
