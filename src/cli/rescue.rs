//! A panic in, an error out: nobody reads a backtrace where news is read.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

use crate::error::{Error, ErrorKind, Result};

/// What the first panic said, whichever thread it happened in.
static SAID: Mutex<Option<String>> = Mutex::new(None);

/// Does something; if it panics, that is an error.
pub(super) fn rescued<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    std::panic::set_hook(Box::new(|panic| {
        let said = panic.payload_as_str().unwrap_or("a panic").to_owned();
        let place = panic.location().map(|place| format!(" ({}:{})", place.file(), place.line())).unwrap_or_default();
        if let Ok(mut known) = SAID.lock() {
            known.get_or_insert(format!("{said}{place}"));
        }
    }));
    let result = catch_unwind(AssertUnwindSafe(work));
    drop(std::panic::take_hook());
    let said = SAID.lock().ok().and_then(|mut said| said.take());
    result.unwrap_or_else(|_| {
        let said = said.unwrap_or_default();
        // The library reports a thread that it cannot start by a panic.
        Err(if said.contains("spawn") || said.contains("os error 11") || said.contains("WouldBlock") {
            Error::new(ErrorKind::Io, "no more threads can be started")
                .try_this("fewer --threads, or a higher limit (ulimit -u)")
        } else {
            Error::new(ErrorKind::Internal, format!("the program failed: {said}"))
                .try_this("run the command again; if it fails again, report this line with the command")
        })
    })
}
