//! `onrecord read`: files in, the articles in them out, one JSON object a line.

use crate::cli::index::check;
use crate::cli::plan::{ReadPlan, Talk};
use crate::cli::progress::Progress;
use crate::cli::{Outcome, output};
use crate::error::Result;
use crate::ingest::{self, Summary};
use crate::printer::json::print_line;

pub(super) fn run(plan: &ReadPlan, talk: Talk) -> Result<Outcome> {
    check(&plan.inputs)?;
    // Lines on the terminal and a bar would get in each other's way.
    let progress = Progress::start(if talk == Talk::Progress { Talk::Summary } else { talk }, &plan.report)?;
    let mut summary = Summary::default();
    output::direct(|out| {
        summary = ingest::articles(&plan.inputs, &plan.settings, &mut |article| print_line(out, article), &progress)?;
        Ok(())
    })?;
    progress.finish()?;
    progress.say_skipped();
    Ok(match summary {
        Summary { skipped: 1.., .. } | Summary { damaged: 1.., .. } => Outcome::Skipped,
        _ => Outcome::Done,
    })
}
