//! The words behind a person's name in, what they say of the person out.

use std::ops::Range;

use super::before::is_another;
use super::{Description, describe};
use crate::attribution::model::tag::Tag;
use crate::attribution::resolve::body::display;
use crate::attribution::resolve::mention::{Kind, Mention};
use crate::attribution::resolve::phrase::{apposition_end, phrase_end};
use crate::attribution::resolve::scene::Scene;
use crate::lexicon::classes::Classes;
use crate::lexicon::names::{Class, PlaceKind};

/// What follows a name: "(R-CO)", "of the Survey", ", 54, a neighbor", ", who runs the depot".
pub(super) fn behind(scene: &Scene, mention: &Mention) -> Option<Description> {
    let view = &scene.view;
    let mut at = behind_brackets(scene, mention.name.end)?;
    if view.is(at, Class::JOINT.or(Class::BELONGING)) && view.is(at, Class::PREPOSITION) && !view.is(at, Class::LOCAL) {
        let phrase = scene.bare(at + 1..phrase_end(scene, at + 1));
        if is_body(scene, &phrase) {
            return of_body(scene, phrase);
        }
        // "Senator Hilde Marr of Ostra, the committee's chairwoman".
        if !view.is(at, Class::JOINT) {
            return None;
        }
        at = phrase.end;
    }
    // "Hana Koll, 54, a neighbor".
    if view.comma(at) && view.number(at + 1) && (view.comma(at + 2) || view.is(at + 2, Class::PREPOSITION)) {
        at += 2;
    }
    if at == mention.name.end && view.finite(at) && view.reading.classes(at).is(Classes::BE) {
        return predicate(scene, at);
    }
    let dash = at < view.len() && view.word(at).starts_with(['–', '—']);
    let start = at + usize::from(!view.is(at, Class::RELATIVE));
    if start > at && !view.comma(at) && !dash {
        None
    } else if view.is(start, Class::RELATIVE) {
        relative(scene, start)
    } else if view.is(start, Class::JOINT) && !view.is(start, Class::AND) {
        // "Hana Koll, of the Survey": of all that a preposition begins, this alone tells.
        let phrase = start + 1..phrase_end(scene, start + 1);
        let body = scene.mentions_in(phrase.clone()).any(|mention| scene.mentions[mention].kind == Kind::Body);
        if body { of_organization(scene, phrase) } else { None }
    } else if view.reading.tags.get(start).is_some_and(|tag| tag.is_verb()) || view.preposition(start) {
        // ", described the evidence" is no apposition.
        None
    } else {
        apposition(scene, mention, start)
    }
}

/// "Mona Tarn is a physicist at the Harbor Institute"; what somebody is called otherwise tells no body.
fn predicate(scene: &Scene, verb: usize) -> Option<Description> {
    let view = &scene.view;
    let start = verb + 2;
    if view.reading.tags.get(verb) != Some(&Tag::Vbz) || !view.is(verb + 1, Class::DETERMINER) {
        return None;
    }
    let end = apposition_end(scene, start);
    let description = describe(scene, start..end, false)?;
    let named = scene.mentions_in(description.head?..end).any(|other| scene.cast.of[other].is_none());
    (named && description.organization.is_some()).then_some(Description { head: None, worth: 0, ..description })
}

/// The body that is all that stands in brackets: "Mira Orr (Harbor Alliance)"; no letters, and no place of its own.
pub(super) fn in_brackets(scene: &Scene, mention: &Mention) -> Option<Description> {
    let open = mention.name.end;
    let body = bracketed(scene, open)?;
    Some(Description::of_body(open + 1, body))
}

fn bracketed(scene: &Scene, open: usize) -> Option<String> {
    let close = behind_brackets(scene, open).filter(|&close| close > open)? - 1;
    let at = scene.mention_at(open + 1)?;
    let mention = &scene.mentions[at];
    let whole = mention.run == (open + 1..close) && mention.run.len() > 1 && scene.cast.of[at].is_none();
    let named = matches!(mention.kind, Kind::Body | Kind::Unknown);
    let body = scene.bodies.of[at].filter(|_| whole && named)?;
    Some(scene.bodies.name(&scene.view, body))
}

/// The party of its leader: "Orr's Harbor Alliance won".
pub(super) fn led(scene: &Scene, mention: &Mention) -> Option<Description> {
    let clitic = mention.name.end;
    let owned = scene.mention_at(clitic + 1).filter(|_| scene.view.possessive(clitic))?;
    let starts = scene.mentions[owned].run.start == clitic + 1;
    let body = scene.bodies.of[owned].filter(|&body| starts && scene.bodies.all[body].voiced)?;
    (!scene.is_law(owned)).then(|| Description::of_body(clitic + 1, scene.bodies.name(&scene.view, body)))
}

/// Where the brackets behind a name end, if there are any: "(R-CO)".
fn behind_brackets(scene: &Scene, at: usize) -> Option<usize> {
    /// No brackets of this kind hold more.
    const WIDEST: usize = 12;
    let view = &scene.view;
    if at >= view.len() || view.word(at) != "(" {
        return Some(at);
    }
    (at..view.len().min(at + WIDEST)).find(|&token| view.word(token) == ")").map(|close| close + 1)
}

/// Whether what a name is of is a body.
fn is_body(scene: &Scene, phrase: &Range<usize>) -> bool {
    let Some(first) = scene.mentions_in(phrase.clone()).next() else { return false };
    let sure = scene.bodies.of[first].is_some_and(|body| scene.bodies.all[body].sure);
    match scene.mentions[first].kind {
        Kind::Body => true,
        Kind::Unknown if sure => true,
        kind => is_in_capitals(scene, phrase, kind),
    }
}

/// Whether a phrase is one name: "Council of Crews in Ostra".
fn is_in_capitals(scene: &Scene, phrase: &Range<usize>, first: Kind) -> bool {
    let view = &scene.view;
    let capitals = phrase.clone().all(|token| view.capital(token) || view.is(token, Class::JOINT));
    let country = || view.names.places.get(&*view.key(phrase.clone())) == Some(&PlaceKind::Country);
    capitals && phrase.len() > 1 && first != Kind::Person && (first != Kind::Place || country())
}

/// The body that a phrase names, as a whole or by what stands in it.
fn of_body(scene: &Scene, phrase: Range<usize>) -> Option<Description> {
    let first = scene.mentions_in(phrase.clone()).next()?;
    if is_in_capitals(scene, &phrase, scene.mentions[first].kind) {
        return Some(Description::of_body(phrase.start, display(&scene.view, phrase)));
    }
    of_organization(scene, phrase)
}

fn of_organization(scene: &Scene, phrase: Range<usize>) -> Option<Description> {
    let start = phrase.start;
    scene.organization_in(phrase, false).map(|organization| Description::of_body(start, organization))
}

/// A relative clause: "who is the council's director", "who runs the depot".
fn relative(scene: &Scene, pronoun: usize) -> Option<Description> {
    let view = &scene.view;
    let start = pronoun + 1;
    let clause = start..clause_end(scene, start);
    if view.reading.tags.get(start) != Some(&Tag::Vbz) {
        return None;
    }
    if view.reading.classes(start).is(Classes::BE)
        && let Some(description) = describe(scene, start + 1..clause.end, false)
    {
        return Some(Description { worth: description.worth.max(2), ..description });
    }
    let person = view.names.pronouns.contains_key(view.form(pronoun));
    (clause.len() >= 2 && person && !view.is(start, Class::CLAUSE)).then(|| {
        let organization = clause_organization(scene, clause.clone());
        Description { role: clause, head: None, organization, worth: 0, left: false }
    })
}

/// An apposition: ", director of the Survey".
fn apposition(scene: &Scene, mention: &Mention, start: usize) -> Option<Description> {
    let view = &scene.view;
    let end = apposition_end(scene, start);
    let mut description = describe(scene, start..end, false)?;
    let head = description.head?;
    // ", Smith said" and ", President Trump told" name somebody else.
    if scene.mentions_in(start..head + 1).chain(scene.mention_at(head)).any(|at| is_another(scene, at)) {
        return None;
    }
    // "For midfielder Egon Fast, the club's director said": who says it is another.
    let definite = view.is(start, Class::DETERMINER) && !view.is(start, Class::INDEFINITE);
    if definite && view.finite(end) && mention.run.start > 0 && view.preposition(mention.run.start - 1) {
        return None;
    }
    // "Hana Koll, director, the Harbor Board".
    let article = usize::from(view.is(end + 1, Class::DETERMINER) && view.small(end + 1));
    let next = view.comma(end).then(|| scene.mention_at(end + 1 + article)).flatten().filter(|&at| {
        let mention = &scene.mentions[at];
        mention.kind == Kind::Body && scene.cast.of[at].is_none() && scene.breaks(mention.run.end)
    });
    let beside = next.and_then(|at| scene.bodies.of[at]).map(|body| scene.bodies.name(view, body));
    description.organization = description.organization.or(beside).or_else(|| bracketed(scene, end));
    description.worth = description.worth.max(2) + 1;
    Some(description)
}

/// Where a relative clause ends that starts here.
fn clause_end(scene: &Scene, start: usize) -> usize {
    const LONGEST: usize = 14;
    let view = &scene.view;
    let limit = view.len().min(start + LONGEST);
    let ends = |&at: &usize| !view.is_word(at) && !view.number(at) && !view.possessive(at);
    (start..limit).find(ends).unwrap_or(limit.max(start))
}

/// The body in a relative clause: "who runs the group's depot", "who sits on the culture committee".
fn clause_organization(scene: &Scene, clause: Range<usize>) -> Option<String> {
    let view = &scene.view;
    let mut at = clause.start;
    while at < clause.end {
        if let Some(mention) = scene.mention_at(at) {
            let mention = &scene.mentions[mention];
            if mention.kind == Kind::Body {
                return scene.organization_in(mention.run.clone(), false);
            }
            at = mention.run.end.max(at + 1);
            continue;
        }
        if view.small(at) && view.is(at, Class::BODY) {
            let start = (clause.start..at).rev().find(|&token| view.is(token, Class::STOP)).map_or(at, |stop| stop + 1);
            return Some(scene.noun_body(start..at + 1, clause.start));
        }
        at += 1;
    }
    None
}
