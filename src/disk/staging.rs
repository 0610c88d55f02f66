//! Rendered pages, or those that other machines rendered, waiting beside the output until all of them are there.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

use rayon::prelude::*;

use super::output::{is_of_time, modified, modified_by_chance};
use super::{Output, Site, at_path};
use crate::build::{Present, Reason, Record, Sink, Stale, Staleness, as_planned, left};
use crate::diagnostics::Diagnostic;
use crate::digest::FileDigest;
use crate::paths::{OutputPath, SourcePath};
use crate::plan::{AssetView, Page, StaticOrigin};
use crate::render::{Rendered, stylesheet, theme};

/// Takes rendered pages: those whose bytes are already in the output are only noted, the others are
/// written below the staging folder.
pub struct Staging<'a> {
    output: &'a Output,
    site: &'a Site,
    present: &'a Present,
    found: &'a Staleness,
    tree: PathBuf,
    /// Files that go, in lower case: where case does not count, a file by that name is one of them.
    going: HashSet<String>,
    taken: Mutex<Taken>,
}

/// The files of the site to be, in the order of the plan.
pub struct Taken {
    /// What is known of each.
    pub records: Vec<Record>,
    /// Which have other bytes than before.
    pub is_new: Vec<bool>,
    /// The files that were written.
    staged: Vec<OutputPath>,
    /// The disk takes no more: nothing will come of this build, which was told why.
    closed: bool,
}

impl<'a> Staging<'a> {
    /// An empty staging folder.
    pub fn new(
        output: &'a Output,
        site: &'a Site,
        present: &'a Present,
        found: &'a Staleness,
    ) -> Result<Self, Box<Diagnostic>> {
        let tree = output.staging().join("tree");
        let rests_on_old = found.stale.len() < found.views.len();
        if rests_on_old && let Err(error) = fs::metadata(output.folder()) {
            // Pages that were there a moment ago are not made again by this build.
            return Err(Box::new(at_path("find", output.folder(), &error)));
        }
        output
            .make()
            .and_then(|()| fs::create_dir_all(&tree))
            .map_err(|error| Box::new(at_path("create", &tree, &error)))?;
        // Where there was no folder to be held before.
        output.hold()?;
        let manifest = present.manifest();
        let going = found.unwanted(manifest).into_iter();
        let going = going.filter_map(|at| Some(manifest.path(at)?.to_lowercase()));
        Ok(Staging {
            going: going.collect(),
            output,
            site,
            present,
            found,
            tree,
            taken: Mutex::new(Taken {
                records: left(present, found),
                is_new: vec![false; found.views.len()],
                staged: Vec::new(),
                closed: false,
            }),
        })
    }

    /// The files, once every stale page was taken.
    ///
    /// Where someone has deleted staged files meanwhile, all that is staged is thrown away: the receipt then has
    /// no folder to be staged in, which ends the build before anything of the site has moved.
    pub fn finish(self) -> Taken {
        // A thread that panicked while it held the lock has ended the build already.
        let taken = self
            .taken
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let is_there =
            |path: &OutputPath| fs::symlink_metadata(self.tree.join(path.as_str())).is_ok();
        if !self.tree.is_dir() || !taken.staged.par_iter().all(is_there) {
            let _ = fs::remove_dir_all(self.output.staging());
        }
        taken
    }

    /// The file in the output, if it holds these bytes already.
    fn unchanged(
        &self,
        stale: Stale,
        path: &str,
        bytes: &[u8],
        digest: FileDigest,
    ) -> Option<fs::Metadata> {
        if !self.going.is_empty() && self.going.contains(&path.to_lowercase()) {
            return None;
        }
        let file = self.output.locate(path);
        let metadata = fs::symlink_metadata(&file)
            .ok()
            .filter(fs::Metadata::is_file)?;
        if metadata.len() != bytes.len() as u64 {
            return None;
        }
        let known = self.found.known.get(stale.page).copied().flatten();
        let record = known.and_then(|at| self.present.record(at));
        let known =
            record.is_some_and(|record| record.bytes == digest && is_of_time(&metadata, &record));
        let same = known && stale.reason != Reason::Altered
            || fs::read(&file).is_ok_and(|there| there == bytes);
        same.then_some(metadata)
    }

    /// Writes a file. Of faults of the disk, which every file after the first would meet too, the first is told.
    fn stage(
        &self,
        path: &OutputPath,
        source: Option<&SourcePath>,
        bytes: &[u8],
    ) -> Result<Option<fs::Metadata>, Box<Diagnostic>> {
        let file = self.tree.join(path.as_str());
        let error = match write_new(&self.tree, &file, bytes) {
            Ok(metadata) => return Ok(Some(metadata)),
            Err(error) => error,
        };
        let fault = at_path("write", &file, &error);
        if error.kind() != io::ErrorKind::InvalidFilename {
            return match std::mem::replace(&mut self.taken().closed, true) {
                true => Ok(None),
                false => Err(Box::new(fault)),
            };
        }
        // It is for the article to have a shorter address.
        Err(Box::new(match source {
            Some(source) => fault.in_file(source),
            None => fault,
        }))
    }

    /// Takes the bytes of a file, whose digest is `digest`, and which is file `stale.page` of the site to be.
    pub fn take(
        &self,
        stale: Stale,
        path: &OutputPath,
        source: Option<&SourcePath>,
        bytes: &[u8],
        digest: FileDigest,
    ) -> Result<(), Box<Diagnostic>> {
        let (metadata, is_new) = match self.unchanged(stale, path.as_str(), bytes, digest) {
            Some(metadata) => (metadata, false),
            None => match self.stage(path, source, bytes)? {
                Some(metadata) => (metadata, true),
                None => return Ok(()),
            },
        };
        let mut taken = self.taken();
        if let Some(record) = taken.records.get_mut(stale.page) {
            record.bytes = digest;
            record.size = bytes.len() as u64;
            record.modified = match is_new {
                true => modified(&metadata),
                false => modified_by_chance(&metadata),
            };
        }
        if let Some(is_new_there) = taken.is_new.get_mut(stale.page) {
            *is_new_there = is_new;
        }
        if is_new {
            taken.staged.push(path.clone());
        }
        Ok(())
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        // What was noted before a thread panicked is right.
        self.taken
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Writes a file, with the folders above it up to `tree`. Where that has gone, the site has gone with it.
fn write_new(tree: &Path, path: &Path, bytes: &[u8]) -> io::Result<fs::Metadata> {
    if let Some(folder) = path.parent() {
        // Most pages have a folder to themselves: to make it is the quickest way to see whether it is there.
        match fs::create_dir(folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && tree.is_dir() => {
                fs::create_dir_all(folder)?;
            }
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
        if self.taken().closed {
            return Ok(());
        }
        let (copied, fitted);
        let copy = |asset: &AssetView| match &asset.origin {
            StaticOrigin::Theme(path) => Ok(Cow::Borrowed(theme::file(path))),
            StaticOrigin::Site(source) => {
                as_planned(self.site, source, asset.digest).map(Cow::Owned)
            }
        };
        let bytes: &[u8] = match &rendered {
            Rendered::Bytes(bytes) => bytes,
            Rendered::Copy(asset) => {
                copied = copy(asset)?;
                &copied
            }
            Rendered::Sheet(view) => {
                fitted = stylesheet::fitted(&copy(&view.asset)?, view);
                &fitted
            }
        };
        let digest = FileDigest::of_bytes(bytes);
        self.take(stale, &page.path, page.view.source(), bytes, digest)
    }
}
