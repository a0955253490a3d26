//! A stream of bytes in, with a look ahead, and the place of what comes next.

use std::cell::Cell;
use std::io::{self, BufRead, Read, Seek};

/// Bytes asked for at once.
const CHUNK: usize = 1 << 16;
/// A compressed file may grow to this many times what was read of it, and to [`LEAST_LIMIT`] in any case.
const MOST_GROWTH: u64 = 200;
/// A compressed file may always grow to this many bytes.
const LEAST_LIMIT: u64 = 64 << 20;

/// Says of a file that has so many bytes and came to so many when that is too much: more than what is allowed, or than
/// it should be.
pub(super) fn check_growth(given: u64, taken: u64, most: Option<u64>) -> Result<(), String> {
    match most {
        Some(most) if given > most => Err(format!("unpacks to more than {most} bytes")),
        None if given > LEAST_LIMIT.max(taken.saturating_mul(MOST_GROWTH)) => {
            Err(format!("unpacks to more than {MOST_GROWTH} times its size"))
        }
        _ => Ok(()),
    }
}

/// What to try then.
pub(super) const TRY_MORE: &str = "if it is no bomb, allow more with --max-decompressed";

/// A stream with a look ahead, that knows where it is.
pub(super) struct Source<'a> {
    inner: Box<dyn Read + 'a>,
    buffer: Vec<u8>,
    start: usize,
    ended: bool,
    /// What ended the stream too early; told when all that came before is used up.
    failure: Option<io::Error>,
    /// The line of the next byte, from 1.
    pub(super) line: u64,
    /// The place of the next byte, from 0.
    pub(super) byte: u64,
}

/// What a search for the end of a record brought.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// There is nothing more.
    End,
    /// A line, without its end.
    Whole(Vec<u8>),
    /// A line that is too long; it was passed over.
    TooLong,
}

impl<'a> Source<'a> {
    /// Takes a stream at its start.
    pub(super) fn new(inner: impl Read + 'a) -> Self {
        Self { inner: Box::new(inner), buffer: Vec::new(), start: 0, ended: false, failure: None, line: 1, byte: 0 }
    }

    /// Reads once more; what fails is kept for later.
    fn fill(&mut self) {
        if self.start > 0 && self.start >= self.buffer.len() / 2 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        let held = self.buffer.len();
        self.buffer.resize(held + CHUNK, 0);
        let n = loop {
            match self.inner.read(&mut self.buffer[held..]) {
                Ok(n) => break n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.failure = Some(error);
                    break 0;
                }
            }
        };
        self.buffer.truncate(held + n);
        self.ended = n == 0;
    }

    /// The bytes held that were not used yet.
    fn held(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// The next bytes, at least `least` of them where there are so many.
    pub(super) fn peek(&mut self, least: usize) -> &[u8] {
        while self.held().len() < least && !self.ended {
            self.fill();
        }
        self.held()
    }

    /// Why the stream ended before its end, once all that came is used.
    pub(super) fn failure(&mut self) -> Option<io::Error> {
        if self.held().is_empty() { self.failure.take() } else { None }
    }

    /// Passes over bytes that were looked at.
    pub(super) fn skip(&mut self, n: usize) {
        let used = &self.buffer[self.start..self.start + n];
        self.line += memchr::memchr_iter(b'\n', used).count() as u64;
        self.byte += n as u64;
        self.start += n;
    }

    /// Passes over bytes that were looked at, of a text whose lines may end as anywhere.
    pub(super) fn skip_text(&mut self, n: usize) {
        let held = self.held();
        let returns = memchr::memchr_iter(b'\r', &held[..n]);
        self.line += returns.filter(|at| held.get(at + 1) != Some(&b'\n')).count() as u64;
        self.skip(n);
    }

    /// The next line, if it is no longer than `limit`.
    pub(super) fn line(&mut self, limit: usize) -> Line {
        self.until(limit, |held, from, _| {
            memchr::memchr(b'\n', &held[from..]).map(|at| (from + at, 1)).ok_or(held.len())
        })
    }

    /// The next line, if it is no longer than `limit`, whether it ends in a line feed, a carriage return, or both.
    pub(super) fn line_of_text(&mut self, limit: usize) -> Line {
        self.until(limit, |held, from, ended| {
            let at = from + memchr::memchr2(b'\n', b'\r', &held[from..]).ok_or(held.len())?;
            match (held[at], held.get(at + 1)) {
                (b'\r', Some(b'\n')) => Ok((at, 2)),
                // What comes behind tells whether the line has one end or two.
                (b'\r', None) if !ended => Err(at),
                _ => Ok((at, 1)),
            }
        })
    }

    /// What comes before an end, which is passed over: `find` says where it is and how long, or where to look on when
    /// more is there.
    fn until(&mut self, limit: usize, find: impl Fn(&[u8], usize, bool) -> Result<(usize, usize), usize>) -> Line {
        let mut searched = 0;
        let mut too_long = false;
        loop {
            let held = self.held();
            searched = match find(held, searched, self.ended) {
                Ok((end, length)) => {
                    let line = held[..end].to_vec();
                    self.skip_text(end + length);
                    return if too_long || line.len() > limit { Line::TooLong } else { Line::Whole(line) };
                }
                Err(searched) => searched,
            };
            if searched > limit {
                too_long = true;
                self.skip(searched);
                searched = 0;
            }
            if self.ended {
                let rest = self.held().to_vec();
                self.skip(rest.len());
                return match (too_long, rest.is_empty()) {
                    (true, _) => Line::TooLong,
                    (false, true) => Line::End,
                    (false, false) => Line::Whole(rest),
                };
            }
            self.fill();
        }
    }

    /// All the rest, if it is no longer than `limit`.
    pub(super) fn rest(&mut self, limit: usize) -> Option<Vec<u8>> {
        let length = self.peek(limit + 1).len();
        if length > limit {
            return None;
        }
        let rest = self.held().to_vec();
        self.skip(length);
        Some(rest)
    }
}

impl Read for Source<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let held = self.fill_buf()?;
        let n = held.len().min(buffer.len());
        buffer[..n].copy_from_slice(&held[..n]);
        self.skip(n);
        Ok(n)
    }
}

impl BufRead for Source<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.peek(1).is_empty()
            && let Some(error) = self.failure.take()
        {
            return Err(error);
        }
        Ok(self.held())
    }

    fn consume(&mut self, n: usize) {
        self.skip(n);
    }
}

/// A stream that fails when more of it is read than was allowed.
pub(super) struct Meter<'s, 'a> {
    source: &'s mut Source<'a>,
    left: usize,
}

impl<'s, 'a> Meter<'s, 'a> {
    /// Takes a stream, of which so many bytes may be read.
    pub(super) fn new(source: &'s mut Source<'a>, left: usize) -> Self {
        Self { source, left }
    }

    /// Allows so many bytes more from here.
    pub(super) fn allow(&mut self, left: usize) {
        self.left = left;
    }

    /// The stream.
    pub(super) fn source(&self) -> &Source<'a> {
        self.source
    }
}

impl Read for Meter<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let held = self.fill_buf()?;
        let n = held.len().min(buffer.len());
        buffer[..n].copy_from_slice(&held[..n]);
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Meter<'_, '_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::Error::other("record is longer than --max-record allows"));
        }
        self.source.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.left = self.left.saturating_sub(n);
        self.source.consume(n);
    }
}

/// How much was read of a file, and how much came out of what is packed in it.
#[derive(Debug, Default)]
pub(super) struct Budget {
    most: Option<u64>,
    taken: Cell<u64>,
    given: Cell<u64>,
}

impl Budget {
    /// Nothing was read yet, and so many bytes may come of it.
    pub(super) fn new(most: Option<u64>) -> Self {
        Self { most, ..Self::default() }
    }

    fn take(&self, n: u64) {
        self.taken.set(self.taken.get().saturating_add(n));
    }
}

/// A stream that counts what it brings.
pub(super) struct Counted<'a, R> {
    /// The stream.
    pub(super) inner: R,
    /// Where it is counted.
    pub(super) budget: &'a Budget,
    /// Who else is told.
    pub(super) tell: &'a dyn Fn(u64),
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.budget.take(n as u64);
        (self.tell)(n as u64);
        Ok(n)
    }
}

impl<R: Seek> Seek for Counted<'_, R> {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

/// An unpacked stream that fails when it brings much more than went in.
pub(super) struct Limited<'a, R> {
    /// The stream.
    pub(super) inner: R,
    /// What it may bring.
    pub(super) budget: &'a Budget,
}

impl<R: Read> Read for Limited<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        let given = self.budget.given.get() + n as u64;
        self.budget.given.set(given);
        check_growth(given, self.budget.taken.get(), self.budget.most)
            .map_err(|message| io::Error::new(io::ErrorKind::FileTooLarge, message))?;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Brings one byte at a time, and fails at its end.
    struct Slow(&'static [u8]);

    impl Read for Slow {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let Some((first, rest)) = self.0.split_first() else { return Err(io::Error::other("cut")) };
            buffer[0] = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    #[test]
    fn what_came_before_a_failure_is_used_before_it_is_told() {
        let mut source = Source::new(Slow(b"one\ntwo"));
        assert_eq!(source.line(10), Line::Whole(b"one".to_vec()));
        assert_eq!((source.line, source.byte), (2, 4));
        assert!(source.failure().is_none());
        assert_eq!(source.line(10), Line::Whole(b"two".to_vec()));
        assert_eq!(source.line(10), Line::End);
        assert!(source.failure().is_some());
    }

    #[test]
    fn what_grows_too_much_is_stopped() {
        let budget = Budget::default();
        let bomb = Limited { inner: io::repeat(b' '), budget: &budget };
        let mut source = Source::new(bomb);
        while source.line(0) != Line::TooLong {}
        assert_eq!(source.byte, LEAST_LIMIT);
        assert!(source.failure().unwrap().to_string().contains("200 times"));
    }

    #[test]
    fn a_line_that_is_too_long_costs_only_itself() {
        let text = format!("{}\nshort\n{}", "x".repeat(200_000), "y".repeat(200_000));
        let mut source = Source::new(text.as_bytes());
        assert_eq!(source.line(1000), Line::TooLong);
        assert_eq!(source.line(1000), Line::Whole(b"short".to_vec()));
        assert_eq!(source.line, 3);
        assert_eq!(source.line(1000), Line::TooLong);
        assert_eq!(source.line(1000), Line::End);
    }
}
