//! `onrecord rebuild`: an index in, one made anew from the same articles in its place.

use std::fs;
use std::path::Path;

use crate::cli::index::{Source, Work, build, check};
use crate::cli::plan::{IndexPlan, RebuildPlan, Report, Talk, Unfiled};
use crate::cli::progress::Progress;
use crate::cli::{Outcome, interrupt, say, usage};
use crate::error::{Error, ErrorKind, Result};
use crate::index::{self, Lock, Locking};
use crate::lexicon::Lexicon;
use crate::printer::stats::count;
use crate::reader::Input;

pub(super) fn run(plan: &RebuildPlan, talk: Talk) -> Result<Outcome> {
    let directory = index::real(&plan.index)?;
    let inputs = match &plan.inputs {
        Some(inputs) => inputs.clone(),
        None => remembered(plan, &directory)?,
    };
    check(&inputs)?;
    interrupt::listen()?;
    let _lock = Lock::take(&directory, Locking::Taken)?;
    let new = index::beside(&directory, "rebuilt");
    // One that died before left it behind: we hold the lock.
    drop(fs::remove_dir_all(&new));
    let progress = Progress::start(talk, &Report::default())?;
    let roots = IndexPlan::roots(&inputs, &plan.folder);
    let source = Source { inputs: &inputs, settings: &plan.settings };
    let work = Work { source, roots: &roots, rules: plan.rules, locking: Locking::Taken };
    let built = build(&work, &new, plan.effort, Lexicon::english(), &progress);
    progress.finish()?;
    let (summary, _, committed) = match built {
        Ok(built) if !built.0.stopped => built,
        other => {
            drop(fs::remove_dir_all(&new));
            let interrupted = || Error::new(ErrorKind::Interrupted, "interrupted: the index is as it was");
            return Err(other.err().unwrap_or_else(interrupted));
        }
    };
    progress.say_skipped();
    let aside = index::beside(&directory, "old");
    drop(fs::remove_dir_all(&aside));
    index::exchange(&directory, &new, &aside)?;
    fs::remove_dir_all(&aside).map_err(|error| Error::from(error).at(&aside))?;
    if talk != Talk::Silent {
        let articles = count(committed.articles, "article", "articles");
        say(&format!("{} was made anew and holds {articles}\n", plan.index.display()));
    }
    Ok(if summary.skipped + summary.damaged > 0 { Outcome::Skipped } else { Outcome::Done })
}

/// The paths that the index was made of.
fn remembered(plan: &RebuildPlan, directory: &Path) -> Result<Vec<Input>> {
    let roots = index::roots(directory)?;
    if roots.is_empty() {
        return Err(usage("the index does not tell what it was made of", "onrecord rebuild PATH"));
    }
    if let Some(root) = roots.iter().find(|root| Path::new(&root.from) != plan.folder && root.path != "-") {
        let message = format!("the path {} counts from {}", root.path, root.from);
        return Err(usage(message, format!("run the command in {}, or name the paths", root.from)));
    }
    let unfiled = roots.iter().any(|root| root.path == "-");
    if unfiled && plan.unfiled == Unfiled::Kept {
        let message = "articles of this index came from standard input and cannot be read again";
        return Err(usage(message, "--drop-stdin to make it anew without them, or name all paths"));
    }
    let files = roots.iter().filter(|root| root.path != "-");
    Ok(files.map(|root| Input::named(Path::new(&root.path))).collect())
}
