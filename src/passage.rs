//! A stretch of an article found, with its facts, its score and the reasons for the score.

use crate::record::{ArticleFacts, QuotationRecord, Range};

/// A stretch of an article found: a quotation in its sentence, or narration.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// Its place in the answer, from 1.
    pub rank: usize,
    /// How well it answers; only the order means something across questions.
    pub score: f32,
    /// Why it scored so, the weightiest first: short clauses in plain words.
    pub reasons: Vec<Reason>,
    /// The article it stands in.
    pub article: ArticleFacts,
    /// `text` or `title`.
    pub part: String,
    /// The words shown: the sentences that hold the quotation, or the narration.
    pub text: String,
    /// Where those words stand in the part, in code points.
    pub span: Range,
    /// Places in the part, in code points, that a word of the question matched.
    pub matched: Vec<Range>,
    /// The quotation; narration has none. Its spans count in the part.
    pub quotation: Option<QuotationRecord>,
}

/// One reason for a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// In plain words: "denies by its cue 'rejected'".
    pub text: String,
    /// What it added to the score.
    pub weight: f32,
}
