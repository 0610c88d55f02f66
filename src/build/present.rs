//! What the output folder holds of the last build: its manifest, and of each file whether it is still there.
//!
//! It depends on nothing that is planned, and so is found out while the site is being planned.

use rayon::prelude::*;

use super::{FileState, Manifest, Record};

/// The files of the last build as they are now.
#[derive(Debug, Clone, Default)]
pub struct Present {
    manifest: Manifest,
    /// The state of each file, in the order of the manifest.
    states: Vec<FileState>,
}

impl Present {
    /// The files of `manifest`; `state` tells what is in the output folder at the path of a record.
    pub fn of(manifest: Manifest, state: &(dyn Fn(&str, &Record) -> FileState + Sync)) -> Present {
        let of = |at: usize| match (manifest.path(at), manifest.record(at)) {
            (Some(path), Some(record)) => state(path, &record),
            _ => FileState::Missing,
        };
        let states = (0..manifest.len()).into_par_iter().map(of).collect();
        Present { manifest, states }
    }

    /// What the last build wrote.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What is at the path of record `at`.
    pub fn state(&self, at: usize) -> FileState {
        self.states.get(at).copied().unwrap_or(FileState::Missing)
    }
}
