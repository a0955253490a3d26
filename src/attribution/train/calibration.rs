//! Annotated articles in, the tables of calibration out: how sure the program was, how often it was right.
//!
//! Each article is judged by weights that were fitted to the other folds. The points are those of isotonic regression
//! (pool adjacent violators), with enough examples in each.

use std::ops::Range;

use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::article::Article;
use crate::attribution::draft::{Judge, Step};
use crate::attribution::frame::{FRAMES, Frame};
use crate::attribution::link::link;
use crate::attribution::model::calibration::speaker_sureness;
use crate::attribution::model::linear::{Options, Weights};
use crate::attribution::reading::Readings;
use crate::attribution::resolve;
use crate::attribution::train::finder;
use crate::error::{Error, ErrorKind, Result};
use crate::lexicon::Lexicon;
use crate::lexicon::names::{Class, Names};
use crate::quotation::{Attribution, Part, Speaker};
use crate::text::{Prose, Span};

/// Each article is left out once of so many fits.
const N_FOLDS: usize = 5;
/// A point of a table stands for at least so many examples.
const LEAST: usize = 25;

#[derive(Deserialize)]
struct Annotated {
    text: String,
    quotes: Vec<AnnotatedQuotation>,
}

#[derive(Deserialize)]
struct AnnotatedQuotation {
    content: Vec<[usize; 2]>,
    source: Option<Vec<[usize; 2]>>,
    /// Not there where the annotation knows no speakers, null where nobody is named.
    #[serde(default, deserialize_with = "known")]
    speaker: Option<Option<String>>,
}

fn known<'de, D: serde::Deserializer<'de>>(value: D) -> std::result::Result<Option<Option<String>>, D::Error> {
    Option::deserialize(value).map(Some)
}

/// How sure, and whether right.
type Example = (f32, bool);

/// Fits the tables to annotated articles, one JSON object a line each, and returns them with a report.
///
/// # Errors
///
/// When a line is no annotated article.
pub fn fit(files: &[String], lexicon: &Lexicon) -> Result<(String, String)> {
    let lines: Vec<&str> = files.iter().flat_map(|file| file.lines()).filter(|line| !line.trim().is_empty()).collect();
    let (mut attributions, mut speakers) = (Vec::new(), Vec::new());
    for fold in 0..N_FOLDS {
        let others = lines.iter().enumerate().filter(|(number, _)| number % N_FOLDS != fold).map(|(_, line)| *line);
        let others: String = others.flat_map(|line| [line, "\n"]).collect();
        let (bytes, _) = finder::train(&[others], 0, lexicon)?;
        let weights = Weights::read(&bytes);
        for line in lines.iter().skip(fold).step_by(N_FOLDS) {
            let annotated: Annotated =
                serde_json::from_str(line).map_err(|error| Error::new(ErrorKind::Record, error.to_string()))?;
            judge(&annotated, &weights, lexicon, &mut attributions, &mut speakers);
        }
    }
    let mut table = String::from(
        "# what\tsure\tright\n# Made by `train calibration`, as src/attribution/model/CARD.md says: what is told, how sure \
         the program is of it, and how\n# often it is right then.\n",
    );
    let mut report = String::new();
    for (what, mut examples) in [("attribution", attributions), ("speaker", speakers)] {
        let n = examples.len();
        let points = isotonic(&mut examples);
        let right = examples.iter().filter(|(_, right)| *right).count();
        report += &format!("{what}: {right} of {n} right, {} points\n", points.len());
        for (sure, right) in points {
            table += &format!("{what}\t{sure:.4}\t{right:.4}\n");
        }
    }
    Ok((table, report))
}

struct Fitted<'a>(&'a Weights);

impl Judge for Fitted<'_> {
    fn choose_among(&mut self, options: &Options, frames: &[Frame]) -> Option<(usize, f32)> {
        self.0.choose_among(options, |option| frames.contains(&FRAMES[option]))
    }

    fn choose(&mut self, _: &Step<'_>, options: &Options) -> (usize, f32) {
        self.0.choose(options)
    }
}

/// Compares what is found in an article with its annotation.
fn judge(
    annotated: &Annotated,
    weights: &Weights,
    lexicon: &Lexicon,
    attributions: &mut Vec<Example>,
    speakers: &mut Vec<Example>,
) {
    let text = &annotated.text;
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain(std::iter::once(text.len())).collect();
    let article = Article { text: text.clone(), ..Article::default() };
    let readings = Readings::read(&article, lexicon);
    let prose = &readings.text.prose;
    let found = link(&readings.text, Part::Text, &mut Fitted(weights));
    let told = resolve::resolve(&article, &readings, &found);
    let span = |range: &[usize; 2]| Span { start: bytes[range[0]], end: bytes[range[1]] };
    let gold: Vec<FxHashSet<usize>> =
        annotated.quotes.iter().map(|quotation| words(prose, quotation.content.iter().map(span))).collect();
    let ours: Vec<FxHashSet<usize>> = found.iter().map(|one| words(prose, one.content.iter().copied())).collect();
    let partner = partners(&gold, &ours);
    for ((attribution, speaker), partner) in found.iter().zip(&told).zip(partner) {
        let quotation = partner.map(|gold| &annotated.quotes[gold]);
        let right = quotation.is_some_and(|quotation| {
            let theirs = quotation.source.iter().flatten().map(span);
            same_source(prose, &lexicon.names, attribution, theirs)
        });
        attributions.push((attribution.confidence, right));
        if let Some(quotation) = quotation
            && let Some(theirs) = &quotation.speaker
            && speaker.name.is_some()
        {
            speakers.push((sureness(speaker, attribution), same_speaker(&lexicon.names, speaker, theirs.as_deref())));
        }
    }
}

fn sureness(speaker: &Speaker, attribution: &Attribution) -> f32 {
    speaker_sureness(speaker.confidence, attribution.confidence)
}

fn same_speaker(names: &Names, speaker: &Speaker, theirs: Option<&str>) -> bool {
    let last = |name: &str| names.person_key(name).name.rsplit(' ').next().map(str::to_owned);
    theirs.is_some() && speaker.name.as_deref().and_then(last) == theirs.and_then(last)
}

/// The words of spans, by token.
fn words(prose: &Prose<'_>, spans: impl Iterator<Item = Span>) -> FxHashSet<usize> {
    let word = |&token: &usize| prose.word(token).contains(char::is_alphanumeric);
    spans.flat_map(|span| prose.tokens_in(span)).filter(word).collect()
}

/// For each found quotation the annotated one that shares most of its words, one to one; none below a half.
fn partners(gold: &[FxHashSet<usize>], ours: &[FxHashSet<usize>]) -> Vec<Option<usize>> {
    let mut pairs: Vec<(f32, usize, usize)> = Vec::new();
    for (theirs, gold) in gold.iter().enumerate() {
        for (mine, ours) in ours.iter().enumerate() {
            let shared = gold.intersection(ours).count();
            if shared > 0 {
                pairs.push((shared as f32 / (gold.len() + ours.len() - shared) as f32, theirs, mine));
            }
        }
    }
    pairs.sort_by(|one, other| other.0.total_cmp(&one.0).then((one.1, one.2).cmp(&(other.1, other.2))));
    let mut taken = vec![false; gold.len()];
    let mut partner = vec![None; ours.len()];
    for (share, theirs, mine) in pairs {
        if share >= 0.5 && !taken[theirs] && partner[mine].is_none() {
            taken[theirs] = true;
            partner[mine] = Some(theirs);
        }
    }
    partner
}

/// Whether two sources share a word that tells something, or there are none.
fn same_source(
    prose: &Prose<'_>,
    names: &Names,
    attribution: &Attribution,
    theirs: impl Iterator<Item = Span>,
) -> bool {
    let theirs = words(prose, theirs);
    let ours = words(prose, attribution.source.into_iter());
    if theirs.is_empty() || ours.is_empty() {
        return theirs.is_empty() && ours.is_empty();
    }
    let tells = |token: &usize| !names.class(&crate::text::fold::fold(prose.word(*token))).is(Class::STOP);
    let telling = |words: &FxHashSet<usize>| -> FxHashSet<usize> {
        let some: FxHashSet<usize> = words.iter().copied().filter(|token| tells(token)).collect();
        if some.is_empty() { words.clone() } else { some }
    };
    telling(&theirs).intersection(&telling(&ours)).next().is_some()
}

/// The points of the rising line that lies nearest to the examples.
fn isotonic(examples: &mut [Example]) -> Vec<(f32, f32)> {
    examples.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    let mut pools: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    while start < examples.len() {
        // Examples that are equally sure stay together.
        let mut end = examples.len().min(start + LEAST);
        while end < examples.len() && examples[end].0 == examples[end - 1].0 {
            end += 1;
        }
        if examples.len() - end < LEAST {
            end = examples.len();
        }
        pools.push(start..end);
        start = end;
    }
    let right = |pool: &Range<usize>| {
        let hits = examples[pool.clone()].iter().filter(|(_, right)| *right).count();
        (hits as f32 + 0.5) / (pool.len() as f32 + 1.0)
    };
    let mut rising: Vec<Range<usize>> = Vec::new();
    for pool in pools {
        rising.push(pool);
        while rising.len() > 1 && right(&rising[rising.len() - 2]) >= right(&rising[rising.len() - 1]) {
            let last = rising.pop().map_or(0, |pool| pool.end);
            if let Some(pool) = rising.last_mut() {
                pool.end = last;
            }
        }
    }
    rising
        .iter()
        .map(|pool| {
            let sure = examples[pool.clone()].iter().map(|(sure, _)| sure).sum::<f32>() / pool.len() as f32;
            (sure, right(pool))
        })
        .collect()
}
