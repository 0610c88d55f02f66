//! Files that are copied as they are: the theme's, the site's own, and those beside articles.

use std::collections::BTreeSet;

use crate::archive::Archive;
use crate::digest::Digest;
use crate::paths::{SourcePath, UrlPath};

use super::view::{AssetView, View};

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
/// so that the collision is told.
pub(super) fn views(archive: &Archive, statics: &[StaticFile]) -> Vec<(UrlPath, View)> {
    let is_own = |file: &&StaticFile| matches!(file.origin, StaticOrigin::Site(_));
    let own: BTreeSet<&UrlPath> = statics
        .iter()
        .filter(is_own)
        .map(|file| &file.url)
        .collect();
    let view = |origin: StaticOrigin, digest| View::Asset(Box::new(AssetView { origin, digest }));
    let copied = statics
        .iter()
        .filter(|file| is_own(file) || !own.contains(&file.url))
        .map(|file| (file.url.clone(), view(file.origin.clone(), file.digest)));
    let beside = archive.assets.iter().map(|asset| {
        (
            asset.url.clone(),
            view(StaticOrigin::Site(asset.source.clone()), asset.digest),
        )
    });
    copied.chain(beside).collect()
}
