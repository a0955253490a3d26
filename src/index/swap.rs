//! Two index folders in, each in the place of the other.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// The folder beside an index that has this word behind its name.
pub fn beside(directory: &Path, word: &str) -> PathBuf {
    let mut name = directory.file_name().map(std::ffi::OsStr::to_owned).unwrap_or_default();
    name.push(format!(".{word}"));
    directory.with_file_name(name)
}

/// A folder beside an index with this word behind its name, or with a number behind that if it is there already.
pub(crate) fn free_beside(directory: &Path, word: &str) -> PathBuf {
    let mut place = beside(directory, word);
    let mut number = 2;
    while place.symlink_metadata().is_ok() {
        place = beside(directory, &format!("{word}-{number}"));
        number += 1;
    }
    place
}

/// The real folder of an index, so that what a link points to is changed, not the link.
///
/// # Errors
///
/// When it is not there.
pub fn real(directory: &Path) -> Result<PathBuf> {
    fs::canonicalize(directory).map_err(|error| Error::from(error).at(directory))
}

/// Puts a new folder in the place of an old one, at once where the system can; the old one goes to `aside`.
///
/// # Errors
///
/// When a folder cannot be renamed; then the old one is where it was.
pub fn exchange(old: &Path, new: &Path, aside: &Path) -> Result<()> {
    let exchanged = at_once(old, new).and_then(|()| fs::rename(new, aside));
    let exchanged = match exchanged {
        Err(error) if error.kind() == io::ErrorKind::Unsupported => {
            fs::rename(old, aside).and_then(|()| fs::rename(new, old).inspect_err(|_| drop(fs::rename(aside, old))))
        }
        other => other,
    };
    exchanged.map_err(|error| Error::from(error).at(old))?;
    let parent = old.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    crate::index::folder::sync(parent).map_err(|error| Error::from(error).at(parent))
}

#[cfg(target_os = "linux")]
fn at_once(old: &Path, new: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, old, CWD, new, RenameFlags::EXCHANGE).map_err(|error| {
        let known = [rustix::io::Errno::NOSYS, rustix::io::Errno::INVAL].contains(&error);
        if known { io::Error::from(io::ErrorKind::Unsupported) } else { io::Error::from(error) }
    })
}

#[cfg(not(target_os = "linux"))]
fn at_once(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}
