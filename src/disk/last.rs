//! Where what is known of the last build lies: beside the manifest of its output.
//!
//! It names the manifest that build left, so that it never speaks of another site than the one that is there.

use std::fs;
use std::io::{Read, Seek, SeekFrom};
use std::path::PathBuf;

use rayon::prelude::*;

use super::Output;
use crate::build::{FileState, Last};
use crate::digest::FileDigest;

impl Output {
    fn last_path(&self) -> PathBuf {
        self.manifest_path().with_extension("last")
    }

    /// What is known of the last build here.
    pub fn last(&self) -> Option<Last> {
        Last::decode(&fs::read(self.last_path()).ok()?)
    }

    /// Remembers a build that is done. What cannot be written is not known next time.
    pub fn remember(&self, last: &Last) {
        let path = self.last_path();
        if fs::write(&path, last.encode()).is_err() {
            let _ = fs::remove_file(&path);
        }
    }

    /// The checksum of the manifest here.
    pub fn manifest_sum(&self) -> Option<FileDigest> {
        let mut file = fs::File::open(self.manifest_path()).ok()?;
        let mut sum = [0; blake3::OUT_LEN];
        file.seek(SeekFrom::End(-(sum.len() as i64))).ok()?;
        file.read_exact(&mut sum).ok()?;
        Some(FileDigest::from_bytes(sum))
    }

    /// Whether `last` was the last build here, every file is as it left it, and its receipt is there.
    pub fn is_as_left_by(&self, last: &Last) -> bool {
        let manifest = self.manifest();
        let is_intact = |at: usize| {
            let (path, record) = (manifest.path(at), manifest.record(at));
            matches!((path, record), (Some(path), Some(record))
                if self.state(path, &record) == FileState::Intact)
        };
        manifest.sum() == Some(last.manifest)
            && !manifest.is_empty()
            && !self.staging().exists()
            && super::receipt::is_whole(self, manifest.head().root)
            && (0..manifest.len()).into_par_iter().all(is_intact)
    }
}
