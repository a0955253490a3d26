//! An article's attributions in, the speaker of each out: person, body, role.
//!
//! A source is followed through the whole article: a surname to the full name, a pronoun to the person before it, an
//! office to its holder, a noun with an article to the body named before. A wrong speaker is worse than none.
//!
//! * `scene`: one text read through as a `view` of words in their classes: its names (`mention`), who and what they name
//!   (`person`, `body`), and what the words around a name tell (`description`, `phrase`, `belonging`, `office`).
//! * `source`: what the words of a source may be, one after the other; `pronoun`: whom a pronoun stands for.
//! * `story`: who has spoken so far; `marked`: who and what an agency marks in its items.

mod belonging;
mod body;
mod description;
mod function;
mod marked;
mod mention;
mod office;
mod person;
mod phrase;
mod pronoun;
mod scene;
mod source;
mod story;
mod subject;
#[cfg(test)]
mod tests;
mod view;

use crate::article::Article;
use crate::attribution::reading::Readings;
use crate::quotation::{Attribution, Part, Speaker};
use scene::Scene;
use story::Story;
use view::View;

/// Follows the source of each attribution to its speaker; same length and order.
pub fn resolve(article: &Article, readings: &Readings, attributions: &[Attribution]) -> Vec<Speaker> {
    if attributions.is_empty() {
        return Vec::new();
    }
    let text = Scene::read(View::new(&readings.text));
    let title = readings.title.as_ref().map(|title| Scene::read_headline(View::new(title), &text));
    let author = article.author.as_deref().and_then(|author| text.cast.full_name(&text.view, author));
    let mut story = Story::new(attributions.len(), author);
    for at in order(attributions) {
        let attribution = &attributions[at];
        let scene = match attribution.part {
            Part::Text => &text,
            Part::Title => title.as_ref().unwrap_or(&text),
        };
        if attribution.part == Part::Title {
            // People are numbered by scene, and the headline comes last: it does not see the text's sources.
            story.forget_sources();
        }
        let told = source::follow(scene, &text, &story, attributions, at);
        story.tell(at, told);
    }
    let mut speakers = story.speakers();
    marked::heed(&article.marked, &mut speakers);
    speakers
}

/// The attributions in the order they are read: the headline's last, since the text explains it; outer ones first.
fn order(attributions: &[Attribution]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..attributions.len()).collect();
    order.sort_by_key(|&at| {
        let attribution = &attributions[at];
        let content = attribution.content.first().map_or(usize::MAX, |span| span.start);
        let source = attribution.source.map_or(content, |span| span.start);
        let outer = attribution.within.and_then(|outer| attributions.get(outer));
        let outer = outer.and_then(|outer| outer.source).map_or(0, |span| span.start);
        (attribution.part == Part::Title, source.max(outer), attribution.within.is_some(), at)
    });
    order
}
