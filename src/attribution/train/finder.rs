//! Annotated articles in, weights of the finder out. Only in builds with the feature `train`.
//!
//! The finder runs over each article with the annotation as its [`Judge`]; every decision it meets becomes an
//! example. The weights are those of a conditional logit, fitted by stochastic gradient steps of adapted size
//! (AdaGrad, Duchi et al. 2011), the examples in an order shuffled from a fixed seed.

use std::ops::Range;

use crate::article::Article;
use crate::attribution::cue::{Candidate, Sort};
use crate::attribution::draft::{Draft, Judge, Step};
use crate::attribution::frame::{FRAMES, Frame};
use crate::attribution::link::link;
use crate::attribution::model::linear::{N_WEIGHTS, Options, Weights};
use crate::attribution::reading::Readings;
use crate::attribution::train::annotated::{self, Annotated};
use crate::attribution::train::{random, shuffle};
use crate::error::Result;
use crate::lexicon::Lexicon;
use crate::quotation::Part;
use crate::text::Span;

/// An annotated quotation by tokens.
#[derive(Debug)]
struct Gold {
    content: Vec<Range<usize>>,
    cue: Option<Range<usize>>,
    source: Option<Range<usize>>,
    /// The candidate that stands for it.
    taken_by: Option<usize>,
}

/// The decisions met, with the right choice of each.
#[derive(Default)]
struct Examples {
    options: Vec<Options>,
    right: Vec<u32>,
    steps: Vec<u32>,
}

/// Fits weights to annotated articles, one JSON object a line each, and returns them as bytes with a report.
///
/// # Errors
///
/// When a line is no annotated article.
pub fn train(files: &[String], held_out: usize, lexicon: &Lexicon) -> Result<(Vec<u8>, String)> {
    let mut fit = Examples::default();
    let mut test = Examples::default();
    let mut n_articles = 0;
    let mut n_gold = 0;
    let mut n_missed = 0;
    for file in files {
        for annotated in annotated::read(file)? {
            let kept = if held_out > 0 && n_articles % held_out == held_out - 1 { &mut test } else { &mut fit };
            let (gold, missed) = collect(annotated, lexicon, kept);
            n_articles += 1;
            n_gold += gold;
            n_missed += missed;
        }
    }
    let weights = average(&fit);
    let bytes = Weights::write(&weights);
    let mut report = format!(
        "{n_articles} articles, {n_gold} attributions, {n_missed} of them without a candidate cue, {} decisions\n",
        fit.right.len() + test.right.len()
    );
    let read = Weights::read(&bytes);
    for (name, examples) in [("fitted", &fit), ("held out", &test)] {
        for step in 1..=N_STEPS {
            let these: Vec<usize> =
                (0..examples.right.len()).filter(|&number| examples.steps[number] == step).collect();
            let hits = these
                .iter()
                .filter(|&&number| read.choose(&examples.options[number]).0 == examples.right[number] as usize)
                .count();
            if !these.is_empty() {
                let share = 100.0 * hits as f64 / these.len() as f64;
                report += &format!("{name} step {step}: {hits} of {} right, {share:.1} %\n", these.len());
            }
        }
    }
    Ok((bytes, report))
}

/// Runs the finder over one article, its annotation deciding.
fn collect(annotated: Annotated, lexicon: &Lexicon, examples: &mut Examples) -> (usize, usize) {
    let boundaries: Vec<usize> =
        annotated.text.char_indices().map(|(at, _)| at).chain(std::iter::once(annotated.text.len())).collect();
    let article = Article { text: annotated.text.clone(), ..Article::default() };
    let readings = Readings::read(&article, lexicon);
    let prose = &readings.text.prose;
    let tokens = |range: &[usize; 2]| prose.tokens_in(Span { start: boundaries[range[0]], end: boundaries[range[1]] });
    let whole = |ranges: &Vec<[usize; 2]>| {
        let first = tokens(ranges.first()?);
        let last = tokens(ranges.last()?);
        Some(first.start..last.end)
    };
    let gold: Vec<Gold> = annotated
        .quotes
        .iter()
        .map(|quotation| Gold {
            content: quotation.content.iter().map(tokens).filter(|range| !range.is_empty()).collect(),
            cue: quotation.cue.as_ref().and_then(whole),
            source: quotation.source.as_ref().and_then(whole),
            taken_by: None,
        })
        .filter(|gold| !gold.content.is_empty())
        .collect();
    let mut oracle = Oracle { gold, examples };
    link(&readings.text, Part::Text, &mut oracle);
    let n_missed = oracle.gold.iter().filter(|gold| gold.taken_by.is_none()).count();
    (oracle.gold.len(), n_missed)
}

/// The annotation as a judge.
struct Oracle<'a> {
    gold: Vec<Gold>,
    examples: &'a mut Examples,
}

impl Oracle<'_> {
    /// The annotated quotation that a cue stands for.
    fn of(&self, cue: &Candidate) -> Option<&Gold> {
        self.gold.iter().find(|gold| gold.taken_by == Some(cue.words.start))
    }

    fn take(&mut self, cue: &Candidate) {
        let found = self.gold.iter_mut().find(|gold| {
            gold.taken_by.is_none()
                && match &gold.cue {
                    Some(marked) => {
                        cue.sort != Sort::Colon && marked.start < cue.words.end && cue.words.start < marked.end
                            || cue.sort == Sort::Colon
                                && marked.end - marked.start == 1
                                && marked.start == cue.words.start
                    }
                    None => {
                        cue.sort == Sort::Colon
                            && gold.content.iter().any(|piece| piece.start == cue.words.end)
                            && gold.source.as_ref().is_some_and(|source| source.end <= cue.words.start)
                    }
                }
        });
        if let Some(gold) = found {
            gold.taken_by = Some(cue.words.start);
        }
    }

    fn before(gold: &Gold, cue: &Candidate) -> Option<Range<usize>> {
        gold.content.iter().rfind(|piece| piece.end <= cue.group.end && piece.end <= cue.words.start).cloned()
    }

    fn after(gold: &Gold, cue: &Candidate) -> Option<Range<usize>> {
        let piece = gold.content.iter().find(|piece| piece.start >= cue.words.end)?;
        (piece.start < cue.scope.end || Self::before(gold, cue).is_none()).then(|| piece.clone())
    }

    /// The right option, and whether it is exactly right.
    fn answer(&mut self, step: &Step<'_>) -> (usize, bool) {
        if let Step::Frame(cue) = step {
            self.take(cue);
        }
        match step {
            Step::Frame(cue) => {
                let Some(gold) = self.of(cue) else { return (0, true) };
                let frame = match (Self::before(gold, cue), Self::after(gold, cue)) {
                    (Some(_), Some(_)) => Frame::Around,
                    (Some(_), None) => Frame::Before,
                    (None, Some(_)) => Frame::After,
                    (None, None) => Frame::None,
                };
                (FRAMES.iter().position(|&known| known == frame).unwrap_or(0), true)
            }
            Step::Source(cue, phrases) => {
                let Some(source) = self.of(cue).and_then(|gold| gold.source.clone()) else {
                    return (phrases.len(), true);
                };
                let overlap = |start: usize, end: usize| {
                    let shared = end.min(source.end).saturating_sub(start.max(source.start));
                    shared as f32 / (end.max(source.end) - start.min(source.start)) as f32
                };
                let best = phrases
                    .iter()
                    .enumerate()
                    .map(|(number, phrase)| (overlap(phrase.start, phrase.end), number))
                    .max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)));
                match best {
                    Some((share, number)) if share > 0.0 => (number, share > 0.6),
                    _ => (phrases.len(), false),
                }
            }
            Step::StartAfter(cue, places) => {
                let place = self.of(cue).and_then(|gold| Self::after(gold, cue)).map(|piece| piece.start);
                nearest(places, place)
            }
            Step::EndAfter(cue, _, places) => {
                let place = self.of(cue).and_then(|gold| Self::after(gold, cue)).map(|piece| piece.end);
                nearest(places, place)
            }
            Step::EndBefore(cue, places) => {
                let place = self.of(cue).and_then(|gold| Self::before(gold, cue)).map(|piece| piece.end);
                nearest(places, place)
            }
            Step::StartBefore(cue, _, places) => {
                let place = self.of(cue).and_then(|gold| Self::before(gold, cue)).map(|piece| piece.start);
                nearest(places, place)
            }
            Step::Continue(draft, stretch) => (usize::from(self.goes_on(draft, stretch)), true),
        }
    }

    fn goes_on(&self, draft: &Draft, stretch: &Range<usize>) -> bool {
        let Some(gold) = self.of(&draft.cue) else { return false };
        let shared: usize = gold
            .content
            .iter()
            .map(|piece| piece.end.min(stretch.end).saturating_sub(piece.start.max(stretch.start)))
            .sum();
        shared * 2 >= stretch.len()
    }
}

/// The place nearest to the wanted one, and whether it is that.
fn nearest(places: &[usize], wanted: Option<usize>) -> (usize, bool) {
    let Some(wanted) = wanted else { return (0, false) };
    let best = (0..places.len()).min_by_key(|&number| (places[number].abs_diff(wanted), number)).unwrap_or(0);
    (best, places[best].abs_diff(wanted) <= 1)
}

impl Judge for Oracle<'_> {
    /// What the annotation says stands, whatever the marks allow.
    fn choose_among(&mut self, _: &Options, _: &[Frame]) -> Option<(usize, f32)> {
        None
    }

    fn choose(&mut self, step: &Step<'_>, options: &Options) -> (usize, f32) {
        let (right, exact) = self.answer(step);
        if exact && options.len() > 1 {
            self.examples.options.push(options.clone());
            self.examples.right.push(right as u32);
            self.examples.steps.push(step.space());
        }
        (right, 1.0)
    }
}

/// The number of steps, as [`Step::space`] counts them.
const N_STEPS: u32 = 7;
/// Fits whose mean is taken.
const N_FITS: u64 = 16;
/// Where the order of the examples begins in the first fit; the others begin at its multiples.
const SEED: u64 = 0x9e37_79b9_7f4a_7c15;
/// A feature of fewer examples is left out.
const LEAST_SEEN: u8 = 3;
/// Passes over the examples.
const N_PASSES: usize = 10;
/// The share of templates that an example is learned without, another share each time: no feature may rest on
/// another's help (dropout, Srivastava et al. 2014).
const DROPPED: f32 = 0.3;
/// The size of a step.
const RATE: f32 = 0.15;
/// How much each touched weight shrinks at a step.
const DECAY: f32 = 2e-5;

/// Fits weights many times, in other orders, and takes the mean: what one order happens to bring is evened out.
fn average(examples: &Examples) -> Vec<f32> {
    let mut mean = vec![0f32; N_WEIGHTS];
    for fit in 1..=N_FITS {
        for (mean, weight) in mean.iter_mut().zip(descend(examples, SEED.wrapping_mul(fit))) {
            *mean += weight / N_FITS as f32;
        }
    }
    let seen = count(examples);
    for (weight, n_seen) in mean.iter_mut().zip(seen) {
        // What is almost nothing, or was met by chance, is nothing: it keeps the file small.
        if weight.abs() < 0.01 || n_seen < LEAST_SEEN {
            *weight = 0.0;
        }
    }
    mean
}

/// In how many examples each feature is, as far as a byte counts.
fn count(examples: &Examples) -> Vec<u8> {
    let mut seen = vec![0u8; N_WEIGHTS];
    let mut features: Vec<u32> = Vec::new();
    for options in &examples.options {
        features.clear();
        (0..options.len()).for_each(|option| features.extend(options.of(option)));
        features.sort_unstable();
        features.dedup();
        features.iter().for_each(|&feature| seen[feature as usize] = seen[feature as usize].saturating_add(1));
    }
    seen
}

/// Fits the weights.
fn descend(examples: &Examples, mut seed: u64) -> Vec<f32> {
    let mut weights = vec![0f32; N_WEIGHTS];
    let mut squares = vec![1e-3f32; N_WEIGHTS];
    let mut order: Vec<usize> = (0..examples.right.len()).collect();
    let mut scores = Vec::new();
    for _ in 0..N_PASSES {
        shuffle(&mut order, &mut seed);
        for &number in &order {
            let options = &examples.options[number];
            let right = examples.right[number] as usize;
            let salt = random(&mut seed) as u32;
            let kept = |option: usize| {
                let features = options.of(option).enumerate();
                features.filter(move |&(place, _)| is_kept(place as u32, salt)).map(|(_, feature)| feature as usize)
            };
            scores.clear();
            scores.extend((0..options.len()).map(|option| kept(option).map(|feature| weights[feature]).sum::<f32>()));
            let largest = scores.iter().copied().fold(f32::MIN, f32::max);
            let total: f32 = scores.iter().map(|score| (score - largest).exp()).sum();
            for (option, score) in scores.iter().enumerate() {
                let probability = (score - largest).exp() / total;
                let slope = probability - f32::from(u8::from(option == right));
                if slope.abs() < 1e-3 {
                    continue;
                }
                for feature in kept(option) {
                    let gradient = slope + DECAY * weights[feature];
                    squares[feature] += gradient * gradient;
                    weights[feature] -= RATE * gradient / squares[feature].sqrt();
                }
            }
        }
    }
    weights
}

/// Whether the feature at a place of its option is kept in an example.
fn is_kept(place: u32, salt: u32) -> bool {
    let mut hash = place.wrapping_mul(0x9e37_79b1) ^ salt;
    hash = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
    hash = (hash ^ (hash >> 13)).wrapping_mul(0xc2b2_ae35);
    hash ^= hash >> 16;
    hash as f32 / u32::MAX as f32 >= DROPPED
}
