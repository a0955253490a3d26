//! A cue and where its content starts in, the end of the clause that both may fill out.

use crate::attribution::content::{FURTHEST_END, Setting};
use crate::attribution::cue::Sort;
use crate::attribution::model::tag::Tag;
use crate::lexicon::classes::Classes;
use crate::lexicon::cues::{CueSort, Takes};
use crate::quotation::Act;

/// The clause that a cue stands in, and what it may tell there.
struct Clause {
    /// Whether a relative pronoun stands before the cue.
    relative: bool,
    /// Whether a comma stands before that pronoun: "The men, who asked for help".
    apart: bool,
    /// Whether it is what a sentence begins with that depends on another: "If he says no".
    conditional: bool,
    /// Whether a cue tells what happens, or names a thing.
    tells_clause: bool,
    tells_thing: bool,
}

/// What a content has so far.
struct Content {
    /// Nothing in it has a verb or may bring one.
    bare: bool,
    verb: bool,
}

impl Setting<'_, '_> {
    /// The end of the clause that a cue and its content may fill: in a relative clause, the verb that the one it tells of has
    /// besides ("The men, who asked for help, said no", "members who called it a farce are leaving"); and what a content
    /// without a verb is told to do ends before the next thing its teller does ("They call them owls and fear them").
    pub(super) fn clause_end(&self, start: usize) -> usize {
        let reading = self.outline.reading;
        let end = self.cue.scope.end;
        let clause = self.clause(start);
        let opens = Classes::RELATIVE
            .or(Classes::COMPLEMENTIZER)
            .or(Classes::INTERROGATIVE)
            .or(Classes::SUBJECT)
            .or(Classes::SUBORDINATOR);
        // "He denied that and left": there the word stands for what was said.
        let stands = start + 1 < end && reading.tags[start + 1] == Tag::Cc;
        let bare = stands || !reading.classes(start).is(opens) && reading.tags[start] != Tag::To;
        let mut content = Content { bare, verb: false };
        for at in start + 1..end.min(start + FURTHEST_END) {
            if self.ends_by_joint(at, &clause, &content) {
                return at;
            }
            if self.is_finite(at) {
                if let Some(end) = self.ends_by_verb(at, &clause, &content) {
                    return end;
                }
                content = Content { bare: false, verb: true };
            }
            content.bare &= !reading.classes(at).is(opens);
        }
        end
    }

    /// What clause the cue stands in, and what a content that starts here may be.
    fn clause(&self, start: usize) -> Clause {
        let Self { outline, cue, .. } = self;
        let reading = outline.reading;
        let pronoun = cue.group.start.checked_sub(1).filter(|&at| {
            at > cue.scope.start
                && reading.classes(at).is(Classes::RELATIVE)
                && matches!(reading.tags[at], Tag::Wp | Tag::Wdt)
        });
        let before = cue.scope.start..cue.group.start;
        let first = cue.scope.start + usize::from(reading.tags[cue.scope.start] == Tag::Cc);
        let takes = |fits: fn(Takes) -> bool| cue.row.is_none_or(|row| fits(reading.lexicon.cues.row(row).takes));
        let tells_clause = takes(Takes::is_clause);
        Clause {
            relative: pronoun.is_some(),
            apart: pronoun.is_some_and(|at| reading.prose.word(at - 1) == ","),
            conditional: reading.classes(first).is(Classes::SUBORDINATOR)
                && outline.verbs(&before) == 0
                && outline.commas(&before) == 0,
            tells_clause,
            tells_thing: !tells_clause || takes(Takes::is_thing) && !reading.classes(start).is(Classes::COMPLEMENTIZER),
        }
    }

    /// Whether "and" or a comma brings what its teller does next.
    fn ends_by_joint(&self, at: usize, clause: &Clause, content: &Content) -> bool {
        let prose = &self.outline.reading.prose;
        let next = at + 1;
        let ends = match self.outline.reading.tags[at] {
            Tag::Cc => {
                next < self.cue.scope.end
                    && (content.bare && self.is_finite(next) || self.says_more(next) || self.someone_says(at))
            }
            _ => {
                clause.conditional
                    && prose.word(at) == ","
                    && (clause.tells_thing || content.verb)
                    && self.begins_clause(next)
            }
        };
        ends && prose.quoted_of(at) == self.cue.inside
    }

    /// Where a relative clause ends before a verb that is not its own.
    fn ends_by_verb(&self, verb: usize, clause: &Clause, content: &Content) -> Option<usize> {
        let comma = self.outline.reading.prose.word(verb - 1) == ",";
        let told = content.bare && !clause.tells_clause || !content.verb && self.quoted(verb - 1).is_some();
        let ends = clause.relative && (comma || !clause.apart && told);
        ends.then_some(verb - usize::from(comma))
    }

    /// Whether a token is a finite verb beside the cue.
    fn is_finite(&self, at: usize) -> bool {
        self.outline.reading.is_finite(at) && self.outline.reading.prose.quoted_of(at) == self.cue.inside
    }

    /// Whether a verb like the cue goes on behind "and": "Koll said it was closed but later added that it would open".
    pub(super) fn says_more(&self, from: usize) -> bool {
        /// "also later".
        const FURTHEST: usize = 3;
        let cue = self.cue;
        let reading = self.outline.reading;
        let form = |at: usize| if reading.tags[at] == Tag::Vbn { Tag::Vbd } else { reading.tags[at] };
        let mut near = from..cue.scope.end.min(from + FURTHEST);
        let verb = near.find(|&at| reading.tags[at] != Tag::Rb && !reading.classes(at).is(Classes::TIME));
        verb.filter(|&at| cue.sort == Sort::Verb && form(at) == form(cue.words.start)).is_some_and(|at| {
            let words = |offset: usize| (at + offset < cue.scope.end).then(|| reading.form(at + offset));
            let mut rows = reading.lexicon.cues.of(reading.word(at).cues, words);
            reading.prose.quoted_of(at) == cue.inside
                && rows.any(|found| {
                    found.row.sort == CueSort::Speech
                        && matches!(found.row.acts.first(), Some(Act::State | Act::Deny | Act::Warn))
                })
        })
    }

    /// Whether a subject and its verb stand behind a comma, before the next one.
    pub(super) fn begins_clause(&self, from: usize) -> bool {
        let Self { outline, cue, .. } = self;
        let reading = outline.reading;
        let subject = from < cue.scope.end
            && (reading.tags[from].is_noun()
                || matches!(reading.tags[from], Tag::Dt | Tag::Prp | Tag::PrpS | Tag::Ex | Tag::Jj | Tag::Cd));
        let end = cue.scope.end.min(from + FURTHEST_END);
        let next = (from..end).find(|&at| reading.prose.word(at) == ",").unwrap_or(end);
        subject && outline.verbs(&(from..next)) > 0
    }
}
