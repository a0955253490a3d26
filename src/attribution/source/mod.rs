//! A cue in, the phrases that may name its source out.

mod clause;
mod describe;
mod exclude;
mod order;

use std::ops::Range;

use crate::attribution::cue::{Candidate, Sort};
use crate::attribution::draft::Draft;
use crate::attribution::frame::Frame;
use crate::attribution::model::tag::Tag;
use crate::attribution::outline::Outline;
use crate::attribution::reading::Reading;
use crate::lexicon::classes::Classes;
use crate::text::TokenKind;
pub(crate) use describe::describe;
pub(crate) use order::{in_midst, is_inverted};

/// A phrase that may name the source of a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// Its first token.
    pub(crate) start: usize,
    /// The token behind its last.
    pub(crate) end: usize,
    /// The end of its first chunk, which holds its head.
    pub(crate) head: usize,
    /// How it stands to the cue.
    pub(crate) place: Place,
}

/// How a phrase stands to its cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// "Milley said".
    Before,
    /// "said Milley", "according to Milley", "confirmed by Milley".
    After,
    /// "his claim", "Milley's claim".
    Owner,
}

/// No more chunks than this on one side of a cue are looked at.
const N_CHUNKS: usize = 9;
/// A phrase behind a cue ends no further from its first chunk than this many tokens.
const FURTHEST_END: usize = 60;
/// And among so many, those passed over with them: what is quoted or in brackets there.
const N_PASSED: usize = 256;
/// No phrase has more chunks than this.
const N_JOINED: usize = 6;

/// The phrases that may name a cue's source in a frame.
pub(crate) fn phrases(
    outline: &Outline<'_, '_>,
    cue: &Candidate,
    frame: Frame,
    previous: Option<&Draft>,
) -> Vec<Phrase> {
    let reading = outline.reading;
    let mut phrases = Vec::with_capacity(N_CHUNKS * N_JOINED);
    before(outline, cue, &mut phrases);
    let chunk = outline.chunk_at(cue.words.start);
    phrases.extend(chunk.and_then(|chunk| owner(reading, chunk, cue.words.start)));
    behind(outline, cue, &mut phrases);
    phrases.iter_mut().for_each(|phrase| close_bracket(outline, phrase, cue.scope.end));
    // "There is no doubt" has nobody who doubts.
    phrases.retain(|phrase| !swallows(outline, phrase) && reading.tags[phrase.head - 1] != Tag::Ex);
    phrases.dedup();
    exclude::exclude(outline, cue, previous, &mut phrases);
    order::exclude(outline, cue, frame, &mut phrases);
    phrases
}

/// The phrases before a cue, the nearest first.
fn before(outline: &Outline<'_, '_>, cue: &Candidate, phrases: &mut Vec<Phrase>) {
    let reading = outline.reading;
    let scope = &cue.scope;
    let left: Vec<&Range<usize>> = outline
        .chunks_before(cue.group.start)
        .iter()
        .rev()
        .take_while(|chunk| chunk.start >= scope.start)
        .take(N_PASSED)
        .filter(|chunk| reading.prose.quoted_of(chunk.start) == cue.inside && !is_bracketed(outline, chunk, scope))
        .take(N_CHUNKS)
        .collect();
    // The right edge of the nearest phrases may lie behind a relative clause or an apposition.
    let edge = edge_before(reading, cue);
    for (last, last_chunk) in left.iter().enumerate() {
        for (joined, first_chunk) in left[last..].iter().take(N_JOINED).enumerate() {
            if joined > 0 && !joins(reading, first_chunk.end..left[last + joined - 1].start) {
                break;
            }
            let phrase = |end| Phrase { start: first_chunk.start, end, head: first_chunk.end, place: Place::Before };
            phrases.push(phrase(last_chunk.end));
            if last == 0 && edge > last_chunk.end {
                phrases.push(phrase(edge));
            }
        }
        if last == 0 && cue.sort == Sort::Noun {
            phrases.extend(owner(reading, last_chunk, last_chunk.end));
        }
    }
}

/// The phrases behind a cue: "said Tomas Verrey, who runs the group's depot in the town".
fn behind(outline: &Outline<'_, '_>, cue: &Candidate, phrases: &mut Vec<Phrase>) {
    /// A phrase begins with one of so many chunks, and so near to the cue.
    const N_FIRST: usize = 3;
    const FURTHEST_START: usize = 8;
    let reading = outline.reading;
    let chunks = outline.chunks_from(cue.words.end);
    let near: Vec<&Range<usize>> =
        chunks.iter().take_while(|chunk| chunk.end <= cue.scope.end).take(N_CHUNKS).collect();
    for (number, &first) in near.iter().take(N_FIRST).enumerate() {
        if first.start > cue.words.end + FURTHEST_START || reading.prose.quoted_of(first.start) != cue.inside {
            break;
        }
        let phrase = |end| Phrase { start: first.start, end, head: first.end, place: Place::After };
        for (joined, last) in near[number..].iter().take(N_JOINED).enumerate() {
            if joined > 0 && !joins(reading, near[number + joined - 1].end..last.start) {
                break;
            }
            phrases.push(phrase(last.end));
        }
        // Behind a nearer phrase, one with a verb is what was said: "According to Kell the ferry left at noon".
        let verb = (first.end..cue.scope.end)
            .take(if number > 0 { FURTHEST_END } else { 0 })
            .find(|&at| reading.is_finite(at) || reading.is_relative(at))
            .filter(|&at| reading.is_finite(at));
        let ends = long_ends(reading, cue, first.end, verb.unwrap_or(cue.scope.end));
        phrases.extend(ends.into_iter().map(phrase));
    }
}

/// Where a phrase behind a cue may end that has more than its noun: at the comma that ends an apposition, at the end of
/// the sentence.
fn long_ends(reading: &Reading<'_>, cue: &Candidate, from: usize, to: usize) -> Vec<usize> {
    /// A phrase takes in no more commas.
    const MOST_COMMAS: usize = 3;
    let mut ends = Vec::new();
    let mut n_commas = 0;
    for at in from..to.min(from + FURTHEST_END) {
        let sign = reading.prose.word(at);
        if reading.prose.quoted_of(at) != cue.inside || sign == ";" || n_commas > MOST_COMMAS {
            break;
        }
        let last = at + 1 == cue.scope.end;
        if sign == "," || last {
            n_commas += 1;
            if n_commas >= 2 || last {
                ends.push(at + usize::from(reading.prose.tokens[at].kind.is_lexical()));
            }
        }
    }
    ends
}

/// Takes up the bracket that ends a phrase, if one was opened in it: "Vale Lines Co (VAL.N)".
fn close_bracket(outline: &Outline<'_, '_>, phrase: &mut Phrase, limit: usize) {
    let sign = |at: usize| outline.reading.prose.word(at);
    let opened = outline.brackets(phrase.start..phrase.end).last();
    if opened.is_some_and(|&at| sign(at) == "(") && phrase.end < limit && sign(phrase.end) == ")" {
        phrase.end += 1;
    }
}

/// Whether a chunk stands in brackets: what is told there of a name is none ("Vale Lines (VAL.N) said").
fn is_bracketed(outline: &Outline<'_, '_>, chunk: &Range<usize>, scope: &Range<usize>) -> bool {
    /// No brackets of this kind hold more tokens before or behind the chunk.
    const WIDEST: usize = 6;
    let sign = |at: Option<&usize>| at.map(|&at| outline.reading.prose.word(at));
    let before = outline.brackets(scope.start.max(chunk.start.saturating_sub(WIDEST))..chunk.start).last();
    let behind = outline.brackets(chunk.end..scope.end.min(chunk.end + WIDEST)).first();
    sign(before) == Some("(") && sign(behind) == Some(")")
}

/// Whether a phrase runs over a verb that is not its own: "several reports and was carried to the port", "the guard, sank".
fn swallows(outline: &Outline<'_, '_>, phrase: &Phrase) -> bool {
    if outline.verbs(&(phrase.head..phrase.end)) == 0 {
        return false;
    }
    let reading = outline.reading;
    let mut relative = false;
    let mut coordinated = false;
    for at in phrase.head..phrase.end {
        if reading.is_relative(at) {
            relative = true;
        } else if reading.is_finite(at) {
            if !relative && (coordinated || reading.classes(at).is(Classes::AUXILIARY)) {
                return true;
            }
        } else if reading.tags[at] != Tag::Rb {
            coordinated = reading.tags[at] == Tag::Cc || reading.prose.word(at) == ",";
        }
    }
    false
}

/// The owner in a chunk, before the cue: "his" in "his claim", "the ministry" in "the ministry's denial".
fn owner(reading: &Reading<'_>, chunk: &Range<usize>, before: usize) -> Option<Phrase> {
    let tag = |at: usize| reading.tags[at];
    let clitic = (chunk.start..before).rev().find(|&at| tag(at) == Tag::Pos);
    let end = match clitic {
        Some(clitic) if clitic > chunk.start => clitic,
        _ if tag(chunk.start) == Tag::PrpS && chunk.start < before => chunk.start + 1,
        _ => return None,
    };
    Some(Phrase { start: chunk.start, end, head: end, place: Place::Owner })
}

/// Where the phrase before a cue may end: before the cue's group, without a comma or dash.
fn edge_before(reading: &Reading<'_>, cue: &Candidate) -> usize {
    let mut edge = cue.group.start;
    while edge > cue.scope.start && !reading.prose.tokens[edge - 1].kind.is_lexical() {
        edge -= 1;
    }
    edge
}

/// Whether the words between two chunks may stand within one phrase.
fn joins(reading: &Reading<'_>, mut between: Range<usize>) -> bool {
    const WIDEST: usize = 8;
    let parts =
        |at: usize| reading.prose.tokens[at].kind == TokenKind::Mark || matches!(reading.prose.word(at), ";" | ":");
    between.len() <= WIDEST && !between.any(parts)
}
