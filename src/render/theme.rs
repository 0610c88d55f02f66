//! The default theme, inside the program.

/// The templates by name.
pub const TEMPLATES: [(&str, &str); 22] = [
    ("404.html", include_str!("../../templates/404.html")),
    ("archive.html", include_str!("../../templates/archive.html")),
    ("article.html", include_str!("../../templates/article.html")),
    ("author.html", include_str!("../../templates/author.html")),
    ("authors.html", include_str!("../../templates/authors.html")),
    ("base.html", include_str!("../../templates/base.html")),
    ("day.html", include_str!("../../templates/day.html")),
    ("home.html", include_str!("../../templates/home.html")),
    ("listing.html", include_str!("../../templates/listing.html")),
    ("month.html", include_str!("../../templates/month.html")),
    ("page.html", include_str!("../../templates/page.html")),
    (
        "piece-card.html",
        include_str!("../../templates/piece-card.html"),
    ),
    (
        "piece-footer.html",
        include_str!("../../templates/piece-footer.html"),
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
    ("tag.html", include_str!("../../templates/tag.html")),
    ("tags.html", include_str!("../../templates/tags.html")),
    ("terms.html", include_str!("../../templates/terms.html")),
    ("year.html", include_str!("../../templates/year.html")),
];

/// The static files by their path below `static/`.
pub const STATIC: [(&str, &[u8]); 1] = [(
    "theme/style.css",
    include_bytes!("../../static/theme/style.css"),
)];

#[cfg(test)]
mod tests {
    use super::*;

    fn files(folder: &str) -> Vec<String> {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let mut names: Vec<String> = std::fs::read_dir(root)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// A list's cards may come as HTML: no template of the theme may read a field of one.
    #[test]
    fn cards_of_a_list_are_only_printed() {
        for (name, text) in TEMPLATES {
            let loops = text.matches("in listing.cards").count();
            assert_eq!(
                text.matches("card_html(card=card)").count(),
                loops,
                "{name}"
            );
            if name != "piece-card.html" {
                assert!(!text.contains("card."), "{name}");
            }
        }
    }

    #[test]
    fn every_file_of_the_theme_is_in_the_program() {
        assert_eq!(files("templates"), TEMPLATES.map(|(name, _)| name));
        assert_eq!(
            files("static/theme"),
            STATIC.map(|(path, _)| path.trim_start_matches("theme/"))
        );
    }
}
