//! `onrecord watch`: an index kept as its files are, until the user stops it.
//!
//! The files are looked at now and then: that works on every file system, also on those of other machines. The index is
//! locked only while something is written.

use std::time::{Duration, Instant};

use crate::cli::index::{Source, Work, build, check};
use crate::cli::plan::{IndexPlan, Report, Talk, WatchPlan};
use crate::cli::progress::Progress;
use crate::cli::{Outcome, interrupt, say};
use crate::error::{ErrorKind, Result};
use crate::index::Locking;
use crate::ingest::{self, Summary};
use crate::lexicon::Lexicon;
use crate::printer::stats::count;

/// How soon an interruption is heeded.
const STEP: Duration = Duration::from_millis(100);

pub(super) fn run(plan: &WatchPlan, talk: Talk) -> Result<Outcome> {
    check(&plan.inputs)?;
    interrupt::listen()?;
    let roots = IndexPlan::roots(&plan.inputs, &plan.folder);
    let source = Source { inputs: &plan.inputs, settings: &plan.settings };
    let work = Work { source, roots: &roots, rules: plan.rules, locking: Locking::Taken };
    while !interrupt::noted() {
        let news = ingest::has_news(&plan.inputs, &plan.settings, &plan.index, plan.rules)?;
        if news {
            let progress =
                Progress::start(if talk == Talk::Progress { Talk::Summary } else { talk }, &Report::default())?;
            match build(&work, &plan.index, plan.effort, Lexicon::english(), &progress) {
                Ok((summary, acknowledged, committed)) => {
                    progress.finish()?;
                    if let Some(acknowledged) = acknowledged.filter(|_| has_changed(&summary)) {
                        progress.say_committed(acknowledged, None);
                        if talk != Talk::Silent && talk != Talk::Lines {
                            say(&format!(
                                "{} read, {} removed; {} holds {}\n",
                                count(summary.articles, "article", "articles"),
                                count(summary.removed, "article", "articles"),
                                plan.index.display(),
                                count(committed.articles, "article", "articles"),
                            ));
                        }
                    }
                }
                // Another one writes; our turn comes.
                Err(error) if error.kind == ErrorKind::Locked => {}
                Err(error) => return Err(error),
            }
        }
        let waited = Instant::now();
        while waited.elapsed() < plan.every && !interrupt::noted() {
            std::thread::sleep(STEP.min(plan.every));
        }
    }
    Ok(Outcome::Done)
}

fn has_changed(summary: &Summary) -> bool {
    summary.articles + summary.removed > 0
}
