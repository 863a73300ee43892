//! The program `gangyao`: arguments in, exit code out. One file a subcommand; no rule about documents.
//!
//! Exit codes: 0 all right, 1 some inputs failed, 2 the command line is wrong, 130 interrupted. `diff`: 0 equal, 1 different, 2 cannot be
//! compared.

mod convert;
mod diff;
mod inspect;
mod output;
mod panel;
mod reading;
mod schema;
mod verify;
mod worker;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Records are many small texts: this allocator hands them out faster than the system's, and gives memory back.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Turn Chinese planning documents into records with evidence.
#[derive(Debug, Parser)]
#[command(
    name = "gangyao",
    version,
    about,
    after_help = "Exit codes: 0 all right, 1 some inputs failed, 2 usage, 130 interrupted."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Convert(convert::Arguments),
    Verify(verify::Arguments),
    Diff(diff::Arguments),
    Inspect(inspect::Arguments),
    Panel(panel::Arguments),
    Schema(schema::Arguments),
    /// What `convert` starts to convert documents in a process of its own.
    #[command(name = gangyao::batch::WORKER, hide = true)]
    Worker,
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Convert(arguments) => convert::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Inspect(arguments) => inspect::run(&arguments),
        Command::Panel(arguments) => panel::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Worker => worker::run(),
    }
}
