//! Where results go: standard output, or a pager that was asked for.
//!
//! Nothing counts as printed before the last byte is flushed, so that a full disk is an error.

use std::io::{BufWriter, Write};
use std::process::{Command, Stdio};

use crate::error::{Error, ErrorKind, Result};

/// Prints to standard output.
pub(super) fn direct(print: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    print(&mut out)?;
    out.flush()?;
    Ok(())
}

/// Prints to the pager, or to standard output when there is none. A reader who closes the pager early has read enough.
pub(super) fn paged(pager: Option<&str>, print: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<()> {
    let mut words = pager.unwrap_or_default().split_whitespace();
    let Some(program) = words.next() else { return direct(print) };
    let mut child = Command::new(program).args(words).stdin(Stdio::piped()).spawn().map_err(|error| {
        Error::new(ErrorKind::Io, format!("pager {program:?} cannot be started: {error}"))
            .try_this("set ONRECORD_PAGER, or leave out --pager")
    })?;
    let mut pipe = BufWriter::new(child.stdin.take().expect("the pipe was asked for"));
    let printed = print(&mut pipe).and_then(|()| Ok(pipe.flush()?));
    drop(pipe);
    child.wait()?;
    match printed {
        Err(error) if error.is_broken_pipe() => Ok(()),
        other => other,
    }
}
