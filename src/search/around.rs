//! Passages in, the same with the sentences around them out, from what the index keeps of their articles.

use crate::error::Result;
use crate::index::Store;
use crate::index::document::StoredPassage;
use crate::lexicon::Lexicon;
use crate::passage::{Around, Passage};
use crate::text::Prose;

/// Adds to each passage so many sentences before and after it.
///
/// # Errors
///
/// When the index is damaged.
pub fn around(store: &Store, passages: &mut [Passage], n_sentences: usize) -> Result<()> {
    let mut last: Option<(String, String)> = None;
    for passage in passages.iter_mut().filter(|passage| passage.part == "text") {
        let id = &passage.article.id;
        if last.as_ref().is_none_or(|(known, _)| known != id) {
            let Some((_, block)) = store.block(id)? else { continue };
            last = Some((id.clone(), body(&block)));
        }
        let text = last.as_ref().map_or("", |(_, text)| text.as_str());
        passage.around = Some(sentences(text, passage.span, n_sentences));
    }
    Ok(())
}

/// The text of an article, from its passages: what stands between them is white space, and is here as line ends.
pub(super) fn body(block: &[StoredPassage]) -> String {
    let mut pieces: Vec<(usize, &str)> = block
        .iter()
        .filter(|stored| stored.part() == "text")
        .map(|stored| (stored.start, stored.text.as_str()))
        .collect();
    pieces.sort_unstable_by_key(|&(start, text)| (start, std::cmp::Reverse(text.len())));
    let mut body = String::new();
    let mut length = 0;
    for (start, text) in pieces {
        while length < start {
            body.push('\n');
            length += 1;
        }
        for letter in text.chars().skip(length - start) {
            body.push(letter);
            length += 1;
        }
    }
    body
}

/// The sentences before and after a range of code points.
fn sentences(text: &str, [from, to]: [usize; 2], most: usize) -> Around {
    let bytes = |point: usize| text.char_indices().nth(point).map_or(text.len(), |(byte, _)| byte);
    let (from, to) = (bytes(from), bytes(to));
    let prose = Prose::split(text, &Lexicon::english().conventions);
    let spans: Vec<_> = prose.sentences.iter().map(|range| prose.span(range.clone())).collect();
    let first = spans.partition_point(|span| span.end <= from);
    let last = spans.partition_point(|span| span.start < to);
    let before = spans[first.saturating_sub(most)..first].first().map_or("", |span| &text[span.start.min(from)..from]);
    let after = spans[last..spans.len().min(last + most)].last().map_or("", |span| &text[to..span.end.max(to)]);
    Around { before: before.trim().to_owned(), after: after.trim().to_owned() }
}
