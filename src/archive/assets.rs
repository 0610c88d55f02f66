//! Files beside the articles: which address each has.

use std::collections::BTreeMap;

use super::Asset;
use crate::content::CONTENT;
use crate::diagnostics::Diagnostic;
use crate::digest::Digest;
use crate::paths::{PathError, SourcePath, UrlPath};

/// The folders of bundles, each with its article's address; `None` where that is not published.
pub(super) type Bundles = BTreeMap<String, Option<UrlPath>>;

/// Gives each file its address: below its article for a file of a bundle, at its own path below
/// `content/` for any other.
pub(super) fn place(
    files: &[(SourcePath, Digest)],
    bundles: &Bundles,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Asset> {
    let mut assets = Vec::with_capacity(files.len());
    for (source, digest) in files {
        match home(source, bundles) {
            Ok(None) => {}
            Ok(Some(url)) => assets.push(Asset {
                source: source.clone(),
                url,
                digest: *digest,
            }),
            Err(fault) => diagnostics.push(
                Diagnostic::error("bad-address", format!("the address of this file {fault}"))
                    .in_file(source)
                    .hint("Rename the file."),
            ),
        }
    }
    assets
}

/// Where a file goes; nowhere if its article is not published.
fn home(source: &SourcePath, bundles: &Bundles) -> Result<Option<UrlPath>, PathError> {
    let mut folder = source.folder();
    loop {
        if let Some(url) = bundles.get(folder) {
            let below = source.as_str()[folder.len()..].trim_start_matches('/');
            return url.as_ref().map(|url| below_url(url, below)).transpose();
        }
        match folder.rsplit_once('/') {
            Some((above, _)) => folder = above,
            None => break,
        }
    }
    let below = source
        .as_str()
        .strip_prefix(CONTENT)
        .unwrap_or(source.as_str());
    UrlPath::file(below).map(Some)
}

/// The address of the file `below` in the folder of a bundle's page.
fn below_url(page: &UrlPath, below: &str) -> Result<UrlPath, PathError> {
    let folder = page
        .as_str()
        .rsplit_once('/')
        .map_or("", |(folder, _)| folder);
    UrlPath::file(&format!("{folder}/{below}"))
}
