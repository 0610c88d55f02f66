//! The pages of the calendar: the archive's root, years, months and days.

use jiff::civil::Date;

use crate::archive::{Month, Year};

use super::listings::{landing, list};
use super::view::{ArchiveView, Landing, Subject, View, YearSummary, YearView};
use super::{Pages, Part};

/// Adds a page for each period that has articles. Previous and next skip empty periods.
pub(super) fn add(pages: &mut Pages, part: &Part) {
    let (archive, addresses) = (part.archive, &part.addresses);
    let per_page = part.config.listings.per_page;
    let root = ArchiveView {
        total: count(archive.listed().len()),
        years: archive.years.iter().rev().map(summary).collect(),
    };
    pages.push((addresses.archive(), View::Archive(Box::new(root))));
    for (at, year) in archive.years.iter().enumerate() {
        let view = YearView {
            summary: summary(year),
            previous: at
                .checked_sub(1)
                .and_then(|before| archive.years.get(before))
                .map(|year| year.year),
            next: archive.years.get(at + 1).map(|year| year.year),
        };
        pages.push((addresses.year(year.year), View::Year(Box::new(view))));
    }
    let months: Vec<&Month> = archive.years.iter().flat_map(|year| &year.months).collect();
    let firsts: Vec<Date> = months.iter().map(|month| month.first).collect();
    for (at, month) in months.iter().enumerate() {
        let above = Landing {
            days: month
                .days
                .iter()
                .map(|day| (day.date, count(day.articles.len())))
                .collect(),
            ..neighbours(&firsts, at, month.articles.len())
        };
        let cards = archive.cards(month.articles.clone());
        list(
            pages,
            &addresses.month(month.first),
            Subject::Month(month.first),
            cards,
            per_page,
            above,
        );
    }
    let days: Vec<_> = months.iter().flat_map(|month| &month.days).collect();
    let dates: Vec<Date> = days.iter().map(|day| day.date).collect();
    for (at, day) in days.iter().enumerate() {
        let above = neighbours(&dates, at, day.articles.len());
        let cards = archive.cards(day.articles.clone());
        list(
            pages,
            &addresses.day(day.date),
            Subject::Day(day.date),
            cards,
            per_page,
            above,
        );
    }
}

fn neighbours(dates: &[Date], at: usize, total: usize) -> Landing {
    Landing {
        previous: at
            .checked_sub(1)
            .and_then(|before| dates.get(before))
            .copied(),
        next: dates.get(at + 1).copied(),
        ..landing(total)
    }
}

fn summary(year: &Year) -> YearSummary {
    YearSummary {
        year: year.year,
        total: count(year.articles.len()),
        months: year
            .months
            .iter()
            .map(|month| (month.first, count(month.articles.len())))
            .collect(),
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
