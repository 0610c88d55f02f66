//! What templates see: plain data, one structure a page kind, documented in docs/templates.md.
//!
//! A view comes in, serialisable values go out (those that many pages show are made once, by `shared`): text ready for readers in the page's language,
//! addresses ready for `href`, and a direction beside each text that is set inside other text.

mod article;
mod calendar;
mod card;
mod cite;
mod corrections;
mod grid;
mod head;
mod heat;
mod listing;
mod on_this_day;
mod overview;
mod reading_time;
mod removed;
mod series;
mod shared;
mod site;
mod terms;
mod versions;

pub(super) use article::{ArticleContext, RedirectContext};
pub(super) use calendar::{ArchiveContext, YearContext, archive_title};
pub(super) use card::CardContext;
pub(super) use cite::cite;
pub(super) use corrections::CorrectionsContext;
pub(super) use head::{FeedLink, HeadContext, OpenGraph};
pub(super) use listing::{ListingContext, title as listing_title};
pub(super) use on_this_day::{AllDaysContext, OnThisDayContext};
pub(super) use removed::RemovedContext;
pub(super) use series::SeriesContext;
pub(super) use shared::{OfPage, Shared, value};
pub(super) use site::SiteContext;
pub(super) use terms::TermsContext;
pub(super) use versions::{Versions, versions};

use super::languages::{Languages, PageLanguage};
use crate::archive::{Card, Destination, Headline};
use crate::config::EditionId;
use crate::paths::UrlPath;
use crate::plan::Site;
use crate::text::direction::{Direction, own_direction};

/// What contexts are made with: the edition's site, the languages, and the language of this page.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    pub(super) site: &'a Site,
    pub(super) languages: &'a Languages,
    pub(super) language: &'a PageLanguage,
    pub(super) shared: &'a Shared,
}

impl Setting<'_> {
    /// The language of an article in a list, which may be of another edition.
    fn language_of(&self, edition: EditionId, tag: Option<&str>) -> &PageLanguage {
        self.languages
            .get(edition, tag)
            .map_or(self.language, |language| language)
    }

    /// The language of a card.
    pub(super) fn of_card(&self, card: &Card) -> &PageLanguage {
        self.language_of(card.edition, card.language.as_deref())
    }

    /// The language of a headline.
    pub(super) fn of_headline(&self, headline: &Headline) -> &PageLanguage {
        self.language_of(headline.edition(), headline.language())
    }

    /// The address of a page for `href`.
    pub(super) fn href_of(&self, url: &UrlPath) -> String {
        self.site.base_url.href(url)
    }

    /// The address of a destination for `href` and `src`.
    pub(super) fn href(&self, destination: &Destination) -> Option<String> {
        match destination {
            Destination::Inside { url, suffix } => {
                Some(format!("{}{suffix}", self.site.base_url.href(url)))
            }
            Destination::Outside(address) => Some(address.clone()),
            Destination::Nowhere => None,
        }
    }

    /// The address of a destination from anywhere.
    pub(super) fn absolute(&self, destination: &Destination) -> Option<String> {
        match destination {
            Destination::Inside { url, suffix } => {
                Some(format!("{}{suffix}", self.site.base_url.absolute(url)))
            }
            Destination::Outside(address) => Some(address.clone()),
            Destination::Nowhere => None,
        }
    }

    /// The page's direction.
    pub(super) fn direction(&self) -> Direction {
        self.language.locale.language().direction()
    }

    /// One of the theme's messages in the page's language.
    pub(super) fn message(&self, key: &str) -> String {
        self.language.locale.message(key, &[]).unwrap_or_default()
    }
}

/// The direction of a text of a language of direction `base`: its own if all its letters are of the
/// other direction.
pub(super) fn direction_of(text: &str, base: Direction) -> &'static str {
    own_direction(text, base).unwrap_or(base).as_str()
}
