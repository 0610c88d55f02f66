//! Which pages must be made again, and why: a pure function of the plan and the last build's manifest.

use std::fmt;

use rayon::prelude::*;

use super::{Manifest, Present, Record};
use crate::config::EditionId;
use crate::digest::Digest;
use crate::plan::{Page, Plan, View};
use crate::program::IDENTITY;
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
    /// Its file is known to be of an earlier build, but not what that build made it from.
    Forgotten,
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
            Reason::Forgotten => "the memory of what it was made from is lost",
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

/// What is known of a plan's pages, each in the order of the plan, and which must be made again.
#[derive(Debug, Default)]
pub struct Staleness {
    /// The digest of each page's view.
    pub views: Vec<Digest>,
    /// The place of each page's record in the manifest.
    pub known: Vec<Option<usize>>,
    /// The pages that must be made again.
    pub stale: Vec<Stale>,
}

impl Staleness {
    /// The records of `manifest` whose files no page is made for any more.
    pub fn unwanted(&self, manifest: &Manifest) -> Vec<usize> {
        let mut wanted = vec![false; manifest.len()];
        for at in self.known.iter().flatten() {
            if let Some(wanted) = wanted.get_mut(*at) {
                *wanted = true;
            }
        }
        let all = wanted.into_iter().enumerate();
        all.filter_map(|(at, wanted)| (!wanted).then_some(at))
            .collect()
    }
}

/// Holds `plan` against what is there of the last build.
pub fn stale(plan: &Plan, templates: &Templates, present: &Present) -> Staleness {
    let manifest = present.manifest();
    let known = known(plan, manifest);
    // What every page of an edition shows has changed since the last build.
    let mut restyled: Vec<bool> = plan
        .sites
        .iter()
        .map(|site| manifest.site(site.addresses.home().as_str()) != Some(Digest::of(&**site)))
        .collect();
    // Lists, feeds and the news of the main edition may hold articles of all, each with what its own is called.
    let is_any = restyled.contains(&true);
    if let Some(main) = restyled.get_mut(EditionId::MAIN.place()) {
        *main |= is_any;
    }
    let judged: Vec<(Digest, Option<Reason>)> = plan
        .pages
        .par_iter()
        .zip(&known)
        .map(|(page, known)| {
            let view = Digest::of(&(page.edition, &page.view));
            let record = known.and_then(|at| Some((at, manifest.record(at)?)));
            let reason = match record {
                Some((at, record)) => reason(page, view, &record, &restyled, templates, manifest)
                    .or_else(|| match present.state(at) {
                        FileState::Intact => None,
                        FileState::Missing => Some(Reason::Missing),
                        FileState::Altered => Some(Reason::Altered),
                    }),
                None => Some(Reason::New),
            };
            (view, reason)
        })
        .collect();
    let reasons = judged.iter().enumerate();
    let stale = reasons
        .filter_map(|(page, (_, reason))| reason.map(|reason| Stale { page, reason }))
        .collect();
    Staleness {
        views: judged.into_iter().map(|(view, _)| view).collect(),
        known,
        stale,
    }
}

/// Pages whose records are looked for together.
const TOGETHER: usize = 4096;

/// The place of each page's record; both lists are in the order of paths.
fn known(plan: &Plan, manifest: &Manifest) -> Vec<Option<usize>> {
    let places = |pages: &[Page]| -> Vec<Option<usize>> {
        let mut at = match pages.first() {
            Some(first) => manifest.lower_bound(first.path.as_str()),
            None => 0,
        };
        let place = |page: &Page| {
            let path = page.path.as_str();
            while manifest.path(at).is_some_and(|known| known < path) {
                at += 1;
            }
            (manifest.path(at) == Some(path)).then_some(at)
        };
        pages.iter().map(place).collect()
    };
    let parts: Vec<Vec<Option<usize>>> = plan.pages.par_chunks(TOGETHER).map(places).collect();
    parts.concat()
}

fn reason(
    page: &Page,
    view: Digest,
    record: &Record,
    restyled: &[bool],
    templates: &Templates,
    manifest: &Manifest,
) -> Option<Reason> {
    let template_changed = |name: &str| manifest.template(name) != Some(templates.digest(name));
    // How a picture is made is told by its own view: a new version does not make all of them anew.
    let made_by_us = !matches!(
        page.view,
        View::Asset(_) | View::Picture(_) | View::Share(_)
    );
    if record.view == Digest::default() {
        Some(Reason::Forgotten)
    } else if record.view != view {
        Some(Reason::View)
    } else if made_by_us && manifest.head().version != IDENTITY {
        Some(Reason::Version)
    } else if page.view.template().is_some_and(template_changed) {
        Some(Reason::Template)
    } else if made_by_us && restyled.get(page.edition.place()).copied().unwrap_or(true) {
        Some(Reason::Site)
    } else {
        None
    }
}
