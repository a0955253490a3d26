//! One text as the finders see it: tokens with their folded forms and parts of speech.

use crate::article::Article;
use crate::attribution::model::sequence::View;
use crate::attribution::model::tag::{self, Tag};
use crate::lexicon::Lexicon;
use crate::lexicon::classes::Classes;
use crate::lexicon::cues::CueClass;
use crate::lexicon::word::{Types, Word};
use crate::quotation::Part;
use crate::text::{Prose, TokenKind};

/// The readings of an article's parts.
pub struct Readings<'a> {
    /// Of its text.
    pub text: Reading<'a>,
    /// Of its headline.
    pub title: Option<Reading<'a>>,
}

impl<'a> Readings<'a> {
    /// Reads both parts.
    pub fn read(article: &'a Article, lexicon: &'a Lexicon) -> Self {
        Self {
            text: Reading::read(&article.text, lexicon),
            title: article.title.as_deref().map(|title| Reading::read(title, lexicon)),
        }
    }

    /// The reading of one part; a headline that is not there reads as the text.
    pub fn part(&self, part: Part) -> &Reading<'a> {
        match part {
            Part::Text => &self.text,
            Part::Title => self.title.as_ref().unwrap_or(&self.text),
        }
    }
}

/// One text as the finders see it.
pub struct Reading<'a> {
    /// The tables.
    pub lexicon: &'a Lexicon,
    /// Tokens, sentences, paragraphs, quoted stretches.
    pub prose: Prose<'a>,
    /// The part of speech of each token.
    pub tags: Vec<Tag>,
    /// The word types of the text.
    pub types: Types,
    /// What is asked for most often of each token.
    classes: Vec<Classes>,
    hashes: Vec<u32>,
}

impl<'a> Reading<'a> {
    /// Reads a text.
    pub fn read(text: &'a str, lexicon: &'a Lexicon) -> Self {
        let prose = Prose::split(text, &lexicon.conventions);
        let types = lexicon.types(&prose);
        let mut tags = tag::tags(&View { prose: &prose, types: &types, known: &[] });
        name_first_words(&prose, &types, &mut tags);
        name_sources(&prose, &types, lexicon, &mut tags);
        let words = || types.of_tokens.iter().map(|&number| &types.words[number as usize]);
        let classes = words().map(|word| word.classes).collect();
        let hashes = words().map(|word| word.hash).collect();
        Self { lexicon, prose, tags, types, classes, hashes }
    }

    /// What a labeller sees of it.
    pub fn view<'v>(&'v self, known: &'v [u8]) -> View<'v>
    where
        'a: 'v,
    {
        View { prose: &self.prose, types: &self.types, known }
    }

    /// The word type of a token.
    pub fn type_of(&self, token: usize) -> usize {
        self.types.of_tokens[token] as usize
    }

    /// What the tables say of a token's word.
    pub fn word(&self, token: usize) -> &Word {
        &self.types.words[self.type_of(token)]
    }

    /// The folded form of a token.
    pub fn form(&self, token: usize) -> &str {
        self.types.form(self.type_of(token))
    }

    /// The classes of a token.
    pub fn classes(&self, token: usize) -> Classes {
        self.classes[token]
    }

    /// Whether a token is a verb in none of a participle's or infinitive's forms, or a modal.
    pub fn is_finite(&self, token: usize) -> bool {
        matches!(self.tags[token], Tag::Vbd | Tag::Vbz | Tag::Vbp | Tag::Md)
            || self.classes(token).is(Classes::BE.or(Classes::HAVE).or(Classes::DO)) && self.tags[token] != Tag::Pos
    }

    /// Whether a token begins a relative clause.
    pub fn is_relative(&self, token: usize) -> bool {
        self.classes(token).is(Classes::RELATIVE)
            || matches!(self.tags[token], Tag::Wdt | Tag::Wp | Tag::WpS | Tag::Wrb)
    }

    /// The parts of speech of some tokens, as one number.
    pub fn tag_key(&self, tokens: impl Iterator<Item = usize>) -> u32 {
        tokens.fold(0, |key, at| key.wrapping_mul(41).wrapping_add(1 + self.tags[at] as u32))
    }

    /// The hash of a token's folded form.
    pub fn hash(&self, token: usize) -> u32 {
        self.hashes[token]
    }
}

/// A sentence's first word that is a name within others is one here too: its capital tells nothing, and its ending may
/// deceive ("Whitmore" is no "more").
fn name_first_words(prose: &Prose<'_>, types: &Types, tags: &mut [Tag]) {
    let of = |token: usize| types.of_tokens[token] as usize;
    let mut named = vec![false; types.words.len()];
    for sentence in &prose.sentences {
        for token in sentence.clone().skip(1).filter(|&token| tags[token] == Tag::Nnp) {
            named[of(token)] = prose.tokens[token - 1].kind.is_lexical() || named[of(token)];
        }
    }
    for sentence in &prose.sentences {
        let first = sentence.clone().find(|&token| prose.tokens[token].kind == TokenKind::Word);
        let Some(first) = first.filter(|&first| first < sentence.start + 2) else { continue };
        if named[of(first)] && !tags[first].is_proper() && types.words[of(first)].classes == Classes::default() {
            tags[first] = Tag::Nnp;
        }
    }
}

/// A capital behind a preposition that marks a saying begins a name, whatever verb it looks like: "according to Whitlock".
fn name_sources(prose: &Prose<'_>, types: &Types, lexicon: &Lexicon, tags: &mut [Tag]) {
    let of = |token: usize| types.of_tokens[token] as usize;
    let begins = |at: usize| types.words[of(at)].n_capitals > 0;
    for sentence in &prose.sentences {
        // Few sentences have such a verb at all.
        if !sentence.clone().any(|at| tags[at].is_verb() && begins(at)) {
            continue;
        }
        for token in sentence.clone().filter(|&token| !types.words[of(token)].cues.is_empty()) {
            let form = |offset: usize| {
                let at = token + offset;
                (at < sentence.end).then(|| types.form(of(at)))
            };
            let longest = lexicon.cues.of(types.words[of(token)].cues, form).max_by_key(|found| found.words);
            let Some(found) = longest.filter(|found| found.row.class == CueClass::Preposition) else { continue };
            let name = token + found.words;
            if name < sentence.end && tags[name].is_verb() && begins(name) {
                tags[name] = Tag::Nnp;
            }
        }
    }
}
