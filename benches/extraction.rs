//! Attribution alone: articles in memory in, quotations out, on one thread.
//!
//! The text is made from a fixed seed (`corpus`), denser in statements than news; the rate is of bytes of text.

#![allow(missing_docs, reason = "benches are read by their names")]

mod corpus;

use divan::Bencher;
use divan::counter::BytesCount;
use onrecord::attribution::attribute;
use onrecord::lexicon::Lexicon;

fn main() {
    divan::main();
}

#[divan::bench(name = "extraction/articles/200")]
fn extract(bencher: Bencher<'_, '_>) {
    let articles = corpus::articles(200);
    let bytes: usize = articles.iter().map(|article| article.text.len()).sum();
    let lexicon = Lexicon::english();
    let expected: usize = articles.iter().map(|article| attribute(article, lexicon).quotations.len()).sum();
    assert!(expected > 1000, "the articles are full of statements: {expected}");
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        let found: usize = articles.iter().map(|article| attribute(article, lexicon).quotations.len()).sum();
        assert_eq!(found, expected);
        found
    });
}
