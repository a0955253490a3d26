//! `onrecord stats`: an index in, figures out.

use crate::cli::plan::{StatsPlan, StatsPrint};
use crate::cli::{Outcome, output};
use crate::error::Result;
use crate::index::Store;
use crate::printer;

pub(super) fn run(plan: &StatsPlan) -> Result<Outcome> {
    let stats = Store::open(&plan.index)?.stats()?;
    output::direct(|out| match &plan.print {
        StatsPrint::Human(sight) => printer::stats::print_human(out, &stats, plan.limit, sight.look()),
        StatsPrint::Json => printer::stats::print_json(out, &stats, plan.limit),
    })?;
    Ok(Outcome::Done)
}
