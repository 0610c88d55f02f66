//! The site's configuration, `warraq.yaml`, read into types.
//!
//! Text comes in, a [`Config`] and all its diagnostics go out. Unknown keys are errors: a setting that
//! is misspelt must not be silently without effect.

mod base_url;
mod edition;
mod machines;
mod permalink;
mod publish;
mod read;
mod read_edition;
mod read_images;
mod read_machines;
mod read_theme;
mod theme;
mod time_zone;

pub use base_url::BaseUrl;
pub use edition::{Edition, EditionId};
pub use machines::{FeedFormat, Hosting, Icon, Machines, Security, Server};
pub use permalink::{Permalink, PermalinkParts};
pub use publish::{Bucket, Encoding, Place, Target};
pub use read::read;
pub use theme::{Color, Colors, DARK, LIGHT, NAMES as COLOR_NAMES, Theme};
pub use time_zone::SiteZone;

use crate::paths::UrlPath;

/// The name of the configuration file.
pub const CONFIG_FILE: &str = "warraq.yaml";

/// Everything a site's owner can set.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Config {
    /// Where the site will be published.
    pub base_url: BaseUrl,
    /// The zone that decides an article's calendar day; `None` where not set.
    pub time_zone: Option<SiteZone>,
    /// The form of an article's address.
    pub permalink: Permalink,
    /// What an article's part of its address is made of.
    pub slugs: Slugs,
    /// Lengths of listings and feeds.
    pub listings: Listings,
    /// Which feeds there are, and what one says of its articles.
    pub feeds: Feeds,
    /// How it looks.
    pub theme: Theme,
    /// What else machines read, and how the site is hosted.
    pub machines: Machines,
    /// The forms pictures are published in; each as it is where there are none.
    pub images: Option<Images>,
    /// Pages without a picture have one made of their words, for those who share them.
    pub share_images: bool,
    /// After how many days readers are told that an article is old; never where there is none.
    pub archive_notice: Option<u32>,
    /// Most related articles that an article names; 0 for none.
    pub related: usize,
    /// Old addresses that lead to pages of the site.
    pub redirects: Vec<Redirect>,
    /// Spellings the owner has declared one tag: the one shown, and the others.
    pub merged_tags: Vec<(String, Vec<String>)>,
    /// The places the site is published to, in the order written.
    pub targets: Vec<Target>,
    /// The main edition, at the site's root.
    pub main: Edition,
    /// The editions in other languages, in the order written.
    pub others: Vec<Edition>,
}

/// An old address and the page it leads to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Redirect {
    /// The old address.
    pub from: UrlPath,
    /// The page.
    pub to: UrlPath,
    /// The line and column it is written at, from 1.
    pub place: (u32, u32),
}

/// What the part of an address that names an article or a tag is made of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Slugs {
    /// The title in its own script.
    #[default]
    Unicode,
    /// Six digits and letters, for addresses that stay short when they are shared; articles only.
    Id,
    /// The title in Latin letters. Arabic writes few vowels, so this is a guess at the sound.
    Transliterate,
}

/// The forms pictures are published in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Images {
    /// The widths of the smaller forms in pixels, the smallest first; there is at least one.
    pub widths: Vec<u32>,
    /// Their quality, from 1 to 100.
    pub quality: u8,
    /// There is a WebP beside each other form.
    pub webp: bool,
}

impl Default for Images {
    fn default() -> Self {
        Images {
            widths: vec![480, 960, 1600],
            quality: 78,
            webp: true,
        }
    }
}

/// Which feeds there are, and what one says of its articles.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Feeds {
    /// The forms each list is followed in.
    pub formats: Vec<FeedFormat>,
    /// Feeds hold the articles' texts.
    pub full_text: bool,
    /// Set a title that begins with letters of the other direction behind a mark of its own.
    pub bidi_mark: bool,
}

/// Lengths of listings and feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Listings {
    /// Articles on a numbered page. A landing page has at least as many and fewer than twice as many.
    pub per_page: usize,
    /// Articles in a feed.
    pub feed_items: usize,
    /// The main edition's lists hold the articles of all languages.
    pub all_languages: bool,
}

/// A section's name for readers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SectionConfig {
    /// Its title.
    pub title: Option<String>,
    /// One or two sentences.
    pub description: Option<String>,
}

/// What is said of a series.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SeriesConfig {
    /// Its title.
    pub title: Option<String>,
    /// One or two sentences.
    pub description: Option<String>,
    /// No part will be added to it.
    pub closed: bool,
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

    /// Every edition, the main one first, by its [`EditionId`].
    pub fn editions(&self) -> impl Iterator<Item = (EditionId, &Edition)> {
        std::iter::once(&self.main)
            .chain(&self.others)
            .enumerate()
            .map(|(place, edition)| (EditionId::at(place), edition))
    }

    /// An edition. One that does not exist is the main one.
    pub fn edition(&self, id: EditionId) -> &Edition {
        let other = id.place().checked_sub(1);
        other
            .and_then(|at| self.others.get(at))
            .unwrap_or(&self.main)
    }
}
