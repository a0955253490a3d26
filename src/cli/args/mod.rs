//! What was typed: the command line, as clap reads it.
//!
//! Nothing is decided here: defaults that depend on the machine, and all that follows from them, are settled in
//! [`super::plan`].

mod extract;
mod index;
mod keep;
mod query;
mod reading;
mod show;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub(super) use extract::{ExtractArgs, ReadArgs};
pub(super) use index::{IndexArgs, ProgressFormat, RebuildArgs, WatchArgs};
pub(super) use keep::{DeleteArgs, ExportArgs, RepairArgs, VerifyArgs};
pub(super) use query::{ByChoice, FilterArgs, PassageFormat, QueryArgs, SortChoice};
pub(super) use reading::{EffortArgs, PlaceArgs, ReadingArgs, RepeatsArgs, ReportArgs};
pub(super) use show::{NamesArgs, ShowArgs, StatsArgs, StatsFormat};

/// Full-text search over news that knows who said what
#[derive(Debug, Parser)]
#[command(
    name = "onrecord",
    version,
    max_term_width = 100,
    after_help = "Examples:
  onrecord index articles/              read a folder of news into .onrecord/
  onrecord query who denied withdrawal  ask who said what
  onrecord query --in articles/ what did esper say about leaving iraq
  onrecord extract article.txt | jq .speaker

Exit codes: 0 found or done, 1 searched and found nothing, 2 error, 3 done with skipped records,
4 index damaged, 5 index locked by another writer, 130 or 143 interrupted."
)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,

    /// Colours: when the output is a terminal, always, or never (NO_COLOR is heeded)
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub(super) color: ColorChoice,

    /// Say nothing on standard error but errors
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Read articles into an index
    Index(IndexArgs),
    /// Ask who said what
    Query(Box<QueryArgs>),
    /// Print the quotations of articles, one JSON object a line, without an index
    Extract(ExtractArgs),
    /// Print articles as they are read, one JSON object a line
    Read(ReadArgs),
    /// Show what is in an index
    Stats(StatsArgs),
    /// List who speaks in an index, with their offices over time
    Speakers(NamesArgs),
    /// List for whom people speak in an index, with those who do
    Organizations(NamesArgs),
    /// Show one quotation with what stands around it, or one article with its quotations marked
    Show(ShowArgs),
    /// Keep an index as its files are, until interrupted
    Watch(WatchArgs),
    /// Remove articles from an index, with all their quotations
    Delete(DeleteArgs),
    /// Print every quotation of an index, one JSON object a line
    Export(ExportArgs),
    /// Find every changed, missing or cut byte of an index
    Verify(VerifyArgs),
    /// Keep what is whole of a damaged index, and list what is lost
    Repair(RepairArgs),
    /// Make an index anew from the articles it was made of
    Rebuild(RebuildArgs),
    /// Print a completion script for a shell
    #[command(after_help = "Example:
  onrecord completions bash > ~/.local/share/bash-completion/completions/onrecord")]
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Print the manual page
    #[command(after_help = "Examples:
  onrecord man | man -l -
  onrecord man query > onrecord-query.1")]
    Man {
        /// The page of one subcommand
        #[arg(value_name = "COMMAND")]
        command: Option<String>,
    },
    /// Do something in a process of its own for another one of this program
    #[command(subcommand, hide = true)]
    Child(Errand),
}

/// What is done in a process of its own.
#[derive(Debug, Subcommand)]
pub(super) enum Errand {
    /// Read the Parquet file that is standard input, and write its rows
    #[cfg(feature = "parquet")]
    Parquet {
        /// Seconds of work that may be done
        #[arg(long)]
        seconds: u64,
        /// Rows of more bytes are passed over
        #[arg(long)]
        max_record: usize,
        /// All rows may come to so many bytes
        #[arg(long)]
        max_decompressed: Option<u64>,
    },
    /// Verify an index deeply, and write what is wrong with it
    Verify {
        /// The index
        index: PathBuf,
    },
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorChoice {
    #[default]
    Auto,
    Always,
    Never,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Args::command().debug_assert();
    }
}
