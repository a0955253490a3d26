//! Tokens in, noun chunks out: noun phrases without what follows their head.

use std::ops::Range;

use crate::attribution::model::tag::Tag;
use crate::attribution::reading::Reading;
use crate::lexicon::classes::Classes;
use crate::text::TokenKind;

/// The noun chunks of a text, in order: "Pentagon Press Secretary Alyssa Farah", "he", "the letter's authenticity".
pub(crate) fn find(reading: &Reading<'_>) -> Vec<Range<usize>> {
    let mut chunks = Vec::new();
    for sentence in &reading.prose.sentences {
        let mut start: Option<usize> = None;
        for at in sentence.clone() {
            let inside = start.is_some_and(|start| continues(reading, start, at, sentence.end));
            if !inside {
                close(reading, &mut start, at, &mut chunks);
                if opens(reading, at) {
                    start = Some(at);
                }
            }
            if reading.tags[at] == Tag::Prp {
                close(reading, &mut start, at + 1, &mut chunks);
            }
        }
        close(reading, &mut start, sentence.end, &mut chunks);
    }
    chunks
}

/// Whether a chunk can begin with a token.
fn opens(reading: &Reading<'_>, at: usize) -> bool {
    match reading.tags[at] {
        Tag::Dt | Tag::Pdt | Tag::PrpS | Tag::Prp | Tag::Cd | Tag::Ex => true,
        tag if tag.is_noun() => true,
        Tag::Jj | Tag::Jjr | Tag::Jjs => true,
        Tag::Vbn | Tag::Vbg => modifies(reading, at),
        _ => is_currency(reading, at),
    }
}

/// Whether the chunk that began at `start` takes up a token.
fn continues(reading: &Reading<'_>, start: usize, at: usize, end: usize) -> bool {
    let before = reading.tags[at - 1];
    match reading.tags[at] {
        // A new determiner begins a new phrase, but not behind another ("all the", "half a").
        Tag::Dt | Tag::PrpS => matches!(before, Tag::Pdt) || at == start + 1 && before == Tag::Dt && at + 1 < end,
        Tag::Prp | Tag::Ex => false,
        Tag::Cd => !(before.is_noun() && reading.classes(at - 1).is(Classes::TIME)) || before.is_proper(),
        // "Milley Monday" names two things, and so does "Milley today".
        tag if tag.is_noun() => {
            let apart = if tag.is_proper() { before.is_noun() && before != Tag::Nn } else { before.is_proper() };
            !(apart && reading.classes(at).is(Classes::TIME))
        }
        Tag::Jj | Tag::Jjr | Tag::Jjs => !(before.is_noun() && !before.is_proper() && reading.tags[at - 1] == Tag::Nns),
        Tag::Pos => before.is_noun() || before == Tag::Cd,
        Tag::Vbn | Tag::Vbg => !before.is_noun() && modifies(reading, at),
        Tag::Rb | Tag::Rbr | Tag::Rbs => {
            matches!(before, Tag::Dt | Tag::PrpS) && at + 1 < end && matches!(reading.tags[at + 1], Tag::Jj | Tag::Vbn)
        }
        Tag::Cc => reading.form(at) == "&" && before.is_noun() && at + 1 < end && reading.tags[at + 1].is_noun(),
        _ => is_currency(reading, at) || is_slash(reading, at) && before.is_noun(),
    }
}

/// Whether a sign makes one name of two, as in "Kell/Orry".
fn is_slash(reading: &Reading<'_>, at: usize) -> bool {
    let prose = &reading.prose;
    let next = prose.tokens.get(at + 1).filter(|next| !next.spaced && next.kind.is_lexical());
    prose.word(at) == "/" && !prose.tokens[at].spaced && next.is_some()
}

/// Whether a participle stands before the noun it belongs to ("leaked letter").
fn modifies(reading: &Reading<'_>, at: usize) -> bool {
    reading.tags.get(at + 1).is_some_and(|next| next.is_noun() || matches!(next, Tag::Jj))
}

fn is_currency(reading: &Reading<'_>, at: usize) -> bool {
    reading.prose.tokens[at].kind == TokenKind::Sign && matches!(reading.prose.word(at), "$" | "€" | "£" | "¥" | "#")
}

/// Ends the chunk under work before `end`, without what cannot end one.
fn close(reading: &Reading<'_>, start: &mut Option<usize>, end: usize, chunks: &mut Vec<Range<usize>>) {
    let Some(first) = start.take() else { return };
    let mut last = end;
    while last > first
        && !(reading.tags[last - 1].is_noun()
            || matches!(
                reading.tags[last - 1],
                Tag::Prp | Tag::Cd | Tag::Dt | Tag::Ex | Tag::PrpS | Tag::Jj | Tag::Jjs
            ))
    {
        last -= 1;
    }
    if last > first {
        chunks.push(first..last);
    }
}
