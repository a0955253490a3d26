//! What was typed behind `extract` and `read`.

use std::path::PathBuf;

use clap::Args as Group;

use crate::cli::args::{ReadingArgs, ReportArgs};

#[derive(Debug, Group)]
#[command(after_help = "Examples:
  onrecord extract article.txt
  onrecord extract articles/ | jq -r '[.speaker, .content.text] | @tsv'
  onrecord extract - < articles.jsonl > quotations.ndjson

Each line is described by schema/quotation.schema.json.")]
pub(in crate::cli) struct ExtractArgs {
    /// Folders and files, packed or not; `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,

    /// How many threads read [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(in crate::cli) threads: Option<u16>,

    /// Only quotations that we are at least so sure of, from 0 to 1
    #[arg(long, value_name = "SHARE", value_parser = parse_share)]
    pub(in crate::cli) min_confidence: Option<f32>,

    #[command(flatten)]
    pub(in crate::cli) reading: ReadingArgs,

    #[command(flatten)]
    pub(in crate::cli) report: ReportArgs,
}

#[derive(Debug, Group)]
#[command(after_help = "Examples:
  onrecord read page.html
  onrecord read --map text=story,title=hed dump.csv | head -1
  onrecord read crawl.warc.gz | jq -r '[.date, .source, .title] | @tsv'

Each line is described by schema/article.schema.json, and can be read again.")]
pub(in crate::cli) struct ReadArgs {
    /// Folders and files, packed or not; `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(in crate::cli) reading: ReadingArgs,

    #[command(flatten)]
    pub(in crate::cli) report: ReportArgs,
}

/// Reads a number from 0 to 1.
pub(super) fn parse_share(typed: &str) -> Result<f32, String> {
    let share: f32 = typed.parse().map_err(|_| "write a number from 0 to 1, as 0.8".to_owned())?;
    if (0.0..=1.0).contains(&share) { Ok(share) } else { Err("write a number from 0 to 1, as 0.8".to_owned()) }
}
