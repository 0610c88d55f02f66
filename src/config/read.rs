//! `warraq.yaml` -> [`Config`].

use super::publish::read_publish;
use super::read_edition::{EDITION_KEYS, read_main, read_others};
use super::read_machines::{MACHINE_KEYS, read_formats, read_machines};
use super::read_theme::read_theme;
use super::*;
use crate::diagnostics::{Diagnostic, Severity};
use crate::paths::{SourcePath, UrlPath};
use crate::yaml::{Document, Fields};

/// The keys of the whole site; those of each edition are beside them.
const KEYS: [&str; 15] = [
    "base_url",
    "time_zone",
    "permalink",
    "slugs",
    "listings",
    "feeds",
    "theme",
    "images",
    "share_images",
    "archive_notice",
    "related",
    "redirects",
    "tags",
    "languages",
    "publish",
];

/// Most related articles that an article names.
const RELATED: usize = 4;

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
    let mut main = read_main(path, fields);
    let theme = read_theme(fields, &mut main);
    let base_url = read_base_url(path, fields, base_url);
    let time_zone = read_time_zone(fields);
    let zone = time_zone.clone().unwrap_or_else(SiteZone::utc);
    let config = Config {
        base_url,
        time_zone,
        permalink: read_permalink(fields),
        slugs: read_slugs(fields),
        listings: read_listings(fields),
        feeds: read_feeds(fields),
        theme,
        machines: read_machines(fields, &zone),
        images: super::read_images::read_images(fields),
        share_images: fields.flag("share_images").unwrap_or(false),
        archive_notice: fields
            .count("archive_notice", 36_500)
            .and_then(|days| u32::try_from(days).ok()),
        related: fields.whole("related", 0, RELATED).unwrap_or(RELATED),
        redirects: read_redirects(fields),
        merged_tags: read_merged_tags(fields),
        targets: read_publish(fields),
        others: read_others(fields, &main),
        main,
    };
    let known = EDITION_KEYS.into_iter().chain(KEYS).chain(MACHINE_KEYS);
    let known: Vec<&str> = known.collect();
    fields.finish(&known, Severity::Error);
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
            let all_languages = listings.flag("all_languages");
            listings.finish(
                &["per_page", "feed_items", "all_languages"],
                Severity::Error,
            );
            (per_page, feed_items, all_languages)
        },
    );
    let (per_page, feed_items, all_languages) = read.unwrap_or_default();
    Listings {
        per_page: per_page.unwrap_or(40),
        feed_items: feed_items.unwrap_or(20),
        all_languages: all_languages.unwrap_or(false),
    }
}

fn read_slugs(fields: &mut Fields) -> Slugs {
    match fields.text("slugs").as_deref() {
        None | Some("unicode") => Slugs::Unicode,
        Some("id") => Slugs::Id,
        Some("transliterate") => Slugs::Transliterate,
        Some(other) => {
            fields.error(
                "slugs",
                "bad-slugs",
                format!("`{other}` is not a way to make addresses"),
                "Write unicode (the title in its own script), id (short, such as a1b2c3) or transliterate (Latin letters).",
            );
            Slugs::Unicode
        }
    }
}

fn read_feeds(fields: &mut Fields) -> Feeds {
    let example = "feeds: {formats: [atom, rss, json], full_text: true}";
    let read = fields.mapping("feeds", example, |feeds| {
        let mark = feeds.text("bidi_mark");
        if let Some(other) = mark.as_deref().filter(|mark| !["auto", "never"].contains(mark)) {
            feeds.error(
                "bidi_mark",
                "bad-bidi-mark",
                format!("`{other}` is neither auto nor never"),
                "auto sets a mark before a title only where readers' programs would turn it round; never sets none.",
            );
        }
        let read = Feeds {
            formats: read_formats(feeds),
            full_text: feeds.flag("full_text").unwrap_or(false),
            bidi_mark: mark.as_deref() != Some("never"),
        };
        feeds.finish(&["formats", "full_text", "bidi_mark"], Severity::Error);
        read
    });
    read.unwrap_or(Feeds {
        formats: FeedFormat::ALL.to_vec(),
        full_text: false,
        bidi_mark: true,
    })
}

/// `redirects: {/tags/old/: /tags/new/}`: old addresses that no article can name.
fn read_redirects(fields: &mut Fields) -> Vec<Redirect> {
    let example = "redirects: {/tags/قديم/: /tags/جديد/}";
    let read = fields.mapping("redirects", example, |redirects| {
        let mut read = Vec::new();
        for key in redirects.keys() {
            let Some(target) = redirects.text(&key) else {
                continue;
            };
            let span = redirects.place(&key);
            let path = |text: &str| match text.starts_with('/') && !text.contains(['?', '#']) {
                true => UrlPath::new(text).map_err(|fault| fault.to_string()),
                false => Err("is not the path of a page on this site".to_owned()),
            };
            let (from, to) = (path(&key), path(&target));
            for (text, fault) in [(&key, from.as_ref().err()), (&target, to.as_ref().err())] {
                if let Some(fault) = fault {
                    redirects.tell_at(
                        Diagnostic::error("bad-redirect", format!("`{text}` {fault}"))
                            .hint(format!("For example: {example}")),
                        span.clone(),
                    );
                }
            }
            if let (Ok(from), Ok(to)) = (from, to) {
                let place = (span.line, span.column);
                read.push(Redirect { from, to, place });
            }
        }
        read
    });
    read.unwrap_or_default()
}

/// `tags: {merge: {مكتبة: [مكتبه]}}`: spellings that are one tag, though no rule says so.
fn read_merged_tags(fields: &mut Fields) -> Vec<(String, Vec<String>)> {
    let example = "tags: {merge: {مكتبة: [مكتبه]}}";
    let merged = fields.mapping("tags", example, |tags| {
        let merged = tags.mapping("merge", example, |merge| {
            let kept = merge.keys();
            kept.into_iter()
                .map(|kept| {
                    let others = merge.texts(&kept);
                    (kept, others)
                })
                .collect()
        });
        tags.finish(&["merge"], Severity::Error);
        merged
    });
    merged.flatten().unwrap_or_default()
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
        assert_eq!(config.main.language().tag(), "ar");
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
                ("bad-language", Some(3)),
                ("bad-base-url", Some(2)),
                ("bad-time-zone", Some(4)),
                ("bad-permalink", Some(5)),
                ("wrong-type", Some(8)),
                ("unknown-key", Some(7)),
                ("unknown-key", Some(9)),
            ]
        );
    }
}
