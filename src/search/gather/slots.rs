//! The passages of a segment's best articles, each a slot, and what the words of the topic say for them so far.

use std::ops::Range;

use tantivy::columnar::Column;

use crate::index::Columns;
use crate::search::articles::Hits;
use crate::search::scores::Block;

/// Passages that start within so many code points of each other are neighbours.
const NEAR: u32 = 500;

/// What is known of the passages of a segment's best articles, each a slot.
#[derive(Default)]
pub(super) struct Slots {
    pub(super) blocks: Vec<Block>,
    pub(super) starts: Vec<u64>,
    pub(super) facts: Vec<u64>,
    pub(super) sums: Vec<TopicSums>,
    /// The slots of each block by where they start, and where that is; and the place of each slot there.
    pub(super) order: Vec<(u32, u32)>,
    pub(super) places: Vec<u32>,
    /// What the word under work says; nothing between words.
    pub(super) word: Vec<WordSums>,
    pub(super) work: Work,
}

/// What the words of the topic say for a passage.
#[derive(Clone, Copy, Default)]
pub(super) struct TopicSums {
    pub(super) content: f32,
    pub(super) context: f32,
    pub(super) negated: f32,
    pub(super) near: f32,
    pub(super) together: f32,
}

/// What one word of the topic says for a passage: the best of its variants.
#[derive(Clone, Copy, Default)]
pub(super) struct WordSums {
    pub(super) content: f32,
    pub(super) context: f32,
    pub(super) negated: f32,
    /// What the variants are worth that stand in it, and near it.
    pub(super) there: f32,
    pub(super) near: f32,
}

/// Lists of blocks and slots that are made again for each word.
#[derive(Default)]
pub(super) struct Work {
    pub(super) meeting: Vec<Block>,
    pub(super) touched: Vec<u32>,
    pub(super) marking: Vec<usize>,
    pub(super) near: Vec<u32>,
}

impl WordSums {
    /// Takes in that a variant of the word stands there; whether it is the first.
    #[inline(always)]
    pub(super) fn is_first(&mut self, worth: f32) -> bool {
        let first = self.there == 0.0;
        self.there = self.there.max(worth);
        first
    }
}

impl Slots {
    /// Takes the passages of a segment's articles in the place of those of another.
    pub(super) fn fill(&mut self, columns: &Columns, hits: &Hits) {
        let Self { blocks, starts, facts, sums, order, places, word, .. } = self;
        blocks.clear();
        let mut n = 0;
        for found in &hits.found {
            blocks.push(Block { first: found.document + 1, n: found.n_passages, slot: n });
            n += found.n_passages;
        }
        let n = n as usize;
        sums.clear();
        sums.resize(n, TopicSums::default());
        // The rest is written below, or is nothing between words.
        starts.resize(n, 0);
        facts.resize(n, 0);
        places.resize(n, 0);
        word.resize(n, WordSums::default());
        order.clear();
        for block in blocks.iter() {
            let documents = block.first..block.first + block.n;
            let own = block.slot as usize..(block.slot + block.n) as usize;
            read(&columns.start, documents.clone(), &mut starts[own.clone()]);
            // Narration, which has no facts, stands behind the quotations.
            read(&columns.facts, documents, &mut facts[own.clone()]);
            let from = order.len();
            sort(&starts[own], block.slot, order);
            for (place, &(_, slot)) in (from as u32..).zip(&order[from..]) {
                places[slot as usize] = place;
            }
            // No block is near to another.
            order.push((u32::MAX, 0));
        }
    }

    /// Tells the neighbours of each passage that a word stands in how much that is worth.
    pub(super) fn tell_neighbours(&mut self) {
        let Self { order, places, word, work: Work { touched, marking, near, .. }, .. } = self;
        near.clear();
        for &slot in touched.iter() {
            let there = word[slot as usize].there;
            let place = places[slot as usize] as usize;
            let (here, _) = order[place];
            let mut raise = |other: u32| {
                let other_word = &mut word[other as usize];
                if other_word.near == 0.0 {
                    near.push(other);
                }
                if there > other_word.near {
                    other_word.near = there;
                }
            };
            let is_near = |(start, _): &&(u32, u32)| start.abs_diff(here) <= NEAR;
            order[..place].iter().rev().take_while(is_near).for_each(|&(_, other)| raise(other));
            order[place..].iter().take_while(is_near).for_each(|&(_, other)| raise(other));
        }
        // Nor does what stands around a saying that the word marks speak of it: there, too, it is the saying.
        for &slot in marking.iter() {
            let here = &mut word[slot];
            if here.there == 0.0 {
                here.near = 0.0;
            }
        }
    }

    /// Adds what the word under work says to what the topic does, and forgets it.
    pub(super) fn add_word(&mut self, possible: f32) {
        // What is near to itself has every slot that was touched.
        for &slot in &self.work.near {
            let sums = &mut self.sums[slot as usize];
            let word = std::mem::take(&mut self.word[slot as usize]);
            sums.content += word.content / possible;
            sums.context += word.context / possible;
            sums.negated += word.negated / possible;
            sums.near += word.near / possible;
            sums.together += word.there / possible;
        }
    }
}

/// Adds the slots of a block by where they start.
fn sort(starts: &[u64], first: u32, order: &mut Vec<(u32, u32)>) {
    let from = order.len();
    const LAST: u64 = (u32::MAX - NEAR - 1) as u64;
    let slot = |at: usize| (starts[at].min(LAST) as u32, first + at as u32);
    // Mostly two runs that are in order: the quotations, then the narration.
    let second = starts.windows(2).position(|pair| pair[0] > pair[1]).map_or(starts.len(), |last| last + 1);
    if starts[second..].is_sorted() {
        let (mut one, mut other) = (0, second);
        while one < second && other < starts.len() {
            let next = if starts[one] <= starts[other] { &mut one } else { &mut other };
            order.push(slot(*next));
            *next += 1;
        }
        order.extend((one..second).map(slot));
        order.extend((other..starts.len()).map(slot));
    } else {
        order.extend((0..starts.len()).map(slot));
        order[from..].sort_unstable();
    }
}

/// Reads the values that neighbouring documents have, those of the first ones; the rest is nothing.
fn read(column: &Column<u64>, documents: Range<u32>, values: &mut [u64]) {
    let rows = column.index.docid_range_to_rowids(documents);
    let n = (rows.end.saturating_sub(rows.start) as usize).min(values.len());
    column.values.get_range(u64::from(rows.start), &mut values[..n]);
    values[n..].fill(0);
}
