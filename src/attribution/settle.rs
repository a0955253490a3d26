//! Drafts in, those that are statements out: of two whose contents cross, the surer.

use std::ops::Range;

use crate::attribution::cue::Sort;
use crate::attribution::draft::Draft;
use crate::attribution::model::tag::Tag;
use crate::attribution::reading::Reading;
use crate::attribution::source::Place;
use crate::attribution::unsaid;
use crate::lexicon::classes::Classes;
use crate::lexicon::cues::CueSort;

/// Keeps the drafts that are statements and, of those whose contents cross or are the same, the surer.
pub(crate) fn settle(reading: &Reading<'_>, drafts: &mut Vec<Draft>) {
    /// Only the few before it can reach as far.
    const REACH: usize = 8;
    drafts.retain(|draft| NO_STATEMENT.iter().all(|is_none| !is_none(reading, draft)));
    let mut kept: Vec<Draft> = Vec::with_capacity(drafts.len());
    for draft in drafts.drain(..) {
        let near = kept.len().saturating_sub(REACH);
        let rivals =
            |other: &Draft| other.pieces.iter().any(|piece| draft.pieces.iter().any(|own| crosses(piece, own)));
        if !kept[near..].iter().any(|other| rivals(other) && other.confidence >= draft.confidence) {
            kept.extract_if(near.., |other| rivals(other)).for_each(drop);
            kept.push(draft);
        }
    }
    *drafts = kept;
}

fn crosses(one: &Range<usize>, other: &Range<usize>) -> bool {
    let overlap = one.start < other.end && other.start < one.end;
    let within = one.start <= other.start && other.end <= one.end || other.start <= one.start && one.end <= other.end;
    overlap && !within || one == other
}

/// What is found, but is no statement of anybody's.
const NO_STATEMENT: [fn(&Reading<'_>, &Draft) -> bool; 4] =
    [is_of_the_quoted, is_in_passing, is_empty, unsaid::is_unsaid];

/// Whether what a draft within marks says is told by whoever is quoted: "I say", "you said", "he knows", "they said that",
/// or nobody is named.
fn is_of_the_quoted(reading: &Reading<'_>, draft: &Draft) -> bool {
    /// Within marks, what is less sure is left to whoever is quoted.
    const SURE_WITHIN: f32 = 0.5;
    if draft.cue.inside.is_none() {
        return false;
    }
    let Some(source) = draft.source.filter(|_| draft.confidence >= SURE_WITHIN) else { return true };
    if draft.pieces.iter().all(|piece| is_stand_in(reading, piece)) {
        return true;
    }
    let pronoun = reading.lexicon.names.pronoun(reading.form(source.start));
    let Some(pronoun) = pronoun.filter(|_| source.end == source.start + 1) else { return false };
    let thought = draft.cue.row.is_some_and(|row| reading.lexicon.cues.row(row).sort == CueSort::Belief);
    let present = matches!(reading.tags[draft.cue.words.start], Tag::Vb | Tag::Vbp);
    thought || pronoun.person == 2 || pronoun.person == 1 && present
}

/// Whether a content is a word that stands for what was said elsewhere.
fn is_stand_in(reading: &Reading<'_>, piece: &Range<usize>) -> bool {
    piece.len() == 1 && !reading.tags[piece.start].is_noun()
}

/// Whether what is found is no statement: "Who wrote that?", "the refusal to testify surprised them".
fn is_empty(reading: &Reading<'_>, draft: &Draft) -> bool {
    let cue = &draft.cue;
    let infinitive = cue.sort == Sort::Verb && (cue.group.start..cue.words.start).any(|at| reading.tags[at] == Tag::To);
    let runs_on = |piece: &Range<usize>| piece.start == cue.words.end && reading.is_finite(piece.start);
    draft.source.is_none() && draft.pieces.iter().all(|piece| is_stand_in(reading, piece))
        || infinitive && draft.pieces.iter().any(runs_on)
}

/// Whether a verb of a clause that compares or relates tells of nothing by itself: "as rich as he says he is", "no matter what
/// anyone says, it is late", "believe in what she says".
fn is_in_passing(reading: &Reading<'_>, draft: &Draft) -> bool {
    let subject = draft.source.filter(|source| source.place == Place::Before && draft.cue.sort == Sort::Verb);
    let Some(subject) = subject else { return false };
    let Some(before) = subject.start.checked_sub(1).filter(|&before| before >= draft.cue.scope.start) else {
        return false;
    };
    if reading.classes(before).is(Classes::SUBORDINATOR) {
        // "He is."
        return draft.pieces.iter().all(|piece| {
            piece.len() == 2
                && reading.tags[piece.start] == Tag::Prp
                && reading.classes(piece.start + 1).is(Classes::AUXILIARY)
        });
    }
    let behind = draft.cue.words.end;
    let relates = matches!(reading.tags[before], Tag::Wp | Tag::Wdt);
    let opens = |piece: &Range<usize>| piece.end == subject.start && piece.len() > 1;
    let behind_comma = |piece: &Range<usize>| {
        piece.start == behind + 1
            && reading.prose.word(behind) == ","
            && reading.prose.quoted_of(piece.start) == draft.cue.inside
    };
    relates && draft.pieces.iter().any(|piece| opens(piece) || behind_comma(piece))
}
