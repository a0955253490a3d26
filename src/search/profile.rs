//! Words of a name in, the people or bodies of an index that have it out, with what they were when they spoke.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, Term};

use crate::error::Result;
use crate::index::{Identity, Store, error, status};
use crate::passage::{Profile, ProfilePart};
use crate::text::fold::fold;

/// Who is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// People.
    Speakers,
    /// Bodies.
    Organizations,
}

/// What a person was when speaking, or who spoke for a body: speaker, role, organization.
type Part = (Option<String>, Option<String>, Option<String>);

/// The people or bodies with all these words in one of their names, the most quoted first: at most `limit`.
///
/// # Errors
///
/// When the index is damaged.
pub fn profiles(store: &Store, kind: Kind, words: &str, limit: usize) -> Result<Vec<Profile>> {
    let stats = store.stats()?;
    let identities = match kind {
        Kind::Speakers => stats.speakers,
        Kind::Organizations => stats.organizations,
    };
    let words: Vec<String> = words.split_whitespace().map(fold).collect();
    let known = |identity: &Identity| {
        let names = identity.names.iter().map(|name| name.name.as_str()).chain([identity.key.as_str()]);
        let mut names = names.map(|name| name.split([' ', '-', '.', ',']).map(fold).collect::<Vec<_>>());
        names.any(|name| words.iter().all(|word| name.contains(word)))
    };
    let chosen: Vec<Identity> = identities.into_iter().filter(known).take(limit).collect();
    let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, identity) in chosen.iter().enumerate() {
        for name in &identity.names {
            by_name.entry(&name.name).or_default().push(number);
        }
    }
    let mut days: Vec<BTreeSet<String>> = vec![BTreeSet::new(); chosen.len()];
    let mut parts: Vec<BTreeMap<Part, (u64, BTreeSet<String>)>> = vec![BTreeMap::new(); chosen.len()];
    read(store, kind, &by_name, &mut |number, part, day| {
        let (count, part_days) = parts[number].entry(part).or_default();
        *count += 1;
        if let Some(day) = day {
            days[number].insert(day.clone());
            part_days.insert(day);
        }
    })?;
    let ends = |days: &BTreeSet<String>| days.first().cloned().zip(days.last().cloned());
    Ok(chosen
        .into_iter()
        .zip(days.iter().zip(parts))
        .map(|(identity, (days, parts))| {
            let part = |((speaker, role, organization), (count, days)): (Part, (u64, BTreeSet<String>))| ProfilePart {
                speaker,
                role,
                organization,
                count,
                days: ends(&days),
            };
            let mut parts: Vec<ProfilePart> = parts.into_iter().map(part).collect();
            parts.sort_by_key(|part| std::cmp::Reverse(part.count));
            Profile {
                name: identity.name,
                count: identity.count,
                names: identity.names.into_iter().map(|name| (name.name, name.count)).collect(),
                days: ends(days),
                parts,
            }
        })
        .collect())
}

/// Reads every quotation of the chosen names: whose it is, what the speaker was, and the day.
fn read(
    store: &Store,
    kind: Kind,
    by_name: &BTreeMap<&str, Vec<usize>>,
    found: &mut dyn FnMut(usize, Part, Option<String>),
) -> Result<()> {
    let fields = store.fields();
    let field = match kind {
        Kind::Speakers => fields.speaker_name,
        Kind::Organizations => fields.organization_name,
    };
    // A term may join several names.
    let is_chosen = |term: &str| term.split("; ").any(|name| by_name.contains_key(name));
    let terms = store.terms_that(&[field], "", usize::MAX, &is_chosen)?;
    for (number, segment) in store.segments().iter().enumerate() {
        let number = number as u32;
        let places = segment.fast_fields().u64("place").map_err(error)?;
        let days = segment.fast_fields().i64("day").map_err(error)?;
        let hidden = status::hidden(store, segment, None)?;
        let is_hidden = |document: u32| hidden.as_ref().is_some_and(|hidden| hidden[document as usize]);
        let inverted = segment.inverted_index(field).map_err(error)?;
        for (term, _) in &terms {
            let wanted: BTreeSet<usize> =
                term.split("; ").filter_map(|name| by_name.get(name)).flatten().copied().collect();
            let posted = Term::from_field_text(field, term);
            let Some(mut postings) = inverted.read_postings(&posted, IndexRecordOption::Basic)? else { continue };
            while postings.doc() != TERMINATED {
                let document = postings.doc();
                postings.advance();
                if segment.is_deleted(document) || is_hidden(document) {
                    continue;
                }
                let article = document - places.first(document).unwrap_or(0) as u32;
                let day = days.first(article).map(crate::index::date);
                let Some(speaker) = store.passage(number, document)?.speaker() else { continue };
                let (name, role, organization) = speaker;
                let part = match kind {
                    Kind::Speakers => (None, role, organization),
                    Kind::Organizations => (name, role, None),
                };
                wanted.iter().for_each(|&number| found(number, part.clone(), day.clone()));
            }
        }
    }
    Ok(())
}
