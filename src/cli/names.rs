//! `onrecord speakers` and `onrecord organizations`: words of a name in, who has it out.

use crate::cli::plan::{NamesPlan, StatsPrint, Talk};
use crate::cli::{Outcome, output, say};
use crate::error::Result;
use crate::index::Store;
use crate::printer::profiles;
use crate::search;

pub(super) fn run(plan: &NamesPlan, talk: Talk) -> Result<Outcome> {
    let found = search::profiles(&Store::open(&plan.index)?, plan.kind, &plan.words, plan.limit)?;
    if found.is_empty() {
        if talk != Talk::Silent {
            say("nobody found\n  try: fewer words; without any, the most quoted are listed\n");
        }
        return Ok(Outcome::NothingFound);
    }
    output::direct(|out| match &plan.print {
        StatsPrint::Human(sight) => profiles::print_human(out, &found, sight.look()),
        StatsPrint::Json => profiles::print_json(out, &found),
    })?;
    Ok(Outcome::Done)
}
