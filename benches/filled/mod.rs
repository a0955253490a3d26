//! An index of the made-up articles.

#[path = "../corpus/mod.rs"]
mod corpus;

use std::path::Path;

use onrecord::attribution::attribute;
use onrecord::index::{Known, Writer, WriterOptions};
use onrecord::lexicon::Lexicon;
use onrecord::reader::fingerprint;

/// Fills an index with so many articles.
pub(crate) fn fill(folder: &Path, n_articles: usize) {
    let options = WriterOptions { threads: 2, memory: 128 << 20, ..WriterOptions::default() };
    let writer = Writer::open(folder, &options).expect("an index");
    for article in corpus::articles(n_articles) {
        let findings = attribute(&article, Lexicon::english());
        let known = Known { fingerprint: fingerprint(&article), version: None };
        writer.replace(&article, known, &findings).expect("an article is indexed");
    }
    writer.finish().expect("all is written");
}
