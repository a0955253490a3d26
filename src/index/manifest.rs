//! What made an index: format number and fingerprint, beside the index in `onrecord.json`.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::attribution::model;
use crate::error::{Error, ErrorKind, Result};
use crate::index::fields;
use crate::index::folder::{self, Folder};
use crate::index::seal::{self, Seal, Sum, damaged};
use crate::lexicon;

pub(crate) const FILE: &str = "onrecord.json";

/// What made an index.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) format: u32,
    pub(crate) version: String,
    /// Of word tables and model: others find other quotations.
    #[serde(default)]
    pub(crate) fingerprint: String,
}

impl Manifest {
    /// What this program makes.
    fn ours() -> Self {
        let fingerprint = format!("{:016x}", model::fingerprint() ^ lexicon::fingerprint().rotate_left(1));
        Self { format: fields::format(), version: env!("CARGO_PKG_VERSION").to_owned(), fingerprint }
    }
}

/// Notes what makes the index of a new folder.
pub(crate) fn write(folder: &Folder) -> Result<()> {
    let bytes = serde_json::to_vec_pretty(&Manifest::ours())
        .map_err(|error| Error::new(ErrorKind::Index, error.to_string()))?;
    folder.sealed().files.insert(FILE.to_owned(), Sum::of(&bytes));
    folder::replace(folder.path(), FILE, &bytes).map_err(|error| Error::from(error).at(folder.path().join(FILE)))
}

/// Notes in a repaired folder what made the index of the damaged one, as far as that can still be read.
pub(crate) fn keep(old: &Path, folder: &Folder) -> Result<()> {
    let sealed = Seal::read(old).ok().flatten();
    let expected = sealed.as_ref().and_then(|seal| seal.files.get(FILE));
    let ours = serde_json::to_vec_pretty(&Manifest::ours())
        .map_err(|error| Error::new(ErrorKind::Index, error.to_string()))?;
    let theirs = fs::read(old.join(FILE)).ok().filter(|bytes| expected.is_none_or(|sum| *sum == Sum::of(bytes)));
    let unknown = Manifest { fingerprint: String::new(), ..Manifest::ours() };
    let bytes = match (theirs, expected) {
        (Some(bytes), _) => bytes,
        (None, Some(sum)) if *sum == Sum::of(&ours) => ours,
        // Nobody knows what made it: it can be asked, not added to.
        (None, _) => {
            serde_json::to_vec_pretty(&unknown).map_err(|error| Error::new(ErrorKind::Index, error.to_string()))?
        }
    };
    folder.sealed().files.insert(FILE.to_owned(), Sum::of(&bytes));
    folder::replace(folder.path(), FILE, &bytes).map_err(|error| Error::from(error).at(folder.path().join(FILE)))
}

/// Whether a folder holds an index of any format.
pub(crate) fn is_there(directory: &Path) -> bool {
    directory.join(FILE).is_file()
}

/// What made the index of a folder.
pub(crate) fn read(directory: &Path) -> Result<Manifest> {
    let path = directory.join(FILE);
    let bytes = fs::read(&path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound if directory.join(seal::FILE).is_file() => damaged("it is missing").at(&path),
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => {
            Error::new(ErrorKind::Index, "no index is here").at(directory).try_this("onrecord index ARTICLES makes one")
        }
        _ => Error::from(error).at(&path),
    })?;
    serde_json::from_slice(&bytes).map_err(|error| damaged(format!("its manifest cannot be read: {error}")).at(&path))
}

/// Refuses an index of another format.
pub(crate) fn check(directory: &Path) -> Result<Manifest> {
    let manifest = read(directory)?;
    if manifest.format == fields::format() {
        return Ok(manifest);
    }
    let message = format!(
        "the index was made by onrecord {} (format {}), this is {} (format {})",
        manifest.version,
        manifest.format,
        env!("CARGO_PKG_VERSION"),
        fields::format()
    );
    Err(Error::new(ErrorKind::Index, message)
        .at(directory)
        .try_this("onrecord rebuild makes it anew from its articles"))
}

/// Refuses to add to an index what another program's model would not have found.
pub(crate) fn check_maker(directory: &Path) -> Result<()> {
    let manifest = check(directory)?;
    if manifest.fingerprint == Manifest::ours().fingerprint {
        return Ok(());
    }
    let message = format!(
        "the index was made by onrecord {} with other word tables or another model: it can be asked, not added to",
        manifest.version
    );
    Err(Error::new(ErrorKind::Index, message)
        .at(directory)
        .try_this("onrecord rebuild makes it anew from its articles"))
}
