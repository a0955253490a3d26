//! `onrecord query`: a question in, ranked passages out; or a list of questions in, an answer a line out.

use std::fs::File;
use std::io::{BufRead, BufReader};

use crate::cli::index::Source;
use crate::cli::plan::{Asked, Print, QueryPlan, StorePlan, Talk, WordsTaken};
use crate::cli::{Outcome, cache, output, say};
use crate::error::{Error, ErrorKind, Result};
use crate::index::Store;
use crate::lexicon::Lexicon;
use crate::printer::human::Reasons;
use crate::printer::{csv, human, json};
use crate::question::{self, Filters, Question};
use crate::reader::Input;
use crate::search::{self, Page};

pub(super) fn run(plan: &QueryPlan, talk: Talk) -> Result<Outcome> {
    let lexicon = Lexicon::english();
    let mut filters = Filters { exact: plan.words == WordsTaken::Exactly, ..Filters::default() };
    plan.filters.iter().try_for_each(|(name, value)| filters.add(name, value))?;
    let page = Page { limit: plan.limit, offset: plan.offset };
    match &plan.asked {
        Asked::Words { words, print } => {
            let question = question::parse(words, &filters, lexicon)?;
            ask(&open(&plan.store, lexicon, talk)?.store, &question, page, print, talk)
        }
        Asked::Batch(source) => ask_each(&open(&plan.store, lexicon, talk)?.store, source, &filters, page, lexicon),
    }
}

/// The index to ask; where files are asked, it is made of them first.
fn open(plan: &StorePlan, lexicon: &Lexicon, talk: Talk) -> Result<cache::Opened> {
    match plan {
        StorePlan::Index(directory) => Store::open(directory).map(cache::Opened::kept),
        StorePlan::Cache { inputs, settings, place, effort } => {
            cache::open(Source { inputs, settings }, place, *effort, lexicon, talk)
        }
    }
}

fn ask(store: &Store, question: &Question, page: Page, print: &Print, talk: Talk) -> Result<Outcome> {
    let question = &search::settle(store, question)?;
    let passages = search::search(store, question, page)?;
    let understood = question.to_string();
    match print {
        Print::Human { .. } if passages.is_empty() => {}
        Print::Human { reasons, sight, pager } => {
            output::paged(pager.as_deref(), |out| human::print(out, &understood, &passages, *reasons, sight.look()))?
        }
        Print::Json { reasons, pager } => {
            explain(&understood, *reasons);
            output::paged(pager.as_deref(), |out| json::print_passages(out, &passages))?;
        }
        Print::Csv { reasons, pager } => {
            explain(&understood, *reasons);
            output::paged(pager.as_deref(), |out| csv::print_passages(out, &passages))?;
        }
    }
    if passages.is_empty() {
        say_nothing_found(&understood, page, talk);
        return Ok(Outcome::NothingFound);
    }
    Ok(Outcome::Done)
}

/// Says how a question was read where the output is for programs.
fn explain(understood: &str, reasons: Reasons) {
    if reasons == Reasons::Shown {
        say(&format!("understood: {understood}\n"));
    }
}

fn say_nothing_found(understood: &str, page: Page, talk: Talk) {
    if talk == Talk::Silent {
        return;
    }
    let advice = if page.offset > 0 {
        "a smaller --offset"
    } else {
        "fewer or other words, without a filter; `onrecord stats` shows what there is"
    };
    say(&format!("nothing found\n  understood: {understood}\n  try: {advice}\n"));
}

/// Asks every line that holds a question. One that cannot be understood costs its own answer only.
fn ask_each(store: &Store, source: &Input, filters: &Filters, page: Page, lexicon: &Lexicon) -> Result<Outcome> {
    let mut lines: Box<dyn BufRead> = match source {
        Input::Standard => Box::new(std::io::stdin().lock()),
        Input::Path(path) => Box::new(BufReader::new(File::open(path).map_err(|error| Error::from(error).at(path))?)),
    };
    let mut n_answered = 0;
    let mut n_refused = 0;
    let mut line = Vec::new();
    output::direct(|out| {
        while lines.read_until(b'\n', &mut line)? > 0 {
            let text = String::from_utf8_lossy(&line);
            let words = text.trim();
            if !words.is_empty() {
                match question::parse(words, filters, lexicon).and_then(|question| search::settle(store, &question)) {
                    Ok(question) => {
                        let passages = search::search(store, &question, page)?;
                        n_answered += usize::from(!passages.is_empty());
                        json::print_answer(out, words, &question.to_string(), &passages)?;
                    }
                    Err(error) if error.kind != ErrorKind::Usage => return Err(error),
                    Err(error) => {
                        n_refused += 1;
                        json::print_unanswered(out, words, &error.to_string())?;
                    }
                }
                out.flush()?;
            }
            line.clear();
        }
        Ok(())
    })?;
    Ok(match (n_answered, n_refused) {
        (_, 1..) => Outcome::Skipped,
        (0, 0) => Outcome::NothingFound,
        _ => Outcome::Done,
    })
}
