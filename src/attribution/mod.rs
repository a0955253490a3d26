//! An article in, its quotations out.
//!
//! * `reading`: a text as tokens with their parts of speech; `chunk` and `outline`: its noun chunks, verbs and commas.
//! * `cue`: the words that may mark a saying; `turn`: the sayings that the layout marks.
//! * `link`: each cue's `frame`, `source` and `content`, chosen by the weights of `model` from what grammar allows: a `draft`.
//! * `settle` and `unsaid`: the drafts that are statements; `unclaimed` and `block`: whose the words are that no cue has;
//!   `form`: spans.
//! * `resolve`: who each source stands for; `act`: what each statement does.
//!
//! No file, clock or thread is touched here, and nothing can fail: odd text gives fewer quotations.

mod act;
mod block;
mod chunk;
mod content;
mod cue;
mod draft;
mod form;
mod frame;
mod link;
#[cfg(any(test, feature = "train"))]
mod marked;
pub mod model;
mod outline;
pub mod reading;
pub mod resolve;
mod settle;
mod source;
#[cfg(feature = "train")]
pub mod train;
mod turn;
mod unclaimed;
mod unsaid;

use xxhash_rust::xxh3::Xxh3;

use crate::article::Article;
use crate::lexicon::Lexicon;
use crate::quotation::{Attribution, Part, Quotation};
use crate::text::Span;
use act::Deed;
use model::{Learned, calibration};
use reading::Readings;

/// What was found in one article.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// Its quotations: those of the headline first, then in text order.
    pub quotations: Vec<Quotation>,
    /// Its sentences, in order; together they hold every word of the text.
    pub sentences: Vec<Span>,
    /// Its paragraphs, in order.
    pub paragraphs: Vec<Span>,
}

/// Finds every quotation of one article, if it is in the language of the lexicon or in none that is known.
pub fn attribute(article: &Article, lexicon: &Lexicon) -> Findings {
    attribute_by(article, lexicon, Learned::english())
}

/// Finds every quotation of one article, with these weights.
fn attribute_by(article: &Article, lexicon: &Lexicon, mut judge: Learned) -> Findings {
    let readings = Readings::read(article, lexicon);
    // What is written in another language has words for saying that no table of ours knows.
    let is_ours = article.language.as_deref().is_none_or(|language| language == lexicon.language());
    // The headline of an item that is taken back speaks to editors: "EDITORS: kill the story on the bridge".
    let is_news = article.status.as_deref() != Some("canceled");
    let title = readings.title.as_ref().filter(|_| is_ours && is_news);
    let mut attributions = title.map_or_else(Vec::new, |title| link::link(title, Part::Title, &mut judge));
    let n_title = attributions.len();
    let of_text = if is_ours { link::link(&readings.text, Part::Text, &mut judge) } else { Vec::new() };
    attributions.extend(of_text.into_iter().map(|mut attribution| {
        attribution.within = attribution.within.map(|outer| outer + n_title);
        attribution
    }));
    let speakers = resolve::resolve(article, &readings, &attributions);
    let deeds: Vec<Deed> = (0..attributions.len())
        .map(|number| {
            let attribution = &attributions[number];
            let previous = number.checked_sub(1).map(|before| &attributions[before]);
            let previous = previous.filter(|previous| previous.part == attribution.part);
            act::judge(readings.part(attribution.part), attribution, previous, &judge)
        })
        .collect();
    let quotations = attributions
        .into_iter()
        .zip(speakers)
        .zip(deeds)
        .map(|((attribution, mut speaker), Deed { acts, negated })| {
            let named = speaker.name.is_some();
            calibration::settle(&mut speaker, attribution.confidence);
            // What is told of a person whom "he" may not stand for is told of somebody else.
            if named && speaker.name.is_none() && is_pronoun(readings.part(attribution.part), &attribution) {
                speaker.organization = None;
                speaker.role = None;
            }
            Quotation {
                id: identity(&article.id, &attribution),
                confidence: calibration::attribution(attribution.confidence),
                attribution,
                speaker,
                acts,
                negated,
            }
        })
        .collect();
    let prose = &readings.text.prose;
    Findings {
        quotations,
        sentences: prose.sentences.iter().map(|sentence| prose.span(sentence.clone())).collect(),
        paragraphs: prose.paragraphs.iter().map(|paragraph| prose.span(paragraph.clone())).collect(),
    }
}

/// Whether a source is nothing but a pronoun.
fn is_pronoun(reading: &reading::Reading, attribution: &Attribution) -> bool {
    let Some(source) = attribution.source else { return false };
    let tokens = reading.prose.tokens_in(source);
    tokens.len() == 1 && reading.lexicon.names.pronoun(reading.form(tokens.start)).is_some()
}

/// Finds every quotation of one article, with weights that were just fitted: one set of them in a run.
#[cfg(feature = "train")]
pub fn attribute_with(article: &Article, lexicon: &Lexicon, weights: &'static model::linear::Weights) -> Findings {
    attribute_by(article, lexicon, Learned::fitted(weights))
}

/// A quotation's id: a hash of the article's id, the part and the places of content and cue.
fn identity(article: &str, attribution: &Attribution) -> String {
    let mut hash = Xxh3::new();
    hash.update(&(article.len() as u64).to_le_bytes());
    hash.update(article.as_bytes());
    hash.update(&[attribution.part as u8]);
    let cue = attribution.cue.iter().flat_map(|cue| &cue.spans);
    for span in attribution.content.iter().chain(cue) {
        hash.update(&(span.start as u64).to_le_bytes());
        hash.update(&(span.end as u64).to_le_bytes());
    }
    format!("{:016x}", hash.digest())
}
