//! What keeps an index true: `verify` finds what is damaged.

use crate::cli::Outcome;
use crate::cli::output;
use crate::cli::plan::VerifyPlan;
use crate::error::Result;
use crate::index;
use crate::printer::verified;

/// `onrecord verify`: an index in, everything that is wrong with it out.
pub(super) fn verify(plan: &VerifyPlan) -> Result<Outcome> {
    let found = index::verify(&plan.index, plan.depth)?;
    output::direct(|out| verified::print(out, &plan.index, &found))?;
    Ok(if found.faults.is_empty() { Outcome::Done } else { Outcome::Damaged })
}
