//! Quotations in, a searchable store out, and back.
//!
//! Each article is a block of documents that stand next to each other: the article, then its passages. So a
//! passage finds its article, and an article its passages, by counting.

pub mod analyzer;
mod copies;
pub mod document;
pub mod fields;
mod folder;
mod identity;
mod lock;
mod manifest;
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
pub use note::{Root, last_roots, roots};
pub use repair::{Lost, Repaired, repair};
pub(crate) use store::date;
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
        Cause::IoError(io) => Error::from(std::io::Error::new(io.kind(), io.to_string())),
        Cause::OpenWriteError(OpenWriteError::IoError { io_error, filepath }) => {
            Error::from(std::io::Error::new(io_error.kind(), io_error.to_string())).at(filepath)
        }
        Cause::SystemError(what) => {
            Error::new(ErrorKind::Io, what).try_this("fewer --threads, or a higher limit (ulimit -u, ulimit -n)")
        }
        other => Error::new(ErrorKind::Index, other.to_string()),
    }
}
