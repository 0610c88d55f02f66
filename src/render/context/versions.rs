//! `page.languages` and `page.alternates`: the same page in other languages.

use serde::Serialize;

use super::Setting;
use crate::config::EditionId;
use crate::paths::UrlPath;
use crate::plan::{Addresses, Calendar, Subject, TermKind, View};

/// Where a page's versions are, and where the language switch leads.
#[derive(Debug, Clone, Default)]
pub(in crate::render) struct Versions {
    /// The languages of the site; none where there is only one.
    pub(super) languages: Vec<LanguageContext>,
    /// The page in each language, for `hreflang`; none where it has no other version.
    pub(super) alternates: Vec<AlternateContext>,
}

/// A language of the site.
#[derive(Debug, Clone, Serialize)]
pub(super) struct LanguageContext {
    /// Its tag.
    lang: String,
    /// Its direction.
    dir: &'static str,
    /// What it calls itself.
    name: String,
    /// This page in it, or its home page.
    href: String,
    /// The link leads to this page in that language, and not only to its home.
    translated: bool,
    /// This page is in it.
    current: bool,
}

/// A version of a page for search engines.
#[derive(Debug, Clone, Serialize)]
pub(super) struct AlternateContext {
    /// The language's tag, or `x-default`.
    lang: String,
    /// OpenGraph's form of the tag; none for `x-default`.
    locale: Option<String>,
    /// Its whole address.
    href: String,
}

/// The versions of the page made from `view`, which belongs to `edition`.
pub(in crate::render) fn versions(view: &View, edition: EditionId, setting: &Setting) -> Versions {
    let site = setting.site;
    if site.editions.len() < 2 {
        return Versions::default();
    }
    let found = addresses(view, setting);
    let at = |id: EditionId| {
        let version = found.iter().find(|(found, _)| *found == id);
        version.map(|(_, url)| url)
    };
    let mut versions = Versions::default();
    for (place, link) in site.editions.iter().enumerate() {
        let id = EditionId::at(place);
        let version = at(id);
        let home = link.addresses.home();
        let language = setting.language_of(id, None);
        let name = language.locale.message("language-name", &[]);
        versions.languages.push(LanguageContext {
            lang: link.language.tag().to_owned(),
            dir: link.language.direction().as_str(),
            name: name.unwrap_or_else(|_| link.language.tag().to_owned()),
            href: site.base_url.href(version.unwrap_or(&home)),
            translated: version.is_some(),
            current: id == edition,
        });
        if let Some(url) = version {
            versions.alternates.push(AlternateContext {
                lang: link.language.tag().to_owned(),
                locale: Some(link.language.underscored()),
                href: site.base_url.absolute(url),
            });
        }
    }
    // The version for those who speak none of the languages is that of the main edition, or the first.
    if let Some(first) = versions.alternates.first() {
        let href = first.href.clone();
        versions.alternates.push(AlternateContext {
            lang: "x-default".to_owned(),
            locale: None,
            href,
        });
    }
    versions
}

/// The page's address in each edition that has it, its own among them.
fn addresses(view: &View, setting: &Setting) -> Vec<(EditionId, UrlPath)> {
    let everywhere = |address: fn(&Addresses) -> UrlPath| {
        let editions = setting.site.editions.iter().enumerate();
        editions
            .map(|(place, link)| (EditionId::at(place), address(&link.addresses)))
            .collect()
    };
    let translations = match view {
        View::Article(article) | View::Page(article) => article.translations.as_deref(),
        View::Listing(listing) => match (&listing.subject, &listing.landing) {
            (Subject::Home, Some(_)) => return everywhere(Addresses::home),
            (Subject::Section(_), Some(landing)) => Some(&*landing.translations),
            _ => None,
        },
        View::Archive(archive) if archive.calendar == Calendar::Gregorian => {
            return everywhere(Addresses::archive);
        }
        View::AllDays(_) => return everywhere(Addresses::all_days),
        View::Terms(terms) => {
            return everywhere(match terms.kind {
                TermKind::Tags => Addresses::tags,
                TermKind::Authors => Addresses::authors,
                // Not every edition has series.
                TermKind::Series => return Vec::new(),
            });
        }
        _ => None,
    };
    let translations = translations.unwrap_or_default().iter();
    translations
        .map(|version| (version.edition, version.url.clone()))
        .collect()
}
