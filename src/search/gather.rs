//! A question in, the passages worth reading out, each with the evidence that the index alone gives.
//!
//! First the articles are scored by the whole question; then the passages of the best ones, each by its own words,
//! by those of the passages around it, and by its article's.

use std::cmp::Ordering;
use std::ops::Range;

use tantivy::SegmentReader;
use tantivy::columnar::Column;
use tantivy::schema::Field;

use crate::error::Result;
use crate::index::document::Facts;
use crate::index::{Columns, Store};
use crate::lexicon::Lexicon;
use crate::question::{Asked, Question};
use crate::quotation::Act;
use crate::search::articles::{self, Found, Hits, Scorers};
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
const N_ARTICLES: usize = 208;

/// Passages are short: repetition tells little, and length not much.
const PASSAGE: Shape = Shape { k1: 0.9, b: 0.4 };

/// Passages that start within so many code points of each other are neighbours.
const NEAR: u32 = 500;

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
    let mut best = articles::Best::of(N_ARTICLES.max(limit));
    for (number, passing) in passing.iter().enumerate() {
        let passes = |article: u32, n_passages: u32| {
            passing.as_ref().is_none_or(|passes| {
                passes[article as usize + 1..].iter().take(n_passages as usize).any(|&passes| passes)
            })
        };
        hits.push(if names_nothing {
            articles::all(store, number as u32, passes)?
        } else {
            articles::find(store, number as u32, (&topic, &beside), &scorers, passes, &mut best)?
        });
    }
    best.keep(&mut hits);
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
    let mut slots = Slots::default();
    for ((number, hits), passing) in (0..).zip(&hits).zip(&passing) {
        // What is worse than the last of those wanted is not among the best.
        let full = limit.checked_sub(1).and_then(|last| candidates.get(last));
        let least = full.map_or(f32::NEG_INFINITY, |last: &Candidate| last.score);
        slots.fill(&store.columns()?[number as usize], hits);
        scoring.collect(number, hits, passing.as_deref(), (limit, least), &mut slots, &mut candidates)?;
        keep_best(&mut candidates, limit);
    }
    Ok(candidates)
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

/// What is known of the passages of a segment's best articles, each a slot.
#[derive(Default)]
struct Slots {
    blocks: Vec<Block>,
    starts: Vec<u64>,
    facts: Vec<u64>,
    sums: Vec<TopicSums>,
    /// The slots of each block by where they start, and where that is; and the place of each slot there.
    order: Vec<(u32, u32)>,
    places: Vec<u32>,
    /// What the word under work says; nothing between words.
    word: Vec<WordSums>,
    work: Work,
}

/// What the words of the topic say for a passage.
#[derive(Clone, Copy, Default)]
struct TopicSums {
    content: f32,
    context: f32,
    negated: f32,
    near: f32,
    together: f32,
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

/// Lists of blocks and slots that are made again for each word.
#[derive(Default)]
struct Work {
    meeting: Vec<Block>,
    touched: Vec<u32>,
    marking: Vec<usize>,
    near: Vec<u32>,
}

/// A share for each slot; none at all where nothing was asked.
#[derive(Default)]
struct Shares<T>(Vec<T>);

impl<T: Copy + Default> Shares<T> {
    fn of(&self, slot: usize) -> T {
        self.0.get(slot).copied().unwrap_or_default()
    }
}

/// What the whole question, but for the words of the topic, says for each slot.
struct Asks {
    possible: f32,
    is_denial: bool,
    speaker: Shares<f32>,
    organization: Shares<f32>,
    acts: Shares<(f32, f32)>,
    cue: Shares<f32>,
    refuses: Shares<f32>,
    target: Shares<f32>,
    named: Shares<f32>,
}

impl Asks {
    /// The shares of the topic that an article has in its text and in its headline.
    fn about(&self, found: &Found) -> (f32, f32) {
        let share = |score: f32| if self.possible > 0.0 { score / self.possible } else { 0.0 };
        (share(found.body), share(found.title))
    }
}

impl Scoring<'_> {
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

    fn asks(&self, segment: &SegmentReader, possible: f32, slots: &Slots) -> Result<Asks> {
        let fields = self.store.fields();
        let speaking = [fields.speaker, fields.organization, fields.role];
        let belonging = [fields.organization, fields.role, fields.speaker];
        let (person, body) = ((fields.speaker_key, person_keys as Keys), (fields.organization_key, body_keys as Keys));
        Ok(Asks {
            possible,
            is_denial: self.asks_denial(),
            speaker: names(segment, &self.question.speaker, &speaking, person, slots)?,
            organization: names(segment, &self.question.body, &belonging, body, slots)?,
            acts: self.acts(segment, slots)?,
            cue: shares(segment, &self.question.cue, &[fields.context], slots)?,
            refuses: self.refuses(segment, slots)?,
            target: shares(segment, &self.question.target, &[fields.speaker], slots)?,
            named: self.named(segment, slots)?,
        })
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

    /// Adds what a word of the topic says for each passage.
    fn word(
        &self,
        segment: &SegmentReader,
        wanted: &Wanted,
        having: &[Vec<u32>],
        possible: f32,
        slots: &mut Slots,
    ) -> Result<()> {
        let Slots { blocks, sums, order, places, word, work, .. } = slots;
        let Work { meeting, touched, marking, near, .. } = work;
        touched.clear();
        marking.clear();
        near.clear();
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
        // Nor does what stands around such a saying speak of it: there, too, it is the saying.
        for &slot in marking.iter() {
            let here = &mut word[slot];
            if here.there == 0.0 {
                here.near = 0.0;
            }
        }
        // What is near to itself has every slot that was touched.
        for &slot in near.iter() {
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
    fn named(&self, segment: &SegmentReader, slots: &Slots) -> Result<Shares<f32>> {
        let mut best = Shares::default();
        for name in &self.question.speaker {
            let stems: Vec<String> = name.iter().map(|word| crate::index::analyzer::stem(word)).collect();
            raise(&mut best, shares(segment, &stems, &[self.store.fields().context], slots)?);
        }
        Ok(best)
    }

    /// The share of each slot in the acts asked for: the act itself 1, a near one less.
    fn acts(&self, segment: &SegmentReader, slots: &Slots) -> Result<Shares<(f32, f32)>> {
        if self.question.acts.is_empty() && !self.question.denied {
            return Ok(Shares::default());
        }
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
        Ok(Shares(shares))
    }

    /// For each slot, if it declines something, the share of the asked words that its sentences have.
    fn refuses(&self, segment: &SegmentReader, slots: &Slots) -> Result<Shares<f32>> {
        if self.question.refused.is_empty() {
            return Ok(Shares::default());
        }
        let fields = self.store.fields();
        let Shares(mut having) = shares(segment, &self.question.refused, &[fields.context], slots)?;
        let declines = shares(segment, &[Act::Decline.name().to_owned()], &[fields.act], slots)?;
        having.iter_mut().enumerate().for_each(|(slot, having)| *having *= declines.of(slot));
        Ok(Shares(having))
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

impl Slots {
    /// Takes the passages of a segment's articles in the place of those of another.
    fn fill(&mut self, columns: &Columns, hits: &Hits) {
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

fn flag(yes: bool) -> f32 {
    f32::from(u8::from(yes))
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

/// Raises each share to another, where that is greater.
fn raise(best: &mut Shares<f32>, other: Shares<f32>) {
    if best.0.is_empty() {
        *best = other;
    } else {
        best.0.iter_mut().zip(other.0).for_each(|(best, other)| *best = best.max(other));
    }
}

/// For each slot the share of the words that any of the fields has.
fn shares(segment: &SegmentReader, words: &[String], fields: &[Field], slots: &Slots) -> Result<Shares<f32>> {
    if words.is_empty() {
        return Ok(Shares::default());
    }
    let mut shares = vec![0f32; slots.facts.len()];
    let mut last = vec![u32::MAX; shares.len()];
    for (number, word) in (0u32..).zip(words) {
        for &field in fields {
            visit_within(segment, field, word, slots.blocks.iter(), |slot| {
                if last[slot] != number {
                    last[slot] = number;
                    shares[slot] += 1.0 / words.len() as f32;
                }
            })?;
        }
    }
    Ok(Shares(shares))
}

/// For each slot the share of a name's words that any of the fields has, all of them if it has the key of the whole
/// name; of several names the best.
fn names(
    segment: &SegmentReader,
    names: &[Vec<String>],
    fields: &[Field],
    (key, keys): (Field, Keys),
    slots: &Slots,
) -> Result<Shares<f32>> {
    let mut best = Shares::default();
    for words in names {
        let mut own = shares(segment, words, fields, slots)?;
        known_as(segment, key, keys, words, slots, &mut own.0)?;
        raise(&mut best, own);
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
