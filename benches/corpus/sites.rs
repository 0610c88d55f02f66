//! What a site has beside its articles.

use super::Layout;

/// The one picture, which all articles show.
pub(super) const PHOTO: &str = "/img/photo.png";

const PHOTO_BYTES: &[u8] = include_bytes!("photo.png");

const STYLE: &[u8] = include_bytes!("../../static/theme/style.css");

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
                "content/archive/_index.md",
                "content/days/_index.md",
                "content/sections/_index.md",
                "hugo.yaml",
                "i18n/ar.yaml",
                "layouts/404.html",
                "layouts/_markup/render-heading.html",
                "layouts/_partials/calendar.html",
                "layouts/_partials/card.html",
                "layouts/_partials/cards.html",
                "layouts/_partials/count.html",
                "layouts/_partials/footer.html",
                "layouts/_partials/head.html",
                "layouts/_partials/masthead.html",
                "layouts/_partials/months.html",
                "layouts/_partials/of-year.html",
                "layouts/_partials/periods.html",
                "layouts/_partials/title.html",
                "layouts/_partials/weekdays.html",
                "layouts/_partials/years.html",
                "layouts/archive.html",
                "layouts/baseof.html",
                "layouts/days/term.html",
                "layouts/home.html",
                "layouts/list.atom.xml",
                "layouts/list.rss.xml",
                "layouts/month.html",
                "layouts/page.html",
                "layouts/robots.txt",
                "layouts/sitemap.xml",
                "layouts/taxonomy.html",
                "layouts/term.html",
                "layouts/year.html",
            ];
            // Both sites have the style sheet of Warraq's theme.
            let style = ("static/theme/style.css", STYLE);
            site.into_iter().chain([photo, style]).collect()
        }
    }
}
