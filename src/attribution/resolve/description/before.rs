//! The words before a person's name in, what they say of the person out.

use super::{Description, describe};
use crate::attribution::model::tag::Tag;
use crate::attribution::resolve::mention::{Kind, Mention};
use crate::attribution::resolve::scene::Scene;
use crate::lexicon::names::Class;

/// The titles and nouns right before a name: "Pentagon Press Secretary", "former Delta chief", "the group's director"; or
/// the body that the name is given to.
pub(super) fn before(scene: &Scene, mention: &Mention) -> Option<Description> {
    let name = mention.name.start;
    match title_start(scene, mention) {
        Some(start) => describe(scene, phrase_start(scene, start, name)..name, true),
        None => affiliation(scene, name),
    }
}

/// Where the titles of a name begin, without the small words before them; nothing where there are none.
fn title_start(scene: &Scene, mention: &Mention) -> Option<usize> {
    let view = &scene.view;
    let (start, name) = (mention.run.start, mention.name.start);
    if start == name {
        let noun = Class::PERSON.or(Class::TITLE).or(Class::PERSONS);
        let noun_before = start > 0 && view.small(start - 1) && view.is(start - 1, noun);
        return small_office(scene, name).or(noun_before.then_some(start));
    }
    // "Secretary of State Hana Clifton", "Speaker of the House Tomas Venn".
    let article = start > 0 && view.is(start - 1, Class::DETERMINER) && view.is(start, Class::BODY);
    let office = start.checked_sub(2 + usize::from(article));
    let office =
        office.filter(|&office| view.is(office + 1, Class::JOINT) && view.is(office, Class::TITLE.or(Class::PERSON)));
    Some(office.map_or(start, |office| scene.mention_at(office).map_or(office, |at| scene.mentions[at].run.start)))
}

/// Where the phrase begins that ends in titles or nouns, which begin at `from`, and a name.
fn phrase_start(scene: &Scene, from: usize, name: usize) -> usize {
    /// No more words than this stand before the titles.
    const LONGEST: usize = 10;
    let view = &scene.view;
    let sentences = &view.reading.prose.sentences;
    let floor = sentences.get(view.reading.prose.sentence_of(from)).map_or(0, |sentence| sentence.start);
    let mut start = from;
    // Before titles only adjectives belong to the phrase: "former Gov.", but "blocking President".
    let mut titled = from != name;
    while start > floor && from - start < LONGEST {
        let token = start - 1;
        let inside = scene.mention_at(token);
        if inside.is_none() && view.is(token, Class::PERSON) && !view.reading.tags[token].is_verb() {
            titled = false;
        }
        let stays = match inside {
            Some(at) => {
                // "Marchetti campaign chairman".
                let end = scene.mentions[at].run.end;
                let body = view.small(end) && view.is(end, Class::BODY);
                scene.cast.of[at].is_none() || view.possessive(end) || body
            }
            None => {
                let plain = view.small(token) && !view.is(token, Class::STOP) && !view.finite(token);
                plain && (!titled || view.reading.tags[token] == Tag::Jj)
                    || is_pair(scene, token, floor)
                    || view.possessive(token)
                    || view.number(token) && view.word(token).ends_with(char::is_alphabetic)
            }
        };
        if !stays || !view.reading.prose.tokens[start].spaced && !view.possessive(start) {
            break;
        }
        start = inside.map_or(token, |at| scene.mentions[at].run.start).max(floor);
    }
    start
}

/// Whether "and" stands between two nouns for a person: "founder and director Eno Brandt".
fn is_pair(scene: &Scene, and: usize, floor: usize) -> bool {
    let view = &scene.view;
    let noun = |token: usize| view.small(token) && view.is(token, Class::PERSON);
    view.is(and, Class::AND) && and > floor && noun(and - 1) && noun(and + 1)
}

/// Where an office with what it is of begins, right before a name: "chief of staff", "head of the port authority".
fn small_office(scene: &Scene, name: usize) -> Option<usize> {
    /// Between the office and the name: "of the port authority".
    const WIDEST: usize = 5;
    let view = &scene.view;
    let last = name.checked_sub(1).filter(|&last| view.small(last) && !view.is(last, Class::PERSON.or(Class::STOP)))?;
    let joint = (name.saturating_sub(WIDEST)..last)
        .rev()
        .find(|&token| !view.small(token) || view.is(token, Class::STOP) && !view.is(token, Class::DETERMINER))?;
    let of = view.is(joint, Class::JOINT) && !view.is(joint, Class::AND) && joint > 0;
    (of && view.small(joint - 1) && view.is(joint - 1, Class::OFFICE)).then(|| joint - 1)
}

/// The body that a name is given to: "Sky News' Della Crane".
fn affiliation(scene: &Scene, name: usize) -> Option<Description> {
    let view = &scene.view;
    let clitic = name.checked_sub(1).filter(|&clitic| view.possessive(clitic))?;
    let at = scene.mention_at(clitic.checked_sub(1)?)?;
    let body = scene.bodies.of[at].filter(|_| scene.mentions[at].kind == Kind::Body)?;
    Some(Description::of_body(name, scene.bodies.name(view, body)))
}

/// An apposition before a name: "its director, Eoin Prunty".
pub(super) fn apposed_before(scene: &Scene, mention: &Mention) -> Option<Description> {
    let view = &scene.view;
    if mention.run.len() < 2 {
        return None;
    }
    let comma = comma_before(scene, mention.run.start)?;
    let start = apposition_start(scene, comma)?;
    // "The death of the rebels' leader, President Venn said": who bears an office is no apposition to another, but
    // "Reacting, the chairman of the board, Senator Venn, said".
    let bears = (mention.run.start..mention.name.start).any(|token| view.is(token, Class::OFFICE));
    let prose = &view.reading.prose;
    let opens = start == 0 || view.comma(start - 1) || prose.sentence_of(start - 1) != prose.sentence_of(start);
    if bears && !opens {
        return None;
    }
    // "They shot Egon Fast, the leader of the gang, Mr. Venn said": an apposition to the name before it.
    let earlier = start.checked_sub(2).filter(|_| view.comma(start - 1)).and_then(|token| scene.mention_at(token));
    if earlier.is_some_and(|at| scene.cast.of[at].is_some()) {
        return None;
    }
    // "Envoy Tilda Marsh of the Harbor League, Mayor Egon Fast": the next of a list.
    if scene.mentions_in(start..comma).any(|at| is_another(scene, at)) {
        return None;
    }
    let description = describe(scene, start..comma, false)?;
    let head = description.head?;
    // "His successor, Judge Venn".
    let told = view.is(head, if bears { Class::OFFICE } else { Class::PERSON });
    told.then_some(Description { worth: if bears { 2 } else { 3 }, ..description })
}

/// Whether a mention names a person, and not whose something is.
pub(super) fn is_another(scene: &Scene, at: usize) -> bool {
    scene.cast.of[at].is_some() && !scene.view.possessive(scene.mentions[at].run.end)
}

/// The comma before a name and the small words that belong to it: "The jury's president, the novelist Edmund Achterberg".
fn comma_before(scene: &Scene, name: usize) -> Option<usize> {
    /// No more such words stand before a name.
    const LONGEST: usize = 4;
    let view = &scene.view;
    let mut start = name;
    while start > 0 && name - start < LONGEST && view.small(start - 1) && !view.is(start - 1, Class::STOP) {
        start -= 1;
    }
    let before = start.checked_sub(1)?;
    let comma = if view.is(before, Class::DETERMINER) { before.checked_sub(1)? } else { before };
    view.comma(comma).then_some(comma)
}

/// Where the apposition begins that ends at a comma: at an article, a possessor, or with the sentence.
fn apposition_start(scene: &Scene, comma: usize) -> Option<usize> {
    /// It is no longer.
    const LONGEST: usize = 16;
    let view = &scene.view;
    let sentences = &view.reading.prose.sentences;
    let floor = sentences.get(view.reading.prose.sentence_of(comma)).map_or(0, |sentence| sentence.start);
    let floor = floor.max(comma.saturating_sub(LONGEST));
    let mut start = comma;
    let mut first_determiner = None;
    while start > floor {
        let token = start - 1;
        let mention = scene.mention_at(token);
        let body = view.is(token, Class::PREPOSITION.or(Class::DETERMINER)) || mention.is_some();
        if scene.breaks(token) && !body || view.is(token, Class::CLAUSE) || view.finite(token) {
            break;
        }
        start = token;
        if view.is(token, Class::DETERMINER) && mention.is_none() {
            first_determiner = Some(token);
            // "The head of the board": the article behind a preposition is not the first.
            if view.is(token, Class::PRONOUN) || token == floor || !view.preposition(token - 1) {
                break;
            }
        }
    }
    let begins = first_determiner == Some(start)
        || scene.mention_at(start).is_some_and(|at| view.possessive(scene.mentions[at].run.end))
        || view.capital(start) && start == floor;
    (begins && !view.preposition(start)).then_some(start)
}
