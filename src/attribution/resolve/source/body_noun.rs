//! A source whose head is a noun for a body in, the body out that the article names by it.

use std::ops::Range;

use super::Hunt;
use crate::attribution::resolve::body::display;
use crate::attribution::resolve::phrase::phrase_end;
use crate::attribution::resolve::scene::title_case;
use crate::attribution::resolve::story::Told;
use crate::lexicon::names::{BodyKind, Class, PlaceKind};
use crate::text::fold::fold;

/// The kind of newspapers, agencies and stations, as the table of bodies of roles names it.
const MEDIA: &str = "media";

/// "The regime" stands for a country that is named within so many words, among so many mentions.
const STATE: usize = 200;
const NEAR: usize = 12;

impl Hunt<'_, '_> {
    /// A body without a name: "the council", "the foreign ministry of Tversk".
    pub(super) fn body_noun(&self, head: usize, phrase: Range<usize>, tokens: Range<usize>) -> Told {
        let view = &self.scene.view;
        let mut told = Told { noun: Some(view.form(head).to_owned()), ..Told::default() };
        told.plural = view.is(head, Class::BODIES);
        told.speaker.confidence = 0.6;
        // "Several stations, including Ardley One and the Harbour Post".
        let list = (phrase.end..tokens.end.min(phrase.end + 2)).find(|&token| view.is(token, Class::LISTING));
        if let Some(list) = list.filter(|_| told.plural) {
            let named = self.bodies_at_head(list + 1..tokens.end);
            if !named.is_empty() {
                return self.of_bodies(&named, list + 1..tokens.end);
            }
        }
        if view.is(phrase.start, Class::INDEFINITE) && !view.possessive(head) {
            let named = self.scene.mentions_in(phrase.clone()).next().is_some();
            if !named {
                let bare = self.scene.bare(phrase);
                told.speaker.role = (!bare.is_empty()).then(|| view.text(bare).to_owned());
                told.speaker.anonymous = true;
                return told;
            }
        }
        if view.is(phrase.start, Class::PRONOUN) && view.is(phrase.start, Class::DETERMINER) {
            told.speaker.organization = Some(display(view, self.scene.bare(phrase)));
            return told;
        }
        let bare = self.scene.bare(phrase.clone());
        if let Some(before) = self.same_noun(view.form(head)).filter(|_| bare.len() == 1) {
            // "A Senate panel said … The Senate Intelligence Committee … The panel said".
            let unnamed = before.speaker.organization.as_deref().is_none_or(|body| body.ends_with(view.form(head)));
            let since = self.scene.bodies.definite(view, view.form(head), tokens.start).filter(|_| unnamed);
            if since.is_none_or(|body| !self.scene.bodies.all[body].sure || self.scene.bodies.all[body].place) {
                return before;
            }
        }
        if bare.len() == 1 && view.names.heads.get(view.form(head)) == Some(&BodyKind::State) {
            // "The regime of Marshal Orry" may be of a country that is never named.
            let whole = || (phrase.end < tokens.end).then(|| display(view, bare.start..tokens.end));
            told.speaker.organization = self.country_before(tokens.start).or_else(whole);
            return told;
        }
        // "The news agency": the word before the noun tells its kind.
        let media = bare.len() == 2 && view.names.heads.get(view.form(bare.start)) == Some(&BodyKind::Media);
        if media && let Some(body) = self.scene.bodies.near(view, MEDIA, tokens.start) {
            told.speaker.organization = Some(body);
            return told;
        }
        let mut end = bare.end;
        if view.is(phrase.end, Class::JOINT) && phrase.end < tokens.end {
            end = phrase_end(self.scene, phrase.end + 1).min(tokens.end);
        }
        if bare.is_empty() {
            return told;
        }
        let firms =
            matches!(view.names.heads.get(view.form(head)), Some(BodyKind::Company | BodyKind::Group | BodyKind::Any));
        let nameless = firms && bare.start == phrase.start && self.scene.mentions_in(bare.clone()).next().is_none();
        if told.plural && (bare.len() == 1 || nameless) && end == bare.end {
            told.speaker.role = Some(view.text(bare).to_owned());
            told.speaker.anonymous = true;
            return told;
        }
        told.speaker.organization = if end > bare.end {
            Some(display(view, bare.start..end))
        } else if std::ptr::eq(self.scene, self.text) && (!told.plural || bare.start > phrase.start) {
            self.scene.called_body(bare, tokens.start)
        } else {
            Some(display(view, bare))
        };
        told
    }

    /// The country that "the regime" stands for: the last that spoke, else the one named most not long before.
    fn country_before(&self, token: usize) -> Option<String> {
        let view = &self.scene.view;
        let country = |name: &str| view.names.places.get(name) == Some(&PlaceKind::Country);
        let spoke = self.story.back().take(3).filter(|told| told.token + STATE > token);
        let mut spoke = spoke.filter_map(|told| told.speaker.organization.as_deref());
        if let Some(name) = spoke.find(|name| country(&fold(name))) {
            return Some(name.to_owned());
        }
        let before = self.scene.mentions[..self.scene.mentions.partition_point(|other| other.run.start < token)].iter();
        let near = before.rev().take(NEAR).take_while(|mention| mention.run.start + STATE > token);
        let mut counts: Vec<(String, usize)> = Vec::new();
        for mention in near {
            let key = view.key(mention.run.clone()).into_owned();
            let place = view.names.place_of(&key).map_or(key, str::to_owned);
            if !country(&place) || view.names.home.contains(place.as_str()) {
                continue;
            }
            match counts.iter_mut().find(|(name, _)| *name == place) {
                Some((_, count)) => *count += 1,
                None => counts.push((place, 1)),
            }
        }
        // Of those named alike often, the last.
        let most = counts.iter().map(|&(_, count)| count).max()?;
        counts.iter().find(|&&(_, count)| count == most).map(|(name, _)| title_case(name))
    }
}
