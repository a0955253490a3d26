//! A file in, its raw records out, one at a time.

use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use crate::error::{Error, ErrorKind, Result};
use crate::reader::{File, Format, LONGEST_RECORD, Raw, charset};

/// A compressed file may grow to this many times its size, and to [`LEAST_LIMIT`] in any case.
const MOST_GROWTH: u64 = 200;
/// A compressed file may always grow to this many bytes.
const LEAST_LIMIT: u64 = 64 << 20;
/// The window of a zstd stream is no larger than 2 to this power.
const LARGEST_WINDOW: u32 = 27;

/// The raw records of one file, in order.
pub struct Records {
    path: Option<Arc<PathBuf>>,
    reader: Box<dyn BufRead + Send>,
    format: Format,
    line: u64,
    finished: bool,
    bytes: Arc<AtomicU64>,
}

impl Records {
    /// Opens a file and looks what it is.
    ///
    /// # Errors
    ///
    /// When it cannot be opened or read.
    pub fn open(file: &File) -> Result<Self> {
        let path = file.path.clone().map(Arc::new);
        let at = |error: io::Error| match &path {
            Some(path) => Error::new(ErrorKind::Record, error.to_string()).at(path.as_ref()),
            None => Error::new(ErrorKind::Record, error.to_string()).at("-"),
        };
        let raw: Box<dyn Read + Send> = match &path {
            Some(path) => Box::new(std::fs::File::open(path.as_ref()).map_err(at)?),
            None => Box::new(io::stdin()),
        };
        let bytes = Arc::new(AtomicU64::new(0));
        let raw = Counted { inner: raw, bytes: Arc::clone(&bytes) };
        let mut reader: Box<dyn BufRead + Send> = Box::new(BufReader::with_capacity(1 << 16, raw));
        let limit = LEAST_LIMIT.max(file.size.saturating_mul(MOST_GROWTH));
        let head = reader.fill_buf().map_err(at)?;
        if head.starts_with(&[0x1f, 0x8b]) {
            reader = Box::new(BufReader::with_capacity(1 << 17, Limited::new(MultiGzDecoder::new(reader), limit)));
        } else if head.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
            let mut decoder = zstd::Decoder::with_buffer(reader).map_err(at)?;
            decoder.window_log_max(LARGEST_WINDOW).map_err(at)?;
            reader = Box::new(BufReader::with_capacity(1 << 17, Limited::new(decoder, limit)));
        }
        let format = format(reader.fill_buf().map_err(at)?, path.as_deref().map(PathBuf::as_path));
        Ok(Self { path, reader, format, line: 1, finished: false, bytes })
    }

    /// The bytes of the file, as they stand on disk, that have been read since they were last asked for and reset.
    pub fn bytes(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.bytes)
    }

    fn fail(&self, message: String) -> Error {
        let path = self.path.as_deref().cloned().unwrap_or_else(|| PathBuf::from("-"));
        Error::new(ErrorKind::Record, message).at(path).line(self.line)
    }

    /// The whole of a file that is one record.
    fn whole(&mut self) -> Option<Result<Raw>> {
        self.finished = true;
        let mut bytes = Vec::new();
        let read = self.reader.by_ref().take(LONGEST_RECORD as u64 + 1).read_to_end(&mut bytes);
        if let Err(error) = read {
            return Some(Err(self.fail(error.to_string())));
        }
        if bytes.len() > LONGEST_RECORD {
            let message = format!("is longer than {} MiB: skipped", LONGEST_RECORD >> 20);
            return Some(Err(self.fail(message).try_this("split it, or bring it as JSON Lines")));
        }
        Some(Ok(Raw { path: self.path.clone(), line: 1, format: self.format, bytes }))
    }

    /// The next line that is not empty.
    fn next_line(&mut self) -> Option<Result<Raw>> {
        loop {
            let line = self.line;
            let mut bytes = Vec::new();
            match read_line(&mut self.reader, &mut bytes) {
                Err(error) => {
                    self.finished = true;
                    return Some(Err(self.fail(format!("the rest cannot be read: {error}"))));
                }
                Ok(Line::End) => {
                    self.finished = true;
                    return None;
                }
                Ok(Line::TooLong) => {
                    let error = self.fail(format!("line is longer than {} MiB: skipped", LONGEST_RECORD >> 20));
                    self.line += 1;
                    return Some(Err(error));
                }
                Ok(Line::Whole) => {}
            }
            self.line += 1;
            if !bytes.iter().all(u8::is_ascii_whitespace) {
                return Some(Ok(Raw { path: self.path.clone(), line, format: Format::JsonLine, bytes }));
            }
        }
    }
}

impl Iterator for Records {
    type Item = Result<Raw>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.finished {
            return None;
        }
        match self.format {
            Format::JsonLine => self.next_line(),
            _ => self.whole(),
        }
    }
}

enum Line {
    End,
    Whole,
    TooLong,
}

/// Reads a line without its end; of one that is too long the rest is passed over.
fn read_line(reader: &mut dyn BufRead, bytes: &mut Vec<u8>) -> io::Result<Line> {
    let mut too_long = false;
    let mut any = false;
    loop {
        let buffer = match reader.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if buffer.is_empty() {
            return Ok(match (any, too_long) {
                (false, _) => Line::End,
                (true, true) => Line::TooLong,
                (true, false) => Line::Whole,
            });
        }
        any = true;
        let end = memchr::memchr(b'\n', buffer);
        let taken = end.unwrap_or(buffer.len());
        too_long |= bytes.len() + taken > LONGEST_RECORD;
        if too_long {
            *bytes = Vec::new();
        } else {
            bytes.extend_from_slice(&buffer[..taken]);
        }
        reader.consume(taken + usize::from(end.is_some()));
        if end.is_some() {
            return Ok(if too_long { Line::TooLong } else { Line::Whole });
        }
    }
}

/// What a file is, by its first bytes, else by its name.
fn format(head: &[u8], path: Option<&Path>) -> Format {
    let name = path.and_then(Path::file_name).map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let bare = name.trim_end_matches(".gz").trim_end_matches(".zst");
    let ends = |endings: &[&str]| endings.iter().any(|ending| bare.ends_with(ending));
    let start = charset::without_mark(head);
    let start = &start[start.iter().take_while(|byte| byte.is_ascii_whitespace()).count()..];
    let named_text = ends(&[".txt", ".md"]);
    match start.first() {
        Some(b'{') if path.is_none() || ends(&[".jsonl", ".ndjson"]) => Format::JsonLine,
        Some(b'{' | b'[') if !named_text => Format::Json,
        Some(b'<') if html_starts(start) => Format::Html,
        _ if path.is_none() || ends(&[".jsonl", ".ndjson"]) => Format::JsonLine,
        _ if ends(&[".json"]) => Format::Json,
        _ if ends(&[".html", ".htm"]) => Format::Html,
        _ => Format::Plain,
    }
}

fn html_starts(start: &[u8]) -> bool {
    const STARTS: [&str; 5] = ["<!doctype html", "<html", "<head", "<body", "<?xml"];
    STARTS.iter().any(|tag| start.len() >= tag.len() && start[..tag.len()].eq_ignore_ascii_case(tag.as_bytes()))
        && memchr::memmem::find(&start[..start.len().min(4096)].to_ascii_lowercase(), b"html").is_some()
}

/// A stream that counts what it brings.
struct Counted<R> {
    inner: R,
    bytes: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.bytes.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// A stream that fails when it brings more than a limit.
struct Limited<R> {
    inner: R,
    left: u64,
}

impl<R> Limited<R> {
    fn new(inner: R, limit: u64) -> Self {
        Self { inner, left: limit }
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.left = self
            .left
            .checked_sub(n as u64)
            .ok_or_else(|| io::Error::other(format!("grows to more than {MOST_GROWTH} times its size")))?;
        Ok(n)
    }
}
