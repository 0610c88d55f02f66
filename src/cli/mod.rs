//! The command line: one file a command, and how what is found is told.
//!
//! Exit codes: 0 done, 1 errors in the content or a copy that is not the site, 2 wrong use.

/// Prints a line to standard output, if it is still there.
macro_rules! tell {
    ($($line:tt)*) => { $crate::cli::terminal::out(format_args!($($line)*)) };
}

/// Prints a line to standard error, if it is still there.
macro_rules! tell_err {
    ($($line:tt)*) => { $crate::cli::terminal::err(format_args!($($line)*)) };
}

mod arguments;
mod begin;
mod build;
mod ci;
mod failure;
mod formats;
mod import;
mod init;
mod lock;
mod manual;
mod merge;
mod new;
mod progress;
mod publish;
mod rebuild;
mod report;
mod serve;
mod summary;
mod terminal;
mod theme;
mod unchanged;
mod verify;
mod voice;
mod write;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

/// Runs the program with the arguments it was called with.
pub fn run() -> ExitCode {
    let code = match Arguments::parse().command {
        Command::Build(options) => build::run(&options),
        Command::Serve(options) => serve::run(&options),
        Command::Merge(options) => merge::run(&options),
        Command::Verify(options) => verify::run(&options),
        Command::Publish(options) => publish::run(&options),
        Command::Init(options) => init::run(&options),
        Command::Lock(options) => lock::run(&options),
        Command::New(options) => new::run(&options),
        Command::Import(options) => import::run(&options),
        Command::Theme(options) => theme::run(&options),
        Command::Completions(options) => manual::completions(&options),
        Command::Man(options) => manual::pages(&options),
    };
    ExitCode::from(code as u8)
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    Done = 0,
    Errors = 1,
    WrongUse = 2,
}
