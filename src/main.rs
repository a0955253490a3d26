//! The program: arguments, plan, run, exit code.

use std::process::ExitCode;

use mimalloc::MiMalloc;
use onrecord::cli::plan::{Environment, Plan};
use onrecord::cli::{finish, run};

/// Many small things are made and forgotten for each article, most on one thread: this one is made for that.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let plan = Plan::read(std::env::args_os(), &Environment::detect());
    ExitCode::from(finish(run(plan)))
}
