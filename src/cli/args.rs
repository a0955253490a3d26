//! What was typed: the command line, as clap reads it.
//!
//! Nothing is decided here: defaults that depend on the machine, and all that follows from them, are settled in
//! [`super::plan`].

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args as Group, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::quotation::Act;
use crate::reader::Mapping;

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
pub(super) struct IndexArgs {
    /// Folders and files, packed or not; `-` for standard input
    #[arg(required_unless_present = "resume", value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,

    /// Remove the articles of files that were under these paths and are gone
    #[arg(long)]
    pub(super) sync: bool,

    /// Go on where an interrupted run stopped, with its paths if none are named
    #[arg(long)]
    pub(super) resume: bool,

    /// Make what was read durable after so many articles
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) commit_every: u64,

    /// How to tell on standard error how the run goes on: a bar, or JSON lines
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) progress: ProgressFormat,

    #[command(flatten)]
    pub(super) repeats: RepeatsArgs,

    /// Write also where the file system knows no locks: only if surely nobody else writes to this index
    #[arg(long)]
    pub(super) no_lock: bool,

    #[command(flatten)]
    pub(super) place: PlaceArgs,

    #[command(flatten)]
    pub(super) reading: ReadingArgs,

    #[command(flatten)]
    pub(super) report: ReportArgs,

    #[command(flatten)]
    pub(super) effort: EffortArgs,
}

#[derive(Debug, Group)]
pub(super) struct PlaceArgs {
    /// The index [default: $ONRECORD_INDEX, else .onrecord]
    #[arg(long, value_name = "DIR")]
    pub(super) index: Option<PathBuf>,
}

#[derive(Debug, Group)]
pub(super) struct RepeatsArgs {
    /// Of articles with one id, none of which says that it is newer, keep the first that is read, not the last
    #[arg(long)]
    pub(super) keep_first: bool,
}

#[derive(Debug, Group)]
pub(super) struct ReadingArgs {
    /// What the fields of records are called, as title=headline,text=body.content; ours are id, title, date, source,
    /// url, author, language, status, text and markup (text as HTML)
    #[arg(long, value_name = "FIELD=NAME,…", value_parser = Mapping::parse, default_value = "", hide_default_value = true)]
    pub(super) map: Mapping,

    /// Skip records that are longer than this
    #[arg(long, value_name = "SIZE", value_parser = parse_size, default_value = "16M")]
    pub(super) max_record: u64,

    /// What is packed in a file may come to this [default: 64M, or 200 times the file's size if that is more]
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    pub(super) max_decompressed: Option<u64>,
}

#[derive(Debug, Group)]
pub(super) struct ReportArgs {
    /// Stop at the first record that cannot be read
    #[arg(long)]
    pub(super) strict: bool,

    /// Write what could not be read to a file, one JSON object a line
    #[arg(long, value_name = "FILE")]
    pub(super) errors: Option<PathBuf>,
}

#[derive(Debug, Group)]
pub(super) struct EffortArgs {
    /// How many threads read and index [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) threads: Option<u16>,

    /// About how much memory indexing may take, as 800M or 2G [default: 512M]
    #[arg(long, value_name = "SIZE", value_parser = parse_size)]
    pub(super) memory: Option<u64>,
}

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
pub(super) struct QueryArgs {
    /// The question, in plain words
    #[arg(value_name = "WORDS", required_unless_present = "batch", conflicts_with = "batch")]
    pub(super) words: Vec<String>,

    #[command(flatten)]
    pub(super) place: PlaceArgs,

    /// Ask these files: they are read into a cache first, and again when they change
    #[arg(long = "in", value_name = "PATH", conflicts_with = "index")]
    pub(super) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) reading: ReadingArgs,

    /// Ask every line of a file (`-`: standard input), and answer each with one line of JSON, or with a TREC run
    #[arg(long, value_name = "FILE", conflicts_with_all = ["explain", "pager", "by", "timeline", "fields", "template", "budget", "cursor"])]
    pub(super) batch: Option<PathBuf>,

    /// Search whole articles for these words, as they stand: the best article first, whoever said what
    #[arg(long)]
    pub(super) plain: bool,

    /// Show what near-copies of an article repeat each time, not once with the number of copies
    #[arg(long)]
    pub(super) all: bool,

    /// How many passages to show
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(super) limit: u32,

    /// How many of the best to leave out
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=100_000))]
    pub(super) offset: u32,

    /// The best first, or the newest or the oldest of the passages that meet all that is asked [default: as asked]
    #[arg(long, value_enum, value_name = "ORDER")]
    pub(super) sort: Option<SortChoice>,

    /// Count the passages that meet all that is asked, by what they have in common; several parted by commas
    #[arg(long, value_enum, value_delimiter = ',', value_name = "WHAT", conflicts_with_all = ["fields", "template", "budget", "cursor"])]
    pub(super) by: Vec<ByChoice>,

    /// Show when they were published, as a chart
    #[arg(long, conflicts_with_all = ["fields", "template", "budget", "cursor"])]
    pub(super) timeline: bool,

    /// Show so many sentences before and after each passage
    #[arg(long, short = 'C', value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=100))]
    pub(super) context: u32,

    /// For people, one JSON object a line, a table, or a TREC run
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) format: PassageFormat,

    /// Only these fields, parted by commas, as a table or as JSON
    #[arg(long, value_delimiter = ',', value_name = "FIELDS", conflicts_with = "template")]
    pub(super) fields: Vec<String>,

    /// In a table, put ' before what a spreadsheet would take for a formula (= + - @)
    #[arg(long)]
    pub(super) excel_safe: bool,

    /// A line for each passage: text with fields in braces, as '{speaker}: {content}'
    #[arg(long, value_name = "TEXT", conflicts_with = "format")]
    pub(super) template: Option<String>,

    /// Print no more than so many characters, or tokens of four characters each (`2000t`), in whole passages, and a
    /// cursor for the rest
    #[arg(long, value_name = "N", value_parser = parse_budget)]
    pub(super) budget: Option<usize>,

    /// Go on where an answer ended
    #[arg(long, value_name = "CURSOR", conflicts_with = "offset")]
    pub(super) cursor: Option<String>,

    /// Show how the question was read and why each passage stands where it stands
    #[arg(long)]
    pub(super) explain: bool,

    /// Show the answer in a pager ($ONRECORD_PAGER, $PAGER, else less)
    #[arg(long)]
    pub(super) pager: bool,

    #[command(flatten)]
    pub(super) effort: EffortArgs,

    #[command(flatten)]
    pub(super) filters: FilterArgs,
}

#[derive(Debug, Group)]
#[command(next_help_heading = "Filters")]
pub(super) struct FilterArgs {
    /// Said by this person
    #[arg(long, value_name = "NAME")]
    pub(super) speaker: Vec<String>,

    /// Said by or for this body
    #[arg(long, value_name = "NAME")]
    pub(super) org: Vec<String>,

    /// Said in this office
    #[arg(long, value_name = "WORDS")]
    pub(super) role: Vec<String>,

    /// What the statement does
    #[arg(long, value_parser = PossibleValuesParser::new(Act::ALL.map(Act::name)), value_name = "ACT")]
    pub(super) act: Vec<String>,

    /// How much of the statement stands in quotation marks; narration is what nobody said
    #[arg(long, value_enum, value_name = "KIND")]
    pub(super) kind: Vec<KindChoice>,

    /// Published by this outlet
    #[arg(long, value_name = "NAME")]
    pub(super) source: Vec<String>,

    /// With these words in the headline
    #[arg(long, value_name = "WORDS")]
    pub(super) title: Vec<String>,

    /// With these words in the passage
    #[arg(long, value_name = "WORDS")]
    pub(super) text: Vec<String>,

    /// With these words in what was said
    #[arg(long, value_name = "WORDS")]
    pub(super) quote: Vec<String>,

    /// With these words anywhere in the article
    #[arg(long, value_name = "WORDS")]
    pub(super) article: Vec<String>,

    /// Published then: a day, month or year, or from one to another, as 2019-01..2020-03
    #[arg(long, value_name = "DATES")]
    pub(super) date: Option<String>,

    /// Published on or after this day, month or year
    #[arg(long, value_name = "DATE")]
    pub(super) since: Option<String>,

    /// Published on or before this day, month or year
    #[arg(long, value_name = "DATE")]
    pub(super) until: Option<String>,

    /// In articles that are certainly in this language, as `de`
    #[arg(long, value_name = "CODE")]
    pub(super) lang: Vec<String>,

    /// In articles of this status: usable, embargoed, withheld, canceled (or killed), corrected, any. Without it what is
    /// embargoed, withheld or canceled is left out
    #[arg(long, value_name = "STATUS")]
    pub(super) status: Vec<String>,

    /// Ask as of this day or time, as 2020-03-01 or 2020-03-01T06:00Z: embargoes that end by then are over
    #[arg(long, value_name = "TIME")]
    pub(super) as_of: Option<String>,

    /// By sources unnamed on purpose, or only by others
    #[arg(long, value_parser = PossibleValuesParser::new(["yes", "no"]), value_name = "YES|NO")]
    pub(super) anonymous: Option<String>,

    /// Only quotations that we are at least so sure of, from 0 to 1
    #[arg(long, value_name = "SHARE", value_parser = parse_share)]
    pub(super) min_confidence: Option<f32>,

    /// Only the words as typed: no others stand for them
    #[arg(long)]
    pub(super) exact: bool,
}

#[derive(Debug, Group)]
#[command(after_help = "Examples:
  onrecord extract article.txt
  onrecord extract articles/ | jq -r '[.speaker, .content.text] | @tsv'
  onrecord extract - < articles.jsonl > quotations.ndjson

Each line is described by schema/quotation.schema.json.")]
pub(super) struct ExtractArgs {
    /// Folders and files, packed or not; `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,

    /// How many threads read [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) threads: Option<u16>,

    /// Only quotations that we are at least so sure of, from 0 to 1
    #[arg(long, value_name = "SHARE", value_parser = parse_share)]
    pub(super) min_confidence: Option<f32>,

    #[command(flatten)]
    pub(super) reading: ReadingArgs,

    #[command(flatten)]
    pub(super) report: ReportArgs,
}

#[derive(Debug, Group)]
#[command(after_help = "Examples:
  onrecord read page.html
  onrecord read --map text=story,title=hed dump.csv | head -1
  onrecord read crawl.warc.gz | jq -r '[.date, .source, .title] | @tsv'

Each line is described by schema/article.schema.json, and can be read again.")]
pub(super) struct ReadArgs {
    /// Folders and files, packed or not; `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(super) reading: ReadingArgs,

    #[command(flatten)]
    pub(super) report: ReportArgs,
}

#[derive(Debug, Group)]
#[command(after_help = "Examples:
  onrecord speakers
  onrecord speakers esper
  onrecord organizations defense --format json")]
pub(super) struct NamesArgs {
    /// Words of the name; without them the most quoted
    #[arg(value_name = "WORDS")]
    pub(super) words: Vec<String>,

    #[command(flatten)]
    pub(super) place: PlaceArgs,

    /// How many to list
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(super) limit: u32,

    /// For people, or one JSON object a line
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) format: StatsFormat,
}

#[derive(Debug, Group)]
#[command(after_help = "Examples:
  onrecord show 4f1c09a2b7d3e856
  onrecord show articles/ferry.txt
  onrecord query --template '{id}' who denied withdrawal | head -1 | xargs onrecord show")]
pub(super) struct ShowArgs {
    /// The id of a quotation, or its beginning; or the id of an article
    #[arg(value_name = "ID")]
    pub(super) id: String,

    #[command(flatten)]
    pub(super) place: PlaceArgs,

    /// How many sentences before and after a quotation
    #[arg(long, short = 'C', value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(0..=100))]
    pub(super) context: u32,

    /// For people, or one JSON object
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) format: StatsFormat,
}

#[derive(Debug, Group)]
#[command(after_help = "Examples:
  onrecord stats
  onrecord stats --format json | jq .speakers")]
pub(super) struct StatsArgs {
    #[command(flatten)]
    pub(super) place: PlaceArgs,

    /// How many speakers, organizations and outlets to list
    #[arg(long, short = 'n', value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(0..=10_000))]
    pub(super) limit: u32,

    /// For people, or one JSON object
    #[arg(long, short, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) format: StatsFormat,
}

#[derive(Debug, Group)]
#[command(after_help = "Examples:
  onrecord verify
  onrecord verify --deep --index /var/lib/news

Exit code 4 if anything is damaged; each damaged file is listed.")]
pub(super) struct VerifyArgs {
    #[command(flatten)]
    pub(super) place: PlaceArgs,

    /// Read every posting, column and record as well
    #[arg(long)]
    pub(super) deep: bool,
}

#[derive(Debug, Group)]
#[command(after_help = "Examples:
  onrecord watch articles/
  onrecord watch --every 60 --index /var/lib/news crawl/

What is new or changed is read, what is gone is removed. Ctrl-C ends it.")]
pub(super) struct WatchArgs {
    /// Folders and files
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,

    /// After how many seconds the files are looked at again
    #[arg(long, value_name = "SECONDS", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=86_400))]
    pub(super) every: u32,

    #[command(flatten)]
    pub(super) place: PlaceArgs,

    #[command(flatten)]
    pub(super) repeats: RepeatsArgs,

    #[command(flatten)]
    pub(super) reading: ReadingArgs,

    #[command(flatten)]
    pub(super) effort: EffortArgs,
}

#[derive(Debug, Group)]
#[command(after_help = "Examples:
  onrecord delete --id wire/1042 --id wire/1043
  onrecord delete --where 'source:herald until:2015' --dry-run

An article goes whole, if any passage of it passes the filters. It stays away until its file changes, or
until the index is rebuilt. Exit code 1 if nothing was there to delete.")]
pub(super) struct DeleteArgs {
    /// The article of this id
    #[arg(long, value_name = "ID", required_unless_present = "filters", conflicts_with = "filters")]
    pub(super) id: Vec<String>,

    /// The articles that pass these filters, written as in a question
    #[arg(long = "where", value_name = "FILTERS")]
    pub(super) filters: Option<String>,

    /// Only print the ids of the articles that would go
    #[arg(long)]
    pub(super) dry_run: bool,

    #[command(flatten)]
    pub(super) place: PlaceArgs,
}

#[derive(Debug, Group)]
#[command(after_help = "Examples:
  onrecord export > quotations.ndjson
  onrecord export | sha256sum

The order does not depend on how the index was made: the same articles give the same bytes. Each line is
described by schema/quotation.schema.json.")]
pub(super) struct ExportArgs {
    #[command(flatten)]
    pub(super) place: PlaceArgs,
}

#[derive(Debug, Group)]
#[command(after_help = "Examples:
  onrecord repair
  onrecord repair && onrecord index articles/

The damaged index is kept beside the repaired one. Exit code 3 if articles were lost: each is listed with
the file that gives it, and the next run over that file reads it again.")]
pub(super) struct RepairArgs {
    #[command(flatten)]
    pub(super) place: PlaceArgs,
}

#[derive(Debug, Group)]
#[command(after_help = "Examples:
  onrecord rebuild
  onrecord rebuild --index /var/lib/news crawl/

The new index is made beside the old one and takes its place when it is whole. Needed after an update of
onrecord that finds other quotations, or that reads another format.")]
pub(super) struct RebuildArgs {
    /// Folders and files [default: those that the index was made of]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,

    /// Leave out the articles that came from standard input
    #[arg(long)]
    pub(super) drop_stdin: bool,

    #[command(flatten)]
    pub(super) place: PlaceArgs,

    #[command(flatten)]
    pub(super) repeats: RepeatsArgs,

    #[command(flatten)]
    pub(super) reading: ReadingArgs,

    #[command(flatten)]
    pub(super) effort: EffortArgs,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum ProgressFormat {
    #[default]
    Auto,
    Json,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorChoice {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum PassageFormat {
    #[default]
    Human,
    Json,
    Csv,
    Trec,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SortChoice {
    Best,
    /// The newest first
    #[value(alias = "newest")]
    Date,
    Oldest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ByChoice {
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

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum StatsFormat {
    #[default]
    Human,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum KindChoice {
    Direct,
    Indirect,
    Mixed,
    Narration,
}

impl KindChoice {
    /// The kind's name in records.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Indirect => "indirect",
            Self::Mixed => "mixed",
            Self::Narration => "narration",
        }
    }
}

/// Reads a number from 0 to 1.
fn parse_share(typed: &str) -> Result<f32, String> {
    let share: f32 = typed.parse().map_err(|_| "write a number from 0 to 1, as 0.8".to_owned())?;
    if (0.0..=1.0).contains(&share) { Ok(share) } else { Err("write a number from 0 to 1, as 0.8".to_owned()) }
}

/// Reads a number of characters, or of tokens of four characters each.
fn parse_budget(typed: &str) -> Result<usize, String> {
    let (digits, each) = typed.strip_suffix('t').map_or((typed, 1), |digits| (digits, 4));
    let number: Option<usize> = digits.parse().ok();
    let budget = number.and_then(|number| number.checked_mul(each)).filter(|&budget| budget > 0);
    budget.ok_or_else(|| "write a number of characters, as 8000, or of tokens, as 2000t".to_owned())
}

/// Reads a size: bytes, or a number with K, M or G (of 1024), with or without `B` or `iB`.
fn parse_size(typed: &str) -> Result<u64, String> {
    let digits = typed.len() - typed.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
    let (number, unit) = typed.split_at(digits);
    let shift = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 10,
        "m" | "mb" | "mib" => 20,
        "g" | "gb" | "gib" => 30,
        _ => return Err("write a number with K, M or G, as 800M or 2G".to_owned()),
    };
    let number: u64 = number.parse().map_err(|_| "write a number with K, M or G, as 800M or 2G".to_owned())?;
    number.checked_mul(1 << shift).ok_or_else(|| "more memory than a machine has".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn sizes_are_read_in_the_units_people_type() {
        assert_eq!(parse_size("1024"), Ok(1024));
        assert_eq!(parse_size("800M"), Ok(800 << 20));
        assert_eq!(parse_size("2 GiB"), Ok(2 << 30));
        assert!(parse_size("2T").is_err());
        assert!(parse_size("M").is_err());
        assert!(parse_size("99999999999G").is_err());
    }
}
