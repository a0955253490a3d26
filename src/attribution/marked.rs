//! A sentence marked as `[source] *cue* {content}` in, its text and the places of the three out.
//!
//! So the example of each cue is written, and so are the sentences that the finder learns from.

use crate::text::Span;

/// A sentence and what is marked in it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Marked {
    /// The sentence without its marks.
    pub(crate) text: String,
    /// Who says it.
    pub(crate) source: Option<Span>,
    /// The word that marks the saying.
    pub(crate) cue: Option<Span>,
    /// What is said, piece by piece.
    pub(crate) content: Vec<Span>,
}

impl Marked {
    /// Reads a marked sentence; nothing, when its marks do not match.
    pub(crate) fn read(sentence: &str) -> Option<Self> {
        let mut marked = Self::default();
        // The mark that ends what is open, and where that begins.
        let mut open: Option<(char, usize)> = None;
        for letter in sentence.chars() {
            let end = marked.text.len();
            match (open, letter) {
                (Some((mark, start)), _) if mark == letter => {
                    let span = Span { start, end };
                    match mark {
                        ']' => marked.source = Some(span),
                        '*' => marked.cue = Some(span),
                        _ => marked.content.push(span),
                    }
                    open = None;
                }
                (None, '[') => open = Some((']', end)),
                (None, '*') => open = Some(('*', end)),
                (None, '{') => open = Some(('}', end)),
                (_, '[' | ']' | '*' | '{' | '}') => return None,
                _ => marked.text.push(letter),
            }
        }
        open.is_none().then_some(marked)
    }
}

#[cfg(test)]
mod tests {
    use super::Marked;
    use crate::article::Article;
    use crate::attribution::attribute;
    use crate::lexicon::Lexicon;
    use crate::text::Span;

    #[test]
    fn what_is_marked_is_read() {
        let marked = Marked::read("{“No,”} [she] *said*, {“never.”}").expect("its marks match");
        assert_eq!(marked.text, "“No,” she said, “never.”");
        let words = |span: Span| &marked.text[span.start..span.end];
        assert_eq!(marked.source.map(words), Some("she"));
        assert_eq!(marked.cue.map(words), Some("said"));
        assert_eq!(marked.content.iter().copied().map(words).collect::<Vec<_>>(), ["“No,”", "“never.”"]);
        assert_eq!(Marked::read("[She *said*] so."), None);
        assert_eq!(Marked::read("{She said so."), None);
    }

    #[test]
    fn nearly_every_example_of_the_table_of_cues_is_found() {
        let lexicon = Lexicon::english();
        let is_found = |example: &str| {
            let Marked { text, cue, .. } = Marked::read(example).expect(example);
            let cue = cue.expect(example);
            let article = Article { text, ..Article::default() };
            let found = attribute(&article, lexicon).quotations;
            let cues = found.iter().filter_map(|quotation| quotation.attribution.cue.as_ref());
            cues.flat_map(|found| &found.spans).any(|span| span.start < cue.end && cue.start < span.end)
        };
        let rows = lexicon.cues.rows();
        let missed: Vec<&str> = rows.iter().map(|row| row.example).filter(|example| !is_found(example)).collect();
        assert!(missed.len() * 20 <= rows.len(), "{} of {}: {missed:#?}", missed.len(), rows.len());
    }
}
