//! A word that points back in, the person or body before it out: "he", "it", "the 54-year-old", "the foreign minister".

use std::ops::Range;

use super::Hunt;
use crate::attribution::resolve::description::Description;
use crate::attribution::resolve::phrase::phrase_end;
use crate::attribution::resolve::pronoun::{Antecedent, antecedent, antecedent_of, leads_sentence};
use crate::attribution::resolve::scene::Profile;
use crate::attribution::resolve::story::Told;
use crate::attribution::resolve::subject::subject_before;
use crate::lexicon::classes::Classes;
use crate::lexicon::names::{Class, Gender, PlaceKind, Pronoun};
use crate::quotation::{Candidate, Part};
use crate::text::Span;

/// So many attributions to each side may hold another.
const NEIGHBOURS: usize = 40;

/// So many attributions back it looks whether a name stands in what another said.
const TOLD: usize = 4;

/// Who is less surely spoken of is not whom a noun stands for.
const SALIENT: f32 = 0.5;

/// So many sources are told within another.
const NESTED: usize = 4;

/// No more persons than this are searched through for the holder of an office.
const MANY: usize = 300;

impl Hunt<'_, '_> {
    /// The person who is described by a noun: "the foreign minister".
    pub(super) fn holder(&self, head: usize, bare: &Range<usize>) -> Option<Antecedent> {
        let view = &self.scene.view;
        let before_head = bare.clone().filter(|&token| token != head && !view.is(token, Class::STOP));
        let modifiers: Vec<&str> = before_head.map(|token| view.form(token)).collect();
        let compound = head > bare.start && view.small(head - 1) && view.reading.tags[head - 1].is_noun();
        let place = if std::ptr::eq(self.scene, self.text) { bare.start } else { self.text.view.len() };
        let mut best: Option<((bool, usize, bool, usize), usize)> = None;
        let mut rivals = Vec::new();
        let initials = self.initials(bare);
        let noun = view.names.plain(view.form(head));
        for (person, profile) in self.text.profiles.iter().take(MANY).enumerate() {
            let Some((exact, fits)) = self.fits(profile, noun, &modifiers, initials.as_deref()) else { continue };
            if self.contradicts(person, head, bare.start) {
                continue;
            }
            // "The press secretary" is no "Secretary of Labor".
            if fits == 0 && compound && profile.descriptions.iter().all(|description| description.role.len() > 1) {
                continue;
            }
            rivals.push(person);
            let before = self.text.mentions_of(person, 0..place).last();
            let near = before.map_or(0, |&last| self.text.mentions[last].run.start);
            let rank = (exact, fits, before.is_some(), near);
            if best.is_none_or(|(other, _)| rank > other) {
                best = Some((rank, person));
            }
        }
        let ((exact, fits, before, _), person) = best?;
        // "The Ostra congresswoman" is the only representative; "the minority leader" is no president.
        let state = |token: usize| view.names.places.get(view.form(token)) == Some(&PlaceKind::State);
        let local = || bare.clone().all(|token| token == head || state(token)) && bare.len() > 1;
        if !exact && (!before || fits == 0 && (rivals.len() > 1 || !local())) {
            return None;
        }
        if fits == 0 && !modifiers.is_empty() && rivals.len() > 1 {
            // "The Harbury senator" may be any senator, but hardly one who is not spoken of.
            let last = self.story.back().next().and_then(|told| told.person).filter(|last| rivals.contains(last));
            return last.map(|person| Antecedent { person, confidence: 0.6, others: Vec::new() });
        }
        let confidence = match (rivals.len(), before) {
            (1, true) => 0.88,
            (1, false) => 0.75,
            _ => 0.65,
        };
        Some(Antecedent { person, confidence, others: Vec::new() })
    }

    /// How the descriptions of a person fit a noun best: whether they have the noun itself, and how many of the words before
    /// it; none if none has it or an office it stands for.
    fn fits(&self, profile: &Profile, noun: &str, modifiers: &[&str], initials: Option<&str>) -> Option<(bool, usize)> {
        let text = &self.text.view;
        let nouns = Class::PERSON.or(Class::PERSONS).or(Class::TITLE);
        let words = |description: &Description| description.role.clone().chain(description.head);
        let bears = |description: &&Description| {
            words(description).any(|token| {
                // "Her attorney" is no "Attorney General", "the president's lawyer" no president.
                let whole =
                    description.head == Some(token) || !text.is(token + 1, nouns) && !text.possessive(token + 1);
                whole && text.is(token, nouns) && self.holds_office(noun, text.form(token))
            })
        };
        let has = |description: &Description, modifier: &str| {
            description.role.clone().any(|token| text.form(token) == modifier)
        };
        let fit = |description: &Description| {
            let exact = words(description).any(|token| text.names.plain(text.form(token)) == noun);
            let short = initials.is_some_and(|initials| has(description, initials));
            let shared = modifiers.iter().filter(|modifier| has(description, modifier)).count();
            (exact, shared + usize::from(short))
        };
        profile.descriptions.iter().filter(bears).map(fit).max()
    }

    /// The person of an article's first sentence who is named only later: "A former executive told … Nadia Teller said".
    ///
    /// Who is described with a name that the words before have, too, may be: "A senior Ostran lawmaker said".
    pub(super) fn named_later(&self, words: Range<usize>, gender: Gender) -> Option<usize> {
        let view = &self.scene.view;
        let token = words.start;
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
            let clash = gender.clashes(known);
            let new = self.scene.cast.all[person].mentions.first() == Some(&at);
            let descriptions = &self.scene.profiles[person].descriptions;
            let shared = |role: Range<usize>| {
                let named = words.clone().filter(|&word| word > token && view.capital(word));
                named.into_iter().any(|word| role.clone().any(|other| view.form(other) == view.form(word)))
            };
            let plain = descriptions.iter().all(|description| description.worth < 2)
                || descriptions.iter().any(|description| shared(description.role.clone()));
            let leads = leads_sentence(self.scene, at) && !self.scene.view.possessive(mention.name.end);
            return (new && plain && leads && !clash && mention.name.len() > 1).then_some(person);
        }
        None
    }

    /// The person who is being spoken of.
    pub(super) fn salient(
        &self,
        token: usize,
        gender: Gender,
        head: Option<usize>,
        words: Option<Range<usize>>,
    ) -> Told {
        let view = &self.scene.view;
        let noun = head.map(|head| view.names.plain(view.form(head)));
        let holds = |person: usize| {
            let text = &self.text.view;
            let called = |token: usize| noun.is_some_and(|noun| self.holds_office(noun, text.form(token)));
            let profile = self.text.profiles.get(person).into_iter().flat_map(|profile| &profile.descriptions);
            profile.filter_map(|description| description.head).any(called)
        };
        let kinds = noun.is_some_and(|noun| view.names.office_kinds.contains_key(noun))
            && (0..self.text.profiles.len().min(MANY)).any(holds);
        let fits = |person: usize| {
            (!kinds || holds(person)) && !head.is_some_and(|head| self.contradicts(person, head, token))
        };
        let in_text = self.attribution().part == Part::Text;
        let found = || antecedent_of(self.scene, self.story, self.attribution(), (token, gender), &fits);
        match in_text.then(found).flatten() {
            Some(found) if found.confidence >= SALIENT && !self.is_called_otherwise(found.person, head, token) => {
                let told = match words {
                    Some(words) => self.described(found.person, found.confidence * 0.8, words),
                    None => self.person(found.person, found.confidence * 0.8),
                };
                self.among(told, &found)
            }
            _ => {
                let mut told = Told { noun: head.map(|head| view.form(head).to_owned()), ..Told::default() };
                told.speaker.role = head.map(|head| view.word(head).to_owned());
                told
            }
        }
    }

    /// Whether the article calls a person something else than a noun does: an economist in passing is hardly "the
    /// candidate". Who is spoken of all the time may be; and a place or a party tells of anybody ("the Harbury Democrat").
    fn is_called_otherwise(&self, person: usize, head: Option<usize>, start: usize) -> bool {
        let view = &self.scene.view;
        let Some(head) = head else { return false };
        let common = Class::PLACE.or(Class::DEMONYM).or(Class::BODY).or(Class::GENERIC);
        let heads: Vec<usize> =
            self.scene.profiles[person].descriptions.iter().filter_map(|description| description.head).collect();
        let same = |other: &usize| view.names.plain(view.form(*other)) == view.names.plain(view.form(head));
        let all = &self.scene.cast.all;
        let most = all.iter().take(MANY).map(|person| person.mentions.len()).max().unwrap_or(0);
        let passing = all[person].mentions.len() * 2 < most;
        passing && !heads.is_empty() && !heads.iter().any(same) && !(start..=head).any(|token| view.is(token, common))
    }

    /// Adds the others that a word may stand for.
    fn among(&self, mut told: Told, found: &Antecedent) -> Told {
        told.speaker.candidates = found
            .others
            .iter()
            .map(|&(person, confidence)| Candidate { name: self.scene.cast.name(&self.scene.view, person), confidence })
            .collect();
        told
    }

    /// Whom a pronoun stands for.
    pub(super) fn pronoun(&self, token: usize, pronoun: Pronoun) -> Told {
        match (pronoun.person, pronoun.gender, pronoun.plural) {
            (1, _, _) => self.who_is_quoted(token),
            (3, Gender::Thing, _) => self.thing(token),
            (3, _, true) => self.several(token),
            (3, gender, _) => self.one(token, gender),
            _ => self.somebody(token),
        }
    }

    /// "I", "we": whoever is quoted with it; "we" that nobody is quoted with is the writer.
    fn who_is_quoted(&self, token: usize) -> Told {
        let around = || {
            let span = self.attribution().source?;
            let first = self.at.saturating_sub(NEIGHBOURS);
            let near = self.attributions.iter().enumerate().skip(first).take(2 * NEIGHBOURS);
            let (outer, _) = near.into_iter().find(|(_, other)| {
                other.part == self.attribution().part && other.content.iter().any(|content| content.covers(span))
            })?;
            self.story.speaker(outer).filter(|_| outer != self.at)
        };
        let outer = self.attribution().within.and_then(|outer| self.story.speaker(outer)).or_else(around);
        let quoted = self.scene.view.reading.prose.quoted_of(token).is_some();
        let last = || self.story.back().next().filter(|_| quoted).map(|told| &told.speaker);
        Told { speaker: outer.or_else(last).cloned().unwrap_or_default(), ..Told::default() }
    }

    /// "They".
    fn several(&self, token: usize) -> Told {
        let several = self.story.back().take(3).find(|told| told.plural);
        let crowd = self.crowd(token).filter(|crowd| several.is_none_or(|told| told.token < crowd.token));
        let before = || several.or_else(|| self.story.back().find(|told| told.speaker.name.is_none())).cloned();
        crowd.or_else(before).unwrap_or_default()
    }

    /// "He", "she".
    fn one(&self, token: usize, gender: Gender) -> Told {
        let found = self.antecedent(token, gender);
        // "A spokesman said … He said": an unnamed source since the last name.
        let named = found.as_ref().and_then(|found| self.last_mention(found.person, token));
        // What is reported within a report is told after it.
        let near = self.story.back().filter(|told| told.token < token).take(NESTED);
        let unnamed = near.max_by_key(|told| told.token).filter(|last| {
            last.person.is_none()
                && last.noun.is_some()
                && last.speaker.role.is_some()
                && !last.plural
                && !self.scene.view.is(last.token, Class::PRONOUN)
                && named.is_none_or(|mention| mention < last.token)
        });
        match (unnamed, found) {
            (Some(last), _) => last.clone(),
            (None, Some(found)) => self.among(self.person(found.person, found.confidence), &found),
            (None, None) => {
                let later = self.named_later(token..token + 1, gender);
                later.map_or_else(Told::default, |person| self.person(person, 0.6))
            }
        }
    }

    /// "Who", "some": the one it relates to, else somebody unnamed.
    fn somebody(&self, token: usize) -> Told {
        let relative = token.checked_sub(1).and_then(|before| {
            let before = if self.scene.view.comma(before) { before.checked_sub(1)? } else { before };
            self.scene.mention_at(before).filter(|&mention| self.scene.cast.of[mention].is_some())
        });
        if let Some(mention) = relative {
            return self.of_persons(&[mention]);
        }
        let before = self.story.back().find(|told| told.plural && told.speaker.anonymous);
        let mut told = before.cloned().unwrap_or_default();
        told.plural = false;
        told.speaker.anonymous = true;
        told
    }

    /// The person who is spoken of where a word stands.
    fn antecedent(&self, token: usize, gender: Gender) -> Option<Antecedent> {
        let in_text = self.attribution().part == Part::Text;
        in_text.then(|| antecedent(self.scene, self.story, self.attribution(), token, gender)).flatten()
    }

    /// Those who begin the sentence before: "Delta aides met the crew. They said".
    fn crowd(&self, token: usize) -> Option<Told> {
        let view = &self.scene.view;
        let prose = &view.reading.prose;
        let sentence = prose.sentences.get(prose.sentence_of(token).checked_sub(1)?)?;
        let start = sentence.start;
        let phrase = start..phrase_end(self.scene, start).min(sentence.end);
        let head = phrase.clone().next_back()?;
        let apart = prose.paragraph_of(start) != prose.paragraph_of(token) || prose.quoted_of(start).is_some();
        let joined = view.reading.classes(start).is(Classes::SUBORDINATOR) || view.is(start, Class::CLAUSE);
        if apart || joined || !view.is(head, Class::PERSONS) || !view.finite(phrase.end) {
            return None;
        }
        let told = self.noun(head, phrase.clone(), phrase);
        (told.plural && told.speaker.name.is_none()).then_some(Told { token: start, ..told })
    }

    /// Where a person was last named before a word, in what the article says itself.
    fn last_mention(&self, person: usize, token: usize) -> Option<usize> {
        let before = self.scene.mentions_of(person, 0..token);
        let plain = |&&mention: &&usize| {
            let mention = &self.scene.mentions[mention];
            let span = self.scene.view.reading.prose.span(mention.run.clone());
            !mention.quoted && !self.is_told(span)
        };
        before.iter().rev().take(6).find(plain).map(|&last| self.scene.mentions[last].run.start)
    }

    /// Whether a span lies in what this attribution, or one of the last before it, says.
    fn is_told(&self, span: Span) -> bool {
        let near = &self.attributions[self.at.saturating_sub(TOLD)..=self.at];
        near.iter().any(|other| {
            other.part == self.attribution().part && other.content.iter().any(|content| content.covers(span))
        })
    }

    /// "It said": the last body that spoke or led a sentence.
    fn thing(&self, token: usize) -> Told {
        let view = &self.scene.view;
        let prose = &view.reading.prose;
        // "The report warned of floods. It said": a document whose maker is not told.
        let last = self.story.back().next().filter(|told| {
            let near = prose.sentence_of(told.token) + 1 >= prose.sentence_of(token);
            let document = told.noun.is_some() && told.speaker.role.is_none() && !told.plural;
            near && document && told.speaker.name.is_none() && told.speaker.organization.is_none()
        });
        if let Some(last) = last {
            return last.clone();
        }
        let spoke = self.story.back().find(|told| told.speaker.name.is_none() && told.speaker.organization.is_some());
        // "Ardley Air closed. The airline said it …": who speaks in the same sentence.
        let same = |told: &&Told| prose.sentence_of(told.token) == prose.sentence_of(token);
        if let Some(spoke) = spoke.filter(same) {
            return spoke.clone();
        }
        // "The board met the union. It said": the subject of the sentence before.
        if let Some(subject) = subject_before(self.scene, token, 1) {
            if let Some(spoke) = spoke.filter(|told| told.speaker.organization.as_ref() == Some(&subject.name)) {
                return spoke.clone();
            }
            let mut told = Told::default();
            told.speaker.organization = Some(subject.name);
            told.speaker.confidence = 0.5;
            return told;
        }
        let named = self.scene.bodies.last(view, token);
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
