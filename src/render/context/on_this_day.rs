//! `day`: what was published on one day of every year. `days`: the index of those.

use serde::Serialize;
use tera::Value;

use super::super::dates::{day_of_year, day_title, month_name};
use super::Setting;
use super::calendar::PeriodLink;
use crate::locale::Argument;
use crate::plan::{DaySummary, Month, OnThisDayView};

/// One day of every year.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct OnThisDayContext {
    /// The page's title.
    title: String,
    /// The day in words.
    name: String,
    /// The index of days.
    index: PeriodLink,
    /// The day in each year that has articles, newest first.
    years: Vec<DayContext>,
    /// The day of the year before it that has articles.
    previous: Option<PeriodLink>,
    /// The day of the year after it that has articles.
    next: Option<PeriodLink>,
}

/// The day in one year.
#[derive(Debug, Clone, Serialize)]
struct DayContext {
    /// The day in words.
    title: String,
    /// Its page.
    href: String,
    /// How many articles it has.
    count: u32,
    /// The newest of them.
    articles: Vec<Value>,
    /// How many it has beside those.
    more: u32,
}

impl OnThisDayContext {
    pub(in crate::render) fn new(view: &OnThisDayView, setting: &Setting) -> Self {
        let OnThisDayView {
            month,
            day,
            days,
            previous,
            next,
        } = view;
        let name = day_of_year((*month, *day), setting.language);
        let named = [("day", Argument::Text(name.clone()))];
        let year = |summary: &DaySummary| {
            let DaySummary {
                date,
                total,
                articles,
            } = summary;
            let named = u32::try_from(articles.len()).unwrap_or(u32::MAX);
            let link = PeriodLink::day(*date, setting);
            DayContext {
                title: day_title(*date, setting.language),
                href: link.href,
                count: *total,
                articles: articles
                    .iter()
                    .map(|headline| setting.headline(headline))
                    .collect(),
                more: total.saturating_sub(named),
            }
        };
        let link = |day: &(i8, i8)| on_this_day_link(*day, setting);
        OnThisDayContext {
            title: setting
                .language
                .locale
                .message("on-day", &named)
                .unwrap_or_default(),
            name,
            index: all_days_link(setting),
            years: days.iter().map(year).collect(),
            previous: previous.as_ref().map(link),
            next: next.as_ref().map(link),
        }
    }

    /// The page's title.
    pub(in crate::render) fn title(&self) -> &str {
        &self.title
    }
}

/// The link to a day of every year.
pub(super) fn on_this_day_link(day: (i8, i8), setting: &Setting) -> PeriodLink {
    PeriodLink {
        title: day_of_year(day, setting.language),
        href: setting.href_of(&setting.site.addresses.on_this_day(day)),
    }
}

/// The link to the index of those.
pub(super) fn all_days_link(setting: &Setting) -> PeriodLink {
    PeriodLink {
        title: setting.message("on-this-day"),
        href: setting.href_of(&setting.site.addresses.all_days()),
    }
}

/// The days of the year, month by month.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct AllDaysContext {
    /// The twelve months.
    months: Vec<DaysOfMonthContext>,
}

#[derive(Debug, Clone, Serialize)]
struct DaysOfMonthContext {
    /// The month's name.
    name: String,
    /// Its days.
    days: Vec<NumberContext>,
}

/// A day of a month.
#[derive(Debug, Clone, Serialize)]
struct NumberContext {
    /// Its number in the page's digits.
    text: String,
    /// The day in words; only where there are articles.
    title: Option<String>,
    /// Its page; only where there are articles.
    href: Option<String>,
}

impl AllDaysContext {
    pub(in crate::render) fn new(days: &[(i8, i8)], setting: &Setting) -> Self {
        // A leap year has every day that any has.
        let firsts = (1..=12).filter_map(|month| jiff::civil::Date::new(2000, month, 1).ok());
        let number = |month: i8, day: i8| {
            let link = days.binary_search(&(month, day)).ok();
            let link = link.map(|_| on_this_day_link((month, day), setting));
            NumberContext {
                text: setting
                    .language
                    .locale
                    .digits(u64::from(day.unsigned_abs())),
                title: link.as_ref().map(|link| link.title.clone()),
                href: link.map(|link| link.href),
            }
        };
        let months = firsts.map(|first| DaysOfMonthContext {
            name: month_name(Month::Gregorian(first), setting.language),
            days: (1..=first.days_in_month())
                .map(|day| number(first.month(), day))
                .collect(),
        });
        AllDaysContext {
            months: months.collect(),
        }
    }
}
