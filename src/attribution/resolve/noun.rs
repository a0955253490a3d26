//! A source whose head is a common noun in, who it stands for out: "the minister", "officials", "a report by the group".

use std::ops::Range;

use super::belonging::government;
use super::body::display;
use super::description::{describe, is_preposition, phrase_end};
use super::office::by_role;
use super::scene::title_case;
use super::source::Hunt;
use super::story::Told;
use crate::attribution::model::tag::Tag;
use crate::lexicon::names::{BodyKind, Class, Gender, PlaceKind};
use crate::text::fold::fold;

/// The kind of newspapers, agencies and stations, as the table of bodies of roles names it.
const MEDIA: &str = "media";

/// "The regime" stands for a country that is named within so many words.
const STATE: usize = 200;

/// So many mentions back "the two" and "the regime" look.
const NEAR: usize = 12;

impl Hunt<'_, '_> {
    /// A source whose head is a common noun.
    pub(super) fn noun(&self, head: usize, phrase: Range<usize>, tokens: Range<usize>) -> Told {
        let view = &self.scene.view;
        let person = Class::PERSON.or(Class::PERSONS).or(Class::UNNAMED);
        let noun = person.or(Class::DOCUMENT).or(Class::BODY).or(Class::BODIES);
        // "A survey released Friday": the head stands before its participle.
        let participle = (phrase.start + 1..=head)
            .find(|&token| matches!(view.reading.tags[token], Tag::Vbn | Tag::Vbg) && view.is(token - 1, noun));
        let head = participle.map_or(head, |participle| participle - 1);
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
        // "The coast guard" is no guard.
        let bare = self.scene.bare(phrase.clone());
        if body && bare.len() > 1 && view.names.bodies.contains_key(&*view.key(bare)) {
            return self.body_noun(head, phrase, tokens);
        }
        if view.is(head, Class::PERSON)
            && let Some(named) = self.named_before(phrase.start)
        {
            let person = self.scene.cast.of[named].expect("only a person's mention is looked for");
            return self.described(person, 0.9, tokens);
        }
        if view.is(head, person) && !(body && self.scene.bodies.definite(view, view.form(head), head).is_some()) {
            return self.unnamed(head, phrase, tokens);
        }
        self.body_noun(head, phrase, tokens)
    }

    /// The name to which a source is the apposition: "Hana Koll, | a spokeswoman for the port |, said".
    fn named_before(&self, start: usize) -> Option<usize> {
        let view = &self.scene.view;
        let comma = start.checked_sub(1).filter(|&comma| view.comma(comma))?;
        let at = self.scene.mention_at(comma.checked_sub(1)?)?;
        let mention = &self.scene.mentions[at];
        let prose = &view.reading.prose;
        let cue = |token: usize| {
            let span = prose.span(token..token + 1);
            self.attribution().cue.iter().flat_map(|cue| &cue.spans).any(|cue| cue.covers(span))
        };
        // "They met Hana Koll, a spokeswoman said": she is another.
        let object = mention.run.start.checked_sub(1).is_some_and(|before| {
            !cue(before)
                && prose.sentence_of(before) == prose.sentence_of(start)
                && (is_preposition(view, before) || view.reading.tags[before].is_verb())
        });
        (mention.name.end == comma && !object && self.scene.cast.of[at].is_some()).then_some(at)
    }

    /// "One of them", "two-thirds of voters", "many".
    pub(super) fn share(&self, phrase: Range<usize>, tokens: Range<usize>) -> Told {
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
            // "Most of the Democrats".
            let named = self.scene.bare(rest.clone());
            if named.len() == 1
                && view.is(rest.start, Class::DETERMINER)
                && view.is(named.start, Class::PERSONS)
                && view.capital(named.start)
                && view.names.bodies.contains_key(view.form(named.start))
            {
                told.speaker.organization = Some(view.word(named.start).to_owned());
            }
            told.speaker.anonymous = true;
            return told;
        }
        if let Some(pair) = self.pair(&phrase) {
            return pair;
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
        Some(self.persons(&[joined[1], joined[0]], phrase))
    }

    /// Whether "the 54-year-old", "the Frenchman" stands for one person.
    pub(super) fn definite_person(&self, phrase: &Range<usize>) -> Option<Gender> {
        let view = &self.scene.view;
        let last = phrase.end - 1;
        let definite = view.is(phrase.start, Class::DETERMINER) && !view.is(phrase.start, Class::INDEFINITE);
        let aged = view.number(last) && view.word(last).contains('-');
        (definite && (aged || view.is(last, Class::DEMONYM))).then_some(Gender::Unknown)
    }

    /// A body without a name: "the council", "the foreign ministry of Tversk".
    pub(super) fn body_noun(&self, head: usize, phrase: Range<usize>, tokens: Range<usize>) -> Told {
        let view = &self.scene.view;
        let mut told = Told { noun: Some(view.form(head).to_owned()), ..Told::default() };
        told.plural = view.is(head, Class::BODIES);
        told.speaker.confidence = 0.6;
        // "Several stations, including Ardley One and the Harbour Post".
        let list = (phrase.end..tokens.end.min(phrase.end + 2)).find(|&token| view.is(token, Class::LISTING));
        if let Some(list) = list.filter(|_| told.plural) {
            let named = self.bodies_at_head(list + 1..tokens.end);
            if !named.is_empty() {
                return self.bodies(&named, list + 1..tokens.end);
            }
        }
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
        let bare = self.scene.bare(phrase.clone());
        if let Some(before) = self.same_noun(view.form(head)).filter(|_| bare.len() == 1) {
            // "A Senate panel said … The Senate Intelligence Committee … The panel said".
            let unnamed = before.speaker.organization.as_deref().is_none_or(|body| body.ends_with(view.form(head)));
            let since = self.scene.bodies.definite(view, view.form(head), tokens.start).filter(|_| unnamed);
            if since.is_none_or(|body| !self.scene.bodies.all[body].sure || self.scene.bodies.all[body].place) {
                return before;
            }
        }
        if bare.len() == 1 && view.names.heads.get(view.form(head)) == Some(&BodyKind::State) {
            // "The regime of Marshal Orry" may be of a country that is never named.
            let whole = || (phrase.end < tokens.end).then(|| display(view, bare.start..tokens.end));
            told.speaker.organization = self.country_before(tokens.start).or_else(whole);
            return told;
        }
        // "The news agency": the word before the noun tells its kind.
        let media = bare.len() == 2 && view.names.heads.get(view.form(bare.start)) == Some(&BodyKind::Media);
        if media && let Some(body) = self.scene.bodies.near(view, MEDIA, tokens.start) {
            told.speaker.organization = Some(body);
            return told;
        }
        let mut end = bare.end;
        if view.is(phrase.end, Class::JOINT) && phrase.end < tokens.end {
            end = phrase_end(self.scene, phrase.end + 1).min(tokens.end);
        }
        if bare.is_empty() {
            return told;
        }
        let firms =
            matches!(view.names.heads.get(view.form(head)), Some(BodyKind::Company | BodyKind::Group | BodyKind::Any));
        let nameless = firms && bare.start == phrase.start && self.scene.mentions_in(bare.clone()).next().is_none();
        if told.plural && (bare.len() == 1 || nameless) && end == bare.end {
            told.speaker.role = Some(view.text(bare).to_owned());
            told.speaker.anonymous = true;
            return told;
        }
        told.speaker.organization = if end > bare.end {
            Some(display(view, bare.start..end))
        } else if std::ptr::eq(self.scene, self.text) && (!told.plural || bare.start > phrase.start) {
            self.scene.called_body(bare, tokens.start)
        } else {
            Some(display(view, bare))
        };
        told
    }

    /// The country that "the regime" stands for: the last that spoke, else the one named most not long before.
    fn country_before(&self, token: usize) -> Option<String> {
        let view = &self.scene.view;
        let country = |name: &str| view.names.places.get(name) == Some(&PlaceKind::Country);
        let spoke = self.story.back().take(3).filter(|told| told.token + STATE > token);
        let mut spoke = spoke.filter_map(|told| told.speaker.organization.as_deref());
        if let Some(name) = spoke.find(|name| country(&fold(name))) {
            return Some(name.to_owned());
        }
        let before = self.scene.mentions[..self.scene.mentions.partition_point(|other| other.run.start < token)].iter();
        let near = before.rev().take(NEAR).take_while(|mention| mention.run.start + STATE > token);
        let mut counts: Vec<(String, usize)> = Vec::new();
        for mention in near {
            let key = view.key(mention.run.clone()).into_owned();
            let place = view.names.place_of(&key).map_or(key, str::to_owned);
            if !country(&place) || view.names.home.contains(place.as_str()) {
                continue;
            }
            match counts.iter_mut().find(|(name, _)| *name == place) {
                Some((_, count)) => *count += 1,
                None => counts.push((place, 1)),
            }
        }
        // Of those named alike often, the last.
        let most = counts.iter().map(|&(_, count)| count).max()?;
        counts.iter().find(|&&(_, count)| count == most).map(|(name, _)| title_case(name))
    }

    /// A source before with the same noun.
    pub(super) fn same_noun(&self, noun: &str) -> Option<Told> {
        self.story.back().find(|told| told.noun.as_deref() == Some(noun)).cloned()
    }

    /// A person without a name: a spokesman, the minister, officials.
    pub(super) fn unnamed(&self, head: usize, phrase: Range<usize>, tokens: Range<usize>) -> Told {
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
            && let Some(person) = self.named_later(phrase.clone(), gender_of(class))
        {
            return self.described(person, 0.6, tokens);
        }
        let mut told = Told { noun: Some(form.to_owned()), plural, ..Told::default() };
        if let Some(description) = describe(self.scene, tokens.clone(), false) {
            told.speaker.role = Some(view.text(description.role.clone()).to_owned());
            told.left = plural && description.role.clone().any(|token| view.is(token, Class::FORMER));
            let elsewhere = || (definite || !plural).then(|| by_role(self.scene, &description)).flatten();
            told.speaker.organization = description.organization.clone().or_else(elsewhere);
            if plural && told.speaker.organization.is_none() {
                told.speaker.organization = government(self.scene, description.role.start..head, head);
            }
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
