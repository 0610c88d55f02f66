//! A page for each day of the year on which something was published in any year, and the index of those.

use std::collections::BTreeMap;

use super::browsing::{DaySummary, OnThisDayView};
use super::view::View;
use super::{Pages, Part};
use crate::archive::{Day, Edition, Headline};

/// Articles of a year that are named; the page of that day has them all.
const NAMED: usize = 5;

/// The days of the year with articles, each as month and day, with the days of all years, oldest first.
pub(super) fn days(archive: &Edition) -> BTreeMap<(i8, i8), Vec<&Day>> {
    let mut found: BTreeMap<(i8, i8), Vec<&Day>> = BTreeMap::new();
    let months = archive.years.iter().flat_map(|year| &year.months);
    for day in months.flat_map(|month| &month.days) {
        let of_year = (day.date.month(), day.date.day());
        found.entry(of_year).or_default().push(day);
    }
    found
}

/// Adds the pages and their index.
pub(super) fn add(pages: &mut Pages, part: &Part) {
    let found = days(part.archive);
    let order: Vec<(i8, i8)> = found.keys().copied().collect();
    for (at, (of_year, days)) in found.into_iter().enumerate() {
        let summary = |day: &&Day| DaySummary {
            date: day.date,
            total: u32::try_from(day.articles.len()).unwrap_or(u32::MAX),
            articles: part
                .archive
                .cards(day.articles.clone())
                .rev()
                .take(NAMED)
                .map(Headline::of)
                .collect(),
        };
        let view = OnThisDayView {
            month: of_year.0,
            day: of_year.1,
            days: days.iter().rev().map(summary).collect(),
            previous: at.checked_sub(1).and_then(|at| order.get(at)).copied(),
            next: order.get(at + 1).copied(),
        };
        let url = part.addresses.on_this_day(of_year);
        pages.push((url, View::OnThisDay(Box::new(view))));
    }
    pages.push((part.addresses.all_days(), View::AllDays(order.into())));
}
