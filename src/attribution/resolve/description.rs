//! The words around a person's name in, descriptions out: role and body.

use std::ops::Range;

use super::belonging::{complement, country, possessor, premodifier};
use super::body::display;
use super::mention::{Kind, Mention};
use super::office::{by_office, by_role};
use super::scene::{Profile, Scene};
use super::view::View;
use crate::attribution::model::tag::Tag;
use crate::lexicon::classes::Classes;
use crate::lexicon::names::{Class, PlaceKind};
use crate::text::fold::fold;

/// What one place of a text says of a person.
#[derive(Clone, Debug)]
pub(super) struct Description {
    /// The words that say it, without an article before them.
    pub(super) role: Range<usize>,
    /// The noun for the person, if there is one.
    pub(super) head: Option<usize>,
    /// The body in it.
    pub(super) organization: Option<String>,
    /// How much it is worth as a role.
    pub(super) worth: u8,
    /// Whether it is an office that is given up, of a body that it does not tell.
    pub(super) left: bool,
}

impl Description {
    /// A body alone, at a token: no word tells what the person is there.
    fn of_body(at: usize, organization: String) -> Self {
        Self { role: at..at, head: None, organization: Some(organization), worth: 0, left: false }
    }

    /// Who is called "former Delta chief" speaks for Delta no longer; "former minister and Delta chief" does.
    pub(super) fn leave(&mut self, scene: &Scene) {
        let view = &scene.view;
        let Some(head) = self.head else { return };
        let person = Class::PERSON.or(Class::TITLE);
        let second = |token: &usize| view.is(*token, Class::AND) && *token > 0 && view.is(*token - 1, person);
        let start = (self.role.start..head).rev().find(second).unwrap_or(self.role.start);
        if (start..head).any(|token| view.is(token, Class::FORMER)) {
            let person = |at: usize| scene.cast.of[at].is_some() || scene.mentions[at].kind == Kind::Office;
            self.left = self.organization.is_none() && scene.mentions_in(start..head).all(person);
            self.organization = None;
        }
    }
}

/// An apposition is no longer than this many words.
const LONGEST: usize = 28;

/// The mentions of a person that are looked at for descriptions.
const MENTIONS: usize = 40;

/// Describes every person of a scene.
pub(super) fn profiles(scene: &Scene) -> Vec<Profile> {
    scene
        .cast
        .all
        .iter()
        .map(|person| {
            let mut descriptions = Vec::new();
            for &at in person.mentions.iter().take(MENTIONS) {
                around(scene, &scene.mentions[at], &mut descriptions);
            }
            profile(scene, descriptions)
        })
        .collect()
}

/// Chooses among the descriptions of one person.
pub(super) fn profile(scene: &Scene, descriptions: Vec<Description>) -> Profile {
    let view = &scene.view;
    let best = |least: u8, most: u8| {
        descriptions.iter().filter(|description| (least..=most).contains(&description.worth)).max_by(|a, b| {
            let rank = |d: &Description| {
                let office = d.head.is_some_and(|head| view.is(head, Class::OFFICE.or(Class::TITLE)));
                let now = !d.role.clone().any(|token| view.is(token, Class::PAST));
                (d.worth, now, d.organization.is_some(), office, d.role.len().min(8))
            };
            rank(a).cmp(&rank(b)).then(b.role.start.cmp(&a.role.start))
        })
    };
    let main = best(2, 9);
    let title = best(1, 1);
    let text = |description: &Description| {
        let role = &description.role;
        view.text(role.clone()).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    // "President Venn, candidate": the office by which one is named again and again stands alone.
    let named_by = |title: &Description| {
        let head = title.head.map(|head| view.form(head));
        let office = title.head.is_some_and(|head| view.is(head, Class::OFFICE));
        office && descriptions.iter().filter(|other| other.head.map(|head| view.form(head)) == head).count() > 1
    };
    let role = match (main, title) {
        (Some(main), Some(title)) if named_by(title) && !main.head.is_some_and(|head| view.is(head, Class::OFFICE)) => {
            Some(text(title))
        }
        (Some(main), Some(title)) if !text(main).to_lowercase().contains(&text(title).to_lowercase()) => {
            Some(format!("{}, {}", text(title), text(main)))
        }
        (Some(main), _) => Some(text(main)),
        (None, Some(title)) => Some(text(title)),
        (None, None) => best(0, 0).filter(|description| description.head.is_none()).map(text),
    }
    .filter(|role| !role.is_empty());
    let generic = |d: &Description| d.role.len() == 1 && view.is(d.role.start, Class::GENERIC);
    let role = role.filter(|_| !main.or(title).is_some_and(generic));
    let organization = main
        .and_then(|main| main.organization.clone())
        .map(|organization| longest_name(scene, organization, &descriptions))
        .or_else(|| descriptions.iter().find_map(|description| description.organization.clone()))
        .or_else(|| descriptions.iter().find_map(|description| by_office(scene, description)))
        .or_else(|| descriptions.iter().find_map(|description| by_role(scene, description)));
    let left = main.is_some_and(|main| main.left);
    Profile { descriptions, role, organization, left }
}

/// The longest of the names that descriptions have of a well-known body ("Joint Chiefs", "Joint Chiefs of Staff").
fn longest_name(scene: &Scene, organization: String, descriptions: &[Description]) -> String {
    let bodies = &scene.view.names.bodies;
    let known = |name: &str| bodies.get(fold(name).as_str()).map(|known| known.body);
    let Some(body) = known(&organization) else { return organization };
    let others = descriptions.iter().filter_map(|description| description.organization.as_deref());
    let longest = others.filter(|other| known(other) == Some(body)).max_by_key(|other| other.len());
    longest.filter(|longest| longest.len() > organization.len()).map(str::to_owned).unwrap_or(organization)
}

/// Everything that is said of a person around one mention.
fn around(scene: &Scene, mention: &Mention, descriptions: &mut Vec<Description>) {
    if let Some(description) = before(scene, mention) {
        descriptions.push(description);
    }
    if let Some(description) = apposed_before(scene, mention) {
        descriptions.push(description);
    }
    behind(scene, mention, descriptions);
    for description in &mut *descriptions {
        description.leave(scene);
    }
    // Several are nobody's description.
    let view = &scene.view;
    descriptions.retain(|description| {
        description
            .head
            .is_none_or(|head| !view.is(head, Class::PERSONS) || view.is(head, Class::PERSON.or(Class::TITLE)))
    });
}

/// The titles and nouns right before a name: "Pentagon Press Secretary", "former Delta chief", "the group's director".
fn before(scene: &Scene, mention: &Mention) -> Option<Description> {
    let view = &scene.view;
    let name = mention.name.start;
    let mut start = mention.run.start;
    let noun_before = start > 0
        && view.small(start - 1)
        && view.is(start - 1, Class::PERSON.or(Class::TITLE).or(Class::PERSONS))
        && view.reading.prose.tokens[start].spaced;
    // "Secretary of State Hana Clifton", "Speaker of the House Tomas Venn".
    let article = start > 0 && view.is(start - 1, Class::DETERMINER) && view.is(start, Class::BODY);
    let joint = start.saturating_sub(1 + usize::from(article));
    let of =
        joint > 0 && start < name && view.is(joint, Class::JOINT) && view.is(joint - 1, Class::TITLE.or(Class::PERSON));
    if of {
        start = scene.mention_at(joint - 1).map_or(joint - 1, |at| scene.mentions[at].run.start);
    } else if start == name
        && let Some(office) = small_office(scene, name)
    {
        start = office;
    } else if start == name && !noun_before {
        return affiliation(scene, name);
    }
    let sentence = view.reading.prose.sentence_of(start);
    let floor = view.reading.prose.sentences.get(sentence).map_or(0, |sentence| sentence.start);
    let from = start;
    let mut titled = start != name;
    while start > floor && from - start < 10 {
        let token = start - 1;
        let inside = scene.mention_at(token);
        let stays = match inside {
            Some(at) => {
                // "Marchetti campaign chairman".
                let end = scene.mentions[at].run.end;
                let body = view.small(end) && view.is(end, Class::BODY);
                scene.cast.of[at].is_none() || view.possessive(end) || body
            }
            None => {
                let plain = view.small(token) && !view.is(token, Class::STOP) && !view.finite(token);
                // Before titles only adjectives belong to the phrase: "former Gov.", but "blocking President".
                let noun = view.is(token, Class::PERSON) && !view.reading.tags[token].is_verb();
                titled &= !noun;
                // "founder and director Eno Brandt".
                let pair = view.is(token, Class::AND)
                    && view.small(start)
                    && view.is(start, Class::PERSON)
                    && token > floor
                    && view.small(token - 1)
                    && view.is(token - 1, Class::PERSON);
                pair || plain && (!titled || view.reading.tags[token] == Tag::Jj)
                    || view.possessive(token)
                    || view.number(token) && view.word(token).ends_with(char::is_alphabetic)
            }
        };
        if !stays || !view.reading.prose.tokens[start].spaced && !view.possessive(start) {
            break;
        }
        start = inside.map_or(token, |at| scene.mentions[at].run.start).max(floor);
    }
    describe(scene, start..name, true)
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
fn apposed_before(scene: &Scene, mention: &Mention) -> Option<Description> {
    let view = &scene.view;
    let mut start = mention.run.start;
    // "The jury's president, the novelist Edmund Achterberg".
    while start > 0 && mention.run.start - start < 4 && view.small(start - 1) && !view.is(start - 1, Class::STOP) {
        start -= 1;
    }
    let comma = start.checked_sub(1)?;
    let comma = if view.is(comma, Class::DETERMINER) { comma.checked_sub(1)? } else { comma };
    if !view.comma(comma) || mention.name.len() < 2 && mention.run.len() < 2 {
        return None;
    }
    // "The death of the rebels' leader, President Venn said": who bears an office is no apposition to another.
    if (mention.run.start..mention.name.start).any(|token| view.is(token, Class::OFFICE)) {
        return None;
    }
    let sentence = view.reading.prose.sentence_of(comma);
    let floor = view.reading.prose.sentences.get(sentence).map_or(0, |sentence| sentence.start);
    let floor = floor.max(comma.saturating_sub(16));
    let mut start = comma;
    let mut first_determiner = None;
    while start > floor {
        let token = start - 1;
        let body = view.is(token, Class::PREPOSITION.or(Class::DETERMINER)) || scene.mention_at(token).is_some();
        if scene.breaks(token) && !body || view.is(token, Class::CLAUSE) || view.finite(token) {
            break;
        }
        start = token;
        let possessor = view.is(token, Class::PRONOUN) && view.is(token, Class::DETERMINER);
        if view.is(token, Class::DETERMINER) && scene.mention_at(token).is_none() {
            first_determiner = Some(token);
            let preposition = token > floor && is_preposition(view, token - 1);
            if !preposition || possessor {
                break;
            }
        }
    }
    let begins = first_determiner == Some(start)
        || scene.mention_at(start).is_some_and(|at| view.possessive(scene.mentions[at].run.end))
        || view.capital(start) && start == floor;
    // "They shot Egon Fast, the leader of the gang, Mr. Venn said": an apposition to the name before it.
    let earlier = start.checked_sub(2).filter(|_| view.comma(start - 1)).and_then(|token| scene.mention_at(token));
    if earlier.is_some_and(|at| scene.cast.of[at].is_some()) {
        return None;
    }
    if !begins || is_preposition(view, start) {
        return None;
    }
    // "Envoy Tilda Marsh of the Harbor League, Mayor Egon Fast": the next of a list.
    let others = |at: usize| scene.cast.of[at].is_some() && !view.possessive(scene.mentions[at].run.end);
    if scene.mentions_in(start..comma).any(others) {
        return None;
    }
    let description = describe(scene, start..comma, false)?;
    let head = description.head?;
    view.is(head, Class::PERSON).then_some(Description { worth: 3, ..description })
}

pub(super) fn is_preposition(view: &View, token: usize) -> bool {
    view.is(token, Class::PREPOSITION) || view.reading.tags.get(token) == Some(&Tag::In)
}

/// What follows a name: "(R-CO)", "of the Survey", ", 54, a neighbor", ", who runs the depot".
fn behind(scene: &Scene, mention: &Mention, descriptions: &mut Vec<Description>) {
    let view = &scene.view;
    let end = mention.name.end;
    let mut at = end;
    if at < view.len() && view.word(at) == "(" {
        let close = (at..view.len().min(at + 12)).find(|&token| view.word(token) == ")");
        match close {
            Some(close) => at = close + 1,
            None => return,
        }
    }
    if view.is(at, Class::JOINT.or(Class::BELONGING)) && view.is(at, Class::PREPOSITION) && !view.is(at, Class::LOCAL) {
        let phrase = at + 1..phrase_end(scene, at + 1);
        let phrase = scene.bare(phrase);
        let capitals = phrase.clone().all(|token| view.capital(token) || view.is(token, Class::JOINT));
        let first = scene.mentions_in(phrase.clone()).next().map(|mention| scene.mentions[mention].kind);
        // "Senator Hilde Marr of Ostra, the committee's chairwoman".
        let is_place = matches!(first, Some(Kind::Place));
        let country = view.names.places.get(&*view.key(phrase.clone())) == Some(&PlaceKind::Country);
        if capitals && phrase.len() > 1 && (country || !is_place) && first.is_some_and(|kind| kind != Kind::Person) {
            descriptions.push(Description::of_body(phrase.start, display(view, phrase)));
            return;
        }
        let sure = |at: usize| scene.bodies.of[at].is_some_and(|body| scene.bodies.all[body].sure);
        let certain = match first {
            Some(Kind::Body) => true,
            Some(Kind::Unknown) => scene.mentions_in(phrase.clone()).next().is_some_and(sure),
            _ => false,
        };
        if certain && let Some(organization) = scene.organization_in(phrase.clone(), false) {
            descriptions.push(Description::of_body(phrase.start, organization));
        }
        if certain || !view.is(at, Class::JOINT) {
            return;
        }
        at = phrase.end;
    }
    if view.comma(at) && view.number(at + 1) && (view.comma(at + 2) || view.is(at + 2, Class::PREPOSITION)) {
        at += 2;
    }
    let dash = at < view.len() && view.word(at).starts_with(['–', '—']);
    if !view.comma(at) && !dash && !view.is(at, Class::RELATIVE) {
        return;
    }
    let start = if view.is(at, Class::RELATIVE) { at } else { at + 1 };
    if view.is(start, Class::RELATIVE) {
        let clause = start + 1..clause_end(scene, start + 1);
        let now = view.reading.tags.get(clause.start) == Some(&Tag::Vbz);
        let present = now && !view.is(clause.start, Class::CLAUSE);
        // "Who is the council's director".
        let is = now && view.reading.classes(clause.start).is(Classes::BE);
        if is && let Some(description) = describe(scene, clause.start + 1..clause.end, false) {
            descriptions.push(Description { worth: description.worth.max(2), ..description });
            return;
        }
        if clause.len() >= 2 && present && view.names.pronouns.contains_key(view.form(start)) {
            let organization = clause_organization(scene, clause.clone());
            descriptions.push(Description { role: clause, head: None, organization, worth: 0, left: false });
        }
        return;
    }
    // ", described the evidence" is no apposition; nor is what a preposition starts, but for "of the Survey".
    if view.is(start, Class::JOINT) && !view.is(start, Class::AND) {
        let phrase = start + 1..phrase_end(scene, start + 1);
        let body = scene.mentions_in(phrase.clone()).any(|mention| scene.mentions[mention].kind == Kind::Body);
        if let Some(organization) = scene.organization_in(phrase.clone(), false).filter(|_| body) {
            descriptions.push(Description::of_body(phrase.start, organization));
        }
        return;
    }
    if view.reading.tags.get(start).is_some_and(|tag| tag.is_verb()) || is_preposition(view, start) {
        return;
    }
    let end = apposition_end(scene, start);
    if end > start
        && let Some(description) = describe(scene, start..end, false)
        && let Some(head) = description.head
    {
        // ", Smith said" and ", President Trump told" name somebody else.
        let other = scene
            .mentions_in(start..head + 1)
            .chain(scene.mention_at(head))
            .any(|at| scene.cast.of[at].is_some() && !view.possessive(scene.mentions[at].run.end));
        let next = (view.comma(end)).then(|| scene.mention_at(end + 1)).flatten();
        let beside = next.filter(|&at| {
            let mention = &scene.mentions[at];
            mention.kind == Kind::Body && scene.cast.of[at].is_none() && scene.breaks(mention.run.end)
        });
        let description = match beside.and_then(|at| scene.bodies.of[at]) {
            Some(body) if description.organization.is_none() => {
                Description { organization: Some(scene.bodies.name(view, body)), ..description }
            }
            _ => description,
        };
        if !other {
            descriptions.push(Description { worth: description.worth.max(2) + 1, ..description });
        }
    }
}

/// Where a noun phrase that starts here ends: prepositions end it, but "of".
pub(super) fn phrase_end(scene: &Scene, start: usize) -> usize {
    let view = &scene.view;
    let mut at = start;
    while at < view.len() && at < start + LONGEST {
        if let Some(mention) = scene.mention_at(at) {
            at = scene.mentions[mention].run.end.max(at + 1);
            continue;
        }
        let breaks = scene.breaks(at)
            || view.is(at, Class::PREPOSITION) && !view.is(at, Class::JOINT)
            || view.is(at, Class::AND)
            || view.finite(at);
        if breaks {
            break;
        }
        at += 1;
    }
    at
}

/// Where an apposition that starts here ends.
fn apposition_end(scene: &Scene, start: usize) -> usize {
    let view = &scene.view;
    let mut at = start;
    while at < view.len() && at < start + LONGEST {
        if let Some(mention) = scene.mention_at(at) {
            at = scene.mentions[mention].run.end.max(at + 1);
            continue;
        }
        if scene.breaks(at) && !view.possessive(at) || view.is(at, Class::CLAUSE) || view.finite(at) {
            break;
        }
        at += 1;
    }
    at
}

fn clause_end(scene: &Scene, start: usize) -> usize {
    let view = &scene.view;
    let mut at = start;
    while at < view.len() && at < start + 14 {
        if !view.is_word(at) && !view.number(at) && !view.possessive(at) {
            break;
        }
        at += 1;
    }
    at
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

/// Reads a phrase that has a noun for a person as its head.
pub(super) fn describe(scene: &Scene, phrase: Range<usize>, is_title: bool) -> Option<Description> {
    let view = &scene.view;
    let bare = scene.bare(phrase.clone());
    if bare.is_empty() {
        return None;
    }
    let limit = head_limit(scene, &bare);
    let person = Class::PERSON.or(Class::PERSONS);
    let head = (bare.start..limit)
        .rev()
        .find(|&token| view.is(token, person.or(Class::TITLE)) && !view.is(token, Class::HONORIFIC))?;
    // "The president's remarks" are no president.
    if !is_title && (head + 1..limit).any(|token| view.possessive(token)) {
        return None;
    }
    let organization = complement(scene, limit..bare.end, head)
        .or_else(|| possessor(scene, bare.start..head))
        .or_else(|| premodifier(scene, bare.start..head))
        .or_else(|| country(scene, bare.start..head, head));
    let mut end = bare.end;
    let relative = |token: &usize| {
        view.is(*token, Class::RELATIVE) || matches!(view.reading.tags[*token], Tag::Wdt | Tag::WpS | Tag::Wp)
    };
    if let Some(relative) = (limit..bare.end).find(|token| relative(token) || view.comma(*token)) {
        end = relative - usize::from(view.is(relative - 1, Class::AND));
    }
    let plain = is_title && bare.clone().all(|token| view.is(token, Class::TITLE)) && view.capital(bare.start);
    let worth = match () {
        () if view.is(head, Class::DEGREE) && !(view.is(head, Class::PERSON) && view.small(head)) => 0,
        () if plain => 1,
        () if view.is(head, Class::GENERIC) => 1,
        () => 2,
    };
    // "Harbor Board Chairman General": the rank is none of the office.
    if is_title
        && view.is(head, Class::RANK)
        && head + 1 == end
        && head > bare.start
        && view.is(head - 1, Class::OFFICE)
        && !view.is(head - 1, Class::RANK)
        && !view.names.class(&format!("{}-{}", view.form(head - 1), view.form(head))).is(Class::PERSON)
    {
        end = head;
    }
    let start = bare.clone().find(|&token| !view.is(token, Class::HONORIFIC)).unwrap_or(bare.start);
    Some(Description { role: start..end.max(start), head: Some(head), organization, worth, left: false })
}

/// Where the words before a phrase's head may end: at a preposition, a comma, a relative clause.
pub(super) fn head_limit(scene: &Scene, phrase: &Range<usize>) -> usize {
    let view = &scene.view;
    let mut at = phrase.start;
    while at < phrase.end {
        if let Some(mention) = scene.mention_at(at) {
            at = scene.mentions[mention].run.end.max(at + 1);
            continue;
        }
        if view.is(at, Class::PREPOSITION.or(Class::RELATIVE)) || view.comma(at) || view.word(at) == "(" {
            return at;
        }
        at += 1;
    }
    phrase.end
}
