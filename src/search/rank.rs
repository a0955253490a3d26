//! Candidates in, passages in their order out, with reasons.

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::error::Result;
use crate::index::Store;
use crate::index::analyzer::{self, Reduction};
use crate::index::document::StoredPassage;
use crate::passage::Passage;
use crate::question::{Question, Repeats};
use crate::record::{ArticleFacts, QuotationRecord};
use crate::search::copies::{Families, Place};
use crate::search::gather::Candidate;
use crate::search::retelling::Retellings;
use crate::search::sentence;

/// How much of a passage is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    /// All of it.
    Shown,
    /// Who, when and where: what it is counted by.
    Counted,
}

/// Reads the candidates, which come in the order of their scores, until so many passages are found, and says why.
/// Ties end in article id, then place.
pub(super) fn rank(
    store: &Store,
    question: &Question,
    candidates: &[Candidate],
    wanted: usize,
    repeats: Repeats,
    detail: Detail,
) -> Result<Vec<Passage>> {
    let mut passages: Vec<(Place, Passage)> = Vec::new();
    let mut articles: FxHashMap<Place, ArticleFacts> = FxHashMap::default();
    let mut families = Families::default();
    let mut said: FxHashMap<u64, Vec<Place>> = FxHashMap::default();
    let mut retellings = Retellings::of(question, detail);
    for tied in candidates.chunk_by(|one, other| one.score == other.score && one.day == other.day) {
        passages.extend(retellings.due(tied[0].score));
        if passages.len() >= wanted {
            break;
        }
        let mut read = Vec::new();
        for candidate in tied {
            let article = (candidate.segment, candidate.article);
            let facts = match articles.get(&article) {
                Some(facts) => facts.clone(),
                None => {
                    let facts = store.article(article.0, article.1)?;
                    articles.insert(article, facts.clone());
                    facts
                }
            };
            let stored = store.passage(candidate.segment, candidate.document)?;
            let does = candidate.evidence.act > 0.0;
            read.extend(passage(question, candidate, facts, stored).map(|passage| (article, does, passage)));
        }
        read.sort_by(|(_, _, one), (_, _, other)| {
            (one.article.id.cmp(&other.article.id))
                .then_with(|| (&one.part, place(one)).cmp(&(&other.part, place(other))))
        });
        for (article, does, passage) in read {
            let is_repeated = repeats == Repeats::Collapsed && {
                // What nobody else says in these words is nobody's copy.
                let alike: &mut Vec<Place> = said.entry(words_of(&passage)).or_default();
                let mut is_repeated = false;
                for &other in alike.iter() {
                    is_repeated |= families.of(store, article)? == families.of(store, other)?;
                }
                alike.push(article);
                is_repeated
            };
            if !is_repeated {
                let passage = if detail == Detail::Counted { counted(passage) } else { passage };
                passages.extend(retellings.first_told(article, does, passage));
            }
        }
    }
    passages.extend(retellings.due(f32::NEG_INFINITY));
    passages.truncate(wanted);
    let mut ranked = Vec::with_capacity(passages.len());
    for (number, (article, mut passage)) in passages.into_iter().enumerate() {
        passage.rank = number + 1;
        if repeats == Repeats::Collapsed && detail == Detail::Shown {
            let family = families.of(store, article)?;
            passage.copies = Some(families.count(store, family)?);
        }
        ranked.push(passage);
    }
    Ok(ranked)
}

/// What a passage is counted by, and nothing else: there may be very many.
fn counted(passage: Passage) -> Passage {
    let ArticleFacts { id, date, source, .. } = passage.article;
    let article = ArticleFacts { id, date, source, ..ArticleFacts::default() };
    let quotation = passage.quotation.map(|quotation| QuotationRecord {
        kind: quotation.kind,
        speaker: quotation.speaker,
        organization: quotation.organization,
        acts: quotation.acts,
        ..QuotationRecord::default()
    });
    Passage { article, quotation, reasons: Vec::new(), matched: Vec::new(), text: String::new(), ..passage }
}

/// A hash of what a passage says, whatever the marks between its words.
fn words_of(passage: &Passage) -> u64 {
    let text = passage.quotation.as_ref().map_or(passage.text.as_str(), |quotation| quotation.content.text.as_str());
    let mut words = String::new();
    for (_, _, word) in analyzer::terms(text, Reduction::Fold) {
        words.push_str(&word);
        words.push(' ');
    }
    xxh3_64(words.as_bytes())
}

/// Where a passage's own words start.
fn place(passage: &Passage) -> (usize, usize, &str) {
    let spans = passage.quotation.as_ref().map(|quotation| (quotation.content.spans.as_slice(), quotation.id.as_str()));
    let (spans, id) = spans.unwrap_or((std::slice::from_ref(&passage.span), ""));
    let first = spans.first().copied().unwrap_or(passage.span);
    (first[0], first[1], id)
}

/// A candidate as a passage; none if it is not sure enough, or a sentence does not hold what it must.
fn passage(
    question: &Question,
    candidate: &Candidate,
    article: ArticleFacts,
    stored: StoredPassage,
) -> Option<Passage> {
    let quotation = stored.quotation(&article);
    if quotation.as_ref().is_some_and(|quotation| quotation.confidence < question.filters.min_confidence) {
        return None;
    }
    let terms = analyzer::terms(&stored.text, Reduction::Stem);
    let content = quotation.as_ref().map(|quotation| quotation.content.text.as_str());
    if !sentence::holds(question, &stored.text, content) {
        return None;
    }
    let matched = matched(question, &stored, &terms);
    let span = [stored.start, stored.start + stored.length()];
    Some(Passage {
        rank: 0,
        score: candidate.score,
        reasons: candidate.evidence.reasons(),
        article: stored.place(&article),
        part: stored.part().to_owned(),
        span,
        matched,
        copies: None,
        text: stored.text,
        quotation,
        around: None,
    })
}

/// The places in the part, in code points, that a word of the topic or a phrase stands at.
fn matched(question: &Question, stored: &StoredPassage, terms: &[(usize, usize, String)]) -> Vec<[usize; 2]> {
    let wanted = |term: &String| {
        question
            .topic
            .iter()
            .any(|word| word.stem == *term || word.others.iter().any(|other| other.stems.contains(term)))
            || question.phrases.iter().any(|phrase| phrase.contains(term))
    };
    let points = crate::record::CodePoints::new(&stored.text);
    terms
        .iter()
        .filter(|(_, _, term)| wanted(term))
        .map(|&(start, end, _)| [stored.start + points.before(start), stored.start + points.before(end)])
        .collect()
}
