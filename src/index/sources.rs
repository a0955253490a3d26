//! The files that an index was made of: what each looked like when it was read, and the articles it gave.
//!
//! A table beside the index, `sources.1`, that only grows: a line for each file read, in the order of reading. How far
//! it counts, and its checksum, stand in the commit, so that table and index are always of the same moment. Lines
//! behind that were written by a writer that died before its commit.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::error::{Error, Result};
use crate::index::folder;
use crate::index::note::Note;
use crate::index::seal::{self, Meta, Sum, damaged};

/// What the names of the tables begin with.
pub(crate) const FILES: &str = "sources.";

/// What shows that a file has not changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    #[serde(rename = "s")]
    size: u64,
    /// Nanoseconds since 1970; 0 if it changed too short a time ago to be sure.
    #[serde(rename = "m")]
    modified: u64,
    #[serde(rename = "i")]
    inode: u64,
    /// A hash of how it was read: other settings find other articles.
    #[serde(rename = "c")]
    manner: u64,
}

/// A file system that counts in nanoseconds still looks at the clock only now and then.
const FINE_CLOCK: Duration = Duration::from_millis(50);
/// Some count in steps of up to two seconds.
const COARSE_CLOCK: Duration = Duration::from_secs(2);

impl Stamp {
    /// The stamp of a file as it is now, to be read in a manner of this hash; none if it cannot be looked at.
    pub fn of(path: &Path, manner: u64) -> Option<Self> {
        let data = fs::metadata(path).ok()?;
        let time = data.modified().ok()?;
        let modified = time.duration_since(UNIX_EPOCH).ok()?;
        let step = if modified.subsec_nanos() == 0 { COARSE_CLOCK } else { FINE_CLOCK };
        let settled = SystemTime::now().duration_since(time).is_ok_and(|age| age > step);
        let modified = if settled { modified.as_nanos() as u64 } else { 0 };
        Some(Self { size: data.len(), modified, inode: inode(&data), manner })
    }

    /// Whether a file with this stamp is surely the same as when it had the other.
    pub fn proves(self, other: Self) -> bool {
        self == other && self.modified != 0
    }
}

#[cfg(unix)]
fn inode(data: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(data)
}

#[cfg(not(unix))]
fn inode(_: &fs::Metadata) -> u64 {
    0
}

/// An article of a file: its id, and whether it stands in the index from there, not from another file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The article's id.
    pub id: String,
    /// Whether the index has it from this file.
    pub shown: bool,
}

/// One line of the table.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Line {
    #[serde(rename = "p")]
    path: String,
    #[serde(flatten)]
    stamp: Option<Stamp>,
    /// How many records of the file have been read.
    #[serde(rename = "n", default)]
    records: u64,
    /// Articles that stand in the index from this file.
    #[serde(rename = "a", default, skip_serializing_if = "Vec::is_empty")]
    shown: Vec<String>,
    /// Articles that stand in the index from another file.
    #[serde(rename = "x", default, skip_serializing_if = "Vec::is_empty")]
    hidden: Vec<String>,
    /// Whether a record could not be read.
    #[serde(rename = "f", default, skip_serializing_if = "std::ops::Not::not")]
    is_flawed: bool,
    /// What happened.
    #[serde(rename = "e")]
    event: Event,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Event {
    /// Reading began, and came so far.
    #[serde(rename = "b")]
    Begun,
    /// Reading went on, and came so far.
    #[serde(rename = "c")]
    Continued,
    /// The file was read to its end.
    #[default]
    #[serde(rename = "w")]
    Whole,
    /// The file is gone.
    #[serde(rename = "g")]
    Gone,
}

/// How far a file was read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The file's stamp when reading began.
    pub stamp: Option<Stamp>,
    /// Records read.
    pub records: u64,
    /// Articles found.
    pub articles: Vec<Listed>,
    /// Whether a record could not be read.
    pub is_flawed: bool,
}

/// What is known of a file.
#[derive(Clone, Debug, Default)]
struct Source {
    /// From the last time it was read to its end.
    whole: Option<Reading>,
    /// From the reading under way, or broken off.
    begun: Option<Reading>,
}

/// Where the table lies, and how much of it counts: part of a commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    pub(crate) file: String,
    #[serde(flatten)]
    pub(crate) sum: Sum,
}

/// The files that an index was made of.
#[derive(Default)]
pub struct Sources {
    sources: BTreeMap<String, Source>,
    /// The file that each article stands in the index from, by the hashes of both.
    owners: FxHashMap<u64, u64>,
    /// Lines that are not in the table yet.
    fresh: Vec<u8>,
    /// How many articles and lines of the table have been overtaken by later ones.
    overtaken: usize,
    listed: usize,
    hash: Box<Xxh3>,
    bytes: u64,
    number: u64,
}

/// The name that a file has in the table.
pub fn name(path: &Path) -> String {
    match path.to_str() {
        Some(path) => path.to_owned(),
        // What is no UTF-8 keeps a name of its own, though it cannot be opened by it.
        None => format!("{}\0{:016x}", path.display(), xxh3_64(path.as_os_str().as_encoded_bytes())),
    }
}

fn key(text: &str) -> u64 {
    xxh3_64(text.as_bytes())
}

impl Sources {
    /// Reads the table of a folder as a commit left it.
    pub(crate) fn read(directory: &Path, mark: Option<&Mark>) -> Result<Self> {
        let mut sources = Self::default();
        let Some(mark) = mark else { return Ok(sources) };
        let path = directory.join(&mark.file);
        let mut bytes = Vec::new();
        fs::File::open(&path)
            .and_then(|file| file.take(mark.sum.bytes).read_to_end(&mut bytes))
            .map_err(|error| Error::from(error).at(&path))?;
        if Sum::of(&bytes) != mark.sum {
            return Err(damaged("the table of sources has changed").at(path));
        }
        for line in bytes.split(|&byte| byte == b'\n').filter(|line| !line.is_empty()) {
            let line: Line = serde_json::from_slice(line)
                .map_err(|error| damaged(format!("the table of sources cannot be read: {error}")).at(&path))?;
            sources.apply(line);
        }
        sources.hash.update(&bytes);
        sources.bytes = mark.sum.bytes;
        sources.number = mark.file.rsplit('.').next().and_then(|number| number.parse().ok()).unwrap_or(0);
        Ok(sources)
    }

    /// Reads the table of an index; none if there is no index yet.
    ///
    /// # Errors
    ///
    /// When the table is damaged.
    pub fn of(directory: &Path) -> Result<Option<Self>> {
        if !directory.join(seal::META).exists() {
            return Ok(None);
        }
        Ok(match Meta::read(&seal::meta_text(directory)?) {
            Some(meta) => Some(Self::read(directory, Note::of(&meta).sources.as_ref())?),
            None => None,
        })
    }

    fn apply(&mut self, line: Line) {
        let file = key(&line.path);
        let before = |reading: &Option<Reading>| reading.as_ref().map_or(0, |reading| reading.articles.len() + 1);
        if line.event == Event::Gone {
            self.listed += 1;
            let gone = self.sources.remove(&line.path).unwrap_or_default();
            self.overtaken += before(&gone.whole) + before(&gone.begun) + 1;
            return;
        }
        for id in &line.shown {
            self.owners.insert(key(id), file);
        }
        self.listed += 1 + line.shown.len() + line.hidden.len();
        let shown = line.shown.into_iter().map(|id| Listed { id, shown: true });
        let articles: Vec<Listed> =
            shown.chain(line.hidden.into_iter().map(|id| Listed { id, shown: false })).collect();
        let source = self.sources.entry(line.path).or_default();
        match line.event {
            Event::Begun => {
                self.overtaken += before(&source.begun);
                source.begun =
                    Some(Reading { stamp: line.stamp, records: line.records, articles, is_flawed: line.is_flawed });
            }
            Event::Continued | Event::Whole | Event::Gone => {
                let reading = source.begun.get_or_insert_with(Reading::default);
                reading.articles.extend(articles);
                reading.records = line.records;
                reading.stamp = line.stamp;
                reading.is_flawed = line.is_flawed;
                if line.event == Event::Whole {
                    self.overtaken += before(&source.whole);
                    source.whole = source.begun.take();
                }
            }
        }
    }

    fn note(&mut self, line: Line) {
        serde_json::to_writer(&mut self.fresh, &line).expect("names and numbers can always be written as JSON");
        self.fresh.push(b'\n');
        self.apply(line);
    }

    /// Notes how far the reading of a file has come since it was last noted.
    pub fn came(&mut self, file: &str, reading: &Reading, first: bool) {
        self.note(line(file, reading, if first { Event::Begun } else { Event::Continued }));
    }

    /// Notes that a file was read to its end, with what came since it was last noted.
    ///
    /// Returns the articles that the file gave before and does not give any more.
    pub fn ended(&mut self, file: &str, reading: &Reading, first: bool) -> Vec<String> {
        let source = self.sources.get(file);
        let mut before: Vec<Listed> =
            source.and_then(|source| source.whole.as_ref()).map_or_else(Vec::new, |whole| whole.articles.clone());
        if first {
            // What was begun before and broken off counts for nothing, but some of it may stand in the index.
            before.extend(source.and_then(|source| source.begun.as_ref()).into_iter().flat_map(|b| b.articles.clone()));
            self.note(line(file, &Reading { articles: Vec::new(), ..reading.clone() }, Event::Begun));
        }
        self.note(line(file, reading, Event::Whole));
        let whole = self.sources.get(file).and_then(|source| source.whole.as_ref());
        let now: rustc_hash::FxHashSet<&str> =
            whole.into_iter().flat_map(|whole| &whole.articles).map(|article| article.id.as_str()).collect();
        let file = key(file);
        let gone = |id: &str| !now.contains(id) && self.owners.get(&key(id)) == Some(&file);
        let mut gone: Vec<String> = before.iter().map(|article| &article.id).filter(|id| gone(id)).cloned().collect();
        gone.sort_unstable();
        gone.dedup();
        gone
    }

    /// Notes that a file is gone. Returns the articles that stood in the index from it.
    pub fn gone(&mut self, file: &str) -> Vec<String> {
        let mut ids = self.articles(file);
        let owner = key(file);
        ids.retain(|id| self.owners.get(&key(id)) == Some(&owner));
        self.note(Line { path: file.to_owned(), event: Event::Gone, ..Line::default() });
        ids
    }

    /// Every article that a file was found to have.
    fn articles(&self, file: &str) -> Vec<String> {
        let source = self.sources.get(file);
        let readings = source.into_iter().flat_map(|source| source.whole.iter().chain(&source.begun));
        let mut ids: Vec<String> =
            readings.flat_map(|reading| &reading.articles).map(|article| article.id.clone()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// How many articles a file gave, if it has surely not changed since it was read to its end.
    pub fn unchanged(&self, file: &str, stamp: Option<Stamp>) -> Option<u64> {
        let whole = self.sources.get(file)?.whole.as_ref()?;
        (!whole.is_flawed && self.is_known(file, stamp)).then_some(whole.articles.len() as u64)
    }

    /// Whether a file has surely not changed since it was read to its end, whatever was found in it.
    pub fn is_known(&self, file: &str, stamp: Option<Stamp>) -> bool {
        let whole = self.sources.get(file).and_then(|source| source.whole.as_ref());
        stamp.zip(whole.and_then(|whole| whole.stamp)).is_some_and(|(now, then)| now.proves(then))
    }

    /// How far the reading of a file came that was broken off, if the file has surely not changed since.
    pub fn begun(&self, file: &str, stamp: Option<Stamp>) -> Option<u64> {
        let begun = self.sources.get(file)?.begun.as_ref()?;
        let same = match (stamp, begun.stamp) {
            (Some(now), Some(then)) => now.proves(then),
            // Standard input has no stamp; who says "resume" says that it is the same.
            (None, None) => true,
            _ => false,
        };
        same.then_some(begun.records)
    }

    /// The file that an article stands in the index from, by the hash of its name.
    pub fn owner(&self, article: &str) -> Option<u64> {
        self.owners.get(&key(article)).copied()
    }

    /// The hash of a file's name.
    pub fn hash_of(file: &str) -> u64 {
        key(file)
    }

    /// Every file, in order.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.sources.keys().map(String::as_str)
    }

    /// The files that give any of these articles and must be read again when those go from the index.
    pub fn givers(&self, articles: &[String]) -> Vec<PathBuf> {
        let wanted: rustc_hash::FxHashSet<&str> = articles.iter().map(String::as_str).collect();
        let gives = |reading: &Reading| reading.articles.iter().any(|article| wanted.contains(article.id.as_str()));
        let sources = self.sources.iter();
        sources.filter(|(_, source)| source.whole.iter().any(gives)).map(|(name, _)| PathBuf::from(name)).collect()
    }

    /// Forgets what a file looked like, so that it is read again.
    pub fn distrust(&mut self, file: &str) {
        let whole = self.sources.get(file).and_then(|source| source.whole.clone());
        if let Some(reading) = whole {
            self.note(line(file, &Reading::default(), Event::Begun));
            self.note(line(file, &Reading { stamp: None, ..reading }, Event::Whole));
        }
    }

    /// Every article that is known to stand in the index from a file.
    pub fn listed(&self) -> impl Iterator<Item = (&str, &str)> {
        self.sources.iter().flat_map(|(name, source)| {
            let readings = source.whole.iter().chain(&source.begun);
            readings.flat_map(|reading| &reading.articles).map(|article| (article.id.as_str(), name.as_str()))
        })
    }

    /// Whether anything was noted that is not in the table.
    pub(crate) fn has_news(&self) -> bool {
        !self.fresh.is_empty()
    }

    /// Writes what was noted to the table and makes it durable. It counts with the commit that takes the mark.
    pub(crate) fn write(&mut self, directory: &Path) -> Result<Mark> {
        let anew = self.number == 0 || self.overtaken > self.listed / 2 + 1000;
        self.write_to(directory, anew)
    }

    /// Writes the table whole, without what was overtaken, into another folder.
    pub(crate) fn write_anew(&mut self, directory: &Path) -> Result<Mark> {
        self.write_to(directory, true)
    }

    fn write_to(&mut self, directory: &Path, anew: bool) -> Result<Mark> {
        if anew {
            let bytes = self.all();
            self.number += 1;
            *self.hash = Xxh3::new();
            self.bytes = 0;
            self.fresh = bytes;
        }
        let file = format!("{FILES}{}", self.number);
        let path = directory.join(&file);
        let write = || -> std::io::Result<()> {
            let mut table = fs::OpenOptions::new().write(true).create(true).truncate(false).open(&path)?;
            table.set_len(self.bytes)?;
            table.seek(SeekFrom::End(0))?;
            table.write_all(&self.fresh)?;
            table.sync_all()?;
            if anew { folder::sync(directory) } else { Ok(()) }
        };
        write().map_err(|error| Error::from(error).at(&path))?;
        self.hash.update(&self.fresh);
        self.bytes += self.fresh.len() as u64;
        self.fresh.clear();
        Ok(Mark { file, sum: Sum::digest(self.bytes, &self.hash) })
    }

    /// The table without what was overtaken. Owners come out the same: the last line that shows an article is its owner's.
    fn all(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.listed = 0;
        self.overtaken = 0;
        for (name, source) in &self.sources {
            let file = key(name);
            for (reading, event) in [(&source.whole, Event::Whole), (&source.begun, Event::Begun)] {
                let Some(reading) = reading else { continue };
                let mut reading = reading.clone();
                for article in &mut reading.articles {
                    article.shown = self.owners.get(&key(&article.id)) == Some(&file);
                }
                self.listed += 1 + reading.articles.len();
                let line = line(name, &reading, event);
                serde_json::to_writer(&mut bytes, &line).expect("names and numbers can always be written as JSON");
                bytes.push(b'\n');
            }
        }
        bytes
    }
}

fn line(file: &str, reading: &Reading, event: Event) -> Line {
    let ids = |shown: bool| {
        reading.articles.iter().filter(|article| article.shown == shown).map(|article| article.id.clone()).collect()
    };
    Line {
        path: file.to_owned(),
        stamp: reading.stamp,
        records: reading.records,
        shown: ids(true),
        hidden: ids(false),
        is_flawed: reading.is_flawed,
        event,
    }
}
