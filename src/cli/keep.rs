//! What keeps an index true: `verify`, `repair`, `delete`, `export`.

use std::collections::BTreeSet;
use std::path::Path;

use crate::cli::plan::{DeletePlan, Doomed, Effect, RepairPlan, Talk, VerifyPlan};
use crate::cli::{Outcome, child, output, say, usage};
use crate::error::Result;
use crate::index::{self, Depth, Store, Writer, WriterOptions};
use crate::lexicon::Lexicon;
use crate::printer::stats::count;
use crate::printer::{json, verified};
use crate::question::{self, Condition, Filters};
use crate::search::{self, Page};

/// `onrecord verify`: an index in, everything that is wrong with it out.
pub(super) fn verify(plan: &VerifyPlan, executable: Option<&Path>) -> Result<Outcome> {
    let found = match (plan.depth, executable) {
        (Depth::Meaning, Some(executable)) => child::verify(executable, &plan.index)?,
        _ => index::verify(&plan.index, plan.depth)?,
    };
    output::direct(|out| verified::print(out, &plan.index, &found))?;
    Ok(if found.faults.is_empty() { Outcome::Done } else { Outcome::Damaged })
}

/// `onrecord repair`: a damaged index in, what is whole of it kept, what is lost listed.
pub(super) fn repair(plan: &RepairPlan, talk: Talk) -> Result<Outcome> {
    let repaired = index::repair(&plan.index)?;
    output::direct(|out| verified::print_lost(out, &repaired.lost))?;
    if talk != Talk::Silent {
        let mut message = match &repaired.aside {
            None => format!("{}: whole, nothing to repair\n", plan.index.display()),
            Some(aside) => format!(
                "{} kept, {} lost; the damaged index lies in {}\n",
                count(repaired.kept, "article", "articles"),
                count(repaired.lost.len() as u64 + repaired.n_nameless, "article", "articles"),
                aside.display()
            ),
        };
        if repaired.n_nameless > 0 {
            message.push_str(&format!(
                "{} of those lost came from no file that could be named\n",
                count(repaired.n_nameless, "article", "articles")
            ));
        }
        if repaired.aside.is_some() && !repaired.lost.is_empty() {
            message.push_str("  try: onrecord index over the same paths reads what was lost again\n");
        }
        say(&message);
    }
    let lost = !repaired.lost.is_empty() || repaired.n_nameless > 0;
    Ok(if lost { Outcome::Skipped } else { Outcome::Done })
}

/// `onrecord export`: an index in, all its quotations out, in an order that does not depend on how it was made.
pub(super) fn export(index: &Path) -> Result<Outcome> {
    let store = Store::open(index)?;
    output::direct(|out| {
        store.export(|records| records.iter().try_for_each(|record| json::print_quotation(out, record)))
    })?;
    Ok(Outcome::Done)
}

/// No more passages than this are asked for at a time.
const N_ASKED: usize = 100_000;

/// `onrecord delete`: articles out of an index, with all their quotations.
pub(super) fn delete(plan: &DeletePlan, talk: Talk) -> Result<Outcome> {
    // What is no index does not become one.
    drop(Store::open(&plan.index)?);
    let ids = || match &plan.doomed {
        Doomed::Named(ids) => Ok(ids.iter().cloned().collect()),
        Doomed::Matching(filters) => matching(plan, filters),
    };
    if plan.effect == Effect::Shown {
        let ids = ids()?;
        output::direct(|out| verified::print_ids(out, &ids))?;
        return Ok(if ids.is_empty() { Outcome::NothingFound } else { Outcome::Done });
    }
    let options = WriterOptions { threads: 1, locking: plan.locking, ..WriterOptions::default() };
    let mut writer = Writer::open(&plan.index, &options)?;
    let mut deleted = 0;
    loop {
        let gone = ids()?.iter().filter(|id| writer.delete(id)).count() as u64;
        deleted += gone;
        // What stood behind others in the answer stands in front now.
        if gone == 0 || matches!(plan.doomed, Doomed::Named(_)) {
            break;
        }
        writer.commit().map_err(|error| writer.blame(error))?;
    }
    let (_, committed) = writer.finish()?;
    if talk != Talk::Silent {
        say(&format!(
            "{} deleted\n{} holds {}\n",
            count(deleted, "article", "articles"),
            plan.index.display(),
            count(committed.articles, "article", "articles")
        ));
    }
    Ok(if deleted == 0 { Outcome::NothingFound } else { Outcome::Done })
}

/// The articles with a passage that passes filters.
fn matching(plan: &DeletePlan, filters: &str) -> Result<BTreeSet<String>> {
    let lexicon = Lexicon::english();
    let mut question = question::parse(filters, &Filters::default(), lexicon)?;
    // What answers leave out is in the index all the same.
    question.filters.conditions.push(Condition::Status(None));
    let words = !question.topic.is_empty() || !question.speaker.is_empty() || !question.body.is_empty();
    if words || !question.acts.is_empty() || !question.phrases.is_empty() {
        let message = format!("only filters say surely enough what to delete, not words: {filters}");
        return Err(usage(message, "source:NAME, speaker:NAME, until:DATE …; --dry-run shows what would go"));
    }
    let store = Store::open(&plan.index)?;
    let passages = search::search(&store, &question, Page { limit: N_ASKED, offset: 0 })?;
    Ok(passages.into_iter().map(|passage| passage.article.id).collect())
}
