//! Files in, an index or records out: reader, attribution and sink, in parallel.
//!
//! One thread reads raw records into batches; all others parse and attribute a batch's articles at once. A batch is
//! done before the next begins, so that memory stays bounded and the last of two articles with one id wins.
//!
//! A file that has surely not changed since it was read is not opened. One that has changed gives all its articles
//! anew: what it does not give any more goes from the index, unless another file gives it.

mod batch;
mod pass;
mod print;
mod tally;

pub use print::{Print, articles, extract};
pub use tally::Summary;

use std::num::NonZero;
use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::error::{Error, Result};
use crate::index::sources::{self, Sources, Stamp};
use crate::index::{Acknowledged, Writer};
use crate::lexicon::Lexicon;
use crate::reader::{File, Hope, Input, Settings, walk};
use batch::{Job, look};
use pass::Pass;

/// Is told how a run goes on. Called from several threads.
pub trait Watch: Sync {
    /// So many bytes are there to be read.
    fn found(&self, bytes: u64);
    /// So many bytes more have been read.
    fn read(&self, bytes: u64);
    /// So many articles and quotations more are done.
    fn done(&self, articles: u64, quotations: u64);
    /// A record was skipped, or kept with something missing; an error ends the run.
    fn problem(&self, error: &Error) -> Result<()>;
    /// How a file is read.
    fn note(&self, note: &str);
    /// All up to here is durable: so many records of this input, and all inputs before.
    fn committed(&self, acknowledged: Acknowledged, input: &str, records: u64);
    /// Whether to stop after the batch under work.
    fn stop(&self) -> bool;
}

/// How an index is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// After how many articles what was read is made durable.
    pub commit_every: u64,
    /// What becomes of articles whose file is gone.
    pub gone: Gone,
    /// Where files begin to be read that a run before did not read to their end.
    pub start: Start,
    /// Which of several articles of one id and version stays.
    pub stays: Stays,
}

impl Default for Rules {
    fn default() -> Self {
        Self { commit_every: 10_000, gone: Gone::Kept, start: Start::Beginning, stays: Stays::Last }
    }
}

/// Which of several articles of one id and version stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stays {
    /// The last, in the order in which files are read.
    Last,
    /// The first.
    First,
}

/// What becomes of articles whose file is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gone {
    /// They stay in the index.
    Kept,
    /// They go too.
    Removed,
}

/// Where files begin to be read that a run before did not read to their end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// At their beginning.
    Beginning,
    /// Where it stopped.
    WhereItStopped,
}

/// The name of standard input in the table of sources.
const STANDARD: &str = "-";

/// Sets how many threads work in parallel. The first call in a process counts.
pub fn use_threads(threads: NonZero<usize>) {
    // Only a later call fails, and then the pool stays as it is.
    drop(rayon::ThreadPoolBuilder::new().num_threads(threads.get()).build_global());
}

/// Indexes the articles of the inputs. Files that have not changed cost a look at their age, articles that have not
/// changed only their reading.
///
/// # Errors
///
/// When the index cannot be written. A record that cannot be read is skipped and counted.
pub fn ingest(
    inputs: &[Input],
    settings: &Settings,
    rules: Rules,
    writer: &mut Writer,
    lexicon: &Lexicon,
    watch: &dyn Watch,
) -> Result<Summary> {
    let mut summary = Summary::default();
    let found = look(inputs, watch, &mut summary)?;
    let manner = manner(settings);
    let mut unchanged = FxHashMap::default();
    let mut names = FxHashSet::default();
    let mut jobs = Vec::new();
    for (place, file) in found.files.into_iter().enumerate() {
        let name = file.path.as_deref().map_or_else(|| STANDARD.to_owned(), sources::name);
        let stamp = file.path.as_deref().and_then(|path| Stamp::of(path, manner));
        let sources = writer.sources();
        // What the user says fields are called may be another thing than last time.
        let as_before = settings.map.pairs().is_empty();
        if let Some(articles) = sources.unchanged(&name, stamp).filter(|_| as_before) {
            summary.unchanged += articles;
            watch.read(file.size);
            unchanged.insert(Sources::hash_of(&name), place);
        } else {
            let resumes = rules.start == Start::WhereItStopped;
            let skip = if resumes { sources.begun(&name, stamp).unwrap_or(0) } else { 0 };
            jobs.push(Job { file, name: name.clone(), place, skip });
        }
        names.insert(name);
    }
    let again = jobs.iter().filter(|job| job.skip == 0).map(|job| Sources::hash_of(&job.name)).collect();
    let mut pass = Pass {
        settings,
        rules,
        writer,
        lexicon,
        watch,
        unchanged,
        again,
        only: FxHashSet::default(),
        seen: FxHashSet::default(),
        settled: FxHashSet::default(),
        n_uncommitted: 0,
        orphans: Vec::new(),
    };
    pass.read(jobs, &mut summary)?;
    if rules.gone == Gone::Removed && !summary.stopped {
        pass.remove_gone(inputs, &names, &mut summary);
    }
    if !summary.stopped {
        // An article that went with its file may be given by another one too, which did not show as long as it was there.
        let orphans = std::mem::take(&mut pass.orphans);
        let givers = pass.writer.sources().givers(&orphans);
        pass.only = orphans.into_iter().collect();
        let again = givers.into_iter().filter_map(|path| {
            let size = std::fs::metadata(&path).ok()?.len();
            let name = sources::name(&path);
            Some(Job { file: File { path: Some(path), size, hope: Hope::Named }, name, place: usize::MAX, skip: 0 })
        });
        let again: Vec<Job> = again.collect();
        if !again.is_empty() {
            let unchanged = summary.unchanged;
            pass.read(again, &mut summary)?;
            summary.unchanged = unchanged;
        }
    }
    Ok(summary)
}

/// Whether there is anything to do about the inputs' files: one that is not in the index as it is, or one that is gone.
///
/// # Errors
///
/// When the index is damaged.
pub fn has_news(inputs: &[Input], settings: &Settings, index: &Path, rules: Rules) -> Result<bool> {
    let Some(sources) = Sources::of(index)? else { return Ok(true) };
    let mut names = FxHashSet::default();
    for file in walk(inputs).files {
        let Some(path) = file.path.as_deref() else { continue };
        let name = sources::name(path);
        // A file with a record that cannot be read is news only once.
        if !sources.is_known(&name, Stamp::of(path, manner(settings))) {
            return Ok(true);
        }
        names.insert(name);
    }
    Ok(rules.gone == Gone::Removed && !gone(&sources, inputs, &names).is_empty())
}

/// A hash of how files are read.
fn manner(settings: &Settings) -> u64 {
    // Which process reads is all the same.
    let Settings { max_record, max_decompressed, map, program: _ } = settings;
    let grown = max_decompressed.map(|most| format!(" {most}")).unwrap_or_default();
    Sources::hash_of(&format!("{max_record} {map}{grown}"))
}

/// The files that lay under the inputs and are gone.
fn gone(sources: &Sources, inputs: &[Input], found: &FxHashSet<String>) -> Vec<String> {
    let under = |name: &str| {
        inputs.iter().any(|input| match input {
            Input::Path(root) => {
                let root = root.strip_prefix(".").unwrap_or(root);
                // What counts from here lies under "." as well.
                Path::new(name).starts_with(root) && (root != Path::new("") || Path::new(name).is_relative())
            }
            Input::Standard => false,
        })
    };
    // What cannot be looked at may be there.
    let gone = |name: &str| std::fs::metadata(name).is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound);
    sources.files().filter(|name| !found.contains(*name) && under(name) && gone(name)).map(str::to_owned).collect()
}
