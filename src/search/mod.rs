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
mod gather;
mod plain;
mod profile;
mod rank;
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
use crate::index::Store;
use crate::passage::Passage;
use crate::question::{Order, Question, Repeats};

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
pub const MOST_ANSWERS: usize = 10_000;

/// Finds the passages that answer a question: the best first, or the newest or oldest of those that meet all that was
/// asked. Ties end in article id, then place.
///
/// # Errors
///
/// When a pattern stands for too many words, or the index is damaged.
pub fn search(store: &Store, question: &Question, page: Page) -> Result<Vec<Passage>> {
    let question = &settle(store, question)?;
    let wanted = page.offset.saturating_add(page.limit);
    let mut passages = if question.order == Order::Best {
        let candidates = gather::gather(store, question, N_CANDIDATES.max(wanted.saturating_mul(2)))?;
        rank::rank(store, question, &candidates, wanted, question.repeats)?
    } else {
        answers(store, question)?
    };
    passages.truncate(wanted);
    Ok(passages.split_off(page.offset.min(passages.len())))
}

/// Finds the passages that meet all that a question asks, as far as any does: at most [`MOST_ANSWERS`], in the order
/// that it asks for.
///
/// # Errors
///
/// When a pattern stands for too many words, or the index is damaged.
pub fn answers(store: &Store, question: &Question) -> Result<Vec<Passage>> {
    let question = &settle(store, question)?;
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
    // All are counted, copies too.
    let mut passages = rank::rank(store, question, &candidates, MOST_ANSWERS, Repeats::Shown)?;
    let day = |passage: &Passage| passage.article.date.clone();
    match question.order {
        Order::Best => {}
        // What has no date comes last.
        Order::Newest => passages.sort_by_key(|passage| std::cmp::Reverse(day(passage))),
        Order::Oldest => passages.sort_by_key(|passage| (passage.article.date.is_none(), day(passage))),
    }
    for (number, passage) in passages.iter_mut().enumerate() {
        passage.rank = number + 1;
    }
    Ok(passages)
}

/// Whether a candidate meets one thing that a question asks.
type Meets = fn(&gather::Candidate) -> bool;

/// A passage that has so much of the topic is about it.
const TOPIC: f32 = 0.5;
