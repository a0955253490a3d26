//! A word of the topic in, what it says for each passage out: by standing there, or near.

use tantivy::SegmentReader;

use super::Scoring;
use super::slots::{Slots, Work};
use crate::error::Result;
use crate::search::scores::{Block, visit_within};
use crate::search::topic::Wanted;

impl Scoring<'_> {
    /// Adds what a word of the topic says for each passage.
    pub(super) fn word(
        &self,
        segment: &SegmentReader,
        wanted: &Wanted,
        having: &[Vec<u32>],
        possible: f32,
        slots: &mut Slots,
    ) -> Result<()> {
        self.meet_variants(segment, wanted, having, slots)?;
        slots.tell_neighbours();
        slots.add_word(possible);
        Ok(())
    }

    /// Takes from each variant of a word what it says for the passages that it stands in.
    fn meet_variants(
        &self,
        segment: &SegmentReader,
        wanted: &Wanted,
        having: &[Vec<u32>],
        slots: &mut Slots,
    ) -> Result<()> {
        let Slots { blocks, word, work: Work { meeting, touched, marking, .. }, .. } = slots;
        touched.clear();
        marking.clear();
        let asks_denial = self.asks_denial();
        for (variant, having) in wanted.variants.iter().zip(having) {
            let (terms, worth) = (variant.terms.as_slice(), variant.worth);
            meet(blocks, having, meeting);
            if meeting.is_empty() {
                continue;
            }
            let blocks = || meeting.iter();
            self.content.visit_row_within(segment, terms, worth, blocks(), |slot, score| {
                let here = &mut word[slot];
                here.content = here.content.max(score);
                touched.extend(here.is_first(worth).then_some(slot as u32));
            })?;
            // A word that marks the saying is not what was spoken of: "has withdrawn its claim" is no withdrawal.
            let first = marking.len();
            if let [term] = terms {
                visit_within(segment, self.store.fields().cue, term, blocks(), |slot| marking.push(slot))?;
            }
            self.context.visit_row_within(segment, terms, worth, blocks(), |slot, score| {
                if marking[first..].binary_search(&slot).is_err() {
                    let here = &mut word[slot];
                    here.context = here.context.max(score);
                    touched.extend(here.is_first(worth).then_some(slot as u32));
                }
            })?;
            if asks_denial {
                self.negated.visit_row_within(segment, terms, worth, blocks(), |slot, score| {
                    let here = &mut word[slot];
                    here.negated = here.negated.max(score);
                    touched.extend(here.is_first(worth).then_some(slot as u32));
                })?;
            }
        }
        Ok(())
    }
}

/// Finds the blocks of articles that are in an ordered list.
fn meet(blocks: &[Block], having: &[u32], meeting: &mut Vec<Block>) {
    meeting.clear();
    let mut rest = having;
    for block in blocks {
        let article = block.first - 1;
        // The next of the best is seldom far away.
        let mut reach = 1;
        while reach < rest.len() && rest[reach - 1] < article {
            reach *= 2;
        }
        let (from, to) = (reach / 2, reach.min(rest.len()));
        rest = &rest[from + rest[from..to].partition_point(|&document| document < article)..];
        match rest.first() {
            Some(&first) if first == article => meeting.push(*block),
            Some(_) => {}
            None => break,
        }
    }
}
