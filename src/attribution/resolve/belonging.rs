//! The words around a noun for a person in, the body among them out: "Pentagon press secretary", "head of the Survey".

use std::ops::Range;

use super::body::display;
use super::mention::Kind;
use super::office::{bodies_of_role, ministry};
use super::phrase::phrase_end;
use super::scene::{Scene, title_case};
use crate::lexicon::names::{BodyKind, Class, PlaceKind, RoleBody};

/// The first of a judge's bodies in the table of bodies of roles.
const COURT: &str = "court";

/// The body behind the head: "of the Survey", "for the plaintiffs", "at the institute"; one with a name before one without.
pub(super) fn complement(scene: &Scene, rest: Range<usize>, head: usize) -> Option<String> {
    /// So many prepositions are looked at.
    const MOST: usize = 4;
    let view = &scene.view;
    // "The member for Ardley": of a place, not of a body.
    let is_seat = bodies_of_role(scene, head).is_some_and(|role| role.body == RoleBody::Seat);
    let mut at = rest.start;
    let mut tries = 0;
    let mut unnamed = None;
    while at < rest.end && tries < MOST {
        if !view.is(at, Class::PREPOSITION) || scene.mention_at(at).is_some() {
            at += 1;
            continue;
        }
        tries += 1;
        let end = phrase_end(scene, at + 1).min(rest.end);
        if view.is(at, Class::JOINT.or(Class::BELONGING))
            && !(is_seat && view.is(at, Class::JOINT))
            && let Some(body) = body_behind(scene, at, end, head)
        {
            let named = scene.mentions_in(at + 1..end).next().is_some();
            if named {
                return Some(body);
            }
            unnamed = unnamed.or(Some(body));
        }
        at = end.max(at + 1);
    }
    unnamed
}

/// The body that the words behind a preposition name.
fn body_behind(scene: &Scene, preposition: usize, end: usize, head: usize) -> Option<String> {
    let view = &scene.view;
    let words = preposition + 1..end;
    let of = view.is(preposition, Class::JOINT);
    let places = of && view.is(head, Class::OFFICE);
    let phrase = scene.bare(words.clone());
    let whole = of && is_title_like(scene, &phrase);
    // "Of the Council of Crews in Ostra", "of Democracy for Ostra".
    let body = |at: usize| scene.mentions[at].kind == Kind::Body && scene.mentions[at].run.end < phrase.end;
    if whole && scene.mentions_in(phrase.clone()).next().is_some_and(body) {
        return Some(display(view, phrase));
    }
    // "For the Marr campaign", but "minister for Harbors".
    let noun = view.small(end - 1) && view.is(end - 1, Class::BODY);
    let is_matter = |at: usize| {
        let sure = scene.bodies.of[at].is_some_and(|body| scene.bodies.all[body].sure);
        scene.mentions[at].kind == Kind::Unknown && !sure
    };
    let matter = places && !noun && scene.mentions_in(words.clone()).any(is_matter);
    // "A crew near Ostra": a place, whatever its name.
    let last = scene.mentions_in(words.clone()).next_back().filter(|_| view.is(preposition, Class::LOCAL));
    let local = last.is_some_and(|at| scene.mentions[at].kind != Kind::Body);
    // "A caller on Quay Road", "adviser on Harbors", "a student of Botany": what has no body's name is a matter.
    let lone = of && !view.is(head, Class::OFFICE.or(Class::VOICE)) && phrase.len() == 1;
    let is_plain = |at: usize| {
        let known = scene.bodies.of[at].is_some_and(|body| {
            let body = &scene.bodies.all[body];
            body.known.is_some() || body.kind.is_some() || body.count > 1
        });
        scene.mentions[at].kind == Kind::Unknown && !known
    };
    let last = scene.mentions_in(words.clone()).next_back();
    let plain = !noun && (view.is(preposition, Class::TOPIC) || lone) && last.is_some_and(is_plain);
    let named = (!matter && !local && !plain)
        .then(|| possessed_body(scene, words.clone()).or_else(|| scene.organization_in(words, places)))
        .flatten();
    // "Secretary for the Treasury Mona Tarn": the name that follows hides the body's.
    named.or_else(|| (whole || is_bare_body(scene, &phrase)).then(|| display(view, phrase)))
}

/// Whether a phrase is capitals and ends in a noun for a body, and is no mention of its own.
fn is_bare_body(scene: &Scene, phrase: &Range<usize>) -> bool {
    let view = &scene.view;
    let capitals = !phrase.is_empty() && phrase.clone().all(|token| view.capital(token));
    capitals && view.is(phrase.end - 1, Class::BODY) && scene.mentions_in(phrase.clone()).next().is_none()
}

/// Whether a phrase is a name of several words, of neither a person nor a place: "Democracy for Ostra".
fn is_title_like(scene: &Scene, phrase: &Range<usize>) -> bool {
    let view = &scene.view;
    let within = |token: usize| {
        let joint = view.is(token, Class::JOINT) && !view.is(token, Class::AND);
        let article = token > phrase.start && view.is(token, Class::DETERMINER) && view.is(token - 1, Class::JOINT);
        view.capital(token) || joint || article || view.possessive(token) || scene.mention_at(token).is_some()
    };
    let mut mentions = scene.mentions_in(phrase.clone());
    let named = mentions.next().is_some_and(|at| {
        scene.cast.of[at].is_none()
            && !scene.is_law(at)
            && !matches!(scene.mentions[at].kind, Kind::Place | Kind::Demonym | Kind::Person)
    });
    named && phrase.len() > 1 && phrase.clone().all(within) && mentions.all(|at| scene.cast.of[at].is_none())
}

/// A body with the one that it belongs to: "the Harbor Authority's Office of Piers".
fn possessed_body(scene: &Scene, phrase: Range<usize>) -> Option<String> {
    let view = &scene.view;
    let mut bodies = scene.mentions_in(phrase).filter(|&at| scene.mentions[at].kind == Kind::Body);
    let (owner, owned) = (bodies.next()?, bodies.next()?);
    let (owner, owned) = (&scene.mentions[owner].run, &scene.mentions[owned].run);
    (view.possessive(owner.end) && owned.start == owner.end + 1).then(|| display(view, owner.start..owned.end))
}

/// The body before an ending of possession: "Karvonia's foreign minister", "the group's director".
pub(super) fn possessor(scene: &Scene, modifiers: Range<usize>) -> Option<String> {
    let view = &scene.view;
    let clitic = modifiers.clone().rev().find(|&token| view.possessive(token))?;
    scene.organization_in(modifiers.start..clitic, true)
}

/// The government of officials of a country: "Ostran officials".
pub(super) fn government(scene: &Scene, modifiers: Range<usize>, head: usize) -> Option<String> {
    let view = &scene.view;
    let RoleBody::Country(noun) = bodies_of_role(scene, head).filter(|_| modifiers.len() == 1)?.body else {
        return None;
    };
    let place = view.names.place_of(view.form(modifiers.start).trim_end_matches('.'))?;
    (!place.is_empty()).then(|| format!("{} {noun}", title_case(place)))
}

/// The country of an office: "Ostran President", "Batiri Foreign Minister".
pub(super) fn country(scene: &Scene, modifiers: Range<usize>, head: usize) -> Option<String> {
    let view = &scene.view;
    let first = modifiers.start;
    if modifiers.is_empty() || !view.is(head, Class::OFFICE) || !view.capital(first) {
        return None;
    }
    // "U.S. Speaker of the House".
    let house = view.is(head + 1, Class::JOINT) && view.is(head + 2, Class::DETERMINER) && view.capital(head + 3);
    if house || bodies_of_role(scene, head).is_some_and(|role| role.body == RoleBody::None) {
        return None;
    }
    let key = view.form(first);
    if let Some(place) = view.names.demonyms.get(key) {
        return (!place.is_empty()).then(|| title_case(place));
    }
    if matches!(view.names.places.get(key), Some(PlaceKind::City | PlaceKind::State)) {
        return None;
    }
    let named = scene.bodies.find(key).filter(|&body| scene.bodies.all[body].sure || scene.bodies.all[body].place)?;
    (!view.is(first, Class::TITLE.or(Class::PERSON))).then(|| scene.bodies.name(view, named))
}

/// The name, which tells of no body, before an office that any body may have: "Green Harvest CEO", "Family Action President".
fn before_office(scene: &Scene, modifiers: Range<usize>) -> Option<Range<usize>> {
    let view = &scene.view;
    let title = Class::TITLE.or(Class::PERSON).or(Class::OFFICE).or(Class::PAST).or(Class::ACTING);
    let mut name = modifiers.clone();
    while !name.is_empty() && view.is(name.end - 1, title) {
        name.end -= 1;
    }
    if name.len() < 2 {
        return None;
    }
    let of = |head: usize, body: RoleBody| bodies_of_role(scene, head).is_some_and(|role| role.body == body);
    let presides = view.is(modifiers.end, Class::OFFICE) && of(modifiers.end, RoleBody::None);
    let any = (name.end..=modifiers.end).any(|head| of(head, RoleBody::Any));
    let shouted = |token: usize| view.capitals(token) && view.word(token).len() > 4;
    let not = title.or(Class::STOP).or(Class::GIVEN);
    let plain = |token: usize| view.capital(token) && !view.is(token, not) && !shouted(token);
    let local = Class::PLACE.or(Class::DEMONYM);
    let own = name.clone().filter(|&token| !view.is(token, local)).count();
    let least = if presides { 3 } else { 2 };
    let closed = !name.is_empty() && !view.is(name.end - 1, local);
    (name.len() >= least && own >= 2 && closed && (presides || any) && name.clone().all(plain)).then_some(name)
}

/// The body among the words before the head: "Pentagon Press Secretary", "police spokesperson".
pub(super) fn premodifier(scene: &Scene, mut modifiers: Range<usize>) -> Option<String> {
    let view = &scene.view;
    // "Ostra District Judge": a judge's body is a court.
    let last = modifiers.end.checked_sub(1).filter(|last| modifiers.contains(last));
    let kind = last.filter(|&last| view.is(last, Class::BODY)).and_then(|last| view.names.heads.get(view.form(last)));
    let judges = || bodies_of_role(scene, modifiers.end).and_then(|role| role.nouns());
    if kind.is_some_and(|kind| *kind != BodyKind::Court) && judges().is_some_and(|nouns| nouns.starts_with(COURT)) {
        return None;
    }
    // "Democrats and independents".
    let beside = |token: usize| view.is(token, Class::AND) && token > 0 && view.is(token - 1, Class::PERSONS);
    if let Some(and) = modifiers.clone().rev().find(|&token| beside(token)) {
        modifiers.start = and + 1;
    }
    club(scene, &modifiers)
        .or_else(|| mentioned(scene, &modifiers))
        .or_else(|| leading(scene, &modifiers))
        .or_else(|| within(scene, &modifiers))
        .or_else(|| plain_name(scene, &modifiers))
        .or_else(|| before_office(scene, modifiers.clone()).map(|name| display(view, name)))
        .or_else(|| called(scene, &modifiers))
}

/// "Brixa spokeswoman Mona Tarn": one word that tells of nothing else.
fn plain_name(scene: &Scene, modifiers: &Range<usize>) -> Option<String> {
    let view = &scene.view;
    let last = modifiers.end.checked_sub(1).filter(|last| modifiers.contains(last))?;
    let at = scene.mention_at(last)?;
    let officer = view.small(modifiers.end)
        && view.is(modifiers.end, Class::VOICE.or(Class::OFFICE))
        && bodies_of_role(scene, modifiers.end).is_some_and(|role| role.body == RoleBody::Any);
    let name = scene.mentions[at].kind == Kind::Unknown && scene.cast.of[at].is_none();
    let body = scene.bodies.of[at].filter(|&body| !scene.bodies.all[body].place)?;
    (officer && name && view.reading.tags[last].is_proper()).then(|| scene.bodies.name(view, body))
}

/// "Ardley striker": a club by the name of its town.
fn club(scene: &Scene, modifiers: &Range<usize>) -> Option<String> {
    let plays = bodies_of_role(scene, modifiers.end).is_some_and(|role| role.of_place);
    let at = scene.mentions_in(modifiers.clone()).next_back().filter(|_| plays)?;
    let mention = &scene.mentions[at];
    (scene.cast.of[at].is_none() && mention.kind != Kind::Demonym).then(|| display(&scene.view, mention.name.clone()))
}

/// "Harbor Board director": a body that the article names.
fn mentioned(scene: &Scene, modifiers: &Range<usize>) -> Option<String> {
    let view = &scene.view;
    let official = view.is(modifiers.end, Class::OFFICE.or(Class::VOICE).or(Class::UNNAMED));
    let at = scene.mentions_in(modifiers.clone()).find(|&at| {
        let mention = &scene.mentions[at];
        let sure =
            scene.bodies.of[at].is_some_and(|body| scene.bodies.all[body].sure) || view.capitals(mention.run.start);
        let whole = || official && view.names.bodies.contains_key(&*view.key(mention.run.clone()));
        sure && scene.cast.of[at].is_none()
            && matches!(mention.kind, Kind::Body | Kind::Unknown)
            && (!view.is(mention.run.end - 1, Class::DEMONYM) || whole())
    })?;
    let run = &scene.mentions[at].run;
    let known = scene.bodies.of[at].is_some_and(|body| scene.bodies.all[body].known.is_some());
    if run.end < modifiers.end && view.small(run.end) && view.is(run.end, Class::BODY) && !known {
        return Some(display(view, run.start..run.end + 1));
    }
    scene.organization_in(run.clone(), false)
}

/// A body that the words begin with: one that is well known, or one that is called so by its last word.
fn leading(scene: &Scene, modifiers: &Range<usize>) -> Option<String> {
    let view = &scene.view;
    let start = modifiers.start;
    if let Some(end) = view.known_bodies(start, modifiers.end).next() {
        return Some(display(view, start..end));
    }
    // "Council of Crews director".
    if modifiers.len() > 3 && view.is(start, Class::BODY) && view.is(start + 1, Class::JOINT) && view.capital(start + 2)
    {
        return Some(display(view, start..start + 3));
    }
    let named = view.capital(start) && !view.is(start, Class::TITLE);
    (start + 1..=modifiers.end).rev().find_map(|end| {
        if view.names.bodies.contains_key(&*view.key(start..end)) {
            // "Senate Harbors Chairman": of the Senate Harbors Committee.
            let committee = (end < modifiers.end).then(|| ministry(scene, end..modifiers.end)).flatten();
            return committee.or_else(|| Some(display(view, start..end)));
        }
        let called = named && end - start > 1 && view.is(end - 1, Class::BODY.or(Class::BODY_WORD));
        called.then(|| display(view, start..end))
    })
}

/// A well-known body in their midst: "Senior state department official".
fn within(scene: &Scene, modifiers: &Range<usize>) -> Option<String> {
    let view = &scene.view;
    let mut starts = modifiers.start + 1..modifiers.end;
    starts.find_map(|start| Some(display(view, start..view.known_bodies(start, modifiers.end).next()?)))
}

/// A body by its noun: "Venn administration official", "police spokesperson".
fn called(scene: &Scene, modifiers: &Range<usize>) -> Option<String> {
    let view = &scene.view;
    let start = modifiers.start;
    let noun = modifiers.clone().rev().find(|&token| view.is(token, Class::BODY))?;
    if noun > start && view.capital(noun - 1) && !view.is(noun - 1, Class::TITLE) {
        let from = scene.mention_at(noun - 1).map_or(noun - 1, |at| scene.mentions[at].run.start.max(start));
        return Some(display(view, from..noun + 1));
    }
    let past = modifiers.clone().any(|token| view.is(token, Class::PAST));
    let official = view.is(modifiers.end, Class::OFFICE.or(Class::VOICE).or(Class::TITLE));
    if !official || past {
        return None;
    }
    // "A school spokesman": the article is not the school's.
    let lone = noun == start && noun + 1 == modifiers.end;
    let named = lone.then(|| scene.bodies.bearing(view, view.form(noun), start)).flatten();
    named.map(|body| scene.bodies.name(view, body)).or_else(|| scene.called_body(noun..noun + 1, start))
}
