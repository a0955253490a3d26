//! A cue in, the places where its content may start and end out.

use crate::attribution::cue::{Candidate, Sort};
use crate::attribution::frame::{Counts, Frame};
use crate::attribution::model::linear::Options;
use crate::attribution::model::tag::Tag;
use crate::attribution::reading::Reading;
use crate::attribution::source::{Phrase, bucket, is_finite};
use crate::lexicon::classes::Classes;
use crate::lexicon::cues::{CueSort, Takes};
use crate::quotation::Act;
use crate::text::{Quoted, TokenKind};

/// A content that follows its cue starts no further from it than this many tokens.
const FURTHEST_START: usize = 40;
/// A content ends no further from its start than this many tokens, unless quotation marks hold it together.
const FURTHEST_END: usize = 150;
/// No more than this many places are weighed.
const N_PLACES: usize = 60;

/// What is known when a boundary is chosen.
pub(crate) struct Setting<'a, 'r> {
    /// The text.
    pub(crate) reading: &'a Reading<'r>,
    /// The cue.
    pub(crate) cue: &'a Candidate,
    /// How the content stands to it.
    pub(crate) frame: Frame,
    /// Who says it.
    pub(crate) source: Option<Phrase>,
    /// For each token, whether a candidate cue's group starts there.
    pub(crate) cue_starts: &'a [bool],
    /// Running counts.
    pub(crate) counts: &'a Counts,
}

impl Setting<'_, '_> {
    fn quoted(&self, token: usize) -> Option<&Quoted> {
        let number = self.reading.prose.quoted_of(token)?;
        (Some(number) != self.cue.inside).then(|| &self.reading.prose.quoted[number])
    }

    /// Whether a content may start or end between a token and the one before: not within quotation marks.
    fn parts(&self, at: usize) -> bool {
        match (self.quoted(at), at.checked_sub(1).and_then(|before| self.quoted(before))) {
            (Some(here), Some(before)) => here.tokens.start != before.tokens.start,
            _ => true,
        }
    }

    /// Where the content behind a cue may start.
    pub(crate) fn starts_after(&self) -> Vec<usize> {
        let first = self.cue.words.end;
        let limit = self.cue.scope.end.min(first + FURTHEST_START);
        let mut places: Vec<usize> = (first..limit)
            .filter(|&at| {
                self.parts(at) && (self.is_lexical(at) || self.quoted(at).is_some_and(|q| q.tokens.start == at))
            })
            .collect();
        // "He went on:" and the words in marks that follow, be it in the next paragraph.
        let next = self.cue.scope.end;
        if self.cue.inside.is_none() && self.quoted(next).is_some_and(|quoted| quoted.tokens.start == next) {
            places.push(next);
        }
        places.truncate(N_PLACES);
        places
    }

    /// Where the content behind a cue may end, when it starts at `start`.
    pub(crate) fn ends_after(&self, start: usize) -> Vec<usize> {
        let prose = &self.reading.prose;
        let mut places = Vec::new();
        if start >= self.cue.scope.end {
            places.extend(self.quoted(start).map(|quoted| quoted.tokens.end));
            return places;
        }
        let last = self.last(self.cue.scope.end, start);
        let paragraph_end = prose.paragraphs[prose.paragraph_of(start)].end;
        if self.cue.sort == Sort::Colon {
            let end = self.last(paragraph_end, start);
            if end > last {
                places.push(end);
            }
        }
        let mut at = start + 1;
        let mut brackets = 0usize;
        let limit = self.clause_end(start).min(start + FURTHEST_END);
        let last = last.min(self.last(limit, start));
        while at < limit && places.len() < N_PLACES {
            match prose.word(at - 1) {
                "(" | "[" => brackets += 1,
                ")" | "]" => brackets = brackets.saturating_sub(1),
                _ => {}
            }
            if let Some(quoted) = self.quoted(at).filter(|quoted| quoted.tokens.start < at) {
                // A stretch in marks is passed as a whole; it may run on over the end of the sentence.
                at = quoted.tokens.end;
                places.push(at);
                continue;
            }
            if at > start && at < last && brackets == 0 && self.may_part(at) {
                places.push(at);
            }
            at += 1;
        }
        if !places.contains(&last) && last > start && last - start <= FURTHEST_END && self.parts(last) {
            places.push(last);
        }
        if let Some(quoted) = self.quoted(start).filter(|quoted| quoted.tokens.start == start)
            && !places.contains(&quoted.tokens.end)
        {
            places.push(quoted.tokens.end);
        }
        places
    }

    /// The end of the clause that a cue and its content may fill: in a relative clause, the verb that the one it tells of has
    /// besides ("The men, who asked for help, said no", "members who called it a farce are leaving"); and what a content
    /// without a verb is told to do ends before the next thing its teller does ("They call them owls and fear them").
    fn clause_end(&self, start: usize) -> usize {
        let Self { reading, cue, .. } = self;
        let prose = &reading.prose;
        let end = cue.scope.end;
        let finite = |at: usize| is_finite(reading, at) && prose.quoted_of(at) == cue.inside;
        let relative = cue.group.start.checked_sub(1).filter(|&at| {
            at > cue.scope.start
                && reading.classes(at).is(Classes::RELATIVE)
                && matches!(reading.tags[at], Tag::Wp | Tag::Wdt)
        });
        let first = cue.scope.start + usize::from(reading.tags[cue.scope.start] == Tag::Cc);
        let conditional = reading.classes(first).is(Classes::SUBORDINATOR)
            && reading.tags[first] != Tag::To
            && self.counts.verbs(&(cue.scope.start..cue.group.start)) == 0
            && self.counts.commas(&(cue.scope.start..cue.group.start)) == 0;
        let takes = |fits: fn(Takes) -> bool| cue.row.is_none_or(|row| fits(reading.lexicon.cues.row(row).takes));
        let clause = takes(Takes::is_clause);
        let thing = !clause || takes(Takes::is_thing) && !reading.classes(start).is(Classes::COMPLEMENTIZER);
        let apart = relative.is_some_and(|at| prose.word(at - 1) == ",");
        let opens = Classes::RELATIVE
            .and(Classes::COMPLEMENTIZER)
            .and(Classes::INTERROGATIVE)
            .and(Classes::SUBJECT)
            .and(Classes::SUBORDINATOR);
        // "He denied that and left": there the word stands for what was said.
        let stands = start + 1 < end && reading.tags[start + 1] == Tag::Cc;
        let mut bare = stands || !reading.classes(start).is(opens) && reading.tags[start] != Tag::To;
        let mut verbs = false;
        for at in start + 1..end.min(start + FURTHEST_END) {
            let ends = match reading.tags[at] {
                Tag::Cc => at + 1 < end && (bare && finite(at + 1) || self.says_more(at + 1)),
                _ => conditional && prose.word(at) == "," && (thing || verbs) && self.begins_clause(at + 1),
            };
            if ends && prose.quoted_of(at) == cue.inside {
                return at;
            }
            if finite(at) {
                if relative.is_some() && prose.word(at - 1) == "," {
                    return at - 1;
                }
                let object = bare && !clause || !verbs && self.quoted(at - 1).is_some();
                if relative.is_some() && !apart && object {
                    return at;
                }
                (bare, verbs) = (false, true);
            }
            bare &= !reading.classes(at).is(opens);
        }
        end
    }

    /// Whether a verb like the cue goes on behind "and": "Koll said it was closed but later added that it would open".
    fn says_more(&self, from: usize) -> bool {
        /// "also later".
        const FURTHEST: usize = 3;
        let Self { reading, cue, .. } = self;
        let form = |tag: Tag| if tag == Tag::Vbn { Tag::Vbd } else { tag };
        let near = from..cue.scope.end.min(from + FURTHEST);
        let verb = near.clone().find(|&at| reading.tags[at] != Tag::Rb && !reading.classes(at).is(Classes::TIME));
        verb.filter(|&at| form(reading.tags[at]) == form(reading.tags[cue.words.start])).is_some_and(|at| {
            let words = |offset: usize| (at + offset < cue.scope.end).then(|| reading.form(at + offset));
            let mut rows = reading.lexicon.cues.of(reading.word(at).cues, words);
            reading.prose.quoted_of(at) == cue.inside
                && cue.sort == Sort::Verb
                && rows.any(|found| {
                    found.row.sort == CueSort::Speech
                        && matches!(found.row.acts.first(), Some(Act::State | Act::Deny | Act::Warn))
                })
        })
    }

    /// Whether a subject and its verb stand behind a comma, before the next one.
    fn begins_clause(&self, from: usize) -> bool {
        let Self { reading, cue, .. } = self;
        let subject = from < cue.scope.end
            && (reading.tags[from].is_noun()
                || matches!(reading.tags[from], Tag::Dt | Tag::Prp | Tag::PrpS | Tag::Ex | Tag::Jj | Tag::Cd));
        let next = (from..cue.scope.end).find(|&at| reading.prose.word(at) == ",").unwrap_or(cue.scope.end);
        subject && self.counts.verbs(&(from..next)) > 0
    }

    /// Where the content before a cue may end.
    pub(crate) fn ends_before(&self) -> Vec<usize> {
        const FURTHEST: usize = 24;
        let scope_start = self.scope_start();
        let limit = match self.source {
            Some(source) if source.start < self.cue.group.start => source.start,
            _ => self.cue.group.start,
        };
        let mut places = Vec::new();
        let mut at = limit;
        while at > scope_start && limit - at <= FURTHEST {
            let before = at - 1;
            if self.parts(at)
                && (self.is_lexical(before) || self.quoted(before).is_some_and(|quoted| quoted.tokens.end == at))
                && (at == limit || self.may_part(at) || !self.is_lexical(at))
            {
                places.push(at);
            }
            at -= 1;
        }
        // "“Why?” Milley asked.": the sentence before ends with the marks.
        if scope_start > 0
            && self.cue.inside.is_none()
            && let Some(quoted) = self.quoted(scope_start - 1)
            && quoted.tokens.end == scope_start
            && self.reading.prose.paragraph_of(scope_start - 1) == self.reading.prose.paragraph_of(scope_start)
        {
            places.push(scope_start);
        }
        places
    }

    /// Where the content before a cue may start, when it ends at `end`.
    pub(crate) fn starts_before(&self, end: usize) -> Vec<usize> {
        let scope_start = self.scope_start();
        let mut places = Vec::new();
        let mut at = end - 1;
        loop {
            if let Some(quoted) = self.quoted(at).filter(|quoted| quoted.tokens.start < at) {
                at = quoted.tokens.start;
                // "He turned to her: “Stay,” she said.": what stands before the colon is told by nobody.
                if at <= scope_start || places.is_empty() && self.reading.prose.word(at - 1) == ":" {
                    places.push(at);
                    break;
                }
                continue;
            }
            let opens = at == scope_start
                || self.quoted(at).is_some()
                || !self.is_lexical(at - 1)
                || matches!(self.reading.tags[at - 1], Tag::Cc | Tag::In)
                || self.reading.classes(at).is(Classes::COMPLEMENTIZER.and(Classes::INTERROGATIVE));
            if opens && (self.is_lexical(at) || self.quoted(at).is_some()) {
                places.push(at);
            }
            if at <= scope_start || places.len() >= N_PLACES || end - at > FURTHEST_END {
                break;
            }
            at -= 1;
        }
        if places.is_empty() {
            places.push(at);
        }
        places
    }

    /// The sentence's start, or that of the marks it starts within.
    fn scope_start(&self) -> usize {
        self.cue.scope.start
    }

    fn is_lexical(&self, at: usize) -> bool {
        let token = self.reading.prose.tokens[at];
        token.kind.is_lexical()
            || matches!(self.reading.prose.word(at), "$" | "€" | "£" | "[" | "@" | "#" | "(")
            || token.kind == TokenKind::SingleMark
    }

    /// A place without the full stop before it.
    fn last(&self, end: usize, start: usize) -> usize {
        let mut last = end;
        while last > start + 1
            && self.reading.prose.tokens[last - 1].kind == TokenKind::Sign
            && !matches!(self.reading.prose.word(last - 1), ")" | "]" | "%" | "$")
            && self.quoted(last - 1).is_none()
        {
            last -= 1;
        }
        last
    }

    /// Whether a new part of the sentence may begin with a token.
    fn may_part(&self, at: usize) -> bool {
        !self.is_lexical(at)
            || matches!(
                self.reading.tags[at],
                Tag::Cc
                    | Tag::In
                    | Tag::To
                    | Tag::Wdt
                    | Tag::Wp
                    | Tag::Wrb
                    | Tag::Vbg
                    | Tag::Rb
                    | Tag::Vbd
                    | Tag::Vbz
                    | Tag::Md
            )
            || self.reading.classes(at).is(Classes::TIME)
            || self.quoted(at).is_some()
            || self.quoted(at - 1).is_some()
    }

    /// What a content begins with, in a word.
    fn opening(&self, at: usize) -> u32 {
        let reading = self.reading;
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
        let reading = self.reading;
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
            let n_verbs = self.counts.verbs(&gap);
            let n_commas = self.counts.commas(&gap);
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
                options.feature(
                    13,
                    key,
                    gap.clone().fold(0, |key: u32, at| key.wrapping_mul(41).wrapping_add(1 + reading.tags[at] as u32)),
                );
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
        let reading = self.reading;
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
            let n_verbs = self.counts.verbs(&inner);
            let n_commas = self.counts.commas(&inner);
            let n_quoted = prose.quoted.partition_point(|quoted| quoted.tokens.start < inner.end)
                - prose.quoted.partition_point(|quoted| quoted.tokens.end <= inner.start);
            let closing = u32::from(self.quoted(last).is_some_and(|quoted| quoted.tokens.end == end));
            let edge = u32::from(end >= self.last(scope_end, self.cue.scope.start))
                + 2 * u32::from(number == 0)
                + 4 * u32::from(end == furthest)
                + 8 * closing;
            let comma = u32::from(at.is_some_and(|at| prose.word(at) == ","));
            let rest = end..scope_end.max(end).min(end + 30);
            let rest_verbs = self.counts.verbs(&rest).min(2);
            let cue_near = rest.take(4).position(|at| self.cue_starts[at]).map_or(9, |near| near as u32);
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
