//! The lists that an article has left which was removed or has expired.
//!
//! A day of one article is no day without it, and a long list may lose its last numbered page. Whoever
//! keeps count of addresses must be able to tell such a loss from one that nobody wanted.

use jiff::civil::Date;

use super::assemble::mixes;
use super::names::AllNames;
use crate::config::{Config, EditionId};
use crate::content::{Article, Role};
use crate::paths::UrlPath;

/// The lists of one edition that an article has left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vacated {
    /// The edition.
    pub edition: EditionId,
    /// The day it was published.
    pub day: Date,
    /// The pages of its section, tags and authors, or those they would have.
    pub names: Vec<UrlPath>,
}

/// What `gone` articles have left; `names` are those of the editions.
pub(super) fn vacated<'a>(
    gone: impl Iterator<Item = &'a Article>,
    names: &[AllNames],
    config: &Config,
) -> Vec<Vacated> {
    let mut all = Vec::new();
    for article in gone.filter(|article| article.role == Role::Article) {
        let main = mixes(config).then_some(EditionId::MAIN);
        let editions = [Some(article.edition), main].into_iter().flatten();
        for (n, id) in editions.enumerate() {
            let (Some(date), Some(names)) = (article.head.date, names.get(id.place())) else {
                continue;
            };
            if n == 0 || id != article.edition {
                all.push(Vacated {
                    edition: id,
                    day: date.day(),
                    names: names.addresses(article, (config.edition(id), config.slugs)),
                });
            }
        }
    }
    all
}
