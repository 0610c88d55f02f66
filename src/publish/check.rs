//! What is at a target, held against a receipt.
//!
//! Every file is read back as readers get it, unpacked where it was compressed, and hashed. Nothing is written there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::Path;

use rayon::prelude::*;

use super::headers::beside_of;
use super::notes::{Note, entries, unpack};
use super::plan::Entry;
use super::state::State;
use super::target::{Copy, Fault, Meter, Target};
use crate::build::receipt::Damage;
use crate::diagnostics::Diagnostic;
use crate::digest::FileDigest;
use crate::disk::{Check, Faults, Named, Verdict, at_path, listing};

/// Why there is no verdict.
pub enum NoVerdict {
    /// The receipt is not to be believed.
    Receipt(Damage),
    /// The target cannot be read.
    Target(Fault),
}

impl From<Fault> for NoVerdict {
    fn from(fault: Fault) -> Self {
        NoVerdict::Target(fault)
    }
}

/// Holds what is at `place` against a receipt. `work` is a folder of this machine for a copy of it, which is removed.
pub fn verify(
    place: &dyn Target,
    receipt: &[u8],
    check: &Check,
    work: &Path,
) -> Result<Verdict, NoVerdict> {
    let (site, root) = entries(receipt).map_err(NoVerdict::Receipt)?;
    let state = place
        .read(Note::State)?
        .and_then(|bytes| unpack(bytes).ok());
    let state = state.and_then(|bytes| State::read(&bytes));
    let state = state.unwrap_or_default();
    let _ = fs::remove_dir_all(work);
    let there = match place.copy(work, &Meter::new(|_| {}))? {
        Copy::Hashes(hashes) => Ok(hashes),
        Copy::Folder(folder) => hashed(&folder),
    };
    let _ = fs::remove_dir_all(work);
    let listed = site.iter().map(|entry| (&entry.path, entry.kind.as_str()));
    let kept = state.retired.keys().map(|path| (path, ""));
    let beside: BTreeSet<String> = listed
        .chain(kept)
        .flat_map(|(path, kind)| beside_of(path, kind, &state.beside))
        .collect();
    let is_others = |path: &str| {
        Note::is_at(path)
            || beside.contains(path)
            || state.retired.contains_key(path)
            || check.ignores(path)
    };
    Ok(verdict(&site, root, &there?, &is_others, check.most))
}

fn verdict(
    site: &[Entry],
    root: String,
    there: &BTreeMap<String, (FileDigest, u64)>,
    is_others: &dyn Fn(&str) -> bool,
    most: usize,
) -> Verdict {
    let (mut missing, mut altered) = (Vec::new(), Vec::new());
    for entry in site {
        match there.get(&entry.path) {
            None => missing.push(entry.path.as_str()),
            Some(found) if *found != (entry.digest, entry.size) => {
                altered.push(entry.path.as_str())
            }
            Some(_) => {}
        }
    }
    let is_site = |path: &str| {
        let found = site.binary_search_by(|entry| entry.path.as_str().cmp(path));
        found.is_ok()
    };
    let extra = there
        .keys()
        .filter(|path| !is_site(path) && !is_others(path));
    let extra: Vec<&str> = extra.map(String::as_str).collect();
    Verdict {
        root,
        files: site.len(),
        missing: faults(&missing, most),
        altered: faults(&altered, most),
        extra: faults(&extra, most),
    }
}

fn faults(paths: &[&str], most: usize) -> Faults {
    let named = |path: &&str| Named {
        path: (*path).to_owned(),
        source: None,
    };
    Faults {
        count: paths.len(),
        first: paths.iter().take(most).map(named).collect(),
    }
}

fn hashed(folder: &Path) -> Result<BTreeMap<String, (FileDigest, u64)>, Fault> {
    let files = listing(folder)?;
    let hashed = files.into_par_iter().map(|(path, file, is_file)| {
        // A link is not what was published, wherever it leads.
        if !is_file {
            return Ok((path, (FileDigest::default(), 0)));
        }
        let mut hasher = blake3::Hasher::new();
        let read = File::open(&file).and_then(|open| hasher.update_reader(open).map(drop));
        match read {
            Ok(()) => Ok((
                path,
                (FileDigest::of_hash(hasher.finalize()), hasher.count()),
            )),
            Err(error) => Err(Box::new(at_path("read", &file, &error)) as Box<Diagnostic>),
        }
    });
    hashed.collect()
}
