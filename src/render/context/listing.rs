//! `listing`: a page of a list of articles.

use serde::Serialize;
use tera::Value;

use super::super::dates::{day_title, month_title, other_calendar};
use super::calendar::{PeriodLink, root_link};
use super::grid::{CellContext, WeekdayContext, weekdays, weeks};
use super::on_this_day::on_this_day_link;
use super::overview::OverviewContext;
use super::{Setting, direction_of};
use crate::locale::DateStyle;
use crate::plan::{Calendar, ListingView, Month, Period, Subject, Year};

/// A page of a list of articles.
#[derive(Debug, Clone, Serialize)]
pub(in crate::render) struct ListingContext {
    /// What is listed: a section's, tag's or author's name, a month or day in words, the site's title.
    title: String,
    dir: &'static str,
    /// The list's landing page.
    home: String,
    /// The page's number, from the oldest; none on the landing page.
    number: Option<u32>,
    /// How many articles the list has; on the landing page only.
    total: Option<u32>,
    /// A sentence about the section or author; on the landing page only.
    description: Option<String>,
    description_dir: Option<&'static str>,
    /// For an author: what the author does.
    role: Option<String>,
    role_dir: Option<&'static str>,
    /// For an author: a page of the author's own.
    url: Option<String>,
    /// The newest article as a front opens with it; on the landing pages of home and sections only.
    lead: Value,
    /// The articles, newest first.
    cards: Vec<Value>,
    /// The page with older articles.
    older: Option<String>,
    /// The page with newer articles.
    newer: Option<String>,
    /// For a section, tag or author: the list over time; on the landing page of more than one article.
    overview: Option<OverviewContext>,
    /// For a day: that day in all years.
    on_this_day: Option<PeriodLink>,
    /// For a day or month: the same time in the calendar that readers know beside the archive's.
    also: Option<String>,
    /// For a month: the days of the week in their order.
    weekdays: Vec<WeekdayContext>,
    /// For a month: its weeks, each of seven places.
    weeks: Vec<Vec<CellContext>>,
    /// For a month: the archive's root and its year. For a day: its month as well.
    above: Vec<PeriodLink>,
    /// For a month or day: the one before it that has articles.
    previous: Option<PeriodLink>,
    /// For a month or day: the one after it that has articles.
    next: Option<PeriodLink>,
}

impl ListingContext {
    /// Of `view`, with its cards as templates see them.
    pub(in crate::render) fn new(
        view: &ListingView,
        lead: Value,
        shown: Vec<Value>,
        setting: &Setting,
    ) -> Self {
        let ListingView {
            subject,
            home,
            url: _,
            number,
            cards: _,
            older,
            newer,
            landing,
        } = view;
        let href = |url| setting.site.base_url.href(url);
        let title = title(subject, setting);
        let author = match subject {
            Subject::Author(_, described) => described.as_ref(),
            _ => None,
        };
        let description = landing
            .as_ref()
            .and_then(|landing| landing.description.clone());
        let grid_month = match (subject, landing) {
            (Subject::Month(month), Some(landing)) => Some((*month, landing)),
            _ => None,
        };
        let period = |period: &Period| period_link(*period, setting);
        ListingContext {
            dir: direction_of(&title, setting.site.language.direction()),
            title,
            home: href(home),
            number: *number,
            total: landing.as_ref().map(|landing| landing.total),
            description_dir: description
                .as_ref()
                .map(|text| direction_of(text, setting.site.language.direction())),
            description,
            role_dir: author
                .and_then(|author| author.role.as_ref())
                .map(|role| direction_of(role, setting.site.language.direction())),
            role: author.and_then(|author| author.role.clone()),
            url: author.and_then(|author| author.url.clone()),
            lead,
            cards: shown,
            older: older.as_ref().map(href),
            newer: newer.as_ref().map(href),
            overview: landing
                .as_ref()
                .and_then(|landing| landing.overview.as_ref())
                .map(|overview| OverviewContext::new(overview, setting)),
            on_this_day: match subject {
                Subject::Day(date) => Some(on_this_day_link((date.month(), date.day()), setting)),
                _ => None,
            },
            also: also(subject, setting),
            weekdays: match grid_month {
                Some(_) => weekdays(setting),
                None => Vec::new(),
            },
            weeks: grid_month.map_or_else(Vec::new, |(month, landing)| {
                weeks(month, &landing.days, setting)
            }),
            above: above(subject, setting),
            previous: landing
                .as_ref()
                .and_then(|landing| landing.previous.as_ref())
                .map(period),
            next: landing
                .as_ref()
                .and_then(|landing| landing.next.as_ref())
                .map(period),
        }
    }
}

/// A day's or month's date as readers of the language know it, where that is not the page's title: Persian, or
/// Hijri.
fn also(subject: &Subject, setting: &Setting) -> Option<String> {
    let date = match subject {
        Subject::Day(date) => date,
        Subject::Month(month) => return other_calendar(*month, setting.language),
        _ => return None,
    };
    let words = setting.language.locale.date(*date, DateStyle::WeekdayDay);
    let usual = Some(words.primary).filter(|usual| *usual != day_title(*date, setting.language));
    words.secondary.or(usual)
}

/// What a list is called.
pub(in crate::render) fn title(subject: &Subject, setting: &Setting) -> String {
    match subject {
        Subject::Home => setting.site.title.clone(),
        Subject::Section(name)
        | Subject::Tag(name)
        | Subject::Author(name, _)
        | Subject::Series(name) => name.name.clone(),
        Subject::Month(month) => month_title(*month, setting.language),
        Subject::Day(date) => day_title(*date, setting.language),
    }
}

fn period_link(period: Period, setting: &Setting) -> PeriodLink {
    match period {
        Period::Month(month) => PeriodLink::month(month, setting),
        Period::Day(date) => PeriodLink::day(date, setting),
    }
}

/// The calendar that a list's days are counted by.
fn calendar(subject: &Subject) -> Calendar {
    match subject {
        Subject::Month(Month::Hijri(_)) => Calendar::Hijri,
        _ => Calendar::Gregorian,
    }
}

/// What a month or day lies in, from the archive's root down.
fn above(subject: &Subject, setting: &Setting) -> Vec<PeriodLink> {
    let calendar = calendar(subject);
    let root = || root_link(calendar, setting);
    let year = |number| PeriodLink::year(Year { calendar, number }, setting);
    match subject {
        Subject::Month(Month::Gregorian(first)) => vec![root(), year(first.year())],
        Subject::Month(Month::Hijri(month)) => vec![root(), year(month.year())],
        Subject::Day(date) => {
            let month = Month::Gregorian(date.first_of_month());
            vec![root(), year(date.year()), PeriodLink::month(month, setting)]
        }
        _ => Vec::new(),
    }
}
