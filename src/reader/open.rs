//! A file in, its records out: unpacked, decoded, split, each with its place.
//!
//! Whatever is packed is unpacked as it is read, never to disk. What fails costs one record where the next can be
//! found, else the rest of its file.

use std::io::{self, BufReader, Cursor, Read, Seek};
use std::ops::ControlFlow;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use flate2::bufread::MultiGzDecoder;
use rustc_hash::FxHashSet;

#[cfg(feature = "parquet")]
use crate::child::Given;
use crate::error::{Error, ErrorKind};
use crate::reader::feed::{Feed, Item};
use crate::reader::format::{Packing, Shape, packing, shape};
#[cfg(feature = "parquet")]
use crate::reader::parquet;
use crate::reader::source::{Budget, Counted, Limited, Line, Source, TRY_MORE};
use crate::reader::walk::{Hope, hope, plain};
use crate::reader::{File, Format, Piece, Raw, Settings, charset, json, mail, table, warc};

/// Packings within each other are no more than this.
const DEEPEST: usize = 4;
/// What is read from its end, a zip archive or a Parquet file, is held in memory if it is itself packed, and so is no
/// larger than this.
const LARGEST_INNER: usize = 64 << 20;
/// The window of a zstd stream is no larger than 2 to this power.
const LARGEST_WINDOW: u32 = 27;
/// Memory that unpacking xz may take, in KiB.
const XZ_MEMORY: u32 = 128 << 10;

/// Whether the reader of the pieces wants more.
pub type Flow = ControlFlow<()>;

/// Reads a file piece by piece. `tell` hears how many of its bytes were read.
pub fn read(file: &File, settings: &Arc<Settings>, tell: &dyn Fn(u64), sink: &mut dyn FnMut(Piece) -> Flow) -> Flow {
    let budget = Budget::new(settings.max_decompressed);
    let mut opening = Opening { settings, budget: &budget, sink, pages: FxHashSet::default() };
    let spot = Spot { path: file.path.clone().map(Arc::new), hope: file.hope, depth: 0 };
    let inner: Box<dyn Read> = match &file.path {
        None => Box::new(io::stdin()),
        Some(path) => match std::fs::File::open(path) {
            Ok(inner) => Box::new(inner),
            Err(error) => return opening.fail(&spot, format!("cannot be read: {}", plain(&error))),
        },
    };
    opening.open(Source::new(Counted { inner, budget: &budget, tell }), &spot)
}

/// A file, or what is packed in one.
#[derive(Clone)]
struct Spot {
    /// The path; that of a member of an archive goes on behind that of the archive.
    path: Option<Arc<PathBuf>>,
    hope: Hope,
    /// How many packings it is in.
    depth: usize,
}

impl Spot {
    fn inner(&self) -> Self {
        Self { depth: self.depth + 1, ..self.clone() }
    }

    /// The place of a member, by a name that leads nowhere else.
    fn member(&self, name: &Path) -> Self {
        let archive = self.path.as_deref().map_or(Path::new("-"), PathBuf::as_path);
        let name = name.components().filter(|part| matches!(part, Component::Normal(_)));
        let path: PathBuf = archive.components().chain(name).collect();
        Self { hope: hope(&path), path: Some(Arc::new(path)), depth: self.depth + 1 }
    }

    fn error(&self, kind: ErrorKind, message: impl Into<String>) -> Error {
        Error::new(kind, message).at(self.path.as_deref().cloned().unwrap_or_else(|| PathBuf::from("-")))
    }
}

struct Opening<'a> {
    settings: &'a Arc<Settings>,
    budget: &'a Budget,
    sink: &'a mut dyn FnMut(Piece) -> Flow,
    /// Digests of the archived pages that were read of this file.
    pages: FxHashSet<String>,
}

impl Opening<'_> {
    fn fail(&mut self, spot: &Spot, message: impl Into<String>) -> Flow {
        (self.sink)(Piece::Problem(spot.error(ErrorKind::Record, message)))
    }

    /// Tells why a stream ended too early, if it did.
    fn end(&mut self, source: &mut Source<'_>, spot: &Spot) -> Flow {
        match source.failure() {
            None => Flow::Continue(()),
            Some(error) => {
                let problem = rest_lost(&error, spot).line(source.line).byte(source.byte);
                (self.sink)(Piece::Problem(problem))
            }
        }
    }

    /// Reads a stream, packed or not.
    fn open(&mut self, mut source: Source<'_>, spot: &Spot) -> Flow {
        let Some(packing) = packing(source.peek(512)) else { return self.unpacked(source, spot) };
        // What lies among other files and is packed could be anything.
        if spot.hope == Hope::Unnamed {
            return Flow::Continue(());
        }
        if spot.depth == DEEPEST {
            return self.fail(spot, format!("is packed more than {DEEPEST} times: skipped"));
        }
        let budget = self.budget;
        let inner = spot.inner();
        match packing {
            Packing::Gzip if holds_warc(source.peek(1 << 12)) => self.warc_members(source, spot),
            Packing::Gzip => self.open(Source::new(Limited { inner: MultiGzDecoder::new(source), budget }), &inner),
            Packing::Bzip2 => {
                let decoder = bzip2::bufread::MultiBzDecoder::new(source);
                self.open(Source::new(Limited { inner: decoder, budget }), &inner)
            }
            Packing::Xz => {
                let decoder = lzma_rust2::XzReader::new_mem_limit(source, true, XZ_MEMORY);
                self.open(Source::new(Limited { inner: decoder, budget }), &inner)
            }
            Packing::Zstd => {
                let decoder = zstd::Decoder::with_buffer(source).and_then(|mut decoder| {
                    decoder.window_log_max(LARGEST_WINDOW)?;
                    Ok(decoder)
                });
                match decoder {
                    Ok(decoder) => self.open(Source::new(Limited { inner: decoder, budget }), &inner),
                    Err(error) => self.fail(spot, format!("cannot be unpacked: {error}")),
                }
            }
            Packing::Tar => self.tar(source, spot),
            Packing::Zip => match &spot.path {
                Some(path) if spot.depth == 0 => match std::fs::File::open(path.as_ref()) {
                    Ok(inner) => self.zip(BufReader::new(Counted { inner, budget, tell: &|_| {} }), spot),
                    Err(error) => self.fail(spot, format!("cannot be read: {}", plain(&error))),
                },
                _ => match source.rest(LARGEST_INNER) {
                    Some(bytes) => self.zip(Cursor::new(bytes), spot),
                    None => self.too_large(spot, "a zip archive"),
                },
            },
        }
    }

    fn too_large(&mut self, spot: &Spot, kind: &str) -> Flow {
        let message = format!("is {kind} in a stream and larger than {} MiB", LARGEST_INNER >> 20);
        let error = spot.error(ErrorKind::Record, message);
        (self.sink)(Piece::Problem(error.try_this("unpack what it lies in")))
    }

    fn tar(&mut self, source: Source<'_>, spot: &Spot) -> Flow {
        let mut archive = tar::Archive::new(source);
        let entries = match archive.entries() {
            Ok(entries) => entries,
            Err(error) => return self.fail(spot, format!("cannot be unpacked: {}", plain(&error))),
        };
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => return self.fail(spot, format!("the rest cannot be unpacked: {}", plain(&error))),
            };
            if !entry.header().entry_type().is_file() {
                continue;
            }
            let name = PathBuf::from(String::from_utf8_lossy(&entry.path_bytes()).into_owned());
            if is_hidden(&name) {
                continue;
            }
            self.open(Source::new(entry), &spot.member(&name))?;
        }
        Flow::Continue(())
    }

    fn zip(&mut self, file: impl Read + Seek, spot: &Spot) -> Flow {
        let budget = self.budget;
        let mut archive = match zip::ZipArchive::new(file) {
            Ok(archive) => archive,
            Err(error) => return self.fail(spot, format!("cannot be unpacked: {error}")),
        };
        // What a web archive says of itself, and its table of contents, are no articles.
        let is_wacz = archive.index_for_name("datapackage.json").is_some()
            && archive.index_for_name("pages/pages.jsonl").is_some();
        for number in 0..archive.len() {
            let entry = match archive.by_index(number) {
                Ok(entry) => entry,
                Err(error) => {
                    self.fail(spot, format!("member {} cannot be unpacked: {error}", number + 1))?;
                    continue;
                }
            };
            let name = PathBuf::from(String::from_utf8_lossy(entry.name_raw()).replace('\\', "/"));
            if !entry.is_file() || is_hidden(&name) || is_wacz && !name.starts_with("archive") {
                continue;
            }
            self.open(Source::new(Limited { inner: entry, budget }), &spot.member(&name))?;
        }
        Flow::Continue(())
    }

    /// Reads a stream that is not packed.
    fn unpacked(&mut self, mut source: Source<'_>, spot: &Spot) -> Flow {
        if let Some(wide) = charset::wide(source.peek(512)) {
            source = wide.decoded(source);
        }
        let head = source.peek(4096);
        if let Some(mark) = head.len().checked_sub(charset::without_mark(head).len()) {
            source.skip(mark);
        }
        let path = spot.path.as_deref().map(PathBuf::as_path);
        let Some(shape) = shape(source.peek(4096), path, spot.hope) else { return Flow::Continue(()) };
        match shape {
            Shape::JsonLines => self.lines(&mut source, spot)?,
            Shape::Json => self.values(&mut source, spot)?,
            Shape::Table => {
                source = charset::narrow(source, None);
                self.table(&mut source, spot)?;
            }
            Shape::Feed => {
                let declared = charset::declared_in_xml(source.peek(256));
                source = charset::narrow(source, declared.as_deref());
                self.feed(&mut source, spot)?;
            }
            Shape::Parquet => return self.parquet(source, spot),
            Shape::Nitf => self.whole(&mut source, spot, Format::Nitf)?,
            Shape::NewsMl => self.whole(&mut source, spot, Format::NewsMl)?,
            Shape::Mail => self.mails(&mut source, spot)?,
            Shape::Warc => self.warc(&mut source, spot, None)?,
            Shape::Html => self.whole(&mut source, spot, Format::Html)?,
            Shape::Plain => self.whole(&mut source, spot, Format::Plain)?,
            Shape::Unreadable(kind) => {
                let error = spot.error(ErrorKind::Record, format!("is {kind}, which is not read: skipped"));
                (self.sink)(Piece::Problem(error.try_this("bring its text as .txt or .json")))?;
                return Flow::Continue(());
            }
        }
        self.end(&mut source, spot)
    }

    fn record(&self, spot: &Spot, line: u64, byte: u64, format: Format, bytes: Vec<u8>) -> Raw {
        let path = spot.path.clone();
        Raw {
            path,
            line,
            byte,
            format,
            bytes,
            fields: Vec::new(),
            charset: None,
            is_whole: false,
            settings: Arc::clone(self.settings),
        }
    }

    fn too_long(&mut self, spot: &Spot, line: u64, byte: u64) -> Flow {
        let limit = self.settings.max_record;
        let shown = if limit >= 1 << 20 { format!("{} MiB", limit >> 20) } else { format!("{limit} bytes") };
        let error = spot.error(ErrorKind::Record, format!("record is longer than {shown}: skipped"));
        (self.sink)(Piece::Problem(error.line(line).byte(byte).try_this("allow longer ones with --max-record")))
    }

    /// A file that is one record.
    fn whole(&mut self, source: &mut Source<'_>, spot: &Spot, format: Format) -> Flow {
        let Some(bytes) = source.rest(self.settings.max_record) else { return self.too_long(spot, 1, 0) };
        // Nothing of it came: what failed is told behind.
        if bytes.is_empty()
            && let Some(error) = source.failure()
        {
            return self.fail(spot, format!("cannot be read: {}", plain(&error)));
        }
        let record = Raw { is_whole: true, ..self.record(spot, 1, 0, format, bytes) };
        (self.sink)(Piece::Record(record))
    }

    /// A record on each line that is not empty.
    fn lines(&mut self, source: &mut Source<'_>, spot: &Spot) -> Flow {
        loop {
            let (line, byte) = (source.line, source.byte);
            match source.line_of_text(self.settings.max_record) {
                Line::End => return Flow::Continue(()),
                Line::TooLong => self.too_long(spot, line, byte)?,
                Line::Whole(bytes) => {
                    if !bytes.iter().all(u8::is_ascii_whitespace) {
                        let record = self.record(spot, line, byte, Format::Json, bytes);
                        (self.sink)(Piece::Record(record))?;
                    }
                }
            }
        }
    }

    /// JSON values one after the other, or those of an array.
    fn values(&mut self, source: &mut Source<'_>, spot: &Spot) -> Flow {
        let mut n_records = 0;
        loop {
            match json::next_value(source, self.settings.max_record) {
                json::Next::End if n_records == 0 => return self.fail(spot, "no JSON object"),
                json::Next::End => return Flow::Continue(()),
                json::Next::Value { line, byte, bytes } => {
                    let record = self.record(spot, line, byte, Format::Json, bytes);
                    (self.sink)(Piece::Record(record))?;
                }
                json::Next::TooLong { line, byte } => self.too_long(spot, line, byte)?,
                json::Next::Other { line, byte } => {
                    let error = spot.error(ErrorKind::Record, "is no JSON from here on: the rest is skipped");
                    return (self.sink)(Piece::Problem(error.line(line).byte(byte)));
                }
            }
            n_records += 1;
        }
    }
}

/// Whether what is packed begins as a web archive does.
fn holds_warc(packed: &[u8]) -> bool {
    let mut start = [0; 5];
    let read = flate2::read::GzDecoder::new(packed).read_exact(&mut start);
    read.is_ok() && start == *b"WARC/"
}

impl Opening<'_> {
    /// A web archive whose records are packed one by one, so that each can be found again by its place in the file.
    fn warc_members(&mut self, mut source: Source<'_>, spot: &Spot) -> Flow {
        let spot = spot.inner();
        while !source.peek(1).is_empty() {
            let offset = source.byte;
            let inner = flate2::bufread::GzDecoder::new(&mut source);
            let mut member = Source::new(Limited { inner, budget: self.budget });
            self.warc(&mut member, &spot, Some(offset))?;
            let failed = member.failure();
            drop(member);
            if let Some(error) = failed {
                return (self.sink)(Piece::Problem(rest_lost(&error, &spot).byte(offset)));
            }
            if source.byte == offset {
                break;
            }
        }
        self.end(&mut source, &spot)
    }

    /// The pages of a web archive, each content once.
    fn warc(&mut self, source: &mut Source<'_>, spot: &Spot, offset: Option<u64>) -> Flow {
        loop {
            let (line, byte) = (source.line, source.byte);
            let place = offset.unwrap_or(byte);
            match warc::next(source, self.settings.max_record) {
                warc::Next::End => return Flow::Continue(()),
                warc::Next::Other => {}
                warc::Next::TooLong => self.too_long(spot, line, place)?,
                warc::Next::Bad(reason) => {
                    let error = spot.error(ErrorKind::Record, reason);
                    (self.sink)(Piece::Problem(error.line(line).byte(place)))?;
                }
                warc::Next::Page(page) => {
                    if page.digest.is_some_and(|digest| !self.pages.insert(digest)) {
                        continue;
                    }
                    let mut fields = page.fields;
                    fields.push(("warc_offset".to_owned(), place.to_string()));
                    let format = if page.is_text { Format::Plain } else { Format::Html };
                    let record = self.record(spot, line, place, format, page.bytes);
                    (self.sink)(Piece::Record(Raw { fields, charset: page.charset, ..record }))?;
                }
            }
        }
    }

    /// The mails of a mailbox.
    fn mails(&mut self, source: &mut Source<'_>, spot: &Spot) -> Flow {
        while let Some((line, byte, mail)) = mail::next(source, self.settings.max_record) {
            match mail {
                None => self.too_long(spot, line, byte)?,
                Some(bytes) => {
                    let record = self.record(spot, line, byte, Format::Mail, bytes);
                    (self.sink)(Piece::Record(record))?;
                }
            }
        }
        Flow::Continue(())
    }

    /// The rows of a table.
    fn table(&mut self, source: &mut Source<'_>, spot: &Spot) -> Flow {
        let head = source.peek(1 << 12);
        let first = &head[..memchr::memchr2(b'\n', b'\r', head).unwrap_or(head.len())];
        let separator = table::separator(&String::from_utf8_lossy(first));
        let mut rows = table::Rows::new(separator, self.settings.max_record);
        let mut columns: Option<table::Columns> = None;
        loop {
            let row = rows.next(source);
            let (line, byte) = rows.place;
            let at = |error: Error| error.line(line).byte(byte);
            let cells = match row {
                table::Row::End => return Flow::Continue(()),
                table::Row::TooLong => {
                    self.too_long(spot, line, byte)?;
                    continue;
                }
                table::Row::Unclosed => {
                    let error = spot.error(ErrorKind::Record, "a quotation mark opens a cell and is never closed");
                    (self.sink)(Piece::Problem(at(error).try_this("double the marks within cells")))?;
                    continue;
                }
                table::Row::Cells(cells) => cells,
            };
            let cells: Vec<String> = cells.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
            let Some(columns) = &columns else {
                match table::Columns::new(cells, &self.settings.map) {
                    Ok(header) => {
                        self.note(spot, &header)?;
                        columns = Some(header);
                        continue;
                    }
                    Err(message) => {
                        let error = at(spot.error(ErrorKind::Record, message));
                        return (self.sink)(Piece::Problem(error.try_this("name the column, as --map text=COLUMN")));
                    }
                }
            };
            if cells.len() > columns.n_columns() {
                let message = format!("row has {} cells, its header {}", cells.len(), columns.n_columns());
                let error = at(spot.error(ErrorKind::Record, message));
                (self.sink)(Piece::Problem(error.try_this("put cells with separators in quotation marks")))?;
                continue;
            }
            let fields = columns.fields(cells);
            let record = self.record(spot, line, byte, Format::Fields, Vec::new());
            (self.sink)(Piece::Record(Raw { fields, ..record }))?;
        }
    }

    /// Tells what was made of a header.
    fn note(&mut self, spot: &Spot, header: &table::Columns) -> Flow {
        let name = spot.path.as_deref().map_or_else(|| "-".to_owned(), |path| path.display().to_string());
        (self.sink)(Piece::Note(format!("{name}: read as {}", header.shown())))
    }

    /// The rows of a Parquet file.
    #[cfg(feature = "parquet")]
    fn parquet(&mut self, mut source: Source<'_>, spot: &Spot) -> Flow {
        // A header that nothing can be made of ends its file, not the run.
        let mut refused = None;
        let settings = self.settings;
        let mut sink = |piece| match piece {
            parquet::Piece::Header(names) => match table::Columns::new(names, &self.settings.map) {
                Ok(header) => self.note(spot, &header),
                Err(message) => {
                    let error = spot.error(ErrorKind::Record, message);
                    let error = error.try_this("name the column, as --map text=COLUMN");
                    refused = Some((self.sink)(Piece::Problem(error)));
                    Flow::Break(())
                }
            },
            parquet::Piece::LongRow { place } => self.too_long(spot, place.row, place.byte),
            parquet::Piece::Row { place, object } => {
                let record = self.record(spot, place.row, place.byte, Format::Json, object);
                (self.sink)(Piece::Record(record))
            }
            parquet::Piece::Failure { place, reason } => {
                let error = spot.error(ErrorKind::Record, format!("the rest cannot be read: {reason}"));
                let error = error.line(place.row.max(1)).byte(place.byte);
                (self.sink)(Piece::Problem(error.try_this("write it anew, or bring the table as CSV")))
            }
        };
        let given = match &spot.path {
            Some(path) if spot.depth == 0 => std::fs::File::open(path.as_ref()).map(|file| Some(Given::File(file))),
            _ => Ok(source.rest(LARGEST_INNER).map(Given::Bytes)),
        };
        let flow = match given {
            Ok(Some(given)) => parquet::read(given, settings, &mut sink),
            Ok(None) => self.too_large(spot, "a Parquet file"),
            Err(error) => self.fail(spot, format!("cannot be read: {}", plain(&error))),
        };
        refused.unwrap_or(flow)
    }

    #[cfg(not(feature = "parquet"))]
    fn parquet(&mut self, _: Source<'_>, spot: &Spot) -> Flow {
        let error = spot.error(ErrorKind::Record, "is Parquet, which this build does not read: skipped");
        let advice = "build it in with cargo install --path . --features parquet, or bring the table as CSV";
        (self.sink)(Piece::Problem(error.try_this(advice)))
    }

    /// The items of a feed.
    fn feed(&mut self, source: &mut Source<'_>, spot: &Spot) -> Flow {
        let mut feed = Feed::new(source, self.settings.max_record);
        loop {
            match feed.next() {
                Ok(None) => return Flow::Continue(()),
                Ok(Some(Item { line, byte, fields })) => {
                    let record = self.record(spot, line, byte, Format::Fields, Vec::new());
                    (self.sink)(Piece::Record(Raw { fields, ..record }))?;
                }
                Err(message) => {
                    let (line, byte) = feed.place();
                    let error = spot.error(ErrorKind::Record, format!("the rest cannot be read: {message}"));
                    return (self.sink)(Piece::Problem(error.line(line).byte(byte)));
                }
            }
        }
    }
}

/// Why the rest of a stream cannot be read.
fn rest_lost(failure: &io::Error, spot: &Spot) -> Error {
    let error = spot.error(ErrorKind::Record, format!("the rest cannot be read: {}", plain(failure)));
    if failure.kind() == io::ErrorKind::FileTooLarge { error.try_this(TRY_MORE) } else { error }
}

fn is_hidden(name: &Path) -> bool {
    name.components().any(|part| matches!(part, Component::Normal(part) if part.as_encoded_bytes().starts_with(b".")))
        || name.starts_with("__MACOSX")
}
