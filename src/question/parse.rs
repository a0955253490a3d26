//! A question's words in, its reading out.

use crate::error::Result;
use crate::index::analyzer::{self, Reduction};
use crate::lexicon::Lexicon;
use crate::question::condition::Sense;
use crate::question::lex::wrong;
use crate::question::plain::{self, Word};
use crate::question::{Asked, Filters, Order, Other, Question, Term, grammar};

/// No more words than this stand for a word.
const N_OTHERS: usize = 14;
/// What a match with a word derived from the asked one, or like it, is worth.
const LIKE_WEIGHT: f32 = 0.45;

/// Reads a question. Filters given beside it hold as well.
///
/// # Errors
///
/// When it is too long or too deep, something is left open, or a field takes no such value; the message points at the
/// column.
pub fn parse(words: &str, filters: &Filters, lexicon: &Lexicon) -> Result<Question> {
    let parsed = grammar::read(words, &|word| plain::is_question(word, lexicon))?;
    for (field, condition) in &parsed.conditions {
        let within = if field.is_some() { None } else { condition.misplaced() };
        if let Some(column) = within {
            let advice = "it on its own, outside of NOT and OR; w/25 may stand anywhere";
            return Err(wrong(words, column.max(1), "this must stand alone", advice));
        }
    }
    let mut question = Question {
        text: words.to_owned(),
        asked: Asked::Passages,
        acts: Vec::new(),
        cue: Vec::new(),
        negated: false,
        speaker: Vec::new(),
        body: Vec::new(),
        topic: Vec::new(),
        denied: false,
        phrases: Vec::new(),
        filters: filters.clone(),
        order: Order::Best,
    };
    question.filters.join(parsed.conditions);
    let plain: Vec<Word> = parsed.plain.iter().filter_map(|word| Word::of(word)).collect();
    plain::read(&plain, lexicon, &mut question);
    evidence(&mut question);
    if question.asked == Asked::Passages && question.filters.ask_quotations() {
        question.asked = Asked::What;
    }
    Ok(question)
}

/// Words that must be there speak for a passage too: they are topic, but no others stand for them.
fn evidence(question: &mut Question) {
    let mut found = Vec::new();
    question.filters.conditions.iter().for_each(|condition| condition.evidence(&mut found));
    let mut phrases: Vec<Vec<String>> = Vec::new();
    for (place, pattern) in found {
        if place.reduction() == Reduction::Fold {
            continue;
        }
        match &pattern.sense {
            Sense::Row(terms) if terms.len() > 1 => phrases.push(terms.clone()),
            Sense::Row(terms) | Sense::Loose(terms, _) | Sense::Together(terms) => {
                phrases.extend(terms.iter().map(|term| vec![term.clone()]));
            }
            Sense::Wildcard(_) | Sense::Fuzzy(..) | Sense::Regex(_) | Sense::Terms(_) => {}
        }
    }
    for phrase in phrases {
        let known = phrase.len() == 1 && question.topic.iter().any(|term| term.stem == phrase[0]);
        if !known && !question.phrases.contains(&phrase) {
            question.phrases.push(phrase);
        }
    }
}

/// A word of the topic with the words that may stand for it.
pub(super) fn term(word: &str, exact: bool, lexicon: &Lexicon) -> Option<Term> {
    let (_, _, stem) = analyzer::terms(word, Reduction::Stem).into_iter().next()?;
    let mut others: Vec<Other> = Vec::new();
    if !exact {
        let base = base(word, lexicon);
        let near = [word, base.as_str()].into_iter().flat_map(|word| lexicon.synonyms.of(word));
        let mut candidates: Vec<&str> = near.collect();
        candidates.dedup();
        for candidate in candidates {
            let other = analyzer::stem(candidate);
            if other != stem && !others.iter().any(|known| known.stem == other) && others.len() < N_OTHERS {
                others.push(Other { word: candidate.to_owned(), stem: other, weight: LIKE_WEIGHT });
            }
        }
    }
    Some(Term { word: word.to_owned(), stem, times: 1, others })
}

/// The word that an inflected one comes from, as far as the synonyms know it: "layoffs" from "layoff".
fn base(word: &str, lexicon: &Lexicon) -> String {
    let mut candidates = Vec::new();
    for ending in ["ing", "ed", "es", "s", "d"] {
        if let Some(stripped) = word.strip_suffix(ending) {
            candidates.push(stripped.to_owned());
            candidates.push(format!("{stripped}e"));
            let mut doubled = stripped.chars().rev();
            if let (Some(last), Some(before)) = (doubled.next(), doubled.next())
                && last == before
            {
                candidates.push(stripped[..stripped.len() - last.len_utf8()].to_owned());
            }
        }
    }
    if let Some(stripped) = word.strip_suffix("ies").or_else(|| word.strip_suffix("ied")) {
        candidates.push(format!("{stripped}y"));
    }
    candidates
        .into_iter()
        .find(|candidate| candidate.len() > 2 && lexicon.synonyms.of(candidate).next().is_some())
        .unwrap_or_else(|| word.to_owned())
}
