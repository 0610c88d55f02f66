//! The folders that machines leave which make one shard each: `receipt.json`, and the shard's files below
//! `files/`. No file of a site can be taken for the receipt.
//!
//! The joint of all shards comes in, their files go to a [`Staging`], each held against its receipt. Nothing is
//! written to the folders.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::mirror::verify;
use super::{Check, NoVerdict, Staging, Verdict, at_path, open_receipt};
use crate::build::receipt::{Damage, Listed};
use crate::build::shard::{Joint, Part, Shard};
use crate::build::{Reason, Stale};
use crate::diagnostics::Diagnostic;
use crate::digest::FileDigest;
use crate::paths::OutputPath;

/// Where a build writes shards that is told no other place, below the site's folder.
pub const SHARDS: &str = "shards";

/// The folder of one shard.
#[derive(Debug, Clone)]
pub struct ShardFolder(PathBuf);

impl ShardFolder {
    /// A shard that lies in `folder`.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        ShardFolder(folder.into())
    }

    /// Where a build of the site at `root` leaves `shard` if it is told no other place.
    pub fn of(root: &Path, shard: Shard) -> Self {
        let name = format!("{}-of-{}", shard.number(), shard.of());
        ShardFolder(root.join(SHARDS).join(name))
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// Where the shard's files lie.
    pub fn files(&self) -> PathBuf {
        self.0.join("files")
    }

    /// Where its receipt lies.
    pub fn receipt(&self) -> PathBuf {
        self.0.join("receipt.json")
    }

    /// Reads its receipt.
    pub fn read(&self) -> Result<Part, Damage> {
        let mut reader = open_receipt(&self.receipt())?;
        let mut files = Vec::new();
        while let Some(listed) = reader.next_file()? {
            files.push(listed);
        }
        Ok(Part {
            name: self.0.display().to_string(),
            head: reader.head().clone(),
            files,
        })
    }

    /// Whether files are missing, of another size or not the shard's; up to `most` of a kind are kept.
    pub fn verify(&self, most: usize) -> Result<Verdict, NoVerdict> {
        let mut reader = open_receipt(&self.receipt()).map_err(NoVerdict::Receipt)?;
        // A shard of no files has no folder for them.
        let files = self.files();
        if reader.head().count == 0 && !files.exists() {
            return Ok(Verdict::default());
        }
        let check = Check {
            quick: true,
            most,
            ..Check::default()
        };
        verify(&files, &mut reader, &check)
    }
}

/// Stages the files of all shards. `folders` are in the order of the joint's parts; each fault is one of a file
/// whose bytes are not those of its shard's receipt, or one of the disk.
pub fn bring_shards(
    joint: &Joint,
    folders: &[ShardFolder],
    staging: &Staging,
    step: &(dyn Fn() + Sync),
) -> Vec<Diagnostic> {
    let files = joint.files().par_iter().enumerate();
    let one = |(at, (part, listed)): (usize, &(usize, Listed))| {
        let folder = folders.get(*part)?;
        let brought = bring(at, listed, folder, staging);
        step();
        brought.err().map(|fault| *fault)
    };
    files.filter_map(one).collect()
}

fn bring(
    at: usize,
    listed: &Listed,
    folder: &ShardFolder,
    staging: &Staging,
) -> Result<(), Box<Diagnostic>> {
    let file = folder.files().join(&listed.path);
    let bytes = match fs::read(&file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(Box::new(altered(folder.folder(), &listed.path)));
        }
        Err(error) => return Err(Box::new(at_path("read", &file, &error))),
    };
    let digest = FileDigest::of_bytes(&bytes);
    if digest != listed.digest {
        return Err(Box::new(altered(folder.folder(), &listed.path)));
    }
    let path = OutputPath::new(&listed.path)
        .map_err(|_| Box::new(altered(folder.folder(), &listed.path)))?;
    let stale = Stale {
        page: at,
        reason: Reason::View,
    };
    staging.take(stale, &path, None, &bytes, digest)
}

/// Tells of a shard that is not what its receipt says; `what` of it.
pub fn altered(folder: &Path, what: &str) -> Diagnostic {
    let message = format!(
        "the shard in {} is not what its receipt says: {what}",
        folder.display()
    );
    Diagnostic::error("shard-altered", message)
        .hint("Bring the folder again from the machine that built it, or build the shard again.")
}
