//! What is learned: weights, their cards, and the code that reads them.

pub mod entity;
mod fingerprint;
pub mod linear;
pub mod sequence;
pub mod tag;

pub use fingerprint::fingerprint;

use std::sync::LazyLock;

use crate::attribution::act::of_act;
use crate::attribution::link::{Judge, Step};
use crate::quotation::Act;
use linear::{Answers, Options, Weights};

static ENGLISH: LazyLock<Weights> = LazyLock::new(|| Weights::read(fingerprint::ATTRIBUTION));
static ACTS: Answers<{ Act::ALL.len() }> = Answers::new(|feature, act| of_act(feature, Act::ALL[act]));

/// The learned weights as a judge.
pub(crate) struct Learned(&'static Weights);

impl Learned {
    /// The weights of English.
    pub(crate) fn english() -> Self {
        Self(&ENGLISH)
    }

    /// How probable each act is, in their order, by the features of [`crate::attribution::act`].
    pub(crate) fn acts(&self, features: &[u32]) -> [f32; Act::ALL.len()] {
        ACTS.probable(self.0, features)
    }
}

impl Judge for Learned {
    fn choose(&mut self, _: &Step<'_>, options: &Options) -> (usize, f32) {
        self.0.choose(options)
    }
}
