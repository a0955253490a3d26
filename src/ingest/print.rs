//! Inputs in, their quotations or their articles printed, without an index.

use std::io::Write;

use rayon::prelude::*;

use crate::attribution::attribute;
use crate::error::Result;
use crate::ingest::Watch;
use crate::ingest::batch::{BATCH_RECORDS, all_jobs, parse, run};
use crate::ingest::tally::{Summary, Tally};
use crate::lexicon::Lexicon;
use crate::reader::{Input, Settings};
use crate::record::{ArticleRecord, QuotationRecord, article_record, each_record};

/// Forms one record.
pub type Print = dyn Fn(&mut dyn Write, &QuotationRecord) -> Result<()> + Sync;

/// Prints the quotations of the inputs' articles, in the order of the input.
///
/// # Errors
///
/// When they cannot be written. A record that cannot be read is skipped and counted.
pub fn extract(
    inputs: &[Input],
    settings: &Settings,
    min_confidence: f32,
    out: &mut dyn Write,
    print: &Print,
    lexicon: &Lexicon,
    watch: &dyn Watch,
) -> Result<Summary> {
    let mut summary = Summary::default();
    let jobs = all_jobs(inputs, watch, &mut summary)?;
    run(jobs, settings, BATCH_RECORDS, watch, &mut summary, |batch, summary| {
        let done: Vec<(Vec<u8>, Tally)> = parse(batch.records, watch, summary, |_| {})?
            .into_par_iter()
            .map(|(_, article)| {
                let findings = attribute(&article, lexicon);
                // Most articles' lines are shorter.
                let mut lines = Vec::with_capacity(4 * article.text.len());
                each_record(&article, &findings.quotations, |record| {
                    if record.confidence >= min_confidence { print(&mut lines, record) } else { Ok(()) }
                })?;
                let tally = Tally::of(&article, &findings);
                watch.done(1, tally.quotations);
                Ok((lines, tally))
            })
            .collect::<Result<_>>()?;
        for (lines, tally) in done {
            out.write_all(&lines)?;
            tally.add_to(summary);
        }
        Ok(())
    })?;
    out.flush()?;
    Ok(summary)
}

/// Prints the inputs' articles as they are read, in the order of the input.
///
/// # Errors
///
/// When they cannot be written. A record that cannot be read is skipped and counted.
pub fn articles(
    inputs: &[Input],
    settings: &Settings,
    print: &mut dyn FnMut(&ArticleRecord) -> Result<()>,
    watch: &dyn Watch,
) -> Result<Summary> {
    let mut summary = Summary::default();
    let jobs = all_jobs(inputs, watch, &mut summary)?;
    run(jobs, settings, BATCH_RECORDS, watch, &mut summary, |batch, summary| {
        for (_, article) in parse(batch.records, watch, summary, |_| {})? {
            summary.articles += 1;
            summary.bytes += article.text.len() as u64;
            watch.done(1, 0);
            print(&article_record(article))?;
        }
        Ok(())
    })?;
    Ok(summary)
}
