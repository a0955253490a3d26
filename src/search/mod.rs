//! A [`Question`] in, ranked passages out.
//!
//! Three steps: `settle` finds out what only this index can tell of the question; `gather` scores every passage from
//! the index alone, article and passage joined by their places in the block; `rank` reads the best few hundred and
//! orders them by what only the words themselves show.

mod around;
mod articles;
mod compile;
mod copies;
mod evidence;
mod fellows;
mod gather;
mod plain;
mod profile;
mod rank;
mod retelling;
mod scores;
mod sentence;
mod settle;
mod show;
mod survey;
mod topic;

pub use around::around;
pub use profile::{Kind, profiles};
pub use settle::settle;
pub use show::{Shown, show};
pub use survey::{group, timeline};

use crate::error::Result;
use crate::index::{Store, error};
use crate::passage::Passage;
use crate::question::{Order, Question};
use crate::search::gather::Candidate;
use crate::search::rank::Detail;

/// Which part of the answer is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// How many passages.
    pub limit: usize,
    /// How many to leave out before them.
    pub offset: usize,
}

/// No fewer candidates than this stand by, for some repeat what others say.
const N_CANDIDATES: usize = 200;

/// No more passages than this are counted.
pub const MOST_ANSWERS: usize = 1_000_000;

/// Finds the passages that answer a question: the best first, or the newest or oldest of those that meet all that was
/// asked. Ties end in article id, then place.
///
/// # Errors
///
/// When a pattern stands for too many words, or the index is damaged.
pub fn search(store: &Store, question: &Question, page: Page) -> Result<Vec<Passage>> {
    let question = &settle(store, question)?;
    let wanted = page.offset.saturating_add(page.limit);
    let candidates = if question.order == Order::Best {
        gather::gather(store, question, N_CANDIDATES.max(wanted.saturating_mul(2)))?
    } else {
        all(store, question)?
    };
    let mut passages = rank::rank(store, question, &candidates, wanted, question.repeats, Detail::Shown)?;
    passages.truncate(wanted);
    Ok(passages.split_off(page.offset.min(passages.len())))
}

/// Whether articles are left out for their status that answer a question or not: killed, withheld or under embargo.
///
/// # Errors
///
/// When the index is damaged.
pub fn leaves_out(store: &Store, question: &Question) -> Result<bool> {
    for segment in store.segments() {
        if compile::left_out(store, segment, question)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Finds the passages that meet all that a question asks, as far as any does, with no more of each than it is counted
/// by: at most [`MOST_ANSWERS`].
///
/// # Errors
///
/// When a pattern stands for too many words, or the index is damaged.
pub fn answers(store: &Store, question: &Question) -> Result<Vec<Passage>> {
    let question = &settle(store, question)?;
    rank::rank(store, question, &all(store, question)?, MOST_ANSWERS, question.repeats, Detail::Counted)
}

/// Finds all that meet what a question asks, as far as any does, in the order that it asks for.
fn all(store: &Store, question: &Question) -> Result<Vec<Candidate>> {
    let mut candidates = gather::gather(store, question, MOST_ANSWERS)?;
    let needs: [(bool, Meets); 4] = [
        (!question.speaker.is_empty(), |candidate| candidate.evidence.whole_speaker > 0.0),
        (!question.body.is_empty(), |candidate| candidate.evidence.organization > 0.99),
        (!question.acts.is_empty(), |candidate| candidate.evidence.act > 0.0),
        (!question.topic.is_empty(), |candidate| candidate.evidence.context.max(candidate.evidence.content) >= TOPIC),
    ];
    for (_, meets) in needs.into_iter().filter(|(is_asked, _)| *is_asked) {
        if candidates.iter().any(meets) {
            candidates.retain(meets);
        }
    }
    if question.order == Order::Best {
        return Ok(candidates);
    }
    let days = store.segments().iter().map(|segment| segment.fast_fields().i64("day").map_err(error));
    let days = days.collect::<Result<Vec<_>>>()?;
    for candidate in &mut candidates {
        let day = days[candidate.segment as usize].first(candidate.article);
        // What has no date comes last.
        candidate.day = match (day, question.order) {
            (Some(day), Order::Oldest) => day,
            (Some(day), _) => -day,
            (None, _) => i64::MAX,
        };
    }
    candidates.sort_by_key(|candidate| candidate.day);
    Ok(candidates)
}

/// Whether a candidate meets one thing that a question asks.
type Meets = fn(&Candidate) -> bool;

/// A passage that has so much of the topic is about it.
const TOPIC: f32 = 0.5;
