//! What was said, by whom: attributions and quotations.

use crate::text::Span;

/// Where in an article an attribution was found; spans count in that part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The article's text.
    #[default]
    Text,
    /// The article's headline.
    Title,
}

/// How much of a content stands within quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// All of it.
    Direct,
    /// None of it.
    Indirect,
    /// Some of it.
    Mixed,
}

/// The word or words that mark the saying.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// Where they stand, in text order.
    pub spans: Vec<Span>,
    /// The row of the cue table, or the folded words where no row applies.
    pub lemma: String,
}

/// Source, cue and content as the text has them: spans only.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// Where the spans count.
    pub part: Part,
    /// How much of the content is quoted.
    pub kind: Kind,
    /// What was said: pieces in text order.
    pub content: Vec<Span>,
    /// The word that marks the saying.
    pub cue: Option<Cue>,
    /// The words that name who said it.
    pub source: Option<Span>,
    /// The attribution in whose content this one stands, by its place in the article's list.
    pub within: Option<usize>,
    /// How sure the finder is of source, cue and content, from 0 to 1.
    pub confidence: f32,
}

named! {
    /// What a statement does; the labels of the annotation guide, in its order.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    #[allow(missing_docs, reason = "the names say it")]
    pub enum Act {
        State = "state",
        Announce = "announce",
        Report = "report",
        Confirm = "confirm",
        Deny = "deny",
        Claim = "claim",
        Accuse = "accuse",
        Criticize = "criticize",
        Defend = "defend",
        Praise = "praise",
        Admit = "admit",
        Apologize = "apologize",
        Promise = "promise",
        Threaten = "threaten",
        Warn = "warn",
        Predict = "predict",
        Urge = "urge",
        Order = "order",
        Ask = "ask",
        Propose = "propose",
        Agree = "agree",
        Reject = "reject",
        Decline = "decline",
        Believe = "believe",
    }
}

/// Who a source stands for, as far as the article allows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Speaker {
    /// The person, by the longest form of the name in the article.
    pub name: Option<String>,
    /// The body that speaks, or that the person speaks for; several are joined by `; `.
    pub organization: Option<String>,
    /// The office or description, as the article gives it.
    pub role: Option<String>,
    /// Whether the source is unnamed on purpose ("a senior official").
    pub anonymous: bool,
    /// How sure the resolver is of the name, from 0 to 1.
    pub confidence: f32,
    /// The people that the source may stand for, the likeliest first; empty if it names or means none.
    pub candidates: Vec<Candidate>,
}

/// A person that a source may stand for.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The person, by the longest form of the name in the article.
    pub name: String,
    /// How sure the resolver is, from 0 to 1.
    pub confidence: f32,
}

/// An attribution whose source was followed as far as the article allows; the unit we index.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotation {
    /// Sixteen hexadecimal digits; the same for the same article on every machine.
    pub id: String,
    /// Source, cue and content.
    pub attribution: Attribution,
    /// Who the source stands for.
    pub speaker: Speaker,
    /// What the statement does, the main act first.
    pub acts: Vec<Act>,
    /// What the content says is not so: the words under a negation, or under a denying cue.
    pub negated: Vec<Span>,
    /// How sure we are of the whole, from 0 to 1.
    pub confidence: f32,
}

impl Quotation {
    /// The first byte of what was said.
    pub fn start(&self) -> usize {
        self.attribution.content.first().map_or(0, |piece| piece.start)
    }
}
