//! A content in, the stretches of it that it says are not so out.

use std::ops::Range;

use crate::attribution::reading::Reading;
use crate::lexicon::classes::Classes;
use crate::text::{Span, TokenKind};

/// The stretches of a content under a negation: from behind it to the end of its clause.
pub(super) fn find(reading: &Reading<'_>, pieces: &[Range<usize>]) -> Vec<Span> {
    let prose = &reading.prose;
    let mut spans: Vec<Span> = Vec::new();
    for piece in pieces {
        let mut at = piece.start;
        while at < piece.end {
            if !reading.classes(at).is(Classes::NEGATION) {
                at += 1;
                continue;
            }
            let start = at + 1;
            let mut end = start;
            while end < piece.end && !ends_clause(reading, end) {
                end += 1;
            }
            while end > start && !prose.tokens[end - 1].kind.is_lexical() {
                end -= 1;
            }
            if end > start {
                spans.push(prose.span(start..end));
            }
            at = end.max(at + 1);
        }
    }
    spans
}

/// Whether a clause ends before a token: a stop, a comma, a coordinator behind some words.
fn ends_clause(reading: &Reading<'_>, at: usize) -> bool {
    let token = reading.prose.tokens[at];
    matches!(reading.prose.word(at), "," | ";" | ":" | "." | "!" | "?" | "—" | "–" | "--" | ")" | "(")
        || matches!(token.kind, TokenKind::Mark)
        || reading.form(at) == "but"
}
