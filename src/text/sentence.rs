//! Tokens in, paragraphs and sentences out.

use std::ops::Range;

use crate::text::fold::fold_into;
use crate::text::{Conventions, Quoted, Span, Token, TokenKind};

/// Groups tokens into paragraphs: blank lines part them, and single line ends do in text that is not hard-wrapped.
pub(super) fn paragraphs(text: &str, tokens: &[Token]) -> Vec<Range<usize>> {
    let wrapped = is_hard_wrapped(text);
    let mut paragraphs = Vec::new();
    let mut start = 0;
    for at in 1..tokens.len() {
        let gap = Span { start: tokens[at - 1].span.end, end: tokens[at].span.start };
        if gap.is_empty() || gap.len() == 1 && text.as_bytes()[gap.start] == b' ' {
            continue;
        }
        let gap = gap.of(text);
        let lines = gap.chars().filter(|&character| matches!(character, '\n' | '\u{2028}' | '\u{85}')).count();
        let carriage = gap.contains('\r') && lines == 0 || gap.contains('\u{2029}');
        if lines >= 2 || carriage || (lines == 1 && !wrapped) {
            paragraphs.push(start..at);
            start = at;
        }
    }
    if start < tokens.len() {
        paragraphs.push(start..tokens.len());
    }
    paragraphs
}

/// Whether most line ends stand within sentences: a small letter follows, and no stop stands before.
fn is_hard_wrapped(text: &str) -> bool {
    let mut within = 0;
    let mut all = 0;
    let mut lines = text.lines().peekable();
    while let (Some(line), Some(next)) = (lines.next(), lines.peek()) {
        let (line, next) = (line.trim_end(), next.trim_start());
        if line.is_empty() || next.is_empty() {
            continue;
        }
        all += 1;
        if line.chars().count() <= 100
            && next.chars().next().is_some_and(|first| first.is_lowercase() || first.is_numeric())
        {
            within += 1;
        }
    }
    all >= 2 && within * 5 >= all * 2
}

/// Groups tokens into sentences, none across a paragraph.
pub(super) fn sentences(
    text: &str,
    tokens: &[Token],
    paragraphs: &[Range<usize>],
    quoted: &[Quoted],
    conventions: &Conventions,
) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut folded = String::new();
    let mut next_quoted = 0;
    for paragraph in paragraphs {
        let mut start = paragraph.start;
        let mut at = paragraph.start;
        while at < paragraph.end {
            if !may_end(text, tokens, at) {
                at += 1;
                continue;
            }
            let mut end = at + 1;
            while end < paragraph.end && closes(text, tokens, end, quoted, &mut next_quoted) {
                end += 1;
            }
            if end < paragraph.end && starts(text, tokens, at, end, conventions, &mut folded) {
                sentences.push(start..end);
                start = end;
            }
            at = end;
        }
        if start < paragraph.end {
            sentences.push(start..paragraph.end);
        }
    }
    sentences
}

/// Whether a sentence may end with this token: a stop, or an abbreviation's.
fn may_end(text: &str, tokens: &[Token], at: usize) -> bool {
    let Token { span, kind, .. } = tokens[at];
    match kind {
        TokenKind::Sign => matches!(span.of(text).chars().next(), Some('.' | '!' | '?' | '…' | '。')),
        TokenKind::Word => text.as_bytes()[span.end - 1] == b'.',
        _ => false,
    }
}

/// Whether the token behind a stop still belongs to its sentence: a closing mark or bracket, another stop.
fn closes(text: &str, tokens: &[Token], at: usize, quoted: &[Quoted], next_quoted: &mut usize) -> bool {
    let word = tokens[at].span.of(text);
    match tokens[at].kind {
        TokenKind::Mark | TokenKind::SingleMark => {
            while *next_quoted < quoted.len() && quoted[*next_quoted].tokens.end <= at {
                *next_quoted += 1;
            }
            match quoted.get(*next_quoted) {
                Some(quoted) if quoted.tokens.start == at => false,
                Some(quoted) if quoted.closed && quoted.tokens.end == at + 1 => true,
                _ => !tokens[at].spaced,
            }
        }
        TokenKind::Sign => matches!(word, ")" | "]") || word.starts_with(['.', '!', '?']) && !tokens[at].spaced,
        _ => false,
    }
}

/// Whether a sentence starts at `end`, behind the stop at `stop`.
fn starts(
    text: &str,
    tokens: &[Token],
    stop: usize,
    end: usize,
    conventions: &Conventions,
    folded: &mut String,
) -> bool {
    let next = tokens[end];
    let word = next.span.of(text);
    let first = match next.kind {
        TokenKind::Word | TokenKind::Number => word.chars().next(),
        _ => tokens.get(end + 1).and_then(|after| after.span.of(text).chars().next()),
    };
    let capital = first.is_some_and(|first| !first.is_lowercase());
    let before = tokens[stop].span.of(text);
    if tokens[stop].kind == TokenKind::Word {
        // An abbreviation's stop ends a sentence only before a word that likes to start one.
        folded.clear();
        fold_into(before.trim_end_matches('.'), folded);
        if !next.spaced || !capital || conventions.titles.contains(folded.as_str()) {
            return false;
        }
        folded.clear();
        fold_into(word, folded);
        return next.kind == TokenKind::Mark || conventions.starters.contains(folded.as_str());
    }
    if before.starts_with('…') || before.contains("..") || before.contains(". .") {
        return next.spaced && capital && next.kind != TokenKind::Number;
    }
    if !next.spaced {
        // Glued sentences: "in Iraq.The minister"; but a company's sign at an exchange is one name: "VAL.N".
        let small = |token: &Token| token.span.of(text).contains(char::is_lowercase);
        return next.kind == TokenKind::Word
            && capital
            && stop > 0
            && tokens[stop - 1].kind == TokenKind::Word
            && (small(&tokens[stop - 1]) || small(&next))
            || matches!(next.kind, TokenKind::Mark);
    }
    capital || matches!(word.chars().next(), Some('-' | '•' | '*' | '–' | '—'))
}
