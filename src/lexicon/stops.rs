//! Words that say little of what a text is about.

use rustc_hash::FxHashSet;

use crate::lexicon::table::rows;

/// Words that build sentences.
#[derive(Debug)]
pub struct Stops(FxHashSet<&'static str>);

impl Stops {
    /// Those of English.
    pub(super) fn english() -> Self {
        Self(rows(include_str!("english/stops.tsv")).map(|[word]| word).collect())
    }

    /// Whether a folded word is one.
    pub fn has(&self, word: &str) -> bool {
        self.0.contains(word)
    }
}
