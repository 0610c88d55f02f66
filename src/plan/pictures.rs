//! The forms of pictures that are published beside them, and the pictures whose own file is cleaned first.
//!
//! Only pictures that an article or an introduction shows have smaller forms.

use std::collections::BTreeMap;

use crate::archive::{Archive, ResolvedLink};
use crate::config::Images;
use crate::digest::Digest;
use crate::images::{ENCODING, Form, Pictures, Shown};
use crate::paths::{SourcePath, UrlPath};

use super::files::StaticOrigin;
use super::view::{AssetView, PictureView, View};

/// Puts the view of a cleaned picture in the place of each copied one that carries what is private, and adds
/// the smaller forms of those that pages show. `copied` are all files with their addresses.
pub(super) fn add(
    copied: &mut Vec<(UrlPath, View)>,
    archive: &Archive,
    pictures: &Pictures,
    settings: Option<&Images>,
) {
    let Some(settings) = settings.filter(|_| !pictures.is_empty()) else {
        return;
    };
    let files = files(copied);
    let shown = shown(archive);
    for picture in shown.values() {
        let Some((source, digest)) = files.get(&picture.url) else {
            continue;
        };
        for fitted in &picture.fitted {
            let form = Form::Fitted {
                format: fitted.format,
                width: fitted.width,
                height: fitted.height,
                quality: settings.quality,
            };
            copied.push((fitted.url.clone(), view(source, *digest, form)));
        }
    }
    for (_, view_of) in copied.iter_mut() {
        if let View::Asset(asset) = view_of
            && let AssetView {
                origin: StaticOrigin::Site(source),
                digest,
            } = &**asset
            && pictures.get(source).is_some_and(|facts| facts.is_cleaned())
        {
            *view_of = view(source, *digest, Form::Cleaned);
        }
    }
}

fn view(source: &SourcePath, digest: Digest, form: Form) -> View {
    View::Picture(Box::new(PictureView {
        source: source.clone(),
        digest,
        form,
        encoding: ENCODING,
    }))
}

/// The files of the site by their addresses.
fn files(copied: &[(UrlPath, View)]) -> BTreeMap<UrlPath, (SourcePath, Digest)> {
    let file = |(url, view): &(UrlPath, View)| match view {
        View::Asset(asset) => {
            let source = asset.origin.source()?;
            Some((url.clone(), (source.clone(), asset.digest)))
        }
        _ => None,
    };
    copied.iter().filter_map(file).collect()
}

/// The pictures that pages show, by their addresses.
fn shown(archive: &Archive) -> BTreeMap<&UrlPath, &Shown> {
    let leads = archive.entries().filter_map(|entry| {
        let picture = entry.card.picture.as_ref()?;
        picture.shown.as_deref()
    });
    let of_texts = archive.entries().flat_map(|entry| in_text(&entry.links));
    let of_introductions = archive.editions.iter().flat_map(|edition| {
        let of_sections = edition.section_introductions.iter().flatten();
        let all = of_sections.chain(&edition.home_introduction);
        all.flat_map(|introduction| in_text(&introduction.links))
    });
    let all = leads.chain(of_texts).chain(of_introductions);
    all.map(|picture| (&picture.url, picture)).collect()
}

fn in_text(links: &[ResolvedLink]) -> impl Iterator<Item = &Shown> {
    links.iter().filter_map(|link| link.picture.as_deref())
}
