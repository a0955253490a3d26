//! `onrecord extract`: files in, their quotations out, one JSON object a line.

use crate::cli::index::check;
use crate::cli::plan::{ExtractPlan, Talk};
use crate::cli::progress::Progress;
use crate::cli::{Outcome, interrupt, output};
use crate::error::Result;
use crate::ingest;
use crate::lexicon::Lexicon;
use crate::printer::json::print_quotation;
use crate::reader::Input;

pub(super) fn run(plan: &ExtractPlan, talk: Talk) -> Result<Outcome> {
    check(&plan.inputs)?;
    // Standard input may keep us waiting, and nothing would be lost: there an interruption ends the run at once.
    if !plan.inputs.contains(&Input::Standard) {
        interrupt::listen()?;
    }
    ingest::use_threads(plan.threads);
    // Lines on the terminal and a bar would get in each other's way.
    let progress = Progress::start(if talk == Talk::Progress { Talk::Summary } else { talk }, &plan.report)?;
    let mut summary = ingest::Summary::default();
    output::direct(|out| {
        let (least, lexicon) = (plan.min_confidence, Lexicon::english());
        summary = ingest::extract(&plan.inputs, &plan.settings, least, out, &print_quotation, lexicon, &progress)?;
        Ok(())
    })?;
    progress.finish()?;
    progress.say_skipped();
    Ok(match summary {
        ingest::Summary { stopped: true, .. } => Outcome::Interrupted,
        ingest::Summary { skipped: 1.., .. } | ingest::Summary { damaged: 1.., .. } => Outcome::Skipped,
        _ => Outcome::Done,
    })
}
