//! A source that is a document in, who speaks in it out: "a report by the group", "Trump's statement", "the release".

use std::ops::Range;

use super::Hunt;
use crate::attribution::resolve::mention::Kind;
use crate::attribution::resolve::phrase::phrase_end;
use crate::attribution::resolve::story::Told;
use crate::lexicon::names::Class;

/// A document is spoken of again within so many words.
const NEAR: usize = 400;

/// An article begins with so many sentences, bylines and notes with them.
const BEGINNING: usize = 6;

/// Whose a document is that begins an article is told within so many words.
const SOON: usize = 120;

/// Between a document and who made it are no more words than this: "left behind on Monday by the council".
const WIDEST: usize = 8;

impl Hunt<'_, '_> {
    /// "A report by the group", "Trump's statement", "the release".
    pub(super) fn document(&self, head: usize, phrase: Range<usize>, tokens: Range<usize>) -> Told {
        self.by_owner(&phrase)
            .or_else(|| self.by_name(head, &tokens))
            .or_else(|| self.by_noun(head, &tokens))
            .or_else(|| self.owner(head).filter(|_| tokens.end == phrase.end))
            .or_else(|| self.told_elsewhere(head, &phrase, &tokens))
            .unwrap_or_else(|| self.by_nobody(head))
    }

    /// A document that nobody is known to have made.
    fn by_nobody(&self, head: usize) -> Told {
        Told { noun: Some(self.scene.view.form(head).to_owned()), ..Told::default() }
    }

    /// "Trump's statement", "his statement".
    fn by_owner(&self, phrase: &Range<usize>) -> Option<Told> {
        let view = &self.scene.view;
        let owner = phrase.clone().rev().find(|&token| view.possessive(token)).map(|owner| phrase.start..owner);
        // The words of the source may leave the owner out.
        let outside = || {
            let clitic = phrase.start.checked_sub(1).filter(|&clitic| view.possessive(clitic))?;
            Some(self.scene.mentions[self.scene.mention_at(clitic - 1)?].run.clone())
        };
        let told = owner.or_else(outside).map(|owner| self.source(owner));
        let told = told.filter(|told| told.speaker.name.is_some() || told.speaker.organization.is_some());
        told.or_else(|| {
            let owns = phrase.len() >= 2 && view.is(phrase.start, Class::PRONOUN);
            let pronoun = view.names.pronoun(view.form(phrase.start)).filter(|_| owns)?;
            Some(self.pronoun(phrase.start, pronoun))
        })
    }

    /// "A report by the Harbor Board", but not "a report in the Harbor Board's hall".
    fn by_name(&self, head: usize, tokens: &Range<usize>) -> Option<Told> {
        let view = &self.scene.view;
        self.scene
            .mentions_in(tokens.clone())
            .filter(|&at| {
                let between = head..self.scene.mentions[at].run.start;
                !self.is_place(between.clone()) && !self.is_reader(between)
            })
            .find_map(|at| {
                let mention = &self.scene.mentions[at];
                if self.scene.cast.of[at].is_some() {
                    return Some(self.of_persons(&[at]));
                }
                // "Reports from Ostran news outlets".
                let end = mention.run.end;
                let modifies = mention.kind == Kind::Unknown
                    && mention.run.start > head
                    && view.small(end)
                    && view.reading.tags[end].is_noun();
                (matches!(mention.kind, Kind::Body | Kind::Unknown) && !modifies && !self.scene.is_law(at)).then(|| {
                    let noun = Some(view.form(head).to_owned());
                    Told { noun, ..self.of_bodies(&[at], mention.run.clone()) }
                })
            })
    }

    /// "A report by the council".
    fn by_noun(&self, head: usize, tokens: &Range<usize>) -> Option<Told> {
        let view = &self.scene.view;
        let mut behind = head + 1..tokens.end;
        let noun = behind.clone().find(|&token| view.small(token) && view.is(token, Class::BODY))?;
        behind.end = noun;
        let start = behind.rev().find(|&token| view.is(token, Class::STOP)).map_or(noun, |stop| stop + 1);
        let preposition = (head..noun).any(|token| view.is(token, Class::PREPOSITION));
        let mut told = self.by_nobody(head);
        if preposition && !self.is_place(head..noun) && !view.is(start - 1, Class::INDEFINITE) {
            told.speaker.organization = Some(self.scene.noun_body(start..noun + 1, tokens.start));
        }
        Some(told)
    }

    /// Whether the last preposition of a range tells where something is: "in the hall".
    fn is_place(&self, range: Range<usize>) -> bool {
        let view = &self.scene.view;
        let last = range.rev().find(|&token| view.is(token, Class::PREPOSITION));
        last.is_some_and(|token| view.is(token, Class::LOCAL))
    }

    /// Whether what the last preposition of a range leads to got the document, and did not make it: "a letter seen by Ardley
    /// News", "notes sent to the council".
    fn is_reader(&self, range: Range<usize>) -> bool {
        let view = &self.scene.view;
        let last = range.clone().rev().find(|&token| view.is(token, Class::PREPOSITION));
        last.is_some_and(|token| {
            let got = token > range.start + 1 && view.is(token - 1, Class::GOT);
            view.is(token, Class::HEARER) || view.is(token, Class::AUTHOR) && got
        })
    }

    /// A document of which the article tells elsewhere whose it is.
    fn told_elsewhere(&self, head: usize, phrase: &Range<usize>, tokens: &Range<usize>) -> Option<Told> {
        let view = &self.scene.view;
        if view.is(phrase.start, Class::INDEFINITE) {
            return self.owned_after(head);
        }
        if !view.is(phrase.start, Class::DETERMINER) {
            return None;
        }
        let before = self.same_noun(view.form(head));
        let owned = (phrase.len() == 2).then(|| self.owned_before(head)).flatten();
        let owned = owned.filter(|owned| before.as_ref().is_none_or(|told| told.token < owned.token));
        // "The outlook for Ostra": a document that was not spoken of before.
        let again = phrase.len() <= 3 && (tokens.end == phrase.end || view.comma(phrase.end));
        let issuer = || {
            let mut told = again.then(|| self.issuer(tokens.start)).flatten()?;
            told.speaker.role = None;
            Some(Told { noun: Some(view.form(head).to_owned()), ..told })
        };
        owned.or(before).or_else(issuer)
    }

    /// The body that a document spoken of before comes from: the last body that spoke, if that is not long ago.
    fn issuer(&self, token: usize) -> Option<Told> {
        let spoke = |told: &&Told| told.speaker.name.is_none() && told.speaker.organization.is_some();
        self.story.back().take(3).find(spoke).filter(|told| told.token <= token && token < told.token + 150).cloned()
    }

    /// Whose the document is that was named by this noun before: "A Harbor Board report … The report said".
    fn owned_before(&self, head: usize) -> Option<Told> {
        let view = &self.scene.view;
        let documents = self.scene.bodies.documents_before(head);
        let near =
            documents.take_while(|&token| token + NEAR > head).filter(|&token| view.form(token) == view.form(head));
        near.into_iter().find_map(|token| self.owner(token))
    }

    /// Whose the document is that begins the article, told next: "A new poll finds … The Harbor Board poll".
    fn owned_after(&self, head: usize) -> Option<Told> {
        let view = &self.scene.view;
        let same = |token: usize| view.form(token) == view.form(head);
        if view.reading.prose.sentence_of(head) > BEGINNING || self.scene.bodies.documents_before(head).any(same) {
            return None;
        }
        let documents = self.scene.bodies.documents_after(head);
        let near = documents.take_while(|&token| token < head + SOON).filter(|&token| same(token));
        near.into_iter().find_map(|token| self.owner(token))
    }

    /// The body that made the document, of this noun or any, that is spoken of before a token.
    pub(super) fn made_by(&self, noun: Option<&str>, token: usize) -> Option<String> {
        let names = self.scene.view.names;
        let same = |other: &str| noun.is_none_or(|noun| other == noun);
        let told = self.story.back().find(|told| {
            let document = told.noun.as_deref().filter(|other| same(other));
            let document = document.is_some_and(|noun| names.class(noun).is(Class::DOCUMENT));
            document && told.speaker.name.is_none() && told.speaker.organization.is_some()
        });
        if let Some(told) = told {
            return told.speaker.organization.clone();
        }
        let near = self.scene.bodies.documents_before(token).take_while(|&document| document + NEAR > token);
        let mut near = near.filter(|&document| same(self.scene.view.form(document)));
        near.find_map(|document| self.owner(document)?.speaker.organization)
    }

    /// Whose a document is, as the words beside its noun tell.
    fn owner(&self, document: usize) -> Option<Told> {
        let view = &self.scene.view;
        let speaks = |at: usize| {
            let body = self.scene.bodies.of[at].is_some_and(|body| self.scene.bodies.all[body].sure);
            let people = view.is(self.scene.mentions[at].run.end - 1, Class::PERSONS);
            let named = matches!(self.scene.mentions[at].kind, Kind::Body | Kind::Unknown);
            named && self.scene.cast.of[at].is_none() && body && !people
        };
        let mut told = None;
        // "A Harbor Board report", "the Harbor Board jobs report".
        let start = (document.saturating_sub(2)..document).rev().take_while(|&token| view.small(token)).last();
        let before = start.unwrap_or(document).checked_sub(1).and_then(|token| self.scene.mention_at(token));
        if let Some(at) = before.filter(|&at| view.is(document, Class::ISSUED) && speaks(at)) {
            told = Some(self.of_bodies(&[at], self.scene.mentions[at].run.clone()));
        }
        // "The report, published on Monday by the Harbor Board".
        let by = (document + 1..view.len().min(document + WIDEST))
            .take_while(|&token| !self.scene.breaks(token) && !view.finite(token))
            .find(|&token| view.is(token, Class::AUTHOR) && !self.is_reader(document..token + 1));
        if told.is_none()
            && let Some(by) = by
        {
            let phrase = by + 1..phrase_end(self.scene, by + 1);
            let named = self.scene.mentions_in(phrase.clone()).next()?;
            if let Some(organization) = self.scene.organization_in(phrase.clone(), false) {
                told = Some(Told::default());
                told.as_mut()?.speaker.organization = Some(organization);
            } else if self.scene.cast.of[named].is_some() {
                told = Some(self.of_persons(&[named]));
            }
        }
        let mut told = told?;
        told.speaker.confidence = 0.6;
        told.noun = Some(view.form(document).to_owned());
        told.token = document;
        Some(told)
    }
}
