//! A cue in, the frames out in which it may stand: how its content stands to it.

mod describe;

use crate::attribution::content::complement;
use crate::attribution::cue::{Candidate, Sort};
use crate::attribution::draft::Draft;
use crate::attribution::model::tag::Tag;
use crate::attribution::outline::Outline;
use crate::attribution::reading::Reading;
use crate::attribution::source::{in_midst, is_inverted};
use crate::lexicon::cues::CueSort;
use crate::quotation::Act;
use crate::text::{Prose, Quoted};
pub(crate) use describe::describe;

/// How a content stands to its cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Frame {
    /// The word marks no saying here.
    None,
    /// "Milley said no."
    After,
    /// "No, Milley said."
    Before,
    /// "No, Milley said, and left it at that."
    Around,
    /// "MILLEY: No.": told by the layout, never chosen.
    Turn,
}

/// The frames, in the order in which they are options.
pub(crate) const FRAMES: [Frame; 4] = [Frame::None, Frame::After, Frame::Before, Frame::Around];

/// How sure it must be that a cue marks no saying. A denial that is missed costs more than one too many.
pub(crate) fn doubt(reading: &Reading<'_>, cue: &Candidate) -> f32 {
    const DENIALS: f32 = 0.8;
    let denies = cue.row.is_some_and(|row| {
        let row = reading.lexicon.cues.row(row);
        row.sort == CueSort::Speech && row.acts.iter().any(|act| matches!(act, Act::Deny | Act::Reject))
    });
    if denies { DENIALS } else { 0.0 }
}

/// The frames that the marks and the word order around a cue leave it: a sentence in marks whose comma stands before the
/// mark goes on with whoever is named behind it ("“No,” Milley said, “not now.”").
pub(crate) fn possible(outline: &Outline<'_, '_>, cue: &Candidate, previous: Option<&Draft>) -> &'static [Frame] {
    if is_inverted(outline, cue) {
        return &[Frame::Before];
    }
    if in_midst(outline, cue).is_some() {
        return &[Frame::Around];
    }
    let reading = outline.reading;
    let prose = &reading.prose;
    // "Days after the vote, Milley said Friday that": what that begins is what was said.
    if complement(reading, cue).is_some() {
        return &[Frame::None, Frame::After];
    }
    let next = prose.quoted.partition_point(|quoted| quoted.tokens.start < cue.words.end);
    let Some(left) = prose.quoted[..next].last().filter(|_| cue.inside.is_none() && cue.sort == Sort::Verb) else {
        return &FRAMES;
    };
    let stop = stop(prose, left);
    if left.tokens.start > cue.scope.start && reading.tags[left.tokens.start - 1] == Tag::In {
        // "At the premiere of “The Ferry,” Milley said he was ill": a name of something, and no sentence.
        let named = stop == "," && outline.verbs(&(cue.scope.start..left.tokens.start)) == 0;
        return if named { &[Frame::None, Frame::After] } else { &FRAMES };
    }
    if !is_said(outline, cue, left, stop) || previous.is_some_and(|previous| previous.end() > left.tokens.start) {
        return &FRAMES;
    }
    let right = prose.quoted.get(next).filter(|right| stop == "," && goes_on(outline, cue, right));
    if right.is_some() { &[Frame::Around] } else { &[Frame::Before, Frame::Around] }
}

/// Whether the marks before a cue end as a sentence does that the cue tells of.
fn is_said(outline: &Outline<'_, '_>, cue: &Candidate, left: &Quoted, stop: &str) -> bool {
    /// Between marks and cue stand no more tokens than this: a name with its title.
    const FURTHEST: usize = 12;
    let gap = left.tokens.end..cue.group.start;
    let behind = cue.words.end;
    let ends = behind >= cue.scope.end || matches!(outline.reading.prose.word(behind), "." | ",");
    left.closed
        && left.tokens.end >= cue.scope.start
        && gap.len() <= FURTHEST
        && outline.verbs(&gap) == 0
        && !outline.has_cue(gap)
        && (stop == "," || ends && matches!(stop, "?" | "!") && left.tokens.end == cue.scope.start)
}

/// Whether the marks behind a cue go on with what those before it began.
fn goes_on(outline: &Outline<'_, '_>, cue: &Candidate, right: &Quoted) -> bool {
    /// Between cue and marks: "told reporters in Harrow on Monday".
    const FURTHEST: usize = 14;
    let gap = cue.words.end..right.tokens.start;
    gap.end < cue.scope.end
        && gap.len() <= FURTHEST
        && matches!(outline.reading.prose.word(gap.end - 1), "," | ":")
        && outline.verbs(&gap) == 0
        && !outline.has_cue(gap)
}

/// The sign that ends a stretch in marks: within them, or a comma behind them ("‘No’, Milley said").
pub(crate) fn stop<'p>(prose: &'p Prose<'_>, quoted: &Quoted) -> &'p str {
    let last = quoted.tokens.end.checked_sub(2).map_or("", |at| prose.word(at));
    let is_word = last.chars().next_back().is_some_and(char::is_alphanumeric);
    let behind = quoted.tokens.end;
    if is_word && behind < prose.tokens.len() && prose.word(behind) == "," { "," } else { last }
}
