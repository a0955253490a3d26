//! Where a phrase starts in, where it ends out.

use std::ops::Range;

use super::scene::Scene;
use crate::lexicon::names::Class;

/// A phrase is no longer than this many words.
const LONGEST: usize = 28;

/// Where a noun phrase that starts here ends: prepositions end it, but "of".
pub(super) fn phrase_end(scene: &Scene, start: usize) -> usize {
    let view = &scene.view;
    run_on(scene, start..view.len().min(start + LONGEST), |at| {
        scene.breaks(at)
            || view.is(at, Class::PREPOSITION) && !view.is(at, Class::JOINT)
            || view.is(at, Class::AND)
            || view.finite(at)
    })
}

/// Where an apposition that starts here ends.
pub(super) fn apposition_end(scene: &Scene, start: usize) -> usize {
    let view = &scene.view;
    run_on(scene, start..view.len().min(start + LONGEST), |at| {
        scene.breaks(at) && !view.possessive(at) || view.is(at, Class::CLAUSE) || view.finite(at)
    })
}

/// Where the words before a phrase's head may end: at a preposition, a comma, a relative clause.
pub(super) fn head_limit(scene: &Scene, phrase: &Range<usize>) -> usize {
    let view = &scene.view;
    let limit = run_on(scene, phrase.clone(), |at| {
        view.is(at, Class::PREPOSITION.or(Class::RELATIVE)) || view.comma(at) || view.word(at) == "("
    });
    limit.min(phrase.end)
}

/// The first token of a range where a phrase stops, or where it ends; a name is passed as a whole.
fn run_on(scene: &Scene, range: Range<usize>, stops: impl Fn(usize) -> bool) -> usize {
    let mut at = range.start;
    while at < range.end {
        match scene.mention_at(at) {
            Some(mention) => at = scene.mentions[mention].run.end,
            None if stops(at) => break,
            None => at += 1,
        }
    }
    at
}
