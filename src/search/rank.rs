//! Candidates in, passages in their order out, with reasons.

use crate::error::Result;
use crate::index::Store;
use crate::index::analyzer::{self, Reduction};
use crate::index::document::StoredPassage;
use crate::passage::{Passage, Reason};
use crate::question::{Asked, Question};
use crate::record::{ArticleFacts, QuotationRecord};
use crate::search::gather::Candidate;

/// What the main act being the one asked for adds, against any other act.
const MAIN_ACT: f32 = 0.12;
/// What a sure attribution adds, at most.
const SURE: f32 = 0.15;
/// What a named speaker adds where speakers are asked for.
const NAMED: f32 = 0.06;
/// What a quotation in someone else's adds: it is told at second hand.
const NESTED: f32 = -0.08;
/// What a quotation adds over narration where either may answer.
const QUOTATION: f32 = 0.15;
/// What is lost for a content of only a word or two.
const SHORT: f32 = -0.15;
/// How soon a passage stands in its article; the first adds this much.
const EARLY: f32 = 0.04;

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

/// A candidate as a passage; none if a phrase that must be there is not.
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
    if !question.phrases.iter().all(|phrase| has_phrase(&terms, phrase)) {
        return None;
    }
    let matched = matched(question, &stored, &terms);
    let reasons = reasons(question, candidate, quotation.as_ref(), stored.start);
    let score = reasons.iter().map(|reason| reason.weight).sum();
    let span = [stored.start, stored.start + stored.length()];
    Some(Passage {
        rank: 0,
        score,
        reasons,
        article: stored.place(&article),
        part: stored.part().to_owned(),
        span,
        matched,
        text: stored.text,
        quotation,
    })
}

fn has_phrase(terms: &[(usize, usize, String)], phrase: &[String]) -> bool {
    terms.windows(phrase.len().max(1)).any(|window| window.iter().map(|(_, _, term)| term).eq(phrase.iter()))
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

/// Why a passage scores as it does; the weights add up to the score.
fn reasons(
    question: &Question,
    candidate: &Candidate,
    quotation: Option<&QuotationRecord>,
    start: usize,
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let mut add = |text: String, weight: f32| {
        if weight != 0.0 {
            reasons.push(Reason { text, weight });
        }
    };
    let evidence = candidate.evidence;
    for (text, weight) in evidence.parts() {
        add(text.to_owned(), weight);
    }
    if let Some(quotation) = quotation {
        let main = quotation.acts.first();
        if let Some(act) = question.acts.first()
            && main.is_some_and(|main| main == act.name())
        {
            add(format!("above all it does {}", act.name()), MAIN_ACT);
        }
        add("how sure the attribution is".to_owned(), SURE * quotation.confidence);
        if question.asked == Asked::Who && (quotation.speaker.is_some() || quotation.organization.is_some()) {
            add("it is known who speaks".to_owned(), NAMED);
        }
        if quotation.within.is_some() {
            add("told at second hand".to_owned(), NESTED);
        }
        if question.asked == Asked::Passages {
            add("someone is on record".to_owned(), QUOTATION);
        }
        const FEW_WORDS: usize = 3;
        if quotation.content.text.split_whitespace().count() < FEW_WORDS {
            add("says only a word or two".to_owned(), SHORT);
        }
    }
    const FAR: f32 = 2000.0;
    add("stands early in the article".to_owned(), EARLY * FAR / (FAR + start as f32));
    reasons
        .sort_by(|one, other| other.weight.abs().total_cmp(&one.weight.abs()).then_with(|| one.text.cmp(&other.text)));
    reasons
}
