//! A question in, the passages worth reading out, each with the evidence that the index alone gives.
//!
//! First the articles are scored by the whole question; then the passages of the best ones, each by its own words,
//! by those of the passages around it, and by its article's.

mod asks;
mod slots;
mod word;

use std::cmp::Ordering;

use crate::error::Result;
use crate::index::Store;
use crate::index::document::Facts;
use crate::question::{Asked, Question};
use crate::quotation::Act;
use crate::search::articles::{self, Hits, Scorers};
use crate::search::compile;
use crate::search::evidence::Evidence;
use crate::search::fellows;
use crate::search::plain;
use crate::search::scores::{FieldScorer, Shape};
use crate::search::topic::{self, Wanted};
use asks::Asks;
use slots::{Slots, TopicSums};

/// A passage worth reading.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) segment: u32,
    pub(super) document: u32,
    /// The document of its article.
    pub(super) article: u32,
    /// The key of its article, and its place there: the same in every index.
    pub(super) name: (u64, u32),
    /// The day of its article, where days order the answer.
    pub(super) day: i64,
    pub(super) evidence: Evidence,
    /// What the evidence adds up to.
    pub(super) score: f32,
}

/// The passages of so many best articles are looked at.
const N_ARTICLES: usize = 208;

/// Passages are short: repetition tells little, and length not much.
const PASSAGE: Shape = Shape { k1: 0.9, b: 0.4 };

/// Finds the passages worth reading, at most `limit`, the best first. Ties end by name, so that the layout of segments
/// decides nothing.
pub(super) fn gather(store: &Store, question: &Question, limit: usize) -> Result<Vec<Candidate>> {
    let scorers = Scorers::new(store)?;
    let topic = topic::wanted(store, question, &scorers.body)?;
    // Words that the index does not have find nothing.
    if topic.is_empty() && has_topic(question) {
        return Ok(Vec::new());
    }
    let passing: Vec<Option<Vec<bool>>> =
        store.segments().iter().map(|segment| compile::passing(store, segment, question)).collect::<Result<_>>()?;
    if question.asked == Asked::Articles {
        return plain::gather(store, question, &passing, limit);
    }
    let hits = best_articles(store, question, (&scorers, &topic), &passing, limit)?;
    Scoring::new(store, question, &topic)?.passages(&hits, &passing, limit)
}

fn has_topic(question: &Question) -> bool {
    !question.topic.is_empty() || !question.phrases.is_empty()
}

/// For each segment, which of its articles are among the best and have a passage that passes the filters; all that have
/// one where the question names nothing.
fn best_articles(
    store: &Store,
    question: &Question,
    (scorers, topic): (&Scorers, &[Wanted]),
    passing: &[Option<Vec<bool>>],
    limit: usize,
) -> Result<Vec<Hits>> {
    let beside = beside(store, question, &scorers.body)?;
    let names_nothing = !has_topic(question) && question.speaker.is_empty() && question.body.is_empty();
    let mut best = articles::Best::of(N_ARTICLES.max(limit));
    let mut hits = Vec::new();
    for (number, passing) in (0..).zip(passing) {
        let passes = |article: u32, n_passages: u32| {
            passing.as_ref().is_none_or(|passes| {
                passes[article as usize + 1..].iter().take(n_passages as usize).any(|&passes| passes)
            })
        };
        hits.push(if names_nothing {
            articles::all(store, number, passes)?
        } else {
            articles::find(store, number, (topic, &beside), scorers, passes, &mut best)?
        });
    }
    best.keep(&mut hits);
    Ok(hits)
}

/// Keeps the best candidates, in order, and those that tie with the last of them. Ties end by name, so that the layout
/// of segments decides nothing.
pub(super) fn keep_best(candidates: &mut Vec<Candidate>, limit: usize) {
    /// No more than this are kept for a tie: a question that all passages answer alike is no question.
    const MOST_TIED: usize = 2000;
    drop_worse(candidates, limit);
    candidates.sort_unstable_by(better);
    candidates.truncate(limit.saturating_add(MOST_TIED));
}

/// Drops what is worse than the last of so many best, and gives its score.
fn drop_worse(candidates: &mut Vec<Candidate>, limit: usize) -> f32 {
    if limit == 0 || candidates.len() <= limit {
        return f32::NEG_INFINITY;
    }
    let (_, last, _) = candidates.select_nth_unstable_by(limit - 1, better);
    let least = last.score;
    candidates.retain(|candidate| candidate.score >= least);
    least
}

fn better(one: &Candidate, other: &Candidate) -> Ordering {
    other.score.total_cmp(&one.score).then(one.name.cmp(&other.name))
}

/// The words of the question that are not its topic, but that its article is likely to have: the speaker, the body,
/// the word asked with.
fn beside(store: &Store, question: &Question, body: &FieldScorer) -> Result<Vec<Wanted>> {
    // Of several names of a body, those that the question has.
    let typed = crate::text::fold::fold(&question.text);
    let names = question.speaker.iter().chain(&question.body);
    let names = names.filter(|words| words.iter().all(|word| typed.contains(word.as_str()))).flatten();
    topic::plain(store, &names.map(|word| crate::index::analyzer::stem(word)).collect::<Vec<_>>(), body)
}

struct Scoring<'a> {
    store: &'a Store,
    question: &'a Question,
    content: FieldScorer,
    context: FieldScorer,
    negated: FieldScorer,
    topic: &'a [Wanted],
}

impl<'a> Scoring<'a> {
    fn new(store: &'a Store, question: &'a Question, topic: &'a [Wanted]) -> Result<Self> {
        let n_passages = store.searcher().num_docs().saturating_sub(store.n_articles()?);
        let fields = store.fields();
        let scorer = |field| FieldScorer::new(store, field, PASSAGE, n_passages);
        let (content, context, negated) = (scorer(fields.content)?, scorer(fields.context)?, scorer(fields.negated)?);
        Ok(Self { store, question, content, context, negated, topic })
    }

    /// The best passages of these articles.
    fn passages(&self, hits: &[Hits], passing: &[Option<Vec<bool>>], limit: usize) -> Result<Vec<Candidate>> {
        let mut candidates = Vec::new();
        let mut slots = Slots::default();
        for ((number, hits), passing) in (0..).zip(hits).zip(passing) {
            // What is worse than the last of those wanted is not among the best.
            let full = limit.checked_sub(1).and_then(|last| candidates.get(last));
            let least = full.map_or(f32::NEG_INFINITY, |last: &Candidate| last.score);
            slots.fill(&self.store.columns()?[number as usize], hits);
            self.collect(number, hits, passing.as_deref(), (limit, least), &mut slots, &mut candidates)?;
            keep_best(&mut candidates, limit);
        }
        Ok(candidates)
    }

    /// Adds the passages of a segment's articles, at most `limit` but for ties, none worse than `least`.
    fn collect(
        &self,
        number: u32,
        hits: &Hits,
        passing: Option<&[bool]>,
        (limit, mut least): (usize, f32),
        slots: &mut Slots,
        candidates: &mut Vec<Candidate>,
    ) -> Result<()> {
        let segment = &self.store.segments()[number as usize];
        let possible: f32 = self.topic.iter().map(|wanted| wanted.worth).sum();
        for (wanted, having) in self.topic.iter().zip(&hits.having) {
            self.word(segment, wanted, having, possible, slots)?;
        }
        let asks = self.asks(segment, possible, slots)?;
        let keys = &self.store.columns()?[number as usize].key;
        let mut own: Vec<Candidate> = Vec::new();
        let mut of_article: Vec<Candidate> = Vec::new();
        let mut room = limit.saturating_mul(4).max(1024);
        for (block, found) in slots.blocks.iter().zip(&hits.found) {
            let article = found.document;
            let key = keys.first(article).unwrap_or(0);
            let about = asks.about(found);
            for place in 0..block.n {
                let slot = (block.slot + place) as usize;
                let document = block.first + place;
                let facts = Facts::from_bits(slots.facts[slot]);
                if passing.is_some_and(|passes| !passes[document as usize])
                    || !facts.is_quotation && self.question.asked != Asked::Passages
                {
                    continue;
                }
                let evidence = self.evidence(&asks, about, slots, slot);
                let (name, score) = ((key, place), evidence.score());
                of_article.push(Candidate { segment: number, document, article, name, day: 0, evidence, score });
            }
            fellows::weigh(&mut of_article, least);
            own.append(&mut of_article);
            // What is not among the best of a segment is not among the best of all.
            if own.len() >= room {
                least = least.max(drop_worse(&mut own, limit));
                if own.len() >= room {
                    keep_best(&mut own, limit);
                    room = room.max(2 * own.len());
                }
            }
        }
        candidates.append(&mut own);
        Ok(())
    }

    /// All that speaks for the passage of a slot.
    #[inline(always)]
    fn evidence(&self, asks: &Asks, (body, title): (f32, f32), slots: &Slots, slot: usize) -> Evidence {
        let facts = Facts::from_bits(slots.facts[slot]);
        let speaker = asks.speaker.of(slot);
        let named = if facts.is_known || speaker > 0.0 { 0.0 } else { asks.named.of(slot) };
        let TopicSums { content, context, negated, near, together } = slots.sums[slot];
        let evidence = Evidence {
            content,
            context,
            negated,
            near,
            together,
            named,
            body,
            title,
            speaker,
            whole_speaker: flag(speaker > 0.999),
            organization: asks.organization.of(slot),
            cue: asks.cue.of(slot),
            refuses: asks.refuses.of(slot),
            own: flag(asks.target.of(slot) >= 0.5),
            ..Evidence::default()
        };
        self.finish(evidence, asks, asks.acts.of(slot), facts, slots.starts[slot])
    }

    /// Whether a denial is asked for, by whatever word.
    fn asks_denial(&self) -> bool {
        let denying = |act: &Act| matches!(act, Act::Deny | Act::Reject);
        self.question.denied || self.question.acts.iter().any(denying)
    }

    /// Adds what the facts of a passage say.
    #[inline(always)]
    fn finish(
        &self,
        mut evidence: Evidence,
        asks: &Asks,
        (act, near_act): (f32, f32),
        facts: Facts,
        start: u64,
    ) -> Evidence {
        const FEW_WORDS: u8 = 4;
        const FAR: f32 = 2000.0;
        /// What is said of a topic without denying it is no denial of it, and may well assert it.
        const UNDENIED: f32 = 0.5;
        if act == 0.0 && asks.is_denial {
            for share in [&mut evidence.content, &mut evidence.context, &mut evidence.near] {
                *share *= UNDENIED;
            }
        }
        evidence.act = act;
        evidence.act_about = act * evidence.near.min(1.0);
        evidence.near_act = if act > 0.0 { 0.0 } else { near_act };
        evidence.early = FAR / (FAR + start as f32);
        if facts.is_quotation {
            evidence.quotation = flag(self.question.asked == Asked::Passages);
            evidence.sure = f32::from(facts.confidence) / 100.0;
            evidence.known = flag(facts.is_known && self.question.asked == Asked::Who);
            evidence.headline = flag(facts.in_title);
            evidence.short = flag(facts.n_words < FEW_WORDS);
        }
        evidence
    }
}

fn flag(yes: bool) -> f32 {
    f32::from(u8::from(yes))
}
