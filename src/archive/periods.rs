//! Years, months and days, exactly where there are articles.

use std::ops::Range;

use jiff::civil::Date;

/// A year with articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// The year of the Gregorian calendar.
    pub year: i16,
    /// Its articles.
    pub articles: Range<usize>,
    /// Its months with articles, in order.
    pub months: Vec<Month>,
}

/// A month with articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// Its first day.
    pub first: Date,
    /// Its articles.
    pub articles: Range<usize>,
    /// Its days with articles, in order.
    pub days: Vec<Day>,
}

/// A day with articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub date: Date,
    /// Its articles.
    pub articles: Range<usize>,
}

/// The periods of articles whose days, in ascending order, are `days`.
pub(super) fn periods(days: impl IntoIterator<Item = Date>) -> Vec<Year> {
    let mut years: Vec<Year> = Vec::new();
    for (at, date) in days.into_iter().enumerate() {
        let range = at..at + 1;
        let year = last_or_push(
            &mut years,
            |year| year.year == date.year(),
            || Year {
                year: date.year(),
                articles: at..at,
                months: Vec::new(),
            },
        );
        year.articles.end = range.end;
        let month = last_or_push(
            &mut year.months,
            |month| month.first == date.first_of_month(),
            || Month {
                first: date.first_of_month(),
                articles: at..at,
                days: Vec::new(),
            },
        );
        month.articles.end = range.end;
        let day = last_or_push(
            &mut month.days,
            |day| day.date == date,
            || Day {
                date,
                articles: at..at,
            },
        );
        day.articles.end = range.end;
    }
    years
}

/// The last of `list` if it is the wanted one, else a new one behind it.
pub(super) fn last_or_push<T>(
    list: &mut Vec<T>,
    is_it: impl Fn(&T) -> bool,
    new: impl FnOnce() -> T,
) -> &mut T {
    if !list.last().is_some_and(is_it) {
        list.push(new());
    }
    let last = list.len() - 1;
    &mut list[last]
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn counts_add_up_and_empty_periods_do_not_exist() {
        let days = [
            date(2020, 1, 1),
            date(2020, 1, 1),
            date(2020, 3, 2),
            date(2022, 3, 2),
        ];
        let years = periods(days);
        assert_eq!(years.len(), 2);
        assert_eq!(years[0].articles, 0..3);
        assert_eq!(
            years[0]
                .months
                .iter()
                .map(|m| m.articles.len())
                .collect::<Vec<_>>(),
            [2, 1]
        );
        assert_eq!(years[0].months[0].days[0].articles, 0..2);
        assert_eq!(years[1].months[0].days[0].articles, 3..4);
    }
}
