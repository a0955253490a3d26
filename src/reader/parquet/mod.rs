//! A Parquet file in, its rows out as JSON objects, one row group after the other.
//!
//! Of each column a page or two lie unpacked in memory, and a file whose pages are too large for that is refused before
//! they are unpacked. Damage ends its file with an error: where the library that decodes the pages gives up with a
//! panic, it goes no further than here, and where it takes too much, no further than the child that reads ([`apart`]).

pub(super) mod apart;
mod layout;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use bytes::Bytes;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use parquet::basic::{LogicalType, TimeUnit};
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, FileReader, Length, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use parquet::schema::types::Type;
use serde_json::{Map, Value};

use crate::child::Given;
use crate::reader::source::check_growth;
use crate::reader::{Flow, Settings};

/// What comes out of a file.
pub(super) enum Piece {
    /// The names of its columns, those within others behind a dot.
    Header(Vec<String>),
    /// A row as a JSON object.
    Row { place: Place, object: Vec<u8> },
    /// A row that is too long.
    LongRow { place: Place },
    /// Why the rest cannot be read.
    Failure { place: Place, reason: String },
}

/// Where a row is.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    /// Its number, from 1.
    pub(super) row: u64,
    /// The byte at which its group begins.
    pub(super) byte: u64,
}

/// What may come of a file.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Rows of more bytes are passed over.
    pub max_record: usize,
    /// All rows may come to so many bytes; without it, to a multiple of the file's size.
    pub max_decompressed: Option<u64>,
}

/// Reads a file, in a child if the settings name the program for it.
pub(super) fn read(given: Given, settings: &Settings, sink: &mut dyn FnMut(Piece) -> Flow) -> Flow {
    let bounds = Bounds { max_record: settings.max_record, max_decompressed: settings.max_decompressed };
    match &settings.program {
        Some(program) => apart::read(program, given, bounds, sink),
        None => read_here(given, bounds, sink),
    }
}

/// Reads a file in this process.
fn read_here(given: Given, bounds: Bounds, sink: &mut dyn FnMut(Piece) -> Flow) -> Flow {
    let mut place = Place::default();
    let size = given.size();
    let ended = match given {
        Given::File(file) => groups(&Shared(Arc::new(Bounded { file, size })), bounds, &mut place, sink),
        Given::Bytes(bytes) => groups(&Shared(Arc::new(Bytes::from(bytes))), bounds, &mut place, sink),
    };
    ended.unwrap_or_else(|reason| sink(Piece::Failure { place, reason }))
}

/// Reads one row group after the other.
fn groups(
    file: &Shared<impl ChunkReader + 'static>,
    bounds: Bounds,
    place: &mut Place,
    sink: &mut dyn FnMut(Piece) -> Flow,
) -> Result<Flow, String> {
    layout::check_schema(file)?;
    let reader = guarded(|| SerializedFileReader::new(file.clone()))?;
    let schema = reader.metadata().file_metadata().schema();
    if sink(Piece::Header(names(schema))).is_break() {
        return Ok(Flow::Break(()));
    }
    let units = units(schema);
    let mut given = 0;
    for (number, group) in reader.metadata().row_groups().iter().enumerate() {
        place.byte = guarded(|| Ok(group.columns().iter().map(|column| column.byte_range().0).min()))?.unwrap_or(0);
        layout::check_pages(file, group)?;
        let group = guarded(|| reader.get_row_group(number))?;
        let mut rows = guarded(|| RowIter::from_row_group(None, group.as_ref()))?;
        while let Some(row) = guarded(|| rows.next().transpose())? {
            place.row += 1;
            let object = Value::Object(object(row, &units)).to_string().into_bytes();
            given += object.len() as u64;
            check_growth(given, file.len(), bounds.max_decompressed)?;
            let place = *place;
            let piece =
                if object.len() > bounds.max_record { Piece::LongRow { place } } else { Piece::Row { place, object } };
            if sink(piece).is_break() {
                return Ok(Flow::Break(()));
            }
        }
    }
    Ok(Flow::Continue(()))
}

/// Asks the library for something; a panic of it is damage of the file.
fn guarded<T>(ask: impl FnOnce() -> parquet::errors::Result<T>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(ask)) {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) => Err(plain(&error)),
        Err(_) => Err("it is damaged".to_owned()),
    }
}

/// An error of the library in its own words, without their kind and their causes.
fn plain(error: &ParquetError) -> String {
    let words = match error {
        ParquetError::General(words) | ParquetError::NYI(words) | ParquetError::EOF(words) => words.clone(),
        other => other.to_string(),
    };
    words.lines().next().unwrap_or("it is damaged").chars().take(200).collect()
}

/// A file of which nothing is asked that it does not have: a forged length costs no memory.
struct Bounded {
    file: File,
    size: u64,
}

impl Length for Bounded {
    fn len(&self) -> u64 {
        self.size
    }
}

impl ChunkReader for Bounded {
    type T = BufReader<File>;

    fn get_read(&self, start: u64) -> parquet::errors::Result<Self::T> {
        let mut file = self.file.try_clone()?;
        file.seek(SeekFrom::Start(start))?;
        Ok(BufReader::new(file))
    }

    fn get_bytes(&self, start: u64, length: usize) -> parquet::errors::Result<Bytes> {
        if start.checked_add(length as u64).is_none_or(|end| end > self.size) {
            return Err(ParquetError::EOF("it ends too early".to_owned()));
        }
        let mut bytes = vec![0; length];
        let mut file = &self.file;
        file.seek(SeekFrom::Start(start))?;
        file.read_exact(&mut bytes)?;
        Ok(bytes.into())
    }
}

/// A file that is looked at before the library reads it.
struct Shared<R>(Arc<R>);

impl<R> Clone for Shared<R> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<R: Length> Length for Shared<R> {
    fn len(&self) -> u64 {
        self.0.len()
    }
}

impl<R: ChunkReader> ChunkReader for Shared<R> {
    type T = R::T;

    fn get_read(&self, start: u64) -> parquet::errors::Result<Self::T> {
        self.0.get_read(start)
    }

    fn get_bytes(&self, start: u64, length: usize) -> parquet::errors::Result<Bytes> {
        self.0.get_bytes(start, length)
    }
}

/// The names of the columns, and those of the members of a column that has some.
fn names(schema: &Type) -> Vec<String> {
    let mut names = Vec::new();
    for column in schema.get_fields() {
        names.push(column.name().to_owned());
        if column.is_group() {
            names.extend(column.get_fields().iter().map(|member| format!("{}.{}", column.name(), member.name())));
        }
    }
    names
}

/// How many units of a column of times make a second, where only the newer form of the schema says that it is one.
fn units(schema: &Type) -> BTreeMap<String, i64> {
    let times = schema.get_fields().iter().filter_map(|column| {
        let Some(LogicalType::Timestamp(time)) = column.get_basic_info().logical_type_ref() else { return None };
        let units = match time.unit {
            TimeUnit::MILLIS => 1_000,
            TimeUnit::MICROS => 1_000_000,
            TimeUnit::NANOS => 1_000_000_000,
        };
        Some((column.name().to_owned(), units))
    });
    times.collect()
}

fn object(row: Row, units: &BTreeMap<String, i64>) -> Map<String, Value> {
    let columns = row.into_columns().into_iter().map(|(name, field)| {
        let value = match (&field, units.get(&name)) {
            (Field::Long(time), Some(&units)) => moment(*time, units),
            _ => value(&field),
        };
        (name, value)
    });
    columns.collect()
}

fn value(field: &Field) -> Value {
    match field {
        Field::Null => Value::Null,
        Field::Bool(value) => (*value).into(),
        Field::Byte(value) => (*value).into(),
        Field::Short(value) => (*value).into(),
        Field::Int(value) => (*value).into(),
        Field::Long(value) => (*value).into(),
        Field::UByte(value) => (*value).into(),
        Field::UShort(value) => (*value).into(),
        Field::UInt(value) => (*value).into(),
        Field::ULong(value) => (*value).into(),
        Field::Float(value) => (*value).into(),
        Field::Double(value) => (*value).into(),
        Field::Str(words) => words.as_str().into(),
        // What is no text is a picture, or a page in a form of its own.
        Field::Bytes(bytes) => std::str::from_utf8(bytes.data()).map_or(Value::Null, Value::from),
        Field::Date(days) => {
            let day = Date::new(1970, 1, 1)
                .and_then(|first| first.checked_add(SignedDuration::from_hours(24 * i64::from(*days))));
            day.map_or_else(|_| days.to_string(), |day| day.to_string()).into()
        }
        Field::TimestampMillis(time) => moment(*time, 1_000),
        Field::TimestampMicros(time) => moment(*time, 1_000_000),
        Field::Float16(_) | Field::Decimal(_) | Field::TimeMillis(_) | Field::TimeMicros(_) => field.to_string().into(),
        Field::Group(row) => row.get_column_iter().map(|(name, field)| (name.clone(), value(field))).collect(),
        Field::ListInternal(list) => list.elements().iter().map(value).collect(),
        Field::MapInternal(map) => {
            let entries = map.entries().iter().map(|(key, field)| {
                let key = value(key);
                (key.as_str().map_or_else(|| key.to_string(), str::to_owned), value(field))
            });
            entries.collect::<Map<_, _>>().into()
        }
    }
}

/// A time since 1970 as it is written; one that no calendar has is left as it is, to be told.
fn moment(time: i64, units: i64) -> Value {
    let seconds = time.div_euclid(units);
    let rest = time.rem_euclid(units) * (1_000_000_000 / units);
    let moment = i32::try_from(rest).ok().and_then(|rest| Timestamp::new(seconds, rest).ok());
    moment.map_or_else(|| Value::from(time), |moment| moment.to_string().into())
}
