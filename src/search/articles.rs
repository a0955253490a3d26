//! The terms of a question in, the articles worth looking into out.

use std::cell::RefCell;

use tantivy::SegmentReader;

use crate::error::Result;
use crate::index::{Store, error};
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
    pub(super) segment: u32,
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
    seen: bool,
}

impl Sum {
    fn score(&self) -> f32 {
        self.body + TITLE * self.title + SIDE * self.side
    }
}

thread_local! {
    /// One sum a document of a segment, all zero between questions: fresh memory would cost more than the search.
    static SUMS: RefCell<Vec<Sum>> = const { RefCell::new(Vec::new()) };
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

/// Scores every article of a segment that has a word of the topic, or of the words beside it; where so many are enough,
/// no more are kept, but for ties.
pub(super) fn find(
    segment: (u32, &SegmentReader),
    topic: &[Wanted],
    beside: &[Wanted],
    scorers: &Scorers,
    passes: impl Fn(u32, u32) -> bool,
    enough: Option<usize>,
) -> Result<Hits> {
    SUMS.with_borrow_mut(|sums| {
        let (number, segment) = segment;
        let n = segment.max_doc() as usize;
        if sums.len() < n {
            sums.resize(n, Sum::default());
        }
        let mut touched: Vec<u32> = Vec::new();
        let mut having = Vec::new();
        for (wanted, is_topic) in topic.iter().map(|wanted| (wanted, true)).chain(beside.iter().map(|w| (w, false))) {
            let mut now: Vec<u32> = Vec::new();
            let mut having_word = Vec::new();
            for variant in &wanted.variants {
                let mut having_variant: Vec<u32> = Vec::new();
                for (scorer, is_body) in [(&scorers.body, true), (&scorers.title, false)] {
                    let mut add = |document: u32, score: f32| {
                        let sum = &mut sums[document as usize];
                        if sum.best_body == 0.0 && sum.best_title == 0.0 {
                            now.push(document);
                        }
                        let best = if is_body { &mut sum.best_body } else { &mut sum.best_title };
                        *best = best.max(score);
                        having_variant.push(document);
                    };
                    match (variant.known.as_slice(), variant.terms.as_slice()) {
                        ([known], _) if is_body => {
                            if let Some(info) = &known.infos[number as usize] {
                                scorer.visit(segment, info, variant.worth, add)?;
                            }
                        }
                        (_, [term]) => {
                            if let Some(info) = scorer.info(segment, term)? {
                                scorer.visit(segment, &info, variant.worth, add)?;
                            }
                        }
                        (_, terms) => all_of(segment, terms, variant.worth, scorer, &mut add)?,
                    }
                }
                if is_topic {
                    having_variant.sort();
                    having_variant.dedup();
                    having_word.push(having_variant);
                }
            }
            for document in now {
                let sum = &mut sums[document as usize];
                let (body, title) = (std::mem::take(&mut sum.best_body), std::mem::take(&mut sum.best_title));
                if is_topic {
                    sum.body += body;
                    sum.title += title;
                } else {
                    sum.side += body + TITLE * title;
                }
                if !std::mem::replace(&mut sum.seen, true) {
                    touched.push(document);
                }
            }
            if is_topic {
                having.push(having_word);
            }
        }
        touched.sort();
        let counts = segment.fast_fields().u64("block").map_err(error)?;
        if let Some(least) = enough.and_then(|enough| least_of(sums, &touched, enough)) {
            touched.retain(|&document| {
                let keeps = sums[document as usize].score() >= least;
                if !keeps {
                    sums[document as usize] = Sum::default();
                }
                keeps
            });
        }
        let mut found = Vec::with_capacity(touched.len());
        for document in touched {
            let sum = std::mem::take(&mut sums[document as usize]);
            let n_passages = counts.first(document).unwrap_or(0) as u32;
            if n_passages > 0 && passes(document, n_passages) {
                let score = sum.score();
                let (body, title) = (sum.body, sum.title);
                found.push(Found { segment: number, document, n_passages, body, title, score });
            }
        }
        Ok(Hits { found, having })
    })
}

/// The score of the last of so many best articles; none if there are no more.
fn least_of(sums: &[Sum], touched: &[u32], enough: usize) -> Option<f32> {
    let last = enough.checked_sub(1).filter(|_| touched.len() > enough)?;
    let mut scores: Vec<f32> = touched.iter().map(|&document| sums[document as usize].score()).collect();
    Some(*scores.select_nth_unstable_by(last, |one, other| other.total_cmp(one)).1)
}

/// Visits the articles that have all terms, each with the least that one of them is worth there.
fn all_of(
    segment: &SegmentReader,
    terms: &[String],
    worth: f32,
    scorer: &FieldScorer,
    visit: &mut dyn FnMut(u32, f32),
) -> Result<()> {
    let mut all: Option<Vec<(u32, f32)>> = None;
    for term in terms {
        let Some(info) = scorer.info(segment, term)? else { return Ok(()) };
        let mut having = Vec::new();
        let mut before = all.take().map(|all| all.into_iter().peekable());
        scorer.visit(segment, &info, worth, |document, score| match &mut before {
            None => having.push((document, score)),
            Some(before) => {
                while before.next_if(|&(other, _)| other < document).is_some() {}
                having.extend(
                    before.next_if(|&(other, _)| other == document).map(|(_, least)| (document, least.min(score))),
                );
            }
        })?;
        all = Some(having);
    }
    all.into_iter().flatten().for_each(|(document, score)| visit(document, score));
    Ok(())
}

/// Every article of a segment, where the question has no words to choose by.
pub(super) fn all(segment: (u32, &SegmentReader), passes: impl Fn(u32, u32) -> bool) -> Result<Hits> {
    let (number, segment) = segment;
    let counts = segment.fast_fields().u64("block").map_err(error)?;
    let found = segment
        .doc_ids_alive()
        .filter_map(|document| Some((document, counts.first(document)? as u32)))
        .filter(|&(document, n_passages)| n_passages > 0 && passes(document, n_passages))
        .map(|(document, n_passages)| Found {
            segment: number,
            document,
            n_passages,
            body: 0.0,
            title: 0.0,
            score: 0.0,
        })
        .collect();
    Ok(Hits { found, having: Vec::new() })
}

/// Keeps the best articles of all segments, ties with the last of them included.
pub(super) fn keep_best(hits: &mut [Hits], limit: usize) {
    let mut scores: Vec<f32> = hits.iter().flat_map(|hits| hits.found.iter().map(|found| found.score)).collect();
    if scores.len() <= limit {
        return;
    }
    let (_, least, _) = scores.select_nth_unstable_by(limit - 1, |one, other| other.total_cmp(one));
    let least = *least;
    for hits in hits {
        hits.found.retain(|found| found.score >= least);
    }
}
