//! A mention in, what its words do in their sentence out: speak of it, act, own, stand beside.

use super::scene::Scene;
use super::view::View;
use crate::attribution::model::tag::Tag;
use crate::lexicon::classes::Classes;
use crate::lexicon::names::Class;

/// What a name does in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    /// Who the sentence says something of: "Varga, 54, came".
    Subject,
    /// Who a clause within it says something of: "because Varga came", "whom Varga met".
    Clause,
    /// Whose something is: "Varga's campaign", "the Varga campaign".
    Owner,
    /// What stands behind a preposition: "an interview with Orda's Varga".
    Behind,
    /// None of these.
    Other,
}

/// A name's phrase begins no more than this many words before it.
const BEFORE: usize = 8;

/// What stands between a name and its verb is no longer than this many words.
const BETWEEN: usize = 28;

/// So many commas may stand between a name and its verb: ", R-Ostra, who came first, said".
const COMMAS: usize = 3;

/// What stands between a name and its verb without a comma is no longer than this many words.
const ASIDE: usize = 7;

/// Whether a word between a name and a verb makes the verb another's: "Varga and Fast said", "Varga who said".
fn ends_phrase(view: &View, token: usize) -> bool {
    let other = Class::RELATIVE.or(Class::CLAUSE).or(Class::AND);
    let classes = Classes::SUBORDINATOR.or(Classes::COMPLEMENTIZER).or(Classes::RELATIVE);
    view.is(token, other)
        || view.reading.classes(token).is(classes)
        || view.is(token, Class::PRONOUN) && view.reading.classes(token).is(Classes::SUBJECT)
        || view.reading.tags[token].is_verb()
}

/// What a mention does in its sentence.
pub(super) fn function(scene: &Scene, at: usize) -> Function {
    let view = &scene.view;
    let prose = &view.reading.prose;
    let mention = &scene.mentions[at];
    let end = mention.name.end;
    if view.possessive(end) || view.small(end) && view.reading.tags[end].is_noun() && !view.finite(end) {
        return Function::Owner;
    }
    let sentence = prose.sentences.get(prose.sentence_of(mention.run.start)).cloned().unwrap_or_default();
    let start = phrase_start(scene, at, sentence.start);
    let before = start.checked_sub(1).filter(|&before| before >= sentence.start);
    let is = |classes: Classes| before.is_some_and(|before| view.reading.classes(before).is(classes));
    // "He and Varga said": of two the first is spoken of.
    if before.is_some_and(|before| view.is(before, Class::AND)) {
        return Function::Other;
    }
    let acts = has_verb(view, end, sentence.end);
    if acts {
        let within = is(Classes::SUBORDINATOR.or(Classes::RELATIVE).or(Classes::COMPLEMENTIZER))
            || before.is_some_and(|before| view.is(before, Class::RELATIVE) || view.reading.tags[before].is_verb());
        return if within { Function::Clause } else { Function::Subject };
    }
    let behind = before.is_some_and(|before| {
        view.is(before, Class::PREPOSITION) || matches!(view.reading.tags[before], Tag::In | Tag::To)
    });
    // "With Varga facing a vote".
    let does = view.small(end) && view.reading.tags[end] == Tag::Vbg;
    if behind && !does { Function::Behind } else { Function::Other }
}

/// Where the phrase begins that a name ends: "the | retired Ostran judge Varga", "Orda's Varga".
fn phrase_start(scene: &Scene, at: usize, floor: usize) -> usize {
    let view = &scene.view;
    let run = &scene.mentions[at].run;
    let mut start = run.start;
    while start > floor && run.start - start < BEFORE {
        let before = start - 1;
        if view.possessive(before) && before > floor {
            start = scene.mention_at(before - 1).map_or(before - 1, |owner| scene.mentions[owner].run.start).max(floor);
            continue;
        }
        if view.is(before, Class::DETERMINER) {
            // "Said that President Varga".
            let joins = view.reading.classes(before).is(Classes::COMPLEMENTIZER);
            start = if joins { start } else { before };
            break;
        }
        let tag = view.reading.tags[before];
        let adjective = tag.is_noun() || matches!(tag, Tag::Jj | Tag::Vbn);
        let plain = view.small(before) && adjective && !view.is(before, Class::STOP);
        let demonym = view.capital(before) && view.is(before, Class::DEMONYM);
        if !plain && !demonym {
            break;
        }
        start = before;
    }
    start
}

/// Whether a verb follows a name, behind its appositions, relative clauses and adverbs.
fn has_verb(view: &View, end: usize, limit: usize) -> bool {
    let mut at = end;
    let limit = limit.min(end + BETWEEN);
    if at < limit && view.word(at) == "(" {
        at = (at..limit).find(|&token| view.word(token) == ")").map_or(limit, |close| close + 1);
    }
    // "Then said", "himself said", "this past week said", "of the Harbor League said".
    let verb = |at: usize| {
        let plain = |&token: &usize| view.is_word(token) && !view.finite(token) && !ends_phrase(view, token);
        let skipped = (at..limit.min(at + ASIDE)).take_while(plain).count();
        at + skipped < limit && view.finite(at + skipped)
            // "Varga declined": it only looks like a participle.
            || skipped == 0 && at < limit && view.reading.tags[at] == Tag::Vbn && !view.is(at + 1, Class::AUTHOR)
    };
    if verb(at) {
        return true;
    }
    // "Varga and Fast came".
    if at + 1 < limit && view.is(at, Class::AND) && view.capital(at + 1) {
        let other = (at + 1..limit).find(|&token| !view.capital(token)).unwrap_or(limit);
        return verb(other);
    }
    if !view.comma(at) {
        return false;
    }
    (at + 1..limit).filter(|&token| view.comma(token)).take(COMMAS).any(|comma| verb(comma + 1))
}
