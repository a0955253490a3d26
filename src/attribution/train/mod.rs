//! Annotated and labelled articles in, weights out. Only in builds with the feature `train`.

pub mod acts;
mod annotated;
pub mod calibration;
pub mod finder;
pub mod labels;

/// Shuffles numbers in place, from a seed that it moves on (xorshift, Marsaglia 2003).
fn shuffle(order: &mut [usize], seed: &mut u64) {
    for last in (1..order.len()).rev() {
        *seed ^= *seed << 13;
        *seed ^= *seed >> 7;
        *seed ^= *seed << 17;
        order.swap(last, (*seed % (last as u64 + 1)) as usize);
    }
}
