//! From staged pages to the site, so that a build killed at any point is finished or undone by the
//! next one.
//!
//! Until the journal is there, nothing but the staging folder has been touched: a staging folder
//! without a journal is thrown away. Once the journal is there, every step can be done again: staged
//! files that were moved are no longer staged, files that were removed are gone. The manifest is
//! replaced last, so that until then it proves what the old site was.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use bitcode::{Decode, Encode};

use super::keep::keep;
use super::output::write_atomically;
use super::receipt::place_receipt;
use super::{Output, at_path};
use crate::build::{FileState, Manifest};
use crate::diagnostics::Diagnostic;

/// What a commit did beside putting the pages in place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Committed {
    /// Files of earlier builds that were removed.
    pub removed: Vec<String>,
    /// Files that were no longer wanted but had been changed by someone, and were left.
    pub left: Vec<String>,
    /// Files of others that stood in a page's place, and where they were put.
    pub kept: Vec<(String, PathBuf)>,
}

/// What kept a commit from being done.
#[derive(Debug)]
pub struct CommitFault {
    /// Whether files had begun to move: the site is then partly new, and the next build finishes it.
    pub begun: bool,
    /// What happened.
    pub diagnostic: Box<Diagnostic>,
}

impl CommitFault {
    fn before(diagnostic: Diagnostic) -> Self {
        CommitFault {
            begun: false,
            diagnostic: Box::new(diagnostic),
        }
    }

    fn begun(diagnostic: Box<Diagnostic>) -> Self {
        CommitFault {
            begun: true,
            diagnostic,
        }
    }
}

/// The manifest of the site to be, whose presence means: go on, do not go back.
#[derive(Encode, Decode)]
struct Journal {
    manifest: Vec<u8>,
    checksum: [u8; 32],
}

impl Committed {
    /// Puts the staged pages in place and makes `manifest` the site's.
    pub fn commit(output: &Output, manifest: &Manifest) -> Result<Committed, CommitFault> {
        let encoded = manifest.encode();
        let journal = Journal {
            checksum: *blake3::hash(&encoded).as_bytes(),
            manifest: encoded,
        };
        let path = journal_path(output);
        write_atomically(&path, &bitcode::encode(&journal))
            .map_err(|error| CommitFault::before(at_path("write", &path, &error)))?;
        finish(output, manifest).map_err(CommitFault::begun)
    }
}

/// Finishes or undoes what a killed build left behind. `Some` if there was a commit to finish.
pub fn recover(output: &Output) -> Result<Option<Committed>, CommitFault> {
    let staging = output.staging();
    if !staging.exists() {
        return Ok(None);
    }
    let journal = fs::read(journal_path(output))
        .ok()
        .and_then(|bytes| bitcode::decode::<Journal>(&bytes).ok());
    let whole =
        journal.filter(|journal| *blake3::hash(&journal.manifest).as_bytes() == journal.checksum);
    match whole.and_then(|journal| Manifest::decode(&journal.manifest)) {
        Some(manifest) => finish(output, &manifest)
            .map(Some)
            .map_err(CommitFault::begun),
        None => {
            fs::remove_dir_all(&staging)
                .map_err(|error| CommitFault::before(at_path("remove", &staging, &error)))?;
            // An output folder that was made for a build that failed; any other is not empty.
            let _ = fs::remove_dir(output.folder());
            Ok(None)
        }
    }
}

fn journal_path(output: &Output) -> PathBuf {
    output.staging().join("journal")
}

fn finish(output: &Output, manifest: &Manifest) -> Result<Committed, Box<Diagnostic>> {
    let old = output.manifest();
    let mut committed = Committed::default();
    // Removing comes first where a page's folder was a file before or the other way round.
    remove_unwanted(output, &old, manifest, &mut committed)?;
    let tree = output.staging().join("tree");
    if tree.exists() {
        place(output, &old, "", &tree, &mut committed)?;
    }
    let path = output.manifest_path();
    let fault = |path: &Path, error| Box::new(at_path("write", path, &error));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| fault(folder, error))?;
    }
    place_receipt(output)?;
    write_atomically(&path, &manifest.encode()).map_err(|error| fault(&path, error))?;
    let staging = output.staging();
    fs::remove_dir_all(&staging).map_err(|error| Box::new(at_path("remove", &staging, &error)))?;
    Ok(committed)
}

/// Removes what an earlier build wrote, no longer wanted, and nobody has changed since.
fn remove_unwanted(
    output: &Output,
    old: &Manifest,
    new: &Manifest,
    committed: &mut Committed,
) -> Result<(), Box<Diagnostic>> {
    for (path, record) in &old.records {
        if new.get(path).is_some() {
            continue;
        }
        match output.state(path, record) {
            // A build that was killed may have removed the file and not its folders.
            FileState::Missing => remove_empty_folders(output, &output.locate(path)),
            FileState::Altered => committed.left.push(path.clone()),
            FileState::Intact => {
                let file = output.locate(path);
                fs::remove_file(&file)
                    .map_err(|error| Box::new(at_path("remove", &file, &error)))?;
                remove_empty_folders(output, &file);
                committed.removed.push(path.clone());
            }
        }
    }
    Ok(())
}

/// Removes the folders above `file` that are empty now.
fn remove_empty_folders(output: &Output, file: &Path) {
    let mut folder = file.parent();
    while let Some(path) =
        folder.filter(|path| *path != output.folder() && path.starts_with(output.folder()))
    {
        // Only an empty folder can be removed this way.
        match fs::remove_dir(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return,
            _ => {}
        }
        folder = path.parent();
    }
}

/// Moves what is staged in `folder` to the same place below the output: a whole folder at once where
/// there is none yet.
fn place(
    output: &Output,
    old: &Manifest,
    below: &str,
    folder: &Path,
    committed: &mut Committed,
) -> Result<(), Box<Diagnostic>> {
    let fault = |path: &Path, error: &io::Error| Box::new(at_path("move a page to", path, error));
    let entries = fs::read_dir(folder).map_err(|error| fault(folder, &error))?;
    for entry in entries {
        let entry = entry.map_err(|error| fault(folder, &error))?;
        let staged = entry.path();
        let name = entry.file_name();
        let path = match below {
            "" => name.to_string_lossy().into_owned(),
            below => format!("{below}/{}", name.to_string_lossy()),
        };
        let target = output.locate(&path);
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let there = fs::symlink_metadata(&target).ok();
        match (is_folder, there) {
            (true, Some(there)) if there.is_dir() => {
                place(output, old, &path, &staged, committed)?;
                continue;
            }
            (false, Some(there)) if there.is_file() && is_ours(output, old, &path) => {}
            (_, Some(_)) => {
                let kept = keep(output, &path)
                    .map_err(|error| Box::new(at_path("put aside", &target, &error)))?;
                committed.kept.push((path.clone(), kept));
            }
            (_, None) => {}
        }
        fs::rename(&staged, &target).map_err(|error| fault(&target, &error))?;
    }
    Ok(())
}

/// Whether the file at `path` is one that an earlier build wrote and nobody has changed since.
fn is_ours(output: &Output, old: &Manifest, path: &str) -> bool {
    old.get(path)
        .is_some_and(|record| output.state(path, record) == FileState::Intact)
}
