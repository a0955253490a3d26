//! Words in, mentions of names out: each with the titles before it, and what kind of thing it names.

mod around;
mod kind;
mod run;

use std::ops::Range;

use super::view::View;
pub(super) use around::is_called;
pub(super) use kind::is_initial;
pub(super) use run::repeated;

/// A name where it stands.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// The capitals before the name that belong to it ("Pentagon Press Secretary"), and the name.
    pub(super) run: Range<usize>,
    /// The name alone; empty where the run is an office without a name.
    pub(super) name: Range<usize>,
    /// What it names.
    pub(super) kind: Kind,
    /// Whether it stands within quotation marks.
    pub(super) quoted: bool,
}

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Person,
    Body,
    Place,
    Demonym,
    /// An office without a name ("the House Speaker").
    Office,
    /// One word, or words that tell nothing.
    Unknown,
}

/// Finds the mentions of a text, in order, none within another.
pub(super) fn find(view: &View) -> Vec<Mention> {
    let quoted = &view.reading.prose.quoted;
    let mut next_quoted = 0;
    let mut mentions: Vec<Mention> = run::find(view)
        .into_iter()
        .map(|run| {
            while quoted.get(next_quoted).is_some_and(|quoted| quoted.tokens.end <= run.start) {
                next_quoted += 1;
            }
            let within = quoted.get(next_quoted).is_some_and(|quoted| quoted.tokens.start < run.start);
            kind::mention(view, run, within)
        })
        .collect();
    around::settle(view, &mut mentions);
    mentions
}

fn is_acronym(view: &View, token: usize) -> bool {
    view.capitals(token) && view.word(token).len() <= 6
}
