//! Stretches in quotation marks that no cue claims in, the attributions that they belong to out.
//!
//! A stretch of a sentence's length is someone's: a cue next to it is looked for again, then the attribution before
//! it is asked whether it goes on.

use std::cmp::Reverse;
use std::ops::Range;

use crate::attribution::cue::{Candidate, Sort};
use crate::attribution::frame::{Frame, stop};
use crate::attribution::link::{Draft, Judge, Linker, Step};
use crate::attribution::model::linear::Options;
use crate::attribution::reading::Reading;
use crate::attribution::source::bucket;
use crate::text::{Prose, Quoted};

/// A stretch shorter than this many tokens may be a title or a word under doubt.
const SHORTEST: usize = 6;
/// A cue stands no further from its stretch than this many tokens.
const FURTHEST_CUE: usize = 14;

/// What is less probable is left alone, unless a comma or a colon brings the stretch behind a verb.
const LEAST: f32 = 0.01;
const LEAST_INTRODUCED: f32 = 0.001;

/// Gives stretches in marks to cues next to them that were passed over.
pub(crate) fn claim(
    linker: &Linker<'_, '_>,
    drafts: &mut Vec<Draft>,
    passed: &[Candidate],
    judge: &mut impl Judge,
    options: &mut Options,
) {
    let prose = &linker.reading.prose;
    let claimed = Claimed::of(drafts);
    let mut found: Vec<Draft> = Vec::new();
    for (number, quoted) in prose.quoted.iter().enumerate() {
        let stretch = &quoted.tokens;
        if stretch.len() < SHORTEST || claimed.touches(stretch) || !is_sentence(linker.reading, quoted) {
            continue;
        }
        let from = number.checked_sub(1).map_or(0, |before| prose.quoted[before].tokens.end);
        let to = prose.quoted.get(number + 1).map_or(prose.tokens.len(), |next| next.tokens.start);
        let introduced = stretch.start > 0 && matches!(prose.word(stretch.start - 1), "," | ":");
        let least = |cue: &Candidate| if introduced && cue.sort == Sort::Verb { LEAST_INTRODUCED } else { LEAST };
        let paragraph = &prose.paragraphs[prose.paragraph_of(stretch.start)];
        let sentence = &prose.sentences[prose.sentence_of(stretch.start)];
        // Behind the stretch first: there a cue is seldom another's.
        let first = passed.partition_point(|cue| cue.words.start < stretch.end);
        let behind = passed[first..]
            .iter()
            .take_while(|cue| cue.words.start < to.min(paragraph.end) && cue.words.start - stretch.end <= FURTHEST_CUE)
            .filter(|cue| cue.scope.start <= stretch.end);
        let before = passed[..passed.partition_point(|cue| cue.words.end <= stretch.start)]
            .iter()
            .rev()
            .take_while(|cue| cue.words.end > from && stretch.start - cue.words.end <= FURTHEST_CUE)
            .filter(|cue| {
                cue.scope.end > stretch.start
                    || cue.scope.end == stretch.start && prose.word(stretch.start - 1) == ":"
                    || cue.words.start >= sentence.start
            });
        for cue in behind.chain(before).filter(|cue| cue.inside.is_none()) {
            let previous = drafts[..drafts.partition_point(|draft| draft.cue.words.start < cue.words.start)].last();
            let frames: &[Frame] =
                if cue.words.start < stretch.start { &[Frame::After] } else { &[Frame::Before, Frame::Around] };
            let Some(draft) = linker.draft_surely(cue, frames, least(cue), previous, judge, options) else { continue };
            let holds = draft.pieces.iter().any(|piece| piece.start <= stretch.start && stretch.end <= piece.end);
            if holds && !draft.pieces.iter().any(|piece| claimed.touches(piece)) {
                found.push(draft);
                break;
            }
        }
    }
    found.sort_by_key(|draft| draft.cue.words.start);
    found.dedup_by_key(|draft| draft.cue.words.start);
    drafts.extend(found);
    drafts.sort_by_key(|draft| draft.cue.words.start);
}

/// Whether a stretch is of a sentence's length: it begins one, or a comma or a colon brings it, and a stop ends it.
fn is_sentence(reading: &Reading<'_>, quoted: &Quoted) -> bool {
    let prose = &reading.prose;
    let stretch = &quoted.tokens;
    let begins = prose.sentences[prose.sentence_of(stretch.start)].start == stretch.start
        || matches!(prose.word(stretch.start - 1), "," | ":");
    let last = if quoted.closed { stretch.end - 2 } else { stretch.end - 1 };
    begins && (!quoted.closed || matches!(prose.word(last), "." | "," | "?" | "!" | "…" | "..." | "—" | "--"))
}

/// The stretches that attributions hold, in order.
struct Claimed(Vec<Range<usize>>);

impl Claimed {
    fn of(drafts: &[Draft]) -> Self {
        let mut pieces: Vec<Range<usize>> = drafts
            .iter()
            .filter(|draft| draft.cue.inside.is_none())
            .flat_map(|draft| draft.pieces.iter().cloned())
            .collect();
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
pub(crate) fn go_on(reading: &Reading<'_>, drafts: &mut [Draft], judge: &mut impl Judge, options: &mut Options) {
    let prose = &reading.prose;
    let mut order: Vec<usize> = (0..drafts.len()).filter(|&draft| drafts[draft].cue.inside.is_none()).collect();
    // Of those that end together, whoever tells of the others goes on.
    order.sort_by_key(|&draft| (drafts[draft].end(), Reverse(drafts[draft].start()), draft));
    let mut claimed: Vec<Range<usize>> = drafts
        .iter()
        .filter(|draft| draft.cue.inside.is_none())
        .flat_map(|draft| draft.pieces.iter().cloned().chain(std::iter::once(draft.start()..draft.start() + 1)))
        .collect();
    claimed.sort_by_key(|piece| (piece.start, piece.end));
    let mut next_draft = 0;
    let mut next_claimed = 0;
    let mut furthest_claimed = 0;
    let mut last: Option<usize> = None;
    for quoted in &prose.quoted {
        let stretch = &quoted.tokens;
        while next_draft < order.len() && drafts[order[next_draft]].end() <= stretch.start {
            last = Some(order[next_draft]);
            next_draft += 1;
        }
        while next_claimed < claimed.len() && claimed[next_claimed].start < stretch.end {
            furthest_claimed = furthest_claimed.max(claimed[next_claimed].end);
            next_claimed += 1;
        }
        let free = furthest_claimed <= stretch.start;
        let begins = prose.sentences[prose.sentence_of(stretch.start)].start == stretch.start;
        // Turns take what is theirs by themselves.
        let Some(number) = last.filter(|&last| free && drafts[last].frame != Frame::Turn) else { continue };
        if resumes(reading, &drafts[number], quoted) {
            drafts[number].pieces.push(stretch.clone());
            continue;
        }
        if !begins {
            continue;
        }
        // A headline among the paragraphs has marks of another kind.
        if marks_of(prose, &drafts[number]).is_some_and(|single| single != quoted.single) {
            continue;
        }
        let draft = &drafts[number];
        options.clear(Step::Continue(draft, stretch).space());
        describe_going_on(reading, draft, quoted, options);
        let (choice, sure) = judge.choose(&Step::Continue(draft, stretch), options);
        if choice == 1 || follows(reading, draft, quoted) {
            let number = told_within(reading, drafts, number);
            drafts[number].pieces.push(stretch.clone());
            drafts[number].confidence *= sure.max(0.9);
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
    let direct = prose.quoted_of(last.start).is_some() && prose.quoted_of(last.end - 1).is_some();
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
