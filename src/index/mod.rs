//! Quotations in, a searchable store out, and back.
//!
//! Each article is a block of documents that stand next to each other: the article, then its passages. So a
//! passage finds its article, and an article its passages, by counting.

pub mod analyzer;
mod company;
mod copies;
pub mod document;
pub mod fields;
mod folder;
mod identity;
mod lock;
mod manifest;
mod neighbours;
mod note;
pub mod pattern;
mod repair;
mod seal;
pub mod sources;
pub mod status;
mod store;
mod swap;
mod verify;
mod writer;

pub use identity::Identity;
pub(crate) use identity::{bodies, people};
pub use lock::{Lock, Locking};
pub use neighbours::{Neighbour, Neighbours};
pub use note::{Root, last_roots, roots};
pub use repair::{Lost, Repaired, repair};
pub(crate) use store::{Columns, date};
pub use store::{Count, Known, Stats, Store};
pub use swap::{beside, exchange, real};
pub use verify::{Depth, Fault, Verified, verify};
pub use writer::{Acknowledged, Committed, Writer, WriterOptions};

use crate::error::{Error, ErrorKind};

/// An error of the index's library, in our words.
pub(crate) fn error(error: tantivy::TantivyError) -> Error {
    use tantivy::TantivyError as Cause;
    use tantivy::directory::error::OpenWriteError;
    match error {
        Cause::LockFailure(..) => Error::new(ErrorKind::Locked, "another process is writing to this index")
            .try_this("wait until it has finished, then run the command again"),
        Cause::DataCorruption(_) | Cause::OpenReadError(_) | Cause::IncompatibleIndex(_) => {
            seal::damaged(error.to_string())
        }
        Cause::IoError(io) => Error::from(again(&io)),
        Cause::OpenWriteError(OpenWriteError::IoError { io_error, filepath }) => {
            Error::from(again(&io_error)).at(filepath)
        }
        Cause::SystemError(what) => {
            Error::new(ErrorKind::Io, what).try_this("fewer --threads, or a higher limit (ulimit -u, ulimit -n)")
        }
        other => {
            let what = other.to_string();
            match call_failed(&what) {
                Some(io) => Error::from(io),
                None => Error::new(ErrorKind::Index, what),
            }
        }
    }
}

/// An error that others hold too, once more.
fn again(io: &std::io::Error) -> std::io::Error {
    let what = io.to_string();
    call_failed(&what).unwrap_or_else(|| std::io::Error::new(io.kind(), what))
}

/// The failed call that a message names by its number, as "No space left on device (os error 28)": of some, that is all
/// the library keeps.
fn call_failed(message: &str) -> Option<std::io::Error> {
    let (_, number) = message.rsplit_once("(os error ")?;
    let (number, _) = number.split_once(')')?;
    number.parse().ok().map(std::io::Error::from_raw_os_error)
}

#[cfg(test)]
mod tests {
    use super::error;

    #[test]
    fn a_full_disk_is_told_as_one_however_the_library_says_it() {
        let full = std::io::Error::from_raw_os_error(28).to_string();
        for cause in [
            tantivy::TantivyError::InternalError(full.clone()),
            tantivy::TantivyError::from(std::io::Error::from_raw_os_error(28)),
            tantivy::TantivyError::from(std::io::Error::other(full.clone())),
        ] {
            let told = error(cause).to_string();
            assert!(told.contains("the disk is full") && told.contains("try: free some space"), "{told}");
        }
        assert!(
            !error(tantivy::TantivyError::InternalError("odd (os error x)".to_owned())).to_string().contains("try:")
        );
    }
}
