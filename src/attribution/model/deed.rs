//! Weights of acts: the numbers of an attribution's features in, how probable each act is out.
//!
//! Every act is one logistic regression; all of them share their features, so a feature is one row of weights.

use crate::quotation::Act;

/// The number of rows; a power of two.
pub const N_ROWS: usize = 1 << 16;
/// The number of acts.
pub const N_ACTS: usize = Act::ALL.len();

/// The weights of every feature for every act.
pub struct DeedWeights {
    rows: Vec<[i8; N_ACTS]>,
    /// What one step of a weight is worth.
    scale: f32,
}

impl DeedWeights {
    /// Reads weights as [`DeedWeights::write`] writes them: the scale, then runs of empty rows and of others.
    ///
    /// # Panics
    ///
    /// When the bytes are cut: they are compiled in.
    pub fn read(bytes: &[u8]) -> Self {
        let (head, mut rest) = bytes.split_at(4);
        let scale = f32::from_le_bytes(head.try_into().expect("weights begin with their scale"));
        let mut rows = Vec::with_capacity(N_ROWS);
        while let [skip_low, skip_high, run, tail @ ..] = rest {
            let skip = usize::from(u16::from_le_bytes([*skip_low, *skip_high]));
            rows.resize(rows.len() + skip, [0; N_ACTS]);
            let (values, tail) = tail.split_at(usize::from(*run) * N_ACTS);
            rows.extend(values.chunks_exact(N_ACTS).map(|row| std::array::from_fn(|act| row[act].cast_signed())));
            rest = tail;
        }
        rows.resize(N_ROWS, [0; N_ACTS]);
        Self { rows, scale }
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

    /// How probable each act is, in the order of [`Act::ALL`].
    pub fn probabilities(&self, features: &[u32]) -> [f32; N_ACTS] {
        let mut sums = [0i32; N_ACTS];
        for &feature in features {
            for (sum, &weight) in sums.iter_mut().zip(&self.rows[feature as usize % N_ROWS]) {
                *sum += i32::from(weight);
            }
        }
        sums.map(|sum| 1.0 / (1.0 + (-self.scale * sum as f32).exp()))
    }
}

#[cfg(test)]
mod tests {
    use super::{DeedWeights, N_ACTS, N_ROWS};

    #[test]
    fn what_is_written_is_read() {
        let mut weights = vec![[0f32; N_ACTS]; N_ROWS];
        weights[3][4] = 1.27;
        weights[70][0] = -0.5;
        weights[N_ROWS - 1][N_ACTS - 1] = 0.8;
        let read = DeedWeights::read(&DeedWeights::write(&weights));
        assert_eq!(read.rows[3][4], 127);
        assert_eq!(read.rows[70][0], -50);
        assert_eq!(read.rows[N_ROWS - 1][N_ACTS - 1], 80);
        assert!(read.probabilities(&[3])[4] > 0.75);
    }
}
