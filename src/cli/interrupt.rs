//! Ctrl-C: once, and the run stops cleanly with all that was done kept; twice, and it ends at once.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::{Error, ErrorKind, Result};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// From now on an interruption is noted, where it would have ended the process.
pub(super) fn listen() -> Result<()> {
    ctrlc::set_handler(strike)
        .map_err(|error| Error::new(ErrorKind::Io, format!("interruptions cannot be noticed: {error}")))
}

/// Whether the user asked to stop.
pub(super) fn noted() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

#[expect(clippy::exit, reason = "the second strike means: now, whatever else is under way")]
fn strike() {
    if INTERRUPTED.swap(true, Ordering::Relaxed) {
        std::process::exit(130);
    }
}
