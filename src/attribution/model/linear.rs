//! Log-linear choice among options: hashed features in, the best option and its probability out.
//!
//! Every decision of the finder is a choice among a few options, each described by a list of hashed features.
//! A weight table of fixed size scores them; probabilities are the softmax of the scores (McFadden 1974's
//! conditional logit).

/// The number of weights; a power of two.
pub const N_WEIGHTS: usize = 1 << 21;
/// No more options than this share their features; a power of two.
const N_SHARED: usize = 4;

/// The exponential of less than this is lost in a sum that holds one.
const NEGLIGIBLE: f32 = -17.0;

/// The options of one choice, each with its features.
#[derive(Clone, Debug, Default)]
pub struct Options {
    features: Vec<u32>,
    ends: Vec<u32>,
    /// So many options have all the features, each with weights of its own; 0 where each has features of its own.
    n_shared: usize,
    space: u32,
}

impl Options {
    /// Forgets all options; the next ones belong to a space of features of their own.
    pub fn clear(&mut self, space: u32) {
        self.features.clear();
        self.ends.clear();
        self.n_shared = 0;
        self.space = space.wrapping_mul(0x9e37_79b1);
    }

    /// Adds a feature to the option under work: a template's number and two values.
    pub fn feature(&mut self, template: u32, first: u32, second: u32) {
        let feature = self.number(template, first, second);
        self.features.push(feature);
    }

    /// Adds a feature to every option that [`Options::close_shared`] will make.
    pub fn shared(&mut self, template: u32, first: u32, second: u32) {
        let feature = self.number(template, first, second);
        self.features.push(feature & !(N_SHARED as u32 - 1));
    }

    /// Makes so many options of the shared features. Their weights lie beside each other: one look brings all of them.
    pub fn close_shared(&mut self, n_options: usize) {
        assert!(n_options <= N_SHARED, "no more options share features than have room beside each other");
        self.n_shared = n_options;
    }

    fn number(&self, template: u32, first: u32, second: u32) -> u32 {
        let mut hash = self.space ^ template.wrapping_mul(0x85eb_ca6b);
        hash = (hash.rotate_left(13) ^ first).wrapping_mul(0xc2b2_ae35);
        hash = (hash.rotate_left(15) ^ second).wrapping_mul(0x27d4_eb2f);
        hash ^= hash >> 15;
        hash = hash.wrapping_mul(0x2c1b_3c6d);
        (hash ^ (hash >> 13)) & (N_WEIGHTS as u32 - 1)
    }

    /// Adds a feature by its number.
    pub fn numbered(&mut self, feature: u32) {
        self.features.push(feature & (N_WEIGHTS as u32 - 1));
    }

    /// Ends the option under work.
    pub fn close(&mut self) {
        self.ends.push(self.features.len() as u32);
    }

    /// How many options there are.
    pub fn len(&self) -> usize {
        if self.n_shared > 0 { self.n_shared } else { self.ends.len() }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The features of one option.
    pub fn of(&self, option: usize) -> impl Iterator<Item = u32> + '_ {
        let (features, beside) = match option.checked_sub(1) {
            _ if self.n_shared > 0 => (0..self.features.len(), option as u32),
            None => (0..self.ends[0] as usize, 0),
            Some(before) => (self.ends[before] as usize..self.ends[option] as usize, 0),
        };
        self.features[features].iter().map(move |feature| feature | beside)
    }
}

/// The weights, as bytes, and what one step of them is worth.
pub struct Weights {
    steps: Box<[i8; N_WEIGHTS]>,
    scale: f32,
}

impl Weights {
    /// Reads weights as [`Weights::write`] writes them: the scale, then runs of zeros and values.
    ///
    /// # Panics
    ///
    /// When the bytes are cut: they are compiled in.
    pub fn read(bytes: &[u8]) -> Self {
        let (head, mut rest) = bytes.split_at(4);
        let scale = f32::from_le_bytes(head.try_into().expect("weights begin with their scale"));
        let mut steps = Vec::with_capacity(N_WEIGHTS);
        while let [skip_low, skip_high, run, tail @ ..] = rest {
            let skip = usize::from(u16::from_le_bytes([*skip_low, *skip_high]));
            steps.resize(steps.len() + skip, 0);
            let (values, tail) = tail.split_at(usize::from(*run));
            steps.extend(values.iter().map(|&value| value.cast_signed()));
            rest = tail;
        }
        steps.resize(N_WEIGHTS, 0);
        let steps = steps.into_boxed_slice().try_into().expect("there is a weight for each number of a feature");
        Self { steps, scale }
    }

    /// The sum of each option's weights.
    fn scores(&self, options: &Options) -> impl Iterator<Item = i32> {
        let mut shared = [0; N_SHARED];
        if options.n_shared > 0 {
            let (steps, _) = self.steps.as_chunks::<N_SHARED>();
            for &feature in &options.features {
                let beside = steps[feature as usize % N_WEIGHTS / N_SHARED];
                shared.iter_mut().zip(beside).for_each(|(score, step)| *score += i32::from(step));
            }
        }
        let step = |feature: u32| i32::from(self.steps[feature as usize % N_WEIGHTS]);
        (0..options.len()).map(move |option| match options.n_shared {
            0 => options.of(option).map(step).sum(),
            _ => shared[option],
        })
    }

    /// Rounds weights to bytes and writes them.
    pub fn write(weights: &[f32]) -> Vec<u8> {
        let largest = weights.iter().fold(0f32, |largest, weight| largest.max(weight.abs()));
        let scale = (largest / 127.0).max(f32::MIN_POSITIVE);
        let steps: Vec<i8> = weights.iter().map(|weight| (weight / scale).round() as i8).collect();
        let mut bytes = scale.to_le_bytes().to_vec();
        let mut at = 0;
        while at < steps.len() {
            let skip = steps[at..].iter().take(usize::from(u16::MAX)).take_while(|&&step| step == 0).count();
            at += skip;
            let run = steps[at..].iter().take(usize::from(u8::MAX)).take_while(|&&step| step != 0).count();
            bytes.extend((skip as u16).to_le_bytes());
            bytes.push(run as u8);
            bytes.extend(steps[at..at + run].iter().map(|step| step.cast_unsigned()));
            at += run;
        }
        bytes
    }

    /// The best of some options and its probability among them.
    pub fn choose_among(&self, options: &Options, possible: impl Fn(usize) -> bool) -> Option<(usize, f32)> {
        let scores: Vec<(usize, i32)> =
            self.scores(options).enumerate().filter(|&(option, _)| possible(option)).collect();
        let (best, most) = scores.iter().copied().max_by_key(|&(option, score)| (score, std::cmp::Reverse(option)))?;
        let total: f32 = scores.iter().map(|(_, score)| (self.scale * (score - most) as f32).exp()).sum();
        Some((best, 1.0 / total))
    }

    /// The best option and its probability among all.
    pub fn choose(&self, options: &Options) -> (usize, f32) {
        let mut best = (0, i32::MIN);
        let mut total = 0f32;
        for (option, score) in self.scores(options).enumerate() {
            if score > best.1 {
                let shift = if option == 0 { 0.0 } else { (self.scale * (best.1 - score) as f32).exp() };
                total = total * shift + 1.0;
                best = (option, score);
            } else {
                let behind = self.scale * (score - best.1) as f32;
                total += if behind > NEGLIGIBLE { behind.exp() } else { 0.0 };
            }
        }
        (best.0, 1.0 / total.max(1.0))
    }
}

/// A length in steps that grow.
pub(crate) fn bucket(length: usize) -> u32 {
    match length {
        0..=6 => length as u32,
        7..=9 => 7,
        10..=14 => 8,
        15..=24 => 9,
        25..=49 => 10,
        _ => 11,
    }
}
