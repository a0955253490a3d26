//! The terms of a question in, the articles worth looking into out.

use std::cell::RefCell;

use tantivy::SegmentReader;

use crate::error::Result;
use crate::index::Store;
use crate::search::scores::{FieldScorer, Shape};
use crate::search::topic::Wanted;

/// Articles are long: repetition tells, and so does length.
pub(super) const ARTICLE: Shape = Shape { k1: 1.2, b: 0.75 };
/// Headlines are short.
pub(super) const HEADLINE: Shape = Shape { k1: 0.5, b: 0.3 };
/// What a word in the headline is worth when articles are chosen, against the text.
const TITLE: f32 = 0.7;
/// What the words of a speaker, of a body and of a cue are worth when articles are chosen, against the topic.
const SIDE: f32 = 0.6;

/// An article worth looking into.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) document: u32,
    pub(super) n_passages: u32,
    /// BM25 of the topic in its text and its headline.
    pub(super) body: f32,
    pub(super) title: f32,
    /// What it is chosen by.
    score: f32,
}

/// The articles found in a segment, and for each variant of each word the articles that have it, both in order.
pub(super) struct Hits {
    pub(super) found: Vec<Found>,
    pub(super) having: Vec<Vec<Vec<u32>>>,
}

/// What is summed an article.
#[derive(Clone, Copy, Default)]
struct Sum {
    body: f32,
    title: f32,
    side: f32,
    /// The best of the variants of the word under work.
    best_body: f32,
    best_title: f32,
}

impl Sum {
    fn score(&self) -> f32 {
        self.body + TITLE * self.title + SIDE * self.side
    }
}

/// The sums of a segment's documents, and a bit for each that has one.
#[derive(Default)]
struct Sums {
    of: Vec<Sum>,
    touched: Vec<u64>,
    scored: Vec<Scored>,
    scores: Vec<f32>,
}

/// An article with its sums of text and headline, and what it is chosen by.
struct Scored {
    document: u32,
    body: f32,
    title: f32,
    score: f32,
}

thread_local! {
    /// All zero between questions: fresh memory would cost more than the search.
    static SUMS: RefCell<Sums> = RefCell::new(Sums::default());
}

/// The scores of the best articles so far, of whatever segment: what is worse than the last of them is not looked at.
pub(super) struct Best {
    enough: usize,
    scores: Vec<f32>,
    least: f32,
}

impl Best {
    /// Of so many articles.
    pub(super) fn of(enough: usize) -> Self {
        Self { enough: enough.max(1), scores: Vec::new(), least: f32::NEG_INFINITY }
    }

    fn add(&mut self, scores: impl Iterator<Item = f32>) {
        self.scores.extend(scores);
        if self.scores.len() > self.enough {
            let (_, &mut least, _) =
                self.scores.select_nth_unstable_by(self.enough - 1, |one, other| other.total_cmp(one));
            self.least = least;
            self.scores.truncate(self.enough);
        }
    }

    /// Leaves out what is worse than the last of the best; ties with it stay.
    pub(super) fn keep(&self, hits: &mut [Hits]) {
        hits.iter_mut().for_each(|hits| hits.found.retain(|found| found.score >= self.least));
    }
}

pub(super) struct Scorers {
    pub(super) body: FieldScorer,
    pub(super) title: FieldScorer,
}

impl Scorers {
    pub(super) fn new(store: &Store) -> Result<Self> {
        let n_articles = store.n_articles()?;
        Ok(Self {
            body: FieldScorer::new(store, store.fields().body, ARTICLE, n_articles)?,
            title: FieldScorer::new(store, store.fields().title, HEADLINE, n_articles)?,
        })
    }
}

/// Scores every article of a segment that has a word of the topic, or of the words beside it; of those that pass, the
/// ones are found that may be among the best.
pub(super) fn find(
    store: &Store,
    segment: u32,
    (topic, beside): (&[Wanted], &[Wanted]),
    scorers: &Scorers,
    passes: impl Fn(u32, u32) -> bool,
    best: &mut Best,
) -> Result<Hits> {
    SUMS.with_borrow_mut(|sums| {
        let hits = sums.score(store, segment, topic, beside, scorers).and_then(|having| {
            let found = sums.choose(store, segment, passes, best)?;
            Ok(Hits { found, having })
        });
        if hits.is_err() {
            *sums = Sums::default();
        }
        hits
    })
}

impl Sums {
    /// Scores the articles; for each variant of each word of the topic the articles that have it, in order.
    fn score(
        &mut self,
        store: &Store,
        number: u32,
        topic: &[Wanted],
        beside: &[Wanted],
        scorers: &Scorers,
    ) -> Result<Vec<Vec<Vec<u32>>>> {
        let segment = &store.segments()[number as usize];
        let n = segment.max_doc() as usize;
        if self.of.len() < n {
            self.of.resize(n, Sum::default());
            self.touched.resize(n.div_ceil(64), 0);
        }
        let (sums, touched) = (self.of.as_mut_slice(), self.touched.as_mut_slice());
        let mut having = Vec::with_capacity(topic.len());
        for (wanted, is_topic) in topic.iter().map(|wanted| (wanted, true)).chain(beside.iter().map(|w| (w, false))) {
            let mut lists: Vec<(Vec<u32>, Vec<u32>)> = Vec::with_capacity(wanted.variants.len());
            for variant in &wanted.variants {
                let (mut bodies, mut titles) = (Vec::new(), Vec::new());
                let body = |document: u32, score: f32| raise(&mut sums[document as usize].best_body, score);
                match variant.known.as_slice() {
                    [known] => {
                        if let Some(info) = &known.infos[number as usize] {
                            scorers.body.visit(segment, info, variant.worth, &mut bodies, body)?;
                        }
                    }
                    _ => all_of(segment, &variant.terms, variant.worth, &scorers.body, &mut bodies, body)?,
                }
                let title = |document: u32, score: f32| raise(&mut sums[document as usize].best_title, score);
                match variant.terms.as_slice() {
                    [term] => {
                        if let Some(info) = scorers.title.info(segment, term)? {
                            scorers.title.visit(segment, &info, variant.worth, &mut titles, title)?;
                        }
                    }
                    terms => all_of(segment, terms, variant.worth, &scorers.title, &mut titles, title)?,
                }
                lists.push((bodies, titles));
            }
            // What several variants are in is added once: then there is nothing left.
            let mut touch = |document: u32| touched[document as usize / 64] |= 1 << (document % 64);
            for (bodies, titles) in &lists {
                if !is_topic {
                    for &document in bodies.iter().chain(titles) {
                        touch(document);
                        let sum = &mut sums[document as usize];
                        sum.side += std::mem::take(&mut sum.best_body) + TITLE * std::mem::take(&mut sum.best_title);
                    }
                    continue;
                }
                for &document in bodies {
                    touch(document);
                    let sum = &mut sums[document as usize];
                    sum.body += std::mem::take(&mut sum.best_body);
                }
                for &document in titles {
                    touch(document);
                    let sum = &mut sums[document as usize];
                    sum.title += std::mem::take(&mut sum.best_title);
                }
            }
            if is_topic {
                having.push(lists.into_iter().map(|(bodies, titles)| merge(bodies, &titles)).collect());
            }
        }
        Ok(having)
    }

    /// Takes the sums, and finds those that may be among the best, in order.
    fn choose(
        &mut self,
        store: &Store,
        segment: u32,
        passes: impl Fn(u32, u32) -> bool,
        best: &mut Best,
    ) -> Result<Vec<Found>> {
        let alive = store.segments()[segment as usize].alive_bitset();
        let blocks = &store.columns()?[segment as usize].block;
        let Self { of: sums, touched, scored, scores } = self;
        scored.clear();
        for (number, bits) in touched.iter_mut().enumerate() {
            let mut bits = std::mem::take(bits);
            while bits != 0 {
                let document = number as u32 * 64 + bits.trailing_zeros();
                bits &= bits - 1;
                let sum = &mut sums[document as usize];
                let Sum { body, title, .. } = *sum;
                let score = sum.score();
                *sum = Sum::default();
                if score >= best.least && alive.is_none_or(|alive| alive.is_alive(document)) {
                    scored.push(Scored { document, body, title, score });
                }
            }
        }
        let found = |least: f32| -> Vec<Found> {
            let worthy = scored.iter().filter(|scored| scored.score >= least);
            worthy
                .filter_map(|&Scored { document, body, title, score }| {
                    let n_passages = blocks.first(document).unwrap_or(0) as u32;
                    let passes = n_passages > 0 && passes(document, n_passages);
                    passes.then_some(Found { document, n_passages, body, title, score })
                })
                .collect()
        };
        // Mostly all of the best pass, and the rest need not be asked.
        scores.clear();
        scores.extend(scored.iter().map(|scored| scored.score));
        let mut kept = Vec::new();
        if scores.len() > best.enough {
            let (_, &mut least, _) = scores.select_nth_unstable_by(best.enough - 1, |one, other| other.total_cmp(one));
            kept = found(least);
        }
        if kept.len() < best.enough {
            kept = found(f32::NEG_INFINITY);
        }
        best.add(kept.iter().map(|found| found.score));
        Ok(kept)
    }
}

/// No score is smaller than what it is compared with for not being a number.
fn raise(best: &mut f32, score: f32) {
    if score > *best {
        *best = score;
    }
}

/// Two ordered lists as one, what is in both once.
fn merge(one: Vec<u32>, other: &[u32]) -> Vec<u32> {
    if other.is_empty() {
        return one;
    }
    let mut merged = Vec::with_capacity(one.len() + other.len());
    let mut rest = one.as_slice();
    for &document in other {
        let (before, behind) = rest.split_at(rest.partition_point(|&first| first < document));
        merged.extend_from_slice(before);
        merged.push(document);
        rest = behind.strip_prefix(&[document]).unwrap_or(behind);
    }
    merged.extend_from_slice(rest);
    merged
}

/// Visits the articles that have all terms, in order, each with the least that one of them is worth there.
fn all_of(
    segment: &SegmentReader,
    terms: &[String],
    worth: f32,
    scorer: &FieldScorer,
    visited: &mut Vec<u32>,
    mut visit: impl FnMut(u32, f32),
) -> Result<()> {
    let mut infos = Vec::with_capacity(terms.len());
    for term in terms {
        let Some(info) = scorer.info(segment, term)? else { return Ok(()) };
        infos.push(info);
    }
    // The rarest first: what it does not have is not looked for.
    infos.sort_by_key(|info| info.doc_freq);
    let Some((rarest, others)) = infos.split_first() else { return Ok(()) };
    let mut all: Vec<(u32, f32)> = Vec::with_capacity(rarest.doc_freq as usize);
    scorer.visit(segment, rarest, worth, &mut Vec::new(), |document, score| all.push((document, score)))?;
    for info in others {
        scorer.lower(segment, info, worth, &mut all)?;
    }
    for (document, score) in all {
        visited.push(document);
        visit(document, score);
    }
    Ok(())
}

/// Every article of a segment, where the question has no words to choose by.
pub(super) fn all(store: &Store, segment: u32, passes: impl Fn(u32, u32) -> bool) -> Result<Hits> {
    let counts = &store.columns()?[segment as usize].block;
    let found = store.segments()[segment as usize]
        .doc_ids_alive()
        .filter_map(|document| Some((document, counts.first(document)? as u32)))
        .filter(|&(document, n_passages)| n_passages > 0 && passes(document, n_passages))
        .map(|(document, n_passages)| Found { document, n_passages, body: 0.0, title: 0.0, score: 0.0 })
        .collect();
    Ok(Hits { found, having: Vec::new() })
}
