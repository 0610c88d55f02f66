//! Where, when and with what the figures were measured, as one paragraph.
//!
//! What a machine does not tell is left out.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::Outcome;
use crate::hugo;
use crate::options::Options;
use crate::site::PROGRAM;

/// The paragraph above the table.
pub fn told(options: &Options) -> Outcome<String> {
    let date = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
    let warraq = first_line(Command::new(&options.warraq).arg("--version"))
        .ok_or_else(|| format!("{} tells no version", options.warraq.display()))?;
    let warraq = match options.warraq == Path::new(PROGRAM) {
        true => warraq,
        false => format!("{warraq}, as named"),
    };
    let commit = first_line(Command::new("git").args(["describe", "--always", "--dirty"]));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let facts = [
        Some(date),
        Some(match commit {
            Some(commit) => format!("{warraq} ({commit})"),
            None => warraq,
        }),
        Some(hugo::version(options).unwrap_or_else(|| "no Hugo".into())),
        fs::read_to_string("/proc/sys/kernel/osrelease")
            .ok()
            .map(|release| format!("Linux {}", release.trim())),
        field("/proc/cpuinfo", "model name"),
        Some(format!("{cores} cores")),
        file_system(&options.dir),
        Some(match options.runs {
            1 => "one run".into(),
            runs => format!("median of {runs} runs"),
        }),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    Ok(format!("Measured {}.", facts.join("; ")))
}

fn first_line(command: &mut Command) -> Option<String> {
    let output = command
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    told.lines().next().map(str::to_owned)
}

/// What follows `name :` in a file of such lines.
fn field(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// The kind of the file system that holds `folder`: that of the mount with the longest path above it.
fn file_system(folder: &Path) -> Option<String> {
    let folder = fs::canonicalize(folder).ok()?;
    let mounts = fs::read_to_string("/proc/self/mounts").ok()?;
    let kind = mounts
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ').skip(1);
            Some((words.next()?, words.next()?))
        })
        .filter(|(mount, _)| folder.starts_with(mount))
        .max_by_key(|(mount, _)| mount.len())?
        .1;
    Some(kind.to_owned())
}
