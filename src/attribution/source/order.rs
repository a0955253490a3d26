//! A verb in, where the order of the words puts its subject out.

use std::ops::Range;

use crate::attribution::cue::{Candidate, Sort};
use crate::attribution::frame::Frame;
use crate::attribution::model::tag::Tag;
use crate::attribution::outline::Outline;
use crate::attribution::reading::Reading;
use crate::attribution::source::exclude::keep;
use crate::attribution::source::{Phrase, Place};
use crate::lexicon::classes::Classes;
use crate::lexicon::names::Class;

/// Leaves out the phrases that are no subjects, where the order of the words tells it in a frame.
pub(super) fn exclude(outline: &Outline<'_, '_>, cue: &Candidate, frame: Frame, phrases: &mut Vec<Phrase>) {
    match frame {
        Frame::Before if is_inverted(outline, cue) => phrases.retain(|phrase| phrase.place == Place::After),
        Frame::Around => {
            if let Some(start) = in_midst(outline, cue) {
                keep(phrases, |phrase| phrase.start == start);
            }
        }
        _ => {}
    }
}

/// Whether a verb behind a comma has its subject behind it: "The ledger was burnt, said the clerk, Alma Britt."
pub(crate) fn is_inverted(outline: &Outline<'_, '_>, cue: &Candidate) -> bool {
    let reading = outline.reading;
    let verb = cue.words.start;
    let scope = &cue.scope;
    let takes_object = |row: u16| reading.lexicon.cues.row(row).takes.is_thing();
    if cue.sort != Sort::Verb
        || verb <= scope.start + 1
        || reading.prose.word(verb - 1) != ","
        || !matches!(reading.tags[verb], Tag::Vbd | Tag::Vbz | Tag::Vbp)
        || cue.row.is_none_or(takes_object)
        || !has_clause(reading, cue, scope.start..verb - 1)
    {
        return false;
    }
    let subject = outline.chunks_from(cue.words.end).first().filter(|chunk| chunk.start == cue.words.end);
    let Some(subject) = subject.filter(|subject| is_speaker(reading, cue, subject)) else { return false };
    let verb = (subject.end..scope.end).find(|&at| reading.is_relative(at) || reading.is_finite(at));
    verb.is_none_or(|at| reading.is_relative(at))
}

/// Whether words have a clause of their own, beside what is told of a person there ("Koll, who was ill, said").
fn has_clause(reading: &Reading<'_>, cue: &Candidate, words: Range<usize>) -> bool {
    let mut relative = false;
    let mut own = words.filter(|&at| reading.prose.quoted_of(at) == cue.inside);
    own.any(|at| {
        relative = reading.prose.word(at) != "," && (relative || reading.is_relative(at));
        !relative && reading.is_finite(at)
    })
}

/// Whether a chunk behind a verb names somebody, who may be described behind it.
fn is_speaker(reading: &Reading<'_>, cue: &Candidate, subject: &Range<usize>) -> bool {
    let last = subject.end - 1;
    let speakers = Class::PERSON.or(Class::PERSONS).or(Class::BODY).or(Class::BODIES);
    let goes_on = subject.end < cue.scope.end
        && reading.prose.tokens[subject.end].kind.is_lexical()
        && !reading.is_relative(subject.end)
        && reading.tags[subject.end] != Tag::In;
    (reading.word(last).names.is(speakers) || reading.tags[last].is_proper())
        && !goes_on
        && !subject.clone().any(|at| reading.classes(at).is(Classes::ADDRESSEE.or(Classes::TIME)))
}

/// The subject of a verb that stands with it between commas, in the midst of what is said: "The harbor, Milley often says, is
/// full."
pub(crate) fn in_midst(outline: &Outline<'_, '_>, cue: &Candidate) -> Option<usize> {
    /// "said on Monday", "said Friday".
    const FURTHEST: usize = 2;
    /// "a spokesman for the harbor".
    const LONGEST: usize = 9;
    let reading = outline.reading;
    let prose = &reading.prose;
    let scope = &cue.scope;
    if cue.sort != Sort::Verb || !matches!(reading.tags[cue.words.start], Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Vbn) {
        return None;
    }
    let behind = cue.words.end;
    let close = (behind..scope.end.min(behind + FURTHEST + 1)).find(|&at| prose.word(at) == ",")?;
    let timed = (behind..close).all(|at| reading.classes(at).is(Classes::TIME.or(Classes::PREPOSITION)));
    let subject = outline.chunks_before(cue.group.start).last().filter(|subject| subject.end == cue.group.start)?;
    let nearest = cue.group.start.saturating_sub(LONGEST).max(scope.start + 1);
    let open = (nearest..cue.group.start).rev().find(|&at| !prose.tokens[at].kind.is_lexical())?;
    let named = prose.word(open) == "," && open < subject.start && outline.verbs(&(open..subject.start)) == 0;
    (timed && named && goes_on(outline, cue, scope.start..open, close + 1)).then_some(open + 1)
}

/// Whether what stands before the commas around subject and verb goes on behind them.
fn goes_on(outline: &Outline<'_, '_>, cue: &Candidate, left: Range<usize>, right: usize) -> bool {
    let reading = outline.reading;
    let quoted = |at: usize| reading.prose.quoted_of(at);
    if right >= cue.scope.end {
        return false;
    }
    let opens = quoted(right).is_some_and(|number| reading.prose.quoted[number].tokens.start == right);
    if opens && cue.inside.is_none() {
        // "The harbor is full, Milley said, “but not for long.”": a clause that depends on none.
        let depends = matches!(reading.tags[left.start], Tag::In | Tag::Wrb | Tag::Vbg | Tag::Vbn | Tag::To | Tag::Cc)
            || reading.classes(left.start).is(Classes::SUBORDINATOR);
        return !depends
            && outline.verbs(&left) > 0
            && !left.clone().any(|at| quoted(at).is_some())
            && reading.tags[left.end + 1] != Tag::Cc;
    }
    // Before it stands no clause, behind it the verb of what is said.
    let medium = |at: usize| reading.classes(at).is(Classes::MEDIUM) || reading.tags[at] == Tag::Vbg;
    outline.verbs(&left) == 0
        && !left.clone().any(|at| medium(at) || quoted(at) != cue.inside)
        && reading.prose.tokens[right].kind.is_lexical()
        && quoted(right) == cue.inside
        && outline.verbs(&(right..cue.scope.end)) > 0
        && !matches!(reading.tags[right], Tag::Vbg | Tag::Cc | Tag::Wdt | Tag::Wp)
        && !reading.classes(right).is(Classes::SUBORDINATOR)
}
