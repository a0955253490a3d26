//! A source in, who it stands for out.

use std::ops::Range;

use super::body::display;
use super::description::{describe, head_limit};
use super::mention::Kind;
use super::scene::Scene;
use super::story::{Story, Told};
use crate::lexicon::names::{Class, Gender};
use crate::quotation::{Attribution, Kind as ContentKind, Part};

/// No source is read further than this many words.
const LONGEST_SOURCE: usize = 120;

/// Follows the source of one attribution.
pub(super) fn follow(scene: &Scene, text: &Scene, story: &Story, attributions: &[Attribution], at: usize) -> Told {
    let attribution = &attributions[at];
    let Some(span) = attribution.source else {
        return unsaid(scene, story, attribution);
    };
    let prose = &scene.view.reading.prose;
    let mut tokens = prose.tokens_in(span);
    tokens.end = tokens.end.min(tokens.start + LONGEST_SOURCE);
    while !tokens.is_empty() && !scene.view.is_word(tokens.end - 1) && !scene.view.number(tokens.end - 1) {
        tokens.end -= 1;
    }
    // "Osgood himself".
    let reflexive = |token: usize| scene.view.is(token, Class::PRONOUN) && !scene.view.is(token, Class::DETERMINER);
    if tokens.len() > 1
        && reflexive(tokens.end - 1)
        && scene.view.small(tokens.end - 1)
        && scene.view.capital(tokens.end - 2)
    {
        tokens.end -= 1;
    }
    if tokens.is_empty() {
        return Told::default();
    }
    // "Theresa | May told": the words of the source may leave the end of a name out.
    if let Some(at) = scene.mention_at(tokens.end - 1)
        && scene.cast.of[at].is_some()
    {
        tokens.end = tokens.end.max(scene.mentions[at].name.end);
    }
    let hunt = Hunt { scene, text, story, attributions, at };
    let mut told = hunt.source(tokens.clone());
    if told.person.is_some()
        && !told.plural
        && told.speaker.organization.is_none()
        && let Some(body) = hunt.own_body()
    {
        told.speaker.organization = Some(body);
        told.teaches = true;
    }
    told.token = tokens.start;
    told.in_text = attribution.part == Part::Text;
    if !told.in_text {
        told.person = None;
    }
    told
}

/// What is said begins with a body of the speaker's within so many words: "that his committee will vote".
const OWN: usize = 4;

/// A statement without a source: the last speaker's, if it is direct and close behind.
fn unsaid(scene: &Scene, story: &Story, attribution: &Attribution) -> Told {
    let prose = &scene.view.reading.prose;
    let start = attribution.content.first().map_or(0, |span| prose.tokens_in(*span).start);
    if attribution.kind == ContentKind::Indirect {
        return Told::default();
    }
    let near = |told: &&Told| {
        told.token < prose.tokens.len().min(start.max(1))
            && prose.paragraph_of(start.min(prose.tokens.len().saturating_sub(1))) <= prose.paragraph_of(told.token) + 2
    };
    let mut told = story.back().next().filter(near).cloned().unwrap_or_default();
    told.speaker.confidence *= 0.6;
    told.in_text = false;
    told
}

/// Adds what is said of another speaker.
fn join(all: &mut Option<String>, one: Option<String>) {
    match (all.as_mut(), one) {
        (Some(all), Some(one)) if !all.contains(&one) => {
            all.push_str("; ");
            all.push_str(&one);
        }
        (None, one) => *all = one,
        _ => {}
    }
}

/// One source that is being followed.
pub(super) struct Hunt<'s, 'a> {
    pub(super) scene: &'s Scene<'a>,
    pub(super) text: &'s Scene<'a>,
    pub(super) story: &'s Story,
    pub(super) attributions: &'s [Attribution],
    pub(super) at: usize,
}

impl Hunt<'_, '_> {
    pub(super) fn attribution(&self) -> &Attribution {
        &self.attributions[self.at]
    }

    pub(super) fn source(&self, tokens: Range<usize>) -> Told {
        let view = &self.scene.view;
        if tokens.len() == 1
            && view.is(tokens.start, Class::PRONOUN)
            && let Some(pronoun) = view.names.pronoun(view.form(tokens.start))
        {
            return self.pronoun(tokens.start, pronoun);
        }
        let limit = head_limit(self.scene, &tokens).max(tokens.start + 1).min(tokens.end);
        let phrase = tokens.start..limit;
        let persons = self.persons_at_head(phrase.clone(), &tokens);
        if !persons.is_empty() {
            return self.persons(&persons, &tokens);
        }
        if tokens.len() == 1
            && view.is(tokens.start, Class::SURNAME)
            && !view.is(tokens.start, Class::PLACE.or(Class::BODY_WORD).or(Class::BODY))
            && self.scene.mention_at(tokens.start).is_some_and(|at| self.scene.mentions[at].kind == Kind::Unknown)
        {
            let mut told = Told::default();
            told.speaker.name = Some(view.word(tokens.start).to_owned());
            told.speaker.confidence = 0.6;
            return told;
        }
        // "Joint Chiefs of Staff Chairman General Adam Orry", "Speaker of the House Tomas Venn, D-Ostra": the source is one
        // name with its titles.
        let apart = |token: &usize| view.comma(*token) || view.word(*token) == "(";
        let core = tokens.clone().find(apart).unwrap_or(tokens.end);
        let whole = self.scene.mentions_in(tokens.start..core).next_back().filter(|&at| {
            let mention = &self.scene.mentions[at];
            let titled = |token: usize| {
                let article = view.is(token, Class::DETERMINER) && token > tokens.start;
                let first = token == tokens.start && view.is(token, Class::TITLE);
                first
                    || view.capital(token)
                    || view.is(token, Class::JOINT)
                    || article && view.is(token - 1, Class::JOINT)
            };
            let title = |token: usize| view.is(token, Class::TITLE.or(Class::PERSON));
            self.scene.cast.of[at].is_some()
                && (tokens.start..mention.run.start).all(titled)
                && (core == tokens.end || (tokens.start..mention.run.start).any(title))
                && mention.name.end == core
                && mention.name.len() > 1
        });
        if let Some(at) = whole {
            return self.persons(&[at], &tokens);
        }
        // "Chairman of the bench Dorothy Lamb": the name stands at the end of its own description.
        let closing = self.scene.mentions_in(tokens.clone()).next_back().filter(|&at| {
            let mention = &self.scene.mentions[at];
            self.scene.cast.of[at].is_some()
                && mention.name.end == tokens.end
                && mention.name.len() > 1
                && limit < tokens.end
                && view.is(limit, Class::JOINT)
                && view.is(limit - 1, Class::PERSON)
                && !view.is(mention.run.start - 1, Class::PREPOSITION.or(Class::DETERMINER))
                && !tokens.clone().any(|token| view.comma(token) || view.is(token, Class::RELATIVE))
        });
        if let Some(at) = closing {
            return self.persons(&[at], &tokens);
        }
        let bodies = self.bodies_at_head(phrase.clone());
        let head = (phrase.start..phrase.end).rev().find(|&token| view.is_word(token) && !view.possessive(token));
        let Some(head) = head else { return Told::default() };
        if !bodies.is_empty() {
            return self.bodies(&bodies, phrase);
        }
        // "His lawyer, Ezra Quillfeather": the name is the apposition.
        if let Some(told) = self.apposed(limit, &tokens, phrase.clone()) {
            return told;
        }
        self.noun(head, phrase, tokens)
    }

    /// The persons a phrase ends in, and those joined to them: "Defense Secretary Jim Mattis and Gen. Joseph Dunford".
    pub(super) fn persons_at_head(&self, phrase: Range<usize>, tokens: &Range<usize>) -> Vec<usize> {
        let view = &self.scene.view;
        let named = |at: usize| self.scene.cast.of[at].is_some();
        let mentions = self.scene.mentions_in(phrase.start.saturating_sub(8)..tokens.end);
        let mentions = mentions.filter(|&at| self.scene.mentions[at].name.end > phrase.start);
        let mut persons: Vec<usize> = Vec::new();
        for at in mentions {
            let mention = &self.scene.mentions[at];
            if mention.name.end > phrase.end && persons.is_empty() {
                break;
            }
            if !named(at) || view.possessive(mention.name.end) && mention.name.end < tokens.end {
                continue;
            }
            let before = match persons.last() {
                None => {
                    let end = mention.name.end;
                    let listed =
                        end < tokens.end && (view.is(end, Class::AND) || view.comma(end) || view.word(end) == "(");
                    if end != phrase.end && !listed && (end..phrase.end).any(|token| view.is_word(token)) {
                        continue;
                    }
                    persons.push(at);
                    continue;
                }
                Some(&last) => self.scene.mentions[last].name.end,
            };
            if self.joined(before, mention.run.start) {
                persons.push(at);
            }
        }
        persons
    }

    /// Whether nothing but signs, brackets, titles and a word that joins stands between two names.
    pub(super) fn joined(&self, from: usize, to: usize) -> bool {
        let view = &self.scene.view;
        let and = (from..to).rev().take(5).find(|&token| view.is(token, Class::AND));
        let described = |token: usize| view.is(token, Class::DETERMINER.or(Class::PERSON).or(Class::TITLE));
        if and.is_some_and(|and| (and + 1..to).all(described)) {
            return true;
        }
        let mut bracket = false;
        let mut comma = false;
        for token in from..to {
            match view.word(token) {
                "(" => bracket = true,
                ")" => bracket = false,
                "," => comma = true,
                _ if bracket => {}
                _ if view.is(token, Class::TITLE.or(Class::AND).or(Class::PERSONS).or(Class::PERSON)) => {}
                _ => return false,
            }
        }
        comma
    }

    pub(super) fn bodies_at_head(&self, phrase: Range<usize>) -> Vec<usize> {
        let view = &self.scene.view;
        let mut bodies: Vec<usize> = Vec::new();
        let mut end = phrase.end;
        for at in self.scene.mentions_in(phrase).rev() {
            let mention = &self.scene.mentions[at];
            if self.scene.cast.of[at].is_some()
                || !matches!(mention.kind, Kind::Body | Kind::Unknown | Kind::Place)
                || self.scene.is_law(at)
            {
                break;
            }
            let joined = mention.name.end == end
                || (mention.name.end..end)
                    .all(|token| view.is(token, Class::AND.or(Class::DETERMINER)) || !view.is_word(token))
                    && !view.possessive(mention.name.end);
            // "The Daily Bell's Crane Corner": what it owns is no body that is known as one.
            let owns = view.possessive(mention.name.end) && mention.name.end + 1 == end && mention.kind == Kind::Body;
            if owns
                && let Some(owned) =
                    bodies.last_mut().filter(|owned| self.scene.mentions[**owned].kind == Kind::Unknown)
            {
                *owned = at;
                break;
            }
            if !joined {
                break;
            }
            bodies.push(at);
            end = mention.run.start;
        }
        bodies.reverse();
        bodies
    }

    pub(super) fn persons(&self, mentions: &[usize], _tokens: &Range<usize>) -> Told {
        let mut told = Told::default();
        let mut names: Vec<String> = Vec::new();
        for &at in mentions {
            let person = self.scene.cast.of[at].expect("only mentions of persons are asked for");
            let one = self.person(person, self.certainty(at));
            if let Some(name) = one.speaker.name.clone()
                && !names.contains(&name)
            {
                names.push(name);
            }
            if told.speaker.name.is_none() {
                told = one;
                continue;
            }
            told.speaker.confidence = told.speaker.confidence.min(one.speaker.confidence);
            join(&mut told.speaker.organization, one.speaker.organization);
            join(&mut told.speaker.role, one.speaker.role);
        }
        told.plural = names.len() > 1;
        told.speaker.name = (!names.is_empty()).then(|| names.join("; "));
        told
    }

    /// The body that a person calls its own, where the article names it: "Venn said his committee would vote".
    fn own_body(&self) -> Option<String> {
        let view = &self.scene.view;
        let content = view.reading.prose.tokens_in(*self.attribution().content.first()?);
        let begins = content.start..content.end.min(content.start + OWN);
        let own = begins.clone().find(|&token| {
            let pronoun = view.names.pronouns.get(view.form(token));
            view.is(token, Class::DETERMINER)
                && pronoun.is_some_and(|own| own.person == 1 || matches!(own.gender, Gender::Male | Gender::Female))
        })?;
        let noun = own + 1;
        if !view.is(noun, Class::BODY) || !view.small(noun) || !begins.contains(&noun) {
            return None;
        }
        let nouns = view.names.role_bodies.get(view.form(noun))?;
        let body = self.scene.bodies.bearer(view, nouns, noun)?;
        Some(self.scene.bodies.name(view, body))
    }

    /// How sure a name is by itself.
    pub(super) fn certainty(&self, mention: usize) -> f32 {
        let mention = &self.scene.mentions[mention];
        if mention.name.len() > 1 { 0.95 } else { 0.9 }
    }

    /// The speaker of a person in this hunt's scene.
    pub(super) fn person(&self, person: usize, confidence: f32) -> Told {
        let own = &self.scene.profiles[person];
        let in_text = if std::ptr::eq(self.scene, self.text) {
            Some(person)
        } else {
            self.text.cast.find(&self.text.view, &self.scene.view, &self.scene.cast.all[person].name)
        };
        let mut told = match in_text {
            Some(person) => self.text_person(person, confidence),
            None => Told::default(),
        };
        if in_text.is_none() {
            told.speaker.name = Some(self.scene.cast.name(&self.scene.view, person));
            told.speaker.confidence = confidence;
        }
        told.speaker.role = told.speaker.role.or_else(|| own.role.clone());
        told.speaker.organization = told.speaker.organization.or_else(|| own.organization.clone());
        told
    }

    /// The speaker of a person in the text's scene.
    pub(super) fn text_person(&self, person: usize, confidence: f32) -> Told {
        let profile = &self.text.profiles[person];
        let mut told = Told { person: Some(person), ..Told::default() };
        told.speaker.name = Some(self.text.cast.name(&self.text.view, person));
        told.speaker.role.clone_from(&profile.role);
        told.speaker.organization.clone_from(&profile.organization);
        if profile.left && told.speaker.organization.is_none() {
            told.speaker.organization = self.story.left().map(str::to_owned);
        }
        if let Some(learned) = self.story.learned(person) {
            told.speaker.role = told.speaker.role.or_else(|| learned.role.clone());
            told.speaker.organization = told.speaker.organization.or_else(|| learned.organization.clone());
        }
        told.speaker.confidence = confidence;
        told
    }

    /// A person who is not named here, with what the words of the source tell of it.
    pub(super) fn described(&self, person: usize, confidence: f32, words: Range<usize>) -> Told {
        let mut told = self.person(person, confidence);
        if let Some(mut description) = describe(self.scene, words, false) {
            description.leave(self.scene);
            let role = self.scene.view.text(description.role.clone());
            if told.speaker.role.is_none() || told.speaker.organization.is_none() && description.organization.is_some()
            {
                told.speaker.role = Some(role.to_owned());
            }
            told.speaker.organization = told.speaker.organization.or(description.organization);
            told.teaches = true;
        }
        told
    }

    /// The longest name of the body of a mention; a headline's body has its name in the text.
    pub(super) fn body_name(&self, mention: usize) -> String {
        let view = &self.scene.view;
        let name = self.scene.mentions[mention].name.clone();
        let in_text = || self.text.bodies.find(&view.key(name.clone())).map(|body| (self.text, body));
        let here = self.scene.bodies.of[mention].map(|body| (self.scene, body));
        let known = if std::ptr::eq(self.scene, self.text) { here } else { in_text().or(here) };
        known.map_or_else(|| display(view, name.clone()), |(scene, body)| scene.bodies.name(&scene.view, body))
    }

    pub(super) fn bodies(&self, mentions: &[usize], phrase: Range<usize>) -> Told {
        let view = &self.scene.view;
        let mut names: Vec<String> = Vec::new();
        for &at in mentions {
            let name = self.body_name(at);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let mut told = Told { plural: names.len() > 1, ..Told::default() };
        told.speaker.organization = Some(names.join("; "));
        let before = self.scene.bare(phrase.start..self.scene.mentions[mentions[0]].run.start);
        let noun = Class::BODY.or(Class::BODIES).or(Class::PERSON);
        if !before.is_empty() && view.is(before.end - 1, noun) && !view.capital(before.end - 1) {
            told.speaker.role = Some(view.text(before).to_owned());
        }
        told.speaker.confidence = 0.8;
        told
    }

    /// A name behind a comma: "the operator, BlueLine", "Its leader, Bertil Krans".
    pub(super) fn apposed(&self, comma: usize, tokens: &Range<usize>, phrase: Range<usize>) -> Option<Told> {
        let view = &self.scene.view;
        let comma = (comma..tokens.end).find(|&token| view.comma(token))?;
        let end = tokens.end.min(comma + 14);
        let next = self.scene.mentions_in(comma + 1..tokens.end).next()?;
        let mention = &self.scene.mentions[next];
        let between = comma + 1..mention.run.start;
        if mention.run.start >= end
            || between.clone().any(|token| view.is(token, Class::RELATIVE.or(Class::CLAUSE).or(Class::PREPOSITION)))
        {
            return None;
        }
        let bare = self.scene.bare(phrase.clone());
        if self.scene.cast.of[next].is_some() && !view.possessive(mention.name.end) {
            let mut told = self.persons(&[next], tokens);
            if !told.plural && told.speaker.role.is_none() && !bare.is_empty() && view.is(bare.end - 1, Class::PERSON) {
                told.speaker.role = Some(view.text(bare).to_owned());
                told.teaches = true;
            }
            return Some(told);
        }
        let apposed_body = matches!(mention.kind, Kind::Body | Kind::Unknown)
            && between.clone().all(|token| view.is(token, Class::DETERMINER))
            && !bare.is_empty()
            && view.is(bare.end - 1, Class::BODY.or(Class::PERSON).or(Class::BODIES));
        if apposed_body {
            let mut told = self.bodies(&[next], mention.run.clone());
            told.speaker.role = Some(view.text(bare).to_owned());
            return Some(told);
        }
        None
    }
}
