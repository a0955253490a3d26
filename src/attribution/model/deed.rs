//! Weights of acts: the numbers of an attribution's features in, how probable each act is out.
//!
//! A net of two layers: each feature is a row of weights, the mean of an attribution's rows, where it is positive, is what the
//! acts are told by, each as a logistic regression. The first layer has one byte a weight: it is as large as the features
//! are many.

use crate::quotation::Act;

/// The number of features; a power of two, and many times that of those in use: a feature that was never met should
/// seldom be taken for one that was.
pub const N_FEATURES: usize = 1 << 18;
/// The number of acts.
pub const N_ACTS: usize = Act::ALL.len();
/// The width of the layer between features and acts.
pub const N_HIDDEN: usize = 32;

/// What each of so many features counts: a long content is not surer of everything than a short one.
pub(crate) fn feature_value(n_features: usize) -> f32 {
    1.0 / (n_features.max(1) as f32).sqrt()
}

/// The layer between features and acts in, how probable each act is out.
pub(crate) struct Upper {
    /// What is added to each sum of the features' weights.
    pub(crate) bias: [f32; N_HIDDEN],
    /// For each unit of the layer below its weight for each act.
    pub(crate) weights: [[f32; N_ACTS]; N_HIDDEN],
    /// What is added to each act.
    pub(crate) act_bias: [f32; N_ACTS],
}

impl Upper {
    /// What of the features' sums goes on: what is positive.
    pub(crate) fn hidden(&self, sums: &[f32; N_HIDDEN]) -> [f32; N_HIDDEN] {
        std::array::from_fn(|unit| (sums[unit] + self.bias[unit]).max(0.0))
    }

    /// How probable each act is, in the order of [`Act::ALL`].
    pub(crate) fn probabilities(&self, hidden: &[f32; N_HIDDEN]) -> [f32; N_ACTS] {
        self.sums(hidden).map(|sum| 1.0 / (1.0 + (-sum).exp()))
    }

    fn sums(&self, hidden: &[f32; N_HIDDEN]) -> [f32; N_ACTS] {
        let mut sums = [0f32; N_ACTS];
        for (weights, value) in self.weights.iter().zip(hidden) {
            for act in 0..N_ACTS {
                sums[act] += weights[act] * value;
            }
        }
        std::array::from_fn(|act| sums[act] + self.act_bias[act])
    }

    #[cfg(any(test, feature = "train"))]
    fn values(&self) -> impl Iterator<Item = f32> {
        let weights = (0..N_ACTS).flat_map(|act| self.weights.iter().map(move |weights| weights[act]));
        self.bias.into_iter().chain(weights).chain(self.act_bias)
    }
}

/// The weights of both layers.
pub struct DeedWeights {
    /// For each feature a bit, whether it has weights: most that an article has do not.
    known: Vec<u8>,
    /// How many features with weights there are before each of these.
    before: Vec<u16>,
    /// The weights of those that have some, in order. All three are small enough to stay near the processor.
    rows: Vec<Row>,
    /// What one step of a feature's weight is worth.
    scale: f32,
    upper: Upper,
}

/// A feature's weights: none lies across two cache lines.
#[derive(Clone, Copy)]
#[repr(align(32))]
struct Row([i8; N_HIDDEN]);

/// So many weights can be summed before a sum of 16 bits might not hold them.
const N_SUMMED: usize = i16::MAX as usize / 128;

impl DeedWeights {
    /// Reads weights as the training writes them: the scale, the upper layer, then runs of features without
    /// weights and of others.
    ///
    /// # Panics
    ///
    /// When the bytes are cut: they are compiled in.
    pub fn read(bytes: &[u8]) -> Self {
        let (head, mut rest) = bytes.split_at(4 * (1 + N_HIDDEN + N_ACTS * (N_HIDDEN + 1)));
        let mut numbers =
            head.chunks_exact(4).map(|four| f32::from_le_bytes(four.try_into().expect("chunks are of four bytes")));
        let mut next = || numbers.next().expect("the head has all of them");
        let scale = next();
        let bias = std::array::from_fn(|_| next());
        let mut weights = [[0.0; N_ACTS]; N_HIDDEN];
        for act in 0..N_ACTS {
            weights.iter_mut().for_each(|weights| weights[act] = next());
        }
        let upper = Upper { bias, weights, act_bias: std::array::from_fn(|_| next()) };
        let mut known = vec![0u8; N_FEATURES / 8];
        let mut rows = Vec::new();
        let mut feature = 0;
        while let [skip_low, skip_high, run, tail @ ..] = rest {
            feature += usize::from(u16::from_le_bytes([*skip_low, *skip_high]));
            let (values, tail) = tail.split_at(usize::from(*run) * N_HIDDEN);
            for row in values.chunks_exact(N_HIDDEN) {
                known[feature / 8] |= 1 << (feature % 8);
                rows.push(Row(std::array::from_fn(|unit| row[unit].cast_signed())));
                feature += 1;
            }
            rest = tail;
        }
        let before = known.iter().scan(0, |count, bits| {
            let before = *count;
            *count += bits.count_ones();
            Some(u16::try_from(before).expect("fewer features than 65,536 have weights"))
        });
        Self { before: before.collect(), known, rows, scale, upper }
    }

    /// Rounds the features' weights to bytes and writes both layers.
    #[cfg(any(test, feature = "train"))]
    pub(crate) fn write(weights: &[[f32; N_HIDDEN]], upper: &Upper) -> Vec<u8> {
        let largest = weights.iter().flatten().fold(0f32, |largest, weight| largest.max(weight.abs()));
        let scale = (largest / 127.0).max(f32::MIN_POSITIVE);
        let rows: Vec<[i8; N_HIDDEN]> =
            weights.iter().map(|row| row.map(|weight| (weight / scale).round() as i8)).collect();
        let empty = |row: &&[i8; N_HIDDEN]| row.iter().all(|&weight| weight == 0);
        let mut bytes: Vec<u8> = std::iter::once(scale).chain(upper.values()).flat_map(f32::to_le_bytes).collect();
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

    /// The place of a feature's row, and whether it has one.
    fn place(&self, feature: u32) -> (u16, bool) {
        let feature = feature as usize % N_FEATURES;
        let (bits, at) = (self.known[feature / 8], feature % 8);
        let before = (bits & ((1 << at) - 1)).count_ones() as u16;
        (self.before[feature / 8] + before, bits >> at & 1 == 1)
    }

    /// The sum of some rows. By itself it is a loop of a few instructions for many weights at once.
    #[inline(never)]
    fn sum(&self, places: &[u16]) -> [i16; N_HIDDEN] {
        places.iter().fold([0; N_HIDDEN], |sums, &place| {
            let weights = &self.rows[usize::from(place)].0;
            std::array::from_fn(|unit| sums[unit] + i16::from(weights[unit]))
        })
    }

    /// How probable each act is, in the order of [`Act::ALL`].
    pub fn probabilities(&self, features: &[u32]) -> [f32; N_ACTS] {
        let mut sums = [0i32; N_HIDDEN];
        let mut places = [0u16; N_SUMMED];
        for some in features.chunks(N_SUMMED) {
            // First where the rows are, then the rows: so none waits for the one before to come from memory.
            let mut n_places = 0;
            for &feature in some {
                let (place, known) = self.place(feature);
                places[n_places] = place;
                n_places += usize::from(known);
            }
            for (sum, part) in sums.iter_mut().zip(self.sum(&places[..n_places])) {
                *sum += i32::from(part);
            }
        }
        let scale = self.scale * feature_value(features.len());
        self.upper.probabilities(&self.upper.hidden(&sums.map(|sum| scale * sum as f32)))
    }
}

#[cfg(test)]
mod tests {
    use super::{DeedWeights, N_ACTS, N_FEATURES, N_HIDDEN, Upper};

    #[test]
    fn what_is_written_is_read() {
        let mut weights = vec![[0f32; N_HIDDEN]; N_FEATURES];
        weights[3][4] = 1.27;
        weights[70][0] = -0.5;
        weights[N_FEATURES - 1][N_HIDDEN - 1] = 0.8;
        let mut upper = Upper { bias: [0.0; _], weights: [[0.0; _]; _], act_bias: [-1.0; _] };
        upper.weights[4][2] = 2.0;
        let read = DeedWeights::read(&DeedWeights::write(&weights, &upper));
        let weights = |feature| {
            let (place, known) = read.place(feature);
            known.then(|| read.rows[usize::from(place)].0)
        };
        assert_eq!(weights(3).expect("it has weights")[4], 127);
        assert_eq!(weights(70).expect("it has weights")[0], -50);
        assert_eq!(weights(N_FEATURES as u32 - 1).expect("it has weights")[N_HIDDEN - 1], 80);
        assert_eq!(weights(4), None);
        let probabilities = read.probabilities(&[3]);
        assert!(probabilities[2] > 0.75, "2 times 1.27, less 1");
        assert!((0..N_ACTS).all(|act| act == 2 || probabilities[act] < 0.3));
    }
}
