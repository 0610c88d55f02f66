//! `listing.weeks`: a month as a calendar has it, week by week.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use super::super::dates::{day_number, day_title};
use super::Setting;
use crate::plan::{Calendar, Month};

/// A day of the week at the head of a column.
#[derive(Debug, Clone, Serialize)]
pub(super) struct WeekdayContext {
    name: String,
    /// A letter or two: whole names do not fit seven abreast on a telephone.
    narrow: String,
}

/// A place in the grid.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct CellContext {
    /// The number of the day in the page's digits; none outside the month.
    text: Option<String>,
    /// The day in words; only where there are articles.
    title: Option<String>,
    /// The day's page; only where there are articles.
    href: Option<String>,
    /// How many articles it has.
    count: u32,
}

/// The days of the week in the order of the edition.
pub(super) fn weekdays(setting: &Setting) -> Vec<WeekdayContext> {
    let days = setting.language.locale.week().days().iter();
    days.map(|day| WeekdayContext {
        name: day.name.clone(),
        narrow: day.narrow.clone(),
    })
    .collect()
}

/// The weeks of `month`; `days` are those with articles.
pub(super) fn weeks(
    month: Month,
    days: &[(Date, u32)],
    setting: &Setting,
) -> Vec<Vec<CellContext>> {
    let counts: BTreeMap<Date, u32> = days.iter().copied().collect();
    let (calendar, all) = days_of(month);
    let Some(first) = all.first() else {
        return Vec::new();
    };
    let before = setting.language.locale.week().place(first.weekday());
    let blank = std::iter::repeat_n(CellContext::default(), before);
    let cell = |date: &Date| {
        let count = counts.get(date).copied().unwrap_or(0);
        let shown = count > 0;
        CellContext {
            text: Some(day_number(*date, calendar, setting.language)),
            title: shown.then(|| day_title(*date, setting.language)),
            href: shown.then(|| setting.href_of(&setting.site.addresses.day(*date))),
            count,
        }
    };
    let mut cells: Vec<CellContext> = blank.chain(all.iter().map(cell)).collect();
    cells.resize(cells.len().next_multiple_of(7), CellContext::default());
    cells.chunks(7).map(<[_]>::to_vec).collect()
}

fn days_of(month: Month) -> (Calendar, Vec<Date>) {
    match month {
        Month::Gregorian(first) => {
            let days = (0..i64::from(first.days_in_month()))
                .filter_map(|n| first.checked_add(n.days()).ok());
            (Calendar::Gregorian, days.collect())
        }
        Month::Hijri(month) => (Calendar::Hijri, month.days().collect()),
    }
}
