//! Dates and times in words, by CLDR through ICU4X.

use icu_calendar::{Date, Gregorian, Iso};
use icu_datetime::fieldsets::{M, T, YM, YMD, YMDE};
use icu_datetime::input::Time;
use icu_datetime::{
    DateTimeFormatter, DateTimeFormatterPreferences, FixedCalendarDateTimeFormatter,
    NoCalendarFormatter,
};
use jiff::civil;

use super::Language;

/// How much of a date is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateStyle {
    /// Day, month and year: `10 كانون الثاني 2022`.
    Day,
    /// With the day of the week.
    WeekdayDay,
    /// Month and year of the Gregorian calendar, which the archive's addresses follow.
    Month,
    /// The month's name alone, Gregorian.
    MonthName,
    /// Day, month and year of the Gregorian calendar with the weekday: a day page's title.
    GregorianDay,
}

pub(super) struct DateFormats {
    day: Option<DateTimeFormatter<YMD>>,
    weekday_day: Option<DateTimeFormatter<YMDE>>,
    month: Option<FixedCalendarDateTimeFormatter<Gregorian, YM>>,
    month_name: Option<FixedCalendarDateTimeFormatter<Gregorian, M>>,
    gregorian_day: Option<FixedCalendarDateTimeFormatter<Gregorian, YMDE>>,
    time: Option<NoCalendarFormatter<T>>,
}

impl DateFormats {
    pub(super) fn new(language: &Language) -> Self {
        let preferences = || DateTimeFormatterPreferences::from(language.icu());
        DateFormats {
            day: DateTimeFormatter::try_new(preferences(), YMD::long()).ok(),
            weekday_day: DateTimeFormatter::try_new(preferences(), YMDE::long()).ok(),
            month: FixedCalendarDateTimeFormatter::try_new(preferences(), YM::long()).ok(),
            month_name: FixedCalendarDateTimeFormatter::try_new(preferences(), M::long()).ok(),
            gregorian_day: FixedCalendarDateTimeFormatter::try_new(preferences(), YMDE::long())
                .ok(),
            time: NoCalendarFormatter::try_new(preferences(), T::hm()).ok(),
        }
    }

    pub(super) fn format(&self, date: civil::Date, style: DateStyle) -> String {
        // A locale without data falls back to root inside ICU; the ISO form below is for a date
        // outside a calendar's range only.
        let written = gregorian(date).and_then(|day| match style {
            DateStyle::Day => self.day.as_ref().map(|f| f.format(&day).to_string()),
            DateStyle::WeekdayDay => self
                .weekday_day
                .as_ref()
                .map(|f| f.format(&day).to_string()),
            DateStyle::Month => self.month.as_ref().map(|f| f.format(&day).to_string()),
            DateStyle::MonthName => self.month_name.as_ref().map(|f| f.format(&day).to_string()),
            DateStyle::GregorianDay => self
                .gregorian_day
                .as_ref()
                .map(|f| f.format(&day).to_string()),
        });
        written.unwrap_or_else(|| date.to_string())
    }

    pub(super) fn time(&self, time: civil::Time) -> String {
        let at = Time::try_new(
            time.hour() as u8,
            time.minute() as u8,
            time.second() as u8,
            0,
        )
        .ok();
        match (&self.time, at) {
            (Some(formatter), Some(at)) => formatter.format(&at).to_string(),
            _ => format!("{:02}:{:02}", time.hour(), time.minute()),
        }
    }
}

fn gregorian(date: civil::Date) -> Option<Date<Gregorian>> {
    let iso: Date<Iso> =
        Date::try_new_iso(date.year().into(), date.month() as u8, date.day() as u8).ok()?;
    Some(iso.to_calendar(Gregorian))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long(tag: &str) -> String {
        DateFormats::new(&Language::new(tag).unwrap())
            .format(civil::date(2022, 1, 10), DateStyle::Day)
    }

    #[test]
    fn months_follow_the_region_and_digits_the_preference() {
        assert_eq!(long("ar-SY-u-nu-latn"), "10 كانون الثاني 2022");
        assert_eq!(long("ar-SY"), "١٠ كانون الثاني ٢٠٢٢");
        assert_eq!(long("ar"), "10 يناير 2022");
        assert_eq!(long("ar-TN"), "10 جانفي 2022");
        assert_eq!(long("fa"), "۲۰ دی ۱۴۰۰");
        assert_eq!(long("he"), "10 בינואר 2022");
        assert_eq!(long("en"), "January 10, 2022");
    }

    #[test]
    fn archive_months_are_gregorian_in_every_language() {
        let fa = DateFormats::new(&Language::new("fa").unwrap());
        assert_eq!(
            fa.format(civil::date(2022, 1, 1), DateStyle::Month),
            "ژانویه ۲۰۲۲"
        );
    }
}
