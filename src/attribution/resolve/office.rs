//! An office or a noun for a person in, the body out that the article names elsewhere, or that custom gives the office.

use std::ops::Range;

use super::body::display;
use super::description::Description;
use super::mention::Kind;
use super::phrase::phrase_end;
use super::scene::Scene;
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

/// The body that a person of this role speaks for, where the article names it elsewhere.
pub(super) fn by_role(scene: &Scene, description: &Description) -> Option<String> {
    let view = &scene.view;
    let head = description.head?;
    let start = description.role.start;
    if (start..head).any(|token| view.is(token, Class::PAST)) {
        return None;
    }
    let owned = start > 0 && view.is(start - 1, Class::PRONOUN) && view.is(start - 1, Class::DETERMINER);
    match view.names.pronouns.get(view.form(start.saturating_sub(1))).filter(|_| owned).map(|owner| owner.gender) {
        Some(Gender::Thing) => {
            let topic = || scene.bodies.topic(view, start).map(|body| scene.bodies.name(view, body));
            return subject(scene, start - 1).or_else(topic);
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
        RoleBody::None | RoleBody::Seat | RoleBody::Country(_) => None,
        RoleBody::The(noun) => scene.bodies.definite_noun(view, noun),
        RoleBody::Of(nouns) => scene.bodies.near(view, nouns, start),
        // "Director of the lobby group": that it is none named before is said.
        RoleBody::Any if scene.mentions_in(head..description.role.end).next().is_some() => None,
        // "A Republican pollster", "a network spokesman".
        RoleBody::Any if (start..head).any(|token| view.is(token, Class::DEMONYM.or(Class::BODY))) => None,
        RoleBody::Any => scene.bodies.topic(view, start).map(|body| scene.bodies.name(view, body)),
    }
}

/// The body that begins the sentence of a token: "Ardley Air said its director …", "The airline said its director …".
fn subject(scene: &Scene, token: usize) -> Option<String> {
    /// A subject is no longer than so many words.
    const WIDEST: usize = 6;
    let view = &scene.view;
    let prose = &view.reading.prose;
    let floor = prose.sentences.get(prose.sentence_of(token))?.start;
    let start = (floor..token).find(|&at| view.is_word(at) && !view.is(at, Class::DETERMINER))?;
    if let Some(at) = scene.mention_at(start).filter(|&at| scene.cast.of[at].is_none()) {
        let mention = &scene.mentions[at];
        let body = scene.bodies.of[at].filter(|&body| scene.bodies.all[body].sure && !scene.bodies.all[body].place);
        if let Some(body) = body.filter(|_| mention.run.start == start && !view.possessive(mention.run.end)) {
            let modifies = view.small(mention.run.end) && view.reading.tags[mention.run.end].is_noun();
            return (!modifies).then(|| scene.bodies.name(view, body));
        }
    }
    let end = phrase_end(scene, start).min(token).min(start + WIDEST);
    let noun = end > start && start > floor && view.small(end - 1) && view.is(end - 1, Class::BODY);
    noun.then(|| scene.named_body(start..end, floor)).flatten()
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
