//! What will be done, with every default, path and terminal question settled.

mod environment;
mod settle;

pub use environment::Environment;

use std::ffi::OsString;
use std::num::NonZero;
use std::path::PathBuf;
use std::time::Duration;

use clap_complete::Shell;

use crate::cli::args::Errand;
use crate::index::{Depth, Locking};
use crate::ingest::Rules;
use crate::passage::By;
use crate::printer::csv::Cells;
use crate::printer::groups::Bars;
use crate::printer::human::Reasons;
use crate::printer::style::{Ink, Links, Look};
use crate::question::{Order, Repeats};
use crate::reader::{Input, Settings};
use crate::search::Kind;

/// What will be done.
#[derive(Debug)]
pub struct Plan {
    pub(super) task: Task,
    pub(super) talk: Talk,
    /// This program, if it is known where it lies.
    pub(super) executable: Option<PathBuf>,
}

/// The work itself.
#[derive(Debug)]
pub(super) enum Task {
    Index(IndexPlan),
    Query(QueryPlan),
    Extract(ExtractPlan),
    Read(ReadPlan),
    Stats(StatsPlan),
    Names(NamesPlan),
    Show(ShowPlan),
    Watch(WatchPlan),
    Delete(DeletePlan),
    Export(PathBuf),
    Verify(VerifyPlan),
    Repair(RepairPlan),
    Rebuild(RebuildPlan),
    Completions(Shell),
    Manual(Option<String>),
    Child(ChildPlan),
    /// Say what clap has to say: help, the version, or what is wrong with the command line.
    Advise(Box<clap::Error>),
}

/// What may be said on standard error beside errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Talk {
    /// Progress as it goes on, and a summary.
    Progress,
    /// A summary, and warnings.
    Summary,
    /// Lines of JSON, for programs.
    Lines,
    /// Nothing.
    Silent,
}

#[derive(Debug)]
pub(super) struct IndexPlan {
    /// None: those of the run that was interrupted.
    pub(super) inputs: Option<Vec<Input>>,
    /// The folder that they count from.
    pub(super) folder: PathBuf,
    pub(super) rules: Rules,
    pub(super) locking: Locking,
    pub(super) index: PathBuf,
    pub(super) effort: Effort,
    pub(super) settings: Settings,
    pub(super) report: Report,
}

/// What becomes of records that cannot be read.
#[derive(Clone, Debug, Default)]
pub(super) struct Report {
    pub(super) patience: Patience,
    /// The file that they are written to.
    pub(super) errors: Option<PathBuf>,
}

/// How many of them are borne.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Patience {
    /// All of them are skipped.
    #[default]
    Patient,
    /// The first ends the run.
    Strict,
}

/// How hard the machine may work.
#[derive(Clone, Copy, Debug)]
pub(super) struct Effort {
    pub(super) threads: NonZero<usize>,
    pub(super) memory: u64,
}

#[derive(Debug)]
pub(super) struct QueryPlan {
    pub(super) store: StorePlan,
    pub(super) asked: Asked,
    /// Names and values.
    pub(super) filters: Vec<(&'static str, String)>,
    pub(super) words: WordsTaken,
    pub(super) order: Option<Order>,
    pub(super) reading: Reading,
    pub(super) repeats: Repeats,
    pub(super) limit: usize,
    pub(super) offset: usize,
}

/// How the words of a question are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WordsTaken {
    /// Others may stand for them.
    Freely,
    /// As typed.
    Exactly,
}

/// What is made of the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// A question.
    Question,
    /// Words of articles, whatever they would mean in a question.
    Plain,
}

/// The index that is asked.
#[derive(Debug)]
pub(super) enum StorePlan {
    /// One that is there.
    Index(PathBuf),
    /// One made of these paths first.
    Cache { inputs: Vec<Input>, settings: Settings, place: CachePlace, effort: Effort },
}

/// Where an index made for a question is kept.
#[derive(Debug)]
pub(super) struct CachePlace {
    /// The user's folder for the indexes of these inputs; none where there is no home.
    pub(super) kept: Option<PathBuf>,
    /// A new folder for this run alone, when nothing can be kept.
    pub(super) fleeting: PathBuf,
    /// Names this very program: another one may find other quotations.
    pub(super) program: String,
    /// Names this process.
    pub(super) process: u32,
}

/// What is asked, and how the answer is printed.
#[derive(Debug)]
pub(super) enum Asked {
    /// One question.
    Words { words: String, show: Show, reasons: Reasons, pager: Option<String> },
    /// One question a line, from a file or from standard input.
    Batch(Input, BatchPrint),
}

/// What is shown of an answer.
#[derive(Debug)]
pub(super) enum Show {
    /// Its passages.
    Passages { print: Print, context: usize, budget: Option<usize>, cursor: Option<String> },
    /// How many there are: by what they have in common, and along time.
    Counts { by: Vec<By>, timeline: Timeline, print: CountsPrint },
}

/// Whether counts along time are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Timeline {
    Hidden,
    Shown,
}

/// How passages are printed.
#[derive(Debug)]
pub(super) enum Print {
    Human(Sight),
    Json,
    /// Some fields of each.
    Fields(Vec<String>),
    /// A table; all columns, or these.
    Csv(Vec<String>, Cells),
    /// Lines of the user's own making.
    Lines(String),
    Trec,
}

/// How counts are printed.
#[derive(Debug)]
pub(super) enum CountsPrint {
    Human(Sight),
    Json,
    Csv(Cells),
}

/// How the answers to a list of questions are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BatchPrint {
    Json,
    Trec,
}

/// What the terminal shows.
#[derive(Clone, Debug)]
pub(super) struct Sight {
    width: usize,
    ink: Ink,
    pub(super) bars: Bars,
    /// The folder that links count from; none where links are not understood.
    links: Option<PathBuf>,
}

#[derive(Debug)]
pub(super) struct ExtractPlan {
    pub(super) inputs: Vec<Input>,
    pub(super) threads: NonZero<usize>,
    pub(super) min_confidence: f32,
    pub(super) settings: Settings,
    pub(super) report: Report,
}

#[derive(Debug)]
pub(super) struct ReadPlan {
    pub(super) inputs: Vec<Input>,
    pub(super) settings: Settings,
    pub(super) report: Report,
}

#[derive(Debug)]
pub(super) struct VerifyPlan {
    pub(super) index: PathBuf,
    pub(super) depth: Depth,
}

/// What is done in a process of its own for another one of this program.
#[derive(Debug)]
pub(super) struct ChildPlan {
    pub(super) errand: Errand,
    /// What was typed behind the program's name: to begin again once it is bounded.
    pub(super) arguments: Vec<OsString>,
}

#[derive(Debug)]
pub(super) struct NamesPlan {
    pub(super) index: PathBuf,
    pub(super) kind: Kind,
    pub(super) words: String,
    pub(super) limit: usize,
    pub(super) print: StatsPrint,
}

#[derive(Debug)]
pub(super) struct ShowPlan {
    pub(super) index: PathBuf,
    pub(super) id: String,
    pub(super) context: usize,
    pub(super) print: StatsPrint,
}

#[derive(Debug)]
pub(super) struct RepairPlan {
    pub(super) index: PathBuf,
}

#[derive(Debug)]
pub(super) struct RebuildPlan {
    /// None: those that the index was made of.
    pub(super) inputs: Option<Vec<Input>>,
    /// The folder that they count from.
    pub(super) folder: PathBuf,
    pub(super) settings: Settings,
    pub(super) rules: Rules,
    pub(super) unfiled: Unfiled,
    pub(super) index: PathBuf,
    pub(super) effort: Effort,
}

/// What becomes of articles that came from standard input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfiled {
    /// Nothing is done that would lose them.
    Kept,
    /// They go.
    Dropped,
}

#[derive(Debug)]
pub(super) struct WatchPlan {
    pub(super) inputs: Vec<Input>,
    /// The folder that they count from.
    pub(super) folder: PathBuf,
    pub(super) settings: Settings,
    pub(super) rules: Rules,
    pub(super) every: Duration,
    pub(super) index: PathBuf,
    pub(super) effort: Effort,
}

#[derive(Debug)]
pub(super) struct DeletePlan {
    pub(super) doomed: Doomed,
    pub(super) effect: Effect,
    pub(super) locking: Locking,
    pub(super) index: PathBuf,
}

/// The articles to delete.
#[derive(Debug)]
pub(super) enum Doomed {
    /// By their ids.
    Named(Vec<String>),
    /// By filters, as typed.
    Matching(String),
}

/// What is done about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// They go.
    Deleted,
    /// They are shown.
    Shown,
}

#[derive(Debug)]
pub(super) struct StatsPlan {
    pub(super) index: PathBuf,
    pub(super) limit: usize,
    pub(super) print: StatsPrint,
}

#[derive(Debug)]
pub(super) enum StatsPrint {
    Human(Sight),
    Json,
}

impl Sight {
    /// What the printer needs to know.
    pub(super) fn look(&self) -> Look<'_> {
        let links = self.links.as_deref().map_or(Links::None, |base| Links::Osc8 { base });
        Look { width: self.width, ink: self.ink, links }
    }
}
