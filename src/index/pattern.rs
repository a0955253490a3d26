//! A pattern of letters in, the terms of a field that fit it out.

use regex::{Regex, RegexBuilder};
use tantivy::schema::Field;

use crate::error::Result;
use crate::index::{Store, error};

/// A compiled pattern takes no more bytes than this.
const LARGEST: usize = 1 << 18;

/// A regular expression that must match a whole term.
///
/// # Errors
///
/// When it cannot be read, or would be too large; in words.
pub fn compile(pattern: &str) -> std::result::Result<Regex, String> {
    // The error quotes the pattern over several lines; its last one says what is wrong.
    RegexBuilder::new(&format!("^(?:{pattern})$"))
        .size_limit(LARGEST)
        .dfa_size_limit(4 * LARGEST)
        .nest_limit(64)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => "it is too large".to_owned(),
            other => other.to_string().lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned(),
        })
}

/// Whether a term is made of pieces with anything between them: `["with", "w"]` fits "withdrew" and "withdraw".
pub fn fits(term: &str, pieces: &[String]) -> bool {
    let [first, middle @ .., last] = pieces else { return pieces.first().is_some_and(|only| only == term) };
    let Some(mut rest) = term.strip_prefix(first.as_str()) else { return false };
    for piece in middle {
        let Some(at) = rest.find(piece.as_str()) else { return false };
        rest = &rest[at + piece.len()..];
    }
    rest.len() >= last.len() && rest.ends_with(last.as_str())
}

/// How many letters must be changed, added, left out or swapped to make one word of another; none if more than `most`.
pub fn distance(one: &[char], other: &str, most: usize) -> Option<usize> {
    const LONGEST: usize = 68;
    let length = other.chars().count();
    if one.len() > LONGEST || length > LONGEST || one.len().abs_diff(length) > most {
        return None;
    }
    let mut rows = [[0usize; LONGEST + 1]; 3];
    for (at, cell) in rows[0].iter_mut().enumerate().take(one.len() + 1) {
        *cell = at;
    }
    let mut before = '\0';
    for (line, letter) in other.chars().enumerate() {
        let (this, last, older) = ((line + 1) % 3, line % 3, (line + 2) % 3);
        rows[this][0] = line + 1;
        let mut least = line + 1;
        for (at, &own) in one.iter().enumerate() {
            let change = rows[last][at] + usize::from(own != letter);
            let mut cost = change.min(rows[last][at + 1] + 1).min(rows[this][at] + 1);
            if line > 0 && at > 0 && own == before && one[at - 1] == letter {
                cost = cost.min(rows[older][at - 1] + 1);
            }
            rows[this][at + 1] = cost;
            least = least.min(cost);
        }
        if least > most {
            return None;
        }
        before = letter;
    }
    Some(rows[length % 3][one.len()]).filter(|&cost| cost <= most)
}

impl Store {
    /// The terms of some fields that begin with a prefix and pass a test, in order, and how many documents have each;
    /// it stops when there are more than `most`.
    pub(crate) fn terms_that(
        &self,
        fields: &[Field],
        prefix: &str,
        most: usize,
        test: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<(String, u64)>> {
        let mut found: std::collections::BTreeMap<String, u64> = std::collections::BTreeMap::new();
        for segment in self.segments() {
            for &field in fields {
                let inverted = segment.inverted_index(field).map_err(error)?;
                let mut range = inverted.terms().range();
                if !prefix.is_empty() {
                    range = range.ge(prefix.as_bytes());
                    if let Some(end) = after(prefix) {
                        range = range.lt(end);
                    }
                }
                let mut terms = range.into_stream()?;
                while let Some((term, info)) = terms.next() {
                    let Ok(term) = std::str::from_utf8(term) else { continue };
                    if test(term) {
                        *found.entry(term.to_owned()).or_default() += u64::from(info.doc_freq);
                        if found.len() > most {
                            return Ok(found.into_iter().collect());
                        }
                    }
                }
            }
        }
        Ok(found.into_iter().collect())
    }
}

/// The first bytes behind all that begin with a prefix.
fn after(prefix: &str) -> Option<Vec<u8>> {
    let mut bytes = prefix.as_bytes().to_vec();
    while let Some(last) = bytes.pop() {
        if last < u8::MAX {
            bytes.push(last + 1);
            return Some(bytes);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_differ_little_are_near() {
        let distance = |one: &str, other, most| distance(&one.chars().collect::<Vec<_>>(), other, most);
        assert_eq!(distance("milley", "milley", 0), Some(0));
        assert_eq!(distance("milly", "milley", 1), Some(1));
        assert_eq!(distance("mliley", "milley", 1), Some(1));
        assert_eq!(distance("esper", "espero", 1), Some(1));
        assert_eq!(distance("esper", "milley", 2), None);
        assert_eq!(distance("núñez", "nunez", 2), Some(2));
        assert_eq!(distance("", "a", 1), Some(1));
    }

    #[test]
    fn stars_stand_for_anything() {
        let fits = |term, wild: &str| fits(term, &wild.split('*').map(str::to_owned).collect::<Vec<_>>());
        assert!(fits("withdrawn", "withdr*") && fits("withdr", "withdr*") && !fits("with", "withdr*"));
        assert!(fits("organise", "organi*e") && !fits("organ", "organi*e"));
        assert!(fits("abcabc", "a*b*c") && !fits("ab", "a*b*b"));
        assert!(!fits("aba", "ab*ba"));
    }

    #[test]
    fn patterns_match_whole_terms_and_are_small() {
        assert!(compile("mil+ey").unwrap().is_match("milley"));
        assert!(!compile("mil").unwrap().is_match("milley"));
        assert!(compile("a|b").unwrap().is_match("b"));
        for wrong in ["(", "[a", "a{99999}", "(a{999}){999}", "\\"] {
            assert!(compile(wrong).is_err(), "{wrong}");
        }
    }
}
