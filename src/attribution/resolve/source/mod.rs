//! A source in, who it stands for out.

mod body_noun;
mod document;
mod fit;
mod named;
mod noun;
mod reference;
mod share;
mod unnamed;

use std::ops::Range;

use super::mention::{Kind, repeated};
use super::phrase::head_limit;
use super::scene::Scene;
use super::story::{Story, Told};
use crate::attribution::model::tag::Tag;
use crate::lexicon::names::Class;
use crate::quotation::{Attribution, Kind as ContentKind, Part};
use crate::text::Span;

/// No source is read further than this many words.
const LONGEST_SOURCE: usize = 120;

/// A place with an agency in brackets is no longer than this many words.
const LONGEST_DATELINE: usize = 8;

/// A name and its second form are no longer than this many words.
const LONGEST_GLUED: usize = 14;

/// Who is less sure is no speaker to go on with.
const UNSURE: f32 = 0.35;

/// Follows the source of one attribution.
pub(super) fn follow(scene: &Scene, text: &Scene, story: &Story, attributions: &[Attribution], at: usize) -> Told {
    let attribution = &attributions[at];
    let Some(source) = attribution.source else { return unsaid(scene, story, attribution) };
    let Some(tokens) = words(scene, attribution, source) else { return Told::default() };
    let hunt = Hunt { scene, text, story, attributions, at };
    let mut told = hunt.source(tokens.clone());
    if told.person.is_some()
        && !told.plural
        && told.speaker.organization.is_none()
        && let Some(body) = hunt.own_body(&told).or_else(|| hunt.of_document(&told, tokens.start))
    {
        told.speaker.organization = Some(body);
        told.teaches = true;
    }
    // Nobody later is told to be who this one hardly is.
    if told.speaker.confidence < UNSURE {
        told.person = None;
    }
    told.token = tokens.start;
    told.in_text = attribution.part == Part::Text;
    if !told.in_text {
        told.person = None;
    }
    told
}

/// The words of a source, if it has any.
fn words(scene: &Scene, attribution: &Attribution, source: Span) -> Option<Range<usize>> {
    let view = &scene.view;
    let mut tokens = view.reading.prose.tokens_in(source);
    tokens.end = tokens.end.min(tokens.start + LONGEST_SOURCE);
    tokens.end = tokens.clone().rev().find(|&token| view.is_word(token) || view.number(token))? + 1;
    // "Harbury (CNN) Rudy Venn said": the place and the agency are the article's.
    if let Some(close) = tokens.clone().take(LONGEST_DATELINE).find(|&token| view.word(token) == ")")
        && scene.mention_at(tokens.start).is_some_and(|at| scene.mentions[at].kind == Kind::Place)
        && scene.mention_at(close + 1).is_some_and(|at| scene.cast.of[at].is_some())
    {
        tokens.start = close + 1;
    }
    // "Rudy Venn Rudolf VennCouncil weighs repairs MORE said": the name, and what was glued to it.
    let glued = || repeated(view, tokens.start..tokens.end.min(tokens.start + LONGEST_GLUED));
    if let Some(end) = glued().filter(|&end| closes(scene, attribution, end)) {
        tokens.end = end;
    }
    // "Including Senator Rudy Venn".
    if tokens.len() > 1 && view.is(tokens.start, Class::LISTING) {
        tokens.start += 1;
    }
    // "Osgood himself".
    let last = tokens.end - 1;
    let reflexive = view.small(last) && view.is(last, Class::PRONOUN) && !view.is(last, Class::DETERMINER);
    if tokens.len() > 1 && reflexive && view.capital(last - 1) {
        tokens.end -= 1;
    }
    // "Theresa | May told": the words of the source may leave the end of a name out.
    if let Some(at) = scene.mention_at(tokens.end - 1)
        && scene.cast.of[at].is_some()
    {
        tokens.end = tokens.end.max(scene.mentions[at].name.end);
    }
    Some(tokens)
}

/// Whether a shouted word closes the links behind a name before the cue: what they say is nobody's there.
fn closes(scene: &Scene, attribution: &Attribution, from: usize) -> bool {
    /// Several headlines.
    const LONGEST: usize = 60;
    let cue = attribution.cue.as_ref().and_then(|cue| cue.spans.first());
    let cue = cue.map_or(from, |cue| scene.view.reading.prose.tokens_in(*cue).start);
    (from..cue.min(from + LONGEST)).any(|token| scene.view.capitals(token) && scene.view.word(token).len() > 3)
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

/// The words of a source.
struct Words {
    tokens: Range<usize>,
    /// Those up to its head: what follows a preposition, a comma or a relative pronoun is none of it.
    phrase: Range<usize>,
}

impl Hunt<'_, '_> {
    fn attribution(&self) -> &Attribution {
        &self.attributions[self.at]
    }

    /// Reads the words of a source as what they may be, the surest first.
    fn source(&self, tokens: Range<usize>) -> Told {
        let limit = head_limit(self.scene, &tokens).max(tokens.start + 1).min(tokens.end);
        let words = Words { phrase: tokens.start..limit, tokens };
        self.a_pronoun(&words)
            .or_else(|| self.persons(&words))
            .or_else(|| self.a_surname(&words))
            .or_else(|| self.a_titled_name(&words))
            .or_else(|| self.a_name_behind_its_office(&words))
            .or_else(|| self.one_called(&words))
            .or_else(|| self.bodies(&words))
            .or_else(|| self.a_name_behind_a_comma(&words))
            .or_else(|| self.a_noun(&words))
            .unwrap_or_default()
    }

    /// "She".
    fn a_pronoun(&self, Words { tokens, .. }: &Words) -> Option<Told> {
        let view = &self.scene.view;
        let lone = tokens.len() == 1 && view.is(tokens.start, Class::PRONOUN);
        let pronoun = view.names.pronoun(view.form(tokens.start)).filter(|_| lone)?;
        Some(self.pronoun(tokens.start, pronoun))
    }

    /// "Defense Secretary Jim Mattis and Gen. Joseph Dunford".
    fn persons(&self, words: &Words) -> Option<Told> {
        let persons = self.persons_at_head(words);
        (!persons.is_empty()).then(|| self.of_persons(&persons))
    }

    /// "Quillfeather", who has no other name.
    fn a_surname(&self, Words { tokens, .. }: &Words) -> Option<Told> {
        let view = &self.scene.view;
        // "An exasperated Sanders".
        let last = tokens.end - 1;
        let adjective = |token: usize| view.small(token) && matches!(view.reading.tags[token], Tag::Jj | Tag::Vbn);
        let described = || {
            let short = tokens.len() < 4 && view.is(tokens.start, Class::INDEFINITE);
            short && (tokens.start + 1..last).all(adjective) && !view.is(last, Class::PLACE.or(Class::BODY))
        };
        let lone = view.is(last, Class::SURNAME) && (tokens.len() == 1 || described());
        let mention = self.scene.mention_at(last).filter(|_| lone)?;
        (self.scene.mentions[mention].kind == Kind::Unknown).then(|| {
            let mut told = Told::default();
            told.speaker.name = Some(view.word(last).to_owned());
            told.speaker.confidence = 0.6;
            told
        })
    }

    /// "Joint Chiefs of Staff Chairman General Adam Orry", "Speaker of the House Tomas Venn, D-Ostra": the source is one name
    /// with its titles.
    fn a_titled_name(&self, Words { tokens, .. }: &Words) -> Option<Told> {
        let view = &self.scene.view;
        let apart = |token: &usize| view.comma(*token) || view.word(*token) == "(";
        let core = tokens.clone().find(apart).unwrap_or(tokens.end);
        let at = self.last_person(tokens.start..core)?;
        let mut titles = tokens.start..self.scene.mentions[at].run.start;
        // "Ambassador to the United Nations Ilse Varga" is she, "Lawyers for Ilse Varga" are not.
        let placed = !titles.is_empty() && view.capital(titles.end - 1) && !view.is(titles.end - 1, Class::TITLE);
        let titled = |token: usize| {
            let first = token == tokens.start && view.is(token, Class::TITLE);
            let joins = |token: usize| view.is(token, Class::JOINT) || placed && view.is(token, Class::PREPOSITION);
            let article = token > tokens.start && view.is(token, Class::DETERMINER) && joins(token - 1);
            first || article || view.capital(token) || joins(token)
        };
        let whole = titles.clone().all(titled)
            && (core == tokens.end || titles.any(|token| view.is(token, Class::TITLE.or(Class::PERSON))));
        whole.then(|| self.of_persons(&[at]))
    }

    /// "Chairman of the bench Dorothy Lamb": the name stands at the end of its own description.
    fn a_name_behind_its_office(&self, Words { tokens, phrase }: &Words) -> Option<Told> {
        let view = &self.scene.view;
        let limit = phrase.end;
        let at = self.last_person(tokens.clone())?;
        let before = self.scene.mentions[at].run.start.checked_sub(1)?;
        let closing = view.is(limit, Class::JOINT)
            && view.is(limit - 1, Class::PERSON)
            && !view.is(tokens.start, Class::DETERMINER)
            && !view.is(before, Class::PREPOSITION.or(Class::DETERMINER))
            && !tokens.clone().any(|token| view.comma(token) || view.is(token, Class::RELATIVE));
        closing.then(|| self.of_persons(&[at]))
    }

    /// The person whose full name ends a phrase.
    fn last_person(&self, phrase: Range<usize>) -> Option<usize> {
        let at = self.scene.mentions_in(phrase.clone()).next_back()?;
        let name = &self.scene.mentions[at].name;
        (self.scene.cast.of[at].is_some() && name.end == phrase.end && name.len() > 1).then_some(at)
    }

    /// "The Harbor Board and the Survey".
    fn bodies(&self, Words { phrase, .. }: &Words) -> Option<Told> {
        let bodies = self.bodies_at_head(phrase.clone());
        (!bodies.is_empty()).then(|| self.of_bodies(&bodies, phrase.clone()))
    }

    /// "The operator, BlueLine", "His lawyer, Ezra Quillfeather": the name is the apposition.
    fn a_name_behind_a_comma(&self, Words { tokens, phrase }: &Words) -> Option<Told> {
        let view = &self.scene.view;
        let comma = (phrase.end..tokens.end).find(|&token| view.comma(token))?;
        let end = tokens.end.min(comma + 14);
        // "Its chairwoman, the retired Ostran judge Bertil Krans".
        let names = |at: &usize| {
            let office = matches!(self.scene.mentions[*at].kind, Kind::Demonym | Kind::Office);
            self.scene.cast.of[*at].is_some() || !office
        };
        let next = self.scene.mentions_in(comma + 1..tokens.end).find(names)?;
        let mention = &self.scene.mentions[next];
        let between = comma + 1..mention.run.start;
        if mention.run.start >= end
            || between.clone().any(|token| view.is(token, Class::RELATIVE.or(Class::CLAUSE).or(Class::PREPOSITION)))
        {
            return None;
        }
        let bare = self.scene.bare(phrase.clone());
        if self.scene.cast.of[next].is_some() && !view.possessive(mention.name.end) {
            let mut told = self.of_persons(&[next]);
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
            let mut told = self.of_bodies(&[next], mention.run.clone());
            told.speaker.role = Some(view.text(bare).to_owned());
            return Some(told);
        }
        None
    }
    /// "The minister", "officials", "a report by the group".
    fn a_noun(&self, Words { tokens, phrase }: &Words) -> Option<Told> {
        let view = &self.scene.view;
        let head = phrase.clone().rev().find(|&token| view.is_word(token) && !view.possessive(token))?;
        Some(self.noun(head, phrase.clone(), tokens.clone()))
    }
}
