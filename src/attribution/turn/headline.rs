//! Tokens in, the headlines out whose colon parts who says it from what is said.

use std::ops::Range;

use crate::attribution::reading::Reading;
use crate::attribution::turn::{Turn, is_capital};
use crate::lexicon::names::Class;

/// No headline is longer than this many tokens, and no source of one.
const LONGEST: usize = 24;
const LONGEST_SOURCE: usize = 5;

/// Headlines with a source: "Minister: no withdrawal", "Bridge unsafe: report".
pub(super) fn find(reading: &Reading<'_>) -> Vec<Turn> {
    let prose = &reading.prose;
    let short = prose.paragraphs.iter().filter(|paragraph| paragraph.len() <= LONGEST);
    short
        .filter_map(|paragraph| {
            let ends = matches!(prose.word(paragraph.end - 1), "." | "?" | "!" | "…" | ":" | ";" | ",");
            let mut colons = paragraph.clone().filter(|&at| prose.word(at) == ":");
            let (Some(sign), None, false) = (colons.next(), colons.next(), ends) else { return None };
            let (before, behind) = (paragraph.start..sign, sign + 1..paragraph.end);
            let (label, said) = if is_source(reading, &before, Class::NONE) {
                (before, behind)
            } else if is_source(reading, &behind, Class::DOCUMENT) {
                (behind, before)
            } else {
                return None;
            };
            (said.len() > 2).then(|| Turn { label, sign, pieces: std::iter::once(said).collect() })
        })
        .collect()
}

/// Whether words beside a colon name somebody who speaks, or a paper that does.
fn is_source(reading: &Reading<'_>, words: &Range<usize>, papers: Class) -> bool {
    let prose = &reading.prose;
    let name = words.start..words.clone().find(|&at| prose.word(at) == ",").unwrap_or(words.end);
    let class = |at: usize| reading.word(at).names;
    let persons = Class::OFFICE.or(Class::VOICE).or(Class::TITLE);
    (1..=LONGEST_SOURCE).contains(&name.len())
        && name.clone().all(|at| prose.tokens[at].kind.is_lexical() && !reading.is_finite(at))
        && (class(name.end - 1).is(persons.or(papers))
            || name.len() > 1 && class(name.start).is(Class::TITLE) && is_capital(prose.word(name.end - 1)))
}
