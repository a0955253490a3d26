//! Mentions in, bodies out: ministries, companies, newspapers, countries, each under its longest name.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::mention::{Kind, Mention};
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

/// A dateline is within so many tokens.
const DATELINE: usize = 60;

/// So many mentions back a noun looks for its body.
const REACH: usize = 120;

impl Bodies {
    /// Gathers the bodies of a text; `persons` tells which mentions are persons.
    pub(super) fn gather(view: &View, mentions: &[Mention], is_person: impl Fn(usize) -> bool) -> Self {
        let mut bodies = Self { of: vec![None; mentions.len()], ..Self::default() };
        let mut by_key: FxHashMap<String, usize> = FxHashMap::default();
        let mut by_first: FxHashMap<&str, usize> = FxHashMap::default();
        let mut by_initials: FxHashMap<String, usize> = FxHashMap::default();
        let mut by_known: FxHashMap<&str, usize> = FxHashMap::default();
        let mut by_noun: FxHashMap<&str, usize> = FxHashMap::default();
        let eligible =
            |at: &usize| !is_person(*at) && matches!(mentions[*at].kind, Kind::Body | Kind::Place | Kind::Unknown);
        // Longer names first, so that a short form finds the long one wherever that stands.
        for long in [true, false] {
            for at in (0..mentions.len()).filter(eligible) {
                let name = mentions[at].name.clone();
                if (name.len() > 1) != long {
                    continue;
                }
                let key = view.key(name.clone());
                // "TheDB" is the Daily Bell.
                let glued = (name.len() == 1).then(|| unglued(view.word(name.start))).flatten();
                let key = glued.map_or(key, |rest| rest.to_lowercase().into());
                let known = view.names.bodies.get(&*key);
                let found =
                    by_key.get(&*key).or_else(|| known.and_then(|known| by_known.get(known.body))).or_else(|| {
                        let lone = name.len() == 1;
                        let noun = lone && view.is(name.start, Class::BODY);
                        match mentions[at].kind {
                            // "The Board" is the Harbor Board.
                            _ if noun && follows_article(view, name.start) => by_noun.get(&*key).filter(|&&other| {
                                // "The House" is neither the White House nor a House committee.
                                let last = view.form(bodies.all[other].name.end - 1);
                                known.is_none_or(|known| known.kind != BodyKind::Government)
                                    || bodies.all[other].known.is_none() && last == &*key
                            }),
                            Kind::Unknown if lone => by_initials.get(&*key).or_else(|| by_first.get(&*key)),
                            _ => None,
                        }
                    });
                let body = match found {
                    Some(&body) => body,
                    None => {
                        bodies.all.push(Body {
                            name: name.clone(),
                            kind: known.map(|known| known.kind).or_else(|| kind_of(view, &name)),
                            known: known.map(|known| known.body),
                            called: None,
                            place: mentions[at].kind == Kind::Place,
                            sure: mentions[at].kind == Kind::Body || name.len() > 1,
                            count: 0,
                        });
                        bodies.all.len() - 1
                    }
                };
                if long {
                    if mentions[at].kind != Kind::Place && !view.is(name.start, Class::PLACE.or(Class::DEMONYM)) {
                        by_first.entry(view.form(name.start)).or_insert(body);
                    }
                    by_initials.entry(initials(view, &name)).or_insert(body);
                    for token in [name.start, name.end - 1] {
                        if view.is(token, Class::BODY) {
                            by_noun.entry(view.form(token)).or_insert(body);
                        }
                    }
                }
                let noun = mentions[at]
                    .run
                    .start
                    .checked_sub(1)
                    .filter(|&noun| mentions[at].kind == Kind::Body && noun < name.start);
                let noun = noun.filter(|&noun| view.small(noun) && view.is(noun, Class::BODY));
                bodies.all[body].called = bodies.all[body].called.or(noun);
                // "GENEVA (Meridian) —": who reports, not who is spoken of.
                if name.start < DATELINE
                    && view.word(name.start.saturating_sub(1)) == "("
                    && view.word(name.end.min(view.len() - 1)) == ")"
                {
                    bodies.all[body].kind = Some(BodyKind::Media);
                }
                if let Some(acronym) = acronym_behind(view, name.end) {
                    by_initials.insert(acronym, body);
                }
                if let Some(known) = known {
                    by_known.entry(known.body).or_insert(body);
                }
                if !by_key.contains_key(&*key) {
                    by_key.insert(key.into_owned(), body);
                }
                bodies.of[at] = Some(body);
            }
        }
        bodies.places =
            bodies.of.iter().enumerate().filter_map(|(at, body)| Some((mentions[at].name.start, (*body)?))).collect();
        for &(_, body) in &bodies.places {
            bodies.all[body].count += 1;
        }
        let mut local = vec![0usize; bodies.all.len()];
        for &(token, body) in &bodies.places {
            local[body] += usize::from(token > 0 && view.is(token - 1, Class::LOCAL));
        }
        for (body, local) in bodies.all.iter_mut().zip(local) {
            // What is mostly met as "in X" is a place.
            let named = body.kind.is_some() || body.known.is_some();
            body.place |= !named && local > 0 && local * 2 >= body.count;
            body.sure |= body.count > 1 && view.names.class(view.form(body.name.start)) == Class::NONE;
            // "Hurricane Ida", "COVID-19", and letters left over from somewhere.
            let people = body.name.len() == 1 && view.names.place_of(view.form(body.name.start)).is_some();
            let thing = view.is(body.name.start, Class::THING) || people || view.text(body.name.clone()).len() < 2;
            body.sure &= named || !thing;
        }
        let fit = |body: &usize| {
            let body = &bodies.all[*body];
            let people = view.is(body.name.end - 1, Class::PERSONS);
            body.count > 1 && !body.place && !people && body.sure && body.kind != Some(BodyKind::Media)
        };
        bodies.most = (0..bodies.all.len()).rev().filter(fit).max_by_key(|&body| bodies.all[body].count);
        bodies.nouns = (0..view.len()).filter(|&token| view.small(token) && view.is(token, Class::BODY)).collect();
        bodies.documents =
            (0..view.len()).filter(|&token| view.small(token) && view.is(token, Class::DOCUMENT)).collect();
        bodies.by_key = by_key;
        bodies
    }

    /// The body of a folded name.
    pub(super) fn find(&self, key: &str) -> Option<usize> {
        self.by_key.get(key).copied()
    }

    /// The body of one of these nouns, or kinds, that is named next to `at`: before it, else behind it.
    pub(super) fn near(&self, view: &View, nouns: &str, at: usize) -> Option<String> {
        let end = self.places.partition_point(|&(token, _)| token < at);
        let around = || self.places[..end].iter().rev().take(REACH).chain(self.places[end..].iter().take(REACH));
        for noun in nouns.split(' ') {
            let kind = match noun {
                "company" => Some(BodyKind::Company),
                "media" => Some(BodyKind::Media),
                _ => None,
            };
            let bears = |body: usize| {
                let body = &self.all[body];
                kind.is_some() && body.kind == kind || body.name.clone().any(|token| view.form(token) == noun)
            };
            if let Some(&(_, body)) = around().find(|&&(_, body)| !self.all[body].place && bears(body)) {
                return Some(self.name(view, body));
            }
        }
        let end = self.nouns.partition_point(|&token| token < at);
        let mut around = self.nouns[..end].iter().rev().take(REACH).chain(self.nouns[end..].iter().take(REACH));
        around
            .find(|&&token| nouns.split(' ').any(|noun| view.form(token) == noun))
            .map(|&token| view.word(token).to_owned())
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
        let end = self.places.partition_point(|&(token, _)| token < at);
        let mut around = self.places[..end].iter().rev().take(REACH).chain(self.places[end..].iter().take(REACH));
        let bears = |token: usize| nouns.split(' ').any(|noun| view.form(token) == noun);
        let local = Class::PLACE.or(Class::DEMONYM);
        let found = around.find(|&&(_, body)| {
            let body = &self.all[body];
            !body.place && body.name.clone().any(bears) && !body.name.clone().any(|token| view.is(token, local))
        });
        found.map(|&(_, body)| body)
    }

    /// A noun for a body that the article uses with nothing but an article: "the government".
    pub(super) fn definite_noun(&self, view: &View, noun: &str) -> Option<String> {
        let bare = |token: usize| view.form(token) == noun && follows_article(view, token);
        self.nouns.iter().take(REACH).find(|&&token| bare(token)).map(|_| noun.to_owned())
    }

    /// The body that is spoken of at `at`: of those named not long before, the one named most; else the one named most.
    pub(super) fn topic(&self, view: &View, at: usize) -> Option<usize> {
        let people = |body: &Body| view.is(body.name.end - 1, Class::PERSONS);
        self.topic_where(at, |body| body.kind != Some(BodyKind::Media) && !people(body))
    }

    fn topic_where(&self, at: usize, fit: impl Fn(&Body) -> bool) -> Option<usize> {
        let end = self.places.partition_point(|&(token, _)| token < at);
        let fit = |body: usize| !self.all[body].place && self.all[body].sure && fit(&self.all[body]);
        let close = self.places[..end].iter().rev().take(REACH).take_while(|&&(token, _)| token + 160 > at);
        let mut best: Option<(usize, usize)> = None;
        for &(_, body) in close.filter(|&&(_, body)| fit(body)) {
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
        let end = self.places.partition_point(|&(token, _)| token < at);
        let before = || self.places[..end].iter().rev().take(REACH);
        let bears = |body: usize| self.all[body].name.clone().any(|token| view.form(token) == noun);
        let singular = view.names.plain(noun);
        let called = |body: usize| self.all[body].called.is_some_and(|called| view.form(called) == noun);
        if let Some(&(_, body)) = before().find(|&&(_, body)| bears(body) || called(body)) {
            return Some(body);
        }
        // "The panel" may be a committee.
        if let Some(nouns) = view.names.role_bodies.get(singular) {
            let bears = |body: usize| {
                self.all[body].name.clone().any(|token| nouns.split(' ').any(|noun| view.form(token) == noun))
            };
            if let Some(&(_, body)) = before().find(|&&(_, body)| bears(body)) {
                return Some(body);
            }
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
        let found = before().find(|&&(_, body)| !self.all[body].place && same(body)).map(|&(_, body)| body);
        match kind {
            BodyKind::Company | BodyKind::Any => found.or_else(|| self.topic_where(at, |body| body.kind.is_none())),
            _ => found,
        }
    }

    /// The last body before `at` that is no place.
    pub(super) fn last(&self, view: &View, at: usize) -> Option<(usize, usize)> {
        let end = self.places.partition_point(|&(token, _)| token < at);
        self.places[..end]
            .iter()
            .rev()
            .take(REACH)
            .find(|&&(token, body)| {
                // "It" is no party that is named by its members.
                !self.all[body].place && self.all[body].sure && !view.is(token, Class::PERSONS)
            })
            .copied()
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

fn kind_of(view: &View, name: &Range<usize>) -> Option<BodyKind> {
    name.clone().rev().find_map(|token| view.names.heads.get(view.form(token).trim_end_matches('.')).copied())
}

/// The letters that an article is glued to: "TheDB".
fn unglued(word: &str) -> Option<&str> {
    let rest = word.strip_prefix("The")?;
    (rest.len() > 1 && rest.bytes().all(|byte| byte.is_ascii_uppercase())).then_some(rest)
}

/// The first letters of a name's capital words, folded.
fn initials(view: &View, name: &Range<usize>) -> String {
    name.clone().filter(|&token| view.capital(token)).filter_map(|token| view.form(token).chars().next()).collect()
}

/// An acronym in brackets right behind a name.
fn acronym_behind(view: &View, end: usize) -> Option<String> {
    (end + 2 < view.len() && view.word(end) == "(" && view.word(end + 2) == ")" && view.capitals(end + 1))
        .then(|| view.key(end + 1..end + 2).into_owned())
}
