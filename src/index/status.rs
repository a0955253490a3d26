//! An index in, the articles that an answer leaves out: withdrawn, withheld, or under an embargo.
//!
//! No clock is looked at: an embargo ends when a question says of what moment it asks.

use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, SegmentReader, TERMINATED, Term};

use crate::error::Result;
use crate::index::{Store, error};

/// What a news agency says of an article, and what questions call it beside that.
const STATUSES: [(&str, &[&str]); 5] = [
    ("usable", &[]),
    ("embargoed", &[]),
    ("withheld", &[]),
    ("canceled", &["killed", "cancelled", "withdrawn"]),
    ("corrected", &[]),
];

/// The statuses that an answer leaves out.
const HIDDEN: [&str; 3] = [EMBARGOED, "canceled", "withheld"];
const EMBARGOED: &str = "embargoed";

/// The status that a word of a question stands for.
pub fn named(word: &str) -> Option<&'static str> {
    let known = |(name, others): &(&str, &[&str])| *name == word || others.contains(&word);
    STATUSES.iter().find(|status| known(status)).map(|(name, _)| *name)
}

/// The names of all statuses.
pub fn names() -> impl Iterator<Item = &'static str> {
    STATUSES.iter().map(|(name, _)| *name)
}

/// Whether an answer leaves out articles of a status, as long as nobody says of what moment is asked.
pub(crate) fn is_hidden(status: &str) -> bool {
    HIDDEN.contains(&status)
}

/// Which documents of a segment an answer leaves out that is of a moment, in seconds since 1970, or of none that is
/// known; nothing where it leaves out none.
pub(crate) fn hidden(store: &Store, segment: &SegmentReader, as_of: Option<i64>) -> Result<Option<Vec<bool>>> {
    let mut articles = Vec::new();
    let inverted = segment.inverted_index(store.fields().status).map_err(error)?;
    for status in HIDDEN {
        let term = Term::from_field_text(store.fields().status, status);
        let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else { continue };
        let embargo = segment.fast_fields().i64("embargo").map_err(error)?;
        while postings.doc() != TERMINATED {
            let document = postings.doc();
            let is_over = || Some(embargo.first(document)? <= as_of?);
            if status != EMBARGOED || is_over() != Some(true) {
                articles.push(document);
            }
            postings.advance();
        }
    }
    if articles.is_empty() {
        return Ok(None);
    }
    let blocks = segment.fast_fields().u64("block").map_err(error)?;
    let mut hidden = vec![false; segment.max_doc() as usize];
    for article in articles {
        let n_passages = blocks.first(article).unwrap_or(0) as usize;
        let first = article as usize;
        let end = (first + 1 + n_passages).min(hidden.len());
        hidden[first..end].fill(true);
    }
    Ok(Some(hidden))
}
