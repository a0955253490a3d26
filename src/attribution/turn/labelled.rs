//! Tokens in, the turns out that have labels: interviews, transcripts, lists of voices.

use std::ops::Range;

use crate::attribution::reading::Reading;
use crate::attribution::turn::label::{self, Label, Look};
use crate::attribution::turn::{N_PARAGRAPHS, Turn};
use crate::text::TokenKind;

/// Turns with a label.
pub(super) fn find(reading: &Reading<'_>) -> Vec<Turn> {
    let sentences = reading.prose.sentences.iter();
    let mut labels: Vec<Label> = sentences.filter_map(|sentence| label::read(reading, sentence.start)).collect();
    let n_likely = labels.iter().filter(|label| label.look != Look::Listed).count();
    let mixed = labels.windows(2).any(|pair| {
        let [one, other] = pair else { return false };
        reading.form(one.words.start) != reading.form(other.words.start)
            || reading.form(one.words.end - 1) != reading.form(other.words.end - 1)
    });
    labels.retain(|label| label.look != Look::Likely || mixed && n_likely >= 2);
    let mut turns = Vec::new();
    for (number, label) in labels.iter().enumerate() {
        let next = labels.get(number + 1);
        let pieces = match label.look {
            Look::Listed => listed(reading, label.sign + 1),
            _ => spoken(reading, label, next),
        };
        if !pieces.is_empty() {
            turns.push(Turn { label: label.words.clone(), sign: label.sign, pieces });
        }
    }
    turns
}

/// What is said in marks behind a label, and in the paragraphs that take the marks up again.
fn listed(reading: &Reading<'_>, start: usize) -> Vec<Range<usize>> {
    let prose = &reading.prose;
    let first = prose.quoted.partition_point(|quoted| quoted.tokens.start < start);
    let mut pieces = Vec::new();
    for quoted in prose.quoted[first..].iter().take(N_PARAGRAPHS) {
        if !pieces.is_empty() && !quoted.continues {
            break;
        }
        pieces.push(quoted.tokens.clone());
    }
    pieces
}

/// What is said behind a label, up to the next one.
fn spoken(reading: &Reading<'_>, label: &Label, next: Option<&Label>) -> Vec<Range<usize>> {
    let prose = &reading.prose;
    let start = label.sign + 1;
    let in_marks = label.start < label.words.start;
    let first = prose.paragraph_of(start);
    let last = match next {
        Some(next) if prose.paragraph_of(next.start) - first <= N_PARAGRAPHS => prose.paragraph_of(next.start),
        _ => first,
    };
    let mut pieces = Vec::new();
    for (number, paragraph) in prose.paragraphs[first..=last].iter().enumerate() {
        let from = paragraph.start.max(start);
        let to = next.map_or(paragraph.end, |next| paragraph.end.min(next.start));
        // A transcript that was set in marks has them at the head of every paragraph, another at none.
        if number > 0 && in_marks != (prose.tokens[paragraph.start].kind == TokenKind::Mark) {
            break;
        }
        if from < to {
            let parts = without_asides(reading, from..to).into_iter();
            let parts = parts.map(|part| if in_marks { within_marks(reading, part) } else { part });
            pieces.extend(parts.filter(|part| part.clone().any(|at| prose.tokens[at].kind.is_lexical())));
        }
    }
    pieces
}

/// Cuts "(Laughter.)" out of what is said.
fn without_asides(reading: &Reading<'_>, mut rest: Range<usize>) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    while let Some(aside) = rest.clone().find_map(|at| aside(reading, at, &rest)) {
        pieces.push(rest.start..aside.start);
        rest.start = aside.end;
    }
    pieces.push(rest);
    pieces
}

/// What stands in brackets from a token on, if it is a sentence of its own.
fn aside(reading: &Reading<'_>, open: usize, range: &Range<usize>) -> Option<Range<usize>> {
    const LONGEST: usize = 12;
    let prose = &reading.prose;
    let begins = |at: usize| {
        at == range.start
            || matches!(prose.word(at - 1), "." | "?" | "!" | "…" | "—" | "--")
            || prose.tokens[at - 1].kind == TokenKind::Mark
    };
    if !matches!(prose.word(open), "(" | "[") || !begins(open) {
        return None;
    }
    let close = (open + 1..range.end.min(open + LONGEST)).find(|&at| matches!(prose.word(at), ")" | "]"))?;
    prose.word(close - 1).ends_with('.').then_some(open..close + 1)
}

/// What is said without the marks around it; a mark that closes others within stays.
fn within_marks(reading: &Reading<'_>, mut part: Range<usize>) -> Range<usize> {
    let is_mark = |at: &usize| reading.prose.tokens[*at].kind == TokenKind::Mark;
    part.start = part.clone().find(|at| !is_mark(at)).unwrap_or(part.end);
    let n_marks = part.clone().filter(is_mark).count();
    part.end -= usize::from(n_marks % 2 == 1 && is_mark(&(part.end - 1)));
    part
}
