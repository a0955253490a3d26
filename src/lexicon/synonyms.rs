//! Words that may stand for a word.

use crate::lexicon::table::rows;

/// Like words by index term.
#[derive(Debug)]
pub struct Synonyms(Vec<[&'static str; 2]>);

impl Synonyms {
    /// The synonyms of English.
    pub(super) fn english() -> Self {
        Self(rows(include_str!("english/synonyms.tsv")).collect())
    }

    /// The words that may stand for the words of an index term, the best first, and how like they are, from 0 to 1.
    pub fn of(&self, term: &str) -> impl Iterator<Item = (&'static str, f32)> {
        let row = self.0.binary_search_by(|[known, _]| (*known).cmp(term)).ok().map(|at| self.0[at]);
        row.into_iter().flat_map(|[_, others]| others.split('|')).filter_map(|other| {
            let (word, hundredths) = other.rsplit_once(' ')?;
            Some((word, hundredths.parse::<f32>().ok()? / 100.0))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_in_order_and_every_likeness_is_a_share() {
        let synonyms = Synonyms::english();
        assert!(synonyms.0.is_sorted_by(|[one, _], [other, _]| one < other));
        for [term, others] in &synonyms.0 {
            assert_eq!(synonyms.of(term).count(), others.split('|').count(), "{term}");
            assert!(synonyms.of(term).all(|(word, like)| word.len() > 2 && like > 0.0 && like < 1.0), "{term}");
        }
    }

    #[test]
    fn a_withdrawal_is_a_departure_and_swallows_nothing() {
        let synonyms = Synonyms::english();
        let words: Vec<&str> = synonyms.of("withdraw").map(|(word, _)| word).collect();
        assert!(words.contains(&"leave") && words.contains(&"retreat"), "{words:?}");
        assert!(!words.contains(&"swallow"), "{words:?}");
    }
}
