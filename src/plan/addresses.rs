//! The addresses of an edition's pages that no article names: years, months, days, indexes.

use jiff::civil::Date;

use super::view::{Calendar, Month, Year};
use crate::paths::UrlPath;

/// The addresses of one edition, all below its home.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Addresses {
    home: UrlPath,
}

impl Addresses {
    /// The addresses below `home`.
    pub fn below(home: UrlPath) -> Self {
        Addresses { home }
    }

    /// The home page.
    pub fn home(&self) -> UrlPath {
        self.home.clone()
    }

    /// The root of the archive.
    pub fn archive(&self) -> UrlPath {
        below(&self.home, "archive/")
    }

    /// The index of tags.
    pub fn tags(&self) -> UrlPath {
        below(&self.home, "tags/")
    }

    /// The web manifest.
    pub fn manifest(&self) -> UrlPath {
        below(&self.home, "site.webmanifest")
    }

    /// The description of the search.
    pub fn search(&self) -> UrlPath {
        below(&self.home, "opensearch.xml")
    }

    /// The index of authors.
    pub fn authors(&self) -> UrlPath {
        below(&self.home, "authors/")
    }

    /// The root of the archive by a calendar.
    pub fn root(&self, calendar: Calendar) -> UrlPath {
        match calendar {
            Calendar::Gregorian => self.archive(),
            Calendar::Hijri => below(&self.home, "hijri/"),
        }
    }

    /// The page of a year.
    pub fn year(&self, year: Year) -> UrlPath {
        let number = year.number;
        let path = match year.calendar {
            Calendar::Gregorian => format!("{number:04}/"),
            Calendar::Hijri => format!("hijri/{number:04}/"),
        };
        below(&self.home, &path)
    }

    /// The page of a month.
    pub fn month(&self, month: Month) -> UrlPath {
        let path = match month {
            Month::Gregorian(first) => format!("{:04}/{:02}/", first.year(), first.month()),
            Month::Hijri(month) => format!("hijri/{:04}/{:02}/", month.year(), month.number()),
        };
        below(&self.home, &path)
    }

    /// The page of a day.
    pub fn day(&self, date: Date) -> UrlPath {
        let path = format!("{:04}/{:02}/{:02}/", date.year(), date.month(), date.day());
        below(&self.home, &path)
    }
}

/// Page `number` of the list whose landing page is `home`.
pub(super) fn numbered_url(home: &UrlPath, number: usize) -> UrlPath {
    below(home, &format!("page/{number}/"))
}

/// A file or folder with an ASCII name below a list's landing page.
pub(super) fn below(home: &UrlPath, name: &str) -> UrlPath {
    // `home` is an address already, and the name adds nothing that could leave it.
    UrlPath::new(&format!("{}{name}", home.encoded())).unwrap_or_else(|_| home.clone())
}
