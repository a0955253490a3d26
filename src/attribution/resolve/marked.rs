//! Speakers and the names that an agency marked in, the same speakers with what the marks tell out.
//!
//! A mark never makes a speaker: it gives the full name of a surname, the office of a person, and whether a name is a
//! person's or a body's, where the text alone left that open or took it wrong.

use crate::article::{Marked, MarkedKind};
use crate::quotation::Speaker;
use crate::text::fold::fold;

/// A person whom an agency marked is hardly another.
const SURE: f32 = 0.9;

/// Puts right what the marks of an article tell of its speakers.
pub(super) fn heed(marked: &[Marked], speakers: &mut [Speaker]) {
    if marked.is_empty() {
        return;
    }
    let names = Names::of(marked);
    for speaker in speakers {
        names.settle_kind(speaker);
        names.complete(speaker);
    }
}

/// Marked names, with their folded words.
struct Names<'a>(Vec<(&'a Marked, Vec<String>)>);

fn words(name: &str) -> Vec<String> {
    name.split_whitespace().map(fold).collect()
}

impl<'a> Names<'a> {
    fn of(marked: &'a [Marked]) -> Self {
        Self(marked.iter().map(|marked| (marked, words(&marked.name))).collect())
    }

    /// The marked name with these words.
    fn whole(&self, name: &str) -> Option<&'a Marked> {
        let wanted = words(name);
        self.0.iter().find(|(_, words)| *words == wanted).map(|(marked, _)| *marked)
    }

    /// The marked people whose surname this is.
    fn holders(&self, surname: &str) -> impl Iterator<Item = &(&'a Marked, Vec<String>)> {
        let surname = fold(surname);
        self.0.iter().filter(move |(marked, words)| {
            marked.kind == MarkedKind::Person && words.len() > 1 && words.last() == Some(&surname)
        })
    }

    /// The one marked person whose surname this is.
    fn holder(&self, surname: &str) -> Option<&'a Marked> {
        let mut holders = self.holders(surname);
        let (holder, name) = holders.next()?;
        holders.all(|(_, other)| other == name).then_some(*holder)
    }

    /// What a name names, if it was marked, or is the surname of a person who was.
    fn kind(&self, name: &str) -> Option<MarkedKind> {
        let whole = self.whole(name).map(|marked| marked.kind);
        whole.or_else(|| self.holders(name).next().map(|(marked, _)| marked.kind))
    }

    /// A body that was taken for a person is one; a person that was taken for a body is one.
    fn settle_kind(&self, speaker: &mut Speaker) {
        let kind = |name: &Option<String>| name.as_deref().and_then(|name| self.kind(name));
        if kind(&speaker.name) == Some(MarkedKind::Organization) {
            let body = speaker.name.take();
            speaker.candidates.clear();
            speaker.organization = speaker.organization.take().or(body);
        } else if speaker.name.is_none() && kind(&speaker.organization) == Some(MarkedKind::Person) {
            speaker.name = speaker.organization.take();
            speaker.confidence = SURE;
        }
    }

    /// A surname becomes the full name, and a person has the office that was marked.
    fn complete(&self, speaker: &mut Speaker) {
        let full = |name: &str| match name.contains(char::is_whitespace) {
            true => None,
            false => self.holder(name).map(|holder| holder.name.clone()),
        };
        for candidate in &mut speaker.candidates {
            candidate.name = full(&candidate.name).unwrap_or_else(|| std::mem::take(&mut candidate.name));
        }
        let Some(name) = &mut speaker.name else { return };
        if let Some(full) = full(name) {
            *name = full;
            speaker.confidence = speaker.confidence.max(SURE);
        }
        if speaker.role.is_none()
            && let Some(person) = self.whole(name).filter(|marked| marked.kind == MarkedKind::Person)
        {
            speaker.role.clone_from(&person.role);
        }
    }
}
