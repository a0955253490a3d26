//! A source whose head is a noun for a person in, who it stands for out: a spokesman, the minister, officials.

use std::ops::Range;

use super::Hunt;
use crate::attribution::resolve::belonging::government;
use crate::attribution::resolve::body::display;
use crate::attribution::resolve::description::describe;
use crate::attribution::resolve::office::{by_role, is_maker};
use crate::attribution::resolve::story::Told;
use crate::lexicon::names::{Class, Gender};

impl Hunt<'_, '_> {
    /// A source before with the same noun.
    pub(super) fn same_noun(&self, noun: &str) -> Option<Told> {
        self.story.back().find(|told| told.noun.as_deref() == Some(noun)).cloned()
    }

    /// A person without a name: a spokesman, the minister, officials.
    pub(super) fn unnamed(&self, head: usize, phrase: Range<usize>, tokens: Range<usize>) -> Told {
        let view = &self.scene.view;
        let class = view.class(head);
        let plural = class.is(Class::PERSONS) || view.is(phrase.start, Class::INDEFINITE) && !class.is(Class::PERSON);
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
            // "The former mayor", "the 70-year-old judge" are said of whom the words before are about.
            let again = bare
                .clone()
                .any(|token| view.is(token, Class::FORMER) || view.number(token) && view.word(token).contains('-'));
            let office = class.is(Class::OFFICE) && !again || class.is(Class::KIN.or(Class::VOICE));
            let whole = tokens.len() <= phrase.len() || again && view.comma(phrase.end);
            let lone = whole && !office && !self.is_introduced(head, phrase.start);
            if definite && !possessed {
                if let Some(before) = self.same_noun(form) {
                    return before;
                }
                if lone {
                    return self.salient(phrase.start, gender_of(class), Some(head), Some(tokens));
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
        // "A lawyer for Tomas Brandt" is not whom the next words are about.
        let whose = self.scene.mentions_in(phrase.end..tokens.end).any(|at| self.scene.cast.of[at].is_some());
        if !plural
            && !class.is(Class::VOICE)
            && !whose
            && let Some(person) = self.named_later(phrase, gender_of(class))
        {
            return self.described(person, 0.6, tokens);
        }
        let mut told = Told { noun: Some(form.to_owned()), plural, ..Told::default() };
        let start = tokens.start;
        if let Some(description) = describe(self.scene, tokens, false) {
            let role = description.role.clone();
            told.speaker.role = Some(view.text(role.clone()).to_owned());
            told.left = plural && role.clone().any(|token| view.is(token, Class::FORMER));
            let elsewhere = || (definite || !plural).then(|| by_role(self.scene, &description)).flatten();
            let writes = is_maker(self.scene, head);
            let made = || writes.then(|| self.made_by(None, start)).flatten();
            let state = || plural.then(|| government(self.scene, role.start..head, head)).flatten();
            told.speaker.organization =
                description.organization.clone().or_else(elsewhere).or_else(made).or_else(state);
        } else {
            told.speaker.role = (!bare.is_empty()).then(|| view.text(bare).to_owned());
        }
        told.speaker.anonymous =
            !definite || class.is(Class::VOICE.or(Class::UNNAMED)) || plural && !class.is(Class::OFFICE);
        told.speaker.confidence = 0.5;
        told
    }
}

/// What a noun for a person tells of gender.
fn gender_of(class: Class) -> Gender {
    match (class.is(Class::MALE), class.is(Class::FEMALE)) {
        (true, false) => Gender::Male,
        (false, true) => Gender::Female,
        _ => Gender::Unknown,
    }
}
