//! A string in, a [`Question`] out.
//!
//! The words are read by tables (`lexicon/english/question.tsv`, the cue table): who asks for speakers, a cue for
//! acts, what follows "about" is the topic. Words of the form `field:value` are filters, as are the flags.

mod filters;
mod parse;

pub use filters::Filters;
pub use parse::parse;

use std::fmt;

use crate::quotation::Act;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Speakers: only quotations answer.
    Who,
    /// What someone said: only quotations answer.
    What,
    /// Passages of any kind.
    Passages,
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

/// A word that may stand for another.
#[derive(Clone, Debug, PartialEq)]
pub struct Other {
    /// The word.
    pub word: String,
    /// Its index term.
    pub stem: String,
    /// What a match is worth, from 0 to 1.
    pub weight: f32,
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
    /// Words of a speaker's name or office, folded.
    pub speaker: Vec<String>,
    /// Words of the body a speaker is to belong to, folded.
    pub body: Vec<String>,
    /// The topic.
    pub topic: Vec<Term>,
    /// Phrases that must occur: index terms in a row.
    pub phrases: Vec<Vec<String>>,
    /// What must hold.
    pub filters: Filters,
}

impl fmt::Display for Question {
    /// The reading in one line: `who · deny · topic withdrawal (withdraw, retreat)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<String> = Vec::new();
        parts.push(
            match self.asked {
                Asked::Who => "who",
                Asked::What => "what was said",
                Asked::Passages => "passages",
            }
            .to_owned(),
        );
        if !self.acts.is_empty() {
            parts.push(format!("act {}", join(self.acts.iter().map(|act| act.name()))));
        }
        if !self.speaker.is_empty() {
            parts.push(format!("speaker {}", self.speaker.join(" ")));
        }
        if !self.body.is_empty() {
            parts.push(format!("organization {}", self.body.join(" ")));
        }
        if !self.topic.is_empty() {
            let topic = self.topic.iter().map(|term| {
                if term.others.is_empty() {
                    term.word.clone()
                } else {
                    const SHOWN: usize = 5;
                    format!("{} ({})", term.word, join(term.others.iter().take(SHOWN).map(|other| other.word.as_str())))
                }
            });
            parts.push(format!("about {}", join(topic)));
        }
        for phrase in &self.phrases {
            parts.push(format!("phrase “{}”", phrase.join(" ")));
        }
        parts.extend(self.filters.describe());
        f.write_str(&parts.join(" · "))
    }
}

fn join<T: AsRef<str>>(words: impl Iterator<Item = T>) -> String {
    words.map(|word| word.as_ref().to_owned()).collect::<Vec<_>>().join(", ")
}
