//! Files that are copied as they are: the theme's, the site's own, and those beside articles.

use std::collections::{BTreeMap, BTreeSet};

use crate::archive::Archive;
use crate::config::Theme;
use crate::digest::Digest;
use crate::paths::{SourcePath, UrlPath};

use super::lay_out::STYLESHEET;
use super::view::{AssetView, StylesheetView, View};

/// Where the theme's fonts and its script lie.
pub(super) const FONTS: &str = "/theme/fonts/";
pub(super) const SCRIPT: &str = "/theme/theme.js";

/// A file to be copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaticFile {
    /// Its address: its path below `static/`.
    pub url: UrlPath,
    /// Where it comes from.
    pub origin: StaticOrigin,
    /// What is in it.
    pub digest: Digest,
}

/// Where a copied file comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum StaticOrigin {
    /// The default theme inside the program, by its path below `static/`.
    Theme(&'static str),
    /// A file of the site.
    Site(SourcePath),
}

impl StaticOrigin {
    /// The file of the site, if it is one.
    pub fn source(&self) -> Option<&SourcePath> {
        match self {
            StaticOrigin::Theme(_) => None,
            StaticOrigin::Site(path) => Some(path),
        }
    }
}

/// All files to copy: a file of the site takes the place of the theme's of the same path. Two files of
/// the site at one address, whose names differ only in how their letters are composed, are both here,
/// so that the collision is told. What `theme` does without is left out, unless the owner has put
/// something else in its place.
pub(super) fn views(
    archive: &Archive,
    statics: &[StaticFile],
    theme: &Theme,
) -> Vec<(UrlPath, View)> {
    let is_own = |file: &&StaticFile| matches!(file.origin, StaticOrigin::Site(_));
    let own: BTreeSet<&UrlPath> = statics
        .iter()
        .filter(is_own)
        .map(|file| &file.url)
        .collect();
    let of_theme: BTreeMap<&UrlPath, Digest> = statics
        .iter()
        .filter(|file| !is_own(file))
        .map(|file| (&file.url, file.digest))
        .collect();
    let is_wanted = |file: &&StaticFile| {
        let path = file.url.as_str();
        let unwanted =
            (!theme.fonts && path.starts_with(FONTS)) || (!theme.scripts && path == SCRIPT);
        !unwanted || of_theme.get(&file.url) != Some(&file.digest)
    };
    let view = |origin: StaticOrigin, digest| View::Asset(Box::new(AssetView { origin, digest }));
    let copied = statics
        .iter()
        .filter(|file| is_own(file) || !own.contains(&file.url))
        .filter(is_wanted)
        .map(|file| match file.url.as_str() {
            STYLESHEET => (file.url.clone(), stylesheet(file, theme)),
            _ => (file.url.clone(), view(file.origin.clone(), file.digest)),
        });
    let beside = archive.assets.iter().map(|asset| {
        (
            asset.url.clone(),
            view(StaticOrigin::Site(asset.source.clone()), asset.digest),
        )
    });
    copied.chain(beside).collect()
}

/// The style sheet: a copy where nothing is set that it must be fitted to.
fn stylesheet(file: &StaticFile, theme: &Theme) -> View {
    let asset = AssetView {
        origin: file.origin.clone(),
        digest: file.digest,
    };
    match theme.fonts && !theme.colors.any() {
        true => View::Asset(Box::new(asset)),
        false => View::Stylesheet(Box::new(StylesheetView {
            asset,
            fonts: theme.fonts,
            colors: theme.colors.clone(),
        })),
    }
}
