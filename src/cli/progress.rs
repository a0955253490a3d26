//! How a run goes on, told on standard error: a bar on a terminal, and every record that was skipped.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::plan::Talk;
use crate::cli::{interrupt, say};
use crate::error::Error;
use crate::index::Acknowledged;
use crate::ingest::Watch;
use crate::printer::lines;
use crate::printer::stats::number;

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
    skipped: Mutex<Skipped>,
}

/// Records skipped so far.
#[derive(Default)]
struct Skipped {
    total: u64,
    reasons: BTreeMap<String, u64>,
}

impl Progress {
    /// A run that begins.
    pub(super) fn start(talk: Talk) -> Self {
        let bar = match talk {
            Talk::Progress => ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr_with_hz(10)),
            Talk::Summary | Talk::Lines | Talk::Silent => ProgressBar::hidden(),
        };
        bar.set_style(style(OPEN_END));
        bar.enable_steady_tick(Duration::from_millis(100));
        Self {
            talk,
            bar,
            started: Instant::now(),
            articles: AtomicU64::new(0),
            quotations: AtomicU64::new(0),
            skipped: Mutex::default(),
        }
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

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    /// How long the run has taken so far.
    pub(super) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Says how many records were skipped, by reason.
    pub(super) fn say_skipped(&self) {
        let skipped = self.skipped.lock().expect("no thread panics while it counts");
        if skipped.total == 0 || matches!(self.talk, Talk::Silent | Talk::Lines) {
            return;
        }
        let mut message = format!("{} skipped\n", count(skipped.total, "record", "records"));
        for (reason, times) in &skipped.reasons {
            message.push_str(&format!("  {:>6}  {reason}\n", number(*times)));
        }
        say(&message);
    }

    fn update(&self) {
        let articles = number(self.articles.load(Ordering::Relaxed));
        let quotations = number(self.quotations.load(Ordering::Relaxed));
        let skipped = self.skipped.lock().expect("no thread panics while it counts").total;
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

    fn skipped(&self, error: &Error) {
        let mut skipped = self.skipped.lock().expect("no thread panics while it counts");
        skipped.total += 1;
        let known = skipped.reasons.len() < REASONS || skipped.reasons.contains_key(&error.message);
        let reason = if known { error.message.as_str() } else { "other reasons" };
        *skipped.reasons.entry(reason.to_owned()).or_default() += 1;
        let told = skipped.total;
        drop(skipped);
        if !matches!(self.talk, Talk::Silent | Talk::Lines) && told <= TOLD {
            self.bar.suspend(|| say(&format!("skipped: {error}\n")));
        }
    }

    fn committed(&self, acknowledged: Acknowledged, input: &str, records: u64) {
        self.say_committed(acknowledged, Some((input, records)));
    }

    fn stop(&self) -> bool {
        interrupt::noted()
    }
}

/// A number with its noun.
pub(super) fn count(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { many })
}
