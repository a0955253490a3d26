//! A question in, the passages worth reading out, each with the evidence that the index alone gives.

use tantivy::SegmentReader;
use tantivy::schema::Field;

use crate::error::Result;
use crate::index::document::day;
use crate::index::{Store, error};
use crate::lexicon::Lexicon;
use crate::question::{Asked, Question};
use crate::search::scores::{FieldScorer, Shape, visit_basic};

/// A passage worth reading.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) segment: u32,
    pub(super) document: u32,
    /// The document of its article.
    pub(super) article: u32,
    /// The key of its article, and its place there: the same in every index.
    name: (u64, u32),
    pub(super) evidence: Evidence,
    /// What the evidence adds up to.
    pub(super) score: f32,
}

/// What speaks for a passage.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Evidence {
    /// The topic in its own words: BM25 of the content.
    pub(super) content: f32,
    /// The topic in its sentence.
    pub(super) context: f32,
    /// The topic in its article.
    pub(super) article: f32,
    /// The topic in what it says is not so.
    pub(super) negated: f32,
    /// The share of the act: 1 the act asked for, less a near one.
    pub(super) act: f32,
    /// The share of the asked-for words that its speaker, source, role and organization have.
    pub(super) speaker: f32,
    /// The share of the asked-for words that its organization, role and source have.
    pub(super) body: f32,
    /// The weight of all topic terms, to measure the others by.
    pub(super) possible: f32,
}

/// What each piece of evidence weighs.
#[derive(Clone, Copy)]
pub(super) struct Weights {
    content: f32,
    context: f32,
    article: f32,
    negated: f32,
    act: f32,
    speaker: f32,
    body: f32,
}

/// Set on the development questions; shares are of the best possible score of the topic.
pub(super) const WEIGHTS: Weights =
    Weights { content: 1.0, context: 0.6, article: 1.0, negated: 0.35, act: 0.5, speaker: 1.2, body: 0.6 };

impl Evidence {
    /// Each kind of evidence in words, with what it adds: its share of what is possible, by its weight.
    pub(super) fn parts(&self) -> [(&'static str, f32); 7] {
        let share = |score: f32| if self.possible > 0.0 { score / self.possible } else { 0.0 };
        [
            ("the topic is in its words", WEIGHTS.content * share(self.content)),
            ("the topic is in its sentence", WEIGHTS.context * share(self.context)),
            ("the article is about the topic", WEIGHTS.article * share(self.article)),
            ("it says that the topic is not so", WEIGHTS.negated * share(self.negated) * self.act.min(1.0)),
            ("it does what is asked for", WEIGHTS.act * self.act),
            ("the speaker is the one asked for", WEIGHTS.speaker * self.speaker),
            ("the organization is the one asked for", WEIGHTS.body * self.body),
        ]
    }

    /// The evidence as one number.
    pub(super) fn score(&self) -> f32 {
        self.parts().iter().map(|(_, weight)| weight).sum()
    }
}

/// The passages of the best articles are looked at even if no word of the question is in them.
const N_ARTICLES: usize = 400;

/// Finds the passages worth reading, at most `limit`, the best first.
pub(super) fn gather(store: &Store, question: &Question, limit: usize) -> Result<Vec<Candidate>> {
    let searching = Searching::new(store, question)?;
    let scored: Vec<Scored> = store.segments().iter().map(|segment| searching.score(segment)).collect::<Result<_>>()?;
    // The best articles of all segments, ties with the last of them included.
    let mut articles: Vec<f32> =
        scored.iter().flat_map(|scored| scored.articles.iter().map(|&(score, _)| score)).collect();
    articles.sort_by(|one, other| other.total_cmp(one));
    let least = articles.get(N_ARTICLES).copied().unwrap_or(0.0);
    let mut candidates = Vec::new();
    for (number, (segment, scored)) in store.segments().iter().zip(&scored).enumerate() {
        searching.collect(number as u32, segment, scored, least, &mut candidates)?;
    }
    if candidates.iter().any(|candidate| candidate.evidence.speaker >= 1.0) {
        candidates.retain(|candidate| candidate.evidence.speaker > 0.0);
    }
    // Ties end by name, so that the layout of segments decides nothing.
    let better = |one: &Candidate, other: &Candidate| other.score.total_cmp(&one.score).then(one.name.cmp(&other.name));
    if limit > 0 && candidates.len() > limit {
        candidates.select_nth_unstable_by(limit - 1, better);
    }
    candidates.truncate(limit);
    candidates.sort_unstable_by(better);
    Ok(candidates)
}

/// A variant of a topic word: its term and weight a field.
struct Variant {
    term: String,
    content: f32,
    context: f32,
    negated: f32,
    body: f32,
    title: f32,
}

struct Searching<'a> {
    store: &'a Store,
    question: &'a Question,
    content: FieldScorer,
    context: FieldScorer,
    negated: FieldScorer,
    body: FieldScorer,
    title: FieldScorer,
    /// For each topic word its variants, the word itself first.
    topic: Vec<Vec<Variant>>,
    possible: f32,
}

const PASSAGE: Shape = Shape { k1: 0.9, b: 0.3 };
const ARTICLE: Shape = Shape { k1: 1.2, b: 0.6 };
/// What a word in the headline is worth, against the text.
const TITLE: f32 = 0.8;

impl<'a> Searching<'a> {
    fn new(store: &'a Store, question: &'a Question) -> Result<Self> {
        let fields = store.fields();
        let n_articles = store.n_articles()?;
        let n_passages = store.searcher().num_docs().saturating_sub(n_articles);
        let scorer = |field, shape, n| FieldScorer::new(store, field, shape, n);
        let (content, context) =
            (scorer(fields.content, PASSAGE, n_passages)?, scorer(fields.context, PASSAGE, n_passages)?);
        let negated = scorer(fields.negated, PASSAGE, n_passages)?;
        let (body, title) = (scorer(fields.body, ARTICLE, n_articles)?, scorer(fields.title, ARTICLE, n_articles)?);
        let mut topic = Vec::new();
        let mut possible = 0f32;
        for term in &question.topic {
            let mut variants = Vec::new();
            let own = std::iter::once((term.stem.as_str(), 1.0));
            for (stem, worth) in own.chain(term.others.iter().map(|other| (other.stem.as_str(), other.weight))) {
                // How rare a word is counts once, by the articles: passages are too short to tell.
                let rare = body.weight(store, stem)?;
                variants.push(Variant {
                    term: stem.to_owned(),
                    content: worth * rare,
                    context: worth * rare,
                    negated: worth * rare,
                    body: worth * rare,
                    title: worth * rare * TITLE,
                });
            }
            possible += variants.first().map_or(0.0, |own| own.content);
            topic.push(variants);
        }
        for phrase in &question.phrases {
            for stem in phrase {
                let rare = body.weight(store, stem)?;
                let own = Variant {
                    term: stem.clone(),
                    content: rare,
                    context: rare,
                    negated: rare,
                    body: rare,
                    title: rare,
                };
                possible += rare;
                topic.push(vec![own]);
            }
        }
        Ok(Self { store, question, content, context, negated, body, title, topic, possible })
    }

    /// Scores every document of a segment.
    fn score(&self, segment: &SegmentReader) -> Result<Scored> {
        let n = segment.max_doc() as usize;
        let fields = self.store.fields();
        let mut sums = Sums::new(n);
        for variants in &self.topic {
            sums.term(|best| {
                for variant in variants {
                    let term = variant.term.as_str();
                    self.content.visit(segment, term, variant.content, |at, score| best.raise(0, at, score))?;
                    self.context.visit(segment, term, variant.context, |at, score| best.raise(1, at, score))?;
                    self.negated.visit(segment, term, variant.negated, |at, score| best.raise(2, at, score))?;
                    self.body.visit(segment, term, variant.body, |at, score| best.raise(3, at, score))?;
                    self.title.visit(segment, term, variant.title, |at, score| best.raise(4, at, score))?;
                }
                Ok(())
            })?;
        }
        let place = segment.fast_fields().u64("place").map_err(error)?;
        let articles = sums
            .touched
            .iter()
            .filter(|&&document| place.first(document) == Some(0))
            .map(|&document| (sums.article(document as usize), document))
            .filter(|&(score, _)| score > 0.0)
            .collect();
        let (speaker, body) = (&self.question.speaker, &self.question.body);
        let speaking = [fields.speaker, fields.organization, fields.role];
        let belonging = [fields.organization, fields.role, fields.speaker];
        Ok(Scored {
            passes: self.passing(segment, n)?,
            acts: self.acts(segment, n)?,
            speaker: self.share(segment, n, speaker, &speaking, fields.speaker_key, person_keys)?,
            body: self.share(segment, n, body, &belonging, fields.organization_key, body_keys)?,
            articles,
            sums,
        })
    }

    /// Adds the passages of a segment that are worth reading: those with a word of the topic, those of articles
    /// that score at least `least`, and without a topic whatever passes.
    fn collect(
        &self,
        number: u32,
        segment: &SegmentReader,
        scored: &Scored,
        least: f32,
        candidates: &mut Vec<Candidate>,
    ) -> Result<()> {
        let place = segment.fast_fields().u64("place").map_err(error)?;
        let block = segment.fast_fields().u64("block").map_err(error)?;
        let keys = segment.fast_fields().u64("key").map_err(error)?;
        let mut wanted = scored.sums.touched.clone();
        for &(score, article) in &scored.articles {
            if score >= least {
                wanted.extend(article + 1..=article + block.first(article).unwrap_or(0) as u32);
            }
        }
        if self.topic.is_empty() {
            wanted.extend(0..segment.max_doc());
        }
        wanted.sort_unstable();
        wanted.dedup();
        let share = |shares: &[f32], at: usize| shares.get(at).copied().unwrap_or(0.0);
        for document in wanted {
            let at = document as usize;
            let place = place.first(document).unwrap_or(0) as u32;
            if place == 0 || !scored.passes[at] || segment.is_deleted(document) {
                continue;
            }
            let evidence = Evidence {
                content: scored.sums.of(0, at),
                context: scored.sums.of(1, at),
                negated: scored.sums.of(2, at),
                article: scored.sums.article((document - place) as usize),
                act: share(&scored.acts, at),
                speaker: share(&scored.speaker, at),
                body: share(&scored.body, at),
                possible: self.possible,
            };
            let score = evidence.score();
            let article = document - place;
            let name = (keys.first(article).unwrap_or(0), place);
            candidates.push(Candidate { segment: number, document, article, name, evidence, score });
        }
        Ok(())
    }

    /// How well each document's acts are the ones asked for; empty if none are.
    fn acts(&self, segment: &SegmentReader, n: usize) -> Result<Vec<f32>> {
        if self.question.acts.is_empty() {
            return Ok(Vec::new());
        }
        let field = self.store.fields().act;
        let mut shares = vec![0f32; n];
        let questions = &crate::lexicon::Lexicon::english().questions;
        for (rank, &act) in self.question.acts.iter().enumerate() {
            // The first act of a word is what it mostly means.
            let own = if rank == 0 { 1.0 } else { 0.8 };
            let near = questions.related(act).iter().enumerate().map(|(rank, &act)| (act, 0.4 - 0.08 * rank as f32));
            for (act, share) in std::iter::once((act, 1.0)).chain(near) {
                visit_basic(segment, field, act.name(), |document| {
                    let known = &mut shares[document as usize];
                    *known = known.max(own * share);
                })?;
            }
        }
        Ok(shares)
    }

    /// For each document the share of the words that any of the fields has, all of them if it has the key of the whole
    /// name; empty if there are no words.
    fn share(
        &self,
        segment: &SegmentReader,
        n: usize,
        words: &[String],
        fields: &[Field],
        key_field: Field,
        keys: Keys,
    ) -> Result<Vec<f32>> {
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let mut shares = vec![0f32; n];
        let mut last = vec![u32::MAX; n];
        for (number, word) in words.iter().enumerate() {
            for &field in fields {
                visit_basic(segment, field, word, |document| {
                    let at = document as usize;
                    if last[at] != number as u32 {
                        last[at] = number as u32;
                        shares[at] += 1.0 / words.len() as f32;
                    }
                })?;
            }
        }
        for key in keys(&words.join(" ")) {
            visit_basic(segment, key_field, &key, |document| shares[document as usize] = 1.0)?;
        }
        for share in &mut shares {
            // Rounding must not hide that all words are there.
            if *share > 0.999 {
                *share = 1.0;
            }
        }
        Ok(shares)
    }

    /// Which documents pass the filters.
    fn passing(&self, segment: &SegmentReader, n: usize) -> Result<Vec<bool>> {
        let fields = self.store.fields();
        let filters = &self.question.filters;
        let mut passes = vec![true; n];
        if self.question.asked != Asked::Passages {
            visit_basic(segment, fields.kind, "narration", |document| passes[document as usize] = false)?;
        }
        for (words, among, field, keys) in [
            (&filters.speaker, &[fields.speaker, fields.role][..], fields.speaker_key, person_keys as Keys),
            (&filters.organization, &[fields.organization][..], fields.organization_key, body_keys),
            (&filters.role, &[fields.role][..], fields.role, no_keys),
        ] {
            if words.is_empty() {
                continue;
            }
            let shares = self.share(segment, n, words, among, field, keys)?;
            for (pass, share) in passes.iter_mut().zip(shares) {
                *pass &= share == 1.0;
            }
        }
        let mut keep = |wanted: &Visits<'_>| -> Result<()> {
            let mut found = vec![false; n];
            wanted(&mut |document| found[document as usize] = true)?;
            for (pass, found) in passes.iter_mut().zip(&found) {
                *pass &= *found;
            }
            Ok(())
        };
        if !filters.acts.is_empty() {
            keep(&|found| {
                filters.acts.iter().try_for_each(|act| visit_basic(segment, fields.act, act.name(), &mut *found))
            })?;
        }
        if !filters.kinds.is_empty() {
            keep(&|found| {
                filters.kinds.iter().try_for_each(|kind| visit_basic(segment, fields.kind, kind, &mut *found))
            })?;
        }
        if let Some(wanted) = filters.anonymous {
            let mut unnamed = vec![false; n];
            visit_basic(segment, fields.anonymous, "yes", |document| unnamed[document as usize] = true)?;
            for (pass, unnamed) in passes.iter_mut().zip(&unnamed) {
                *pass &= *unnamed == wanted;
            }
        }
        self.passing_articles(segment, &mut passes)?;
        Ok(passes)
    }

    /// Strikes the passages of articles that do not pass the filters on articles.
    fn passing_articles(&self, segment: &SegmentReader, passes: &mut [bool]) -> Result<()> {
        let fields = self.store.fields();
        let filters = &self.question.filters;
        let since = filters.since.as_deref().and_then(day);
        let until = filters.until.as_deref().and_then(day);
        if filters.source.is_empty() && filters.title.is_empty() && since.is_none() && until.is_none() {
            return Ok(());
        }
        let n = passes.len();
        let mut good = vec![true; n];
        let title: Vec<String> = filters.title.iter().map(|word| crate::index::analyzer::stem(word)).collect();
        for (words, field) in [(&filters.source, fields.outlet), (&title, fields.title)] {
            for word in words {
                let mut found = vec![false; n];
                visit_basic(segment, field, word, |document| found[document as usize] = true)?;
                for (good, found) in good.iter_mut().zip(&found) {
                    *good &= *found;
                }
            }
        }
        if since.is_some() || until.is_some() {
            let days = segment.fast_fields().i64("day").map_err(error)?;
            for (document, good) in good.iter_mut().enumerate() {
                let day = days.first(document as u32);
                *good &= day.is_some_and(|day| {
                    since.is_none_or(|since| day >= since) && until.is_none_or(|until| day <= until)
                });
            }
        }
        let place = segment.fast_fields().u64("place").map_err(error)?;
        for (document, passes) in passes.iter_mut().enumerate() {
            *passes &= good[document - place.first(document as u32).unwrap_or(0) as usize];
        }
        Ok(())
    }
}

/// The keys under which the index has a name, as asked for.
type Keys = fn(&str) -> Vec<String>;

/// A word alone is found by the words of names: it may be anybody's.
fn person_keys(name: &str) -> Vec<String> {
    let key = Lexicon::english().names.person_key(name);
    if key.is_bare() { Vec::new() } else { key.agreeing() }
}

fn body_keys(name: &str) -> Vec<String> {
    vec![Lexicon::english().names.body_key(name)]
}

fn no_keys(_: &str) -> Vec<String> {
    Vec::new()
}

/// Names documents of a segment, one by one.
type Visits<'a> = dyn Fn(&mut dyn FnMut(u32)) -> Result<()> + 'a;

/// What a segment's documents score.
struct Scored {
    sums: Sums,
    passes: Vec<bool>,
    acts: Vec<f32>,
    speaker: Vec<f32>,
    body: Vec<f32>,
    /// The articles with a word of the topic, and their scores.
    articles: Vec<(f32, u32)>,
}

/// How many kinds of evidence are summed a document.
const N_KINDS: usize = 5;

/// Sums over the topic's words of the best variant's score, a document and kind of evidence.
struct Sums {
    sums: [Vec<f32>; N_KINDS],
    best: Best,
    touched: Vec<u32>,
    seen: Vec<bool>,
}

/// The best variant's score of one word, a document and kind of evidence.
struct Best {
    scores: [Vec<f32>; N_KINDS],
    touched: Vec<(usize, u32)>,
}

impl Best {
    fn raise(&mut self, kind: usize, document: u32, score: f32) {
        let known = &mut self.scores[kind][document as usize];
        if *known == 0.0 {
            self.touched.push((kind, document));
        }
        *known = known.max(score);
    }
}

impl Sums {
    fn new(n: usize) -> Self {
        let zeros = || std::array::from_fn(|_| vec![0f32; n]);
        Self {
            sums: zeros(),
            best: Best { scores: zeros(), touched: Vec::new() },
            touched: Vec::new(),
            seen: vec![false; n],
        }
    }

    /// Scores one word and adds what was best.
    fn term(&mut self, score: impl FnOnce(&mut Best) -> Result<()>) -> Result<()> {
        score(&mut self.best)?;
        for (kind, document) in self.best.touched.drain(..) {
            let at = document as usize;
            self.sums[kind][at] += std::mem::take(&mut self.best.scores[kind][at]);
            if !std::mem::replace(&mut self.seen[at], true) {
                self.touched.push(document);
            }
        }
        Ok(())
    }

    fn of(&self, kind: usize, at: usize) -> f32 {
        self.sums[kind][at]
    }

    /// The score of an article's own document: its text and its headline.
    fn article(&self, at: usize) -> f32 {
        self.of(3, at) + self.of(4, at)
    }
}
