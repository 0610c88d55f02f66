//! Front matter -> typed fields, under Warraq's names and under those that users of Hugo, Zola and
//! Jekyll write for the same thing.

use super::parse::no_words;
use super::{Agency, Correction, DateFault, Image, Moment, Removal, Update};
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Severity, Span};
use crate::locale::Language;
use crate::markdown::{Address, classify};
use crate::paths::{SourcePath, UrlPath};
use crate::text::packed::Packed;
use crate::yaml::Fields;

/// The fields of a front matter, before anything is derived from path or text.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    pub(super) title: Option<String>,
    pub(super) date: Option<Moment>,
    /// A `date` was written, though perhaps not one that can be read.
    pub(super) has_date: bool,
    /// A `title` was written, though perhaps not one that can be used.
    pub(super) has_title: bool,
    /// Not to be published before this moment.
    pub(super) embargo: Option<Moment>,
    pub(super) updated: Option<Moment>,
    pub(super) slug: Option<String>,
    pub(super) url: Option<UrlPath>,
    pub(super) section: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) authors: Vec<String>,
    pub(super) source: Option<Agency>,
    pub(super) dateline: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) image: Option<Image>,
    pub(super) image_place: (u32, u32),
    pub(super) language: Option<Language>,
    pub(super) translation_key: Option<String>,
    pub(super) draft: bool,
    pub(super) expires: Option<Moment>,
    pub(super) aliases: Vec<UrlPath>,
    pub(super) removed: Option<Removal>,
    pub(super) series: Option<String>,
    pub(super) corrections: Vec<Correction>,
    /// Newest first.
    pub(super) updates: Vec<Update>,
    pub(super) extra: Option<String>,
}

/// Warraq's own keys, which suggestions are taken from.
const KEYS: [&str; 25] = [
    "title",
    "date",
    "updated",
    "slug",
    "url",
    "section",
    "tags",
    "authors",
    "source",
    "dateline",
    "summary",
    "description",
    "image",
    "caption",
    "lang",
    "translation_key",
    "draft",
    "expires",
    "aliases",
    "removed",
    "series",
    "corrections",
    "updates",
    "extra",
    "import",
];

const DATE_EXAMPLE: &str =
    "Write it as 2022-01-10 17:11:00, 2022-01-10, or 2022-01-10T17:11:00+03:00";

/// Reads every field; faults are told through `fields`.
pub(super) fn read(path: &SourcePath, fields: &mut Fields, config: &Config) -> FrontMatter {
    let mut front = FrontMatter {
        has_title: fields.has_value("title"),
        title: fields.text("title"),
        ..FrontMatter::default()
    };
    read_dates(fields, config, &mut front);
    front.updated = first_moment(
        fields,
        config,
        &["updated", "lastmod", "modified", "last_modified_at"],
    );
    front.expires = first_moment(fields, config, &["expires", "expiryDate", "unpublishDate"]);
    front.slug = read_slug(fields);
    front.url = first_text(fields, &["url", "permalink", "path"])
        .and_then(|(key, url)| read_url(fields, key, &url));
    read_terms(fields, &mut front);
    front.source = read_source(fields);
    front.dateline = fields.text("dateline");
    front.summary =
        first_text(fields, &["summary", "description", "excerpt"]).map(|(_, text)| text);
    (front.image, front.image_place) = read_image(fields);
    front.language = first_text(fields, &["lang", "language", "locale"])
        .and_then(|(key, tag)| read_language(fields, key, &tag));
    front.translation_key =
        first_text(fields, &["translation_key", "translationKey"]).map(|(_, key)| key);
    // Jekyll says the opposite of `draft`.
    let published = fields.flag("published");
    front.draft = fields.flag("draft").unwrap_or(false) || published == Some(false);
    front.aliases = read_aliases(fields);
    front.removed = read_removed(fields, config);
    front.series = fields.text("series");
    front.corrections = read_corrections(path, fields, config);
    front.updates = read_updates(path, fields, config, front.date);
    // The one key tells the day, the list all of them: whichever is later holds.
    let updates = front.updates.iter().map(|update| update.date);
    front.updated = front
        .updated
        .into_iter()
        .chain(updates)
        .max_by_key(|date| date.seconds());
    front.extra = fields.free("extra").or_else(|| fields.free("params"));
    fields.ignore("import");
    fields.finish(&KEYS, Severity::Warning);
    front
}

/// The first of `keys` that has a text, and which it was. All are taken, so that none is unknown; a
/// second one that says something else is told.
fn first_text<'k>(fields: &mut Fields, keys: &[&'k str]) -> Option<(&'k str, String)> {
    let mut found: Option<(&str, String)> = None;
    for key in keys {
        let Some(text) = fields.text(key) else {
            continue;
        };
        match &found {
            None => found = Some((key, text)),
            Some((_, same)) if *same == text => {}
            Some((first, _)) => fields.warning(
                key,
                "two-keys-one-meaning",
                format!("`{key}` means the same as `{first}`, which is used"),
                format!(
                    "Keep one of the two; Warraq's own name for it is `{}`.",
                    keys[0]
                ),
            ),
        }
    }
    found
}

fn first_moment(fields: &mut Fields, config: &Config, keys: &[&str]) -> Option<Moment> {
    let (key, text) = first_text(fields, keys)?;
    match Moment::parse(&text, config.time_zone.as_ref()) {
        Ok(moment) => Some(moment),
        Err(DateFault::NoZone) => {
            fields.error(
                key,
                "no-time-zone",
                format!("`{text}` {}", DateFault::NoZone),
                "Add the newsroom's zone to warraq.yaml, for example: time_zone: Asia/Damascus",
            );
            None
        }
        Err(fault) => {
            fields.error(key, "bad-date", format!("`{text}` {fault}"), DATE_EXAMPLE);
            None
        }
    }
}

/// The date, and Hugo's `publishDate`, which holds an article back until it comes.
fn read_dates(fields: &mut Fields, config: &Config, front: &mut FrontMatter) {
    front.has_date = ["date", "publishDate", "published_date"]
        .iter()
        .any(|key| fields.has_value(key));
    front.date = first_moment(fields, config, &["date"]);
    front.embargo = first_moment(fields, config, &["publishDate", "published_date"]);
    front.date = front.date.or(front.embargo);
}

fn read_slug(fields: &mut Fields) -> Option<String> {
    let slug = fields.text("slug")?;
    let refused = slug.contains(['/', '\\']) || slug == "." || slug.contains("..");
    if refused {
        fields.error(
            "slug",
            "bad-slug",
            format!("the slug `{slug}` would leave the article's folder"),
            "A slug is one part of an address: letters, digits and hyphens, without `/` and `..`",
        );
        return None;
    }
    Some(slug)
}

fn read_url(fields: &mut Fields, key: &str, url: &str) -> Option<UrlPath> {
    if url.split('/').any(|part| part.starts_with(':')) {
        fields.error(
            key,
            "bad-url",
            format!("`{url}` is a pattern, and this key takes the address of one article"),
            "Patterns are for the whole site: `permalink:` in warraq.yaml. Here, `slug:` is often enough.",
        );
        return None;
    }
    if url.contains("://") || url.contains(['?', '#']) {
        fields.error(
            key,
            "bad-url",
            format!("`{url}` is not a path on this site"),
            "Write the path alone, for example: url: /2022/خبر/",
        );
        return None;
    }
    match UrlPath::new(url) {
        Ok(path) => Some(path),
        Err(fault) => {
            fields.error(
                key,
                "bad-url",
                format!("`{url}` {fault}"),
                "Write a path such as /2022/خبر/",
            );
            None
        }
    }
}

/// Section, tags and authors: plain, under Hugo's and Jekyll's names, or below Zola's `taxonomies`.
fn read_terms(fields: &mut Fields, front: &mut FrontMatter) {
    front.tags = listed(fields, "tags");
    front.authors = people(fields, "authors");
    front.authors.extend(people(fields, "author"));
    let mut categories = listed(fields, "categories");
    categories.extend(listed(fields, "category"));
    let nested = fields.mapping("taxonomies", "taxonomies: {tags: [أول]}", |nested| {
        let read = (
            nested.texts("tags"),
            nested.texts("authors"),
            nested.texts("categories"),
            nested.texts("sections"),
        );
        nested.finish(
            &["tags", "authors", "categories", "sections"],
            Severity::Warning,
        );
        read
    });
    if let Some((tags, authors, nested_categories, sections)) = nested {
        front.tags.extend(tags);
        front.authors.extend(authors);
        categories.extend(nested_categories);
        front.section = sections.into_iter().next();
    }
    front.section = fields.text("section").or(front.section.take());
    // The first category is the section; what an article is filed under besides is a tag.
    let mut categories = categories.into_iter();
    if front.section.is_none() {
        front.section = categories.next();
    }
    front.tags.extend(categories);
    without_repetition(&mut front.tags);
    without_repetition(&mut front.authors);
}

/// A list of names; a text with commas is a list too, as Jekyll's users write it.
fn listed(fields: &mut Fields, key: &str) -> Vec<String> {
    let texts = fields.texts(key);
    match texts.as_slice() {
        [one] if !fields.is_list(key) => one
            .split([',', '،'])
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty())
            .collect(),
        _ => texts,
    }
}

/// Names of people; Hugo's users write some as `{name: …}`.
fn people(fields: &mut Fields, key: &str) -> Vec<String> {
    if !fields.is_mapping(key) {
        return fields.texts(key);
    }
    let name = fields.mapping(key, "authors: [سلمى الحداد]", |person| {
        let name = person.text("name");
        person.finish(&["name"], Severity::Warning);
        name
    });
    name.flatten().into_iter().collect()
}

fn without_repetition(list: &mut Vec<String>) {
    let mut seen = std::collections::BTreeSet::new();
    let is_new: Vec<bool> = list.iter().map(|item| seen.insert(item.as_str())).collect();
    let mut is_new = is_new.into_iter();
    list.retain(|_| is_new.next().unwrap_or(true));
}

fn read_source(fields: &mut Fields) -> Option<Agency> {
    if !fields.is_mapping("source") {
        return fields.text("source").map(|name| Agency { name, url: None });
    }
    let read = fields.mapping(
        "source",
        "source: {name: \"وكالة\", url: https://…}",
        |source| {
            let read = (
                first_text(source, &["name", "agency"]),
                web_address(source, "url"),
            );
            source.finish(&["name", "url"], Severity::Warning);
            read
        },
    )?;
    match read {
        (Some((_, name)), url) => Some(Agency { name, url }),
        (None, _) => {
            fields.error(
                "source",
                "missing-name",
                "the source has no name",
                "Add `name:` below `source:`.",
            );
            None
        }
    }
}

/// The address of a page on the web.
fn web_address(fields: &mut Fields, key: &str) -> Option<String> {
    let url = fields.text(key)?;
    if url.starts_with("https://") || url.starts_with("http://") {
        return Some(url);
    }
    fields.error(
        key,
        "bad-url",
        format!("`{url}` is not the address of a page on the web"),
        "Write it whole: https://example.org/report",
    );
    None
}

/// The lead image, and the line and column its address is written at.
fn read_image(fields: &mut Fields) -> (Option<Image>, (u32, u32)) {
    let written = ["image", "cover", "featured_image"]
        .into_iter()
        .find(|key| fields.has(key));
    let mut inner_place = None;
    let mut image = Image {
        src: None,
        alt: None,
        caption: None,
        credit: None,
    };
    for key in ["image", "cover", "featured_image"] {
        if !fields.is_mapping(key) {
            let src = fields.text(key);
            image.src = image.src.or(src);
            continue;
        }
        let place = fields.mapping(key, "image: {src: photo.jpg, alt: \"…\"}", |inner| {
            image.src = first_text(inner, &["src", "url", "path", "image"]).map(|(_, src)| src);
            image.alt = inner.text("alt").map(Packed::from);
            image.caption = inner.text("caption").map(Packed::from);
            image.credit = inner.text("credit").map(Packed::from);
            let span = inner.place("src");
            inner.finish(&["src", "alt", "caption", "credit"], Severity::Warning);
            line_and_column(&span)
        });
        inner_place = place.or(inner_place);
    }
    let outer_place = || Some(line_and_column(&fields.place(written?)));
    let place = inner_place.or_else(outer_place).unwrap_or((1, 1));
    if let (Some(src), None) = (&image.src, &image.alt)
        && classify(src) == Address::Inside
    {
        let length = u32::try_from(src.chars().count()).unwrap_or(1);
        let (line, column) = place;
        let span = Span {
            line,
            column,
            length,
            text: String::new(),
        };
        fields.tell_at(no_words(src), span);
    }
    image.caption = image.caption.or(fields.text("caption").map(Packed::from));
    image.credit = image.credit.or(fields.text("credit").map(Packed::from));
    (
        (image.src.is_some() || image.caption.is_some() || image.credit.is_some()).then_some(image),
        place,
    )
}

fn line_and_column(span: &Span) -> (u32, u32) {
    (span.line, span.column)
}

fn read_language(fields: &mut Fields, key: &str, tag: &str) -> Option<Language> {
    match Language::new(tag) {
        Ok(language) => Some(language),
        Err(fault) => {
            fields.error(
                key,
                "bad-language",
                format!("`{tag}` {fault}"),
                "Write a tag such as ar, ar-SY, fa, he or en.",
            );
            None
        }
    }
}

fn read_aliases(fields: &mut Fields) -> Vec<UrlPath> {
    let mut aliases = Vec::new();
    for key in ["aliases", "redirect_from"] {
        for (n, alias) in fields.texts(key).into_iter().enumerate() {
            // Old addresses are often pasted whole: the path is what counts.
            let path = match alias.split_once("://") {
                Some((_, rest)) => rest.find('/').map_or("/", |slash| &rest[slash..]),
                None => &alias,
            };
            if path.contains(['?', '#']) {
                let span = fields.item_place(key, n);
                let diagnostic = Diagnostic::error(
                    "bad-alias",
                    format!("`{alias}` has a `?` or `#` part, which no file can answer"),
                )
                .hint("Leave it out, or let the web server redirect it.");
                fields.tell_at(diagnostic, span);
                continue;
            }
            match UrlPath::new(path) {
                Ok(path) => aliases.push(path),
                Err(fault) => {
                    let span = fields.item_place(key, n);
                    let diagnostic = Diagnostic::error("bad-alias", format!("`{alias}` {fault}"))
                        .hint("Write the old path, for example: aliases: [/node/123/]");
                    fields.tell_at(diagnostic, span);
                }
            }
        }
    }
    aliases.sort();
    aliases.dedup();
    aliases
}

/// The tombstone: what became of an article that must go, and its address may not.
fn read_removed(fields: &mut Fields, config: &Config) -> Option<Removal> {
    let example = "removed: {date: 2022-01-20, reason: \"…\"}";
    let read = fields.mapping("removed", example, |removed| {
        let has_date = removed.has_value("date");
        let read = (
            first_moment(removed, config, &["date"]),
            removed.text("reason"),
            removed.flag("title").unwrap_or(true),
        );
        removed.finish(&["date", "reason", "title"], Severity::Warning);
        (has_date, read)
    })?;
    let (has_date, (date, reason, shows_title)) = read;
    if !has_date {
        fields.error(
            "removed",
            "bad-removed",
            "`removed` does not say when the article was removed",
            format!("For example: {example}"),
        );
    }
    date.map(|date| Removal {
        date,
        reason,
        shows_title,
    })
}

fn read_corrections(path: &SourcePath, fields: &mut Fields, config: &Config) -> Vec<Correction> {
    let example = "corrections: [{date: 2022-01-11, text: \"…\"}]";
    fields.mappings("corrections", example, |correction| {
        let date = first_moment(correction, config, &["date"]);
        let text = correction.text("text");
        if text.is_none() {
            let span = correction.place("text");
            correction.tell(
                Diagnostic::error("missing-text", "a correction has no text")
                    .at(path, span)
                    .hint(format!("For example: {example}")),
            );
        }
        correction.finish(&["date", "text"], Severity::Warning);
        text.map(|text| Correction { date, text })
    })
}

/// Updates, newest first; of one moment, the one written later is newer.
fn read_updates(
    path: &SourcePath,
    fields: &mut Fields,
    config: &Config,
    published: Option<Moment>,
) -> Vec<Update> {
    let example = "updates: [{date: 2022-01-11 09:30, note: \"…\"}]";
    let mut updates = fields.mappings("updates", example, |update| {
        let has_date = update.has_value("date");
        let date = first_moment(update, config, &["date"]);
        let note = update.text("note");
        let span = update.place("date");
        if !has_date {
            update.tell(
                Diagnostic::error("bad-update", "an update does not say when it was made")
                    .at(path, span)
                    .hint(format!("For example: {example}")),
            );
        } else if let (Some(date), Some(published)) = (date, published)
            && is_before(date, published)
        {
            update.tell(
                Diagnostic::error("bad-update", "an update is older than its article")
                    .at(path, span)
                    .hint(format!(
                        "The article is of {}. Mend the one date or the other; what was written before \
                         publication is no update.",
                        published.machine()
                    )),
            );
        }
        update.finish(&["date", "note"], Severity::Warning);
        date.map(|date| Update { date, note })
    });
    updates.reverse();
    updates.sort_by_key(|update| std::cmp::Reverse(update.date.seconds()));
    updates
}

/// Whether `date` is before `published`. A day without a time may be any time of that day.
fn is_before(date: Moment, published: Moment) -> bool {
    match date.has_time() && published.has_time() {
        true => date.seconds() < published.seconds(),
        false => date.day_number() < published.day_number(),
    }
}
