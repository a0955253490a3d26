//! Questions asked of a warm index.
//!
//! The text is made from a fixed seed (`corpus`): 2,000 articles, about 20,000 passages.

#![allow(missing_docs, reason = "benches are read by their names")]

mod filled;

use divan::Bencher;
use onrecord::index::Store;
use onrecord::lexicon::Lexicon;
use onrecord::question::{Filters, parse};
use onrecord::search::{Page, search};

fn main() {
    divan::main();
}

#[divan::bench(args = ["who denied withdrawal", "what did Varga say about the merger", "price of milk"], name = "search/2000")]
fn ask(bencher: Bencher<'_, '_>, words: &str) {
    let folder = tempfile::tempdir().expect("a folder for the bench");
    filled::fill(folder.path(), 2000);
    let lexicon = Lexicon::english();
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
