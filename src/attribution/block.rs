//! Paragraphs without marks behind a colon in, the attributions of whoever the colon's sentence names out: "She wrote:"

use std::ops::Range;

use crate::attribution::cue::{Candidate, Sort};
use crate::attribution::draft::{Draft, Judge};
use crate::attribution::frame::Frame;
use crate::attribution::link::Linker;
use crate::attribution::outline::Outline;
use crate::lexicon::classes::Classes;
use crate::lexicon::cues::CueSort;

/// Gives paragraphs without marks to whoever a colon before them names.
pub(crate) fn claim<J: Judge>(linker: &mut Linker<'_, '_, J>, drafts: &mut Vec<Draft>, passed: &[Candidate]) {
    /// What is less probable is left alone.
    const LEAST: f32 = 0.001;
    /// Layout tells much, and not all.
    const SURE: f32 = 0.7;
    let outline = linker.outline;
    let blocks = Blocks::of(outline, drafts);
    let mut added = Vec::new();
    for draft in drafts.iter_mut() {
        // What is said before the colon is kept: "The mill is closed, she wrote:".
        let first = draft.cue.words.start;
        let behind = draft.pieces.iter().all(|piece| piece.start > first || outline.verbs(piece) == 0);
        if let Some(pieces) = blocks.behind(&draft.cue).filter(|_| behind) {
            draft.pieces = pieces;
            draft.frame = Frame::After;
        }
    }
    for cue in passed {
        let Some(pieces) = blocks.behind(cue) else { continue };
        let previous = drafts[..drafts.partition_point(|draft| draft.cue.words.start < cue.words.start)].last();
        if let Some(draft) = linker.draft_surely(cue, &[Frame::After], LEAST, previous) {
            let confidence = draft.confidence.max(SURE);
            added.push(Draft { pieces, confidence, ..draft });
        }
    }
    drafts.extend(added);
    drafts.sort_by_key(|draft| draft.cue.words.start);
}

/// The paragraphs of a text that may be told by the sentence before them.
struct Blocks<'o, 'a, 'r> {
    outline: &'o Outline<'a, 'r>,
    /// For each paragraph, whether it is a block: long, whole, without marks and no turn's.
    plain: Vec<bool>,
}

impl<'o, 'a, 'r> Blocks<'o, 'a, 'r> {
    fn of(outline: &'o Outline<'a, 'r>, drafts: &[Draft]) -> Self {
        /// A line shorter than this many tokens is an item of a list.
        const SHORTEST: usize = 12;
        let prose = &outline.reading.prose;
        let is_plain = |paragraph: &Range<usize>| {
            paragraph.len() >= SHORTEST
                && prose.quoted_of(paragraph.start).is_none()
                && matches!(prose.word(paragraph.end - 1), "." | "?" | "!" | "…")
        };
        let mut plain: Vec<bool> = prose.paragraphs.iter().map(is_plain).collect();
        for draft in drafts.iter().filter(|draft| draft.frame == Frame::Turn) {
            let starts = draft.pieces.iter().map(|piece| piece.start).chain(draft.source.map(|source| source.start));
            starts.for_each(|at| plain[prose.paragraph_of(at)] = false);
        }
        Self { outline, plain }
    }

    /// The block behind the colon that a cue ends with, and what goes on with it.
    fn behind(&self, cue: &Candidate) -> Option<Vec<Range<usize>>> {
        /// No block has more paragraphs.
        const N_PARAGRAPHS: usize = 6;
        let prose = &self.outline.reading.prose;
        let number = prose.paragraph_of(cue.words.start);
        let paragraphs = &prose.paragraphs[number + 1..];
        let colon = prose.paragraphs[number].end - 1;
        if prose.word(colon) != ":" || !*self.plain.get(number + 1)? || !self.tells(cue, colon) {
            return None;
        }
        // It goes on while somebody speaks of himself.
        let goes_on = |&(next, paragraph): &(usize, &Range<usize>)| {
            next == 0 || self.plain[number + 1 + next] && paragraph.clone().any(|at| self.is_own(at))
        };
        let block = paragraphs.iter().enumerate().take(N_PARAGRAPHS).take_while(goes_on);
        Some(block.map(|(_, paragraph)| paragraph.clone()).collect())
    }

    /// Whether a verb of saying is the last one before a colon.
    fn tells(&self, cue: &Candidate, colon: usize) -> bool {
        /// "told the council on Monday:"
        const FURTHEST: usize = 6;
        let reading = self.outline.reading;
        let row = cue.row.map(|row| reading.lexicon.cues.row(row));
        cue.sort == Sort::Verb
            && cue.inside.is_none()
            && reading.is_finite(cue.group.start)
            && cue.words.end <= colon
            && colon - cue.words.end <= FURTHEST
            && !reading.classes(cue.words.end - 1).is(Classes::PREPOSITION)
            && self.outline.verbs(&(cue.words.end..colon)) == 0
            && row.is_some_and(|row| row.takes.is_clause() && row.sort != CueSort::Belief)
    }

    /// Whether a token is a pronoun of whoever speaks, outside of marks.
    fn is_own(&self, at: usize) -> bool {
        let reading = self.outline.reading;
        let pronoun = reading.lexicon.names.pronoun(reading.form(at));
        pronoun.is_some_and(|pronoun| pronoun.person == 1) && reading.prose.quoted_of(at).is_none()
    }
}
