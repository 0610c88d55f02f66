//! The files of a site as they will be: what the last build left, and what this one made.
//!
//! An outline, the manifest of the build before and the records of the pages that were made come in; the
//! manifest to be goes out. It has no text of its own: paths are the outline's.

use std::io::{self, Write};

use super::manifest::Head;
use super::receipt::Total;
use super::{Manifest, Outline, Present, Record, Staleness};
use crate::digest::{Digest, FileDigest};

/// The files of an outline, once all are made.
pub struct Written<'a> {
    outline: &'a dyn Outline,
    records: Vec<Record>,
}

/// What the last build left of the files of a plan, in its order; nothing yet is known of the others.
pub fn left(old: &Present, found: &Staleness) -> Vec<Record> {
    let pairs = found.views.iter().zip(&found.known);
    let record = |(view, known): (&Digest, &Option<usize>)| {
        let record = known.and_then(|known| old.record(known));
        Record {
            view: *view,
            ..record.unwrap_or_default()
        }
    };
    pairs.map(record).collect()
}

impl<'a> Written<'a> {
    /// The files of `outline`, whose records are in its order.
    pub fn new(outline: &'a dyn Outline, records: Vec<Record>) -> Self {
        Written { outline, records }
    }

    /// What there is to say of them beside their bytes.
    pub fn outline(&self) -> &'a dyn Outline {
        self.outline
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// All files with their paths, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &Record)> {
        let outline = self.outline;
        let paths = (0..outline.count()).map(|at| outline.path(at));
        paths.zip(&self.records)
    }

    /// What the files come to.
    pub fn total(&self) -> Total {
        Total::of(self.iter().map(|(path, record)| (path, *record)))
    }

    /// What they come to where they are those of a build whose root hash is known.
    pub fn total_of(&self, root: FileDigest) -> Total {
        Total {
            root,
            count: self.records.len() as u64,
            bytes: self
                .records
                .iter()
                .fold(0, |sum, record| record.size.saturating_add(sum)),
        }
    }

    /// Writes the manifest with the head `head`.
    pub fn write(&self, out: &mut dyn Write, head: &Head) -> io::Result<()> {
        Manifest::write(out, head, || self.iter())
    }
}
