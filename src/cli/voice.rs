//! How a command tells what it found: as text for people, in a format for machines, or both.
//!
//! Diagnostics come in as they are found. Text goes to standard error at once; a format for machines is one
//! document, which is written when the command ends, to standard output or to the file that was asked for.
//! Where it goes to standard output, nothing else does, so that a program can read it.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::Exit;
use super::arguments::{Format, TellOptions};
use super::formats::{Repository, written};
use super::report::{print, print_all, print_grouped};
use super::terminal;
use crate::build::Files;
use crate::diagnostics::Diagnostic;
use crate::disk::at_path;

/// What is told by one command.
pub(super) struct Voice {
    format: Format,
    file: Option<PathBuf>,
    repository: Repository,
    /// Whether all warnings of a kind are shown to people.
    explains: bool,
    quiet: bool,
    told: RefCell<Vec<Diagnostic>>,
}

impl Voice {
    /// A voice for what is told of the site at `root`, or why it cannot be had.
    pub(super) fn new(
        options: &TellOptions,
        root: &Path,
        explains: bool,
        quiet: bool,
    ) -> Result<Voice, Box<Diagnostic>> {
        if let Some(file) = &options.format_file {
            refuse(options.format, file)?;
        }
        let here = std::env::current_dir().ok();
        Ok(Voice {
            format: options.format,
            file: options.format_file.clone(),
            repository: Repository::of(root, here.as_deref()),
            explains,
            quiet,
            told: RefCell::default(),
        })
    }

    /// Whether nothing but what is found is to be told on standard output.
    pub(super) fn is_quiet(&self) -> bool {
        self.quiet || !self.speaks()
    }

    /// Whether people read along. GitHub takes its commands out of the log, and shows the log.
    pub(super) fn speaks(&self) -> bool {
        self.file.is_some() || matches!(self.format, Format::Human | Format::Github)
    }

    /// Tells of `files`, with the lines that diagnostics are about.
    pub(super) fn tell(&self, diagnostics: &[Diagnostic], files: &dyn Files) {
        match (self.speaks(), self.explains) {
            (true, true) => print_all(diagnostics, files),
            (true, false) => print_grouped(diagnostics, files),
            (false, _) => {}
        }
        self.note(diagnostics);
    }

    /// Tells what is about no line of the site's files.
    pub(super) fn tell_of_none(&self, diagnostics: &[Diagnostic]) {
        if self.speaks() {
            print(diagnostics);
        }
        self.note(diagnostics);
    }

    fn note(&self, diagnostics: &[Diagnostic]) {
        if self.format != Format::Human {
            self.told.borrow_mut().extend_from_slice(diagnostics);
        }
    }

    /// Writes what machines read; how the command ends that was about to end as `exit`.
    pub(super) fn end(self, exit: Exit) -> Exit {
        let told = self.told.into_inner();
        let Some(text) = written(self.format, &told, &self.repository) else {
            return exit;
        };
        match &self.file {
            None => terminal::out_whole(&text),
            Some(file) => {
                if let Err(error) = fs::write(file, text) {
                    print(&[at_path("write", file, &error)]);
                    return Exit::Errors;
                }
            }
        }
        exit
    }
}

/// Why a report must not be written to `file`: there is none to write, or something else is there.
fn refuse(format: Format, file: &Path) -> Result<(), Box<Diagnostic>> {
    let refused = |why: String, hint: &str| {
        let message = format!("cannot write what is found to {}: {why}", file.display());
        Err(Box::new(
            Diagnostic::error("format-refused", message).hint(hint),
        ))
    };
    if format == Format::Human {
        return refused(
            "no format is named".into(),
            "Name one for machines: --format json, github, gitlab or sarif.",
        );
    }
    let another = "Name another file with --format-file.";
    match fs::symlink_metadata(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Box::new(at_path("read", file, &error))),
        Ok(there) if !there.is_file() => return refused("it is not a file".into(), another),
        Ok(_) => {}
    }
    let mut beginning = Vec::new();
    File::open(file)
        .and_then(|file| file.take(2).read_to_end(&mut beginning))
        .map_err(|error| Box::new(at_path("read", file, &error)))?;
    match beginning.as_slice() {
        [] | [b'{' | b'[', ..] | b"::" => Ok(()),
        _ => refused(
            "what is there is no report, and would be lost".into(),
            another,
        ),
    }
}
