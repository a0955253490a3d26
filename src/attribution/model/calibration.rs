//! How sure a decision was in, how often such decisions are right out.
//!
//! The tables rise: what was surer stays surer. They are fitted by the training program, on articles that the weights
//! of each fold had not seen.

use std::sync::LazyLock;

use super::fingerprint;
use crate::lexicon::table::rows;
use crate::quotation::{Candidate, Speaker};

/// Below this no name is a speaker: a wrong speaker is worse than none, and the names are left as candidates.
pub(crate) const SURE_ENOUGH: f32 = 0.5;

/// A speaker is surer the surer its attribution is; by how much was chosen on the training articles.
const ATTRIBUTION_SHARE: f32 = 0.25;

/// Points of a rising line: how sure, how often right.
#[derive(Debug, Default)]
pub(crate) struct Curve(Vec<(f32, f32)>);

struct Curves {
    attribution: Curve,
    speaker: Curve,
}

static ENGLISH: LazyLock<Curves> = LazyLock::new(|| {
    let curve = |wanted: &str| {
        let points = rows(fingerprint::CALIBRATION).filter(|[what, _, _]| *what == wanted);
        let number = |text: &str| text.parse().expect("calibration.tsv holds numbers");
        Curve(points.map(|[_, sure, right]| (number(sure), number(right))).collect())
    };
    Curves { attribution: curve("attribution"), speaker: curve("speaker") }
});

impl Curve {
    /// The height of the line there.
    pub(crate) fn at(&self, sure: f32) -> f32 {
        let next = self.0.partition_point(|&(point, _)| point <= sure);
        match (next.checked_sub(1).map(|last| self.0[last]), self.0.get(next)) {
            (Some((from, low)), Some(&(to, high))) => low + (high - low) * (sure - from) / (to - from),
            (Some((_, right)), None) => right,
            // What is not sure at all is never right.
            (None, Some(&(to, high))) => high * sure / to,
            (None, None) => sure,
        }
    }
}

/// How often attributions found with this confidence are right.
pub(crate) fn attribution(confidence: f32) -> f32 {
    ENGLISH.attribution.at(confidence)
}

/// What a speaker's curve is read at: how sure the resolver is, and the finder of the source.
pub(crate) fn speaker_sureness(speaker: f32, attribution: f32) -> f32 {
    speaker * attribution.clamp(0.0, 1.0).powf(ATTRIBUTION_SHARE)
}

/// Tells how often such a speaker is the right one, and leaves the name out where that is not often enough.
pub(crate) fn settle(speaker: &mut Speaker, attribution: f32) {
    let Some(name) = &speaker.name else {
        speaker.candidates.clear();
        return;
    };
    let raw = speaker.confidence;
    speaker.confidence = ENGLISH.speaker.at(speaker_sureness(raw, attribution));
    let left = (1.0 - speaker.confidence) / (1.0 - raw).max(f32::EPSILON);
    let first = Candidate { name: name.clone(), confidence: speaker.confidence };
    let others = speaker.candidates.drain(..).filter(|candidate| candidate.name != first.name);
    let others = others.map(|other| Candidate { confidence: other.confidence * left.min(1.0), ..other });
    speaker.candidates = std::iter::once(first.clone()).chain(others).collect();
    if speaker.confidence < SURE_ENOUGH {
        speaker.name = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_rises_from_nothing_and_is_flat_behind_its_end() {
        let curve = Curve(vec![(0.2, 0.4), (0.6, 0.8)]);
        assert_eq!([0.0, 0.2, 0.4, 0.6, 1.0].map(|sure| curve.at(sure)), [0.0, 0.4, 0.6, 0.8, 0.8]);
        for curve in [&ENGLISH.attribution, &ENGLISH.speaker] {
            assert!(
                curve.0.len() > 2 && curve.0.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1)
            );
            assert!(curve.0.iter().all(|&(_, right)| (0.0..=1.0).contains(&right)));
        }
    }

    #[test]
    fn who_is_not_sure_enough_is_a_candidate() {
        let candidate = |name: &str, confidence| Candidate { name: name.to_owned(), confidence };
        let doubtful = Speaker {
            name: Some("Renata Koll".to_owned()),
            confidence: 0.0,
            candidates: vec![candidate("Renata Koll", 0.0), candidate("Egon Fast", 0.0)],
            ..Speaker::default()
        };
        for (sure, named) in [(0.0, false), (0.95, true)] {
            let mut speaker = Speaker { confidence: sure, ..doubtful.clone() };
            settle(&mut speaker, 1.0);
            assert_eq!(speaker.name.is_some(), named);
            assert_eq!(speaker.candidates[0].name, "Renata Koll");
            assert_eq!(speaker.candidates[1].name, "Egon Fast");
            assert_eq!(speaker.confidence >= SURE_ENOUGH, named);
        }
    }
}
