//! A source whose head is a noun for a body in, the body out that the article names by it.

use std::ops::Range;

use super::Hunt;
use crate::attribution::resolve::body::display;
use crate::attribution::resolve::mention::Kind;
use crate::attribution::resolve::phrase::phrase_end;
use crate::attribution::resolve::scene::title_case;
use crate::attribution::resolve::story::Told;
use crate::lexicon::names::{BodyKind, Class, Gender, PlaceKind};
use crate::text::fold::fold;

/// The kind of newspapers, agencies and stations, as the table of bodies of roles names it.
const MEDIA: &str = "media";

/// "The regime" stands for a country that is named within so many words, among so many mentions.
const STATE: usize = 200;
const NEAR: usize = 12;

/// A noun for a body where it stands.
struct BodyNoun {
    head: usize,
    /// The words up to the head, with and without an article.
    phrase: Range<usize>,
    bare: Range<usize>,
    /// Those words with what the body is of: "the foreign ministry of Tversk".
    whole: Range<usize>,
    /// Whether it has an owner: "their ministry".
    owned: bool,
    plural: bool,
}

impl Hunt<'_, '_> {
    /// A body without a name: "the council", "the foreign ministry of Tversk".
    pub(super) fn body_noun(&self, head: usize, phrase: Range<usize>, tokens: Range<usize>) -> Told {
        let view = &self.scene.view;
        let bare = self.scene.bare(phrase.clone());
        let of = view.is(phrase.end, Class::JOINT) && phrase.end < tokens.end;
        let end = if of { phrase_end(self.scene, phrase.end + 1).min(tokens.end) } else { bare.end };
        let owned = view.is(phrase.start, Class::PRONOUN) && view.is(phrase.start, Class::DETERMINER);
        let noun = BodyNoun { head, whole: bare.start..end, bare, owned, plural: view.is(head, Class::BODIES), phrase };
        let before =
            self.listed(&noun, &tokens).or_else(|| self.spoke_before(&noun)).or_else(|| self.owned_by_name(&noun));
        if let Some(before) = before {
            return before;
        }
        let mut told = Told { noun: Some(view.form(head).to_owned()), plural: noun.plural, ..Told::default() };
        told.speaker.confidence = 0.6;
        if self.is_new(&noun) || self.is_kind(&noun) {
            told.speaker.role = (!noun.bare.is_empty()).then(|| view.text(noun.bare).to_owned());
            told.speaker.anonymous = true;
        } else if !noun.bare.is_empty() {
            told.speaker.organization = self.called(noun, &tokens);
        }
        told
    }

    /// "His group, Save the Pier".
    fn owned_by_name(&self, noun: &BodyNoun) -> Option<Told> {
        let view = &self.scene.view;
        let comma = noun.phrase.end;
        let at = self.scene.mention_at(comma + 1).filter(|_| noun.owned && view.comma(comma))?;
        let mention = &self.scene.mentions[at];
        (matches!(mention.kind, Kind::Body | Kind::Unknown) && !view.is_word(mention.run.end)).then(|| {
            let mut told = Told { noun: Some(view.form(noun.head).to_owned()), ..Told::default() };
            told.speaker.organization = Some(self.body_name(at));
            told.speaker.role = Some(view.text(noun.bare.clone()).to_owned());
            told.speaker.confidence = 0.6;
            told
        })
    }

    /// Whose "his office" is: the body of who owns it, else it is told by the owner's name.
    fn of_owner(&self, noun: &BodyNoun) -> Option<String> {
        let view = &self.scene.view;
        let owner = view.names.pronouns.get(view.form(noun.phrase.start)).filter(|_| noun.bare.len() == 1)?;
        if !matches!(owner.gender, Gender::Male | Gender::Female) {
            return None;
        }
        let owner = self.salient(noun.phrase.start, owner.gender, None, None).speaker;
        owner.organization.or_else(|| owner.name.map(|name| format!("{name}’s {}", view.word(noun.head))))
    }

    /// "Several stations, including Ardley One and the Harbour Post".
    fn listed(&self, noun: &BodyNoun, tokens: &Range<usize>) -> Option<Told> {
        let behind = noun.phrase.end;
        let mut near = (behind..tokens.end.min(behind + 2)).filter(|_| noun.plural);
        let list = near.find(|&token| self.scene.view.is(token, Class::LISTING))?;
        let named = self.bodies_at_head(list + 1..tokens.end);
        (!named.is_empty()).then(|| self.of_bodies(&named, list + 1..tokens.end))
    }

    /// The source before with the same noun, but: "A Senate panel said … The Senate Intelligence Committee … The panel said".
    fn spoke_before(&self, noun: &BodyNoun) -> Option<Told> {
        let view = &self.scene.view;
        let form = view.form(noun.head);
        if noun.bare.len() != 1 || noun.owned || self.is_new(noun) {
            return None;
        }
        let before = self.same_noun(form)?;
        let unnamed = before.speaker.organization.as_deref().is_none_or(|body| body.ends_with(form));
        let since = self.scene.bodies.definite(view, form, noun.phrase.start).filter(|_| unnamed);
        let since = since.map(|body| &self.scene.bodies.all[body]);
        since.is_none_or(|body| !body.sure || body.place).then_some(before)
    }

    /// Whether it is one that was not spoken of: "a council".
    fn is_new(&self, BodyNoun { head, phrase, .. }: &BodyNoun) -> bool {
        let view = &self.scene.view;
        let named = || self.scene.mentions_in(phrase.clone()).next().is_some();
        view.is(phrase.start, Class::INDEFINITE) && !view.possessive(*head) && !named()
    }

    /// Whether it is any of a kind: "stations", "oil firms".
    fn is_kind(&self, BodyNoun { head, phrase, bare, whole, owned, plural }: &BodyNoun) -> bool {
        let view = &self.scene.view;
        let firms = [BodyKind::Company, BodyKind::Group, BodyKind::Any];
        let nameless = || {
            view.names.heads.get(view.form(*head)).is_some_and(|kind| firms.contains(kind))
                && bare.start == phrase.start
                && self.scene.mentions_in(bare.clone()).next().is_none()
        };
        *plural && !owned && whole.end == bare.end && (bare.len() == 1 || nameless())
    }

    /// The body that a noun stands for.
    fn called(&self, noun: BodyNoun, tokens: &Range<usize>) -> Option<String> {
        let view = &self.scene.view;
        if noun.owned {
            return self.of_owner(&noun).or_else(|| Some(display(view, noun.bare)));
        }
        let BodyNoun { phrase, bare, whole, plural, .. } = noun;
        let kind = view.names.heads.get(view.form(bare.start));
        if bare.len() == 1 && kind == Some(&BodyKind::State) {
            // "The regime of Marshal Orry" may be of a country that is never named.
            let whole = || (phrase.end < tokens.end).then(|| display(view, bare.start..tokens.end));
            return self.country_before(tokens.start).or_else(whole);
        }
        // "The news agency": the word before the noun tells its kind.
        if bare.len() == 2
            && kind == Some(&BodyKind::Media)
            && let Some(body) = self.scene.bodies.near(view, MEDIA, tokens.start)
        {
            return Some(body);
        }
        if whole.end == bare.end && std::ptr::eq(self.scene, self.text) && (!plural || bare.start > phrase.start) {
            return self.scene.called_body(bare, tokens.start);
        }
        Some(display(view, whole))
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
