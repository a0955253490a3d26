//! Work for another process of this program: it may fail in any way, and costs that one nothing.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

use crate::child::{Child, Interruption, MEMORY, bound};
use crate::cli::args::Errand;
use crate::cli::plan::ChildPlan;
use crate::cli::{Outcome, output};
use crate::error::Result;
use crate::index::{self, Depth, Fault, Verified};

/// `onrecord child`: bounds this process, and does what it is there for.
pub(super) fn run(plan: &ChildPlan, executable: Option<&Path>) -> Result<Outcome> {
    let bound = |memory, seconds| match executable {
        Some(executable) => bound(executable, &plan.arguments, memory, seconds),
        None => Ok(()),
    };
    match &plan.errand {
        #[cfg(feature = "parquet")]
        &Errand::Parquet { seconds, max_record, max_decompressed } => {
            bound(MEMORY, Some(seconds))?;
            let bounds = crate::reader::Bounds { max_record, max_decompressed };
            output::direct(|out| Ok(crate::reader::send_rows(bounds, out)?))?;
        }
        Errand::Verify { index } => {
            bound(MEMORY + size(index), None)?;
            let verified = index::verify(index, Depth::Meaning)?;
            output::direct(|out| Ok(send(&verified, out)?))?;
        }
    }
    Ok(Outcome::Done)
}

/// About how many bytes an index has: its files are mapped to addresses.
fn size(index: &Path) -> u64 {
    let files = fs::read_dir(index).into_iter().flatten();
    files.filter_map(|file| Some(file.ok()?.metadata().ok()?.len())).sum()
}

fn send(verified: &Verified, out: &mut dyn Write) -> std::io::Result<()> {
    for Fault { file, what } in &verified.faults {
        writeln!(out, "{}", json!({"file": file, "what": what}))?;
    }
    let Verified { files, bytes, articles, strays, .. } = verified;
    writeln!(out, "{}", json!({"files": files, "bytes": bytes, "articles": articles, "strays": strays}))
}

/// Verifies an index deeply in a child: what it holds may make the library that reads it fail in any way.
pub(super) fn verify(executable: &Path, index: &Path) -> Result<Verified> {
    let arguments = ["child".as_ref(), "verify".as_ref(), "--".as_ref(), index.as_os_str()];
    let child = Child::start(executable, arguments, None, Interruption::Both, Duration::MAX);
    if let Some(verified) = child.ok().and_then(receive) {
        return Ok(verified);
    }
    let mut verified = index::verify(index, Depth::Bytes)?;
    if verified.faults.is_empty() {
        verified.faults.push(Fault { file: "meta.json".to_owned(), what: "reading what it lists failed".to_owned() });
    }
    Ok(verified)
}

/// What a child found; nothing if it died before its end.
fn receive(child: Child) -> Option<Verified> {
    let mut verified = Verified::default();
    for line in BufReader::new(child).lines() {
        let line: Value = serde_json::from_str(&line.ok()?).ok()?;
        match (line["file"].as_str(), line["what"].as_str()) {
            (Some(file), Some(what)) => {
                verified.faults.push(Fault { file: file.to_owned(), what: what.to_owned() });
            }
            _ => {
                verified.files = line["files"].as_u64()?;
                verified.bytes = line["bytes"].as_u64()?;
                verified.articles = line["articles"].as_u64()?;
                let strays = line["strays"].as_array()?.iter();
                verified.strays = strays.filter_map(|name| name.as_str().map(str::to_owned)).collect();
                return Some(verified);
            }
        }
    }
    None
}
