//! `archive` and `year`: the calendars' pages.

use jiff::civil::Date;
use serde::Serialize;

use super::super::dates::{
    day_title, month_machine, month_name, month_title, other_calendar, year_title,
};
use super::Setting;
use super::grid::{CellContext, WeekdayContext, weekdays, weeks};
use super::heat::HeatContext;
use super::on_this_day::all_days_link;
use crate::locale::{HijriMonth, hijri_of};
use crate::plan::{ArchiveView, Calendar, Month, Year, YearSummary, YearView};

/// A link to a year, month or day.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct PeriodLink {
    pub(super) title: String,
    pub(super) href: String,
}

impl PeriodLink {
    pub(super) fn month(month: Month, setting: &Setting) -> Self {
        PeriodLink {
            title: month_title(month, setting.language),
            href: setting.href_of(&setting.site.addresses.month(month)),
        }
    }

    pub(super) fn day(date: Date, setting: &Setting) -> Self {
        PeriodLink {
            title: day_title(date, setting.language),
            href: setting.href_of(&setting.site.addresses.day(date)),
        }
    }

    pub(super) fn year(year: Year, setting: &Setting) -> Self {
        PeriodLink {
            title: year_title(year, setting.language),
            href: setting.href_of(&setting.site.addresses.year(year)),
        }
    }
}

/// The archive's root.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct ArchiveContext {
    /// How many articles there are.
    total: u32,
    /// The calendars the archive is laid out by; none where there is only one.
    calendars: Vec<CalendarContext>,
    /// The years, newest first.
    years: Vec<RootYearContext>,
    /// What was published on a day of every year.
    all_days: PeriodLink,
    /// The index of series, if there are any.
    series: Option<String>,
    /// All corrections, if there are any.
    corrections: Option<String>,
}

/// A calendar of the archive.
#[derive(Debug, Clone, Serialize)]
struct CalendarContext {
    title: String,
    href: String,
    /// This page is of it.
    current: bool,
}

/// A year in the archive's root.
#[derive(Debug, Clone, Serialize)]
struct RootYearContext {
    #[serde(flatten)]
    summary: YearSummaryContext,
    heat: HeatContext,
}

/// A year with its months.
#[derive(Debug, Clone, Serialize)]
struct YearSummaryContext {
    title: String,
    href: String,
    total: u32,
    months: Vec<MonthContext>,
}

#[derive(Debug, Clone, Serialize)]
struct MonthContext {
    /// The month's name alone.
    name: String,
    /// Month and year.
    title: String,
    /// The month as `2022-01`; none for a Hijri month.
    machine: Option<String>,
    href: String,
    count: u32,
}

impl YearSummaryContext {
    fn new(summary: &YearSummary, setting: &Setting) -> Self {
        let YearSummary {
            year,
            total,
            months,
            days: _,
        } = summary;
        let addresses = &setting.site.addresses;
        let month = |(month, count): &(Month, u32)| MonthContext {
            name: month_name(*month, setting.language),
            title: month_title(*month, setting.language),
            machine: month_machine(*month),
            href: setting.href_of(&addresses.month(*month)),
            count: *count,
        };
        YearSummaryContext {
            title: year_title(*year, setting.language),
            href: setting.href_of(&addresses.year(*year)),
            total: *total,
            months: months.iter().map(month).collect(),
        }
    }
}

impl ArchiveContext {
    pub(in crate::render) fn new(view: &ArchiveView, setting: &Setting) -> Self {
        let ArchiveView {
            calendar,
            calendars,
            total,
            years,
            has_series,
            has_corrections,
        } = view;
        let addresses = &setting.site.addresses;
        let much = HeatContext::much(years);
        let several = calendars.iter().filter(|_| calendars.len() > 1);
        ArchiveContext {
            total: *total,
            calendars: several
                .map(|other| CalendarContext {
                    title: archive_title(*other, setting),
                    href: setting.href_of(&setting.site.addresses.root(*other)),
                    current: other == calendar,
                })
                .collect(),
            years: years
                .iter()
                .map(|year| RootYearContext {
                    summary: YearSummaryContext::new(year, setting),
                    heat: HeatContext::new(year, much, setting),
                })
                .collect(),
            all_days: all_days_link(setting),
            series: has_series.then(|| setting.href_of(&addresses.series())),
            corrections: has_corrections.then(|| setting.href_of(&addresses.corrections())),
        }
    }
}

/// What the archive by a calendar is called.
pub(in crate::render) fn archive_title(calendar: Calendar, setting: &Setting) -> String {
    setting.message(match calendar {
        Calendar::Gregorian => "archive",
        Calendar::Hijri => "hijri-archive",
    })
}

/// A year's page.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct YearContext {
    #[serde(flatten)]
    summary: YearSummaryContext,
    /// The calendar's root.
    root: PeriodLink,
    /// The days of the week in their order.
    weekdays: Vec<WeekdayContext>,
    /// Its twelve months, day by day.
    calendars: Vec<MonthCalendarContext>,
    /// The year before it that has articles.
    previous: Option<PeriodLink>,
    /// The year after it that has articles.
    next: Option<PeriodLink>,
}

impl YearContext {
    pub(in crate::render) fn new(view: &YearView, setting: &Setting) -> Self {
        let YearView {
            summary,
            previous,
            next,
        } = view;
        YearContext {
            root: root_link(summary.year.calendar, setting),
            weekdays: weekdays(setting),
            calendars: calendars(summary, setting),
            summary: YearSummaryContext::new(summary, setting),
            previous: previous.map(|year| PeriodLink::year(year, setting)),
            next: next.map(|year| PeriodLink::year(year, setting)),
        }
    }
}

/// A month of a year, day by day.
#[derive(Debug, Clone, Serialize)]
struct MonthCalendarContext {
    /// The month's name alone.
    name: String,
    /// Month and year.
    title: String,
    /// The same time in the other calendar, where the site shows both.
    also: Option<String>,
    /// The month's page; none if it has no articles.
    href: Option<String>,
    /// How many articles it has.
    count: u32,
    /// Its weeks, each of seven places.
    weeks: Vec<Vec<CellContext>>,
}

fn calendars(summary: &YearSummary, setting: &Setting) -> Vec<MonthCalendarContext> {
    let calendar = |month: Month| {
        let found = summary.months.iter().find(|(known, _)| *known == month);
        let count = found.map_or(0, |(_, count)| *count);
        let own = |day: &&(Date, u32)| is_of(month, day.0);
        let days: Vec<(Date, u32)> = summary.days.iter().filter(own).copied().collect();
        let address = || setting.href_of(&setting.site.addresses.month(month));
        MonthCalendarContext {
            name: month_name(month, setting.language),
            title: month_title(month, setting.language),
            also: other_calendar(month, setting.language),
            href: (count > 0).then(address),
            count,
            weeks: weeks(month, &days, setting),
        }
    };
    months_of(summary.year).map(calendar).collect()
}

fn is_of(month: Month, day: Date) -> bool {
    match month {
        Month::Gregorian(first) => day.first_of_month() == first,
        Month::Hijri(month) => hijri_of(day).is_some_and(|day| day.month() == month),
    }
}

/// The twelve months of a year.
pub(super) fn months_of(year: Year) -> impl Iterator<Item = Month> {
    (1..=12).filter_map(move |month| match year.calendar {
        Calendar::Gregorian => Date::new(year.number, month, 1).ok().map(Month::Gregorian),
        Calendar::Hijri => HijriMonth::new(year.number, month).map(Month::Hijri),
    })
}

/// The link to the root of a calendar.
pub(super) fn root_link(calendar: Calendar, setting: &Setting) -> PeriodLink {
    PeriodLink {
        title: archive_title(calendar, setting),
        href: setting.href_of(&setting.site.addresses.root(calendar)),
    }
}
