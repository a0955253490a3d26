//! The words around a noun for a person in, the body among them out: "Pentagon press secretary", "head of the Survey".

use std::ops::Range;

use super::body::display;
use super::mention::Kind;
use super::office::{NO_BODY, SEAT, bodies_of_role, ministry};
use super::phrase::phrase_end;
use super::scene::{Scene, title_case};
use crate::lexicon::names::{Class, PlaceKind};

/// The body behind the head: "of the Survey", "for the plaintiffs", "at the institute"; one with a name before one without.
pub(super) fn complement(scene: &Scene, rest: Range<usize>, head: usize) -> Option<String> {
    let view = &scene.view;
    let mut at = rest.start;
    let mut tries = 0;
    let mut unnamed = None;
    // "The member for Ardley": of a place, not of a body.
    let is_seat = bodies_of_role(scene, head) == Some(SEAT);
    while at < rest.end && tries < 4 {
        if !view.is(at, Class::PREPOSITION) || scene.mention_at(at).is_some() {
            at += 1;
            continue;
        }
        tries += 1;
        let end = phrase_end(scene, at + 1).min(rest.end);
        if view.is(at, Class::JOINT.or(Class::BELONGING)) && !(is_seat && view.is(at, Class::JOINT)) {
            let places = view.is(at, Class::JOINT) && view.is(head, Class::OFFICE);
            let mut names = scene.mentions_in(at + 1..end).peekable();
            let named = names.peek().is_some();
            // "For the Marr campaign".
            let noun = view.small(end - 1) && view.is(end - 1, Class::BODY);
            let matter = places
                && !noun
                && names.any(|mention| {
                    let sure = scene.bodies.of[mention].is_some_and(|body| scene.bodies.all[body].sure);
                    scene.mentions[mention].kind == Kind::Unknown && !sure
                });
            // "Of the Council of Crews in Ostra", "of Democracy for Ostra".
            let phrase = scene.bare(at + 1..end);
            let whole = view.is(at, Class::JOINT) && is_title_like(scene, &phrase);
            let body = |at: usize| scene.mentions[at].kind == Kind::Body && scene.mentions[at].run.end < phrase.end;
            if whole && scene.mentions_in(phrase.clone()).next().is_some_and(body) {
                return Some(display(view, phrase));
            }
            let owned = || possessed_body(scene, at + 1..end);
            // "A crew near Ostra": a place, whatever its name.
            let mut local = scene.mentions_in(at + 1..end).filter(|_| view.is(at, Class::LOCAL));
            let matter = matter || local.next_back().is_some_and(|at| scene.mentions[at].kind != Kind::Body);
            match owned().or_else(|| scene.organization_in(at + 1..end, places)).filter(|_| !matter) {
                Some(organization) if named => return Some(organization),
                None if whole => return Some(display(view, phrase)),
                found => unnamed = unnamed.or(found),
            }
        }
        at = end.max(at + 1);
    }
    unnamed
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
    let (word, noun) = bodies_of_role(scene, head)?.split_once(' ')?;
    if word != "country" || modifiers.len() != 1 {
        return None;
    }
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
    if bodies_of_role(scene, head) == Some(NO_BODY) || house {
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

/// The body among the words before the head: "Pentagon Press Secretary", "police spokesperson".
pub(super) fn premodifier(scene: &Scene, mut modifiers: Range<usize>) -> Option<String> {
    let view = &scene.view;
    // "Democrats and independents".
    let beside = |token: usize| view.is(token, Class::AND) && token > 0 && view.is(token - 1, Class::PERSONS);
    if let Some(and) = modifiers.clone().rev().find(|&token| beside(token)) {
        modifiers.start = and + 1;
    }
    // "Ardley striker": a club by the name of its town.
    if bodies_of_role(scene, modifiers.end).is_some_and(|nouns| nouns.starts_with("place "))
        && let Some(at) = scene.mentions_in(modifiers.clone()).next_back()
        && !matches!(scene.mentions[at].kind, Kind::Person | Kind::Demonym | Kind::Office)
        && scene.cast.of[at].is_none()
        && scene.mentions[at].run.end == modifiers.end
    {
        return Some(display(view, scene.mentions[at].name.clone()));
    }
    let body_word = Class::BODY.or(Class::BODY_WORD);
    for at in scene.mentions_in(modifiers.clone()) {
        let mention = &scene.mentions[at];
        let sure =
            scene.bodies.of[at].is_some_and(|body| scene.bodies.all[body].sure) || view.capitals(mention.run.start);
        let official = view.is(modifiers.end, Class::OFFICE.or(Class::VOICE).or(Class::UNNAMED));
        let whole = official && view.names.bodies.contains_key(&*view.key(mention.run.clone()));
        let adjective = view.is(mention.run.end - 1, Class::DEMONYM) && !whole;
        if scene.cast.of[at].is_none() && matches!(mention.kind, Kind::Body | Kind::Unknown) && sure && !adjective {
            let next = mention.run.end;
            let known = scene.bodies.of[at].is_some_and(|body| scene.bodies.all[body].known.is_some());
            if next < modifiers.end && view.small(next) && view.is(next, Class::BODY) && !known {
                return Some(display(view, mention.run.start..next + 1));
            }
            return scene.organization_in(mention.run.clone(), false);
        }
    }
    let start = modifiers.start;
    let known = |end: &usize| view.names.bodies.contains_key(&*view.key(start..*end));
    if let Some(end) = (start + 2..=modifiers.end.min(start + 8)).rev().find(known) {
        return Some(display(view, start..end));
    }
    if modifiers.len() > 3 && view.is(start, Class::BODY) && view.is(start + 1, Class::JOINT) && view.capital(start + 2)
    {
        return Some(display(view, start..start + 3));
    }
    for end in (start + 1..=modifiers.end).rev() {
        let key = view.key(start..end);
        let known = view.names.bodies.contains_key(&*key);
        let named = view.capital(start) && !view.is(start, Class::TITLE) && end - start > 1;
        // "Senate Harbors Chairman": of the Senate Harbors Committee.
        if known
            && end < modifiers.end
            && view.capital(end)
            && let Some(committee) = ministry(scene, end..modifiers.end)
        {
            return Some(committee);
        }
        if known || named && view.is(end - 1, body_word) {
            return Some(display(view, start..end));
        }
    }
    // "Senior state department official".
    for from in (start + 1..modifiers.end).filter(|&from| view.names.starts_body(view.form(from))) {
        let known = |end: &usize| view.names.bodies.contains_key(&*view.key(from..*end));
        if let Some(end) = (from + 2..=modifiers.end.min(from + 5)).rev().find(known) {
            return Some(display(view, from..end));
        }
    }
    let noun = modifiers.clone().rev().find(|&token| view.is(token, Class::BODY))?;
    if noun > start && view.capital(noun - 1) && !view.is(noun - 1, Class::TITLE) {
        // "Venn administration official".
        let from = scene.mention_at(noun - 1).map_or(noun - 1, |at| scene.mentions[at].run.start.max(start));
        return Some(display(view, from..noun + 1));
    }
    let past = modifiers.clone().any(|token| view.is(token, Class::PAST));
    let official = view.is(modifiers.end, Class::OFFICE.or(Class::VOICE).or(Class::TITLE));
    if !official || past {
        return None;
    }
    scene.called_body(noun..noun + 1, start)
}
