//! The plain words of a question in, its reading out: who is asked for, the act, the speaker, the topic, the dates.
//!
//! Words are tables; here is how they follow each other.

mod asks;
mod cue;
mod names;
mod quotations;

use crate::index::analyzer::{self, Reduction};
use crate::lexicon::Lexicon;
use crate::lexicon::questions::Class;
use crate::question::parse::term;
use crate::question::{Asked, Order, Question, Term, span};
use crate::quotation::Act;
use crate::text::fold::fold;
use asks::Opener;
use cue::Needed;
use names::names;

/// A speaker's name, and all that stands before the cue, is no longer than this many words.
const LONGEST_NAME: usize = 8;

/// A word of a question.
pub(super) struct Word {
    /// Folded, as it stands.
    pub(super) form: String,
    /// Without a possessive ending.
    pub(super) bare: String,
}

impl Word {
    /// A word as typed; none if it has no letter.
    pub(super) fn of(typed: &str) -> Option<Self> {
        let trimmed = typed.trim_matches(|letter: char| !letter.is_alphanumeric());
        // "U.S." keeps its last full stop away, "'s" too.
        let form = fold(trimmed);
        if form.is_empty() {
            return None;
        }
        let bare = form.strip_suffix("'s").or_else(|| form.strip_suffix('\'')).unwrap_or(&form).to_owned();
        Some(Self { form, bare })
    }

    fn is_possessive(&self) -> bool {
        self.form != self.bare
    }
}

/// Reads the plain words of a question.
pub(super) fn read(words: &[Word], lexicon: &Lexicon, question: &mut Question) {
    Reader { words, lexicon, question, negated: false }.read();
}

/// Whether a text begins as a question does.
pub(super) fn is_question(word: &str, lexicon: &Lexicon) -> bool {
    let class = Word::of(word).and_then(|word| lexicon.questions.class(&word.form));
    matches!(class, Some(Class::Who | Class::What | Class::When | Class::How | Class::Auxiliary | Class::Denied))
}

struct Reader<'a, 'l, 'q> {
    words: &'a [Word],
    lexicon: &'l Lexicon,
    question: &'q mut Question,
    /// "did not", "never": the cue is turned round.
    negated: bool,
}

impl Reader<'_, '_, '_> {
    fn class(&self, at: usize) -> Option<Class> {
        self.lexicon.questions.class(&self.words.get(at)?.form)
    }

    /// The order that a word asks for: "latest", "first".
    fn order(class: Option<Class>) -> Option<Order> {
        match class? {
            Class::Newest => Some(Order::Newest),
            Class::Oldest => Some(Order::Oldest),
            _ => None,
        }
    }

    fn read(&mut self) {
        let mut at = 0;
        while matches!(self.class(at), Some(Class::Command | Class::Empty)) {
            at += 1;
        }
        // "The latest quotes by esper".
        let order = Self::order(self.class(at)).filter(|_| self.class(at + 1) == Some(Class::Quotations));
        match self.class(at) {
            Some(Class::Who) => self.asks(at + 1, Asked::Who, Opener::Who),
            Some(Class::What | Class::How) => self.asks(at + 1, Asked::What, Opener::What),
            Some(Class::When) => self.asks(at + 1, Asked::When, Opener::What),
            Some(Class::Auxiliary | Class::Denied) => self.asks(at, Asked::What, Opener::Auxiliary),
            _ if self.quotations(at + usize::from(order.is_some())) => {
                self.question.order = order.unwrap_or(self.question.order);
            }
            _ => self.keywords(),
        }
        self.once();
        self.claims();
    }

    /// Who rejects a claim or a report denies it, whatever "reject" mostly means.
    fn claims(&mut self) {
        let is_claim = |word: &str| {
            let mut rows = self.lexicon.cues.at(|offset| (offset == 0).then_some(word));
            rows.any(|found| found.words == 1 && found.row.is_tale())
        };
        let acts = &mut self.question.acts;
        if acts.first() == Some(&Act::Reject) && self.question.topic.iter().any(|term| is_claim(&term.word)) {
            acts.sort_by_key(|act| *act != Act::Deny);
        }
    }

    /// The words behind the cue: the topic, "by" a speaker, dates.
    fn after(&mut self, from: usize, active: bool) {
        let mut speaker: Vec<String> = Vec::new();
        let mut by = false;
        let mut at = from;
        while at < self.words.len() {
            if let Some(dates) = span::read(&self.words[at..], self.lexicon) {
                self.question.filters.conditions.extend(dates.condition);
                at += dates.n_words;
                by = false;
                continue;
            }
            match self.class(at) {
                Some(Class::By) => by = self.question.asked != Asked::Passages || !active,
                Some(Class::Topic) => by = false,
                Some(Class::Not) => self.question.denied = true,
                Some(
                    Class::Newest | Class::Oldest | Class::Often | Class::Quotations | Class::Command | Class::How,
                )
                | None => {
                    let word = &self.words[at].bare;
                    if by { speaker.push(word.clone()) } else { self.topic_word(word) }
                }
                Some(_) => {}
            }
            at += 1;
        }
        if !speaker.is_empty() {
            self.question.speaker = names(&speaker, self.lexicon);
        }
    }

    /// Words that are no question: all are the topic, and a verb among them that marks a saying is a hint.
    fn keywords(&mut self) {
        let hint = (1..self.words.len().saturating_sub(1).min(LONGEST_NAME))
            .find_map(|start| self.match_at(start, Needed::Finite, false));
        if let Some(found) = hint {
            self.question.acts = found.acts;
        }
        self.after(0, true);
    }

    fn topic_word(&mut self, word: &str) {
        let exact = self.question.filters.exact;
        // "same-sex" is two words in the index.
        for (start, end, _) in analyzer::terms(word, Reduction::Fold) {
            let piece = &word[start..end];
            let terms = term(piece, exact, self.lexicon);
            self.question.topic.extend(terms);
        }
    }

    /// The same word twice is one word, which counts the more.
    fn once(&mut self) {
        let mut seen: Vec<Term> = Vec::new();
        for term in self.question.topic.drain(..) {
            match seen.iter_mut().find(|known| known.stem == term.stem) {
                Some(known) => known.times += 1,
                None => seen.push(term),
            }
        }
        self.question.topic = seen;
    }
}

/// The index terms of words.
fn stems(words: &[Word]) -> Vec<String> {
    words.iter().map(|word| analyzer::stem(&word.bare)).collect()
}
