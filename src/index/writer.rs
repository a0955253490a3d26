//! Articles and their quotations in, committed documents out.

use std::fs;
use std::path::Path;

use rustc_hash::FxHashMap;
use tantivy::directory::{Directory, MmapDirectory};
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy, UserOperation};
use tantivy::{Index, IndexWriter, TantivyDocument, Term};
use xxhash_rust::xxh3::xxh3_64;

use crate::article::Article;
use crate::attribution::Findings;
use crate::error::{Error, ErrorKind, Result};
use crate::index::store::Store;
use crate::index::{analyzer, document, error, fields, manifest};

/// How much a writer may use.
#[derive(Clone, Copy, Debug)]
pub struct WriterOptions {
    /// Threads that write.
    pub threads: usize,
    /// Bytes of memory for what is not yet on disk, all threads together.
    pub memory: usize,
}

/// What a commit made durable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Committed {
    /// Articles in the index.
    pub articles: u64,
    /// Bytes on disk.
    pub bytes: u64,
}

/// Writes articles and their quotations. One at a time may be open on a folder.
pub struct Writer {
    writer: IndexWriter,
    index: Index,
    /// Key and fingerprint of each article that was there at the start.
    known: FxHashMap<u64, u64>,
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
        let (schema, _) = fields::contract();
        if manifest::is_there(directory) {
            manifest::check(directory)?;
        } else if directory.join("meta.json").exists() {
            return Err(Error::new(ErrorKind::Index, "this folder holds an index that onrecord did not make")
                .at(directory)
                .try_this("name another folder with --index"));
        }
        let mapped = MmapDirectory::open(directory)
            .map_err(|error| Error::new(ErrorKind::Io, error.to_string()).at(directory))?;
        let mut index = Index::open_or_create(mapped, schema).map_err(|cause| error(cause).at(directory))?;
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
        let mut merging = LogMergePolicy::default();
        merging.set_del_docs_ratio_before_merge(0.3);
        writer.set_merge_policy(Box::new(merging));
        if !manifest::is_there(directory) {
            manifest::write(directory)?;
        }
        let known = Store::of(index.clone())?.fingerprints()?;
        Ok(Self { writer, index, known })
    }

    /// Whether an article is in the index as it is now.
    pub fn holds(&self, article: &str, fingerprint: u64) -> bool {
        self.known.get(&xxh3_64(article.as_bytes())) == Some(&fingerprint)
    }

    /// Puts an article and its quotations in the place of what was there under its id.
    ///
    /// # Errors
    ///
    /// When the writer has died of an earlier failure.
    pub fn replace(&self, article: &Article, fingerprint: u64, findings: &Findings) -> Result<()> {
        let (_, fields) = fields::contract();
        let key = xxh3_64(article.id.as_bytes());
        let delete = UserOperation::Delete(Term::from_field_text(fields.article, &article.id));
        let documents = document::documents(article, fingerprint, key, findings, fields);
        let operations: Vec<UserOperation<TantivyDocument>> =
            std::iter::once(delete).chain(documents.into_iter().map(UserOperation::Add)).collect();
        self.writer.run(operations).map_err(error)?;
        Ok(())
    }

    /// Makes everything durable and closes the writer.
    ///
    /// # Errors
    ///
    /// When the disk is full or fails; what was committed before stays.
    pub fn commit(mut self) -> Result<Committed> {
        self.writer.commit().map_err(error)?;
        // The library does not sync the folder after its last rename.
        self.index.directory().sync_directory()?;
        self.writer.wait_merging_threads().map_err(error)?;
        let store = Store::of(self.index.clone())?;
        Ok(Committed { articles: store.n_articles()?, bytes: store.bytes()? })
    }
}
