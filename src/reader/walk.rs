//! Paths in, files out, in order of their names.

use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind};

/// What the user names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// JSON Lines on standard input.
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
const ENDINGS: [&str; 7] = ["txt", "md", "html", "htm", "json", "jsonl", "ndjson"];
const COMPRESSIONS: [&str; 2] = ["gz", "zst"];

/// A folder with such a file is an index of ours; no articles lie there.
const INDEX_MARK: &str = "onrecord.json";

/// Finds the files under the inputs. A file named by itself is taken whatever its name; in a folder those that may
/// hold articles are. Hidden files are passed over.
pub fn walk(inputs: &[Input]) -> Found {
    let mut found = Found::default();
    for input in inputs {
        match input {
            Input::Standard => found.files.push(File { path: None, size: 0 }),
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
                found.errors.push(Error::new(ErrorKind::Record, error.to_string()));
                continue;
            }
        };
        let path = entry.path();
        let named = entry.depth() == 0;
        let Ok(data) = std::fs::metadata(path) else {
            found.errors.push(Error::new(ErrorKind::Record, "cannot be read").at(path));
            continue;
        };
        if data.is_dir() || !named && !may_hold_articles(path) {
            continue;
        }
        if !data.is_file() {
            found.errors.push(Error::new(ErrorKind::Record, "is no ordinary file: skipped").at(path));
            continue;
        }
        let shown = path.strip_prefix(".").unwrap_or(path).to_owned();
        found.files.push(File { path: Some(shown), size: data.len() });
    }
}

fn may_hold_articles(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let mut endings = name.rsplit('.');
    let last = endings.next().unwrap_or_default();
    let ending = if COMPRESSIONS.contains(&last) { endings.next().unwrap_or_default() } else { last };
    ENDINGS.contains(&ending)
}
