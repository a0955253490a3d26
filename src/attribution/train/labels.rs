//! Labelled texts in, weights of a sequence labeller out.
//!
//! An averaged perceptron (Collins 2002). A part of the sentences is seen once more in title case and in capitals,
//! with the same labels, for headlines and datelines.

use serde::Deserialize;

use crate::article::Article;
use crate::attribution::model::entity::Entity;
use crate::attribution::model::sequence::{Labeller, N_ROWS};
use crate::attribution::model::tag::Tag;
use crate::attribution::reading::Reading;
use crate::attribution::train::shuffle;
use crate::error::{Error, ErrorKind, Result};
use crate::lexicon::Lexicon;
use crate::text::{Span, TokenKind};

/// One line of `label.py`.
#[derive(Deserialize)]
struct Labelled {
    text: String,
    tokens: Vec<(usize, usize, String, String)>,
}

/// Which labels to learn.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// Parts of speech.
    Tags,
    /// Entities.
    Entities,
}

/// The width of a row for parts of speech.
pub const TAG_WIDTH: usize = 40;
/// The width of a row for entities.
pub const ENTITY_WIDTH: usize = 12;

/// Fits a labeller to labelled texts and returns its bytes with a report; one article of ten is held out.
///
/// # Errors
///
/// When a line is no labelled text.
pub fn train(file: &str, aim: Aim, lexicon: &Lexicon) -> Result<(Vec<u8>, String)> {
    match aim {
        Aim::Tags => fit::<TAG_WIDTH>(file, aim, lexicon),
        Aim::Entities => fit::<ENTITY_WIDTH>(file, aim, lexicon),
    }
}

/// Texts and their right labels, one a token; unknown ones are left out of the count.
struct Text {
    text: String,
    labels: Vec<Option<u8>>,
}

const N_PASSES: usize = 5;

fn fit<const W: usize>(file: &str, aim: Aim, lexicon: &Lexicon) -> Result<(Vec<u8>, String)> {
    let mut fitted = Vec::new();
    let mut held_out = Vec::new();
    for (line, record) in file.lines().enumerate() {
        let labelled: Labelled = serde_json::from_str(record)
            .map_err(|error| Error::new(ErrorKind::Record, error.to_string()).line(line as u64 + 1))?;
        let text = align(&labelled, aim, lexicon);
        if line % 10 == 9 {
            held_out.push(text);
        } else {
            let variants = variants(&text, line);
            fitted.push(text);
            fitted.extend(variants.into_iter().map(|text| Text { labels: realign(&text, lexicon), ..text }));
        }
    }
    let mut weights = vec![0f32; N_ROWS * W];
    let mut sums = vec![0f32; N_ROWS * W];
    let mut step = 0f32;
    let mut order: Vec<usize> = (0..fitted.len()).collect();
    let mut seed = 0x9e37_79b9_7f4a_7c15u64;
    let mut scores = [0f32; W];
    for _ in 0..N_PASSES {
        shuffle(&mut order, &mut seed);
        for &number in &order {
            let text = &fitted[number];
            let reading = Reading::read(&text.text, lexicon);
            let known = known(&reading, aim);
            let view = reading.view(&known);
            view.walk(|at, rows| {
                step += 1.0;
                scores.fill(0.0);
                for &row in rows {
                    for (score, weight) in scores.iter_mut().zip(&weights[row as usize * W..][..W]) {
                        *score += weight;
                    }
                }
                let guess = best(&scores, n_labels(aim));
                let Some(right) = text.labels[at] else { return guess as u8 };
                let right = usize::from(right);
                if guess != right {
                    for &row in rows {
                        let row = row as usize * W;
                        weights[row + right] += 1.0;
                        weights[row + guess] -= 1.0;
                        sums[row + right] += step;
                        sums[row + guess] -= step;
                    }
                }
                guess as u8
            });
        }
    }
    for (weight, sum) in weights.iter_mut().zip(&sums) {
        *weight -= sum / step;
    }
    let bytes = Labeller::<W>::write(&weights);
    let report = judge::<W>(&bytes, &held_out, aim, lexicon);
    Ok((bytes, report))
}

fn best(scores: &[f32], n_labels: usize) -> usize {
    (1..n_labels).fold(0, |best, label| if scores[label] > scores[best] { label } else { best })
}

fn n_labels(aim: Aim) -> usize {
    match aim {
        Aim::Tags => Tag::ALL.len(),
        Aim::Entities => Entity::ALL.len(),
    }
}

/// The labels that a labeller of entities is told: parts of speech.
fn known(reading: &Reading<'_>, aim: Aim) -> Vec<u8> {
    match aim {
        Aim::Tags => Vec::new(),
        Aim::Entities => reading.tags.iter().map(|&tag| tag as u8).collect(),
    }
}

/// The teacher's labels on our tokens.
fn align(labelled: &Labelled, aim: Aim, lexicon: &Lexicon) -> Text {
    let boundaries: Vec<usize> =
        labelled.text.char_indices().map(|(at, _)| at).chain(std::iter::once(labelled.text.len())).collect();
    let reading = Reading::read(&labelled.text, lexicon);
    let mut next = 0;
    let mut labels = Vec::with_capacity(reading.tags.len());
    for (at, token) in reading.prose.tokens.iter().enumerate() {
        while next < labelled.tokens.len() && boundaries[labelled.tokens[next].1] <= token.span.start {
            next += 1;
        }
        let pieces: Vec<_> = labelled.tokens[next..]
            .iter()
            .take_while(|piece| boundaries[piece.0] < token.span.end)
            .map(|piece| {
                (Span { start: boundaries[piece.0], end: boundaries[piece.1] }, piece.2.as_str(), piece.3.as_str())
            })
            .collect();
        labels.push(match aim {
            Aim::Tags => tag_of(&reading, at, &pieces),
            Aim::Entities => entity_of(token.span, &pieces),
        });
    }
    Text { text: labelled.text.clone(), labels }
}

/// The tag of a token that the teacher may have split: a verb keeps its own before "n't", a compound its last part's.
fn tag_of(reading: &Reading<'_>, at: usize, pieces: &[(Span, &str, &str)]) -> Option<u8> {
    match reading.prose.tokens[at].kind {
        TokenKind::Mark | TokenKind::SingleMark => return Some(Tag::Mark as u8),
        TokenKind::Sign => return Some(Tag::Punct as u8),
        _ => {}
    }
    let tags: Vec<Tag> = pieces.iter().filter_map(|piece| Tag::from_name(piece.1)).collect();
    let first_is_verb = tags.first().is_some_and(|tag| tag.is_verb() || *tag == Tag::Md || *tag == Tag::Prp);
    let tag = if first_is_verb && tags.len() == 2 { tags.first() } else { tags.last() };
    tag.map(|&tag| tag as u8)
}

fn entity_of(span: Span, pieces: &[(Span, &str, &str)]) -> Option<u8> {
    let (start, _, label) = pieces.first()?;
    let begins = label.starts_with("B-") && start.start >= span.start;
    let kind = label.split_once('-').map_or("", |(_, kind)| kind);
    Some(Entity::from_teacher(kind, begins) as u8)
}

/// A text's sentences in title case and in capitals, for some texts.
fn variants(text: &Text, line: usize) -> Vec<Text> {
    let titled = |word: &str| {
        let mut characters = word.chars();
        characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
    };
    match line % 8 {
        0 | 3 => vec![recased(text, 4, &titled)],
        5 => vec![recased(text, 12, &|word| word.to_uppercase())],
        _ => Vec::new(),
    }
}

/// The first sentences of a text with every word written anew; the length in bytes stays.
fn recased(text: &Text, share: usize, recase: &dyn Fn(&str) -> String) -> Text {
    let limit = text.text.len() / share;
    let mut written = String::with_capacity(limit);
    for piece in text.text.split_inclusive(char::is_whitespace) {
        if written.len() >= limit {
            break;
        }
        let new = recase(piece);
        written.push_str(if new.len() == piece.len() { &new } else { piece });
    }
    Text { text: written, labels: text.labels.clone() }
}

/// The labels of a text cut short: as many as it has tokens.
fn realign(text: &Text, lexicon: &Lexicon) -> Vec<Option<u8>> {
    let n_tokens = Reading::read(&text.text, lexicon).tags.len();
    let mut labels = text.labels.clone();
    labels.resize(n_tokens, None);
    labels
}

/// The share of right labels on held-out texts, by label for entities.
fn judge<const W: usize>(bytes: &[u8], held_out: &[Text], aim: Aim, lexicon: &Lexicon) -> String {
    let labeller = Labeller::<W>::new(bytes.to_vec().leak());
    let (mut hits, mut all) = (0u64, 0u64);
    let mut by_label = vec![[0u64; 3]; n_labels(aim)];
    for text in held_out {
        let article = Article { text: text.text.clone(), ..Article::default() };
        let reading = Reading::read(&article.text, lexicon);
        let known = known(&reading, aim);
        let labels = labeller.label(&reading.view(&known), n_labels(aim));
        for (&guess, right) in labels.iter().zip(&text.labels) {
            let Some(right) = right else { continue };
            all += 1;
            hits += u64::from(guess == *right);
            by_label[usize::from(guess)][1] += 1;
            by_label[usize::from(*right)][2] += 1;
            by_label[usize::from(guess)][0] += u64::from(guess == *right);
        }
    }
    let mut report =
        format!("{hits} of {all} held-out tokens right, {:.2} %\n", 100.0 * hits as f64 / all.max(1) as f64);
    for (label, [hit, guessed, right]) in by_label.into_iter().enumerate() {
        let name = match aim {
            Aim::Tags => format!("{:?}", Tag::ALL[label]),
            Aim::Entities => format!("{:?}", Entity::ALL[label]),
        };
        report += &format!(
            "{name}\tP {:.1}\tR {:.1}\tn {right}\n",
            100.0 * hit as f64 / guessed.max(1) as f64,
            100.0 * hit as f64 / right.max(1) as f64
        );
    }
    report
}
