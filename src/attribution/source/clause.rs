//! The phrases near a verb in, those out that are its subject: of its own clause, and no object, hearer or sufferer.

use crate::attribution::cue::Candidate;
use crate::attribution::draft::Draft;
use crate::attribution::model::tag::Tag;
use crate::attribution::reading::Reading;
use crate::attribution::source::exclude::keep;
use crate::attribution::source::{Phrase, Place};
use crate::lexicon::classes::Classes;

/// Whoever hears or suffers it does not say it: "The players were told", "asked by Orry if it would rain".
pub(super) fn of_passive(reading: &Reading<'_>, cue: &Candidate, phrases: &mut Vec<Phrase>) {
    let verb = cue.words.start;
    let behind = cue.words.end;
    let bare = reading.tags[verb] == Tag::Vbn && cue.group.start == verb;
    if (cue.passive || bare) && behind < cue.scope.end && reading.classes(behind).is(Classes::AGENT) {
        // "They predicted by a wide margin": no margin speaks.
        let speaks = |head: usize| {
            let tag = reading.tags[head];
            tag.is_proper() || matches!(tag, Tag::Nns | Tag::Prp) || reading.classes(head).is(Classes::SPEAKER)
        };
        keep(phrases, |phrase| phrase.start == behind + 1 && (cue.passive || speaks(phrase.head - 1)));
    }
    if cue.passive {
        phrases.retain(|phrase| phrase.place == Place::After && reading.classes(phrase.start - 1).is(Classes::AGENT));
    }
}

/// "Orry introduced Brandt at the fair, calling him a friend": neither he nor the fair calls.
pub(super) fn of_participle(
    reading: &Reading<'_>,
    cue: &Candidate,
    previous: Option<&Draft>,
    phrases: &mut Vec<Phrase>,
) {
    let (scope, start) = (cue.scope.start, cue.group.start);
    if start <= scope + 1 || reading.tags[cue.words.start] != Tag::Vbg {
        return;
    }
    let prior = (scope..start).rev().find(|&at| reading.tags[at] != Tag::Rb).unwrap_or(start - 1);
    if reading.prose.word(prior) != "," && !reading.classes(prior).is(Classes::AGENT) {
        return;
    }
    let governs = |at: usize| {
        let classes = reading.classes(at);
        let opens = Classes::SUBORDINATOR.or(Classes::COMPLEMENTIZER).or(Classes::RELATIVE);
        matches!(reading.tags[at], Tag::In | Tag::To) && !classes.is(opens)
            || reading.tags[at].is_verb() && !classes.is(Classes::AUXILIARY)
            || reading.tags[at] == Tag::Wp
    };
    let speaks = previous.and_then(|previous| previous.source);
    let acts = |phrase: &Phrase| {
        let verb = (phrase.end..prior).find(|&at| reading.tags[at] != Tag::Rb);
        verb.is_some_and(|at| reading.is_finite(at)) || speaks.is_some_and(|source| source.start == phrase.start)
    };
    keep(phrases, |phrase| {
        let free = !phrase.start.checked_sub(1).is_some_and(|at| at >= scope && governs(at));
        phrase.place == Place::Before && phrase.head <= prior && (free || acts(phrase))
    });
}

/// Behind what is told of a person between commas, the person is who speaks: "Orry, who sold the mill last month, said".
pub(super) fn beyond_aside(reading: &Reading<'_>, cue: &Candidate, phrases: &mut Vec<Phrase>) {
    let (scope, start) = (cue.scope.start, cue.group.start);
    let is_break = |at: usize| matches!(reading.prose.word(at), "," | "—" | "–" | "--");
    let closing = start.checked_sub(1).filter(|&at| at > scope && is_break(at) && reading.is_finite(start));
    let Some(closing) = closing else { return };
    let Some(opening) = (scope..closing).rev().find(|&at| is_break(at)) else { return };
    let first = opening + 1;
    let relates = reading.classes(first).is(Classes::RELATIVE)
        && matches!(reading.tags[first], Tag::Wp | Tag::Wdt | Tag::WpS | Tag::Wrb)
        && !reading.classes(first).is(Classes::COMPLEMENTIZER);
    if !(relates || reading.tags[first] == Tag::Vbg) || reading.prose.quoted_of(opening) != cue.inside {
        return;
    }
    let fits = |phrase: &Phrase| {
        phrase.place == Place::Before
            && phrase.head <= opening
            && (phrase.end == opening || phrase.end >= closing)
            && !(phrase.start..opening).any(|at| reading.is_finite(at))
    };
    if phrases.iter().any(fits) {
        phrases.retain(|phrase| phrase.place == Place::After || fits(phrase));
    }
}

/// A subject that stands right before its verb in a clause of its own is the one: "The tweets came a day after Orry said".
pub(super) fn of_clause(reading: &Reading<'_>, cue: &Candidate, phrases: &mut Vec<Phrase>) {
    let start = cue.group.start;
    if !reading.is_finite(start) || start == 0 || reading.classes(start - 1).is(Classes::TIME) {
        return;
    }
    let opens = |phrase: &Phrase| {
        let before = phrase.start.checked_sub(1).filter(|&at| at >= cue.scope.start);
        phrase.place == Place::Before
            && phrase.end == start
            && phrase.head == start
            && reading.tags[phrase.start] != Tag::Vbg
            && before.is_none_or(|at| opens_clause(reading, cue, at))
    };
    let Some(subject) = phrases.iter().copied().find(|phrase| opens(phrase)) else { return };
    keep(phrases, |phrase| {
        phrase.place != Place::Before || phrase.end > subject.start && phrase.start >= subject.start
    });
}

/// Whether a clause begins behind a token: "after", "that", a verb of saying.
fn opens_clause(reading: &Reading<'_>, cue: &Candidate, at: usize) -> bool {
    let classes = reading.classes(at);
    let before = at.checked_sub(1).filter(|&before| before >= cue.scope.start);
    // "critics such as Orry said", "a survey of more than 600 doctors found"
    let compares = before.is_some_and(|before| {
        matches!(reading.tags[before], Tag::Jjr | Tag::Rbr)
            || reading.tags[before] == Tag::Jj && reading.classes(before).is(Classes::DETERMINER)
    });
    let opens = classes.is(Classes::SUBORDINATOR.or(Classes::COMPLEMENTIZER)) && !classes.is(Classes::CONDITIONAL);
    let tells = reading.is_finite(at) && !reading.word(at).cues.is_empty() && !classes.is(Classes::AUXILIARY);
    opens && !compares || tells && !before.is_some_and(|before| reading.is_relative(before))
}
