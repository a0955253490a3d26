//! Words in, whole articles out: BM25 of text and headline, and nothing about who said it.

use rustc_hash::FxHashMap;

use crate::error::Result;
use crate::index::document::Facts;
use crate::index::{Store, error};
use crate::question::Question;
use crate::search::evidence::Evidence;
use crate::search::gather::Candidate;
use crate::search::scores::{Block, FieldScorer, Shape, visit_counts};
use crate::search::topic;

/// One shape for sentences and for long articles, text and headline together.
const WHOLE: Shape = Shape { k1: 1.2, b: 0.7 };

/// Finds the best articles, at most `limit`, each by the passage that has most of the words.
pub(super) fn gather(
    store: &Store,
    question: &Question,
    passing: &[Option<Vec<bool>>],
    limit: usize,
) -> Result<Vec<Candidate>> {
    let fields = store.fields();
    let n_articles = store.n_articles()?;
    let body = FieldScorer::new(store, fields.body, WHOLE, n_articles)?;
    let title = FieldScorer::new(store, fields.title, WHOLE, n_articles)?;
    let mean_length = body.mean_length() + title.mean_length();
    let Shape { k1, b } = WHOLE;
    let wanted = topic::wanted(store, question, &body)?;
    let content = FieldScorer::new(store, fields.content, WHOLE, store.searcher().num_docs() - n_articles)?;
    let mut candidates = Vec::new();
    for ((number, segment), passing) in store.segments().iter().enumerate().zip(passing) {
        let columns = segment.fast_fields();
        let (blocks, keys) = (columns.u64("block").map_err(error)?, columns.u64("key").map_err(error)?);
        let norms = [fields.body, fields.title]
            .map(|field| segment.get_fieldnorms_reader(field).map_err(error))
            .into_iter()
            .collect::<Result<Vec<_>>>()?;
        let mut scores: FxHashMap<u32, f32> = FxHashMap::default();
        for wanted in &wanted {
            let mut best: FxHashMap<u32, f32> = FxHashMap::default();
            for variant in &wanted.variants {
                let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
                let [term] = variant.terms.as_slice() else { continue };
                for field in [fields.body, fields.title] {
                    visit_counts(segment, field, term, |document, count| {
                        *counts.entry(document).or_default() += count;
                    })?;
                }
                #[expect(clippy::iter_over_hash_type, reason = "each entry goes to a place of its own")]
                for (document, count) in counts {
                    let length = norms.iter().map(|norms| norms.fieldnorm(document)).sum::<u32>() as f32 / mean_length;
                    let count = count as f32;
                    let score = variant.worth * count * (k1 + 1.0) / (count + k1 * (1.0 - b + b * length));
                    let best = best.entry(document).or_default();
                    *best = best.max(score);
                }
            }
            #[expect(clippy::iter_over_hash_type, reason = "each entry goes to a place of its own")]
            for (document, score) in best {
                *scores.entry(document).or_default() += score;
            }
        }
        let mut found: Vec<(u32, f32)> = scores.into_iter().collect();
        found.sort_unstable_by_key(|&(document, _)| document);
        for (article, score) in found {
            let n = blocks.first(article).unwrap_or(0) as u32;
            let passes = |document: u32| passing.as_ref().is_none_or(|passes| passes[document as usize]);
            if n == 0 || !(article + 1..=article + n).any(passes) {
                continue;
            }
            candidates.push(Candidate {
                segment: number as u32,
                document: article + 1,
                article,
                name: (keys.first(article).unwrap_or(0), 0),
                day: 0,
                evidence: Evidence { words: score, ..Evidence::default() },
                score,
            });
        }
    }
    super::gather::keep_best(&mut candidates, limit);
    for candidate in &mut candidates {
        let segment = &store.segments()[candidate.segment as usize];
        let columns = segment.fast_fields();
        let n = columns.u64("block").map_err(error)?.first(candidate.article).unwrap_or(0) as u32;
        let facts = columns.u64("facts").map_err(error)?;
        let block = Block { first: candidate.article + 1, n, slot: 0 };
        let mut sums = vec![0f32; n as usize];
        for wanted in &wanted {
            for variant in &wanted.variants {
                content.visit_row_within(
                    segment,
                    &variant.terms,
                    variant.worth,
                    std::iter::once(&block),
                    |slot, score| {
                        sums[slot] += score;
                    },
                )?;
            }
        }
        // A headline is shown above the passage anyway.
        let is_headline = |slot: usize| Facts::from_bits(facts.first(block.first + slot as u32).unwrap_or(0)).in_title;
        let best = (0..sums.len()).max_by(|&one, &other| {
            (!is_headline(one)).cmp(&!is_headline(other)).then(sums[one].total_cmp(&sums[other])).then(other.cmp(&one))
        });
        candidate.document = block.first + best.unwrap_or(0) as u32;
    }
    Ok(candidates)
}
