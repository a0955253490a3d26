//! Questions asked of a warm index.
//!
//! The text is made from a fixed seed (`corpus`): 2,000 articles, about 20,000 passages.

#![allow(missing_docs, reason = "benches are read by their names")]

mod corpus;

use divan::Bencher;
use onrecord::attribution::attribute;
use onrecord::index::{Known, Store, Writer, WriterOptions};
use onrecord::lexicon::Lexicon;
use onrecord::question::{Filters, parse};
use onrecord::reader::fingerprint;
use onrecord::search::{Page, search};

fn main() {
    divan::main();
}

#[divan::bench(args = ["who denied withdrawal", "what did Varga say about the merger", "price of milk"], name = "search/2000")]
fn ask(bencher: Bencher<'_, '_>, words: &str) {
    let folder = tempfile::tempdir().expect("a folder for the bench");
    let options = WriterOptions { threads: 2, memory: 128 << 20, ..WriterOptions::default() };
    let writer = Writer::open(folder.path(), &options).expect("an index");
    let lexicon = Lexicon::english();
    for article in corpus::articles(2000) {
        let findings = attribute(&article, lexicon);
        let known = Known { fingerprint: fingerprint(&article), version: None };
        writer.replace(&article, known, &findings).expect("an article is indexed");
    }
    writer.finish().expect("all is written");
    let store = Store::open(folder.path()).expect("the index can be read");
    let page = Page { limit: 10, offset: 0 };
    bencher.bench_local(|| {
        let question = parse(words, &Filters::default(), lexicon).expect("a question");
        let passages = search(&store, &question, page).expect("an answer");
        assert_eq!(passages.len(), 10);
        assert!(passages.windows(2).all(|pair| pair[0].score >= pair[1].score));
        passages
    });
}
