//! What a question begins with in, who or what is asked for out, and by whom it was said.

use super::cue::{Found, Needed};
use super::names::names;
use super::{Reader, stems};
use crate::lexicon::names::Class as Name;
use crate::lexicon::questions::Class;
use crate::question::parse::term;
use crate::question::{Asked, Order, span};
use crate::quotation::Act;

/// What a question begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opener {
    Who,
    /// "what", "when", "how", "why".
    What,
    /// "did".
    Auxiliary,
}

impl Reader<'_, '_, '_> {
    /// "who … CUE …", "what did … CUE …", "did … CUE …".
    pub(super) fn asks(&mut self, from: usize, asked: Asked, opener: Opener) {
        self.question.asked = asked;
        let (at, needed) = self.opening(from, opener);
        // "what is esper's view on iraq": the view is no verb.
        if needed == Needed::Progressive && self.quotations(at) {
            return;
        }
        let Some(found) = self.cue(at, needed, needed == Needed::Progressive, opener) else {
            if !self.quotations(at) {
                self.after(at, true);
            }
            return;
        };
        // "which officials denied", "what companies promised": what kind of speaker is asked for stands before the cue.
        let kind = match opener {
            Opener::Who => self.lexicon.questions.asks_kind(&self.words[from - 1].form),
            Opener::What => needed == Needed::Finite && asked == Asked::What && self.is_kind(at, found.start),
            Opener::Auxiliary => false,
        };
        if kind {
            self.question.asked = Asked::Who;
        }
        self.before(at, &found, kind);
        self.acts(&found);
        if opener == Opener::Auxiliary && self.question.asked == Asked::What {
            self.question.asked = Asked::Whether;
            self.question.refused = stems(&self.words[found.start..found.end]);
        }
        if self.question.asked == Asked::Who && !found.passive {
            self.target(&found);
        }
        self.after(found.end, !found.passive);
    }

    /// Reads the words before name and cue: where they end, and which form of a verb they need.
    fn opening(&mut self, from: usize, opener: Opener) -> (usize, Needed) {
        let tables = &self.lexicon.questions;
        let how = from > 0 && self.class(from - 1) == Some(Class::How);
        let mut at = from;
        let mut needed = Needed::Finite;
        while let Some(class) = self.class(at) {
            match class {
                Class::Often if how => self.question.asked = Asked::HowOften,
                Class::Who => self.question.asked = Asked::Who,
                // "did anyone deny" asks for speakers.
                Class::Empty if needed != Needed::Finite && tables.is_someone(&self.words[at].form) => {
                    self.question.asked = Asked::Who;
                }
                Class::What | Class::Empty => {}
                Class::Auxiliary | Class::Denied => {
                    self.negated |= class == Class::Denied;
                    needed = match tables.auxiliary(&self.words[at].form) {
                        Some("have") => Needed::Participle,
                        Some("be") => Needed::Progressive,
                        _ => Needed::Base,
                    };
                }
                Class::Not => self.negated = true,
                // "who first reported".
                Class::Newest if opener == Opener::Who => self.question.order = Order::Newest,
                Class::Oldest if opener == Opener::Who => self.question.order = Order::Oldest,
                _ => break,
            }
            at += 1;
        }
        (at, needed)
    }

    /// The one it was done to: "orry" in "who contradicted orry about".
    fn target(&mut self, found: &Found) {
        let words = self.words[found.end..].iter();
        let words = words.skip_while(|word| self.lexicon.questions.class(&word.form) == Some(Class::Empty));
        let words = words.take_while(|word| self.lexicon.questions.class(&word.form).is_none());
        if !found.acts.is_empty() {
            self.question.target = words.map(|word| word.bare.clone()).collect();
        }
    }

    /// Whether words say what kind of speaker is asked for: "companies", but not "trump".
    fn is_kind(&self, from: usize, to: usize) -> bool {
        self.words[from..to].iter().any(|word| {
            let class = self.lexicon.names.class(&word.bare);
            class.is(Name::PERSONS.or(Name::BODIES)) && !class.is(Name::GIVEN)
        })
    }

    /// The acts of a cue; a cue that is turned round is a refusal, whose words the answer has too.
    fn acts(&mut self, found: &Found) {
        if !found.acts.is_empty() {
            self.question.cue = stems(&self.words[found.start..found.end]);
        }
        if !self.negated {
            self.question.acts = found.acts.clone();
            return;
        }
        self.question.acts = if found.acts.is_empty() { Vec::new() } else { vec![Act::Decline] };
        self.question.negated = true;
        if !found.acts.is_empty() && found.acts != [Act::Decline] {
            let cue = self.words[found.start].bare.clone();
            self.question.topic.extend(term(&cue, true, self.lexicon));
        }
    }

    /// The words before the cue: "esper" in "did esper say", "at the pentagon" in "who at the pentagon said".
    fn before(&mut self, from: usize, found: &Found, described: bool) {
        let mut speaker = Vec::new();
        let mut body = Vec::new();
        let mut in_body = described;
        let mut at = from;
        while at < found.start {
            if let Some(dates) = span::read(&self.words[at..found.start], self.lexicon) {
                self.question.filters.conditions.extend(dates.condition);
                at += dates.n_words;
                continue;
            }
            match self.class(at) {
                Some(Class::Body) if self.question.asked == Asked::Who => in_body = true,
                // "did esper last say", but not "did the first lady say".
                Some(Class::Newest) if at + 1 == found.start => self.question.order = Order::Newest,
                Some(Class::Oldest) if at + 1 == found.start => self.question.order = Order::Oldest,
                Some(Class::Not) => self.negated = true,
                // An empty word parts two names.
                Some(Class::Empty) if self.lexicon.questions.is_joint(&self.words[at].form) => {
                    if in_body { &mut body } else { &mut speaker }.push(String::new());
                }
                Some(Class::Quotations | Class::Newest | Class::Oldest | Class::Often | Class::Command) | None => {
                    if in_body { &mut body } else { &mut speaker }.push(self.words[at].bare.clone());
                }
                Some(_) => {}
            }
            at += 1;
        }
        if found.passive {
            // Who was accused is what it is about.
            for word in speaker.iter().filter(|word| !word.is_empty()) {
                self.topic_word(word);
            }
        } else {
            self.question.speaker = names(&speaker, self.lexicon);
        }
        self.question.body = names(&body, self.lexicon);
    }
}
