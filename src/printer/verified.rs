//! What was found wrong with an index in, a line for each out.

use std::io::Write;
use std::path::Path;

use crate::error::Result;
use crate::index::Verified;
use crate::printer::escape;
use crate::printer::stats::{number, size};

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
    let files = |n: u64| format!("{} {}", number(n), if n == 1 { "file" } else { "files" });
    lines.push_str(&match verified.faults.len() {
        0 => format!(
            "{}: whole: {} articles in {}, {}\n",
            index.display(),
            number(verified.articles),
            files(verified.files),
            size(verified.bytes)
        ),
        n => format!(
            "{}: damaged: {} found\n  try: onrecord repair keeps what is whole; onrecord rebuild makes it anew\n",
            index.display(),
            if n == 1 { "1 fault".to_owned() } else { format!("{} faults", number(n as u64)) }
        ),
    });
    out.write_all(escape::lines(&lines).as_bytes())?;
    Ok(())
}
