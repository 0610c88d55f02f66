//! The pages of the calendars: the archive's root, years, months and days.

use crate::archive;
use crate::locale::HijriMonth;

use super::listings::{landing, list};
use super::view::{
    ArchiveView, Calendar, Landing, Month, Period, Subject, View, Year, YearSummary, YearView,
};
use super::{Pages, Part};

/// How many years of the archive's root show each of their days; those before them show their months.
const DAY_BY_DAY: usize = 5;

/// Adds a page for each period that has articles. Previous and next skip empty periods.
pub(super) fn add(pages: &mut Pages, part: &Part) {
    let archive = part.archive;
    let mut calendars = vec![Calendar::Gregorian];
    if part.edition.hijri_archive {
        calendars.push(Calendar::Hijri);
    }
    for calendar in &calendars {
        let years: Vec<YearSummary> = match calendar {
            Calendar::Gregorian => archive.years.iter().map(gregorian).collect(),
            Calendar::Hijri => archive
                .hijri_years
                .iter()
                .map(|year| hijri(year, part))
                .collect(),
        };
        add_years(pages, part, *calendar, &calendars, years);
    }
    let months: Vec<&archive::Month> = archive.years.iter().flat_map(|year| &year.months).collect();
    add_months(pages, part, &months);
    add_hijri_months(pages, part);
    add_days(pages, part, &months);
}

/// The root of a calendar, and its years, oldest first.
fn add_years(
    pages: &mut Pages,
    part: &Part,
    calendar: Calendar,
    calendars: &[Calendar],
    years: Vec<YearSummary>,
) {
    let addresses = &part.addresses;
    // A cell for every day of many years would be a page of megabytes.
    let shown = |(age, year): (usize, &YearSummary)| match age < DAY_BY_DAY {
        true => year.clone(),
        false => YearSummary {
            days: Vec::new(),
            ..year.clone()
        },
    };
    let root = ArchiveView {
        calendar,
        calendars: calendars.to_vec(),
        total: years.iter().map(|year| year.total).sum(),
        years: years.iter().rev().enumerate().map(shown).collect(),
        has_series: !part.archive.series.is_empty(),
        has_corrections: super::corrections::has_any(part.archive),
    };
    pages.push((addresses.root(calendar), View::Archive(Box::new(root))));
    let numbers: Vec<Year> = years.iter().map(|year| year.year).collect();
    for (at, summary) in years.into_iter().enumerate() {
        let url = addresses.year(summary.year);
        let (previous, next) = neighbours(&numbers, at);
        let view = YearView {
            summary,
            previous,
            next,
        };
        pages.push((url, View::Year(Box::new(view))));
    }
}

fn add_months(pages: &mut Pages, part: &Part, months: &[&archive::Month]) {
    let periods: Vec<Month> = months
        .iter()
        .map(|month| Month::Gregorian(month.first))
        .collect();
    for (at, month) in months.iter().enumerate() {
        let days = month.days.iter();
        let above = Landing {
            days: days
                .map(|day| (day.date, count(day.articles.len())))
                .collect(),
            ..month_landing(&periods, at, month.articles.len())
        };
        add_month(
            pages,
            part,
            Month::Gregorian(month.first),
            month.articles.clone(),
            above,
        );
    }
}

fn add_hijri_months(pages: &mut Pages, part: &Part) {
    let found: Vec<&archive::HijriPeriod> = part
        .archive
        .hijri_years
        .iter()
        .flat_map(|year| &year.months)
        .collect();
    let periods: Vec<Month> = found
        .iter()
        .map(|period| Month::Hijri(period.month))
        .collect();
    for (at, period) in found.iter().enumerate() {
        let above = Landing {
            days: days_of(period.month, part),
            ..month_landing(&periods, at, period.articles.len())
        };
        add_month(
            pages,
            part,
            Month::Hijri(period.month),
            period.articles.clone(),
            above,
        );
    }
}

/// The days with articles of a Hijri month, which lie in two or three months of the other calendar.
fn days_of(month: HijriMonth, part: &Part) -> Vec<(jiff::civil::Date, u32)> {
    let years = &part.archive.years;
    let found = month.days().filter_map(|date| {
        let year = years.iter().find(|year| year.year == date.year())?;
        let first = date.first_of_month();
        let of_month = year.months.iter().find(|month| month.first == first)?;
        let day = of_month.days.iter().find(|day| day.date == date)?;
        Some((date, count(day.articles.len())))
    });
    found.collect()
}

fn add_month(
    pages: &mut Pages,
    part: &Part,
    month: Month,
    articles: std::ops::Range<usize>,
    above: Landing,
) {
    list(
        pages,
        &part.addresses.month(month),
        Subject::Month(month),
        part.archive.cards(articles),
        part.config.listings.per_page,
        above,
    );
}

fn add_days(pages: &mut Pages, part: &Part, months: &[&archive::Month]) {
    let days: Vec<&archive::Day> = months.iter().flat_map(|month| &month.days).collect();
    let dates: Vec<Period> = days.iter().map(|day| Period::Day(day.date)).collect();
    for (at, day) in days.iter().enumerate() {
        let (previous, next) = neighbours(&dates, at);
        let above = Landing {
            previous,
            next,
            ..landing(day.articles.len())
        };
        list(
            pages,
            &part.addresses.day(day.date),
            Subject::Day(day.date),
            part.archive.cards(day.articles.clone()),
            part.config.listings.per_page,
            above,
        );
    }
}

fn month_landing(months: &[Month], at: usize, total: usize) -> Landing {
    let (previous, next) = neighbours(months, at);
    Landing {
        previous: previous.map(Period::Month),
        next: next.map(Period::Month),
        ..landing(total)
    }
}

/// What comes before and after place `at`.
fn neighbours<T: Copy>(list: &[T], at: usize) -> (Option<T>, Option<T>) {
    let previous = at.checked_sub(1).and_then(|before| list.get(before));
    (previous.copied(), list.get(at + 1).copied())
}

fn gregorian(year: &archive::Year) -> YearSummary {
    let months = year.months.iter();
    YearSummary {
        year: Year {
            calendar: Calendar::Gregorian,
            number: year.year,
        },
        total: count(year.articles.len()),
        months: months
            .map(|month| (Month::Gregorian(month.first), count(month.articles.len())))
            .collect(),
        days: year
            .months
            .iter()
            .flat_map(|month| &month.days)
            .map(|day| (day.date, count(day.articles.len())))
            .collect(),
    }
}

fn hijri(year: &archive::HijriYear, part: &Part) -> YearSummary {
    let months = year.months.iter();
    YearSummary {
        year: Year {
            calendar: Calendar::Hijri,
            number: year.year,
        },
        total: count(year.articles.len()),
        months: months
            .map(|period| (Month::Hijri(period.month), count(period.articles.len())))
            .collect(),
        days: year
            .months
            .iter()
            .flat_map(|period| days_of(period.month, part))
            .collect(),
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
