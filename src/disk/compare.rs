//! Two outputs of one site, compared byte by byte.

use std::cmp::Ordering;

use rayon::prelude::*;

use super::keep::same;
use super::mirror::Faults;
use super::tree::{Entry, entries};
use super::{Output, at_path};
use crate::build::receipt::{Joined, joined};
use crate::diagnostics::Diagnostic;

/// In what an output is not what a clean build makes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Differences {
    /// How many files a clean build makes.
    pub files: usize,
    /// Files that have other bytes.
    pub differ: Faults,
    /// Files that only the clean build made.
    pub missing: Faults,
    /// Files that only the other build made.
    pub extra: Faults,
    /// Files in the output that no build has made.
    pub others: usize,
}

impl Differences {
    /// How many files differ.
    pub fn count(&self) -> usize {
        self.differ.count + self.missing.count + self.extra.count
    }
}

/// How many files are compared together.
const TOGETHER: usize = 4096;

/// Compares what is in `output` with what is in `clean`; up to `most` paths of a kind are kept.
pub fn compare(
    output: &Output,
    clean: &Output,
    most: usize,
) -> Result<Differences, Box<Diagnostic>> {
    let manifest = output.manifest();
    let mut found = Differences::default();
    let mut waiting = Vec::with_capacity(TOGETHER);
    for pair in joined(entries(output.folder()), entries(clean.folder()), order) {
        match pair {
            Joined::Left(entry) => {
                let entry = entry?;
                match manifest.get(&entry.path) {
                    Some(_) => found.extra.add(most, entry.path, None),
                    None => found.others += 1,
                }
            }
            Joined::Right(entry) => {
                found.files += 1;
                found.missing.add(most, entry?.path, None);
            }
            Joined::Both(ours, clean) => {
                found.files += 1;
                waiting.push((ours?, clean?));
                if waiting.len() == TOGETHER {
                    look(&mut waiting, most, &mut found)?;
                }
            }
        }
    }
    look(&mut waiting, most, &mut found)?;
    Ok(found)
}

/// The order of paths; what is a fault comes at once.
fn order(
    ours: &Result<Entry, Box<Diagnostic>>,
    clean: &Result<Entry, Box<Diagnostic>>,
) -> Ordering {
    match (ours, clean) {
        (Err(_), _) => Ordering::Less,
        (_, Err(_)) => Ordering::Greater,
        (Ok(ours), Ok(clean)) => ours.path.cmp(&clean.path),
    }
}

/// Compares the bytes of the files that wait, in parallel.
fn look(
    waiting: &mut Vec<(Entry, Entry)>,
    most: usize,
    found: &mut Differences,
) -> Result<(), Box<Diagnostic>> {
    let same: Result<Vec<bool>, Box<Diagnostic>> = waiting
        .par_iter()
        .map(|(ours, clean)| {
            same(&ours.file, &clean.file)
                .map_err(|error| Box::new(at_path("read", &ours.file, &error)))
        })
        .collect();
    for ((ours, _), is_same) in waiting.drain(..).zip(same?) {
        if !is_same {
            found.differ.add(most, ours.path, None);
        }
    }
    Ok(())
}
