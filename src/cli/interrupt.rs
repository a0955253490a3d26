//! Signals: Ctrl-C once, and the run stops cleanly with all that was done kept; twice, and it ends at once. A file
//! that may grow no further, or shrinks under our eyes, ends with a message.

use std::sync::atomic::{AtomicU8, Ordering};

use crate::error::{Error, ErrorKind, Result};

/// The number of the signal that asked to stop; none yet is 0.
static STRUCK: AtomicU8 = AtomicU8::new(0);
/// That of Ctrl-C.
const INTERRUPT: u8 = 2;

/// From now on an interruption is noted, where it would have ended the process.
#[cfg(unix)]
pub(super) fn listen() -> Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let listening = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM]).and_then(|mut signals| {
        let strikes = move || signals.forever().for_each(|signal| strike(u8::try_from(signal).unwrap_or(INTERRUPT)));
        std::thread::Builder::new().spawn(strikes)
    });
    listening.map(drop).map_err(unnoticed)
}

/// From now on an interruption is noted, where it would have ended the process.
#[cfg(not(unix))]
pub(super) fn listen() -> Result<()> {
    ctrlc::set_handler(|| strike(INTERRUPT)).map_err(unnoticed)
}

fn unnoticed(error: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Io, format!("interruptions cannot be noticed: {error}"))
}

/// Whether the user asked to stop.
pub(super) fn noted() -> bool {
    STRUCK.load(Ordering::Relaxed) != 0
}

/// The exit code of a run that was asked to stop: 130 after Ctrl-C, 143 after SIGTERM.
pub(super) fn code() -> u8 {
    match STRUCK.load(Ordering::Relaxed) {
        0 => 128 + INTERRUPT,
        signal => 128 + signal,
    }
}

#[expect(clippy::exit, reason = "the second strike means: now, whatever else is under way")]
fn strike(signal: u8) {
    if STRUCK.swap(signal, Ordering::Relaxed) != 0 {
        std::process::exit(code().into());
    }
}

/// From now on a file that has reached the limit of its size is an error of writing, and an index that another process
/// cuts short while it is read ends the run with a message; both would have ended the process without a word.
#[cfg(unix)]
pub(super) fn survive() {
    use signal_hook::consts::{SIGBUS, SIGXFSZ};
    // Where a signal cannot be listened to, all is as it was.
    drop(signal_hook::flag::register(SIGXFSZ, std::sync::Arc::default()));
    // SAFETY: the handler only writes to a file descriptor and ends the process, both of which a handler may do.
    #[expect(unsafe_code, reason = "the thread that read the file can never go on, so only the handler can tell why")]
    drop(unsafe { signal_hook::low_level::register(SIGBUS, cut_short) });
}

/// There is nothing of the kind here.
#[cfg(not(unix))]
pub(super) fn survive() {}

#[cfg(unix)]
fn cut_short() {
    const MESSAGE: &[u8] = b"error: the index changed on disk while it was read\n  \
        try: onrecord verify lists what is damaged, onrecord repair keeps what is whole\n";
    // When even that fails there is nobody left to tell.
    let _ = rustix::io::write(rustix::stdio::stderr(), MESSAGE);
    signal_hook::low_level::exit(4);
}
