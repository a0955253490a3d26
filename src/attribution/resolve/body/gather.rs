//! Mentions in, the bodies that they name out: short names found under long ones.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{Bodies, Body, apposed_noun, follows_article};
use crate::attribution::resolve::mention::{Kind, Mention};
use crate::attribution::resolve::view::View;
use crate::lexicon::names::{BodyKind, Class, KnownBody};

/// A dateline is within so many tokens.
const DATELINE: usize = 60;

impl Bodies {
    /// Gathers the bodies of a text; `is_person` tells which mentions are persons.
    pub(in crate::attribution::resolve) fn gather(
        view: &View,
        mentions: &[Mention],
        is_person: impl Fn(usize) -> bool,
    ) -> Self {
        let mut gathering = Gathering { view, all: Vec::new(), names: Names::default() };
        let mut of = vec![None; mentions.len()];
        // Longer names first, so that a short form finds the long one wherever that stands.
        for long in [true, false] {
            for (at, mention) in mentions.iter().enumerate().filter(|(_, mention)| (mention.name.len() > 1) == long) {
                if matches!(mention.kind, Kind::Body | Kind::Place | Kind::Unknown) && !is_person(at) {
                    of[at] = Some(gathering.take(mention));
                }
            }
        }
        let Gathering { mut all, names: Names { by_key, .. }, .. } = gathering;
        let named = of.iter().zip(mentions);
        let places: Vec<_> = named.filter_map(|(body, mention)| Some((mention.name.start, (*body)?))).collect();
        settle(view, &places, &mut all);
        let fit = |body: &Body| {
            let people = view.is(body.name.end - 1, Class::PERSONS);
            body.count > 1 && !body.place && !people && body.sure && body.kind != Some(BodyKind::Media)
        };
        let most = (0..all.len()).rev().filter(|&body| fit(&all[body])).max_by_key(|&body| all[body].count);
        let small = |any: Class| (0..view.len()).filter(|&token| view.small(token) && view.is(token, any)).collect();
        Self { all, of, places, most, by_key, nouns: small(Class::BODY), documents: small(Class::DOCUMENT) }
    }
}

/// Counts how often each body is named, and tells places and things from bodies.
fn settle(view: &View, places: &[(usize, usize)], all: &mut [Body]) {
    let mut local = vec![0usize; all.len()];
    for &(token, body) in places {
        all[body].count += 1;
        local[body] += usize::from(token > 0 && view.is(token - 1, Class::LOCAL));
    }
    for (body, local) in all.iter_mut().zip(local) {
        // What is mostly met as "in X" is a place.
        let named = body.kind.is_some() || body.known.is_some();
        body.place |= !named && local > 0 && local * 2 >= body.count;
        body.sure |= body.count > 1 && view.names.class(view.form(body.name.start)) == Class::NONE;
        // "Hurricane Ida", "COVID-19", and letters left over from somewhere.
        let people = body.name.len() == 1 && view.names.place_of(view.form(body.name.start)).is_some();
        let thing = view.is(body.name.start, Class::THING) || people || view.text(body.name.clone()).len() < 2;
        body.sure &= named || !thing;
    }
}

/// Bodies under work.
struct Gathering<'v, 'a> {
    view: &'v View<'a>,
    all: Vec<Body>,
    names: Names<'a>,
}

/// The bodies found so far, by what may name them.
#[derive(Default)]
struct Names<'a> {
    by_key: FxHashMap<String, usize>,
    by_first: FxHashMap<&'a str, usize>,
    by_initials: FxHashMap<String, usize>,
    by_known: FxHashMap<&'static str, usize>,
    by_noun: FxHashMap<&'a str, usize>,
}

impl Gathering<'_, '_> {
    /// Finds the body of a mention, or adds it.
    fn take(&mut self, mention: &Mention) -> usize {
        let view = self.view;
        let name = &mention.name;
        // "TheDB" is the Daily Bell.
        let glued = (name.len() == 1).then(|| unglued(view, view.word(name.start))).flatten();
        let key = glued.map_or_else(|| view.key(name.clone()), |rest| rest.to_lowercase().into());
        let known = view.names.bodies.get(&*key);
        let body = self.find(mention, &key, known).unwrap_or_else(|| {
            self.all.push(Body {
                name: name.clone(),
                kind: known.map(|known| known.kind).or_else(|| kind_of(view, name)),
                known: known.map(|known| known.body),
                called: None,
                place: mention.kind == Kind::Place,
                sure: mention.kind == Kind::Body || name.len() > 1,
                voiced: false,
                count: 0,
            });
            self.all.len() - 1
        });
        self.describe(mention, known, body);
        self.remember(mention, key, known, body);
        body
    }

    /// The body that has a name, among those found.
    fn find(&self, mention: &Mention, key: &str, known: Option<&KnownBody>) -> Option<usize> {
        let names = &self.names;
        let lone = mention.name.len() == 1;
        let first = mention.name.start;
        // "The Board" is the Harbor Board.
        let noun = lone && self.view.is(first, Class::BODY) && follows_article(self.view, first);
        let found = names.by_key.get(key).or_else(|| known.and_then(|known| names.by_known.get(known.body)));
        found.copied().or_else(|| match mention.kind {
            _ if noun => names.by_noun.get(key).copied().filter(|&other| {
                // "The House" is neither the White House nor a House committee.
                let other = &self.all[other];
                known.is_none_or(|known| known.kind != BodyKind::Government)
                    || other.known.is_none() && self.view.form(other.name.end - 1) == key
            }),
            Kind::Unknown if lone => names.by_initials.get(key).or_else(|| names.by_first.get(key)).copied(),
            _ => None,
        })
    }

    /// Takes up what the words around a name tell of its body.
    fn describe(&mut self, mention: &Mention, known: Option<&KnownBody>, body: usize) {
        let view = self.view;
        let (run, name) = (&mention.run, &mention.name);
        let body = &mut self.all[body];
        // "Retailer Neville Marsh".
        let before = run.start.checked_sub(1).filter(|_| mention.kind == Kind::Body);
        let noun = before.filter(|&noun| view.small(noun) && view.is(noun, Class::BODY));
        body.called = body.called.or_else(|| noun.or_else(|| apposed_noun(view, name)));
        let voice = view.small(run.end) && view.is(run.end, Class::VOICE.or(Class::OFFICE).or(Class::UNNAMED));
        body.voiced |= voice && known.is_none() && mention.kind != Kind::Place;
        // "GENEVA (Meridian) —": who reports, not who is spoken of; "the Harbor Board (HB)" is its own.
        if name.start < DATELINE
            && body.name.end + 1 != name.start
            && view.word(name.start.saturating_sub(1)) == "("
            && view.word(name.end.min(view.len() - 1)) == ")"
        {
            body.kind = Some(BodyKind::Media);
        }
    }

    /// Keeps what else may name a body.
    fn remember(&mut self, mention: &Mention, key: Cow<'_, str>, known: Option<&KnownBody>, body: usize) {
        let view = self.view;
        let names = &mut self.names;
        let name = &mention.name;
        if name.len() > 1 {
            if mention.kind != Kind::Place && !view.is(name.start, Class::PLACE.or(Class::DEMONYM)) {
                names.by_first.entry(view.form(name.start)).or_insert(body);
            }
            names.by_initials.entry(initials(view, name)).or_insert(body);
            for token in [name.start, name.end - 1].into_iter().filter(|&token| view.is(token, Class::BODY)) {
                names.by_noun.entry(view.form(token)).or_insert(body);
            }
        }
        if let Some(acronym) = acronym_behind(view, name.end) {
            names.by_initials.insert(acronym, body);
        }
        if let Some(known) = known {
            names.by_known.entry(known.body).or_insert(body);
        }
        if !names.by_key.contains_key(&*key) {
            names.by_key.insert(key.into_owned(), body);
        }
    }
}

fn kind_of(view: &View, name: &Range<usize>) -> Option<BodyKind> {
    // "Congress of Harbor Workers": a union of them.
    let last = name.end - 1;
    let people = view.is(last, Class::PERSONS) && !view.is(last, Class::OFFICE);
    if people && name.clone().any(|token| view.is(token, Class::JOINT) && !view.is(token, Class::AND)) {
        return Some(BodyKind::Group);
    }
    name.clone().rev().find_map(|token| view.names.heads.get(view.form(token).trim_end_matches('.')).copied())
}

/// The letters that an article is glued to: "TheDB".
fn unglued<'w>(view: &View, word: &'w str) -> Option<&'w str> {
    let rest = &word[word.trim_end_matches(|letter: char| letter.is_ascii_uppercase()).len()..];
    let article = word.strip_suffix(rest).filter(|article| rest.len() > 1 && !article.is_empty())?;
    let class = view.names.class(&article.to_lowercase());
    (class.is(Class::DETERMINER) && !class.is(Class::INDEFINITE.or(Class::PRONOUN))).then_some(rest)
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
