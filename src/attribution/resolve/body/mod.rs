//! Mentions in, bodies out: ministries, companies, newspapers, countries, each under its longest name.

mod gather;

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::view::View;
use crate::lexicon::names::{BodyKind, Class};

/// A body, or a place that may speak as one.
#[derive(Debug)]
pub(super) struct Body {
    /// Its longest name in the text.
    pub(super) name: Range<usize>,
    /// What it is, as far as a name of it tells.
    pub(super) kind: Option<BodyKind>,
    /// The name that all names of a well-known body share.
    pub(super) known: Option<&'static str>,
    /// The noun right before its name: "retailer Neville Marsh".
    pub(super) called: Option<usize>,
    /// Whether it is a place.
    pub(super) place: bool,
    /// Whether it is surely a body: by a word in its name, by its length, or because it is named often.
    pub(super) sure: bool,
    /// Whether it is nobody's well-known one, and has people who speak for it: "a Harbor Alliance official".
    pub(super) voiced: bool,
    /// How often it is named.
    pub(super) count: usize,
}

/// All bodies of an article.
#[derive(Debug, Default)]
pub(super) struct Bodies {
    /// In order of their first mention.
    pub(super) all: Vec<Body>,
    /// For each mention, its body.
    pub(super) of: Vec<Option<usize>>,
    /// Where bodies are mentioned: token and body, in order.
    places: Vec<(usize, usize)>,
    /// The body that is named most.
    most: Option<usize>,
    /// Each body by every name of it, folded.
    by_key: FxHashMap<String, usize>,
    /// The small words that are nouns for bodies, in order.
    nouns: Vec<usize>,
    /// The small words that are nouns for documents, in order.
    documents: Vec<usize>,
}

/// More bodies than this are not searched through one by one; it keeps hostile text linear.
const MANY: usize = 300;

/// So many mentions back a noun looks for its body.
const REACH: usize = 120;

impl Bodies {
    /// The body of a folded name.
    pub(super) fn find(&self, key: &str) -> Option<usize> {
        self.by_key.get(key).copied()
    }

    /// Where bodies are named before a token, the last first.
    fn places_before(&self, at: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.places[..self.places.partition_point(|&(token, _)| token < at)].iter().rev().take(REACH).copied()
    }

    /// Where bodies are named next to a token: before it, then behind it.
    fn places_around(&self, at: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let behind = &self.places[self.places.partition_point(|&(token, _)| token < at)..];
        self.places_before(at).chain(behind.iter().take(REACH).copied())
    }

    /// Whether one of these nouns stands in a body's name.
    fn bears(&self, view: &View, body: usize, nouns: &str) -> bool {
        self.all[body].name.clone().any(|token| nouns.split(' ').any(|noun| view.form(token) == noun))
    }

    /// The body of one of these nouns, or kinds, that is named next to `at`: before it, else behind it.
    pub(super) fn near(&self, view: &View, nouns: &str, at: usize) -> Option<String> {
        for noun in nouns.split(' ') {
            let kind = match noun {
                "company" => Some(BodyKind::Company),
                "media" => Some(BodyKind::Media),
                _ => None,
            };
            let fits = |body: usize| kind.is_some() && self.all[body].kind == kind || self.bears(view, body, noun);
            if let Some((_, body)) = self.places_around(at).find(|&(_, body)| !self.all[body].place && fits(body)) {
                return Some(self.name(view, body));
            }
        }
        let behind = &self.nouns[self.nouns.partition_point(|&token| token < at)..];
        let mut around = self.nouns_before(at).chain(behind.iter().take(REACH).copied());
        let named = around.find(|&token| nouns.split(' ').any(|noun| view.form(token) == noun));
        named.map(|token| view.word(token).to_owned())
    }

    /// The small nouns for documents before a token, the last first.
    pub(super) fn documents_before(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        self.documents[..self.documents.partition_point(|&token| token < at)].iter().rev().take(REACH).copied()
    }

    /// The small nouns for documents behind a token.
    pub(super) fn documents_after(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        self.documents[self.documents.partition_point(|&token| token <= at)..].iter().take(REACH).copied()
    }

    /// The small nouns for bodies before a token, the last first.
    pub(super) fn nouns_before(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        self.nouns[..self.nouns.partition_point(|&token| token < at)].iter().rev().take(REACH).copied()
    }

    /// The body with one of these nouns in its name, and no place, that is named next to `at`: before it, else behind it.
    pub(super) fn bearer(&self, view: &View, nouns: &str, at: usize) -> Option<usize> {
        let local = Class::PLACE.or(Class::DEMONYM);
        let found = self.places_around(at).find(|&(_, body)| {
            let Body { place, name, .. } = &self.all[body];
            !place && self.bears(view, body, nouns) && !name.clone().any(|token| view.is(token, local))
        });
        found.map(|(_, body)| body)
    }

    /// A noun for a body that the article uses with nothing but an article: "the government".
    pub(super) fn definite_noun(&self, view: &View, noun: &str) -> Option<String> {
        // "The government benches" are none.
        let modifies = |token: usize| view.reading.tags.get(token + 1).is_some_and(|tag| tag.is_noun());
        let modifies = |token: usize| modifies(token) || view.is(token + 1, Class::BODY.or(Class::BODIES));
        let bare = |token: usize| view.form(token) == noun && follows_article(view, token) && !modifies(token);
        self.nouns.iter().take(REACH).find(|&&token| bare(token)).map(|_| noun.to_owned())
    }

    /// Whether a body may be the one whose spokesman or director is spoken of without its name.
    pub(super) fn may_have_officers(&self, view: &View, body: usize) -> bool {
        let body = &self.all[body];
        let people = view.is(body.name.end - 1, Class::PERSONS) && body.kind != Some(BodyKind::Group);
        body.sure && !body.place && body.kind != Some(BodyKind::Media) && !people
    }

    /// The body that is spoken of at `at`: of those named not long before, the one named most; else the one named most.
    pub(super) fn topic(&self, view: &View, at: usize) -> Option<usize> {
        let people = |body: &Body| view.is(body.name.end - 1, Class::PERSONS);
        self.topic_where(at, |body| body.kind != Some(BodyKind::Media) && !people(body))
    }

    fn topic_where(&self, at: usize, fit: impl Fn(&Body) -> bool) -> Option<usize> {
        let fit = |body: usize| !self.all[body].place && self.all[body].sure && fit(&self.all[body]);
        let close = self.places_before(at).take_while(|&(token, _)| token + 160 > at);
        let mut best: Option<(usize, usize)> = None;
        for (_, body) in close.filter(|&(_, body)| fit(body)) {
            let count = self.all[body].count;
            if best.is_none_or(|(most, _)| count > most) {
                best = Some((count, body));
            }
        }
        best.map(|(_, body)| body).or_else(|| self.most.filter(|&body| fit(body)))
    }

    /// The body's longest name, as written.
    pub(super) fn name(&self, view: &View, body: usize) -> String {
        display(view, self.all[body].name.clone())
    }

    /// The body that a noun with an article stands for: the last one before `at` that has the noun in its name, or is of its kind.
    pub(super) fn definite(&self, view: &View, noun: &str, at: usize) -> Option<usize> {
        if let Some(body) = self.bearing(view, noun, at) {
            return Some(body);
        }
        let singular = view.names.plain(noun);
        // "The panel" may be a committee.
        if let Some(nouns) = view.names.role_bodies.get(singular).and_then(|role| role.nouns())
            && let Some((_, body)) = self.places_before(at).find(|&(_, body)| self.bears(view, body, nouns))
        {
            return Some(body);
        }
        let kind = *view.names.heads.get(singular)?;
        let same = |body: usize| {
            let body = &self.all[body];
            match kind {
                BodyKind::Government | BodyKind::State | BodyKind::Court | BodyKind::Group => false,
                BodyKind::Any => matches!(body.kind, Some(BodyKind::Group | BodyKind::Any)),
                BodyKind::Agency => matches!(body.kind, Some(BodyKind::Agency | BodyKind::Government)),
                _ => body.kind == Some(kind),
            }
        };
        let found = self.places_before(at).find(|&(_, body)| !self.all[body].place && same(body));
        let found = found.map(|(_, body)| body);
        match kind {
            BodyKind::Company | BodyKind::Any => found.or_else(|| self.topic_where(at, |body| body.kind.is_none())),
            _ => found,
        }
    }

    /// The last body before `at` that has a noun in its name, or is called by it.
    pub(super) fn bearing(&self, view: &View, noun: &str, at: usize) -> Option<usize> {
        let called = |body: usize| self.all[body].called.is_some_and(|called| view.form(called) == noun);
        let found = self.places_before(at).find(|&(_, body)| self.bears(view, body, noun) || called(body));
        found.map(|(_, body)| body)
    }

    /// The body that "the union" or "the party" stands for, though no name tells that it is one: the one that is named most.
    pub(super) fn club(&self, view: &View, noun: &str, at: usize) -> Option<usize> {
        let kind = *view.names.heads.get(noun)?;
        if !matches!(kind, BodyKind::Group | BodyKind::Party) {
            return None;
        }
        let kin = |body: &Body| match body.kind {
            None => body.count > 1,
            Some(BodyKind::Group | BodyKind::Any) => kind == BodyKind::Group || body.count > 1,
            other => other == Some(kind),
        };
        self.topic_where(at, |body| kin(body) && body.known.is_none() && body.called.is_none())
    }

    /// The last body before `at` that is no place.
    pub(super) fn last(&self, view: &View, at: usize) -> Option<(usize, usize)> {
        // "It" is no party that is named by its members.
        let fits = |token: usize, body: &Body| !body.place && body.sure && !view.is(token, Class::PERSONS);
        self.places_before(at).find(|&(token, body)| fits(token, &self.all[body]))
    }

    /// The first ministry, or the like, with this word in its name.
    pub(super) fn of_field(&self, view: &View, field: &str) -> Option<usize> {
        self.all.iter().take(MANY).position(|body| {
            matches!(body.kind, Some(BodyKind::Government | BodyKind::State | BodyKind::Agency))
                && body.name.len() > 1
                && body.name.clone().any(|token| view.form(token) == field)
        })
    }

    /// The article's own name of a well-known body.
    pub(super) fn known(&self, known: &str) -> Option<usize> {
        self.all.iter().take(MANY).position(|body| body.known == Some(known))
    }
}

/// A name without an article before it.
pub(super) fn display(view: &View, name: Range<usize>) -> String {
    let mut name = name;
    while name.len() > 1 && view.is(name.start, Class::DETERMINER) {
        name.start += 1;
    }
    view.text(name).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn follows_article(view: &View, start: usize) -> bool {
    start > 0 && view.is(start - 1, Class::DETERMINER) && !view.is(start - 1, Class::INDEFINITE)
}

/// The noun for a body that an apposition calls a name by: "Open Harbor, a monitoring coalition", "his party, Open Harbor".
pub(super) fn apposed_noun(view: &View, name: &Range<usize>) -> Option<usize> {
    /// The noun stands within so many words.
    const NEAR: usize = 7;
    let body = |&token: &usize| view.small(token) && view.is(token, Class::BODY);
    let plain = |token: usize| view.is_word(token) && !view.is(token, Class::STOP);
    let start = name.start - usize::from(name.start > 0 && view.is(name.start - 1, Class::DETERMINER));
    let before = start.checked_sub(2).filter(|&noun| view.comma(noun + 1) && body(&noun));
    let owned = |noun: &usize| {
        let first = (noun.saturating_sub(4)..*noun).rev().find(|&token| !plain(token));
        first.is_some_and(|first| view.is(first, Class::DETERMINER))
    };
    if let Some(noun) = before.filter(owned) {
        return Some(noun);
    }
    if !view.comma(name.end) || !view.is(name.end + 1, Class::DETERMINER) || !view.small(name.end + 1) {
        return None;
    }
    let last = (name.end + 2..view.len().min(name.end + NEAR)).take_while(|&token| plain(token)).last();
    last.filter(|noun| body(noun) && !view.possessive(noun + 1))
}
