//! The weights, and a hash of them: indexes made with other weights hold other quotations.

use xxhash_rust::xxh3::Xxh3;

/// What a statement does.
pub(super) static ACTS: &[u8] = include_bytes!("english/acts.weights");
/// Which option is right.
pub(super) static ATTRIBUTION: &[u8] = include_bytes!("english/attribution.weights");
/// How often a decision is right.
pub(super) static CALIBRATION: &str = include_str!("english/calibration.tsv");
/// Which words name a person, a body, a place.
pub(super) static ENTITIES: &[u8] = include_bytes!("english/entities.weights");
/// Which part of speech a word is.
pub(super) static TAGS: &[u8] = include_bytes!("english/tags.weights");

/// A hash of everything learned.
pub fn fingerprint() -> u64 {
    let mut hash = Xxh3::new();
    for weights in [ACTS, ATTRIBUTION, CALIBRATION.as_bytes(), ENTITIES, TAGS] {
        hash.update(weights);
    }
    hash.digest()
}
