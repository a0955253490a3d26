//! The words around a person's name in, descriptions out: role and body.

mod before;
mod behind;
mod profile;

use std::ops::Range;

use super::belonging::{complement, country, possessor, premodifier};
use super::mention::{Kind, Mention};
use super::phrase::head_limit;
use super::pronoun::leads_sentence;
use super::scene::{Profile, Scene};
use crate::attribution::model::tag::Tag;
use crate::lexicon::names::{Class, Gender};
pub(super) use profile::profile;

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

/// The mentions of a person that are looked at for descriptions.
const MENTIONS: usize = 40;

/// Where words describe the person of a mention.
const PLACES: [fn(&Scene, &Mention) -> Option<Description>; 5] =
    [before::before, before::apposed_before, behind::in_brackets, behind::led, behind::behind];

/// Describes every person of a scene.
pub(super) fn profiles(scene: &Scene) -> Vec<Profile> {
    let people = scene.cast.all.iter();
    people
        .map(|person| {
            let mentions = || person.mentions.iter().take(MENTIONS);
            let own = mentions().find_map(|&at| own_body(scene, at, person.gender));
            let around = mentions().flat_map(|&at| around(scene, &scene.mentions[at]));
            profile(scene, around.chain(own).collect())
        })
        .collect()
}

/// What a person who begins a sentence calls its own by name: "Orr said her group, Save the Pier, would vote".
fn own_body(scene: &Scene, mention: usize, gender: Gender) -> Option<Description> {
    /// The name stands within so many words.
    const NEAR: usize = 24;
    let view = &scene.view;
    let prose = &view.reading.prose;
    let end = scene.mentions[mention].name.end;
    let sentence = prose.sentences.get(prose.sentence_of(scene.mentions[mention].run.start))?;
    if !leads_sentence(scene, mention) || view.possessive(end) {
        return None;
    }
    let (name, at) = own_name(scene, end..sentence.end.min(end + NEAR), gender)?;
    let someone = |other: usize| scene.cast.of[other].is_some_and(|person| Some(person) != scene.cast.of[mention]);
    let others = (mention + 1..at).any(someone);
    let body = scene.bodies.of[at].filter(|_| !others)?;
    Some(Description::of_body(name, scene.bodies.name(view, body)))
}

/// The first body that "his" or "her" owns by name: "her group, Save the Pier": where its name begins, and its mention.
pub(super) fn own_name(scene: &Scene, words: Range<usize>, gender: Gender) -> Option<(usize, usize)> {
    let view = &scene.view;
    let own = words.into_iter().find(|&token| {
        let noun = view.is(token + 1, Class::BODY) && view.small(token + 1) && view.comma(token + 2);
        let owns = noun && view.is(token, Class::DETERMINER);
        let pronoun = owns.then(|| view.names.pronouns.get(view.form(token))).flatten();
        let fits = pronoun.is_some_and(|pronoun| match pronoun.gender {
            owner @ (Gender::Male | Gender::Female) => [owner, Gender::Unknown].contains(&gender),
            _ => false,
        });
        fits && view.reading.prose.quoted_of(token).is_none()
    })?;
    let name = own + 3 + usize::from(view.is(own + 3, Class::DETERMINER) && view.small(own + 3));
    let at = scene.mention_at(name).filter(|&at| scene.cast.of[at].is_none())?;
    (!view.is_word(scene.mentions[at].run.end)).then_some((name, at))
}

/// Everything that is said of a person around one mention.
fn around<'s>(scene: &'s Scene<'_>, mention: &'s Mention) -> impl Iterator<Item = Description> + 's {
    let view = &scene.view;
    // Several are nobody's description.
    let one = |head: usize| !view.is(head, Class::PERSONS) || view.is(head, Class::PERSON.or(Class::TITLE));
    PLACES.iter().filter_map(|place| place(scene, mention)).filter(move |found| found.head.is_none_or(one)).map(
        |mut description| {
            description.leave(scene);
            description
        },
    )
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
