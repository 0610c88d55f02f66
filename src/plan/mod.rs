//! Which pages exist. Everything that will be in the output is listed here before anything is made.
//!
//! The archive, the configuration and the lists of files come in, a [`Plan`] and its diagnostics go
//! out. It never reads a file and never writes HTML. A page's [`View`] owns all that its template may
//! see, so that what a page depends on is what was hashed.

mod addresses;
mod browsing;
mod calendar;
mod check;
mod corrections;
mod edited;
mod feeds;
mod files;
mod lay_out;
mod letter_case;
mod listings;
mod machines;
mod on_this_day;
mod overview;
mod pictures;
mod policy;
mod redirects;
mod series;
mod shares;
mod short;
mod site;
mod sitemaps;
mod vacated;
mod view;

pub use addresses::Addresses;
pub use browsing::*;
pub use edited::edited;
pub use files::{StaticFile, StaticOrigin};
pub use lay_out::lay_out;
pub use policy::Policy;
pub use shares::ShareLink;
pub use site::{
    EditionLink, ForMachines, Navigation, NavigationTitle, Site, ThemeFile, ThemeFiles,
};
pub use sitemaps::NEWS_SECONDS;
pub use vacated::Vacated;
pub use view::*;

use std::sync::Arc;

use crate::archive;
use crate::config::{self, Config, EditionId};
use crate::paths::{OutputPath, UrlPath};

/// One file of the output.
#[derive(Debug, Clone)]
pub struct Page {
    /// Where it lies.
    pub path: OutputPath,
    /// The language's part of the site it belongs to.
    pub edition: EditionId,
    /// What it is made from.
    pub view: View,
}

/// Every file of the output, in the order of their paths; no two have one path.
#[derive(Debug)]
pub struct Plan {
    /// What every page of an edition shows, by the editions' places.
    pub sites: Vec<Arc<Site>>,
    /// The files.
    pub pages: Vec<Page>,
    /// Lists that lost articles because they were removed or have expired, in order: they may have lost
    /// pages with them, or be gone.
    pub vacated: Vec<Vacated>,
}

impl Plan {
    /// What every page of edition `id` shows.
    pub fn site(&self, id: EditionId) -> Option<&Arc<Site>> {
        self.sites.get(id.place())
    }
}

/// One language's part of the site while it is laid out.
struct Part<'a> {
    archive: &'a archive::Edition,
    edition: &'a config::Edition,
    config: &'a Config,
    addresses: Addresses,
    /// The short addresses of all articles.
    short: &'a short::ShortLinks,
    /// The present, in seconds since 1970-01-01T00:00:00Z.
    now: i64,
}

/// Pages before their places in the output are known.
type Pages = Vec<(UrlPath, View)>;
