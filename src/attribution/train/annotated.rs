//! Annotated articles, as the annotation guide lays them out.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::attribution::marked::Marked;
use crate::error::{Error, ErrorKind, Result};
use crate::text::Span;

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

/// The articles of a file, one JSON object a line, or the sentences of a table, marked in its last column.
pub(super) fn read(file: &str) -> Result<Vec<Annotated>> {
    if file.starts_with('#') {
        return marked(file);
    }
    file.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(line, record)| {
            serde_json::from_str(record)
                .map_err(|error| Error::new(ErrorKind::Record, error.to_string()).line(line as u64 + 1))
        })
        .collect()
}

/// The sentences of a table's last column, each an article of its own.
fn marked(table: &str) -> Result<Vec<Annotated>> {
    let rows = table.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    rows.map(|(line, row)| {
        let sentence = row.rsplit('\t').next().unwrap_or_default();
        let wrong = |what: &str| Error::new(ErrorKind::Record, what.to_owned()).line(line as u64 + 1);
        let Marked { text, source, cue, content } =
            Marked::read(sentence).ok_or_else(|| wrong("a sentence is marked as [source] *cue* {content}"))?;
        let points = |span: Span| [text[..span.start].chars().count(), text[..span.end].chars().count()];
        let quotation = AnnotatedQuotation {
            kind: "indirect".to_owned(),
            content: content.into_iter().map(points).collect(),
            cue: cue.map(|span| vec![points(span)]),
            source: source.map(|span| vec![points(span)]),
            acts: Vec::new(),
        };
        let quotes = if quotation.content.is_empty() { Vec::new() } else { vec![quotation] };
        Ok(Annotated { text, quotes })
    })
    .collect()
}

/// The documents of a table of labelled statements, each with its statements: document, kind, content, cue, source and acts
/// in six columns. The texts are found by `id` in JSON Lines.
pub(super) fn labelled(table: &str, texts: &[String]) -> Result<Vec<Annotated>> {
    #[derive(Deserialize)]
    struct Document {
        id: String,
        text: String,
    }
    let mut quotes: BTreeMap<&str, Vec<AnnotatedQuotation>> = BTreeMap::new();
    for (line, row) in table.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let wrong = |what: &str| Error::new(ErrorKind::Record, what.to_owned()).line(line as u64 + 1);
        let columns: Vec<&str> = row.split('\t').collect();
        let &[document, kind, content, cue, source, acts] = columns.as_slice() else {
            return Err(wrong("a labelled statement has six columns"));
        };
        let spans = |column: &str| -> Result<Option<Vec<[usize; 2]>>> {
            let span = |span: &str| {
                let (start, end) = span.split_once('-')?;
                Some([start.parse().ok()?, end.parse().ok()?])
            };
            let spans: Option<Vec<_>> = column.split(',').map(span).collect();
            match spans {
                _ if column.is_empty() => Ok(None),
                Some(spans) => Ok(Some(spans)),
                None => Err(wrong("a span is written as start-end")),
            }
        };
        quotes.entry(document).or_default().push(AnnotatedQuotation {
            kind: kind.to_owned(),
            content: spans(content)?.unwrap_or_default(),
            cue: spans(cue)?,
            source: spans(source)?,
            acts: acts.split('|').map(str::to_owned).collect(),
        });
    }
    let mut annotated = Vec::new();
    for (line, record) in texts.iter().flat_map(|text| text.lines().enumerate()) {
        let Document { id, text } = serde_json::from_str(record)
            .map_err(|error| Error::new(ErrorKind::Record, error.to_string()).line(line as u64 + 1))?;
        if let Some(quotes) = quotes.remove(id.as_str()) {
            annotated.push(Annotated { text, quotes });
        }
    }
    match quotes.keys().next() {
        Some(missing) => Err(Error::new(ErrorKind::Record, format!("no text has the document {missing}"))),
        None => Ok(annotated),
    }
}
