//! One text with its mentions, persons, bodies and what the text says of each person.

use std::ops::Range;

use super::body::{Bodies, display};
use super::description::{self, Description};
use super::mention::{self, Kind, Mention};
use super::person::Cast;
use super::view::View;
use crate::attribution::model::tag::Tag;
use crate::lexicon::names::{BodyKind, Class};

/// One text with everything in it that has a name.
pub(super) struct Scene<'a> {
    pub(super) view: View<'a>,
    pub(super) mentions: Vec<Mention>,
    pub(super) cast: Cast,
    pub(super) bodies: Bodies,
    /// For each person, what the text says of it: best first.
    pub(super) profiles: Vec<Profile>,
}

/// What a text says of a person.
#[derive(Clone, Debug, Default)]
pub(super) struct Profile {
    /// Every description found, in text order.
    pub(super) descriptions: Vec<Description>,
    /// The office or description, in its best form.
    pub(super) role: Option<String>,
    /// The body the person speaks for.
    pub(super) organization: Option<String>,
    /// Whether the office is given up, and its body not told.
    pub(super) left: bool,
}

impl<'a> Scene<'a> {
    /// Reads a text through.
    pub(super) fn read(view: View<'a>) -> Self {
        let mentions = mention::find(&view);
        Self::gather(view, mentions)
    }

    /// Reads a headline through: a lone name in it is a person's if it is one in the text.
    pub(super) fn read_headline(view: View<'a>, text: &Scene) -> Self {
        let mut mentions = mention::find(&view);
        for mention in &mut mentions {
            let open = matches!(mention.kind, Kind::Unknown | Kind::Place | Kind::Body);
            // "Leaving Orry talks": a capital tells nothing there; the surname is one of the text's.
            let last = mention.name.end.max(1) - 1;
            let surname = last..last + 1;
            let led = mention.name.len() == 2 && !view.is(mention.name.start, Class::GIVEN);
            if led
                && mention.kind == Kind::Person
                && text.cast.find(&text.view, &view, &mention.name).is_none()
                && text.cast.find(&text.view, &view, &surname).is_some()
            {
                mention.name = surname.clone();
                mention.run = surname;
            } else if open && text.cast.find(&text.view, &view, &mention.name).is_some() {
                mention.kind = Kind::Person;
            }
        }
        Self::gather(view, mentions)
    }

    fn gather(view: View<'a>, mut mentions: Vec<Mention>) -> Self {
        let mut cast = Cast::gather(&view, &mut mentions);
        cast.hear_pronouns(&view, &mentions);
        let bodies = Bodies::gather(&view, &mentions, |mention| cast.of[mention].is_some());
        let mut scene = Self { view, mentions, cast, bodies, profiles: Vec::new() };
        scene.profiles = description::profiles(&scene);
        scene
    }

    /// The mentions of a person that begin in a stretch of tokens, in order.
    pub(super) fn mentions_of(&self, person: usize, tokens: Range<usize>) -> &[usize] {
        let mentions = &self.cast.all[person].mentions;
        let before = |token: usize| mentions.partition_point(|&at| self.mentions[at].run.start < token);
        let first = before(tokens.start);
        &mentions[first..before(tokens.end).max(first)]
    }

    /// The numbers of the mentions whose run lies in a range, in order.
    pub(super) fn mentions_in(&self, tokens: Range<usize>) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let first = self.mentions.partition_point(|mention| mention.run.start < tokens.start);
        let last = self.mentions.partition_point(|mention| mention.run.start < tokens.end);
        (first..last.max(first)).filter(move |&at| self.mentions[at].run.end <= tokens.end)
    }

    /// The mention whose run holds a token.
    pub(super) fn mention_at(&self, token: usize) -> Option<usize> {
        let next = self.mentions.partition_point(|mention| mention.run.end <= token);
        (next < self.mentions.len() && self.mentions[next].run.contains(&token)).then_some(next)
    }

    /// Whether a noun phrase cannot go on past this token.
    pub(super) fn breaks(&self, token: usize) -> bool {
        let view = &self.view;
        if token >= view.len() || !view.is_word(token) && !view.number(token) && !view.possessive(token) {
            return token >= view.len() || view.word(token) != "&" && view.word(token) != "$";
        }
        view.is(token, Class::RELATIVE.or(Class::CLAUSE).or(Class::PRONOUN)) && !view.is(token, Class::DETERMINER)
    }

    /// The range without determiners before and marks at its edges.
    pub(super) fn bare(&self, tokens: Range<usize>) -> Range<usize> {
        let view = &self.view;
        let mut bare = tokens;
        let lexical = |token: usize| view.is_word(token) || view.number(token);
        while !bare.is_empty()
            && (!lexical(bare.start)
                || (view.is(bare.start, Class::DETERMINER.or(Class::AND)) || view.reading.tags[bare.start] == Tag::Cc)
                    && self.mention_at(bare.start).is_none())
        {
            bare.start += 1;
        }
        while !bare.is_empty() && !lexical(bare.end - 1) && view.word(bare.end - 1) != ")" {
            bare.end -= 1;
        }
        bare
    }

    /// The body that a noun phrase names; places only if they may speak.
    pub(super) fn organization_in(&self, tokens: Range<usize>, places: bool) -> Option<String> {
        let view = &self.view;
        let bare = self.bare(tokens.clone());
        if bare.is_empty() {
            return None;
        }
        let last = self.mentions_in(bare.clone()).rfind(|&at| self.cast.of[at].is_none());
        let head = bare.end - 1;
        let noun = view.is(head, Class::BODY.or(Class::BODIES)) && !view.capital(head);
        if noun {
            return Some(self.noun_body(bare.clone(), tokens.start));
        }
        if let Some(at) = last {
            let mention = &self.mentions[at];
            match mention.kind {
                Kind::Body | Kind::Unknown => {
                    let body = self.bodies.of[at].filter(|_| !self.is_law(at))?;
                    if self.modifies(at, &bare) {
                        // "The Harbor Board's Venn works".
                        let owner = self.mentions_in(bare.start..mention.run.start).next_back()?;
                        let owner = &self.mentions[owner];
                        let owns = owner.kind == Kind::Body && owner.run.end + 1 == mention.run.start;
                        let owned = owns && view.possessive(owner.run.end);
                        return owned.then(|| display(view, owner.name.clone()));
                    }
                    return Some(self.bodies.name(view, body));
                }
                Kind::Place if places => return Some(display(view, mention.name.clone())),
                Kind::Demonym if places && bare.len() == 1 => {
                    let place = view.names.place_of(&view.key(mention.run.clone()))?;
                    return (!place.is_empty()).then(|| title_case(place));
                }
                _ => {}
            }
        }
        let small =
            bare.clone().rev().find(|&token| view.small(token) && view.is(token, Class::BODY.or(Class::BODIES)))?;
        if view.possessive(small + 1) || small + 1 == bare.end || view.is(small + 1, Class::STOP) {
            return Some(self.noun_body(bare.start..small + 1, tokens.start));
        }
        None
    }

    /// Whether a name is a law's, or the like: "the Tall Cranes Act".
    pub(super) fn is_law(&self, at: usize) -> bool {
        let view = &self.view;
        let mention = &self.mentions[at];
        let last = view.class(mention.run.end - 1);
        let known = self.bodies.of[at].is_some_and(|body| {
            let body = &self.bodies.all[body];
            body.kind.is_some() || body.voiced
        });
        let joint = mention.run.clone().any(|token| view.is(token, Class::JOINT));
        let named = matches!(mention.kind, Kind::Unknown | Kind::Body) && !known && !joint;
        named && mention.run.len() > 1 && last.is(Class::DOCUMENT) && !last.is(Class::ISSUED)
    }

    /// Whether a name that tells of no body only says which of several it is: "the Venn family" is not Venn.
    fn modifies(&self, at: usize, phrase: &Range<usize>) -> bool {
        let view = &self.view;
        let mention = &self.mentions[at];
        let told = self.bodies.of[at].is_some_and(|body| {
            let body = &self.bodies.all[body];
            body.kind.is_some() || body.known.is_some()
        });
        let next = mention.run.end;
        let noun = next < phrase.end && view.small(next) && view.reading.tags[next].is_noun();
        let named = |token: usize| view.is(token, Class::BODY.or(Class::PERSON));
        mention.kind == Kind::Unknown && !told && noun && !(next..phrase.end).any(named)
    }

    /// The body a phrase ending in a noun for bodies stands for: one named before, else the phrase itself.
    pub(super) fn noun_body(&self, phrase: Range<usize>, at: usize) -> String {
        let view = &self.view;
        let head = phrase.end - 1;
        let mut names = self.mentions_in(phrase.clone());
        let trade = matches!(view.names.heads.get(view.form(head)), Some(BodyKind::Company | BodyKind::Media));
        let plain = names.all(|at| matches!(self.mentions[at].kind, Kind::Place | Kind::Demonym))
            && (phrase.len() <= 2 || trade && phrase.len() <= 6);
        let new = phrase.start > 0 && view.is(phrase.start - 1, Class::INDEFINITE);
        let definite = plain && !new;
        definite.then(|| self.named_body(phrase.clone(), at)).flatten().unwrap_or_else(|| display(view, phrase))
    }

    /// The body that a lone noun stands for: one named before, else the noun itself, if it tells more than "the group".
    pub(super) fn called_body(&self, noun: Range<usize>, at: usize) -> Option<String> {
        let view = &self.view;
        let kind = view.names.heads.get(view.form(noun.end - 1));
        let vague = matches!(kind, Some(BodyKind::Company | BodyKind::Media | BodyKind::Group | BodyKind::Any));
        if !vague || noun.len() > 1 || !view.small(noun.start) {
            return Some(self.noun_body(noun, at));
        }
        let before = noun.start.checked_sub(1);
        let new = before.is_some_and(|before| {
            view.is(before, Class::INDEFINITE) || view.small(before) && !view.is(before, Class::STOP)
        });
        if new { None } else { self.named_body(noun, at) }
    }

    /// The body, named before, that a phrase ending in a noun for bodies stands for.
    pub(super) fn named_body(&self, phrase: Range<usize>, at: usize) -> Option<String> {
        let view = &self.view;
        let noun = view.form(phrase.end - 1);
        let named = || self.bodies.definite(view, noun, at).map(|body| self.bodies.name(view, body));
        let lone = phrase.len() == 1 && view.small(phrase.start);
        let definite = phrase.start > 0 && view.is(phrase.start - 1, Class::DETERMINER);
        let new = phrase.start > 0 && view.is(phrase.start - 1, Class::INDEFINITE);
        let club = || self.bodies.club(view, noun, at).map(|body| self.bodies.name(view, body));
        named()
            .or_else(|| (phrase.len() == 1).then(|| self.called(noun, at)).flatten())
            .or_else(|| (lone && definite && !new).then(club).flatten())
    }

    /// What the article calls a noun by a name that is none of a body: "the Venn administration".
    fn called(&self, noun: &str, at: usize) -> Option<String> {
        let view = &self.view;
        self.bodies.nouns_before(at).filter(|&token| token > 0 && view.form(token) == noun).find_map(|token| {
            let mention = &self.mentions[self.mention_at(token - 1)?];
            let plain =
                mention.name.end == token && !matches!(mention.kind, Kind::Demonym | Kind::Place | Kind::Office);
            plain.then(|| display(view, mention.name.start..token + 1))
        })
    }
}

/// A folded name with capitals, but for its small words.
pub(super) fn title_case(folded: &str) -> String {
    let mut cased = String::with_capacity(folded.len());
    for (number, word) in folded.split(' ').enumerate() {
        if number > 0 {
            cased.push(' ');
        }
        let small = word.len() <= 3 && !word.contains('.');
        let mut characters = word.chars();
        match characters.next() {
            Some(first) if !small || number == 0 => {
                cased.extend(first.to_uppercase());
                cased.push_str(characters.as_str());
            }
            _ => cased.push_str(word),
        }
    }
    cased
}
