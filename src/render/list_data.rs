//! The structured data of lists: which pages lead to each, and what it is about.
//!
//! A list's view comes in, JSON-LD goes out; its form is that of `structured_data`.

use super::context::{Setting, archive_title, listing_title};
use super::dates::year_title;
use super::structured_data::{self, about};
use crate::paths::UrlPath;
use crate::plan::{Calendar, ListingView, Month, Subject, Year};

/// The structured data of a list, with the way to it from the home page.
pub(super) fn list_data(
    view: &ListingView,
    title: &str,
    description: Option<&str>,
    setting: &Setting,
) -> String {
    let addresses = &setting.site.addresses;
    let root = |calendar| (archive_title(calendar, setting), addresses.root(calendar));
    let year = |calendar, number: i16| {
        let year = Year { calendar, number };
        (year_title(year, setting.language), addresses.year(year))
    };
    let (above, about) = match &view.subject {
        Subject::Home => (Vec::new(), None),
        Subject::Section(name) => (Vec::new(), Some(about("Thing", &name.name))),
        Subject::Tag(name) => (
            vec![(setting.message("tags"), addresses.tags())],
            Some(about("Thing", &name.name)),
        ),
        Subject::Author(name, _) => (
            vec![(setting.message("authors"), addresses.authors())],
            Some(about("Person", &name.name)),
        ),
        Subject::Series(name) => (
            vec![(setting.message("all-series"), addresses.series())],
            Some(about("CreativeWorkSeries", &name.name)),
        ),
        Subject::Month(Month::Gregorian(first)) => (
            vec![
                root(Calendar::Gregorian),
                year(Calendar::Gregorian, first.year()),
            ],
            None,
        ),
        Subject::Month(Month::Hijri(month)) => (
            vec![root(Calendar::Hijri), year(Calendar::Hijri, month.year())],
            None,
        ),
        Subject::Day(date) => {
            let month = Month::Gregorian(date.first_of_month());
            (
                vec![
                    root(Calendar::Gregorian),
                    year(Calendar::Gregorian, date.year()),
                    (
                        listing_title(&Subject::Month(month), setting),
                        addresses.month(month),
                    ),
                ],
                None,
            )
        }
    };
    collection(&above, (title, &view.url), description, about, setting)
}

/// The structured data of a list at `page`, below the pages `above` it and the home page.
pub(super) fn collection(
    above: &[(String, UrlPath)],
    page: (&str, &UrlPath),
    description: Option<&str>,
    about: Option<structured_data::About>,
    setting: &Setting,
) -> String {
    let site = setting.site;
    let absolute = |url: &UrlPath| site.base_url.absolute(url);
    let mut crumbs: Vec<structured_data::Crumb> =
        vec![(&site.title, absolute(&site.addresses.home()))];
    crumbs.extend(above.iter().map(|(name, url)| (&**name, absolute(url))));
    crumbs.push((page.0, absolute(page.1)));
    structured_data::collection(&crumbs, description, about, setting)
}
