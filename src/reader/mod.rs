//! Files in, articles out.
//!
//! A path becomes files ([`walk`]), a file becomes raw records ([`read`]), a raw record becomes articles
//! ([`Raw::read`]). Only the last step is costly, and it needs nothing but its record, so that it can be done in
//! parallel. What a file is, its first bytes say; its name only where they do not.
//!
//! An article's id is the record's own; without one, for a JSON record a hash of title and text, for a file that is
//! one article its path as given. So a changed file takes the place of what was read from it before.

mod walk;

mod format;
mod open;
mod source;

mod feed;
mod html;
mod json;
mod mail;
mod newsml;
mod ninjs;
mod nitf;
#[cfg(feature = "parquet")]
mod parquet;
mod plain;
mod table;
mod warc;

mod page;
mod xml;

mod agency;
mod byline;
mod charset;
mod date;
mod draft;
mod language;
mod markup;

pub use date::date;
pub use draft::{Field, Mapping};
pub use open::{Flow, read};
#[cfg(feature = "parquet")]
pub use parquet::{Bounds, apart::send as send_rows};
pub use walk::{File, Found, Hope, Input, walk};

use std::path::PathBuf;
use std::sync::Arc;

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::article::Article;
use crate::error::{Error, ErrorKind};
use draft::Draft;

/// An id of more bytes is a text; its hash is the id then.
const LONGEST_ID: usize = 512;

/// How files are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Records of more bytes are skipped.
    pub max_record: usize,
    /// What is packed in a file may come to so many bytes; without it, to a multiple of the file's size.
    pub max_decompressed: Option<u64>,
    /// What the fields of records are called.
    pub map: Mapping,
    /// This program, for what is read in a process of its own; without it all is read in this one.
    pub program: Option<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { max_record: 16 << 20, max_decompressed: None, map: Mapping::default(), program: None }
    }
}

/// What a record is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A JSON object.
    Json,
    /// A web page.
    Html,
    /// NITF.
    Nitf,
    /// NewsML-G2.
    NewsMl,
    /// A mail.
    Mail,
    /// Nothing but the fields that were read already: a row, an item.
    Fields,
    /// Text, or Markdown, with or without front matter.
    Plain,
}

/// A piece of a file.
#[derive(Debug)]
pub enum Piece {
    /// A record.
    Record(Raw),
    /// Something that could not be read.
    Problem(Error),
    /// What the user should know of how a file is read.
    Note(String),
}

/// One record as it stands in its file.
#[derive(Clone, Debug)]
pub struct Raw {
    /// The file, and the member of it, if it is an archive; none for standard input.
    pub path: Option<Arc<PathBuf>>,
    /// The line it starts on, from 1.
    pub line: u64,
    /// The byte it starts at, from 0, in the file as unpacked.
    pub byte: u64,
    /// What it is written in.
    pub format: Format,
    /// The record.
    pub bytes: Vec<u8>,
    /// What is known of it beside that, by name.
    pub fields: Vec<(String, String)>,
    /// The encoding that whoever sent it declared.
    pub charset: Option<String>,
    /// Whether it is the whole file.
    pub is_whole: bool,
    /// How it is read.
    pub settings: Arc<Settings>,
}

/// What was read of a record.
#[derive(Debug, Default)]
pub struct Reading {
    /// Its articles: one, or those of a list.
    pub articles: Vec<Article>,
    /// What could not be read, and what is missing in those that could.
    pub problems: Vec<Error>,
}

impl Reading {
    /// Takes an article, or tells that it is none.
    fn take(&mut self, draft: Draft) {
        let (mut article, warnings) = draft.finish();
        // Who takes an item back need not say more.
        let is_withdrawn = article.status.as_deref().is_some_and(agency::is_withdrawn) && !article.id.is_empty();
        if article.text.trim().is_empty() && is_withdrawn {
            article.text = article.title.clone().unwrap_or_default();
        } else if article.text.trim().is_empty() {
            let error = Error::new(ErrorKind::Record, "article has no text");
            let advice = "see schema/article.schema.json for what a record needs, or name its fields with --map";
            self.problems.push(error.try_this(advice));
            return;
        }
        self.articles.push(article);
        self.problems.extend(warnings);
    }
}

impl Raw {
    /// About how many bytes it is.
    pub fn size(&self) -> usize {
        self.bytes.len() + self.fields.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>()
    }

    /// Reads the articles of the record.
    pub fn read(&self) -> Reading {
        let mut reading = match self.format {
            Format::Json => json::read(&self.bytes, &self.settings),
            Format::Plain => plain::read(&self.bytes, &self.fields),
            Format::Html => self.draft(|bytes, draft| html::read(bytes, self.charset.as_deref(), draft)),
            Format::Nitf => self.draft(|bytes, draft| nitf::read(&self.text(bytes, draft), draft)),
            Format::NewsMl => self.news(),
            Format::Mail => self.draft(mail::read),
            Format::Fields => self.draft(|_, _| Ok(())),
        };
        reading.articles.iter_mut().for_each(|article| self.place(article));
        reading.problems.iter_mut().for_each(|problem| self.place_problem(problem));
        reading
    }

    /// Reads the one article of a record.
    fn draft(&self, read: impl FnOnce(&[u8], &mut Draft) -> Result<(), Error>) -> Reading {
        let mut reading = Reading::default();
        let mut draft = Draft::default();
        self.fields.iter().for_each(|(name, value)| draft.offer(name, value));
        match read(&self.bytes, &mut draft) {
            Ok(()) => reading.take(draft),
            Err(error) => reading.problems.push(match self.fields.iter().find(|(name, _)| name == "url") {
                // Of a page in an archive its address tells more than its place.
                Some((_, url)) => error.try_this(format!("if {url} is an article, bring its text as .txt or .json")),
                None => error,
            }),
        }
        reading
    }

    /// The text of XML, in whatever encoding it says it is.
    fn text<'a>(&self, bytes: &'a [u8], draft: &mut Draft) -> std::borrow::Cow<'a, str> {
        let declared = charset::declared_in_xml(bytes);
        let decoded = charset::decode(bytes, self.charset.as_deref().or(declared.as_deref()));
        draft.n_lost += decoded.n_lost;
        decoded.text
    }

    /// The items of a NewsML-G2 document.
    fn news(&self) -> Reading {
        let mut reading = Reading::default();
        let text = self.text(&self.bytes, &mut Draft::default());
        if let Err(error) = newsml::read(&text, &mut |draft| reading.take(draft)) {
            reading.problems.push(error);
        }
        reading
    }

    /// Notes where an article came from, and gives it an id if it has none.
    fn place(&self, article: &mut Article) {
        article.path = self.path.as_deref().cloned();
        article.line = Some(article.line.unwrap_or(0).max(1) + self.line - 1);
        if article.id.is_empty() {
            article.id = match &self.path {
                Some(path) if self.is_whole => path.to_string_lossy().replace('\\', "/"),
                _ => content_id(article),
            };
        } else if article.id.len() > LONGEST_ID {
            article.id = format!("{:016x}", xxh3_64(article.id.as_bytes()));
        }
    }

    fn place_problem(&self, problem: &mut Error) {
        problem.path = Some(self.path.as_deref().cloned().unwrap_or_else(|| PathBuf::from("-")));
        problem.line = Some(problem.line.unwrap_or(1).max(1) + self.line - 1);
        problem.byte = Some(problem.byte.unwrap_or(0) + self.byte);
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
    let facts = [&article.title, &article.date, &article.outlet, &article.url, &article.author];
    for part in facts.into_iter().chain([&article.language, &article.status]) {
        hash.update(part.as_deref().unwrap_or_default().as_bytes());
        hash.update(&[0]);
    }
    for (name, value) in &article.metadata {
        for part in [name, value] {
            hash.update(part.as_bytes());
            hash.update(&[0]);
        }
    }
    hash.update(article.text.as_bytes());
    hash.digest()
}
