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
        self.home.below("archive/")
    }

    /// The index of tags.
    pub fn tags(&self) -> UrlPath {
        self.home.below("tags/")
    }

    /// The web manifest.
    pub fn manifest(&self) -> UrlPath {
        self.home.below("site.webmanifest")
    }

    /// The description of the search.
    pub fn search(&self) -> UrlPath {
        self.home.below("opensearch.xml")
    }

    /// The index of authors.
    pub fn authors(&self) -> UrlPath {
        self.home.below("authors/")
    }

    /// The index of series.
    pub fn series(&self) -> UrlPath {
        self.home.below("series/")
    }

    /// The index of the days of the year.
    pub fn all_days(&self) -> UrlPath {
        self.home.below("on/")
    }

    /// What was published on a day of every year.
    pub fn on_this_day(&self, (month, day): (i8, i8)) -> UrlPath {
        self.home.below(&format!("on/{month:02}-{day:02}/"))
    }

    /// All corrections. Papers have a page of their own at `/corrections/` that says how they correct.
    pub fn corrections(&self) -> UrlPath {
        self.home.below("archive/corrections/")
    }

    /// The root of the archive by a calendar.
    pub fn root(&self, calendar: Calendar) -> UrlPath {
        match calendar {
            Calendar::Gregorian => self.archive(),
            Calendar::Hijri => self.home.below("hijri/"),
        }
    }

    /// The page of a year.
    pub fn year(&self, year: Year) -> UrlPath {
        let number = year.number;
        let path = match year.calendar {
            Calendar::Gregorian => format!("{number:04}/"),
            Calendar::Hijri => format!("hijri/{number:04}/"),
        };
        self.home.below(&path)
    }

    /// The page of a month.
    pub fn month(&self, month: Month) -> UrlPath {
        let path = match month {
            Month::Gregorian(first) => format!("{:04}/{:02}/", first.year(), first.month()),
            Month::Hijri(month) => format!("hijri/{:04}/{:02}/", month.year(), month.number()),
        };
        self.home.below(&path)
    }

    /// The page of a day.
    pub fn day(&self, date: Date) -> UrlPath {
        let path = format!("{:04}/{:02}/{:02}/", date.year(), date.month(), date.day());
        self.home.below(&path)
    }
}

/// Page `number` of the list whose landing page is `home`.
pub(super) fn numbered_url(home: &UrlPath, number: usize) -> UrlPath {
    home.below(&format!("page/{number}/"))
}
