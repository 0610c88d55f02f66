//! The pictures of a site by their addresses, and what is to be told of those that cannot be shown well.

use std::collections::HashMap;
use std::sync::Arc;

use super::Asset;
use super::links::Destination;
use crate::config::Images;
use crate::diagnostics::Diagnostic;
use crate::images::{Facts, Fault, MAX_PIXELS, Pictures, Shown};
use crate::paths::{SourcePath, UrlPath};

/// Where the files lie whose addresses are their paths.
const STATIC: &str = "static/";

/// The pictures that pages can show.
#[derive(Default)]
pub(super) struct Gallery<'a> {
    // Only looked up in, never walked: its order reaches nothing.
    by_url: HashMap<UrlPath, &'a Facts>,
    settings: Option<&'a Images>,
}

impl<'a> Gallery<'a> {
    /// The pictures among `assets` and in `static/`; none where no forms of them are made.
    pub(super) fn new(
        assets: &[Asset],
        pictures: &'a Pictures,
        settings: Option<&'a Images>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        if settings.is_none() {
            return Gallery::default();
        }
        let told = pictures
            .iter()
            .filter_map(|(path, facts)| told(path, facts));
        diagnostics.extend(told);
        let mut by_url = HashMap::with_capacity(pictures.len());
        for asset in assets {
            if let Some(facts) = pictures.get(&asset.source) {
                by_url.insert(asset.url.clone(), &**facts);
            }
        }
        for (path, facts) in pictures {
            let below = path.as_str().strip_prefix(STATIC);
            if let Some(Ok(url)) = below.map(UrlPath::file) {
                by_url.insert(url, &**facts);
            }
        }
        Gallery { by_url, settings }
    }

    /// The picture at a destination, as pages show it.
    pub(super) fn shown(&self, destination: &Destination) -> Option<Arc<Shown>> {
        let Destination::Inside { url, .. } = destination else {
            return None;
        };
        Shown::new(url, self.by_url.get(url)?, self.settings?)
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
