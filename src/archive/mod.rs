//! All articles together, immutable: in order of time, by section, tag and author, with everything
//! that one article must know of others.
//!
//! Articles and the lists of files come in, an [`Archive`] and its diagnostics go out. Nothing is
//! changed afterwards: there are no setters and no locks.

mod assemble;
mod assets;
mod card;
mod collisions;
mod edition;
mod gallery;
mod hijri;
mod links;
mod names;
mod pagination;
mod periods;
mod related;
mod resolve;
mod terms;
mod tombstone;
mod translations;
mod vacated;
mod withheld;

pub use assemble::{Files, assemble};
pub use card::{Card, Headline, Picture, TermName};
pub use collisions::Moved;
pub use hijri::{HijriPeriod, HijriYear};
pub use links::{Destination, ResolvedLink};
pub use pagination::Pagination;
pub use periods::{Day, Month, Year};
pub use related::{About, Related, count_alike, related};
pub use terms::{Merge, Term};
pub use tombstone::Tombstone;
pub use translations::Translation;
pub use vacated::Vacated;
pub use withheld::{Admission, Withheld, WithheldReason};

use std::ops::Range;
use std::sync::Arc;

use crate::content::Body;
use crate::paths::{SourcePath, UrlPath};

/// An article or page with all that was learnt about it from the others.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What listings may show.
    pub card: Arc<Card>,
    /// What only its own page shows.
    pub body: Arc<Body>,
    /// Where the links of its text lead, in the order of their targets.
    pub links: Arc<[ResolvedLink]>,
    /// Old addresses.
    pub aliases: Box<[UrlPath]>,
    /// Its versions in all languages, its own among them, if there is more than one.
    pub translations: Option<Arc<[Translation]>>,
}

/// The text above a section's or the home page's list.
#[derive(Debug, Clone)]
pub struct Introduction {
    /// Its title.
    pub title: String,
    /// One or two sentences, if they were written.
    pub description: Option<String>,
    /// Its text.
    pub body: Arc<Body>,
    /// Where the links of its text lead.
    pub links: Arc<[ResolvedLink]>,
}

/// A file beside the articles that is published with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// The file.
    pub source: SourcePath,
    /// Its address.
    pub url: UrlPath,
    /// What is in it.
    pub digest: crate::digest::Digest,
}

/// The whole archive.
#[derive(Debug)]
pub struct Archive {
    /// Each language's part, in the order of the configuration.
    pub editions: Vec<Edition>,
    /// Files that travel with the articles.
    pub assets: Vec<Asset>,
    /// Articles that are not published, in the order of their paths.
    pub withheld: Vec<Withheld>,
    /// Tags of different spelling that became one.
    pub merges: Vec<Merge>,
    /// Articles that had to move aside for an older one with the same title and day.
    pub moved: Vec<Moved>,
    /// Where articles that were removed or have expired would be listed.
    pub vacated: Vec<Vacated>,
}

/// One language's part of the archive. Places in lists are places in [`listed`](Self::listed).
#[derive(Debug)]
pub struct Edition {
    /// Its dated articles, oldest first; of one moment, in the order of their paths.
    pub articles: Vec<Entry>,
    /// The articles of all editions in the same order, where the lists hold them.
    pub mixed: Option<Vec<Entry>>,
    /// Earlier coverage of what each of `articles` is about.
    pub related: Related,
    /// Pages without a date, in the order of their paths.
    pub pages: Vec<Entry>,
    /// Articles and pages that were removed, in the order of the articles.
    pub removed: Vec<Tombstone>,
    /// Years with articles, oldest first, with their months and days.
    pub years: Vec<Year>,
    /// The same by the Hijri calendar, where the edition has such pages.
    pub hijri_years: Vec<HijriYear>,
    /// Sections in the order set in the configuration, then by name.
    pub sections: Vec<Term>,
    /// Tags by the language's dictionary order.
    pub tags: Vec<Term>,
    /// Authors by the language's dictionary order.
    pub authors: Vec<Term>,
    /// Series by the language's dictionary order.
    pub series: Vec<Term>,
    /// Introduction of each section, beside `sections`.
    pub section_introductions: Vec<Option<Introduction>>,
    /// Introduction of the home page.
    pub home_introduction: Option<Introduction>,
}

impl Archive {
    /// How many articles there are in all languages.
    pub fn articles(&self) -> usize {
        self.editions
            .iter()
            .map(|edition| edition.articles.len())
            .sum()
    }

    /// Everything with a text and a page of its own, in all languages.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.editions
            .iter()
            .flat_map(|edition| edition.articles.iter().chain(&edition.pages))
    }
}

impl Edition {
    /// The articles its lists hold.
    pub fn listed(&self) -> &[Entry] {
        self.mixed.as_ref().unwrap_or(&self.articles)
    }

    /// The cards of the listed articles in `range`, oldest first.
    pub fn cards(&self, range: Range<usize>) -> impl DoubleEndedIterator<Item = &Arc<Card>> {
        self.listed()
            .get(range)
            .unwrap_or_default()
            .iter()
            .map(|entry| &entry.card)
    }

    /// The cards of a term's articles, oldest first.
    pub fn cards_of<'a>(
        &'a self,
        term: &'a Term,
    ) -> impl DoubleEndedIterator<Item = &'a Arc<Card>> {
        self.entries_of(term).map(|entry| &entry.card)
    }

    /// A term's articles, oldest first.
    pub fn entries_of<'a>(&'a self, term: &'a Term) -> impl DoubleEndedIterator<Item = &'a Entry> {
        let listed = self.listed();
        term.articles
            .iter()
            .filter_map(|at| listed.get(*at as usize))
    }
}
