//! A question's words in, its reading out.

use crate::error::{Error, ErrorKind, Result};
use crate::index::analyzer::{self, Reduction};
use crate::lexicon::Lexicon;
use crate::lexicon::cues::{CueClass, CueMatch};
use crate::lexicon::questions::Class;
use crate::question::{Asked, Filters, Other, Question, Term};
use crate::quotation::Act;
use crate::text::fold::fold;

/// A question is no longer than this many bytes.
const LONGEST: usize = 4096;
/// A question has no more words than this.
const N_WORDS: usize = 256;
/// No more words than this stand for a word.
const N_OTHERS: usize = 14;
/// What a match with a word derived from the asked one, or like it, is worth.
const LIKE_WEIGHT: f32 = 0.45;

/// Reads a question. Filters given beside it hold as well.
///
/// # Errors
///
/// When it is too long, a quotation mark is left open, or a filter takes no such value; the message names the column.
pub fn parse(words: &str, filters: &Filters, lexicon: &Lexicon) -> Result<Question> {
    if words.len() > LONGEST {
        return Err(Error::new(ErrorKind::Usage, format!("the question is longer than {LONGEST} bytes")));
    }
    let mut question = Question {
        text: words.to_owned(),
        asked: Asked::Passages,
        acts: Vec::new(),
        cue: Vec::new(),
        speaker: Vec::new(),
        body: Vec::new(),
        topic: Vec::new(),
        phrases: Vec::new(),
        filters: filters.clone(),
    };
    let plain = split(words, &mut question)?;
    if plain.len() > N_WORDS {
        return Err(Error::new(ErrorKind::Usage, format!("the question has more than {N_WORDS} words")));
    }
    read(&plain, lexicon, &mut question);
    if question.asked == Asked::Passages && question.filters.ask_quotations() {
        question.asked = Asked::What;
    }
    Ok(question)
}

/// Takes phrases and filters out of a question; what remains are its plain words, folded.
fn split(text: &str, question: &mut Question) -> Result<Vec<String>> {
    let mut plain = Vec::new();
    let mut rest = text;
    let column = |rest: &str| text[..text.len() - rest.len()].chars().count() + 1;
    let is_mark = |character: char| matches!(character, '"' | '“' | '”');
    loop {
        rest = rest.trim_start();
        let Some(first) = rest.chars().next() else { break };
        if is_mark(first) {
            let (phrase, behind) = quoted(rest, &is_mark, column(rest))?;
            let terms: Vec<String> =
                analyzer::terms(phrase, Reduction::Stem).into_iter().map(|(_, _, term)| term).collect();
            if !terms.is_empty() {
                question.phrases.push(terms);
            }
            rest = behind;
            continue;
        }
        let end = rest.find(|character: char| character.is_whitespace() || is_mark(character)).unwrap_or(rest.len());
        let word = &rest[..end];
        if let Some((name, value)) = word.split_once(':')
            && Filters::is_name(&name.to_lowercase())
        {
            let at = column(rest);
            let behind = &rest[name.len() + 1..];
            let (value, behind) = if value.is_empty() && behind.starts_with(is_mark) {
                quoted(behind, &is_mark, at)?
            } else {
                (value, &rest[end..])
            };
            if value.is_empty() {
                return Err(Error::new(ErrorKind::Usage, format!("column {at}: {name}: has no value")));
            }
            question.filters.add(&name.to_lowercase(), value).map_err(|mut error| {
                error.message = format!("column {at}: {}", error.message);
                error
            })?;
            rest = behind;
            continue;
        }
        let bare = word.trim_matches(|character: char| !character.is_alphanumeric());
        if !bare.is_empty() {
            plain.push(fold(bare));
        }
        rest = &rest[end..];
    }
    Ok(plain)
}

/// The words within the marks that a text starts with, and what stands behind them.
fn quoted<'a>(text: &'a str, is_mark: &dyn Fn(char) -> bool, column: usize) -> Result<(&'a str, &'a str)> {
    let open = text.chars().next().map_or(0, char::len_utf8);
    let inner = &text[open..];
    let close = inner.find(is_mark).ok_or_else(|| {
        Error::new(ErrorKind::Usage, format!("column {column}: a quotation mark is not closed"))
            .try_this("close it, or leave it out")
    })?;
    let width = inner[close..].chars().next().map_or(0, char::len_utf8);
    Ok((&inner[..close], &inner[close + width..]))
}

/// Reads the plain words.
fn read(words: &[String], lexicon: &Lexicon, question: &mut Question) {
    let class = |at: usize| words.get(at).and_then(|word| lexicon.questions.class(word));
    let mut at = 0;
    // Before the cue: who, what, whose, did, and between them a speaker.
    let mut asks = false;
    while let Some(found) = class(at) {
        match found {
            Class::Who => question.asked = Asked::Who,
            Class::What => question.asked = Asked::What,
            Class::Quotations if at + 1 < words.len() => question.asked = Asked::What,
            Class::Auxiliary if at == 0 || asks => {}
            Class::Empty => {}
            _ => break,
        }
        asks = true;
        at += 1;
    }
    if asks && question.asked == Asked::Passages && class(0) == Some(Class::Auxiliary) {
        question.asked = Asked::What;
    }
    let cue = if asks { first_cue(words, at, question.asked, lexicon) } else { None };
    match cue {
        Some((start, end, acts)) => {
            if !acts.is_empty() {
                question.cue = words[start..end].iter().map(|word| analyzer::stem(word)).collect();
            }
            question.acts = acts;
            name(&words[at..start], lexicon, question);
            topic(&words[end..], lexicon, question);
        }
        None => topic(&words[at..], lexicon, question),
    }
}

/// The first words, the longest ones, that mark a saying: where they stand and what they do.
fn first_cue(words: &[String], from: usize, asked: Asked, lexicon: &Lexicon) -> Option<(usize, usize, Vec<Act>)> {
    // A speaker's name stands before the cue only in what and did questions, and is short.
    const LONGEST_NAME: usize = 8;
    for start in from..words.len().min(from + LONGEST_NAME) {
        let form = |offset: usize| words.get(start + offset).map(String::as_str);
        let best: Option<CueMatch<'_>> = lexicon
            .cues
            .at(form)
            .filter(|found| matches!(found.row.class, CueClass::Verb | CueClass::Phrase))
            .max_by_key(|found| found.words);
        let topic_follows = lexicon.questions.class(&words[start]) == Some(Class::Topic);
        if topic_follows && asked != Asked::Who {
            return None;
        }
        if let Some(found) = best {
            let acts: Vec<Act> = found.row.acts.iter().copied().filter(|&act| act != Act::State).collect();
            return Some((start, start + found.words, acts));
        }
    }
    None
}

/// Reads the words before the cue: "esper" in "did esper say", "at the pentagon" in "who at the pentagon said".
fn name(words: &[String], lexicon: &Lexicon, question: &mut Question) {
    let mut body = false;
    for word in words {
        match lexicon.questions.class(word) {
            Some(Class::Body) => body = question.asked == Asked::Who,
            Some(_) => {}
            None if body => question.body.push(word.clone()),
            None => question.speaker.push(word.clone()),
        }
    }
}

/// Reads the words behind the cue: the topic, and "by" a speaker.
fn topic(words: &[String], lexicon: &Lexicon, question: &mut Question) {
    let mut by = false;
    for word in words {
        match lexicon.questions.class(word) {
            Some(Class::By) => by = question.asked != Asked::Passages,
            Some(Class::Topic) => by = false,
            Some(Class::Body | Class::Auxiliary | Class::Empty | Class::Who | Class::What) => {}
            Some(Class::Quotations) | None => {
                if by {
                    question.speaker.push(word.clone());
                } else {
                    let exact = question.filters.exact;
                    question.topic.extend(term(word, exact, lexicon));
                }
            }
        }
    }
    // The same word twice is one word, which counts the more.
    let mut seen: Vec<Term> = Vec::new();
    for term in question.topic.drain(..) {
        match seen.iter_mut().find(|known| known.stem == term.stem) {
            Some(known) => known.times += 1,
            None => seen.push(term),
        }
    }
    question.topic = seen;
}

/// A word of the topic with the words that may stand for it.
fn term(word: &str, exact: bool, lexicon: &Lexicon) -> Option<Term> {
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
