//! Tokens in, one label a token out, left to right.
//!
//! A greedy labeller with hashed features and byte weights (averaged perceptron, Collins 2002). What depends on a
//! word type alone is summed once a type and thread, so that a token costs a few additions of short rows.

use std::cell::RefCell;

use thread_local::ThreadLocal;

use crate::lexicon::word::{Types, Word};
use crate::text::{Prose, TokenKind};

/// The number of rows of a labeller; a power of two.
pub const N_ROWS: usize = 1 << 15;

/// The weights of a labeller with at most `W` labels: `N_ROWS` rows of `W` bytes.
pub struct Labeller<const W: usize> {
    rows: &'static [u8],
    remembered: ThreadLocal<RefCell<Remembered>>,
}

/// So many scores are added by one instruction of any processor.
const LANES: usize = 8;
/// So many times as many are the labels at most.
const N_BLOCKS: usize = 5;

/// The scores of labels, summed.
#[derive(Clone, Copy, Default)]
struct Sum([[i16; LANES]; N_BLOCKS]);

/// The sums of word types seen before: what a type alone decides is the same in every text.
#[derive(Default)]
struct Remembered {
    /// The memory of words whose numbers these are.
    memory: u64,
    /// For each number of a word the place of what is remembered of it, from 1; 0 for nothing.
    places: Vec<u32>,
    types: Vec<Type>,
    /// The sums of types behind labels, each in the place that its hash says; a later pair takes it over.
    pairs: Vec<Pair>,
}

impl Remembered {
    fn clear(&mut self) {
        self.places.clear();
        self.types.clear();
        self.pairs.clear();
        self.pairs.resize(N_PAIRS, Pair { place: u32::MAX, before: NO_LABEL, sum: Sum::default() });
    }
}

/// What is remembered of a word type.
struct Type {
    facts: Facts,
    /// Its sum at each place; that for its own place holds what it decides within a sentence of few capitals.
    sums: [Sum; N_PLACES],
}

/// The sum of a type behind a label.
#[derive(Clone)]
struct Pair {
    place: u32,
    before: u32,
    sum: Sum,
}

/// What the rows of a token ask of its type.
#[derive(Clone, Copy)]
struct Facts {
    hash: u32,
    shape: u32,
    ending: u32,
}

/// No more types than this are remembered a thread.
const N_REMEMBERED: usize = 60_000;
/// So many pairs of a label and a type are remembered a thread; a power of two.
const N_PAIRS: usize = 1 << 13;
/// What stands before a sentence's first token in place of a label.
const NO_LABEL: u32 = 98;

/// What a labeller sees of a text.
pub struct View<'a> {
    /// Tokens and sentences.
    pub prose: &'a Prose<'a>,
    /// Word types.
    pub types: &'a Types,
    /// Labels of another kind, one a token, or none at all.
    pub known: &'a [u8],
}

/// A type's place in the window.
#[derive(Clone, Copy)]
enum Place {
    Here,
    Before,
    Next,
    Second,
}

const N_PLACES: usize = 4;
const PLACES: [Place; N_PLACES] = [Place::Here, Place::Before, Place::Next, Place::Second];

fn row(template: u32, first: u32, second: u32) -> u32 {
    let mut hash = template.wrapping_mul(0x9e37_79b1);
    hash = (hash.rotate_left(13) ^ first).wrapping_mul(0x85eb_ca6b);
    hash = (hash.rotate_left(15) ^ second).wrapping_mul(0xc2b2_ae35);
    hash ^= hash >> 15;
    hash = hash.wrapping_mul(0x2c1b_3c6d);
    (hash ^ (hash >> 16)) & (N_ROWS as u32 - 1)
}

/// The last bytes of a form, as a number.
fn suffix(form: &str, length: usize) -> u32 {
    let bytes = form.as_bytes();
    bytes[bytes.len().saturating_sub(length)..]
        .iter()
        .fold(length as u32, |key, &byte| key.wrapping_mul(257).wrapping_add(u32::from(byte)))
}

/// How a word is written: capitals, digits, signs.
fn shape(word: &str, kind: TokenKind) -> u32 {
    let mut characters = word.chars();
    let first = characters.next().unwrap_or(' ');
    let second_upper = characters.next().is_some_and(char::is_uppercase);
    let capital = u32::from(first.is_uppercase()) + 2 * u32::from(second_upper);
    let digit = u32::from(word.bytes().any(|byte| byte.is_ascii_digit()));
    let hyphen = u32::from(word.contains('-'));
    let dot = u32::from(word.contains('.'));
    kind as u32 * 64 + capital * 8 + digit * 4 + hyphen * 2 + dot
}

impl View<'_> {
    /// The rows that a type alone decides, at one place.
    fn type_rows(&self, number: usize, example: usize, place: Place, rows: &mut Vec<u32>) {
        let Word { form, hash, classes, .. } = &self.types.words[number];
        let hash = *hash;
        match place {
            Place::Here => {
                let kind = self.prose.tokens[example].kind;
                let shape = shape(self.prose.word(example), kind);
                rows.extend([
                    row(1, hash, 0),
                    row(2, suffix(form, 1), 0),
                    row(3, suffix(form, 2), shape >> 3 & 1),
                    row(4, suffix(form, 3), 0),
                    row(5, suffix(form, 4), 0),
                    row(6, u32::from(form.as_bytes().first().copied().unwrap_or(0)), shape),
                    row(7, shape, 0),
                    row(8, classes.bits(), 0),
                    row(9, hash, shape >> 3 & 3),
                ]);
            }
            Place::Before => rows.extend([row(11, hash, 0), row(12, suffix(form, 3), 0)]),
            Place::Next => {
                let shape = shape(self.prose.word(example), self.prose.tokens[example].kind);
                rows.extend([row(21, hash, 0), row(22, suffix(form, 3), 0), row(23, shape, 0)]);
            }
            Place::Second => rows.push(row(31, hash, 0)),
        }
    }

    /// What the rows of a token ask of its type.
    fn facts(&self, number: usize, example: usize) -> Facts {
        Facts {
            hash: self.types.words[number].hash,
            shape: shape(self.prose.word(example), self.prose.tokens[example].kind),
            ending: suffix(&self.types.words[number].form, 2),
        }
    }

    /// The rows that labels of another kind decide.
    fn known_rows(&self, at: usize, before: u32) -> Option<[u32; 4]> {
        let known = u32::from(*self.known.get(at)?);
        let previous = at.checked_sub(1).map_or(99, |before| u32::from(self.known[before]));
        let next = self.known.get(at + 1).map_or(99, |&next| u32::from(next));
        Some([
            row(51, known, before),
            row(52, known, previous),
            row(53, known, next),
            row(54, known * 128 + next, previous),
        ])
    }

    /// How many of a sentence's words have a capital: few, many, nearly all, shouted.
    fn titled(&self, sentence: &std::ops::Range<usize>) -> u32 {
        const LONGEST: usize = 60;
        let (mut words, mut capitals, mut shouted) = (0usize, 0usize, 0usize);
        for at in sentence.clone().take(LONGEST).filter(|&at| self.prose.tokens[at].kind == TokenKind::Word) {
            let word = self.prose.word(at);
            if word.len() < 4 {
                continue;
            }
            words += 1;
            let mut characters = word.chars();
            if characters.next().is_some_and(char::is_uppercase) {
                capitals += 1;
                shouted += usize::from(characters.next().is_some_and(char::is_uppercase));
            }
        }
        match () {
            () if words >= 2 && shouted * 10 >= words * 8 => 3,
            () if words >= 2 && capitals * 10 >= words * 8 => 2,
            () if capitals * 10 >= words * 5 => 1,
            () => 0,
        }
    }

    /// Walks over all tokens; `choose` gets the rows of each, those of types not cached, and answers its label.
    pub fn walk(&self, mut choose: impl FnMut(usize, &[u32]) -> u8) {
        let mut rows = Vec::new();
        for sentence in &self.prose.sentences {
            let titled = self.titled(sentence);
            let (mut before, mut before2) = (NO_LABEL, NO_LABEL);
            for at in sentence.clone() {
                let facts = self.facts(self.types.of_tokens[at] as usize, at);
                rows.clear();
                rows.extend(facts.behind(before));
                rows.push(labels_before(before, before2));
                rows.extend(facts.placed(u32::from(at == sentence.start), titled));
                rows.extend(self.known_rows(at, before).into_iter().flatten());
                for place in PLACES {
                    if let Some(near) = neighbour(at, place, sentence) {
                        self.type_rows(self.types.of_tokens[near] as usize, near, place, &mut rows);
                    }
                }
                before2 = before;
                before = u32::from(choose(at, &rows));
            }
        }
    }
}

impl Facts {
    /// The rows that the label before and the type decide.
    fn behind(self, before: u32) -> [u32; 3] {
        [row(41, before, 0), row(43, before, self.hash), row(45, before, self.ending)]
    }

    /// The rows that the type and its place in a sentence decide, given how many capitals the sentence has.
    fn placed(self, first: u32, titled: u32) -> [u32; 2] {
        [row(44, self.shape * 8 + titled * 2 + first, 0), row(46, first * 4 + titled, self.hash)]
    }
}

/// The row that the two labels before decide.
fn labels_before(before: u32, before2: u32) -> u32 {
    row(42, before, before2)
}

/// The token at a place of the window around another, if the sentence has it.
fn neighbour(at: usize, place: Place, sentence: &std::ops::Range<usize>) -> Option<usize> {
    match place {
        Place::Here => Some(at),
        Place::Before => at.checked_sub(1).filter(|&near| near >= sentence.start),
        Place::Next => Some(at + 1).filter(|&near| near < sentence.end),
        Place::Second => Some(at + 2).filter(|&near| near < sentence.end),
    }
}

impl<const W: usize> Labeller<W> {
    /// The labeller of weights as [`Labeller::write`] writes them.
    ///
    /// # Panics
    ///
    /// When the bytes are cut: they are compiled in.
    pub fn new(rows: &'static [u8]) -> Self {
        assert!(rows.len() == N_ROWS * W, "a labeller has a row for each hash");
        Self { rows, remembered: ThreadLocal::new() }
    }

    /// Labels every token with one of the first `n_labels` labels.
    pub fn label(&self, view: &View<'_>, n_labels: usize) -> Vec<u8> {
        let mut remembered = self.remembered.get_or_default().borrow_mut();
        if remembered.memory != view.types.memory {
            remembered.memory = view.types.memory;
            remembered.clear();
        }
        let nothing = Sum::default();
        let mut labels = Vec::with_capacity(view.types.of_tokens.len());
        for sentence in &view.prose.sentences {
            let titled = view.titled(sentence);
            let (mut before, mut before2) = (NO_LABEL, NO_LABEL);
            let mut near: Option<[Option<usize>; N_PLACES]> = None;
            for at in sentence.clone() {
                if remembered.types.len() > N_REMEMBERED {
                    remembered.clear();
                    near = None;
                }
                let find = |place| Some(self.place(view, neighbour(at, place, sentence)?, n_labels, &mut remembered));
                let places = match near {
                    Some([here, _, next, second]) => [next, here, second, Some(Place::Second).and_then(find)],
                    None => PLACES.map(find),
                };
                near = Some(places);
                let Remembered { types, pairs, .. } = &mut *remembered;
                let [here, previous, next, second] = PLACES
                    .map(|place| places[place as usize].map_or(&nothing, |number| &types[number].sums[place as usize]));
                let number = places[Place::Here as usize].expect("every token has a type");
                let facts = types[number].facts;
                let behind = self.pair(pairs, number as u32, facts, before);
                let mut scores = *here;
                for sum in [previous, next, second, behind] {
                    scores.add(sum);
                }
                self.add(&[labels_before(before, before2)], &mut scores);
                let first = u32::from(at == sentence.start);
                if first + titled > 0 {
                    self.add(&facts.placed(first, titled), &mut scores);
                    self.take(&facts.placed(0, 0), &mut scores);
                }
                if let Some(rows) = view.known_rows(at, before) {
                    self.add(&rows, &mut scores);
                }
                let best = scores.best();
                labels.push(best);
                before2 = before;
                before = u32::from(best);
            }
        }
        labels
    }

    /// The place of what is remembered of a token's type.
    fn place(&self, view: &View<'_>, at: usize, n_labels: usize, remembered: &mut Remembered) -> usize {
        let number = view.types.of_tokens[at] as usize;
        let word = view.types.numbers[number] as usize;
        if remembered.places.len() <= word {
            remembered.places.resize(word + 1, 0);
        }
        if remembered.places[word] == 0 {
            let facts = view.facts(number, at);
            let mut sums = [Sum::default(); N_PLACES];
            sums[Place::Here as usize] = Sum::among(n_labels);
            let mut rows = Vec::new();
            for place in PLACES {
                rows.clear();
                view.type_rows(number, at, place, &mut rows);
                self.add(&rows, &mut sums[place as usize]);
            }
            self.add(&facts.placed(0, 0), &mut sums[Place::Here as usize]);
            remembered.types.push(Type { facts, sums });
            remembered.places[word] = remembered.types.len() as u32;
        }
        remembered.places[word] as usize - 1
    }

    /// The sum of a type behind a label.
    fn pair<'p>(&self, pairs: &'p mut [Pair], place: u32, facts: Facts, before: u32) -> &'p Sum {
        let pair = &mut pairs[(place ^ before.wrapping_mul(0x9e37_79b1) >> 19) as usize & (N_PAIRS - 1)];
        if (pair.place, pair.before) != (place, before) {
            *pair = Pair { place, before, sum: Sum::default() };
            self.add(&facts.behind(before), &mut pair.sum);
        }
        &pair.sum
    }

    /// The weights of a row, as many as there are scores.
    fn row(&self, row: u32) -> [u8; LANES * N_BLOCKS] {
        const { assert!(W <= LANES * N_BLOCKS, "a row has no more weights than there are scores") };
        let mut weights = [0; LANES * N_BLOCKS];
        weights[..W].copy_from_slice(&self.rows[row as usize * W..][..W]);
        weights
    }

    fn add(&self, rows: &[u32], sum: &mut Sum) {
        rows.iter().for_each(|&row| sum.add_row(&self.row(row), 1));
    }

    fn take(&self, rows: &[u32], sum: &mut Sum) {
        rows.iter().for_each(|&row| sum.add_row(&self.row(row), -1));
    }

    /// Rounds weights, row by row, to bytes.
    pub fn write(weights: &[f32]) -> Vec<u8> {
        let largest = weights.iter().fold(0f32, |largest, weight| largest.max(weight.abs()));
        let scale = (largest / 127.0).max(f32::MIN_POSITIVE);
        weights.iter().map(|weight| ((weight / scale).round() as i8).cast_unsigned()).collect()
    }
}

impl Sum {
    /// Nothing for the first labels; for what is no label so little that it is never the best.
    fn among(n_labels: usize) -> Self {
        let mut sum = Self::default();
        sum.0.as_flattened_mut()[n_labels..].fill(i16::MIN / 2);
        sum
    }

    fn add(&mut self, other: &Self) {
        for (scores, others) in self.0.iter_mut().zip(&other.0) {
            for lane in 0..LANES {
                scores[lane] += others[lane];
            }
        }
    }

    fn add_row(&mut self, row: &[u8; LANES * N_BLOCKS], sign: i16) {
        let (weights, _) = row.as_chunks::<LANES>();
        for (scores, weights) in self.0.iter_mut().zip(weights) {
            for lane in 0..LANES {
                scores[lane] += sign * i16::from(weights[lane].cast_signed());
            }
        }
    }

    /// The first of the labels with the highest score. Without a branch, so that all are compared at once.
    fn best(&self) -> u8 {
        let mut highest = self.0[0];
        for scores in &self.0[1..] {
            for lane in 0..LANES {
                highest[lane] = highest[lane].max(scores[lane]);
            }
        }
        let highest = highest.iter().fold(i16::MIN, |highest, &score| highest.max(score));
        let mut first = [i16::MAX; LANES];
        for (block, scores) in self.0.iter().enumerate() {
            for lane in 0..LANES {
                let label = if scores[lane] == highest { (block * LANES + lane) as i16 } else { i16::MAX };
                first[lane] = first[lane].min(label);
            }
        }
        first.iter().fold(i16::MAX, |first, &label| first.min(label)) as u8
    }
}
