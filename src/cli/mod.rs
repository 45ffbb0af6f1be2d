//! The command line: what each command does with what the other modules find.

mod args;
mod at;
mod batch;
mod check;
mod explain;
mod fix;
mod init;
mod input;
mod output;
mod selftest;
mod timing;

use std::ffi::OsString;
use std::process::ExitCode;

use crate::error::Error;
use args::{Args, Command};
use output::Terminal;

/// How a command ended, as its exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Nothing at or above the failing level is left.
    Clean,
    /// Something is.
    Findings,
    /// Something could not be done; what could be done was.
    Trouble,
}

impl Outcome {
    const fn status(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Trouble => 2,
        }
    }
}

/// Runs copydesk with the given arguments, of which the first is the name of the program.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = match Args::read(&args.into_iter().collect::<Vec<_>>()) {
        Ok(args) => args,
        Err(error) => {
            // Help and version are no errors; where nobody reads them, nothing is lost.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(Outcome::Trouble.status()));
        }
    };
    args.global.color.write_global();
    let terminal = Terminal::new();
    match dispatch(args, &terminal) {
        Ok(outcome) => ExitCode::from(outcome.status()),
        Err(Error::ClosedPipe) => ExitCode::SUCCESS,
        Err(error) => {
            terminal.complain(&error);
            ExitCode::from(Outcome::Trouble.status())
        }
    }
}

fn dispatch(args: Args, terminal: &Terminal) -> Result<Outcome, Error> {
    let global = args.global;
    match args.command {
        Command::Check(check) => check::run(&global, &check, terminal),
        Command::Fix(fix) => fix::run(&global, &fix, terminal),
        Command::Batch(batch) => batch::run(&global, &batch),
        Command::Explain(explain) => explain::explain(&global, &explain, terminal),
        Command::Rules => explain::rules(&global, terminal),
        Command::Test(test) => selftest::run(&global, &test, terminal),
        Command::Init(init) => init::run(&init),
        Command::Schema(schema) => init::schema(&schema),
    }
}
