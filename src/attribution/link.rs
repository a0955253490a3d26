//! Cues in, attributions out: for each cue, whether it marks a saying, who says it and what.
//!
//! Each decision is a choice among options that the text offers: the frame of the cue, its source, the start and
//! the end of its content. A [`Judge`] chooses: at run time the learned weights, in training the annotation.

use std::ops::Range;

use crate::attribution::block;
use crate::attribution::content::Setting;
use crate::attribution::cue::{self, Candidate};
use crate::attribution::draft::{Draft, Judge, Step};
use crate::attribution::form;
use crate::attribution::frame::{self, FRAMES, Frame};
use crate::attribution::model::linear::Options;
use crate::attribution::outline::Outline;
use crate::attribution::reading::Reading;
use crate::attribution::settle;
use crate::attribution::source::{self, Phrase};
use crate::attribution::turn::{self, Turn};
use crate::attribution::unclaimed;
use crate::quotation::{Attribution, Part};

/// Finds the attributions of one text, in the order of their cues.
pub(crate) fn link(reading: &Reading<'_>, part: Part, judge: &mut impl Judge) -> Vec<Attribution> {
    let cues = cue::find(reading);
    let outline = Outline::of(reading, &cues);
    let mut linker = Linker { outline: &outline, judge, options: Options::default() };
    let (mut drafts, passed) = linker.drafts(cues, turn::find(reading));
    settle::settle(reading, &mut drafts);
    unclaimed::claim(&mut linker, &mut drafts, &passed);
    block::claim(&mut linker, &mut drafts, &passed);
    unclaimed::go_on(&mut linker, &mut drafts);
    form::form(reading, part, &drafts)
}

/// Takes the decisions on the cues of one text.
pub(crate) struct Linker<'a, 'r, J> {
    pub(crate) outline: &'a Outline<'a, 'r>,
    judge: &'a mut J,
    options: Options,
}

impl<J: Judge> Linker<'_, '_, J> {
    /// What cues and turns mark, in text order, and the cues that mark no saying.
    fn drafts(&mut self, cues: Vec<Candidate>, turns: Vec<Turn>) -> (Vec<Draft>, Vec<Candidate>) {
        let reading = self.outline.reading;
        let (mut drafts, mut passed): (Vec<Draft>, Vec<Candidate>) = Default::default();
        let mut turns = turns.into_iter().peekable();
        for cue in cues {
            while let Some(turn) = turns.next_if(|turn| turn.sign <= cue.words.start) {
                drafts.push(Draft::of_turn(reading, turn));
            }
            if drafts.last().is_some_and(|last| last.frame == Frame::Turn && last.cue.words == cue.words) {
                continue;
            }
            match self.draft(&cue, drafts.last()) {
                Some(draft) => drafts.push(draft),
                None => passed.push(cue),
            }
        }
        drafts.extend(turns.map(|turn| Draft::of_turn(reading, turn)));
        (drafts, passed)
    }

    /// Takes the decisions on one cue.
    fn draft(&mut self, cue: &Candidate, previous: Option<&Draft>) -> Option<Draft> {
        let previous = self.describe(cue, previous);
        let (number, sure_frame) = self.judge.choose(&Step::Frame(cue), &self.options);
        let frame = FRAMES[number];
        let reading = self.outline.reading;
        let possible = if cue.is_whole(reading) {
            &[Frame::After]
        } else if frame == Frame::None && sure_frame < frame::doubt(reading, cue) {
            &FRAMES[1..]
        } else {
            frame::possible(self.outline, cue, previous)
        };
        let other = (!possible.contains(&frame)).then(|| self.judge.choose_among(&self.options, possible)).flatten();
        let (frame, sure_frame) = match other {
            Some((number, sure)) if frame == Frame::None && possible.len() + 1 == FRAMES.len() => {
                (FRAMES[number], sure * (1.0 - sure_frame))
            }
            Some((number, sure)) => (FRAMES[number], sure),
            None => (frame, sure_frame),
        };
        (frame != Frame::None).then(|| self.fill(cue, frame, sure_frame, previous)).flatten()
    }

    /// Takes the decisions on a cue that is known to mark a saying, in one of these frames; nothing where the judge holds
    /// that less probable than `least`.
    pub(crate) fn draft_surely(
        &mut self,
        cue: &Candidate,
        frames: &[Frame],
        least: f32,
        previous: Option<&Draft>,
    ) -> Option<Draft> {
        let previous = self.describe(cue, previous);
        let (best, sure_best) = self.judge.choose_among(&self.options, &FRAMES)?;
        let (number, sure) = self.judge.choose_among(&self.options, frames)?;
        let sure_frame = if best == number { sure_best } else { sure * (1.0 - sure_best) };
        (sure_frame >= least).then(|| self.fill(cue, FRAMES[number], sure_frame, previous)).flatten()
    }

    /// Describes the frames of a cue; returns the draft before it, if it is near.
    fn describe<'d>(&mut self, cue: &Candidate, previous: Option<&'d Draft>) -> Option<&'d Draft> {
        let near =
            previous.filter(|previous| previous.end() > cue.scope.start || previous.cue.scope.end > cue.scope.start);
        self.options.clear(Step::Frame(cue).space());
        frame::describe(self.outline, cue, near, &mut self.options);
        near
    }

    /// Takes one decision among the options that `describe` tells.
    pub(crate) fn take(&mut self, step: &Step<'_>, describe: impl FnOnce(&mut Options)) -> (usize, f32) {
        self.options.clear(step.space());
        describe(&mut self.options);
        self.judge.choose(step, &self.options)
    }

    /// Chooses source and content of a cue in its frame.
    fn fill(&mut self, cue: &Candidate, frame: Frame, sure_frame: f32, previous: Option<&Draft>) -> Option<Draft> {
        let (source, sure_source) = self.source(cue, frame, previous);
        if cue.is_whole(self.outline.reading) {
            let last = cue.words.end - 1;
            let cue = Candidate { words: cue.words.start..last, group: cue.group.start..last, ..cue.clone() };
            let pieces = std::iter::once(last..last + 1).collect();
            return Some(Draft { cue, frame: Frame::After, source, pieces, confidence: sure_frame * sure_source });
        }
        let setting = Setting { outline: self.outline, cue, frame, source };
        let before = if frame == Frame::After { None } else { self.before(&setting) };
        let behind = if frame == Frame::Before { None } else { self.behind(&setting) };
        let (mut pieces, mut sure_content) = (Vec::new(), 1f32);
        for (piece, sure) in before.into_iter().chain(behind) {
            pieces.push(piece);
            sure_content *= sure;
        }
        let confidence = sure_frame * sure_source * sure_content;
        (!pieces.is_empty()).then(|| Draft { cue: cue.clone(), frame, source, pieces, confidence })
    }

    /// Chooses the source.
    fn source(&mut self, cue: &Candidate, frame: Frame, previous: Option<&Draft>) -> (Option<Phrase>, f32) {
        let outline = self.outline;
        let phrases = source::phrases(outline, cue, frame, previous);
        let (number, sure) = self.take(&Step::Source(cue, &phrases), |options| {
            source::describe(outline, cue, frame, &phrases, previous, options);
        });
        (phrases.get(number).copied(), sure)
    }

    /// Chooses the piece of content before the cue, if there is room for one.
    fn before(&mut self, setting: &Setting<'_, '_>) -> Option<(Range<usize>, f32)> {
        let cue = setting.cue;
        let ends = setting.ends_before();
        if ends.is_empty() {
            return None;
        }
        let (number, sure_end) =
            self.take(&Step::EndBefore(cue, &ends), |options| setting.describe_ends(&ends, None, options));
        let end = ends[number];
        let starts = setting.starts_before(end);
        let (number, sure_start) = self.take(&Step::StartBefore(cue, end, &starts), |options| {
            setting.describe_starts(&starts, Some(end), options);
        });
        Some((starts[number]..end, sure_end * sure_start))
    }

    /// Chooses the piece of content behind the cue, if there is room for one.
    fn behind(&mut self, setting: &Setting<'_, '_>) -> Option<(Range<usize>, f32)> {
        let cue = setting.cue;
        let starts = setting.starts_after();
        if starts.is_empty() {
            return None;
        }
        let (number, sure_start) =
            self.take(&Step::StartAfter(cue, &starts), |options| setting.describe_starts(&starts, None, options));
        let start = starts[number];
        let ends = setting.ends_after(start);
        if ends.is_empty() {
            return None;
        }
        let (number, sure_end) = self.take(&Step::EndAfter(cue, start, &ends), |options| {
            setting.describe_ends(&ends, Some(start), options);
        });
        Some((start..ends[number], sure_end * sure_start))
    }
}
