//! Tokens in, one label a token out, left to right.
//!
//! A greedy labeller with hashed features and byte weights (averaged perceptron, Collins 2002). What depends on a
//! word type alone is summed once a type and text, so that a token costs a few additions of short rows.

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use thread_local::ThreadLocal;

use crate::lexicon::classes::Classes;
use crate::text::{Prose, TokenKind};

/// The number of rows of a labeller; a power of two.
pub const N_ROWS: usize = 1 << 15;

/// The weights of a labeller with at most `W` labels: `N_ROWS` rows of `W` bytes.
pub struct Labeller<const W: usize> {
    rows: &'static [u8],
    remembered: ThreadLocal<RefCell<Remembered<W>>>,
}

/// The sums of word types seen before: what a type alone decides is the same in every text.
#[derive(Default)]
struct Remembered<const W: usize> {
    numbers: FxHashMap<Box<str>, u32>,
    sums: Vec<[[i16; W]; N_PLACES]>,
}

/// No more types than this are remembered a thread.
const N_REMEMBERED: usize = 60_000;
/// No longer words than this many bytes are remembered.
const LONGEST_REMEMBERED: usize = 40;

/// What a labeller sees of a text.
pub struct View<'a> {
    /// Tokens and sentences.
    pub prose: &'a Prose<'a>,
    /// For each token the number of its word type.
    pub types: &'a [u32],
    /// The folded form of each type.
    pub forms: &'a [String],
    /// The hash of each type's folded form.
    pub hashes: &'a [u32],
    /// The classes of each type.
    pub classes: &'a [Classes],
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
        let form = self.forms[number].as_str();
        let hash = self.hashes[number];
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
                    row(8, self.classes[number].bits(), 0),
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

    /// The rows that the labels before and the place in the sentence decide.
    fn token_rows(&self, at: usize, first: bool, titled: u32, before: u32, before2: u32, rows: &mut Vec<u32>) {
        let number = self.types[at] as usize;
        let hash = self.hashes[number];
        let shape = shape(self.prose.word(at), self.prose.tokens[at].kind);
        rows.extend([
            row(41, before, 0),
            row(42, before, before2),
            row(43, before, hash),
            row(44, shape * 8 + titled * 2 + u32::from(first), 0),
            row(45, before, suffix(&self.forms[number], 2)),
            row(46, u32::from(first) * 4 + titled, hash),
        ]);
        if let Some(&known) = self.known.get(at) {
            let previous = at.checked_sub(1).map_or(99, |before| u32::from(self.known[before]));
            let next = self.known.get(at + 1).map_or(99, |&next| u32::from(next));
            let known = u32::from(known);
            rows.extend([
                row(51, known, before),
                row(52, known, previous),
                row(53, known, next),
                row(54, known * 128 + next, previous),
            ]);
        }
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
            let (mut before, mut before2) = (98, 98);
            for at in sentence.clone() {
                rows.clear();
                self.token_rows(at, at == sentence.start, titled, before, before2, &mut rows);
                for place in PLACES {
                    if let Some(near) = neighbour(at, place, sentence) {
                        self.type_rows(self.types[near] as usize, near, place, &mut rows);
                    }
                }
                before2 = before;
                before = u32::from(choose(at, &rows));
            }
        }
    }
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
        let numbers = self.number_types(view);
        let remembered = self.remembered.get_or_default().borrow();
        let sums = &remembered.sums;
        let mut rows = Vec::new();
        let mut labels = Vec::with_capacity(view.types.len());
        for sentence in &view.prose.sentences {
            let titled = view.titled(sentence);
            let (mut before, mut before2) = (98, 98);
            for at in sentence.clone() {
                rows.clear();
                view.token_rows(at, at == sentence.start, titled, before, before2, &mut rows);
                let mut scores = [0i16; W];
                self.add(&rows, &mut scores);
                for place in PLACES {
                    if let Some(near) = neighbour(at, place, sentence) {
                        let sum = &sums[numbers[view.types[near] as usize] as usize][place as usize];
                        for (score, sum) in scores.iter_mut().zip(sum) {
                            *score += sum;
                        }
                    }
                }
                let mut best = 0;
                for label in 1..n_labels {
                    if scores[label] > scores[best] {
                        best = label;
                    }
                }
                labels.push(best as u8);
                before2 = before;
                before = best as u32;
            }
        }
        labels
    }

    /// For each type of a text the number of its remembered sums.
    fn number_types(&self, view: &View<'_>) -> Vec<u32> {
        let mut remembered = self.remembered.get_or_default().borrow_mut();
        let Remembered { numbers, sums } = &mut *remembered;
        if sums.len() > N_REMEMBERED {
            numbers.clear();
            sums.clear();
        }
        let mut of_type = vec![u32::MAX; view.forms.len()];
        let mut rows = Vec::new();
        for at in 0..view.types.len() {
            let number = view.types[at] as usize;
            if of_type[number] != u32::MAX {
                continue;
            }
            let word = view.prose.word(at);
            if let Some(&known) = numbers.get(word) {
                of_type[number] = known;
                continue;
            }
            let mut sum = [[0i16; W]; N_PLACES];
            for place in PLACES {
                rows.clear();
                view.type_rows(number, at, place, &mut rows);
                self.add(&rows, &mut sum[place as usize]);
            }
            of_type[number] = sums.len() as u32;
            if word.len() <= LONGEST_REMEMBERED {
                numbers.insert(word.into(), sums.len() as u32);
            }
            sums.push(sum);
        }
        of_type
    }

    fn add(&self, rows: &[u32], sum: &mut [i16; W]) {
        for &row in rows {
            let weights: &[u8; W] =
                self.rows[row as usize * W..].first_chunk().expect("a labeller has W weights a row");
            for (sum, weight) in sum.iter_mut().zip(weights) {
                *sum += i16::from(weight.cast_signed());
            }
        }
    }

    /// Rounds weights, row by row, to bytes.
    pub fn write(weights: &[f32]) -> Vec<u8> {
        let largest = weights.iter().fold(0f32, |largest, weight| largest.max(weight.abs()));
        let scale = (largest / 127.0).max(f32::MIN_POSITIVE);
        weights.iter().map(|weight| ((weight / scale).round() as i8).cast_unsigned()).collect()
    }
}
