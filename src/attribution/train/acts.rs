//! Annotated articles and statements in, weights of acts out. Only in builds with the feature `train`.
//!
//! Each act is a logistic regression, fitted by stochastic gradient steps of adapted size (AdaGrad, Duchi et al. 2011),
//! the examples in an order shuffled from a fixed seed. Cross-validation leaves out every N-th article in turn.

use super::annotated::{self, Annotated, AnnotatedQuotation};
use super::shuffle;
use crate::article::Article;
use crate::attribution::act::{self, Facts};
use crate::attribution::model::deed::{DeedWeights, N_ACTS, N_FEATURES, feature_value};
use crate::attribution::reading::{Reading, Readings};
use crate::error::{Error, ErrorKind, Result};
use crate::lexicon::Lexicon;
use crate::lexicon::cues::CueClass;
use crate::quotation::{Act, Attribution, Cue, Kind, Part};
use crate::text::Span;

/// A feature of fewer examples than this gets no weights.
const LEAST_OFTEN: u16 = 3;
/// Passes over the examples.
const N_PASSES: usize = 10;
/// The size of a step.
const RATE: f32 = 0.3;
/// How much each touched weight shrinks at a step.
const DECAY: f32 = 1e-4;
/// How much one invented statement counts, against one annotated quotation: the table has them as often as news does.
const STATEMENT: f32 = 1.5;
/// The cue that stands between a content and its source.
const PREPOSITION: &str = "according to";
/// How much one labelled statement counts: releases and briefings praise and urge more often than news does.
const LABELLED_STATEMENT: f32 = 0.5;
/// What tables of labelled statements begin with; other tables have invented ones.
const LABELLED: &str = "# document";

/// One quotation with the acts it does.
struct Example {
    features: Vec<u32>,
    acts: [bool; N_ACTS],
    weight: f32,
    /// The file it stands in, and its article's number.
    file: usize,
    article: usize,
    /// What the cue names: no weights change it.
    plain: Option<Act>,
    /// The acts, where the cue's polarity settles them.
    settled: Option<Vec<Act>>,
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
    if folds > 1 {
        let mut scores: Vec<Scores> = vec![Scores::default(); files.len()];
        for fold in 0..folds {
            let (test, fit): (Vec<&Example>, Vec<&Example>) =
                examples.iter().partition(|example| example.article % folds == fold);
            let weights = DeedWeights::read(&DeedWeights::write(&descend(&fit)));
            for example in test {
                scores[example.file].count(example, &weights);
            }
        }
        for (number, score) in scores.iter().enumerate() {
            report += &format!("file {}, cross-validated: {}\n", number + 1, score.line());
        }
    }
    let all: Vec<&Example> = examples.iter().collect();
    let bytes = DeedWeights::write(&descend(&all));
    let weights = DeedWeights::read(&bytes);
    let mut score = Scores::default();
    all.iter().for_each(|example| score.count(example, &weights));
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
        examples.push(Example {
            features: facts.features(),
            acts: Act::ALL.map(|act| acts.iter().any(|name| name == act.name())),
            weight,
            file,
            article: number,
            plain: facts.plain_act(),
            settled: facts.settled(),
        });
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

/// Fits the weights.
fn descend(examples: &[&Example]) -> Vec<[f32; N_ACTS]> {
    let mut weights = vec![[0f32; N_ACTS]; N_FEATURES];
    let mut squares = vec![[1e-2f32; N_ACTS]; N_FEATURES];
    let mut order: Vec<usize> = (0..examples.len()).filter(|&number| examples[number].settled.is_none()).collect();
    let mut seed = 0x2545_f491_4f6c_dd1du64;
    for _ in 0..N_PASSES {
        shuffle(&mut order, &mut seed);
        for &number in &order {
            let example = examples[number];
            let value = feature_value(example.features.len());
            let mut sums = [0f32; N_ACTS];
            for &feature in &example.features {
                for (sum, weight) in sums.iter_mut().zip(&weights[feature as usize]) {
                    *sum += weight;
                }
            }
            let slopes: [f32; N_ACTS] = std::array::from_fn(|act| {
                let right = f32::from(u8::from(example.acts[act]));
                example.weight * (1.0 / (1.0 + (-value * sums[act]).exp()) - right)
            });
            for &feature in &example.features {
                let row = &mut weights[feature as usize];
                let square = &mut squares[feature as usize];
                for act in 0..N_ACTS {
                    let gradient = value * slopes[act] + DECAY * row[act];
                    square[act] += gradient * gradient;
                    row[act] -= RATE * gradient / square[act].sqrt();
                }
            }
        }
    }
    weights
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
        let acts = example
            .settled
            .clone()
            .unwrap_or_else(|| act::choose(example.plain, &weights.probabilities(&example.features)));
        self.n += 1;
        self.any += u32::from(acts.iter().any(|&act| example.acts[act as usize]));
        for &act in &acts {
            self.given[act as usize] += 1;
            self.hits[act as usize] += u32::from(example.acts[act as usize]);
        }
        for act in 0..N_ACTS {
            self.right[act] += u32::from(example.acts[act]);
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
