//! A question's conditions in, the documents of a segment that meet them out.
//!
//! Conditions on articles hold for all passages of the article. Patterns must have been settled: what they stand for
//! in this index is known.

use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, SegmentReader, TERMINATED, Term};

use crate::error::Result;
use crate::index::{Store, error, status};
use crate::lexicon::Lexicon;
use crate::question::condition::{Near, Pattern, Place, Sense, Within};
use crate::question::dates::Moment;
use crate::question::{Condition, Question};
use crate::search::scores::visit_basic;

/// Words of one sentence are hardly ever farther apart; the sentences themselves are looked at when passages are read.
const SENTENCE: u32 = 250;

/// Which documents of a segment a question leaves out for their status, unless it asks for one.
pub(super) fn left_out(store: &Store, segment: &SegmentReader, question: &Question) -> Result<Option<Vec<bool>>> {
    if question.filters.conditions.iter().any(Condition::asks_status) {
        return Ok(None);
    }
    status::hidden(store, segment, question.filters.as_of)
}

/// Which documents of a segment may answer a question; none where all may.
pub(super) fn passing(store: &Store, segment: &SegmentReader, question: &Question) -> Result<Option<Vec<bool>>> {
    let conditions = &question.filters.conditions;
    let hidden = left_out(store, segment, question)?;
    if conditions.is_empty() && hidden.is_none() {
        return Ok(None);
    }
    let compiler = Compiler { store, segment, n: segment.max_doc() as usize };
    let mut passing = hidden.map_or_else(
        || vec![true; compiler.n],
        |mut hidden| {
            hidden.iter_mut().for_each(|hidden| *hidden = !*hidden);
            hidden
        },
    );
    for condition in conditions {
        let set = compiler.set(condition)?;
        passing.iter_mut().zip(&set).for_each(|(passes, holds)| *passes &= *holds);
    }
    Ok(Some(passing))
}

/// The keys under which the index has a name, as asked for.
pub(super) type Keys = fn(&str) -> Vec<String>;

/// A word alone is found by the words of names: it may be anybody's.
pub(super) fn person_keys(name: &str) -> Vec<String> {
    let key = Lexicon::english().names.person_key(name);
    if key.is_bare() { Vec::new() } else { key.agreeing() }
}

pub(super) fn body_keys(name: &str) -> Vec<String> {
    vec![Lexicon::english().names.body_key(name)]
}

struct Compiler<'a> {
    store: &'a Store,
    segment: &'a SegmentReader,
    n: usize,
}

type Set = Vec<bool>;

impl Compiler<'_> {
    fn set(&self, condition: &Condition) -> Result<Set> {
        let fields = self.store.fields();
        let raw = |field: Field, term: &str| {
            let mut set = vec![false; self.n];
            visit_basic(self.segment, field, term, |document| set[document as usize] = true)?;
            Ok(set)
        };
        match condition {
            Condition::All(inner) => {
                let mut all = vec![true; self.n];
                for inner in inner {
                    let set = self.set(inner)?;
                    all.iter_mut().zip(&set).for_each(|(all, holds)| *all &= *holds);
                }
                Ok(all)
            }
            Condition::Any(inner) => {
                let mut any = vec![false; self.n];
                for inner in inner {
                    let set = self.set(inner)?;
                    any.iter_mut().zip(&set).for_each(|(any, holds)| *any |= *holds);
                }
                Ok(any)
            }
            Condition::Not(inner) => {
                let mut set = self.set(inner)?;
                set.iter_mut().for_each(|holds| *holds = !*holds);
                Ok(set)
            }
            Condition::Words(place, pattern) => self.words(*place, pattern),
            Condition::Near(near) => self.near(near),
            Condition::AtLeast(least, pattern) => self.at_least(*least, pattern),
            Condition::Act(act) => raw(fields.act, act.name()),
            Condition::Kind(kind) => raw(fields.kind, kind),
            Condition::Anonymous(wanted) => {
                let mut set = raw(fields.anonymous, "yes")?;
                set.iter_mut().for_each(|unnamed| *unnamed = *unnamed == *wanted);
                Ok(set)
            }
            Condition::Language(language) => {
                let mut set: Set = raw(fields.language, language)?;
                self.spread(&mut set)?;
                Ok(set)
            }
            Condition::Status(None) => Ok(vec![true; self.n]),
            Condition::Status(Some(status)) => {
                let mut set: Set = raw(fields.status, status)?;
                self.spread(&mut set)?;
                Ok(set)
            }
            // What is not sure enough is left out when passages are read.
            Condition::Confidence(_) => Ok(vec![true; self.n]),
            Condition::Published(since, until) => self.published(since.as_ref(), until.as_ref()),
        }
    }

    /// The fields of a place; any of them will do.
    fn fields_of(&self, place: Place) -> Vec<Field> {
        fields_of(self.store, place)
    }

    fn words(&self, place: Place, pattern: &Pattern) -> Result<Set> {
        let mut found = vec![false; self.n];
        let fields = self.fields_of(place);
        match &pattern.sense {
            Sense::Terms(terms) => {
                for term in terms {
                    self.mark(&fields, term, &mut found)?;
                }
            }
            Sense::Row(terms) | Sense::Loose(terms, _) | Sense::Together(terms) if terms.len() == 1 => {
                self.mark(&fields, &terms[0], &mut found)?;
            }
            Sense::Together(terms) => found = self.together(&fields, terms)?,
            Sense::Row(terms) => {
                for &field in &fields {
                    self.row(field, terms, 0, &mut found)?;
                }
            }
            Sense::Loose(terms, slop) => {
                for &field in &fields {
                    self.row(field, terms, *slop, &mut found)?;
                }
            }
            Sense::Wildcard(_) | Sense::Fuzzy(..) | Sense::Regex(_) => {
                unreachable!("open patterns are settled before passages are looked for")
            }
        }
        // A person and a well-known body are found whatever the article calls them.
        let (key, keys) = match (place, &pattern.sense) {
            (Place::Speaker, Sense::Row(terms) | Sense::Together(terms)) => {
                (self.store.fields().speaker_key, person_keys(&terms.join(" ")))
            }
            (Place::Organization, Sense::Row(terms) | Sense::Together(terms)) => {
                (self.store.fields().organization_key, body_keys(&terms.join(" ")))
            }
            _ => (self.store.fields().speaker_key, Vec::new()),
        };
        keys.iter().try_for_each(|name| self.mark(&[key], name, &mut found))?;
        self.of_place(place, &mut found)?;
        Ok(found)
    }

    fn mark(&self, fields: &[Field], term: &str, found: &mut Set) -> Result<()> {
        fields
            .iter()
            .try_for_each(|&field| visit_basic(self.segment, field, term, |document| found[document as usize] = true))
    }

    /// The documents that have all terms, each in any of the fields.
    fn together(&self, fields: &[Field], terms: &[String]) -> Result<Set> {
        let mut all = vec![true; self.n];
        for term in terms {
            let mut found = vec![false; self.n];
            self.mark(fields, term, &mut found)?;
            all.iter_mut().zip(&found).for_each(|(all, found)| *all &= *found);
        }
        Ok(all)
    }

    /// Marks the documents in which the terms stand in a row, or with at most `slop` other words among them in any
    /// order.
    fn row(&self, field: Field, terms: &[String], slop: u32, found: &mut Set) -> Result<()> {
        let candidates = self.together(&[field], terms)?;
        if !candidates.contains(&true) {
            return Ok(());
        }
        let mut places: Vec<Vec<(u32, Vec<u32>)>> = Vec::with_capacity(terms.len());
        for term in terms {
            places.push(self.positions(field, std::slice::from_ref(term), &candidates)?);
        }
        for at in 0..places[0].len() {
            let of = |places: &Vec<(u32, Vec<u32>)>| places.get(at).map(|(_, positions)| positions.clone());
            let all: Vec<Vec<u32>> = places.iter().filter_map(of).collect();
            let holds = if slop == 0 { is_row(&all) } else { is_loose(&all, slop) };
            if holds {
                found[places[0][at].0 as usize] = true;
            }
        }
        Ok(())
    }

    /// Where any of the terms stands, for each of the candidates that has one, in order.
    fn positions(&self, field: Field, terms: &[String], candidates: &Set) -> Result<Vec<(u32, Vec<u32>)>> {
        let inverted = self.segment.inverted_index(field).map_err(error)?;
        let mut found: std::collections::BTreeMap<u32, Vec<u32>> = std::collections::BTreeMap::new();
        let mut positions = Vec::new();
        for term in terms {
            let term = Term::from_field_text(field, term);
            let option = IndexRecordOption::WithFreqsAndPositions;
            let Some(mut postings) = inverted.read_postings(&term, option)? else { continue };
            let mut document = postings.doc();
            while document != TERMINATED {
                if candidates[document as usize] {
                    postings.positions(&mut positions);
                    found.entry(document).or_default().extend_from_slice(&positions);
                }
                document = postings.advance();
            }
        }
        found.values_mut().for_each(|positions| {
            positions.sort_unstable();
            positions.dedup();
        });
        Ok(found.into_iter().collect())
    }

    fn near(&self, near: &Near) -> Result<Set> {
        let mut found = vec![false; self.n];
        for field in self.fields_of(near.place) {
            let (one, other) = (self.side(field, &near.one)?, self.side(field, &near.other)?);
            let mut others = other.iter().peekable();
            for (document, one) in &one {
                while others.peek().is_some_and(|(other, _)| other < document) {
                    others.next();
                }
                let Some((_, other)) = others.peek().filter(|(other, _)| other == document) else { continue };
                let close = one.iter().any(|&here| {
                    let (from, to) = match near.within {
                        Within::Words(most) => (here.saturating_sub(most), here.saturating_add(most)),
                        Within::Before(most) => (here.saturating_add(1), here.saturating_add(most)),
                        Within::Sentence => (here.saturating_sub(SENTENCE), here.saturating_add(SENTENCE)),
                        Within::Paragraph => (0, u32::MAX),
                    };
                    let first = other.partition_point(|&there| there < from);
                    // A word is not near itself.
                    other[first..].iter().take_while(|&&there| there <= to).any(|&there| there != here)
                });
                found[*document as usize] |= close;
            }
        }
        self.of_place(near.place, &mut found)?;
        Ok(found)
    }

    /// Where the patterns of one side of a distance start.
    fn side(&self, field: Field, patterns: &[Pattern]) -> Result<Vec<(u32, Vec<u32>)>> {
        let everywhere = vec![true; self.n];
        let mut merged: std::collections::BTreeMap<u32, Vec<u32>> = std::collections::BTreeMap::new();
        for pattern in patterns {
            let starts = match &pattern.sense {
                Sense::Terms(terms) => self.positions(field, terms, &everywhere)?,
                Sense::Row(terms) | Sense::Together(terms) | Sense::Loose(terms, _) => {
                    let mut rows = vec![false; self.n];
                    let slop = if let Sense::Loose(_, slop) = pattern.sense { slop } else { 0 };
                    if terms.len() == 1 {
                        rows = everywhere.clone();
                    } else {
                        self.row(field, terms, slop, &mut rows)?;
                    }
                    self.positions(field, &terms[..1], &rows)?
                }
                Sense::Wildcard(_) | Sense::Fuzzy(..) | Sense::Regex(_) => {
                    unreachable!("open patterns are settled before passages are looked for")
                }
            };
            for (document, positions) in starts {
                merged.entry(document).or_default().extend(positions);
            }
        }
        merged.values_mut().for_each(|positions| {
            positions.sort_unstable();
            positions.dedup();
        });
        Ok(merged.into_iter().collect())
    }

    fn at_least(&self, least: u32, pattern: &Pattern) -> Result<Set> {
        let field = self.store.fields().body;
        let inverted = self.segment.inverted_index(field).map_err(error)?;
        let mut counts = vec![0u32; self.n];
        let terms = match &pattern.sense {
            Sense::Row(terms) | Sense::Terms(terms) | Sense::Together(terms) | Sense::Loose(terms, _) => terms,
            Sense::Wildcard(_) | Sense::Fuzzy(..) | Sense::Regex(_) => {
                unreachable!("open patterns are settled before passages are looked for")
            }
        };
        for term in terms {
            let term = Term::from_field_text(field, term);
            let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::WithFreqs)? else { continue };
            while postings.doc() != TERMINATED {
                counts[postings.doc() as usize] += postings.term_freq();
                postings.advance();
            }
        }
        let mut found: Set = counts.into_iter().map(|count| count >= least.max(1)).collect();
        self.spread(&mut found)?;
        Ok(found)
    }

    fn published(&self, since: Option<&Moment>, until: Option<&Moment>) -> Result<Set> {
        let day = |moment: Option<&Moment>| {
            moment.and_then(|moment| match moment {
                Moment::Day(day) => crate::index::document::day(&day.to_string()),
                Moment::From(..) => None,
            })
        };
        let (since, until) = (day(since), day(until));
        let days = self.segment.fast_fields().i64("day").map_err(error)?;
        let mut found: Set = (0..self.n as u32)
            .map(|document| {
                days.first(document)
                    .is_some_and(|day| since.is_none_or(|since| day >= since) && until.is_none_or(|until| day <= until))
            })
            .collect();
        self.spread(&mut found)?;
        Ok(found)
    }

    /// What a place asks beside its words.
    fn of_place(&self, place: Place, found: &mut Set) -> Result<()> {
        match place {
            Place::Title | Place::Article | Place::Outlet => self.spread(found),
            Place::Quote => {
                let kind = self.store.fields().kind;
                visit_basic(self.segment, kind, "narration", |document| found[document as usize] = false)
            }
            _ => Ok(()),
        }
    }

    /// What holds of an article holds of its passages.
    fn spread(&self, found: &mut Set) -> Result<()> {
        let blocks = self.segment.fast_fields().u64("block").map_err(error)?;
        for article in 0..self.n {
            if found[article] {
                let passages = blocks.first(article as u32).unwrap_or(0) as usize;
                let end = (article + 1 + passages).min(self.n);
                found[article + 1..end].fill(true);
            }
        }
        Ok(())
    }
}

/// The fields of a place; any of them will do.
pub(super) fn fields_of(store: &Store, place: Place) -> Vec<Field> {
    let fields = store.fields();
    match place {
        Place::Passage => vec![fields.context, fields.content],
        Place::Quote => vec![fields.content],
        Place::Title => vec![fields.title],
        Place::Article => vec![fields.body, fields.title],
        Place::Speaker => vec![fields.speaker, fields.role],
        Place::Organization => vec![fields.organization],
        Place::Role => vec![fields.role],
        Place::Outlet => vec![fields.outlet],
    }
}

/// Whether the terms stand in a row somewhere.
fn is_row(positions: &[Vec<u32>]) -> bool {
    positions[0].iter().any(|&first| {
        positions.iter().enumerate().all(|(at, own)| own.binary_search(&first.saturating_add(at as u32)).is_ok())
    })
}

/// Whether the terms stand in some stretch with at most `slop` other words among them.
fn is_loose(positions: &[Vec<u32>], slop: u32) -> bool {
    let longest = (positions.len() as u32 - 1).saturating_add(slop);
    let mut all: Vec<(u32, usize)> =
        positions.iter().enumerate().flat_map(|(term, own)| own.iter().map(move |&at| (at, term))).collect();
    all.sort_unstable();
    // The shortest stretch with every term that ends at each position.
    let mut last = vec![None; positions.len()];
    for (at, term) in all {
        last[term] = Some(at);
        if let Some(first) = last.iter().copied().min().flatten()
            && last.iter().all(Option::is_some)
            && at - first <= longest
        {
            return true;
        }
    }
    false
}
