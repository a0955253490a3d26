//! A cue and the phrases that may name its source in, what tells of each out, as features.

use crate::attribution::cue::Candidate;
use crate::attribution::draft::Draft;
use crate::attribution::frame::Frame;
use crate::attribution::model::linear::{Options, bucket};
use crate::attribution::outline::Outline;
use crate::attribution::source::{Phrase, Place};

/// Describes each phrase, and at last the lack of any.
pub(crate) fn describe(
    outline: &Outline<'_, '_>,
    cue: &Candidate,
    frame: Frame,
    phrases: &[Phrase],
    previous: Option<&Draft>,
    options: &mut Options,
) {
    let reading = outline.reading;
    let row = u32::from(cue.row.unwrap_or(u16::MAX));
    let cue_tag = reading.tags[cue.words.start] as u32;
    let frame_key = frame as u32 * 16 + cue.sort as u32;
    for phrase in phrases {
        let place = phrase.place as u32;
        let key = frame_key * 4 + place;
        let gap = match phrase.place {
            Place::Before => phrase.end..cue.group.start,
            Place::Owner => phrase.end..cue.words.start,
            Place::After => cue.words.end..phrase.start,
        };
        let gap = gap.start..gap.end.max(gap.start);
        let head = phrase.head - 1;
        let head_tag = reading.tags[head] as u32;
        let inner = phrase.head..phrase.end;
        let before = phrase.start.checked_sub(1).filter(|&at| at >= cue.scope.start);
        let before_tag = before.map_or(99, |at| reading.tags[at] as u32);
        let before_form = before.map_or(0, |at| reading.hash(at));
        let after = (phrase.end < cue.scope.end).then_some(phrase.end);
        let after_form = after.map_or(0, |at| reading.hash(at));
        let last = phrase.end - 1;
        let classes = reading.classes(head).bits();
        options.feature(1, key, bucket(gap.len()));
        options.feature(2, key, reading.tag_key(gap.clone()));
        options.feature(3, key, outline.verbs(&gap) * 4 + outline.commas(&gap));
        options.feature(4, key, head_tag);
        options.feature(5, place, reading.hash(head));
        options.feature(6, key, classes);
        options.feature(7, key, before_tag);
        options.feature(8, place, before_form);
        options.feature(9, key, bucket(phrase.end - phrase.start));
        options.feature(10, key, outline.verbs(&inner) * 16 + outline.commas(&inner) * 4 + u32::from(inner.is_empty()));
        options.feature(11, outline.commas(&inner), after_form);
        options.feature(12, head_tag * 64 + cue_tag, place);
        options.feature(13, row, place * 2 + u32::from(cue.passive));
        options.feature(14, key, u32::from(cue.passive) * 4096 + before_tag);
        options.feature(15, reading.tags[last] as u32, place);
        options.feature(16, key, inner.clone().next().map_or(0, |at| reading.hash(at)));
        options.feature(
            17,
            place,
            inner.clone().next().map_or(99, |at| reading.tags[at] as u32) * 8 + bucket(inner.len()),
        );
        options.feature(18, reading.tags[phrase.start] as u32, head_tag * 4 + place);
        if let Some(previous) = previous {
            let same = previous.source.is_some_and(|source| source.start == phrase.start);
            let exact = previous.source.is_some_and(|source| source.start == phrase.start && source.end == phrase.end);
            let within = previous.pieces.iter().any(|piece| piece.start <= phrase.start && phrase.end <= piece.end);
            options.feature(19, key, u32::from(same) * 4 + u32::from(exact) * 2 + u32::from(within));
            options.feature(20, cue_tag * 8 + place, u32::from(same) * 4 + u32::from(exact) * 2 + u32::from(within));
        }
        options.feature(21, key, u32::from(reading.prose.quoted_of(phrase.start) == cue.inside));
        options.feature(
            22,
            cue_tag * 4 + place,
            gap.end.checked_sub(1).filter(|at| gap.contains(at)).map_or(0, |at| reading.hash(at)),
        );
        options.close();
    }
    options.feature(30, frame_key, u32::from(cue.passive));
    options.feature(31, row, frame as u32);
    options.feature(32, cue_tag, frame_key);
    options.feature(33, u32::from(phrases.is_empty()), frame_key);
    let before = cue.group.start.checked_sub(1).filter(|&at| at >= cue.scope.start);
    options.feature(34, before.map_or(99, |at| reading.tags[at] as u32), frame_key);
    options.feature(35, before.map_or(0, |at| reading.hash(at)), frame_key);
    options.close();
}
