//! The words of a question in, the cue among them out.

use super::asks::Opener;
use super::{LONGEST_NAME, Reader};
use crate::lexicon::classes::Classes;
use crate::lexicon::cues::{CueClass, CueMatch};
use crate::lexicon::questions::Class;
use crate::question::Asked;
use crate::quotation::Act;

/// Which forms of a verb may stand after what comes before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needed {
    /// "who denied", "who denies".
    Finite,
    /// "did esper deny".
    Base,
    /// "has esper denied".
    Participle,
    /// "is esper denying", "was esper accused".
    Progressive,
    /// Any, where the right one is not found.
    Any,
}

/// A cue in a question.
pub(super) struct Found {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) acts: Vec<Act>,
    /// "was accused": whoever is named before it is the one accused.
    pub(super) passive: bool,
}

impl Reader<'_, '_, '_> {
    /// The cue: the first one in the right form with a name before it where one is needed; of several in a question
    /// for what was said, the one before "about".
    pub(super) fn cue(&self, from: usize, needed: Needed, be: bool, opener: Opener) -> Option<Found> {
        let asks_who = self.question.asked == Asked::Who;
        for needed in [needed, Needed::Any] {
            let mut candidates = Vec::new();
            let mut body = false;
            let mut named = 0;
            for start in from..self.words.len().min(from + LONGEST_NAME) {
                match self.class(start) {
                    Some(Class::Topic) if !asks_who && named > 0 => break,
                    Some(Class::Topic) if !asks_who => continue,
                    Some(Class::Body) => {
                        body = true;
                        named = 0;
                        continue;
                    }
                    Some(Class::Auxiliary | Class::Newest | Class::Oldest | Class::Not) => continue,
                    _ => {}
                }
                // "did judge reject", "who at state department defended": a name comes first.
                let inner = needed == Needed::Base || needed == Needed::Participle || body;
                let fits = self.match_at(start, needed, be).filter(|_| named > 0 || !inner || asks_who && !body);
                candidates.extend(fits);
                named += usize::from(self.class(start) != Some(Class::Empty));
            }
            let about = |found: &Found| {
                let last = found.end == self.words.len() && found.acts.is_empty();
                last || self.class(found.end) == Some(Class::Topic)
            };
            let best = if opener == Opener::What { candidates.iter().position(about) } else { None };
            if !candidates.is_empty() {
                return Some(candidates.swap_remove(best.unwrap_or(0)));
            }
        }
        None
    }

    pub(super) fn match_at(&self, start: usize, needed: Needed, be: bool) -> Option<Found> {
        let form = |offset: usize| self.words.get(start + offset).map(|word| word.form.as_str());
        let head = form(0)?;
        let fits = |found: &CueMatch<'_>| {
            let verb = found.row.class == CueClass::Verb;
            (verb || found.row.class == CueClass::Phrase) && (!verb || self.has_form(head, found.row.lemma, needed))
        };
        let best = self.lexicon.cues.at(form).filter(fits).max_by_key(|found| found.words)?;
        let acts = best.row.acts.iter().copied().filter(|&act| act != Act::State).collect();
        let passive = be && !head.ends_with("ing");
        let mut found = Found { start, end: start + best.words, acts, passive };
        self.join(&mut found);
        Some(found)
    }

    /// "confirm or deny": both are asked for.
    fn join(&self, found: &mut Found) {
        while self.words.get(found.end).is_some_and(|word| self.lexicon.questions.is_joint(&word.form)) {
            let form = |offset: usize| self.words.get(found.end + 1 + offset).map(|word| word.form.as_str());
            let next = self.lexicon.cues.at(form).filter(|next| next.row.class == CueClass::Verb);
            let Some(next) = next.max_by_key(|next| next.words) else { return };
            for &act in next.row.acts.iter().filter(|&&act| act != Act::State) {
                if !found.acts.contains(&act) {
                    found.acts.push(act);
                }
            }
            found.end += 1 + next.words;
        }
    }

    fn has_form(&self, form: &str, lemma: &str, needed: Needed) -> bool {
        let head = lemma.split(' ').next().unwrap_or_default();
        let classes = self.lexicon.classes.of(head);
        // "Could not be reached", "not comment": these have one form.
        if needed == Needed::Any || classes.is(Classes::MODAL.or(Classes::NEGATION)) {
            return true;
        }
        let forms = self.lexicon.forms.verb(head);
        match needed {
            Needed::Finite => form == forms.past || form == forms.third || classes.is(Classes::BE),
            Needed::Base => form == forms.base,
            Needed::Participle => form == forms.participle || form == forms.past,
            Needed::Progressive => form == forms.gerund || form == forms.participle || form == forms.past,
            Needed::Any => true,
        }
    }
}
