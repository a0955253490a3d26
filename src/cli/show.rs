//! `onrecord show`: an id in, the quotation or the article that it names out.

use crate::cli::plan::{ShowPlan, StatsPrint, Talk};
use crate::cli::{Outcome, output, say, usage};
use crate::error::Result;
use crate::index::Store;
use crate::printer::{human, json};
use crate::search::{self, Shown};

pub(super) fn run(plan: &ShowPlan, talk: Talk) -> Result<Outcome> {
    let shown = search::show(&Store::open(&plan.index)?, &plan.id, plan.context)?;
    match shown {
        Shown::Nothing => {
            if talk != Talk::Silent {
                say(&format!(
                    "{}: nothing has this id\n  try: an id that `onrecord query --format json` prints\n",
                    plan.id
                ));
            }
            return Ok(Outcome::NothingFound);
        }
        Shown::Several(ids) => {
            return Err(usage(format!("{}: several ids begin so", plan.id), format!("one of {}", ids.join(", "))));
        }
        Shown::Quotation(passage) => output::direct(|out| match &plan.print {
            StatsPrint::Human(sight) => human::print_quotation(out, &passage, sight.look()),
            StatsPrint::Json => json::print_passages(out, std::slice::from_ref(&*passage)),
        })?,
        Shown::Article(page) => output::direct(|out| match &plan.print {
            StatsPrint::Human(sight) => human::print_article(out, &page, sight.look()),
            StatsPrint::Json => json::print_article(out, &page),
        })?,
    }
    Ok(Outcome::Done)
}
