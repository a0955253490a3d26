//! `onrecord completions`: a shell in, its completion script out.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::args::Args;
use crate::cli::{Outcome, output};
use crate::error::Result;

pub(super) fn run(shell: Shell) -> Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "onrecord", &mut script);
    output::direct(|out| Ok(out.write_all(&script)?))?;
    Ok(Outcome::Done)
}
