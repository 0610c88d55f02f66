//! Which pages exist. Everything that will be in the output is listed here before anything is made.
//!
//! The archive, the configuration and the lists of files come in, a [`Plan`] and its diagnostics go
//! out. It never reads a file and never writes HTML. A page's [`View`] owns all that its template may
//! see, so that what a page depends on is what was hashed.

mod addresses;
mod calendar;
mod check;
mod feeds;
mod files;
mod lay_out;
mod listings;
mod site;
mod sitemaps;
mod view;

pub use addresses::{archive_url, authors_url, day_url, month_url, tags_url, year_url};
pub use files::{StaticFile, StaticOrigin};
pub use lay_out::lay_out;
pub use site::{Navigation, NavigationTitle, Site, Stylesheet};
pub use view::*;

use crate::paths::OutputPath;
use std::sync::Arc;

/// One file of the output.
#[derive(Debug, Clone)]
pub struct Page {
    /// Where it lies.
    pub path: OutputPath,
    /// What it is made from.
    pub view: View,
}

/// Every file of the output, in the order of their paths; no two have one path.
#[derive(Debug)]
pub struct Plan {
    /// What every page shows.
    pub site: Arc<Site>,
    /// The files.
    pub pages: Vec<Page>,
}
