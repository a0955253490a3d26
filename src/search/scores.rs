//! Postings in, scores a document out.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
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
    /// By the norm of a document, what is added to a frequency before it is divided by it.
    slowing: Box<[f32; N_NORMS]>,
}

/// A document's length is kept in one byte.
const N_NORMS: usize = 256;

/// A term of a field: where each segment has it, and how much it tells.
pub(super) struct Known {
    pub(super) infos: Vec<Option<TermInfo>>,
    pub(super) weight: f32,
}

impl FieldScorer {
    /// The scorer of a field that `n_documents` documents have.
    pub(super) fn new(store: &Store, field: Field, shape: Shape, n_documents: u64) -> Result<Self> {
        let mut n_tokens = 0;
        for segment in store.segments() {
            n_tokens += segment.inverted_index(field).map_err(error)?.total_num_tokens();
        }
        let n_documents = n_documents.max(1) as f32;
        let mean_length = (n_tokens as f32 / n_documents).max(1.0);
        let Shape { k1, b } = shape;
        let slowing = std::array::from_fn(|norm| {
            k1 * (1.0 - b + b * FieldNormReader::id_to_fieldnorm(norm as u8) as f32 / mean_length)
        });
        Ok(Self { field, shape, mean_length, n_documents, slowing: Box::new(slowing) })
    }

    /// How many words a document has on average.
    pub(super) fn mean_length(&self) -> f32 {
        self.mean_length
    }

    /// A term, over all segments; none if no document has it.
    pub(super) fn know(&self, store: &Store, term: &str) -> Result<Option<Known>> {
        let term = Term::from_field_text(self.field, term);
        let mut infos = Vec::with_capacity(store.segments().len());
        for segment in store.segments() {
            infos.push(segment.inverted_index(self.field).map_err(error)?.get_term_info(&term)?);
        }
        let frequency: u64 = infos.iter().flatten().map(|info| u64::from(info.doc_freq)).sum();
        if frequency == 0 {
            return Ok(None);
        }
        let frequency = frequency as f32;
        let weight = (1.0 + (self.n_documents - frequency + 0.5).max(0.0) / (frequency + 0.5)).ln();
        Ok(Some(Known { infos, weight }))
    }

    /// Where one segment has a term.
    pub(super) fn info(&self, segment: &SegmentReader, term: &str) -> Result<Option<TermInfo>> {
        let term = Term::from_field_text(self.field, term);
        Ok(segment.inverted_index(self.field).map_err(error)?.get_term_info(&term)?)
    }

    /// Visits the documents of a term with their scores, and writes down which they are.
    pub(super) fn visit(
        &self,
        segment: &SegmentReader,
        info: &TermInfo,
        worth: f32,
        visited: &mut Vec<u32>,
        mut visit: impl FnMut(u32, f32),
    ) -> Result<()> {
        let inverted = segment.inverted_index(self.field).map_err(error)?;
        let mut postings = inverted.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        let norms = segment.get_fieldnorms_reader(self.field).map_err(error)?;
        let most = worth * (self.shape.k1 + 1.0);
        visited.reserve(info.doc_freq as usize);
        while postings.block_len() > 0 {
            let documents = postings.docs();
            visited.extend_from_slice(documents);
            for (&document, &frequency) in documents.iter().zip(postings.freqs()) {
                let frequency = frequency as f32;
                let slowing = self.slowing[usize::from(norms.fieldnorm_id(document))];
                visit(document, most * frequency / (frequency + slowing));
            }
            postings.advance();
        }
        Ok(())
    }

    /// Keeps the documents that have a term too, in order, each with the lesser of both scores.
    pub(super) fn lower(
        &self,
        segment: &SegmentReader,
        info: &TermInfo,
        worth: f32,
        scores: &mut Vec<(u32, f32)>,
    ) -> Result<()> {
        let inverted = segment.inverted_index(self.field).map_err(error)?;
        let mut postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        let norms = segment.get_fieldnorms_reader(self.field).map_err(error)?;
        let most = worth * (self.shape.k1 + 1.0);
        scores.retain_mut(|(document, least)| {
            if postings.doc() < *document {
                postings.seek(*document);
            }
            let has = postings.doc() == *document;
            if has {
                let frequency = postings.term_freq() as f32;
                let slowing = self.slowing[usize::from(norms.fieldnorm_id(*document))];
                *least = least.min(most * frequency / (frequency + slowing));
            }
            has
        });
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
        let most = weight * (self.shape.k1 + 1.0);
        within(&mut postings, blocks, |slot, document, postings| {
            let frequency = postings.term_freq() as f32;
            let slowing = self.slowing[usize::from(norms.fieldnorm_id(document))];
            visit(slot, most * frequency / (frequency + slowing));
        });
        Ok(())
    }

    /// Visits the passages in which words stand in a row, as far as they stand in the blocks, with their scores.
    pub(super) fn visit_row_within<'a>(
        &self,
        segment: &SegmentReader,
        row: &[String],
        weight: f32,
        blocks: impl Iterator<Item = &'a Block>,
        mut visit: impl FnMut(usize, f32),
    ) -> Result<()> {
        if let [word] = row {
            return self.visit_within(segment, word, weight, blocks, visit);
        }
        let inverted = segment.inverted_index(self.field).map_err(error)?;
        let mut words = Vec::with_capacity(row.len());
        for word in row {
            let term = Term::from_field_text(self.field, word);
            let Some(postings) = inverted.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)? else {
                return Ok(());
            };
            words.push(postings);
        }
        let Some((first, others)) = words.split_first_mut() else { return Ok(()) };
        let norms = segment.get_fieldnorms_reader(self.field).map_err(error)?;
        let (mut starts, mut positions) = (Vec::new(), Vec::new());
        within(first, blocks, |slot, document, first| {
            let stand = others.iter_mut().all(|other| {
                if other.doc() < document {
                    other.seek(document);
                }
                other.doc() == document
            });
            if !stand {
                return;
            }
            first.positions(&mut starts);
            for (other, place) in others.iter_mut().zip(1..) {
                other.positions(&mut positions);
                starts.retain(|start| positions.binary_search(&(start + place)).is_ok());
            }
            if !starts.is_empty() {
                let frequency = starts.len() as f32;
                let slowing = self.slowing[usize::from(norms.fieldnorm_id(document))];
                visit(slot, weight * (self.shape.k1 + 1.0) * frequency / (frequency + slowing));
            }
        });
        Ok(())
    }
}

/// Visits the postings that stand in the blocks.
fn within<'a>(
    postings: &mut SegmentPostings,
    blocks: impl Iterator<Item = &'a Block>,
    mut visit: impl FnMut(usize, u32, &mut SegmentPostings),
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
