//! A Parquet file read in a child: its pieces cross over as lines of JSON.
//!
//! What a forged file costs cannot be known before it is unpacked, as one page may stand for any number of bytes. So
//! the child that reads it may take a gigabyte and thirty seconds, and when it dies of the file, the file is at fault.

use std::io::{self, Read, Write};
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::child::{Child, Given, Interruption, MEMORY};
use crate::reader::Flow;
use crate::reader::parquet::{self, Bounds, Piece, Place};
use crate::reader::source::{Line, Source};

/// How long a child is waited for, for each [`SHARE`] of its file.
const PATIENCE: Duration = Duration::from_secs(30);
/// A part of a file.
const SHARE: u64 = 64 << 20;
/// Work of a child beyond what it is waited for, so that it also ends when nobody waits any more.
const GRACE: Duration = Duration::from_secs(30);
/// What is said of a row or of all columns is no longer than this.
const LONGEST_LINE: usize = 16 << 20;

/// Reads a file in a child of this program.
pub(super) fn read(program: &Path, given: Given, bounds: Bounds, sink: &mut dyn FnMut(Piece) -> Flow) -> Flow {
    let patience = PATIENCE.saturating_mul(u32::try_from(given.size().div_ceil(SHARE).max(1)).unwrap_or(u32::MAX));
    let mut arguments = vec!["child".to_owned(), "parquet".to_owned()];
    let mut say = |name: &str, number: u64| arguments.extend([name.to_owned(), number.to_string()]);
    say("--seconds", (patience + GRACE).as_secs());
    say("--max-record", bounds.max_record as u64);
    if let Some(most) = bounds.max_decompressed {
        say("--max-decompressed", most);
    }
    let mut place = Place::default();
    let reason = match Child::start(program, arguments, Some(given), Interruption::Parent, patience) {
        Err(error) => format!("no process can be started to read it: {error}"),
        Ok(mut child) => {
            let mut source = Source::new(&mut child);
            let ended = receive(&mut source, bounds.max_record, &mut place, sink);
            if let Some(flow) = ended {
                return flow;
            }
            match source.failure() {
                Some(error) if error.kind() == io::ErrorKind::TimedOut => {
                    format!("it is not unpacked within {} seconds", patience.as_secs())
                }
                _ => format!("it is damaged, or takes more than {} MiB of memory to unpack", MEMORY >> 20),
            }
        }
    };
    sink(Piece::Failure { place, reason })
}

/// Receives the pieces; nothing comes back when they end before their end.
fn receive(
    source: &mut Source<'_>,
    most: usize,
    place: &mut Place,
    sink: &mut dyn FnMut(Piece) -> Flow,
) -> Option<Flow> {
    loop {
        let Line::Whole(line) = source.line(LONGEST_LINE) else { return None };
        let line: Value = serde_json::from_slice(&line).ok()?;
        if let (Some(row), Some(byte)) = (line["row"].as_u64(), line["byte"].as_u64()) {
            *place = Place { row, byte };
        }
        let piece = if let Some(columns) = line["columns"].as_array() {
            Piece::Header(columns.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect())
        } else if let Some(reason) = line["failure"].as_str() {
            return Some(sink(Piece::Failure { place: *place, reason: reason.to_owned() }));
        } else if line["end"] == true {
            return Some(Flow::Continue(()));
        } else if line["long"] == true {
            Piece::LongRow { place: *place }
        } else {
            let Line::Whole(object) = source.line(most) else { return None };
            Piece::Row { place: *place, object }
        };
        if sink(piece).is_break() {
            return Some(Flow::Break(()));
        }
    }
}

/// What the child does: reads the file that is its standard input, and writes the pieces.
///
/// # Errors
///
/// When its standard input cannot be read, or the pieces cannot be written.
pub fn send(bounds: Bounds, out: &mut dyn Write) -> io::Result<()> {
    let mut written = Ok(());
    let mut sink = |piece| {
        written = write(&piece, out);
        if written.is_ok() { Flow::Continue(()) } else { Flow::Break(()) }
    };
    let mut input = input()?;
    let given = if input.metadata()?.is_file() {
        Given::File(input)
    } else {
        let mut bytes = Vec::new();
        input.read_to_end(&mut bytes)?;
        Given::Bytes(bytes)
    };
    let flow = parquet::read_here(given, bounds, &mut sink);
    written?;
    if flow.is_continue() {
        writeln!(out, "{}", json!({"end": true}))?;
    }
    out.flush()
}

/// Standard input as a file, in which one can go to any place.
fn input() -> io::Result<std::fs::File> {
    #[cfg(unix)]
    let input = std::os::fd::AsFd::as_fd(&io::stdin()).try_clone_to_owned()?;
    #[cfg(windows)]
    let input = std::os::windows::io::AsHandle::as_handle(&io::stdin()).try_clone_to_owned()?;
    Ok(input.into())
}

fn write(piece: &Piece, out: &mut dyn Write) -> io::Result<()> {
    match piece {
        Piece::Header(columns) => writeln!(out, "{}", json!({"columns": columns}))?,
        Piece::Row { place, object } => {
            writeln!(out, "{}", json!({"row": place.row, "byte": place.byte}))?;
            out.write_all(object)?;
            out.write_all(b"\n")?;
        }
        Piece::LongRow { place } => {
            writeln!(out, "{}", json!({"row": place.row, "byte": place.byte, "long": true}))?;
        }
        Piece::Failure { place, reason } => {
            writeln!(out, "{}", json!({"row": place.row, "byte": place.byte, "failure": reason}))?;
        }
    }
    // A row that was read is not lost with the child that fails at the next.
    out.flush()
}
