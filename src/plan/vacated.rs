//! Articles that were removed or have expired -> the landing pages of all lists that held them.

use super::Addresses;
use super::view::{Calendar, Month, Year};
use crate::archive::Archive;
use crate::config::Config;
use crate::locale::hijri_of;
use crate::paths::UrlPath;

/// A list that articles have left because they were removed or have expired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vacated {
    /// Its landing page.
    pub url: UrlPath,
    /// How many numbered pages it can have lost by that, at most.
    pub pages: usize,
}

/// The lists, in the order of their addresses, each once.
pub(super) fn lists(archive: &Archive, config: &Config) -> Vec<Vacated> {
    let mut lists = Vec::new();
    for vacated in &archive.vacated {
        let edition = config.edition(vacated.edition);
        let addresses = Addresses::below(edition.home());
        let day = vacated.day;
        let year = |calendar, number| addresses.year(Year { calendar, number });
        lists.extend([
            addresses.home(),
            addresses.day(day),
            addresses.on_this_day((day.month(), day.day())),
            addresses.all_days(),
            addresses.series(),
            addresses.corrections(),
            addresses.month(Month::Gregorian(day.first_of_month())),
            year(Calendar::Gregorian, day.year()),
        ]);
        if let Some(day) = hijri_of(day).filter(|_| edition.hijri_archive) {
            lists.push(addresses.month(Month::Hijri(day.month())));
            lists.push(year(Calendar::Hijri, day.year()));
        }
        lists.extend(vacated.names.iter().cloned());
    }
    lists.sort();
    // Articles that do not fill a page may still have begun one.
    let per_page = config.listings.per_page.max(1);
    let of_one = lists.chunk_by(|a, b| a == b);
    let vacated = of_one.filter_map(|of_one| {
        let url = of_one.first()?.clone();
        let pages = of_one.len().div_ceil(per_page);
        Some(Vacated { url, pages })
    });
    vacated.collect()
}
