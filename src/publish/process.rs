//! The system's own programs, called without a shell: what they are given, what they say.

use std::ffi::OsStr;
use std::io::{self, Read};
use std::process::{Command, Output, Stdio};

use super::target::Fault;
use crate::diagnostics::Diagnostic;

/// Runs `command` with `input` and gives all it says, however it ends.
pub(super) fn run(command: &mut Command, mut input: &[u8]) -> Result<Output, Fault> {
    run_reading(command, &mut input)
}

/// The same, with what `input` reads.
pub(super) fn run_reading(
    command: &mut Command,
    input: &mut (dyn Read + Send),
) -> Result<Output, Fault> {
    let spawned = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = spawned.map_err(|error| Box::new(not_there(command.get_program(), &error)))?;
    let stdin = child.stdin.take();
    // Both ways at once: a program may say more than a pipe holds before it has read all.
    std::thread::scope(|scope| {
        scope.spawn(move || {
            if let Some(mut stdin) = stdin {
                // A program that ended early says itself why.
                let _ = io::copy(input, &mut stdin);
            }
        });
        child
            .wait_with_output()
            .map_err(|error| Box::new(not_there(command.get_program(), &error)))
    })
}

fn not_there(program: &OsStr, error: &std::io::Error) -> Diagnostic {
    let program = program.to_string_lossy();
    Diagnostic::error("publish-failed", format!("cannot run {program}: {error}")).hint(format!(
        "Install {program}, or see that it is found on the PATH."
    ))
}

/// That `doing` failed, with the last thing the program said.
pub(super) fn failed(doing: &str, shown: &str, output: &Output) -> Fault {
    let text = String::from_utf8_lossy(&output.stderr);
    let said = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let said: Vec<&str> = said.collect();
    let last = said.iter().rev().take(3).rev().copied();
    let last: Vec<&str> = last.collect();
    let why = match last.is_empty() {
        true => output.status.to_string(),
        false => last.join("; "),
    };
    Box::new(
        Diagnostic::error("publish-failed", format!("cannot {doing} {shown}: {why}")).hint(
            "Nothing that readers see is broken. Mend what is told above and publish again: it goes on where it stopped.",
        ),
    )
}
