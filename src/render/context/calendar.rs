//! `archive` and `year`: the calendar's pages.

use jiff::civil::Date;
use serde::Serialize;

use super::super::dates::{month_name, month_title};
use super::Setting;
use crate::plan::{ArchiveView, YearSummary, YearView};

/// A link to a year, month or day.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct PeriodLink {
    pub(super) title: String,
    pub(super) href: String,
}

impl PeriodLink {
    pub(super) fn month(first: Date, setting: &Setting) -> Self {
        PeriodLink {
            title: month_title(first, setting.language),
            href: setting
                .site
                .base_url
                .href(&setting.site.addresses.month(first)),
        }
    }

    fn year(year: i16, setting: &Setting) -> Self {
        PeriodLink {
            title: year_text(year, setting),
            href: setting
                .site
                .base_url
                .href(&setting.site.addresses.year(year)),
        }
    }
}

/// A year in the page's digits.
pub(in crate::render) fn year_text(year: i16, setting: &Setting) -> String {
    setting
        .language
        .locale
        .digits(u64::from(year.unsigned_abs()))
}

/// The archive's root.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct ArchiveContext {
    /// How many articles there are.
    total: u32,
    /// The years, newest first.
    years: Vec<YearSummaryContext>,
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
    /// The month as `2022-01`.
    machine: String,
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
        let month = |(first, count): &(Date, u32)| MonthContext {
            name: month_name(*first, setting.language),
            title: month_title(*first, setting.language),
            machine: format!("{:04}-{:02}", first.year(), first.month()),
            href: setting
                .site
                .base_url
                .href(&setting.site.addresses.month(*first)),
            count: *count,
        };
        YearSummaryContext {
            title: year_text(*year, setting),
            href: setting
                .site
                .base_url
                .href(&setting.site.addresses.year(*year)),
            total: *total,
            months: months.iter().map(month).collect(),
        }
    }
}

impl ArchiveContext {
    pub(in crate::render) fn new(view: &ArchiveView, setting: &Setting) -> Self {
        let ArchiveView { total, years } = view;
        ArchiveContext {
            total: *total,
            years: years
                .iter()
                .map(|year| YearSummaryContext::new(year, setting))
                .collect(),
        }
    }
}

/// A year's page.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct YearContext {
    #[serde(flatten)]
    summary: YearSummaryContext,
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
            summary: YearSummaryContext::new(summary, setting),
            previous: previous.map(|year| PeriodLink::year(year, setting)),
            next: next.map(|year| PeriodLink::year(year, setting)),
        }
    }
}
