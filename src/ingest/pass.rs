//! Files that are to be read in, their articles in an index out, attributed and acknowledged.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::Article;
use crate::attribution::attribute;
use crate::error::Result;
use crate::index::sources::{Listed, Reading, Sources, Stamp};
use crate::index::{Known, Writer};
use crate::ingest::batch::{BATCH_RECORDS, Batch, Job, parse, run};
use crate::ingest::tally::{Summary, Tally};
use crate::ingest::{Rules, STANDARD, Stays, Watch, gone};
use crate::lexicon::Lexicon;
use crate::reader::{Input, Settings, fingerprint};

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
pub(super) struct Pass<'a> {
    pub(super) settings: &'a Settings,
    pub(super) rules: Rules,
    pub(super) writer: &'a mut Writer,
    pub(super) lexicon: &'a Lexicon,
    pub(super) watch: &'a dyn Watch,
    /// Files that were not opened, by the hash of their name, with their places.
    pub(super) unchanged: FxHashMap<u64, usize>,
    /// The files of this run that are read from their beginning.
    pub(super) again: FxHashSet<u64>,
    /// The articles that are wanted; all, if there are none.
    pub(super) only: FxHashSet<String>,
    /// The articles of this run.
    pub(super) seen: FxHashSet<String>,
    /// Those of them that stand in the index as they were read.
    pub(super) settled: FxHashSet<String>,
    pub(super) n_uncommitted: u64,
    /// Articles that went from the index.
    pub(super) orphans: Vec<String>,
}

impl Pass<'_> {
    pub(super) fn read(&mut self, jobs: Vec<Job>, summary: &mut Summary) -> Result<()> {
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
        let articles = self.one_of_each(articles, progress, summary);
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
        let stays = there.is_some_and(|there| match self.rules.stays {
            Stays::Last => owner.is_some_and(|owner| self.unchanged.get(&owner).is_some_and(|&other| other > place)),
            Stays::First => self.came_before(&article.id, owner, place) && (owner.is_some() || there != known),
        });
        if order.is_eq() && stays {
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

    /// Whether the index has an article from before the file at a place.
    fn came_before(&self, article: &str, owner: Option<u64>, place: usize) -> bool {
        self.settled.contains(article)
            || owner.is_none_or(|owner| {
                !self.again.contains(&owner) && self.unchanged.get(&owner).is_none_or(|&other| other < place)
            })
    }

    /// Of articles with one id in a batch the newest, or of those that are alike the one that stays; those of earlier batches
    /// are replaced by being written later. With each the file that the index has it from.
    fn one_of_each(
        &mut self,
        articles: Vec<(usize, Article)>,
        progress: &mut [Progress],
        summary: &mut Summary,
    ) -> Vec<(usize, Article, Option<u64>)> {
        let mut best: FxHashMap<&str, (Option<u64>, usize)> = FxHashMap::default();
        let worth = |number: usize| match self.rules.stays {
            Stays::Last => number,
            Stays::First => usize::MAX - number,
        };
        for (number, (_, article)) in articles.iter().enumerate() {
            let best = best.entry(&article.id).or_default();
            *best = (*best).max((article.version, worth(number)));
        }
        let stays = |(number, (_, article)): (usize, &(usize, Article))| best[article.id.as_str()].1 == worth(number);
        let keep: Vec<bool> = articles.iter().enumerate().map(stays).collect();
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
    pub(super) fn remove_gone(&mut self, inputs: &[Input], found: &FxHashSet<String>, summary: &mut Summary) {
        let gone = gone(self.writer.sources(), inputs, found);
        for name in gone {
            let articles = self.writer.sources().gone(&name);
            self.remove(articles, summary);
        }
    }
}
