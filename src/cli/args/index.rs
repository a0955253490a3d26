//! What was typed behind `index`, `watch` and `rebuild`.

use std::path::PathBuf;

use clap::{Args as Group, ValueEnum};

use crate::cli::args::{EffortArgs, PlaceArgs, ReadingArgs, RepeatsArgs, ReportArgs};

#[derive(Debug, Group)]
#[command(after_help = "Examples:
  onrecord index articles/ more.jsonl.gz
  onrecord index --index /var/lib/news crawl/ --threads 4 --memory 1G
  zcat dump.gz | onrecord index -

Read are text, Markdown, HTML, JSON, CSV, RSS, Atom, WARC, WACZ, ninjs, NITF, NewsML-G2, mail, and
Parquet if built with --features parquet; packed by gzip, zstd, bzip2, xz, zip or tar.

Running it again adds nothing twice: a file that has not changed is not opened, a changed one gives
all its articles anew, together with all their quotations.

\"committed N articles\" on standard error means that so many are in the index whatever comes: a kill,
a full disk, a power failure.")]
pub(in crate::cli) struct IndexArgs {
    /// Folders and files, packed or not; `-` for standard input
    #[arg(required_unless_present = "resume", value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,

    /// Remove the articles of files that were under these paths and are gone
    #[arg(long)]
    pub(in crate::cli) sync: bool,

    /// Go on where an interrupted run stopped, with its paths if none are named
    #[arg(long)]
    pub(in crate::cli) resume: bool,

    /// Make what was read durable after so many articles
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..))]
    pub(in crate::cli) commit_every: u64,

    /// How to tell on standard error how the run goes on: a bar, or JSON lines
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(in crate::cli) progress: ProgressFormat,

    #[command(flatten)]
    pub(in crate::cli) repeats: RepeatsArgs,

    /// Write also where the file system knows no locks: only if surely nobody else writes to this index
    #[arg(long)]
    pub(in crate::cli) no_lock: bool,

    #[command(flatten)]
    pub(in crate::cli) place: PlaceArgs,

    #[command(flatten)]
    pub(in crate::cli) reading: ReadingArgs,

    #[command(flatten)]
    pub(in crate::cli) report: ReportArgs,

    #[command(flatten)]
    pub(in crate::cli) effort: EffortArgs,
}

#[derive(Debug, Group)]
#[command(after_help = "Examples:
  onrecord watch articles/
  onrecord watch --every 60 --index /var/lib/news crawl/

What is new or changed is read, what is gone is removed. Ctrl-C ends it.")]
pub(in crate::cli) struct WatchArgs {
    /// Folders and files
    #[arg(required = true, value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,

    /// After how many seconds the files are looked at again
    #[arg(long, value_name = "SECONDS", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=86_400))]
    pub(in crate::cli) every: u32,

    #[command(flatten)]
    pub(in crate::cli) place: PlaceArgs,

    #[command(flatten)]
    pub(in crate::cli) repeats: RepeatsArgs,

    #[command(flatten)]
    pub(in crate::cli) reading: ReadingArgs,

    #[command(flatten)]
    pub(in crate::cli) effort: EffortArgs,
}

#[derive(Debug, Group)]
#[command(after_help = "Examples:
  onrecord rebuild
  onrecord rebuild --index /var/lib/news crawl/

The new index is made beside the old one and takes its place when it is whole. Needed after an update of
onrecord that finds other quotations, or that reads another format.")]
pub(in crate::cli) struct RebuildArgs {
    /// Folders and files [default: those that the index was made of]
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,

    /// Leave out the articles that came from standard input
    #[arg(long)]
    pub(in crate::cli) drop_stdin: bool,

    #[command(flatten)]
    pub(in crate::cli) place: PlaceArgs,

    #[command(flatten)]
    pub(in crate::cli) repeats: RepeatsArgs,

    #[command(flatten)]
    pub(in crate::cli) reading: ReadingArgs,

    #[command(flatten)]
    pub(in crate::cli) effort: EffortArgs,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ProgressFormat {
    #[default]
    Auto,
    Json,
}
