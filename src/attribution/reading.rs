//! One text as the finders see it: tokens with their folded forms and parts of speech.

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::article::Article;
use crate::attribution::model::sequence::View;
use crate::attribution::model::tag::{self, Tag};
use crate::lexicon::Lexicon;
use crate::lexicon::classes::Classes;
use crate::quotation::Part;
use crate::text::Prose;
use crate::text::fold::fold;

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
    /// For each token, the number of its word type in this text.
    pub types: Vec<u32>,
    /// The folded form of each type.
    pub forms: Vec<String>,
    /// The classes of each type.
    pub classes: Vec<Classes>,
    /// A stable hash of each type's folded form.
    pub hashes: Vec<u32>,
}

impl<'a> Reading<'a> {
    /// Reads a text.
    pub fn read(text: &'a str, lexicon: &'a Lexicon) -> Self {
        let prose = Prose::split(text, &lexicon.conventions);
        let mut seen: FxHashMap<&str, u32> = FxHashMap::default();
        let mut forms: Vec<String> = Vec::new();
        let mut types = Vec::with_capacity(prose.tokens.len());
        for token in 0..prose.tokens.len() {
            let word = prose.word(token);
            types.push(*seen.entry(word).or_insert_with(|| {
                forms.push(fold(word));
                forms.len() as u32 - 1
            }));
        }
        let classes: Vec<Classes> = forms.iter().map(|form| lexicon.classes.of(form)).collect();
        let hashes: Vec<u32> = forms.iter().map(|form| xxh3_64(form.as_bytes()) as u32).collect();
        let view = View { prose: &prose, types: &types, forms: &forms, hashes: &hashes, classes: &classes, known: &[] };
        let tags = tag::tags(&view);
        Self { lexicon, prose, tags, types, forms, classes, hashes }
    }

    /// What a labeller sees of it.
    pub fn view<'v>(&'v self, known: &'v [u8]) -> View<'v>
    where
        'a: 'v,
    {
        View {
            prose: &self.prose,
            types: &self.types,
            forms: &self.forms,
            hashes: &self.hashes,
            classes: &self.classes,
            known,
        }
    }

    /// The folded form of a token.
    pub fn form(&self, token: usize) -> &str {
        &self.forms[self.types[token] as usize]
    }

    /// The classes of a token.
    pub fn classes(&self, token: usize) -> Classes {
        self.classes[self.types[token] as usize]
    }

    /// The hash of a token's folded form.
    pub fn hash(&self, token: usize) -> u32 {
        self.hashes[self.types[token] as usize]
    }
}
