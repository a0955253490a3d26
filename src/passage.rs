//! What is found in an index: passages with their facts, scores and reasons; counts of them; who speaks in it.

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
    /// In how many near-copies of its article it stands; none where copies are not looked for.
    pub copies: Option<Copies>,
    /// The words shown: the sentences that hold the quotation, or the narration.
    pub text: String,
    /// Where those words stand in the part, in code points.
    pub span: Range,
    /// Places in the part, in code points, that a word of the question matched.
    pub matched: Vec<Range>,
    /// The quotation; narration has none. Its spans count in the part.
    pub quotation: Option<QuotationRecord>,
    /// The sentences before and after, where they were asked for.
    pub around: Option<Around>,
}

/// What stands around a passage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Around {
    /// The sentences before it.
    pub before: String,
    /// The sentences after it.
    pub after: String,
}

named! {
    /// What passages have in common when they are counted.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum By {
        /// Who speaks, all names of a person together.
        Speaker = "speaker",
        /// For whom, all names of a body together.
        Organization = "organization",
        /// Who published it.
        Source = "source",
        /// What it does.
        Act = "act",
        /// How much of it stands in quotation marks.
        Kind = "kind",
        /// The year of publication.
        Year = "year",
        /// The month of publication.
        Month = "month",
        /// The day of publication.
        Day = "day",
    }
}

impl By {
    /// Whether it is a stretch of time.
    pub fn is_time(self) -> bool {
        matches!(self, Self::Year | Self::Month | Self::Day)
    }
}

/// Passages that have something in common, counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What they have in common.
    pub by: By,
    /// Its name; none where it is not known.
    pub name: Option<String>,
    /// How many passages.
    pub passages: u64,
    /// In how many articles.
    pub articles: u64,
    /// The first and last day of publication, as far as known.
    pub days: Option<(String, String)>,
}

/// How often an article was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copies {
    /// The article and its near-copies.
    pub articles: usize,
    /// Outlets that published it, those that took it from one agency as one.
    pub outlets: usize,
}

/// One reason for a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// In plain words: "denies by its cue 'rejected'".
    pub text: String,
    /// What it added to the score.
    pub weight: f32,
}

/// Puts the weightiest reasons first, in whichever direction they weigh.
pub fn sort_reasons(reasons: &mut [Reason]) {
    reasons
        .sort_by(|one, other| other.weight.abs().total_cmp(&one.weight.abs()).then_with(|| one.text.cmp(&other.text)));
}

/// An article as the index keeps it, with its quotations.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Its facts.
    pub article: ArticleFacts,
    /// Its text; what stood between its sentences is white space.
    pub text: String,
    /// Its quotations, in the order of their places. Their spans count in the part.
    pub quotations: Vec<QuotationRecord>,
}

/// A person or a body that speaks in an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The name that is used most.
    pub name: String,
    /// How many quotations.
    pub count: u64,
    /// Each name with how often it is used, the most frequent first.
    pub names: Vec<(String, u64)>,
    /// The first and last day of publication, as far as known.
    pub days: Option<(String, String)>,
    /// In which office, and for whom; of a body, who speaks for it. The most frequent first.
    pub parts: Vec<ProfilePart>,
}

/// What a person was when speaking, or who spoke for a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfilePart {
    /// The person, of a body.
    pub speaker: Option<String>,
    /// The office or description.
    pub role: Option<String>,
    /// The body, of a person.
    pub organization: Option<String>,
    /// How many quotations.
    pub count: u64,
    /// The first and last day of publication, as far as known.
    pub days: Option<(String, String)>,
}
