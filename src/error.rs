//! The one error type: what failed, where, what to try.

use std::fmt;
use std::path::PathBuf;

/// Why something could not be done.
#[derive(Debug)]
pub struct Error {
    /// What kind of failure it is; it decides the exit code.
    pub kind: ErrorKind,
    /// Where: a file, if one was at fault.
    pub path: Option<PathBuf>,
    /// The line in that file, counted from 1.
    pub line: Option<u64>,
    /// The byte in that file, as unpacked and decoded, counted from 0.
    pub byte: Option<u64>,
    /// What failed: lower case, no full stop.
    pub message: String,
    /// What was kept of the record nevertheless.
    pub kept: Option<Box<str>>,
    /// What the user can try.
    pub try_this: Option<Box<str>>,
}

/// The kinds of failure that a caller tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The command line or the question cannot be understood.
    Usage,
    /// One record cannot be read, or is damaged; the run goes on.
    Record,
    /// One record lacks something that is not missed much; the run goes on.
    Warning,
    /// A file cannot be read or written.
    Io,
    /// No index is there, or it was made by another format.
    Index,
    /// The index is damaged.
    Damaged,
    /// Another process is writing to the index.
    Locked,
    /// The program failed where it never should.
    Internal,
    /// The user interrupted the run.
    Interrupted,
    /// The reader of our output went away.
    BrokenPipe,
}

/// The result of anything that can fail.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error of a kind, with what failed.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, path: None, line: None, byte: None, message: message.into(), kept: None, try_this: None }
    }

    /// The same error with the file it happened in.
    #[must_use]
    pub fn at(mut self, path: impl Into<PathBuf>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// The same error with the line it happened at, counted from 1.
    #[must_use]
    pub fn line(mut self, line: u64) -> Self {
        self.line = Some(line);
        self
    }

    /// The same error with the byte it happened at, counted from 0.
    #[must_use]
    pub fn byte(mut self, byte: u64) -> Self {
        self.byte = Some(byte);
        self
    }

    /// The same error with what was kept of the record nevertheless.
    #[must_use]
    pub fn kept(mut self, kept: impl Into<Box<str>>) -> Self {
        self.kept = Some(kept.into());
        self
    }

    /// The same error with what the user can try.
    #[must_use]
    pub fn try_this(mut self, advice: impl Into<Box<str>>) -> Self {
        self.try_this = Some(advice.into());
        self
    }

    /// The same error as one that ends the run.
    #[must_use]
    pub fn strict(&self) -> Self {
        let Self { path, line, byte, message, kept, try_this, .. } = self;
        let advice = try_this.as_deref().into_iter().chain(["leave out --strict to skip it"]);
        Self {
            kind: ErrorKind::Io,
            path: path.clone(),
            line: *line,
            byte: *byte,
            message: message.clone(),
            kept: kept.clone(),
            try_this: Some(advice.collect::<Vec<_>>().join("; ").into()),
        }
    }

    /// Whether the reader of our output went away.
    pub fn is_broken_pipe(&self) -> bool {
        self.kind == ErrorKind::BrokenPipe
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "{}", path.display())?;
            if let Some(line) = self.line {
                write!(f, ":{line}")?;
            }
            write!(f, ": ")?;
        }
        write!(f, "{}", self.message)?;
        if let Some(kept) = &self.kept {
            write!(f, "; kept: {kept}")?;
        }
        if let Some(byte) = self.byte {
            write!(f, " (byte {byte})")?;
        }
        if let Some(advice) = &self.try_this {
            write!(f, "\n  try: {advice}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

/// Too many files are open on this machine, or in this process: numbers that every Unix has.
const TABLE_FULL: i32 = 23;
const TOO_MANY_FILES: i32 = 24;

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        let kind = match error.kind() {
            std::io::ErrorKind::BrokenPipe => ErrorKind::BrokenPipe,
            _ => ErrorKind::Io,
        };
        let failed = |message: &str| Self::new(kind, message);
        // What the system says, without its number.
        let said = error.to_string();
        let failed_so = failed(said.split(" (os error").next().unwrap_or(&said));
        match error.kind() {
            std::io::ErrorKind::StorageFull => {
                failed("the disk is full").try_this("free some space, then run the command again")
            }
            std::io::ErrorKind::QuotaExceeded => {
                failed("your share of the disk is full").try_this("free some space, then run the command again")
            }
            std::io::ErrorKind::FileTooLarge => failed_so.try_this("a higher limit on the size of files (ulimit -f)"),
            _ if cfg!(unix) && matches!(error.raw_os_error(), Some(TABLE_FULL | TOO_MANY_FILES)) => {
                failed_so.try_this("a higher limit on open files (ulimit -n)")
            }
            _ => failed_so,
        }
    }
}
