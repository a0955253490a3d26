//! What a run did, counted.

use std::collections::BTreeMap;

use crate::article::Article;
use crate::attribution::Findings;

/// What a run did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Articles attributed.
    pub articles: u64,
    /// Quotations found in them.
    pub quotations: u64,
    /// Quotations by kind and by act.
    pub counts: BTreeMap<String, u64>,
    /// Articles that were in the index unchanged.
    pub unchanged: u64,
    /// Articles that another one of the same id in the same run replaced.
    pub repeated: u64,
    /// Articles removed because no file gives them any more.
    pub removed: u64,
    /// Records skipped.
    pub skipped: u64,
    /// Records kept that are damaged.
    pub damaged: u64,
    /// Bytes of article text.
    pub bytes: u64,
    /// Whether it was stopped before the end.
    pub stopped: bool,
}

/// What one article adds to the summary.
pub(super) struct Tally {
    pub(super) quotations: u64,
    bytes: u64,
    counts: BTreeMap<&'static str, u64>,
}

impl Tally {
    pub(super) fn of(article: &Article, findings: &Findings) -> Self {
        let mut counts = BTreeMap::new();
        for quotation in &findings.quotations {
            *counts.entry(crate::record::kind_name(quotation.attribution.kind)).or_default() += 1;
            for act in &quotation.acts {
                *counts.entry(act.name()).or_default() += 1;
            }
        }
        Self { quotations: findings.quotations.len() as u64, bytes: article.text.len() as u64, counts }
    }

    pub(super) fn add_to(self, summary: &mut Summary) {
        summary.articles += 1;
        summary.quotations += self.quotations;
        summary.bytes += self.bytes;
        for (name, count) in self.counts {
            *summary.counts.entry(name.to_owned()).or_default() += count;
        }
    }
}
