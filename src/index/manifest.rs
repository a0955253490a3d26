//! What made an index: format number and fingerprint, beside the index in `onrecord.json`.

use std::fs;
use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};
use crate::index::fields;

const FILE: &str = "onrecord.json";

/// What made an index.
#[derive(Serialize, Deserialize)]
struct Manifest {
    format: u32,
    version: String,
}

/// Notes what makes the index of a new folder.
pub(crate) fn write(directory: &Path) -> Result<()> {
    let manifest = Manifest { format: fields::format(), version: env!("CARGO_PKG_VERSION").to_owned() };
    let bytes =
        serde_json::to_vec_pretty(&manifest).map_err(|error| Error::new(ErrorKind::Index, error.to_string()))?;
    let temporary = directory.join(format!("{FILE}.new"));
    let mut file = fs::File::create(&temporary).map_err(|error| Error::from(error).at(&temporary))?;
    file.write_all(&bytes)?;
    file.sync_all()?;
    fs::rename(&temporary, directory.join(FILE))?;
    Ok(())
}

/// Whether a folder holds an index of any format.
pub(crate) fn is_there(directory: &Path) -> bool {
    directory.join(FILE).is_file()
}

/// Refuses an index of another format.
pub(crate) fn check(directory: &Path) -> Result<()> {
    let path = directory.join(FILE);
    let bytes = fs::read(&path).map_err(|_| {
        Error::new(ErrorKind::Index, "no index is here").at(directory).try_this("onrecord index ARTICLES makes one")
    })?;
    let manifest: Manifest = serde_json::from_slice(&bytes).map_err(|error| {
        Error::new(ErrorKind::Damaged, format!("the index's manifest is damaged: {error}"))
            .at(&path)
            .try_this("remove the index folder and index the articles again")
    })?;
    if manifest.format == fields::format() {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Index,
        format!(
            "the index has format {} (made by onrecord {}), this program reads format {}",
            manifest.format,
            manifest.version,
            fields::format()
        ),
    )
    .at(directory)
    .try_this("remove the folder and run onrecord index over the articles again"))
}
