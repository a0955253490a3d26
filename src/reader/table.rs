//! A table of values with commas, tabs or semicolons between them in, its rows out, one at a time.

use crate::reader::draft::{Field, Mapping, known};
use crate::reader::source::Source;

/// A row has no more cells than this.
const MOST_CELLS: usize = 10_000;
/// A header has no longer names than this.
const LONGEST_NAME: usize = 100;

/// What separates the cells of a table.
pub(super) fn separator(header: &str) -> u8 {
    let separators = [b',', b'\t', b';', b'|'];
    let count = |separator: &u8| memchr::memchr_iter(*separator, header.as_bytes()).count();
    // Of several that are as frequent the first.
    separators.into_iter().rev().max_by_key(count).unwrap_or(b',')
}

/// Whether a line is the header of a table of articles: names beside each other, one of them of a text.
pub(super) fn is_header(line: &str) -> bool {
    let cells: Vec<&str> = line.split(char::from(separator(line))).map(|cell| cell.trim().trim_matches('"')).collect();
    let is_name = |cell: &&str| cell.len() <= LONGEST_NAME && !cell.contains(['.', '“', '{', '<']);
    let n_known = cells.iter().filter(|cell| known(cell).is_some()).count();
    cells.len() >= 2 && n_known >= 2 && cells.iter().all(is_name) && cells.iter().any(|cell| is_text(cell))
}

fn is_text(name: &str) -> bool {
    matches!(known(name), Some((Field::Text | Field::Markup, _)))
}

/// What the columns of a table mean.
#[derive(Clone, Debug)]
pub(super) struct Columns(Vec<Column>);

#[derive(Clone, Debug)]
struct Column {
    name: String,
    /// The field that the user said it is.
    field: Option<Field>,
}

impl Columns {
    /// Takes a header; or says why no column of it can be the text.
    pub(super) fn new(header: Vec<String>, map: &Mapping) -> Result<Self, String> {
        let mapped = |name: &str| map.pairs().iter().find(|(_, own)| own == name).map(|(field, _)| *field);
        let columns: Vec<Column> = header
            .into_iter()
            .map(|name| Column { field: mapped(name.trim()), name: name.trim().to_owned() })
            .collect();
        let is_text = |column: &Column| match column.field {
            Some(field) => matches!(field, Field::Text | Field::Markup),
            None => is_text(&column.name),
        };
        if columns.iter().any(is_text) {
            return Ok(Self(columns));
        }
        let names: Vec<&str> = columns.iter().take(20).map(|column| column.name.as_str()).collect();
        Err(format!("no column is known to hold the text; the columns are {}", names.join(", ")))
    }

    /// What was made of the header, for the user to see: `title=headline, text=body`.
    pub(super) fn shown(&self) -> String {
        let mut best: Vec<(Field, u8, &str)> = Vec::new();
        for column in &self.0 {
            let meant = column.field.map(|field| (field, 0)).or_else(|| known(&column.name));
            let Some((field, rank)) = meant else { continue };
            match best.iter_mut().find(|(known, ..)| *known == field) {
                Some(entry) if entry.1 > rank => *entry = (field, rank, &column.name),
                Some(_) => {}
                None => best.push((field, rank, &column.name)),
            }
        }
        best.sort_by_key(|(field, ..)| *field);
        best.iter().map(|(field, _, name)| format!("{}={name}", field.name())).collect::<Vec<_>>().join(",")
    }

    /// The cells of a row with their names; what the user named comes under our name.
    pub(super) fn fields(&self, cells: Vec<String>) -> Vec<(String, String)> {
        let names = self.0.iter().map(|column| match column.field {
            Some(field) => (field.name(), true),
            None => (column.name.as_str(), false),
        });
        let mut fields: Vec<(bool, String, String)> =
            names.zip(cells).map(|((name, sure), cell)| (sure, name.to_owned(), cell)).collect();
        fields.sort_by_key(|(sure, ..)| !*sure);
        fields.into_iter().map(|(_, name, cell)| (name, cell)).collect()
    }

    /// How many columns there are.
    pub(super) fn n_columns(&self) -> usize {
        self.0.len()
    }
}

/// What comes next in a table.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// Nothing.
    End,
    /// A row, its cells as bytes.
    Cells(Vec<Vec<u8>>),
    /// A row that is too long or has too many cells; it was passed over.
    TooLong,
    /// A quotation mark that opens a cell and is never closed; its line was passed over.
    Unclosed,
}

/// Finds the rows of a table.
pub(super) struct Rows {
    separator: u8,
    limit: usize,
    /// Up to this byte of the file a row is a line: a mark before it was never closed.
    lines_until: u64,
    /// The line and the byte at which the last row began.
    pub(super) place: (u64, u64),
}

impl Rows {
    /// Looks for rows of at most `limit` bytes.
    pub(super) fn new(separator: u8, limit: usize) -> Self {
        Self { separator, limit, lines_until: 0, place: (1, 0) }
    }

    /// The next row; blank lines are passed over.
    pub(super) fn next(&mut self, source: &mut Source<'_>) -> Row {
        loop {
            match source.peek(1).first() {
                None => return Row::End,
                Some(b'\n' | b'\r') => source.skip_text(1),
                Some(_) => break,
            }
        }
        self.place = (source.line, source.byte);
        let mut length = 0;
        let mut in_quotes = false;
        let mut at_start = true;
        let mut holds_line_end = false;
        let single = source.byte < self.lines_until;
        loop {
            let held = source.peek(length + 2);
            let byte = held.get(length).copied();
            let next = held.get(length + 1).copied();
            let Some(byte) = byte else {
                if in_quotes {
                    return self.unclosed(source, length);
                }
                break;
            };
            match byte {
                b'"' if in_quotes && next == Some(b'"') => length += 1,
                b'"' if in_quotes => {
                    in_quotes = false;
                    // What closes here in the middle of a cell, lines below, was opened for another one.
                    let ends = next.is_none_or(|next| next == self.separator || matches!(next, b'\n' | b'\r'));
                    if holds_line_end && !ends {
                        return self.unclosed(source, length);
                    }
                }
                b'"' if at_start && !single => (in_quotes, holds_line_end) = (true, false),
                b'\n' | b'\r' if in_quotes => holds_line_end = true,
                b'\n' | b'\r' => break,
                _ => {}
            }
            at_start = byte == self.separator && !in_quotes;
            length += 1;
            if length > self.limit {
                if in_quotes {
                    return self.unclosed(source, length);
                }
                source.line_of_text(0);
                return Row::TooLong;
            }
        }
        let row = source.peek(length)[..length].to_vec();
        source.skip_text(length);
        let cells = self.cells(&row, single);
        if cells.len() > MOST_CELLS { Row::TooLong } else { Row::Cells(cells) }
    }

    fn unclosed(&mut self, source: &mut Source<'_>, length: usize) -> Row {
        self.lines_until = source.byte + length as u64;
        source.line_of_text(0);
        Row::Unclosed
    }

    fn cells(&self, row: &[u8], single: bool) -> Vec<Vec<u8>> {
        let mut cells = vec![Vec::new()];
        let mut in_quotes = false;
        let mut at_start = true;
        let mut at = 0;
        while at < row.len() && cells.len() <= MOST_CELLS {
            let byte = row[at];
            let top = cells.last_mut().expect("there is always a cell under work");
            match byte {
                b'"' if in_quotes && row.get(at + 1) == Some(&b'"') => {
                    top.push(b'"');
                    at += 1;
                }
                b'"' if in_quotes => in_quotes = false,
                b'"' if at_start && !single => in_quotes = true,
                byte if byte == self.separator && !in_quotes => cells.push(Vec::new()),
                b'\r' => {
                    top.push(b'\n');
                    at += usize::from(row.get(at + 1) == Some(&b'\n'));
                }
                byte => top.push(byte),
            }
            at_start = byte == self.separator && !in_quotes;
            at += 1;
        }
        cells
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(table: &str, limit: usize) -> Vec<Result<Vec<String>, Row>> {
        let mut source = Source::new(table.as_bytes());
        let mut rows = Rows::new(b',', limit);
        let text = |cell: Vec<u8>| String::from_utf8(cell).unwrap();
        let mut found = Vec::new();
        loop {
            match rows.next(&mut source) {
                Row::End => return found,
                Row::Cells(cells) => found.push(Ok(cells.into_iter().map(text).collect())),
                other => found.push(Err(other)),
            }
        }
    }

    fn row(cells: &[&str]) -> Result<Vec<String>, Row> {
        Ok(cells.iter().map(|cell| (*cell).to_owned()).collect())
    }

    #[test]
    fn cells_hold_separators_marks_and_line_ends() {
        assert_eq!(
            rows("a,\"b, \"\"c\"\"\n\nd\",e\r\n\r\n1,5\" pipe,\"\"\n", 100),
            [row(&["a", "b, \"c\"\n\nd", "e"]), row(&["1", "5\" pipe", ""])]
        );
    }

    #[test]
    fn a_mark_that_is_never_closed_costs_its_line() {
        assert_eq!(
            rows("a,b\n1,\"open\n2,c\n3,\"d\n4,e", 100),
            [row(&["a", "b"]), Err(Row::Unclosed), row(&["2", "c"]), row(&["3", "\"d"]), row(&["4", "e"])]
        );
        let long = format!("a,b\n1,\"{}\n2,c\n", "x".repeat(50));
        assert_eq!(rows(&long, 20), [row(&["a", "b"]), Err(Row::Unclosed), row(&["2", "c"])]);
        let long = format!("a,b\n1,{}\n2,c\n", "x".repeat(50));
        assert_eq!(rows(&long, 20), [row(&["a", "b"]), Err(Row::TooLong), row(&["2", "c"])]);
        assert_eq!(rows(&",".repeat(20_000), 100_000), [Err(Row::TooLong)]);
    }

    #[test]
    fn a_header_is_told_from_prose() {
        assert!(is_header("id,headline,body,published"));
        assert!(is_header("\"Title\";\"Text\""));
        assert!(!is_header("The body, the text, and the title stood in court today."));
        assert!(!is_header("text"));
        assert_eq!(separator("a;b;c,d"), b';');
    }

    #[test]
    fn columns_mean_what_they_are_called_or_what_the_user_says() {
        let header = |names: &str| names.split(',').map(str::to_owned).collect::<Vec<_>>();
        let columns = Columns::new(header("Headline,body,pub date,mood"), &Mapping::default()).unwrap();
        assert_eq!(columns.shown(), "title=Headline,date=pub date,text=body");
        let map = Mapping::parse("text=mood").unwrap();
        assert_eq!(Columns::new(header("Headline,mood"), &map).unwrap().shown(), "title=Headline,text=mood");
        assert!(Columns::new(header("Headline,mood"), &Mapping::default()).is_err());
    }
}
