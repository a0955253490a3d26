//! The passages that answer a question in, their number by speaker, outlet, month and the like out.

use std::collections::{BTreeMap, BTreeSet};

use crate::index::{Count, bodies, people};
use crate::lexicon::Lexicon;
use crate::passage::{By, Group, Passage};

/// A time line has no more stretches than this; longer ones make it.
const MOST_STRETCHES: usize = 48;

/// Groups passages, the greatest first; stretches of time in their order. A passage of two speakers counts for both.
pub fn group(passages: &[Passage], by: By) -> Vec<Group> {
    let names: Vec<Vec<String>> = passages.iter().map(|passage| names(passage, by)).collect();
    let same = same_names(&names, by);
    let mut groups: BTreeMap<Option<&str>, Vec<&Passage>> = BTreeMap::new();
    for (passage, names) in passages.iter().zip(&names) {
        let mut known: BTreeSet<Option<&str>> = BTreeSet::new();
        known.extend(names.iter().map(|name| Some(same.get(name).map_or(name.as_str(), String::as_str))));
        if known.is_empty() {
            known.insert(None);
        }
        for name in known {
            groups.entry(name).or_default().push(passage);
        }
    }
    let mut groups: Vec<Group> = groups.into_iter().map(|(name, passages)| count(by, name, &passages)).collect();
    if by.is_time() {
        // What has no date comes last.
        groups.sort_by_key(|group| group.name.is_none());
    } else {
        groups.sort_by(|one, other| {
            let unknown = one.name.is_none().cmp(&other.name.is_none());
            unknown.then(other.passages.cmp(&one.passages)).then_with(|| one.name.cmp(&other.name))
        });
    }
    groups
}

/// Groups passages by stretches of time so long that a chart of them fits a screen; none is left out between the first
/// and the last.
pub fn timeline(passages: &[Passage]) -> Vec<Group> {
    let days: BTreeSet<jiff::civil::Date> =
        passages.iter().filter_map(|passage| passage.article.date.as_deref()?.parse().ok()).collect();
    let (Some(&first), Some(&last)) = (days.first(), days.last()) else { return Vec::new() };
    let months = |day: jiff::civil::Date| i64::from(day.year()) * 12 + i64::from(day.month());
    let n_days = last.since((jiff::Unit::Day, first)).map_or(i64::MAX, |span| i64::from(span.get_days()));
    let by = if n_days < MOST_STRETCHES as i64 {
        By::Day
    } else if months(last) - months(first) < MOST_STRETCHES as i64 {
        By::Month
    } else {
        By::Year
    };
    let known = group(passages, by);
    let mut all = Vec::new();
    let mut day = first;
    while all.len() <= 10_000 {
        let name = stretch(day, by);
        if all.last().is_none_or(|last: &Group| last.name.as_deref() != Some(name.as_str())) {
            let found = known.iter().find(|group| group.name.as_deref() == Some(name.as_str())).cloned();
            let empty = Group { by, name: Some(name), passages: 0, articles: 0, days: None };
            all.push(found.unwrap_or(empty));
        }
        if day >= last {
            break;
        }
        let span = match by {
            By::Day => jiff::Span::new().days(1),
            By::Month => jiff::Span::new().months(1),
            _ => jiff::Span::new().years(1),
        };
        day = day.saturating_add(span).min(last);
    }
    all
}

fn stretch(day: jiff::civil::Date, by: By) -> String {
    match by {
        By::Year => format!("{:04}", day.year()),
        By::Month => format!("{:04}-{:02}", day.year(), day.month()),
        _ => day.to_string(),
    }
}

/// What a passage counts for.
fn names(passage: &Passage, by: By) -> Vec<String> {
    let quotation = passage.quotation.as_ref();
    let split = |names: Option<&String>| {
        names.map(|names| names.split("; ").map(str::to_owned).collect::<Vec<_>>()).unwrap_or_default()
    };
    let date = |length: usize| {
        let date = passage.article.date.as_deref().and_then(|date| date.get(..length));
        date.map(str::to_owned).into_iter().collect()
    };
    match by {
        By::Speaker => split(quotation.and_then(|quotation| quotation.speaker.as_ref())),
        By::Organization => split(quotation.and_then(|quotation| quotation.organization.as_ref())),
        By::Source => passage.article.source.clone().into_iter().collect(),
        By::Act => quotation.map(|quotation| quotation.acts.clone()).unwrap_or_default(),
        By::Kind => vec![quotation.map_or("narration", |quotation| quotation.kind.as_str()).to_owned()],
        By::Year => date("2020".len()),
        By::Month => date("2020-03".len()),
        By::Day => date("2020-03-09".len()),
    }
}

/// For each name of a person or a body the one that is used most.
fn same_names(names: &[Vec<String>], by: By) -> BTreeMap<String, String> {
    if !matches!(by, By::Speaker | By::Organization) {
        return BTreeMap::new();
    }
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for name in names.iter().flatten() {
        *counts.entry(name.clone()).or_default() += 1;
    }
    let counts = counts.into_iter().map(|(name, count)| Count { name, count }).collect();
    let lexicon = &Lexicon::english().names;
    let identities = if by == By::Speaker { people(counts, lexicon) } else { bodies(counts, lexicon) };
    let one = |identity: crate::index::Identity| {
        let name = identity.name;
        identity.names.into_iter().map(move |other| (other.name, name.clone()))
    };
    identities.into_iter().flat_map(one).collect()
}

fn count(by: By, name: Option<&str>, passages: &[&Passage]) -> Group {
    let articles: BTreeSet<&str> = passages.iter().map(|passage| passage.article.id.as_str()).collect();
    let days = || passages.iter().filter_map(|passage| passage.article.date.clone());
    Group {
        by,
        name: name.map(str::to_owned),
        passages: passages.len() as u64,
        articles: articles.len() as u64,
        days: days().min().zip(days().max()),
    }
}
