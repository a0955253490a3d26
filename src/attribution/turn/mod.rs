//! Tokens in, what the layout says of who speaks out: turns of transcripts and interviews, posts, signed quotations.
//!
//! No word marks these sayings: a label with a colon does ("MS. LEE: No."), or a name behind a dash, or on a line below.

mod byline;
mod headline;
mod label;
mod labelled;
mod post;
mod signed;

use std::ops::Range;

use crate::attribution::reading::Reading;

/// A saying that the layout marks. Ranges are of tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Turn {
    /// The name of who speaks.
    pub(crate) label: Range<usize>,
    /// The colon, the dash or the comma.
    pub(crate) sign: usize,
    /// What was said.
    pub(crate) pieces: Vec<Range<usize>>,
}

/// A turn that runs on takes no more paragraphs than this.
const N_PARAGRAPHS: usize = 12;

/// The sayings of a text that its layout marks, in order.
pub(crate) fn find(reading: &Reading<'_>) -> Vec<Turn> {
    let mut turns = labelled::find(reading);
    turns.extend(signed::find(reading));
    turns.extend(post::find(reading));
    turns.extend(byline::find(reading));
    turns.extend(headline::find(reading));
    turns.sort_by_key(|turn| turn.sign);
    turns.dedup_by_key(|turn| turn.sign);
    turns
}

fn is_dash(word: &str) -> bool {
    matches!(word, "—" | "–" | "―" | "--" | "-" | "~")
}

fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}
