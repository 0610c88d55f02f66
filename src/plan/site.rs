//! What every page shows: the site's name, its navigation, its publisher.

use crate::archive::Archive;
use crate::config::{BaseUrl, Config, Publisher};
use crate::digest::Digest;
use crate::locale::Language;
use crate::paths::UrlPath;

use super::addresses::{archive_url, authors_url, tags_url};

/// What every page shows. It is part of every fingerprint, so nothing may be in it that changes with
/// an article: no counts and no latest headlines.
#[derive(Debug, Clone, Hash)]
pub struct Site {
    /// The site's name.
    pub title: String,
    /// One or two sentences about it.
    pub description: Option<String>,
    /// Where it is published.
    pub base_url: BaseUrl,
    /// Its language.
    pub language: Language,
    /// The links of the main navigation.
    pub navigation: Vec<Navigation>,
    /// Who publishes it.
    pub publisher: Option<Publisher>,
    /// The style sheet.
    pub stylesheet: Stylesheet,
}

/// A link of the main navigation.
#[derive(Debug, Clone, Hash)]
pub struct Navigation {
    /// Its text.
    pub title: NavigationTitle,
    /// An address, or a path on the site as the owner writes it (raw, from the site's root).
    pub target: String,
}

/// The text of a navigation link.
#[derive(Debug, Clone, Hash)]
pub enum NavigationTitle {
    /// As the owner or an article wrote it, in the site's language.
    Text(String),
    /// One of the theme's messages.
    Message(&'static str),
}

/// The style sheet's address, with its digest so that a changed one is never taken from a cache.
#[derive(Debug, Clone, Hash)]
pub struct Stylesheet {
    /// Its address.
    pub url: UrlPath,
    /// What is in it.
    pub digest: Digest,
}

/// Sections shown in the default navigation, beyond which it would be a list and not a help.
const SECTIONS_SHOWN: usize = 8;

impl Site {
    pub(super) fn new(config: &Config, archive: &Archive, stylesheet: Stylesheet) -> Self {
        Site {
            title: config.title.clone(),
            description: config.description.clone(),
            base_url: config.base_url.clone(),
            language: config.language.clone(),
            navigation: navigation(config, archive),
            publisher: config.publisher.clone(),
            stylesheet,
        }
    }
}

fn navigation(config: &Config, archive: &Archive) -> Vec<Navigation> {
    if let Some(links) = &config.navigation {
        let own = |link: &crate::config::NavigationLink| Navigation {
            title: NavigationTitle::Text(link.title.clone()),
            target: link.url.clone(),
        };
        return links.iter().map(own).collect();
    }
    let message = |key, url: UrlPath| Navigation {
        title: NavigationTitle::Message(key),
        target: url.encoded(),
    };
    let mut links = vec![message("home", UrlPath::home())];
    links.extend(
        archive
            .sections
            .iter()
            .take(SECTIONS_SHOWN)
            .map(|section| Navigation {
                title: NavigationTitle::Text(section.name.name.clone()),
                target: section.name.url.encoded(),
            }),
    );
    links.push(message("archive", archive_url()));
    if !archive.tags.is_empty() {
        links.push(message("tags", tags_url()));
    }
    if !archive.authors.is_empty() {
        links.push(message("authors", authors_url()));
    }
    links
}
