//! Stretches in quotation marks that no cue claims in, the attributions that they belong to out.
//!
//! A stretch of a sentence's length is someone's: a cue next to it is looked for again, then the attribution before
//! it is asked whether it goes on.

use std::cmp::Reverse;
use std::ops::Range;

use crate::attribution::cue::{Candidate, Sort};
use crate::attribution::draft::{Draft, Judge, Step};
use crate::attribution::frame::{Frame, stop};
use crate::attribution::link::Linker;
use crate::attribution::model::linear::{Options, bucket};
use crate::attribution::reading::Reading;
use crate::text::{Prose, Quoted};

/// A stretch shorter than this many tokens may be a title or a word under doubt.
const SHORTEST: usize = 6;
/// A cue stands no further from its stretch than this many tokens.
const FURTHEST_CUE: usize = 14;

/// What is less probable is left alone, unless a comma or a colon brings the stretch behind a verb.
const LEAST: f32 = 0.01;
const LEAST_INTRODUCED: f32 = 0.001;

/// Gives stretches in marks to cues next to them that were passed over.
pub(crate) fn claim<J: Judge>(linker: &mut Linker<'_, '_, J>, drafts: &mut Vec<Draft>, passed: &[Candidate]) {
    let reading = linker.outline.reading;
    let claimed = Claimed::of(drafts, |_| None);
    let mut found: Vec<Draft> = Vec::new();
    for (number, quoted) in reading.prose.quoted.iter().enumerate() {
        let stretch = &quoted.tokens;
        if stretch.len() < SHORTEST || claimed.touches(stretch) || !is_sentence(reading, quoted) {
            continue;
        }
        let introduced = is_introduced(&reading.prose, stretch);
        found.extend(cues_near(&reading.prose, number, passed).find_map(|cue| {
            let least = if introduced && cue.sort == Sort::Verb { LEAST_INTRODUCED } else { LEAST };
            let frames: &[Frame] =
                if cue.words.start < stretch.start { &[Frame::After] } else { &[Frame::Before, Frame::Around] };
            let previous = drafts[..drafts.partition_point(|draft| draft.cue.words.start < cue.words.start)].last();
            let draft = linker.draft_surely(cue, frames, least, previous)?;
            let holds = draft.pieces.iter().any(|piece| piece.start <= stretch.start && stretch.end <= piece.end);
            (holds && !draft.pieces.iter().any(|piece| claimed.touches(piece))).then_some(draft)
        }));
    }
    found.sort_by_key(|draft| draft.cue.words.start);
    found.dedup_by_key(|draft| draft.cue.words.start);
    drafts.extend(found);
    drafts.sort_by_key(|draft| draft.cue.words.start);
}

/// The cues near a stretch that may tell of it. Those behind it come first: there a cue is seldom another's.
fn cues_near<'c>(prose: &Prose<'_>, number: usize, cues: &'c [Candidate]) -> impl Iterator<Item = &'c Candidate> {
    let stretch = prose.quoted[number].tokens.clone();
    let (start, end) = (stretch.start, stretch.end);
    let from = number.checked_sub(1).map_or(0, |before| prose.quoted[before].tokens.end);
    let to = prose.quoted.get(number + 1).map_or(prose.tokens.len(), |next| next.tokens.start);
    let to = to.min(prose.paragraphs[prose.paragraph_of(start)].end);
    let colon = start > 0 && prose.word(start - 1) == ":";
    let behind = cues[cues.partition_point(|cue| cue.words.start < end)..]
        .iter()
        .take_while(move |cue| cue.words.start < to && cue.words.start - end <= FURTHEST_CUE)
        .filter(move |cue| cue.scope.start <= end);
    let before = cues[..cues.partition_point(|cue| cue.words.end <= start)]
        .iter()
        .rev()
        .take_while(move |cue| cue.words.end > from && start - cue.words.end <= FURTHEST_CUE)
        .filter(move |cue| cue.scope.end > start || cue.scope.end == start && colon);
    behind.chain(before)
}

/// Whether a comma or a colon brings a stretch.
fn is_introduced(prose: &Prose<'_>, stretch: &Range<usize>) -> bool {
    stretch.start > 0 && matches!(prose.word(stretch.start - 1), "," | ":")
}

/// Whether a stretch is of a sentence's length: it begins one, or a comma or a colon brings it, and a stop ends it.
fn is_sentence(reading: &Reading<'_>, quoted: &Quoted) -> bool {
    let prose = &reading.prose;
    let stretch = &quoted.tokens;
    let begins = begins_sentence(prose, stretch) || is_introduced(prose, stretch);
    let last = if quoted.closed { stretch.end - 2 } else { stretch.end - 1 };
    begins && (!quoted.closed || matches!(prose.word(last), "." | "," | "?" | "!" | "…" | "..." | "—" | "--"))
}

fn begins_sentence(prose: &Prose<'_>, stretch: &Range<usize>) -> bool {
    prose.sentences[prose.sentence_of(stretch.start)].start == stretch.start
}

/// The stretches that attributions hold, in order.
struct Claimed(Vec<Range<usize>>);

impl Claimed {
    /// The contents of what is told outside of marks, and what else is its own.
    fn of(drafts: &[Draft], own: impl Fn(&Draft) -> Option<Range<usize>>) -> Self {
        let outside = drafts.iter().filter(|draft| draft.cue.inside.is_none());
        let mut pieces: Vec<Range<usize>> =
            outside.flat_map(|draft| draft.pieces.iter().cloned().chain(own(draft))).collect();
        pieces.sort_by_key(|piece| (piece.start, piece.end));
        // Those within others are told by them.
        let mut outer: Vec<Range<usize>> = Vec::with_capacity(pieces.len());
        for piece in pieces {
            match outer.last_mut() {
                Some(last) if piece.start < last.end => last.end = last.end.max(piece.end),
                _ => outer.push(piece),
            }
        }
        Self(outer)
    }

    fn touches(&self, range: &Range<usize>) -> bool {
        let next = self.0.partition_point(|piece| piece.end <= range.start);
        self.0.get(next).is_some_and(|piece| piece.start < range.end)
    }
}

/// Gives stretches in marks that no cue claims to the attribution before them, where they go on with it.
pub(crate) fn go_on<J: Judge>(linker: &mut Linker<'_, '_, J>, drafts: &mut [Draft]) {
    let reading = linker.outline.reading;
    let prose = &reading.prose;
    let claimed = Claimed::of(drafts, |draft| Some(draft.start()..draft.start() + 1));
    // Of those that end together, whoever tells of the others goes on.
    let outside = drafts.iter().enumerate().filter(|(_, draft)| draft.cue.inside.is_none());
    let mut by_end: Vec<_> = outside.map(|(number, draft)| (draft.end(), Reverse(draft.start()), number)).collect();
    by_end.sort_unstable();
    for quoted in &prose.quoted {
        let stretch = &quoted.tokens;
        let n_ended = by_end.partition_point(|&(end, ..)| end <= stretch.start);
        let Some(&(.., number)) = by_end[..n_ended].last() else { continue };
        let draft = &drafts[number];
        // Turns take what is theirs by themselves.
        if claimed.touches(stretch) || draft.frame == Frame::Turn {
            continue;
        }
        if resumes(reading, draft, quoted) {
            drafts[number].pieces.push(stretch.clone());
            continue;
        }
        // A headline among the paragraphs has marks of another kind.
        let other_marks = marks_of(prose, draft).is_some_and(|single| single != quoted.single);
        if other_marks || !begins_sentence(prose, stretch) {
            continue;
        }
        let (choice, sure) = linker.take(&Step::Continue(draft, stretch), |options| {
            describe_going_on(reading, draft, quoted, options);
        });
        if choice == 1 || follows(reading, draft, quoted) {
            let teller = &mut drafts[told_within(reading, drafts, number)];
            teller.pieces.push(stretch.clone());
            teller.confidence *= sure.max(0.9);
        }
    }
}

/// Whether the marks at the end of an attribution are single ones; nothing where there are none.
fn marks_of(prose: &Prose<'_>, draft: &Draft) -> Option<bool> {
    let last = draft.pieces.iter().map(|piece| piece.end).max()?;
    prose.quoted_of(last - 1).map(|number| prose.quoted[number].single)
}

/// Of an attribution whose content is another's words in marks, that other: "“No,” Milley said, according to a paper. “Never.”"
fn told_within(reading: &Reading<'_>, drafts: &[Draft], number: usize) -> usize {
    const REACH: usize = 6;
    let outer = &drafts[number];
    let marks = |draft: &Draft| draft.pieces.iter().all(|piece| reading.prose.quoted_of(piece.start).is_some());
    let tells = |draft: &Draft| {
        draft.cue.inside.is_none() && outer.pieces.iter().any(|piece| piece.contains(&draft.cue.words.start))
    };
    if outer.frame != Frame::Before {
        return number;
    }
    let near = number.saturating_sub(REACH)..number;
    near.rev().find(|&inner| tells(&drafts[inner]) && marks(&drafts[inner])).unwrap_or(number)
}

/// Whether marks open again directly behind whoever said what ends with a comma, though no sign stands between: "“No,” said
/// Milley “not now.”"
fn resumes(reading: &Reading<'_>, draft: &Draft, quoted: &Quoted) -> bool {
    let prose = &reading.prose;
    let [piece] = draft.pieces.as_slice() else { return false };
    let said = prose.quoted_of(piece.start).map(|number| &prose.quoted[number]);
    let comma =
        said.is_some_and(|said| said.tokens == *piece && stop(prose, said) == "," && said.single == quoted.single);
    let sentence = prose.sentence_of(draft.cue.words.start);
    comma
        && draft.frame == Frame::Before
        && quoted.tokens.len() > SHORTEST
        && draft.end() == quoted.tokens.start
        && prose.sentences[sentence].contains(&quoted.tokens.start)
}

/// Whether a sentence in marks stands directly behind an attribution that ends its own: nobody else is there to say it.
fn follows(reading: &Reading<'_>, draft: &Draft, quoted: &Quoted) -> bool {
    let end = draft.end();
    let stops = |at: usize| matches!(reading.prose.word(at), "." | "?" | "!");
    quoted.tokens.len() > SHORTEST && is_sentence(reading, quoted) && quoted.tokens.start == end + 1 && stops(end)
}

/// Describes whether a stretch in marks goes on with an attribution: no, yes.
fn describe_going_on(reading: &Reading<'_>, draft: &Draft, quoted: &Quoted, options: &mut Options) {
    let prose = &reading.prose;
    let stretch = &quoted.tokens;
    let end = draft.end();
    let last = draft.pieces.iter().max_by_key(|piece| piece.end).cloned().unwrap_or(0..1);
    let direct = prose.is_quoted(&last);
    let closed = prose.quoted_of(last.end - 1).is_none_or(|number| prose.quoted[number].closed);
    let n_paragraphs = prose.paragraph_of(stretch.start) - prose.paragraph_of(end - 1);
    let n_sentences = prose.sentence_of(stretch.start) - prose.sentence_of(end - 1);
    let shape = u32::from(direct)
        + 2 * u32::from(closed)
        + 4 * u32::from(quoted.continues)
        + 8 * u32::from(quoted.closed)
        + 16 * u32::from(quoted.single);
    let gap = (stretch.start - end).min(20);
    let whole = prose.paragraphs[prose.paragraph_of(stretch.start)].end <= stretch.end + 1;
    let stop = end.checked_sub(1).map_or(0, |at| reading.hash((at + 1).min(reading.tags.len() - 1)));
    let pieces = draft.pieces.len().min(3) as u32;
    for choice in 0..2u32 {
        options.feature(1, choice, n_paragraphs.min(3) as u32 * 8 + n_sentences.min(5) as u32);
        options.feature(2, choice, shape);
        options.feature(3, choice, shape * 4 + n_paragraphs.min(3) as u32);
        options.feature(4, choice * 4 + draft.frame as u32, n_paragraphs.min(3) as u32 * 2 + u32::from(direct));
        options.feature(5, choice, bucket(stretch.len()));
        options.feature(6, choice, bucket(gap) * 4 + n_paragraphs.min(3) as u32);
        options.feature(7, choice, u32::from(whole) * 4 + n_paragraphs.min(3) as u32);
        options.feature(8, choice, stop);
        options.feature(9, choice * 4 + pieces, n_paragraphs.min(3) as u32);
        options.feature(10, choice * 2 + u32::from(direct), bucket(gap));
        options.feature(11, choice, draft.cue.sort as u32);
        options.close();
    }
}
