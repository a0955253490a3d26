//! One news item as read.

use std::collections::BTreeMap;
use std::path::PathBuf;

/// One news item as read, before anything was found in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// What names it: the record's own id, or a hash of its path and text.
    pub id: String,
    /// The headline, if it stands apart from the text.
    pub title: Option<String>,
    /// The day it was published, as `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Who published it; `source` in records and flags.
    pub outlet: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// The byline. Never a speaker.
    pub author: Option<String>,
    /// The language it is written in, as `en`, if that is certain.
    pub language: Option<String>,
    /// Whether it may be published, as its agency says: `usable`, `embargoed`, `withheld`, `canceled`, `corrected`.
    pub status: Option<String>,
    /// The text; all spans count in it, unless their part is the title.
    pub text: String,
    /// The file it was read from.
    pub path: Option<PathBuf>,
    /// The line of that file where its record, or its text, starts, counted from 1.
    pub line: Option<u64>,
    /// Whether the text stands in that file as it is, its lines from that line on.
    pub verbatim: bool,
    /// Fields that we do not know, kept as they came.
    pub metadata: BTreeMap<String, String>,
}
