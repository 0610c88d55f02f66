//! The files of a site as they will be: what the last build left, and what this one made.
//!
//! A plan, the manifest of the build before and the records of the pages that were made come in; the
//! manifest to be goes out. It has no text of its own: paths are the plan's.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::manifest::Head;
use super::receipt::Total;
use super::{Manifest, Record, Staleness};
use crate::digest::{Digest, FileDigest};
use crate::plan::Plan;
use crate::render::Templates;

/// The files of a plan, once all are made.
pub struct Written<'a> {
    plan: &'a Plan,
    records: Vec<Record>,
}

/// What the last build left of the files of a plan, in its order; nothing yet is known of the others.
pub fn left(old: &Manifest, found: &Staleness) -> Vec<Record> {
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
    /// The files of `plan`, whose records are in its order.
    pub fn new(plan: &'a Plan, records: Vec<Record>) -> Self {
        Written { plan, records }
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
        let paths = self.plan.pages.iter().map(|page| page.path.as_str());
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

    /// Writes the manifest.
    pub fn write(
        &self,
        out: &mut dyn Write,
        templates: &Templates,
        root: FileDigest,
    ) -> io::Result<()> {
        Manifest::write(out, &self.head(templates, root), || self.iter())
    }

    fn head(&self, templates: &Templates, root: FileDigest) -> Head {
        let used: BTreeSet<&str> = self
            .plan
            .pages
            .iter()
            .filter_map(|page| page.view.template())
            .collect();
        Head {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            sites: self
                .plan
                .sites
                .iter()
                .map(|site| {
                    let home = site.addresses.home();
                    (home.as_str().to_owned(), Digest::of(&**site))
                })
                .collect(),
            templates: used
                .into_iter()
                .map(|name| (name.to_owned(), templates.digest(name)))
                .collect(),
            root,
        }
    }
}
