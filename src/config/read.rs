//! `warraq.yaml` -> [`Config`].

use super::*;
use crate::diagnostics::{Diagnostic, Severity};
use crate::paths::SourcePath;
use crate::text::direction::StrongLetters;
use crate::yaml::{Document, Fields};

const KEYS: [&str; 11] = [
    "title",
    "description",
    "base_url",
    "language",
    "time_zone",
    "permalink",
    "listings",
    "sections",
    "authors",
    "publisher",
    "navigation",
];

/// Reads the configuration from the text of `warraq.yaml`. Where a value cannot be used, it is told and
/// the default stands in for it, so that the faults of articles can be told in the same run. `base_url`, where given, is the command
/// line's and wins over the file's.
pub fn read(
    path: &SourcePath,
    text: &str,
    base_url: Option<BaseUrl>,
) -> (Option<Config>, Vec<Diagnostic>) {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let document = match Document::parse(path, text, 0, text.len()) {
        Ok(document) => document,
        Err(diagnostic) => return (None, vec![*diagnostic]),
    };
    let mut diagnostics = Vec::new();
    let config = fields(path, &mut document.fields(&mut diagnostics), base_url);
    (Some(config), diagnostics)
}

fn fields(path: &SourcePath, fields: &mut Fields, base_url: Option<BaseUrl>) -> Config {
    let title = fields.text("title");
    if title.is_none() {
        fields.tell(
            Diagnostic::error("missing-title", "the site has no title")
                .in_file(path)
                .hint("Add a line: title: \"اسم الموقع\""),
        );
    }
    let config = Config {
        title: title.clone().unwrap_or_default(),
        description: fields.text("description"),
        base_url: read_base_url(path, fields, base_url),
        language: read_language(fields, title.as_deref().unwrap_or_default()),
        time_zone: read_time_zone(fields),
        permalink: read_permalink(fields),
        listings: read_listings(fields),
        sections: read_sections(fields),
        authors: read_authors(fields),
        publisher: read_publisher(fields),
        navigation: read_navigation(fields),
    };
    fields.finish(&KEYS, Severity::Error);
    config
}

fn read_base_url(path: &SourcePath, fields: &mut Fields, given: Option<BaseUrl>) -> BaseUrl {
    let written = fields.text("base_url");
    if let Some(base_url) = given {
        return base_url;
    }
    match written.as_deref().map(BaseUrl::new) {
        Some(Ok(base_url)) => base_url,
        Some(Err(fault)) => {
            fields.error(
                "base_url",
                "bad-base-url",
                format!("`base_url` {fault}"),
                "Write the address the site will have, such as https://example.org/archive/",
            );
            BaseUrl::unset()
        }
        None => {
            fields.tell(
                Diagnostic::warning("no-base-url", "the site does not know its address")
                    .in_file(path)
                    .hint("Feeds, sitemaps and canonical links will say http://localhost/. Add `base_url: https://…/` or give --base-url."),
            );
            BaseUrl::unset()
        }
    }
}

/// The site's language: as set, else Arabic for an Arabic title and English for any other.
fn read_language(fields: &mut Fields, title: &str) -> Language {
    let written = fields.text("language");
    let default = match StrongLetters::of(title).rtl {
        true => "ar",
        false => "en",
    };
    match Language::new(written.as_deref().unwrap_or(default)) {
        Ok(language) => language,
        Err(fault) => {
            let tag = written.unwrap_or_default();
            fields.error(
                "language",
                "bad-language",
                format!("`{tag}` {fault}"),
                "Write a tag such as ar, ar-SY, fa, he or en.",
            );
            // The build ends with this error; the value only lets the other keys be read.
            fallback_language()
        }
    }
}

fn fallback_language() -> Language {
    match Language::new("ar") {
        Ok(language) => language,
        Err(_) => unreachable!("`ar` is a language tag whose script CLDR knows"),
    }
}

fn read_time_zone(fields: &mut Fields) -> Option<SiteZone> {
    let name = fields.text("time_zone")?;
    let zone = SiteZone::new(&name).unwrap_or_else(|| {
        fields.error(
            "time_zone",
            "bad-time-zone",
            format!("`{name}` is not a time zone"),
            "Write a name of the tz database, such as Asia/Damascus, Africa/Cairo or Asia/Riyadh.",
        );
        SiteZone::utc()
    });
    Some(zone)
}

fn read_permalink(fields: &mut Fields) -> Permalink {
    let Some(pattern) = fields.text("permalink") else {
        return Permalink::default();
    };
    Permalink::new(&pattern).unwrap_or_else(|fault| {
        fields.error(
            "permalink",
            "bad-permalink",
            format!("`{pattern}` is not a permalink: {fault}"),
            "For example: permalink: /:year/:month/:day/:slug/",
        );
        Permalink::default()
    })
}

fn read_listings(fields: &mut Fields) -> Listings {
    let read = fields.mapping(
        "listings",
        "listings: {per_page: 40, feed_items: 20}",
        |listings| {
            let per_page = listings.count("per_page", 1000);
            let feed_items = listings.count("feed_items", 500);
            listings.finish(&["per_page", "feed_items"], Severity::Error);
            (per_page, feed_items)
        },
    );
    let (per_page, feed_items) = read.unwrap_or_default();
    Listings {
        per_page: per_page.unwrap_or(40),
        feed_items: feed_items.unwrap_or(20),
    }
}

fn read_sections(fields: &mut Fields) -> Vec<(String, SectionConfig)> {
    named(
        fields,
        "sections",
        "sections: {local: {title: \"محليات\"}}",
        |section| {
            let read = SectionConfig {
                title: section.text("title"),
                description: section.text("description"),
            };
            section.finish(&["title", "description"], Severity::Error);
            read
        },
    )
}

fn read_authors(fields: &mut Fields) -> Vec<(String, AuthorConfig)> {
    named(
        fields,
        "authors",
        "authors: {\"سلمى الحداد\": {bio: \"مراسلة\"}}",
        |author| {
            let read = AuthorConfig {
                url: author.text("url"),
                bio: author.text("bio"),
                role: author.text("role"),
            };
            author.finish(&["url", "bio", "role"], Severity::Error);
            read
        },
    )
}

/// A mapping from names to groups of keys, in the order written.
fn named<T>(
    fields: &mut Fields,
    key: &str,
    example: &str,
    read: impl Fn(&mut Fields) -> T,
) -> Vec<(String, T)> {
    fields
        .mapping(key, example, |all| {
            let names = all.keys();
            names
                .into_iter()
                .filter_map(|name| {
                    all.mapping(&name, example, &read)
                        .map(|value| (name, value))
                })
                .collect()
        })
        .unwrap_or_default()
}

fn read_publisher(fields: &mut Fields) -> Option<Publisher> {
    let publisher = fields.mapping(
        "publisher",
        "publisher: {name: \"دار النشر\"}",
        |publisher| {
            let read = (
                publisher.text("name"),
                publisher.text("url"),
                publisher.text("logo"),
            );
            publisher.finish(&["name", "url", "logo"], Severity::Error);
            read
        },
    )?;
    match publisher {
        (Some(name), url, logo) => Some(Publisher { name, url, logo }),
        (None, ..) => {
            fields.error(
                "publisher",
                "missing-name",
                "the publisher has no name",
                "Add `name:` below `publisher:`.",
            );
            None
        }
    }
}

fn read_navigation(fields: &mut Fields) -> Option<Vec<NavigationLink>> {
    if !fields.has("navigation") {
        return None;
    }
    let example = "navigation: [{title: \"الأرشيف\", url: /archive/}]";
    let mut faults = 0;
    let links = fields.mappings("navigation", example, |link| {
        let read = (link.text("title"), link.text("url"));
        link.finish(&["title", "url"], Severity::Error);
        match read {
            (Some(title), Some(url)) => Some(NavigationLink { title, url }),
            _ => {
                faults += 1;
                None
            }
        }
    });
    if faults > 0 {
        fields.error(
            "navigation",
            "wrong-type",
            "each link of `navigation` needs a `title` and a `url`",
            format!("For example: {example}"),
        );
    }
    Some(links)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<(&'static str, Option<u32>)> {
        let (_, diagnostics) = read(&SourcePath::new("warraq.yaml"), text, None);
        let line = |d: &Diagnostic| {
            d.place
                .as_ref()
                .and_then(|p| p.span.as_ref())
                .map(|s| s.line)
        };
        diagnostics.iter().map(|d| (d.code, line(d))).collect()
    }

    #[test]
    fn only_the_title_is_needed() {
        let (config, diagnostics) = read(&SourcePath::new("warraq.yaml"), "title: صحيفة\n", None);
        let config = config.unwrap();
        assert_eq!(config.language.tag(), "ar");
        assert_eq!(config.permalink, Permalink::default());
        assert_eq!(diagnostics.len(), 1, "{diagnostics:?}");
        assert_eq!(
            codes("description: x\n"),
            [("missing-title", None), ("no-base-url", None)]
        );
    }

    #[test]
    fn all_faults_are_told_at_once_with_their_lines() {
        let text = "title: a\nbase_url: nowhere\nlanguage: عربي\ntime_zone: Asia/Dimashq\n\
                    permalink: /:yaer/\nlistings:\n  perpage: 3\n  feed_items: many\nfoo: 1\n";
        assert_eq!(
            codes(text),
            [
                ("bad-base-url", Some(2)),
                ("bad-language", Some(3)),
                ("bad-time-zone", Some(4)),
                ("bad-permalink", Some(5)),
                ("wrong-type", Some(8)),
                ("unknown-key", Some(7)),
                ("unknown-key", Some(9)),
            ]
        );
    }
}
