//! Parquet files, read.
//!
//! 1. Rows of all groups come in their order, with the columns as their names or the user say.
//! 2. A file is read on disk, in a stream and in an archive.
//! 3. Damage costs what is behind it, and says so; no damage whatever makes the reader panic, wait or hold much.

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
        let found = read_path(&path, &Settings::default());
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
    let found = read_path(&path, &Settings { map, ..Settings::default() });
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
    let found = read_path(folder.path(), &Settings::default());
    assert!(found.problem().contains("the columns are mood"), "{}", found.problem());
    assert_eq!(found.articles.len(), 1);
}

#[test]
fn it_is_read_in_a_stream_and_in_an_archive() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("part-0");
    table(&path, Compression::SNAPPY, &[2], denial);
    let bytes = fs::read(&path).unwrap();
    assert_eq!(ids(&read_path(&path, &Settings::default())), ["town-0", "town-1"]);
    let packed = folder.path().join("a.parquet.gz");
    let mut file = flate2::write::GzEncoder::new(File::create(&packed).unwrap(), flate2::Compression::fast());
    file.write_all(&bytes).unwrap();
    file.finish().unwrap();
    assert_eq!(ids(&read_path(&packed, &Settings::default())), ["town-0", "town-1"]);
    let archive = folder.path().join("b.zip");
    let mut file = zip::ZipWriter::new(File::create(&archive).unwrap());
    file.start_file("in/a.parquet", zip::write::SimpleFileOptions::default()).unwrap();
    file.write_all(&bytes).unwrap();
    file.finish().unwrap();
    assert_eq!(ids(&read_path(&archive, &Settings::default())), ["town-0", "town-1"]);
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
    let found = read_path(&path, &Settings::default());
    assert_eq!(ids(&found), ["town-0", "town-1", "town-2"]);
    assert!(found.problem().contains("the rest cannot be read"), "{}", found.problem());
    assert_eq!(found.problems.len(), 1);

    for cut in [4, 11, whole.len() / 2, whole.len() - 1] {
        fs::write(&path, &whole[..cut]).unwrap();
        let found = read_path(&path, &Settings::default());
        assert!(found.problem().contains("damaged, or cut"), "{cut}: {}", found.problem());
    }
}

#[test]
fn a_row_that_is_too_long_is_passed_over() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("a.parquet");
    table(&path, Compression::SNAPPY, &[3], |row| denial(row).repeat(if row == 1 { 100 } else { 1 }));
    let found = read_path(&path, &Settings { max_record: 2000, ..Settings::default() });
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
        let _ = read(&file, &Arc::default(), &|_| {}, &mut |piece| {
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
    let found = read_path(&path, &Settings::default());
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
        for _ in 0..300 {
            let mut bytes = whole.clone();
            for _ in 0..=roll(3) {
                let at = roll(bytes.len());
                bytes[at] ^= 1 << roll(8);
            }
            fs::write(&path, &bytes).unwrap();
            for article in read_path(&path, &Settings::default()).articles {
                assert!(!article.text.trim().is_empty());
            }
        }
    }
}
