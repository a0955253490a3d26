//! A damaged index in, an index of what is whole in it out, and the names of what is lost.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tantivy::Index;

use crate::error::{Error, ErrorKind, Result};
use crate::index::folder::{self, Folder};
use crate::index::lock::{Lock, Locking};
use crate::index::note::Note;
use crate::index::seal::{self, META, Meta, Seal, Segment, Sum, damaged};
use crate::index::sources::Sources;
use crate::index::store::Store;
use crate::index::verify::{Depth, verify};
use crate::index::{error, fields, manifest, swap};

/// An article that could not be kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Lost {
    /// Its id.
    pub article: String,
    /// The file that gives it.
    pub file: String,
}

/// What a repair did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repaired {
    /// Where the damaged index lies now; none if nothing was damaged.
    pub aside: Option<PathBuf>,
    /// Articles kept.
    pub kept: u64,
    /// Articles lost whose names are known, in order.
    pub lost: Vec<Lost>,
    /// Articles lost whose names are not known: no file gives them.
    pub n_nameless: u64,
}

/// Keeps what is whole of an index. The damaged one is put aside; the files that give what is lost are read again by the
/// next run over them.
///
/// # Errors
///
/// When nothing can be kept, when another process writes to the index, when the disk is full.
pub fn repair(directory: &Path) -> Result<Repaired> {
    let directory = &swap::real(directory)?;
    if !directory.join(META).exists() && !directory.join(seal::FILE).exists() {
        manifest::read(directory)?;
    }
    let _lock = Lock::take(directory, Locking::Taken)?;
    let verified = verify(directory, Depth::Bytes)?;
    if verified.faults.is_empty() {
        return Ok(Repaired { kept: verified.articles, ..Repaired::default() });
    }
    let sealed = Seal::read(directory).ok().flatten();
    let (text, meta) = meta(directory, sealed.as_ref())?;
    let whole: Vec<&Segment> =
        meta.segments.iter().filter(|segment| is_whole(directory, segment, sealed.as_ref())).collect();
    let new = swap::beside(directory, "repaired");
    drop(fs::remove_dir_all(&new));
    fs::create_dir(&new).map_err(|error| Error::from(error).at(&new))?;
    let done = build(directory, &new, &text, &meta, &whole);
    let repaired = match done {
        Ok(repaired) => repaired,
        Err(error) => {
            drop(fs::remove_dir_all(&new));
            return Err(error);
        }
    };
    let aside = swap::free_beside(directory, "damaged");
    swap::exchange(directory, &new, &aside)?;
    Ok(Repaired { aside: Some(aside), ..repaired })
}

/// `meta.json` as it is, or as it was sealed.
fn meta(directory: &Path, sealed: Option<&Seal>) -> Result<(String, Meta)> {
    let now = seal::meta_text(directory).ok();
    let trusted = |text: &String| sealed.is_none_or(|seal| seal.metas.contains(text));
    let texts =
        now.filter(trusted).into_iter().chain(sealed.into_iter().flat_map(|seal| seal.metas.iter().rev().cloned()));
    let mut texts = texts.filter_map(|text| Some((Meta::read(&text)?, text)));
    let (meta, text) = texts.next().ok_or_else(|| {
        Error::new(ErrorKind::Damaged, "nothing of the index can be kept: neither meta.json nor index.sum is whole")
            .at(directory)
            .try_this("onrecord rebuild PATH makes it anew from its articles")
    })?;
    Ok((text, meta))
}

/// Whether all files of a segment are as sealed; without a seal, as their own checksums say.
fn is_whole(directory: &Path, segment: &Segment, sealed: Option<&Seal>) -> bool {
    let by_itself = |file: &str| {
        let managed = Folder::reading(directory)
            .ok()
            .and_then(|folder| tantivy::directory::ManagedDirectory::wrap(Box::new(folder)).ok());
        managed.is_some_and(|managed| managed.validate_checksum(Path::new(file)).unwrap_or(false))
    };
    segment.files().iter().all(|file| match sealed {
        Some(seal) => {
            let sum = Sum::read(&directory.join(file), u64::MAX);
            seal.files.get(file).zip(sum.ok()).is_some_and(|(expected, found)| *expected == found)
        }
        None => by_itself(file),
    })
}

/// Makes an index of whole segments in a new folder.
fn build(old: &Path, new: &Path, text: &str, meta: &Meta, whole: &[&Segment]) -> Result<Repaired> {
    let folder = Folder::writing(new, Lock::take(new, Locking::IfThereIs)?)?;
    for file in whole.iter().flat_map(|segment| segment.files()) {
        let (from, to) = (old.join(&file), new.join(&file));
        // A file system may know no second names.
        fs::hard_link(&from, &to)
            .or_else(|_| fs::copy(&from, &to).and_then(|_| fs::File::open(&to)?.sync_all()))
            .map_err(|error| Error::from(error).at(&from))?;
        let sum = Sum::read(&to, u64::MAX).map_err(|error| Error::from(error).at(&to))?;
        folder.sealed().files.insert(file, sum);
    }
    manifest::keep(old, &folder)?;
    let mut meta_value: Value = serde_json::from_str(text).map_err(|error| damaged(error.to_string()))?;
    let stems: Vec<String> = whole.iter().map(|segment| segment.stem()).collect();
    if let Some(segments) = meta_value["segments"].as_array_mut() {
        segments.retain(|segment| {
            let id = segment["segment_id"].as_str().unwrap_or_default().replace('-', "");
            stems.contains(&id)
        });
    }
    // First without a note: what is kept is counted from the segments themselves.
    write_meta(&folder, &meta_value)?;
    let index = Index::open(folder.clone()).map_err(error)?;
    if index.schema() != fields::contract().0 {
        return Err(Error::new(ErrorKind::Index, "the index has fields that this program does not know")
            .at(old)
            .try_this("onrecord rebuild PATH makes it anew from its articles"));
    }
    let kept: BTreeSet<String> = Store::of(index)?.article_ids()?.into_iter().collect();
    let mut note = Note::of(meta);
    // A damaged table means that every file is read again.
    let mut sources = Sources::read(old, note.sources.as_ref()).unwrap_or_default();
    let lost: BTreeSet<Lost> = sources
        .listed()
        .filter(|(article, _)| !kept.contains(*article))
        .map(|(article, file)| Lost { article: article.to_owned(), file: file.to_owned() })
        .collect();
    let files: BTreeSet<&str> = lost.iter().map(|lost| lost.file.as_str()).collect();
    files.into_iter().for_each(|file| sources.distrust(file));
    let named: BTreeSet<&str> = lost.iter().map(|lost| lost.article.as_str()).collect();
    let n_nameless = note.articles.saturating_sub(kept.len() as u64).saturating_sub(named.len() as u64);
    note.articles = kept.len() as u64;
    note.sources = Some(sources.write_anew(new)?);
    // The next run learns it anew.
    note.neighbours = None;
    meta_value["payload"] = Value::from(note.encode());
    write_meta(&folder, &meta_value)?;
    folder::sync(new).map_err(|error| Error::from(error).at(new))?;
    let verified = verify(new, Depth::Meaning)?;
    if let Some(fault) = verified.faults.first() {
        return Err(damaged(format!("what seemed whole is not: {}: {}", fault.file, fault.what)).at(old));
    }
    Ok(Repaired { aside: None, kept: note.articles, lost: lost.into_iter().collect(), n_nameless })
}

fn write_meta(folder: &Folder, meta: &Value) -> Result<()> {
    use tantivy::Directory;
    let bytes = serde_json::to_vec_pretty(meta).expect("what was read as JSON can be written as JSON");
    folder.atomic_write(Path::new(META), &bytes).map_err(|error| Error::from(error).at(folder.path().join(META)))
}
