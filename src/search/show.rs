//! An id in, the quotation or the article that it names out, from the index alone.

use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, Term};

use crate::error::Result;
use crate::index::{Store, error};
use crate::passage::{Page, Passage};
use crate::record::ArticleFacts;
use crate::search::around::{around, body};

/// What an id names.
#[derive(Debug)]
pub enum Shown {
    /// One quotation, in its sentences and those around.
    Quotation(Box<Passage>),
    /// An article with its quotations.
    Article(Box<Page>),
    /// Several quotations have ids that begin so.
    Several(Vec<String>),
    /// Nothing.
    Nothing,
}

/// Finds what an id, or the beginning of a quotation's id, names.
///
/// # Errors
///
/// When the index is damaged.
pub fn show(store: &Store, id: &str, n_sentences: usize) -> Result<Shown> {
    const SHORTEST: usize = 4;
    const SHOWN: usize = 10;
    if let Some((article, block)) = store.block(id)? {
        let text = body(&block);
        let mut quotations: Vec<_> = block.iter().filter_map(|stored| stored.quotation(&article)).collect();
        quotations.sort_by(|one, other| {
            (&other.part, &one.content.spans, &one.id).cmp(&(&one.part, &other.content.spans, &other.id))
        });
        return Ok(Shown::Article(Box::new(Page { article, text, quotations })));
    }
    let id = id.to_ascii_lowercase();
    if id.len() < SHORTEST || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(Shown::Nothing);
    }
    let found = store.terms_that(&[store.fields().quotation], &id, SHOWN, &|_| true)?;
    let ids: Vec<String> = found.into_iter().map(|(id, _)| id).collect();
    match ids.as_slice() {
        [] => Ok(Shown::Nothing),
        [id] => quotation(store, id, n_sentences).map(|found| found.map_or(Shown::Nothing, Shown::Quotation)),
        _ => Ok(Shown::Several(ids)),
    }
}

/// The quotation of an id.
fn quotation(store: &Store, id: &str, n_sentences: usize) -> Result<Option<Box<Passage>>> {
    let field = store.fields().quotation;
    let term = Term::from_field_text(field, id);
    for (number, segment) in store.segments().iter().enumerate() {
        let places = segment.fast_fields().u64("place").map_err(error)?;
        let inverted = segment.inverted_index(field).map_err(error)?;
        let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else { continue };
        while postings.doc() != TERMINATED {
            let document = postings.doc();
            if !segment.is_deleted(document) {
                let place = places.first(document).unwrap_or(0) as u32;
                let article: ArticleFacts = store.article(number as u32, document - place)?;
                let stored = store.passage(number as u32, document)?;
                let mut passages = [Passage {
                    rank: 1,
                    score: 0.0,
                    reasons: Vec::new(),
                    article: stored.place(&article),
                    part: stored.part().to_owned(),
                    span: [stored.start, stored.start + stored.length()],
                    copies: None,
                    matched: Vec::new(),
                    quotation: stored.quotation(&article),
                    text: stored.text,
                    around: None,
                }];
                around(store, &mut passages, n_sentences)?;
                return Ok(passages.into_iter().next().map(Box::new));
            }
            postings.advance();
        }
    }
    Ok(None)
}
