//! Years and months of the Umm al-Qura calendar, exactly where there are articles.

use std::ops::Range;

use jiff::civil::Date;

use super::periods::last_or_push;
use crate::locale::{HijriMonth, hijri_of};

/// A Hijri year with articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HijriYear {
    /// The year.
    pub year: i16,
    /// Its articles.
    pub articles: Range<usize>,
    /// Its months with articles, in order.
    pub months: Vec<HijriPeriod>,
}

/// A Hijri month with articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HijriPeriod {
    /// The month.
    pub month: HijriMonth,
    /// Its articles.
    pub articles: Range<usize>,
}

/// The Hijri periods of articles whose days, in ascending order, are `days`. Days outside the table are
/// in none: no page may say a date that is a guess.
pub(super) fn hijri_periods(days: impl IntoIterator<Item = Date>) -> Vec<HijriYear> {
    let mut years: Vec<HijriYear> = Vec::new();
    let days = days.into_iter().enumerate();
    for (at, month) in days.filter_map(|(at, day)| Some((at, hijri_of(day)?.month()))) {
        let year = last_or_push(
            &mut years,
            |year| year.year == month.year(),
            || HijriYear {
                year: month.year(),
                articles: at..at,
                months: Vec::new(),
            },
        );
        year.articles.end = at + 1;
        let period = last_or_push(
            &mut year.months,
            |period| period.month == month,
            || HijriPeriod {
                month,
                articles: at..at,
            },
        );
        period.articles.end = at + 1;
    }
    years
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn months_follow_the_moon_and_days_outside_the_table_are_in_none() {
        let days = [
            date(1850, 1, 1),
            date(2022, 4, 1),
            date(2022, 4, 2),
            date(2022, 4, 30),
            date(2023, 3, 23),
        ];
        let years = hijri_periods(days);
        let told: Vec<(i16, i8, Range<usize>)> = years
            .iter()
            .flat_map(|year| &year.months)
            .map(|period| {
                let month = period.month;
                (month.year(), month.number(), period.articles.clone())
            })
            .collect();
        assert_eq!(told, [(1443, 8, 1..2), (1443, 9, 2..4), (1444, 9, 4..5)]);
        assert_eq!(years[0].articles, 1..4);
    }
}
