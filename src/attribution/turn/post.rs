//! Tokens in, posts out that end with a dash, a name and a handle, one behind the other: "text — Ada Lo (@lo) May 3, 2020".

use crate::attribution::reading::Reading;
use crate::attribution::turn::{Turn, is_capital, is_dash};
use crate::lexicon::classes::Classes;
use crate::text::TokenKind;

/// Posts with the handle of who wrote them.
pub(super) fn find(reading: &Reading<'_>) -> Vec<Turn> {
    /// No name before a handle, and no handle, is longer than this many tokens.
    const LONGEST_NAME: usize = 9;
    const LONGEST_HANDLE: usize = 6;
    let prose = &reading.prose;
    let mut turns = Vec::new();
    for paragraph in &prose.paragraphs {
        let mut from = paragraph.start;
        for open in paragraph.clone().filter(|&at| prose.word(at) == "(") {
            let limit = paragraph.end.min(open + LONGEST_HANDLE);
            let close = (open + 2..limit).find(|&at| prose.word(at) == ")" && prose.word(open + 1) == "@");
            let Some(close) = close else { continue };
            let dash = (from..open).rev().take(LONGEST_NAME).find(|&at| is_dash(prose.word(at)));
            if let Some(dash) = dash.filter(|&dash| dash > from && is_capital(prose.word(dash + 1))) {
                let pieces = std::iter::once(from..dash).collect();
                turns.push(Turn { label: dash + 1..close + 1, sign: dash, pieces });
            }
            // The date behind it: "May 3, 2020".
            let dated = |&at: &usize| {
                let number = prose.tokens[at].kind == TokenKind::Number;
                number || prose.word(at) == "," || reading.classes(at).is(Classes::TIME)
            };
            from = close + 1 + (close + 1..paragraph.end).take_while(dated).count();
        }
    }
    turns
}
