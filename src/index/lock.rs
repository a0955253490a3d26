//! One writer at a time: a lock that goes when its process does, and a note in it that says whose it is.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use crate::error::{Error, ErrorKind, Result};

/// The index library locks the same file, so that no other program of it writes beside us.
pub(crate) const FILE: &str = ".tantivy-writer.lock";

/// What to do about the lock on the index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Locking {
    /// Take it, or refuse.
    #[default]
    Taken,
    /// Go on where the file system knows no locks.
    IfThereIs,
}

/// The right to write, held until dropped.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of an index's folder.
    ///
    /// # Errors
    ///
    /// When another process holds it, when the folder cannot be written to, when the file system knows no locks.
    pub fn take(directory: &Path, locking: Locking) -> Result<Self> {
        let path = directory.join(FILE);
        let options = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = options.map_err(|error| Error::from(error).at(&path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(busy(directory, &mut file)),
            Err(TryLockError::Error(_)) if locking == Locking::IfThereIs => {}
            Err(TryLockError::Error(error)) => {
                return Err(Error::new(ErrorKind::Io, format!("the index cannot be locked: {error}"))
                    .at(directory)
                    .try_this("--no-lock, if surely nobody else writes to it"));
            }
        }
        let note = format!("process {} on {}\n", std::process::id(), host());
        // The note is only for the message of another process.
        drop(file.set_len(0).and_then(|()| file.write_all(note.as_bytes())));
        Ok(Self { _file: file })
    }
}

fn busy(directory: &Path, file: &mut File) -> Error {
    let mut note = String::new();
    drop(file.rewind().and_then(|()| file.take(200).read_to_string(&mut note)));
    let whose = if note.trim().is_empty() { String::new() } else { format!(": {}", note.trim()) };
    Error::new(ErrorKind::Locked, format!("another process is writing to this index{whose}"))
        .at(directory)
        .try_this("wait until it has finished, then run the command again")
}

/// The name of this machine, where the system tells it in a file.
fn host() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    if name.trim().is_empty() { "this machine".to_owned() } else { name.trim().to_owned() }
}
