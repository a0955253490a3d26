//! Weights of acts: the numbers of an attribution's features in, how probable each act is out.
//!
//! Every act is one logistic regression; all of them share their features, so a feature is one row of weights.

use crate::quotation::Act;

/// The number of features; a power of two, and many times that of those in use: a feature that was never met should
/// seldom be taken for one that was.
pub const N_FEATURES: usize = 1 << 18;
/// The number of acts.
pub const N_ACTS: usize = Act::ALL.len();

/// The weights of every feature for every act.
pub struct DeedWeights {
    /// For each feature its row; the first row is empty.
    places: Vec<u16>,
    rows: Vec<[i8; N_ACTS]>,
    /// What one step of a weight is worth.
    scale: f32,
}

impl DeedWeights {
    /// Reads weights as [`DeedWeights::write`] writes them: the scale, then runs of features without weights and of
    /// others.
    ///
    /// # Panics
    ///
    /// When the bytes are cut: they are compiled in.
    pub fn read(bytes: &[u8]) -> Self {
        let (head, mut rest) = bytes.split_at(4);
        let scale = f32::from_le_bytes(head.try_into().expect("weights begin with their scale"));
        let mut places = Vec::with_capacity(N_FEATURES);
        let mut rows = vec![[0; N_ACTS]];
        while let [skip_low, skip_high, run, tail @ ..] = rest {
            let skip = usize::from(u16::from_le_bytes([*skip_low, *skip_high]));
            places.resize(places.len() + skip, 0);
            let (values, tail) = tail.split_at(usize::from(*run) * N_ACTS);
            for row in values.chunks_exact(N_ACTS) {
                places.push(u16::try_from(rows.len()).expect("fewer features than 65,536 have weights"));
                rows.push(std::array::from_fn(|act| row[act].cast_signed()));
            }
            rest = tail;
        }
        places.resize(N_FEATURES, 0);
        Self { places, rows, scale }
    }

    /// Rounds weights to bytes and writes them.
    pub fn write(weights: &[[f32; N_ACTS]]) -> Vec<u8> {
        let largest = weights.iter().flatten().fold(0f32, |largest, weight| largest.max(weight.abs()));
        let scale = (largest / 127.0).max(f32::MIN_POSITIVE);
        let rows: Vec<[i8; N_ACTS]> =
            weights.iter().map(|row| row.map(|weight| (weight / scale).round() as i8)).collect();
        let empty = |row: &&[i8; N_ACTS]| row.iter().all(|&weight| weight == 0);
        let mut bytes = scale.to_le_bytes().to_vec();
        let mut at = 0;
        // A run may be longer than its count can say; it goes on behind a skip of nothing.
        while at < rows.len() {
            let skip = rows[at..].iter().take(usize::from(u16::MAX)).take_while(empty).count();
            at += skip;
            let run = rows[at..].iter().take(usize::from(u8::MAX)).take_while(|row| !empty(row)).count();
            bytes.extend((skip as u16).to_le_bytes());
            bytes.push(run as u8);
            bytes.extend(rows[at..at + run].iter().flatten().map(|weight| weight.cast_unsigned()));
            at += run;
        }
        bytes
    }

    fn row(&self, feature: u32) -> &[i8; N_ACTS] {
        &self.rows[usize::from(self.places[feature as usize % N_FEATURES])]
    }

    /// How probable each act is, in the order of [`Act::ALL`].
    pub fn probabilities(&self, features: &[u32]) -> [f32; N_ACTS] {
        let mut sums = [0i32; N_ACTS];
        for &feature in features {
            for (sum, &weight) in sums.iter_mut().zip(self.row(feature)) {
                *sum += i32::from(weight);
            }
        }
        sums.map(|sum| 1.0 / (1.0 + (-self.scale * sum as f32).exp()))
    }
}

#[cfg(test)]
mod tests {
    use super::{DeedWeights, N_ACTS, N_FEATURES};

    #[test]
    fn what_is_written_is_read() {
        let mut weights = vec![[0f32; N_ACTS]; N_FEATURES];
        weights[3][4] = 1.27;
        weights[70][0] = -0.5;
        weights[N_FEATURES - 1][N_ACTS - 1] = 0.8;
        let read = DeedWeights::read(&DeedWeights::write(&weights));
        assert_eq!(read.row(3)[4], 127);
        assert_eq!(read.row(70)[0], -50);
        assert_eq!(read.row(N_FEATURES as u32 - 1)[N_ACTS - 1], 80);
        assert!(read.probabilities(&[3])[4] > 0.75);
    }
}
