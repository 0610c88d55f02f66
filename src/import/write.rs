//! One new article to the disk, at the first place that is free.
//!
//! A converted export comes in, a file is there whole or not at all. Nothing that exists is
//! overwritten, and no link among the folders is followed out of the target folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::existing::provenance;
use super::outcome::{Imported, Outcome, Skipped};
use super::text::Converted;
use crate::diagnostics::Diagnostic;
use crate::disk::at_path;
use crate::paths::SourcePath;
use crate::text::normalize::one_line;

/// Writes the article of `export` below `into`; what became of it is told in `outcome`.
pub(super) fn write(
    export: String,
    converted: &Converted,
    root: &Path,
    into: &str,
    outcome: &mut Outcome,
) {
    let mut copy = 1;
    let mut path = converted.path(into, copy);
    // A link that leads nowhere is something, too.
    while fs::symlink_metadata(root.join(path.as_str())).is_ok() {
        let there = fs::read(root.join(path.as_str())).unwrap_or_default();
        if is_this_article(converted, &there) {
            let reason = format!(
                "{path} has the same title and date and does not say which export it is from"
            );
            outcome.skipped.push(Skipped { export, reason });
            return;
        }
        copy += 1;
        path = converted.path(into, copy);
    }
    match write_new(root, into, &path, converted, copy) {
        Ok(()) => outcome.written.push(Imported {
            export,
            path,
            notes: converted.notes.clone(),
        }),
        Err(fault) => outcome.failed.push(fault.in_file(&path)),
    }
}

/// Whether a file that names no export is this article: a person wrote it, or took the mark out.
fn is_this_article(converted: &Converted, bytes: &[u8]) -> bool {
    let found = provenance(bytes);
    let date = converted.story.date.as_ref().map(ToString::to_string);
    found.source_blake3.is_none()
        && found
            .title
            .is_some_and(|title| title == one_line(&converted.story.title))
        && found.date == date
}

/// Writes beside the target and renames.
fn write_new(
    root: &Path,
    into: &str,
    path: &SourcePath,
    converted: &Converted,
    copy: u32,
) -> Result<(), Box<Diagnostic>> {
    let target = root.join(path.as_str());
    let refuse = |fault: io::Error| Box::new(at_path("write", &target, &fault));
    let folder = folder_of(&target, &root.join(into)).map_err(refuse)?;
    let Some(folder) = folder else {
        let message =
            format!("a link leads from {into} to another place, and nothing is written there");
        return Err(Box::new(Diagnostic::error("bad-folder", message).hint(
            "Put a folder in the place of the link, or import into another folder.",
        )));
    };
    let staged = folder.join(format!(".warraq-import-{}", &converted.source_blake3[..16]));
    let written =
        fs::write(&staged, converted.markdown(copy)).and_then(|()| fs::rename(&staged, &target));
    written.map_err(|fault| {
        // What could not be put in place is of no use; the first fault is the one to tell.
        let _ = fs::remove_file(&staged);
        refuse(fault)
    })
}

/// The folder of `target`, made if it is not there; `None` where it is not below `into`.
fn folder_of(target: &Path, into: &Path) -> io::Result<Option<PathBuf>> {
    fs::create_dir_all(into)?;
    let there = target.ancestors().skip(1).find(|folder| folder.exists());
    let inside = match there {
        Some(folder) => folder.canonicalize()?.starts_with(into.canonicalize()?),
        None => false,
    };
    let folder = target.parent().filter(|_| inside);
    folder.map(fs::create_dir_all).transpose()?;
    Ok(folder.map(Path::to_owned))
}
