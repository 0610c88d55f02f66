//! The build receipt: every file of the output with its hash, and what led there from the build before.
//!
//! An outline and two manifests come in, lines of JSON go out to a writer; lines of a reader come back as
//! entries, each held against what a receipt must be. Neither way is the whole of it ever in memory. What
//! stands below `files` is a function of the output alone: no clock, no path of a machine, and nothing of
//! the build before. The format is described in `docs/receipt.md`.

mod joined;
mod read;
mod write;

pub use joined::{Joined, joined};
pub use read::{Damage, Head, Listed, Reader};
pub use write::{Receipt, kind};

use std::io::Write;

use super::Record;
use crate::digest::FileDigest;

/// The version of the format. A reader refuses any other.
pub const FORMAT: u32 = 1;

/// What became of a file since the build before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It was not there.
    Added,
    /// It had other bytes.
    Changed,
    /// It is no longer there.
    Removed,
}

impl Change {
    /// The lists of a receipt, in their order.
    const ALL: [Change; 3] = [Change::Added, Change::Changed, Change::Removed];

    /// The name of the list.
    fn name(self) -> &'static str {
        match self {
            Change::Added => "added",
            Change::Changed => "changed",
            Change::Removed => "removed",
        }
    }
}

/// What all files of an output come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// The hash of the lines that `b3sum` prints for the files, in the order of their paths.
    pub root: FileDigest,
    /// How many files there are.
    pub count: u64,
    /// Their bytes.
    pub bytes: u64,
}

impl Total {
    /// What `files` come to, which are in the order of their paths.
    pub fn of<'a>(files: impl Iterator<Item = (&'a str, Record)>) -> Total {
        let mut counter = Counter::new();
        for (path, record) in files {
            counter.add(path, record.bytes, record.size);
        }
        counter.total()
    }
}

/// Counts files, one after the other in the order of their paths.
struct Counter {
    lines: std::io::BufWriter<blake3::Hasher>,
    count: u64,
    bytes: u64,
}

/// Hashing is fast in large pieces only.
const PIECE: usize = 64 * 1024;

impl Counter {
    fn new() -> Self {
        Counter {
            lines: std::io::BufWriter::with_capacity(PIECE, blake3::Hasher::new()),
            count: 0,
            bytes: 0,
        }
    }

    fn add(&mut self, path: &str, digest: FileDigest, size: u64) {
        // A hasher takes everything; only other writers can fail.
        let _ = writeln!(self.lines, "{digest}  {path}");
        self.count += 1;
        self.bytes = self.bytes.saturating_add(size);
    }

    fn total(mut self) -> Total {
        let _ = self.lines.flush();
        Total {
            root: FileDigest::of_hash(self.lines.get_ref().finalize()),
            count: self.count,
            bytes: self.bytes,
        }
    }
}
