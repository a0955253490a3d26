//! A noun for a person and what the article says of somebody in, whether the noun may mean that one out.

use std::ops::Range;

use super::Hunt;
use crate::attribution::resolve::view::View;
use crate::lexicon::names::{Class, PlaceKind};

impl Hunt<'_, '_> {
    /// Whether a noun stands for an office: its own, or one of several ("lawmaker": "senator").
    pub(super) fn holds_office(&self, noun: &str, office: &str) -> bool {
        let names = self.scene.view.names;
        let plain = names.plain(office);
        let kinds = || names.office_kinds.get(noun).is_some_and(|kinds| kinds.contains(&plain));
        plain == noun || kinds()
    }

    /// The initials of the capitals in a phrase: "the Ports and Harbors secretary" is "PH Secretary".
    pub(super) fn initials(&self, bare: &Range<usize>) -> Option<String> {
        let view = &self.scene.view;
        let capitals = bare.clone().filter(|&token| view.capital(token) && !view.capitals(token));
        let initials: String = capitals.filter_map(|token| view.form(token).chars().next()).collect();
        (initials.len() > 1).then_some(initials)
    }

    /// Whether the article says of a person what a phrase cannot mean: another state, another party ("the Ostra
    /// Democrat" is neither "a Velden Democrat" nor "an Ostra Republican").
    pub(super) fn contradicts(&self, person: usize, head: usize, start: usize) -> bool {
        let (view, text) = (&self.scene.view, &self.text.view);
        let places = |view: &View, tokens: Range<usize>| -> Vec<String> {
            let place = |token: &usize| {
                let of = view.names.places.get(view.form(*token));
                view.capital(*token) && matches!(of, Some(PlaceKind::State | PlaceKind::City))
            };
            tokens.filter(place).map(|token| view.form(token).to_owned()).collect()
        };
        let party = |view: &View, head: usize| view.capital(head) && view.names.bodies.contains_key(view.form(head));
        let own = places(view, start..head);
        let named = party(view, head);
        if own.is_empty() && !named {
            return false;
        }
        let mut clash = false;
        for description in self.text.profiles.get(person).into_iter().flat_map(|profile| &profile.descriptions) {
            let Some(other) = description.head else { continue };
            let same = text.names.plain(text.form(other)) == view.names.plain(view.form(head));
            if named && party(text, other) && !same && text.is(other, Class::PERSON) {
                return true;
            }
            let theirs = places(text, description.role.start..other);
            if same && !own.is_empty() && !theirs.is_empty() {
                if theirs.iter().any(|place| own.contains(place)) {
                    return false;
                }
                clash = true;
            }
        }
        clash
    }

    /// Whether somebody without a name was brought in by the same noun before: "a technician … the technician".
    pub(super) fn is_introduced(&self, head: usize, start: usize) -> bool {
        /// So many words back it looks.
        const FURTHEST: usize = 1200;
        /// Between the article and the noun.
        const WIDEST: usize = 4;
        let view = &self.scene.view;
        let noun = view.reading.type_of(head);
        let named = |at: usize| self.scene.mention_at(at).is_some_and(|at| self.scene.cast.of[at].is_some());
        (start.saturating_sub(FURTHEST)..start).rev().filter(|&at| view.reading.type_of(at) == noun).any(|at| {
            let plain = |token: &usize| view.small(*token) || view.is(*token, Class::DETERMINER);
            let small = (at.saturating_sub(WIDEST)..at).rev().take_while(plain);
            let article = small.into_iter().find(|&token| view.is(token, Class::DETERMINER));
            let apposed = |article: usize| article > 1 && view.comma(article - 1) && named(article - 2);
            article.is_some_and(|article| view.is(article, Class::INDEFINITE) && !apposed(article))
                && !named(at + 1)
                && !(view.comma(at + 1) && named(at + 2))
        })
    }
}
