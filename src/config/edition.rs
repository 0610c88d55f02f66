//! A language's part of a site: what is set for it, and where it lies.

use super::{AuthorConfig, NavigationLink, Publisher, SectionConfig, SeriesConfig};
use crate::locale::{Language, LocaleSettings};
use crate::paths::{PathError, UrlPath};

/// Which edition of a site: its place among [`Config::editions`](super::Config::editions).
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    bitcode::Encode,
    bitcode::Decode,
)]
pub struct EditionId(u16);

impl EditionId {
    /// The main edition, which lies at the site's root.
    pub const MAIN: EditionId = EditionId(0);

    /// The edition at `place` of the list.
    pub fn at(place: usize) -> Self {
        // More languages than there are in the world would not fit; they are refused when read.
        EditionId(u16::try_from(place).unwrap_or(u16::MAX))
    }

    /// Its place in the list.
    pub fn place(self) -> usize {
        usize::from(self.0)
    }
}

/// A language's part of the site: its own home, archive, tags and feeds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Edition {
    /// Its language, which is that of every article in it that names none, and how it is written.
    pub locale: LocaleSettings,
    /// Years and months of the Hijri calendar have pages of their own.
    pub hijri_archive: bool,
    /// The folder it lies in, such as `en`; the main edition has none.
    pub prefix: Option<String>,
    /// The site's name in this language.
    pub title: String,
    /// One or two sentences about the site.
    pub description: Option<String>,
    /// The sections that have a title or description here, in the order written.
    pub sections: Vec<(String, SectionConfig)>,
    /// The series that are described here, by name, in the order written.
    pub series: Vec<(String, SeriesConfig)>,
    /// The authors that are described here, by name, in the order written.
    pub authors: Vec<(String, AuthorConfig)>,
    /// The site's logo, in the place of its name: a path on this site that begins with `/`.
    pub logo: Option<String>,
    /// Who publishes the site.
    pub publisher: Option<Publisher>,
    /// The links of the main navigation; `None` for the default ones.
    pub navigation: Option<Vec<NavigationLink>>,
}

impl Edition {
    /// Its language.
    pub fn language(&self) -> &Language {
        &self.locale.language
    }

    /// The address of its home page.
    pub fn home(&self) -> UrlPath {
        // A prefix is refused when read unless it is a component of an address.
        self.url("/").unwrap_or_else(|_| UrlPath::home())
    }

    /// The address of `path`, which begins with `/` and is raw or percent-encoded, in this edition.
    pub fn url(&self, path: &str) -> Result<UrlPath, PathError> {
        match &self.prefix {
            None => UrlPath::new(path),
            Some(prefix) => UrlPath::new(&format!("/{prefix}{path}")),
        }
    }

    /// Whether an article that says it is in `language` belongs here: the same tag, or the same
    /// language said less or more closely (`ar` in an `ar-SY` edition, `en-GB` in an `en` one).
    pub fn speaks(&self, language: &Language) -> bool {
        let (own, other) = (self.language().tag(), language.tag());
        own == other || own == language.primary() || other == self.language().primary()
    }
}
