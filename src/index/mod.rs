//! Quotations in, a searchable store out, and back.
//!
//! Each article is a block of documents that stand next to each other: the article, then its passages. So a
//! passage finds its article, and an article its passages, by counting.

pub mod analyzer;
mod copies;
pub mod document;
pub mod fields;
mod identity;
mod manifest;
mod store;
mod writer;

pub use identity::Identity;
pub use store::{Count, Stats, Store};
pub use writer::{Committed, Writer, WriterOptions};

use crate::error::{Error, ErrorKind};

/// An error of the index's library, in our words.
pub(crate) fn error(error: tantivy::TantivyError) -> Error {
    use tantivy::TantivyError as Cause;
    match error {
        Cause::LockFailure(..) => Error::new(ErrorKind::Locked, "another process is writing to this index")
            .try_this("wait until it has finished, then run the command again"),
        Cause::DataCorruption(_) | Cause::OpenReadError(_) | Cause::IncompatibleIndex(_) => {
            Error::new(ErrorKind::Damaged, format!("the index is damaged: {error}"))
                .try_this("remove the index folder and index the articles again")
        }
        Cause::IoError(io) => Error::from(std::io::Error::new(io.kind(), io.to_string())),
        other => Error::new(ErrorKind::Index, other.to_string()),
    }
}
