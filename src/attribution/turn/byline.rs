//! Tokens in, paragraphs in marks out with a line below them that names a writer and a paper: "Ada Lo, The Harrow Post".

use std::ops::Range;

use crate::attribution::model::tag::Tag;
use crate::attribution::reading::Reading;
use crate::attribution::turn::{Turn, is_capital};
use crate::lexicon::names::Class;
use crate::text::TokenKind;

/// No line that names a writer is longer than this many tokens.
const LONGEST: usize = 10;
/// No more paragraphs are above it.
const N_PARAGRAPHS: usize = 3;

/// Paragraphs with the line of who wrote them.
pub(super) fn find(reading: &Reading<'_>) -> Vec<Turn> {
    let paragraphs = &reading.prose.paragraphs;
    let mut turns = Vec::new();
    for (number, line) in paragraphs.iter().enumerate() {
        let Some(sign) = comma(reading, line) else { continue };
        let above = paragraphs[..number].iter().rev().take(N_PARAGRAPHS);
        let mut pieces: Vec<_> = above.take_while(|paragraph| is_marked(reading, paragraph)).cloned().collect();
        pieces.reverse();
        if !pieces.is_empty() {
            turns.push(Turn { label: line.clone(), sign, pieces });
        }
    }
    turns
}

/// The comma between a writer and a paper, if a line names both and nothing else.
fn comma(reading: &Reading<'_>, line: &Range<usize>) -> Option<usize> {
    let prose = &reading.prose;
    if line.len() > LONGEST {
        return None;
    }
    let comma = line.clone().find(|&at| prose.word(at) == ",")?;
    let capital = |at: usize| prose.tokens[at].kind == TokenKind::Word && is_capital(prose.word(at));
    let writer = line.start..comma;
    let mut paper = comma + 1..line.end;
    let named = (2..=4).contains(&writer.len())
        && reading.word(line.start).names.is(Class::GIVEN)
        && writer.clone().all(|at| capital(at) && !reading.is_finite(at))
        && !paper.is_empty()
        && capital(paper.start)
        && capital(paper.end - 1)
        && paper.all(|at| capital(at) || reading.tags[at] == Tag::In);
    named.then_some(comma)
}

/// Whether a paragraph is long and begins and ends with marks.
fn is_marked(reading: &Reading<'_>, paragraph: &Range<usize>) -> bool {
    let prose = &reading.prose;
    let first = prose.quoted_of(paragraph.start).map(|number| prose.quoted[number].tokens.start);
    paragraph.len() > LONGEST && first == Some(paragraph.start) && prose.quoted_of(paragraph.end - 1).is_some()
}
