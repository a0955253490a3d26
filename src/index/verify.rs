//! An index in, everything that is wrong with it out.
//!
//! Every byte of every file is compared with the seal; deep verification also reads every posting, column and record
//! through the library, for what was wrong before it was written.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Index, TERMINATED};

use crate::error::{ErrorKind, Result};
use crate::index::folder::{self, Folder};
use crate::index::note::Note;
use crate::index::seal::{self, META, Meta, Seal, Segment, Sum};
use crate::index::store::Store;
use crate::index::{analyzer, error, manifest};

/// How thoroughly an index is verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Every byte.
    Bytes,
    /// Every byte, and everything they mean.
    Meaning,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file's name in the index folder.
    pub file: String,
    /// What is wrong with it.
    pub what: String,
}

/// What was verified.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Files that were read.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Articles in the index.
    pub articles: u64,
    /// What is wrong, by file.
    pub faults: Vec<Fault>,
    /// Files in the folder that are no part of what was committed.
    pub strays: Vec<String>,
    /// Segments with a fault, by what their files' names begin with.
    pub(crate) bad_segments: Vec<String>,
}

impl Verified {
    fn fault(&mut self, file: impl Into<String>, what: impl Into<String>) {
        self.faults.push(Fault { file: file.into(), what: what.into() });
    }

    /// Compares a file, or its first bytes, with its sum.
    fn compare(&mut self, directory: &Path, file: &str, expected: Option<&Sum>, most: u64) -> bool {
        let Some(expected) = expected else {
            self.fault(file, "has no checksum");
            return false;
        };
        match Sum::read(&directory.join(file), most) {
            Ok(found) if found == *expected => {
                self.files += 1;
                self.bytes += found.bytes;
                return true;
            }
            Ok(found) if found.bytes != expected.bytes => {
                self.fault(file, format!("is {} bytes long, not {}", found.bytes, expected.bytes));
            }
            Ok(_) => self.fault(file, "its bytes have changed"),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => self.fault(file, "is missing"),
            Err(error) => self.fault(file, error.to_string()),
        }
        false
    }
}

/// Looks at every byte of an index.
///
/// # Errors
///
/// When there is no index, or one of another format. What is wrong with one is no error, but what comes back.
pub fn verify(directory: &Path, depth: Depth) -> Result<Verified> {
    let mut verified = Verified::default();
    match manifest::check(directory) {
        Err(error) if error.kind == ErrorKind::Damaged => verified.fault(manifest::FILE, "cannot be read"),
        Err(error) if error.kind == ErrorKind::Index && directory.join(seal::FILE).is_file() => {
            // An index of another format has a manifest that says so, as sealed; one that was changed is not as sealed.
            let sealed = Seal::read(directory).ok().flatten();
            let sealed = sealed.as_ref().and_then(|seal| seal.files.get(manifest::FILE));
            if sealed.is_some_and(|sum| {
                Sum::read(&directory.join(manifest::FILE), u64::MAX).is_ok_and(|found| found == *sum)
            }) {
                return Err(error);
            }
        }
        other => drop(other?),
    }
    let meta = bytes(directory, &mut verified);
    if depth == Depth::Meaning
        && let Some(meta) = &meta
        && verified.faults.is_empty()
    {
        let checked = catch_unwind(AssertUnwindSafe(|| meaning(directory, meta, &mut verified)));
        match checked {
            Ok(Ok(())) => {}
            Ok(Err(error)) => verified.fault(META, error.message),
            Err(_) => verified.fault(META, "reading what it lists failed"),
        }
    }
    Ok(verified)
}

/// Compares every file with the seal.
fn bytes(directory: &Path, verified: &mut Verified) -> Option<Meta> {
    // A writer may be at work: the seal is read after `meta.json`, which it names then.
    let mut read = (fs::read(directory.join(META)), Seal::read(directory));
    for _ in 0..10 {
        let (meta, seal) = &read;
        if let (Ok(meta), Ok(Some(seal))) = (meta, seal)
            && seal.metas.iter().any(|known| known.as_bytes() == meta)
        {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
        read = (fs::read(directory.join(META)), Seal::read(directory));
    }
    let (text, seal) = read;
    let seal = match seal {
        Ok(Some(seal)) => {
            verified.files += 1;
            verified.bytes += fs::metadata(directory.join(seal::FILE)).map_or(0, |data| data.len());
            seal
        }
        Ok(None) => {
            verified.fault(seal::FILE, "is missing");
            Seal::default()
        }
        Err(_) => {
            verified.fault(seal::FILE, "its bytes have changed");
            Seal::default()
        }
    };
    if seal.files.contains_key(manifest::FILE) || !seal.metas.is_empty() {
        verified.compare(directory, manifest::FILE, seal.files.get(manifest::FILE), u64::MAX);
    }
    let text = match text {
        Ok(text) if seal.metas.iter().any(|known| known.as_bytes() == text) => {
            verified.files += 1;
            verified.bytes += text.len() as u64;
            String::from_utf8(text).ok()
        }
        Ok(_) if seal.metas.is_empty() => None,
        Ok(_) => {
            verified.fault(META, "its bytes have changed");
            seal.metas.last().cloned()
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            verified.fault(META, "is missing");
            seal.metas.last().cloned()
        }
        Err(error) => {
            verified.fault(META, error.to_string());
            seal.metas.last().cloned()
        }
    };
    let meta = Meta::read(&text?)?;
    for segment in &meta.segments {
        let mut whole = true;
        for file in segment.files() {
            whole &= verified.compare(directory, &file, seal.files.get(&file), u64::MAX);
        }
        if !whole {
            verified.bad_segments.push(Segment::stem(segment));
        }
    }
    let note = Note::of(&meta);
    verified.articles = note.articles;
    verified.strays = strays(directory, &meta, &note);
    if let Some(mark) = note.sources {
        verified.compare(directory, &mark.file, Some(&mark.sum), mark.sum.bytes);
    }
    if let Some(learned) = note.neighbours {
        verified.compare(directory, &learned.file, Some(&learned.sum), u64::MAX);
    }
    Some(meta)
}

/// What a dead writer left, or a living one works on; and the notes that the library keeps for itself elsewhere.
fn strays(directory: &Path, meta: &Meta, note: &Note) -> Vec<String> {
    let mut living: Vec<String> = meta.segments.iter().flat_map(Segment::files).collect();
    living.extend(note.tables().map(str::to_owned));
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut strays: Vec<String> =
        names.filter(|name| folder::is_left_behind(name, |name| living.iter().any(|file| file == name))).collect();
    strays.sort_unstable();
    strays
}

/// Reads everything through the library, and counts.
fn meaning(directory: &Path, meta: &Meta, verified: &mut Verified) -> Result<()> {
    let mut index = Index::open(Folder::reading(directory)?).map_err(error)?;
    index.set_tokenizers(analyzer::manager());
    let schema = index.schema();
    let store = Store::of(index)?;
    let mut n_articles = 0;
    for (number, segment) in store.segments().iter().enumerate() {
        let file = |ending: &str| format!("{}.{ending}", segment.segment_id().uuid_string());
        let blocks = segment.fast_fields().u64("block").map_err(error)?;
        let places = segment.fast_fields().u64("place").map_err(error)?;
        let mut next = 0;
        for document in 0..segment.max_doc() {
            let read = if let Some(n_passages) = blocks.first(document) {
                let ends = document + n_passages as u32;
                if document != next || ends >= segment.max_doc() {
                    verified.fault(file("fast"), format!("article {document} is out of place"));
                }
                next = ends + 1;
                n_articles += u64::from(!segment.is_deleted(document));
                store.article(number as u32, document).map(drop)
            } else {
                if places.first(document).unwrap_or(0) == 0 {
                    verified.fault(file("fast"), format!("passage {document} has no place"));
                }
                store.passage(number as u32, document).map(drop)
            };
            if let Err(error) = read {
                verified.fault(file("store"), format!("document {document}: {}", error.message));
            }
        }
        for (_, entry) in schema.fields().filter(|(_, entry)| entry.is_fast()) {
            let Some((column, _)) = segment.fast_fields().u64_lenient(entry.name()).map_err(error)? else { continue };
            let n_values: usize = (0..segment.max_doc()).map(|document| column.values_for_doc(document).count()).sum();
            let n_noted = column.values.num_vals();
            if n_values != n_noted as usize {
                verified
                    .fault(file("fast"), format!("the column {} has {n_values} values, not {n_noted}", entry.name()));
            }
        }
        for (field, entry) in schema.fields().filter(|(_, entry)| entry.is_indexed()) {
            let inverted = segment.inverted_index(field).map_err(error)?;
            let mut terms = inverted.terms().stream()?;
            while let Some((_, info)) = terms.next() {
                let mut postings =
                    inverted.read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)?;
                let mut positions = Vec::new();
                let mut n = 0;
                let mut last = None;
                while postings.doc() != TERMINATED {
                    let document = postings.doc();
                    if last.is_some_and(|last| last >= document) || document >= segment.max_doc() {
                        verified.fault(file("idx"), format!("postings of {} are out of order", entry.name()));
                        break;
                    }
                    last = Some(document);
                    tantivy::postings::Postings::positions(&mut postings, &mut positions);
                    n += 1;
                    postings.advance();
                }
                if n != info.doc_freq {
                    verified.fault(
                        file("idx"),
                        format!("a term of {} has {n} documents, not {}", entry.name(), info.doc_freq),
                    );
                }
            }
        }
    }
    let noted = Note::of(meta).articles;
    if n_articles != noted {
        verified.fault(META, format!("the commit says {noted} articles, the index has {n_articles}"));
    }
    Ok(())
}
