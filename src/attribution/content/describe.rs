//! The places where a content may start or end in, what tells of each out, as features.

use crate::attribution::content::Setting;
use crate::attribution::model::linear::{Options, bucket};
use crate::attribution::model::tag::Tag;
use crate::lexicon::classes::Classes;

impl Setting<'_, '_> {
    /// What a content begins with, in a word.
    fn opening(&self, at: usize) -> u32 {
        let reading = self.outline.reading;
        let classes = reading.classes(at);
        match reading.tags[at] {
            _ if self.quoted(at).is_some() => 1,
            Tag::In if classes.is(Classes::COMPLEMENTIZER) => 2,
            Tag::Wdt | Tag::Wp | Tag::Wrb | Tag::WpS => 3,
            Tag::To => 4,
            Tag::Prp | Tag::Ex => 5,
            Tag::Dt | Tag::PrpS | Tag::Pdt => 6,
            Tag::Vbg => 7,
            Tag::In => 8,
            tag if tag.is_noun() => 9,
            tag if tag.is_verb() => 10,
            Tag::Jj | Tag::Jjr | Tag::Jjs | Tag::Cd => 11,
            Tag::Rb => 12,
            _ if classes.is(Classes::COMPLEMENTIZER) => 2,
            _ => 13,
        }
    }

    /// Describes each place as a start. `end` is known for a content before the cue.
    pub(crate) fn describe_starts(&self, places: &[usize], end: Option<usize>, options: &mut Options) {
        let reading = self.outline.reading;
        let row = u32::from(self.cue.row.unwrap_or(u16::MAX));
        let key = self.frame as u32 * 16 + self.cue.sort as u32;
        let takes = self.cue.row.map_or(0, |row| reading.lexicon.cues.row(row).takes.bits());
        for (number, &at) in places.iter().enumerate() {
            let opening = self.opening(at);
            let before = at.checked_sub(1);
            let before_tag = before.map_or(99, |before| reading.tags[before] as u32);
            let before_form = before.map_or(0, |before| reading.hash(before));
            let gap = match end {
                Some(end) => at..end,
                None => self.cue.words.end..at.max(self.cue.words.end),
            };
            let n_verbs = self.outline.verbs(&gap);
            let n_commas = self.outline.commas(&gap);
            let edge = u32::from(at == self.cue.words.end)
                + 2 * u32::from(at == self.cue.scope.start)
                + 4 * u32::from(at >= self.cue.scope.end)
                + 8 * u32::from(number == 0)
                + 16 * u32::from(number + 1 == places.len());
            options.feature(1, key, opening * 64 + edge);
            options.feature(2, before_tag, opening * 64 + key);
            options.feature(3, before_form, key);
            options.feature(4, reading.hash(at), key);
            options.feature(5, key, bucket(gap.len()));
            options.feature(6, opening, bucket(gap.len()) * 64 + key);
            options.feature(7, key, n_verbs * 4 + n_commas);
            options.feature(8, row, opening * 64 + edge);
            options.feature(9, row, bucket(gap.len()));
            options.feature(10, takes, opening);
            options.feature(11, key, reading.tags[at] as u32 * 64 + before_tag);
            options.feature(12, reading.classes(at).bits(), before.map_or(0, |before| reading.classes(before).bits()));
            if gap.len() <= 5 && end.is_none() {
                options.feature(13, key, reading.tag_key(gap.clone()));
            }
            if let Some(source) = self.source {
                options.feature(
                    14,
                    key,
                    u32::from(at == source.end)
                        + 2 * u32::from(at > source.start && at < source.end)
                        + 4 * u32::from(at == source.start)
                        + 8 * u32::from(at > source.end),
                );
            }
            options.feature(15, key * 32 + opening, reading.hash((at + 1).min(reading.tags.len() - 1)));
            options.feature(16, before_form, reading.hash(at));
            if let Some(end) = end {
                let quoted_end = u32::from(self.quoted(end - 1).is_some());
                options.feature(17, key, quoted_end * 64 + edge);
                options.feature(18, quoted_end, opening * 64 + before_tag);
                options.feature(19, quoted_end * 4 + n_verbs, bucket(end - at));
            }
            options.close();
        }
    }

    /// Describes each place as an end. `start` is known for a content behind the cue.
    pub(crate) fn describe_ends(&self, places: &[usize], start: Option<usize>, options: &mut Options) {
        let reading = self.outline.reading;
        let prose = &reading.prose;
        let row = u32::from(self.cue.row.unwrap_or(u16::MAX));
        let key = self.frame as u32 * 16 + self.cue.sort as u32;
        let opening = start.map_or(0, |start| self.opening(start));
        let scope_end = self.cue.scope.end;
        let furthest = places.iter().copied().max().unwrap_or(0);
        for (number, &end) in places.iter().enumerate() {
            let last = end - 1;
            let at = (end < prose.tokens.len()).then_some(end);
            let next = (end + 1 < scope_end).then_some(end + 1);
            let tag = at.map_or(99, |at| reading.tags[at] as u32);
            let form = at.map_or(0, |at| reading.hash(at));
            let next_form = next.map_or(0, |next| reading.hash(next));
            let next_tag = next.map_or(99, |next| reading.tags[next] as u32);
            let inner = start.map_or(end..self.cue.group.start.max(end), |start| start..end);
            let n_verbs = self.outline.verbs(&inner);
            let n_commas = self.outline.commas(&inner);
            let n_quoted = prose.quoted.partition_point(|quoted| quoted.tokens.start < inner.end)
                - prose.quoted.partition_point(|quoted| quoted.tokens.end <= inner.start);
            let closing = u32::from(self.quoted(last).is_some_and(|quoted| quoted.tokens.end == end));
            let edge = u32::from(end >= self.last(scope_end, self.cue.scope.start))
                + 2 * u32::from(number == 0)
                + 4 * u32::from(end == furthest)
                + 8 * closing;
            let comma = u32::from(at.is_some_and(|at| prose.word(at) == ","));
            let rest = end..scope_end.max(end).min(end + 30);
            let rest_verbs = self.outline.verbs(&rest).min(2);
            let cue_near = rest.take(4).position(|at| self.outline.cue_starts[at]).map_or(9, |near| near as u32);
            let body = key * 16 + opening;
            options.feature(1, body, edge);
            options.feature(2, body, tag);
            options.feature(3, key, tag * 128 + reading.tags[last] as u32);
            options.feature(4, form, edge);
            options.feature(5, comma, next_form);
            options.feature(6, comma * 2 + closing, next_tag * 64 + tag);
            options.feature(7, opening, bucket(inner.len()) * 16 + edge);
            options.feature(8, opening * 64 + key, n_verbs * 16 + n_commas * 4 + n_quoted.min(3) as u32);
            options.feature(9, row, edge);
            options.feature(10, row, tag * 4 + n_verbs);
            options.feature(11, key, cue_near * 4 + comma);
            options.feature(12, body, rest_verbs * 4 + n_verbs);
            options.feature(13, form, opening * 4 + n_verbs);
            options.feature(14, reading.hash(last), 0);
            options.feature(15, form, next_form);
            options.feature(16, tag, n_verbs * 256 + opening * 4 + comma);
            options.feature(
                17,
                at.map_or(0, |at| reading.classes(at).bits()),
                next.map_or(0, |next| reading.classes(next).bits()),
            );
            options.feature(18, edge, scope_end.saturating_sub(end).min(3) as u32);
            if let Some(source) = self.source {
                options.feature(
                    19,
                    key,
                    u32::from(end <= source.start)
                        + 2 * u32::from(end == source.start)
                        + 4 * u32::from(start.is_some_and(|start| start < source.start))
                        + 8 * closing,
                );
            }
            options.feature(20, key * 8 + comma * 4 + closing, bucket(end.abs_diff(self.cue.group.start)));
            options.close();
        }
    }
}
