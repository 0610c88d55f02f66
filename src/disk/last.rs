//! Where what is known of the last build lies: beside the manifest of its output.
//!
//! It names the manifest that build left, so that it never speaks of another site than the one that is there.

use std::fs;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;

use super::Output;
use super::across::temporary;
use crate::build::{Last, Manifest, Present, Record};
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

    /// The files of `last`, if that was the last build here, every file is as it left it, and its receipt is there.
    pub fn left_by(&self, last: &Last) -> Option<Present> {
        // What costs least is asked first.
        if self.manifest_sum() != Some(last.manifest) || self.staging().exists() {
            return None;
        }
        let present = self.present();
        let manifest = present.manifest();
        let is_left = manifest.sum() == Some(last.manifest)
            && !manifest.is_empty()
            && super::receipt::is_whole(self, manifest.head().root)
            && present.is_intact();
        is_left.then_some(present)
    }

    /// Notes the times of an output that was copied since `last`, so that the next build need not look at its bytes
    /// again. What cannot be written is found out again.
    pub fn note_times(&self, present: &Present, last: &Last) {
        if !present.has_other_times() {
            return;
        }
        let path = self.manifest_path();
        let temporary = temporary(&path);
        let manifest = present.manifest();
        let records = (0..manifest.len()).filter_map(|at| present.record(at));
        let records: Vec<Record> = records.collect();
        let paths = || (0..manifest.len()).filter_map(|at| manifest.path(at));
        let write = || -> io::Result<()> {
            let mut file = fs::File::create(&temporary)?;
            Manifest::write(&mut file, manifest.head(), || paths().zip(&records))?;
            file.sync_all()?;
            fs::rename(&temporary, &path)
        };
        if write().is_err() {
            let _ = fs::remove_file(&temporary);
            return;
        }
        if let Some(manifest) = self.manifest_sum() {
            self.remember(&Last {
                manifest,
                ..last.clone()
            });
        }
    }
}
