//! What will be done, with every default, path and terminal question settled.
//!
//! Only this file reads the environment, the home folder and the terminal, and it does so once.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Parser;
use clap_complete::Shell;

use crate::cli::args::{
    Args, ByChoice, ColorChoice, Command, EffortArgs, ExtractArgs, FilterArgs, IndexArgs, NamesArgs, PassageFormat,
    PlaceArgs, ProgressFormat, QueryArgs, ReadingArgs, ReportArgs, ShowArgs, SortChoice, StatsArgs, StatsFormat,
};
use crate::index::{Depth, Locking, Root};
use crate::ingest::{Gone, Rules, Start};
use crate::passage::By;
use crate::printer::groups::Bars;
use crate::printer::human::Reasons;
use crate::printer::style::{Ink, Links, Look};
use crate::question::{Order, Repeats};
use crate::reader::{Input, Settings};
use crate::search::Kind;

/// The index, when neither the command line nor the environment names one.
const DEFAULT_INDEX: &str = ".onrecord";

/// Memory that indexing may take, when the command line does not say.
const DEFAULT_MEMORY: u64 = 512 << 20;

/// Columns of a line where the output is no terminal.
const DEFAULT_WIDTH: usize = 80;

/// Columns of a line on the widest terminal: longer lines are hard to read.
const GREATEST_WIDTH: usize = 110;

/// What will be done.
#[derive(Debug)]
pub struct Plan {
    pub(super) task: Task,
    pub(super) talk: Talk,
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
    Csv(Vec<String>),
    /// Lines of the user's own making.
    Lines(String),
    Trec,
}

/// How counts are printed.
#[derive(Debug)]
pub(super) enum CountsPrint {
    Human(Sight),
    Json,
    Csv,
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

/// What the machine and the shell say.
#[derive(Clone, Debug)]
pub struct Environment {
    index: Option<PathBuf>,
    cache: Option<PathBuf>,
    temporary: PathBuf,
    folder: PathBuf,
    pager: String,
    colours: Colours,
    bars: Bars,
    output: Stream,
    errors: Stream,
    columns: Option<usize>,
    cores: NonZero<usize>,
    process: u32,
    program: String,
}

/// Whether colours are welcome on a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Colours {
    Welcome,
    Unwelcome,
}

/// What a stream leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stream {
    Terminal,
    Elsewhere,
}

impl Environment {
    /// Looks around.
    pub fn detect() -> Self {
        let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        let path = |name| set(name).map(PathBuf::from);
        let home = || path("HOME").filter(|home| home.is_absolute());
        let caches = || match std::env::consts::OS {
            "macos" => home().map(|home| home.join("Library/Caches")),
            "windows" => path("LOCALAPPDATA"),
            _ => home().map(|home| home.join(".cache")),
        };
        let dumb = set("TERM").is_some_and(|terminal| terminal == "dumb");
        let stream = |terminal| if terminal { Stream::Terminal } else { Stream::Elsewhere };
        Self {
            index: path("ONRECORD_INDEX"),
            cache: path("XDG_CACHE_HOME").filter(|cache| cache.is_absolute()).or_else(caches),
            temporary: std::env::temp_dir(),
            folder: std::env::current_dir().unwrap_or_default(),
            pager: ["ONRECORD_PAGER", "PAGER"]
                .into_iter()
                .find_map(|name| set(name)?.into_string().ok())
                .unwrap_or_else(|| "less -FRX".to_owned()),
            colours: if dumb || set("NO_COLOR").is_some() { Colours::Unwelcome } else { Colours::Welcome },
            bars: bars(["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set)),
            output: stream(std::io::stdout().is_terminal()),
            errors: stream(std::io::stderr().is_terminal() && !dumb),
            columns: terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)),
            cores: std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN),
            process: std::process::id(),
            program: program(),
        }
    }

    fn index(&self, place: PlaceArgs) -> PathBuf {
        place.index.or_else(|| self.index.clone()).unwrap_or_else(|| DEFAULT_INDEX.into())
    }

    fn threads(&self, typed: Option<u16>) -> NonZero<usize> {
        typed.and_then(|threads| NonZero::new(usize::from(threads))).unwrap_or(self.cores)
    }

    fn effort(&self, effort: &EffortArgs) -> Effort {
        Effort { threads: self.threads(effort.threads), memory: effort.memory.unwrap_or(DEFAULT_MEMORY) }
    }

    fn ink(&self, color: ColorChoice) -> Ink {
        match color {
            ColorChoice::Always => Ink::Coloured,
            ColorChoice::Auto if self.output == Stream::Terminal && self.colours == Colours::Welcome => Ink::Coloured,
            ColorChoice::Auto | ColorChoice::Never => Ink::Plain,
        }
    }

    fn sight(&self, color: ColorChoice) -> Sight {
        let ink = self.ink(color);
        let links = (self.output == Stream::Terminal && ink == Ink::Coloured).then(|| self.folder.clone());
        let columns = self.columns.filter(|_| self.output == Stream::Terminal);
        Sight { width: columns.unwrap_or(DEFAULT_WIDTH).min(GREATEST_WIDTH), ink, bars: self.bars, links }
    }

    /// The pager, when it was asked for and there is a terminal to show it on.
    fn pager(&self, asked: bool) -> Option<String> {
        (asked && self.output == Stream::Terminal).then(|| self.pager.clone())
    }

    fn talk(&self, quiet: bool) -> Talk {
        match (quiet, self.errors) {
            (true, _) => Talk::Silent,
            (false, Stream::Terminal) => Talk::Progress,
            (false, Stream::Elsewhere) => Talk::Summary,
        }
    }

    /// Where the index of some paths is kept: named by what they are called, which articles remember, and by what they
    /// really are.
    fn cache_place(&self, paths: &[PathBuf]) -> CachePlace {
        let mut names = Vec::new();
        for path in paths {
            let real = std::fs::canonicalize(path).unwrap_or_else(|_| self.folder.join(path));
            for name in [path, &real] {
                names.extend_from_slice(name.as_os_str().as_encoded_bytes());
                names.push(0);
            }
        }
        let name = format!("{:016x}", xxhash_rust::xxh3::xxh3_64(&names));
        CachePlace {
            kept: self.cache.as_ref().map(|cache| cache.join("onrecord").join(&name)),
            fleeting: self.temporary.join(format!("onrecord-{}-{name}", self.process)),
            program: self.program.clone(),
            process: self.process,
        }
    }
}

/// What a language setting lets bars be drawn with.
fn bars(language: Option<OsString>) -> Bars {
    match language.as_ref().map(|language| language.as_encoded_bytes()) {
        Some(b"C" | b"POSIX") => Bars::Ascii,
        _ => Bars::Blocks,
    }
}

/// Version, size and age of this program.
fn program() -> String {
    let data = std::env::current_exe().and_then(std::fs::metadata).ok();
    let size = data.as_ref().map_or(0, std::fs::Metadata::len);
    let age = data.and_then(|data| data.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok());
    format!("{} {size} {}", env!("CARGO_PKG_VERSION"), age.unwrap_or_default().as_nanos())
}

impl Plan {
    /// What a command line asks for, in an environment.
    pub fn read(arguments: impl IntoIterator<Item = OsString>, environment: &Environment) -> Self {
        match Args::try_parse_from(arguments) {
            Ok(args) => Self::new(args, environment),
            Err(advice) => Self { task: Task::Advise(Box::new(advice)), talk: Talk::Silent },
        }
    }

    fn new(args: Args, environment: &Environment) -> Self {
        let talk = match &args.command {
            Command::Index(index) if index.progress == ProgressFormat::Json => Talk::Lines,
            _ => environment.talk(args.quiet),
        };
        let task = match args.command {
            Command::Index(index) => Task::Index(IndexPlan::new(index, environment)),
            Command::Query(query) => Task::Query(QueryPlan::new(*query, args.color, environment)),
            Command::Extract(extract) => Task::Extract(ExtractPlan::new(extract, environment)),
            Command::Read(read) => Task::Read(ReadPlan {
                inputs: inputs(&read.paths),
                settings: settings(read.reading),
                report: report(read.report),
            }),
            Command::Stats(stats) => Task::Stats(StatsPlan::new(stats, args.color, environment)),
            Command::Speakers(names) => Task::Names(NamesPlan::new(names, Kind::Speakers, args.color, environment)),
            Command::Organizations(names) => {
                Task::Names(NamesPlan::new(names, Kind::Organizations, args.color, environment))
            }
            Command::Show(show) => Task::Show(ShowPlan::new(show, args.color, environment)),
            Command::Watch(args) => Task::Watch(WatchPlan {
                inputs: inputs(&args.paths),
                folder: environment.folder.clone(),
                settings: settings(args.reading),
                rules: Rules { gone: Gone::Removed, ..Rules::default() },
                every: Duration::from_secs(u64::from(args.every)),
                effort: environment.effort(&args.effort),
                index: environment.index(args.place),
            }),
            Command::Delete(args) => Task::Delete(DeletePlan {
                doomed: args.filters.map_or(Doomed::Named(args.id), Doomed::Matching),
                effect: if args.dry_run { Effect::Shown } else { Effect::Deleted },
                locking: Locking::Taken,
                index: environment.index(args.place),
            }),
            Command::Export(args) => Task::Export(environment.index(args.place)),
            Command::Repair(args) => Task::Repair(RepairPlan { index: environment.index(args.place) }),
            Command::Rebuild(args) => Task::Rebuild(RebuildPlan {
                inputs: Some(inputs(&args.paths)).filter(|inputs| !inputs.is_empty()),
                folder: environment.folder.clone(),
                settings: settings(args.reading),
                unfiled: if args.drop_stdin { Unfiled::Dropped } else { Unfiled::Kept },
                effort: environment.effort(&args.effort),
                index: environment.index(args.place),
            }),
            Command::Verify(args) => Task::Verify(VerifyPlan {
                index: environment.index(args.place),
                depth: if args.deep { Depth::Meaning } else { Depth::Bytes },
            }),
            Command::Completions { shell } => Task::Completions(shell),
            Command::Man { command } => Task::Manual(command),
        };
        Self { task, talk }
    }
}

impl IndexPlan {
    fn new(args: IndexArgs, environment: &Environment) -> Self {
        Self {
            inputs: Some(inputs(&args.paths)).filter(|inputs| !inputs.is_empty()),
            folder: environment.folder.clone(),
            rules: Rules {
                commit_every: args.commit_every,
                gone: if args.sync { Gone::Removed } else { Gone::Kept },
                start: if args.resume { Start::WhereItStopped } else { Start::Beginning },
            },
            locking: if args.no_lock { Locking::IfThereIs } else { Locking::Taken },
            effort: environment.effort(&args.effort),
            index: environment.index(args.place),
            settings: settings(args.reading),
            report: report(args.report),
        }
    }

    /// The inputs, as an index remembers them.
    pub(super) fn roots(inputs: &[Input], folder: &Path) -> Vec<Root> {
        let from = folder.to_string_lossy().into_owned();
        let path = |input: &Input| match input {
            Input::Standard => "-".to_owned(),
            Input::Path(path) => path.to_string_lossy().into_owned(),
        };
        inputs.iter().map(|input| Root { path: path(input), from: from.clone() }).collect()
    }
}

impl Task {
    /// The index that is read and not written to, if there is one.
    pub(super) fn asked_index(&self) -> Option<&Path> {
        match self {
            Self::Query(QueryPlan { store: StorePlan::Index(index), .. })
            | Self::Stats(StatsPlan { index, .. })
            | Self::Names(NamesPlan { index, .. })
            | Self::Show(ShowPlan { index, .. })
            | Self::Export(index) => Some(index),
            _ => None,
        }
    }
}

impl QueryPlan {
    fn new(args: QueryArgs, color: ColorChoice, environment: &Environment) -> Self {
        let reasons = if args.explain { Reasons::Shown } else { Reasons::Hidden };
        let pager = environment.pager(args.pager);
        let store = if args.paths.is_empty() {
            StorePlan::Index(environment.index(args.place))
        } else {
            let place = environment.cache_place(&args.paths);
            let effort = environment.effort(&args.effort);
            StorePlan::Cache { place, inputs: inputs(&args.paths), settings: settings(args.reading), effort }
        };
        let order = args.sort.map(|sort| match sort {
            SortChoice::Best => Order::Best,
            SortChoice::Date => Order::Newest,
            SortChoice::Oldest => Order::Oldest,
        });
        let sight = || environment.sight(color);
        let asked = match args.batch {
            Some(path) => {
                let trec = args.format == PassageFormat::Trec;
                Asked::Batch(Input::named(&path), if trec { BatchPrint::Trec } else { BatchPrint::Json })
            }
            None if !args.by.is_empty() || args.timeline => Asked::Words {
                words: args.words.join(" "),
                show: Show::Counts {
                    by: args.by.into_iter().map(by).collect(),
                    timeline: if args.timeline { Timeline::Shown } else { Timeline::Hidden },
                    print: match args.format {
                        PassageFormat::Human => CountsPrint::Human(sight()),
                        PassageFormat::Json => CountsPrint::Json,
                        PassageFormat::Csv | PassageFormat::Trec => CountsPrint::Csv,
                    },
                },
                reasons,
                pager,
            },
            None => {
                let print = match (args.template, args.format) {
                    (Some(template), _) => Print::Lines(template),
                    (None, PassageFormat::Human) if args.fields.is_empty() => Print::Human(sight()),
                    (None, PassageFormat::Human | PassageFormat::Csv) => Print::Csv(args.fields),
                    (None, PassageFormat::Json) if args.fields.is_empty() => Print::Json,
                    (None, PassageFormat::Json) => Print::Fields(args.fields),
                    (None, PassageFormat::Trec) => Print::Trec,
                };
                let context = args.context as usize;
                let show = Show::Passages { print, context, budget: args.budget, cursor: args.cursor };
                Asked::Words { words: args.words.join(" "), show, reasons, pager }
            }
        };
        let words = if args.filters.exact { WordsTaken::Exactly } else { WordsTaken::Freely };
        Self {
            store,
            asked,
            words,
            order,
            reading: if args.plain { Reading::Plain } else { Reading::Question },
            repeats: if args.all { Repeats::Shown } else { Repeats::Collapsed },
            filters: filters(args.filters),
            limit: args.limit as usize,
            offset: args.offset as usize,
        }
    }
}

fn settings(args: ReadingArgs) -> Settings {
    Settings { max_record: usize::try_from(args.max_record).unwrap_or(usize::MAX), map: args.map }
}

fn report(args: ReportArgs) -> Report {
    let patience = if args.strict { Patience::Strict } else { Patience::Patient };
    Report { patience, errors: args.errors }
}

fn by(choice: ByChoice) -> By {
    match choice {
        ByChoice::Speaker => By::Speaker,
        ByChoice::Organization => By::Organization,
        ByChoice::Source => By::Source,
        ByChoice::Act => By::Act,
        ByChoice::Kind => By::Kind,
        ByChoice::Year => By::Year,
        ByChoice::Month => By::Month,
        ByChoice::Day => By::Day,
    }
}

fn inputs(paths: &[PathBuf]) -> Vec<Input> {
    paths.iter().map(|path| Input::named(path)).collect()
}

/// The flags that filter, as names and values.
fn filters(args: FilterArgs) -> Vec<(&'static str, String)> {
    let FilterArgs {
        speaker,
        org,
        role,
        act,
        kind,
        source,
        title,
        text,
        quote,
        article,
        date,
        since,
        until,
        lang,
        status,
        as_of,
        anonymous,
        min_confidence,
        exact: _,
    } = args;
    let kind = kind.into_iter().map(|kind| kind.name().to_owned()).collect();
    let (date, since, until) = (Vec::from_iter(date), Vec::from_iter(since), Vec::from_iter(until));
    let (as_of, anonymous) = (Vec::from_iter(as_of), Vec::from_iter(anonymous));
    let min_confidence = min_confidence.into_iter().map(|share| share.to_string()).collect();
    let lists = [
        ("speaker", speaker),
        ("org", org),
        ("role", role),
        ("act", act),
        ("kind", kind),
        ("source", source),
        ("title", title),
        ("text", text),
        ("quote", quote),
        ("article", article),
        ("date", date),
        ("since", since),
        ("until", until),
        ("lang", lang),
        ("status", status),
        ("as-of", as_of),
        ("anonymous", anonymous),
        ("min-confidence", min_confidence),
    ];
    lists.into_iter().flat_map(|(name, values)| values.into_iter().map(move |value| (name, value))).collect()
}

impl ExtractPlan {
    fn new(args: ExtractArgs, environment: &Environment) -> Self {
        Self {
            inputs: inputs(&args.paths),
            threads: environment.threads(args.threads),
            min_confidence: args.min_confidence.unwrap_or(0.0),
            settings: settings(args.reading),
            report: report(args.report),
        }
    }
}

impl NamesPlan {
    fn new(args: NamesArgs, kind: Kind, color: ColorChoice, environment: &Environment) -> Self {
        Self {
            index: environment.index(args.place),
            kind,
            words: args.words.join(" "),
            limit: args.limit as usize,
            print: StatsPrint::new(args.format, color, environment),
        }
    }
}

impl ShowPlan {
    fn new(args: ShowArgs, color: ColorChoice, environment: &Environment) -> Self {
        Self {
            index: environment.index(args.place),
            id: args.id,
            context: args.context as usize,
            print: StatsPrint::new(args.format, color, environment),
        }
    }
}

impl StatsPrint {
    fn new(format: StatsFormat, color: ColorChoice, environment: &Environment) -> Self {
        match format {
            StatsFormat::Human => Self::Human(environment.sight(color)),
            StatsFormat::Json => Self::Json,
        }
    }
}

impl StatsPlan {
    fn new(args: StatsArgs, color: ColorChoice, environment: &Environment) -> Self {
        let print = StatsPrint::new(args.format, color, environment);
        Self { index: environment.index(args.place), limit: args.limit as usize, print }
    }
}

impl Sight {
    /// What the printer needs to know.
    pub(super) fn look(&self) -> Look<'_> {
        let links = self.links.as_deref().map_or(Links::None, |base| Links::Osc8 { base });
        Look { width: self.width, ink: self.ink, links }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment() -> Environment {
        Environment {
            index: None,
            cache: Some("/home/reporter/.cache".into()),
            temporary: "/tmp".into(),
            folder: "/news".into(),
            pager: "less".to_owned(),
            colours: Colours::Welcome,
            bars: Bars::Blocks,
            output: Stream::Terminal,
            errors: Stream::Terminal,
            columns: Some(300),
            cores: NonZero::new(8).unwrap(),
            process: 1,
            program: "onrecord".to_owned(),
        }
    }

    fn plan(line: &str, environment: &Environment) -> Plan {
        Plan::read(line.split(' ').map(OsString::from), environment)
    }

    #[test]
    fn the_index_is_typed_or_of_the_environment_or_the_default() {
        let index = |line, environment: &Environment| match plan(line, environment).task {
            Task::Stats(stats) => stats.index,
            other => panic!("{other:?}"),
        };
        let set = Environment { index: Some("/set".into()), ..environment() };
        assert_eq!(index("onrecord stats", &environment()), Path::new(DEFAULT_INDEX));
        assert_eq!(index("onrecord stats", &set), Path::new("/set"));
        assert_eq!(index("onrecord stats --index typed", &set), Path::new("typed"));
    }

    #[test]
    fn colours_need_a_terminal_that_welcomes_them() {
        let ink = |line, environment: &Environment| match plan(line, environment).task {
            Task::Stats(StatsPlan { print: StatsPrint::Human(sight), .. }) => sight.ink,
            other => panic!("{other:?}"),
        };
        let unwelcome = Environment { colours: Colours::Unwelcome, ..environment() };
        let piped = Environment { output: Stream::Elsewhere, ..environment() };
        assert_eq!(ink("onrecord stats", &environment()), Ink::Coloured);
        assert_eq!(ink("onrecord stats", &unwelcome), Ink::Plain);
        assert_eq!(ink("onrecord stats", &piped), Ink::Plain);
        assert_eq!(ink("onrecord stats --color always", &unwelcome), Ink::Coloured);
        assert_eq!(ink("onrecord --color never stats", &environment()), Ink::Plain);
    }

    #[test]
    fn a_pager_is_used_only_when_asked_for_and_on_a_terminal() {
        let pager = |line, environment: &Environment| match plan(line, environment).task {
            Task::Query(QueryPlan { asked: Asked::Words { pager, .. }, .. }) => pager,
            other => panic!("{other:?}"),
        };
        let piped = Environment { output: Stream::Elsewhere, ..environment() };
        assert_eq!(pager("onrecord query troops", &environment()), None);
        assert_eq!(pager("onrecord query --pager troops", &environment()), Some("less".to_owned()));
        assert_eq!(pager("onrecord query --pager troops", &piped), None);
    }

    #[test]
    fn progress_needs_a_terminal_and_quiet_silences_all() {
        let piped = Environment { errors: Stream::Elsewhere, ..environment() };
        assert_eq!(plan("onrecord index a", &environment()).talk, Talk::Progress);
        assert_eq!(plan("onrecord index a", &piped).talk, Talk::Summary);
        assert_eq!(plan("onrecord index a --quiet", &environment()).talk, Talk::Silent);
    }

    #[test]
    fn without_a_home_nothing_is_kept() {
        let homeless = Environment { cache: None, ..environment() };
        let kept = |environment: &Environment| match plan("onrecord query --in a troops", environment).task {
            Task::Query(QueryPlan { store: StorePlan::Cache { place, .. }, .. }) => place.kept.is_some(),
            other => panic!("{other:?}"),
        };
        assert!(kept(&environment()));
        assert!(!kept(&homeless));
    }
}
