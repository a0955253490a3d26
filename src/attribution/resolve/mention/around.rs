//! The words around names and the other mentions in, the kinds out that the names alone do not tell.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::{Kind, Mention, is_acronym};
use crate::attribution::model::tag::Tag;
use crate::attribution::resolve::view::View;
use crate::lexicon::classes::Classes;
use crate::lexicon::names::{Class, Gender};

/// Settles what the runs alone do not tell.
pub(super) fn settle(view: &View, mentions: &mut [Mention]) {
    let lone = mentions.iter().filter(|mention| mention.name.len() == 1);
    let lone: FxHashSet<&str> = lone.map(|mention| view.form(mention.name.start)).collect();
    for at in 0..mentions.len() {
        let (name, kind) = settled(view, mentions, at, |surname| lone.contains(surname));
        mentions[at].name = name;
        mentions[at].kind = kind;
    }
}

/// The name of a mention, and what it names.
fn settled(view: &View, mentions: &[Mention], at: usize, is_met: impl Fn(&str) -> bool) -> (Range<usize>, Kind) {
    let Mention { run, name, kind, .. } = &mentions[at];
    let start = run.start;
    let given = view.is(start, Class::GIVEN);
    let kind = match kind {
        Kind::Office if run.len() == 2 && is_surname_behind(view, run) => return (run.clone(), Kind::Person),
        // "Drug maker Eli Lilly".
        Kind::Person | Kind::Unknown
            if run == name && follows_body_noun(view, start) && !(name.len() > 1 && follows_office(view, start)) =>
        {
            Kind::Body
        }
        // "The Philly Voice".
        Kind::Person | Kind::Unknown if run == name && name.len() > 1 && follows_article(view, start) => Kind::Body,
        // "Marsh Quay, a builder of ferries, said it".
        Kind::Person | Kind::Unknown if run == name && body_noun_follows(view, name) => Kind::Body,
        Kind::Unknown if name.len() > 1 => of_several_words(view, mentions, at, is_met),
        Kind::Unknown
            if !is_acronym(view, start)
                && (follows_person_noun(view, start) || given && follows_apposition(view, start)) =>
        {
            Kind::Person
        }
        &kind => kind,
    };
    (name.clone(), kind)
}

/// What a name of several words names that tell nothing.
fn of_several_words(view: &View, mentions: &[Mention], at: usize, is_met: impl Fn(&str) -> bool) -> Kind {
    /// No person's name is longer.
    const LONGEST: usize = 3;
    let name = &mentions[at].name;
    let last = name.end - 1;
    // "The forecaster Cook Harbor Report".
    let document = view.is(last, Class::DOCUMENT) && !view.is(last, Class::SURNAME);
    let short = name.len() <= LONGEST && name.clone().all(|token| view.is_word(token));
    let surname = || is_met(view.form(last)) && !view.is(last, Class::PLACE) || person_noun_follows(view, name.end);
    let person = || PERSON_BESIDE.iter().any(|tells| tells(view, mentions, at)) || !is_acronym(view, last) && surname();
    if short && !document && person() {
        return Kind::Person;
    }
    let body = Class::BODY.or(Class::BODIES).or(Class::BODY_WORD);
    if name.clone().any(|token| view.is(token, body)) { Kind::Body } else { Kind::Unknown }
}

/// Whether what stands around a mention tells that it names a person.
type Tells = fn(&View, &[Mention], usize) -> bool;

/// What tells that words name a person, whatever they are.
const PERSON_BESIDE: [Tells; 7] = [
    |view, mentions, at| follows_person_noun(view, mentions[at].run.start),
    |view, mentions, at| follows_apposition(view, mentions[at].run.start),
    |view, mentions, at| follows_office(view, mentions[at].run.start),
    belongs,
    pronoun_follows,
    |view, mentions, at| age_follows(view, mentions[at].run.end),
    |view, mentions, at| relative_follows(view, mentions[at].run.end),
];

/// The small word right before a name, if it is in one of the classes.
fn noun_before(view: &View, name: usize, any: Class) -> Option<usize> {
    name.checked_sub(1).filter(|&before| view.small(before) && view.is(before, any))
}

/// Whether a surname that is a title elsewhere stands in its place: "The chairman, Aron Field".
fn is_surname_behind(view: &View, run: &Range<usize>) -> bool {
    view.is(run.end - 1, Class::SURNAME)
        && !view.is(run.start, Class::TITLE.or(Class::PERSON).or(Class::BODY).or(Class::BODY_WORD))
        && (follows_apposition(view, run.start) || follows_person_noun(view, run.start))
}

/// Whether a noun for a person stands right before ("boss Callum Reddy", "his cousin Hamid").
fn follows_person_noun(view: &View, start: usize) -> bool {
    noun_before(view, start, Class::PERSON.or(Class::TITLE)).is_some_and(|noun| {
        (view.is(noun, Class::PERSON) || !view.is(noun, Class::BODY)) && !view.reading.tags[noun].is_verb()
    })
}

/// Whether nothing but a preposition and an article stands between a name and a body's ("Ana Nkosi of the Harbor Board").
fn belongs(view: &View, mentions: &[Mention], at: usize) -> bool {
    let end = mentions[at].run.end;
    let of = view.is(end, Class::JOINT.or(Class::BELONGING)) && !view.is(end, Class::AND.or(Class::LOCAL));
    let body = end + 1 + usize::from(view.is(end + 1, Class::DETERMINER));
    let next = mentions.get(at + 1).filter(|next| next.kind == Kind::Body).map(|next| next.run.start);
    of && next.is_some_and(|next| next == end + 1 || next == body)
}

fn follows_article(view: &View, start: usize) -> bool {
    let before = start.checked_sub(1);
    before.is_some_and(|before| view.is(before, Class::DETERMINER) && view.reading.tags[before] == Tag::Dt)
}

/// Whether an office with what it is of stands right before ("secretary for health Ana Nkosi").
fn follows_office(view: &View, start: usize) -> bool {
    /// Between the office and the name: "for public health".
    const WIDEST: usize = 4;
    if start < 3 || !view.small(start - 1) || view.is(start - 1, Class::STOP) {
        return false;
    }
    let joint = (start.saturating_sub(WIDEST).max(1)..start - 1).rev().find(|&token| view.is(token, Class::JOINT));
    joint.is_some_and(|joint| !view.is(joint, Class::AND) && view.is(joint - 1, Class::PERSON))
}

/// Whether a noun for a body, and for no person, stands right before ("investment firm Piper Sandler").
fn follows_body_noun(view: &View, start: usize) -> bool {
    let noun = noun_before(view, start, Class::BODY);
    noun.is_some_and(|noun| !view.is(noun, Class::PERSON) || !view.is(start, Class::GIVEN))
}

/// Whether a noun for a person and a comma stand before ("Counsel for the trust, Nafisa Qureshi").
fn follows_apposition(view: &View, start: usize) -> bool {
    /// The noun stands no further before the name.
    const FURTHEST: usize = 14;
    if start < 2 || !view.comma(start - 1) {
        return false;
    }
    let within = |token: usize| view.is_word(token) || view.possessive(token);
    let mut noun = false;
    for token in (start.saturating_sub(FURTHEST)..start - 1).rev() {
        if !within(token) || view.is(token, Class::CLAUSE.or(Class::RELATIVE)) {
            return false;
        }
        noun |= view.is(token, Class::PERSON);
        let starts = token == 0 || !within(token - 1);
        if noun && (starts || view.is(token, Class::DETERMINER) && !view.is(token - 1, Class::PREPOSITION)) {
            return true;
        }
    }
    false
}

/// Whether "he" or "she" follows a name that begins its sentence, before any other person is named: "Abdel Marwan, from
/// the north, was hit by what he says was a stone".
fn pronoun_follows(view: &View, mentions: &[Mention], at: usize) -> bool {
    /// A pronoun further behind may stand for somebody else.
    const NEAR: usize = 24;
    let prose = &view.reading.prose;
    let run = &mentions[at].run;
    let sentence = prose.sentences.get(prose.sentence_of(run.start)).cloned().unwrap_or_default();
    let limit = sentence.end.min(run.end + NEAR);
    let other = mentions[at + 1..].iter().find(|other| other.kind == Kind::Person || other.run.start >= limit);
    let limit = other.map_or(limit, |other| other.run.start.min(limit));
    let gender = |token: usize| view.names.pronoun(view.form(token)).map(|pronoun| pronoun.gender);
    run.start == sentence.start
        && (run.end..limit).any(|token| {
            view.is(token, Class::PRONOUN)
                && view.reading.classes(token).is(Classes::SUBJECT)
                && matches!(gender(token), Some(Gender::Male | Gender::Female))
                && prose.quoted_of(token).is_none()
        })
}

/// Whether a person's relative pronoun follows ("Ana Nkosi, who left").
fn relative_follows(view: &View, end: usize) -> bool {
    let pronoun = end + usize::from(view.comma(end));
    view.is(pronoun, Class::RELATIVE) && view.names.pronouns.contains_key(view.form(pronoun))
}

/// Whether an age follows (", 54,").
fn age_follows(view: &View, end: usize) -> bool {
    view.comma(end) && view.number(end + 1) && view.word(end + 1).parse::<u8>().is_ok() && !view.is_word(end + 2)
}

/// Whether an apposition with a noun for a person follows (", a lawyer for the family").
fn person_noun_follows(view: &View, end: usize) -> bool {
    /// The noun stands no further behind the comma.
    const FURTHEST: usize = 6;
    if !view.comma(end) {
        return false;
    }
    let first = end + 1;
    let stops = Class::PREPOSITION.or(Class::CLAUSE).or(Class::RELATIVE).or(Class::PRONOUN);
    let mut words = (first..view.len().min(first + FURTHEST)).take_while(|&at| view.is_word(at) && !view.is(at, stops));
    words.find(|&at| view.is(at, Class::PERSON)).is_some_and(|noun| noun > first || !view.capital(noun))
}

/// Whether an apposition with a noun for a body follows (", an aid group with a clinic in Ostra"), one for a person or a
/// body if "it" stands for the name.
fn body_noun_follows(view: &View, name: &Range<usize>) -> bool {
    /// The noun stands within so many words.
    const NEAR: usize = 9;
    let end = name.end;
    if !view.comma(end) || !view.is(end + 1, Class::DETERMINER) || !view.small(end + 1) {
        return false;
    }
    let words = (end + 2..view.len().min(end + NEAR))
        .take_while(|&at| view.is_word(at) && !view.is(at, Class::STOP.or(Class::RELATIVE)) || view.possessive(at));
    let noun =
        words.last().filter(|&noun| view.small(noun) && view.is(noun, Class::BODY) && !view.possessive(noun + 1));
    noun.is_some_and(|noun| {
        !view.is(noun, Class::PERSON) || !view.is(name.start, Class::GIVEN) && thing_follows(view, noun)
    })
}

/// Whether "it", and neither "he" nor "she", stands in the rest of a sentence, as far as nobody is quoted.
fn thing_follows(view: &View, noun: usize) -> bool {
    let prose = &view.reading.prose;
    let end = prose.sentences.get(prose.sentence_of(noun)).map_or(view.len(), |sentence| sentence.end);
    let pronoun = (noun..end).find_map(|token| {
        let pronoun = view.names.pronouns.get(view.form(token))?;
        (pronoun.person == 3 && prose.quoted_of(token).is_none()).then_some(pronoun.gender)
    });
    pronoun == Some(Gender::Thing)
}
