//! The keys of `warraq.yaml` that are set for each language -> [`Edition`].

use super::read_theme::read_logo;
use super::*;
use crate::diagnostics::{Diagnostic, Severity};
use crate::locale::{
    ARABIC_MONTHS, Digits, FIRST_DAY_WORDS, HijriUse, HourCycle, Language, LocaleSettings,
    parse_first_day, parse_months,
};
use crate::paths::SourcePath;
use crate::text::direction::StrongLetters;
use crate::text::slug::slug;
use crate::yaml::Fields;

/// The keys of an edition, which stand at the outermost level for the main one.
pub(super) const EDITION_KEYS: [&str; 13] = [
    "title",
    "description",
    "language",
    "months",
    "digits",
    "hour_cycle",
    "first_day",
    "hijri",
    "sections",
    "authors",
    "series",
    "publisher",
    "navigation",
];

/// Reads the main edition.
pub(super) fn read_main(path: &SourcePath, fields: &mut Fields) -> Edition {
    let title = fields.text("title");
    if title.is_none() {
        fields.tell(
            Diagnostic::error("missing-title", "the site has no title")
                .in_file(path)
                .hint("Add a line: title: \"اسم الموقع\""),
        );
    }
    let default = match StrongLetters::of(title.as_deref().unwrap_or_default()).rtl {
        true => "ar",
        false => "en",
    };
    let language = read_language(fields, default);
    read_edition(fields, language, None, title.unwrap_or_default())
}

/// Reads `languages`: the editions beside the main one. What is not set for one is the main one's,
/// except what is in words.
pub(super) fn read_others(fields: &mut Fields, main: &Edition) -> Vec<Edition> {
    let example = "languages: {en: {title: \"The Paper\"}}";
    let mut editions: Vec<Edition> = Vec::new();
    let read = fields.mapping("languages", example, |languages| {
        for key in languages.keys() {
            let edition = languages.mapping(&key, example, |fields| other(fields, &key, main));
            let Some(edition) = edition else { continue };
            let same = |known: &Edition| {
                known.language().tag() == edition.language().tag() || known.prefix == edition.prefix
            };
            if std::iter::once(main).chain(&editions).any(same) {
                languages.error(
                    &key,
                    "two-editions",
                    format!("there are two editions in `{}`", edition.language().tag()),
                    "The main edition is set at the outermost level: `languages` lists the others, each once.",
                );
                continue;
            }
            editions.push(edition);
        }
    });
    let _ = read;
    editions
}

fn other(fields: &mut Fields, key: &str, main: &Edition) -> Edition {
    let language = read_language(fields, key);
    let written = fields.text("prefix");
    let prefix = written.clone().unwrap_or_else(|| key.to_lowercase());
    if slug(&prefix).as_deref() != Some(prefix.as_str()) {
        fields.error(
            "prefix",
            "bad-prefix",
            format!("`{prefix}` is not one part of an address"),
            "Write letters, digits and hyphens, for example: prefix: en",
        );
    }
    let title = fields.text("title").unwrap_or_else(|| main.title.clone());
    let mut edition = read_edition(fields, language, Some(prefix), title);
    edition.logo = read_logo(fields).or_else(|| main.logo.clone());
    let known: Vec<&str> = EDITION_KEYS
        .into_iter()
        .chain(["prefix", "theme"])
        .collect();
    fields.finish(&known, Severity::Error);
    for author in &main.authors {
        if !edition.authors.iter().any(|(name, _)| *name == author.0) {
            edition.authors.push(author.clone());
        }
    }
    edition.publisher = edition.publisher.or_else(|| main.publisher.clone());
    edition
}

fn read_edition(
    fields: &mut Fields,
    language: Language,
    prefix: Option<String>,
    title: String,
) -> Edition {
    let (locale, hijri_archive) = read_locale(fields, language);
    Edition {
        locale,
        hijri_archive,
        prefix,
        title,
        description: fields.text("description"),
        sections: read_sections(fields),
        authors: read_authors(fields),
        logo: None,
        series: read_series(fields),
        publisher: read_publisher(fields),
        navigation: read_navigation(fields),
    }
}

/// How the language is written: each key by itself, and CLDR's habits where there is none.
fn read_locale(fields: &mut Fields, language: Language) -> (LocaleSettings, bool) {
    let mut locale = LocaleSettings::of(language);
    if let Some(tag) = fields.text("months") {
        locale.months = parse_months(&locale.language, &tag);
        if locale.months.is_none() {
            fields.error(
                "months",
                "bad-months",
                format!("`{tag}` is no region of this edition's language"),
                format!(
                    "Write a tag of the same language; for Arabic one of {}.",
                    ARABIC_MONTHS.join(", ")
                ),
            );
        }
    }
    let digits = one_of(fields, "digits", &Digits::WORDS, Digits::parse);
    locale.digits = digits.unwrap_or_default();
    locale.hour_cycle = one_of(fields, "hour_cycle", &HourCycle::WORDS, HourCycle::parse);
    locale.first_day = one_of(fields, "first_day", &FIRST_DAY_WORDS, parse_first_day);
    let (hijri, archive) = read_hijri(fields);
    locale.hijri = hijri.unwrap_or(locale.hijri);
    (locale, archive)
}

/// `hijri: beside`, or `hijri: {dates: beside, archive: true}`.
fn read_hijri(fields: &mut Fields) -> (Option<HijriUse>, bool) {
    if !fields.is_mapping("hijri") {
        let dates = one_of(fields, "hijri", &HijriUse::WORDS, HijriUse::parse);
        return (dates, false);
    }
    let read = fields.mapping("hijri", "hijri: {dates: beside, archive: true}", |hijri| {
        let dates = one_of(hijri, "dates", &HijriUse::WORDS, HijriUse::parse);
        let archive = hijri.flag("archive").unwrap_or(false);
        hijri.finish(&["dates", "archive"], Severity::Error);
        (dates, archive)
    });
    read.unwrap_or_default()
}

/// A word of a list, read by `parse`.
fn one_of<T>(
    fields: &mut Fields,
    key: &str,
    words: &[&str],
    parse: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    // YAML's `off` is a truth value in some readers' eyes and a word in others'.
    let written = fields.text(key)?;
    let word = match written.as_str() {
        "false" => "off",
        word => word,
    };
    let value = parse(word);
    if value.is_none() {
        fields.error(
            key,
            "bad-locale-setting",
            format!("`{written}` is no value of `{key}`"),
            format!("Write one of: {}", words.join(", ")),
        );
    }
    value
}

fn read_language(fields: &mut Fields, default: &str) -> Language {
    let written = fields.text("language");
    match Language::new(written.as_deref().unwrap_or(default)) {
        Ok(language) => language,
        Err(fault) => {
            let tag = written.unwrap_or_else(|| default.to_owned());
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

fn read_series(fields: &mut Fields) -> Vec<(String, SeriesConfig)> {
    named(
        fields,
        "series",
        "series: {\"مياهنا\": {description: \"تحقيق في ثلاثة أجزاء\", closed: true}}",
        |series| {
            let read = SeriesConfig {
                title: series.text("title"),
                description: series.text("description"),
                closed: series.flag("closed").unwrap_or(false),
            };
            series.finish(&["title", "description", "closed"], Severity::Error);
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
