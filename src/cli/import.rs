//! `warraq import`.

use std::fs;
use std::path::Path;

use super::Exit;
use super::arguments::{ImportFormat, ImportOptions, QuotationMarks};
use super::report::print;
use crate::content::CONTENT;
use crate::diagnostics::Diagnostic;
use crate::disk::at_path;
use crate::import::text::{Folders, Quotes, Settings};
use crate::import::{Job, run as import};

/// Of each group of the report, how many places the screen has room for.
const SHOWN: usize = 5;
/// How many faults are shown with the line they are on; the report names all of them.
const DRAWN: usize = 10;
/// The first line of a written report; a file that begins otherwise is not overwritten.
const HEADING: &str = "warraq import: report";

pub(super) fn run(options: &ImportOptions) -> Exit {
    let ImportFormat::Text(options) = &options.format;
    if let Some(file) = &options.report
        && let Err(fault) = may_write(file)
    {
        print(&[*fault]);
        return Exit::WrongUse;
    }
    let outcome = import(&Job {
        inputs: &options.inputs,
        root: &options.root,
        into: &options.into,
        settings: Settings {
            folders: match options.by_section {
                true => Folders::BySection,
                false => Folders::ByDate,
            },
            quotes: match options.quotes {
                QuotationMarks::Keep => Quotes::Keep,
                QuotationMarks::Guillemets => Quotes::Guillemets,
            },
            ..Settings::default()
        },
        verify: options.verify,
    });
    print(&outcome.failed[..outcome.failed.len().min(DRAWN)]);
    for line in outcome.lines(SHOWN) {
        tell!("{line}");
    }
    let mut written = true;
    if let Some(file) = &options.report {
        let report = format!("{HEADING}\n\n{}\n", outcome.lines(usize::MAX).join("\n"));
        match fs::write(file, report) {
            Ok(()) => tell!("the whole report is in {}", file.display()),
            Err(fault) => {
                print(&[at_path("write", file, &fault)]);
                written = false;
            }
        }
    }
    if let Some(warning) = unread(&options.into).filter(|_| outcome.is_ok()) {
        print(&[warning]);
    }
    let wrong_folder = outcome
        .failed
        .iter()
        .any(|diagnostic| diagnostic.code == "bad-folder");
    match (wrong_folder, outcome.is_ok() && written) {
        (true, _) => Exit::WrongUse,
        (false, true) => Exit::Done,
        (false, false) => Exit::Errors,
    }
}

/// A report may take the place of an older one and of nothing else.
fn may_write(file: &Path) -> Result<(), Box<Diagnostic>> {
    match fs::read(file) {
        Ok(bytes) if !bytes.is_empty() && !bytes.starts_with(HEADING.as_bytes()) => {
            let message = format!("{} exists and is no report of an import", file.display());
            Err(Box::new(
                Diagnostic::error("exists", message)
                    .hint("Name another file, or delete this one first."),
            ))
        }
        _ => Ok(()),
    }
}

/// Told when articles go where no build reads them.
fn unread(into: &str) -> Option<Diagnostic> {
    let mut parts = into.split('/').filter(|part| !part.is_empty());
    let is_read = parts.next() == Some(CONTENT) && parts.all(|part| !part.starts_with('.'));
    (!is_read).then(|| {
        Diagnostic::warning(
            "folder-not-read",
            format!("a build never reads {into}: articles lie below {CONTENT}/"),
        )
        .hint(format!(
            "Move the articles below {CONTENT}/ when you have looked through them."
        ))
    })
}
