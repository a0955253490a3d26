//! A source that is a share of several in, whose they are out: "one of them", "two-thirds of voters", "the two".

use std::ops::Range;

use super::Hunt;
use crate::attribution::resolve::description::describe;
use crate::attribution::resolve::story::Told;
use crate::lexicon::names::{Class, Gender};

/// So many mentions back "the two" look.
const NEAR: usize = 12;

impl Hunt<'_, '_> {
    /// "One of them", "two-thirds of voters", "many".
    pub(super) fn share(&self, phrase: Range<usize>, tokens: Range<usize>) -> Told {
        let view = &self.scene.view;
        if let Some(gender) = self.definite_person(&phrase) {
            return self.salient(phrase.start, gender, None, None);
        }
        if view.is(phrase.end, Class::JOINT) && phrase.end + 1 < tokens.end {
            return self.of_several(phrase.end + 1..tokens.end);
        }
        if let Some(pair) = self.pair(&phrase) {
            return pair;
        }
        let mut told = Told::default();
        let counts = |token: usize| view.is(token, Class::INDEFINITE.or(Class::UNNAMED)) || !view.is_word(token);
        if phrase.clone().any(counts) {
            told.plural = true;
            if let Some(before) = self.story.back().next().filter(|before| before.plural && before.speaker.anonymous) {
                told.speaker.role = before.speaker.role.clone();
                told.speaker.organization = before.speaker.organization.clone();
            }
            told.speaker.anonymous = true;
        } else if view.capital(phrase.end - 1) || phrase.len() > 1 {
            told.speaker.organization = self.scene.organization_in(phrase, true);
        }
        told
    }

    /// Some of those whom the words behind "of" describe.
    fn of_several(&self, rest: Range<usize>) -> Told {
        let view = &self.scene.view;
        let mut told = Told { plural: true, ..Told::default() };
        if let Some(description) = describe(self.scene, rest.clone(), false) {
            told.speaker.role = Some(view.text(description.role).to_owned());
            told.speaker.organization = description.organization;
        }
        // "Most of the Democrats".
        let named = self.scene.bare(rest.clone());
        if named.len() == 1
            && view.is(rest.start, Class::DETERMINER)
            && view.is(named.start, Class::PERSONS)
            && view.capital(named.start)
        {
            told.speaker.organization = Some(view.word(named.start).to_owned());
        }
        told.speaker.anonymous = true;
        told
    }

    /// "The two", "both": the last two persons that were named together.
    fn pair(&self, phrase: &Range<usize>) -> Option<Told> {
        let view = &self.scene.view;
        if phrase.len() > 2 || !phrase.clone().any(|token| view.is(token, Class::TWO)) {
            return None;
        }
        let end = self.scene.mentions.partition_point(|mention| mention.run.start < phrase.start);
        let named = (0..end).rev().take(NEAR).filter(|&at| self.scene.cast.of[at].is_some());
        let named: Vec<usize> = named.collect();
        let joined = named.windows(2).find(|pair| {
            let between = self.scene.mentions[pair[1]].name.end..self.scene.mentions[pair[0]].run.start;
            self.scene.cast.of[pair[0]] != self.scene.cast.of[pair[1]] && self.joined(between.start, between.end)
        })?;
        Some(self.of_persons(&[joined[1], joined[0]]))
    }

    /// Whether "the 54-year-old", "the Frenchman" stands for one person.
    pub(super) fn definite_person(&self, phrase: &Range<usize>) -> Option<Gender> {
        let view = &self.scene.view;
        let last = phrase.end - 1;
        let definite = view.is(phrase.start, Class::DETERMINER) && !view.is(phrase.start, Class::INDEFINITE);
        let aged = view.number(last) && view.word(last).contains('-');
        (definite && (aged || view.is(last, Class::DEMONYM))).then_some(Gender::Unknown)
    }
}
