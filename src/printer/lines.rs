//! How a run goes on in, lines of JSON out: `schema/progress.schema.json`.

use serde_json::json;

use crate::index::{Acknowledged, Committed};
use crate::printer::escape;

/// The line of a commit: so many articles are durable, read from all inputs before this one and so many records of it.
pub fn committed(acknowledged: Acknowledged, so_far: Option<(&str, u64)>) -> String {
    let (input, records) = so_far.unzip();
    let line = json!({
        "committed": acknowledged.articles,
        "opstamp": acknowledged.opstamp,
        "input": input,
        "records": records,
    });
    format!("{}\n", escape::json(&line.to_string()))
}

/// What a run did, in numbers.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    /// Articles read and written.
    pub articles: u64,
    /// Their quotations.
    pub quotations: u64,
    /// Articles that had not changed.
    pub unchanged: u64,
    /// Articles that gave way to a later one of the same id.
    pub repeated: u64,
    /// Articles removed because no file gives them any more.
    pub removed: u64,
    /// Records skipped.
    pub skipped: u64,
}

/// The last line of a run.
pub fn finished(figures: Figures, stopped: bool, committed: Committed) -> String {
    let line = json!({
        "finished": !stopped,
        "articles": figures.articles,
        "quotations": figures.quotations,
        "unchanged": figures.unchanged,
        "repeated": figures.repeated,
        "removed": figures.removed,
        "skipped": figures.skipped,
        "holds": committed.articles,
        "bytes": committed.bytes,
        "failed_merges": committed.failed_merges,
    });
    format!("{line}\n")
}
