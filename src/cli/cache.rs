//! Files in, an index of them out, made only when there is none of just these files as they are now.
//!
//! An index is named by what it was made of: every file's path, size and time of change, and the program. So it is
//! never stale, it appears at once and whole, and two processes do not wait for each other.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use xxhash_rust::xxh3::Xxh3;

use crate::cli::index::Source;
use crate::cli::plan::{CachePlace, Effort, Report, Talk};
use crate::cli::progress::Progress;
use crate::cli::{index, interrupt};
use crate::error::{Error, ErrorKind, Result};
use crate::index::{Locking, Store};
use crate::ingest::Rules;
use crate::lexicon::Lexicon;
use crate::reader::{Input, walk};

/// An unfinished index that nothing has touched for so long was left behind by a process that died.
const LEFT_BEHIND: Duration = Duration::from_secs(24 * 60 * 60);

/// An index, and what must go when it has been asked.
pub(super) struct Opened {
    pub(super) store: Store,
    _guard: Option<Fleeting>,
}

impl Opened {
    /// An index that stays.
    pub(super) fn kept(store: Store) -> Self {
        Self { store, _guard: None }
    }
}

/// A folder that goes when this does.
struct Fleeting(PathBuf);

impl Drop for Fleeting {
    fn drop(&mut self) {
        // What cannot be removed stays in the folder for temporary files, where it does no harm.
        drop(fs::remove_dir_all(&self.0));
    }
}

/// The index of the inputs' files as they are now.
pub(super) fn open(
    source: Source<'_>,
    place: &CachePlace,
    effort: Effort,
    lexicon: &Lexicon,
    talk: Talk,
) -> Result<Opened> {
    let inputs = source.inputs;
    index::check(inputs)?;
    let kept = place.kept.as_deref().filter(|_| !inputs.contains(&Input::Standard));
    let Some(folder) = kept.filter(|folder| fs::create_dir_all(folder).is_ok()) else {
        let guard = Fleeting(place.fleeting.clone());
        fs::create_dir(&guard.0).map_err(|error| Error::from(error).at(&guard.0))?;
        build(source, &guard.0, effort, lexicon, talk)?;
        return Ok(Opened { store: Store::open(&guard.0)?, _guard: Some(guard) });
    };
    let ready = folder.join(name_of(source, &place.program));
    if !ready.is_dir() {
        let guard = Fleeting(folder.join(format!(".{}", place.process)));
        drop(fs::remove_dir_all(&guard.0));
        build(source, &guard.0, effort, lexicon, talk)?;
        match fs::rename(&guard.0, &ready) {
            Err(_) if ready.is_dir() => {} // Another process was faster, with the same files.
            other => other.map_err(|error| Error::from(error).at(&ready))?,
        }
        sweep(folder, &ready);
    }
    Ok(Opened::kept(Store::open(&ready)?))
}

fn build(source: Source<'_>, directory: &Path, effort: Effort, lexicon: &Lexicon, talk: Talk) -> Result<()> {
    interrupt::listen()?;
    let progress = Progress::start(talk, &Report::default())?;
    let rules = Rules { commit_every: u64::MAX, ..Rules::default() };
    let work = index::Work { source, roots: &[], rules, locking: Locking::IfThereIs };
    let (summary, ..) = index::build(&work, directory, effort, lexicon, &progress)?;
    progress.finish()?;
    if summary.stopped {
        return Err(Error::new(ErrorKind::Interrupted, "interrupted before all files were read"));
    }
    progress.say_skipped();
    Ok(())
}

/// The name of an index of just these files.
fn name_of(source: Source<'_>, program: &str) -> String {
    let mut hash = Xxh3::new();
    hash.update(program.as_bytes());
    hash.update(format!("{} {}", source.settings.max_record, source.settings.map).as_bytes());
    for file in walk(source.inputs).files {
        let path = file.path.unwrap_or_default();
        let changed = fs::metadata(&path).and_then(|data| data.modified()).ok();
        let changed = changed.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok()).unwrap_or_default();
        hash.update(path.as_os_str().as_encoded_bytes());
        hash.update(&[0]);
        hash.update(&file.size.to_le_bytes());
        hash.update(&changed.as_nanos().to_le_bytes());
    }
    format!("{:016x}", hash.digest())
}

/// Removes the indexes of the same inputs as they were before, and what a process that died left behind.
fn sweep(folder: &Path, ready: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        let age = entry.metadata().and_then(|data| data.modified()).ok().and_then(|time| time.elapsed().ok());
        if path != ready && (!hidden || age.is_some_and(|age| age > LEFT_BEHIND)) {
            // Another process may be removing it too.
            drop(fs::remove_dir_all(path));
        }
    }
}
