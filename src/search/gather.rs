//! A question in, the passages worth reading out, each with the evidence that the index alone gives.
//!
//! First the articles are scored by the whole question; then the passages of the best ones, each by its own words,
//! by those of the passages around it, and by its article's.

use tantivy::SegmentReader;
use tantivy::schema::Field;

use crate::error::Result;
use crate::index::document::Facts;
use crate::index::{Store, error};
use crate::lexicon::Lexicon;
use crate::question::{Asked, Question};
use crate::quotation::Act;
use crate::search::articles::{self, Hits, Scorers};
use crate::search::compile::{self, Keys, body_keys, person_keys};
use crate::search::evidence::Evidence;
use crate::search::fellows;
use crate::search::plain;
use crate::search::scores::{Block, FieldScorer, Shape, visit_within};
use crate::search::topic::{self, Wanted};

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
const N_ARTICLES: usize = 256;

/// Passages are short: repetition tells little, and length not much.
const PASSAGE: Shape = Shape { k1: 0.9, b: 0.4 };

/// Passages that start within so many code points of each other are neighbours.
const NEAR: u64 = 500;

/// Finds the passages worth reading, at most `limit`, the best first. Ties end by name, so that the layout of segments
/// decides nothing.
pub(super) fn gather(store: &Store, question: &Question, limit: usize) -> Result<Vec<Candidate>> {
    let scorers = Scorers::new(store)?;
    let topic = topic::wanted(store, question, &scorers.body)?;
    let beside = beside(store, question, &scorers.body)?;
    // Words that the index does not have find nothing; no words at all find whatever passes the filters.
    let has_topic = !question.topic.is_empty() || !question.phrases.is_empty();
    let names_nothing = !has_topic && question.speaker.is_empty() && question.body.is_empty();
    if has_topic && topic.is_empty() {
        return Ok(Vec::new());
    }
    let passing: Vec<Option<Vec<bool>>> =
        store.segments().iter().map(|segment| compile::passing(store, segment, question)).collect::<Result<_>>()?;
    if question.asked == Asked::Articles {
        return plain::gather(store, question, &passing, limit);
    }
    let mut hits = Vec::new();
    for (number, (segment, passing)) in store.segments().iter().zip(&passing).enumerate() {
        let passes = |article: u32, n_passages: u32| {
            passing.as_ref().is_none_or(|passes| {
                passes[article as usize + 1..].iter().take(n_passages as usize).any(|&passes| passes)
            })
        };
        let number = number as u32;
        hits.push(if names_nothing {
            articles::all((number, segment), passes)?
        } else {
            let enough = passing.is_none().then_some(N_ARTICLES.max(limit));
            articles::find((number, segment), &topic, &beside, &scorers, passes, enough)?
        });
    }
    articles::keep_best(&mut hits, N_ARTICLES.max(limit));
    let n_passages = store.searcher().num_docs().saturating_sub(store.n_articles()?);
    let fields = store.fields();
    let scoring = Scoring {
        store,
        question,
        content: FieldScorer::new(store, fields.content, PASSAGE, n_passages)?,
        context: FieldScorer::new(store, fields.context, PASSAGE, n_passages)?,
        negated: FieldScorer::new(store, fields.negated, PASSAGE, n_passages)?,
        topic: &topic,
    };
    let mut candidates = Vec::new();
    for ((segment, hits), passing) in store.segments().iter().zip(&hits).zip(&passing) {
        scoring.collect(segment, hits, passing.as_deref(), limit, &mut candidates)?;
    }
    keep_best(&mut candidates, limit);
    Ok(candidates)
}

/// Keeps the best candidates, in order, and those that tie with the last of them. Ties end by name, so that the layout
/// of segments decides nothing.
pub(super) fn keep_best(candidates: &mut Vec<Candidate>, limit: usize) {
    /// No more than this are kept for a tie: a question that all passages answer alike is no question.
    const MOST_TIED: usize = 2000;
    let better = |one: &Candidate, other: &Candidate| other.score.total_cmp(&one.score).then(one.name.cmp(&other.name));
    if limit > 0 && candidates.len() > limit {
        let (_, last, _) = candidates.select_nth_unstable_by(limit - 1, better);
        let least = last.score;
        candidates.retain(|candidate| candidate.score >= least);
    }
    candidates.sort_unstable_by(better);
    candidates.truncate(limit.saturating_add(MOST_TIED));
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

/// What is known of the passages of a segment's best articles, each a slot.
struct Slots {
    blocks: Vec<Block>,
    starts: Vec<u64>,
    facts: Vec<Facts>,
    sums: Vec<Evidence>,
    /// The slots of each block by where they start, the place of each slot there, and how many before and behind it
    /// are near.
    order: Vec<u32>,
    places: Vec<u32>,
    reaches: Vec<(u32, u32)>,
    /// What the word under work says; nothing between words.
    word: Vec<WordSums>,
}

/// What one word of the topic says for a passage: the best of its variants.
#[derive(Clone, Copy, Default)]
struct WordSums {
    content: f32,
    context: f32,
    negated: f32,
    /// What the variants are worth that stand in it, and near it.
    there: f32,
    near: f32,
}

impl Scoring<'_> {
    /// Adds the passages of a segment's articles.
    fn collect(
        &self,
        segment: &SegmentReader,
        hits: &Hits,
        passing: Option<&[bool]>,
        limit: usize,
        candidates: &mut Vec<Candidate>,
    ) -> Result<()> {
        let mut slots = Slots::new(segment, hits)?;
        let possible: f32 = self.topic.iter().map(|wanted| wanted.worth).sum();
        for (wanted, having) in self.topic.iter().zip(&hits.having) {
            self.word(segment, wanted, having, possible, &mut slots)?;
        }
        let fields = self.store.fields();
        let speaking = [fields.speaker, fields.organization, fields.role];
        let belonging = [fields.organization, fields.role, fields.speaker];
        let (person, body) = ((fields.speaker_key, person_keys as Keys), (fields.organization_key, body_keys as Keys));
        let speaker = names(segment, &self.question.speaker, &speaking, person, &slots)?;
        let organization = names(segment, &self.question.body, &belonging, body, &slots)?;
        let acts = self.acts(segment, &slots)?;
        let cue = shares(segment, &self.question.cue, &[fields.context], &slots)?;
        let named = self.named(segment, &slots)?;
        let keys = segment.fast_fields().u64("key").map_err(error)?;
        let mut own = Vec::new();
        let mut of_article = Vec::new();
        for (block, found) in slots.blocks.iter().zip(&hits.found) {
            let key = keys.first(found.document).unwrap_or(0);
            for place in 0..block.n {
                let slot = (block.slot + place) as usize;
                let document = block.first + place;
                let facts = slots.facts[slot];
                if passing.is_some_and(|passes| !passes[document as usize])
                    || !facts.is_quotation && self.question.asked != Asked::Passages
                {
                    continue;
                }
                let share = |score: f32| if possible > 0.0 { score / possible } else { 0.0 };
                let named = if facts.is_known || speaker[slot] > 0.0 { 0.0 } else { named[slot] };
                let evidence = Evidence {
                    named,
                    body: share(found.body),
                    title: share(found.title),
                    speaker: speaker[slot],
                    whole_speaker: flag(speaker[slot] > 0.999),
                    organization: organization[slot],
                    cue: cue[slot],
                    ..slots.sums[slot]
                };
                let evidence = self.finish(evidence, acts[slot], facts, slots.starts[slot]);
                of_article.push(Candidate {
                    segment: found.segment,
                    document,
                    article: found.document,
                    name: (key, place),
                    day: 0,
                    evidence,
                    score: evidence.score(),
                });
            }
            fellows::weigh(&mut of_article);
            own.append(&mut of_article);
            // What is not among the best of a segment is not among the best of all.
            if own.len() >= limit.saturating_mul(4).max(1024) {
                keep_best(&mut own, limit);
            }
        }
        keep_best(&mut own, limit);
        candidates.append(&mut own);
        Ok(())
    }

    /// Adds what a word of the topic says for each passage.
    fn word(
        &self,
        segment: &SegmentReader,
        wanted: &Wanted,
        having: &[Vec<u32>],
        possible: f32,
        slots: &mut Slots,
    ) -> Result<()> {
        let Slots { blocks, sums, order, places, reaches, word, .. } = slots;
        let mut touched: Vec<u32> = Vec::new();
        let mut marking: Vec<usize> = Vec::new();
        let asks_denial = self.asks_denial();
        for (variant, having) in wanted.variants.iter().zip(having) {
            let (terms, worth) = (variant.terms.as_slice(), variant.worth);
            let blocks = || meeting(blocks, having);
            self.content.visit_row_within(segment, terms, worth, blocks(), |slot, score| {
                let here = &mut word[slot];
                touched.extend((here.there == 0.0).then_some(slot as u32));
                here.content = here.content.max(score);
                here.there = here.there.max(worth);
            })?;
            // A word that marks the saying is not what was spoken of: "has withdrawn its claim" is no withdrawal.
            let first = marking.len();
            if let [term] = terms {
                visit_within(segment, self.store.fields().cue, term, blocks(), |slot| marking.push(slot))?;
            }
            self.context.visit_row_within(segment, terms, worth, blocks(), |slot, score| {
                if marking[first..].binary_search(&slot).is_ok() {
                    return;
                }
                let here = &mut word[slot];
                touched.extend((here.there == 0.0).then_some(slot as u32));
                here.context = here.context.max(score);
                here.there = here.there.max(worth);
            })?;
            if asks_denial {
                self.negated.visit_row_within(segment, terms, worth, blocks(), |slot, score| {
                    let here = &mut word[slot];
                    touched.extend((here.there == 0.0).then_some(slot as u32));
                    here.negated = here.negated.max(score);
                    here.there = here.there.max(worth);
                })?;
            }
        }
        let mut near: Vec<u32> = Vec::new();
        for &slot in &touched {
            let there = word[slot as usize].there;
            let (before, behind) = reaches[slot as usize];
            let place = places[slot as usize] as usize;
            for &other in &order[place - before as usize..=place + behind as usize] {
                let other_word = &mut word[other as usize];
                near.extend((other_word.near == 0.0).then_some(other));
                other_word.near = other_word.near.max(there);
            }
        }
        // Nor does what stands around such a saying speak of it: there, too, it is the saying.
        for slot in marking {
            let here = &mut word[slot];
            if here.there == 0.0 {
                here.near = 0.0;
            }
        }
        // What is near to itself has every slot that was touched.
        for slot in near {
            let sums = &mut sums[slot as usize];
            let word = std::mem::take(&mut word[slot as usize]);
            sums.content += word.content / possible;
            sums.context += word.context / possible;
            sums.negated += word.negated / possible;
            sums.near += word.near / possible;
            sums.together += word.there / possible;
        }
        Ok(())
    }

    /// Whether a denial is asked for, by whatever word.
    fn asks_denial(&self) -> bool {
        let denying = |act: &Act| matches!(act, Act::Deny | Act::Reject);
        self.question.denied || self.question.acts.iter().any(denying)
    }

    /// The share of the speaker's names that the sentences of each slot have.
    fn named(&self, segment: &SegmentReader, slots: &Slots) -> Result<Vec<f32>> {
        let mut best = vec![0f32; slots.facts.len()];
        for name in &self.question.speaker {
            let stems: Vec<String> = name.iter().map(|word| crate::index::analyzer::stem(word)).collect();
            let own = shares(segment, &stems, &[self.store.fields().context], slots)?;
            best.iter_mut().zip(own).for_each(|(best, own)| *best = best.max(own));
        }
        Ok(best)
    }

    /// The share of each slot in the acts asked for: the act itself 1, a near one less.
    fn acts(&self, segment: &SegmentReader, slots: &Slots) -> Result<Vec<(f32, f32)>> {
        let mut shares = vec![(0f32, 0f32); slots.facts.len()];
        let field = self.store.fields().act;
        let questions = &Lexicon::english().questions;
        for (rank, &act) in self.question.acts.iter().enumerate() {
            // The first act of a word is what it mostly means.
            let own = if rank == 0 { 1.0 } else { 0.7 };
            visit_within(segment, field, act.name(), slots.blocks.iter(), |slot| {
                shares[slot].0 = shares[slot].0.max(own);
            })?;
            for (rank, near) in questions.related(act).iter().enumerate() {
                let near_share = own * (1.0 - 0.2 * rank as f32);
                visit_within(segment, field, near.name(), slots.blocks.iter(), |slot| {
                    shares[slot].1 = shares[slot].1.max(near_share);
                })?;
            }
        }
        if self.question.denied {
            // "Who said that troops would not leave" asks for a denial, whatever the verb.
            visit_within(segment, field, Act::Deny.name(), slots.blocks.iter(), |slot| {
                shares[slot].0 = shares[slot].0.max(0.7);
            })?;
        }
        Ok(shares)
    }

    /// Adds what the facts of a passage say.
    fn finish(&self, mut evidence: Evidence, (act, near_act): (f32, f32), facts: Facts, start: u64) -> Evidence {
        const FEW_WORDS: u8 = 4;
        const FAR: f32 = 2000.0;
        /// What is said of a topic without denying it is no denial of it, and may well assert it.
        const UNDENIED: f32 = 0.5;
        if act == 0.0 && self.asks_denial() {
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

impl Slots {
    fn new(segment: &SegmentReader, hits: &Hits) -> Result<Self> {
        let mut blocks = Vec::with_capacity(hits.found.len());
        let mut n = 0;
        for found in &hits.found {
            blocks.push(Block { first: found.document + 1, n: found.n_passages, slot: n });
            n += found.n_passages;
        }
        let columns = segment.fast_fields();
        let (start, facts) = (columns.u64("start").map_err(error)?, columns.u64("facts").map_err(error)?);
        let n = n as usize;
        let mut starts = vec![0; n];
        let mut bits = vec![0; n];
        for block in &blocks {
            let documents = block.first..block.first + block.n;
            let own = block.slot as usize..(block.slot + block.n) as usize;
            read(&start, documents.clone(), &mut starts[own.clone()]);
            // Narration, which has no facts, stands behind the quotations.
            read(&facts, documents, &mut bits[own]);
        }
        let mut order: Vec<u32> = (0..n as u32).collect();
        let mut places = vec![0; n];
        let mut reaches = vec![(0, 0); n];
        for block in &blocks {
            let own = block.slot as usize..(block.slot + block.n) as usize;
            let sorted = &mut order[own.clone()];
            sorted.sort_unstable_by_key(|&slot| (starts[slot as usize], slot));
            let (mut first, mut last) = (0, 0);
            for place in 0..sorted.len() {
                let here = starts[sorted[place] as usize];
                while here - starts[sorted[first] as usize] > NEAR {
                    first += 1;
                }
                last = last.max(place);
                while last + 1 < sorted.len() && starts[sorted[last + 1] as usize] - here <= NEAR {
                    last += 1;
                }
                places[sorted[place] as usize] = (own.start + place) as u32;
                reaches[sorted[place] as usize] = ((place - first) as u32, (last - place) as u32);
            }
        }
        Ok(Self {
            starts,
            facts: bits.into_iter().map(Facts::from_bits).collect(),
            sums: vec![Evidence::default(); n],
            word: vec![WordSums::default(); n],
            order,
            places,
            reaches,
            blocks,
        })
    }
}

/// Reads the values that neighbouring documents have, those of the first ones; the rest stays as it is.
fn read(column: &tantivy::columnar::Column<u64>, documents: std::ops::Range<u32>, values: &mut [u64]) {
    let rows = column.index.docid_range_to_rowids(documents);
    let n = (rows.end.saturating_sub(rows.start) as usize).min(values.len());
    column.values.get_range(u64::from(rows.start), &mut values[..n]);
}

fn flag(yes: bool) -> f32 {
    f32::from(u8::from(yes))
}

/// The blocks of articles that are in an ordered list.
fn meeting<'a>(blocks: &'a [Block], having: &'a [u32]) -> impl Iterator<Item = &'a Block> {
    let mut rest = having;
    blocks.iter().filter(move |block| {
        let article = block.first - 1;
        rest = &rest[rest.partition_point(|&document| document < article)..];
        rest.first() == Some(&article)
    })
}

/// For each slot the share of the words that any of the fields has.
fn shares(segment: &SegmentReader, words: &[String], fields: &[Field], slots: &Slots) -> Result<Vec<f32>> {
    let mut shares = vec![0f32; slots.facts.len()];
    if words.is_empty() {
        return Ok(shares);
    }
    let mut last = vec![usize::MAX; shares.len()];
    for (number, word) in words.iter().enumerate() {
        for &field in fields {
            visit_within(segment, field, word, slots.blocks.iter(), |slot| {
                if last[slot] != number {
                    last[slot] = number;
                    shares[slot] += 1.0 / words.len() as f32;
                }
            })?;
        }
    }
    Ok(shares)
}

/// For each slot the share of a name's words that any of the fields has, all of them if it has the key of the whole
/// name; of several names the best.
fn names(
    segment: &SegmentReader,
    names: &[Vec<String>],
    fields: &[Field],
    (key, keys): (Field, Keys),
    slots: &Slots,
) -> Result<Vec<f32>> {
    let mut best = vec![0f32; slots.facts.len()];
    for words in names {
        let mut own = shares(segment, words, fields, slots)?;
        known_as(segment, key, keys, words, slots, &mut own)?;
        best.iter_mut().zip(own).for_each(|(best, own)| *best = best.max(own));
    }
    Ok(best)
}

/// Raises the share of each slot that has the key of the whole name.
fn known_as(
    segment: &SegmentReader,
    field: Field,
    keys: Keys,
    words: &[String],
    slots: &Slots,
    shares: &mut [f32],
) -> Result<()> {
    if words.is_empty() {
        return Ok(());
    }
    for key in keys(&words.join(" ")) {
        visit_within(segment, field, &key, slots.blocks.iter(), |slot| shares[slot] = 1.0)?;
    }
    Ok(())
}
