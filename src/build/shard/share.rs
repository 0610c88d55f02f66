//! What a machine says of its slice: which one it is, and of which plan.
//!
//! A plan with its templates comes in. What goes out is written into the receipt of the shard and read from
//! there, with nothing of the machine in it.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Shard;
use crate::build::{Head, Outline};
use crate::digest::{Digest, FileDigest};
use crate::plan::{Page, Plan};
use crate::program::{BUILD, IDENTITY};
use crate::render::Templates;

/// One slice of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Line", try_from = "Line")]
pub struct Share {
    /// Which slice it is.
    pub shard: Shard,
    /// The program that made it, by the digest of its source.
    pub program: String,
    /// The digest of the plan, by which every machine's is known to be the same.
    pub plan: FileDigest,
    /// How many files the whole plan has.
    pub files: u64,
    /// What every page of an edition shows, as a manifest has it.
    pub sites: Vec<(String, Digest)>,
    /// The templates' closures, as a manifest has them.
    pub templates: Vec<(String, Digest)>,
}

impl Share {
    /// Slice `shard` of the whole of `plan`.
    pub fn new(shard: Shard, plan: &Plan, templates: &Templates) -> Share {
        let head = Head::of(plan, templates, FileDigest::default());
        let digest = |(at, page): (usize, &Page)| {
            let view = Digest::of(&(page.edition, &page.view));
            of_file(plan.path(at), view, plan.kind(at), plan.source(at))
        };
        let files: Vec<Digest> = plan.pages.par_iter().enumerate().map(digest).collect();
        Share {
            shard,
            program: BUILD.to_owned(),
            plan: plan_digest(&head, &plan.base_url(), files.into_iter()),
            files: plan.pages.len() as u64,
            sites: head.sites,
            templates: head.templates,
        }
    }

    /// The head of the manifest of the whole site, whose files have the root hash `root`.
    pub fn head(&self, root: FileDigest) -> Head {
        Head {
            version: IDENTITY.to_owned(),
            sites: self.sites.clone(),
            templates: self.templates.clone(),
            root,
        }
    }
}

/// The digest of all a plan says of one file: with that of the others, everything that decides what the
/// site's bytes are and what its receipt says of them.
pub(super) fn of_file(path: &str, view: Digest, kind: &str, source: Option<&str>) -> Digest {
    Digest::of(&(path, view, kind, source))
}

/// The digest of a plan, from what its files depend on and the digests of its files in their order.
pub fn plan_digest(head: &Head, base_url: &str, files: impl Iterator<Item = Digest>) -> FileDigest {
    let Head {
        version,
        sites,
        templates,
        // Of the bytes, which nobody knows yet.
        root: _,
    } = head;
    let mut hasher = blake3::Hasher::new();
    hasher.update(Digest::of(&(version, sites, templates, base_url)).as_bytes());
    for file in files {
        hasher.update(file.as_bytes());
    }
    FileDigest::of_hash(hasher.finalize())
}

/// A share as it is written.
#[derive(Serialize, Deserialize)]
struct Line {
    number: u32,
    of: u32,
    #[serde(default)]
    program: String,
    plan: String,
    files: u64,
    sites: Vec<(String, String)>,
    templates: Vec<(String, String)>,
}

impl From<Share> for Line {
    fn from(share: Share) -> Line {
        let shown = |digests: Vec<(String, Digest)>| {
            let digests = digests.into_iter();
            digests
                .map(|(name, digest)| (name, digest.to_string()))
                .collect()
        };
        Line {
            number: share.shard.number(),
            of: share.shard.of(),
            program: share.program,
            plan: share.plan.to_string(),
            files: share.files,
            sites: shown(share.sites),
            templates: shown(share.templates),
        }
    }
}

impl TryFrom<Line> for Share {
    type Error = &'static str;

    fn try_from(line: Line) -> Result<Share, Self::Error> {
        let read = |digests: Vec<(String, String)>| -> Option<Vec<(String, Digest)>> {
            let digests = digests.into_iter();
            digests
                .map(|(name, digest)| Some((name, Digest::from_hex(&digest)?)))
                .collect()
        };
        let digest = "there is a digest in `shard` that is none";
        Ok(Share {
            shard: Shard::new(line.number, line.of).ok_or("there is no such shard")?,
            program: line.program,
            plan: FileDigest::from_hex(&line.plan).ok_or(digest)?,
            files: line.files,
            sites: read(line.sites).ok_or(digest)?,
            templates: read(line.templates).ok_or(digest)?,
        })
    }
}
