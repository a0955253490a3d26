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
    /// Which version of its item it is: of two of one id the one with the greater number is newer. Nothing if it does not
    /// say so.
    pub version: Option<u64>,
    /// Until when it may not be published, in seconds since 1970.
    pub embargo: Option<i64>,
    /// The people and bodies that its agency marked in it.
    pub marked: Vec<Marked>,
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

/// A person or a body that an agency marked in its article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// The name.
    pub name: String,
    /// What it names.
    pub kind: MarkedKind,
    /// What a person is there: an office, if it was marked too.
    pub role: Option<String>,
}

/// What a marked name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkedKind {
    /// A person.
    Person,
    /// A body.
    Organization,
}
