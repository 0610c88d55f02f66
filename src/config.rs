//! The site's configuration, `warraq.yaml`, read into types.
//!
//! Text comes in, a [`Config`] and all its diagnostics go out. Unknown keys are errors: a setting that
//! is misspelt must not be silently without effect.

mod base_url;
mod permalink;
mod read;
mod time_zone;

pub use base_url::BaseUrl;
pub use permalink::{Permalink, PermalinkParts};
pub use read::read;
pub use time_zone::SiteZone;

use crate::locale::Language;

/// Everything a site's owner can set.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Config {
    /// The site's name.
    pub title: String,
    /// One or two sentences about the site.
    pub description: Option<String>,
    /// Where the site will be published.
    pub base_url: BaseUrl,
    /// The language of the site and of every article that names none.
    pub language: Language,
    /// The zone that decides an article's calendar day; `None` where not set.
    pub time_zone: Option<SiteZone>,
    /// The form of an article's address.
    pub permalink: Permalink,
    /// Lengths of listings and feeds.
    pub listings: Listings,
    /// The sections that have a title or description here, in the order written.
    pub sections: Vec<(String, SectionConfig)>,
    /// The authors that are described here, by name, in the order written.
    pub authors: Vec<(String, AuthorConfig)>,
    /// Who publishes the site.
    pub publisher: Option<Publisher>,
    /// The links of the main navigation; `None` for the default ones.
    pub navigation: Option<Vec<NavigationLink>>,
}

/// Lengths of listings and feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Listings {
    /// Articles on a numbered page. A landing page has at least as many and fewer than twice as many.
    pub per_page: usize,
    /// Articles in a feed.
    pub feed_items: usize,
}

/// A section's name for readers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SectionConfig {
    /// Its title.
    pub title: Option<String>,
    /// One or two sentences.
    pub description: Option<String>,
}

/// An author's public particulars.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AuthorConfig {
    /// A page of the author's own.
    pub url: Option<String>,
    /// A few sentences.
    pub bio: Option<String>,
    /// What the author does at the paper.
    pub role: Option<String>,
}

/// Who publishes the site.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Publisher {
    /// The organisation's name.
    pub name: String,
    /// Its own site.
    pub url: Option<String>,
    /// Its logo: an address, or a path on this site that begins with `/`.
    pub logo: Option<String>,
}

/// A link of the main navigation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NavigationLink {
    /// Its text.
    pub title: String,
    /// An address, or a path on this site that begins with `/`.
    pub url: String,
}

impl Config {
    /// The zone in which the archive's days are counted: the site's, or UTC where every article
    /// carries an offset of its own.
    pub fn zone(&self) -> SiteZone {
        self.time_zone.clone().unwrap_or_else(SiteZone::utc)
    }

    /// What is set for section `key`.
    pub fn section(&self, key: &str) -> Option<&SectionConfig> {
        self.sections
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, section)| section)
    }
}
