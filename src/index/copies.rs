//! A text in, the bands that near-copies of it share out.
//!
//! One-permutation MinHash (Li, Owen and Zhang 2012) over runs of words: each run falls into one of a few bins by its
//! hash, a bin keeps its least hash, and bins are bound into bands. Texts of which seven tenths are the same share a
//! band almost always, texts of which a tenth is the same almost never. A text's bands depend on nothing else, so that
//! articles may come in any order.

use xxhash_rust::xxh3::xxh3_64;

use crate::index::analyzer::next_word;
use crate::text::fold::fold_into;

/// How many bands a text has.
pub(crate) const N_BANDS: usize = 8;
/// How many bins must be the same for a band to be.
const N_ROWS: usize = 3;
/// How many words make a run.
const RUN: usize = 3;
/// A text of fewer runs has no bands: it is too short to tell a copy from chance.
const FEWEST: usize = 24;

/// The bands of a text; none if it is very short. Two texts that share two or more of them are near-copies.
pub(crate) fn bands(text: &str) -> Vec<u64> {
    let mut bins = [u64::MAX; N_BANDS * N_ROWS];
    let mut run = [0u64; RUN];
    let mut folded = String::new();
    let mut from = 0;
    let mut n_words = 0usize;
    while let Some((start, bare, end)) = next_word(text, from) {
        folded.clear();
        fold_into(&text[start..bare], &mut folded);
        run.rotate_left(1);
        run[RUN - 1] = xxh3_64(folded.as_bytes());
        n_words += 1;
        if n_words >= RUN {
            let hash = mix(run.iter().fold(0, |sum: u64, &word| mix(sum ^ word)));
            let bin = &mut bins[(hash % (N_BANDS * N_ROWS) as u64) as usize];
            *bin = (*bin).min(hash);
        }
        from = end;
    }
    if n_words < FEWEST + RUN - 1 {
        return Vec::new();
    }
    // A bin that nothing fell into takes what the next one has.
    let filled: Vec<u64> = (0..bins.len())
        .map(|at| (0..bins.len()).map(|step| bins[(at + step) % bins.len()]).find(|&least| least != u64::MAX))
        .map(|least| least.unwrap_or(u64::MAX))
        .collect();
    filled
        .chunks(N_ROWS)
        .enumerate()
        .map(|(number, rows)| rows.iter().fold(number as u64, |sum, &least| mix(sum ^ least)))
        .collect()
}

/// The finishing step of SplitMix64.
fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `n` words that differ by number.
    fn words(numbers: std::ops::Range<usize>) -> String {
        numbers.map(|number| format!("word{number} ")).collect()
    }

    fn shared(one: &str, other: &str) -> usize {
        let others = bands(other);
        bands(one).iter().filter(|band| others.contains(band)).count()
    }

    #[test]
    fn a_copy_with_another_end_and_another_case_shares_bands() {
        let text = words(0..300);
        assert_eq!(shared(&text, &text.to_uppercase()), N_BANDS);
        assert!(shared(&text, &words(0..270)) >= 2);
        assert!(shared(&text, &(words(900..920) + &text)) >= 2);
    }

    #[test]
    fn other_texts_share_none() {
        assert_eq!(shared(&words(0..300), &words(400..700)), 0);
        assert!(shared(&words(0..300), &words(250..550)) < 2);
    }

    #[test]
    fn a_short_text_has_none() {
        assert!(bands("").is_empty());
        assert!(bands(&words(0..FEWEST)).is_empty());
        assert_eq!(bands(&words(0..60)).len(), N_BANDS);
    }
}
