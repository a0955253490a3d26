//! Paths in, files out, in order of their names.

use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind};

/// What the user names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Standard input.
    Standard,
    /// A file or folder.
    Path(PathBuf),
}

impl Input {
    /// The input that a word on the command line names; `-` is standard input.
    pub fn named(name: &Path) -> Self {
        if name == Path::new("-") { Self::Standard } else { Self::Path(name.to_owned()) }
    }
}

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path; none for standard input.
    pub path: Option<PathBuf>,
    /// Its bytes on disk.
    pub size: u64,
    /// Why it is thought to hold articles.
    pub hope: Hope,
}

/// Why a file is thought to hold articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hope {
    /// It was named, or its name ends like one that does.
    Named,
    /// It lies among others, and only its first bytes can tell.
    Unnamed,
}

/// What was found under the inputs.
#[derive(Debug, Default)]
pub struct Found {
    /// Files that may hold articles, in order.
    pub files: Vec<File>,
    /// What could not be looked at, and why.
    pub errors: Vec<Error>,
}

/// Endings of files that may hold articles; each may be followed by that of a compression.
const ENDINGS: [&str; 25] = [
    "txt", "text", "md", "markdown", "html", "htm", "xhtml", "json", "jsonl", "ndjson", "csv", "tsv", "xml", "rss",
    "atom", "rdf", "nitf", "warc", "wacz", "eml", "mbox", "mbx", "parquet", "zip", "tar",
];
/// Endings of compressed files.
const COMPRESSIONS: [&str; 4] = ["gz", "zst", "bz2", "xz"];

/// A folder with such a file is an index of ours; no articles lie there.
const INDEX_MARK: &str = "onrecord.json";

/// Finds the files under the inputs. Hidden files are passed over.
pub fn walk(inputs: &[Input]) -> Found {
    let mut found = Found::default();
    for input in inputs {
        match input {
            Input::Standard => found.files.push(File { path: None, size: 0, hope: Hope::Named }),
            Input::Path(path) => look(path, &mut found),
        }
    }
    found
}

fn look(root: &Path, found: &mut Found) {
    let walker = ignore::WalkBuilder::new(root)
        .standard_filters(false)
        .hidden(true)
        .follow_links(true)
        .sort_by_file_name(Ord::cmp)
        .filter_entry(|entry| !entry.path().join(INDEX_MARK).is_file())
        .build();
    for entry in walker {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.errors.push(unseen(&error));
                continue;
            }
        };
        let path = entry.path();
        let data = match std::fs::metadata(path) {
            Ok(data) => data,
            Err(error) => {
                found.errors.push(Error::new(ErrorKind::Record, format!("cannot be read: {}", plain(&error))).at(path));
                continue;
            }
        };
        if data.is_dir() {
            continue;
        }
        let shown = path.strip_prefix(".").unwrap_or(path).to_owned();
        let hope = if entry.depth() == 0 { Hope::Named } else { hope(path) };
        if data.is_file() {
            found.files.push(File { path: Some(shown), size: data.len(), hope });
        } else {
            let error = Error::new(ErrorKind::Record, "is no ordinary file: skipped").at(shown);
            found.errors.push(error.try_this("pipe what it holds into `onrecord … -`"));
        }
    }
}

/// What the walk could not look at, in our words.
fn unseen(error: &ignore::Error) -> Error {
    match error {
        ignore::Error::WithDepth { err, .. } => unseen(err),
        ignore::Error::WithPath { path, err } => match &**err {
            ignore::Error::Io(cause) => {
                Error::new(ErrorKind::Record, format!("cannot be read: {}", plain(cause))).at(path)
            }
            other => unseen(other),
        },
        ignore::Error::Loop { child, .. } => {
            Error::new(ErrorKind::Record, "is a link to a folder that it lies in: skipped").at(child)
        }
        ignore::Error::Io(cause) => {
            // The library names the file only in its words.
            let words = plain(cause);
            let named = cause.to_string();
            let path = named.strip_prefix("IO error for operation on ").and_then(|rest| rest.rsplit_once(": "));
            match path {
                Some((path, _)) => {
                    let reason = words.rsplit(": ").next().unwrap_or(&words).to_owned();
                    Error::new(ErrorKind::Record, format!("cannot be read: {reason}")).at(path)
                }
                None => Error::new(ErrorKind::Record, words),
            }
        }
        other => Error::new(ErrorKind::Record, other.to_string()),
    }
}

/// An error of the system, without its number.
pub(super) fn plain(error: &std::io::Error) -> String {
    let words = error.to_string();
    words.split(" (os error").next().unwrap_or(&words).to_lowercase()
}

/// What the name of a file among others, or of a member of an archive, gives to hope.
pub(super) fn hope(path: &Path) -> Hope {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let mut endings = name.rsplit('.');
    let last = endings.next().unwrap_or_default();
    let ending = if COMPRESSIONS.contains(&last) { endings.next().unwrap_or_default() } else { last };
    let named = ENDINGS.contains(&ending) || matches!(last, "tgz" | "tbz2" | "txz");
    if named { Hope::Named } else { Hope::Unnamed }
}
