//! What the output folder holds of the last build: its manifest, and of each file whether it is still there.
//!
//! It depends on nothing that is planned, and so is found out while the site is being planned.

use rayon::prelude::*;

use super::{FileState, Manifest, Record};

/// The files of the last build as they are now.
#[derive(Debug, Clone, Default)]
pub struct Present {
    manifest: Manifest,
    /// What is at the path of each record, in the order of the manifest.
    found: Vec<FoundFile>,
}

/// What is in the output folder at the path of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FoundFile {
    /// How it is held against the record.
    pub state: FileState,
    /// The time of an intact file, where that is another than the record tells: the output was copied, or comes
    /// from a cache. Noted, it spares the next build from looking at the bytes again.
    pub modified: Option<i64>,
}

impl Present {
    /// The files of `manifest`; `look` tells what is in the output folder at the path of a record.
    pub fn of(manifest: Manifest, look: &(dyn Fn(&str, &Record) -> FoundFile + Sync)) -> Present {
        const MISSING: FoundFile = FoundFile {
            state: FileState::Missing,
            modified: None,
        };
        let of = |at: usize| match (manifest.path(at), manifest.record(at)) {
            (Some(path), Some(record)) => look(path, &record),
            _ => MISSING,
        };
        let found = (0..manifest.len()).into_par_iter().map(of).collect();
        Present { manifest, found }
    }

    /// The files of `manifest` where nobody has looked what has become of them.
    pub fn unseen(manifest: Manifest) -> Present {
        let found = Vec::new();
        Present { manifest, found }
    }

    /// What the last build wrote.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What is at the path of record `at`.
    pub fn state(&self, at: usize) -> FileState {
        let found = self.found.get(at);
        found.map_or(FileState::Missing, |found| found.state)
    }

    /// Whether every file is what the last build left.
    pub fn is_intact(&self) -> bool {
        self.found.len() == self.manifest.len()
            && self
                .found
                .iter()
                .all(|found| found.state == FileState::Intact)
    }

    /// Whether some files have other times than their records tell.
    pub fn has_other_times(&self) -> bool {
        self.found.iter().any(|found| found.modified.is_some())
    }

    /// Record `at` with the time its file has now.
    pub fn record(&self, at: usize) -> Option<Record> {
        let record = self.manifest.record(at)?;
        let modified = self.found.get(at).and_then(|found| found.modified);
        Some(Record {
            modified: modified.unwrap_or(record.modified),
            ..record
        })
    }
}
