//! What was typed behind `speakers`, `organizations`, `show` and `stats`.

use clap::{Args as Group, ValueEnum};

use crate::cli::args::PlaceArgs;

#[derive(Debug, Group)]
#[command(after_help = "Examples:
  onrecord speakers
  onrecord speakers esper
  onrecord organizations defense --format json")]
pub(in crate::cli) struct NamesArgs {
    /// Words of the name; without them the most quoted
    #[arg(value_name = "WORDS")]
    pub(in crate::cli) words: Vec<String>,

    #[command(flatten)]
    pub(in crate::cli) place: PlaceArgs,

    /// How many to list
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(in crate::cli) limit: u32,

    /// For people, or one JSON object a line
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    pub(in crate::cli) format: StatsFormat,
}

#[derive(Debug, Group)]
#[command(after_help = "Examples:
  onrecord show 4f1c09a2b7d3e856
  onrecord show articles/ferry.txt
  onrecord query --template '{id}' who denied withdrawal | head -1 | xargs onrecord show")]
pub(in crate::cli) struct ShowArgs {
    /// The id of a quotation, or its beginning; or the id of an article
    #[arg(value_name = "ID")]
    pub(in crate::cli) id: String,

    #[command(flatten)]
    pub(in crate::cli) place: PlaceArgs,

    /// How many sentences before and after a quotation
    #[arg(long, short = 'C', value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(0..=100))]
    pub(in crate::cli) context: u32,

    /// For people, or one JSON object
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    pub(in crate::cli) format: StatsFormat,
}

#[derive(Debug, Group)]
#[command(after_help = "Examples:
  onrecord stats
  onrecord stats --format json | jq .speakers")]
pub(in crate::cli) struct StatsArgs {
    #[command(flatten)]
    pub(in crate::cli) place: PlaceArgs,

    /// How many speakers, organizations and outlets to list
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(0..=10_000))]
    pub(in crate::cli) limit: u32,

    /// For people, or one JSON object
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    pub(in crate::cli) format: StatsFormat,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum StatsFormat {
    #[default]
    Human,
    Json,
}
