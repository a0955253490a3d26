//! What was found wrong with an index in, a line for each out.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use crate::error::Result;
use crate::index::{Lost, Verified};
use crate::printer::escape;
use crate::printer::stats::{count, number, size};

/// Prints each fault with its file, or that there is none.
///
/// # Errors
///
/// When it cannot be written.
pub fn print(out: &mut dyn Write, index: &Path, verified: &Verified) -> Result<()> {
    let mut lines = String::new();
    for fault in &verified.faults {
        lines.push_str(&format!("{}: {}\n", index.join(&fault.file).display(), fault.what));
    }
    lines.push_str(&match verified.faults.len() {
        0 => format!(
            "{}: whole: {} articles in {}, {}\n",
            index.display(),
            number(verified.articles),
            count(verified.files, "file", "files"),
            size(verified.bytes)
        ),
        n => format!(
            "{}: damaged: {} found\n  try: onrecord repair keeps what is whole; onrecord rebuild makes it anew\n",
            index.display(),
            count(n as u64, "fault", "faults")
        ),
    });
    if !verified.strays.is_empty() {
        lines.push_str(&format!(
            "  no part of it, and not needed: {}; the next run that writes clears up\n",
            verified.strays.join(", ")
        ));
    }
    out.write_all(escape::lines(&lines).as_bytes())?;
    Ok(())
}

/// Prints each lost article with the file that gives it.
///
/// # Errors
///
/// When it cannot be written.
pub fn print_lost(out: &mut dyn Write, lost: &[Lost]) -> Result<()> {
    for Lost { article, file } in lost {
        out.write_all(escape::lines(&format!("lost: {} ({file})\n", one_line(article))).as_bytes())?;
    }
    Ok(())
}

/// Prints ids of articles, one a line.
///
/// # Errors
///
/// When it cannot be written.
pub fn print_ids(out: &mut dyn Write, ids: &BTreeSet<String>) -> Result<()> {
    for id in ids {
        out.write_all(escape::lines(&format!("{}\n", one_line(id))).as_bytes())?;
    }
    Ok(())
}

fn one_line(id: &str) -> String {
    id.replace('\n', " ")
}
