//! The words of an index that keep the same company: a table beside the index, `neighbours.N`.
//!
//! Under a header a line for each index term, in order: the term, and for each neighbour its own term, the word to show and how like it
//! is in hundredths, all parted by tabs. A table is never changed, but learned anew under the next number; which one
//! counts, and its checksum, stand in the commit. An index without one is asked without.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::index::folder;
use crate::index::seal::{self, Sum, damaged};

/// What the names of the tables begin with.
pub(crate) const FILES: &str = "neighbours.";

/// It comes before all terms.
const HEADER: &str = "# term\tneighbour's term\tits word\thow like it is, in hundredths\n";

/// A word that keeps the company of another.
#[derive(Clone, Debug, PartialEq)]
pub struct Neighbour {
    /// Its index term.
    pub stem: String,
    /// The word.
    pub word: String,
    /// How like it is, from 0 to 1.
    pub alike: f32,
}

/// Where the table lies, and of how many articles it was learned: part of a commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Learned {
    pub(crate) file: String,
    #[serde(flatten)]
    pub(crate) sum: Sum,
    articles: u64,
}

impl Learned {
    /// Whether an index of so many articles should learn anew, for it has grown or shrunk by a quarter. Of few articles
    /// nothing can be learned.
    pub(crate) fn is_due(learned: Option<&Self>, articles: u64) -> bool {
        const LEAST: u64 = 500;
        let then = learned.map_or(0, |learned| learned.articles);
        articles >= LEAST && articles.abs_diff(then) * 4 > then
    }

    /// Writes a table under the number behind that of the one before, and makes it durable. It counts with the commit
    /// that takes what comes back.
    pub(crate) fn write(
        directory: &Path,
        before: Option<&Self>,
        articles: u64,
        table: &BTreeMap<String, Vec<Neighbour>>,
    ) -> Result<Self> {
        let mut text = HEADER.to_owned();
        for (term, neighbours) in table {
            text.push_str(term);
            for Neighbour { stem, word, alike } in neighbours {
                write!(text, "\t{stem}\t{word}\t{:.0}", alike * 100.0).expect("a string takes all that is written");
            }
            text.push('\n');
        }
        let number = before.and_then(|before| before.file.strip_prefix(FILES)?.parse::<u64>().ok());
        let file = format!("{FILES}{}", number.unwrap_or(0) + 1);
        folder::replace(directory, &file, text.as_bytes())
            .map_err(|error| Error::from(error).at(directory.join(&file)))?;
        Ok(Self { file, sum: Sum::of(text.as_bytes()), articles })
    }
}

/// The table, read.
#[derive(Debug, Default)]
pub struct Neighbours {
    text: String,
    /// Where each line starts.
    starts: Vec<usize>,
}

impl Neighbours {
    /// Reads the table that a commit names.
    pub(crate) fn read(directory: &Path, learned: Option<&Learned>) -> Result<Self> {
        let Some(learned) = learned else { return Ok(Self::default()) };
        let path = directory.join(&learned.file);
        let bytes = seal::read(&path)?;
        if Sum::of(&bytes) != learned.sum {
            return Err(damaged("its bytes have changed").at(path));
        }
        let text = String::from_utf8(bytes).map_err(|_| damaged("it is no text").at(path))?;
        let lines = text.split_inclusive('\n');
        let starts = lines.scan(0, |end, line| Some(std::mem::replace(end, *end + line.len()))).collect();
        Ok(Self { text, starts })
    }

    /// The neighbours of an index term, the nearest first.
    pub fn of(&self, term: &str) -> Vec<Neighbour> {
        let line = |start: usize| self.text[start..].lines().next().unwrap_or_default();
        let own = |start: usize| line(start).split('\t').next().unwrap_or_default();
        let Ok(at) = self.starts.binary_search_by(|&start| own(start).cmp(term)) else { return Vec::new() };
        let mut fields = line(self.starts[at]).split('\t').skip(1);
        let neighbour = || {
            let (stem, word) = (fields.next()?.to_owned(), fields.next()?.to_owned());
            Some(Neighbour { stem, word, alike: fields.next()?.parse::<f32>().ok()? / 100.0 })
        };
        std::iter::from_fn(neighbour).collect()
    }
}
