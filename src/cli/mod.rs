//! What was typed in, an exit code out.
//!
//! Only here is anything written to standard error.

mod args;
mod cache;
mod child;
mod completions;
mod extract;
mod index;
mod interrupt;
mod keep;
mod man;
mod names;
mod output;
pub mod plan;
mod progress;
mod query;
mod read;
mod rebuild;
mod rescue;
mod show;
mod stats;
mod watch;

use std::io::Write;
use std::path::Path;

use crate::error::{Error, ErrorKind, Result};
use crate::index::{Depth, verify};
use crate::printer::escape;
use plan::{Plan, Task};

/// How a run ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All was done, or something was found.
    Done,
    /// All was searched, and nothing was found.
    NothingFound,
    /// The command line was wrong, and that was said.
    Refused,
    /// All was done but for records that had to be skipped.
    Skipped,
    /// The user stopped it; what was done is kept.
    Interrupted,
    /// The index is damaged, and that was said.
    Damaged,
}

/// Does what was planned. What goes wrong because the index is damaged is told as that.
pub fn run(plan: Plan) -> Result<Outcome> {
    interrupt::survive();
    let index = plan.task.asked_index().map(Path::to_owned);
    let executable = plan.executable.clone();
    let failure = match rescue::rescued(|| work(plan)) {
        Err(failure) if matches!(failure.kind, ErrorKind::Io | ErrorKind::Index | ErrorKind::Internal) => failure,
        other => return other,
    };
    let Some(index) = index else { return Err(failure) };
    let verified = rescue::rescued(|| verify(&index, Depth::Bytes));
    // What the library stumbles over may have been wrong before it was written.
    let (verified, command) = match (verified, &executable) {
        (Ok(verified), Some(executable)) if verified.faults.is_empty() => {
            (child::verify(executable, &index), "onrecord verify --deep")
        }
        (verified, _) => (verified, "onrecord verify"),
    };
    match verified {
        Ok(verified) if !verified.faults.is_empty() => {
            let fault = &verified.faults[0];
            Err(Error::new(ErrorKind::Damaged, format!("the index is damaged: {} {}", fault.file, fault.what))
                .at(index)
                .try_this(format!("{command} lists what is damaged, onrecord repair keeps what is whole")))
        }
        // The library checks little of what it reads, and trips over what is damaged.
        _ if failure.kind == ErrorKind::Internal && failure.message.contains("/tantivy") => {
            Err(Error { kind: ErrorKind::Damaged, path: Some(index), ..failure }
                .try_this("the index is likely damaged: onrecord rebuild makes it anew from its articles"))
        }
        _ => Err(failure),
    }
}

fn work(plan: Plan) -> Result<Outcome> {
    let executable = plan.executable.as_deref();
    match plan.task {
        Task::Completions(shell) => completions::run(shell),
        Task::Manual(command) => man::run(command.as_deref()),
        Task::Advise(advice) => advise(&advice),
        Task::Index(index) => index::run(&index, plan.talk),
        Task::Extract(extract) => extract::run(&extract, plan.talk),
        Task::Query(query) => query::run(&query, plan.talk),
        Task::Read(read) => read::run(&read, plan.talk),
        Task::Stats(stats) => stats::run(&stats),
        Task::Names(names) => names::run(&names, plan.talk),
        Task::Show(show) => show::run(&show, plan.talk),
        Task::Watch(watch) => watch::run(&watch, plan.talk),
        Task::Delete(delete) => keep::delete(&delete, plan.talk),
        Task::Export(index) => keep::export(&index),
        Task::Verify(verify) => keep::verify(&verify, executable),
        Task::Repair(repair) => keep::repair(&repair, plan.talk),
        Task::Rebuild(rebuild) => rebuild::run(&rebuild, plan.talk),
        Task::Child(child) => child::run(&child, executable),
    }
}

/// The exit code of a run, after saying what went wrong if it failed.
pub fn finish(outcome: Result<Outcome>) -> u8 {
    match outcome {
        Ok(Outcome::Done) => 0,
        Ok(Outcome::NothingFound) => 1,
        Ok(Outcome::Refused) => 2,
        Ok(Outcome::Skipped) => 3,
        Ok(Outcome::Interrupted) => interrupt::code(),
        Ok(Outcome::Damaged) => 4,
        Err(error) => {
            let code = match error.kind {
                ErrorKind::BrokenPipe => return 0,
                ErrorKind::Usage | ErrorKind::Io | ErrorKind::Index | ErrorKind::Internal => 2,
                ErrorKind::Record | ErrorKind::Warning => 3,
                ErrorKind::Damaged => 4,
                ErrorKind::Locked => 5,
                ErrorKind::Interrupted => interrupt::code(),
            };
            say(&format!("error: {error}\n"));
            code
        }
    }
}

/// Says what clap has to say: help and version where output goes, errors where errors go.
fn advise(advice: &clap::Error) -> Result<Outcome> {
    advice.print()?;
    std::io::stdout().flush()?;
    Ok(if advice.use_stderr() { Outcome::Refused } else { Outcome::Done })
}

/// Writes to standard error. When even that fails there is nobody left to tell.
fn say(message: &str) {
    let _ = std::io::stderr().lock().write_all(escape::lines(message).as_bytes());
}

/// An error of the command line, with what to type instead.
fn usage(message: impl Into<String>, advice: impl Into<Box<str>>) -> Error {
    Error::new(ErrorKind::Usage, message).try_this(advice)
}
