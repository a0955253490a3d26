//! What a path gives when it is read.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use onrecord::article::Article;
use onrecord::error::Error;
use onrecord::reader::{Input, Piece, Settings, read, walk};

/// What was read.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) articles: Vec<Article>,
    pub(crate) problems: Vec<Error>,
    pub(crate) notes: Vec<String>,
}

impl Found {
    pub(crate) fn problem(&self) -> String {
        self.problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }
}

pub(crate) fn read_path(path: &Path, settings: &Settings) -> Found {
    let mut found = Found::default();
    let walked = walk(&[Input::Path(path.to_owned())]);
    found.problems.extend(walked.errors);
    let settings = Arc::new(settings.clone());
    for file in walked.files {
        let mut sink = |piece: Piece| {
            match piece {
                Piece::Record(raw) => {
                    let reading = raw.read();
                    found.articles.extend(reading.articles);
                    found.problems.extend(reading.problems);
                }
                Piece::Problem(error) => found.problems.push(error),
                Piece::Note(note) => found.notes.push(note),
            }
            ControlFlow::Continue(())
        };
        let _ = read(&file, &settings, &|_| {}, &mut sink);
    }
    found
}
