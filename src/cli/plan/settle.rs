//! A command line and an environment in, the plan out: every choice that was left open is made here.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Parser;

use crate::cli::args::{
    Args, ByChoice, ColorChoice, Command, ExtractArgs, FilterArgs, IndexArgs, NamesArgs, PassageFormat, ProgressFormat,
    QueryArgs, RepeatsArgs, ReportArgs, ShowArgs, SortChoice, StatsArgs, StatsFormat,
};
use crate::cli::plan::{
    Asked, BatchPrint, ChildPlan, CountsPrint, DeletePlan, Doomed, Effect, Environment, ExtractPlan, IndexPlan,
    NamesPlan, Patience, Plan, Print, QueryPlan, ReadPlan, Reading, RebuildPlan, RepairPlan, Report, Show, ShowPlan,
    StatsPlan, StatsPrint, StorePlan, Talk, Task, Timeline, Unfiled, VerifyPlan, WatchPlan, WordsTaken,
};
use crate::index::{Depth, Locking, Root};
use crate::ingest::{Gone, Rules, Start, Stays};
use crate::passage::By;
use crate::printer::csv::Cells;
use crate::printer::human::Reasons;
use crate::question::{Order, Repeats};
use crate::reader::Input;
use crate::search::Kind;

impl Plan {
    /// What a command line asks for, in an environment.
    pub fn read(arguments: impl IntoIterator<Item = OsString>, environment: &Environment) -> Self {
        let arguments: Vec<OsString> = arguments.into_iter().collect();
        match Args::try_parse_from(&arguments) {
            Ok(args) => Self::new(args, arguments, environment),
            Err(advice) => Self { task: Task::Advise(Box::new(advice)), talk: Talk::Silent, executable: None },
        }
    }

    fn new(args: Args, typed: Vec<OsString>, environment: &Environment) -> Self {
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
                settings: environment.settings(read.reading),
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
                settings: environment.settings(args.reading),
                rules: Rules { gone: Gone::Removed, stays: stays(args.repeats), ..Rules::default() },
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
                settings: environment.settings(args.reading),
                rules: Rules { stays: stays(args.repeats), ..Rules::default() },
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
            Command::Child(errand) => Task::Child(ChildPlan { errand, arguments: typed.into_iter().skip(1).collect() }),
        };
        Self { task, talk, executable: environment.executable.clone() }
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
                stays: stays(args.repeats),
            },
            locking: if args.no_lock { Locking::IfThereIs } else { Locking::Taken },
            effort: environment.effort(&args.effort),
            index: environment.index(args.place),
            settings: environment.settings(args.reading),
            report: report(args.report),
        }
    }

    /// The inputs, as an index remembers them.
    pub(in crate::cli) fn roots(inputs: &[Input], folder: &Path) -> Vec<Root> {
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
    pub(in crate::cli) fn asked_index(&self) -> Option<&Path> {
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
            StorePlan::Cache {
                place,
                inputs: inputs(&args.paths),
                settings: environment.settings(args.reading),
                effort,
            }
        };
        let order = args.sort.map(|sort| match sort {
            SortChoice::Best => Order::Best,
            SortChoice::Date => Order::Newest,
            SortChoice::Oldest => Order::Oldest,
        });
        let sight = || environment.sight(color);
        let cells = if args.excel_safe { Cells::Inert } else { Cells::AsTheyAre };
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
                        PassageFormat::Csv | PassageFormat::Trec => CountsPrint::Csv(cells),
                    },
                },
                reasons,
                pager,
            },
            None => {
                let print = match (args.template, args.format) {
                    (Some(template), _) => Print::Lines(template),
                    (None, PassageFormat::Human) if args.fields.is_empty() => Print::Human(sight()),
                    (None, PassageFormat::Human | PassageFormat::Csv) => Print::Csv(args.fields, cells),
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

fn stays(args: RepeatsArgs) -> Stays {
    if args.keep_first { Stays::First } else { Stays::Last }
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
            settings: environment.settings(args.reading),
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

#[cfg(test)]
mod tests {
    use std::num::NonZero;

    use super::*;
    use crate::cli::plan::environment::{Colours, DEFAULT_INDEX, Stream};

    use crate::printer::groups::Bars;
    use crate::printer::style::Ink;

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
            executable: None,
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
