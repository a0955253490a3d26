//! Cues in, attributions out: for each cue, whether it marks a saying, who says it and what.
//!
//! Each decision is a choice among options that the text offers: the frame of the cue, its source, the start and
//! the end of its content. A [`Judge`] chooses: at run time the learned weights, in training the annotation.

use std::ops::Range;

use crate::attribution::chunk;
use crate::attribution::content::Setting;
use crate::attribution::cue::{self, Candidate, Sort};
use crate::attribution::form;
use crate::attribution::frame::{self, Counts, FRAMES, Frame};
use crate::attribution::model::linear::Options;
use crate::attribution::model::tag::Tag;
use crate::attribution::reading::Reading;
use crate::attribution::source::{self, Phrase, Place};
use crate::attribution::turn::{self, Turn};
use crate::attribution::unclaimed;
use crate::lexicon::classes::Classes;
use crate::lexicon::cues::CueSort;
use crate::quotation::{Act, Attribution, Part};

/// One decision to take.
#[expect(dead_code, reason = "only training looks at what is decided, and not at all of it")]
pub(crate) enum Step<'a> {
    /// Which of [`FRAMES`].
    Frame(&'a Candidate),
    /// Which of the phrases names the source; one option more than phrases: none does.
    Source(&'a Candidate, &'a [Phrase]),
    /// Where the piece of content behind the cue starts; its places.
    StartAfter(&'a Candidate, &'a [usize]),
    /// Where it ends.
    EndAfter(&'a Candidate, usize, &'a [usize]),
    /// Where the piece of content before the cue ends.
    EndBefore(&'a Candidate, &'a [usize]),
    /// Where it starts.
    StartBefore(&'a Candidate, usize, &'a [usize]),
    /// Whether a stretch in marks without a cue goes on with the attribution before: no, yes.
    Continue(&'a Draft, &'a Range<usize>),
}

impl Step<'_> {
    /// The number of the step's space of features.
    pub(crate) fn space(&self) -> u32 {
        match self {
            Self::Frame(_) => 1,
            Self::Source(..) => 2,
            Self::StartAfter(..) => 3,
            Self::EndAfter(..) => 4,
            Self::EndBefore(..) => 5,
            Self::StartBefore(..) => 6,
            Self::Continue(..) => 7,
        }
    }
}

/// Takes decisions: the number of an option, and how probable it is.
pub(crate) trait Judge {
    /// Chooses one of the options.
    fn choose(&mut self, step: &Step<'_>, options: &Options) -> (usize, f32);

    /// The best of the options that are these frames, and how probable it is among them.
    fn choose_among(&mut self, options: &Options, frames: &[Frame]) -> Option<(usize, f32)>;
}

/// An attribution in the making. Ranges are of tokens.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) cue: Candidate,
    pub(crate) frame: Frame,
    pub(crate) source: Option<Phrase>,
    pub(crate) pieces: Vec<Range<usize>>,
    /// How probable frame, source and content are together.
    pub(crate) confidence: f32,
}

impl Draft {
    /// A saying that the layout marks.
    fn of_turn(reading: &Reading<'_>, turn: Turn) -> Self {
        /// Layout tells much, and not all.
        const SURE: f32 = 0.9;
        let sentence = reading.prose.sentences[reading.prose.sentence_of(turn.sign)].clone();
        let Turn { label, sign, pieces } = turn;
        Self {
            cue: Candidate {
                row: None,
                sort: Sort::Colon,
                words: sign..sign + 1,
                group: sign..sign + 1,
                negated: false,
                passive: false,
                scope: sentence,
                inside: None,
            },
            frame: Frame::Turn,
            source: Some(Phrase { start: label.start, end: label.end, head: label.end, place: Place::Before }),
            pieces,
            confidence: SURE,
        }
    }

    pub(crate) fn start(&self) -> usize {
        let source = self.source.map_or(usize::MAX, |source| source.start);
        self.pieces.iter().map(|piece| piece.start).min().unwrap_or(usize::MAX).min(source).min(self.cue.group.start)
    }

    pub(crate) fn end(&self) -> usize {
        let source = self.source.map_or(0, |source| source.end);
        self.pieces.iter().map(|piece| piece.end).max().unwrap_or(0).max(source).max(self.cue.words.end)
    }
}

/// Finds the attributions of one text, in the order of their cues.
pub(crate) fn link(reading: &Reading<'_>, part: Part, judge: &mut impl Judge) -> Vec<Attribution> {
    let candidates = cue::find(reading);
    let mut cue_starts = vec![false; reading.tags.len()];
    for candidate in &candidates {
        cue_starts[candidate.group.start] = true;
    }
    let linker = Linker { reading, chunks: chunk::find(reading), cue_starts, counts: Counts::of(reading) };
    let mut options = Options::default();
    let mut drafts: Vec<Draft> = Vec::new();
    let mut passed: Vec<Candidate> = Vec::new();
    let mut turns = turn::find(reading).into_iter().peekable();
    for candidate in candidates {
        while let Some(turn) = turns.next_if(|turn| turn.sign <= candidate.words.start) {
            drafts.push(Draft::of_turn(reading, turn));
        }
        if drafts.last().is_some_and(|last| last.frame == Frame::Turn && last.cue.words == candidate.words) {
            continue;
        }
        match linker.draft(&candidate, drafts.last(), judge, &mut options) {
            Some(draft) => drafts.push(draft),
            None => passed.push(candidate),
        }
    }
    drafts.extend(turns.map(|turn| Draft::of_turn(reading, turn)));
    settle(reading, &mut drafts);
    unclaimed::claim(&linker, &mut drafts, &passed, judge, &mut options);
    unclaimed::go_on(reading, &mut drafts, judge, &mut options);
    form::form(reading, part, &drafts)
}

/// What is known of a text, once.
pub(crate) struct Linker<'a, 'r> {
    pub(crate) reading: &'a Reading<'r>,
    pub(crate) chunks: Vec<Range<usize>>,
    pub(crate) cue_starts: Vec<bool>,
    pub(crate) counts: Counts,
}

impl Linker<'_, '_> {
    /// Takes the decisions on one cue.
    fn draft(
        &self,
        cue: &Candidate,
        previous: Option<&Draft>,
        judge: &mut impl Judge,
        options: &mut Options,
    ) -> Option<Draft> {
        let previous = self.describe(cue, previous, options);
        let (number, sure_frame) = judge.choose(&Step::Frame(cue), options);
        let frame = FRAMES[number];
        let possible = if self.is_whole(cue) {
            &[Frame::After]
        } else if frame == Frame::None && sure_frame < self.doubt(cue) {
            &FRAMES[1..]
        } else {
            self.possible(cue, previous)
        };
        let other = (!possible.contains(&frame)).then(|| judge.choose_among(options, possible)).flatten();
        let (frame, sure_frame) = match other {
            Some((number, sure)) if frame == Frame::None && possible.len() + 1 == FRAMES.len() => {
                (FRAMES[number], sure * (1.0 - sure_frame))
            }
            Some((number, sure)) => (FRAMES[number], sure),
            None => (frame, sure_frame),
        };
        (frame != Frame::None).then(|| self.fill(cue, frame, sure_frame, previous, judge, options)).flatten()
    }

    /// Takes the decisions on a cue that is known to mark a saying, in one of these frames; nothing where the judge holds
    /// that less probable than `least`.
    pub(crate) fn draft_surely(
        &self,
        cue: &Candidate,
        frames: &[Frame],
        least: f32,
        previous: Option<&Draft>,
        judge: &mut impl Judge,
        options: &mut Options,
    ) -> Option<Draft> {
        let previous = self.describe(cue, previous, options);
        let (best, sure_best) = judge.choose_among(options, &FRAMES)?;
        let (number, sure) = judge.choose_among(options, frames)?;
        let sure_frame = if best == number { sure_best } else { sure * (1.0 - sure_best) };
        (sure_frame >= least).then(|| self.fill(cue, FRAMES[number], sure_frame, previous, judge, options)).flatten()
    }

    /// Whether a cue says all by itself, for nothing follows: "The bank did not respond."
    fn is_whole(&self, cue: &Candidate) -> bool {
        let Self { reading, .. } = self;
        let behind = cue.words.end;
        let ends = |at: usize| {
            at >= cue.scope.end
                || matches!(reading.prose.word(at), "." | "," | ";" | "?" | "!")
                || matches!(reading.tags[at], Tag::Cc)
                || reading.classes(at).is(Classes::TIME)
        };
        cue.words.len() > 1 && cue.row.is_some_and(|row| reading.lexicon.cues.row(row).is_whole) && ends(behind)
    }

    /// How sure it must be that a cue marks no saying. A denial that is missed costs more than one too many.
    fn doubt(&self, cue: &Candidate) -> f32 {
        const DENIALS: f32 = 0.8;
        let denies = cue.row.is_some_and(|row| {
            let row = self.reading.lexicon.cues.row(row);
            row.sort == CueSort::Speech && row.acts.iter().any(|act| matches!(act, Act::Deny | Act::Reject))
        });
        if denies { DENIALS } else { 0.0 }
    }

    /// The frames that the marks around a cue leave it: a sentence in marks whose comma stands before the mark goes
    /// on with whoever is named behind it ("“No,” Milley said, “not now.”").
    fn possible(&self, cue: &Candidate, previous: Option<&Draft>) -> &'static [Frame] {
        /// Between marks and cue stand no more tokens than this: a name with its title.
        const FURTHEST: usize = 12;
        /// Between cue and marks: "told reporters in Harrow on Monday".
        const FURTHEST_RIGHT: usize = 14;
        if source::is_inverted(self.reading, &self.chunks, cue) {
            return &[Frame::Before];
        }
        if source::in_midst(self.reading, &self.chunks, cue, &self.counts).is_some() {
            return &[Frame::Around];
        }
        let prose = &self.reading.prose;
        let next = prose.quoted.partition_point(|quoted| quoted.tokens.start < cue.words.end);
        let Some(left) = prose.quoted[..next].last().filter(|_| cue.inside.is_none() && cue.sort == Sort::Verb) else {
            return &FRAMES;
        };
        let gap = left.tokens.end..cue.group.start.max(left.tokens.end);
        // "At the premiere of “The Ferry,” Milley said he was ill": a name of something, and no sentence.
        let named = left.tokens.start > cue.scope.start
            && left.tokens.end <= cue.group.start
            && self.reading.tags[left.tokens.start - 1] == Tag::In
            && self.counts.verbs(&(cue.scope.start..left.tokens.start)) == 0;
        if named && frame::stop(prose, left) == "," {
            return &FRAMES[..2];
        }
        let stop = frame::stop(prose, left);
        let behind = cue.words.end;
        let ends = behind >= cue.scope.end || matches!(prose.word(behind), "." | ",");
        let free = left.closed
            && left.tokens.end >= cue.scope.start
            && left.tokens.end <= cue.group.start
            && gap.len() <= FURTHEST
            && self.counts.verbs(&gap) == 0
            && !self.cue_starts[gap.clone()].iter().any(|&starts| starts)
            && previous.is_none_or(|previous| previous.end() <= left.tokens.start)
            && !(left.tokens.start > cue.scope.start && self.reading.tags[left.tokens.start - 1] == Tag::In)
            && (stop == "," || ends && matches!(stop, "?" | "!") && left.tokens.end == cue.scope.start);
        if !free {
            return &FRAMES;
        }
        let goes_on = prose.quoted.get(next).is_some_and(|right| {
            let gap = cue.words.end..right.tokens.start;
            gap.end < cue.scope.end
                && gap.len() <= FURTHEST_RIGHT
                && stop == ","
                && matches!(prose.word(gap.end - 1), "," | ":")
                && self.counts.verbs(&gap) == 0
                && !self.cue_starts[gap].iter().any(|&starts| starts)
        });
        if goes_on { &[Frame::Around] } else { &[Frame::Before, Frame::Around] }
    }

    /// Describes the frames of a cue; returns the draft before it, if it is near.
    fn describe<'d>(&self, cue: &Candidate, previous: Option<&'d Draft>, options: &mut Options) -> Option<&'d Draft> {
        let near =
            previous.filter(|previous| previous.end() > cue.scope.start || previous.cue.scope.end > cue.scope.start);
        options.clear(Step::Frame(cue).space());
        frame::describe(self.reading, &self.chunks, cue, near, &self.counts, options);
        near
    }

    /// Chooses source and content of a cue in its frame.
    pub(crate) fn fill(
        &self,
        cue: &Candidate,
        frame: Frame,
        sure_frame: f32,
        previous: Option<&Draft>,
        judge: &mut impl Judge,
        options: &mut Options,
    ) -> Option<Draft> {
        let Self { reading, chunks, cue_starts, counts } = self;
        let mut take = |step: Step<'_>, describe: &dyn Fn(&mut Options)| {
            options.clear(step.space());
            describe(options);
            judge.choose(&step, options)
        };
        let mut phrases = source::phrases(reading, chunks, cue, counts);
        source::keep_nearest(reading, cue, previous, &mut phrases);
        if frame == Frame::Before && source::is_inverted(reading, chunks, cue) {
            phrases.retain(|phrase| phrase.place == Place::After);
        }
        if let Some(start) = source::in_midst(reading, chunks, cue, counts).filter(|_| frame == Frame::Around) {
            source::keep(&mut phrases, |phrase| phrase.start == start);
        }
        let (number, sure_source) = take(Step::Source(cue, &phrases), &|options| {
            source::describe(reading, cue, frame, &phrases, previous, counts, options);
        });
        let source = phrases.get(number).copied();
        if self.is_whole(cue) {
            let last = cue.words.end - 1;
            let cue = Candidate { words: cue.words.start..last, group: cue.group.start..last, ..cue.clone() };
            let pieces = std::iter::once(last..last + 1).collect();
            return Some(Draft { cue, frame: Frame::After, source, pieces, confidence: sure_frame * sure_source });
        }
        let setting = Setting { reading, cue, frame, source, cue_starts, counts };
        let mut pieces = Vec::new();
        let mut sure_content = 1f32;
        if matches!(frame, Frame::Before | Frame::Around) {
            let ends = setting.ends_before();
            if !ends.is_empty() {
                let (number, sure_end) =
                    take(Step::EndBefore(cue, &ends), &|options| setting.describe_ends(&ends, None, options));
                let end = ends[number];
                let starts = setting.starts_before(end);
                let (number, sure_start) = take(Step::StartBefore(cue, end, &starts), &|options| {
                    setting.describe_starts(&starts, Some(end), options);
                });
                pieces.push(starts[number]..end);
                sure_content *= sure_end * sure_start;
            }
        }
        if matches!(frame, Frame::After | Frame::Around) {
            let starts = setting.starts_after();
            if !starts.is_empty() {
                let (number, sure_start) =
                    take(Step::StartAfter(cue, &starts), &|options| setting.describe_starts(&starts, None, options));
                let start = starts[number];
                let ends = setting.ends_after(start);
                if !ends.is_empty() {
                    let (number, sure_end) = take(Step::EndAfter(cue, start, &ends), &|options| {
                        setting.describe_ends(&ends, Some(start), options);
                    });
                    pieces.push(start..ends[number]);
                    sure_content *= sure_end * sure_start;
                }
            }
        }
        (!pieces.is_empty()).then(|| Draft {
            cue: cue.clone(),
            frame,
            source,
            pieces,
            confidence: sure_frame * sure_source * sure_content,
        })
    }
}

/// Keeps, of attributions whose contents cross or are the same, the surer.
fn settle(reading: &Reading<'_>, drafts: &mut Vec<Draft>) {
    drafts.retain(|draft| {
        !is_of_the_quoted(reading, draft) && !is_in_passing(reading, draft) && !is_empty(reading, draft)
    });
    let mut kept: Vec<Draft> = Vec::with_capacity(drafts.len());
    for draft in drafts.drain(..) {
        // Only the few before it can reach as far.
        const REACH: usize = 8;
        let first = kept.len().saturating_sub(REACH);
        let rivals = |other: &Draft| {
            other.pieces.iter().any(|piece| draft.pieces.iter().any(|own| crosses(piece, own)))
                || other.pieces == draft.pieces
        };
        let stronger = kept[first..].iter().any(|other| rivals(other) && other.confidence >= draft.confidence);
        if stronger {
            continue;
        }
        let mut at = first;
        while at < kept.len() {
            if rivals(&kept[at]) {
                kept.remove(at);
            } else {
                at += 1;
            }
        }
        kept.push(draft);
    }
    *drafts = kept;
}

/// Within marks, what is less sure is left to whoever is quoted.
const SURE_WITHIN: f32 = 0.5;

/// Whether what a draft within marks says is told by whoever is quoted: "I say", "you said", "he knows", "they said that",
/// or nobody is named.
fn is_of_the_quoted(reading: &Reading<'_>, draft: &Draft) -> bool {
    if draft.cue.inside.is_none() {
        return false;
    }
    let Some(source) = draft.source.filter(|_| draft.confidence >= SURE_WITHIN) else { return true };
    if draft.pieces.iter().all(|piece| piece.len() == 1 && !reading.tags[piece.start].is_noun()) {
        return true;
    }
    let pronoun = reading.lexicon.names.pronoun(reading.form(source.start));
    let Some(pronoun) = pronoun.filter(|_| source.end == source.start + 1) else { return false };
    let thought = draft.cue.row.is_some_and(|row| reading.lexicon.cues.row(row).sort == CueSort::Belief);
    let present = matches!(reading.tags[draft.cue.words.start], Tag::Vb | Tag::Vbp);
    thought || pronoun.person == 2 || pronoun.person == 1 && present
}

/// Whether what is found is no statement: "Who wrote that?", "the refusal to testify surprised them".
fn is_empty(reading: &Reading<'_>, draft: &Draft) -> bool {
    let word = |piece: &Range<usize>| piece.len() == 1 && !reading.tags[piece.start].is_noun();
    let cue = &draft.cue;
    let infinitive = cue.sort == Sort::Verb && (cue.group.start..cue.words.start).any(|at| reading.tags[at] == Tag::To);
    draft.source.is_none() && draft.pieces.iter().all(word)
        || infinitive
            && draft.pieces.iter().any(|piece| piece.start == cue.words.end && source::is_finite(reading, piece.start))
}

/// Whether a verb of a clause that compares or relates tells of nothing by itself: "as rich as he says he is", "no matter what
/// anyone says, it is late", "believe in what she says".
fn is_in_passing(reading: &Reading<'_>, draft: &Draft) -> bool {
    let Some(source) = draft.source.filter(|source| source.place == Place::Before && draft.cue.sort == Sort::Verb)
    else {
        return false;
    };
    let Some(before) = source.start.checked_sub(1).filter(|&before| before >= draft.cue.scope.start) else {
        return false;
    };
    let helps = Classes::BE.and(Classes::HAVE).and(Classes::DO).and(Classes::MODAL);
    let elliptic = |piece: &Range<usize>| {
        piece.len() == 2 && reading.tags[piece.start] == Tag::Prp && reading.classes(piece.start + 1).is(helps)
    };
    if reading.classes(before).is(Classes::SUBORDINATOR) {
        return draft.pieces.iter().all(elliptic);
    }
    let relates = matches!(reading.tags[before], Tag::Wp | Tag::Wdt);
    let behind = draft.cue.words.end;
    relates
        && draft.pieces.iter().any(|piece| {
            piece.end == source.start && piece.len() > 1
                || piece.start == behind + 1
                    && reading.prose.word(behind) == ","
                    && reading.prose.quoted_of(piece.start) == draft.cue.inside
        })
}

fn crosses(one: &Range<usize>, other: &Range<usize>) -> bool {
    let overlap = one.start < other.end && other.start < one.end;
    let within = one.start <= other.start && other.end <= one.end || other.start <= one.start && one.end <= other.end;
    overlap && !within || one == other
}
