//! `archive` and `year`: the calendars' pages.

use jiff::civil::Date;
use serde::Serialize;

use super::super::dates::{day_title, month_machine, month_name, month_title, year_title};
use super::Setting;
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
    years: Vec<YearSummaryContext>,
}

/// A calendar of the archive.
#[derive(Debug, Clone, Serialize)]
struct CalendarContext {
    title: String,
    href: String,
    /// This page is of it.
    current: bool,
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
        } = view;
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
                .map(|year| YearSummaryContext::new(year, setting))
                .collect(),
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
            summary: YearSummaryContext::new(summary, setting),
            previous: previous.map(|year| PeriodLink::year(year, setting)),
            next: next.map(|year| PeriodLink::year(year, setting)),
        }
    }
}

/// The link to the root of a calendar.
pub(super) fn root_link(calendar: Calendar, setting: &Setting) -> PeriodLink {
    PeriodLink {
        title: archive_title(calendar, setting),
        href: setting.href_of(&setting.site.addresses.root(calendar)),
    }
}
