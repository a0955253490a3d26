//! "Quotes by esper about iraq": words that ask for quotations in, whose and about what out.

use super::names::names;
use super::{LONGEST_NAME, Reader};
use crate::lexicon::questions::Class;
use crate::question::{Asked, Order, span};

impl Reader<'_, '_, '_> {
    /// "quotes by esper about iraq", "esper's statement on iraq": whether the words read so.
    pub(super) fn quotations(&mut self, from: usize) -> bool {
        let noun =
            (from..self.words.len().min(from + LONGEST_NAME)).find(|&at| self.class(at) == Some(Class::Quotations));
        let Some(noun) = noun else { return false };
        let next = self.class(noun + 1);
        let leads = matches!(next, Some(Class::By | Class::Topic | Class::Body));
        let owned = noun > from && (self.words[noun - 1].is_possessive() || next == Some(Class::Topic));
        if !(noun == from && leads || owned) {
            return false;
        }
        if matches!(self.question.asked, Asked::Passages | Asked::Who) {
            self.question.asked = Asked::What;
        }
        let mut speaker = Vec::new();
        for at in from..noun {
            match self.class(at) {
                None | Some(Class::Quotations) => speaker.push(self.words[at].bare.clone()),
                Some(Class::Newest) => self.question.order = Order::Newest,
                Some(Class::Oldest) => self.question.order = Order::Oldest,
                Some(_) => {}
            }
        }
        let mut at = noun + 1;
        if speaker.is_empty() && matches!(next, Some(Class::By | Class::Body)) {
            at += 1;
            while at < self.words.len() && self.class(at) != Some(Class::Topic) {
                if span::read(&self.words[at..], self.lexicon).is_some() {
                    break;
                }
                match self.class(at) {
                    None | Some(Class::Quotations) => speaker.push(self.words[at].bare.clone()),
                    Some(Class::Empty) if self.lexicon.questions.is_joint(&self.words[at].form) => {
                        speaker.push(String::new())
                    }
                    Some(_) => {}
                }
                at += 1;
            }
        }
        self.question.speaker = names(&speaker, self.lexicon);
        self.after(at, true);
        true
    }
}
