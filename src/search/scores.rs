//! Postings in, scores a document out.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, SegmentReader, TERMINATED, Term};

use crate::error::Result;
use crate::index::{Store, error};

/// Okapi BM25's two constants (Robertson & Zaragoza 2009).
#[derive(Clone, Copy)]
pub(super) struct Shape {
    /// How soon repetition stops to count.
    pub(super) k1: f32,
    /// How much length counts against.
    pub(super) b: f32,
}

/// The passages of an article: they stand next to each other, here and in the slots of a search.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    /// The document of the first.
    pub(super) first: u32,
    /// How many there are.
    pub(super) n: u32,
    /// The slot of the first.
    pub(super) slot: u32,
}

/// What a field's terms are scored with, over all segments.
pub(super) struct FieldScorer {
    field: Field,
    shape: Shape,
    mean_length: f32,
    n_documents: f32,
}

impl FieldScorer {
    /// The scorer of a field that `n_documents` documents have.
    pub(super) fn new(store: &Store, field: Field, shape: Shape, n_documents: u64) -> Result<Self> {
        let mut n_tokens = 0;
        for segment in store.segments() {
            n_tokens += segment.inverted_index(field).map_err(error)?.total_num_tokens();
        }
        let n_documents = n_documents.max(1) as f32;
        Ok(Self { field, shape, mean_length: (n_tokens as f32 / n_documents).max(1.0), n_documents })
    }

    /// How many words a document has on average.
    pub(super) fn mean_length(&self) -> f32 {
        self.mean_length
    }

    /// How much a term tells, over all segments; none if no document has it.
    pub(super) fn weight(&self, store: &Store, term: &str) -> Result<Option<f32>> {
        let term = Term::from_field_text(self.field, term);
        let mut frequency = 0u64;
        for segment in store.segments() {
            let inverted = segment.inverted_index(self.field).map_err(error)?;
            frequency += inverted.get_term_info(&term)?.map_or(0, |info| u64::from(info.doc_freq));
        }
        if frequency == 0 {
            return Ok(None);
        }
        let frequency = frequency as f32;
        Ok(Some((1.0 + (self.n_documents - frequency + 0.5).max(0.0) / (frequency + 0.5)).ln()))
    }

    /// Visits the living documents of a term with their scores.
    pub(super) fn visit(
        &self,
        segment: &SegmentReader,
        term: &str,
        weight: f32,
        mut visit: impl FnMut(u32, f32),
    ) -> Result<()> {
        let inverted = segment.inverted_index(self.field).map_err(error)?;
        let term = Term::from_field_text(self.field, term);
        let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::WithFreqs)? else { return Ok(()) };
        let norms = segment.get_fieldnorms_reader(self.field).map_err(error)?;
        let Shape { k1, b } = self.shape;
        let mut document = postings.doc();
        while document != TERMINATED {
            if !segment.is_deleted(document) {
                let frequency = postings.term_freq() as f32;
                let length = norms.fieldnorm(document) as f32 / self.mean_length;
                visit(document, weight * frequency * (k1 + 1.0) / (frequency + k1 * (1.0 - b + b * length)));
            }
            document = postings.advance();
        }
        Ok(())
    }

    /// Visits the passages of a term that stand in the blocks, which come in order, with their scores.
    pub(super) fn visit_within<'a>(
        &self,
        segment: &SegmentReader,
        term: &str,
        weight: f32,
        blocks: impl Iterator<Item = &'a Block>,
        mut visit: impl FnMut(usize, f32),
    ) -> Result<()> {
        let mut blocks = blocks.peekable();
        if blocks.peek().is_none() {
            return Ok(());
        }
        let inverted = segment.inverted_index(self.field).map_err(error)?;
        let term = Term::from_field_text(self.field, term);
        let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::WithFreqs)? else { return Ok(()) };
        let norms = segment.get_fieldnorms_reader(self.field).map_err(error)?;
        let Shape { k1, b } = self.shape;
        within(&mut postings, blocks, |slot, document, postings| {
            let frequency = postings.term_freq() as f32;
            let length = norms.fieldnorm(document) as f32 / self.mean_length;
            visit(slot, weight * frequency * (k1 + 1.0) / (frequency + k1 * (1.0 - b + b * length)));
        });
        Ok(())
    }
}

/// Visits the postings that stand in the blocks.
fn within<'a>(
    postings: &mut SegmentPostings,
    blocks: impl Iterator<Item = &'a Block>,
    mut visit: impl FnMut(usize, u32, &SegmentPostings),
) {
    for block in blocks {
        let mut document = postings.doc();
        if document < block.first {
            document = postings.seek(block.first);
        }
        while document < block.first + block.n {
            visit((block.slot + document - block.first) as usize, document, postings);
            document = postings.advance();
        }
        if document == TERMINATED {
            break;
        }
    }
}

/// Visits the passages of a term that carries no score, as far as they stand in the blocks.
pub(super) fn visit_within<'a>(
    segment: &SegmentReader,
    field: Field,
    term: &str,
    blocks: impl Iterator<Item = &'a Block>,
    mut visit: impl FnMut(usize),
) -> Result<()> {
    let inverted = segment.inverted_index(field).map_err(error)?;
    let term = Term::from_field_text(field, term);
    let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else { return Ok(()) };
    within(&mut postings, blocks, |slot, _, _| visit(slot));
    Ok(())
}

/// Visits the living documents of a term with how often they have it.
pub(super) fn visit_counts(
    segment: &SegmentReader,
    field: Field,
    term: &str,
    mut visit: impl FnMut(u32, u32),
) -> Result<()> {
    let inverted = segment.inverted_index(field).map_err(error)?;
    let term = Term::from_field_text(field, term);
    let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::WithFreqs)? else { return Ok(()) };
    while postings.doc() != TERMINATED {
        if !segment.is_deleted(postings.doc()) {
            visit(postings.doc(), postings.term_freq());
        }
        postings.advance();
    }
    Ok(())
}

/// Visits the living documents of a term that carries no score.
pub(super) fn visit_basic(segment: &SegmentReader, field: Field, term: &str, mut visit: impl FnMut(u32)) -> Result<()> {
    let inverted = segment.inverted_index(field).map_err(error)?;
    let term = Term::from_field_text(field, term);
    let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else { return Ok(()) };
    let mut document = postings.doc();
    while document != TERMINATED {
        if !segment.is_deleted(document) {
            visit(document);
        }
        document = postings.advance();
    }
    Ok(())
}
