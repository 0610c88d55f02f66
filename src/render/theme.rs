//! The default theme, inside the program.

/// The templates by name.
pub const TEMPLATES: [(&str, &str); 32] = [
    ("404.html", include_str!("../../templates/404.html")),
    (
        "all-days.html",
        include_str!("../../templates/all-days.html"),
    ),
    (
        "all-series.html",
        include_str!("../../templates/all-series.html"),
    ),
    ("archive.html", include_str!("../../templates/archive.html")),
    ("article.html", include_str!("../../templates/article.html")),
    ("author.html", include_str!("../../templates/author.html")),
    ("authors.html", include_str!("../../templates/authors.html")),
    ("base.html", include_str!("../../templates/base.html")),
    (
        "corrections.html",
        include_str!("../../templates/corrections.html"),
    ),
    ("day.html", include_str!("../../templates/day.html")),
    ("home.html", include_str!("../../templates/home.html")),
    ("listing.html", include_str!("../../templates/listing.html")),
    ("month.html", include_str!("../../templates/month.html")),
    (
        "on-this-day.html",
        include_str!("../../templates/on-this-day.html"),
    ),
    ("page.html", include_str!("../../templates/page.html")),
    (
        "part-overview.html",
        include_str!("../../templates/part-overview.html"),
    ),
    (
        "part-related.html",
        include_str!("../../templates/part-related.html"),
    ),
    (
        "part-series.html",
        include_str!("../../templates/part-series.html"),
    ),
    (
        "piece-card.html",
        include_str!("../../templates/piece-card.html"),
    ),
    (
        "piece-cite.html",
        include_str!("../../templates/piece-cite.html"),
    ),
    (
        "piece-footer.html",
        include_str!("../../templates/piece-footer.html"),
    ),
    (
        "piece-lead.html",
        include_str!("../../templates/piece-lead.html"),
    ),
    (
        "piece-masthead.html",
        include_str!("../../templates/piece-masthead.html"),
    ),
    (
        "piece-picture.html",
        include_str!("../../templates/piece-picture.html"),
    ),
    (
        "redirect.html",
        include_str!("../../templates/redirect.html"),
    ),
    ("removed.html", include_str!("../../templates/removed.html")),
    ("section.html", include_str!("../../templates/section.html")),
    ("series.html", include_str!("../../templates/series.html")),
    ("tag.html", include_str!("../../templates/tag.html")),
    ("tags.html", include_str!("../../templates/tags.html")),
    ("terms.html", include_str!("../../templates/terms.html")),
    ("year.html", include_str!("../../templates/year.html")),
];

/// The static files by their path below `static/`.
pub const STATIC: [(&str, &[u8]); 12] = [
    (
        "favicon.ico",
        include_bytes!("../../static/theme/favicon.ico"),
    ),
    (
        "theme/fonts/OFL-headings.txt",
        include_bytes!("../../static/theme/fonts/OFL-headings.txt"),
    ),
    (
        "theme/fonts/OFL-naskh.txt",
        include_bytes!("../../static/theme/fonts/OFL-naskh.txt"),
    ),
    (
        "theme/fonts/headings-700.woff2",
        include_bytes!("../../static/theme/fonts/headings-700.woff2"),
    ),
    (
        "theme/fonts/headings-latin-700.woff2",
        include_bytes!("../../static/theme/fonts/headings-latin-700.woff2"),
    ),
    (
        "theme/fonts/naskh-400.woff2",
        include_bytes!("../../static/theme/fonts/naskh-400.woff2"),
    ),
    (
        "theme/fonts/naskh-700.woff2",
        include_bytes!("../../static/theme/fonts/naskh-700.woff2"),
    ),
    (
        "theme/icon-192.png",
        include_bytes!("../../static/theme/icon-192.png"),
    ),
    (
        "theme/icon-512.png",
        include_bytes!("../../static/theme/icon-512.png"),
    ),
    (
        "theme/icon.svg",
        include_bytes!("../../static/theme/icon.svg"),
    ),
    (
        "theme/style.css",
        include_bytes!("../../static/theme/style.css"),
    ),
    (
        "theme/theme.js",
        include_bytes!("../../static/theme/theme.js"),
    ),
];

/// The bytes of a static file; none for a path that is not in [`STATIC`].
pub fn file(path: &str) -> &'static [u8] {
    let found = STATIC.iter().find(|(known, _)| *known == path);
    found.map_or(&[], |(_, bytes)| bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paths of the files below `folder`, from there on.
    fn files(folder: &str) -> Vec<String> {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let mut names: Vec<String> = walkdir::WalkDir::new(&root)
            .into_iter()
            .map(Result::unwrap)
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| entry.path().strip_prefix(&root).unwrap().to_owned())
            .map(|path| path.to_str().unwrap().replace('\\', "/"))
            .collect();
        names.sort();
        names
    }

    /// A list's cards may come as HTML: no template of the theme may read a field of one.
    #[test]
    fn cards_of_a_list_are_only_printed() {
        for (name, text) in TEMPLATES {
            let lists = ["in listing.cards", "in series.cards"];
            let loops: usize = lists.iter().map(|list| text.matches(list).count()).sum();
            assert_eq!(
                text.matches("card_html(card=card)").count(),
                loops,
                "{name}"
            );
            if !["piece-card.html", "piece-lead.html"].contains(&name) {
                assert!(!text.contains("card."), "{name}");
            }
        }
    }

    #[test]
    fn every_file_of_the_theme_is_in_the_program() {
        assert_eq!(files("templates"), TEMPLATES.map(|(name, _)| name));
        // The one that lies at the site's root is first in both orders.
        assert_eq!(
            files("static/theme"),
            STATIC.map(|(path, _)| path.trim_start_matches("theme/"))
        );
    }
}
