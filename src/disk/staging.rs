//! Rendered pages, waiting beside the output until all of them are there.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::output::modified;
use super::{Output, Site, at_path};
use crate::build::{Files, Manifest, Reason, Record, Sink, Stale, Staleness, left};
use crate::diagnostics::Diagnostic;
use crate::digest::FileDigest;
use crate::plan::{Page, StaticOrigin};
use crate::render::{Rendered, theme};

/// Takes rendered pages: those whose bytes are already in the output are only noted, the others are
/// written below the staging folder.
pub struct Staging<'a> {
    output: &'a Output,
    site: &'a Site,
    manifest: &'a Manifest,
    found: &'a Staleness,
    tree: PathBuf,
    taken: Mutex<Taken>,
}

/// The files of the site to be, in the order of the plan.
pub struct Taken {
    /// What is known of each.
    pub records: Vec<Record>,
    /// Which have other bytes than before.
    pub is_new: Vec<bool>,
}

impl<'a> Staging<'a> {
    /// An empty staging folder.
    pub fn new(
        output: &'a Output,
        site: &'a Site,
        manifest: &'a Manifest,
        found: &'a Staleness,
    ) -> Result<Self, Box<Diagnostic>> {
        let tree = output.staging().join("tree");
        fs::create_dir_all(&tree).map_err(|error| Box::new(at_path("create", &tree, &error)))?;
        Ok(Staging {
            output,
            site,
            manifest,
            found,
            tree,
            taken: Mutex::new(Taken {
                records: left(manifest, found),
                is_new: vec![false; found.views.len()],
            }),
        })
    }

    /// The files, once every stale page was taken.
    pub fn finish(self) -> Taken {
        // A thread that panicked while it held the lock has ended the build already.
        self.taken
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The file in the output, if it holds these bytes already.
    fn unchanged(
        &self,
        stale: Stale,
        path: &str,
        bytes: &[u8],
        digest: FileDigest,
    ) -> Option<fs::Metadata> {
        let file = self.output.locate(path);
        let metadata = fs::symlink_metadata(&file)
            .ok()
            .filter(fs::Metadata::is_file)?;
        if metadata.len() != bytes.len() as u64 {
            return None;
        }
        let known = self.found.known.get(stale.page).copied().flatten();
        let record = known.and_then(|at| self.manifest.record(at));
        let known = record
            .is_some_and(|record| record.bytes == digest && record.modified == modified(&metadata));
        let same = known && stale.reason != Reason::Altered
            || fs::read(&file).is_ok_and(|there| there == bytes);
        same.then_some(metadata)
    }

    fn stage(&self, path: &str, bytes: &[u8]) -> Result<fs::Metadata, Box<Diagnostic>> {
        let file = self.tree.join(path);
        write_new(&file, bytes).map_err(|error| Box::new(at_path("write", &file, &error)))
    }
}

/// Writes a file, with the folders above it.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<fs::Metadata> {
    if let Some(folder) = path.parent() {
        // Most pages have a folder to themselves: to make it is the quickest way to see whether it is there.
        match fs::create_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => fs::create_dir_all(folder)?,
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
    }
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.metadata()
}

impl Sink for Staging<'_> {
    fn put(&self, stale: Stale, page: &Page, rendered: Rendered) -> Result<(), Box<Diagnostic>> {
        let copied;
        let bytes: &[u8] = match &rendered {
            Rendered::Bytes(bytes) => bytes,
            Rendered::Copy(StaticOrigin::Theme(path)) => theme::STATIC
                .iter()
                .find(|(known, _)| known == path)
                .map_or(&[], |(_, bytes)| bytes),
            Rendered::Copy(StaticOrigin::Site(source)) => {
                copied = self.site.read(source)?;
                &copied
            }
        };
        let path = page.path.as_str();
        let digest = FileDigest::of_bytes(bytes);
        let (metadata, is_new) = match self.unchanged(stale, path, bytes, digest) {
            Some(metadata) => (metadata, false),
            None => (self.stage(path, bytes)?, true),
        };
        let mut taken = self
            .taken
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(record) = taken.records.get_mut(stale.page) {
            record.bytes = digest;
            record.size = bytes.len() as u64;
            record.modified = modified(&metadata);
        }
        if let Some(is_new_there) = taken.is_new.get_mut(stale.page) {
            *is_new_there = is_new;
        }
        Ok(())
    }
}
