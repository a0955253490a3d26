//! What was typed behind `query`.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args as Group, ValueEnum};

use crate::cli::args::extract::parse_share;
use crate::cli::args::{EffortArgs, PlaceArgs, ReadingArgs};
use crate::quotation::Act;

#[derive(Debug, Group)]
#[command(after_help = "Examples:
  onrecord query who denied withdrawal
  onrecord query what did esper say about leaving iraq
  onrecord query 'who at the pentagon commented on troops since:2020-01'
  onrecord query troops --speaker milley --act deny --format json | jq .content.text
  onrecord query --in articles/ who promised layoffs
  onrecord query --by speaker,month act:deny withdrawal
  onrecord query --template '{speaker}: {content}' quotes by esper about iraq
  onrecord query --format json --budget 2000t who denied withdrawal
  onrecord query --batch questions.txt > answers.ndjson

Fields stand among the words or are flags; a value of several words takes quotation marks:
  speaker: org: role: act: kind: source: title: text: quote: article: date: since: until:
  anonymous: lang: status: min-confidence:   date:2019-01..2020-03  speaker:(esper OR milley)

Operators make conditions of the words beside them; other words are read as a question:
  a AND b, a OR b, NOT a, -a, ( )            NOT binds closest, then AND, then OR
  \"no decision\", \"troops withdraw\"~4      in a row; in any order, 4 others among them
  troops w/5 withdraw, pre/5                 at most 5 words apart; in this order
  troops /s iraq, /p                         in one sentence; in one paragraph
  atleast3(iraq)                             three times in the article
  withdr*, withdr!, organi*e                 anything in place of the star
  milly~1, speaker:/mil+ey/                  one letter differs; a regular expression

Limits: 4,096 bytes, 1,024 words, parentheses 64 deep, 1,024 words for a pattern.")]
pub(in crate::cli) struct QueryArgs {
    /// The question, in plain words
    #[arg(value_name = "WORDS", required_unless_present = "batch", conflicts_with = "batch")]
    pub(in crate::cli) words: Vec<String>,

    #[command(flatten)]
    pub(in crate::cli) place: PlaceArgs,

    /// Ask these files: they are read into a cache first, and again when they change
    #[arg(long = "in", value_name = "PATH", conflicts_with = "index")]
    pub(in crate::cli) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(in crate::cli) reading: ReadingArgs,

    /// Ask every line of a file (`-`: standard input), and answer each with one line of JSON, or with a TREC run
    #[arg(long, value_name = "FILE", conflicts_with_all = ["explain", "pager", "by", "timeline", "fields", "template", "budget", "cursor"])]
    pub(in crate::cli) batch: Option<PathBuf>,

    /// Search whole articles for these words, as they stand: the best article first, whoever said what
    #[arg(long)]
    pub(in crate::cli) plain: bool,

    /// Show what near-copies of an article repeat each time, not once with the number of copies
    #[arg(long)]
    pub(in crate::cli) all: bool,

    /// How many passages to show
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(in crate::cli) limit: u32,

    /// How many of the best to leave out
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=100_000))]
    pub(in crate::cli) offset: u32,

    /// The best first, or the newest or the oldest of the passages that meet all that is asked [default: as asked]
    #[arg(long, value_enum, value_name = "ORDER")]
    pub(in crate::cli) sort: Option<SortChoice>,

    /// Count the passages that meet all that is asked, by what they have in common; several parted by commas
    #[arg(long, value_enum, value_delimiter = ',', value_name = "WHAT", conflicts_with_all = ["fields", "template", "budget", "cursor"])]
    pub(in crate::cli) by: Vec<ByChoice>,

    /// Show when they were published, as a chart
    #[arg(long, conflicts_with_all = ["fields", "template", "budget", "cursor"])]
    pub(in crate::cli) timeline: bool,

    /// Show so many sentences before and after each passage
    #[arg(long, short = 'C', value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=100))]
    pub(in crate::cli) context: u32,

    /// For people, one JSON object a line, a table, or a TREC run
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    pub(in crate::cli) format: PassageFormat,

    /// Only these fields, parted by commas, as a table or as JSON
    #[arg(long, value_delimiter = ',', value_name = "FIELDS", conflicts_with = "template")]
    pub(in crate::cli) fields: Vec<String>,

    /// In a table, put ' before what a spreadsheet would take for a formula (= + - @)
    #[arg(long)]
    pub(in crate::cli) excel_safe: bool,

    /// A line for each passage: text with fields in braces, as '{speaker}: {content}'
    #[arg(long, value_name = "TEXT", conflicts_with = "format")]
    pub(in crate::cli) template: Option<String>,

    /// Print no more than so many characters, or tokens of four characters each (`2000t`), in whole passages, and a
    /// cursor for the rest
    #[arg(long, value_name = "N", value_parser = parse_budget)]
    pub(in crate::cli) budget: Option<usize>,

    /// Go on where an answer ended
    #[arg(long, value_name = "CURSOR", conflicts_with = "offset")]
    pub(in crate::cli) cursor: Option<String>,

    /// Show how the question was read and why each passage stands where it stands
    #[arg(long)]
    pub(in crate::cli) explain: bool,

    /// Show the answer in a pager ($ONRECORD_PAGER, $PAGER, else less)
    #[arg(long)]
    pub(in crate::cli) pager: bool,

    #[command(flatten)]
    pub(in crate::cli) effort: EffortArgs,

    #[command(flatten)]
    pub(in crate::cli) filters: FilterArgs,
}

#[derive(Debug, Group)]
#[command(next_help_heading = "Filters")]
pub(in crate::cli) struct FilterArgs {
    /// Said by this person
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) speaker: Vec<String>,

    /// Said by or for this body
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) org: Vec<String>,

    /// Said in this office
    #[arg(long, value_name = "WORDS")]
    pub(in crate::cli) role: Vec<String>,

    /// What the statement does
    #[arg(long, value_parser = PossibleValuesParser::new(Act::ALL.map(Act::name)), value_name = "ACT")]
    pub(in crate::cli) act: Vec<String>,

    /// How much of the statement stands in quotation marks; narration is what nobody said
    #[arg(long, value_enum, value_name = "KIND")]
    pub(in crate::cli) kind: Vec<KindChoice>,

    /// Published by this outlet
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) source: Vec<String>,

    /// With these words in the headline
    #[arg(long, value_name = "WORDS")]
    pub(in crate::cli) title: Vec<String>,

    /// With these words in the passage
    #[arg(long, value_name = "WORDS")]
    pub(in crate::cli) text: Vec<String>,

    /// With these words in what was said
    #[arg(long, value_name = "WORDS")]
    pub(in crate::cli) quote: Vec<String>,

    /// With these words anywhere in the article
    #[arg(long, value_name = "WORDS")]
    pub(in crate::cli) article: Vec<String>,

    /// Published then: a day, month or year, or from one to another, as 2019-01..2020-03
    #[arg(long, value_name = "DATES")]
    pub(in crate::cli) date: Option<String>,

    /// Published on or after this day, month or year
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) since: Option<String>,

    /// Published on or before this day, month or year
    #[arg(long, value_name = "DATE")]
    pub(in crate::cli) until: Option<String>,

    /// In articles that are certainly in this language, as `de`
    #[arg(long, value_name = "CODE")]
    pub(in crate::cli) lang: Vec<String>,

    /// In articles of this status: usable, embargoed, withheld, canceled (or killed), corrected, any. Without it what is
    /// embargoed, withheld or canceled is left out
    #[arg(long, value_name = "STATUS")]
    pub(in crate::cli) status: Vec<String>,

    /// Ask as of this day or time, as 2020-03-01 or 2020-03-01T06:00Z: embargoes that end by then are over
    #[arg(long, value_name = "TIME")]
    pub(in crate::cli) as_of: Option<String>,

    /// By sources unnamed on purpose, or only by others
    #[arg(long, value_parser = PossibleValuesParser::new(["yes", "no"]), value_name = "YES|NO")]
    pub(in crate::cli) anonymous: Option<String>,

    /// Only quotations that we are at least so sure of, from 0 to 1
    #[arg(long, value_name = "SHARE", value_parser = parse_share)]
    pub(in crate::cli) min_confidence: Option<f32>,

    /// Only the words as typed: no others stand for them
    #[arg(long)]
    pub(in crate::cli) exact: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum PassageFormat {
    #[default]
    Human,
    Json,
    Csv,
    Trec,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum SortChoice {
    Best,
    /// The newest first
    #[value(alias = "newest")]
    Date,
    Oldest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ByChoice {
    Speaker,
    #[value(alias = "org")]
    Organization,
    Source,
    Act,
    Kind,
    Year,
    Month,
    Day,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum KindChoice {
    Direct,
    Indirect,
    Mixed,
    Narration,
}

impl KindChoice {
    /// The kind's name in records.
    pub(in crate::cli) fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Mixed => "mixed",
            Self::Narration => "narration",
        }
    }
}

/// Reads a number of characters, or of tokens of four characters each.
fn parse_budget(typed: &str) -> Result<usize, String> {
    let (digits, each) = typed.strip_suffix('t').map_or((typed, 1), |digits| (digits, 4));
    let number: Option<usize> = digits.parse().ok();
    let budget = number.and_then(|number| number.checked_mul(each)).filter(|&budget| budget > 0);
    budget.ok_or_else(|| "write a number of characters, as 8000, or of tokens, as 2000t".to_owned())
}
