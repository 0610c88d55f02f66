//! Moments and days as templates get them: for readers in words, for machines in ASCII.

use jiff::civil::Date;
use serde::Serialize;

use super::languages::PageLanguage;
use crate::content::Moment;
use crate::locale::{ArchiveStyle, DateStyle, HijriStyle, HijriUse, hijri_of};
use crate::plan::{Calendar, Month, Year};

/// A date in words, with its machine form.
#[derive(Debug, Clone, Serialize)]
pub(super) struct DateText {
    /// The value of `datetime`.
    pub(super) machine: String,
    /// Day, month and year in words.
    pub(super) text: String,
    /// The same day in the Hijri calendar, where the site shows both.
    pub(super) hijri: Option<String>,
    /// The time of day; none where none was written.
    pub(super) time: Option<String>,
}

impl DateText {
    pub(super) fn new(moment: Moment, language: &PageLanguage) -> Self {
        let words = language.locale.date(moment.day(), DateStyle::Day);
        DateText {
            machine: moment.machine(),
            text: words.primary,
            hijri: words.secondary,
            time: moment
                .has_time()
                .then(|| language.locale.time(moment.time())),
        }
    }
}

/// The weekday, day, month and year of a day page's title.
pub(super) fn day_title(date: Date, language: &PageLanguage) -> String {
    language.locale.archive_date(date, ArchiveStyle::Day)
}

/// A day of any year: `10 كانون الثاني`.
pub(super) fn day_of_year((month, day): (i8, i8), language: &PageLanguage) -> String {
    // A leap year has every day that any has.
    match Date::new(2000, month, day) {
        Ok(date) => language.locale.archive_date(date, ArchiveStyle::DayOfYear),
        Err(_) => format!("{month:02}-{day:02}"),
    }
}

/// The number of a day in the month of its calendar, for a calendar grid.
pub(super) fn day_number(date: Date, calendar: Calendar, language: &PageLanguage) -> String {
    let number = match calendar {
        Calendar::Gregorian => date.day(),
        Calendar::Hijri => hijri_of(date).map_or(date.day(), |hijri| hijri.day()),
    };
    language.locale.digits(u64::from(number.unsigned_abs()))
}

/// The month and year of a month page's title.
pub(super) fn month_title(month: Month, language: &PageLanguage) -> String {
    month_in(month, ArchiveStyle::Month, HijriStyle::Month, language)
}

/// The months of the other calendar that a month lies in, where the site shows both beside each other.
pub(super) fn other_calendar(month: Month, language: &PageLanguage) -> Option<String> {
    if language.locale.settings().hijri != HijriUse::Beside {
        return None;
    }
    let (first, last) = match month {
        Month::Gregorian(first) => (
            Month::Hijri(hijri_of(first)?.month()),
            Month::Hijri(hijri_of(first.last_of_month())?.month()),
        ),
        Month::Hijri(month) => {
            let mut days = month.days();
            let (first, last) = (days.next()?, days.last()?);
            let of = |day: Date| Month::Gregorian(day.first_of_month());
            (of(first), of(last))
        }
    };
    let (from, to) = (month_title(first, language), month_title(last, language));
    Some(match from == to {
        true => from,
        false => format!("{from} – {to}"),
    })
}

/// The month's name alone.
pub(super) fn month_name(month: Month, language: &PageLanguage) -> String {
    month_in(
        month,
        ArchiveStyle::MonthName,
        HijriStyle::MonthName,
        language,
    )
}

/// The value of `datetime` for a month: always of the Gregorian calendar. A Hijri month lies in two of
/// those and has none.
pub(super) fn month_machine(month: Month) -> Option<String> {
    match month {
        Month::Gregorian(first) => Some(format!("{:04}-{:02}", first.year(), first.month())),
        Month::Hijri(_) => None,
    }
}

fn month_in(
    month: Month,
    style: ArchiveStyle,
    hijri_style: HijriStyle,
    language: &PageLanguage,
) -> String {
    match month {
        Month::Gregorian(first) => language.locale.archive_date(first, style),
        Month::Hijri(month) => match hijri_of(month.first_day()) {
            Some(day) => language.locale.hijri(day, hijri_style),
            None => format!("{}-{:02}", month.year(), month.number()),
        },
    }
}

/// A year in words: in the page's digits, a Hijri one with its era.
pub(super) fn year_title(year: Year, language: &PageLanguage) -> String {
    let digits = || {
        language
            .locale
            .digits(u64::from(year.number.unsigned_abs()))
    };
    match year.calendar {
        Calendar::Gregorian => digits(),
        Calendar::Hijri => {
            let first = crate::locale::hijri_year(year.number).map(|(first, _)| first);
            match first.and_then(hijri_of) {
                Some(day) => language.locale.hijri(day, HijriStyle::Year),
                None => digits(),
            }
        }
    }
}
