//! The parts of a Parquet file that say how large the others are, looked at before the library believes them.
//!
//! They are written in the compact form of Thrift. Only what is asked for is read, the rest is passed over; nothing is
//! held, and nothing nests without end.

use std::io::Read;

use parquet::file::metadata::RowGroupMetaData;
use parquet::file::reader::ChunkReader;

/// Columns within columns are no more than this.
const DEEPEST: usize = 64;
/// The columns of a file are no more than this.
const MOST_COLUMNS: u64 = 10_000;
/// The footer of a file is no longer than this.
const LONGEST_FOOTER: u64 = 256 << 20;
/// The header of a page is no longer than this.
const LONGEST_HEADER: u64 = 1 << 20;
/// The pages that are in memory at one time unpack to no more than this.
const LARGEST_PAGES: u64 = 256 << 20;

/// Kinds of values in Thrift.
const BINARY: u8 = 8;
const LIST: u8 = 9;
const STRUCT: u8 = 12;

/// Checks that the schema of a file has an end: the library reads it by recursion.
pub(super) fn check_schema(file: &impl ChunkReader) -> Result<(), String> {
    let damaged = || "its footer is damaged, or cut".to_owned();
    let size = file.len();
    let tail = file.get_bytes(size.checked_sub(8).ok_or_else(damaged)?, 8).map_err(|_| damaged())?;
    let (length, mark) = tail.split_at(4);
    if mark == b"PARE" {
        return Err("it is encrypted".to_owned());
    }
    let length = u64::from(u32::from_le_bytes(length.try_into().map_err(|_| damaged())?));
    if mark != b"PAR1" || length > LONGEST_FOOTER {
        return Err(damaged());
    }
    let start = size.checked_sub(8 + length).ok_or_else(damaged)?;
    let footer = file.get_bytes(start, length as usize).map_err(|_| damaged())?;
    match depth(&mut Thrift { bytes: &footer, at: 0 }).ok_or_else(damaged)? {
        depth if depth > DEEPEST => Err(format!("its columns nest more than {DEEPEST} deep")),
        _ => Ok(()),
    }
}

/// How deep the columns of a footer nest; nothing when it makes no sense.
fn depth(footer: &mut Thrift<'_>) -> Option<usize> {
    let mut id = 0;
    while let Some(kind) = footer.field(&mut id)? {
        if (id, kind) != (2, LIST) {
            footer.skip(kind, 0)?;
            continue;
        }
        let (n_columns, kind) = footer.list()?;
        if kind != STRUCT || n_columns > MOST_COLUMNS {
            return None;
        }
        // How many members of each open column are still to come.
        let mut open: Vec<u64> = Vec::new();
        let mut deepest = 0;
        for _ in 0..n_columns {
            let mut n_members = 0;
            let mut id = 0;
            while let Some(kind) = footer.field(&mut id)? {
                if id == 5 { n_members = u64::try_from(footer.integer()?).ok()? } else { footer.skip(kind, 0)? }
            }
            if n_members > n_columns {
                return None;
            }
            while open.last() == Some(&0) {
                open.pop();
            }
            if let Some(left) = open.last_mut() {
                *left -= 1;
            }
            if n_members > 0 {
                open.push(n_members);
            }
            deepest = deepest.max(open.len());
        }
        return Some(deepest);
    }
    None
}

/// Checks that the pages of a row group fit into memory, column beside column.
pub(super) fn check_pages(file: &impl ChunkReader, group: &RowGroupMetaData) -> Result<(), String> {
    let damaged = || "a page is damaged, or cut".to_owned();
    let mut all = 0;
    for column in group.columns() {
        let first = column.dictionary_page_offset().filter(|at| *at > 0);
        let start = u64::try_from(first.unwrap_or(column.data_page_offset())).map_err(|_| damaged())?;
        let length = u64::try_from(column.compressed_size()).map_err(|_| damaged())?;
        let end = start.checked_add(length).filter(|end| *end <= file.len()).ok_or_else(damaged)?;
        let (mut at, mut dictionary, mut largest) = (start, 0, 0);
        while at < end {
            let header = header(file, at, end).ok_or_else(damaged)?;
            at = at.checked_add(header.length + header.packed).ok_or_else(damaged)?;
            if header.is_dictionary { dictionary = header.unpacked } else { largest = header.unpacked.max(largest) }
        }
        all += dictionary + largest;
    }
    if all > LARGEST_PAGES {
        return Err(format!("its pages unpack to {} MiB at once, and {} are allowed", all >> 20, LARGEST_PAGES >> 20));
    }
    Ok(())
}

struct Header {
    is_dictionary: bool,
    unpacked: u64,
    packed: u64,
    length: u64,
}

/// The header of the page at a place.
fn header(file: &impl ChunkReader, at: u64, end: u64) -> Option<Header> {
    // Most headers are short; those with statistics of long texts are not.
    for window in [256, LONGEST_HEADER] {
        let mut bytes = Vec::new();
        file.get_read(at).ok()?.take(window.min(end - at)).read_to_end(&mut bytes).ok()?;
        if let Some(header) = parse(&mut Thrift { bytes: &bytes, at: 0 }) {
            return Some(header);
        }
    }
    None
}

fn parse(thrift: &mut Thrift<'_>) -> Option<Header> {
    let (mut kind_of_page, mut unpacked, mut packed) = (None, None, None);
    let mut id = 0;
    while let Some(kind) = thrift.field(&mut id)? {
        match id {
            1 => kind_of_page = Some(thrift.integer()?),
            2 => unpacked = u64::try_from(thrift.integer()?).ok(),
            3 => packed = u64::try_from(thrift.integer()?).ok(),
            _ => thrift.skip(kind, 0)?,
        }
    }
    let is_dictionary = kind_of_page? == 2;
    Some(Header { is_dictionary, unpacked: unpacked?, packed: packed?, length: thrift.at as u64 })
}

/// Bytes in the compact form of Thrift; nothing comes of what makes no sense.
struct Thrift<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Thrift<'_> {
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn integer(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    /// The kind of the next field of a struct, whose number is put into `id`; or that there is none.
    fn field(&mut self, id: &mut i64) -> Option<Option<u8>> {
        let byte = self.byte()?;
        if byte == 0 {
            return Some(None);
        }
        let step = i64::from(byte >> 4);
        *id = if step == 0 { self.integer()? } else { *id + step };
        Some(Some(byte & 0x0f))
    }

    /// How many values are in a list, and of what kind.
    fn list(&mut self) -> Option<(u64, u8)> {
        let byte = self.byte()?;
        let n = u64::from(byte >> 4);
        Some((if n == 15 { self.number()? } else { n }, byte & 0x0f))
    }

    fn pass(&mut self, n: u64) -> Option<()> {
        self.at = self.at.checked_add(usize::try_from(n).ok()?).filter(|at| *at <= self.bytes.len())?;
        Some(())
    }

    fn skip(&mut self, kind: u8, depth: usize) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        match kind {
            1 | 2 if depth == 0 => Some(()),
            1..=3 => self.pass(1),
            4..=6 => self.number().map(drop),
            7 => self.pass(8),
            BINARY => self.number().and_then(|n| self.pass(n)),
            LIST | 10 => {
                let (n, kind) = self.list()?;
                (0..n).try_for_each(|_| self.skip(kind, depth + 1))
            }
            11 => {
                let n = self.number()?;
                let kinds = if n > 0 { self.byte()? } else { 0 };
                (0..n).try_for_each(|_| {
                    self.skip(kinds >> 4, depth + 1)?;
                    self.skip(kinds & 0x0f, depth + 1)
                })
            }
            STRUCT => {
                let mut id = 0;
                while let Some(kind) = self.field(&mut id)? {
                    // A truth value of a field stands in its kind.
                    if !matches!(kind, 1 | 2) {
                        self.skip(kind, depth + 1)?;
                    }
                }
                Some(())
            }
            16.. | 0 => None,
            13..=15 => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A footer that has a list of columns, each the only member of the one before it.
    fn nested(n: u8) -> Vec<u8> {
        let mut footer = vec![0x29, 0xf0 | STRUCT, n + 1];
        (0..n).for_each(|_| footer.extend([0x55, 2, 0]));
        footer.extend([0, 0]);
        footer
    }

    #[test]
    fn columns_are_counted_as_they_nest() {
        assert_eq!(depth(&mut Thrift { bytes: &nested(3), at: 0 }), Some(3));
        assert_eq!(depth(&mut Thrift { bytes: &nested(100), at: 0 }), Some(100));
        assert_eq!(depth(&mut Thrift { bytes: &nested(3)[..6], at: 0 }), None);
        // More members than there are columns.
        assert_eq!(depth(&mut Thrift { bytes: &[0x29, 0x1c, 0x55, 0x7e, 0, 0], at: 0 }), None);
    }

    #[test]
    fn the_header_of_a_page_is_measured() {
        // A data page of 300 bytes, packed to 100, with a struct behind that is passed over.
        let bytes = [0x15, 0, 0x15, 0xd8, 0x04, 0x15, 0xc8, 0x01, 0x2c, 0x15, 4, 0x11, 0, 0, 9, 9];
        let header = parse(&mut Thrift { bytes: &bytes, at: 0 }).unwrap();
        assert_eq!((header.is_dictionary, header.unpacked, header.packed, header.length), (false, 300, 100, 14));
        assert!(parse(&mut Thrift { bytes: &bytes[..5], at: 0 }).is_none());
    }
}
