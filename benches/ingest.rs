//! The whole way from a JSON Lines file on disk to a committed index.
//!
//! The text is made from a fixed seed (`corpus`); the rate is of bytes of text. What the library alone does with the same
//! text, by its own tokenizer and on one thread, stands beside it to compare with: what is more is the price of knowing
//! who said it.

#![allow(missing_docs, reason = "benches are read by their names")]

mod corpus;

use std::io::Write;

use divan::Bencher;
use divan::counter::BytesCount;
use onrecord::error::Error;
use onrecord::index::{Acknowledged, Store, Writer, WriterOptions};
use onrecord::ingest::{Rules, Watch, ingest};
use onrecord::lexicon::Lexicon;
use onrecord::reader::{Input, Settings};
use tantivy::schema::{STORED, Schema, TEXT};
use tantivy::{Index, doc};

fn main() {
    divan::main();
}

/// Watches nothing.
struct Silent;

impl Watch for Silent {
    fn found(&self, _: u64) {}
    fn read(&self, _: u64) {}
    fn done(&self, _: u64, _: u64) {}
    fn problem(&self, error: &Error) -> Result<(), Error> {
        panic!("nothing is skipped: {error}");
    }
    fn note(&self, _: &str) {}
    fn committed(&self, _: Acknowledged, _: &str, _: u64) {}
    fn stop(&self) -> bool {
        false
    }
}

#[divan::bench(name = "ingest/jsonl/1000", sample_count = 5)]
fn index(bencher: Bencher<'_, '_>) {
    const N: usize = 1000;
    let folder = tempfile::tempdir().expect("a folder for the bench");
    let file = folder.path().join("articles.jsonl");
    let mut out = std::fs::File::create(&file).expect("a file for the articles");
    let articles = corpus::articles(N);
    let bytes: usize = articles.iter().map(|article| article.text.len()).sum();
    for article in &articles {
        let record =
            serde_json::json!({"id": article.id, "title": article.title, "date": article.date, "text": article.text});
        writeln!(out, "{record}").expect("the articles are written");
    }
    let inputs = [Input::named(&file)];
    let mut run = 0;
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        run += 1;
        let directory = folder.path().join(format!("index-{run}"));
        let options = WriterOptions { threads: 2, memory: 128 << 20, ..WriterOptions::default() };
        let mut writer = Writer::open(&directory, &options).expect("an index");
        let summary = ingest(&inputs, &Settings::default(), Rules::default(), &mut writer, Lexicon::english(), &Silent)
            .expect("all is read");
        let (_, committed) = writer.finish().expect("all is written");
        assert_eq!((summary.articles, committed.articles), (N as u64, N as u64));
        let stats = Store::open(&directory).and_then(|store| store.stats()).expect("the index can be read");
        assert_eq!(stats.quotations, summary.quotations);
    });
}

#[divan::bench(name = "ingest/library alone/1000", sample_count = 5)]
fn library(bencher: Bencher<'_, '_>) {
    const N: usize = 1000;
    let articles = corpus::articles(N);
    let bytes: usize = articles.iter().map(|article| article.text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        let folder = tempfile::tempdir().expect("a folder for the bench");
        let mut schema = Schema::builder();
        let text = schema.add_text_field("text", TEXT | STORED);
        let index = Index::create_in_dir(folder.path(), schema.build()).expect("an index");
        let mut writer = index.writer_with_num_threads(1, 128 << 20).expect("a writer");
        for article in &articles {
            writer.add_document(doc!(text => article.text.as_str())).expect("a document is taken");
        }
        writer.commit().expect("all is written");
        let n_documents = index.reader().expect("a reader").searcher().num_docs();
        assert_eq!(n_documents, N as u64);
    });
}
