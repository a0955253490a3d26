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
    /// What the two labels before decide alone, beside each other.
    runs: Vec<Sum>,
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
    /// For each number of a word, where what is remembered of it stands, and what can be told without looking there.
    words: Vec<Seen>,
    types: Vec<Type>,
    /// The tokens under work.
    window: Vec<Seen>,
    /// Those whose labels depend on the labels before them.
    open: Vec<Open>,
    /// For each of those, what its type behind the label that the token before seems to have decides.
    behind: Vec<Sum>,
    rows: Vec<u32>,
}

/// What is known of a word, or of a token before the label before it is.
#[derive(Clone, Copy, Default)]
struct Seen {
    /// The place of its type, from 1; 0 for none.
    place: u32,
    /// Its label by itself, or by its type and its neighbours.
    label: u8,
    /// Whether nothing around it changes that.
    sure: bool,
}

/// What is known of a token whose label depends on the label before it.
#[derive(Clone, Copy)]
struct Open {
    /// Its place in the window.
    at: u32,
    /// What its type and its neighbours decide.
    sum: Sum,
}

impl Remembered {
    fn clear(&mut self) {
        self.words.clear();
        self.types.clear();
    }
}

/// What is remembered of a word type.
struct Type {
    facts: Facts,
    /// Its sum at each place; that for its own place holds what it decides within a sentence of few capitals.
    sums: [Sum; N_PLACES],
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
/// What stands before a sentence's first token in place of a label.
const NO_LABEL: u32 = 98;
/// A label that leads by this much by its word alone has it everywhere, and one that leads by this much by its word and
/// the words around it has it behind any labels: of 1.8 million tokens of news fewer than one in ten thousand would be
/// labelled otherwise.
const SURE_ALONE: i16 = 160;
const SURE_AMONG: i16 = 130;
/// So many tokens are worked on together.
const N_WINDOW: usize = 64;
/// There are fewer labels than this; what is no label counts as this one where two labels make a number.
const N_LABELS: usize = LANES * N_BLOCKS;

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
        let Word { hash, classes, .. } = self.types.words[number];
        let form = self.types.form(number);
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
            ending: suffix(self.types.form(number), 2),
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
        for at in sentence.clone().take(LONGEST) {
            let token = &self.prose.tokens[at];
            if token.kind != TokenKind::Word || token.span.len() < 4 {
                continue;
            }
            let n_capitals = self.types.words[self.types.of_tokens[at] as usize].n_capitals;
            words += 1;
            capitals += usize::from(n_capitals > 0);
            shouted += usize::from(n_capitals > 1);
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
                let ([last, both], [form, ending]) = (labels_before(before, before2), facts.behind(before));
                rows.extend([last, form, ending, both]);
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
    fn behind(self, before: u32) -> [u32; 2] {
        [row(43, before, self.hash), row(45, before, self.ending)]
    }

    /// The rows that the type and its place in a sentence decide, given how many capitals the sentence has.
    fn placed(self, first: u32, titled: u32) -> [u32; 2] {
        [row(44, self.shape * 8 + titled * 2 + first, 0), row(46, first * 4 + titled, self.hash)]
    }
}

/// The rows that the two labels before decide.
fn labels_before(before: u32, before2: u32) -> [u32; 2] {
    [row(41, before, 0), row(42, before, before2)]
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
        let mut labeller = Self { rows, runs: Vec::new(), remembered: ThreadLocal::new() };
        let label = |number: usize| if number == N_LABELS { NO_LABEL } else { number as u32 };
        labeller.runs = (0..(N_LABELS + 1) * (N_LABELS + 1))
            .map(|run| labeller.sum(&labels_before(label(run / (N_LABELS + 1)), label(run % (N_LABELS + 1)))))
            .collect();
        labeller
    }

    /// What the two labels before decide alone.
    fn run(&self, before: u32, before2: u32) -> &Sum {
        &self.runs[(before as usize).min(N_LABELS) * (N_LABELS + 1) + (before2 as usize).min(N_LABELS)]
    }

    /// Labels every token with one of the first `n_labels` labels.
    pub fn label(&self, view: &View<'_>, n_labels: usize) -> Vec<u8> {
        let mut remembered = self.remembered.get_or_default().borrow_mut();
        if remembered.memory != view.types.memory {
            remembered.memory = view.types.memory;
            remembered.clear();
        }
        let mut labels = Vec::with_capacity(view.types.of_tokens.len());
        for sentence in &view.prose.sentences {
            let titled = view.titled(sentence);
            let (mut before, mut before2) = (NO_LABEL, NO_LABEL);
            for start in sentence.clone().step_by(N_WINDOW) {
                let window = start..sentence.end.min(start + N_WINDOW);
                self.look_around(view, sentence, window, titled, before, n_labels, &mut remembered);
                let mut seeming = before;
                let Remembered { types, window, open, behind, .. } = &*remembered;
                let mut open = open.iter().zip(behind).peekable();
                for (at, near) in window.iter().enumerate() {
                    let best = match open.next_if(|(open, _)| open.at as usize == at) {
                        None => near.label,
                        Some((open, behind)) => {
                            let mut scores = open.sum;
                            if before == seeming {
                                scores.add(behind);
                            } else {
                                scores.add(&self.sum(&types[near.place as usize - 1].facts.behind(before)));
                            }
                            scores.add(self.run(before, before2));
                            if let Some(rows) = view.known_rows(start + at, before) {
                                self.add(&rows, &mut scores);
                            }
                            scores.best().0
                        }
                    };
                    labels.push(best);
                    before2 = before;
                    before = u32::from(best);
                    seeming = u32::from(near.label);
                }
            }
        }
        labels
    }

    /// Sums up what is known of the tokens of a window before their labels are. Nothing here waits for the token before,
    /// so that the sums of many come from memory at once.
    #[expect(clippy::too_many_arguments, reason = "it is one step of one function")]
    fn look_around(
        &self,
        view: &View<'_>,
        sentence: &std::ops::Range<usize>,
        window: std::ops::Range<usize>,
        titled: u32,
        before: u32,
        n_labels: usize,
        remembered: &mut Remembered,
    ) {
        if remembered.types.len() > N_REMEMBERED {
            remembered.clear();
        }
        let first = window.start.saturating_sub(1).max(sentence.start);
        let last = sentence.end.min(window.end + 2);
        let mut around = [Seen::default(); N_WINDOW + 3];
        for at in first..last {
            around[at - first] = self.look_up(view, at, n_labels, remembered);
        }
        let Remembered { types, window: near, open, behind, .. } = remembered;
        near.clear();
        near.extend_from_slice(&around[window.start - first..window.end - first]);
        open.clear();
        for (number, near) in near.iter_mut().enumerate() {
            let at = window.start + number;
            let begins = u32::from(at == sentence.start);
            near.sure &= begins + titled == 0 && view.known.is_empty();
            if near.sure {
                continue;
            }
            let Type { facts, ref sums } = types[near.place as usize - 1];
            let mut sum = sums[Place::Here as usize];
            for place in [Place::Before, Place::Next, Place::Second] {
                if let Some(neighbour) = neighbour(at, place, sentence) {
                    sum.add(&types[around[neighbour - first].place as usize - 1].sums[place as usize]);
                }
            }
            if begins + titled > 0 {
                self.add(&facts.placed(begins, titled), &mut sum);
                self.take(&facts.placed(0, 0), &mut sum);
            }
            open.push(Open { at: number as u32, sum });
        }
        open.retain(|open| {
            let (label, lead) = open.sum.best();
            let near = &mut near[open.at as usize];
            near.label = label;
            near.sure = lead >= SURE_AMONG && view.known.is_empty();
            !near.sure
        });
        behind.clear();
        behind.extend(open.iter().map(|open| {
            let at = open.at as usize;
            let before = at.checked_sub(1).map_or(before, |before| u32::from(near[before].label));
            self.sum(&types[near[at].place as usize - 1].facts.behind(before))
        }));
    }

    /// What is remembered of a token's type.
    fn look_up(&self, view: &View<'_>, at: usize, n_labels: usize, remembered: &mut Remembered) -> Seen {
        let Remembered { words, types, rows, .. } = remembered;
        let number = view.types.of_tokens[at] as usize;
        let word = view.types.numbers[number] as usize;
        if words.len() <= word {
            words.resize(word + 1, Seen::default());
        }
        if words[word].place == 0 {
            let facts = view.facts(number, at);
            let mut sums = [Sum::default(); N_PLACES];
            sums[Place::Here as usize] = Sum::among(n_labels);
            for place in PLACES {
                rows.clear();
                view.type_rows(number, at, place, rows);
                self.add(rows, &mut sums[place as usize]);
            }
            self.add(&facts.placed(0, 0), &mut sums[Place::Here as usize]);
            let (label, lead) = sums[Place::Here as usize].best();
            types.push(Type { facts, sums });
            words[word] = Seen { place: types.len() as u32, label, sure: lead >= SURE_ALONE };
        }
        words[word]
    }

    /// The weights of a row, as many as there are scores.
    fn row(&self, row: u32) -> [u8; N_LABELS] {
        const { assert!(W <= N_LABELS, "a row has no more weights than there are scores") };
        let mut weights = [0; N_LABELS];
        weights[..W].copy_from_slice(&self.rows[row as usize * W..][..W]);
        weights
    }

    fn sum(&self, rows: &[u32]) -> Sum {
        let mut sum = Sum::default();
        self.add(rows, &mut sum);
        sum
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

    fn add_row(&mut self, row: &[u8; N_LABELS], sign: i16) {
        let (weights, _) = row.as_chunks::<LANES>();
        for (scores, weights) in self.0.iter_mut().zip(weights) {
            for lane in 0..LANES {
                scores[lane] += sign * i16::from(weights[lane].cast_signed());
            }
        }
    }

    /// The first of the labels with the highest score, and its lead over all others. First the best of each lane, so that
    /// all are compared at once.
    fn best(&self) -> (u8, i16) {
        let mut highest = self.0[0];
        let mut second = [i16::MIN; LANES];
        let mut blocks = [0i16; LANES];
        for block in 1..N_BLOCKS {
            let scores = &self.0[block];
            for lane in 0..LANES {
                blocks[lane] = if scores[lane] > highest[lane] { block as i16 } else { blocks[lane] };
                second[lane] = second[lane].max(scores[lane].min(highest[lane]));
                highest[lane] = highest[lane].max(scores[lane]);
            }
        }
        // Of equal scores the first label counts.
        let most = |scores: [i16; LANES]| scores.iter().fold(i16::MIN, |most, &score| most.max(score));
        let best = most(highest);
        let labels: [i16; LANES] = std::array::from_fn(|lane| blocks[lane] * LANES as i16 + lane as i16);
        let firsts: [i16; LANES] =
            std::array::from_fn(|lane| if highest[lane] == best { labels[lane] } else { i16::MAX });
        let label = firsts.iter().fold(i16::MAX, |first, &label| first.min(label));
        let others: [i16; LANES] =
            std::array::from_fn(
                |lane| {
                    if labels[lane] == label { second[lane] } else { highest[lane].max(second[lane]) }
                },
            );
        (label as u8, best.saturating_sub(most(others)))
    }
}
