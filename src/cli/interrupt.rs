//! Signals: Ctrl-C once, and the run stops cleanly with all that was done kept; twice, and it ends at once. A file
//! that may grow no further, or shrinks under our eyes, ends with a message.

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

/// From now on a file that has reached the limit of its size is an error of writing, and an index that another process
/// cuts short while it is read ends the run with a message; both would have ended the process without a word.
#[cfg(unix)]
pub(super) fn survive() {
    use signal_hook::consts::{SIGBUS, SIGXFSZ};
    // Where a signal cannot be listened to, all is as it was.
    drop(signal_hook::flag::register(SIGXFSZ, std::sync::Arc::default()));
    if let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGBUS]) {
        let listening = std::thread::Builder::new().spawn(move || {
            if signals.forever().next().is_some() {
                cut_short();
            }
        });
        drop(listening);
    }
}

/// There is nothing of the kind here.
#[cfg(not(unix))]
pub(super) fn survive() {}

#[cfg(unix)]
#[expect(clippy::exit, reason = "the thread that reads the file can never go on")]
fn cut_short() {
    crate::cli::say(
        "error: the index changed on disk while it was read\n  \
         try: onrecord verify lists what is damaged, onrecord repair keeps what is whole\n",
    );
    std::process::exit(4);
}
