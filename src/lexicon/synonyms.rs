//! Words that may stand for a word.

use rustc_hash::FxHashMap;

use crate::lexicon::table::rows;

/// Derived and like words by word.
#[derive(Debug)]
pub struct Synonyms(FxHashMap<&'static str, &'static str>);

impl Synonyms {
    /// The synonyms of English.
    pub(super) fn english() -> Self {
        Self(rows(include_str!("english/synonyms.tsv")).map(|[word, others]| (word, others)).collect())
    }

    /// The words that may stand for a folded word, the best first.
    pub fn of(&self, word: &str) -> impl Iterator<Item = &'static str> {
        self.0.get(word).into_iter().flat_map(|others| others.split('|'))
    }
}
