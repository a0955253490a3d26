//! A question's filters in, the documents that pass them out.

use tantivy::SegmentReader;
use tantivy::schema::Field;

use crate::error::Result;
use crate::index::document::day;
use crate::index::{Store, error};
use crate::lexicon::Lexicon;
use crate::question::Question;
use crate::search::scores::visit_basic;

/// The filters of a question over a store.
pub(super) struct Sieve<'a> {
    pub(super) store: &'a Store,
    pub(super) question: &'a Question,
}

/// Names documents of a segment, one by one.
type Visits<'a> = dyn Fn(&mut dyn FnMut(u32)) -> Result<()> + 'a;

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

fn no_keys(_: &str) -> Vec<String> {
    Vec::new()
}

impl Sieve<'_> {
    /// Which documents of a segment pass the filters; none where there is no filter.
    pub(super) fn passing(&self, segment: &SegmentReader) -> Result<Option<Vec<bool>>> {
        if !self.question.filters.any() {
            return Ok(None);
        }
        let n = segment.max_doc() as usize;
        let fields = self.store.fields();
        let filters = &self.question.filters;
        let mut passes = vec![true; n];
        for (words, among, field, keys) in [
            (&filters.speaker, &[fields.speaker, fields.role][..], fields.speaker_key, person_keys as Keys),
            (&filters.organization, &[fields.organization][..], fields.organization_key, body_keys),
            (&filters.role, &[fields.role][..], fields.role, no_keys),
        ] {
            if words.is_empty() {
                continue;
            }
            let shares = self.share(segment, n, words, among, field, keys)?;
            for (pass, share) in passes.iter_mut().zip(shares) {
                *pass &= share == 1.0;
            }
        }
        let mut keep = |wanted: &Visits<'_>| -> Result<()> {
            let mut found = vec![false; n];
            wanted(&mut |document| found[document as usize] = true)?;
            for (pass, found) in passes.iter_mut().zip(&found) {
                *pass &= *found;
            }
            Ok(())
        };
        if !filters.acts.is_empty() {
            keep(&|found| {
                filters.acts.iter().try_for_each(|act| visit_basic(segment, fields.act, act.name(), &mut *found))
            })?;
        }
        if !filters.kinds.is_empty() {
            keep(&|found| {
                filters.kinds.iter().try_for_each(|kind| visit_basic(segment, fields.kind, kind, &mut *found))
            })?;
        }
        if let Some(wanted) = filters.anonymous {
            let mut unnamed = vec![false; n];
            visit_basic(segment, fields.anonymous, "yes", |document| unnamed[document as usize] = true)?;
            for (pass, unnamed) in passes.iter_mut().zip(&unnamed) {
                *pass &= *unnamed == wanted;
            }
        }
        self.passing_articles(segment, &mut passes)?;
        Ok(Some(passes))
    }

    /// Strikes the passages of articles that do not pass the filters on articles.
    fn passing_articles(&self, segment: &SegmentReader, passes: &mut [bool]) -> Result<()> {
        let fields = self.store.fields();
        let filters = &self.question.filters;
        let since = filters.since.as_deref().and_then(day);
        let until = filters.until.as_deref().and_then(day);
        if filters.source.is_empty() && filters.title.is_empty() && since.is_none() && until.is_none() {
            return Ok(());
        }
        let n = passes.len();
        let mut good = vec![true; n];
        let title: Vec<String> = filters.title.iter().map(|word| crate::index::analyzer::stem(word)).collect();
        for (words, field) in [(&filters.source, fields.outlet), (&title, fields.title)] {
            for word in words {
                let mut found = vec![false; n];
                visit_basic(segment, field, word, |document| found[document as usize] = true)?;
                for (good, found) in good.iter_mut().zip(&found) {
                    *good &= *found;
                }
            }
        }
        if since.is_some() || until.is_some() {
            let days = segment.fast_fields().i64("day").map_err(error)?;
            for (document, good) in good.iter_mut().enumerate() {
                let day = days.first(document as u32);
                *good &= day.is_some_and(|day| {
                    since.is_none_or(|since| day >= since) && until.is_none_or(|until| day <= until)
                });
            }
        }
        let place = segment.fast_fields().u64("place").map_err(error)?;
        for (document, passes) in passes.iter_mut().enumerate() {
            *passes &= good[document - place.first(document as u32).unwrap_or(0) as usize];
        }
        Ok(())
    }

    /// For each document the share of the words that any of the fields has, all of them if it has the key of the whole
    /// name; empty if there are no words.
    fn share(
        &self,
        segment: &SegmentReader,
        n: usize,
        words: &[String],
        fields: &[Field],
        key_field: Field,
        keys: Keys,
    ) -> Result<Vec<f32>> {
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let mut shares = vec![0f32; n];
        let mut last = vec![u32::MAX; n];
        for (number, word) in words.iter().enumerate() {
            for &field in fields {
                visit_basic(segment, field, word, |document| {
                    let at = document as usize;
                    if last[at] != number as u32 {
                        last[at] = number as u32;
                        shares[at] += 1.0 / words.len() as f32;
                    }
                })?;
            }
        }
        for key in keys(&words.join(" ")) {
            visit_basic(segment, key_field, &key, |document| shares[document as usize] = 1.0)?;
        }
        for share in &mut shares {
            // Rounding must not hide that all words are there.
            if *share > 0.999 {
                *share = 1.0;
            }
        }
        Ok(shares)
    }
}
