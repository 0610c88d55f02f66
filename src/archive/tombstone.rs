//! What is left of an article that was removed: its address, and what readers are told there.
//!
//! Its text, summary, picture, tags and authors do not get past here, so that no list, feed or page can
//! show them.

use super::edition::id;
use crate::content::{Article, Moment, Removal};
use crate::digest::Digest;
use crate::paths::{SourcePath, UrlPath};

/// An article or page that was removed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Tombstone {
    /// The id of the article that it was.
    pub id: Digest,
    /// The file that says so.
    pub source: SourcePath,
    /// The address it had, and has.
    pub url: UrlPath,
    /// The headline; none if not even that may be shown.
    pub title: Option<String>,
    /// Its language, if it is not its edition's.
    pub language: Option<String>,
    /// When it was published; pages have no date.
    pub published: Option<Moment>,
    /// When it was removed, and why.
    pub removal: Removal,
    /// Old addresses.
    pub aliases: Vec<UrlPath>,
}

impl Tombstone {
    /// The tombstone of `article` at `url`; none if it was not removed.
    pub(super) fn of(article: Article, url: UrlPath) -> Option<Self> {
        let id = id(&article);
        let removal = article.removed?;
        Some(Tombstone {
            id,
            source: article.body.origin.path.clone(),
            url,
            title: Some(article.head.title).filter(|_| removal.shows_title),
            language: article.head.language,
            published: article.head.date,
            removal: *removal,
            aliases: article.aliases.into(),
        })
    }
}
