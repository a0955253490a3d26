//! `onrecord man`: the manual page of the program, or of one subcommand, in roff.

use clap::CommandFactory;
use clap_mangen::Man;

use crate::cli::args::Args;
use crate::cli::{Outcome, output, usage};
use crate::error::Result;

pub(super) fn run(name: Option<&str>) -> Result<Outcome> {
    let mut program = Args::command();
    program.build();
    let command = match name {
        None => program,
        Some(name) => {
            let shown = program.get_subcommands().filter(|command| !command.is_hide_set());
            let names: Vec<&str> = shown.map(clap::Command::get_name).collect();
            let advice = format!("one of {}", names.join(", "));
            let found = program.find_subcommand(name).cloned();
            let command = found.ok_or_else(|| usage(format!("no subcommand is named {name:?}"), advice))?;
            let full_name = format!("onrecord-{name}");
            command.display_name(full_name)
        }
    };
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    output::direct(|out| Ok(out.write_all(&page)?))?;
    Ok(Outcome::Done)
}
