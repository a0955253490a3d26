//! A string in, a [`Question`] out.
//!
//! Three layers: `lex` and `grammar` take operators, fields and patterns apart and leave plain words; `plain` reads
//! those as a question, by tables (`lexicon/english/question.tsv`, the cue table): who asks for speakers, a cue for
//! acts, what follows "about" is the topic; `parse` finds the words that may stand for those of the topic. Nothing here
//! knows an index: what only an index can tell is settled by `search`.

pub mod condition;
pub mod dates;
mod fields;
mod filters;
mod grammar;
mod lex;
mod parse;
mod plain;
mod span;
mod words;

pub use condition::Condition;
pub use filters::Filters;
pub use parse::parse;
pub use words::plain_text;

use std::fmt;

use crate::quotation::Act;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Speakers: only quotations answer.
    Who,
    /// What someone said: only quotations answer.
    What,
    /// Whether someone did: only quotations answer.
    Whether,
    /// The day someone said it: only quotations answer.
    When,
    /// How often someone said it: only quotations answer.
    HowOften,
    /// Passages of any kind.
    Passages,
    /// Whole articles, by their words alone.
    Articles,
}

/// Which of the passages that answer come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The best.
    #[default]
    Best,
    /// The newest.
    Newest,
    /// The oldest.
    Oldest,
}

/// Whether what near-copies of an article repeat is shown again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Repeats {
    /// Once, with the number of copies.
    #[default]
    Collapsed,
    /// Each time.
    Shown,
}

/// A word of the topic, with the words that may stand for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// The word as asked.
    pub word: String,
    /// Its index term.
    pub stem: String,
    /// How often it was asked.
    pub times: u32,
    /// Other words, their index terms and what a match with them is worth, against 1.
    pub others: Vec<Other>,
}

/// A word, or several in a row, that may stand for another.
#[derive(Clone, Debug, PartialEq)]
pub struct Other {
    /// The word, or several: "pull out".
    pub word: String,
    /// Its index term, or the terms of all its words, in a row.
    pub stems: Vec<String>,
    /// What a match is worth, from 0 to 1.
    pub weight: f32,
    /// Whether the index itself taught that it may, by its text.
    pub is_learned: bool,
}

/// A question as understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The question as typed.
    pub text: String,
    /// What is asked for.
    pub asked: Asked,
    /// The acts asked for, as their names in the question gave them.
    pub acts: Vec<Act>,
    /// Index terms of the words that ask for those acts.
    pub cue: Vec<String>,
    /// Index terms of the words whose refusal is an answer, too: "did esper comment".
    pub refused: Vec<String>,
    /// Who or what it was done to, as folded words: who contradicted Orry is not Orry.
    pub target: Vec<String>,
    /// Whether the cue was turned round: "who did not deny".
    pub negated: bool,
    /// Names of the speaker, each as folded words: any of them will do.
    pub speaker: Vec<Vec<String>>,
    /// Names of the body a speaker is to belong to, each as folded words: any of them will do.
    pub body: Vec<Vec<String>>,
    /// The topic.
    pub topic: Vec<Term>,
    /// Whether the topic is spoken of as not so: "who said troops would not leave".
    pub denied: bool,
    /// Words that conditions ask for, as index terms in a row: they speak for a passage as the topic does.
    pub phrases: Vec<Vec<String>>,
    /// What must hold.
    pub filters: Filters,
    /// Which passages come first.
    pub order: Order,
    /// Whether copies are shown.
    pub repeats: Repeats,
}

impl Question {
    /// A question that asks for nothing yet.
    fn new(text: &str, asked: Asked, filters: &Filters) -> Self {
        Self {
            text: text.to_owned(),
            asked,
            acts: Vec::new(),
            cue: Vec::new(),
            refused: Vec::new(),
            target: Vec::new(),
            negated: false,
            speaker: Vec::new(),
            body: Vec::new(),
            topic: Vec::new(),
            denied: false,
            phrases: Vec::new(),
            filters: filters.clone(),
            order: Order::Best,
            repeats: Repeats::Collapsed,
        }
    }
}

impl fmt::Display for Question {
    /// The reading in one line: `who · act deny · about withdrawal (withdraw, retreat)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<String> = Vec::new();
        parts.push(
            match self.asked {
                Asked::Who => "who",
                Asked::What => "what was said",
                Asked::Whether => "whether",
                Asked::When => "when",
                Asked::HowOften => "how often",
                Asked::Passages => "passages",
                Asked::Articles => "articles",
            }
            .to_owned(),
        );
        parts.extend(match self.order {
            Order::Best => None,
            Order::Newest => Some("newest first".to_owned()),
            Order::Oldest => Some("oldest first".to_owned()),
        });
        if !self.acts.is_empty() {
            let turned = if self.negated { " (turned round by “not”)" } else { "" };
            parts.push(format!("act {}{turned}", join(self.acts.iter().map(|act| act.name()))));
        }
        for (what, names) in [("speaker", &self.speaker), ("organization", &self.body)] {
            if !names.is_empty() {
                const SHOWN: usize = 3;
                let shown: Vec<String> = names.iter().take(SHOWN).map(|words| words.join(" ")).collect();
                let more = if names.len() > SHOWN { " or …" } else { "" };
                parts.push(format!("{what} {}{more}", shown.join(" or ")));
            }
        }
        if !self.topic.is_empty() {
            let topic = self.topic.iter().map(|term| {
                const SHOWN: usize = 5;
                let others = |is_learned: bool| {
                    let others = term.others.iter().filter(move |other| other.is_learned == is_learned);
                    join(others.take(SHOWN).map(|other| other.word.as_str()))
                };
                match (others(false), others(true)) {
                    (known, learned) if known.is_empty() && learned.is_empty() => term.word.clone(),
                    (known, learned) if learned.is_empty() => format!("{} ({known})", term.word),
                    (known, learned) if known.is_empty() => format!("{} (in this index {learned})", term.word),
                    (known, learned) => format!("{} ({known}; in this index {learned})", term.word),
                }
            });
            parts.push(format!("about {}", join(topic)));
        }
        if self.denied {
            parts.push("said not to be so".to_owned());
        }
        parts.extend(self.filters.conditions.iter().map(Condition::to_string));
        if self.filters.min_confidence > 0.0 {
            parts.push(format!("min-confidence:{}", self.filters.min_confidence));
        }
        if let Some(moment) = self.filters.as_of.and_then(|second| jiff::Timestamp::from_second(second).ok()) {
            parts.push(format!("as of {moment}"));
        }
        f.write_str(&parts.join(" · "))
    }
}

fn join<T: AsRef<str>>(words: impl Iterator<Item = T>) -> String {
    words.map(|word| word.as_ref().to_owned()).collect::<Vec<_>>().join(", ")
}
