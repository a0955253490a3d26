//! A passage's words in, whether two patterns stand in one of its sentences or paragraphs out.

use crate::index::analyzer::{self, Reduction};
use crate::lexicon::Lexicon;
use crate::question::Question;
use crate::question::condition::{Near, Pattern, Sense, Within};
use crate::text::Prose;

/// Whether the words of a passage meet what a question asks of its sentences and paragraphs.
pub(super) fn holds(question: &Question, text: &str, content: Option<&str>) -> bool {
    let mut pairs = Vec::new();
    question.filters.conditions.iter().for_each(|condition| condition.together(&mut pairs));
    pairs.iter().all(|near| {
        let text = match (near.place, content) {
            (crate::question::condition::Place::Quote, Some(content)) => content,
            _ => text,
        };
        stretches(near, text).into_iter().any(|stretch| stand_together(near, stretch))
    })
}

fn stretches<'t>(near: &Near, text: &'t str) -> Vec<&'t str> {
    let prose = Prose::split(text, &Lexicon::english().conventions);
    let ranges = if near.within == Within::Sentence { &prose.sentences } else { &prose.paragraphs };
    ranges.iter().map(|range| prose.span(range.clone()).of(text)).collect()
}

fn stand_together(near: &Near, stretch: &str) -> bool {
    let terms: Vec<String> = analyzer::terms(stretch, Reduction::Stem).into_iter().map(|(_, _, term)| term).collect();
    let starts = |patterns: &[Pattern]| -> Vec<usize> {
        patterns.iter().flat_map(|pattern| starts(&pattern.sense, &terms)).collect()
    };
    let (one, other) = (starts(&near.one), starts(&near.other));
    one.iter().any(|here| other.iter().any(|there| there != here))
}

/// Where a pattern starts among terms.
fn starts(sense: &Sense, terms: &[String]) -> Vec<usize> {
    let all = 0..terms.len();
    match sense {
        Sense::Row(row) | Sense::Together(row) => all.filter(|&at| terms[at..].starts_with(row)).collect(),
        Sense::Loose(row, slop) => {
            let stretch = row.len() + *slop as usize;
            let within = |at: usize| &terms[at..terms.len().min(at.saturating_add(stretch))];
            all.filter(|&at| row.contains(&terms[at]) && row.iter().all(|term| within(at).contains(term))).collect()
        }
        Sense::Terms(any) => all.filter(|&at| any.contains(&terms[at])).collect(),
        Sense::Wildcard(_) | Sense::Fuzzy(..) | Sense::Regex(_) => Vec::new(),
    }
}
