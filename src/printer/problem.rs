//! What could not be read, as JSON.

use std::io::Write;

use serde::Serialize;

use crate::error::{Error, Result};
use crate::printer::json::print_line;

/// A record that could not be read, or lacks something; `schema/problem.schema.json`.
#[derive(Debug, Serialize)]
struct ProblemRecord<'a> {
    path: Option<String>,
    line: Option<u64>,
    byte: Option<u64>,
    reason: &'a str,
    kept: Option<&'a str>,
    r#try: Option<&'a str>,
}

/// Prints what could not be read as one JSON object.
pub fn print_problem(out: &mut dyn Write, error: &Error) -> Result<()> {
    let record = ProblemRecord {
        path: error.path.as_ref().map(|path| path.to_string_lossy().into_owned()),
        line: error.line,
        byte: error.byte,
        reason: &error.message,
        kept: error.kept.as_deref(),
        r#try: error.try_this.as_deref(),
    };
    print_line(out, &record)
}
