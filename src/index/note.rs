//! What a commit says of itself, inside the commit: how many articles, made of which paths, where the table of
//! their files ends, and which table of neighbours counts.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::index::manifest;
use crate::index::neighbours::Learned;
use crate::index::seal::{self, Meta};
use crate::index::sources::Mark;

/// A path that an index was made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// As it was typed; `-` for standard input.
    pub path: String,
    /// The folder it counts from.
    pub from: String,
}

/// What a commit says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Note {
    /// Articles in the index.
    pub(crate) articles: u64,
    /// The table of sources.
    pub(crate) sources: Option<Mark>,
    /// The table of neighbours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) neighbours: Option<Learned>,
    /// The paths that the index was made of, in the order they were first named.
    pub(crate) roots: Vec<Root>,
    /// The paths of the last run.
    #[serde(default)]
    pub(crate) last: Vec<Root>,
    #[serde(skip)]
    news: bool,
}

impl Note {
    /// The note of a commit; an empty one if it has none.
    pub(crate) fn of(meta: &Meta) -> Self {
        meta.payload.as_deref().and_then(|payload| serde_json::from_str(payload).ok()).unwrap_or_default()
    }

    /// The names of the tables that count.
    pub(crate) fn tables(&self) -> impl Iterator<Item = &str> {
        let sources = self.sources.iter().map(|mark| mark.file.as_str());
        sources.chain(self.neighbours.iter().map(|learned| learned.file.as_str()))
    }

    /// The note as text.
    pub(crate) fn encode(&mut self) -> String {
        self.news = false;
        serde_json::to_string(self).expect("names and numbers can always be written as JSON")
    }

    /// Adds paths that are not noted yet.
    pub(crate) fn remember(&mut self, roots: &[Root]) {
        if self.last != roots {
            self.last = roots.to_vec();
            self.news = true;
        }
        for root in roots {
            if !self.roots.contains(root) {
                self.roots.push(root.clone());
                self.news = true;
            }
        }
    }

    /// Whether there is something that is not committed.
    pub(crate) fn has_news(&self) -> bool {
        self.news
    }
}

/// The paths that an index was made of, whatever its format; none if it does not tell.
///
/// # Errors
///
/// When there is no index.
pub fn roots(directory: &Path) -> Result<Vec<Root>> {
    noted(directory).map(|note| note.roots)
}

/// The paths of the last run that wrote to an index.
///
/// # Errors
///
/// When there is no index.
pub fn last_roots(directory: &Path) -> Result<Vec<Root>> {
    noted(directory).map(|note| note.last)
}

fn noted(directory: &Path) -> Result<Note> {
    manifest::read(directory)?;
    Ok(Meta::read(&seal::meta_text(directory)?).as_ref().map(Note::of).unwrap_or_default())
}
