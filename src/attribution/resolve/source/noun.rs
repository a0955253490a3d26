//! A source whose head is a common noun in, what kind of noun it is out: a document, a body, a person.

use std::ops::Range;

use super::Hunt;
use crate::attribution::model::tag::Tag;
use crate::attribution::resolve::story::Told;
use crate::lexicon::names::Class;

impl Hunt<'_, '_> {
    /// A source whose head is a common noun.
    pub(super) fn noun(&self, head: usize, phrase: Range<usize>, tokens: Range<usize>) -> Told {
        let view = &self.scene.view;
        let person = Class::PERSON.or(Class::PERSONS).or(Class::UNNAMED);
        let noun = person.or(Class::DOCUMENT).or(Class::BODY).or(Class::BODIES);
        // "A survey released Friday": the head stands before its participle.
        let participle = (phrase.start + 1..=head)
            .find(|&token| matches!(view.reading.tags[token], Tag::Vbn | Tag::Vbg) && view.is(token - 1, noun));
        let head = participle.map_or(head, |participle| participle - 1);
        // "a diplomat close to the talks", "people involved": the head stands before its adjectives.
        let last = (phrase.start..=head)
            .rev()
            .find(|&token| view.is(token, noun) || view.reading.tags[token].is_noun() && view.is_word(token));
        let Some(head) = last.filter(|&token| view.is(token, noun)) else {
            // "All but three of 22 economists", "61% of U.S. office workers": the head is the complement's.
            return self.share(phrase, tokens);
        };
        let phrase = phrase.start..head + 1;
        if view.is(head, Class::DOCUMENT) && !view.is(head, Class::PERSON) {
            return self.document(head, phrase, tokens);
        }
        let definite = view.is(phrase.start, Class::DETERMINER) && !view.is(phrase.start, Class::INDEFINITE);
        let body = view.is(head, Class::BODY) && definite && phrase.len() <= 3;
        // "The coast guard" is no guard.
        let bare = self.scene.bare(phrase.clone());
        if body && bare.len() > 1 && view.names.bodies.contains_key(&*view.key(bare.clone())) {
            return self.body_noun(head, phrase, tokens);
        }
        if view.is(head, Class::PERSON)
            && let Some(named) = self.named_before(phrase.start)
        {
            let person = self.scene.cast.of[named].expect("only a person's mention is looked for");
            // "In a note signed by an aide, Tomas Brandt, the minister said": the comma closes what goes before.
            let other = self.holder(head, &bare).filter(|other| definite && other.person != person);
            if let Some(other) = other.filter(|_| self.is_fronted(named)) {
                return self.text_person(other.person, other.confidence);
            }
            return self.described(person, 0.9, tokens);
        }
        if view.is(head, person) && !(body && self.scene.bodies.definite(view, view.form(head), head).is_some()) {
            return self.unnamed(head, phrase, tokens);
        }
        self.body_noun(head, phrase, tokens)
    }

    /// Whether a name stands in what a preposition begins its sentence with.
    fn is_fronted(&self, at: usize) -> bool {
        let view = &self.scene.view;
        let start = self.scene.mentions[at].run.start;
        let prose = &view.reading.prose;
        let sentence = prose.sentences[prose.sentence_of(start)].start;
        view.preposition(sentence) && !(sentence..start).any(|token| view.finite(token))
    }

    /// The name to which a source is the apposition: "Hana Koll, | a spokeswoman for the port |, said".
    fn named_before(&self, start: usize) -> Option<usize> {
        let view = &self.scene.view;
        let comma = start.checked_sub(1).filter(|&comma| view.comma(comma))?;
        let at = self.scene.mention_at(comma.checked_sub(1)?)?;
        let mention = &self.scene.mentions[at];
        let prose = &view.reading.prose;
        let cue = |token: usize| {
            let span = prose.span(token..token + 1);
            self.attribution().cue.iter().flat_map(|cue| &cue.spans).any(|cue| cue.covers(span))
        };
        // "They met Hana Koll, a spokeswoman said": she is another.
        let object = mention.run.start.checked_sub(1).is_some_and(|before| {
            !cue(before)
                && prose.sentence_of(before) == prose.sentence_of(start)
                && (view.preposition(before) || view.reading.tags[before].is_verb())
        });
        (mention.name.end == comma && !object && self.scene.cast.of[at].is_some()).then_some(at)
    }
}
