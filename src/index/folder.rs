//! The folder of an index, as the index library sees it.
//!
//! What the library's own folder does not do: sums of all that is written are kept in the seal; every file that
//! replaces another is synced together with the folder and has the permissions that the user's umask gives; a folder
//! that cannot be written to can be read; files that a dead writer left behind are known to be nobody's.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, INDEX_WRITER_LOCK, MmapDirectory, TerminatingWrite, WatchCallback,
    WatchHandle, WritePtr,
};
use xxhash_rust::xxh3::Xxh3;

use crate::error::{Error, ErrorKind, Result};
use crate::index::lock::Lock;
use crate::index::seal::{self, META, Seal, Sum};
use crate::index::{neighbours, sources};

/// Where the library lists the files it made. We look into the folder.
const MANAGED: &str = ".managed.json";
/// What the name of a file that is not whole yet ends with.
pub(crate) const UNFINISHED: &str = ".new";

/// An index's folder.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    mapped: MmapDirectory,
    seal: Arc<Mutex<Seal>>,
    /// Held by a writer.
    lock: Option<Arc<Lock>>,
}

impl Folder {
    /// Opens a folder for reading.
    pub(crate) fn reading(path: &Path) -> Result<Self> {
        Self::open(path, None)
    }

    /// Opens a folder for writing, under its lock.
    pub(crate) fn writing(path: &Path, lock: Lock) -> Result<Self> {
        let folder = Self::open(path, Some(Arc::new(lock)))?;
        *folder.sealed() = Seal::read(path)?.unwrap_or_default();
        Ok(folder)
    }

    fn open(path: &Path, lock: Option<Arc<Lock>>) -> Result<Self> {
        let mapped =
            MmapDirectory::open(path).map_err(|error| Error::new(ErrorKind::Io, error.to_string()).at(path))?;
        Ok(Self { path: path.to_owned(), mapped, seal: Arc::default(), lock })
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The seal under work.
    pub(crate) fn sealed(&self) -> MutexGuard<'_, Seal> {
        self.seal.lock().expect("no thread panics while it notes a sum")
    }

    /// Removes what belongs to nothing in `meta.json`: left behind by a writer that died.
    pub(crate) fn sweep(&self, living: impl Fn(&str) -> bool) -> Result<()> {
        let entries = fs::read_dir(&self.path).map_err(|error| Error::from(error).at(&self.path))?;
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if is_left_behind(&name, &living) {
                self.sealed().files.remove(&name);
                // It does no harm where it cannot be removed.
                drop(fs::remove_file(entry.path()));
            }
        }
        Ok(())
    }
}

/// Whether a file of an index's folder is nobody's.
pub(crate) fn is_left_behind(name: &str, living: impl Fn(&str) -> bool) -> bool {
    let tables = [sources::FILES, neighbours::FILES];
    let is_table = tables.iter().any(|table| name.starts_with(table));
    let ours = seal::is_of_a_segment(name) || name.ends_with(UNFINISHED) || is_table;
    let theirs = name.starts_with(".tmp") || name == MANAGED;
    theirs || ours && !living(name)
}

/// Puts a file in the place of another so that at any moment, also after a power loss, one of both is there, whole.
pub(crate) fn replace(directory: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let unfinished = directory.join(format!("{name}{UNFINISHED}"));
    let mut file = fs::File::create(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&unfinished, directory.join(name))?;
    sync(directory)
}

/// Makes the names of a folder durable.
pub(crate) fn sync(directory: &Path) -> io::Result<()> {
    if cfg!(unix) { fs::File::open(directory)?.sync_all() } else { Ok(()) }
}

/// A file of a segment that is being written.
struct Summed {
    inner: Box<dyn TerminatingWrite + Send + Sync>,
    name: String,
    bytes: u64,
    hash: Box<Xxh3>,
    seal: Arc<Mutex<Seal>>,
}

impl Write for Summed {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(buffer)?;
        self.hash.update(&buffer[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl TerminatingWrite for Summed {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.inner.terminate_ref(token)?;
        let sum = Sum::digest(self.bytes, &self.hash);
        let mut seal = self.seal.lock().expect("no thread panics while it notes a sum");
        seal.files.insert(std::mem::take(&mut self.name), sum);
        Ok(())
    }
}

impl Directory for Folder {
    fn get_file_handle(&self, path: &Path) -> std::result::Result<Arc<dyn FileHandle>, OpenReadError> {
        self.mapped.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> std::result::Result<(), DeleteError> {
        self.sealed().files.remove(&*path.to_string_lossy());
        self.mapped.delete(path)
    }

    fn exists(&self, path: &Path) -> std::result::Result<bool, OpenReadError> {
        self.mapped.exists(path)
    }

    fn open_write(&self, path: &Path) -> std::result::Result<WritePtr, OpenWriteError> {
        let inner = self
            .mapped
            .open_write(path)?
            .into_inner()
            .map_err(|error| OpenWriteError::wrap_io_error(io::Error::other(error.to_string()), path.to_owned()))?;
        let name = path.to_string_lossy().into_owned();
        let hash = Box::new(Xxh3::new());
        Ok(BufWriter::new(Box::new(Summed { inner, name, bytes: 0, hash, seal: Arc::clone(&self.seal) })))
    }

    fn atomic_read(&self, path: &Path) -> std::result::Result<Vec<u8>, OpenReadError> {
        if path != Path::new(MANAGED) {
            return self.mapped.atomic_read(path);
        }
        let entries = fs::read_dir(&self.path).map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))?;
        let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
        let names: Vec<String> = names.filter(|name| seal::is_of_a_segment(name)).collect();
        Ok(serde_json::to_vec(&names).expect("names can always be written as JSON"))
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let name = path.to_string_lossy();
        if name == MANAGED {
            return Ok(());
        }
        if name == META {
            let now = fs::read_to_string(self.path.join(META)).ok();
            let mut seal = self.sealed();
            seal.metas = now.into_iter().chain([String::from_utf8_lossy(data).into_owned()]).collect();
            replace(&self.path, seal::FILE, &seal.encode())?;
        }
        replace(&self.path, &name, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        sync(&self.path)
    }

    fn acquire_lock(&self, lock: &tantivy::directory::Lock) -> std::result::Result<DirectoryLock, LockError> {
        if lock.filepath == INDEX_WRITER_LOCK.filepath {
            // It is held since before the index was opened.
            return match &self.lock {
                Some(lock) => Ok(DirectoryLock::from(Box::new(Arc::clone(lock)))),
                None => Err(LockError::LockBusy),
            };
        }
        match self.mapped.acquire_lock(lock) {
            // A reader who cannot write takes its chances: a file that goes before it is opened means to look again.
            Err(LockError::IoError(error)) if self.lock.is_none() && cannot_write(&error) => {
                Ok(DirectoryLock::from(Box::new(())))
            }
            other => other,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.mapped.watch(callback)
    }
}

fn cannot_write(error: &io::Error) -> bool {
    use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem, Unsupported};
    matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem | Unsupported)
}
