//! `onrecord index`: files in, an index out.

use std::fs;
use std::path::Path;

use crate::cli::plan::{Effort, IndexPlan, Talk};
use crate::cli::progress::{Progress, count};
use crate::cli::{Outcome, interrupt, say};
use crate::error::{Error, Result};
use crate::index::{Committed, Writer, WriterOptions};
use crate::ingest::{self, Summary};
use crate::lexicon::Lexicon;
use crate::printer::stats::{number, size};
use crate::reader::Input;

pub(super) fn run(plan: &IndexPlan, talk: Talk) -> Result<Outcome> {
    check(&plan.inputs)?;
    interrupt::listen()?;
    let progress = Progress::start(talk);
    let (summary, committed) = build(&plan.inputs, &plan.index, plan.effort, Lexicon::english(), &progress)?;
    progress.finish();
    progress.say_skipped();
    if talk != Talk::Silent {
        say_summary(&summary, &committed, plan, &progress);
    }
    Ok(match summary {
        Summary { stopped: true, .. } => Outcome::Interrupted,
        Summary { skipped: 1.., .. } => Outcome::Skipped,
        _ => Outcome::Done,
    })
}

/// Refuses inputs that are not there, before anything is written.
pub(super) fn check(inputs: &[Input]) -> Result<()> {
    for input in inputs {
        if let Input::Path(path) = input {
            fs::metadata(path).map_err(|error| Error::from(error).at(path))?;
        }
    }
    Ok(())
}

/// Reads the inputs into an index, and commits what was read, also when the run was stopped.
pub(super) fn build(
    inputs: &[Input],
    directory: &Path,
    effort: Effort,
    lexicon: &Lexicon,
    progress: &Progress,
) -> Result<(Summary, Committed)> {
    ingest::use_threads(effort.threads);
    let memory = usize::try_from(effort.memory).unwrap_or(usize::MAX);
    let writer = Writer::open(directory, &WriterOptions { threads: effort.threads.get(), memory })?;
    let summary = ingest::ingest(inputs, &writer, lexicon, progress)?;
    let committed = writer.commit()?;
    Ok((summary, committed))
}

fn say_summary(summary: &Summary, committed: &Committed, plan: &IndexPlan, progress: &Progress) {
    let seconds = progress.elapsed().as_secs_f64();
    let mut message = String::new();
    if summary.articles > 0 || summary.unchanged == 0 {
        let kinds = ["direct", "indirect", "mixed"];
        let kinds = kinds.map(|kind| format!("{} {kind}", number(summary.counts.get(kind).copied().unwrap_or(0))));
        message.push_str(&format!(
            "{} with {} ({}) read in {seconds:.1} s, {}/s\n",
            count(summary.articles, "article", "articles"),
            count(summary.quotations, "quotation", "quotations"),
            kinds.join(", "),
            size((summary.bytes as f64 / seconds.max(0.001)) as u64),
        ));
    }
    if summary.unchanged > 0 {
        message.push_str(&format!("{} unchanged\n", count(summary.unchanged, "article", "articles")));
    }
    if summary.repeated > 0 {
        message.push_str(&format!(
            "{} gave way to a later one of the same id\n",
            count(summary.repeated, "article", "articles")
        ));
    }
    if summary.stopped {
        message.push_str("interrupted: what was read is kept; run it again to go on\n");
    }
    message.push_str(&format!(
        "{} holds {}, {}\n",
        plan.index.display(),
        count(committed.articles, "article", "articles"),
        size(committed.bytes)
    ));
    say(&message);
}
