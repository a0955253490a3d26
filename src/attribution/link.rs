//! Cues in, attributions out: for each cue, whether it marks a saying, who says it and what.
//!
//! Each decision is a choice among options that the text offers: the frame of the cue, its source, the start and
//! the end of its content. A [`Judge`] chooses: at run time the learned weights, in training the annotation.

use std::ops::Range;

use crate::attribution::chunk;
use crate::attribution::content::Setting;
use crate::attribution::cue::{self, Candidate, Sort};
use crate::attribution::model::linear::Options;
use crate::attribution::reading::Reading;
use crate::attribution::source::{self, Phrase, Place, bucket, is_finite};
use crate::attribution::turn::{self, Turn};
use crate::attribution::unclaimed;
use crate::lexicon::classes::Classes;
use crate::lexicon::cues::CueSort;
use crate::quotation::{Act, Attribution, Cue, Kind, Part};
use crate::text::TokenKind;

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
    form(reading, part, &drafts)
}

/// What is known of a text, once.
pub(crate) struct Linker<'a, 'r> {
    pub(crate) reading: &'a Reading<'r>,
    pub(crate) chunks: Vec<Range<usize>>,
    pub(crate) cue_starts: Vec<bool>,
    pub(crate) counts: Counts,
}

/// Running counts, so that any stretch is counted in one step.
pub(crate) struct Counts {
    verbs: Vec<u32>,
    commas: Vec<u32>,
}

impl Counts {
    fn of(reading: &Reading<'_>) -> Self {
        let n_tokens = reading.tags.len();
        let mut counts = Self { verbs: Vec::with_capacity(n_tokens + 1), commas: Vec::with_capacity(n_tokens + 1) };
        let (mut verbs, mut commas) = (0, 0);
        for at in 0..n_tokens {
            counts.verbs.push(verbs);
            counts.commas.push(commas);
            verbs += u32::from(is_finite(reading, at));
            commas += u32::from(reading.prose.word(at) == ",");
        }
        counts.verbs.push(verbs);
        counts.commas.push(commas);
        counts
    }

    /// Finite verbs in a stretch, three at most.
    pub(crate) fn verbs(&self, range: &Range<usize>) -> u32 {
        (self.verbs[range.end.max(range.start)] - self.verbs[range.start]).min(3)
    }

    /// Commas in a stretch, three at most.
    pub(crate) fn commas(&self, range: &Range<usize>) -> u32 {
        (self.commas[range.end.max(range.start)] - self.commas[range.start]).min(3)
    }
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
        let previous = self.near(cue, previous);
        let step = Step::Frame(cue);
        options.clear(step.space());
        describe_frames(self.reading, &self.chunks, cue, previous, &self.counts, options);
        let (number, sure_frame) = judge.choose(&step, options);
        let frame = FRAMES[number];
        let possible = if frame == Frame::None && sure_frame < self.doubt(cue) {
            &FRAMES[1..]
        } else {
            self.possible(cue, previous)
        };
        let (frame, sure_frame) = match judge.choose_among(options, possible).filter(|_| !possible.contains(&frame)) {
            Some((number, sure)) if frame == Frame::None && possible.len() + 1 == FRAMES.len() => {
                (FRAMES[number], sure * (1.0 - sure_frame))
            }
            Some((number, sure)) => (FRAMES[number], sure),
            None => (frame, sure_frame),
        };
        (frame != Frame::None).then(|| self.fill(cue, frame, sure_frame, previous, judge, options)).flatten()
    }

    /// Takes the decisions on a cue that is known to mark a saying; nothing where the judge holds that it cannot.
    pub(crate) fn draft_surely(
        &self,
        cue: &Candidate,
        previous: Option<&Draft>,
        judge: &mut impl Judge,
        options: &mut Options,
    ) -> Option<Draft> {
        let previous = self.near(cue, previous);
        options.clear(Step::Frame(cue).space());
        describe_frames(self.reading, &self.chunks, cue, previous, &self.counts, options);
        /// What is less probable is left alone.
        const LEAST: f32 = 0.01;
        let (number, sure_frame) =
            judge.choose_among(options, &FRAMES).filter(|&(number, _)| number > 0).or_else(|| {
                let (number, sure) = judge.choose_among(options, &FRAMES[1..])?;
                let (_, sure_none) = judge.choose_among(options, &FRAMES)?;
                Some((number, sure * (1.0 - sure_none)))
            })?;
        if sure_frame < LEAST {
            return None;
        }
        self.fill(cue, FRAMES[number], sure_frame, previous, judge, options)
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
        let prose = &self.reading.prose;
        let next = prose.quoted.partition_point(|quoted| quoted.tokens.start < cue.words.end);
        let Some(left) = prose.quoted[..next].last().filter(|_| cue.inside.is_none() && cue.sort == Sort::Verb) else {
            return &FRAMES;
        };
        let gap = left.tokens.end..cue.group.start.max(left.tokens.end);
        let stop = left.tokens.end.checked_sub(2).map_or("", |at| prose.word(at));
        let behind = cue.words.end;
        let ends = behind >= cue.scope.end || matches!(prose.word(behind), "." | ",");
        let free = left.closed
            && left.tokens.end >= cue.scope.start
            && left.tokens.end <= cue.group.start
            && gap.len() <= FURTHEST
            && self.counts.verbs(&gap) == 0
            && !self.cue_starts[gap.clone()].iter().any(|&starts| starts)
            && previous.is_none_or(|previous| previous.end() <= left.tokens.start)
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

    fn near<'d>(&self, cue: &Candidate, previous: Option<&'d Draft>) -> Option<&'d Draft> {
        previous.filter(|previous| previous.end() > cue.scope.start || previous.cue.scope.end > cue.scope.start)
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
        let phrases = source::phrases(reading, chunks, cue);
        let (number, sure_source) = take(Step::Source(cue, &phrases), &|options| {
            source::describe(reading, cue, frame, &phrases, previous, counts, options);
        });
        let source = phrases.get(number).copied();
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

/// Describes the frames a cue may stand in.
fn describe_frames(
    reading: &Reading<'_>,
    chunks: &[Range<usize>],
    cue: &Candidate,
    previous: Option<&Draft>,
    counts: &Counts,
    options: &mut Options,
) {
    let prose = &reading.prose;
    let n_tokens = reading.tags.len();
    let scope = &cue.scope;
    let row = u32::from(cue.row.unwrap_or(u16::MAX));
    let token = |at: Option<usize>| at.filter(|at| scope.contains(at));
    let tag = |at: Option<usize>| token(at).map_or(99, |at| reading.tags[at] as u32);
    let form = |at: Option<usize>| token(at).map_or(0, |at| reading.hash(at));
    let before = cue.group.start.checked_sub(1);
    let before2 = cue.group.start.checked_sub(2);
    let after = Some(cue.words.end);
    let after2 = Some(cue.words.end + 1);
    let after3 = Some(cue.words.end + 2);
    let cue_tag = reading.tags[cue.words.start] as u32;
    let sort = cue.sort as u32;
    // The nearest stretch in marks to the left and to the right, within the sentence.
    let quoted = &prose.quoted;
    let next = quoted.partition_point(|quoted| quoted.tokens.start < cue.words.end);
    let right = quoted.get(next).filter(|_| cue.inside.is_none()).map(|quoted| quoted.tokens.start - cue.words.end);
    let left = quoted[..next]
        .last()
        .filter(|quoted| cue.inside.is_none() && quoted.tokens.end <= cue.group.start)
        .map(|quoted| cue.group.start - quoted.tokens.end);
    let near =
        |distance: Option<usize>, reach: usize| distance.filter(|&distance| distance <= reach).map_or(15, bucket);
    // How the marks before and behind the cue stand to it, roughly.
    let stands = |gap: &Range<usize>| match (counts.verbs(gap), gap.len()) {
        (0, 0..=1) => 1,
        (0, 2..=8) => 2,
        (0, _) => 3,
        _ => 4,
    };
    let marks_left = left.filter(|&left| cue.group.start - left >= scope.start).map_or(0, |left| {
        let stop = quoted[next - 1].tokens.end.checked_sub(2).map_or("", |at| prose.word(at));
        let stop = match stop {
            "," => 1,
            "?" | "!" => 2,
            "." => 3,
            _ => 4,
        };
        let size = u32::from(quoted[next - 1].tokens.len() > 6);
        let outside = u32::from(cue.group.start - left <= scope.start);
        ((stands(&(cue.group.start - left..cue.group.start)) * 5 + stop) * 2 + size) * 2 + outside
    });
    let marks_right = right.filter(|&right| cue.words.end + right <= scope.end).map_or(0, |right| {
        let at = cue.words.end + right;
        let before = match prose.word(at - 1) {
            "," => 1,
            ":" => 2,
            _ => 3,
        };
        let size = u32::from(quoted[next].tokens.len() > 6);
        let outside = u32::from(at >= scope.end);
        ((stands(&(cue.words.end..at)) * 4 + before) * 2 + size) * 2 + outside
    });
    let left_near = near(left.filter(|&left| cue.group.start - left >= scope.start), 30);
    let left_stop = left.map_or(0, |left| {
        let last = cue.group.start - left;
        last.checked_sub(2).map_or(0, |at| reading.hash(at))
    });
    let right_near = near(right.filter(|&right| cue.words.end + right <= scope.end), 30);
    let subject = chunks[..chunks.partition_point(|chunk| chunk.end <= cue.group.start)]
        .last()
        .filter(|chunk| chunk.start >= scope.start);
    let subject_gap = subject.map_or(15, |chunk| bucket(cue.group.start - chunk.end));
    let subject_head = subject.map_or(0, |chunk| reading.hash(chunk.end - 1));
    let subject_tag = subject.map_or(99, |chunk| reading.tags[chunk.end - 1] as u32);
    let subject_class = subject.map_or(0, |chunk| reading.classes(chunk.end - 1).bits());
    let subject_before = subject.and_then(|chunk| chunk.start.checked_sub(1));
    let to_end = bucket(scope.end.saturating_sub(cue.words.end));
    let from_start = bucket(cue.group.start.saturating_sub(scope.start));
    let group_tags =
        cue.group.clone().take(6).fold(0u32, |key, at| key.wrapping_mul(41).wrapping_add(1 + reading.tags[at] as u32));
    let help = if cue.group.start < cue.words.start { reading.hash(cue.words.start - 1) } else { 0 };
    let mut verbs_left = scope.start..cue.group.start;
    verbs_left.start = verbs_left.start.max(verbs_left.end.saturating_sub(40));
    let verbs_right = cue.words.end..scope.end.min(cue.words.end + 40).max(cue.words.end);
    let takes = cue.row.map_or(0, |row| reading.lexicon.cues.row(row).takes.bits());
    let acts = cue.row.map_or(99, |row| {
        let row = reading.lexicon.cues.row(row);
        row.sort as u32 * 32 + row.acts.first().map_or(31, |&act| act as u32)
    });
    let (inside_previous, after_previous, previous_row) = previous.map_or((0, 0, 0), |previous| {
        let at = cue.words.start;
        let inside = previous.pieces.iter().any(|piece| piece.contains(&at));
        let behind = previous.pieces.iter().all(|piece| piece.end <= at);
        (u32::from(inside), 1 + u32::from(behind), u32::from(previous.cue.row.unwrap_or(u16::MAX)))
    });
    let quoted_inside = u32::from(cue.inside.is_some());
    let in_name = u32::from(reading.tags[cue.words.start].is_proper())
        + 2 * u32::from(token(before).is_some_and(|at| reading.tags[at].is_proper()))
        + 4 * u32::from(token(after).is_some_and(|at| reading.tags[at].is_proper()));
    let paragraph_start = u32::from(
        prose.paragraphs[prose.paragraph_of(cue.words.start)].start
            == prose.sentences[prose.sentence_of(cue.words.start)].start,
    );
    let at_end = u32::from(cue.words.end >= n_tokens || token(after).is_none());
    let (tag_before, tag_before2) = (tag(before), tag(before2));
    let (tag_after, tag_after2, tag_after3) = (tag(after), tag(after2), tag(after3));
    let (form_before, form_before2, form_after, form_after2) = (form(before), form(before2), form(after), form(after2));
    let (tag_subject, form_subject) = (tag(subject_before), form(subject_before));
    let n_verbs = counts.verbs(&verbs_left) * 4 + counts.verbs(&verbs_right);
    let n_commas = counts.commas(&verbs_left);
    let cue_class = reading.classes(cue.words.start).bits();
    let conditional = u32::from(token(before).is_some_and(|at| reading.classes(at).is(Classes::CONDITIONAL)));
    for frame in FRAMES {
        let f = frame as u32;
        let fs = f * 16 + sort;
        let fq = f * 2 + quoted_inside;
        options.feature(1, f, row);
        options.feature(2, f, row * 64 + cue_tag);
        options.feature(3, fs, cue_tag);
        options.feature(4, fs, tag_before * 128 + cue_tag);
        options.feature(5, fs, tag_after);
        options.feature(6, f * 1024 + row, tag_after);
        options.feature(7, fs, tag_after * 128 + tag_after2);
        options.feature(8, fs, form_after);
        options.feature(9, fs, form_before);
        options.feature(10, f * 1024 + row, form_after);
        options.feature(11, fs, tag_before2 * 128 + tag_before);
        options.feature(12, fq, left_near * 16 + right_near);
        options.feature(13, fs, left_near * 128 + tag_after);
        options.feature(14, fq, left_stop);
        options.feature(15, fs, right_near * 128 + tag_after);
        options.feature(16, fs, subject_gap * 128 + subject_tag);
        options.feature(17, fs, subject_class);
        options.feature(18, fs, subject_head);
        options.feature(19, fs, tag_subject);
        options.feature(20, fs, form_subject);
        options.feature(21, fs, to_end * 16 + from_start);
        options.feature(22, fs, group_tags);
        options.feature(23, fs, help);
        options.feature(24, fs, n_verbs);
        options.feature(25, fs, u32::from(cue.passive) * 2 + u32::from(cue.negated));
        options.feature(26, f * 1024 + row, u32::from(cue.passive) * 2 + u32::from(cue.negated));
        options.feature(27, f, takes * 64 + tag_after);
        options.feature(28, fs, inside_previous * 64 + after_previous * 8 + quoted_inside);
        options.feature(29, f * 1024 + row, inside_previous * 64 + after_previous * 8 + quoted_inside);
        options.feature(30, fs, previous_row);
        options.feature(31, fs, in_name);
        options.feature(32, fs, form_after2);
        options.feature(33, fs, form_before2);
        options.feature(34, fs, tag_after2 * 128 + tag_after3);
        options.feature(35, f, row * 32 + left_near);
        options.feature(36, fs, at_end * 64 + left_near * 2 + paragraph_start);
        options.feature(37, fs, to_end * 16 + left_near);
        options.feature(38, f, form_before ^ form_after.rotate_left(7));
        options.feature(39, fs, n_commas * 16 + left_near);
        options.feature(40, fs, cue_class);
        options.feature(42, f, acts);
        options.feature(43, fs, acts * 64 + tag_after);
        options.feature(44, fs, takes);
        options.feature(45, f * 64 + acts, tag_before * 128 + cue_tag);
        options.feature(46, fs, marks_left * 128 + marks_right);
        options.feature(47, f * 1024 + row, marks_left * 128 + marks_right);
        options.feature(48, fs, marks_left);
        options.feature(49, fs, marks_right);
        options.feature(50, fq, subject_head);
        options.feature(51, fq, row);
        options.feature(41, fq * 64 + cue_tag, conditional);
        options.close();
    }
}

/// Keeps, of attributions whose contents cross or are the same, the surer.
fn settle(reading: &Reading<'_>, drafts: &mut Vec<Draft>) {
    drafts.retain(|draft| !is_own_thought(reading, draft));
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

/// Whether a draft is "I think" within marks: what it says is told by whoever is quoted.
fn is_own_thought(reading: &Reading<'_>, draft: &Draft) -> bool {
    let own = draft.source.is_some_and(|source| {
        source.end == source.start + 1
            && reading.lexicon.names.pronoun(reading.form(source.start)).is_some_and(|pronoun| pronoun.person == 1)
    });
    let thought = draft.cue.row.is_some_and(|row| reading.lexicon.cues.row(row).sort == CueSort::Belief);
    own && thought && draft.cue.inside.is_some()
}

fn crosses(one: &Range<usize>, other: &Range<usize>) -> bool {
    let overlap = one.start < other.end && other.start < one.end;
    let within = one.start <= other.start && other.end <= one.end || other.start <= one.start && one.end <= other.end;
    overlap && !within || one == other
}

/// Drafts as attributions: spans instead of tokens.
fn form(reading: &Reading<'_>, part: Part, drafts: &[Draft]) -> Vec<Attribution> {
    let prose = &reading.prose;
    drafts
        .iter()
        .enumerate()
        .map(|(number, draft)| {
            let content: Vec<_> = draft.pieces.iter().map(|piece| prose.span(piece.clone())).collect();
            let cue = (draft.cue.sort != Sort::Colon).then(|| Cue {
                spans: vec![prose.span(cue_words(reading, &draft.cue))],
                lemma: draft.cue.row.map_or_else(String::new, |row| reading.lexicon.cues.row(row).lemma.to_owned()),
            });
            Attribution {
                part,
                kind: kind_of(reading, draft),
                content,
                cue,
                source: draft.source.map(|source| prose.span(source.start..source.end)),
                within: within(drafts, number),
                confidence: draft.confidence,
            }
        })
        .collect()
}

/// What a transcript gives, it gives word for word; of anything else, the marks tell.
fn kind_of(reading: &Reading<'_>, draft: &Draft) -> Kind {
    let last = draft.pieces.iter().map(|piece| piece.end).max().unwrap_or(1) - 1;
    let is_headline = reading.prose.tokens[last].kind.is_lexical();
    if draft.frame == Frame::Turn && !is_headline { Kind::Direct } else { kind(reading, &draft.pieces) }
}

/// The words of a cue with the negation that turns it ("did not deny").
fn cue_words(reading: &Reading<'_>, cue: &Candidate) -> Range<usize> {
    if !cue.negated {
        return cue.words.clone();
    }
    let turns = |&at: &usize| {
        reading.classes(at).is(Classes::NEGATION
            .and(Classes::DO)
            .and(Classes::HAVE)
            .and(Classes::BE)
            .and(Classes::MODAL))
    };
    let start = cue.group.clone().find(turns).unwrap_or(cue.words.start);
    start..cue.words.end
}

/// How much of the pieces stands within quotation marks.
fn kind(reading: &Reading<'_>, pieces: &[Range<usize>]) -> Kind {
    let prose = &reading.prose;
    let (mut inside, mut outside) = (false, false);
    for piece in pieces {
        let mut next = prose.quoted.partition_point(|quoted| quoted.tokens.end <= piece.start);
        for at in piece.clone().filter(|&at| matches!(prose.tokens[at].kind, TokenKind::Word | TokenKind::Number)) {
            while next < prose.quoted.len() && prose.quoted[next].tokens.end <= at {
                next += 1;
            }
            let within = prose.quoted.get(next).is_some_and(|quoted| quoted.tokens.contains(&at));
            inside |= within;
            outside |= !within;
        }
    }
    match (inside, outside) {
        (true, false) => Kind::Direct,
        (true, true) => Kind::Mixed,
        _ => Kind::Indirect,
    }
}

/// The nearest attribution in whose content the cue of this one stands.
fn within(drafts: &[Draft], number: usize) -> Option<usize> {
    const REACH: usize = 12;
    let at = drafts[number].cue.words.start;
    let near = number.saturating_sub(REACH)..drafts.len().min(number + REACH);
    near.filter(|&other| other != number)
        .filter_map(|other| {
            let piece = drafts[other].pieces.iter().find(|piece| piece.contains(&at))?;
            Some((piece.len(), other))
        })
        .min()
        .map(|(_, other)| other)
}
