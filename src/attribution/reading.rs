//! One text as the finders see it: tokens with their folded forms and parts of speech.

use crate::article::Article;
use crate::attribution::model::sequence::View;
use crate::attribution::model::tag::{self, Tag};
use crate::lexicon::Lexicon;
use crate::lexicon::classes::Classes;
use crate::lexicon::word::{Types, Word};
use crate::quotation::Part;
use crate::text::Prose;

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
}

impl<'a> Reading<'a> {
    /// Reads a text.
    pub fn read(text: &'a str, lexicon: &'a Lexicon) -> Self {
        let prose = Prose::split(text, &lexicon.conventions);
        let types = lexicon.types(&prose);
        let tags = tag::tags(&View { prose: &prose, types: &types, known: &[] });
        Self { lexicon, prose, tags, types }
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
        &self.word(token).form
    }

    /// The classes of a token.
    pub fn classes(&self, token: usize) -> Classes {
        self.word(token).classes
    }

    /// The hash of a token's folded form.
    pub fn hash(&self, token: usize) -> u32 {
        self.word(token).hash
    }
}
