//! A source in, who it stands for out.

use std::ops::Range;

use super::body::display;
use super::description::{by_role, describe, head_limit, phrase_end};
use super::mention::Kind;
use super::pronoun::{antecedent, leads_sentence};
use super::scene::Scene;
use super::story::{Story, Told};
use crate::lexicon::names::{Class, Gender, Pronoun};
use crate::quotation::{Attribution, Kind as ContentKind, Part};

/// So many attributions to each side may hold another.
const NEIGHBOURS: usize = 40;

/// No source is read further than this many words.
const LONGEST_SOURCE: usize = 120;

/// No more persons than this are searched through for the holder of an office.
const MANY: usize = 300;

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
    let hunt = Hunt { scene, text, story, attributions, at };
    let mut told = hunt.source(tokens.clone());
    told.token = tokens.start;
    told.in_text = attribution.part == Part::Text;
    if !told.in_text {
        told.person = None;
    }
    told
}

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

/// One source that is being followed.
struct Hunt<'s, 'a> {
    scene: &'s Scene<'a>,
    text: &'s Scene<'a>,
    story: &'s Story,
    attributions: &'s [Attribution],
    at: usize,
}

impl Hunt<'_, '_> {
    fn attribution(&self) -> &Attribution {
        &self.attributions[self.at]
    }

    fn source(&self, tokens: Range<usize>) -> Told {
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
        // "Chairman of the bench Dorothy Lamb": the name stands at the end of its own description.
        let closing = self.scene.mentions_in(tokens.clone()).next_back().filter(|&at| {
            let mention = &self.scene.mentions[at];
            self.scene.cast.of[at].is_some()
                && mention.name.end == tokens.end
                && mention.name.len() > 1
                && limit < tokens.end
                && view.is(limit, Class::JOINT)
                && view.is(limit - 1, Class::PERSON)
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
    fn persons_at_head(&self, phrase: Range<usize>, tokens: &Range<usize>) -> Vec<usize> {
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
    fn joined(&self, from: usize, to: usize) -> bool {
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

    fn bodies_at_head(&self, phrase: Range<usize>) -> Vec<usize> {
        let view = &self.scene.view;
        let mut bodies = Vec::new();
        let mut end = phrase.end;
        for at in self.scene.mentions_in(phrase).rev() {
            let mention = &self.scene.mentions[at];
            if self.scene.cast.of[at].is_some() || !matches!(mention.kind, Kind::Body | Kind::Unknown | Kind::Place) {
                break;
            }
            let joined = mention.name.end == end
                || (mention.name.end..end)
                    .all(|token| view.is(token, Class::AND.or(Class::DETERMINER)) || !view.is_word(token));
            if !joined {
                break;
            }
            bodies.push(at);
            end = mention.run.start;
        }
        bodies.reverse();
        bodies
    }

    fn persons(&self, mentions: &[usize], _tokens: &Range<usize>) -> Told {
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
            } else if let Some(organization) = one.speaker.organization
                && let Some(all) = &mut told.speaker.organization
                && !all.contains(&organization)
            {
                all.push_str("; ");
                all.push_str(&organization);
            }
        }
        told.plural = names.len() > 1;
        told.speaker.name = (!names.is_empty()).then(|| names.join("; "));
        told
    }

    /// How sure a name is by itself.
    fn certainty(&self, mention: usize) -> f32 {
        let mention = &self.scene.mentions[mention];
        if mention.name.len() > 1 { 0.95 } else { 0.9 }
    }

    /// The speaker of a person in this hunt's scene.
    fn person(&self, person: usize, confidence: f32) -> Told {
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
    fn text_person(&self, person: usize, confidence: f32) -> Told {
        let profile = &self.text.profiles[person];
        let mut told = Told { person: Some(person), ..Told::default() };
        told.speaker.name = Some(self.text.cast.name(&self.text.view, person));
        told.speaker.role.clone_from(&profile.role);
        told.speaker.organization.clone_from(&profile.organization);
        if let Some(learned) = self.story.learned(person) {
            told.speaker.role = told.speaker.role.or_else(|| learned.role.clone());
            told.speaker.organization = told.speaker.organization.or_else(|| learned.organization.clone());
        }
        told.speaker.confidence = confidence;
        told
    }

    /// A person who is not named here, with what the words of the source tell of it.
    fn described(&self, person: usize, confidence: f32, words: Range<usize>) -> Told {
        let mut told = self.person(person, confidence);
        if let Some(description) = describe(self.scene, words, false) {
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
    fn body_name(&self, mention: usize) -> String {
        let view = &self.scene.view;
        let name = self.scene.mentions[mention].name.clone();
        let in_text = || self.text.bodies.find(&view.key(name.clone())).map(|body| (self.text, body));
        let here = self.scene.bodies.of[mention].map(|body| (self.scene, body));
        let known = if std::ptr::eq(self.scene, self.text) { here } else { in_text().or(here) };
        known.map_or_else(|| display(view, name.clone()), |(scene, body)| scene.bodies.name(&scene.view, body))
    }

    fn bodies(&self, mentions: &[usize], phrase: Range<usize>) -> Told {
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
    fn apposed(&self, comma: usize, tokens: &Range<usize>, phrase: Range<usize>) -> Option<Told> {
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
        if self.scene.cast.of[next].is_some() && !view.possessive(mention.name.end) {
            return Some(self.persons(&[next], tokens));
        }
        let bare = self.scene.bare(phrase.clone());
        let apposed_body = matches!(mention.kind, Kind::Body | Kind::Unknown)
            && between.clone().all(|token| view.is(token, Class::DETERMINER))
            && !bare.is_empty()
            && view.is(bare.end - 1, Class::BODY.or(Class::PERSON).or(Class::BODIES));
        if apposed_body {
            let mut told = self.bodies(&[next], next_phrase(mention.run.clone()));
            told.speaker.role = Some(view.text(bare).to_owned());
            return Some(told);
        }
        None
    }

    /// A source whose head is a common noun.
    fn noun(&self, head: usize, phrase: Range<usize>, tokens: Range<usize>) -> Told {
        let view = &self.scene.view;
        let person = Class::PERSON.or(Class::PERSONS).or(Class::UNNAMED);
        let noun = person.or(Class::DOCUMENT).or(Class::BODY).or(Class::BODIES);
        // "a diplomat close to the talks", "people involved": the head stands before its adjectives.
        let last = (phrase.start..=head)
            .rev()
            .find(|&token| view.is(token, noun) || view.reading.tags[token].is_noun() && view.is_word(token));
        let Some(head) = last.filter(|&token| view.is(token, noun)) else {
            // "All but three of 22 economists", "61% of U.S. office workers": the head is the complement's.
            return self.share(phrase, tokens);
        };
        let phrase = phrase.start..head + 1;
        if view.is(head, Class::DOCUMENT) && !view.is(head, Class::PERSON) {
            return self.document(head, phrase, tokens);
        }
        let definite = view.is(phrase.start, Class::DETERMINER) && !view.is(phrase.start, Class::INDEFINITE);
        let body = view.is(head, Class::BODY) && definite && phrase.len() <= 3;
        if view.is(head, person) && !(body && self.scene.bodies.definite(view, view.form(head), head).is_some()) {
            return self.unnamed(head, phrase, tokens);
        }
        self.body_noun(head, phrase, tokens)
    }

    /// "One of them", "two-thirds of voters", "many".
    fn share(&self, phrase: Range<usize>, tokens: Range<usize>) -> Told {
        let view = &self.scene.view;
        let rest = phrase.end + 1..tokens.end;
        if let Some(gender) = self.definite_person(&phrase) {
            return self.salient(phrase.start, gender, None, None);
        }
        let counted =
            phrase.clone().any(|token| view.is(token, Class::INDEFINITE.or(Class::UNNAMED)) || !view.is_word(token));
        let mut told = Told { plural: true, ..Told::default() };
        if view.is(phrase.end, Class::JOINT) && !rest.is_empty() {
            if let Some(description) = describe(self.scene, rest.clone(), false) {
                told.speaker.role = Some(view.text(description.role).to_owned());
                told.speaker.organization = description.organization;
            }
            told.speaker.anonymous = true;
            return told;
        }
        if counted {
            if let Some(before) = self.story.back().next().filter(|before| before.plural && before.speaker.anonymous) {
                told.speaker.role = before.speaker.role.clone();
                told.speaker.organization = before.speaker.organization.clone();
            }
            told.speaker.anonymous = true;
            return told;
        }
        told.plural = false;
        if view.capital(phrase.end - 1) || phrase.len() > 1 {
            told.speaker.organization = self.scene.organization_in(phrase.clone(), true);
        }
        told
    }

    /// Whether "the 54-year-old", "the Frenchman" stands for one person.
    fn definite_person(&self, phrase: &Range<usize>) -> Option<Gender> {
        let view = &self.scene.view;
        let last = phrase.end - 1;
        let definite = view.is(phrase.start, Class::DETERMINER) && !view.is(phrase.start, Class::INDEFINITE);
        let aged = view.number(last) && view.word(last).contains('-');
        (definite && (aged || view.is(last, Class::DEMONYM))).then_some(Gender::Unknown)
    }

    /// "A report by the group", "Trump's statement", "the release".
    fn document(&self, head: usize, phrase: Range<usize>, tokens: Range<usize>) -> Told {
        let view = &self.scene.view;
        let owner = phrase.clone().rev().find(|&token| view.possessive(token));
        if let Some(owner) = owner {
            let told = self.source(phrase.start..owner);
            if told.speaker.name.is_some() || told.speaker.organization.is_some() {
                return told;
            }
        }
        if phrase.end - phrase.start >= 2
            && let Some(pronoun) = view.names.pronoun(view.form(phrase.start))
            && view.is(phrase.start, Class::PRONOUN)
        {
            return self.pronoun(phrase.start, pronoun);
        }
        for at in self.scene.mentions_in(tokens.start..tokens.end) {
            let mention = &self.scene.mentions[at];
            let local = (head..mention.run.start).rev().find(|&token| view.is(token, Class::PREPOSITION));
            if mention.run.start < head && view.possessive(mention.run.end)
                || local.is_some_and(|token| view.is(token, Class::LOCAL))
            {
                continue;
            }
            if self.scene.cast.of[at].is_some() {
                return self.persons(&[at], &tokens);
            }
            if matches!(mention.kind, Kind::Body | Kind::Unknown) {
                return self.bodies(&[at], next_phrase(mention.run.clone()));
            }
        }
        let mut told = Told { noun: Some(view.form(head).to_owned()), ..Told::default() };
        if let Some(small) = (head + 1..tokens.end).find(|&token| view.small(token) && view.is(token, Class::BODY)) {
            let start =
                (head + 1..small).rev().find(|&token| view.is(token, Class::STOP)).map_or(small, |stop| stop + 1);
            let local = (head..small).rev().find(|&token| view.is(token, Class::PREPOSITION));
            let said = local.is_some_and(|token| !view.is(token, Class::LOCAL));
            if said && !view.is(start.max(1) - 1, Class::INDEFINITE) {
                told.speaker.organization = Some(self.scene.noun_body(start..small + 1, tokens.start));
            }
            return told;
        }
        let definite = view.is(phrase.start, Class::DETERMINER) && !view.is(phrase.start, Class::INDEFINITE);
        if definite {
            return self.same_noun(view.form(head)).unwrap_or_else(|| self.issuer(tokens.start).unwrap_or(told));
        }
        told
    }

    /// The body that a document spoken of before comes from: the last body that spoke, if that is not long ago.
    fn issuer(&self, token: usize) -> Option<Told> {
        let spoke = |told: &&Told| told.speaker.name.is_none() && told.speaker.organization.is_some();
        self.story.back().take(3).find(spoke).filter(|told| told.token < token && token < told.token + 150).cloned()
    }

    /// A body without a name: "the council", "the foreign ministry of Tversk".
    fn body_noun(&self, head: usize, phrase: Range<usize>, tokens: Range<usize>) -> Told {
        let view = &self.scene.view;
        let mut told = Told { noun: Some(view.form(head).to_owned()), ..Told::default() };
        told.plural = view.is(head, Class::BODIES);
        told.speaker.confidence = 0.6;
        if view.is(phrase.start, Class::INDEFINITE) && !view.possessive(head) {
            let named = self.scene.mentions_in(phrase.clone()).next().is_some();
            if !named {
                let bare = self.scene.bare(phrase);
                told.speaker.role = (!bare.is_empty()).then(|| view.text(bare).to_owned());
                told.speaker.anonymous = true;
                return told;
            }
        }
        if view.is(phrase.start, Class::PRONOUN) && view.is(phrase.start, Class::DETERMINER) {
            told.speaker.organization = Some(display(view, self.scene.bare(phrase)));
            return told;
        }
        if let Some(before) = self.same_noun(view.form(head)).filter(|_| self.scene.bare(phrase.clone()).len() == 1) {
            return before;
        }
        let bare = self.scene.bare(phrase.clone());
        let mut end = bare.end;
        if view.is(phrase.end, Class::JOINT) && phrase.end < tokens.end {
            end = phrase_end(self.scene, phrase.end + 1).min(tokens.end);
        }
        if bare.is_empty() {
            return told;
        }
        if told.plural && bare.len() == 1 && end == bare.end {
            told.speaker.role = Some(view.text(bare).to_owned());
            told.speaker.anonymous = true;
            return told;
        }
        told.speaker.organization = Some(if end > bare.end {
            display(view, bare.start..end)
        } else if std::ptr::eq(self.scene, self.text) {
            self.scene.noun_body(bare, tokens.start)
        } else {
            display(view, bare)
        });
        told
    }

    /// A source before with the same noun.
    fn same_noun(&self, noun: &str) -> Option<Told> {
        self.story.back().find(|told| told.noun.as_deref() == Some(noun)).cloned()
    }

    /// A person without a name: a spokesman, the minister, officials.
    fn unnamed(&self, head: usize, phrase: Range<usize>, tokens: Range<usize>) -> Told {
        let view = &self.scene.view;
        let class = view.class(head);
        let plural =
            class.is(Class::PERSONS) || view.class(phrase.start).is(Class::INDEFINITE) && !class.is(Class::PERSON);
        let indefinite = view.is(phrase.start, Class::INDEFINITE) || view.number(phrase.start);
        let possessed = view.is(phrase.start, Class::PRONOUN) || phrase.clone().any(|token| view.possessive(token));
        let definite = !indefinite && (view.is(phrase.start, Class::DETERMINER) || possessed);
        let bare = self.scene.bare(phrase.clone());
        let form = view.form(head);
        if plural && !indefinite && view.capital(head) && view.names.bodies.contains_key(form) {
            let mut told = Told { plural, ..Told::default() };
            told.speaker.organization = Some(display(view, bare));
            told.speaker.confidence = 0.7;
            return told;
        }
        if !plural && !indefinite {
            if let Some(person) = self.holder(head, &bare) {
                return self.text_person(person.person, person.confidence);
            }
            if definite && !possessed {
                if let Some(before) = self.same_noun(form) {
                    return before;
                }
                let gender = gender_of(class);
                if !class.is(Class::OFFICE.or(Class::KIN).or(Class::VOICE)) && tokens.len() <= phrase.len() {
                    return self.salient(phrase.start, gender, Some(head), Some(tokens));
                }
            }
        }
        if definite
            && plural
            && bare.len() <= 2
            && let Some(before) = self.same_noun(form)
        {
            return before;
        }
        if !plural
            && !class.is(Class::VOICE)
            && let Some(person) = self.named_later(phrase.start, gender_of(class))
        {
            return self.described(person, 0.6, tokens);
        }
        let mut told = Told { noun: Some(form.to_owned()), plural, ..Told::default() };
        if let Some(description) = describe(self.scene, tokens.clone(), false) {
            told.speaker.role = Some(view.text(description.role.clone()).to_owned());
            told.speaker.organization = description.organization.clone().or_else(|| by_role(self.scene, &description));
        } else {
            told.speaker.role = (!bare.is_empty()).then(|| view.text(bare).to_owned());
        }
        told.speaker.anonymous =
            !definite || class.is(Class::VOICE.or(Class::UNNAMED)) || plural && !class.is(Class::OFFICE);
        told.speaker.confidence = 0.5;
        told
    }

    /// The person who is described by a noun: "the foreign minister".
    fn holder(&self, head: usize, bare: &Range<usize>) -> Option<super::pronoun::Antecedent> {
        let view = &self.scene.view;
        let form = view.form(head);
        let text = &self.text.view;
        let form = view.names.plain(form);
        let nouns = Class::PERSON.or(Class::PERSONS).or(Class::TITLE);
        let modifiers: Vec<&str> = bare
            .clone()
            .filter(|&token| token != head && !view.is(token, Class::STOP))
            .map(|token| view.form(token))
            .collect();
        let place = if std::ptr::eq(self.scene, self.text) { bare.start } else { text.len() };
        let mut best: Option<((usize, bool, usize), usize)> = None;
        let mut rivals = 0;
        for (person, profile) in self.text.profiles.iter().take(MANY).enumerate() {
            let fits = profile
                .descriptions
                .iter()
                .filter(|description| {
                    description
                        .role
                        .clone()
                        .chain(description.head)
                        .any(|token| text.names.plain(text.form(token)) == form && text.is(token, nouns))
                })
                .map(|description| {
                    modifiers
                        .iter()
                        .filter(|modifier| description.role.clone().any(|token| text.form(token) == **modifier))
                        .count()
                })
                .max();
            let Some(fits) = fits else { continue };
            rivals += 1;
            let mentions = &self.text.cast.all[person].mentions;
            let before = mentions.partition_point(|&mention| self.text.mentions[mention].run.start < place);
            let near = before.checked_sub(1).map_or(0, |last| self.text.mentions[mentions[last]].run.start);
            let rank = (fits, before > 0, near);
            if best.is_none_or(|(other, _)| rank > other) {
                best = Some((rank, person));
            }
        }
        let ((fits, before, _), person) = best?;
        if fits < modifiers.len() && rivals > 1 && fits == 0 {
            return Some(super::pronoun::Antecedent { person, confidence: 0.5 });
        }
        let confidence = match (rivals, before) {
            (1, true) => 0.88,
            (1, false) => 0.75,
            _ => 0.65,
        };
        Some(super::pronoun::Antecedent { person, confidence })
    }

    /// The person of an article's first sentence who is named only later: "A former executive told … Nadia Teller said".
    fn named_later(&self, token: usize, gender: Gender) -> Option<usize> {
        let prose = &self.scene.view.reading.prose;
        if self.attribution().part != Part::Text || prose.sentence_of(token) > 1 {
            return None;
        }
        let paragraph = prose.paragraph_of(token);
        let first = self.scene.mentions.partition_point(|mention| mention.run.start <= token);
        for at in first..self.scene.mentions.len().min(first + 24) {
            let mention = &self.scene.mentions[at];
            if prose.paragraph_of(mention.run.start) > paragraph + 3 {
                return None;
            }
            let Some(person) = self.scene.cast.of[at] else { continue };
            if prose.sentence_of(mention.run.start) == prose.sentence_of(token) {
                continue;
            }
            let known = self.scene.cast.all[person].gender;
            let clash = gender != Gender::Unknown && known != Gender::Unknown && gender != known;
            let new = self.scene.cast.all[person].mentions.first() == Some(&at);
            let plain = self.scene.profiles[person].descriptions.iter().all(|description| description.worth < 2);
            let leads = leads_sentence(self.scene, at) && !self.scene.view.possessive(mention.name.end);
            return (new && plain && leads && !clash && mention.name.len() > 1).then_some(person);
        }
        None
    }

    /// The person who is being spoken of.
    fn salient(&self, token: usize, gender: Gender, head: Option<usize>, words: Option<Range<usize>>) -> Told {
        let view = &self.scene.view;
        let found = (self.attribution().part == Part::Text)
            .then(|| antecedent(self.scene, self.story, self.attribution(), token, gender))
            .flatten();
        match found {
            Some(found) if found.confidence >= 0.4 => match words {
                Some(words) => self.described(found.person, found.confidence * 0.8, words),
                None => self.person(found.person, found.confidence * 0.8),
            },
            _ => {
                let mut told = Told { noun: head.map(|head| view.form(head).to_owned()), ..Told::default() };
                told.speaker.role = head.map(|head| view.word(head).to_owned());
                told
            }
        }
    }

    fn pronoun(&self, token: usize, pronoun: Pronoun) -> Told {
        let outer = || {
            self.attribution().within.and_then(|outer| self.story.speaker(outer).cloned()).or_else(|| {
                let span = self.attribution().source?;
                let first = self.at.saturating_sub(NEIGHBOURS);
                let near = self.attributions.iter().enumerate().skip(first).take(2 * NEIGHBOURS);
                let (outer, _) = near.into_iter().find(|(_, other)| {
                    other.part == self.attribution().part && other.content.iter().any(|content| content.covers(span))
                })?;
                self.story.speaker(outer).filter(|_| outer != self.at).cloned()
            })
        };
        match (pronoun.person, pronoun.gender, pronoun.plural) {
            (1, _, _) => {
                let speaker = outer().or_else(|| Some(self.story.back().next()?.speaker.clone()));
                Told { speaker: speaker.unwrap_or_default(), ..Told::default() }
            }
            (3, Gender::Thing, _) => self.thing(token),
            (3, _, true) => {
                let before = self.story.back().find(|told| told.plural || told.speaker.name.is_none());
                before.cloned().unwrap_or_default()
            }
            (3, gender, _) => {
                let found = (self.attribution().part == Part::Text)
                    .then(|| antecedent(self.scene, self.story, self.attribution(), token, gender))
                    .flatten();
                // "A spokesman said … He said": an unnamed source since the last name.
                if let Some(last) = self.story.back().next()
                    && last.person.is_none()
                    && last.noun.is_some()
                    && !last.plural
                    && !self.scene.view.is(last.token, Class::PRONOUN)
                    && found.is_none_or(|found| self.last_mention(found.person, token) < last.token)
                {
                    return last.clone();
                }
                let later = || {
                    let person = self.named_later(token, gender)?;
                    Some(self.person(person, 0.6))
                };
                match found {
                    Some(found) => self.person(found.person, found.confidence),
                    None => later().unwrap_or_default(),
                }
            }
            _ => {
                let relative = token.checked_sub(1).and_then(|before| {
                    let before = if self.scene.view.comma(before) { before.checked_sub(1)? } else { before };
                    let mention = self.scene.mention_at(before)?;
                    self.scene.cast.of[mention].map(|_| mention)
                });
                if let Some(mention) = relative {
                    return self.persons(&[mention], &(token..token + 1));
                }
                let before = self.story.back().find(|told| told.plural && told.speaker.anonymous);
                let mut told = before.cloned().unwrap_or_default();
                told.plural = false;
                told.speaker.anonymous = true;
                told
            }
        }
    }

    fn last_mention(&self, person: usize, token: usize) -> usize {
        let mentions = &self.scene.cast.all[person].mentions;
        let before = mentions.partition_point(|&mention| self.scene.mentions[mention].run.start < token);
        let plain = |&&mention: &&usize| {
            let mention = &self.scene.mentions[mention];
            let span = self.scene.view.reading.prose.span(mention.run.clone());
            !mention.quoted && !self.attribution().content.iter().any(|content| content.covers(span))
        };
        mentions[..before].iter().rev().take(6).find(plain).map_or(0, |&last| self.scene.mentions[last].run.start)
    }

    /// "It said": the last body that spoke or led a sentence.
    fn thing(&self, token: usize) -> Told {
        let view = &self.scene.view;
        let spoke = self.story.back().find(|told| told.speaker.name.is_none() && told.speaker.organization.is_some());
        let named = self.scene.bodies.last(token);
        match (spoke, named) {
            (Some(spoke), Some((place, _))) if spoke.token + 40 >= place => spoke.clone(),
            (_, Some((_, body))) => {
                let mut told = Told::default();
                told.speaker.organization = Some(self.scene.bodies.name(view, body));
                told.speaker.confidence = 0.5;
                told
            }
            (Some(spoke), None) => spoke.clone(),
            (None, None) => Told::default(),
        }
    }
}

fn next_phrase(run: Range<usize>) -> Range<usize> {
    run
}

/// What a noun for a person tells of gender.
fn gender_of(class: Class) -> Gender {
    match (class.is(Class::MALE), class.is(Class::FEMALE)) {
        (true, false) => Gender::Male,
        (false, true) => Gender::Female,
        _ => Gender::Unknown,
    }
}
