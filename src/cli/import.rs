//! `warraq import`.

use super::Exit;
use super::arguments::{ImportFormat, ImportOptions};
use super::report::print;
use crate::content::CONTENT;
use crate::diagnostics::Diagnostic;
use crate::import;
use crate::import::text::{Folders, Settings};

pub(super) fn run(options: &ImportOptions) -> Exit {
    let ImportFormat::Text(options) = &options.format;
    let settings = Settings {
        folders: match options.by_section {
            true => Folders::BySection,
            false => Folders::ByDate,
        },
        ..Settings::default()
    };
    let outcome = import::run(&options.inputs, &options.root, &options.into, &settings);
    print(&outcome.failed);
    for line in outcome.lines() {
        tell!("{line}");
    }
    if let Some(warning) = unread(&options.into).filter(|_| outcome.is_ok()) {
        print(&[warning]);
    }
    let wrong_folder = outcome
        .failed
        .iter()
        .any(|diagnostic| diagnostic.code == "bad-folder");
    match (wrong_folder, outcome.is_ok()) {
        (true, _) => Exit::WrongUse,
        (false, true) => Exit::Done,
        (false, false) => Exit::Errors,
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
