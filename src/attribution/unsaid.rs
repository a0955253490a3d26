//! A draft in, whether it tells of no statement at all out: a condition, a word in another sense, what one cannot say.

use std::ops::Range;

use crate::attribution::cue::{Candidate, Sort};
use crate::attribution::draft::Draft;
use crate::attribution::frame::Frame;
use crate::attribution::model::tag::Tag;
use crate::attribution::reading::Reading;
use crate::attribution::source::Place;
use crate::lexicon::classes::Classes;
use crate::lexicon::cues::{CueClass, CueSort, Takes};
use crate::lexicon::names::Gender;

/// Whether nothing was said where a draft has found a saying.
pub(crate) fn is_unsaid(reading: &Reading<'_>, draft: &Draft) -> bool {
    if draft.cue.sort != Sort::Verb || draft.frame == Frame::Turn {
        return false;
    }
    is_condition(reading, draft)
        || is_impersonal(reading, draft)
        || is_of_the_writer(reading, draft)
        || is_another_sense(reading, draft)
        || draft.cue.passive && is_suffered(reading, draft)
}

/// Whether a condition is put: "If the council refuses to pay".
fn is_condition(reading: &Reading<'_>, draft: &Draft) -> bool {
    let cue = &draft.cue;
    let Some(source) = draft.source.filter(|source| source.place == Place::Before) else { return false };
    let before = source.start.checked_sub(1).filter(|&at| at >= cue.scope.start);
    let conditional = before.is_some_and(|at| reading.classes(at).is(Classes::CONDITIONAL));
    conditional
        && draft.pieces.iter().all(|piece| piece.start >= cue.words.end)
        && !(source.head..cue.group.start).any(|at| reading.is_finite(at))
}

/// Whether an infinitive has nobody who speaks: "It is hard to say", "To dismiss the claim is easy".
fn is_impersonal(reading: &Reading<'_>, draft: &Draft) -> bool {
    /// "It is by no means an exaggeration to say".
    const FURTHEST: usize = 9;
    let cue = &draft.cue;
    let first = cue.group.start;
    if !(first..cue.words.start).any(|at| reading.tags[at] == Tag::To) {
        return false;
    }
    let plain = draft.pieces.iter().all(|piece| piece.start >= cue.words.end);
    if first == cue.scope.start {
        return plain && draft.source.is_none_or(|source| source.start >= cue.words.end);
    }
    if !(reading.tags[first - 1].is_noun() || matches!(reading.tags[first - 1], Tag::Jj | Tag::Jjr | Tag::Jjs)) {
        return false;
    }
    let from = cue.scope.start.max(first.saturating_sub(FURTHEST));
    let Some(verb) = (from..first).rev().find(|&at| reading.is_finite(at)).filter(|&verb| verb > from) else {
        return false;
    };
    let pronoun = reading.lexicon.names.pronoun(reading.form(verb - 1));
    // "It is for the mayor to say" has somebody.
    let free = (verb..first).all(|at| reading.tags[at] != Tag::In);
    plain
        && free
        && reading.classes(verb).is(Classes::BE)
        && pronoun.is_some_and(|pronoun| pronoun.gender == Gender::Thing && !pronoun.plural)
}

/// Whether the writer thinks for the readers: "we can see how it ended", "you may think so".
fn is_of_the_writer(reading: &Reading<'_>, draft: &Draft) -> bool {
    let cue = &draft.cue;
    let Some(source) = draft.source.filter(|source| cue.inside.is_none() && source.end == source.start + 1) else {
        return false;
    };
    let pronoun = reading.lexicon.names.pronoun(reading.form(source.start));
    let ours = pronoun.is_some_and(|pronoun| pronoun.person == 2 || pronoun.person == 1 && pronoun.plural);
    let thought = cue.row.is_some_and(|row| reading.lexicon.cues.row(row).sort != CueSort::Speech);
    ours && (thought || (cue.group.start..cue.words.start).any(|at| reading.classes(at).is(Classes::MODAL)))
}

/// Whether a word that says only with some things has none of them behind it: "ruled Egypt", "added two ships".
fn is_another_sense(reading: &Reading<'_>, draft: &Draft) -> bool {
    let cue = &draft.cue;
    let Some(row) = cue.row.map(|row| reading.lexicon.cues.row(row)).filter(|row| row.takes.is_strict()) else {
        return false;
    };
    let [piece] = draft.pieces.as_slice() else { return false };
    piece.start >= cue.words.end && !takes(reading, row.takes, cue, piece)
}

/// Whether a content is one of the things that a cue takes.
fn takes(reading: &Reading<'_>, takes: Takes, cue: &Candidate, piece: &Range<usize>) -> bool {
    let start = piece.start;
    let classes = reading.classes(start);
    let quoted = piece.clone().any(|at| {
        let number = reading.prose.quoted_of(at);
        number.is_some() && number != cue.inside
    });
    let clause = takes.is_clause()
        && (classes.is(Classes::COMPLEMENTIZER.or(Classes::INTERROGATIVE))
            || piece.clone().any(|at| reading.is_finite(at))
            || piece.clone().skip(1).any(|at| reading.tags[at] == Tag::Vbg && reading.tags[at - 1].is_noun()));
    let tale = || {
        let head = piece.clone().find(|&at| {
            reading.tags[at].is_noun()
                && (at + 1 == piece.end || !reading.tags[at + 1].is_noun() && reading.tags[at + 1] != Tag::Pos)
        });
        head.is_some_and(|at| {
            let rows = reading.lexicon.cues.at(|offset| (offset == 0).then(|| reading.form(at)));
            rows.into_iter().any(|found| found.row.class == CueClass::Noun)
        })
    };
    quoted
        || clause
        || takes.has("to") && reading.tags[start] == Tag::To
        || takes.has("gerund") && reading.tags[start] == Tag::Vbg
        || takes.is_thing() && reading.tags[start] != Tag::In
        || reading.tags[start] == Tag::In && takes.has(reading.form(start))
        || takes.has("tale") && tale()
}

/// Whether what is told is what befell someone, and nobody is named who said it: "was denied entry".
fn is_suffered(reading: &Reading<'_>, draft: &Draft) -> bool {
    let cue = &draft.cue;
    let who = |piece: &Range<usize>| piece.len() == 1 && reading.tags[piece.start] == Tag::Wp;
    draft.pieces.iter().all(who)
        || draft.source.is_none()
            && draft.pieces.iter().all(|piece| !piece.clone().any(|at| reading.prose.quoted_of(at) != cue.inside))
}
