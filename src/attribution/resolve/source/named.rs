//! The names in a source in, the speaker out that they tell of.

use std::ops::Range;

use super::{Hunt, Words};
use crate::attribution::resolve::body::{apposed_noun, display};
use crate::attribution::resolve::description::{describe, own_name};
use crate::attribution::resolve::mention::{Kind, is_called};
use crate::attribution::resolve::office::is_maker;
use crate::attribution::resolve::phrase::phrase_end;
use crate::attribution::resolve::story::Told;
use crate::lexicon::names::{Class, Gender};

/// What is said begins with a body of the speaker's within so many words: "that his committee will vote".
const OWN: usize = 4;

/// A body that the speaker calls its own by name stands within so many words: "her party, the Harbor Alliance".
const OWN_NAME: usize = 16;

/// The mentions of a person that are looked at for what it wrote.
const WRITTEN: usize = 6;

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

impl Hunt<'_, '_> {
    /// Who is described and then called by a name: "a woman named Ada Quill", "a student, who gave her name as Sunniva".
    pub(super) fn one_called(&self, Words { tokens, .. }: &Words) -> Option<Told> {
        /// The clause that tells the name may be none of the source's words.
        const WIDEST: usize = 16;
        let view = &self.scene.view;
        if !view.is(tokens.start, Class::INDEFINITE) {
            return None;
        }
        let cue = self.attribution().cue.as_ref().and_then(|cue| cue.spans.first());
        let cue = cue.map_or(tokens.end, |cue| view.reading.prose.tokens_in(*cue).start);
        let clause = view.comma(tokens.end) && view.is(tokens.end + 1, Class::RELATIVE);
        let end = if clause && (tokens.end..tokens.end + WIDEST).contains(&cue) { cue } else { tokens.end };
        let named = |at: &usize| is_called(view, self.scene.mentions[*at].run.start);
        let at = self.scene.mentions_in(tokens.start..end).find(named)?;
        let person = self.scene.cast.of[at]?;
        Some(self.described(person, self.certainty(at), tokens.clone()))
    }

    /// The persons a phrase ends in, and those joined to them: "Defense Secretary Jim Mattis and Gen. Joseph Dunford".
    pub(super) fn persons_at_head(&self, Words { tokens, phrase }: &Words) -> Vec<usize> {
        let view = &self.scene.view;
        let mentions = self.scene.mentions_in(phrase.start.saturating_sub(8)..tokens.end);
        let mut persons: Vec<usize> = Vec::new();
        for at in mentions.filter(|&at| self.scene.mentions[at].name.end > phrase.start) {
            let mention = &self.scene.mentions[at];
            let end = mention.name.end;
            if persons.is_empty() && end > phrase.end {
                break;
            }
            // "Imogen Stride KC".
            let word = |token: usize| view.is_word(token) && !(view.capitals(token) && view.is(token, Class::STOP));
            let listed = || end < tokens.end && (view.is(end, Class::AND) || view.comma(end) || view.word(end) == "(");
            let fits = match persons.last() {
                Some(&last) => self.joined(self.scene.mentions[last].name.end, mention.run.start),
                None => !(end..phrase.end).any(word) || listed(),
            };
            let owns = view.possessive(end) && end < tokens.end;
            if self.scene.cast.of[at].is_some() && !owns && fits {
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

    /// The bodies a phrase ends in, and those joined to them: "the Harbor Board and the Survey".
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
            let last = mention.name.end;
            let joins = |token: usize| view.is(token, Class::AND.or(Class::DETERMINER)) || !view.is_word(token);
            if last != end && (view.possessive(last) || !(last..end).all(joins)) {
                // "The Daily Bell's Crane Corner": what it owns is no body that is known as one.
                let owns = view.possessive(last) && last + 1 == end && mention.kind == Kind::Body;
                let owned = bodies.last_mut().filter(|owned| self.scene.mentions[**owned].kind == Kind::Unknown);
                if let Some(owned) = owned.filter(|_| owns) {
                    *owned = at;
                }
                break;
            }
            bodies.push(at);
            end = mention.run.start;
        }
        bodies.reverse();
        bodies
    }

    /// The speaker that names of persons tell of.
    pub(super) fn of_persons(&self, mentions: &[usize]) -> Told {
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
    pub(super) fn own_body(&self, told: &Told) -> Option<String> {
        let view = &self.scene.view;
        let content = view.reading.prose.tokens_in(*self.attribution().content.first()?);
        let person = told.person.map_or(Gender::Unknown, |person| self.text.cast.all[person].gender);
        let near = content.start..content.end.min(content.start + OWN_NAME);
        if std::ptr::eq(self.scene, self.text)
            && let Some((_, at)) = own_name(self.scene, near, person)
        {
            return Some(self.body_name(at));
        }
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
        let nouns = view.names.role_bodies.get(view.form(noun))?.nouns()?;
        let body = self.scene.bodies.bearer(view, nouns, noun)?;
        Some(self.scene.bodies.name(view, body))
    }

    /// The body of a report for one who wrote it: "Mona Tarn, who wrote the report", "co-author Mona Tarn".
    pub(super) fn of_document(&self, told: &Told, token: usize) -> Option<String> {
        let view = &self.text.view;
        let person = told.person.filter(|_| std::ptr::eq(self.scene, self.text))?;
        let wrote = self.text.cast.all[person].mentions.iter().take(WRITTEN).find_map(|&at| {
            let end = self.text.mentions[at].name.end;
            let relative = view.comma(end) && view.is(end + 1, Class::RELATIVE);
            let verb = view.reading.tags.get(end + 2).is_some_and(|tag| tag.is_verb());
            let document = (end + 3..end + 6).find(|&token| view.is(token, Class::DOCUMENT) && view.small(token))?;
            let plain = view.is(end + 3, Class::DETERMINER) && (end + 4..document).all(|token| view.small(token));
            (relative && verb && plain).then(|| view.form(document))
        });
        let profile = &self.text.profiles[person];
        let author = profile.descriptions.iter().filter_map(|description| description.head);
        let author = author.into_iter().any(|head| is_maker(self.text, head));
        let named = wrote.and_then(|noun| self.made_by(Some(noun), token));
        named.or_else(|| (wrote.is_some() || author).then(|| self.made_by(None, token)).flatten())
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

    /// Who is meant by a letter before a turn: "Ostra Post: … O: … Venn: … V:".
    fn initial(&self, token: usize) -> Told {
        let view = &self.scene.view;
        let turn = |token: usize| token + 1 < view.len() && view.word(token + 1) == ":";
        let begins = |told: &&Told| view.word(told.token).starts_with(view.word(token)) && turn(told.token);
        self.story.back().find(begins).filter(|_| turn(token)).cloned().unwrap_or_default()
    }

    /// The name of several that share their last word: "the Harbor and Piers Committees".
    fn committees(&self, mentions: &[usize]) -> Option<String> {
        let view = &self.scene.view;
        let (&first, &last) = (mentions.first()?, mentions.last()?);
        let (first, last) = (&self.scene.mentions[first].run, &self.scene.mentions[last].run);
        let shared = last.len() > 1 && view.is(last.end - 1, Class::BODIES) && view.capital(last.end - 1);
        let each = |&at: &usize| self.scene.mentions[at].run.clone().any(|token| view.is(token, Class::BODIES));
        let others = mentions.len() > 1 && !mentions[..mentions.len() - 1].iter().any(each);
        (shared && others).then(|| display(view, first.start..last.end))
    }

    /// What an apposition calls a body: "Marsh Quay, a builder of ferries".
    fn apposition(&self, name: Range<usize>) -> Option<String> {
        let view = &self.scene.view;
        let noun = apposed_noun(view, &name).filter(|&noun| noun > name.end)?;
        let start = name.end + 2;
        let end = if view.is(noun + 1, Class::JOINT) { phrase_end(self.scene, noun + 2) } else { noun + 1 };
        Some(view.text(start..end).to_owned())
    }

    /// The speaker that names of bodies tell of.
    pub(super) fn of_bodies(&self, mentions: &[usize], phrase: Range<usize>) -> Told {
        let view = &self.scene.view;
        if let &[only] = mentions
            && self.scene.mentions[only].name.len() == 1
            && view.word(self.scene.mentions[only].name.start).chars().count() == 1
        {
            return self.initial(self.scene.mentions[only].name.start);
        }
        let mut names: Vec<String> = Vec::new();
        if let Some(whole) = self.committees(mentions) {
            names.push(whole);
        }
        let each = if names.is_empty() { mentions } else { &[] };
        for &at in each {
            let name = self.body_name(at);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let mut told = Told { plural: names.len() > 1, ..Told::default() };
        told.speaker.organization = Some(names.join("; "));
        if let &[only] = mentions {
            told.speaker.role = self.apposition(self.scene.mentions[only].name.clone());
        }
        let before = self.scene.bare(phrase.start..self.scene.mentions[mentions[0]].run.start);
        let noun = Class::BODY.or(Class::BODIES).or(Class::PERSON);
        if !before.is_empty() && view.is(before.end - 1, noun) && !view.capital(before.end - 1) {
            told.speaker.role = Some(view.text(before).to_owned());
        }
        told.speaker.confidence = 0.8;
        told
    }
}
