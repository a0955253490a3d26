//! A question in, the index terms that answer it out, each with what a match is worth.

use crate::error::Result;
use crate::index::Store;
use crate::question::Question;
use crate::search::scores::{FieldScorer, Known};

/// One word of the question with the words that may stand for it.
pub(super) struct Wanted {
    /// What a full match is worth: how rare the word is, as often as it was asked.
    pub(super) worth: f32,
    /// The word itself first.
    pub(super) variants: Vec<Variant>,
}

/// What matches a word of the question: an index term, or several in a row.
pub(super) struct Variant {
    pub(super) terms: Vec<String>,
    /// The terms in the text of articles.
    pub(super) known: Vec<Known>,
    /// What a match is worth.
    pub(super) worth: f32,
}

impl Variant {
    /// What matches by these terms; none if the index lacks one.
    fn of(store: &Store, terms: &[String], body: &FieldScorer) -> Result<Option<Self>> {
        let known: Vec<Option<Known>> = terms.iter().map(|term| body.know(store, term)).collect::<Result<_>>()?;
        let Some(known) = known.into_iter().collect::<Option<Vec<Known>>>() else { return Ok(None) };
        // The rarest of several words tells the most.
        let worth = known.iter().map(|known| known.weight).fold(0.0, f32::max);
        Ok(Some(Self { terms: terms.to_vec(), known, worth }))
    }
}

/// A variant that tells less than this share of its word is not looked for.
const LEAST: f32 = 0.15;

/// The words of the topic and of its phrases. How rare a word is counts by the articles: passages are too short to
/// tell.
pub(super) fn wanted(store: &Store, question: &Question, body: &FieldScorer) -> Result<Vec<Wanted>> {
    let mut topic = Vec::new();
    for term in &question.topic {
        let times = term.times as f32;
        let own = Variant::of(store, std::slice::from_ref(&term.stem), body)?;
        let mut others = Vec::new();
        for other in &term.others {
            if let Some(variant) = Variant::of(store, &other.stems, body)? {
                others.push((variant, other.weight));
            }
        }
        // A word that the index does not know is worth what the likeliest other is.
        let rarest = own.as_ref().or_else(|| others.first().map(|(other, _)| other)).map(|variant| variant.worth);
        let Some(rarest) = rarest else { continue };
        let worth = rarest * times;
        let mut variants: Vec<Variant> = own.into_iter().map(|own| Variant { worth, ..own }).collect();
        variants.extend(others.into_iter().map(|(other, weight)| {
            // A rarer word than the one asked tells no more than that one.
            let worth = other.worth.min(rarest) * weight * times;
            Variant { worth, ..other }
        }));
        variants.retain(|variant| variant.worth >= LEAST * worth);
        topic.push(Wanted { worth, variants });
    }
    for phrase in &question.phrases {
        topic.extend(plain(store, phrase, body)?);
    }
    Ok(topic)
}

/// Words that nothing stands for.
pub(super) fn plain(store: &Store, stems: &[String], body: &FieldScorer) -> Result<Vec<Wanted>> {
    let mut found = Vec::new();
    for stem in stems {
        if let Some(variant) = Variant::of(store, std::slice::from_ref(stem), body)? {
            found.push(Wanted { worth: variant.worth, variants: vec![variant] });
        }
    }
    Ok(found)
}
