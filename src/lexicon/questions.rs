//! The words that build questions, which acts are near, and which words stand for which.

use rustc_hash::FxHashMap;

use crate::lexicon::table::rows;
use crate::quotation::Act;

/// What a word does in a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// "who": quotations are asked for, by their speakers.
    Who,
    /// "what": quotations are asked for, by their contents.
    What,
    /// "did".
    Auxiliary,
    /// "about": the topic follows.
    Topic,
    /// "at": a body or place follows.
    Body,
    /// "by": a speaker follows.
    By,
    /// "quotes": quotations are asked for.
    Quotations,
    /// "the": says nothing.
    Empty,
}

/// What questions are read with.
#[derive(Debug)]
pub struct QuestionTables {
    classes: FxHashMap<&'static str, Class>,
    related: FxHashMap<Act, Vec<Act>>,
}

impl QuestionTables {
    /// The tables of English.
    pub(super) fn english() -> Self {
        let act = |name: &str| Act::from_name(name).unwrap_or_else(|| panic!("no such act: {name}"));
        let classes = rows(include_str!("english/question.tsv")).map(|[word, class]| {
            let class = match class {
                "who" => Class::Who,
                "what" => Class::What,
                "auxiliary" => Class::Auxiliary,
                "topic" => Class::Topic,
                "body" => Class::Body,
                "by" => Class::By,
                "quotations" => Class::Quotations,
                "empty" => Class::Empty,
                _ => panic!("no such class of question words: {class}"),
            };
            (word, class)
        });
        let related = rows(include_str!("english/related-acts.tsv"))
            .map(|[name, related]| (act(name), related.split('|').map(act).collect()));
        Self { classes: classes.collect(), related: related.collect() }
    }

    /// What a folded word does in a question.
    pub fn class(&self, word: &str) -> Option<Class> {
        self.classes.get(word).copied()
    }

    /// The acts near an act, the nearest first.
    pub fn related(&self, act: Act) -> &[Act] {
        self.related.get(&act).map_or(&[], Vec::as_slice)
    }
}
