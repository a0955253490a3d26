//! Annotated articles and statements in, weights of acts out. Only in builds with the feature `train`.
//!
//! A net of two layers is fitted by stochastic gradient steps of adapted size (AdaGrad, Duchi et al. 2011), the examples in an
//! order shuffled from a fixed seed, each without a changing part of its features (dropout, Srivastava et al. 2014).
//! Statements that a teacher judged have shares of acts instead of acts (distillation, Hinton et al. 2015): they are fitted
//! to and never counted. Cross-validation leaves out every N-th article in turn.

use super::annotated::{self, Annotated, AnnotatedQuotation};
use super::{random, shuffle};
use crate::article::Article;
use crate::attribution::act::{self, Facts};
use crate::attribution::model::deed::{DeedWeights, N_ACTS, N_FEATURES, N_HIDDEN, Upper, feature_value};
use crate::attribution::reading::{Reading, Readings};
use crate::error::{Error, ErrorKind, Result};
use crate::lexicon::Lexicon;
use crate::lexicon::cues::CueClass;
use crate::quotation::{Act, Attribution, Cue, Kind, Part};
use crate::text::Span;

/// A feature of fewer examples than this gets no weights.
const LEAST_OFTEN: u16 = 16;
/// Passes over the examples.
const N_PASSES: usize = 8;
/// The size of a step of the features' weights, and of the layer above.
const RATE: f32 = 0.1;
const UPPER_RATE: f32 = 0.05;
/// What the sums of squared slopes begin with.
const FIRST_SQUARE: f32 = 0.1;
/// So many of 128 features an example is learned without.
const N_DROPPED: u64 = 38;
/// How far from nothing the first weights lie, at most.
const FIRST_WEIGHT: f32 = 0.17;
/// How much one invented statement counts, against one annotated quotation: the table has them as often as news does.
const STATEMENT: f32 = 1.5;
/// The cue that stands between a content and its source.
const PREPOSITION: &str = "according to";
/// How much one labelled statement counts: releases and briefings praise and urge more often than news does.
const LABELLED_STATEMENT: f32 = 0.8;
/// How much one statement that a teacher judged counts.
const TAUGHT_STATEMENT: f32 = 0.5;
/// What is added to the log odds of a plain statement: news has more of them than the texts to learn from.
const PLAINNESS: f32 = 1.0;
/// What tables of labelled statements begin with, and those that a teacher judged; other tables have invented ones.
const LABELLED: &str = "# document";
const TAUGHT: &str = "# taught";

/// One quotation with the acts it does.
struct Example {
    features: Vec<u32>,
    /// What each feature counts.
    value: f32,
    /// How surely it does each act.
    acts: [f32; N_ACTS],
    weight: f32,
    /// The file it stands in, and its article's number.
    file: usize,
    article: usize,
    /// What the cue names: no weights change it.
    named: Vec<Act>,
    /// Whether weights may make a denial of it.
    may_deny: bool,
    /// The acts, where the cue's polarity settles them.
    settled: Option<Vec<Act>>,
}

impl Example {
    fn does(&self, act: usize) -> bool {
        self.acts[act] >= 1.0
    }
}

/// Fits weights to files of annotated articles (JSON Lines), of invented statements or of labelled ones (tables; the texts
/// of these stand in `texts`), and reports on them; with `folds`, also on what weights fitted without it make of each fold,
/// and on annotated articles not fitted to.
///
/// # Errors
///
/// When a line is neither.
pub fn train(
    files: &[String],
    texts: &[String],
    tests: &[String],
    folds: usize,
    lexicon: &Lexicon,
) -> Result<(Vec<u8>, String)> {
    let mut examples = Vec::new();
    let mut n_articles = 0;
    for (number, file) in files.iter().enumerate() {
        let (articles, weight) = match file {
            table if table.starts_with(LABELLED) => (annotated::labelled(table, texts)?, LABELLED_STATEMENT),
            table if table.starts_with(TAUGHT) => (annotated::labelled(table, texts)?, TAUGHT_STATEMENT),
            table if table.starts_with('#') => (statements(table)?, STATEMENT),
            records => (annotated::read(records)?, 1.0),
        };
        for article in articles {
            n_articles += 1;
            collect(article, lexicon, number, n_articles, weight, &mut examples);
        }
    }
    forget_rare(&mut examples);
    let mut report = format!("{n_articles} articles and statements, {} attributions with acts\n", examples.len());
    let taught = |example: &Example| files[example.file].starts_with(TAUGHT);
    if folds > 1 {
        let mut scores: Vec<Scores> = vec![Scores::default(); files.len()];
        for fold in 0..folds {
            let (test, fit): (Vec<&Example>, Vec<&Example>) =
                examples.iter().partition(|example| example.article % folds == fold && !taught(example));
            let weights = DeedWeights::read(&descend(&fit));
            for example in test {
                scores[example.file].count(example, &weights);
            }
        }
        for (number, score) in scores.iter().enumerate().filter(|(number, _)| !files[*number].starts_with(TAUGHT)) {
            report += &format!("file {}, cross-validated: {}\n", number + 1, score.line());
        }
    }
    let all: Vec<&Example> = examples.iter().collect();
    let bytes = descend(&all);
    let weights = DeedWeights::read(&bytes);
    let mut score = Scores::default();
    all.iter().filter(|example| !taught(example)).for_each(|example| score.count(example, &weights));
    report += &format!("fitted: {}\n", score.line());
    for test in tests {
        let mut examples = Vec::new();
        for article in annotated::read(test)? {
            collect(article, lexicon, 0, 0, 1.0, &mut examples);
        }
        let mut score = Scores::default();
        examples.iter().for_each(|example| score.count(example, &weights));
        report += &format!("not fitted to: {}\n", score.line());
    }
    Ok((bytes, report))
}

/// Statements of a table as articles of one sentence: acts, source, cue and content in four columns.
fn statements(file: &str) -> Result<Vec<Annotated>> {
    let rows = file.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    rows.map(|(line, row)| {
        let columns: Vec<&str> = row.split('\t').collect();
        let &[acts, source, cue, content] = columns.as_slice() else {
            let place = Error::new(ErrorKind::Record, "a statement has four columns".to_owned()).line(line as u64 + 1);
            return Err(place);
        };
        let direct = content.starts_with('“');
        // The columns in the order in which they stand in the sentence.
        let order = match (cue == PREPOSITION, direct) {
            (true, _) => [3, 2, 1],
            (false, true) => [3, 1, 2],
            (false, false) => [1, 2, 3],
        };
        let mut text = String::new();
        let mut spans = [[0; 2]; 4];
        let mut length = 0;
        for column in order {
            let word = columns[column];
            if !text.is_empty() && !word.is_empty() {
                text.push(' ');
                length += 1;
            }
            spans[column] = [length, length + word.chars().count()];
            length = spans[column][1];
            text.push_str(word);
        }
        text.push('.');
        let [_, source_span, cue_span, content_span] = spans;
        let kind = match (direct, content.contains('“')) {
            (true, _) => "direct",
            (false, true) => "mixed",
            _ => "indirect",
        };
        let quotation = AnnotatedQuotation {
            kind: kind.to_owned(),
            content: vec![content_span],
            cue: (!cue.is_empty()).then(|| vec![cue_span]),
            source: (!source.is_empty()).then(|| vec![source_span]),
            acts: acts.split('|').map(str::to_owned).collect(),
        };
        Ok(Annotated { text, quotes: vec![quotation] })
    })
    .collect()
}

/// The examples of one article.
fn collect(
    annotated: Annotated,
    lexicon: &Lexicon,
    file: usize,
    number: usize,
    weight: f32,
    examples: &mut Vec<Example>,
) {
    let boundaries: Vec<usize> =
        annotated.text.char_indices().map(|(at, _)| at).chain(std::iter::once(annotated.text.len())).collect();
    let article = Article { text: annotated.text, ..Article::default() };
    let readings = Readings::read(&article, lexicon);
    let reading = &readings.text;
    let span = |range: &[usize; 2]| Span { start: boundaries[range[0]], end: boundaries[range[1]] };
    let mut attributions: Vec<(Attribution, Vec<String>)> = annotated
        .quotes
        .into_iter()
        .map(|quotation| {
            let cue = quotation.cue.as_ref().and_then(|cue| cue.first()).map(span);
            let attribution = Attribution {
                part: Part::Text,
                kind: match quotation.kind.as_str() {
                    "direct" => Kind::Direct,
                    "mixed" => Kind::Mixed,
                    _ => Kind::Indirect,
                },
                content: quotation.content.iter().map(span).collect(),
                cue: cue.map(|span| Cue { spans: vec![span], lemma: lemma(reading, span) }),
                source: quotation.source.as_ref().and_then(|source| source.first()).map(span),
                within: None,
                confidence: 1.0,
            };
            (attribution, quotation.acts)
        })
        .collect();
    attributions.sort_by_key(|(attribution, _)| attribution.content.first().map_or(0, |piece| piece.start));
    for at in 0..attributions.len() {
        let (attribution, acts) = &attributions[at];
        if acts.is_empty() {
            continue;
        }
        let previous = at.checked_sub(1).map(|before| &attributions[before].0);
        let facts = Facts::of(reading, attribution, previous);
        let features = facts.features();
        examples.push(Example {
            value: feature_value(features.len()),
            features,
            acts: Act::ALL.map(|act| acts.iter().map(|name| share_of(name, act)).fold(0.0, f32::max)),
            weight,
            file,
            article: number,
            named: facts.named(),
            may_deny: facts.may_deny(),
            settled: facts.settled(),
        });
    }
}

/// How surely an annotated act is this one: "deny" wholly, "deny=0.4" as far as it says.
fn share_of(annotated: &str, act: Act) -> f32 {
    match annotated.strip_prefix(act.name()) {
        Some("") => 1.0,
        Some(rest) => rest.strip_prefix('=').and_then(|share| share.parse().ok()).unwrap_or(0.0),
        None => 0.0,
    }
}

/// The row of the cue table that stands in an annotated cue: the longest.
fn lemma(reading: &Reading<'_>, cue: Span) -> String {
    let tokens = reading.prose.tokens_in(cue);
    let cues = &reading.lexicon.cues;
    tokens
        .clone()
        .flat_map(|at| cues.at(move |offset| (at + offset < reading.tags.len()).then(|| reading.form(at + offset))))
        .max_by_key(|found| (found.words, found.row.class == CueClass::Verb))
        .map_or_else(String::new, |found| found.row.lemma.to_owned())
}

/// Takes away features that few examples have.
fn forget_rare(examples: &mut [Example]) {
    let mut counts = vec![0u16; N_FEATURES];
    for example in &mut *examples {
        example.features.sort_unstable();
        let mut before = None;
        for &feature in &example.features {
            if before != Some(feature) {
                counts[feature as usize] = counts[feature as usize].saturating_add(1);
            }
            before = Some(feature);
        }
    }
    for example in examples {
        example.features.retain(|&feature| counts[feature as usize] >= LEAST_OFTEN);
    }
}

/// Fits weights and writes them.
fn descend(examples: &[&Example]) -> Vec<u8> {
    let mut seed = 0x2545_f491_4f6c_dd1du64;
    let mut first = |largest: f32| ((random(&mut seed) >> 40) as f32 / (1 << 23) as f32 - 1.0) * largest;
    let mut weights = vec![[0f32; N_HIDDEN]; N_FEATURES];
    let mut met = vec![false; N_FEATURES];
    for &feature in examples.iter().flat_map(|example| &example.features) {
        if !std::mem::replace(&mut met[feature as usize], true) {
            weights[feature as usize] = std::array::from_fn(|_| first(FIRST_WEIGHT));
        }
    }
    let mut upper = Upper { bias: [0.0; N_HIDDEN], weights: [[0.0; N_ACTS]; N_HIDDEN], act_bias: [0.0; N_ACTS] };
    for act in 0..N_ACTS {
        upper.weights.iter_mut().for_each(|weights| weights[act] = first(FIRST_WEIGHT));
    }
    let mut squares = vec![[FIRST_SQUARE; N_HIDDEN]; N_FEATURES];
    let mut upper_squares = Upper {
        bias: [FIRST_SQUARE; N_HIDDEN],
        weights: [[FIRST_SQUARE; N_ACTS]; N_HIDDEN],
        act_bias: [FIRST_SQUARE; N_ACTS],
    };
    let step = |weight: &mut f32, square: &mut f32, slope: f32, rate: f32| {
        *square += slope * slope;
        *weight -= rate * slope / square.sqrt();
    };
    let mut order: Vec<usize> = (0..examples.len()).filter(|&number| examples[number].settled.is_none()).collect();
    let mut seed = 0x9e37_79b9_7f4a_7c15u64;
    let mut kept: Vec<u32> = Vec::new();
    for _ in 0..N_PASSES {
        shuffle(&mut order, &mut seed);
        for &number in &order {
            let example = examples[number];
            kept.clear();
            kept.extend(example.features.iter().filter(|_| random(&mut seed) >> 32 & 127 >= N_DROPPED));
            let value = example.value * 128.0 / (128 - N_DROPPED) as f32;
            let mut sums = [0f32; N_HIDDEN];
            for &feature in &kept {
                for (sum, weight) in sums.iter_mut().zip(&weights[feature as usize]) {
                    *sum += value * weight;
                }
            }
            let hidden = upper.hidden(&sums);
            let probabilities = upper.probabilities(&hidden);
            let mut below = [0f32; N_HIDDEN];
            for (act, probability) in probabilities.into_iter().enumerate() {
                let slope = example.weight * (probability - example.acts[act]);
                for unit in 0..N_HIDDEN {
                    below[unit] += slope * upper.weights[unit][act];
                    let square = &mut upper_squares.weights[unit][act];
                    step(&mut upper.weights[unit][act], square, slope * hidden[unit], UPPER_RATE);
                }
                step(&mut upper.act_bias[act], &mut upper_squares.act_bias[act], slope, UPPER_RATE);
            }
            for unit in 0..N_HIDDEN {
                below[unit] *= f32::from(u8::from(hidden[unit] > 0.0));
                step(&mut upper.bias[unit], &mut upper_squares.bias[unit], below[unit], UPPER_RATE);
            }
            for &feature in &kept {
                let (row, square) = (&mut weights[feature as usize], &mut squares[feature as usize]);
                for unit in 0..N_HIDDEN {
                    step(&mut row[unit], &mut square[unit], value * below[unit], RATE);
                }
            }
        }
    }
    upper.act_bias[Act::State as usize] += PLAINNESS;
    DeedWeights::write(&weights, &upper)
}

/// What was counted over some examples.
#[derive(Clone, Default)]
struct Scores {
    n: u32,
    any: u32,
    hits: [u32; N_ACTS],
    given: [u32; N_ACTS],
    right: [u32; N_ACTS],
}

impl Scores {
    fn count(&mut self, example: &Example, weights: &DeedWeights) {
        let acts = example.settled.clone().unwrap_or_else(|| {
            act::choose(example.named.clone(), example.may_deny, &weights.probabilities(&example.features))
        });
        self.n += 1;
        self.any += u32::from(acts.iter().any(|&act| example.does(act as usize)));
        for &act in &acts {
            self.given[act as usize] += 1;
            self.hits[act as usize] += u32::from(example.does(act as usize));
        }
        for act in 0..N_ACTS {
            self.right[act] += u32::from(example.does(act));
        }
    }

    fn line(&self) -> String {
        let sum = |counts: &[u32]| counts.iter().sum::<u32>();
        let deny = Act::Deny as usize;
        let mut line = format!(
            "any of {} right {:.1} %, acts {}, deny {}",
            self.n,
            share(self.any, self.n),
            three(sum(&self.hits), sum(&self.given), sum(&self.right)),
            three(self.hits[deny], self.given[deny], self.right[deny]),
        );
        for act in Act::ALL {
            let at = act as usize;
            line += &format!("\n  {:9} {}", act.name(), three(self.hits[at], self.given[at], self.right[at]));
        }
        line
    }
}

fn share(part: u32, whole: u32) -> f64 {
    100.0 * f64::from(part) / f64::from(whole.max(1))
}

/// Precision, recall and their mean.
fn three(hits: u32, given: u32, right: u32) -> String {
    format!(
        "P {:.1} R {:.1} F {:.1} (of {right})",
        share(hits, given),
        share(hits, right),
        share(2 * hits, given + right)
    )
}
