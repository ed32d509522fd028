//! Anchors: one pass over a folded text tells which patterns could match at all, so that the others never run.

use aho_corasick::{AhoCorasick, MatchKind};

/// The anchors of every pattern, searched together.
#[derive(Debug)]
pub(super) struct Anchors {
    searcher: AhoCorasick,
    /// For each anchor, the place of its detector in the pack.
    owners: Vec<usize>,
    /// Detectors without anchors: always awake.
    always: Vec<bool>,
}

impl Anchors {
    /// Compiles the anchors of each detector, in the order of the pack.
    ///
    /// # Errors
    ///
    /// When they are too many for one automaton.
    pub(super) fn new<'a>(detectors: impl Iterator<Item = &'a [String]>) -> Result<Self, aho_corasick::BuildError> {
        let (mut literals, mut owners, mut always) = (Vec::new(), Vec::new(), Vec::new());
        for (at, anchors) in detectors.enumerate() {
            always.push(anchors.is_empty());
            owners.extend(anchors.iter().map(|_| at));
            literals.extend(anchors);
        }
        let searcher = AhoCorasick::builder().match_kind(MatchKind::Standard).build(literals)?;
        Ok(Self { searcher, owners, always })
    }

    /// Marks, by place, the detectors that could find something in a text.
    pub(super) fn wake(&self, text: &str, awake: &mut Vec<bool>) {
        awake.clone_from(&self.always);
        for found in self.searcher.find_overlapping_iter(text) {
            awake[self.owners[found.pattern().as_usize()]] = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Anchors;

    #[test]
    fn anchors_wake_their_own_detector() {
        let lists: [Vec<String>; 3] = [vec![], vec!["zoom".into(), "meet".into()], vec!["iban".into()]];
        let anchors = Anchors::new(lists.iter().map(Vec::as_slice)).unwrap();
        let mut awake = Vec::new();
        anchors.wake("a zoom call", &mut awake);
        assert_eq!(awake, [true, true, false]);
        anchors.wake("meet: mon iban", &mut awake);
        assert_eq!(awake, [true, true, true]);
    }
}
