//! What is learned: weights, their cards, and the code that reads them.

pub mod entity;
pub mod linear;
pub mod sequence;
pub mod tag;

use std::sync::LazyLock;

use crate::attribution::link::{Judge, Step};
use linear::{Options, Weights};

static ENGLISH: LazyLock<Weights> = LazyLock::new(|| Weights::read(include_bytes!("english/attribution.weights")));

/// The learned weights as a judge.
pub(crate) struct Learned(&'static Weights);

impl Learned {
    /// The weights of English.
    pub(crate) fn english() -> Self {
        Self(&ENGLISH)
    }

    /// The probability of an option with features of these numbers, against one without any.
    pub(crate) fn probability(&self, features: impl Iterator<Item = u32>) -> f32 {
        self.0.probability(features)
    }
}

impl Judge for Learned {
    fn choose(&mut self, _: &Step<'_>, options: &Options) -> (usize, f32) {
        self.0.choose(options)
    }
}
