//! The words that build questions, which acts are near, and which words stand for which.

use rustc_hash::FxHashMap;

use crate::lexicon::table::rows;
use crate::quotation::Act;

named! {
    /// What a word does in a question.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Class {
        /// "who": quotations are asked for, by their speakers.
        Who = "who",
        /// "what": quotations are asked for, by their contents.
        What = "what",
        /// "when": the day is asked for.
        When = "when",
        /// "how".
        How = "how",
        /// "often", "times": behind "how".
        Often = "often",
        /// "did".
        Auxiliary = "auxiliary",
        /// "didn't": an auxiliary that turns the cue round.
        Denied = "denied",
        /// "not".
        Not = "not",
        /// "about": the topic follows.
        Topic = "topic",
        /// "at": a body or place follows.
        Body = "body",
        /// "by": a speaker follows.
        By = "by",
        /// "quotes": quotations are asked for.
        Quotations = "quotations",
        /// "show": before what is asked for.
        Command = "command",
        /// "last", "lately".
        Newest = "newest",
        /// "first".
        Oldest = "oldest",
        /// "since": a date follows.
        Since = "since",
        /// "after": perhaps a date follows.
        After = "after",
        /// "until".
        Until = "until",
        /// "before".
        Before = "before",
        /// "between".
        Between = "between",
        /// "past", before a unit of time.
        Past = "past",
        /// "this", before a unit of time.
        This = "this",
        /// "yesterday".
        Yesterday = "yesterday",
        /// "the": says nothing.
        Empty = "empty",
    }
}

/// What questions are read with.
#[derive(Debug)]
pub struct QuestionTables {
    words: FxHashMap<&'static str, (Class, &'static str)>,
    times: FxHashMap<&'static str, (&'static str, &'static str)>,
    related: FxHashMap<Act, Vec<Act>>,
}

impl QuestionTables {
    /// The tables of English.
    pub(super) fn english() -> Self {
        let act = |name: &str| Act::from_name(name).unwrap_or_else(|| panic!("no such act: {name}"));
        let words = rows(include_str!("english/question.tsv")).map(|[word, class, detail]| {
            let found = Class::from_name(class);
            let class = found.unwrap_or_else(|| panic!("no such class of question words: {class}"));
            (word, (class, detail))
        });
        let times = rows(include_str!("english/times.tsv")).map(|[word, kind, value]| (word, (kind, value)));
        let related = rows(include_str!("english/related-acts.tsv"))
            .map(|[name, related]| (act(name), related.split('|').map(act).collect()));
        Self { words: words.collect(), times: times.collect(), related: related.collect() }
    }

    /// What a folded word does in a question.
    pub fn class(&self, word: &str) -> Option<Class> {
        self.words.get(word).map(|(class, _)| *class)
    }

    /// Which verb an auxiliary is a form of: do, be or have.
    pub fn auxiliary(&self, word: &str) -> Option<&'static str> {
        let (class, verb) = self.words.get(word)?;
        matches!(class, Class::Auxiliary | Class::Denied).then_some(*verb)
    }

    /// Whether a folded word stands for any speaker: "anyone".
    pub fn is_someone(&self, word: &str) -> bool {
        self.has_detail(word, "someone")
    }

    /// Whether a folded word joins two of a kind: "and", "or".
    pub fn is_joint(&self, word: &str) -> bool {
        self.has_detail(word, "joint")
    }

    /// Whether a folded word asks for speakers of a kind, which follows: "which".
    pub fn asks_kind(&self, word: &str) -> bool {
        self.has_detail(word, "kind")
    }

    fn has_detail(&self, word: &str, detail: &str) -> bool {
        self.words.get(word).is_some_and(|(_, own)| *own == detail)
    }

    /// The number of a month, from 1.
    pub fn month(&self, word: &str) -> Option<i8> {
        let (kind, value) = self.times.get(word)?;
        (*kind == "month").then(|| value.parse().ok()).flatten()
    }

    /// The unit of time that a word names: day, week, month or year.
    pub fn unit(&self, word: &str) -> Option<&'static str> {
        let (kind, value) = self.times.get(word)?;
        (*kind == "unit").then_some(*value)
    }

    /// The acts near an act, the nearest first.
    pub fn related(&self, act: Act) -> &[Act] {
        self.related.get(&act).map_or(&[], Vec::as_slice)
    }
}
