//! A question in, the index terms that answer it out, each with what a match is worth.

use crate::error::Result;
use crate::index::Store;
use crate::question::Question;
use crate::search::scores::FieldScorer;

/// One word of the question with the words that may stand for it.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    /// What a full match is worth: how rare the word is, as often as it was asked.
    pub(super) worth: f32,
    /// The word itself first.
    pub(super) variants: Vec<Variant>,
}

/// An index term that matches a word of the question.
#[derive(Clone, Debug)]
pub(super) struct Variant {
    pub(super) term: String,
    /// What a match is worth.
    pub(super) worth: f32,
}

/// The words of the topic and of its phrases. How rare a word is counts by the articles: passages are too short to
/// tell.
pub(super) fn wanted(store: &Store, question: &Question, body: &FieldScorer) -> Result<Vec<Wanted>> {
    let mut topic = Vec::new();
    for term in &question.topic {
        let own = body.weight(store, &term.stem)?;
        let others = term
            .others
            .iter()
            .map(|other| Ok((other, body.weight(store, &other.stem)?)))
            .collect::<Result<Vec<_>>>()?;
        // A word that the index does not know is worth what the likeliest other is.
        let rarest = own.or_else(|| others.iter().find_map(|(_, rare)| *rare));
        let Some(rarest) = rarest else { continue };
        let worth = rarest * term.times as f32;
        let mut variants = vec![Variant { term: term.stem.clone(), worth }];
        variants.extend(others.iter().filter_map(|(other, rare)| {
            // A rarer word than the one asked tells no more than that one.
            let worth = rare.as_ref()?.min(rarest) * other.weight * term.times as f32;
            Some(Variant { term: other.stem.clone(), worth })
        }));
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
        if let Some(worth) = body.weight(store, stem)? {
            found.push(Wanted { worth, variants: vec![Variant { term: stem.clone(), worth }] });
        }
    }
    Ok(found)
}
