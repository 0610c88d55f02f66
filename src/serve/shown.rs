//! The site as it is shown: a plan and its renderer, and each page made when it is asked for.
//!
//! While the first plan is being made, the pages of the last build are the site's pages, if it is proved that
//! nothing has changed since. Whatever is served was made by the pipeline that builds; only the script is
//! added. Nothing is written.

use std::collections::{BTreeMap, VecDeque};
use std::fs::File;
use std::io::Read;
use std::sync::{Arc, Mutex, PoisonError};

use super::answer::{Answer, Content};
use super::home;
use super::injection::{tag_of, unstyled, with_script};
use super::request::{Route, route};
use crate::build::{BodiesOf, Manifest, as_planned};
use crate::config::BaseUrl;
use crate::diagnostics::Diagnostic;
use crate::digest::{Digest, FileDigest};
use crate::disk::{Output, Site, at_path};
use crate::media_types::{is_page, media_type};
use crate::paths::UrlPath;
use crate::plan::{AssetView, Page, Plan, StaticOrigin, View};
use crate::render::{Rendered, Renderer, stylesheet, theme};

/// Pages that are kept once they are made: those that are looked at now.
const KEPT: usize = 32;

/// Files up to this size are read whole; larger ones are sent piece by piece.
const WHOLE: u64 = 1024 * 1024;

/// A site that can be shown.
pub(super) struct Shown {
    source: Source,
    /// The raw path it is published under, with `/` at both ends.
    base: String,
    made: Mutex<VecDeque<(String, Arc<Made>)>>,
}

enum Source {
    /// Made when it is asked for. Some pages are others than they were planned, by their places.
    Planned(Arc<(Plan, Renderer)>, BTreeMap<usize, Page>),
    /// As the last build made it.
    Built(Box<(Output, Manifest)>),
}

/// A page that was made.
struct Made {
    served: Vec<u8>,
    tag: String,
    /// What it is apart from its style sheets' versions; for a page in HTML.
    unstyled: Option<String>,
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Unmade {
    /// A file is not what was planned with: the next plan is on its way.
    Changed(Box<Diagnostic>),
    /// It cannot be made.
    Fault(Box<Diagnostic>),
}

impl Shown {
    /// The site of a plan.
    pub(super) fn planned(plan: Plan, renderer: Renderer) -> Shown {
        let base_url = plan.sites.first().map(|site| &site.base_url);
        Shown {
            base: base_url.map_or_else(|| "/".to_owned(), home),
            source: Source::Planned(Arc::new((plan, renderer)), BTreeMap::new()),
            made: Mutex::default(),
        }
    }

    /// The site the last build left in `output`, whose `manifest` proves each file.
    pub(super) fn built(output: Output, manifest: Manifest, base_url: &BaseUrl) -> Shown {
        Shown {
            base: home(base_url),
            source: Source::Built(Box::new((output, manifest))),
            made: Mutex::default(),
        }
    }

    /// The plan, if there is one yet.
    pub(super) fn plan(&self) -> Option<&Plan> {
        match &self.source {
            Source::Planned(planned, _) => Some(&planned.0),
            Source::Built(_) => None,
        }
    }

    /// The pages that are shown, in the order of the plan.
    pub(super) fn pages(&self) -> Vec<&Page> {
        let Source::Planned(planned, others) = &self.source else {
            return Vec::new();
        };
        let shown = |(place, page)| others.get(&place).unwrap_or(page);
        planned.0.pages.iter().enumerate().map(shown).collect()
    }

    /// The same site with other pages at these places of its plan.
    pub(super) fn with(&self, pages: Vec<(usize, Page)>) -> Option<Shown> {
        let Source::Planned(planned, others) = &self.source else {
            return None;
        };
        let mut others = others.clone();
        others.extend(pages);
        Some(Shown {
            source: Source::Planned(Arc::clone(planned), others),
            base: self.base.clone(),
            made: Mutex::default(),
        })
    }

    /// Files that are copied, each by its address as a browser has it, with what is in it.
    pub(super) fn assets(&self) -> Vec<(String, Digest)> {
        let Some(plan) = self.plan() else {
            return Vec::new();
        };
        let asset = |page: &Page| match &page.view {
            View::Asset(asset) => {
                let url = UrlPath::file(page.path.as_str()).ok()?;
                let site = plan.site(page.edition)?;
                Some((site.base_url.href(&url), asset.digest))
            }
            _ => None,
        };
        plan.pages.iter().filter_map(asset).collect()
    }

    /// Where `path` leads.
    pub(super) fn route(&self, path: &str) -> Route {
        route(path, &self.base, &|file| self.has(file))
    }

    /// Whether there is such a file.
    pub(super) fn has(&self, file: &str) -> bool {
        match &self.source {
            Source::Planned(planned, _) => place_of(&planned.0, file).is_some(),
            Source::Built(built) => built.1.find(file).is_some(),
        }
    }

    /// The answer that is `file`, which is there.
    pub(super) fn answer(&self, site: &Site, file: &str, status: u16) -> Result<Answer, Unmade> {
        match &self.source {
            Source::Planned(planned, others) => {
                let (plan, renderer) = &**planned;
                let place = place_of(plan, file);
                let other = place.and_then(|place| others.get(&place));
                let Some(page) = other.or_else(|| plan.pages.get(place?)) else {
                    return Ok(Answer::words(404, "there is nothing at this address"));
                };
                if let View::Asset(asset) = &page.view {
                    return copied(asset, site, file, status);
                }
                let make = || {
                    let rendered = renderer.render(page, &BodiesOf::new(site));
                    match rendered.map_err(unmade)? {
                        Rendered::Bytes(bytes) => Ok(bytes),
                        Rendered::Copy(asset) => whole(asset, site),
                        Rendered::Sheet(view) => {
                            let sheet = whole(&view.asset, site)?;
                            Ok(stylesheet::fitted(&sheet, view))
                        }
                    }
                };
                let answer = self.made(file, make)?.answer(file, status);
                let View::Redirect(redirect) = &page.view else {
                    return Ok(answer);
                };
                let Some(edition) = plan.site(page.edition) else {
                    return Ok(answer);
                };
                let to = edition.base_url.href(redirect.to.url());
                Ok(Answer {
                    status: 302,
                    ..answer
                }
                .header("location", to))
            }
            Source::Built(built) => {
                let (output, manifest) = &**built;
                let make =
                    || left(output, manifest, file).ok_or_else(|| Unmade::Changed(altered(file)));
                Ok(self.made(file, make)?.answer(file, status))
            }
        }
    }

    /// A page that was made a moment ago, or is made now. The plan does not change, and so neither does
    /// what it makes.
    fn made(
        &self,
        file: &str,
        make: impl FnOnce() -> Result<Vec<u8>, Unmade>,
    ) -> Result<Arc<Made>, Unmade> {
        let find = |made: &VecDeque<(String, Arc<Made>)>| {
            let found = made.iter().find(|(known, _)| known == file);
            found.map(|(_, made)| Arc::clone(made))
        };
        if let Some(made) = find(&self.kept()) {
            return Ok(made);
        }
        let made = Arc::new(Made::new(file, make()?));
        if made.served.len() as u64 <= WHOLE {
            let mut kept = self.kept();
            kept.push_back((file.to_owned(), Arc::clone(&made)));
            if kept.len() > KEPT {
                kept.pop_front();
            }
        }
        Ok(made)
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, VecDeque<(String, Arc<Made>)>> {
        // What was kept before a thread panicked is right.
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Made {
    fn new(file: &str, built: Vec<u8>) -> Made {
        let tag = tag_of(&built);
        match is_page(file) {
            true => Made {
                served: with_script(&built, &tag),
                unstyled: Some(unstyled(&built)),
                tag,
            },
            false => Made {
                served: built,
                tag,
                unstyled: None,
            },
        }
    }

    fn answer(&self, file: &str, status: u16) -> Answer {
        let content = Content::Bytes(self.served.clone());
        let answer = Answer::new(status, media_type(file), content).tagged(&self.tag);
        match &self.unstyled {
            Some(page) => answer.header("warraq-page", page.as_str()),
            None => answer,
        }
    }
}

fn place_of(plan: &Plan, file: &str) -> Option<usize> {
    let found = plan
        .pages
        .binary_search_by(|page| page.path.as_str().cmp(file));
    found.ok()
}

/// The bytes of a file that is not large.
fn whole(asset: &AssetView, site: &Site) -> Result<Vec<u8>, Unmade> {
    match &asset.origin {
        StaticOrigin::Theme(path) => Ok(theme::file(path).to_vec()),
        StaticOrigin::Site(source) => {
            as_planned(site, source, asset.digest).map_err(Unmade::Changed)
        }
    }
}

/// A file that is copied as it is.
fn copied(asset: &AssetView, site: &Site, file: &str, status: u16) -> Result<Answer, Unmade> {
    let media_type = media_type(file);
    let source = match &asset.origin {
        StaticOrigin::Theme(path) => {
            let bytes = theme::file(path);
            let content = Content::Bytes(bytes.to_vec());
            return Ok(Answer::new(status, media_type, content).tagged(&tag_of(bytes)));
        }
        StaticOrigin::Site(source) => source,
    };
    let place = site.locate(source);
    let refuse = |error: std::io::Error| {
        Unmade::Changed(Box::new(at_path("read", &place, &error).in_file(source)))
    };
    let mut opened = File::open(&place).map_err(refuse)?;
    let metadata = opened.metadata().map_err(refuse)?;
    if !metadata.is_file() {
        return Err(refuse(std::io::ErrorKind::NotFound.into()));
    }
    if metadata.len() > WHOLE {
        // What is in it was looked at when the site was planned; what the system says of it is of now.
        let seen = (asset.digest, metadata.len(), metadata.modified().ok());
        let tag = Digest::of(&seen).to_string();
        let content = Content::of_file(opened, metadata.len());
        return Ok(Answer::new(status, media_type, content).tagged(&tag));
    }
    let mut bytes = Vec::new();
    opened.read_to_end(&mut bytes).map_err(refuse)?;
    if is_page(file) {
        return Ok(Made::new(file, bytes).answer(file, status));
    }
    let tag = tag_of(&bytes);
    Ok(Answer::new(status, media_type, Content::Bytes(bytes)).tagged(&tag))
}

/// A file of the last build, if it is still what that build left.
fn left(output: &Output, manifest: &Manifest, file: &str) -> Option<Vec<u8>> {
    let record = manifest.get(file)?;
    if record.size > 16 * WHOLE {
        return None;
    }
    let place = output.locate(file);
    let metadata = std::fs::symlink_metadata(&place).ok()?;
    if !metadata.is_file() || metadata.len() != record.size {
        return None;
    }
    let bytes = std::fs::read(&place).ok()?;
    (FileDigest::of_bytes(&bytes) == record.bytes).then_some(bytes)
}

fn altered(file: &str) -> Box<Diagnostic> {
    let message = format!("{file} in the output is not what the last build left");
    Box::new(Diagnostic::error("file-system", message))
}

fn unmade(fault: Box<Diagnostic>) -> Unmade {
    match fault.code {
        // A file that is gone, or was saved again.
        "changed-meanwhile" | "file-system" => Unmade::Changed(fault),
        _ => Unmade::Fault(fault),
    }
}
