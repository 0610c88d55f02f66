//! Articles that were removed or have expired -> the landing pages of all lists that held them.

use super::Addresses;
use super::view::{Calendar, Month, Year};
use crate::archive::Archive;
use crate::config::Config;
use crate::locale::hijri_of;
use crate::paths::UrlPath;

/// The addresses of the lists, in order, each once.
pub(super) fn lists(archive: &Archive, config: &Config) -> Vec<UrlPath> {
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
    lists.dedup();
    lists
}
