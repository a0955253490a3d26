//! A table's text in, its rows out.
//!
//! A table is UTF-8 text, one row a line, columns parted by tabs. Lines that begin with `#` are its header:
//! columns, origin, licence. Rows are sorted by their first column.

/// The rows of a table: each with exactly `N` columns, empty ones included.
///
/// # Panics
///
/// When a row has another number of columns: tables are compiled in, so a wrong one is a wrong program.
pub fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(|line| {
        let mut columns = line.split('\t');
        let row =
            std::array::from_fn(|_| columns.next().unwrap_or_else(|| panic!("a table row has {N} columns: {line:?}")));
        assert!(columns.next().is_none(), "a table row has {N} columns: {line:?}");
        row
    })
}
