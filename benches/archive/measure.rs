//! What a program costs: wall time, cpu time, peak memory.
//!
//! A command comes in, figures and what it printed go out. The kernel counts a new process's peak from
//! that of the process it was born of, so the command is started by a small process of its own: this
//! program again, in the mode [`MODE`].

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::Outcome;

/// The first argument of the process that starts and measures another.
pub const MODE: &str = "measure";

/// What one run cost.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Cost {
    /// Seconds from start to end.
    pub wall: f64,
    /// Seconds of user and system time, with those of processes it started.
    pub cpu: f64,
    /// Most memory resident at one time, in bytes.
    pub peak: f64,
}

impl Cost {
    /// The median of each figure.
    pub fn median(runs: &[Cost]) -> Cost {
        let of = |figure: fn(&Cost) -> f64| {
            let mut all: Vec<f64> = runs.iter().map(figure).collect();
            all.sort_by(f64::total_cmp);
            let middle = all.len() / 2;
            match all.len() % 2 {
                0 => (all[middle - 1] + all[middle]) / 2.0,
                _ => all[middle],
            }
        };
        Cost {
            wall: of(|cost| cost.wall),
            cpu: of(|cost| cost.cpu),
            peak: of(|cost| cost.peak),
        }
    }
}

/// Runs `command` and measures it; what it printed lies in `log` and goes out as well.
pub fn measured(command: &Command, log: &Path) -> Outcome<(Cost, String)> {
    settle_disk(log);
    let program = std::env::current_exe().map_err(|error| format!("own path: {error}"))?;
    let mut measuring = Command::new(program);
    measuring.arg(MODE).arg(log).arg(command.get_program());
    measuring.args(command.get_args());
    for (name, value) in command.get_envs() {
        measuring.env(name, value.unwrap_or_default());
    }
    let output = measuring
        .output()
        .map_err(|error| format!("starting {command:?}: {error}"))?;
    let told = fs::read_to_string(log).unwrap_or_default();
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{command:?} failed\n{why}{told}"));
    }
    let figures: Vec<f64> = String::from_utf8_lossy(&output.stdout)
        .split_whitespace()
        .filter_map(|figure| figure.parse().ok())
        .collect();
    match figures[..] {
        [wall, cpu, peak] => Ok((Cost { wall, cpu, peak }, told)),
        _ => Err(format!("no figures for {command:?}")),
    }
}

/// Lets the file system finish what was written before, so that nobody pays for another's writing.
fn settle_disk(file: &Path) {
    let folder = file.parent().unwrap_or(Path::new("."));
    // Where there is no such program, figures are a little less even.
    let _ = Command::new("sync").arg("-f").arg(folder).status();
}

/// The measuring process: `LOG PROGRAM ARGUMENT…`.
pub fn run(arguments: &[String]) -> Outcome<()> {
    let [log, program, rest @ ..] = arguments else {
        return Err("measure needs a log and a program".into());
    };
    let file = File::create(log).map_err(|error| format!("{log}: {error}"))?;
    let also = file
        .try_clone()
        .map_err(|error| format!("{log}: {error}"))?;
    let mut command = Command::new(program);
    command.args(rest).stdout(file).stderr(also);
    let started = Instant::now();
    let child = command
        .spawn()
        .map_err(|error| format!("{program}: {error}"))?;
    let (cpu, peak) = wait(child)?;
    println!("{} {cpu} {peak}", started.elapsed().as_secs_f64());
    Ok(())
}

/// Waits for a process; its cpu time in seconds and its peak memory in bytes.
#[cfg(unix)]
#[allow(
    unsafe_code,
    reason = "the standard library cannot tell what a child has used"
)]
fn wait(child: std::process::Child) -> Outcome<(f64, f64)> {
    let mut status = 0;
    // SAFETY: all zeros is a value of this plain struct of numbers.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    let id = child.id() as libc::pid_t;
    loop {
        // SAFETY: `id` is a child nobody else waits for; both pointers are to locals that live on.
        let ended = unsafe { libc::wait4(id, &mut status, 0, &mut usage) };
        if ended == id {
            break;
        }
        let error = std::io::Error::last_os_error();
        if error.kind() != std::io::ErrorKind::Interrupted {
            return Err(format!("waiting for a process: {error}"));
        }
    }
    if !(libc::WIFEXITED(status) && libc::WEXITSTATUS(status) == 0) {
        return Err(match libc::WIFSIGNALED(status) {
            true => format!("ended by signal {}\n", libc::WTERMSIG(status)),
            false => format!("exit code {}\n", libc::WEXITSTATUS(status)),
        });
    }
    let seconds = |time: libc::timeval| time.tv_sec as f64 + time.tv_usec as f64 / 1e6;
    // Linux counts kibibytes, macOS bytes.
    let unit = if cfg!(target_os = "macos") {
        1.0
    } else {
        1024.0
    };
    let cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime);
    Ok((cpu, usage.ru_maxrss as f64 * unit))
}

#[cfg(not(unix))]
fn wait(_: std::process::Child) -> Outcome<(f64, f64)> {
    Err("cpu time and memory are measured on Unix only".into())
}
