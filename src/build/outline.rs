//! What there is to say of the files of a site, beside their bytes: of a plan's, or of those of its shards.
//!
//! Manifests and receipts are written from this, so that there is one way to write either.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::manifest::Head;
use super::receipt::kind;
use crate::digest::{Digest, FileDigest};
use crate::plan::{Plan, Site};
use crate::program::IDENTITY;
use crate::render::Templates;

/// The files of a site, in the order of their paths.
pub trait Outline: Sync {
    /// How many there are.
    fn count(&self) -> usize;

    /// The path of file `at`; empty where there is none.
    fn path(&self, at: usize) -> &str;

    /// Its kind, by the word receipts have for it.
    fn kind(&self, at: usize) -> &str;

    /// The file of the site it is made from, if it is made from one.
    fn source(&self, at: usize) -> Option<&str>;

    /// Where the site is published.
    fn base_url(&self) -> String;
}

impl Outline for Plan {
    fn count(&self) -> usize {
        self.pages.len()
    }

    fn path(&self, at: usize) -> &str {
        self.pages.get(at).map_or("", |page| page.path.as_str())
    }

    fn kind(&self, at: usize) -> &str {
        self.pages.get(at).map_or("", |page| kind(page.view.kind()))
    }

    fn source(&self, at: usize) -> Option<&str> {
        let source = self.pages.get(at)?.view.source()?;
        Some(source.as_str())
    }

    fn base_url(&self) -> String {
        let first = self.sites.first();
        first.map_or_else(String::new, |site| site.base_url.to_string())
    }
}

impl Head {
    /// The head of the manifest of a plan whose files have the root hash `root`.
    pub fn of(plan: &Plan, templates: &Templates, root: FileDigest) -> Head {
        let used: BTreeSet<&str> = plan
            .pages
            .iter()
            .filter_map(|page| page.view.template())
            .collect();
        let site = |site: &Arc<Site>| {
            let home = site.addresses.home();
            (home.as_str().to_owned(), Digest::of(&**site))
        };
        Head {
            version: IDENTITY.to_owned(),
            sites: plan.sites.iter().map(site).collect(),
            templates: used
                .into_iter()
                .map(|name| (name.to_owned(), templates.digest(name)))
                .collect(),
            root,
        }
    }
}
