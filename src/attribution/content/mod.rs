//! A cue in, the places where its content may start and end out.

mod clause;
mod describe;
mod told;

use crate::attribution::cue::{Candidate, Sort};
use crate::attribution::frame::Frame;
use crate::attribution::model::tag::Tag;
use crate::attribution::outline::Outline;
use crate::attribution::source::Phrase;
use crate::lexicon::classes::Classes;
use crate::text::{Quoted, TokenKind};
pub(crate) use told::complement;

/// A content that follows its cue starts no further from it than this many tokens.
const FURTHEST_START: usize = 40;
/// A content ends no further from its start than this many tokens, unless quotation marks hold it together.
const FURTHEST_END: usize = 150;
/// A content that comes before its cue ends no further from it than this many tokens.
const FURTHEST_BEFORE: usize = 24;
/// No more than this many places are weighed.
const N_PLACES: usize = 60;

/// What is known when a boundary is chosen.
pub(crate) struct Setting<'a, 'r> {
    /// The text.
    pub(crate) outline: &'a Outline<'a, 'r>,
    /// The cue.
    pub(crate) cue: &'a Candidate,
    /// How the content stands to it.
    pub(crate) frame: Frame,
    /// Who says it.
    pub(crate) source: Option<Phrase>,
}

impl Setting<'_, '_> {
    /// Where the content behind a cue may start.
    pub(crate) fn starts_after(&self) -> Vec<usize> {
        let first = self.cue.words.end;
        if let Some(start) = complement(self.outline.reading, self.cue) {
            return vec![start];
        }
        let limit = self.cue.scope.end.min(first + FURTHEST_START);
        let fits = |&at: &usize| self.parts(at) && (self.is_lexical(at) || self.quoted(at).is_some());
        let mut places: Vec<usize> = (first..limit).filter(fits).collect();
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
        let prose = &self.outline.reading.prose;
        let scope_end = self.cue.scope.end;
        if start >= scope_end {
            return self.quoted(start).map(|quoted| quoted.tokens.end).into_iter().collect();
        }
        let mut places = Vec::new();
        let last = self.last(scope_end, start);
        if self.cue.sort == Sort::Colon {
            let paragraph = &prose.paragraphs[prose.paragraph_of(start)];
            places.extend(Some(self.last(paragraph.end, start)).filter(|&end| end > last));
        }
        let told = self.told_by().filter(|&comma| comma > start && self.cue.words.end <= comma);
        let limit = self.clause_end(start).min(told.unwrap_or(usize::MAX)).min(start + FURTHEST_END);
        let last = last.min(self.last(limit, start));
        self.parts_between(start, last, limit, &mut places);
        if !places.contains(&last) && last - start <= FURTHEST_END && self.parts(last) {
            places.push(last);
        }
        if let Some(quoted) = self.quoted(start).filter(|quoted| !places.contains(&quoted.tokens.end)) {
            places.push(quoted.tokens.end);
        }
        if let Some(comma) = self.main_clause(start)
            && places.iter().any(|&place| place > comma + 1)
        {
            places.retain(|&place| place > comma + 1);
        }
        places
    }

    /// Adds the places behind `start` where a part of the sentence ends, those before `last`, and the ends of stretches in
    /// marks that begin before `limit`.
    fn parts_between(&self, start: usize, last: usize, limit: usize, places: &mut Vec<usize>) {
        let prose = &self.outline.reading.prose;
        let mut brackets = 0usize;
        let mut at = start + 1;
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
            if at < last && brackets == 0 && self.may_part(at) {
                places.push(at);
            }
            at += 1;
        }
    }

    /// Where the content before a cue may end.
    pub(crate) fn ends_before(&self) -> Vec<usize> {
        let prose = &self.outline.reading.prose;
        let first = self.cue.scope.start;
        let limit = match self.source {
            Some(source) if source.start < self.cue.group.start => source.start,
            _ => self.cue.group.start,
        };
        let nearest = limit.saturating_sub(FURTHEST_BEFORE).max(first + 1);
        let ends = |before: usize| self.is_lexical(before) || self.quoted(before).is_some();
        let fits = |&at: &usize| self.parts(at) && ends(at - 1) && (at == limit || self.may_part(at));
        let mut places: Vec<usize> = (nearest..=limit).rev().filter(fits).collect();
        // "“Why?” Milley asked.": the sentence before ends with the marks.
        if self.cue.inside.is_none()
            && let Some(before) = first.checked_sub(1)
            && self.quoted(before).is_some_and(|quoted| quoted.tokens.end == first)
            && prose.paragraph_of(before) == prose.paragraph_of(first)
        {
            places.push(first);
        }
        places
    }

    /// Where the content before a cue may start, when it ends at `end`.
    pub(crate) fn starts_before(&self, end: usize) -> Vec<usize> {
        let reading = self.outline.reading;
        let first = self.cue.scope.start;
        let mut places = Vec::new();
        let mut at = end - 1;
        loop {
            if let Some(quoted) = self.quoted(at).filter(|quoted| quoted.tokens.start < at) {
                at = quoted.tokens.start;
                // "He turned to her: “Stay,” she said.": what stands before the colon is told by nobody.
                if at <= first || places.is_empty() && reading.prose.word(at - 1) == ":" {
                    places.push(at);
                    break;
                }
                continue;
            }
            let quoted = self.quoted(at).is_some();
            let opens = at == first
                || quoted
                || !self.is_lexical(at - 1)
                || matches!(reading.tags[at - 1], Tag::Cc | Tag::In)
                || reading.classes(at).is(Classes::COMPLEMENTIZER.or(Classes::INTERROGATIVE));
            if opens && (quoted || self.is_lexical(at)) {
                places.push(at);
            }
            if at <= first || places.len() >= N_PLACES || end - at > FURTHEST_END {
                break;
            }
            at -= 1;
        }
        if places.is_empty() {
            places.push(at);
        }
        // Whoever is named behind the last comma tells of the whole sentence.
        let told = self.told_by().is_some_and(|comma| comma < self.cue.words.start && end <= comma);
        if told && places.contains(&first) && !(first..end).any(|at| self.quoted(at).is_some()) {
            places.retain(|&place| {
                place == first
                    || matches!(reading.prose.word(place - 1), ";" | ":")
                    || place == first + 1 && reading.tags[first] == Tag::Cc
            });
        }
        places
    }

    /// The stretch in marks that a token stands in, but not the one that the cue stands in.
    fn quoted(&self, token: usize) -> Option<&Quoted> {
        let prose = &self.outline.reading.prose;
        let number = prose.quoted_of(token)?;
        (Some(number) != self.cue.inside).then(|| &prose.quoted[number])
    }

    /// Whether a content may start or end between a token and the one before: not within quotation marks.
    fn parts(&self, at: usize) -> bool {
        match (self.quoted(at), at.checked_sub(1).and_then(|before| self.quoted(before))) {
            (Some(here), Some(before)) => here.tokens.start != before.tokens.start,
            _ => true,
        }
    }

    /// Whether a content may begin or end with a token.
    fn is_lexical(&self, at: usize) -> bool {
        let prose = &self.outline.reading.prose;
        prose.tokens[at].kind.is_lexical()
            || matches!(prose.word(at), "$" | "€" | "£" | "[" | "@" | "#" | "(")
            || prose.tokens[at].kind == TokenKind::SingleMark
    }

    /// A place without the full stop before it.
    fn last(&self, end: usize, start: usize) -> usize {
        let prose = &self.outline.reading.prose;
        let stops = |at: usize| {
            prose.tokens[at].kind == TokenKind::Sign
                && !matches!(prose.word(at), ")" | "]" | "%" | "$")
                && self.quoted(at).is_none()
        };
        let mut last = end;
        while last > start + 1 && stops(last - 1) {
            last -= 1;
        }
        last
    }

    /// Whether a new part of the sentence may begin with a token.
    fn may_part(&self, at: usize) -> bool {
        use Tag::{Cc, In, Md, Rb, To, Vbd, Vbg, Vbz, Wdt, Wp, Wrb};
        let reading = self.outline.reading;
        !self.is_lexical(at)
            || matches!(reading.tags[at], Cc | In | To | Wdt | Wp | Wrb | Vbg | Rb | Vbd | Vbz | Md)
            || reading.classes(at).is(Classes::TIME)
            || self.quoted(at).is_some()
            || self.quoted(at - 1).is_some()
    }
}
