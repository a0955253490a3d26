//! Passages as a table: a header, then one row each, several acts joined by `; `; as lines of a user's own making; and
//! as a TREC run.

use std::io::Write;

use crate::error::{Error, ErrorKind, Result};
use crate::passage::Passage;
use crate::printer::escape::{self, Safe};
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

/// Some of the columns, in the order asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns(Vec<usize>);

impl Columns {
    /// All columns.
    pub fn all() -> Self {
        Self((0..COLUMNS.len()).collect())
    }

    /// The column of each name.
    ///
    /// # Errors
    ///
    /// When there is no column of a name.
    pub fn named<'n>(names: impl IntoIterator<Item = &'n str>) -> Result<Self> {
        let place = |name: &'n str| COLUMNS.iter().position(|column| *column == name).ok_or_else(|| no_column(name));
        names.into_iter().map(place).collect::<Result<_>>().map(Self)
    }

    fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|&column| COLUMNS[column])
    }
}

fn no_column(name: &str) -> Error {
    Error::new(ErrorKind::Usage, format!("no such field: {name}")).try_this(format!("one of {}", COLUMNS.join(", ")))
}

/// What a cell may begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cells {
    /// Anything.
    AsTheyAre,
    /// Nothing that a spreadsheet would take for a formula.
    Inert,
}

impl Cells {
    /// The text of a cell.
    pub(crate) fn of(self, text: &str) -> String {
        let text = escape::lines(text);
        let is_formula = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
        if self == Self::Inert && is_formula { format!("'{text}") } else { text.into_owned() }
    }
}

/// Prints passages.
pub fn print_passages(out: &mut dyn Write, passages: &[Passage], columns: &Columns, cells: Cells) -> Result<()> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(columns.names()).map_err(failed)?;
    for passage in passages {
        let row = row(PassageRecord::of(passage));
        let fields = columns.0.iter().map(|&column| cells.of(&row[column]));
        table.write_record(fields).map_err(failed)?;
    }
    table.flush()?;
    Ok(())
}

/// A line of a user's own making: text with the names of columns in braces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template(Vec<Piece>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Column(usize),
}

impl Template {
    /// Reads a template: `{speaker}: {content}`, with `\t` and `\n`, and `{{` for a brace.
    ///
    /// # Errors
    ///
    /// When a brace is left open, or there is no column of a name.
    pub fn read(typed: &str) -> Result<Self> {
        let mut pieces = Vec::new();
        let mut text = String::new();
        let mut letters = typed.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '{' | '}' if letters.next_if_eq(&letter).is_some() => text.push(letter),
                '{' => {
                    let mut name = String::new();
                    loop {
                        match letters.next() {
                            Some('}') => break,
                            Some(letter) => name.push(letter),
                            None => {
                                return Err(Error::new(ErrorKind::Usage, format!("--template: no }} behind {{{name}"))
                                    .try_this("{speaker}: {content}, and {{ for a brace"));
                            }
                        }
                    }
                    pieces.push(Piece::Text(std::mem::take(&mut text)));
                    let column = COLUMNS.iter().position(|column| *column == name).ok_or_else(|| no_column(&name))?;
                    pieces.push(Piece::Column(column));
                }
                '\\' => match letters.next() {
                    Some('t') => text.push('\t'),
                    Some('n') => text.push('\n'),
                    Some(other) => text.push(other),
                    None => text.push('\\'),
                },
                letter => text.push(letter),
            }
        }
        pieces.push(Piece::Text(text));
        Ok(Self(pieces))
    }
}

/// Prints a line for each passage, as a template has it.
pub fn print_lines(out: &mut dyn Write, passages: &[Passage], template: &Template) -> Result<()> {
    for passage in passages {
        let row = row(PassageRecord::of(passage));
        let mut line = String::new();
        for piece in &template.0 {
            match piece {
                Piece::Text(text) => line.push_str(&escape::lines(text)),
                Piece::Column(column) => line.push_str(Safe::line(&row[*column]).as_str()),
            }
        }
        line.push('\n');
        out.write_all(line.as_bytes())?;
    }
    Ok(())
}

/// Prints passages as a TREC run: question, `Q0`, article, rank, score, `onrecord`. An article counts once, where its
/// best passage stands.
pub fn print_run(out: &mut dyn Write, question: &str, passages: &[Passage]) -> Result<()> {
    let mut seen = std::collections::BTreeSet::new();
    for passage in passages {
        let article: String =
            passage.article.id.chars().map(|letter| if letter.is_whitespace() { '_' } else { letter }).collect();
        if seen.insert(article.clone()) {
            let rank = seen.len();
            let line = format!("{question} Q0 {article} {rank} {:.4} onrecord", passage.score);
            out.write_all(format!("{}\n", Safe::line(&line).as_str()).as_bytes())?;
        }
    }
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
