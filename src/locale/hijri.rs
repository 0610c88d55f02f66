//! The Umm al-Qura calendar: Gregorian days to Hijri days and back.
//!
//! The years 1343 to 1500 (1 August 1924 to 16 November 2077) are those that were printed, by the table of
//! `umm_al_qura`: an old article has the Hijri date that its own paper had. The years from 1300 before them
//! and to 1600 after them are ICU's, which is a computation. Outside these there is no answer, and never a
//! guess: the arithmetical Hijri calendars are a day off as often as not. No words are made here;
//! [`super::Locale`] does that.

use std::ops::RangeInclusive;

use icu_calendar::cal::Hijri;
use icu_calendar::cal::hijri::UmmAlQura;
use icu_calendar::{Date, Iso};
use jiff::ToSpan;
use jiff::civil::{self, Weekday};

use super::umm_al_qura::{FIRST_DAY, FIRST_YEAR, LENGTHS};

/// The years the calendar covers.
pub const HIJRI_YEARS: RangeInclusive<i16> = 1300..=1600;

/// The first of the printed days.
const FIRST: civil::Date = civil::Date::constant(FIRST_DAY.0, FIRST_DAY.1, FIRST_DAY.2);

/// How many months were printed.
const MONTHS: usize = LENGTHS.len() * 12;

/// How many days after [`FIRST`] each printed month begins, and last of all, how many days there are.
const STARTS: [u16; MONTHS + 1] = starts();

const fn starts() -> [u16; MONTHS + 1] {
    let mut starts = [0; MONTHS + 1];
    let mut at = 0;
    while at < MONTHS {
        starts[at + 1] = starts[at] + LENGTHS[at / 12][at % 12] as u16;
        at += 1;
    }
    starts
}

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

/// The Hijri day that the daylight of `date` belongs to; none outside the calendar.
pub fn hijri_of(date: civil::Date) -> Option<HijriDate> {
    printed(date).or_else(|| computed(date))
}

/// `date` by the printed calendar.
fn printed(date: civil::Date) -> Option<HijriDate> {
    let days = date.duration_since(FIRST).as_hours() / 24;
    let days = u16::try_from(days).ok().filter(|_| date >= FIRST)?;
    // The last start is the day after all of them.
    let at = STARTS
        .partition_point(|start| *start <= days)
        .checked_sub(1)?;
    if at >= MONTHS {
        return None;
    }
    let year = FIRST_YEAR + i16::try_from(at / 12).ok()?;
    let month = HijriMonth::new(year, i8::try_from(at % 12 + 1).ok()?)?;
    let day = i8::try_from(days - STARTS[at] + 1).ok()?;
    Some(HijriDate { month, day })
}

/// `date` by ICU's computation.
fn computed(date: civil::Date) -> Option<HijriDate> {
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

    /// A day of ICU's calendar that is written in the same words as this one, but perhaps for the
    /// number of the day: of the same month and the same weekday.
    pub(super) fn icu(self) -> Option<Date<Hijri<UmmAlQura>>> {
        let weekday = |first: civil::Date, day: i8| -> Weekday {
            first.weekday().wrapping_add(i64::from(day) - 1)
        };
        let ours = weekday(self.month.first_day(), self.day);
        let theirs = icu(self.month, 1).and_then(gregorian)?;
        let mut days = [self.day].into_iter().chain(1..=7);
        days.find_map(|day| {
            let same = weekday(theirs, day) == ours;
            icu(self.month, day).filter(|_| same)
        })
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
        let printed = self.printed().and_then(|at| STARTS.get(at));
        let day = match printed {
            Some(start) => FIRST.checked_add(i64::from(*start).days()).ok(),
            None => icu(self, 1).and_then(gregorian),
        };
        // Every month of the calendar has a first day in the years 1882 to 2174.
        day.unwrap_or(civil::Date::MIN)
    }

    /// How many days the month has: 29 or 30, and in the oldest printed years, and where the printed
    /// calendar begins, once in a while 28 or 31.
    pub fn length(self) -> i8 {
        let next = match self.month {
            12 => HijriMonth::new(self.year + 1, 1),
            _ => HijriMonth::new(self.year, self.month + 1),
        };
        let length = next.and_then(|next| {
            let length = next.first_day().duration_since(self.first_day());
            i8::try_from(length.as_hours() / 24).ok()
        });
        length.unwrap_or_else(|| icu(self, 30).map_or(29, |_| 30))
    }

    /// The place of the month among the printed ones.
    fn printed(self) -> Option<usize> {
        let years = usize::try_from(self.year.checked_sub(FIRST_YEAR)?).ok()?;
        let at = years * 12 + usize::try_from(self.month - 1).ok()?;
        (at < MONTHS).then_some(at)
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
    fn days_that_everyone_remembers_have_the_date_they_had() {
        for (day, hijri) in [
            // A king dies in Riyadh; Mecca is besieged; Kuwait is invaded; the Basic Law is issued.
            (date(1975, 3, 25), (1395, 3, 13)),
            (date(1979, 11, 20), (1400, 1, 1)),
            (date(1990, 8, 2), (1411, 1, 11)),
            (date(1992, 3, 1), (1412, 8, 27)),
            (date(2022, 4, 2), (1443, 9, 1)),
            (date(2023, 3, 23), (1444, 9, 1)),
            (date(2000, 1, 1), (1420, 9, 24)),
        ] {
            let found = hijri_of(day).unwrap();
            let found = (found.year(), found.month().number(), found.day());
            assert_eq!(found, hijri, "{day}");
        }
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
