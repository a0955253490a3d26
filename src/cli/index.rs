//! `onrecord index`: files in, an index out.

use std::fs;
use std::path::Path;

use crate::cli::plan::{Effort, IndexPlan, Talk};
use crate::cli::progress::Progress;
use crate::cli::{Outcome, interrupt, say};
use crate::error::{Error, ErrorKind, Result};
use crate::index::{self, Acknowledged, Committed, Locking, Root, Writer, WriterOptions};
use crate::ingest::{self, Rules, Stays, Summary, Watch};
use crate::lexicon::Lexicon;
use crate::printer::lines::{self, Figures};
use crate::printer::stats::{count, number, size};
use crate::reader::{Input, Settings};

pub(super) fn run(plan: &IndexPlan, talk: Talk) -> Result<Outcome> {
    let resumed;
    let inputs = match &plan.inputs {
        Some(inputs) => inputs,
        None => {
            resumed = interrupted_inputs(plan)?;
            &resumed
        }
    };
    check(inputs)?;
    interrupt::listen()?;
    let progress = Progress::start(talk, &plan.report)?;
    let work = Work {
        source: Source { inputs, settings: &plan.settings },
        roots: &IndexPlan::roots(inputs, &plan.folder),
        rules: plan.rules,
        locking: plan.locking,
    };
    let (summary, acknowledged, committed) = build(&work, &plan.index, plan.effort, Lexicon::english(), &progress)?;
    progress.finish()?;
    progress.say_skipped();
    // People need not be told of a commit that only notes what files look like.
    let telling = talk == Talk::Lines || summary.articles + summary.removed > 0;
    if let Some(acknowledged) = acknowledged.filter(|_| telling) {
        progress.say_committed(acknowledged, None);
    }
    match talk {
        Talk::Silent => {}
        Talk::Lines => say(&lines::finished(figures(&summary), summary.stopped, committed)),
        Talk::Progress | Talk::Summary => say_summary(&summary, &committed, plan, &progress),
    }
    Ok(match summary {
        Summary { stopped: true, .. } => Outcome::Interrupted,
        Summary { skipped: 1.., .. } | Summary { damaged: 1.., .. } => Outcome::Skipped,
        _ => Outcome::Done,
    })
}

/// The inputs of the run before this one.
fn interrupted_inputs(plan: &IndexPlan) -> Result<Vec<Input>> {
    let roots = index::last_roots(&plan.index)?;
    let elsewhere = roots.iter().find(|root| Path::new(&root.from) != plan.folder);
    if let Some(root) = elsewhere {
        let message = format!("the paths of the interrupted run count from {}", root.from);
        return Err(Error::new(ErrorKind::Usage, message)
            .at(&plan.index)
            .try_this("run the command there, or name the paths"));
    }
    if roots.is_empty() {
        return Err(Error::new(ErrorKind::Usage, "no run was interrupted that could be resumed")
            .at(&plan.index)
            .try_this("onrecord index PATH"));
    }
    Ok(roots.iter().map(|root| Input::named(Path::new(&root.path))).collect())
}

fn figures(summary: &Summary) -> Figures {
    let &Summary { articles, quotations, unchanged, repeated, removed, skipped, .. } = summary;
    Figures { articles, quotations, unchanged, repeated, removed, skipped }
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

/// What is read, and how.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) inputs: &'a [Input],
    pub(super) settings: &'a Settings,
}

/// What is read into an index, and how.
pub(super) struct Work<'a> {
    pub(super) source: Source<'a>,
    pub(super) roots: &'a [Root],
    pub(super) rules: Rules,
    pub(super) locking: Locking,
}

/// Reads the inputs into an index, and commits what was read, also when the run was stopped.
pub(super) fn build(
    work: &Work<'_>,
    directory: &Path,
    effort: Effort,
    lexicon: &Lexicon,
    progress: &Progress,
) -> Result<(Summary, Option<Acknowledged>, Committed)> {
    ingest::use_threads(effort.threads);
    let memory = usize::try_from(effort.memory).unwrap_or(usize::MAX);
    let options = WriterOptions { threads: effort.threads.get(), memory, locking: work.locking };
    let mut writer = Writer::open(directory, &options)?;
    if writer.starts_over() {
        progress.note(&format!("{}: incomplete index, starting over", directory.display()));
    }
    writer.remember(work.roots);
    let summary =
        match ingest::ingest(work.source.inputs, work.source.settings, work.rules, &mut writer, lexicon, progress) {
            Ok(summary) => summary,
            Err(error) => return Err(writer.blame(error)),
        };
    let (acknowledged, committed) = writer.finish()?;
    Ok((summary, acknowledged, committed))
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
            "{} gave way to a newer or {} one of the same id\n",
            count(summary.repeated, "article", "articles"),
            if plan.rules.stays == Stays::First { "earlier" } else { "later" }
        ));
    }
    if summary.removed > 0 {
        message.push_str(&format!(
            "{} removed: no file gives them any more\n",
            count(summary.removed, "article", "articles")
        ));
    }
    if summary.stopped {
        message.push_str("interrupted: what was read is kept; onrecord index --resume goes on\n");
    }
    if committed.failed_merges > 0 {
        message.push_str(&format!(
            "warning: {} failed; nothing is lost, and the next run that writes tries again\n",
            count(committed.failed_merges as u64, "merge of the index", "merges of the index")
        ));
    }
    message.push_str(&format!(
        "{} holds {}, {}\n",
        plan.index.display(),
        count(committed.articles, "article", "articles"),
        size(committed.bytes)
    ));
    say(&message);
}
