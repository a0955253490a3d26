//! The program: arguments, plan, run, exit code.

use std::process::ExitCode;

use onrecord::cli::plan::{Environment, Plan};
use onrecord::cli::{finish, run};

fn main() -> ExitCode {
    let plan = Plan::read(std::env::args_os(), &Environment::detect());
    ExitCode::from(finish(run(plan)))
}
