//! What is learned: weights, their cards, and the code that reads them.

pub(crate) mod calibration;
pub mod deed;
pub mod entity;
mod fingerprint;
pub mod linear;
pub mod sequence;
pub mod tag;

pub use fingerprint::fingerprint;

use std::sync::LazyLock;

use crate::attribution::draft::{Judge, Step};
use crate::attribution::frame::{FRAMES, Frame};
use deed::{DeedWeights, N_ACTS};
use linear::{Options, Weights};

static ENGLISH: LazyLock<Weights> = LazyLock::new(|| Weights::read(fingerprint::ATTRIBUTION));
static ACTS: LazyLock<DeedWeights> = LazyLock::new(|| DeedWeights::read(fingerprint::ACTS));

/// The learned weights as a judge.
pub(crate) struct Learned(&'static Weights);

impl Learned {
    /// The weights of English.
    pub(crate) fn english() -> Self {
        Self(&ENGLISH)
    }

    /// Weights that were just fitted.
    #[cfg(feature = "train")]
    pub(crate) fn fitted(weights: &'static Weights) -> Self {
        Self(weights)
    }

    /// How probable each act is for an attribution with these features.
    pub(crate) fn acts(&self, features: &[u32]) -> [f32; N_ACTS] {
        ACTS.probabilities(features)
    }
}

impl Judge for Learned {
    fn choose_among(&mut self, options: &Options, frames: &[Frame]) -> Option<(usize, f32)> {
        self.0.choose_among(options, |option| frames.contains(&FRAMES[option]))
    }

    fn choose(&mut self, _: &Step<'_>, options: &Options) -> (usize, f32) {
        self.0.choose(options)
    }
}
