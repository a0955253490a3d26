//! Quotation marks in, quoted stretches out.
//!
//! Marks are often broken: straight, turned the wrong way, doubled, never closed. Nothing here crosses
//! a paragraph but a stretch that the next paragraph takes up again with an opening mark.

use std::ops::Range;

use crate::text::{Token, TokenKind};

/// A stretch within quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// Its tokens, with the marks.
    pub tokens: Range<usize>,
    /// Whether a closing mark ends it; if not, the paragraph did, or another opening mark.
    pub closed: bool,
    /// Whether the marks are single ones.
    pub single: bool,
    /// Whether it takes up the stretch before, which was left open at the end of the paragraph before.
    pub continues: bool,
}

/// What a mark looks like from its neighbours and its form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
    Either,
}

/// Finds the quoted stretches of a text, none within another, in order.
pub(super) fn find(text: &str, tokens: &[Token], paragraphs: &[Range<usize>]) -> Vec<Quoted> {
    let mut quoted: Vec<Quoted> = Vec::new();
    let mut left_open = false;
    for paragraph in paragraphs {
        let first = quoted.len();
        double(text, tokens, paragraph.clone(), &mut quoted);
        if left_open
            && let Some(next) = quoted.get_mut(first)
            && next.tokens.start == paragraph.start
        {
            next.continues = true;
        }
        left_open = quoted[first..].last().is_some_and(|last| !last.closed && last.tokens.end == paragraph.end);
        single(text, tokens, paragraph.clone(), &mut quoted, first);
    }
    quoted
}

/// The stretches within double marks of one paragraph.
fn double(text: &str, tokens: &[Token], paragraph: Range<usize>, quoted: &mut Vec<Quoted>) {
    let mut open: Option<usize> = None;
    let mut push = |start: usize, end: usize, closed| {
        quoted.push(Quoted { tokens: start..end, closed, single: false, continues: false });
    };
    for at in paragraph.clone().filter(|&at| tokens[at].kind == TokenKind::Mark) {
        let side = side(text, tokens, at, &paragraph);
        match (open, side) {
            (None, Side::Opens | Side::Either) => open = Some(at),
            // Closes what was never opened: a mark that lost its partner.
            (None, Side::Closes) => {}
            // A mark that opens within an open stretch: the closing one is lost, or this one is turned the wrong way.
            (Some(start), Side::Opens) if at > start + 1 => {
                if tokens.get(at + 1).is_some_and(|next| next.kind.is_lexical()) {
                    push(start, at, false);
                    open = Some(at);
                } else {
                    push(start, at + 1, true);
                    open = None;
                }
            }
            (Some(_), Side::Opens) => {}
            (Some(start), Side::Closes | Side::Either) => {
                push(start, at + 1, true);
                open = None;
            }
        }
    }
    if let Some(start) = open {
        push(start, paragraph.end, false);
    }
}

/// The stretches within single marks of one paragraph, where no double ones are.
fn single(text: &str, tokens: &[Token], paragraph: Range<usize>, quoted: &mut Vec<Quoted>, first: usize) {
    let doubles = quoted.len();
    let mut at = paragraph.start;
    let mut next_double = first;
    // The last mark that could close a stretch: past it, an opening mark has no partner.
    let last = paragraph.clone().rev().find(|&at| tokens[at].kind == TokenKind::SingleMark);
    while let Some(last) = last
        && at < last
    {
        while next_double < doubles && quoted[next_double].tokens.end <= at {
            next_double += 1;
        }
        if next_double < doubles && quoted[next_double].tokens.start <= at {
            at = quoted[next_double].tokens.end;
            continue;
        }
        if tokens[at].kind != TokenKind::SingleMark || side(text, tokens, at, &paragraph) != Side::Opens {
            at += 1;
            continue;
        }
        let limit = if next_double < doubles { quoted[next_double].tokens.start } else { paragraph.end };
        match closing_single(text, tokens, at, limit) {
            Some(close) => {
                quoted.push(Quoted { tokens: at..close + 1, closed: true, single: true, continues: false });
                at = close + 1;
            }
            None => at += 1,
        }
    }
    quoted[first..].sort_by_key(|quoted| quoted.tokens.start);
}

/// A single-quoted stretch is no longer than this many tokens.
const LONGEST_SINGLE: usize = 400;

/// The mark that closes a single-quoted stretch: not the apostrophe of a plural ("the officials' plan"), if another follows.
fn closing_single(text: &str, tokens: &[Token], open: usize, limit: usize) -> Option<usize> {
    let mut possessive = None;
    for at in open + 1..limit.min(open + LONGEST_SINGLE) {
        if tokens[at].kind != TokenKind::SingleMark || tokens[at].spaced {
            continue;
        }
        let before = text[..tokens[at].span.start].chars().next_back()?;
        let after = text[tokens[at].span.end..].chars().next();
        if after.is_some_and(char::is_alphanumeric) {
            continue;
        }
        if matches!(before, 's' | 'S') && after == Some(' ') {
            possessive = possessive.or(Some(at));
        } else {
            return Some(at);
        }
    }
    possessive
}

/// Whether a mark opens or closes, by its form where it is honest, else by its neighbours.
fn side(text: &str, tokens: &[Token], at: usize, paragraph: &Range<usize>) -> Side {
    let token = tokens[at];
    let mark = token.span.of(text);
    let after = text[token.span.end..].chars().next();
    let last = at + 1 == paragraph.end;
    let gap_before = token.spaced || at == paragraph.start;
    let gap_after = last || after.is_none_or(char::is_whitespace);
    let behind_bracket =
        at > paragraph.start && matches!(tokens[at - 1].span.of(text), "(" | "[" | "—" | "–" | "--" | "-" | ":");
    let before_stop = after.is_some_and(|after| matches!(after, '.' | ',' | ';' | ')' | ']' | '?' | '!' | ':'));
    match mark.chars().next().unwrap_or('"') {
        '“' | '‟' | '„' | '«' | '‘' | '‚' | '‛' | '‹' | '`' => {
            if gap_after && !gap_before {
                Side::Closes
            } else {
                Side::Opens
            }
        }
        '”' | '»' | '’' | '›' => {
            // Turned the wrong way: `reporters. ” . . . [It was]` opens, for white space stands before it.
            if gap_before && !last && (!gap_after || at == paragraph.start || token.kind == TokenKind::Mark) {
                if token.kind == TokenKind::Mark { Side::Either } else { Side::Closes }
            } else {
                Side::Closes
            }
        }
        _ if gap_before && gap_after => Side::Either,
        _ if gap_before || (behind_bracket && !gap_after && !before_stop) => Side::Opens,
        _ if gap_after || before_stop => Side::Closes,
        _ => Side::Either,
    }
}
