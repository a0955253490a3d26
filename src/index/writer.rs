//! Articles and their quotations in, committed documents out.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use rustc_hash::FxHashMap;
use tantivy::index::SegmentId;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy, MergePolicy, NoMergePolicy, UserOperation};
use tantivy::{Index, IndexWriter, TantivyDocument, Term};
use xxhash_rust::xxh3::xxh3_64;

use crate::article::Article;
use crate::attribution::Findings;
use crate::error::{Error, ErrorKind, Result};
use crate::index::folder::Folder;
use crate::index::lock::{Lock, Locking};
use crate::index::neighbours::Learned;
use crate::index::note::{Note, Root};
use crate::index::seal::{self, META, damaged};
use crate::index::sources::Sources;
use crate::index::store::{Known, Store};
use crate::index::{analyzer, company, document, error, fields, manifest};

/// How much a writer may use.
#[derive(Clone, Copy, Debug, Default)]
pub struct WriterOptions {
    /// Threads that write.
    pub threads: usize,
    /// Bytes of memory for what is not yet on disk, all threads together.
    pub memory: usize,
    /// What to do about the lock.
    pub locking: Locking,
}

/// What a commit made durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acknowledged {
    /// Articles in the index: so many survive whatever comes.
    pub articles: u64,
    /// The number of the commit; a later one has a greater.
    pub opstamp: u64,
}

/// What an index holds after a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Committed {
    /// Articles in the index.
    pub articles: u64,
    /// Bytes on disk.
    pub bytes: u64,
    /// Merges of its segments that were due and failed: nothing is lost, and the next run tries again.
    pub failed_merges: usize,
}

/// Writes articles and their quotations. One at a time may be open on a folder.
pub struct Writer {
    writer: IndexWriter,
    index: Index,
    directory: PathBuf,
    /// Every article by its key, with what is not yet committed.
    known: FxHashMap<u64, Known>,
    sources: Sources,
    note: Note,
    starts_over: bool,
    order: Mutex<()>,
    /// Operations that are not yet committed.
    n_pending: AtomicU64,
    /// Documents that this writer has added.
    n_added: AtomicU64,
    /// Articles in the index as it was last committed.
    n_committed: u64,
}

/// The least memory a writing thread works with.
const LEAST_MEMORY: usize = 16 << 20;
/// The most that brings anything.
const MOST_MEMORY: usize = 512 << 20;

impl Writer {
    /// Opens the index of a folder for writing, or makes one.
    ///
    /// # Errors
    ///
    /// When another process writes to it, when it has another format or is damaged, when the folder cannot be made.
    pub fn open(directory: &Path, options: &WriterOptions) -> Result<Self> {
        fs::create_dir_all(directory).map_err(|error| Error::from(error).at(directory))?;
        let folder = Folder::writing(directory, Lock::take(directory, options.locking)?)?;
        let starts_over = !directory.join(META).exists() && manifest::is_there(directory);
        let note = prepare(directory, &folder)?;
        let (schema, _) = fields::contract();
        let mut index = Index::open_or_create(folder.clone(), schema).map_err(|cause| error(cause).at(directory))?;
        index.set_tokenizers(analyzer::manager());
        let threads = options.threads.clamp(1, 8);
        let writer = index
            .writer_with_options(
                IndexWriterOptions::builder()
                    .num_worker_threads(threads)
                    .memory_budget_per_thread((options.memory / threads).clamp(LEAST_MEMORY, MOST_MEMORY))
                    .num_merge_threads(1)
                    .build(),
            )
            .map_err(|cause| error(cause).at(directory))?;
        writer.set_merge_policy(Box::new(merging()));
        let known = Store::of(index.clone())?.known()?;
        let sources = Sources::read(directory, note.sources.as_ref())?;
        Ok(Self {
            writer,
            index,
            directory: directory.to_owned(),
            n_committed: known.len() as u64,
            known,
            sources,
            note,
            starts_over,
            order: Mutex::default(),
            n_pending: AtomicU64::new(0),
            n_added: AtomicU64::new(0),
        })
    }

    /// Whether an index was begun here, and broken off before anything was committed.
    pub fn starts_over(&self) -> bool {
        self.starts_over
    }

    /// What the index has under an article's id.
    pub fn known(&self, article: &str) -> Option<Known> {
        self.known.get(&xxh3_64(article.as_bytes())).copied()
    }

    /// Puts an article and its quotations in the place of what is there under its id. [`Writer::knows`] must follow.
    ///
    /// # Errors
    ///
    /// When the writer has died of an earlier failure.
    pub fn replace(&self, article: &Article, known: Known, findings: &Findings) -> Result<()> {
        let (_, fields) = fields::contract();
        let key = xxh3_64(article.id.as_bytes());
        let there = self.known.contains_key(&key);
        let delete = there.then(|| UserOperation::Delete(Term::from_field_text(fields.article, &article.id)));
        let documents = document::documents(article, known.fingerprint, key, findings, fields);
        self.n_added.fetch_add(documents.len() as u64, Ordering::Relaxed);
        let operations: Vec<UserOperation<TantivyDocument>> =
            delete.into_iter().chain(documents.into_iter().map(UserOperation::Add)).collect();
        self.n_pending.fetch_add(1, Ordering::Relaxed);
        // The library numbers operations before it queues them. Where two threads did so at once, a deletion could
        // come behind one with a greater number, and would then delete what was written after it.
        let _one_by_one = self.order.lock().expect("no thread panics while it queues");
        self.writer.run(operations).map_err(error)?;
        Ok(())
    }

    /// Notes that an article was replaced.
    pub fn knows(&mut self, article: &str, known: Known) {
        self.known.insert(xxh3_64(article.as_bytes()), known);
    }

    /// Removes an article and its quotations. Returns whether it was there.
    pub fn delete(&mut self, article: &str) -> bool {
        let (_, fields) = fields::contract();
        let there = self.known.remove(&xxh3_64(article.as_bytes())).is_some();
        if there {
            self.n_pending.fetch_add(1, Ordering::Relaxed);
            self.writer.delete_term(Term::from_field_text(fields.article, article));
        }
        there
    }

    /// The files that the index was made of.
    pub fn sources(&mut self) -> &mut Sources {
        &mut self.sources
    }

    /// Notes the paths that an index is made of, so that it can be made anew.
    pub fn remember(&mut self, roots: &[Root]) {
        self.note.remember(roots);
    }

    /// Makes all that was written durable, if there is anything new.
    ///
    /// # Errors
    ///
    /// When the disk is full or fails; what was committed before stays.
    pub fn commit(&mut self) -> Result<Option<Acknowledged>> {
        if *self.n_pending.get_mut() == 0 && !self.sources.has_news() && !self.note.has_news() {
            return Ok(None);
        }
        self.note.articles = self.known.len() as u64;
        self.note.sources = Some(self.sources.write(&self.directory)?);
        let mut prepared = self.writer.prepare_commit().map_err(error)?;
        prepared.set_payload(&self.note.encode());
        let opstamp = prepared.commit().map_err(error)?;
        *self.n_pending.get_mut() = 0;
        self.n_committed = self.note.articles;
        Ok(Some(Acknowledged { articles: self.n_committed, opstamp }))
    }

    /// Says of a failure what is kept; and why a writing thread died, where the failure is only that it has.
    pub fn blame(&mut self, failure: Error) -> Error {
        let mut failure = match failure.kind {
            ErrorKind::Index => self.writer.prepare_commit().err().map_or(failure, error),
            _ => failure,
        };
        failure.message = format!("{}; the {} articles committed before are kept", failure.message, self.n_committed);
        failure.path.get_or_insert_with(|| self.directory.clone());
        failure
    }

    /// Learns which words keep the same company, if the index has grown or shrunk much since it last did.
    fn learn(&mut self) -> Result<()> {
        let (before, articles) = (self.note.neighbours.as_ref(), self.note.articles);
        if !Learned::is_due(before, articles) {
            return Ok(());
        }
        let table = company::learn(&Store::of(self.index.clone())?)?;
        let learned = Learned::write(&self.directory, before, articles, &table)?;
        let before = self.note.neighbours.replace(learned);
        let mut prepared = self.writer.prepare_commit().map_err(error)?;
        prepared.set_payload(&self.note.encode());
        prepared.commit().map_err(error)?;
        if let Some(before) = before {
            // It does no harm where it cannot be removed.
            drop(fs::remove_file(self.directory.join(before.file)));
        }
        Ok(())
    }

    /// Makes everything durable, learns from it and closes the writer.
    ///
    /// # Errors
    ///
    /// When the disk is full or fails; what was committed before stays.
    pub fn finish(mut self) -> Result<(Option<Acknowledged>, Committed)> {
        let acknowledged = self.commit().map_err(|error| self.blame(error))?;
        self.learn().map_err(|error| self.blame(error))?;
        self.writer.wait_merging_threads().map_err(error)?;
        let united = unite(&self.index, self.n_added.into_inner()).is_ok();
        // The library tells nobody when a merge fails; what it has not merged shows it.
        let segments = self.index.searchable_segment_metas().map_err(error)?;
        let due = merging().compute_merge_candidates(&segments).len().max(usize::from(!united));
        let failed_merges = acknowledged.map_or(0, |_| due);
        let store = Store::of(self.index)?;
        Ok((acknowledged, Committed { articles: store.n_articles()?, bytes: store.bytes()?, failed_merges }))
    }
}

/// An index of more documents is left in several segments: to write them once more would take too long.
const LARGE: u64 = 4_000_000;

/// Makes one segment of an index that is all new: a question looks up each word once in each segment.
fn unite(index: &Index, n_added: u64) -> tantivy::Result<()> {
    let segments = index.searchable_segment_metas()?;
    let n_documents: u64 = segments.iter().map(|segment| u64::from(segment.max_doc())).sum();
    if segments.len() < 2 || n_documents > LARGE || n_added < n_documents {
        return Ok(());
    }
    let mut writer: IndexWriter = index.writer_with_num_threads(1, LEAST_MEMORY)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    // Files live as long as what tells of their segments.
    let segments: Vec<SegmentId> = segments.into_iter().map(|segment| segment.id()).collect();
    drop(writer.merge(&segments).wait()?);
    writer.garbage_collect_files().wait()?;
    writer.wait_merging_threads()
}

/// When segments are merged.
fn merging() -> LogMergePolicy {
    let mut merging = LogMergePolicy::default();
    merging.set_del_docs_ratio_before_merge(0.3);
    merging
}

/// Looks what a folder holds before the library does, and removes what a dead writer left. Returns what its last
/// commit noted.
fn prepare(directory: &Path, folder: &Folder) -> Result<Note> {
    let text = match fs::read_to_string(directory.join(META)) {
        Ok(text) => Some(text),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => None,
        Err(cause) => return Err(Error::from(cause).at(directory.join(META))),
    };
    let Some(text) = text else {
        let entries = fs::read_dir(directory).map_err(|error| Error::from(error).at(directory))?;
        if entries.flatten().any(|entry| seal::is_of_a_segment(&entry.file_name().to_string_lossy())) {
            return Err(damaged("meta.json is missing").at(directory));
        }
        // A writer that died while it made the index left nothing that counts.
        folder.sweep(|_| false)?;
        manifest::write(folder)?;
        return Ok(Note::default());
    };
    if !manifest::is_there(directory) {
        return Err(if directory.join(seal::FILE).exists() {
            damaged(format!("{} is missing", manifest::FILE)).at(directory)
        } else {
            Error::new(ErrorKind::Index, "this folder holds an index that onrecord did not make")
                .at(directory)
                .try_this("name another folder with --index")
        });
    }
    manifest::check_maker(directory)?;
    let meta = seal::look(directory)?;
    let note = Note::of(&meta);
    let living: Vec<String> = meta.segments.iter().flat_map(seal::Segment::files).collect();
    folder.sweep(|name| living.iter().any(|file| file == name) || note.tables().any(|table| table == name))?;
    drop(text);
    Ok(note)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_many_threads_replace_at_once_is_all_there() {
        let folder = tempfile::tempdir().unwrap();
        let options = WriterOptions { threads: 4, memory: 64 << 20, ..WriterOptions::default() };
        let article = |n: u64| Article { id: format!("a{n}"), text: "It rained.".to_owned(), ..Article::default() };
        let mut writer = Writer::open(folder.path(), &options).unwrap();
        let known = Known { fingerprint: 0, version: None };
        (0..4).for_each(|n| writer.knows(&article(n).id, known));
        for round in 1..30 {
            let start = std::sync::Barrier::new(4);
            std::thread::scope(|scope| {
                for n in 0..4 {
                    let (writer, start, article) = (&writer, &start, article(n));
                    scope.spawn(move || {
                        start.wait();
                        writer
                            .replace(&article, Known { fingerprint: round, version: None }, &Findings::default())
                            .unwrap();
                    });
                }
            });
            writer.commit().unwrap();
            assert_eq!(Store::of(writer.index.clone()).unwrap().n_articles().unwrap(), 4, "round {round}");
        }
    }
}
