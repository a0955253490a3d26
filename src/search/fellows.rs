//! The candidates of one article in, the same out, each with what the others say for it.
//!
//! Several who deny a thing in one article make it an article about the denial; and of an article that answers, the
//! reader wants one passage before those of other articles, and the rest behind.

use crate::search::gather::Candidate;

/// So many that do what is asked for are as good as any number.
const MANY: f32 = 4.0;

/// What does it less about the topic than this is not counted.
const ABOUT: f32 = 0.3;

/// Adds to each candidate of an article what the others say for it, and leaves out what is worse than `least` then.
pub(super) fn weigh(candidates: &mut Vec<Candidate>, least: f32) {
    let does = |candidate: &Candidate| {
        let about = candidate.evidence.act_about * (1.0 - candidate.evidence.headline);
        if about > ABOUT { about } else { 0.0 }
    };
    let all: f32 = candidates.iter().map(does).sum();
    let best = candidates.iter().filter(|candidate| candidate.evidence.act > 0.0).map(|candidate| candidate.score);
    let best = best.fold(0.0, f32::max);
    // To others they say nothing.
    for candidate in candidates.iter_mut().filter(|candidate| candidate.evidence.act_about != 0.0) {
        let about = candidate.evidence.act_about;
        candidate.evidence.others = about * ((all - does(candidate)) / MANY).clamp(0.0, 1.0);
        candidate.evidence.lifted = about * (best - candidate.score).max(0.0);
        candidate.score = candidate.evidence.score();
    }
    let first = |one: &(usize, f32), other: &(usize, f32)| one.1.total_cmp(&other.1).then(other.0.cmp(&one.0));
    let scores = candidates.iter().map(|candidate| candidate.score).enumerate();
    let Some((first, _)) = scores.max_by(first) else { return };
    let mut number = 0;
    candidates.retain_mut(|candidate| {
        let is_first = number == first;
        number += 1;
        // To be the second makes nothing better.
        if !is_first && candidate.score >= least {
            // Of an article about what is asked for, all who do it are wanted.
            candidate.evidence.second = 1.0 - candidate.evidence.others;
            candidate.score = candidate.evidence.score();
        }
        candidate.score >= least
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::evidence::Evidence;

    fn candidate(place: u32, act: f32, content: f32) -> Candidate {
        let evidence = Evidence { act, act_about: act, content, ..Evidence::default() };
        let score = evidence.score();
        Candidate { segment: 0, document: place + 1, article: 0, name: (0, place), day: 0, evidence, score }
    }

    #[test]
    fn several_who_do_it_count_for_each_other_and_not_for_the_rest() {
        let alone = candidate(0, 1.0, 0.2).score;
        let mut candidates =
            vec![candidate(0, 1.0, 0.2), candidate(1, 1.0, 0.8), candidate(2, 0.0, 0.9), candidate(3, 1.0, 0.2)];
        let rest = candidates[2].score;
        weigh(&mut candidates, f32::NEG_INFINITY);
        assert!(candidates[0].score > alone);
        assert!(candidates[1].score > candidates[0].score, "the best stays the best");
        assert!(candidates[2].score < rest);
    }

    #[test]
    fn an_article_has_one_first_passage_also_among_equals() {
        let mut candidates: Vec<Candidate> = (0..3).map(|place| candidate(place, 0.0, 0.5)).collect();
        weigh(&mut candidates, f32::NEG_INFINITY);
        let seconds: Vec<f32> = candidates.iter().map(|candidate| candidate.evidence.second).collect();
        assert_eq!(seconds, [0.0, 1.0, 1.0]);
    }
}
