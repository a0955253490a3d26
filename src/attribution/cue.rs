//! Tokens in, words that may mark a saying out.

use std::ops::Range;

use crate::attribution::model::tag::Tag;
use crate::attribution::reading::Reading;
use crate::lexicon::classes::Classes;
use crate::lexicon::cues::{CueClass, CueMatch};
use crate::text::TokenKind;

/// A word, or words, that may mark a saying.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// The row of the cue table; none for a colon behind a name.
    pub(crate) row: Option<u16>,
    /// What kind of word it is here.
    pub(crate) sort: Sort,
    /// Its words: "pushed back on".
    pub(crate) words: Range<usize>,
    /// Its words with the auxiliaries, negations and adverbs before them: "has not yet pushed back on".
    pub(crate) group: Range<usize>,
    /// Whether the group holds a negation.
    pub(crate) negated: bool,
    /// Whether the group is passive.
    pub(crate) passive: bool,
    /// Where its source and content may begin: its sentence, within or without the quotation marks it stands in.
    pub(crate) scope: Range<usize>,
    /// The quoted stretch it stands in.
    pub(crate) inside: Option<usize>,
}

impl Candidate {
    /// Whether it says all by itself, for nothing follows: "The bank did not respond."
    pub(crate) fn is_whole(&self, reading: &Reading<'_>) -> bool {
        let behind = self.words.end;
        let ends = |at: usize| {
            at >= self.scope.end
                || matches!(reading.prose.word(at), "." | "," | ";" | "?" | "!")
                || reading.tags[at] == Tag::Cc
                || reading.classes(at).is(Classes::TIME)
        };
        self.words.len() > 1 && self.row.is_some_and(|row| reading.lexicon.cues.row(row).is_whole) && ends(behind)
    }
}

/// What kind of word a cue is where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// "said".
    Verb,
    /// "claim".
    Noun,
    /// "confident".
    Adjective,
    /// "according to".
    Preposition,
    /// "no comment".
    Phrase,
    /// The colon of "Milley: no change".
    Colon,
}

/// The words that may mark a saying, in order.
pub(crate) fn find(reading: &Reading<'_>) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    let prose = &reading.prose;
    for sentence in &prose.sentences {
        let mut at = sentence.start;
        while at < sentence.end {
            let found = match prose.tokens[at].kind {
                TokenKind::Word if !reading.word(at).cues.is_empty() => matched(reading, at, sentence),
                TokenKind::Sign if prose.word(at) == ":" => colon(reading, at, sentence),
                _ => None,
            };
            let Some((row, sort, n_words)) = found else {
                at += 1;
                continue;
            };
            if sort == Sort::Noun && is_taken_back(reading, at, sentence.start)
                || sort == Sort::Verb && (is_name(reading, at, sentence) || modifies(reading, at, sentence))
            {
                at += 1;
                continue;
            }
            let words = at..at + n_words;
            let inside = prose.quoted_of(at);
            let scope = scope(reading, sentence, inside);
            let group_start = group_start(reading, at, scope.start, sort);
            let group = group_start..words.end;
            candidates.push(Candidate {
                row,
                sort,
                negated: group.clone().any(|token| reading.classes(token).is(Classes::NEGATION)),
                passive: sort == Sort::Verb
                    && reading.tags[at] != Tag::Vbg
                    && (group_start..at).any(|token| reading.classes(token).is(Classes::BE)),
                words,
                group,
                scope,
                inside,
            });
            at += n_words;
        }
    }
    candidates
}

/// Whether a noun is what the verb before it takes back: a claim that is withdrawn is not made.
fn is_taken_back(reading: &Reading<'_>, noun: usize, from: usize) -> bool {
    /// "withdrew its earlier, widely shared claim".
    const FURTHEST: usize = 6;
    (from.max(noun.saturating_sub(FURTHEST))..noun)
        .rev()
        .find(|&at| reading.tags[at].is_verb() || reading.classes(at).is(Classes::RETRACTION.or(Classes::PREPOSITION)))
        .is_some_and(|at| reading.classes(at).is(Classes::RETRACTION))
}

/// Whether a word that looks like a verb is part of a name: "Anna Brand said". In a headline every word has a capital.
fn is_name(reading: &Reading<'_>, at: usize, sentence: &Range<usize>) -> bool {
    const LONG: usize = 4;
    /// So many tokens on each side show how a sentence is written.
    const NEAR: usize = 24;
    let prose = &reading.prose;
    let cased = |at: usize, fits: fn(char) -> bool| prose.word(at).chars().next().is_some_and(fits);
    let small = |at: usize| {
        prose.tokens[at].kind == TokenKind::Word
            && prose.word(at).len() >= LONG
            && cased(at, char::is_lowercase)
            && !matches!(reading.tags[at], Tag::In | Tag::Dt | Tag::Cc | Tag::To)
    };
    at > sentence.start
        && cased(at, char::is_uppercase)
        && prose.word(at).chars().any(char::is_lowercase)
        && reading.tags[at - 1].is_proper()
        && (sentence.start.max(at.saturating_sub(NEAR))..sentence.end.min(at + NEAR)).any(small)
}

/// Whether a word that looks like a verb belongs to the noun behind it or is one: "two suspected spies", "the mayor’s tweets".
fn modifies(reading: &Reading<'_>, at: usize, sentence: &Range<usize>) -> bool {
    let Some(before) = at.checked_sub(1).filter(|&before| before >= sentence.start) else { return false };
    let owned = matches!(reading.tags[before], Tag::Pos | Tag::PrpS);
    match reading.tags[at] {
        Tag::Vbz | Tag::Vbp | Tag::Vb => owned,
        Tag::Vbn => {
            let behind = at + 1 < sentence.end && (reading.tags[at + 1].is_noun() || reading.tags[at + 1] == Tag::Jj);
            let plain = reading.tags[before] == Tag::In
                && reading.classes(before).is(Classes::PREPOSITION)
                && !reading.classes(before).is(Classes::SUBORDINATOR.or(Classes::AGENT));
            behind && (owned || plain || matches!(reading.tags[before], Tag::Dt | Tag::Cd))
        }
        _ => false,
    }
}

/// The longest row whose words stand here, of the class that the tag allows if one does.
fn matched(reading: &Reading<'_>, at: usize, sentence: &Range<usize>) -> Option<(Option<u16>, Sort, usize)> {
    let form = |offset: usize| (at + offset < sentence.end).then(|| reading.form(at + offset));
    let tag = reading.tags[at];
    let fits = |found: &CueMatch<'_>| match found.row.class {
        CueClass::Verb => tag.is_verb(),
        CueClass::Noun => tag.is_noun(),
        CueClass::Adjective => matches!(tag, Tag::Jj | Tag::Jjr | Tag::Jjs | Tag::Vbn),
        CueClass::Preposition | CueClass::Phrase => true,
    };
    let best = reading.lexicon.cues.of(reading.word(at).cues, form).max_by_key(|found| (fits(found), found.words))?;
    let sort = match best.row.class {
        CueClass::Verb => Sort::Verb,
        CueClass::Noun => Sort::Noun,
        CueClass::Adjective => Sort::Adjective,
        CueClass::Preposition => Sort::Preposition,
        CueClass::Phrase => Sort::Phrase,
    };
    // "threatened to leave": the infinitive is what is said.
    let last = at + best.words - 1;
    let verb = (last + 1..sentence.end).find(|&at| !matches!(reading.tags[at], Tag::Rb));
    let infinitive =
        best.words > 1 && reading.tags[last] == Tag::To && verb.is_some_and(|verb| reading.tags[verb] == Tag::Vb);
    Some((Some(best.row_index), sort, best.words - usize::from(infinitive)))
}

/// A colon behind a short beginning of a sentence marks a saying: "Milley: no change", "MS. LEE: No."
fn colon(reading: &Reading<'_>, at: usize, sentence: &Range<usize>) -> Option<(Option<u16>, Sort, usize)> {
    const LONGEST_LABEL: usize = 12;
    (at > sentence.start && at - sentence.start <= LONGEST_LABEL && reading.tags[at - 1].is_noun()).then_some((
        None,
        Sort::Colon,
        1,
    ))
}

/// The part of a sentence that a cue governs: within the marks it stands in, or the whole.
fn scope(reading: &Reading<'_>, sentence: &Range<usize>, inside: Option<usize>) -> Range<usize> {
    let quoted = &reading.prose.quoted;
    match inside {
        Some(number) => {
            let tokens = &quoted[number].tokens;
            let end = if quoted[number].closed { tokens.end - 1 } else { tokens.end };
            sentence.start.max(tokens.start + 1)..sentence.end.min(end)
        }
        None => sentence.clone(),
    }
}

/// Where the auxiliaries, negations and adverbs before a verb begin.
fn group_start(reading: &Reading<'_>, verb: usize, from: usize, sort: Sort) -> usize {
    if matches!(sort, Sort::Noun | Sort::Preposition | Sort::Colon) {
        return verb;
    }
    let helps = |token: usize| {
        let classes = reading.classes(token);
        classes.is(Classes::AUXILIARY.or(Classes::NEGATION)) && !classes.is(Classes::SUBJECT)
            || matches!(reading.tags[token], Tag::Rb | Tag::Rbr | Tag::To | Tag::Md)
                && reading.prose.tokens[token].kind == TokenKind::Word
                && !classes.is(Classes::PREPOSITION.or(Classes::TIME)) | (reading.tags[token] == Tag::To)
    };
    let mut start = verb;
    while start > from && helps(start - 1) {
        start -= 1;
    }
    start
}
