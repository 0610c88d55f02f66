//! What a site has beside its articles.

use super::Layout;

/// The one picture, which all articles show.
pub(super) const PHOTO: &str = "/img/photo.png";

const PHOTO_BYTES: &[u8] = include_bytes!("photo.png");

/// The files of Warraq's theme, where Hugo looks for them: those whose addresses change with them among its assets.
const THEME: [(&str, &[u8]); 12] = [
    (
        "assets/theme/style.css",
        include_bytes!("../../static/theme/style.css"),
    ),
    (
        "assets/theme/theme.js",
        include_bytes!("../../static/theme/theme.js"),
    ),
    (
        "static/favicon.ico",
        include_bytes!("../../static/theme/favicon.ico"),
    ),
    (
        "static/theme/icon.svg",
        include_bytes!("../../static/theme/icon.svg"),
    ),
    (
        "static/theme/icon-192.png",
        include_bytes!("../../static/theme/icon-192.png"),
    ),
    (
        "static/theme/icon-512.png",
        include_bytes!("../../static/theme/icon-512.png"),
    ),
    (
        "static/theme/fonts/OFL-headings.txt",
        include_bytes!("../../static/theme/fonts/OFL-headings.txt"),
    ),
    (
        "static/theme/fonts/OFL-naskh.txt",
        include_bytes!("../../static/theme/fonts/OFL-naskh.txt"),
    ),
    (
        "static/theme/fonts/headings-700.woff2",
        include_bytes!("../../static/theme/fonts/headings-700.woff2"),
    ),
    (
        "static/theme/fonts/headings-latin-700.woff2",
        include_bytes!("../../static/theme/fonts/headings-latin-700.woff2"),
    ),
    (
        "static/theme/fonts/naskh-400.woff2",
        include_bytes!("../../static/theme/fonts/naskh-400.woff2"),
    ),
    (
        "static/theme/fonts/naskh-700.woff2",
        include_bytes!("../../static/theme/fonts/naskh-700.woff2"),
    ),
];

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
    match layout {
        Layout::Warraq => vec![
            ("warraq.yaml", WARRAQ_YAML.as_bytes()),
            ("static/img/photo.png", PHOTO_BYTES),
        ],
        Layout::Hugo => {
            let site = hugo_site![
                "content/anniversaries/_index.md",
                "content/archive/_index.md",
                "content/days/_index.md",
                "content/sections/_index.md",
                "hugo.yaml",
                "i18n/ar.yaml",
                "layouts/404.html",
                "layouts/_markup/render-heading.html",
                "layouts/_partials/anniversaries.html",
                "layouts/_partials/calendar.html",
                "layouts/_partials/card.html",
                "layouts/_partials/cards.html",
                "layouts/_partials/cite.html",
                "layouts/_partials/collection.html",
                "layouts/_partials/count.html",
                "layouts/_partials/crumbs.html",
                "layouts/_partials/day.html",
                "layouts/_partials/entry.atom.xml",
                "layouts/_partials/entry.feed.json",
                "layouts/_partials/entry.rss.xml",
                "layouts/_partials/footer.html",
                "layouts/_partials/head.html",
                "layouts/_partials/headline.html",
                "layouts/_partials/heat.html",
                "layouts/_partials/masthead.html",
                "layouts/_partials/months.html",
                "layouts/_partials/overview.html",
                "layouts/_partials/period.html",
                "layouts/_partials/periods.html",
                "layouts/_partials/picture.html",
                "layouts/_partials/publisher.html",
                "layouts/_partials/title.html",
                "layouts/_partials/weekdays.html",
                "layouts/_partials/years.html",
                "layouts/anniversaries/taxonomy.html",
                "layouts/anniversaries/term.html",
                "layouts/archive.html",
                "layouts/baseof.html",
                "layouts/days/term.html",
                "layouts/home.html",
                "layouts/list.atom.xml",
                "layouts/list.feed.json",
                "layouts/list.rss.xml",
                "layouts/month.html",
                "layouts/page.html",
                "layouts/robots.txt",
                "layouts/sitemap.xml",
                "layouts/taxonomy.html",
                "layouts/term.html",
                "layouts/year.html",
                "static/_headers",
                "static/site.webmanifest",
            ];
            // Hugo makes smaller forms of what is among its assets.
            let photo = ("assets/img/photo.png", PHOTO_BYTES);
            site.into_iter().chain([photo]).chain(THEME).collect()
        }
    }
}
