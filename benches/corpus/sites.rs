//! What a site has beside its articles.

use super::Layout;

/// The one picture, which all articles show.
pub(super) const PHOTO: &str = "/img/photo.png";

const PHOTO_BYTES: &[u8] = include_bytes!("photo.png");

/// The configuration of the site of Warraq.
pub(super) const WARRAQ_YAML: &str = "\
title: أرشيف القياس
description: أرشيف مولد آليا لقياس السرعة، ولا معنى لنصوصه
base_url: https://archive.example/
language: ar
time_zone: Asia/Riyadh
permalink: /:year/:month/:slug/
";

macro_rules! hugo_site {
    ($($path:literal),* $(,)?) => {
        [$(($path, include_bytes!(concat!("../hugo-site/", $path)).as_slice())),*]
    };
}

/// Paths and bytes of everything but the articles, below the site's folder.
pub(super) fn around(layout: Layout) -> Vec<(&'static str, &'static [u8])> {
    let photo = ("static/img/photo.png", PHOTO_BYTES);
    match layout {
        Layout::Warraq => vec![("warraq.yaml", WARRAQ_YAML.as_bytes()), photo],
        Layout::Hugo => {
            let site = hugo_site![
                "hugo.yaml",
                "layouts/index.html",
                "layouts/_default/baseof.html",
                "layouts/_default/list.html",
                "layouts/_default/single.html",
                "layouts/_default/taxonomy.html",
                "layouts/_default/term.html",
                "layouts/_partials/card.html",
                "layouts/_partials/pager.html",
            ];
            site.into_iter().chain([photo]).collect()
        }
    }
}
