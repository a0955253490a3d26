//! Candidates in, passages in their order out, with reasons.

use crate::error::Result;
use crate::index::Store;
use crate::index::analyzer::{self, Reduction};
use crate::index::document::StoredPassage;
use crate::passage::Passage;
use crate::question::Question;
use crate::record::ArticleFacts;
use crate::search::gather::Candidate;
use crate::search::sentence;

/// Reads the candidates, orders them and says why.
pub(super) fn rank(store: &Store, question: &Question, candidates: Vec<Candidate>) -> Result<Vec<Passage>> {
    let mut passages = Vec::with_capacity(candidates.len());
    let mut articles: Vec<((u32, u32), ArticleFacts)> = Vec::new();
    for candidate in candidates {
        let key = (candidate.segment, candidate.article);
        let facts = match articles.iter().find(|(known, _)| *known == key) {
            Some((_, facts)) => facts.clone(),
            None => {
                let facts = store.article(candidate.segment, candidate.article)?;
                articles.push((key, facts.clone()));
                facts
            }
        };
        let stored = store.passage(candidate.segment, candidate.document)?;
        passages.extend(passage(question, &candidate, facts, stored));
    }
    passages.sort_by(|one: &Passage, other| {
        (other.score.total_cmp(&one.score))
            .then_with(|| one.article.id.cmp(&other.article.id))
            .then_with(|| (&one.part, place(one)).cmp(&(&other.part, place(other))))
    });
    passages.dedup_by(|later, earlier| {
        later.article.id == earlier.article.id && later.part == earlier.part && same(later, earlier)
    });
    for (number, passage) in passages.iter_mut().enumerate() {
        passage.rank = number + 1;
    }
    Ok(passages)
}

/// Where a passage's own words start.
fn place(passage: &Passage) -> (usize, usize, &str) {
    let spans = passage.quotation.as_ref().map(|quotation| (quotation.content.spans.as_slice(), quotation.id.as_str()));
    let (spans, id) = spans.unwrap_or((std::slice::from_ref(&passage.span), ""));
    let first = spans.first().copied().unwrap_or(passage.span);
    (first[0], first[1], id)
}

fn same(one: &Passage, other: &Passage) -> bool {
    match (&one.quotation, &other.quotation) {
        (Some(one), Some(other)) => one.id == other.id,
        (None, None) => one.span == other.span,
        _ => false,
    }
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
        text: stored.text,
        quotation,
        around: None,
    })
}

/// The places in the part, in code points, that a word of the topic or a phrase stands at.
fn matched(question: &Question, stored: &StoredPassage, terms: &[(usize, usize, String)]) -> Vec<[usize; 2]> {
    let wanted = |term: &String| {
        question.topic.iter().any(|word| word.stem == *term || word.others.iter().any(|other| other.stem == *term))
            || question.phrases.iter().any(|phrase| phrase.contains(term))
    };
    let points = crate::record::CodePoints::new(&stored.text);
    terms
        .iter()
        .filter(|(_, _, term)| wanted(term))
        .map(|&(start, end, _)| [stored.start + points.before(start), stored.start + points.before(end)])
        .collect()
}
