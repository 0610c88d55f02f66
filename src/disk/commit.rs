//! From staged pages to the site, so that a build killed at any point is finished or undone by the
//! next one.
//!
//! Until the journal is there, nothing but the staging folder has been touched: a staging folder
//! without a journal is thrown away. Once the journal is there, every step can be done again: staged
//! files that were moved are no longer staged, files that were removed are gone. The manifest is
//! replaced last, so that until then it proves what the old site was.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::across::{bring, send_ahead, temporary};
use super::keep::keep;
use super::receipt::{place_receipt, staged};
use super::{Output, at_path};
use crate::build::receipt::{Joined, joined};
use crate::build::{FileState, Manifest, Record};
use crate::diagnostics::Diagnostic;

/// The journal is written in pieces of so many bytes.
const PIECE: usize = 256 * 1024;

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
    fn before(diagnostic: Box<Diagnostic>) -> Self {
        CommitFault {
            begun: false,
            diagnostic,
        }
    }

    fn begun(diagnostic: Box<Diagnostic>) -> Self {
        CommitFault {
            begun: true,
            diagnostic,
        }
    }
}

impl Committed {
    /// Puts the staged pages in place of those of `old` and makes what `write` writes the site's manifest.
    /// `unwanted` are the records of `old` whose files go.
    pub fn commit(
        output: &Output,
        old: &Manifest,
        unwanted: &[usize],
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<Committed, CommitFault> {
        if let Err(fault) = write_journal(output, write) {
            // What cannot be told now is told by the next build, which tries again.
            let _ = undo(output);
            return Err(CommitFault::before(fault));
        }
        finish(output, old, unwanted).map_err(CommitFault::begun)
    }
}

/// Holds the output, and finishes or undoes what a killed build left behind. `Some` if there was a commit to finish.
pub fn recover(output: &Output) -> Result<Option<Committed>, CommitFault> {
    output.hold().map_err(CommitFault::before)?;
    let staging = output.staging();
    if !staging.exists() {
        return Ok(None);
    }
    let path = journal_path(output);
    let journal = match fs::read(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            // It may say that pages have moved: nothing of it is thrown away.
            return Err(CommitFault::begun(Box::new(at_path("read", &path, &error))));
        }
        other => other.unwrap_or_default(),
    };
    match Manifest::decode(journal) {
        Some(new) => {
            let old = output.manifest();
            let order = |a: &(usize, (&str, Record)), b: &(&str, Record)| a.1.0.cmp(b.0);
            let both = joined(old.iter().enumerate(), new.iter(), order);
            let unwanted: Vec<usize> = both
                .filter_map(|pair| match pair {
                    Joined::Left((at, _)) => Some(at),
                    _ => None,
                })
                .collect();
            drop(new);
            finish(output, &old, &unwanted)
                .map(Some)
                .map_err(CommitFault::begun)
        }
        None => undo(output).map(|()| None).map_err(CommitFault::before),
    }
}

/// Throws away what is staged, and what was sent ahead of it.
fn undo(output: &Output) -> Result<(), Box<Diagnostic>> {
    for path in [output.receipt_path(), output.manifest_path()] {
        let _ = fs::remove_file(temporary(&path));
    }
    let staging = output.staging();
    let was_made = output.was_made();
    fs::remove_dir_all(&staging).map_err(|error| Box::new(at_path("remove", &staging, &error)))?;
    if was_made {
        // Only an empty folder can be removed this way.
        let _ = fs::remove_dir(output.folder());
    }
    Ok(())
}

/// The manifest of the site to be, whose presence means: go on, do not go back.
fn journal_path(output: &Output) -> PathBuf {
    output.staging().join("journal")
}

/// Writes the journal so that it is there whole or not at all, whatever happens to the machine: the last
/// thing that may find a disk full before anything of the site has moved.
fn write_journal(
    output: &Output,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Box<Diagnostic>> {
    let journal = journal_path(output);
    let temporary = temporary(&journal);
    let fault = |path: &Path, error| Box::new(at_path("write", path, &error));
    let written = || -> io::Result<()> {
        let mut out = BufWriter::with_capacity(PIECE, fs::File::create(&temporary)?);
        write(&mut out)?;
        let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()
    };
    written().map_err(|error| fault(&journal, error))?;
    for (from, to) in [
        (staged(output), output.receipt_path()),
        (temporary.clone(), output.manifest_path()),
    ] {
        send_ahead(&from, &to).map_err(|error| fault(&to, error))?;
    }
    fs::rename(&temporary, &journal).map_err(|error| fault(&journal, error))
}

fn finish(
    output: &Output,
    old: &Manifest,
    unwanted: &[usize],
) -> Result<Committed, Box<Diagnostic>> {
    let mut committed = Committed::default();
    // Removing comes first where a page's folder was a file before or the other way round.
    remove_unwanted(output, old, unwanted, &mut committed)?;
    let tree = output.staging().join("tree");
    if tree.exists() {
        place(output, old, "", &tree, &mut committed)?;
    }
    let path = output.manifest_path();
    let fault = |path: &Path, error| Box::new(at_path("write", path, &error));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| fault(folder, error))?;
    }
    place_receipt(output)?;
    // The last step, after which there is nothing to go on with.
    bring(&journal_path(output), &path).map_err(|error| fault(&path, error))?;
    let staging = output.staging();
    fs::remove_dir_all(&staging).map_err(|error| Box::new(at_path("remove", &staging, &error)))?;
    Ok(committed)
}

/// Removes what an earlier build wrote, no longer wanted, and nobody has changed since.
fn remove_unwanted(
    output: &Output,
    old: &Manifest,
    unwanted: &[usize],
    committed: &mut Committed,
) -> Result<(), Box<Diagnostic>> {
    for at in unwanted {
        let (Some(path), Some(record)) = (old.path(*at), old.record(*at)) else {
            continue;
        };
        match output.state(path, &record) {
            // A build that was killed may have removed the file and not its folders.
            FileState::Missing => remove_empty_folders(output, &output.locate(path)),
            FileState::Altered => committed.left.push(path.to_owned()),
            FileState::Intact => {
                let file = output.locate(path);
                fs::remove_file(&file)
                    .map_err(|error| Box::new(at_path("remove", &file, &error)))?;
                remove_empty_folders(output, &file);
                committed.removed.push(path.to_owned());
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
        .is_some_and(|record| output.state(path, &record) == FileState::Intact)
}
