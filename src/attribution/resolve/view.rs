//! A reading as the resolver sees it: each token with the classes of its word.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::{FxBuildHasher, FxHashSet};

use crate::attribution::model::tag::Tag;
use crate::attribution::reading::Reading;
use crate::lexicon::classes::Classes;
use crate::lexicon::names::{Class, Names};
use crate::lexicon::word::Shape;
use crate::text::TokenKind;

/// A reading with the classes of its words.
pub(super) struct View<'a> {
    /// The reading.
    pub(super) reading: &'a Reading<'a>,
    /// The tables of names.
    pub(super) names: &'a Names,
    /// For each token, how it is written.
    shapes: Vec<Shape>,
    /// The words that are met small.
    small: FxHashSet<u32>,
    /// For each token, the classes of its word.
    classes: Vec<Class>,
}

/// No well-known body's name is longer than this many words.
pub(super) const LONGEST_BODY: usize = 8;

/// A word in capitals of so many letters that begins an article, and is never met again, is hardly an acronym.
const SHOUTED: usize = 4;

impl<'a> View<'a> {
    /// Sees a reading so.
    pub(super) fn new(reading: &'a Reading<'a>) -> Self {
        let names = &reading.lexicon.names;
        let words = &reading.types.words;
        let mut shapes: Vec<Shape> = (0..reading.prose.tokens.len())
            .map(|token| match reading.prose.tokens[token].kind {
                TokenKind::Word => reading.word(token).shape,
                _ => Shape::Other,
            })
            .collect();
        // "POLICE have found …": an article may begin with a word in capitals that are none of its own.
        if shapes.first() == Some(&Shape::Capitals)
            && matches!(shapes.get(1), Some(Shape::Small | Shape::Capital))
            && reading.prose.word(0).chars().count() >= SHOUTED
            && !names.bodies.contains_key(reading.form(0))
            && (1..shapes.len()).all(|token| reading.type_of(token) != reading.type_of(0))
        {
            shapes[0] = if shapes[1] == Shape::Small { Shape::Small } else { Shape::Capital };
        }
        let mut small = FxHashSet::with_capacity_and_hasher(words.len(), FxBuildHasher);
        small.extend(words.iter().filter(|word| word.shape == Shape::Small).map(|word| word.hash));
        // Words met with a capital within a sentence are names wherever they stand.
        let mut met = vec![false; words.len()];
        let mut led = vec![false; words.len()];
        for sentence in &reading.prose.sentences {
            let first = sentence.clone().take(3).find(|&token| shapes[token] != Shape::Other).unwrap_or(sentence.start);
            for token in (first + 1..sentence.end).filter(|&token| shapes[token] == Shape::Capital) {
                met[reading.type_of(token)] = true;
            }
            // So is what begins several sentences, is never small, and has a team: "Ardley striker Tom Venn".
            if shapes.get(first) == Some(&Shape::Capital)
                && leads_team(reading, first)
                && !small.contains(&reading.hash(first))
            {
                let word = reading.type_of(first);
                met[word] |= led[word];
                led[word] = true;
            }
        }
        for sentence in &reading.prose.sentences {
            let Some(first) = sentence.clone().take(3).find(|&token| shapes[token] != Shape::Other) else { continue };
            let named = met[reading.type_of(first)];
            if shapes[first] == Shape::Capital && !named && is_plain(reading, &shapes, &small, first) {
                shapes[first] = Shape::Small;
            }
        }
        let classes = (0..shapes.len()).map(|token| class(reading, names, &shapes, token)).collect();
        Self { reading, names, shapes, small, classes }
    }

    /// How many tokens there are.
    pub(super) fn len(&self) -> usize {
        self.shapes.len()
    }

    /// The folded form of a token.
    pub(super) fn form(&self, token: usize) -> &'a str {
        self.reading.form(token)
    }

    /// A token as written.
    pub(super) fn word(&self, token: usize) -> &'a str {
        self.reading.prose.word(token)
    }

    /// The characters of a range of tokens; empty for an empty range.
    pub(super) fn text(&self, tokens: Range<usize>) -> &'a str {
        if tokens.is_empty() { "" } else { self.reading.prose.span(tokens).of(self.reading.prose.text) }
    }

    /// The classes of a token's word.
    pub(super) fn class(&self, token: usize) -> Class {
        self.classes[token]
    }

    /// Whether a token's word is in any of these classes.
    pub(super) fn is(&self, token: usize, any: Class) -> bool {
        self.classes.get(token).is_some_and(|class| class.is(any))
    }

    /// Whether a token is a word that begins with a capital.
    pub(super) fn capital(&self, token: usize) -> bool {
        matches!(self.shapes.get(token), Some(Shape::Capital | Shape::Capitals))
    }

    /// Whether a token is a word in capitals.
    pub(super) fn capitals(&self, token: usize) -> bool {
        self.shapes.get(token) == Some(&Shape::Capitals)
    }

    /// Whether a token is a word, capital or not.
    pub(super) fn is_word(&self, token: usize) -> bool {
        self.shapes.get(token).is_some_and(|&shape| shape != Shape::Other)
    }

    /// Whether a token begins with a small letter.
    pub(super) fn small(&self, token: usize) -> bool {
        self.shapes.get(token) == Some(&Shape::Small)
    }

    /// Whether a token's word is met small somewhere in the text.
    pub(super) fn met_small(&self, token: usize) -> bool {
        self.small.contains(&self.reading.hash(token))
    }

    /// Whether a token is a preposition.
    pub(super) fn preposition(&self, token: usize) -> bool {
        self.is(token, Class::PREPOSITION) || self.reading.tags.get(token) == Some(&Tag::In)
    }

    /// Whether a token is a comma.
    pub(super) fn comma(&self, token: usize) -> bool {
        token < self.len() && self.word(token) == ","
    }

    /// Whether a token is the ending of a possessor ("'s", or the apostrophe in "workers' union").
    pub(super) fn possessive(&self, token: usize) -> bool {
        if token == 0 || token >= self.len() || self.reading.prose.tokens[token].spaced {
            return false;
        }
        match self.reading.prose.tokens[token].kind {
            TokenKind::Clitic => self.form(token) == "'s",
            TokenKind::SingleMark => {
                self.form(token - 1).ends_with('s') && self.reading.prose.quoted_of(token).is_none()
            }
            _ => false,
        }
    }

    /// Whether a token is a verb that ends a noun phrase.
    pub(super) fn finite(&self, token: usize) -> bool {
        self.is_word(token) && matches!(self.reading.tags[token], Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md)
    }

    /// Whether a token is a number.
    pub(super) fn number(&self, token: usize) -> bool {
        token < self.len() && self.reading.prose.tokens[token].kind == TokenKind::Number
    }

    /// Where the names of several words end that well-known bodies have and that begin with a token, the longest first.
    pub(super) fn known_bodies(&self, start: usize, limit: usize) -> impl Iterator<Item = usize> + '_ {
        let most = if self.names.starts_body(self.form(start)) { LONGEST_BODY } else { 0 };
        let known = move |end: &usize| self.names.bodies.contains_key(&*self.key(start..*end));
        (start + 2..=limit.min(start + most)).rev().filter(known)
    }

    /// The forms of a range of tokens, joined by spaces.
    pub(super) fn key(&self, tokens: Range<usize>) -> Cow<'a, str> {
        if tokens.len() == 1 {
            let form = self.form(tokens.start);
            return Cow::Borrowed(form.strip_suffix('.').unwrap_or(form));
        }
        let mut key = String::with_capacity(32);
        for token in tokens {
            if !key.is_empty() && self.reading.prose.tokens[token].spaced {
                key.push(' ');
            }
            key.push_str(self.form(token));
        }
        if key.ends_with('.') {
            key.pop();
        }
        Cow::Owned(key)
    }
}

/// The classes of a token's word; those of no word in capitals are a stop word's ("US" is no "us").
///
/// An initial is no article, pronoun or title ("Adam A. Venn", "Adam M. Venn"): before a name only "M. Venn" is one.
fn class(reading: &Reading, names: &Names, shapes: &[Shape], token: usize) -> Class {
    let class = reading.word(token).names;
    let shape = shapes[token];
    let initial = || reading.prose.tokens[token].span.len() == 2 && reading.prose.word(token).ends_with('.');
    if shape == Shape::Capital && class != Class::NONE && initial() {
        let middle = token > 0 && matches!(shapes[token - 1], Shape::Capital | Shape::Capitals);
        return if middle || class.is(Class::STOP) { Class::NONE } else { class };
    }
    let shouted = shape == Shape::Capitals && class.is(Class::PRONOUN) && reading.prose.tokens[token].span.len() > 1;
    match shouted {
        true if class.is(Class::PLACE) => Class::PLACE,
        true if names.bodies.contains_key(reading.form(token)) => Class::NONE,
        _ => class,
    }
}

/// Whether an unknown word stands before a noun for a player or the like.
fn leads_team(reading: &Reading, first: usize) -> bool {
    let word = reading.word(first);
    let names = &reading.lexicon.names;
    word.names == Class::NONE
        && word.classes == Classes::default()
        && first + 1 < reading.prose.tokens.len()
        && names.role_bodies.get(names.plain(reading.form(first + 1))).is_some_and(|role| role.of_place)
}

/// Whether a sentence's first word is a capital for that alone: a common noun, or a word met small elsewhere.
fn is_plain(reading: &Reading, shapes: &[Shape], small: &FxHashSet<u32>, first: usize) -> bool {
    let class = reading.word(first).names;
    let next = shapes.get(first + 1).copied().unwrap_or(Shape::Other);
    if class.is(Class::TITLE) && next != Shape::Small || class.is(Class::GIVEN.or(Class::STOP)) {
        return false;
    }
    let tag = reading.tags[first];
    let noun_next = next == Shape::Small
        && reading.tags.get(first + 1).is_some_and(|tag| tag.is_noun() || *tag == Tag::Jj)
        || next == Shape::Capital;
    if noun_next
        && matches!(tag, Tag::Jj | Tag::Jjr | Tag::Jjs | Tag::Rb | Tag::In)
        && !class.is(Class::DEMONYM.or(Class::PLACE).or(Class::SURNAME))
    {
        return true;
    }
    let noun = class.is(Class::PERSON.or(Class::PERSONS).or(Class::BODY).or(Class::BODIES).or(Class::DOCUMENT));
    // "Council of Ministers" is a name, "Council members" may be none.
    let joint = first + 1 < reading.tags.len() && reading.word(first + 1).names.is(Class::JOINT);
    if class.is(Class::BODY) && joint {
        return false;
    }
    let met = small.contains(&reading.hash(first));
    noun && (next == Shape::Small || next == Shape::Other && !class.is(Class::SURNAME))
        || met && !(noun && next == Shape::Capital)
}
