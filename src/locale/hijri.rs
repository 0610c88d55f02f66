//! The Umm al-Qura calendar: Gregorian days to Hijri days and back, by arithmetic on ICU's table.
//!
//! The table covers the years 1300 to 1600 (from 12 November 1882 to 25 November 2174). Outside it
//! there is no answer, and never a guess: the arithmetical Hijri calendars are a day off as often as
//! not. No words are made here; [`super::Locale`] does that.
//!
//! From 1420 to 1450 (April 1999 to May 2029) ICU's table is the calendar that Saudi Arabia prints. In
//! other years it is a computation, and many of its months begin a day after the printed ones:
//! 20 November 1979 was 1 Muharram 1400, and is 30 Dhu al-Hijja 1399 here. `tests/checks/hijri.py`
//! tells how many.

use std::ops::RangeInclusive;

use icu_calendar::cal::Hijri;
use icu_calendar::cal::hijri::UmmAlQura;
use icu_calendar::{Date, Iso};
use jiff::ToSpan;
use jiff::civil;

/// The years the table covers.
pub const HIJRI_YEARS: RangeInclusive<i16> = 1300..=1600;

/// A day of the Umm al-Qura calendar, inside the table. It can only be made from a day that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HijriDate {
    month: HijriMonth,
    day: i8,
}

/// A month of the Umm al-Qura calendar, inside the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HijriMonth {
    year: i16,
    month: i8,
}

/// The Hijri day that the daylight of `date` belongs to; none outside the table.
pub fn hijri_of(date: civil::Date) -> Option<HijriDate> {
    let iso = Date::try_new_iso(date.year().into(), date.month() as u8, date.day() as u8).ok()?;
    let hijri = iso.to_calendar(Hijri::new_umm_al_qura());
    let year = i16::try_from(hijri.year().extended_year()).ok()?;
    let month = HijriMonth::new(year, i8::try_from(hijri.month().number()).ok()?)?;
    let day = i8::try_from(hijri.day_of_month().0).ok()?;
    Some(HijriDate { month, day })
}

impl HijriDate {
    /// The year.
    pub fn year(self) -> i16 {
        self.month.year
    }

    /// The month and its year.
    pub fn month(self) -> HijriMonth {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(self) -> i8 {
        self.day
    }

    pub(super) fn icu(self) -> Option<Date<Hijri<UmmAlQura>>> {
        icu(self.month, self.day)
    }
}

impl HijriMonth {
    /// The month `month` (1 is Muharram) of `year`; none outside the table.
    pub fn new(year: i16, month: i8) -> Option<Self> {
        (HIJRI_YEARS.contains(&year) && (1..=12).contains(&month))
            .then_some(HijriMonth { year, month })
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.year
    }

    /// The number of the month, from 1.
    pub fn number(self) -> i8 {
        self.month
    }

    /// The month's first day in the Gregorian calendar.
    pub fn first_day(self) -> civil::Date {
        // Every month inside the table has a first day in the years 1882 to 2174.
        icu(self, 1).and_then(gregorian).unwrap_or(civil::Date::MIN)
    }

    /// How many days the month has: 29 or 30.
    pub fn length(self) -> i8 {
        icu(self, 30).map_or(29, |_| 30)
    }

    /// The Gregorian days of the month.
    pub fn days(self) -> impl Iterator<Item = civil::Date> {
        let first = self.first_day();
        (0..i64::from(self.length())).filter_map(move |n| first.checked_add(n.days()).ok())
    }
}

/// The first day of the Hijri year in the Gregorian calendar, and how many days the year has; none
/// outside the table.
pub fn hijri_year(year: i16) -> Option<(civil::Date, i16)> {
    let first = HijriMonth::new(year, 1)?.first_day();
    let length = (1..=12)
        .filter_map(|month| HijriMonth::new(year, month))
        .map(|month| i16::from(month.length()))
        .sum();
    Some((first, length))
}

fn icu(month: HijriMonth, day: i8) -> Option<Date<Hijri<UmmAlQura>>> {
    let day = u8::try_from(day).ok()?;
    let calendar = Hijri::new_umm_al_qura();
    Date::try_new_hijri_with_calendar(month.year.into(), month.month as u8, day, calendar).ok()
}

fn gregorian(date: Date<Hijri<UmmAlQura>>) -> Option<civil::Date> {
    let iso = date.to_calendar(Iso);
    let year = i16::try_from(iso.year().extended_year()).ok()?;
    let month = i8::try_from(iso.month().number()).ok()?;
    civil::Date::new(year, month, i8::try_from(iso.day_of_month().0).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn outside_the_table_there_is_no_hijri_date() {
        assert_eq!(hijri_of(date(1882, 11, 11)), None);
        assert_eq!(hijri_of(date(2174, 11, 26)), None);
        assert_eq!(hijri_of(civil::Date::MIN), None);
        assert_eq!(hijri_of(civil::Date::MAX), None);
        let first = hijri_of(date(1882, 11, 12)).unwrap();
        assert_eq!(
            (first.year(), first.month().number(), first.day()),
            (1300, 1, 1)
        );
        let last = hijri_of(date(2174, 11, 25)).unwrap();
        assert_eq!((last.year(), last.month().number()), (1600, 12));
        assert_eq!(last.day(), last.month().length());
    }

    #[test]
    fn a_month_and_a_year_know_their_days() {
        let ramadan = HijriMonth::new(1443, 9).unwrap();
        assert_eq!(ramadan.first_day(), date(2022, 4, 2));
        assert_eq!(ramadan.length(), 30);
        assert_eq!(ramadan.days().last(), Some(date(2022, 5, 1)));
        assert_eq!(hijri_year(1443), Some((date(2021, 8, 9), 355)));
        assert_eq!(hijri_year(1299), None);
        assert_eq!(HijriMonth::new(1443, 13), None);
    }
}
