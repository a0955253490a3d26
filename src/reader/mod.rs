//! Files in, articles out.
//!
//! A path becomes files ([`walk`]), a file becomes raw records ([`Records`]), a raw record becomes articles
//! ([`Raw::articles`]). Only the last step is costly, and it needs nothing but its record, so that it can be done in
//! parallel. What a file is, its first bytes say; its name only where they do not.
//!
//! An article's id is the record's own; without one, for a JSON record a hash of title and text, for any other file
//! its path as given. So a changed file takes the place of what was read from it before.

mod charset;
mod date;
mod html;
mod json;
mod plain;
mod stream;
mod walk;

pub use date::date;
pub use stream::Records;
pub use walk::{File, Found, Input, walk};

use std::path::PathBuf;
use std::sync::Arc;

use xxhash_rust::xxh3::Xxh3;

use crate::article::Article;
use crate::error::{Error, ErrorKind, Result};

/// A record is no longer than this many bytes; longer ones are skipped.
pub const LONGEST_RECORD: usize = 16 << 20;

/// What a record is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One JSON object.
    JsonLine,
    /// One JSON object, or an array of them, over many lines.
    Json,
    /// A web page.
    Html,
    /// Text, or Markdown, with or without front matter.
    Plain,
}

/// One record as it stands in its file.
#[derive(Clone, Debug)]
pub struct Raw {
    /// The file; none for standard input.
    pub path: Option<Arc<PathBuf>>,
    /// The line it starts on, from 1.
    pub line: u64,
    /// What it is written in.
    pub format: Format,
    /// The record.
    pub bytes: Vec<u8>,
}

impl Raw {
    /// The articles of the record: one, or those of an array; or why there is none.
    pub fn articles(&self) -> Vec<Result<Article>> {
        let articles = match self.format {
            Format::JsonLine | Format::Json => json::articles(&self.bytes),
            Format::Html => vec![html::article(&self.bytes)],
            Format::Plain => vec![plain::article(&self.bytes)],
        };
        articles.into_iter().map(|article| self.place(article)).collect()
    }

    /// Notes where the article came from, and gives it an id if it has none.
    fn place(&self, article: Result<Article>) -> Result<Article> {
        let mut article = article.map_err(|error| self.at(error))?;
        if article.text.trim().is_empty() {
            return Err(self.at(Error::new(ErrorKind::Record, "article has no text")
                .try_this("see schema/article.schema.json for what a record needs")));
        }
        article.path = self.path.as_deref().cloned();
        article.line = Some(article.line.unwrap_or(0).max(1) + self.line - 1);
        if article.id.is_empty() {
            article.id = match (&self.format, &self.path) {
                (Format::Html | Format::Plain, Some(path)) => path.to_string_lossy().replace('\\', "/"),
                _ => content_id(&article),
            };
        }
        Ok(article)
    }

    fn at(&self, mut error: Error) -> Error {
        error.path = Some(self.path.as_deref().cloned().unwrap_or_else(|| PathBuf::from("-")));
        error.line = Some(error.line.unwrap_or(1).max(1) + self.line - 1);
        error
    }
}

/// The id of an article that brings none: a hash of title and text.
fn content_id(article: &Article) -> String {
    let mut hash = Xxh3::new();
    hash.update(article.title.as_deref().unwrap_or_default().as_bytes());
    hash.update(&[0]);
    hash.update(article.text.as_bytes());
    format!("{:016x}", hash.digest())
}

/// A hash of everything an article says, to know whether it has changed.
pub fn fingerprint(article: &Article) -> u64 {
    let mut hash = Xxh3::new();
    for part in [&article.title, &article.date, &article.outlet, &article.url, &article.author] {
        hash.update(part.as_deref().unwrap_or_default().as_bytes());
        hash.update(&[0]);
    }
    hash.update(article.text.as_bytes());
    hash.digest()
}
