//! The phrases near a cue in, those out that the grammar does not exclude as its source.
//!
//! Each rule chooses among what the rules before it left.

use crate::attribution::cue::{Candidate, Sort};
use crate::attribution::draft::Draft;
use crate::attribution::model::tag::Tag;
use crate::attribution::outline::Outline;
use crate::attribution::reading::Reading;
use crate::attribution::source::{Phrase, Place, clause};
use crate::lexicon::classes::Classes;
use crate::lexicon::names::Class;

/// Leaves out the phrases that are not a cue's source.
pub(super) fn exclude(outline: &Outline<'_, '_>, cue: &Candidate, previous: Option<&Draft>, phrases: &mut Vec<Phrase>) {
    let reading = outline.reading;
    match cue.sort {
        Sort::Noun => beside_noun(reading, cue, phrases),
        Sort::Verb => {
            over_semicolon(reading, cue, phrases);
            clause::of_passive(reading, cue, phrases);
            beside_verb(reading, cue, phrases);
            clause::of_participle(reading, cue, previous, phrases);
            beside_and(reading, cue, previous, phrases);
            clause::beyond_aside(reading, cue, phrases);
            clause::of_clause(reading, cue, phrases);
            before_relative(reading, cue, phrases);
            without_what_is_said(reading, cue, previous, phrases);
        }
        _ => {}
    }
}

/// Keeps the phrases that fit, if any does.
pub(super) fn keep(phrases: &mut Vec<Phrase>, fits: impl Fn(&Phrase) -> bool) {
    if phrases.iter().any(&fits) {
        phrases.retain(fits);
    }
}

/// "The allegation against Koll" is not Koll's.
fn beside_noun(reading: &Reading<'_>, cue: &Candidate, phrases: &mut Vec<Phrase>) {
    let beside = |at: usize| {
        let names = reading.word(at).names;
        names.is(Class::PREPOSITION)
            && !names.is(Class::JOINT.or(Class::BELONGING))
            && !reading.classes(at).is(Classes::AGENT)
    };
    phrases.retain(|phrase| phrase.place != Place::After || phrase.start == cue.words.end || !beside(phrase.start - 1));
}

/// "No sale, says the mayor; union rejects offer": nobody speaks over a semicolon.
fn over_semicolon(reading: &Reading<'_>, cue: &Candidate, phrases: &mut Vec<Phrase>) {
    let start = cue.group.start;
    let parts = |at: &usize| reading.prose.word(*at) == ";" && reading.prose.quoted_of(*at) == cue.inside;
    let first = phrases.iter().map(|phrase| phrase.start).min().unwrap_or(start);
    if let Some(semicolon) = (first..start).rev().find(parts) {
        keep(phrases, |phrase| phrase.place != Place::Before || phrase.start > semicolon);
    }
}

/// What a verb has for its object is not the subject of the verb behind it.
fn is_object(reading: &Reading<'_>, cue: &Candidate, phrase: &Phrase) -> bool {
    phrase.start.checked_sub(1).is_some_and(|at| at >= cue.scope.start && reading.is_finite(at))
}

/// Leaves out the phrases that are no subjects of an infinitive or a participle behind another verb.
fn beside_verb(reading: &Reading<'_>, cue: &Candidate, phrases: &mut Vec<Phrase>) {
    let (scope, start) = (cue.scope.start, cue.group.start);
    let Some(before) = start.checked_sub(1).filter(|&before| before > scope) else { return };
    let verb = |at: usize| reading.tags[at].is_verb() || reading.tags[at] == Tag::Md;
    // "Mayor Brandt came days after Chief Koll went to announce a sale": who goes to announce announces.
    if verb(before) && (start..cue.words.start).any(|at| reading.tags[at] == Tag::To) {
        let first = (scope..before).rev().find(|&at| !verb(at)).map_or(before, |at| at + 1);
        keep(phrases, |phrase| phrase.place == Place::Before && phrase.end == first);
    }
    // "Orry defended the record while promising more": the record promises nothing.
    if reading.tags[cue.words.start] == Tag::Vbg && reading.classes(before).is(Classes::SUBORDINATOR) {
        keep(phrases, |phrase| {
            phrase.place == Place::Before && !is_object(reading, cue, phrase) && phrase.end != before
        });
    }
}

/// Leaves out the phrases that are no subjects of a verb behind "and".
fn beside_and(reading: &Reading<'_>, cue: &Candidate, previous: Option<&Draft>, phrases: &mut Vec<Phrase>) {
    let (scope, start) = (cue.scope.start, cue.group.start);
    let Some(before) = start.checked_sub(1).filter(|&before| before > scope) else { return };
    // "and later added"
    let joint = (scope..start).rev().find(|&at| !reading.classes(at).is(Classes::TIME)).unwrap_or(before);
    if reading.tags[joint] != Tag::Cc || !reading.is_finite(start) {
        return;
    }
    // "pressed by Warden, who has declined to endorse anyone and said": one subject has both verbs.
    let beside = previous.filter(|previous| {
        previous.cue.sort == Sort::Verb
            && previous.cue.scope == cue.scope
            && reading.is_finite(previous.cue.group.start)
            && previous.end() <= start
    });
    if let Some(source) = beside.and_then(|beside| beside.source).filter(|source| source.place == Place::Before) {
        keep(phrases, |phrase| phrase.place == Place::Before && phrase.start == source.start);
    }
    // "McMillan spotted Arden and called the police".
    keep(phrases, |phrase| {
        phrase.place != Place::Before
            || !is_object(reading, cue, phrase)
            || (phrase.end..before).any(|at| reading.is_finite(at))
    });
}

/// Where a person's relative pronoun stands before the verb, its source ends there: "Police met Orry, who denied the charge".
fn before_relative(reading: &Reading<'_>, cue: &Candidate, phrases: &mut Vec<Phrase>) {
    let Some(relative) = cue.group.start.checked_sub(1).filter(|&at| at > cue.scope.start) else { return };
    let comma = reading.prose.word(relative - 1) == ",";
    // "from the campaign, which noted"
    let person = reading.tags[relative] == Tag::Wp || reading.tags[relative] == Tag::Wdt && comma;
    if person && reading.classes(relative).is(Classes::RELATIVE) {
        keep(phrases, |phrase| {
            phrase.place == Place::Before
                && phrase.end + usize::from(comma) == relative
                && !(phrase.head..phrase.end).any(|at| reading.tags[at].is_verb())
        });
    }
}

/// Where a participle stands in what another said, directly behind a phrase, its source stands there too: "Orry said a letter
/// announcing the sale was a mistake".
fn without_what_is_said(reading: &Reading<'_>, cue: &Candidate, previous: Option<&Draft>, phrases: &mut Vec<Phrase>) {
    let verb = cue.words.start;
    let outer = previous.and_then(|previous| previous.pieces.iter().find(|piece| piece.contains(&verb)));
    let describes = reading.tags[verb] == Tag::Vbg && phrases.iter().any(|phrase| phrase.end == verb);
    if let Some(outer) = outer.filter(|_| describes) {
        phrases.retain(|phrase| phrase.start >= outer.start);
    }
}
