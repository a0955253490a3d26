//! Annotated and labelled articles in, weights out. Only in builds with the feature `train`.

pub mod acts;
mod annotated;
pub mod calibration;
pub mod finder;
pub mod labels;

/// The next number of a seed that it moves on (xorshift, Marsaglia 2003).
fn random(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

/// Shuffles numbers in place, from a seed that it moves on.
fn shuffle(order: &mut [usize], seed: &mut u64) {
    for last in (1..order.len()).rev() {
        order.swap(last, (random(seed) % (last as u64 + 1)) as usize);
    }
}
