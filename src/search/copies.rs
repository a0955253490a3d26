//! An article found in, the near-copies of it that the index has out.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, Term};

use crate::error::Result;
use crate::index::{Store, error, status};
use crate::passage::Copies;

/// An article, by segment and document.
pub(super) type Place = (u32, u32);

/// Two articles are near-copies if they share so many bands.
const SHARED: usize = 2;
/// No more copies than this are followed: a text that all have is no wire story.
const MOST: usize = 256;

/// The near-copies of articles, followed from one to the next, and remembered.
#[derive(Default)]
pub(super) struct Families {
    /// The family of an article, by number.
    known: FxHashMap<Place, usize>,
    families: Vec<Vec<Place>>,
    counts: FxHashMap<usize, Copies>,
}

impl Families {
    /// The number of an article's family: the same for all its members.
    pub(super) fn of(&mut self, store: &Store, article: Place) -> Result<usize> {
        if let Some(&family) = self.known.get(&article) {
            return Ok(family);
        }
        let mut members = BTreeSet::from([article]);
        let mut open = vec![article];
        while let Some(next) = open.pop() {
            if members.len() >= MOST {
                break;
            }
            for copy in copies(store, next)? {
                if members.insert(copy) {
                    open.push(copy);
                }
            }
        }
        let family = self.families.len();
        for &member in &members {
            self.known.entry(member).or_insert(family);
        }
        self.families.push(members.into_iter().collect());
        Ok(family)
    }

    /// How many articles a family has, and how many outlets that did not take it from the same agency.
    pub(super) fn count(&mut self, store: &Store, family: usize) -> Result<Copies> {
        if let Some(&copies) = self.counts.get(&family) {
            return Ok(copies);
        }
        let members = &self.families[family];
        let mut outlets = FxHashSet::default();
        let (mut articles, mut unknown) = (0, 0);
        for &(segment, document) in members {
            let stored = store.origin(segment, document)?;
            // What is left out of answers is no copy to count.
            if stored.status.as_deref().is_some_and(status::is_hidden) {
                continue;
            }
            articles += 1;
            match stored.origin {
                Some(origin) => drop(outlets.insert(origin)),
                None => unknown = 1,
            }
        }
        let copies = Copies { articles: articles.max(1), outlets: (outlets.len() + unknown).max(1) };
        self.counts.insert(family, copies);
        Ok(copies)
    }
}

/// The articles that share bands with one.
fn copies(store: &Store, (segment, document): Place) -> Result<Vec<Place>> {
    let bands = store.segments()[segment as usize].fast_fields().u64("band").map_err(error)?;
    let mut shared: FxHashMap<Place, usize> = FxHashMap::default();
    for band in bands.values_for_doc(document) {
        let term = Term::from_field_u64(store.fields().band, band);
        for (number, segment) in store.segments().iter().enumerate() {
            let inverted = segment.inverted_index(store.fields().band).map_err(error)?;
            let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else { continue };
            while postings.doc() != TERMINATED {
                if !segment.is_deleted(postings.doc()) {
                    *shared.entry((number as u32, postings.doc())).or_default() += 1;
                }
                postings.advance();
            }
        }
    }
    let mut found: Vec<Place> = shared
        .into_iter()
        .filter(|&(place, n)| n >= SHARED && place != (segment, document))
        .map(|(place, _)| place)
        .collect();
    found.sort_unstable();
    Ok(found)
}
