//! Passages as a table: a header, then one row each; several acts are joined by `; `.

use std::io::Write;

use crate::error::{Error, Result};
use crate::passage::Passage;
use crate::printer::escape;
use crate::printer::json::PassageRecord;

/// The columns, named as the fields of the record are.
const COLUMNS: [&str; 23] = [
    "rank",
    "score",
    "id",
    "article.id",
    "article.title",
    "article.date",
    "article.source",
    "article.url",
    "article.path",
    "article.line",
    "part",
    "kind",
    "speaker",
    "organization",
    "role",
    "anonymous",
    "acts",
    "source",
    "cue",
    "content",
    "passage",
    "within",
    "confidence",
];

/// Prints passages.
pub fn print_passages(out: &mut dyn Write, passages: &[Passage]) -> Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(COLUMNS).map_err(failed)?;
    for passage in passages {
        let row = row(PassageRecord::of(passage));
        table.write_record(row.iter().map(|field| escape::lines(field).into_owned())).map_err(failed)?;
    }
    table.flush()?;
    Ok(())
}

fn row(record: PassageRecord) -> [String; COLUMNS.len()] {
    let article = record.article;
    [
        record.rank.to_string(),
        record.score.to_string(),
        record.id.unwrap_or_default(),
        article.id,
        article.title.unwrap_or_default(),
        article.date.unwrap_or_default(),
        article.source.unwrap_or_default(),
        article.url.unwrap_or_default(),
        article.path.unwrap_or_default(),
        article.line.map(|line| line.to_string()).unwrap_or_default(),
        record.part,
        record.kind,
        record.speaker.unwrap_or_default(),
        record.organization.unwrap_or_default(),
        record.role.unwrap_or_default(),
        record.anonymous.to_string(),
        record.acts.join("; "),
        record.source.map(|source| source.text).unwrap_or_default(),
        record.cue.map(|cue| cue.text).unwrap_or_default(),
        record.content.text,
        record.passage.text,
        record.within.unwrap_or_default(),
        record.confidence.map(|confidence| confidence.to_string()).unwrap_or_default(),
    ]
}

fn failed(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error.into(),
        other => unreachable!("rows of strings, all of one length, were refused: {other:?}"),
    }
}
