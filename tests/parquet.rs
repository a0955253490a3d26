//! Parquet files, read.
//!
//! 1. Rows of all groups come in their order, with the columns as their names or the user say.
//! 2. A file is read on disk, in a stream and in an archive.
//! 3. Damage costs what is behind it, and says so; no damage whatever makes the reader panic, wait or hold much.
//! 4. What only shows when it is unpacked costs the process that reads it, and no other.

mod found;

use std::fs::{self, File};
use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use onrecord::reader::{Input, Mapping, Piece, Settings, read, walk};
use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use tempfile::TempDir;

use found::{Found, read_path};

/// As the program reads: in a process of its own.
fn apart() -> Settings {
    Settings { program: Some(env!("CARGO_BIN_EXE_onrecord").into()), ..Settings::default() }
}

fn ids(found: &Found) -> Vec<&str> {
    found.articles.iter().map(|article| article.id.as_str()).collect()
}

const SCHEMA: &str = "message articles {
    required binary id (utf8);
    optional binary Headline (utf8);
    required binary body (utf8);
    optional int32 day (date);
    optional int64 crawled (timestamp(nanos, false));
    optional group writers (list) { repeated group list { optional binary element (utf8); } }
    optional group page { optional binary address (utf8); }
}";

fn texts(values: &[String]) -> Vec<ByteArray> {
    values.iter().map(|value| ByteArray::from(value.as_str())).collect()
}

/// A file of several groups of rows; `text` makes the text of a row from its number.
fn table(path: &Path, packed: Compression, groups: &[usize], text: impl Fn(usize) -> String) {
    let schema = Arc::new(parse_message_type(SCHEMA).unwrap());
    let properties = Arc::new(WriterProperties::builder().set_compression(packed).build());
    let mut writer = SerializedFileWriter::new(File::create(path).unwrap(), schema, properties).unwrap();
    let mut first = 0;
    for n in groups {
        let rows: Vec<usize> = (first..first + n).collect();
        first += n;
        let some = vec![1; *n];
        let mut group = writer.next_row_group().unwrap();
        let mut words = |levels: Option<&[i16]>, repeated: Option<&[i16]>, of: &dyn Fn(usize) -> String| {
            let values: Vec<String> = rows.iter().map(|row| of(*row)).collect();
            let mut column = group.next_column().unwrap().unwrap();
            column.typed::<ByteArrayType>().write_batch(&texts(&values), levels, repeated).unwrap();
            column.close().unwrap();
        };
        words(None, None, &|row| format!("town-{row}"));
        words(Some(&some), None, &|row| format!("Road {row} stays"));
        words(None, None, &text);
        let mut column = group.next_column().unwrap().unwrap();
        let days: Vec<i32> = rows.iter().map(|row| 18_000 + *row as i32).collect();
        column.typed::<Int32Type>().write_batch(&days, Some(&some), None).unwrap();
        column.close().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        let times: Vec<i64> = rows.iter().map(|row| 1_600_000_000_000_000_000 + *row as i64).collect();
        column.typed::<Int64Type>().write_batch(&times, Some(&some), None).unwrap();
        column.close().unwrap();
        // Each row has two writers.
        let mut column = group.next_column().unwrap().unwrap();
        let values: Vec<String> = rows.iter().flat_map(|_| ["Ana Brook".to_owned(), "Teo Hale".to_owned()]).collect();
        let (levels, repeated): (Vec<i16>, Vec<i16>) = rows.iter().flat_map(|_| [(3, 0), (3, 1)]).unzip();
        column.typed::<ByteArrayType>().write_batch(&texts(&values), Some(&levels), Some(&repeated)).unwrap();
        column.close().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        let values: Vec<String> = rows.iter().map(|row| format!("https://example.org/{row}")).collect();
        column.typed::<ByteArrayType>().write_batch(&texts(&values), Some(&vec![2; *n]), None).unwrap();
        column.close().unwrap();
        group.close().unwrap();
    }
    writer.close().unwrap();
}

fn denial(row: usize) -> String {
    format!("The mayor of town {row} denied on Monday that road {row} would close.")
}

#[test]
fn the_rows_of_all_groups_come_in_their_order() {
    let folder = TempDir::new().unwrap();
    let packings = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::LZ4_RAW,
        Compression::GZIP(Default::default()),
        Compression::ZSTD(Default::default()),
    ];
    for packed in packings {
        let path = folder.path().join("news.parquet");
        table(&path, packed, &[3, 2], denial);
        let found = read_path(&path, &apart());
        assert_eq!(ids(&found), ["town-0", "town-1", "town-2", "town-3", "town-4"], "{packed}: {}", found.problem());
        let last = &found.articles[4];
        assert_eq!((last.text.as_str(), last.title.as_deref()), (denial(4).as_str(), Some("Road 4 stays")));
        assert_eq!((last.line, last.metadata["crawled"].as_str()), (Some(5), "2020-09-13T12:26:40.000000004Z"));
        assert_eq!(last.metadata["writers"], "[\"Ana Brook\",\"Teo Hale\"]");
        assert!(found.notes[0].ends_with("read as id=id,title=Headline,text=body"), "{:?}", found.notes);
    }
}

#[test]
fn the_user_says_what_a_column_is() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("news.parquet");
    table(&path, Compression::SNAPPY, &[2], denial);
    let map = Mapping::parse("date=day,author=writers,url=page.address,text=Headline,title=body").unwrap();
    let found = read_path(&path, &Settings { map, ..apart() });
    let article = &found.articles[0];
    assert_eq!((article.text.as_str(), article.title.as_deref()), ("Road 0 stays", Some(denial(0).as_str())));
    assert_eq!((article.date.as_deref(), article.author.as_deref()), (Some("2019-04-14"), Some("Ana Brook, Teo Hale")));
    assert_eq!(article.url.as_deref(), Some("https://example.org/0"));
}

#[test]
fn a_file_without_a_text_says_what_it_has_and_the_next_is_read() {
    let folder = TempDir::new().unwrap();
    let schema = Arc::new(parse_message_type("message m { required int32 mood; }").unwrap());
    let file = File::create(folder.path().join("a.parquet")).unwrap();
    SerializedFileWriter::new(file, schema, Default::default()).unwrap().close().unwrap();
    fs::write(folder.path().join("b.txt"), denial(1)).unwrap();
    let found = read_path(folder.path(), &apart());
    assert!(found.problem().contains("the columns are mood"), "{}", found.problem());
    assert_eq!(found.articles.len(), 1);
}

#[test]
fn it_is_read_in_a_stream_and_in_an_archive() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("part-0");
    table(&path, Compression::SNAPPY, &[2], denial);
    let bytes = fs::read(&path).unwrap();
    assert_eq!(ids(&read_path(&path, &apart())), ["town-0", "town-1"]);
    let packed = folder.path().join("a.parquet.gz");
    let mut file = flate2::write::GzEncoder::new(File::create(&packed).unwrap(), flate2::Compression::fast());
    file.write_all(&bytes).unwrap();
    file.finish().unwrap();
    assert_eq!(ids(&read_path(&packed, &apart())), ["town-0", "town-1"]);
    let archive = folder.path().join("b.zip");
    let mut file = zip::ZipWriter::new(File::create(&archive).unwrap());
    file.start_file("in/a.parquet", zip::write::SimpleFileOptions::default()).unwrap();
    file.write_all(&bytes).unwrap();
    file.finish().unwrap();
    assert_eq!(ids(&read_path(&archive, &apart())), ["town-0", "town-1"]);
}

#[test]
fn damage_costs_what_is_behind_it() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a.parquet");
    table(&path, Compression::UNCOMPRESSED, &[3, 2], denial);
    let whole = fs::read(&path).unwrap();
    // The length of the first text of the second group.
    let second = whole.windows(21).position(|bytes| bytes == b"The mayor of town 3 d").unwrap();
    let mut damaged = whole.clone();
    damaged[second - 4..second].copy_from_slice(&[0xff; 4]);
    fs::write(&path, &damaged).unwrap();
    let found = read_path(&path, &apart());
    assert_eq!(ids(&found), ["town-0", "town-1", "town-2"]);
    assert!(found.problem().contains("the rest cannot be read"), "{}", found.problem());
    assert_eq!(found.problems.len(), 1);

    for cut in [4, 11, whole.len() / 2, whole.len() - 1] {
        fs::write(&path, &whole[..cut]).unwrap();
        let found = read_path(&path, &apart());
        assert!(found.problem().contains("damaged, or cut"), "{cut}: {}", found.problem());
    }
}

#[test]
fn a_row_that_is_too_long_is_passed_over() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a.parquet");
    table(&path, Compression::SNAPPY, &[3], |row| denial(row).repeat(if row == 1 { 100 } else { 1 }));
    let found = read_path(&path, &Settings { max_record: 2000, ..apart() });
    assert_eq!(ids(&found), ["town-0", "town-2"]);
    assert_eq!(found.problems[0].line, Some(2));
}

#[test]
fn what_would_grow_without_end_is_stopped() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a.parquet");
    // One text of a megabyte that every row points at.
    let text = denial(1).repeat(10_000);
    table(&path, Compression::ZSTD(Default::default()), &[400], |_| text.clone());
    let (mut n_rows, mut problem) = (0, None);
    for file in walk(&[Input::Path(path.clone())]).files {
        let _ = read(&file, &Arc::new(apart()), &|_| {}, &mut |piece| {
            match piece {
                Piece::Record(_) => n_rows += 1,
                Piece::Problem(error) => problem = Some(error.to_string()),
                Piece::Note(_) => {}
            }
            ControlFlow::Continue(())
        });
    }
    assert!(problem.is_some_and(|problem| problem.contains("more than 200 times")));
    assert!(n_rows < 120, "{n_rows}");

    // Columns in columns in columns, by which a reader that recurses would overflow its stack.
    let n: u32 = 9_000;
    let mut footer = vec![0x29, 0xfc, (n & 0x7f) as u8 | 0x80, (n >> 7) as u8];
    (0..n).for_each(|_| footer.extend([0x48, 1, b'a', 0x15, 2, 0]));
    footer.push(0);
    let length = (footer.len() as u32).to_le_bytes();
    fs::write(&path, [b"PAR1".as_slice(), &footer, &length, b"PAR1"].concat()).unwrap();
    let found = read_path(&path, &apart());
    assert!(found.problem().contains("nest more than 64 deep"), "{}", found.problem());
}

#[test]
fn no_damage_makes_the_reader_panic() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a.parquet");
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut roll = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    for packed in [Compression::UNCOMPRESSED, Compression::ZSTD(Default::default())] {
        table(&path, packed, &[20, 10], denial);
        let whole = fs::read(&path).unwrap();
        for n in 0..300 {
            let mut bytes = whole.clone();
            for _ in 0..=roll(3) {
                let at = roll(bytes.len());
                bytes[at] ^= 1 << roll(8);
            }
            fs::write(&path, &bytes).unwrap();
            // Each second one in this process, where a panic would show.
            let settings = if n % 2 == 0 { apart() } else { Settings::default() };
            for article in read_path(&path, &settings).articles {
                assert!(!article.text.trim().is_empty());
            }
        }
    }
}

/// A struct in the compact form of Thrift: numbers, texts, lists and structs by their field.
#[derive(Clone, Default)]
struct Thrift {
    bytes: Vec<u8>,
    last: u8,
}

impl Thrift {
    fn field(mut self, id: u8, kind: u8, value: &[u8]) -> Self {
        self.bytes.push((id - self.last) << 4 | kind);
        self.bytes.extend_from_slice(value);
        self.last = id;
        self
    }

    fn int(self, id: u8, value: usize) -> Self {
        self.field(id, 6, &varint(value * 2))
    }

    fn text(self, id: u8, value: &str) -> Self {
        let value = [varint(value.len()), value.as_bytes().to_vec()].concat();
        self.field(id, 8, &value)
    }

    fn part(self, id: u8, value: Self) -> Self {
        self.field(id, 12, &value.end())
    }

    fn list(self, id: u8, kind: u8, values: &[Vec<u8>]) -> Self {
        let value = [vec![(values.len() as u8) << 4 | kind], values.concat()].concat();
        self.field(id, 9, &value)
    }

    fn end(mut self) -> Vec<u8> {
        self.bytes.push(0);
        self.bytes
    }
}

fn varint(mut value: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

/// Lengths as differences: of the first a number, and of each other one the same number more or less than before.
fn lengths(n: usize, first: usize, others: usize) -> Vec<u8> {
    // Blocks of 128 differences in one part each.
    let mut bytes = [varint(128), varint(1), varint(n), varint(first * 2)].concat();
    for block in 0..(n - 1).div_ceil(128) {
        let step = others as i64 - first as i64;
        // The least difference of a block, and what each is above it, in 32 bits.
        let least = if block == 0 { step.min(0) } else { 0 };
        bytes.extend(varint(((least << 1) ^ (least >> 63)) as usize));
        bytes.push(32);
        for difference in 0..128 {
            let value = if block == 0 && difference == 0 { step } else { 0 };
            bytes.extend(((value - least) as u32).to_le_bytes());
        }
    }
    bytes
}

/// A file of one column and one page, of `n` texts: each is the one before it, which is `size` bytes long.
fn bomb(n: usize, size: usize) -> Vec<u8> {
    let text = "a ".repeat(size / 2).into_bytes();
    let page = [lengths(n, 0, size), lengths(n, size, 0), text].concat();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(&page).unwrap();
    let packed = packed.finish().unwrap();
    const PLAIN: usize = 0;
    const DELTA_BYTE_ARRAY: usize = 7;
    let of_page = Thrift::default().int(1, n).int(2, DELTA_BYTE_ARRAY).int(3, PLAIN).int(4, PLAIN);
    let header = Thrift::default().int(1, 0).int(2, page.len()).int(3, packed.len()).part(5, of_page).end();
    let chunk = header.len() + packed.len();
    let column = Thrift::default()
        .int(1, 6)
        .list(2, 5, &[varint(DELTA_BYTE_ARRAY * 2)])
        .list(3, 8, &[[varint(4), b"text".to_vec()].concat()])
        .int(4, 2)
        .int(5, n)
        .int(6, page.len())
        .int(7, chunk)
        .int(9, 4);
    let column = Thrift::default().int(2, 4).part(3, column).end();
    let group = Thrift::default().list(1, 12, &[column]).int(2, page.len()).int(3, n).end();
    let root = Thrift::default().text(4, "articles").int(5, 1).end();
    let leaf = Thrift::default().int(1, 6).int(3, 0).text(4, "text").int(6, 0).end();
    let footer = Thrift::default().int(1, 1).list(2, 12, &[root, leaf]).int(3, n).list(4, 12, &[group]).end();
    let length = (footer.len() as u32).to_le_bytes();
    [b"PAR1".as_slice(), &header, &packed, &footer, &length, b"PAR1"].concat()
}

#[test]
fn a_page_that_stands_for_gigabytes_costs_only_the_process_that_reads_it() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.parquet"), bomb(3, 60)).unwrap();
    let bomb = bomb(1024, 8 << 20);
    assert!(bomb.len() < 64 << 10, "{}", bomb.len());
    fs::write(folder.path().join("b.parquet"), &bomb).unwrap();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&bomb).unwrap();
    fs::write(folder.path().join("c.parquet.gz"), packed.finish().unwrap()).unwrap();
    fs::write(folder.path().join("d.txt"), denial(1)).unwrap();
    let found = read_path(folder.path(), &apart());
    let texts: Vec<&str> = found.articles.iter().map(|article| article.text.as_str()).collect();
    let spaced = "a ".repeat(30);
    assert_eq!(texts, [&spaced, &spaced, &spaced, &denial(1)], "{}", found.problem());
    assert_eq!(found.problems.len(), 2);
    for problem in &found.problems {
        assert!(problem.to_string().contains("takes more than 1024 MiB of memory"), "{problem}");
    }
}
