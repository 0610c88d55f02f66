//! The edge of an import: exports are read from the disk, and those that are new are written.
//!
//! A [`Job`] comes in, an [`Outcome`] goes out. Nothing that exists is overwritten or removed; an
//! export whose article is anywhere below the target folder is left alone; one bad export does not
//! keep the others from being read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::existing::provenance;
use super::outcome::{Differing, Imported, Outcome, Skipped};
use super::text::{Converted, Settings, convert, digest, too_large};
use super::verify::verify;
use super::write;
use crate::content::{MAX_ARTICLE_BYTES, is_markdown};
use crate::diagnostics::Diagnostic;
use crate::disk::at_path;
use crate::paths::{OutputPath, SourcePath};

/// What is to be imported, and how.
#[derive(Debug, Clone)]
pub struct Job<'a> {
    /// Exports, or folders of them: a folder stands for every `.txt` file below it.
    pub inputs: &'a [PathBuf],
    /// The site's folder.
    pub root: &'a Path,
    /// The folder of the site the articles go to.
    pub into: &'a str,
    /// What becomes of the texts.
    pub settings: Settings,
    /// Whether every article, new or there already, is read again from the disk and compared with
    /// its export.
    pub verify: bool,
}

/// Imports what `job` names.
pub fn run(job: &Job) -> Outcome {
    let mut outcome = Outcome::default();
    let (root, into) = (job.root, job.into.trim_end_matches('/'));
    if let Err(fault) = OutputPath::new(into) {
        let message = format!("the folder to import into, `{into}`, {fault}");
        outcome.failed.push(
            Diagnostic::error("bad-folder", message)
                .hint("Name a folder of the site, for example: --into content"),
        );
        return outcome;
    }
    let exports = digests(&files(job.inputs, &mut outcome), &mut outcome);
    let known = known_exports(root, into, &exports);
    // In the order of the digests, so that which of two namesakes gets the plain name does not depend
    // on the order of the inputs.
    let mut new: BTreeMap<&str, &Path> = BTreeMap::new();
    let mut twins: Vec<(&Path, &str)> = Vec::new();
    for (file, digest) in &exports {
        if let Some(path) = known.get(digest) {
            outcome.unchanged.push(Imported {
                export: told(file),
                path: path.clone(),
                notes: Vec::new(),
            });
        } else if new.contains_key(digest.as_str()) {
            twins.push((file, digest));
        } else {
            new.insert(digest, file);
        }
    }
    let mut bad: BTreeSet<&str> = BTreeSet::new();
    for (digest, file) in &new {
        match converted(file, &job.settings) {
            Ok(converted) => write::write(told(file), &converted, root, into, &mut outcome),
            Err(fault) => {
                bad.insert(digest);
                outcome.failed.push(*fault);
            }
        }
    }
    for (file, digest) in twins {
        // What cannot be read once cannot be read twice; each file is told.
        match bad.contains(digest).then(|| converted(file, &job.settings)) {
            Some(Err(fault)) => outcome.failed.push(*fault),
            _ => outcome.skipped.push(Skipped {
                export: told(file),
                reason: format!("it is the same as {}", told(new[digest])),
            }),
        }
    }
    if job.verify {
        verify_all(root, &mut outcome);
    }
    outcome.sort();
    outcome
}

fn converted(file: &Path, settings: &Settings) -> Result<Converted, Box<Diagnostic>> {
    let path = SourcePath::new(told(file));
    convert(&path, &read(file)?, settings)
}

/// Compares every article with its export, both read from the disk.
fn verify_all(root: &Path, outcome: &mut Outcome) {
    for Imported { export, path, .. } in outcome.written.iter().chain(&outcome.unchanged) {
        let article = root.join(path.as_str());
        let found = read(Path::new(export))
            .and_then(|bytes| Ok((bytes, read(&article)?)))
            .map(|(export_bytes, bytes)| {
                verify(&SourcePath::new(export.as_str()), &export_bytes, &bytes)
            });
        match found {
            Ok(Ok(())) => outcome.verified += 1,
            Ok(Err(difference)) => outcome.differing.push(Differing {
                export: export.clone(),
                path: path.clone(),
                difference,
            }),
            Err(fault) => outcome.failed.push(*fault),
        }
    }
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
        // Most articles of most sites are no imports: their front matter need not be read.
        if !std::str::from_utf8(&bytes).is_ok_and(|text| text.contains("source_blake3")) {
            continue;
        }
        if let Some(digest) = provenance(&bytes)
            .source_blake3
            .filter(|digest| wanted.contains(digest.as_str()))
        {
            known.entry(digest).or_insert(path);
        }
    }
    known
}
