//! `onrecord completions`: a shell in, its completion script out.

use clap::{Command, CommandFactory};
use clap_complete::Shell;

use crate::cli::args::Args;
use crate::cli::{Outcome, output};
use crate::error::Result;

pub(super) fn run(shell: Shell) -> Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut shown(&Args::command()), "onrecord", &mut script);
    output::direct(|out| Ok(out.write_all(&script)?))?;
    Ok(Outcome::Done)
}

/// The program without what only it itself calls.
fn shown(program: &Command) -> Command {
    let commands = program.get_subcommands().filter(|command| !command.is_hide_set());
    Command::new("onrecord")
        .version(env!("CARGO_PKG_VERSION"))
        .args(program.get_arguments().cloned())
        .subcommands(commands.cloned())
}
