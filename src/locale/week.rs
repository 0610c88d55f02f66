//! The week of a region: which day it begins with, which days are free, and what the days are called.
//!
//! A locale comes in, a [`Week`] goes out, whole, for the head of a calendar grid.

use icu_calendar::types::Weekday as IcuWeekday;
use icu_calendar::week::WeekInformation;
use icu_calendar::{Date, Gregorian};
use icu_datetime::DateTimeFormatterPreferences;
use icu_datetime::fieldsets::enums::DateFieldSet;
use icu_datetime::pattern::{DateTimePattern, FixedCalendarDateTimeNames};
use icu_locale::Locale as IcuLocale;
use jiff::civil::Weekday;
use writeable::TryWriteable;

use super::marks::without_marks;

/// A week's days in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Week {
    days: Vec<WeekDay>,
}

/// A day of the week by its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekDay {
    /// Which day it is.
    pub weekday: Weekday,
    /// The whole name, as it stands alone: `الاثنين`.
    pub name: String,
    /// The short name; in Arabic the same as the whole one.
    pub short: String,
    /// A letter or two, for the head of a narrow column: `ن`. Days may share it.
    pub narrow: String,
    /// Whether the region rests on it.
    pub weekend: bool,
}

impl Week {
    pub(super) fn new(locale: &IcuLocale) -> Self {
        let information = WeekInformation::try_new(locale.into()).ok();
        let weekend: Vec<Weekday> = match information {
            Some(information) => information.weekend().map(weekday).collect(),
            None => vec![Weekday::Saturday, Weekday::Sunday],
        };
        let first = information.map_or(Weekday::Monday, |found| weekday(found.first_weekday));
        let [names, shorts, narrows] = ["cccc", "ccc", "ccccc"].map(|field| names(locale, field));
        let day = |n: i8| {
            let weekday = first.wrapping_add(n);
            let at = weekday.to_monday_zero_offset() as usize;
            let name = |names: &[String; 7]| names.get(at).cloned().unwrap_or_default();
            WeekDay {
                weekday,
                name: name(&names),
                short: name(&shorts),
                narrow: name(&narrows),
                weekend: weekend.contains(&weekday),
            }
        };
        Week {
            days: (0..7).map(day).collect(),
        }
    }

    /// The seven days, the region's first day first.
    pub fn days(&self) -> &[WeekDay] {
        &self.days
    }

    /// The day a week begins with.
    pub fn first_day(&self) -> Weekday {
        self.days.first().map_or(Weekday::Monday, |day| day.weekday)
    }

    /// At which place of the week, from 0, `weekday` stands.
    pub fn place(&self, weekday: Weekday) -> usize {
        self.days
            .iter()
            .position(|day| day.weekday == weekday)
            .unwrap_or(0)
    }
}

/// The names of the days from Monday, in the form of CLDR's `field`.
fn names(locale: &IcuLocale, field: &str) -> [String; 7] {
    let pattern = DateTimePattern::try_from_pattern_str(field).ok();
    let loaded = FixedCalendarDateTimeNames::<Gregorian, DateFieldSet>::try_new(
        DateTimeFormatterPreferences::from(locale),
    );
    let (Some(pattern), Ok(mut names)) = (pattern, loaded) else {
        return Default::default();
    };
    let Ok(formatter) = names.include_for_pattern(&pattern) else {
        return Default::default();
    };
    std::array::from_fn(|n| {
        // 3 January 2022 was a Monday.
        Date::try_new_gregorian(2022, 1, 3 + n as u8)
            .ok()
            .and_then(|day| {
                formatter
                    .format(&day)
                    .try_write_to_string()
                    .ok()
                    .map(|name| name.into_owned())
            })
            .map(without_marks)
            .unwrap_or_default()
    })
}

fn weekday(day: IcuWeekday) -> Weekday {
    match day {
        IcuWeekday::Monday => Weekday::Monday,
        IcuWeekday::Tuesday => Weekday::Tuesday,
        IcuWeekday::Wednesday => Weekday::Wednesday,
        IcuWeekday::Thursday => Weekday::Thursday,
        IcuWeekday::Friday => Weekday::Friday,
        IcuWeekday::Saturday => Weekday::Saturday,
        IcuWeekday::Sunday => Weekday::Sunday,
    }
}
