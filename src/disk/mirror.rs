//! A folder, held against a receipt: what is missing, altered, extra.
//!
//! Both are gone through side by side in the order of their paths; of a receipt of a million files only a
//! few thousand are in memory. Nothing is written.

use std::cmp::Ordering;
use std::fs::File;
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::at_path;
use super::tree::{Entry, entries};
use crate::build::receipt::{Damage, Joined, Listed, Reader, joined};
use crate::diagnostics::Diagnostic;
use crate::digest::FileDigest;

/// How a folder is held against a receipt.
#[derive(Debug, Clone, Default)]
pub struct Check {
    /// Compare sizes only.
    pub quick: bool,
    /// Files and folders of others, which are not told.
    pub ignored: Vec<String>,
    /// How many paths of a kind are kept.
    pub most: usize,
    /// A file that is not told though it may lie in the folder: the receipt itself.
    pub receipt: Option<PathBuf>,
}

/// A path, and what it was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The path.
    pub path: String,
    /// The file of the site it was made from, if it was made from one.
    pub source: Option<String>,
}

/// Files of which one kind of fault is told: how many there are, and the first of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Faults {
    /// How many.
    pub count: usize,
    /// The first of them, in order.
    pub first: Vec<Named>,
}

impl Faults {
    pub(super) fn add(&mut self, most: usize, path: String, source: Option<String>) {
        self.count += 1;
        if self.first.len() < most {
            self.first.push(Named { path, source });
        }
    }
}

/// What a folder is against a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    /// The receipt's root hash.
    pub root: String,
    /// How many files the receipt lists.
    pub files: usize,
    /// Files of the receipt that are not there.
    pub missing: Faults,
    /// Files of the receipt whose bytes are others.
    pub altered: Faults,
    /// What is there and not in the receipt.
    pub extra: Faults,
}

impl Verdict {
    /// Whether the folder is what the receipt says.
    pub fn is_right(&self) -> bool {
        self.missing.count + self.altered.count + self.extra.count == 0
    }
}

/// Why there is no verdict.
pub enum NoVerdict {
    /// The receipt is not to be believed.
    Receipt(Damage),
    /// The folder cannot be read.
    Folder(Box<Diagnostic>),
}

/// How many files are looked at together.
const TOGETHER: usize = 4096;

/// Holds `folder` against a receipt.
pub fn verify(
    folder: &Path,
    receipt: &mut Reader<impl BufRead>,
    check: &Check,
) -> Result<Verdict, NoVerdict> {
    let mut verdict = Verdict {
        root: receipt.head().root.clone(),
        ..Verdict::default()
    };
    let mut waiting = Vec::with_capacity(TOGETHER);
    let listed = std::iter::from_fn(|| receipt.next_file().transpose());
    for pair in joined(listed, entries(folder), order) {
        match pair {
            Joined::Left(listed) => {
                let listed = listed.map_err(NoVerdict::Receipt)?;
                verdict.files += 1;
                let missing = &mut verdict.missing;
                missing.add(check.most, listed.path, listed.source);
            }
            Joined::Right(entry) => {
                let entry = entry.map_err(NoVerdict::Folder)?;
                if !check.ignores(&entry.path) && check.receipt.as_ref() != Some(&entry.file) {
                    verdict.extra.add(check.most, entry.path, None);
                }
            }
            Joined::Both(listed, entry) => {
                let listed = listed.map_err(NoVerdict::Receipt)?;
                verdict.files += 1;
                waiting.push((listed, entry.map_err(NoVerdict::Folder)?));
                if waiting.len() == TOGETHER {
                    look(&mut waiting, check, &mut verdict)?;
                }
            }
        }
    }
    look(&mut waiting, check, &mut verdict)?;
    Ok(verdict)
}

impl Check {
    /// Whether what is at `path` is not told.
    pub fn ignores(&self, path: &str) -> bool {
        let is_below = |ignored: &String| {
            let rest = path.strip_prefix(ignored.trim_end_matches('/'));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.ignored.iter().any(is_below)
    }
}

/// The order of paths; what is a fault comes at once.
fn order(listed: &Result<Listed, Damage>, entry: &Result<Entry, Box<Diagnostic>>) -> Ordering {
    match (listed, entry) {
        (Err(_), _) => Ordering::Less,
        (_, Err(_)) => Ordering::Greater,
        (Ok(listed), Ok(entry)) => listed.path.cmp(&entry.path),
    }
}

/// Looks at the bytes of the files that wait, in parallel.
fn look(
    waiting: &mut Vec<(Listed, Entry)>,
    check: &Check,
    verdict: &mut Verdict,
) -> Result<(), NoVerdict> {
    let altered: Result<Vec<bool>, Box<Diagnostic>> = waiting
        .par_iter()
        .map(|(listed, entry)| is_altered(listed, entry, check.quick))
        .collect();
    let altered = altered.map_err(NoVerdict::Folder)?;
    for ((listed, _), is_altered) in waiting.drain(..).zip(altered) {
        if is_altered {
            let altered = &mut verdict.altered;
            altered.add(check.most, listed.path, listed.source);
        }
    }
    Ok(())
}

fn is_altered(listed: &Listed, entry: &Entry, quick: bool) -> Result<bool, Box<Diagnostic>> {
    if !entry.is_file || entry.size()? != listed.size {
        return Ok(true);
    }
    if quick {
        return Ok(false);
    }
    let digest =
        digest(&entry.file).map_err(|error| Box::new(at_path("read", &entry.file, &error)))?;
    Ok(digest != listed.digest)
}

/// The digest of a file of any size.
fn digest(file: &Path) -> io::Result<FileDigest> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(file)?)?;
    Ok(FileDigest::of_hash(hasher.finalize()))
}
