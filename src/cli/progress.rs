//! How a run goes on, told on standard error: a bar on a terminal, and every record that was skipped.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::plan::{Patience, Report, Talk};
use crate::cli::{interrupt, say};
use crate::error::{Error, ErrorKind, Result};
use crate::index::Acknowledged;
use crate::ingest::Watch;
use crate::printer::lines;
use crate::printer::problem::print_problem;
use crate::printer::stats::{count, number};

/// No more skipped records than this are told one by one.
const TOLD: u64 = 20;

/// No more reasons than this are counted apart.
const REASONS: usize = 100;

/// The bar of a run that reads so many bytes.
const KNOWN_END: &str = "{spinner:.cyan} {bar:20.cyan/dim} {decimal_bytes} of {decimal_total_bytes} · \
                         {decimal_bytes_per_sec} · {eta} left · {wide_msg}";

/// The bar of a run that reads to the end, wherever that is.
const OPEN_END: &str = "{spinner:.cyan} {decimal_bytes} · {decimal_bytes_per_sec} · {wide_msg}";

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the template is well formed").progress_chars("━╸─")
}

/// A run under way.
pub(super) struct Progress {
    talk: Talk,
    bar: ProgressBar,
    started: Instant,
    articles: AtomicU64,
    quotations: AtomicU64,
    patience: Patience,
    problems: Mutex<Problems>,
}

/// What could not be read so far.
#[derive(Default)]
struct Problems {
    skipped: u64,
    kept: u64,
    reasons: BTreeMap<String, u64>,
    file: Option<BufWriter<File>>,
}

impl Progress {
    /// A run that begins.
    pub(super) fn start(talk: Talk, report: &Report) -> Result<Self> {
        let create = |path: &PathBuf| File::create(path).map_err(|error| Error::from(error).at(path));
        let file = report.errors.as_ref().map(create).transpose()?.map(BufWriter::new);
        let bar = match talk {
            Talk::Progress => ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr_with_hz(10)),
            Talk::Summary | Talk::Lines | Talk::Silent => ProgressBar::hidden(),
        };
        bar.set_style(style(OPEN_END));
        bar.enable_steady_tick(Duration::from_millis(100));
        Ok(Self {
            talk,
            bar,
            started: Instant::now(),
            articles: AtomicU64::new(0),
            quotations: AtomicU64::new(0),
            patience: report.patience,
            problems: Mutex::new(Problems { file, ..Problems::default() }),
        })
    }

    fn problems(&self) -> MutexGuard<'_, Problems> {
        self.problems.lock().expect("no thread panics while it counts")
    }

    /// Says that what was read so far is durable.
    pub(super) fn say_committed(&self, acknowledged: Acknowledged, so_far: Option<(&str, u64)>) {
        let message = match self.talk {
            Talk::Silent => return,
            Talk::Lines => lines::committed(acknowledged, so_far),
            Talk::Progress | Talk::Summary => {
                format!("committed {}\n", count(acknowledged.articles, "article", "articles"))
            }
        };
        self.bar.suspend(|| say(&message));
    }

    /// Takes the bar away, and sees that what could not be read is written down.
    pub(super) fn finish(&self) -> Result<()> {
        self.bar.finish_and_clear();
        match &mut self.problems().file {
            Some(file) => Ok(file.flush()?),
            None => Ok(()),
        }
    }

    /// How long the run has taken so far.
    pub(super) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Says how many records were skipped or kept in part, by reason.
    pub(super) fn say_skipped(&self) {
        let problems = self.problems();
        if problems.reasons.is_empty() || matches!(self.talk, Talk::Silent | Talk::Lines) {
            return;
        }
        let told = |n: u64, what: &str| (n > 0).then(|| format!("{} {what}", count(n, "record", "records")));
        let counts = told(problems.skipped, "skipped").into_iter().chain(told(problems.kept, "kept in part"));
        let mut message = counts.collect::<Vec<_>>().join(", ") + "\n";
        for (reason, times) in &problems.reasons {
            message.push_str(&format!("  {:>6}  {reason}\n", number(*times)));
        }
        say(&message);
    }

    fn update(&self) {
        let articles = number(self.articles.load(Ordering::Relaxed));
        let quotations = number(self.quotations.load(Ordering::Relaxed));
        let skipped = self.problems().skipped;
        let skipped = if skipped == 0 { String::new() } else { format!(", {} skipped", number(skipped)) };
        let stopping = if interrupt::noted() { "stopping; " } else { "" };
        self.bar.set_message(format!("{stopping}{articles} articles, {quotations} quotations{skipped}"));
    }
}

impl Watch for Progress {
    fn found(&self, bytes: u64) {
        // What comes from standard input has no size that we know.
        if bytes > 0 {
            self.bar.set_style(style(KNOWN_END));
            self.bar.inc_length(bytes);
        }
    }

    fn read(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    fn done(&self, articles: u64, quotations: u64) {
        self.articles.fetch_add(articles, Ordering::Relaxed);
        self.quotations.fetch_add(quotations, Ordering::Relaxed);
        if self.talk == Talk::Progress {
            self.update();
        }
    }

    fn problem(&self, error: &Error) -> Result<()> {
        let mut problems = self.problems();
        if let Some(file) = &mut problems.file {
            print_problem(file, error)?;
        }
        let is_skipped = error.kept.is_none();
        problems.skipped += u64::from(is_skipped);
        problems.kept += u64::from(!is_skipped);
        let reason = reason(&error.message);
        let known = problems.reasons.len() < REASONS || problems.reasons.contains_key(&reason);
        *problems.reasons.entry(if known { reason } else { "other reasons".to_owned() }).or_default() += 1;
        let told = problems.skipped + problems.kept;
        drop(problems);
        if self.patience == Patience::Strict && error.kind == ErrorKind::Record {
            self.finish()?;
            return Err(error.strict());
        }
        if !matches!(self.talk, Talk::Silent | Talk::Lines) && told <= TOLD {
            let what = if is_skipped { "skipped" } else { "kept in part" };
            self.bar.suspend(|| say(&format!("{what}: {error}\n")));
        }
        Ok(())
    }

    fn note(&self, note: &str) {
        if !matches!(self.talk, Talk::Silent | Talk::Lines) {
            self.bar.suspend(|| say(&format!("{note}\n")));
        }
    }

    fn committed(&self, acknowledged: Acknowledged, input: &str, records: u64) {
        self.say_committed(acknowledged, Some((input, records)));
    }

    fn stop(&self) -> bool {
        interrupt::noted()
    }
}

/// What problems of one kind have in common: their words without their numbers.
fn reason(message: &str) -> String {
    let mut reason = String::new();
    for letter in message.chars() {
        match letter {
            '0'..='9' if reason.ends_with('…') => {}
            '0'..='9' => reason.push('…'),
            letter => reason.push(letter),
        }
    }
    reason
}
