//! A content in, the stretches of it that it says are not so out.
//!
//! A negation covers what follows it in its clause. Where it says of something before it that this is not so ("that is
//! not true", "the report is false"), it covers that: the subject, or the clause before that "that" takes up.

use std::ops::Range;

use crate::attribution::model::tag::Tag;
use crate::attribution::reading::Reading;
use crate::lexicon::classes::Classes;
use crate::lexicon::stances::Stances;
use crate::text::{Span, TokenKind};

/// A clause is followed back no further than this.
const LONGEST: usize = 40;
/// "is not", "is simply not", "was all": so far a verdict stands from its verb.
const NEAR: usize = 4;

/// The stretches of a content that it says are not so, in text order.
pub(super) fn find(reading: &Reading<'_>, pieces: &[Range<usize>]) -> Vec<Span> {
    let mut stretches: Vec<Range<usize>> = Vec::new();
    for piece in pieces {
        let mut at = piece.start;
        while at < piece.end {
            let word = reading.word(at);
            let found = if word.classes.is(Classes::NEGATION) {
                rejected(reading, piece, at, true).or_else(|| below(reading, piece, at))
            } else if word.stances.is(Stances::FALSE) {
                rejected(reading, piece, at, false)
            } else {
                None
            };
            if let Some(stretch) = found {
                at = at.max(stretch.end.saturating_sub(1));
                if stretches.last().is_none_or(|last| last.end <= stretch.start) {
                    stretches.push(stretch);
                }
            }
            at += 1;
        }
    }
    stretches.into_iter().map(|stretch| reading.prose.span(stretch)).collect()
}

/// Whether a content denies outright: "there has been no change", "it has not changed", "the memo does not mean that", "that
/// is not true", "the claim is false".
pub(super) fn denies(reading: &Reading<'_>, pieces: &[Range<usize>]) -> bool {
    let false_tale = |piece: &Range<usize>| {
        let verdicts = piece.clone().filter(|&at| reading.word(at).stances.is(Stances::FALSE));
        verdicts
            .filter_map(|at| rejected(reading, piece, at, false))
            .any(|mut subject| subject.any(|at| is_told(reading, at)))
    };
    if pieces.iter().any(false_tale) {
        return true;
    }
    let near = |range: Range<usize>, stances: Stances| range.into_iter().any(|at| reading.word(at).stances.is(stances));
    pieces.iter().any(|piece| {
        (piece.start..piece.end).filter(|&at| reading.classes(at).is(Classes::NEGATION)).any(|at| {
            let before = piece.start.max(at.saturating_sub(NEAR))..at;
            let after = at + 1..piece.end.min(at + 1 + NEAR);
            let with = |classes: Classes| (before.start..=at).any(|at| reading.classes(at).is(classes));
            let there = near(before.clone(), Stances::THERE) && near(after.clone(), Stances::DENIABLE);
            let unaltered = with(Classes::HAVE) && near(after.clone(), Stances::ALTER);
            let tells = before.clone().any(|at| is_told(reading, at) || reading.classes(at).is(Classes::MEDIUM));
            let tells_not = tells && with(Classes::DO) && near(after.clone(), Stances::DENIABLE);
            let true_to_it = near(before.clone(), Stances::THIS)
                && near(after, Stances::TRUE)
                && rejected(reading, piece, at, true).is_some();
            there || unaltered || tells_not || true_to_it
        })
    })
}

/// Whether a token is a noun for what is told and may be false: a claim, a report, a story.
pub(super) fn is_told(reading: &Reading<'_>, at: usize) -> bool {
    let mut rows = reading.lexicon.cues.of(reading.word(at).cues, |_| None);
    reading.tags[at].is_noun() && (reading.word(at).stances.is(Stances::TALE) || rows.any(|found| found.row.is_tale()))
}

/// What follows a negation in its clause: "no change in policy". "Not only" denies nothing.
fn below(reading: &Reading<'_>, piece: &Range<usize>, negation: usize) -> Option<Range<usize>> {
    let start = negation + 1;
    if start >= piece.end || reading.word(start).stances.is(Stances::ONLY) {
        return None;
    }
    let end = (start..piece.end).find(|&at| ends_clause(reading, at, start)).unwrap_or(piece.end);
    trim(reading, start..end)
}

/// What a verdict is passed on: "{the report} is false", "{it means a pullout}, that is not what is happening". The
/// verdict is a negation with a word of truth behind it, or a word of falsehood, behind a form of "be".
fn rejected(reading: &Reading<'_>, piece: &Range<usize>, at: usize, negation: bool) -> Option<Range<usize>> {
    let is_be = |token: usize| reading.classes(token).is(Classes::BE);
    if negation {
        let verdict =
            (at + 1..piece.end.min(at + 1 + NEAR)).take_while(|&token| reading.prose.tokens[token].kind.is_lexical());
        let mut verdict =
            verdict.filter(|&token| reading.tags[token] != Tag::Rb && !reading.classes(token).is(Classes::DETERMINER));
        let first = verdict.next()?;
        let tells = reading.word(first).stances.is(Stances::TRUE) || reading.classes(first).is(Classes::INTERROGATIVE);
        if !tells {
            return None;
        }
    }
    let from = piece.start.max(at.saturating_sub(NEAR));
    let Some(be) = (from..=at).rev().find(|&token| is_be(token)) else {
        // "The palace called {the report} false."
        let bare = !negation && !(piece.start..piece.end).any(|token| reading.tags[token].is_verb());
        return if bare { trim(reading, piece.start..at) } else { None };
    };
    let floor = piece.start.max(be.saturating_sub(LONGEST));
    let start = (floor..be).rev().find(|&token| ends_clause(reading, token, floor)).map_or(floor, |stop| stop + 1);
    let subject = trim(reading, start..be.max(start));
    // "that's", "it isn't": the subject may be one word with its verb.
    let takes_up = |token: usize| reading.word(token).stances.is(Stances::THIS);
    let anaphoric = match &subject {
        Some(subject) => subject.len() == 1 && takes_up(subject.start),
        None => takes_up(be),
    };
    if !anaphoric {
        return subject;
    }
    let stop = start.checked_sub(1).filter(|&stop| stop >= piece.start)?;
    let floor = piece.start.max(stop.saturating_sub(LONGEST));
    let lexical = (floor..stop).rev().find(|&token| reading.prose.tokens[token].kind.is_lexical())?;
    let start = (floor..lexical).rev().find(|&token| ends_clause(reading, token, floor)).map_or(floor, |stop| stop + 1);
    trim(reading, start..lexical + 1)
}

/// A stretch without what is no word at its ends; none if nothing is left.
fn trim(reading: &Reading<'_>, mut stretch: Range<usize>) -> Option<Range<usize>> {
    let lexical = |at: usize| reading.prose.tokens[at].kind.is_lexical();
    while stretch.start < stretch.end && !lexical(stretch.end - 1) {
        stretch.end -= 1;
    }
    while stretch.start < stretch.end && !lexical(stretch.start) {
        stretch.start += 1;
    }
    (!stretch.is_empty()).then_some(stretch)
}

/// Whether a clause ends before a token: a stop, a comma, a word that turns or gives a reason behind some words, a
/// coordinator before a new subject.
fn ends_clause(reading: &Reading<'_>, at: usize, start: usize) -> bool {
    let token = reading.prose.tokens[at];
    let next = |classes: Classes| at + 1 < reading.tags.len() && reading.classes(at + 1).is(classes);
    matches!(token.kind, TokenKind::Mark)
        || matches!(reading.prose.word(at), "," | ";" | ":" | "." | "!" | "?" | "—" | "–" | "--" | ")" | "(")
        || at > start && reading.word(at).stances.is(Stances::CONTRAST.or(Stances::BECAUSE))
        || at > start && reading.classes(at).is(Classes::COORDINATOR) && next(Classes::SUBJECT)
}
