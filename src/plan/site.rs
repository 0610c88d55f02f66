//! What every page shows: the site's name, its navigation, its publisher.

use std::sync::Arc;

use crate::config::{BaseUrl, Color, Config, FeedFormat, Icon, Publisher};
use crate::digest::Digest;
use crate::locale::{Language, LocaleSettings, Wording};
use crate::paths::UrlPath;

use super::policy::Policy;
use super::shares::ShareLink;
use super::{Addresses, Part};

/// What every page of an edition shows. It is part of every fingerprint, so nothing may be in it that changes with
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
    /// How its language is written.
    pub locale: LocaleSettings,
    /// The site's own wording of the theme's messages.
    pub wording: Arc<Wording>,
    /// The addresses of its pages.
    pub addresses: Addresses,
    /// Every language of the site, its own among them, in the order of the configuration.
    pub editions: Vec<EditionLink>,
    /// Set a mark before a feed's title that a reader's program would turn round.
    pub feed_marks: bool,
    /// The links of the main navigation.
    pub navigation: Vec<Navigation>,
    /// Who publishes it.
    pub publisher: Option<Publisher>,
    /// The site's logo, as the owner writes it.
    pub logo: Option<String>,
    /// What pages link to of the theme.
    pub files: ThemeFiles,
    /// What pages say for machines, and how they link.
    pub machines: ForMachines,
    /// The picture that is shown beside links to pages without one, where there is one.
    pub share: Option<ShareLink>,
}

/// What pages say for machines, and how they link.
#[derive(Debug, Clone, Hash)]
pub struct ForMachines {
    /// The forms of the feeds beside lists.
    pub feeds: Vec<FeedFormat>,
    /// Articles tell how they are cited.
    pub citation: bool,
    /// Links within the site are relative and name files.
    pub relative_links: bool,
    /// There is a search, with a description.
    pub search: bool,
    /// The site's icons.
    pub icons: Vec<Icon>,
    /// The colour of the paper, for what shows the site outside a page.
    pub paper: Color,
    /// What pages may load.
    pub policy: Policy,
}

impl ForMachines {
    /// What `config` says, with the icons that were found.
    pub(super) fn of(config: &Config, icons: Vec<Icon>) -> Self {
        ForMachines {
            feeds: config.feeds.formats.clone(),
            citation: config.machines.citation,
            relative_links: config.machines.relative_links,
            search: config.machines.search.is_some(),
            icons,
            paper: config.theme.colors.paper(),
            policy: Policy {
                scripts: config.theme.scripts,
            },
        }
    }
}

/// A language of the site, as the language switch of every page shows it.
#[derive(Debug, Clone, Hash)]
pub struct EditionLink {
    /// Its language.
    pub language: Language,
    /// The addresses of its pages.
    pub addresses: Addresses,
}

impl EditionLink {
    /// The languages of a site.
    pub(super) fn all(config: &Config) -> Vec<EditionLink> {
        let link = |edition: &crate::config::Edition| EditionLink {
            language: edition.language().clone(),
            addresses: Addresses::below(edition.home()),
        };
        config
            .editions()
            .map(|(_, edition)| link(edition))
            .collect()
    }
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

/// What every page links to of the theme.
#[derive(Debug, Clone, Hash)]
pub struct ThemeFiles {
    /// The style sheet.
    pub stylesheet: ThemeFile,
    /// The script, if pages come with one.
    pub script: Option<ThemeFile>,
    /// The font of bold words in Arabic script.
    pub bold_font: Option<UrlPath>,
    /// The fonts that a page needs first, by the script it is written in; none where pages are read without a
    /// server.
    pub fonts: Vec<(&'static str, UrlPath)>,
}

/// A file's address, with its digest so that a changed one is never taken from a cache.
#[derive(Debug, Clone, Hash)]
pub struct ThemeFile {
    /// Its address.
    pub url: UrlPath,
    /// What is in it.
    pub digest: Digest,
}

/// Sections shown in the default navigation, beyond which it would be a list and not a help.
const SECTIONS_SHOWN: usize = 8;

impl Site {
    pub(super) fn new(
        part: &Part,
        editions: Vec<EditionLink>,
        wording: Arc<Wording>,
        files: ThemeFiles,
        machines: ForMachines,
        share: Option<ShareLink>,
    ) -> Self {
        let edition = part.edition;
        Site {
            title: edition.title.clone(),
            description: edition.description.clone(),
            base_url: part.config.base_url.clone(),
            language: edition.language().clone(),
            locale: edition.locale.clone(),
            wording,
            addresses: part.addresses.clone(),
            editions,
            feed_marks: part.config.feeds.bidi_mark,
            navigation: navigation(part),
            publisher: edition.publisher.clone(),
            logo: edition.logo.clone(),
            files,
            machines,
            share,
        }
    }
}

fn navigation(part: &Part) -> Vec<Navigation> {
    let (archive, addresses) = (part.archive, &part.addresses);
    if let Some(links) = &part.edition.navigation {
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
    let mut links = vec![message("home", addresses.home())];
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
    links.push(message("archive", addresses.archive()));
    if !archive.tags.is_empty() {
        links.push(message("tags", addresses.tags()));
    }
    if !archive.authors.is_empty() {
        links.push(message("authors", addresses.authors()));
    }
    links
}
