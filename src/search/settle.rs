//! A question in, the same question out with all that only an index can tell: what open patterns stand for, which day
//! is "last week", which name a misspelled one means, which words keep the same company.

use crate::error::{Error, ErrorKind, Result};
use crate::index::{Neighbour, Store, analyzer, pattern};
use crate::question::condition::{Pattern, Place, Sense};
use crate::question::{Asked, Other, Question, Term};
use crate::search::compile::fields_of;

/// A pattern stands for no more terms than this.
const MOST: usize = 1024;

/// A word that so many articles have is a word.
const COMMON: u64 = 3;

/// What a match with a word is worth that keeps the company of the one asked, against how like they are; and the most.
const LEARNED: f32 = 1.4;
const MOST_LEARNED: f32 = 0.6;

/// Settles a question for an index. What is settled stays as it is.
///
/// # Errors
///
/// When a pattern stands for too many words, or the index is damaged.
pub fn settle(store: &Store, question: &Question) -> Result<Question> {
    let mut question = question.clone();
    days(store, &mut question)?;
    let mut terms = Vec::new();
    let mut found = Vec::new();
    question.filters.conditions.iter_mut().for_each(|condition| condition.patterns_mut(&mut found));
    for (place, pattern) in found {
        if pattern.sense.is_open() {
            expand(store, place, pattern)?;
            if let (Sense::Terms(known), true) = (&pattern.sense, is_text(place)) {
                terms.extend(term(&pattern.typed, known));
            }
        }
    }
    question.topic.extend(terms);
    if !question.filters.exact {
        let names = [fields_of(store, Place::Speaker), fields_of(store, Place::Organization)].concat();
        for names_of in [&mut question.speaker, &mut question.body] {
            for word in names_of.iter_mut().flatten() {
                // A word that articles use is not misspelled, whoever says it.
                let stem = analyzer::stem(word);
                if n_articles(store, &stem)? < COMMON
                    && let Some(other) = respelled(store, &names, word, word)?
                {
                    *word = other;
                }
            }
        }
        let text = fields_of(store, Place::Article);
        for term in &mut question.topic {
            let unknown = term
                .others
                .iter()
                .all(|other| other.stems.iter().any(|stem| !is_known(store, &text, stem).unwrap_or(true)));
            if unknown && let Some(other) = respelled(store, &text, &term.stem, &term.word)? {
                term.others
                    .insert(0, Other { word: other.clone(), stems: vec![other], weight: 1.0, is_learned: false });
            }
        }
    }
    // Whole articles are found no better by them.
    if !question.filters.exact && question.asked != Asked::Articles {
        question.topic.iter_mut().for_each(|term| learned(store, term));
    }
    Ok(question)
}

/// Adds the words that the index itself taught to stand for one, where nothing better is known of them. A pattern stands
/// for its own.
fn learned(store: &Store, term: &mut Term) {
    if !term.word.chars().all(char::is_alphabetic) {
        return;
    }
    for Neighbour { stem, word, alike } in store.neighbours().of(&term.stem) {
        if !term.others.iter().any(|other| other.stems == [stem.as_str()]) {
            let weight = (alike * LEARNED).min(MOST_LEARNED);
            term.others.push(Other { word, stems: vec![stem], weight, is_learned: true });
        }
    }
}

fn is_text(place: Place) -> bool {
    matches!(place, Place::Passage | Place::Quote | Place::Title | Place::Article)
}

/// What an open pattern stands for, as a word of the topic.
fn term(typed: &str, known: &[String]) -> Option<Term> {
    let other = |term: &String| Other { word: term.clone(), stems: vec![term.clone()], weight: 1.0, is_learned: false };
    let (first, rest) = known.split_first()?;
    Some(Term { word: typed.to_owned(), stem: first.clone(), times: 1, others: rest.iter().map(other).collect() })
}

/// Days that count from the newest article.
fn days(store: &Store, question: &mut Question) -> Result<()> {
    let mut moments = Vec::new();
    question.filters.conditions.iter_mut().for_each(|condition| condition.moments_mut(&mut moments));
    moments.retain(|moment| matches!(moment, crate::question::dates::Moment::From(..)));
    if moments.is_empty() {
        return Ok(());
    }
    let Some(newest) = store.newest()? else {
        return Err(Error::new(ErrorKind::Usage, "no article of this index has a date to count from")
            .try_this("a question without a date"));
    };
    for moment in moments {
        *moment = crate::question::dates::Moment::Day(moment.settle(newest));
    }
    Ok(())
}

/// Replaces an open pattern by the terms that it stands for.
fn expand(store: &Store, place: Place, pattern: &mut Pattern) -> Result<()> {
    let fields = fields_of(store, place);
    let found = match &pattern.sense {
        Sense::Wildcard(pieces) => {
            let start = pieces[0].as_str();
            // "withdrawal*" is longer than its own stem: that stem is meant too.
            let own = if is_text(place) && pieces.len() == 2 { analyzer::stem(start) } else { start.to_owned() };
            let prefix = if start.starts_with(&own) { own.as_str() } else { start };
            store.terms_that(&fields, prefix, MOST, &|term| pattern::fits(term, pieces) || term == own)?
        }
        Sense::Fuzzy(word, most) => {
            // A text is known by its stems, which may be near to the word, or to its stem.
            let letters: Vec<char> = word.chars().collect();
            let stem: Vec<char> = if is_text(place) { analyzer::stem(word).chars().collect() } else { letters.clone() };
            let near = |letters: &[char], term: &str| pattern::distance(letters, term, *most as usize).is_some();
            store.terms_that(&fields, "", MOST, &|term| near(&letters, term) || near(&stem, term))?
        }
        Sense::Regex(regex) => {
            let regex = pattern::compile(regex).map_err(|message| Error::new(ErrorKind::Usage, message))?;
            store.terms_that(&fields, "", MOST, &|term| regex.is_match(term))?
        }
        Sense::Row(_) | Sense::Loose(..) | Sense::Together(_) | Sense::Terms(_) => return Ok(()),
    };
    if found.len() > MOST {
        let place = if pattern.column > 0 { format!("column {}: ", pattern.column) } else { String::new() };
        let message = format!("{place}{} stands for more than {MOST} words", pattern.typed);
        return Err(Error::new(ErrorKind::Usage, message).try_this("more letters"));
    }
    let mut found = found;
    // The most frequent first: they are the ones worth showing.
    found.sort_by(|(one, one_count), (other, other_count)| other_count.cmp(one_count).then_with(|| one.cmp(other)));
    pattern.sense = Sense::Terms(found.into_iter().map(|(term, _)| term).collect());
    Ok(())
}

/// How many articles have a term in their text.
fn n_articles(store: &Store, term: &str) -> Result<u64> {
    let found = store.terms_that(&[store.fields().body], term, 0, &|known| known == term)?;
    Ok(found.first().map_or(0, |(_, count)| *count))
}

fn is_known(store: &Store, fields: &[tantivy::schema::Field], term: &str) -> Result<bool> {
    Ok(!store.terms_that(fields, term, 0, &|known| known == term)?.is_empty())
}

/// The known term nearest to one that no field has; none if it is known, short, or like none.
fn respelled(store: &Store, fields: &[tantivy::schema::Field], term: &str, word: &str) -> Result<Option<String>> {
    const SHORTEST: usize = 4;
    const LONG: usize = 8;
    let letters: Vec<char> = term.chars().collect();
    if letters.len() < SHORTEST || !word.chars().all(char::is_alphabetic) || is_known(store, fields, term)? {
        return Ok(None);
    }
    let most = if word.chars().count() >= LONG { 2 } else { 1 };
    // Whoever gets the first letter wrong is not understood: to read all the words of an index takes too long.
    let first = &term[..letters[0].len_utf8()];
    let near =
        store.terms_that(fields, first, usize::MAX, &|known| pattern::distance(&letters, known, most).is_some())?;
    let nearest = near.into_iter().min_by_key(|(known, count)| {
        let far = pattern::distance(&letters, known, most).unwrap_or(usize::MAX);
        // People seldom get the last letter wrong.
        let last = known.chars().next_back() != letters.last().copied();
        (far, last, std::cmp::Reverse(*count), known.clone())
    });
    Ok(nearest.map(|(known, _)| known))
}
