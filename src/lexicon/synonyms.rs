//! Words that may stand for a word.

use crate::lexicon::table::rows;

/// Like words by index term.
#[derive(Debug)]
pub struct Synonyms {
    /// Those of all words, derived.
    derived: Vec<[&'static str; 2]>,
    /// Those of news and headlines, written by hand.
    news: Vec<[&'static str; 2]>,
}

impl Synonyms {
    /// The synonyms of English.
    pub(super) fn english() -> Self {
        Self {
            derived: rows(include_str!("english/synonyms.tsv")).collect(),
            news: rows(include_str!("english/news-words.tsv")).collect(),
        }
    }

    /// The words that may stand for the words of an index term, the best first, and how like they are, from 0 to 1.
    pub fn of(&self, term: &str) -> Vec<(&'static str, f32)> {
        let mut found: Vec<(&'static str, f32)> = Vec::new();
        for table in [&self.news, &self.derived] {
            let row = table.binary_search_by(|[known, _]| (*known).cmp(term)).ok().map(|at| table[at]);
            for other in row.iter().flat_map(|[_, others]| others.split('|')) {
                let Some((word, hundredths)) = other.rsplit_once(' ') else { continue };
                let Ok(hundredths) = hundredths.parse::<f32>() else { continue };
                let like = hundredths / 100.0;
                match found.iter_mut().find(|(known, _)| *known == word) {
                    Some((_, known)) => *known = known.max(like),
                    None => found.push((word, like)),
                }
            }
        }
        found.sort_by(|(_, one), (_, other)| other.total_cmp(one));
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_in_order_and_every_likeness_is_a_share() {
        let synonyms = Synonyms::english();
        for table in [&synonyms.derived, &synonyms.news] {
            assert!(table.is_sorted_by(|[one, _], [other, _]| one < other));
            for [term, others] in table {
                assert!(synonyms.of(term).len() >= others.split('|').count(), "{term}");
                assert!(
                    synonyms.of(term).iter().all(|(word, like)| word.len() > 2 && *like > 0.0 && *like < 1.0),
                    "{term}"
                );
            }
        }
    }

    #[test]
    fn a_withdrawal_is_a_departure_and_swallows_nothing() {
        let synonyms = Synonyms::english();
        let words: Vec<&str> = synonyms.of("withdraw").into_iter().map(|(word, _)| word).collect();
        assert!(words.contains(&"leave") && words.contains(&"retreat"), "{words:?}");
        assert!(!words.contains(&"swallow"), "{words:?}");
    }

    #[test]
    fn a_capital_stands_for_its_country() {
        let words = Synonyms::english().of("ankara");
        assert!(words.iter().any(|&(word, _)| word == "turkey"), "{words:?}");
    }
}
