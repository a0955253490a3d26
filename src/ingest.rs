//! Files in, an index or records out: reader, attribution and sink, in parallel.
//!
//! One thread reads raw records into batches; all others parse and attribute a batch's articles at once. A batch is
//! done before the next begins, so that memory stays bounded and the last of two articles with one id wins.

use std::collections::BTreeMap;
use std::io::Write;
use std::num::NonZero;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::Article;
use crate::attribution::{Findings, attribute};
use crate::error::{Error, Result};
use crate::index::Writer;
use crate::lexicon::Lexicon;
use crate::reader::{File, Input, Raw, Records, fingerprint, walk};
use crate::record::{QuotationRecord, quotation_records};

/// Is told how a run goes on. Called from several threads.
pub trait Watch: Sync {
    /// So many bytes are there to be read.
    fn found(&self, bytes: u64);
    /// So many bytes more have been read.
    fn read(&self, bytes: u64);
    /// So many articles and quotations more are done.
    fn done(&self, articles: u64, quotations: u64);
    /// A record was skipped, for this reason.
    fn skipped(&self, error: &Error);
    /// Whether to stop after the batch under work.
    fn stop(&self) -> bool;
}

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Articles attributed.
    pub articles: u64,
    /// Quotations found in them.
    pub quotations: u64,
    /// Quotations by kind and by act.
    pub counts: BTreeMap<String, u64>,
    /// Articles that were in the index unchanged.
    pub unchanged: u64,
    /// Articles that another one of the same id in the same run replaced.
    pub repeated: u64,
    /// Records skipped.
    pub skipped: u64,
    /// Bytes of article text.
    pub bytes: u64,
    /// Whether it was stopped before the end.
    pub stopped: bool,
}

/// Forms the records of one article.
pub type Print = dyn Fn(&mut dyn Write, &[QuotationRecord]) -> Result<()> + Sync;

/// Raw records that are worked on together: at most this many bytes, unless one is longer.
const BATCH_BYTES: usize = 4 << 20;
/// Raw records that are worked on together: at most this many.
const BATCH_RECORDS: usize = 1024;

type Batch = Vec<Result<Raw>>;

/// Sets how many threads work in parallel. The first call in a process counts.
pub fn use_threads(threads: NonZero<usize>) {
    // Only a later call fails, and then the pool stays as it is.
    drop(rayon::ThreadPoolBuilder::new().num_threads(threads.get()).build_global());
}

/// Indexes the articles of the inputs. Those that the index holds unchanged cost only their reading.
///
/// # Errors
///
/// When the index cannot be written. A record that cannot be read is skipped and counted.
pub fn ingest(inputs: &[Input], writer: &Writer, lexicon: &Lexicon, watch: &dyn Watch) -> Result<Summary> {
    let mut summary = Summary::default();
    let mut seen = FxHashSet::default();
    run(inputs, watch, &mut summary, |batch, summary| {
        let articles = parse(batch, watch, summary);
        let articles = last_of_each(articles, &mut seen, summary);
        let done: Vec<Option<Tally>> = articles
            .into_par_iter()
            .map(|(article, first)| {
                let fingerprint = fingerprint(&article);
                // What came earlier in this run may have replaced what the index held at its start.
                if first && writer.holds(&article.id, fingerprint) {
                    return Ok(None);
                }
                let findings = attribute(&article, lexicon);
                writer.replace(&article, fingerprint, &findings)?;
                let tally = Tally::of(&article, &findings);
                watch.done(1, tally.quotations);
                Ok(Some(tally))
            })
            .collect::<Result<_>>()?;
        for tally in done {
            match tally {
                Some(tally) => tally.add_to(summary),
                None => summary.unchanged += 1,
            }
        }
        Ok(())
    })?;
    Ok(summary)
}

/// Prints the quotations of the inputs' articles, in the order of the input.
///
/// # Errors
///
/// When they cannot be written. A record that cannot be read is skipped and counted.
pub fn extract(
    inputs: &[Input],
    min_confidence: f32,
    out: &mut dyn Write,
    print: &Print,
    lexicon: &Lexicon,
    watch: &dyn Watch,
) -> Result<Summary> {
    let mut summary = Summary::default();
    run(inputs, watch, &mut summary, |batch, summary| {
        let done: Vec<(Vec<u8>, Tally)> = parse(batch, watch, summary)
            .into_par_iter()
            .map(|article| {
                let findings = attribute(&article, lexicon);
                let mut records = quotation_records(&article, &findings.quotations);
                records.retain(|record| record.confidence >= min_confidence);
                let mut lines = Vec::new();
                print(&mut lines, &records)?;
                let tally = Tally::of(&article, &findings);
                watch.done(1, tally.quotations);
                Ok((lines, tally))
            })
            .collect::<Result<_>>()?;
        for (lines, tally) in done {
            out.write_all(&lines)?;
            tally.add_to(summary);
        }
        Ok(())
    })?;
    out.flush()?;
    Ok(summary)
}

/// What one article adds to the summary.
struct Tally {
    quotations: u64,
    bytes: u64,
    counts: BTreeMap<&'static str, u64>,
}

impl Tally {
    fn of(article: &Article, findings: &Findings) -> Self {
        let mut counts = BTreeMap::new();
        for quotation in &findings.quotations {
            *counts.entry(crate::record::kind_name(quotation.attribution.kind)).or_default() += 1;
            for act in &quotation.acts {
                *counts.entry(act.name()).or_default() += 1;
            }
        }
        Self { quotations: findings.quotations.len() as u64, bytes: article.text.len() as u64, counts }
    }

    fn add_to(self, summary: &mut Summary) {
        summary.articles += 1;
        summary.quotations += self.quotations;
        summary.bytes += self.bytes;
        for (name, count) in self.counts {
            *summary.counts.entry(name.to_owned()).or_default() += count;
        }
    }
}

/// Reads the inputs' files into batches on a thread of its own and hands them on.
fn run(
    inputs: &[Input],
    watch: &dyn Watch,
    summary: &mut Summary,
    mut work: impl FnMut(Batch, &mut Summary) -> Result<()>,
) -> Result<()> {
    let found = walk(inputs);
    for error in &found.errors {
        watch.skipped(error);
        summary.skipped += 1;
    }
    watch.found(found.files.iter().map(|file| file.size).sum());
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel::<Batch>(2);
        let files = found.files;
        scope.spawn(move || {
            let mut batch = Batch::new();
            let mut bytes = 0;
            for file in &files {
                let mut send = |record: Result<Raw>| {
                    bytes += record.as_ref().map_or(0, |raw| raw.bytes.len());
                    batch.push(record);
                    if bytes < BATCH_BYTES && batch.len() < BATCH_RECORDS {
                        return true;
                    }
                    bytes = 0;
                    sender.send(std::mem::take(&mut batch)).is_ok()
                };
                if !read(file, watch, &mut send) {
                    return;
                }
            }
            // The receiver may have stopped; then nobody waits for the rest.
            drop(sender.send(batch));
        });
        consume(&receiver, watch, summary, &mut work)
    })
}

/// Sends the records of one file; false when nobody takes them any more.
fn read(file: &File, watch: &dyn Watch, send: &mut dyn FnMut(Result<Raw>) -> bool) -> bool {
    match Records::open(file) {
        Ok(mut records) => {
            let bytes = records.bytes();
            records.all(|record| {
                match bytes.swap(0, Ordering::Relaxed) {
                    0 => {}
                    more => watch.read(more),
                }
                send(record)
            })
        }
        Err(error) => send(Err(error)),
    }
}

fn consume(
    receiver: &Receiver<Batch>,
    watch: &dyn Watch,
    summary: &mut Summary,
    work: &mut dyn FnMut(Batch, &mut Summary) -> Result<()>,
) -> Result<()> {
    while let Ok(batch) = receiver.recv() {
        work(batch, summary)?;
        if watch.stop() {
            summary.stopped = true;
            break;
        }
    }
    Ok(())
}

/// The articles of a batch, in order; what cannot be read is told and counted.
fn parse(batch: Batch, watch: &dyn Watch, summary: &mut Summary) -> Vec<Article> {
    let parsed: Vec<Vec<Result<Article>>> = batch
        .into_par_iter()
        .map(|raw| match raw {
            Ok(raw) => raw.articles(),
            Err(error) => vec![Err(error)],
        })
        .collect();
    let mut articles = Vec::new();
    for result in parsed.into_iter().flatten() {
        match result {
            Ok(article) => articles.push(article),
            Err(error) => {
                watch.skipped(&error);
                summary.skipped += 1;
            }
        }
    }
    articles
}

/// Of articles with one id in a batch the last, and whether it is the first of its id in the run; those of earlier
/// batches are replaced by being written later.
fn last_of_each(articles: Vec<Article>, seen: &mut FxHashSet<String>, summary: &mut Summary) -> Vec<(Article, bool)> {
    let last: FxHashMap<&str, usize> =
        articles.iter().enumerate().map(|(number, article)| (article.id.as_str(), number)).collect();
    let keep: Vec<bool> =
        articles.iter().enumerate().map(|(number, article)| last[article.id.as_str()] == number).collect();
    let mut kept = Vec::with_capacity(articles.len());
    for (article, keep) in articles.into_iter().zip(keep) {
        let first = seen.insert(article.id.clone());
        summary.repeated += u64::from(!first);
        if keep {
            kept.push((article, first));
        }
    }
    kept
}
