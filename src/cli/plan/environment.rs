//! What the machine and the shell say, and what follows for paths, threads, colours and the width of lines.
//!
//! Only this file reads the environment, the home folder and the terminal, and it does so once.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::num::NonZero;
use std::path::PathBuf;

use crate::cli::args::{ColorChoice, EffortArgs, PlaceArgs, ReadingArgs};
use crate::cli::plan::{CachePlace, Effort, Sight, Talk};
use crate::printer::groups::Bars;
use crate::printer::style::Ink;
use crate::reader::Settings;

/// The index, when neither the command line nor the environment names one.
pub(super) const DEFAULT_INDEX: &str = ".onrecord";

/// Memory that indexing may take, when the command line does not say.
const DEFAULT_MEMORY: u64 = 512 << 20;

/// Columns of a line where the output is no terminal.
const DEFAULT_WIDTH: usize = 80;

/// Columns of a line on the widest terminal: longer lines are hard to read.
const GREATEST_WIDTH: usize = 110;

/// What the machine and the shell say.
#[derive(Clone, Debug)]
pub struct Environment {
    pub(super) index: Option<PathBuf>,
    pub(super) cache: Option<PathBuf>,
    pub(super) temporary: PathBuf,
    pub(super) folder: PathBuf,
    pub(super) pager: String,
    pub(super) colours: Colours,
    pub(super) bars: Bars,
    pub(super) output: Stream,
    pub(super) errors: Stream,
    pub(super) columns: Option<usize>,
    pub(super) cores: NonZero<usize>,
    pub(super) process: u32,
    pub(super) program: String,
    /// Where this program lies.
    pub(super) executable: Option<PathBuf>,
}

/// Whether colours are welcome on a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Colours {
    Welcome,
    Unwelcome,
}

/// What a stream leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stream {
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
            executable: std::env::current_exe().ok(),
        }
    }

    pub(super) fn index(&self, place: PlaceArgs) -> PathBuf {
        place.index.or_else(|| self.index.clone()).unwrap_or_else(|| DEFAULT_INDEX.into())
    }

    /// How files are read.
    pub(super) fn settings(&self, args: ReadingArgs) -> Settings {
        let max_record = usize::try_from(args.max_record).unwrap_or(usize::MAX);
        Settings {
            max_record,
            max_decompressed: args.max_decompressed,
            map: args.map,
            program: self.executable.clone(),
        }
    }

    pub(super) fn threads(&self, typed: Option<u16>) -> NonZero<usize> {
        typed.and_then(|threads| NonZero::new(usize::from(threads))).unwrap_or(self.cores)
    }

    pub(super) fn effort(&self, effort: &EffortArgs) -> Effort {
        Effort { threads: self.threads(effort.threads), memory: effort.memory.unwrap_or(DEFAULT_MEMORY) }
    }

    pub(super) fn ink(&self, color: ColorChoice) -> Ink {
        match color {
            ColorChoice::Always => Ink::Coloured,
            ColorChoice::Auto if self.output == Stream::Terminal && self.colours == Colours::Welcome => Ink::Coloured,
            ColorChoice::Auto | ColorChoice::Never => Ink::Plain,
        }
    }

    pub(super) fn sight(&self, color: ColorChoice) -> Sight {
        let ink = self.ink(color);
        let links = (self.output == Stream::Terminal && ink == Ink::Coloured).then(|| self.folder.clone());
        let columns = self.columns.filter(|_| self.output == Stream::Terminal);
        Sight { width: columns.unwrap_or(DEFAULT_WIDTH).min(GREATEST_WIDTH), ink, bars: self.bars, links }
    }

    /// The pager, when it was asked for and there is a terminal to show it on.
    pub(super) fn pager(&self, asked: bool) -> Option<String> {
        (asked && self.output == Stream::Terminal).then(|| self.pager.clone())
    }

    pub(super) fn talk(&self, quiet: bool) -> Talk {
        match (quiet, self.errors) {
            (true, _) => Talk::Silent,
            (false, Stream::Terminal) => Talk::Progress,
            (false, Stream::Elsewhere) => Talk::Summary,
        }
    }

    /// Where the index of some paths is kept: named by what they are called, which articles remember, and by what they
    /// really are.
    pub(super) fn cache_place(&self, paths: &[PathBuf]) -> CachePlace {
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
