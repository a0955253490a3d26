//! A cue in, what tells of its frame out, as features.

use std::ops::Range;

use crate::attribution::cue::Candidate;
use crate::attribution::draft::Draft;
use crate::attribution::frame::{FRAMES, stop};
use crate::attribution::model::linear::{Options, bucket};
use crate::attribution::outline::Outline;
use crate::lexicon::classes::Classes;

/// Describes the frames a cue may stand in.
pub(crate) fn describe(outline: &Outline<'_, '_>, cue: &Candidate, previous: Option<&Draft>, options: &mut Options) {
    let reading = outline.reading;
    let prose = &reading.prose;
    let scope = &cue.scope;
    let row = u32::from(cue.row.unwrap_or(u16::MAX));
    let token = |at: Option<usize>| at.filter(|at| scope.contains(at));
    let tag = |at: Option<usize>| token(at).map_or(99, |at| reading.tags[at] as u32);
    let form = |at: Option<usize>| token(at).map_or(0, |at| reading.hash(at));
    let [before, before2] = [1, 2].map(|n_words| cue.group.start.checked_sub(n_words));
    let [after, after2, after3] = [0, 1, 2].map(|n_words| Some(cue.words.end + n_words));
    let cue_tag = reading.tags[cue.words.start] as u32;
    let sort = cue.sort as u32;
    let marks = Marks::around(outline, cue);
    let subject = outline.chunks_before(cue.group.start).last().filter(|chunk| chunk.start >= scope.start);
    let subject_gap = subject.map_or(15, |chunk| bucket(cue.group.start - chunk.end));
    let subject_head = subject.map_or(0, |chunk| reading.hash(chunk.end - 1));
    let subject_tag = subject.map_or(99, |chunk| reading.tags[chunk.end - 1] as u32);
    let subject_class = subject.map_or(0, |chunk| reading.classes(chunk.end - 1).bits());
    let subject_before = subject.and_then(|chunk| chunk.start.checked_sub(1));
    let to_end = bucket(scope.end.saturating_sub(cue.words.end));
    let from_start = bucket(cue.group.start.saturating_sub(scope.start));
    let group_tags = reading.tag_key(cue.group.clone().take(6));
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
    let at_end = u32::from(token(after).is_none());
    let [tag_before, tag_before2, tag_after, tag_after2, tag_after3] =
        [before, before2, after, after2, after3].map(tag);
    let [form_before, form_before2, form_after, form_after2] = [before, before2, after, after2].map(form);
    let (tag_subject, form_subject) = (tag(subject_before), form(subject_before));
    let n_verbs = outline.verbs(&verbs_left) * 4 + outline.verbs(&verbs_right);
    let n_commas = outline.commas(&verbs_left);
    let cue_class = reading.classes(cue.words.start).bits();
    let conditional = u32::from(token(before).is_some_and(|at| reading.classes(at).is(Classes::CONDITIONAL)));
    options.shared(1, 0, row);
    options.shared(2, 0, row * 64 + cue_tag);
    options.shared(3, sort, cue_tag);
    options.shared(4, sort, tag_before * 128 + cue_tag);
    options.shared(5, sort, tag_after);
    options.shared(6, row, tag_after);
    options.shared(7, sort, tag_after * 128 + tag_after2);
    options.shared(8, sort, form_after);
    options.shared(9, sort, form_before);
    options.shared(10, row, form_after);
    options.shared(11, sort, tag_before2 * 128 + tag_before);
    options.shared(12, quoted_inside, marks.left_near * 16 + marks.right_near);
    options.shared(13, sort, marks.left_near * 128 + tag_after);
    options.shared(14, quoted_inside, marks.left_stop);
    options.shared(15, sort, marks.right_near * 128 + tag_after);
    options.shared(16, sort, subject_gap * 128 + subject_tag);
    options.shared(17, sort, subject_class);
    options.shared(18, sort, subject_head);
    options.shared(19, sort, tag_subject);
    options.shared(20, sort, form_subject);
    options.shared(21, sort, to_end * 16 + from_start);
    options.shared(22, sort, group_tags);
    options.shared(23, sort, help);
    options.shared(24, sort, n_verbs);
    options.shared(25, sort, u32::from(cue.passive) * 2 + u32::from(cue.negated));
    options.shared(26, row, u32::from(cue.passive) * 2 + u32::from(cue.negated));
    options.shared(27, 0, takes * 64 + tag_after);
    options.shared(28, sort, inside_previous * 64 + after_previous * 8 + quoted_inside);
    options.shared(29, row, inside_previous * 64 + after_previous * 8 + quoted_inside);
    options.shared(30, sort, previous_row);
    options.shared(31, sort, in_name);
    options.shared(32, sort, form_after2);
    options.shared(33, sort, form_before2);
    options.shared(34, sort, tag_after2 * 128 + tag_after3);
    options.shared(35, 0, row * 32 + marks.left_near);
    options.shared(36, sort, at_end * 64 + marks.left_near * 2 + paragraph_start);
    options.shared(37, sort, to_end * 16 + marks.left_near);
    options.shared(38, 0, form_before ^ form_after.rotate_left(7));
    options.shared(39, sort, n_commas * 16 + marks.left_near);
    options.shared(40, sort, cue_class);
    options.shared(41, quoted_inside * 64 + cue_tag, conditional);
    options.shared(42, 0, acts);
    options.shared(43, sort, acts * 64 + tag_after);
    options.shared(44, sort, takes);
    options.shared(45, acts, tag_before * 128 + cue_tag);
    options.shared(46, sort, marks.left * 128 + marks.right);
    options.shared(47, row, marks.left * 128 + marks.right);
    options.shared(48, sort, marks.left);
    options.shared(49, sort, marks.right);
    options.shared(50, quoted_inside, subject_head);
    options.shared(51, quoted_inside, row);
    options.close_shared(FRAMES.len());
}

/// The nearest stretches in marks beside a cue, as numbers.
struct Marks {
    /// How those before and behind it look and stand to it, roughly.
    left: u32,
    right: u32,
    /// How far they are.
    left_near: u32,
    right_near: u32,
    /// The last word in those before it.
    left_stop: u32,
}

impl Marks {
    fn around(outline: &Outline<'_, '_>, cue: &Candidate) -> Self {
        /// What is further away tells nothing.
        const FURTHEST: usize = 30;
        /// A stretch of more tokens may be a sentence.
        const SHORT: usize = 6;
        let (reading, scope) = (outline.reading, &cue.scope);
        let prose = &reading.prose;
        let next = prose.quoted.partition_point(|quoted| quoted.tokens.start < cue.words.end);
        let near = |gap: &Range<usize>| if gap.len() <= FURTHEST { bucket(gap.len()) } else { 15 };
        let stands = |gap: &Range<usize>| match (outline.verbs(gap), gap.len()) {
            (0, 0..=1) => 1,
            (0, 2..=8) => 2,
            (0, _) => 3,
            _ => 4,
        };
        let mut marks = Self { left: 0, right: 0, left_near: 15, right_near: 15, left_stop: 0 };
        if cue.inside.is_some() {
            return marks;
        }
        if let Some(left) = prose.quoted[..next].last().filter(|quoted| quoted.tokens.end <= cue.group.start) {
            let gap = left.tokens.end..cue.group.start;
            marks.left_stop = gap.start.checked_sub(2).map_or(0, |at| reading.hash(at));
            if gap.start >= scope.start {
                let stop = match stop(prose, left) {
                    "," => 1,
                    "?" | "!" => 2,
                    "." => 3,
                    _ => 4,
                };
                let size = u32::from(left.tokens.len() > SHORT);
                marks.left = ((stands(&gap) * 5 + stop) * 2 + size) * 2 + u32::from(gap.start <= scope.start);
                marks.left_near = near(&gap);
            }
        }
        if let Some(right) = prose.quoted.get(next).filter(|quoted| quoted.tokens.start <= scope.end) {
            let gap = cue.words.end..right.tokens.start;
            let before = match prose.word(gap.end - 1) {
                "," => 1,
                ":" => 2,
                _ => 3,
            };
            let size = u32::from(right.tokens.len() > SHORT);
            marks.right = ((stands(&gap) * 4 + before) * 2 + size) * 2 + u32::from(gap.end >= scope.end);
            marks.right_near = near(&gap);
        }
        marks
    }
}
