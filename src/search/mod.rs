//! A [`Question`] in, ranked passages out.
//!
//! Three steps: `settle` finds out what only this index can tell of the question; `gather` scores every passage from
//! the index alone, article and passage joined by their places in the block; `rank` reads the best few hundred and
//! orders them by what only the words themselves show.

mod articles;
mod compile;
mod evidence;
mod gather;
mod rank;
mod scores;
mod sentence;
mod settle;
mod topic;

pub use settle::settle;

use crate::error::Result;
use crate::index::Store;
use crate::passage::Passage;
use crate::question::Question;

/// Which part of the answer is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// How many passages.
    pub limit: usize,
    /// How many to leave out before them.
    pub offset: usize,
}

/// No more candidates than this are read for one question.
const N_READ: usize = 200;

/// Finds the passages that answer a question, the best first. Ties end in article id, then place.
///
/// # Errors
///
/// When the index is damaged.
pub fn search(store: &Store, question: &Question, page: Page) -> Result<Vec<Passage>> {
    let question = &settle(store, question)?;
    let wanted = page.offset.saturating_add(page.limit);
    let candidates = gather::gather(store, question, N_READ.max(wanted.saturating_mul(2)))?;
    let mut passages = rank::rank(store, question, candidates)?;
    passages.truncate(wanted);
    Ok(passages.split_off(page.offset.min(passages.len())))
}
