//! Files in, an index or records out: reader, attribution and sink, in parallel.
//!
//! One thread reads raw records into batches; all others parse and attribute a batch's articles at once. A batch is
//! done before the next begins, so that memory stays bounded and the last of two articles with one id wins.
//!
//! A file that has surely not changed since it was read is not opened. One that has changed gives all its articles
//! anew: what it does not give any more goes from the index, unless another file gives it.

use std::collections::BTreeMap;
use std::io::Write;
use std::num::NonZero;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::Article;
use crate::attribution::{Findings, attribute};
use crate::error::{Error, ErrorKind, Result};
use crate::index::sources::{self, Listed, Reading, Sources, Stamp};
use crate::index::{Acknowledged, Known, Writer};
use crate::lexicon::Lexicon;
use crate::reader::{self, File, Flow, Found, Hope, Input, Piece, Settings, fingerprint, walk};
use crate::record::{ArticleRecord, QuotationRecord, article_record, quotation_records};

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
}

impl Default for Rules {
    fn default() -> Self {
        Self { commit_every: 10_000, gone: Gone::Kept, start: Start::Beginning }
    }
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
    /// Articles removed because no file gives them any more.
    pub removed: u64,
    /// Records skipped.
    pub skipped: u64,
    /// Records kept that are damaged.
    pub damaged: u64,
    /// Bytes of article text.
    pub bytes: u64,
    /// Whether it was stopped before the end.
    pub stopped: bool,
}

/// Forms the records of one article.
pub type Print = dyn Fn(&mut dyn Write, &[QuotationRecord]) -> Result<()> + Sync;

/// Raw records that are worked on together: at most this many bytes a thread, unless one is longer. What is found in more
/// would not stay near the processor until it is written.
const BATCH_BYTES: usize = 512 << 10;
/// Raw records that are worked on together: at most this many.
const BATCH_RECORDS: usize = 1024;

/// The name of standard input in the table of sources.
const STANDARD: &str = "-";

/// A file to read.
struct Job {
    file: File,
    name: String,
    /// Its place among all files found.
    place: usize,
    /// How many of its records need not be looked at.
    skip: u64,
}

/// Records that are worked on together, each with the number of its job, and which jobs began and ended before its end.
#[derive(Default)]
struct Batch {
    records: Vec<(usize, Piece)>,
    begun: Vec<(usize, Option<Stamp>)>,
    ended: Vec<(usize, Option<Stamp>)>,
}

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
    let Settings { max_record, map } = settings;
    Sources::hash_of(&format!("{max_record} {map}"))
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

/// How far a job has come.
#[derive(Default)]
struct Progress {
    reading: Reading,
    /// Whether nothing of it stands in the table of sources yet.
    fresh: bool,
    /// Whether a record could not be read.
    flawed: bool,
    open: bool,
}

/// What became of an article.
enum Done {
    /// Attributed and written.
    Written { known: Known, tally: Tally, is_older: bool },
    /// In the index as it is.
    Unchanged,
    /// The index has a newer one, or one from a file that comes later and has not changed.
    Overtaken,
    /// Not asked for in this reading.
    Passed,
}

/// Files on their way into an index.
struct Pass<'a> {
    settings: &'a Settings,
    rules: Rules,
    writer: &'a mut Writer,
    lexicon: &'a Lexicon,
    watch: &'a dyn Watch,
    /// Files that were not opened, by the hash of their name, with their places.
    unchanged: FxHashMap<u64, usize>,
    /// The files of this run that are read from their beginning.
    again: FxHashSet<u64>,
    /// The articles that are wanted; all, if there are none.
    only: FxHashSet<String>,
    /// The articles of this run.
    seen: FxHashSet<String>,
    /// Those of them that stand in the index as they were read.
    settled: FxHashSet<String>,
    n_uncommitted: u64,
    /// Articles that went from the index.
    orphans: Vec<String>,
}

impl Pass<'_> {
    fn read(&mut self, jobs: Vec<Job>, summary: &mut Summary) -> Result<()> {
        let names: Vec<(String, usize)> = jobs.iter().map(|job| (job.name.clone(), job.place)).collect();
        let mut progress: Vec<Progress> = jobs
            .iter()
            .map(|job| Progress {
                reading: Reading { records: job.skip, ..Reading::default() },
                fresh: job.skip == 0,
                ..Progress::default()
            })
            .collect();
        let watch = self.watch;
        let most = usize::try_from(self.rules.commit_every).unwrap_or(BATCH_RECORDS).clamp(1, BATCH_RECORDS);
        run(jobs, self.settings, most, watch, summary, |batch, summary| {
            self.work(batch, &names, &mut progress, summary)
        })?;
        if summary.stopped {
            self.note_open(&names, &mut progress);
        }
        Ok(())
    }

    fn work(
        &mut self,
        batch: Batch,
        names: &[(String, usize)],
        progress: &mut [Progress],
        summary: &mut Summary,
    ) -> Result<()> {
        for &(job, stamp) in &batch.begun {
            progress[job].open = true;
            progress[job].reading.stamp = stamp;
        }
        for &(job, _) in &batch.records {
            progress[job].reading.records += 1;
        }
        let Batch { records, ended, .. } = batch;
        let newest = ended.last().map_or(0, |&(job, _)| job).max(records.last().map_or(0, |&(job, _)| job));
        let articles = parse(records, self.watch, summary, |job| progress[job].flawed = true)?;
        let articles = self.last_of_each(articles, progress, summary);
        let done: Vec<Done> = articles
            .par_iter()
            .map(|(job, article, owner)| self.put(article, *owner, names[*job].1))
            .collect::<Result<_>>()?;
        for ((job, article, owner), done) in articles.into_iter().zip(done) {
            let is_standard = names[job].0 == STANDARD;
            let mut shown = true;
            match done {
                Done::Written { known, tally, is_older } => {
                    self.writer.knows(&article.id, known);
                    self.n_uncommitted += 1;
                    tally.add_to(summary);
                    self.settled.insert(article.id.clone());
                    if is_older && owner == Some(Sources::hash_of(&names[job].0)) {
                        // Another file may give a newer one than this file does now.
                        self.orphans.push(article.id.clone());
                    }
                }
                Done::Unchanged => {
                    summary.unchanged += 1;
                    self.settled.insert(article.id.clone());
                }
                Done::Overtaken => {
                    shown = false;
                    summary.repeated += u64::from(!self.settled.contains(&article.id));
                }
                Done::Passed => shown = owner == Some(Sources::hash_of(&names[job].0)),
            }
            // What came on standard input is listed only to tell that it is no file's any more.
            if !is_standard || shown && owner.is_some() {
                progress[job].reading.articles.push(Listed { id: article.id, shown });
            }
        }
        for (job, stamp) in ended {
            self.end(&names[job].0, std::mem::take(&mut progress[job]), stamp, summary);
        }
        if self.n_uncommitted >= self.rules.commit_every {
            let records = progress[newest].reading.records;
            self.note_open(names, progress);
            if let Some(acknowledged) = self.writer.commit()? {
                self.watch.committed(acknowledged, &names[newest].0, records);
            }
            self.n_uncommitted = 0;
        }
        Ok(())
    }

    /// Attributes an article of the file at a place and writes it, unless the index has it, or a newer one.
    fn put(&self, article: &Article, owner: Option<u64>, place: usize) -> Result<Done> {
        if !self.only.is_empty() && !self.only.contains(&article.id) {
            return Ok(Done::Passed);
        }
        let known = Known { fingerprint: fingerprint(article), version: article.version };
        let there = self.writer.known(&article.id);
        // What a file gave that is being read again counts only once it gives it again.
        let is_stale = owner.is_some_and(|owner| self.again.contains(&owner)) && !self.settled.contains(&article.id);
        let order = there.map_or(std::cmp::Ordering::Equal, |there| there.version.cmp(&known.version));
        if order.is_gt() && !is_stale {
            return Ok(Done::Overtaken);
        }
        let is_later = |owner: u64| self.unchanged.get(&owner).is_some_and(|&there| there > place);
        if order.is_eq() && owner.is_some_and(is_later) {
            return Ok(Done::Overtaken);
        }
        if there == Some(known) {
            return Ok(Done::Unchanged);
        }
        let findings = attribute(article, self.lexicon);
        self.writer.replace(article, known, &findings)?;
        let tally = Tally::of(article, &findings);
        self.watch.done(1, tally.quotations);
        Ok(Done::Written { known, tally, is_older: order.is_gt() })
    }

    /// Of articles with one id in a batch the newest, or the last of those that are alike; those of earlier batches are
    /// replaced by being written later. With each the file that the index has it from.
    fn last_of_each(
        &mut self,
        articles: Vec<(usize, Article)>,
        progress: &mut [Progress],
        summary: &mut Summary,
    ) -> Vec<(usize, Article, Option<u64>)> {
        let mut last: FxHashMap<&str, (Option<u64>, usize)> = FxHashMap::default();
        for (number, (_, article)) in articles.iter().enumerate() {
            let last = last.entry(&article.id).or_default();
            *last = (*last).max((article.version, number));
        }
        let keep: Vec<bool> =
            articles.iter().enumerate().map(|(number, (_, article))| last[article.id.as_str()].1 == number).collect();
        let mut kept = Vec::with_capacity(articles.len());
        for ((job, article), keep) in articles.into_iter().zip(keep) {
            summary.repeated += u64::from(!self.seen.insert(article.id.clone()));
            if keep {
                let owner = self.writer.sources().owner(&article.id);
                kept.push((job, article, owner));
            } else {
                progress[job].reading.articles.push(Listed { id: article.id, shown: false });
            }
        }
        kept
    }

    /// Notes that a file was read to its end; what it does not give any more goes from the index.
    fn end(&mut self, name: &str, mut progress: Progress, stamp: Option<Stamp>, summary: &mut Summary) {
        if name == STANDARD {
            // What came that way is not in a file that could be gone.
            if !progress.reading.articles.is_empty() {
                self.writer.sources().came(STANDARD, &progress.reading, progress.fresh);
                progress.fresh = false;
            }
            if !progress.fresh {
                self.writer.sources().gone(STANDARD);
            }
            return;
        }
        // It is read again next time: then what is wrong with it is told again.
        progress.reading.is_flawed = progress.flawed;
        if progress.reading.stamp != stamp {
            // It changed while it was read.
            progress.reading.stamp = None;
        }
        let gone = self.writer.sources().ended(name, &progress.reading, progress.fresh);
        self.remove(gone, summary);
    }

    fn remove(&mut self, articles: Vec<String>, summary: &mut Summary) {
        for article in articles {
            if self.writer.delete(&article) {
                summary.removed += 1;
                self.n_uncommitted += 1;
                self.orphans.push(article);
            }
        }
    }

    /// Notes how far the files have come that are not at their end.
    fn note_open(&mut self, names: &[(String, usize)], progress: &mut [Progress]) {
        for ((name, _), progress) in names.iter().zip(progress).filter(|(_, progress)| progress.open) {
            self.writer.sources().came(name, &progress.reading, progress.fresh);
            progress.fresh = false;
            progress.reading.articles.clear();
        }
    }

    /// Removes the articles of files that lay under the inputs and are gone.
    fn remove_gone(&mut self, inputs: &[Input], found: &FxHashSet<String>, summary: &mut Summary) {
        let gone = gone(self.writer.sources(), inputs, found);
        for name in gone {
            let articles = self.writer.sources().gone(&name);
            self.remove(articles, summary);
        }
    }
}

/// Prints the quotations of the inputs' articles, in the order of the input.
///
/// # Errors
///
/// When they cannot be written. A record that cannot be read is skipped and counted.
pub fn extract(
    inputs: &[Input],
    settings: &Settings,
    min_confidence: f32,
    out: &mut dyn Write,
    print: &Print,
    lexicon: &Lexicon,
    watch: &dyn Watch,
) -> Result<Summary> {
    let mut summary = Summary::default();
    let jobs = all_jobs(inputs, watch, &mut summary)?;
    run(jobs, settings, BATCH_RECORDS, watch, &mut summary, |batch, summary| {
        let done: Vec<(Vec<u8>, Tally)> = parse(batch.records, watch, summary, |_| {})?
            .into_par_iter()
            .map(|(_, article)| {
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

/// Prints the inputs' articles as they are read, in the order of the input.
///
/// # Errors
///
/// When they cannot be written. A record that cannot be read is skipped and counted.
pub fn articles(
    inputs: &[Input],
    settings: &Settings,
    print: &mut dyn FnMut(&ArticleRecord) -> Result<()>,
    watch: &dyn Watch,
) -> Result<Summary> {
    let mut summary = Summary::default();
    let jobs = all_jobs(inputs, watch, &mut summary)?;
    run(jobs, settings, BATCH_RECORDS, watch, &mut summary, |batch, summary| {
        for (_, article) in parse(batch.records, watch, summary, |_| {})? {
            summary.articles += 1;
            summary.bytes += article.text.len() as u64;
            watch.done(1, 0);
            print(&article_record(article))?;
        }
        Ok(())
    })?;
    Ok(summary)
}

/// All files of the inputs, to be read from their beginning.
fn all_jobs(inputs: &[Input], watch: &dyn Watch, summary: &mut Summary) -> Result<Vec<Job>> {
    let files = look(inputs, watch, summary)?.files;
    Ok(files.into_iter().map(|file| Job { file, name: String::new(), place: 0, skip: 0 }).collect())
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

/// Finds the inputs' files; what cannot be looked at is told and counted.
fn look(inputs: &[Input], watch: &dyn Watch, summary: &mut Summary) -> Result<Found> {
    let found = walk(inputs);
    found.errors.iter().try_for_each(|error| count(error, watch, summary))?;
    watch.found(found.files.iter().map(|file| file.size).sum());
    Ok(found)
}

/// Reads files into batches on a thread of its own and hands them on.
fn run(
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
fn parse(
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
