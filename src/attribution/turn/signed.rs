//! Tokens in, the quotations out that a dash and a name behind them sign.

use std::ops::Range;

use crate::attribution::model::tag::Tag;
use crate::attribution::reading::Reading;
use crate::attribution::turn::{N_PARAGRAPHS, Turn, is_capital, is_dash};
use crate::lexicon::names::Class;
use crate::text::{Quoted, TokenKind};

/// No signature is longer than this many tokens.
const LONGEST_SIGNATURE: usize = 24;

/// Quotations with a dash and a name behind them.
pub(super) fn find(reading: &Reading<'_>) -> Vec<Turn> {
    let prose = &reading.prose;
    let mut turns = Vec::new();
    for (number, paragraph) in prose.paragraphs.iter().enumerate() {
        let from = paragraph.end.saturating_sub(LONGEST_SIGNATURE).max(paragraph.start);
        let Some(dash) = (from..paragraph.end).rev().find(|&at| is_dash(prose.word(at))) else { continue };
        let Some(label) = signature(reading, dash + 1..paragraph.end) else { continue };
        let pieces = if dash == paragraph.start {
            number.checked_sub(1).map_or_else(Vec::new, |before| chain(reading, &prose.paragraphs[before]))
        } else if prose.tokens[dash - 1].kind == TokenKind::Mark {
            chain(reading, &(paragraph.start..dash))
        } else {
            Vec::new()
        };
        if !pieces.is_empty() {
            turns.push(Turn { label, sign: dash, pieces });
        }
    }
    turns
}

/// The name that a signature holds.
fn signature(reading: &Reading<'_>, range: Range<usize>) -> Option<Range<usize>> {
    let prose = &reading.prose;
    let is_word = |at: usize| prose.tokens[at].kind == TokenKind::Word;
    let first = range.start;
    let named = first < range.end
        && is_word(first)
        && is_capital(prose.word(first))
        && (reading.tags[first].is_noun() || reading.word(first).names.is(Class::GIVEN));
    if !named
        || range
            .clone()
            .any(|at| reading.is_finite(at) || prose.tokens[at].kind == TokenKind::Mark || reading.tags[at] == Tag::Prp)
    {
        return None;
    }
    let sign = range.clone().find(|&at| matches!(prose.word(at), "," | "(" | "|" | ";" | "."));
    let end = sign.unwrap_or(range.end);
    // A post has a reader of its own.
    let handle = range.clone().any(|at| prose.word(at) == "@");
    (!handle).then_some(first..end)
}

/// The stretch in marks that fills a paragraph or its last sentence, with those that it takes up.
fn chain(reading: &Reading<'_>, paragraph: &Range<usize>) -> Vec<Range<usize>> {
    let prose = &reading.prose;
    let number = prose.quoted.partition_point(|quoted| quoted.tokens.end < paragraph.end);
    let begins = |start: usize| start <= paragraph.start || matches!(prose.word(start - 1), "." | "?" | "!");
    let fills = |last: &Quoted| last.closed && last.tokens.end == paragraph.end && begins(last.tokens.start);
    if !prose.quoted.get(number).is_some_and(fills) {
        return Vec::new();
    }
    let mut first = number;
    while prose.quoted[first].continues && first > 0 && number - first + 1 < N_PARAGRAPHS {
        first -= 1;
    }
    prose.quoted[first..=number].iter().map(|quoted| quoted.tokens.clone()).collect()
}
