//! The edge of an import: exports are read from the disk, and those that are new are written.
//!
//! Files or folders come in, an [`Outcome`] goes out. Nothing that exists is overwritten or removed;
//! an export whose article is anywhere below the target folder is left alone; one bad export does
//! not keep the others from being read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::existing::provenance;
use super::outcome::{Imported, Outcome, Skipped};
use super::text::{Settings, convert, digest, too_large};
use super::write;
use crate::content::{MAX_ARTICLE_BYTES, is_markdown};
use crate::diagnostics::Diagnostic;
use crate::disk::at_path;
use crate::paths::{OutputPath, SourcePath};

/// Imports `inputs` into the folder `into` of the site at `root`. A folder stands for every `.txt`
/// file below it.
pub fn run(inputs: &[PathBuf], root: &Path, into: &str, settings: &Settings) -> Outcome {
    let mut outcome = Outcome::default();
    let into = into.trim_end_matches('/');
    if let Err(fault) = OutputPath::new(into) {
        let message = format!("the folder to import into, `{into}`, {fault}");
        outcome.failed.push(
            Diagnostic::error("bad-folder", message)
                .hint("Name a folder of the site, for example: --into content"),
        );
        return outcome;
    }
    let exports = digests(&files(inputs, &mut outcome), &mut outcome);
    let known = known_exports(root, into, &exports);
    // In the order of the digests, so that which of two namesakes gets the plain name does not depend
    // on the order of the inputs.
    let mut new: BTreeMap<&str, &Path> = BTreeMap::new();
    for (file, digest) in &exports {
        let export = told(file);
        if let Some(path) = known.get(digest) {
            let path = path.clone();
            outcome.unchanged.push(Imported {
                export,
                path,
                notes: Vec::new(),
            });
        } else if let Some(twin) = new.get(digest.as_str()) {
            let reason = format!("it is the same as {}", told(twin));
            outcome.skipped.push(Skipped { export, reason });
        } else {
            new.insert(digest, file);
        }
    }
    for file in new.into_values() {
        let export = told(file);
        let path = SourcePath::new(export.as_str());
        match read(file).and_then(|bytes| convert(&path, &bytes, settings)) {
            Ok(converted) => write::write(export, &converted, root, into, &mut outcome),
            Err(fault) => outcome.failed.push(*fault),
        }
    }
    outcome.sort();
    outcome
}

/// Every export once, in the order of paths.
fn files(inputs: &[PathBuf], outcome: &mut Outcome) -> BTreeSet<PathBuf> {
    let mut files = BTreeSet::new();
    for input in inputs {
        if !input.is_dir() {
            files.insert(input.clone());
            continue;
        }
        for entry in WalkDir::new(input) {
            match entry {
                Ok(entry) if entry.file_type().is_file() && is_text(entry.path()) => {
                    files.insert(entry.into_path());
                }
                Ok(_) => {}
                Err(fault) => {
                    let path = fault.path().unwrap_or(input).to_owned();
                    outcome.failed.push(at_path("read", &path, &fault.into()));
                }
            }
        }
    }
    files
}

fn is_text(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("txt"))
}

/// The digest of each export. The bytes are read again one by one when they are converted, so that
/// memory does not grow with the archive.
fn digests(files: &BTreeSet<PathBuf>, outcome: &mut Outcome) -> Vec<(PathBuf, String)> {
    let mut exports = Vec::with_capacity(files.len());
    for file in files {
        match read(file) {
            Ok(bytes) => exports.push((file.clone(), digest(&bytes))),
            Err(fault) => outcome.failed.push(*fault),
        }
    }
    exports
}

fn read(file: &Path) -> Result<Vec<u8>, Box<Diagnostic>> {
    let path = SourcePath::new(told(file));
    let refuse = |fault: io::Error| Box::new(at_path("read", file, &fault).in_file(&path));
    if fs::metadata(file).map_err(refuse)?.len() > MAX_ARTICLE_BYTES {
        return Err(Box::new(too_large(&path)));
    }
    fs::read(file).map_err(refuse)
}

fn told(file: &Path) -> String {
    file.to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/")
}

/// Which of `exports` have an article below `into`, by digest, whatever an editor has called or moved
/// it to since.
fn known_exports(
    root: &Path,
    into: &str,
    exports: &[(PathBuf, String)],
) -> BTreeMap<String, SourcePath> {
    let wanted: BTreeSet<&str> = exports.iter().map(|(_, digest)| digest.as_str()).collect();
    let mut known = BTreeMap::new();
    for entry in WalkDir::new(root.join(into))
        .sort_by_file_name()
        .into_iter()
        .flatten()
    {
        let Ok(below) = entry.path().strip_prefix(root) else {
            continue;
        };
        let path = SourcePath::new(told(below));
        if !entry.file_type().is_file() || !is_markdown(&path) {
            continue;
        }
        let Ok(bytes) = fs::read(entry.path()) else {
            continue;
        };
        if let Some(digest) = provenance(&bytes)
            .source_blake3
            .filter(|digest| wanted.contains(digest.as_str()))
        {
            known.entry(digest).or_insert(path);
        }
    }
    known
}
