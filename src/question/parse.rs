//! A question's words in, its reading out.

use crate::error::Result;
use crate::index::analyzer::{self, Reduction};
use crate::lexicon::Lexicon;
use crate::lexicon::names::Class as Name;
use crate::question::condition::Sense;
use crate::question::lex::wrong;
use crate::question::plain::{self, Word};
use crate::question::{Asked, Filters, Other, Question, Term, grammar};

/// What a match with a word that is as good as the asked one is worth.
const LIKE_WEIGHT: f32 = 0.9;

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
    let mut question = Question::new(words, Asked::Passages, filters);
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
        let known_as = |name: &str| {
            let terms = analyzer::terms(name, Reduction::Stem);
            terms.into_iter().map(|(_, _, term)| term).collect::<Vec<_>>()
        };
        for other in lexicon.names.bodies_named_as(word) {
            others.push(Other { word: other.to_owned(), stems: known_as(other), weight: 0.8, is_learned: false });
        }
        let is_name = |word: &str| lexicon.names.class(word).is(Name::GIVEN.or(Name::SURNAME));
        for (other, like) in lexicon.synonyms.of(&stem) {
            // One person is not another.
            if is_name(word) && is_name(other) {
                continue;
            }
            let stems = other.split(' ').map(analyzer::stem).collect();
            let other = Other { word: other.to_owned(), stems, weight: like * LIKE_WEIGHT, is_learned: false };
            if other.stems != [stem.as_str()] && !others.iter().any(|known| known.stems == other.stems) {
                others.push(other);
            }
        }
    }
    Some(Term { word: word.to_owned(), stem, times: 1, others })
}
