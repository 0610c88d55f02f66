//! Rendered pages, waiting beside the output until all of them are there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::output::modified;
use super::{Output, Site, at_path};
use crate::build::{Files, Manifest, Reason, Record, Sink, Stale};
use crate::diagnostics::Diagnostic;
use crate::digest::{Digest, FileDigest};
use crate::plan::{Page, StaticOrigin};
use crate::render::{Rendered, theme};

/// What became of the pages that were made.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// What is now known of each page that was made, by output path.
    pub records: BTreeMap<String, Record>,
    /// The pages whose bytes are new, by output path, and why they were made.
    pub written: BTreeMap<String, Reason>,
}

/// Takes rendered pages: those whose bytes are already in the output are only noted, the others are
/// written below the staging folder.
pub struct Staging<'a> {
    output: &'a Output,
    site: &'a Site,
    manifest: &'a Manifest,
    /// Digests of the views, in the order of the plan.
    views: &'a [Digest],
    tree: PathBuf,
    taken: Mutex<Taken>,
}

#[derive(Default)]
struct Taken {
    tally: Tally,
    /// Folders that exist in the tree already.
    folders: BTreeSet<PathBuf>,
}

impl<'a> Staging<'a> {
    /// An empty staging folder.
    pub fn new(
        output: &'a Output,
        site: &'a Site,
        manifest: &'a Manifest,
        views: &'a [Digest],
    ) -> Result<Self, Box<Diagnostic>> {
        let tree = output.staging().join("tree");
        fs::create_dir_all(&tree).map_err(|error| Box::new(at_path("create", &tree, &error)))?;
        Ok(Staging {
            output,
            site,
            manifest,
            views,
            tree,
            taken: Mutex::default(),
        })
    }

    /// What was taken.
    pub fn finish(self) -> Tally {
        // A thread that panicked while it held the lock has ended the build already.
        self.taken
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .tally
    }

    fn taken(&self) -> std::sync::MutexGuard<'_, Taken> {
        self.taken
            .lock()
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
        let record = self.manifest.get(path);
        let known = record
            .is_some_and(|record| record.bytes == digest && record.modified == modified(&metadata));
        let same = known && stale.reason != Reason::Altered
            || fs::read(&file).is_ok_and(|there| there == bytes);
        same.then_some(metadata)
    }

    fn stage(&self, path: &str, bytes: &[u8]) -> Result<fs::Metadata, Box<Diagnostic>> {
        let file = self.tree.join(path);
        let fault = |file: &Path, error| Box::new(at_path("write", file, &error));
        if let Some(folder) = file.parent() {
            let made = self.taken().folders.contains(folder);
            if !made {
                fs::create_dir_all(folder).map_err(|error| fault(folder, error))?;
                self.taken().folders.insert(folder.to_owned());
            }
        }
        fs::write(&file, bytes).map_err(|error| fault(&file, error))?;
        fs::symlink_metadata(&file).map_err(|error| fault(&file, error))
    }
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
        let view = self.views.get(stale.page).copied().unwrap_or_default();
        let record = Record {
            view,
            bytes: digest,
            size: bytes.len() as u64,
            modified: modified(&metadata),
        };
        let mut taken = self.taken();
        taken.tally.records.insert(path.to_owned(), record);
        if is_new {
            taken.tally.written.insert(path.to_owned(), stale.reason);
        }
        Ok(())
    }
}
