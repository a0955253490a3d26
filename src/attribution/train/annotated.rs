//! Annotated articles, as the annotation guide lays them out.

use serde::Deserialize;

use crate::error::{Error, ErrorKind, Result};

/// One annotated article; spans in code points.
#[derive(Debug, Deserialize)]
pub(super) struct Annotated {
    pub(super) text: String,
    pub(super) quotes: Vec<AnnotatedQuotation>,
}

#[derive(Debug, Deserialize)]
pub(super) struct AnnotatedQuotation {
    pub(super) kind: String,
    pub(super) content: Vec<[usize; 2]>,
    pub(super) cue: Option<Vec<[usize; 2]>>,
    pub(super) source: Option<Vec<[usize; 2]>>,
    #[serde(default)]
    pub(super) acts: Vec<String>,
}

/// The articles of a file, one JSON object a line.
pub(super) fn read(file: &str) -> Result<Vec<Annotated>> {
    file.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(line, record)| {
            serde_json::from_str(record)
                .map_err(|error| Error::new(ErrorKind::Record, error.to_string()).line(line as u64 + 1))
        })
        .collect()
}
