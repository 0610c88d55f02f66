//! The floor: a bare program that writes the files of an output with two threads, and does nothing else.
//! No generator can be faster on the same disk.
//!
//! The files of an output come in as a list of sizes and paths; files of those sizes go out. Their bytes
//! mean nothing.

use std::collections::HashSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::Outcome;
use crate::tree::Tree;

/// The first argument of the process that writes.
pub const MODE: &str = "floor";

const THREADS: usize = 2;
/// Files that a thread takes at a time: neighbours lie in the same folders.
const PORTION: usize = 128;

/// Writes the list for [`run`].
pub fn list(output: &Tree, to: &Path) -> Outcome<()> {
    let mut text = String::new();
    for file in &output.files {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{} {}", file.size, file.path);
    }
    fs::write(to, text).map_err(|error| format!("{}: {error}", to.display()))
}

/// The command that writes the files of `list` into the empty folder `into`.
pub fn command(list: &Path, into: &Path) -> Outcome<Command> {
    let program = std::env::current_exe().map_err(|error| format!("own path: {error}"))?;
    let mut command = Command::new(program);
    command.arg(MODE).arg(list).arg(into);
    Ok(command)
}

/// The writing process: `LIST FOLDER`.
pub fn run(arguments: &[String]) -> Outcome<()> {
    let [list, into] = arguments else {
        return Err("floor needs a list and a folder".into());
    };
    let text = fs::read_to_string(list).map_err(|error| format!("{list}: {error}"))?;
    let files: Vec<(usize, &str)> = text
        .lines()
        .filter_map(|line| {
            let (size, path) = line.split_once(' ')?;
            Some((size.parse().ok()?, path))
        })
        .collect();
    let largest = files.iter().map(|(size, _)| *size).max().unwrap_or(0);
    let bytes = vec![b'x'; largest];
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        let writers: Vec<_> = (0..THREADS)
            .map(|_| scope.spawn(|| write(&files, &bytes, Path::new(into), &next)))
            .collect();
        writers.into_iter().try_for_each(|writer| {
            writer
                .join()
                .map_err(|_| "a thread that wrote files panicked".to_owned())?
        })
    })
}

fn write(files: &[(usize, &str)], bytes: &[u8], into: &Path, next: &AtomicUsize) -> Outcome<()> {
    let mut made: HashSet<PathBuf> = HashSet::new();
    loop {
        let start = next.fetch_add(PORTION, Ordering::Relaxed);
        if start >= files.len() {
            return Ok(());
        }
        for (size, path) in &files[start..files.len().min(start + PORTION)] {
            let file = into.join(path);
            let folder = file.parent().unwrap_or(into);
            let fault = |error| format!("{}: {error}", file.display());
            if !made.contains(folder) {
                fs::create_dir_all(folder).map_err(fault)?;
                made.insert(folder.to_owned());
            }
            fs::write(&file, &bytes[..*size]).map_err(fault)?;
        }
    }
}
