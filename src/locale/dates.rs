//! Dates and times in words, by CLDR through ICU4X.
//!
//! Days and times of the civil calendar come in, words go out, free of marks of direction (see
//! `marks`). Every formatter is built once with the locale; writing a date only reads them. A date is
//! never written in figures parted by signs, whose order a right-to-left line would turn around.
//! Values for machines are not made here.

use std::fmt;

use icu_calendar::cal::Hijri;
use icu_calendar::cal::hijri::UmmAlQura;
use icu_calendar::{Date, Gregorian};
use icu_datetime::fieldsets::{M, MD, T, Y, YM, YMD, YMDE};
use icu_datetime::input::Time;
use icu_datetime::options::YearStyle;
use icu_datetime::parts::{DAY, ERA};
use icu_datetime::{
    DateTimeFormatter, DateTimeFormatterPreferences, FixedCalendarDateTimeFormatter,
    NoCalendarFormatter,
};
use icu_locale::Locale as IcuLocale;
use jiff::civil;
use writeable::{Part, PartsWrite, Writeable};

use super::hijri::{HijriDate, hijri_of};
use super::marks::without_marks;
use super::numbers::Numbers;
use super::settings::HijriUse;

/// How much of a date a reader sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateStyle {
    /// Day, month and year: `10 كانون الثاني 2022`.
    Day,
    /// With the day of the week.
    WeekdayDay,
}

/// A reader's date. Where it has two forms they are apart, so that a template can isolate each.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DateWords {
    /// The date.
    pub primary: String,
    /// The same day in the Umm al-Qura calendar, where the site wants both and the table has it.
    pub secondary: Option<String>,
}

/// The parts of the archive by time, and the titles of their pages.
///
/// They are Gregorian in every language, as their addresses are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArchiveStyle {
    /// `2022`
    Year,
    /// `كانون الثاني 2022`
    Month,
    /// `كانون الثاني`
    MonthName,
    /// `10 كانون الثاني`: a day of any year.
    DayOfYear,
    /// `الاثنين، 10 كانون الثاني 2022`
    Day,
}

/// The parts of the Hijri archive and the titles of their pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HijriStyle {
    /// `1443 هـ`: with the era, where the language writes one, since the number alone may be taken
    /// for another calendar's.
    Year,
    /// `جمادى الآخرة 1443`: the month's name says which calendar it is.
    Month,
    /// `جمادى الآخرة`
    MonthName,
    /// `7 جمادى الآخرة 1443 هـ`
    Day,
}

type OfGregorian<F> = Option<FixedCalendarDateTimeFormatter<Gregorian, F>>;
type OfHijri<F> = Option<FixedCalendarDateTimeFormatter<Hijri<UmmAlQura>, F>>;

pub(super) struct DateFormats {
    hijri_use: HijriUse,
    digits: [char; 10],
    /// In the calendar that is usual in the language: the Persian one in `fa`.
    day: Option<DateTimeFormatter<YMD>>,
    weekday_day: Option<DateTimeFormatter<YMDE>>,
    year: OfGregorian<Y>,
    month: OfGregorian<YM>,
    month_name: OfGregorian<M>,
    day_of_year: OfGregorian<MD>,
    title: OfGregorian<YMDE>,
    hijri_day: OfHijri<YMD>,
    hijri_weekday_day: OfHijri<YMDE>,
    hijri_year: OfHijri<Y>,
    hijri_month: OfHijri<YM>,
    hijri_month_name: OfHijri<M>,
    time: Option<NoCalendarFormatter<T>>,
}

/// Writes `$date` with a formatter that may be missing.
macro_rules! write_with {
    ($formatter:expr, $date:expr) => {
        $formatter
            .as_ref()
            .map(|formatter| formatter.format($date).to_string())
    };
}

impl DateFormats {
    /// `dates` is the locale of dates, `times` that of the time of day.
    pub(super) fn new(
        dates: &IcuLocale,
        times: &IcuLocale,
        hijri_use: HijriUse,
        numbers: &Numbers,
    ) -> Self {
        let wanted = || DateTimeFormatterPreferences::from(dates);
        DateFormats {
            hijri_use,
            digits: numbers.all_digits(),
            day: DateTimeFormatter::try_new(wanted(), YMD::long()).ok(),
            weekday_day: DateTimeFormatter::try_new(wanted(), YMDE::long()).ok(),
            year: FixedCalendarDateTimeFormatter::try_new(wanted(), Y::long()).ok(),
            month: FixedCalendarDateTimeFormatter::try_new(wanted(), YM::long()).ok(),
            month_name: FixedCalendarDateTimeFormatter::try_new(wanted(), M::long()).ok(),
            day_of_year: FixedCalendarDateTimeFormatter::try_new(wanted(), MD::long()).ok(),
            title: FixedCalendarDateTimeFormatter::try_new(wanted(), YMDE::long()).ok(),
            hijri_day: FixedCalendarDateTimeFormatter::try_new(wanted(), YMD::long()).ok(),
            hijri_weekday_day: FixedCalendarDateTimeFormatter::try_new(wanted(), YMDE::long()).ok(),
            hijri_year: FixedCalendarDateTimeFormatter::try_new(
                wanted(),
                Y::long().with_year_style(YearStyle::WithEra),
            )
            .ok(),
            hijri_month: FixedCalendarDateTimeFormatter::try_new(wanted(), YM::long()).ok(),
            hijri_month_name: FixedCalendarDateTimeFormatter::try_new(wanted(), M::long()).ok(),
            time: NoCalendarFormatter::try_new(times.into(), T::hm()).ok(),
        }
    }

    pub(super) fn date(&self, date: civil::Date, style: DateStyle) -> DateWords {
        let hijri = match self.hijri_use {
            HijriUse::Off => None,
            HijriUse::Beside => {
                hijri_of(date).and_then(|day| self.hijri_text(day, HijriStyle::Day))
            }
            HijriUse::Instead => hijri_of(date).and_then(|day| match style {
                DateStyle::Day => self.hijri_text(day, HijriStyle::Day),
                DateStyle::WeekdayDay => self.with_day(day, |icu, text| {
                    Some(
                        self.hijri_weekday_day
                            .as_ref()?
                            .format(icu)
                            .write_to_parts(text),
                    )
                }),
            }),
        };
        match (self.hijri_use, hijri) {
            (HijriUse::Instead, Some(hijri)) => DateWords {
                primary: without_marks(hijri),
                secondary: None,
            },
            (_, secondary) => DateWords {
                primary: self.usual(date, style),
                secondary: secondary.map(without_marks),
            },
        }
    }

    fn usual(&self, date: civil::Date, style: DateStyle) -> String {
        let written = gregorian(date).and_then(|day| match style {
            DateStyle::Day => write_with!(self.day, &day),
            DateStyle::WeekdayDay => write_with!(self.weekday_day, &day),
        });
        written_or_figures(written, date)
    }

    pub(super) fn archive(&self, date: civil::Date, style: ArchiveStyle) -> String {
        let written = gregorian(date).and_then(|day| match style {
            ArchiveStyle::Year => write_with!(self.year, &day),
            ArchiveStyle::Month => write_with!(self.month, &day),
            ArchiveStyle::MonthName => write_with!(self.month_name, &day),
            ArchiveStyle::DayOfYear => write_with!(self.day_of_year, &day),
            ArchiveStyle::Day => write_with!(self.title, &day),
        });
        written_or_figures(written, date)
    }

    pub(super) fn hijri(&self, day: HijriDate, style: HijriStyle) -> String {
        self.hijri_text(day, style)
            .map(without_marks)
            .unwrap_or_else(|| format!("{}-{:02}", day.year(), day.month().number()))
    }

    fn hijri_text(&self, day: HijriDate, style: HijriStyle) -> Option<String> {
        let icu = &day.icu()?;
        match style {
            HijriStyle::Year => write_with!(self.hijri_year, icu),
            HijriStyle::Month => {
                let formatter = self.hijri_month.as_ref()?;
                let mut month = Rewritten {
                    without_era: true,
                    ..Rewritten::default()
                };
                formatter.format(icu).write_to_parts(&mut month).ok()?;
                Some(month.text.trim().replace("  ", " "))
            }
            HijriStyle::MonthName => write_with!(self.hijri_month_name, icu),
            HijriStyle::Day => self.with_day(day, |icu, text| {
                Some(self.hijri_day.as_ref()?.format(icu).write_to_parts(text))
            }),
        }
    }

    /// A Hijri day in the words of ICU, with the number that the day has here.
    fn with_day(
        &self,
        day: HijriDate,
        write: impl FnOnce(&Date<Hijri<UmmAlQura>>, &mut Rewritten) -> Option<fmt::Result>,
    ) -> Option<String> {
        let number = day.day().to_string().into_bytes();
        let digits = number
            .iter()
            .map(|digit| self.digits[usize::from(digit - b'0') % 10]);
        let mut written = Rewritten {
            day: Some(digits.collect()),
            ..Rewritten::default()
        };
        write(&day.icu()?, &mut written)?.ok()?;
        Some(written.text)
    }

    pub(super) fn time(&self, time: civil::Time) -> String {
        let (hour, minute) = (time.hour() as u8, time.minute() as u8);
        let at = Time::try_new(hour, minute, time.second() as u8, 0).ok();
        match (&self.time, at) {
            (Some(formatter), Some(at)) => without_marks(formatter.format(&at).to_string()),
            _ => format!("{hour:02}:{minute:02}"),
        }
    }
}

/// Takes what a formatter writes, with another number of the day, or without the era: CLDR has no
/// month of an Islamic year without it.
#[derive(Default)]
struct Rewritten {
    text: String,
    without_era: bool,
    day: Option<String>,
    left_out: bool,
}

impl fmt::Write for Rewritten {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        if !self.left_out {
            self.text.push_str(piece);
        }
        Ok(())
    }
}

impl PartsWrite for Rewritten {
    type SubPartsWrite = Self;

    fn with_part(
        &mut self,
        part: Part,
        mut write: impl FnMut(&mut Self) -> fmt::Result,
    ) -> fmt::Result {
        let outside = self.left_out;
        if part == DAY
            && let Some(day) = self.day.take()
        {
            self.text.push_str(&day);
            self.left_out = true;
        }
        self.left_out |= part == ERA && self.without_era;
        write(self)?;
        self.left_out = outside;
        Ok(())
    }
}

/// A locale without data falls back to root inside ICU; the figures are for a date that no calendar
/// of ICU takes, which a civil date is not.
fn written_or_figures(written: Option<String>, date: civil::Date) -> String {
    written.map_or_else(|| date.to_string(), without_marks)
}

fn gregorian(date: civil::Date) -> Option<Date<Gregorian>> {
    Date::try_new_gregorian(date.year().into(), date.month() as u8, date.day() as u8).ok()
}
