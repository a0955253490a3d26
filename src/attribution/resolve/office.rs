//! An office or a noun for a person in, the body out that the article names elsewhere, or that custom gives the office.

use std::ops::Range;

use super::body::display;
use super::description::Description;
use super::mention::Kind;
use super::scene::Scene;
use super::subject::{owner, subject_before};
use crate::lexicon::names::{Class, Gender, RoleBodies, RoleBody};

/// The body of an office that names it by custom ("Secretary of Defense"), if the article names it, too.
pub(super) fn by_office(scene: &Scene, description: &Description) -> Option<String> {
    let view = &scene.view;
    let role = &description.role;
    if role.clone().take(8).any(|token| view.is(token, Class::PAST)) {
        return None;
    }
    for start in role.clone().take(8) {
        for end in (start + 1..=role.end.min(start + 7)).rev() {
            let key = view.key(start..end);
            let local = |token: usize| view.is(token, Class::PLACE) && !view.is(token, Class::DEMONYM);
            if role.clone().any(|token| !(start..end).contains(&token) && local(token)) {
                return None;
            }
            if let Some(body) = view.names.offices.get(&*key) {
                // "New York Attorney General": the office of a state.
                let state = |from: usize| {
                    (from + 2..=start.min(from + 3)).any(|to| view.names.places.contains_key(&*view.key(from..to)))
                };
                if (role.start..start).any(|from| !view.is(from, Class::DEMONYM) && state(from)) {
                    return None;
                }
                let named = scene.bodies.known(body).map(|body| scene.bodies.name(view, body));
                // "Speaker of the House" names it itself.
                let own =
                    |token: &usize| view.names.bodies.get(view.form(*token)).map(|known| known.body) == Some(*body);
                return named.or_else(|| (start..end).find(own).map(|token| view.word(token).to_owned()));
            }
        }
    }
    None
}

/// What the table of bodies of roles says of a noun, with the word before it or alone.
pub(super) fn bodies_of_role(scene: &Scene, head: usize) -> Option<RoleBodies> {
    let view = &scene.view;
    let roles = &view.names.role_bodies;
    let pair = head.checked_sub(1).and_then(|before| roles.get(&*view.key(before..head + 1)));
    pair.or_else(|| roles.get(view.names.plain(view.form(head)))).copied()
}

/// Whether a noun is for who made a document: "co-author".
pub(super) fn is_maker(scene: &Scene, head: usize) -> bool {
    bodies_of_role(scene, head).is_some_and(|role| role.body == RoleBody::Maker)
}

/// The body that a person of this role speaks for, where the article names it elsewhere.
pub(super) fn by_role(scene: &Scene, description: &Description) -> Option<String> {
    let view = &scene.view;
    let head = description.head?;
    let start = description.role.start;
    if (start..head).any(|token| view.is(token, Class::PAST)) {
        return None;
    }
    if is_maker(scene, head) {
        return None;
    }
    let owned = start > 0 && view.is(start - 1, Class::PRONOUN) && view.is(start - 1, Class::DETERMINER);
    match view.names.pronouns.get(view.form(start.saturating_sub(1))).filter(|_| owned).map(|owner| owner.gender) {
        Some(Gender::Thing) => {
            let topic = || scene.bodies.topic(view, start).map(|body| scene.bodies.name(view, body));
            return owner(scene, start - 1).or_else(topic);
        }
        // "Her spokesman" speaks for her.
        Some(Gender::Male | Gender::Female) => return None,
        _ => {}
    }
    if let Some(ministry) = ministry(scene, start..head) {
        return Some(ministry);
    }
    // "Venn's spokesman", "Venn spokesman Ian Koll".
    let whose = start.checked_sub(1).and_then(|before| scene.mention_at(before)).into_iter();
    if whose.chain(scene.mentions_in(start..head)).any(|at| scene.cast.of[at].is_some()) {
        return None;
    }
    let role = bodies_of_role(scene, head)?;
    // A name before the noun is a place or what is called by one: "Harbury boss".
    let local = |at: &usize| match scene.mentions[*at].kind {
        Kind::Place => true,
        Kind::Unknown => scene.mentions[*at].name.end == head,
        _ => false,
    };
    if let Some(at) = scene.mentions_in(start..head).find(local).filter(|_| role.of_place) {
        return Some(display(view, scene.mentions[at].name.clone()));
    }
    match role.body {
        RoleBody::None | RoleBody::Seat | RoleBody::Country(_) | RoleBody::Maker => None,
        RoleBody::The(noun) => scene.bodies.definite_noun(view, noun),
        RoleBody::Of(nouns) => scene.bodies.near(view, nouns, start),
        // "Director of the lobby group": that it is none named before is said.
        RoleBody::Any if scene.mentions_in(head..description.role.end).next().is_some() => None,
        // "A Republican pollster", "a network spokesman".
        RoleBody::Any if (start..head).any(|token| view.is(token, Class::DEMONYM.or(Class::BODY))) => None,
        // "A Brixa spokesman": of a body that is named, and no other.
        RoleBody::Any if scene.mentions_in(start..head).any(|at| scene.mentions[at].kind == Kind::Unknown) => None,
        RoleBody::Any => {
            let subject = subject_before(scene, start, 1).and_then(|subject| subject.body);
            let subject = subject.filter(|&body| scene.bodies.may_have_officers(view, body));
            let body = subject.or_else(|| scene.bodies.topic(view, start));
            body.map(|body| scene.bodies.name(view, body))
        }
    }
}

/// The ministry of a minister, named elsewhere by the same word: "justice secretary", "Ministry of Justice".
pub(super) fn ministry(scene: &Scene, mut modifiers: Range<usize>) -> Option<String> {
    let view = &scene.view;
    let head = modifiers.end;
    let field = modifiers.next_back()?;
    let common = Class::STOP.or(Class::PLACE).or(Class::DEMONYM);
    if !view.is(head, Class::OFFICE) || view.is(field, common) || !view.is_word(field) {
        return None;
    }
    let body = scene.bodies.of_field(view, view.form(field))?;
    Some(scene.bodies.name(view, body))
}
