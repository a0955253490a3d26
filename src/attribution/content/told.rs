//! A cue in, how far the clause that it tells reaches out: from which word on, over which commas, up to whom.

use crate::attribution::content::{FURTHEST_END, Setting};
use crate::attribution::cue::{Candidate, Sort};
use crate::attribution::model::tag::Tag;
use crate::attribution::reading::Reading;
use crate::lexicon::classes::Classes;
use crate::quotation::Act;

/// The word that begins the clause a verb of saying takes, if nothing but a time stands between: "said Friday that".
pub(crate) fn complement(reading: &Reading<'_>, cue: &Candidate) -> Option<usize> {
    /// "on Monday night".
    const FURTHEST: usize = 4;
    let mut near = cue.words.end..cue.scope.end.min(cue.words.end + FURTHEST + 1);
    let time = Classes::TIME.or(Classes::PREPOSITION);
    let at = near.find(|&at| !reading.classes(at).is(time) && reading.tags[at] != Tag::Cd)?;
    let takes = cue.row.is_some_and(|row| reading.lexicon.cues.row(row).takes.is_clause());
    let opens = is_complementizer(reading, at) && reading.prose.quoted_of(at) == cue.inside;
    (cue.sort == Sort::Verb && takes && opens && !cue.passive).then_some(at)
}

/// "That" where it begins a clause.
fn is_complementizer(reading: &Reading<'_>, at: usize) -> bool {
    let classes = reading.classes(at);
    reading.tags[at] == Tag::In && classes.is(Classes::COMPLEMENTIZER) && classes.is(Classes::RELATIVE)
}

impl Setting<'_, '_> {
    /// Whether "and" brings another statement with a subject of its own: "Koll said it was closed, and he added that".
    pub(super) fn someone_says(&self, joint: usize) -> bool {
        /// "the harbor master".
        const LONGEST: usize = 4;
        let reading = self.outline.reading;
        let first = joint + 1;
        if reading.tags[first] == Tag::Prp {
            return self.says_more(first + 1);
        }
        let part = |at: &usize| {
            let tag = reading.tags[*at];
            tag.is_noun() || *at == first && matches!(tag, Tag::Dt | Tag::PrpS)
        };
        let apart = !reading.prose.tokens[joint - 1].kind.is_lexical();
        let subject = (first..self.cue.scope.end.min(first + LONGEST)).take_while(part).count();
        apart && subject > 0 && self.says_more(first + subject)
    }

    /// Where the clause that names who tells of the whole sentence begins: the comma of ", the council reported."
    pub(super) fn told_by(&self) -> Option<usize> {
        /// "the harbor’s oldest paper reported on Monday night".
        const LONGEST: usize = 13;
        let Self { outline, cue, .. } = self;
        let reading = outline.reading;
        let prose = &reading.prose;
        let scope = &cue.scope;
        let from = scope.start.max(scope.end.saturating_sub(LONGEST));
        let comma = (from..scope.end)
            .rev()
            .find(|&at| prose.word(at) == "," && prose.quoted_of(at) == cue.inside)
            .filter(|&comma| comma + 1 < scope.end)?;
        let first = comma + 1;
        let verb = (first..scope.end).find(|&at| outline.cue_starts[at] && reading.is_finite(at))?;
        let named = verb > first
            && outline.verbs(&(first..verb)) == 0
            && !matches!(reading.tags[first], Tag::Cc | Tag::Wp | Tag::Wdt | Tag::Wrb | Tag::In | Tag::To | Tag::Vbg)
            && !reading.classes(first).is(Classes::SUBORDINATOR.or(Classes::RELATIVE));
        let rest = (verb + 1..scope.end).all(|at| {
            !prose.tokens[at].kind.is_lexical() || reading.classes(at).is(Classes::TIME.or(Classes::PREPOSITION))
        });
        (named && rest).then_some(comma)
    }

    /// Behind which comma a clause that a condition or a concession opens has its own verb: "that if it rains, the fair is off".
    pub(super) fn main_clause(&self, start: usize) -> Option<usize> {
        let Self { outline, cue, .. } = self;
        let reading = outline.reading;
        let prose = &reading.prose;
        // "Asked if it rained, he left": what is asked is no condition.
        let asks = cue.row.is_some_and(|row| reading.lexicon.cues.row(row).acts.first() == Some(&Act::Ask));
        if asks || cue.group.start == cue.scope.start {
            return None;
        }
        let first = start + usize::from(is_complementizer(reading, start));
        let opens = first < cue.scope.end
            && reading.classes(first).is(Classes::SUBORDINATOR)
            && matches!(reading.tags[first], Tag::In | Tag::Wrb | Tag::Rb)
            && prose.quoted_of(first) == cue.inside;
        if !opens {
            return None;
        }
        let closes =
            |&at: &usize| prose.word(at) == "," && prose.quoted_of(at) == cue.inside && outline.verbs(&(first..at)) > 0;
        let comma = (first + 1..cue.scope.end.min(first + FURTHEST_END)).find(closes)?;
        self.begins_clause(comma + 1).then_some(comma)
    }
}
