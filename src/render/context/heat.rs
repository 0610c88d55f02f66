//! `archive.years[].heat`: a year as a map of its days, the stronger in colour the more articles a day has.
//!
//! Weeks are columns, in the direction of the page, and begin as the language's weeks do. A year whose days
//! are not shown one by one has a cell for each month.

use std::fmt::Write;

use jiff::civil::Date;
use serde::Serialize;

use super::super::dates::{day_title, month_title};
use super::Setting;
use super::calendar::months_of;
use crate::locale::hijri_year;
use crate::plan::{Calendar, Month, Year, YearSummary};
use crate::text::direction::Direction;

/// A year as a map.
#[derive(Debug, Clone, Serialize)]
pub(super) struct HeatContext {
    width: i32,
    height: i32,
    /// Size of a cell.
    cell_width: i32,
    cell_height: i32,
    /// The cells are months.
    by_month: bool,
    /// The places of all days, as the `d` of an SVG path of lines that are broken into cells; of all
    /// months as boxes.
    ground: String,
    /// The numbers of the months above the map.
    labels: Vec<LabelContext>,
    /// The days or months with articles.
    cells: Vec<CellContext>,
}

#[derive(Debug, Clone, Serialize)]
struct LabelContext {
    text: String,
    /// The middle of the text.
    x: i32,
}

#[derive(Debug, Clone, Serialize)]
struct CellContext {
    title: String,
    href: String,
    /// How strong its colour is, from 1 to 4.
    level: u32,
    /// How many articles it has.
    count: u32,
    x: i32,
    y: i32,
}

/// Units of a map: from one day to the next, and the side of a day; the line of the months' numbers.
const STEP: i32 = 12;
const SIDE: i32 = 10;
const ABOVE: i32 = 16;

/// The same for a map of months, which is about as wide as one of days.
const MONTH_STEP: i32 = 53;
const MONTH_SIDE: i32 = 51;
const MONTH_HEIGHT: i32 = 16;

/// Many articles for a day and for a month of this archive.
#[derive(Debug, Clone, Copy)]
pub(super) struct Much {
    day: u32,
    month: u32,
}

impl HeatContext {
    /// What is much in an archive of `years`: all but a tenth of its days or months have no more.
    pub(super) fn much(years: &[YearSummary]) -> Much {
        let of = |counts: Vec<u32>| {
            let mut counts = counts;
            counts.sort_unstable();
            let at = counts.len().saturating_sub(1) * 9 / 10;
            counts.get(at).copied().unwrap_or(1).max(1)
        };
        let days = years.iter().flat_map(|year| &year.days);
        let months = years.iter().flat_map(|year| &year.months);
        Much {
            day: of(days.map(|(_, count)| *count).collect()),
            month: of(months.map(|(_, count)| *count).collect()),
        }
    }

    pub(super) fn new(year: &YearSummary, much: Much, setting: &Setting) -> Self {
        match extent(year.year).filter(|_| !year.days.is_empty()) {
            Some((first, length)) => by_day(year, first, length, much, setting),
            None => by_month(year, much, setting),
        }
    }
}

/// The first day of a year and how many days it has.
fn extent(year: Year) -> Option<(Date, i32)> {
    match year.calendar {
        Calendar::Gregorian => {
            let first = Date::new(year.number, 1, 1).ok()?;
            Some((first, first.days_in_year().into()))
        }
        Calendar::Hijri => hijri_year(year.number).map(|(first, days)| (first, days.into())),
    }
}

fn level(count: u32, much: u32) -> u32 {
    count.saturating_mul(4).div_ceil(much).clamp(1, 4)
}

/// Where something `wide` at `x` is in a map of this `width`, whose time runs as the page's text does.
fn along(x: i32, wide: i32, width: i32, setting: &Setting) -> i32 {
    match setting.direction() {
        Direction::Ltr => x,
        Direction::Rtl => width - x - wide,
    }
}

fn by_day(
    year: &YearSummary,
    first: Date,
    length: i32,
    much: Much,
    setting: &Setting,
) -> HeatContext {
    let before = setting.language.locale.week().place(first.weekday());
    let before = i32::try_from(before).unwrap_or(0);
    let columns = (before + length + 6) / 7;
    let width = columns * STEP - (STEP - SIDE);
    // The number of a day of the year, and from it its place.
    let number = |day: Date| -> i32 { (day - first).get_days() };
    let column = |day: Date| (before + number(day)) / 7;
    let cell = |(day, count): &(Date, u32)| CellContext {
        title: day_title(*day, setting.language),
        href: setting.href_of(&setting.site.addresses.day(*day)),
        level: level(*count, much.day),
        count: *count,
        x: along(column(*day) * STEP, SIDE, width, setting),
        y: ABOVE + (before + number(*day)) % 7 * STEP,
    };
    let label = |(at, month): (usize, Month)| LabelContext {
        text: setting.language.locale.digits(at as u64 + 1),
        x: along(column(first_of(month)) * STEP, SIDE, width, setting) + SIDE / 2,
    };
    HeatContext {
        width,
        height: ABOVE + 7 * STEP - (STEP - SIDE),
        cell_width: SIDE,
        cell_height: SIDE,
        by_month: false,
        ground: ground(before, length, width, setting),
        labels: months_of(year.year).enumerate().map(label).collect(),
        cells: year.days.iter().map(cell).collect(),
    }
}

/// A line for each week, from its first day in the year to its last.
fn ground(before: i32, length: i32, width: i32, setting: &Setting) -> String {
    let mut path = String::new();
    for column in 0..(before + length + 6) / 7 {
        let from = (before - column * 7).max(0);
        let to = (before + length - column * 7).min(7);
        let x = along(column * STEP, SIDE, width, setting) + SIDE / 2;
        let (y, long) = (ABOVE + from * STEP, (to - from) * STEP - (STEP - SIDE));
        // Writing to a text cannot fail.
        let _ = write!(path, "M{x} {y}v{long}");
    }
    path
}

fn by_month(year: &YearSummary, much: Much, setting: &Setting) -> HeatContext {
    let months: Vec<Month> = months_of(year.year).collect();
    let width = 12 * MONTH_STEP - (MONTH_STEP - MONTH_SIDE);
    let x = |month: Month| {
        let at = months.iter().position(|known| *known == month);
        let at = at.and_then(|at| i32::try_from(at).ok()).unwrap_or(0);
        along(at * MONTH_STEP, MONTH_SIDE, width, setting)
    };
    let cell = |(month, count): &(Month, u32)| CellContext {
        title: month_title(*month, setting.language),
        href: setting.href_of(&setting.site.addresses.month(*month)),
        level: level(*count, much.month),
        count: *count,
        x: x(*month),
        y: ABOVE,
    };
    let label = |(at, month): (usize, &Month)| LabelContext {
        text: setting.language.locale.digits(at as u64 + 1),
        x: x(*month) + MONTH_SIDE / 2,
    };
    HeatContext {
        width,
        height: ABOVE + MONTH_HEIGHT,
        cell_width: MONTH_SIDE,
        cell_height: MONTH_HEIGHT,
        by_month: true,
        ground: months
            .iter()
            .map(|month| {
                format!(
                    "M{} {ABOVE}h{MONTH_SIDE}v{MONTH_HEIGHT}h-{MONTH_SIDE}z",
                    x(*month)
                )
            })
            .collect(),
        labels: months.iter().enumerate().map(label).collect(),
        cells: year.months.iter().map(cell).collect(),
    }
}

fn first_of(month: Month) -> Date {
    match month {
        Month::Gregorian(first) => first,
        Month::Hijri(month) => month.first_day(),
    }
}
