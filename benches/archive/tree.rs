//! What lies in an output folder, and what became of it.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::Outcome;

/// A file, and what shows whether it was written again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Its path below the folder, with `/`.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its inode: a file that was replaced has another.
    inode: u64,
    /// When it was modified, in nanoseconds since 1970.
    modified: u128,
}

/// All files of a folder, in the order of their paths.
#[derive(Debug)]
pub struct Tree {
    /// The files.
    pub files: Vec<Seen>,
}

/// What is different between two looks at a folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Files that are new or were written again.
    pub written: Vec<String>,
    /// Files that are gone.
    pub removed: Vec<String>,
}

impl Tree {
    /// Looks at `folder`.
    pub fn of(folder: &Path) -> Outcome<Tree> {
        let mut files = Vec::new();
        for entry in walkdir::WalkDir::new(folder) {
            let seen = entry.map_err(io::Error::from).and_then(|entry| {
                if !entry.file_type().is_file() {
                    return Ok(None);
                }
                let metadata = entry.metadata()?;
                let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
                let since = metadata.modified()?.duration_since(UNIX_EPOCH);
                Ok(Some(Seen {
                    path: below.to_string_lossy().replace('\\', "/"),
                    size: metadata.len(),
                    inode: inode(&metadata),
                    modified: since.map_or(0, |since| since.as_nanos()),
                }))
            });
            files.extend(seen.map_err(|error| format!("{}: {error}", folder.display()))?);
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Tree { files })
    }

    /// The bytes of all files together.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.size).sum()
    }

    /// How many HTML pages lie below `folder`, which ends in a slash or is empty.
    pub fn pages(&self, folder: &str) -> usize {
        let is_page = |file: &&Seen| file.path.starts_with(folder) && is_page(&file.path);
        self.files.iter().filter(is_page).count()
    }

    /// What became of this folder until `after`.
    pub fn change(&self, after: &Tree) -> Change {
        let mut change = Change::default();
        let mut olds = self.files.iter().peekable();
        for new in &after.files {
            while let Some(gone) = olds.next_if(|old| old.path < new.path) {
                change.removed.push(gone.path.clone());
            }
            match olds.next_if(|old| old.path == new.path) {
                Some(old) if old == new => {}
                _ => change.written.push(new.path.clone()),
            }
        }
        change.removed.extend(olds.map(|old| old.path.clone()));
        change
    }
}

/// Whether a path is that of an HTML page.
pub fn is_page(path: &str) -> bool {
    path.ends_with(".html")
}

/// Fails with the first differences between the bytes of two folders.
pub fn assert_same(built: &Path, clean: &Path) -> Outcome<()> {
    let names = |folder: &Path| -> Outcome<BTreeSet<String>> {
        let files = Tree::of(folder)?.files.into_iter();
        Ok(files.map(|file| file.path).collect())
    };
    let (ours, theirs) = (names(built)?, names(clean)?);
    let mut told: Vec<String> = ours
        .symmetric_difference(&theirs)
        .map(|path| format!("{path} is in one of them only"))
        .collect();
    for path in ours.intersection(&theirs) {
        let read =
            |folder: &Path| fs::read(folder.join(path)).map_err(|error| format!("{path}: {error}"));
        if read(built)?.cmp(&read(clean)?) != Ordering::Equal {
            told.push(format!("{path} differs"));
        }
    }
    match told.len() {
        0 => Ok(()),
        n => Err(format!(
            "{n} files are not those of a clean build:\n{}",
            told[..n.min(10)].join("\n")
        )),
    }
}

/// Gives all files below `folder` the present as their time, as a fresh checkout does.
pub fn touch(folder: &Path) -> Outcome<()> {
    let now = SystemTime::now();
    for entry in walkdir::WalkDir::new(folder) {
        let touched = entry.map_err(io::Error::from).and_then(|entry| {
            if !entry.file_type().is_file() {
                return Ok(());
            }
            fs::File::open(entry.path())?.set_modified(now)
        });
        touched.map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    Ok(())
}

#[cfg(unix)]
fn inode(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn inode(_: &fs::Metadata) -> u64 {
    0
}
