//! Inputs in, batches of records out, and the articles of a batch.
//!
//! One thread reads, and is never more than two batches ahead of those who work on them.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use rayon::prelude::*;

use crate::article::Article;
use crate::error::{Error, ErrorKind, Result};
use crate::index::sources::Stamp;
use crate::ingest::tally::Summary;
use crate::ingest::{Watch, manner};
use crate::reader::{self, File, Flow, Found, Input, Piece, Settings, walk};

/// Raw records that are worked on together: at most this many bytes a thread, unless one is longer. What is found in more
/// would not stay near the processor until it is written.
const BATCH_BYTES: usize = 512 << 10;
/// Raw records that are worked on together: at most this many.
pub(super) const BATCH_RECORDS: usize = 1024;

/// A file to read.
pub(super) struct Job {
    pub(super) file: File,
    pub(super) name: String,
    /// Its place among all files found.
    pub(super) place: usize,
    /// How many of its records need not be looked at.
    pub(super) skip: u64,
}

/// Records that are worked on together, each with the number of its job, and which jobs began and ended before its end.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) records: Vec<(usize, Piece)>,
    pub(super) begun: Vec<(usize, Option<Stamp>)>,
    pub(super) ended: Vec<(usize, Option<Stamp>)>,
}

/// Finds the inputs' files; what cannot be looked at is told and counted.
pub(super) fn look(inputs: &[Input], watch: &dyn Watch, summary: &mut Summary) -> Result<Found> {
    let found = walk(inputs);
    found.errors.iter().try_for_each(|error| count(error, watch, summary))?;
    watch.found(found.files.iter().map(|file| file.size).sum());
    Ok(found)
}

/// All files of the inputs, to be read from their beginning.
pub(super) fn all_jobs(inputs: &[Input], watch: &dyn Watch, summary: &mut Summary) -> Result<Vec<Job>> {
    let files = look(inputs, watch, summary)?.files;
    Ok(files.into_iter().map(|file| Job { file, name: String::new(), place: 0, skip: 0 }).collect())
}

/// Reads files into batches on a thread of its own and hands them on.
pub(super) fn run(
    jobs: Vec<Job>,
    settings: &Settings,
    most_records: usize,
    watch: &dyn Watch,
    summary: &mut Summary,
    mut work: impl FnMut(Batch, &mut Summary) -> Result<()>,
) -> Result<()> {
    let manner = manner(settings);
    let settings = Arc::new(settings.clone());
    let most_bytes = BATCH_BYTES * rayon::current_num_threads();
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel::<Batch>(2);
        scope.spawn(move || {
            let mut batch = Batch::default();
            let mut bytes = 0;
            for (number, job) in jobs.iter().enumerate() {
                let stamp = || job.file.path.as_deref().and_then(|path| Stamp::of(path, manner));
                batch.begun.push((number, stamp()));
                let mut skip = job.skip;
                let mut send = |piece: Piece| {
                    if skip > 0 {
                        skip -= 1;
                        return Flow::Continue(());
                    }
                    if let Piece::Record(raw) = &piece {
                        bytes += raw.size();
                    }
                    batch.records.push((number, piece));
                    if bytes < most_bytes && batch.records.len() < most_records {
                        return Flow::Continue(());
                    }
                    bytes = 0;
                    match sender.send(std::mem::take(&mut batch)) {
                        Ok(()) => Flow::Continue(()),
                        // The receiver has stopped; nobody waits for the rest.
                        Err(_) => Flow::Break(()),
                    }
                };
                if reader::read(&job.file, &settings, &|more| watch.read(more), &mut send).is_break() {
                    return;
                }
                batch.ended.push((number, stamp()));
            }
            // The receiver may have stopped; then nobody waits for the rest.
            drop(sender.send(batch));
        });
        consume(&receiver, watch, summary, &mut work)
    })
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

/// The articles of records, in order, each with the number of its job; what cannot be read is told and counted.
pub(super) fn parse(
    records: Vec<(usize, Piece)>,
    watch: &dyn Watch,
    summary: &mut Summary,
    mut flawed: impl FnMut(usize),
) -> Result<Vec<(usize, Article)>> {
    for (_, piece) in &records {
        if let Piece::Note(note) = piece {
            watch.note(note);
        }
    }
    let parsed: Vec<(usize, reader::Reading)> = records
        .into_par_iter()
        .map(|(job, piece)| match piece {
            Piece::Record(raw) => (job, raw.read()),
            Piece::Problem(error) => (job, reader::Reading { problems: vec![error], ..Default::default() }),
            Piece::Note(_) => (job, reader::Reading::default()),
        })
        .collect();
    let mut articles = Vec::new();
    for (job, reading) in parsed {
        articles.extend(reading.articles.into_iter().map(|article| (job, article)));
        for problem in &reading.problems {
            count(problem, watch, summary)?;
            if problem.kind != ErrorKind::Warning {
                flawed(job);
            }
        }
    }
    Ok(articles)
}

/// Tells what could not be read, and counts it.
fn count(problem: &Error, watch: &dyn Watch, summary: &mut Summary) -> Result<()> {
    match problem.kind {
        ErrorKind::Warning => {}
        _ if problem.kept.is_some() => summary.damaged += 1,
        _ => summary.skipped += 1,
    }
    watch.problem(problem)
}
