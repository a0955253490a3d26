//! Characters in; tokens, sentences, paragraphs and quote marks out.
//!
//! Nothing here knows a language: what a language writes in its own way comes in as [`Conventions`].

pub mod fold;
mod mark;
mod sentence;
mod span;
mod token;

pub use mark::Quoted;
pub use span::Span;
pub use token::{Token, TokenKind};

use std::ops::Range;

use rustc_hash::FxHashSet;

/// What a language writes in its own way, as far as splitting needs it. All words folded.
#[derive(Clone, Debug, Default)]
pub struct Conventions {
    /// Abbreviations that stand before a name and never end a sentence ("gen", "mr"), without the full stop.
    pub titles: FxHashSet<String>,
    /// Other abbreviations ("inc", "jan"), without the last full stop.
    pub abbreviations: FxHashSet<String>,
    /// Words that start a sentence more often than they follow an abbreviation ("the", "he").
    pub starters: FxHashSet<String>,
    /// Endings that are tokens of their own, with the apostrophe ("'s").
    pub clitics: Vec<String>,
}

/// A text with its tokens and how they are grouped. All ranges are of token numbers.
#[derive(Clone, Debug)]
pub struct Prose<'a> {
    /// The text.
    pub text: &'a str,
    /// Words, numbers, marks, in text order.
    pub tokens: Vec<Token>,
    /// Sentences: they cover all tokens, in order, and never cross a paragraph.
    pub sentences: Vec<Range<usize>>,
    /// Paragraphs: they cover all tokens, in order.
    pub paragraphs: Vec<Range<usize>>,
    /// Stretches within quotation marks, in order; none within another.
    pub quoted: Vec<Quoted>,
    /// For each token, the number of the quoted stretch that holds it, from 1; 0 for none.
    within: Vec<u32>,
}

impl<'a> Prose<'a> {
    /// Splits a text.
    pub fn split(text: &'a str, conventions: &Conventions) -> Self {
        let tokens = token::split(text, conventions);
        let paragraphs = sentence::paragraphs(text, &tokens);
        let quoted = mark::find(text, &tokens, &paragraphs);
        let sentences = sentence::sentences(text, &tokens, &paragraphs, &quoted, conventions);
        let mut within = vec![0; tokens.len()];
        for (number, quoted) in quoted.iter().enumerate() {
            within[quoted.tokens.clone()].fill(number as u32 + 1);
        }
        Self { text, tokens, sentences, paragraphs, quoted, within }
    }

    /// The characters of one token.
    pub fn word(&self, token: usize) -> &'a str {
        self.tokens[token].span.of(self.text)
    }

    /// The span from the first to the last token of a range that is not empty.
    pub fn span(&self, tokens: Range<usize>) -> Span {
        Span { start: self.tokens[tokens.start].span.start, end: self.tokens[tokens.end - 1].span.end }
    }

    /// The tokens that lie, at least in part, in a span.
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let start = self.tokens.partition_point(|token| token.span.end <= span.start);
        let end = self.tokens.partition_point(|token| token.span.start < span.end);
        start..end.max(start)
    }

    /// The number of the sentence that holds a token.
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.end <= token)
    }

    /// The number of the paragraph that holds a token.
    pub fn paragraph_of(&self, token: usize) -> usize {
        self.paragraphs.partition_point(|paragraph| paragraph.end <= token)
    }

    /// The number of the quoted stretch that holds a token, its marks included.
    pub fn quoted_of(&self, token: usize) -> Option<usize> {
        let number = *self.within.get(token)?;
        number.checked_sub(1).map(|number| number as usize)
    }

    /// Whether a stretch of tokens begins and ends within quotation marks.
    pub fn is_quoted(&self, tokens: &Range<usize>) -> bool {
        self.quoted_of(tokens.start).is_some() && self.quoted_of(tokens.end.max(1) - 1).is_some()
    }
}
