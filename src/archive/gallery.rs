//! The pictures of a site by their addresses, and what is to be told of those that cannot be shown well.

use std::sync::Arc;

use super::Asset;
use super::links::Destination;
use crate::config::Images;
use crate::diagnostics::Diagnostic;
use crate::images::{Facts, Fault, MAX_PIXELS, Pictures, Shown};
use crate::lookup::Lookup;
use crate::paths::{SourcePath, UrlPath};

/// Where the files lie whose addresses are their paths.
const STATIC: &str = "static/";

/// The pictures that pages can show.
#[derive(Default)]
pub(super) struct Gallery {
    /// Each as pages show it, once for all articles that show it.
    by_url: Lookup<UrlPath, Arc<Shown>>,
}

impl Gallery {
    /// The pictures among `assets` and in `static/`; none where no forms of them are made.
    pub(super) fn new(
        assets: &[Asset],
        pictures: &Pictures,
        settings: Option<&Images>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let Some(settings) = settings else {
            return Gallery::default();
        };
        let told = pictures
            .iter()
            .filter_map(|(path, facts)| told(path, facts));
        diagnostics.extend(told);
        let mut by_url = Lookup::default();
        let mut add = |url: UrlPath, facts: &Facts| {
            if let Some(shown) = Shown::new(&url, facts, settings) {
                by_url.insert(url, shown);
            }
        };
        for asset in assets {
            if let Some(facts) = pictures.get(&asset.source) {
                add(asset.url.clone(), facts);
            }
        }
        for (path, facts) in pictures {
            let below = path.as_str().strip_prefix(STATIC);
            if let Some(Ok(url)) = below.map(UrlPath::file) {
                add(url, facts);
            }
        }
        Gallery { by_url }
    }

    /// The picture at a destination, as pages show it.
    pub(super) fn shown(&self, destination: &Destination) -> Option<Arc<Shown>> {
        let Destination::Inside { url, .. } = destination else {
            return None;
        };
        self.by_url.get(url).cloned()
    }
}

/// What an editor is to know of a picture.
fn told(path: &SourcePath, facts: &Facts) -> Option<Diagnostic> {
    let Facts { width, height, .. } = facts;
    let diagnostic = match facts.fault? {
        Fault::Head => Diagnostic::warning(
            "damaged-picture",
            "the picture is damaged: its head cannot be read. It is published as it is",
        )
        .hint("Open it: if nothing is to be seen, put the picture here anew, or delete the file."),
        Fault::CutShort => Diagnostic::warning(
            "damaged-picture",
            "the picture is damaged: its end is missing, or bytes of it were changed. No smaller forms are made of it",
        )
        .hint("Put the picture here anew, or save it again with a program that opens it."),
        Fault::TooLarge => Diagnostic::error(
            "picture-too-large",
            format!(
                "the picture has {width} × {height} pixels; at most {} million are decoded",
                MAX_PIXELS / 1_000_000
            ),
        )
        .hint("Make it smaller before it is put here: a page shows some two thousand pixels across."),
        Fault::Unread => Diagnostic::warning(
            "unread-picture",
            "this is a picture of a kind that is not read, such as HEIC, AVIF or TIFF: it is published as it is, with the place it was taken at if it carries that",
        )
        .hint("Save it as JPEG or PNG, which every browser shows and from which the place is taken out."),
    };
    Some(diagnostic.in_file(path))
}
