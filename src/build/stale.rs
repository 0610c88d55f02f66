//! Which pages must be made again, and why: a pure function of the plan and the last build's manifest.

use std::fmt;

use rayon::prelude::*;

use super::Manifest;
use crate::digest::Digest;
use crate::plan::{Kind, Page, Plan};
use crate::render::Templates;

/// What is in the output folder at the path of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    /// The bytes that were written.
    Intact,
    /// Nothing.
    Missing,
    /// Something else.
    Altered,
}

/// Why a page is made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// No build has made it.
    New,
    /// What it shows has changed.
    View,
    /// Its template, or one that template uses, has changed.
    Template,
    /// Something every page shows has changed.
    Site,
    /// The program is of another version.
    Version,
    /// Its file is not in the output folder.
    Missing,
    /// Its file was changed by someone else.
    Altered,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reason::New => "it is new",
            Reason::View => "what it shows has changed",
            Reason::Template => "its template has changed",
            Reason::Site => "the site's title, navigation or settings have changed",
            Reason::Version => "it was made by another version of Warraq",
            Reason::Missing => "its file was missing",
            Reason::Altered => "its file had been changed",
        })
    }
}

/// A page that must be made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stale {
    /// The page's place in the plan.
    pub page: usize,
    /// Why.
    pub reason: Reason,
}

/// The digest of each page's view, in the order of the plan, and the pages that must be made again.
/// `state` tells what is in the output folder; it is asked only for paths the manifest knows.
pub fn stale(
    plan: &Plan,
    templates: &Templates,
    manifest: &Manifest,
    state: &(dyn Fn(&str) -> FileState + Sync),
) -> (Vec<Digest>, Vec<Stale>) {
    let views: Vec<Digest> = plan
        .pages
        .par_iter()
        .map(|page| Digest::of(&(page.edition, &page.view)))
        .collect();
    // What every page of an edition shows has changed since the last build.
    let restyled: Vec<bool> = plan
        .sites
        .iter()
        .map(|site| manifest.site(site.addresses.home().as_str()) != Some(Digest::of(&**site)))
        .collect();
    let reasons: Vec<Option<Reason>> = plan
        .pages
        .par_iter()
        .zip(&views)
        .map(|(page, view)| reason(page, *view, &restyled, templates, manifest, state))
        .collect();
    let found = reasons.into_iter().enumerate();
    let stale = found
        .filter_map(|(page, reason)| reason.map(|reason| Stale { page, reason }))
        .collect();
    (views, stale)
}

fn reason(
    page: &Page,
    view: Digest,
    restyled: &[bool],
    templates: &Templates,
    manifest: &Manifest,
    state: &(dyn Fn(&str) -> FileState + Sync),
) -> Option<Reason> {
    let Some(record) = manifest.get(page.path.as_str()) else {
        return Some(Reason::New);
    };
    let template_changed = |name: &str| manifest.template(name) != Some(templates.digest(name));
    let made_by_us = page.view.kind() != Kind::Asset;
    if record.view != view {
        Some(Reason::View)
    } else if made_by_us && manifest.version != env!("CARGO_PKG_VERSION") {
        Some(Reason::Version)
    } else if page.view.template().is_some_and(template_changed) {
        Some(Reason::Template)
    } else if made_by_us && restyled.get(page.edition.place()).copied().unwrap_or(true) {
        Some(Reason::Site)
    } else {
        match state(page.path.as_str()) {
            FileState::Intact => None,
            FileState::Missing => Some(Reason::Missing),
            FileState::Altered => Some(Reason::Altered),
        }
    }
}
